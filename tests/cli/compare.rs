//! Two articles beside each other: how they are named, the verdict, the layout, and what can't be compared.

use serde_json::{Value, json};

use crate::harness::{ARTICLE, Folder, OTHER_ARTICLE, run_in_repository};

const NORTHGATE: &str = "fixtures/scrapes/northgate-herald-ferry-sinks.txt";
const HARBOUR_POST: &str = "fixtures/scrapes/harbour-post-ferry-fog.txt";
const VELMAR: &str = "fixtures/scrapes/velmar-courier-ferry-survivors.txt";

/// Returns a folder with two files of one article, and two of several records.
fn folder() -> Folder {
    let record = |id: &str, text: &str| json!({"id": id, "text": text}).to_string() + "\n";
    let feed = record("quenby-1", ARTICLE) + &record("ellmoor", OTHER_ARTICLE);
    Folder::new()
        .with("bridge.txt", ARTICLE)
        .with("march.txt", OTHER_ARTICLE)
        .with("feed.jsonl", feed)
        .with("more.jsonl", record("quenby-2", ARTICLE))
}

/// Returns the ids of the two articles that a comparison is of.
fn ids(compared: &Value) -> [&str; 2] {
    [0, 1].map(|which| compared["articles"][which]["id"].as_str().unwrap())
}

#[test]
fn two_files_are_compared() {
    let run = folder()
        .run(&["compare", "bridge.txt", "march.txt"])
        .exits(0)
        .quietly();
    run.expect(
        run.stdout.starts_with("Not one story (probability 0.0"),
        "the verdict first",
    );
    for title in ["\nA bridge.txt", "\nB march.txt"] {
        run.expect(run.stdout.contains(title), title);
    }
}

#[test]
fn an_article_is_named_by_file_and_id_or_number_or_by_id_in_a_corpus() {
    let folder = folder();
    let cases: [(&[&str], [&str; 2]); 6] = [
        (&["bridge.txt", "more.jsonl"], ["bridge.txt", "quenby-2"]),
        (
            &["feed.jsonl#quenby-1", "feed.jsonl#ellmoor"],
            ["quenby-1", "ellmoor"],
        ),
        (&["feed.jsonl#2", "feed.jsonl#1"], ["ellmoor", "quenby-1"]),
        (
            &["feed.jsonl#2", "more.jsonl#quenby-2"],
            ["ellmoor", "quenby-2"],
        ),
        (
            &["quenby-1", "quenby-2", "--in", "."],
            ["quenby-1", "quenby-2"],
        ),
        (
            &["march.txt", "quenby-2", "--in", "more.jsonl"],
            ["march.txt", "quenby-2"],
        ),
    ];
    for (named, expected) in cases {
        let run = folder.run(&[&["compare", "--format", "json"], named].concat());
        let run = run.exits(0).quietly();
        run.expect(ids(&run.json()) == expected, expected);
    }
}

#[test]
fn a_records_own_id_comes_before_its_number() {
    let record = |id: &str| json!({"id": id, "text": ARTICLE}).to_string() + "\n";
    let folder = Folder::new().with("feed.jsonl", record("2") + &record("1"));
    let run = folder
        .run(&[
            "compare",
            "feed.jsonl#2",
            "feed.jsonl#1",
            "--format",
            "json",
        ])
        .exits(0);
    run.expect(ids(&run.json()) == ["2", "1"], "by their ids");
}

#[test]
fn a_file_of_many_records_asks_for_one_of_them() {
    folder()
        .run(&["compare", "feed.jsonl", "bridge.txt"])
        .exits(2)
        .tells("error: feed.jsonl has 2 articles\nHint: name one of them: feed.jsonl#");
}

#[test]
fn an_id_that_is_not_there_has_its_nearest_offered() {
    let folder = folder();
    for (named, nearest) in [
        (
            ["feed.jsonl#quenby-7", "feed.jsonl#1"],
            "the nearest ids are quenby-1\n",
        ),
        (["quenby-7", "ellmoor"], "the nearest ids are quenby-"),
    ] {
        let run = folder.run(&["compare", named[0], named[1], "--in", "feed.jsonl"]);
        run.exits(2)
            .tells(&format!("error: there is no article {}\n", named[0]))
            .tells(nearest);
    }
    let run = folder.run(&["compare", "feed.jsonl#99", "bridge.txt"]);
    let run = run
        .exits(2)
        .tells("error: there is no article feed.jsonl#99");
    run.expect(!run.stderr.contains("nearest"), "nothing that is unlike");
}

#[test]
fn an_id_without_a_corpus_asks_for_one() {
    let told = "error: there is no file quenby-1\nHint: to name an article by its id, name its corpus with --in";
    folder()
        .run(&["compare", "quenby-1", "bridge.txt"])
        .exits(2)
        .tells(told);
}

#[test]
fn an_article_is_the_same_as_itself() {
    let folder = folder();
    for named in [
        ["bridge.txt", "bridge.txt"],
        ["bridge.txt", "./bridge.txt"],
        ["feed.jsonl#quenby-1", "feed.jsonl#1"],
    ] {
        let arguments = ["compare", named[0], named[1], "--format", "json"];
        let compared = folder.run(&arguments).exits(0).quietly().json();
        assert_eq!(compared["verdict"], "A and B are the same article.");
        assert_eq!(compared["same_story"], true);
        for field in ["relation", "derived", "direction"] {
            assert_eq!(compared[field], Value::Null, "{field}");
        }
    }
    let run = folder
        .run(&["compare", "bridge.txt", "more.jsonl"])
        .exits(0);
    run.expect(
        run.stdout.starts_with("B is a copy of A"),
        "the same text is another article",
    );
}

#[test]
fn articles_with_nothing_in_common_share_no_passage() {
    let arguments = ["compare", "bridge.txt", "march.txt", "--format", "json"];
    let compared = folder().run(&arguments).exits(0).json();
    assert_eq!(compared["same_story"], false);
    assert_eq!(compared["relation"], Value::Null);
    assert_eq!(compared["passages"], json!([]));
    assert_eq!(compared["names"]["both"], json!([]));
    assert_eq!(compared["containment"], json!([0.0, 0.0]));
}

#[test]
fn with_an_empty_article_there_is_nothing_to_compare() {
    let folder = folder()
        .with("empty.txt", "")
        .with("wordless.txt", "* * *\n");
    folder
        .run(&["compare", "bridge.txt", "empty.txt"])
        .exits(1)
        .tells("newsdedup: empty.txt: empty\nerror: empty.txt has no article");
    let run = folder
        .run(&["compare", "bridge.txt", "wordless.txt"])
        .exits(0);
    run.expect(
        run.stdout
            .starts_with("There is nothing to compare: an article has no text."),
        "the verdict",
    );
}

#[test]
fn json_has_the_verdict_and_all_that_it_is_made_of() {
    let run = run_in_repository(&["compare", NORTHGATE, VELMAR, "--format", "json"]);
    let run = run.exits(0).quietly();
    let compared = run.json();
    run.expect(
        compared["schema"] == "newsdedup/comparison@1",
        "the name of the form",
    );
    run.expect(
        compared["relation"] == "rewrite" && compared["derived"] == VELMAR,
        "the second derives from the first",
    );
    let texts = [NORTHGATE, VELMAR].map(|path| {
        std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
            .unwrap()
    });
    let passages = compared["passages"].as_array().unwrap();
    run.expect(!passages.is_empty(), "passages");
    for passage in passages {
        let cut = |which: usize| {
            let [start, end] =
                [0, 1].map(|at| passage["spans"][which][at].as_u64().unwrap() as usize);
            texts[which].get(start..end)
        };
        run.expect(cut(0) == passage["text"].as_str(), passage);
        run.expect(cut(1).is_some(), passage);
    }
    let lienz = passages
        .iter()
        .find(|passage| passage["speaker"] == "Lienz" || passage["speaker"] == "Ottmar Lienz");
    run.expect(
        lienz.is_some_and(|passage| passage["quote"] == true && passage["borrowed"] == true),
        "a quotation and who says it",
    );
    run.expect(
        compared["agencies"] == json!(["Associated Press"]),
        "what both credit",
    );
    let figures = compared["figures"].as_array().unwrap();
    let log_odds: f64 = figures
        .iter()
        .map(|figure| figure["share"].as_f64().unwrap())
        .sum();
    let probability = 1.0 / (1.0 + (-log_odds).exp());
    run.expect(
        (probability - compared["probability"].as_f64().unwrap()).abs() < 1e-3,
        "figures that add up to the probability",
    );
    let has_minus_zero = run
        .stdout
        .lines()
        .any(|line| line.trim_end_matches(',').ends_with("-0.0"));
    run.expect(!has_minus_zero, "no minus zero");
}

#[test]
fn wide_articles_stand_side_by_side() {
    let run = run_in_repository(&["compare", NORTHGATE, HARBOUR_POST, "--width", "160"]).exits(0);
    let titles = run
        .stdout
        .lines()
        .find(|line| line.starts_with("A ") && line.contains(" │ B "));
    run.expect(titles.is_some(), "both titles in one line");
    let columns: Vec<[&str; 2]> = run
        .stdout
        .lines()
        .filter_map(|line| line.split_once(" │").map(|(one, two)| [one, two.trim()]))
        .collect();
    let number_of = |which: usize, text: &str| {
        let line = columns.iter().find(|line| line[which].contains(text));
        line.and_then(|line| {
            let marked = line[which].split('[').nth(1)?;
            marked.split(':').next().map(str::to_owned)
        })
    };
    // The first passage begins in both with the ferry, wherever the line breaks behind it.
    let ferry = [0, 1].map(|which| number_of(which, "A passenger ferry carrying"));
    run.expect(
        ferry[0].is_some() && ferry[0] == ferry[1],
        "one number for one passage",
    );
    run.expect(
        columns
            .iter()
            .any(|line| line[1].starts_with("- [[ad-slot: top-banner]]")),
        "what was removed, with a sign",
    );
    run.expect(
        run.stdout.lines().all(|line| line.chars().count() <= 160),
        "no line beyond the width",
    );
}

#[test]
fn narrow_articles_stand_one_above_the_other() {
    let run = run_in_repository(&["compare", NORTHGATE, HARBOUR_POST, "--width", "80"]).exits(0);
    run.expect(!run.stdout.contains('│'), "no columns");
    let (one, two) = run.stdout.split_once("\nB ").unwrap();
    for (text, removed) in [(one, "- Copy link"), (two, "- 0 Comments")] {
        run.expect(text.contains("[1: "), "passages marked in both");
        run.expect(text.lines().any(|line| line == removed), removed);
    }
    run.expect(
        run.stdout.lines().all(|line| line.chars().count() <= 80),
        "no line beyond the width",
    );
    let default = run_in_repository(&["compare", NORTHGATE, HARBOUR_POST]).exits(0);
    default.expect(
        default.stdout == run.stdout,
        "80 where there is no terminal",
    );
}

#[test]
fn a_file_gets_no_escapes() {
    let folder = folder();
    let arguments = ["compare", "bridge.txt", "more.jsonl", "-o", "out.txt"];
    let run = folder.run(&arguments).exits(0).quietly();
    run.expect(run.stdout.is_empty(), "nothing on stdout");
    let written = folder.read("out.txt");
    run.expect(written.starts_with("B is a copy of A"), &written);
    run.expect(!written.contains('\u{1b}'), &written);
}

#[test]
fn control_characters_are_shown_as_spaces() {
    let hostile = ARTICLE.replace("northern", "nor\u{1b}[2Jth\u{7}ern\u{9b}31m");
    let record = json!({"id": "quenby-\u{1b}[31m1", "title": "Shut\u{1b}]0;x\u{7}", "text": hostile,
        "source": "Echo\u{8}"});
    let folder = folder()
        .with("hostile.txt", &hostile)
        .with("hostile.jsonl", format!("{record}\n"));
    let run = folder.run(&["compare", "hostile.txt", "hostile.jsonl#1"]);
    let told = [run.stdout.as_str(), run.stderr.as_str()].concat();
    run.expect(
        !told.contains(|c: char| c.is_control() && c != '\n'),
        "no control characters",
    );
    // Of texts, headlines and outlets they are gone when they are read; ids stay as they are.
    run.expect(run.stdout.contains("quenby- [31m1"), "a space");
    let run = folder.run(&["compare", "hostile.jsonl#quenby-[31m1", "bridge.txt"]);
    let run = run.exits(2).tells("the nearest ids are quenby- [31m1");
    run.expect(!run.stderr.contains('\u{1b}'), "no control characters");
}

#[test]
fn damaged_records_beside_the_two_are_named() {
    let folder = folder();
    let damaged = folder.read("feed.jsonl") + "{\"id\": broken\n";
    let folder = folder.with("damaged.jsonl", damaged);
    let run = folder.run(&["compare", "damaged.jsonl#quenby-1", "damaged.jsonl#ellmoor"]);
    let run = run.exits(3).tells("newsdedup: damaged.jsonl:3: ");
    run.expect(run.stdout.starts_with("Not one story"), "the verdict");
}
