//! Why two articles are one story, shown so that a person believes it without opening the files.

use std::ops::Range;

use serde::Serialize;

use super::background::WordWeights;
use super::features::{days_apart, published_apart, quoted_words};
use super::passages::{Passage, passages_between};
use super::reading::Reading;
use crate::strip::Article;

/// Passages shown of a pair, the heaviest.
const PASSAGES: usize = 5;

/// Passages lighter than this, in nats, or shorter, stand in any two texts.
const PASSAGE_NATS: f64 = 15.0;
const PASSAGE_WORDS: usize = 5;

/// A longer passage is shown by its first words.
const SHOWN_WORDS: usize = 60;

/// Shared names shown of a pair, the heaviest.
const NAMES: usize = 6;

/// What kind of reason it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// A run of words that both have.
    Passage,
    /// A run of words that both have in quotation marks.
    Quote,
    /// A notice that names the other's publisher as the original one.
    Notice,
    /// An agency that both credit.
    Credit,
    /// Names that both have.
    Names,
    /// The day that both report on, or on which both were published.
    Date,
}

/// One reason to believe that an article belongs to its story.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// What kind of reason.
    pub kind: EvidenceKind,
    /// What is shared, as the article has it.
    pub text: String,
    /// How many words `text` has.
    pub words: usize,
    /// The other article.
    pub with: usize,
    /// Where `text` stands in the article's text as read; `None` if it is from metadata or several places.
    pub span: Option<Range<usize>>,
    /// Where its counterpart stands in the other's text as read.
    pub with_span: Option<Range<usize>>,
}

/// Collects the evidence that links an article to another: passages by weight, then notices and
/// credits, names, and the date.
pub fn evidence(
    (article, with): (usize, usize),
    articles: &[Article],
    readings: &[Reading],
    weights: &WordWeights,
) -> Vec<Evidence> {
    let pair = Pair {
        with,
        articles: [&articles[article], &articles[with]],
        readings: [&readings[article], &readings[with]],
        weights,
    };
    let mut found = pair.passages();
    found.extend(pair.notice());
    found.extend(pair.credits());
    found.extend(pair.names());
    found.extend(pair.date());
    found
}

/// An article and the one that it is linked to.
struct Pair<'a> {
    with: usize,
    articles: [&'a Article; 2],
    readings: [&'a Reading; 2],
    weights: &'a WordWeights,
}

impl Pair<'_> {
    fn passages(&self) -> Vec<Evidence> {
        let [own, other] = self.readings;
        let mut passages = passages_between(own, other, self.weights);
        passages
            .retain(|passage| passage.weight >= PASSAGE_NATS && passage.a.len() >= PASSAGE_WORDS);
        passages.sort_by(|a, b| {
            b.weight
                .total_cmp(&a.weight)
                .then(a.a.start.cmp(&b.a.start))
        });
        passages.truncate(PASSAGES);
        passages
            .iter()
            .map(|passage| self.passage(passage))
            .collect()
    }

    fn passage(&self, passage: &Passage) -> Evidence {
        let [own, other] = self.readings;
        let quoted = 2 * quoted_words(passage, own, other) >= passage.a.len();
        let words = passage.a.len().min(SHOWN_WORDS);
        let span = own.span(passage.a.start..passage.a.start + words);
        Evidence {
            kind: if quoted {
                EvidenceKind::Quote
            } else {
                EvidenceKind::Passage
            },
            text: self.articles[0].document.text[span.clone()].to_owned(),
            words,
            with: self.with,
            span: Some(span),
            with_span: Some(other.span(passage.b.start..passage.b.start + words)),
        }
    }

    fn notice(&self) -> Option<Evidence> {
        let [own, other] = self.articles.map(|article| &article.harvest);
        let names_other = |original: &&String| other.outlet.as_ref() == Some(*original);
        let original = own.reprint_of.as_ref().filter(names_other)?;
        Some(self.without_place(EvidenceKind::Notice, original.clone()))
    }

    fn credits(&self) -> Vec<Evidence> {
        let [own, other] = self.articles.map(|article| &article.harvest.agencies);
        own.iter()
            .filter(|agency| other.contains(agency))
            .map(|agency| self.without_place(EvidenceKind::Credit, agency.clone()))
            .collect()
    }

    fn names(&self) -> Option<Evidence> {
        let [own, other] = self.readings;
        let mut shared: Vec<u64> = own
            .names
            .iter()
            .copied()
            .filter(|name| other.names.binary_search(name).is_ok())
            .collect();
        shared.sort_by(|a, b| {
            self.weights
                .weight(*b)
                .total_cmp(&self.weights.weight(*a))
                .then(a.cmp(b))
        });
        shared.truncate(NAMES);
        let text = &self.articles[0].document.text;
        let written = |name: &u64| {
            let place = own.words.iter().position(|word| word == name)?;
            Some(text[own.spans[place].clone()].to_owned())
        };
        let names: Vec<String> = shared.iter().filter_map(written).collect();
        let words = names.len();
        (words > 0).then(|| Evidence {
            words,
            ..self.without_place(EvidenceKind::Names, names.join(", "))
        })
    }

    fn date(&self) -> Option<Evidence> {
        let [own, other] = self.readings;
        if days_apart(own, other) == Some(0.0)
            && let (Some(day), Some(other_day)) = (&own.day, &other.day)
        {
            let text = self.articles[0].document.text[day.span.clone()].to_owned();
            let spans = (Some(day.span.clone()), Some(other_day.span.clone()));
            return Some(Evidence {
                span: spans.0,
                with_span: spans.1,
                ..self.without_place(EvidenceKind::Date, text)
            });
        }
        let day = own.published?.date;
        (published_apart(own, other) == Some(0.0))
            .then(|| self.without_place(EvidenceKind::Date, day.to_string()))
    }

    /// Evidence that stands at no one place of either text.
    fn without_place(&self, kind: EvidenceKind, text: String) -> Evidence {
        let words = text.split_whitespace().count();
        Evidence {
            kind,
            text,
            words,
            with: self.with,
            span: None,
            with_span: None,
        }
    }
}
