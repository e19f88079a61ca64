//! Holds the rule tables to invented pages in their languages, and prints the figures.
//!
//! Each file of `tests/languages` has two pages: one written before the table of its language and
//! never used to mend it ("held-out"), and one written with it. A line is a label, a tab, and the
//! text; the label says what the line is: the headline, body, a subheading, or a kind of boilerplate.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that can't read its pages should fail, and the figures are for people"
)]

mod gold;

use std::fs;
use std::path::Path;

use newsdedup::strip::{Removal, Role, Stripper, Verdict};

/// What a page came to.
#[derive(Default)]
struct Figures {
    /// Lines of the article.
    text: usize,
    /// Those of them that are kept.
    text_kept: usize,
    /// Lines of boilerplate.
    noise: usize,
    /// Those of them that are removed.
    noise_removed: usize,
    /// Those that are removed as the right kind.
    kinds_right: usize,
}

#[test]
fn pages_of_twelve_languages_come_out_clean() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/languages");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let stripper = Stripper::new().unwrap();
    let mut all = Figures::default();
    for path in &files {
        let language = path.file_stem().unwrap().to_str().unwrap();
        for page in fs::read_to_string(path).unwrap().split("\n\n") {
            let (title, lines) = page.trim().split_once('\n').unwrap();
            let figures = judge(&stripper, language, lines);
            println!(
                "{language} {title}: text kept {}/{}, noise removed {}/{}, right kind {}",
                figures.text_kept,
                figures.text,
                figures.noise_removed,
                figures.noise,
                figures.kinds_right,
            );
            all.add(figures);
        }
    }
    println!(
        "all: text kept {}/{}, noise removed {}/{}, right kind {}",
        all.text_kept, all.text, all.noise_removed, all.noise, all.kinds_right
    );
    assert!(
        files.len() >= 11,
        "{} languages beside English",
        files.len()
    );
    assert_eq!(all.text_kept, all.text, "text was removed");
    assert!(all.noise_removed * 100 >= all.noise * 97, "noise was kept");
    assert!(all.kinds_right * 100 >= all.noise * 85, "kinds are wrong");
}

fn judge(stripper: &Stripper, language: &str, lines: &str) -> Figures {
    let labelled: Vec<(&str, &str)> = lines
        .lines()
        .map(|line| line.split_once('\t').unwrap())
        .collect();
    let text: Vec<&str> = labelled.iter().map(|(_, text)| *text).collect();
    let article = stripper.strip(gold::plain(text.join("\n")));
    let verdicts = article.segments.iter().filter_map(|segment| {
        (segment.verdict != Verdict::Kept(Role::Blank)).then_some(&segment.verdict)
    });
    let mut figures = Figures::default();
    for ((label, text), verdict) in labelled.iter().zip(verdicts) {
        let is_text = matches!(*label, "headline" | "body" | "subheading");
        let (removed, right_kind) = match verdict {
            Verdict::Kept(_) => (false, false),
            Verdict::Removed(Removal { kind, .. }) => (true, kind.to_string() == *label),
        };
        figures.text += usize::from(is_text);
        figures.text_kept += usize::from(is_text && !removed);
        figures.noise += usize::from(!is_text);
        figures.noise_removed += usize::from(!is_text && removed);
        figures.kinds_right += usize::from(!is_text && right_kind);
        if is_text == removed || removed && !right_kind {
            println!("{language}: {verdict:?}, not {label}: {text:.70}");
        }
    }
    figures
}

impl Figures {
    fn add(&mut self, other: Figures) {
        self.text += other.text;
        self.text_kept += other.text_kept;
        self.noise += other.noise;
        self.noise_removed += other.noise_removed;
        self.kinds_right += other.kinds_right;
    }
}
