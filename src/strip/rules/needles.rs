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
//!
//! The strings make up several sets, of which one is searched for at a time. Each set has filters of its
//! own; what stands behind these is shared, and small enough to stay in the cache.

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

/// So many sets of strings can be told apart.
pub(super) const MOST_SETS: usize = 8;

/// Some of the sets of strings, a bit for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sets(u8);

impl Sets {
    /// Returns the sets of which `has` says so, asked by their numbers.
    pub fn of(has: impl Fn(usize) -> bool) -> Self {
        let sets = (0..MOST_SETS).filter(|&set| has(set));
        Self(sets.fold(0, |sets, set| sets | 1 << set))
    }

    /// Returns the sets of both.
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns whether a set is one of them.
    pub fn has(self, set: usize) -> bool {
        self.0 >> (set % MOST_SETS) & 1 == 1
    }
}

/// A string that is searched for.
#[derive(Clone, Debug)]
pub(super) struct Needle<T> {
    /// The string, not empty.
    pub text: String,
    /// Where it belongs.
    pub sets: Sets,
    /// What finding it means.
    pub meaning: T,
}

/// Strings that are searched for anywhere in a text.
#[derive(Debug)]
pub(super) struct Needles<T> {
    strings: Strings<T>,
    by_gram: Table,
    by_short: Table,
    by_pair: Table,
    /// What each set has in these tables.
    filters: Vec<Filters>,
}

/// Side by side, so that the loop over a text needs one address for all.
#[derive(Debug)]
struct Filters {
    grams: Filter,
    shorts: Filter,
    pairs: Filter,
}

impl Filters {
    /// Returns whether there may be strings that are known by the last bytes of a gram, or by those before
    /// the last one.
    #[inline(always)]
    fn may_have(&self, gram: u64) -> bool {
        // All are asked, since one branch is guessed better than five.
        self.grams.may_have(Key::of_gram(gram))
            | self.shorts.may_have(Key::of_short(gram))
            | self.shorts.may_have(Key::of_triple(gram))
            | self.pairs.may_have(Key::of_pair_before(gram))
            | self.pairs.may_have(Key::of_pair(gram))
    }
}

/// Strings that are searched for at one place of a text.
#[derive(Debug)]
pub(super) struct Heads<T> {
    strings: Strings<T>,
    by_head: Table,
    filters: Vec<Filter>,
}

impl<T: Copy> Needles<T> {
    /// Takes strings.
    pub fn new(needles: Vec<Needle<T>>) -> Self {
        let strings = Strings::new(needles);
        let (mut grams, mut shorts, mut pairs) = (Vec::new(), Vec::new(), Vec::new());
        for (string, text, sets) in strings.each() {
            let entries = |key: fn(u64) -> Key, grams: Vec<(u64, usize)>| {
                let grams = grams.into_iter();
                grams.map(move |(gram, end)| (key(gram), Entry::new(string, end), sets))
            };
            match *text {
                [] => {}
                [byte] => {
                    let all = (0..=u8::MAX).map(|before| (then(then(0, before), byte), 1));
                    pairs.extend(entries(Key::of_pair, all.collect()));
                }
                _ if text.len() < TRIPLE + STEP - 1 => {
                    pairs.extend(entries(Key::of_pair, rarest(text, PAIR, 1)));
                }
                _ if text.len() < SHORT + STEP - 1 => {
                    shorts.extend(entries(Key::of_triple, rarest(text, TRIPLE, STEP)));
                }
                _ if text.len() < GRAM + STEP - 1 => {
                    shorts.extend(entries(Key::of_short, rarest(text, SHORT, STEP)));
                }
                _ => grams.extend(entries(Key::of_gram, rarest(text, GRAM, STEP))),
            }
        }
        let filters = |set| Filters {
            grams: Filter::of(&grams, set),
            shorts: Filter::of(&shorts, set),
            pairs: Filter::of(&pairs, set),
        };
        Self {
            filters: (0..MOST_SETS).map(filters).collect(),
            strings,
            by_gram: Table::new(grams),
            by_short: Table::new(shorts),
            by_pair: Table::new(pairs),
        }
    }

    /// Calls `found` with the place of each string of a set in `text`, and what finding it means.
    pub fn each(&self, text: &str, set: usize, mut found: impl FnMut(usize, &str, T)) {
        let filters = &self.filters[set % MOST_SETS];
        let bytes = text.as_bytes();
        // Before the text nothing stands, which is written as zeros.
        let (head, _) = bytes.split_at(bytes.len().min(GRAM - STEP));
        let mut gram = 0;
        for (&[first, second], end) in head.as_chunks::<STEP>().0.iter().zip((0..).step_by(STEP)) {
            gram = then(then(gram, first), second);
            if filters.may_have(gram) {
                let end = end + STEP;
                self.compare_all(gram, Place { text, end, set }, &mut found);
            }
        }
        let windows = bytes.windows(GRAM).step_by(STEP);
        for (window, end) in windows.zip((GRAM..).step_by(STEP)) {
            let Ok(window) = window.try_into() else {
                break;
            };
            gram = u64::from_le_bytes(window);
            if filters.may_have(gram) {
                self.compare_all(gram, Place { text, end, set }, &mut found);
            }
        }
        // A longer string that ends here has a gram that ends before.
        if let (Some(&last), 1) = (bytes.last(), bytes.len() % STEP) {
            let (pair, end) = (Key::of_pair(then(gram, last)), bytes.len());
            self.compare(&self.by_pair, pair, Place { text, end, set }, &mut found);
        }
    }

    /// Calls `found` for the strings known by the bytes that were read last, and by those before the last
    /// one.
    // Not inlined, so that the registers are left to the loop.
    #[inline(never)]
    fn compare_all(&self, gram: u64, place: Place, found: &mut impl FnMut(usize, &str, T)) {
        let filters = &self.filters[place.set % MOST_SETS];
        let mut compare = |table, filter: &Filter, key, place| {
            if filter.may_have(key) {
                self.compare(table, key, place, found);
            }
        };
        let end = place.end - 1;
        let before = Place { end, ..place };
        compare(
            &self.by_pair,
            &filters.pairs,
            Key::of_pair_before(gram),
            before,
        );
        compare(&self.by_pair, &filters.pairs, Key::of_pair(gram), place);
        compare(&self.by_short, &filters.shorts, Key::of_triple(gram), place);
        compare(&self.by_short, &filters.shorts, Key::of_short(gram), place);
        compare(&self.by_gram, &filters.grams, Key::of_gram(gram), place);
    }

    /// Calls `found` for the strings of a table that are known by a key, and stand where it ends.
    fn compare(
        &self,
        table: &Table,
        key: Key,
        place: Place,
        found: &mut impl FnMut(usize, &str, T),
    ) {
        for entry in table.entries(key) {
            if let Some(start) = place.end.checked_sub(entry.length()) {
                self.strings
                    .found(entry, place.text, start, place.set, found);
            }
        }
    }
}

/// How far a text is read, and which strings are searched for.
#[derive(Clone, Copy)]
struct Place<'t> {
    text: &'t str,
    end: usize,
    set: usize,
}

impl<T: Copy> Heads<T> {
    /// Takes strings.
    pub fn new(needles: Vec<Needle<T>>) -> Self {
        let strings = Strings::new(needles);
        let heads = strings.each().map(|(string, text, sets)| {
            let head = text.get(..HEAD).unwrap_or(text);
            let key = Key::hashed(head.iter().copied().fold(0, then));
            (key, Entry::new(string, head.len()), sets)
        });
        let heads: Vec<_> = heads.collect();
        let filters = (0..MOST_SETS).map(|set| Filter::of(&heads, set));
        Self {
            filters: filters.collect(),
            by_head: Table::new(heads),
            strings,
        }
    }

    /// Calls `found` with each string of a set that stands in `text` from byte `start` on.
    pub fn each(
        &self,
        text: &str,
        start: usize,
        set: usize,
        mut found: impl FnMut(usize, &str, T),
    ) {
        let filter = &self.filters[set % MOST_SETS];
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let mut head = 0;
        for (&byte, length) in rest.iter().zip(1..=HEAD) {
            head = then(head, byte);
            let key = Key::hashed(head);
            if !filter.may_have(key) {
                continue;
            }
            let entries = self.by_head.entries(key);
            for entry in entries.filter(|entry| entry.length() == length) {
                self.strings.found(entry, text, start, set, &mut found);
            }
        }
    }
}

/// Strings, each once, with all that finding it means: side by side in memory, since they are looked at
/// in no order.
#[derive(Debug)]
struct Strings<T> {
    texts: Vec<u8>,
    /// Where in `texts` each ends, and in `meanings`.
    ends: Vec<(u32, u32)>,
    meanings: Vec<(Sets, T)>,
}

impl<T: Copy> Strings<T> {
    fn new(mut needles: Vec<Needle<T>>) -> Self {
        needles.sort_by(|one, other| one.text.cmp(&other.text));
        let mut strings = Self {
            texts: Vec::new(),
            ends: Vec::new(),
            meanings: Vec::with_capacity(needles.len()),
        };
        for same in needles.chunk_by(|one, other| one.text == other.text) {
            let text = same.first().map_or("", |needle| &needle.text);
            strings.texts.extend_from_slice(text.as_bytes());
            let meanings = same.iter().map(|needle| (needle.sets, needle.meaning));
            strings.meanings.extend(meanings);
            // Tables of four billion strings or bytes do not fit into memory.
            let ends = (strings.texts.len() as u32, strings.meanings.len() as u32);
            strings.ends.push(ends);
        }
        strings
    }

    /// Returns the number of each string, the string, and the sets that it belongs to.
    fn each(&self) -> impl Iterator<Item = (usize, &[u8], Sets)> {
        (0..self.ends.len()).map(|string| {
            let (text, meanings) = self.get(string);
            let sets = meanings.iter().map(|&(sets, _)| sets);
            (string, text, sets.fold(Sets::default(), Sets::or))
        })
    }

    fn get(&self, string: usize) -> (&[u8], &[(Sets, T)]) {
        let ends = |string: usize| self.ends.get(string).copied().unwrap_or_default();
        let (text, meaning) = string.checked_sub(1).map(ends).unwrap_or_default();
        let (text_end, meaning_end) = ends(string);
        let text = self.texts.get(text as usize..text_end as usize);
        let meanings = self.meanings.get(meaning as usize..meaning_end as usize);
        (text.unwrap_or_default(), meanings.unwrap_or_default())
    }

    /// Calls `found` with all that the string of an entry means in a set, if it stands in `text` from
    /// `start` on.
    fn found(
        &self,
        entry: &Entry,
        text: &str,
        start: usize,
        set: usize,
        found: &mut impl FnMut(usize, &str, T),
    ) {
        let (string, meanings) = self.get(entry.string as usize);
        let end = start + string.len();
        if text.as_bytes().get(start..end) != Some(string) {
            return;
        }
        // A string begins and ends with whole characters.
        let string = text.get(start..end).unwrap_or_default();
        for &(sets, meaning) in meanings {
            if sets.has(set) {
                found(start, string, meaning);
            }
        }
    }
}

/// Some bytes as a number, and where they belong.
#[derive(Clone, Copy, Debug)]
struct Key {
    /// Tells most keys of a slot apart, and all of two bytes.
    check: u32,
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

    /// Returns the key of the two before the last one.
    fn of_pair_before(gram: u64) -> Self {
        Self::of_pair(gram << u8::BITS)
    }

    /// Returns the key of the last two. Pairs with the same second byte are neighbours, so those of one
    /// script are close together, and none has the bit of another.
    fn of_pair(gram: u64) -> Self {
        let pair = gram >> (u64::BITS - u16::BITS);
        let slot = pair as usize;
        Self {
            check: pair as u32,
            slot,
            bits: 1 << (slot % SLOTS_OF_WORD),
        }
    }

    fn hashed(bytes: u64) -> Self {
        let hash = bytes.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let bit = |shift: u32| 1 << ((hash >> shift) % u64::from(u64::BITS));
        Self {
            check: (hash >> (u64::BITS / 4)) as u32,
            slot: (hash >> (u64::BITS - SLOT_BITS)) as usize,
            bits: bit(42) | bit(36),
        }
    }
}

/// Where a string may stand.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// Of the key of the bytes that the string is known by.
    check: u32,
    /// Which string.
    string: u32,
    /// Bytes from the start of the string to the end of those that it is known by.
    length: u32,
}

impl Entry {
    fn new(string: usize, length: usize) -> Self {
        Self {
            check: 0,
            string: string as u32,
            length: length as u32,
        }
    }

    fn length(&self) -> usize {
        self.length as usize
    }
}

/// Entries by slot.
#[derive(Debug)]
struct Table {
    /// Where the entries of each list begin; one more for the end.
    starts: Vec<u32>,
    entries: Vec<Entry>,
}

impl Table {
    fn new(mut entries: Vec<(Key, Entry, Sets)>) -> Self {
        entries.sort_by_key(|(key, ..)| key.slot);
        let mut starts = Vec::with_capacity(SLOTS / SLOTS_OF_LIST + 1);
        for (index, (key, ..)) in (0..).zip(&entries) {
            starts.resize(starts.len().max(key.slot / SLOTS_OF_LIST + 1), index);
        }
        starts.resize(SLOTS / SLOTS_OF_LIST + 1, entries.len() as u32);
        let entries = entries
            .into_iter()
            .map(|(Key { check, .. }, entry, _)| Entry { check, ..entry });
        Self {
            starts,
            entries: entries.collect(),
        }
    }

    /// Returns the entries of this key, of whatever set, and perhaps some others.
    fn entries(&self, key: Key) -> impl Iterator<Item = &Entry> {
        let list = key.slot / SLOTS_OF_LIST;
        let bound = |list| self.starts.get(list).map_or(0, |&start| start as usize);
        let entries = self.entries.get(bound(list)..bound(list + 1));
        let entries = entries.unwrap_or_default().iter();
        entries.filter(move |entry| entry.check == key.check)
    }
}

/// Tells of nearly every key that a set has none of it.
#[derive(Debug)]
struct Filter([u64; SLOTS / SLOTS_OF_WORD]);

impl Filter {
    /// Takes the keys of a set.
    fn of(entries: &[(Key, Entry, Sets)], set: usize) -> Self {
        let mut words = [0; SLOTS / SLOTS_OF_WORD];
        for (key, ..) in entries.iter().filter(|(.., sets)| sets.has(set)) {
            words[key.slot % SLOTS / SLOTS_OF_WORD] |= key.bits;
        }
        Self(words)
    }

    /// Returns whether there may be entries of this key; it errs towards yes.
    #[inline(always)]
    fn may_have(&self, key: Key) -> bool {
        self.0[key.slot % SLOTS / SLOTS_OF_WORD] & key.bits == key.bits
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
            let needle = |(number, text): (usize, &String)| Needle {
                text: text.clone(),
                sets: Sets::of(|set| set == 0 || set == 1 && number % 3 == 0),
                meaning: number,
            };
            let needles: Vec<Needle<usize>> = strings.iter().enumerate().map(needle).collect();
            let stands = |number: usize, at: usize| text.as_bytes()[at..].starts_with(strings[number].as_bytes());
            let everywhere = |number| (0..text.len()).filter(move |&at| stands(number, at)).map(move |at| (number, at));
            let start = start.min(text.len());
            let (anywhere, heads) = (Needles::new(needles.clone()), Heads::new(needles));
            for (set, one_in) in [(0, 1), (1, 3)] {
                let numbers = || (0..strings.len()).step_by(one_in);
                let mut found = Vec::new();
                anywhere.each(&text, set, |at, string, number| {
                    assert_eq!(string, strings[number]);
                    found.push((number, at));
                });
                found.sort_unstable();
                prop_assert_eq!(found, numbers().flat_map(everywhere).collect::<Vec<_>>());

                let mut found = Vec::new();
                heads.each(&text, start, set, |at, _, number| found.push((number, at)));
                found.sort_unstable();
                let here = numbers().filter(|&number| stands(number, start));
                prop_assert_eq!(found, here.map(|number| (number, start)).collect::<Vec<_>>());
            }
        }
    }
}
