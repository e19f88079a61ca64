//! Names of fields beyond the usual ones, as users give them.

use serde_json::Value;

use super::is_blank;
use crate::error::{Error, Result};

/// A field of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// What names the article.
    Id,
    /// Where it was published.
    Url,
    /// Its headline.
    Headline,
    /// Its text.
    Text,
    /// When it was published.
    Date,
    /// Who published it.
    Outlet,
    /// Its language tag.
    Language,
}

impl Field {
    /// All fields.
    pub const ALL: [Field; 7] = [
        Field::Id,
        Field::Url,
        Field::Headline,
        Field::Text,
        Field::Date,
        Field::Outlet,
        Field::Language,
    ];

    /// Returns what users call it where they name it ([`Names::add`]).
    pub fn name(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::Url => "url",
            Field::Headline => "title",
            Field::Text => "text",
            Field::Date => "published",
            Field::Outlet => "outlet",
            Field::Language => "language",
        }
    }

    /// Returns the field that records usually have under this name, and the name's rank among those of the
    /// field, the first being 0. Tables may have it with a capital or in capitals.
    pub fn usual(name: &str) -> Option<(Field, usize)> {
        match name.strip_prefix(|c: char| c.is_ascii_uppercase()) {
            None => Field::in_small(name),
            Some(rest) if rest.contains(|c: char| c.is_ascii_lowercase()) => {
                let first = name.get(..1)?.to_ascii_lowercase();
                Field::in_small(&(first + rest))
            }
            Some(_) => Field::in_small(&name.to_ascii_lowercase()),
        }
    }

    fn in_small(name: &str) -> Option<(Field, usize)> {
        Some(match name {
            "id" => (Field::Id, 0),
            "url" => (Field::Url, 0),
            "title" => (Field::Headline, 0),
            "headline" => (Field::Headline, 1),
            "text" => (Field::Text, 0),
            "body" => (Field::Text, 1),
            "content" => (Field::Text, 2),
            "html" => (Field::Text, 3),
            // JSON Feed.
            "content_html" => (Field::Text, 4),
            "content_text" => (Field::Text, 5),
            "date" => (Field::Date, 0),
            "published" => (Field::Date, 1),
            "published_at" => (Field::Date, 2),
            "datePublished" => (Field::Date, 3),
            "date_published" => (Field::Date, 4),
            "publishedAt" => (Field::Date, 5),
            "source" => (Field::Outlet, 0),
            "outlet" => (Field::Outlet, 1),
            "site" => (Field::Outlet, 2),
            "publisher" => (Field::Outlet, 3),
            "lang" => (Field::Language, 0),
            "language" => (Field::Language, 1),
            _ => return None,
        })
    }

    /// Returns whether it can be taken from a value: a text that is not blank, and of ids and dates a number.
    pub fn takes(self, value: &Value) -> bool {
        match value {
            Value::String(text) => !is_blank(text),
            Value::Number(_) => self.takes_numbers(),
            _ => false,
        }
    }

    /// Returns whether a number will do.
    pub(super) fn takes_numbers(self) -> bool {
        matches!(self, Field::Id | Field::Date)
    }
}

/// Where the fields of records stand, if not under the usual names: what is named here counts first.
///
/// ```
/// use newsdedup::corpus::Names;
///
/// let mut names = Names::default();
/// names.add("text", "article.body").unwrap();
/// assert!(names.add("txt", "body").unwrap_err().to_string().contains("did you mean \"text\"?"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// In the order of their precedence.
    paths: Vec<(Field, String)>,
}

/// What a field is called where it is named.
const FIELDS: [(&str, Field); 12] = [
    ("id", Field::Id),
    ("url", Field::Url),
    ("title", Field::Headline),
    ("headline", Field::Headline),
    ("text", Field::Text),
    ("date", Field::Date),
    ("published", Field::Date),
    ("source", Field::Outlet),
    ("outlet", Field::Outlet),
    ("publisher", Field::Outlet),
    ("lang", Field::Language),
    ("language", Field::Language),
];

impl Names {
    /// Says that a field may stand under `path`: a name, or several with dots between them for an object
    /// in an object (`article.body`); of a list, numbers from 0 name the items. What was added first counts
    /// first.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownName`] if there is no such field.
    pub fn add(&mut self, field: &str, path: &str) -> Result<()> {
        let found = FIELDS.iter().find(|(name, _)| *name == field);
        let Some((_, found)) = found else {
            return Err(Error::unknown_name(
                "field",
                field,
                FIELDS.map(|(name, _)| name),
            ));
        };
        self.paths.push((*found, path.to_owned()));
        Ok(())
    }

    /// Adds what others say, behind what is there.
    pub fn extend(&mut self, others: &Names) {
        self.paths.extend_from_slice(&others.paths);
    }

    /// Returns whether nothing is named.
    pub(super) fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }

    /// Returns the values of a record that stand where it is said, with their paths, in their order of
    /// precedence.
    pub fn values<'v>(
        &'v self,
        record: &'v Value,
    ) -> impl Iterator<Item = (Field, &'v str, &'v Value)> {
        let paths = self.paths.iter();
        paths.filter_map(|(field, path)| Some((*field, path.as_str(), value_at(record, path)?)))
    }
}

/// Returns the value at a path; a name may itself have dots.
fn value_at<'v>(record: &'v Value, path: &str) -> Option<&'v Value> {
    if let Some(value) = record.get(path) {
        return Some(value);
    }
    path.split('.').try_fold(record, |value, name| match value {
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        value => value.get(name),
    })
}

/// Returns the name that is most like another, if any is.
pub(super) fn nearest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let scored = names
        .into_iter()
        .map(|right| (strsim::jaro_winkler(name, right), right));
    let best = scored.max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.filter(|(score, _)| *score > 0.7)
        .map(|(_, right)| right)
}
