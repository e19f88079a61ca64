//! Time that grows faster than the input: a few bytes, repeated to a file of some hundred kilobytes. The first
//! byte says as what they are read, the second how many of the others stand once, before all else.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use newsdedup::strip::Stripper;
use newsdedup_fuzz::{corpus, file, prepare};

static STRIPPER: LazyLock<Stripper> =
    LazyLock::new(|| Stripper::new().expect("the shipped tables"));

/// How long a file is, in bytes. What takes quadratic time takes minutes of it.
const SIZE: usize = 256 << 10;

const NAMES: [&str; 8] = [
    "a.html", "a.txt", "a.html", "a.xml", "a.warc", "a.json", "a.jsonl", "a.csv",
];

fuzz_target!(init: prepare(), |bytes: &[u8]| {
    let [name, before, rest @ ..] = bytes else {
        return;
    };
    let (once, again) = rest.split_at(usize::from(*before).min(rest.len()));
    if again.is_empty() {
        return;
    }
    let mut bytes = once.to_vec();
    while bytes.len() < SIZE {
        bytes.extend_from_slice(again);
    }
    let found = corpus(file(NAMES[usize::from(*name) % NAMES.len()], &bytes));
    for document in found.documents.into_iter().take(16) {
        STRIPPER.strip(document);
    }
});
