//! What a page says about itself as linked data: JSON-LD in the vocabulary of schema.org.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value};
use trafilatura::dom::Document;

type Record = Map<String, Value>;

/// The records of a page, those that describe its article first.
#[derive(Debug, Default)]
pub(super) struct Linked {
    records: Vec<Record>,
    /// How many of them describe an article.
    articles: usize,
}

/// Records that are read of a page; a shop may list all its wares.
const MOST_RECORDS: usize = 500;

impl Linked {
    /// Reads the records of a page. Of one that is not JSON, what looks like its texts is read.
    pub fn read(document: &Document) -> Linked {
        let mut records = Vec::new();
        for script in document.get_elements_by_tag_name(document.root(), "script") {
            // Line ends within a text are a common fault, and so are wrappings of another time.
            let text = document.text_content(script).replace(char::is_control, " ");
            match serde_json::from_str(without_wrapping(&text)) {
                Ok(value) => flatten(value, &mut records),
                Err(_) => records.push(salvaged(&text)),
            }
        }
        let (mut articles, others): (Vec<_>, Vec<_>) = records.into_iter().partition(is_article);
        let count = articles.len();
        articles.extend(others);
        Linked {
            records: articles,
            articles: count,
        }
    }

    /// Returns the first text that records of an article have under one of these names, the first name first.
    pub fn of_article(&self, names: &[&str]) -> Option<String> {
        let articles = self.records.get(..self.articles)?;
        first(articles, names)
    }

    /// Returns the first text that a record of any kind has under one of these names.
    pub fn of_any(&self, names: &[&str]) -> Option<String> {
        first(&self.records, names)
    }

    /// Returns the name of the publisher.
    pub fn publisher(&self) -> Option<String> {
        let publisher = |record: &Record| match record.get("publisher")? {
            Value::Object(organization) => text_of(organization.get("name")?),
            other => text_of(other),
        };
        self.records.iter().find_map(publisher)
    }
}

fn first(records: &[Record], names: &[&str]) -> Option<String> {
    let named = |name: &&str| {
        records
            .iter()
            .find_map(|record| text_of(record.get(*name)?))
    };
    names.iter().find_map(named)
}

/// Returns the text of a value, of a list that of its first; none if it is blank.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => values.first().and_then(text_of),
        Value::Object(object) => ["@id", "@value"]
            .iter()
            .find_map(|key| object.get(*key)?.as_str())
            .map(str::to_owned),
        _ => None,
    }
}

/// Returns a script without what stands before its first bracket and behind its last: `//<![CDATA[`.
fn without_wrapping(script: &str) -> &str {
    let start = script.find(['{', '[']).unwrap_or_default();
    let start = match script.get(start..) {
        Some(rest) if rest.starts_with("[CDATA[") => start + "[CDATA[".len(),
        _ => start,
    };
    let text = script.get(start..).unwrap_or_default();
    let text = text.trim_end().trim_end_matches("-->").trim_end();
    let text = text.trim_end_matches("]]>").trim_end();
    text.trim_end_matches("//")
        .trim_end_matches(['/', '*', ' ', ';'])
        .trim()
}

/// Returns a record of the first text under each name of a broken script.
fn salvaged(script: &str) -> Record {
    let mut record = Record::new();
    for found in PAIR.captures_iter(script) {
        let part = |name| found.name(name).map(|part| part.as_str());
        if let (Some(name), Some(text)) = (part("name"), part("text"))
            && let Ok(text) = serde_json::from_str(text)
        {
            record.entry(name).or_insert(Value::String(text));
        }
    }
    record
}

#[expect(
    clippy::expect_used,
    reason = "no input reaches it: the pattern stands in this file, and the tests compile it"
)]
static PAIR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#""(?<name>@?[A-Za-z]+)"\s*:\s*(?<text>"(?:[^"\\]|\\.)*")"#)
        .expect("a valid pattern")
});

/// Lists the records of a value: a record, a list of them, or a graph, and what an item is mainly about.
fn flatten(value: Value, records: &mut Vec<Record>) {
    match value {
        Value::Array(values) => {
            for value in values {
                flatten(value, records);
            }
        }
        Value::Object(mut record) if records.len() < MOST_RECORDS => {
            let within = ["@graph", "mainEntity"].map(|key| record.remove(key));
            let page = match record.get("mainEntityOfPage") {
                Some(page @ Value::Object(_)) => Some(page.clone()),
                _ => None,
            };
            records.push(record);
            for value in within.into_iter().chain([page]).flatten() {
                flatten(value, records);
            }
        }
        _ => {}
    }
}

/// Returns whether a record is one of an article: its type is, or ends as, one of those of schema.org.
fn is_article(record: &Record) -> bool {
    let is_named = |kind: &str| {
        kind.ends_with("Article")
            || kind.ends_with("Posting")
            || kind.ends_with("Report")
            || kind == "Review"
    };
    match record.get("@type") {
        Some(Value::String(kind)) => is_named(kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(is_named),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(json: &str) -> Linked {
        let html = format!("<script type='application/ld+json'>{json}</script>");
        Linked::read(&Document::parse(&html))
    }

    #[test]
    fn records_of_articles_come_first() {
        let graph = r#"{"@graph": [{"@type": "WebPage", "headline": "Site"}, {"@type": ["ReportageNewsArticle"], "headline": "Bridge"}]}"#;
        let linked = linked(graph);
        assert_eq!(linked.of_any(&["headline"]).as_deref(), Some("Bridge"));
        assert_eq!(
            linked.of_article(&["name", "headline"]).as_deref(),
            Some("Bridge")
        );
    }

    #[test]
    fn an_article_may_stand_within_a_page() {
        let page = r#"[{"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "headline": "Bridge",
                       "publisher": {"name": "Post"}}}]"#;
        assert_eq!(
            linked(page).of_article(&["headline"]).as_deref(),
            Some("Bridge")
        );
        assert_eq!(linked(page).publisher().as_deref(), Some("Post"));
    }

    #[test]
    fn broken_and_wrapped_records_are_read_as_far_as_they_go() {
        for json in [
            r#"{"@type": "NewsArticle", "headline": "Bridge", "image": [,]}"#,
            "//<![CDATA[\n{\"@type\": \"Article\", \"headline\": \"Bridge\"}\n//]]>",
            "/* <![CDATA[ */ {\"@type\": \"Article\", \"headline\": \"Bridge\"}; /* ]]> */",
            "<!-- [{\"@type\": \"BlogPosting\", \"headline\": \"Bri\ndge\"}] -->",
            r#"{"@type": "NewsArticle", "headline": "Bridge", "articleBody": "cut o"#,
        ] {
            let headline = linked(json).of_article(&["headline"]);
            assert_eq!(
                headline.map(|text| text.replace(' ', "")).as_deref(),
                Some("Bridge"),
                "{json}"
            );
        }
    }
}
