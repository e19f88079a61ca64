//! The bare spelling of a line, which phrases are compared with.
//!
//! Lower case, typography made plain as [`fold`](crate::strip::lines::fold) does it, and every
//! number written as `#`: "» 1,204 Comments" is `» # comments`. One pass, into a buffer that is
//! used again for the next line.

use std::array;
use std::sync::LazyLock;

use crate::strip::lines::{is_space, plain, plain_chunks};

/// Stands for any number.
pub(super) const NUMBER: char = '#';

/// Writes the bare spelling of `line` into `bare`, in place of what was there.
pub(super) fn write_bare(line: &str, bare: &mut String) {
    bare.clear();
    let mut rest = line;
    let mut last = Last::Space;
    while !rest.is_empty() {
        let (easy, hard) = rest.split_at(easy_run(rest, last));
        if easy.is_empty() {
            let mut characters = hard.chars();
            if let Some(character) = characters.next() {
                rest = characters.as_str();
                last = push(character, rest, last, bare);
            }
            continue;
        }
        let from = bare.len();
        bare.push_str(easy);
        if let Some(written) = bare.get_mut(from..) {
            written.make_ascii_lowercase();
        }
        last = match easy.ends_with(' ') {
            true => Last::Space,
            false => Last::Other,
        };
        rest = hard;
    }
    bare.truncate(bare.trim_end_matches(' ').len());
}

/// Returns how many bytes at the start of `rest` are copied as they are, the case of plain letters
/// aside: nearly all of most texts, so they are not decoded.
fn easy_run(rest: &str, last: Last) -> usize {
    let bytes = rest.as_bytes();
    let is_hard = match last {
        Last::Space => rest.starts_with(' '),
        // What stands behind a number may belong to it.
        Last::Number => !rest.starts_with(|first: char| first.is_ascii_alphabetic()),
        Last::Other => false,
    };
    if is_hard {
        return 0;
    }
    let easy_from = |index| plain_chunks(bytes.get(index..).unwrap_or_default(), is_easy);
    let mut index = easy_from(0);
    while let Some(&byte) = bytes.get(index) {
        if EASY[usize::from(byte)] {
            index += 1;
            if byte == b' ' && bytes.get(index) == Some(&b' ') {
                break;
            }
        } else if let Some(&trail) = bytes.get(index + 1)
            && is_easy_pair(byte, trail)
        {
            index += 2;
            if bytes.get(index).is_some_and(u8::is_ascii) {
                index += easy_from(index);
            }
        } else {
            break;
        }
    }
    index
}

/// Returns a character in lower case. The letters that are lower case themselves and match another
/// without regard to case become that one, and so does the Turkish i without a dot.
pub(super) fn lower(character: char) -> impl Iterator<Item = char> {
    const DOT_ABOVE: char = '\u{307}';
    let plain = match character {
        'ſ' => 's',
        'ς' => 'σ',
        'ı' => 'i',
        other => other,
    };
    plain.to_lowercase().filter(|&lower| lower != DOT_ABOVE)
}

/// What was written last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Space,
    Number,
    Other,
}

/// Printable ASCII but for digits, their sign, and the one mark that is a quote in disguise; without a
/// branch.
#[inline(always)]
const fn is_easy(byte: u8) -> bool {
    let is_printable = (byte >= b' ') & (byte <= b'~');
    let is_digit = (byte >= b'0') & (byte <= b'9');
    is_printable & !is_digit & (byte != b'`') & (byte != b'#')
}

/// Which bytes are [easy](is_easy).
static EASY: [bool; 256] = {
    let mut easy = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        easy[byte] = is_easy(byte as u8);
        byte += 1;
    }
    easy
};

/// Returns whether two bytes are a character that is written as it is: a small letter with a mark, or
/// one of a script that has no capitals.
fn is_easy_pair(lead: u8, trail: u8) -> bool {
    let character = usize::from(lead & 0x1F) << 6 | usize::from(trail & 0x3F);
    matches!(lead, 0xC2..=0xDF) && EASY_PAIRS[character]
}

/// The characters of up to two bytes, and whether each is written as it is.
static EASY_PAIRS: LazyLock<[bool; 0x800]> = LazyLock::new(|| {
    array::from_fn(|code| {
        let is_easy = |character: char| {
            let is_number = character.is_numeric() || character == NUMBER;
            !is_number
                && !is_space(character)
                && plain(character).is_none()
                && lower(character).eq([character])
        };
        char::from_u32(code as u32).is_some_and(is_easy)
    })
});

fn push(character: char, rest: &str, last: Last, bare: &mut String) -> Last {
    if let Some(plain) = plain(character) {
        bare.push_str(plain);
        return Last::Other;
    }
    if character.is_whitespace() {
        if last != Last::Space {
            bare.push(' ');
        }
        return Last::Space;
    }
    if character.is_numeric() || character == NUMBER {
        if last != Last::Number {
            bare.push(NUMBER);
        }
        return Last::Number;
    }
    // "1,204" and "3.5" are one number each.
    let joins = matches!(character, ',' | '.' | '\'');
    if last == Last::Number && joins && rest.starts_with(char::is_numeric) {
        return Last::Number;
    }
    if is_space(character) {
        return last;
    }
    bare.extend(lower(character));
    Last::Other
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_typography_and_numbers_are_made_alike() {
        let bare = |line: &str| {
            let mut buffer = "left over".to_owned();
            write_bare(line, &mut buffer);
            buffer
        };
        assert_eq!(
            bare("  Share\u{a0}\u{a0}THIS \u{2014} Now\u{2026} "),
            "share this - now..."
        );
        assert_eq!(bare("» 1,204 Comments, 3.5K"), "» # comments, #k");
        assert_eq!(bare("at 12:30, 5 May 2019."), "at #:#, # may #.");
        assert_eq!(bare("Читайте\u{200b} ТАКЖЕ ٣٤"), "читайте также #");
        assert_eq!(bare("İLGİLİ YAYIN"), bare("ilgili yayın"));
        assert_eq!(bare("\u{200f} \u{feff}"), "");
    }

    proptest! {
        #[test]
        fn runs_of_bytes_are_written_as_characters_are(
            line in "([ -~]{0,40}|[ -~ßÄäÖéÐđжЖ\u{ad}\u{307}²½£٣ع’…„桥]{0,20}){0,4}",
        ) {
            let (mut by_runs, mut by_characters) = (String::new(), String::new());
            write_bare(&line, &mut by_runs);
            let mut rest = line.chars();
            let mut last = Last::Space;
            while let Some(character) = rest.next() {
                last = push(character, rest.as_str(), last, &mut by_characters);
            }
            prop_assert_eq!(by_runs, by_characters.trim_end_matches(' '));
        }
    }
}
