//! Searches a text for thousands of strings at once.
//!
//! Each string is known by eight bytes in a row, its gram, of all that it has the ones that text
//! seldom has; a shorter string by four, three or two. A text is read once, two bytes at a time, and each
//! time filters tell whether the last bytes may be a gram; only there strings are
//! compared. As only every other gram is looked at, but for pairs, a string
//! is known by two grams that end side by side.
//! An automaton (Aho and Corasick 1975) has no false alarms but takes megabytes for so many strings,
//! and where it misses the cache it waits; the filters here take 16 KB each.
//! The idea is that of Wu and Manber ("A fast algorithm for multi-pattern searching", 1994); the
//! filters are those of Putze, Sanders and Singler ("Cache-, hash-, and space-efficient Bloom filters",
//! 2009): all bits of an entry are in one word.

/// Bytes of a gram.
const GRAM: usize = 8;
/// Bytes that a shorter string is known by.
const SHORT: usize = 4;
/// Bytes that one of four is known by.
const TRIPLE: usize = 3;
/// Bytes that a still shorter one is known by; a single byte, by all pairs that end in it.
const PAIR: usize = 2;
/// So many bytes of a text are read at a time, and grams of so many ends are needed to miss none.
const STEP: usize = 2;
/// Strings at one place are known by up to so many bytes.
const HEAD: usize = 8;
/// Bits of a slot.
const SLOT_BITS: u32 = 16;
const SLOTS: usize = 1 << SLOT_BITS;
/// So many neighbouring slots share a word of the filter,
const SLOTS_OF_WORD: usize = 32;
/// and so many share a list of entries.
const SLOTS_OF_LIST: usize = 4;

/// Bytes of texts in Latin and Cyrillic letters, the commonest first; any other is seldom.
const COMMON: &[u8] =
    b" etaoinsr\xD0\xD1hldcu\xBE\xB5\xB0\xB8\xBD\x82\x81\x80mfpgw\xB2\xBB\xBAybvk\xC3.,#-";

/// Strings that are searched for anywhere in a text, each with what finding it means.
#[derive(Debug)]
pub(super) struct Needles<T> {
    strings: Vec<(String, T)>,
    by_gram: Table,
    by_short: Table,
    by_pair: Table,
}

/// Strings that are searched for at one place of a text, each with what finding it means.
#[derive(Debug)]
pub(super) struct Heads<T> {
    strings: Vec<(String, T)>,
    by_head: Table,
}

impl<T: Copy> Needles<T> {
    /// Takes strings, none of them empty.
    pub fn new(strings: Vec<(String, T)>) -> Self {
        let (mut grams, mut shorts, mut pairs) = (Vec::new(), Vec::new(), Vec::new());
        for (string, (text, _)) in strings.iter().enumerate() {
            let bytes = text.as_bytes();
            let entries = |key: fn(u64) -> Key, grams: Vec<(u64, usize)>| {
                let grams = grams.into_iter();
                grams.map(move |(gram, end)| Entry::new(key(gram), string, end))
            };
            match *bytes {
                [] => {}
                [byte] => {
                    let all = (0..=u8::MAX).map(|before| (then(then(0, before), byte), 1));
                    pairs.extend(entries(Key::of_pair, all.collect()));
                }
                _ if bytes.len() < TRIPLE + STEP - 1 => {
                    pairs.extend(entries(Key::of_pair, rarest(bytes, PAIR, 1)));
                }
                _ if bytes.len() < SHORT + STEP - 1 => {
                    shorts.extend(entries(Key::of_triple, rarest(bytes, TRIPLE, STEP)));
                }
                _ if bytes.len() < GRAM + STEP - 1 => {
                    shorts.extend(entries(Key::of_short, rarest(bytes, SHORT, STEP)));
                }
                _ => grams.extend(entries(Key::of_gram, rarest(bytes, GRAM, STEP))),
            }
        }
        Self {
            strings,
            by_gram: Table::new(grams),
            by_short: Table::new(shorts),
            by_pair: Table::new(pairs),
        }
    }

    /// Calls `found` with the place of each string in `text`, and what finding it means.
    pub fn each(&self, text: &str, mut found: impl FnMut(usize, &str, T)) {
        let (steps, rest) = text.as_bytes().as_chunks::<STEP>();
        let (mut gram, mut end) = (0, 0);
        for &[first, second] in steps {
            let before = then(gram, first);
            gram = then(before, second);
            end += STEP;
            // All filters are asked, since one branch is guessed better than five.
            let may_have = self.by_gram.may_have(Key::of_gram(gram))
                | self.by_short.may_have(Key::of_short(gram))
                | self.by_short.may_have(Key::of_triple(gram))
                | self.by_pair.may_have(Key::of_pair(before))
                | self.by_pair.may_have(Key::of_pair(gram));
            if may_have {
                self.compare_all(before, gram, text, end, &mut found);
            }
        }
        // A longer string that ends here has a gram that ends before.
        if let &[last] = rest {
            let pair = Key::of_pair(then(gram, last));
            self.compare(&self.by_pair, pair, text, end + 1, &mut found);
        }
    }

    /// Calls `found` for the strings known by the bytes that were read last, up to byte `end`, and by
    /// those `before` the last one.
    // Not inlined, so that the registers are left to the loop.
    #[inline(never)]
    fn compare_all(
        &self,
        before: u64,
        gram: u64,
        text: &str,
        end: usize,
        found: &mut impl FnMut(usize, &str, T),
    ) {
        self.compare(&self.by_pair, Key::of_pair(before), text, end - 1, found);
        self.compare(&self.by_pair, Key::of_pair(gram), text, end, found);
        self.compare(&self.by_short, Key::of_triple(gram), text, end, found);
        self.compare(&self.by_short, Key::of_short(gram), text, end, found);
        self.compare(&self.by_gram, Key::of_gram(gram), text, end, found);
    }

    /// Calls `found` for the strings of a table that are known by a key, and stand where it ends.
    fn compare(
        &self,
        table: &Table,
        key: Key,
        text: &str,
        end: usize,
        found: &mut impl FnMut(usize, &str, T),
    ) {
        if !table.may_have(key) {
            return;
        }
        for entry in table.entries(key) {
            if let Some(start) = end.checked_sub(entry.length()) {
                entry.found(text, start, &self.strings, found);
            }
        }
    }
}

impl<T: Copy> Heads<T> {
    /// Takes strings, none of them empty.
    pub fn new(strings: Vec<(String, T)>) -> Self {
        let heads = strings
            .iter()
            .enumerate()
            .filter_map(|(string, (text, _))| {
                let head = text.as_bytes().get(..text.len().min(HEAD))?;
                Some(Entry::new(Key::of_head(head), string, head.len()))
            });
        Self {
            by_head: Table::new(heads.collect()),
            strings,
        }
    }

    /// Calls `found` with each string that stands in `text` from byte `start` on.
    pub fn each(&self, text: &str, start: usize, mut found: impl FnMut(usize, &str, T)) {
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        for length in 1..=HEAD.min(rest.len()) {
            let key = Key::of_head(rest.get(..length).unwrap_or_default());
            if !self.by_head.may_have(key) {
                continue;
            }
            let entries = self.by_head.entries(key);
            for entry in entries.filter(|entry| entry.length() == length) {
                entry.found(text, start, &self.strings, &mut found);
            }
        }
    }
}

/// Some bytes as a number, and where they belong.
#[derive(Clone, Copy, Debug)]
struct Key {
    bytes: u64,
    /// Which slot.
    slot: usize,
    /// The bits that stand for it in the word of its slot.
    bits: u64,
}

impl Key {
    /// Returns the key of the eight bytes that were read last.
    fn of_gram(gram: u64) -> Self {
        Self::hashed(gram)
    }

    /// Returns the key of the last four of them.
    fn of_short(gram: u64) -> Self {
        Self::hashed(gram >> (u64::BITS / 2))
    }

    /// Returns the key of the last three.
    fn of_triple(gram: u64) -> Self {
        Self::hashed(gram >> (u64::BITS - TRIPLE as u32 * u8::BITS))
    }

    /// Returns the key of the last two. Pairs with the same second byte are neighbours, so those of one
    /// script are close together, and none has the bit of another.
    fn of_pair(gram: u64) -> Self {
        let pair = gram >> (u64::BITS - u16::BITS);
        let slot = pair as usize;
        Self {
            bytes: pair,
            slot,
            bits: 1 << (slot % SLOTS_OF_WORD),
        }
    }

    /// Returns the key of up to [`HEAD`] bytes.
    fn of_head(head: &[u8]) -> Self {
        Self::hashed(head.iter().copied().fold(0, then))
    }

    fn hashed(bytes: u64) -> Self {
        let hash = bytes.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let bit = |shift: u32| 1 << ((hash >> shift) % u64::from(u64::BITS));
        Self {
            bytes,
            slot: (hash >> (u64::BITS - SLOT_BITS)) as usize,
            bits: bit(42) | bit(36),
        }
    }
}

/// Where a string may stand.
#[derive(Clone, Copy, Debug)]
struct Entry {
    key: Key,
    /// Which string.
    string: u32,
    /// Bytes from the start of the string to the end of those that it is known by.
    length: u32,
}

impl Entry {
    fn new(key: Key, string: usize, length: usize) -> Self {
        // Tables of four billion strings or bytes do not fit into memory.
        Self {
            key,
            string: string as u32,
            length: length as u32,
        }
    }

    fn length(&self) -> usize {
        self.length as usize
    }

    /// Calls `found` with the entry's string if it stands in `text` from `start` on.
    fn found<T: Copy>(
        &self,
        text: &str,
        start: usize,
        strings: &[(String, T)],
        found: &mut impl FnMut(usize, &str, T),
    ) {
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        if let Some((string, meaning)) = strings.get(self.string as usize)
            && rest.starts_with(string.as_bytes())
        {
            found(start, string, *meaning);
        }
    }
}

/// Entries by slot, behind a filter that tells of nearly every key that has none.
#[derive(Debug)]
struct Table {
    filter: Box<[u64; SLOTS / SLOTS_OF_WORD]>,
    /// Where the entries of each list begin; one more for the end.
    starts: Vec<u32>,
    entries: Vec<Entry>,
}

impl Table {
    fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_by_key(|entry| entry.key.slot);
        let mut filter = Box::new([0; SLOTS / SLOTS_OF_WORD]);
        let mut starts = Vec::with_capacity(SLOTS / SLOTS_OF_LIST + 1);
        for (index, entry) in (0..).zip(&entries) {
            let slot = entry.key.slot % SLOTS;
            filter[slot / SLOTS_OF_WORD] |= entry.key.bits;
            starts.resize(starts.len().max(slot / SLOTS_OF_LIST + 1), index);
        }
        starts.resize(SLOTS / SLOTS_OF_LIST + 1, entries.len() as u32);
        Self {
            filter,
            starts,
            entries,
        }
    }

    /// Returns whether there may be entries of this key; it errs towards yes.
    fn may_have(&self, key: Key) -> bool {
        self.filter[key.slot % SLOTS / SLOTS_OF_WORD] & key.bits == key.bits
    }

    /// Returns the entries of this key.
    fn entries(&self, key: Key) -> impl Iterator<Item = &Entry> {
        let list = key.slot / SLOTS_OF_LIST;
        let bound = |list| self.starts.get(list).map_or(0, |&start| start as usize);
        let entries = self.entries.get(bound(list)..bound(list + 1));
        let entries = entries.unwrap_or_default().iter();
        entries.filter(move |entry| entry.key.bytes == key.bytes)
    }
}

/// Returns so many of a string's grams of this length that end side by side, and where they end: those
/// that text has least.
fn rarest(bytes: &[u8], length: usize, count: usize) -> Vec<(u64, usize)> {
    let windows = bytes.windows(length + count - 1).enumerate();
    let Some((at, window)) = windows.min_by_key(|(_, window)| commonness(window)) else {
        return Vec::new();
    };
    let grams = window.windows(length).zip(at + length..);
    grams
        .map(|(gram, end)| (gram.iter().copied().fold(0, then), end))
        .collect()
}

/// Returns how much of text these bytes are, on a scale of its own.
fn commonness(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .map(|&byte| COMMONNESS[usize::from(byte)])
        .sum()
}

static COMMONNESS: [usize; 256] = {
    let mut table = [0; 256];
    let mut rank = 0;
    while rank < COMMON.len() {
        table[COMMON[rank] as usize] = COMMON.len() - rank;
        rank += 1;
    }
    table
};

/// Returns the last eight bytes once one more is read, as a number.
fn then(gram: u64, byte: u8) -> u64 {
    gram >> u8::BITS | u64::from(byte) << (u64::BITS - u8::BITS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn all_strings_are_found_where_they_stand(
            text in "[ab©ж #]{0,40}",
            strings in prop::collection::vec("[ab©ж #]{1,12}", 0..20),
            start in 0..40_usize,
        ) {
            let numbered: Vec<(String, usize)> = strings.iter().cloned().zip(0..).collect();
            let mut found = Vec::new();
            Needles::new(numbered.clone()).each(&text, |at, string, number| {
                assert_eq!(string, strings[number]);
                found.push((number, at));
            });
            let stands = |number: usize, at: usize| text.as_bytes()[at..].starts_with(strings[number].as_bytes());
            let everywhere = |number| (0..text.len()).filter(move |&at| stands(number, at)).map(move |at| (number, at));
            found.sort_unstable();
            prop_assert_eq!(found, (0..strings.len()).flat_map(everywhere).collect::<Vec<_>>());

            let start = start.min(text.len());
            let mut found = Vec::new();
            Heads::new(numbered).each(&text, start, |at, _, number| found.push((number, at)));
            found.sort_unstable();
            let here = (0..strings.len()).filter(|&number| stands(number, start));
            prop_assert_eq!(found, here.map(|number| (number, start)).collect::<Vec<_>>());
        }
    }
}
