//! An article that an import makes of something else than a record.

use serde::{Serialize, Serializer};

use super::clean::clean;
use super::html::Page;
use super::sink::{Outcome, Sink, Stop};
use crate::corpus::is_blank;

/// An article in the names that records have.
#[derive(Default, Serialize)]
pub(super) struct Article<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<Clean<'a>>,
    pub(super) text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<Clean<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lang: Option<&'a str>,
    /// When it was fetched, which is no date of publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fetched: Option<&'a str>,
}

/// A text that is cleaned when it is written.
pub(super) struct Clean<'a>(pub(super) &'a str);

impl Serialize for Clean<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&clean(self.0))
    }
}

impl<'a> Article<'a> {
    /// Returns what a page gives.
    pub(super) fn of(page: &'a Page) -> Article<'a> {
        Article {
            id: None,
            url: page.url.as_deref(),
            title: page.title.as_deref().map(Clean),
            text: &page.text,
            date: page.published.as_deref(),
            source: page.outlet.as_deref().map(Clean),
            lang: page.language.as_deref(),
            fetched: None,
        }
    }
}

impl Sink<'_> {
    /// Takes an article.
    pub(super) fn article(&mut self, article: &Article<'_>) -> Outcome {
        if is_blank(article.text) {
            return self.skip("no text");
        }
        let line = serde_json::to_vec(article).map_err(|error| Stop::Spool(error.into()))?;
        self.line(&line)
    }
}
