//! What is known of every article while a corpus is clustered, in few bytes: when it was published, which day it
//! is about, how long it is.

use jiff::civil::Date;

use super::reading::Reading;
use crate::dates::Mention;
use crate::strip::Article;

/// An article in brief.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brief {
    /// The day of its publication.
    pub published: Option<Date>,
    /// When it was published, in milliseconds since 1970; `None` if that is not known.
    pub age: Option<i64>,
    /// The day that it is about, if the text pins it down.
    pub day: Option<Mention>,
    /// The same with weekdays resolved, of an article with a publication date.
    pub resolved_day: Option<Mention>,
    /// Words of its body.
    pub words: u32,
    /// How many quotations it has.
    pub quotations: u32,
    /// How many numbers.
    pub numbers: u32,
    /// How many counts of things.
    pub figures: u32,
    /// Whether a notice says that it was published elsewhere before.
    pub is_reprint: bool,
}

impl Brief {
    /// Sums up an article and what was read in it.
    pub fn new(article: &Article, reading: &Reading) -> Self {
        // A text has less than four billion words.
        let count = |length: usize| length as u32;
        Brief {
            published: reading.published.map(|moment| moment.date),
            age: reading.published.map(|moment| moment.milliseconds()),
            day: reading.day.clone(),
            resolved_day: reading.resolved_day(article),
            words: count(reading.words.len()),
            quotations: count(reading.quotations.len()),
            numbers: count(reading.numbers.len()),
            figures: count(reading.figures.len()),
            is_reprint: article.harvest.reprint_of.is_some(),
        }
    }

    /// Returns how many days lie between two publications; `None` if either is undated.
    pub fn published_apart(&self, other: &Brief) -> Option<f64> {
        let apart = self.published?.until(other.published?).ok()?;
        Some(f64::from(apart.get_days().abs()))
    }

    /// Returns how many days lie between the days that two reports are about; `None` if either names none.
    pub fn days_apart(&self, other: &Brief) -> Option<f64> {
        Some(f64::from(
            self.day.as_ref()?.days_apart(other.day.as_ref()?),
        ))
    }

    /// Returns the same with weekdays resolved; `None` if either is undated or names no day.
    pub fn resolved_days_apart(&self, other: &Brief) -> Option<f64> {
        let (own, other) = (self.resolved_day.as_ref()?, other.resolved_day.as_ref()?);
        Some(f64::from(own.days_apart(other)))
    }
}
