//! Plain text: one article a file.

use simdutf8::compat::from_utf8;

use super::is_blank;
use super::record::Fields;

/// Returns the fields of a file's article, or why its bytes are none.
pub(super) fn parse(bytes: &[u8]) -> Result<Fields<'_>, String> {
    Fields::of_text(text(bytes)?).in_order()
}

/// Returns the bytes as text, or why they are not the text of an article.
fn text(bytes: &[u8]) -> Result<&str, String> {
    if bytes.is_empty() {
        return Err("empty".to_owned());
    }
    // UTF-8 allows NUL, but only binary data has it.
    if let Some(position) = memchr::memchr(0, bytes) {
        return Err(format!("not plain text: NUL at byte {position}"));
    }
    let text = from_utf8(bytes)
        .map_err(|error| format!("invalid UTF-8 at byte {}", error.valid_up_to()))?;
    if is_blank(text) {
        Err("empty but for white space".to_owned())
    } else {
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_bytes(bytes: &[u8]) -> Result<String, String> {
        parse(bytes).map(|fields| fields.text.into_owned())
    }

    #[test]
    fn text_in_order_is_kept_byte_for_byte() {
        for text in [
            "One line",
            "\u{feff}With a mark\r\nand two kinds\nof line ends\r\n\n",
        ] {
            assert_eq!(read_bytes(text.as_bytes()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_no_text_is_skipped_with_the_place() {
        let cases: [(&[u8], &str); 7] = [
            (b"", "empty"),
            (b" \n\t\r\n", "empty but for white space"),
            ("\u{feff}\n".as_bytes(), "empty but for white space"),
            ("\u{200b}\n\u{200b}".as_bytes(), "empty but for white space"),
            (b"caf\xe9 closed", "invalid UTF-8 at byte 3"),
            (b"cut off \xe2\x82", "invalid UTF-8 at byte 8"),
            (b"\x7fELF\x00\x01", "not plain text: NUL at byte 4"),
        ];
        for (bytes, reason) in cases {
            assert_eq!(read_bytes(bytes), Err(reason.to_owned()));
        }
    }
}
