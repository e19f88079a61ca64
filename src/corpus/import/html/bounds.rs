//! Bounds what the HTML parser is given, so that no page can exhaust the stack, the memory or the day.
//!
//! Parsers of HTML take time quadratic in the depth of the tree, in the number of unclosed formatting
//! elements and in the attributes of one tag, and what works on their trees recurses. Real pages are far
//! from all of these bounds. So one pass in linear time, before the parser, leaves out what no article
//! is written in (scripts, styles, drawings, comments) and every tag beyond a bound. Text stays, but for
//! what lies behind the last byte that is looked at.

use memchr::{memchr, memmem};

/// Elements that may be open at once; the deepest real pages have some sixty.
const DEEPEST: usize = 120;
/// Formatting elements that may be open at once: the parser opens each again in every new block.
const MOST_FORMATTING: usize = 24;
/// Tables that may stand in each other: who makes text of them goes through the inner ones once for each that
/// they stand in. Pages that are laid out by tables have some ten.
const MOST_TABLES: usize = 16;
/// A tag with more bytes loses its attributes.
const LONGEST_TAG: usize = 4 << 10;
/// Tags of a page; what follows is cut off. The longest live blogs have half as many.
const MOST_TAGS: usize = 60_000;
/// Bytes of a page without its scripts; what follows is cut off.
const MOST_BYTES: usize = 4 << 20;

/// Returns the page without scripts, styles, drawings and comments, and within the bounds.
///
/// Scripts that hold linked data (JSON-LD) stay.
pub(super) fn bounded(html: &str) -> String {
    let mut pass = Pass {
        html,
        out: String::with_capacity(html.len().min(MOST_BYTES)),
        open: Vec::new(),
        formatting: Vec::new(),
        tables_beyond: 0,
        beyond: 0,
        tags: 0,
    };
    pass.run();
    pass.out
}

/// Elements whose content is no markup, and none of the article's text.
const LEFT_OUT: [&str; 8] = [
    "script", "style", "svg", "iframe", "noscript", "noembed", "noframes", "xmp",
];
/// Elements whose content is no markup, and stays.
const VERBATIM: [&str; 2] = ["title", "textarea"];
/// Elements that have no end tag, or whose end is known without one: they don't nest by themselves.
const UNNESTED: [&str; 29] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option",
    "html", "head", "body", "form",
];
/// Elements that the parser opens again where a block ended before they did.
const FORMATTING: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];
/// Elements out of which no end tag reaches.
const WALLS: [&str; 5] = ["table", "template", "object", "marquee", "applet"];
/// Elements out of which only the end tag of another one of these reaches.
const BLOCKS: [&str; 38] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "button",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "ul",
    "table",
    "template",
    "object",
    "marquee",
];

struct Pass<'h> {
    html: &'h str,
    out: String,
    /// Names of the elements that are open.
    open: Vec<String>,
    /// Names of the formatting elements that no end tag has closed.
    formatting: Vec<String>,
    /// Start tags left out because too many elements were open, whose end tags are left out too.
    beyond: usize,
    /// Start tags of tables left out because too many tables stood in each other, whose end tags go too.
    tables_beyond: usize,
    tags: usize,
}

impl<'h> Pass<'h> {
    fn run(&mut self) {
        let mut rest = self.html;
        while self.out.len() < MOST_BYTES && self.tags < MOST_TAGS {
            let start = memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
            let (text, markup) = rest.split_at_checked(start).unwrap_or((rest, ""));
            self.push_text(text);
            if markup.is_empty() {
                break;
            }
            rest = self.markup(markup);
        }
    }

    fn push_text(&mut self, text: &str) {
        let room = MOST_BYTES.saturating_sub(self.out.len());
        let mut ends = (0..=room.min(text.len())).rev();
        let part = ends.find_map(|end| text.get(..end));
        self.out.push_str(part.unwrap_or_default());
    }

    /// Takes what begins with a `<`, and returns what follows it.
    fn markup(&mut self, markup: &'h str) -> &'h str {
        if let Some(comment) = markup.strip_prefix("<!--") {
            return after(comment, "-->");
        }
        let Some(name) = name(markup) else {
            // A declaration goes, and a lone `<` is text.
            return match markup.starts_with("<!") || markup.starts_with("<?") {
                true => after(markup, ">"),
                false => {
                    self.out.push_str("&lt;");
                    markup.get(1..).unwrap_or_default()
                }
            };
        };
        let (tag, rest) = split_tag(markup);
        if tag.starts_with("</") {
            self.end_tag(&name);
            return rest;
        }
        let name = name.as_str();
        if LEFT_OUT.contains(&name) || VERBATIM.contains(&name) {
            let (content, rest) = split_content(rest, name);
            if VERBATIM.contains(&name) || is_linked_data(name, tag) {
                self.element(name, tag, content);
            }
            return rest;
        }
        self.start_tag(name, tag);
        rest
    }

    /// Writes a whole element, if there is room for it: half a record of linked data is none.
    fn element(&mut self, name: &str, tag: &str, content: &str) {
        self.tags += 1;
        if self.out.len() + content.len() < MOST_BYTES {
            self.push_tag(name, tag);
            self.out.push_str(content);
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    fn start_tag(&mut self, name: &str, tag: &str) {
        self.tags += 1;
        if FORMATTING.contains(&name) {
            if self.formatting.len() >= MOST_FORMATTING {
                return;
            }
            self.formatting.push(name.to_owned());
        } else if !UNNESTED.contains(&name) {
            if name == "table" && self.tables() >= MOST_TABLES {
                self.tables_beyond += 1;
                return;
            }
            if self.open.len() >= DEEPEST {
                self.beyond += 1;
                return;
            }
            self.open.push(name.to_owned());
        }
        self.push_tag(name, tag);
    }

    /// Returns how many tables are open.
    fn tables(&self) -> usize {
        self.open.iter().filter(|open| *open == "table").count()
    }

    fn push_tag(&mut self, name: &str, tag: &str) {
        if tag.len() <= LONGEST_TAG {
            self.out.push_str(tag);
        } else {
            self.out.push('<');
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    fn end_tag(&mut self, name: &str) {
        self.tags += 1;
        if FORMATTING.contains(&name) {
            match self.formatting.iter().rposition(|open| open == name) {
                Some(position) => self.formatting.remove(position),
                None => return,
            };
        } else if !UNNESTED.contains(&name) {
            if name == "table" && self.tables_beyond > 0 {
                self.tables_beyond -= 1;
                return;
            }
            if self.beyond > 0 {
                self.beyond -= 1;
                return;
            }
            let is_block = BLOCKS.contains(&name);
            let stops = |open: &str| WALLS.contains(&open) || !is_block && BLOCKS.contains(&open);
            let within = |open: &&String| *open == name || !stops(open);
            let mut inner = self.open.iter().rev().take_while(within);
            let Some(above) = inner.position(|open| open == name) else {
                return;
            };
            self.open
                .truncate(self.open.len().saturating_sub(above + 1));
        }
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }
}

/// Returns the name of the tag that a text begins with, in lower case.
fn name(markup: &str) -> Option<String> {
    let inner = markup
        .strip_prefix("</")
        .or_else(|| markup.strip_prefix('<'))?;
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = inner
        .find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
        .unwrap_or(inner.len());
    Some(inner.get(..end)?.to_ascii_lowercase())
}

/// Splits a text behind the tag that it begins with; a tag without an end takes all of it.
fn split_tag(markup: &str) -> (&str, &str) {
    let mut quote = None;
    let mut before = b' ';
    for (index, &byte) in markup.as_bytes().iter().enumerate() {
        match quote {
            Some(mark) if byte == mark => quote = None,
            Some(_) => {}
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            None if byte == b'>' => return markup.split_at_checked(index + 1).unwrap_or(("", "")),
            None => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    ("", "")
}

/// Splits what follows a start tag into the content of its element and what is behind the end tag.
fn split_content<'h>(html: &'h str, name: &str) -> (&'h str, &'h str) {
    for start in memmem::find_iter(html.as_bytes(), "</") {
        let named = html.get(start + 2..start + 2 + name.len());
        if named.is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            let (content, end) = html.split_at_checked(start).unwrap_or((html, ""));
            return (content, after(end, ">"));
        }
    }
    (html, "")
}

fn is_linked_data(name: &str, tag: &str) -> bool {
    name == "script" && tag.to_ascii_lowercase().contains("ld+json")
}

/// Returns what follows the first `end`; nothing if there is none.
fn after<'h>(text: &'h str, end: &str) -> &'h str {
    text.split_once(end).map_or("", |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_article_is_written_in_goes() {
        let page = "<!DOCTYPE html><!-- a > b --><script>if (1 < 2) '<p>'</script><style>p > a {}</style>\
                    <p CLASS='x > y'>One<svg><g><text>no</text></g></svg> < two<noscript>no</noscript></p>";
        assert_eq!(bounded(page), "<p CLASS='x > y'>One &lt; two</p>");
    }

    #[test]
    fn linked_data_and_titles_stay_as_they_are() {
        let page =
            "<title>a <b> c</title><SCRIPT type='application/ld+json'>{\"a\": \"<p>\"}</SCRIPT >x";
        assert_eq!(
            bounded(page),
            "<title>a <b> c</title><SCRIPT type='application/ld+json'>{\"a\": \"<p>\"}</script>x"
        );
    }

    #[test]
    fn tags_beyond_the_deepest_go_and_text_stays() {
        let page = bounded(&"<div>word ".repeat(1000));
        assert_eq!(page.matches("<div>").count(), DEEPEST);
        assert_eq!(page.matches("word").count(), 1000);
        let closed = format!("{}x{}<p>y", "<div>".repeat(1000), "</div>".repeat(1000));
        let closed = bounded(&closed);
        assert_eq!(closed.matches("</div>").count(), DEEPEST);
        assert!(closed.ends_with("<p>y"));
    }

    #[test]
    fn tables_beyond_the_deepest_go_and_their_cells_stay() {
        let nested = format!(
            "{}{}<p>y",
            "<table><tr><td>x".repeat(100),
            "</table>".repeat(100)
        );
        let page = bounded(&nested);
        assert_eq!(page.matches("<table>").count(), MOST_TABLES);
        assert_eq!(page.matches("</table>").count(), MOST_TABLES);
        assert_eq!(page.matches("<td>x").count(), 100);
        let beside = "<table><tr><td>x</table>".repeat(100);
        assert_eq!(bounded(&beside), beside);
    }

    #[test]
    fn an_end_tag_that_a_parser_ignores_closes_nothing() {
        for unit in [
            "<span><div></span>",
            "<div><table></div>",
            "<form><div></form>",
            "<div></b>",
            "<b><div></b>",
        ] {
            let page = bounded(&unit.repeat(1000));
            let count = |tag| page.matches(tag).count();
            let opened = count("<div>") + count("<table>");
            let open = opened - count("</div>") - count("</table>");
            assert!(open <= DEEPEST, "{unit}: {open}");
        }
    }

    #[test]
    fn unclosed_paragraphs_are_not_deep() {
        let page = "<p>one<p>two<li>three<td>four".repeat(500);
        assert_eq!(bounded(&page), page);
    }

    #[test]
    fn a_page_is_read_as_far_as_the_bounds() {
        assert!(bounded(&"x\u{e4}".repeat(MOST_BYTES)).len() <= MOST_BYTES);
        assert_eq!(
            bounded(&"<p>x".repeat(MOST_TAGS + 9))
                .matches("<p>")
                .count(),
            MOST_TAGS
        );
        let attributes = format!("<div {}>x</div>", "a=1 ".repeat(LONGEST_TAG));
        assert_eq!(bounded(&attributes), "<div>x</div>");
    }

    #[test]
    fn what_is_cut_off_anywhere_is_survived() {
        let page = "<p a=\"ü\">ö<!-- x --><script type=ld+json>{}</script></p>&amp;<title>x</title><svg></svg>";
        for (end, _) in page.char_indices() {
            bounded(&page[..end]);
        }
    }
}
