//! Clears what surrounds the body and interrupts it: menus, labels, and links to other articles.
//!
//! These judgements need no words, only how many lines are short, how short they are, and whether
//! they stand above, inside or below the body.
// Indices of lines come from ranges over the page's lines, so indexing with them can't fail.

use std::ops::Range;

use super::article::Kind;
use super::judge::{Clues, Page};
use super::lines::{Form, Line, same_words};

/// So many short lines in a row, next to boilerplate, are a list of links.
const LINK_RUN: usize = 4;
/// So many labels in a row are a menu wherever they stand.
const MENU_RUN: usize = 10;
/// A label has on average at most so many words.
const LABEL_WORDS: usize = 4;
/// So many short lines right below the last paragraph may still be text: a quoted post and who wrote it.
const TRAILING_LINES: usize = 3;
/// An agency signs in one of the first lines below the body.
const SIGNATURE_LINES: usize = 3;
/// A standfirst has at least so many words.
const STANDFIRST_WORDS: usize = 5;

/// What is left above the body: labels go, a byline goes, a standfirst stays.
pub(super) fn above_the_body(page: &mut Page, clues: &Clues) {
    for index in 0..page.body.start {
        let line = &page.lines[index];
        let below_headline = page.headline.is_some_and(|headline| index > headline);
        let (form, words, signed) = (
            line.form,
            line.words,
            words_of_byline(line) && (clues.begins_with_source)(line),
        );
        let repeats_headline = page
            .headline
            .is_some_and(|headline| same_words(page.lines[headline].text, line.text));
        if signed {
            page.remove(
                index,
                Kind::AuthorBylineBox,
                "begins with the name of a source, above the body",
            );
        } else if repeats_headline {
            page.remove(index, Kind::Nav, "repeats the headline");
        } else if form == Form::Prose && !below_headline {
            page.remove(
                index,
                Kind::RelatedTeaser,
                "prose that stands apart from the body",
            );
        } else if below_headline && looks_like_names(page.lines[index].text) {
            page.remove(
                index,
                Kind::AuthorBylineBox,
                "a name between headline and body",
            );
        } else if !below_headline || words < STANDFIRST_WORDS {
            page.remove(index, Kind::Nav, "a label above the body");
        }
    }
}

/// Short lines in a row inside the body: links if boilerplate stands among them, a menu if there are many.
pub(super) fn runs_of_links(page: &mut Page) {
    let mut index = page.body.start;
    while index < page.body.end {
        let run = run_at(page, index);
        index = run.end.max(index + 1);
        let kept: Vec<usize> = run.clone().filter(|&line| page.is_kept(line)).collect();
        let words: usize = kept.iter().map(|&line| page.lines[line].words).sum();
        let labels = words <= LABEL_WORDS * kept.len();
        let next_to_noise = run.clone().any(|line| is_link_noise(page.kind(line)));
        if kept.len() >= LINK_RUN && next_to_noise || kept.len() >= MENU_RUN && labels {
            for index in kept {
                let is_label = page.lines[index].words <= LABEL_WORDS;
                let kind = if is_label {
                    Kind::Nav
                } else {
                    Kind::RelatedLinkHeadline
                };
                page.remove(index, kind, "one of many short lines in a row");
            }
        }
    }
}

/// What is left below the body: short lines are links and labels, unless they are the few that
/// stand right below the last paragraph, or nothing there is known to be boilerplate.
pub(super) fn below_the_body(page: &mut Page, clues: &Clues) {
    let end = (0..page.body.end)
        .rev()
        .find(|&index| page.is_kept(index))
        .map_or(page.body.end, |last| last + 1);
    for index in end..page.lines.len().min(end + SIGNATURE_LINES) {
        if (clues.is_agency)(&page.lines[index]) {
            page.remove(
                index,
                Kind::WireCredit,
                "the name of an agency right below the body",
            );
        }
    }
    let trailing = (end..page.lines.len())
        .take_while(|&index| page.is_kept(index))
        .count();
    let after = &page.lines[end..];
    let words: usize = after.iter().map(|line| line.words).sum();
    let is_menu = after.len() >= MENU_RUN && words <= LABEL_WORDS * after.len();
    let furniture = trailing < after.len() || is_menu;
    let first = if trailing <= TRAILING_LINES || !furniture {
        end + trailing
    } else {
        end
    };
    for index in first..page.lines.len() {
        let line = &page.lines[index];
        match line.form {
            Form::Prose => page.remove(
                index,
                Kind::RelatedTeaser,
                "prose that stands apart from the body",
            ),
            _ if line.words > LABEL_WORDS => page.remove(
                index,
                Kind::RelatedLinkHeadline,
                "a short line below the body",
            ),
            _ => page.remove(index, Kind::Nav, "a label below the body"),
        }
    }
}

fn words_of_byline(line: &Line) -> bool {
    line.words <= 9 && line.form != Form::Prose
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

/// Returns the run of lines from `start` on that are short or removed.
fn run_at(page: &Page, start: usize) -> Range<usize> {
    let is_short =
        |&index: &usize| !page.is_kept(index) || page.lines[index].form == Form::Fragment;
    let end = (start..page.body.end)
        .take_while(is_short)
        .last()
        .map_or(start, |last| last + 1);
    start..end
}

fn is_link_noise(kind: Option<Kind>) -> bool {
    matches!(
        kind,
        Some(
            Kind::Nav
                | Kind::ShareWidget
                | Kind::RelatedLinkLabel
                | Kind::RelatedLinkHeadline
                | Kind::ImagePlaceholder
                | Kind::PhotoCaption
        )
    )
}
