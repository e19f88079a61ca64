//! Full dates as URLs, bylines and datelines write them.
//!
//! Only dates with day, month and year count: a publication date with a guessed year is worse than
//! none. Numeric dates whose order is unclear ("3/4/2019") don't count either.

use jiff::civil::Date;
use regex::{Captures, Regex, RegexBuilder};

use crate::error::{Error, Result};

const MONTH: &str = r"(?:jan(?:uary?)?|feb(?:ruary?)?|mar(?:ch)?|märz|mär|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)";

/// Finds dates in texts and URL paths.
#[derive(Debug)]
pub(super) struct Dates {
    text: Regex,
    path: Regex,
}

impl Dates {
    /// Compiles the patterns.
    pub fn new() -> Result<Self> {
        let text = format!(
            r"(?:^|[^\p{{L}}\d])(?:(?<m1>{MONTH})\.? (?<d1>\d{{1,2}})(?:st|nd|rd|th)?,? (?<y1>(?:19|20)\d\d)|(?<d2>\d{{1,2}})(?:st|nd|rd|th)?\.? (?:of )?(?<m2>{MONTH})\.?,? (?<y2>(?:19|20)\d\d)|(?<y3>(?:19|20)\d\d)-(?<m3>\d\d)-(?<d3>\d\d)|(?<d4>\d{{1,2}})\.(?<m4>\d{{1,2}})\.(?<y4>(?:19|20)\d\d))(?:\D|$)"
        );
        let path = r"[/-](?<y1>(?:19|20)\d\d)(?:[/-](?<m1>\d{1,2}|[a-z]{3})[/-](?<d1>\d{1,2})|(?<m2>\d\d)(?<d2>\d\d))(?:[/_.-]|$)";
        Ok(Self {
            text: compiled(&text)?,
            path: compiled(path)?,
        })
    }

    /// Returns the first full date in a text.
    pub fn in_text(&self, text: &str) -> Option<Date> {
        self.text.captures_iter(text).find_map(|captures| {
            (1..=4).find_map(|form| {
                date_of(
                    group(&captures, 'y', form)?,
                    group(&captures, 'm', form)?,
                    group(&captures, 'd', form)?,
                )
            })
        })
    }

    /// Returns the date in the path of a URL.
    pub fn in_url(&self, url: &str) -> Option<Date> {
        let path = url.split(['?', '#']).next()?;
        self.path.captures_iter(path).find_map(|captures| {
            let year = group(&captures, 'y', 1)?;
            (1..=2).find_map(|form| {
                date_of(
                    year,
                    group(&captures, 'm', form)?,
                    group(&captures, 'd', form)?,
                )
            })
        })
    }
}

fn group<'t>(captures: &Captures<'t>, part: char, form: u8) -> Option<&'t str> {
    captures
        .name(&format!("{part}{form}"))
        .map(|found| found.as_str())
}

fn date_of(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month_of(month)?, day.parse().ok()?).ok()
}

fn month_of(month: &str) -> Option<i8> {
    if let Ok(number) = month.parse() {
        return Some(number);
    }
    let start: String = month.to_lowercase().chars().take(3).collect();
    Some(match start.as_str() {
        "jan" => 1,
        "feb" => 2,
        "mar" | "mär" => 3,
        "apr" => 4,
        "may" | "mai" => 5,
        "jun" => 6,
        "jul" => 7,
        "aug" => 8,
        "sep" => 9,
        "oct" | "okt" => 10,
        "nov" => 11,
        "dec" | "dez" => 12,
        _ => return None,
    })
}

fn compiled(pattern: &str) -> Result<Regex> {
    RegexBuilder::new(pattern)
        .case_insensitive(true)
        .build()
        .map_err(|error| Error::Table {
            table: "dates".to_owned(),
            reason: error.to_string(),
        })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn full_dates_are_read_in_the_usual_notations() {
        let dates = Dates::new().unwrap();
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
            ("February 30, 2019", None),
            ("October 30", None),
            ("marching 12 2019 miles", None),
            ("03/04/2019", None),
        ];
        for (text, expected) in cases {
            assert_eq!(dates.in_text(text), expected, "{text}");
        }
    }

    #[test]
    fn urls_carry_dates_in_their_path() {
        let dates = Dates::new().unwrap();
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
            assert_eq!(dates.in_url(url), expected, "{url}");
        }
    }
}
