//! Throughput of stripping on one thread, in bytes of article text per second.
//!
//! The text is that of `examples/make_corpus.rs`: articles of some 3 KB with the furniture of a news site
//! around each. It is laid out in three ways: as a page with a paragraph a line, flattened into one line,
//! and wrapped at 70 columns with the furniture gone. If the folder `../shared` is
//! there, its labelled pages and its sets of near-duplicates are benched too.
//!
//! - `rules and judgement`: every line judged, nothing harvested.
//! - `strip`: with the harvest.
//! - `learn`: what outlets repeat; the texts stand in outlets of a hundred articles.
//! - `strip with a profile`: what was learned removed too.
//!
//! Patterns are compiled when they are first needed, and so before anything is measured; a first run
//! over little text is slower. `cargo bench --bench strip` takes some minutes; `-- pages` runs one text.

#![allow(
    clippy::expect_used,
    reason = "a bench that can't be set up should fail"
)]

#[path = "../examples/newswire/mod.rs"]
mod newswire;

use std::fs::File;
use std::hint::black_box;
use std::io::{Cursor, Read};
use std::path::Path;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use flate2::read::GzDecoder;
use newsdedup::corpus::{self, Document, Input, Options};
use newsdedup::strip::Stripper;
use newswire::Newswire;
use serde_json::{Value, json};

criterion_group!(benches, strip);
criterion_main!(benches);

/// Articles in each made-up corpus.
const ARTICLES: u64 = 500;
/// Articles of each made-up outlet.
const OUTLET_ARTICLES: usize = 100;
/// Where wrapped text is wrapped.
const COLUMN: usize = 70;
/// Of the real sets so many records are benched.
const REAL_RECORDS: usize = 2000;

fn strip(criterion: &mut Criterion) {
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1);
    one_thread.build_global().expect("no pool yet");
    let stripper = Stripper::new().expect("the shipped tables are sound");

    let mut startup = criterion.benchmark_group("startup");
    startup.sample_size(10);
    startup.bench_function("Stripper::new", |bencher| bencher.iter(Stripper::new));
    startup.finish();

    let newswire = Newswire::new();
    let pages: Vec<String> = (0..ARTICLES)
        .map(|number| newswire.article(number).text)
        .collect();
    let flattened = pages.iter().map(|page| flattened(page)).collect();
    let wrapped = (0..ARTICLES).map(|number| wrapped(&newswire.body(number)));
    let made_up = [
        ("pages", pages),
        ("flattened", flattened),
        ("wrapped", wrapped.collect()),
    ];
    for (name, texts) in made_up {
        bench(criterion, &stripper, name, &read(&records(texts)));
    }
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/gold");
    for (name, path) in [
        ("real pages", "lines/dev.jsonl"),
        ("insm_de", "neardup/insm_de.jsonl.gz"),
        ("reuters21578", "neardup/reuters21578.jsonl.gz"),
    ] {
        if let Ok(file) = File::open(shared.join(path)) {
            bench(criterion, &stripper, name, &read(&real_records(file, path)));
        }
    }
}

/// Benches what is done with documents.
fn bench(criterion: &mut Criterion, stripper: &Stripper, name: &str, documents: &[Document]) {
    let bytes = documents.iter().map(|document| document.text.len() as u64);
    let mut group = criterion.benchmark_group(name);
    group
        .sample_size(10)
        .throughput(Throughput::Bytes(bytes.sum()));
    group.bench_function("rules and judgement", |bencher| {
        bencher.iter(|| {
            for document in documents {
                black_box(stripper.judge(document));
            }
        })
    });
    let copies = || documents.to_vec();
    group.bench_function("strip", |bencher| {
        let strip = |documents: Vec<Document>| -> Vec<_> {
            let articles = documents.into_iter();
            articles.map(|document| stripper.strip(document)).collect()
        };
        bencher.iter_batched(copies, strip, BatchSize::LargeInput)
    });
    group.bench_function("learn", |bencher| {
        bencher.iter(|| stripper.learn(documents))
    });
    let profile = stripper.learn(documents);
    group.bench_function("strip with a profile", |bencher| {
        let strip = |documents: Vec<Document>| -> Vec<_> {
            let articles = documents.into_iter();
            articles
                .map(|document| stripper.strip_with(document, &profile))
                .collect()
        };
        bencher.iter_batched(copies, strip, BatchSize::LargeInput)
    });
    group.finish();
}

fn read(lines: &str) -> Vec<Document> {
    let stream = Input::Stream(Box::new(Cursor::new(lines.to_owned().into_bytes())));
    let corpus = corpus::read(
        vec![stream],
        &Options::default(),
        &std::env::temp_dir(),
        &|_| {},
    );
    corpus.expect("a folder for temporary files").documents
}

/// Returns a record for each text, one a line.
fn records(texts: Vec<String>) -> String {
    let record = |(number, text): (usize, String)| {
        json!({
            "id": format!("article-{number}"),
            "source": format!("Courier {}", number / OUTLET_ARTICLES),
            "text": text,
        })
    };
    let records = texts.into_iter().enumerate().map(record);
    records.map(|record| format!("{record}\n")).collect()
}

/// Returns the records of a set; the lines of a labelled page are its text.
fn real_records(file: File, path: &str) -> String {
    let mut lines = String::new();
    let mut reader: Box<dyn Read> = match path.ends_with(".gz") {
        true => Box::new(GzDecoder::new(file)),
        false => Box::new(file),
    };
    reader
        .read_to_string(&mut lines)
        .expect("the set is readable");
    let record = |line: &str| {
        let mut record: Value = serde_json::from_str(line).expect("the set is JSON Lines");
        let shown = record["lines"].as_array().map(|lines| {
            let texts: Vec<&str> = lines.iter().filter_map(|line| line["t"].as_str()).collect();
            texts.join("\n")
        });
        if let Some(text) = shown {
            record["text"] = text.into();
        }
        format!("{record}\n")
    };
    lines.lines().take(REAL_RECORDS).map(record).collect()
}

/// Returns a page as a scrape has it that lost the line ends.
fn flattened(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a text hard-wrapped, with a blank line between paragraphs.
fn wrapped(body: &str) -> String {
    let mut text = String::new();
    for paragraph in body.lines().filter(|line| !line.is_empty()) {
        let mut width = 0;
        for word in paragraph.split(' ') {
            if width > 0 && width + 1 + word.len() > COLUMN {
                text.push('\n');
                width = 0;
            } else if width > 0 {
                text.push(' ');
                width += 1;
            }
            text.push_str(word);
            width += word.len();
        }
        text.push_str("\n\n");
    }
    text
}
