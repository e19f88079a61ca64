//! The articles of a corpus that is left where it is, as stripping left them: what was found in each is kept in a
//! temporary file, and its text is read again from where it stands.

use std::borrow::Cow;
use std::io;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::catalogue::{self, Catalogue, Content, Ranks, Scratch};
use crate::corpus::{Document, Fields, Origin, Skipped, Sources};
use crate::duplicates::Group;
use crate::error::{Error, Result};
use crate::stories::{self, Reading, Studies, Wording};
use crate::strip::{Article, Harvest, Profile, Segment, Spared, Stripper};

/// The articles of a corpus, each by its rank: the earliest first, those without a date last, then by id.
pub struct Articles<'s> {
    pub(super) sources: &'s Sources,
    pub(super) catalogue: Catalogue<Kept>,
    pub(super) ranks: Ranks,
    /// Where the temporary file has what is kept of each batch.
    pub(super) findings: Vec<Findings>,
    /// The near-duplicates among them.
    pub(super) groups: Vec<Group>,
}

impl Articles<'_> {
    /// Returns what could not be read, sorted by path and record.
    pub fn skipped(&self) -> &[Skipped] {
        &self.catalogue.skipped
    }

    /// Returns how many files and records were left out, as in [`Corpus::left_out`](crate::corpus::Corpus::left_out).
    pub fn left_out(&self) -> usize {
        self.catalogue.left_out
    }

    /// Returns where an article was found.
    pub fn origin(&self, article: usize) -> Origin<'_> {
        // Ranks are numbers of four bytes.
        let number = self.ranks.article(article as u32);
        self.catalogue.origin(number, self.sources)
    }

    /// Returns the near-duplicates among the articles, sorted by canonical article.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }
}

impl stories::Articles for Articles<'_> {
    fn len(&self) -> usize {
        self.ranks.count() as usize
    }

    fn article(&self, article: usize) -> Result<Cow<'_, Article>> {
        // Ranks are numbers of four bytes.
        let number = self.ranks.article(article as u32);
        let found = self.found(number)?;
        let origin = self.catalogue.origin(number, self.sources);
        let document = self.document(number, origin);
        let document = document.filter(|document| found.is_of(&document.text));
        Ok(Cow::Owned(match document {
            Some(document) => found.into_article(document),
            None => {
                self.catalogue.note_change(number, self.sources);
                found.without_text(origin, self.id(article))
            }
        }))
    }

    fn wording(&self, article: usize) -> Result<Wording> {
        let bytes = self.findings(self.ranks.article(article as u32), Part::Wording)?;
        let reading = Reading::from_compact(&bytes).ok_or_else(|| self.damaged())?;
        Ok(Wording::new(reading))
    }

    fn id(&self, article: usize) -> &str {
        self.catalogue.id(self.ranks.article(article as u32))
    }

    fn changed(&self) -> Vec<Skipped> {
        self.catalogue.changed()
    }
}

/// What is kept of an article in the temporary file.
#[derive(Clone, Copy)]
enum Part {
    /// What stripping [`Found`].
    Found,
    /// What is compared of its words.
    Wording,
}

impl Articles<'_> {
    /// Reads an article again, given its number; `None` if it is not there any more.
    fn document(&self, number: u32, origin: Origin<'_>) -> Option<Document> {
        let place = self.catalogue.place(number);
        let mut buffer = Vec::new();
        let raw = self.sources.read(place, &mut buffer).ok()?;
        let fields = self.sources.parse(place, raw).ok()?;
        Some(fields.into_document(origin))
    }

    /// Reads what is kept of an article, given its number.
    fn findings(&self, number: u32, part: Part) -> Result<Vec<u8>> {
        let (batch, place) = self.catalogue.find(number);
        let Findings { start, ends } = &self.findings[batch];
        let place = 2 * place + part as usize;
        let first = place.checked_sub(1).map_or(0, |before| ends[before]);
        let [first, end] = [first, ends[place]].map(|at| start + u64::from(at));
        let mut buffer = Vec::new();
        self.catalogue.scratch().read(first..end, &mut buffer)?;
        Ok(buffer)
    }

    /// Returns what stripping found in an article, given its number.
    fn found(&self, number: u32) -> Result<Found> {
        let bytes = self.findings(number, Part::Found)?;
        postcard::from_bytes(&bytes).map_err(|_| self.damaged())
    }

    /// Returns the error that the temporary file has other bytes than were written.
    fn damaged(&self) -> Error {
        let source = io::Error::other("it was changed while it was in use");
        self.catalogue.scratch().failed(source)
    }
}

/// What stripping found in a text.
#[derive(Serialize, Deserialize)]
struct Found {
    text_hash: u64,
    segments: Vec<Segment>,
    harvest: Harvest,
    spared: Option<Spared>,
}

impl Found {
    /// Returns whether it was found in this text.
    fn is_of(&self, text: &str) -> bool {
        self.text_hash == xxh3_64(text.as_bytes())
    }

    fn into_article(self, document: Document) -> Article {
        Article {
            document,
            segments: self.segments,
            harvest: self.harvest,
            spared: self.spared,
        }
    }

    /// Makes an article of which the text is not there any more.
    fn without_text(self, origin: Origin<'_>, id: &str) -> Article {
        let document = Document {
            id: id.to_owned(),
            path: origin.path.to_owned(),
            record: origin.record,
            url: None,
            headline: None,
            text: String::new(),
            published: None,
            outlet: None,
            language: None,
        };
        let harvest = Harvest {
            days: Vec::new(), // they stand in the text
            ..self.harvest
        };
        Article {
            document,
            segments: Vec::new(),
            harvest,
            spared: None,
        }
    }
}

/// Takes from records what stripping leaves of them, and keeps what the later stages need.
pub(super) struct Reader<'s> {
    pub stripper: &'s Stripper,
    pub profile: Profile,
}

/// What is kept of a chunk while it is read.
#[derive(Default)]
pub(super) struct Notes {
    studies: Studies,
    /// Both parts of each article, one behind the other.
    bytes: Vec<u8>,
    /// Where each part ends.
    ends: Vec<u32>,
}

/// What is kept of a chunk for good.
pub(super) struct Kept {
    pub studies: Studies,
    pub findings: Findings,
}

/// Where in the temporary file both parts of each article of a chunk stand.
#[derive(Default)]
pub(super) struct Findings {
    start: u64,
    /// Where each ends, from there.
    ends: Vec<u32>,
}

impl catalogue::Reader for Reader<'_> {
    type Notes = Notes;
    type Kept = Kept;

    fn read<'r>(&self, fields: Fields<'r>, origin: Origin<'_>, notes: &mut Notes) -> Content<'r> {
        let document = fields.into_document(origin);
        let article = self.stripper.strip_with(document, &self.profile);
        let reading = Reading::new(&article);
        notes.studies.add(&article, &reading);
        let Article {
            document,
            segments,
            harvest,
            spared,
        } = article;
        let found = Found {
            text_hash: xxh3_64(document.text.as_bytes()),
            segments,
            harvest,
            spared,
        };
        notes.add(&found, &reading);
        let published = found.harvest.published;
        Content {
            published: published.map(|published| published.moment),
            ..Content::stripped(document, &found.segments)
        }
    }

    fn keep(&self, mut notes: Notes, scratch: &Scratch) -> Result<Kept> {
        notes.studies.shrink();
        notes.ends.shrink_to_fit();
        let Range { start, .. } = scratch.append(&notes.bytes)?;
        Ok(Kept {
            studies: notes.studies,
            findings: Findings {
                start,
                ends: notes.ends,
            },
        })
    }

    fn strips(&self) -> bool {
        true
    }
}

impl Notes {
    fn add(&mut self, found: &Found, reading: &Reading) {
        let bytes = std::mem::take(&mut self.bytes);
        #[expect(
            clippy::expect_used,
            reason = "a vector takes all bytes, and no type in it refuses to be written"
        )]
        let bytes = postcard::to_extend(found, bytes).expect("a vector takes all");
        // What is kept of the records of a chunk is less than four billion bytes.
        self.ends.push(bytes.len() as u32);
        self.bytes = reading.write_compact(bytes);
        self.ends.push(self.bytes.len() as u32);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::corpus::{Input, Options};
    use crate::pipeline::{self, Settings};
    use crate::stories::{Articles as _, Wording};

    const FERRY: &str = "The night ferry to Skerra hit a log in the fog, and the harbour master said that 61 \
        passengers were brought back to port before the tide could turn against the tug.\n";

    /// Reads the articles of a folder and gives them to `look`, with a way to change what is in it.
    fn look(files: &[(&str, &str)], look: impl FnOnce(&Articles<'_>, &Path)) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let scratch = tempfile::tempdir().unwrap();
        let inputs = vec![Input::Path(folder.path().to_owned())];
        let sources = Sources::open(inputs, &Options::default(), scratch.path()).unwrap();
        let (stripper, settings) = (Stripper::new().unwrap(), Settings::default());
        let known = Profile::default();
        let (articles, _) =
            pipeline::read(&sources, &stripper, known, &settings, scratch.path(), &()).unwrap();
        look(&articles, folder.path());
    }

    #[test]
    fn an_article_comes_back_as_it_was_stripped() {
        let page = format!("Share this article\n\n{FERRY}\nSKERRA POST --\n");
        look(&[("a.txt", &page)], |articles, _| {
            let article = articles.article(0).unwrap().into_owned();
            let stripped = Stripper::new().unwrap().strip(article.document.clone());
            assert_eq!(article, stripped);
        });
    }

    #[test]
    fn what_is_compared_of_it_is_what_a_reading_has() {
        look(
            &[("a.txt", FERRY), ("b.txt", "Hay is dear this year.\n")],
            |articles, _| {
                let kept = articles.wording(0).unwrap();
                let read = Wording::new(Reading::new(&articles.article(0).unwrap()));
                assert_eq!(kept.reading.words.len(), read.reading.words.len());
                assert_eq!(kept.reading.numbers.len(), 1);
                assert_eq!(articles.wording(1).unwrap().reading.words.len(), 5);
            },
        );
    }

    #[test]
    fn a_text_that_was_changed_is_noticed() {
        look(&[("a.txt", FERRY)], |articles, folder| {
            fs::write(folder.join("a.txt"), FERRY.replace("fog", "ice")).unwrap();
            let article = articles.article(0).unwrap().into_owned();
            assert_eq!((article.document.text.as_str(), articles.len()), ("", 1));
            let changed = articles.changed();
            assert_eq!(changed.len(), 1);
            assert_eq!(changed[0].reason, "changed while it was read");
            fs::remove_file(folder.join("a.txt")).unwrap();
        });
    }
}
