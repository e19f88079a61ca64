//! What users say of their input: names of fields, which files, which days, how strict.

use std::fs;

use serde_json::{Value, json};

use crate::harness::{ARTICLE, Folder, OTHER_ARTICLE, Run};

/// Returns the ids of what `strip` wrote.
fn ids(run: &Run) -> Vec<String> {
    let lines = run.json_lines();
    lines
        .iter()
        .map(|line| line["id"].as_str().unwrap().to_owned())
        .collect()
}

fn line(record: &Value) -> String {
    format!("{record}\n")
}

#[test]
fn fields_may_have_other_names() {
    let record = json!({
        "key": 7,
        "text": "Not this.",
        "article": {"body": ARTICLE, "titles": ["Bridge", "No"]},
        "meta.day": "2023-03-07",
    });
    let flags = [
        "id=key",
        "text=gone",
        "text=article.body",
        "title=article.titles.0",
        "published=meta.day",
    ];
    let array = format!("{:#}", json!([record]));
    for (name, text) in [("a.jsonl", line(&record)), ("a.json", array)] {
        let folder = Folder::new().with(name, text);
        let flags = flags.iter().flat_map(|field| ["--field", field]);
        let arguments: Vec<&str> = ["strip", name].into_iter().chain(flags).collect();
        let run = folder.run(&arguments).exits(0).quietly();
        let article = &run.json_lines()[0];
        let found = ["id", "headline", "published"].map(|name| &article[name]);
        run.expect(
            json!(found) == json!(["7", "Bridge", "2023-03-07"]),
            "as named",
        );
        run.expect(
            article["text"].to_string().contains("swing bridge"),
            "the text named",
        );
    }
}

#[test]
fn names_come_from_a_configuration_too() {
    let record = line(&json!({"id": "a", "maintext": ARTICLE, "other": OTHER_ARTICLE}));
    let folder = Folder::new()
        .with("in/a.jsonl", &record)
        .with("in/newsdedup.toml", "[fields]\ntext = \"maintext\"\n")
        .with("own.toml", "[fields]\ntext = \"other\"\n");
    let text = |arguments: &[&str]| {
        let run = folder.run(arguments).exits(0).quietly();
        run.json_lines()[0]["text"].to_string()
    };
    assert!(text(&["strip", "in"]).contains("swing bridge"));
    assert!(text(&["strip", "in/a.jsonl"]).contains("swing bridge"));
    assert!(text(&["strip", "in", "--config", "own.toml"]).contains("town orchestra"));
    assert!(text(&["strip", "in", "--field", "text=other"]).contains("town orchestra"));
}

#[test]
fn a_wrong_name_is_refused_with_the_nearest_right_one() {
    let folder = Folder::new()
        .with("a.txt", ARTICLE)
        .with("own.toml", "exlude = [\"x\"]\n")
        .with("in/a.txt", ARTICLE)
        .with("in/newsdedup.toml", "")
        .with("newsdedup.toml", "");
    folder
        .run(&["strip", "a.txt", "--field", "txt=body"])
        .exits(2)
        .tells("no field is called \"txt\": did you mean \"text\"?");
    folder
        .run(&["strip", "a.txt", "--config", "own.toml"])
        .exits(2)
        .tells("own.toml: no key is called \"exlude\": did you mean \"exclude\"?");
    folder
        .run(&["strip", "a.txt", "--config", "gone.toml"])
        .exits(2)
        .tells("gone.toml");
    folder.run(&["strip", "a.txt", "--include", "["]).exits(2);
    folder
        .run(&["strip", "a.txt", "in"])
        .exits(2)
        .tells("two configurations, in/newsdedup.toml and newsdedup.toml")
        .tells("Hint: name one with --config");
}

#[test]
fn patterns_choose_what_is_read_of_folders() {
    let folder = Folder::new()
        .with("in/a.txt", ARTICLE)
        .with("in/b.md", OTHER_ARTICLE)
        .with("in/drafts/c.txt", OTHER_ARTICLE);
    let cases: [(&[&str], &[&str]); 4] = [
        (&["--include", "*.txt"], &["in/a.txt", "in/drafts/c.txt"]),
        (&["--exclude", "drafts"], &["in/a.txt", "in/b.md"]),
        (
            &["--include", "*.txt", "--exclude", "in/drafts"],
            &["in/a.txt"],
        ),
        (
            &["--include", "*.md", "--include", "drafts/*"],
            &["in/b.md", "in/drafts/c.txt"],
        ),
    ];
    for (flags, expected) in cases {
        let run = folder
            .run(&[&["strip", "in"], flags].concat())
            .exits(0)
            .quietly();
        run.expect(ids(&run) == expected, expected);
    }
    let run = folder
        .run(&["strip", "in/a.txt", "--exclude", "*.txt"])
        .exits(0);
    run.expect(ids(&run) == ["in/a.txt"], "what is named is read");
    let run = folder
        .run(&["cluster", "in", "--exclude", "drafts"])
        .exits(0);
    run.expect(run.json()["corpus"]["left_out"] == 1, "one folder left out");
}

#[test]
fn articles_of_other_days_are_left_out_and_counted() {
    let record = |id: &str, date: Value| {
        line(&json!({"id": id, "date": date, "text": format!("{id} {ARTICLE}")}))
    };
    let lines = [
        record("before", json!("2023-03-06")),
        record("first", json!("2023-03-07T00:00:00Z")),
        record("last", json!("2023-03-09T23:59:00+02:00")),
        record("after", json!("2023-03-10")),
        record("undated", Value::Null),
    ];
    let folder = Folder::new().with("a.jsonl", lines.concat());
    let days = ["--since", "2023-03-07", "--until", "2023-03-09"];
    let run = folder
        .run(&[&["strip", "a.jsonl"][..], &days].concat())
        .exits(0)
        .quietly();
    run.expect(
        ids(&run) == ["first", "last", "undated"],
        "the days asked for",
    );
    let run = folder
        .run(&[&["cluster", "a.jsonl"][..], &days].concat())
        .exits(0);
    run.expect(run.json()["corpus"]["left_out"] == 2, "two left out");
    folder
        .run(&["strip", "a.jsonl", "--since", "soon"])
        .exits(2);
}

#[test]
fn strict_stops_at_the_first_bad_input() {
    let folder = Folder::new()
        .with("in/a.txt", ARTICLE)
        .with(
            "in/b.jsonl",
            "{\"id\": \"good\", \"text\": \"Good.\"}\nbad\n",
        )
        .with("out.json", "of the run before");
    for command in ["cluster", "dedup", "strip"] {
        let run = folder
            .run(&[command, "in", "--strict", "-o", "out.json"])
            .exits(1)
            .tells("error: record 2 of in/b.jsonl: invalid JSON: ");
        run.expect(run.stdout.is_empty(), "no result");
        run.expect(
            folder.read("out.json") == "of the run before",
            "the old result",
        );
        folder.run(&[command, "in/a.txt", "--strict"]).exits(0);
    }
    folder
        .run(&["strip", "gone.txt", "--strict"])
        .exits(1)
        .tells("error: gone.txt: no such file or folder");
}

#[cfg(unix)]
#[test]
fn links_are_followed_if_asked_and_files_with_two_names_are_read_once() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new()
        .with("in/a.txt", ARTICLE)
        .with("other/b.txt", OTHER_ARTICLE);
    fs::hard_link(folder.path("in/a.txt"), folder.path("in/again.txt")).unwrap();
    symlink("../other", folder.path("in/link")).unwrap();
    symlink("../in", folder.path("in/loop")).unwrap();
    symlink("a.txt", folder.path("in/z.txt")).unwrap();
    let run = folder
        .run(&["strip", "in"])
        .exits(3)
        .tells("newsdedup: in/link: a symbolic link, which is not followed\n");
    run.expect(ids(&run) == ["in/a.txt"], "one of two names");
    let run = folder
        .run(&["strip", "in", "--follow"])
        .exits(3)
        .tells("newsdedup: in/loop: a link to a folder above it");
    run.expect(
        ids(&run) == ["in/a.txt", "in/link/b.txt"],
        "through the link",
    );
    run.expect(run.stderr.lines().count() == 1, "the loop alone is told");
}
