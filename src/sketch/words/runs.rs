//! The runs of bytes that can be part of a word, found by bit operations.

use super::blocks::{BLOCK, JUDGED, find_inside};

/// Blocks that are read at once.
const BLOCKS: usize = 4;
/// Edges that are written at once; a few too many cost less than to ask of each whether there is one.
const EDGES: usize = 8;
/// Every byte may be an edge, one may be left from the blocks before, and some may be too many.
const MOST_EDGES: usize = BLOCKS * JUDGED + 1 + EDGES;

/// Finds the runs of bytes that can be part of a word, with no such bytes beside them, in order.
///
/// A run of ASCII letters, digits and the marks that join them is one word. In others, there may be any
/// number of words.
#[derive(Debug)]
pub(super) struct Runs<'t> {
    bytes: &'t [u8],
    /// Byte offset of the next block's first judged byte.
    next: usize,
    /// 1 if the byte before the next block's first judged byte can be part of a word.
    inside: u64,
    /// Byte offsets where runs begin and end, in turn.
    edges: [usize; MOST_EDGES],
    /// How many edges there are.
    count: usize,
}

impl<'t> Runs<'t> {
    pub fn new(text: &'t str) -> Self {
        Runs {
            bytes: text.as_bytes(),
            next: 0,
            inside: 0,
            edges: [0; MOST_EDGES],
            count: 0,
        }
    }

    /// Reads on, and returns where the next runs begin and end, in byte offsets; or `None` at the end.
    ///
    /// The text's end counts as its last byte, so that all runs end.
    pub fn read(&mut self) -> Option<&[[usize; 2]]> {
        if self.next > self.bytes.len() {
            return None;
        }
        // The beginning of a run that reaches into the next blocks.
        if self.count % 2 == 1 {
            self.edges[0] = self.edges[self.count - 1];
        }
        self.count %= 2;
        let mut inside = [0; BLOCKS];
        let ahead = self.bytes.get(self.next.wrapping_sub(1)..);
        let ahead = ahead.filter(|ahead| ahead.len() >= BLOCK);
        let whole = match ahead {
            Some(ahead) => {
                find_inside(ahead, &mut inside);
                (ahead.len() - BLOCK) / JUDGED + 1
            }
            None => {
                find_inside(&self.padded(), &mut inside);
                1
            }
        };
        for inside in inside.iter().take(whole) {
            self.add_edges(*inside);
            self.next += JUDGED;
        }
        Some(self.last_read())
    }

    /// Returns what was last read.
    #[inline]
    pub fn last_read(&self) -> &[[usize; 2]] {
        let edges = self.edges.get(..self.count).unwrap_or_default();
        edges.as_chunks().0
    }

    /// Adds the edges in a block.
    #[inline]
    fn add_edges(&mut self, inside: u64) {
        const WHOLE: u64 = (1 << (JUDGED + 1)) - 2;
        let inside = inside & WHOLE;
        let mut edges = (inside ^ ((inside | self.inside) << 1)) & WHOLE;
        self.inside = inside >> JUDGED;
        let base = self.next.wrapping_sub(1);
        let mut at = self.count;
        self.count += edges.count_ones() as usize;
        while at < self.count {
            for edge in self.edges.iter_mut().skip(at).take(EDGES) {
                *edge = base.wrapping_add(edges.trailing_zeros() as usize);
                edges &= edges.wrapping_sub(1);
            }
            at += EDGES;
        }
    }

    /// Returns a block at the beginning or the end of the text, with zeroes around it.
    fn padded(&self) -> [u8; BLOCK] {
        let mut block = [0; BLOCK];
        let (skipped, start) = match self.next {
            0 => (1, 0),
            next => (0, next - 1),
        };
        let bytes = self.bytes.get(start..).unwrap_or_default();
        for (slot, byte) in block.iter_mut().skip(skipped).zip(bytes) {
            *slot = *byte;
        }
        block
    }
}
