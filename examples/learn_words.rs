//! Makes the background word table of the story stage from corpora of news:
//!
//! ```sh
//! cargo run --release --example learn_words -- en=a.jsonl.gz en=b.jsonl.gz de=c.jsonl.gz > src/stories/data/words.tsv
//! ```
//!
//! A word's count is the share of articles that have it, per million, averaged over the corpora of
//! its language (so that a corpus of one topic does not make its topic common), the highest of all
//! languages. Words of a language with several corpora must stand in two of them: what stands in one
//! is its topic. Only counts leave the corpora, no text.

// A program that writes a table and shows figures has to print.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};

use flate2::read::GzDecoder;
use newsdedup::sketch::{fold_word, words};
use serde::Deserialize;

/// Words in fewer articles per million than this are left out: they weigh what an unknown word does.
const RAREST: f64 = 500.0;

#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    text: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut corpora: BTreeMap<String, Vec<HashMap<String, f64>>> = BTreeMap::new();
    for argument in std::env::args().skip(1) {
        let (language, path) = argument
            .split_once('=')
            .ok_or("arguments have the form LANGUAGE=FILE.jsonl.gz")?;
        corpora
            .entry(language.to_owned())
            .or_default()
            .push(shares(path)?);
    }
    let mut counts: BTreeMap<String, f64> = BTreeMap::new();
    for sets in corpora.values() {
        let vocabulary: BTreeSet<&String> = sets.iter().flat_map(HashMap::keys).collect();
        for word in vocabulary {
            let seen = sets.iter().filter(|set| set.contains_key(word)).count();
            if seen >= sets.len().min(2) {
                let mean =
                    sets.iter().filter_map(|set| set.get(word)).sum::<f64>() / sets.len() as f64;
                let highest = counts.entry(word.clone()).or_default();
                *highest = highest.max(mean);
            }
        }
    }
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (word, share) in counts.into_iter().filter(|(_, share)| *share >= RAREST) {
        rows.entry(two_digits(share)).or_default().push(word);
    }
    println!(
        "# Articles per million in which a word stands, then the words, by examples/learn_words.rs from:"
    );
    for argument in std::env::args().skip(1) {
        println!(
            "#   {}",
            argument.rsplit(['/', '=']).next().unwrap_or_default()
        );
    }
    for (count, words) in rows.into_iter().rev() {
        println!("{count}\t{}", words.join(" "));
    }
    Ok(())
}

/// Returns the share of a corpus's articles that have each word, per million.
fn shares(path: &str) -> Result<HashMap<String, f64>, Box<dyn Error>> {
    let mut counts: HashMap<String, f64> = HashMap::new();
    let mut articles = 0.0;
    for line in BufReader::new(GzDecoder::new(File::open(path)?)).lines() {
        let record: Record = serde_json::from_str(&line?)?;
        let text = format!("{}\n{}", record.title.unwrap_or_default(), record.text);
        let distinct: BTreeSet<String> = words(&text).map(|word| fold_word(word.text)).collect();
        articles += 1.0;
        for word in distinct {
            *counts.entry(word).or_default() += 1.0;
        }
    }
    for count in counts.values_mut() {
        *count *= 1e6 / articles;
    }
    Ok(counts)
}

/// Rounds to two significant digits, which is more than the weights can feel.
fn two_digits(count: f64) -> u32 {
    let unit = 10f64.powf(count.log10().floor() - 1.0);
    ((count / unit).round() * unit).round() as u32
}
