//! What users may say of a corpus: where its fields stand, and what of it is read.

use std::path::Path;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use jiff::civil::Date;
use toml::{Table, Value};

use super::names::{Names, nearest};
use super::record::Fields;
use crate::error::{Error, Result};

/// What is read, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// Names of fields beyond the usual ones.
    pub names: Names,
    /// The longest record that is read, in bytes; what is longer is skipped.
    pub max_record_bytes: u32,
    /// Of the files in folders those that match are read; all if none is named.
    pub include: Patterns,
    /// Files and folders in folders that match are left out.
    pub exclude: Patterns,
    /// Whether symbolic links in folders are followed.
    pub follow_links: bool,
    /// Articles published before this day are left out; those without a date are not.
    pub since: Option<Date>,
    /// Articles published after this day are left out.
    pub until: Option<Date>,
    /// Whether anything that can't be read is an error.
    pub strict: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            names: Names::default(),
            max_record_bytes: 64 << 20,
            include: Patterns::default(),
            exclude: Patterns::default(),
            follow_links: false,
            since: None,
            until: None,
            strict: false,
        }
    }
}

/// The keys of a configuration file.
const KEYS: [&str; 7] = [
    "fields",
    "max_record_bytes",
    "include",
    "exclude",
    "follow",
    "since",
    "until",
];

impl Options {
    /// Reads the options of a configuration file, named `file` in messages: a TOML table with any of
    ///
    /// ```toml
    /// max_record_bytes = 1_000_000
    /// include = ["*.jsonl"]
    /// exclude = ["drafts"]
    /// follow = true
    /// since = "2023-03-01"
    /// until = "2023-03-31"
    ///
    /// [fields]
    /// text = "maintext"
    /// published = ["date_publish", "meta.date"]
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Table`] if it is no such table.
    pub fn parse(file: &str, text: &str) -> Result<Options> {
        let at_fault = |reason: String| Error::Table {
            table: file.to_owned(),
            reason,
        };
        let table: Table = text
            .parse()
            .map_err(|error: toml::de::Error| at_fault(error.message().to_owned()))?;
        let mut options = Options::default();
        for (key, value) in &table {
            let set = options.set(key, value);
            set.map_err(|error| at_fault(error.to_string()))?;
        }
        Ok(options)
    }

    fn set(&mut self, key: &str, value: &Value) -> Result<()> {
        let wrong = || Error::WrongValue {
            key: key.to_owned(),
        };
        match key {
            "fields" => {
                for (field, paths) in value.as_table().ok_or_else(wrong)? {
                    for path in texts(paths).ok_or_else(wrong)? {
                        self.names.add(field, path)?;
                    }
                }
            }
            "max_record_bytes" => {
                let bytes = value
                    .as_integer()
                    .and_then(|bytes| u32::try_from(bytes).ok());
                self.max_record_bytes = bytes.ok_or_else(wrong)?;
            }
            "include" => self.include = Patterns::new(texts(value).ok_or_else(wrong)?)?,
            "exclude" => self.exclude = Patterns::new(texts(value).ok_or_else(wrong)?)?,
            "follow" => self.follow_links = value.as_bool().ok_or_else(wrong)?,
            "since" => self.since = Some(date(value).ok_or_else(wrong)?),
            "until" => self.until = Some(date(value).ok_or_else(wrong)?),
            _ => return Err(Error::unknown_name("key", key, KEYS)),
        }
        Ok(())
    }

    /// Returns whether an article's date, if it has one, is in the time that is asked for.
    pub(super) fn is_in_time(&self, fields: &Fields<'_>) -> bool {
        if self.since.is_none() && self.until.is_none() {
            return true;
        }
        fields.published().is_none_or(|moment| {
            self.since.is_none_or(|since| since <= moment.date)
                && self.until.is_none_or(|until| moment.date <= until)
        })
    }
}

/// Returns a text, or the texts of a list.
fn texts(value: &Value) -> Option<Vec<&str>> {
    match value {
        Value::Array(values) => values.iter().map(Value::as_str).collect(),
        value => Some(vec![value.as_str()?]),
    }
}

fn date(value: &Value) -> Option<Date> {
    match value {
        Value::Datetime(date) => date.to_string().parse().ok(),
        value => value.as_str()?.parse().ok(),
    }
}

/// Patterns of paths, as shells have them: `*` is anything in a name, `**` any folders.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    set: GlobSet,
}

impl Patterns {
    /// Reads patterns. One with a `/` is matched with the path from any folder on, another with the name.
    ///
    /// # Errors
    ///
    /// [`Error::Pattern`] if one is not well formed.
    pub fn new<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Result<Patterns> {
        let mut set = GlobSetBuilder::new();
        let at_fault = |error: globset::Error| Error::Pattern {
            reason: error.to_string(),
        };
        for pattern in patterns {
            let pattern = pattern.trim_end_matches('/');
            for pattern in [pattern.to_owned(), format!("**/{pattern}")] {
                let mut glob = GlobBuilder::new(&pattern);
                set.add(glob.literal_separator(true).build().map_err(at_fault)?);
            }
        }
        let set = set.build().map_err(at_fault)?;
        Ok(Patterns { set })
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    pub(super) fn matches(&self, path: &str) -> bool {
        self.set.is_match(Path::new(path))
    }
}

impl Error {
    /// Says that there is nothing of this name, and what may have been meant.
    pub(super) fn unknown_name<const N: usize>(
        kind: &'static str,
        name: &str,
        names: [&str; N],
    ) -> Error {
        let hint = match nearest(name, names) {
            Some(nearest) => format!("did you mean {nearest:?}?"),
            None => format!("there are {}", names.join(", ")),
        };
        Error::UnknownName {
            kind,
            name: name.to_owned(),
            hint,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_is_read() {
        let text = "max_record_bytes = 9\nexclude = \"drafts\"\nsince = 2023-03-01\n[fields]\ntext = [\"a\", \"b.c\"]";
        let options = Options::parse("newsdedup.toml", text).unwrap();
        assert_eq!(options.max_record_bytes, 9);
        assert!(options.exclude.matches("in/drafts") && !options.exclude.matches("in/drafts.txt"));
        assert_eq!(options.since, Some(jiff::civil::date(2023, 3, 1)));
        assert!(!options.names.is_empty());
    }

    #[test]
    fn what_is_wrong_in_a_configuration_is_told() {
        let cases = [
            (
                "exlude = []",
                "no key is called \"exlude\": did you mean \"exclude\"?",
            ),
            (
                "fields.txt = \"a\"",
                "no field is called \"txt\": did you mean \"text\"?",
            ),
            ("follow = 1", "\"follow\" has a value that it can't have"),
            (
                "since = \"soon\"",
                "\"since\" has a value that it can't have",
            ),
        ];
        for (text, reason) in cases {
            let error = Options::parse("a.toml", text).unwrap_err();
            assert_eq!(error.to_string(), format!("a.toml: {reason}"));
        }
        assert!(Options::parse("a.toml", "nonsense").is_err());
        assert!(Options::parse("a.toml", "include = [\"[\"]").is_err());
    }

    #[test]
    fn patterns_match_names_and_the_ends_of_paths() {
        let patterns = Patterns::new(["*.jsonl", "2023/**/a.txt"]).unwrap();
        for path in ["a.jsonl", "in/b.jsonl", "in/2023/03/07/a.txt", "2023/a.txt"] {
            assert!(patterns.matches(path), "{path}");
        }
        for path in ["a.jsonl.gz", "in/2022/a.txt", "jsonl"] {
            assert!(!patterns.matches(path), "{path}");
        }
    }
}
