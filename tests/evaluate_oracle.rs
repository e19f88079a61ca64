//! Scores agree with an independent implementation in Python on random labelings, and scores of parts with
//! their definition, computed pair by pair.

// The lints let tests panic, but not the helpers beside them.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use newsdedup::evaluate::{
    Bucket, Dimension, Facts, Labelling, breakdown, pair_scores, read_gold, read_predicted, scores,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value};
use tempfile::TempDir;

const ORACLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/gold/score.py");

#[test]
fn scores_agree_with_the_oracle() {
    let has_python = Command::new("python3").arg("--version").output().is_ok();
    if !has_python || !Path::new(ORACLE).exists() {
        println!("skipped: no python3, or no {ORACLE}");
        return;
    }
    let folder = TempDir::new().unwrap();
    let config = Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    };
    let result = TestRunner::new(config).run(&any_labeling(), |items| {
        compare(&items, folder.path());
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// An item's gold label and predicted label; `None` where one of the files does not have it.
type Item = (Option<u8>, Option<u8>);

/// Items with few labels or many, some missing, some extra; the first always has a gold label.
fn any_labeling() -> impl Strategy<Value = Vec<Item>> {
    (1u8..20, 1u8..20).prop_flat_map(|(gold, predicted)| {
        let item = (
            prop::option::weighted(0.9, 0..gold),
            prop::option::weighted(0.9, 0..predicted),
        );
        let first = (0..gold).prop_map(Some);
        (first, prop::collection::vec(item, 1..80)).prop_map(|(first, mut items)| {
            items[0].0 = first;
            items
        })
    })
}

fn compare(items: &[Item], folder: &Path) {
    let (gold, predicted) = (folder.join("gold.jsonl"), folder.join("predicted.tsv"));
    let mut gold_lines = String::new();
    let mut predicted_lines = String::new();
    for (id, (gold, predicted)) in items.iter().enumerate() {
        if let Some(label) = gold {
            gold_lines += &format!("{{\"id\": {id}, \"gold\": \"story {label}\"}}\n");
        }
        if let Some(label) = predicted {
            predicted_lines += &format!("{id}\t{label}\n");
        }
    }
    fs::write(&gold, &gold_lines).unwrap();
    fs::write(&predicted, &predicted_lines).unwrap();

    let ours = scores(
        &read_gold(&gold).unwrap().labels,
        &read_predicted(&predicted).unwrap().labels,
    );
    let ours: Map<String, Value> =
        serde_json::from_str(&serde_json::to_string(&ours).unwrap()).unwrap();
    let output = Command::new("python3")
        .arg(ORACLE)
        .args([&gold, &predicted])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let theirs: Map<String, Value> = serde_json::from_slice(&output.stdout).unwrap();

    assert_eq!(
        ours.keys().collect::<Vec<_>>(),
        theirs.keys().collect::<Vec<_>>()
    );
    for (name, value) in &ours {
        let (ours, theirs) = (value.as_f64().unwrap(), theirs[name].as_f64().unwrap());
        // Both are rounded to four places; a sum in another order may round to the next.
        assert!(
            (ours - theirs).abs() < 1.5e-4,
            "{name}: {ours}, and the oracle says {theirs}\n{gold_lines}{predicted_lines}"
        );
    }
}

/// An item of the oracle for parts: its gold label, its cluster (each item without one is alone), and its
/// outlet.
type Parted = (u8, Option<u8>, u8);

fn any_parted() -> impl Strategy<Value = Vec<Parted>> {
    (1u8..12, 1u8..12, 1u8..5).prop_flat_map(|(gold, predicted, outlets)| {
        let cluster = prop::option::weighted(0.9, 0..predicted);
        prop::collection::vec((0..gold, cluster, 0..outlets), 1..60)
    })
}

fn labelling(labels: impl Iterator<Item = (String, String)>) -> Labelling {
    Labelling {
        labels: labels.collect(),
        ..Labelling::default()
    }
}

fn both(items: &[Parted]) -> (Labelling, Labelling) {
    let named = || (0..).map(|id: u32| format!("{id:03}")).zip(items);
    let mut gold = labelling(named().map(|(id, item)| (id, item.0.to_string())));
    gold.facts = named()
        .map(|(id, item)| {
            let facts = Facts {
                outlet: Some(item.2.to_string()),
                ..Facts::default()
            };
            (id, facts)
        })
        .collect();
    let predicted = named().filter_map(|(id, item)| Some((id, item.1?.to_string())));
    (gold, labelling(predicted))
}

/// What a part scores by definition, over all items and all pairs of items.
fn naive(items: &[Parted], is_inside: impl Fn(&Parted) -> bool) -> [f64; 8] {
    let together = |a: usize, b: usize| a == b || items[a].1.is_some() && items[a].1 == items[b].1;
    let alike = |a: usize, b: usize| items[a].0 == items[b].0;
    let everyone = 0..items.len();
    let inside: Vec<usize> = everyone
        .clone()
        .filter(|item| is_inside(&items[*item]))
        .collect();
    let count = |holds: &dyn Fn(usize) -> bool| {
        everyone.clone().filter(|other| holds(*other)).count() as f64
    };
    let (mut precision, mut recall) = (0.0, 0.0);
    for &item in &inside {
        let right = count(&|other| together(item, other) && alike(item, other));
        precision += right / count(&|other| together(item, other));
        recall += right / count(&|other| alike(item, other));
    }
    let (mut gold, mut predicted, mut right) = (0.0, 0.0, 0.0);
    for a in everyone.clone() {
        for b in a + 1..items.len() {
            if is_inside(&items[a]) || is_inside(&items[b]) {
                gold += f64::from(u8::from(alike(a, b)));
                predicted += f64::from(u8::from(together(a, b)));
                right += f64::from(u8::from(alike(a, b) && together(a, b)));
            }
        }
    }
    let n = inside.len() as f64;
    let of = |part: f64, whole: f64| if whole == 0.0 { 1.0 } else { part / whole };
    let mean = |a: f64, b: f64| {
        if a + b == 0.0 {
            0.0
        } else {
            2.0 * a * b / (a + b)
        }
    };
    let (p, r) = (precision / n, recall / n);
    let (pair_p, pair_r) = (of(right, predicted), of(right, gold));
    [
        p,
        r,
        mean(p, r),
        gold,
        predicted,
        pair_p,
        pair_r,
        mean(pair_p, pair_r),
    ]
}

fn figures(bucket: &Bucket) -> [f64; 8] {
    [
        bucket.bcubed_p,
        bucket.bcubed_r,
        bucket.bcubed_f1,
        bucket.gold_pairs as f64,
        bucket.pred_pairs as f64,
        bucket.pair_p,
        bucket.pair_r,
        bucket.pair_f1,
    ]
}

#[track_caller]
fn near(ours: &[f64], theirs: &[f64]) {
    let differ = |(ours, theirs): (&f64, &f64)| (ours - theirs).abs() > 1e-9;
    assert!(!ours.iter().zip(theirs).any(differ), "{ours:?}\n{theirs:?}");
}

proptest! {
    #![proptest_config(Config { cases: 200, failure_persistence: None, ..Config::default() })]

    #[test]
    fn parts_score_what_their_definition_says(items in any_parted()) {
        let (gold, predicted) = both(&items);
        let outlets = breakdown(Dimension::Outlet, &gold, &predicted).buckets;
        prop_assert_eq!(outlets.iter().map(|bucket| bucket.n).sum::<usize>(), items.len());
        for bucket in &outlets {
            let is_inside = |item: &Parted| Some(item.2.to_string()) == bucket.name;
            near(&figures(bucket), &naive(&items, is_inside));
        }
        let mut sizes: BTreeMap<u8, usize> = BTreeMap::new();
        for item in &items {
            *sizes.entry(item.0).or_default() += 1;
        }
        for bucket in breakdown(Dimension::Size, &gold, &predicted).buckets {
            let name = bucket.name.clone().unwrap();
            let (least, most) = match name.split_once('-') {
                Some((least, most)) => (least.parse().unwrap(), most.parse().unwrap()),
                None if name.ends_with('+') => (name.trim_end_matches('+').parse().unwrap(), usize::MAX),
                None => (name.parse().unwrap(), name.parse().unwrap()),
            };
            let is_inside = |item: &Parted| (least..=most).contains(&sizes[&item.0]);
            near(&figures(&bucket), &naive(&items, is_inside));
        }
    }

    #[test]
    fn parts_make_up_the_whole(items in any_parted()) {
        let (gold, predicted) = both(&items);
        let whole = scores(&gold.labels, &predicted.labels);
        // No language is known, so that all are one part.
        let one = &breakdown(Dimension::Lang, &gold, &predicted).buckets[0];
        prop_assert_eq!(
            [one.bcubed_p, one.bcubed_r, one.bcubed_f1, one.pair_p, one.pair_r, one.pair_f1],
            [whole.bcubed_p, whole.bcubed_r, whole.bcubed_f1, whole.pair_p, whole.pair_r, whole.pair_f1]
        );
        let outlets = breakdown(Dimension::Outlet, &gold, &predicted).buckets;
        let weighted = |figure: fn(&Bucket) -> f64| {
            let sum: f64 = outlets.iter().map(|bucket| figure(bucket) * bucket.n as f64).sum();
            sum / items.len() as f64
        };
        near(
            &[weighted(|bucket| bucket.bcubed_p), weighted(|bucket| bucket.bcubed_r)],
            &[whole.bcubed_p, whole.bcubed_r],
        );
    }

    #[test]
    fn all_pairs_labelled_score_what_the_stories_do(items in any_parted()) {
        let (gold, predicted) = both(&items);
        let pairs = gold.labels.iter().flat_map(|(a, one)| {
            let later = gold.labels.range(a.clone()..).skip(1);
            later.map(move |(b, other)| ((a.clone(), b.clone()), one == other))
        });
        let found = pair_scores(&pairs.collect(), &predicted.labels);
        let whole = scores(&gold.labels, &predicted.labels);
        prop_assert_eq!(
            [found.pair_p, found.pair_r, found.pair_f1],
            [whole.pair_p, whole.pair_r, whole.pair_f1]
        );
    }
}
