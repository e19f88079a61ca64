//! Measures the shape of a line: how long it is, whether it is prose.
//!
//! Shape is what can be judged in any language. A line that ends like a sentence and has the length
//! of one is prose, and prose is what articles are made of; labels, links and headlines are not.
//! How a text is cut into lines is for [`layout`](super::layout) to say.

use std::borrow::Cow;
use std::ops::Range;

/// A line that ends like a sentence is prose from this many words on.
const PROSE_WORDS: usize = 8;
/// Headlines may end in a question mark; a line that asks or shouts is prose only from here on.
const PROSE_WORDS_ASKING: usize = 16;
/// A line this long is prose whether or not its full stop survived.
const PROSE_WORDS_OPEN: usize = 25;
/// A row of figures has at least so many,
const FEWEST_FIGURES: usize = 2;
/// and one in so many words, or more, is one.
const WORDS_A_FIGURE: usize = 4;

/// A stretch of text, and its measurements: one line, one hard-wrapped paragraph, or one sentence of
/// a flattened line.
#[derive(Debug)]
pub(super) struct Line<'t> {
    /// Byte range in the text, with the line end.
    pub span: Range<usize>,
    /// The line without white space at its ends.
    pub text: &'t str,
    /// It is a sentence of a flattened line, so it stands amid text however short it is.
    pub flattened: bool,
    /// Words, about as the Unicode rules count them (in scripts without spaces, one per character).
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

impl<'t> Line<'t> {
    /// Measures the line at `span`, whose text without white space at its ends is `text`.
    pub fn measured(span: Range<usize>, text: &'t str, flattened: bool) -> Self {
        let counts = Counts::of(text);
        Self {
            span,
            text,
            flattened,
            words: counts.words,
            form: form(text, counts.words),
            upper: counts.has_upper && !counts.has_lower,
        }
    }

    /// Returns whether it is a row of results or prices: no sentence, and several words are figures.
    pub fn has_figures(&self) -> bool {
        if self.form != Form::Fragment {
            return false;
        }
        let is_figure = |word: &&str| word.starts_with(|c: char| c.is_numeric());
        let figures = self.text.split_whitespace().filter(is_figure).count();
        figures >= FEWEST_FIGURES && figures * WORDS_A_FIGURE >= self.words
    }

    /// Returns the line as patterns see it, see [`fold`].
    pub fn folded(&self) -> Cow<'t, str> {
        fold(self.text)
    }
}

/// Returns `span` without white space at its ends.
pub(super) fn trimmed(text: &str, span: &Range<usize>) -> Range<usize> {
    let line = &text[span.clone()];
    let start = span.start + (line.len() - line.trim_start_matches(is_space).len());
    start..start + line.trim_matches(is_space).len()
}

/// Returns `text` as patterns see it: typographic quotes and dashes made plain, white space
/// collapsed to single spaces, and invisible characters left out.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    if folded_run(text) == text.len() {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    let mut rest = text;
    while !rest.is_empty() {
        let (same, changed) = rest.split_at(folded_run(rest));
        if !same.is_empty() {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            folded.push_str(same);
        }
        let mut characters = changed.chars();
        let Some(character) = characters.next() else {
            break;
        };
        rest = characters.as_str();
        if character.is_whitespace() {
            gap = true;
        } else if !is_space(character) {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            match plain(character) {
                Some(plain) => folded.push_str(plain),
                None => folded.push(character),
            }
        }
    }
    Cow::Owned(folded)
}

/// Returns what a typographic character is written as on a plain keyboard.
pub(super) fn plain(character: char) -> Option<&'static str> {
    match character {
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{02BC}' | '`' => Some("'"),
        '\u{201C}' | '\u{201D}' | '\u{201E}' => Some("\""),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some("-"),
        '\u{2026}' => Some("..."),
        'ſ' => Some("s"),
        _ => None,
    }
}

/// How folding treats a character that begins with a byte.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Folding {
    /// It stays.
    Stays,
    /// It stays if it is the only one between two words.
    Space,
    /// Some characters that begin so change: they lie between U+0080 and U+FFFC.
    MayChange,
    /// It changes or vanishes.
    Changes,
}

impl Folding {
    const fn of(byte: u8) -> Self {
        match byte {
            b' ' => Folding::Space,
            0xC2 | 0xC5 | 0xCA | 0xE1 | 0xE2 | 0xE3 | 0xEF => Folding::MayChange,
            b'!'..=b'_' | b'a'..=b'~' | 0x80.. => Folding::Stays,
            _ => Folding::Changes,
        }
    }

    /// Returns whether a byte stays, or is a space; without a branch.
    #[inline(always)]
    fn is_plain(byte: u8) -> bool {
        let in_ascii = matches!(byte, b' '..=b'~') & (byte != b'`');
        let may_change = (byte == 0xC2)
            | (byte == 0xC5)
            | (byte == 0xCA)
            | matches!(byte, 0xE1..=0xE3)
            | (byte == 0xEF);
        in_ascii | (byte >= 0x80) & !may_change
    }
}

/// How folding treats the character that begins with each byte.
static FOLDINGS: [Folding; 256] = {
    let mut foldings = [Folding::Stays; 256];
    let mut byte = 0;
    while byte < 256 {
        foldings[byte] = Folding::of(byte as u8);
        byte += 1;
    }
    foldings
};

/// Returns how many bytes at the start of `text` stay as they are when it is folded: nearly all of most.
fn folded_run(text: &str) -> usize {
    let bytes = text.as_bytes();
    let folding = |index: usize| Some(FOLDINGS[usize::from(*bytes.get(index)?)]);
    let in_word = |index: usize| match folding(index) {
        Some(Folding::Stays) => true,
        Some(Folding::MayChange) => text
            .get(index..)
            .and_then(|rest| rest.chars().next())
            .is_some_and(|character| !is_space(character) && plain(character).is_none()),
        Some(Folding::Space | Folding::Changes) | None => false,
    };
    let plain_from =
        |index| plain_chunks(bytes.get(index..).unwrap_or_default(), Folding::is_plain);
    if !in_word(0) {
        return 0;
    }
    let mut index = plain_from(0);
    while in_word(index) || bytes.get(index) == Some(&b' ') && in_word(index + 1) {
        index += 1;
        if folding(index - 1) == Some(Folding::MayChange) {
            index += plain_from(index);
        }
    }
    index
}

/// So many bytes are compared at once.
const CHUNK: usize = 16;

/// Returns how many bytes at the start of a text are, chunk by chunk, all plain, with no space that
/// has another or what is not plain behind it.
#[inline(always)]
pub(super) fn plain_chunks(bytes: &[u8], is_plain: impl Fn(u8) -> bool) -> usize {
    let mut run = 0;
    let all_plain = |chunk: &[u8; CHUNK], next: &[u8; CHUNK]| {
        // Without a branch, so that the compiler makes vector instructions of it.
        let pairs = chunk.iter().zip(next);
        let odd = pairs.fold(0, |odd, (&byte, &next)| {
            let is_odd = !is_plain(byte) | (byte == b' ') & (next == b' ');
            odd | u8::from(is_odd)
        });
        odd == 0
    };
    while let Some(chunk) = bytes.get(run..).and_then(<[u8]>::first_chunk)
        && let Some(next) = bytes.get(run + 1..).and_then(<[u8]>::first_chunk)
        && all_plain(chunk, next)
        && next.last().is_some_and(|&next| is_plain(next))
    {
        run += CHUNK;
    }
    run
}

/// Returns whether two lines say the same, whatever their case, spacing and punctuation.
pub(super) fn same_words(one: &str, other: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        let letters = text.chars().filter(|character| character.is_alphanumeric());
        letters.flat_map(char::to_lowercase)
    }
    let mut of_one = letters(one).peekable();
    of_one.peek().is_some() && of_one.eq(letters(other))
}

/// What is counted in one pass over a text.
#[derive(Debug, Default)]
struct Counts {
    words: usize,
    has_upper: bool,
    has_lower: bool,
}

/// It is part of a word.
const WORD: u8 = 1;
const UPPER: u8 = 2;
const LOWER: u8 = 4;
const DIGIT: u8 = 8;
/// Between two letters or two digits it is part of a word: "don't", "U.S", "1,000".
const JOINER: u8 = 32;
/// It is of a character beyond ASCII.
const BEYOND: u8 = 128;

/// What each byte is.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'A'..=b'Z' => WORD | UPPER,
            b'a'..=b'z' => WORD | LOWER,
            b'0'..=b'9' => WORD | DIGIT,
            b',' | b'.' | b'\'' | b':' | b';' | b'_' => JOINER,
            0x80.. => BEYOND,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

impl Counts {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let class = |index: usize| match bytes.get(index) {
            Some(0x80..) => {
                let rest = text.get(index..).unwrap_or_default();
                u8::from(rest.starts_with(char::is_alphabetic)) * WORD
            }
            Some(&byte) => CLASSES[byte as usize],
            None => 0,
        };
        let mut counts = Self::default();
        let mut seen = 0;
        let mut before = 0;
        let mut index = 0;
        while let Some(&byte) = bytes.get(index) {
            let mut this = CLASSES[byte as usize];
            if this & BEYOND != 0 {
                let rest = text.get(index..).unwrap_or_default();
                let Some(character) = rest.chars().next() else {
                    break;
                };
                index += character.len_utf8();
                before = counts.count_beyond(character, before, class(index));
                continue;
            }
            if this & JOINER != 0 {
                if joins(byte, before, class(index + 1)) {
                    this = before;
                }
            } else {
                let starts = this & !before & WORD;
                counts.words += usize::from(starts);
                seen |= this;
            }
            before = this;
            index += 1;
        }
        counts.has_upper |= seen & UPPER != 0;
        counts.has_lower |= seen & LOWER != 0;
        counts
    }

    /// Counts a character beyond ASCII, and returns the class that it leaves to the next one.
    fn count_beyond(&mut self, character: char, before: u8, after: u8) -> u8 {
        match character {
            '\u{2019}' if joins(b'\'', before, after) => before,
            _ if is_mark(character) => before,
            _ if is_word_alone(character) => {
                self.words += 1;
                0
            }
            _ => {
                let class = match character {
                    _ if character.is_lowercase() => WORD | LOWER,
                    _ if character.is_uppercase() => WORD | UPPER,
                    _ if character.is_alphanumeric() => WORD,
                    _ => 0,
                };
                self.has_lower |= class & LOWER != 0;
                self.has_upper |= class & UPPER != 0;
                let starts = class & !before & WORD;
                self.words += usize::from(starts);
                class
            }
        }
    }
}

/// Returns whether a punctuation mark stands inside a word, between what is `before` and `after` it.
fn joins(mark: u8, before: u8, after: u8) -> bool {
    let of_letters =
        before & WORD != 0 && before & DIGIT == 0 && after & WORD != 0 && after & DIGIT == 0;
    let of_digits = before & after & DIGIT != 0;
    match mark {
        b'_' => before & WORD != 0,
        b'.' | b'\'' => of_letters || of_digits,
        b':' => of_letters,
        _ => of_digits,
    }
}

/// Marks that belong to the letter before them, and joiners that show as nothing.
fn is_mark(character: char) -> bool {
    matches!(character,
        '\u{00AD}' | '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05BD}' | '\u{064B}'..='\u{065F}' | '\u{0670}'
        | '\u{093A}'..='\u{093C}' | '\u{093E}'..='\u{094F}'
        | '\u{0E31}' | '\u{0E34}'..='\u{0E3A}' | '\u{0E47}'..='\u{0E4E}')
}

/// Characters of scripts that set no spaces between words: Han, Hiragana, Thai, Lao, Burmese, Khmer.
fn is_word_alone(character: char) -> bool {
    matches!(character,
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}'
        | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{0E01}'..='\u{0ECF}'
        | '\u{1000}'..='\u{1049}' | '\u{1780}'..='\u{17B3}')
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

/// White space, and what shows as nothing: control characters, byte order marks, zero-width marks, soft hyphens.
pub(super) fn is_space(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(
            character,
            '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{00AD}' | '\u{FFFC}'
        )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    #[test]
    fn forms_tell_paragraphs_from_labels() {
        let form_of = |text: &str| Line::measured(0..text.len(), text, false).form;
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

    #[test]
    fn what_is_plain_is_not_folded_anew() {
        for text in [
            "",
            "The bridge is shut.",
            "Der Brückenwärter sagte: ja",
            "Мост закрыт",
            "桥已关闭",
        ] {
            assert!(matches!(fold(text), Cow::Borrowed(same) if same == text));
        }
        assert_eq!(fold(" two  words\t"), "two words");
        assert_eq!(fold("Waſſer"), "Wasser");
    }

    #[test]
    fn a_line_is_upper_if_all_that_could_be_capitals_are() {
        let upper = |text: &str| Line::measured(0..text.len(), text, false).upper;
        assert!(upper("ÉDITH SHUTS BRIDGE 3") && upper("МОСТ"));
        assert!(!upper("12") && !upper("ÉDITH SHUTs") && !upper("МОСт") && !upper("桥"));
    }

    #[test]
    fn words_are_counted_about_as_unicode_counts_them() {
        for text in [
            "It's 3.5 percent, the U.S. board's well-known Mr. O'Hara said: no 1,000-mark fee a_b",
            "„Schließen wir’s?“, fragte die Brückenwärterin um 9.30 Uhr – nicht.",
            "Мост закрыт с 3 мая, сказал А. С. Ветров.",
            "Η γέφυρα έκλεισε· γιατί;",
            "أُغلق الجسر القديم، قال المجلس",
            "पुल बंद है। क्यों?",
            "桥已关闭，为什么？",
            "フェリーは橋の下",
            "다리가 닫혔다",
        ] {
            assert_eq!(
                Counts::of(text).words,
                text.unicode_words().count(),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            let folded = fold(&text).into_owned();
            prop_assert!(matches!(fold(&folded), Cow::Borrowed(_)), "{folded:?}");
        }

        #[test]
        fn counts_of_plain_text_are_those_of_unicode(text in "[ -^a-~\u{e4}\u{2019}\u{201c}]{0,80}") {
            prop_assert_eq!(Counts::of(&text).words, text.unicode_words().count());
        }
    }
}
