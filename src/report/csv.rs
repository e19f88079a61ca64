//! The report as a table: a row for each article, for those who go on in R, pandas or a spreadsheet.

use std::io::{self, Write};

use csv::WriterBuilder;

use super::stop::Stop;
use super::{ArticleEntry, Report, Story};
use crate::stories::Articles;

/// The columns. What a story has stands in the rows of all of its articles.
const COLUMNS: [&str; 20] = [
    "story",
    "story_headline",
    "story_size",
    "id",
    "path",
    "record",
    "url",
    "headline",
    "outlet",
    "language",
    "published",
    "agencies",
    "reprint_of",
    "group",
    "relation",
    "of",
    "direction",
    "similarity",
    "new_share",
    "evidence",
];

/// What stands between the agencies of an article.
const BETWEEN: &str = "; ";

/// Writes a row for each article, stories in their order; the first row has the names of the columns.
///
/// `evidence` is the strongest reason, as the article has it.
///
/// # Errors
///
/// If an article can't be read again, or `out` can't be written to.
pub fn write_csv<A: Articles + ?Sized>(
    report: &Report<'_, A>,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(&lines(&[COLUMNS.map(str::to_owned)])?)?;
    let written = report.each(
        |story| {
            let rows: Vec<_> = (0..story.articles.len())
                .map(|place| row(&story, place))
                .collect();
            lines(&rows)
        },
        |lines| Ok::<(), Stop>(out.write_all(&lines?)?),
    );
    Ok(written?)
}

/// Returns the cells of an article.
fn row(story: &Story, place: usize) -> [String; COLUMNS.len()] {
    let ArticleEntry {
        id,
        path,
        record,
        url,
        headline,
        headline_from: _,
        outlet,
        language,
        published,
        published_from: _,
        agencies,
        reprint_of,
        group,
        relation,
        of,
        direction,
        similarity,
        evidence,
    } = &story.articles[place];
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let step = story.timeline.get(place);
    [
        story.id.clone(),
        text(&story.headline),
        story.size.to_string(),
        id.clone(),
        path.clone(),
        record.map(|record| record.to_string()).unwrap_or_default(),
        text(url),
        text(headline),
        text(outlet),
        text(language),
        text(published),
        agencies.join(BETWEEN),
        text(reprint_of),
        text(group),
        relation.to_string(),
        text(of),
        direction
            .map(|direction| direction.to_string())
            .unwrap_or_default(),
        similarity.to_string(),
        step.map(|step| step.new_share.to_string())
            .unwrap_or_default(),
        evidence
            .first()
            .map(|evidence| evidence.text.clone())
            .unwrap_or_default(),
    ]
}

/// Returns rows as CSV (RFC 4180, with line feeds).
fn lines<R>(rows: &[R]) -> io::Result<Vec<u8>>
where
    R: AsRef<[String]>,
{
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.as_ref())?;
    }
    writer.into_inner().map_err(|error| error.into_error())
}
