//! From paths to the files to read: the walk through folders, and what it leaves out.

use std::fs;
use std::path::{Component, MAIN_SEPARATOR_STR, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::{LeftOut, Options, Skipped, io_reason};

/// What the walk came across.
pub(super) struct Walk {
    /// The files to read, sorted by the path shown, each once.
    pub(super) files: Vec<File>,
    /// What can't be read, for reasons seen from outside.
    pub(super) skipped: Vec<Skipped>,
    /// How many files and folders were left out because of their names.
    pub(super) left_out: LeftOut,
}

/// A file to read.
pub(super) struct File {
    /// The path that opens it.
    pub(super) path: PathBuf,
    /// The path that people see: without `./`, with `/` between its parts.
    pub(super) shown: String,
}

/// Collects the files of `paths`, in an order that does not depend on theirs.
pub(super) fn walk(paths: &[PathBuf], options: &Options) -> Walk {
    let mut found: Vec<Found> = paths.iter().flat_map(|path| find(path, options)).collect();
    // Two inputs may reach one file; it may even be left out by name below one and named by the other.
    found.sort_by(|a, b| {
        (&a.identity, &a.verdict, &a.shown).cmp(&(&b.identity, &b.verdict, &b.shown))
    });
    found.dedup_by(|later, first| later.identity == first.identity);
    found.sort_by(|a, b| a.shown.cmp(&b.shown));

    let mut walk = Walk {
        files: Vec::new(),
        skipped: Vec::new(),
        left_out: LeftOut::default(),
    };
    for Found {
        path,
        shown,
        verdict,
        ..
    } in found
    {
        match verdict {
            Verdict::Read => walk.files.push(File { path, shown }),
            Verdict::Skip(reason) => walk.skipped.push(Skipped {
                path: shown,
                record: None,
                reason,
            }),
            Verdict::LeaveOut(Why::Hidden) => walk.left_out.hidden += 1,
            Verdict::LeaveOut(Why::Name) => walk.left_out.by_name += 1,
            Verdict::LeaveOut(Why::Pattern) => walk.left_out.by_pattern += 1,
        }
    }
    walk
}

/// Something at a path.
struct Found {
    path: PathBuf,
    shown: String,
    /// What tells whether two paths are one file.
    identity: Identity,
    verdict: Verdict,
}

/// What a file is, whatever it is called.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Identity {
    /// The path without symbolic links and `..`.
    Path(PathBuf),
    /// The device and the number of a file that has several names.
    #[cfg(unix)]
    Linked(u64, u64),
}

/// Returns what a path without symbolic links leads to.
fn identity(canonical: PathBuf) -> Identity {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let metadata = fs::symlink_metadata(&canonical).ok();
        if let Some(linked) = metadata.filter(|found| found.is_file() && found.nlink() > 1) {
            return Identity::Linked(linked.dev(), linked.ino());
        }
    }
    Identity::Path(canonical)
}

/// What to do with it; of several verdicts on one file the least counts.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Read,
    Skip(String),
    LeaveOut(Why),
}

/// Why something is left out.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    Hidden,
    Name,
    Pattern,
}

/// Finds what an input names: a file, or all below a folder.
fn find(path: &Path, options: &Options) -> Vec<Found> {
    let root = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let identity = identity(root.clone());
    let found = |verdict| Found {
        path: path.to_owned(),
        shown: shown(path),
        identity: identity.clone(),
        verdict,
    };
    match fs::metadata(path) {
        Err(error) => vec![found(Verdict::Skip(io_reason(&error)))],
        Ok(metadata) if metadata.is_file() => vec![found(Verdict::Read)],
        Ok(metadata) if !metadata.is_dir() => vec![found(Verdict::Skip(NOT_REGULAR.to_owned()))],
        Ok(_) => {
            let mut inside = find_in_folder(path, &root, options);
            if inside
                .iter()
                .all(|found| matches!(found.verdict, Verdict::LeaveOut(_)))
            {
                inside.push(found(Verdict::Skip(
                    "no articles in this folder".to_owned(),
                )));
            }
            inside
        }
    }
}

const LOOP: &str = "a link to a folder above it, which would be walked for ever";

const NOT_REGULAR: &str = "not a regular file";

fn find_in_folder(root: &Path, canonical_root: &Path, options: &Options) -> Vec<Found> {
    let mut found = Vec::new();
    let mut entries = WalkDir::new(root)
        .min_depth(1)
        .follow_links(options.follow_links)
        .sort_by_file_name()
        .into_iter();
    while let Some(entry) = entries.next() {
        let (path, verdict) = match entry {
            Ok(entry) => {
                let is_folder = entry.file_type().is_dir();
                let verdict = judge(&entry, options);
                if is_folder && matches!(verdict, Verdict::LeaveOut(_)) {
                    entries.skip_current_dir();
                } else if is_folder {
                    continue;
                }
                (entry.into_path(), verdict)
            }
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                let is_loop = || LOOP.to_owned();
                let reason = error.io_error().map_or_else(is_loop, io_reason);
                (path, Verdict::Skip(reason))
            }
        };
        let inside = path.strip_prefix(root).unwrap_or(&path);
        let canonical = match options.follow_links {
            true => fs::canonicalize(&path).unwrap_or_else(|_| path.clone()),
            // No link is followed below the root, so the rest of the path is the same in both.
            false => canonical_root.join(inside),
        };
        let identity = identity(canonical);
        found.push(Found {
            shown: shown(&path),
            path,
            identity,
            verdict,
        });
    }
    found
}

fn judge(entry: &DirEntry, options: &Options) -> Verdict {
    let kind = entry.file_type();
    let name = entry.file_name().to_string_lossy();
    if name.starts_with('.') {
        return Verdict::LeaveOut(Why::Hidden);
    }
    if kind.is_file() && belongs_to_a_corpus(&name) {
        return Verdict::LeaveOut(Why::Name);
    }
    let path = shown(entry.path());
    let is_included = options.include.is_empty() || options.include.matches(&path);
    if options.exclude.matches(&path) || (kind.is_file() && !is_included) {
        return Verdict::LeaveOut(Why::Pattern);
    }
    if kind.is_file() || kind.is_dir() {
        Verdict::Read
    } else if kind.is_symlink() {
        Verdict::Skip("a symbolic link, which is not followed".to_owned())
    } else {
        Verdict::Skip(NOT_REGULAR.to_owned())
    }
}

/// Tells whether a file of this name belongs to a corpus without being an article.
///
/// Slugs of articles may begin with the same words (`license-fees-rise.txt`), so a document of that
/// kind is known by its whole name, or by a first word in capitals (`LICENSE-MIT`, `README_de.md`).
fn belongs_to_a_corpus(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    let first_word = stem.split(['-', '_', ' ']).next().unwrap_or_default();
    let is_document = DOCUMENTS
        .iter()
        .any(|document| stem.eq_ignore_ascii_case(document) || first_word == *document);
    let name = name.to_ascii_lowercase();
    let is_gold = GOLD
        .iter()
        .any(|gold| name == *gold || name.ends_with(&format!(".{gold}")));
    is_document || is_gold || name == CONFIGURATION
}

const DOCUMENTS: [&str; 5] = ["README", "LICENSE", "LICENCE", "CHANGELOG", "CONTRIBUTING"];

/// What users say of the corpus beside it.
const CONFIGURATION: &str = "newsdedup.toml";

const GOLD: [&str; 2] = ["gold.json", "gold.jsonl"];

/// Returns a path as it is shown, the same for every way to write it and on every system.
fn shown(path: &Path) -> String {
    if path == Path::new(".") {
        return ".".to_owned();
    }
    let parts: PathBuf = path
        .components()
        .filter(|part| *part != Component::CurDir)
        .collect();
    let shown = parts.to_string_lossy();
    // On Unix a backslash is a letter of a name.
    if MAIN_SEPARATOR_STR == "/" {
        shown.into_owned()
    } else {
        shown.replace(MAIN_SEPARATOR_STR, "/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_in_one_way() {
        let cases = [
            ("./a/b.txt", "a/b.txt"),
            ("a//b/./c.txt", "a/b/c.txt"),
            ("a/", "a"),
            ("../a.txt", "../a.txt"),
            ("/a/b.txt", "/a/b.txt"),
            (".", "."),
            ("./", "."),
        ];
        for (path, expected) in cases {
            assert_eq!(shown(Path::new(path)), expected);
        }
    }

    #[test]
    fn documents_and_labels_are_told_from_articles_by_name() {
        for name in [
            "README",
            "README.md",
            "readme.txt",
            "README_de.md",
            "README.de.md",
            "LICENSE-MIT",
            "Licence.txt",
            "CHANGELOG.md",
            "contributing.md",
            "gold.json",
            "gold.jsonl",
            "lines.gold.json",
            "Stories.Gold.JSONL",
        ] {
            assert!(belongs_to_a_corpus(name), "{name}");
        }
        for name in [
            "license-fees-rise.txt",
            "contributing-to-peace.txt",
            "readmes.txt",
            "LICENSED.txt",
            "gold.txt",
            "gold-prices.json",
            "marigold.json",
            "gold.json.txt",
        ] {
            assert!(!belongs_to_a_corpus(name), "{name}");
        }
    }
}
