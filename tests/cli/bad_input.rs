//! Input that can't be read: each entry is named once on standard error and once in the report,
//! the rest is done, and the exit code tells.

use std::fs;

use serde_json::Value;

use crate::formats::{gzip, warc_page};
use crate::harness::{ARTICLE, Folder, OTHER_ARTICLE};

/// Checks that exactly `skipped` (path and record) is skipped when all of `paths` is clustered,
/// and that the articles of `read` are in the report.
#[track_caller]
fn check(folder: &Folder, paths: &[&str], skipped: &[(&str, Option<u64>)], read: &[&str]) {
    let arguments = [&["cluster"], paths].concat();
    let run = folder.run(&arguments).exits(3);
    let report = run.json();
    let entries: Vec<(&str, Option<u64>, &str)> = report["skipped"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            (
                entry["path"].as_str().unwrap(),
                entry["record"].as_u64(),
                entry["reason"].as_str().unwrap(),
            )
        })
        .collect();
    let places: Vec<_> = entries
        .iter()
        .map(|(path, record, _)| (*path, *record))
        .collect();
    run.expect(places == skipped, skipped);
    run.expect(
        report["corpus"]["skipped"] == skipped.len(),
        "as many counted",
    );

    let lines: Vec<String> = entries
        .iter()
        .map(|(path, record, reason)| match record {
            Some(record) => format!("newsdedup: {path}:{record}: {reason}"),
            None => format!("newsdedup: {path}: {reason}"),
        })
        .collect();
    let told: Vec<&str> = run
        .stderr
        .lines()
        .filter(|line| line.starts_with("newsdedup: "))
        .take(lines.len())
        .collect();
    run.expect(told == lines, &lines);
    run.expect(run.article_ids() == read, read);
}

#[test]
fn a_path_that_does_not_exist() {
    let folder = Folder::new().with("good.txt", ARTICLE);
    check(
        &folder,
        &["missing.txt", "good.txt"],
        &[("missing.txt", None)],
        &["good.txt"],
    );
}

#[test]
fn a_file_that_is_broken_from_the_start_is_told_once() {
    let folder = Folder::new()
        .with("broken.json", "{\"a\": [[[[")
        .with("open.csv", "id;title;text\n1;A;\"never closed\n")
        .with("good.txt", ARTICLE);
    check(
        &folder,
        &["broken.json", "good.txt", "open.csv"],
        &[("broken.json", None), ("open.csv", Some(1))],
        &["good.txt"],
    );
}

#[test]
fn a_folder_without_articles() {
    let folder = Folder::new()
        .with("good.txt", ARTICLE)
        .with("empty/README.md", "About this folder.");
    check(
        &folder,
        &["empty", "good.txt"],
        &[("empty", None)],
        &["good.txt"],
    );
}

#[test]
fn files_without_text() {
    let folder = Folder::new()
        .with("in/empty.txt", "")
        .with("in/blank.txt", " \n\n")
        .with("in/good.txt", ARTICLE);
    check(
        &folder,
        &["in"],
        &[("in/blank.txt", None), ("in/empty.txt", None)],
        &["in/good.txt"],
    );
}

#[test]
fn a_file_of_damaged_utf_8() {
    let folder = Folder::new()
        .with("in/damaged.txt", b"Caf\xc3\xa9 and cr\xc3\xa8me, caf\xff\n")
        .with("in/good.txt", ARTICLE);
    check(
        &folder,
        &["in"],
        &[("in/damaged.txt", None)],
        &["in/good.txt"],
    );
}

#[test]
fn records_that_do_not_parse_or_have_no_text() {
    let good = serde_json::json!({"id": "good", "text": ARTICLE});
    let feed = format!(
        "{{\"id\": \"cut\", \"text\": \"Half a\n{good}\n{{\"id\": \"bare\", \"title\": \"Only that\"}}\n[1]\n"
    );
    let folder = Folder::new().with("feed.jsonl", feed);
    let skipped = [1, 3, 4].map(|record| ("feed.jsonl", Some(record)));
    check(&folder, &["feed.jsonl"], &skipped, &["good"]);
}

#[test]
fn a_record_of_damaged_utf_8() {
    let mut feed = b"{\"id\": \"bad\", \"text\": \"Caf\xc3\xa9 cr\xc3\xa8me \xff\"}\n".to_vec();
    feed.extend(
        serde_json::json!({"id": "good", "text": ARTICLE})
            .to_string()
            .bytes(),
    );
    let folder = Folder::new().with("feed.jsonl", feed);
    check(
        &folder,
        &["feed.jsonl"],
        &[("feed.jsonl", Some(1))],
        &["good"],
    );
}

#[test]
fn an_id_that_was_there_before() {
    let record = |id: &str, text: &str| serde_json::json!({"id": id, "text": text}).to_string();
    let feed = [
        record("a", ARTICLE),
        record("b", OTHER_ARTICLE),
        record("a", OTHER_ARTICLE),
    ]
    .join("\n");
    let folder = Folder::new().with("feed.jsonl", feed);
    check(
        &folder,
        &["feed.jsonl"],
        &[("feed.jsonl", Some(3))],
        &["a", "b"],
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new()
        .with("in/locked.txt", ARTICLE)
        .with("in/good.txt", OTHER_ARTICLE);
    let locked = folder.path("in/locked.txt");
    fs::set_permissions(&locked, PermissionsExt::from_mode(0o000)).unwrap();
    if fs::read(&locked).is_ok() {
        eprintln!("skipped: permissions do not bind this user");
        return;
    }
    check(
        &folder,
        &["in"],
        &[("in/locked.txt", None)],
        &["in/good.txt"],
    );
}

#[test]
fn any_bytes_at_all_are_survived() {
    let bytes: Vec<u8> = (0..=255).cycle().take(5000).collect();
    let folder = Folder::new()
        .with("in/noise.txt", &bytes)
        .with("in/noise.jsonl", &bytes)
        .with("in/good.txt", ARTICLE);
    let run = folder.run(&["cluster", "in"]).exits(3);
    run.expect(run.article_ids() == ["in/good.txt"], "the good article");
}

#[test]
fn half_a_surrogate_and_deep_nesting() {
    let nested = format!(
        "{{\"id\": \"nested\", \"text\": \"Nested.\", \"more\": {}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let half = r#"{"id": "half", "text": "Half of a pair: \ud800."}"#;
    let folder = Folder::new().with("feed.jsonl", format!("{half}\n{nested}\n"));
    let skipped = [("feed.jsonl", Some(1))];
    check(&folder, &["feed.jsonl"], &skipped, &["nested"]);
}

#[test]
fn strip_survives_long_runs_of_anything() {
    let runs = [
        "a",
        ".",
        "?!",
        "z. B. ",
        "1. ",
        "\u{06d4}",
        "桥。",
        "😀",
        "\u{301}",
        "a\u{301}",
        "\"",
        "(",
        "A b\n",
        "By Ann Lee\n",
        "Share this article\n",
        "a\r",
        "\0a",
        "\u{202e}a ",
    ];
    let record = |run: &str| {
        let text = run.repeat(50_000);
        serde_json::json!({"id": run, "text": text}).to_string()
    };
    let feed = runs.map(record).join("\n");
    for form in [&["--stats"][..], &["--explain"], &["--text"], &[]] {
        let arguments = [&["strip", "feed.jsonl"], form].concat();
        let run = Folder::new().with("feed.jsonl", &feed).run(&arguments);
        run.exits(0).quietly();
    }
}

#[test]
fn nothing_left_is_an_empty_report_and_a_hint() {
    let folder = Folder::new();
    for command in ["cluster", "strip"] {
        let run = folder
            .run(&[command, "missing"])
            .exits(3)
            .tells("no article was found")
            .tells("\nHint: ");
        match command {
            "cluster" => {
                let report = run.json();
                run.expect(report["schema"] == "newsdedup/stories@1", "a whole report");
                run.expect(report["stories"] == Value::Array(vec![]), "no stories");
                run.expect(report["corpus"]["articles"] == 0, "no articles");
            }
            _ => run.expect(run.stdout.is_empty(), "no article, no line"),
        }
    }
}

#[test]
fn strip_names_and_goes_on_too() {
    let folder = Folder::new()
        .with("in/empty.txt", "")
        .with("in/good.txt", ARTICLE);
    let run = folder
        .run(&["strip", "in"])
        .exits(3)
        .tells("newsdedup: in/empty.txt: ");
    run.expect(run.json_lines().len() == 1, "the good article");
}

#[test]
fn a_record_that_is_too_long_is_named_in_every_format() {
    let long = "A ferry was late. ".repeat(10_000);
    let good = serde_json::json!({"id": "good", "text": ARTICLE});
    let bad = serde_json::json!({"text": long});
    let feed = |text: &str| format!("<rss><channel><item><description>{text}</description></item>");
    let cases = [
        ("a.jsonl", format!("{bad}\n{good}\n"), Some(1), true),
        ("a.json", format!("[{bad}, {good}]"), Some(1), true),
        (
            "a.csv",
            format!("id,text\nlong,{long}\ngood,One line.\n"),
            Some(1),
            true,
        ),
        (
            "a.csv",
            format!("id,text\nlong,\"{}\n", "x,\n".repeat(50_000)),
            Some(1),
            false,
        ),
        ("a.xml", feed(&long), None, false),
        ("a.txt", long.clone(), None, false),
        ("a.html", format!("<html><p>{long}</p></html>"), None, false),
    ];
    for (name, text, record, is_good_read) in cases {
        let folder = Folder::new().with(name, &text);
        let run = folder
            .run(&["strip", name, "--max-record-bytes", "20000"])
            .exits(3);
        let place = record.map_or(name.to_owned(), |record| format!("{name}:{record}"));
        let run = run.tells(&format!("newsdedup: {place}: "));
        let is_told = run.stderr.contains("longer than 20000 bytes")
            || run.stderr.contains("a quote without an end");
        run.expect(is_told, "why");
        run.expect(
            run.stdout.contains("\"good\"") == is_good_read,
            "the good record",
        );
    }
}

#[test]
fn a_bomb_is_refused() {
    let bytes = vec![b'\n'; 80 << 20];
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, &bytes).unwrap();
    let bomb = encoder.finish().unwrap();
    let folder = Folder::new()
        .with("in/bomb.jsonl.gz", &bomb)
        .with("in/bomb.txt", &bomb)
        .with("in/good.txt", ARTICLE);
    let run = folder
        .run(&["strip", "in"])
        .exits(3)
        .tells("newsdedup: in/bomb.txt: can't be read: the gzip data is more than 500 times its size\n")
        .tells("from this record on: can't be read: the gzip data is more than 500 times its size\n");
    run.expect(run.json_lines().len() == 1, "the good article");
}

#[test]
fn damage_in_a_compressed_archive_costs_one_record() {
    let places = ["Quenby", "Nowhere", "Ellmoor", "Lund"];
    let members = places.map(|place| gzip(&warc_page(place)));
    let length = members[1].len();
    // In the head of the member, in its middle, in its checksum.
    for at in [0, 3, 12, length / 2, length - 6] {
        let mut damaged = members.clone();
        damaged[1][at] ^= 0x5a;
        let start = damaged[0].len();
        let folder = Folder::new().with("a.warc.gz", damaged.concat());
        let run = folder.run(&["strip", "a.warc.gz"]).exits(3).tells(&format!(
            "newsdedup: a.warc.gz:2: the gzip data is damaged in its bytes {start} to {}: ",
            start + length
        ));
        run.expect(run.stderr.lines().count() == 1, "one line");
        let ids: Vec<Value> = run
            .json_lines()
            .iter()
            .map(|line| line["id"].clone())
            .collect();
        let others = ["Ellmoor", "Lund", "Quenby"];
        let expected = others.map(|place| format!("https://news.example/{place}"));
        run.expect(ids == expected, "all others");
    }
}

#[test]
fn damage_in_compressed_records_costs_those_of_one_member() {
    let record =
        |number: u32| format!("{{\"id\": {number}, \"text\": \"Ferry {number} is late.\"}}\n");
    let member = |numbers: std::ops::Range<u32>| numbers.map(record).collect::<String>();
    let zstd = |text: &str| zstd::encode_all(text.as_bytes(), 3).unwrap();
    for (name, method) in [
        (
            "a.jsonl.gz",
            (|text| gzip(text.as_bytes())) as fn(&str) -> Vec<u8>,
        ),
        ("a.jsonl.zst", zstd),
    ] {
        let mut members = [0..3, 3..6, 6..9].map(|numbers| method(&member(numbers)));
        // No method is in such a head.
        members[1][..10].fill(0xff);
        let folder = Folder::new().with(name, members.concat());
        let run = folder
            .run(&["dedup", "--no-strip", name])
            .exits(3)
            .tells(&format!("newsdedup: {name}:4: the "))
            .tells(" data is damaged in its bytes ");
        run.expect(run.stderr.lines().count() == 1, "one line");
        let ids: Vec<Value> = run
            .json_lines()
            .iter()
            .map(|line| line["id"].clone())
            .collect();
        run.expect(ids == [0, 1, 2, 6, 7, 8], "all others");
    }
}

#[test]
fn json_that_is_nested_deep_costs_one_record() {
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    let good = serde_json::json!({"id": "good", "text": ARTICLE});
    let array = format!("[{{\"text\": {deep}}}, {good}]");
    let folder = Folder::new().with("a.json", array);
    check(&folder, &["a.json"], &[("a.json", Some(1))], &["good"]);
}

#[test]
fn a_page_of_nothing_but_tags() {
    let folder = Folder::new()
        .with("in/a.html", "<div>".repeat(4 << 20))
        .with("in/b.html", "<".repeat(1 << 20))
        .with("in/good.txt", ARTICLE);
    let run = folder
        .run(&["strip", "in"])
        .exits(3)
        .tells("newsdedup: in/a.html: no article in this page\n");
    run.expect(run.stdout.contains("in/good.txt"), "the good article");
}

#[test]
fn any_bytes_in_any_format_are_survived() {
    let noise: Vec<u8> = (0..=255).cycle().take(5_000).collect();
    let beginnings: [(&str, &[u8]); 9] = [
        ("a.json", b"[{"),
        ("a.csv", b"id,text\n"),
        ("a.html", b"<html>"),
        ("a.xml", b"<rss><item><title>"),
        (
            "a.warc",
            b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 4000\r\n\r\nHTTP/1.1 200 OK\r\n",
        ),
        ("a.gz", b"\x1f\x8b\x08\0"),
        ("a.zst", b"\x28\xb5\x2f\xfd"),
        ("a.bz2", b"BZh91AY&SY"),
        ("a.xz", b"\xfd7zXZ\0"),
    ];
    let mut folder = Folder::new().with("in/good.txt", ARTICLE);
    for (name, beginning) in beginnings {
        folder = folder.with(&format!("in/{name}"), [beginning, &noise].concat());
    }
    let run = folder.run(&["cluster", "in"]).exits(3);
    run.expect(
        run.article_ids().contains(&"in/good.txt".to_owned()),
        "the good article",
    );
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_result() {
    let records: Vec<String> = (0..200)
        .map(|number| {
            serde_json::json!({"id": number, "text": format!("{ARTICLE} {number}")}).to_string()
        })
        .collect();
    let folder = Folder::new()
        .with("a.jsonl", records.join("\n"))
        .with("out.json", "of the run before");
    // A limit on the length of files is to the program what a full disk is.
    let script = "trap '' XFSZ; ulimit -f 128; exec \"$0\" cluster a.jsonl -o out.json";
    let output = std::process::Command::new("bash")
        .args(["-c", script])
        .arg(assert_cmd::cargo::cargo_bin!("newsdedup"))
        .current_dir(folder.path(""))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(
        told.contains("error: the result could not be written"),
        "{told}"
    );
    assert_eq!(folder.read("out.json"), "of the run before");
    assert_eq!(folder.names(), ["a.jsonl", "out.json"]);
}
