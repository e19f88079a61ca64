//! Two articles side by side: what they share, what each has that the other lacks, and what one is of the other.

use std::ops::Range;

use super::borrowing::Shared;
use super::derivation::{Derivation, Relation};
use super::direction::{Direction, direction};
use super::phrases::Phrases;
use super::speaker::speaker;
use super::spelling::spelled;
use crate::stories::{Judged, Reading, Text, WordWeights, is_capitalised};

/// A passage that is lighter than this, in nats, stands in any two texts.
const SHOWN_NATS: f64 = 12.0;

/// Names and numbers that are told of each article, the heaviest.
const TOLD: usize = 8;

/// From this probability on, two articles report one event.
const ONE_EVENT: f64 = 0.5;

/// What two articles are to one another. Of each pair of values the first belongs to the first article.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What the link model says of them.
    pub judged: Judged,
    /// What one is of the other; `None` if neither has anything from the other.
    pub relation: Option<Relation>,
    /// Which of the two derives from the other, 0 or 1; `None` without a relation.
    pub derived: Option<usize>,
    /// How that is known.
    pub direction: Option<Direction>,
    /// Whether what they share is a form that each fills in for itself.
    pub is_form: bool,
    /// Containment of the shingles of each in the other, 0 to 1.
    pub containment: [f64; 2],
    /// Which share of the words of each stands in borrowed passages, 0 to 1.
    pub borrowed: [f64; 2],
    /// Equal words of the longest borrowed passage.
    pub longest: usize,
    /// The passages that both have, in the order of the first article.
    pub passages: Vec<SharedPassage>,
    /// Agencies that both credit.
    pub agencies: Vec<String>,
    /// What is in both, and what in one alone.
    pub names: InCommon,
    /// The same for words with digits.
    pub numbers: InCommon,
}

/// A passage that stands in both articles.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedPassage {
    /// Where it stands in the text as read of each.
    pub spans: [Range<usize>; 2],
    /// Words that are equal in both.
    pub words: usize,
    /// Their weight without set phrases, in nats.
    pub weight: f64,
    /// Whether it is too heavy for chance.
    pub is_borrowed: bool,
    /// Whether it is a quotation.
    pub is_quote: bool,
    /// Who says it, if it is a quotation and the first article names the speaker beside it.
    pub speaker: Option<String>,
}

/// Words of two articles, as they spell them, the heaviest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InCommon {
    /// Those that both have.
    pub both: Vec<String>,
    /// Those that one has alone.
    pub alone: [Vec<String>; 2],
}

impl Comparison {
    /// Compares two articles that were judged. Set phrases are those of news at large.
    pub fn new(texts: [&Text; 2], judged: Judged) -> Self {
        let phrases = Phrases::default();
        let weights = &judged.weights;
        let [one, two] = texts;
        // Mostly the second is asked about, so it derives from the first unless it is known to be otherwise.
        let forth = Derivation::between(two, one, weights, &phrases);
        let back = Derivation::between(one, two, weights, &phrases);
        let known = direction(two, one, forth.containment);
        let reverse = direction(one, two, back.containment);
        let is_back = known == Direction::Unknown && reverse != Direction::Unknown;
        let relation = if is_back {
            back.relation
        } else {
            forth.relation
        };
        let passages = back.borrowing.shared.iter();
        let passages = passages
            .filter(|shared| shared.weight >= SHOWN_NATS)
            .map(|shared| passage(shared, texts));
        let agencies = &two.article.harvest.agencies;
        let credited = one.article.harvest.agencies.iter();
        Comparison {
            relation,
            derived: relation.map(|_| usize::from(!is_back)),
            direction: relation.map(|_| if is_back { reverse } else { known }),
            is_form: forth.is_form || back.is_form,
            containment: back.containment,
            borrowed: back.borrowing.shares(),
            longest: back.borrowing.longest(),
            passages: passages.collect(),
            agencies: credited
                .filter(|name| agencies.contains(name))
                .cloned()
                .collect(),
            names: in_common(texts, |reading| &reading.names, is_capitalised, weights),
            numbers: in_common(texts, |reading| &reading.numbers, |_| true, weights),
            judged,
        }
    }

    /// Returns whether the two are likely to be one story: one derives from the other, or both report one event.
    pub fn is_one_story(&self) -> bool {
        let carries = self.relation.is_some_and(Relation::is_carrier);
        !self.is_form && (carries || self.judged.probability >= ONE_EVENT)
    }
}

fn passage(shared: &Shared, [one, two]: [&Text; 2]) -> SharedPassage {
    let span = one.reading().span(shared.passage.a.clone());
    let quoted = shared
        .is_quote
        .then(|| speaker(&one.article.document.text, &span));
    SharedPassage {
        words: shared.passage.words(),
        weight: shared.weight,
        is_borrowed: shared.is_borrowed(),
        is_quote: shared.is_quote,
        speaker: quoted.flatten(),
        spans: [span, two.reading().span(shared.passage.b.clone())],
    }
}

fn in_common(
    texts: [&Text; 2],
    of: impl Fn(&Reading) -> &Vec<u64>,
    is_form: impl Fn(&str) -> bool + Copy,
    weights: &WordWeights,
) -> InCommon {
    let [one, two] = texts.map(|text| of(text.reading()));
    let those = |own: &[u64], other: &[u64], shared: bool| -> Vec<u64> {
        let is_shared = |hash: &u64| other.binary_search(hash).is_ok();
        own.iter()
            .copied()
            .filter(|hash| is_shared(hash) == shared)
            .collect()
    };
    let told = |text: &Text, hashes: Vec<u64>| spelled(text, hashes, is_form, TOLD, weights);
    InCommon {
        both: told(texts[0], those(one, two, true)),
        alone: [
            told(texts[0], those(one, two, false)),
            told(texts[1], those(two, one, false)),
        ],
    }
}
