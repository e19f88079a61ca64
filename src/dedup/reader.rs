//! What `dedup` takes from records: headline and text as they stand, or what stripping leaves of them.

use crate::catalogue::{self, Content, Scratch};
use crate::corpus::{Fields, Origin};
use crate::dates::Moment;
use crate::error::Result;
use crate::strip::{Profile, Stripper, date_in_url};

/// Takes from records what is compared.
pub(super) enum Reader<'s> {
    /// Headline and text as they stand.
    Verbatim,
    /// What stripping leaves of them.
    Stripping(&'s Stripper, Profile),
}

impl catalogue::Reader for Reader<'_> {
    type Notes = ();
    type Kept = ();

    fn read<'r>(&self, fields: Fields<'r>, origin: Origin<'_>, _: &mut ()) -> Content<'r> {
        let in_url = fields.url.as_deref().and_then(date_in_url).map(Moment::day);
        let content = match self {
            Reader::Verbatim => Content::new(fields, None),
            Reader::Stripping(stripper, profile) => {
                let document = fields.into_document(origin);
                let segments = stripper.judge_with(&document, profile);
                Content::stripped(document, &segments)
            }
        };
        Content {
            published: content.published.or(in_url),
            ..content
        }
    }

    fn keep(&self, _: (), _: &Scratch) -> Result<()> {
        Ok(())
    }

    fn strips(&self) -> bool {
        matches!(self, Reader::Stripping(..))
    }
}
