//! Lines of a page that its markup shows to be none of the article: links alone, captions, boxes.
//!
//! The extraction of main text leaves some of them in, and in what it returns the markup that tells is
//! gone. So they are found on the page, and the extracted lines are held against them.

use std::collections::{HashMap, HashSet};
use std::iter;

use trafilatura::dom::{Document, NodeId};

use super::blocks::Block;

/// A line with more words is text though all of it is a link.
const MOST_WORDS_OF_A_LINK: usize = 30;
/// What stands before the links of such a line is no longer, in characters: "Read more:"
const LONGEST_LABEL: usize = 40;
/// A box with more than this share of the prose outside of boxes, one in so many, is no box: names mislead.
const LARGEST_BOX: usize = 2;
/// A shorter block, in bytes, is no prose.
const SHORTEST_PROSE: usize = 60;

/// The texts of lines that are furniture wherever they stand on the page.
#[derive(Debug, Default)]
pub(super) struct Furniture {
    /// Links that are whole lines.
    links: HashSet<String>,
    /// Lines in boxes.
    boxed: HashSet<String>,
}

impl Furniture {
    /// Finds the furniture among the blocks of a page.
    pub fn find(boxes: &Boxes<'_>, blocks: &[Block]) -> Furniture {
        let (links, others): (Vec<&Block>, Vec<&Block>) =
            blocks.iter().partition(|block| is_lone_link(block));
        let (boxed, text): (Vec<&Block>, Vec<&Block>) =
            others.iter().partition(|block| boxes.hold(block.element));
        let text: HashSet<&str> = text.into_iter().map(|block| block.text.as_str()).collect();
        let besides = |blocks: Vec<&Block>| -> HashSet<String> {
            let texts = blocks.into_iter().map(|block| &block.text);
            texts
                .filter(|line| !text.contains(line.as_str()))
                .cloned()
                .collect()
        };
        Furniture {
            links: besides(links),
            boxed: besides(boxed),
        }
    }

    /// Returns whether a line is a link and nothing else.
    pub fn has_link(&self, line: &str) -> bool {
        self.links.contains(line)
    }

    /// Returns whether a line is in a box.
    pub fn has_boxed(&self, line: &str) -> bool {
        self.boxed.contains(line)
    }
}

fn is_lone_link(block: &Block) -> bool {
    let is_short = block.text.split_whitespace().count() <= MOST_WORDS_OF_A_LINK;
    is_short && (block.is_link() || is_labelled_link(block))
}

/// Returns whether a line is a label and a link: "Read more: ..."
fn is_labelled_link(block: &Block) -> bool {
    let labelled = block.text.split_once([':', '：']);
    labelled.is_some_and(|(label, rest)| {
        label.chars().count() <= LONGEST_LABEL
            && !rest.is_empty()
            && block.linked * 10 >= rest.len() * 9
    })
}

/// The boxes of a page, by what their elements are called.
pub(super) struct Boxes<'d> {
    document: &'d Document,
    /// Bytes of prose in each box.
    sizes: HashMap<NodeId, usize>,
    /// Bytes of prose that stand in no box.
    outside: usize,
}

impl<'d> Boxes<'d> {
    /// Finds the boxes of a page that has these elements and blocks.
    pub fn new(document: &'d Document, elements: &[NodeId], blocks: &[Block]) -> Boxes<'d> {
        let boxes = elements
            .iter()
            .filter(|element| is_box(document, **element));
        let mut sizes: HashMap<NodeId, usize> = boxes.map(|element| (*element, 0)).collect();
        let mut outside = 0;
        let is_prose = |block: &&Block| block.text.len() >= SHORTEST_PROSE && !block.is_link();
        for block in blocks.iter().filter(is_prose) {
            let mut is_outside = true;
            for element in around(document, block.element) {
                if let Some(size) = sizes.get_mut(&element) {
                    *size += block.text.len();
                    is_outside = false;
                }
            }
            outside += if is_outside { block.text.len() } else { 0 };
        }
        Boxes {
            document,
            sizes,
            outside,
        }
    }

    /// Returns whether an element stands in a box that is small enough to be one, or among comments.
    pub fn hold(&self, element: Option<NodeId>) -> bool {
        around(self.document, element).any(|element| {
            let size = self.sizes.get(&element);
            size.is_some_and(|size| {
                size * LARGEST_BOX <= self.outside || has_comments(self.document, element)
            })
        })
    }
}

/// Returns an element and all that it stands in, innermost first.
fn around(document: &Document, element: Option<NodeId>) -> impl Iterator<Item = NodeId> {
    iter::successors(element, |element| document.parent(*element))
}

/// Words of classes and ids that name a box, on the sites of many publishers.
const WORDS: &str = "ad ads aside bio caption captions consent cookie cookies dachzeile eyebrow figcaption \
    footer gdpr kicker menu mostread nav navbar overline pager player popular promo respond \
    share sharing sidebar signup social tags topics trending";
/// Beginnings of such words.
const STEMS: &str = "advert breadcrumb disqus donat keypoint keytakeaway navigation newsletter outbrain \
    paginat readmore recirc recommend related sharebar sponsor subscri taboola";

/// Returns whether an element's tag, or a word of its class or id, says that it is a box beside the article.
fn is_box(document: &Document, node: NodeId) -> bool {
    if !document.is_element(node) {
        return false;
    }
    match document.tag_name(node) {
        "html" | "body" | "main" | "article" => return false,
        "nav" | "aside" | "footer" | "form" | "button" | "figcaption" | "dialog" => return true,
        _ => {}
    }
    let names = [document.class_name(node), document.id_attr(node)];
    if has_comments(document, node) {
        return true;
    }
    let is_hidden = document.get_attribute(node, "hidden").is_some();
    is_hidden
        || names
            .iter()
            .any(|name| words(name).iter().any(|word| names_box(word)))
}

/// Returns whether the name of an element begins with what comments are called.
fn has_comments(document: &Document, node: NodeId) -> bool {
    let is_named = |name: String| {
        let name = name.trim_start().to_ascii_lowercase();
        ["comment", "disqus", "kommentar", "komentar"]
            .iter()
            .any(|stem| name.starts_with(stem))
    };
    is_named(document.id_attr(node)) || is_named(document.class_name(node))
}

fn names_box(word: &str) -> bool {
    WORDS.split(' ').any(|name| word == name) || STEMS.split(' ').any(|stem| word.starts_with(stem))
}

/// Returns the words of a name in lower case, and each two of them as one: of `js-readMore` `js`, `read`, `more`,
/// `jsread` and `readmore`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for part in name.split(|c: char| !c.is_ascii_alphanumeric()) {
        let mut begins = true;
        for character in part.chars() {
            if begins || character.is_ascii_uppercase() {
                words.push(String::new());
            }
            begins = false;
            if let Some(word) = words.last_mut() {
                word.push(character.to_ascii_lowercase());
            }
        }
    }
    let pairs: Vec<String> = words.windows(2).map(<[String]>::concat).collect();
    words.extend(pairs);
    words
}

#[cfg(test)]
mod tests {
    use super::super::blocks::blocks;
    use super::*;

    fn furniture(html: &str) -> Vec<String> {
        let document = Document::parse(html);
        let blocks = blocks(&document, document.root());
        let elements = document.get_elements_by_tag_name(document.root(), "*");
        let found = Furniture::find(&Boxes::new(&document, &elements, &blocks), &blocks);
        let mut lines: Vec<String> = found.links.into_iter().chain(found.boxed).collect();
        lines.sort();
        lines
    }

    const TEXT: &str = "<p>The board met on Monday to hear of the bridge, and rose at nine without a word to anyone.</p>";

    #[test]
    fn links_alone_are_furniture_and_links_in_text_are_not() {
        let page = "<p><a>Bridge shut</a></p><p>Read more: <a>Ferry late</a></p><p>The board <a>met</a>.</p>";
        assert_eq!(furniture(page), ["Bridge shut", "Read more: Ferry late"]);
    }

    #[test]
    fn boxes_are_known_by_their_names() {
        for name in [
            "newsletter-signup",
            "c-relatedArticles",
            "js read_more",
            "wp-caption",
            "social",
        ] {
            let page = format!("<div class='{name}'><p>Beside it</p></div>{TEXT}");
            assert_eq!(furniture(&page), ["Beside it"], "{name}");
        }
        for name in ["socialist", "headline", "add", "navy"] {
            let page = format!("<div class='{name}'><p>Beside it</p></div>{TEXT}");
            assert!(furniture(&page).is_empty(), "{name}");
        }
    }

    #[test]
    fn a_box_that_holds_most_of_the_page_is_none() {
        let page = format!("<div class='share'>{TEXT}</div><p>Beside it</p>");
        assert!(furniture(&page).is_empty());
    }

    #[test]
    fn a_line_that_is_text_somewhere_is_no_furniture() {
        let page = format!("<aside>Never.</aside>{TEXT}<p>Never.</p>");
        assert!(furniture(&page).is_empty());
    }
}
