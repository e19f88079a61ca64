//! Whatever a scrape is written in: each format gives the same articles as JSON Lines would.

use std::fmt::Write as _;
use std::io::Write as _;

use bzip2::write::BzEncoder;
use flate2::write::GzEncoder;
use lzma_rust2::{XzOptions, XzWriter};
use serde_json::{Value, json};

use crate::harness::{ARTICLE, Folder, OTHER_ARTICLE, Run};

/// What was read of an article: its id, its record and its headline.
fn articles(run: &Run) -> Vec<(String, Option<u64>, Option<String>)> {
    let lines = run.json_lines();
    let fields = lines.iter().map(|line| {
        (
            line["id"].as_str().unwrap().to_owned(),
            line["record"].as_u64(),
            line["headline"].as_str().map(str::to_owned),
        )
    });
    fields.collect()
}

/// Checks ids and records of what `strip` reads below `in`, and that it skips nothing.
#[track_caller]
fn check(folder: &Folder, expected: &[(&str, Option<u64>)]) {
    let run = folder.run(&["strip", "in"]).exits(0).quietly();
    let found = articles(&run);
    let found: Vec<(&str, Option<u64>)> = found
        .iter()
        .map(|(id, record, _)| (id.as_str(), *record))
        .collect();
    run.expect(found == expected, expected);
}

/// Returns two records, the first without an id.
fn records() -> [Value; 2] {
    [
        json!({"title": "Bridge shut", "text": ARTICLE, "tags": ["sea", {"deep": [1]}]}),
        json!({"id": "march", "title": "March \"found\"", "text": OTHER_ARTICLE}),
    ]
}

#[test]
fn json_comes_as_an_array_or_one_behind_the_other_or_alone() {
    let [first, second] = records();
    let array = json!([first, second]);
    let two = [("in/a.json#1", Some(1)), ("march", Some(2))];
    for text in [
        array.to_string(),
        format!("\u{feff}{array:#}"),
        format!("{first:#}\n{second:#}\n"),
        format!("{first}{second}"),
        format!("{first}\n{second}\n"),
        format!("[{first}]\n\n[{second:#}]"),
    ] {
        check(&Folder::new().with("in/a.json", text), &two);
    }
    for text in [first.to_string(), format!("{first:#}")] {
        check(
            &Folder::new().with("in/a.json", text),
            &[("in/a.json", None)],
        );
    }
    check(
        &Folder::new().with("in/a.json", format!("[{first}]")),
        &[("in/a.json#1", Some(1))],
    );
}

#[test]
fn an_array_may_be_in_an_object_as_news_services_answer() {
    let [first, second] = records();
    let answers = [
        json!({"status": "ok", "totalResults": 2, "articles": [first, second]}),
        json!({"pagination": {"total": 2}, "data": [first, second], "tags": ["a", "b"]}),
        json!({"facets": [{"name": "sea", "count": 2}], "results": [first, second], "next": null}),
        // An array of other things is no matter.
        json!({"a": [{"name": "none"}], "hits": [first, second]}),
    ];
    let folder = |text: &str| Folder::new().with("in/a.json", text);
    let two = [("in/a.json#1", Some(1)), ("march", Some(2))];
    for answer in &answers {
        for text in [answer.to_string(), format!("{answer:#}")] {
            check(&folder(&text), &two);
            let run = Folder::new()
                .run_with_stdin(&["strip", "-"], &text)
                .exits(0);
            run.expect(articles(&run).len() == 2, "both from standard input");
            let packed = Folder::new().with("in/a.json.gz", gzip(text.as_bytes()));
            check(&packed, &[("in/a.json.gz#1", Some(1)), ("march", Some(2))]);
        }
    }
    let feed = json!({"version": "https://jsonfeed.org/version/1.1", "title": "Harbour Post", "items": [
        {"id": "1", "title": "Late", "content_html": format!("<p>{ARTICLE}</p>"), "date_published": "2023-03-07"},
        {"id": "2", "content_text": OTHER_ARTICLE},
    ]});
    check(
        &folder(&feed.to_string()),
        &[("1", Some(1)), ("2", Some(2))],
    );
}

#[test]
fn an_article_with_arrays_of_texts_is_one_article() {
    let [first, second] = records();
    let mut article = json!({"comments": [{"text": "Late again!"}]});
    article["text"] = first["text"].clone();
    for text in [article.to_string(), format!("{article:#}")] {
        check(
            &Folder::new().with("in/a.json", text),
            &[("in/a.json", None)],
        );
    }
    // Which of two arrays is meant, nobody can tell.
    let two = json!({"today": [first], "before": [second]}).to_string();
    let run = Folder::new()
        .with("a.json", two)
        .run(&["strip", "a.json"])
        .exits(3);
    run.tells("newsdedup: a.json: no text");
}

#[test]
fn a_wrapped_array_is_read_as_far_as_it_is_good() {
    let [first, second] = records();
    let text = format!("{{\"n\": 3, \"articles\": [{first}, 7, {second}, {{\"text\": \"cut");
    let folder = Folder::new().with("a.json", text);
    let run = folder
        .run(&["strip", "a.json"])
        .exits(3)
        .tells("newsdedup: a.json:2: not a JSON object")
        .tells("newsdedup: a.json:4: invalid JSON: cut off before its end");
    run.expect(articles(&run).len() == 2, "the good ones");
}

#[test]
fn json_is_read_from_standard_input_too() {
    let run = Folder::new()
        .run_with_stdin(&["strip", "-"], format!("{:#}", json!(records())))
        .exits(0)
        .quietly();
    let ids: Vec<String> = articles(&run).into_iter().map(|(id, ..)| id).collect();
    run.expect(ids == ["-#1", "march"], "both records");
}

#[test]
fn a_bad_value_of_an_array_does_not_stop_the_others() {
    let [first, second] = records();
    let text =
        format!("[{first}, {{\"text\": 1\n \"id\": 2}}, 7, {{}}, {second}, {{\"text\": \"cut");
    let folder = Folder::new().with("a.json", text);
    let run = folder
        .run(&["strip", "a.json"])
        .exits(3)
        .tells("newsdedup: a.json:2: invalid JSON: expected `,` or `}` at column 2 of its line 2")
        .tells("newsdedup: a.json:3: not a JSON object")
        .tells("newsdedup: a.json:4: no text")
        .tells("newsdedup: a.json:6: invalid JSON: cut off before its end");
    run.expect(articles(&run).len() == 2, "the good ones");
}

#[test]
fn an_array_without_an_end_is_told() {
    let [first, _] = records();
    let folder = Folder::new().with("a.json", format!("[{first},"));
    let run = folder
        .run(&["strip", "a.json"])
        .exits(3)
        .tells("newsdedup: a.json:2: from this record on: the array has no end\n");
    run.expect(articles(&run).len() == 1, "what is there");
}

#[test]
fn dedup_writes_imported_records_a_line_each_with_all_their_fields() {
    let [first, second] = records();
    let text = format!("{:#}", json!([first, second, first]));
    let folder = Folder::new().with("a.json", text);
    let run = folder.run(&["dedup", "a.json"]).exits(0).quietly();
    run.expect(run.json_lines() == [first, second], "the first two");
}

#[test]
fn a_long_array_is_cut_into_chunks_like_any_file() {
    let text = "A ferry was late, and it was said why. ".repeat(200);
    let mut array = String::from("[");
    for number in 0..1_500 {
        let comma = if number == 0 { "" } else { ",\n" };
        let record = json!({"text": format!("{number} {text}")});
        write!(array, "{comma}{record:#}").unwrap();
    }
    array.push(']');
    let folder = Folder::new().with("a.json", array);
    let run = folder
        .run(&["dedup", "--groups", "--no-strip", "a.json"])
        .exits(0)
        .quietly();
    let groups = run.json_lines();
    run.expect(groups.len() == 1, "one group");
    let members = groups[0]["members"].as_array().unwrap();
    run.expect(members.contains(&json!("a.json#1500")), "the last record");
}

/// Compresses bytes in every way that is read.
fn compressed(bytes: &[u8]) -> [(&'static str, Vec<u8>); 4] {
    [
        ("gz", gzip(bytes)),
        ("zst", zstd::encode_all(bytes, 3).unwrap()),
        ("bz2", bzip2(bytes)),
        ("xz", xz(bytes)),
    ]
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = BzEncoder::new(Vec::new(), bzip2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = XzWriter::new(Vec::new(), XzOptions::with_preset(1)).unwrap();
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn compressed_files_are_told_by_their_first_bytes() {
    let [first, second] = records();
    let lines = format!("\u{feff}{first}\n\n{second}\n");
    for (ending, bytes) in compressed(lines.as_bytes()) {
        for name in [format!("a.jsonl.{ending}"), "a.jsonl".to_owned()] {
            let path = format!("in/{name}");
            let id = format!("{path}#1");
            let folder = Folder::new().with(&path, &bytes);
            check(&folder, &[(&id, Some(1)), ("march", Some(3))]);
        }
        let run = Folder::new()
            .run_with_stdin(&["strip", "-"], &bytes)
            .exits(0);
        run.expect(articles(&run).len() == 2, "both from standard input");
    }
    for (ending, bytes) in compressed(ARTICLE.as_bytes()) {
        let path = format!("in/a.txt.{ending}");
        let folder = Folder::new().with(&path, gzip(&bytes));
        check(&folder, &[(&path, None)]);
    }
}

#[test]
fn members_one_behind_the_other_are_one_file() {
    let [first, second] = records().map(|record| format!("{record}\n"));
    let both = [first, second].map(|line| compressed(line.as_bytes()));
    let [first, second] = both;
    for ((ending, first), (_, second)) in first.into_iter().zip(second) {
        let path = format!("in/a.jsonl.{ending}");
        let folder = Folder::new().with(&path, [first, second].concat());
        check(
            &folder,
            &[(&format!("{path}#1"), Some(1)), ("march", Some(2))],
        );
    }
}

#[test]
fn what_a_cut_file_still_holds_is_read() {
    // Noise, so that the records are in several blocks.
    let mut noise = 7_u64;
    let mut record = |number: u64| {
        let words = (0..10_000).map(|_| {
            noise = noise
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            format!("{:x} ", noise >> 40)
        });
        let text: String = words.collect();
        format!("{}\n", json!({"id": number, "text": text}))
    };
    let lines: String = (0..30).map(&mut record).collect();
    for (ending, bytes) in compressed(lines.as_bytes()) {
        let path = format!("a.jsonl.{ending}");
        let folder = Folder::new().with(&path, &bytes[..bytes.len() / 2]);
        let run = folder.run(&["dedup", "--no-strip", &path]).exits(3);
        let read = run.stdout.lines().count();
        run.expect((4..=15).contains(&read), "nearly half of the records");
        let told = format!("newsdedup: {path}:{}: from this record on: ", read + 1);
        let run = run.tells(&told).tells("data is ");
        run.expect(run.stderr.lines().count() == 1, "one line");
    }
}

#[test]
fn archives_are_named_and_not_read() {
    let mut tar = vec![0; 512];
    tar[257..262].copy_from_slice(b"ustar");
    let folder = Folder::new().with("a.tar.gz", gzip(&tar));
    folder
        .run(&["strip", "a.tar.gz"])
        .exits(3)
        .tells("newsdedup: a.tar.gz: tar files are not read");
}

#[test]
fn legacy_encodings_come_out_as_utf_8() {
    let text = "Le bac de l’île est arrivé en retard\r\n\r\nLa mairie a déclaré que la traversée \
        de mardi avait été retardée par le brouillard.\r\n";
    let (latin, ..) = encoding_rs::WINDOWS_1252.encode(text);
    let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let expected = text.replace("\r\n", "\n");
    for bytes in [latin.as_ref(), &utf_16, &gzip(&latin)] {
        let folder = Folder::new().with("a.txt", bytes);
        let run = folder.run(&["dedup", "a.txt"]).exits(0).quietly();
        let expected = [json!({"id": "a.txt", "text": expected})];
        run.expect(run.json_lines() == expected, &expected);
    }
}

#[test]
fn records_in_a_legacy_encoding_come_out_as_utf_8() {
    let records = [
        "В порту сообщили, что паром опоздал на три часа из-за тумана.",
        "Мэр города открыла новую школу на улице у реки.",
    ]
    .map(|text| json!({"id": text, "text": text}));
    let lines = records
        .each_ref()
        .map(|record| format!("{record}\n"))
        .concat();
    let array = format!("{:#}", json!(records));
    let (lines, ..) = encoding_rs::WINDOWS_1251.encode(&lines);
    let (array, ..) = encoding_rs::KOI8_R.encode(&array);
    for (name, bytes) in [("a.jsonl", lines), ("a.json", array)] {
        let folder = Folder::new().with(name, bytes);
        let run = folder.run(&["dedup", name]).exits(0).quietly();
        run.expect(run.json_lines() == records, &records);
    }
}

const PAGE: &str = "<!DOCTYPE html><html lang=en><head><meta charset=windows-1252>\
    <title>Bridge shut</title></head><body>\
    <h1>Bridge shut</h1><p>The old swing bridge at Quenby was shut on Monday &ndash; after a barge\nhit its \
    northern pier at the caf\u{e9}.</p><p>Engineers will dive to the footing on Tuesday, the harbour board \
    said, and no cars can cross until they are done.</p></body></html>";

#[test]
fn pages_are_read_whatever_their_name() {
    let (page, ..) = encoding_rs::WINDOWS_1252.encode(PAGE);
    let folder = Folder::new()
        .with("in/a.html", &page)
        .with("in/b.com", &page)
        .with("in/c.txt", gzip(&page));
    let run = folder.run(&["strip", "in"]).exits(0).quietly();
    let found = articles(&run);
    let headline = Some("Bridge shut".to_owned());
    let expected =
        ["in/a.html", "in/b.com", "in/c.txt"].map(|path| (path.to_owned(), None, headline.clone()));
    run.expect(found == expected, &expected);
    run.expect(run.stdout.contains("pier at the café."), "its encoding");
    run.expect(run.stdout.contains("Monday – after"), "its entities");
}

#[test]
fn html_in_a_record_gives_its_text() {
    let piece =
        "<p>The old swing bridge was shut.</p>\n<p>Engineers will <b>dive</b> on Tuesday.</p>";
    let records = [
        json!({"id": "page", "html": PAGE}),
        json!({"id": "piece", "title": "Bridge", "content": piece}),
        json!({"id": "empty", "content": "<p></p><p></p>"}),
    ];
    let lines = records
        .each_ref()
        .map(|record| format!("{record}\n"))
        .concat();
    let folder = Folder::new().with("a.jsonl", &lines);
    let run = folder
        .run(&["strip", "a.jsonl"])
        .exits(3)
        .tells("newsdedup: a.jsonl:3: no text: nothing but tags\n");
    let found = articles(&run);
    let expected = [("page", 1, "Bridge shut"), ("piece", 2, "Bridge")]
        .map(|(id, record, headline)| (id.to_owned(), Some(record), Some(headline.to_owned())));
    run.expect(found == expected, &expected);
    let text = &run.json_lines()[1]["text"];
    let expected = "The old swing bridge was shut.\nEngineers will dive on Tuesday.";
    run.expect(text == expected, expected);
    let run = folder.run(&["dedup", "a.jsonl"]).exits(3);
    run.expect(run.json_lines() == records[..2], "records as they stand");
}

#[test]
fn tables_are_read_with_any_delimiter() {
    let quoted = ARTICLE.replace('"', "\"\"");
    let comma = format!(
        "\u{feff}ID,Title,text\r\na,\"Bridge \"\"shut\"\"\",\"{quoted}\"\r\n\r\nb,5\" pipe,One line of text.\r\n"
    );
    let semicolon = comma.replace(',', ";");
    let tab = comma.replace(',', "\t");
    for (name, text) in [
        ("a.csv", &comma),
        ("b.csv", &semicolon),
        ("c.tsv", &tab),
        ("d", &comma),
    ] {
        let folder = Folder::new().with(name, text);
        let run = folder.run(&["strip", name]).exits(0).quietly();
        let expected = [("a", 1, "Bridge \"shut\""), ("b", 2, "5\" pipe")]
            .map(|(id, record, title)| (id.to_owned(), Some(record), Some(title.to_owned())));
        run.expect(articles(&run) == expected, &expected);
    }
    let utf_16: Vec<u8> = tab.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let run = Folder::new()
        .run_with_stdin(&["strip", "-"], &utf_16)
        .exits(0);
    run.expect(
        articles(&run).len() == 2,
        "both, as a spreadsheet saves them",
    );
}

#[test]
fn dedup_keeps_all_columns_of_a_table() {
    let folder = Folder::new().with(
        "a.csv",
        "text,desk\nA ferry was late.,sea\nA ferry was late.,land\n",
    );
    let run = folder.run(&["dedup", "a.csv"]).exits(0).quietly();
    let expected = [json!({"text": "A ferry was late.", "desk": "sea"})];
    run.expect(run.json_lines() == expected, &expected);
}

#[test]
fn a_quote_without_an_end_costs_one_row() {
    let folder = Folder::new().with(
        "a.csv",
        "id,text\na,\"One\nline\"\nb,\"Two\nc,Three\nd,\nnonsense\n",
    );
    let run = folder
        .run(&["strip", "a.csv"])
        .exits(3)
        .tells("newsdedup: a.csv:2: a quote without an end\n")
        .tells("newsdedup: a.csv:4: no text: ")
        .tells("newsdedup: a.csv:5: no text: ");
    let ids: Vec<String> = articles(&run).into_iter().map(|(id, ..)| id).collect();
    run.expect(ids == ["a", "c"], "the good rows");
}

/// Returns a record of a web archive.
pub fn warc_record(kind: &str, url: &str, message: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <{url}>\r\nWARC-Date: 2023-03-07T05:00:00Z\r\n\
         Content-Length: {}\r\n\r\n",
        message.len()
    );
    [head.as_bytes(), message, b"\r\n\r\n"].concat()
}

/// Returns a record with a page about a place.
pub fn warc_page(place: &str) -> Vec<u8> {
    let page = format!(
        "<html><title>Bridge</title><body><p>The bridge at {place} is shut.</p></body></html>"
    );
    let message = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    warc_record(
        "response",
        &format!("https://news.example/{place}"),
        message.as_bytes(),
    )
}

#[test]
fn web_archives_give_their_pages() {
    let image = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG";
    let records = [
        warc_record("warcinfo", "", b"software: crawler\r\n"),
        warc_page("Quenby"),
        warc_record(
            "request",
            "https://news.example/Quenby",
            b"GET / HTTP/1.1\r\n\r\n",
        ),
        warc_record("response", "https://news.example/logo.png", image),
        warc_page("Ellmoor"),
    ];
    let archive = records.concat();
    // As archives are: each record a member of its own.
    let members = records.map(|record| gzip(&record)).concat();
    for (name, bytes) in [
        ("a.warc", &archive),
        ("b.warc.gz", &members),
        ("c", &members),
    ] {
        let folder = Folder::new().with(name, bytes);
        let run = folder.run(&["strip", name]).exits(0).quietly();
        let expected = [
            ("https://news.example/Ellmoor", 5),
            ("https://news.example/Quenby", 2),
        ]
        .map(|(id, record)| (id.to_owned(), Some(record), Some("Bridge".to_owned())));
        run.expect(articles(&run) == expected, &expected);
        let run = folder.run(&["cluster", name]).exits(0);
        run.expect(
            run.json()["corpus"]["left_out"] == 3,
            "the others are counted",
        );
        let run = folder.run(&["dedup", name]).exits(0);
        let first = &run.json_lines()[0];
        run.expect(
            first["fetched"] == "2023-03-07T05:00:00Z",
            "when it was fetched",
        );
    }
}

#[test]
fn a_damaged_record_of_a_web_archive_does_not_hide_the_next() {
    let lying = |by: &str| {
        let record = String::from_utf8(warc_page("Nowhere")).unwrap();
        let (before, behind) = record.split_once("Content-Length: ").unwrap();
        let (_, behind) = behind.split_once("\r\n").unwrap();
        format!("{before}Content-Length: {by}\r\n{behind}").into_bytes()
    };
    let archive = [
        lying("100000"),
        warc_page("Quenby"),
        lying("9"),
        warc_page("Ellmoor"),
        b"nonsense\r\nand more\r\n\r\n".to_vec(),
        warc_page("Lund"),
        lying("x"),
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 70\r\n\r\ncut".to_vec(),
    ];
    let folder = Folder::new().with("a.warc", archive.concat());
    let wrong = "its Content-Length is wrong";
    let run = folder
        .run(&["strip", "a.warc"])
        .exits(3)
        .tells(&format!("newsdedup: a.warc:1: {wrong}\n"))
        .tells(&format!("newsdedup: a.warc:3: {wrong}\n"))
        .tells("newsdedup: a.warc:5: no record begins here\n")
        .tells("newsdedup: a.warc:7: its Content-Length is missing\n")
        .tells("newsdedup: a.warc:8: cut off before its end\n");
    let places: Vec<String> = articles(&run).into_iter().map(|(id, ..)| id).collect();
    let expected =
        ["Ellmoor", "Lund", "Quenby"].map(|place| format!("https://news.example/{place}"));
    run.expect(places == expected, expected);
}

#[test]
fn feeds_give_the_full_text_of_their_items() {
    let rss = "<?xml version=\"1.0\" encoding=\"windows-1251\"?>\n<rss version=\"2.0\" \
        xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Порт</title>\
        <link>https://port.example/</link><language>ru</language>\
        <item><title>Паром &amp;amp; туман</title><link>https://port.example/1</link><guid>1</guid>\
        <pubDate>Tue, 07 Mar 2023 05:00:00 GMT</pubDate><description>Кратко.</description>\
        <content:encoded><![CDATA[<p>Паром <b>опоздал</b>.</p><p>Туман.</p>]]></content:encoded></item>\
        <item><guid>2</guid><description>&lt;p&gt;Только описание.&lt;/p&gt;</description></item>\
        <item><title>Пусто</title></item></channel></rss>";
    let (rss, ..) = encoding_rs::WINDOWS_1251.encode(rss);
    for name in ["a.xml", "a"] {
        let folder = Folder::new().with(name, &rss);
        let run = folder.run(&["strip", name]).exits(3);
        let run = run.tells(&format!("newsdedup: {name}:3: no text\n"));
        let [second, first] = &run.json_lines()[..] else {
            return run.expect(false, "two articles");
        };
        run.expect(
            second["id"] == "2" && second["text"] == "Только описание.",
            "the second",
        );
        let expected = json!(["Паром & туман", "Порт", "ru", "2023-03-07T05:00:00Z", 1]);
        let names = ["headline", "outlet", "language", "published", "record"];
        let found = json!(names.map(|name| &first[name]));
        run.expect(found == expected, expected);
        run.expect(first["text"] == "Паром опоздал.\nТуман.", "its full text");
    }
}

#[test]
fn atom_may_have_its_text_as_tags_or_as_it_stands() {
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"><title>Quay</title>\
        <entry><id>tag:1</id><title>One</title><link rel=\"self\" href=\"x\"/>\
        <link href=\"https://quay.example/1?a=1&amp;b=2\"/><updated>2023-03-07T05:00:00Z</updated>\
        <content type=\"xhtml\"><div><p>The ferry<br/>was late.</p></div></content></entry>\
        <entry><id>tag:2</id><content type=\"text\">5 &lt; 6</content></entry>\
        <entry><id>tag:3</id><content>cut";
    let run = Folder::new().run_with_stdin(&["strip", "-"], atom).exits(3);
    let run = run.tells("newsdedup: -:3: cut off before its end\n");
    let lines = run.json_lines();
    let found: Vec<_> = lines
        .iter()
        .map(|line| json!([line["id"], line["text"], line["published"]]))
        .collect();
    let expected = [
        json!([
            "https://quay.example/1?a=1&b=2",
            "The ferry\nwas late.",
            "2023-03-07T05:00:00Z"
        ]),
        json!(["tag:2", "5 < 6", null]),
    ];
    run.expect(found == expected, &expected);
}
