//! Measures how far the estimates of signatures are from the exact Jaccard similarity, and what a signature
//! costs:
//!
//! ```sh
//! cargo run --release --example signature_error                      # random sets
//! cargo run --release --example signature_error -- articles.jsonl    # real articles; also .jsonl.gz
//! ```
//!
//! A pair is made of two articles: all shingles of the first, against a run of its shingles followed by a
//! run of the second's, each as long as the wanted similarity needs. So the shingles are real and stand in
//! real order, the similarity is known exactly, and 2,000 pairs are spread evenly over 0 to 1. What pairs of
//! real copies are like is not measured here; `score_copies` does that. Without a path the articles are
//! random hashes. Everything but the times is the same in every run.
//!
//! The errors are estimate minus truth: their mean (bias), their root mean square (RMSE), and that of the
//! pairs between .6 and .8, where near-duplicates begin. The time is that of one signature, given the
//! hashes of its different shingles in the order of the text: the median of several runs on one thread. All
//! methods are written plainly, none for the instructions of one processor. The values of all are kept to 32
//! bits where nothing else is said. Of the bytes of the shipped signature 128 are the keys of its bands,
//! which the time includes; the others have to keep theirs besides.

// A program that prints measurements has to print.
#![allow(clippy::print_stdout)]

mod bottom;
mod minhash;
mod one_permutation;
mod pairs;
mod random;

use std::error::Error;
use std::hint::black_box;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Instant;

use clap::Parser;
use newsdedup::sketch::Signature;

use minhash::{MinHash, fast_similarity, super_min_hash};
use one_permutation::{OneBit, densified, eight_bits, one_permutation};
use pairs::{Articles, Pair, Pairs};

/// Compares the signatures by which the similarity of articles can be estimated.
#[derive(Parser)]
struct Arguments {
    /// The articles, as JSON Lines, plain or gzipped; random sets if there are none.
    articles: Option<PathBuf>,
}

/// Values of most signatures.
const VALUES: usize = 128;
/// Values of those that keep only a few bits of each.
const MORE_VALUES: usize = 512;
/// Bytes of a signature of [`VALUES`] values of 32 bits.
const BYTES: usize = VALUES * size_of::<u32>();

/// Sizes of articles, in different shingles.
const ORDINARY: RangeInclusive<usize> = 400..=700;
const SHORT: RangeInclusive<usize> = 60..=110;

/// Pairs of each size.
const PAIRS: usize = 2_000;
/// Signatures that are timed in a row, and how often.
const TIMED: usize = 500;
const RUNS: usize = 9;

/// The similarities around the threshold of near-duplicates.
const NEAR: RangeInclusive<f64> = 0.6..=0.8;

fn main() -> Result<(), Box<dyn Error>> {
    let articles = Articles::open(Arguments::parse().articles)?;
    let table = Table {
        ordinary: articles.pairs(ORDINARY, PAIRS)?,
        short: articles.pairs(SHORT, PAIRS)?,
    };
    table.print_head();

    let classic = MinHash::<VALUES>::new();
    table.print_row(
        "MinHash",
        BYTES,
        |set| classic.values(set),
        minhash::jaccard,
    );
    table.print_row(
        "SuperMinHash",
        BYTES,
        super_min_hash::<VALUES>,
        minhash::jaccard,
    );
    table.print_row(
        "Fast Similarity Sketching",
        BYTES,
        fast_similarity::<VALUES>,
        minhash::jaccard,
    );
    table.print_row(
        "bottom-k",
        BYTES,
        bottom::smallest::<VALUES>,
        |one, other| bottom::jaccard::<VALUES>(one, other),
    );
    table.print_row(
        "OPH, densified",
        BYTES,
        |set| densified(one_permutation::<VALUES>(set)),
        minhash::jaccard,
    );
    table.print_row(
        "OPH",
        BYTES,
        one_permutation::<VALUES>,
        one_permutation::jaccard,
    );
    table.print_row(
        "OPH, 512 x 8 bits",
        MORE_VALUES,
        |set| eight_bits(one_permutation::<MORE_VALUES>(set)),
        one_permutation::jaccard_of_bytes,
    );
    table.print_row(
        "OPH, 512 x 1 bit",
        OneBit::BYTES,
        |set| OneBit::of(one_permutation(set)),
        OneBit::jaccard,
    );
    table.print_row(
        "shipped: OPH, 128 x 1 bit, keys",
        size_of::<Signature>(),
        |set| Signature::of(set.iter().copied()),
        |one, other| match (one, other) {
            (Some(one), Some(other)) => one.jaccard(other),
            _ => 0.0,
        },
    );
    Ok(())
}

/// The pairs that all methods are measured on.
struct Table {
    ordinary: Pairs,
    short: Pairs,
}

impl Table {
    fn print_head(&self) {
        let [ordinary, short] = [&self.ordinary, &self.short].map(|pairs| {
            let of = format!("{} articles of {} shingles", pairs.articles, pairs.shingles);
            format!("{of:>30}")
        });
        println!("{:38}{ordinary}  {short}", "");
        let columns = format!("{:>7}{:>8}{:>8}{:>7}", "RMSE", "at .7", "bias", "µs");
        println!("{:32}{:>6}{columns}  {columns}", "", "bytes");
    }

    /// Prints the measurements of a method, given how it makes a signature and how it compares two.
    fn print_row<S>(
        &self,
        name: &str,
        bytes: usize,
        signature: impl Fn(&[u64]) -> S,
        jaccard: impl Fn(&S, &S) -> f64,
    ) {
        let [ordinary, short] = [&self.ordinary, &self.short].map(|Pairs { pairs, .. }| {
            let errors = Errors::of(pairs, &signature, &jaccard);
            let time = micros(pairs, &signature);
            format!(
                "{:7.4}{:8.4}{:+8.4}{time:7.2}",
                errors.root_mean_square, errors.near, errors.bias
            )
        });
        println!("{name:32}{bytes:6}{ordinary}  {short}");
    }
}

/// How far a method's estimates are from the truth.
struct Errors {
    bias: f64,
    root_mean_square: f64,
    /// The root mean square of the errors of those pairs that are [`NEAR`].
    near: f64,
}

impl Errors {
    fn of<S>(
        pairs: &[Pair],
        signature: impl Fn(&[u64]) -> S,
        jaccard: impl Fn(&S, &S) -> f64,
    ) -> Self {
        let error =
            |pair: &Pair| jaccard(&signature(&pair.one), &signature(&pair.other)) - pair.jaccard();
        let errors: Vec<f64> = pairs.iter().map(error).collect();
        let near = errors.iter().zip(pairs);
        let near = near.filter(|(_, pair)| NEAR.contains(&pair.jaccard()));
        Errors {
            bias: mean(errors.iter().copied()),
            root_mean_square: mean(errors.iter().map(|error| error * error)).sqrt(),
            near: mean(near.map(|(error, _)| error * error)).sqrt(),
        }
    }
}

fn mean(numbers: impl Iterator<Item = f64>) -> f64 {
    let (count, sum) = numbers.fold((0, 0.0), |(count, sum), number| (count + 1, sum + number));
    sum / f64::from(count.max(1))
}

/// Returns the time that a signature takes, in microseconds.
fn micros<S>(pairs: &[Pair], signature: impl Fn(&[u64]) -> S) -> f64 {
    let sets: Vec<&[u64]> = pairs.iter().take(TIMED).map(|pair| &*pair.one).collect();
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            for set in &sets {
                black_box(signature(black_box(set)));
            }
            start.elapsed().as_secs_f64() * 1e6 / sets.len() as f64
        })
        .collect();
    times.sort_unstable_by(f64::total_cmp);
    times[RUNS / 2]
}
