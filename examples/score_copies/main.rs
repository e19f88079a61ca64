//! Scores which copies were found in a corpus, and checks what was said about them:
//!
//! ```sh
//! cargo run --release --example make_corpus -- 100000 --truth truth.jsonl > corpus.jsonl
//! newsdedup dedup --no-strip --groups corpus.jsonl > groups.jsonl
//! cargo run --release --example score_copies -- corpus.jsonl groups.jsonl --truth truth.jsonl
//! ```
//!
//! A corpus that was not made up has no truth file. Without one, the truth is every pair of the corpus, found
//! by an exact join over the shingles.
//!
//! Texts are compared as they stand, so the groups must be those of `--no-strip`. Recall is printed by the
//! exact similarity of the pairs of the truth: by Jaccard similarity, and for those below the `--threshold`
//! whose smaller text has sixty words, by containment. Near-duplicates are, by default, pairs of Jaccard
//! similarity .7 or containment .8; of those below, few are meant to be found.
//!
//! A group is a star around its canonical article, and of more than 17 near-duplicates not all pairs get
//! edges, so a pair counts as found if it has an edge or stands in one group. Where one of the two stands in
//! a group around a third article, to which the other is not near enough, no edge is written either: these
//! pairs are counted under `third`. What is left was missed.
//!
//! Then every edge is measured anew. The program fails if one of them is not what it says.

// A program that prints scores has to print.
#![allow(clippy::print_stdout)]

mod edges;
mod recall;
mod texts;
mod truth;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use newsdedup::duplicates::Params;
use rayon::prelude::*;
use serde::Deserialize;

use edges::false_edges;
use recall::print_recall;
use texts::Texts;
use truth::{Made, all_pairs, measured};

/// Scores which copies were found.
#[derive(Parser)]
struct Arguments {
    /// The articles, as JSON Lines.
    corpus: PathBuf,
    /// What `newsdedup dedup --no-strip --groups` found.
    groups: PathBuf,
    /// Which were made from which, as `make_corpus --truth` writes it.
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
    /// The least Jaccard similarity that `dedup` was asked for.
    #[arg(long, value_name = "0..1", default_value_t = Params::default().jaccard)]
    threshold: f64,
    /// The least containment that `dedup` was asked for.
    #[arg(long, value_name = "0..1", default_value_t = Params::default().containment)]
    containment: f64,
}

/// A line of the groups.
#[derive(Deserialize)]
struct Group {
    canonical: String,
    members: Vec<String>,
    edges: Vec<Edge>,
}

#[derive(Deserialize)]
struct Edge {
    a: String,
    b: String,
    jaccard: f64,
    containment: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let texts = Texts::open(arguments.corpus)?;
    let groups: Vec<Group> = lines(&arguments.groups)?;
    let params = Params {
        jaccard: arguments.threshold,
        containment: arguments.containment,
        ..Params::default()
    };
    let made: Option<Vec<Made>> = arguments.truth.as_deref().map(lines).transpose()?;
    let pairs = match &made {
        Some(made) => measured(made, &texts)?,
        None => all_pairs(&texts)?,
    };
    print_recall(&pairs, &groups, &params);

    let checked: Result<Vec<usize>, String> = groups
        .par_iter()
        .map(|group| false_edges(group, &texts, &params))
        .collect();
    let wrong: usize = checked?.iter().sum();
    let edges: usize = groups.iter().map(|group| group.edges.len()).sum();
    println!("\n{} of {edges} edges are what they say", edges - wrong);
    match wrong {
        0 => Ok(()),
        _ => Err("some edges are wrong".into()),
    }
}

fn lines<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<Vec<T>, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    let parsed: Result<Vec<T>, _> = text.lines().map(serde_json::from_str).collect();
    Ok(parsed?)
}
