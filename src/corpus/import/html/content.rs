//! The article's text: main content as `trafilatura` finds it, held against what else the page tells.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use trafilatura::dom::Document;
use trafilatura::{ExtractionFocus, HtmlDateMode, Options};
use xxhash_rust::xxh3::xxh3_64;

use super::blocks::{Block, blocks};
use super::bounds::bounded;
use super::furniture::Furniture;
use super::outline::Outline;

/// Text of fewer characters is looked for once more, with less precision. The library does so itself, but
/// not where it is asked for precision.
const SHORTEST: usize = 250;
/// So many lines of furniture in a row are a list that may have a label,
const SHORTEST_LIST: usize = 2;
/// of no more words.
const LONGEST_LABEL: usize = 5;
/// Words that two texts have in a row where one is taken from the other.
const IN_A_ROW: usize = 4;
/// The stated text is all of the article if so many in a hundred runs of the extracted one stand in it.
const MOST_STATED: usize = 80;
/// It is taken itself if fewer in a hundred of its own runs were extracted.
const LEAST_EXTRACTED: usize = 75;

/// What is known of a page when its text is looked for.
pub(super) struct Page<'p> {
    /// The page within bounds.
    pub html: &'p str,
    /// Its lines that are none of the article.
    pub furniture: &'p Furniture,
    /// The places of its lines.
    pub outline: &'p Outline<'p>,
    /// The headline.
    pub title: Option<&'p str>,
    /// The text that linked data states.
    pub stated: Option<&'p str>,
}

/// Returns the lines of the article's text: without those of the furniture, with those that the extraction missed,
/// and checked against the text that linked data states.
pub(super) fn lines(document: Document, page: &Page<'_>) -> Vec<Block> {
    let find = |document, focus| {
        let lines = without_furniture(main_content(document, focus), page.furniture);
        let lines = page.outline.filled(lines, page.title);
        page.outline.without_echoes(lines)
    };
    let mut found = find(document, ExtractionFocus::FavorPrecision);
    let stated = page.stated.map(stated_lines).unwrap_or_default();
    if size(&found) < SHORTEST && size(&stated) < SHORTEST {
        let second = find(Document::parse(page.html), ExtractionFocus::Balanced);
        if size(&second) > size(&found) {
            found = second;
        }
    }
    checked(found, stated)
}

fn main_content(document: Document, focus: ExtractionFocus) -> Vec<Block> {
    let options = Options::default()
        .with_focus(focus)
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_html_date_mode(HtmlDateMode::Disabled);
    // Should the library have a fault that only some page shows, that page is one without main content.
    let extract = AssertUnwindSafe(|| trafilatura::extract_document(document, &options));
    let Ok(Ok(found)) = catch_unwind(extract) else {
        return Vec::new();
    };
    let content = Document::parse(&found.content_html);
    blocks(&content, content.root())
}

/// Returns lines without those that are furniture.
///
/// If most of the text stands in boxes, the page calls its article what others call their furniture: then
/// only links go.
fn without_furniture(lines: Vec<Block>, furniture: &Furniture) -> Vec<Block> {
    let lines = without(lines, |line| furniture.has_link(line));
    let outside = without(lines.clone(), |line| furniture.has_boxed(line));
    if size(&outside) * 2 < size(&lines) {
        lines
    } else {
        outside
    }
}

/// Returns lines without those that are `furniture`, and without the labels of lists of them: "Also today"
fn without(lines: Vec<Block>, furniture: impl Fn(&str) -> bool) -> Vec<Block> {
    let goes: Vec<bool> = lines.iter().map(|line| furniture(&line.text)).collect();
    let heads_list = |place: usize| {
        let list = goes.get(place + 1..place + 1 + SHORTEST_LIST);
        list.is_some_and(|list| !list.contains(&false))
    };
    let stays = |(place, line): &(usize, Block)| {
        let is_label = line.text.split_whitespace().count() <= LONGEST_LABEL
            && !line.text.ends_with(['.', '!', '?']);
        goes.get(*place) == Some(&false) && !(is_label && heads_list(*place))
    };
    lines
        .into_iter()
        .enumerate()
        .filter(stays)
        .map(|(_, line)| line)
        .collect()
}

fn size(blocks: &[Block]) -> usize {
    blocks.iter().map(|block| block.text.chars().count()).sum()
}

/// Returns the lines of a text that linked data states: plain, or marked up.
fn stated_lines(stated: &str) -> Vec<Block> {
    let lines: Vec<&str> = stated
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let marked_up = lines.join("<p>");
    let document = Document::parse(&bounded(&marked_up));
    let once = blocks(&document, document.root());
    // Of marked-up text that was escaped, the tags are left.
    let escaped = once.iter().any(|block| block.text.contains("</p>"));
    match escaped {
        true => {
            let texts: Vec<&str> = once.iter().map(|block| block.text.as_str()).collect();
            let document = Document::parse(&bounded(&texts.join("\n")));
            blocks(&document, document.root())
        }
        false => once,
    }
}

/// Returns the extracted lines without those that the stated text lacks, if it is all of the article; the stated
/// lines, if much of them was not extracted.
fn checked(extracted: Vec<Block>, stated: Vec<Block>) -> Vec<Block> {
    let own = runs_of(&extracted);
    let theirs = runs_of(&stated);
    let common = own.intersection(&theirs).count();
    if common * 100 < theirs.len() * LEAST_EXTRACTED && own.len() < theirs.len() {
        return stated;
    }
    if common * 100 < own.len() * MOST_STATED {
        return extracted;
    }
    let is_stated = |block: &Block| {
        let runs: Vec<u64> = runs(&block.text).collect();
        runs.is_empty() || runs.iter().any(|run| theirs.contains(run))
    };
    extracted.into_iter().filter(is_stated).collect()
}

fn runs_of(blocks: &[Block]) -> HashSet<u64> {
    blocks.iter().flat_map(|block| runs(&block.text)).collect()
}

/// Returns the hashes of all runs of words of a line.
fn runs(line: &str) -> impl Iterator<Item = u64> {
    let words: Vec<String> = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let runs: Vec<u64> = words
        .windows(IN_A_ROW)
        .map(|run| xxh3_64(run.join(" ").as_bytes()))
        .collect();
    runs.into_iter()
}
