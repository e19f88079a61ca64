//! Where a clustering is most wrong: the gold stories that are split the most, and the predicted stories
//! that merge the most. Wrong is counted in pairs, so a story cut in halves is worse than one that lost
//! an article.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::buckets::known;
use super::contingency::{Cluster, pairs_of};
use super::labels::Labelling;

/// The stories that are most wrong, those with most wrong pairs first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Worst {
    /// Gold stories that stand in several predicted ones.
    pub split: Vec<Wrong>,
    /// Predicted stories that have several gold ones.
    pub merged: Vec<Wrong>,
}

/// A story that should be in one piece, or should not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wrong {
    /// Its label.
    pub label: String,
    /// Its items.
    pub n: usize,
    /// Pairs of its items.
    pub pairs: u128,
    /// How many of these are in different parts.
    pub wrong_pairs: u128,
    /// Its parts, the largest first.
    pub parts: Vec<Part>,
}

/// The items that a gold story and a predicted one have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The label of the other story; `None` for an item that was not predicted.
    pub label: Option<String>,
    /// Items of the part.
    pub n: usize,
    /// The first of them by id.
    pub id: String,
    /// Its headline, if gold or the prediction has it.
    pub headline: Option<String>,
}

/// Returns the `most` wrong stories of either kind; those without fault are not among them.
pub fn worst(gold: &Labelling, predicted: &Labelling, most: usize) -> Worst {
    let mut of_gold: Stories = BTreeMap::new();
    let mut of_predicted: Stories = BTreeMap::new();
    for (id, label) in &gold.labels {
        let cluster = Cluster::of(id, &predicted.labels);
        let label = Cluster::Labelled(label);
        let parts = of_gold.entry(label).or_default();
        parts.entry(cluster).or_default().push(id);
        let parts = of_predicted.entry(cluster).or_default();
        parts.entry(label).or_default().push(id);
    }
    let headline = |id: &str| known(id, gold, predicted, |facts| &facts.headline);
    let headline = |id: &str| headline(id).map(str::to_owned);
    Worst {
        split: ranked(&of_gold, most, &headline),
        merged: ranked(&of_predicted, most, &headline),
    }
}

/// The ids of each part of each story.
type Stories<'l> = BTreeMap<Cluster<'l>, BTreeMap<Cluster<'l>, Vec<&'l str>>>;

fn ranked(stories: &Stories, most: usize, headline: &dyn Fn(&str) -> Option<String>) -> Vec<Wrong> {
    let mut wrong: Vec<(u128, &Cluster)> = stories
        .iter()
        .map(|(story, parts)| {
            let sizes = || parts.values().map(Vec::len);
            let right: u128 = sizes().map(pairs_of).sum();
            (pairs_of(sizes().sum()) - right, story)
        })
        .filter(|(wrong_pairs, _)| *wrong_pairs > 0)
        .collect();
    wrong.sort_by_key(|(wrong_pairs, story)| (Reverse(*wrong_pairs), *story));
    let worst = wrong.into_iter().take(most);
    worst
        .map(|(wrong_pairs, story)| {
            let parts = &stories[story];
            let n = parts.values().map(Vec::len).sum();
            Wrong {
                // An item that was not predicted is alone, and has no wrong pair.
                label: story.label().unwrap_or_default().to_owned(),
                n,
                pairs: pairs_of(n),
                wrong_pairs,
                parts: listed(parts, headline),
            }
        })
        .collect()
}

fn listed(
    parts: &BTreeMap<Cluster, Vec<&str>>,
    headline: &dyn Fn(&str) -> Option<String>,
) -> Vec<Part> {
    let mut listed: Vec<Part> = parts
        .iter()
        .filter_map(|(story, ids)| {
            let id = (*ids.first()?).to_owned();
            Some(Part {
                label: story.label().map(str::to_owned),
                n: ids.len(),
                headline: headline(&id),
                id,
            })
        })
        .collect();
    // A stable sort: parts of one size stay in the order of their labels.
    listed.sort_by_key(|part| Reverse(part.n));
    listed
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Items by position: "aab-" puts the first two together, and leaves the fourth without a label.
    fn labelling(text: &str) -> Labelling {
        let items = text.char_indices().filter(|(_, label)| *label != '-');
        Labelling {
            labels: items
                .map(|(position, label)| (format!("{position:02}"), label.to_string()))
                .collect(),
            ..Labelling::default()
        }
    }

    /// Returns label and wrong pairs of stories, with the sizes of their parts.
    fn told(stories: &[Wrong]) -> Vec<(&str, u128, Vec<usize>)> {
        let parts = |story: &Wrong| story.parts.iter().map(|part| part.n).collect();
        stories
            .iter()
            .map(|story| (story.label.as_str(), story.wrong_pairs, parts(story)))
            .collect()
    }

    #[test]
    fn a_story_in_halves_is_worse_than_one_that_lost_an_article() {
        let found = worst(&labelling("aaaabbbb"), &labelling("wwwxyyzz"), 9);
        let expected = [("b", 4, vec![2, 2]), ("a", 3, vec![3, 1])];
        assert_eq!(told(&found.split), expected);
        assert_eq!(found.merged, []);
    }

    #[test]
    fn predicted_stories_that_merge_are_told_by_their_parts() {
        let found = worst(&labelling("aabc"), &labelling("xxxx"), 1);
        assert_eq!(told(&found.merged), [("x", 5, vec![2, 1, 1])]);
        let parts = &found.merged[0].parts;
        assert_eq!(parts[1].label.as_deref(), Some("b"));
        assert_eq!(parts[1].id, "02");
    }

    #[test]
    fn items_that_were_not_predicted_are_parts_without_a_label() {
        let found = worst(&labelling("aaa"), &labelling("x--"), 1);
        assert_eq!(told(&found.split), [("a", 3, vec![1, 1, 1])]);
        let labels: Vec<_> = found.split[0]
            .parts
            .iter()
            .map(|part| part.label.is_some())
            .collect();
        assert_eq!(labels, [true, false, false]);
        assert_eq!(found.merged, []);
    }

    #[test]
    fn no_more_are_told_than_asked_for() {
        let found = worst(&labelling("aabbcc"), &labelling("123456"), 2);
        assert_eq!(
            told(&found.split),
            [("a", 1, vec![1, 1]), ("b", 1, vec![1, 1])]
        );
    }
}
