//! Stories that follow one another, or share people and background.

use std::collections::BTreeMap;

use serde::Serialize;

use super::collection::Collection;
use super::linkage::Link;

/// Mean probability of one event between two stories from which they are called related, 0 to 1.
const LEAST: f64 = 0.2;

/// Related stories named of each.
const RELATED: usize = 5;

/// News follows news within so many days; what lies further apart is background.
const FOLLOW_UP_DAYS: i32 = 31;

/// How two stories are related.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RelatedKind {
    /// The later of the two goes on with what the earlier reports, within a month.
    FollowUp,
    /// The same people, place or matter at another time.
    Background,
}

/// Which of two stories comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The other story is the earlier one.
    Earlier,
    /// The other story is of the same day.
    Same,
    /// The other story is the later one.
    Later,
}

/// Another story that a story is related to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Related {
    /// The other story.
    pub story: usize,
    /// How the two are related.
    pub kind: RelatedKind,
    /// Whether the other is earlier or later; `None` if no dates tell.
    pub order: Option<Order>,
    /// Mean probability of one event over the pairs between the two, 0 to 1.
    pub score: f64,
}

/// Returns the related clusters of each cluster, strongest first.
pub fn related(
    clusters: &[Vec<usize>],
    links: &[Link],
    collection: &Collection,
) -> Vec<Vec<Related>> {
    let mut related = vec![Vec::new(); clusters.len()];
    for ((a, b), score) in scores(clusters, links, collection.len()) {
        if score >= LEAST {
            let days = days_between(&clusters[a], &clusters[b], collection);
            related[a].push(describe(b, days, score));
            related[b].push(describe(a, days.map(|days| -days), score));
        }
    }
    for list in &mut related {
        list.sort_by(|a: &Related, b| b.score.total_cmp(&a.score).then(a.story.cmp(&b.story)));
        list.truncate(RELATED);
    }
    related
}

/// Returns the mean probability between clusters, by pair, the smaller first.
fn scores(clusters: &[Vec<usize>], links: &[Link], nodes: usize) -> BTreeMap<(usize, usize), f64> {
    let mut cluster_of = vec![0; nodes];
    for (cluster, members) in clusters.iter().enumerate() {
        for node in members {
            cluster_of[*node] = cluster;
        }
    }
    let mut scores = BTreeMap::new();
    for link in links {
        let (a, b) = (cluster_of[link.a], cluster_of[link.b]);
        if a != b {
            let pairs = (clusters[a].len() * clusters[b].len()) as f64;
            *scores.entry((a.min(b), a.max(b))).or_default() += link.probability / pairs;
        }
    }
    scores
}

fn describe(story: usize, days: Option<i32>, score: f64) -> Related {
    let kind = match days {
        Some(days) if days.abs() <= FOLLOW_UP_DAYS => RelatedKind::FollowUp,
        _ => RelatedKind::Background,
    };
    let order = days.map(|days| match days {
        ..0 => Order::Earlier,
        0 => Order::Same,
        1.. => Order::Later,
    });
    Related {
        story,
        kind,
        order,
        score,
    }
}

/// Returns how many days the second cluster is later than the first (negative: earlier).
///
/// Stories are dated by their first publication, or where a date is missing, by the day that their
/// texts name, which says nothing of the order if it leaves the year open and lies months apart.
fn days_between(a: &[usize], b: &[usize], collection: &Collection) -> Option<i32> {
    let first = |cluster: &[usize]| {
        cluster
            .iter()
            .filter_map(|node| collection.reading(*node).published)
            .map(|moment| moment.date)
            .min()
    };
    if let (Some(a), Some(b)) = (first(a), first(b)) {
        return Some(a.until(b).ok()?.get_days());
    }
    let named = |cluster: &[usize]| {
        cluster
            .iter()
            .find_map(|node| collection.reading(*node).day.clone())
    };
    let (a, b) = (named(a)?, named(b)?);
    let days = a.days_until(&b)?;
    let sure = a.year.is_some() && b.year.is_some();
    (sure || days.abs() <= FOLLOW_UP_DAYS).then_some(days)
}
