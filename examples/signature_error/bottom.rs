//! Bottom-k: the k smallest hashes of a set (Broder, "On the resemblance and containment of documents",
//! 1997; Cohen and Kaplan, "Summarizing data using bottom-k sketches", 2007).
//!
//! A set with at most k members is kept whole, so that of short texts the estimate is all but exact. Two
//! such signatures have no place in common by which a table could find those that are alike: there are no
//! bands.

/// Returns the smallest hashes of a set, by their highest 32 bits, in order.
pub fn smallest<const VALUES: usize>(set: &[u64]) -> Vec<u32> {
    let mut values: Vec<u32> = set.iter().map(|hash| (hash >> 32) as u32).collect();
    if values.len() > VALUES {
        values.select_nth_unstable(VALUES);
        values.truncate(VALUES);
    }
    values.sort_unstable();
    values.dedup();
    values
}

/// Returns how many of the smallest hashes of the union are in both sets, as a share.
pub fn jaccard<const VALUES: usize>(one: &[u32], other: &[u32]) -> f64 {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    let (mut union, mut shared) = (0, 0);
    while union < VALUES {
        let Some(least) = [one.peek(), other.peek()].into_iter().flatten().min() else {
            break;
        };
        let least = **least;
        let passed = [&mut one, &mut other].map(|it| it.next_if(|value| **value == least));
        union += 1;
        shared += usize::from(passed.iter().all(Option::is_some));
    }
    shared as f64 / union.max(1) as f64
}
