//! Cuts a text into sentences: the boundaries of Unicode (UAX #29), and what it leaves to tailoring.
//!
//! ```text
//! text ── breaks ───── tailored ────────── bounded
//!         UAX #29      abbreviations,      no sentence is longer
//!                      initials, ordinals  than LONGEST_SENTENCE
//! ```
//!
//! Only at a terminator can a sentence end, so the text is scanned for those, and the rules are
//! applied there alone: in ASCII by hand, elsewhere by `unicode_segmentation` on the few characters
//! around. What Unicode calls suppressions, the abbreviations behind which a sentence goes on, stands
//! in `data/abbreviations.toml`. The languages of a corpus mix, so all of its tables hold at once.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::iter;
use std::ops::Range;

use memchr::memchr;
use serde::Deserialize;
use unicode_segmentation::UnicodeSegmentation;

use crate::error::{Error, Result};

/// The table that is shipped.
pub(super) const SHIPPED: &str = include_str!("data/abbreviations.toml");

/// What has no stop for so many bytes is cut at white space: a table, a list of tags, binary junk.
pub(super) const LONGEST_SENTENCE: usize = 2048;

/// So many words in brackets are a text of their own.
const INSERTED_WORDS: usize = 4;
/// So many at the head of a sentence: "(Source: Nordpress)"
const LEADING_WORDS: usize = 2;

/// So many bytes are looked at together in the search for terminators.
const BLOCK: usize = 32;
/// A letter or a stop beyond so many spaces, quotes and digits does not change what a terminator means.
const LOOKAHEAD: usize = 32;
/// The first letter tells, but before it may stand marks that count as letters.
const LETTERS: usize = 4;
/// Before a terminator stands the letter that matters, with at most so many accents less one.
const LOOKBEHIND: usize = 4;
/// The longest abbreviation, in bytes, without its last stop and without spaces.
const LONGEST_ABBREVIATION: usize = 16;
/// An abbreviation has at most so many parts: "i. d. R."
const MOST_PARTS: usize = 3;
/// An ordinal has at most so many digits; four are a year.
const MOST_DIGITS: usize = 3;

/// Where a sentence does not end although Unicode would end it, compiled.
#[derive(Debug, Default)]
pub(super) struct Abbreviations {
    /// By spelling, without the last stop and without spaces: "z.B".
    known: HashMap<String, Abbreviation>,
    /// What those of several parts begin with, from the second part on: "i.d" of "i.d.R".
    beginnings: HashSet<String>,
    openers: HashSet<String>,
    before_ordinals: HashSet<String>,
    after_ordinals: HashSet<String>,
}

/// What may follow an abbreviation in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Abbreviation {
    /// Anything: it never ends a sentence.
    NeverLast,
    /// A capitalised word that does not open sentences: it may be the last word.
    MaybeLast,
    /// A number: before anything else it is an ordinary word, or the last one.
    BeforeNumber,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Language {
    never_last: Vec<String>,
    maybe_last: Vec<String>,
    before_number: Vec<String>,
    openers: Vec<String>,
    before_ordinals: Vec<String>,
    after_ordinals: Vec<String>,
}

impl Abbreviations {
    /// Reads a table. Fails if it is not of the form documented at the head of the shipped one.
    pub fn parse(table: &str) -> Result<Self> {
        let languages: BTreeMap<String, Language> =
            toml::from_str(table).map_err(|error| Error::Table {
                table: "abbreviations".to_owned(),
                reason: error.to_string(),
            })?;
        let mut compiled = Self::default();
        // What one language may end a sentence with and another may not, may.
        for language in languages.values() {
            compiled.add_all(&language.maybe_last, Abbreviation::MaybeLast);
        }
        for language in languages.values() {
            compiled.add_all(&language.before_number, Abbreviation::BeforeNumber);
            compiled.add_all(&language.never_last, Abbreviation::NeverLast);
        }
        for language in languages.into_values() {
            compiled.openers.extend(language.openers);
            compiled.before_ordinals.extend(language.before_ordinals);
            compiled.after_ordinals.extend(language.after_ordinals);
        }
        Ok(compiled)
    }

    fn add_all(&mut self, spellings: &[String], meaning: Abbreviation) {
        for spelling in spellings {
            self.add(spelling, meaning);
        }
    }

    /// Adds an abbreviation, also as the first word of a sentence, unless it is there.
    fn add(&mut self, spelling: &str, meaning: Abbreviation) {
        let plain: String = spelling.split_whitespace().collect();
        let plain = plain.trim_end_matches('.');
        let mut letters = plain.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        let capitalised: String = first.chain(letters).collect();
        for spelling in [plain, &capitalised] {
            self.known.entry(spelling.to_owned()).or_insert(meaning);
            let stops = spelling.match_indices('.').skip(1);
            let beginnings = stops.filter_map(|(stop, _)| spelling.get(..stop));
            self.beginnings.extend(beginnings.map(str::to_owned));
            if spelling.contains('.') {
                self.beginnings.insert(spelling.to_owned());
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.known.is_empty()
    }
}

/// Returns the sentences of a text as byte ranges, each with the white space behind it; they join to
/// cover the text.
///
/// Takes linear time on any input. With an empty table the sentences are those of UAX #29, except
/// that none is longer than [`LONGEST_SENTENCE`].
pub(super) fn sentences(
    text: &str,
    abbreviations: &Abbreviations,
) -> impl Iterator<Item = Range<usize>> {
    let mut breaks = breaks(text);
    // A piece of a long sentence begins at `start`, and its sentence ends at `end`.
    let (mut start, mut end) = (0, 0);
    iter::from_fn(move || {
        if start == end {
            end = breaks
                .by_ref()
                .filter_map(|found| tailored(text, start, found, abbreviations))
                .find(|&end| end > start)
                .unwrap_or(text.len());
        }
        let cut = inserted(text, start, end, abbreviations).unwrap_or(end);
        let piece = start..bounded(text, start, cut);
        start = piece.end;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Returns where a sentence is cut because another text is inserted there: before or behind several
/// words in brackets that stand between sentences, though their own full stop got lost.
///
/// "... for years [All news in our app] The council ..." are three pieces.
fn inserted(text: &str, start: usize, end: usize, abbreviations: &Abbreviations) -> Option<usize> {
    if abbreviations.is_empty() {
        return None;
    }
    let limit = (start..=end.min(start + LONGEST_SENTENCE))
        .rev()
        .find(|&limit| text.is_char_boundary(limit))?;
    let sentence = text.get(start..limit)?;
    let begins = |text: &str| text.starts_with(|c: char| c.is_uppercase() || "„“\"»«‘".contains(c));
    if sentence.starts_with(['[', '(']) {
        let close = sentence.find([']', ')'])?;
        let (inside, behind) = (sentence.get(1..close)?, sentence.get(close + 1..)?);
        let behind = behind.trim_start_matches('.');
        let rest = behind.trim_start();
        let is_apart = rest.len() < behind.len() && begins(rest);
        return (is_apart && has_words(inside, LEADING_WORDS)).then(|| limit - rest.len());
    }
    let mut from = 0;
    while let Some(open) = memchr(b'[', sentence.as_bytes().get(from..)?) {
        let at = from + open;
        from = at + 1;
        if !sentence.get(..at)?.ends_with(' ') {
            continue;
        }
        let close = from + sentence.get(from..)?.find(']')?;
        let inside = sentence.get(from..close)?;
        if begins(inside) && has_words(inside, INSERTED_WORDS) {
            return Some(start + at);
        }
        from = close;
    }
    None
}

/// Returns whether so many words, or more, stand in brackets.
fn has_words(inside: &str, fewest: usize) -> bool {
    inside.split_whitespace().take(fewest).count() == fewest
}

/// Returns where a sentence that ends at `end` is cut: there, or before it grows too long.
fn bounded(text: &str, start: usize, end: usize) -> usize {
    if end - start <= LONGEST_SENTENCE {
        return end;
    }
    let limit = (start + 1..=start + LONGEST_SENTENCE)
        .rev()
        .find(|&limit| text.is_char_boundary(limit))
        .unwrap_or(end);
    let head = text.get(start..limit).unwrap_or_default();
    let space = head
        .char_indices()
        .rev()
        .find(|(_, character)| character.is_whitespace());
    space.map_or(limit, |(at, space)| start + at + space.len_utf8())
}

/// Returns the places inside a text where Unicode ends a sentence.
fn breaks(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let mut from = 0;
    iter::from_fn(move || {
        loop {
            let rest = bytes.get(from..)?;
            let at = from + next_that_may_end(rest)?;
            from = at + 1;
            let found = match in_ascii(bytes, at) {
                Answer::Break(end) => Some(end),
                Answer::NoBreak => None,
                Answer::Unknown => by_window(text, at),
            };
            if let Some(end) = found.filter(|&end| end < bytes.len()) {
                from = end;
                return Some(end);
            }
        }
    })
}

/// Whether a character that begins with this byte may be a terminator or a line end.
const MAY_END: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(byte as u8,
            b'.' | b'!' | b'?' | b'\n' | b'\r'
            // Of the letters beyond ASCII most begin with other bytes: Latin, Greek, Cyrillic,
            // Hebrew, Arabic, Han and nearly all of Hangul.
            | 0xC2 | 0xD6 | 0xD8 | 0xDB | 0xDC | 0xDF | 0xE0..=0xE3 | 0xEA | 0xEF..=0xF4);
        byte += 1;
    }
    table
};

/// Returns where the first byte stands that may begin a terminator.
fn next_that_may_end(bytes: &[u8]) -> Option<usize> {
    let mut blocks = bytes.chunks_exact(BLOCK);
    let passed = blocks
        .by_ref()
        .take_while(|block| !is_likely(block))
        .count()
        * BLOCK;
    let mut rest = bytes.get(passed..)?.iter();
    let at = rest.position(|&byte| MAY_END[byte as usize])?;
    Some(passed + at)
}

/// Returns whether a block may have such a byte. It does not branch, so that the compiler makes vector
/// instructions of it.
fn is_likely(block: &[u8]) -> bool {
    let found = block.iter().fold(0, |found, &byte| {
        let in_ascii =
            (byte == b'.') | (byte == b'!') | (byte == b'?') | (byte == b'\n') | (byte == b'\r');
        found | u8::from(in_ascii | (byte == 0xC2) | (byte >= 0xD6))
    });
    found != 0
}

/// What the rules say about a terminator.
enum Answer {
    Break(usize),
    NoBreak,
    /// A character beyond ASCII has a say.
    Unknown,
}

/// Applies rules SB3 to SB11 to the terminator at `at` as far as they see only ASCII.
fn in_ascii(bytes: &[u8], at: usize) -> Answer {
    let byte = |index: usize| bytes.get(index).copied();
    let behind_line_end = |index: usize| match (byte(index), byte(index + 1)) {
        (Some(b'\r'), Some(b'\n')) => index + 2,
        _ => index + 1,
    };
    let stop = byte(at);
    match stop {
        Some(b'\n' | b'\r') => return Answer::Break(behind_line_end(at)),
        Some(0x80..) => return Answer::Unknown,
        _ => {}
    }
    let skip = |from: usize, skipped: fn(u8) -> bool| {
        let rest = bytes.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|&&byte| skipped(byte)).count()
    };
    let closed = skip(at + 1, |byte| {
        matches!(byte, b'"' | b'\'' | b'(' | b')' | b'[' | b']' | b'{' | b'}')
    });
    let next = skip(closed, |byte| matches!(byte, b' ' | b'\t' | 0x0B | 0x0C));
    let is_full_stop = stop == Some(b'.');
    match byte(next) {
        None => Answer::NoBreak,
        Some(0x80..) => Answer::Unknown,
        Some(b'\n' | b'\r') => Answer::Break(behind_line_end(next)),
        Some(b',' | b'-' | b':' | b';' | b'.' | b'!' | b'?') => Answer::NoBreak,
        Some(b'0'..=b'9') if is_full_stop && next == at + 1 => Answer::NoBreak,
        Some(b'A'..=b'Z') if is_full_stop && next == at + 1 => {
            match at.checked_sub(1).and_then(byte) {
                Some(0x80..) => Answer::Unknown,
                Some(before) if before.is_ascii_alphabetic() => Answer::NoBreak,
                _ => Answer::Break(next),
            }
        }
        Some(_) if is_full_stop => {
            let rest = bytes.get(next..).unwrap_or_default();
            let tells = |byte: &u8| {
                byte.is_ascii_alphabetic()
                    || matches!(byte, b'\n' | b'\r' | b'.' | b'!' | b'?' | 0x80..)
            };
            match rest.iter().copied().find(tells) {
                Some(b'a'..=b'z') => Answer::NoBreak,
                Some(0x80..) => Answer::Unknown,
                _ => Answer::Break(next),
            }
        }
        Some(_) => Answer::Break(next),
    }
}

/// Asks `unicode_segmentation` whether the character at `at` ends a sentence, and where, by the few
/// characters that have a say. If another terminator follows before the break, it is left to that one.
fn by_window(text: &str, at: usize) -> Option<usize> {
    let (before, after) = text.split_at_checked(at)?;
    let mut following = after.char_indices();
    let (_, stop) = following.next().filter(|(_, stop)| may_end(*stop))?;
    // In a run of one terminator only the last may end a sentence. A run may fill the text.
    if !is_line_end(stop)
        && following
            .clone()
            .next()
            .is_some_and(|(_, next)| next == stop)
    {
        return None;
    }
    let mut letters = 0;
    let end = following
        .take(LOOKAHEAD)
        .take_while(|(_, character)| {
            letters += usize::from(character.is_alphabetic());
            letters <= LETTERS
        })
        .last()
        .map_or(stop.len_utf8(), |(index, last)| index + last.len_utf8());
    let start = before
        .char_indices()
        .rev()
        .take(LOOKBEHIND)
        .last()
        .map_or(at, |(index, _)| index);
    let window = text.get(start..at + end)?;
    let found = window
        .split_sentence_bound_indices()
        .map(|(index, _)| start + index)
        .find(|&index| index > at)?;
    let passed = text.get(at + stop.len_utf8()..found)?;
    (!passed.contains(may_end)).then_some(found)
}

/// Returns whether a character may be a terminator or a line end; where it errs, it errs towards yes.
fn may_end(character: char) -> bool {
    let mut bytes = [0; 4];
    character.encode_utf8(&mut bytes);
    MAY_END[bytes[0] as usize]
        && match character {
            '\0'..='\x7F' | '\u{85}' => true,
            '\u{80}'..='\u{BF}' => false,
            '\u{2024}' | '\u{2028}' | '\u{2029}' | '\u{203C}' | '\u{203D}' => true,
            '\u{2047}'..='\u{2049}' | '。' | '！' | '．' | '？' | '｡' => true,
            // Quotes, dashes and commas, of which texts are full.
            '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}' => false,
            other => !other.is_alphanumeric(),
        }
}

fn is_line_end(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Returns where a sentence that starts at `start`, and that Unicode ends at `end`, does end; `None`
/// if it goes on.
fn tailored(text: &str, start: usize, end: usize, known: &Abbreviations) -> Option<usize> {
    if known.is_empty() {
        return Some(end);
    }
    let (before, next) = text.split_at_checked(end)?;
    let sentence = before.get(start..)?;
    if sentence.ends_with(is_line_end) {
        return Some(end);
    }
    // French sets a space before the guillemet that closes.
    if let Some(behind) = next.strip_prefix(['»', '›'])
        && behind.starts_with(char::is_whitespace)
    {
        return Some(text.len() - behind.trim_start().len());
    }
    // "jol./Nordpress" signs; behind a space a stroke may open a sentence.
    if sentence.ends_with('.') && next.starts_with('/') {
        return None;
    }
    // "Why?" she asked.
    if next.starts_with(char::is_lowercase) {
        return None;
    }
    let goes_on = sentence
        .trim_end()
        .strip_suffix('.')
        .is_some_and(|sentence| goes_on(sentence, next, known));
    (!goes_on).then_some(end)
}

/// Returns whether `next` continues a sentence that ends in a full stop, here left out.
fn goes_on(sentence: &str, next: &str, known: &Abbreviations) -> bool {
    let word = last_word(sentence);
    if word.is_empty() || word.len() > LONGEST_ABBREVIATION {
        return false;
    }
    let follows = || next.starts_with(char::is_uppercase) && !opens_sentence(next, known);
    let (spelling, meaning) = abbreviation(sentence, word, known);
    if begins_abbreviation(&spelling, next, known) {
        return true;
    }
    match meaning {
        Some(Abbreviation::NeverLast) => return true,
        Some(Abbreviation::MaybeLast) => return follows(),
        Some(Abbreviation::BeforeNumber) if next.starts_with(|c: char| c.is_ascii_digit()) => {
            return true;
        }
        Some(Abbreviation::BeforeNumber) | None => {}
    }
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return word.len() <= MOST_DIGITS && is_ordinal(sentence, word, next, known);
    }
    is_initials(word) && follows()
}

/// Returns the letters, digits and inner stops that a text ends with.
fn last_word(text: &str) -> &str {
    let mut start = text.len();
    for (index, character) in text.char_indices().rev() {
        if !character.is_alphanumeric() && character != '.' {
            break;
        }
        start = index;
        if text.len() - start > LONGEST_ABBREVIATION {
            break;
        }
    }
    text.get(start..).unwrap_or_default()
}

/// Looks up the last word, and with it those before it that are abbreviated too: "i. d. R."
///
/// Returns what all of them are spelled, and what the longest known abbreviation among them means.
fn abbreviation<'t>(
    sentence: &'t str,
    word: &'t str,
    known: &Abbreviations,
) -> (Cow<'t, str>, Option<Abbreviation>) {
    let mut spelling = Cow::Borrowed(word);
    let mut meaning = known.known.get(word).copied();
    let mut rest = sentence.strip_suffix(word).unwrap_or_default();
    for _ in 1..MOST_PARTS {
        let before = rest.trim_end();
        let Some(abbreviated) = before
            .strip_suffix('.')
            .filter(|_| before.len() < rest.len())
        else {
            break;
        };
        let part = last_word(abbreviated);
        if part.is_empty() || part.len() + spelling.len() > LONGEST_ABBREVIATION {
            break;
        }
        spelling = Cow::Owned(format!("{part}.{spelling}"));
        meaning = known.known.get(&*spelling).copied().or(meaning);
        rest = abbreviated.strip_suffix(part).unwrap_or_default();
    }
    (spelling, meaning)
}

/// Returns whether `next` begins with the next part of an abbreviation: "z. | B.", also where another
/// abbreviation stands before it: "u. a. z. | B."
fn begins_abbreviation(spelling: &str, next: &str, known: &Abbreviations) -> bool {
    let part = first_word(next);
    let behind = next.get(part.len()..).unwrap_or_default();
    let mut begun = iter::successors(Some(spelling), |parts| {
        parts.split_once('.').map(|(_, behind)| behind)
    });
    behind.starts_with('.')
        && part.len() <= LONGEST_ABBREVIATION
        && begun.any(|parts| known.beginnings.contains(&format!("{parts}.{part}")))
}

/// "J", "U.S", "А"
fn is_initials(word: &str) -> bool {
    word.split('.').all(|part| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    })
}

/// A number before a full stop is an ordinal at the sentence's start ("1. FC"), before what is
/// counted so ("3. Mai"), and behind an article or preposition ("der 16. Bundestag").
fn is_ordinal(sentence: &str, number: &str, next: &str, known: &Abbreviations) -> bool {
    let before = sentence.strip_suffix(number).unwrap_or_default().trim_end();
    if before.is_empty() || known.after_ordinals.contains(first_word(next)) {
        return true;
    }
    known
        .before_ordinals
        .contains(&last_word(before).to_lowercase())
        && next.starts_with(char::is_uppercase)
        && !opens_sentence(next, known)
}

/// Returns whether a text begins with a word that is capitalised only where a sentence begins.
fn opens_sentence(text: &str, known: &Abbreviations) -> bool {
    let word = first_word(text);
    let behind = text.get(word.len()..).unwrap_or_default();
    if behind.starts_with(['\'', '’']) && word.chars().nth(1).is_none() {
        // "L'an dernier", but "J. O'Hara".
        return known.openers.contains(&format!("{word}'"));
    }
    !behind.starts_with('.') && known.openers.contains(word)
}

fn first_word(text: &str) -> &str {
    let end = text
        .find(|character: char| !character.is_alphanumeric())
        .unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shipped() -> Abbreviations {
        Abbreviations::parse(SHIPPED).unwrap()
    }

    fn pieces<'t>(text: &'t str, abbreviations: &Abbreviations) -> Vec<&'t str> {
        sentences(text, abbreviations)
            .map(|span| &text[span])
            .collect()
    }

    /// Checks a text whose sentences are divided by bars.
    fn check(marked: &str) {
        let expected: Vec<&str> = marked.split('|').collect();
        let text = marked.replace('|', "");
        assert_eq!(pieces(&text, &shipped()), expected);
    }

    #[test]
    fn abbreviations_do_not_end_sentences() {
        check("Mr. Harrow met Dr. Lindqvist at St. Olave's. |They spoke.");
        check("Der Rat lud z. B. Bauern bzw. Händler ein, d. h. alle. |Dr. Moor kam auch.");
        check("Das gilt u. a. z. B. für Seile bzw. z. B. für Netze. |Er ging.");
        check("Das kostet ca. 4 Mio. Euro. |Nr. 5 und Abs. 2 gelten.");
        check("Le maire, M. Perrault, et Mme. Aubin sont venus, cf. art. 5. |Il pleut.");
        check("El Sr. Robledo y la Dra. Quiroga llegaron a las 9. |Hubo lluvia.");
        check("O Dr. Antunes e a Sra. Falcão saíram. |Choveu.");
        check("Il dott. Bellori e l'avv. Sarti sono partiti. |Piove.");
        check("Мост на ул. Речной закрыт, т. е. Закат не виден. |Так сказал проф. Лучин.");
        check("Міст на вул. Садовій закрито. |Про це сказав проф. Гай.");
        check("Most przy ul. Rzecznej jest zamknięty. |Tak mówi prof. Lipowski.");
        check("Prof. Dr. Akın, Av. Demirel ile konuştu. |Yağmur yağdı.");
    }

    #[test]
    fn an_abbreviation_may_be_the_last_word() {
        check("They sell rope, nets, etc. |The shop opens at 6 p.m. |It closes at 9.");
        check("She lives in the U.S. |But U.S. President Dunmore does not.");
        check("Sie verkaufen Seile, Netze usw. |Der Laden ist klein.");
        check("Harrow Inc. Chairman Lund left the Lund Corp. |He was 70.");
        check("They asked No. 5. |He said no. |Nobody spoke.");
        check("В продаже сети, тросы и т. д. |Они дешевые.");
    }

    #[test]
    fn initials_go_on() {
        check("A book by J. K. Marsh and A. B. Tolle sold well. |He read it.");
        check("Роман А. С. Ветрова вышел. |Он новый.");
        check("They had no plan B. |The bridge fell.");
    }

    #[test]
    fn german_ordinals_go_on() {
        check("Am 3. Mai tagte der 16. Landtag zum 75. Mal. |Er war 23. |Die Sitzung war kurz.");
        check(
            "Das war 2019. |Ostvik spielt gegen 1. FC Nordhafen um Platz 3. |Sieger war niemand.",
        );
        check("1. Einleitung und Ziel. |Es begann.");
    }

    #[test]
    fn stops_inside_words_and_numbers_end_nothing() {
        check("The rate rose 3.5 percent on ostvik.example and at v2.0. |It fell.");
        check("He waited ... and left. |She did not... |Nobody came.");
    }

    #[test]
    fn what_closes_belongs_to_the_sentence() {
        check("\"We shut it.\" |(It was old.) |[Really?!] |Yes.");
        check("„Wir schließen.“ |„Warum?“, fragte sie. |Er schwieg.");
        check("« Il est parti. » |Puis il revint. |»Gut so.« |Ende.");
        check("\"Why now?\" she asked. |He shrugged.");
    }

    #[test]
    fn terminators_of_other_scripts_end_sentences() {
        check("桥已关闭。|为什么？|没有人知道！|完。");
        check("أغلق الجسر. |لماذا؟ |لا أحد يعلم.");
        check("پل بند ہے۔ |کیوں؟ |پتہ نہیں۔");
        check("पुल बंद है। |क्यों?");
    }

    #[test]
    fn a_sentence_that_never_ends_is_cut_at_white_space() {
        let ticker = "OSTV 41 NORD 17 ".repeat(1000);
        let cut = pieces(&ticker, &shipped());
        assert_eq!(cut.concat(), ticker);
        assert!(
            cut.iter()
                .all(|piece| piece.len() <= LONGEST_SENTENCE && piece.ends_with(' '))
        );
        let junk = "ж\0".repeat(10_000);
        let cut = pieces(&junk, &shipped());
        assert_eq!(cut.concat(), junk);
        assert!(cut.iter().all(|piece| piece.len() <= LONGEST_SENTENCE));
    }

    #[test]
    fn long_runs_of_anything_are_survived() {
        for piece in [
            ".",
            ". ",
            "a.",
            ". \u{a0}",
            ".\u{301}",
            "A. ",
            "1. ",
            "! »",
            "\u{200f}\u{200b}",
            "\r",
            "\u{2028}",
            "u. ",
        ] {
            let text = piece.repeat(200_000);
            assert_eq!(pieces(&text, &shipped()).concat(), text);
        }
    }

    #[test]
    fn the_shipped_table_is_sound() {
        assert!(!shipped().is_empty());
        let error = Abbreviations::parse("[english]\nnever = ['Dr.']").unwrap_err();
        assert!(error.to_string().contains("never"));
    }

    /// The sentences of UAX #29, as another implementation finds them.
    fn by_unicode(text: &str) -> Vec<&str> {
        text.split_sentence_bounds().collect()
    }

    #[test]
    fn every_character_ends_sentences_as_unicode_has_it() {
        for character in '\0'..=char::MAX {
            let c = character;
            let text = format!("ab{c} Ab ab.{c} Ab ab. {c}b Ab a{c}.Ab ab{c}c ab{c}{c}{c} Ab");
            assert_eq!(
                pieces(&text, &Abbreviations::default()),
                by_unicode(&text),
                "{c:?}"
            );
        }
    }

    /// What sentences are made of, in any order.
    fn prose() -> impl Strategy<Value = String> {
        let part = prop::sample::select(vec![
            "Harbour", "bridge", "Über", "мост", "Мост", "桥", "ب", "3", "16", "é", ".", ".", ". ",
            "! ", "?", "...", "…", "。", "؟", " ", " ", " ", "\u{a0}", "\"", "“", "”", "„", "»",
            "«", "'", "(", ")", "[", ",", "-", "–", ":", "\n", "\r\n", "\r", "\u{85}", "\u{2028}",
            "\u{ad}", "\u{301}", "\u{200b}", "U.S.", "z. B.", "p.m.", "\0", "\t", "・", "ก",
        ]);
        prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2048))]

        #[test]
        fn without_abbreviations_sentences_are_those_of_unicode(
            text in prop_oneof![any::<String>(), prose(), "[ -~]{0,80}", "[a-c A-C.!?\"')(,;0-9\r\n-]{0,80}"]
        ) {
            prop_assert_eq!(pieces(&text, &Abbreviations::default()), by_unicode(&text));
        }

        #[test]
        fn sentences_join_to_the_text(text in prop_oneof![any::<String>(), prose()]) {
            let cut = pieces(&text, &shipped());
            prop_assert_eq!(cut.concat(), text.as_str());
            prop_assert!(cut.iter().all(|piece| !piece.is_empty()));
        }
    }
}
