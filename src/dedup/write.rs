//! Writes a corpus without its copies, or all of it with the copies marked, or the groups alone: as JSON
//! Lines.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::copies::{Article, Copies, ranks_of};
use crate::corpus::Place;
use crate::duplicates::{COPY_JACCARD, Edge, Star};
use crate::provenance::Relation;
use crate::report::{rounded, write_line};

/// Neighbouring records are copied from file to output together, up to so many bytes.
const COPIED_AT_ONCE: u64 = 1 << 18;

/// Writes the records that are no copies, in the order of the input: lines of JSON as they stand, and a
/// plain text as an object with `id` and `text`.
///
/// # Errors
///
/// If a record can't be read again, or `out` can't be written to.
pub fn write_kept(copies: &Copies<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut buffer = Vec::new();
    let mut run: Option<Place> = None;
    for article in copies.articles() {
        if copies.is_copy(article.rank) {
            continue;
        }
        if let Some(longer) = run.and_then(|run| joined(run, article.place, copies)) {
            run = Some(longer);
            continue;
        }
        if let Some(run) = run.take() {
            write_lines(run, copies, &mut buffer, out)?;
        }
        if copies.sources.is_plain(article.place) {
            write_line(&text(article, copies, &mut buffer)?, out)?;
        } else {
            run = Some(article.place);
        }
    }
    run.map_or(Ok(()), |run| write_lines(run, copies, &mut buffer, out))
}

/// Writes all records, in the order of the input, each with what it is to its group added: `group`,
/// `relation`, `of` and `similarity`, which take the place of fields with these names, and the `id` that
/// others name it by if it has none of its own.
///
/// # Errors
///
/// If a record can't be read again, or `out` can't be written to.
pub fn write_annotated(copies: &Copies<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut buffer = Vec::new();
    for article in copies.articles() {
        let mark = Mark::of(article, copies);
        if copies.sources.is_plain(article.place) {
            let text = text(article, copies, &mut buffer)?;
            write_line(&Marked { text, mark }, out)?;
        } else {
            let line = copies.sources.read(article.place, &mut buffer)?;
            let fields = copies.sources.parse(article.place, line);
            let has_id = fields.map_err(io::Error::other)?.id.is_some();
            let id = (!has_id).then(|| copies.id(article.rank));
            write_marked(line, &Mark { id, ..mark }, out)?;
        }
    }
    Ok(())
}

/// Writes the groups, one object a line, in the order of precedence of their canonical articles.
///
/// # Errors
///
/// If `out` can't be written to.
pub fn write_groups(copies: &Copies<'_>, out: &mut dyn Write) -> io::Result<()> {
    copies
        .groups()
        .iter()
        .try_for_each(|star| write_line(&Group::of(star, copies), out))
}

/// A plain text as a record.
#[derive(Serialize)]
struct Text<'a> {
    id: &'a str,
    text: Cow<'a, str>,
}

/// A plain text as a record, with what it is to its group.
#[derive(Serialize)]
struct Marked<'a> {
    #[serde(flatten)]
    text: Text<'a>,
    #[serde(flatten)]
    mark: Mark<'a>,
}

/// What an article is to its group; all null if it is in none.
#[derive(Serialize)]
struct Mark<'a> {
    /// The article's id, if its record has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    /// The group, by the id of its canonical article.
    group: Option<&'a str>,
    relation: Option<Relation>,
    /// The article that it is a copy of.
    of: Option<&'a str>,
    /// How much of the shorter of the two stands in the longer, 0 to 1.
    similarity: Option<f64>,
}

/// The names of the fields of a [`Mark`].
const MARKS: [&str; 4] = ["group", "relation", "of", "similarity"];

/// A group as it is written.
#[derive(Serialize)]
struct Group<'a> {
    group: &'a str,
    canonical: &'a str,
    /// The canonical article first, the others by precedence.
    members: Vec<&'a str>,
    edges: Vec<ProvenEdge<'a>>,
}

/// A proven pair as it is written.
#[derive(Serialize)]
struct ProvenEdge<'a> {
    a: &'a str,
    b: &'a str,
    jaccard: f64,
    containment: f64,
}

impl<'a> Mark<'a> {
    fn of(article: Article, copies: &'a Copies<'_>) -> Self {
        let star = copies.group(article.rank);
        let edge = star.and_then(|star| star.edge_of(article.rank));
        Mark {
            id: None,
            group: star.map(|star| copies.id(star.canonical)),
            relation: star.map(|_| edge.map_or(Relation::Origin, relation)),
            of: edge.map(|edge| copies.id(edge.earlier)),
            similarity: edge.map(|edge| rounded(edge.overlap.of_smaller())),
        }
    }
}

fn relation(edge: &Edge) -> Relation {
    match edge.overlap.jaccard() >= COPY_JACCARD {
        true => Relation::Copy,
        false => Relation::Reprint,
    }
}

impl<'a> Group<'a> {
    fn of(star: &'a Star, copies: &'a Copies<'_>) -> Self {
        let canonical = copies.id(star.canonical);
        let edges = copies.edges(star).map(|edge| ProvenEdge {
            a: copies.id(edge.earlier),
            b: copies.id(edge.later),
            jaccard: rounded(edge.overlap.jaccard()),
            containment: rounded(edge.overlap.of_smaller()),
        });
        Group {
            group: canonical,
            canonical,
            members: ranks_of(star).map(|rank| copies.id(rank)).collect(),
            edges: edges.collect(),
        }
    }
}

/// Returns the stretch of a run of lines and the line right behind it; `None` if it is not right behind,
/// or they are together too long.
fn joined(run: Place, next: Place, copies: &Copies<'_>) -> Option<Place> {
    let length = u64::from(run.length) + 1 + u64::from(next.length);
    let is_next = run.offset + length == next.offset + u64::from(next.length);
    let sources = copies.sources;
    // A file without a line end may end right before the next.
    let is_same_file = is_next && std::ptr::eq(sources.path(run), sources.path(next));
    (is_same_file && length <= COPIED_AT_ONCE).then_some(Place {
        offset: run.offset,
        length: length as u32,
    })
}

fn write_lines(
    lines: Place,
    copies: &Copies<'_>,
    buffer: &mut Vec<u8>,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(copies.sources.read(lines, buffer)?)?;
    out.write_all(b"\n")
}

/// Reads a plain text again.
fn text<'a>(
    article: Article,
    copies: &'a Copies<'_>,
    buffer: &'a mut Vec<u8>,
) -> io::Result<Text<'a>> {
    let raw = copies.sources.read(article.place, buffer)?;
    let fields = copies.sources.parse(article.place, raw);
    Ok(Text {
        id: copies.id(article.rank),
        text: fields.map_err(io::Error::other)?.text,
    })
}

/// Writes a line of JSON, an object, with the mark added.
fn write_marked(line: &[u8], mark: &Mark<'_>, out: &mut dyn Write) -> io::Result<()> {
    let line = line.trim_ascii_end();
    let line = line.strip_suffix(b"}").unwrap_or(line);
    let text = std::str::from_utf8(line).map_err(io::Error::other)?;
    let mut names: Vec<&str> = MARKS.to_vec();
    names.extend(mark.id.map(|_| "id"));
    let may_have = |name: &&str| text.contains(&format!("\"{name}\""));
    if names.iter().any(may_have) {
        let object = format!("{text}}}");
        let Fields(fields) = serde_json::from_str(&object)?;
        out.write_all(b"{")?;
        let others = fields.iter().filter(|(name, _)| !names.contains(&&**name));
        for (name, value) in others {
            serde_json::to_writer(&mut *out, name)?;
            write!(out, ":{value},")?;
        }
    } else {
        out.write_all(line)?;
        out.write_all(b",")?;
    }
    let mark = serde_json::to_vec(mark)?;
    out.write_all(mark.strip_prefix(b"{").unwrap_or(&mark))?;
    out.write_all(b"\n")
}

/// The fields of an object in their order, with the values as written.
struct Fields<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldsVisitor;
        impl<'de> Visitor<'de> for FieldsVisitor {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(FieldsVisitor)
    }
}
