//! Scans in chunks of any size, against a reader that knows nothing of chunks.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::corpus::read::collect;
use crate::corpus::{BYTE_ORDER_MARK, Corpus, Document, STREAM, jsonl};

/// What a test puts into a file: its name and its bytes.
type Files = BTreeMap<String, Vec<u8>>;

fn folder(files: &Files) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

fn open(path: &Path, chunk: u64) -> Sources {
    let sizes = Sizes { chunk, ..SIZES };
    Sources::with_sizes(inputs(path), &Options::default(), path, sizes).unwrap()
}

fn inputs(path: &Path) -> Vec<Input> {
    vec![Input::Path(path.to_owned())]
}

fn stream(reader: impl io::BufRead + Send + 'static) -> Vec<Input> {
    vec![Input::Stream(Box::new(reader))]
}

/// Loads the corpus, and makes sure that each record can be read again.
fn load(sources: &Sources) -> Corpus {
    sources.scan(|chunk| {
        chunk.for_each(|record| {
            let mut buffer = Vec::new();
            let again = sources.read(record.place, &mut buffer).unwrap();
            assert_eq!(again, record.raw);
            assert_eq!(sources.parse(record.place, again).unwrap(), record.fields);
        });
    });
    collect(sources, &|_| {}).unwrap()
}

/// Returns what these files give, by a reader that holds each whole and knows nothing of chunks.
fn oracle<'f>(files: impl IntoIterator<Item = (String, &'f [u8])>) -> Corpus {
    let (mut documents, mut skipped) = (Vec::new(), Vec::new());
    for (path, bytes) in files {
        let text = bytes.strip_prefix(BYTE_ORDER_MARK.as_bytes());
        let starts_with_record = text.unwrap_or(bytes).trim_ascii_start().starts_with(b"{");
        let is_stream_of_records = path == STREAM && starts_with_record;
        if path.ends_with(".jsonl") || is_stream_of_records {
            read_lines(&path, bytes, &mut documents, &mut skipped);
        } else {
            let origin = Origin {
                path: &path,
                record: None,
            };
            match plain::parse(bytes) {
                Ok(fields) => documents.push(fields.into_document(origin)),
                Err(reason) => skipped.push(Skipped::whole(&path, reason)),
            }
        }
    }
    let documents = one_for_each_id(documents, &mut skipped);
    skipped.sort();
    Corpus {
        documents,
        skipped,
        left_out: 0,
    }
}

/// Sorts by id, and keeps the document with the first path and record of each id.
fn one_for_each_id(mut documents: Vec<Document>, skipped: &mut Vec<Skipped>) -> Vec<Document> {
    documents.sort_by(|a, b| (&a.id, &a.path, a.record).cmp(&(&b.id, &b.path, b.record)));
    let mut kept: Vec<Document> = Vec::with_capacity(documents.len());
    for document in documents {
        match kept.last().filter(|last| last.id == document.id) {
            None => kept.push(document),
            Some(last) => {
                let kept = last.origin();
                skipped.push(Skipped::same_id(document.origin(), &document.id, kept));
            }
        }
    }
    kept
}

fn read_lines(path: &str, bytes: &[u8], documents: &mut Vec<Document>, skipped: &mut Vec<Skipped>) {
    let mut records = 0;
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let Some(raw) = jsonl::record(line, index == 0) else {
            continue;
        };
        records += 1;
        let record = Some(index + 1);
        match Fields::parse(raw) {
            Ok(fields) => documents.push(fields.into_document(Origin { path, record })),
            Err(reason) => skipped.push(Skipped {
                path: path.to_owned(),
                record,
                reason,
            }),
        }
    }
    if records == 0 {
        skipped.push(Skipped::whole(path, jsonl::NO_RECORD));
    }
}

#[test]
fn the_size_of_chunks_changes_nothing() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let expected = load(&open(&fixtures, SIZES.chunk));
    assert_eq!(expected.documents.len(), 50);
    for chunk in [4, 1_000, 1 << 14] {
        assert_eq!(load(&open(&fixtures, chunk)), expected, "{chunk}");
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let ids = || {
        let sources = open(&fixtures, 1 << 10);
        let scan = sources.scan(|chunk| {
            let mut ids = Vec::new();
            chunk.for_each(|record| ids.push(record.fields.id().map(str::to_owned)));
            ids
        });
        scan.chunks
    };
    let expected = ids();
    for threads in [1, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        assert_eq!(pool.build().unwrap().install(ids), expected);
    }
}

#[test]
fn many_small_files_are_read_with_few_of_them_open() {
    let text = |number: usize| format!("Article {number}").into_bytes();
    let files: Files = (0..10_000)
        .map(|number| (format!("{number}.txt"), text(number)))
        .collect();
    let folder = folder(&files);
    let corpus = load(&open(folder.path(), SIZES.chunk));
    assert_eq!((corpus.documents.len(), corpus.skipped.len()), (10_000, 0));
}

#[test]
fn a_chunk_that_is_not_asked_for_its_records_is_numbered_all_the_same() {
    let line = b"{\"text\": \"x\"}\n".to_vec();
    let folder = folder(&Files::from([("a.jsonl".to_owned(), line.repeat(9))]));
    let sources = open(folder.path(), 32);
    let scan = sources.scan(|chunk| {
        let mut last = None;
        if chunk.bytes.start > 64 {
            chunk.for_each(|record| last = Some((record.place, record.line)));
        }
        last
    });
    let (place, line) = scan.chunks.into_iter().flatten().last().unwrap();
    assert_eq!(sources.origin(place, line, &scan.numbering).record, Some(9));
}

#[test]
fn a_sample_is_spread_evenly_and_no_larger_than_asked_for() {
    let line = b"{\"text\": \"x\"}\n".to_vec();
    let folder = folder(&Files::from([("a.jsonl".to_owned(), line.repeat(99))]));
    let sources = open(folder.path(), 64);
    let starts = |bytes| sources.sample(bytes, |chunk| chunk.bytes.start);
    assert_eq!(sources.bytes(), 99 * 14);
    assert_eq!(starts(0), [0]);
    assert_eq!(starts(300), [0, 5 * 64, 11 * 64, 16 * 64]);
    assert_eq!(starts(u64::MAX).len(), 22);
    let empty = Sources::open(Vec::new(), &Options::default(), folder.path()).unwrap();
    assert_eq!(empty.sample(9, |chunk| chunk.bytes.start), [0; 0]);
    assert_eq!((empty.bytes(), load(&empty)), (0, Corpus::default()));
}

#[test]
fn a_record_that_is_too_long_is_skipped() {
    let record = |length: usize| format!("{{\"text\": \"{}\"}}\n", "x".repeat(length));
    let files = Files::from([
        (
            "a.jsonl".into(),
            (record(9) + &record(99) + &record(8)).into(),
        ),
        ("b.txt".into(), "x".repeat(51).into()),
        ("c.txt".into(), "x".repeat(50).into()),
    ]);
    let folder = folder(&files);
    let sizes = Sizes {
        record: 50,
        ..SIZES
    };
    let sources = Sources::with_sizes(
        inputs(folder.path()),
        &Options::default(),
        folder.path(),
        sizes,
    )
    .unwrap();
    let corpus = load(&sources);
    let records: Vec<_> = corpus.documents.iter().map(|found| found.record).collect();
    assert_eq!(records, [Some(1), Some(3), None]);
    let reasons = corpus.skipped.iter();
    let reasons: Vec<_> = reasons
        .map(|found| (found.record, found.reason.as_str()))
        .collect();
    let reason = "longer than 50 bytes";
    assert_eq!(reasons, [(Some(2), reason), (None, reason)]);
}

#[test]
fn what_becomes_shorter_or_is_gone_is_skipped_from_there_on() {
    let line = b"{\"text\": \"x\"}\n".to_vec();
    let names = ["a.jsonl", "b.jsonl", "c.txt", "d.txt"];
    let files = names.map(|name| (name.to_owned(), line.repeat(9)));
    let folder = folder(&files.into());
    let sources = open(folder.path(), 32);
    let path = |name| folder.path().join(name);
    fs::write(path("a.jsonl"), line.repeat(5)).unwrap();
    fs::remove_file(path("b.jsonl")).unwrap();
    fs::write(path("c.txt"), &line).unwrap();
    fs::remove_file(path("d.txt")).unwrap();

    let corpus = load(&sources);
    let records: Vec<_> = corpus.documents.iter().map(|found| found.record).collect();
    assert_eq!(records, [1, 2, 3, 4, 5].map(Some));
    let reasons = corpus.skipped.iter();
    let reasons: Vec<_> = reasons
        .map(|found| (found.record, found.reason.as_str()))
        .collect();
    let shorter = "can't be read: it has become shorter since it was found";
    let from_here = format!("from this line on: {shorter}");
    let gone = "no such file or folder";
    let expected = [
        (Some(6), from_here.as_str()),
        (None, gone),
        (None, shorter),
        (None, gone),
    ];
    assert_eq!(reasons, expected);
}

#[test]
fn what_is_added_to_a_file_during_the_run_is_not_read() {
    let line = b"{\"text\": \"x\"}\n".to_vec();
    let names = ["a.jsonl", "b.txt", "c.json"];
    let files = names.map(|name| (name.to_owned(), line.repeat(2)));
    let folder = folder(&files.into());
    let sources = open(folder.path(), 32);
    let expected = load(&sources);
    for name in names {
        fs::write(folder.path().join(name), line.repeat(9)).unwrap();
    }
    assert_eq!(load(&sources), expected);
    assert_eq!(expected.documents.len(), 5);
}

#[test]
fn a_stream_that_breaks_off_gives_what_it_gave_before() {
    struct Broken;
    impl io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the line is dead"))
        }
    }
    let dead = "can't be read: the line is dead";
    let from_here = format!("from this line on: {dead}");
    let bad = "invalid JSON: expected value at column 1";
    let good = "{\"text\": \"x\"}\n";
    let cases = [
        (String::new(), 0, vec![(None, dead)]),
        ("\n\n".to_owned(), 0, vec![(None, dead)]),
        (
            format!("{good}\n{{\"te"),
            1,
            vec![(Some(3), from_here.as_str())],
        ),
        (
            format!("{good}bad\n"),
            1,
            vec![(Some(2), bad), (Some(3), from_here.as_str())],
        ),
        ("An article\n".to_owned(), 0, vec![(None, dead)]),
    ];
    for (start, records, expected) in cases {
        let broken = io::BufReader::new(Cursor::new(start.clone()).chain(Broken));
        let sources = Sources::open(
            stream(broken),
            &Options::default(),
            TempDir::new().unwrap().path(),
        )
        .unwrap();
        let corpus = load(&sources);
        assert_eq!(corpus.documents.len(), records, "{start:?}");
        let skipped = corpus.skipped.iter();
        let skipped: Vec<_> = skipped
            .map(|skipped| (skipped.record, skipped.reason.as_str()))
            .collect();
        assert_eq!(skipped, expected, "{start:?}");
    }
}

#[test]
fn a_stream_needs_a_folder_for_its_copy() {
    let folder = TempDir::new().unwrap();
    let missing = folder.path().join("missing");
    let error = Sources::open(stream(Cursor::new("x")), &Options::default(), &missing)
        .err()
        .unwrap();
    assert!(error.to_string().contains("missing"), "{error}");
    Sources::open(stream(Cursor::new("x")), &Options::default(), folder.path()).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

proptest! {
    #[test]
    fn a_scan_in_chunks_of_any_size_gives_what_reading_whole_files_gives(
        files in prop::collection::btree_map("[a-z]{1,3}(\\.jsonl|\\.txt)", any_file(), 1..6),
        chunk in 1..40u64,
    ) {
        let folder = folder(&files);
        let sources = open(folder.path(), chunk * ALIGNMENT);
        let shown = |name: &String| format!("{}/{name}", folder.path().display());
        let expected = oracle(files.iter().map(|(name, bytes)| (shown(name), bytes.as_slice())));
        prop_assert_eq!(load(&sources), expected);
    }

    #[test]
    fn a_stream_gives_what_reading_it_whole_gives(bytes in any_file(), chunk in 1..40u64) {
        let sizes = Sizes { chunk: chunk * ALIGNMENT, ..SIZES };
        let input = || stream(Cursor::new(bytes.clone()));
        let sources = Sources::with_sizes(input(), &Options::default(), TempDir::new().unwrap().path(), sizes).unwrap();
        let expected = oracle([(STREAM.to_owned(), bytes.as_slice())]);
        prop_assert_eq!(load(&sources), expected);
    }
}

/// Records, good, bad and long, with blank lines between them, either line end, and perhaps none at the end.
fn any_file() -> impl Strategy<Value = Vec<u8>> {
    let record = (0..9usize, "[a-zé\\\\\"]{0,3}", 0..60usize).prop_map(|(id, text, times)| {
        serde_json::json!({"id": id, "text": text.repeat(times)})
            .to_string()
            .into_bytes()
    });
    let line = prop_oneof![
        3 => record,
        1 => Just(b"{\"text\": \"no id\"}".to_vec()),
        1 => "[ \\t]{0,3}".prop_map(String::into_bytes),
        1 => "\\PC{0,40}".prop_map(String::into_bytes),
        1 => Just(b"cr\xc3\xa8me br\xc3\xbbl\xff\xc3\xa9e".to_vec()),
    ];
    let end = prop_oneof![Just("\n"), Just("\r\n"), Just("\n\n")];
    let lines = prop::collection::vec((line, end), 0..12);
    (lines, any::<bool>(), any::<bool>()).prop_map(|(lines, has_mark, is_cut)| {
        let mark = if has_mark { "\u{feff}" } else { "" };
        let mut bytes = mark.as_bytes().to_vec();
        for (line, end) in lines {
            bytes.extend(line);
            bytes.extend(end.as_bytes());
        }
        bytes.truncate(bytes.len() - usize::from(is_cut && bytes.ends_with(b"\n")));
        bytes
    })
}
