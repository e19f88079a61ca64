//! The fields of a record, under the many names that feeds and exports give them.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::{Number, Value};
use simdutf8::compat::from_utf8;

use super::import::{fragment, html};
use super::jsonl::json_reason;
use super::{Document, Origin, is_blank};
use crate::dates::Moment;

/// The fields of an article, as its record has them: parts of the record where that is possible, so that
/// a pass over a corpus copies little. See [`read`](super::read) for their names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields<'a> {
    /// The record's own id, not trimmed: it is a key into other people's tables. A number is its digits.
    pub id: Option<Cow<'a, str>>,
    /// Where it was published.
    pub url: Option<Cow<'a, str>>,
    /// The headline.
    pub headline: Option<Cow<'a, str>>,
    /// The text, never blank: as the record has it, or out of its HTML.
    pub text: Cow<'a, str>,
    /// When it was published, in the record's own notation; [`published`](Fields::published) reads it.
    pub date: Option<Cow<'a, str>>,
    /// Who published it.
    pub outlet: Option<Cow<'a, str>>,
    /// The language tag.
    pub language: Option<Cow<'a, str>>,
}

impl<'a> Fields<'a> {
    /// Parses a record of JSON: a line without its line end, or more of them.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with it, in words: it is not UTF-8, not JSON, no object, or has no text.
    ///
    /// ```
    /// use newsdedup::corpus::Fields;
    ///
    /// let fields = Fields::parse(br#"{"title": " Ferry late ", "body": "It was late."}"#).unwrap();
    /// assert_eq!(fields.headline.as_deref(), Some("Ferry late"));
    /// assert_eq!(fields.text, "It was late.");
    /// ```
    pub fn parse(line: &'a [u8]) -> Result<Fields<'a>, String> {
        let line = from_utf8(line).map_err(|error| {
            format!("invalid UTF-8 at byte {} of the line", error.valid_up_to())
        })?;
        let choices: Choices =
            serde_json::from_str(line).map_err(|error| match error.classify() {
                Category::Data => "not a JSON object".to_owned(),
                _ if error.line() > 1 => {
                    format!("{} of its line {}", json_reason(&error), error.line())
                }
                _ => json_reason(&error),
            })?;
        choices.into_fields()
    }

    /// Returns the fields with the text that is in their HTML. A whole page also gives what the record
    /// itself does not say.
    fn out_of_html(self) -> Result<Fields<'a>, String> {
        if !fragment::is_page(&self.text) {
            let text = fragment::text(&self.text);
            return match is_blank(&text) {
                true => Err("no text: nothing but tags".to_owned()),
                false => Ok(Fields {
                    text: Cow::Owned(text),
                    ..self
                }),
            };
        }
        let page = html::page(&self.text, self.url.as_deref());
        let page = page.ok_or_else(|| "no text: no article in its HTML".to_owned())?;
        let or = |own: Option<Cow<'a, str>>, other: Option<String>| own.or(other.map(Cow::Owned));
        Ok(Fields {
            id: self.id,
            url: or(self.url, page.url),
            headline: or(self.headline, page.title),
            text: Cow::Owned(page.text),
            date: or(self.date, page.published),
            outlet: or(self.outlet, page.outlet),
            language: or(self.language, page.language),
        })
    }

    /// Returns the fields of an article of which nothing but the text is known.
    pub(super) fn of_text(text: &'a str) -> Fields<'a> {
        Fields {
            id: None,
            url: None,
            headline: None,
            text: Cow::Borrowed(text),
            date: None,
            outlet: None,
            language: None,
        }
    }

    /// Returns what names the article whatever file it is in: its id, else its URL.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref().or(self.url.as_deref())
    }

    /// Returns when the article was published, if the date is in a notation that is read.
    pub fn published(&self) -> Option<Moment> {
        self.date.as_deref().and_then(Moment::parse)
    }

    /// Returns the fields without the record that they are parts of.
    pub fn into_owned(self) -> Fields<'static> {
        let owned = |field: Option<Cow<'a, str>>| field.map(|value| Cow::Owned(value.into_owned()));
        Fields {
            id: owned(self.id),
            url: owned(self.url),
            headline: owned(self.headline),
            text: Cow::Owned(self.text.into_owned()),
            date: owned(self.date),
            outlet: owned(self.outlet),
            language: owned(self.language),
        }
    }

    /// Returns the article that was found at `origin`.
    pub fn into_document(self, origin: Origin<'_>) -> Document {
        Document {
            id: self.id().map_or_else(|| origin.id(), str::to_owned),
            path: origin.path.to_owned(),
            record: origin.record,
            published: self.published(),
            url: self.url.map(Cow::into_owned),
            headline: self.headline.map(Cow::into_owned),
            text: self.text.into_owned(),
            outlet: self.outlet.map(Cow::into_owned),
            language: self.language.map(Cow::into_owned),
        }
    }
}

/// The best value so far of each field.
struct Choices<'a> {
    id: Choice<'a>,
    url: Choice<'a>,
    headline: Choice<'a>,
    text: Choice<'a>,
    date: Choice<'a>,
    outlet: Choice<'a>,
    language: Choice<'a>,
}

impl<'a> Choices<'a> {
    fn none() -> Choices<'a> {
        Choices {
            id: Choice::of_texts_and_numbers(),
            url: Choice::of_texts(),
            headline: Choice::of_texts(),
            text: Choice::of_texts(),
            date: Choice::of_texts_and_numbers(),
            outlet: Choice::of_texts(),
            language: Choice::of_texts(),
        }
    }

    /// Returns what a field name stands for, and its rank among the names for that, the first being 0.
    /// Tables may have it with a capital or in capitals.
    fn field(&mut self, name: &str) -> Option<(&mut Choice<'a>, usize)> {
        match name.strip_prefix(|c: char| c.is_ascii_uppercase()) {
            None => self.small_field(name),
            Some(rest) if rest.contains(|c: char| c.is_ascii_lowercase()) => {
                let first = name.get(..1)?.to_ascii_lowercase();
                self.small_field(&(first + rest))
            }
            Some(_) => self.small_field(&name.to_ascii_lowercase()),
        }
    }

    fn small_field(&mut self, name: &str) -> Option<(&mut Choice<'a>, usize)> {
        Some(match name {
            "id" => (&mut self.id, 0),
            "url" => (&mut self.url, 0),
            "title" => (&mut self.headline, 0),
            "headline" => (&mut self.headline, 1),
            "text" => (&mut self.text, 0),
            "body" => (&mut self.text, 1),
            "content" => (&mut self.text, 2),
            "html" => (&mut self.text, 3),
            "date" => (&mut self.date, 0),
            "published" => (&mut self.date, 1),
            "published_at" => (&mut self.date, 2),
            "datePublished" => (&mut self.date, 3),
            "source" => (&mut self.outlet, 0),
            "outlet" => (&mut self.outlet, 1),
            "site" => (&mut self.outlet, 2),
            "publisher" => (&mut self.outlet, 3),
            "lang" => (&mut self.language, 0),
            "language" => (&mut self.language, 1),
            _ => return None,
        })
    }

    fn into_fields(self) -> Result<Fields<'a>, String> {
        let Some(text) = self.text.value() else {
            return Err(
                "no text: none of the fields `text`, `body`, `content` and `html` holds any"
                    .to_owned(),
            );
        };
        let fields = Fields {
            id: self.id.value(),
            url: self.url.trimmed(),
            headline: self.headline.trimmed(),
            text,
            date: self.date.value(),
            outlet: self.outlet.trimmed(),
            language: self.language.trimmed(),
        };
        if fragment::is_html(&fields.text) {
            fields.out_of_html()
        } else {
            Ok(fields)
        }
    }
}

impl<'de> Deserialize<'de> for Choices<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ChoicesVisitor)
    }
}

/// Fills [`Choices`] field by field. Derived code would refuse a field of the wrong type or one that
/// stands twice, and a generic map would hold all that is not needed.
struct ChoicesVisitor;

impl<'de> Visitor<'de> for ChoicesVisitor {
    type Value = Choices<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Choices<'de>, A::Error> {
        let mut choices = Choices::none();
        while let Some(Name(name)) = map.next_key()? {
            match choices.field(&name) {
                Some((choice, rank)) => choice.offer(rank, map.next_value()?),
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(choices)
    }
}

/// The name of a field.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// A value, as far as a field can take it.
enum Scalar<'a> {
    Text(Cow<'a, str>),
    Number(Number),
    Other,
}

impl<'de> Deserialize<'de> for Scalar<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Number(number.into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Scalar<'de>, E> {
        Ok(Number::from_f64(number).map_or(Scalar::Other, Scalar::Number))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Other)
    }

    fn visit_unit<E>(self) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Other)
    }

    // Unlike `IgnoredAny`, a `Value` refuses what is nested too deep or has half a character in it.
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Scalar<'de>, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(items))?;
        Ok(Scalar::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Scalar<'de>, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Scalar::Other)
    }
}

/// The best value so far among the names of one field.
struct Choice<'a> {
    takes_numbers: bool,
    best: Option<(usize, Cow<'a, str>)>,
}

impl<'a> Choice<'a> {
    fn of_texts() -> Choice<'a> {
        Choice {
            takes_numbers: false,
            best: None,
        }
    }

    fn of_texts_and_numbers() -> Choice<'a> {
        Choice {
            takes_numbers: true,
            best: None,
        }
    }

    /// Takes a value that is neither blank nor of a wrong type, unless a better name has given one.
    fn offer(&mut self, rank: usize, value: Scalar<'a>) {
        let value = match value {
            Scalar::Text(text) if !is_blank(&text) => text,
            Scalar::Number(number) if self.takes_numbers => Cow::Owned(number.to_string()),
            _ => return,
        };
        // Of one name that stands twice the last counts, as in most JSON readers.
        if self.best.as_ref().is_none_or(|(best, _)| rank <= *best) {
            self.best = Some((rank, value));
        }
    }

    fn value(self) -> Option<Cow<'a, str>> {
        self.best.map(|(_, value)| value)
    }

    fn trimmed(self) -> Option<Cow<'a, str>> {
        self.value().map(|value| match value {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(json: &str) -> Document {
        fields(json).into_document(Origin {
            path: "feed.jsonl",
            record: Some(1),
        })
    }

    fn fields(json: &str) -> Fields<'_> {
        Fields::parse(json.as_bytes()).unwrap()
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

    #[test]
    fn fields_without_escapes_are_parts_of_the_record() {
        let fields =
            fields(r#"{"id": "a", "title": " T\u00e9 ", "text": "x", "source": " Post "}"#);
        assert!(matches!(fields.id, Some(Cow::Borrowed("a"))));
        assert!(matches!(fields.text, Cow::Borrowed("x")));
        assert!(matches!(fields.outlet, Some(Cow::Borrowed("Post"))));
        assert_eq!(fields.headline.as_deref(), Some("Té"));
    }

    #[test]
    fn a_name_may_be_escaped_and_numbers_keep_their_value() {
        let fields = fields(r#"{"\u0069d": 1.50, "t\u0065xt": "x", "date": true}"#);
        assert_eq!(fields.id.as_deref(), Some("1.5"));
        assert_eq!((fields.text.as_ref(), fields.date), ("x", None));
    }
}
