//! `newsdedup compare`: two articles side by side, and why they are one story or not.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use newsdedup::pipeline::{self, Articles, Settings};
use newsdedup::report::{self, Compared, Paint};
use newsdedup::stories::Articles as _;

use super::args::{CompareArgs, CompareFormat};
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::job;

/// Columns where there is no terminal to ask.
const COLUMNS: usize = 80;

/// So many ids are offered in the place of one that is not there.
const OFFERED: usize = 3;

/// An id that is less like the one asked for is not offered, 0 to 1.
const LIKE: f64 = 0.6;

/// What a run of `compare` does.
#[derive(Debug)]
pub struct Config {
    /// Where it reads and writes.
    job: job::Config,
    /// The two articles.
    wanted: [Wanted; 2],
    /// The form of the result.
    format: CompareFormat,
    /// How wide it may be.
    columns: usize,
    paint: Paint,
    /// Whether a corpus was named.
    has_company: bool,
}

/// An article, as typed.
#[derive(Clone, Debug)]
struct Wanted {
    typed: String,
    /// The file that it is in, if one was named.
    file: Option<PathBuf>,
    /// Its id or its number in that file; `None` if the file is all that was named.
    id: Option<String>,
}

impl Wanted {
    /// Reads what was typed: a file that is there, FILE#ID with such a file, or else an id.
    fn of(typed: &str) -> Self {
        let whole = |file: &str| (file.to_owned(), None);
        let parts = typed.match_indices('#').map(|(at, _)| {
            let (file, id) = typed.split_at(at);
            (file.to_owned(), id.get(1..).map(str::to_owned))
        });
        let mut readings = [whole(typed)].into_iter().chain(parts);
        let found = readings.find(|(file, _)| Path::new(file).exists());
        let (file, id) = match found {
            Some((file, id)) => (Some(PathBuf::from(file)), id),
            None => (None, Some(typed.to_owned())),
        };
        Wanted {
            typed: typed.to_owned(),
            file,
            id,
        }
    }
}

impl From<CompareArgs> for Config {
    fn from(args: CompareArgs) -> Self {
        let wanted = [&args.first, &args.second].map(|typed| Wanted::of(typed));
        let mut paths: Vec<PathBuf> = wanted.iter().filter_map(|one| one.file.clone()).collect();
        paths.dedup();
        let has_company = !args.company.is_empty();
        paths.extend(args.company);
        let to_terminal = args.shared.output.is_none() && io::stdout().is_terminal();
        let paint = match to_terminal && std::env::var_os("NO_COLOR").is_none() {
            true => Paint::Colour,
            false => Paint::Plain,
        };
        let terminal = terminal_size::terminal_size().filter(|_| to_terminal);
        let width = args.width.or(terminal.map(|(width, _)| width.0));
        Config {
            job: job::Config::reading(paths, args.shared),
            wanted,
            format: args.format,
            columns: width.map_or(COLUMNS, usize::from),
            paint,
            has_company,
        }
    }
}

/// Runs the command.
///
/// # Errors
///
/// As [`job::run_on_articles`], and if an article is not there.
pub fn run(config: &Config) -> Result<Exit> {
    let Config {
        job,
        wanted,
        format,
        columns,
        paint,
        has_company,
    } = config;
    if let Some(missing) = wanted.iter().find(|one| one.file.is_none() && !has_company) {
        let error = anyhow!("there is no file {}", missing.typed);
        return Err(Failure::from(error)
            .with_hint("to name an article by its id, name its corpus with --in")
            .with_exit(Exit::Usage));
    }
    let settings = Settings::default();
    job::run_on_articles(job, &settings, |articles, studied, progress| {
        let pair = (find(&wanted[0], articles)?, find(&wanted[1], articles)?);
        let comparison = pipeline::compare(articles, studied, pair, progress)?;
        progress.clear();
        let [one, two] = [articles.article(pair.0)?, articles.article(pair.1)?];
        let compared = Compared::new([&one, &two], &comparison);
        job.write(|out| match format {
            CompareFormat::Json => report::write_object(&compared, out),
            CompareFormat::Text => {
                report::write_compared(&compared, [&one, &two], *columns, *paint, out)
            }
        })
    })
}

/// Finds an article among those that were read.
fn find(wanted: &Wanted, articles: &Articles<'_>) -> Result<usize> {
    let Wanted { typed, file, id } = wanted;
    let all = 0..articles.len();
    let candidates: Vec<usize> = match file {
        None => all.collect(),
        Some(file) => {
            let mut is_of_file: BTreeMap<String, bool> = BTreeMap::new();
            let is_wanted = |path: &str| same_file(Path::new(path), file);
            all.filter(|article| {
                let path = articles.origin(*article).path;
                match is_of_file.get(path) {
                    Some(known) => *known,
                    None => *is_of_file.entry(path.to_owned()).or_insert(is_wanted(path)),
                }
            })
            .collect()
        }
    };
    let Some(id) = id else {
        return match candidates[..] {
            [only] => Ok(only),
            [] => Err(Failure::from(anyhow!("{typed} has no article"))),
            [first, ..] => {
                let error = anyhow!("{typed} has {} articles", candidates.len());
                let hint = format!("name one of them: {typed}#{}", shown(articles.id(first)));
                Err(Failure::from(error).with_hint(hint).with_exit(Exit::Usage))
            }
        };
    };
    let by_id = candidates
        .iter()
        .find(|article| articles.id(**article) == id);
    let number: Option<usize> = id.parse().ok().filter(|_| file.is_some());
    let by_number = || {
        let mut numbered = candidates.iter();
        numbered.find(|article| number.is_some() && articles.origin(**article).record == number)
    };
    by_id.or_else(by_number).copied().ok_or_else(|| {
        let error = anyhow!("there is no article {typed}");
        let nearest = nearest(id, &candidates, articles);
        let failure = Failure::from(error).with_exit(Exit::Usage);
        match nearest.is_empty() {
            true => failure,
            false => failure.with_hint(format!("the nearest ids are {}", nearest.join(", "))),
        }
    })
}

/// Returns whether two paths lead to one file.
fn same_file(one: &Path, other: &Path) -> bool {
    one == other
        || match (fs::canonicalize(one), fs::canonicalize(other)) {
            (Ok(one), Ok(other)) => one == other,
            _ => false,
        }
}

/// Returns the ids that are most like one that is not there, the likest first.
fn nearest(id: &str, candidates: &[usize], articles: &Articles<'_>) -> Vec<String> {
    let mut likeness: Vec<(f64, &str)> = candidates
        .iter()
        .map(|article| articles.id(*article))
        .map(|other| (strsim::normalized_damerau_levenshtein(id, other), other))
        .filter(|(like, _)| *like >= LIKE)
        .collect();
    likeness.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    likeness.truncate(OFFERED);
    likeness.into_iter().map(|(_, id)| shown(id)).collect()
}

/// Returns an id as it may stand in a message, without what could command a terminal.
fn shown(id: &str) -> String {
    id.replace(char::is_control, " ")
}
