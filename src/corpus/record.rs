//! The fields of a record.

use std::borrow::Cow;

use html_escape::decode_html_entities;
use serde_json::Value;
use serde_json::error::Category;
use simdutf8::compat::from_utf8;

use super::choices::Choices;
use super::import::clean::{clean, tidy};
use super::import::{fragment, html};
use super::jsonl::json_reason;
use super::names::Names;
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
    /// The text, never blank: as the record has it but put in order, or out of its HTML.
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
        let line = utf_8(line)?;
        let choices: Choices = serde_json::from_str(line).map_err(|error| reason(&error))?;
        choices.into_fields()
    }

    /// Parses a record whose fields may have other names than the usual ones.
    ///
    /// # Errors
    ///
    /// As [`Fields::parse`].
    pub fn parse_with(line: &'a [u8], names: &Names) -> Result<Fields<'a>, String> {
        if names.is_empty() {
            return Fields::parse(line);
        }
        let line = utf_8(line)?;
        let mut choices: Choices = serde_json::from_str(line).map_err(|error| reason(&error))?;
        let record: Value = serde_json::from_str(line).map_err(|error| reason(&error))?;
        choices.offer_named(names, &record);
        choices.into_fields()
    }

    /// Returns the fields with the text that is in their HTML, composed as that of a page in a file is. A whole
    /// page also gives what the record itself does not say.
    pub(super) fn out_of_html(self) -> Result<Fields<'a>, String> {
        if !fragment::is_page(&self.text) {
            let text = clean(&fragment::text(&self.text)).into_owned();
            return match is_blank(&text) {
                true => Err("no text: nothing but tags".to_owned()),
                false => Ok(Fields {
                    text: Cow::Owned(text),
                    ..self
                }),
            };
        }
        let page = html::page(&self.text, self.url.as_deref());
        let page = page.map(|page| html::Page {
            text: clean(&page.text).into_owned(),
            ..page
        });
        let page = page.filter(|page| !is_blank(&page.text));
        let page = page.ok_or_else(|| "no text: no article in its HTML".to_owned())?;
        let or = |own: Option<Cow<'a, str>>, other: Option<String>| {
            own.or_else(|| other.map(|other| Cow::Owned(clean(&other).into_owned())))
        };
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

    /// Returns the fields with what people read put in order: entities resolved, characters composed (NFC),
    /// control characters out, and mojibake put right. Most fields are so already, and stay parts of the record.
    pub(super) fn in_order(self) -> Result<Fields<'a>, String> {
        let fields = Fields {
            headline: self.headline.map(in_order).filter(|text| !is_blank(text)),
            outlet: self.outlet.map(in_order).filter(|text| !is_blank(text)),
            text: in_order(self.text),
            ..self
        };
        match is_blank(&fields.text) {
            true => Err("no text: nothing but control characters".to_owned()),
            false => Ok(fields),
        }
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

fn in_order(text: Cow<'_, str>) -> Cow<'_, str> {
    let changed = match &text {
        Cow::Borrowed(text) => return resolved(text),
        Cow::Owned(text) => match resolved(text) {
            Cow::Borrowed(_) => None,
            Cow::Owned(changed) => Some(changed),
        },
    };
    changed.map_or(text, Cow::Owned)
}

fn resolved(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return tidy(text);
    }
    match decode_html_entities(text) {
        Cow::Borrowed(text) => tidy(text),
        Cow::Owned(text) => Cow::Owned(tidy(&text).into_owned()),
    }
}

fn utf_8(line: &[u8]) -> Result<&str, String> {
    from_utf8(line).map_err(|error| {
        let place = error.valid_up_to();
        format!("invalid UTF-8 at byte {place} of the line")
    })
}

/// Says why a record is none.
fn reason(error: &serde_json::Error) -> String {
    match error.classify() {
        Category::Data => "not a JSON object".to_owned(),
        _ if error.line() > 1 => format!("{} of its line {}", json_reason(error), error.line()),
        _ => json_reason(error),
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
    fn what_people_read_is_put_in_order() {
        let fields = fields(
            r#"{"id": "a\u0001", "title": "Cafe\u0301 &amp; Bar", "text": "It\u00e2\u20ac\u2122s\u0000 late\r\n5 &lt; 6 &nope;",
                "source": "Harbour\u0007 Post"}"#,
        );
        assert_eq!(fields.headline.as_deref(), Some("Café & Bar"));
        assert_eq!(fields.text, "It’s late\r\n5 < 6 &nope;");
        assert_eq!(fields.outlet.as_deref(), Some("Harbour Post"));
        assert_eq!(fields.id.as_deref(), Some("a\u{1}"));
        let nothing = Fields::parse(br#"{"text": "\u0001\u0002"}"#);
        assert_eq!(
            nothing,
            Err("no text: nothing but control characters".to_owned())
        );
    }

    #[test]
    fn a_name_may_be_escaped_and_numbers_keep_their_value() {
        let fields = fields(r#"{"\u0069d": 1.50, "t\u0065xt": "x", "date": true}"#);
        assert_eq!(fields.id.as_deref(), Some("1.5"));
        assert_eq!((fields.text.as_ref(), fields.date), ("x", None));
    }
}
