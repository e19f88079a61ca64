//! The flags as they were typed. What they mean for a run is each command's `Config`.
//!
//! The first paragraph of a comment is the flag's line in `-h`, so it is short; `--help` adds the rest.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum, ValueHint};
use jiff::civil::Date;
use newsdedup::{duplicates, pipeline, stories};

/// Turns scraped news into clean stories, as JSON
///
/// Strips the boilerplate that scrapers leave in, finds copies and near-copies, and groups the
/// reports of one event into stories, with the passages that prove each link.
#[derive(Debug, Parser)]
#[command(
    name = "newsdedup",
    version,
    max_term_width = 100,
    arg_required_else_help = true
)]
#[command(after_help = "Start with: newsdedup cluster FOLDER", after_long_help = AFTER_HELP)]
pub struct Args {
    /// The command and its own flags.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show what is in files and folders that nobody knows
    ///
    /// Shows which formats, compressions and encodings there are, where the fields of articles are taken
    /// from and which names look like more of them, what would be skipped and left out, what is known of
    /// the articles, and three of them.
    #[command(after_long_help = INSPECT_EXAMPLES)]
    Inspect(InspectArgs),
    /// Group articles into stories and write them as JSON
    ///
    /// Reads articles, strips their boilerplate, proves near-duplicates and groups the reports of
    /// one event. The result is one JSON object: every article stands in exactly one story, with
    /// its relation to the others and the evidence for it.
    #[command(after_long_help = CLUSTER_EXAMPLES)]
    Cluster(ClusterArgs),
    /// Write the corpus without its copies
    ///
    /// Finds copies, near-copies and cut or padded copies, proves each pair on the exact texts, and
    /// writes the articles that are left: lines of JSON as they stand, in the order of the input. Works on
    /// inputs larger than memory.
    #[command(after_long_help = DEDUP_EXAMPLES)]
    Dedup(DedupArgs),
    /// Write the articles without their boilerplate
    ///
    /// Writes one JSON object a line for each article: its text without boilerplate, and what
    /// the text says about itself (headline, dateline, agencies, original publisher). Its fields
    /// can be read again by `cluster`.
    #[command(after_long_help = STRIP_EXAMPLES)]
    Strip(StripArgs),
    /// Show what two articles have in common, and why they are one story or not
    ///
    /// A verdict in one sentence, the two texts with the passages that both have marked by colour and by
    /// number, what stripping removed dimmed, and each figure that the verdict is made of.
    #[command(after_long_help = COMPARE_EXAMPLES)]
    Compare(CompareArgs),
    /// Score a grouping against labels
    ///
    /// Writes one JSON object with B-cubed and pairwise precision, recall and F1, adjusted Rand
    /// index, NMI, homogeneity and completeness. An article that PREDICTED lacks counts as a
    /// story of its own, and is counted in `missing`; one that GOLD lacks is left out, and is
    /// counted in `extra`. The views below add tables of parts, of faults, or of other cut-offs.
    #[command(after_long_help = EVAL_EXAMPLES)]
    Eval(EvalArgs),
}

/// What the commands over articles share.
#[derive(Debug, clap::Args)]
pub struct CommonArgs {
    /// Files and folders of articles; - is standard input
    ///
    /// JSON Lines and other JSON, CSV and TSV, RSS and Atom, web archives (WARC), web pages and plain text,
    /// compressed or not, in any encoding. A record is an object with `text` (or `body`, `content`,
    /// `html`) and, if known, `id`, `url`, `title` (`headline`), `published` (`date`), `outlet`
    /// (`source`), `language`. Folders are walked; hidden files, READMEs, licences and gold labels in
    /// them are left out. What can't be read is named on standard error, and the rest goes on.
    #[arg(required = true, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    #[command(flatten)]
    pub shared: SharedArgs,
}

/// What the commands that read articles share, wherever they name them.
#[derive(Debug, clap::Args)]
pub struct SharedArgs {
    /// Take a FIELD from PATH in records
    ///
    /// As FIELD=PATH: `--field text=maintext --field published=meta.date`. FIELD is id, url, title, text,
    /// published, outlet or language; PATH is a name, or names with dots between them for an object in
    /// an object. The usual names count where PATH has nothing. May be given more than once.
    #[arg(long, value_name = "FIELD=PATH", help_heading = "Input")]
    pub field: Vec<String>,

    /// Take names and options of input from FILE
    ///
    /// A TOML table with `[fields]`, `include`, `exclude`, `follow`, `since`, `until` and
    /// `max_record_bytes`; flags count before it. Without this it is the newsdedup.toml beside the input, if
    /// there is one.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    pub config: Option<PathBuf>,

    /// Of folders, read only files that match GLOB
    ///
    /// A pattern without a slash is matched with the name, another with the path from any folder on. May
    /// be given more than once.
    #[arg(long, value_name = "GLOB", help_heading = "Input")]
    pub include: Vec<String>,

    /// Leave out files and folders that match GLOB
    ///
    /// Of what is in folders; a PATH itself is always read. May be given more than once.
    #[arg(long, value_name = "GLOB", help_heading = "Input")]
    pub exclude: Vec<String>,

    /// Follow symbolic links in folders
    ///
    /// A file that is reached in several ways is read once.
    #[arg(long, help_heading = "Input")]
    pub follow: bool,

    /// Leave out articles published before DAY
    ///
    /// As 2023-03-07. What counts is the date in the record or page; an article without one is read.
    #[arg(long, value_name = "DAY", help_heading = "Input")]
    pub since: Option<Date>,

    /// Leave out articles published after DAY
    ///
    /// As 2023-03-07. What counts is the date in the record or page; an article without one is read.
    #[arg(long, value_name = "DAY", help_heading = "Input")]
    pub until: Option<Date>,

    /// Skip records longer than N bytes
    ///
    /// So much of an article is in memory on each thread. 67108864 (64 MiB) if nothing else is said.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), help_heading = "Input")]
    pub max_record_bytes: Option<u32>,

    /// Stop if anything can't be read
    ///
    /// The run ends with exit code 1 and without a result, and names the first file or record that can't be
    /// read. Without this, such are named and the rest goes on.
    #[arg(long, help_heading = "Input")]
    pub strict: bool,

    /// Write to FILE, not standard output
    ///
    /// FILE appears, or is replaced, when the result is complete. A run that fails leaves it alone. `-` is
    /// standard output.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub output: Option<PathBuf>,

    /// Hear the rules in FILE before the shipped ones
    ///
    /// A TOML table of what boilerplate says; its form is documented in src/strip/data/rules/README.md
    /// of the source. May be given more than once.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Stripping")]
    pub rules: Vec<PathBuf>,

    /// Remove nothing of this KIND, or by this rule
    ///
    /// A kind as `strip --explain` shows it (`nav`, `promo_cta`), or the name of a rule. May be
    /// given more than once.
    #[arg(long, value_name = "KIND", help_heading = "Stripping")]
    pub no_rule: Vec<String>,

    /// Also remove what PROFILE knows outlets to repeat
    ///
    /// A file that `strip --learn` wrote. What the articles at hand show is learned in any case; a
    /// profile of many is of use where they are few.
    #[arg(long, value_name = "PROFILE", value_hint = ValueHint::FilePath, help_heading = "Stripping")]
    pub profile: Option<PathBuf>,

    /// Work on N threads; 0 is one for each core
    ///
    /// The result is the same for any number.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(..=1024))]
    pub threads: u16,
}

/// The flags of `inspect`.
#[derive(Debug, clap::Args)]
pub struct InspectArgs {
    #[command(flatten)]
    pub common: CommonArgs,

    /// Write tables, or a JSON object
    #[arg(long, value_enum, default_value_t, value_name = "table|json")]
    #[arg(hide_possible_values = true, help_heading = "Output")]
    pub format: InspectFormat,
}

/// The forms of an inspection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum InspectFormat {
    /// Columns for people.
    #[default]
    Table,
    /// One object, indented.
    Json,
}

/// The flags of `cluster`.
#[derive(Debug, clap::Args)]
pub struct ClusterArgs {
    #[command(flatten)]
    pub common: CommonArgs,

    /// Write json, jsonl, csv or graphml
    ///
    /// `json` is one object, indented. `jsonl` has one story a line, in the same order and with
    /// the same fields, and leaves out the counts and the list of what was skipped (which
    /// standard error names in any case). `csv` has a row for each article. `graphml` has a node for each
    /// article and an edge to what it derives from, or is linked to.
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    #[arg(hide_possible_values = true, help_heading = "Output")]
    pub format: Format,

    /// Leave out stories below N articles
    #[arg(long, value_name = "N", default_value = "1", value_parser = at_least_one, help_heading = "Output")]
    pub min_size: usize,

    /// Show at most N reasons for each article
    ///
    /// Passages and quotations that it shares with the article that it derives from, or is most like,
    /// notices, credits, names and days, the strongest first. 0 is none.
    #[arg(long, value_name = "N", default_value_t = pipeline::Settings::default().evidence, help_heading = "Output")]
    pub evidence: usize,

    /// Least Jaccard of near-duplicates
    ///
    /// Two articles are near-duplicates if their five-word shingles have at least this Jaccard
    /// similarity (shared by both, out of all), or the --containment.
    #[arg(long, value_name = "0..1", value_parser = share, help_heading = "Matching")]
    #[arg(default_value_t = duplicates::Params::default().jaccard)]
    pub jaccard: f64,

    /// Least containment of near-duplicates
    ///
    /// Two articles are near-duplicates if the longer has at least this share of the shorter's
    /// five-word shingles (a cut or padded copy), or if they reach the --jaccard. Texts of a few
    /// lines are judged by the --jaccard alone.
    #[arg(long, value_name = "0..1", value_parser = share, help_heading = "Matching")]
    #[arg(default_value_t = duplicates::Params::default().containment)]
    pub containment: f64,

    /// Event, story, topic, or 0 to 1
    ///
    /// How fine stories are. Two groups of articles become one if their pairs, on average, report the
    /// same event with at least this probability. Higher gives smaller, surer stories. `story` is 0.4; `event` is 0.6, for when a false
    /// join costs more than a missed one; `topic` is 0.2, for when a missed one costs more, and lets
    /// follow-ups and look-alikes in. On labelled news, what is joined last is as often right as wrong
    /// between 0.4 and 0.5.
    #[arg(
        long,
        alias = "same-event",
        value_name = "LEVEL",
        help_heading = "Matching"
    )]
    #[arg(default_value_t = stories::Params::default().granularity, allow_negative_numbers = true)]
    pub granularity: stories::Granularity,

    /// Most days between the articles of a story
    ///
    /// No story has two articles whose dates of publication lie further apart, copies included; 0 is
    /// the same day. An article without a date may stand in any story.
    #[arg(long, value_name = "DAYS", value_parser = days, allow_negative_numbers = true)]
    #[arg(help_heading = "Matching")]
    pub window: Option<u32>,
}

/// The flags of `compare`.
#[derive(Debug, clap::Args)]
pub struct CompareArgs {
    /// An article: a file, FILE#ID, or an id in the corpus
    ///
    /// ID is the record's own id, its URL, or its number in FILE.
    #[arg(value_name = "A")]
    pub first: String,

    /// The article to compare it with
    #[arg(value_name = "B")]
    pub second: String,

    /// Judge the two in the company of the articles in PATH
    ///
    /// What two articles must have in common to be one story depends on what else there is. Without this they
    /// are judged by news at large. May be given more than once.
    #[arg(long = "in", value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub company: Vec<PathBuf>,

    #[command(flatten)]
    pub shared: SharedArgs,

    /// Write text to read, or a JSON object
    #[arg(long, value_enum, default_value_t, value_name = "text|json")]
    #[arg(hide_possible_values = true, help_heading = "Output")]
    pub format: CompareFormat,

    /// Lay the text out for N columns
    ///
    /// From 100 on, the two articles stand side by side. Without this it is the width of the terminal, and
    /// 80 where there is none.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(20..), help_heading = "Output")]
    pub width: Option<u16>,
}

/// The forms of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CompareFormat {
    /// Text with marks, for people.
    #[default]
    Text,
    /// One object, indented.
    Json,
}

/// The flags of `dedup`.
#[derive(Debug, clap::Args)]
pub struct DedupArgs {
    #[command(flatten)]
    pub common: CommonArgs,

    /// Keep all articles, and mark the copies
    ///
    /// Adds to each article `group` (the id of the canonical article), `relation` (origin, copy or
    /// reprint), `of` and `similarity` (the share of the shorter text that stands in the longer); all are
    /// null without copies.
    #[arg(long, help_heading = "Output")]
    pub annotate: bool,

    /// Write the groups alone, with their proofs
    ///
    /// One object a line: `group`, `canonical`, `members` (ids, the canonical article first) and `edges`,
    /// the proven pairs `a` and `b` with `jaccard` and `containment`.
    #[arg(long, conflicts_with = "annotate", help_heading = "Output")]
    pub groups: bool,

    /// Keep the first published, the longest, or the first by id
    ///
    /// Of each group one article is kept: the earliest by its own date or that in its URL (else the first
    /// by id), the one with the most words (else the earliest), or the first by id whatever the dates.
    #[arg(
        long,
        value_enum,
        default_value_t,
        value_name = "earliest|longest|first"
    )]
    #[arg(hide_possible_values = true, help_heading = "Output")]
    pub keep: Keep,

    /// Least Jaccard of near-copies
    ///
    /// An article is a near-copy if its five-word shingles have at least this Jaccard similarity with
    /// those of the canonical article (shared by both, out of all), or the --containment.
    #[arg(long, value_name = "0..1", value_parser = share, help_heading = "Matching")]
    #[arg(default_value_t = duplicates::Params::default().jaccard)]
    pub threshold: f64,

    /// Least containment of cut and padded copies
    ///
    /// Of two articles one is a cut copy of the other if the longer has at least this share of the
    /// shorter's five-word shingles, and the shorter has sixty words or more.
    #[arg(long, value_name = "0..1", value_parser = share, help_heading = "Matching")]
    #[arg(default_value_t = duplicates::Params::default().containment)]
    pub containment: f64,

    /// Compare the articles as they stand
    ///
    /// Without this, what stripping removes does not count, so that two articles are neither copies for a
    /// shared cookie notice nor different for two credits. What is written is untouched in any case.
    #[arg(long, help_heading = "Stripping")]
    #[arg(conflicts_with_all = ["rules", "no_rule", "profile"])]
    pub no_strip: bool,
}

/// Which article of a group is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Keep {
    /// The one published first.
    #[default]
    Earliest,
    /// The one with the most words.
    Longest,
    /// The first by id.
    First,
}

/// The forms of the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One object, indented.
    #[default]
    Json,
    /// One story a line.
    Jsonl,
    /// One article a row.
    Csv,
    /// Articles as nodes, links as edges.
    Graphml,
}

/// The flags of `strip`.
#[derive(Debug, clap::Args)]
pub struct StripArgs {
    #[command(flatten)]
    pub common: CommonArgs,

    /// Write plain text, a blank line between articles
    ///
    /// The headline first, then one line for each paragraph. A blank line stands between two
    /// articles and nowhere else, so that paragraph mode splits them (`awk 'BEGIN { RS = "" }'`,
    /// `perl -00`). An article of which nothing is left is left out.
    #[arg(long, conflicts_with = "explain", help_heading = "Output")]
    pub text: bool,

    /// Show every line, kept or removed, and why
    ///
    /// In columns: path:line (path:record:line in a file of many), kept or removed, the kind of
    /// line, its beginning, and for a removed line the reason. Blank lines are not shown. A
    /// terminal gets colours unless NO_COLOR is set.
    #[arg(long, help_heading = "Output")]
    pub explain: bool,

    /// Save what the outlets repeat to PROFILE
    ///
    /// What was learned from these articles, with what --profile knew, as JSON: for each outlet the
    /// lines and sentences that stand in article after article, and in how many. Of more than 64 MB
    /// a sample of that size is learned from, spread evenly over the input. To add to a profile
    /// night after night, give it to both flags.
    #[arg(long, value_name = "PROFILE", value_hint = ValueHint::FilePath, help_heading = "Stripping")]
    pub learn: Option<PathBuf>,

    /// Write what share was removed, by kind and outlet
    ///
    /// One JSON object, and no articles: for each kind of boilerplate and each rule how many articles and
    /// segments it took, what share of all characters, and the longest segment; for each outlet
    /// the share that each kind took. A share that stands out is a rule to look at, and
    /// --no-rule switches it off.
    #[arg(long, conflicts_with_all = ["text", "explain"], help_heading = "Output")]
    pub stats: bool,
}

/// The arguments of `eval`.
#[derive(Debug, clap::Args)]
pub struct EvalArgs {
    /// Labels: JSON Lines with "id" and "gold"
    ///
    /// Lines may also have `relation` and `of`, as the report of `cluster` has them, and the headline,
    /// outlet and language of an article under the names that records have.
    #[arg(value_name = "GOLD", value_hint = ValueHint::FilePath)]
    pub gold: PathBuf,

    /// Grouping to score; - or none is standard input
    ///
    /// What `cluster` wrote in either form, or JSON Lines with "id" and "cluster", or lines of
    /// id, tab, label.
    #[arg(value_name = "PREDICTED", default_value = "-", hide_default_value = true, value_hint = ValueHint::FilePath)]
    pub predicted: PathBuf,

    /// Score each outlet, gold size or language too
    ///
    /// Outlets and languages are those of GOLD, or where it does not say, of PREDICTED; `size` is the
    /// number of articles of the gold story. B-cubed precision and recall of a part are means over its
    /// articles. A pair counts for a part if at least one of its two articles is in it. May be
    /// given more than once.
    #[arg(
        long,
        value_enum,
        value_name = "outlet|size|lang",
        hide_possible_values = true
    )]
    #[arg(help_heading = "Views")]
    pub by: Vec<By>,

    /// List the N worst splits and the N worst merges
    ///
    /// Gold stories with most pairs apart, and predicted stories with most pairs wrongly together, each
    /// with its parts and the headline of one article of each.
    #[arg(long, value_name = "N", value_parser = at_least_one, help_heading = "Views")]
    pub worst: Option<usize>,

    /// Compare relations: a row for each in GOLD
    ///
    /// How often an article that is a copy, a reprint and so on in GOLD was told as which, and how often
    /// it was told to derive from the right article. PREDICTED is the report of `cluster`.
    #[arg(long, help_heading = "Views")]
    pub relations: bool,

    /// GOLD has pairs: id, tab, id, tab, same|different
    ///
    /// `1` and `0` will do, and without a third column the two are the same story. Precision, recall
    /// and F1 are those of the labelled pairs.
    #[arg(long, conflicts_with_all = ["by", "worst", "relations"], help_heading = "Views")]
    pub pairs: bool,

    /// Cluster PATHs at 19 granularities, score each
    ///
    /// The pairs are measured once. Each row says what `cluster --granularity` would give, and of the
    /// pairs that it joins and the row above does not, how many belong together.
    #[arg(long, value_name = "PATH", num_args = 1.., value_hint = ValueHint::AnyPath)]
    #[arg(conflicts_with_all = ["predicted", "by", "worst", "relations", "pairs"])]
    #[arg(help_heading = "Views")]
    pub sweep: Vec<PathBuf>,

    /// Write JSON, or tables to read
    ///
    /// Scores alone are JSON unless this says otherwise; views are tables.
    #[arg(
        long,
        value_enum,
        value_name = "json|table",
        hide_possible_values = true
    )]
    #[arg(help_heading = "Output")]
    pub format: Option<EvalFormat>,
}

/// By what scores are parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Who published the article.
    Outlet,
    /// How many articles its gold story has.
    Size,
    /// Its language.
    Lang,
}

/// The forms of scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EvalFormat {
    /// One object, indented.
    Json,
    /// Columns for people.
    Table,
}

/// Parses a number from 0 to 1.
fn share(typed: &str) -> Result<f64, String> {
    match typed.parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        Ok(_) => Err("it must lie between 0 and 1".to_owned()),
        Err(_) => Err("it is not a number".to_owned()),
    }
}

/// Parses a number of days.
fn days(typed: &str) -> Result<u32, String> {
    typed.parse().map_err(|_| match typed.parse::<f64>() {
        Ok(number) if !number.is_nan() => {
            let nearest = number.round().clamp(0.0, f64::from(u32::MAX));
            format!("it must be a whole number from 0; did you mean {nearest}?")
        }
        _ => "it must be a whole number of days, such as 7".to_owned(),
    })
}

/// Parses a count that can't be nothing.
fn at_least_one(typed: &str) -> Result<usize, String> {
    typed
        .parse::<NonZeroUsize>()
        .map(NonZeroUsize::get)
        .map_err(|_| "it must be a whole number from 1".to_owned())
}

const AFTER_HELP: &str = "\
Examples:
  newsdedup inspect articles/
  newsdedup cluster articles/ > stories.json
  newsdedup dedup crawl.jsonl > clean.jsonl
  newsdedup strip --explain articles/
  newsdedup cluster articles/ | newsdedup eval labels.jsonl

Exit codes:
  0  all was done
  1  the run could not finish
  2  the command line, or a table of rules or profile that it names, could not be understood
  3  the result was written, but some of the input was skipped";

const INSPECT_EXAMPLES: &str = "\
Examples:
  newsdedup inspect articles/
  newsdedup inspect --field text=maintext crawl.jsonl.gz
  newsdedup inspect --format json articles/ | jq .hints";

const COMPARE_EXAMPLES: &str = "\
Examples:
  newsdedup compare a.html b.html
  newsdedup compare nightly.jsonl#4711 nightly.jsonl#4805
  newsdedup compare 4711 4805 --in nightly/
  newsdedup compare 4711 4805 --in nightly/ --format json | jq .verdict";

const CLUSTER_EXAMPLES: &str = "\
Examples:
  newsdedup cluster articles/
  newsdedup cluster --min-size 2 feeds/*.jsonl scrapes/ -o stories.json
  newsdedup cluster --format jsonl crawl.warc.gz | jq -r .headline";

const DEDUP_EXAMPLES: &str = "\
Examples:
  newsdedup dedup crawl.jsonl > clean.jsonl
  newsdedup dedup --annotate crawl.jsonl | jq -r 'select(.relation == \"reprint\") | .id'
  newsdedup dedup --groups --no-strip feeds/*.jsonl | jq -c .members
  newsdedup dedup --keep longest --threshold 0.9 articles/ -o clean.jsonl";

const STRIP_EXAMPLES: &str = "\
Examples:
  newsdedup strip articles/ > clean.jsonl
  newsdedup strip --text articles/one.txt
  newsdedup strip --explain articles/ | grep ' removed '
  newsdedup strip --stats articles/ | jq '.kinds[] | [.kind, .share]'
  newsdedup strip --learn outlets.json articles/ > clean.jsonl
  newsdedup strip --rules own.toml --no-rule author_bio articles/";

const EVAL_EXAMPLES: &str = "\
Examples:
  newsdedup cluster articles/ | newsdedup eval labels.jsonl
  newsdedup eval labels.jsonl clusters.tsv
  newsdedup eval --by size --worst 5 labels.jsonl stories.json
  newsdedup eval labels.jsonl --sweep articles/
  newsdedup eval --pairs pairs.tsv stories.json

An article without an id of its own goes by its path as it was given to `cluster`, so run
`cluster` from the folder that the paths in GOLD start from.";
