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
use super::surroundings::{Likeness, Surroundings};

/// The names of the features of a pair, in the order of [`Features`]. The link model names its weights by them.
pub const FEATURES: [&str; 23] = [
    "words",             // ln of the cosine of all words
    "title",             // ln of the mean cosine of one headline with the other's headline and lead
    "lead",              // ln of the cosine of headlines and leads
    "names",             // ln of the cosine of the names
    "numbers_apart",     // ln(1 + numbers of the article that has fewer), if none is in both
    "figures_agree",     // ln(1 + things that both count alike)
    "quotes_shared",     // ln(1 + weight of the shared quotations, in nats)
    "quotes_apart",      // ln(1 + quotations of the article that has fewer), if none is shared
    "day_same",          // 1 if both texts are about the same day
    "outlet_same",       // 1 if both are from one outlet
    "rarest",            // weight of the rarest shared word, by what a word of one article weighs
    "third_rarest",      // the same of the third rarest shared word; 0 if there are fewer
    "tenth_rarest",      // the same of the tenth
    "title_found_least", // how much of a headline stands in the other's text: the lesser of the two shares
    "title_found_most",  // the greater of the two
    "shorter",           // ln of the words of the shorter
    "longer",            // ln of the words of the longer
    "crowding",          // mean ln of how like each article its wider neighbourhood is
    "wording_behind", // by how much less wording is shared than either article shares with some other
    "resolved_same",  // as day_same, with weekdays resolved by the publication date
    "resolved_apart", // ln(1 + days between the days that the texts are about), with weekdays resolved
    "published_apart", // ln(1 + days between the publications)
    "published_week", // 1 if more than a week lies between them
];

/// The measurements of one pair, by [`FEATURES`].
pub type Features = [f64; FEATURES.len()];

/// Where the features of quotations stand among the others.
pub(super) const QUOTES_SHARED: usize = 6;
pub(super) const QUOTES_APART: usize = 7;

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
    /// What else is near it.
    pub surroundings: Surroundings,
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

/// Measures a pair whose likeness is known. Swapping the two changes nothing but the order of rounding.
pub fn features(a: Side, b: Side, likeness: &Likeness, weights: &WordWeights) -> Features {
    let (one, two) = (a.profile, b.profile);
    let title = (one.title.cosine(&two.lead) + two.title.cosine(&one.lead)) / 2.0;
    let found = [one.title.share_in(&two.all), two.title.share_in(&one.all)];
    let rarities = one.all.shared_rarities(&two.all);
    let scale = weights.scale();
    let rarity = |place: usize| {
        let rarity = rarities.get(place - 1).copied().unwrap_or(0.0);
        f64::from(rarity) / scale
    };
    let around = [a.surroundings, b.surroundings];
    let lengths = [a, b].map(|side| (side.reading.words.len().max(1) as f64).ln());
    let quotes = Quotes::of(a, b, weights);
    let day = days_apart(a.reading, b.reading);
    let resolved = resolved_days_apart(a.reading, b.reading);
    let published = published_apart(a.reading, b.reading).unwrap_or(0.0);
    [
        (likeness.cosine + FLOOR).ln(),
        (title + FLOOR).ln(),
        (one.lead.cosine(&two.lead) + FLOOR).ln(),
        (one.names.cosine(&two.names) + FLOOR).ln(),
        numbers_apart(a.reading, b.reading).ln_1p(),
        figures_agree(a.reading, b.reading).ln_1p(),
        quotes.shared_nats.ln_1p(),
        quotes.apart.ln_1p(),
        f64::from(day == Some(0.0)),
        f64::from(from_one_outlet(a.reading, b.reading)),
        rarity(1),
        rarity(3),
        rarity(10),
        found[0].min(found[1]),
        found[0].max(found[1]),
        lengths[0].min(lengths[1]),
        lengths[0].max(lengths[1]),
        around
            .map(|side| (side.crowding + FLOOR).ln())
            .iter()
            .sum::<f64>()
            / 2.0,
        around[0].wording.min(around[1].wording) - likeness.wording,
        f64::from(resolved == Some(0.0)),
        resolved.unwrap_or(0.0).ln_1p(),
        published.ln_1p(),
        f64::from(published > 7.0),
    ]
}

/// Returns how much wording two articles share: ln(1 + runs of four words by the root of the shorter length).
pub fn wording(a: &Profile, b: &Profile) -> f64 {
    let shorter = a.seeds.len().min(b.seeds.len()).max(1);
    (a.seeds.shared(&b.seeds) as f64 / (shorter as f64).sqrt()).ln_1p()
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

/// Returns how many things both articles count alike.
fn figures_agree(a: &Reading, b: &Reading) -> f64 {
    a.figures
        .chunk_by(|one, two| one.0 == two.0)
        .filter(|counts| {
            counts
                .iter()
                .any(|count| b.figures.binary_search(count).is_ok())
        })
        .count() as f64
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::surroundings::USUAL;
    use crate::stories::testing::{Corpus, article};
    use crate::strip::Article;

    const FERRY: &str = "The ferry to Ostrell ran aground in fog on May 8 with 61 passengers and 12 crew on board.\n\n\
        Captain Vestby said: \"I saw nothing at all until the rocks were right under us\", and praised his crew.\n";

    const LATER: &str = "All 61 passengers of the Ostrell ferry are safe, the coast guard said of the accident on May 8.\n\n\
        \"I saw nothing at all until the rocks were right under us\", Vestby told the radio from his bed.\n";

    const STRANGER: &str = "Dairy prices rose on June 30 for the third month as 61 farms and 9 passengers of a bus found.\n\n\
        \"Hay has never been as dear as it was this spring\", a farmer from the south of the country said.\n";

    fn measured(first: Article, second: Article) -> Features {
        let corpus = Corpus::new(vec![first, second]);
        let profiles: Vec<Profile> = corpus
            .readings
            .iter()
            .map(|reading| Profile::new(reading, &corpus.weights))
            .collect();
        let likeness = Likeness {
            pair: (0, 1),
            cosine: profiles[0].all.cosine(&profiles[1].all),
            wording: wording(&profiles[0], &profiles[1]),
        };
        let side = |i: usize| Side {
            reading: &corpus.readings[i],
            profile: &profiles[i],
            surroundings: Surroundings {
                crowding: USUAL,
                wording: likeness.wording,
            },
        };
        features(side(0), side(1), &likeness, &corpus.weights)
    }

    fn of(features: &Features, name: &str) -> f64 {
        features[FEATURES.iter().position(|known| *known == name).unwrap()]
    }

    #[test]
    fn two_reports_of_one_event_agree_in_more_than_strangers() {
        let same = measured(article("", FERRY), article("", LATER));
        let other = measured(article("", FERRY), article("", STRANGER));
        for name in [
            "words",
            "lead",
            "names",
            "quotes_shared",
            "day_same",
            "title_found_least",
            "rarest",
        ] {
            assert!(of(&same, name) > of(&other, name), "{name}");
        }
    }

    #[test]
    fn things_counted_alike_agree() {
        let same = measured(article("", FERRY), article("", LATER));
        assert_eq!(of(&same, "figures_agree"), 1f64.ln_1p());
        let other = measured(article("", FERRY), article("", STRANGER));
        assert_eq!(of(&other, "figures_agree"), 0.0);
    }

    #[test]
    fn quotations_are_shared_apart_or_missing() {
        let shared = measured(article("", FERRY), article("", LATER));
        assert!(of(&shared, "quotes_shared") > 0.0);
        assert_eq!(of(&shared, "quotes_apart"), 0.0);
        assert_eq!(of(&shared, "quotes_shared"), shared[QUOTES_SHARED]);
        let apart = measured(article("", FERRY), article("", STRANGER));
        assert_eq!(of(&apart, "quotes_shared"), 0.0);
        assert_eq!(of(&apart, "quotes_apart"), 1f64.ln_1p());
        assert_eq!(of(&apart, "quotes_apart"), apart[QUOTES_APART]);
        let none = measured(article("", FERRY), article("", &FERRY.replace('"', "")));
        assert_eq!(
            (of(&none, "quotes_apart"), of(&none, "quotes_shared")),
            (0.0, 0.0)
        );
    }

    #[test]
    fn numbers_are_apart_only_if_none_is_shared() {
        let other = STRANGER.replace("61", "44");
        let apart = measured(article("", FERRY), article("", &other));
        assert_eq!(of(&apart, "numbers_apart"), 3f64.ln_1p());
        let shared = measured(article("", FERRY), article("", STRANGER));
        assert_eq!(of(&shared, "numbers_apart"), 0.0);
    }

    #[test]
    fn publications_more_than_a_week_apart_are_marked() {
        let apart = |day: &str| measured(article("2021-05-08", FERRY), article(day, LATER));
        assert_eq!(of(&apart("2021-05-15"), "published_week"), 0.0);
        assert_eq!(of(&apart("2021-05-16"), "published_week"), 1.0);
        assert_eq!(of(&apart("2021-05-15"), "published_apart"), 7f64.ln_1p());
        assert_eq!(of(&apart(""), "published_apart"), 0.0);
    }

    #[test]
    fn one_outlet_is_known_by_its_name() {
        let from = |outlet: &str| {
            let mut article = article("", FERRY);
            article.harvest.outlet = Some(outlet.to_owned());
            article
        };
        assert_eq!(
            of(
                &measured(from("Ostrell Post"), from("OSTRELL POST")),
                "outlet_same"
            ),
            1.0
        );
        assert_eq!(
            of(
                &measured(from("Ostrell Post"), from("Bay Echo")),
                "outlet_same"
            ),
            0.0
        );
    }

    #[test]
    fn the_order_of_a_pair_changes_nothing() {
        let one = measured(article("2021-05-08", FERRY), article("2021-05-10", LATER));
        let two = measured(article("2021-05-10", LATER), article("2021-05-08", FERRY));
        for ((name, a), b) in FEATURES.iter().zip(one).zip(two) {
            assert!((a - b).abs() < 1e-9, "{name}: {a} {b}");
        }
    }

    #[test]
    fn texts_without_words_have_finite_features() {
        for text in ["", FERRY] {
            let found = measured(article("", ""), article("", text));
            assert!(found.iter().all(|value| value.is_finite()), "{found:?}");
        }
    }
}
