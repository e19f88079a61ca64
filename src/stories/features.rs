//! What is measured of a pair of articles.
//!
//! Similarities are entered as logarithms: that two articles agree twice as much weighs the same
//! whether they agree in a little or in a lot. Quotations cut both ways. A quotation that both have is
//! the strongest sign of one occasion, and two reports that quote at length and share no word of it
//! were hardly at the same one.

use super::background::WordWeights;
use super::passages::{Passage, Text, shared_passages};
use super::profile::Profile;
use super::reading::Reading;

/// The names of the features of a pair, in the order of [`Features`]. The link model names its weights by them.
pub const FEATURES: [&str; 19] = [
    "words",           // ln of the cosine of all words
    "title",           // ln of the mean cosine of one headline with the other's headline and lead
    "lead",            // ln of the cosine of headlines and leads
    "names",           // ln of the cosine of the names
    "numbers",         // cosine of the words with digits
    "numbers_apart",   // ln(1 + numbers of the article that has fewer), if none is in both
    "figures_agree",   // ln(1 + things that both count alike)
    "figures_differ",  // ln(1 + things that both count, but differently)
    "length",          // difference of ln of the lengths in words
    "quotes_shared",   // ln(1 + weight of the shared quotations, in nats)
    "quotes_apart",    // ln(1 + quotations of the article that has fewer), if none is shared
    "quotes_none",     // 1 if either quotes nothing
    "day_same",        // 1 if both texts are about the same day
    "day_apart",       // ln(1 + days between the days that the texts are about)
    "outlet_same",     // 1 if both are from one outlet
    "resolved_same",   // as day_same, with weekdays resolved by the publication date
    "resolved_apart",  // as day_apart, with weekdays resolved
    "published_apart", // ln(1 + days between the publications)
    "published_week",  // 1 if more than a week lies between them
];

/// The measurements of one pair, by [`FEATURES`].
pub type Features = [f64; FEATURES.len()];

/// How many of the features, at the end of the list, need the publication dates of both articles.
pub const DATED_FEATURES: usize = 4;

/// Added to a cosine before its logarithm is taken, so that none is infinite: about what unrelated articles have.
const FLOOR: f64 = 0.02;

/// Words that two quotations must share in a row; fewer are set phrases.
const QUOTED_WORDS: usize = 8;

/// One of the two articles of a pair.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// What it says.
    pub reading: &'a Reading,
    /// What its words weigh.
    pub profile: &'a Profile,
}

impl<'a> Side<'a> {
    /// Returns the body as passages are looked for in it.
    pub fn text(&self) -> Text<'a> {
        Text {
            words: &self.reading.words,
            breaks: &self.reading.breaks,
            seeds: &self.profile.seeds,
        }
    }
}

/// Measures a pair. Swapping the two changes nothing but the order of rounding.
pub fn features(a: Side, b: Side, weights: &WordWeights) -> Features {
    let (one, two) = (a.profile, b.profile);
    let title = (one.title.cosine(&two.lead) + two.title.cosine(&one.lead)) / 2.0;
    let length = |side: Side| (side.reading.words.len().max(1) as f64).ln();
    let figures = Figures::of(a.reading, b.reading);
    let quotes = Quotes::of(a, b, weights);
    let day = days_apart(a.reading, b.reading);
    let resolved = resolved_days_apart(a.reading, b.reading);
    let published = published_apart(a.reading, b.reading).unwrap_or(0.0);
    [
        (one.all.cosine(&two.all) + FLOOR).ln(),
        (title + FLOOR).ln(),
        (one.lead.cosine(&two.lead) + FLOOR).ln(),
        (one.names.cosine(&two.names) + FLOOR).ln(),
        one.numbers.cosine(&two.numbers),
        numbers_apart(a.reading, b.reading).ln_1p(),
        figures.agree.ln_1p(),
        figures.differ.ln_1p(),
        (length(a) - length(b)).abs(),
        quotes.shared_nats.ln_1p(),
        quotes.apart.ln_1p(),
        f64::from(quotes.shared_nats == 0.0 && quotes.apart == 0.0),
        f64::from(day == Some(0.0)),
        day.unwrap_or(0.0).ln_1p(),
        f64::from(from_one_outlet(a.reading, b.reading)),
        f64::from(resolved == Some(0.0)),
        resolved.unwrap_or(0.0).ln_1p(),
        published.ln_1p(),
        f64::from(published > 7.0),
    ]
}

/// Returns how many days lie between two publications; `None` if either is undated.
pub fn published_apart(a: &Reading, b: &Reading) -> Option<f64> {
    let (a, b) = (a.published?, b.published?);
    Some(f64::from(a.date.until(b.date).ok()?.get_days().abs()))
}

/// Returns how many days lie between the days that two reports are about; `None` if either names none.
pub fn days_apart(a: &Reading, b: &Reading) -> Option<f64> {
    Some(f64::from(a.day.as_ref()?.days_apart(b.day.as_ref()?)))
}

/// Returns the same with weekdays resolved; `None` if either is undated or names no day.
fn resolved_days_apart(a: &Reading, b: &Reading) -> Option<f64> {
    Some(f64::from(
        a.resolved_day
            .as_ref()?
            .days_apart(b.resolved_day.as_ref()?),
    ))
}

/// What two articles quote.
struct Quotes {
    /// Weight of the passages that both have in quotation marks.
    shared_nats: f64,
    /// Quotations of the article that has fewer, if none is shared.
    apart: f64,
}

impl Quotes {
    fn of(a: Side, b: Side, weights: &WordWeights) -> Self {
        let fewer = a.reading.quotations.len().min(b.reading.quotations.len());
        if fewer == 0 {
            return Quotes {
                shared_nats: 0.0,
                apart: 0.0,
            };
        }
        let shared_nats: f64 = shared_passages(a.text(), b.text(), |word| weights.weight(word))
            .iter()
            .filter(|passage| quoted_words(passage, a.reading, b.reading) >= QUOTED_WORDS)
            .map(|passage| passage.weight)
            .sum();
        let apart = if shared_nats == 0.0 {
            fewer as f64
        } else {
            0.0
        };
        Quotes { shared_nats, apart }
    }
}

/// Returns how many words of a passage stand in quotation marks in both texts.
pub fn quoted_words(passage: &Passage, a: &Reading, b: &Reading) -> usize {
    passage
        .a
        .clone()
        .zip(passage.b.clone())
        .filter(|(one, two)| a.is_quoted(*one) && b.is_quoted(*two))
        .count()
}

/// Returns how many numbers the article with fewer has, if none is in both.
fn numbers_apart(a: &Reading, b: &Reading) -> f64 {
    let shared = a
        .numbers
        .iter()
        .any(|number| b.numbers.binary_search(number).is_ok());
    if shared {
        0.0
    } else {
        a.numbers.len().min(b.numbers.len()) as f64
    }
}

/// What two articles count.
struct Figures {
    /// Things that both count alike.
    agree: f64,
    /// Things that both count, but differently.
    differ: f64,
}

impl Figures {
    fn of(a: &Reading, b: &Reading) -> Self {
        let mut figures = Figures {
            agree: 0.0,
            differ: 0.0,
        };
        for counts in a.figures.chunk_by(|one, two| one.0 == two.0) {
            let thing = counts[0].0;
            let from = b.figures.partition_point(|figure| figure.0 < thing);
            let others = b.figures[from..]
                .iter()
                .take_while(|figure| figure.0 == thing);
            match others
                .map(|other| counts.contains(other))
                .reduce(|one, two| one || two)
            {
                Some(true) => figures.agree += 1.0,
                Some(false) => figures.differ += 1.0,
                None => {}
            }
        }
        figures
    }
}

/// Returns whether two articles are from one outlet: by name, or if a name is missing, by their page template.
fn from_one_outlet(a: &Reading, b: &Reading) -> bool {
    match (a.outlet, b.outlet) {
        (Some(a), Some(b)) => a == b,
        _ => {
            a.furniture
                .iter()
                .filter(|line| b.furniture.binary_search(line).is_ok())
                .count()
                >= 2
        }
    }
}
