//! A made-up news corpus of any size, the same bytes on every machine.
//!
//! ```text
//! random ── lexicon ── prose ── copies ── site ── Newswire
//!           words by   text     one text  page    article by number
//!           frequency           from      around
//!                               another   a body
//! ```
//!
//! Every article is a function of its number, so a corpus is written without holding any of it, and a copy
//! can be made from any earlier article. Words have the frequencies of a real language, lengths are
//! log-normal around 3.3 KB, and one article in five is made from another: see [`Derivation`]. Some
//! originals share paragraphs of background, as agencies supply them.

mod copies;
mod lexicon;
mod prose;
mod random;
mod site;

use serde::Serialize;

use lexicon::Lexicon;
use prose::Writer;
use random::{Draw, Random};
use site::Site;

pub use copies::{Derivation, derivation};

/// An article as a crawl has it.
#[derive(Serialize)]
pub struct Article {
    pub id: String,
    pub url: String,
    pub title: String,
    pub text: String,
    pub date: String,
    pub source: String,
    pub lang: &'static str,
}

/// Writes the articles.
pub struct Newswire {
    lexicon: Lexicon,
}

/// The shortest and the longest original, in words.
const WORDS: [f64; 2] = [60.0, 5_000.0];
/// How many paragraphs of background are shared.
const BACKGROUNDS: usize = 200;

impl Newswire {
    pub fn new() -> Self {
        Newswire {
            lexicon: Lexicon::new(),
        }
    }

    /// Returns an article as its site shows it.
    pub fn article(&self, number: u64) -> Article {
        // What a site copies from itself or corrects has all but text, number and time of the first version.
        let shown = match derivation(number) {
            Some(Derivation { base, way, .. }) if way.is_of_same_site() => base,
            _ => number,
        };
        let mut random = Random::of(Draw::Crawl, shown);
        let mut writer = self.writer(Draw::Furniture, shown);
        let site = Site::draw(&self.lexicon, &mut random);
        let [title, teaser] = [self.headline(shown), writer.headline()];
        let minutes = random.below(60 * 24 * 28) as u64 + number % 60;
        Article {
            id: id(number),
            url: format!("https://www.{}/news/{number}", site.host),
            date: format!(
                "2024-03-{:02}T{:02}:{:02}:00Z",
                1 + minutes / (60 * 24) % 28,
                minutes / 60 % 24,
                minutes % 60
            ),
            source: site.name.clone(),
            text: site.page(&title, &writer.person(), &self.body(number), &teaser),
            title,
            lang: "en",
        }
    }

    /// Returns the text of an article without what its site puts around it.
    pub fn body(&self, number: u64) -> String {
        match derivation(number) {
            Some(derivation) => {
                let mut writer = self.writer(Draw::OwnWords, number);
                let base = self.original(derivation.base);
                derivation.apply(&base, &mut Random::of(Draw::Copy, number), &mut writer)
            }
            None => self.original(number),
        }
    }

    /// Returns the text of an article that was made from no other.
    fn original(&self, number: u64) -> String {
        let mut random = Random::of(Draw::Length, number);
        let [least, most] = WORDS;
        let words = match random.one_in(20) {
            true => random.between(least, 2.0 * least),
            false => random.log_normal(410.0, 0.65).clamp(least, most),
        };
        let mut body = self.writer(Draw::Text, number).body(words as usize);
        if random.one_in(10) {
            // Some are in far more use than others.
            let known = 1 + random.below(BACKGROUNDS);
            let background = random.below(known);
            body.push('\n');
            self.writer(Draw::Background, background as u64)
                .paragraph(120, &mut body);
        }
        body
    }

    /// Returns an article's headline: that of what it is made from, unless that was worked over.
    fn headline(&self, number: u64) -> String {
        match derivation(number) {
            Some(Derivation { base, way, .. }) if !way.has_own_headline() => self.headline(base),
            _ => self.writer(Draw::Headline, number).headline(),
        }
    }

    /// Returns the writer of one thing, by its kind and its number.
    fn writer(&self, kind: Draw, number: u64) -> Writer<'_> {
        Writer::new(&self.lexicon, Random::of(kind, number))
    }
}

/// Returns an article's id.
pub fn id(number: u64) -> String {
    format!("wire-{number:07}")
}
