//! A first look at a folder that nobody knows: what is in it, where fields are from, what is not read.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::harness::{ARTICLE, Folder, OTHER_ARTICLE, Run};

/// The text of a Russian article about a ferry that was late.
const RUSSIAN: &str = "Паром опоздал на два часа из-за тумана над гаванью, сообщили в порту Торн.\n\n\
    Пассажиры ждали на пристани, а диспетчер говорил, что видимость не больше ста метров.\n";

fn gzipped(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// Returns a folder as a crawler may leave it.
fn messy() -> Folder {
    let odd = |number: usize| {
        json!({"_id": number, "headline": "Bridge shut", "maintext": ARTICLE,
            "pub_date": format!("2023-03-0{number}"), "source": {"name": "Quenby Echo"}})
    };
    let usual =
        json!({"id": "march", "title": "March found", "text": OTHER_ARTICLE, "Date": "2023-03-06"});
    let page = format!(
        "<html lang=en><head><title>Bridge shut</title><meta property=og:site_name content='Quenby Echo'></head>\
         <body><article><h1>Bridge shut</h1><p>{}</p></article></body></html>",
        ARTICLE.replace("\n\n", "</p><p>")
    );
    let feed = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Quenby Echo</title><item>\
         <title>March found</title><link>https://echo.example/march</link>\
         <pubDate>Tue, 07 Mar 2023 10:00:00 GMT</pubDate><description>{OTHER_ARTICLE}</description>\
         </item></channel></rss>"
    );
    let rows = "nr;title;text;date\n1;Ferry late;The ferry was late on Monday, said the port.;2023-03-08\n2;;;\n";
    let (russian, ..) = encoding_rs::WINDOWS_1251.encode(RUSSIAN);
    Folder::new()
        .with(
            "in/odd.jsonl",
            format!("{}\n{}\nnot json\n", odd(1), odd(2)),
        )
        .with("in/usual.jsonl.gz", gzipped(&format!("{usual}\n")))
        .with("in/rows.csv", rows)
        .with("in/page.html", page)
        .with("in/feed.rss", feed)
        .with("in/russian.txt", &*russian)
        .with("in/empty.txt", "")
        .with("in/junk.bin", [0, 159, 146, 150].repeat(40))
        .with("in/README.md", "How this was crawled")
        .with("in/.cache/page.html", "<html>")
}

fn look(folder: &Folder, arguments: &[&str]) -> Value {
    let arguments = [&["inspect", "in", "--format", "json"], arguments].concat();
    folder.run(&arguments).json()
}

/// Returns what is in a list of objects, as the values of these keys.
fn rows<const N: usize>(list: &Value, keys: [&str; N]) -> Vec<[Value; N]> {
    let entries = list.as_array().unwrap().iter();
    entries
        .map(|entry| keys.map(|key| entry[key].clone()))
        .collect()
}

#[track_caller]
fn check<const N: usize>(list: &Value, keys: [&str; N], expected: Value) {
    let found: Vec<Vec<Value>> = rows(list, keys).iter().map(|row| row.to_vec()).collect();
    assert_eq!(json!(found), expected);
}

#[test]
fn every_kind_of_file_is_counted() {
    check(
        &look(&messy(), &[])["kinds"],
        ["format", "compression", "encoding", "files", "articles"],
        json!([
            ["JSON Lines", null, "UTF-8", 1, 0],
            ["JSON Lines", "gzip", "UTF-8", 1, 1],
            ["feed", null, "UTF-8", 1, 1],
            ["plain text", null, "UTF-8", 2, 0],
            ["plain text", null, "windows-1251", 1, 1],
            ["table", null, "UTF-8", 1, 1],
            ["web page", null, "UTF-8", 1, 1],
        ]),
    );
}

#[test]
fn names_that_look_like_fields_come_with_the_flag_that_takes_them() {
    let folder = messy();
    let flags = [
        "--field",
        "id=_id",
        "--field",
        "text=maintext",
        "--field",
        "published=pub_date",
        "--field",
        "outlet=source.name",
    ];
    let hints = &look(&folder, &[])["hints"];
    let told: Vec<String> = rows(hints, ["flag", "records"])
        .iter()
        .filter(|[_, records]| *records == 2)
        .flat_map(|[flag, _]| {
            flag.as_str()
                .unwrap()
                .split(' ')
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(told, flags);

    let with_flags = look(&folder, &flags);
    assert_eq!(with_flags["hints"], json!([]));
    assert_eq!(with_flags["articles"]["count"], 7);
    let text = &with_flags["fields"][3];
    assert_eq!(text["field"], "text");
    assert!(text["from"].to_string().contains("maintext"), "{text}");
}

#[test]
fn a_field_is_told_by_the_name_that_it_has_in_the_records() {
    let found = look(&messy(), &["--include", "*.gz"]);
    let from = |index: usize| found["fields"][index]["from"][0]["name"].clone();
    let names: Vec<Value> = (0..7).map(from).collect();
    assert_eq!(
        json!(names),
        json!(["id", null, "title", "text", "Date", null, null])
    );
}

#[test]
fn what_would_be_skipped_is_told_by_reason_and_place() {
    let run = messy()
        .run(&["inspect", "in", "--format", "json"])
        .exits(3)
        .quietly();
    let skipped = &run.json()["skipped"];
    assert_eq!(skipped["count"], 6);
    let first = &skipped["reasons"][0];
    assert_eq!(first["count"], 3);
    check(
        &first["places"],
        ["path", "record"],
        json!([["in/odd.jsonl", 1], ["in/odd.jsonl", 2], ["in/rows.csv", 2]]),
    );
    assert_eq!(run.json()["left_out"]["hidden"], 1);
    assert_eq!(run.json()["left_out"]["by_name"], 1);
}

#[test]
fn dates_words_and_samples_are_those_of_all_articles() {
    let found = look(&messy(), &[]);
    let facts = &found["articles"];
    assert_eq!((&facts["count"], &facts["dated"]), (&json!(5), &json!(3)));
    assert_eq!(facts["first_published"], "2023-03-06");
    assert_eq!(facts["last_published"], "2023-03-08");
    assert!(facts["median_words"].as_u64() < facts["words"].as_u64());
    let samples = rows(&found["samples"], ["id", "headline"]);
    assert_eq!(samples.len(), 3);
    assert_eq!(samples[1][1], "Ferry late");
}

#[test]
fn the_table_shows_the_same_without_control_characters() {
    let run = messy()
        .with("in/bell.txt", format!("Bell \u{7}rings\n\n{ARTICLE}"))
        .run(&["inspect", "in"])
        .exits(3)
        .quietly();
    for told in [
        "JSON Lines  gzip",
        "windows-1251",
        "--field text=maintext",
        "in/odd.jsonl:1",
        "1  hidden",
        "with a date",
    ] {
        run.expect(run.stdout.contains(told), told);
    }
    run.expect(!run.stdout.contains('\u{7}'), "no bell");
}

#[test]
fn strictness_and_emptiness_are_as_in_other_commands() {
    messy()
        .run(&["inspect", "in", "--strict"])
        .exits(1)
        .tells("error: ");
    let nothing = |folder: Folder| -> Run { folder.run(&["inspect", "in"]) };
    nothing(Folder::new().with("in/empty.txt", ""))
        .exits(3)
        .tells("no article was found");
}
