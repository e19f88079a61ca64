//! `newsdedup cluster`: articles in, stories out.

use newsdedup::pipeline::{self, Settings};
use newsdedup::report;

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
            evidence: args.evidence,
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
/// As [`job::run_on_articles`].
pub fn run(config: &Config) -> Result<Exit> {
    let Config {
        job,
        format,
        settings,
    } = config;
    job::run_on_articles(job, settings, |articles, studied, progress| {
        let report = pipeline::cluster(articles, studied, settings, progress)?;
        progress.clear();
        job.write(|out| match format {
            Format::Json => report::write_json(&report, out),
            Format::Jsonl => report::write_jsonl(&report, out),
            Format::Csv => report::write_csv(&report, out),
            Format::Graphml => report::write_graphml(&report, out),
        })
    })
}
