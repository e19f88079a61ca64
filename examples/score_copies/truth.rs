//! The pairs that should be found, with their exact similarities: those of which one was made from the other,
//! or all that a corpus has.

use newsdedup::duplicates::Params;
use newsdedup::sketch::{Overlap, Shingles};
use rayon::prelude::*;
use serde::Deserialize;

use crate::recall::LEAST;
use crate::texts::Texts;

/// A line of the truth.
#[derive(Deserialize)]
pub struct Made {
    id: String,
    of: String,
}

/// Two articles, by their ids, and what they have in common.
pub struct Pair<'t> {
    pub ids: [&'t str; 2],
    pub overlap: Overlap,
}

/// Measures the pairs of a truth.
pub fn measured<'t>(truth: &'t [Made], texts: &Texts) -> Result<Vec<Pair<'t>>, String> {
    let measure = |Made { id, of }: &'t Made| {
        Ok(Pair {
            ids: [id, of],
            overlap: texts.shingles(id)?.overlap(&texts.shingles(of)?),
        })
    };
    truth.par_iter().map(measure).collect()
}

/// Finds every pair of a corpus whose similarity or containment is [`LEAST`] or more.
///
/// It goes by the list of the articles that have a shingle, which is as exact as to compare all pairs, and
/// as slow only where all articles share one. All shingles are in memory, 24 bytes each.
pub fn all_pairs(texts: &Texts) -> Result<Vec<Pair<'_>>, String> {
    let ids = texts.ids();
    let sets: Result<Vec<Shingles>, String> = ids.par_iter().map(|id| texts.shingles(id)).collect();
    let sets = sets?;
    let occurrences = occurrences(&sets);
    let counted = Params {
        jaccard: LEAST,
        containment: LEAST,
        ..Params::default()
    };
    let pairs = (0..ids.len()).into_par_iter().map_init(
        || vec![0; ids.len()],
        |shared, one| {
            let met = count_shared(one, &sets, &occurrences, shared);
            let mut overlap = |other: usize| Overlap {
                // What is taken out is 0 again for the next article.
                shared: std::mem::take(&mut shared[other]),
                own: sets[one].len() as u32,
                other: sets[other].len() as u32,
            };
            let measured = met.into_iter().map(|other| (other, overlap(other)));
            let alike = measured.filter(|(_, overlap)| counted.are_met(*overlap));
            let pair = |(other, overlap): (usize, Overlap)| Pair {
                ids: [ids[one], ids[other]],
                overlap,
            };
            alike.map(pair).collect::<Vec<_>>()
        },
    );
    Ok(pairs.flatten_iter().collect())
}

/// A shingle, and the place of an article that has it.
type Occurrence = (u64, usize);

/// Returns which articles have which shingle, sorted.
fn occurrences(sets: &[Shingles]) -> Vec<Occurrence> {
    let sets = sets.iter().enumerate();
    let mut all: Vec<Occurrence> = sets
        .flat_map(|(article, set)| set.hashes().iter().map(move |hash| (*hash, article)))
        .collect();
    all.par_sort_unstable();
    all
}

/// Counts in `shared` what later articles share with this one, and returns which do.
fn count_shared(
    one: usize,
    sets: &[Shingles],
    occurrences: &[Occurrence],
    shared: &mut [u32],
) -> Vec<usize> {
    let mut met = Vec::new();
    for hash in sets[one].hashes() {
        let own = occurrences.partition_point(|occurrence| *occurrence <= (*hash, one));
        let later = occurrences[own..].iter();
        for (_, other) in later.take_while(|(other, _)| other == hash) {
            if shared[*other] == 0 {
                met.push(*other);
            }
            shared[*other] += 1;
        }
    }
    met
}
