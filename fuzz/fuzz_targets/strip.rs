//! Stripping: bytes as the text of an article, or of several of one outlet with a line `---` between them, from
//! which is learned what the outlet repeats. What stands above a line `===` is the headline.

#![no_main]

use std::io::sink;
use std::ops::Range;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use newsdedup::corpus::Document;
use newsdedup::report::{Paint, write_cleaned, write_explanation, write_text};
use newsdedup::strip::{Article, Profile, Role, Segment, Stripper, Verdict};
use newsdedup_fuzz::prepare;

static STRIPPER: LazyLock<Stripper> =
    LazyLock::new(|| Stripper::new().expect("the shipped tables"));

fuzz_target!(init: prepare(), |bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let documents: Vec<_> = text.split("\n---\n").enumerate().map(document).collect();
    let profile = match documents.len() {
        1 => Profile::default(),
        _ => STRIPPER.learn(&documents),
    };
    for document in documents {
        let article = STRIPPER.strip_with(document.clone(), &profile);
        check(&article);
        assert_eq!(STRIPPER.judge_with(&document, &profile), article.segments);
        if profile.is_empty() {
            check_lines(&article);
        }
        let mut json = Vec::new();
        write_cleaned(&article, &mut json).expect("bytes in memory");
        assert_eq!(json.iter().filter(|byte| **byte == b'\n').count(), 1);
        write_text(&article, &mut sink()).expect("bytes in memory");
        write_explanation(&article, Paint::Colour, &mut sink()).expect("bytes in memory");
    }
});

fn document((number, text): (usize, &str)) -> Document {
    let (headline, text) = match text.split_once("\n===\n") {
        Some((headline, text)) => (Some(headline.to_owned()), text),
        None => (None, text),
    };
    Document {
        id: number.to_string(),
        path: "feed.jsonl".to_owned(),
        record: Some(number + 1),
        url: Some(format!("https://harbour-post.example/2019/10/30/{number}")),
        headline,
        text: text.to_owned(),
        published: None,
        outlet: Some("Harbour Post".to_owned()),
        language: None,
    }
}

/// Checks that segments cover the text, and that all that points into it does.
fn check(article: &Article) {
    let text = &article.document.text;
    let part = |span: &Range<usize>| {
        text.get(span.clone())
            .unwrap_or_else(|| panic!("{span:?} is no part of {} bytes", text.len()))
    };
    let mut end = 0;
    for Segment { span, verdict } in &article.segments {
        assert_eq!(span.start, end, "segments don't join");
        assert!(span.start < span.end, "an empty segment");
        let is_blank = part(span).trim().is_empty();
        match verdict {
            Verdict::Removed(_) => assert!(!is_blank, "white space removed"),
            Verdict::Kept(Role::Blank) => {
                assert!(
                    !part(span).contains(char::is_alphanumeric),
                    "{:?} is blank",
                    part(span)
                );
            }
            Verdict::Kept(role) => assert!(!is_blank, "white space is {role:?}"),
        }
        end = span.end;
    }
    assert_eq!(end, text.len(), "segments don't cover the text");
    for (_, span) in article.kept() {
        assert_eq!(part(&span), part(&span).trim());
    }
    let has_words = text.contains(char::is_alphanumeric);
    assert!(
        !has_words || article.kept().next().is_some(),
        "nothing was kept"
    );
    article.body();
    let mut start = 0;
    for mention in &article.harvest.days {
        part(&mention.span);
        assert!(start <= mention.span.start, "days are not in order");
        start = mention.span.start;
    }
}

/// Checks that the lines that the model is asked about are the segments that are not blank.
fn check_lines(article: &Article) {
    let measured = STRIPPER.measure(&article.document.text);
    let lines = article
        .segments
        .iter()
        .filter(|segment| segment.verdict != Verdict::Kept(Role::Blank));
    assert!(
        measured
            .iter()
            .map(|line| &line.span)
            .eq(lines.map(|segment| &segment.span))
    );
}
