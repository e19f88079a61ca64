//! What two articles have of each other's wording: the passages that they share, weighed.
//!
//! The weight of a passage is the summed weight of its equal words, in nats: how surprising it is that two
//! writers chose them. Words of [set phrases](Phrases) weigh nothing. A passage is *borrowed* if it is too
//! heavy for chance; what lies below that, two reports of one event have in common by themselves.

use super::passages::{Passage, SEED_WORDS, passages};
use super::phrases::Phrases;
use crate::stories::{Reading, Text, WordWeights};

/// A passage of so many equal words and of this weight, in nats, is borrowed.
const BORROWED: (usize, f64) = (11, 24.0);

/// One run in it has so many words: what is bridged throughout is two tellings of one fact.
const BORROWED_RUN: usize = 8;

/// A shared quotation of so many words and of this weight is: quotations are taken over word by word.
const BORROWED_QUOTE: (usize, f64) = (8, 20.0);

/// A shared passage with what it is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// Where it stands.
    pub passage: Passage,
    /// Summed weight of its equal words that are no set phrase, in nats.
    pub weight: f64,
    /// Whether most of it stands in quotation marks in both texts.
    pub is_quote: bool,
}

impl Shared {
    /// Returns whether it is too heavy for chance.
    pub fn is_borrowed(&self) -> bool {
        let (words, weight) = match self.is_quote {
            true => BORROWED_QUOTE,
            false => BORROWED,
        };
        let longest = self.passage.runs.iter().map(ExactSizeIterator::len).max();
        self.passage.words() >= words
            && self.weight >= weight
            && longest.is_some_and(|longest| longest >= BORROWED_RUN)
    }
}

/// What two articles have of each other's wording.
#[derive(Clone, Debug, PartialEq)]
pub struct Borrowing {
    /// All passages that both have, in the order of the first article.
    pub shared: Vec<Shared>,
    /// Words of the first and the second article.
    pub words: [usize; 2],
}

impl Borrowing {
    /// Finds what two articles share.
    pub fn between(own: &Text, other: &Text, weights: &WordWeights, phrases: &Phrases) -> Self {
        let [own, other] = [own, other].map(Text::reading);
        let shared = passages(own, other).into_iter().map(|passage| Shared {
            weight: weight(&passage, own, weights, phrases),
            is_quote: is_quote(&passage, own, other),
            passage,
        });
        Borrowing {
            shared: shared.collect(),
            words: [own.words.len(), other.words.len()],
        }
    }

    /// Returns the passages that are too heavy for chance, in the order of the first article.
    pub fn borrowed(&self) -> impl Iterator<Item = &Shared> {
        self.shared.iter().filter(|shared| shared.is_borrowed())
    }

    /// Returns which share of the words of the first and of the second article stand in borrowed passages, 0 to 1.
    pub fn shares(&self) -> [f64; 2] {
        let in_a = self.borrowed().map(|shared| shared.passage.a.len());
        let in_b = self.borrowed().map(|shared| shared.passage.b.len());
        let [own, other] = self.words.map(|words| words.max(1) as f64);
        [
            in_a.sum::<usize>() as f64 / own,
            in_b.sum::<usize>() as f64 / other,
        ]
    }

    /// Returns how many equal words the longest borrowed passage has, 0 if there is none.
    pub fn longest(&self) -> usize {
        let words = self.borrowed().map(|shared| shared.passage.words());
        words.max().unwrap_or(0)
    }
}

/// Returns the summed weight of the equal words of a passage that stand in no set phrase.
fn weight(passage: &Passage, own: &Reading, weights: &WordWeights, phrases: &Phrases) -> f64 {
    let mut total = 0.0;
    for run in &passage.runs {
        let words = &own.words[run.clone()];
        // Where the set phrase ends that was met last.
        let mut common_until = 0;
        for (place, word) in words.iter().enumerate() {
            let next = words.get(place..place + SEED_WORDS);
            if next.is_some_and(|next| phrases.are_common(next)) {
                common_until = place + SEED_WORDS;
            }
            if place >= common_until {
                total += weights.weight(*word);
            }
        }
    }
    total
}

/// Returns whether most of a passage stands in quotation marks in both texts.
fn is_quote(passage: &Passage, own: &Reading, other: &Reading) -> bool {
    let quoted = |text: &Reading, mut places: std::ops::Range<usize>| {
        let all = places.len();
        let inside = places.by_ref().filter(|place| text.is_quoted(*place));
        2 * inside.count() >= all
    };
    quoted(own, passage.a.clone()) && quoted(other, passage.b.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::testing::{Corpus, article};

    /// Returns what two texts share, weighed without a corpus.
    fn between(own: &str, other: &str) -> Borrowing {
        let corpus = Corpus::new(vec![article("", own), article("", other)]);
        let [own, other] = [0, 1].map(|index| Text::of(&corpus.articles, index).unwrap());
        let (weights, phrases) = (WordWeights::default(), Phrases::default());
        Borrowing::between(&own, &other, &weights, &phrases)
    }

    const WIRE: &str = "Nineteen people hung above the Orvik gorge for six hours before a helicopter could lower a climber.\n";

    #[test]
    fn a_sentence_is_borrowed_though_a_word_was_changed() {
        let changed = WIRE.replace("six hours", "half a day");
        let found = between(
            WIRE,
            &format!("Skiers walked down by torchlight.\n\n{changed}"),
        );
        assert_eq!(found.borrowed().count(), 1);
        assert_eq!(found.longest(), 15);
        assert!(
            found.shares()[0] > 0.99 && found.shares()[1] < 0.9,
            "{:?}",
            found.shares()
        );
    }

    #[test]
    fn set_phrases_are_not_borrowed() {
        let asked = |who: &str| {
            format!("The {who} did not immediately respond to a request for comment on Thursday.\n")
        };
        let found = between(
            &asked("cable car company"),
            &asked("fishing port authority"),
        );
        assert_eq!(found.borrowed().count(), 0);
    }

    #[test]
    fn a_quotation_is_borrowed_at_less_weight() {
        let one = "\"We sang every song that we knew by heart\", said a teacher from Lunde on the way down.\n";
        let other =
            "On the radio somebody laughed: \"We sang every song that we knew by heart\".\n";
        let found = between(one, other);
        assert!(found.shared[0].is_quote);
        assert_eq!(found.borrowed().count(), 1);
        let without_marks = between(&one.replace('"', ""), &other.replace('"', ""));
        assert_eq!(without_marks.borrowed().count(), 0);
    }

    #[test]
    fn nothing_is_borrowed_from_an_empty_text() {
        let found = between(WIRE, "");
        assert_eq!((found.shares(), found.longest()), ([0.0, 0.0], 0));
    }
}
