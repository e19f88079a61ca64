//! Stories that follow one another, or share people and background.

use std::collections::BTreeMap;

use serde::Serialize;

use super::brief::Brief;
use super::collection::Studied;
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
    canonical: &[usize],
    studied: &Studied,
) -> Vec<Vec<Related>> {
    let mut related = vec![Vec::new(); clusters.len()];
    let brief = |node: usize| studied.brief(canonical[node]);
    for ((a, b), score) in scores(clusters, links, canonical.len()) {
        if score >= LEAST {
            let days = days_between(&clusters[a], &clusters[b], brief);
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
fn days_between<'b>(a: &[usize], b: &[usize], brief: impl Fn(usize) -> &'b Brief) -> Option<i32> {
    let first = |cluster: &[usize]| {
        cluster
            .iter()
            .filter_map(|node| brief(*node).published)
            .min()
    };
    if let (Some(a), Some(b)) = (first(a), first(b)) {
        return Some(a.until(b).ok()?.get_days());
    }
    let named = |cluster: &[usize]| cluster.iter().find_map(|node| brief(*node).day.clone());
    let (a, b) = (named(a)?, named(b)?);
    let days = a.days_until(&b)?;
    let sure = a.year.is_some() && b.year.is_some();
    (sure || days.abs() <= FOLLOW_UP_DAYS).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::testing::article;
    use crate::strip::Article;

    /// Relates clusters of articles that say nothing but when they were published.
    fn found(published: &[&str], clusters: &[Vec<usize>], links: &[Link]) -> Vec<Vec<Related>> {
        let texts: Vec<(&str, &str)> = published.iter().map(|day| (*day, "")).collect();
        found_in(&texts, clusters, links)
    }

    fn found_in(
        texts: &[(&str, &str)],
        clusters: &[Vec<usize>],
        links: &[Link],
    ) -> Vec<Vec<Related>> {
        let articles: Vec<Article> = texts.iter().map(|(day, text)| article(day, text)).collect();
        let canonical: Vec<usize> = (0..articles.len()).collect();
        related(
            clusters,
            links,
            &canonical,
            &Studied::of(&articles).unwrap(),
        )
    }

    fn link(a: usize, b: usize, probability: f64) -> Link {
        Link {
            a,
            b,
            probability,
            quotes_shared: false,
            quotes_apart: 0.0,
        }
    }

    /// Returns how the first of two articles sees the other.
    fn seen(first: &str, second: &str) -> (RelatedKind, Option<Order>) {
        let found = found(&[first, second], &[vec![0], vec![1]], &[link(0, 1, 0.3)]);
        (found[0][0].kind, found[0][0].order)
    }

    #[test]
    fn within_a_month_news_follows_news() {
        let follow_up = |order| (RelatedKind::FollowUp, Some(order));
        assert_eq!(seen("2021-03-01", "2021-04-01"), follow_up(Order::Later));
        assert_eq!(seen("2021-04-01", "2021-03-01"), follow_up(Order::Earlier));
        assert_eq!(
            seen("2021-03-01", "2021-03-01T09:30:00"),
            follow_up(Order::Same)
        );
    }

    #[test]
    fn after_a_month_it_is_background() {
        assert_eq!(
            seen("2021-03-01", "2021-04-02"),
            (RelatedKind::Background, Some(Order::Later))
        );
    }

    #[test]
    fn without_dates_it_is_background_in_no_order() {
        assert_eq!(seen("2021-03-01", ""), (RelatedKind::Background, None));
    }

    #[test]
    fn the_days_that_texts_name_stand_in_for_dates() {
        let order = |first: &str, second: &str| {
            let found = found_in(
                &[("", first), ("", second)],
                &[vec![0], vec![1]],
                &[link(0, 1, 0.3)],
            );
            found[0][0].order
        };
        let may = "A first boat sailed to the island on May 8.\n";
        let june = "A second boat sailed to the island on June 1.\n";
        let october = "A third boat sailed to the island on October 1.\n";
        assert_eq!(order(may, june), Some(Order::Later));
        assert_eq!(order(may, october), None, "it may be the October before");
    }

    #[test]
    fn a_story_is_dated_by_its_first_article() {
        let found = found(
            &["2021-03-05", "2021-03-01", "2021-03-03"],
            &[vec![0, 1], vec![2]],
            &[link(0, 2, 0.5), link(1, 2, 0.5)],
        );
        assert_eq!(found[0][0].order, Some(Order::Later));
        assert_eq!(found[1][0].order, Some(Order::Earlier));
    }

    #[test]
    fn the_score_is_the_mean_over_all_pairs_between_two_stories() {
        let clusters = [vec![0, 1], vec![2, 3]];
        let found_with =
            |probability| found(&["", "", "", ""], &clusters, &[link(1, 2, probability)]);
        assert_eq!(found_with(0.8)[0][0].score, 0.2);
        assert_eq!(found_with(0.7), [vec![], vec![]]);
    }

    #[test]
    fn the_strongest_five_are_named() {
        let clusters: Vec<Vec<usize>> = (0..8).map(|node| vec![node]).collect();
        let links: Vec<Link> = (1..8)
            .map(|node| link(0, node, 0.2 + 0.02 * node as f64))
            .collect();
        let found = found(&[""; 8], &clusters, &links);
        let named: Vec<usize> = found[0].iter().map(|related| related.story).collect();
        assert_eq!(named, [7, 6, 5, 4, 3]);
    }
}
