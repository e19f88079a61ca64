//! What is kept in memory of the articles of a chunk: their briefs, and their words in one stretch.
//!
//! The words are kept as they were read until those of all articles are counted; then each becomes an
//! [`Entry`] in its place, and those that no other article has are dropped.

use super::background::{Term, WordWeights};
use super::bag::{Bag, Key, Mark};
use super::brief::Brief;
use super::reading::Reading;
use crate::strip::Article;

/// Articles studied, by their place in the chunk.
#[derive(Clone, Debug, Default)]
pub struct Studies {
    briefs: Vec<Brief>,
    /// The keys of each one's words, and later the bits of its entries.
    words: Vec<u32>,
    /// The marks of the words; empty when these are weighed.
    marks: Vec<Mark>,
    /// Where the words of each article end.
    ends: Vec<u32>,
}

/// A weighed word of an article: its term, and how often and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry(u32);

impl Entry {
    fn new(term: Term, mark: Mark) -> Self {
        Entry(term << 8 | u32::from(mark.0))
    }

    /// Takes an entry from its bits.
    pub fn from_bits(bits: u32) -> Self {
        Entry(bits)
    }

    /// Returns the word's term.
    pub fn term(self) -> Term {
        self.0 >> 8
    }

    /// Returns how often the word stands in the article, and where.
    pub fn mark(self) -> Mark {
        Mark(self.0 as u8)
    }
}

/// The lengths of an article's vectors of words, and what its headline weighs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Lengths {
    /// Of all its words.
    pub all: f32,
    /// Of those of its headline.
    pub title: f32,
    /// Of those of its headline and lead.
    pub lead: f32,
    /// Of the names.
    pub names: f32,
    /// Summed weight of the headline's words.
    pub title_weight: f32,
}

/// Returns how much a word counts that stands so often in an article: 1 + ln of it.
pub fn damped(times: u8) -> f32 {
    /// By the number, of which 0 does not occur.
    const DAMPED: [f32; 16] = [
        1.0,
        1.0,
        1.693_147_2,
        2.098_612_3,
        2.386_294_4,
        2.609_438,
        2.791_759_5,
        2.945_910_2,
        3.079_441_5,
        3.197_224_6,
        3.302_585,
        3.397_895_3,
        3.484_906_7,
        3.564_949_3,
        3.639_057_3,
        3.708_050_3,
    ];
    DAMPED[usize::from(times & Mark::TIMES)]
}

impl Studies {
    /// Adds an article.
    pub fn add(&mut self, article: &Article, reading: &Reading) {
        self.briefs.push(Brief::new(article, reading));
        let Bag { keys, marks } = Bag::new(reading);
        self.words.extend(keys);
        self.marks.extend(marks);
        // The words of a chunk are less than four billion.
        self.ends.push(self.words.len() as u32);
    }

    /// Returns how many articles there are.
    pub fn len(&self) -> usize {
        self.briefs.len()
    }

    /// Returns whether there are no articles.
    pub fn is_empty(&self) -> bool {
        self.briefs.is_empty()
    }

    /// Returns an article in brief.
    pub fn brief(&self, place: usize) -> &Brief {
        &self.briefs[place]
    }

    /// Returns the words of an article, sorted; of articles that are not weighed.
    pub fn keys(&self, place: usize) -> &[Key] {
        &self.words[self.range(place)]
    }

    /// Returns the bits of the entries of an article, sorted, and so by term; of articles that are weighed.
    pub fn entries(&self, place: usize) -> &[u32] {
        &self.words[self.range(place)]
    }

    /// Weighs the words of the wanted articles, forgets those of the others, and returns the lengths of each.
    pub fn weigh(&mut self, weights: &WordWeights, wanted: &[bool]) -> Vec<Lengths> {
        let mut lengths = Vec::with_capacity(self.len());
        let (mut start, mut kept) = (0, 0);
        for (end_of, wanted) in self.ends.iter_mut().zip(wanted) {
            let end = *end_of as usize;
            let first = kept;
            let mut own = Lengths::default();
            if *wanted {
                for word in start..end {
                    let (key, mark) = (self.words[word], self.marks[word]);
                    own.add(weights.weight_of_key(key) as f32, mark);
                    if let Some(term) = weights.term(key) {
                        // No more are kept than were read.
                        self.words[kept] = Entry::new(term, mark).0;
                        kept += 1;
                    }
                }
                self.words[first..kept].sort_unstable();
            }
            lengths.push(own.finish());
            *end_of = kept as u32;
            start = end;
        }
        self.words.truncate(kept);
        self.words.shrink_to_fit();
        self.marks = Vec::new();
        lengths
    }

    /// Forgets the words, and keeps the briefs.
    pub fn forget_words(&mut self) {
        self.words = Vec::new();
        self.ends.fill(0);
    }

    /// Gives back the room for what did not come.
    pub fn shrink(&mut self) {
        self.briefs.shrink_to_fit();
        self.words.shrink_to_fit();
        self.marks.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    fn range(&self, place: usize) -> std::ops::Range<usize> {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        start as usize..self.ends[place] as usize
    }
}

impl Lengths {
    /// Adds the squares of a word's weight in each vector.
    fn add(&mut self, weight: f32, mark: Mark) {
        let square = weight * weight;
        let repeated = (damped(mark.times()) * weight).powi(2);
        let if_so = |is_so: bool, value: f32| if is_so { value } else { 0.0 };
        self.all += repeated;
        self.title += if_so(mark.in_title(), square);
        self.lead += if_so(mark.in_lead(), square);
        self.names += if_so(mark.is_name(), repeated);
        self.title_weight += if_so(mark.in_title(), weight);
    }

    /// Takes the roots of the sums of squares.
    fn finish(self) -> Self {
        Lengths {
            all: self.all.sqrt(),
            title: self.title.sqrt(),
            lead: self.lead.sqrt(),
            names: self.names.sqrt(),
            title_weight: self.title_weight,
        }
    }
}
