//! Web pages: bytes as an `.html` file, as it is saved from a site.

#![no_main]

use libfuzzer_sys::fuzz_target;
use newsdedup_fuzz::{Texts, prepare, read_and_check};

fuzz_target!(init: prepare(), |bytes: &[u8]| {
    read_and_check("a.html", bytes, Texts::Decoded);
});
