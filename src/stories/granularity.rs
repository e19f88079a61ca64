//! How fine stories are, as people say it: a level by name, or the cut-off itself.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// The least mean probability of one event at which two clusters become one story, 0 to 1. Higher is
/// finer: more stories, and surer ones.
///
/// On the four labelled corpora that the link model was fitted on, .77 of the pairs of articles that come
/// together at a mean within .05 of .6 report the same event, .76 at .5, .41 at .4, and .30 at .2
/// (`newsdedup eval --sweep`). Three levels have names, and it is written as its name where it has one.
///
/// ```
/// use newsdedup::stories::Granularity;
///
/// assert_eq!("story".parse(), Ok(Granularity::STORY));
/// assert_eq!(Granularity::STORY.least(), 0.4);
/// assert_eq!("0.55".parse::<Granularity>().unwrap().to_string(), "0.55");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Granularity(f64);

impl Granularity {
    /// For when a false join costs more than a missed one: in doubt, apart.
    pub const EVENT: Granularity = Granularity(0.6);
    /// The default: the best on labelled corpora that the weights were not fitted on.
    pub const STORY: Granularity = Granularity(0.4);
    /// For when a missed join costs more: follow-ups and look-alikes come in, as far as reports are alike.
    pub const TOPIC: Granularity = Granularity(0.2);

    /// The levels with names, finest first.
    pub const LEVELS: [(&str, Granularity); 3] = [
        ("event", Self::EVENT),
        ("story", Self::STORY),
        ("topic", Self::TOPIC),
    ];

    /// Returns the granularity of a cut-off; `None` if it is not from 0 to 1.
    pub fn new(least: f64) -> Option<Granularity> {
        (0.0..=1.0).contains(&least).then_some(Granularity(least))
    }

    /// Returns the cut-off.
    pub fn least(self) -> f64 {
        self.0
    }

    /// Returns its name, if it has one.
    fn name(self) -> Option<&'static str> {
        let named = Self::LEVELS.iter().find(|(_, level)| *level == self);
        named.map(|(name, _)| *name)
    }
}

impl FromStr for Granularity {
    type Err = String;

    /// Reads a level's name or a number.
    ///
    /// # Errors
    ///
    /// Says what is wrong with `typed`, and names what comes nearest to it.
    fn from_str(typed: &str) -> Result<Granularity, String> {
        if let Some((_, level)) = Self::LEVELS.iter().find(|(name, _)| *name == typed) {
            return Ok(*level);
        }
        match typed.parse::<f64>() {
            Ok(number) if !number.is_nan() => Self::new(number).ok_or_else(|| {
                format!(
                    "it must lie between 0 and 1; did you mean {}?",
                    nearest_number(number)
                )
            }),
            _ => Err(format!(
                "it is not a number from 0 to 1, nor a level: {}",
                nearest_name(typed)
            )),
        }
    }
}

/// Returns the nearest cut-off; what is more than 1 was meant as a percentage if it can be one.
fn nearest_number(number: f64) -> f64 {
    if number > 1.0 && number <= 100.0 {
        number / 100.0
    } else {
        number.clamp(0.0, 1.0)
    }
}

/// Asks for the level with the same initial, or names all.
fn nearest_name(typed: &str) -> String {
    let initial = typed.chars().next().map(|first| first.to_ascii_lowercase());
    let mut names = Granularity::LEVELS.iter().map(|(name, _)| *name);
    match names.find(|name| name.chars().next() == initial) {
        Some(name) => format!("did you mean '{name}'?"),
        None => "event, story or topic".to_owned(),
    }
}

impl fmt::Display for Granularity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "{}", self.0),
        }
    }
}

impl Serialize for Granularity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.name() {
            Some(name) => serializer.serialize_str(name),
            None => serializer.serialize_f64(self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read_again() {
        for typed in ["event", "story", "topic", "0", "0.05", "0.5", "1"] {
            let read: Granularity = typed.parse().unwrap();
            assert_eq!(read.to_string(), typed);
        }
        assert_eq!("0.4".parse(), Ok(Granularity::STORY));
    }

    #[test]
    fn finer_levels_need_more() {
        let levels = Granularity::LEVELS;
        assert!(levels.is_sorted_by(|(_, finer), (_, coarser)| finer > coarser));
    }

    #[test]
    fn what_comes_nearest_is_named() {
        let cases = [
            ("40", "did you mean 0.4?"),
            ("2", "did you mean 0.02?"),
            ("-0.1", "did you mean 0?"),
            ("1e9", "did you mean 1?"),
            ("inf", "did you mean 1?"),
            ("stories", "did you mean 'story'?"),
            ("Event", "did you mean 'event'?"),
            ("much", "event, story or topic"),
            ("", "event, story or topic"),
            ("NaN", "event, story or topic"),
        ];
        for (typed, hint) in cases {
            let refused = typed.parse::<Granularity>().unwrap_err();
            assert!(refused.ends_with(hint), "{typed}: {refused}");
        }
    }
}
