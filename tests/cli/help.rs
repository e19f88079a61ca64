//! Help, and what is said about a command line that can't be understood.

use crate::harness::Folder;

const COMMANDS: [&str; 4] = ["inspect", "cluster", "strip", "eval"];

#[test]
fn short_help_has_a_line_for_each_flag_that_fits_a_terminal() {
    for command in COMMANDS {
        let run = Folder::new().run(&[command, "-h"]).exits(0).quietly();
        let sections = run.stdout.split("\n\n").filter(|section| {
            section
                .lines()
                .next()
                .is_some_and(|heading| heading.ends_with(':'))
        });
        for line in sections.flat_map(|section| section.trim_end().lines().skip(1)) {
            let entry = line.trim_start();
            run.expect(
                entry.starts_with(['-', '<', '[']),
                format!("a flag or argument in {line:?}"),
            );
            run.expect(entry.contains("  "), format!("what it is for in {line:?}"));
            run.expect(line.len() <= 80, format!("80 columns: {line:?}"));
        }
    }
}

#[test]
fn long_help_has_examples_and_the_short_line_of_each_flag() {
    for command in COMMANDS {
        let short = Folder::new().run(&[command, "-h"]).exits(0);
        let long = Folder::new().run(&[command, "--help"]).exits(0).quietly();
        long.expect(
            long.stdout.contains("\nExamples:\n  newsdedup "),
            "examples",
        );
        long.expect(long.stdout.len() > short.stdout.len(), "more than -h says");
    }
}

#[test]
fn the_overview_names_every_command_and_exit_code() {
    let run = Folder::new().run(&["--help"]).exits(0);
    for command in COMMANDS {
        run.expect(run.stdout.contains(&format!("\n  {command} ")), command);
    }
    for code in 0..=3 {
        run.expect(
            run.stdout.contains(&format!("\n  {code}  ")),
            format!("exit code {code}"),
        );
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let run = Folder::new().run(&["--version"]).exits(0);
    run.expect(
        run.stdout == format!("newsdedup {}\n", env!("CARGO_PKG_VERSION")),
        "name and version",
    );
}

#[test]
fn no_arguments_show_help_on_standard_error() {
    let run = Folder::new()
        .run::<&str>(&[])
        .exits(2)
        .tells("Usage: newsdedup");
    run.expect(run.stdout.is_empty(), "nothing on stdout");
}

#[test]
fn a_misspelt_command_gets_a_suggestion() {
    Folder::new()
        .run(&["clutser", "x"])
        .exits(2)
        .tells("a similar subcommand exists: 'cluster'");
}

#[test]
fn bad_usage_is_refused_before_any_work() {
    let cases: [(&[&str], &str); 14] = [
        (&["cluster"], "<PATH>..."),
        (&["strip"], "<PATH>..."),
        (&["eval"], "<GOLD>"),
        (&["cluster", "x", "--jaccard", "1.01"], "between 0 and 1"),
        (&["cluster", "x", "--containment", "NaN"], "between 0 and 1"),
        (&["cluster", "x", "--same-event", "much"], "not a number"),
        (
            &["cluster", "x", "--granularity", "40"],
            "did you mean 0.4?",
        ),
        (&["cluster", "x", "--granularity", "-1"], "did you mean 0?"),
        (
            &["cluster", "x", "--granularity", "stories"],
            "did you mean 'story'?",
        ),
        (&["cluster", "x", "--window", "-1"], "did you mean 0?"),
        (
            &["cluster", "x", "--window", "week"],
            "whole number of days",
        ),
        (&["cluster", "x", "--min-size", "0"], "whole number from 1"),
        (&["cluster", "x", "--format", "xml"], "json"),
        (
            &["strip", "x", "--text", "--explain"],
            "cannot be used with",
        ),
    ];
    for (arguments, said) in cases {
        let run = Folder::new().run(arguments).exits(2).tells(said);
        run.expect(run.stdout.is_empty(), "nothing on stdout");
    }
}

#[test]
fn the_ends_of_a_range_are_in_it() {
    let folder = Folder::new().with("a.txt", crate::harness::ARTICLE);
    for share in ["0", "1", "0.5"] {
        folder
            .run(&[
                "cluster",
                "a.txt",
                "--jaccard",
                share,
                "--containment",
                share,
                "--same-event",
                share,
            ])
            .exits(0);
    }
}
