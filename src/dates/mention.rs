//! Days that prose names: "October 30", "30. Oktober 2019", "le 30 octobre", "2019-10-30", "10月30日".
//!
//! Only mentions with a day count; "in October" or "in 2014" is background far more often than the
//! event. The year may be missing. Month names are a table, so that a language is a matter of data.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;
use serde::{Deserialize, Serialize};

/// A day that a text names, with its year if the text gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The year, if named.
    pub year: Option<i16>,
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31.
    pub day: i8,
    /// Byte range in the text that was searched.
    pub span: Range<usize>,
}

impl fmt::Display for Mention {
    /// Writes `2019-10-30`, or `--10-30` if the year is not named (ISO 8601:2000, XML Schema's gMonthDay).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Some(year) => write!(f, "{year:04}-{:02}-{:02}", self.month, self.day),
            None => write!(f, "--{:02}-{:02}", self.month, self.day),
        }
    }
}

impl Mention {
    /// Returns the mention with its span moved, from a stretch of a text to the whole of it.
    pub fn moved_by(self, start: usize) -> Mention {
        let span = start + self.span.start..start + self.span.end;
        Mention { span, ..self }
    }

    /// Returns whether two mentions name the same day, as far as they say.
    pub fn same_day(&self, other: &Mention) -> bool {
        self.days_apart(other) == 0
    }

    /// Returns how many days lie between two mentions; see [`Mention::days_until`].
    pub fn days_apart(&self, other: &Mention) -> u32 {
        self.days_until(other).map_or(u32::MAX, i32::unsigned_abs)
    }

    /// Returns how many days the other day is later (negative: earlier); `None` if one is in no calendar.
    ///
    /// Where either leaves the year out, the years are taken to be those that bring the two nearest.
    pub fn days_until(&self, other: &Mention) -> Option<i32> {
        match (self.year, other.year) {
            (Some(a), Some(b)) => days(self.in_year(a)?, other.in_year(b)?),
            _ => {
                let base = self.year.or(other.year).unwrap_or(LEAP_YEAR);
                let own = self.in_year(base)?;
                let others = (base.saturating_sub(1)..=base.saturating_add(1))
                    .filter_map(|year| other.in_year(year));
                others
                    .filter_map(|date| days(own, date))
                    .min_by_key(|days| days.abs())
            }
        }
    }

    /// Returns the day as a date of the given year, the 29th of February of a common year as its 28th.
    fn in_year(&self, year: i16) -> Option<Date> {
        Date::new(year, self.month, self.day)
            .or_else(|_| Date::new(year, self.month, 28))
            .ok()
    }
}

/// Stands in where neither side names a year, so that the 29th of February exists.
const LEAP_YEAR: i16 = 2000;

/// Returns the days from one date to another.
fn days(from: Date, to: Date) -> Option<i32> {
    from.until(to).ok().map(|span| span.get_days())
}

/// Finds the days that a text names, in the text's order.
///
/// ```
/// use newsdedup::dates::mentions;
/// let found = mentions("They met on October 30 and again on 2 November 2019.");
/// assert_eq!((found[0].month, found[0].day, found[0].year), (10, 30, None));
/// assert_eq!((found[1].month, found[1].day, found[1].year), (11, 2, Some(2019)));
/// ```
pub fn mentions(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(spot) = TABLES.spots.find_at(text, from) {
        let start = spot.start();
        match mention_at(text, start) {
            Some((end, mention)) => {
                found.extend(mention);
                from = end;
            }
            // One may still begin inside of the spot: of "112 May" a spot is all but the first digit.
            None => from = start + spot.as_str().chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// Returns the number of the month with this name, given in lower case.
pub(crate) fn month_named(name: &str) -> Option<i8> {
    TABLES.months.get(name).copied()
}

/// No day is written in more characters.
const LONGEST: usize = 48;

/// Returns the day that is written at `start`, if no calendar has it `None`, and where it ends.
fn mention_at(text: &str, start: usize) -> Option<(usize, Option<Mention>)> {
    let (before, rest) = text.split_at_checked(start)?;
    let end = rest
        .char_indices()
        .nth(LONGEST)
        .map_or(rest.len(), |(end, _)| end);
    let found = TABLES.day.captures(rest.get(..end)?)?;
    let is_spaced = found.name("day4").is_none();
    if is_spaced && before.ends_with(is_word_character) {
        return None;
    }
    let first = |groups: &[&str]| {
        groups
            .iter()
            .find_map(|group| found.name(group))
            .map(|part| part.as_str())
    };
    let span = start..start + found.get(0)?.end();
    let read = || {
        let month = match first(&["month1", "month2"]) {
            Some(name) => month_named(&name.to_lowercase()),
            None => first(&["month3", "month4"])?.parse().ok(),
        }?;
        let day = first(&["day1", "day2", "day3", "day4"])?.parse().ok()?;
        let year: Option<i16> =
            first(&["year1", "year2", "year3", "year4"]).and_then(|year| year.parse().ok());
        Date::new(year.unwrap_or(LEAP_YEAR), month, day).ok()?;
        Some(Mention {
            year,
            month,
            day,
            span: span.clone(),
        })
    };
    Some((span.end, read()))
}

/// What the `\b` of a regular expression takes for part of a word, but for rare marks.
fn is_word_character(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The month names and the patterns made of them.
struct Tables {
    months: HashMap<&'static str, i8>,
    /// A day at the start of a text.
    day: Regex,
    /// Every place where a day may begin, and some where none does. It asks for no word boundaries,
    /// which makes it several times faster than a search for days proper.
    spots: Regex,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut months = HashMap::new();
    for line in include_str!("months.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        if let Some((number, names)) = line.split_once('\t') {
            let number = number.parse().unwrap_or(0);
            months.extend(names.split(' ').map(|name| (name, number)));
        }
    }
    let mut names: Vec<&str> = months.keys().copied().collect();
    names.sort_unstable_by_key(|name| (std::cmp::Reverse(name.len()), *name));
    let month = names.join("|");
    let day = format!(
        r"(?ix) ^ (?:
          (?<month1>{month})\.? \s (?<day1>\d{{1,2}}) (?:st|nd|rd|th)? \b (?: ,? \s (?<year1>(?:19|20)\d\d) \b )?
        | (?<day2>\d{{1,2}}) (?:st|nd|rd|th|er|\.|º)? \s (?:of\s|de\s)? (?<month2>{month}) \b \.? (?: ,? \s (?:de\s)? (?<year2>(?:19|20)\d\d) \b )?
        | (?<year3>(?:19|20)\d\d) - (?<month3>\d\d) - (?<day3>\d\d) \b
        | (?: (?<year4>(?:19|20)\d\d) \s?年 \s? )? (?<month4>\d{{1,2}}) \s?月 \s? (?<day4>\d{{1,2}}) \s?日
        )"
    );
    let spots = format!(
        r"(?ix)
          (?:{month})\.? \s \d
        | \d{{1,2}} (?:st|nd|rd|th|er|\.|º)? \s (?:of\s|de\s)? (?:{month})
        | (?:19|20)\d\d (?: -\d\d- | \s?年 )
        | \d{{1,2}} \s?月
        "
    );
    #[expect(
        clippy::expect_used,
        reason = "no input reaches it: it is made of the shipped table, which the tests compile"
    )]
    let compiled = |pattern: &str| Regex::new(pattern).expect("the table has letters only");
    Tables {
        months,
        day: compiled(&day),
        spots: compiled(&spots),
    }
});

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Option<i16>, i8, i8)> {
        mentions(text)
            .into_iter()
            .map(|mention| (mention.year, mention.month, mention.day))
            .collect()
    }

    #[test]
    fn reads_the_notations_of_several_languages() {
        assert_eq!(
            found("on Oct. 3rd, 2019 and July 10"),
            [(Some(2019), 10, 3), (None, 7, 10)]
        );
        assert_eq!(
            found("am 3. März 2021, le 1er août, el 5 de mayo de 2020"),
            [(Some(2021), 3, 3), (None, 8, 1), (Some(2020), 5, 5)]
        );
        assert_eq!(
            found("3 липня 2022 и 9 мая"),
            [(Some(2022), 7, 3), (None, 5, 9)]
        );
        assert_eq!(
            found("2019-10-30, 2019年10月30日, 5月6日"),
            [(Some(2019), 10, 30), (Some(2019), 10, 30), (None, 5, 6)]
        );
    }

    #[test]
    fn leaves_alone_what_names_no_day() {
        assert_eq!(
            found("In May 2019 they may march 300 miles; October 45; a 10 marker"),
            []
        );
    }

    #[test]
    fn words_and_numbers_are_not_cut_for_a_day() {
        assert_eq!(
            found("112 May 3, dismay 3, 2019-05-032, x2019-05-03, _May 3"),
            [(None, 5, 3)]
        );
        assert_eq!(
            found("31 June 31 July, 20 may may 20 2020"),
            [(None, 7, 31), (None, 5, 20), (Some(2020), 5, 20)]
        );
        assert_eq!(
            found("第5月3日2019年 5月3日"),
            [(None, 5, 3), (Some(2019), 5, 3)]
        );
    }

    #[test]
    fn is_written_as_far_as_it_is_named() {
        let written: Vec<String> = mentions("July 4, 2019; 9 May")
            .iter()
            .map(Mention::to_string)
            .collect();
        assert_eq!(written, ["2019-07-04", "--05-09"]);
    }

    #[test]
    fn a_missing_year_is_the_nearest() {
        let at = |text: &str| mentions(text).remove(0);
        assert_eq!(at("December 31").days_apart(&at("January 2")), 2);
        assert_eq!(at("December 31, 2019").days_apart(&at("January 2")), 2);
        assert_eq!(at("July 10, 2017").days_apart(&at("July 10, 2019")), 730);
        assert_eq!(at("October 30").days_apart(&at("July 10")), 112);
    }
}
