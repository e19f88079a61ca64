//! The rules: what boilerplate says in many languages, as data, matched on a line in one pass.
//!
//! ```text
//! table ── rules ──┬── phrases ────────────┐
//!                  └── patterns ─ literals ┴─ finder ── candidates ── fitting rules
//! ```

mod bare;
mod finder;
mod literals;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Result};

use super::RuleTable;
use super::lines::Line;

use finder::Finder;
pub(super) use table::{Names, Place, Rule, Section};

/// Patterns are matched on lines up to this many bytes. A longer line is a whole article on one
/// line or binary junk; no boilerplate is that long, and no pattern may see it.
const LONGEST_MATCHED: usize = 4096;

/// The tables that are shipped, in the order in which their rules are heard: what is the same in all
/// languages first.
const SHIPPED: [(&str, &str); 12] = [
    ("en", include_str!("../data/rules/en.toml")),
    ("de", include_str!("../data/rules/de.toml")),
    ("fr", include_str!("../data/rules/fr.toml")),
    ("es", include_str!("../data/rules/es.toml")),
    ("pt", include_str!("../data/rules/pt.toml")),
    ("it", include_str!("../data/rules/it.toml")),
    ("ru", include_str!("../data/rules/ru.toml")),
    ("uk", include_str!("../data/rules/uk.toml")),
    ("pl", include_str!("../data/rules/pl.toml")),
    ("tr", include_str!("../data/rules/tr.toml")),
    ("ar", include_str!("../data/rules/ar.toml")),
    ("zh", include_str!("../data/rules/zh.toml")),
];

/// Rules, ready to be searched for.
#[derive(Debug)]
pub(super) struct Rules {
    rules: Vec<Rule>,
    finder: Finder,
    /// Rules that are not heard, as indices.
    silent: BTreeSet<usize>,
}

impl Rules {
    /// Reads the user's own tables, and the shipped ones behind them.
    ///
    /// Fails if one of them is not of the documented form, or if two rules share a name.
    pub fn with(own: &[RuleTable]) -> Result<Self> {
        let mut tables = Vec::new();
        for RuleTable { name, text } in own {
            tables.push((name.as_str(), table::read_and_compile(name, text)?));
        }
        for (name, text) in SHIPPED {
            // A shipped pattern is known to compile, so it waits until it is needed.
            tables.push((name, table::read(name, text)?));
        }
        let mut names = BTreeMap::new();
        for (table, rules) in &tables {
            for rule in rules {
                // Of two tables the first is the user's, who can change the name.
                if let Some(first) = names.insert(rule.name.as_str(), *table) {
                    return Err(Error::Table {
                        table: first.to_owned(),
                        reason: format!("rule {}: two rules have this name", rule.name),
                    });
                }
            }
        }
        Self::of(tables.into_iter().flat_map(|(_, rules)| rules).collect())
    }

    /// Returns a table without a rule.
    pub fn none() -> Result<Self> {
        Self::of(Vec::new())
    }

    fn of(rules: Vec<Rule>) -> Result<Self> {
        let finder = Finder::new(&rules).map_err(|reason| Error::Table {
            table: "rules".to_owned(),
            reason,
        })?;
        Ok(Self {
            rules,
            finder,
            silent: BTreeSet::new(),
        })
    }

    /// Has a rule fit no line any more. Fails if there is none of this name.
    pub fn silence(&mut self, name: &str) -> Result<()> {
        let index = self.rules.iter().position(|rule| rule.name == name);
        let index = index.ok_or_else(|| Error::UnknownRule {
            name: name.to_owned(),
        })?;
        self.silent.insert(index);
        Ok(())
    }

    /// Starts a search, with buffers that serve for line after line.
    pub fn search(&self) -> Search<'_> {
        Search {
            rules: self,
            bare: String::new(),
            found: Vec::new(),
        }
    }
}

/// A search for rules, line after line.
pub(super) struct Search<'r> {
    rules: &'r Rules,
    bare: String,
    found: Vec<usize>,
}

impl<'r> Search<'r> {
    /// Returns the rules that fit a line whatever stands around it, in the tables' order.
    pub fn fitting(&mut self, line: &Line) -> Vec<&'r Rule> {
        if line.text.len() > LONGEST_MATCHED {
            return Vec::new();
        }
        bare::write_bare(line.text, &mut self.bare);
        let Rules {
            rules,
            finder,
            silent,
        } = self.rules;
        finder.find(rules, line, &self.bare, &mut self.found);
        self.found
            .iter()
            .filter(|index| !silent.contains(index))
            .filter_map(|&index| rules.get(index))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::strip::layout::cut_shipped;
    use crate::strip::lines::fold;

    use super::*;

    fn own(table: &str) -> Result<Rules> {
        Rules::with(&[RuleTable {
            name: "own.toml".to_owned(),
            text: table.to_owned(),
        }])
    }

    #[test]
    fn the_shipped_tables_are_sound() {
        let rules = Rules::with(&[]).unwrap();
        for rule in &rules.rules {
            rule.check().unwrap();
        }
    }

    /// Every rule tried on every line, without any search; `phrases` are those of each rule.
    fn fitting_one_by_one<'r>(
        rules: &'r Rules,
        phrases: &[Vec<(table::Stand, String)>],
        line: &Line,
    ) -> Vec<&'r str> {
        let folded = fold(line.text);
        let mut bare = String::new();
        bare::write_bare(line.text, &mut bare);
        let is_edge = |c: char| !c.is_alphanumeric() && c != '#';
        let words = |text: &str| format!(" {} ", text.replace(is_edge, " "));
        let has = |phrase: &str| words(&bare).contains(&words(phrase));
        let core = bare.trim_matches(is_edge);
        let stands = |(stand, phrase): &(table::Stand, String)| match stand {
            table::Stand::Is => core == phrase.trim_matches(is_edge),
            table::Stand::Starts => core.starts_with(phrase) && has(phrase),
            table::Stand::Ends => core.ends_with(phrase) && has(phrase),
            table::Stand::Has => bare.contains(phrase) && has(phrase),
        };
        let fits = |(rule, phrases): &(&Rule, &Vec<(table::Stand, String)>)| {
            rule.fits_shape(line, &bare)
                && (phrases.iter().any(stands)
                    || rule.regex().is_some_and(|regex| regex.is_match(&folded)))
        };
        let fitting = rules.rules.iter().zip(phrases).filter(fits);
        fitting.map(|(rule, _)| rule.name.as_str()).collect()
    }

    #[test]
    fn the_search_finds_what_trying_every_rule_finds() {
        let rules = Rules::with(&[]).unwrap();
        let phrases: Vec<Vec<_>> = rules
            .rules
            .iter()
            .map(|rule| rule.phrases().collect())
            .collect();
        let mut search = rules.search();
        let mut found = 0;
        let scrapes = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/scrapes");
        for scrape in std::fs::read_dir(scrapes).unwrap() {
            let Ok(text) = std::fs::read_to_string(scrape.unwrap().path()) else {
                continue; // a folder
            };
            for line in cut_shipped(&text) {
                let fitting = search.fitting(&line);
                let names: Vec<&str> = fitting.iter().map(|rule| rule.name.as_str()).collect();
                assert_eq!(
                    names,
                    fitting_one_by_one(&rules, &phrases, &line),
                    "{}",
                    line.text
                );
                found += names.len();
            }
        }
        assert!(found > 100, "{found} fitting rules");
    }

    #[test]
    fn broken_tables_are_refused_with_line_and_reason() {
        let reason = |table: &str| own(table).unwrap_err().to_string();
        assert_eq!(
            reason("[[rule]]\nname = 'a'\nkind = 'nav'\npattern = '('\n"),
            "own.toml:4: rule a: unclosed group"
        );
        assert!(
            reason("[[rule]]\nname = 'a'\nkind = 'gossip'\nis = ['x']\n")
                .starts_with("own.toml:3: unknown variant `gossip`")
        );
        assert!(
            reason("[[rule]]\nname = 'a'\nkind = 'nav'\nis = ['x']\ncolour = 'red'\n")
                .starts_with("own.toml:5: unknown field `colour`")
        );
        assert_eq!(
            reason("[[rule]]\nname = 'a'\nkind = 'nav'\nis = [\n  'x',\n  '...',\n]\n"),
            "own.toml:6: rule a: a phrase has no word"
        );
        assert_eq!(
            reason("[[rule]]\nname = 'a'\nkind = 'nav'\n"),
            "own.toml: rule a: it has neither phrase nor pattern"
        );
        let twice = "[[rule]]\nname = 'a'\nkind = 'nav'\nis = ['x']\n";
        assert_eq!(
            reason(&twice.repeat(2)),
            "own.toml: rule a: two rules have this name"
        );
        assert_eq!(
            reason("[[rule]]\nname = 'share-this'\nkind = 'nav'\nis = ['x']\n"),
            "own.toml: rule share-this: two rules have this name"
        );
        assert_eq!(
            reason("[[rule]]\nname = ' '\nkind = 'nav'\nis = ['x']\n"),
            "own.toml: a rule has no name"
        );
        assert_eq!(
            reason("[[rule]]\nname = 'a'\nkind = 'nav'\npattern = '(a{999}){999}'\n"),
            "own.toml:4: rule a: the pattern grows too large"
        );
    }
}
