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
use newsdedup::corpus::{self, Document, Input, Options};
use newsdedup::duplicates::{Edge, Found, Group, InMemory, Params, find, twins};
use newsdedup::sketch::{SHINGLE_WORDS, Shingles, hash_word, words};
use newsdedup::strip::Stripper;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rayon::prelude::*;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

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
        containment_shingles in 0u32..80,
    ) {
        let params = Params { jaccard, containment, containment_shingles, ..Params::default() };
        let sketched = Sketched::new(&texts, (0..texts.len()).collect(), &params);
        for b in 0..texts.len() {
            for a in 0..b {
                let truth = Overlap::of(&texts[a], &texts[b]);
                if let Some(edge) = sketched.edge(a, b) {
                    prop_assert_eq!(edge.overlap.jaccard(), truth.jaccard());
                    prop_assert_eq!(edge.overlap.of_smaller(), truth.containment());
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
        let sketched = Sketched::new(&texts, precedence, &Params::default());
        let mut placed = HashSet::new();
        for Group { canonical, members } in &sketched.groups {
            prop_assert!(!members.is_empty());
            prop_assert!(placed.insert(*canonical), "{canonical} is in two groups");
            for member in members {
                prop_assert!(placed.insert(*member), "{member} is in two groups");
                let edge = sketched.edge(*canonical, *member);
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
        let original: Vec<u64> = (0..400).map(spread).collect();
        let edited = |copy: usize| {
            let mut text = original.clone();
            // Each text stands twice.
            text[4 * (copy / 2)] = spread(1_000);
            text
        };
        let copies: Vec<Vec<u64>> = (0..100).map(edited).collect();
        let groups = Sketched::new(&copies, precedence.clone(), &Params::default()).groups;
        prop_assert_eq!(groups.len(), 1);
        prop_assert_eq!((groups[0].canonical, groups[0].members.len()), (precedence[0], 99));
    }
}

#[test]
fn one_thread_finds_what_eight_find() {
    let corpus = any_corpus(1_000..=1_000).new_tree(&mut TestRunner::deterministic());
    let texts = corpus.unwrap().current();
    let [one, eight] = [1, 8].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| found(&texts, &Params::default()))
    });
    assert!(one.edges.len() > 100, "only {} edges", one.edges.len());
    assert_eq!(one, eight);
}

/// The reports as read: there is no large group among them, so every pair should have its edge.
#[test]
fn near_duplicates_among_agency_reports_have_edges() {
    let Some(documents) = reuters() else { return };
    let params = Params::default();
    let texts: Vec<Vec<u64>> = documents
        .par_iter()
        .map(|document| word_hashes(&document.text))
        .collect();
    let sketched = Sketched::latest_first(&texts, &params);
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
    assert!(share_found("containment alone", &|truth| truth.jaccard() < 0.7) >= 0.95);
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
    let texts: Vec<Vec<u64>> = bodies.map(|body| word_hashes(&body)).collect();
    let sketched = Sketched::latest_first(&texts, &params);
    let groups = &sketched.groups;
    let mut group_of = HashMap::new();
    for group in groups {
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

/// A corpus, as word hashes, with its near-duplicates; articles go by their indices.
struct Sketched {
    shingles: Vec<Shingles>,
    edges: HashMap<(usize, usize), Edge>,
    groups: Vec<Group>,
}

impl Sketched {
    /// `precedence` lists the articles, those fit to be canonical first.
    fn new(texts: &[Vec<u64>], precedence: Vec<usize>, params: &Params) -> Sketched {
        let ranked: Vec<Vec<u64>> = precedence.iter().map(|text| texts[*text].clone()).collect();
        let Found { edges, stars } = found(&ranked, params);
        assert!(edges.is_sorted_by(|first, next| first.pair() < next.pair()));
        let index = |article: u32| precedence[article as usize];
        let named = edges.into_iter().map(|edge| {
            let (a, b) = (index(edge.earlier), index(edge.later));
            ((a.min(b), a.max(b)), edge)
        });
        Sketched {
            edges: named.collect(),
            groups: stars.iter().map(|star| star.group(index)).collect(),
            shingles: texts.iter().map(|text| Shingles::new(text)).collect(),
        }
    }

    /// Takes the last article as the fittest to be canonical, against the order of the indices.
    fn latest_first(texts: &[Vec<u64>], params: &Params) -> Sketched {
        Sketched::new(texts, (0..texts.len()).rev().collect(), params)
    }

    fn edge(&self, a: usize, b: usize) -> Option<&Edge> {
        self.edges.get(&(a.min(b), a.max(b)))
    }
}

/// Finds the near-duplicates among texts that stand by precedence. Of twins only the first has a signature,
/// as in a run over files.
fn found(texts: &[Vec<u64>], params: &Params) -> Found {
    let shingles: Vec<Shingles> = texts.iter().map(|text| Shingles::new(text)).collect();
    let in_memory = InMemory::new(&shingles);
    let identity = |text: &Vec<u64>| {
        let bytes: Vec<u8> = text.iter().flat_map(|word| word.to_le_bytes()).collect();
        (!text.is_empty()).then(|| xxh3_128(&bytes))
    };
    let twins = twins(texts.iter().map(identity));
    let mut signatures = in_memory.signatures();
    for twin in &twins {
        signatures[twin.later as usize] = None;
    }
    find(&in_memory, signatures, &twins, params).unwrap()
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
        alike || contained && self.smaller() >= params.containment_shingles as usize
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
    let word = prop_oneof![1 => 0u64..10_000, 1 => 0u64..2].prop_map(spread);
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

/// Returns the hash of a word, spread over all bits as real ones are.
fn spread(word: u64) -> u64 {
    xxh3_64(&word.to_le_bytes())
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
    let inputs = vec![Input::Stream(Box::new(stream))];
    let corpus = corpus::read(inputs, &Options::default(), &std::env::temp_dir(), &|_| {}).unwrap();
    Some(corpus.documents)
}

fn word_hashes(text: &str) -> Vec<u64> {
    words(text).map(|word| hash_word(word.text)).collect()
}
