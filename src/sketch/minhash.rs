//! MinHash signatures (Broder 1997): the smallest value of a set under each of many hash functions.
//!
//! Two sets agree in one value with probability equal to their Jaccard similarity J, so the share of
//! equal values over k functions estimates J with standard error √(J(1−J)/k), at most .044 for k = 128.
//! The functions are multiply-add-shift (Dietzfelbinger 1996) over hashes that XXH3 has already mixed.

use super::Shingles;

/// Values in a signature.
pub const SIGNATURE_VALUES: usize = 128;

/// The MinHash values of a set; of no use for a set without members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature(pub [u32; SIGNATURE_VALUES]);

impl Signature {
    /// Returns the estimated Jaccard similarity of the two sets, 0 to 1.
    pub fn jaccard(&self, other: &Signature) -> f64 {
        let equal = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        equal as f64 / SIGNATURE_VALUES as f64
    }
}

/// Makes signatures; two signatures are comparable because every sketcher has the same functions.
#[derive(Clone, Debug)]
pub struct Sketcher {
    /// Multiplier (odd) and addend of each function.
    functions: [(u64, u64); SIGNATURE_VALUES],
}

impl Default for Sketcher {
    fn default() -> Self {
        let mut state = 0x6e65_7773_6465_6475;
        let functions = std::array::from_fn(|_| (split_mix(&mut state) | 1, split_mix(&mut state)));
        Sketcher { functions }
    }
}

impl Sketcher {
    /// Returns the signature of a set, or `None` of the empty set, which has no smallest value.
    pub fn sketch(&self, shingles: &Shingles) -> Option<Signature> {
        if shingles.is_empty() {
            return None;
        }
        let mut values = [u32::MAX; SIGNATURE_VALUES];
        for &hash in shingles.hashes() {
            for (value, (multiplier, addend)) in values.iter_mut().zip(&self.functions) {
                let image = (hash.wrapping_mul(*multiplier).wrapping_add(*addend) >> 32) as u32;
                *value = (*value).min(image);
            }
        }
        Some(Signature(values))
    }
}

/// Returns the next value of the SplitMix64 sequence (Steele, Lea and Flood 2014).
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two sets of 400 word positions in a row that overlap in `shared` of them, hashed as texts are.
    fn pair(seed: u64, shared: u64) -> (Shingles, Shingles) {
        let mut state = seed;
        let words: Vec<u64> = (0..800 - shared).map(|_| split_mix(&mut state)).collect();
        (
            Shingles::new(&words[..400]),
            Shingles::new(&words[(400 - shared) as usize..]),
        )
    }

    #[test]
    fn the_estimate_is_unbiased_and_as_close_as_theory_says() {
        let sketcher = Sketcher::default();
        let (mut bias, mut squares) = (0.0, 0.0);
        let pairs = 400;
        for seed in 0..pairs {
            let (a, b) = pair(seed, 20 + seed % 360);
            let estimate = sketcher
                .sketch(&a)
                .unwrap()
                .jaccard(&sketcher.sketch(&b).unwrap());
            let error = estimate - a.jaccard(&b);
            bias += error / pairs as f64;
            squares += error * error / pairs as f64;
        }
        assert!(bias.abs() < 0.006, "bias {bias}");
        assert!(
            squares.sqrt() < 0.044,
            "root mean square error {}",
            squares.sqrt()
        );
    }

    #[test]
    fn equal_sets_have_equal_signatures_and_the_empty_set_none() {
        let sketcher = Sketcher::default();
        let (a, _) = pair(7, 100);
        assert_eq!(sketcher.sketch(&a), sketcher.sketch(&a.clone()));
        assert_eq!(sketcher.sketch(&Shingles::default()), None);
    }
}
