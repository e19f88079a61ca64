//! How one text derives from another, by what they have in common: whether it is a copy, a reprint or a rewrite.
//!
//! Which of the two came first is not asked here, but in [`direction`](super::direction).

use std::fmt;

use serde::Serialize;

use super::borrowing::Borrowing;
use super::forms::are_forms;
use super::phrases::Phrases;
use crate::duplicates::COPY_JACCARD;
use crate::sketch::Overlap;
use crate::stories::{Text, WordWeights};

/// At this containment most of an article's text is another's.
const REPRINT_CONTAINMENT: f64 = 0.5;

/// So much of an article stands in borrowed passages if most of its text is another's, edited throughout.
const REPRINT_SHARE: f64 = 0.6;

/// If so much of the source stands in the article, the article is the source with additions.
const PADDED_SHARE: f64 = 0.8;

/// A source of fewer words is hardly more than a headline, and an article that has all of it is no reprint of it.
const PADDED_WORDS: usize = 30;

/// If so much of both articles stands in borrowed passages, they are one text, edited here and there.
const COPY_SHARE: f64 = 0.85;

/// What an article is to the rest of its story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Others derive from it.
    Origin,
    /// The same text but for trifles.
    Copy,
    /// Most of its text is the other's, cut or padded.
    Reprint,
    /// Shared wire sentences or quotations, own text between.
    Rewrite,
    /// The same event, no borrowed text.
    Report,
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Relation::Origin => "origin",
            Relation::Copy => "copy",
            Relation::Reprint => "reprint",
            Relation::Rewrite => "rewrite",
            Relation::Report => "report",
        })
    }
}

impl Relation {
    /// Returns whether an article of this relation has most of its text from elsewhere.
    pub fn is_carrier(self) -> bool {
        matches!(self, Relation::Copy | Relation::Reprint)
    }
}

/// What two texts have in common, and what that makes the one of the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Derivation {
    /// What the first is of the second; `None` if it borrowed nothing.
    pub relation: Option<Relation>,
    /// Whether what they share is a form that each fills in for itself: a weather report, a company's quarter.
    pub is_form: bool,
    /// Containment of the shingles of the first in the second, and of the second in the first, 0 to 1.
    pub containment: [f64; 2],
    /// The passages that they share.
    pub borrowing: Borrowing,
}

impl Derivation {
    /// Compares an article with one that it may derive from.
    pub fn between(own: &Text, other: &Text, weights: &WordWeights, phrases: &Phrases) -> Self {
        let overlap = own.shingles().overlap(other.shingles());
        let borrowing = Borrowing::between(own, other, weights, phrases);
        let relation = relation(&overlap, &borrowing);
        let is_form = are_forms(own.reading(), other.reading(), &borrowing, relation);
        Derivation {
            relation: relation.filter(|_| !is_form),
            is_form,
            containment: [overlap.containment(), overlap.containment_of_other()],
            borrowing,
        }
    }
}

fn relation(overlap: &Overlap, borrowing: &Borrowing) -> Option<Relation> {
    let [own_share, other_share] = borrowing.shares();
    let [_, other_words] = borrowing.words;
    let is_copy = overlap.jaccard() >= COPY_JACCARD || own_share.min(other_share) >= COPY_SHARE;
    let is_cut = overlap.containment() >= REPRINT_CONTAINMENT || own_share >= REPRINT_SHARE;
    let padded = overlap.containment_of_other().max(other_share);
    let is_padded = padded >= PADDED_SHARE && other_words >= PADDED_WORDS;
    if is_copy {
        Some(Relation::Copy)
    } else if is_cut || is_padded {
        Some(Relation::Reprint)
    } else {
        borrowing.borrowed().next().map(|_| Relation::Rewrite)
    }
}
