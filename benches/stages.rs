//! Throughput of each stage on one thread, in articles and bytes of article text per second.
//!
//! The corpus is made up on the spot, the same in every run: words of an invented language with the
//! frequencies of a real one, articles as long as news, every tenth a near-copy of an earlier one, and
//! around each the boilerplate of a news site. Bytes are those of the text as read, in every stage, so
//! that the stages compare.
//!
//! `cargo bench --bench stages -- --quick` takes a minute; `-- strip` runs one stage.

#![allow(
    clippy::expect_used,
    reason = "a bench that can't be set up should fail"
)]

use std::fs;
use std::hint::black_box;
use std::io::Cursor;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsdedup::corpus::{self, Document, Fields, Input, Sources};
use newsdedup::duplicates::{Params, edges};
use newsdedup::sketch::{Shingles, Sketcher, word_hashes};
use newsdedup::strip::Stripper;
use serde_json::json;

criterion_group!(benches, stages);
criterion_main!(benches);

/// Benches the stages in order, each on what the one before hands on.
fn stages(criterion: &mut Criterion) {
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1);
    one_thread.build_global().expect("no pool yet");

    let lines = Writer::new().json_lines(2_000);
    let documents = read(&lines);
    let mut group = criterion.benchmark_group("stages");
    group
        .sample_size(10)
        .throughput(Throughput::ElementsAndBytes {
            elements: documents.len() as u64,
            bytes: documents
                .iter()
                .map(|document| document.text.len() as u64)
                .sum(),
        });
    group.bench_function("read JSON Lines", |bencher| bencher.iter(|| read(&lines)));

    group.bench_function("parse JSON Lines", |bencher| {
        bencher.iter(|| {
            for line in lines.split(|byte| *byte == b'\n') {
                let _ = black_box(Fields::parse(black_box(line)));
            }
        })
    });

    let folder = tempfile::tempdir().expect("a folder for the corpus");
    let path = folder.path().join("corpus.jsonl");
    fs::write(&path, &lines).expect("room for the corpus");
    let sources = Sources::open(vec![Input::Path(path)], folder.path()).expect("no stream");
    group.bench_function("scan JSON Lines", |bencher| {
        bencher.iter(|| sources.scan(|chunk| chunk.for_each(|record| drop(black_box(record)))))
    });

    let stripper = Stripper::new().expect("the shipped tables are sound");
    let bodies = |documents: Vec<Document>| -> Vec<String> {
        documents
            .into_iter()
            .map(|document| stripper.strip(document).body())
            .collect()
    };
    group.bench_function("strip", |bencher| {
        bencher.iter_with_large_drop(|| bodies(documents.clone()))
    });

    let flattened: Vec<Document> = documents.iter().map(on_one_line).collect();
    group.bench_function("strip, flattened", |bencher| {
        bencher.iter_with_large_drop(|| bodies(flattened.clone()))
    });

    let texts = bodies(documents);
    group.bench_function("words", |bencher| {
        bencher.iter(|| {
            texts
                .iter()
                .for_each(|text| drop(black_box(hashes_of(text))))
        })
    });

    let hashes: Vec<Vec<u64>> = texts.iter().map(|text| hashes_of(text)).collect();
    let sketcher = Sketcher::default();
    let sketch = |words: &Vec<u64>| {
        let shingles = Shingles::new(words);
        let signature = sketcher.sketch(&shingles);
        (shingles, signature)
    };
    group.bench_function("shingles, signature", |bencher| {
        bencher.iter(|| {
            hashes
                .iter()
                .for_each(|words| drop(black_box(sketch(words))))
        })
    });

    let (shingles, signatures): (Vec<_>, Vec<_>) = hashes.iter().map(sketch).unzip();
    let precedence: Vec<usize> = (0..shingles.len()).collect();
    group.bench_function("edges", |bencher| {
        bencher.iter(|| edges(&shingles, &signatures, &precedence, &Params::default()))
    });
    group.finish();
}

fn read(lines: &Arc<[u8]>) -> Vec<Document> {
    let stream = Input::Stream(Box::new(Cursor::new(Arc::clone(lines))));
    corpus::read(vec![stream], &|_| {}).documents
}

/// Returns a document as many scrapes have it, without line ends; its sentences are cut and judged.
fn on_one_line(document: &Document) -> Document {
    Document {
        text: document.text.replace('\n', " "),
        ..document.clone()
    }
}

fn hashes_of(text: &str) -> Vec<u64> {
    let mut hashes = Vec::new();
    word_hashes(text, &mut hashes);
    hashes
}

/// Writes articles, the same ones in every run.
struct Writer {
    state: u64,
    vocabulary: Vec<String>,
}

impl Writer {
    fn new() -> Writer {
        let mut writer = Writer {
            state: 1,
            vocabulary: Vec::new(),
        };
        let vocabulary = (0..30_000).map(|rank| writer.invented_word(rank)).collect();
        writer.vocabulary = vocabulary;
        writer
    }

    /// Writes a corpus, one article a line.
    fn json_lines(mut self, articles: usize) -> Arc<[u8]> {
        let mut bodies: Vec<Vec<String>> = Vec::new();
        let mut lines = String::new();
        for number in 0..articles {
            let mut body: Vec<String> = (0..7 + self.below(7)).map(|_| self.paragraph()).collect();
            if number > 0 && number % 10 == 0 {
                body = bodies[self.below(number)].clone();
                let rewritten = self.below(body.len());
                body[rewritten] = self.paragraph();
            }
            let title = self.sentence();
            let record = json!({
                "id": format!("article-{number}"),
                "title": title,
                "date": format!("2024-03-{:02}T09:30:00Z", 1 + number % 28),
                "source": format!("Courier {}", number % 20),
                "text": self.page(&title, &body),
            });
            lines.push_str(&record.to_string());
            lines.push('\n');
            bodies.push(body);
        }
        lines.into_bytes().into()
    }

    /// Puts the boilerplate of a site around a body.
    fn page(&mut self, title: &str, body: &[String]) -> String {
        let teaser = self.sentence();
        format!(
            "Skip to content\nHome\nWorld\n\n{title}\n\nShare this article\n\n{}\n\nAdvertisement\n\n{}\n\n\
             Sign up for our newsletter\nRead more:\n{teaser}\n© 2024 All rights reserved.\n",
            body[0],
            body[1..].join("\n\n"),
        )
    }

    fn paragraph(&mut self) -> String {
        let sentences: Vec<String> = (0..2 + self.below(2)).map(|_| self.sentence()).collect();
        sentences.join(" ")
    }

    fn sentence(&mut self) -> String {
        let length = 10 + self.below(14);
        let ranks: Vec<usize> = (0..length).map(|_| self.rank()).collect();
        let words: Vec<&str> = ranks
            .iter()
            .map(|rank| self.vocabulary[*rank].as_str())
            .collect();
        let mut sentence = words.join(" ") + ".";
        sentence[..1].make_ascii_uppercase();
        sentence
    }

    /// Returns the rank of a word, with a probability inverse to the rank (Zipf's law).
    fn rank(&mut self) -> usize {
        let share = self.below(1 << 20) as f64 / (1 << 20) as f64;
        (self.vocabulary.len() as f64).powf(share) as usize - 1
    }

    /// Returns a word of one to four syllables, the frequent ones short.
    fn invented_word(&mut self, rank: usize) -> String {
        const SYLLABLES: [&str; 16] = [
            "ba", "den", "fo", "gi", "hal", "ke", "lor", "mi", "na", "ost", "pe", "ru", "san",
            "ti", "vel", "zu",
        ];
        let syllables = 1 + (rank > 16) as usize + (rank > 300) as usize + self.below(2);
        (0..syllables)
            .map(|_| SYLLABLES[self.below(SYLLABLES.len())])
            .collect()
    }

    /// Returns the next number of an xorshift sequence (Marsaglia 2003), brought below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 16) as usize % limit
    }
}
