//! An inspection as tables for people.
//!
//! Control characters in names and texts are shown as spaces, so that a text can't command the terminal.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::{Facts, Found, Hint, Inspection, KindFound, Sample, Skips, Taken};
use crate::corpus::LeftOut;

/// So many hints are shown; JSON has all.
const HINTS: usize = 12;

/// Writes an inspection to be read by people.
///
/// # Errors
///
/// If `out` can't be written to.
pub fn write_table(inspection: &Inspection, out: &mut dyn Write) -> io::Result<()> {
    write_kinds(&inspection.kinds, out)?;
    write_fields(&inspection.fields, inspection.articles.count, out)?;
    write_hints(&inspection.hints, out)?;
    write_skips(&inspection.skipped, out)?;
    write_left_out(&inspection.left_out, out)?;
    write_facts(&inspection.articles, out)?;
    inspection
        .samples
        .iter()
        .try_for_each(|sample| write_sample(sample, out))
}

fn write_kinds(kinds: &[KindFound], out: &mut dyn Write) -> io::Result<()> {
    let header = ["Files", "Articles", "Format", "Compression", "Encoding"];
    let mut rows = vec![header.map(str::to_owned)];
    rows.extend(kinds.iter().map(|found| {
        [
            found.files.to_string(),
            found.articles.to_string(),
            found.kind.format.to_owned(),
            found.kind.compression.unwrap_or("-").to_owned(),
            found.kind.encoding.to_owned(),
        ]
    }));
    write_columns(&rows, out)
}

fn write_fields(fields: &[Found], articles: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    let mut rows = vec![["Field", "Articles", "", "From"].map(str::to_owned)];
    rows.extend(fields.iter().map(|found| {
        let from: Vec<String> = found.from.iter().map(taken).collect();
        [
            found.field.to_owned(),
            found.articles.to_string(),
            percent(found.articles, articles),
            if from.is_empty() {
                "-".to_owned()
            } else {
                from.join(", ")
            },
        ]
    }));
    write_columns(&rows, out)
}

fn taken(taken: &Taken) -> String {
    let Taken {
        format,
        name,
        articles,
    } = taken;
    match name {
        Some(name) => format!("{} of {format} {articles}", on_one_line(name)),
        None => format!("{format} {articles}"),
    }
}

fn write_hints(hints: &[Hint], out: &mut dyn Write) -> io::Result<()> {
    if hints.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\nNames that look like fields which their records lack:"
    )?;
    let shown = hints.iter().take(HINTS);
    let rows: Vec<[String; 2]> = shown
        .map(|hint| {
            let flag = format!("  {}", on_one_line(&hint.flag));
            [flag, format!("in {}", counted(hint.records, "record"))]
        })
        .collect();
    write_columns(&rows, out)?;
    if hints.len() > HINTS {
        writeln!(out, "  and {} more", hints.len() - HINTS)?;
    }
    Ok(())
}

fn write_skips(skips: &Skips, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\nSkipped: {}", skips.count)?;
    for reason in &skips.reasons {
        writeln!(out, "  {}  {}", reason.count, on_one_line(&reason.reason))?;
        for place in &reason.places {
            let path = on_one_line(&place.path);
            match place.record {
                Some(record) => writeln!(out, "     {path}:{record}")?,
                None => writeln!(out, "     {path}")?,
            }
        }
        if reason.count > reason.places.len() {
            writeln!(out, "     ...")?;
        }
    }
    Ok(())
}

fn write_left_out(left_out: &LeftOut, out: &mut dyn Write) -> io::Result<()> {
    let reasons = [
        (left_out.hidden, "hidden"),
        (left_out.by_name, "README, licence, labels or settings"),
        (left_out.by_pattern, "by --include and --exclude"),
        (
            left_out.no_pages,
            "records of web archives that are no pages",
        ),
        (left_out.out_of_time, "articles outside --since and --until"),
    ];
    writeln!(out, "Left out: {}", left_out.total())?;
    let mut reasons = reasons.iter().filter(|(count, _)| *count > 0);
    reasons.try_for_each(|(count, reason)| writeln!(out, "  {count}  {reason}"))
}

fn write_facts(facts: &Facts, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "\nArticles: {}, with {} words (median {})",
        facts.count, facts.words, facts.median_words
    )?;
    let row = |name: &str, count: usize, note: String| {
        [
            format!("  {name}"),
            count.to_string(),
            percent(count, facts.count),
            note,
        ]
    };
    let days = match (&facts.first_published, &facts.last_published) {
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => String::new(),
    };
    let rows = [
        row("with a date", facts.dated, days),
        row("with a headline", facts.with_headline, String::new()),
        row("with an outlet", facts.with_outlet, String::new()),
        row("with a language", facts.with_language, String::new()),
    ];
    write_columns(&rows, out)
}

fn write_sample(sample: &Sample, out: &mut dyn Write) -> io::Result<()> {
    let or_nothing = |field: &Option<String>| field.as_deref().map_or("-".to_owned(), on_one_line);
    writeln!(out, "\n{}", on_one_line(&sample.id))?;
    writeln!(out, "  {}", or_nothing(&sample.headline))?;
    let (published, outlet) = (or_nothing(&sample.published), or_nothing(&sample.outlet));
    writeln!(out, "  {published}, {outlet}")?;
    writeln!(out, "  {}", on_one_line(&sample.text))
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// Returns a share in percent, rounded down: all is 100% and no less.
fn percent(part: usize, whole: usize) -> String {
    match whole {
        0 => "-".to_owned(),
        _ => format!("{}%", part as u128 * 100 / whole as u128),
    }
}

fn on_one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// Writes rows with two spaces between their columns; numbers stand to the right.
fn write_columns<const N: usize>(rows: &[[String; N]], out: &mut dyn Write) -> io::Result<()> {
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].width())
            .max()
            .unwrap_or(0)
    };
    let widths: [usize; N] = std::array::from_fn(width);
    for row in rows {
        let mut line = String::new();
        for (text, width) in row.iter().zip(widths) {
            let space = " ".repeat(width.saturating_sub(text.width()));
            let is_number = text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(' ');
            match is_number {
                true => line.extend([space.as_str(), text]),
                false => line.extend([text, space.as_str()]),
            }
            line.push_str("  ");
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
