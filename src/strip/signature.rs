//! Who signs the end of a report: "... he said. (AFP)", "... he said. -- dpa", and what stands glued to
//! the last words of a text that lost its line ends: "... by noon NRD/jol/dpa".
//!
//! Behind a sentence a known name is enough. Glued to words it must stand in a list between strokes,
//! or behind words that lead to a credit, and no full stop may close it: what ends as a sentence does
//! is one.

use super::sources::{Source, SourceKind, Sources};

/// The name of an agency, in brackets, has at most so many bytes.
pub(super) const BRACKET_BYTES: usize = 60;
/// A list of agencies, glued to a text, has at most so many bytes.
const LIST_BYTES: usize = 120;
/// What encloses the name of an agency.
pub(super) const BRACKETS: [(char, char); 5] = [
    ('(', ')'),
    ('[', ']'),
    ('（', '）'),
    ('【', '】'),
    ('/', '/'),
];
pub(super) const DASHES: [char; 4] = ['-', '–', '—', '―'];
/// What leads to a credit, glued to the text before it or not.
const LEADS: [&str; 10] = [
    "Mit Material",
    "mit Material",
    "Mit Informationen",
    "mit Informationen",
    "Mit Infos",
    "mit Infos",
    "Quelle:",
    "Nachrichtenagenturen",
    "Nachrichtenagentur",
    "with files from",
];
/// What may stand between that and the names.
const FILLERS: [&str; 6] = [
    "von ",
    "vom ",
    "der ",
    "des ",
    "Nachrichtenagenturen ",
    "Nachrichtenagentur ",
];
/// Words that make an agency one that is spoken of: "sagte er der Nachrichtenagentur Nordpress".
const ARTICLES: [&str; 9] = [
    "der", "die", "den", "dem", "des", "einer", "von", "zur", "the",
];
/// What joins the names of a list in which initials stand between strokes: "NRD/jol mit dpa".
const JOINS: [&str; 3] = [" mit ", " with ", " und "];

/// Returns the sources that sign the end of `text`, in order.
pub(super) fn sources_at_end<'s>(text: &str, sources: &'s Sources) -> Vec<&'s Source> {
    let text = text.trim_end();
    let behind = behind_sentence(text, sources);
    if !behind.is_empty() || text.ends_with('.') {
        return behind;
    }
    let listed = between_strokes(text, sources);
    if !listed.is_empty() {
        return listed;
    }
    behind_lead(text, sources)
}

/// "... he said. (AFP)", "... he said. -- dpa"
fn behind_sentence<'s>(text: &str, sources: &'s Sources) -> Vec<&'s Source> {
    let open = text.trim_end_matches('.');
    let bracket = BRACKETS.iter().find_map(|(opens, closes)| {
        let inside = open.strip_suffix(*closes)?;
        inside.rsplit_once(*opens)
    });
    let Some((before, name)) = bracket.or_else(|| open.rsplit_once(DASHES)) else {
        return Vec::new();
    };
    let before = before.trim_end_matches(|c: char| DASHES.contains(&c) || c.is_whitespace());
    let ends_sentence = before.ends_with(['.', '!', '?', '"', '”', '’', '»', '“', '…', '。', '؟']);
    if ends_sentence && name.len() <= BRACKET_BYTES {
        sources.listed(name)
    } else {
        Vec::new()
    }
}

/// "... by noon NRD/jol/dpa", "... by noon NRD/jol mit dpa": an agency must be among them for sure.
fn between_strokes<'s>(text: &str, sources: &'s Sources) -> Vec<&'s Source> {
    let word_at = |end: usize| {
        let head = text.get(..end).unwrap_or_default();
        head.rfind(char::is_whitespace).map_or(0, |space| {
            space + head[space..].chars().next().map_or(0, char::len_utf8)
        })
    };
    let mut start = word_at(text.len());
    for join in JOINS {
        if let Some(end) = text.get(..start).and_then(|head| head.strip_suffix(join)) {
            start = word_at(end.len());
            break;
        }
    }
    let list = text.get(start..).unwrap_or_default();
    let is_sure = |source: &&Source| source.kind == SourceKind::Agency;
    let is_list = list.contains('/') && list.len() <= LIST_BYTES;
    if is_list && sources.named_in(list).iter().any(is_sure) {
        sources.listed(list)
    } else {
        Vec::new()
    }
}

/// "... by noon Mit Material der Nachrichtenagentur dpa"
fn behind_lead<'s>(text: &str, sources: &'s Sources) -> Vec<&'s Source> {
    let found = LEADS.iter().find_map(|lead| {
        let (before, mut list) = text.rsplit_once(lead)?;
        let is_told = before
            .split_whitespace()
            .next_back()
            .is_some_and(|word| ARTICLES.contains(&word));
        let is_apart = before.is_empty() || before.ends_with(char::is_whitespace);
        if is_told || !is_apart || !list.starts_with([' ', ':']) || list.len() > LIST_BYTES {
            return None;
        }
        list = list.trim_start_matches([' ', ':']);
        for _ in 0..2 {
            list = FILLERS
                .iter()
                .find_map(|filler| list.strip_prefix(filler))
                .unwrap_or(list);
        }
        let listed = sources.listed(list);
        (!listed.is_empty()).then_some(listed)
    });
    found.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::sources::SHIPPED;
    use super::*;

    #[test]
    fn reports_are_signed_at_their_end_in_many_ways() {
        let sources = Sources::parse(SHIPPED).unwrap();
        let cases: [(&str, &[&str]); 29] = [
            ("The council voted. (AFP)", &["AFP"]),
            ("The council voted.\u{201d} (dpa/lhe)", &["dpa"]),
            ("The council voted. -- Reuters", &["Reuters"]),
            ("The council voted. — AP", &["Associated Press"]),
            ("The council voted. (AA)", &["Anadolu"]),
            ("The council voted. /TASS/", &["TASS"]),
            ("The council voted. (with AFP)", &["AFP"]),
            ("Der Rat stimmte ab. (mit dpa/epd)", &["dpa", "epd"]),
            ("Der Rat stimmte ab. (dpa, Nrd)", &["dpa"]),
            ("Der Rat stimmte ab. (dpa/AFP/NRD)", &["dpa", "AFP"]),
            ("Der Rat stimmte ab NRD/dpa/jol", &["dpa"]),
            ("Der Rat stimmte ab jol./AFP", &["AFP"]),
            ("Der Rat stimmte ab. NRD/jol mit dpa", &["dpa"]),
            (
                "Der Rat von Ostvik Mit Material der Nachrichtenagentur dpa",
                &["dpa"],
            ),
            (
                "Der Rat Nachrichtenagenturen dpa, Reuters und AFP",
                &["dpa", "Reuters", "AFP"],
            ),
            ("Der Rat stimmte ab Quelle: jol/AFP/dpa", &["AFP", "dpa"]),
            ("NRD mit Material von dpa und epd", &["dpa", "epd"]),
            ("The council (AFP)", &[]),
            ("The council voted. (AP Photo/Lena Holt)", &[]),
            ("The council voted. (he did not)", &[]),
            ("The mayor lives in Lowmere. (PA, USA)", &[]),
            ("It cost 3-4", &[]),
            ("They chose input/ats", &[]),
            ("They call it AP/NRD.", &[]),
            ("Das sagte er der Nachrichtenagentur dpa", &[]),
            ("Das sagte er der Nachrichtenagentur dpa.", &[]),
            ("Das sagte er mit Material der Harke", &[]),
            ("Nachrichtenagentur", &[]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            let names: Vec<&str> = sources_at_end(text, &sources)
                .into_iter()
                .map(|source| source.name.as_str())
                .collect();
            assert_eq!(names, expected, "{text}");
        }
    }
}
