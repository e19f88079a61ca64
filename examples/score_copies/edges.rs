//! Whether the pairs that were found are what is said of them.

use std::collections::HashMap;

use newsdedup::duplicates::Params;
use newsdedup::sketch::Shingles;

use crate::texts::Texts;
use crate::{Edge, Group};

/// Returns how many edges of a group are no near-duplicates, or have another similarity than is said.
pub fn false_edges(group: &Group, texts: &Texts, params: &Params) -> Result<usize, String> {
    let sets: Result<HashMap<&str, Shingles>, String> = group
        .members
        .iter()
        .map(|id| Ok((id.as_str(), texts.shingles(id)?)))
        .collect();
    let sets = sets?;
    let is_true = |edge: &&Edge| {
        let both = sets.get(edge.a.as_str()).zip(sets.get(edge.b.as_str()));
        both.is_some_and(|(a, b)| {
            let overlap = a.overlap(b);
            params.are_met(overlap)
                && is_rounded(edge.jaccard, overlap.jaccard())
                && is_rounded(edge.containment, overlap.of_smaller())
        })
    };
    let are_true = group.edges.iter().filter(is_true).count();
    Ok(group.edges.len() - are_true)
}

/// Returns whether one number is the other, to the four places that are written.
fn is_rounded(written: f64, exact: f64) -> bool {
    (written - exact).abs() <= 0.5e-4 + f64::EPSILON
}
