//! The blocks of an element tree: paragraphs, headings, list items, rows, captions.

use trafilatura::dom::{Document, NodeId};

/// A stretch of text between two places where a browser begins a new line.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// The text, with single spaces.
    pub text: String,
    /// How many bytes of it are links.
    pub linked: usize,
    /// The innermost element that its first word stands in.
    pub element: Option<NodeId>,
    /// It follows its forerunner after a single line break.
    pub goes_on: bool,
}

impl Block {
    /// Returns whether all but a trifle of it is links.
    pub fn is_link(&self) -> bool {
        self.linked * 10 >= self.text.len() * 9
    }
}

/// A cell with a longer text, in bytes, is no cell of figures but part of a page's layout.
const LONGEST_CELL: usize = 60;

/// Returns the blocks below `root`, in the order of the page, none of them empty.
pub(super) fn blocks(document: &Document, root: NodeId) -> Vec<Block> {
    let mut cutter = Cutter::default();
    // An explicit stack, since trees are deep.
    let mut steps = vec![Step::Enter(root)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Enter(node) if document.is_text(node) => {
                cutter.text(&document.text_content(node));
            }
            Step::Enter(node) if document.is_element(node) => {
                let tag = document.tag_name(node);
                if is_silent(tag) {
                    continue;
                }
                cutter.enter(node, tag);
                steps.push(Step::Leave(node));
                let children = document.child_nodes(node);
                steps.extend(children.into_iter().rev().map(Step::Enter));
            }
            Step::Enter(node) => {
                let children = document.child_nodes(node);
                steps.extend(children.into_iter().rev().map(Step::Enter));
            }
            Step::Leave(node) => cutter.leave(document.tag_name(node)),
        }
    }
    cutter.cut();
    cutter.blocks
}

/// Returns how many elements stand in each other where most do.
pub(super) fn depth(document: &Document) -> usize {
    let mut deepest = 0;
    let mut nodes = vec![(document.root(), 0)];
    while let Some((node, depth)) = nodes.pop() {
        deepest = deepest.max(depth);
        nodes.extend(
            document
                .children(node)
                .into_iter()
                .map(|child| (child, depth + 1)),
        );
    }
    deepest
}

/// Returns the innermost element around another, or that itself, which begins a new line.
pub(super) fn home(document: &Document, element: Option<NodeId>) -> Option<NodeId> {
    let mut home = element;
    while let Some(node) = home.filter(|node| is_inline(document.tag_name(*node))) {
        home = document.parent(node);
    }
    home
}

enum Step {
    Enter(NodeId),
    Leave(NodeId),
}

/// Cuts text into blocks.
#[derive(Default)]
struct Cutter {
    blocks: Vec<Block>,
    block: Block,
    path: Vec<NodeId>,
    links: usize,
    /// How many blocks there were before the cell that is open, unless another was in it.
    cell: Option<usize>,
    /// The block that the cells of a row are joined in.
    row: Option<usize>,
    /// White space stands before what comes next.
    is_spaced: bool,
}

impl Cutter {
    fn enter(&mut self, node: NodeId, tag: &str) {
        match tag {
            "br" => {
                // Two in a row part paragraphs.
                let goes_on = !self.block.text.is_empty();
                self.cut();
                self.block.goes_on = goes_on;
            }
            "td" | "th" => {
                self.cut();
                self.cell = Some(self.blocks.len());
            }
            _ if is_inline(tag) => {}
            _ => self.cut(),
        }
        self.path.push(node);
        self.links += usize::from(tag == "a");
    }

    fn leave(&mut self, tag: &str) {
        if tag != "br" && !is_inline(tag) {
            self.cut();
        }
        match tag {
            "td" | "th" => self.join_cell(),
            "tr" => self.row = None,
            _ => {}
        }
        self.path.pop();
        self.links -= usize::from(tag == "a");
    }

    /// Appends a cell that holds one short block to the one before it in its row, if that is such a one.
    fn join_cell(&mut self) {
        let is_cell = self
            .cell
            .take()
            .is_some_and(|first| first + 1 == self.blocks.len());
        let cell = self
            .blocks
            .pop_if(|block| is_cell && block.text.len() <= LONGEST_CELL);
        let Some(cell) = cell else {
            self.row = None;
            return;
        };
        let row = self.row.filter(|row| row + 1 == self.blocks.len());
        match row.and_then(|row| self.blocks.get_mut(row)) {
            Some(row) => {
                row.text.push(' ');
                row.text.push_str(&cell.text);
                row.linked += cell.linked;
            }
            None => {
                self.row = Some(self.blocks.len());
                self.blocks.push(cell);
            }
        }
    }

    fn text(&mut self, text: &str) {
        for piece in text.split_inclusive(char::is_whitespace) {
            let word = piece.trim_end_matches(char::is_whitespace);
            if !word.is_empty() {
                self.word(word);
            }
            self.is_spaced |= word.len() < piece.len();
        }
    }

    fn word(&mut self, word: &str) {
        let block = &mut self.block;
        if block.text.is_empty() {
            block.element = self.path.last().copied();
        } else if self.is_spaced {
            block.text.push(' ');
            block.linked += usize::from(self.links > 0);
        }
        self.is_spaced = false;
        block.text.push_str(word);
        if self.links > 0 {
            block.linked += word.len();
        }
    }

    fn cut(&mut self) {
        self.is_spaced = false;
        if self.block.text.is_empty() {
            self.block.goes_on = false;
        } else {
            self.blocks.push(std::mem::take(&mut self.block));
        }
    }
}

/// Returns whether an element shows no text, or none of the page's own.
fn is_silent(tag: &str) -> bool {
    matches!(
        tag,
        "head"
            | "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "select"
            | "textarea"
            | "iframe"
            | "object"
    )
}

/// Returns whether a browser shows an element on the line that it stands on.
fn is_inline(tag: &str) -> bool {
    matches!(
        tag,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "hi"
            | "ref"
            | "amp-img"
            | "picture"
            | "source"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str) -> Vec<String> {
        let document = Document::parse(html);
        let blocks = blocks(&document, document.root());
        blocks.into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn a_browser_begins_a_new_line_at_each_block() {
        assert_eq!(
            shown(
                "<p>One <b>t</b>wo\n three<div>four</div>five<ul><li>six<li><p>seven</ul><h2> </h2>"
            ),
            ["One two three", "four", "five", "six", "seven"]
        );
    }

    #[test]
    fn one_break_goes_on_and_two_part_paragraphs() {
        let document = Document::parse("one<br>two<br> <br>three<p>four");
        let goes_on: Vec<bool> = blocks(&document, document.root())
            .iter()
            .map(|block| block.goes_on)
            .collect();
        assert_eq!(goes_on, [false, true, false, false]);
    }

    #[test]
    fn short_cells_are_a_row_and_long_ones_the_layout_of_a_page() {
        let table = "<table><tr><td>Sales<td>512<td>483<tr><td>Profit<td>41</table>";
        assert_eq!(shown(table), ["Sales 512 483", "Profit 41"]);
        let long = "A cell that holds a paragraph of the article, as the pages of old had them.";
        assert_eq!(
            shown(&format!(
                "<table><tr><td>Home<br>News<td>{long}<td>Also</table>"
            )),
            ["Home", "News", long, "Also"]
        );
    }

    #[test]
    fn links_are_measured() {
        let document = Document::parse("<p><a>All of it</a></p><p>Half <a>of it</a></p>");
        let blocks = blocks(&document, document.root());
        assert_eq!([blocks[0].linked, blocks[1].linked], [9, 6]);
        assert!(blocks[0].is_link() && !blocks[1].is_link());
    }
}
