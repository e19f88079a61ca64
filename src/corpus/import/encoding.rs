//! Encodings other than UTF-8: declared, marked by a byte order mark, or guessed.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};
use std::mem;

use chardetng::EncodingDetector;
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memmem;

use super::peek::Peeked;

/// Guesses the encoding of text from its beginning or a part of it; `None` is UTF-8, or no text at all.
///
/// A few bad bytes among characters that are right do not make UTF-8 another encoding.
pub(super) fn guess(sample: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(sample) {
        return Some(encoding).filter(|encoding| *encoding != UTF_8);
    }
    if memchr::memchr(0, sample).is_some() {
        return utf_16_without_mark(sample);
    }
    if simdutf8::basic::from_utf8(sample).is_ok() || is_damaged_utf_8(sample) {
        return None;
    }
    let mut detector = EncodingDetector::new();
    detector.feed(sample, true);
    Some(detector.guess(None, false))
}

/// Tells UTF-16 by the zeros beside letters of ASCII.
fn utf_16_without_mark(sample: &[u8]) -> Option<&'static Encoding> {
    let sample = sample.get(..4096).unwrap_or(sample);
    let (mut zeros, mut pairs) = ([0, 0], 0);
    for pair in sample.chunks_exact(2) {
        pairs += 1;
        for (zeros, byte) in zeros.iter_mut().zip(pair) {
            *zeros += usize::from(*byte == 0);
        }
    }
    match zeros {
        [0, low] if low * 2 > pairs => Some(UTF_16LE),
        [high, 0] if high * 2 > pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// Returns whether bytes that are not UTF-8 have more characters of it than faults, or break off within one.
fn is_damaged_utf_8(bytes: &[u8]) -> bool {
    let (mut characters, mut faults) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    let is_cut = faults == 1
        && std::str::from_utf8(bytes).is_err_and(|error| {
            let tail = bytes.len() - error.valid_up_to();
            error.error_len().is_none() && (characters > 0 || tail > 1)
        });
    characters > faults || is_cut
}

/// Returns the beginning of a file as it reads in UTF-8, if it is in UTF-16; other encodings have the
/// letters of ASCII, which is all that a format is told by.
pub(super) fn as_utf_8(head: &[u8]) -> Cow<'_, [u8]> {
    match guess(head) {
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => {
            Cow::Owned(encoding.decode(head).0.into_owned().into_bytes())
        }
        _ => Cow::Borrowed(head),
    }
}

/// Decodes text whose encoding may be `declared`; what is no character becomes U+FFFD.
///
/// A declaration is not believed against the bytes: text that is UTF-8 is read as such.
pub(super) fn decode<'b>(bytes: &'b [u8], declared: Option<&'static Encoding>) -> Cow<'b, str> {
    encoding(bytes, declared).decode(bytes).0
}

/// Returns the encoding by which [`decode`] goes.
pub(super) fn encoding(bytes: &[u8], declared: Option<&'static Encoding>) -> &'static Encoding {
    match (declared, guess(bytes)) {
        (_, Some(marked)) if marked == UTF_16LE || marked == UTF_16BE => marked,
        // UTF-8 is hardly ever so by chance, but text without other letters is in most encodings.
        (Some(declared), None) if declared == UTF_8 || !bytes.is_ascii() => UTF_8,
        (Some(declared), Some(guess)) if declared == UTF_8 => guess,
        (Some(declared), _) => declared.output_encoding(),
        (None, guess) => guess.unwrap_or(UTF_8),
    }
}

/// Returns the encoding that the beginning of a page or a feed declares behind `key`: `charset` or `encoding`.
pub(super) fn declared(head: &[u8], key: &str) -> Option<&'static Encoding> {
    let head = head.get(..2048).unwrap_or(head).to_ascii_lowercase();
    let mut rest = head.as_slice();
    while let Some(found) = memmem::find(rest, key.as_bytes()) {
        rest = rest.get(found + key.len()..).unwrap_or_default();
        let value = rest.trim_ascii_start().strip_prefix(b"=");
        let encoding = value.and_then(|value| {
            let value = value.trim_ascii_start();
            let value = value
                .strip_prefix(b"\"")
                .or(value.strip_prefix(b"'"))
                .unwrap_or(value);
            let is_end = |byte: &u8| {
                matches!(byte, b'"' | b'\'' | b';' | b'>' | b'/' | b'?')
                    || byte.is_ascii_whitespace()
            };
            let length = value.iter().position(is_end).unwrap_or(value.len());
            Encoding::for_label(value.get(..length)?)
        });
        if encoding.is_some() {
            return encoding;
        }
    }
    None
}

/// A reader of text in any encoding, which gives UTF-8.
///
/// As long as there is nothing but ASCII, nothing is decided; then the next 64 KB decide for all the rest.
pub(super) struct Decoded<'r> {
    reader: Box<dyn BufRead + 'r>,
    /// What the text says of itself, if it does.
    declared: Option<&'static Encoding>,
    state: State,
    /// What it was decoded from, as far as that is decided.
    encoding: &'static Encoding,
    /// So many bytes of what the reader holds are known to be ASCII.
    ascii: usize,
    /// What was decoded, and how much of it was read.
    text: Vec<u8>,
    read: usize,
}

enum State {
    Start,
    Ascii,
    Utf8,
    Foreign(Box<Decoder>),
    Done,
}

/// So much is decoded at once, in bytes.
const BLOCK: usize = 32 << 10;

impl<'r> Decoded<'r> {
    /// Returns a reader of text whose encoding may be `declared`.
    pub(super) fn new(
        reader: Box<dyn BufRead + 'r>,
        declared: Option<&'static Encoding>,
    ) -> Decoded<'r> {
        Decoded {
            reader,
            declared,
            state: State::Start,
            encoding: UTF_8,
            ascii: 0,
            text: Vec::new(),
            read: 0,
        }
    }

    /// Returns the encoding of what was read.
    pub(super) fn encoding(&self) -> &'static Encoding {
        self.encoding
    }

    /// Reads until it is clear whether this is UTF-8, and returns whether it is not.
    pub(super) fn turns_out_foreign(mut self) -> io::Result<bool> {
        loop {
            let length = self.fill_buf()?.len();
            match self.state {
                State::Foreign(_) => return Ok(true),
                State::Start | State::Ascii if length > 0 => self.consume(length),
                _ => return Ok(false),
            }
        }
    }

    /// Looks at the bytes that come next, and decides.
    fn decide(&mut self) {
        let rest = mem::replace(&mut self.reader, Box::new(io::empty()));
        let peeked = Peeked::new(rest);
        self.state = match guess(peeked.head()) {
            Some(guess) => {
                let declared = self.declared.filter(|declared| *declared != UTF_8);
                let is_16 = guess == UTF_16LE || guess == UTF_16BE;
                let encoding = declared.filter(|_| !is_16).unwrap_or(guess);
                self.encoding = encoding;
                State::Foreign(Box::new(encoding.new_decoder()))
            }
            None if matches!(self.state, State::Start) && peeked.head().is_ascii() => State::Ascii,
            None => State::Utf8,
        };
        self.reader = Box::new(peeked);
    }

    /// Decodes the next block; there is none behind the last.
    fn decode(&mut self) -> io::Result<()> {
        let State::Foreign(decoder) = &mut self.state else {
            return Ok(());
        };
        let block = self.reader.fill_buf()?;
        let block = block.get(..BLOCK).unwrap_or(block);
        let is_last = block.is_empty();
        let most = decoder.max_utf8_buffer_length(block.len());
        self.text.resize(most.unwrap_or(4 * BLOCK), 0);
        let (_, read, written, _) = decoder.decode_to_utf8(block, &mut self.text, is_last);
        self.text.truncate(written);
        self.read = 0;
        self.reader.consume(read);
        if is_last {
            self.state = State::Done;
        }
        Ok(())
    }
}

impl BufRead for Decoded<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if matches!(self.state, State::Start) {
            self.decide();
        }
        if matches!(self.state, State::Ascii) && self.ascii == 0 {
            let block = self.reader.fill_buf()?;
            let length = block.iter().position(|byte| !byte.is_ascii());
            self.ascii = length.unwrap_or(block.len());
            if length == Some(0) {
                self.decide();
            }
        }
        while matches!(self.state, State::Foreign(_)) && self.read == self.text.len() {
            self.decode()?;
        }
        if self.read < self.text.len() {
            return Ok(self.text.get(self.read..).unwrap_or_default());
        }
        match self.state {
            State::Done => Ok(&[]),
            State::Ascii => {
                let block = self.reader.fill_buf()?;
                Ok(block.get(..self.ascii).unwrap_or(block))
            }
            _ => self.reader.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        if self.read < self.text.len() {
            self.read += amount;
        } else {
            self.ascii = self.ascii.saturating_sub(amount);
            self.reader.consume(amount);
        }
    }
}

impl Read for Decoded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, GB18030, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
    use proptest::prelude::*;

    use super::*;

    fn decoded(bytes: &[u8]) -> Vec<u8> {
        let mut text = Vec::new();
        let mut decoded = Decoded::new(Box::new(bytes), None);
        decoded.read_to_end(&mut text).unwrap();
        text
    }

    #[test]
    fn encodings_are_guessed_from_text() {
        let cases = [
            (
                WINDOWS_1251,
                "Паром опоздал на три часа, сообщили в порту города.",
            ),
            (
                WINDOWS_1252,
                "Le bac est arrivé en retard, a déclaré la mairie de l’île.",
            ),
            (
                SHIFT_JIS,
                "フェリーは三時間遅れて港に到着した。乗客は無事だった。",
            ),
            (GB18030, "渡轮晚点三个小时抵达港口，乘客全部平安。"),
            (BIG5, "渡輪晚點三個小時抵達港口，乘客全部平安。"),
        ];
        for (encoding, text) in cases {
            let (bytes, _, has_gaps) = encoding.encode(text);
            assert!(!has_gaps);
            assert_eq!(decode(&bytes, None), text, "{}", encoding.name());
            let long = [b"A ferry. ".repeat(20_000).as_slice(), &bytes].concat();
            assert!(
                decoded(&long).ends_with(text.as_bytes()),
                "{}",
                encoding.name()
            );
        }
    }

    #[test]
    fn utf_16_is_known_with_and_without_a_mark() {
        let text = "The ferry is late – again.\n";
        let low_first: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let high_first: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (mark, bytes) in [(b"\xff\xfe", low_first), (b"\xfe\xff", high_first)] {
            assert_eq!(decode(&bytes, None), text);
            let marked = [mark.as_slice(), &bytes].concat();
            assert_eq!(decode(&marked, None), text);
            assert_eq!(decoded(&marked), text.as_bytes());
        }
    }

    #[test]
    fn utf_8_stays_what_it_is_though_it_be_damaged_or_cut() {
        for bytes in [
            "Crème brûlée".as_bytes(),
            b"cr\xc3\xa8me br\xc3\xbbl\xff\xc3\xa9e",
            b"cr\xc3\xa8me br\xc3",
            b"cut off \xe2\x82",
            b"\x7fELF\x00\xff",
        ] {
            assert_eq!(guess(bytes), None);
            assert!(
                !Decoded::new(Box::new(bytes), None)
                    .turns_out_foreign()
                    .unwrap()
            );
        }
    }

    #[test]
    fn a_declaration_counts_unless_the_bytes_are_against_it() {
        let latin_2 = Encoding::for_label(b"iso-8859-2");
        let bytes = b"\xb3\xf3d\xbc";
        assert_eq!(decode(bytes, latin_2), "łódź");
        assert_eq!(decode("łódź".as_bytes(), latin_2), "łódź");
        assert_eq!(
            decode(b"caf\xe9 de la gare", Some(UTF_8)),
            "café de la gare"
        );
    }

    #[test]
    fn declarations_are_found_in_either_notation() {
        for (head, key, label) in [
            ("<meta charset=koi8-r>", "charset", "koi8-r"),
            (
                "<META content='text/html; CharSet = \"windows-1250\"'>",
                "charset",
                "windows-1250",
            ),
            (
                "<?xml version='1.0' encoding='Shift_JIS'?>",
                "encoding",
                "shift_jis",
            ),
            ("charset, charset=nonsense, charset=big5", "charset", "big5"),
        ] {
            let expected = Encoding::for_label(label.as_bytes());
            assert_eq!(declared(head.as_bytes(), key), expected, "{head}");
        }
        assert_eq!(declared(b"no charset here", "charset"), None);
    }

    proptest! {
        #[test]
        fn any_bytes_give_text(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let text = decoded(&bytes);
            match guess(&bytes) {
                None => prop_assert_eq!(text, bytes),
                Some(_) => prop_assert!(String::from_utf8(text).is_ok()),
            }
        }
    }
}
