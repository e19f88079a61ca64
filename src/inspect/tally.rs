//! What is counted of a part of the articles.

use std::collections::BTreeMap;

use crate::corpus::{Chunk, Fields, Kind, Origin, Sources};
use crate::dates::Moment;
use crate::sketch::words;
use crate::strip::{Article, HeadlineFrom, Stripper};

use super::fields::FieldTally;
use super::lengths::Lengths;
use super::{Facts, KindFound};

/// The counters of a part of the articles.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Articles of each kind of file.
    kinds: BTreeMap<Kind, usize>,
    pub(super) fields: FieldTally,
    facts: Facts,
    /// The earliest and the latest date.
    published: Option<(Moment, Moment)>,
    lengths: Lengths,
}

impl Tally {
    /// Counts the records of a chunk, good and bad.
    pub(super) fn read(
        &mut self,
        chunk: &mut Chunk<'_>,
        sources: &Sources,
        stripper: &Stripper,
        progress: &(dyn Fn(usize) + Sync),
    ) {
        let mut missed = FieldTally::default();
        chunk.for_each_or(
            |record| {
                let kind = sources.kind(record.place);
                let path = sources.path(record.place);
                *self.kinds.entry(kind).or_default() += 1;
                self.fields
                    .add(kind, record.raw, &record.fields, sources.names());
                self.count(record.fields, path, stripper);
                progress(1);
            },
            |kind, raw| missed.miss(kind, raw, sources.names()),
        );
        self.fields.merge(missed);
    }

    /// Strips an article, and counts what is then known of it.
    fn count(&mut self, fields: Fields<'_>, path: &str, stripper: &Stripper) {
        self.lengths.add(words(&fields.text).count() as u64);
        let origin = Origin { path, record: None };
        let article = stripper.strip(fields.into_document(origin));
        self.facts.add(&article);
        if let Some(published) = article.harvest.published {
            self.publish(published.moment, published.moment);
        }
    }

    fn publish(&mut self, earliest: Moment, latest: Moment) {
        self.published = Some(match self.published {
            None => (earliest, latest),
            Some((first, last)) => (first.min(earliest), last.max(latest)),
        });
    }

    /// Adds what another part has, which comes behind it.
    pub(super) fn merge(&mut self, other: Tally) {
        for (kind, count) in other.kinds {
            *self.kinds.entry(kind).or_default() += count;
        }
        self.fields.merge(other.fields);
        self.facts.merge(&other.facts);
        if let Some((first, last)) = other.published {
            self.publish(first, last);
        }
        self.lengths.merge(other.lengths);
    }

    /// Returns how many articles were counted.
    pub(super) fn articles(&self) -> usize {
        self.facts.count
    }

    /// Returns the kinds of files, with the articles that were counted of each.
    pub(super) fn kinds(&self, sources: &Sources) -> Vec<KindFound> {
        let mut files: BTreeMap<Kind, usize> = BTreeMap::new();
        for kind in sources.kinds() {
            *files.entry(kind).or_default() += 1;
        }
        let kinds = files.into_iter().map(|(kind, files)| KindFound {
            kind,
            files,
            articles: self.kinds.get(&kind).copied().unwrap_or(0),
        });
        kinds.collect()
    }

    /// Returns what is known of all articles.
    pub(super) fn facts(&self) -> Facts {
        Facts {
            first_published: self.published.map(|(first, _)| first.to_string()),
            last_published: self.published.map(|(_, last)| last.to_string()),
            words: self.lengths.total(),
            median_words: self.lengths.median(),
            ..self.facts.clone()
        }
    }
}

impl Facts {
    fn add(&mut self, article: &Article) {
        let harvest = &article.harvest;
        let headline = harvest.headline.as_ref();
        let is_headline = headline.is_some_and(|found| found.from != HeadlineFrom::FirstSentence);
        self.count += 1;
        self.dated += usize::from(harvest.published.is_some());
        self.with_headline += usize::from(is_headline);
        self.with_outlet += usize::from(harvest.outlet.is_some());
        self.with_language += usize::from(article.document.language.is_some());
    }

    fn merge(&mut self, other: &Facts) {
        self.count += other.count;
        self.dated += other.dated;
        self.with_headline += other.with_headline;
        self.with_outlet += other.with_outlet;
        self.with_language += other.with_language;
    }
}
