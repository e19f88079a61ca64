//! Holds `sketch` and `duplicates` to exact oracles: what they report is true, and what they miss is
//! counted.

#![allow(clippy::unwrap_used, reason = "in a test a panic is how to fail")]
#![allow(
    clippy::print_stdout,
    reason = "a test that can't read its data says so"
)]

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::io::BufReader;
use std::ops::RangeInclusive;

use flate2::read::GzDecoder;
use newsdedup::corpus::{self, Document, Input};
use newsdedup::duplicates::{Edge, Group, Params, edges, groups};
use newsdedup::sketch::{SHINGLE_WORDS, Shingles, Signature, Sketcher, hash_word, words};
use newsdedup::strip::Stripper;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rayon::prelude::*;

/// 21,578 agency reports of 1987, many of them sent twice.
const REUTERS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../shared/gold/neardup/reuters21578.jsonl.gz"
);

/// In a corpus of so few articles, every pair that shares a band is tried.
const FEW: usize = 17;

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 100,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn edges_are_those_of_all_pairs(
        texts in any_corpus(1..=FEW),
        // Tenths, so that pairs stand on the threshold itself too.
        jaccard in (3..=10).prop_map(|tenths| f64::from(tenths) / 10.0),
        containment in (3..=10).prop_map(|tenths| f64::from(tenths) / 10.0),
        containment_shingles in 0usize..80,
    ) {
        let params = Params { jaccard, containment, containment_shingles };
        let shingles = texts.iter().map(|text| Shingles::new(text)).collect();
        let sketched = Sketched::new(shingles, (0..texts.len()).collect(), &params);
        for b in 0..texts.len() {
            for a in 0..b {
                let truth = Overlap::of(&texts[a], &texts[b]);
                if let Some(edge) = sketched.edge(a, b) {
                    prop_assert_eq!(edge.jaccard, truth.jaccard());
                    prop_assert_eq!(edge.containment, truth.containment());
                    prop_assert!(truth.meets(&params), "{a} ~ {b} is no edge: {truth:?}");
                } else {
                    // Below .8 the bands may miss a pair. How many, is counted on real news.
                    let must_be_found = truth.jaccard() >= jaccard.max(0.8);
                    prop_assert!(!must_be_found, "{a} ~ {b} was missed: {truth:?}");
                }
            }
        }
    }

    #[test]
    fn groups_are_stars_of_edges_and_do_not_overlap(
        texts in any_corpus(40..=40),
        precedence in any_order_of(40),
    ) {
        let shingles = texts.iter().map(|text| Shingles::new(text)).collect();
        let sketched = Sketched::new(shingles, precedence, &Params::default());
        let mut placed = HashSet::new();
        for Group { canonical, members } in sketched.groups() {
            prop_assert!(!members.is_empty());
            prop_assert!(placed.insert(canonical), "{canonical} is in two groups");
            for member in members {
                prop_assert!(placed.insert(member), "{member} is in two groups");
                let edge = sketched.edge(canonical, member);
                prop_assert!(edge.is_some(), "{canonical} ~ {member} is not proven");
            }
        }
        for (a, b) in sketched.edges.keys() {
            let is_one_placed = placed.contains(a) || placed.contains(b);
            prop_assert!(is_one_placed, "{a} ~ {b} could have been a group");
        }
    }

    #[test]
    fn a_large_group_stays_whole_whoever_is_canonical(precedence in any_order_of(100)) {
        let original: Vec<u64> = (0..400).collect();
        let edited = |copy: usize| {
            let mut text = original.clone();
            text[4 * copy] = 1_000;
            Shingles::new(&text)
        };
        let copies = (0..100).map(edited).collect();
        let groups = Sketched::new(copies, precedence.clone(), &Params::default()).groups();
        prop_assert_eq!(groups.len(), 1);
        prop_assert_eq!((groups[0].canonical, groups[0].members.len()), (precedence[0], 99));
    }
}

#[test]
fn one_thread_finds_what_eight_find() {
    let corpus = any_corpus(1_000..=1_000).new_tree(&mut TestRunner::deterministic());
    let shingles: Vec<Shingles> = corpus
        .unwrap()
        .current()
        .iter()
        .map(|text| Shingles::new(text))
        .collect();
    let signatures = signatures(&shingles);
    let precedence: Vec<usize> = (0..shingles.len()).rev().collect();
    let [one, eight] = [1, 8].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| edges(&shingles, &signatures, &precedence, &Params::default()))
    });
    assert!(one.len() > 100, "only {} edges to compare", one.len());
    assert_eq!(one, eight);
}

/// The reports as read: there is no large group among them, so every pair should have its edge.
#[test]
fn near_duplicates_among_agency_reports_have_edges() {
    let Some(documents) = reuters() else { return };
    let params = Params::default();
    let shingles = documents
        .par_iter()
        .map(|document| shingles_of(&document.text))
        .collect();
    let sketched = Sketched::latest_first(shingles, &params);
    let near = near_pairs(&sketched.shingles, &params);
    let share_found = |name: &str, counts: &dyn Fn(&Overlap) -> bool| {
        let pairs: Vec<_> = near.iter().filter(|(_, truth)| counts(truth)).collect();
        let found = pairs
            .iter()
            .filter(|((a, b), _)| sketched.edge(*a, *b).is_some())
            .count();
        let share = found as f64 / pairs.len() as f64;
        println!(
            "{name}: {found} of {} pairs found, recall {share:.4}",
            pairs.len()
        );
        share
    };
    assert!(share_found("Jaccard at least .8", &|truth| truth.jaccard() >= 0.8) >= 1.0);
    assert!(share_found("Jaccard at least .7", &|truth| truth.jaccard() >= 0.7) >= 0.999);
    // Excerpts are beside what the bands are made for: the floor only tells if that gets worse.
    assert!(share_found("containment alone", &|truth| truth.jaccard() < 0.7) >= 0.5);
}

/// The reports without headlines and boilerplate. Of 1,602 only a placeholder of three words is
/// left: a million pairs, nearly all of which the limit on a bucket (`PEERS`) leaves out. What it
/// costs must be edges inside a group only, so a pair counts as found if both are in one group.
#[test]
fn near_duplicates_among_stripped_agency_reports_are_grouped() {
    let Some(documents) = reuters() else { return };
    let stripper = Stripper::new().unwrap();
    let bodies = documents
        .into_par_iter()
        .map(|document| stripper.strip(document).body());
    let params = Params {
        containment: f64::INFINITY,
        ..Params::default()
    };
    let sketched = Sketched::latest_first(bodies.map(|body| shingles_of(&body)).collect(), &params);
    let groups = sketched.groups();
    let mut group_of = HashMap::new();
    for group in &groups {
        group_of.insert(group.canonical, group.canonical);
        group_of.extend(
            group
                .members
                .iter()
                .map(|member| (*member, group.canonical)),
        );
    }
    let near = near_pairs(&sketched.shingles, &params);
    let apart = near
        .iter()
        .filter(|((a, b), _)| !group_of.contains_key(a) || group_of.get(a) != group_of.get(b));
    let lost = apart
        .clone()
        .filter(|((a, b), _)| sketched.edge(*a, *b).is_none())
        .count();
    let sizes = groups.iter().map(|group| 1 + group.members.len());
    println!(
        "{} pairs, {} of them not in one group, {lost} of these without edge; the largest group has {}",
        near.len(),
        apart.count(),
        sizes.max().unwrap()
    );
    assert_eq!(lost, 0);
}

/// A corpus with its edges.
struct Sketched {
    shingles: Vec<Shingles>,
    precedence: Vec<usize>,
    edges: HashMap<(usize, usize), Edge>,
}

impl Sketched {
    fn new(shingles: Vec<Shingles>, precedence: Vec<usize>, params: &Params) -> Sketched {
        let found = edges(&shingles, &signatures(&shingles), &precedence, params);
        assert!(found.is_sorted_by(|first, next| (first.a, first.b) < (next.a, next.b)));
        let edges = found
            .into_iter()
            .map(|edge| ((edge.a, edge.b), edge))
            .collect();
        Sketched {
            shingles,
            precedence,
            edges,
        }
    }

    /// Takes the last article as the fittest to be canonical, against the order of the indices.
    fn latest_first(shingles: Vec<Shingles>, params: &Params) -> Sketched {
        let precedence = (0..shingles.len()).rev().collect();
        Sketched::new(shingles, precedence, params)
    }

    fn edge(&self, a: usize, b: usize) -> Option<&Edge> {
        self.edges.get(&(a.min(b), a.max(b)))
    }

    fn groups(&self) -> Vec<Group> {
        let mut edges: Vec<Edge> = self.edges.values().copied().collect();
        edges.sort_by_key(|edge| (edge.a, edge.b));
        groups(&edges, &self.precedence)
    }
}

/// How many shingles each of two texts has, and how many both.
#[derive(Debug)]
struct Overlap {
    sizes: (usize, usize),
    shared: usize,
}

impl Overlap {
    /// Counts runs of words as they are, without the library's hashes.
    fn of(a: &[u64], b: &[u64]) -> Overlap {
        let [a, b] = [a, b].map(|text| {
            let width = SHINGLE_WORDS.min(text.len()).max(1);
            text.windows(width).collect::<BTreeSet<_>>()
        });
        Overlap {
            sizes: (a.len(), b.len()),
            shared: a.intersection(&b).count(),
        }
    }

    fn jaccard(&self) -> f64 {
        self.shared as f64 / (self.sizes.0 + self.sizes.1 - self.shared).max(1) as f64
    }

    fn containment(&self) -> f64 {
        self.shared as f64 / self.smaller().max(1) as f64
    }

    fn smaller(&self) -> usize {
        self.sizes.0.min(self.sizes.1)
    }

    fn meets(&self, params: &Params) -> bool {
        let alike = self.jaccard() >= params.jaccard;
        let contained = self.containment() >= params.containment;
        alike || contained && self.smaller() >= params.containment_shingles
    }
}

/// Returns every pair of a corpus that counts as near-duplicates.
///
/// It goes by the list of articles of each shingle, which takes a second where comparing all pairs
/// takes hours, and is as exact.
fn near_pairs(shingles: &[Shingles], params: &Params) -> Vec<((usize, usize), Overlap)> {
    let mut articles_with: HashMap<u64, Vec<usize>> = HashMap::new();
    for (article, set) in shingles.iter().enumerate() {
        for hash in set.hashes() {
            articles_with.entry(*hash).or_default().push(article);
        }
    }
    let near_pairs_of = |a: usize| {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        let others = shingles[a]
            .hashes()
            .iter()
            .flat_map(|hash| &articles_with[hash]);
        for b in others.filter(|b| **b > a) {
            *shared.entry(*b).or_default() += 1;
        }
        shared.into_iter().filter_map(move |(b, shared)| {
            let truth = Overlap {
                sizes: (shingles[a].len(), shingles[b].len()),
                shared,
            };
            truth.meets(params).then_some(((a, b), truth))
        })
    };
    (0..shingles.len())
        .into_par_iter()
        .flat_map_iter(near_pairs_of)
        .collect()
}

/// Corpora, as word hashes, in which most texts are another one, cut and edited.
fn any_corpus(size: RangeInclusive<usize>) -> impl Strategy<Value = Vec<Vec<u64>>> {
    // Some words are frequent, so that texts without a common origin share shingles too.
    let word = prop_oneof![1 => 0u64..10_000, 1 => 0u64..2];
    let fresh = prop::collection::vec(word.clone(), 0..120);
    let cut = prop::option::weighted(0.3, (any::<Index>(), any::<Index>()));
    let edits = prop::collection::vec((any::<Index>(), word), 0..6);
    let origin = prop::option::weighted(0.7, any::<Index>());
    prop::collection::vec((fresh, origin, cut, edits), size).prop_map(|drafts| {
        let mut texts: Vec<Vec<u64>> = Vec::new();
        for (fresh, origin, cut, edits) in drafts {
            let origin = origin
                .filter(|_| !texts.is_empty())
                .map(|origin| origin.get(&texts).clone());
            let mut text = origin.unwrap_or(fresh);
            if let Some((from, to)) = cut {
                let (from, to) = (from.index(text.len() + 1), to.index(text.len() + 1));
                text = text[from.min(to)..from.max(to)].to_vec();
            }
            for (place, word) in edits {
                if !text.is_empty() {
                    let place = place.index(text.len());
                    text[place] = word;
                }
            }
            texts.push(text);
        }
        texts
    })
}

/// Orders of `count` articles.
fn any_order_of(count: usize) -> impl Strategy<Value = Vec<usize>> {
    Just((0..count).collect::<Vec<_>>()).prop_shuffle()
}

/// Returns the agency reports, or says that they are not there.
fn reuters() -> Option<Vec<Document>> {
    let Ok(file) = File::open(REUTERS) else {
        println!("skipped: {REUTERS} is not there");
        return None;
    };
    let stream = BufReader::new(GzDecoder::new(file));
    Some(corpus::read(vec![Input::Stream(Box::new(stream))], &|_| {}).documents)
}

fn shingles_of(text: &str) -> Shingles {
    let words: Vec<u64> = words(text).map(|word| hash_word(word.text)).collect();
    Shingles::new(&words)
}

fn signatures(shingles: &[Shingles]) -> Vec<Option<Signature>> {
    let sketcher = Sketcher::default();
    shingles
        .par_iter()
        .map(|set| sketcher.sketch(set))
        .collect()
}
