//! Throughput of stripping on one thread, in bytes of article text per second.
//!
//! The text is made up on the spot, the same in every run: sentences of the commonest English words and
//! some that are rarer, with names, numbers and quotations, as articles of some 3 KB; around each the
//! furniture of a news site. It is laid out in three ways: as a page with a paragraph a line, flattened
//! into one line, and wrapped at 70 columns with the furniture gone. If the folder `../shared` is
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

use std::fs::File;
use std::hint::black_box;
use std::io::{Cursor, Read};
use std::path::Path;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use flate2::read::GzDecoder;
use newsdedup::corpus::{self, Document, Input};
use newsdedup::strip::Stripper;
use serde_json::{Value, json};

criterion_group!(benches, strip);
criterion_main!(benches);

/// Articles in each made-up corpus.
const ARTICLES: usize = 500;
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

    let articles = Writer { state: 1 }.articles();
    let made_up = [
        ("pages", articles.iter().map(Article::page).collect()),
        (
            "flattened",
            articles.iter().map(Article::flattened).collect(),
        ),
        ("wrapped", articles.iter().map(Article::wrapped).collect()),
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
    corpus::read(vec![stream], &|_| {}).documents
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

/// What a made-up article says.
struct Article {
    title: String,
    paragraphs: Vec<String>,
    teasers: Vec<String>,
}

impl Article {
    /// Returns the article amid the furniture of a site.
    fn page(&self) -> String {
        let (title, body) = (&self.title, self.paragraphs.join("\n\n"));
        let teasers = self.teasers.join("\n");
        format!(
            "Skip to content\nHome\nWorld\nBusiness\nSport\nSign in\nSubscribe\n\n{title}\n\n\
             By Jane Harrow\n12 March 2024, 09:30 GMT\nShare this article\nFacebook\nTwitter\n\n{body}\n\n\
             Advertisement\n\nSign up for our newsletter\nRead more:\n{teasers}\n\
             © 2024 The Ostvik Courier. All rights reserved.\nPrivacy Policy\nTerms of Use\n"
        )
    }

    /// Returns the page as a scrape has it that lost the line ends.
    fn flattened(&self) -> String {
        self.page().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Returns the text alone, hard-wrapped.
    fn wrapped(&self) -> String {
        let mut text = String::new();
        for paragraph in &self.paragraphs {
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
}

/// Words that hold sentences together, the commonest first; they make up half of a text.
const FUNCTION_WORDS: &str = "the of and to a in that for on was is said with he by at it as from his \
    be have has but are not an had who they their this will were been which she or its more about would \
    after when one up also we out there what if into all could over her you some than other last new \
    first two before because against between during under through while where most only now";
/// Words of which the rest is made, the commonest first.
const OTHER_WORDS: &str = "year people government president police council city state company report \
    bridge market court minister week party country million group home day week public service news \
    school officials road water plan harbour group work percent family called told added announced \
    expected reported closed opened decided share price election team season game player health study \
    research program community leader member office attack war energy industry agreement decision \
    statement meeting interview engineer damage repair vessel ferry weather storm flood budget tax \
    committee spokesman resident visitor project station railway airport hospital library museum \
    photograph newspaper subscribe contact image video follow comment editor reporter agency copyright \
    sign read continue click privacy related story advertising download number address building review";
/// Names of people and places.
const NAMES: &str = "Harrow Lindqvist Ostvik Marsh Perrault Nordhafen Quiroga Bellori Dunmore Petra \
    London Monday Tuesday March October";

/// Writes articles, the same ones in every run.
struct Writer {
    state: u64,
}

impl Writer {
    fn articles(mut self) -> Vec<Article> {
        let article = |writer: &mut Self| Article {
            title: writer.words(8),
            paragraphs: (0..8 + writer.below(8))
                .map(|_| writer.paragraph())
                .collect(),
            teasers: (0..3).map(|_| writer.words(9)).collect(),
        };
        (0..ARTICLES).map(|_| article(&mut self)).collect()
    }

    fn paragraph(&mut self) -> String {
        let sentences: Vec<String> = (0..1 + self.below(3)).map(|_| self.sentence()).collect();
        sentences.join(" ")
    }

    fn sentence(&mut self) -> String {
        let length = 12 + self.below(16);
        let words = self.words(length);
        match self.below(8) {
            0 => format!("\u{201c}{words},\u{201d} {} said.", self.pick(NAMES)),
            1 => format!("{words}, according to {}.", self.pick(NAMES)),
            _ => format!("{words}."),
        }
    }

    /// Returns words, the first with a capital.
    fn words(&mut self, count: usize) -> String {
        let words: Vec<String> = (0..count).map(|_| self.word()).collect();
        let mut words = words.join(" ");
        if let Some(first) = words.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        words
    }

    fn word(&mut self) -> String {
        match self.below(40) {
            0..20 => self.pick(FUNCTION_WORDS).to_owned(),
            20 => self.pick(NAMES).to_owned(),
            21 => self.below(3000).to_string(),
            22..32 => self.pick(OTHER_WORDS).to_owned(),
            // Words that no table knows: text has many.
            _ => format!(
                "{}{}",
                self.pick("con re pro inter un over dis"),
                self.pick("tain lend moring dure vert sist pell")
            ),
        }
    }

    /// Returns a word of a list, with a probability inverse to its rank (Zipf's law).
    fn pick(&mut self, list: &'static str) -> &'static str {
        let words: Vec<&str> = list.split_whitespace().collect();
        let share = self.below(1 << 20) as f64 / (1 << 20) as f64;
        let rank = ((words.len() + 1) as f64).powf(share) as usize;
        words.get(rank - 1).copied().unwrap_or_default()
    }

    /// Returns the next number of an xorshift sequence (Marsaglia 2003), brought below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 16) as usize % limit
    }
}
