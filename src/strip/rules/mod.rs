//! The rules: what boilerplate says in many languages, as data, searched for on a line in one pass.
//!
//! ```text
//! table ── rules ──┬── phrases ────────────┐
//!                  └── patterns ─ literals ┴─ finder ── suspects ── rules that fit
//! ```

mod bare;
mod finder;
mod literals;
mod marks;
mod needles;
mod table;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Result};

use super::RuleTable;
use super::lines::Line;

use finder::{Candidate, Finder};
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
            tables.push((name.as_str(), table::read(name, text)?));
        }
        for (name, text) in SHIPPED {
            // That these are sound is tested. Their patterns wait until they are needed.
            tables.push((name, table::parse(name, text)?));
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
            candidates: Vec::new(),
        }
    }
}

/// A search for rules, line after line.
pub(super) struct Search<'r> {
    rules: &'r Rules,
    bare: String,
    candidates: Vec<Candidate>,
}

/// A rule that may fit a line, whatever stands around it.
///
/// A phrase of it was found, or the line has what its pattern can't do without. Whether the pattern matches
/// is found out when it is [asked](Self::fits): most rules hold in some places only, and of those that hold
/// the first removes the line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Suspect<'r> {
    /// The rule.
    pub rule: &'r Rule,
    is_open: bool,
}

/// A line as patterns see it, made when the first is run.
pub(super) struct Folded<'l, 't> {
    line: &'l Line<'t>,
    text: OnceCell<Cow<'t, str>>,
}

impl<'l, 't> Folded<'l, 't> {
    /// Takes a line.
    pub fn new(line: &'l Line<'t>) -> Self {
        let text = OnceCell::new();
        Self { line, text }
    }
}

impl Suspect<'_> {
    /// Returns whether the rule fits the line.
    pub fn fits(self, line: &Folded) -> bool {
        let text = || line.text.get_or_init(|| line.line.folded());
        let regex = || self.rule.regex();
        !self.is_open || regex().is_some_and(|regex| regex.is_match(text()))
    }
}

impl<'r> Search<'r> {
    /// Returns the rules that may fit a line, in the tables' order.
    pub fn suspects(&mut self, line: &Line) -> Vec<Suspect<'r>> {
        if line.text.len() > LONGEST_MATCHED {
            return Vec::new();
        }
        bare::write_bare(line.text, &mut self.bare);
        let Rules {
            rules,
            finder,
            silent,
        } = self.rules;
        finder.find(rules, line, &self.bare, &mut self.candidates);
        self.candidates
            .iter()
            .filter(|candidate| !silent.contains(&candidate.rule))
            .filter_map(|&Candidate { rule, is_open }| {
                let rule = rules.get(rule)?;
                Some(Suspect { rule, is_open })
            })
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
        for (name, text) in SHIPPED {
            table::read(name, text).unwrap();
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
        let is_word = |c: char| c.is_alphanumeric() || c == '#';
        // Beyond Hebrew, Arabic and the scripts of India some are written without spaces.
        let parts =
            |character: Option<char>| character.is_none_or(|c| !is_word(c) || c >= '\u{E00}');
        let start = bare.find(is_word);
        let stands = |(stand, phrase): &(table::Stand, String)| {
            let places = (0..bare.len()).filter_map(|at| bare.split_at_checked(at));
            let mut found = places.filter_map(|(before, rest)| {
                let after = rest.strip_prefix(phrase.as_str())?;
                let is_apart = (parts(before.chars().next_back()) || parts(rest.chars().next()))
                    && (parts(phrase.chars().next_back()) || parts(after.chars().next()));
                is_apart.then_some((start == Some(before.len()), !after.contains(is_word)))
            });
            found.any(|(starts, ends)| match stand {
                table::Stand::Is => starts && ends,
                table::Stand::Starts => starts,
                table::Stand::Ends => ends,
                table::Stand::Has => true,
            })
        };
        let fits = |(rule, phrases): &(&Rule, &Vec<(table::Stand, String)>)| {
            rule.fits_shape(line, &bare)
                && (phrases.iter().any(stands)
                    || rule.regex().is_some_and(|regex| regex.is_match(&folded)))
        };
        let fitting = rules.rules.iter().zip(phrases).filter(fits);
        fitting.map(|(rule, _)| rule.name.as_str()).collect()
    }

    /// The lines of the scrapes, and those that the tests of each language judge.
    fn real_lines() -> Vec<String> {
        let root = env!("CARGO_MANIFEST_DIR");
        let files = ["fixtures/scrapes", "tests/languages"]
            .iter()
            .flat_map(|folder| {
                let files = std::fs::read_dir(format!("{root}/{folder}")).unwrap();
                files.map(|file| file.unwrap().path())
            });
        let mut files: Vec<_> = files.filter(|path| path.is_file()).collect();
        files.sort();
        let mut lines = Vec::new();
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap();
            let is_table = file.extension().is_some_and(|extension| extension == "tsv");
            for row in text.lines() {
                // In a table each cell is a line of its own.
                let cells = row.split(|c| is_table && c == '\t');
                lines.extend(cells.map(str::to_owned));
            }
        }
        lines
    }

    /// Lines made of phrases of the rules and of what their patterns are written in, and of other words.
    fn made_lines(rules: &Rules) -> Vec<String> {
        let phrases = rules.rules.iter().flat_map(Rule::phrases);
        let mut parts: Vec<String> = phrases.map(|(_, phrase)| phrase).collect();
        let written = rules.rules.iter().filter_map(Rule::written);
        let literals = |pattern: &str| -> Vec<String> {
            let words = pattern.split(|c: char| !c.is_alphanumeric() && c != ' ');
            words
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        };
        parts.extend(written.flat_map(literals));
        let others =
            "the harbour und die Brücke # 12.5 3 May 2019 (AFP) | / - : © [ ] @ é мост 桥 \u{ad}";
        let others: Vec<&str> = others.split(' ').collect();
        let mut state = 1_u64;
        let mut below = move |limit: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 16) as usize % limit
        };
        let mut line = || {
            let words: Vec<&str> = (0..=below(4))
                .map(|_| match below(2) {
                    0 => parts[below(parts.len())].as_str(),
                    _ => others[below(others.len())],
                })
                .collect();
            words.join([" ", " ", ", ", ""][below(4)])
        };
        (0..800).map(|_| line()).collect()
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
        let text = [real_lines(), made_lines(&rules)].concat().join("\n");
        for line in cut_shipped(&text) {
            let folded = Folded::new(&line);
            let suspects = search.suspects(&line).into_iter();
            let fitting = suspects.filter(|suspect| suspect.fits(&folded));
            let names: Vec<&str> = fitting.map(|found| found.rule.name.as_str()).collect();
            let expected = fitting_one_by_one(&rules, &phrases, &line);
            assert_eq!(names, expected, "{}", line.text);
            found += names.len();
        }
        assert!(found > 1000, "{found} fitting rules");
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
