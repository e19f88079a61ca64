//! Cuts a text into lines as its layout has it: where paragraphs are wrapped, where all is one line.
//!
//! ```text
//! text ── rows ──┬── a row ─────────────────────────────────── line
//!         by     ├── rows that one paragraph was wrapped into ─ line
//!         line   └── a row into which a text was flattened ──── a line for each sentence
//!         ends
//! ```
//!
//! A text is taken for hard-wrapped if its rows are of one width and sentences run on from row to row.
//! A row belongs to the paragraph of the row before if its first word did not fit there any more, and
//! nothing sets it apart: an indent, a blank row, a bullet, columns of a table.

use std::ops::Range;

use memchr::memchr2;

use super::lines::{Line, is_space, trimmed};
use super::sentences::{Abbreviations, sentences};
use super::tables::is_tabular;

/// A row with more bytes is no paragraph but a text that lost its line ends.
const LONGEST_PARAGRAPH: usize = 2000;
/// Text is wrapped at a column no wider than this.
const WIDEST_COLUMN: usize = 100;
/// Text is wrapped at a column no narrower than this; shorter rows are menus and verse.
const NARROWEST_COLUMN: usize = 45;
/// One row in so many may be wider than the column: a table, an address.
const OUTLIERS: usize = 25;
/// Rows may end so far short of the column though the next word would fit, where words were edited later.
const SLACK: usize = 4;
/// In a wrapped text, sentences run on to the next row from at least one row in so many.
const RUNNING_ON: usize = 10;
/// A row that is followed by the rest of its sentence fills at least one part in so many of the column.
const SHORTEST_SHARE: usize = 4;

/// Returns the lines that have text; what lies between their spans is blank.
///
/// Takes linear time and memory, and none for blank rows.
pub(super) fn cut<'t>(text: &'t str, abbreviations: &Abbreviations) -> Vec<Line<'t>> {
    let mut lines = Vec::new();
    each_piece(text, abbreviations, |piece| {
        let Piece {
            span,
            shown,
            flattened,
        } = piece;
        lines.push(Line::measured(span, shown, flattened));
    });
    lines
}

/// A line before it is measured.
pub(super) struct Piece<'t> {
    /// Byte range in the text, with the line end.
    pub span: Range<usize>,
    /// The line without white space at its ends.
    pub shown: &'t str,
    /// It is a sentence of a flattened line.
    pub flattened: bool,
}

/// Hands on what [`cut`] measures, in order.
pub(super) fn each_piece<'t>(
    text: &'t str,
    abbreviations: &Abbreviations,
    mut each: impl FnMut(Piece<'t>),
) {
    let rows = rows(text);
    if let [row] = rows.as_slice() {
        return flattened(text, row.span.clone(), abbreviations).for_each(each);
    }
    let wrap = Wrap::of(&rows);
    let mut rest = rows.as_slice();
    while let Some(first) = rest.first() {
        let wrapped = wrap.as_ref().map_or(1, |wrap| wrap.paragraph(rest));
        let (paragraph, behind) = rest.split_at(wrapped);
        rest = behind;
        if first.text.len() > LONGEST_PARAGRAPH {
            flattened(text, first.span.clone(), abbreviations).for_each(&mut each);
            continue;
        }
        let end = paragraph
            .last()
            .map_or(first.span.end, |last| last.span.end);
        piece(text, first.span.start..end, false)
            .into_iter()
            .for_each(&mut each);
    }
}

/// Returns the sentences of the row at `span`.
fn flattened<'t>(
    text: &'t str,
    span: Range<usize>,
    abbreviations: &Abbreviations,
) -> impl Iterator<Item = Piece<'t>> {
    let row = text.get(span.clone()).unwrap_or_default();
    sentences(row, abbreviations).filter_map(move |sentence| {
        piece(
            text,
            span.start + sentence.start..span.start + sentence.end,
            true,
        )
    })
}

/// Returns the line at `span`, if it has text.
fn piece(text: &str, span: Range<usize>, flattened: bool) -> Option<Piece<'_>> {
    let shown = text
        .get(trimmed(text, &span))
        .filter(|shown| !shown.is_empty())?;
    Some(Piece {
        span,
        shown,
        flattened,
    })
}

/// What stands between two line ends, if it has text.
#[derive(Debug)]
struct Row<'t> {
    /// Byte range in the text, with the line end.
    span: Range<usize>,
    /// Without white space at its ends.
    text: &'t str,
    /// Characters of white space before the text.
    indent: usize,
    /// Characters up to the end of the text; `None` if they are more than any column has.
    width: Option<usize>,
    /// A blank row stands before it.
    below_blank: bool,
    /// It begins with a small letter.
    starts_small: bool,
    /// It ends as a sentence does.
    ends_sentence: bool,
}

/// Returns the rows that have text.
fn rows(text: &str) -> Vec<Row<'_>> {
    let mut rows: Vec<Row> = Vec::new();
    let mut start = 0;
    let mut end_before = 0;
    while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        let end = start + row_length(rest);
        let row = text.get(start..end).unwrap_or_default();
        let unindented = row.trim_start_matches(is_space);
        if !unindented.is_empty() {
            let shown = unindented.trim_end_matches(is_space);
            let (blank, _) = row.split_at(row.len() - unindented.len());
            let indent = characters(blank);
            let width = (shown.len() <= WIDEST_COLUMN * 4).then(|| indent + characters(shown));
            rows.push(Row {
                span: start..end,
                text: shown,
                indent,
                width: width.filter(|&width| width <= WIDEST_COLUMN),
                below_blank: end_before < start,
                starts_small: shown.starts_with(char::is_lowercase),
                ends_sentence: ends_sentence(shown),
            });
            end_before = end;
        }
        start = end;
    }
    rows
}

/// Returns how long the first row of a text is, with its end: `\n`, `\r\n`, or the `\r` of old files.
fn row_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    match memchr2(b'\n', b'\r', bytes) {
        Some(end) if bytes.get(end..end + 2) == Some(b"\r\n") => end + 2,
        Some(end) => end + 1,
        None => bytes.len(),
    }
}

/// Returns how many characters a text has. Of ASCII, which most rows are, that need not be counted.
fn characters(text: &str) -> usize {
    match text.is_ascii() {
        true => text.len(),
        false => text.chars().count(),
    }
}

/// How a hard-wrapped text is set.
#[derive(Debug)]
struct Wrap {
    /// Rows end before this column.
    column: usize,
    /// Rows begin with so many characters of white space, unless they begin a paragraph.
    margin: usize,
    /// Paragraphs begin with more of it.
    indents: bool,
}

impl Wrap {
    /// Returns how the rows are wrapped, if they are.
    fn of(rows: &[Row]) -> Option<Self> {
        let column = column(rows)?;
        let margin = margin(rows);
        let wrap = Self {
            column,
            margin,
            indents: indents(rows, margin),
        };
        let running_on = rows
            .windows(2)
            .filter(|pair| matches!(pair, [row, next] if wrap.runs_on(row, next)))
            .count();
        (running_on > 0 && running_on * RUNNING_ON >= rows.len()).then_some(wrap)
    }

    /// Returns how many rows the paragraph at the head of `rows` has.
    fn paragraph(&self, rows: &[Row]) -> usize {
        let Some(first) = rows.first().filter(|row| !is_tabular(row.text)) else {
            return rows.len().min(1);
        };
        let is_short = |row: &Row| row.span.end - first.span.start <= LONGEST_PARAGRAPH;
        let pairs = rows.windows(2);
        let continued = pairs.take_while(
            |pair| matches!(pair, [row, next] if is_short(next) && self.continues(row, next)),
        );
        1 + continued.count()
    }

    /// Returns whether `next` stands in one paragraph with the row before, which has no columns.
    fn continues(&self, row: &Row, next: &Row) -> bool {
        !next.below_blank
            && next.indent == self.margin
            && next.width.is_some()
            && (self.is_full(row, next) || self.runs_on(row, next) || self.is_cut_short(row))
            && !is_tabular(next.text)
            && !is_item(row, next)
            && !is_signature(row, next)
    }

    /// Returns whether a sentence goes on in `next`, from a row that is none of a few words.
    fn runs_on(&self, row: &Row, next: &Row) -> bool {
        next.indent == self.margin && goes_on(row, next) && self.is_long(row)
    }

    fn is_long(&self, row: &Row) -> bool {
        row.width
            .is_some_and(|width| width * SHORTEST_SHARE > self.column)
    }

    /// Returns whether a paragraph goes on behind a row that is not full: where paragraphs are indented,
    /// what is not goes on. The first row often lost a dateline after the text was wrapped.
    fn is_cut_short(&self, row: &Row) -> bool {
        self.indents && !row.ends_sentence
    }

    /// Returns whether the first word of `next` would not have fit into the row. A row wider than any
    /// column was not wrapped.
    fn is_full(&self, row: &Row, next: &Row) -> bool {
        row.width.is_some_and(|width| {
            let room = self.column.saturating_sub(width + SLACK);
            let word = next.text.chars().take_while(|c| !c.is_whitespace());
            word.take(room).count() == room
        })
    }
}

/// Returns the column before which nearly all rows end, if it is one at which text is wrapped.
fn column(rows: &[Row]) -> Option<usize> {
    let mut ending_at = [0_usize; WIDEST_COLUMN + 1];
    for width in rows.iter().filter_map(|row| row.width) {
        *ending_at.get_mut(width)? += 1;
    }
    let mut narrower = 0;
    let column = ending_at.iter().position(|count| {
        narrower += count;
        narrower + rows.len() / OUTLIERS >= rows.len()
    });
    column.filter(|&column| column >= NARROWEST_COLUMN)
}

/// Returns the indent of most rows in which a sentence goes on.
fn margin(rows: &[Row]) -> usize {
    let mut indented_by = [0_usize; WIDEST_COLUMN + 1];
    for pair in rows.windows(2) {
        if let [row, next] = pair
            && goes_on(row, next)
            && let Some(count) = indented_by.get_mut(next.indent)
        {
            *count += 1;
        }
    }
    let most = indented_by.iter().max();
    let margin = indented_by.iter().position(|count| Some(count) == most);
    margin.unwrap_or_default()
}

/// Returns whether paragraphs are indented: most rows behind the end of a sentence stand further in.
fn indents(rows: &[Row], margin: usize) -> bool {
    let (mut indented, mut others) = (0, 0);
    for pair in rows.windows(2) {
        if let [row, next] = pair
            && row.ends_sentence
        {
            indented += usize::from(next.indent > margin);
            others += usize::from(next.indent <= margin);
        }
    }
    indented > others
}

/// Returns whether a sentence that `row` leaves open goes on in `next`.
fn goes_on(row: &Row, next: &Row) -> bool {
    !next.below_blank && next.starts_small && !row.ends_sentence
}

/// Returns whether `next` begins with a bullet, or with a number that does not go on in a sentence.
fn is_item(row: &Row, next: &Row) -> bool {
    let mark = next.text.split(char::is_whitespace).next();
    let mark = mark.unwrap_or_default();
    let is_bullet = matches!(mark, "-" | "*" | "•" | "·" | "–" | "—" | "+" | "o");
    let number = mark.strip_suffix(['.', ')']).unwrap_or_default();
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_bullet || is_number && row.ends_sentence
}

/// Returns whether `next` is a lone word below the end of a sentence: "Reuter"
fn is_signature(row: &Row, next: &Row) -> bool {
    row.ends_sentence && !next.ends_sentence && !next.text.contains(char::is_whitespace)
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '\'', '’', '”', '“', '»', ')', ']'])
        .ends_with(['.', '!', '?', ':', ';', '…'])
}

/// Returns the lines of a text as the shipped table has them, for tests.
#[cfg(test)]
pub(super) fn cut_shipped(text: &str) -> Vec<Line<'_>> {
    let abbreviations = Abbreviations::parse(super::sentences::SHIPPED);
    cut(text, &abbreviations.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<&str> {
        cut_shipped(text).iter().map(|line| line.text).collect()
    }

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        assert_eq!(
            shown("One\rTwo\r\nThree\n\rFour"),
            ["One", "Two", "Three", "Four"]
        );
    }

    #[test]
    fn lines_keep_their_ends_and_blank_ones_are_left_out() {
        let lines = cut_shipped("\u{feff}One\r\n\r\n \u{200b}\nTwo");
        assert_eq!(
            lines
                .iter()
                .map(|line| (line.span.clone(), line.text))
                .collect::<Vec<_>>(),
            [(0..8, "One"), (15..18, "Two")]
        );
    }

    const WRAPPED: &str = "\
HARBOUR BRIDGE TO CLOSE
    The harbour board of Ostvik said it would close the old
bridge on Monday, after engineers had found deep cracks in two
of its nine piers.
    Ferries will run every hour.
    Fares on the ferries stay at the old rate for a year, the
board said, and a committee will look at costs in the summer.
It will report to the council.
    Tolls           1987      1986
    Cars          12,100    11,900
    The bridge was opened in 1911 by the Nordhafen Steel Works
 Nordpress
";

    #[test]
    fn the_rows_of_a_wrapped_paragraph_are_one_line() {
        let lines = shown(WRAPPED);
        let starts: Vec<&str> = lines
            .iter()
            .map(|line| line.split_whitespace().next().unwrap())
            .collect();
        assert_eq!(
            starts,
            [
                "HARBOUR",
                "The",
                "Ferries",
                "Fares",
                "Tolls",
                "Cars",
                "The",
                "Nordpress"
            ]
        );
        assert!(lines[1].ends_with("nine piers."));
        assert!(lines[3].ends_with("the council."));
    }

    #[test]
    fn where_paragraphs_are_indented_a_short_first_row_goes_on() {
        let text = "\
Ostvik and Nordhafen
Ferries Inc said it would buy two boats from a yard in Veld and
sail them to the isles in the summer.
    The boats will carry sixty cars each, and the fare stays what
it was in the spring.
    The yard has built boats since 1911.
";
        let starts = shown(text);
        assert_eq!(starts.len(), 3, "{starts:#?}");
        assert!(starts[0].starts_with("Ostvik") && starts[0].ends_with("summer."));
    }

    #[test]
    fn blank_rows_divide_wrapped_paragraphs() {
        let text = "\
The harbour board of Ostvik said it would close the old bridge
on Monday, after engineers had found deep cracks in two of its
piers, and that ferries would run.

The council will meet on Tuesday to talk about the cost of the
repairs, which may take a year:
- new piers for the northern half of the old bridge, and rails
- a coat of paint
";
        assert_eq!(shown(text).len(), 4);
    }

    #[test]
    fn short_lines_and_long_paragraphs_are_not_wrapped() {
        let menu = "Home\nNews\nSport\nLocal news from the coast\nabout us\nContact\n";
        assert_eq!(shown(menu).len(), 6);
        let paragraph = "The harbour board said that it would close the old bridge on Monday, after engineers had found \
                         deep cracks in two of its nine piers.\n";
        assert_eq!(shown(&paragraph.repeat(4)).len(), 4);
        let headlines = "Council votes to close harbour bridge after cracks found\n\
                         Ferry line wants to run through the night in the summer\n\
                         Nobody hurt as crane falls on to the quay at Nordhafen\n";
        assert_eq!(shown(headlines).len(), 3);
    }

    #[test]
    fn a_text_on_one_line_is_cut_into_sentences() {
        let text = "Bridge shut. The board met on Monday, Dr. Moor said. Never again!\n";
        let lines = cut_shipped(text);
        assert!(lines.iter().all(|line| line.flattened));
        assert_eq!(
            shown(text),
            [
                "Bridge shut.",
                "The board met on Monday, Dr. Moor said.",
                "Never again!"
            ]
        );
        assert_eq!(lines[2].span.end, text.len());
    }

    #[test]
    fn only_a_line_too_long_for_a_paragraph_is_cut_into_sentences() {
        let sentence = "The board met on Monday. ";
        let text = format!(
            "Bridge shut\n{}\n{}\n",
            sentence.repeat(3),
            sentence.repeat(100)
        );
        let lines = cut_shipped(&text);
        let flattened = lines.iter().filter(|line| line.flattened).count();
        assert_eq!((lines.len(), flattened), (102, 100));
    }

    #[test]
    fn long_runs_of_anything_are_survived() {
        for piece in [
            "\n",
            "\r",
            " \n",
            "a\n",
            "\u{200b}\n",
            "\u{200f}",
            "\0",
            "\t",
            "a b\r",
            "ab cd ef\u{202e} ",
        ] {
            let text = piece.repeat(300_000);
            let lines = cut_shipped(&text);
            assert!(
                lines
                    .windows(2)
                    .all(|pair| pair[0].span.end <= pair[1].span.start)
            );
            assert!(lines.last().is_none_or(|line| line.span.end <= text.len()));
        }
    }
}
