//! Corpora that can be read, and lack what stories are told apart by: no strangers are joined for it.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::harness::Folder;

/// Articles in a corpus.
const ARTICLES: usize = 300;

/// More than strangers in one story by chance, and a small part of any corpus here.
const MOST_TOGETHER: usize = 6;

/// Draws numbers that look random, the same in every run (Knuth's MMIX generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    /// Returns a made-up word; the product of two draws makes a few of them common, as in a language.
    fn word(&mut self, syllables: &[&str]) -> String {
        let number = self.below(60) * self.below(60);
        let digits = [number % 20, number / 20 % 20, number / 400];
        digits.map(|digit| syllables[digit]).concat()
    }

    /// Returns so many sentences of made-up words.
    fn sentences(&mut self, count: usize, syllables: &[&str]) -> String {
        let mut text = String::new();
        for _ in 0..count {
            for place in 0..12 {
                let space = if place == 0 { "" } else { " " };
                write!(text, "{space}{}", self.word(syllables)).unwrap();
            }
            text.push_str(".\n");
        }
        text
    }
}

const LATIN: [&str; 20] = [
    "ba", "ne", "ki", "lo", "mu", "ra", "se", "ti", "vo", "zu", "dal", "fen", "gir", "hos", "jun",
    "pa", "wel", "cor", "tan", "mi",
];

const CYRILLIC: [&str; 20] = [
    "ба", "не", "ки", "ло", "му", "ра", "се", "ти", "во", "зу", "дал", "фен", "гир", "хос", "юн",
    "па", "вел", "кор", "тан", "ми",
];

/// Checks that no story of a corpus has many articles; `record` makes each from its number.
#[track_caller]
fn stays_apart(record: impl FnMut(usize) -> Value) {
    let lines: Vec<String> = (0..ARTICLES)
        .map(record)
        .map(|line| line.to_string())
        .collect();
    let folder = Folder::new().with("odd.jsonl", lines.join("\n"));
    let run = folder.run(&["cluster", "odd.jsonl"]).exits(0);
    let report = run.json();
    let sizes = report["stories"].as_array().unwrap().iter();
    let sizes: Vec<usize> = sizes
        .map(|story| story["size"].as_u64().unwrap() as usize)
        .collect();
    run.expect(sizes.iter().sum::<usize>() == ARTICLES, "every article");
    run.expect(
        sizes.iter().all(|size| *size <= MOST_TOGETHER),
        "small stories",
    );
}

/// An article of its own words; others may be without a headline or a date.
fn article(number: usize, dice: &mut Dice) -> Value {
    json!({
        "id": number.to_string(),
        "title": dice.sentences(1, &LATIN).trim_end_matches(".\n"),
        "text": dice.sentences(14, &LATIN),
        "date": format!("2024-{:02}-{:02}", 1 + number % 12, 1 + number % 28),
    })
}

/// A corpus in which `change` takes something from each article.
#[track_caller]
fn stays_apart_if(mut change: impl FnMut(usize, &mut Value)) {
    let mut dice = Dice(7);
    stays_apart(|number| {
        let mut record = article(number, &mut dice);
        change(number, &mut record);
        record
    });
}

#[test]
fn articles_without_dates() {
    stays_apart_if(|_, record| record["date"] = Value::Null);
}

#[test]
fn articles_of_one_date() {
    stays_apart_if(|_, record| record["date"] = "2024-05-05".into());
}

#[test]
fn articles_of_the_first_year_and_of_the_next_millennium() {
    stays_apart_if(|number, record| {
        record["date"] = ["0001-01-01", "2999-12-31"][number % 2].into();
    });
}

#[test]
fn articles_under_one_headline() {
    stays_apart_if(|_, record| record["title"] = "Town council meets on the new bridge".into());
}

#[test]
fn articles_with_empty_headlines() {
    stays_apart_if(|_, record| record["title"] = "".into());
}

#[test]
fn articles_in_several_scripts() {
    let mut dice = Dice(11);
    stays_apart_if(|number, record| match number % 3 {
        0 => record["text"] = dice.sentences(14, &CYRILLIC).into(),
        1 => {
            let mixed = dice.sentences(7, &CYRILLIC) + &dice.sentences(7, &LATIN);
            record["text"] = mixed.into();
        }
        _ => {}
    });
}

#[test]
fn articles_of_three_words() {
    let mut dice = Dice(3);
    stays_apart(|number| {
        let words = [(); 3].map(|()| LATIN[dice.below(LATIN.len())]);
        json!({"id": number.to_string(), "text": words.join(" ")})
    });
}
