//! Finds the rules that fit a line, in one pass over it.
//!
//! Phrases, and the literals that patterns can't do without (see [`literals`](super::literals)), are
//! [searched](super::needles) for together: those that lines begin with, which is decided within a few
//! bytes, and those that may stand anywhere, of which only those of rules that suit the line's
//! [breed](Breed) are: a paragraph is spared most labels, and with them most short words. What is found
//! are candidates: a phrase still has to stand between word boundaries, and a pattern is run, once a line.

use std::borrow::Cow;
use std::ops::Range;

use regex::{RegexSet, RegexSetBuilder};

use crate::strip::lines::{Line, fold};
use crate::strip::scripts::is_unspaced;

use super::bare::NUMBER;
use super::literals::{Initials, trigger};
use super::needles::{Heads, Needles};
use super::table::{Breed, Rule, Stand};

/// What is searched for, and what it means to find it.
#[derive(Debug)]
pub(super) struct Finder {
    at_start: Heads<Clue>,
    /// For each breed of line.
    anywhere: Vec<(Breed, Needles<Clue>)>,
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

impl Clue {
    fn rule(self) -> usize {
        match self {
            Clue::Phrase(rule, _) | Clue::Pattern(rule, _) => rule,
        }
    }
}

impl Finder {
    /// Prepares the search. Fails, in words, if a pattern grows too large.
    pub fn new(rules: &[Rule]) -> Result<Self, String> {
        let (mut at_start, mut anywhere) = (Vec::new(), Vec::new());
        let (mut wordless, mut always) = (Vec::new(), Vec::new());
        for (index, rule) in rules.iter().enumerate() {
            for (stand, phrase) in rule.phrases() {
                let strings = match stand {
                    Stand::Is | Stand::Starts => &mut at_start,
                    Stand::Ends | Stand::Has => &mut anywhere,
                };
                strings.push((phrase, Clue::Phrase(index, stand)));
            }
            let Some(pattern) = rule.pattern() else {
                continue;
            };
            let trigger = trigger(&pattern);
            let initials = Initials::of_pattern(&pattern);
            let with_clue = |literal| (literal, Clue::Pattern(index, initials));
            at_start.extend(trigger.at_start.into_iter().map(with_clue));
            anywhere.extend(trigger.anywhere.into_iter().map(with_clue));
            wordless.extend(trigger.wordless.then_some(index));
            always.extend(trigger.always.then_some(index));
        }
        let patterns = always
            .iter()
            .filter_map(|&index| rules.get(index)?.written());
        Ok(Self {
            at_start: Heads::new(at_start),
            anywhere: by_breed(rules, &anywhere),
            wordless,
            any_of_always: RegexSetBuilder::new(patterns)
                .case_insensitive(true)
                .build()
                .map_err(|error| error.to_string())?,
            always,
        })
    }

    /// Writes the indices of the rules that fit `line` into `found`, in their order; `bare` is the
    /// line's bare spelling, and `candidates` a buffer.
    pub fn find(
        &self,
        rules: &[Rule],
        line: &Line,
        bare: &str,
        candidates: &mut Vec<usize>,
        found: &mut Vec<usize>,
    ) {
        candidates.clear();
        found.clear();
        let start = bare.find(is_word).unwrap_or(bare.len());
        // A pattern may pass over a number that a phrase has to name.
        let letter = bare.find(char::is_alphanumeric).unwrap_or(bare.len());
        let mut trial = Trial {
            rules,
            line,
            bare,
            start,
            initials: Initials::of_line(line.text),
            folded: None,
            candidates,
            found,
        };
        let weigh = |at: usize, string: &str, clue| trial.weigh(clue, at..at + string.len());
        self.at_start.each(bare, start, weigh);
        if letter != start {
            let weigh = |at: usize, string: &str, clue| trial.weigh(clue, at..at + string.len());
            self.at_start.each(bare, letter, weigh);
        }
        let weigh = |at: usize, string: &str, clue| trial.weigh(clue, at..at + string.len());
        let breed = Breed::of(line);
        if let Some((_, anywhere)) = self.anywhere.iter().find(|(of, _)| *of == breed) {
            anywhere.each(bare, weigh);
        }
        // A number sign in the bare line may be one in the line too, or a number.
        if letter == bare.len() {
            trial.candidates.extend(&self.wordless);
        }
        while let Some(index) = trial.candidates.pop() {
            trial.run(index);
        }
        let mut always = self.always.iter().filter(|&&index| trial.is_shaped(index));
        if always.next().is_some() && self.any_of_always.is_match(trial.folded()) {
            self.always.iter().for_each(|&index| trial.run(index));
        }
        found.sort_unstable();
    }
}

/// Returns for each breed of line the strings of rules that suit it.
fn by_breed(rules: &[Rule], strings: &[(String, Clue)]) -> Vec<(Breed, Needles<Clue>)> {
    let suiting = |breed| {
        let suits = |(_, clue): &&(String, Clue)| {
            let rule = rules.get(clue.rule());
            rule.is_some_and(|rule| rule.suits(breed))
        };
        strings.iter().filter(suits).cloned().collect()
    };
    Breed::all()
        .map(|breed| (breed, Needles::new(suiting(breed))))
        .collect()
}

/// A line on trial: which rules fit it is being found out.
struct Trial<'t> {
    rules: &'t [Rule],
    line: &'t Line<'t>,
    bare: &'t str,
    /// Where the bare line's first letter or number stands.
    start: usize,
    /// What the line's first letter or digit is.
    initials: Initials,
    /// The line as patterns see it, made when the first is run.
    folded: Option<Cow<'t, str>>,
    /// Rules of the right shape whose pattern may match.
    candidates: &'t mut Vec<usize>,
    found: &'t mut Vec<usize>,
}

impl Trial<'_> {
    fn weigh(&mut self, clue: Clue, at: Range<usize>) {
        match clue {
            Clue::Pattern(index, initials) => {
                if initials.meet(self.initials) && !self.candidates.contains(&index) {
                    self.candidates.push(index);
                }
            }
            Clue::Phrase(index, stand) => {
                if !self.found.contains(&index) && self.stands(stand, at) && self.is_shaped(index) {
                    self.found.push(index);
                }
            }
        }
    }

    fn run(&mut self, index: usize) {
        if self.found.contains(&index) || !self.is_shaped(index) {
            return;
        }
        let regex = self.rules.get(index).and_then(Rule::regex);
        if regex.is_some_and(|regex| regex.is_match(self.folded())) {
            self.found.push(index);
        }
    }

    fn folded(&mut self) -> &str {
        self.folded.get_or_insert_with(|| fold(self.line.text))
    }

    fn is_shaped(&self, index: usize) -> bool {
        let rule = self.rules.get(index);
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
        let ends = !after.contains(is_word);
        let fits = match stand {
            Stand::Is => starts && ends,
            Stand::Starts => starts,
            // In flattened text a label at the end may be glued to a sentence before it.
            Stand::Ends => ends && (!self.line.flattened || phrase.len() > before.len()),
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
