//! What each outlet repeats, as a value that is looked up in, merged, written and read.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use crate::corpus::json_reason;
use crate::error::{Error, Result};

/// The form of a stored profile; another form gets another name.
const SCHEMA: &str = "newsdedup/profile@1";
/// So many repeats of an outlet are kept, those of the most articles.
pub(super) const KEPT_REPEATS: usize = 4096;
/// A stored repeat shows so many characters of its text.
const SHOWN_CHARACTERS: usize = 80;

/// What each outlet repeats in article after article: its template, learned by counting.
///
/// Made by [`Stripper::learn`](crate::strip::Stripper::learn), used by
/// [`Stripper::strip_with`](crate::strip::Stripper::strip_with). The empty profile knows of nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    pub(super) outlets: BTreeMap<String, Outlet>,
}

/// What one outlet repeats.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::strip) struct Outlet {
    /// How many different articles of it were read.
    pub articles: u32,
    /// From the hash of a segment to what is known of it.
    pub repeats: BTreeMap<u64, Repeat>,
}

/// A segment that an outlet repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::strip) struct Repeat {
    /// How many different articles have it.
    pub articles: u32,
    /// How its text begins, for the reader of a stored profile.
    beginning: String,
}

impl Repeat {
    pub(super) fn new(text: &str, articles: u32) -> Self {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut = words.char_indices().nth(SHOWN_CHARACTERS);
        let beginning = match cut {
            Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default().trim_end()),
            None => words,
        };
        Repeat {
            articles,
            beginning,
        }
    }
}

impl Profile {
    /// Returns whether nothing is known of any outlet.
    pub fn is_empty(&self) -> bool {
        self.outlets.is_empty()
    }

    /// Takes in what another profile knows.
    ///
    /// The two may have been learned from the same articles, so of two counts the larger holds; the
    /// order of merging makes no difference.
    pub fn merge(&mut self, other: Profile) {
        for (name, from) in other.outlets {
            let into = self.outlets.entry(name).or_default();
            into.articles = into.articles.max(from.articles);
            for (hash, repeat) in from.repeats {
                let known = into.repeats.entry(hash).or_insert_with(|| repeat.clone());
                // The same segment may have been met with other punctuation: one text is chosen.
                if (repeat.articles, &repeat.beginning) > (known.articles, &known.beginning) {
                    *known = repeat;
                }
            }
            into.keep_most_frequent();
        }
    }

    /// Writes the profile as JSON: the outlets by name, and the repeats of each, the most frequent first.
    ///
    /// # Errors
    ///
    /// If `out` can't be written to.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, &Stored::from(self))?;
        out.write_all(b"\n")
    }

    /// Reads what [`write`](Self::write) has written; `name` is what errors call it.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], if `json` is not a profile of the form that this version writes.
    pub fn parse(name: &str, json: &str) -> Result<Self> {
        let broken = |reason: String| Error::Table {
            table: name.to_owned(),
            reason,
        };
        let stored: Stored = serde_json::from_str(json).map_err(|error| Error::Table {
            table: format!("{name}:{}", error.line()),
            reason: json_reason(&error),
        })?;
        if stored.schema != SCHEMA {
            return Err(broken(format!(
                "its schema is {:?}, not {SCHEMA:?}",
                stored.schema
            )));
        }
        let mut profile = Profile::default();
        for StoredOutlet {
            outlet,
            articles,
            repeats,
        } in stored.outlets
        {
            let into = profile.outlets.entry(outlet).or_default();
            into.articles = articles;
            for repeat in repeats {
                let hash = u64::from_str_radix(&repeat.hash, 16)
                    .map_err(|_| broken(format!("{:?} is not a hash", repeat.hash)))?;
                let known = Repeat {
                    articles: repeat.articles,
                    beginning: repeat.text,
                };
                into.repeats.insert(hash, known);
            }
        }
        Ok(profile)
    }

    /// Returns what is known of an outlet.
    pub(in crate::strip) fn outlet(&self, name: &str) -> Option<&Outlet> {
        self.outlets.get(name)
    }
}

impl Outlet {
    /// Returns the repeats, the most frequent first.
    fn by_frequency(&self) -> Vec<(u64, &Repeat)> {
        let mut repeats: Vec<_> = self
            .repeats
            .iter()
            .map(|(&hash, repeat)| (hash, repeat))
            .collect();
        repeats.sort_by_key(|(hash, repeat)| (std::cmp::Reverse(repeat.articles), *hash));
        repeats
    }

    fn keep_most_frequent(&mut self) {
        if self.repeats.len() > KEPT_REPEATS {
            let rest = self.by_frequency().split_off(KEPT_REPEATS);
            for hash in rest.into_iter().map(|(hash, _)| hash).collect::<Vec<_>>() {
                self.repeats.remove(&hash);
            }
        }
    }
}

/// A profile as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    schema: String,
    outlets: Vec<StoredOutlet>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredOutlet {
    outlet: String,
    articles: u32,
    repeats: Vec<StoredRepeat>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredRepeat {
    articles: u32,
    text: String,
    hash: String,
}

impl From<&Profile> for Stored {
    fn from(profile: &Profile) -> Self {
        let outlets = profile.outlets.iter().map(|(name, outlet)| StoredOutlet {
            outlet: name.clone(),
            articles: outlet.articles,
            repeats: outlet
                .by_frequency()
                .into_iter()
                .map(|(hash, repeat)| StoredRepeat {
                    articles: repeat.articles,
                    text: repeat.beginning.clone(),
                    hash: format!("{hash:016x}"),
                })
                .collect(),
        });
        Stored {
            schema: SCHEMA.to_owned(),
            outlets: outlets.collect(),
        }
    }
}
