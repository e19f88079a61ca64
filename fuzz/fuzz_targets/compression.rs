//! Compressed files, told by their first bytes: bytes as they are, and what they are compressed, which must be
//! read as they themselves are. The first byte says how.

#![no_main]

use std::io::Write;

use bzip2::write::BzEncoder;
use flate2::write::GzEncoder;
use libfuzzer_sys::fuzz_target;
use lzma_rust2::{XzOptions, XzWriter};
use newsdedup::corpus::Corpus;
use newsdedup_fuzz::{Texts, corpus, file, prepare, read_and_check};

fuzz_target!(init: prepare(), |bytes: &[u8]| {
    read_and_check("a.jsonl.gz", bytes, Texts::AsTheyWere);
    let Some((how, bytes)) = bytes.split_first() else {
        return;
    };
    read_and_check("a.jsonl.gz", bytes, Texts::AsTheyWere);
    let packed = pack(*how, bytes);
    let direct = corpus(file("a.jsonl", bytes));
    let unpacked = corpus(file("a.jsonl", &packed));
    if !is_packed(bytes) {
        assert_eq!(said(&unpacked), said(&direct), "compression changes what is read");
    }
    // Cut off, or with something changed in it.
    let place = usize::from(*how) % packed.len();
    corpus(file("a.jsonl", &packed[..place]));
    let mut damaged = packed;
    damaged[place] ^= 1 << (how % 8);
    corpus(file("a.jsonl", &damaged));
});

fn pack(how: u8, bytes: &[u8]) -> Vec<u8> {
    let packed = match how % 4 {
        0 => {
            let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(bytes).and_then(|()| encoder.finish())
        }
        1 => {
            let mut encoder = BzEncoder::new(Vec::new(), bzip2::Compression::fast());
            encoder.write_all(bytes).and_then(|()| encoder.finish())
        }
        2 => XzWriter::new(Vec::new(), XzOptions::with_preset(0)).and_then(|mut encoder| {
            encoder.write_all(bytes)?;
            encoder.finish()
        }),
        _ => zstd::encode_all(bytes, 1),
    };
    packed.expect("bytes in memory")
}

/// Returns whether bytes begin as those that are compressed.
fn is_packed(bytes: &[u8]) -> bool {
    [b"\x1f\x8b".as_slice(), b"\x28\xb5", b"BZh", b"\xfd7zXZ"]
        .iter()
        .any(|magic| bytes.starts_with(magic))
        || bytes.get(1..4) == Some(b"\x2a\x4d\x18")
}

/// Returns what a user sees of a corpus.
fn said(corpus: &Corpus) -> impl PartialEq + std::fmt::Debug + '_ {
    let texts = corpus
        .documents
        .iter()
        .map(|document| (&document.id, &document.text, document.record));
    let places = corpus
        .skipped
        .iter()
        .map(|skipped| (skipped.record, &skipped.reason));
    (texts.collect::<Vec<_>>(), places.collect::<Vec<_>>())
}
