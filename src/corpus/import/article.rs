//! An article that an import makes of something else than a record.

use serde::Serialize;

use super::sink::{Outcome, Sink, Stop};

/// An article in the names that records have.
#[derive(Default, Serialize)]
pub(super) struct Article<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'a str>,
    pub(super) text: &'a str,
}

impl Sink<'_> {
    /// Takes an article.
    pub(super) fn article(&mut self, article: &Article<'_>) -> Outcome {
        let line = serde_json::to_vec(article).map_err(|error| Stop::Spool(error.into()))?;
        self.line(&line)
    }
}
