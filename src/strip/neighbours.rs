//! Judges lines by their shape and by what stands around them, in any language.
//!
//! What no pattern can know, the surroundings tell: a line that repeats the one before is a doubled
//! caption, short lines under "Related Links" are headlines of other articles. A paragraph is removed
//! here only if it stands twice, is told about an author, or is a teaser in a list of links.
// Indices of lines come from ranges over the page's lines, so indexing with them can't fail.

use std::collections::BTreeSet;

use super::article::{Kind, Role};
use super::judge::Page;
use super::lines::{Form, Line};
use super::rules::Section;

/// From so many words on, prose among links is the article going on, not a teaser.
const TEASER_WORDS: usize = 30;
/// A caption that stands twice has at most so many words; anything longer is a paragraph.
const CAPTION_WORDS: usize = 45;
/// A line in capitals of fewer words may be a heading of the body.
const SHOUTED_HEADLINE_WORDS: usize = 4;
/// A heading inside the body has at most so many words.
const SUBHEADING_WORDS: usize = 14;
/// A line of so many words does not stand twice in a text by chance.
const REPEATED_WORDS: usize = 8;

/// Judges the lines of which the neighbours surely tell what they are.
pub(super) fn judge(page: &mut Page) {
    doubled_lines(page);
    repeated_captions(page);
    author_with_bio(page);
    headlines_of_teasers(page);
    shouted_headlines(page);
    related_sections(page);
}

/// A line that repeats the line before: both are a caption, unless they are paragraphs or the headline.
fn doubled_lines(page: &mut Page) {
    for index in 1..page.lines.len() {
        let (line, before) = (&page.lines[index], &page.lines[index - 1]);
        if line.text != before.text || line.words < 2 {
            continue;
        }
        let is_caption = line.words >= 3 && line.words <= CAPTION_WORDS;
        if page.headline == Some(index - 1) {
            page.remove_shaped(index, Kind::Nav, "repeats the headline");
        } else if is_caption || !page.is_kept(index - 1) {
            let removed_as_other = page
                .kind(index - 1)
                .is_some_and(|kind| !matches!(kind, Kind::PhotoCaption | Kind::DuplicatedCaption));
            if removed_as_other {
                continue;
            }
            page.remove_shaped(
                index - 1,
                Kind::PhotoCaption,
                "stands twice in a row, as captions do",
            );
            overrule(
                page,
                index,
                Kind::DuplicatedCaption,
                "repeats the caption before",
            );
        } else {
            page.remove_shaped(index, Kind::DuplicatedCaption, "repeats the line before");
        }
    }
}

/// A longer line that stands once more further down: the gallery's copy of a caption.
fn repeated_captions(page: &mut Page) {
    // Most lines differ in length, which is compared first.
    let mut seen = BTreeSet::new();
    for index in 0..page.lines.len() {
        let line = &page.lines[index];
        let is_told = line.words >= REPEATED_WORDS && !line.flattened;
        if is_told && !seen.insert((line.text.len(), line.text)) && !line.has_figures() {
            page.remove_shaped(index, Kind::DuplicatedCaption, "repeats a line further up");
        }
    }
}

/// Removes a line for its shape even if a rule removed it as something else.
fn overrule(page: &mut Page, index: usize, kind: Kind, reason: &'static str) {
    if page.lines[index].flattened {
        return;
    }
    page.removed[index] = None;
    page.remove_shaped(index, kind, reason);
}

/// A short line below which a paragraph begins with the same words, at the end: an author and who that is.
fn author_with_bio(page: &mut Page) {
    let first = page.body.end.saturating_sub(6).max(page.body.start + 1);
    for index in first..page.lines.len().saturating_sub(1) {
        let (line, next) = (&page.lines[index], &page.lines[index + 1]);
        let names =
            line.form == Form::Fragment && (1..=6).contains(&line.words) && page.is_kept(index)
                || page.kind(index) == Some(Kind::AuthorBylineBox);
        let tells = next.words > line.words + 4 && next.form != Form::Fragment;
        if names && tells && begins_with(next, line) {
            page.remove_shaped(
                index,
                Kind::AuthorBylineBox,
                "a name that the next line tells about",
            );
            overrule(
                page,
                index + 1,
                Kind::AuthorBio,
                "begins with the name in the author box above",
            );
        }
    }
}

/// Returns whether a line begins with all that a shorter one says.
fn begins_with(line: &Line, head: &Line) -> bool {
    let head = head.folded();
    !head.is_empty() && line.folded().starts_with(&*head)
}

/// The short line right above a teaser is its headline.
fn headlines_of_teasers(page: &mut Page) {
    for index in 1..page.lines.len() {
        let is_short = page.lines[index - 1].form == Form::Fragment;
        if page.kind(index) == Some(Kind::RelatedTeaser) && is_short {
            page.remove_shaped(
                index - 1,
                Kind::RelatedLinkHeadline,
                "stands above a teaser that breaks off",
            );
        }
    }
}

/// A line in capitals amid text that is not: the headline of another article.
fn shouted_headlines(page: &mut Page) {
    let body = page.body.clone();
    let shouted: Vec<usize> = body
        .clone()
        .filter(|&index| is_shouted(&page.lines[index]))
        .collect();
    // A text that is all in capitals says nothing by them.
    if shouted.len() * 4 > body.len() {
        return;
    }
    for index in shouted {
        page.remove_shaped(
            index,
            Kind::RelatedLinkHeadline,
            "in capitals amid text that is not",
        );
    }
}

fn is_shouted(line: &Line) -> bool {
    line.upper && line.words >= SHOUTED_HEADLINE_WORDS && line.form == Form::Fragment
}

/// The lines under a label such as "Related Links", up to where the article goes on.
fn related_sections(page: &mut Page) {
    let mut open = false;
    for index in 0..page.lines.len() {
        if let Some(removed) = &page.removed[index] {
            open |= removed.opens() == Some(Section::Related);
            continue;
        }
        if !open {
            continue;
        }
        if page.headline == Some(index) || goes_on(page, index) {
            open = false;
        } else if page.lines[index].form == Form::Prose {
            page.remove_shaped(index, Kind::RelatedTeaser, "a lone sentence among links");
        } else {
            page.remove_shaped(
                index,
                Kind::RelatedLinkHeadline,
                "a short line under a label for links",
            );
        }
    }
}

/// Whether a line among links is the article going on: a full paragraph, or prose that more prose
/// follows, or the last of the text.
fn goes_on(page: &Page, index: usize) -> bool {
    let line = &page.lines[index];
    if line.form != Form::Prose {
        return false;
    }
    let next = (index + 1..page.lines.len())
        .find(|&next| page.is_kept(next))
        .map(|next| &page.lines[next]);
    line.words >= TEASER_WORDS || next.is_none_or(|next| next.form != Form::Fragment)
}

/// A short line of the body between paragraphs is a heading.
pub(super) fn subheadings(page: &mut Page) {
    for index in page.body.clone() {
        if page.is_kept(index) && is_heading(page, index) {
            page.roles[index] = Role::Subheading;
        }
    }
}

/// Returns whether a kept line may be a heading that stands right above its paragraph.
pub(super) fn may_head_a_paragraph(page: &Page, index: usize) -> bool {
    page.is_kept(index + 1) && page.body.contains(&index) && is_heading(page, index)
}

fn is_heading(page: &Page, index: usize) -> bool {
    let line = &page.lines[index];
    let stopped = line.form == Form::Sentence && !line.text.ends_with('?');
    if line.form == Form::Prose
        || stopped
        || line.words > SUBHEADING_WORDS
        || page.headline == Some(index)
    {
        return false;
    }
    let kept_prose =
        |index: Option<usize>| index.is_some_and(|index| page.lines[index].form != Form::Fragment);
    let next = (index + 1..page.body.end).find(|&next| page.is_kept(next));
    let before = (page.body.start..index)
        .rev()
        .find(|&before| page.is_kept(before));
    kept_prose(next) && kept_prose(before) && starts_like_a_heading(line.text)
}

/// A heading does not begin in the middle of a sentence.
fn starts_like_a_heading(text: &str) -> bool {
    text.chars()
        .find(|character| character.is_alphanumeric())
        .is_some_and(|first| !first.is_lowercase())
}
