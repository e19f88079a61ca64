//! Holds the order of the rooms: none imports a later one, and only the program's side prints,
//! exits or looks at the environment.
//!
//! It reads the source as text. What it does not see: a path that a macro puts together.

#![allow(
    clippy::unwrap_used,
    reason = "a test that can't read the source should fail"
)]

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// The rooms, in the order in which data passes through them.
const ROOMS: [&str; 14] = [
    "error",
    "dates",
    "corpus",
    "strip",
    "sketch",
    "inspect",
    "duplicates",
    "catalogue",
    "stories",
    "provenance",
    "report",
    "pipeline",
    "dedup",
    "cli",
];

/// Rooms beside the way, with all that they may import. `evaluate` tells bad JSON as `corpus` does.
const ASIDE: [(&str, &[&str]); 1] = [("evaluate", &["error", "corpus"])];

/// What only the program's side may do.
const TALK: &str =
    r"\b(?:print|println|eprint|eprintln|dbg)!|\bprocess::(?:exit|abort)\b|\bstd::env\b|\benv::\w";

#[test]
fn no_room_imports_a_later_one() {
    let faults: Vec<String> = sources()
        .iter()
        .flat_map(|source| {
            let forbidden = imports(&source.code)
                .into_iter()
                .filter(|room| !may_import(&source.room, room));
            forbidden
                .map(|room| format!("{} imports {room}", source.path.display()))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(
        faults.is_empty(),
        "imports that go backward:\n{}",
        faults.join("\n")
    );
}

#[test]
fn only_the_program_prints_exits_or_reads_the_environment() {
    let talk = Regex::new(TALK).unwrap();
    let faults: Vec<String> = sources()
        .iter()
        .filter(|source| !matches!(source.room.as_str(), "cli" | "main"))
        .flat_map(|source| {
            // Tests may print that they skip something.
            let code = source.code.split("#[cfg(test)]").next().unwrap_or_default();
            let found = talk
                .find_iter(code)
                .map(|found| format!("{}: {}", source.path.display(), found.as_str()));
            found.collect::<Vec<_>>()
        })
        .collect();
    assert!(
        faults.is_empty(),
        "the library does not talk:\n{}",
        faults.join("\n")
    );
}

#[test]
fn every_room_is_known() {
    let unknown: Vec<PathBuf> = sources()
        .into_iter()
        .filter(|source| {
            let room = source.room.as_str();
            !matches!(room, "lib" | "main")
                && !ROOMS.contains(&room)
                && ASIDE.iter().all(|(aside, _)| *aside != room)
        })
        .map(|source| source.path)
        .collect();
    assert!(
        unknown.is_empty(),
        "put these rooms in their place in ROOMS: {unknown:?}"
    );
}

#[test]
fn a_backward_import_is_seen_in_every_notation() {
    for code in [
        "use crate::report::Report;",
        "use crate::{corpus::Document, report};",
        "use crate::{\n    corpus::{Document, Skipped},\n    report::Report,\n};",
        "fn f(story: &super::report::Story) {}",
        "let n = newsdedup::report::SCHEMA;",
    ] {
        assert!(
            imports(code).contains(&"report".to_owned()),
            "not seen in: {code}"
        );
        assert!(!may_import("strip", "report"));
    }
    assert_eq!(
        imports(&without_comments(
            "// crate::report\nlet x = 1; /// [`A`](crate::report::A)"
        )),
        [""; 0]
    );
}

/// A file of `src/`.
struct Source {
    path: PathBuf,
    /// The first part of its path: `strip` for `strip.rs` and for all in `strip/`.
    room: String,
    /// Its text without comments, which may name any room.
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let sources: Vec<Source> = walkdir::WalkDir::new(&root)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            let inside = path.strip_prefix(&root).unwrap();
            let first = Path::new(inside.components().next().unwrap().as_os_str());
            let room = first.file_stem().unwrap().to_string_lossy().into_owned();
            let code = without_comments(&fs::read_to_string(&path).unwrap());
            Source {
                path: inside.to_owned(),
                room,
                code,
            }
        })
        .collect();
    assert!(!sources.is_empty(), "{} has no source", root.display());
    sources
}

fn without_comments(code: &str) -> String {
    Regex::new(r"//[^\n]*")
        .unwrap()
        .replace_all(code, "")
        .into_owned()
}

/// Returns the rooms that the code names in a path from the crate's root.
fn imports(code: &str) -> Vec<String> {
    let root = Regex::new(r"\b(?:crate|newsdedup|super)::(\w+|\{)").unwrap();
    let mut rooms = Vec::new();
    for found in root.captures_iter(code) {
        let first = found.get(1).unwrap();
        match first.as_str() {
            "{" => rooms.extend(heads_of_group(&code[first.end()..])),
            room => rooms.push(room.to_owned()),
        }
    }
    rooms.retain(|room| {
        ROOMS.contains(&room.as_str()) || ASIDE.iter().any(|(aside, _)| aside == room)
    });
    rooms
}

/// Returns the first name of each path of a `{a::b, c::{d, e}}`, given what follows its brace.
fn heads_of_group(code: &str) -> Vec<String> {
    let mut depth = 0;
    let mut heads = vec![String::new()];
    for character in code.chars() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(String::new()),
            _ if depth == 0 => heads.last_mut().unwrap().push(character),
            _ => {}
        }
    }
    heads
        .iter()
        .map(|path| {
            path.split("::")
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned()
        })
        .collect()
}

fn may_import(from: &str, room: &str) -> bool {
    if from == room || matches!(from, "lib" | "main") {
        return true;
    }
    if let Some((_, allowed)) = ASIDE.iter().find(|(aside, _)| *aside == from) {
        return allowed.contains(&room);
    }
    let place = |room: &str| ROOMS.iter().position(|other| *other == room);
    match (place(from), place(room)) {
        (Some(from), Some(room)) => room < from,
        // A room aside is the program's to use.
        _ => from == "cli",
    }
}
