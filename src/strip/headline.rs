//! Picks the line that is the article's headline.
//!
//! A headline stands above the body, has no full stop, and is longer than a label. Menus, news
//! tickers and bylines may stand above and below it.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::article::Kind;
use super::lines::{Form, Line, same_words};

/// Labels have few words; a line with so many is a headline rather than a label.
const USUAL_WORDS: usize = 5;
/// The shortest headline that is told from a label.
const FEWEST_WORDS: usize = 3;
/// The longest headline.
const MOST_WORDS: usize = 35;
/// So many labels in a row are a menu; what stands above a menu is not the headline.
const MENU_LABELS: usize = 3;
/// The copy of a headline in a title bar stands at most so many lines from it.
const COPY_REACH: usize = 8;
/// A title bar stands at most so many lines above the body.
const TITLE_BAR_REACH: usize = 40;
/// How far above the body a headline of few words may stand.
const SHORT_ONE_REACH: usize = 6;
/// A first sentence that is used in place of a headline is cut to so many bytes at most.
const LONGEST_SENTENCE: usize = 400;

/// Returns the index of the line that repeats `headline`, if one above or at the head of the body does.
pub(super) fn repeated(lines: &[Line], body: &Range<usize>, headline: &str) -> Option<usize> {
    let above = lines.iter().take(body.start + 3);
    above
        .enumerate()
        .find(|(_, line)| line.words <= MOST_WORDS && same_words(line.text, headline))
        .map(|(index, _)| index)
}

/// Returns the index of the line above the body that has a headline's shape, if one does;
/// `kind_of` tells which lines are known to be boilerplate.
pub(super) fn shaped(
    lines: &[Line],
    body: &Range<usize>,
    kind_of: &impl Fn(usize) -> Option<Kind>,
) -> Option<usize> {
    if body.is_empty() {
        // Without prose, only a first line that is followed by more can be told to be a headline.
        let first = (0..lines.len()).find(|&index| kind_of(index).is_none())?;
        return (lines.len() > first + 1 && is_candidate(lines.get(first)?, USUAL_WORDS))
            .then_some(first);
    }
    let is_open = |index: usize, fewest| {
        kind_of(index).is_none()
            && lines
                .get(index)
                .is_some_and(|line| is_candidate(line, fewest))
    };
    let in_title_bar = || {
        let bar = body.start.saturating_sub(TITLE_BAR_REACH)..body.start;
        bar.clone().find(|&index| {
            is_open(index, FEWEST_WORDS + 1) && stands_again_soon(lines, index, bar.end)
        })
    };
    let short_one = || {
        (body.start.saturating_sub(SHORT_ONE_REACH)..body.start)
            .find(|&index| is_open(index, FEWEST_WORDS))
    };
    in_title_bar()
        .or_else(|| longest_region(lines, body.start, kind_of))
        .or_else(short_one)
}

fn stands_again_soon(lines: &[Line], index: usize, end: usize) -> bool {
    let Some(line) = lines.get(index) else {
        return false;
    };
    // A line that stands twice in a row may be a caption.
    let soon = index + 2..(index + COPY_REACH).min(end);
    lines
        .get(soon)
        .is_some_and(|soon| soon.iter().any(|other| other.text == line.text))
}

/// Walks up from the body to the nearest menu that has a candidate below it, and takes the uppermost candidate.
fn longest_region(
    lines: &[Line],
    start: usize,
    kind_of: &impl Fn(usize) -> Option<Kind>,
) -> Option<usize> {
    let mut found: Option<usize> = None;
    let mut labels = 0;
    for (index, line) in lines.iter().enumerate().take(start).rev() {
        let kind = kind_of(index);
        if kind.is_none() && is_candidate(line, USUAL_WORDS) {
            // What is in capitals above a line that is not is a kicker or a link.
            let is_kicker = line.upper
                && found
                    .and_then(|found| lines.get(found))
                    .is_some_and(|found| !found.upper);
            found = if is_kicker { found } else { Some(index) };
            labels = 0;
        } else if is_menu_label(line, kind) {
            labels += 1;
        }
        if labels >= MENU_LABELS && found.is_some() {
            break;
        }
    }
    found
}

fn is_candidate(line: &Line, fewest_words: usize) -> bool {
    let asks = line.text.ends_with(['?', '!']);
    // A colon announces what follows, as the lead of a list does.
    let announces = line.text.ends_with(':');
    (line.form == Form::Fragment && !announces || asks && line.form == Form::Sentence)
        && (fewest_words..=MOST_WORDS).contains(&line.words)
}

fn is_menu_label(line: &Line, kind: Option<Kind>) -> bool {
    match kind {
        None => line.words < USUAL_WORDS,
        Some(Kind::Nav | Kind::LegalNotice | Kind::PromoCta | Kind::RelatedLinkLabel) => true,
        Some(_) => false,
    }
}

/// Returns the first sentence of a text, for an article that has no headline.
pub(super) fn first_sentence(text: &str) -> Option<&str> {
    // Only the head is looked at, so that a whole book on one line costs nothing.
    let mut end = text.len().min(LONGEST_SENTENCE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end)?;
    // "KYIV." and "Mr." are no sentences yet.
    let is_whole = |(start, sentence): &(usize, &str)| {
        let so_far = head.get(..start + sentence.len()).unwrap_or(head);
        so_far.unicode_words().nth(FEWEST_WORDS).is_some()
    };
    let last = head.split_sentence_bound_indices().find(is_whole);
    let end = last.map_or(head.len(), |(start, sentence)| start + sentence.len());
    let sentence = head.get(..end)?.trim();
    (!sentence.is_empty()).then_some(sentence)
}

#[cfg(test)]
mod tests {
    use super::super::body::extent;
    use super::super::layout::cut_shipped as cut;
    use super::*;

    fn headline_of(text: &str) -> Option<&str> {
        let lines = cut(text);
        let body = extent(&lines, |_| false);
        shaped(&lines, &body, &|_| None).map(|index| lines[index].text)
    }

    const BODY: &str = "The council voted on Tuesday to close the old harbour bridge.\n";

    #[test]
    fn the_longer_line_above_the_body_is_the_headline() {
        let text =
            format!("Menu\nLocal\nCouncil shuts harbour bridge over deep cracks\nJane Roe\n{BODY}");
        assert_eq!(
            headline_of(&text),
            Some("Council shuts harbour bridge over deep cracks")
        );
    }

    #[test]
    fn a_ticker_above_a_menu_is_not() {
        let text = format!(
            "Rain expected all over the coast\nNews\nSport\nArts\nLocal\nIs the harbour bridge safe?\n{BODY}"
        );
        assert_eq!(headline_of(&text), Some("Is the harbour bridge safe?"));
    }

    #[test]
    fn a_short_headline_stands_near_the_body() {
        assert_eq!(
            headline_of(&format!("Fire kills three\n{BODY}")),
            Some("Fire kills three")
        );
    }

    #[test]
    fn prose_at_the_top_is_none() {
        assert_eq!(headline_of(BODY), None);
        assert_eq!(
            first_sentence("OSTVIK. Rain fell on the coast. It fell on."),
            Some("OSTVIK. Rain fell on the coast.")
        );
    }
}
