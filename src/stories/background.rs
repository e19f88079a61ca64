//! How common words are in news at large, so that weights mean the same in any corpus.
//!
//! Inverse document frequency counted in five articles says nothing, and counted in one day of one
//! topic it says something else than in a year of all. So the corpus's own counts are blended with
//! a shipped table as if [`PSEUDO_ARTICLES`] articles of the background had been read too (a
//! Dirichlet prior; Zhai and Lafferty, "A study of smoothing methods for language models", 2004).
//! A word that the table does not know, in a language that it does not know, is left to the corpus.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::sketch::hash_word;

/// How many articles' worth of counts the background adds to a corpus.
const PSEUDO_ARTICLES: f64 = 1000.0;

/// The share of articles that a word is taken to stand in if the table does not have it.
const UNSEEN: f64 = 1e-4;

/// Articles per million in which a word stands, by the word's hash.
static TABLE: LazyLock<HashMap<u64, u32>> = LazyLock::new(|| {
    include_str!("data/words.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(count, words)| Some((count.parse().ok()?, words)))
        .flat_map(|(count, words): (u32, &str)| {
            words.split(' ').map(move |word| (hash_word(word), count))
        })
        .collect()
});

/// Word weights of one corpus: its own document frequencies blended with the background's.
#[derive(Clone, Debug, Default)]
pub struct WordWeights {
    /// In how many articles each word stands.
    counts: HashMap<u64, u32>,
    /// How many articles were counted.
    articles: u32,
}

impl WordWeights {
    /// Counts the words of a corpus, given the distinct words of each article.
    pub fn count<'a>(articles: impl Iterator<Item = &'a [u64]>) -> Self {
        let mut weights = WordWeights::default();
        for words in articles {
            weights.articles += 1;
            for &word in words {
                *weights.counts.entry(word).or_default() += 1;
            }
        }
        weights
    }

    /// Returns what a word weighs that stands in one article and is unknown elsewhere: the scale of
    /// weights, which grows with the corpus.
    pub fn scale(&self) -> f64 {
        (f64::from(self.articles) + PSEUDO_ARTICLES).ln()
    }

    /// Returns the weight of a word: −ln of the share of articles that have it, 0 and up.
    pub fn weight(&self, word: u64) -> f64 {
        let background = TABLE
            .get(&word)
            .map_or(UNSEEN, |per_million| f64::from(*per_million) / 1e6);
        let count = self.counts.get(&word).copied().unwrap_or(0);
        let share = (f64::from(count) + PSEUDO_ARTICLES * background)
            / (f64::from(self.articles) + PSEUDO_ARTICLES);
        -share.clamp(f64::MIN_POSITIVE, 1.0).ln()
    }
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
        let articles = vec![vec![topic]; 200];
        let weights = WordWeights::count(articles.iter().map(Vec::as_slice));
        assert!(weights.weight(topic) < weights.weight(other));
        assert!(weights.weight(topic) < WordWeights::default().weight(topic));
    }

    #[test]
    fn the_scale_is_about_the_weight_of_a_word_of_one_article() {
        let word = hash_word("zyxwolk");
        let mut articles = vec![vec![hash_word("the")]; 5000];
        articles.push(vec![word]);
        let weights = WordWeights::count(articles.iter().map(Vec::as_slice));
        assert!((weights.weight(word) / weights.scale() - 1.0).abs() < 0.02);
    }

    #[test]
    fn no_weight_is_negative_or_infinite() {
        let word = hash_word("the");
        let articles = vec![vec![word]; 100_000];
        let weights = WordWeights::count(articles.iter().map(Vec::as_slice));
        for word in [word, hash_word("zyxwolk")] {
            let weight = weights.weight(word);
            assert!(weight >= 0.0 && weight.is_finite(), "{weight}");
        }
    }
}
