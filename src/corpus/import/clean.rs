//! Text as it should have been written: composed characters, no control characters, no mojibake.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Returns a text in NFC, without control characters but line feeds and tabs, and with what was UTF-8 and
/// was read as Windows-1252 (`â€™` for `’`) put right.
pub(in crate::corpus) fn clean(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.bytes().any(is_odd) {
        return Cow::Borrowed(text);
    }
    let mut text = put_right(text);
    if text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\t'))
    {
        text = Cow::Owned(without_controls(&text));
    }
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text,
        _ => Cow::Owned(text.nfc().collect()),
    }
}

/// Returns whether a byte of ASCII is a control character that no text needs.
fn is_odd(byte: u8) -> bool {
    byte.is_ascii_control() && !matches!(byte, b'\n' | b'\t')
}

/// Makes one line feed of each line end, and takes other control characters out.
fn without_controls(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' | '\u{85}' => clean.push('\n'),
            '\n' | '\t' => clean.push(character),
            character if character.is_control() => {}
            character => clean.push(character),
        }
    }
    clean
}

/// Puts right what was UTF-8 and was read as Windows-1252.
///
/// A run of letters of Windows-1252 that are the bytes of UTF-8 is hardly ever meant as it stands, but in a
/// text with other such letters it may be. There only runs that no language has are put right.
fn put_right(text: &str) -> Cow<'_, str> {
    let runs: Vec<Run<'_>> = runs(text).collect();
    let good = runs.iter().filter(|run| run.meant.is_some()).count();
    if good == 0 {
        return Cow::Borrowed(text);
    }
    let is_all_so = good == runs.len() && (good > 1 || runs.iter().any(Run::is_long));
    let mut right = String::with_capacity(text.len());
    let mut end = 0;
    for run in runs {
        if let Some(meant) = run
            .meant
            .as_ref()
            .filter(|_| is_all_so || run.is_unmistakable())
        {
            right.push_str(text.get(end..run.start).unwrap_or_default());
            right.push_str(meant);
            end = run.start + run.text.len();
        }
    }
    right.push_str(text.get(end..).unwrap_or_default());
    Cow::Owned(right)
}

/// Letters beyond ASCII, one behind the other, that Windows-1252 has.
struct Run<'t> {
    text: &'t str,
    /// Where it begins in the text, in bytes.
    start: usize,
    /// What its bytes are in UTF-8, if they are any.
    meant: Option<String>,
}

impl Run<'_> {
    /// Returns whether it is longer than a letter that is followed by a sign.
    fn is_long(&self) -> bool {
        self.text.chars().nth(2).is_some()
    }

    /// Returns whether it begins as quotation marks and dashes do.
    fn is_unmistakable(&self) -> bool {
        self.text.starts_with("â€")
    }
}

fn runs(text: &str) -> impl Iterator<Item = Run<'_>> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let behind = text.get(rest..)?;
        let start = rest + behind.find(|c| byte_of(c).is_some())?;
        let behind = text.get(start..)?;
        let length = behind
            .find(|c| byte_of(c).is_none())
            .unwrap_or(behind.len());
        rest = start + length;
        let run = behind.get(..length)?;
        let bytes: Vec<u8> = run.chars().filter_map(byte_of).collect();
        let meant = String::from_utf8(bytes).ok();
        Some(Run {
            text: run,
            start,
            meant,
        })
    })
}

/// Returns the byte beyond ASCII that Windows-1252 has for a character. Bytes without one are read as
/// control characters.
fn byte_of(character: char) -> Option<u8> {
    match character {
        '\0'..='\x7f' => None,
        '\u{80}'..='\u{ff}' => u8::try_from(u32::from(character)).ok(),
        _ => {
            let (_, byte) = SPECIAL.iter().find(|(special, _)| *special == character)?;
            Some(*byte)
        }
    }
}

/// The characters of Windows-1252 that Latin-1 lacks.
const SPECIAL: [(char, u8); 27] = [
    ('€', 0x80),
    ('‚', 0x82),
    ('ƒ', 0x83),
    ('„', 0x84),
    ('…', 0x85),
    ('†', 0x86),
    ('‡', 0x87),
    ('ˆ', 0x88),
    ('‰', 0x89),
    ('Š', 0x8a),
    ('‹', 0x8b),
    ('Œ', 0x8c),
    ('Ž', 0x8e),
    ('‘', 0x91),
    ('’', 0x92),
    ('“', 0x93),
    ('”', 0x94),
    ('•', 0x95),
    ('–', 0x96),
    ('—', 0x97),
    ('˜', 0x98),
    ('™', 0x99),
    ('š', 0x9a),
    ('›', 0x9b),
    ('œ', 0x9c),
    ('ž', 0x9e),
    ('Ÿ', 0x9f),
];

#[cfg(test)]
mod tests {
    use encoding_rs::WINDOWS_1252;
    use proptest::prelude::*;

    use super::*;

    /// Reads UTF-8 as Windows-1252.
    fn spoilt(text: &str) -> String {
        WINDOWS_1252
            .decode_without_bom_handling(text.as_bytes())
            .0
            .into_owned()
    }

    #[test]
    fn what_was_spoilt_is_put_right() {
        for text in [
            "“It’s late,” she said – again…",
            "Über die Brücke fährt niemand",
            "Паром опоздал",
            "渡轮晚点",
            "one dash — only",
        ] {
            assert_eq!(clean(&spoilt(text)), text);
            assert_eq!(clean(text), text);
        }
    }

    #[test]
    fn what_may_be_meant_is_left_alone() {
        for text in [
            "«AMANHû",
            "A temperature of 30Â°",
            "São Paulo, «IRMû e MÃ",
            "Ä Ö Ü",
        ] {
            assert_eq!(clean(text), text);
        }
        let mixed = format!("Café: {}", spoilt("it’s"));
        assert_eq!(clean(&mixed), "Café: it’s");
    }

    #[test]
    fn line_ends_are_one_and_controls_none() {
        assert_eq!(
            clean("a\r\nb\rc\u{85}d\te\u{0}\u{7f}\u{9b}f\n"),
            "a\nb\nc\nd\tef\n"
        );
    }

    #[test]
    fn characters_are_composed() {
        assert_eq!(clean("Cafe\u{301} Rybí"), "Café Rybí");
    }

    proptest! {
        #[test]
        fn what_is_clean_stays_so(text in "\\PC{0,40}") {
            let once = clean(&text).into_owned();
            prop_assert!(once.nfc().eq(once.chars()));
            prop_assert!(!once.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        }
    }
}
