//! Gold as pairs: two articles and whether they are one story, where nobody has labelled whole stories.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;

use serde::Serialize;

use super::Labels;
use super::contingency::Pairs;
use super::scores::serialize_four_places;
use super::source::Source;
use crate::Result;

/// Whether two items belong together, by their ids, the smaller first.
pub type PairLabels = BTreeMap<(String, String), bool>;

/// How well a clustering agrees with labelled pairs. Ratios are 0 to 1, and 1 where there was nothing to
/// get wrong. Precision says something only if there are pairs that do not belong together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PairScores {
    /// Pairs labelled.
    pub pairs: usize,
    /// Pairs that belong together.
    pub same: u128,
    /// Pairs predicted together.
    pub pred_same: u128,
    /// Of the pairs predicted together, how many belong together.
    #[serde(serialize_with = "serialize_four_places")]
    pub pair_p: f64,
    /// Of the pairs that belong together, how many were predicted together.
    #[serde(serialize_with = "serialize_four_places")]
    pub pair_r: f64,
    /// Harmonic mean of both.
    #[serde(serialize_with = "serialize_four_places")]
    pub pair_f1: f64,
    /// Pairs of which an item was not predicted; they count as predicted apart.
    pub missing: usize,
}

/// Reads labelled pairs: lines of two ids and, perhaps, `same` or `1` or `different` or `0`, with tabs
/// between them. Without the third the two belong together. Further columns are ignored.
///
/// # Errors
///
/// [`Error::Read`](crate::Error::Read) if the file can't be read; [`Error::Labels`](crate::Error::Labels)
/// if a line has another form, if a pair has two labels, or if there is no pair at all.
pub fn read_pairs(path: &Path) -> Result<PairLabels> {
    parse(&Source::open(path)?)
}

fn parse(source: &Source) -> Result<PairLabels> {
    let mut pairs = PairLabels::new();
    for (number, line) in source.lines() {
        pair(line)
            .and_then(|(ids, same)| insert(&mut pairs, ids, same))
            .map_err(|reason| source.error(number, reason))?;
    }
    if pairs.is_empty() {
        return Err(source.error(1, "no pairs in this file"));
    }
    Ok(pairs)
}

/// Reads a line.
fn pair(line: &str) -> std::result::Result<((&str, &str), bool), String> {
    let mut columns = line.split('\t');
    let (Some(a), Some(b)) = (columns.next(), columns.next()) else {
        return Err("expected two ids with a tab between them".to_owned());
    };
    if a == b {
        return Err(format!("{a:?} is paired with itself"));
    }
    let same = match columns.next().map(str::trim) {
        None | Some("" | "same" | "1") => true,
        Some("different" | "0") => false,
        Some(other) => {
            return Err(format!(
                "{other:?} is neither `same` or `1`, nor `different` or `0`"
            ));
        }
    };
    Ok(((a.min(b), a.max(b)), same))
}

/// Adds a label; the same one twice does no harm.
fn insert(
    pairs: &mut PairLabels,
    (a, b): (&str, &str),
    same: bool,
) -> std::result::Result<(), String> {
    match pairs.entry((a.to_owned(), b.to_owned())) {
        Entry::Vacant(vacant) => {
            vacant.insert(same);
            Ok(())
        }
        Entry::Occupied(occupied) if *occupied.get() == same => Ok(()),
        Entry::Occupied(_) => Err(format!(
            "{a:?} and {b:?} are labelled both same and different"
        )),
    }
}

/// Scores a clustering against labelled pairs.
pub fn pair_scores(gold: &PairLabels, predicted: &Labels) -> PairScores {
    let mut pairs = Pairs::default();
    let mut missing = 0;
    for ((a, b), same) in gold {
        let together = match (predicted.get(a), predicted.get(b)) {
            (Some(a), Some(b)) => a == b,
            _ => {
                missing += 1;
                false
            }
        };
        pairs.gold += u128::from(*same);
        pairs.predicted += u128::from(together);
        pairs.both += u128::from(*same && together);
    }
    PairScores {
        pairs: gold.len(),
        same: pairs.gold,
        pred_same: pairs.predicted,
        pair_p: pairs.precision(),
        pair_r: pairs.recall(),
        pair_f1: pairs.f1(),
        missing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> std::result::Result<PairLabels, String> {
        let source = Source::read(text.as_bytes(), Path::new("pairs.tsv"));
        parse(&source.unwrap()).map_err(|error| error.to_string())
    }

    #[test]
    fn labels_are_words_or_digits_or_left_out() {
        let found = pairs("b\ta\nc\td\tdifferent\r\n\ne\tf\t1\tsure\ng\th\t0\na\tb\tsame\n");
        let expected = [
            ("a", "b", true),
            ("c", "d", false),
            ("e", "f", true),
            ("g", "h", false),
        ];
        let expected = expected.map(|(a, b, same)| ((a.to_owned(), b.to_owned()), same));
        assert_eq!(found, Ok(PairLabels::from(expected)));
    }

    #[test]
    fn errors_name_the_line() {
        let cases = [
            (
                "a\tb\nc d\n",
                "pairs.tsv:2: expected two ids with a tab between them",
            ),
            ("a\ta\n", "pairs.tsv:1: \"a\" is paired with itself"),
            (
                "a\tb\tmaybe\n",
                "pairs.tsv:1: \"maybe\" is neither `same` or `1`, nor `different` or `0`",
            ),
            (
                "a\tb\t1\n\nb\ta\t0\n",
                "pairs.tsv:3: \"a\" and \"b\" are labelled both same and different",
            ),
            ("\n", "pairs.tsv:1: no pairs in this file"),
        ];
        for (text, message) in cases {
            assert_eq!(pairs(text), Err(message.to_owned()), "{text}");
        }
    }

    #[test]
    fn figures_agree_with_hand_computation() {
        let gold = pairs("a\tb\na\tc\nb\td\t0\nc\td\t0\na\tz\n").unwrap();
        let labels = [("a", "1"), ("b", "1"), ("c", "2"), ("d", "2")];
        let labels = labels.map(|(id, label)| (id.to_owned(), label.to_owned()));
        let found = pair_scores(&gold, &Labels::from(labels));
        // Together are ab, rightly, and cd, wrongly; ac and az are missed.
        assert_eq!(
            (found.pairs, found.same, found.pred_same, found.missing),
            (5, 3, 2, 1)
        );
        assert_eq!((found.pair_p, found.pair_r), (0.5, 1.0 / 3.0));
        assert!((found.pair_f1 - 0.4).abs() < 1e-12);
    }
}
