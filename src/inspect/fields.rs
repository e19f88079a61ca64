//! Which names of records the fields of articles are from, and which other names look as if they should be.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::corpus::{Field, Fields, Kind, Names};

/// So many names are told apart; those that come first in the input.
const NAMES: usize = 500;
/// A text of so many characters may be an article.
const LEAST_TEXT: usize = 200;

/// Where a field of the articles is from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    /// The field, as `--field` names it.
    pub field: &'static str,
    /// How many articles have it.
    pub articles: usize,
    /// Where it was taken from, the most frequent first.
    pub from: Vec<Taken>,
}

/// A name, and how often a field was taken from it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Taken {
    /// The format of the files.
    pub format: &'static str,
    /// The name in records of JSON and tables; null in other formats, which have one place for each field.
    pub name: Option<String>,
    /// In how many articles.
    pub articles: usize,
}

/// A name that looks like that of a field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hint {
    /// The name, with dots between those of objects in objects.
    pub name: String,
    /// The field that it looks like, as `--field` names it.
    pub field: &'static str,
    /// How many records have it and lack the field, those that are skipped for that included.
    pub records: usize,
    /// What to add to the command line.
    pub flag: String,
}

/// Where fields were taken from in a part of the records.
#[derive(Debug, Default)]
pub(super) struct FieldTally {
    taken: BTreeMap<(Field, &'static str, Option<String>), usize>,
    hints: BTreeMap<(Field, String), usize>,
}

impl FieldTally {
    /// Counts an article.
    pub(super) fn add(&mut self, kind: Kind, raw: &[u8], fields: &Fields<'_>, names: &Names) {
        let chosen = match has_names(kind) {
            true => self.choose(raw, names),
            false => BTreeMap::new(),
        };
        for field in Field::ALL {
            let name = chosen.get(&field).map(|(_, name)| name.clone());
            if name.is_some() || (!has_names(kind) && is_known(field, kind, fields)) {
                let key = (field, kind.format, name);
                add_to(&mut self.taken, key, 1);
            }
        }
    }

    /// Looks at a line that is no record, which may hold its text under another name.
    pub(super) fn miss(&mut self, kind: Kind, raw: &[u8], names: &Names) {
        if has_names(kind) {
            self.choose(raw, names);
        }
    }

    /// Returns the name that each field is taken from in a record of JSON, and counts names that look like
    /// those of the others.
    fn choose(&mut self, raw: &[u8], names: &Names) -> BTreeMap<Field, (usize, String)> {
        let Ok(record) = serde_json::from_slice::<Value>(raw) else {
            return BTreeMap::new();
        };
        let chosen = chosen(&record, names);
        for (field, name) in look_alikes(&record) {
            if !chosen.contains_key(&field) {
                add_to(&mut self.hints, (field, name), 1);
            }
        }
        chosen
    }

    /// Adds what another part has, which comes behind it.
    pub(super) fn merge(&mut self, other: FieldTally) {
        for (key, count) in other.taken {
            add_to(&mut self.taken, key, count);
        }
        for (key, count) in other.hints {
            add_to(&mut self.hints, key, count);
        }
    }

    /// Returns where each field is from.
    pub(super) fn found(&self) -> Vec<Found> {
        let found = Field::ALL.map(|field| {
            let taken = self.taken.iter().filter(|((of, ..), _)| *of == field);
            let mut from: Vec<Taken> = taken
                .map(|((_, format, name), articles)| Taken {
                    format,
                    name: name.clone(),
                    articles: *articles,
                })
                .collect();
            from.sort_by_key(|taken| std::cmp::Reverse(taken.articles));
            Found {
                field: field.name(),
                articles: from.iter().map(|taken| taken.articles).sum(),
                from,
            }
        });
        found.into()
    }

    /// Returns the names that look like fields, the most frequent first.
    pub(super) fn hints(&self) -> Vec<Hint> {
        let hints = self.hints.iter().map(|((field, name), records)| Hint {
            name: name.clone(),
            field: field.name(),
            records: *records,
            flag: format!("--field {}={name}", field.name()),
        });
        let mut hints: Vec<Hint> = hints.collect();
        hints.sort_by_key(|hint| std::cmp::Reverse(hint.records));
        hints
    }
}

/// Returns whether records of this kind have names of their own.
fn has_names(kind: Kind) -> bool {
    matches!(kind.format, "JSON" | "JSON Lines" | "table")
}

/// Returns whether a file of this kind is one article.
fn is_one_article(kind: Kind) -> bool {
    matches!(kind.format, "plain text" | "web page")
}

/// Returns whether a record without names of its own has a field.
fn is_known(field: Field, kind: Kind, fields: &Fields<'_>) -> bool {
    match field {
        // That of a file which is one article is its path.
        Field::Id => fields.id.is_some() && !is_one_article(kind),
        Field::Url => fields.url.is_some(),
        Field::Headline => fields.headline.is_some(),
        Field::Text => true,
        Field::Date => fields.date.is_some(),
        Field::Outlet => fields.outlet.is_some(),
        Field::Language => fields.language.is_some(),
    }
}

/// Adds to a counter; there is no new one if there are too many.
fn add_to<K: Ord>(counts: &mut BTreeMap<K, usize>, key: K, count: usize) {
    if let Some(counted) = counts.get_mut(&key) {
        *counted += count;
    } else if counts.len() < NAMES {
        counts.insert(key, count);
    }
}

/// Returns the name that each field is taken from: of those given the first, else the first of the usual.
fn chosen(record: &Value, names: &Names) -> BTreeMap<Field, (usize, String)> {
    let mut chosen: BTreeMap<Field, (usize, String)> = BTreeMap::new();
    let given = names.values(record);
    for (field, path, _) in given.filter(|(field, _, value)| field.takes(value)) {
        chosen.entry(field).or_insert_with(|| (0, path.to_owned()));
    }
    for (name, value) in record.as_object().into_iter().flatten() {
        let Some((field, rank)) = Field::usual(name).filter(|(field, _)| field.takes(value)) else {
            continue;
        };
        if chosen.get(&field).is_none_or(|(best, _)| rank + 1 < *best) {
            chosen.insert(field, (rank + 1, name.clone()));
        }
    }
    chosen
}

/// Returns the names of a record, and of objects in it, that look like those of fields: by the name, or of a
/// text by its length if none looks so by name.
fn look_alikes(record: &Value) -> Vec<(Field, String)> {
    let mut found = Vec::new();
    let mut longest: Option<(usize, String)> = None;
    for (name, value) in named(record) {
        if let Some(field) = looks_like(&name).filter(|field| field.takes(value)) {
            found.push((field, name));
        } else if let Some(length) = value.as_str().map(str::len)
            && length >= LEAST_TEXT
            && longest
                .as_ref()
                .is_none_or(|(longest, _)| *longest < length)
        {
            longest = Some((length, name));
        }
    }
    if let Some((_, name)) = longest
        && found.iter().all(|(field, _)| *field != Field::Text)
    {
        found.push((Field::Text, name));
    }
    found
}

/// Returns the values of a record under names that are not the usual ones, with those of objects in it.
fn named(record: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for (name, value) in record.as_object().into_iter().flatten() {
        match value {
            Value::Object(inside) => {
                let paths = inside
                    .iter()
                    .map(|(inner, value)| (format!("{name}.{inner}"), value));
                found.extend(paths);
            }
            _ if Field::usual(name).is_none() => found.push((name.clone(), value)),
            _ => {}
        }
    }
    found
}

/// Returns the field that a name or a path looks like.
fn looks_like(path: &str) -> Option<Field> {
    let bare = |name: &str| -> String {
        let letters = name.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let of = |bare: &str| {
        let found = LOOK_ALIKES.iter().find(|(_, names)| names.contains(&bare));
        found.map(|(field, _)| *field)
    };
    let inner = path.rsplit_once('.').map(|(_, inner)| inner);
    of(&bare(path)).or_else(|| {
        let inner = inner?;
        let usual = Field::usual(inner).map(|(field, _)| field);
        // Whatever is in a record has an id and a name of its own.
        usual
            .filter(|field| *field != Field::Id)
            .or_else(|| of(&bare(inner)).filter(|field| *field == Field::Text))
    })
}

/// Names that feeds, crawlers and exports have for fields, in small letters and without signs.
const LOOK_ALIKES: [(Field, &[&str]); 7] = [
    (
        Field::Id,
        &[
            "articleid",
            "docid",
            "documentid",
            "guid",
            "id",
            "key",
            "newsid",
            "uid",
            "uri",
            "uuid",
        ],
    ),
    (
        Field::Url,
        &[
            "articleurl",
            "canonical",
            "canonicalurl",
            "href",
            "link",
            "pageurl",
            "permalink",
            "sourceurl",
            "weburl",
        ],
    ),
    (
        Field::Headline,
        &[
            "articletitle",
            "heading",
            "headlinemain",
            "headlines",
            "ogtitle",
            "pagetitle",
            "subject",
            "titel",
            "titre",
            "titulo",
        ],
    ),
    (
        Field::Text,
        &[
            "article",
            "articlebody",
            "articletext",
            "bodytext",
            "cleantext",
            "contenttext",
            "fulltext",
            "maincontent",
            "maintext",
            "newstext",
            "plaintext",
            "rawtext",
            "story",
            "textcontent",
        ],
    ),
    (
        Field::Date,
        &[
            "articledate",
            "createdat",
            "datetime",
            "datepublish",
            "datepublished",
            "datum",
            "fecha",
            "postdate",
            "pubdate",
            "publicationdate",
            "publishdate",
            "publishedat",
            "publisheddate",
            "publishedon",
            "publishtime",
            "time",
            "timestamp",
        ],
    ),
    (
        Field::Outlet,
        &[
            "domain",
            "feedname",
            "hostname",
            "newspaper",
            "outletname",
            "publication",
            "publishername",
            "sitename",
            "sourcedomain",
            "sourcename",
            "sourcetitle",
        ],
    ),
    (
        Field::Language,
        &["inlanguage", "langcode", "languagecode", "locale"],
    ),
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_known_in_any_spelling() {
        let cases = [
            ("pub_date", Some(Field::Date)),
            ("PubDate", Some(Field::Date)),
            ("source.name", Some(Field::Outlet)),
            ("meta.date", Some(Field::Date)),
            ("author.name", None),
            ("author.id", None),
            ("tags", None),
        ];
        for (name, field) in cases {
            assert_eq!(looks_like(name), field, "{name}");
        }
    }

    #[test]
    fn the_first_of_the_given_names_counts_then_the_first_of_the_usual() {
        let mut names = Names::default();
        names.add("text", "missing").unwrap();
        names.add("text", "meta.article").unwrap();
        let record = json!({"Body": "b", "content": "c", "meta": {"article": "a"}, "HEADLINE": "h", "title": " "});
        let of = |names| {
            let chosen = chosen(&record, names);
            let names = chosen.into_values().map(|(_, name)| name);
            names.collect::<Vec<String>>()
        };
        assert_eq!(of(&names), ["HEADLINE", "meta.article"]);
        assert_eq!(of(&Names::default()), ["HEADLINE", "Body"]);
    }

    #[test]
    fn a_long_value_may_be_the_text() {
        let record = json!({"story_html": "word ".repeat(60), "note": "short"});
        assert_eq!(
            look_alikes(&record),
            [(Field::Text, "story_html".to_owned())]
        );
    }
}
