//! What each article of a story is to the others: who derives from whom, and how much of the text.
//!
//! Articles are put in an order of precedence (a notice that says "reprinted" puts an article last,
//! then earlier before later, longer before shorter), and each looks for its source among those
//! before it. Where the order is a guess, for lack of dates, so is the direction.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::duplicates::COPY_JACCARD;
use crate::error::Result;
use crate::sketch::Overlap;
use crate::stories::{Articles, Passage, Reading, Shelf, Stories, Text, WordWeights, quoted_words};

/// At this containment most of an article's text is another's.
const REPRINT_CONTAINMENT: f64 = 0.5;

/// At this containment of the source in the article, the article is the source with additions.
const PADDED_CONTAINMENT: f64 = 0.8;

/// A source of fewer shingles is an alert, and an article that has all of it is no reprint of it.
const PADDED_SHINGLES: u32 = 56;

/// A quotation of so many words, or a sentence of so many more, is not shared by chance.
const BORROWED_QUOTE_WORDS: usize = 8;
const BORROWED_WORDS: usize = 12;

/// A source that has nearly as much of the text as the best, and comes earlier, is preferred to it.
const NEARLY: f64 = 0.1;

/// How many of a story's first articles are looked at as sources: a bound for stories of thousands.
/// An article that has near-duplicates is compared with the first of them too, wherever it stands.
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
///
/// # Errors
///
/// If a text can't be had any more.
pub fn sources<'a, A: Articles + ?Sized>(
    members: &[usize],
    stories: &Stories<'a, A>,
    shelf: &mut Shelf<'a, A>,
) -> Result<Vec<Source>> {
    let mut precedence = members.to_vec();
    precedence.sort_by_key(|article| {
        let brief = stories.brief(*article);
        let age = (brief.age.is_none(), brief.age);
        (brief.is_reprint, age, Reverse(brief.words), *article)
    });
    let mut first_of_node = HashMap::new();
    let mut found: Vec<Source> = Vec::with_capacity(members.len());
    for (place, article) in precedence.iter().enumerate() {
        let mut earlier = precedence[..place.min(SOURCES)].to_vec();
        let first = *first_of_node
            .entry(stories.node(*article))
            .or_insert(*article);
        if first != *article && !earlier.contains(&first) {
            earlier.push(first);
        }
        found.push(source_of(*article, &earlier, shelf, stories.weights())?);
    }
    let origins: HashSet<usize> = found.iter().filter_map(|source| source.of).collect();
    for source in &mut found {
        if source.relation == Relation::Report && origins.contains(&source.article) {
            source.relation = Relation::Origin;
        }
    }
    found.sort_unstable_by_key(|source| source.article);
    Ok(found)
}

/// Finds the source of an article among those that come before it.
fn source_of<A: Articles + ?Sized>(
    article: usize,
    earlier: &[usize],
    shelf: &mut Shelf<'_, A>,
    weights: &WordWeights,
) -> Result<Source> {
    let mut derived: Vec<Source> = Vec::new();
    for &other in earlier {
        let (own_text, other_text) = (shelf.text(article)?, shelf.text(other)?);
        let overlap = own_text.shingles().overlap(other_text.shingles());
        let Some(relation) = relation(&overlap, &own_text, &other_text, weights) else {
            continue;
        };
        let similarity = overlap.containment();
        derived.push(Source {
            article,
            relation,
            of: Some(other),
            similarity,
        });
        if similarity >= 1.0 - NEARLY {
            break; // nothing that comes later can have so much more of the text
        }
    }
    let most = derived
        .iter()
        .map(|source| source.similarity)
        .fold(0.0, f64::max);
    let found = derived
        .into_iter()
        .find(|source| source.similarity >= most - NEARLY);
    Ok(found.unwrap_or(Source {
        article,
        relation: Relation::Report,
        of: None,
        similarity: 0.0,
    }))
}

/// Returns how an article derives from another, given what it has in common with it; `None` if it doesn't.
fn relation(
    overlap: &Overlap,
    own: &Text,
    other: &Text,
    weights: &WordWeights,
) -> Option<Relation> {
    let is_cut = overlap.containment() >= REPRINT_CONTAINMENT;
    let is_padded =
        overlap.containment_of_other() >= PADDED_CONTAINMENT && overlap.other >= PADDED_SHINGLES;
    if overlap.jaccard() >= COPY_JACCARD {
        Some(Relation::Copy)
    } else if is_cut || is_padded {
        Some(Relation::Reprint)
    } else {
        let passages = own
            .wording
            .passages(&other.wording, |word| weights.weight(word));
        let borrowed = passages
            .iter()
            .any(|passage| is_borrowed(passage, own.reading(), other.reading()));
        borrowed.then_some(Relation::Rewrite)
    }
}

/// Returns whether a shared passage is too long for chance.
fn is_borrowed(passage: &Passage, a: &Reading, b: &Reading) -> bool {
    passage.a.len() >= BORROWED_WORDS || quoted_words(passage, a, b) >= BORROWED_QUOTE_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duplicates::Group;
    use crate::stories::testing::{Corpus, article};

    const WIRE: [&str; 6] = [
        "A cable car stopped above the Orvik gorge with nineteen people on board, rescuers in the valley said.",
        "The gondola hung for six hours before a helicopter could lower a climber onto its roof in the wind.",
        "Nobody was hurt, though two children were treated for the cold in a tent beside the lower station.",
        "\"We sang every song that we knew and then we sang them all again\", said a teacher from Lunde.",
        "The operator blamed a bearing that had been replaced only a month ago by a firm from the coast.",
        "The line, which opened in the sixties, stays closed until engineers have looked at each of its pylons.",
    ];

    const OWN: [&str; 4] = [
        "Skiers at the top had to walk down by torchlight while the village kept its only hotel open for them.",
        "Local people have long asked for a second road, which the county has put off in three budgets running.",
        "The mayor wants to know why the alarm reached the fire brigade twenty minutes later than the radio.",
        "Shares of the company that runs the line fell by a tenth when trading in the capital began again.",
    ];

    fn text(paragraphs: &[&str]) -> String {
        paragraphs.join("\n\n")
    }

    /// Finds the sources of dated texts.
    fn found(texts: &[(&str, String)]) -> Vec<(Relation, Option<usize>)> {
        let corpus = Corpus::new(
            texts
                .iter()
                .map(|(date, text)| article(date, text))
                .collect(),
        );
        sources_in(&corpus, &[])
            .iter()
            .map(|source| (source.relation, source.of))
            .collect()
    }

    /// Finds the sources in a corpus of one story; `groups` are its near-duplicates.
    fn sources_in(corpus: &Corpus, groups: &[Group]) -> Vec<Source> {
        let stories = corpus.one_story(groups);
        let members = stories.members(0);
        sources(&members, &stories, &mut stories.shelf()).unwrap()
    }

    #[test]
    fn what_is_borrowed_decides_the_relation() {
        let texts = [
            ("2021-03-01", text(&WIRE)),
            ("2021-03-02", text(&WIRE)),
            ("2021-03-03", text(&WIRE[..4])),
            ("2021-03-04", text(&[OWN[0], WIRE[3], OWN[1]])),
            ("2021-03-05", text(&[OWN[2], OWN[3]])),
        ];
        assert_eq!(
            found(&texts),
            [
                (Relation::Origin, None),
                (Relation::Copy, Some(0)),
                (Relation::Reprint, Some(0)),
                (Relation::Rewrite, Some(0)),
                (Relation::Report, None),
            ]
        );
    }

    #[test]
    fn a_text_with_additions_is_a_reprint_of_the_shorter_one() {
        let padded = [&WIRE[..4], &OWN].concat();
        let texts = [
            ("2021-03-01", text(&WIRE[..4])),
            ("2021-03-02", text(&padded)),
        ];
        assert_eq!(
            found(&texts),
            [(Relation::Origin, None), (Relation::Reprint, Some(0))]
        );
    }

    #[test]
    fn the_earlier_is_the_source_and_undated_ones_come_last() {
        let texts = [
            ("", text(&WIRE)),
            ("2021-03-02", text(&WIRE)),
            ("2021-03-01", text(&WIRE)),
        ];
        assert_eq!(
            found(&texts),
            [
                (Relation::Copy, Some(2)),
                (Relation::Copy, Some(2)),
                (Relation::Origin, None)
            ]
        );
    }

    #[test]
    fn of_undated_texts_the_longer_is_the_source() {
        assert_eq!(
            found(&[("", text(&WIRE[..4])), ("", text(&WIRE))]),
            [(Relation::Reprint, Some(1)), (Relation::Origin, None)]
        );
    }

    #[test]
    fn a_reprint_notice_outweighs_an_earlier_date() {
        let mut reprint = article("2021-03-01", &text(&WIRE));
        reprint.harvest.reprint_of = Some("Valley Post".to_owned());
        let corpus = Corpus::new(vec![reprint, article("2021-03-02", &text(&WIRE))]);
        let of: Vec<Option<usize>> = sources_in(&corpus, &[])
            .iter()
            .map(|source| source.of)
            .collect();
        assert_eq!(of, [Some(1), None]);
    }

    #[test]
    fn similarity_is_the_share_of_the_text_that_is_borrowed() {
        let corpus = Corpus::new(vec![
            article("2021-03-01", &text(&WIRE)),
            article("2021-03-02", &text(&WIRE)),
            article("2021-03-03", &text(&OWN)),
        ]);
        let similarity: Vec<f64> = sources_in(&corpus, &[])
            .iter()
            .map(|source| source.similarity)
            .collect();
        assert_eq!(similarity, [0.0, 1.0, 0.0]);
    }

    #[test]
    fn a_late_copy_in_a_large_story_knows_its_source() {
        let crowd = |i: usize| {
            let report = format!(
                "Reader{i} of town{i} writes that line{i} and pylon{i} were seen{i} from hill{i} at dusk{i}."
            );
            article("2021-03-01", &report)
        };
        let mut articles: Vec<_> = (0..SOURCES + 8).map(crowd).collect();
        let original = articles.len();
        articles.push(article("2021-03-02", &text(&WIRE)));
        articles.push(article("2021-03-03", &text(&WIRE)));
        let corpus = Corpus::new(articles);
        let copies = Group {
            canonical: original,
            members: vec![original + 1],
        };
        let found = sources_in(&corpus, &[copies]);
        assert_eq!(found[original].relation, Relation::Origin);
        assert_eq!(
            (found[original + 1].relation, found[original + 1].of),
            (Relation::Copy, Some(original))
        );
    }

    #[test]
    fn texts_without_words_derive_from_nothing() {
        assert_eq!(
            found(&[("", String::new()), ("", String::new())]),
            [(Relation::Report, None), (Relation::Report, None)]
        );
    }
}
