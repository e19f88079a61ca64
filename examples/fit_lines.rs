//! Fits the weights of the line model on labelled pages and writes them as the table that ships:
//!
//! ```sh
//! cargo run --release --example fit_lines -- dev.jsonl > src/strip/data/lines.toml
//! ```
//!
//! A page is one JSON object a line: its `site`, and `lines` with a text `t`, a label `keep`, and
//! `amb` for lines that are left out. What the tool reads is seldom a whole page, so the model also
//! meets each page cut down: to its body, to the body and what stands close to it, to one paragraph,
//! and so on. And it meets each once with the rule table and once without, since the table knows
//! little of some languages. A line counts by the square root of its length: figures are weighted by
//! characters, but a page of short lines should not be a page of guesses.
//!
//! On standard error stand character-weighted F1, precision and recall of the whole pages,
//! cross-validated by site: what decides about the lines of a site was fitted on the other sites,
//! and the prior chosen on them alone.

// A program that writes a table and shows figures has to print.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod algebra;

use std::collections::BTreeSet;
use std::error::Error;

use newsdedup::strip::{
    LINE_FEATURES, LineFeatures, LineModel, LineWeights, Measured, Question, Stripper,
};
use rayon::prelude::*;
use serde::Deserialize;

use algebra::{dot, solve};

/// How much a page that is cut down counts, as a share of the whole page.
const CUT_DOWN_VOTE: f64 = 0.3;
/// How many lines of average weight the prior (weights of zero on standardized features) may count as.
const PRIORS: [f64; 3] = [10.0, 30.0, 100.0];
/// Parts that the sites are dealt into, to choose the prior.
const PARTS: usize = 3;
/// Steps of Newton's method; it has long converged by then.
const STEPS: usize = 10;

#[derive(Deserialize)]
struct Page {
    site: String,
    lines: Vec<Block>,
}

#[derive(Clone, Deserialize)]
struct Block {
    #[serde(rename = "t")]
    text: String,
    keep: u8,
    #[serde(default)]
    amb: u8,
}

/// A line that the model decides about.
struct Line {
    site: usize,
    features: LineFeatures,
    is_text: bool,
    weight: f64,
}

/// A line of a whole page, for the figures.
struct Scored {
    site: usize,
    question: Question,
    is_text: bool,
    characters: usize,
}

/// The lines of all pages, as one stripper measures them.
struct Set {
    training: Vec<Line>,
    whole: Vec<Scored>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args()
        .nth(1)
        .ok_or("name the labelled pages: FILE.jsonl")?;
    let pages = std::fs::read_to_string(&path)?
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<Vec<Page>, _>>()?;
    let sites: BTreeSet<&str> = pages.iter().map(|page| page.site.as_str()).collect();
    let sites: Vec<&str> = sites.into_iter().collect();
    let with_rules = measure(&pages, &sites, &Stripper::new()?);
    let without_rules = measure(&pages, &sites, &Stripper::without_rules()?);
    let all: Vec<&Line> = (with_rules.training.iter())
        .chain(&without_rules.training)
        .collect();

    let held_out: Vec<LineModel> = (0..sites.len())
        .into_par_iter()
        .map(|site| LineModel::new(&fit_without(&all, site)))
        .collect();
    let weights = regress(&all, best_prior(&all));
    let fitted = vec![LineModel::new(&weights); sites.len()];
    eprintln!("F1 / precision / recall    by site                 fitted");
    for (name, set) in [
        ("rules and model", &with_rules),
        ("model without rules", &without_rules),
    ] {
        let [held_out, fitted] = [&held_out, &fitted].map(|models| score(set, models));
        eprintln!("{name}: {held_out}  {fitted}");
    }
    println!("# Weights of the line model: log-odds that a line belongs to the article.");
    println!(
        "# Fitted on {} pages of {} sites, by",
        pages.len(),
        sites.len()
    );
    println!("#   cargo run --release --example fit_lines -- dev.jsonl");
    print!("{}", toml::to_string(&weights)?);
    Ok(())
}

/// Measures all pages, whole and cut down.
fn measure(pages: &[Page], sites: &[&str], stripper: &Stripper) -> Set {
    let mut set = Set {
        training: Vec::new(),
        whole: Vec::new(),
    };
    for page in pages {
        let site = sites.binary_search(&page.site.as_str()).unwrap_or(0);
        let whole: Vec<&Block> = page.lines.iter().collect();
        for (block, measured) in lines(&whole, stripper) {
            set.training
                .extend(training_line(site, block, &measured, 1.0));
            if block.amb == 0 {
                set.whole.push(Scored {
                    site,
                    question: measured.question,
                    is_text: block.keep == 1,
                    characters: block.text.chars().count(),
                });
            }
        }
        for part in cut_down(&whole) {
            let lines = lines(&part, stripper);
            set.training
                .extend(lines.iter().filter_map(|(block, measured)| {
                    training_line(site, block, measured, CUT_DOWN_VOTE)
                }));
        }
    }
    set
}

/// Returns the blocks that have text, each with its measurements.
fn lines<'a>(blocks: &[&'a Block], stripper: &Stripper) -> Vec<(&'a Block, Measured)> {
    let texts: Vec<String> = blocks
        .iter()
        .map(|block| block.text.replace(['\n', '\r'], " "))
        .collect();
    let text = texts.join("\n");
    let measured = stripper.measure(&text).into_iter();
    measured
        .map(|line| (blocks[text[..line.span.start].matches('\n').count()], line))
        .collect()
}

fn training_line(site: usize, block: &Block, measured: &Measured, vote: f64) -> Option<Line> {
    let Question::Open { features, .. } = measured.question else {
        return None;
    };
    (block.amb == 0).then(|| Line {
        site,
        features,
        is_text: block.keep == 1,
        weight: vote * (block.text.chars().count() as f64).sqrt(),
    })
}

/// Returns what somebody may have cut out of a page.
fn cut_down<'a>(page: &[&'a Block]) -> Vec<Vec<&'a Block>> {
    let is_text = |block: &&Block| block.keep == 1;
    let body: Vec<&Block> = page.iter().copied().filter(is_text).collect();
    let (Some(start), Some(last)) = (
        page.iter().position(is_text),
        page.iter().rposition(is_text),
    ) else {
        return Vec::new();
    };
    let end = last + 1;
    let around = |above: usize, below: usize| {
        page[start.saturating_sub(above)..page.len().min(end + below)].to_vec()
    };
    let thinned = page.iter().enumerate().filter(|(index, block)| {
        let is_near = index + 20 >= start && *index < end + 20;
        is_text(block) || is_near && index % 3 == 0
    });
    let mut parts = vec![
        body.clone(),
        around(6, 6),
        around(3, 0),
        around(start, 0),
        around(15, page.len()),
        body[..body.len().min(3)].to_vec(),
        thinned.map(|(_, block)| *block).collect(),
    ];
    parts.extend(body.iter().step_by(7).map(|block| vec![*block]));
    parts
}

/// Fits on all sites but one.
fn fit_without(lines: &[&Line], site: usize) -> LineWeights {
    let others: Vec<&Line> = lines
        .iter()
        .copied()
        .filter(|line| line.site != site)
        .collect();
    regress(&others, best_prior(&others))
}

/// Returns the prior under which sites that were left out are judged best.
fn best_prior(lines: &[&Line]) -> f64 {
    let loss = |prior: f64| -> f64 {
        (0..PARTS)
            .map(|part| {
                let (left_out, rest): (Vec<&Line>, Vec<&Line>) =
                    lines.iter().partition(|line| line.site % PARTS == part);
                let model = LineModel::new(&regress(&rest, prior));
                let surprise = |line: &&Line| {
                    let text = f64::from(model.probability(&line.features)).clamp(1e-6, 1.0 - 1e-6);
                    let right = if line.is_text { text } else { 1.0 - text };
                    -line.weight * right.ln()
                };
                left_out.iter().map(surprise).sum::<f64>()
            })
            .sum()
    };
    let losses = PRIORS.map(|prior| (loss(prior), prior));
    losses
        .into_iter()
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map_or(PRIORS[0], |(_, prior)| prior)
}

/// Fits a logistic regression by Newton's method (IRLS) on standardized features, with a ridge prior.
fn regress(lines: &[&Line], prior: f64) -> LineWeights {
    let n = LINE_FEATURES.len();
    let total: f64 = lines.iter().map(|line| line.weight).sum();
    let scale = lines.len() as f64 / total;
    let average = |value: &dyn Fn(&Line) -> f64| {
        lines
            .iter()
            .map(|line| line.weight * value(line))
            .sum::<f64>()
            / total
    };
    let mean: Vec<f64> = (0..n)
        .map(|i| average(&|line| f64::from(line.features[i])))
        .collect();
    let deviation: Vec<f64> = (0..n)
        .map(|i| average(&|line| (f64::from(line.features[i]) - mean[i]).powi(2)))
        .map(|variance| variance.sqrt().max(1e-3))
        .collect();
    let rows: Vec<Vec<f64>> = lines
        .iter()
        .map(|line| {
            let standard = (0..n).map(|i| (f64::from(line.features[i]) - mean[i]) / deviation[i]);
            std::iter::once(1.0).chain(standard).collect()
        })
        .collect();
    let mut weights = vec![0.0; n + 1];
    for _ in 0..STEPS {
        let mut gradient: Vec<f64> = weights.iter().map(|weight| -prior * weight).collect();
        let mut hessian = vec![vec![0.0; n + 1]; n + 1];
        gradient[0] = 0.0;
        for (i, row) in hessian.iter_mut().enumerate() {
            row[i] = if i == 0 { 1e-9 } else { prior };
        }
        for (line, x) in lines.iter().zip(&rows) {
            let probability = 1.0 / (1.0 + (-dot(&weights, x)).exp());
            let weight = scale * line.weight;
            let error = weight * (f64::from(u8::from(line.is_text)) - probability);
            let curvature = weight * probability * (1.0 - probability);
            for (i, row) in hessian.iter_mut().enumerate() {
                gradient[i] += error * x[i];
                let factor = curvature * x[i];
                for (cell, x) in row[..=i].iter_mut().zip(x) {
                    *cell += factor * x;
                }
            }
        }
        for (weight, step) in weights.iter_mut().zip(solve(hessian, gradient)) {
            *weight += step;
        }
    }
    let raw: Vec<f64> = (0..n).map(|i| weights[i + 1] / deviation[i]).collect();
    let rounded = |value: f64| ((value * 1e3).round() / 1e3) as f32;
    LineWeights {
        intercept: rounded(weights[0] - dot(&raw, &mean)),
        features: LINE_FEATURES
            .iter()
            .zip(&raw)
            .map(|(name, weight)| ((*name).to_owned(), rounded(*weight)))
            .collect(),
    }
}

/// Returns how well the whole pages are judged, each site by its model.
fn score(set: &Set, models: &[LineModel]) -> String {
    let (mut kept_rightly, mut kept, mut should_be_kept) = (0, 0, 0);
    for line in &set.whole {
        let is_kept = match &line.question {
            Question::Headline => continue,
            Question::Removed => false,
            Question::Open { features, least } => models[line.site].probability(features) >= *least,
        };
        kept += if is_kept { line.characters } else { 0 };
        should_be_kept += if line.is_text { line.characters } else { 0 };
        kept_rightly += if is_kept && line.is_text {
            line.characters
        } else {
            0
        };
    }
    let (precision, recall) = (
        kept_rightly as f64 / kept as f64,
        kept_rightly as f64 / should_be_kept as f64,
    );
    let f1 = 2.0 * precision * recall / (precision + recall);
    format!("{f1:.4} / {precision:.3} / {recall:.3}")
}
