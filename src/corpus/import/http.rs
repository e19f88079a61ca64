//! HTTP responses, as web archives keep them: the page that a server sent, with its packaging undone.

use std::borrow::Cow;
use std::io::Read;

use brotli_decompressor::Decompressor;
use encoding_rs::Encoding;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::encoding;
use super::fragment::is_page;

/// A page, and the encoding that the server declared.
pub(super) struct Body<'m> {
    pub(super) bytes: Cow<'m, [u8]>,
    pub(super) encoding: Option<&'static Encoding>,
}

/// A response has no more lines in its head.
const HEADERS: usize = 256;

/// Returns the page of a response, if it is one and was found; unpacked it has at most `longest` bytes.
///
/// Archives may have undone the packaging that the head still tells of, so bytes that are not packed are
/// taken as they are.
pub(super) fn page(message: &[u8], longest: usize) -> Result<Option<Body<'_>>, String> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let parsed = response.parse(message);
    let parsed = parsed.map_err(|error| format!("no HTTP response: {error}"))?;
    let httparse::Status::Complete(start) = parsed else {
        return Err("no HTTP response: its head has no end".to_owned());
    };
    if !response.code.is_some_and(|code| (200..300).contains(&code)) {
        return Ok(None);
    }
    let header = |name: &str| {
        let mut headers = response.headers.iter();
        let header = headers.find(|header| header.name.eq_ignore_ascii_case(name));
        header
            .map_or(&b""[..], |header| header.value)
            .to_ascii_lowercase()
    };
    let kind = header("content-type");
    let bytes = message.get(start..).unwrap_or_default();
    let bytes = if header("transfer-encoding").ends_with(b"chunked") {
        without_chunks(bytes)
    } else {
        Cow::Borrowed(bytes)
    };
    let bytes = unpacked(bytes, &header("content-encoding"), longest)?;
    let is_html = kind.starts_with(b"text/html") || kind.starts_with(b"application/xhtml");
    let is_unsaid =
        kind.is_empty() && is_page(&String::from_utf8_lossy(bytes.get(..256).unwrap_or(&bytes)));
    Ok((is_html || is_unsaid).then(|| Body {
        bytes,
        encoding: encoding::declared(&kind, "charset"),
    }))
}

/// Puts the chunks of a body together; what is cut off is left as far as it goes.
fn without_chunks(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut whole = Vec::new();
    let mut rest = bytes;
    while let Ok(httparse::Status::Complete((start, length))) = httparse::parse_chunk_size(rest) {
        let end = usize::try_from(length)
            .ok()
            .and_then(|length| start.checked_add(length));
        let end = end.unwrap_or(usize::MAX).min(rest.len());
        whole.extend_from_slice(rest.get(start..end).unwrap_or_default());
        rest = rest.get(end..).unwrap_or_default();
        rest = rest.strip_prefix(b"\r\n").unwrap_or(rest);
        if length == 0 {
            break;
        }
    }
    if whole.is_empty() {
        return Cow::Borrowed(bytes);
    }
    Cow::Owned(whole)
}

/// Unpacks a body. What breaks off is left as far as it goes.
fn unpacked<'m>(
    bytes: Cow<'m, [u8]>,
    coding: &[u8],
    longest: usize,
) -> Result<Cow<'m, [u8]>, String> {
    let reader: Box<dyn Read + '_> = match (coding, bytes.as_ref()) {
        (b"gzip" | b"x-gzip", [0x1f, 0x8b, ..]) => Box::new(MultiGzDecoder::new(&*bytes)),
        (b"deflate", [0x78, ..]) => Box::new(ZlibDecoder::new(&*bytes)),
        (b"deflate", _) => Box::new(DeflateDecoder::new(&*bytes)),
        (b"br", _) => Box::new(Decompressor::new(&*bytes, 4096)),
        (b"zstd", [0x28, 0xb5, ..]) => match zstd::Decoder::with_buffer(&*bytes) {
            Ok(decoder) => Box::new(decoder),
            Err(_) => return Ok(bytes),
        },
        _ => return Ok(bytes),
    };
    let mut unpacked = Vec::new();
    // An error says that the rest is cut off or damaged, or that nothing was packed.
    let _ = reader.take(longest as u64 + 1).read_to_end(&mut unpacked);
    if unpacked.len() > longest {
        return Err(format!("longer than {longest} bytes"));
    }
    if unpacked.is_empty() {
        return Ok(bytes);
    }
    Ok(Cow::Owned(unpacked))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    const PAGE: &[u8] = b"<html><p>The ferry was late.</p></html>";

    fn response(head: &str, body: &[u8]) -> Vec<u8> {
        let head =
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=koi8-r\r\n{head}\r\n");
        [head.as_bytes(), body].concat()
    }

    #[track_caller]
    fn check(head: &str, body: &[u8]) {
        let message = response(head, body);
        let body = page(&message, 1_000).unwrap().unwrap();
        assert_eq!(body.bytes, PAGE, "{head}");
        assert_eq!(body.encoding, Some(encoding_rs::KOI8_R));
    }

    fn gzip() -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(PAGE).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn packaging_is_undone() {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(PAGE).unwrap();
        let mut deflate = DeflateEncoder::new(Vec::new(), Compression::fast());
        deflate.write_all(PAGE).unwrap();
        // A brotli stream of one piece that is not compressed.
        let brotli = [&[0x0b, 0x13, 0x80][..], PAGE, &[3]].concat();
        check("", PAGE);
        check("Content-Encoding: gzip\r\n", &gzip());
        check("Content-Encoding: deflate\r\n", &zlib.finish().unwrap());
        check("Content-Encoding: deflate\r\n", &deflate.finish().unwrap());
        check("content-encoding: BR\r\n", &brotli);
        check(
            "Content-Encoding: zstd\r\n",
            &zstd::encode_all(PAGE, 1).unwrap(),
        );
        let (one, two) = PAGE.split_at(9);
        let chunks = [b"9\r\n", one, b"\r\n1e;x=y\r\n", two, b"\r\n0\r\n\r\n"].concat();
        check("Transfer-Encoding: chunked\r\n", &chunks);
    }

    #[test]
    fn packaging_that_is_undone_already_does_no_harm() {
        check(
            "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
            PAGE,
        );
        check("Content-Encoding: br\r\n", PAGE);
    }

    #[test]
    fn what_is_no_page_is_none() {
        for message in [
            "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html>",
            "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n<html>",
            "HTTP/1.1 200 OK\r\n\r\nplain",
        ] {
            assert!(
                page(message.as_bytes(), 1_000).unwrap().is_none(),
                "{message}"
            );
        }
        assert!(page(b"nonsense", 1_000).is_err());
        assert!(page(b"HTTP/1.1 200 OK\r\nContent", 1_000).is_err());
    }

    #[test]
    fn a_bomb_is_refused() {
        let message = response("Content-Encoding: gzip\r\n", &gzip());
        assert!(page(&message, 30).is_err());
    }
}
