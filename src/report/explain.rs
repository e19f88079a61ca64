//! Every line of an article with its verdict, in columns for people: what was removed, and why.

use std::io::{self, Write};

use unicode_width::UnicodeWidthChar;

use crate::strip::{Article, Role, Segment, Verdict};

/// How many terminal columns of a line are shown.
const TEXT_COLUMNS: usize = 60;
/// Wide enough for the longest kind, `related_link_headline`.
const KIND_COLUMNS: usize = 21;

/// Whether an explanation is coloured. The words say the same without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// No colours, for files and pipes.
    Plain,
    /// Removed lines in red, for terminals.
    Colour,
}

/// Writes a row for each line that is not blank: `path:line  kept  body  The text…`, or
/// `path:line  removed  nav  The text…  the reason`. A sentence of a line that is cut into sentences has
/// `path:line+characters`, with the number of characters that stand before it in the line.
///
/// Control characters are shown as spaces, so that a text can't command the terminal.
///
/// # Errors
///
/// If `out` can't be written to.
pub fn write_explanation(article: &Article, paint: Paint, out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<Row> = rows(article);
    let width = rows
        .iter()
        .map(|row| row.place.chars().count())
        .max()
        .unwrap_or(0);
    rows.iter().try_for_each(|row| row.write(width, paint, out))
}

/// A line and what was decided about it.
struct Row {
    place: String,
    kind: String,
    text: String,
    /// Why it was removed; `None` if it was kept.
    reason: Option<String>,
}

impl Row {
    fn write(&self, place_columns: usize, paint: Paint, out: &mut dyn Write) -> io::Result<()> {
        let Row {
            place,
            kind,
            text,
            reason,
        } = self;
        let (verdict, reason) = match reason {
            Some(reason) => ("removed", reason.as_str()),
            None => ("kept", ""),
        };
        let padding = " ".repeat(TEXT_COLUMNS.saturating_sub(columns(text)));
        let row = format!(
            "{place:place_columns$}  {verdict:7}  {kind:KIND_COLUMNS$}  {text}{padding}  {reason}"
        );
        let row = row.trim_end();
        match paint {
            Paint::Colour if verdict == "removed" => writeln!(out, "\u{1b}[31m{row}\u{1b}[0m"),
            _ => writeln!(out, "{row}"),
        }
    }
}

fn rows(article: &Article) -> Vec<Row> {
    let document = &article.document;
    let file = match document.record {
        Some(record) => format!("{}:{record}", document.path),
        None => document.path.clone(),
    };
    let (mut line, mut column) = (1, 0);
    let mut rows = Vec::new();
    for segment in &article.segments {
        let text = document.text.get(segment.span.clone()).unwrap_or_default();
        if segment.verdict != Verdict::Kept(Role::Blank) {
            let place = match column {
                0 => format!("{file}:{line}"),
                _ => format!("{file}:{line}+{column}"),
            };
            rows.push(row(printable(&place), text, segment));
        }
        // A line ends in "\n", "\r\n" or, in old files, "\r".
        line += text.matches(['\n', '\r']).count() - text.matches("\r\n").count();
        column = match text.rsplit_once(['\n', '\r']) {
            Some((_, behind)) => behind.chars().count(),
            None => column + text.chars().count(),
        };
    }
    rows
}

fn row(place: String, text: &str, segment: &Segment) -> Row {
    let (kind, reason) = match &segment.verdict {
        Verdict::Kept(role) => (role_name(*role).to_owned(), None),
        Verdict::Removed(removal) => (
            removal.kind.to_string(),
            Some(printable(&removal.reason.to_string())),
        ),
    };
    Row {
        place,
        kind,
        text: beginning(&printable(text.trim())),
        reason,
    }
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Headline => "headline",
        Role::Subheading => "subheading",
        Role::Body => "body",
        Role::Blank => "blank",
    }
}

fn printable(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// Returns as much of a text as fits its column, with an ellipsis if that is not all.
fn beginning(text: &str) -> String {
    if columns(text) <= TEXT_COLUMNS {
        return text.to_owned();
    }
    let mut used = 1; // the ellipsis
    let fits = text.chars().take_while(|character| {
        used += character.width().unwrap_or(0);
        used <= TEXT_COLUMNS
    });
    fits.chain(['…']).collect()
}

fn columns(text: &str) -> usize {
    text.chars()
        .map(|character| character.width().unwrap_or(0))
        .sum()
}
