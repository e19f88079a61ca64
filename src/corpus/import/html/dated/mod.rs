//! When a page was published, by all that it tells, in the order in which that is to be trusted.
//!
//! The search goes the way of *htmldate* (Barbaresi 2020): what is stated for machines first, then the address,
//! then what a reader sees. Publication is preferred to revision throughout. There is no clock to hold a date
//! against, but the page's own: nothing was published after its last revision, and no text of a page dates it
//! later than the year behind that of its copyright notice.

mod shown;
mod stated;
mod timed;
mod written;

use jiff::civil::Date;
use trafilatura::dom::{Document, NodeId};

use super::blocks::Block;
use super::furniture::Boxes;
use super::head::Metas;
use super::linked::Linked;
use crate::dates::{Moment, in_url};
use written::Order;

/// What a page is dated by.
pub(super) struct Clues<'p> {
    /// The page as it was fetched.
    pub html: &'p str,
    /// The element tree.
    pub document: &'p Document,
    /// Its elements, in the order of the page.
    pub elements: &'p [NodeId],
    /// Its text.
    pub blocks: &'p [Block],
    /// What of it is beside the article.
    pub boxes: &'p Boxes<'p>,
    /// Its `meta` elements.
    pub metas: &'p Metas,
    /// Its linked data.
    pub linked: &'p Linked,
    /// The headline.
    pub title: Option<&'p str>,
    /// The address.
    pub url: Option<&'p str>,
    /// The language tag.
    pub language: Option<&'p str>,
}

/// Returns when the page was published.
pub(super) fn published(clues: &Clues<'_>) -> Option<Moment> {
    let order = Order::of(clues.language, clues.url);
    let stated = stated::revised(clues, order);
    let timed = timed::Times::read(clues, order);
    let shown = shown::Dates::read(clues, order);
    let revised = stated.into_iter().chain(timed.revised).max();
    let latest =
        |bound: Option<Date>| move |moment: &Moment| bound.is_none_or(|bound| moment.date <= bound);
    let by_revision =
        latest(revised.map(|revised| revised.date.tomorrow().unwrap_or(revised.date)));
    let by_copyright = latest(shown::copyright(clues.blocks));

    let address = clues.url.and_then(in_url);
    let found = stated::published(clues, order)
        .chain(timed.published.iter().copied())
        .find(&by_revision)
        .map(|moment| on_day(moment, address));
    found
        .or_else(|| address.map(Moment::day))
        .or_else(|| {
            let mut seen = timed
                .hinted
                .into_iter()
                .chain(shown.published)
                .chain(stated::in_scripts(clues, order))
                .chain(stated::in_images(clues));
            seen.find(|moment| by_revision(moment) && by_copyright(moment))
        })
        .or(revised)
        .or(shown.revised)
}

/// Returns what is stated, unless the address names an earlier day: then the page was published anew, or its clock
/// is not that of its readers.
fn on_day(stated: Moment, address: Option<Date>) -> Moment {
    match address {
        Some(day) if day < stated.date => Moment::day(day),
        _ => stated,
    }
}
