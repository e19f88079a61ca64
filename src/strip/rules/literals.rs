//! What a line must contain for a pattern to match it, read off the pattern itself.
//!
//! To run some hundred regular expressions on every line would be slow, and one automaton for all
//! of them grows beyond any cache. But nearly every pattern needs some literal text ("cookie",
//! "sign up"), and all literals of all patterns can be searched for in a single pass. A pattern is
//! run only on lines where one of its own was found. The idea is that of RE2's `FilteredRE2`
//! (Cox, "Regular Expression Matching with a Trigram Index", 2012, has the algebra).
//!
//! Literals are bare, as [`bare`](super::bare) writes a line: lower case, any number as `#`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look};

use super::bare::{NUMBER, lower};

/// So many strings stand for a part of a pattern; with more, the part says nothing.
const MOST_STRINGS: usize = 160;
/// A class of so many characters or more says nothing.
const MOST_CHARACTERS: usize = 8;
/// What lines begin with must weigh so much, or too many lines would: see [`weight`].
const LEAST_AT_START: usize = 2;
/// What stands anywhere must weigh so much.
const LEAST_ANYWHERE: usize = 2;
/// A string that weighs more is on so few lines that its weight no longer matters.
const HEAVY_ENOUGH: usize = 8;

/// When a pattern has to be tried on a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Trigger {
    /// If the line, from its first letter or number on, begins with one of these.
    pub at_start: BTreeSet<String>,
    /// If one of these stands in the line.
    pub anywhere: BTreeSet<String>,
    /// If there is no letter or number in the line.
    pub wordless: bool,
    /// In any case.
    pub always: bool,
}

/// Returns the cheapest trigger that a pattern can't match without, whether or not case counts.
pub(super) fn trigger(pattern: &Hir) -> Trigger {
    if let HirKind::Alternation(branches) = pattern.kind() {
        let mut all = Trigger::default();
        for branch in branches.iter().map(trigger) {
            all.at_start.extend(branch.at_start);
            all.anywhere.extend(branch.anywhere);
            all.wordless |= branch.wordless;
            all.always |= branch.always;
        }
        all.anywhere = without_longer(&all.anywhere);
        return all;
    }
    let looks = pattern.properties();
    let is_whole_line = looks.look_set_prefix().contains(Look::Start)
        && looks.look_set_suffix().contains(Look::End);
    if is_whole_line && is_without(&CLASSES.alphanumeric, pattern) {
        return Trigger {
            wordless: true,
            ..Trigger::default()
        };
    }
    let at_start = start(pattern).map(|strings| Trigger {
        at_start: without_longer_heads(strings),
        ..Trigger::default()
    });
    let weighs = |trigger: &Trigger, least| lightest(&trigger.at_start) >= least;
    if let Some(trigger) = at_start
        .as_ref()
        .filter(|at_start| weighs(at_start, LEAST_AT_START))
    {
        return trigger.clone();
    }
    match literals(pattern).required().map(cut_numbers) {
        Some(strings) if lightest(&strings) >= LEAST_ANYWHERE => Trigger {
            anywhere: without_longer(&strings),
            ..Trigger::default()
        },
        // Even a first letter tells more than nothing.
        _ => at_start
            .filter(|at_start| weighs(at_start, 1))
            .unwrap_or(Trigger {
                always: true,
                ..Trigger::default()
            }),
    }
}

/// Letters and digits of ASCII, without regard to case, and whether anything beyond ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Initials(u64);

impl Initials {
    const NONE: Self = Self(0);
    /// Anything beyond ASCII, or no letter or digit at all.
    const OTHER: Self = Self(1 << 36);
    const ANY: Self = Self(u64::MAX);

    /// Returns the first letter or digit of a line, or what stands before it beyond ASCII.
    pub fn of_line(line: &str) -> Self {
        let mut bytes = line.bytes();
        let first = bytes.find(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
        match first {
            Some(byte) if byte.is_ascii() => Self::of(char::from(byte)),
            Some(_) | None => Self::OTHER,
        }
    }

    /// Returns those that the first of a line is one of if `pattern` matches it. Of what is beyond ASCII
    /// nothing is known.
    pub fn of_pattern(pattern: &Hir) -> Self {
        let is_bound = pattern.properties().look_set_prefix().contains(Look::Start);
        match initials(pattern) {
            (initials, false) if is_bound => initials.or(Self::OTHER),
            _ => Self::ANY,
        }
    }

    /// Returns whether there is one that both have.
    pub fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn of(character: char) -> Self {
        let digit = character.to_digit(36);
        digit.map_or(Self::NONE, |digit| Self(1 << digit))
    }

    fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Returns what a match may have as the first of all its letters and digits of ASCII if nothing beyond
/// ASCII stands before it, and whether a match may have none.
fn initials(part: &Hir) -> (Initials, bool) {
    match part.kind() {
        HirKind::Empty | HirKind::Look(_) => (Initials::NONE, true),
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => initials_of_text(text),
            Err(_) => (Initials::ANY, true),
        },
        HirKind::Class(Class::Unicode(class)) => initials_of_class(class),
        HirKind::Class(Class::Bytes(_)) => (Initials::ANY, true),
        HirKind::Capture(capture) => initials(&capture.sub),
        HirKind::Repetition(repetition) => {
            let (once, passes) = initials(&repetition.sub);
            (once, passes || repetition.min == 0)
        }
        HirKind::Concat(parts) => {
            let mut row = Initials::NONE;
            for part in parts {
                let (next, passes) = initials(part);
                row = row.or(next);
                if !passes {
                    return (row, false);
                }
            }
            (row, true)
        }
        HirKind::Alternation(branches) => {
            let branches = branches.iter().map(initials);
            branches.fold((Initials::NONE, false), |(all, any), (initials, passes)| {
                (all.or(initials), any || passes)
            })
        }
    }
}

fn initials_of_text(text: &str) -> (Initials, bool) {
    let mut letters = text.chars().flat_map(lower);
    match letters.find(|letter| letter.is_ascii_alphanumeric() || !letter.is_ascii()) {
        Some(letter) if letter.is_ascii() => (Initials::of(letter), false),
        Some(_) => (Initials::NONE, false),
        None => (Initials::NONE, true),
    }
}

fn initials_of_class(class: &ClassUnicode) -> (Initials, bool) {
    // To fold the case of a whole class takes long, and of letters beyond ASCII only these have one of
    // ASCII for their other case.
    let others = |letter| match letter {
        'k' => '\u{212A}',
        's' => '\u{17F}',
        other => other,
    };
    let is_in_class = |character: char| {
        let mut below = class
            .ranges()
            .iter()
            .take_while(|range| range.start() <= character);
        below.any(|range| character <= range.end())
    };
    let has = |character: &char| {
        let (lower, upper) = (
            character.to_ascii_lowercase(),
            character.to_ascii_uppercase(),
        );
        [lower, upper, others(lower)].into_iter().any(is_in_class)
    };
    let ascii = || ('\0'..='\x7F').filter(has);
    let initials = ascii().map(Initials::of).fold(Initials::NONE, Initials::or);
    (
        initials,
        !ascii().all(|character| character.is_ascii_alphanumeric()),
    )
}

/// What is known of the strings that a pattern matches.
#[derive(Default)]
struct Literals {
    /// All of them, if they are few.
    exact: Option<BTreeSet<String>>,
    /// Strings of which each match has one, if such are known.
    inside: Option<BTreeSet<String>>,
}

impl Literals {
    fn exactly(strings: BTreeSet<String>) -> Self {
        Self {
            exact: Some(strings),
            inside: None,
        }
    }

    /// Returns strings of which each match has one.
    fn required(self) -> Option<BTreeSet<String>> {
        self.exact.or(self.inside)
    }
}

fn literals(pattern: &Hir) -> Literals {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => Literals::exactly([String::new()].into()),
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0)
            .ok()
            .map(|text| Literals::exactly([bare_literal(text)].into()))
            .unwrap_or_default(),
        HirKind::Class(class) => characters(class).map(Literals::exactly).unwrap_or_default(),
        HirKind::Capture(capture) => literals(&capture.sub),
        HirKind::Repetition(repetition) => {
            let once = literals(&repetition.sub);
            match (repetition.min, repetition.max) {
                // However many digits there are, they are one number.
                (1.., _) if is_number(&once) => once,
                (0, Some(1)) => Literals {
                    exact: once.exact.map(|mut strings| {
                        strings.insert(String::new());
                        strings
                    }),
                    inside: None,
                },
                (0, _) => Literals::default(),
                (1, Some(1)) => once,
                _ => Literals {
                    exact: None,
                    inside: once.required(),
                },
            }
        }
        HirKind::Concat(parts) => in_a_row(parts),
        HirKind::Alternation(branches) => one_of(branches),
    }
}

/// Joins the strings of neighbouring parts while they are few, and keeps the best strings seen.
fn in_a_row(parts: &[Hir]) -> Literals {
    let mut best: Option<BTreeSet<String>> = None;
    let mut row: BTreeSet<String> = [String::new()].into();
    let mut whole = true;
    for part in parts {
        let part = literals(part);
        let joined = part.exact.as_ref().and_then(|next| product(&row, next));
        match joined {
            Some(joined) => row = joined,
            None => {
                whole = false;
                best = better(best, Some(row));
                // What is known in full may still be joined to what follows.
                row = match part.exact {
                    Some(strings) => strings,
                    None => {
                        best = better(best, part.inside);
                        [String::new()].into()
                    }
                };
            }
        }
    }
    if whole {
        return Literals::exactly(row);
    }
    Literals {
        exact: None,
        inside: better(best, Some(row)).filter(|strings| lightest(strings) > 0),
    }
}

fn one_of(branches: &[Hir]) -> Literals {
    let branches: Vec<Literals> = branches.iter().map(literals).collect();
    if let Some(exact) = union(branches.iter().map(|branch| branch.exact.as_ref())) {
        return Literals::exactly(exact);
    }
    let inside = branches.into_iter().map(Literals::required);
    let inside: Option<Vec<BTreeSet<String>>> = inside.collect();
    Literals {
        exact: None,
        inside: inside.and_then(|sets| union(sets.iter().map(Some))),
    }
}

/// Returns strings of which each match begins with one, once everything before its first letter or
/// digit is passed over; `None` if a match may begin elsewhere than at the line's start.
fn start(pattern: &Hir) -> Option<BTreeSet<String>> {
    match pattern.kind() {
        HirKind::Capture(capture) => start(&capture.sub),
        HirKind::Alternation(branches) => {
            let starts: Option<Vec<BTreeSet<String>>> = branches.iter().map(start).collect();
            union(starts?.iter().map(Some))
        }
        HirKind::Concat(parts) => match parts.first()?.kind() {
            HirKind::Look(Look::Start) => start_of_row(parts.get(1..)?),
            // `(?:^a|^b) c`
            _ => start(parts.first()?),
        },
        _ => None,
    }
}

fn start_of_row(parts: &[Hir]) -> Option<BTreeSet<String>> {
    let first = parts
        .iter()
        .position(|part| !is_without(&CLASSES.plain, part))?;
    let (strings, _) = beginning_of_row(parts.get(first..)?);
    let begins = |string: &String| string.starts_with(|c: char| c.is_alphanumeric() || c == NUMBER);
    Some(cut_numbers(strings)).filter(|strings| strings.iter().all(begins))
}

/// Returns strings of which each match begins with one, and whether these are the whole matches.
fn beginning(part: &Hir) -> (BTreeSet<String>, bool) {
    if let Some(strings) = literals(part).exact {
        return (strings, true);
    }
    let unknown = || [String::new()].into();
    let strings = match part.kind() {
        HirKind::Capture(capture) => beginning(&capture.sub).0,
        HirKind::Repetition(repetition) if repetition.min > 0 => beginning(&repetition.sub).0,
        HirKind::Concat(parts) => beginning_of_row(parts).0,
        HirKind::Alternation(branches) => {
            let begins: Vec<_> = branches.iter().map(|branch| beginning(branch).0).collect();
            union(begins.iter().map(Some)).unwrap_or_else(unknown)
        }
        _ => unknown(),
    };
    (strings, false)
}

fn beginning_of_row(parts: &[Hir]) -> (BTreeSet<String>, bool) {
    let mut row: BTreeSet<String> = [String::new()].into();
    for (index, part) in parts.iter().enumerate() {
        let (mut strings, whole) = beginning(part);
        if let Some(optional) = optional(part).filter(|_| !whole) {
            // A match goes on with the optional part, or with what follows it.
            let rest = parts.get(index + 1..).unwrap_or_default();
            strings = beginning(optional).0;
            strings.extend(beginning_of_row(rest).0);
        }
        match product(&row, &strings) {
            Some(joined) => row = joined,
            None => return (row, false),
        }
        if !whole {
            return (row, false);
        }
    }
    (row, true)
}

/// Returns what a part repeats that may be left out.
fn optional(part: &Hir) -> Option<&Hir> {
    match part.kind() {
        HirKind::Repetition(repetition) if repetition.min == 0 => Some(&repetition.sub),
        _ => None,
    }
}

/// Returns whether a part matches no string that has one of `characters`.
fn is_without(characters: &ClassUnicode, part: &Hir) -> bool {
    match part.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => {
            std::str::from_utf8(&literal.0).is_ok_and(|text| !text.contains(char::is_alphanumeric))
        }
        HirKind::Class(Class::Unicode(class)) => {
            let mut common = class.clone();
            common.intersect(characters);
            common.ranges().is_empty()
        }
        HirKind::Class(Class::Bytes(_)) => false,
        HirKind::Capture(capture) => is_without(characters, &capture.sub),
        HirKind::Repetition(repetition) => is_without(characters, &repetition.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().all(|part| is_without(characters, part))
        }
    }
}

/// Classes of characters that the search tells apart, made once.
struct Classes {
    /// What [`char::is_alphanumeric`] says is a letter or part of a number.
    alphanumeric: ClassUnicode,
    /// What the search does not pass over before a line's first letter: letters and plain digits.
    plain: ClassUnicode,
    /// What [`char::is_numeric`] says is part of a number.
    numeric: ClassUnicode,
}

static CLASSES: LazyLock<Classes> = LazyLock::new(|| Classes {
    alphanumeric: class(r"[\p{Alphabetic}\p{N}]"),
    plain: class(r"[\p{Alphabetic}\p{Nd}]"),
    numeric: class(r"\p{N}"),
});

/// Returns a class by its name; all characters if there is none.
fn class(name: &str) -> ClassUnicode {
    match regex_syntax::parse(name).as_ref().map(Hir::kind) {
        Ok(HirKind::Class(Class::Unicode(class))) => class.clone(),
        _ => ClassUnicode::new([ClassUnicodeRange::new('\0', char::MAX)]),
    }
}

fn is_number(literals: &Literals) -> bool {
    literals
        .exact
        .as_ref()
        .is_some_and(|strings| strings.iter().eq([&NUMBER.to_string()]))
}

/// Returns the characters of a small class, each as a bare string; the digits count as one.
fn characters(class: &Class) -> Option<BTreeSet<String>> {
    let Class::Unicode(class) = class else {
        return None;
    };
    let mut others = class.clone();
    others.difference(&CLASSES.numeric);
    let mut strings = BTreeSet::new();
    if others.ranges() != class.ranges() {
        strings.insert(NUMBER.to_string());
    }
    for range in others.ranges() {
        if range.len() > MOST_CHARACTERS || strings.len() > MOST_CHARACTERS {
            return None;
        }
        for character in range.start()..=range.end() {
            strings.insert(bare_literal(character.encode_utf8(&mut [0; 4])));
        }
    }
    (strings.len() <= MOST_CHARACTERS).then_some(strings)
}

/// Returns a literal as the bare line would have it.
fn bare_literal(literal: &str) -> String {
    let mut bare = String::new();
    for character in literal.chars() {
        match character {
            digit if digit.is_numeric() => push(&mut bare, NUMBER),
            other => lower(other).for_each(|lower| push(&mut bare, lower)),
        }
    }
    bare
}

/// Joins a character to a bare string: two digits, or digits with a point between them, are one number.
fn push(bare: &mut String, character: char) {
    if character == NUMBER {
        let before = bare.trim_end_matches(['.', ',', '\'']);
        if before.ends_with(NUMBER) && bare.len() <= before.len() + 1 {
            bare.truncate(before.len());
            return;
        }
    }
    bare.push(character);
}

/// Cuts the points off that may belong to a longer number than the pattern shows.
fn cut_numbers(strings: BTreeSet<String>) -> BTreeSet<String> {
    let points = ['.', ',', '\''];
    let cut = |string: String| {
        let before = string.trim_end_matches(points);
        let kept = if before.ends_with(NUMBER) {
            before
        } else {
            &string
        };
        let behind = kept.trim_start_matches(points);
        let kept = if behind.starts_with(NUMBER) {
            behind
        } else {
            kept
        };
        kept.to_owned()
    };
    strings.into_iter().map(cut).collect()
}

/// Returns each string of `one` followed by each of `other`, if these are few enough.
fn product(one: &BTreeSet<String>, other: &BTreeSet<String>) -> Option<BTreeSet<String>> {
    let is_nothing = |strings: &BTreeSet<String>| strings.iter().eq([""]);
    if is_nothing(one) {
        return Some(other.clone());
    }
    if one.len() * other.len() > MOST_STRINGS {
        return None;
    }
    let pairs = one
        .iter()
        .flat_map(|start| other.iter().map(move |end| joined(start, end)));
    Some(pairs.collect())
}

fn joined(start: &str, end: &str) -> String {
    let mut joined = start.to_owned();
    end.chars()
        .for_each(|character| push(&mut joined, character));
    joined
}

/// Returns all strings of all sets; `None` if one is not known.
fn union<'s>(sets: impl Iterator<Item = Option<&'s BTreeSet<String>>>) -> Option<BTreeSet<String>> {
    let mut all = BTreeSet::new();
    for set in sets {
        all.extend(set?.iter().cloned());
    }
    Some(all)
}

/// Returns the set that fewer lines will have one of: the heavier, of equals the smaller.
fn better(
    one: Option<BTreeSet<String>>,
    other: Option<BTreeSet<String>>,
) -> Option<BTreeSet<String>> {
    let (Some(first), Some(second)) = (&one, &other) else {
        return one.or(other);
    };
    let worth = |set: &BTreeSet<String>| (lightest(set).min(HEAVY_ENOUGH), usize::MAX - set.len());
    if worth(second) > worth(first) {
        other
    } else {
        one
    }
}

fn lightest(strings: &BTreeSet<String>) -> usize {
    let weights = strings
        .iter()
        .map(|string| string.chars().map(weight).sum());
    weights.min().unwrap_or(0)
}

/// How much a character does to make a string rare: the marks that prose seldom has do most.
fn weight(character: char) -> usize {
    let usual = character.is_ascii_alphanumeric() || " .,-'\":?!".contains(character);
    if usual { 1 } else { 3 }
}

/// Leaves out the strings that begin with another.
fn without_longer_heads(strings: BTreeSet<String>) -> BTreeSet<String> {
    let mut kept: Option<String> = None;
    let is_needed = |string: &String| {
        // In their order, what begins with a string stands right behind it.
        let is_needed = kept.as_ref().is_none_or(|kept| !string.starts_with(kept));
        if is_needed {
            kept = Some(string.clone());
        }
        is_needed
    };
    strings.into_iter().filter(is_needed).collect()
}

/// Leaves out the strings that are found only where a shorter one is found too.
fn without_longer(strings: &BTreeSet<String>) -> BTreeSet<String> {
    let is_needed = |string: &&String| {
        let mut others = strings.iter().filter(|other| other != string);
        !others.any(|other| string.contains(other.as_str()))
    };
    strings.iter().filter(is_needed).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pattern: &str) -> Trigger {
        trigger(&regex_syntax::parse(pattern).unwrap())
    }

    fn strings(list: &[&str]) -> BTreeSet<String> {
        list.iter().map(|&string| string.to_owned()).collect()
    }

    fn at_start(list: &[&str]) -> Trigger {
        Trigger {
            at_start: strings(list),
            ..Trigger::default()
        }
    }

    fn anywhere(list: &[&str]) -> Trigger {
        Trigger {
            anywhere: strings(list),
            ..Trigger::default()
        }
    }

    #[test]
    fn patterns_bound_to_the_start_are_known_by_how_lines_begin() {
        assert_eq!(
            of("^(?:please )?click here"),
            at_start(&["click here", "please click here"])
        );
        assert_eq!(
            of(r"^\W*(?:share|tweet)(?: this.*)?$"),
            at_start(&["share", "tweet"])
        );
        assert_eq!(
            of("^one|^(?:two|three)+ x"),
            at_start(&["one", "two", "three"])
        );
        assert_eq!(of(r"^\d{1,2} May"), at_start(&["# may"]));
    }

    #[test]
    fn others_are_known_by_what_stands_in_them() {
        assert_eq!(
            of("(?:we|you) use .*cookies?"),
            anywhere(&["we use ", "you use "])
        );
        assert_eq!(of("all rights|^© .*"), anywhere(&["all rights", "© "]));
        assert_eq!(
            of(r"(?-i:AP) photo|ver.ffentlicht"),
            anywhere(&["ap photo", "ffentlicht"])
        );
        assert_eq!(of(r"at \d+[.:]\d\d"), anywhere(&["at #"]));
        assert_eq!(of(r".\d,.*x"), anywhere(&["#"]));
    }

    #[test]
    fn patterns_bound_to_the_start_are_known_by_their_first_letter() {
        let initials = |pattern| Initials::of_pattern(&regex_syntax::parse(pattern).unwrap());
        let of_line = Initials::of_line;
        let bound = initials(r"^\W*(?:(?:发布|posted|[Uu]pdated)?\s?[:|] ?)?(?:\d\d?月|May)");
        for line in ["May 3", "| PUBLISHED", "3 May", "u", "发布", "é", "..."] {
            assert!(bound.meet(of_line(line)), "{line}");
        }
        for line in ["the", " - a3", "(s"] {
            assert!(!bound.meet(of_line(line)), "{line}");
        }
        for anywhere in ["a|^b", "a", "^>>", "^.+a", "^[^b]+"] {
            assert!(initials(anywhere).meet(of_line("c")), "{anywhere}");
        }
        // Letters beyond ASCII that match one without regard to case.
        assert!(
            initials("^\u{212A}").meet(of_line("k")) && initials("^[\u{17F}]").meet(of_line("S"))
        );
    }

    #[test]
    fn some_need_lines_without_a_word() {
        let wordless = Trigger {
            wordless: true,
            ..Trigger::default()
        };
        assert_eq!(of(r"^[|+\-=]+$"), wordless);
        // What is not the whole line may have words behind it.
        assert_eq!(of("^>>"), anywhere(&[">>"]));
    }
}
