//! Plain text in any encoding: bytes as a `.txt` file. Text in UTF-8 stays as it is, byte for byte, and what is
//! written in UTF-16 is read as what it was.

#![no_main]

use encoding_rs::{Encoding, UTF_8, UTF_16LE};
use libfuzzer_sys::fuzz_target;
use newsdedup::corpus::Corpus;
use newsdedup_fuzz::{Texts, corpus, file, prepare, read_and_check};

fuzz_target!(init: prepare(), |bytes: &[u8]| {
    let found = read_and_check("a.txt", bytes, Texts::AsTheyWere);
    let Ok(text) = std::str::from_utf8(bytes) else {
        // Tables and lines decode as they read.
        read_and_check("a.csv", bytes, Texts::Decoded);
        read_and_check("a.jsonl", bytes, Texts::AsTheyWere);
        return;
    };
    if !is_plain(text) {
        return;
    }
    if let Some(read) = only_text(&found) {
        assert_eq!(read, text, "text in UTF-8 was changed");
        let text = text.trim_start_matches('\u{feff}');
        if text.chars().all(is_simple) {
            let found = corpus(file("a.txt", &utf_16(text)));
            assert_eq!(only_text(&found), Some(text), "UTF-16 was not read right");
        }
    }
});

/// Returns whether text neither looks like another format nor has what no text has.
fn is_plain(text: &str) -> bool {
    let text = text.trim_start_matches(['\u{feff}', ' ', '\n', '\t', '\r']);
    let is_other = [
        "<", "WARC/1.", "PK", "7z", "PAR1", "ARROW1", "SQLite", "%PDF", "BZh", "Q*M",
    ]
    .iter()
    .any(|signature| text.starts_with(signature));
    !is_other
        && !text.contains(['\0', '\u{feff}'])
        && !text.contains("ustar")
        && Encoding::for_bom(text.as_bytes()).is_none_or(|(encoding, _)| encoding == UTF_8)
}

fn only_text(corpus: &Corpus) -> Option<&str> {
    match corpus.documents.as_slice() {
        [document] => Some(&document.text),
        _ => None,
    }
}

/// Returns whether a character is what it is in every notation: not composed of others, nothing that decoding
/// takes out, and not one of those that Windows-1252 makes of UTF-8.
fn is_simple(character: char) -> bool {
    matches!(character, '\n' | ' '..='~' | '\u{430}'..='\u{44f}' | '\u{4e00}'..='\u{9fa5}')
}

fn utf_16(text: &str) -> Vec<u8> {
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain(units).collect();
    debug_assert_eq!(Encoding::for_bom(&bytes), Some((UTF_16LE, 2)));
    bytes
}
