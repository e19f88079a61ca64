//! Fits the weights of the link model on labelled corpora and writes them as the table that ships:
//!
//! ```sh
//! cargo run --release --example fit_links -- a.jsonl.gz b.jsonl.gz c.jsonl.gz > src/stories/data/links.toml
//! ```
//!
//! A corpus is JSON Lines, gzipped, with the fields that `newsdedup` reads and a label in `gold`. Every
//! corpus counts the same, and is met in three kinds of company: whole; in small corpora of a few of
//! its stories; and in small corpora of articles that are all alike, which is where a model that knows
//! only large corpora joins everything. The weights for undated pairs are fitted on *all* pairs with
//! their publication dates hidden.
//!
//! On standard error stand B-cubed F1 and pair F1 of each whole corpus under the shipped settings, with
//! weights fitted on all corpora and with weights fitted on the others only ("held out"), and then the
//! mean held-out figures over a grid of the two settings of [`Bar`], from which the defaults were taken.
//! Then, all held out: what the mean figures lose if one feature is left out, and how far the
//! probabilities of pairs, and the cohesion of stories, are from the truth (expected calibration error
//! in ten bins of equal width).

// A program that writes a table and shows figures has to print.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod algebra;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs::File;
use std::io::{BufReader, Cursor, Read};

use flate2::read::GzDecoder;
use newsdedup::corpus::{self, Input, Options};
use newsdedup::evaluate::{Labels, scores};
use newsdedup::stories::{
    Bar, Collection, DATED_FEATURES, FEATURES, Features, Floor, Likely, Link, Measure, Model,
    Params, Studied, Weights, WordingBehind, average_linkage,
};
use newsdedup::strip::{Article, Stripper};
use rayon::prelude::*;
use serde::Deserialize;

use algebra::{dot, solve};

/// Small corpora made of each whole one, of either kind.
const SMALL_CORPORA: usize = 60;
/// Stories in a small corpus.
const SMALL_STORIES: usize = 8;
/// Articles in a small corpus of articles that are alike.
const CLOSE_ARTICLES: usize = 10;
/// How much of a corpus's vote the whole, the small and the close companies have.
const VOTES: [f64; 3] = [0.6, 0.2, 0.2];
/// How many pairs the prior (weights of zero on standardized features) counts as.
const PRIOR_PAIRS: f64 = 50.0;
/// How many pairs all votes together count as.
const TOTAL_PAIRS: f64 = 50_000.0;

/// The grid of settings.
const LEAST: [f64; 5] = [0.25, 0.3, 0.35, 0.4, 0.5];
const LOOSER: [f64; 6] = [10.0, 15.0, 20.0, 30.0, 40.0, f64::INFINITY];

/// A labelled corpus.
struct Corpus {
    name: String,
    ids: Vec<String>,
    labels: Vec<String>,
    companies: Vec<Company>,
}

/// Some articles of a corpus, clustered by themselves.
struct Company {
    /// Index into [`VOTES`].
    kind: usize,
    members: Vec<usize>,
    pairs: Vec<Pair>,
}

/// A likely pair; articles are indices into the company.
struct Pair {
    a: usize,
    b: usize,
    features: Features,
    dated: bool,
    same: bool,
}

/// A pair with its share of the vote.
struct Vote {
    features: Vec<f64>,
    same: bool,
    weight: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let stripper = Stripper::new()?;
    let paths: Vec<String> = std::env::args().skip(1).collect();
    if paths.is_empty() {
        return Err("name the labelled corpora: FILE.jsonl.gz …".into());
    }
    let corpora = paths
        .iter()
        .map(|path| load(path, &stripper))
        .collect::<Result<Vec<_>, _>>()?;
    let model = fit(&corpora.iter().collect::<Vec<_>>());
    if corpora.len() > 1 {
        report(&corpora, &model);
        report_features(&corpora);
        report_calibration(&corpora);
    }
    println!("# Weights of the link model, by examples/fit_links.rs from:");
    for path in &paths {
        println!("#   {}", path.rsplit('/').next().unwrap_or_default());
    }
    print!("{}", toml::to_string(&model)?);
    Ok(())
}

/// Reads a corpus and measures its pairs in each company.
fn load(path: &str, stripper: &Stripper) -> Result<Corpus, Box<dyn Error>> {
    #[derive(Deserialize)]
    struct Label {
        id: String,
        gold: String,
    }
    let mut bytes = Vec::new();
    GzDecoder::new(File::open(path)?).read_to_end(&mut bytes)?;
    let mut gold: BTreeMap<String, String> = BTreeMap::new();
    for label in serde_json::Deserializer::from_slice(&bytes).into_iter::<Label>() {
        let label = label?;
        gold.insert(label.id, label.gold);
    }
    let stream = Input::Stream(Box::new(BufReader::new(Cursor::new(bytes))));
    let documents = corpus::read(
        vec![stream],
        &Options::default(),
        &std::env::temp_dir(),
        &|_| (),
    )?
    .documents;
    let ids: Vec<String> = documents
        .iter()
        .map(|document| document.id.clone())
        .collect();
    let labels: Vec<String> = ids.iter().map(|id| gold[id].clone()).collect();
    let profile = stripper.learn(&documents);
    let articles: Vec<Article> = documents
        .into_par_iter()
        .map(|document| stripper.strip_with(document, &profile))
        .collect();
    let companies = companies(&articles, &labels)?;
    Ok(Corpus {
        name: path.rsplit('/').next().unwrap_or_default().to_owned(),
        ids,
        labels,
        companies,
    })
}

/// Puts a corpus into its companies, the whole first.
fn companies(articles: &[Article], labels: &[String]) -> newsdedup::Result<Vec<Company>> {
    let everyone: Vec<usize> = (0..articles.len()).collect();
    let whole = Collection::new(Studied::of(articles)?, everyone.clone());
    let stories: Vec<&String> = labels.iter().collect::<BTreeSet<_>>().into_iter().collect();
    let small = stories
        .chunks(SMALL_STORIES)
        .take(SMALL_CORPORA)
        .map(|some| {
            (
                1,
                everyone
                    .iter()
                    .copied()
                    .filter(|article| some.contains(&&labels[*article]))
                    .collect(),
            )
        });
    let step = (articles.len() / SMALL_CORPORA).max(1);
    let close = everyone
        .iter()
        .step_by(step)
        .take(SMALL_CORPORA)
        .map(|article| (2, nearest(*article, &whole)));
    std::iter::once((0, everyone.clone()))
        .chain(small)
        .chain(close)
        .map(|(kind, members)| company(kind, members, articles, labels))
        .collect()
}

/// Returns an article and those most like it.
fn nearest(article: usize, collection: &Collection) -> Vec<usize> {
    let mut ranked: Vec<(f64, usize)> = (0..collection.len())
        .map(|other| (-collection.compare(article, other).words, other))
        .collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    ranked
        .into_iter()
        .take(CLOSE_ARTICLES)
        .map(|(_, other)| other)
        .collect()
}

fn company(
    kind: usize,
    members: Vec<usize>,
    articles: &[Article],
    labels: &[String],
) -> newsdedup::Result<Company> {
    let articles: Vec<Article> = members.iter().map(|one| articles[*one].clone()).collect();
    let everyone = (0..articles.len()).collect();
    let collection = Collection::new(Studied::of(&articles)?, everyone);
    let pair = |(a, b): (usize, usize), measure: Measure, behind: WordingBehind| {
        let mut features = measure.features;
        behind.add_to(&mut features);
        Pair {
            a,
            b,
            features,
            dated: measure.dated,
            same: labels[members[a]] == labels[members[b]],
        }
    };
    let likely = Likely {
        collection: &collection,
        articles: &articles,
    };
    // All likely pairs count, whatever today's model says of them.
    let pairs = likely.measure(
        Model::shipped(),
        Floor::NONE,
        |measure| *measure,
        pair,
        &|_| (),
    )?;
    Ok(Company {
        kind,
        members,
        pairs,
    })
}

/// Fits both regressions.
fn fit(corpora: &[&Corpus]) -> Model {
    fit_without(corpora, None)
}

/// Fits both regressions without one of the features.
fn fit_without(corpora: &[&Corpus], left_out: Option<&str>) -> Model {
    let used = |features: usize| -> Vec<usize> {
        (0..features)
            .filter(|feature| Some(FEATURES[*feature]) != left_out)
            .collect()
    };
    let fitted =
        |used: Vec<usize>, takes: fn(&Pair) -> bool| regress(&votes(corpora, &used, takes), &used);
    Model {
        dated: fitted(used(FEATURES.len()), |pair| pair.dated),
        undated: fitted(used(FEATURES.len() - DATED_FEATURES), |_| true),
    }
}

/// Shares the votes out among the pairs: each corpus has one, each kind of company its part of it.
fn votes(corpora: &[&Corpus], used: &[usize], takes: impl Fn(&Pair) -> bool) -> Vec<Vote> {
    let mut votes = Vec::new();
    for corpus in corpora {
        for (kind, vote) in VOTES.iter().enumerate() {
            let pairs: Vec<&Pair> = corpus
                .companies
                .iter()
                .filter(|company| company.kind == kind)
                .flat_map(|company| &company.pairs)
                .filter(|pair| takes(pair))
                .collect();
            let weight = vote * TOTAL_PAIRS / (corpora.len() * pairs.len().max(1)) as f64;
            votes.extend(pairs.into_iter().map(|pair| Vote {
                features: used.iter().map(|feature| pair.features[*feature]).collect(),
                same: pair.same,
                weight,
            }));
        }
    }
    votes
}

/// Fits a logistic regression by Newton's method (IRLS) on standardized features, with a ridge prior.
fn regress(votes: &[Vote], used: &[usize]) -> Weights {
    let n = votes[0].features.len();
    let total: f64 = votes.iter().map(|vote| vote.weight).sum();
    let mean: Vec<f64> = (0..n)
        .map(|i| {
            votes
                .iter()
                .map(|vote| vote.weight * vote.features[i])
                .sum::<f64>()
                / total
        })
        .collect();
    let deviation: Vec<f64> = (0..n)
        .map(|i| {
            votes
                .iter()
                .map(|vote| vote.weight * (vote.features[i] - mean[i]).powi(2))
                .sum::<f64>()
                / total
        })
        .map(|variance| variance.sqrt().max(1e-9))
        .collect();
    let standard = |vote: &Vote| -> Vec<f64> {
        let features = vote
            .features
            .iter()
            .enumerate()
            .map(|(i, value)| (value - mean[i]) / deviation[i]);
        std::iter::once(1.0).chain(features).collect()
    };
    let mut weights = vec![0.0; n + 1];
    for _ in 0..25 {
        let mut gradient: Vec<f64> = weights.iter().map(|weight| -PRIOR_PAIRS * weight).collect();
        let mut hessian = vec![vec![0.0; n + 1]; n + 1];
        gradient[0] = 0.0;
        for (i, row) in hessian.iter_mut().enumerate() {
            row[i] = if i == 0 { 1e-9 } else { PRIOR_PAIRS };
        }
        for vote in votes {
            let x = standard(vote);
            let probability = 1.0 / (1.0 + (-dot(&weights, &x)).exp());
            let error = vote.weight * (f64::from(u8::from(vote.same)) - probability);
            let curvature = vote.weight * probability * (1.0 - probability);
            for i in 0..=n {
                gradient[i] += error * x[i];
                for j in 0..=i {
                    hessian[i][j] += curvature * x[i] * x[j];
                }
            }
        }
        for (weight, step) in weights.iter_mut().zip(solve(hessian, gradient)) {
            *weight += step;
        }
    }
    let raw: Vec<f64> = (0..n).map(|i| weights[i + 1] / deviation[i]).collect();
    let rounded = |value: f64| (value * 1e4).round() / 1e4;
    Weights {
        intercept: rounded(weights[0] - dot(&raw, &mean)),
        features: used
            .iter()
            .zip(&raw)
            .map(|(feature, weight)| (FEATURES[*feature].to_owned(), rounded(*weight)))
            .collect(),
    }
}

/// Prints how well the shipped settings do on each corpus, and what other settings would do on average.
fn report(corpora: &[Corpus], model: &Model) {
    let held_out: Vec<Model> = corpora
        .iter()
        .map(|corpus| fit(&others(corpora, corpus)))
        .collect();
    eprintln!("B-cubed F1 / pair F1       fitted       held out");
    for (corpus, held_out) in corpora.iter().zip(&held_out) {
        let [fitted, held_out] =
            [model, held_out].map(|model| score(corpus, model, Params::default().bar()));
        eprintln!(
            "{:24} {:.3}/{:.3}  {:.3}/{:.3}",
            corpus.name, fitted.0, fitted.1, held_out.0, held_out.1
        );
    }
    eprintln!(
        "\nmean held out       least {}",
        LEAST.map(|least| format!("{least:<11}")).join("  ")
    );
    for looser in LOOSER {
        let mean = |least: f64| {
            let scores = corpora
                .iter()
                .zip(&held_out)
                .map(|(corpus, model)| score(corpus, model, Bar { least, looser }));
            let sum = scores.fold((0.0, 0.0), |sum, score| (sum.0 + score.0, sum.1 + score.1));
            let n = corpora.len() as f64;
            format!("{:.3}/{:.3}", sum.0 / n, sum.1 / n)
        };
        eprintln!("  looser {looser:>10}       {}", LEAST.map(mean).join("  "));
    }
}

/// Prints what leaving out one feature costs, each corpus clustered by weights fitted on the others.
fn report_features(corpora: &[Corpus]) {
    let mean = |left_out: Option<&str>| -> [f64; 2] {
        let mut sum = [0.0; 2];
        for corpus in corpora {
            let model = fit_without(&others(corpora, corpus), left_out);
            let (bcubed, pair) = score(corpus, &model, Params::default().bar());
            sum[0] += bcubed / corpora.len() as f64;
            sum[1] += pair / corpora.len() as f64;
        }
        sum
    };
    let all = mean(None);
    eprintln!("\nmean held out: lost without a feature (B-cubed F1, pair F1)");
    for feature in FEATURES {
        let without = mean(Some(feature));
        eprintln!(
            "  {feature:18} {:+.4} {:+.4}",
            all[0] - without[0],
            all[1] - without[1]
        );
    }
}

/// Prints the expected calibration error of pairs and of stories, by weights fitted on the other corpora.
fn report_calibration(corpora: &[Corpus]) {
    eprintln!("\nexpected calibration error, held out: of pairs, of the cohesion of stories");
    for corpus in corpora {
        let model = fit(&others(corpora, corpus));
        let whole = &corpus.companies[0];
        let links = links(whole, &model);
        let pairs: Vec<(f64, f64)> = links
            .iter()
            .zip(&whole.pairs)
            .map(|(link, pair)| (link.probability, f64::from(u8::from(pair.same))))
            .collect();
        let between: BTreeMap<(usize, usize), f64> = links
            .iter()
            .map(|link| ((link.a, link.b), link.probability))
            .collect();
        let bar = Params::default().bar();
        let stories: Vec<(f64, f64)> = average_linkage(whole.members.len(), &links, bar)
            .iter()
            .filter(|story| story.len() > 1)
            .map(|story| cohesion(story, &between, &corpus.labels))
            .collect();
        eprintln!(
            "  {:24} {:.3}  {:.3}",
            corpus.name,
            calibration_error(&pairs),
            calibration_error(&stories)
        );
    }
}

/// Returns the mean probability of a story's pairs, and the share of them that are of one story.
fn cohesion(
    story: &[usize],
    between: &BTreeMap<(usize, usize), f64>,
    labels: &[String],
) -> (f64, f64) {
    let (mut probability, mut same, mut pairs) = (0.0, 0.0, 0.0);
    for (place, a) in story.iter().enumerate() {
        for b in &story[place + 1..] {
            probability += between.get(&(*a, *b)).copied().unwrap_or(0.0);
            same += f64::from(u8::from(labels[*a] == labels[*b]));
            pairs += 1.0;
        }
    }
    (probability / pairs, same / pairs)
}

/// Returns the mean distance between what was foretold and what was found, over ten bins.
fn calibration_error(foretold: &[(f64, f64)]) -> f64 {
    let mut bins = [(0.0, 0.0); 10];
    for (probability, truth) in foretold {
        let bin = &mut bins[((probability * 10.0) as usize).min(9)];
        bin.0 += probability;
        bin.1 += truth;
    }
    let apart: f64 = bins.iter().map(|bin| (bin.0 - bin.1).abs()).sum();
    apart / foretold.len().max(1) as f64
}

/// Returns all corpora but one.
fn others<'a>(corpora: &'a [Corpus], left_out: &Corpus) -> Vec<&'a Corpus> {
    corpora
        .iter()
        .filter(|other| other.name != left_out.name)
        .collect()
}

/// Returns B-cubed F1 and pair F1 of a whole corpus.
fn score(corpus: &Corpus, model: &Model, bar: Bar) -> (f64, f64) {
    let gold: Labels = corpus
        .ids
        .iter()
        .cloned()
        .zip(corpus.labels.iter().cloned())
        .collect();
    let predicted = cluster(&corpus.companies[0], model, bar)
        .into_iter()
        .enumerate()
        .flat_map(|(story, members)| {
            members
                .into_iter()
                .map(move |member| (corpus.ids[member].clone(), story.to_string()))
        });
    let scores = scores(&gold, &predicted.collect());
    (scores.bcubed_f1, scores.pair_f1)
}

/// Clusters a company by a model.
fn cluster(company: &Company, model: &Model, bar: Bar) -> Vec<Vec<usize>> {
    let links = links(company, model);
    average_linkage(company.members.len(), &links, bar)
}

/// Says how probable each pair of a company is by a model.
fn links(company: &Company, model: &Model) -> Vec<Link> {
    company
        .pairs
        .iter()
        .map(|pair| {
            let probability = model.probability(&pair.features, pair.dated);
            Link::new((pair.a, pair.b), probability, &pair.features)
        })
        .collect()
}
