//! Finds the tables of plain text: rows whose columns are set apart by spaces.
//!
//! A table of results, prices or votes is the article's own, however much its rows look like the
//! labels, dates and counters of a page. Columns set apart by spaces are seldom met on web pages, where
//! white space collapses; so several such rows together are taken for a table.

use memchr::memchr;

use super::lines::Line;

/// So many rows together are a table.
const FEWEST_ROWS: usize = 3;
/// Among them may stand so many lines without columns: a heading, a total.
const WIDEST_GAP: usize = 2;

/// Returns for each line whether it is a row of a table.
pub(super) fn rows(lines: &[Line]) -> Vec<bool> {
    let mut in_table = vec![false; lines.len()];
    let mut run: Option<(usize, usize)> = None;
    let mut count = 0;
    for (index, _) in lines
        .iter()
        .enumerate()
        .filter(|(_, line)| has_columns(line))
    {
        let start = match run {
            Some((start, last)) if index - last <= 1 + WIDEST_GAP => start,
            _ => {
                count = 0;
                index
            }
        };
        count += 1;
        if count >= FEWEST_ROWS {
            // What was marked before need not be marked anew.
            let from = match run {
                Some((_, last)) if count > FEWEST_ROWS => last,
                _ => start,
            };
            if let Some(rows) = in_table.get_mut(from..=index) {
                rows.fill(true);
            }
        }
        run = Some((start, index));
    }
    in_table
}

fn has_columns(line: &Line) -> bool {
    // White space between the sentences of a flattened line is no column.
    !line.flattened && is_tabular(line.text) && line.text.lines().any(|row| is_tabular(row.trim()))
}

/// Returns whether a row, without white space at its ends, has columns: three spaces together, or a tab.
pub(super) fn is_tabular(row: &str) -> bool {
    let bytes = row.as_bytes();
    let behind = |offset: usize| bytes.get(offset..).unwrap_or_default();
    let starts = bytes.iter().zip(behind(1)).zip(behind(2));
    // Every byte is looked at, since without a way out of the loop many are compared at once.
    let least_other = starts.fold(u8::MAX, |least, ((&first, &second), &third)| {
        least.min((first ^ b' ') | (second ^ b' ') | (third ^ b' '))
    });
    least_other == 0 || memchr(b'\t', bytes).is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::layout::cut_shipped as cut;
    use super::*;

    #[test]
    fn rows_with_columns_are_a_table_with_the_headings_among_them() {
        let text = "FERRY TRAFFIC\nRoute         1987    1986\nOstvik         212     199\nIslands\nNordhafen       35      41\nThe board met.\n";
        assert_eq!(rows(&cut(text)), [false, true, true, true, true, false]);
    }

    #[test]
    fn two_rows_are_none_and_neither_is_running_text() {
        assert!(
            rows(&cut("Home    News\nOstvik    Nordhafen\nThe board met.\n"))
                .iter()
                .all(|row| !row)
        );
        let indented = "     The harbour board of Ostvik said it would close the old\n     bridge on Monday, after engineers had found deep cracks.\n";
        assert!(rows(&cut(&indented.repeat(4))).iter().all(|row| !row));
    }

    proptest! {
        #[test]
        fn columns_are_found_wherever_they_stand(row in "[a \t]{0,12}[a-z ]{0,40}[ é\t]{0,6}") {
            prop_assert_eq!(is_tabular(&row), row.contains("   ") || row.contains('\t'));
        }
    }
}
