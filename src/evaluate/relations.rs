//! What articles are said to be to the rest of their stories, against what they are.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::labels::Labelling;

/// How often each relation of gold was told as which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// Items that have a relation in gold.
    pub n: usize,
    /// Of these, how many are told rightly.
    pub right: usize,
    /// The relations of gold, from the original to what owes it nothing.
    pub rows: Vec<Row>,
    /// Items that in gold derive from another one (`of`).
    pub derived: usize,
    /// Of these, how many are told to derive from the same.
    pub derived_right: usize,
}

/// An item's relation in gold, and what was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The relation in gold.
    pub gold: String,
    /// How often it was told as which relation.
    pub predicted: BTreeMap<String, usize>,
    /// How often no relation was told.
    pub none: usize,
}

/// The relations that `cluster` tells, in the order in which they are listed; others follow by name.
const ORDER: [&str; 5] = ["origin", "copy", "reprint", "rewrite", "report"];

/// Compares relations; `None` if gold has none.
pub fn relations(gold: &Labelling, predicted: &Labelling) -> Option<Confusion> {
    let mut rows: BTreeMap<(usize, &str), Row> = BTreeMap::new();
    let (mut derived, mut derived_right) = (0, 0);
    for (id, facts) in &gold.facts {
        let told = predicted.facts.get(id);
        if let Some(of) = &facts.of {
            derived += 1;
            derived_right += usize::from(told.is_some_and(|told| told.of.as_ref() == Some(of)));
        }
        let Some(relation) = &facts.relation else {
            continue;
        };
        let row = rows.entry(place(relation)).or_insert_with(|| Row {
            gold: relation.clone(),
            predicted: BTreeMap::new(),
            none: 0,
        });
        match told.and_then(|told| told.relation.clone()) {
            Some(told) => *row.predicted.entry(told).or_default() += 1,
            None => row.none += 1,
        }
    }
    let rows: Vec<Row> = rows.into_values().collect();
    let told = |row: &Row| row.none + row.predicted.values().sum::<usize>();
    let right = |row: &Row| row.predicted.get(&row.gold).copied().unwrap_or(0);
    (!rows.is_empty()).then(|| Confusion {
        n: rows.iter().map(told).sum(),
        right: rows.iter().map(right).sum(),
        rows,
        derived,
        derived_right,
    })
}

impl Confusion {
    /// Returns the relations that were told of any item, in order.
    pub fn told(&self) -> Vec<&str> {
        let rows = self.rows.iter();
        let told: BTreeSet<(usize, &str)> = rows
            .flat_map(|row| row.predicted.keys().map(|relation| place(relation)))
            .collect();
        told.into_iter().map(|(_, relation)| relation).collect()
    }
}

/// Returns where a relation is listed.
fn place(relation: &str) -> (usize, &str) {
    let known = ORDER.iter().position(|known| *known == relation);
    (known.unwrap_or(ORDER.len()), relation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::Facts;

    /// Items by position, each given by its relation and what it derives from, blank for nothing.
    fn labelling(items: &[(&str, &str)]) -> Labelling {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let facts = items.iter().map(|(relation, of)| Facts {
            relation: text(relation),
            of: text(of),
            ..Facts::default()
        });
        Labelling {
            facts: (0..).map(|id: u32| id.to_string()).zip(facts).collect(),
            ..Labelling::default()
        }
    }

    #[test]
    fn each_relation_is_counted_by_what_was_told() {
        let gold = labelling(&[("origin", ""), ("copy", "0"), ("copy", "0"), ("report", "")]);
        let told = labelling(&[("origin", ""), ("copy", "0"), ("reprint", "1"), ("", "")]);
        let found = relations(&gold, &told).unwrap();
        assert_eq!((found.n, found.right), (4, 2));
        assert_eq!((found.derived, found.derived_right), (2, 1));
        assert_eq!(found.told(), ["origin", "copy", "reprint"]);
        let names: Vec<&str> = found.rows.iter().map(|row| row.gold.as_str()).collect();
        assert_eq!(names, ["origin", "copy", "report"]);
        assert_eq!(found.rows[1].predicted["reprint"], 1);
        assert_eq!(found.rows[2].none, 1);
    }

    #[test]
    fn gold_without_relations_has_nothing_to_compare() {
        let told = labelling(&[("origin", "")]);
        assert_eq!(relations(&Labelling::default(), &told), None);
    }
}
