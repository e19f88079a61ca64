//! Runs the commands of README.md, so that what it promises stays true.
//!
//! - In a block marked `console`, a line that begins with `$ ` is a command and the lines up to the
//!   next one are what it prints. `[..]` stands for any text in a line and a line `...` for any
//!   lines. Nothing after a command means that its output is not checked.
//! - In a block marked `sh`, every line is a command.
//! - A command must end with exit code 0, or with N if `# exit code N` stands behind it.
//! - A backslash at the end of a line goes on in the next.
//!
//! Commands run in bash, one at a time, in a folder that looks like the repository and takes the
//! files that they write. `newsdedup` and `cargo run … --` are the program as built for the tests.
//! Lines that build, install or test, and those that need what is not here, are named and passed over.

#![allow(clippy::unwrap_used, reason = "in a test a panic is how to fail")]
#![allow(
    clippy::print_stderr,
    reason = "a test that can't run a command says so"
)]
#![cfg(unix)]

use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use regex::Regex;
use snapbox::{Assert, IntoData};
use tempfile::TempDir;

/// Commands that take the tests round in circles, fetch from the net, or run what is not the program.
const PASSED_OVER: &str = r"^(?:git|cd|cargo (?:build|install|test|bench|doc|fmt|clippy)|.*\.ci/run|.*--(?:example|bench)\b|rustup|curl|apt)\b";

/// Tools that a reader may lack.
const OPTIONAL_TOOLS: [&str; 1] = ["jq"];

#[test]
fn every_command_of_the_readme_does_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Ok(readme) = fs::read_to_string(root.join("README.md")) else {
        eprintln!("skipped: there is no README.md yet");
        return;
    };
    let sandbox = Sandbox::new(root);
    let faults: Vec<String> = commands(&readme)
        .iter()
        .filter(|command| match sandbox.obstacle(&command.line) {
            Some(obstacle) => {
                eprintln!("skipped, {obstacle}: {}", command.line);
                false
            }
            None => true,
        })
        .filter_map(|command| sandbox.fault(command))
        .collect();
    assert!(
        faults.is_empty(),
        "README.md is wrong:\n\n{}",
        faults.join("\n\n")
    );
}

#[test]
fn both_kinds_of_block_are_understood() {
    let readme = "\
Text with `$ code`.

```console
$ newsdedup cluster \\
    fixtures/
{
...
}
$ newsdedup cluster nowhere   # exit code 3
```

```json
{\"not\": \"a command\"}
```

```sh
# a comment
newsdedup strip fixtures/ | jq .id

newsdedup --help
```
";
    let expected = [
        ("newsdedup cluster \\\n    fixtures/", 0, "{\n...\n}\n"),
        ("newsdedup cluster nowhere   # exit code 3", 3, ""),
        ("newsdedup strip fixtures/ | jq .id", 0, ""),
        ("newsdedup --help", 0, ""),
    ];
    let commands = commands(readme);
    let found: Vec<(&str, i32, &str)> = commands
        .iter()
        .map(|command| (command.line.as_str(), command.exit, command.output.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_promise_that_is_not_kept_is_seen() {
    let sandbox = Sandbox::new(Path::new(env!("CARGO_MANIFEST_DIR")));
    let fault = |block: &str| sandbox.fault(&commands(&format!("```console\n{block}\n```\n"))[0]);
    assert_eq!(
        fault("$ cargo run --release -- --version\nnewsdedup [..]"),
        None
    );
    assert_eq!(
        fault("$ newsdedup -h | cat\n...\nUsage: newsdedup <COMMAND>\n..."),
        None
    );
    assert_eq!(fault("$ newsdedup cluster  # exit code 2"), None);
    assert!(fault("$ newsdedup --version\nnewsdedup of another name").is_some());
    assert!(fault("$ newsdedup --no-such-flag").is_some());
    assert!(fault("$ newsdedup --no-such-flag | cat").is_some());
}

/// A command and what is promised of it.
#[derive(Default)]
struct Promise {
    line: String,
    exit: i32,
    /// What it prints, with wildcards; empty if nothing is said about that.
    output: String,
}

/// Returns the commands of all blocks, in order.
fn commands(markdown: &str) -> Vec<Promise> {
    let block = Regex::new(r"(?ms)^```(console|sh|bash|shell)\b[^\n]*\n(.*?)^```").unwrap();
    block
        .captures_iter(markdown)
        .flat_map(|found| match &found[1] {
            "console" => session(&found[2]),
            _ => script(&found[2]),
        })
        .collect()
}

fn session(block: &str) -> Vec<Promise> {
    let mut promises: Vec<Promise> = Vec::new();
    let mut goes_on = false;
    for line in block.lines() {
        match (line.strip_prefix("$ "), promises.last_mut()) {
            (Some(command), _) => {
                promises.push(promise(command));
                goes_on = command.ends_with('\\');
            }
            (None, Some(last)) if goes_on => {
                *last = promise(&format!("{}\n{line}", last.line));
                goes_on = line.ends_with('\\');
            }
            (None, Some(last)) => last.output += &format!("{line}\n"),
            (None, None) => {}
        }
    }
    promises
}

fn script(block: &str) -> Vec<Promise> {
    let joined = block.replace("\\\n", "\\\u{0}");
    let lines = joined
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines
        .map(|line| promise(&line.replace('\u{0}', "\n")))
        .collect()
}

fn promise(line: &str) -> Promise {
    let exit = Regex::new(r"# exit code (\d+)\s*$").unwrap();
    Promise {
        line: line.to_owned(),
        exit: exit
            .captures(line)
            .map_or(0, |found| found[1].parse().unwrap()),
        ..Promise::default()
    }
}

/// A folder that looks like the repository, and the programs that its commands may call.
struct Sandbox {
    folder: TempDir,
    has_shared: bool,
}

impl Sandbox {
    fn new(root: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (repository, programs) = (folder.path().join("newsdedup"), folder.path().join("bin"));
        fs::create_dir(&repository).unwrap();
        fs::create_dir(&programs).unwrap();
        for entry in fs::read_dir(root).unwrap().map(Result::unwrap) {
            symlink(entry.path(), repository.join(entry.file_name())).unwrap();
        }
        let shared = root.join("../shared");
        let has_shared = shared.is_dir();
        if has_shared {
            symlink(
                fs::canonicalize(shared).unwrap(),
                folder.path().join("shared"),
            )
            .unwrap();
        }
        symlink(
            assert_cmd::cargo::cargo_bin!("newsdedup"),
            programs.join("newsdedup"),
        )
        .unwrap();
        executable(
            &programs.join("cargo"),
            "#!/bin/sh\nuntil [ \"$1\" = -- ]; do shift; done\nshift\nexec newsdedup \"$@\"\n",
        );
        Sandbox { folder, has_shared }
    }

    /// Returns why a command can't be run here.
    fn obstacle(&self, line: &str) -> Option<String> {
        if Regex::new(PASSED_OVER).unwrap().is_match(line) {
            return Some("not for a test to run".to_owned());
        }
        if line.contains("../shared") && !self.has_shared {
            return Some("../shared is not here".to_owned());
        }
        let is_called = |tool: &str| {
            Regex::new(&format!(r"(?:^|[|;&])\s*{tool}\b"))
                .unwrap()
                .is_match(line)
        };
        let is_here = |tool: &str| self.bash(&format!("command -v {tool}")).0 == Some(0);
        let missing = OPTIONAL_TOOLS
            .iter()
            .find(|tool| is_called(tool) && !is_here(tool));
        missing.map(|tool| format!("{tool} is not installed"))
    }

    /// Runs a command, and returns what it did other than promised.
    fn fault(&self, Promise { line, exit, output }: &Promise) -> Option<String> {
        let (code, printed) = self.bash(
            &line
                .replace("./target/release/", "")
                .replace("target/release/", ""),
        );
        if code != Some(*exit) {
            return Some(format!(
                "$ {line}\nended with {code:?}, not {exit}\n{printed}"
            ));
        }
        if output.is_empty() {
            return None;
        }
        let compared = Assert::new().normalize_paths(false).try_eq(
            None,
            printed.into_data(),
            output.into_data(),
        );
        compared
            .err()
            .map(|difference| format!("$ {line}\n{difference}"))
    }

    /// Runs a line in bash, and returns the exit code and all that was printed.
    fn bash(&self, line: &str) -> (Option<i32>, String) {
        let path = env::var("PATH").unwrap_or_default();
        let output = Command::new("bash")
            .args(["-c", &format!("set -o pipefail; exec 2>&1\n{line}")])
            .current_dir(self.folder.path().join("newsdedup"))
            .env(
                "PATH",
                format!("{}:{path}", self.folder.path().join("bin").display()),
            )
            .env("COLUMNS", "100")
            .output()
            .unwrap();
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stdout).into_owned(),
        )
    }
}

fn executable(path: &Path, script: &str) {
    use std::os::unix::fs::PermissionsExt;
    fs::write(path, script).unwrap();
    fs::set_permissions(path, PermissionsExt::from_mode(0o755)).unwrap();
}
