//! Scores agree with an independent implementation in Python on random labelings.

// The lints let tests panic, but not the helpers beside them.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::process::Command;

use newsdedup::evaluate::{read_gold, read_predicted, scores};
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
        &read_gold(&gold).unwrap(),
        &read_predicted(&predicted).unwrap(),
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
