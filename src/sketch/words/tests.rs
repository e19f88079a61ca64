//! The fast path against the plain one: `unicode-segmentation`, and hashes of folded spellings.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::*;

/// Returns a text's words as `unicode-segmentation` has them.
fn plain_words(text: &str) -> Vec<(usize, &str)> {
    text.unicode_word_indices().collect()
}

fn fast_words(text: &str) -> Vec<(usize, &str)> {
    words(text).map(|word| (word.start, word.text)).collect()
}

fn hashes_of(text: &str) -> Vec<u64> {
    let mut hashes = Vec::new();
    word_hashes(text, &mut hashes);
    hashes
}

/// Returns the hashes of the words that `unicode-segmentation` finds, each by itself.
fn plain_hashes(text: &str) -> Vec<u64> {
    let words = plain_words(text).into_iter();
    words.map(|(_, word)| hash_word(word)).collect()
}

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

#[test]
fn behind_the_last_word_there_is_none() {
    let mut words = words("one two");
    assert_eq!(words.by_ref().count(), 2);
    assert_eq!((words.next(), words.next()), (None, None));
}

#[test]
fn only_long_words_lose_their_s() {
    for (word, same) in [("Kyiv's", "kyiv"), ("Łódź’s", "łódź"), ("MAYOR'S", "mayor")] {
        assert_eq!(hashes_of(word), hashes_of(same), "{word}");
    }
    for (word, other) in [("it's", "it"), ("she’s", "she"), ("Kyiv't", "Kyiv")] {
        assert_ne!(hashes_of(word), hashes_of(other), "{word}");
    }
}

#[test]
fn runs_end_at_every_place_of_a_window() {
    for length in 0..300 {
        let text = format!("{}{}", " ".repeat(length), "a".repeat(length));
        for text in [&text, &text[length / 2..], &format!("{text}'é {text}_")] {
            assert_eq!(fast_words(text), plain_words(text));
            assert_eq!(hashes_of(text), plain_hashes(text));
        }
    }
}

#[test]
fn a_joiner_between_windows_joins() {
    for length in 0..300 {
        for joined in [
            "a.b",
            "1,2",
            "a,b",
            "ä.ö",
            "a’b",
            "a’“b",
            "a.“b",
            "a.×b",
            "a\u{a0}«b’»",
            "ß×ß÷ß",
            "rock’n’roll’s",
            "א\"ב",
            "_._",
            " \u{200d}ℹ",
            "\u{2003} \u{200d}ℹ",
        ] {
            let text = " ".repeat(length) + joined;
            assert_eq!(fast_words(&text), plain_words(&text), "{text:?}");
            assert_eq!(hashes_of(&text), plain_hashes(&text), "{text:?}");
        }
    }
}

#[test]
fn every_character_has_its_place_in_words() {
    for character in '\u{1}'..=char::MAX {
        let text = format!(
            "a{character}b 1{character}2 _{character}_ あ{character}あ !{character}! a'{character}b \
             a{character}'b 1,{character}2 1{character},2 ({character}) {character}a א{character}1 \
             a\u{301}{character}\u{301}a {character}{character} \u{2003} {character}\u{200d}ℹ"
        );
        assert_eq!(fast_words(&text), plain_words(&text), "{text:?}");
    }
}

#[test]
fn every_character_is_folded() {
    for character in '\0'..=char::MAX {
        let word = String::from(character);
        assert_eq!(hash_word(&word), hash_word(&fold_word(&word)), "{word:?}");
    }
}

#[test]
fn fixtures_have_the_same_words() {
    fn check(folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                check(&path);
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            assert_eq!(fast_words(&text), plain_words(&text), "{path:?}");
            assert_eq!(hashes_of(&text), plain_hashes(&text), "{path:?}");
        }
    }
    check(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"));
}

#[test]
fn hashes_of_many_words_differ_and_use_all_bits() {
    let letters = || "etaoinsh".chars();
    let words: Vec<String> = letters()
        .flat_map(|a| letters().flat_map(move |b| letters().map(move |c| format!("{a}{b}{c}"))))
        .flat_map(|stem| (0..400).map(move |number| format!("{stem}{number}")))
        .collect();
    let mut hashes: Vec<u64> = words.iter().map(|word| hash_word(word)).collect();
    for bit in 0..64 {
        let ones = hashes.iter().filter(|hash| *hash >> bit & 1 == 1).count();
        let share = ones as f64 / hashes.len() as f64;
        assert!((share - 0.5).abs() < 0.01, "bit {bit} is 1 in {share}");
    }
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(hashes.len(), words.len());
}

#[test]
fn a_changed_bit_of_a_word_changes_half_of_the_hash() {
    for word in [
        "be",
        "bridge",
        "government",
        "representative",
        "unrepresentativeness",
    ] {
        for place in 0..word.len() {
            let mut changed = word.as_bytes().to_vec();
            changed[place] ^= 1;
            let changed = String::from_utf8(changed).unwrap();
            let bits = (hash_word(word) ^ hash_word(&changed)).count_ones();
            assert!((12..=52).contains(&bits), "{bits} from {word} to {changed}");
        }
    }
}

#[test]
fn hashes_are_the_same_everywhere() {
    assert_eq!(hash_word("bridge"), 0xff99_a50e_8f59_cb10);
    assert_eq!(hash_word("Representatives’"), 0x62e8_c9dd_ae50_5916);
    assert_eq!(hash_word("Bundesverfassungsgericht"), 0x7add_40ee_b260_1b84);
}

/// Returns texts with characters of all kinds that the rules tell apart.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[a-zA-Z]{1,9}",
        1 => "[a-zA-Z]{10,70}",
        2 => "[0-9]{1,4}",
        5 => "[ .,':;_\"\n]",
        1 => "[!-~]",
        2 => "[äöüßéÉñçøıİſ]",
        2 => "[а-яА-ЯёЁ]{1,9}",
        1 => "[α-ωΑ-Ωά]{1,9}",
        2 => "[‘’“”„»«–—…\u{a0}]",
        1 => "[\u{301}\u{308}\u{345}\u{ad}\u{200c}\u{200d}\u{fe0f}\u{feff}]",
        1 => "[\u{2003}\u{3000}\u{202f}\u{2028}\u{85}\u{1680}]",
        1 => "[一-龥ぁ-んァ-ンー々、。]",
        1 => "[กาำ่ะ๑]",
        1 => "[가-힣각]",
        1 => "[אבג\"'״]",
        1 => "[ابً،٣٬]",
        1 => "[कि्ष।१]",
        1 => "[😀👍🏽👩❤ℹⓂ🇩🇪🅰©]",
        1 => "[²½①ⅣⅠª·;·⁄，．：；１Ａ]",
        1 => "(\r\n|'s|’s|’S|\u{7f})",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..100).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn words_are_those_of_unicode(text in texts()) {
        prop_assert_eq!(fast_words(&text), plain_words(&text));
    }

    #[test]
    fn hashes_of_a_text_are_those_of_its_words(text in texts()) {
        prop_assert_eq!(hashes_of(&text), plain_hashes(&text));
    }

    #[test]
    fn hashes_are_equal_where_spellings_are(text in texts()) {
        let mut spellings = HashMap::new();
        for hash_and_word in words(&text).map(|word| (hash_word(word.text), fold_word(word.text))) {
            let (hash, folded) = hash_and_word;
            prop_assert_eq!(spellings.entry(folded).or_insert(hash), &hash);
        }
        let mut hashes: Vec<&u64> = spellings.values().collect();
        hashes.sort();
        hashes.dedup();
        prop_assert_eq!(hashes.len(), spellings.len());
    }
}
