//! Which format a file is in, by the ending of its name and its first bytes.

use std::path::Path;

use memchr::memmem;

use super::BYTE_ORDER_MARK;
use super::import::table;

/// How a file or stream is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// One article of plain text.
    Plain,
    /// One article a line.
    JsonLines,
    /// JSON that goes over lines: an array of articles, one or more objects, or an array in an object.
    Json,
    /// A web archive.
    Warc,
    /// RSS, RDF or Atom.
    Feed,
    /// A table with a header.
    Table,
    /// A web page.
    Html,
    /// A format that is known, by this name, and not read.
    Unread(&'static str),
}

impl Format {
    /// Returns the format of a file, of which `head` are the first bytes, not compressed; a stream has no name.
    ///
    /// Only the last ending counts, apart from that of a compressed file. `.com` or `.2019` are no formats
    /// but parts of names that scrapers give, so where the ending is unknown the bytes decide.
    pub(super) fn of(name: Option<&Path>, head: &[u8]) -> Format {
        if let Some((name, ..)) = SIGNATURES
            .iter()
            .find(|signature| is_signed(head, signature))
        {
            return Format::Unread(name);
        }
        let head = without_mark(head);
        if head.starts_with(b"WARC/1.") {
            return Format::Warc;
        }
        let ending = name.map(ending).unwrap_or_default();
        match ending.as_str() {
            "jsonl" | "ndjson" if opens_over_lines(head) => Format::Json,
            "jsonl" | "ndjson" => Format::JsonLines,
            "json" => json(head),
            "xml" | "rss" | "atom" | "rdf" if !is_page(head) => match is_feed(head) {
                true => Format::Feed,
                false => Format::Unread("XML"),
            },
            "warc" => Format::Warc,
            "csv" | "tsv" | "tab" => Format::Table,
            "html" | "htm" | "xhtml" | "shtml" => Format::Html,
            "txt" | "text" | "md" if !is_page(head) => Format::Plain,
            ending => unread(ending).unwrap_or_else(|| sniff(head, name.is_none())),
        }
    }

    /// Returns what people call the format.
    pub(super) fn name(self) -> &'static str {
        match self {
            Format::Plain => "plain text",
            Format::JsonLines => "JSON Lines",
            Format::Json => "JSON",
            Format::Warc => "web archive",
            Format::Feed => "feed",
            Format::Table => "table",
            Format::Html => "web page",
            Format::Unread(name) => name,
        }
    }

    /// Says why a file is skipped that is in the unread format of this name.
    pub(super) fn refusal(name: &str) -> String {
        format!("{name} files are not read")
    }
}

/// Returns the ending that tells the format, in small letters.
fn ending(name: &Path) -> String {
    let name = name.file_name().unwrap_or_default().to_string_lossy();
    let mut endings = name.rsplit('.').map(str::to_ascii_lowercase);
    let last = endings.next().unwrap_or_default();
    let is_compressed = COMPRESSED.contains(&last.as_str());
    // The first part of a name is no ending.
    let count = name.matches('.').count();
    match (is_compressed, count) {
        (_, 0) | (true, 1) => String::new(),
        (true, _) => endings.next().unwrap_or_default(),
        (false, _) => last,
    }
}

fn sniff(head: &[u8], is_stream: bool) -> Format {
    let text = head.trim_ascii_start();
    match text {
        [b'{', ..] if is_stream && !opens_over_lines(head) && !is_wrapping(head) => {
            Format::JsonLines
        }
        [b'{', rest @ ..] if is_stream || begins(rest, b"\"") => json(head),
        [b'[', rest @ ..] if begins(rest, b"{") => Format::Json,
        _ if is_page(head) => Format::Html,
        _ if is_feed(head) => Format::Feed,
        _ if lines_with_text(head).next().is_some_and(table::is_header) => Format::Table,
        _ => Format::Plain,
    }
}

/// Returns whether this is the beginning of a page; comments and an XML declaration may come first.
fn is_page(head: &[u8]) -> bool {
    let head = head.get(..1024).unwrap_or(head).trim_ascii_start();
    let head = head.to_ascii_lowercase();
    let has = |tag: &str| memmem::find(&head, tag.as_bytes()).is_some();
    head.starts_with(b"<") && (has("<!doctype html") || has("<html"))
}

/// Returns whether this is the beginning of a feed.
fn is_feed(head: &[u8]) -> bool {
    let head = head.get(..4096).unwrap_or(head);
    let has = |tag: &str| memmem::find(head, tag.as_bytes()).is_some();
    begins(head, b"<") && (has("<rss") || has("<feed") || has("<rdf:RDF"))
}

/// Returns whether bytes begin with these after white space.
fn begins(bytes: &[u8], with: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(with)
}

/// Tells JSON Lines from other JSON, by the beginning of the second line.
fn json(head: &[u8]) -> Format {
    let mut lines = lines_with_text(head);
    match (lines.next(), lines.next()) {
        (Some([b'{', ..]), Some([b'{', ..])) => Format::JsonLines,
        _ => Format::Json,
    }
}

/// Returns whether a bracket has the first line for itself, and the next goes on with what is in it.
fn opens_over_lines(head: &[u8]) -> bool {
    let mut lines = lines_with_text(head);
    match (lines.next(), lines.next()) {
        (Some(b"["), Some([b'{', ..])) | (Some(b"{"), Some([b'"', ..])) => true,
        (Some([b'[', rest @ ..]), _) => begins(rest, b"{"),
        _ => false,
    }
}

/// Returns whether all is one line, which begins an object with an array of objects in it.
fn is_wrapping(head: &[u8]) -> bool {
    let mut lines = lines_with_text(head);
    let (Some(line), None) = (lines.next(), lines.next()) else {
        return false;
    };
    memchr::memchr_iter(b'[', line).any(|at| {
        let (before, behind) = line.split_at(at);
        before.trim_ascii_end().ends_with(b":") && begins(&behind[1..], b"{")
    })
}

/// Returns the lines that are not blank, without the white space around them.
fn lines_with_text(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    let lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    lines.filter(|line| !line.is_empty())
}

fn without_mark(head: &[u8]) -> &[u8] {
    head.strip_prefix(BYTE_ORDER_MARK.as_bytes())
        .unwrap_or(head)
}

fn unread(ending: &str) -> Option<Format> {
    let found = UNREAD
        .iter()
        .find(|(_, endings)| endings.contains(&ending))?;
    Some(Format::Unread(found.0))
}

fn is_signed(head: &[u8], (_, place, signature): &(&str, usize, &[u8])) -> bool {
    let bytes = head.get(*place..).unwrap_or_default();
    bytes.starts_with(signature)
}

/// Endings behind which another tells the format.
const COMPRESSED: [&str; 8] = ["gz", "gzip", "zst", "zstd", "bz2", "xz", "z", "br"];

/// Formats that are not read, the place of their signature, and the signature.
const SIGNATURES: [(&str, usize, &[u8]); 9] = [
    ("tar", 257, b"ustar"),
    ("ZIP", 0, b"PK\x03\x04"),
    ("7-Zip", 0, b"7z\xbc\xaf\x27\x1c"),
    ("LZ4", 0, b"\x04\x22\x4d\x18"),
    ("Parquet", 0, b"PAR1"),
    ("Arrow", 0, b"ARROW1"),
    ("SQLite", 0, b"SQLite format 3\0"),
    ("PDF", 0, b"%PDF-"),
    ("image", 0, b"\x89PNG\r\n"),
];

/// Formats in which a corpus may hold articles or leave other things about, with their usual endings.
const UNREAD: [(&str, &[&str]); 14] = [
    ("MHTML", &["mhtml", "mht"]),
    ("YAML", &["yaml", "yml"]),
    ("LZ4", &["lz4"]),
    ("ZIP", &["zip"]),
    ("7-Zip", &["7z"]),
    ("tar", &["tar", "tgz", "tbz", "txz"]),
    ("WACZ", &["wacz"]),
    ("Parquet", &["parquet"]),
    ("Arrow", &["arrow", "feather"]),
    ("SQLite", &["sqlite", "sqlite3", "db"]),
    ("PDF", &["pdf"]),
    (
        "office",
        &["doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "epub"],
    ),
    (
        "image",
        &[
            "png", "jpg", "jpeg", "gif", "webp", "svg", "tif", "tiff", "bmp", "ico", "avif",
        ],
    ),
    (
        "audio and video",
        &[
            "mp3", "mp4", "m4a", "wav", "ogg", "webm", "mov", "avi", "mkv",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, head: &str, format: Format) {
        let found = Format::of(Some(Path::new(name)), head.as_bytes());
        assert_eq!(found, format, "{name}: {head}");
    }

    #[test]
    fn the_last_ending_decides_in_any_case() {
        let cases = [
            ("a.txt", Format::Plain),
            ("a.md", Format::Plain),
            ("a.HTM", Format::Html),
            ("feeds/a", Format::Plain),
            ("feeds.jsonl/a", Format::Plain),
            ("example.com", Format::Plain),
            ("a.jsonl", Format::JsonLines),
            ("A.NDJSON", Format::JsonLines),
            ("jsonl", Format::Plain),
            ("a.json", Format::Json),
            ("a.txt.PDF", Format::Unread("PDF")),
            ("a.jsonl.gz", Format::JsonLines),
            ("jsonl.gz", Format::Plain),
            ("a.gz", Format::Plain),
        ];
        for (name, format) in cases {
            check(name, "A ferry sank.", format);
        }
    }

    #[test]
    fn where_the_ending_says_nothing_the_bytes_do() {
        let cases = [
            ("A ferry sank.\n{\"text\": \"x\"}", Format::Plain),
            ("{{#if breaking}} Ferry late", Format::Plain),
            ("[[ad-slot: top]]", Format::Plain),
            ("{\"text\": \"x\"}\n{\"text\": \"y\"}", Format::JsonLines),
            ("\u{feff}\n{\"text\": \"x\"}", Format::Json),
            ("{\n  \"text\": \"x\"\n}", Format::Json),
            ("[{\"text\": \"x\"}]", Format::Json),
            ("<!-- saved --><!DOCTYPE HTML><html>", Format::Html),
            ("<?xml version=\"1.0\"?>\n<html lang=\"en\">", Format::Html),
            ("id;title;text\n1;Late;A ferry was late.", Format::Table),
            ("Full text, as it was", Format::Plain),
            ("<?xml version=\"1.0\"?><rss version=\"2.0\">", Format::Feed),
            ("<b>Bold</b> words", Format::Plain),
            ("PK\u{3}\u{4}", Format::Unread("ZIP")),
        ];
        for (head, format) in cases {
            check("nightly-2019", head, format);
        }
    }

    #[test]
    fn json_lines_are_told_from_json_that_goes_over_lines() {
        let lines = "{\"text\": \"a\"}\n{\"text\": \"b\"}";
        let cut = "{\"text\": \"a\n{\"text\": \"b\"}";
        let bad = "{\"text\": \"a\"}\nnot json\n";
        let over_lines = "{\n\"text\": \"a\"}";
        let array = "[\n{\"text\": \"a\"},\n{\"text\": \"b\"}]";
        for head in [lines, cut] {
            check("a.json", head, Format::JsonLines);
            check("a.jsonl", head, Format::JsonLines);
        }
        check("a.jsonl", bad, Format::JsonLines);
        for head in [over_lines, array] {
            check("a.json", head, Format::Json);
            check("a.jsonl", head, Format::Json);
        }
        let of_stream = |head: &str| Format::of(None, head.as_bytes());
        assert_eq!(of_stream("{\"text\": \"a\"}"), Format::JsonLines);
        assert_eq!(of_stream(over_lines), Format::Json);
        let wrapped = "{\"n\": 1, \"articles\": [{\"text\": \"a\"}]}";
        assert_eq!(of_stream(wrapped), Format::Json);
        assert_eq!(of_stream(&[wrapped, wrapped].join("\n")), Format::JsonLines);
        assert_eq!(of_stream(array), Format::Json);
    }
}
