//! The words in a run with characters beyond ASCII, or with underscores.
//!
//! The rules of UAX #29 are followed for the characters of most European and East Asian text. From the
//! first other character on, the rest of the run is left to `unicode-segmentation`.

use std::ops::Range;

use unicode_segmentation::{UnicodeSegmentation, UnicodeWordIndices};

use super::Word;
use super::hash::two_bytes_code;

/// What a character is to the rules, about its `Word_Break` property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// `ALetter`.
    Letter,
    /// `Numeric`.
    Digit,
    /// `ExtendNumLet`: the underscore and the narrow no-break space.
    Connector,
    /// `MidNumLet` and `Single_Quote`: joins two letters or two digits.
    Stop,
    /// `MidLetter`: joins two letters.
    Colon,
    /// `MidNum`: joins two digits.
    Comma,
    /// `Extend` and `Format`, without those that are letters: belongs to what stands before it.
    Mark,
    /// Letter or digit for all but the rules, and so a word of its own: Han, Hiragana, `½`.
    Alone,
    /// Part of no word.
    Other,
    /// Not known here.
    Unknown,
}

use Class::{Alone, Colon, Comma, Connector, Digit, Letter, Mark, Other, Stop, Unknown};

/// Classes are looked up for the characters of one and two bytes, which end here.
const TABLE_END: usize = 0x800;

static CLASSES: [Class; TABLE_END] = {
    let mut classes = [Unknown; TABLE_END];
    let mut code = 0;
    while code < TABLE_END {
        classes[code] = class_of_short(code as u32);
        code += 1;
    }
    classes
};

/// Returns the class of a character of one or two bytes: Latin, Greek, Cyrillic.
const fn class_of_short(code: u32) -> Class {
    match code {
        0x30..=0x39 => Digit,
        0x41..=0x5A | 0x61..=0x7A | 0xAA | 0xB5 | 0xBA => Letter,
        0x5F => Connector,
        0x27 | 0x2E => Stop,
        0x3A | 0xB7 | 0x387 => Colon,
        0x2C | 0x3B | 0x37E => Comma,
        0xB2 | 0xB3 | 0xB9 | 0xBC..=0xBE => Alone,
        0xAD | 0x300..=0x344 | 0x346..=0x362 | 0x483..=0x489 => Mark,
        0xB8 => Unknown,
        0x00..=0xBF | 0xD7 | 0xF7 => Other,
        0xC0..=0x2C1 | 0x370..=0x373 | 0x376..=0x377 | 0x37B..=0x37D | 0x37F => Letter,
        0x386 | 0x388..=0x38A | 0x38C | 0x38E..=0x3A1 | 0x3A3..=0x3F5 => Letter,
        0x3F7..=0x481 | 0x48A..=0x52F => Letter,
        _ => Unknown,
    }
}

/// Returns the class of a character of three or four bytes: punctuation, Han, Hiragana, Hangul.
const fn class_of_long(code: u32) -> Class {
    match code {
        0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x3041..=0x3096 => Alone,
        0xAC00..=0xD7A3 | 0x1E00..=0x1EFF => Letter,
        0x2018 | 0x2019 | 0x2024 | 0xFF07 | 0xFF0E => Stop,
        0x2027 | 0xFF1A => Colon,
        0x2044 | 0xFF0C | 0xFF1B => Comma,
        0x202F => Connector,
        0x200C | 0x200E | 0x200F | 0x202A..=0x202E | 0xFEFF => Mark,
        0x2000..=0x200B | 0x2010..=0x203E | 0x20A0..=0x20C0 | 0x2122 => Other,
        0x2190..=0x21FF | 0x2500..=0x25FF => Other,
        0x3000..=0x3003 | 0x3008..=0x3011 | 0x3014..=0x301B | 0xFF01 | 0xFF08 | 0xFF09 | 0xFF1F => {
            Other
        }
        _ => Unknown,
    }
}

/// Returns where letters of one and two bytes end that begin at `start`, both given in bytes.
fn letters_end(bytes: &[u8], start: usize) -> usize {
    let mut rest = bytes.get(start..).unwrap_or_default();
    loop {
        rest = match rest {
            [b'a'..=b'z' | b'A'..=b'Z', behind @ ..] => behind,
            [lead @ 0xC0..0xE0, trail, behind @ ..]
                if CLASSES.get(two_bytes_code(*lead, *trail)) == Some(&Letter) =>
            {
                behind
            }
            _ => return bytes.len() - rest.len(),
        };
    }
}

/// Returns whether a run is one word, of letters of one and two bytes. Most are.
#[inline]
pub(super) fn is_of_letters(text: &str, start: usize, end: usize) -> bool {
    letters_end(text.as_bytes(), start) == end
}

/// Returns whether a character is a letter as the rules have it (`ALetter`), of those known here.
pub(super) fn is_letter(character: char) -> bool {
    class_of(character) == Letter
}

#[inline]
fn class_of(character: char) -> Class {
    match CLASSES.get(character as usize) {
        Some(&class) => class,
        None => class_of_long(character as u32),
    }
}

/// Finds the words of a run, in order.
#[derive(Debug)]
pub(super) struct MixedRun<'t> {
    text: &'t str,
    /// What of the run is still to be read, in bytes of the text.
    rest: Range<usize>,
    /// A word boundary at or before the rest, with no words between.
    boundary: usize,
    /// The words from the first unknown character on, and the byte offset that they count from.
    unknown: Option<(usize, UnicodeWordIndices<'t>)>,
}

/// What comes next in a run.
enum Segment {
    /// Characters that belong together, with a letter or a digit among them, given in bytes.
    Word(Range<usize>),
    /// Connectors that connect nothing, up to a byte offset.
    Connectors(usize),
    /// A segment with an unknown character; the byte offset is that of a word boundary before it.
    Unknown(usize),
}

impl<'t> MixedRun<'t> {
    /// Begins at a run. Between the `boundary` and the run there is no word.
    ///
    /// The boundary is needed since a mark at the beginning of the run belongs to what stands before it.
    pub fn new(text: &'t str, run: Range<usize>, boundary: usize) -> Self {
        MixedRun {
            text,
            rest: run,
            boundary,
            unknown: None,
        }
    }

    /// Returns a word boundary behind the words that were found, with no further words up to the rest.
    pub fn boundary(&self) -> usize {
        self.boundary
    }

    /// Returns the characters of the run from a byte offset on, as their byte offsets and classes.
    fn classes(&self, start: usize) -> impl Iterator<Item = (usize, Class)> {
        let rest = self.text.get(start..self.rest.end).unwrap_or_default();
        let characters = rest.char_indices();
        characters.map(move |(at, character)| (start + at, class_of(character)))
    }

    /// Reads up to the end of the next segment that could be a word, or finds that there is none.
    fn segment(&self) -> Option<Segment> {
        let mut classes = self.classes(self.rest.start);
        let begins = |class| matches!(class, Letter | Digit | Connector | Alone | Unknown);
        let (start, mut last) = classes.find(|&(_, class)| begins(class))?;
        if last == Unknown {
            return Some(Segment::Unknown(self.boundary));
        }
        let mut is_word = last != Connector;
        if last == Letter {
            classes = self.classes(letters_end(self.text.as_bytes(), start));
        }
        let mut joint = None;
        let mut end = self.rest.end;
        for (at, class) in classes {
            match (last, class) {
                (_, Mark) => {}
                (_, Unknown) => return Some(Segment::Unknown(start)),
                _ if joint.is_some() && class == last => joint = None,
                _ if joint.is_some() => break,
                (Letter | Digit | Connector, Letter | Digit | Connector) => {
                    is_word |= class != Connector;
                    last = class;
                }
                (Letter, Stop | Colon) | (Digit, Stop | Comma) => joint = Some(at),
                _ => {
                    end = at;
                    break;
                }
            }
        }
        let end = joint.unwrap_or(end);
        Some(match is_word {
            true => Segment::Word(start..end),
            false => Segment::Connectors(end),
        })
    }

    /// Leaves the rest of the run to `unicode-segmentation`, from a word boundary on.
    fn leave_rest(&mut self, boundary: usize) {
        let rest = self.text.get(boundary..self.rest.end).unwrap_or_default();
        self.boundary = boundary + rest.trim_end_matches(is_space).len();
        self.rest.start = self.rest.end;
        self.unknown = Some((boundary, rest.unicode_word_indices()));
    }
}

impl<'t> Iterator for MixedRun<'t> {
    type Item = Word<'t>;

    fn next(&mut self) -> Option<Word<'t>> {
        loop {
            if let Some((offset, words)) = &mut self.unknown {
                let (start, text) = words.next()?;
                return Some(Word {
                    text,
                    start: *offset + start,
                });
            }
            match self.segment()? {
                Segment::Word(span) => {
                    self.rest.start = span.end;
                    self.boundary = span.end;
                    let text = self.text.get(span.clone())?;
                    return Some(Word {
                        text,
                        start: span.start,
                    });
                }
                Segment::Connectors(end) => self.rest.start = end,
                Segment::Unknown(boundary) => self.leave_rest(boundary),
            }
        }
    }
}

/// Spaces that belong together with the spaces beside them (`WSegSpace`).
fn is_space(character: char) -> bool {
    matches!(character,
        ' ' | '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200A}' | '\u{205F}' | '\u{3000}')
}
