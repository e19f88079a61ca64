//! Days that prose names by the day of the week ("on Wednesday"), resolved against the day on which it
//! was published.
//!
//! Newspapers name the day of an event so, and the event lies behind them: a weekday is taken to be
//! the last one up to the day of publication.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use regex::Regex;
use regex_syntax::is_word_character;

use super::Mention;

/// Finds the weekdays that a text names, in the text's order, as days with a year.
///
/// ```
/// use jiff::civil::date;
/// use newsdedup::dates::weekday_mentions;
/// let found = weekday_mentions("He spoke on Wednesday, a day late.", date(2019, 11, 1));
/// assert_eq!((found[0].year, found[0].month, found[0].day), (Some(2019), 10, 30));
/// ```
pub fn weekday_mentions(text: &str, published: Date) -> Vec<Mention> {
    let (names, pattern) = &*TABLE;
    pattern
        .find_iter(text)
        .filter(|found| is_whole(text, found.range()))
        .filter_map(|found| {
            let weekday = names.get(found.as_str().to_lowercase().as_str())?;
            let back = published.weekday().since(*weekday);
            let date = published.checked_sub(i32::from(back).days()).ok()?;
            Some(Mention {
                year: Some(date.year()),
                month: date.month(),
                day: date.day(),
                span: found.range(),
            })
        })
        .collect()
}

/// Returns whether part of a text is whole words. The pattern could ask for that with `\b`, but then takes
/// ten times as long on text that is not all ASCII.
fn is_whole(text: &str, part: Range<usize>) -> bool {
    let before = text[..part.start].chars().next_back();
    let after = text[part.end..].chars().next();
    !before.is_some_and(is_word_character) && !after.is_some_and(is_word_character)
}

/// The names of the days, and the pattern of any of them.
static TABLE: LazyLock<(HashMap<&'static str, Weekday>, Regex)> = LazyLock::new(|| {
    let mut days = HashMap::new();
    for line in include_str!("weekdays.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        if let Some((number, names)) = line.split_once('\t')
            && let Some(weekday) = number
                .parse()
                .ok()
                .and_then(|number| Weekday::from_monday_one_offset(number).ok())
        {
            days.extend(names.split(' ').map(|name| (name, weekday)));
        }
    }
    let mut names: Vec<&str> = days.keys().copied().collect();
    names.sort_unstable_by_key(|name| (std::cmp::Reverse(name.len()), *name));
    #[expect(
        clippy::expect_used,
        reason = "no input reaches it: it is made of the shipped table, which the tests compile"
    )]
    let pattern = Regex::new(&format!("(?i){}", names.join("|")))
        .expect("the table has letters and hyphens only");
    (days, pattern)
});

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn days(text: &str) -> Vec<(i8, i8)> {
        let found = weekday_mentions(text, date(2023, 3, 8));
        found
            .into_iter()
            .map(|mention| (mention.month, mention.day))
            .collect()
    }

    #[test]
    fn a_weekday_is_the_last_one_up_to_the_day_of_publication() {
        assert_eq!(
            days("Wednesday, Tuesday, and THURSDAY"),
            [(3, 8), (3, 7), (3, 2)]
        );
        assert_eq!(
            days("am Montag, le dimanche, в среду"),
            [(3, 6), (3, 5), (3, 8)]
        );
    }

    #[test]
    fn a_name_inside_a_word_is_none() {
        assert_eq!(days("Fridays sundayish martesian"), []);
    }
}
