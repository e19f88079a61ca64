//! The whole way of a few articles: bytes as texts with a line `---` between them, from three outlets on three
//! days. A line `@1` stands for all of the text before it, so that copies and excerpts come up.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use newsdedup::corpus::{Options, Sources};
use newsdedup::strip::{Profile, Stripper};
use newsdedup::{dedup, inspect, pipeline, report};
use newsdedup_fuzz::{file, prepare, scratch};
use serde_json::{Value, json};

static STRIPPER: LazyLock<Stripper> =
    LazyLock::new(|| Stripper::new().expect("the shipped tables"));

const OUTLETS: [&str; 3] = ["Harbour Post", "Fen Observer", "Velmar Courier"];

/// More articles only take longer.
const MOST: usize = 8;
/// Texts that stand for others may double with each.
const LONGEST: usize = 64 << 10;

fuzz_target!(init: prepare(), |bytes: &[u8]| {
    let records = records(&String::from_utf8_lossy(bytes));
    let input = || vec![file("feed.jsonl", records.as_bytes())];
    let sources = Sources::open(input(), &Options::default(), scratch()).expect("temporary files");

    let clustered = clustered(&sources);
    let value: Value = serde_json::from_slice(&clustered).expect("JSON");
    check(&value);
    assert!(self::clustered(&sources) == clustered, "a second run differs");

    let known = || Some((&*STRIPPER, Profile::default()));
    for stripping in [None, known()] {
        let settings = dedup::Settings::default();
        let copies = dedup::dedup(&sources, stripping, &settings, scratch(), &()).expect("temporary files");
        let (mut kept, mut annotated) = (Vec::new(), Vec::new());
        dedup::write_kept(&copies, &mut kept).expect("bytes in memory");
        dedup::write_annotated(&copies, &mut annotated).expect("bytes in memory");
        assert_eq!(count(&annotated), copies.len());
        assert!(count(&kept) <= copies.len());
    }
    let inspection = inspect::inspect(&sources, &STRIPPER, &|_| {});
    inspect::write_json(&inspection.expect("temporary files"), &mut Vec::new()).expect("bytes in memory");
});

fn records(text: &str) -> String {
    let mut records = String::new();
    let mut before = String::new();
    for (number, text) in text.split("\n---\n").take(MOST).enumerate() {
        let lines: Vec<&str> = text
            .split('\n')
            .map(|line| if line == "@1" { before.as_str() } else { line })
            .collect();
        let text = lines.join("\n");
        let record = json!({
            "id": number,
            "text": text,
            "date": format!("2019-10-{}", 28 + number % 3),
            "outlet": OUTLETS[number * 2 % 3],
        });
        records.push_str(&format!("{record}\n"));
        before = if text.len() < LONGEST {
            text
        } else {
            String::new()
        };
    }
    records
}

fn clustered(sources: &Sources) -> Vec<u8> {
    let settings = pipeline::Settings::default();
    let (articles, studied) = pipeline::read(
        sources,
        &STRIPPER,
        Profile::default(),
        &settings,
        scratch(),
        &(),
    )
    .expect("temporary files");
    let report = pipeline::cluster(&articles, studied, &settings, &()).expect("temporary files");
    let mut json = Vec::new();
    report::write_json(&report, &mut json).expect("bytes in memory");
    json
}

/// Checks that each article is in one story, as the counts say.
fn check(report: &Value) {
    let number = |name: &str| report["corpus"][name].as_u64().expect("a number") as usize;
    let stories = report["stories"].as_array().expect("stories");
    assert_eq!(number("stories"), stories.len());
    assert_eq!(number("articles") + number("skipped"), number("read"));
    let mut ids = Vec::new();
    for story in stories {
        let articles = story["articles"].as_array().expect("articles");
        assert_eq!(story["size"].as_u64(), Some(articles.len() as u64));
        ids.extend(
            articles
                .iter()
                .map(|article| article["id"].as_str().expect("an id")),
        );
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), number("articles"));
}

fn count(lines: &[u8]) -> usize {
    lines.iter().filter(|byte| **byte == b'\n').count()
}
