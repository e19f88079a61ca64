//! What the fuzz targets have in common: bytes are read as the program reads a file, and what comes of them
//! is held to what the README promises.
//!
//! A target fails by a panic, by taking longer or more memory than `fuzz/run` allows, or by a broken promise.

use std::fs;
use std::io::Cursor;
use std::panic;
use std::path::Path;
use std::process;
use std::sync::LazyLock;

use newsdedup::corpus::{Corpus, Input, Options, Skipped, read};
use tempfile::TempDir;
use unicode_normalization::is_nfc;

/// Where files are written, and the temporary files of the library.
static SCRATCH: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().expect("a temporary folder"));

/// Readies a target: one thread, and a panic ends the process where it happens.
///
/// Faults of libraries are let through: those in places where newsdedup catches them are told and no crash,
/// any other reaches the fuzzer, which ends the process.
pub fn prepare() {
    // Fails if it is called twice, which changes nothing.
    let _ = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build_global();
    panic::set_hook(Box::new(|info| {
        eprintln!("{info}");
        let place = info.location().map_or("", |location| location.file());
        if !place.contains("/registry/src/") {
            process::abort();
        }
    }));
}

/// Returns the folder for temporary files.
pub fn scratch() -> &'static Path {
    SCRATCH.path()
}

/// Writes a file of this name, and returns it as an input.
pub fn file(name: &str, bytes: &[u8]) -> Input {
    let path = scratch().join(name);
    fs::write(&path, bytes).expect("a temporary file");
    Input::Path(path)
}

/// Reads an input with the usual options.
pub fn corpus(input: Input) -> Corpus {
    read(vec![input], &Options::default(), scratch(), &|_| {}).expect("temporary files")
}

/// Whether texts were decoded, so that they are composed and without control characters.
#[derive(Clone, Copy, PartialEq)]
pub enum Texts {
    /// As they stand in the file.
    AsTheyWere,
    /// Decoded, or taken out of markup.
    Decoded,
}

/// Reads bytes as a file of this name, and checks what comes of them; depending on how many they are also a
/// second time, as a stream without a name, or with so low a bound that most records are too long.
pub fn read_and_check(name: &str, bytes: &[u8], texts: Texts) -> Corpus {
    let found = corpus(file(name, bytes));
    check(&found, texts);
    match bytes.len() % 4 {
        0 => assert_eq!(corpus(file(name, bytes)), found, "a second reading differs"),
        1 => {
            let stream = Input::Stream(Box::new(Cursor::new(bytes.to_vec())));
            check(&corpus(stream), Texts::AsTheyWere);
        }
        2 => {
            let options = Options {
                max_record_bytes: 100,
                ..Options::default()
            };
            let input = vec![file(name, bytes)];
            let found = read(input, &options, scratch(), &|_| {}).expect("temporary files");
            check(&found, texts);
        }
        _ => {}
    }
    found
}

/// Checks what holds for whatever was read.
pub fn check(corpus: &Corpus, texts: Texts) {
    let Corpus {
        documents,
        skipped,
        left_out,
    } = corpus;
    assert!(
        documents.len() + skipped.len() + left_out > 0,
        "nothing was read, and nothing said"
    );
    for pair in documents.windows(2) {
        assert!(pair[0].id < pair[1].id, "ids not sorted, or not unique");
    }
    for Skipped { reason, record, .. } in skipped {
        assert!(!reason.is_empty() && !reason.contains('\n'), "{reason:?}");
        assert_ne!(*record, Some(0));
    }
    for document in documents {
        assert!(!document.text.trim().is_empty(), "an article without text");
        assert!(!document.id.is_empty(), "an article without id");
        assert_ne!(document.record, Some(0));
        if texts == Texts::Decoded {
            let others = [&document.headline, &document.outlet];
            for text in others.into_iter().flatten().chain([&document.text]) {
                assert!(is_nfc(text), "not composed: {text:?}");
                let is_odd = |c: char| c.is_control() && c != '\n' && c != '\t';
                assert!(!text.contains(is_odd), "control characters: {text:?}");
            }
        }
    }
}
