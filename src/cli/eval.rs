//! `newsdedup eval`: a grouping and labels in, scores out.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use newsdedup::evaluate::{self, Dimension, Evaluation, Labelling, Labels, Step};
use newsdedup::pipeline::{self, Articles, Settings};
use newsdedup::stories::{Articles as _, Granularity, Measured, Params};
use serde::Serialize;

use super::args::{By, EvalArgs, EvalFormat};
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::job;
use super::output::Output;
use super::tell;

/// What a run of `eval` does.
#[derive(Debug)]
pub struct Config {
    /// The labels.
    gold: PathBuf,
    /// What is scored.
    task: Task,
    /// The form of the scores.
    format: EvalFormat,
}

/// What is scored.
#[derive(Debug)]
enum Task {
    /// A grouping, against stories.
    Grouping { predicted: Predicted, views: Views },
    /// A grouping, against pairs.
    Pairs { predicted: Predicted },
    /// What `cluster` would make of a corpus at each granularity.
    Sweep(job::Config),
}

/// Where the grouping is; `None` is standard input.
type Predicted = Option<PathBuf>;

/// What is shown beside the scores.
#[derive(Debug)]
struct Views {
    dimensions: Vec<Dimension>,
    relations: bool,
    worst: Option<usize>,
}

impl From<EvalArgs> for Config {
    fn from(args: EvalArgs) -> Self {
        let is_stdin = args.predicted == Path::new("-");
        let predicted = (!is_stdin).then_some(args.predicted);
        let has_views =
            !args.by.is_empty() || args.relations || args.worst.is_some() || !args.sweep.is_empty();
        let task = if !args.sweep.is_empty() {
            Task::Sweep(job::Config::of(args.sweep))
        } else if args.pairs {
            Task::Pairs { predicted }
        } else {
            let views = Views {
                dimensions: args.by.into_iter().map(dimension).collect(),
                relations: args.relations,
                worst: args.worst,
            };
            Task::Grouping { predicted, views }
        };
        let format = args.format.unwrap_or(match has_views {
            true => EvalFormat::Table,
            false => EvalFormat::Json,
        });
        Config {
            gold: args.gold,
            task,
            format,
        }
    }
}

fn dimension(by: By) -> Dimension {
    match by {
        By::Outlet => Dimension::Outlet,
        By::Size => Dimension::Size,
        By::Lang => Dimension::Lang,
    }
}

/// Runs the command.
///
/// # Errors
///
/// If a file can't be read or has a line of another form, or as [`job::run`] in a sweep.
pub fn run(config: &Config) -> Result<Exit> {
    match &config.task {
        Task::Grouping { predicted, views } => {
            let evaluation = evaluation(&config.gold, predicted.as_deref(), views)?;
            write(config.format, &evaluation, |out| {
                evaluate::write_evaluation(&evaluation, out)
            })
        }
        Task::Pairs { predicted } => {
            let gold =
                evaluate::read_pairs(&config.gold).map_err(|error| explained(error, PAIRS_FORM))?;
            let predicted = read_predicted(predicted.as_deref())?;
            let scores = evaluate::pair_scores(&gold, &predicted.labels);
            if scores.missing == scores.pairs {
                tell_nothing_matches("grouping");
            }
            write(config.format, &scores, |out| {
                evaluate::write_pair_scores(&scores, out)
            })
        }
        Task::Sweep(job) => sweep(&config.gold, job, config.format),
    }
}

/// Scores a grouping, and shows what was asked for.
fn evaluation(gold: &Path, predicted: Option<&Path>, views: &Views) -> Result<Evaluation> {
    let gold = read_gold(gold)?;
    let predicted = read_predicted(predicted)?;
    let scores = evaluate::scores(&gold.labels, &predicted.labels);
    if scores.missing == scores.n {
        tell_nothing_matches("grouping");
    }
    let relations = match views.relations {
        true => Some(relations(&gold, &predicted)?),
        false => None,
    };
    let by = views.dimensions.iter();
    Ok(Evaluation {
        scores,
        breakdowns: by
            .map(|by| evaluate::breakdown(*by, &gold, &predicted))
            .collect(),
        relations,
        worst: views
            .worst
            .map(|most| evaluate::worst(&gold, &predicted, most)),
    })
}

/// Compares the relations, if there are any on both sides.
fn relations(gold: &Labelling, predicted: &Labelling) -> Result<evaluate::Confusion> {
    let confusion = evaluate::relations(gold, predicted).ok_or_else(|| {
        let error = anyhow!("no line of GOLD has a `relation`");
        Failure::from(error).with_hint(r#"add, for example, "relation": "copy", "of": "a""#)
    })?;
    if confusion.told().is_empty() {
        let error = anyhow!("PREDICTED says no relation of any labelled article");
        return Err(Failure::from(error).with_hint("give what `cluster` wrote"));
    }
    Ok(confusion)
}

/// Clusters a corpus at each granularity, and scores each.
fn sweep(gold: &Path, job: &job::Config, format: EvalFormat) -> Result<Exit> {
    /// The steps by a name, so that JSON is one object.
    #[derive(Serialize)]
    struct Sweep<'s> {
        sweep: &'s [Step],
    }
    let gold = read_gold(gold)?;
    let settings = Settings::default();
    job::run_on_articles(job, &settings, |articles, studied, progress| {
        let measured = pipeline::measure(articles, studied, progress)?;
        progress.clear();
        let clusterings = granularities().map(|granularity| {
            let params = Params {
                granularity,
                ..settings.stories
            };
            (granularity.least(), labels(articles, &measured, &params))
        });
        let steps = evaluate::sweep(&gold.labels, clusterings);
        let lacks_all = |step: &Step| step.scores.missing == gold.labels.len();
        if steps.first().is_some_and(lacks_all) {
            tell_nothing_matches("corpus");
        }
        job.write(|out| match format {
            EvalFormat::Json => write_json(&Sweep { sweep: &steps }, out),
            EvalFormat::Table => evaluate::write_sweep(&steps, out),
        })
    })
}

/// Returns the granularities of a sweep, .95 to .05, finest first.
fn granularities() -> impl Iterator<Item = Granularity> {
    let twentieths = (1..20)
        .rev()
        .map(|twentieths| f64::from(5 * twentieths) / 100.0);
    twentieths.filter_map(Granularity::new)
}

/// Labels each article with its story.
fn labels(articles: &Articles<'_>, measured: &Measured, params: &Params) -> Labels {
    let stories = measured.clusters(params);
    let named = (0..).zip(&stories).flat_map(|(story, articles)| {
        let story: usize = story;
        articles.iter().map(move |article| (*article, story))
    });
    named
        .map(|(article, story)| (articles.id(article).to_owned(), story.to_string()))
        .collect()
}

fn read_gold(path: &Path) -> Result<Labelling> {
    evaluate::read_gold(path).map_err(|error| explained(error, GOLD_FORM))
}

fn read_predicted(path: Option<&Path>) -> Result<Labelling> {
    let predicted = match path {
        Some(path) => evaluate::read_predicted(path),
        None => evaluate::read_predicted_from(io::stdin().lock(), Path::new("standard input")),
    };
    predicted.map_err(|error| explained(error, PREDICTED_FORM))
}

/// Adds what a file should look like, if that is what is wrong with it.
fn explained(error: newsdedup::Error, form: &str) -> Failure {
    let is_form = matches!(error, newsdedup::Error::Labels { .. });
    let failure = Failure::from(error);
    if is_form {
        failure.with_hint(form)
    } else {
        failure
    }
}

/// Says that the scores mean nothing, and why that may be.
fn tell_nothing_matches(place: &str) {
    tell(&format!(
        "newsdedup: none of the labelled articles is in the {place}"
    ));
    tell(ID_HINT);
}

fn write(
    format: EvalFormat,
    scores: &impl Serialize,
    table: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<Exit> {
    let mut output = Output::open(None)?;
    match format {
        EvalFormat::Json => write_json(scores, &mut output),
        EvalFormat::Table => table(&mut output),
    }
    .context("the scores could not be written")?;
    output.finish()?;
    Ok(Exit::Done)
}

fn write_json(scores: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, scores)?;
    out.write_all(b"\n")
}

const GOLD_FORM: &str = r#"GOLD has a line like {"id": "a", "gold": "story-1"} for each article"#;

const PAIRS_FORM: &str = "GOLD has lines of id, tab, id, tab, `same` or `different`";

const PREDICTED_FORM: &str = r#"PREDICTED is what `cluster` wrote, or lines like {"id": "a", "cluster": "1"}, or id, tab, label"#;

const ID_HINT: &str = "Hint: an article without an id goes by its path as given to `cluster`; \
     run that from the folder where the paths in GOLD start";
