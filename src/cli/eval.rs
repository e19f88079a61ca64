//! `newsdedup eval`: a grouping and labels in, scores out.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use newsdedup::evaluate::{self, Scores};

use super::args::EvalArgs;
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::output::Output;
use super::tell;

/// What a run of `eval` does.
#[derive(Debug)]
pub struct Config {
    /// The labels.
    gold: PathBuf,
    /// The grouping; `None` is standard input.
    predicted: Option<PathBuf>,
}

impl From<EvalArgs> for Config {
    fn from(args: EvalArgs) -> Self {
        let is_stdin = args.predicted == Path::new("-");
        Config {
            gold: args.gold,
            predicted: (!is_stdin).then_some(args.predicted),
        }
    }
}

/// Runs the command.
///
/// # Errors
///
/// If either file can't be read or has a line of another form.
pub fn run(config: &Config) -> Result<Exit> {
    let gold = evaluate::read_gold(&config.gold).map_err(|error| explained(error, GOLD_FORM))?;
    let predicted = match &config.predicted {
        Some(path) => evaluate::read_predicted(path),
        None => evaluate::read_predicted_from(io::stdin().lock(), Path::new("standard input")),
    };
    let predicted = predicted.map_err(|error| explained(error, PREDICTED_FORM))?;
    let scores = evaluate::scores(&gold, &predicted);
    if scores.missing == scores.n {
        tell("newsdedup: none of the labelled articles is in the grouping");
        tell(ID_HINT);
    }
    write(&scores)?;
    Ok(Exit::Done)
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

fn write(scores: &Scores) -> Result<()> {
    let mut output = Output::open(None)?;
    serde_json::to_writer_pretty(&mut output, scores)
        .map_err(io::Error::from)
        .and_then(|()| output.write_all(b"\n"))
        .context("the scores could not be written")?;
    output.finish()
}

const GOLD_FORM: &str = r#"GOLD has a line like {"id": "a", "gold": "story-1"} for each article"#;

const PREDICTED_FORM: &str = r#"PREDICTED is what `cluster` wrote, or lines like {"id": "a", "cluster": "1"}, or id, tab, label"#;

const ID_HINT: &str = "Hint: an article without an id goes by its path as given to `cluster`; \
     run that from the folder where the paths in GOLD start";
