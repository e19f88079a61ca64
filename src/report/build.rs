//! From what the stages found to the report: indices become ids, dates become text, and everything is
//! put in the order in which it is written.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use xxhash_rust::xxh3::xxh3_64;

use super::{ArticleEntry, Counts, Evidence, Generator, Related, Report, SCHEMA, Settings, Story};
use crate::corpus::Skipped;
use crate::dates::Moment;
use crate::duplicates::Group;
use crate::stories;
use crate::strip::Article;

/// What a report is made of.
pub struct Findings<'a> {
    /// The articles, by index.
    pub articles: &'a [Article],
    /// Their near-duplicates.
    pub groups: &'a [Group],
    /// Their stories.
    pub stories: &'a [stories::Story],
    /// What could not be read.
    pub skipped: Vec<Skipped>,
    /// Files that the walk passed over by name.
    pub left_out: usize,
}

/// Makes the report.
pub fn build(findings: Findings, settings: Settings) -> Report {
    let Findings {
        articles,
        groups,
        stories,
        skipped,
        left_out,
    } = findings;
    let corpus = Counts {
        read: articles.len() + skipped.len(),
        skipped: skipped.len(),
        left_out,
        articles: articles.len(),
        groups: groups.len(),
        stories: stories.len(),
    };
    let ids: Vec<String> = stories
        .iter()
        .map(|story| story_id(story, articles))
        .collect();
    let groups = canonical_of(articles.len(), groups);
    let mut entries: Vec<Story> = stories
        .iter()
        .zip(&ids)
        .filter(|(story, _)| story.members.len() >= settings.min_size)
        .map(|(story, id)| entry(story, id, &ids, articles, &groups))
        .collect();
    entries.sort_by(|a, b| order(a).cmp(&order(b)));
    let generator = Generator {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        settings,
    };
    Report {
        schema: SCHEMA,
        generator,
        corpus,
        stories: entries,
        skipped,
    }
}

/// Stories are ordered by size, then date, then id.
fn order(story: &Story) -> impl Ord + '_ {
    (
        Reverse(story.size),
        story.first_published.is_none(),
        &story.first_published,
        &story.id,
    )
}

/// Returns the canonical article of each article that has near-duplicates.
fn canonical_of(articles: usize, groups: &[Group]) -> Vec<Option<usize>> {
    let mut canonical = vec![None; articles];
    for group in groups {
        for member in group.members.iter().chain([&group.canonical]) {
            canonical[*member] = Some(group.canonical);
        }
    }
    canonical
}

/// Articles of a story stand oldest first, undated last, then by id (as their indices do).
fn by_age(articles: &[Article], article: usize) -> impl Ord + use<> {
    let published = published(&articles[article]);
    (published.is_none(), published, article)
}

fn published(article: &Article) -> Option<Moment> {
    article.harvest.published.map(|published| published.moment)
}

/// Returns a story's id: a hash of its oldest article's, so that it lasts as the story grows.
fn story_id(story: &stories::Story, articles: &[Article]) -> String {
    let oldest = story
        .members
        .iter()
        .map(|member| member.article)
        .min_by_key(|article| by_age(articles, *article));
    let id = oldest.map_or("", |article| articles[article].document.id.as_str());
    format!("{:016x}", xxh3_64(id.as_bytes()))
}

fn entry(
    story: &stories::Story,
    id: &str,
    ids: &[String],
    articles: &[Article],
    groups: &[Option<usize>],
) -> Story {
    let mut members: Vec<&stories::Member> = story.members.iter().collect();
    members.sort_by_key(|member| by_age(articles, member.article));
    let own: Vec<&Article> = members
        .iter()
        .map(|member| &articles[member.article])
        .collect();
    let moments = || own.iter().filter_map(|article| published(article));
    Story {
        id: id.to_owned(),
        headline: headline(&articles[story.central]),
        size: members.len(),
        first_published: moments().min().map(|moment| moment.to_string()),
        last_published: moments().max().map(|moment| moment.to_string()),
        outlets: sorted(
            own.iter()
                .filter_map(|article| article.harvest.outlet.as_ref()),
        ),
        agencies: sorted(own.iter().flat_map(|article| &article.harvest.agencies)),
        keywords: story.keywords.clone(),
        cohesion: rounded(story.cohesion),
        articles: members
            .into_iter()
            .map(|member| article(member, articles, groups))
            .collect(),
        related: story
            .related
            .iter()
            .map(|related| Related {
                story: ids[related.story].clone(),
                kind: related.kind,
                order: related.order,
                score: rounded(related.score),
            })
            .collect(),
    }
}

fn article(
    member: &stories::Member,
    articles: &[Article],
    groups: &[Option<usize>],
) -> ArticleEntry {
    let id_of = |article: usize| articles[article].document.id.clone();
    let Article {
        document, harvest, ..
    } = &articles[member.article];
    ArticleEntry {
        id: document.id.clone(),
        path: document.path.clone(),
        record: document.record,
        url: document.url.clone(),
        headline: headline(&articles[member.article]),
        headline_from: harvest.headline.as_ref().map(|headline| headline.from),
        outlet: harvest.outlet.clone(),
        language: document.language.clone(),
        published: harvest
            .published
            .map(|published| published.moment.to_string()),
        published_from: harvest.published.map(|published| published.from),
        agencies: harvest.agencies.clone(),
        reprint_of: harvest.reprint_of.clone(),
        group: groups[member.article].map(id_of),
        relation: member.relation,
        of: member.of.map(id_of),
        similarity: rounded(member.similarity),
        evidence: member
            .evidence
            .iter()
            .map(|evidence| Evidence {
                kind: evidence.kind,
                text: evidence.text.clone(),
                words: evidence.words,
                with: id_of(evidence.with),
                span: evidence.span.clone().map(Into::into),
                with_span: evidence.with_span.clone().map(Into::into),
            })
            .collect(),
    }
}

fn headline(article: &Article) -> Option<String> {
    article
        .harvest
        .headline
        .as_ref()
        .map(|headline| headline.text.clone())
}

fn sorted<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    names
        .collect::<BTreeSet<_>>()
        .into_iter()
        .cloned()
        .collect()
}

/// Rounds a share to four places: more would be noise.
fn rounded(share: f64) -> f64 {
    (share * 1e4).round() / 1e4
}
