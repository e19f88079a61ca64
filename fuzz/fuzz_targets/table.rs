//! Tables with a header, with commas, semicolons, tabs or bars: bytes as a `.csv` file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use newsdedup_fuzz::{Texts, prepare, read_and_check};

fuzz_target!(init: prepare(), |bytes: &[u8]| {
    read_and_check("a.csv", bytes, Texts::Decoded);
});
