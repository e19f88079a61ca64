//! `newsdedup strip`: articles in, the same articles without boilerplate out.

use std::convert::identity;
use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anyhow::Context;
use newsdedup::pipeline::{self, Observer};
use newsdedup::report::{self, Paint, Removals};
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    let Config { job, form } = config;
    job::run(job, |listing, known, stripper, progress| {
        let profile = &pipeline::learn_listed(listing, stripper, known, progress);
        progress.clear();
        if let Some(path) = job.learn() {
            save(profile, path)?;
        }
        let observer: &dyn Observer = match job.writes_to_terminal() {
            // A line that comes and goes would stand between the articles.
            true if *form != Form::Stats => &(),
            _ => progress,
        };
        let mut output = job.open_output()?;
        match form {
            Form::Stats => {
                let mut removals = Removals::default();
                let add = |article: Article| -> Result<()> {
                    removals.add(&article);
                    Ok(())
                };
                pipeline::strip(listing, stripper, profile, observer, identity, add)?;
                written(report::write_stats(&removals.stats(), &mut output))?;
            }
            _ => {
                let write = form.writer(&mut output);
                let make = |article: Article| form.bytes(&article);
                pipeline::strip(listing, stripper, profile, observer, make, write)?;
            }
        }
        progress.clear();
        output.finish()
    })
}

impl Form {
    /// Returns what is written of an article.
    fn bytes(self, article: &Article) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        match self {
            Form::Json => report::write_cleaned(article, &mut bytes)?,
            Form::Text => report::write_text(article, &mut bytes)?,
            Form::Explain(paint) => report::write_explanation(article, paint, &mut bytes)?,
            Form::Stats => {}
        }
        Ok(bytes)
    }

    /// Returns what writes one article after the other; a blank line stands between two texts and nowhere else.
    fn writer(self, out: &mut Output) -> impl FnMut(io::Result<Vec<u8>>) -> Result<()> {
        let mut separator: &[u8] = b"";
        move |bytes| {
            let bytes = bytes.context(NOT_WRITTEN)?;
            if !bytes.is_empty() {
                written(out.write_all(separator))?;
                written(out.write_all(&bytes))?;
                separator = if self == Form::Text { b"\n" } else { b"" };
            }
            Ok(())
        }
    }
}

/// What is said if the result can't be written.
const NOT_WRITTEN: &str = "the result could not be written";

fn written(result: io::Result<()>) -> Result<()> {
    Ok(result.context(NOT_WRITTEN)?)
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
