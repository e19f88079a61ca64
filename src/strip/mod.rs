//! From a [`Document`] to an [`Article`]: boilerplate out, and what it says harvested.
//!
//! The text is cut into lines (a hard-wrapped paragraph is one, and so is each sentence of a text that
//! lost its line ends), and each line is judged: kept, or removed with a [`Kind`] and the reason.
//! Nothing is edited: an article is its document plus verdicts over byte spans that together cover the
//! text exactly, so the input can always be had back. What removed lines say about the article
//! (agencies credited, the original publisher of a reprint, the outlet) goes into its [`Harvest`];
//! what they say about *other* articles (a teaser's dateline) does not.
//!
//! ```text
//! text ── lines ── rules ── body ── headline ── neighbours, margins ── model ──┬── segments
//!         layout,  known    where   the line    what shape and         the     └── harvest
//!         measure  noise    it is   above it    place surely tell      rest
//! ```
//!
//! Tables hold all that is particular: `data/rules` what noise says, a file a language (its README has
//! their form), `data/sources.toml` the names of agencies and outlets, `data/abbreviations.toml` the
//! full stops that end no sentence, `data/lines.toml` the weights of the line model.

mod article;
mod body;
mod byline;
mod copyright;
mod dateline;
mod features;
mod harvest;
mod headline;
mod judge;
mod layout;
mod lines;
mod lists;
mod margins;
mod model;
mod neighbours;
mod repeats;
mod reprint;
mod rules;
mod scripts;
mod sentences;
mod shape;
mod signature;
mod sources;
mod tables;
#[cfg(test)]
mod tests;

pub use crate::dates::in_url as date_in_url;
pub use article::{
    Article, Harvest, Headline, HeadlineFrom, Kind, Published, PublishedFrom, Reason, Removal,
    Role, Segment, Spared, Verdict,
};
pub use features::{FEATURES as LINE_FEATURES, Features as LineFeatures};
pub use model::{LineModel, LineWeights};
pub use repeats::Profile;

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::sync::LazyLock;

use crate::corpus::Document;
use crate::error::Result;

use features::Surroundings;
use judge::{Clues, Criteria, Page, Repeats};
use rules::Rules;
use sentences::Abbreviations;
use sources::Sources;

/// The shipped abbreviations.
static ABBREVIATIONS: LazyLock<Abbreviations> = LazyLock::new(|| {
    // A table that could not be read would fail each run of the program, and the tests.
    Abbreviations::parse(sentences::SHIPPED).unwrap_or_default()
});

/// Returns the sentences of a text as byte ranges, each with the white space behind it; they join to cover the
/// text. None is longer than two kilobytes.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    sentences::sentences(text, &ABBREVIATIONS)
}

/// What a user changes about stripping.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Rule tables that are heard before the shipped ones; their form is documented in
    /// `src/strip/data/rules/README.md`.
    pub rules: Vec<RuleTable>,
    /// Kinds of boilerplate, and rules by their names, by which nothing is removed.
    pub without: Vec<String>,
}

/// A rule table of the user's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleTable {
    /// What errors call it: the path of its file.
    pub name: String,
    /// The table, in TOML.
    pub text: String,
}

/// Strips documents: the rule tables, compiled once and used from any number of threads.
#[derive(Debug)]
pub struct Stripper {
    abbreviations: Abbreviations,
    rules: Rules,
    sources: Sources,
    /// Kinds that are not removed.
    exempt: BTreeSet<Kind>,
}

impl Stripper {
    /// Compiles the shipped tables; the only error is [`Error::Table`](crate::Error::Table), for a broken one.
    pub fn new() -> Result<Self> {
        Self::with(&Settings::default())
    }

    /// Compiles the shipped tables and the user's own.
    ///
    /// # Errors
    ///
    /// [`Error::Table`](crate::Error::Table) for a table that is not of the documented form, with the
    /// line where one is at fault; [`Error::UnknownRule`](crate::Error::UnknownRule) if `without` has
    /// what is neither a kind nor a rule.
    pub fn with(settings: &Settings) -> Result<Self> {
        let mut exempt = BTreeSet::new();
        let mut rules = Rules::with(&settings.rules)?;
        for name in &settings.without {
            match Kind::named(name) {
                Some(kind) => {
                    exempt.insert(kind);
                }
                None => rules.silence(name)?,
            }
        }
        Self::with_rules(rules, exempt)
    }

    /// Returns a stripper that knows no pattern of boilerplate: only shape and place tell.
    ///
    /// # Errors
    ///
    /// As [`Stripper::new`].
    pub fn without_rules() -> Result<Self> {
        Self::with_rules(Rules::none()?, BTreeSet::new())
    }

    fn with_rules(rules: Rules, exempt: BTreeSet<Kind>) -> Result<Self> {
        Ok(Self {
            abbreviations: Abbreviations::parse(sentences::SHIPPED)?,
            rules,
            exempt,
            sources: Sources::parse(sources::SHIPPED)?,
        })
    }

    /// Judges every line of a document, and reads what the lines say about the article.
    ///
    /// Takes time linear in the text. A text that has words never comes out empty: if everything in
    /// it looks like boilerplate, everything is kept, since there is nothing to tell it from.
    pub fn strip(&self, document: Document) -> Article {
        self.strip_with(document, &Profile::default())
    }

    /// Judges as [`strip`](Self::strip) does, and removes what the document's outlet repeats.
    ///
    /// What a rule removes is removed by the rule. An article that would lose more than four fifths of
    /// its words as repeats keeps them all, and says so in [`Article::spared`].
    pub fn strip_with(&self, document: Document, profile: &Profile) -> Article {
        let (harvest, segments, spared) = self.with_repeats(&document, profile, |repeats| {
            let page = self.judged(&document, repeats);
            let harvest = harvest::harvest(&document, &page, &self.sources);
            (harvest, segments(&document.text, &page), page.spared)
        });
        Article {
            document,
            segments,
            harvest,
            spared,
        }
    }

    /// Learns from documents what each outlet repeats in article after article.
    ///
    /// The template of an article is that of the site that it stands on, by its URL; else of its outlet
    /// by metadata; else of the folder that it was read from. The result does not depend on the order
    /// of the documents or the number of threads, and its memory is bounded: see [`Profile`].
    pub fn learn(&self, documents: &[Document]) -> Profile {
        let cut = |text: &str, each: &mut dyn FnMut(Range<usize>)| {
            layout::each_piece(text, &self.abbreviations, |piece| each(piece.span));
        };
        repeats::learn(documents, |document| self.outlet(document), cut)
    }

    /// Judges every line of a document, and leaves what the lines say aside.
    ///
    /// The segments are those of [`strip`](Self::strip).
    pub fn judge(&self, document: &Document) -> Vec<Segment> {
        self.judge_with(document, &Profile::default())
    }

    /// Judges as [`strip_with`](Self::strip_with) does, and leaves what the lines say aside.
    pub fn judge_with(&self, document: &Document, profile: &Profile) -> Vec<Segment> {
        self.with_repeats(document, profile, |repeats| {
            segments(&document.text, &self.judged(document, repeats))
        })
    }

    /// Has `work` done with what a document's outlet is known to repeat.
    fn with_repeats<T>(
        &self,
        document: &Document,
        profile: &Profile,
        work: impl FnOnce(Option<Repeats<'_>>) -> T,
    ) -> T {
        if profile.is_empty() {
            return work(None);
        }
        let outlet = self.outlet(document);
        work(profile.outlet(&outlet).map(|repeats| Repeats {
            name: &outlet,
            outlet: repeats,
        }))
    }

    fn judged<'s>(&'s self, document: &'s Document, repeats: Option<Repeats<'s>>) -> Page<'s, 's> {
        self.with_criteria(repeats, document.headline.as_deref(), |criteria| {
            judge::judge(layout::cut(&document.text, &self.abbreviations), criteria)
        })
    }

    /// Returns the name under which a document's template is known: the site that it stands on, since
    /// all feeds of a site share one template; else who published it; else its folder.
    fn outlet(&self, document: &Document) -> String {
        let known = |source: &sources::Source| source.name.clone();
        let by_url = document.url.as_deref().and_then(|url| {
            let by_name = self.sources.by_url(url).map(known);
            by_name.or_else(|| sources::host(url))
        });
        let by_metadata = || {
            let outlet = document.outlet.as_deref()?;
            let by_name = self.sources.by_name(outlet).map(known);
            Some(by_name.unwrap_or_else(|| outlet.to_owned()))
        };
        let by_folder = || {
            let folder = Path::new(&document.path).parent();
            folder.map_or_else(String::new, |folder| folder.to_string_lossy().into_owned())
        };
        by_url.or_else(by_metadata).unwrap_or_else(by_folder)
    }

    /// Returns the lines of a text as the line model is asked about them: what it is fitted on.
    pub fn measure(&self, text: &str) -> Vec<Measured> {
        let page = self.with_criteria(None, None, |criteria| {
            judge::prepare(layout::cut(text, &self.abbreviations), criteria)
        });
        let is_furnished = judge::is_furnished(&page);
        let surroundings = Surroundings::new(&page);
        let question = |index| {
            if page.headline == Some(index) {
                Question::Headline
            } else if !page.is_kept(index) {
                Question::Removed
            } else {
                Question::Open {
                    features: surroundings.features(index),
                    least: match is_furnished {
                        true => judge::least_probability(&page, index),
                        false => 0.0,
                    },
                }
            }
        };
        let lines = page.lines.iter().enumerate();
        lines
            .map(|(index, line)| Measured {
                span: line.span.clone(),
                question: question(index),
            })
            .collect()
    }

    fn with_criteria<'s, T>(
        &'s self,
        repeats: Option<Repeats<'s>>,
        headline: Option<&str>,
        judge: impl FnOnce(&Criteria<'s, '_>) -> T,
    ) -> T {
        judge(&Criteria {
            rules: &self.rules,
            repeats,
            exempt: &self.exempt,
            headline,
            clues: &Clues {
                begins_with_source: &|line| self.sources.named_at_start(&line.folded()).is_some(),
                is_agency: &|line| self.sources.is_agency(line.text),
                is_dateline: &|line| dateline::is_alone(line, &self.sources),
            },
        })
    }
}

/// A line as the line model is asked about it.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Byte range in the text, with the line end.
    pub span: Range<usize>,
    /// What the model decides about it.
    pub question: Question,
}

/// What the line model decides about a line.
#[derive(Clone, Debug)]
pub enum Question {
    /// Nothing: it is removed by a rule, or for what its shape and place surely tell.
    Removed,
    /// Nothing: it is the headline.
    Headline,
    /// Whether it is kept.
    Open {
        /// What the model is told of it.
        features: LineFeatures,
        /// The probability of text from which on it is kept; 0 if it is kept in any case, since the page
        /// shows no sign of boilerplate or the line is too long.
        least: f32,
    },
}

/// Returns a segment for each line as [`layout`] has cut it, and one for each blank stretch between them.
fn segments(text: &str, page: &Page) -> Vec<Segment> {
    let mut segments = Vec::with_capacity(page.lines.len());
    let mut end = 0;
    for ((line, removed), role) in page.lines.iter().zip(&page.removed).zip(&page.roles) {
        push_blank(&mut segments, end, line.span.start);
        let verdict = removed.as_ref().map_or(Verdict::Kept(*role), |removed| {
            Verdict::Removed(removed.removal())
        });
        segments.push(Segment {
            span: line.span.clone(),
            verdict,
        });
        end = line.span.end;
    }
    push_blank(&mut segments, end, text.len());
    segments
}

fn push_blank(segments: &mut Vec<Segment>, start: usize, end: usize) {
    if start < end {
        segments.push(Segment {
            span: start..end,
            verdict: Verdict::Kept(Role::Blank),
        });
    }
}
