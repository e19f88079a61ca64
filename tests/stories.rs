//! Quality floors of the story stage on labelled data, which CI has beside the repository.
//!
//! The floors are the figures of the day they were written, less a little room for change: a change
//! that falls below one has to say why.

// A labelled file that is not of its own form shows as a panic of the test.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, Cursor, Read};
use std::path::PathBuf;

use flate2::read::GzDecoder;
use newsdedup::corpus::{Input, Options, Sources};
use newsdedup::evaluate::{Labels, Scores, scores};
use newsdedup::pipeline::{self, Settings};
use newsdedup::report::{Order, RelatedKind, Story};
use newsdedup::strip::{Profile, Stripper};

/// Returns a path of the labelled data, or says that it is not there.
fn shared(path: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")).join(path);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is not here", path.display());
    None
}

/// Reads a gzipped set of JSON Lines.
fn unpacked(set: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    GzDecoder::new(File::open(shared(&format!("gold/story/{set}.jsonl.gz"))?).unwrap())
        .read_to_end(&mut bytes)
        .unwrap();
    Some(bytes)
}

fn clustered(inputs: Vec<Input>) -> Vec<Story> {
    let scratch = std::env::temp_dir();
    let sources = Sources::open(inputs, &Options::default(), &scratch).unwrap();
    let (stripper, settings) = (Stripper::new().unwrap(), Settings::default());
    let known = Profile::default();
    let (articles, studied) =
        pipeline::read(&sources, &stripper, known, &settings, &scratch, &()).unwrap();
    let report = pipeline::cluster(&articles, studied, &settings, &()).unwrap();
    report.stories().unwrap()
}

fn stream(bytes: Vec<u8>) -> Input {
    Input::Stream(Box::new(BufReader::new(Cursor::new(bytes))))
}

/// Returns the first three letters of the seeds in a story: their numbers.
fn seeds_of(story: &Story) -> BTreeSet<String> {
    let seeds = story
        .articles
        .iter()
        .filter(|article| article.path.contains("seeds"));
    seeds
        .filter_map(|article| Some(article.path.rsplit('/').next()?[..3].to_owned()))
        .collect()
}

fn set<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.into_iter().map(str::to_owned).collect()
}

/// Clusters the seeds beside a set, and holds that their stories are the true ones.
fn seeds_beside(other: Option<&str>) {
    let Some(folder) = shared("seeds") else {
        return;
    };
    let mut inputs = vec![Input::Path(folder)];
    if let Some(name) = other {
        let Some(bytes) = unpacked(name) else { return };
        inputs.push(stream(bytes));
    }
    let stories = clustered(inputs);
    let with_seeds: Vec<&Story> = stories
        .iter()
        .filter(|story| !seeds_of(story).is_empty())
        .collect();
    let found: BTreeSet<BTreeSet<String>> =
        with_seeds.iter().map(|story| seeds_of(story)).collect();
    assert_eq!(
        found,
        BTreeSet::from([set(["000", "001"]), set(["002"]), set(["003", "004"])])
    );
    let size: usize = with_seeds.iter().map(|story| story.size).sum();
    assert_eq!(size, 5, "no seed stands in a story with anything else");

    let story = |seed: &str| {
        with_seeds
            .iter()
            .find(|story| seeds_of(story).contains(seed))
            .unwrap()
    };
    let (first, next) = (story("000"), story("002"));
    let related = next
        .related
        .iter()
        .find(|related| related.story == first.id)
        .unwrap();
    assert_eq!(
        (related.kind, related.order),
        (RelatedKind::FollowUp, Some(Order::Earlier))
    );
}

#[test]
fn the_seeds_alone_are_their_stories() {
    seeds_beside(None);
}

#[test]
fn the_seeds_among_the_articles_of_giveme5w_are_their_stories() {
    seeds_beside(Some("giveme5w"));
}

#[test]
fn the_seeds_among_wikinews_are_their_stories() {
    seeds_beside(Some("wikinews"));
}

#[test]
fn the_seeds_among_allsides_are_their_stories() {
    seeds_beside(Some("allsides_full"));
}

#[test]
fn the_seeds_among_gva_are_their_stories() {
    seeds_beside(Some("gva_clean"));
}

/// Scores the clustering of a labelled set.
fn scored(name: &str) -> Option<Scores> {
    let bytes = unpacked(name)?;
    let gold: Labels = serde_json::Deserializer::from_slice(&bytes)
        .into_iter::<BTreeMap<String, serde_json::Value>>()
        .map(|record| {
            let record = record.unwrap();
            (
                record["id"].as_str().unwrap().to_owned(),
                record["gold"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    let stories = clustered(vec![stream(bytes)]);
    let predicted: Labels = stories
        .iter()
        .flat_map(|story| {
            story
                .articles
                .iter()
                .map(|article| (article.id.clone(), story.id.clone()))
        })
        .collect();
    let scores = scores(&gold, &predicted);
    println!(
        "{name}: B-cubed F1 {:.4}, pair F1 {:.4}",
        scores.bcubed_f1, scores.pair_f1
    );
    Some(scores)
}

/// Holds floors of B-cubed F1 and pair F1.
fn at_least(name: &str, bcubed_f1: f64, pair_f1: f64) {
    if let Some(scores) = scored(name) {
        assert!(
            scores.bcubed_f1 >= bcubed_f1,
            "{name}: B-cubed F1 {}",
            scores.bcubed_f1
        );
        assert!(
            scores.pair_f1 >= pair_f1,
            "{name}: pair F1 {}",
            scores.pair_f1
        );
    }
}

#[test]
fn giveme5w_holds_its_floor() {
    at_least("giveme5w", 0.92, 0.855);
}

#[test]
fn wikinews_holds_its_floor() {
    at_least("wikinews", 0.905, 0.81);
}

#[test]
fn allsides_holds_its_floor() {
    at_least("allsides_full", 0.92, 0.81);
}

#[test]
fn gva_holds_its_floor() {
    at_least("gva_clean", 0.945, 0.845);
}
