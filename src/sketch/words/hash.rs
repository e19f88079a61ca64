//! The hash of a word, the same for every spelling of it.
//!
//! Most words are short, so all that counts is how few steps a short one takes. The mixing is that of
//! wyhash (Wang Yi, final version 4, public domain): 64-bit halves multiplied to 128 bits and folded.
//! Its reading is not: here 16 bytes are read at once, zeroes standing for what lies behind the end, so
//! that for nearly all words no branch depends on the length.

use std::array;
use std::sync::LazyLock;

use super::blocks::Window;
use super::fold_word;
use super::mixed::is_letter;

/// Bytes mixed in one step.
const STEP: usize = 16;
/// A word whose folded spelling is longer is folded on the heap.
const LONGEST: usize = 64;
/// wyhash's default secret.
const SECRET: [u64; 4] = [
    0x2d35_8dcc_aa6c_78a5,
    0x8bb8_4b93_962e_acc9,
    0x4b33_a62e_d433_d4a3,
    0x4d5a_2da5_1de1_aa47,
];
/// The bit that tells a lower-case ASCII letter from its capital, in each byte.
const LOWER_CASE: u64 = 0x2020_2020_2020_2020;
/// What [`LOWER_CASE`] makes of an underscore.
const DEL: u8 = 0x7F;
/// The bit that tells bytes beyond ASCII from others, in each byte.
const BEYOND_ASCII: u64 = 0x8080_8080_8080_8080;
/// Cases are looked up for the characters of two bytes, which end here.
const TWO_BYTES_END: usize = 0x800;

/// Masks that keep as many bytes of a step as their index says.
static KEPT: [(u64, u64); STEP + 1] = {
    let mut masks = [(0, 0); STEP + 1];
    let mut length = 1;
    while length <= STEP {
        let kept = u128::MAX >> (8 * (STEP - length));
        masks[length] = (kept as u64, (kept >> 64) as u64);
        length += 1;
    }
    masks
};

/// The UTF-8 of the lower case of each letter of two bytes, or zeroes where that has not two bytes.
static LOWERED_LETTERS: LazyLock<[[u8; 2]; TWO_BYTES_END]> = LazyLock::new(|| {
    array::from_fn(|code| {
        let letter = char::from_u32(code as u32).filter(|letter| is_letter(*letter));
        let mut lowered = letter.into_iter().flat_map(char::to_lowercase);
        let mut utf8 = [0; 2];
        match (lowered.next(), lowered.next()) {
            (Some(character), None) if character.len_utf8() == 2 => {
                character.encode_utf8(&mut utf8);
                utf8
            }
            _ => [0; 2],
        }
    })
});

/// Returns the hash of a word; see [`hash_word`](super::hash_word).
pub(super) fn hash(word: &str) -> u64 {
    let mut buffer = [0; LONGEST + STEP];
    if let Some(length) = fold_into(word, &mut buffer) {
        return hash_folded(&buffer, length);
    }
    let mut folded: Vec<u8> = fold_word(word).bytes().map(exchanged).collect();
    let length = folded.len();
    folded.extend([0; STEP]);
    hash_folded(&folded, length)
}

/// Writes the hashes of the first runs in a window, up to one that may be other than a short ASCII word,
/// or may be a possessive. Returns how many there are.
///
/// Nearly all runs are read here, so the loop is by itself, to have all it needs in registers.
#[inline(never)]
pub(super) fn hash_plain(window: &Window, runs: &[[u8; 2]], hashes: &mut [u64]) -> usize {
    for (index, (&[start, end], slot)) in runs.iter().zip(hashes.iter_mut()).enumerate() {
        let length = usize::from(end).wrapping_sub(start.into());
        let Some((low, high)) = lowered_plain(window, start, length) else {
            return index;
        };
        if window[usize::from(end.wrapping_sub(2))] == b'\'' {
            return index;
        }
        *slot = finish(SECRET[0], low, high, length);
    }
    runs.len()
}

/// Returns the bytes of a run in lower case, filled up with zeroes, or `None` if it may be other than one
/// short ASCII word.
#[inline(always)]
fn lowered_plain(window: &Window, start: u8, length: usize) -> Option<(u64, u64)> {
    let kept = KEPT.get(length)?;
    let (low, high) = read(window, start);
    // Of what stands in such a run, only letters and underscores have not got the bit.
    let (low, high) = ((low | LOWER_CASE) & kept.0, (high | LOWER_CASE) & kept.1);
    // One more than DEL, as which a first underscore stands here, counts as beyond ASCII.
    let is_plain = ((low + 1) | high) & BEYOND_ASCII == 0;
    is_plain.then_some((low, high))
}

/// Returns the hash of a run in a window, or `None` if it may be other than one word of ASCII and of
/// letters of two bytes.
#[inline]
pub(super) fn hash_known(window: &Window, run: [u8; 2]) -> Option<u64> {
    // The first character tells most scripts.
    match window[usize::from(run[0])] {
        0..=0xC3 => hash_latin(window, run).or_else(|| hash_letters(window, run)),
        0xC4..0xE0 => hash_letters(window, run),
        _ => None,
    }
}

/// Returns the hash of a run in a window, or `None` if it may be other than one word of ASCII and letters
/// of Latin-1.
fn hash_latin(window: &Window, [start, end]: [u8; 2]) -> Option<u64> {
    let word = window.get(start.into()..end.into())?;
    if word.first() == Some(&b'_') {
        return None;
    }
    let length = word.len() - possessive(word);
    let mut seed = SECRET[0];
    let (mut at, mut left) = (start, length);
    loop {
        let (low, high) = read(window, at);
        if let Some(kept) = KEPT.get(left) {
            let low = lowered_latin(low & kept.0)? & kept.0;
            let high = lowered_latin(high & kept.1)? & kept.1;
            return Some(finish(seed, low, high, length));
        }
        seed = mix(seed, lowered_latin(low)?, lowered_latin(high)?);
        at += STEP as u8;
        left -= STEP;
    }
}

/// Returns whether a run in a window is one word of ASCII and letters of Latin-1 for sure.
#[inline]
pub(super) fn is_latin(window: &Window, run: [u8; 2]) -> bool {
    let [start, end] = run;
    let length = usize::from(end).wrapping_sub(start.into());
    lowered_plain(window, start, length).is_some() || hash_latin(window, run).is_some()
}

/// Returns the hash of a run in a window, or `None` if it may be other than one short word of letters of
/// one and two bytes, and of curly apostrophes between them.
fn hash_letters(window: &Window, [start, end]: [u8; 2]) -> Option<u64> {
    let letters = &*LOWERED_LETTERS;
    let mut buffer = [0; LONGEST + STEP];
    let mut length = 0;
    let mut rest = window.get(start.into()..end.into())?;
    while !rest.is_empty() && length < LONGEST {
        rest = match rest {
            [byte @ (b'a'..=b'z' | b'A'..=b'Z'), behind @ ..] => {
                buffer[length] = byte.to_ascii_lowercase();
                length += 1;
                behind
            }
            [lead @ 0xC0..0xE0, trail, behind @ ..] => {
                let pair = &letters[two_bytes_code(*lead, *trail)];
                if pair[0] == 0 {
                    return None;
                }
                buffer[length..length + 2].copy_from_slice(pair);
                length += 2;
                behind
            }
            [0xE2, 0x80, 0x99, behind @ ..] if ends_with_letter(&buffer[..length]) => {
                buffer[length] = b'\'';
                length += 1;
                behind
            }
            _ => return None,
        };
    }
    let folded = &buffer[..length];
    let is_word = rest.is_empty() && ends_with_letter(folded);
    is_word.then(|| hash_folded(&buffer, length - possessive(folded)))
}

/// Returns whether the last character of a folded word is a letter, given that it has only letters and
/// apostrophes.
fn ends_with_letter(folded: &[u8]) -> bool {
    folded.last().is_some_and(|byte| *byte != b'\'')
}

/// Returns 16 bytes of a window, which has so many behind any place at which a run can be.
#[inline]
fn read(window: &Window, at: u8) -> (u64, u64) {
    let bytes = window[usize::from(at)..].first_chunk();
    halves(bytes.unwrap_or(&[0; STEP]))
}

/// Returns eight bytes of a word in lower case, or `None` if there are others than ASCII and letters of
/// Latin-1 among them.
///
/// These letters are 0xC3 and a byte from 0x80 to 0xBF, but not 0x97 and 0xB7, which are signs. Like in
/// ASCII, one bit tells lower case, but for 0x9F, the second byte of ß.
#[inline]
fn lowered_latin(bytes: u64) -> Option<u64> {
    let leads = bytes & (bytes << 1) & BEYOND_ASCII;
    let whole_leads = leads | (leads - (leads >> 7));
    let other_leads = (bytes ^ repeated(0xC3)) & whole_leads;
    let signs = equal(bytes | LOWER_CASE, 0xB7);
    let kept = leads | equal(bytes, 0x9F);
    (other_leads | signs == 0).then_some(bytes | (LOWER_CASE & !(kept >> 2)))
}

/// Returns the top bit of each byte that is equal to the given one.
#[inline]
fn equal(bytes: u64, byte: u8) -> u64 {
    let differences = bytes ^ repeated(byte);
    let low_bits = !BEYOND_ASCII;
    !(((differences & low_bits) + low_bits) | differences | low_bits)
}

const fn repeated(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// Returns the length of a possessive `'s` at the end of a word in bytes: 2, or 0 if there is none, or if
/// the word is a contraction as short as "it's" or "she's".
pub(super) fn possessive(word: &[u8]) -> usize {
    match word {
        [stem @ .., b'\'', b's' | b'S'] if stem.len() > 3 => 2,
        _ => 0,
    }
}

/// Writes the folded spelling of a word, ready to be hashed, and returns its length; `None` if it may be
/// too long.
#[inline]
fn fold_into(word: &str, buffer: &mut [u8; LONGEST + STEP]) -> Option<usize> {
    let letters = &*LOWERED_LETTERS;
    let mut length = 0;
    let mut rest = word.as_bytes();
    while length < LONGEST {
        rest = match rest {
            [] => return Some(length - possessive(&buffer[..length])),
            [byte @ 0..0x80, behind @ ..] => {
                buffer[length] = exchanged(byte.to_ascii_lowercase());
                length += 1;
                behind
            }
            [lead @ 0xC0..0xE0, trail, behind @ ..]
                if letters[two_bytes_code(*lead, *trail)][0] != 0 =>
            {
                let pair = &letters[two_bytes_code(*lead, *trail)];
                buffer[length..length + 2].copy_from_slice(pair);
                length += 2;
                behind
            }
            _ => {
                let rest = word.get(word.len() - rest.len()..)?;
                let character = rest.chars().next()?;
                length += fold_character(character, &mut buffer[length..]);
                &rest.as_bytes()[character.len_utf8()..]
            }
        };
    }
    None
}

/// Writes the folded spelling of a character beyond ASCII, and returns its length.
fn fold_character(character: char, buffer: &mut [u8]) -> usize {
    match character {
        '’' => '\''.encode_utf8(buffer).len(),
        '\u{2E80}'..='\u{A63F}' | '\u{AC00}'..='\u{FAFF}' => character.encode_utf8(buffer).len(),
        _ => character.to_lowercase().fold(0, |length, lowered| {
            length + lowered.encode_utf8(&mut buffer[length..]).len()
        }),
    }
}

/// Returns the code of a character from the two bytes of its UTF-8.
#[inline]
pub(super) fn two_bytes_code(lead: u8, trail: u8) -> usize {
    usize::from(lead & 0x1F) << 6 | usize::from(trail & 0x3F)
}

/// Exchanges underscore and DEL, for all words alike: [`LOWER_CASE`] makes DEL of an underscore, and so
/// words in which it is set for all bytes needn't be searched for underscores.
fn exchanged(byte: u8) -> u8 {
    match byte {
        b'_' => DEL,
        DEL => b'_',
        _ => byte,
    }
}

/// Returns the hash of a folded word without its possessive; a step of other bytes stands behind it.
#[inline]
fn hash_folded(folded: &[u8], length: usize) -> u64 {
    let mut seed = SECRET[0];
    let mut rest = folded;
    let mut left = length;
    while let Some((step, behind)) = rest.split_first_chunk::<STEP>() {
        let (low, high) = halves(step);
        if let Some(kept) = KEPT.get(left) {
            return finish(seed, low & kept.0, high & kept.1, length);
        }
        seed = mix(seed, low, high);
        rest = behind;
        left -= STEP;
    }
    seed
}

/// Mixes in 16 bytes of a word that has more.
#[inline]
fn mix(seed: u64, low: u64, high: u64) -> u64 {
    fold(multiply(low ^ SECRET[1], high ^ seed))
}

/// Mixes in the last bytes of a word and how many it has in all.
#[inline]
fn finish(seed: u64, low: u64, high: u64, length: usize) -> u64 {
    let (low, high) = multiply(low ^ SECRET[1], high ^ seed);
    fold(multiply(low ^ SECRET[0] ^ length as u64, high ^ SECRET[1]))
}

/// Returns the two halves of 16 bytes, in an order that does not depend on the machine's.
#[inline]
fn halves(step: &[u8; STEP]) -> (u64, u64) {
    let both = u128::from_le_bytes(*step);
    (both as u64, (both >> 64) as u64)
}

/// Returns the two halves of a product.
#[inline]
fn multiply(a: u64, b: u64) -> (u64, u64) {
    let product = u128::from(a) * u128::from(b);
    (product as u64, (product >> 64) as u64)
}

#[inline]
fn fold((low, high): (u64, u64)) -> u64 {
    low ^ high
}
