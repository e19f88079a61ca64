//! The scores of `eval`. Their arithmetic is tested where it is done.

use serde_json::{Value, json};

use crate::harness::{Folder, run_in_repository};

const GOLD: &str = "{\"id\": \"a\", \"gold\": \"1\"}\n{\"id\": \"b\", \"gold\": \"1\"}\n{\"id\": \"c\", \"gold\": \"2\"}\n";

fn folder() -> Folder {
    Folder::new().with("gold.jsonl", GOLD)
}

#[test]
fn the_scores_are_one_object_with_the_names_of_the_reference() {
    let run = folder()
        .run_with_stdin(&["eval", "gold.jsonl", "-"], "a\tx\nb\tx\nc\tx\n")
        .exits(0)
        .quietly();
    let expected = json!({
        "n": 3, "gold_clusters": 2, "pred_clusters": 1, "pred_largest": 3,
        "bcubed_p": 0.5556, "bcubed_r": 1.0, "bcubed_f1": 0.7143,
        "pair_p": 0.3333, "pair_r": 1.0, "pair_f1": 0.5,
        "ari": 0.0, "nmi": 0.0, "homogeneity": 0.0, "completeness": 1.0,
        "missing": 0, "extra": 0,
    });
    run.expect(run.json() == expected, expected);
}

#[test]
fn a_file_and_standard_input_score_the_same() {
    let predicted = "{\"id\": \"a\", \"cluster\": 1}\n{\"id\": \"b\", \"cluster\": 2}\n";
    let folder = folder().with("predicted.jsonl", predicted);
    let file = folder
        .run(&["eval", "gold.jsonl", "predicted.jsonl"])
        .exits(0);
    let stdin = folder
        .run_with_stdin(&["eval", "gold.jsonl"], predicted)
        .exits(0);
    stdin.expect(file.stdout == stdin.stdout, "the scores of the file");
    stdin.expect(stdin.json()["missing"] == 1, "one article missing");
}

#[test]
fn the_fixtures_score_one_in_every_figure() {
    let report = run_in_repository(&["cluster", "fixtures/"]).exits(0);
    let folder = Folder::new().with("stories.json", &report.stdout);
    let stories = folder.path("stories.json");
    let run = run_in_repository(&["eval", "fixtures/gold.jsonl", stories.to_str().unwrap()])
        .exits(0)
        .quietly();
    for (name, score) in run.json().as_object().unwrap() {
        let expected: Value = match name.as_str() {
            "n" => 50.into(),
            "gold_clusters" | "pred_clusters" => 21.into(),
            "pred_largest" => 6.into(),
            "missing" | "extra" => 0.into(),
            _ => 1.0.into(),
        };
        run.expect(*score == expected, format!("{name}: {expected}"));
    }
}

#[test]
fn ids_that_nobody_predicted_get_a_hint() {
    folder()
        .run_with_stdin(&["eval", "gold.jsonl"], "other/a\tx\n")
        .exits(0)
        .tells("none of the labelled articles")
        .tells("\nHint: ");
}

#[test]
fn files_that_are_not_labels_are_refused_with_the_line() {
    let folder = folder().with(
        "bad.jsonl",
        "{\"id\": \"a\", \"gold\": \"1\"}\n{\"id\": \"b\"}\n",
    );
    folder
        .run(&["eval", "bad.jsonl"])
        .exits(1)
        .tells("error: bad.jsonl:2: ")
        .tells("\nHint: GOLD ");
    folder
        .run_with_stdin(&["eval", "gold.jsonl"], "a\tx\nno tab\n")
        .exits(1)
        .tells("error: standard input:2: ")
        .tells("\nHint: PREDICTED ");
    folder
        .run(&["eval", "missing.jsonl"])
        .exits(1)
        .tells("error: missing.jsonl: ");
}
