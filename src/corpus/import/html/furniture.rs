//! Lines of a page that its markup shows to be none of the article: links alone, captions, boxes.
//!
//! The extraction of main text leaves some of them in, and in what it returns the markup that tells is
//! gone. So they are found on the page, and the extracted lines are held against them.

use std::collections::{HashMap, HashSet};
use std::iter;

use trafilatura::dom::{Document, NodeId};

use super::blocks::{Block, home};

/// A line with more words is text though all of it is a link.
const MOST_WORDS_OF_A_LINK: usize = 30;
/// What stands before the links of such a line is no longer, in characters: "Read more:"
const LONGEST_LABEL: usize = 40;
/// A label has no more words.
const MOST_WORDS_OF_A_LABEL: usize = 5;
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
        let labelled = labelled(boxes.document, blocks);
        let is_link =
            |place: usize, block: &Block| is_lone_link(block) || labelled.contains(&place);
        let (mut links, mut boxed, mut text) = (Vec::new(), Vec::new(), Vec::new());
        for (place, block) in blocks.iter().enumerate() {
            let lines = match () {
                () if is_link(place, block) => &mut links,
                () if boxes.hold(block.element) => &mut boxed,
                () => &mut text,
            };
            lines.push(block);
        }
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

/// Returns the places of lists that sum up the article, with their labels, and of labels that share an element with
/// nothing but the links below them.
fn labelled(document: &Document, blocks: &[Block]) -> HashSet<usize> {
    let mut found = HashSet::new();
    for (place, label) in blocks.iter().enumerate() {
        let is_label = label.text.split_whitespace().count() <= MOST_WORDS_OF_A_LABEL
            && !label.text.ends_with(['.', '!', '?'])
            && !label.is_link();
        if !is_label {
            continue;
        }
        let rest = blocks.get(place + 1..).unwrap_or_default();
        if names_summary(&label.text) {
            let list = rest.first().and_then(|item| list_of(document, item));
            let is_in_list = |item: &&Block| list.is_some() && list_of(document, item) == list;
            let items = rest.iter().take_while(is_in_list).count();
            found.extend(
                (items > 0)
                    .then_some(place..=place + items)
                    .into_iter()
                    .flatten(),
            );
        } else if rest.first().is_some_and(is_lone_link) {
            let is_in =
                |block: &Block, shared| around(document, block.element).any(|node| node == shared);
            let home = home(document, label.element);
            let holds_link = |home: &NodeId| rest.first().is_some_and(|link| is_in(link, *home));
            let parent = || home.and_then(|home| document.parent(home));
            let Some(shared) = home.filter(holds_link).or_else(parent) else {
                continue;
            };
            let is_within = |block: &Block| is_in(block, shared);
            let before = place.checked_sub(1).and_then(|before| blocks.get(before));
            let mut within = rest.iter().take_while(|block| is_within(block)).peekable();
            if !before.is_some_and(is_within) && within.peek().is_some() && within.all(is_lone_link)
            {
                found.insert(place);
            }
        }
    }
    found
}

/// Returns whether a label stands above a list that sums up the article.
fn names_summary(label: &str) -> bool {
    let label = label
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    SUMMARIES.contains(&label.as_str())
}

const SUMMARIES: [&str; 24] = [
    "highlights",
    "story highlights",
    "key points",
    "key takeaways",
    "main points",
    "at a glance",
    "in brief",
    "quick read",
    "das wichtigste in kürze",
    "das wichtigste im überblick",
    "auf einen blick",
    "in kürze",
    "l'essentiel",
    "l’essentiel",
    "en bref",
    "puntos clave",
    "lo esencial",
    "in sintesi",
    "i punti chiave",
    "em resumo",
    "pontos principais",
    "najważniejsze informacje",
    "w skrócie",
    "главное",
];

/// Returns the list that a block is an item of.
fn list_of(document: &Document, block: &Block) -> Option<NodeId> {
    let is_list = |node: &NodeId| matches!(document.tag_name(*node), "ul" | "ol");
    around(document, block.element).find(is_list)
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
        // A page has few names, and each many times.
        let mut known = HashMap::new();
        let boxes = elements
            .iter()
            .filter(|element| is_box(document, **element, &mut known));
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
const WORDS: &str = "ad ads aside bio caption captions carousel consent cookie cookies copyright dachzeile \
    disclaimer eyebrow figcaption footer gallery gdpr highlights infokasten instagrammedia kicker menu mostread nav \
    navbar overline pager player poll popular promo qrcode respond share sharing sidebar signup slideshow social \
    tags toc topics trending";
/// Beginnings of such words.
const STEMS: &str = "aboutauthor advert alsolike alsoread authorbio authorbox breadcrumb contribution \
    disqus donat factbox infobox keypoint keytakeaway latestnews leggianche lireaussi morefrom morenews morestories \
    mostpopular mostviewed navigation newsletter nextup offscreen outbrain paginat pullquote readalso readmore \
    readnext recirc recommend related screenreader seealso sharebar sponsor sronly storyhighlight subscri taboola \
    upnext visuallyhidden";

/// Returns whether an element's tag, or a word of its class or id, says that it is a box beside the article.
fn is_box(document: &Document, node: NodeId, known: &mut HashMap<String, bool>) -> bool {
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
    let names_box = |name: String| match known.get(&name) {
        Some(is_box) => *is_box,
        None => {
            let is_box = words(&name).iter().any(|word| names_box(word));
            known.insert(name, is_box);
            is_box
        }
    };
    document.get_attribute(node, "hidden").is_some() || names.into_iter().any(names_box)
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
    fn a_label_goes_with_the_links_that_it_shares_an_element_with() {
        let page = "<p>It met.</p><div><b>Also read</b><h4><a>Ferry late</a></h4></div><h2>In Corran</h2><p><a>It</a></p>";
        assert_eq!(furniture(page), ["Also read", "Ferry late", "It"]);
    }

    #[test]
    fn a_list_that_is_called_a_summary_is_none_of_the_text() {
        let list = "<ul><li>It met</li><li>It rose</li></ul>";
        let page = |label| format!("<p>{label}</p>{list}{TEXT}");
        assert_eq!(furniture(&page("Highlights:")).len(), 3);
        assert!(furniture(&page("What it did:")).is_empty());
    }

    #[test]
    fn a_line_that_is_text_somewhere_is_no_furniture() {
        let page = format!("<aside>Never.</aside>{TEXT}<p>Never.</p>");
        assert!(furniture(&page).is_empty());
    }
}
