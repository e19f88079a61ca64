//! What a file of labels says about an item beside its label, for scores in parts and lists to read.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// What is known of an item. A report of `cluster` has all of it under these names; in a line of gold,
/// the names that records of articles have will do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Its headline (`title`, `headline`).
    pub headline: Option<String>,
    /// Who published it (`source`, `outlet`, `site`, `publisher`).
    pub outlet: Option<String>,
    /// Its language (`lang`, `language`).
    pub language: Option<String>,
    /// What it is to the rest of its story.
    pub relation: Option<String>,
    /// The id of the article that it derives from.
    pub of: Option<String>,
}

impl Facts {
    /// Reads what a line of JSON has of these; what is missing, blank or no text is not known.
    pub(super) fn parse(line: &str) -> Facts {
        let Ok(line) = serde_json::from_str::<Line>(line) else {
            return Facts::default();
        };
        let [source, outlet, site] = [line.source.0, line.outlet.0, line.site.0];
        Facts {
            headline: line.title.0.or(line.headline.0),
            outlet: source.or(outlet).or(site).or(line.publisher.0),
            language: line.lang.0.or(line.language.0),
            relation: line.relation.0,
            of: line.of.0,
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Line {
    title: Text,
    headline: Text,
    source: Text,
    outlet: Text,
    site: Text,
    publisher: Text,
    lang: Text,
    language: Text,
    relation: Text,
    of: Text,
}

/// A field that may hold anything, of which only a text that is not blank counts.
#[derive(Default)]
pub(super) struct Text(pub Option<String>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let text = value.as_str().map(str::trim);
        Ok(Text(
            text.filter(|text| !text.is_empty()).map(str::to_owned),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_name_that_holds_a_text_counts() {
        let line = r#"{"id": 1, "gold": 2, "source": " ", "site": "The Bell", "publisher": "x",
            "title": ["no", "text"], "headline": " Bridge shut ", "lang": 7, "of": null}"#;
        let expected = Facts {
            headline: Some("Bridge shut".to_owned()),
            outlet: Some("The Bell".to_owned()),
            ..Facts::default()
        };
        assert_eq!(Facts::parse(line), expected);
    }
}
