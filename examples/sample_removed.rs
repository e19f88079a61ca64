//! Draws removed segments at random and shows each whole, with the text around it, for a person to judge:
//!
//! ```sh
//! cargo run --release --example sample_removed -- articles.jsonl 20
//! ```
//!
//! Repeats are learned from the input first, as `newsdedup strip` does. The draw is fixed by the input:
//! each removed segment is a ticket, tickets are ranked by a hash of their place, and the first N win.
//! A third argument draws only from segments whose kind or reason has these words. Above the sample stands
//! what stripping left: words kept of all words, and how many articles lost more than four fifths of theirs.

// A program that shows a sample has to print.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::ops::Range;
use std::path::PathBuf;

use newsdedup::corpus::{self, Input, Options};
use newsdedup::strip::{Article, Stripper, Verdict};
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

/// So many characters are shown of what stands before and behind a segment.
const AROUND: usize = 160;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments
        .next()
        .ok_or("name the articles: FILE [N [WORDS]]")?;
    let count: usize = arguments.next().map_or(Ok(20), |count| count.parse())?;
    let asked = arguments.next().unwrap_or_default();

    let stripper = Stripper::new()?;
    let inputs = vec![Input::Path(PathBuf::from(path))];
    let documents =
        corpus::read(inputs, &Options::default(), &std::env::temp_dir(), &|_| {})?.documents;
    let profile = stripper.learn(&documents);
    let articles: Vec<Article> = documents
        .into_par_iter()
        .map(|document| stripper.strip_with(document, &profile))
        .collect();

    let mut tickets = Vec::new();
    for (at, article) in articles.iter().enumerate() {
        for (index, segment) in article.segments.iter().enumerate() {
            if let Verdict::Removed(removal) = &segment.verdict {
                let label = format!("{}: {}", removal.kind, removal.reason);
                if label.contains(&asked) {
                    let place = format!("{at} {index}");
                    tickets.push((xxh3_64(place.as_bytes()), at, index, label));
                }
            }
        }
    }
    tickets.sort_unstable();
    print_losses(&articles);
    println!("{} removed segments", tickets.len());
    for (_, at, index, label) in tickets.into_iter().take(count) {
        show(&articles[at], &articles[at].segments[index].span, &label);
    }
    Ok(())
}

/// Prints how many words are left, and how many articles lost nearly all.
fn print_losses(articles: &[Article]) {
    let count = |text: &str| text.split_whitespace().count();
    let losses: Vec<(usize, usize)> = articles
        .par_iter()
        .map(|article| {
            let text = &article.document.text;
            let kept = article.kept().map(|(_, span)| count(&text[span])).sum();
            (kept, count(text))
        })
        .collect();
    let kept: usize = losses.iter().map(|(kept, _)| kept).sum();
    let words: usize = losses.iter().map(|(_, words)| words).sum();
    let emptied = losses.iter().filter(|(kept, words)| kept * 5 < *words);
    println!("{kept} of {words} words kept");
    println!(
        "{} of {} articles lost more than 80 %",
        emptied.count(),
        articles.len()
    );
}

/// Prints a segment between arrows, amid what stands around it.
fn show(article: &Article, span: &Range<usize>, label: &str) {
    let text = &article.document.text;
    let (before, segment, behind) = (&text[..span.start], &text[span.clone()], &text[span.end..]);
    let start = before.char_indices().rev().nth(AROUND - 1);
    let before = &before[start.map_or(0, |(start, _)| start)..];
    let end = behind.char_indices().nth(AROUND);
    let behind = &behind[..end.map_or(behind.len(), |(end, _)| end)];
    let record = article.document.record.unwrap_or(1);
    println!("\n== record {record}, {label}\n{before}⟦{segment}⟧{behind}");
}
