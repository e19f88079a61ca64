//! JSON: bytes as a `.json` file (arrays, objects, JSON Lines as the bytes tell) and as a `.jsonl` file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use newsdedup_fuzz::{Texts, prepare, read_and_check};

fuzz_target!(init: prepare(), |bytes: &[u8]| {
    read_and_check("a.json", bytes, Texts::AsTheyWere);
    read_and_check("a.jsonl", bytes, Texts::AsTheyWere);
});
