//! The notations of dates in feeds and exports, and how each is read.
//!
//! They are tried from the strictest to the loosest: digits alone, ISO 8601, RFC 2822 (RSS), then
//! dates written out in English.

use std::ops::RangeInclusive;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime::BrokenDownTime;
use jiff::fmt::{rfc2822, temporal::Pieces};
use jiff::tz::Offset;

use super::Moment;

/// Reads a date; [`Moment::parse`] lists what it may look like.
pub(super) fn parse(text: &str) -> Option<Moment> {
    let text = text.trim();
    let moment = if text.bytes().all(|byte| byte.is_ascii_digit()) {
        from_digits(text)
    } else {
        from_iso(text)
            .or_else(|| from_rfc2822(text))
            .or_else(|| from_english(text))
    };
    moment.filter(|moment| YEARS.contains(&moment.date.year()))
}

/// The years that can be a publication date: the first newspapers are of the early 1600s.
const YEARS: RangeInclusive<i16> = 1600..=2200;

/// Dates as people and exports write them, in `strtime`'s letters; a space stands for any white space or none.
const DAYS: [&str; 6] = [
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%B %d, %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%d %b %Y",
];

/// Times of day that follow such a date. The twelve-hour forms come first: `%H:%M` would take their digits and leave the `pm`.
const CLOCKS: [&str; 4] = ["%I:%M:%S %p", "%I:%M %p", "%H:%M:%S%.f", "%H:%M"];

/// The zone names of RFC 2822, section 4.3, in hours east of UTC. All other names are ambiguous.
const ZONES: [(&str, i32); 12] = [
    ("Z", 0),
    ("UT", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("EDT", -4),
    ("EST", -5),
    ("CDT", -5),
    ("CST", -6),
    ("MDT", -6),
    ("MST", -7),
    ("PDT", -7),
    ("PST", -8),
];

const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

fn from_digits(digits: &str) -> Option<Moment> {
    let timestamp = match digits.len() {
        8 => return Some(day(parsed("%Y%m%d", digits)?.to_date().ok()?)),
        14 => {
            let local = parsed("%Y%m%d%H%M%S", digits)?.to_datetime().ok()?;
            return Some(Moment {
                time: Some(local.time()),
                ..day(local.date())
            });
        }
        10 => Timestamp::from_second(digits.parse().ok()?).ok()?,
        13 => Timestamp::from_millisecond(digits.parse().ok()?).ok()?,
        _ => return None,
    };
    Some(at(Offset::UTC.to_datetime(timestamp), 0))
}

fn from_iso(text: &str) -> Option<Moment> {
    let pieces = Pieces::parse(text).ok()?;
    let Some(time) = pieces.time() else {
        return Some(day(pieces.date()));
    };
    let offset_minutes = match pieces.to_numeric_offset() {
        None => None,
        Some(offset) => Some(whole_minutes(offset)?),
    };
    Some(Moment {
        date: pieces.date(),
        time: Some(time),
        offset_minutes,
    })
}

fn from_rfc2822(text: &str) -> Option<Moment> {
    let zoned = rfc2822::DateTimeParser::new()
        .relaxed_weekday(true)
        .parse_zoned(text)
        .ok()?;
    Some(at(zoned.datetime(), whole_minutes(zoned.offset())?))
}

fn from_english(text: &str) -> Option<Moment> {
    let text = without_abbreviation_dots(text);
    let text = without_weekday(&text);
    let (date, rest) = DAYS
        .iter()
        .find_map(|format| prefix(format, text, BrokenDownTime::to_date))?;
    if rest.is_empty() {
        return Some(day(date));
    }
    let rest = rest.strip_prefix(',').unwrap_or(rest);
    let clock = rest.strip_prefix(' ')?.trim_start();
    let clock = clock.strip_prefix("at ").unwrap_or(clock);
    let (time, zone) = CLOCKS
        .iter()
        .find_map(|format| prefix(format, clock, BrokenDownTime::to_time))?;
    let offset_minutes = match zone.trim_start() {
        "" => None,
        zone => Some(zone_minutes(zone)?),
    };
    Some(Moment {
        date,
        time: Some(time),
        offset_minutes,
    })
}

/// Parses the start of `text` by `format`, and returns what it says and the rest.
fn prefix<'t, T>(
    format: &str,
    text: &'t str,
    part: impl Fn(&BrokenDownTime) -> Result<T, jiff::Error>,
) -> Option<(T, &'t str)> {
    let (broken_down, length) = BrokenDownTime::parse_prefix(format, text).ok()?;
    Some((part(&broken_down).ok()?, text.get(length..)?))
}

fn parsed(format: &str, text: &str) -> Option<BrokenDownTime> {
    BrokenDownTime::parse(format, text).ok()
}

fn zone_minutes(zone: &str) -> Option<i32> {
    let named = ZONES
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(zone));
    if let Some((_, hours)) = named {
        return Some(hours * 60);
    }
    let numeric = parsed("%:z", zone).or_else(|| parsed("%z", zone))?;
    whole_minutes(numeric.offset()?)
}

fn whole_minutes(offset: Offset) -> Option<i32> {
    (offset.seconds() % 60 == 0).then(|| offset.seconds() / 60)
}

/// Writes "Oct." as "Oct", "Sept." as "Sep" and "p.m." as "pm", the way `strtime` knows them.
fn without_abbreviation_dots(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        let ends_abbreviation = c == '.' && plain.ends_with(char::is_alphabetic);
        if !ends_abbreviation {
            plain.push(c);
        }
    }
    plain.replace("Sept ", "Sep ")
}

fn without_weekday(text: &str) -> &str {
    let Some((first, rest)) = text.split_once([',', ' ']) else {
        return text;
    };
    let is_weekday = first.len() >= 3
        && WEEKDAYS.iter().any(|day| {
            day.get(..first.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(first))
        });
    if is_weekday { rest.trim_start() } else { text }
}

fn day(date: Date) -> Moment {
    Moment {
        date,
        time: None,
        offset_minutes: None,
    }
}

fn at(local: DateTime, offset_minutes: i32) -> Moment {
    Moment {
        date: local.date(),
        time: Some(local.time()),
        offset_minutes: Some(offset_minutes),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> Option<String> {
        parse(text).map(|moment| moment.to_string())
    }

    #[test]
    fn reads_each_notation() {
        let cases = [
            ("2019-10-30", "2019-10-30"),
            (" 2019-10-30\n", "2019-10-30"),
            ("2019/10/30", "2019-10-30"),
            ("2019/10/30 17:05:00", "2019-10-30T17:05:00"),
            ("20191030", "2019-10-30"),
            ("20191030170500", "2019-10-30T17:05:00"),
            ("20191030T170500Z", "2019-10-30T17:05:00Z"),
            ("2019-10-30T17:05:00Z", "2019-10-30T17:05:00Z"),
            ("2019-10-30T17:05:00.250Z", "2019-10-30T17:05:00.25Z"),
            ("2019-10-30T17:05:00.123456", "2019-10-30T17:05:00.123456"),
            ("2019-10-30T17:05:00+02:00", "2019-10-30T17:05:00+02:00"),
            ("2019-10-30T17:05:00+0200", "2019-10-30T17:05:00+02:00"),
            ("2019-10-30T17:05:00-03:30", "2019-10-30T17:05:00-03:30"),
            ("2019-10-30T17:05", "2019-10-30T17:05:00"),
            ("2019-10-30 17:05:00", "2019-10-30T17:05:00"),
            ("2019-10-30 17:05:00+00:00", "2019-10-30T17:05:00Z"),
            ("2019-10-30 17:05:00 UTC", "2019-10-30T17:05:00Z"),
            ("2019-10-30 17:05:00 +0200", "2019-10-30T17:05:00+02:00"),
            ("Wed, 30 Oct 2019 17:05:00 GMT", "2019-10-30T17:05:00Z"),
            (
                "Wed, 30 Oct 2019 17:05:00 +0200",
                "2019-10-30T17:05:00+02:00",
            ),
            ("Mon, 30 Oct 2019 17:05:00 +0000", "2019-10-30T17:05:00Z"),
            ("30 Oct 2019 17:05:00 EST", "2019-10-30T17:05:00-05:00"),
            ("October 30, 2019", "2019-10-30"),
            ("october 30, 2019", "2019-10-30"),
            ("Oct. 30, 2019", "2019-10-30"),
            ("Sept. 3, 2019", "2019-09-03"),
            ("May 3, 2019", "2019-05-03"),
            ("30 October 2019", "2019-10-30"),
            ("Wednesday, October 30, 2019", "2019-10-30"),
            ("Wednesday 30 October 2019", "2019-10-30"),
            ("October 30, 2019 5:05 PM", "2019-10-30T17:05:00"),
            (
                "Oct. 30, 2019, at 5:05 p.m. EDT",
                "2019-10-30T17:05:00-04:00",
            ),
            ("30 October 2019, 17:05", "2019-10-30T17:05:00"),
            ("1572455100", "2019-10-30T17:05:00Z"),
            ("1572455100250", "2019-10-30T17:05:00.25Z"),
        ];
        for (given, expected) in cases {
            assert_eq!(shown(given).as_deref(), Some(expected), "{given:?}");
        }
    }

    #[test]
    fn refuses_what_is_no_date_or_names_two() {
        let cases = [
            "",
            "yesterday",
            "October 2019",
            "2019",
            "2019-10",
            "10/11/2019",
            "30.10.2019",
            "2019-02-30",
            "2019-13-01",
            "2019-10-30 25:00:00",
            "2019-10-30Tnoon",
            "October 30, 2019 or so",
            "October 30, 20191",
            "October 32, 2019",
            "2019-10-30 17:05:00 IST",
            "2019-10-3017:05",
            "123456789",
            "99999999",
            "é2019-10-30",
            "30 Oct 2019 17:05 ü",
        ];
        for given in cases {
            assert_eq!(shown(given), None, "{given:?}");
        }
    }

    #[test]
    fn refuses_years_without_newspapers() {
        assert_eq!(shown("1599-12-31"), None);
        assert_eq!(
            shown("0001-01-01T00:00:00Z"),
            None,
            "the zero date of .NET exports"
        );
        assert_eq!(shown("1600-01-01").as_deref(), Some("1600-01-01"));
        assert_eq!(shown("2200-12-31").as_deref(), Some("2200-12-31"));
        assert_eq!(shown("2201-01-01"), None);
        assert_eq!(shown("9999999999"), None);
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC*") {
            let _ = parse(&text);
        }

        #[test]
        fn never_panics_near_a_date(text in "[A-Za-z0-9 ,.:/+-]{0,40}") {
            let _ = parse(&text);
        }
    }
}
