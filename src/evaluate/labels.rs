//! Labels of items, as gold files and clusterings write them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::Read;
use std::path::Path;

use serde::Deserialize;

use super::facts::{Facts, Text};
use super::source::Source;
use crate::Result;
use crate::corpus::json_reason;

/// The label of each item, by id.
pub type Labels = BTreeMap<String, String>;

/// The labels of a file, and what else it says about the items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labelling {
    /// The label of each item.
    pub labels: Labels,
    /// What is known of items, by id.
    pub facts: BTreeMap<String, Facts>,
}

/// Reads gold labels: JSON Lines with `id` and `gold`, each a text or a number, and perhaps [`Facts`].
/// Other fields are ignored.
///
/// # Errors
///
/// [`Error::Read`](crate::Error::Read) if the file can't be read; [`Error::Labels`](crate::Error::Labels)
/// if a line has another form, if an id has two labels, or if there is no label at all.
pub fn read_gold(path: &Path) -> Result<Labelling> {
    let source = Source::open(path)?;
    let mut gold = Labelling::default();
    for (number, line) in source.lines() {
        let GoldLine { id, gold: label } = serde_json::from_str(line)
            .map_err(|error| source.error(number, json_reason(&error)))?;
        gold.insert(&id.0, &label.0, Facts::parse(line))
            .map_err(|reason| source.error(number, reason))?;
    }
    if gold.labels.is_empty() {
        return Err(source.error(1, "no labels in this file"));
    }
    Ok(gold)
}

/// Reads a clustering from a file, in any form of [`read_predicted_from`].
///
/// # Errors
///
/// As [`read_predicted_from`].
pub fn read_predicted(path: &Path) -> Result<Labelling> {
    parse(&Source::open(path)?)
}

/// Reads a clustering; `path` is what errors call it. Its form is told from its content:
///
/// - the report of `newsdedup cluster`, as one object or with one story a line: every article is
///   labelled with its story, and its [`Facts`] are known
/// - JSON Lines with `id` and `cluster`, each a text or a number
/// - lines of an id, a tab and a label
///
/// # Errors
///
/// [`Error::Read`](crate::Error::Read) if `reader` fails; [`Error::Labels`](crate::Error::Labels) if
/// there is anything of another form, or if an id has two labels.
pub fn read_predicted_from(reader: impl Read, path: &Path) -> Result<Labelling> {
    parse(&Source::read(reader, path)?)
}

fn parse(source: &Source) -> Result<Labelling> {
    if source.text.trim_start().starts_with('{') {
        from_json(source)
    } else {
        from_tsv(source)
    }
}

fn from_json(source: &Source) -> Result<Labelling> {
    let mut labels = Labelling::default();
    let mut records = serde_json::Deserializer::from_str(&source.text).into_iter::<Record>();
    loop {
        let start = records.byte_offset();
        let Some(record) = records.next() else {
            return Ok(labels);
        };
        let record = record.map_err(|error| source.error(error.line(), json_reason(&error)))?;
        record
            .label(&mut labels)
            .map_err(|reason| source.error(source.line_of_text_after(start), reason))?;
    }
}

fn from_tsv(source: &Source) -> Result<Labelling> {
    let mut labels = Labelling::default();
    for (number, line) in source.lines() {
        let mut columns = line.split('\t');
        let (Some(id), Some(label)) = (columns.next(), columns.next()) else {
            return Err(source.error(
                number,
                "expected JSON, or an id and a label with a tab between them",
            ));
        };
        labels
            .insert(id, label, Facts::default())
            .map_err(|reason| source.error(number, reason))?;
    }
    Ok(labels)
}

impl Labelling {
    /// Adds an item; the same label twice does no harm, and the facts are those of the first.
    fn insert(&mut self, id: &str, label: &str, facts: Facts) -> std::result::Result<(), String> {
        match self.labels.entry(id.to_owned()) {
            Entry::Vacant(vacant) => {
                vacant.insert(label.to_owned());
                if facts != Facts::default() {
                    self.facts.insert(id.to_owned(), facts);
                }
                Ok(())
            }
            Entry::Occupied(occupied) if occupied.get() == label => Ok(()),
            Entry::Occupied(occupied) => Err(format!(
                "{id:?} has two labels, {:?} and {label:?}",
                occupied.get()
            )),
        }
    }
}

#[derive(Deserialize)]
struct GoldLine {
    id: Name,
    gold: Name,
}

/// An object of a clustering, whichever form it has.
#[derive(Deserialize)]
struct Record {
    stories: Option<Vec<Story>>,
    id: Option<Name>,
    articles: Option<Vec<Article>>,
    cluster: Option<Name>,
}

#[derive(Deserialize)]
struct Story {
    id: Name,
    articles: Vec<Article>,
}

#[derive(Deserialize)]
struct Article {
    id: Name,
    #[serde(default)]
    headline: Text,
    #[serde(default)]
    outlet: Text,
    #[serde(default)]
    language: Text,
    #[serde(default)]
    relation: Text,
    #[serde(default)]
    of: Text,
}

impl Record {
    fn label(self, labels: &mut Labelling) -> std::result::Result<(), String> {
        match self {
            Record {
                stories: Some(stories),
                ..
            } => stories
                .into_iter()
                .try_for_each(|story| story.label(labels)),
            Record {
                id: Some(id),
                articles: Some(articles),
                ..
            } => Story { id, articles }.label(labels),
            Record {
                id: Some(id),
                cluster: Some(cluster),
                ..
            } => labels.insert(&id.0, &cluster.0, Facts::default()),
            _ => Err("expected `stories`, or `id` with `articles` or `cluster`".to_owned()),
        }
    }
}

impl Story {
    fn label(self, labels: &mut Labelling) -> std::result::Result<(), String> {
        self.articles.into_iter().try_for_each(|article| {
            let facts = Facts {
                headline: article.headline.0,
                outlet: article.outlet.0,
                language: article.language.0,
                relation: article.relation.0,
                of: article.of.0,
            };
            labels.insert(&article.id.0, &self.id.0, facts)
        })
    }
}

/// An id or label: a text, or a number as it is written.
#[derive(Deserialize)]
#[serde(from = "TextOrNumber")]
struct Name(String);

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a text or a number as id or label")]
enum TextOrNumber {
    Text(String),
    Number(serde_json::Number),
}

impl From<TextOrNumber> for Name {
    fn from(value: TextOrNumber) -> Self {
        match value {
            TextOrNumber::Text(text) => Name(text),
            TextOrNumber::Number(number) => Name(number.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn predicted(text: &str) -> std::result::Result<Vec<(String, String)>, String> {
        read_predicted_from(text.as_bytes(), Path::new("stories"))
            .map(|predicted| predicted.labels.into_iter().collect())
            .map_err(|error| error.to_string())
    }

    fn pairs(pairs: &[(&str, &str)]) -> std::result::Result<Vec<(String, String)>, String> {
        Ok(pairs
            .iter()
            .map(|(id, label)| (id.to_string(), label.to_string()))
            .collect())
    }

    fn gold(text: &str) -> std::result::Result<Labels, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gold.jsonl");
        std::fs::write(&path, text).unwrap();
        let folder = format!("{}/", folder.path().display());
        read_gold(&path)
            .map(|gold| gold.labels)
            .map_err(|error| error.to_string().replace(&folder, ""))
    }

    #[test]
    fn the_report_of_cluster_labels_articles_with_their_story() {
        let report = r#"{
            "schema": "newsdedup/stories@1",
            "corpus": {"read": 3},
            "stories": [
                {"id": "s1", "size": 2, "articles": [{"id": "a", "path": "a.txt"}, {"id": "b"}], "related": []},
                {"id": "s2", "articles": [{"id": "c"}]}
            ],
            "skipped": []
        }"#;
        let expected = pairs(&[("a", "s1"), ("b", "s1"), ("c", "s2")]);
        assert_eq!(predicted(report), expected);
        assert_eq!(predicted(&report.replace('\n', "")), expected);
    }

    #[test]
    fn a_story_a_line_does_too() {
        let lines = "{\"id\": \"s1\", \"articles\": [{\"id\": \"a\"}, {\"id\": \"b\"}]}\n\n{\"id\": \"s2\", \"articles\": []}\n";
        assert_eq!(predicted(lines), pairs(&[("a", "s1"), ("b", "s1")]));
    }

    #[test]
    fn clusters_may_be_texts_or_numbers() {
        let lines =
            "{\"id\": \"a\", \"cluster\": 3}\n{\"id\": 7, \"cluster\": \"3\", \"text\": \"x\"}\n";
        assert_eq!(predicted(lines), pairs(&[("7", "3"), ("a", "3")]));
    }

    #[test]
    fn tab_separated_lines_may_have_more_columns_and_other_line_ends() {
        assert_eq!(
            predicted("\u{feff}a b\t1\r\n\r\nc\t2\tnote\r\n"),
            pairs(&[("a b", "1"), ("c", "2")])
        );
    }

    #[test]
    fn an_empty_clustering_labels_nothing() {
        assert_eq!(predicted(""), pairs(&[]));
        assert_eq!(predicted("{\"stories\": []}"), pairs(&[]));
    }

    #[test]
    fn errors_name_the_line() {
        let cases = [
            (
                "a\t1\nb 2\n",
                "stories:2: expected JSON, or an id and a label with a tab between them",
            ),
            (
                "a\t1\n\na\t2\n",
                "stories:3: \"a\" has two labels, \"1\" and \"2\"",
            ),
            (
                "{\"id\": \"a\", \"cluster\": 1}\n\n{\"id\": \"b\"}\n",
                "stories:3: expected `stories`, or `id` with `articles` or `cluster`",
            ),
            (
                "{\"id\": 1, \"cluster\": 1}\n{\"id\": 1,\n",
                "stories:3: invalid JSON: EOF while parsing a value at column 0",
            ),
            (
                "{\"id\": [1], \"cluster\": 1}",
                "stories:1: expected a text or a number as id or label at column 10",
            ),
        ];
        for (text, message) in cases {
            assert_eq!(predicted(text), Err(message.to_owned()), "{text}");
        }
        let error = read_predicted_from(&b"a\t1\nb\t\xff\n"[..], Path::new("stories")).unwrap_err();
        assert_eq!(error.to_string(), "stories:2: invalid UTF-8");
    }

    #[test]
    fn gold_takes_texts_and_numbers_and_ignores_the_rest() {
        let labels = gold(
            "{\"id\": 1, \"gold\": \"x\", \"of\": null}\n\n{\"id\": \"2\", \"gold\": 5}\n{\"id\": 1, \"gold\": \"x\"}\n",
        );
        let expected =
            [("1", "x"), ("2", "5")].map(|(id, label)| (id.to_owned(), label.to_owned()));
        assert_eq!(labels, Ok(Labels::from(expected)));
    }

    #[test]
    fn gold_without_labels_or_with_two_for_one_id_is_refused() {
        let cases = [
            ("", "gold.jsonl:1: no labels in this file"),
            ("\n\n", "gold.jsonl:1: no labels in this file"),
            (
                "{\"id\": 1}\n",
                "gold.jsonl:1: missing field `gold` at column 9",
            ),
            (
                "{\"id\": 1, \"gold\": \"x\"}\n{\"id\": 1, \"gold\": \"y\"}\n",
                "gold.jsonl:2: \"1\" has two labels, \"x\" and \"y\"",
            ),
            (
                "{\"id\": 1, \"gold\": \"x\"}\nnonsense\n",
                "gold.jsonl:2: invalid JSON: expected ident at column 2",
            ),
        ];
        for (text, message) in cases {
            assert_eq!(gold(text), Err(message.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = read_gold(Path::new("no/such/gold.jsonl"))
            .unwrap_err()
            .to_string();
        assert!(error.starts_with("no/such/gold.jsonl: "), "{error}");
        let error = read_predicted(Path::new("no/such/stories.json"))
            .unwrap_err()
            .to_string();
        assert!(error.starts_with("no/such/stories.json: "), "{error}");
    }
}
