//! Makes the table of set phrases of the provenance stage from corpora of news:
//!
//! ```sh
//! cargo run --release --example learn_phrases -- en=a.jsonl.gz en=b.jsonl.gz de=c.jsonl.gz > src/provenance/data/phrases.txt
//! ```
//!
//! A set phrase is a run of four words that stands in reports of many events by many outlets, in corpora of one
//! language taken together. Events are counted by the label `gold`, and where there is none, by headline.

// A program that writes a table has to print.
#![allow(clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader};

use flate2::read::GzDecoder;
use newsdedup::sketch::{fold_word, words};
use serde::Deserialize;

/// Words of a phrase.
const WORDS: usize = 4;

/// A run in reports of fewer events, or by fewer outlets, is somebody's own.
const EVENTS: usize = 10;
const OUTLETS: usize = 5;

#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    gold: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    text: String,
    #[serde(default)]
    source: Option<String>,
}

/// By whom and of what a run of words was written: hashes, at most so many as matter.
#[derive(Default)]
struct Use {
    events: BTreeSet<u64>,
    outlets: BTreeSet<u64>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut corpora: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for argument in std::env::args().skip(1) {
        let (language, path) = argument
            .split_once('=')
            .ok_or("arguments have the form LANGUAGE=FILE.jsonl.gz")?;
        let paths = corpora.entry(language.to_owned()).or_default();
        paths.push(path.to_owned());
    }
    let mut phrases = BTreeSet::new();
    for paths in corpora.values() {
        phrases.extend(common_runs(paths)?);
    }
    println!(
        "# Runs of four words in reports of many events by many outlets, by examples/learn_phrases.rs from:"
    );
    for argument in std::env::args().skip(1) {
        println!(
            "#   {}",
            argument.rsplit(['/', '=']).next().unwrap_or_default()
        );
    }
    for phrase in phrases {
        println!("{phrase}");
    }
    Ok(())
}

/// Returns the runs of words that stand in reports of many events by many outlets.
fn common_runs(paths: &[String]) -> Result<BTreeSet<String>, Box<dyn Error>> {
    let mut uses: HashMap<u64, Use> = HashMap::new();
    each_run(paths, |run, event, outlet| {
        let found = uses.entry(hash(run)).or_default();
        if found.events.len() < EVENTS {
            found.events.insert(event);
        }
        if found.outlets.len() < OUTLETS {
            found.outlets.insert(outlet);
        }
    })?;
    uses.retain(|_, found| found.events.len() >= EVENTS && found.outlets.len() >= OUTLETS);
    let mut phrases = BTreeSet::new();
    each_run(paths, |run, _, _| {
        if uses.contains_key(&hash(run)) {
            phrases.insert(run.to_owned());
        }
    })?;
    Ok(phrases)
}

/// Gives `take` each run of words with its event and its outlet.
fn each_run(paths: &[String], mut take: impl FnMut(&str, u64, u64)) -> Result<(), Box<dyn Error>> {
    for path in paths {
        for line in BufReader::new(GzDecoder::new(File::open(path)?)).lines() {
            let record: Record = serde_json::from_str(&line?)?;
            let event = hash(record.gold.or(record.title).as_deref().unwrap_or_default());
            let outlet = hash(record.source.as_deref().unwrap_or_default());
            let folded: Vec<String> = words(&record.text)
                .map(|word| fold_word(word.text))
                .collect();
            for run in folded.windows(WORDS) {
                take(&run.join(" "), event, outlet);
            }
        }
    }
    Ok(())
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
