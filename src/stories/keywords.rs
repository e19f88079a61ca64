//! The words that set a story apart.

use std::collections::BTreeMap;

use super::collection::Collection;
use crate::sketch::{hash_word, words};
use crate::strip::Article;

/// Keywords of a story.
const KEYWORDS: usize = 8;

/// Articles of a story that are read for its keywords: more add nothing.
const READ: usize = 16;

/// Returns the heaviest words of a cluster's articles, as they are mostly written, heaviest first.
///
/// A word must stand in at least half of the articles, and have more than a letter and no digit.
pub fn keywords(
    cluster: &[usize],
    canonical: &[usize],
    collection: &Collection,
    articles: &[Article],
) -> Vec<String> {
    let read = &cluster[..cluster.len().min(READ)];
    let mut totals: BTreeMap<u64, (usize, f64)> = BTreeMap::new();
    for node in read {
        for (word, weight) in collection.profile(*node).all.entries() {
            let total = totals.entry(*word).or_default();
            *total = (total.0 + 1, total.1 + f64::from(*weight));
        }
    }
    let mut ranked: Vec<(u64, f64)> = totals
        .into_iter()
        .filter(|(_, (articles, _))| 2 * articles >= read.len())
        .map(|(word, (_, weight))| (word, weight))
        .collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    // Some of the heaviest are numbers, which are no keywords.
    ranked.truncate(4 * KEYWORDS);
    let spellings = spellings(read.iter().map(|node| &articles[canonical[*node]]), &ranked);
    ranked
        .iter()
        .filter_map(|(word, _)| spellings.get(word).cloned())
        .take(KEYWORDS)
        .collect()
}

/// Returns the most frequent spelling of each word, the first in alphabetical order on a tie.
fn spellings<'a>(
    articles: impl Iterator<Item = &'a Article>,
    wanted: &[(u64, f64)],
) -> BTreeMap<u64, String> {
    let mut counts: BTreeMap<u64, BTreeMap<String, usize>> = BTreeMap::new();
    for article in articles {
        for word in words(&article.body()) {
            let hash = hash_word(word.text);
            if wanted.iter().any(|(wanted, _)| *wanted == hash) && is_keyword(word.text) {
                let spelling = word
                    .text
                    .trim_end_matches("'s")
                    .trim_end_matches("’s")
                    .to_owned();
                *counts.entry(hash).or_default().entry(spelling).or_default() += 1;
            }
        }
    }
    let most = |spellings: BTreeMap<String, usize>| {
        let ranked = spellings
            .into_iter()
            .reduce(|best, next| if next.1 > best.1 { next } else { best });
        ranked.map_or_else(String::new, |(spelling, _)| spelling)
    };
    counts
        .into_iter()
        .map(|(word, spellings)| (word, most(spellings)))
        .collect()
}

fn is_keyword(word: &str) -> bool {
    word.chars().nth(1).is_some() && !word.contains(|c: char| c.is_ascii_digit())
}
