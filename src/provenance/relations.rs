//! What each article of a story is to the others: who derives from whom, and how much of the text.
//!
//! Articles are put in an order of precedence (one that another credits comes first, a reprint by its own word
//! last, between them earlier before later, longer before shorter), and each looks for its source among those
//! before it. How the direction is known is told with it ([`Direction`]).
//!
//! What several outlets carry may be an agency's, whose own report is not in the corpus. Then none of them is
//! the source of the others: each is a reprint of the agency, its virtual origin (see [`origins`](super::origins)).

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::derivation::{Derivation, Relation};
use super::direction::{Direction, direction, is_later};
use super::naming::Name;
use super::origins::virtual_origins;
use super::phrases::Phrases;
use crate::error::Result;
use crate::stories::{Articles, Shelf, Stories, WordWeights};
use crate::strip::Harvest;

/// A source that has nearly as much of the text as the best, and comes earlier, is preferred to it.
const NEARLY: f64 = 0.1;

/// How many of a story's first articles are looked at as sources: a bound for stories of thousands.
/// An article that has near-duplicates is compared with the first of them too, wherever it stands.
const SOURCES: usize = 32;

/// Where an article's text is from.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    pub article: usize,
    pub relation: Relation,
    /// The article that it derives from.
    pub of: Option<usize>,
    /// How it is known that it does, and not the other way round.
    pub direction: Option<Direction>,
    /// Whose text it is, if that is not in the corpus or is named.
    pub reprint_of: Option<String>,
    /// Another article that carries the text of the same virtual origin.
    pub beside: Option<usize>,
    /// Containment of the article's shingles in its source's, or in what is beside it, 0 to 1; 0 without either.
    pub similarity: f64,
}

impl Source {
    /// Makes an article that derives from none.
    fn none(article: usize, harvest: &Harvest) -> Self {
        Source {
            article,
            relation: Relation::Report,
            of: None,
            direction: None,
            reprint_of: harvest.reprint_of.clone(),
            beside: None,
            similarity: 0.0,
        }
    }
}

/// Finds the source of each of a story's articles; `members` are sorted, and so is the result.
///
/// # Errors
///
/// If a text can't be had any more.
pub fn sources<'a, A: Articles + ?Sized>(
    members: &[usize],
    stories: &Stories<'a, A>,
    phrases: &Phrases,
    shelf: &mut Shelf<'a, A>,
) -> Result<Vec<Source>> {
    let precedence = precedence(members, stories, shelf)?;
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
        let source = source_of(*article, &earlier, shelf, stories.weights(), phrases)?;
        found.push(source);
        turn_round(&mut found, shelf, stories.weights(), phrases)?;
    }
    virtual_origins(&mut found, shelf)?;
    let origins: HashSet<usize> = found.iter().filter_map(|source| source.of).collect();
    for source in &mut found {
        if source.relation == Relation::Report && origins.contains(&source.article) {
            source.relation = Relation::Origin;
        }
    }
    found.sort_unstable_by_key(|source| source.article);
    Ok(found)
}

/// Returns the articles of a story in the order in which they may derive from one another.
fn precedence<'a, A: Articles + ?Sized>(
    members: &[usize],
    stories: &Stories<'a, A>,
    shelf: &mut Shelf<'a, A>,
) -> Result<Vec<usize>> {
    let mut named = BTreeSet::new();
    let mut outlets = Vec::with_capacity(members.len());
    for article in members {
        let text = shelf.text(*article)?;
        let harvest = &text.article.harvest;
        let outlet = harvest.outlet.as_deref().map(Name::of);
        let others = harvest.agencies.iter().chain(&harvest.reprint_of);
        let others = others.map(|name| Name::of(name));
        named.extend(others.filter(|name| Some(name) != outlet.as_ref()));
        outlets.push(outlet);
    }
    let mut ordered: Vec<_> = members
        .iter()
        .zip(outlets)
        .map(|(article, outlet)| {
            let is_named = outlet.is_some_and(|outlet| named.contains(&outlet));
            let brief = stories.brief(*article);
            let age = (brief.age.is_none(), brief.age);
            let order = (brief.is_reprint, !is_named, age, Reverse(brief.words));
            (order, *article)
        })
        .collect();
    ordered.sort_unstable();
    Ok(ordered.into_iter().map(|(_, article)| article).collect())
}

/// Finds the source of an article among those that come before it.
fn source_of<A: Articles + ?Sized>(
    article: usize,
    earlier: &[usize],
    shelf: &mut Shelf<'_, A>,
    weights: &WordWeights,
    phrases: &Phrases,
) -> Result<Source> {
    let own = shelf.text(article)?;
    let mut derived: Vec<(usize, Relation, Derivation)> = Vec::new();
    for &other in earlier {
        let derivation = Derivation::between(&own, &*shelf.text(other)?, weights, phrases);
        let Some(relation) = derivation.relation else {
            continue;
        };
        let similarity = derivation.containment[0];
        derived.push((other, relation, derivation));
        if similarity >= 1.0 - NEARLY {
            break; // nothing that comes later can have so much more of the text
        }
    }
    let similarities = derived
        .iter()
        .map(|(_, _, derivation)| derivation.containment[0]);
    let most = similarities.fold(0.0, f64::max);
    let best = derived
        .into_iter()
        .find(|(_, _, derivation)| derivation.containment[0] >= most - NEARLY);
    let none = Source::none(article, &own.article.harvest);
    let Some((of, relation, Derivation { containment, .. })) = best else {
        return Ok(none);
    };
    let other = shelf.text(of)?;
    Ok(Source {
        relation,
        of: Some(of),
        direction: Some(direction(&own, &other, containment)),
        similarity: containment[0],
        ..none
    })
}

/// Where it is not known that the last article derives from its source, turns the two round if it would be known
/// the other way round. If nothing tells, the clock least of all, a rewrite is the shorter of the two, unless
/// others have the text of the shorter too; a reprint may be the longer, for what was added. Only a source that
/// derives from none is turned.
fn turn_round<A: Articles + ?Sized>(
    found: &mut [Source],
    shelf: &mut Shelf<'_, A>,
    weights: &WordWeights,
    phrases: &Phrases,
) -> Result<()> {
    let Some((last, before)) = found.split_last_mut() else {
        return Ok(());
    };
    let is_carried = before.iter().any(|source| source.of == last.of);
    let source = before
        .iter_mut()
        .find(|source| Some(source.article) == last.of && source.of.is_none());
    let (Some(source), Some(Direction::Unknown)) = (source, last.direction) else {
        return Ok(());
    };
    let (own, other) = (shelf.text(last.article)?, shelf.text(source.article)?);
    let reverse = Derivation::between(&other, &own, weights, phrases);
    let known = direction(&other, &own, reverse.containment);
    let [source_words, last_words] = reverse.borrowing.words;
    let is_shorter = source_words < last_words && is_later(&own, &other).is_none();
    let is_turned = match known {
        Direction::Unknown => last.relation == Relation::Rewrite && is_shorter && !is_carried,
        _ => true,
    };
    let Some(relation) = reverse.relation.filter(|_| is_turned) else {
        return Ok(());
    };
    source.relation = relation;
    source.of = Some(last.article);
    source.direction = Some(known);
    source.similarity = reverse.containment[0];
    *last = Source::none(last.article, &own.article.harvest);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duplicates::Group;
    use crate::stories::testing::{Corpus, article};
    use crate::strip::Article;

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
        sources(
            &members,
            &stories,
            &Phrases::default(),
            &mut stories.shelf(),
        )
        .unwrap()
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
    fn where_only_one_is_dated_the_longer_is_the_source() {
        let long = text(&[&WIRE[..], &OWN[..2]].concat());
        let short = text(&[OWN[2], WIRE[3], OWN[3]]);
        let expected = [(Relation::Origin, None), (Relation::Rewrite, Some(0))];
        assert_eq!(
            found(&[("", long.clone()), ("2021-03-02", short.clone())]),
            expected
        );
        assert_eq!(found(&[("2021-03-02", long), ("", short)]), expected);
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

    /// Makes a text of an outlet that credits agencies.
    fn carrier(outlet: &str, published: &str, text: &str, agencies: &[&str]) -> Article {
        let mut carrier = article(published, text);
        carrier.harvest.outlet = Some(outlet.to_owned());
        carrier.harvest.agencies = agencies.iter().map(|name| (*name).to_owned()).collect();
        carrier
    }

    #[test]
    fn an_agency_that_is_not_there_is_the_origin_of_what_several_carry() {
        let wire = text(&WIRE);
        let corpus = Corpus::new(vec![
            carrier("Bay Echo", "2021-03-01", &wire, &["AFP"]),
            carrier("Valley Post", "2021-03-02", &wire, &["AFP"]),
            carrier("Hill Mail", "2021-03-03", &text(&WIRE[..4]), &["AFP"]),
            carrier("Town Talk", "2021-03-04", &wire, &[]),
        ]);
        let found = sources_in(&corpus, &[]);
        for source in &found[..3] {
            assert_eq!((source.relation, source.of), (Relation::Reprint, None));
            assert_eq!(source.reprint_of.as_deref(), Some("AFP"));
            assert_eq!(source.direction, Some(Direction::Credit));
            assert!(source.beside.is_some() && source.similarity > 0.9);
        }
        assert_eq!((found[3].relation, found[3].of), (Relation::Copy, Some(0)));
    }

    #[test]
    fn an_agency_that_is_there_is_the_origin_itself() {
        let wire = text(&WIRE);
        let corpus = Corpus::new(vec![
            carrier("Bay Echo", "2021-03-01", &wire, &["AFP"]),
            carrier("AFP", "2021-03-02", &wire, &[]),
        ]);
        let found = sources_in(&corpus, &[]);
        assert_eq!(found[1].relation, Relation::Origin);
        assert_eq!((found[0].relation, found[0].of), (Relation::Copy, Some(1)));
        assert_eq!(found[0].direction, Some(Direction::Credit));
    }

    #[test]
    fn a_reprint_by_its_own_word_shares_a_quotation_with_others_and_is_one_still() {
        let mut reprint = carrier(
            "Bay Echo",
            "2021-03-02",
            &text(&[OWN[0], WIRE[3], OWN[1]]),
            &[],
        );
        reprint.harvest.reprint_of = Some("Radio Lunde".to_owned());
        let corpus = Corpus::new(vec![
            carrier("Valley Post", "2021-03-01", &text(&WIRE), &[]),
            reprint,
        ]);
        let found = sources_in(&corpus, &[]);
        assert_eq!((found[1].relation, found[1].of), (Relation::Reprint, None));
        assert_eq!(found[1].reprint_of.as_deref(), Some("Radio Lunde"));
        assert_eq!(
            (found[1].beside, found[1].direction),
            (Some(0), Some(Direction::Notice))
        );
        assert_eq!(found[0].relation, Relation::Report);
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
