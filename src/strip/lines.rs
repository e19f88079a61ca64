//! Cuts a text into lines and measures the shape of each: how long it is, whether it is prose.
//!
//! Shape is what can be judged in any language. A line that ends like a sentence and has the length
//! of one is prose, and prose is what articles are made of; labels, links and headlines are not.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Patterns are matched on lines up to this many bytes. A longer line is a whole article on one
/// line or binary junk; no boilerplate is that long, and no pattern may see it.
const LONGEST_MATCHED: usize = 4096;
/// A line that ends like a sentence is prose from this many words on.
const PROSE_WORDS: usize = 8;
/// Headlines may end in a question mark; a line that asks or shouts is prose only from here on.
const PROSE_WORDS_ASKING: usize = 16;
/// A line this long is prose whether or not its full stop survived.
const PROSE_WORDS_OPEN: usize = 25;

/// A line with text, and its measurements.
#[derive(Debug)]
pub(super) struct Line<'t> {
    /// Byte range in the text, with the line end.
    pub span: Range<usize>,
    /// The line without white space at its ends.
    pub text: &'t str,
    /// The line as patterns see it, see [`fold`]; empty if the line is too long for patterns.
    pub folded: String,
    /// Words by the Unicode rules (in scripts without spaces, about one per character).
    pub words: usize,
    /// What it looks like.
    pub form: Form,
    /// It has cased letters, and all of them are capitals.
    pub upper: bool,
}

/// What a line looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A whole sentence of some length, or several: a paragraph.
    Prose,
    /// A short sentence: "Never."
    Sentence,
    /// A headline, a label, a name.
    Fragment,
}

/// Returns the lines that have text; what lies between their spans is blank.
pub(super) fn cut(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for piece in pieces(text) {
        let span = start..start + piece.len();
        start = span.end;
        let trimmed = piece.trim_matches(is_space);
        if !trimmed.is_empty() {
            lines.push(measured(span, trimmed));
        }
    }
    lines
}

/// Cuts a text behind each line end: `\n`, `\r\n`, and the `\r` of old files.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = match rest.find(['\n', '\r']) {
            Some(end) if rest[end..].starts_with("\r\n") => end + 2,
            Some(end) => end + 1,
            None => rest.len(),
        };
        let (piece, behind) = rest.split_at(end);
        rest = behind;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Returns `span` without white space at its ends.
pub(super) fn trimmed(text: &str, span: &Range<usize>) -> Range<usize> {
    let line = &text[span.clone()];
    let start = span.start + (line.len() - line.trim_start_matches(is_space).len());
    start..start + line.trim_matches(is_space).len()
}

/// Returns `text` as patterns see it: typographic quotes and dashes made plain, white space
/// collapsed to single spaces, and invisible characters left out.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for character in text.chars() {
        if character.is_whitespace() {
            gap = true;
            continue;
        }
        for plain in plain(character) {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            folded.push(plain);
        }
    }
    folded
}

/// Returns a character as a typewriter has it: straight quotes, hyphens for all dashes, three dots
/// for an ellipsis, and nothing for what shows as nothing.
pub(super) fn plain(character: char) -> impl Iterator<Item = char> {
    let (plain, times) = match character {
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{02BC}' | '`' => ('\'', 1),
        '\u{201C}' | '\u{201D}' | '\u{201E}' => ('"', 1),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => ('-', 1),
        '\u{2026}' => ('.', 3),
        'ſ' => ('s', 1),
        hidden if is_space(hidden) && !hidden.is_whitespace() => (' ', 0),
        other => (other, 1),
    };
    std::iter::repeat_n(plain, times)
}

/// Returns whether two lines say the same, whatever their case, spacing and punctuation.
pub(super) fn same_words(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> Vec<char> {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let letters_of_one = letters(one);
    !letters_of_one.is_empty() && letters_of_one == letters(other)
}

fn measured(span: Range<usize>, text: &str) -> Line<'_> {
    let words = text.unicode_words().count();
    Line {
        span,
        text,
        folded: if text.len() <= LONGEST_MATCHED {
            fold(text)
        } else {
            String::new()
        },
        words,
        form: form(text, words),
        upper: is_upper(text),
    }
}

fn form(text: &str, words: usize) -> Form {
    let closed = text.trim_end_matches([
        '"', '\'', '\u{2019}', '\u{201D}', '\u{00BB}', '\u{201C}', ')', ']', '*', ' ',
    ]);
    let cut_off = closed.ends_with("..") || closed.ends_with('\u{2026}');
    let stopped = !cut_off && closed.ends_with(['.', '。', '।', '۔', '｡']);
    let asking = closed.ends_with(['!', '?', '！', '？', '؟']);
    if words >= PROSE_WORDS_OPEN
        || stopped && words >= PROSE_WORDS
        || asking && words >= PROSE_WORDS_ASKING
    {
        Form::Prose
    } else if stopped || asking {
        Form::Sentence
    } else {
        Form::Fragment
    }
}

fn is_upper(text: &str) -> bool {
    let mut upper = false;
    for character in text.chars() {
        if character.is_lowercase() {
            return false;
        }
        upper |= character.is_uppercase();
    }
    upper
}

/// White space, and what shows as nothing: control characters, byte order marks, zero-width marks, soft hyphens.
fn is_space(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(
            character,
            '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{00AD}' | '\u{FFFC}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        let texts: Vec<&str> = cut("One\rTwo\r\nThree\n\rFour")
            .iter()
            .map(|line| line.text)
            .collect();
        assert_eq!(texts, ["One", "Two", "Three", "Four"]);
    }

    #[test]
    fn lines_keep_their_ends_and_blank_ones_are_left_out() {
        let lines = cut("\u{feff}One\r\n\r\n \u{200b}\nTwo");
        assert_eq!(
            lines
                .iter()
                .map(|line| (line.span.clone(), line.text))
                .collect::<Vec<_>>(),
            [(0..8, "One"), (15..18, "Two")]
        );
    }

    #[test]
    fn forms_tell_paragraphs_from_labels() {
        let form_of = |text| cut(text)[0].form;
        assert_eq!(
            form_of("The council voted on Tuesday to close the old harbour bridge."),
            Form::Prose
        );
        assert_eq!(
            form_of(
                "\u{201c}We had no choice but to shut the whole thing down,\u{201d} she said.\u{201d}"
            ),
            Form::Prose
        );
        assert_eq!(form_of("Never."), Form::Sentence);
        assert_eq!(
            form_of("Is the old harbour bridge safe to cross?"),
            Form::Sentence
        );
        assert_eq!(
            form_of("Council votes to close harbour bridge after cracks found..."),
            Form::Fragment
        );
        assert_eq!(
            form_of("議会は火曜日に古い橋を閉鎖することを決めた。"),
            Form::Prose
        );
    }

    #[test]
    fn folding_makes_typography_plain() {
        assert_eq!(
            fold("\u{201c}It\u{2019}s\u{a0} late\u{201d} \u{2014} so\u{200b}on\u{2026}"),
            "\"It's late\" - soon..."
        );
    }
}
