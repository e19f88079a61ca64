//! `newsdedup inspect`: a first look at articles, before any work is done on them.

use std::env;

use newsdedup::corpus::Sources;
use newsdedup::inspect;
use newsdedup::pipeline::{Observer, Stage};

use super::args::{InspectArgs, InspectFormat};
use super::exit::Exit;
use super::failure::Result;
use super::job;
use super::progress::Progress;

/// What a run of `inspect` does.
#[derive(Debug)]
pub struct Config {
    /// Where it reads and writes.
    job: job::Config,
    /// What it writes.
    format: InspectFormat,
}

impl From<InspectArgs> for Config {
    fn from(args: InspectArgs) -> Self {
        Config {
            format: args.format,
            job: args.common.into(),
        }
    }
}

/// Runs the command.
///
/// # Errors
///
/// If the output can't be opened or written, or a rule table or a profile is broken. Input that can't be read
/// is no error, and what is asked for: it is in the result.
pub fn run(config: &Config) -> Result<Exit> {
    config.job.check_outputs()?;
    let (stripper, _) = config.job.stripping()?;
    let options = config.job.options()?;
    let pool = config.job.threads()?;
    let progress = Progress::new();
    pool.install(|| {
        progress.begin(Stage::Read, None);
        let sources = Sources::open(config.job.inputs(), &options, &env::temp_dir())?;
        let inspection = inspect::inspect(&sources, &stripper, &|count| progress.advance(count))?;
        progress.clear();
        job::name_skipped(&[], inspection.articles.count == 0);
        config.job.write(|out| match config.format {
            InspectFormat::Table => inspect::write_table(&inspection, out),
            InspectFormat::Json => inspect::write_json(&inspection, out),
        })?;
        Ok(match inspection.skipped.count {
            0 => Exit::Done,
            _ => Exit::Skipped,
        })
    })
}
