//! Which of two articles derives from the other, and how that is known.
//!
//! What an article says of itself comes first: a reprint notice, a credit. Then the clock; then who contains
//! whom, for what is cut has less than its source; then who names the other ("told the Valley Post"). Where
//! none of these tells, the direction is unknown, and no guess is made.

use std::fmt;

use serde::Serialize;

use super::naming::{Name, names};
use crate::dates::Moment;
use crate::stories::Text;

/// By so much more of the shorter text must stand in the longer than the other way round, before one is
/// known to be cut from the other.
const CUT: f64 = 0.25;

/// How it is known which of two articles derives from the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// It says that it was published elsewhere before: by the other's publisher, as far as that is known.
    Notice,
    /// It credits the other's publisher, or both carry a text that one of them credits to an agency.
    Credit,
    /// It was published later.
    Time,
    /// Its text is a part of the other's.
    Containment,
    /// It names the other's publisher as the one who was told.
    Attribution,
    /// It may as well be the other that derives from it.
    Unknown,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Direction::Notice => "notice",
            Direction::Credit => "credit",
            Direction::Time => "time",
            Direction::Containment => "containment",
            Direction::Attribution => "attribution",
            Direction::Unknown => "unknown",
        })
    }
}

/// Returns how it is known that an article derives from another, given how much of each stands in the
/// other (0 to 1); [`Direction::Unknown`] if it is not, or if more speaks for the other way round.
pub fn direction(own: &Text, other: &Text, containment: [f64; 2]) -> Direction {
    let [facts, others] = [own, other].map(|text| &text.article.harvest);
    let is_other = |name: &String| {
        let outlet = others.outlet.as_deref();
        outlet.is_some_and(|outlet| Name::of(outlet) == Name::of(name))
    };
    // Whoever published the other, if that is not known, may be the one that is named.
    if facts
        .reprint_of
        .iter()
        .any(|name| others.outlet.is_none() || is_other(name))
    {
        return Direction::Notice;
    }
    if facts.agencies.iter().any(is_other) {
        return Direction::Credit;
    }
    match is_later(own, other) {
        Some(true) => return Direction::Time,
        Some(false) => return Direction::Unknown,
        None => (),
    }
    let [in_other, in_own] = containment;
    if in_other - in_own >= CUT {
        return Direction::Containment;
    }
    let told = |text: &Text, of: &Text| {
        let outlet = of.article.harvest.outlet.as_deref();
        outlet.is_some_and(|outlet| names(text, outlet))
    };
    match told(own, other) && !told(other, own) {
        true => Direction::Attribution,
        false => Direction::Unknown,
    }
}

/// Returns whether an article was published later than another; `None` if that can't be known, as of an
/// undated one, of two days that are the same, or a day and an hour of it.
pub fn is_later(own: &Text, other: &Text) -> Option<bool> {
    let published = |text: &Text| Some(text.article.harvest.published?.moment);
    let (own, other): (Moment, Moment) = (published(own)?, published(other)?);
    if own.time.is_some() && other.time.is_some() {
        return (own != other).then(|| own > other);
    }
    (own.date != other.date).then(|| own.date > other.date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::testing::{Corpus, article};
    use crate::strip::Article;

    const WIRE: &str = "A cable car stopped above the Orvik gorge with nineteen people on board, rescuers in the valley said.\n";

    fn from(outlet: &str, published: &str, text: &str) -> Article {
        let mut article = article(published, text);
        article.harvest.outlet = Some(outlet.to_owned());
        article
    }

    /// Returns how it is known that the first derives from the second, of texts that contain each other alike.
    fn found(own: Article, other: Article, containment: [f64; 2]) -> Direction {
        let corpus = Corpus::new(vec![own, other]);
        let [own, other] = [0, 1].map(|index| Text::of(&corpus.articles, index).unwrap());
        direction(&own, &other, containment)
    }

    #[test]
    fn what_an_article_says_of_itself_comes_before_the_clock() {
        let mut reprint = from("Bay Echo", "2021-03-01", WIRE);
        let original = from("The Valley Post", "2021-03-02", WIRE);
        assert_eq!(
            found(reprint.clone(), original.clone(), [1.0, 1.0]),
            Direction::Unknown
        );
        reprint.harvest.reprint_of = Some("Valley Post".to_owned());
        assert_eq!(
            found(reprint.clone(), original.clone(), [1.0, 1.0]),
            Direction::Notice
        );
        reprint.harvest.reprint_of = None;
        reprint.harvest.agencies = vec!["Valley Post".to_owned()];
        assert_eq!(found(reprint, original, [1.0, 1.0]), Direction::Credit);
    }

    #[test]
    fn a_day_and_an_hour_of_it_are_in_no_order() {
        let at = |published| from("Bay Echo", published, WIRE);
        for (own, other, expected) in [
            ("2021-03-02", "2021-03-01", Direction::Time),
            (
                "2021-03-01T09:30:00Z",
                "2021-03-01T09:00:00Z",
                Direction::Time,
            ),
            ("2021-03-01T09:30:00Z", "2021-03-01", Direction::Unknown),
            ("2021-03-01", "2021-03-01", Direction::Unknown),
            ("2021-03-01", "2021-03-02", Direction::Unknown),
            ("", "2021-03-02", Direction::Unknown),
        ] {
            assert_eq!(
                found(at(own), at(other), [1.0, 1.0]),
                expected,
                "{own} {other}"
            );
        }
    }

    #[test]
    fn what_was_cut_derives_from_what_has_all_of_it() {
        let undated = || from("Bay Echo", "", WIRE);
        assert_eq!(
            found(undated(), undated(), [0.98, 0.4]),
            Direction::Containment
        );
        assert_eq!(found(undated(), undated(), [0.4, 0.98]), Direction::Unknown);
    }

    #[test]
    fn who_names_the_other_derives_from_it() {
        let told = "\"It just stopped\", a passenger told the Valley Post on the telephone from the gondola.\n";
        let told = from("Bay Echo", "", &format!("{WIRE}\n{told}"));
        let original = from("The Valley Post", "", WIRE);
        assert_eq!(
            found(told.clone(), original.clone(), [0.5, 0.5]),
            Direction::Attribution
        );
        assert_eq!(found(original, told, [0.5, 0.5]), Direction::Unknown);
    }
}
