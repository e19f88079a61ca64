//! What is taken from a record: the text by which it is compared, and whatever else is to be kept of it.

use std::borrow::Cow;
use std::ops::Range;

use xxhash_rust::xxh3::Xxh3;

use super::scratch::Scratch;
use crate::corpus::{Document, Fields, Origin};
use crate::dates::Moment;
use crate::error::Result;
use crate::sketch::word_hashes;
use crate::strip::{Role, Segment, Verdict};

/// Takes from records what is compared, and what is kept besides.
pub(crate) trait Reader: Sync {
    /// What is kept of the articles of a chunk while it is read.
    type Notes: Default;
    /// What is kept of them for good.
    type Kept: Send + Sync;

    /// Reads the next record of a chunk.
    fn read<'r>(
        &self,
        fields: Fields<'r>,
        origin: Origin<'_>,
        notes: &mut Self::Notes,
    ) -> Content<'r>;

    /// Takes what is kept at the end of a chunk.
    ///
    /// # Errors
    ///
    /// If the temporary file can't be written.
    fn keep(&self, notes: Self::Notes, scratch: &Scratch) -> Result<Self::Kept>;

    /// Returns whether less may be compared than stands in a record.
    fn strips(&self) -> bool;
}

/// What is compared of a record.
pub(crate) struct Content<'r> {
    /// The headline, if it does not stand in the text.
    pub headline: Cow<'r, str>,
    pub text: Cow<'r, str>,
    /// The parts of the text that count, in order, as byte ranges.
    pub parts: Vec<Range<usize>>,
    /// When it was published, if that is known.
    pub published: Option<Moment>,
}

impl<'r> Content<'r> {
    /// Takes the headline of a record and parts of its text, or all of it.
    pub fn new(fields: Fields<'r>, parts: Option<Vec<Range<usize>>>) -> Self {
        Content {
            published: fields.published(),
            headline: fields.headline.unwrap_or_default(),
            parts: parts.unwrap_or_else(|| std::iter::once(0..fields.text.len()).collect()),
            text: fields.text,
        }
    }

    /// Takes what stripping left of a document; the headline is that of the metadata, else the line that is one.
    pub fn stripped(document: Document, segments: &[Segment]) -> Self {
        let has_headline = document.headline.is_some();
        let mut parts: Vec<Range<usize>> = Vec::new();
        let kept = segments
            .iter()
            .filter(|segment| match segment.verdict {
                Verdict::Kept(Role::Headline) => !has_headline,
                Verdict::Kept(role) => role != Role::Blank,
                Verdict::Removed(_) => false,
            })
            .map(|segment| segment.span.clone());
        for span in kept {
            match parts.last_mut() {
                // Between words there is white space either way, so they are the same.
                Some(last) if is_blank(document.text.get(last.end..span.start)) => {
                    last.end = span.end;
                }
                _ => parts.push(span),
            }
        }
        Content {
            parts,
            headline: document.headline.unwrap_or_default().into(),
            text: document.text.into(),
            published: document.published,
        }
    }
}

/// Returns whether some white space, and nothing else, stands between two parts of a text.
fn is_blank(between: Option<&str>) -> bool {
    between.is_some_and(|text| !text.is_empty() && text.trim_start().is_empty())
}

impl Content<'_> {
    /// Returns a hash of all that is compared, byte for byte.
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = Xxh3::new();
        for part in self.texts() {
            hasher.update(part.as_bytes());
            // No text has this byte, so no two lists of parts are one.
            hasher.update(&[0xff]);
        }
        hasher.digest()
    }

    /// Appends the hashes of the words.
    pub fn words(&self, hashes: &mut Vec<u64>) {
        self.texts().for_each(|part| word_hashes(part, hashes));
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let parts = self
            .parts
            .iter()
            .filter_map(|part| self.text.get(part.clone()));
        std::iter::once(&*self.headline).chain(parts)
    }
}
