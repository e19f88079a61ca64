//! Which pairs of articles are worth measuring: an inverted index over each article's heaviest words.
//!
//! Comparing all pairs is quadratic, so each article looks up its [`QUERY_WORDS`] heaviest words in
//! an index of the others' and keeps the [`NEIGHBOURS`] with the largest partial cosine. A word that
//! more than [`POSTINGS`] articles have among their heaviest is passed over: it tells stories apart
//! no more. So n articles cost at most n × `QUERY_WORDS` × `POSTINGS` steps and n × `NEIGHBOURS`
//! pairs.

use std::collections::HashMap;

use rayon::prelude::*;

use super::profile::Vector;

/// Heaviest words of an article that are indexed and looked up.
const QUERY_WORDS: usize = 80;

/// Longest list of articles that a word may have.
const POSTINGS: usize = 2000;

/// Nearest articles that each article keeps.
const NEIGHBOURS: usize = 40;

/// Returns the pairs worth measuring: article indices, the smaller first, sorted, each once.
pub fn neighbours(vectors: &[&Vector]) -> Vec<(usize, usize)> {
    let heaviest: Vec<Vec<(u64, f32)>> =
        vectors.par_iter().map(|vector| heaviest(vector)).collect();
    let mut index: HashMap<u64, Vec<(usize, f32)>> = HashMap::new();
    for (article, words) in heaviest.iter().enumerate() {
        for &(word, weight) in words {
            index.entry(word).or_default().push((article, weight));
        }
    }
    let mut pairs: Vec<(usize, usize)> = heaviest
        .par_iter()
        .enumerate()
        .flat_map_iter(|(article, words)| {
            nearest(article, words, &index)
                .into_iter()
                .map(move |other| (article.min(other), article.max(other)))
        })
        .collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// Returns the heaviest entries of a vector; of equal ones, those of the smaller hash.
fn heaviest(vector: &Vector) -> Vec<(u64, f32)> {
    let mut entries = vector.entries().to_vec();
    entries.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    entries.truncate(QUERY_WORDS);
    entries
}

/// Returns the articles nearest to one, by the cosine over their heaviest words.
fn nearest(
    article: usize,
    words: &[(u64, f32)],
    index: &HashMap<u64, Vec<(usize, f32)>>,
) -> Vec<usize> {
    let mut scores: HashMap<usize, f64> = HashMap::new();
    for (word, weight) in words {
        let postings = index.get(word).map_or(&[][..], Vec::as_slice);
        if postings.len() > POSTINGS {
            continue;
        }
        for (other, other_weight) in postings {
            *scores.entry(*other).or_default() += f64::from(*weight) * f64::from(*other_weight);
        }
    }
    scores.remove(&article);
    let mut ranked: Vec<(usize, f64)> = scores.into_iter().collect();
    ranked.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked.truncate(NEIGHBOURS);
    ranked.into_iter().map(|(other, _)| other).collect()
}
