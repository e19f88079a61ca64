//! Text as it should have been written: composed characters, no control characters, no mojibake.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Returns a text in NFC, without control characters but line feeds and tabs, and with what was UTF-8 and
/// was read as Windows-1252 (`â€™` for `’`) put right.
pub(in crate::corpus) fn clean(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.bytes().any(is_odd) {
        return Cow::Borrowed(text);
    }
    put_in_order(text, LineEnds::Unified)
}

/// Returns a text that is read where it is as [`clean`] does, but with the line ends that it has.
pub(in crate::corpus) fn tidy(text: &str) -> Cow<'_, str> {
    match is_tidy(text.as_bytes()) {
        true => Cow::Borrowed(text),
        false => put_in_order(text, LineEnds::Kept),
    }
}

/// What becomes of line ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineEnds {
    /// All are line feeds.
    Unified,
    /// They stay what they are.
    Kept,
}

fn put_in_order(text: &str, ends: LineEnds) -> Cow<'_, str> {
    let mut text = put_right(text);
    let is_kept = |c: char| match c {
        '\n' | '\t' => true,
        '\r' => ends == LineEnds::Kept,
        c => !c.is_control(),
    };
    if !text.chars().all(is_kept) {
        text = Cow::Owned(without_controls(&text, ends));
    }
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text,
        _ => Cow::Owned(text.nfc().collect()),
    }
}

/// Returns whether text in UTF-8 surely needs no change, told from its bytes: text in most languages is passed at
/// once, and what is in doubt is looked at by character.
fn is_tidy(text: &[u8]) -> bool {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t' | b'\r');
    let (blocks, _) = text.as_chunks::<32>();
    for (index, block) in blocks.iter().enumerate() {
        // Without a way out, so that all bytes of a block are looked at together.
        if !block.iter().fold(true, |all, byte| all & is_plain(byte)) {
            let start = index * block.len();
            let end = start + block.len();
            if !(start..end).all(|at| is_tidy_at(text, at)) {
                return false;
            }
        }
    }
    (blocks.len() * 32..text.len()).all(|at| is_tidy_at(text, at))
}

/// Returns whether the character that begins at this byte is no control character, no part of a composed
/// character and not the beginning of mojibake; true within a character.
fn is_tidy_at(text: &[u8], at: usize) -> bool {
    let byte = |offset: usize| text.get(at + offset).copied().unwrap_or_default();
    match byte(0) {
        b' '..=b'~' | b'\n' | b'\t' | b'\r' | 0x80..=0xbf => true,
        0xc2 => byte(1) >= 0xa0,
        // From Â on letters are the first bytes of UTF-8, if what follows can be a later one.
        0xc3 => {
            !matches!(byte(1), 0x82..=0xb4) || !matches!(byte(2), 0xc2 | 0xc5 | 0xc6 | 0xcb | 0xe2)
        }
        // Latin, Greek, Cyrillic, Hebrew, Arabic.
        0xc4..=0xcb | 0xcf..=0xd1 => true,
        0xce => byte(1) != 0x87,
        0xd7 => matches!(byte(1), 0x90..=0xaa),
        0xd8 => !matches!(byte(1), 0x90..=0x9a),
        0xd9 => matches!(byte(1), 0x80..=0x8a | 0xa0..=0xaf),
        // Punctuation, currencies, the trade mark, lines and shapes.
        0xe2 => match byte(1) {
            0x80 => byte(2) >= 0x82,
            0x84 => byte(2) == 0xa2,
            second => matches!(second, 0x81 | 0x82 | 0x94..=0x9e),
        },
        // Kana but for the marks that change others, Chinese characters, Korean syllables.
        0xe3 => match byte(1) {
            0x80 => !matches!(byte(2), 0xaa..=0xaf),
            0x82 => !matches!(byte(2), 0x99 | 0x9a),
            _ => true,
        },
        0xe4..=0xe9 | 0xeb | 0xec => true,
        0xea => byte(1) >= 0xb0,
        0xed => byte(1) <= 0x9d,
        // Full and half width, a byte order mark.
        0xef => matches!(byte(1), 0xbb..=0xbd),
        // Pictures.
        0xf0 => byte(1) == 0x9f,
        _ => false,
    }
}

/// Returns whether a byte of ASCII is a control character that no text needs.
fn is_odd(byte: u8) -> bool {
    byte.is_ascii_control() && !matches!(byte, b'\n' | b'\t')
}

/// Takes control characters out, and makes one line feed of each line end if they are to be one.
fn without_controls(text: &str, ends: LineEnds) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if ends == LineEnds::Kept => clean.push(character),
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

    #[test]
    fn what_is_read_where_it_is_keeps_its_line_ends() {
        assert_eq!(
            tidy("a\r\nb\rc\u{85}d\te\u{0}\u{7f}\u{9b}f\n"),
            "a\r\nb\rc\nd\tef\n"
        );
        assert_eq!(tidy(&spoilt("“It’s late”")), "“It’s late”");
        assert_eq!(tidy("Cafe\u{301} Rybí"), "Café Rybí");
    }

    #[test]
    fn good_text_in_any_language_is_passed_at_once() {
        for text in [
            "The ferry – “late again” – was 3 € dearer…\r\n\tYes 😀",
            "Le bac est arrivé à l’île, «très» tard : été",
            "Паром опоздал на три часа",
            "Το πλοίο άργησε τρεις ώρες",
            "تأخرت العبارة ثلاث ساعات",
            "המעבורת איחרה",
            "フェリーは三時間遅れて港に到着した。「無事」",
            "渡轮晚点三个小时抵达港口，乘客全部平安。",
            "여객선이 세 시간 늦었다",
        ] {
            assert!(is_tidy(text.as_bytes()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_passed_at_once_needs_no_change(text in "(\\PC|[\u{0}-\u{2ff}]|[ÂÃâ€™œ©]|\\p{M}|a{9}){0,40}") {
            if is_tidy(text.as_bytes()) {
                prop_assert_eq!(put_in_order(&text, LineEnds::Kept), text.as_str());
            }
        }

        #[test]
        fn any_character_that_is_passed_at_once_is_composed(character: char) {
            let text = character.to_string();
            if is_tidy(text.as_bytes()) {
                prop_assert!(is_nfc_quick(text.chars()) == IsNormalized::Yes);
            }
        }

        #[test]
        fn what_is_clean_stays_so(text in "\\PC{0,40}") {
            let once = clean(&text).into_owned();
            prop_assert!(once.nfc().eq(once.chars()));
            prop_assert!(!once.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        }
    }
}
