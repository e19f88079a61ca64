//! Reads line labels, and scores stripped articles against them.

// Each test program uses its part of this; what labels lack shows as a panic of the test.
#![allow(dead_code, clippy::unwrap_used, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use newsdedup::corpus::Document;
use newsdedup::strip::{Article, Harvest, HeadlineFrom, Kind, Role, Verdict};
use serde_json::Value;

/// What is true of one text.
pub struct Truth {
    /// Kinds of the removed lines by line number, counted from 1.
    pub removed: BTreeMap<usize, Kind>,
    /// The lines that are kept.
    pub kept: Vec<usize>,
    /// The agencies and publishers credited.
    pub credits: Vec<String>,
    /// The original publisher of a reprint.
    pub reprint_of: Option<String>,
    /// The headline, if the text has one.
    pub headline: Option<String>,
    /// Where it was filed from.
    pub dateline: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Whether a line of the text names the outlet plainly.
    pub outlet_is_named: bool,
    /// The headings inside the body.
    pub subheadings: Vec<usize>,
}

/// Returns the truth by file name; `None` if there is no such file.
pub fn read(path: &Path) -> Option<BTreeMap<String, Truth>> {
    let labels = std::fs::read_to_string(path).ok()?;
    let labels: BTreeMap<String, Value> = serde_json::from_str(&labels).unwrap();
    Some(
        labels
            .into_iter()
            .map(|(name, label)| (name, truth(&label)))
            .collect(),
    )
}

fn truth(label: &Value) -> Truth {
    let numbers = |value: &Value| {
        value
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line.as_u64().unwrap() as usize)
            .collect()
    };
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let meta = &label["meta"];
    let outlet = text(&meta["outlet"]);
    Truth {
        removed: label["drop"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| {
                (
                    line["line"].as_u64().unwrap() as usize,
                    serde_json::from_value(line["kind"].clone()).unwrap(),
                )
            })
            .collect(),
        kept: numbers(&label["keep"]),
        credits: meta["credits"]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| text(name).unwrap())
            .collect(),
        reprint_of: text(&meta["reprint_of"]),
        headline: text(&meta["headline"]),
        dateline: text(&meta["dateline"]),
        outlet_is_named: meta["outlet_evidence"]["line"].is_u64()
            && outlet
                .as_ref()
                .is_some_and(|outlet| !outlet.contains(" / ")),
        outlet,
        subheadings: numbers(&label["subheading_lines"]),
    }
}

/// Returns a document with a text and nothing else.
pub fn document(path: &Path) -> Document {
    plain(std::fs::read_to_string(path).unwrap())
}

/// Returns a document of `text` and nothing else.
pub fn plain(text: String) -> Document {
    Document {
        id: "a".into(),
        path: "a".into(),
        record: None,
        url: None,
        headline: None,
        text,
        published: None,
        outlet: None,
        language: None,
    }
}

/// What was harvested otherwise than the truth has it.
pub fn differences(name: &str, harvest: &Harvest, truth: &Truth) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut compare = |what: &str, found: &dyn fmt::Debug, expected: &dyn fmt::Debug| {
        if format!("{found:?}") != format!("{expected:?}") {
            wrong.push(format!("{name}: {what} {found:?}, not {expected:?}"));
        }
    };
    let headline = harvest
        .headline
        .as_ref()
        .filter(|headline| headline.from != HeadlineFrom::FirstSentence);
    compare("agencies", &harvest.agencies, &truth.credits);
    compare("reprint_of", &harvest.reprint_of, &truth.reprint_of);
    compare(
        "headline",
        &headline.map(|headline| &headline.text),
        &truth.headline.as_ref(),
    );
    compare("dateline", &harvest.dateline, &truth.dateline);
    wrong
}

/// How well the lines were judged, over several texts.
#[derive(Default)]
pub struct Figures {
    kept_rightly: usize,
    kept: usize,
    should_be_kept: usize,
    /// Removed lines that were removed as the right kind.
    pub kinds_right: usize,
    removed: usize,
    subheadings_right: usize,
    subheadings: usize,
}

impl Figures {
    /// Adds an article, and prints the lines that were judged otherwise than the truth has it.
    pub fn add(&mut self, name: &str, article: &Article, truth: &Truth) {
        self.removed += truth.removed.len();
        self.subheadings += truth.subheadings.len();
        for segment in &article.segments {
            let text = article.document.text[segment.span.clone()].trim();
            if text.is_empty() {
                continue;
            }
            let line = 1 + article.document.text[..segment.span.start]
                .matches('\n')
                .count();
            let characters = text.chars().count();
            let should_be_kept = truth.kept.contains(&line);
            let kind = match &segment.verdict {
                Verdict::Kept(_) => None,
                Verdict::Removed(removal) => Some(removal.kind),
            };
            self.kept += if kind.is_none() { characters } else { 0 };
            self.should_be_kept += if should_be_kept { characters } else { 0 };
            self.kept_rightly += if kind.is_none() && should_be_kept {
                characters
            } else {
                0
            };
            self.kinds_right +=
                usize::from(kind.is_some() && kind == truth.removed.get(&line).copied());
            let is_subheading = segment.verdict == Verdict::Kept(Role::Subheading);
            self.subheadings_right +=
                usize::from(is_subheading && truth.subheadings.contains(&line));
            if kind != truth.removed.get(&line).copied()
                || is_subheading != truth.subheadings.contains(&line)
            {
                println!(
                    "{name}:{line}: {:?}, not {:?}: {text:.60}",
                    segment.verdict,
                    truth.removed.get(&line)
                );
            }
        }
    }

    /// The character-weighted F1 of the kept lines.
    pub fn f1(&self) -> f64 {
        2.0 * self.kept_rightly as f64 / (self.kept + self.should_be_kept) as f64
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self {
            kinds_right,
            removed,
            subheadings_right,
            subheadings,
            ..
        } = self;
        write!(
            f,
            "F1 {:.4}, right kind {kinds_right} of {removed}, subheadings {subheadings_right} of {subheadings}",
            self.f1()
        )
    }
}
