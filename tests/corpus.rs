//! What is read from folders, files and streams, and what is said of the rest.

// The lints let tests panic, but not the helpers beside them.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use newsdedup::corpus::{Corpus, Input, Options, read};
use tempfile::TempDir;

/// Makes a folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Reads paths below `root`; "" is `root` itself.
fn read_below(root: &Path, paths: &[&str]) -> Corpus {
    let inputs = paths
        .iter()
        .map(|path| Input::Path(root.join(path)))
        .collect();
    without_root(
        read(inputs, &Options::default(), root, &|_| {}).unwrap(),
        root,
    )
}

/// Takes the name of the temporary folder out of a corpus, to compare it with what is expected.
fn without_root(mut corpus: Corpus, root: &Path) -> Corpus {
    let prefix = format!("{}/", root.display());
    for document in &mut corpus.documents {
        document.id = document.id.replace(&prefix, "");
        document.path = document.path.replace(&prefix, "");
    }
    for skipped in &mut corpus.skipped {
        skipped.path = skipped.path.replace(&prefix, "");
        skipped.reason = skipped.reason.replace(&prefix, "");
    }
    corpus
}

fn read_stream(bytes: &[u8]) -> Corpus {
    let scratch = TempDir::new().unwrap();
    let stream = Input::Stream(Box::new(Cursor::new(bytes.to_vec())));
    read(vec![stream], &Options::default(), scratch.path(), &|_| {}).unwrap()
}

fn ids(corpus: &Corpus) -> Vec<&str> {
    corpus
        .documents
        .iter()
        .map(|document| document.id.as_str())
        .collect()
}

fn reasons(corpus: &Corpus) -> Vec<(&str, Option<usize>, &str)> {
    corpus
        .skipped
        .iter()
        .map(|skipped| {
            (
                skipped.path.as_str(),
                skipped.record,
                skipped.reason.as_str(),
            )
        })
        .collect()
}

#[test]
fn a_folder_gives_its_texts_and_records_sorted_by_id() {
    let folder = folder(&[
        ("b.txt", "Second"),
        ("a/deep/c.md", "First"),
        (
            "a/feed.jsonl",
            "{\"id\": \"zeta\", \"text\": \"x\"}\n{\"text\": \"y\"}\n",
        ),
        ("noending", "Third"),
        ("example.com", "Fourth"),
    ]);
    let corpus = read_below(folder.path(), &[""]);
    assert_eq!(
        ids(&corpus),
        [
            "a/deep/c.md",
            "a/feed.jsonl#2",
            "b.txt",
            "example.com",
            "noending",
            "zeta"
        ]
    );
    assert_eq!(reasons(&corpus), []);
    assert_eq!(corpus.left_out, 0);
    let first = &corpus.documents[0];
    assert_eq!(
        (first.path.as_str(), first.record, first.text.as_str()),
        ("a/deep/c.md", None, "First")
    );
}

#[test]
fn hidden_files_documents_and_labels_are_left_out_and_counted() {
    let folder = folder(&[
        (".hidden.txt", "x"),
        (".git/a.txt", "x"),
        (".git/b.txt", "x"),
        ("sub/README.md", "x"),
        ("LICENSE", "x"),
        ("gold.json", "{}"),
        ("lines.gold.jsonl", "{}"),
        ("a.txt", "An article"),
    ]);
    let corpus = read_below(folder.path(), &[""]);
    assert_eq!(ids(&corpus), ["a.txt"]);
    assert_eq!(reasons(&corpus), []);
    assert_eq!(corpus.left_out, 6);
}

#[test]
fn a_file_that_is_named_is_read_whatever_its_name() {
    let folder = folder(&[("README.md", "x"), (".hidden.txt", "y"), ("a.txt", "z")]);
    let corpus = read_below(folder.path(), &["", "README.md", ".hidden.txt"]);
    assert_eq!(ids(&corpus), [".hidden.txt", "README.md", "a.txt"]);
    assert_eq!(corpus.left_out, 0);
}

#[test]
fn a_hidden_folder_that_is_named_is_walked() {
    let folder = folder(&[(".cache/a.txt", "x")]);
    assert_eq!(
        ids(&read_below(folder.path(), &[".cache"])),
        [".cache/a.txt"]
    );
}

#[test]
fn formats_that_are_not_read_are_named() {
    let folder = folder(&[
        ("a.pdf", "x"),
        ("b.tgz", "x"),
        ("c", "PK\u{3}\u{4}"),
        ("d.txt", "x"),
    ]);
    let corpus = read_below(folder.path(), &["", "a.pdf"]);
    assert_eq!(ids(&corpus), ["d.txt"]);
    let expected = [
        ("a.pdf", None, "PDF files are not read"),
        ("b.tgz", None, "tar files are not read"),
        ("c", None, "ZIP files are not read"),
    ];
    assert_eq!(reasons(&corpus), expected);
}

#[test]
fn bad_files_are_skipped_and_the_rest_goes_on() {
    let folder = folder(&[
        ("empty.txt", ""),
        ("blank.txt", " \n"),
        ("blank.jsonl", "\n\n"),
        ("good.txt", "Good"),
    ]);
    fs::write(
        folder.path().join("damaged.txt"),
        b"caf\xc3\xa9 cr\xc3\xa8me \xe9",
    )
    .unwrap();
    fs::write(folder.path().join("program"), b"\x7fELF\x00").unwrap();
    fs::create_dir(folder.path().join("nothing")).unwrap();
    let corpus = read_below(folder.path(), &["", "missing.txt", "nothing"]);
    assert_eq!(ids(&corpus), ["good.txt"]);
    let expected = [
        ("blank.jsonl", None, "empty: no record in it"),
        ("blank.txt", None, "empty but for white space"),
        ("damaged.txt", None, "invalid UTF-8 at byte 13"),
        ("empty.txt", None, "empty"),
        ("missing.txt", None, "no such file or folder"),
        ("nothing", None, "no articles in this folder"),
        ("program", None, "not plain text: NUL at byte 4"),
    ];
    assert_eq!(reasons(&corpus), expected);
}

#[test]
fn a_folder_with_nothing_but_left_out_files_has_no_articles() {
    let folder = folder(&[("corpus/README.md", "x"), ("corpus/sub/.keep", "")]);
    let corpus = read_below(folder.path(), &["corpus"]);
    assert_eq!(
        reasons(&corpus),
        [("corpus", None, "no articles in this folder")]
    );
    assert_eq!(corpus.left_out, 2);
}

#[test]
fn bad_records_are_skipped_by_line() {
    let feed = "{\"text\": \"a\"}\n\nnot json\n[1]\n{\"title\": \"t\"}\n{\"text\": \"b\"}\n";
    let folder = folder(&[("feed.ndjson", feed)]);
    let corpus = read_below(folder.path(), &["feed.ndjson"]);
    assert_eq!(ids(&corpus), ["feed.ndjson#1", "feed.ndjson#6"]);
    let expected = [
        (
            "feed.ndjson",
            Some(3),
            "invalid JSON: expected ident at column 2",
        ),
        ("feed.ndjson", Some(4), "not a JSON object"),
        (
            "feed.ndjson",
            Some(5),
            "no text: none of the fields `text`, `body`, `content`, `html`, … holds any",
        ),
    ];
    assert_eq!(reasons(&corpus), expected);
}

#[test]
fn of_one_id_the_first_path_and_record_is_kept_in_any_order_of_the_paths() {
    let folder = folder(&[
        ("b.jsonl", "{\"id\": \"x\", \"text\": \"from b\"}\n"),
        (
            "a.jsonl",
            "{\"id\": \"y\", \"text\": \"y\"}\n{\"id\": \"x\", \"text\": \"from a\"}\n{\"id\": \"x\", \"text\": \"again\"}\n",
        ),
    ]);
    let corpus = read_below(folder.path(), &["b.jsonl", "a.jsonl"]);
    assert_eq!(corpus, read_below(folder.path(), &["a.jsonl", "b.jsonl"]));
    assert_eq!(ids(&corpus), ["x", "y"]);
    assert_eq!(corpus.documents[0].text, "from a");
    let reason = "duplicate id \"x\": the article kept is record 2 of a.jsonl";
    assert_eq!(
        reasons(&corpus),
        [("a.jsonl", Some(3), reason), ("b.jsonl", Some(1), reason)]
    );
}

#[test]
fn a_file_reached_in_several_ways_is_read_once() {
    let folder = folder(&[("sub/a.txt", "x"), ("sub/b.pdf", "x"), ("sub/.c", "x")]);
    let corpus = read_below(
        folder.path(),
        &[
            "",
            "sub",
            "./sub",
            "sub/a.txt",
            "sub/../sub/a.txt",
            "sub/b.pdf",
        ],
    );
    assert_eq!(
        ids(&corpus),
        ["sub/../sub/a.txt"],
        "the first of its paths in sorted order"
    );
    assert_eq!(corpus.skipped.len(), 1);
    assert_eq!(corpus.left_out, 1);
}

#[test]
fn the_order_of_inputs_and_the_number_of_threads_change_nothing() {
    let names: Vec<String> = (0..40)
        .map(|number| format!("{}/{number}.txt", number % 3))
        .collect();
    let mut files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "x")).collect();
    files.extend([
        ("0/bad.txt", ""),
        ("1/feed.jsonl", "{\"text\": \"x\"}\n{}\n"),
    ]);
    let folder = folder(&files);
    let expected = read_below(folder.path(), &["0", "1", "2"]);
    assert_eq!((expected.documents.len(), expected.skipped.len()), (41, 2));
    for threads in [1, 8] {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let corpus = pool.install(|| read_below(folder.path(), &["2", "0", "1"]));
        assert_eq!(corpus, expected);
    }
}

#[test]
fn progress_adds_up_to_the_documents_read() {
    let folder = folder(&[
        ("a.txt", "x"),
        ("empty.txt", ""),
        ("feed.jsonl", "{\"text\": \"x\"}\n{\"text\": \"y\"}\nbad\n"),
    ]);
    let told = AtomicUsize::new(0);
    let progress = |count| {
        told.fetch_add(count, Ordering::Relaxed);
    };
    let inputs = vec![Input::Path(folder.path().to_owned())];
    read(inputs, &Options::default(), folder.path(), &progress).unwrap();
    assert_eq!(told.into_inner(), 3);
}

#[test]
fn a_stream_is_told_by_its_first_character() {
    let corpus = read_stream(b"\n\n  {\"text\": \"x\"}\n{\"id\": 7, \"text\": \"y\"}\n");
    assert_eq!(ids(&corpus), ["-#3", "7"]);
    assert!(corpus.documents.iter().all(|document| document.path == "-"));

    let corpus = read_stream(b"\n The ferry {late} again.\n{\"text\": \"x\"}\n");
    assert_eq!(ids(&corpus), ["-"]);
    assert_eq!(
        corpus.documents[0].text,
        "\n The ferry {late} again.\n{\"text\": \"x\"}\n"
    );

    let corpus = read_stream("\u{feff}{\"text\": \"x\"}".as_bytes());
    assert_eq!(ids(&corpus), ["-#1"]);
}

#[test]
fn an_empty_stream_is_skipped() {
    assert_eq!(reasons(&read_stream(b"")), [("-", None, "empty")]);
    assert_eq!(
        reasons(&read_stream(b" \n\n ")),
        [("-", None, "empty but for white space")]
    );
}

#[test]
fn a_text_keeps_its_byte_order_mark() {
    let corpus = read_stream("\u{feff}Ferry late".as_bytes());
    assert_eq!(corpus.documents[0].text, "\u{feff}Ferry late");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;

    use super::*;

    #[test]
    fn links_are_followed_where_named_and_only_there() {
        let folder = folder(&[("real/a.txt", "x"), ("other/b.txt", "y")]);
        symlink(folder.path().join("real"), folder.path().join("link")).unwrap();
        symlink(
            folder.path().join("other/b.txt"),
            folder.path().join("real/link.txt"),
        )
        .unwrap();
        let corpus = read_below(folder.path(), &["link"]);
        assert_eq!(ids(&corpus), ["link/a.txt"]);
        assert_eq!(
            reasons(&corpus),
            [(
                "link/link.txt",
                None,
                "a symbolic link, which is not followed"
            )]
        );

        let corpus = read_below(
            folder.path(),
            &["real/link.txt", "real/a.txt", "link/a.txt"],
        );
        assert_eq!(ids(&corpus), ["link/a.txt", "real/link.txt"]);
    }

    #[test]
    fn a_broken_or_looping_link_that_is_named_is_skipped() {
        let folder = folder(&[("a.txt", "x")]);
        symlink("gone.txt", folder.path().join("broken")).unwrap();
        symlink("loop", folder.path().join("loop")).unwrap();
        let corpus = read_below(folder.path(), &["broken", "loop", "a.txt"]);
        assert_eq!(ids(&corpus), ["a.txt"]);
        assert_eq!(corpus.skipped.len(), 2);
        assert_eq!(corpus.skipped[0].reason, "no such file or folder");
    }

    #[test]
    fn what_is_not_a_regular_file_is_never_opened() {
        let folder = folder(&[("a.txt", "x")]);
        let _socket = UnixListener::bind(folder.path().join("socket.txt")).unwrap();
        let fifo = folder.path().join("fifo.txt");
        assert!(
            std::process::Command::new("mkfifo")
                .arg(&fifo)
                .status()
                .unwrap()
                .success()
        );
        let expected = [
            ("fifo.txt", None, "not a regular file"),
            ("socket.txt", None, "not a regular file"),
        ];
        assert_eq!(reasons(&read_below(folder.path(), &[""])), expected);
        assert_eq!(
            reasons(&read_below(folder.path(), &["socket.txt", "fifo.txt"])),
            expected
        );
    }

    #[test]
    fn what_may_not_be_read_is_skipped() {
        let folder = folder(&[
            ("closed.txt", "x"),
            ("closed/a.txt", "x"),
            ("open.txt", "x"),
        ]);
        for name in ["closed.txt", "closed"] {
            fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(0o000))
                .unwrap();
        }
        if fs::read(folder.path().join("closed.txt")).is_ok() {
            println!("skipped: this user may read every file");
            return;
        }
        let corpus = read_below(folder.path(), &[""]);
        fs::set_permissions(
            folder.path().join("closed"),
            fs::Permissions::from_mode(0o755),
        )
        .unwrap();
        assert_eq!(ids(&corpus), ["open.txt"]);
        let reason = "no permission to read it";
        assert_eq!(
            reasons(&corpus),
            [("closed", None, reason), ("closed.txt", None, reason)]
        );
    }

    #[test]
    fn names_that_are_no_text_are_read_and_shown_as_well_as_possible() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let folder = folder(&[]);
        fs::write(folder.path().join(OsStr::from_bytes(b"caf\xe9.txt")), "x").unwrap();
        assert_eq!(ids(&read_below(folder.path(), &[""])), ["caf\u{fffd}.txt"]);
    }
}

#[test]
fn text_out_of_html_is_composed_and_without_controls_wherever_the_html_stood() {
    // Tags and entities that a page shows as text look like HTML once more, when they are a record.
    let shown = "<html><body><article><p>&lt;p&gt;The cafe&amp;#x301; on the quay was shut on Monday, the board said.&lt;/p&gt;</p>\
                 <p>&lt;p&gt;It will open&amp;#7; again in March.&lt;/p&gt;</p></article></body></html>";
    let folder = folder(&[
        ("a.html", shown),
        (
            "b.jsonl",
            "{\"text\": \"<p>The cafe&#x301; was&#7; shut.</p>\"}\n",
        ),
        ("c.csv", "id,text\nc,<p>The cafe&#x301; was&#7; shut.</p>\n"),
    ]);
    let corpus = read_below(folder.path(), &[""]);
    assert_eq!(reasons(&corpus), []);
    assert_eq!(ids(&corpus), ["a.html", "b.jsonl#1", "c"]);
    for document in &corpus.documents {
        assert!(document.text.contains("café"), "{:?}", document.text);
        assert!(!document.text.contains(['\u{301}', '\u{7}']));
    }
}

#[test]
fn a_return_alone_ends_no_row_of_a_table() {
    let folder = folder(&[(
        "a.csv",
        "id,text\n1,first\rsecond\n2,\"a \"\"late\"\"\nferry\"\n3,x\n",
    )]);
    let corpus = read_below(folder.path(), &[""]);
    assert_eq!(reasons(&corpus), []);
    let texts: Vec<&str> = corpus
        .documents
        .iter()
        .map(|document| document.text.as_str())
        .collect();
    assert_eq!(texts, ["first\nsecond", "a \"late\"\nferry", "x"]);
}
