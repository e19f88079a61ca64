//! Which bytes of a text can be part of a word, 62 at a time, one bit for each.
//!
//! By UAX #29 a word of ASCII text is a run of letters and digits, and of marks that join them: an
//! apostrophe, a full stop or a colon between two letters; an apostrophe, a full stop, a comma or a
//! semicolon between two digits. So what a byte is follows from it and its neighbours, and is found for
//! all bytes of a block at once.

/// Bytes in a block: those that are judged, and one neighbour on either side.
pub(super) const BLOCK: usize = 64;
/// Bytes that are judged in a block.
pub(super) const JUDGED: usize = BLOCK - 2;

/// Finds the bytes that can be part of a word: bit n of `inside[i]` stands for byte `JUDGED * i + n`. The
/// first and the last bit of each are not to be used, since a neighbour is missing.
///
/// Among them are all underscores and all bytes beyond ASCII, for which the rules above don't suffice,
/// and the marks beside the latter. Blocks for which there are not bytes enough are left as they are.
pub(super) fn find_inside(bytes: &[u8], inside: &mut [u64]) {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") {
        // SAFETY: what is unsafe about the function is only that it needs AVX2, which was detected.
        #[allow(
            unsafe_code,
            reason = "instructions are used that not every machine has"
        )]
        return unsafe { avx2::find_inside(bytes, inside) };
    }
    portable::find_inside(bytes, inside);
}

/// Returns the blocks of some bytes, which overlap by their neighbours.
#[inline]
fn blocks(bytes: &[u8]) -> impl Iterator<Item = &[u8; BLOCK]> {
    let windows = bytes.windows(BLOCK).step_by(JUDGED);
    windows.filter_map(<[u8]>::first_chunk)
}

/// The classes of bytes that the rules tell apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Classes {
    letters: u64,
    digits: u64,
    /// `.` and `'`, which join letters and digits.
    stops: u64,
    /// `:`, which joins letters.
    colons: u64,
    /// `,` and `;`, which join digits.
    commas: u64,
    /// `"`, which joins Hebrew letters.
    quotes: u64,
    underscores: u64,
    beyond_ascii: u64,
}

impl Classes {
    #[inline]
    fn inside(self) -> u64 {
        let beyond = self.beyond_ascii;
        let of_letters = (self.stops | self.colons) & (self.letters << 1) & (self.letters >> 1);
        let of_digits = (self.stops | self.commas) & (self.digits << 1) & (self.digits >> 1);
        let beside_beyond =
            (self.stops | self.colons | self.commas) & ((beyond << 1) | (beyond >> 1));
        let of_hebrew = self.quotes & (beyond << 1) & (beyond >> 1);
        let joining = of_letters | of_digits | beside_beyond | of_hebrew;
        self.letters | self.digits | self.underscores | beyond | joining
    }
}

/// For all machines.
mod portable {
    use super::{BLOCK, Classes, blocks};

    pub fn find_inside(bytes: &[u8], inside: &mut [u64]) {
        for (inside, block) in inside.iter_mut().zip(blocks(bytes)) {
            *inside = classes(block).inside();
        }
    }

    fn classes(block: &[u8; BLOCK]) -> Classes {
        let mask = |is_member: fn(u8) -> bool| {
            let members = block.map(|byte| u8::from(is_member(byte)));
            let eights = members.as_chunks::<8>().0.iter().enumerate();
            eights.fold(0, |mask, (index, eight)| {
                mask | gathered(eight) << (8 * index)
            })
        };
        Classes {
            letters: mask(|byte| byte.is_ascii_alphabetic()),
            digits: mask(|byte| byte.is_ascii_digit()),
            stops: mask(|byte| matches!(byte, b'.' | b'\'')),
            colons: mask(|byte| byte == b':'),
            commas: mask(|byte| matches!(byte, b',' | b';')),
            quotes: mask(|byte| byte == b'"'),
            underscores: mask(|byte| byte == b'_'),
            beyond_ascii: mask(|byte| !byte.is_ascii()),
        }
    }

    /// Gathers eight bytes of 0 or 1 in as many bits: the product has each at its place in the top byte.
    fn gathered(eight: &[u8; 8]) -> u64 {
        u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{
        __m256i, _mm256_add_epi8, _mm256_cmpeq_epi8, _mm256_cmpgt_epi8, _mm256_movemask_epi8,
        _mm256_or_si256, _mm256_set_epi64x, _mm256_set1_epi8,
    };

    use super::{BLOCK, Classes, blocks};

    #[target_feature(enable = "avx2")]
    pub fn find_inside(bytes: &[u8], inside: &mut [u64]) {
        for (inside, block) in inside.iter_mut().zip(blocks(bytes)) {
            let (first, second) = block.split_at(BLOCK / 2);
            *inside = classes([vector(first), vector(second)]).inside();
        }
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn vector(bytes: &[u8]) -> __m256i {
        let (eights, _) = bytes.as_chunks::<8>();
        let eight = |index: usize| i64::from_le_bytes(eights[index]);
        _mm256_set_epi64x(eight(3), eight(2), eight(1), eight(0))
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn classes(halves: [__m256i; 2]) -> Classes {
        let lowered = [lower(halves[0]), lower(halves[1])];
        Classes {
            letters: mask(within(lowered[0], b'z', 26), within(lowered[1], b'z', 26)),
            digits: mask(within(halves[0], b'9', 10), within(halves[1], b'9', 10)),
            stops: mask(
                _mm256_or_si256(equal(halves[0], b'.'), equal(halves[0], b'\'')),
                _mm256_or_si256(equal(halves[1], b'.'), equal(halves[1], b'\'')),
            ),
            colons: mask(equal(halves[0], b':'), equal(halves[1], b':')),
            commas: mask(
                _mm256_or_si256(equal(halves[0], b','), equal(halves[0], b';')),
                _mm256_or_si256(equal(halves[1], b','), equal(halves[1], b';')),
            ),
            quotes: mask(equal(halves[0], b'"'), equal(halves[1], b'"')),
            underscores: mask(equal(halves[0], b'_'), equal(halves[1], b'_')),
            beyond_ascii: mask(halves[0], halves[1]),
        }
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn lower(bytes: __m256i) -> __m256i {
        _mm256_or_si256(bytes, _mm256_set1_epi8(0x20))
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn equal(bytes: __m256i, byte: u8) -> __m256i {
        _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte as i8))
    }

    /// Compares with the `count` bytes up to `last`: they are moved to the top of the signed bytes.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn within(bytes: __m256i, last: u8, count: i8) -> __m256i {
        let moved = _mm256_add_epi8(bytes, _mm256_set1_epi8(i8::MAX - last as i8));
        _mm256_cmpgt_epi8(moved, _mm256_set1_epi8(i8::MAX - count))
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn mask(first: __m256i, second: __m256i) -> u64 {
        let bits = |bytes| u64::from(_mm256_movemask_epi8(bytes) as u32);
        bits(first) | bits(second) << 32
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The bits of a block that may be used.
    const JUDGED_BITS: u64 = (1 << (JUDGED + 1)) - 2;

    /// Returns what the rules say of the byte at `at`, taken literally.
    fn is_inside(bytes: &[u8], at: usize) -> bool {
        let (before, after) = (bytes[at - 1], bytes[at + 1]);
        let both = |is_member: fn(&u8) -> bool| is_member(&before) && is_member(&after);
        let of_letters = both(u8::is_ascii_alphabetic);
        let of_digits = both(u8::is_ascii_digit);
        let beside_beyond = !before.is_ascii() || !after.is_ascii();
        match bytes[at] {
            b'.' | b'\'' => of_letters || of_digits || beside_beyond,
            b':' => of_letters || beside_beyond,
            b',' | b';' => of_digits || beside_beyond,
            b'"' => !before.is_ascii() && !after.is_ascii(),
            byte => byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii(),
        }
    }

    proptest! {
        #[test]
        fn all_machines_find_the_same(text in "([a-zA-Z@`{\\[]|[0-9/]|[.,':;_\"]|[ä’ \u{0}-\u{7f}]){64,300}", cut in 0..40usize) {
            let bytes = text.as_bytes().get(cut..).unwrap_or_default();
            let (mut here, mut portable) = ([0; 4], [0; 4]);
            find_inside(bytes, &mut here);
            portable::find_inside(bytes, &mut portable);
            prop_assert_eq!(here.map(|bits| bits & JUDGED_BITS), portable.map(|bits| bits & JUDGED_BITS));
            for (index, block) in blocks(bytes).enumerate().take(4) {
                for at in 1..=JUDGED {
                    prop_assert_eq!(portable[index] >> at & 1 == 1, is_inside(block, at));
                }
            }
        }
    }
}
