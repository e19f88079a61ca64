//! Holds the strip room to labelled pages of sites that no rule was written for, and prints the figures.
//!
//! Each page is every visible block of a web page, menus and footers and all. The labels leave out
//! headlines, standfirsts and captions, so a kept headline is not counted against the figures.

mod gold;

use std::path::Path;

use newsdedup::strip::{Role, Stripper, Verdict};
use serde_json::Value;

/// So many of the lines that are judged wrongly are printed, the longest first.
const WORST_SHOWN: usize = 10;

#[test]
fn pages_with_menus_and_footers_come_out_as_their_body() {
    let path = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/gold/lines/dev.jsonl"
    ));
    let Ok(pages) = std::fs::read_to_string(path) else {
        println!("skipped: {} is not there", path.display());
        return;
    };
    let stripper = Stripper::new().unwrap();
    let (mut kept_rightly, mut kept, mut should_be_kept) = (0, 0, 0);
    let mut wrong: Vec<(usize, String)> = Vec::new();
    for page in pages.lines() {
        let page: Value = serde_json::from_str(page).unwrap();
        let blocks: Vec<(String, &Value)> = page["lines"]
            .as_array()
            .unwrap()
            .iter()
            .map(|block| (block["t"].as_str().unwrap().replace('\n', " "), block))
            .collect();
        let text: Vec<&str> = blocks.iter().map(|(text, _)| text.as_str()).collect();
        let article = stripper.strip(gold::plain(text.join("\n")));
        for segment in &article.segments {
            let line = article.document.text[..segment.span.start]
                .matches('\n')
                .count();
            let (text, block) = &blocks[line];
            if block["amb"] == 1
                || segment.verdict == Verdict::Kept(Role::Headline)
                || segment.verdict == Verdict::Kept(Role::Blank)
            {
                continue;
            }
            let is_kept = matches!(segment.verdict, Verdict::Kept(_));
            let characters = text.chars().count();
            if is_kept != (block["keep"] == 1) {
                let site = page["site"].as_str().unwrap();
                wrong.push((
                    characters,
                    format!("{site}: {:?}: {text:.90}", segment.verdict),
                ));
            }
            kept += if is_kept { characters } else { 0 };
            should_be_kept += if block["keep"] == 1 { characters } else { 0 };
            kept_rightly += if is_kept && block["keep"] == 1 {
                characters
            } else {
                0
            };
        }
    }
    let (precision, recall) = (
        kept_rightly as f64 / kept as f64,
        kept_rightly as f64 / should_be_kept as f64,
    );
    let f1 = 2.0 * precision * recall / (precision + recall);
    wrong.sort_by(|one, other| other.cmp(one));
    for (characters, line) in wrong.iter().take(WORST_SHOWN) {
        println!("wrong, {characters} characters: {line}");
    }
    println!("lines: F1 {f1:.4}, precision {precision:.4}, recall {recall:.4}");
    assert!(f1 >= 0.985, "F1 {f1:.4}");
    assert!(recall >= 0.99, "recall {recall:.4}");
}
