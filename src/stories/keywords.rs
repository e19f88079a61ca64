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
        for entry in collection.profile(*node).all.entries() {
            let total = totals.entry(entry.word).or_default();
            *total = (total.0 + 1, total.1 + f64::from(entry.weight));
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
        let canonical: Vec<usize> = (0..texts.len()).collect();
        let collection = Collection::new(corpus.readings.iter().collect());
        keywords(cluster, &canonical, &collection, &corpus.articles)
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
