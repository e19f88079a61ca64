//! Pairs of sets whose Jaccard similarity is known, made of articles.

use std::collections::HashSet;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use flate2::bufread::GzDecoder;
use newsdedup::corpus::{self, Document, Input, Options};
use newsdedup::sketch::{shingle_hashes, word_hashes};

use crate::random::Random;

/// Two sets of different hashes, the first in the order of a text.
pub struct Pair {
    pub one: Vec<u64>,
    pub other: Vec<u64>,
    /// How many hashes both have.
    shared: usize,
}

impl Pair {
    /// Returns the exact Jaccard similarity of the two.
    pub fn jaccard(&self) -> f64 {
        self.shared as f64 / (self.one.len() + self.other.len() - self.shared) as f64
    }

    /// Makes a pair that has about the wanted similarity J: of an article, and of a run of its shingles,
    /// followed by a run of another's that it has not.
    fn of(article: &[u64], another: &[u64], jaccard: f64, random: &mut Random) -> Pair {
        // Two sets of n share s = 2nJ / (1 + J).
        let size = article.len();
        let shared = (2.0 * size as f64 * jaccard / (1.0 + jaccard)).round() as usize;
        let known: HashSet<u64> = article.iter().copied().collect();
        let new: Vec<u64> = another
            .iter()
            .copied()
            .filter(|hash| !known.contains(hash))
            .collect();
        let mut other = run(article, shared, random);
        other.extend(run(&new, size - shared, random));
        Pair {
            one: article.to_vec(),
            other,
            shared,
        }
    }
}

/// Returns so many hashes in a row, from anywhere; after the last comes the first.
fn run(hashes: &[u64], length: usize, random: &mut Random) -> Vec<u64> {
    let start = random.below(hashes.len());
    let cycle = hashes[start..].iter().chain(&hashes[..start]);
    cycle.take(length).copied().collect()
}

/// Pairs of articles of about one size.
pub struct Pairs {
    pub pairs: Vec<Pair>,
    /// How many articles they were made of.
    pub articles: usize,
    /// How many shingles these have on average.
    pub shingles: usize,
}

/// What pairs are made of.
pub enum Articles {
    /// The different shingles of each article, in the order of the text.
    Real(Vec<Vec<u64>>),
    Random,
}

/// Random articles of a size: so many that few pairs have one in common.
const RANDOM_ARTICLES: usize = 10_000;

impl Articles {
    /// Reads the articles of a file, or makes ready to draw some.
    pub fn open(path: Option<PathBuf>) -> Result<Self, Box<dyn Error>> {
        let Some(path) = path else {
            return Ok(Articles::Random);
        };
        let inputs = vec![Input::Stream(stream(&path)?)];
        let corpus = corpus::read(inputs, &Options::default(), &std::env::temp_dir(), &|_| {})?;
        Ok(Articles::Real(
            corpus.documents.iter().map(shingles).collect(),
        ))
    }

    /// Returns pairs of articles of the given sizes, their similarities spread evenly over 0 to 1.
    pub fn pairs(
        &self,
        sizes: RangeInclusive<usize>,
        count: usize,
    ) -> Result<Pairs, Box<dyn Error>> {
        let mut random = Random::of(*sizes.start() as u64);
        let articles = self.of_sizes(&sizes, &mut random);
        if articles.len() < 2 {
            return Err(format!("fewer than two articles have {sizes:?} shingles").into());
        }
        let pair = |number| {
            let one = random.below(articles.len());
            let another = (one + 1 + random.below(articles.len() - 1)) % articles.len();
            let jaccard = (number as f64 + random.share()) / count as f64;
            Pair::of(&articles[one], &articles[another], jaccard, &mut random)
        };
        let pairs: Vec<Pair> = (0..count).map(pair).collect();
        let shingles: usize = pairs.iter().map(|pair| pair.one.len()).sum();
        Ok(Pairs {
            articles: articles.len(),
            shingles: shingles / count,
            pairs,
        })
    }

    fn of_sizes(&self, sizes: &RangeInclusive<usize>, random: &mut Random) -> Vec<Vec<u64>> {
        match self {
            Articles::Real(articles) => {
                let fit = articles
                    .iter()
                    .filter(|article| sizes.contains(&article.len()));
                fit.cloned().collect()
            }
            Articles::Random => {
                let span = sizes.end() - sizes.start() + 1;
                let mut article = || {
                    let size = sizes.start() + random.below(span);
                    (0..size).map(|_| random.number()).collect()
                };
                (0..RANDOM_ARTICLES).map(|_| article()).collect()
            }
        }
    }
}

fn stream(path: &Path) -> Result<Box<dyn BufRead + Send>, Box<dyn Error>> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let file = BufReader::new(file);
    Ok(match path.extension() {
        Some(extension) if extension == "gz" => Box::new(BufReader::new(GzDecoder::new(file))),
        _ => Box::new(file),
    })
}

/// Returns the different shingles of headline and text, in their order.
fn shingles(document: &Document) -> Vec<u64> {
    let mut words = Vec::new();
    word_hashes(document.headline.as_deref().unwrap_or_default(), &mut words);
    word_hashes(&document.text, &mut words);
    let mut known = HashSet::new();
    shingle_hashes(&words)
        .filter(|hash| known.insert(*hash))
        .collect()
}
