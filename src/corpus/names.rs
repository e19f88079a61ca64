//! Names of fields beyond the usual ones, as users give them.

use serde_json::Value;

use crate::error::{Error, Result};

/// A field of an article, by the first of its usual names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Url,
    Headline,
    Text,
    Date,
    Outlet,
    Language,
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

    /// Returns the values of a record that stand where it is said, in their order of precedence.
    pub(super) fn values<'v>(
        &'v self,
        record: &'v Value,
    ) -> impl Iterator<Item = (Field, &'v Value)> {
        let paths = self.paths.iter();
        paths.filter_map(|(field, path)| Some((*field, value_at(record, path)?)))
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
