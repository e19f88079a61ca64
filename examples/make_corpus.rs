//! Writes a made-up news corpus as JSON Lines, and which of its articles were made from which:
//!
//! ```sh
//! cargo run --release --example make_corpus -- 100000 --truth truth.jsonl > corpus.jsonl
//! ```
//!
//! The same number of articles gives the same bytes on every machine, and a longer corpus begins with the
//! shorter one. A line of the truth has `id`, `of` (the article it was made from), `way` (what was done),
//! `taken` (the share of the other's words that were taken over) and `edited` (the share of these that
//! were edited); `score_copies` reads it.

mod newswire;

use std::error::Error;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::Parser;
use newswire::{Derivation, Newswire, derivation, id};
use rayon::prelude::*;
use serde::Serialize;

/// Writes a made-up news corpus to standard output.
#[derive(Parser)]
struct Arguments {
    /// How many articles to write.
    articles: u64,
    /// Where to write which articles were made from which.
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
}

/// So many articles are made at a time, on all cores.
const AT_ONCE: usize = 4_096;

/// A line of the truth.
#[derive(Serialize)]
struct Made {
    id: String,
    of: String,
    #[serde(flatten)]
    derivation: Derivation,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    write_articles(arguments.articles, &mut BufWriter::new(io::stdout().lock()))?;
    if let Some(path) = arguments.truth {
        write_truth(arguments.articles, &mut BufWriter::new(File::create(path)?))?;
    }
    Ok(())
}

fn write_articles(articles: u64, out: &mut dyn Write) -> io::Result<()> {
    let newswire = Newswire::new();
    for start in (0..articles).step_by(AT_ONCE) {
        let numbers = start..articles.min(start + AT_ONCE as u64);
        let lines: Result<Vec<_>, _> = numbers
            .into_par_iter()
            .map(|number| serde_json::to_vec(&newswire.article(number)))
            .collect();
        for line in lines? {
            out.write_all(&line)?;
            out.write_all(b"\n")?;
        }
    }
    out.flush()
}

fn write_truth(articles: u64, out: &mut dyn Write) -> io::Result<()> {
    for number in 0..articles {
        if let Some(derivation) = derivation(number) {
            let made = Made {
                id: id(number),
                of: id(derivation.base),
                derivation,
            };
            serde_json::to_writer(&mut *out, &made)?;
            out.write_all(b"\n")?;
        }
    }
    out.flush()
}
