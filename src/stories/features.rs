//! What is measured of a pair of articles.
//!
//! Similarities are entered as logarithms: that two articles agree twice as much weighs the same
//! whether they agree in a little or in a lot. Quotations cut both ways. A quotation that both have is
//! the strongest sign of one occasion, and two reports that quote at length and share no word of it
//! were hardly at the same one.
//!
//! Most is known from the words alone, which are in memory. The rest takes the texts, which are read only
//! of pairs that may yet turn out probable.

use super::background::WordWeights;
use super::brief::Brief;
use super::collection::Collection;
use super::nearest::Nearest;
use super::passages::Passage;
use super::reading::Reading;
use super::text::Wording;

/// The names of the features of a pair, in the order of [`Features`]. The link model names its weights by them.
pub const FEATURES: [&str; 21] = [
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
    "third_rarest", // weight of the third rarest shared word, by what a word of one article weighs; 0 if there are fewer
    "tenth_rarest", // the same of the tenth
    "title_found_least", // how much of a headline stands in the other's text: the lesser of the two shares
    "title_found_most",  // the greater of the two
    "shorter",           // ln of the words of the shorter
    "longer",            // ln of the words of the longer
    "crowding",          // mean ln of how like each article its wider neighbourhood is
    "wording_behind", // by how much less wording is shared than either article shares with some other
    "resolved_same",  // as day_same, with weekdays resolved by the publication date
    "resolved_apart", // ln(1 + days between the days that the texts are about), with weekdays resolved
    "published_apart", // ln(1 + days between the publications)
];

/// The measurements of one pair, by [`FEATURES`].
pub type Features = [f64; FEATURES.len()];

/// Where the features of quotations stand among the others.
pub(super) const QUOTES_SHARED: usize = 6;
pub(super) const QUOTES_APART: usize = 7;

/// How many of the features, at the end of the list, need the publication dates of both articles.
pub const DATED_FEATURES: usize = 3;

/// Added to a cosine before its logarithm is taken, so that none is infinite: about what unrelated articles have.
const FLOOR: f64 = 0.02;

/// Words that two quotations must share in a row; fewer are set phrases.
const QUOTED_WORDS: usize = 8;

/// Where the features stand that are known only when both texts are read.
const NUMBERS_APART: usize = 4;
const FIGURES_AGREE: usize = 5;
const OUTLET_SAME: usize = 9;
const WORDING_BEHIND: usize = 17;

/// Hardly a pair has more nats of shared quotations, and one that has is probable without them.
const MOST_QUOTED_NATS: f64 = 200.0;

/// No pair shares more wording: that would be four billion runs of four words.
const MOST_WORDING: f64 = 12.0;

/// Measures what is known of a pair before its texts are read; the rest is 0.
///
/// Swapping the two changes nothing but the order of rounding.
pub fn at_a_glance(collection: &Collection, nearest: &Nearest, a: usize, b: usize) -> Features {
    let found = collection.compare(a, b);
    let scale = collection.weights().scale();
    let [one, two] = [a, b].map(|article| collection.brief(article));
    let lengths = [one, two].map(|brief| f64::from(brief.words.max(1)).ln());
    let crowding = [a, b].map(|article| (nearest.crowding(article) + FLOOR).ln());
    let [third_rarest, tenth_rarest] = found.rarest.map(|weight| weight / scale);
    let [own_found, other_found] = found.titles_found;
    let resolved = one.resolved_days_apart(two);
    let published = one.published_apart(two).unwrap_or(0.0);
    [
        (found.words + FLOOR).ln(),
        (found.titles.iter().sum::<f64>() / 2.0 + FLOOR).ln(),
        (found.leads + FLOOR).ln(),
        (found.names + FLOOR).ln(),
        0.0,
        0.0,
        0.0,
        0.0,
        f64::from(one.days_apart(two) == Some(0.0)),
        0.0,
        third_rarest,
        tenth_rarest,
        own_found.min(other_found),
        own_found.max(other_found),
        lengths[0].min(lengths[1]),
        lengths[0].max(lengths[1]),
        crowding.iter().sum::<f64>() / 2.0,
        0.0,
        f64::from(resolved == Some(0.0)),
        resolved.unwrap_or(0.0).ln_1p(),
        published.ln_1p(),
    ]
}

/// Returns the features that can still change when the texts of two articles are read, and the most that
/// each can be; the least is 0.
pub fn still_open(one: &Brief, two: &Brief) -> [(usize, f64); 6] {
    let fewer = |count: fn(&Brief) -> u32| f64::from(count(one).min(count(two)));
    let quotations = fewer(|brief| brief.quotations);
    let quoted_nats = if quotations > 0.0 {
        MOST_QUOTED_NATS
    } else {
        0.0
    };
    [
        (NUMBERS_APART, fewer(|brief| brief.numbers).ln_1p()),
        (FIGURES_AGREE, fewer(|brief| brief.figures).ln_1p()),
        (QUOTES_SHARED, quoted_nats.ln_1p()),
        (QUOTES_APART, quotations.ln_1p()),
        (OUTLET_SAME, 1.0),
        (WORDING_BEHIND, MOST_WORDING),
    ]
}

/// Adds what is known of a pair when its texts are read, but for the wording, which takes all pairs.
pub fn on_reading(features: &mut Features, a: &Wording, b: &Wording, weights: &WordWeights) {
    let quotes = Quotes::of(a, b, weights);
    let (one, two) = (&a.reading, &b.reading);
    features[NUMBERS_APART] = numbers_apart(one, two).ln_1p();
    features[FIGURES_AGREE] = figures_agree(one, two).ln_1p();
    features[QUOTES_SHARED] = quotes.shared_nats.ln_1p();
    features[QUOTES_APART] = quotes.apart.ln_1p();
    features[OUTLET_SAME] = f64::from(from_one_outlet(one, two));
}

/// Adds by how much less wording a pair shares than either article shares with some other.
pub fn on_comparing_wording(features: &mut Features, wording: f64, most: [f64; 2]) {
    features[WORDING_BEHIND] = most[0].min(most[1]) - wording;
}

/// What two articles quote.
struct Quotes {
    /// Weight of the passages that both have in quotation marks.
    shared_nats: f64,
    /// Quotations of the article that has fewer, if none is shared.
    apart: f64,
}

impl Quotes {
    fn of(a: &Wording, b: &Wording, weights: &WordWeights) -> Self {
        let fewer = a.reading.quotations.len().min(b.reading.quotations.len());
        if fewer == 0 {
            return Quotes {
                shared_nats: 0.0,
                apart: 0.0,
            };
        }
        let shared_nats: f64 = a
            .passages(b, |word| weights.weight(word))
            .iter()
            .filter(|passage| quoted_words(passage, &a.reading, &b.reading) >= QUOTED_WORDS)
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
    use crate::stories::collection::Studied;
    use crate::stories::testing::article;
    use crate::stories::text::Articles;
    use crate::strip::Article;

    const FERRY: &str = "The ferry to Ostrell ran aground in fog on May 8 with 61 passengers and 12 crew on board.\n\n\
        Captain Vestby said: \"I saw nothing at all until the rocks were right under us\", and praised his crew.\n";

    const LATER: &str = "All 61 passengers of the Ostrell ferry are safe, the coast guard said of the accident on May 8.\n\n\
        \"I saw nothing at all until the rocks were right under us\", Vestby told the radio from his bed.\n";

    const STRANGER: &str = "Dairy prices rose on June 30 for the third month as 61 farms and 9 passengers of a bus found.\n\n\
        \"Hay has never been as dear as it was this spring\", a farmer from the south of the country said.\n";

    fn measured(first: Article, second: Article) -> Features {
        let articles = vec![first, second];
        let collection = Collection::new(Studied::of(&articles).unwrap(), vec![0, 1]);
        let nearest = Nearest::of(&collection, 0.0);
        let mut features = at_a_glance(&collection, &nearest, 0, 1);
        let known = features;
        let [one, two] = [0, 1].map(|article| articles.wording(article).unwrap());
        on_reading(&mut features, &one, &two, collection.weights());
        let wording = one.shared(&two);
        on_comparing_wording(&mut features, wording, [wording; 2]);

        let open = still_open(collection.brief(0), collection.brief(1));
        for (feature, name) in FEATURES.iter().enumerate() {
            match open.iter().find(|(index, _)| *index == feature) {
                Some((_, most)) => assert!((0.0..=*most).contains(&features[feature]), "{name}"),
                None => assert_eq!(features[feature], known[feature], "{name}"),
            }
        }
        features
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
            "third_rarest",
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
    fn the_days_between_publications_are_counted() {
        let apart = |day: &str| measured(article("2021-05-08", FERRY), article(day, LATER));
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
