//! Finds the rules that fit a line, in one pass over it.
//!
//! Phrases, and the literals that patterns can't do without (see [`literals`](super::literals)), are
//! searched for by two Aho-Corasick automata (Aho and Corasick 1975): one for what lines begin with,
//! which is decided within a few bytes, and one for what may stand anywhere. What they find are
//! candidates: a phrase still has to stand between word boundaries, and a pattern is run.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::automaton::OverlappingState;
use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, MatchKind, StartKind};
use regex::{RegexSet, RegexSetBuilder};

use crate::strip::lines::{Line, fold};

use super::bare::NUMBER;
use super::literals::trigger;
use super::table::{Rule, Stand};

/// The automata, and what their needles belong to.
#[derive(Debug)]
pub(super) struct Finder {
    at_start: Needles,
    anywhere: Needles,
    /// Rules, as indices, whose patterns are for lines without letters and numbers.
    wordless: Vec<usize>,
    /// Rules with a pattern of which nothing is known.
    always: Vec<usize>,
    /// Their patterns, so that one search tells that none of them fits.
    any_of_always: RegexSet,
}

/// Strings are searched for by their first bytes, about so many. What is behind them is compared
/// where they were found: that is seldom, and the automaton stays small enough for a cache.
const HEAD_BYTES: usize = 8;

/// Strings that are searched for together, and what finding each of them means.
#[derive(Debug)]
struct Needles {
    /// Finds the heads of the strings.
    automaton: AhoCorasick,
    /// For each head, the strings that begin with it.
    strings: Vec<Vec<(String, Vec<Clue>)>>,
}

/// What it means that a string was found.
#[derive(Clone, Copy, Debug)]
enum Clue {
    /// It is a phrase of this rule.
    Phrase(usize, Stand),
    /// The pattern of this rule may match.
    Pattern(usize),
}

fn add(needles: &mut BTreeMap<String, Vec<Clue>>, string: String, clue: Clue) {
    needles.entry(string).or_default().push(clue);
}

impl Finder {
    /// Builds the automata. Fails, in words, if they grow too large.
    pub fn new(rules: &[Rule]) -> Result<Self, String> {
        let mut at_start: BTreeMap<String, Vec<Clue>> = BTreeMap::new();
        let mut anywhere: BTreeMap<String, Vec<Clue>> = BTreeMap::new();
        let (mut wordless, mut always) = (Vec::new(), Vec::new());
        for (index, rule) in rules.iter().enumerate() {
            for (stand, phrase) in rule.phrases() {
                let needles = match stand {
                    Stand::Is | Stand::Starts => &mut at_start,
                    Stand::Ends | Stand::Has => &mut anywhere,
                };
                let clue = Clue::Phrase(index, stand);
                add(needles, phrase, clue);
            }
            let Some(pattern) = rule.pattern() else {
                continue;
            };
            let trigger = trigger(&pattern);
            let literals = trigger.at_start.into_iter();
            literals.for_each(|literal| add(&mut at_start, literal, Clue::Pattern(index)));
            let literals = trigger.anywhere.into_iter();
            literals.for_each(|literal| add(&mut anywhere, literal, Clue::Pattern(index)));
            wordless.extend(trigger.wordless.then_some(index));
            always.extend(trigger.always.then_some(index));
        }
        let patterns = always
            .iter()
            .filter_map(|&index| rules.get(index)?.written());
        Ok(Self {
            at_start: Needles::new(
                at_start,
                StartKind::Anchored,
                AhoCorasickKind::ContiguousNFA,
            )?,
            // This one sees every byte: twice as fast, for a few megabytes.
            anywhere: Needles::new(anywhere, StartKind::Unanchored, AhoCorasickKind::DFA)?,
            wordless,
            any_of_always: RegexSetBuilder::new(patterns)
                .case_insensitive(true)
                .build()
                .map_err(|error| error.to_string())?,
            always,
        })
    }

    /// Writes the indices of the rules that fit `line` into `found`, in their order; `bare` is the
    /// line's bare spelling.
    pub fn find(&self, rules: &[Rule], line: &Line, bare: &str, found: &mut Vec<usize>) {
        found.clear();
        let start = bare.find(is_word).unwrap_or(bare.len());
        // A pattern may pass over a number that a phrase has to name.
        let letter = bare.find(char::is_alphanumeric).unwrap_or(bare.len());
        let mut trial = Trial {
            rules,
            line,
            bare,
            start,
            folded: None,
            failed: Vec::new(),
            found,
        };
        self.at_start.each(bare, start, Anchored::Yes, &mut trial);
        if letter != start {
            self.at_start.each(bare, letter, Anchored::Yes, &mut trial);
        }
        self.anywhere.each(bare, 0, Anchored::No, &mut trial);
        let wordless = (start == bare.len()).then_some(&self.wordless);
        wordless
            .into_iter()
            .flatten()
            .for_each(|&index| trial.run(index));
        let mut always = self.always.iter().filter(|&&index| trial.is_shaped(index));
        if always.next().is_some() && self.any_of_always.is_match(trial.folded()) {
            self.always.iter().for_each(|&index| trial.run(index));
        }
        found.sort_unstable();
    }
}

impl Needles {
    fn new(
        needles: BTreeMap<String, Vec<Clue>>,
        start: StartKind,
        kind: AhoCorasickKind,
    ) -> Result<Self, String> {
        let mut by_head: BTreeMap<String, Vec<(String, Vec<Clue>)>> = BTreeMap::new();
        for (string, clues) in needles {
            let end = (HEAD_BYTES..string.len()).find(|&end| string.is_char_boundary(end));
            let head = end.and_then(|end| string.get(..end)).unwrap_or(&string);
            by_head
                .entry(head.to_owned())
                .or_default()
                .push((string, clues));
        }
        let (heads, strings): (Vec<String>, _) = by_head.into_iter().unzip();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .start_kind(start)
            .kind(Some(kind))
            .build(heads)
            .map_err(|error| error.to_string())?;
        Ok(Self { automaton, strings })
    }

    /// Hands every string found in `bare`, from byte `from` on, to the trial.
    fn each(&self, bare: &str, from: usize, anchored: Anchored, trial: &mut Trial) {
        let input = Input::new(bare).range(from..).anchored(anchored);
        let mut state = OverlappingState::start();
        // The only error is an anchored search in an automaton built for none, which finds nothing.
        while self
            .automaton
            .try_find_overlapping(input.clone(), &mut state)
            .is_ok()
        {
            let Some(head) = state.get_match() else {
                break;
            };
            let strings = self.strings.get(head.pattern().as_usize());
            let rest = bare.get(head.start()..).unwrap_or_default();
            for (string, clues) in strings.into_iter().flatten() {
                if rest.starts_with(string) {
                    let at = head.start()..head.start() + string.len();
                    clues.iter().for_each(|clue| trial.weigh(*clue, at.clone()));
                }
            }
        }
    }
}

/// A line on trial: which rules fit it is being found out.
struct Trial<'t> {
    rules: &'t [Rule],
    line: &'t Line<'t>,
    bare: &'t str,
    /// Where the bare line's first letter or number stands.
    start: usize,
    /// The line as patterns see it, made when the first is run.
    folded: Option<Cow<'t, str>>,
    /// Rules whose pattern was run in vain.
    failed: Vec<usize>,
    found: &'t mut Vec<usize>,
}

impl Trial<'_> {
    fn weigh(&mut self, clue: Clue, at: Range<usize>) {
        match clue {
            Clue::Pattern(index) => self.run(index),
            Clue::Phrase(index, stand) => {
                if !self.found.contains(&index) && self.stands(stand, at) && self.is_shaped(index) {
                    self.found.push(index);
                }
            }
        }
    }

    fn run(&mut self, index: usize) {
        if self.found.contains(&index) || self.failed.contains(&index) || !self.is_shaped(index) {
            return;
        }
        let regex = self.rules.get(index).and_then(Rule::regex);
        let results = match regex.is_some_and(|regex| regex.is_match(self.folded())) {
            true => &mut *self.found,
            false => &mut self.failed,
        };
        results.push(index);
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

/// Characters of scripts that put no space between words: Thai to Khmer, kana and Han.
fn is_unspaced(character: char) -> bool {
    matches!(character,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}
