//! `dedup`: what is kept, what is marked, what is proven, and that records come out as they went in.

use serde_json::{Value, json};

use crate::harness::{Folder, Run, run_in_repository};

/// Returns so many sentences that no other topic has.
fn sentences(topic: &str, count: usize) -> Vec<String> {
    let sentence = |number: usize| {
        format!(
            "In {topic} witness {number} saw the {topic}ish ferry turn {number} times near pier {number}{topic}."
        )
    };
    (0..count).map(sentence).collect()
}

fn text(topic: &str, count: usize) -> String {
    sentences(topic, count).join("\n")
}

/// Returns the records a line each.
fn lines(records: &[Value]) -> String {
    records.iter().map(|record| format!("{record}\n")).collect()
}

/// Runs `dedup` with more arguments on a file of these records.
fn dedup(records: &[Value], arguments: &[&str]) -> Run {
    let folder = Folder::new().with("corpus.jsonl", lines(records));
    folder.run(&[&["dedup", "corpus.jsonl"], arguments].concat())
}

/// Returns the ids on the lines of a run.
fn ids(run: &Run) -> Vec<String> {
    let lines = run.json_lines();
    let ids = lines.iter().map(|line| line["id"].as_str().unwrap());
    ids.map(str::to_owned).collect()
}

/// An original, a copy of it from the day before, and another article.
fn original_copy_and_other() -> [Value; 3] {
    let copied = text("Velmar", 12).replace("witness 3", "witness Adler");
    [
        json!({"id": "a", "date": "2023-03-02", "text": text("Velmar", 12)}),
        json!({"id": "b", "date": "2023-03-01", "text": copied}),
        json!({"id": "c", "date": "2023-03-01", "text": text("Lowmere", 12)}),
    ]
}

#[test]
fn the_earliest_of_a_group_is_kept() {
    let run = dedup(&original_copy_and_other(), &[]).exits(0).quietly();
    assert_eq!(ids(&run), ["b", "c"]);
}

#[test]
fn without_dates_the_first_by_id_is_kept() {
    let mut records = original_copy_and_other();
    for record in &mut records {
        record["date"] = Value::Null;
    }
    assert_eq!(ids(&dedup(&records, &[])), ["a", "c"]);
    records.reverse();
    assert_eq!(ids(&dedup(&records, &[])), ["c", "a"]);
}

#[test]
fn the_date_in_a_url_counts_where_there_is_no_other() {
    let mut records = original_copy_and_other();
    records[0]["date"] = Value::Null;
    records[0]["url"] = json!("https://velmar.example/2022/05/06/ferry");
    assert_eq!(ids(&dedup(&records, &[])), ["a", "c"]);
}

#[test]
fn the_longest_or_the_first_may_be_kept() {
    let mut records = original_copy_and_other();
    records[0]["text"] = json!(text("Velmar", 13));
    assert_eq!(ids(&dedup(&records, &["--keep", "longest"])), ["a", "c"]);
    assert_eq!(ids(&dedup(&records, &["--keep", "first"])), ["a", "c"]);
    assert_eq!(ids(&dedup(&records, &["--keep", "earliest"])), ["b", "c"]);
}

#[test]
fn what_is_kept_is_written_byte_for_byte_in_the_order_of_the_input() {
    let odd = r#"  {"tags":[1.50,{"x":null}],"text":"Caf\u00e9 Velmar is shut until 3 May, says its owner.", "id" :7,"text2":"ü"}"#;
    let plain =
        r#"{"id":"0","text":"The lake ferry will sail again from Friday, said its new owner."}"#;
    let folder = Folder::new()
        .with(
            "b.jsonl",
            format!("{odd}\r\n\n{plain}\n{}", odd.replace(":7", ":8")),
        )
        .with("a.jsonl", plain.replace("\"0\"", "\"1\""));
    let run = folder.run(&["dedup", "b.jsonl", "a.jsonl"]).exits(0);
    // Files are read in the order of their names; of the two ferries the first by id is kept.
    run.expect(
        run.stdout == format!("{}\n{plain}\n", odd),
        "the two records as they stand",
    );
}

#[test]
fn a_plain_text_becomes_a_record() {
    let folder = Folder::new()
        .with("one.txt", text("Velmar", 12))
        .with("two.txt", text("Velmar", 12).to_uppercase())
        .with("three.txt", text("Lowmere", 12));
    let run = folder.run(&["dedup", "."]).exits(0);
    let expected = [
        json!({"id": "one.txt", "text": text("Velmar", 12)}),
        json!({"id": "three.txt", "text": text("Lowmere", 12)}),
    ];
    assert_eq!(run.json_lines(), expected);
    let run = folder.run(&["dedup", ".", "--annotate"]).exits(0);
    let marks = run.json_lines();
    assert_eq!(marks[2]["id"], "two.txt");
    assert_eq!(marks[2]["of"], "one.txt");
}

#[test]
fn annotated_records_say_what_they_are_to_their_group() {
    let mut records = original_copy_and_other().to_vec();
    records.push(json!({"id": "cut", "date": "2023-03-05", "text": text("Velmar", 7), "of": "someone", "more": 1.50}));
    let run = dedup(&records, &["--annotate"]).exits(0).quietly();
    let marked = run.json_lines();
    let marks: Vec<[&Value; 4]> = marked
        .iter()
        .map(|record| ["group", "relation", "of", "similarity"].map(|name| &record[name]))
        .collect();
    let null = Value::Null;
    assert_eq!(marks[0][..3], [&json!("b"), &json!("copy"), &json!("b")]);
    assert_eq!(marks[1], [&json!("b"), &json!("origin"), &null, &null]);
    assert_eq!(marks[2], [&null, &null, &null, &null]);
    assert_eq!(marks[3][..3], [&json!("b"), &json!("reprint"), &json!("b")]);
    let containment = marks[3][3].as_f64().unwrap();
    run.expect(
        (0.8..1.0).contains(&containment),
        "containment as similarity",
    );
    run.expect(!run.stdout.contains("someone"), "no old mark");
    for (record, marked) in records.iter().zip(&marked) {
        assert_eq!(record["text"], marked["text"]);
    }
}

#[test]
fn groups_come_with_their_proofs() {
    let run = dedup(&original_copy_and_other(), &["--groups"]).exits(0);
    let [group] = &run.json_lines()[..] else {
        panic!("one group: {}", run.stdout);
    };
    assert_eq!(group["group"], "b");
    assert_eq!(group["canonical"], "b");
    assert_eq!(group["members"], json!(["b", "a"]));
    let edge = &group["edges"][0];
    assert_eq!((&edge["a"], &edge["b"]), (&json!("b"), &json!("a")));
    let share = |name: &str| edge[name].as_f64().unwrap();
    run.expect(
        share("jaccard") >= 0.7 && share("containment") >= share("jaccard"),
        "a proven pair",
    );
    let both = dedup(&original_copy_and_other(), &["--groups", "--annotate"]);
    both.exits(2);
}

#[test]
fn thresholds_count_at_least() {
    let records = original_copy_and_other();
    let jaccard = dedup(&records, &["--groups"]).json_lines()[0]["edges"][0]["jaccard"].clone();
    let just_below = format!("{:.4}", jaccard.as_f64().unwrap() - 0.0001);
    let just_above = format!("{:.4}", jaccard.as_f64().unwrap() + 0.0001);
    let kept = |threshold: &str| {
        ids(&dedup(
            &records,
            &["--threshold", threshold, "--containment", "1"],
        ))
        .len()
    };
    assert_eq!(kept(&just_below), 2);
    assert_eq!(kept(&just_above), 3);
}

#[test]
fn a_cut_copy_counts_from_sixty_words() {
    let whole = json!({"id": "a", "text": text("Velmar", 40)});
    let cut = |sentences| json!({"id": "b", "text": text("Velmar", sentences)});
    assert_eq!(ids(&dedup(&[whole.clone(), cut(6)], &[])), ["a"]);
    assert_eq!(ids(&dedup(&[whole, cut(3)], &[])), ["a", "b"]);
}

#[test]
fn what_stripping_removes_makes_no_copies() {
    let notice = "We use cookies to improve your experience. Accept all cookies. Sign up for our newsletter. \
                  Share on Facebook. Share on Twitter. Copyright 2023 Velmar Post. All rights reserved.\n";
    let page = |id: &str, topic: &str| {
        let text = format!("{}\n{}", text(topic, 2), notice.replace(". ", ".\n"));
        json!({"id": id, "outlet": "Velmar Post", "text": text})
    };
    let records = [page("a", "Velmar"), page("b", "Lowmere")];
    assert_eq!(ids(&dedup(&records, &["--threshold", "0.2"])), ["a", "b"]);
    let verbatim = dedup(&records, &["--threshold", "0.2", "--no-strip"]);
    assert_eq!(ids(&verbatim), ["a"]);
    dedup(&records, &["--no-strip", "--no-rule", "nav"]).exits(2);
}

#[test]
fn text_without_spaces_is_compared_too() {
    let chinese = "維爾馬港的渡輪週一在大霧中沉沒,消防隊救起二十七人,港務局說原因尚未查明。舊橋將關閉至五月,工程師週二下水檢查。";
    let other = "交響樂團在退休鼓手的閣樓裡找到一首失傳的進行曲,樂譜將於六月首次演出,指揮說這是九十年來的第一次。";
    let thai = "เรือเฟอร์รี่ล่มในหมอกหนาเมื่อวันจันทร์นักดับเพลิงช่วยชีวิตได้ยี่สิบเจ็ดคนท่าเรือยังไม่ทราบสาเหตุ";
    let records = [
        json!({"id": "a", "text": chinese}),
        json!({"id": "b", "text": chinese.replace("週二", "週三")}),
        json!({"id": "c", "text": other}),
        json!({"id": "d", "text": thai}),
        json!({"id": "e", "text": format!("{thai} ")}),
    ];
    assert_eq!(ids(&dedup(&records, &[])), ["a", "c", "d"]);
}

#[test]
fn short_texts_are_copies_only_if_they_are_the_same() {
    let record = |id: &str, text: &str| json!({"id": id, "text": text});
    let records = [
        record("a", "Blah blah blah."),
        record("b", "blah, blah BLAH"),
        record("c", "Blah blah."),
        record("d", "--- ***"),
        record("e", "--- ***"),
        record("f", &"again ".repeat(500)),
        record("g", &"again ".repeat(700)),
    ];
    assert_eq!(
        ids(&dedup(&records, &["--no-strip"])),
        ["a", "c", "d", "e", "f"]
    );
}

#[test]
fn a_crowd_of_copies_is_one_group() {
    let record = |number: usize| {
        let edited = text("Velmar", 20).replace("witness 7", &format!("witness {}", number % 3));
        json!({"id": format!("{number:05}"), "text": edited})
    };
    let records: Vec<Value> = (0..3_000).map(record).collect();
    let run = dedup(&records, &["--groups"]).exits(0);
    let group = &run.json_lines()[0];
    assert_eq!(group["members"].as_array().unwrap().len(), 3_000);
    assert_eq!(group["canonical"], "00000");
}

#[test]
fn what_cant_be_read_is_named_and_the_rest_goes_on() {
    let records = original_copy_and_other();
    let folder = Folder::new().with(
        "corpus.jsonl",
        format!(
            "{}{{\"id\": \"x\"}}\nnot json\n{}",
            lines(&records),
            lines(&records[2..])
        ),
    );
    let run = folder
        .run(&["dedup", "corpus.jsonl", "missing.jsonl"])
        .exits(3);
    assert_eq!(ids(&run), ["b", "c"]);
    let run = run
        .tells("newsdedup: corpus.jsonl:4: no text")
        .tells("newsdedup: corpus.jsonl:5: invalid JSON")
        .tells("newsdedup: corpus.jsonl:6: duplicate id \"c\": the article kept is record 3 of corpus.jsonl")
        .tells("newsdedup: missing.jsonl: no such file or folder");
    run.expect(run.stderr.lines().count() == 4, "four lines");
}

#[test]
fn a_stream_is_read_like_a_file() {
    let stdin = lines(&original_copy_and_other());
    let run = Folder::new().run_with_stdin(&["dedup", "-"], &stdin);
    assert_eq!(ids(&run.exits(0)), ["b", "c"]);
}

#[test]
fn a_mark_of_an_earlier_run_is_replaced_and_all_else_stands_as_it_did() {
    let line =
        r#"{"id": "a", "of":"someone" , "more": 1.50, "similarity": 1, "text": "Velmar is shut."}"#;
    let folder = Folder::new().with("corpus.jsonl", line);
    let run = folder
        .run(&["dedup", "corpus.jsonl", "--annotate"])
        .exits(0);
    let expected = r#"{"id":"a","more":1.50,"text":"Velmar is shut.","group":null,"relation":null,"of":null,"similarity":null}"#;
    run.expect(run.stdout.trim_end() == expected, expected);
}

#[test]
fn a_record_without_id_is_given_the_one_that_others_name_it_by() {
    let mut records =
        original_copy_and_other().map(|record| json!({"text": record["text"], "id": null}));
    records[2]["url"] = json!("https://lowmere.example/ferry");
    let marked = dedup(&records, &["--annotate"]).exits(0).json_lines();
    let ids: Vec<&Value> = marked.iter().map(|record| &record["id"]).collect();
    assert_eq!(
        ids,
        [
            "corpus.jsonl#1",
            "corpus.jsonl#2",
            "https://lowmere.example/ferry"
        ]
    );
    assert_eq!(marked[1]["of"], "corpus.jsonl#1");
}

#[test]
fn the_fixtures_lose_their_reprints() {
    let run = run_in_repository(&["dedup", "fixtures", "--groups"]).exits(0);
    let groups = run.json_lines();
    let sizes = groups
        .iter()
        .map(|group| group["members"].as_array().unwrap().len());
    assert_eq!(sizes.collect::<Vec<_>>(), [4, 3, 4, 3, 2]);
}

/// The second crawl of an article has the id of the first and is left out. Whichever of the two is read
/// first, by another thread, the copies of the article must be found.
#[test]
fn what_was_crawled_twice_has_copies_all_the_same() {
    let record = |id: String, number: usize, witness: &str| {
        let text = text(&format!("Velmar{number}"), 40).replace("witness 7", witness);
        json!({"id": id, "date": "2023-03-01", "text": text})
    };
    let count = 1_500;
    let crawl: Vec<Value> = (0..count)
        .map(|number| record(format!("a{number}"), number, "witness 7"))
        .collect();
    let copies = (0..count).map(|number| record(format!("b{number}"), number, "witness Adler"));
    let records = [crawl.clone(), crawl, copies.collect()].concat();
    for _ in 0..3 {
        let run = dedup(&records, &["--no-strip", "--threads", "3"]).exits(3);
        let kept = run.stdout.lines().count();
        assert_eq!(kept, count, "of each article one is kept");
    }
}
