//! Which format a file is in, by the ending of its name.

use std::path::Path;

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// One article of plain text.
    Plain,
    /// One article a line.
    JsonLines,
    /// A format that is known, by this name, and not read.
    Unread(&'static str),
}

impl Format {
    /// Returns the format of a file name; endings that say nothing mean plain text.
    ///
    /// Only the last ending counts (`.jsonl.gz` is gzip). `.com` or `.2019` are no formats but parts
    /// of names that scrapers give, so an unknown ending is no reason to pass a file over.
    pub(super) fn of(path: &Path) -> Format {
        let ending = path
            .extension()
            .and_then(|ending| ending.to_str())
            .unwrap_or_default()
            .to_ascii_lowercase();
        if JSON_LINES.contains(&ending.as_str()) {
            return Format::JsonLines;
        }
        let unread = UNREAD
            .iter()
            .find(|(_, endings)| endings.contains(&ending.as_str()));
        unread.map_or(Format::Plain, |(name, _)| Format::Unread(name))
    }

    /// Says why a file is skipped that is in the unread format of this name.
    pub(super) fn refusal(name: &str) -> String {
        format!("{name} files are not read; plain text and JSON Lines are")
    }
}

const JSON_LINES: [&str; 2] = ["jsonl", "ndjson"];

/// Formats in which a corpus may hold articles or leave other things about, with their usual endings.
const UNREAD: [(&str, &[&str]); 22] = [
    ("JSON", &["json"]),
    ("HTML", &["html", "htm", "xhtml", "mhtml"]),
    ("CSV", &["csv"]),
    ("TSV", &["tsv"]),
    ("XML", &["xml", "rss", "atom"]),
    ("YAML", &["yaml", "yml"]),
    ("gzip", &["gz", "tgz"]),
    ("Zstandard", &["zst"]),
    ("bzip2", &["bz2"]),
    ("xz", &["xz"]),
    ("LZ4", &["lz4"]),
    ("ZIP", &["zip"]),
    ("7-Zip", &["7z"]),
    ("tar", &["tar"]),
    ("WARC", &["warc", "wacz"]),
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

    #[test]
    fn the_last_ending_decides_in_any_case() {
        let cases = [
            ("a.txt", Format::Plain),
            ("a.md", Format::Plain),
            ("feeds/a", Format::Plain),
            ("feeds.jsonl/a", Format::Plain),
            ("example.com", Format::Plain),
            ("a.jsonl", Format::JsonLines),
            ("A.NDJSON", Format::JsonLines),
            ("a.json", Format::Unread("JSON")),
            ("a.txt.HTML", Format::Unread("HTML")),
            ("a.jsonl.gz", Format::Unread("gzip")),
        ];
        for (name, format) in cases {
            assert_eq!(Format::of(Path::new(name)), format, "{name}");
        }
    }
}
