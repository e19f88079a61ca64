//! The words that set a story apart.

use std::collections::BTreeMap;

use super::background::WordWeights;
use super::bag::{Bag, Key, key};
use super::reading::Reading;
use super::studies::damped;
use super::text::{Articles, Shelf, Text};
use crate::error::Result;

/// Keywords of a story.
const KEYWORDS: usize = 8;

/// Heaviest words of an article that may be its story's.
const HEAVIEST: usize = 64;

/// Articles of a story that are read for its keywords: more add nothing.
const READ: usize = 16;

/// Returns the heaviest words of a cluster's articles, as they are mostly written, heaviest first.
///
/// A word must stand in at least half of the articles, and have more than a letter and no digit.
///
/// # Errors
///
/// If a text can't be had any more.
pub fn keywords<A: Articles + ?Sized>(
    canonical: &[usize],
    shelf: &mut Shelf<'_, A>,
    weights: &WordWeights,
) -> Result<Vec<String>> {
    let read = &canonical[..canonical.len().min(READ)];
    let mut totals: BTreeMap<Key, (usize, f64)> = BTreeMap::new();
    for article in read {
        for (word, weight) in heaviest(shelf.text(*article)?.reading(), weights) {
            let total = totals.entry(word).or_default();
            *total = (total.0 + 1, total.1 + weight);
        }
    }
    let mut ranked: Vec<(Key, f64)> = totals
        .into_iter()
        .filter(|(_, (articles, _))| 2 * articles >= read.len())
        .map(|(word, (_, weight))| (word, weight))
        .collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    // Some of the heaviest are numbers, which are no keywords.
    ranked.truncate(4 * KEYWORDS);
    let mut spellings = Spellings::default();
    for article in read {
        spellings.read(&*shelf.text(*article)?, &ranked);
    }
    let spelled = ranked.iter().filter_map(|(word, _)| spellings.most(*word));
    Ok(spelled.take(KEYWORDS).collect())
}

/// Returns the heaviest words of an article, each with its share in the vector of all.
fn heaviest(reading: &Reading, weights: &WordWeights) -> Vec<(Key, f64)> {
    let Bag { keys, marks } = Bag::new(reading);
    let mut weighed: Vec<(Key, f64)> = keys
        .into_iter()
        .zip(marks)
        .map(|(key, mark)| {
            let weight = weights.weight_of_key(key);
            (key, f64::from(damped(mark.times())) * weight)
        })
        .collect();
    let squares: f64 = weighed.iter().map(|(_, weight)| weight * weight).sum();
    let length = squares.sqrt().max(f64::MIN_POSITIVE);
    let order = |a: &(Key, f64), b: &(Key, f64)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if weighed.len() > HEAVIEST {
        weighed.select_nth_unstable_by(HEAVIEST, order);
        weighed.truncate(HEAVIEST);
    }
    for (_, weight) in &mut weighed {
        *weight /= length;
    }
    weighed
}

/// How often each keyword is written in which way.
#[derive(Default)]
struct Spellings(BTreeMap<Key, BTreeMap<String, usize>>);

impl Spellings {
    /// Counts the spellings of the wanted words in a text.
    fn read(&mut self, text: &Text, wanted: &[(Key, f64)]) {
        let mut wanted: Vec<Key> = wanted.iter().map(|(word, _)| *word).collect();
        wanted.sort_unstable();
        let reading = text.reading();
        for (word, span) in reading.words.iter().zip(&reading.spans) {
            let key = key(*word);
            let written = &text.article.document.text[span.clone()];
            if wanted.binary_search(&key).is_ok() && is_keyword(written) {
                let spelling = written.trim_end_matches("'s").trim_end_matches("’s");
                let counts = self.0.entry(key).or_default();
                *counts.entry(spelling.to_owned()).or_default() += 1;
            }
        }
    }

    /// Returns the most frequent spelling of a word, the first in alphabetical order on a tie.
    fn most(&self, word: Key) -> Option<String> {
        let counted = self.0.get(&word)?.iter();
        let most = counted.reduce(|best, next| if next.1 > best.1 { next } else { best });
        most.map(|(spelling, _)| spelling.clone())
    }
}

fn is_keyword(word: &str) -> bool {
    word.chars().nth(1).is_some() && !word.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::testing::{Corpus, article};

    const TEXTS: [&str; 3] = [
        "The Ostrell ferry ran aground off Gannet Rock in thick fog, with 61 passengers and 12 crew on board.\n\n\
         Captain Vestby said that OSTRELL had no working foghorn, and that Ostrell’s council knew it.\n",
        "Fog was so thick off Gannet Rock that the captain of the Ostrell ferry saw nothing, said Vestby.\n\n\
         All 61 passengers were brought to Ostrell by the lifeboat before the tide could turn.\n",
        "Dairy prices rose for the third month in a row as hay ran short in the south of the country.\n",
    ];

    /// Finds the keywords of a cluster of texts.
    fn found(texts: &[&str], cluster: &[usize]) -> Vec<String> {
        let corpus = Corpus::new(texts.iter().map(|text| article("", text)).collect());
        let mut shelf = Shelf::new(&corpus.articles);
        keywords(cluster, &mut shelf, &corpus.weights).unwrap()
    }

    #[test]
    fn keywords_are_what_the_articles_have_in_common_and_others_lack() {
        let found = found(&TEXTS, &[0, 1]);
        for word in ["Ostrell", "Gannet", "Vestby", "ferry"] {
            assert!(
                found.iter().any(|keyword| keyword == word),
                "{word}: {found:?}"
            );
        }
        assert!(!found.iter().any(|keyword| keyword == "the"), "{found:?}");
    }

    #[test]
    fn there_are_at_most_eight_and_no_numbers() {
        let found = found(&TEXTS, &[0, 1]);
        assert_eq!(found.len(), KEYWORDS);
        assert!(
            !found.iter().any(|keyword| keyword.contains('6')),
            "{found:?}"
        );
    }

    #[test]
    fn a_word_is_spelled_as_it_mostly_is_and_without_possessive() {
        let found = found(&TEXTS, &[0, 1]);
        let spellings: Vec<&String> = found
            .iter()
            .filter(|keyword| keyword.to_lowercase().starts_with("ostrell"))
            .collect();
        assert_eq!(spellings, ["Ostrell"]);
    }

    #[test]
    fn what_fewer_than_half_of_the_articles_have_is_no_keyword() {
        let texts = [
            "The Ostrell ferry ran aground in fog off Gannet Rock.\n",
            "The Ostrell ferry was towed away from Gannet Rock.\n",
            "Gannet Rock has seen the Ostrell ferry before, and Zwirblung as well.\n",
        ];
        let found = found(&texts, &[0, 1, 2]);
        assert!(
            !found.iter().any(|keyword| keyword == "Zwirblung"),
            "{found:?}"
        );
    }

    #[test]
    fn a_text_without_words_has_no_keywords() {
        assert_eq!(found(&[""], &[0]), [""; 0]);
    }
}
