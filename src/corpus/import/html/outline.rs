//! Where the lines of a page stand: what was extracted of it is held against its like on the page.
//!
//! The extraction takes or leaves an element by its tag and name, and so loses now and then a paragraph out of
//! a row of paragraphs: the first, that is named otherwise, or text that stands in no element of its own.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use trafilatura::dom::{Document, NodeId};

use super::blocks::{Block, home};
use super::furniture::Furniture;

/// A shorter line, in bytes, is no prose.
const SHORTEST_PROSE: usize = 60;
/// Extracted lines that a row of paragraphs has at least.
const SHORTEST_ROW: usize = 2;
/// A paragraph that was lost before the first extracted line stands no more lines above it.
const ABOVE: usize = 3;
/// Prose has no more links than one byte in so many.
const LINKED: usize = 4;
/// Lost lines that begin with the same word and are asked whether another is part of them.
const MOST_ALIKE: usize = 8;
/// Quotations that are looked for in the text.
const MOST_QUOTES: usize = 200;
/// Lines of prose below a list that sums them up.
const SUMMED_UP: usize = 3;
/// A line of fewer words may repeat others by chance.
const SHORTEST_QUOTE: usize = 5;

/// The lines of a page with their places.
pub(super) struct Outline<'b> {
    places: Vec<Place<'b>>,
}

/// A line and where it stands.
struct Place<'b> {
    block: &'b Block,
    /// The innermost element around it that begins a new line.
    home: Option<NodeId>,
    /// The element around that.
    around: Option<NodeId>,
    /// The tag of its home.
    tag: String,
    /// What the two elements are called.
    kind: u64,
    /// It stands in a quotation.
    is_quoted: bool,
    /// It is not for the article.
    is_furniture: bool,
}

impl Place<'_> {
    fn is_prose(&self) -> bool {
        let block = self.block;
        let ends = [
            '.', '!', '?', '…', '"', '”', '“', '»', '\'', '’', ')', ':', '。',
        ];
        block.text.len() >= SHORTEST_PROSE
            && block.linked * LINKED <= block.text.len()
            && block.text.ends_with(ends)
    }
}

/// How many extracted lines stand in each row of paragraphs.
#[derive(Default)]
struct Rows {
    by_kind: HashMap<u64, usize>,
    by_home: HashMap<NodeId, usize>,
    /// Paragraphs of one element, whatever they are called.
    by_parent: HashMap<NodeId, usize>,
}

impl Rows {
    fn count<'p, 'b: 'p>(places: impl Iterator<Item = &'p Place<'b>>) -> Rows {
        let mut rows = Rows::default();
        for place in places {
            *rows.by_kind.entry(place.kind).or_default() += 1;
            if let Some(home) = place.home {
                *rows.by_home.entry(home).or_default() += 1;
            }
            if let Some(parent) = place.around.filter(|_| place.tag == "p") {
                *rows.by_parent.entry(parent).or_default() += 1;
            }
        }
        rows
    }

    /// Returns whether a line stands in a row of extracted ones.
    fn have_like(&self, place: &Place<'_>) -> bool {
        let parent = place.around.filter(|_| place.tag == "p");
        is_row(self.by_kind.get(&place.kind))
            || is_row(parent.and_then(|parent| self.by_parent.get(&parent)))
    }

    /// Returns whether a line stands between extracted ones in one element.
    fn have_same(&self, place: &Place<'_>) -> bool {
        is_row(place.home.and_then(|home| self.by_home.get(&home)))
    }
}

fn is_row(lines: Option<&usize>) -> bool {
    lines.is_some_and(|lines| *lines >= SHORTEST_ROW)
}

fn first_word(line: &str) -> &str {
    line.split(' ').next().unwrap_or_default()
}

impl<'b> Outline<'b> {
    /// Finds the places of a page's blocks.
    pub fn new(document: &Document, blocks: &'b [Block], furniture: &Furniture) -> Outline<'b> {
        let place = |block: &'b Block| {
            let parent = |node: NodeId| document.parent(node);
            let home = home(document, block.element);
            let around = home.and_then(parent);
            let mut hasher = DefaultHasher::new();
            for node in [home, around].into_iter().flatten() {
                let name = (document.tag_name(node), document.class_name(node));
                name.hash(&mut hasher);
            }
            let is_quote = |node: NodeId| document.tag_name(node) == "blockquote";
            Place {
                block,
                home,
                around,
                tag: home
                    .map(|node| document.tag_name(node).to_owned())
                    .unwrap_or_default(),
                kind: hasher.finish(),
                is_quoted: [home, around].into_iter().flatten().any(is_quote),
                is_furniture: furniture.has_link(&block.text) || furniture.has_boxed(&block.text),
            }
        };
        Outline {
            places: blocks.iter().map(place).collect(),
        }
    }

    /// Returns the places of extracted lines, each below that of the line before it if it has one there.
    fn places_of(&self, lines: &[Block]) -> Vec<Option<usize>> {
        let mut by_text: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, place) in self.places.iter().enumerate() {
            by_text.entry(&place.block.text).or_default().push(at);
        }
        let mut next = 0;
        let place = |line: &Block| {
            let all = by_text.get(line.text.as_str())?;
            let below = all.get(all.partition_point(|at| *at < next)).or(all.last());
            next = below.map_or(next, |at| at + 1);
            below.copied()
        };
        lines.iter().map(place).collect()
    }

    /// Returns extracted lines with those that the page has in the same rows of paragraphs.
    pub fn filled(&self, lines: Vec<Block>, title: Option<&str>) -> Vec<Block> {
        let found = self.places_of(&lines);
        let taken: Vec<usize> = found.iter().flatten().copied().collect();
        let (Some(first), Some(last)) = (taken.iter().min(), taken.iter().max()) else {
            return lines;
        };
        let taken: HashSet<usize> = taken.iter().copied().collect();
        let known: HashSet<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        let rows = Rows::count(taken.iter().filter_map(|at| self.places.get(*at)));
        let is_lost = |at: usize, place: &Place<'_>| {
            !place.is_furniture
                && !known.contains(place.block.text.as_str())
                && Some(place.block.text.as_str()) != title
                && (place.is_prose() && rows.have_like(place)
                    || at > *first && rows.have_same(place))
        };
        let lost: Vec<(usize, &Place<'_>)> = self
            .places
            .iter()
            .enumerate()
            .take(*last)
            .skip(first.saturating_sub(ABOVE))
            .filter(|(at, place)| !taken.contains(at) && is_lost(*at, place))
            .collect();
        if lost.is_empty() {
            return lines;
        }
        // What was extracted of the beginning of a line that is now whole goes.
        let mut whole: HashMap<&str, Vec<&str>> = HashMap::new();
        for (_, place) in &lost {
            let same = whole.entry(first_word(&place.block.text)).or_default();
            if same.len() < MOST_ALIKE {
                same.push(&place.block.text);
            }
        }
        let is_part = |line: &Block| {
            let same = whole.get(first_word(&line.text)).into_iter().flatten();
            same.into_iter().any(|text| text.starts_with(&line.text))
        };
        let mut above = 0;
        let mut all: Vec<(usize, Block)> = Vec::new();
        for (line, at) in lines.into_iter().zip(found) {
            above = at.unwrap_or(above);
            if at.is_some() || !is_part(&line) {
                all.push((above, line));
            }
        }
        all.extend(
            lost.into_iter()
                .map(|(at, place)| (at, place.block.clone())),
        );
        all.sort_by_key(|(at, _)| *at);
        all.into_iter().map(|(_, line)| line).collect()
    }

    /// Returns lines without the list that some pages sum up their article in above it, and without quotations
    /// that only repeat what stands in the text.
    pub fn without_echoes(&self, lines: Vec<Block>) -> Vec<Block> {
        let found = self.places_of(&lines);
        let place = |at: &Option<usize>| at.and_then(|at| self.places.get(at));
        let is_item = |at: &Option<usize>| place(at).is_some_and(|place| place.tag == "li");
        let is_text = |at: &&Option<usize>| !is_item(at) && place(at).is_some_and(Place::is_prose);
        let top = found.iter().take_while(|at| !is_text(at)).count();
        let is_summed_up = found.iter().filter(is_text).count() >= SUMMED_UP;
        let quoted: Vec<usize> = (0..lines.len())
            .filter(|line| {
                found
                    .get(*line)
                    .and_then(place)
                    .is_some_and(|place| place.is_quoted)
            })
            .take(MOST_QUOTES)
            .collect();
        let words: Vec<String> = match quoted.is_empty() {
            true => Vec::new(),
            false => lines.iter().map(|line| bare(&line.text)).collect(),
        };
        let is_echo = |line: usize| {
            let Some(quote) = words.get(line).filter(|_| quoted.contains(&line)) else {
                return false;
            };
            let is_within = |other: &String| other.len() > quote.len() && other.contains(quote);
            quote.split(' ').count() >= SHORTEST_QUOTE && words.iter().any(is_within)
        };
        let echoes: Vec<bool> = found
            .iter()
            .enumerate()
            .map(|(line, at)| is_summed_up && line < top && is_item(at) || is_echo(line))
            .collect();
        let mut echoes = echoes.into_iter();
        let mut lines = lines;
        lines.retain(|_| echoes.next() != Some(true));
        lines
    }
}

/// Returns the words of a line in lower case with single spaces.
fn bare(line: &str) -> String {
    let words = line.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::super::blocks::blocks;
    use super::super::furniture::Boxes;
    use super::*;

    /// Applies `work` to the lines of a page that have a `*`, as though these had been extracted.
    fn shown(html: &str, work: fn(&Outline<'_>, Vec<Block>) -> Vec<Block>) -> Vec<String> {
        let document = Document::parse(html);
        let mut blocks = blocks(&document, document.root());
        let elements = document.get_elements_by_tag_name(document.root(), "*");
        let mut extracted = Vec::new();
        for block in &mut blocks {
            if let Some(text) = block.text.strip_prefix('*') {
                block.text = text.to_owned();
                extracted.push(block.clone());
            }
        }
        let furniture = Furniture::find(&Boxes::new(&document, &elements, &blocks), &blocks);
        let outline = Outline::new(&document, &blocks, &furniture);
        let lines = work(&outline, extracted);
        lines.into_iter().map(|line| line.text).collect()
    }

    const LONG: &str = "It met on Monday to hear of the bridge and rose at nine without a word.";

    fn filled(html: &str) -> Vec<String> {
        shown(&html.replace("LONG", LONG), |outline, lines| {
            outline.filled(lines, Some("Bridge"))
        })
    }

    #[test]
    fn a_paragraph_missed_out_of_a_row_comes_back() {
        let row = "<h1>Bridge</h1><p class=intro>1 LONG</p><p>*2 LONG</p><p>3 LONG</p><p>*4 LONG</p>\
                   <p>5 LONG</p>";
        assert_eq!(
            filled(row),
            ["1", "2", "3", "4"].map(|n| format!("{n} {LONG}"))
        );
        let sections = "<section><div class=t>1 LONG</div></section><section><div class=t>*2 LONG</div></section>\
                        <section><div class=u>3 LONG</div></section><section><div class=t>*4 LONG</div></section>";
        assert_eq!(
            filled(sections),
            ["1", "2", "4"].map(|n| format!("{n} {LONG}"))
        );
    }

    #[test]
    fn text_between_breaks_comes_back_short_as_it_is() {
        let bare = "<div>*1 LONG<br><br><b>No word</b><br>2 LONG<br><br>*3 LONG</div>";
        assert_eq!(filled(bare)[1], "No word");
        assert_eq!(filled(bare).len(), 4);
    }

    #[test]
    fn links_boxes_and_the_headline_stay_away() {
        let row = "<p>*1 LONG</p><p><a>2 LONG</a></p><p class=caption>3 LONG</p><p>Share</p><p>*4 LONG</p>";
        assert_eq!(filled(row).len(), 2);
    }

    fn without_echoes(html: &str) -> Vec<String> {
        shown(&html.replace("LONG", LONG), |outline, lines| {
            outline.without_echoes(lines)
        })
    }

    #[test]
    fn a_list_on_top_sums_the_article_up() {
        let list = "<ul><li>*It met<li>*It rose</ul>";
        let text = "<p>*1 LONG</p><p>*2 LONG</p><p>*3 LONG</p>";
        assert_eq!(without_echoes(&format!("{list}{text}")).len(), 3);
        assert_eq!(without_echoes(&format!("{text}{list}")).len(), 5);
        assert_eq!(without_echoes(&format!("{list}<p>*1 LONG</p>")).len(), 3);
    }

    #[test]
    fn a_quotation_out_of_the_text_is_said_once() {
        let page = "<p>*1 LONG</p><blockquote><p>*“Rose at nine without a word”</p></blockquote>\
                    <blockquote>*Nobody was there to hear of it</blockquote><h2>*Rose at nine without a word</h2>";
        assert_eq!(without_echoes(page).len(), 3);
    }
}
