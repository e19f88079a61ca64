//! The fields of a record, under the many names that feeds and exports give them.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::{Document, is_blank};
use crate::dates::Moment;

/// The fields that an article is made of.
pub(super) struct Record {
    id: Choice,
    url: Choice,
    headline: Choice,
    text: Choice,
    published: Choice,
    outlet: Choice,
    language: Choice,
}

impl Record {
    /// Returns the article of record `number` of the file shown as `path`, or why there is none.
    pub(super) fn into_document(self, path: &str, number: usize) -> Result<Document, String> {
        let Some(text) = self.text.value() else {
            return Err(
                "no text: none of the fields `text`, `body` and `content` holds any".to_owned(),
            );
        };
        let url = self.url.trimmed();
        Ok(Document {
            // An id is a key into other people's tables, so it is not trimmed.
            id: self
                .id
                .value()
                .or_else(|| url.clone())
                .unwrap_or_else(|| format!("{path}#{number}")),
            path: path.to_owned(),
            record: Some(number),
            url,
            headline: self.headline.trimmed(),
            text,
            published: self.published.value().and_then(|date| Moment::parse(&date)),
            outlet: self.outlet.trimmed(),
            language: self.language.trimmed(),
        })
    }

    fn empty() -> Record {
        Record {
            id: Choice::of_texts_and_numbers(),
            url: Choice::of_texts(),
            headline: Choice::of_texts(),
            text: Choice::of_texts(),
            published: Choice::of_texts_and_numbers(),
            outlet: Choice::of_texts(),
            language: Choice::of_texts(),
        }
    }

    /// Returns what a field name stands for, and its rank among the names for that, the first being 0.
    fn field(&mut self, name: &str) -> Option<(&mut Choice, usize)> {
        Some(match name {
            "id" => (&mut self.id, 0),
            "url" => (&mut self.url, 0),
            "title" => (&mut self.headline, 0),
            "headline" => (&mut self.headline, 1),
            "text" => (&mut self.text, 0),
            "body" => (&mut self.text, 1),
            "content" => (&mut self.text, 2),
            "date" => (&mut self.published, 0),
            "published" => (&mut self.published, 1),
            "published_at" => (&mut self.published, 2),
            "datePublished" => (&mut self.published, 3),
            "source" => (&mut self.outlet, 0),
            "outlet" => (&mut self.outlet, 1),
            "site" => (&mut self.outlet, 2),
            "publisher" => (&mut self.outlet, 3),
            "lang" => (&mut self.language, 0),
            "language" => (&mut self.language, 1),
            _ => return None,
        })
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RecordVisitor)
    }
}

/// Fills a [`Record`] field by field. Derived code would refuse a field of the wrong type or one that
/// stands twice, and a generic map would hold all that is not needed.
struct RecordVisitor;

impl<'de> Visitor<'de> for RecordVisitor {
    type Value = Record;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
        let mut record = Record::empty();
        while let Some(name) = map.next_key::<String>()? {
            match record.field(&name) {
                Some((choice, rank)) => choice.offer(rank, map.next_value()?),
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(record)
    }
}

/// The best value so far among the names of one field.
struct Choice {
    takes_numbers: bool,
    best: Option<(usize, String)>,
}

impl Choice {
    fn of_texts() -> Choice {
        Choice {
            takes_numbers: false,
            best: None,
        }
    }

    fn of_texts_and_numbers() -> Choice {
        Choice {
            takes_numbers: true,
            best: None,
        }
    }

    /// Takes a value that is neither blank nor of a wrong type, unless a better name has given one.
    fn offer(&mut self, rank: usize, value: Value) {
        let value = match value {
            Value::String(text) if !is_blank(&text) => text,
            Value::Number(number) if self.takes_numbers => number.to_string(),
            _ => return,
        };
        // Of one name that stands twice the last counts, as in most JSON readers.
        if self.best.as_ref().is_none_or(|(best, _)| rank <= *best) {
            self.best = Some((rank, value));
        }
    }

    fn value(self) -> Option<String> {
        self.best.map(|(_, value)| value)
    }

    fn trimmed(self) -> Option<String> {
        self.value().map(|value| value.trim().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(json: &str) -> Document {
        serde_json::from_str::<Record>(json)
            .unwrap()
            .into_document("feed.jsonl", 1)
            .unwrap()
    }

    #[test]
    fn a_record_fills_every_field() {
        let document = document(
            r#"{"id": "a1", "url": " https://harbour.example/1 ", "title": "Ferry late\n", "text": " It was late.\n",
                "date": "2023-03-07", "source": "Harbour Post", "lang": "en", "tags": ["sea", {"deep": [1]}]}"#,
        );
        let expected = Document {
            id: "a1".to_owned(),
            path: "feed.jsonl".to_owned(),
            record: Some(1),
            url: Some("https://harbour.example/1".to_owned()),
            headline: Some("Ferry late".to_owned()),
            text: " It was late.\n".to_owned(),
            published: Moment::parse("2023-03-07"),
            outlet: Some("Harbour Post".to_owned()),
            language: Some("en".to_owned()),
        };
        assert_eq!(document, expected);
    }

    #[test]
    fn the_first_name_with_a_value_counts_in_any_order_of_the_fields() {
        let document = document(
            r#"{"content": "third", "body": "second", "text": " ", "headline": "H", "title": null, "publisher": "P",
                "site": "", "outlet": 7, "datePublished": "2020-01-02", "published": "2020-01-01", "language": "de"}"#,
        );
        assert_eq!(document.text, "second");
        assert_eq!(document.headline.as_deref(), Some("H"));
        assert_eq!(document.outlet.as_deref(), Some("P"));
        assert_eq!(document.published, Moment::parse("2020-01-01"));
        assert_eq!(document.language.as_deref(), Some("de"));
    }

    #[test]
    fn the_id_is_a_text_a_number_the_url_or_the_place() {
        let id = |json| document(json).id;
        assert_eq!(id(r#"{"id": " a b ", "text": "x"}"#), " a b ");
        assert_eq!(
            id(r#"{"id": 18446744073709551615, "text": "x"}"#),
            "18446744073709551615"
        );
        assert_eq!(id(r#"{"id": -1, "text": "x"}"#), "-1");
        assert_eq!(
            id(r#"{"id": "", "url": "https://a.example/", "text": "x"}"#),
            "https://a.example/"
        );
        assert_eq!(id(r#"{"id": null, "text": "x"}"#), "feed.jsonl#1");
        assert_eq!(id(r#"{"id": ["a"], "text": "x"}"#), "feed.jsonl#1");
    }

    #[test]
    fn a_date_may_be_a_number_and_an_unreadable_one_is_none() {
        let published = |line| document(line).published.map(|moment| moment.to_string());
        assert_eq!(
            published(r#"{"date": 1572455100, "text": "x"}"#).as_deref(),
            Some("2019-10-30T17:05:00Z")
        );
        assert_eq!(
            published(r#"{"date": 1572455100000, "text": "x"}"#).as_deref(),
            Some("2019-10-30T17:05:00Z")
        );
        assert_eq!(published(r#"{"date": "some time ago", "text": "x"}"#), None);
        assert_eq!(published(r#"{"date": {"$date": 1}, "text": "x"}"#), None);
    }
}
