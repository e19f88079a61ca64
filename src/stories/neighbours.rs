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
pub const NEIGHBOURS: usize = 40;

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
    let mut entries: Vec<(u64, f32)> = vector
        .entries()
        .iter()
        .map(|entry| (entry.word, entry.weight))
        .collect();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::background::WordWeights;

    fn pairs(articles: &[Vec<u64>]) -> Vec<(usize, usize)> {
        let weights = WordWeights::default();
        let vectors: Vec<Vector> = articles
            .iter()
            .map(|words| Vector::new(words.iter().copied(), &weights))
            .collect();
        neighbours(&vectors.iter().collect::<Vec<_>>())
    }

    #[test]
    fn articles_that_share_words_are_pairs() {
        let articles = [vec![1, 2], vec![7, 8], vec![2, 3], vec![8, 9], vec![]];
        assert_eq!(pairs(&articles), [(0, 2), (1, 3)]);
    }

    #[test]
    fn no_articles_have_no_pairs() {
        assert_eq!(pairs(&[]), []);
        assert_eq!(pairs(&[vec![1, 2]]), []);
        assert_eq!(pairs(&[vec![], vec![]]), []);
    }

    #[test]
    fn each_keeps_those_most_like_it() {
        // Article n shares words 1 to n with the first.
        let articles: Vec<Vec<u64>> = std::iter::once((1..=60).collect())
            .chain((1..=60).map(|n| (1..=n).chain(1000 * n..1000 * n + 60 - n).collect()))
            .collect();
        let of_first = pairs(&articles).into_iter().filter(|pair| pair.0 == 0);
        let nearest: Vec<usize> = of_first.map(|pair| pair.1).collect();
        let closest: Vec<usize> = (61 - NEIGHBOURS..=60).collect();
        assert!(
            closest.iter().all(|other| nearest.contains(other)),
            "{nearest:?}"
        );
    }

    #[test]
    fn a_word_of_too_many_articles_makes_no_pairs() {
        let with_word =
            |count: u64| -> Vec<Vec<u64>> { (0..count).map(|n| vec![1, 10 + n]).collect() };
        assert!(!pairs(&with_word(POSTINGS as u64)).is_empty());
        assert_eq!(pairs(&with_word(POSTINGS as u64 + 1)), []);
    }
}
