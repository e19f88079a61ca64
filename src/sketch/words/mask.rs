//! One bit for each byte of a window.

use std::array;
use std::ops::{BitAnd, BitOr, BitXor, Not};

/// Bits in a block.
pub(super) const BLOCK: usize = u64::BITS as usize;
/// Blocks in a mask.
pub(super) const BLOCKS: usize = 4;

/// One bit for each byte of a window; bit n of block i stands for byte `BLOCK * i + n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mask(pub [u64; BLOCKS]);

impl Mask {
    /// Makes a mask of what is returned for each block.
    #[inline(always)]
    pub fn of_blocks(bits: impl Fn(usize) -> u64) -> Self {
        Mask([bits(0), bits(1), bits(2), bits(3)])
    }

    /// Returns the mask of the first bytes.
    #[inline(always)]
    pub fn first(count: usize) -> Self {
        Mask::of_blocks(|block| match count.saturating_sub(block * BLOCK) {
            left @ 0..BLOCK => (1 << left) - 1,
            _ => u64::MAX,
        })
    }

    /// Returns whether no bit is set.
    #[inline(always)]
    pub fn is_empty(self) -> bool {
        self.0.into_iter().fold(0, BitOr::bitor) == 0
    }

    /// Moves all bits up by 1 to 63 bytes, to what stands behind.
    #[inline(always)]
    pub fn moved_up(self, count: usize) -> Self {
        let blocks = self.0;
        Mask(array::from_fn(|block| match block {
            0 => blocks[0] << count,
            _ => blocks[block] << count | blocks[block - 1] >> (BLOCK - count),
        }))
    }

    /// Moves all bits down by 1 to 63 bytes, to what stands before.
    #[inline(always)]
    pub fn moved_down(self, count: usize) -> Self {
        let blocks = self.0;
        Mask(array::from_fn(|block| match blocks.get(block + 1) {
            None => blocks[block] >> count,
            Some(next) => blocks[block] >> count | next << (BLOCK - count),
        }))
    }

    /// Returns the bytes with one of this mask on either side.
    #[inline(always)]
    pub fn both_beside(self) -> Self {
        self.moved_up(1) & self.moved_down(1)
    }
}

impl BitAnd for Mask {
    type Output = Mask;

    #[inline(always)]
    fn bitand(self, other: Mask) -> Mask {
        Mask(array::from_fn(|block| self.0[block] & other.0[block]))
    }
}

impl BitOr for Mask {
    type Output = Mask;

    #[inline(always)]
    fn bitor(self, other: Mask) -> Mask {
        Mask(array::from_fn(|block| self.0[block] | other.0[block]))
    }
}

impl BitXor for Mask {
    type Output = Mask;

    #[inline(always)]
    fn bitxor(self, other: Mask) -> Mask {
        Mask(array::from_fn(|block| self.0[block] ^ other.0[block]))
    }
}

impl Not for Mask {
    type Output = Mask;

    #[inline(always)]
    fn not(self) -> Mask {
        Mask(self.0.map(|bits| !bits))
    }
}
