//! The articles of the corpus that is scored.

use std::collections::HashMap;
use std::error::Error;
use std::path::PathBuf;

use newsdedup::corpus::{Input, Options, Place, Sources};
use newsdedup::sketch::{Shingles, word_hashes};

/// The articles of the corpus, read when they are needed.
pub struct Texts {
    sources: Sources,
    places: HashMap<String, Place>,
}

impl Texts {
    pub fn open(corpus: PathBuf) -> Result<Self, Box<dyn Error>> {
        let sources = Sources::open(
            vec![Input::Path(corpus)],
            &Options::default(),
            &std::env::temp_dir(),
        )?;
        let scan = sources.scan(|chunk| {
            let mut places = Vec::new();
            chunk.for_each(|record| {
                places.extend(record.fields.id.map(|id| (id.into_owned(), record.place)));
            });
            places
        });
        Ok(Texts {
            places: scan.chunks.into_iter().flatten().collect(),
            sources,
        })
    }

    /// Returns the shingle set of an article's headline and text.
    pub fn shingles(&self, id: &str) -> Result<Shingles, String> {
        let place = self.places.get(id);
        let place = *place.ok_or_else(|| format!("{id} is not in the corpus"))?;
        let mut buffer = Vec::new();
        let raw = self.sources.read(place, &mut buffer);
        let raw = raw.map_err(|error| error.to_string())?;
        let fields = self.sources.parse(place, raw)?;
        let mut words = Vec::new();
        word_hashes(fields.headline.as_deref().unwrap_or_default(), &mut words);
        word_hashes(&fields.text, &mut words);
        Ok(Shingles::new(&words))
    }

    /// Returns all ids, sorted.
    pub fn ids(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = self.places.keys().map(String::as_str).collect();
        ids.sort_unstable();
        ids
    }
}
