//! The three forms of `strip`.

use std::collections::BTreeMap;

use crate::harness::{ARTICLE, Folder, OTHER_ARTICLE, run_in_repository};

/// Returns place, verdict and kind of each row of an explanation.
fn rows(explanation: &str) -> Vec<[&str; 3]> {
    explanation
        .lines()
        .map(|row| {
            let mut columns = row
                .split("  ")
                .map(str::trim)
                .filter(|column| !column.is_empty());
            [(); 3].map(|()| columns.next().unwrap())
        })
        .collect()
}

#[test]
fn json_lines_hold_an_article_each_with_its_text_and_the_lines_removed() {
    let run = run_in_repository(&["strip", "fixtures/scrapes"]).exits(0);
    let articles = run.json_lines();
    let ids: Vec<&str> = articles
        .iter()
        .map(|article| article["id"].as_str().unwrap())
        .collect();
    run.expect(
        ids.len() == 27 && ids.is_sorted(),
        "27 articles, sorted by id",
    );
    let fields = [
        "id",
        "path",
        "record",
        "url",
        "headline",
        "headline_from",
        "outlet",
        "language",
        "published",
        "published_from",
        "bylines",
        "dateline",
        "agencies",
        "reprint_of",
        "copyright",
        "days",
        "text",
        "removed",
        "spared",
    ];
    for article in &articles {
        let object = article.as_object().unwrap();
        run.expect(
            fields.iter().all(|field| object.contains_key(*field)) && object.len() == fields.len(),
            fields,
        );
        run.expect(
            !article["text"].as_str().unwrap().contains("\n\n"),
            "no blank lines",
        );
    }
}

#[test]
fn json_lines_can_be_read_again() {
    let cleaned = run_in_repository(&["strip", "fixtures"]).exits(0);
    let again = Folder::new()
        .run_with_stdin(&["cluster", "-"], &cleaned.stdout)
        .exits(0)
        .quietly();
    let before = run_in_repository(&["cluster", "fixtures"]).exits(0);
    again.expect(
        again.article_ids() == before.article_ids(),
        "the same articles",
    );
}

#[test]
fn text_has_the_headline_first_and_a_blank_line_between_articles_only() {
    let folder = Folder::new()
        .with("in/a.txt", ARTICLE)
        .with("in/b.txt", OTHER_ARTICLE);
    let run = folder.run(&["strip", "--text", "in"]).exits(0);
    let expected = [ARTICLE, OTHER_ARTICLE]
        .map(|article| article.replace("\n\n", "\n"))
        .join("\n");
    run.expect(run.stdout == expected, expected);
}

#[test]
fn a_headline_from_metadata_is_text_too() {
    let record = serde_json::json!({"headline": "Bridge\nshut", "text": "The old bridge at Quenby was shut on Monday, the harbour board said."});
    let run = Folder::new()
        .run_with_stdin(&["strip", "--text", "-"], record.to_string())
        .exits(0);
    run.expect(
        run.stdout.starts_with("Bridge shut\nThe old bridge"),
        "the headline on one line, then the body",
    );
}

#[test]
fn explain_has_a_row_for_each_line_with_text() {
    let folder = Folder::new()
        .with("in/a.txt", ARTICLE)
        .with("in/b.txt", OTHER_ARTICLE);
    let run = folder.run(&["strip", "--explain", "in"]).exits(0);
    let places: Vec<&str> = rows(&run.stdout).iter().map(|row| row[0]).collect();
    let expected = [
        "in/a.txt:1",
        "in/a.txt:3",
        "in/a.txt:5",
        "in/b.txt:1",
        "in/b.txt:3",
        "in/b.txt:5",
    ];
    run.expect(places == expected, expected);
}

#[test]
fn explain_numbers_lines_whatever_they_end_in() {
    for end in ["\n", "\r\n", "\r"] {
        let text = format!("{ARTICLE}\u{200b}\n").replace('\n', end);
        let run = Folder::new()
            .with("a.txt", text)
            .run(&["strip", "--explain", "a.txt"])
            .exits(0);
        let places: Vec<&str> = rows(&run.stdout).iter().map(|row| row[0]).collect();
        run.expect(
            places == ["a.txt:1", "a.txt:3", "a.txt:5"],
            "the lines that are not blank",
        );
    }
}

#[test]
fn explain_numbers_the_lines_of_a_record() {
    let record = serde_json::json!({"text": ARTICLE});
    let folder = Folder::new().with("feed.jsonl", format!("\n{record}\n"));
    let run = folder.run(&["strip", "--explain", "feed.jsonl"]).exits(0);
    let places: Vec<&str> = rows(&run.stdout).iter().map(|row| row[0]).collect();
    run.expect(
        places == ["feed.jsonl:2:1", "feed.jsonl:2:3", "feed.jsonl:2:5"],
        "path:record:line",
    );
}

#[test]
fn explain_counts_the_characters_before_a_sentence_of_a_line() {
    let text = "Die Brücke ist zu. Das sagte Dr. Moor am 3. Mai. Niemand weiß mehr.\n";
    let folder = Folder::new().with("a.txt", text);
    let run = folder.run(&["strip", "--explain", "a.txt"]).exits(0);
    let places: Vec<&str> = rows(&run.stdout).iter().map(|row| row[0]).collect();
    run.expect(
        places == ["a.txt:1", "a.txt:1+19", "a.txt:1+49"],
        "path:line+characters",
    );
}

#[test]
fn explain_shows_what_json_counts() {
    let explained = run_in_repository(&["strip", "--explain", "fixtures"]).exits(0);
    let mut shown: BTreeMap<String, u64> = BTreeMap::new();
    for [_, verdict, kind] in rows(&explained.stdout) {
        explained.expect(
            matches!(verdict, "kept" | "removed"),
            "a verdict on each row",
        );
        if verdict == "removed" {
            *shown.entry(kind.to_owned()).or_default() += 1;
        }
    }
    let mut counted: BTreeMap<String, u64> = BTreeMap::new();
    for article in run_in_repository(&["strip", "fixtures"])
        .exits(0)
        .json_lines()
    {
        for (kind, count) in article["removed"].as_object().unwrap() {
            *counted.entry(kind.clone()).or_default() += count.as_u64().unwrap();
        }
    }
    explained.expect(!counted.is_empty() && shown == counted, counted);
}

#[test]
fn explain_gives_the_reason_of_what_it_removes() {
    let folder = Folder::new().with("a.txt", format!("{{{{#if breaking}}}}\n{ARTICLE}"));
    let run = folder.run(&["strip", "--explain", "a.txt"]).exits(0);
    let first = run.stdout.lines().next().unwrap();
    run.expect(
        first.starts_with("a.txt:1  removed  template_placeholder  "),
        "place, verdict and kind",
    );
    let reason = first.split_once("{{#if breaking}}").unwrap().1.trim();
    run.expect(!reason.is_empty(), "a reason at the end");
}

#[test]
fn a_text_can_not_command_the_terminal() {
    let folder = Folder::new().with("a.txt", format!("{ARTICLE}\nThe \u{1b}[31mred\u{1b}[0m light at the pier was broken, the board said on Monday.\n"));
    let run = folder.run(&["strip", "--explain", "a.txt"]).exits(0);
    run.expect(!run.stdout.contains('\u{1b}'), "no escape sequences");
}
