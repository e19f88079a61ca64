//! Standard input, standard output, pipes and `--output`.

use std::fs;
use std::process::Stdio;

use crate::harness::{ARTICLE, Folder, OTHER_ARTICLE, program};

#[test]
fn standard_input_may_be_records_or_one_article() {
    let records = [ARTICLE, OTHER_ARTICLE]
        .map(|text| serde_json::json!({"text": text}).to_string())
        .join("\n");
    let run = Folder::new()
        .run_with_stdin(&["cluster", "-"], &records)
        .exits(0)
        .quietly();
    run.expect(run.article_ids() == ["-#1", "-#2"], "ids by record");

    let run = Folder::new()
        .run_with_stdin(&["cluster", "-"], ARTICLE)
        .exits(0)
        .quietly();
    run.expect(run.article_ids() == ["-"], "one article");
}

#[test]
fn standard_input_and_files_are_read_together() {
    let folder = Folder::new().with("a.txt", OTHER_ARTICLE);
    let run = folder
        .run_with_stdin(&["cluster", "a.txt", "-"], ARTICLE)
        .exits(0);
    run.expect(run.article_ids() == ["-", "a.txt"], "both");
}

#[test]
fn a_good_run_writes_data_to_standard_output_and_nothing_else() {
    let folder = Folder::new()
        .with("in/a.txt", ARTICLE)
        .with("in/b.txt", OTHER_ARTICLE);
    for arguments in [
        &["cluster", "in"][..],
        &["strip", "in"],
        &["strip", "--explain", "in"],
        &["strip", "--text", "in"],
    ] {
        let run = folder.run(arguments).exits(0).quietly();
        run.expect(!run.stdout.contains('\u{1b}'), "no colours off a terminal");
        run.expect(run.stdout.ends_with('\n'), "a last line end");
    }
}

#[test]
fn a_closed_pipe_is_a_quiet_success() {
    // Far more than a pipe holds, so that the program is writing when nobody reads.
    let records: Vec<String> = (0..3000)
        .map(|number| {
            serde_json::json!({"id": number, "text": format!("{ARTICLE}Notice {number}.\n")})
                .to_string()
        })
        .collect();
    let folder = Folder::new().with("feed.jsonl", records.join("\n"));
    for form in ["--text", "--explain"] {
        let mut child = program()
            .args(["strip", form, "feed.jsonl"])
            .current_dir(folder.path(""))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            (
                output.status.code(),
                String::from_utf8_lossy(&output.stderr).as_ref()
            ),
            (Some(0), ""),
            "{form}"
        );
    }
}

#[test]
fn output_gets_the_same_bytes_and_leaves_nothing_else_behind() {
    let folder = Folder::new()
        .with("a.txt", ARTICLE)
        .with("out.json", "of the run before");
    let straight = folder.run(&["cluster", "a.txt"]).exits(0);
    let run = folder
        .run(&["cluster", "a.txt", "-o", "out.json"])
        .exits(0)
        .quietly();
    run.expect(run.stdout.is_empty(), "nothing on stdout");
    run.expect(
        folder.read("out.json") == straight.stdout,
        "the same bytes in the file",
    );
    run.expect(folder.names() == ["a.txt", "out.json"], "no other file");
}

#[test]
fn output_to_a_dash_is_standard_output() {
    let folder = Folder::new().with("a.txt", "A ferry sank off the coast on Tuesday.\n");
    let run = folder.run(&["cluster", "a.txt", "-o", "-"]).exits(0);
    run.expect(
        run.json()["corpus"]["articles"] == 1,
        "the report on standard output",
    );
}

#[test]
fn output_into_the_folder_that_is_read_changes_nothing() {
    let folder = Folder::new().with("a.txt", ARTICLE);
    let straight = folder.run(&["cluster", "."]).exits(0);
    let run = folder.run(&["cluster", ".", "-o", "out.json"]).exits(0);
    run.expect(folder.read("out.json") == straight.stdout, &straight.stdout);
}

#[test]
fn output_that_can_not_be_written_fails_before_the_work() {
    let folder = Folder::new()
        .with("a.txt", ARTICLE)
        .with("folder/b.txt", ARTICLE);
    for place in ["missing/out.json", "folder"] {
        // The path that does not exist is never looked at.
        let run = folder
            .run(&["cluster", "no-such-path", "--output", place])
            .exits(1)
            .tells("error: ")
            .tells("\nHint: ");
        run.expect(!run.stderr.contains("no-such-path"), "no work done");
    }
}

#[cfg(unix)]
#[test]
fn output_through_a_link_replaces_the_file_behind_it() {
    let folder = Folder::new()
        .with("a.txt", ARTICLE)
        .with("real.json", "old");
    std::os::unix::fs::symlink("real.json", folder.path("link.json")).unwrap();
    let run = folder
        .run(&["cluster", "a.txt", "-o", "link.json"])
        .exits(0);
    run.expect(
        folder.read("real.json").starts_with('{'),
        "the report behind the link",
    );
    run.expect(
        fs::symlink_metadata(folder.path("link.json"))
            .unwrap()
            .is_symlink(),
        "the link is still one",
    );
}
