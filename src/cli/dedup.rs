//! `newsdedup dedup`: articles in, the same articles without the copies among them out.

use std::env;

use newsdedup::corpus::Sources;
use newsdedup::dedup::{self, Settings};

use super::args::{self, DedupArgs};
use super::exit::Exit;
use super::failure::Result;
use super::job;
use super::progress::Progress;

/// What a run of `dedup` does.
#[derive(Debug)]
pub struct Config {
    /// Where it reads and writes.
    job: job::Config,
    /// What it writes.
    form: Form,
    /// Whether boilerplate counts.
    verbatim: bool,
    /// What decides which articles are copies.
    settings: Settings,
}

/// What is written.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// The articles that are no copies.
    Kept,
    /// All articles, each with what it is to its group.
    Annotated,
    /// The groups.
    Groups,
}

impl From<DedupArgs> for Config {
    fn from(args: DedupArgs) -> Self {
        let mut settings = Settings {
            keep: match args.keep {
                args::Keep::Earliest => dedup::Keep::Earliest,
                args::Keep::Longest => dedup::Keep::Longest,
                args::Keep::First => dedup::Keep::First,
            },
            ..Settings::default()
        };
        settings.duplicates.jaccard = args.threshold;
        settings.duplicates.containment = args.containment;
        Config {
            form: match args {
                DedupArgs { annotate: true, .. } => Form::Annotated,
                DedupArgs { groups: true, .. } => Form::Groups,
                _ => Form::Kept,
            },
            verbatim: args.no_strip,
            job: args.common.into(),
            settings,
        }
    }
}

/// Runs the command.
///
/// # Errors
///
/// If the output can't be opened or written, a rule table or a profile is broken, or a file changes
/// while it is read. Input that can't be read is no error: it is named, and the run ends with
/// [`Exit::Skipped`].
pub fn run(config: &Config) -> Result<Exit> {
    config.job.check_outputs()?;
    let stripping = match config.verbatim {
        true => None,
        false => Some(config.job.stripping()?),
    };
    let options = config.job.options()?;
    let pool = config.job.threads()?;
    let progress = Progress::new();
    let scratch = env::temp_dir();
    pool.install(|| {
        let sources = Sources::open(config.job.inputs(), &options, &scratch)?;
        let stripping = stripping
            .as_ref()
            .map(|(stripper, known)| (stripper, known.clone()));
        let copies = dedup::dedup(&sources, stripping, &config.settings, &scratch, &progress)?;
        progress.clear();
        job::name_skipped(copies.skipped(), copies.is_empty());
        config.job.write(|out| match config.form {
            Form::Kept => dedup::write_kept(&copies, out),
            Form::Annotated => dedup::write_annotated(&copies, out),
            Form::Groups => dedup::write_groups(&copies, out),
        })?;
        Ok(Exit::after_skipping(copies.skipped()))
    })
}
