//! A comparison for people: the verdict, the two texts with what they share marked, and the figures.
//!
//! A shared passage stands in brackets with its number, `[1: …]`, the same in both texts, and in a colour
//! where there are colours. What stripping removed begins with `- ` and is dimmed.

use std::io::{self, Write};
use std::ops::Range;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Paint;
use super::compared::{Compared, Side};
use crate::strip::{Article, Role, Verdict};

/// From so many columns on, the texts stand side by side.
const TWO_COLUMNS: usize = 100;

/// What stands between them.
const GAP: &str = " │ ";

/// The colours of passages, by their numbers: yellow, green, cyan, magenta, blue.
const COLOURS: [&str; 5] = ["33", "32", "36", "35", "34"];

const DIM: &str = "2";
const BOLD: &str = "1";

/// Writes a comparison for a terminal of so many columns.
///
/// Control characters are shown as spaces, so that a text can't command the terminal.
///
/// # Errors
///
/// If `out` can't be written to.
pub fn write_compared(
    compared: &Compared,
    articles: [&Article; 2],
    columns: usize,
    paint: Paint,
    out: &mut dyn Write,
) -> io::Result<()> {
    let verdict = wrapped(&[Word::plain(&compared.verdict, Some(BOLD))], columns);
    for line in verdict {
        writeln!(out, "{}", line.painted(paint))?;
    }
    writeln!(out)?;
    let is_wide = columns >= TWO_COLUMNS;
    let width = match is_wide {
        true => (columns - GAP.width()) / 2,
        false => columns,
    };
    let [one, two] = [0, 1].map(|which| lines(compared, articles[which], which, width));
    match is_wide {
        true => write_beside(&one, &two, width, paint, out)?,
        false => {
            for line in one.iter().chain([&Line::default()]).chain(&two) {
                writeln!(out, "{}", line.painted(paint))?;
            }
        }
    }
    writeln!(out)?;
    write_figures(compared, columns, out)
}

/// Writes the lines of two texts beside each other.
fn write_beside(
    one: &[Line],
    two: &[Line],
    width: usize,
    paint: Paint,
    out: &mut dyn Write,
) -> io::Result<()> {
    let empty = Line::default();
    for row in 0..one.len().max(two.len()) {
        let [left, right] = [one, two].map(|lines| lines.get(row).unwrap_or(&empty));
        let padding = " ".repeat(width.saturating_sub(left.columns));
        let row = format!(
            "{}{padding}{GAP}{}",
            left.painted(paint),
            right.painted(paint)
        );
        writeln!(out, "{}", row.trim_end())?;
    }
    Ok(())
}

/// Writes what the probability is made of.
fn write_figures(compared: &Compared, columns: usize, out: &mut dyn Write) -> io::Result<()> {
    let [one, two] = compared.containment;
    let [own, other] = compared.borrowed;
    let shares = format!(
        "of A {:.0} % stand in borrowed passages, of B {:.0} %; the longest has {} words; five-word containment \
         {one:.2} and {two:.2}",
        100.0 * own,
        100.0 * other,
        compared.longest
    );
    write_labelled("", &shares, columns, out)?;
    for (what, found) in [("names", &compared.names), ("numbers", &compared.numbers)] {
        let label = format!("{what:8} in both: ");
        write_labelled(&label, &shown(&found.both), columns, out)?;
        for (name, words) in ["A", "B"].iter().zip(&found.alone) {
            let label = format!("{:8} in {name} alone: ", "");
            write_labelled(&label, &shown(words), columns, out)?;
        }
    }
    writeln!(out)?;
    writeln!(
        out,
        "{:18} {:>9} {:>9} {:>9}",
        "figure", "value", "weight", "log-odds"
    )?;
    for figure in &compared.figures {
        writeln!(
            out,
            "{:18} {:>9.3} {:>9.3} {:>+9.3}",
            figure.name, figure.value, figure.weight, figure.share
        )?;
    }
    let sum: f64 = compared.figures.iter().map(|figure| figure.share).sum();
    writeln!(
        out,
        "{:18} {:>9} {:>9} {sum:>+9.3}  probability {:.4}",
        "sum", "", "", compared.probability
    )
}

/// Writes text behind a label, its further lines below its first.
fn write_labelled(label: &str, text: &str, columns: usize, out: &mut dyn Write) -> io::Result<()> {
    let width = columns.saturating_sub(label.width()).max(1);
    let mut before = label.to_owned();
    for line in wrapped(&[Word::plain(text, None)], width) {
        writeln!(out, "{before}{}", line.painted(Paint::Plain))?;
        before = " ".repeat(label.width());
    }
    Ok(())
}

fn shown(words: &[String]) -> String {
    match words.is_empty() {
        true => "none".to_owned(),
        false => words.join(", "),
    }
}

/// A piece of text in one style.
struct Word {
    text: String,
    style: Option<&'static str>,
}

impl Word {
    fn plain(text: &str, style: Option<&'static str>) -> Self {
        Word {
            text: printable(text),
            style,
        }
    }
}

/// A line of a column.
#[derive(Default)]
struct Line {
    pieces: Vec<(String, Option<&'static str>)>,
    columns: usize,
}

impl Line {
    fn push(&mut self, text: &str, style: Option<&'static str>) {
        self.columns += text.width();
        match self.pieces.last_mut() {
            Some((last, of)) if *of == style => last.push_str(text),
            _ => self.pieces.push((text.to_owned(), style)),
        }
    }

    fn painted(&self, paint: Paint) -> String {
        let pieces = self.pieces.iter();
        let pieces = pieces.map(|(text, style)| match (paint, style) {
            (Paint::Colour, Some(style)) => format!("\u{1b}[{style}m{text}\u{1b}[0m"),
            _ => text.clone(),
        });
        pieces.collect()
    }
}

/// Breaks text into lines of at most so many columns, at white space where there is some.
fn wrapped(pieces: &[Word], width: usize) -> Vec<Line> {
    let mut lines = Lines {
        lines: vec![Line::default()],
        width,
    };
    let mut is_spaced = false;
    for Word { text, style } in pieces {
        is_spaced |= text.starts_with(char::is_whitespace);
        for word in text.split_whitespace() {
            lines.add(word, *style, is_spaced);
            is_spaced = true;
        }
        is_spaced = match text.chars().next_back() {
            Some(last) => last.is_whitespace(),
            None => is_spaced,
        };
    }
    lines.lines
}

/// The lines of a column, while they are filled.
struct Lines {
    lines: Vec<Line>,
    width: usize,
}

impl Lines {
    /// Adds a word, behind a space if it is not a part of the word before it.
    fn add(&mut self, word: &str, style: Option<&'static str>, is_spaced: bool) {
        let used = self.last().columns;
        if used > 0 && is_spaced {
            if used + 1 + word.width() > self.width {
                self.lines.push(Line::default());
            } else {
                // The space between two words has the style of both or none.
                let before = self.last().pieces.last().and_then(|(_, style)| *style);
                self.last()
                    .push(" ", style.filter(|style| before == Some(*style)));
            }
        }
        for part in parts(word, self.width) {
            let used = self.last().columns;
            if used > 0 && used + part.width() > self.width {
                self.lines.push(Line::default());
            }
            self.last().push(part, style);
        }
    }

    fn last(&mut self) -> &mut Line {
        if self.lines.is_empty() {
            self.lines.push(Line::default());
        }
        let last = self.lines.len() - 1;
        &mut self.lines[last]
    }
}

/// Cuts a word that is wider than a line.
fn parts(word: &str, width: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut columns) = (0, 0);
    for (at, c) in word.char_indices() {
        let more = c.width().unwrap_or(0);
        if columns + more > width && at > start {
            parts.push(&word[start..at]);
            (start, columns) = (at, 0);
        }
        columns += more;
    }
    parts.push(&word[start..]);
    parts
}

/// Lays out one of the two articles.
fn lines(compared: &Compared, article: &Article, which: usize, width: usize) -> Vec<Line> {
    let side = &compared.articles[which];
    let mut lines = wrapped(&[Word::plain(&title(side, which), Some(BOLD))], width);
    lines.push(Line::default());
    let passages: Vec<(usize, Range<usize>)> = compared
        .passages
        .iter()
        .zip(1..)
        .map(|(passage, number)| (number, passage.spans[which].0..passage.spans[which].1))
        .collect();
    for segment in &article.segments {
        let text = article
            .document
            .text
            .get(segment.span.clone())
            .unwrap_or_default();
        let words = match &segment.verdict {
            Verdict::Kept(Role::Blank) => continue,
            Verdict::Removed(_) => vec![Word::plain(&format!("- {}", text.trim()), Some(DIM))],
            Verdict::Kept(Role::Headline) => vec![Word::plain(text, Some(BOLD))],
            Verdict::Kept(_) => marked(text, segment.span.start, &passages),
        };
        lines.extend(wrapped(&words, width));
    }
    lines
}

/// Names an article in a line: `A  id · outlet · date · headline`.
fn title(side: &Side, which: usize) -> String {
    let mut parts = vec![format!("{}  {}", ["A", "B"][which], side.id)];
    parts.extend(side.outlet.clone());
    parts.extend(side.published.clone());
    parts.extend(side.headline.clone());
    parts.join(" · ")
}

/// Marks the passages in a piece of text that begins at `start` of the article.
fn marked(text: &str, start: usize, passages: &[(usize, Range<usize>)]) -> Vec<Word> {
    let end = start + text.len();
    let mut inside: Vec<&(usize, Range<usize>)> = passages
        .iter()
        .filter(|(_, span)| span.start < end && span.end > start)
        .collect();
    inside.sort_by_key(|(_, span)| span.start);
    let mut words = Vec::new();
    let mut at = start;
    for (number, span) in inside {
        let (from, to) = (span.start.max(at), span.end.min(end));
        let piece = |range: Range<usize>| text.get(range.start - start..range.end - start);
        words.push(Word::plain(piece(at..from).unwrap_or_default(), None));
        let style = Some(COLOURS[(number - 1) % COLOURS.len()]);
        let shared = piece(from..to).unwrap_or_default();
        words.push(Word::plain(
            &format!("[{number}: {}]", shared.trim()),
            style,
        ));
        at = to;
    }
    words.push(Word::plain(
        text.get(at - start..).unwrap_or_default(),
        None,
    ));
    words
}

fn printable(text: &str) -> String {
    text.replace(char::is_control, " ")
}
