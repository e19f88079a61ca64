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
    kept: Vec<Range<usize>>,
}

impl Reader<'_> {
    /// Returns what is compared of a record of the file shown as `path`.
    pub fn content<'r>(&self, fields: Fields<'r>, path: &str) -> Content<'r> {
        match self {
            Reader::Verbatim => Content {
                headline: fields.headline.unwrap_or_default(),
                kept: std::iter::once(0..fields.text.len()).collect(),
                text: fields.text,
            },
            Reader::Stripping(stripper, profile) => stripped(fields, path, stripper, profile),
        }
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
    let kept = stripper
        .judge_with(&document, profile)
        .into_iter()
        .filter(|segment| match segment.verdict {
            Verdict::Kept(Role::Headline) => !has_headline,
            Verdict::Kept(role) => role != Role::Blank,
            Verdict::Removed(_) => false,
        })
        .map(|segment| segment.span);
    Content {
        kept: kept.collect(),
        headline: document.headline.unwrap_or_default().into(),
        text: document.text.into(),
    }
}

impl Content<'_> {
    /// Returns a hash of all that is compared, byte for byte.
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = Xxh3::new();
        for part in self.parts() {
            hasher.update(part.as_bytes());
            // No text has this byte, so no two lists of parts are one.
            hasher.update(&[0xff]);
        }
        hasher.digest()
    }

    /// Appends the hashes of the words.
    pub fn words(&self, hashes: &mut Vec<u64>) {
        self.parts().for_each(|part| word_hashes(part, hashes));
    }

    fn parts(&self) -> impl Iterator<Item = &str> {
        let kept = self
            .kept
            .iter()
            .filter_map(|span| self.text.get(span.clone()));
        std::iter::once(&*self.headline).chain(kept)
    }
}
