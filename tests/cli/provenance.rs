//! What the report of `cluster` says of who has a text from whom: evidence, timelines, spread, tables and graphs.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Value, json};

use crate::harness::{Folder, Run, run_in_repository};

fn array(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

/// Clusters the fixtures.
fn cluster(arguments: &[&str]) -> Run {
    run_in_repository(&[&["cluster", "fixtures"], arguments].concat())
        .exits(0)
        .quietly()
}

fn articles(report: &Value) -> impl Iterator<Item = &Value> {
    let stories = array(&report["stories"]).iter();
    stories.flat_map(|story| array(&story["articles"]))
}

#[test]
fn no_evidence_is_shown_if_none_is_asked_for() {
    let run = cluster(&["--evidence", "0"]);
    let report = run.json();
    for article in articles(&report) {
        run.expect(article["evidence"] == json!([]), article);
    }
    for story in array(&report["stories"]) {
        for step in array(&story["timeline"]) {
            run.expect(
                step["new"] == json!([]) && step["new_share"].is_number(),
                step,
            );
        }
    }
    let full = cluster(&[]).json();
    for (bare, full) in articles(&report).zip(articles(&full)) {
        for field in [
            "id",
            "relation",
            "of",
            "direction",
            "reprint_of",
            "similarity",
        ] {
            run.expect(bare[field] == full[field], field);
        }
    }
}

#[test]
fn evidence_is_the_strongest_of_all_and_no_more_than_asked_for() {
    /// Kinds in the order in which they are shown.
    const KINDS: [&[&str]; 5] = [
        &["notice"],
        &["passage", "quote"],
        &["credit"],
        &["names"],
        &["date"],
    ];
    let all = cluster(&["--evidence", "100"]).json();
    for most in [1, 3, 5] {
        let run = cluster(&["--evidence", &most.to_string()]);
        let report = run.json();
        run.expect(
            report["generator"]["settings"]["evidence"] == most,
            "the setting named",
        );
        for (article, all) in articles(&report).zip(articles(&all)) {
            let [shown, all] = [article, all].map(|article| array(&article["evidence"]));
            let strongest = &all[..all.len().min(most)];
            run.expect(shown == strongest, &article["id"]);
        }
    }
    for article in articles(&all) {
        let kinds = array(&article["evidence"]).iter().map(|evidence| {
            let kind = evidence["kind"].as_str().unwrap();
            KINDS
                .iter()
                .position(|kinds| kinds.contains(&kind))
                .unwrap()
        });
        assert!(kinds.is_sorted(), "{article}");
    }
}

#[test]
fn a_timeline_goes_through_the_articles_in_their_order() {
    let run = cluster(&[]);
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for story in array(&run.json()["stories"]) {
        let (articles, timeline) = (array(&story["articles"]), array(&story["timeline"]));
        if articles.len() == 1 {
            run.expect(timeline.is_empty(), "no timeline of one article");
            continue;
        }
        run.expect(timeline.len() == articles.len(), story);
        run.expect(timeline[0]["new_share"] == 1.0, "all is new in the first");
        for (step, article) in timeline.iter().zip(articles) {
            for field in ["id", "published", "outlet", "relation"] {
                run.expect(step[field] == article[field], field);
            }
            run.expect(array(&step["new"]).len() <= 5, "no more than the evidence");
            if !article["record"].is_null() {
                continue;
            }
            let text = std::fs::read_to_string(root.join(article["path"].as_str().unwrap()));
            let text = text.unwrap();
            for sentence in array(&step["new"]) {
                let [start, end] = [0, 1].map(|at| sentence["span"][at].as_u64().unwrap() as usize);
                run.expect(text.get(start..end) == sentence["text"].as_str(), sentence);
            }
        }
    }
}

#[test]
fn spread_adds_up() {
    let run = cluster(&[]);
    for story in array(&run.json()["stories"]) {
        let (articles, spread) = (array(&story["articles"]), &story["spread"]);
        let carriers = articles
            .iter()
            .filter(|article| article["relation"] == "copy" || article["relation"] == "reprint");
        let copies = carriers.count() as f64 / articles.len() as f64;
        run.expect(spread["articles"] == story["size"], story);
        run.expect(spread["outlets"] == array(&story["outlets"]).len(), story);
        run.expect(
            (spread["copies"].as_f64().unwrap() - copies).abs() < 1e-4,
            story,
        );
        let dated = articles
            .iter()
            .filter(|article| !article["published"].is_null());
        run.expect(spread["hours"].is_null() == (dated.count() < 2), story);
    }
}

const WIRE: &str = "QUENBY (AFP) - The old swing bridge at Quenby was shut on Monday after a barge hit its northern pier.\n\n\
    Engineers will dive to the footing on Tuesday, the harbour board said, and no cars can cross until they are done.\n\n\
    \"I have opened this bridge for thirty years and never once felt it shrug,\" keeper Anselm Dorry told reporters.\n\n\
    The barge, which was carrying gravel to Ellmoor, lost its rudder in the current, its owner said in a statement.\n";

/// Returns a corpus of one AFP text, as it stands in three outlets, padded in one and cut in another; with
/// AFP's own article among them if asked for, though it came last.
fn carried_by_three(has_original: bool) -> Folder {
    let record = |outlet: &str, hour: u32, text: &str| {
        let date = format!("2024-03-04T{hour:02}:00:00Z");
        json!({"id": outlet, "source": outlet, "date": date, "text": text}).to_string() + "\n"
    };
    let padded = format!(
        "{WIRE}\nShopkeepers on the northern quay sold out of sandwiches by noon to drivers who had nowhere to go.\n"
    );
    let cut = &WIRE[..WIRE.find("The barge").unwrap()];
    let mut records = record("Bay Echo", 9, WIRE)
        + &record("Valley Post", 10, &padded)
        + &record("Ellmoor Times", 11, cut);
    if has_original {
        records += &record("AFP", 12, WIRE);
    }
    Folder::new().with("in.jsonl", records)
}

#[test]
fn three_outlets_with_one_agencys_text_are_three_reprints_of_the_agency() {
    let run = carried_by_three(false)
        .run(&["cluster", "in.jsonl"])
        .exits(0);
    let report = run.json();
    run.expect(array(&report["stories"]).len() == 1, "one story");
    run.expect(report["stories"][0]["agencies"] == json!(["AFP"]), "AFP");
    run.expect(
        report["stories"][0]["spread"]["copies"] == 1.0,
        "all copied",
    );
    for article in articles(&report) {
        run.expect(article["relation"] == "reprint", article);
        run.expect(article["reprint_of"] == "AFP", article);
        run.expect(article["of"].is_null(), "none is from the fastest");
        run.expect(article["direction"] == "credit", "known by the dateline");
        run.expect(!array(&article["evidence"]).is_empty(), article);
    }
}

#[test]
fn an_agencys_own_report_is_the_origin_of_what_outlets_carry() {
    let run = carried_by_three(true)
        .run(&["cluster", "in.jsonl"])
        .exits(0);
    let report = run.json();
    run.expect(array(&report["stories"]).len() == 1, "one story");
    for article in articles(&report) {
        let is_original = article["id"] == "AFP";
        run.expect((article["relation"] == "origin") == is_original, article);
        run.expect((article["of"] == "AFP") != is_original, article);
        run.expect((article["direction"] == "credit") != is_original, article);
    }
}

#[test]
fn csv_has_a_row_for_each_article() {
    let report = cluster(&[]).json();
    let run = cluster(&["--format", "csv"]);
    let mut table = csv::Reader::from_reader(run.stdout.as_bytes());
    let rows: Vec<BTreeMap<String, String>> = table.deserialize().map(Result::unwrap).collect();
    run.expect(rows.len() == articles(&report).count(), "a row for each");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    for (row, article) in rows.iter().zip(articles(&report)) {
        for field in [
            "id",
            "path",
            "headline",
            "outlet",
            "published",
            "reprint_of",
            "relation",
            "of",
            "direction",
        ] {
            run.expect(row[field] == text(&article[field]), field);
        }
        let similarity: f64 = row["similarity"].parse().unwrap();
        run.expect(article["similarity"].as_f64() == Some(similarity), row);
        run.expect(
            row["evidence"] == text(&article["evidence"][0]["text"]),
            row,
        );
    }
    let stories: BTreeSet<&String> = rows.iter().map(|row| &row["story"]).collect();
    run.expect(
        stories.len() == array(&report["stories"]).len(),
        "all stories",
    );
}

#[test]
fn a_table_of_nothing_has_its_header() {
    let folder = Folder::new().with("in/empty.txt", "");
    let run = folder.run(&["cluster", "in", "--format", "csv"]).exits(3);
    run.expect(
        run.stdout.starts_with("story,") && run.stdout.lines().count() == 1,
        "a header",
    );
}

/// Reads a graph: the ids of its nodes, and the two ends of its edges.
#[track_caller]
fn graph(run: &Run) -> (Vec<String>, Vec<[String; 2]>) {
    let mut reader = Reader::from_str(&run.stdout);
    let (mut nodes, mut edges, mut depth) = (Vec::new(), Vec::new(), 0);
    let value = |element: &BytesStart<'_>, name: &str| {
        let attribute = element.try_get_attribute(name).unwrap().unwrap();
        attribute.unescape_value().unwrap().into_owned()
    };
    loop {
        let event = reader.read_event();
        run.expect(event.is_ok(), "well-formed XML");
        match event.unwrap() {
            Event::Start(element) => {
                depth += 1;
                match element.name().as_ref() {
                    b"node" => nodes.push(value(&element, "id")),
                    b"edge" => edges.push(["source", "target"].map(|end| value(&element, end))),
                    _ => {}
                }
            }
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    run.expect(depth == 0, "all elements closed");
    (nodes, edges)
}

#[test]
fn graphml_has_a_node_for_each_article_and_no_edge_into_nowhere() {
    let report = cluster(&[]).json();
    let run = cluster(&["--format", "graphml"]);
    let (nodes, edges) = graph(&run);
    let (origins, own): (BTreeSet<_>, BTreeSet<_>) = nodes
        .iter()
        .map(String::as_str)
        .partition(|id| id.starts_with("origin:"));
    run.expect(origins.len() + own.len() == nodes.len(), "no node twice");
    let ids: BTreeSet<&str> = articles(&report)
        .map(|article| article["id"].as_str().unwrap())
        .collect();
    run.expect(own == ids, "a node for each article");
    for [source, target] in &edges {
        run.expect(ids.contains(source.as_str()), source);
        run.expect(nodes.contains(target), target);
    }
    for origin in &origins {
        run.expect(edges.iter().any(|[_, target]| target == origin), origin);
    }
    for article in articles(&report).filter(|article| !article["of"].is_null()) {
        let edge = ["id", "of"].map(|end| article[end].as_str().unwrap().to_owned());
        run.expect(edges.contains(&edge), edge);
    }
}

#[test]
fn a_graph_of_a_carried_text_has_the_agency_in_the_middle() {
    let run = carried_by_three(false)
        .run(&["cluster", "in.jsonl", "--format", "graphml"])
        .exits(0);
    let (nodes, edges) = graph(&run);
    run.expect(nodes.len() == 4, "three articles and AFP");
    run.expect(
        edges.len() == 3 && edges.iter().all(|[_, target]| target == "origin:AFP"),
        "edges to AFP alone",
    );
}

#[test]
fn hostile_names_leave_a_graph_well_formed() {
    let record = |id: &str, title: &str| {
        json!({"id": id, "title": title, "source": "<&\"'>", "text": WIRE}).to_string() + "\n"
    };
    let records = record("a<b>&\"c'", "</data></node>") + &record("\u{1}\u{ffff}d", "]]>&#0;");
    let folder = Folder::new().with("in.jsonl", records);
    let run = folder
        .run(&["cluster", "in.jsonl", "--format", "graphml"])
        .exits(0);
    let (nodes, _) = graph(&run);
    run.expect(nodes.contains(&"a<b>&\"c'".to_owned()), "the id unharmed");
}
