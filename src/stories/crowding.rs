//! How crowded the neighbourhood of an article is.
//!
//! What a likeness is worth depends on what else is there. In a month of one city's shootings every
//! report is like forty others, and a cosine of .2 says nothing; where each report has a
//! subject of its own, a cosine of .2 is much. So each article is asked how like it those of its
//! nearest are that are too many to be of its own story, the [`FIRST`] to the [`NEIGHBOURS`]th. A
//! corpus may have fewer: then the missing ones count as [`USUAL`], so that a handful of articles,
//! which say nothing of their neighbourhood, are taken to stand in an ordinary one.

use super::neighbours::NEIGHBOURS;

/// The first of the nearest articles that count, from 1: most stories are smaller.
const FIRST: usize = 20;

/// The cosine of the missing ones, as it is between articles of one field.
pub const USUAL: f64 = 0.06;

/// Returns the crowding of each of so many articles, a mean cosine, 0 to 1; `likely` has the cosines of pairs.
pub fn crowding(articles: usize, likely: &[((usize, usize), f64)]) -> Vec<f64> {
    let mut cosines: Vec<Vec<f64>> = vec![Vec::new(); articles];
    for &((a, b), cosine) in likely {
        cosines[a].push(cosine);
        cosines[b].push(cosine);
    }
    cosines
        .into_iter()
        .map(|mut nearest| {
            nearest.sort_unstable_by(|a, b| b.total_cmp(a));
            nearest.resize(NEIGHBOURS, USUAL);
            let counted = &nearest[FIRST - 1..];
            counted.iter().sum::<f64>() / counted.len() as f64
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pairs of an article with each of so many others.
    fn star(others: usize, cosine: f64) -> Vec<((usize, usize), f64)> {
        (1..=others).map(|other| ((0, other), cosine)).collect()
    }

    #[test]
    fn a_small_corpus_is_an_ordinary_neighbourhood() {
        assert!((crowding(1, &[])[0] - USUAL).abs() < 1e-12);
        let few = crowding(6, &star(5, 0.9));
        assert!(few.iter().all(|crowding| (crowding - USUAL).abs() < 1e-12));
    }

    #[test]
    fn many_that_are_alike_make_a_crowd() {
        let crowded = crowding(61, &star(60, 0.3));
        assert!((crowded[0] - 0.3).abs() < 1e-12);
        assert!((crowded[1] - USUAL).abs() < 1e-12);
    }

    #[test]
    fn the_own_story_is_no_crowd() {
        let mut likely = star(FIRST - 1, 0.9);
        likely.extend((FIRST..=60).map(|other| ((0, other), 0.1)));
        assert!((crowding(61, &likely)[0] - 0.1).abs() < 1e-12);
    }
}
