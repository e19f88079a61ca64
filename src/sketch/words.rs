//! Words by the Unicode rules (UAX #29), and the hash under which two spellings are one word.

use unicode_segmentation::UnicodeSegmentation;
use xxhash_rust::xxh3::xxh3_64;

/// A word as it stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'t> {
    /// The word as written.
    pub text: &'t str,
    /// Byte offset of its first character in the text.
    pub start: usize,
}

impl Word<'_> {
    /// Returns the byte offset behind the word.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// Returns the words of a text in order: runs with a letter or a digit, by UAX #29.
///
/// ```
/// let words: Vec<&str> = newsdedup::sketch::words("It's 5.5 km.").map(|word| word.text).collect();
/// assert_eq!(words, ["It's", "5.5", "km"]);
/// ```
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    text.unicode_word_indices()
        .map(|(start, text)| Word { text, start })
}

/// Returns the hash of a word: the same for all cases, for straight and curly apostrophes, and with
/// or without the English possessive (`Kyiv's`, `KYIV’S` and `Kyiv` are one word).
///
/// After up to three letters `'s` is left on, since it is hardly a possessive there (`it's`, `she's`).
///
/// ```
/// use newsdedup::sketch::hash_word;
/// assert_eq!(hash_word("Kyiv’s"), hash_word("KYIV"));
/// assert_ne!(hash_word("it’s"), hash_word("its"));
/// ```
pub fn hash_word(word: &str) -> u64 {
    if word.is_ascii() {
        let mut bytes = [0u8; 32];
        if let Some(folded) = bytes.get_mut(..word.len()) {
            folded.copy_from_slice(word.as_bytes());
            folded.make_ascii_lowercase();
            return xxh3_64(without_possessive(folded));
        }
    }
    xxh3_64(fold_word(word).as_bytes())
}

/// Returns the spelling that [`hash_word`] hashes: lower case, straight apostrophes, no possessive.
pub fn fold_word(word: &str) -> String {
    let mut folded: String = word
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| if c == '’' { '\'' } else { c })
        .collect();
    let length = without_possessive(folded.as_bytes()).len();
    folded.truncate(length);
    folded
}

/// Returns the hash of words in a row, given the hash of each; their order matters.
pub(crate) fn hash_run(words: impl Iterator<Item = u64>) -> u64 {
    words.fold(0, |hash: u64, word| {
        (hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

/// Cuts a final `'s` off a folded word, but not off a contraction as short as "it's" or "she's".
fn without_possessive(folded: &[u8]) -> &[u8] {
    match folded.strip_suffix(b"'s") {
        Some(stem) if stem.len() > 3 => stem,
        _ => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_short_ascii_words_fold_alike() {
        let long = "Honorificabilitudinitatibusses-and-more";
        assert_eq!(hash_word(long), hash_word(&long.to_uppercase()));
        assert_eq!(hash_word("Straße"), hash_word("STRAße"));
    }

    #[test]
    fn text_without_spaces_has_words() {
        assert_eq!(words("你好世界").count(), 4);
    }

    #[test]
    fn offsets_cut_out_the_word() {
        let text = "  »Über« uns";
        for word in words(text) {
            assert_eq!(&text[word.start..word.end()], word.text);
        }
    }
}
