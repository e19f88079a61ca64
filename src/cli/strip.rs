//! `newsdedup strip`: articles in, the same articles without boilerplate out.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anyhow::Context;
use newsdedup::pipeline;
use newsdedup::report::{self, Paint};
use newsdedup::strip::{Article, Profile};

use super::args::StripArgs;
use super::exit::Exit;
use super::failure::Result;
use super::job;
use super::output::Output;

/// What a run of `strip` does.
#[derive(Debug)]
pub struct Config {
    /// Where it reads and writes.
    job: job::Config,
    /// What it writes of an article.
    form: Form,
}

/// What is written of an article.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// A JSON object on a line.
    Json,
    /// The kept lines.
    Text,
    /// Every line with its verdict.
    Explain(Paint),
    /// What share was removed.
    Stats,
}

impl From<StripArgs> for Config {
    fn from(args: StripArgs) -> Self {
        let to_stdout = args.common.shared.output.is_none();
        let form = match &args {
            StripArgs { text: true, .. } => Form::Text,
            StripArgs { stats: true, .. } => Form::Stats,
            StripArgs { explain: true, .. } if to_stdout => Form::Explain(stdout_paint()),
            StripArgs { explain: true, .. } => Form::Explain(Paint::Plain),
            _ => Form::Json,
        };
        Config {
            job: job::Config::from(args.common).learning(args.learn),
            form,
        }
    }
}

/// Runs the command.
///
/// # Errors
///
/// As [`job::run`].
pub fn run(config: &Config) -> Result<Exit> {
    job::run(
        &config.job,
        |corpus, known, stripper, progress| {
            let documents = corpus.documents;
            let profile = pipeline::learn_from(&documents, stripper, known, progress);
            if let Some(path) = config.job.learn() {
                save(&profile, path)?;
            }
            Ok(pipeline::strip(documents, stripper, &profile, progress))
        },
        |articles: &Vec<Article>, out: &mut dyn Write| match config.form {
            Form::Json => report::write_cleaned(articles, out),
            Form::Text => report::write_text(articles, out),
            Form::Stats => report::write_stats(articles, out),
            Form::Explain(paint) => report::write_explanation(articles, paint, out),
        },
    )
}

/// Writes a profile to a file.
fn save(profile: &Profile, path: &Path) -> Result<()> {
    let mut output = Output::open(Some(path))?;
    profile
        .write(&mut output)
        .context("the profile could not be written")?;
    output.finish()
}

/// Returns colour for a terminal, unless `NO_COLOR` is set to anything (<https://no-color.org>).
fn stdout_paint() -> Paint {
    let unwanted = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if io::stdout().is_terminal() && !unwanted {
        Paint::Colour
    } else {
        Paint::Plain
    }
}
