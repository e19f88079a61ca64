//! Which contents were seen already, from any thread.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// A set of hashes that many threads add to.
pub(super) struct Seen {
    /// The hashes, by their highest bits, so that threads seldom wait for each other.
    shards: Vec<Mutex<HashSet<u64>>>,
}

const SHARD_BITS: u32 = 6;

impl Seen {
    pub fn new() -> Self {
        let shards = (0..1 << SHARD_BITS).map(|_| Mutex::default());
        Seen {
            shards: shards.collect(),
        }
    }

    /// Adds a hash, and returns whether it is new.
    pub fn add(&self, hash: u64) -> bool {
        let shard = (hash >> (u64::BITS - SHARD_BITS)) as usize;
        // A set that a panic left behind has all hashes that were added.
        let mut shard = self.shards[shard]
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        shard.insert(hash)
    }
}
