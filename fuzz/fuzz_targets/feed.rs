//! RSS, RDF and Atom: bytes as a `.xml` file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use newsdedup_fuzz::{Texts, prepare, read_and_check};

fuzz_target!(init: prepare(), |bytes: &[u8]| {
    read_and_check("a.xml", bytes, Texts::Decoded);
});
