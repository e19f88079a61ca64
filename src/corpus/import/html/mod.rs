//! An article out of an HTML page: its text, and what the page says about it.
//!
//! ```text
//! page ── bounds ── parser ──┬── head, linked ── title, address, outlet, language
//!         no scripts,        ├── furniture ──┐
//!         nothing deeper     └── content ────┴── blocks ── text, a paragraph a line
//!         than real pages
//! ```
//!
//! Main content is found by `trafilatura`. Its lines that the markup of the page shows to be links, captions or
//! boxes go, and so do those that are not in the text that the page's linked data states. What is left that is
//! no text is for the strip stage to find.

mod blocks;
mod bounds;
mod content;
mod furniture;
mod head;
mod linked;

use trafilatura::dom::Document;

use blocks::Block;

/// An article as an HTML page has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The headline.
    pub title: Option<String>,
    /// The text: paragraphs, headings, list items and rows, a line each, most with a blank line between.
    pub text: String,
    /// Where it was published.
    pub url: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The language tag.
    pub language: Option<String>,
    /// When it was published, ISO 8601.
    pub published: Option<String>,
}

/// Trees that are deeper are not gone through: a recursion would exhaust the stack.
const DEEPEST: usize = 1000;

/// Reads the article of a page that was fetched from `url`; `None` if it has no article's text.
///
/// Takes time about linear in the page, whatever it holds. A page is read as far as its first four
/// megabytes, scripts not counted.
pub fn page(html: &str, url: Option<&str>) -> Option<Page> {
    let bounded = bounds::bounded(html);
    let document = Document::parse(&bounded);
    if blocks::depth(&document) > DEEPEST {
        return None;
    }
    let metas = head::Metas::read(&document);
    let linked = linked::Linked::read(&document);
    let blocks = blocks::blocks(&document, document.root());

    let outlet = head::outlet(&metas, &linked);
    let title = head::title(&document, &metas, &linked, outlet.as_deref(), &blocks);
    let language = head::language(&document, &metas, &linked);
    let url = head::address(&document, &metas, &linked, url);
    let elements = document.get_elements_by_tag_name(document.root(), "*");
    let boxes = furniture::Boxes::new(&document, &elements, &blocks);
    let furniture = furniture::Furniture::find(&boxes, &blocks);
    let stated = linked.of_article(&["articleBody"]);
    let lines = content::lines(&bounded, document, &furniture, stated.as_deref());
    let text = text(&lines, title.as_deref());
    (!text.is_empty()).then_some(Page {
        title,
        text,
        url,
        outlet,
        language,
        published: None,
    })
}

/// Joins lines, without those above the first paragraph that only repeat the headline.
fn text(lines: &[Block], title: Option<&str>) -> String {
    let repeats = lines
        .iter()
        .take_while(|line| Some(line.text.as_str()) == title);
    let mut text = String::new();
    for line in lines.iter().skip(repeats.count()) {
        if !text.is_empty() {
            text.push_str(if line.goes_on { "\n" } else { "\n\n" });
        }
        text.push_str(&line.text);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "<p>The harbour board met on Monday to hear of the bridge, and rose at nine without a word.</p>\
                        <p>Its engineer had told it that two of the chains were rusted almost through, she said.</p>";

    #[test]
    fn a_page_states_its_address() {
        let address = |head: &str, fetched| {
            let html = format!("<head>{head}</head>{TEXT}");
            page(&html, fetched).unwrap().url
        };
        let canonical = "<link rel=canonical href='/a/bridge'><meta property=og:url content='https://b.example/c'>";
        let fetched = Some("https://m.a.example/x?y");
        assert_eq!(
            address(canonical, fetched).as_deref(),
            Some("https://m.a.example/a/bridge")
        );
        assert_eq!(
            address(canonical, None).as_deref(),
            Some("https://b.example/c")
        );
        let front = "<link rel=canonical href='https://a.example/'>";
        assert_eq!(address(front, fetched).as_deref(), fetched);
        assert_eq!(
            address("<link rel=canonical href='javascript:x'>", None),
            None
        );
    }

    #[test]
    fn titles_lose_the_name_of_the_outlet_and_their_entities() {
        let title = |head: &str| {
            page(&format!("<head>{head}</head>{TEXT}"), None)
                .unwrap()
                .title
        };
        let site = "<meta property=og:site_name content=Post>";
        assert_eq!(
            title(&format!("{site}<title>Bridge shut | Post</title>")).as_deref(),
            Some("Bridge shut")
        );
        assert_eq!(
            title(&format!("{site}<title>Post</title>")).as_deref(),
            Some("Post")
        );
        let linked = r#"<script type="application/ld+json">{"@type": "Article", "headline": "Fish &amp;amp; chips"}</script>"#;
        assert_eq!(
            title(&linked.replace("amp;amp;", "amp;")).as_deref(),
            Some("Fish & chips")
        );
    }

    #[test]
    fn linked_data_checks_the_text() {
        let stated: Vec<String> = (0..9)
            .map(|n| {
                format!("The board heard report number {n} on the bridge and its chains, and rose.")
            })
            .collect();
        let paragraphs: String = stated.iter().map(|line| format!("<p>{line}</p>")).collect();
        let linked = serde_json::json!({"@type": "NewsArticle", "articleBody": stated.join(" ")});
        let html = format!(
            "<script type='application/ld+json'>{linked}</script><article>{paragraphs}<p>Our readers can write \
             to the desk at any hour of the day.</p></article>"
        );
        assert_eq!(page(&html, None).unwrap().text, stated.join("\n\n"));
    }

    #[test]
    fn no_page_exhausts_the_stack() {
        for unit in [
            "<div>x",
            "<b><p>x",
            "<font><p>x</p>",
            "<ul><li>x",
            "<table><tr><td>x",
            "<dl><dd><dt>x",
            "<span><div></span>x",
            "<form><div></form>x",
            "<a><table>x",
            "<object><div></object>x",
            "<button><p>x",
            "<x-y><div></x-y>",
            "<math><mtext><div></math>",
            "<",
            "<!--",
            "&#x;",
            "\0",
            "<a b='",
            "<template><div>",
            "<select><option>x",
        ] {
            page(&unit.repeat(2000), None);
        }
    }

    #[test]
    fn what_has_no_text_is_no_article() {
        for html in [
            "",
            " ",
            "<html></html>",
            "<nav><a href=/>Home</a></nav>",
            "\u{feff}",
        ] {
            assert_eq!(page(html, None), None, "{html}");
        }
    }
}
