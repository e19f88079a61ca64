//! Which of the pairs of the truth were found, by how similar they are.

use std::collections::{HashMap, HashSet};
use std::fmt;

use newsdedup::duplicates::Params;
use newsdedup::sketch::Overlap;

use crate::Group;
use crate::truth::Pair;

/// Whether a pair was found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It has an edge, or stands in one group.
    Found,
    /// One of the two stands in a group around a third article.
    Third,
    Missed,
}

/// What the groups say about pairs.
struct Grouping<'g> {
    /// The canonical article of each member.
    canonical: HashMap<&'g str, &'g str>,
    edges: HashSet<[&'g str; 2]>,
}

impl<'g> Grouping<'g> {
    fn of(groups: &'g [Group]) -> Self {
        let members = groups.iter().flat_map(|group| {
            let members = group.members.iter();
            members.map(|member| (member.as_str(), group.canonical.as_str()))
        });
        let edges = groups.iter().flat_map(|group| &group.edges);
        Grouping {
            canonical: members.collect(),
            edges: edges.map(|edge| sorted(&edge.a, &edge.b)).collect(),
        }
    }

    fn fate(&self, a: &str, b: &str) -> Fate {
        let [of_a, of_b] = [a, b].map(|id| self.canonical.get(id).copied());
        let is_with_third =
            |id: &str, canonical: Option<&str>| canonical.is_some_and(|it| it != id);
        if self.edges.contains(&sorted(a, b)) || (of_a.is_some() && of_a == of_b) {
            Fate::Found
        } else if is_with_third(a, of_a) || is_with_third(b, of_b) {
            Fate::Third
        } else {
            Fate::Missed
        }
    }
}

fn sorted<'i>(a: &'i str, b: &'i str) -> [&'i str; 2] {
    [a.min(b), a.max(b)]
}

/// Of pairs below this similarity, or containment, none are counted.
pub const LEAST: f64 = 0.5;
/// So many steps are between similarities of 0 and 1.
const STEPS: usize = 20;
/// The first step that is counted: that of [`LEAST`].
const FIRST: usize = STEPS / 2;

/// How many pairs there are of one step, by what became of them.
#[derive(Clone, Copy, Default)]
struct Tally {
    found: usize,
    third: usize,
    missed: usize,
}

/// Prints what became of the pairs of the truth.
pub fn print_recall(pairs: &[Pair], groups: &[Group], params: &Params) {
    let grouping = Grouping::of(groups);
    let fates: Vec<(Overlap, Fate)> = pairs
        .iter()
        .map(
            |Pair {
                 ids: [a, b],
                 overlap,
             }| (*overlap, grouping.fate(a, b)),
        )
        .collect();
    print_table("Jaccard", &fates, |overlap| Some(overlap.jaccard()));
    print_table("containment", &fates, |overlap| {
        let is_long = overlap.own.min(overlap.other) >= params.containment_shingles;
        let counts = is_long && overlap.jaccard() < params.jaccard;
        counts.then(|| overlap.of_smaller())
    });
}

/// Prints what became of the pairs of each step of a measure; pairs without it are left out.
fn print_table(name: &str, fates: &[(Overlap, Fate)], measure: impl Fn(Overlap) -> Option<f64>) {
    println!("{name:11}   pairs   found   third  missed  recall");
    for (step, tally) in tallies(fates, measure).iter().enumerate().skip(FIRST) {
        println!("{:11}{tally}", range(step));
    }
}

/// Counts pairs by what is measured of them. The last step is that of all that is fully alike.
fn tallies(
    fates: &[(Overlap, Fate)],
    measure: impl Fn(Overlap) -> Option<f64>,
) -> [Tally; STEPS + 1] {
    let mut tallies = [Tally::default(); STEPS + 1];
    for (overlap, fate) in fates {
        if let Some(measured) = measure(*overlap) {
            let tally = &mut tallies[(measured * STEPS as f64) as usize];
            match fate {
                Fate::Found => tally.found += 1,
                Fate::Third => tally.third += 1,
                Fate::Missed => tally.missed += 1,
            }
        }
    }
    tallies
}

fn range(step: usize) -> String {
    match step {
        STEPS => "1".to_owned(),
        _ => format!("{:.2} and up", step as f64 / STEPS as f64),
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally {
            found,
            third,
            missed,
        } = *self;
        let pairs = found + third + missed;
        write!(f, "{pairs:8}{found:8}{third:8}{missed:8}")?;
        match pairs {
            0 => Ok(()),
            _ => write!(f, "{:8.4}", found as f64 / pairs as f64),
        }
    }
}
