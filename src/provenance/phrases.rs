//! Set phrases and background: runs of words that stand in reports of many events, and so are no sign that one
//! report borrowed from another.
//!
//! Some are known to all of news ("did not immediately respond to a request for comment"); they are shipped.
//! Others are an agency's: the paragraphs of background that end each report of a running story. Those show
//! in the corpus itself, by standing in [`STORIES`] of its stories or more. Stories are counted, not articles,
//! since a text that twenty outlets carry is nobody's set phrase.

use std::sync::LazyLock;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::passages::SEED_WORDS;
use crate::error::Result;
use crate::sketch::{hash_run, hash_word};
use crate::stories::{Articles, Stories};

/// A run of words in so many stories is background.
const STORIES: usize = 3;

/// Stories that are looked at, evenly spread over the corpus; more would show little more.
const SAMPLED_STORIES: usize = 8192;

/// Articles that are looked at of each story.
const SAMPLED_ARTICLES: usize = 4;

/// Stories that are read together.
const AT_ONCE: usize = 512;

/// Bits in a table of runs. A run of one story is taken for one of two where another has its place: of the two
/// million runs that are counted at most, one in thirty.
const BITS: usize = 1 << 26;

/// The runs of four words that are shipped, by the halves of their words' hashes.
static SHIPPED: LazyLock<FxHashSet<u64>> = LazyLock::new(|| {
    include_str!("data/phrases.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| run(&line.split(' ').map(hash_word).collect::<Vec<u64>>()))
        .collect()
});

/// The set phrases of news, and those of one corpus.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    /// The runs of at least one story, of at least two, and so on. Without tables there is no corpus.
    tables: Vec<Vec<u64>>,
}

impl Phrases {
    /// Counts the runs of words in the stories of a corpus.
    ///
    /// # Errors
    ///
    /// If an article can't be had any more.
    pub fn of<A: Articles + ?Sized>(stories: &Stories<'_, A>) -> Result<Self> {
        let mut phrases = Phrases {
            tables: vec![vec![0; BITS / 64]; STORIES],
        };
        let step = stories.len().div_ceil(SAMPLED_STORIES).max(1);
        let sampled: Vec<usize> = (0..stories.len()).step_by(step).collect();
        for block in sampled.chunks(AT_ONCE) {
            let runs: Vec<Vec<u64>> = block
                .par_iter()
                .map(|story| runs_of(stories, *story))
                .collect::<Result<_>>()?;
            runs.iter().flatten().for_each(|run| phrases.count(*run));
        }
        Ok(phrases)
    }

    /// Counts a run of one more story.
    fn count(&mut self, run: u64) {
        let (word, bit) = place(run);
        for table in &mut self.tables {
            if table[word] & bit == 0 {
                table[word] |= bit;
                return;
            }
        }
    }

    /// Returns whether four words in a row stand in reports of many events, given the hashes of the words.
    pub fn are_common(&self, words: &[u64]) -> bool {
        let run = run(words);
        let (word, bit) = place(run);
        let last = self.tables.last();
        last.is_some_and(|table| table[word] & bit != 0) || SHIPPED.contains(&run)
    }
}

/// Returns the different runs of words in a story.
fn runs_of<A: Articles + ?Sized>(stories: &Stories<'_, A>, story: usize) -> Result<Vec<u64>> {
    let mut runs = Vec::new();
    for article in stories.canonical_members(story).take(SAMPLED_ARTICLES) {
        let wording = stories.wording(article)?;
        runs.extend(wording.reading.words.windows(SEED_WORDS).map(run));
    }
    runs.sort_unstable();
    runs.dedup();
    Ok(runs)
}

/// Returns the hash of words in a row. Only half of each word's hash counts, since that half is kept of a
/// corpus that is not held in memory.
fn run(words: &[u64]) -> u64 {
    hash_run(words.iter().map(|word| word >> 32))
}

/// Returns where in a table the bit of a run is.
fn place(run: u64) -> (usize, u64) {
    // The high bits of the hash are the better mixed ones.
    let bit = (run >> 38) as usize % BITS;
    (bit / 64, 1 << (bit % 64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sketch::words;
    use crate::stories::testing::{Corpus, article};

    fn are_common(phrases: &Phrases, text: &str) -> bool {
        let hashes: Vec<u64> = words(text).map(|word| hash_word(word.text)).collect();
        phrases.are_common(&hashes)
    }

    /// Counts the phrases of a corpus in which each text is a story by itself.
    fn phrases(texts: &[&str]) -> Phrases {
        let corpus = Corpus::new(texts.iter().map(|text| article("", text)).collect());
        let stories = (0..texts.len()).map(|article| vec![article]).collect();
        let stories = Stories::known(&corpus.articles, corpus.studied.clone(), &[], stories);
        Phrases::of(&stories).unwrap()
    }

    #[test]
    fn what_all_of_news_says_is_common_without_a_corpus() {
        let none = Phrases::default();
        assert!(are_common(&none, "on condition of anonymity"));
        assert!(are_common(&none, "did not immediately respond"));
        assert!(!are_common(&none, "rails of greased beech"));
    }

    #[test]
    fn what_stands_in_three_stories_is_background() {
        let background = "The island lost its only bridge in the storm of last winter, which killed two fishermen.";
        let stories = [
            format!(
                "The ferry company wants more money for its new boat, it said.\n\n{background}\n"
            ),
            format!(
                "Teachers on Skerra will strike over heating in the old school.\n\n{background}\n"
            ),
            format!(
                "A seal was found in the harbour office and could not be moved.\n\n{background}\n"
            ),
            "Dairy prices rose for the third month in a row as hay ran short in the south.\n"
                .to_owned(),
        ];
        let stories: Vec<&str> = stories.iter().map(String::as_str).collect();
        let phrases = phrases(&stories);
        assert!(are_common(&phrases, "lost its only bridge"));
        assert!(!are_common(&phrases, "hay ran short in"));
    }
}
