//! `--rules`, `--no-rule` and `--stats`: changing what is stripped, and seeing what it took.

use crate::harness::{ARTICLE, Folder};

const OWN: &str = "[[rule]]\nname = \"quenby-plug\"\nkind = \"promo_cta\"\nstarts = [\"More from the Quenby Packet\"]\n";

fn folder() -> Folder {
    let text = format!("{ARTICLE}\nMore from the Quenby Packet: tide tables\nShare this article\n");
    Folder::new().with("a.txt", text).with("own.toml", OWN)
}

#[test]
fn rules_of_ones_own_are_heard_before_the_shipped_ones() {
    let run = folder()
        .run(&["strip", "--rules", "own.toml", "--explain", "a.txt"])
        .exits(0);
    run.expect(
        run.stdout.contains("rule quenby-plug"),
        "its name as reason",
    );
    run.expect(
        run.stdout.contains("rule share-this"),
        "the shipped rules too",
    );
}

#[test]
fn a_kind_or_a_rule_can_be_switched_off() {
    for spared in ["share_widget", "share-this"] {
        let run = folder()
            .run(&["strip", "--no-rule", spared, "a.txt"])
            .exits(0);
        let removed = &run.json_lines()[0]["removed"];
        run.expect(
            removed.get("share_widget").is_none(),
            "nothing removed by it",
        );
        run.expect(removed.get("related_link_label").is_some(), "others go on");
    }
}

#[test]
fn a_broken_table_is_named_with_line_and_reason() {
    let cases = [
        ("pattern = '('", "own.toml:4: rule a: unclosed group"),
        (
            "pattern = '(a{9999}){9999}'",
            "own.toml:4: rule a: the pattern grows too large",
        ),
        ("pattern = 'a(?=b)'", "own.toml:4: rule a: look-around"),
        ("at = 'moon'", "own.toml:4: unknown variant `moon`"),
        ("max_words = -1", "own.toml:4: invalid value"),
        ("", "own.toml: rule a: it has neither phrase nor pattern"),
        ("is = ['...']", "own.toml:4: rule a: a phrase has no word"),
        ("is = 'x'", "own.toml:4: invalid type"),
        ("colour = 'red'", "own.toml:4: unknown field `colour`"),
        ("is = [", "own.toml:"),
    ];
    for (line, said) in cases {
        let table = format!("[[rule]]\nname = 'a'\nkind = 'nav'\n{line}\n");
        let run = folder()
            .with("own.toml", table)
            .run(&["strip", "--rules", "own.toml", "a.txt"])
            .exits(2)
            .tells(said);
        run.expect(run.stdout.is_empty(), "nothing on stdout");
        run.expect(run.stderr.lines().count() == 1, "one line");
    }
    for path in ["none.toml", "folder"] {
        folder()
            .with("folder/a.txt", ARTICLE)
            .run(&["cluster", "--rules", path, "a.txt"])
            .exits(2)
            .tells(&format!("error: {path}: "));
    }
    folder()
        .run(&["strip", "--no-rule", "gossip", "a.txt"])
        .exits(2)
        .tells("no kind of boilerplate and no rule is called \"gossip\"");
}

#[test]
fn a_name_that_a_shipped_rule_has_is_refused_in_the_users_own_table() {
    let table = OWN.replace("quenby-plug", "share-this");
    folder()
        .with("own.toml", table)
        .run(&["strip", "--rules", "own.toml", "a.txt"])
        .exits(2)
        .tells("own.toml: rule share-this: two rules have this name");
}

#[test]
fn tables_may_have_marks_and_line_ends_of_other_systems_or_nothing() {
    let windows = format!("\u{feff}{}", OWN.replace('\n', "\r\n"));
    let run = folder()
        .with("windows.toml", windows)
        .with("empty.toml", "")
        .run(&[
            "strip",
            "--rules",
            "windows.toml",
            "--rules",
            "empty.toml",
            "--explain",
            "a.txt",
        ])
        .exits(0);
    run.expect(run.stdout.contains("rule quenby-plug"), "the rule");
}

#[test]
fn every_kind_can_be_switched_off() {
    let run = folder().run(&["strip", "--stats", "a.txt"]).exits(0);
    let kinds: Vec<String> = run.json()["kinds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|kind| kind["kind"].as_str().unwrap().to_owned())
        .collect();
    run.expect(!kinds.is_empty(), "something removed");
    let off = kinds.iter().flat_map(|kind| ["--no-rule", kind]);
    let arguments: Vec<&str> = ["strip", "a.txt"].into_iter().chain(off).collect();
    let run = folder().run(&arguments).exits(0);
    run.expect(
        run.json_lines()[0]["removed"] == serde_json::json!({}),
        "nothing removed",
    );
}

#[test]
fn stats_tell_what_each_kind_rule_and_outlet_lost() {
    let records = [
        ("Quenby Packet", ARTICLE),
        ("Ellmoor Bell", "Share this article\n"),
    ]
    .map(|(outlet, text)| {
        let text = format!("{ARTICLE}\n{text}");
        serde_json::json!({"id": outlet, "outlet": outlet, "text": text}).to_string()
    });
    let run = Folder::new()
        .with("feed.jsonl", records.join("\n"))
        .run(&["strip", "--stats", "feed.jsonl"])
        .exits(0);
    let stats: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    run.expect(stats["articles"] == 2, "both articles");
    let kind = stats["kinds"]
        .as_array()
        .unwrap()
        .iter()
        .find(|kind| kind["kind"] == "share_widget")
        .unwrap();
    run.expect(
        kind["articles"] == 1 && kind["segments"] == 1,
        "one line in one article",
    );
    run.expect(kind["reasons"][0]["rule"] == "share-this", "the rule");
    run.expect(
        kind["reasons"][0]["longest"] == "Share this article",
        "the line",
    );
    let shares: f64 = stats["kinds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|kind| kind["share"].as_f64().unwrap())
        .sum();
    let share = stats["removed"]["share"].as_f64().unwrap();
    run.expect(
        (shares - share).abs() < 0.001,
        "the kinds make up the whole",
    );
    let outlets: Vec<&str> = stats["outlets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|outlet| outlet["outlet"].as_str().unwrap())
        .collect();
    run.expect(outlets == ["Ellmoor Bell", "Quenby Packet"], "each outlet");
}
