//! Full dates as URLs, bylines and datelines write them.
//!
//! Only dates with day, month and year count: a publication date with a guessed year is worse than
//! none. Numeric dates whose order is unclear ("3/4/2019") don't count either.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::{mentions, month_named};

/// Short names of months that datelines use and prose does not, since they are words too: of es, it, pt, ru.
const SHORT_MONTHS: [(&str, i8); 21] = [
    ("ene", 1),
    ("gen", 1),
    ("янв", 1),
    ("fev", 2),
    ("фев", 2),
    ("abr", 4),
    ("апр", 4),
    ("mag", 5),
    ("giu", 6),
    ("июн", 6),
    ("lug", 7),
    ("июл", 7),
    ("ago", 8),
    ("авг", 8),
    ("set", 9),
    ("сен", 9),
    ("ott", 10),
    ("out", 10),
    ("окт", 10),
    ("dic", 12),
    ("дек", 12),
];

/// Returns the number of the month that a dateline calls `name`, in any case.
pub(crate) fn month(name: &str) -> Option<i8> {
    let lower = name.to_lowercase();
    let short = || SHORT_MONTHS.iter().find(|(name, _)| *name == lower);
    month_named(&lower).or_else(|| short().map(|(_, number)| *number))
}

/// Returns the first full date in a text.
pub(crate) fn in_text(text: &str) -> Option<Date> {
    let worded = mentions(text).into_iter().find_map(|mention| {
        let date = Date::new(mention.year?, mention.month, mention.day).ok()?;
        Some((mention.span.start, date))
    });
    let numeric = NUMERIC.captures_iter(text).find_map(|found| {
        let part = |name| found.name(name).map(|part| part.as_str());
        let read = |year, month, day| date_of(part(year)?, part(month)?, part(day)?);
        let date = read("y1", "m1", "d1").or_else(|| read("y2", "m2", "d2"))?;
        Some((found.get(0)?.start(), date))
    });
    let (_, date) = worded.into_iter().chain(numeric).min()?;
    Some(date)
}

/// Returns the date in the path of a URL, as "/2019/10/30/" or "/20191030/".
pub fn in_url(url: &str) -> Option<Date> {
    let path = url.split(['?', '#']).next()?;
    PATH.captures_iter(path).find_map(|found| {
        let part = |name| found.name(name).map(|part| part.as_str());
        let read = |month, day| date_of(part("y")?, part(month)?, part(day)?);
        read("m1", "d1").or_else(|| read("m2", "d2"))
    })
}

/// "2019-10-30", also before the T of a time, and "30.10.2019".
static NUMERIC: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"(?:^|[^\p{L}\d])(?:(?<y1>(?:19|20)\d\d)-(?<m1>\d\d)-(?<d1>\d\d)|(?<d2>\d{1,2})\.(?<m2>\d{1,2})\.(?<y2>(?:19|20)\d\d))(?:\D|$)",
    )
});

/// "/2019/10/30/", "/2019/oct/30/", "/20191030/"
static PATH: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"[/-](?<y>(?:19|20)\d\d)(?:[/-](?<m1>\d{1,2}|[A-Za-z]{3})[/-](?<d1>\d{1,2})|(?<m2>\d\d)(?<d2>\d\d))(?:[/_.-]|$)",
    )
});

#[expect(
    clippy::expect_used,
    reason = "no input reaches it: the patterns stand in this file, and the tests compile them"
)]
fn compiled(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a valid pattern")
}

fn date_of(year: &str, month: &str, day: &str) -> Option<Date> {
    let month = match month.parse() {
        Ok(number) => number,
        Err(_) => month_named(&month.to_lowercase())?,
    };
    Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn full_dates_are_read_in_the_usual_notations() {
        let cases = [
            (
                "Published 4:05 PM EDT, July 3, 2019",
                Some(date(2019, 7, 3)),
            ),
            ("Sept. 14th 2021, updated later", Some(date(2021, 9, 14))),
            ("3rd of March 2020", Some(date(2020, 3, 3))),
            ("Stand: 4. März 2022, 17:04 Uhr", Some(date(2022, 3, 4))),
            ("Updated: 2017-09-15 17:52", Some(date(2017, 9, 15))),
            ("Am 03.12.2018 um acht", Some(date(2018, 12, 3))),
            ("2017-09-15T17:52:00Z", Some(date(2017, 9, 15))),
            ("Publié le 1er août 2019 à 8h30", Some(date(2019, 8, 1))),
            ("Опубликовано 3 мая 2019", Some(date(2019, 5, 3))),
            ("2019年10月30日 17:04", Some(date(2019, 10, 30))),
            (
                "May 3; updated 04.05.2019, 6 May 2019",
                Some(date(2019, 5, 4)),
            ),
            ("February 30, 2019", None),
            ("October 30", None),
            ("marching 12 2019 miles", None),
            ("03/04/2019", None),
        ];
        for (text, expected) in cases {
            assert_eq!(in_text(text), expected, "{text}");
        }
    }

    #[test]
    fn datelines_shorten_their_months() {
        assert_eq!(month("MAG"), Some(5));
        assert_eq!(month("Oct"), Some(10));
        assert_eq!(month("апр"), Some(4));
        assert_eq!(month("The"), None);
    }

    #[test]
    fn urls_carry_dates_in_their_path() {
        let cases = [
            (
                "https://x.example/news/2019/10/30/bridge-shut",
                Some(date(2019, 10, 30)),
            ),
            (
                "https://x.example/2019-10-30-bridge",
                Some(date(2019, 10, 30)),
            ),
            (
                "https://x.example/world/2019/oct/30/bridge",
                Some(date(2019, 10, 30)),
            ),
            (
                "https://x.example/a/20191030/bridge",
                Some(date(2019, 10, 30)),
            ),
            ("https://x.example/2019/10/bridge", None),
            ("https://x.example/story?d=/2019/10/30/", None),
            ("https://x.example/2019/13/30/", None),
        ];
        for (url, expected) in cases {
            assert_eq!(in_url(url), expected, "{url}");
        }
    }
}
