//! Virtual origins: whose text several articles carry, if that publisher's own report is not among them.

use std::collections::HashMap;

use super::derivation::Relation;
use super::direction::Direction;
use super::naming::{Name, names};
use super::relations::Source;
use crate::error::Result;
use crate::stories::{Articles, Shelf, Text};
use crate::strip::Harvest;

/// Finds the articles that carry a text whose publisher is named but has no article in the story, and makes
/// them reprints of that.
///
/// An article that says whose text it has says so for the articles that it shares the text with too: one that
/// has the same text without a word about it derives from the one that has the credit, unless that one names
/// it as its own source.
pub(super) fn virtual_origins<A: Articles + ?Sized>(
    found: &mut [Source],
    shelf: &mut Shelf<'_, A>,
) -> Result<()> {
    let places: HashMap<usize, usize> = found
        .iter()
        .enumerate()
        .map(|(place, source)| (source.article, place))
        .collect();
    for place in 0..found.len() {
        let source = found[place].clone();
        let own = shelf.text(source.article)?;
        let facts = &own.article.harvest;
        let Some(of) = source.of else {
            // What is a reprint by its own word is one, wherever the original is.
            if facts.reprint_of.is_some() {
                found[place].relation = Relation::Reprint;
                found[place].direction = Some(Direction::Notice);
            }
            continue;
        };
        let other = shelf.text(of)?;
        let Some(origin) = absent_origin(facts, &other.article.harvest) else {
            continue;
        };
        if !source.relation.is_carrier() {
            // It has a few sentences from the other, and the rest from whom its notice names.
            if facts.reprint_of.is_some() {
                found[place].carry(&origin, of, source.similarity);
            }
            continue;
        }
        let carrier = &mut found[places[&of]];
        if credits(&other.article.harvest, &origin) {
            if carrier.of.is_none() {
                carrier.carry(&origin, source.article, source.similarity);
            }
        } else if carrier.of.is_none() && !names_publisher(&own, &other) {
            carrier.relation = source.relation;
            carrier.of = Some(source.article);
            carrier.direction = Some(Direction::Credit);
            carrier.similarity = source.similarity;
        }
        found[place].carry(&origin, of, source.similarity);
    }
    Ok(())
}

impl Source {
    /// Makes it a reprint of a virtual origin, whose text another article carries too.
    fn carry(&mut self, origin: &str, beside: usize, similarity: f64) {
        self.relation = Relation::Reprint;
        self.of = None;
        if self.beside.is_none() {
            self.beside = Some(beside);
            self.direction = Some(match self.reprint_of {
                Some(_) => Direction::Notice,
                None => Direction::Credit,
            });
            self.reprint_of.get_or_insert_with(|| origin.to_owned());
        }
        self.similarity = self.similarity.max(similarity);
    }
}

/// Returns whose text an article has by its own word, unless the other article that has it may be the original:
/// its publisher is the one that is named, or is not known, and it names nobody itself.
fn absent_origin(own: &Harvest, other: &Harvest) -> Option<String> {
    let publisher = other.outlet.as_deref().map(Name::of);
    let own_publisher = own.outlet.as_deref().map(Name::of);
    let named = || own.reprint_of.iter().chain(&own.agencies);
    if named().any(|name| Some(Name::of(name)) == publisher) {
        return None;
    }
    let absent = named()
        .filter(|name| Some(Name::of(name)) != own_publisher)
        .filter(|name| publisher.is_some() || credits(other, name));
    // Of several it is the one that the other names as well.
    absent.min_by_key(|name| !credits(other, name)).cloned()
}

/// Returns whether an article says that its text is somebody's.
fn credits(harvest: &Harvest, origin: &str) -> bool {
    let mut named = harvest.reprint_of.iter().chain(&harvest.agencies);
    let origin = Name::of(origin);
    named.any(|name| Name::of(name) == origin)
}

/// Returns whether the text of an article names the publisher of another.
fn names_publisher(own: &Text, other: &Text) -> bool {
    let outlet = other.article.harvest.outlet.as_deref();
    outlet.is_some_and(|outlet| names(own, outlet))
}
