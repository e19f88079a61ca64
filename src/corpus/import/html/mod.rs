//! An article out of an HTML page: its text, and what the page says about it.
//!
//! ```text
//! page ── bounds ── parser ──┬── head, linked ── title, address, outlet, language
//!         no scripts,        ├── dated ───────── when it was published
//!         nothing deeper     ├── furniture ──┐
//!         than real pages    ├── outline ────┤
//!                            └── content ────┴── blocks ── text, a paragraph a line
//! ```
//!
//! Main content is found by `trafilatura`. Its lines that the markup of the page shows to be links, captions or
//! boxes go, and so do those that are not in the text that the page's linked data states; paragraphs that it
//! missed out of a row come back. What is left that is
//! no text is for the strip stage to find.

mod blocks;
mod bounds;
mod content;
mod dated;
mod furniture;
mod head;
mod linked;
mod outline;

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
    let published = dated::published(&dated::Clues {
        html,
        document: &document,
        elements: &elements,
        blocks: &blocks,
        boxes: &boxes,
        metas: &metas,
        linked: &linked,
        title: title.as_deref(),
        url: url.as_deref(),
        language: language.as_deref(),
    });
    let furniture = furniture::Furniture::find(&boxes, &blocks);
    let stated = linked.of_article(&["articleBody"]);
    let outline = outline::Outline::new(&document, &blocks, &furniture);
    let page = content::Page {
        html: &bounded,
        furniture: &furniture,
        outline: &outline,
        title: title.as_deref(),
        stated: stated.as_deref(),
    };
    let lines = content::lines(document, &page);
    let text = text(&lines, title.as_deref());
    (!text.is_empty()).then_some(Page {
        title,
        text,
        url,
        outlet,
        language,
        published: published.map(|moment| moment.to_string()),
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

    fn published(head: &str, body: &str, url: Option<&str>) -> Option<String> {
        let html = format!("<html lang=en-GB><head>{head}</head><body>{body}{TEXT}</body></html>");
        page(&html, url)?.published
    }

    #[test]
    fn publication_is_believed_in_the_order_of_trust() {
        let linked = r#"<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "datePublished": "2019-05-01"},
            {"@type": "NewsArticle", "datePublished": "2019-05-02T10:00:00+02:00"}]}</script>"#;
        let meta = "<meta property=article:published_time content=2019-05-03T08:00>";
        let time = "<h1>Bridge shut</h1><time datetime=2019-05-04>4 May</time>";
        let shown = "<h1>Bridge shut</h1><p>Friday, 5 May 2019</p>";
        let address = Some("https://a.example/2019/05/06/bridge");
        let both = format!("{linked}{meta}");
        assert_eq!(
            published(&both, time, address).as_deref(),
            Some("2019-05-02T10:00:00+02:00")
        );
        assert_eq!(
            published(meta, time, address).as_deref(),
            Some("2019-05-03T08:00:00")
        );
        assert_eq!(published("", time, address).as_deref(), Some("2019-05-04"));
        assert_eq!(published("", shown, address).as_deref(), Some("2019-05-06"));
        assert_eq!(published("", shown, None).as_deref(), Some("2019-05-05"));
        assert_eq!(published("", "", None), None);
    }

    #[test]
    fn an_earlier_day_in_the_address_is_that_of_the_first_publication() {
        let meta = "<meta name=date content=2019-05-09T01:30:00Z>";
        let found = published(meta, "", Some("https://a.example/2019/05/08/bridge"));
        assert_eq!(found.as_deref(), Some("2019-05-08"));
    }

    #[test]
    fn nothing_was_published_after_its_revision_or_its_copyright() {
        let meta = "<meta property=article:modified_time content=2019-05-03><meta name=date content=2026-11-22>";
        assert_eq!(published(meta, "", None).as_deref(), Some("2019-05-03"));
        let today = "<p class=date>22 November 2026</p><h1>Bridge shut</h1><p>By A. Lowe, 3 May 2019</p><p>© 2018-2019 Post</p>";
        assert_eq!(published("", today, None).as_deref(), Some("2019-05-03"));
    }

    #[test]
    fn dates_beside_the_article_are_not_its_own() {
        let body = "<nav><time datetime=2026-11-22>today</time></nav><h1>Bridge shut</h1>\
                    <aside><time class=published datetime=2019-01-01>1 January</time></aside>\
                    <ul class=related><li>2 January 2019: Ferry late</li></ul><p class=byline>3 May 2019</p>";
        assert_eq!(published("", body, None).as_deref(), Some("2019-05-03"));
    }

    #[test]
    fn scripts_date_a_page_that_does_not() {
        let script = r#"<script>{"updated": "2019-05-09", "publishedAt":"2019-05-03T10:20:00.000Z"}</script>"#;
        assert_eq!(
            published(script, "", None).as_deref(),
            Some("2019-05-03T10:20:00Z")
        );
    }

    #[test]
    fn a_revision_is_better_than_nothing() {
        let body = "<h1>Bridge shut</h1><p>Last updated: 5 May 2019</p>";
        assert_eq!(published("", body, None).as_deref(), Some("2019-05-05"));
    }

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
