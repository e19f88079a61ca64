//! `--learn` and `--profile`: saving what outlets repeat, and removing it elsewhere.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::harness::{ARTICLE, Folder};

/// What the Quenby Packet prints below its articles; no rule knows it.
const PLUG: &str =
    "The Packet is printed on the old press in Tallow Lane and is sold at the ferry.";

/// Articles of the Quenby Packet on different events, each with the plug below it.
fn feed() -> String {
    const EVENTS: [(&str, &str); 6] = [
        (
            "ferry",
            "A ferry ran aground off the northern sandbank on Monday with forty goats in its hold.",
        ),
        (
            "choir",
            "The mixed choir of Ellmoor sang in an empty swimming pool, since its hall had burnt down.",
        ),
        (
            "apples",
            "Growers picked less fruit than in any autumn before, because frost came late in spring.",
        ),
        (
            "chess",
            "Pupils beat their headmaster at chess on all nine boards, and he took it well.",
        ),
        (
            "library",
            "Readers may now keep library books for two months, and nobody has to pay a fine.",
        ),
        (
            "well",
            "Workers who dug for a cable found a stone well that no map of the valley shows.",
        ),
    ];
    let mut feed = String::new();
    for (id, event) in EVENTS {
        let text = format!(
            "{event}\n\nNobody expects that {id} will be talked about next year.\n\n{PLUG}\n"
        );
        let record = json!({"id": id, "outlet": "Quenby Packet", "text": text});
        writeln!(feed, "{record}").unwrap();
    }
    feed
}

/// A single article of the outlet, from which nothing can be learned.
fn single() -> String {
    json!({"id": "single", "outlet": "Quenby Packet", "text": format!("{ARTICLE}\n{PLUG}\n")})
        .to_string()
}

fn folder() -> Folder {
    Folder::new()
        .with("feed.jsonl", feed())
        .with("single.jsonl", single())
}

#[test]
fn what_was_learned_is_removed_where_nothing_can_be_learned() {
    let folder = folder();
    folder
        .run(&["strip", "--learn", "outlets.json", "feed.jsonl"])
        .exits(0)
        .quietly();
    let profile: Value = serde_json::from_str(&folder.read("outlets.json")).unwrap();
    assert_eq!(profile["schema"], "newsdedup/profile@1");
    assert_eq!(profile["outlets"][0]["outlet"], "Quenby Packet");
    assert_eq!(profile["outlets"][0]["repeats"][0]["articles"], 6);

    let alone = folder.run(&["strip", "single.jsonl"]).exits(0);
    alone.expect(alone.stdout.contains(PLUG), "the plug is kept");
    let known = folder
        .run(&["strip", "--profile", "outlets.json", "single.jsonl"])
        .exits(0);
    known.expect(!known.stdout.contains(PLUG), "the plug is removed");
    known.expect(
        known.json_lines()[0]["removed"]["repeated"] == 1,
        "as a repeat",
    );
}

#[test]
fn a_profile_is_added_to_and_the_same_articles_change_nothing() {
    let folder = folder();
    let learn = ["strip", "--learn", "outlets.json", "feed.jsonl"];
    folder.run(&learn).exits(0);
    let first = folder.read("outlets.json");
    let both = [
        "strip",
        "--profile",
        "outlets.json",
        "--learn",
        "outlets.json",
    ];
    for input in ["feed.jsonl", "single.jsonl"] {
        folder.run(&[&both[..], &[input]].concat()).exits(0);
        assert_eq!(folder.read("outlets.json"), first, "after {input}");
    }
}

#[test]
fn a_profile_is_the_same_for_any_number_of_threads() {
    let folder = folder();
    let learn = |profile: &str, threads: &str| {
        folder
            .run(&[
                "strip",
                "--threads",
                threads,
                "--learn",
                profile,
                "feed.jsonl",
            ])
            .exits(0);
        folder.read(profile)
    };
    assert_eq!(learn("one.json", "1"), learn("many.json", "7"));
}

#[test]
fn a_broken_profile_is_named_with_the_reason() {
    let outlet =
        r#"{"outlet": "", "articles": 1, "repeats": [{"articles": 1, "text": "", "hash": "xyz"}]}"#;
    let whole = |outlets: &str| {
        format!("{{\"schema\": \"newsdedup/profile@1\", \"outlets\": [{outlets}]}}")
    };
    let cases = [
        (String::new(), "p.json:1: invalid JSON: "),
        (ARTICLE.to_owned(), "p.json:1: invalid JSON: "),
        ("[".repeat(100_000), "p.json:1: "),
        ("{\n\"schema\": 1}".to_owned(), "p.json:2: invalid type: "),
        (whole(outlet), "p.json: \"xyz\" is not a hash"),
        (
            whole(&outlet.replace("1,", "-1,")),
            "p.json:1: invalid value: ",
        ),
        (
            whole("").replace("profile@1", "profile@99"),
            "p.json: its schema is \"newsdedup/profile@99\"",
        ),
    ];
    for command in ["strip", "cluster"] {
        for (profile, said) in &cases {
            let run = folder()
                .with("p.json", profile)
                .run(&[command, "--profile", "p.json", "feed.jsonl"])
                .exits(2)
                .tells(said);
            run.expect(run.stdout.is_empty(), "nothing on stdout");
            run.expect(run.stderr.lines().count() == 1, "one line");
        }
        let folder = folder().with("folder/a.txt", ARTICLE);
        for path in ["none.json", "folder"] {
            folder
                .run(&[command, "--profile", path, "feed.jsonl"])
                .exits(2)
                .tells(&format!("error: {path}: "));
        }
    }
}

#[test]
fn a_profile_that_can_not_be_saved_is_known_before_the_work() {
    let folder = folder().with("folder/a.txt", ARTICLE);
    for (path, code) in [("folder", 1), ("none/outlets.json", 1), ("-", 2)] {
        let run = folder
            .run(&["strip", "--learn", path, "feed.jsonl"])
            .exits(code)
            .tells("\nHint: ");
        run.expect(run.stdout.is_empty(), "nothing on stdout");
    }
    let names = ["feed.jsonl", "folder", "single.jsonl"];
    assert_eq!(folder.names(), names, "no file is left behind");
}

#[test]
fn without_articles_the_profile_is_what_was_known() {
    let folder = folder();
    folder
        .run(&["strip", "--learn", "outlets.json", "feed.jsonl"])
        .exits(0);
    let both = ["strip", "--profile", "outlets.json", "--learn", "more.json"];
    folder.run(&[&both[..], &["missing"]].concat()).exits(3);
    assert_eq!(folder.read("more.json"), folder.read("outlets.json"));
}

#[test]
fn a_profile_that_grows_need_not_be_there_before_the_first_night() {
    let folder = folder();
    let grow = [
        "strip",
        "--profile",
        "outlets.json",
        "--learn",
        "outlets.json",
        "feed.jsonl",
    ];
    folder.run(&grow).exits(0).quietly();
    let first = folder.read("outlets.json");
    folder.run(&grow).exits(0).quietly();
    assert_eq!(
        folder.read("outlets.json"),
        first,
        "the same articles add nothing"
    );
}

#[test]
fn a_profile_and_the_articles_can_not_go_to_one_file() {
    folder()
        .run(&["strip", "--learn", "out", "-o", "out", "feed.jsonl"])
        .exits(2)
        .tells("--learn and --output name the same file");
}
