//! The report as a graph (GraphML, <http://graphml.graphdrawing.org>), for Gephi, NetworkX and igraph.
//!
//! A node is an article, or an agency whose text several carry. An edge runs from an article to the one that it
//! derives from, or, where it derives from none, to the one that it is linked to.

use std::collections::BTreeSet;
use std::io::{self, Write};

use quick_xml::escape::escape;

use super::stop::Stop;
use super::{ArticleEntry, Report, Story};
use crate::stories::Articles;

/// The attributes of nodes and edges: what they belong to, their name, and their type.
const KEYS: [(&str, &str, &str); 11] = [
    ("node", "kind", "string"),
    ("node", "story", "string"),
    ("node", "label", "string"),
    ("node", "outlet", "string"),
    ("node", "published", "string"),
    ("node", "relation", "string"),
    ("node", "url", "string"),
    ("edge", "kind", "string"),
    ("edge", "direction", "string"),
    ("edge", "similarity", "double"),
    ("edge", "evidence", "string"),
];

/// Writes a node for each article and an edge for each link, stories in their order.
///
/// `kind` of an edge is the article's relation; a `report` is only linked, whatever the direction of the edge.
///
/// # Errors
///
/// If an article can't be read again, or `out` can't be written to.
pub fn write_graphml<A: Articles + ?Sized>(
    report: &Report<'_, A>,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns">"#
    )?;
    for (of, name, kind) in KEYS {
        let key = key(of, name);
        writeln!(
            out,
            r#"  <key id="{key}" for="{of}" attr.name="{name}" attr.type="{kind}"/>"#
        )?;
    }
    writeln!(out, r#"  <graph id="stories" edgedefault="directed">"#)?;
    let mut origins = BTreeSet::new();
    let written = report.each(
        |story| (elements(&story), virtual_origins(&story)),
        |(elements, named)| {
            for origin in named {
                if !origins.contains(&origin) {
                    out.write_all(origin_node(&origin).as_bytes())?;
                    origins.insert(origin);
                }
            }
            out.write_all(elements.as_bytes())?;
            Ok::<(), Stop>(())
        },
    );
    written?;
    writeln!(out, "  </graph>\n</graphml>")
}

/// Returns whose text the articles of a story carry that is not in the corpus.
fn virtual_origins(story: &Story) -> Vec<String> {
    let origins = story.articles.iter().filter_map(virtual_origin);
    origins.cloned().collect()
}

fn virtual_origin(article: &ArticleEntry) -> Option<&String> {
    article.reprint_of.as_ref().filter(|_| article.of.is_none())
}

/// Returns the nodes and edges of a story.
fn elements(story: &Story) -> String {
    let mut xml = String::new();
    for article in &story.articles {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let data = [
            ("kind", "article".to_owned()),
            ("story", story.id.clone()),
            ("label", text(&article.headline)),
            ("outlet", text(&article.outlet)),
            ("published", text(&article.published)),
            ("relation", article.relation.to_string()),
            ("url", text(&article.url)),
        ];
        xml += &format!(
            "    <node id=\"{}\">{}</node>\n",
            quoted(&article.id),
            all("node", &data)
        );
    }
    for article in &story.articles {
        let strongest = article.evidence.first();
        let origin = virtual_origin(article).map(|name| origin_id(name));
        let linked = strongest.map(|evidence| evidence.with.clone());
        let Some(target) = article.of.clone().or(origin).or(linked) else {
            continue;
        };
        let data = [
            ("kind", article.relation.to_string()),
            (
                "direction",
                article
                    .direction
                    .map(|known| known.to_string())
                    .unwrap_or_default(),
            ),
            ("similarity", article.similarity.to_string()),
            (
                "evidence",
                strongest
                    .map(|evidence| evidence.text.clone())
                    .unwrap_or_default(),
            ),
        ];
        xml += &format!(
            "    <edge source=\"{}\" target=\"{}\">{}</edge>\n",
            quoted(&article.id),
            quoted(&target),
            all("edge", &data)
        );
    }
    xml
}

fn origin_node(name: &str) -> String {
    let data = [("kind", "origin".to_owned()), ("label", name.to_owned())];
    let id = quoted(&origin_id(name));
    format!("    <node id=\"{id}\">{}</node>\n", all("node", &data))
}

fn origin_id(name: &str) -> String {
    format!("origin:{name}")
}

fn key(of: &str, name: &str) -> String {
    format!("{of}_{name}")
}

/// Returns the attributes that are not empty.
fn all(of: &str, data: &[(&str, String)]) -> String {
    let filled = data.iter().filter(|(_, value)| !value.is_empty());
    filled
        .map(|(name, value)| format!("<data key=\"{}\">{}</data>", key(of, name), quoted(value)))
        .collect()
}

/// Returns a text as it stands in XML, without the characters that can't.
fn quoted(text: &str) -> String {
    let legal: String = text
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'))
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect();
    escape(legal).into_owned()
}
