//! Finds the rules that fit a line, in one pass over it.
//!
//! Phrases, and the literals that patterns can't do without (see [`literals`](super::literals)), are
//! [searched](super::needles) for together: those that lines begin with, which is decided within a few
//! bytes, and those that may stand anywhere; single [marks](super::marks) are looked for apart. Only those
//! of rules that suit the line's [breed](Breed) are: a paragraph is spared most labels, and with them most
//! short words. What is found are candidates: a phrase still has to stand between word boundaries, and a
//! pattern to be run. That is left to the caller, who may know a reason not to.

use std::ops::Range;

use regex::{RegexSet, RegexSetBuilder};

use crate::strip::lines::{Line, fold};
use crate::strip::scripts::is_unspaced;

use super::bare::NUMBER;
use super::literals::{Initials, trigger};
use super::marks::Marks;
use super::needles::{Heads, Needle, Needles, Sets};
use super::table::{Breed, Rule, Stand};

/// What is searched for, and what it means to find it.
#[derive(Debug)]
pub(super) struct Finder {
    at_start: Heads<Clue>,
    anywhere: Needles<Clue>,
    /// What is one character and no phrase.
    marks: Marks<Clue>,
    /// Rules, as indices, whose patterns are for lines without letters and numbers.
    wordless: Vec<usize>,
    /// Rules with a pattern of which nothing is known.
    always: Vec<usize>,
    /// Their patterns, so that one search tells that none of them fits.
    any_of_always: RegexSet,
}

/// What it means that a string was found.
#[derive(Clone, Copy, Debug)]
enum Clue {
    /// It is a phrase of this rule.
    Phrase(usize, Stand),
    /// The pattern of this rule may match lines that begin so.
    Pattern(usize, Initials),
}

/// A rule that a line may fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    /// The rule's index.
    pub rule: usize,
    /// Its pattern was not run yet, and no phrase of it found.
    pub is_open: bool,
}

impl Finder {
    /// Prepares the search. Fails, in words, if a pattern grows too large.
    pub fn new(rules: &[Rule]) -> Result<Self, String> {
        let (mut at_start, mut anywhere, mut literals) = (Vec::new(), Vec::new(), Vec::new());
        let (mut wordless, mut always) = (Vec::new(), Vec::new());
        for (index, rule) in rules.iter().enumerate() {
            let sets = Sets::of(|set| Breed::all().nth(set).is_some_and(|breed| rule.suits(breed)));
            let needle = |text, meaning| Needle {
                text,
                sets,
                meaning,
            };
            for (stand, phrase) in rule.phrases() {
                let strings = match stand {
                    Stand::Is | Stand::Starts => &mut at_start,
                    Stand::Ends | Stand::Has => &mut anywhere,
                };
                strings.push(needle(phrase, Clue::Phrase(index, stand)));
            }
            let Some(pattern) = rule.pattern() else {
                continue;
            };
            let trigger = trigger(&pattern);
            let initials = Initials::of_pattern(&pattern);
            let with_clue = |literal| needle(literal, Clue::Pattern(index, initials));
            at_start.extend(trigger.at_start.into_iter().map(with_clue));
            literals.extend(trigger.anywhere.into_iter().map(with_clue));
            wordless.extend(trigger.wordless.then_some(index));
            always.extend(trigger.always.then_some(index));
        }
        let patterns = always
            .iter()
            .filter_map(|&index| rules.get(index)?.written());
        let marks = Marks::take_from(&mut literals);
        anywhere.append(&mut literals);
        Ok(Self {
            marks,
            at_start: Heads::new(at_start),
            anywhere: Needles::new(anywhere),
            wordless,
            any_of_always: RegexSetBuilder::new(patterns)
                .case_insensitive(true)
                .build()
                .map_err(|error| error.to_string())?,
            always,
        })
    }

    /// Writes the rules that `line` may fit into `candidates`, in their order; `bare` is the line's bare
    /// spelling.
    pub fn find(&self, rules: &[Rule], line: &Line, bare: &str, candidates: &mut Vec<Candidate>) {
        candidates.clear();
        let start = bare.find(is_word).unwrap_or(bare.len());
        // A pattern may pass over a number that a phrase has to name.
        let letter = bare.find(char::is_alphanumeric).unwrap_or(bare.len());
        let mut trial = Trial {
            rules,
            line,
            bare,
            start,
            initials: Initials::of_line(line.text),
            candidates,
        };
        let breed = Breed::of(line).number();
        let weigh = |at: usize, string: &str, clue| trial.weigh(clue, at..at + string.len());
        self.at_start.each(bare, start, breed, weigh);
        if letter != start {
            let weigh = |at: usize, string: &str, clue| trial.weigh(clue, at..at + string.len());
            self.at_start.each(bare, letter, breed, weigh);
        }
        let weigh = |at: usize, string: &str, clue| trial.weigh(clue, at..at + string.len());
        self.anywhere.each(bare, breed, weigh);
        self.marks.each(bare, breed, |clue| trial.weigh(clue, 0..0));
        // A number sign in the bare line may be one in the line too, or a number.
        if letter == bare.len() {
            self.wordless.iter().for_each(|&rule| trial.suspect(rule));
        }
        let mut always = self.always.iter().filter(|&&rule| trial.is_shaped(rule));
        if always.next().is_some() && self.any_of_always.is_match(&fold(line.text)) {
            self.always.iter().for_each(|&rule| trial.suspect(rule));
        }
        // Of a rule that is there twice the one with the phrase stands first.
        candidates.sort_unstable();
        candidates.dedup_by_key(|candidate| candidate.rule);
    }
}

/// A line on trial: which rules it may fit is being found out.
struct Trial<'t> {
    rules: &'t [Rule],
    line: &'t Line<'t>,
    bare: &'t str,
    /// Where the bare line's first letter or number stands.
    start: usize,
    /// What the line's first letter or digit is.
    initials: Initials,
    /// Rules of the right shape.
    candidates: &'t mut Vec<Candidate>,
}

impl Trial<'_> {
    fn weigh(&mut self, clue: Clue, at: Range<usize>) {
        match clue {
            Clue::Pattern(rule, initials) => {
                if initials.meet(self.initials) {
                    self.suspect(rule);
                }
            }
            Clue::Phrase(rule, stand) => {
                let is_open = false;
                let found = Candidate { rule, is_open };
                if !self.candidates.contains(&found)
                    && self.stands(stand, at)
                    && self.is_shaped(rule)
                {
                    self.candidates.push(found);
                }
            }
        }
    }

    /// Adds a rule whose pattern may match.
    fn suspect(&mut self, rule: usize) {
        let mut known = self.candidates.iter();
        if known.all(|candidate| candidate.rule != rule) && self.is_shaped(rule) {
            let is_open = true;
            self.candidates.push(Candidate { rule, is_open });
        }
    }

    fn is_shaped(&self, rule: usize) -> bool {
        let rule = self.rules.get(rule);
        rule.is_some_and(|rule| rule.fits_shape(self.line, self.bare))
    }

    /// Returns whether a phrase found at `at` stands as it should.
    fn stands(&self, stand: Stand, at: Range<usize>) -> bool {
        let (before, after) = (self.bare.get(..at.start), self.bare.get(at.end..));
        let (Some(before), Some(after), Some(phrase)) = (before, after, self.bare.get(at.clone()))
        else {
            return false;
        };
        let starts = at.start == self.start;
        let ends = || !after.contains(is_word);
        let fits = match stand {
            Stand::Is => starts && ends(),
            Stand::Starts => starts,
            // In flattened text a label at the end may be glued to a sentence before it.
            Stand::Ends => (!self.line.flattened || phrase.len() > before.len()) && ends(),
            Stand::Has => true,
        };
        fits && parts(before.chars().next_back(), phrase.chars().next())
            && parts(phrase.chars().next_back(), after.chars().next())
    }
}

/// Returns whether a word may end between two characters.
fn parts(left: Option<char>, right: Option<char>) -> bool {
    let (Some(left), Some(right)) = (left, right) else {
        return true;
    };
    !is_word(left) || !is_word(right) || is_unspaced(left) || is_unspaced(right)
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == NUMBER
}
