//! What the commands over articles have in common: check the output, read the input on the asked-for
//! threads, name what was skipped, write the result, end with the right code.

use std::env;
use std::fs;
use std::io::{self, BufReader, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use newsdedup::corpus::{Input, Listing, Options, Skipped, Sources};
use newsdedup::pipeline::{self, Articles, Observer, Settings, Stage};
use newsdedup::stories::{Articles as _, Studied};
use newsdedup::strip::{self, Profile, RuleTable, Stripper};
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::args::{CommonArgs, SharedArgs};
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::input::InputFlags;
use super::output::Output;
use super::progress::Progress;
use super::tell;

/// Where a job reads and writes, and on how many threads.
#[derive(Debug)]
pub struct Config {
    /// Where the articles are, as typed; `-` is standard input.
    paths: Vec<PathBuf>,
    /// The flags on input.
    input: InputFlags,
    /// Where the result goes; `None` is standard output.
    output: Option<PathBuf>,
    /// Rule tables of the user's own, as typed.
    rules: Vec<PathBuf>,
    /// Kinds and rules by which nothing is removed.
    without: Vec<String>,
    /// The profile of what is known of the outlets already, as typed.
    profile: Option<PathBuf>,
    /// Where what is learned goes. A profile that grows from run to run is not there before the first.
    learn: Option<PathBuf>,
    /// Number of threads; 0 is one for each core.
    threads: usize,
}

impl From<CommonArgs> for Config {
    fn from(args: CommonArgs) -> Self {
        Config::reading(args.paths, args.shared)
    }
}

impl Config {
    /// Returns the configuration of a job that reads `paths`.
    pub fn reading(paths: Vec<PathBuf>, args: SharedArgs) -> Self {
        Config {
            input: InputFlags::of(&args),
            paths,
            // As `-` among the inputs is standard input, so it is standard output here.
            output: args.output.filter(|path| path != Path::new("-")),
            rules: args.rules,
            without: args.no_rule,
            profile: args.profile,
            learn: None,
            threads: usize::from(args.threads),
        }
    }

    /// Returns the configuration of a job that reads `paths` and writes to standard output, with all else
    /// as it is without flags.
    pub fn of(paths: Vec<PathBuf>) -> Self {
        Config {
            paths,
            input: InputFlags::default(),
            output: None,
            rules: Vec::new(),
            without: Vec::new(),
            profile: None,
            learn: None,
            threads: 0,
        }
    }

    /// Returns the configuration of a job that saves what it learns.
    pub fn learning(self, learn: Option<PathBuf>) -> Self {
        Config { learn, ..self }
    }

    /// Returns where what is learned goes.
    pub fn learn(&self) -> Option<&Path> {
        self.learn.as_deref()
    }

    /// Makes sure that all results can be written, before the long work.
    pub fn check_outputs(&self) -> Result<()> {
        if self.learn.as_deref() == Some(Path::new("-")) {
            let error = anyhow!("a profile can't go to standard output, where the articles go");
            return Err(Failure::from(error)
                .with_hint("name a file with --learn")
                .with_exit(Exit::Usage));
        }
        if self.learn.is_some() && self.learn == self.output {
            let error = anyhow!("--learn and --output name the same file");
            return Err(Failure::from(error).with_exit(Exit::Usage));
        }
        Output::check(self.output.as_deref())?;
        self.learn()
            .map_or(Ok(()), |path| Output::check(Some(path)))
    }

    /// Reads what is known of the outlets; without a profile, nothing.
    ///
    /// # Errors
    ///
    /// If the profile can't be read or understood.
    fn known(&self) -> Result<Profile> {
        let Some(path) = &self.profile else {
            return Ok(Profile::default());
        };
        if self.learn.as_ref() == Some(path) && !path.exists() {
            return Ok(Profile::default());
        }
        let text = fs::read_to_string(path).map_err(|source| newsdedup::Error::Read {
            path: path.clone(),
            source,
        });
        text.and_then(|text| Profile::parse(&path.display().to_string(), &text))
            .map_err(|error| Failure::from(error).with_exit(Exit::Usage))
    }

    /// Returns the threads to work on.
    ///
    /// # Errors
    ///
    /// If they can't be started.
    pub fn threads(&self) -> Result<ThreadPool> {
        ThreadPoolBuilder::new()
            .num_threads(self.threads)
            .build()
            .context("the threads could not be started")
            .map_err(|error| Failure::from(error).with_hint("try a smaller number with --threads"))
    }

    /// Reads what stripping goes by: the rules, shipped and the user's own, and what is known of the outlets.
    ///
    /// # Errors
    ///
    /// If a rule table or a profile can't be read or understood: then the command line can't be either.
    pub fn stripping(&self) -> Result<(Stripper, Profile)> {
        Ok((stripper(self)?, self.known()?))
    }

    /// Returns what users say of the input.
    ///
    /// # Errors
    ///
    /// If a flag or the configuration file can't be understood.
    pub fn options(&self) -> Result<Options> {
        self.input.options(&self.paths)
    }

    /// Returns what is to be read; `-` is standard input.
    pub fn inputs(&self) -> Vec<Input> {
        let inputs = self.paths.iter().map(|path| {
            if path == Path::new("-") {
                Input::Stream(Box::new(BufReader::new(io::stdin())))
            } else {
                Input::Path(path.clone())
            }
        });
        inputs.collect()
    }

    /// Returns whether the result goes where people watch.
    pub fn writes_to_terminal(&self) -> bool {
        self.output.is_none() && io::stdout().is_terminal()
    }

    /// Opens the place where the result goes.
    ///
    /// # Errors
    ///
    /// If it can't be written to.
    pub fn open_output(&self) -> Result<Output> {
        Output::open(self.output.as_deref())
    }

    /// Writes a result where it is to go.
    ///
    /// # Errors
    ///
    /// If it can't be written.
    pub fn write(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        let mut output = self.open_output()?;
        write(&mut output).context("the result could not be written")?;
        output.finish()
    }
}

/// Lists the articles of the corpus, and has `work` done with them and with what is known of their outlets.
///
/// # Errors
///
/// If standard input can't be copied to a temporary file, the output can't be opened or written, a rule
/// table or a profile is broken, or the work fails.
/// Input that can't be read is no error: it is named, and the run ends with [`Exit::Skipped`].
pub fn run(
    config: &Config,
    work: impl FnOnce(&Listing<'_>, Profile, &Stripper, &Progress) -> Result<()> + Send,
) -> Result<Exit> {
    config.check_outputs()?;
    let options = config.options()?;
    let (stripper, known) = config.stripping()?;
    let progress = Progress::new();
    config.threads()?.install(|| {
        progress.begin(Stage::Read, None);
        let sources = Sources::open(config.inputs(), &options, &env::temp_dir())?;
        let listing = Listing::of(&sources, &|count| progress.advance(count))?;
        progress.clear();
        name_skipped(listing.skipped(), listing.is_empty());
        work(&listing, known, &stripper, &progress)?;
        Ok(Exit::after_skipping(listing.skipped()))
    })
}

/// Reads the corpus into articles that are had again when they are asked for, with the near-duplicates among
/// them, and has `work` done with them.
///
/// # Errors
///
/// As [`run`], and if a file changes while it is read.
pub fn run_on_articles(
    config: &Config,
    settings: &Settings,
    work: impl FnOnce(&Articles<'_>, Studied, &Progress) -> Result<()> + Send,
) -> Result<Exit> {
    config.check_outputs()?;
    let (stripper, known) = config.stripping()?;
    let progress = Progress::new();
    let scratch = env::temp_dir();
    config.threads()?.install(|| {
        let options = config.options()?;
        let sources = Sources::open(config.inputs(), &options, &scratch)?;
        let (articles, studied) =
            pipeline::read(&sources, &stripper, known, settings, &scratch, &progress)?;
        progress.clear();
        name_skipped(articles.skipped(), articles.is_empty());
        work(&articles, studied, &progress)?;
        let changed = articles.changed();
        name_skipped(&changed, false);
        Ok(Exit::after_skipping(
            &[articles.skipped(), &changed].concat(),
        ))
    })
}

/// Reads the rule tables that the command line names.
///
/// # Errors
///
/// If one can't be read or understood: then the command line can't be either.
fn stripper(config: &Config) -> Result<Stripper> {
    let tables = config.rules.iter().map(|path| {
        let text = fs::read_to_string(path).map_err(|source| newsdedup::Error::Read {
            path: path.clone(),
            source,
        })?;
        let name = path.display().to_string();
        Ok(RuleTable { name, text })
    });
    let tables: newsdedup::Result<Vec<RuleTable>> = tables.collect();
    let settings = tables.map(|rules| strip::Settings {
        rules,
        without: config.without.clone(),
    });
    settings
        .and_then(|settings| Stripper::with(&settings))
        .map_err(|error| Failure::from(error).with_exit(Exit::Usage))
}

/// Says what was skipped, a line each, and what to try if nothing is left.
pub fn name_skipped(skipped: &[Skipped], is_empty: bool) {
    for skipped in skipped {
        tell(&one_line(skipped));
    }
    if is_empty {
        tell("newsdedup: no article was found");
        tell(
            "Hint: name files of articles (text, pages, JSON, CSV, feeds, web archives), or a folder of them",
        );
    }
}

/// Returns `newsdedup: PATH[:RECORD]: REASON`, on one line whatever the path has in it.
fn one_line(
    Skipped {
        path,
        record,
        reason,
    }: &Skipped,
) -> String {
    let place = match record {
        Some(record) => format!("{path}:{record}"),
        None => path.clone(),
    };
    format!("newsdedup: {place}: {reason}").replace(char::is_control, " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skipped_entry_is_one_line_without_control_characters() {
        let skipped = Skipped {
            path: "a\nb\u{1b}[31m.txt".into(),
            record: Some(4),
            reason: "no text".into(),
        };
        assert_eq!(one_line(&skipped), "newsdedup: a b [31m.txt:4: no text");
    }
}
