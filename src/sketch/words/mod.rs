//! Words by the Unicode rules (UAX #29), and the hash under which two spellings are one word.
//!
//! A text is read in windows of 256 bytes. For each, bit operations tell which bytes can be part of a
//! word, and so where runs of such bytes begin and end. Nearly all runs are one word: of ASCII, or of
//! letters of other European scripts. The others are read character by character, and what is not known
//! there either is left to `unicode-segmentation`. All ways lead to the same words.

mod blocks;
mod hash;
mod mask;
mod mixed;
mod runs;

use std::ops::Range;

use mixed::MixedRun;
use runs::Runs;

/// A word as it stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'t> {
    /// The word as written.
    pub text: &'t str,
    /// Byte offset of its first character in the text.
    pub start: usize,
}

impl Word<'_> {
    /// Returns the byte offset behind the word.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// Returns the words of a text in order: runs with a letter or a digit, by UAX #29.
///
/// ```
/// let words: Vec<&str> = newsdedup::sketch::words("It's 5.5 km.").map(|word| word.text).collect();
/// assert_eq!(words, ["It's", "5.5", "km"]);
/// ```
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    Words {
        text,
        runs: Runs::new(text),
        done: 0,
        mixed: None,
        boundary: 0,
    }
}

/// Appends the hash of each word of a text, in order; see [`words`] and [`hash_word`].
///
/// ```
/// use newsdedup::sketch::{hash_word, word_hashes};
/// let mut hashes = Vec::new();
/// word_hashes("Kyiv’s mayor", &mut hashes);
/// assert_eq!(hashes, [hash_word("Kyiv"), hash_word("mayor")]);
/// ```
pub fn word_hashes(text: &str, hashes: &mut Vec<u64>) {
    let mut boundary = 0;
    let mut runs = Runs::new(text);
    while runs.read() {
        boundary = short_hashes(text, &runs, boundary, hashes);
        if let Some(run) = runs.take_long() {
            boundary = mixed_hashes(text, run, boundary, hashes);
        }
    }
}

/// Appends the hash of each word of the runs in a window. Takes and returns a word boundary before and
/// behind these, see [`MixedRun`].
fn short_hashes(text: &str, runs: &Runs, boundary: usize, hashes: &mut Vec<u64>) -> usize {
    let mut boundary = boundary;
    let window = runs.window();
    let mut rest = runs.short();
    let mut done = hashes.len();
    hashes.resize(done + rest.len(), 0);
    loop {
        let count = hash::hash_plain(window, rest, &mut hashes[done..]);
        done += count;
        let (plain, others) = rest.split_at(count);
        if let Some(last) = plain.last() {
            boundary = runs.range(*last).end;
        }
        let Some((run, behind)) = others.split_first() else {
            return boundary;
        };
        rest = behind;
        if let Some(hash) = hash::hash_known(window, *run) {
            hashes[done] = hash;
            done += 1;
            boundary = runs.range(*run).end;
        } else {
            hashes.truncate(done);
            boundary = mixed_hashes(text, runs.range(*run), boundary, hashes);
            done = hashes.len();
            hashes.resize(done + rest.len(), 0);
        }
    }
}

/// Appends the hash of each word of a run that may have any number of them. Takes and returns a word
/// boundary before and behind these, see [`MixedRun`].
fn mixed_hashes(text: &str, run: Range<usize>, boundary: usize, hashes: &mut Vec<u64>) -> usize {
    let mut words = MixedRun::new(text, run, boundary);
    hashes.extend(words.by_ref().map(|word| hash_word(word.text)));
    words.boundary()
}

/// Finds the words of a text.
#[derive(Debug)]
struct Words<'t> {
    text: &'t str,
    runs: Runs<'t>,
    /// How many of the runs that were last read are done.
    done: usize,
    /// The run that is being read, if it may be other than one word.
    mixed: Option<MixedRun<'t>>,
    /// A word boundary behind the words found so far, with no further words up to the next run.
    boundary: usize,
}

impl<'t> Words<'t> {
    /// Returns the next run, given in bytes, and whether it is one word for sure.
    #[inline]
    fn run(&mut self) -> Option<(Range<usize>, bool)> {
        loop {
            if let Some(&run) = self.runs.short().get(self.done) {
                self.done += 1;
                let range = self.runs.range(run);
                let is_word = hash::is_latin(self.runs.window(), run)
                    || mixed::is_of_letters(self.text, range.start, range.end);
                return Some((range, is_word));
            }
            if let Some(run) = self.runs.take_long() {
                return Some((run, false));
            }
            if !self.runs.read() {
                return None;
            }
            self.done = 0;
        }
    }
}

impl<'t> Iterator for Words<'t> {
    type Item = Word<'t>;

    #[inline]
    fn next(&mut self) -> Option<Word<'t>> {
        loop {
            if let Some(mixed) = &mut self.mixed {
                if let Some(word) = mixed.next() {
                    return Some(word);
                }
                self.boundary = mixed.boundary();
                self.mixed = None;
            }
            let (run, is_word) = self.run()?;
            if is_word {
                self.boundary = run.end;
                let start = run.start;
                let text = self.text.get(run)?;
                return Some(Word { text, start });
            }
            self.mixed = Some(MixedRun::new(self.text, run, self.boundary));
        }
    }
}

/// Returns the hash of a word: the same for all cases, for straight and curly apostrophes, and with
/// or without the English possessive (`Kyiv's`, `KYIV’S` and `Kyiv` are one word).
///
/// After up to three letters `'s` is left on, since it is hardly a possessive there (`it's`, `she's`).
///
/// ```
/// use newsdedup::sketch::hash_word;
/// assert_eq!(hash_word("Kyiv’s"), hash_word("KYIV"));
/// assert_ne!(hash_word("it’s"), hash_word("its"));
/// ```
pub fn hash_word(word: &str) -> u64 {
    hash::hash(word)
}

/// Returns the spelling that [`hash_word`] hashes: lower case, straight apostrophes, no possessive.
pub fn fold_word(word: &str) -> String {
    let mut folded: String = word
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| if c == '’' { '\'' } else { c })
        .collect();
    let length = folded.len() - hash::possessive(folded.as_bytes());
    folded.truncate(length);
    folded
}

/// Returns the hash of words in a row, given the hash of each; their order matters.
pub(crate) fn hash_run(words: impl Iterator<Item = u64>) -> u64 {
    words.fold(0, |hash: u64, word| {
        (hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

#[cfg(test)]
mod tests;
