//! How common words are in news at large, so that weights mean the same in any corpus.
//!
//! Inverse document frequency counted in five articles says nothing, and counted in one day of one
//! topic it says something else than in a year of all. So the corpus's own counts are blended with
//! a shipped table as if [`PSEUDO_ARTICLES`] articles of the background had been read too (a
//! Dirichlet prior; Zhai and Lafferty, "A study of smoothing methods for language models", 2004).
//! A word that the table does not know, in a language that it does not know, is left to the corpus.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::bag::{Key, key};
use crate::sketch::hash_word;

/// How many articles' worth of counts the background adds to a corpus.
const PSEUDO_ARTICLES: f64 = 1000.0;

/// The share of articles that a word is taken to stand in if the table does not have it.
const UNSEEN: f64 = 1e-4;

/// Articles per million in which a word stands, by the word's key.
static TABLE: LazyLock<FxHashMap<Key, u32>> = LazyLock::new(|| {
    include_str!("data/words.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(count, words)| Some((count.parse().ok()?, words)))
        .flat_map(|(count, words): (u32, &str)| {
            words
                .split(' ')
                .map(move |word| (key(hash_word(word)), count))
        })
        .collect()
});

/// The most words that have a [`Term`]; of more, the rarest have none.
const TERMS: usize = 1 << 24;

/// The number of a word that stands in two articles of a corpus or more: the words by weight, the lightest
/// first. It has 24 bits.
pub type Term = u32;

/// Word weights of one corpus: its own document frequencies blended with the background's.
#[derive(Clone, Debug, Default)]
pub struct WordWeights {
    terms: FxHashMap<Key, Term>,
    /// The weight of each term.
    weights: Vec<f32>,
    /// How many articles were counted.
    articles: u32,
}

impl WordWeights {
    /// Counts the words of a corpus, given the different words of each article.
    pub fn count<'a>(articles: impl Iterator<Item = &'a [Key]>) -> Self {
        let mut counts: FxHashMap<Key, u32> = FxHashMap::default();
        let mut counted = 0;
        for words in articles {
            counted += 1;
            for &word in words {
                *counts.entry(word).or_default() += 1;
            }
        }
        let shared = counts.into_iter().filter(|(_, count)| *count > 1);
        let mut weighed: Vec<(f32, Key)> = shared
            .map(|(word, count)| (weight(word, count, counted) as f32, word))
            .collect();
        weighed.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        weighed.truncate(TERMS);
        WordWeights {
            terms: weighed.iter().map(|(_, word)| *word).zip(0..).collect(),
            weights: weighed.iter().map(|(weight, _)| *weight).collect(),
            articles: counted,
        }
    }

    /// Returns what a word weighs that stands in one article and is unknown elsewhere: the scale of
    /// weights, which grows with the corpus.
    pub fn scale(&self) -> f64 {
        (f64::from(self.articles) + PSEUDO_ARTICLES).ln()
    }

    /// Returns the weight of a word, given its hash: −ln of the share of articles that have it, 0 and up.
    pub fn weight(&self, word: u64) -> f64 {
        self.weight_of_key(key(word))
    }

    /// Returns the weight of a word, given its key.
    pub fn weight_of_key(&self, word: Key) -> f64 {
        match self.terms.get(&word) {
            Some(term) => f64::from(self.weights[*term as usize]),
            None => weight(word, self.articles.min(1), self.articles),
        }
    }

    /// Returns the term of a word; `None` if no two articles have it.
    pub fn term(&self, word: Key) -> Option<Term> {
        self.terms.get(&word).copied()
    }

    /// Returns the weight of each term.
    pub fn of_terms(&self) -> &[f32] {
        &self.weights
    }
}

/// Returns the weight of a word that stands in `count` of so many articles.
fn weight(word: Key, count: u32, articles: u32) -> f64 {
    let background = TABLE
        .get(&word)
        .map_or(UNSEEN, |per_million| f64::from(*per_million) / 1e6);
    let share =
        (f64::from(count) + PSEUDO_ARTICLES * background) / (f64::from(articles) + PSEUDO_ARTICLES);
    -share.clamp(f64::MIN_POSITIVE, 1.0).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_weigh_less_than_rare_ones_even_in_an_empty_corpus() {
        let weights = WordWeights::default();
        let weight = |word: &str| weights.weight(hash_word(word));
        assert!(weight("the") < weight("president"));
        assert!(weight("president") < weight("zyxwolk"));
        assert!(weight("the") >= 0.0);
    }

    #[test]
    fn a_word_that_the_corpus_has_often_weighs_less_there() {
        let (topic, other) = (hash_word("zyxwolk"), hash_word("quorvane"));
        let articles = vec![vec![key(topic)]; 200];
        let weights = WordWeights::count(articles.iter().map(Vec::as_slice));
        assert!(weights.weight(topic) < weights.weight(other));
        assert!(weights.weight(topic) < WordWeights::default().weight(topic));
    }

    #[test]
    fn the_scale_is_about_the_weight_of_a_word_of_one_article() {
        let word = hash_word("zyxwolk");
        let mut articles = vec![vec![key(hash_word("the"))]; 5000];
        articles.push(vec![key(word)]);
        let weights = WordWeights::count(articles.iter().map(Vec::as_slice));
        assert!((weights.weight(word) / weights.scale() - 1.0).abs() < 0.02);
    }

    #[test]
    fn no_weight_is_negative_or_infinite() {
        let word = hash_word("the");
        let articles = vec![vec![key(word)]; 100_000];
        let weights = WordWeights::count(articles.iter().map(Vec::as_slice));
        for word in [word, hash_word("zyxwolk")] {
            let weight = weights.weight(word);
            assert!(weight >= 0.0 && weight.is_finite(), "{weight}");
        }
    }
}
