//! What is compared of a record: the words of its headline and its text, as they stand or stripped.

use std::borrow::Cow;
use std::ops::Range;

use xxhash_rust::xxh3::Xxh3;

use crate::corpus::{Fields, Origin};
use crate::sketch::word_hashes;
use crate::strip::{Profile, Role, Stripper, Verdict};

/// Takes from records what is compared.
pub(super) enum Reader<'s> {
    /// Headline and text as they stand.
    Verbatim,
    /// What stripping leaves of them.
    Stripping(&'s Stripper, Profile),
}

/// What is compared of a record.
pub(super) struct Content<'r> {
    headline: Cow<'r, str>,
    text: Cow<'r, str>,
    /// The parts of the text that count, in order, as byte ranges.
    parts: Vec<Range<usize>>,
}

impl Reader<'_> {
    /// Returns what is compared of a record of the file shown as `path`.
    pub fn content<'r>(&self, fields: Fields<'r>, path: &str) -> Content<'r> {
        match self {
            Reader::Verbatim => Content::new(fields, None),
            Reader::Stripping(stripper, profile) => stripped(fields, path, stripper, profile),
        }
    }

    /// Returns whether less may be compared than stands in a record.
    pub fn strips(&self) -> bool {
        matches!(self, Reader::Stripping(..))
    }
}

/// Strips a record; the headline is that of the metadata, else the line that is one.
fn stripped<'r>(
    fields: Fields<'r>,
    path: &str,
    stripper: &Stripper,
    profile: &Profile,
) -> Content<'r> {
    let document = fields.into_document(Origin { path, record: None });
    let has_headline = document.headline.is_some();
    let mut parts: Vec<Range<usize>> = Vec::new();
    let kept = stripper
        .judge_with(&document, profile)
        .into_iter()
        .filter(|segment| match segment.verdict {
            Verdict::Kept(Role::Headline) => !has_headline,
            Verdict::Kept(role) => role != Role::Blank,
            Verdict::Removed(_) => false,
        })
        .map(|segment| segment.span);
    for span in kept {
        match parts.last_mut() {
            // Between words there is white space either way, so they are the same.
            Some(last) if is_blank(document.text.get(last.end..span.start)) => last.end = span.end,
            _ => parts.push(span),
        }
    }
    Content {
        parts,
        headline: document.headline.unwrap_or_default().into(),
        text: document.text.into(),
    }
}

/// Returns whether some white space, and nothing else, stands between two parts of a text.
fn is_blank(between: Option<&str>) -> bool {
    between.is_some_and(|text| !text.is_empty() && text.trim_start().is_empty())
}

impl<'r> Content<'r> {
    /// Takes the headline of a record and parts of its text, or all of it.
    pub fn new(fields: Fields<'r>, parts: Option<Vec<Range<usize>>>) -> Self {
        Content {
            headline: fields.headline.unwrap_or_default(),
            parts: parts.unwrap_or_else(|| std::iter::once(0..fields.text.len()).collect()),
            text: fields.text,
        }
    }
}

impl Content<'_> {
    /// Returns the parts of the text that count, in order, as byte ranges.
    pub fn parts(&self) -> &[Range<usize>] {
        &self.parts
    }

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
