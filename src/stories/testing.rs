//! Articles for the tests of this room, stripped as real ones are.

use std::sync::LazyLock;

use super::background::WordWeights;
use super::reading::Reading;
use crate::corpus::Document;
use crate::dates::Moment;
use crate::sketch::{Shingles, hash_word, words};
use crate::strip::{Article, Stripper};

static STRIPPER: LazyLock<Stripper> = LazyLock::new(|| Stripper::new().unwrap());

/// Returns an article with this text; `published` is ISO 8601, or empty for none.
pub fn article(published: &str, text: &str) -> Article {
    STRIPPER.strip(Document {
        id: "a".to_owned(),
        path: "a".to_owned(),
        record: None,
        url: None,
        headline: None,
        text: text.to_owned(),
        published: Moment::parse(published),
        outlet: None,
        language: None,
    })
}

/// Returns what is read in an undated text.
pub fn reading(text: &str) -> Reading {
    Reading::new(&article("", text))
}

/// Articles with all that the stages before have made of them.
pub struct Corpus {
    pub articles: Vec<Article>,
    pub readings: Vec<Reading>,
    pub shingles: Vec<Shingles>,
    pub weights: WordWeights,
}

impl Corpus {
    pub fn new(articles: Vec<Article>) -> Self {
        let readings: Vec<Reading> = articles.iter().map(Reading::new).collect();
        let shingles = articles
            .iter()
            .map(|article| {
                let body = article.body();
                let hashes: Vec<u64> = words(&body).map(|word| hash_word(word.text)).collect();
                Shingles::new(&hashes)
            })
            .collect();
        let distinct: Vec<Vec<u64>> = readings.iter().map(Reading::distinct_words).collect();
        Corpus {
            weights: WordWeights::count(distinct.iter().map(Vec::as_slice)),
            articles,
            readings,
            shingles,
        }
    }
}
