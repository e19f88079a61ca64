//! Judges the margins of the body: names and labels above it, signatures below it, and what to call
//! the furniture that the model finds there.

use super::article::Kind;
use super::judge::{Clues, Page};
use super::lines::{Form, Line, same_words};

/// So many labels in a row are a menu.
const MENU_LINES: usize = 10;
/// A label has at most so many words.
const LABEL_WORDS: usize = 4;
/// A byline has at most so many words.
const BYLINE_WORDS: usize = 9;
/// A name stands at most so many lines below the headline.
const BYLINE_REACH: usize = 3;
/// An agency signs in one of the first lines below the body.
const SIGNATURE_LINES: usize = 3;

/// Judges the lines above and below the body that need no model. Of a text without prose, a short note
/// of results, no line is above or below anything.
pub(super) fn judge(page: &mut Page, clues: &Clues) {
    if page.body.is_empty() {
        return;
    }
    above_the_body(page, clues);
    below_the_body(page, clues);
}

/// Above the body: a copy of the headline, a name below it, a source's byline. Below the first row of
/// a table a name is the next row.
fn above_the_body(page: &mut Page, clues: &Clues) {
    let headline = page
        .headline
        .and_then(|headline| Some((headline, page.lines.get(headline)?)))
        .filter(|(_, headline)| !headline.has_figures())
        .map(|(at, headline)| (at, headline.text));
    for index in 0..page.body.start {
        let Some(line) = page.lines.get(index) else {
            return;
        };
        let found = if is_short(line, BYLINE_WORDS) && (clues.begins_with_source)(line) {
            let reason = "begins with the name of a source, above the body";
            Some((Kind::AuthorBylineBox, reason))
        } else if headline.is_some_and(|(_, headline)| same_words(headline, line.text)) {
            Some((Kind::Nav, "repeats the headline"))
        } else if headline.is_some_and(|(at, _)| (at + 1..=at + BYLINE_REACH).contains(&index))
            && is_lone_name(page, index)
        {
            let reason = "a name between headline and body";
            Some((Kind::AuthorBylineBox, reason))
        } else {
            None
        };
        if let Some((kind, reason)) = found {
            page.remove_shaped(index, kind, reason);
        }
    }
}

/// Right below the body an agency may sign.
fn below_the_body(page: &mut Page, clues: &Clues) {
    let end = (0..page.body.end)
        .rev()
        .find(|&index| page.is_kept(index))
        .map_or(page.body.end, |last| last + 1);
    for index in end..end + SIGNATURE_LINES {
        if page
            .lines
            .get(index)
            .is_some_and(|line| (clues.is_agency)(line))
        {
            let reason = "the name of an agency right below the body";
            page.remove_shaped(index, Kind::WireCredit, reason);
        }
    }
}

/// Returns whether a menu stands above the body: many labels without numbers, which a table would have.
pub(super) fn is_below_a_menu(page: &Page) -> bool {
    let above = page.lines.get(..page.body.start).unwrap_or_default();
    let labels = above
        .iter()
        .filter(|line| is_short(line, LABEL_WORDS) && !line.text.contains(char::is_numeric));
    !page.body.is_empty() && above.len() >= MENU_LINES && labels.count() * 2 > above.len()
}

/// Returns what to call a line that the model takes for furniture, by its place and shape.
pub(super) fn kind_of_furniture(page: &Page, index: usize) -> Kind {
    let Some(line) = page.lines.get(index) else {
        return Kind::Nav;
    };
    let below_headline = page.headline.is_some_and(|headline| headline < index);
    let above_end = index < page.body.end;
    match line.form {
        Form::Prose if below_headline && above_end => Kind::PhotoCaption,
        Form::Prose => Kind::RelatedTeaser,
        _ if line.words <= LABEL_WORDS => Kind::Nav,
        _ if index < page.body.start => Kind::Nav,
        _ => Kind::RelatedLinkHeadline,
    }
}

fn is_short(line: &Line, most_words: usize) -> bool {
    line.form != Form::Prose && line.words <= most_words
}

/// Whether a line is a name, and no other name stands next to it: several are a list.
fn is_lone_name(page: &Page, index: usize) -> bool {
    let is_name = |index: usize| {
        let line = page.lines.get(index);
        page.headline != Some(index) && line.is_some_and(|line| looks_like_names(line.text))
    };
    is_name(index) && !is_name(index + 1) && !index.checked_sub(1).is_some_and(is_name)
}

/// Two to four capitalised words, and nothing else.
fn looks_like_names(text: &str) -> bool {
    let mut count = 0;
    for word in text.split_whitespace() {
        let is_name = word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().skip(1).any(char::is_lowercase);
        let is_initial = word.len() <= 3 && word.ends_with('.');
        if !is_name && !is_initial || word.contains(|c: char| c.is_ascii_digit()) {
            return false;
        }
        count += 1;
    }
    (2..=4).contains(&count)
}
