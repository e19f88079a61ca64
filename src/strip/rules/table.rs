//! The form of a rule table, and how one is read.
//!
//! What an entry may have is documented in `data/rules/README.md`, for people who write tables of
//! their own.

use std::ops::Range;
use std::sync::OnceLock;

use regex::{Match, Regex, RegexBuilder};
use regex_syntax::hir::Hir;
use serde::Deserialize;
use toml::Spanned;

use crate::error::{Error, Result};
use crate::strip::article::Kind;
use crate::strip::lines::{Form, Line};

use super::bare::{NUMBER, write_bare};

/// The longest line, in words, that a rule may remove if it does not say otherwise.
const DEFAULT_MAX_WORDS: usize = 40;
/// A compiled pattern may take this many bytes; the shipped ones need a fraction.
const COMPILED_BYTES: usize = 16 << 20;

/// Where in a text a rule holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::strip) enum Place {
    /// In every line.
    #[default]
    Anywhere,
    /// Above the body.
    BeforeBody,
    /// Between the first and the last paragraph of the body.
    InBody,
    /// Below the body.
    AfterBody,
    /// Above or below the body.
    OutsideBody,
    /// In the last lines of the body, or below it.
    NearEnd,
}

/// What a label starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::strip) enum Section {
    /// Links to other articles.
    Related,
}

/// What the sources named in a line are to the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::strip) enum Names {
    /// It rests on their reporting.
    Credit,
    /// Agencies are credited, an outlet is the one that published it.
    Byline,
    /// They published the original.
    Publisher,
    /// The line is the outlet's own voice.
    Outlet,
}

/// What boilerplate says, and where it stands.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::strip) struct Rule {
    /// What reports show as the reason.
    pub name: String,
    /// What the line is.
    pub kind: Kind,
    /// The whole line is one of these phrases.
    #[serde(default)]
    is: Vec<Spanned<String>>,
    /// The line begins with one.
    #[serde(default)]
    starts: Vec<Spanned<String>>,
    /// The line ends with one.
    #[serde(default)]
    ends: Vec<Spanned<String>>,
    /// One stands somewhere in the line.
    #[serde(default)]
    has: Vec<Spanned<String>>,
    /// A regular expression, on the folded line.
    pattern: Option<Spanned<String>>,
    /// Where in the text it holds.
    #[serde(default)]
    pub at: Place,
    /// Kinds of which one must stand just above.
    #[serde(default)]
    pub after: OneOrMany,
    /// The fewest words of a line that it removes.
    #[serde(default)]
    min_words: usize,
    /// The most words of a line that it removes; 0 means any number.
    #[serde(default = "default_max_words")]
    max_words: usize,
    /// Only lines in capitals.
    #[serde(default)]
    upper: bool,
    /// What it starts.
    pub opens: Option<Section>,
    /// What the sources named in the line are to the article.
    pub names: Option<Names>,
    /// The source that signs in these words without its name.
    pub credits: Option<String>,
    /// The pattern, compiled when it is first needed: a table has hundreds, a text needs few.
    #[serde(skip)]
    compiled: OnceLock<Option<Regex>>,
}

/// `after` is a kind, or a list of kinds.
#[derive(Debug, Default, Deserialize)]
#[serde(untagged, expecting = "a kind of boilerplate, or a list of kinds")]
pub(in crate::strip) enum OneOrMany {
    /// No condition.
    #[default]
    None,
    /// This kind.
    One(Kind),
    /// One of these.
    Many(Vec<Kind>),
}

impl OneOrMany {
    /// Returns the kinds.
    pub fn kinds(&self) -> &[Kind] {
        match self {
            OneOrMany::None => &[],
            OneOrMany::One(kind) => std::slice::from_ref(kind),
            OneOrMany::Many(kinds) => kinds,
        }
    }
}

/// How a phrase stands in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// It is the whole line.
    Is,
    /// The line begins with it.
    Starts,
    /// The line ends with it.
    Ends,
    /// It stands somewhere in it.
    Has,
}

/// What of a line's length and shape rules many rules out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Breed {
    /// It has more words than this; see [`WORDS_OVER`].
    words_over: usize,
    /// It is a sentence of flattened text.
    is_sentence: bool,
}

/// Lines are told apart by whether they have more words than these: beyond the second most rules for
/// labels are out of the question, beyond the third all that do not say how long a line may be.
const WORDS_OVER: [usize; 3] = [0, 18, DEFAULT_MAX_WORDS];

impl Breed {
    /// Returns all there are.
    pub fn all() -> impl Iterator<Item = Self> {
        WORDS_OVER.into_iter().flat_map(|words_over| {
            [false, true].map(|is_sentence| Self {
                words_over,
                is_sentence,
            })
        })
    }

    /// Returns which of [all](Self::all) it is.
    pub fn number(self) -> usize {
        let longer = WORDS_OVER.iter().filter(|&&words| self.words_over > words);
        2 * longer.count() + usize::from(self.is_sentence)
    }

    /// Returns the breed of a line.
    pub fn of(line: &Line) -> Self {
        let longest = WORDS_OVER.into_iter().rfind(|&words| line.words > words);
        Self {
            words_over: longest.unwrap_or(0),
            is_sentence: line.flattened && line.form == Form::Prose,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    rule: Vec<Rule>,
}

/// Reads a table of rules; `name` is how messages call it.
///
/// Fails if it is not of the documented form, if a phrase has nothing to compare, or if a pattern is
/// no regular expression; the error names the line.
pub(super) fn read(name: &str, text: &str) -> Result<Vec<Rule>> {
    let rules = parse(name, text)?;
    for rule in &rules {
        rule.check(name, text)?;
    }
    Ok(rules)
}

/// Reads a table of rules that is known to be sound: what is in its entries is taken as it is.
///
/// Fails if it is not of the documented form.
pub(super) fn parse(name: &str, text: &str) -> Result<Vec<Rule>> {
    let table: Table = toml::from_str(text)
        .map_err(|error| broken(name, text, error.span(), error.message().trim()))?;
    Ok(table.rule)
}

/// Returns the error for what is wrong with a table, or with what stands `at` a place of its text.
fn broken(name: &str, text: &str, at: Option<Range<usize>>, reason: &str) -> Error {
    let line = at
        .and_then(|span| text.get(..span.start))
        .map(|before| before.matches('\n').count() + 1);
    Error::Table {
        table: line.map_or_else(|| name.to_owned(), |line| format!("{name}:{line}")),
        reason: reason.to_owned(),
    }
}

impl Rule {
    /// Returns whether it holds for a line whatever stands around it.
    pub fn holds_anywhere(&self) -> bool {
        self.at == Place::Anywhere && self.after.kinds().is_empty()
    }

    /// Returns its phrases, bare.
    pub(super) fn phrases(&self) -> impl Iterator<Item = (Stand, String)> {
        self.spanned_phrases()
            .map(|(stand, phrase)| (stand, bare(phrase.get_ref())))
    }

    /// Returns the structure of its pattern.
    pub fn pattern(&self) -> Option<Hir> {
        parsed(self.pattern.as_ref()?.get_ref()).ok()
    }

    /// Returns its pattern as written.
    pub(super) fn written(&self) -> Option<&str> {
        Some(self.pattern.as_ref()?.get_ref())
    }

    /// Returns its pattern, ready to be run.
    pub fn regex(&self) -> Option<&Regex> {
        let pattern = self.pattern.as_ref()?;
        self.compiled
            .get_or_init(|| compiled(pattern.get_ref()).ok())
            .as_ref()
    }

    /// Fails if it has no name, if a phrase has no word, if its pattern is none or grows too large, or if it has neither;
    /// the table that it is from is called `name`, and is `text`.
    fn check(&self, name: &str, text: &str) -> Result<()> {
        let wrong = |at, what: &str| {
            let reason = format!("rule {}: {what}", self.name);
            Err(broken(name, text, at, &reason))
        };
        if self.name.trim().is_empty() {
            return Err(broken(name, text, None, "a rule has no name"));
        }
        for (_, phrase) in self.spanned_phrases() {
            if !bare(phrase.get_ref()).contains(|c| char::is_alphanumeric(c) || c == NUMBER) {
                return wrong(Some(phrase.span()), "a phrase has no word");
            }
        }
        match &self.pattern {
            Some(pattern) => {
                let at = Some(pattern.span());
                if let Err(reason) = parsed(pattern.get_ref()) {
                    return wrong(at, &reason);
                }
                compiled(pattern.get_ref()).map_or_else(|reason| wrong(at, &reason), |_| Ok(()))
            }
            None if self.spanned_phrases().next().is_none() => {
                wrong(None, "it has neither phrase nor pattern")
            }
            None => Ok(()),
        }
    }

    /// Returns what the pattern's group `group` catches in a folded line.
    pub fn caught<'l>(&self, folded: &'l str, group: &str) -> Option<Match<'l>> {
        let written = self.pattern.as_ref()?.get_ref();
        if !written.contains("(?<") {
            return None;
        }
        self.regex()?.captures(folded)?.name(group)
    }

    /// Returns whether a line of a breed may have the length and the shape that it asks for.
    pub(super) fn suits(&self, breed: Breed) -> bool {
        let short_enough = self.max_words == 0 || self.max_words > breed.words_over;
        // A label may be glued to the sentence: what is no sentence by nature takes none.
        short_enough && !(breed.is_sentence && self.kind.is_label())
    }

    /// Returns whether a line has the length and the shape that it asks for.
    pub fn fits_shape(&self, line: &Line, bare: &str) -> bool {
        let short_enough = self.max_words == 0 || line.words <= self.max_words;
        let is_shaped = line.words >= self.min_words && (line.upper || !self.upper);
        if !short_enough || !is_shaped || !self.suits(Breed::of(line)) {
            return false;
        }
        // A paragraph that begins with a quotation mark is what someone said, whatever it is about.
        let is_speech = line.form == Form::Prose && bare.starts_with(['"', '«', '「', '『']);
        !is_speech || self.kind == Kind::PhotoCaption
    }

    fn spanned_phrases(&self) -> impl Iterator<Item = (Stand, &Spanned<String>)> {
        let lists = [
            (Stand::Is, &self.is),
            (Stand::Starts, &self.starts),
            (Stand::Ends, &self.ends),
            (Stand::Has, &self.has),
        ];
        lists
            .into_iter()
            .flat_map(|(stand, phrases)| phrases.iter().map(move |phrase| (stand, phrase)))
    }
}

fn bare(phrase: &str) -> String {
    let mut bare = String::new();
    write_bare(phrase, &mut bare);
    bare
}

/// Returns the structure of a pattern, or what is wrong with it, in a few words.
fn parsed(pattern: &str) -> std::result::Result<Hir, String> {
    regex_syntax::parse(pattern).map_err(|error| match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        other => other.to_string(),
    })
}

fn compiled(pattern: &str) -> std::result::Result<Regex, String> {
    RegexBuilder::new(pattern)
        .case_insensitive(true)
        .size_limit(COMPILED_BYTES)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "the pattern grows too large".to_owned(),
            other => other.to_string(),
        })
}

fn default_max_words() -> usize {
    DEFAULT_MAX_WORDS
}
