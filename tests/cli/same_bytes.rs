//! The same input gives the same bytes, in whatever order it is named and on any number of threads.

use crate::harness::{Run, run_in_repository};

const FILES: [&str; 4] = [
    "fixtures/scrapes/northgate-herald-ferry-sinks.txt",
    "fixtures/feeds/wirebox.ndjson",
    "fixtures/scrapes/velmar-courier-ferry-survivors.txt",
    "fixtures/feeds/coastline.jsonl",
];

const FORMS: [&[&str]; 14] = [
    &["cluster"],
    &["cluster", "--format", "jsonl"],
    &["cluster", "--format", "csv"],
    &["cluster", "--format", "graphml"],
    &["cluster", "--evidence", "0"],
    &["strip"],
    &["strip", "--text"],
    &["strip", "--explain"],
    &["cluster", "--granularity", "topic", "--window", "3"],
    &["dedup"],
    &["dedup", "--annotate"],
    &["dedup", "--groups", "--no-strip"],
    &["inspect"],
    &["inspect", "--format", "json"],
];

fn run(arguments: &[&[&str]]) -> Run {
    run_in_repository(&arguments.concat()).exits(0)
}

#[test]
fn in_any_order_of_the_paths() {
    let backward: Vec<&str> = FILES.iter().rev().copied().collect();
    for form in FORMS {
        let first = run(&[form, &FILES]);
        let second = run(&[form, &backward]);
        second.expect(
            first.stdout == second.stdout,
            "the bytes of the other order",
        );
    }
}

#[test]
fn on_any_number_of_threads() {
    for form in FORMS {
        let one = run(&[form, &["fixtures", "--threads", "1"]]);
        let eight = run(&[form, &["fixtures", "--threads", "8"]]);
        eight.expect(one.stdout == eight.stdout, "the bytes of one thread");
    }
}

#[test]
fn a_path_named_twice_counts_once() {
    let once = run(&[&["cluster", "fixtures"]]);
    let twice = run(&[&["cluster", "fixtures", "./fixtures/feeds", "fixtures/"]]);
    twice.expect(once.stdout == twice.stdout, "the bytes of one mention");
}
