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
        ("pattern = 'a{9999}{9999}'", "own.toml"),
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
    folder()
        .run(&["cluster", "--rules", "none.toml", "a.txt"])
        .exits(2)
        .tells("none.toml");
    folder()
        .run(&["strip", "--no-rule", "gossip", "a.txt"])
        .exits(2)
        .tells("no kind of boilerplate and no rule is called gossip");
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
