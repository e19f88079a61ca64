//! The agencies and outlets that are known by name, and where a line names them.

use std::collections::BTreeMap;

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use crate::error::{Error, Result};

use super::lines::fold;

/// The table that is shipped.
pub(super) const SHIPPED: &str = include_str!("data/sources.toml");

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SourceKind {
    /// It sells its reports to others.
    Agency,
    /// It publishes for readers.
    Outlet,
}

/// An agency or outlet.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    /// The name that reports use.
    pub name: String,
    /// What it is.
    pub kind: SourceKind,
    /// Its other names and short forms.
    #[serde(default)]
    aliases: Vec<String>,
    /// Where it publishes, without "www.".
    #[serde(default)]
    domains: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    source: Vec<Source>,
}

/// All known sources, ready to be looked for.
#[derive(Debug)]
pub(super) struct Sources {
    sources: Vec<Source>,
    /// Any name of any source, longest first.
    names: Regex,
    /// From a name in lower case to its source.
    by_name: BTreeMap<String, usize>,
    /// From a domain to its source.
    by_domain: BTreeMap<String, usize>,
}

impl Sources {
    /// Reads a table of sources. Fails if it is not of the documented form, or if two sources share a name.
    pub fn parse(table: &str) -> Result<Self> {
        let Table { source: sources } =
            toml::from_str(table).map_err(|error| broken(error.to_string()))?;
        let mut by_name = BTreeMap::new();
        let mut by_domain = BTreeMap::new();
        let mut patterns = Vec::new();
        for (index, source) in sources.iter().enumerate() {
            for name in std::iter::once(&source.name).chain(&source.aliases) {
                let before = by_name.insert(fold(name).to_lowercase(), index);
                if before.is_some_and(|other| other != index) {
                    return Err(broken(format!("{name} names two sources")));
                }
                patterns.push(fold(name).into_owned());
            }
            for domain in &source.domains {
                by_domain.insert(domain.clone(), index);
            }
        }
        // Leftmost-first alternation takes the first that fits, so longer names go first.
        patterns.sort_by(|one, other| other.len().cmp(&one.len()).then(one.cmp(other)));
        patterns.dedup();
        let alternatives: Vec<String> = patterns.iter().map(|name| name_pattern(name)).collect();
        let names = RegexBuilder::new(&format!(r"\b(?:{})\b", alternatives.join("|")))
            .build()
            .map_err(|error| broken(error.to_string()))?;
        Ok(Self {
            sources,
            names,
            by_name,
            by_domain,
        })
    }

    /// Returns the sources that a folded line names, in order, each once.
    pub fn named_in(&self, folded: &str) -> Vec<&Source> {
        self.mentions(folded)
            .into_iter()
            .map(|(source, _)| source)
            .collect()
    }

    /// Returns the sources that a folded line names, in order, each once, with what follows the name.
    pub fn mentions<'l>(&self, folded: &'l str) -> Vec<(&Source, &'l str)> {
        let mut seen: Vec<usize> = Vec::new();
        let mut found = Vec::new();
        for name in self.names.find_iter(folded) {
            let Some(&index) = self.by_name.get(&name.as_str().to_lowercase()) else {
                continue;
            };
            if let (Some(source), Some(rest), false) = (
                self.sources.get(index),
                folded.get(name.end()..),
                seen.contains(&index),
            ) {
                seen.push(index);
                found.push((source, rest));
            }
        }
        found
    }

    /// Returns the source that a folded line begins with, and how many bytes its name takes.
    pub fn named_at_start(&self, folded: &str) -> Option<(&Source, usize)> {
        let name = self.names.find(folded).filter(|name| name.start() == 0)?;
        let &index = self.by_name.get(&name.as_str().to_lowercase())?;
        Some((self.sources.get(index)?, name.end()))
    }

    /// Returns the source that `name` is a name of, article and case aside.
    pub fn by_name(&self, name: &str) -> Option<&Source> {
        let folded = fold(name).to_lowercase();
        let index = self
            .by_name
            .get(&folded)
            .or_else(|| self.by_name.get(folded.strip_prefix("the ")?))?;
        self.sources.get(*index)
    }

    /// Returns whether `name` is a name of an agency.
    pub fn is_agency(&self, name: &str) -> bool {
        self.by_name(name)
            .is_some_and(|source| source.kind == SourceKind::Agency)
    }

    /// Returns the source that publishes at `url`.
    pub fn by_url(&self, url: &str) -> Option<&Source> {
        let host = url
            .split_once("://")
            .map_or(url, |(_, rest)| rest)
            .split(['/', '?', '#', ':'])
            .next()?;
        let host = host.to_lowercase();
        // From the full host to its parents: "edition.cnn.com", then "cnn.com".
        let parents = std::iter::successors(Some(host.as_str()), |host| {
            host.split_once('.').map(|(_, parent)| parent)
        });
        let index = parents
            .filter_map(|domain| self.by_domain.get(domain))
            .next()?;
        self.sources.get(*index)
    }
}

/// Names of several words are told apart by their words, short ones ("AP", "Time", "bild") only by their case.
fn name_pattern(name: &str) -> String {
    let escaped = regex::escape(name);
    let distinctive = name.contains(' ') && name.chars().any(char::is_lowercase);
    if distinctive {
        format!("(?i:{escaped})")
    } else {
        escaped
    }
}

fn broken(reason: String) -> Error {
    Error::Table {
        table: "sources".to_owned(),
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(line: &str) -> Vec<String> {
        let sources = Sources::parse(SHIPPED).unwrap();
        sources
            .named_in(line)
            .into_iter()
            .map(|source| source.name.clone())
            .collect()
    }

    #[test]
    fn the_shipped_table_is_sound_and_wide() {
        let sources = Sources::parse(SHIPPED).unwrap();
        let agencies = sources
            .sources
            .iter()
            .filter(|source| source.kind == SourceKind::Agency)
            .count();
        assert!(agencies >= 40, "{agencies} agencies");
    }

    #[test]
    fn names_and_short_forms_are_found_in_order_and_once() {
        assert_eq!(
            names("With files from AP, the Associated Press and RFE/RL"),
            ["Associated Press", "Radio Free Europe/Radio Liberty"]
        );
        assert_eq!(names("GET THE FOX NEWS APP"), ["Fox News"]);
        assert_eq!(
            names("The nap was apt; an apple a day, at bild size"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn the_longest_name_wins() {
        assert_eq!(
            names("Additional reporting by Interfax-Ukraine"),
            ["Interfax-Ukraine"]
        );
    }

    #[test]
    fn hosts_lead_to_their_outlet() {
        let sources = Sources::parse(SHIPPED).unwrap();
        assert_eq!(
            sources
                .by_url("https://edition.cnn.com/2019/a?b")
                .map(|source| source.name.as_str()),
            Some("CNN")
        );
        assert!(sources.by_url("https://notcnn.com/").is_none());
    }

    #[test]
    fn a_name_of_two_sources_is_refused() {
        let table = "[[source]]\nname = \"A\"\nkind = \"agency\"\n[[source]]\nname = \"B\"\nkind = \"outlet\"\naliases = [\"A\"]\n";
        assert!(
            Sources::parse(table)
                .unwrap_err()
                .to_string()
                .contains("two sources")
        );
    }
}
