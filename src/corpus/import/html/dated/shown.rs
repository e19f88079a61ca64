//! Dates that a reader sees: beside the headline, in a byline, behind "Published on".

use std::borrow::Cow;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use regex::Regex;
use trafilatura::dom::NodeId;

use super::super::blocks::Block;
use super::Clues;
use super::written::{self, Line, Order};
use crate::dates::Moment;

/// A longer line, in characters, is none that is there for its date.
const LONGEST: usize = 200;
/// A date beside the headline stands so many blocks below it or above it.
const NEAR: usize = 8;
/// A line is its date if it has no more words.
const FEW_WORDS: usize = 12;
/// A sentence that has more words, and is not said to date the article, tells of something else.
const FEW_WORDS_OF_A_SENTENCE: usize = 8;
/// The place and day that a paragraph begins with are no longer, in characters.
const LONGEST_DATELINE: usize = 60;
/// Day, month and year may each be an element, and no longer in bytes.
const LONGEST_PART: usize = 10;
/// A label has no more words.
const LONGEST_LABEL: usize = 3;
/// A block above the headline is so much farther from it: the date of today stands there.
const ABOVE: usize = 10;
/// How far up the names of elements are asked what they hold.
const NAMED_WITHIN: usize = 3;

/// The dates that a page shows.
pub(super) struct Dates {
    /// When it was published, the surest first.
    pub published: Vec<Moment>,
    /// When it was revised.
    pub revised: Option<Moment>,
}

/// How sure it is that a line shows when the page was published.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// It says so.
    Said,
    /// The name of its element does.
    Named,
    /// It stands beside the headline.
    Near,
    /// It is a date, and stands elsewhere.
    Lone,
    /// It stands in a box.
    Boxed,
}

impl Dates {
    /// Reads the short lines of a page.
    pub fn read(clues: &Clues<'_>, order: Order) -> Dates {
        let headline = clues
            .blocks
            .iter()
            .position(|block| is_headline(clues, block));
        let headline = headline.unwrap_or_default();
        let mut published = Vec::new();
        let mut revised = None;
        for (place, block) in clues.blocks.iter().enumerate() {
            let Some(text) = dated_part(clues.blocks, place) else {
                continue;
            };
            let label = place
                .checked_sub(1)
                .and_then(|before| clues.blocks.get(before));
            let label = label.map_or("", |before| before.text.as_str());
            let line = labelled(label, written::line(&text, order));
            revised = revised.or(line.revised);
            let distance = match place.checked_sub(headline) {
                Some(below) => below,
                None => headline - place + ABOVE,
            };
            if let Some(day) = line.published
                && (line.is_said || !written::is_of_other(&text))
                && let Some(rank) = rank(clues, block, &text, distance, line.is_said)
            {
                published.push((rank, distance, day));
            }
        }
        published.sort_by_key(|(rank, distance, _)| (*rank, *distance));
        Dates {
            published: published
                .into_iter()
                .map(|(_, _, day)| Moment::day(day))
                .collect(),
            revised: revised.map(Moment::day),
        }
    }
}

/// Returns the part of a block that may be there for its date: a short one, with what follows it if that completes
/// the date, or the place and day that a paragraph begins with.
fn dated_part(blocks: &[Block], place: usize) -> Option<Cow<'_, str>> {
    let text = blocks.get(place)?.text.as_str();
    let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    if text.len() > LONGEST {
        let begins = text
            .char_indices()
            .nth(LONGEST_DATELINE)
            .and_then(|(end, _)| text.get(..end))?;
        let dash = [" – ", " — ", " - ", ": "]
            .iter()
            .filter_map(|dash| begins.find(dash))
            .min()?;
        return begins
            .get(..dash)
            .filter(|text| has_digit(text))
            .map(Cow::Borrowed);
    }
    let parts = blocks.get(place..place + 3).unwrap_or_default();
    let is_split = parts.iter().all(|part| part.text.len() <= LONGEST_PART)
        && parts.len() == 3
        && parts.iter().any(|part| has_digit(&part.text));
    if is_split {
        let parts: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
        return Some(Cow::Owned(parts.join(" ")));
    }
    has_digit(text).then_some(Cow::Borrowed(text))
}

/// Returns the dates of a line below a label, or beside it: "Published", "Last modified", "Event date".
fn labelled(label: &str, line: Line) -> Line {
    let is_label = label.split_whitespace().count() <= LONGEST_LABEL
        && !label.bytes().any(|byte| byte.is_ascii_digit());
    match line.published {
        Some(_) if line.is_said || line.revised.is_some() || !is_label => line,
        Some(_) if written::is_publication(label) => Line {
            is_said: true,
            ..line
        },
        day if written::is_revision(label) => Line {
            published: None,
            revised: day,
            is_said: false,
        },
        _ if written::is_of_other(label) => Line {
            published: None,
            ..line
        },
        _ => line,
    }
}

fn is_headline(clues: &Clues<'_>, block: &Block) -> bool {
    let is_heading = |element: NodeId| clues.document.tag_name(element) == "h1";
    block.element.is_some_and(is_heading) || Some(block.text.as_str()) == clues.title
}

/// Returns how sure it is that a line with a date shows the publication; `None` if it is too long for that.
fn rank(
    clues: &Clues<'_>,
    block: &Block,
    text: &str,
    distance: usize,
    is_said: bool,
) -> Option<Rank> {
    let words = text.split_whitespace().count();
    let is_sentence = words > FEW_WORDS_OF_A_SENTENCE && text.ends_with(['.', '!', '?']);
    let is_short = words <= FEW_WORDS && !is_sentence;
    if clues.boxes.hold(block.element) || block.is_link() {
        return (is_said || is_short).then_some(Rank::Boxed);
    }
    match names_date(clues, block) {
        Some(false) => None,
        _ if is_said => Some(Rank::Said),
        Some(true) => Some(Rank::Named),
        None if distance <= NEAR && !is_sentence => Some(Rank::Near),
        None => is_short.then_some(Rank::Lone),
    }
}

/// Returns whether the name of an element around a line says that it is a date; `Some(false)` if that of today.
fn names_date(clues: &Clues<'_>, block: &Block) -> Option<bool> {
    let mut element = block.element;
    for _ in 0..NAMED_WITHIN {
        let node = element?;
        let names = [
            clues.document.class_name(node),
            clues.document.id_attr(node),
        ];
        let names = names.join(" ").to_lowercase();
        if NAMES_OF_TODAY.iter().any(|name| names.contains(name)) {
            return Some(false);
        }
        if NAMES_OF_DATES.iter().any(|name| names.contains(name)) {
            return Some(true);
        }
        element = clues.document.parent(node);
    }
    None
}

const NAMES_OF_TODAY: [&str; 6] = ["today", "current", "clock", "weather", "event", "expir"];
const NAMES_OF_DATES: [&str; 21] = [
    "date",
    "datum",
    "publi",
    "posted",
    "byline",
    "time",
    "dateline",
    "meta",
    "fecha",
    "data-",
    "subline",
    "created",
    "submitted",
    "parution",
    "fa-calendar",
    "fa-clock",
    "info",
    "author",
    "autor",
    "detail",
    "stand",
];

/// Returns the last day of the year behind that of the copyright notice, the latest if there are several.
pub(super) fn copyright(blocks: &[Block]) -> Option<Date> {
    let years = blocks
        .iter()
        .filter(|block| block.text.len() <= LONGEST)
        .filter_map(|block| {
            let found = COPYRIGHT.captures(&block.text)?;
            let year = found.name("to").or(found.name("from"))?;
            year.as_str().parse::<i16>().ok()
        });
    years.max().map(|year| date(year + 1, 12, 31))
}

#[expect(
    clippy::expect_used,
    reason = "no input reaches it: the pattern stands in this file, and the tests compile it"
)]
static COPYRIGHT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:©|\(c\)|copyright)\D{0,12}(?<from>(?:19|20)\d\d)(?:\s?[-–—]\s?(?<to>(?:19|20)\d\d))?")
        .expect("a valid pattern")
});
