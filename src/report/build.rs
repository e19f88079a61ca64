//! From what the stages found to the report: indices become ids, dates become text, and everything is
//! put in the order in which it is written.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

use xxhash_rust::xxh3::xxh3_64;

use super::{
    ArticleEntry, Counts, Evidence, Generator, Related, Report, SCHEMA, Settings, Story, rounded,
};
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
    let mut listed: Vec<(&stories::Story, &String)> = stories
        .iter()
        .zip(&ids)
        .filter(|(story, _)| story.members.len() >= settings.min_size)
        .collect();
    listed.sort_by_cached_key(|(story, id)| by_size(story, id, articles));
    let names: HashSet<&String> = listed.iter().map(|(_, id)| *id).collect();
    let mut entries: Vec<Story> = listed
        .iter()
        .map(|(story, id)| entry(story, id, &ids, articles, &groups))
        .collect();
    for story in &mut entries {
        // No reader should look for a story that the minimum size leaves out.
        story
            .related
            .retain(|related| names.contains(&related.story));
    }
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
fn by_size<'a>(story: &stories::Story, id: &'a str, articles: &[Article]) -> impl Ord + use<'a> {
    let members = story.members.iter();
    let first_published = members
        .filter_map(|member| published(&articles[member.article]))
        .min();
    (
        Reverse(story.members.len()),
        first_published.is_none(),
        first_published,
        id,
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
    (articles[article].age(), article)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Document;
    use crate::stories::{Member, Order, RelatedKind, Relation};
    use crate::strip::{Harvest, Headline, HeadlineFrom, Published, PublishedFrom};

    /// Makes an article without text; `published` is ISO 8601, or empty for none.
    fn article(id: &str, published: &str) -> Article {
        Article {
            document: Document {
                id: id.to_owned(),
                path: "news.jsonl".to_owned(),
                record: None,
                url: None,
                headline: None,
                text: String::new(),
                published: None,
                outlet: None,
                language: None,
            },
            segments: Vec::new(),
            spared: None,
            harvest: Harvest {
                headline: Some(Headline {
                    text: format!("About {id}"),
                    from: HeadlineFrom::Metadata,
                }),
                published: Moment::parse(published).map(|moment| Published {
                    moment,
                    from: PublishedFrom::Metadata,
                }),
                ..Harvest::default()
            },
        }
    }

    fn story(members: &[usize]) -> stories::Story {
        stories::Story {
            members: members.iter().map(|article| member(*article)).collect(),
            keywords: Vec::new(),
            cohesion: 0.123_456,
            central: members[members.len() - 1],
            related: Vec::new(),
        }
    }

    fn member(article: usize) -> Member {
        Member {
            article,
            relation: Relation::Report,
            of: None,
            similarity: 0.0,
            evidence: Vec::new(),
        }
    }

    fn settings(min_size: usize) -> Settings {
        Settings {
            shingle_words: 5,
            signature_values: 128,
            bands: 16,
            jaccard: 0.7,
            containment: 0.9,
            containment_shingles: 56,
            granularity: stories::Granularity::STORY,
            same_event: 0.4,
            looser: 16.0,
            window_days: None,
            min_size,
        }
    }

    fn report(articles: &[Article], stories: &[stories::Story], min_size: usize) -> Report {
        let findings = Findings {
            articles,
            groups: &[],
            stories,
            skipped: Vec::new(),
            left_out: 0,
        };
        build(findings, settings(min_size))
    }

    /// Returns the ids of the articles, story by story.
    fn ids(report: &Report) -> Vec<Vec<&str>> {
        report
            .stories
            .iter()
            .map(|story| {
                story
                    .articles
                    .iter()
                    .map(|article| article.id.as_str())
                    .collect()
            })
            .collect()
    }

    #[test]
    fn stories_stand_by_size_then_date_with_undated_ones_last() {
        let articles = [
            article("a", ""),
            article("b", "2021-03-02"),
            article("c", "2021-03-01"),
            article("d", "2021-03-05"),
            article("e", "2021-03-04"),
        ];
        let stories = [story(&[0]), story(&[1]), story(&[2]), story(&[3, 4])];
        let report = report(&articles, &stories, 1);
        assert_eq!(
            ids(&report),
            [vec!["e", "d"], vec!["c"], vec!["b"], vec!["a"]]
        );
    }

    #[test]
    fn dates_are_compared_as_instants_whatever_their_offset() {
        let articles = [
            article("west", "2021-03-01T23:00:00-08:00"),
            article("east", "2021-03-02T01:00:00+09:00"),
        ];
        let report = report(&articles, &[story(&[0]), story(&[1])], 1);
        assert_eq!(ids(&report), [["east"], ["west"]]);
    }

    #[test]
    fn small_stories_are_left_out_of_the_list_but_not_of_the_counts() {
        let articles = [article("a", ""), article("b", ""), article("c", "")];
        let report = report(&articles, &[story(&[0, 2]), story(&[1])], 2);
        assert_eq!(ids(&report), [["a", "c"]]);
        assert_eq!((report.corpus.stories, report.corpus.articles), (2, 3));
    }

    #[test]
    fn a_story_keeps_its_id_as_it_grows() {
        let articles = [
            article("a", "2021-03-03"),
            article("b", "2021-03-01"),
            article("c", ""),
        ];
        let id = |members: &[usize]| {
            report(&articles, &[story(members)], 1).stories[0]
                .id
                .clone()
        };
        assert_eq!(id(&[1]), id(&[0, 1, 2]));
        assert_ne!(id(&[1]), id(&[0, 2]));
    }

    #[test]
    fn a_story_is_summed_up_from_its_articles() {
        let mut articles = [article("a", "2021-03-03"), article("b", "2021-03-01")];
        for (article, outlet) in articles.iter_mut().zip(["Ostrell Post", "Bay Echo"]) {
            article.harvest.outlet = Some(outlet.to_owned());
            article.harvest.agencies = vec!["AAA".to_owned()];
        }
        let report = report(&articles, &[story(&[0, 1])], 1);
        let story = &report.stories[0];
        assert_eq!(
            story.headline.as_deref(),
            Some("About b"),
            "the central one's"
        );
        assert_eq!(story.first_published.as_deref(), Some("2021-03-01"));
        assert_eq!(story.last_published.as_deref(), Some("2021-03-03"));
        assert_eq!(story.outlets, ["Bay Echo", "Ostrell Post"]);
        assert_eq!(story.agencies, ["AAA"]);
        assert_eq!(story.cohesion, 0.1235);
    }

    #[test]
    fn indices_become_ids() {
        let articles = [article("a", ""), article("b", ""), article("c", "")];
        let mut first = story(&[0, 1]);
        first.members[1].of = Some(0);
        first.members[1].evidence.push(stories::Evidence {
            kind: stories::EvidenceKind::Passage,
            text: "some words".to_owned(),
            words: 2,
            with: 0,
            span: Some(3..13),
            with_span: Some(5..15),
        });
        first.related.push(stories::Related {
            story: 1,
            kind: RelatedKind::FollowUp,
            order: Some(Order::Later),
            score: 0.25,
        });
        let groups = [Group {
            canonical: 0,
            members: vec![1],
        }];
        let findings = Findings {
            articles: &articles,
            groups: &groups,
            stories: &[first, story(&[2])],
            skipped: Vec::new(),
            left_out: 0,
        };
        let report = build(findings, settings(1));
        let [story, other] = &report.stories[..] else {
            panic!("two stories");
        };
        assert_eq!(story.related[0].story, other.id);
        let [canonical, copy] = &story.articles[..] else {
            panic!("two articles");
        };
        assert_eq!(
            (canonical.group.as_deref(), canonical.of.as_deref()),
            (Some("a"), None)
        );
        assert_eq!(
            (copy.group.as_deref(), copy.of.as_deref()),
            (Some("a"), Some("a"))
        );
        assert_eq!(copy.evidence[0].with, "a");
        assert_eq!(copy.evidence[0].with_span, Some((5..15).into()));
        assert_eq!(other.articles[0].group, None);
    }

    #[test]
    fn an_empty_corpus_has_an_empty_report() {
        let report = report(&[], &[], 1);
        assert_eq!((report.stories.len(), report.corpus.read), (0, 0));
    }
}
