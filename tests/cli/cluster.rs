//! The report of `cluster`: its form, its evidence, and the stories of the fixtures.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::harness::{ARTICLE, Folder, OTHER_ARTICLE, run_in_repository};

fn array(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

/// Returns the text of each fixture as read, by article id.
fn texts_of_fixtures() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(root.join("fixtures/scrapes")).unwrap() {
        let path = entry.unwrap().path();
        let id = path
            .strip_prefix(root)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        texts.insert(id, fs::read_to_string(path).unwrap());
    }
    for entry in fs::read_dir(root.join("fixtures/feeds")).unwrap() {
        for line in fs::read_to_string(entry.unwrap().path()).unwrap().lines() {
            let record: Value = serde_json::from_str(line).unwrap();
            let field = |names: &[&str]| {
                names
                    .iter()
                    .find_map(|name| record[*name].as_str())
                    .unwrap()
                    .to_owned()
            };
            texts.insert(field(&["id", "url"]), field(&["text", "body", "content"]));
        }
    }
    texts
}

#[test]
fn every_article_stands_in_exactly_one_story() {
    let run = run_in_repository(&["cluster", "fixtures"])
        .exits(0)
        .quietly();
    let expected: Vec<String> = texts_of_fixtures().into_keys().collect();
    run.expect(run.article_ids() == expected, &expected);
    let report = run.json();
    let counts = &report["corpus"];
    run.expect(
        counts["articles"] == expected.len() && counts["read"] == expected.len(),
        "as many counted",
    );
    run.expect(
        counts["stories"] == array(&report["stories"]).len(),
        "stories counted",
    );
    for story in array(&report["stories"]) {
        run.expect(
            story["size"] == array(&story["articles"]).len(),
            "the size of each story",
        );
    }
}

/// An article that stands in another story than its label says: a page without a date, on the second of
/// two yearly reports that are worded alike.
const MISTAKEN: (&str, &str) = (
    "fixtures/scrapes/lowmere-gazette-water-report-march.txt",
    "lake-report-february",
);

#[test]
fn the_fixtures_give_the_stories_of_their_labels_but_for_one_article() {
    let run = run_in_repository(&["cluster", "fixtures"]).exits(0);
    let stories: BTreeSet<BTreeSet<String>> = array(&run.json()["stories"])
        .iter()
        .map(|story| {
            array(&story["articles"])
                .iter()
                .map(|article| article["id"].as_str().unwrap().to_owned())
                .collect()
        })
        .collect();
    let mut labels: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/gold.jsonl"))
            .unwrap()
            .lines()
    {
        let label: Value = serde_json::from_str(line).unwrap();
        let (id, gold) = (label["id"].as_str().unwrap(), &label["gold"]);
        let (mistaken, other) = MISTAKEN;
        let story = if id == mistaken {
            other
        } else {
            gold.as_str().unwrap()
        };
        labels
            .entry(story.to_owned())
            .or_default()
            .insert(id.to_owned());
    }
    let expected: BTreeSet<_> = labels.into_values().collect();
    run.expect(stories == expected, expected);
}

#[test]
fn the_spans_of_evidence_cut_out_its_text() {
    let run = run_in_repository(&["cluster", "fixtures"]).exits(0);
    let texts = texts_of_fixtures();
    let cut = |id: &Value, span: &Value| {
        let [start, end] = [0, 1].map(|at| span[at].as_u64().unwrap() as usize);
        texts[id.as_str().unwrap()].get(start..end)
    };
    let report = run.json();
    let articles = array(&report["stories"])
        .iter()
        .flat_map(|story| array(&story["articles"]));
    let mut spans = 0;
    for (article, evidence) in articles.flat_map(|article| {
        array(&article["evidence"])
            .iter()
            .map(move |e| (article, e))
    }) {
        if !evidence["span"].is_null() {
            run.expect(
                cut(&article["id"], &evidence["span"]) == evidence["text"].as_str(),
                evidence,
            );
            spans += 1;
        }
        if !evidence["with_span"].is_null() {
            run.expect(
                cut(&evidence["with"], &evidence["with_span"]).is_some(),
                evidence,
            );
        }
    }
    run.expect(spans > 0, "evidence with spans");
}

#[test]
fn jsonl_has_the_stories_of_the_report_in_their_order() {
    let report = run_in_repository(&["cluster", "fixtures"]).exits(0).json();
    let run = run_in_repository(&["cluster", "fixtures", "--format", "jsonl"]).exits(0);
    run.expect(
        Value::Array(run.json_lines()) == report["stories"],
        "the same stories",
    );
}

#[test]
fn min_size_leaves_small_stories_out_of_the_list_only() {
    let folder = Folder::new()
        .with("in/a.txt", ARTICLE)
        .with("in/b.txt", ARTICLE)
        .with("in/c.txt", OTHER_ARTICLE);
    let run = folder.run(&["cluster", "in", "--min-size", "2"]).exits(0);
    run.expect(
        run.article_ids() == ["in/a.txt", "in/b.txt"],
        "the story of two",
    );
    let report = run.json();
    run.expect(
        report["corpus"]["stories"] == 2 && report["corpus"]["articles"] == 3,
        "all counted",
    );
    run.expect(
        report["generator"]["settings"]["min_size"] == 2,
        "the setting named",
    );
}

#[test]
fn the_settings_in_force_are_in_the_report() {
    let folder = Folder::new().with("a.txt", ARTICLE);
    let arguments = [
        "cluster",
        "a.txt",
        "--jaccard",
        "0.61",
        "--containment",
        "0.71",
        "--same-event",
        "0.81",
    ];
    let run = folder.run(&arguments).exits(0);
    let settings = &run.json()["generator"]["settings"];
    run.expect(settings["jaccard"] == 0.61, "--jaccard");
    run.expect(settings["containment"] == 0.71, "--containment");
    run.expect(settings["same_event"] == 0.81, "--same-event");
}

#[test]
fn a_level_of_granularity_is_its_number() {
    let run = |granularity: &[&str]| {
        run_in_repository(&[&["cluster", "fixtures"], granularity].concat()).exits(0)
    };
    let default = run(&[]);
    for same in ["story", "0.4"] {
        let named = run(&["--granularity", same]);
        named.expect(named.stdout == default.stdout, "the bytes of the default");
    }
    let settings = &run(&["--granularity", "event"]).json()["generator"]["settings"];
    default.expect(settings["granularity"] == "event", "the level by name");
    default.expect(settings["same_event"] == 0.6, "its number");
    let settings = &run(&["--granularity", "0.55"]).json()["generator"]["settings"];
    default.expect(settings["granularity"] == 0.55, "the number");
}

#[test]
fn finer_stories_are_parts_of_coarser_ones() {
    let stories = |granularity: &str| -> Vec<BTreeSet<String>> {
        let run = run_in_repository(&["cluster", "fixtures", "--granularity", granularity]);
        let report = run.exits(0).json();
        let ids = |story: &Value| {
            let articles = array(&story["articles"]).iter();
            articles.map(|article| article["id"].to_string()).collect()
        };
        array(&report["stories"]).iter().map(ids).collect()
    };
    let mut coarser = stories("0.01");
    for granularity in ["topic", "story", "event", "0.99"] {
        let finer = stories(granularity);
        assert!(finer.len() >= coarser.len(), "{granularity}");
        for part in &finer {
            let whole = coarser.iter().any(|whole| part.is_subset(whole));
            assert!(whole, "{granularity}: {part:?}");
        }
        coarser = finer;
    }
}

/// Returns a corpus of one text, published on these days (empty for none), as `a`, `b`, and so on.
fn one_text_on(days: &[&str]) -> Folder {
    let record = |(id, day): (char, &&str)| {
        serde_json::json!({"id": id, "date": day, "text": ARTICLE}).to_string() + "\n"
    };
    let records: String = ('a'..).zip(days).map(record).collect();
    Folder::new().with("in.jsonl", records)
}

#[test]
fn no_story_is_longer_than_the_window() {
    let folder = one_text_on(&["2024-03-01", "2024-03-08", "2024-03-09", ""]);
    let stories = |window: &[&str]| {
        let run = folder.run(&[&["cluster", "in.jsonl"], window].concat());
        let report = run.exits(0).json();
        let mut sizes: Vec<u64> = array(&report["stories"])
            .iter()
            .map(|story| story["size"].as_u64().unwrap())
            .collect();
        sizes.sort_unstable();
        (sizes, report)
    };
    assert_eq!(stories(&[]).0, [4]);
    assert_eq!(stories(&["--window", "8"]).0, [4]);
    let (sizes, report) = stories(&["--window", "7"]);
    assert_eq!(sizes, [1, 3], "the undated copy stays");
    assert_eq!(report["generator"]["settings"]["window_days"], 7);
    let late = &array(&report["stories"])[1]["articles"][0];
    assert_eq!((&late["id"], &late["group"]), (&"c".into(), &Value::Null));
}

#[test]
fn copies_are_a_group_even_if_no_event_is_sure() {
    let folder = Folder::new()
        .with("in/a.txt", ARTICLE)
        .with("in/b.txt", ARTICLE);
    let run = folder.run(&["cluster", "in", "--same-event", "1"]).exits(0);
    let report = run.json();
    run.expect(report["corpus"]["groups"] == 1, "one group");
    run.expect(array(&report["stories"]).len() == 1, "one story");
    let relations: BTreeSet<&str> = array(&report["stories"][0]["articles"])
        .iter()
        .map(|article| article["relation"].as_str().unwrap())
        .collect();
    run.expect(
        relations == BTreeSet::from(["copy", "origin"]),
        "an origin and its copy",
    );
}
