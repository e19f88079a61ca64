//! The articles of a corpus, had again when they are asked for: no corpus is held in memory for the few that
//! have to be read closely.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::passages::{Passage, Seeds, Words, shared_passages};
use super::reading::Reading;
use crate::corpus::Skipped;
use crate::error::Result;
use crate::sketch::Shingles;
use crate::strip::Article;

/// The articles of a corpus as stripping left them; each goes by its index.
pub trait Articles: Sync {
    /// Returns how many articles there are.
    fn len(&self) -> usize;

    /// Returns whether there are no articles.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns an article.
    ///
    /// # Errors
    ///
    /// If it can't be had any more.
    fn article(&self, article: usize) -> Result<Cow<'_, Article>>;

    /// Returns what of an article's reading is compared with that of others, with half of each hash: its words
    /// in order, quotations, numbers, figures, and who published it.
    ///
    /// # Errors
    ///
    /// If it can't be had any more.
    fn wording(&self, article: usize) -> Result<Wording> {
        let reading = Reading::new(&*self.article(article)?);
        Ok(Wording::new(reading))
    }

    /// Returns an article's id.
    fn id(&self, article: usize) -> &str;

    /// Returns the articles that were read once and turned out to have changed when they were asked for again,
    /// sorted; such an article is had without its text.
    fn changed(&self) -> Vec<Skipped> {
        Vec::new()
    }
}

impl Articles for [Article] {
    fn len(&self) -> usize {
        <[Article]>::len(self)
    }

    fn article(&self, article: usize) -> Result<Cow<'_, Article>> {
        Ok(Cow::Borrowed(&self[article]))
    }

    fn id(&self, article: usize) -> &str {
        &self[article].document.id
    }
}

impl Articles for Vec<Article> {
    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn article(&self, article: usize) -> Result<Cow<'_, Article>> {
        Ok(Cow::Borrowed(&self[article]))
    }

    fn id(&self, article: usize) -> &str {
        &self[article].document.id
    }
}

/// A reading with its words indexed for shared passages, when these are looked for.
#[derive(Clone, Debug)]
pub struct Wording {
    /// What was read.
    pub reading: Reading,
    seeds: OnceLock<Seeds>,
}

impl Wording {
    /// Takes a reading.
    pub fn new(reading: Reading) -> Self {
        Wording {
            reading,
            seeds: OnceLock::new(),
        }
    }

    /// Finds the passages that two articles share.
    pub fn passages(&self, other: &Wording, weight: impl Fn(u64) -> f64) -> Vec<Passage> {
        shared_passages(self.words(), other.words(), weight)
    }

    /// Returns how much wording two articles share: ln(1 + runs of four words by the root of the shorter length).
    pub fn shared(&self, other: &Wording) -> f64 {
        let (own, other) = (self.seeds(), other.seeds());
        let shorter = own.len().min(other.len()).max(1);
        (own.shared(other) as f64 / (shorter as f64).sqrt()).ln_1p()
    }

    fn seeds(&self) -> &Seeds {
        let index = || Seeds::new(&self.reading.words, &self.reading.breaks);
        self.seeds.get_or_init(index)
    }

    fn words(&self) -> Words<'_> {
        Words {
            words: &self.reading.words,
            breaks: &self.reading.breaks,
            seeds: self.seeds(),
        }
    }
}

/// An article, read.
#[derive(Clone, Debug)]
pub struct Text<'a> {
    /// The article.
    pub article: Cow<'a, Article>,
    /// What it says.
    pub wording: Wording,
    shingles: OnceLock<Shingles>,
}

impl<'a> Text<'a> {
    /// Reads an article.
    pub fn new(article: Cow<'a, Article>) -> Self {
        Text {
            wording: Wording::new(Reading::new(&article)),
            article,
            shingles: OnceLock::new(),
        }
    }

    /// Reads an article of a corpus.
    ///
    /// # Errors
    ///
    /// If it can't be had any more.
    pub fn of(articles: &'a (impl Articles + ?Sized), article: usize) -> Result<Self> {
        Ok(Text::new(articles.article(article)?))
    }

    /// Returns what it says.
    pub fn reading(&self) -> &Reading {
        &self.wording.reading
    }

    /// Returns the shingles of headline and body.
    pub fn shingles(&self) -> &Shingles {
        self.shingles.get_or_init(|| {
            let reading = self.reading();
            match reading.title_in_body {
                true => Shingles::new(&reading.words),
                false => Shingles::new(&[reading.title.as_slice(), &reading.words].concat()),
            }
        })
    }
}

/// Texts that were read a short while ago: what is said of a story takes each of its articles several times.
pub struct Shelf<'a, A: ?Sized> {
    articles: &'a A,
    texts: FxHashMap<usize, Rc<Text<'a>>>,
}

/// Texts that a shelf holds; when one more is asked for, it is emptied.
const SHELVED: usize = 128;

impl<'a, A: Articles + ?Sized> Shelf<'a, A> {
    /// Makes an empty shelf for the articles of a corpus.
    pub fn new(articles: &'a A) -> Self {
        Shelf {
            articles,
            texts: FxHashMap::default(),
        }
    }

    /// Returns an article, read.
    ///
    /// # Errors
    ///
    /// If it can't be had any more.
    pub fn text(&mut self, article: usize) -> Result<Rc<Text<'a>>> {
        if let Some(text) = self.texts.get(&article) {
            return Ok(Rc::clone(text));
        }
        if self.texts.len() >= SHELVED {
            self.texts.clear();
        }
        let text = Rc::new(Text::of(self.articles, article)?);
        self.texts.insert(article, Rc::clone(&text));
        Ok(text)
    }

    /// Returns an article's id.
    pub fn id(&self, article: usize) -> &'a str {
        self.articles.id(article)
    }
}
