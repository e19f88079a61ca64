//! The rule table: patterns of boilerplate as data, matched on a line in one pass.
//!
//! The form of a rule is documented at the head of `data/rules.toml`.

use std::collections::BTreeSet;

use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use serde::Deserialize;

use crate::error::{Error, Result};

use super::article::Kind;
use super::lines::{Form, Line};

/// The table that is shipped.
pub(super) const SHIPPED: &str = include_str!("data/rules.toml");

/// The longest line, in words, that a rule may remove if it does not say otherwise.
const DEFAULT_MAX_WORDS: usize = 40;
/// A compiled table may take this many bytes; the shipped one needs a fraction.
const COMPILED_BYTES: usize = 256 << 20;
/// The search keeps up to this many bytes of states per thread; with fewer it would often start anew.
const SEARCH_BYTES: usize = 16 << 20;

/// Where in a text a rule holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Place {
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
pub(super) enum Section {
    /// Links to other articles.
    Related,
}

/// What the sources named in a line are to the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Names {
    /// It rests on their reporting.
    Credit,
    /// Agencies are credited, an outlet is the one that published it.
    Byline,
    /// They published the original.
    Publisher,
    /// The line is the outlet's own voice.
    Outlet,
}

/// A pattern of boilerplate, and where it holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    /// What reports show as the reason.
    pub name: String,
    /// What the line is.
    pub kind: Kind,
    /// The regular expression, on the folded line.
    pattern: String,
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
    /// The language it is written for, for the reader only.
    #[serde(rename = "lang")]
    _lang: Option<String>,
    /// The pattern on its own, if it has named groups to read.
    #[serde(skip)]
    pub groups: Option<Regex>,
}

/// `after` is a kind, or a list of kinds.
#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    rule: Vec<Rule>,
}

/// A rule table, compiled.
#[derive(Debug)]
pub(super) struct Rules {
    rules: Vec<Rule>,
    /// For lines of up to [`DEFAULT_MAX_WORDS`], which every rule may remove.
    usual: PatternSets,
    /// For longer lines: only the rules that mean them.
    long: PatternSets,
}

/// Patterns that are searched for in one pass each.
///
/// Those bound to the line's start are kept apart: within a few characters they are done with most
/// lines, and one automaton for both kinds has so many states that it is ten times slower.
#[derive(Debug)]
struct PatternSets {
    at_start: PatternSet,
    anywhere: PatternSet,
}

/// A set of patterns, and the rules that they belong to, as indices.
#[derive(Debug)]
struct PatternSet {
    set: RegexSet,
    rules: Vec<usize>,
}

impl Rules {
    /// Reads a table of rules. Fails if it is not of the documented form, a pattern is not a
    /// regular expression, or two rules share a name.
    pub fn parse(table: &str) -> Result<Self> {
        let Table { rule: mut rules } =
            toml::from_str(table).map_err(|error| broken(error.to_string()))?;
        let mut names = BTreeSet::new();
        for rule in &mut rules {
            if !names.insert(rule.name.clone()) {
                return Err(broken(format!("two rules are called {}", rule.name)));
            }
            rule.groups = groups(rule)?;
        }
        let usual = PatternSets::of(&rules, |_| true)?;
        let long = PatternSets::of(&rules, |rule| {
            rule.max_words == 0 || rule.max_words > DEFAULT_MAX_WORDS
        })?;
        Ok(Self { rules, usual, long })
    }

    /// Returns the rules whose pattern and shape fit a line, in the table's order.
    pub fn fitting(&self, line: &Line) -> Vec<&Rule> {
        if line.folded.is_empty() {
            return Vec::new();
        }
        let sets = if line.words > DEFAULT_MAX_WORDS {
            &self.long
        } else {
            &self.usual
        };
        let mut found = sets.matching(&line.folded);
        found.sort_unstable();
        found
            .into_iter()
            .filter_map(|index| self.rules.get(index))
            .filter(|rule| rule.fits_shape(line))
            .collect()
    }
}

impl PatternSets {
    fn of(rules: &[Rule], wanted: impl Fn(&Rule) -> bool) -> Result<Self> {
        let (at_start, anywhere) = (0..rules.len())
            .filter(|&index| rules.get(index).is_some_and(&wanted))
            .partition(|&index| rules.get(index).is_some_and(Rule::is_bound_to_start));
        Ok(Self {
            at_start: PatternSet::of(rules, at_start)?,
            anywhere: PatternSet::of(rules, anywhere)?,
        })
    }

    fn matching(&self, folded: &str) -> Vec<usize> {
        let mut found = Vec::new();
        for PatternSet { set, rules } in [&self.at_start, &self.anywhere] {
            found.extend(
                set.matches(folded)
                    .into_iter()
                    .filter_map(|index| rules.get(index)),
            );
        }
        found
    }
}

impl PatternSet {
    fn of(all: &[Rule], rules: Vec<usize>) -> Result<Self> {
        let patterns = rules
            .iter()
            .filter_map(|&index| all.get(index))
            .map(|rule| &rule.pattern);
        let set = RegexSetBuilder::new(patterns)
            .case_insensitive(true)
            .size_limit(COMPILED_BYTES)
            .dfa_size_limit(SEARCH_BYTES)
            .build()
            .map_err(|error| broken(error.to_string()))?;
        Ok(Self { set, rules })
    }
}

impl Rule {
    /// Returns whether it holds for a line whatever stands around it.
    pub fn holds_anywhere(&self) -> bool {
        self.at == Place::Anywhere && self.after.kinds().is_empty()
    }

    /// Decides only in which set the pattern is searched for, not what it matches.
    fn is_bound_to_start(&self) -> bool {
        self.pattern.starts_with('^') && !self.pattern.starts_with("^.")
    }

    fn fits_shape(&self, line: &Line) -> bool {
        // A paragraph that begins with a quotation mark is what someone said, whatever it is about.
        if line.form == Form::Prose
            && line.folded.starts_with('"')
            && self.kind != Kind::PhotoCaption
        {
            return false;
        }
        let short_enough = self.max_words == 0 || line.words <= self.max_words;
        short_enough && line.words >= self.min_words && (line.upper || !self.upper)
    }
}

fn groups(rule: &Rule) -> Result<Option<Regex>> {
    if !rule.pattern.contains("(?<") {
        return Ok(None);
    }
    let pattern = RegexBuilder::new(&rule.pattern)
        .case_insensitive(true)
        .build()
        .map_err(|error| broken(format!("{}: {error}", rule.name)))?;
    Ok(Some(pattern))
}

fn default_max_words() -> usize {
    DEFAULT_MAX_WORDS
}

fn broken(reason: String) -> Error {
    Error::Table {
        table: "rules".to_owned(),
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_is_sound() {
        Rules::parse(SHIPPED).unwrap();
    }

    #[test]
    fn broken_tables_are_refused_with_the_reason() {
        let reason = |table: &str| Rules::parse(table).unwrap_err().to_string();
        assert!(reason("[[rule]]\nname = 'a'\nkind = 'nav'\npattern = '('\n").contains("unclosed"));
        assert!(
            reason("[[rule]]\nname = 'a'\nkind = 'gossip'\npattern = 'x'\n").contains("gossip")
        );
        assert!(
            reason("[[rule]]\nname = 'a'\nkind = 'nav'\npattern = 'x'\ncolour = 'red'\n")
                .contains("colour")
        );
        let twice = "[[rule]]\nname = 'a'\nkind = 'nav'\npattern = 'x'\n";
        assert!(reason(&twice.repeat(2)).contains("two rules are called a"));
    }
}
