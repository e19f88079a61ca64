//! Forms: words that an outlet fills in anew for each day, company or place, as weather reports, tenders and a
//! company's quarter are.
//!
//! Two fillings of one form have most of their words in common and report different things, so neither is the
//! other's copy. What gives them away is what was filled in: the numbers, or the names.

use rustc_hash::FxHashMap;

use super::borrowing::Borrowing;
use super::derivation::Relation;
use crate::stories::Reading;

/// Of two filled-in forms less than this share of the numbers, or of the names, of the one that has fewer
/// stands in the other, if it has so many at least.
const NUMBERS: (usize, f64) = (2, 0.35);
const NAMES: (usize, f64) = (4, 0.25);

/// A form has a number in so many words at least: the few of a long report are as often rounded or left out.
const WORDS_A_NUMBER: usize = 50;

/// Two texts that have so many numbers and none in common do not have a sentence from one another.
const APART_NUMBERS: usize = 4;

/// Texts that have borrowed nothing are forms only if so much of the shorter stands in passages that they share.
const IN_COMMON: f64 = 0.5;

/// So many words differ at least between an outlet's form of one day and of another; a single figure is put right.
const FILLED_WORDS: usize = 2;

/// Returns whether what two texts share is a form, given what the one seems to be of the other (`None` if
/// nothing is borrowed).
pub fn are_forms(
    own: &Reading,
    other: &Reading,
    borrowing: &Borrowing,
    relation: Option<Relation>,
) -> bool {
    match relation {
        Some(Relation::Rewrite) => {
            let (common, fewer) = in_common(&own.numbers, &other.numbers);
            common == 0 && fewer >= APART_NUMBERS
        }
        Some(Relation::Copy) => is_filled_apart(own, other) || is_another_day(own, other),
        Some(_) => is_filled_apart(own, other),
        // Set phrases all through are a form as well.
        None => shared_share(borrowing) >= IN_COMMON && is_filled_apart(own, other),
    }
}

/// Returns whether the numbers or the names of two texts differ.
fn is_filled_apart(own: &Reading, other: &Reading) -> bool {
    let differ = |(common, fewer): (usize, usize), (least, share): (usize, f64)| {
        fewer >= least && (common as f64) < share * fewer as f64
    };
    let numbers = in_common(&own.numbers, &other.numbers);
    let words = own.words.len().min(other.words.len());
    let is_dense = numbers.1 * WORDS_A_NUMBER >= words;
    is_dense && differ(numbers, NUMBERS) || differ(in_common(&own.names, &other.names), NAMES)
}

/// Returns whether one outlet published two texts on different days, and it is mostly numbers that differ: the
/// rates of today and those of yesterday. Whoever copies a text leaves its numbers alone.
fn is_another_day(own: &Reading, other: &Reading) -> bool {
    let (Some(day), Some(other_day)) = (own.published, other.published) else {
        return false;
    };
    let words = different(&own.words, &other.words);
    let numbers = [(own, other), (other, own)].map(|(own, other)| {
        let (common, _) = in_common(&own.numbers, &other.numbers);
        own.numbers.len() - common
    });
    own.outlet == other.outlet
        && day.date != other_day.date
        && words >= FILLED_WORDS
        // A number may be spelled out.
        && 2 * numbers[0].max(numbers[1]) >= words
}

/// Returns which share of the words of the shorter text stands in passages that both have, 0 to 1.
fn shared_share(borrowing: &Borrowing) -> f64 {
    let [own, other] = borrowing.words;
    let in_shorter = borrowing.shared.iter().map(|shared| match own <= other {
        true => shared.passage.a.len(),
        false => shared.passage.b.len(),
    });
    in_shorter.sum::<usize>() as f64 / own.min(other).max(1) as f64
}

/// Returns how many hashes two sorted lists have in common, and how many the shorter has.
fn in_common(own: &[u64], other: &[u64]) -> (usize, usize) {
    let common = own.iter().filter(|hash| other.binary_search(hash).is_ok());
    (common.count(), own.len().min(other.len()))
}

/// Returns how many words of the one text the other lacks, each counted as often as it stands there; of the two
/// counts the larger.
fn different(own: &[u64], other: &[u64]) -> usize {
    let mut left: FxHashMap<u64, usize> = FxHashMap::default();
    for word in own {
        *left.entry(*word).or_default() += 1;
    }
    let mut common = 0;
    for word in other {
        if let Some(times) = left.get_mut(word).filter(|times| **times > 0) {
            *times -= 1;
            common += 1;
        }
    }
    own.len().max(other.len()) - common
}

#[cfg(test)]
mod tests {
    use crate::provenance::phrases::Phrases;
    use crate::provenance::{Derivation, Relation};
    use crate::stories::testing::{Corpus, article};
    use crate::stories::{Text, WordWeights};

    /// Returns what the second of two dated texts is of the first, and whether they are forms.
    fn derived(texts: [(&str, &str); 2]) -> (Option<Relation>, bool) {
        let corpus = Corpus::new(texts.map(|(date, text)| article(date, text)).to_vec());
        let [first, second] = [0, 1].map(|index| Text::of(&corpus.articles, index).unwrap());
        let (weights, phrases) = (WordWeights::default(), Phrases::default());
        let derivation = Derivation::between(&second, &first, &weights, &phrases);
        (derivation.relation, derivation.is_form)
    }

    const LEVELS: &str = "The river authority at Lunde measured 4.31 metres at the upper gauge on its \
        morning round and 2.07 metres below the weir, with water of 11 degrees.\n\nBoats of more than \
        18 tonnes may pass the lock from six in the morning until the evening bell, the authority said.\n\n\
        The meadow path is open as far as the second footbridge, and dogs must be kept on a lead there.";

    #[test]
    fn the_figures_of_another_day_in_the_same_words_are_no_copy() {
        let next = LEVELS.replace("4.31", "4.36").replace("2.07", "2.11");
        assert_eq!(
            derived([("2021-03-01", LEVELS), ("2021-03-02", &next)]),
            (None, true)
        );
    }

    #[test]
    fn figures_that_are_put_right_on_the_same_day_are_a_copy() {
        let right = LEVELS.replace("4.31", "4.36").replace("2.07", "2.11");
        assert_eq!(
            derived([("2021-03-01", LEVELS), ("2021-03-01", &right)]),
            (Some(Relation::Copy), false)
        );
    }

    #[test]
    fn a_copy_of_a_later_day_is_one_though_a_figure_was_put_right() {
        let right = LEVELS.replace("4.31", "4.36");
        assert_eq!(
            derived([("2021-03-01", LEVELS), ("2021-03-04", &right)]),
            (Some(Relation::Copy), false)
        );
    }

    #[test]
    fn a_form_without_a_common_number_is_none_on_any_day() {
        let other = LEVELS
            .replace("4.31", "0.85")
            .replace("2.07", "1.16")
            .replace("11", "7");
        let other = other.replace("18", "35");
        assert_eq!(derived([("", LEVELS), ("", &other)]), (None, true));
    }
}
