//! What a run reads, and how: the flags on input, and the configuration file beside it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use newsdedup::corpus::{Options, Patterns};

use super::args::SharedArgs;
use super::exit::Exit;
use super::failure::{Failure, Result};

/// The configuration file that is looked for beside the input.
const CONFIGURATION: &str = "newsdedup.toml";

/// The flags on input, as typed.
#[derive(Debug, Default)]
pub struct InputFlags {
    config: Option<PathBuf>,
    fields: Vec<String>,
    include: Vec<String>,
    exclude: Vec<String>,
    /// What the other flags say; their defaults are those of the library.
    others: Others,
}

#[derive(Debug, Default)]
struct Others {
    follow: bool,
    strict: bool,
    since: Option<jiff::civil::Date>,
    until: Option<jiff::civil::Date>,
    max_record_bytes: Option<u32>,
}

impl InputFlags {
    /// Takes the flags on input.
    pub fn of(args: &SharedArgs) -> Self {
        InputFlags {
            config: args.config.clone(),
            fields: args.field.clone(),
            include: args.include.clone(),
            exclude: args.exclude.clone(),
            others: Others {
                follow: args.follow,
                strict: args.strict,
                since: args.since,
                until: args.until,
                max_record_bytes: args.max_record_bytes,
            },
        }
    }

    /// Returns the options for these inputs: the flags, and behind them the configuration file.
    ///
    /// # Errors
    ///
    /// If a flag or the file can't be understood, or there are several files.
    pub fn options(&self, paths: &[PathBuf]) -> Result<Options> {
        let file = match &self.config {
            Some(file) => Some(file.clone()),
            None => beside(paths)?,
        };
        let options = file.map_or_else(|| Ok(Options::default()), |file| read(&file));
        options
            .and_then(|options| self.applied(options))
            .map_err(|error| Failure::from(error).with_exit(Exit::Usage))
    }

    fn applied(&self, mut options: Options) -> newsdedup::Result<Options> {
        let of_file = std::mem::take(&mut options.names);
        for field in &self.fields {
            // Without a sign of equality there is no such field, which is what is told.
            let (field, path) = field.split_once('=').unwrap_or((field, ""));
            options.names.add(field, path)?;
        }
        options.names.extend(&of_file);
        if !self.include.is_empty() {
            options.include = Patterns::new(self.include.iter().map(String::as_str))?;
        }
        if !self.exclude.is_empty() {
            options.exclude = Patterns::new(self.exclude.iter().map(String::as_str))?;
        }
        let others = &self.others;
        options.follow_links |= others.follow;
        options.strict = others.strict;
        options.since = others.since.or(options.since);
        options.until = others.until.or(options.until);
        options.max_record_bytes = others.max_record_bytes.unwrap_or(options.max_record_bytes);
        Ok(options)
    }
}

fn read(file: &Path) -> newsdedup::Result<Options> {
    let text = fs::read_to_string(file).map_err(|source| newsdedup::Error::Read {
        path: file.to_owned(),
        source,
    })?;
    Options::parse(&file.display().to_string(), &text)
}

/// Finds the configuration file in the folders that are read, or that the files that are read are in.
fn beside(paths: &[PathBuf]) -> Result<Option<PathBuf>> {
    let folders = paths.iter().filter(|path| *path != Path::new("-"));
    let folders = folders.map(|path| match path.is_dir() {
        true => path.clone(),
        false => path.parent().map(Path::to_owned).unwrap_or_default(),
    });
    let files = folders.map(|folder| folder.join(CONFIGURATION));
    let found: BTreeSet<PathBuf> = files.filter(|file| file.is_file()).collect();
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (Some(one), Some(other)) => {
            let (one, other) = (one.display(), other.display());
            let error = anyhow!("there are two configurations, {one} and {other}");
            Err(Failure::from(error)
                .with_hint("name one with --config")
                .with_exit(Exit::Usage))
        }
        (found, _) => Ok(found),
    }
}
