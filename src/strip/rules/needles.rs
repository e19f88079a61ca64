//! Searches a text for thousands of strings at once.
//!
//! Each string is known by eight bytes in a row, its gram, of all that it has the ones that text
//! seldom has; a shorter string by four or two. A text is read once, and at each byte a bit of each
//! table tells whether the last eight, four or two may be a gram; only there strings are compared.
//! An automaton (Aho and Corasick 1975) has no false alarms but takes megabytes for so many strings,
//! and where it misses the cache it waits; the bits here take 32 KB a table.
//! The idea is that of Wu and Manber ("A fast algorithm for multi-pattern searching", 1994).

/// Bytes of a gram.
const GRAM: usize = 8;
/// Bytes that a shorter string is known by.
const SHORT: usize = 4;
/// Bytes that a still shorter one is known by; a single byte, by all pairs that end in it.
const PAIR: usize = 2;
/// Strings at one place are known by up to so many bytes.
const HEAD: usize = 8;
/// Bits of a slot; there are many times more slots than strings, so that few alarms are false.
const SLOT_BITS: u32 = 18;
const SLOTS: usize = 1 << SLOT_BITS;
/// So many neighbouring slots share a list of entries.
const GROUP: usize = 4;
const WORD_BITS: usize = u64::BITS as usize;

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
            match *text.as_bytes() {
                [] => {}
                [byte] => pairs.extend((0..=u8::MAX).map(|before| {
                    let pair = [before, byte].into_iter().fold(0, then);
                    Entry::new(Key::of_pair(pair), string, 1)
                })),
                ref bytes if bytes.len() < SHORT => {
                    let pair = rarest(bytes, PAIR);
                    pairs.extend(
                        pair.map(|(pair, end)| Entry::new(Key::of_pair(pair), string, end)),
                    );
                }
                ref bytes if bytes.len() < GRAM => {
                    let gram = rarest(bytes, SHORT);
                    shorts.extend(
                        gram.map(|(gram, end)| Entry::new(Key::of_short(gram), string, end)),
                    );
                }
                ref bytes => {
                    let gram = rarest(bytes, GRAM);
                    grams.extend(
                        gram.map(|(gram, end)| Entry::new(Key::of_gram(gram), string, end)),
                    );
                }
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
        let mut gram = 0;
        for (at, &byte) in text.as_bytes().iter().enumerate() {
            gram = then(gram, byte);
            let key = Key::of_gram(gram);
            let (short, pair) = (Key::of_short(gram), Key::of_pair(gram));
            // All bits are looked up, since one branch is guessed better than three.
            let may_have = self.by_gram.may_have(key)
                | self.by_short.may_have(short)
                | self.by_pair.may_have(pair);
            if !may_have {
                continue;
            }
            let entries = self.by_gram.entries(key);
            let entries = entries.chain(self.by_short.entries(short));
            let entries = entries.chain(self.by_pair.entries(pair));
            for entry in entries {
                let Some(start) = (at + 1).checked_sub(entry.length()) else {
                    continue;
                };
                if let Some((string, meaning)) = entry.stands(text, start, &self.strings) {
                    found(start, string, *meaning);
                }
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
                if let Some((string, meaning)) = entry.stands(text, start, &self.strings) {
                    found(start, string, *meaning);
                }
            }
        }
    }
}

/// Some bytes as a number, and the slot that they belong to.
#[derive(Clone, Copy, Debug)]
struct Key {
    bytes: u64,
    slot: usize,
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

    /// Returns the key of the last two. Pairs with the same second byte are neighbours, so those of one
    /// script are close together.
    fn of_pair(gram: u64) -> Self {
        let pair = gram >> (u64::BITS - u16::BITS);
        Self {
            bytes: pair,
            slot: pair as usize * GROUP,
        }
    }

    /// Returns the key of up to [`HEAD`] bytes.
    fn of_head(head: &[u8]) -> Self {
        Self::hashed(head.iter().copied().fold(0, then))
    }

    fn hashed(bytes: u64) -> Self {
        let hash = bytes.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Self {
            bytes,
            slot: (hash >> (u64::BITS - SLOT_BITS)) as usize,
        }
    }
}

/// Where a string may stand.
#[derive(Clone, Copy, Debug)]
struct Entry {
    key: Key,
    /// Which string.
    string: u32,
    /// Bytes of the string up to the end of those that it is known by.
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

    /// Returns the entry's string if it stands in `text` from `start` on.
    fn stands<'s, T>(
        &self,
        text: &str,
        start: usize,
        strings: &'s [(String, T)],
    ) -> Option<&'s (String, T)> {
        let rest = text.as_bytes().get(start..)?;
        let string = strings.get(self.string as usize)?;
        rest.starts_with(string.0.as_bytes()).then_some(string)
    }
}

/// Entries by slot, behind a bit for each slot that tells whether it has any.
#[derive(Debug)]
struct Table {
    bits: Box<[u64; SLOTS / WORD_BITS]>,
    /// Where the entries of each group of slots begin; one more for the end.
    starts: Vec<u32>,
    entries: Vec<Entry>,
}

impl Table {
    fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_by_key(|entry| entry.key.slot);
        let mut bits = Box::new([0; SLOTS / WORD_BITS]);
        let mut starts = Vec::with_capacity(SLOTS / GROUP + 1);
        for (index, entry) in (0..).zip(&entries) {
            let slot = entry.key.slot % SLOTS;
            bits[slot / WORD_BITS] |= 1 << (slot % WORD_BITS);
            starts.resize(starts.len().max(slot / GROUP + 1), index);
        }
        starts.resize(SLOTS / GROUP + 1, entries.len() as u32);
        Self {
            bits,
            starts,
            entries,
        }
    }

    /// Returns whether there may be entries of this key; it errs towards yes.
    fn may_have(&self, key: Key) -> bool {
        let slot = key.slot % SLOTS;
        self.bits[slot / WORD_BITS] >> (slot % WORD_BITS) & 1 == 1
    }

    /// Returns the entries of this key.
    fn entries(&self, key: Key) -> impl Iterator<Item = &Entry> {
        let group = key.slot / GROUP;
        let bound = |group| self.starts.get(group).map_or(0, |&start| start as usize);
        let entries = self.entries.get(bound(group)..bound(group + 1));
        let entries = entries.unwrap_or_default().iter();
        entries.filter(move |entry| entry.key.bytes == key.bytes)
    }
}

/// Returns those of a string's bytes in a row, so many, that text has least, and where they end.
fn rarest(bytes: &[u8], length: usize) -> Option<(u64, usize)> {
    let commonness = |gram: &[u8]| -> usize {
        let rank = |byte| COMMON.iter().position(|common| common == byte);
        let ranks = gram.iter().filter_map(rank);
        ranks.map(|rank| COMMON.len() - rank).sum()
    };
    let grams = bytes.windows(length).enumerate();
    let (at, gram) = grams.min_by_key(|(_, gram)| commonness(gram))?;
    Some((gram.iter().copied().fold(0, then), at + length))
}

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
