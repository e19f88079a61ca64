//! Holds the agencies that stripping harvests to articles that a reader has labelled, and prints the figures.
//!
//! `tests/data/agencies.jsonl` has the labels; the articles are in a set beside the repository, and
//! the test is left out where it is not there.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "in a test a panic is how to fail, and figures are there to be read"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::GzDecoder;
use newsdedup::corpus::Document;
use newsdedup::strip::Stripper;
use serde_json::Value;

const SET: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../shared/gold/neardup/insm_de.jsonl.gz"
);
const LABELS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/agencies.jsonl");

/// Nothing is learned from the set: what an outlet repeats has no say in whom an article credits.
#[test]
fn the_agencies_of_labelled_articles_are_found_and_no_others() {
    if !Path::new(SET).exists() {
        println!("skipped: {SET} is not there");
        return;
    }
    let truths = truths();
    let stripper = Stripper::new().unwrap();
    let (mut right, mut wrong, mut missed, mut read) = (0, 0, 0, 0);
    for record in BufReader::new(GzDecoder::new(File::open(SET).unwrap())).lines() {
        let record: Value = serde_json::from_str(&record.unwrap()).unwrap();
        let id = record["id"].as_str().unwrap();
        let Some(truth) = truths.get(id) else {
            continue;
        };
        read += 1;
        let found: BTreeSet<String> = stripper
            .strip(document(&record))
            .harvest
            .agencies
            .into_iter()
            .collect();
        right += found.intersection(truth).count();
        for agency in found.difference(truth) {
            println!("wrong: {agency} in {id}");
            wrong += 1;
        }
        for agency in truth.difference(&found) {
            println!("missed: {agency} in {id}");
            missed += 1;
        }
    }
    let share = |of: usize| f64::from(right as u32) / f64::from((right + of) as u32);
    let (precision, recall) = (share(wrong), share(missed));
    println!("agencies: precision {precision:.4}, recall {recall:.4}, of {read} articles");
    assert_eq!(read, truths.len(), "labelled articles are not in the set");
    assert!(precision >= 0.97, "precision {precision:.4}");
    assert!(recall >= 0.92, "recall {recall:.4}");
}

/// Returns the agencies of each labelled article by its id.
fn truths() -> BTreeMap<String, BTreeSet<String>> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let labels = fs::read_to_string(LABELS).unwrap();
    let labels = labels.lines().map(|label| {
        let label: Value = serde_json::from_str(label).unwrap();
        let agencies = label["agencies"].as_array().unwrap().iter().map(text);
        (text(&label["id"]), agencies.collect())
    });
    labels.collect()
}

/// Returns the article as a reader of the set gets it.
fn document(record: &Value) -> Document {
    let text = |field: &str| record[field].as_str().map(str::to_owned);
    Document {
        id: text("id").unwrap(),
        path: SET.to_owned(),
        record: None,
        url: text("url"),
        headline: text("title"),
        text: text("text").unwrap(),
        published: None,
        outlet: text("source"),
        language: text("lang"),
    }
}
