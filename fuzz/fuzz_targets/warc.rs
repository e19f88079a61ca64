//! Web archives: bytes as a `.warc` file, with HTTP responses and their packaging.

#![no_main]

use libfuzzer_sys::fuzz_target;
use newsdedup_fuzz::{Texts, prepare, read_and_check};

fuzz_target!(init: prepare(), |bytes: &[u8]| {
    read_and_check("a.warc", bytes, Texts::Decoded);
});
