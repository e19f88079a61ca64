//! What is not read, counted by reason.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::corpus::Skipped;

/// So many places are named for each reason.
const PLACES: usize = 3;
/// So many reasons are told apart.
const REASONS: usize = 20;

/// What can't be read.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Skips {
    /// Files and records.
    pub count: usize,
    /// Why, the most frequent reason first.
    pub reasons: Vec<Reason>,
}

/// A reason, and what it holds for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// In words, with `N` for numbers.
    pub reason: String,
    /// Files and records.
    pub count: usize,
    /// The first of them.
    pub places: Vec<Place>,
}

/// Where something is that is not read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Place {
    /// The file.
    pub path: String,
    /// The record of it, counted from 1; null if it is the whole file.
    pub record: Option<usize>,
}

impl Skips {
    /// Counts what was skipped, which is sorted by path and record.
    pub(super) fn of(skipped: &[Skipped]) -> Skips {
        let mut reasons: BTreeMap<String, Vec<&Skipped>> = BTreeMap::new();
        for entry in skipped {
            reasons
                .entry(without_numbers(&entry.reason))
                .or_default()
                .push(entry);
        }
        let mut reasons: Vec<Reason> = reasons
            .into_iter()
            .map(|(reason, entries)| Reason {
                reason,
                count: entries.len(),
                places: entries.into_iter().take(PLACES).map(Place::of).collect(),
            })
            .collect();
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.count));
        reasons.truncate(REASONS);
        Skips {
            count: skipped.len(),
            reasons,
        }
    }
}

impl Place {
    fn of(skipped: &Skipped) -> Place {
        Place {
            path: skipped.path.clone(),
            record: skipped.record,
        }
    }
}

/// Puts `N` for every number, so that reasons that differ by a place only are one.
fn without_numbers(reason: &str) -> String {
    let mut words = String::with_capacity(reason.len());
    let mut was_digit = false;
    for character in reason.chars() {
        let is_digit = character.is_ascii_digit();
        match is_digit {
            true if !was_digit => words.push('N'),
            true => {}
            false => words.push(character),
        }
        was_digit = is_digit;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_counted_without_their_numbers() {
        let skipped = |record, reason: &str| Skipped {
            path: "a.jsonl".to_owned(),
            record: Some(record),
            reason: reason.to_owned(),
        };
        let skips = Skips::of(&[
            skipped(1, "no text"),
            skipped(2, "invalid JSON at column 13"),
            skipped(4, "invalid JSON at column 7"),
        ]);
        let counted: Vec<_> = skips
            .reasons
            .iter()
            .map(|reason| (reason.reason.as_str(), reason.count))
            .collect();
        assert_eq!(counted, [("invalid JSON at column N", 2), ("no text", 1)]);
        assert_eq!(skips.reasons[0].places[1].record, Some(4));
    }
}
