//! What each article of a story is to the others: who derives from whom, and how much of the text.
//!
//! Articles are put in an order of precedence (a notice that says "reprinted" puts an article last,
//! then earlier before later, longer before shorter), and each looks for its source among those
//! before it. Where the order is a guess, for lack of dates, so is the direction.

use std::cmp::Reverse;

use serde::Serialize;

use super::background::WordWeights;
use super::features::quoted_words;
use super::passages::{Passage, passages_between};
use super::reading::Reading;
use crate::sketch::Shingles;
use crate::strip::Article;

/// At this Jaccard similarity of five-word shingles two texts are the same but for trifles.
const COPY_JACCARD: f64 = 0.8;

/// At this containment most of an article's text is another's.
const REPRINT_CONTAINMENT: f64 = 0.5;

/// At this containment of the source in the article, the article is the source with additions.
const PADDED_CONTAINMENT: f64 = 0.8;

/// A quotation of so many words, or a sentence of so many more, is not shared by chance.
const BORROWED_QUOTE_WORDS: usize = 8;
const BORROWED_WORDS: usize = 12;

/// A source that has nearly as much of the text as the best, and comes earlier, is preferred to it.
const NEARLY: f64 = 0.1;

/// How many of a story's first articles are looked at as sources: a bound for stories of thousands.
const SOURCES: usize = 32;

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

/// Where an article's text is from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Source {
    pub article: usize,
    pub relation: Relation,
    pub of: Option<usize>,
    /// Containment of the article's shingles in its source's, 0 to 1; 0 without a source.
    pub similarity: f64,
}

/// Finds the source of each of a story's articles; `members` are sorted, and so is the result.
pub fn sources(
    members: &[usize],
    articles: &[Article],
    shingles: &[Shingles],
    readings: &[Reading],
    weights: &WordWeights,
) -> Vec<Source> {
    let mut precedence = members.to_vec();
    precedence.sort_by_key(|article| {
        let harvest = &articles[*article].harvest;
        let published = harvest.published.map(|published| published.moment);
        (
            harvest.reprint_of.is_some(),
            published.is_none(),
            published,
            Reverse(shingles[*article].len()),
            *article,
        )
    });
    let mut found: Vec<Source> = precedence
        .iter()
        .enumerate()
        .map(|(place, article)| {
            source_of(
                *article,
                &precedence[..place.min(SOURCES)],
                shingles,
                readings,
                weights,
            )
        })
        .collect();
    let origins: Vec<usize> = found.iter().filter_map(|source| source.of).collect();
    for source in &mut found {
        if source.relation == Relation::Report && origins.contains(&source.article) {
            source.relation = Relation::Origin;
        }
    }
    found.sort_unstable_by_key(|source| source.article);
    found
}

/// Finds the source of an article among those that come before it.
fn source_of(
    article: usize,
    earlier: &[usize],
    shingles: &[Shingles],
    readings: &[Reading],
    weights: &WordWeights,
) -> Source {
    let derived: Vec<Source> = earlier
        .iter()
        .filter_map(|other| {
            let relation = relation(article, *other, shingles, readings, weights)?;
            let similarity = shingles[article].containment_in(&shingles[*other]);
            Some(Source {
                article,
                relation,
                of: Some(*other),
                similarity,
            })
        })
        .collect();
    let most = derived
        .iter()
        .map(|source| source.similarity)
        .fold(0.0, f64::max);
    derived
        .into_iter()
        .find(|source| source.similarity >= most - NEARLY)
        .unwrap_or(Source {
            article,
            relation: Relation::Report,
            of: None,
            similarity: 0.0,
        })
}

/// Returns how an article derives from another; `None` if it doesn't.
fn relation(
    article: usize,
    other: usize,
    shingles: &[Shingles],
    readings: &[Reading],
    weights: &WordWeights,
) -> Option<Relation> {
    let (own, source) = (&shingles[article], &shingles[other]);
    if own.jaccard(source) >= COPY_JACCARD {
        Some(Relation::Copy)
    } else if own.containment_in(source) >= REPRINT_CONTAINMENT
        || source.containment_in(own) >= PADDED_CONTAINMENT
    {
        Some(Relation::Reprint)
    } else {
        let passages = passages_between(&readings[article], &readings[other], weights);
        let borrowed = passages
            .iter()
            .any(|passage| is_borrowed(passage, &readings[article], &readings[other]));
        borrowed.then_some(Relation::Rewrite)
    }
}

/// Returns whether a shared passage is too long for chance.
fn is_borrowed(passage: &Passage, a: &Reading, b: &Reading) -> bool {
    passage.a.len() >= BORROWED_WORDS || quoted_words(passage, a, b) >= BORROWED_QUOTE_WORDS
}
