//! Runs the built program in a folder of its own, and shows the whole run when a check fails.

use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// An article without boilerplate, long enough to be one.
pub const ARTICLE: &str = "Harbour bridge closed after barge strike\n\n\
    The old swing bridge at Quenby was shut on Monday after a barge hit its northern pier.\n\n\
    Engineers will dive to the footing on Tuesday, the harbour board said, and no cars can cross until they are done.\n";

/// Another event than [`ARTICLE`].
pub const OTHER_ARTICLE: &str = "Orchestra finds lost march in attic\n\n\
    A march that the town orchestra of Ellmoor believed burnt has turned up in a retired drummer's attic.\n\n\
    The score will be played in June for the first time in ninety years, conductor Petra Lund said.\n";

/// A folder to run the program in; it is gone when the test is over.
pub struct Folder {
    folder: TempDir,
}

impl Folder {
    /// Returns an empty folder.
    pub fn new() -> Self {
        Folder {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// Writes a file, with the folders above it.
    pub fn with(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// Returns where something in the folder is.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Returns a file's text.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Returns the names of all that lies in the folder, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// Runs the program in the folder with these arguments and nothing on standard input.
    pub fn run<S: AsRef<str>>(&self, arguments: &[S]) -> Run {
        run_in(self.folder.path(), arguments, "")
    }

    /// Runs the program in the folder with this on standard input.
    pub fn run_with_stdin<S: AsRef<str>>(&self, arguments: &[S], stdin: impl AsRef<[u8]>) -> Run {
        run_in(self.folder.path(), arguments, stdin)
    }
}

/// Runs the program in the repository, where the fixtures are.
pub fn run_in_repository<S: AsRef<str>>(arguments: &[S]) -> Run {
    run_in(Path::new(env!("CARGO_MANIFEST_DIR")), arguments, "")
}

/// Returns the built program, in the same surroundings on every machine.
pub fn program() -> std::process::Command {
    let mut program = std::process::Command::new(assert_cmd::cargo::cargo_bin!("newsdedup"));
    program.env_remove("NO_COLOR").env("COLUMNS", "80");
    program
}

fn run_in<S: AsRef<str>>(folder: &Path, arguments: &[S], stdin: impl AsRef<[u8]>) -> Run {
    let arguments: Vec<&str> = arguments.iter().map(AsRef::as_ref).collect();
    let mut command = Command::from_std(program());
    let output = command
        .current_dir(folder)
        .args(&arguments)
        .write_stdin(stdin.as_ref())
        .output()
        .unwrap();
    Run {
        command: format!("newsdedup {}", arguments.join(" ")),
        exit: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// What came of a run.
#[derive(Debug)]
pub struct Run {
    command: String,
    exit: Option<i32>,
    /// All that was written to standard output.
    pub stdout: String,
    /// All that was written to standard error.
    pub stderr: String,
}

impl Run {
    /// Fails with the whole run, and what was expected of it, unless `holds`.
    #[track_caller]
    pub fn expect(&self, holds: bool, expected: impl Debug) {
        let Run {
            command,
            exit,
            stdout,
            stderr,
        } = self;
        assert!(
            holds,
            "expected: {expected:?}\n\n$ {command}\nexit code: {exit:?}\n-- stdout --\n{stdout}\n-- stderr --\n{stderr}"
        );
    }

    /// Checks the exit code.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        self.expect(self.exit == Some(code), format!("exit code {code}"));
        self
    }

    /// Checks that standard error has this text.
    #[track_caller]
    pub fn tells(self, text: &str) -> Self {
        self.expect(self.stderr.contains(text), format!("{text:?} on stderr"));
        self
    }

    /// Checks that standard error is empty.
    #[track_caller]
    pub fn quietly(self) -> Self {
        self.expect(self.stderr.is_empty(), "nothing on stderr");
        self
    }

    /// Returns standard output as one JSON value.
    #[track_caller]
    pub fn json(&self) -> Value {
        let parsed = serde_json::from_str(&self.stdout);
        self.expect(parsed.is_ok(), "one JSON value on stdout");
        parsed.unwrap()
    }

    /// Returns standard output as a JSON value a line.
    #[track_caller]
    pub fn json_lines(&self) -> Vec<Value> {
        let parsed: Result<Vec<Value>, _> = self.stdout.lines().map(serde_json::from_str).collect();
        self.expect(parsed.is_ok(), "a JSON value on every line of stdout");
        parsed.unwrap()
    }

    /// Returns the ids of all articles of a report, sorted.
    #[track_caller]
    pub fn article_ids(&self) -> Vec<String> {
        let report = self.json();
        let stories = report["stories"].as_array().unwrap();
        let articles = stories
            .iter()
            .flat_map(|story| story["articles"].as_array().unwrap());
        let mut ids: Vec<String> = articles
            .map(|article| article["id"].as_str().unwrap().to_owned())
            .collect();
        ids.sort();
        ids
    }
}
