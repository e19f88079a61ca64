//! Dates as metadata states them ([`Moment`]) and as prose names them ([`Mention`]).
//!
//! The two are kept apart: a publication date orders articles, a date named in the text says when
//! the event was. Prose often leaves the year out ("on October 30"), so a mention has an optional
//! year, and the two are compared by [`Mention::days_apart`], which knows what it does not know.
//!
//! Between the two are the full dates of bylines, datelines and addresses ([`in_url`]).

mod full;
mod mention;
mod moment;
mod weekday;

pub use full::in_url;
pub(crate) use full::{in_text, month};
use mention::month_named;
pub use mention::{Mention, mentions};
pub use moment::Moment;
pub use weekday::weekday_mentions;
