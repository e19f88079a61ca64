//! What else is near an article.
//!
//! What a likeness is worth depends on what else there is. In a year of one country's shootings every
//! report is like forty others, and a cosine of .2 says nothing; where each report has a subject of
//! its own, a cosine of .2 is much. So each article is asked how like it those of its nearest are
//! that are too many to be of its own story, the [`FIRST`] to the [`NEIGHBOURS`]th. A corpus may have
//! fewer: then the missing ones count as [`USUAL`], so that a handful of articles, which say nothing
//! of their neighbourhood, are taken to stand in an ordinary one.
//!
//! In the same way it is asked how much wording it shares at most with any other: a report that has
//! half its sentences in common with one article and none with another is surely of the first one's
//! story, and less surely of the other's.

use super::neighbours::NEIGHBOURS;

/// The first of the nearest articles that count, from 1: most stories are smaller.
const FIRST: usize = 20;

/// The cosine of the missing ones, about what it is between articles of one field.
pub const USUAL: f64 = 0.08;

/// A likely pair, with what it has in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likeness {
    /// The two articles.
    pub pair: (usize, usize),
    /// Cosine of all words, 0 to 1.
    pub cosine: f64,
    /// Shared wording, 0 and up.
    pub wording: f64,
}

/// What the articles near one say of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surroundings {
    /// How like it those are that are near it but too many to be of its story: a mean cosine, 0 to 1.
    pub crowding: f64,
    /// The most wording that it shares with any other.
    pub wording: f64,
}

/// Returns the surroundings of each of so many articles.
pub fn surroundings(articles: usize, likely: &[Likeness]) -> Vec<Surroundings> {
    let mut cosines: Vec<Vec<f64>> = vec![Vec::new(); articles];
    let mut wording = vec![0f64; articles];
    for likeness in likely {
        for article in [likeness.pair.0, likeness.pair.1] {
            cosines[article].push(likeness.cosine);
            wording[article] = wording[article].max(likeness.wording);
        }
    }
    cosines
        .into_iter()
        .zip(wording)
        .map(|(cosines, wording)| Surroundings {
            crowding: crowding(cosines),
            wording,
        })
        .collect()
}

fn crowding(mut nearest: Vec<f64>) -> f64 {
    nearest.sort_unstable_by(|a, b| b.total_cmp(a));
    nearest.resize(NEIGHBOURS, USUAL);
    let counted = &nearest[FIRST - 1..];
    counted.iter().sum::<f64>() / counted.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pairs of an article with each of so many others.
    fn star(others: std::ops::Range<usize>, cosine: f64) -> Vec<Likeness> {
        others
            .map(|other| Likeness {
                pair: (0, other),
                cosine,
                wording: cosine / other as f64,
            })
            .collect()
    }

    fn crowding_of(articles: usize, likely: &[Likeness]) -> Vec<f64> {
        surroundings(articles, likely)
            .iter()
            .map(|around| (around.crowding * 1e9).round() / 1e9)
            .collect()
    }

    #[test]
    fn a_small_corpus_is_an_ordinary_neighbourhood() {
        assert_eq!(crowding_of(1, &[]), [USUAL]);
        assert_eq!(crowding_of(6, &star(1..6, 0.9)), [USUAL; 6]);
    }

    #[test]
    fn many_that_are_alike_make_a_crowd() {
        let found = crowding_of(61, &star(1..61, 0.3));
        assert_eq!(found[..2], [0.3, USUAL]);
    }

    #[test]
    fn the_own_story_is_no_crowd() {
        let mut likely = star(1..FIRST, 0.9);
        likely.extend(star(FIRST..61, 0.1));
        assert_eq!(crowding_of(61, &likely)[0], 0.1);
    }

    #[test]
    fn the_most_wording_is_kept() {
        let found = surroundings(4, &star(1..3, 0.8));
        let wording: Vec<f64> = found.iter().map(|around| around.wording).collect();
        assert_eq!(wording, [0.8, 0.8, 0.4, 0.0]);
    }
}
