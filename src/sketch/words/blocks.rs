//! Which bytes of a text can be part of a word, a window of 256 at a time, one bit for each.
//!
//! By UAX #29 a word of ASCII text is a run of letters and digits, and of marks that join them: an
//! apostrophe, a full stop or a colon between two letters; an apostrophe, a full stop, a comma or a
//! semicolon between two digits. So what a byte is follows from it and its neighbours, and is found for
//! all bytes of a window at once. Beyond ASCII this is done for what is frequent in European text: the
//! letters of Latin-1, and the quotation marks, dashes and spaces that are part of no word.

use super::mask::{BLOCK, BLOCKS, Mask};

/// Bytes in a window.
pub(super) const WINDOW: usize = BLOCK * BLOCKS;
/// Bytes that are judged in a window. What a byte is can depend on the three bytes behind it.
pub(super) const JUDGED: usize = WINDOW - 3;
/// Bytes that can be read from any place in a window, though they may lie behind it.
pub(super) const AHEAD: usize = 16;

/// A window, and what can be read behind it.
pub(super) type Window = [u8; WINDOW + AHEAD];

/// Edges that are written at once; a few too many cost less than to ask of each whether there is one.
const AT_ONCE: usize = 8;
/// Every byte may be an edge, and some may be too many.
const MOST_EDGES: usize = WINDOW + AT_ONCE;

/// Where runs of bytes that can be part of a word begin and end in a window, in turn.
#[derive(Debug)]
pub(super) struct Edges {
    places: [u8; MOST_EDGES],
    count: usize,
}

impl Edges {
    pub fn new() -> Self {
        Edges {
            places: [0; MOST_EDGES],
            count: 0,
        }
    }

    /// Finds the edges in a window that begins with a character, with no part of a word before it.
    ///
    /// A run of ASCII and letters of Latin-1 is one word, unless it is of underscores. A run with other
    /// characters may have any number of words, since the rules above don't suffice for these.
    pub fn find(&mut self, window: &Window) {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("popcnt")
        {
            // SAFETY: what is unsafe about the function is only that it needs instructions that were
            // detected.
            #[allow(
                unsafe_code,
                reason = "instructions are used that not every machine has"
            )]
            return unsafe { avx2::find_edges(window, self) };
        }
        portable::find_edges(window, self);
    }

    /// Returns the runs that begin and end among the judged bytes.
    #[inline]
    pub fn runs(&self) -> &[[u8; 2]] {
        let places = self.places.get(..self.count).unwrap_or_default();
        places.as_chunks().0
    }

    /// Returns where the last run begins, if it does not end among the judged bytes.
    #[inline]
    pub fn unfinished(&self) -> Option<u8> {
        match self.count % 2 {
            1 => self.places.get(self.count - 1).copied(),
            _ => None,
        }
    }

    /// Writes the edges, given the bytes that can be part of a word.
    #[inline(always)]
    fn write(&mut self, inside: Mask) {
        let edges = (inside ^ inside.moved_up(1)) & Mask::first(JUDGED);
        let mut count = 0;
        for (block, mut edges) in edges.0.into_iter().enumerate() {
            let base = (block * BLOCK) as u32;
            let mut at = count;
            count += edges.count_ones() as usize;
            while at < count {
                let places = self.places.get_mut(at..).unwrap_or_default();
                let Some(places) = places.first_chunk_mut::<AT_ONCE>() else {
                    break;
                };
                for place in places {
                    *place = (base + edges.trailing_zeros()) as u8;
                    edges &= edges.wrapping_sub(1);
                }
                at += AT_ONCE;
            }
        }
        self.count = count;
    }
}

/// The classes of bytes that the rules tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Classes {
    letters: Mask,
    digits: Mask,
    underscores: Mask,
    /// `.`, `'` and `:`, which join letters.
    letter_joiners: Mask,
    /// `.`, `'`, `,` and `;`, which join digits.
    digit_joiners: Mask,
}

impl Classes {
    /// Returns the bytes that can be part of a word, if all are ASCII.
    #[inline(always)]
    fn inside(self) -> Mask {
        let of_letters = self.letter_joiners & self.letters.both_beside();
        let of_digits = self.digit_joiners & self.digits.both_beside();
        self.letters | self.digits | self.underscores | of_letters | of_digits
    }

    /// Returns the bytes that can be part of a word, if there are some beyond ASCII.
    #[inline(always)]
    fn inside_with(mut self, beyond: BeyondAscii) -> Mask {
        let (letters, apostrophes) = (beyond.letters(), beyond.apostrophes());
        let others = beyond.all & !(letters | beyond.breaks() | three_bytes(apostrophes));
        self.letters = self.letters | letters;
        let joinable = self.letters | self.digits | others;
        let joining = apostrophes & joinable.moved_up(3) & joinable.moved_down(1);
        let joiners = self.letter_joiners | self.digit_joiners;
        let beside_others = joiners & (others.moved_up(1) | others.moved_down(1));
        let of_hebrew = beyond.quotes & others.both_beside();
        self.inside() | others | three_bytes(joining) | beside_others | of_hebrew
    }
}

/// The classes of bytes beyond ASCII by which frequent characters are known, and `"`, which joins only
/// Hebrew letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct BeyondAscii {
    all: Mask,
    quotes: Mask,
    /// 0xC3, which begins the letters of Latin-1, and × and ÷.
    c3: Mask,
    /// What follows 0xC3 in × and ÷.
    signs: Mask,
    /// 0xC2, which begins the punctuation of Latin-1.
    c2: Mask,
    /// What follows 0xC2 in the no-break space, « and ».
    c2_breaks: Mask,
    /// 0xE2 and 0x80, which begin general punctuation.
    e2: Mask,
    x80: Mask,
    /// 0x90 to 0x9F, which follow 0xE2 0x80 in dashes and quotation marks.
    x9x: Mask,
    /// 0x98 and 0x99, which follow 0xE2 0x80 in ‘ and ’.
    apostrophes: Mask,
}

impl BeyondAscii {
    /// Returns the bytes of Latin-1 letters.
    #[inline(always)]
    fn letters(&self) -> Mask {
        both_bytes(self.c3.moved_up(1) & !self.signs)
    }

    /// Returns the bytes of frequent characters that are part of no word.
    #[inline(always)]
    fn breaks(&self) -> Mask {
        let of_two = self.c2.moved_up(1) & self.c2_breaks;
        let of_three = self.punctuation() & self.x9x & !self.apostrophes;
        both_bytes(of_two) | three_bytes(of_three)
    }

    /// Returns the last bytes of ‘ and ’, which join letters and digits.
    #[inline(always)]
    fn apostrophes(&self) -> Mask {
        self.punctuation() & self.apostrophes
    }

    /// Returns the last bytes of the characters of three bytes that begin with 0xE2 0x80.
    #[inline(always)]
    fn punctuation(&self) -> Mask {
        self.e2.moved_up(2) & self.x80.moved_up(1)
    }
}

/// Returns both bytes of some characters, given the second of each.
#[inline(always)]
fn both_bytes(second: Mask) -> Mask {
    second | second.moved_down(1)
}

/// Returns all bytes of some characters of three, given the third of each.
#[inline(always)]
fn three_bytes(third: Mask) -> Mask {
    third | third.moved_down(1) | third.moved_down(2)
}

/// For all machines.
mod portable {
    use super::{BLOCK, BeyondAscii, Classes, Edges, Mask, Window};

    pub fn find_edges(window: &Window, edges: &mut Edges) {
        edges.write(inside(window));
    }

    pub fn inside(window: &Window) -> Mask {
        let classes = classes(window);
        let all = mask(window, |byte| !byte.is_ascii());
        match all.is_empty() {
            true => classes.inside(),
            false => classes.inside_with(beyond_ascii(window, all)),
        }
    }

    fn classes(window: &Window) -> Classes {
        Classes {
            letters: mask(window, |byte| byte.is_ascii_alphabetic()),
            digits: mask(window, |byte| byte.is_ascii_digit()),
            underscores: mask(window, |byte| byte == b'_'),
            letter_joiners: mask(window, |byte| matches!(byte, b'.' | b'\'' | b':')),
            digit_joiners: mask(window, |byte| matches!(byte, b'.' | b'\'' | b',' | b';')),
        }
    }

    fn beyond_ascii(window: &Window, all: Mask) -> BeyondAscii {
        BeyondAscii {
            all,
            quotes: mask(window, |byte| byte == b'"'),
            c3: mask(window, |byte| byte == 0xC3),
            signs: mask(window, |byte| matches!(byte, 0x97 | 0xB7)),
            c2: mask(window, |byte| byte == 0xC2),
            c2_breaks: mask(window, |byte| matches!(byte, 0xA0 | 0xAB | 0xBB)),
            e2: mask(window, |byte| byte == 0xE2),
            x80: mask(window, |byte| byte == 0x80),
            x9x: mask(window, |byte| matches!(byte, 0x90..=0x9F)),
            apostrophes: mask(window, |byte| matches!(byte, 0x98 | 0x99)),
        }
    }

    #[inline]
    fn mask(window: &Window, is_member: impl Fn(u8) -> bool) -> Mask {
        let (blocks, _) = window.as_chunks::<BLOCK>();
        Mask::of_blocks(|block| {
            let members = blocks[block].map(|byte| u8::from(is_member(byte)));
            let eights = members.as_chunks::<8>().0.iter().enumerate();
            eights.fold(0, |mask, (index, eight)| {
                mask | gathered(eight) << (8 * index)
            })
        })
    }

    /// Gathers eight bytes of 0 or 1 in as many bits: the product has each at its place in the top byte.
    fn gathered(eight: &[u8; 8]) -> u64 {
        u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{
        __m256i, _mm256_add_epi8, _mm256_and_si256, _mm256_cmpeq_epi8, _mm256_cmpgt_epi8,
        _mm256_movemask_epi8, _mm256_or_si256, _mm256_set_epi64x, _mm256_set1_epi8,
        _mm256_shuffle_epi8,
    };

    use super::{BeyondAscii, Classes, Edges, Mask, Window};

    /// Bytes in a vector.
    const VECTOR: usize = 32;

    #[target_feature(enable = "avx2,bmi1,popcnt")]
    pub fn find_edges(window: &Window, edges: &mut Edges) {
        edges.write(inside(window));
    }

    #[target_feature(enable = "avx2,bmi1,popcnt")]
    #[inline]
    fn inside(window: &Window) -> Mask {
        let classes = classes(window);
        let all = mask(window, |bytes| bytes);
        match all.is_empty() {
            true => classes.inside(),
            false => classes.inside_with(beyond_ascii(window, all)),
        }
    }

    #[target_feature(enable = "avx2,bmi1,popcnt")]
    #[inline]
    fn classes(window: &Window) -> Classes {
        Classes {
            letters: mask(window, |bytes| within(with_bits(bytes, 0x20), b'z', 26)),
            digits: mask(window, |bytes| within(bytes, b'9', 10)),
            underscores: mask(window, |bytes| equal(bytes, b'_')),
            letter_joiners: mask(window, |bytes| among(bytes, *b".':")),
            digit_joiners: mask(window, |bytes| among(bytes, *b".',;")),
        }
    }

    #[target_feature(enable = "avx2,bmi1,popcnt")]
    #[inline]
    fn beyond_ascii(window: &Window, all: Mask) -> BeyondAscii {
        BeyondAscii {
            all,
            quotes: mask(window, |bytes| equal(bytes, b'"')),
            c3: mask(window, |bytes| equal(bytes, 0xC3)),
            signs: mask(window, |bytes| equal(with_bits(bytes, 0x20), 0xB7)),
            c2: mask(window, |bytes| equal(bytes, 0xC2)),
            c2_breaks: mask(window, |bytes| {
                _mm256_or_si256(equal(bytes, 0xA0), equal(with_bits(bytes, 0x10), 0xBB))
            }),
            e2: mask(window, |bytes| equal(bytes, 0xE2)),
            x80: mask(window, |bytes| equal(bytes, 0x80)),
            x9x: mask(window, |bytes| {
                equal(_mm256_and_si256(bytes, all_of(0xF0)), 0x90)
            }),
            apostrophes: mask(window, |bytes| equal(with_bits(bytes, 0x01), 0x99)),
        }
    }

    /// Returns the bytes of a window for which the result has its top bit.
    #[target_feature(enable = "avx2,bmi1,popcnt")]
    #[inline]
    fn mask(window: &Window, members: impl Fn(__m256i) -> __m256i) -> Mask {
        let (vectors, _) = window.as_chunks::<VECTOR>();
        Mask::of_blocks(|block| {
            let bits = |at: usize| _mm256_movemask_epi8(members(vector(&vectors[at]))) as u32;
            u64::from(bits(2 * block)) | u64::from(bits(2 * block + 1)) << VECTOR
        })
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn vector(bytes: &[u8; VECTOR]) -> __m256i {
        let (eights, _) = bytes.as_chunks::<8>();
        let eight = |index: usize| i64::from_le_bytes(eights[index]);
        _mm256_set_epi64x(eight(3), eight(2), eight(1), eight(0))
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn all_of(byte: u8) -> __m256i {
        _mm256_set1_epi8(byte as i8)
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn with_bits(bytes: __m256i, bits: u8) -> __m256i {
        _mm256_or_si256(bytes, all_of(bits))
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn equal(bytes: __m256i, byte: u8) -> __m256i {
        _mm256_cmpeq_epi8(bytes, all_of(byte))
    }

    /// Compares with the `count` bytes up to `last`: they are moved to the top of the signed bytes.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn within(bytes: __m256i, last: u8, count: i8) -> __m256i {
        let moved = _mm256_add_epi8(bytes, all_of(i8::MAX as u8 - last));
        _mm256_cmpgt_epi8(moved, _mm256_set1_epi8(i8::MAX - count))
    }

    /// Compares with some ASCII bytes that all differ in their low four bits: these choose the only one
    /// that a byte can be equal to.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn among<const N: usize>(bytes: __m256i, members: [u8; N]) -> __m256i {
        // At 0 stands what does not have these low bits, elsewhere 0 doesn't.
        let mut choices = [0; 16];
        choices[0] = 1;
        for member in members {
            choices[usize::from(member & 0xF)] = member;
        }
        let (eights, _) = choices.as_chunks::<8>();
        let (low, high) = (i64::from_le_bytes(eights[0]), i64::from_le_bytes(eights[1]));
        let choices = _mm256_set_epi64x(high, low, high, low);
        _mm256_cmpeq_epi8(_mm256_shuffle_epi8(choices, bytes), bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_letter(character: char) -> bool {
        character.is_ascii_alphabetic()
            || matches!(character, 'À'..='ÿ') && !"×÷".contains(character)
    }

    fn is_digit(character: char) -> bool {
        character.is_ascii_digit()
    }

    /// Returns whether a character beyond ASCII is none that is known.
    fn is_other(character: char) -> bool {
        let is_known =
            matches!(character, '\u{2010}'..='\u{201F}' | '\u{A0}' | '«' | '»' | 'À'..='ÿ');
        !character.is_ascii() && (!is_known || "×÷".contains(character))
    }

    /// Returns what the rules say of a character between two others, taken literally.
    fn is_inside(before: char, character: char, after: char) -> bool {
        let both = |is_member: fn(char) -> bool| is_member(before) && is_member(after);
        let beside_other = is_other(before) || is_other(after);
        match character {
            '.' | '\'' => both(is_letter) || both(is_digit) || beside_other,
            ':' => both(is_letter) || beside_other,
            ',' | ';' => both(is_digit) || beside_other,
            '‘' | '’' => both(|c| is_letter(c) || is_digit(c) || is_other(c)),
            '"' => both(is_other),
            '_' => true,
            _ => is_letter(character) || is_digit(character) || is_other(character),
        }
    }

    /// Returns the bytes inside of words, one by one.
    fn plain_inside(text: &str) -> Vec<bool> {
        let characters: Vec<char> = format!("\0{text}\0").chars().collect();
        let windows = characters.windows(3);
        let judged = windows.flat_map(|window| {
            let inside = is_inside(window[0], window[1], window[2]);
            [inside].repeat(window[1].len_utf8())
        });
        judged.collect()
    }

    proptest! {
        #[test]
        fn all_machines_find_the_same(text in "([a-zA-Z@`{\\[]|[0-9/]|[.,':;_\"]|[äß×÷ÀÿñŁé]|[«»ªµ\u{a0}\u{ad}]|[‘’“”–…\u{200d}\u{2020}]|[あ \u{0}-\u{7f}]){280}") {
            let window: &Window = text.as_bytes().first_chunk().unwrap();
            let (mut here, mut portable) = (Edges::new(), Edges::new());
            here.find(window);
            portable::find_edges(window, &mut portable);
            prop_assert_eq!(here.runs(), portable.runs());
            prop_assert_eq!(here.unfinished(), portable.unfinished());
            let plain = plain_inside(&text);
            let blocks = portable::inside(window).0;
            for (at, plain) in plain.into_iter().enumerate().take(JUDGED) {
                let found = blocks[at / BLOCK] >> (at % BLOCK) & 1 == 1;
                // The last character that is judged may be cut.
                let is_cut = at + 3 >= JUDGED && !text.as_bytes()[at].is_ascii();
                prop_assert!(found == plain || is_cut, "{} of {:?}", at, text);
            }
        }

        #[test]
        fn runs_are_where_bytes_are_inside(text in "([a-z]{1,20}|[ .é’]){272}") {
            let window: &Window = text.as_bytes().first_chunk().unwrap();
            let mut edges = Edges::new();
            edges.find(window);
            let blocks = portable::inside(window).0;
            let mut found = [false; JUDGED];
            for [start, end] in edges.runs() {
                found[usize::from(*start)..usize::from(*end)].fill(true);
            }
            if let Some(start) = edges.unfinished() {
                found[start.into()..].fill(true);
            }
            for (at, found) in found.into_iter().enumerate() {
                prop_assert_eq!(blocks[at / BLOCK] >> (at % BLOCK) & 1 == 1, found);
            }
        }
    }
}
