//! Publication dates: what they hold, how they are ordered and how they are written.
//!
//! How they are read is in `moment/notations.rs`.

mod notations;

use std::cmp::Ordering;
use std::fmt;

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time, date};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A point in time as metadata gives it: a day, perhaps with a time of day, perhaps with an offset.
///
/// Its [`Display`](fmt::Display) form is ISO 8601 with exactly the parts that were given:
/// `2019-10-30`, `2019-10-30T17:05:00`, `2019-10-30T17:05:00+02:00`, with `Z` for the offset of UTC.
/// Moments are ordered by instant; a missing time counts as midnight, a missing offset as UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    /// The day, in the offset given.
    pub date: Date,
    /// The time of day, if one was given.
    pub time: Option<Time>,
    /// Minutes east of UTC, if an offset was given; it says nothing where there is no time.
    pub offset_minutes: Option<i32>,
}

impl Moment {
    /// Reads a date in any of the notations below, or returns `None`.
    ///
    /// - ISO 8601, basic or extended, with `T` or a space before the time: `2019-10-30`, `20191030`,
    ///   `2019-10-30T17:05:00.25+02:00`, `2019-10-30 17:05 UTC`; also `2019/10/30`
    /// - RFC 2822: `Wed, 30 Oct 2019 17:05:00 GMT`, whether or not the weekday is right
    /// - English: `October 30, 2019`, `Wednesday, 30 Oct. 2019`, `Oct. 30, 2019 at 5:05 p.m. EDT`
    /// - digits alone: 8 are a day, 10 are Unix seconds, 13 Unix milliseconds, 14 a day and a time
    ///
    /// Notations that name two days to two readers (`10/11/2019`) are refused, for an unknown date does
    /// less harm to a story than a wrong one. So are years outside 1600 to 2200, which are slips of a
    /// converter, and offsets that are no whole number of minutes.
    ///
    /// ```
    /// use newsdedup::dates::Moment;
    ///
    /// let moment = Moment::parse("Wed, 30 Oct 2019 17:05:00 +0200").unwrap();
    /// assert_eq!(moment.to_string(), "2019-10-30T17:05:00+02:00");
    /// assert_eq!(Moment::parse("yesterday"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Moment> {
        notations::parse(text)
    }

    /// Returns the moment of which only the day is known.
    pub fn day(date: Date) -> Moment {
        Moment {
            date,
            time: None,
            offset_minutes: None,
        }
    }

    /// Returns the milliseconds since the Unix epoch.
    pub fn milliseconds(&self) -> i64 {
        // Years have four digits, and these fit.
        i64::try_from(self.instant().as_millis()).unwrap_or(i64::MAX)
    }

    /// Returns the time since the Unix epoch.
    fn instant(&self) -> SignedDuration {
        let local = self.date.to_datetime(self.time.unwrap_or(Time::midnight()));
        let offset = SignedDuration::from_secs(60 * i64::from(self.offset_minutes.unwrap_or(0)));
        local.duration_since(EPOCH).saturating_sub(offset)
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> Ordering {
        // One instant can be written in several ways. The parts break the tie, so that only equal moments compare equal.
        let key = |moment: &Self| {
            (
                moment.instant(),
                moment.date,
                moment.time,
                moment.offset_minutes,
            )
        };
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        let Some(time) = self.time else { return Ok(()) };
        write!(f, "T{time}")?;
        match self.offset_minutes {
            None => Ok(()),
            Some(0) => write!(f, "Z"),
            Some(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                let minutes = minutes.unsigned_abs();
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match serializer.is_human_readable() {
            true => serializer.collect_str(self),
            false => (self.date, self.time, self.offset_minutes).serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            return Moment::parse(&text).ok_or_else(|| D::Error::custom("no date that is read"));
        }
        let (date, time, offset_minutes) = Deserialize::deserialize(deserializer)?;
        Ok(Moment {
            date,
            time,
            offset_minutes,
        })
    }
}

const EPOCH: DateTime = date(1970, 1, 1).to_datetime(Time::midnight());

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn orders_by_instant() {
        let mut moments: Vec<Moment> = [
            "2019-10-30T12:00:00",
            "2019-10-31",
            "2019-10-30T23:30:00-02:00",
            "2019-10-30",
            "2019-10-30T01:00:00+02:00",
        ]
        .iter()
        .filter_map(|text| Moment::parse(text))
        .collect();
        moments.sort();
        let sorted: Vec<String> = moments.iter().map(Moment::to_string).collect();
        assert_eq!(
            sorted,
            [
                "2019-10-30T01:00:00+02:00",
                "2019-10-30",
                "2019-10-30T12:00:00",
                "2019-10-31",
                "2019-10-30T23:30:00-02:00"
            ]
        );
    }

    #[test]
    fn different_notations_of_one_instant_are_not_equal() {
        let day = Moment::parse("2019-10-30").unwrap();
        let midnight = Moment::parse("2019-10-30T00:00:00Z").unwrap();
        assert_ne!(day, midnight);
        assert_ne!(day.cmp(&midnight), Ordering::Equal);
        assert_eq!(day.cmp(&midnight), midnight.cmp(&day).reverse());
    }

    #[test]
    fn serializes_as_its_display_string() {
        let moment = Moment::parse("2019-10-30 17:05:00+02:00").unwrap();
        assert_eq!(
            serde_json::to_string(&moment).unwrap(),
            "\"2019-10-30T17:05:00+02:00\""
        );
    }

    prop_compose! {
        fn any_moment()(
            year in 1600i16..=2200,
            day_of_year in 0i64..365,
            clock in proptest::option::of((0i8..24, 0i8..60, 0i8..60, 0i32..1_000_000_000)),
            offset in proptest::option::of(-1439i32..=1439),
        ) -> Moment {
            Moment {
                date: date(year, 1, 1).checked_add(SignedDuration::from_hours(24 * day_of_year)).unwrap(),
                time: clock.map(|(hour, minute, second, nanos)| Time::new(hour, minute, second, nanos).unwrap()),
                offset_minutes: clock.and(offset),
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(moment in any_moment()) {
            prop_assert_eq!(Moment::parse(&moment.to_string()), Some(moment));
        }

        #[test]
        fn order_agrees_with_equality(a in any_moment(), b in any_moment()) {
            prop_assert_eq!(a == b, a.cmp(&b) == Ordering::Equal);
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        }
    }
}
