//! The bare spelling of a line, which phrases are compared with.
//!
//! Lower case, typography made plain as [`fold`](crate::strip::lines::fold) does it, and every
//! number written as `#`: "» 1,204 Comments" is `» # comments`. One pass, into a buffer that is
//! used again for the next line.

use crate::strip::lines::{is_space, plain};

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

/// Returns how many bytes at the start of `rest` are copied as they are, case aside: nearly all of
/// most texts, so they are not decoded.
fn easy_run(rest: &str, last: Last) -> usize {
    let mut before = match last {
        Last::Space => b' ',
        Last::Number => b'0',
        Last::Other => b'a',
    };
    let hard = rest.bytes().position(|byte| {
        let follows_number = before == b'0' && !byte.is_ascii_alphabetic();
        let hard = !is_easy(byte) || follows_number || byte == b' ' && before == b' ';
        before = byte;
        hard
    });
    hard.unwrap_or(rest.len())
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

/// Printable ASCII but for digits, their sign, and the one mark that is a quote in disguise.
fn is_easy(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && !byte.is_ascii_digit() && !matches!(byte, b'`' | b'#')
}

fn push(character: char, rest: &str, last: Last, bare: &mut String) -> Last {
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
    match plain(character) {
        Some(plain) => bare.push_str(plain),
        None if is_space(character) => return last,
        None => bare.extend(lower(character)),
    }
    Last::Other
}

#[cfg(test)]
mod tests {
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
}
