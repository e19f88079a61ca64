//! Scores which copies were found in a made-up corpus, and checks what was said about them:
//!
//! ```sh
//! cargo run --release --example make_corpus -- 100000 --truth truth.jsonl > corpus.jsonl
//! newsdedup dedup --no-strip --groups corpus.jsonl > groups.jsonl
//! cargo run --release --example score_copies -- corpus.jsonl truth.jsonl groups.jsonl
//! ```
//!
//! Texts are compared as they stand, so the groups must be those of `--no-strip`. Recall is printed by the
//! exact similarity of the pairs of the truth: by Jaccard similarity, and for those below .7 whose smaller
//! text has sixty words, by containment. Near-duplicates are, by default, pairs of Jaccard similarity .7 or
//! containment .8; of those below, few are meant to be found.
//!
//! A group is a star around its canonical article, and of more than 17 near-duplicates not all pairs get
//! edges, so a pair counts as found if it has an edge or stands in one group. Where one of the two stands in
//! a group around a third article, to which the other is not near enough, no edge is written either: these
//! pairs are counted under `third`. What is left was missed.
//!
//! Then every edge is measured anew. The program fails if one of them is not what it says.

// A program that prints scores has to print.
#![allow(clippy::print_stdout)]

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use newsdedup::corpus::{Input, Place, Sources};
use newsdedup::duplicates::Params;
use newsdedup::sketch::{Overlap, Shingles, word_hashes};
use rayon::prelude::*;
use serde::Deserialize;

/// Scores which copies were found.
#[derive(Parser)]
struct Arguments {
    /// The articles, as `make_corpus` writes them.
    corpus: PathBuf,
    /// Which were made from which, as `make_corpus --truth` writes it.
    truth: PathBuf,
    /// What `newsdedup dedup --no-strip --groups` found.
    groups: PathBuf,
}

/// A line of the truth.
#[derive(Deserialize)]
struct Made {
    id: String,
    of: String,
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
    let truth: Vec<Made> = lines(&arguments.truth)?;
    let groups: Vec<Group> = lines(&arguments.groups)?;
    print_recall(&measured(&truth, &groups, &texts)?);

    let checked: Result<Vec<usize>, String> = groups
        .par_iter()
        .map(|group| false_edges(group, &texts))
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

/// The articles of the corpus, read when they are needed.
struct Texts {
    sources: Sources,
    places: HashMap<String, Place>,
}

impl Texts {
    fn open(corpus: PathBuf) -> Result<Self, Box<dyn Error>> {
        let sources = Sources::open(vec![Input::Path(corpus)], &std::env::temp_dir())?;
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
    fn shingles(&self, id: &str) -> Result<Shingles, String> {
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
}

/// A pair of the truth, and what became of it.
struct Pair {
    overlap: Overlap,
    fate: Fate,
}

/// Whether a pair was found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It has an edge, or stands in one group.
    Found,
    /// One of the two stands in a group around a third article.
    Third,
    Missed,
}

/// What the groups say about pairs.
struct Grouping<'g> {
    /// The canonical article of each member.
    canonical: HashMap<&'g str, &'g str>,
    edges: HashSet<[&'g str; 2]>,
}

impl<'g> Grouping<'g> {
    fn of(groups: &'g [Group]) -> Self {
        let members = groups.iter().flat_map(|group| {
            let members = group.members.iter();
            members.map(|member| (member.as_str(), group.canonical.as_str()))
        });
        let edges = groups.iter().flat_map(|group| &group.edges);
        Grouping {
            canonical: members.collect(),
            edges: edges.map(|edge| sorted(&edge.a, &edge.b)).collect(),
        }
    }

    fn fate(&self, a: &str, b: &str) -> Fate {
        let [of_a, of_b] = [a, b].map(|id| self.canonical.get(id).copied());
        let is_with_third =
            |id: &str, canonical: Option<&str>| canonical.is_some_and(|it| it != id);
        if self.edges.contains(&sorted(a, b)) || (of_a.is_some() && of_a == of_b) {
            Fate::Found
        } else if is_with_third(a, of_a) || is_with_third(b, of_b) {
            Fate::Third
        } else {
            Fate::Missed
        }
    }
}

/// Measures the pairs of the truth.
fn measured(truth: &[Made], groups: &[Group], texts: &Texts) -> Result<Vec<Pair>, String> {
    let grouping = Grouping::of(groups);
    let measure = |made: &Made| {
        Ok(Pair {
            overlap: texts
                .shingles(&made.id)?
                .overlap(&texts.shingles(&made.of)?),
            fate: grouping.fate(&made.id, &made.of),
        })
    };
    truth.par_iter().map(measure).collect()
}

fn sorted<'i>(a: &'i str, b: &'i str) -> [&'i str; 2] {
    [a.min(b), a.max(b)]
}

/// Returns how many edges of a group are no near-duplicates, or have another similarity than is said.
fn false_edges(group: &Group, texts: &Texts) -> Result<usize, String> {
    let sets: Result<HashMap<&str, Shingles>, String> = group
        .members
        .iter()
        .map(|id| Ok((id.as_str(), texts.shingles(id)?)))
        .collect();
    let sets = sets?;
    let is_true = |edge: &&Edge| {
        let both = sets.get(edge.a.as_str()).zip(sets.get(edge.b.as_str()));
        both.is_some_and(|(a, b)| {
            let overlap = a.overlap(b);
            Params::default().are_met(overlap)
                && is_rounded(edge.jaccard, overlap.jaccard())
                && is_rounded(edge.containment, overlap.of_smaller())
        })
    };
    let are_true = group.edges.iter().filter(is_true).count();
    Ok(group.edges.len() - are_true)
}

/// Returns whether one number is the other, to the four places that are written.
fn is_rounded(written: f64, exact: f64) -> bool {
    (written - exact).abs() <= 0.5e-4 + f64::EPSILON
}

/// So many steps are between similarities of .5 and 1.
const STEPS: usize = 10;
/// The step of all that is fully alike.
const ALIKE: usize = STEPS;

/// How many pairs there are of one step, by what became of them.
#[derive(Clone, Copy, Default)]
struct Tally {
    found: usize,
    third: usize,
    missed: usize,
}

fn print_recall(pairs: &[Pair]) {
    let params = Params::default();
    print_table("Jaccard", pairs, |overlap| Some(overlap.jaccard()));
    print_table("containment", pairs, |overlap| {
        let is_long = overlap.own.min(overlap.other) >= params.containment_shingles;
        let counts = is_long && overlap.jaccard() < params.jaccard;
        counts.then(|| overlap.of_smaller())
    });
}

/// Prints what became of the pairs of each step of a measure; pairs without it are left out.
fn print_table(name: &str, pairs: &[Pair], measure: impl Fn(Overlap) -> Option<f64>) {
    println!("{name:11}   pairs   found   third  missed  recall");
    for (step, tally) in tallies(pairs, measure).iter().enumerate() {
        println!("{:11}{tally}", range(step));
    }
}

/// Counts pairs by what is measured of them; those below .5 are left out.
fn tallies(pairs: &[Pair], measure: impl Fn(Overlap) -> Option<f64>) -> [Tally; STEPS + 1] {
    let mut tallies = [Tally::default(); STEPS + 1];
    for pair in pairs {
        let Some(above) = measure(pair.overlap).and_then(|it| (it >= 0.5).then_some(it - 0.5))
        else {
            continue;
        };
        let tally = &mut tallies[(above * 2.0 * STEPS as f64) as usize];
        match pair.fate {
            Fate::Found => tally.found += 1,
            Fate::Third => tally.third += 1,
            Fate::Missed => tally.missed += 1,
        }
    }
    tallies
}

fn range(step: usize) -> String {
    match step {
        ALIKE => "1".to_owned(),
        _ => format!("{:.2} and up", 0.5 + 0.05 * step as f64),
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally {
            found,
            third,
            missed,
        } = *self;
        let pairs = found + third + missed;
        write!(f, "{pairs:8}{found:8}{third:8}{missed:8}")?;
        match pairs {
            0 => Ok(()),
            _ => write!(f, "{:8.4}", found as f64 / pairs as f64),
        }
    }
}
