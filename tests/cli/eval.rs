//! The scores and views of `eval`. Their arithmetic is tested where it is done.

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
fn one_article_of_the_fixtures_is_in_a_wrong_story() {
    let report = run_in_repository(&["cluster", "fixtures/"]).exits(0);
    let folder = Folder::new().with("stories.json", &report.stdout);
    let stories = folder.path("stories.json");
    let run = run_in_repository(&["eval", "fixtures/gold.jsonl", stories.to_str().unwrap()])
        .exits(0)
        .quietly();
    for (name, score) in run.json().as_object().unwrap() {
        let expected: Value = match name.as_str() {
            "n" => 50.into(),
            "gold_clusters" => 21.into(),
            "pred_clusters" => 21.into(),
            "pred_largest" => 6.into(),
            "missing" | "extra" => 0.into(),
            "bcubed_r" => 0.98.into(),
            _ => continue,
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

/// Gold of two outlets and two languages, with headlines, and a grouping that splits and merges.
fn described() -> Folder {
    let gold = [
        json!({"id": "a", "gold": "ferry", "source": "Bell", "lang": "en", "title": "Ferry sinks"}),
        json!({"id": "b", "gold": "ferry", "source": "Bell", "lang": "de", "title": "F\u{e4}hre sinkt"}),
        json!({"id": "c", "gold": "ferry", "source": "Post", "lang": "en", "title": "Ferry lost"}),
        json!({"id": "d", "gold": "bridge", "lang": "en"}),
    ];
    let gold: String = gold.iter().map(|line| format!("{line}\n")).collect();
    Folder::new()
        .with("gold.jsonl", gold)
        .with("predicted.tsv", "a\t1\nb\t1\nc\t2\nd\t2\n")
}

#[test]
fn views_are_tables_below_the_scores() {
    let arguments = [
        "eval",
        "gold.jsonl",
        "predicted.tsv",
        "--by",
        "outlet",
        "--worst",
        "1",
    ];
    let run = described().run(&arguments).exits(0).quietly();
    let expected = "\
4 articles of 2 gold stories in 2 predicted stories (the largest has 2), 0 missing, 0 extra

         precision  recall      F1
B-cubed     0.7500  0.6667  0.7059
pairs       0.5000  0.3333  0.4000

ARI 0.0000, NMI 0.3437, homogeneity 0.3837, completeness 0.3113

outlet  articles  bcubed_p  bcubed_r  bcubed_f1  gold_pairs  pred_pairs  pair_p  pair_r  pair_f1
Bell           2    1.0000    0.6667     0.8000           3           1  1.0000  0.3333   0.5000
Post           1    0.5000    0.3333     0.4000           2           1  0.0000  0.0000   0.0000
-              1    0.5000    1.0000     0.6667           0           1  0.0000  1.0000   0.0000

Gold stories split the most

  ferry: 3 articles in 2 parts, 2 of 3 pairs apart
      2  1                                 Ferry sinks
      1  2                                 Ferry lost

Predicted stories that merge the most

  2: 2 articles in 2 parts, 1 of 1 pairs wrongly together
      1  bridge                            d
      1  ferry                             Ferry lost
";
    run.expect(run.stdout == expected, expected);
}

#[test]
fn views_as_json_stand_beside_the_scores() {
    let arguments = [
        "eval",
        "gold.jsonl",
        "predicted.tsv",
        "--format",
        "json",
        "--by",
        "lang",
        "--by",
        "size",
        "--worst",
        "9",
    ];
    let run = described().run(&arguments).exits(0).quietly();
    let scores = run.json();
    run.expect(scores["bcubed_p"] == 0.75, "the scores of the whole");
    let names = |breakdown: &Value| -> Vec<Value> {
        let buckets = breakdown["buckets"].as_array().unwrap().iter();
        buckets.map(|bucket| bucket["name"].clone()).collect()
    };
    run.expect(names(&scores["breakdowns"][0]) == ["en", "de"], "languages");
    run.expect(names(&scores["breakdowns"][1]) == ["1", "3-5"], "sizes");
    let split = &scores["worst"]["split"];
    run.expect(
        split[0]["label"] == "ferry" && split[0]["wrong_pairs"] == 2,
        "the split",
    );
}

#[test]
fn a_table_can_be_had_of_the_scores_alone() {
    let arguments = ["eval", "gold.jsonl", "predicted.tsv", "--format", "table"];
    let run = described().run(&arguments).exits(0).quietly();
    run.expect(
        run.stdout
            .contains("\nB-cubed     0.7500  0.6667  0.7059\n"),
        "B-cubed",
    );
}

#[test]
fn relations_are_compared_with_those_of_the_report() {
    let report = run_in_repository(&["cluster", "fixtures/"]).exits(0);
    let folder = Folder::new().with("stories.json", &report.stdout);
    let stories = folder.path("stories.json");
    let arguments = [
        "eval",
        "fixtures/gold.jsonl",
        stories.to_str().unwrap(),
        "--relations",
    ];
    let table = run_in_repository(&arguments).exits(0).quietly();
    table.expect(
        table
            .stdout
            .contains("gold \\ told  origin  copy  reprint  rewrite  report  none\n"),
        "a column for each relation",
    );
    let json = run_in_repository(&[&arguments[..], &["--format", "json"]].concat()).exits(0);
    let found = &json.json()["relations"];
    json.expect(
        found["n"] == 50 && found["right"].as_u64() > Some(30),
        "most of 50 right",
    );
}

#[test]
fn relations_that_nobody_told_are_refused() {
    let folder = described().with(
        "related.jsonl",
        "{\"id\": \"a\", \"gold\": \"1\", \"relation\": \"copy\"}\n",
    );
    folder
        .run(&["eval", "gold.jsonl", "predicted.tsv", "--relations"])
        .exits(1)
        .tells("error: no line of GOLD has a `relation`");
    folder
        .run(&["eval", "related.jsonl", "predicted.tsv", "--relations"])
        .exits(1)
        .tells("error: PREDICTED says no relation");
}

#[test]
fn pairs_are_scored_by_themselves() {
    let folder = described().with("pairs.tsv", "a\tb\tsame\na\tc\t1\nc\td\t0\n");
    let arguments = ["eval", "--pairs", "pairs.tsv", "predicted.tsv"];
    let run = folder.run(&arguments).exits(0).quietly();
    let expected = json!({
        "pairs": 3, "same": 2, "pred_same": 2, "pair_p": 0.5, "pair_r": 0.5, "pair_f1": 0.5, "missing": 0,
    });
    run.expect(run.json() == expected, expected);
    folder
        .with("bad.tsv", "a\tb\nc\td\tperhaps\n")
        .run(&["eval", "--pairs", "bad.tsv", "predicted.tsv"])
        .exits(1)
        .tells("error: bad.tsv:2: \"perhaps\" is neither")
        .tells("\nHint: GOLD has lines of id, tab, id");
}

#[test]
fn a_sweep_scores_what_cluster_would_give() {
    let sweep = [
        "eval",
        "fixtures/gold.jsonl",
        "--sweep",
        "fixtures/",
        "--format",
        "json",
    ];
    let run = run_in_repository(&sweep).exits(0).quietly();
    let steps = run.json()["sweep"].as_array().unwrap().clone();
    let granularities: Vec<f64> = steps
        .iter()
        .map(|step| step["granularity"].as_f64().unwrap())
        .collect();
    run.expect(
        granularities.is_sorted_by(|finer, coarser| finer > coarser),
        "finest first",
    );
    for granularity in ["0.8", "0.4", "0.1"] {
        let report =
            run_in_repository(&["cluster", "fixtures/", "--granularity", granularity]).exits(0);
        let folder = Folder::new().with("stories.json", &report.stdout);
        let stories = folder.path("stories.json");
        let scored = run_in_repository(&["eval", "fixtures/gold.jsonl", stories.to_str().unwrap()]);
        let scores = scored.exits(0).json();
        let step = steps
            .iter()
            .find(|step| step["granularity"] == granularity.parse::<f64>().unwrap())
            .unwrap();
        for (name, score) in step.as_object().unwrap() {
            if let Some(expected) = scores.get(name) {
                run.expect(
                    score == expected,
                    format!("{name} at {granularity}: {expected}"),
                );
            }
        }
    }
}

#[test]
fn a_sweep_says_what_it_could_not_read() {
    described()
        .run(&["eval", "gold.jsonl", "--sweep", "nowhere"])
        .exits(3)
        .tells("newsdedup: nowhere: no such file or folder")
        .tells("none of the labelled articles is in the corpus");
    described()
        .run(&["eval", "gold.jsonl", "predicted.tsv", "--sweep", "nowhere"])
        .exits(2)
        .tells("cannot be used with");
}
