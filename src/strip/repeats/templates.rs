//! Tells a template from journalism that recurs.
//!
//! Being frequent is not enough: sentences of background recur from story to story, set phrases and
//! table lines from market report to market report. A template is a segment that
//!
//! - enough of the outlet's articles have; a short one must have a larger share, and stand at an edge
//!   of the text or beside other repeats, since short sentences recur by chance;
//! - does not speak of what its articles speak of, nor do its neighbours, and whose articles don't
//!   all tell one running story ([`topics`]);
//! - is not data in a form: fewer than [`FORM_VARIANTS`] segments differ from each other in their
//!   numbers only;
//! - if it is prose, stands in no other outlet: what several print is agency text.
//!
//! The thresholds were chosen on 13,523 German articles, 21,578 agency reports of 1987 and the pages
//! of eleven sites.
// Indices of articles, segments and candidates come from the lists that they index.

use std::collections::HashSet;

use super::families::PROSE_WORDS;
use super::identity::ByHash;
use super::sample::{Sample, SegmentDigest};
use super::topics;

/// A segment that fewer articles have is not called repeated, in an outlet of more than [`FEW_ARTICLES`].
const FEWEST: f64 = 3.0;
/// So many more are asked for with each article of the outlet: chance grows with the outlet.
const FEWEST_PER_ARTICLE: f64 = 0.001;
/// What is shorter than prose must stand in this share of the articles.
const SHORT_SHARE: f64 = 0.01;
/// An outlet of so few articles shows its template by what two of them share.
const FEW_ARTICLES: usize = 3;
/// A segment of fewer words is a label, and a repeat only beside others or at an edge.
pub(super) const LABEL_WORDS: u32 = 4;
/// In so large a share of the places where it stands.
const LABEL_IN_PLACE: f64 = 0.9;
/// Other short segments stand there in this share of the places, ...
const SHORT_IN_PLACE: f64 = 0.5;
/// ... or in this share of the outlet's articles: what interrupts a text is a template only if it often does.
const INTERRUPTING_SHARE: f64 = 0.1;
/// With so many variants that differ in their numbers only, a segment is data.
const FORM_VARIANTS: usize = 4;
/// A template speaks of its article's topic less than this.
const MOST_TOPICAL: f64 = 0.05;
/// Less by this over the number of articles: few of them measure it badly.
const TOPICAL_DOUBT: f64 = 0.06;
/// Where there are too few articles to compare with, only prose that clearly speaks of both is spared.
const MOST_TOPICAL_OF_FEW: f64 = 0.35;
/// How much a neighbour's measure counts beside a segment's own.
const NEIGHBOUR_WEIGHT: f64 = 0.5;
/// Words beyond so many give a segment's measure no more weight among its neighbours.
const WEIGHED_WORDS: u32 = 12;

/// A segment that may be a template.
pub(super) struct Candidate {
    pub hash: u64,
    pub words: u32,
    /// How many families have it.
    pub families: u32,
    /// The first article that has it, and which of its segments it is.
    pub first: (usize, usize),
    /// How much it speaks of what its articles speak of; near 0 for a template.
    pub topical: f64,
    /// Whether its articles all tell one running story.
    pub in_one_story: bool,
}

/// Returns the segments that are frequent enough and not data in a form, sorted by hash.
pub(super) fn candidates(sample: &Sample) -> Vec<Candidate> {
    let counts = sample.counts();
    let segment = |(article, index): (usize, usize)| &sample.articles[article].segments[index];
    let mut variants: ByHash<usize> = ByHash::default();
    for shape in counts
        .values()
        .filter_map(|count| segment(count.first).shape)
    {
        *variants.entry(shape).or_default() += 1;
    }
    let articles = sample.families as f64;
    let (fewest, fewest_short) = if sample.families <= FEW_ARTICLES {
        (2.0, 2.0)
    } else {
        let fewest = FEWEST + FEWEST_PER_ARTICLE * articles;
        (fewest, fewest.max(SHORT_SHARE * articles))
    };
    let mut candidates: Vec<Candidate> = counts
        .iter()
        .filter_map(|(&hash, count)| {
            let SegmentDigest { words, shape, .. } = *segment(count.first);
            let is_prose = words >= PROSE_WORDS;
            let enough = if is_prose { fewest } else { fewest_short };
            let is_data = shape.is_some_and(|shape| variants.get(&shape) >= Some(&FORM_VARIANTS));
            (f64::from(count.families) >= enough && !is_data).then_some(Candidate {
                hash,
                words,
                families: count.families,
                first: count.first,
                topical: 0.0,
                in_one_story: false,
            })
        })
        .collect();
    candidates.sort_unstable_by_key(|candidate| candidate.hash);
    topics::measure(sample, &counts, &mut candidates);
    candidates
}

/// What the places of a candidate say about it.
#[derive(Clone, Default)]
struct Places {
    count: f64,
    /// In how many of them it stands at an edge or beside another candidate.
    in_place: f64,
    /// The neighbours' measures, weighted, and the weights.
    topical: f64,
    weight: f64,
}

/// Returns the candidates that are templates.
pub(super) fn templates(
    sample: &Sample,
    mut candidates: Vec<Candidate>,
    agency: &HashSet<u64>,
) -> Vec<Candidate> {
    let places = places(sample, &candidates);
    let few = sample.families <= FEW_ARTICLES;
    let mut places = places.iter();
    candidates.retain(|candidate| {
        let Some(places) = places.next() else {
            return false;
        };
        let is_prose = candidate.words >= PROSE_WORDS;
        let is_in_place = match candidate.words {
            PROSE_WORDS.. => true,
            LABEL_WORDS.. => {
                places.in_place >= SHORT_IN_PLACE * places.count || interrupts(sample, candidate)
            }
            _ => places.in_place >= LABEL_IN_PLACE * places.count,
        };
        let is_agency_text = is_prose && agency.contains(&candidate.hash);
        if !is_in_place || is_agency_text || candidate.in_one_story {
            return false;
        }
        let most = if few {
            MOST_TOPICAL_OF_FEW
        } else {
            MOST_TOPICAL - TOPICAL_DOUBT / f64::from(candidate.families)
        };
        let weight = weight(candidate) * places.count;
        let topical = candidate.topical * weight + NEIGHBOUR_WEIGHT * places.topical;
        topical < most * (weight + NEIGHBOUR_WEIGHT * places.weight)
    });
    candidates
}

/// Returns whether a short segment is of the kind that a template puts between paragraphs: frequent,
/// and no question, since that is how interviews and explainers head their parts.
fn interrupts(sample: &Sample, candidate: &Candidate) -> bool {
    let asks = sample
        .text_at(candidate.first)
        .trim_end()
        .ends_with(['?', '？', '؟']);
    !asks && f64::from(candidate.families) >= INTERRUPTING_SHARE * sample.families as f64
}

fn places(sample: &Sample, candidates: &[Candidate]) -> Vec<Places> {
    let index: ByHash<usize> = candidates
        .iter()
        .enumerate()
        .map(|(index, candidate)| (candidate.hash, index))
        .collect();
    let mut places = vec![Places::default(); candidates.len()];
    for article in &sample.articles {
        let found: Vec<Option<usize>> = article
            .segments
            .iter()
            .map(|segment| index.get(&segment.hash).copied())
            .collect();
        for (at, candidate) in found.iter().enumerate() {
            let Some(candidate) = *candidate else {
                continue;
            };
            let place = &mut places[candidate];
            let before = at.checked_sub(1).map(|before| found[before]);
            let after = found.get(at + 1).copied();
            place.count += 1.0;
            // No neighbour on one side is an edge of the text.
            let in_place = [before, after]
                .iter()
                .any(|side| side.is_none_or(|neighbour| neighbour.is_some()));
            place.in_place += f64::from(u8::from(in_place));
            for neighbour in [before, after].into_iter().flatten().flatten() {
                let neighbour = &candidates[neighbour];
                place.topical += weight(neighbour) * neighbour.topical;
                place.weight += weight(neighbour);
            }
        }
    }
    places
}

fn weight(candidate: &Candidate) -> f64 {
    f64::from(candidate.words.min(WEIGHED_WORDS))
}
