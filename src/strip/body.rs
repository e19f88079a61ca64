//! Finds where the article's body begins and ends among the lines of a text.
//!
//! Paragraphs stand close together; a lone sentence far away, in a menu or a footer, is not part of
//! the article. So prose is gathered into clusters, and the body reaches over the heavy ones.

use std::ops::Range;

use super::lines::{Form, Line};

/// Prose further apart than this many other lines is not of one cluster.
const WIDEST_GAP: usize = 12;
/// A cluster belongs to the body if it has at least one part in so many of the heaviest one's words.
const LIGHTEST_SHARE: usize = 5;
/// So many paragraphs together belong to the body however short they are.
const ENOUGH_PARAGRAPHS: usize = 4;

/// A sentence of the page's head has at most so many words.
const STRAGGLER_WORDS: usize = 20;
/// It is followed by at least so many lines that are not prose.
const STRAGGLER_GAP: usize = 5;
/// Among those at least so many are surely boilerplate.
const STRAGGLER_LABELS: usize = 3;
/// So many lines of boilerplate may stand between the last paragraph and a short sentence below it.
const SKIPPED_LABELS: usize = 2;

/// Prose that stands together.
struct Cluster {
    lines: Range<usize>,
    words: usize,
    paragraphs: usize,
}

/// Returns the range of lines, as indices, that the body spans; `noise` marks lines that are surely
/// not part of it. Empty, at the text's end, if there is no prose.
pub(super) fn extent(lines: &[Line], noise: impl Fn(usize) -> bool) -> Range<usize> {
    let clusters = clusters(lines, &noise);
    let Some(heaviest) = clusters.iter().map(|cluster| cluster.words).max() else {
        return lines.len()..lines.len();
    };
    let mut heavy = clusters.iter().filter(|cluster| {
        cluster.words * LIGHTEST_SHARE >= heaviest || cluster.paragraphs >= ENOUGH_PARAGRAPHS
    });
    let first = heavy.next();
    let last = heavy.next_back().or(first);
    let (Some(first), Some(last)) = (first, last) else {
        return lines.len()..lines.len();
    };
    let is_sentence = |index: usize| {
        lines
            .get(index)
            .is_some_and(|line| line.form == Form::Sentence && ends_stopped(line))
            && !noise(index)
    };
    let mut range = without_straggler(lines, &noise, first.lines.start)..last.lines.end;
    while range.start > 0 && is_sentence(range.start - 1) {
        range.start -= 1;
    }
    // A label or two may stand before the last short sentence.
    while let Some(next) = (range.end..lines.len())
        .take(1 + SKIPPED_LABELS)
        .find(|&next| !noise(next))
        && is_sentence(next)
    {
        range.end = next + 1;
    }
    range
}

/// Returns where the body starts if a short sentence at its start turns out to belong to the page's
/// head: much follows it that is not prose, boilerplate among it.
fn without_straggler(lines: &[Line], noise: &impl Fn(usize) -> bool, start: usize) -> usize {
    let is_prose = |index: &usize| {
        !noise(*index)
            && lines
                .get(*index)
                .is_some_and(|line| line.form == Form::Prose)
    };
    let Some(next) = (start + 1..lines.len()).find(is_prose) else {
        return start;
    };
    let is_short = lines
        .get(start)
        .is_some_and(|line| line.words <= STRAGGLER_WORDS);
    let labels = (start + 1..next).filter(|&index| noise(index)).count();
    if is_short && next - start > STRAGGLER_GAP && labels >= STRAGGLER_LABELS {
        next
    } else {
        start
    }
}

/// A short line that asks ("Got a tip?") may be a label; one that states is text.
fn ends_stopped(line: &Line) -> bool {
    !line.text.ends_with(['?', '!'])
}

fn clusters(lines: &[Line], noise: impl Fn(usize) -> bool) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    let prose = lines
        .iter()
        .enumerate()
        .filter(|(index, line)| line.form == Form::Prose && !noise(*index));
    for (index, line) in prose {
        match clusters.last_mut() {
            Some(cluster) if index - cluster.lines.end <= WIDEST_GAP => {
                cluster.lines.end = index + 1;
                cluster.words += line.words;
                cluster.paragraphs += 1;
            }
            _ => clusters.push(Cluster {
                lines: index..index + 1,
                words: line.words,
                paragraphs: 1,
            }),
        }
    }
    clusters
}

#[cfg(test)]
mod tests {
    use super::super::layout::cut_shipped as cut;
    use super::*;

    fn extent_of(text: &str) -> Range<usize> {
        extent(&cut(text), |_| false)
    }

    #[test]
    fn the_body_spans_the_paragraphs() {
        let text = "Menu\nBridge shut\nThe council voted on Tuesday to close the old harbour bridge.\nCracks\nEngineers had found \
                    deep cracks in two of its nine piers.\nNobody was hurt.\nContact\n";
        assert_eq!(extent_of(text), 2..6);
    }

    #[test]
    fn a_lone_sentence_in_a_far_footer_is_outside() {
        let paragraph = "The council voted on Tuesday to close the old harbour bridge after engineers had found deep cracks in it.\n";
        let text = format!(
            "{}{}Our paper has served the whole valley since it began.\n",
            paragraph.repeat(3),
            "Link\n".repeat(20)
        );
        assert_eq!(extent_of(&text), 0..3);
    }

    #[test]
    fn without_prose_there_is_no_body() {
        assert_eq!(extent_of("Menu\nHome\n"), 2..2);
    }
}
