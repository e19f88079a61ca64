//! Dates of elements that are made for them: `<time>`, `<abbr>`, microdata on any element, and dates in other attributes.

use trafilatura::dom::NodeId;

use super::Clues;
use super::written::{self, Order};
use crate::dates::Moment;

/// A `<time>` that does not say what it means belongs to the article if it stands so near to the headline,
/// in elements of the page.
const NEAR: usize = 80;
/// What stands above the headline is so much farther: the date of today stands there.
const ABOVE: usize = 30;

/// What counts in seconds or numbers something may look like a date before the web.
const FIRST_YEAR: i16 = 1995;

/// What the elements say.
pub(super) struct Times {
    /// When the page was published, the most trusted first.
    pub published: Vec<Moment>,
    /// When it was revised last.
    pub revised: Option<Moment>,
    /// What attributes say that are there for scripts and pointers, the nearest to the headline first.
    pub hinted: Vec<Moment>,
}

/// What an element's date is said to be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning {
    /// The publication, in so many words.
    Published,
    /// Nothing is said.
    Unsaid,
    /// A revision.
    Revised,
}

impl Times {
    /// Reads the elements of a page that stand in none of its boxes.
    pub fn read(clues: &Clues<'_>, order: Order) -> Times {
        let headline = headline(clues);
        let mut found: Vec<(Meaning, usize, Moment)> = Vec::new();
        let mut hinted: Vec<(usize, Moment)> = Vec::new();
        for (place, element) in clues.elements.iter().enumerate() {
            let distance = match place.checked_sub(headline) {
                Some(below) => below,
                None => headline - place + ABOVE,
            };
            let Some((meaning, moment)) = read(clues, *element, order) else {
                let near = Some(*element).filter(|_| distance <= NEAR);
                let hint = near.and_then(|element| hint(clues, element, order));
                let hint = hint.filter(|_| !clues.boxes.hold(Some(*element)));
                hinted.extend(hint.map(|moment| (distance, moment)));
                continue;
            };
            let is_near = meaning != Meaning::Unsaid || distance <= NEAR;
            if is_near && !clues.boxes.hold(Some(*element)) {
                found.push((meaning, distance, moment));
            }
        }
        found.sort_by_key(|(meaning, distance, _)| (*meaning, *distance));
        hinted.sort_by_key(|(distance, _)| *distance);
        let of = |meaning| {
            found
                .iter()
                .filter(move |found| (found.0 == Meaning::Revised) == meaning)
        };
        Times {
            published: of(false).map(|found| found.2).collect(),
            revised: of(true).map(|found| found.2).next(),
            hinted: hinted.into_iter().map(|(_, moment)| moment).collect(),
        }
    }
}

/// Returns the place of the headline among the elements: the heading that has its text, else the first, else 0.
fn headline(clues: &Clues<'_>) -> usize {
    let is_heading = |element: &&NodeId| clues.document.tag_name(**element) == "h1";
    let has_title = |element: &NodeId| {
        let text = clues.document.text_content(*element);
        is_heading(&element) && Some(text.trim()) == clues.title
    };
    let titled = clues.elements.iter().position(has_title);
    let first = || {
        clues
            .elements
            .iter()
            .position(|element| is_heading(&element))
    };
    titled.or_else(first).unwrap_or_default()
}

/// Returns the date that an element carries, if it is made for one.
fn read(clues: &Clues<'_>, element: NodeId, order: Order) -> Option<(Meaning, Moment)> {
    let document = clues.document;
    let attribute = |name| document.get_attribute(element, name);
    let tag = document.tag_name(element);
    let property = attribute("itemprop").map(|property| property.to_ascii_lowercase());
    let class = document.class_name(element).to_ascii_lowercase();
    let meaning = match property.as_deref() {
        _ if tag == "meta" => return None,
        Some("datepublished" | "datecreated") => Meaning::Published,
        Some("datemodified") => Meaning::Revised,
        _ if tag == "abbr" && class.contains("published") => Meaning::Published,
        _ if tag != "time" => return None,
        _ if attribute("pubdate").is_some() => Meaning::Published,
        _ => meaning(&class, &document.text_content(element)),
    };
    let stated = ["content", "datetime", "title"]
        .iter()
        .find_map(|name| attribute(name).and_then(|text| written::moment(&text, order)));
    let moment = stated.or_else(|| written::moment(&document.text_content(element), order))?;
    Some((meaning, moment))
}

/// Attributes that scripts make the shown date of.
const FOR_SCRIPTS: [&str; 11] = [
    "data-datetime",
    "data-date",
    "data-published",
    "data-publish-date",
    "data-pubdate",
    "data-published-date",
    "data-timestamp",
    "data-time",
    "data-seconds",
    "data-utc",
    "data-epoch",
];
/// A longer title, in bytes, is no date.
const LONGEST_TITLE: usize = 40;

/// Returns the date of an element that is not made for one, but carries it in an attribute.
fn hint(clues: &Clues<'_>, element: NodeId, order: Order) -> Option<Moment> {
    let attribute = |name: &str| clues.document.get_attribute(element, name);
    let tag = clues.document.tag_name(element);
    let title = || {
        let title = attribute("title").filter(|title| title.len() <= LONGEST_TITLE)?;
        let is_shown = matches!(tag, "span" | "div" | "p" | "li" | "td" | "abbr" | "small");
        let is_date = is_shown && title.bytes().any(|byte| byte.is_ascii_digit());
        is_date.then(|| written::moment(&title, order)).flatten()
    };
    let named =
        |name: &&'static str| attribute(name).and_then(|text| written::moment(&text, order));
    let moment = FOR_SCRIPTS.iter().find_map(named).or_else(title)?;
    let class = clues.document.class_name(element).to_ascii_lowercase();
    let is_of_now = [
        "clock",
        "current",
        "today",
        "countdown",
        "event",
        "expir",
        "updat",
        "modif",
    ];
    let is_plausible = moment.date.year() >= FIRST_YEAR;
    (is_plausible && !is_of_now.iter().any(|name| class.contains(name))).then_some(moment)
}

/// Returns what a class and the words beside a date say of it.
fn meaning(class: &str, words: &str) -> Meaning {
    let has = |marks: &[&str]| marks.iter().any(|mark| class.contains(mark));
    if has(&["updat", "modif", "revis"]) || written::is_revision(words) {
        Meaning::Revised
    } else if has(&[
        "publi",
        "entry-date",
        "post-date",
        "posted",
        "pubdate",
        "created",
    ]) {
        Meaning::Published
    } else {
        Meaning::Unsaid
    }
}
