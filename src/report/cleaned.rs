//! Cleaned articles, as data ([`Cleaned`]) and as plain text.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;

use super::json::write_line;
use crate::dates::Mention;
use crate::strip::{Article, Headline, HeadlineFrom, Kind, PublishedFrom, Spared, Verdict};

/// What `strip` writes of an article, in the order in which it is written.
///
/// `id`, `url`, `headline`, `text`, `outlet`, `language` and `published` are names that the reader
/// of records knows, so that a cleaned article can be read again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cleaned<'a> {
    /// The record's own id, else its URL, else its path (with record number).
    pub id: &'a str,
    /// The file that it was read from.
    pub path: &'a str,
    /// Its record in that file, counted from 1; null where a file is one article.
    pub record: Option<usize>,
    /// Where it was published.
    pub url: Option<&'a str>,
    /// Its headline, or its first sentence where it has none.
    pub headline: Option<&'a str>,
    /// Where the headline is from.
    pub headline_from: Option<HeadlineFrom>,
    /// Who published it.
    pub outlet: Option<&'a str>,
    /// Its language, as metadata states it.
    pub language: Option<&'a str>,
    /// When it was published, ISO 8601.
    pub published: Option<String>,
    /// How that is known.
    pub published_from: Option<PublishedFrom>,
    /// The names of its authors, as written.
    pub bylines: &'a [String],
    /// Where it was filed from, as written.
    pub dateline: Option<&'a str>,
    /// The agencies and publishers that it credits.
    pub agencies: &'a [String],
    /// The original publisher, where a notice names it.
    pub reprint_of: Option<&'a str>,
    /// Who holds the copyright.
    pub copyright: Option<&'a str>,
    /// The days that its body and captions name, in order: `2019-10-30`, or `--10-30` without a year.
    pub days: Vec<String>,
    /// Its text: the kept lines, without the headline.
    pub text: String,
    /// How many lines of each kind were removed.
    pub removed: BTreeMap<Kind, usize>,
    /// Repeats of its outlet that were kept, since they are nearly all of it; null if there are none.
    pub spared: Option<Spared>,
}

impl<'a> From<&'a Article> for Cleaned<'a> {
    fn from(article: &'a Article) -> Self {
        let Article {
            document, harvest, ..
        } = article;
        Cleaned {
            id: &document.id,
            path: &document.path,
            record: document.record,
            url: document.url.as_deref(),
            headline: harvest
                .headline
                .as_ref()
                .map(|headline| headline.text.as_str()),
            headline_from: harvest.headline.as_ref().map(|headline| headline.from),
            outlet: harvest.outlet.as_deref(),
            language: document.language.as_deref(),
            published: harvest
                .published
                .map(|published| published.moment.to_string()),
            published_from: harvest.published.map(|published| published.from),
            bylines: &harvest.bylines,
            dateline: harvest.dateline.as_deref(),
            agencies: &harvest.agencies,
            reprint_of: harvest.reprint_of.as_deref(),
            copyright: harvest.copyright.as_deref(),
            days: days(&harvest.days),
            text: article.body(),
            removed: removed(article),
            spared: article.spared,
        }
    }
}

/// Writes a cleaned article as one line of JSON.
///
/// # Errors
///
/// If `out` can't be written to.
pub fn write_cleaned(article: &Article, out: &mut dyn Write) -> io::Result<()> {
    write_line(&Cleaned::from(article), out)
}

/// Writes a cleaned article as plain text: the headline, then a line for each kept line; nothing for an
/// article of which nothing is kept.
///
/// # Errors
///
/// If `out` can't be written to.
pub fn write_text(article: &Article, out: &mut dyn Write) -> io::Result<()> {
    match plain(article) {
        text if text.is_empty() => Ok(()),
        text => writeln!(out, "{text}"),
    }
}

/// Returns the headline, on one line, and the kept lines.
fn plain(article: &Article) -> String {
    let headline = match &article.harvest.headline {
        // A first sentence stands in the body already.
        Some(Headline { text, from }) if *from != HeadlineFrom::FirstSentence => {
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        _ => String::new(),
    };
    let body = article.body();
    let gap = if headline.is_empty() || body.is_empty() {
        ""
    } else {
        "\n"
    };
    headline + gap + &body
}

/// Returns the days as text, each once.
fn days(mentions: &[Mention]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    mentions
        .iter()
        .map(Mention::to_string)
        .filter(|day| seen.insert(day.clone()))
        .collect()
}

/// Returns how many lines of each kind were removed.
fn removed(article: &Article) -> BTreeMap<Kind, usize> {
    let mut counts = BTreeMap::new();
    for segment in &article.segments {
        if let Verdict::Removed(removal) = &segment.verdict {
            *counts.entry(removal.kind).or_default() += 1;
        }
    }
    counts
}
