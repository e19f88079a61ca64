//! Throughput of each stage of `dedup` on one thread, in articles and bytes of article text per second.
//!
//! The corpus is that of `examples/make_corpus.rs`. Bytes are those of headlines and texts, in every stage,
//! so that the stages compare; `proof` alone counts pairs. Stripping is benched in `strip.rs`, and what a
//! whole run costs in `ratios.sh`.
//!
//! `cargo bench --bench dedup -- --quick` takes a minute; `-- words` runs one stage.

#![allow(
    clippy::expect_used,
    reason = "a bench that can't be set up should fail"
)]

#[path = "../examples/newswire/mod.rs"]
mod newswire;

use std::borrow::Cow;
use std::fs::{self, File};
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::Path;

use criterion::measurement::WallTime;
use criterion::{
    BatchSize, BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main,
};
use newsdedup::corpus::{Fields, Input, Options, Sources};
use newsdedup::duplicates::{InMemory, Params, Texts, find};
use newsdedup::sketch::{Shingles, Signature, shingle_hashes, word_hashes};
use newswire::{Newswire, derivation};

criterion_group!(benches, stages);
criterion_main!(benches);

/// Articles in the corpus.
const ARTICLES: u64 = 10_000;

/// Benches the stages in order, each on what the one before hands on.
fn stages(criterion: &mut Criterion) {
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1);
    one_thread.build_global().expect("no pool yet");
    let folder = tempfile::tempdir().expect("a folder for the corpus");
    let texts = write_corpus(&folder.path().join("corpus.jsonl"));

    let mut group = criterion.benchmark_group("dedup");
    let bytes = texts.iter().map(|text| text.len() as u64);
    group
        .sample_size(10)
        .throughput(Throughput::ElementsAndBytes {
            elements: ARTICLES,
            bytes: bytes.sum(),
        });
    bench_reading(&mut group, folder.path());
    let words = bench_words(&mut group, &texts);
    let shingles = bench_sketches(&mut group, &words);
    bench_candidates(&mut group, &shingles);
    bench_proof(&mut group, &words);
    group.finish();
}

/// Writes the corpus, and returns headline and text of each article.
fn write_corpus(path: &Path) -> Vec<String> {
    let newswire = Newswire::new();
    let mut file = BufWriter::new(File::create(path).expect("room for the corpus"));
    let write = |number| {
        let article = newswire.article(number);
        serde_json::to_writer(&mut file, &article).expect("room for the corpus");
        file.write_all(b"\n").expect("room for the corpus");
        article.title + "\n" + &article.text
    };
    (0..ARTICLES).map(write).collect()
}

fn bench_reading(group: &mut BenchmarkGroup<'_, WallTime>, folder: &Path) {
    let path = folder.join("corpus.jsonl");
    let lines = fs::read(&path).expect("the corpus was written");
    group.bench_function("parse", |bencher| {
        bencher.iter(|| {
            for line in lines.split(|byte| *byte == b'\n') {
                let _ = black_box(Fields::parse(black_box(line)));
            }
        })
    });
    let sources =
        Sources::open(vec![Input::Path(path)], &Options::default(), folder).expect("no stream");
    group.bench_function("scan", |bencher| {
        bencher.iter(|| sources.scan(|chunk| chunk.for_each(|record| drop(black_box(record)))))
    });
}

/// Returns the word hashes of each text.
fn bench_words(group: &mut BenchmarkGroup<'_, WallTime>, texts: &[String]) -> Vec<Vec<u64>> {
    let mut hashes = Vec::new();
    group.bench_function("words", |bencher| {
        bencher.iter(|| {
            for text in texts {
                hashes.clear();
                word_hashes(black_box(text), &mut hashes);
                black_box(&hashes);
            }
        })
    });
    let of_text = |text: &String| {
        let mut hashes = Vec::new();
        word_hashes(text, &mut hashes);
        hashes
    };
    texts.iter().map(of_text).collect()
}

/// Returns the shingle set of each text.
fn bench_sketches(group: &mut BenchmarkGroup<'_, WallTime>, words: &[Vec<u64>]) -> Vec<Shingles> {
    group.bench_function("shingles", |bencher| {
        bencher.iter(|| {
            for words in words {
                black_box(shingle_hashes(black_box(words)).fold(0, |all, shingle| all ^ shingle));
            }
        })
    });
    let shingles: Vec<Shingles> = words.iter().map(|words| Shingles::new(words)).collect();
    group.bench_function("signature", |bencher| {
        bencher.iter(|| {
            for set in &shingles {
                black_box(Signature::of(black_box(set.hashes()).iter().copied()));
            }
        })
    });
    shingles
}

/// Benches the search for candidates among articles that are no copies, so that nothing is proven.
fn bench_candidates(group: &mut BenchmarkGroup<'_, WallTime>, shingles: &[Shingles]) {
    let numbered = (0..).zip(shingles);
    let originals = numbered.filter(|(number, _)| derivation(*number).is_none());
    let texts = InMemory::new(originals.map(|(_, set)| set));
    let signatures = texts.signatures();
    let params = Params::default();
    group.bench_function("bands", |bencher| {
        let bands = |signatures| find(&Unsampled, signatures, &[], &params);
        bencher.iter_batched(|| signatures.clone(), bands, BatchSize::LargeInput)
    });
    group.bench_function("excerpts", |bencher| {
        bencher.iter(|| find(&texts, Vec::new(), &[], &params))
    });
}

/// Benches the proof of articles with what they were made from.
fn bench_proof(group: &mut BenchmarkGroup<'_, WallTime>, words: &[Vec<u64>]) {
    let numbered = (0..ARTICLES).zip(words);
    let pairs: Vec<[&Vec<u64>; 2]> = numbered
        .filter_map(|(number, own)| Some([own, words.get(derivation(number)?.base as usize)?]))
        .collect();
    group.throughput(Throughput::Elements(pairs.len() as u64));
    group.bench_function("proof", |bencher| {
        bencher.iter(|| {
            for pair in &pairs {
                let [own, base] = pair.map(|words| Shingles::new(words));
                black_box(own.overlap(&base));
            }
        })
    });
}

/// Texts that are known by their signatures only, and have nothing in common.
struct Unsampled;

impl Texts for Unsampled {
    fn shingles(&self, _: u32) -> newsdedup::Result<Cow<'_, Shingles>> {
        Ok(Cow::default())
    }

    fn shingles_at_most(&self, _: u32) -> usize {
        0
    }

    fn each_sample(&self, _: &mut dyn FnMut(u32, &[u32])) -> newsdedup::Result<()> {
        Ok(())
    }

    fn sampled(&self) -> usize {
        0
    }
}
