//! What near-duplicates are proven by, read again when it is asked for.

use std::borrow::Cow;
use std::io;

use super::reader::Content;
use super::{CHANGED, Catalogue, Ranks};
use crate::corpus::Sources;
use crate::duplicates::{self, Candidate};
use crate::error::{Error, Result};
use crate::sketch::{SHINGLE_WORDS, Shingles};

/// The texts of a corpus by rank.
pub(crate) struct Texts<'c, K> {
    pub sources: &'c Sources,
    pub catalogue: &'c Catalogue<K>,
    pub ranks: &'c Ranks,
    /// Articles with the same words, of which one alone was sketched, whichever that is: it may be one that
    /// is left out.
    pub twins: &'c [Candidate],
    /// Whether an article that was changed since it was read counts as one without words, and is noted, instead
    /// of being an error.
    pub lets_change: bool,
}

impl<K: Send + Sync> duplicates::Texts for Texts<'_, K> {
    fn shingles(&self, article: u32) -> Result<Cow<'_, Shingles>> {
        let number = self.ranks.article(article);
        match self.words_of(number) {
            Err(Error::Read { .. }) if self.lets_change => {
                self.catalogue.note_change(number, self.sources);
                Ok(Cow::Owned(Shingles::default()))
            }
            words => Ok(Cow::Owned(Shingles::new(&words?))),
        }
    }

    fn shingles_at_most(&self, article: u32) -> usize {
        let words = self.catalogue.words(self.ranks.article(article)) as usize;
        words.saturating_sub(SHINGLE_WORDS - 1)
    }

    fn each_sample(&self, each: &mut dyn FnMut(u32, &[u32])) -> Result<()> {
        self.catalogue.each_sample(|sketched, keys| {
            let first = self.first_twin(self.ranks.of(sketched));
            if !self.ranks.is_left_out(first) {
                each(first, keys);
            }
        })
    }

    fn sampled(&self) -> usize {
        self.catalogue.sampled()
    }
}

impl<K: Send + Sync> Texts<'_, K> {
    /// Reads an article again, given its number, and returns its words.
    fn words_of(&self, number: u32) -> Result<Vec<u64>> {
        let place = self.catalogue.place(number);
        let failed = |source| Error::Read {
            path: self.sources.path(place).into(),
            source,
        };
        let mut buffer = Vec::new();
        let raw = self.sources.read(place, &mut buffer).map_err(failed)?;
        let fields = self.sources.parse(place, raw);
        let fields =
            fields.map_err(|reason| failed(io::Error::other(format!("{CHANGED}: {reason}"))))?;
        let mut words = Vec::with_capacity(self.catalogue.words(number) as usize);
        Content::new(fields, self.catalogue.parts(number)?).words(&mut words);
        Ok(words)
    }

    /// Returns the first article with the same words.
    fn first_twin(&self, article: u32) -> u32 {
        let twin = self.twins.binary_search_by_key(&article, |twin| twin.later);
        let twin = twin.ok().and_then(|found| self.twins.get(found));
        twin.map_or(article, |twin| twin.earlier)
    }
}
