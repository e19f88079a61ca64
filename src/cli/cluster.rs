//! `newsdedup cluster`: articles in, stories out.

use std::io::Write;

use newsdedup::pipeline::{self, Settings};
use newsdedup::report::{self, Report};

use super::args::{ClusterArgs, Format};
use super::exit::Exit;
use super::failure::Result;
use super::job;

/// What a run of `cluster` does.
#[derive(Debug)]
pub struct Config {
    /// Where it reads and writes.
    job: job::Config,
    /// The form of the report.
    format: Format,
    /// What decides the report's content.
    settings: Settings,
}

impl From<ClusterArgs> for Config {
    fn from(args: ClusterArgs) -> Self {
        let mut settings = Settings {
            min_size: args.min_size,
            ..Settings::default()
        };
        settings.duplicates.jaccard = args.jaccard;
        settings.duplicates.containment = args.containment;
        settings.stories.granularity = args.granularity;
        settings.stories.window = args.window;
        Config {
            job: args.common.into(),
            format: args.format,
            settings,
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
            let settings = &config.settings;
            let report = pipeline::cluster(corpus, stripper, known, settings, progress)?;
            Ok(report)
        },
        |report: &Report, out: &mut dyn Write| match config.format {
            Format::Json => report::write_json(report, out),
            Format::Jsonl => report::write_jsonl(report, out),
        },
    )
}
