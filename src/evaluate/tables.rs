//! Scores as tables for people: columns of figures with four places, and lists of stories by headline.
//!
//! Names and headlines are cut where they would break the columns, and control characters in them are
//! shown as spaces, so that a text can't command the terminal.

use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::contingency::four_places;
use super::{
    Breakdown, Confusion, Dimension, Evaluation, PairScores, Part, Scores, Step, Worst, Wrong,
};

/// How many terminal columns of a name are shown.
const NAME_COLUMNS: usize = 32;
/// How many terminal columns of a headline are shown.
const HEADLINE_COLUMNS: usize = 60;
/// How many parts of a story are listed; JSON has all.
const PARTS: usize = 8;
/// What stands for a name or figure that there is not.
const NOTHING: &str = "-";

/// Writes an evaluation: the scores of the whole, then each part that was asked for.
///
/// # Errors
///
/// If `out` can't be written to.
pub fn write_evaluation(evaluation: &Evaluation, out: &mut dyn Write) -> io::Result<()> {
    write_scores(&evaluation.scores, out)?;
    for breakdown in &evaluation.breakdowns {
        writeln!(out)?;
        write_breakdown(breakdown, out)?;
    }
    if let Some(confusion) = &evaluation.relations {
        writeln!(out)?;
        write_relations(confusion, out)?;
    }
    match &evaluation.worst {
        Some(worst) => write_worst(worst, out),
        None => Ok(()),
    }
}

fn write_scores(scores: &Scores, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "{} articles of {} gold stories in {} predicted stories (the largest has {}), {} missing, {} extra\n",
        scores.n,
        scores.gold_clusters,
        scores.pred_clusters,
        scores.pred_largest,
        scores.missing,
        scores.extra
    )?;
    let row = |name: &str, figures: [f64; 3]| {
        let figures = figures.into_iter().map(figure);
        std::iter::once(name.to_owned()).chain(figures).collect()
    };
    let Scores {
        bcubed_p,
        bcubed_r,
        bcubed_f1,
        pair_p,
        pair_r,
        pair_f1,
        ..
    } = *scores;
    let rows: [Vec<String>; 2] = [
        row("B-cubed", [bcubed_p, bcubed_r, bcubed_f1]),
        row("pairs", [pair_p, pair_r, pair_f1]),
    ];
    write_columns(&["", "precision", "recall", "F1"], &rows, out)?;
    writeln!(
        out,
        "\nARI {}, NMI {}, homogeneity {}, completeness {}",
        figure(scores.ari),
        figure(scores.nmi),
        figure(scores.homogeneity),
        figure(scores.completeness)
    )
}

fn write_breakdown(breakdown: &Breakdown, out: &mut dyn Write) -> io::Result<()> {
    let first = match breakdown.by {
        Dimension::Outlet => "outlet",
        Dimension::Size => "gold size",
        Dimension::Lang => "language",
    };
    let header = [
        first,
        "articles",
        "bcubed_p",
        "bcubed_r",
        "bcubed_f1",
        "gold_pairs",
        "pred_pairs",
        "pair_p",
        "pair_r",
        "pair_f1",
    ];
    let rows: Vec<Vec<String>> = breakdown
        .buckets
        .iter()
        .map(|bucket| {
            vec![
                cut(bucket.name.as_deref().unwrap_or(NOTHING), NAME_COLUMNS),
                bucket.n.to_string(),
                figure(bucket.bcubed_p),
                figure(bucket.bcubed_r),
                figure(bucket.bcubed_f1),
                bucket.gold_pairs.to_string(),
                bucket.pred_pairs.to_string(),
                figure(bucket.pair_p),
                figure(bucket.pair_r),
                figure(bucket.pair_f1),
            ]
        })
        .collect();
    write_columns(&header, &rows, out)
}

fn write_relations(confusion: &Confusion, out: &mut dyn Write) -> io::Result<()> {
    let told = confusion.told();
    let mut header = vec!["gold \\ told"];
    header.extend(&told);
    header.push("none");
    let rows: Vec<Vec<String>> = confusion
        .rows
        .iter()
        .map(|row| {
            let count = |relation: &&str| row.predicted.get(*relation).copied().unwrap_or(0);
            let counts = told.iter().map(count).chain([row.none]);
            std::iter::once(cut(&row.gold, NAME_COLUMNS))
                .chain(counts.map(|count| count.to_string()))
                .collect()
        })
        .collect();
    write_columns(&header, &rows, out)?;
    writeln!(
        out,
        "\n{} of {} relations are right, and {} of {} sources",
        confusion.right, confusion.n, confusion.derived_right, confusion.derived
    )
}

fn write_worst(worst: &Worst, out: &mut dyn Write) -> io::Result<()> {
    write_wrong("Gold stories split the most", "apart", &worst.split, out)?;
    write_wrong(
        "Predicted stories that merge the most",
        "wrongly together",
        &worst.merged,
        out,
    )
}

fn write_wrong(
    heading: &str,
    fault: &str,
    stories: &[Wrong],
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "\n{heading}")?;
    if stories.is_empty() {
        writeln!(out, "\n  none")?;
    }
    for story in stories {
        writeln!(
            out,
            "\n  {}: {} articles in {} parts, {} of {} pairs {fault}",
            cut(&story.label, HEADLINE_COLUMNS),
            story.n,
            story.parts.len(),
            story.wrong_pairs,
            story.pairs
        )?;
        for part in story.parts.iter().take(PARTS) {
            write_part(part, out)?;
        }
        let rest = story.parts.len().saturating_sub(PARTS);
        if rest > 0 {
            writeln!(out, "  {:>5}  and {rest} smaller parts", "")?;
        }
    }
    Ok(())
}

fn write_part(part: &Part, out: &mut dyn Write) -> io::Result<()> {
    let name = cut(part.label.as_deref().unwrap_or(NOTHING), NAME_COLUMNS);
    let padding = " ".repeat(NAME_COLUMNS.saturating_sub(name.width()));
    let headline = part.headline.as_deref().unwrap_or(&part.id);
    let headline = cut(headline, HEADLINE_COLUMNS);
    writeln!(out, "  {:>5}  {name}{padding}  {headline}", part.n)
}

/// Writes the scores of labelled pairs.
///
/// # Errors
///
/// If `out` can't be written to.
pub fn write_pair_scores(scores: &PairScores, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "{} pairs, {} of them the same story, {} predicted together, {} with a missing article\n",
        scores.pairs, scores.same, scores.pred_same, scores.missing
    )?;
    let row = [scores.pair_p, scores.pair_r, scores.pair_f1].map(figure);
    let row = std::iter::once("pairs".to_owned()).chain(row).collect();
    write_columns(&["", "precision", "recall", "F1"], &[row], out)
}

/// Writes a sweep, the finest granularity first.
///
/// # Errors
///
/// If `out` can't be written to.
pub fn write_sweep(steps: &[Step], out: &mut dyn Write) -> io::Result<()> {
    let header = [
        "granularity",
        "stories",
        "bcubed_p",
        "bcubed_r",
        "bcubed_f1",
        "pair_p",
        "pair_r",
        "pair_f1",
        "joined",
        "joined_p",
    ];
    let rows: Vec<Vec<String>> = steps
        .iter()
        .map(|step| {
            vec![
                format!("{:.2}", step.granularity),
                step.scores.pred_clusters.to_string(),
                figure(step.scores.bcubed_p),
                figure(step.scores.bcubed_r),
                figure(step.scores.bcubed_f1),
                figure(step.scores.pair_p),
                figure(step.scores.pair_r),
                figure(step.scores.pair_f1),
                step.joined.to_string(),
                step.joined_p.map_or_else(|| NOTHING.to_owned(), figure),
            ]
        })
        .collect();
    write_columns(&header, &rows, out)
}

/// Writes rows below a header: the first column to the left, the others to the right.
fn write_columns(header: &[&str], rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    let widths: Vec<usize> = (0..header.len())
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            let widest = cells.map(|cell| cell.width()).max().unwrap_or(0);
            widest.max(header[column].width())
        })
        .collect();
    let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
    for row in std::iter::once(&header).chain(rows) {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let padding = " ".repeat(width.saturating_sub(cell.width()));
            match column {
                0 => line = format!("{cell}{padding}"),
                _ => line += &format!("  {padding}{cell}"),
            }
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn figure(value: f64) -> String {
    format!("{:.4}", four_places(value))
}

/// Returns the text on one line, in so many terminal columns.
fn cut(text: &str, columns: usize) -> String {
    let text = text.replace(char::is_control, " ");
    if text.width() <= columns {
        return text;
    }
    let mut taken = 0;
    let kept = text.chars().take_while(|character| {
        taken += character.width().unwrap_or(0);
        taken < columns
    });
    kept.chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wider_than_its_column_is_cut() {
        assert_eq!(cut("ferry", 5), "ferry");
        assert_eq!(cut("ferries", 5), "ferr…");
        assert_eq!(cut("船が沈む", 6), "船が…");
        assert_eq!(cut("a\u{1b}[31m\nb", 9), "a [31m b");
    }
}
