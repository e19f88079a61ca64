//! From documents to a [`Profile`]: each outlet is sampled, counted and judged.
//!
//! Outlets are worked on side by side; in between they are compared, since prose that several of them
//! print is nobody's template. Held in memory are 64 bytes for each segment of the samples, at most
//! 4,096 articles an outlet and 2,048 segments an article however long the input is, and while an
//! outlet is judged up to 1,024 words of each article.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use rayon::prelude::*;

use crate::corpus::Document;

use super::families::PROSE_WORDS;
use super::identity::ByHash;
use super::profile::{KEPT_REPEATS, Outlet, Profile, Repeat};
use super::sample::{Digest, Sample};
use super::templates::{Candidate, candidates, templates};

/// Learns what each outlet repeats; `outlet` names that of a document, `cut` cuts a text into segments
/// and hands on the byte range of each.
pub(in crate::strip) fn learn(
    documents: &[Document],
    outlet: impl Fn(&Document) -> String + Sync,
    cut: impl Fn(&str, &mut dyn FnMut(Range<usize>)) + Sync,
) -> Profile {
    let names: Vec<String> = documents.par_iter().map(&outlet).collect();
    let mut by_outlet: BTreeMap<String, Vec<&Document>> = BTreeMap::new();
    for (document, name) in documents.iter().zip(names) {
        by_outlet.entry(name).or_default().push(document);
    }
    let samples: Vec<Sample> = by_outlet
        .into_par_iter()
        .map(|(outlet, documents)| Sample::of(outlet, documents, &cut))
        .collect();
    let found: Vec<Vec<Candidate>> = samples.par_iter().map(candidates).collect();
    let agency = stand_in_several(&samples, &found);
    let outlets = samples
        .par_iter()
        .zip(found)
        .map(|(sample, candidates)| {
            let repeats = templates(sample, candidates, &agency);
            (sample.outlet.clone(), stored(sample, repeats))
        })
        .filter(|(_, outlet)| !outlet.repeats.is_empty())
        .collect();
    Profile { outlets }
}

/// Returns the prose among the candidates that stands in more than one outlet.
fn stand_in_several(samples: &[Sample], candidates: &[Vec<Candidate>]) -> HashSet<u64> {
    let prose = candidates
        .iter()
        .flatten()
        .filter(|candidate| candidate.words >= PROSE_WORDS);
    let mut seen_in: ByHash<Option<usize>> =
        prose.map(|candidate| (candidate.hash, None)).collect();
    let mut several = HashSet::new();
    for (outlet, sample) in samples.iter().enumerate() {
        for (hash, _) in sample.articles.iter().flat_map(Digest::prose) {
            if let Some(seen) = seen_in.get_mut(&hash)
                && *seen.get_or_insert(outlet) != outlet
            {
                several.insert(hash);
            }
        }
    }
    several
}

/// Returns the repeats of an outlet as a profile holds them.
fn stored(sample: &Sample, mut repeats: Vec<Candidate>) -> Outlet {
    repeats.sort_unstable_by_key(|repeat| (std::cmp::Reverse(repeat.families), repeat.hash));
    repeats.truncate(KEPT_REPEATS);
    let repeats = repeats.into_iter().map(|repeat| {
        let text = sample.text_at(repeat.first);
        (repeat.hash, Repeat::new(text, repeat.families))
    });
    Outlet {
        articles: u32::try_from(sample.families).unwrap_or(u32::MAX),
        repeats: repeats.collect(),
    }
}
