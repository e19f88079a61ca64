//! Dates as pages write them, for machines and for readers, in the order of day and month of their country.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use crate::dates::{Moment, in_text};

/// Years in which a page of the web can show that it was published.
const YEARS: RangeInclusive<i16> = 1995..=2100;
/// What converters make of a date that is not there.
const NO_DATE: Date = jiff::civil::date(1970, 1, 1);

/// Which of two numbers is the day: "3/4/2019".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// The first.
    DayFirst,
    /// The second, as in the United States.
    MonthFirst,
    /// Nobody can tell.
    Unknown,
}

impl Order {
    /// Returns the order of a language and of the country that an address names.
    pub fn of(language: Option<&str>, url: Option<&str>) -> Order {
        let language = language.unwrap_or_default().to_ascii_lowercase();
        let (primary, region) = language.split_once('-').unwrap_or((&language, ""));
        let host = url
            .and_then(|url| url.split("://").nth(1)?.split('/').next())
            .unwrap_or_default();
        let domain = host.rsplit('.').next().unwrap_or_default();
        let is_national = domain.len() == 2 && !matches!(domain, "us" | "io" | "co" | "tv" | "me");
        match (primary, region) {
            ("en", "us") | ("es", "us") => Order::MonthFirst,
            (_, "ca") => Order::Unknown,
            ("en", "") if !is_national => Order::MonthFirst,
            ("", _) if !is_national => Order::Unknown,
            _ => Order::DayFirst,
        }
    }
}

/// Reads a date that is stated for machines: in any notation of [`Moment::parse`], else as people write it.
pub(super) fn moment(text: &str, order: Order) -> Option<Moment> {
    let moment = Moment::parse(text).or_else(|| day(text, order).map(Moment::day))?;
    (moment.date > NO_DATE).then_some(moment)
}

/// The dates of a line.
pub(super) struct Line {
    /// The day of publication, or the day that it names without saying of what.
    pub published: Option<Date>,
    /// The day of a revision.
    pub revised: Option<Date>,
    /// It says that the day is that of publication.
    pub is_said: bool,
}

/// Reads a line that readers see: "Published 3 May 2019, updated 5 May 2019".
pub(super) fn line(text: &str, order: Order) -> Line {
    let said = PUBLISHED.find(text).map(|found| found.start());
    let again = REVISED.find(text).map(|found| found.start());
    // What is said before a date belongs to it, as far as the next word of the kind.
    let part = |start: usize, end: Option<usize>| {
        let end = end.filter(|end| *end > start).unwrap_or(text.len());
        day(text.get(start..end).unwrap_or_default(), order)
    };
    let published = match (said, again) {
        (Some(start), end) => part(start, end),
        (None, Some(end)) => day(text.get(..end).unwrap_or_default(), order),
        (None, None) => day(text, order),
    };
    Line {
        published: published.filter(is_plausible),
        revised: again
            .and_then(|start| part(start, said))
            .filter(is_plausible),
        is_said: said.is_some(),
    }
}

/// Returns whether a text says that its date is of something else than an article.
pub(super) fn is_of_other(text: &str) -> bool {
    OTHER.is_match(text)
}

/// Returns whether a text says that it is of a publication.
pub(super) fn is_publication(text: &str) -> bool {
    PUBLISHED.is_match(text)
}

/// Returns whether a text says that it is of a revision.
pub(super) fn is_revision(text: &str) -> bool {
    REVISED.is_match(text) && !PUBLISHED.is_match(text)
}

fn is_plausible(date: &Date) -> bool {
    YEARS.contains(&date.year())
}

/// Returns the first full date of a text, in words or else in numbers.
pub(super) fn day(text: &str, order: Order) -> Option<Date> {
    let spaced = GLUED_DAY.replace_all(text, "$day $month");
    let spaced = GLUED_MONTH.replace_all(&spaced, |found: &Captures<'_>| {
        let part = |name| found.name(name).map_or("", |part| part.as_str());
        format!(
            "{} {}",
            part("month").trim_end_matches(['-', '/']),
            part("number")
        )
    });
    in_text(&spaced).or_else(|| in_numbers(&spaced, order))
}

/// "30/10/2019", "10-30-19", "30. 10. 2019", "2019.10.30"
fn in_numbers(text: &str, order: Order) -> Option<Date> {
    NUMBERS.captures_iter(text).find_map(|found| {
        let number = |name| found.name(name)?.as_str().parse::<i16>().ok();
        if let Some(year) = number("y1") {
            return date(year, number("m1")?, number("d1")?);
        }
        let (first, second) = (number("a")?, number("b")?);
        let year = full_year(number("y2")?);
        let is_dotted = found
            .name("mark")
            .is_some_and(|mark| mark.as_str().starts_with('.'));
        match order {
            _ if is_dotted || first > 12 => date(year, second, first),
            _ if second > 12 || first == second => date(year, first, second),
            Order::DayFirst => date(year, second, first),
            Order::MonthFirst => date(year, first, second),
            Order::Unknown => None,
        }
    })
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Returns a year of two digits in full.
fn full_year(year: i16) -> i16 {
    match year {
        0..50 => year + 2000,
        50..100 => year + 1900,
        _ => year,
    }
}

/// Words before the date of a publication.
static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"(?i)publish|posted|first aired|released|created on|filed on|online since|\bdate:|\bdatum:|eingestellt|online seit|veröffentlich|erschienen|erstellt|publi[eéè]|mis en ligne|publica|pubblica|publikowan|gepubliceerd|опубликован|дата публикации|опубліковано|yayın|eklenme|giriş:|发布|發布|發佈|公開|게시|입력|نشر",
    )
});

/// Words before the date of a revision.
static REVISED: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"(?i)updat|modifi|revis|reviewed|last edited|aktualisier|geändert|letzte änderung|mis à jour|mise à jour|actualiza|atualiza|aggiorna|zaktualizowan|aktualizacja|bijgewerkt|gewijzigd|обновл|изменен|оновлен|güncelle|更新|수정|تحديث",
    )
});

/// Words before the date of something that is none of the article: "Member since 3 May 2009".
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"(?i)\b(?:since|member|joined|registered|born|founded|expires?|deadline|until|events?|veranstaltung|seit|mitglied|registriert|geboren|gegründet|termine?|bis|inscrit|membre|depuis|jusqu|desde|miembro|hasta)\b",
    )
});

/// A day glued to its month: "3.Mai", "10-Feb".
static GLUED_DAY: LazyLock<Regex> =
    LazyLock::new(|| compiled(r"(?<day>\d\.?)[-/]?(?<month>\p{L}{3,})"));

/// A month glued to what follows it: "Feb-2017", "May 3,2017".
static GLUED_MONTH: LazyLock<Regex> =
    LazyLock::new(|| compiled(r"(?<month>\p{L}{3,}\.?[-/]?|,)(?<number>\d)"));

static NUMBERS: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"(?:^|[^\d./-])(?:(?<y1>(?:19|20)\d\d)(?:[./-]|년)\s?(?<m1>\d{1,2})(?:[./-]|월)\s?(?<d1>\d{1,2})|(?<a>\d{1,2})(?<mark>\.\s?|[/-])(?<b>\d{1,2})(?:\.\s?|[/-])(?<y2>(?:19|20)\d\d|\d\d))(?:[^\d/-]|$)",
    )
});

#[expect(
    clippy::expect_used,
    reason = "no input reaches it: the patterns stand in this file, and the tests compile them"
)]
fn compiled(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a valid pattern")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_the_country() {
        let cases = [
            (Some("en-US"), None, Order::MonthFirst),
            (Some("en-GB"), None, Order::DayFirst),
            (
                Some("en"),
                Some("https://a.example/b.co.uk/c"),
                Order::MonthFirst,
            ),
            (Some("en"), Some("https://a.co.uk/b"), Order::DayFirst),
            (Some("de"), None, Order::DayFirst),
            (Some("fr-CA"), None, Order::Unknown),
            (None, Some("https://a.example/"), Order::Unknown),
            (None, Some("https://a.fr/"), Order::DayFirst),
        ];
        for (language, url, order) in cases {
            assert_eq!(Order::of(language, url), order, "{language:?} {url:?}");
        }
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        let cases = [
            ("30/10/2019", Order::Unknown, Some("2019-10-30")),
            ("Posted 10/30/19", Order::Unknown, Some("2019-10-30")),
            ("03/04/2019", Order::DayFirst, Some("2019-04-03")),
            ("03/04/2019", Order::MonthFirst, Some("2019-03-04")),
            ("03/04/2019", Order::Unknown, None),
            ("3. 4. 2019", Order::MonthFirst, Some("2019-04-03")),
            ("03.04.98 10:15", Order::Unknown, Some("1998-04-03")),
            ("2019/10/30 17:05", Order::Unknown, Some("2019-10-30")),
            ("2019-4-3", Order::Unknown, Some("2019-04-03")),
            ("2019년 10월 30일", Order::Unknown, Some("2019-10-30")),
            ("10-Feb-2017", Order::Unknown, Some("2017-02-10")),
            ("3.Mai 2017", Order::Unknown, Some("2017-05-03")),
            ("Oct 5,2017", Order::Unknown, Some("2017-10-05")),
            (
                "Wed Oct 30 2019 17:05:00 GMT+0000 (UTC)",
                Order::Unknown,
                Some("2019-10-30"),
            ),
            ("31/02/2019", Order::DayFirst, None),
            ("10.0.0.1 and 1/2", Order::DayFirst, None),
        ];
        for (text, order, expected) in cases {
            let found = day(text, order).map(|day| day.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_line_tells_publication_from_revision() {
        let cases = [
            ("Published 3 May 2019, updated 5 May 2019", Some(3), Some(5)),
            (
                "Updated 5 May 2019 | Published 3 May 2019",
                Some(3),
                Some(5),
            ),
            ("3 May 2019 (updated 5 May 2019)", Some(3), Some(5)),
            ("Last updated on 5 May 2019", None, Some(5)),
            (
                "Publié le 03/05/2019, mis à jour le 05/05/2019",
                Some(3),
                Some(5),
            ),
            ("Friday, 3 May 2019", Some(3), None),
            ("Last update: 5/5/19 | Posted: 3/5/19", Some(3), Some(5)),
        ];
        for (text, published, revised) in cases {
            let line = line(text, Order::DayFirst);
            let days = [line.published, line.revised].map(|day| day.map(|day| day.day()));
            assert_eq!(days, [published, revised], "{text}");
        }
    }

    #[test]
    fn what_is_stated_for_no_date_is_none() {
        for text in [
            "1970-01-01T00:00:00Z",
            "0",
            "0001-01-01",
            "-62135596800",
            "",
        ] {
            assert_eq!(moment(text, Order::DayFirst), None, "{text}");
        }
    }
}
