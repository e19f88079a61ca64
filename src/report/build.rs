//! From what the stages found to the report: indices become ids, dates become text, and everything is
//! put in the order in which it is written.
//!
//! A story is described when its turn comes to be written, so that no report is held in memory.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::{
    ArticleEntry, Counts, Evidence, Generator, Related, Sentence, Settings, Spread, Step, Story,
    rounded,
};
use crate::corpus::Skipped;
use crate::error::Result;
use crate::provenance::{self, Provenance};
use crate::stories::{Articles, Shelf, Stories};
use crate::strip::{Article, Published};

/// What a report is made of.
pub struct Findings<'a, A: ?Sized> {
    /// The stories.
    pub stories: Stories<'a, A>,
    /// How many articles there are.
    pub articles: usize,
    /// How many groups of near-duplicates.
    pub groups: usize,
    /// What could not be read.
    pub skipped: Vec<Skipped>,
    /// Files that the walk passed over by name.
    pub left_out: usize,
}

/// Everything that `cluster` found: [`write_json`](super::write_json) writes it.
pub struct Report<'a, A: ?Sized> {
    /// What made the report.
    pub generator: Generator,
    /// How much was read and found.
    pub corpus: Counts,
    /// What could not be read, by path and record.
    pub skipped: Vec<Skipped>,
    found: Provenance<'a, A>,
    /// The number that makes the id of each story.
    ids: Vec<u64>,
    /// The stories that are written, in their order: by size (largest first), then date (earliest first,
    /// undated last), then id.
    listed: Vec<usize>,
    /// The ids of these.
    names: HashSet<u64>,
}

/// Stories that are described together, in parallel.
const AT_ONCE: usize = 256;

impl<'a, A: Articles + ?Sized> Report<'a, A> {
    /// Makes the report.
    ///
    /// # Errors
    ///
    /// If an article can't be had any more.
    pub fn new(findings: Findings<'a, A>, settings: Settings) -> Result<Self> {
        let Findings {
            stories,
            articles,
            groups,
            skipped,
            left_out,
        } = findings;
        let corpus = Counts {
            read: articles + skipped.len(),
            skipped: skipped.len(),
            left_out,
            articles,
            groups,
            stories: stories.len(),
        };
        let shelf = stories.shelf();
        let members = |story: usize| by_age(&stories, stories.members(story));
        let ids: Vec<u64> = (0..stories.len())
            .map(|story| number(&members(story), &shelf))
            .collect();
        let mut listed: Vec<usize> = (0..stories.len())
            .filter(|story| stories.members(*story).len() >= settings.min_size)
            .collect();
        listed.sort_by_cached_key(|story| {
            let members = members(*story);
            let ages = members
                .iter()
                .filter_map(|article| stories.brief(*article).age);
            let first = ages.min();
            (Reverse(members.len()), first.is_none(), first, ids[*story])
        });
        Ok(Report {
            generator: Generator {
                name: env!("CARGO_PKG_NAME"),
                version: env!("CARGO_PKG_VERSION"),
                settings: settings.clone(),
            },
            corpus,
            skipped,
            names: listed.iter().map(|story| ids[*story]).collect(),
            found: Provenance::of(stories, settings.evidence)?,
            ids,
            listed,
        })
    }

    /// Returns what could not be read, and what turned out to have changed while the stories were described.
    pub fn skipped_at_last(&self) -> Vec<Skipped> {
        let mut skipped = self.skipped.clone();
        skipped.extend(self.found.stories().changed());
        skipped.sort();
        skipped
    }

    /// Returns the stories, and how the texts of their articles derive from one another.
    pub fn provenance(&self) -> &Provenance<'a, A> {
        &self.found
    }

    /// Describes all stories in their order, some at a time: what `make` makes of each is given to `take`.
    ///
    /// # Errors
    ///
    /// If an article can't be read again, or the error of `take`.
    pub fn each<T: Send, E: From<crate::Error>>(
        &self,
        make: impl Fn(Story) -> T + Sync,
        mut take: impl FnMut(T) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        for stories in self.listed.chunks(AT_ONCE) {
            let made: Vec<T> = stories
                .par_iter()
                .map(|story| Ok(make(self.describe(*story)?)))
                .collect::<Result<_>>()?;
            made.into_iter().try_for_each(&mut take)?;
        }
        Ok(())
    }

    /// Describes all stories in their order.
    ///
    /// # Errors
    ///
    /// If an article can't be read again.
    pub fn stories(&self) -> Result<Vec<Story>> {
        let mut stories = Vec::with_capacity(self.listed.len());
        self.each(
            |story| story,
            |story| {
                stories.push(story);
                Result::Ok(())
            },
        )?;
        Ok(stories)
    }

    fn describe(&self, story: usize) -> Result<Story> {
        let stories = self.found.stories();
        let mut shelf = stories.shelf();
        let provenance::Story {
            members,
            timeline,
            spread,
            keywords,
            cohesion,
            central,
            related,
        } = self.found.describe(story, &mut shelf)?;
        let mut summary = Summary::default();
        let mut articles = Vec::with_capacity(members.len());
        for member in &members {
            let text = shelf.text(member.article)?;
            summary.add(&text.article);
            let group = stories.canonical(member.article);
            articles.push(entry(member, &text.article, group, &shelf));
        }
        let mut steps = Vec::with_capacity(timeline.len());
        for (step, article) in timeline.iter().zip(&articles) {
            let text = shelf.text(step.article)?;
            steps.push(self::step(step, article, &text.article.document.text));
        }
        // No reader should look for a story that the minimum size leaves out.
        let related = related
            .into_iter()
            .filter(|related| self.names.contains(&self.ids[related.story]));
        let published =
            |published: Option<Published>| published.map(|date| date.moment.to_string());
        Ok(Story {
            id: id(self.ids[story]),
            headline: headline(&shelf.text(central)?.article),
            size: members.len(),
            first_published: published(summary.first),
            last_published: published(summary.last),
            spread: Spread {
                articles: members.len(),
                outlets: summary.outlets.len(),
                hours: spread.hours.map(rounded),
                copies: rounded(spread.copies),
            },
            outlets: summary.outlets.into_iter().collect(),
            agencies: summary.agencies.into_iter().collect(),
            keywords,
            cohesion: rounded(cohesion),
            articles,
            timeline: steps,
            related: related
                .map(|related| Related {
                    story: id(self.ids[related.story]),
                    kind: related.kind,
                    order: related.order,
                    score: rounded(related.score),
                })
                .collect(),
        })
    }
}

fn by_age<A: Articles + ?Sized>(stories: &Stories<'_, A>, mut members: Vec<usize>) -> Vec<usize> {
    members.sort_by_key(|article| stories.in_time(*article));
    members
}

/// Returns what makes a story's id: a hash of its oldest article's, so that it lasts as the story grows.
fn number<A: Articles + ?Sized>(by_age: &[usize], shelf: &Shelf<'_, A>) -> u64 {
    let oldest = by_age.first().map_or("", |article| shelf.id(*article));
    xxh3_64(oldest.as_bytes())
}

fn id(number: u64) -> String {
    format!("{number:016x}")
}

/// What the articles of a story say together.
#[derive(Default)]
struct Summary {
    first: Option<Published>,
    last: Option<Published>,
    outlets: BTreeSet<String>,
    agencies: BTreeSet<String>,
}

impl Summary {
    fn add(&mut self, article: &Article) {
        let harvest = &article.harvest;
        if let Some(published) = harvest.published {
            let is_before = |other: Published| published.moment < other.moment;
            if self.first.is_none_or(is_before) {
                self.first = Some(published);
            }
            if self.last.is_none_or(|last| !is_before(last)) {
                self.last = Some(published);
            }
        }
        self.outlets.extend(harvest.outlet.clone());
        self.agencies.extend(harvest.agencies.iter().cloned());
    }
}

fn entry<A: Articles + ?Sized>(
    member: &provenance::Member,
    article: &Article,
    group: Option<usize>,
    shelf: &Shelf<'_, A>,
) -> ArticleEntry {
    let id_of = |article: usize| shelf.id(article).to_owned();
    let Article {
        document, harvest, ..
    } = article;
    ArticleEntry {
        id: document.id.clone(),
        path: document.path.clone(),
        record: document.record,
        url: document.url.clone(),
        headline: headline(article),
        headline_from: harvest.headline.as_ref().map(|headline| headline.from),
        outlet: harvest.outlet.clone(),
        language: document.language.clone(),
        published: harvest
            .published
            .map(|published| published.moment.to_string()),
        published_from: harvest.published.map(|published| published.from),
        agencies: harvest.agencies.clone(),
        reprint_of: member.reprint_of.clone(),
        group: group.map(id_of),
        relation: member.relation,
        of: member.of.map(id_of),
        direction: member.direction,
        similarity: rounded(member.similarity),
        evidence: member
            .evidence
            .iter()
            .map(|evidence| Evidence {
                kind: evidence.kind,
                text: evidence.text.clone(),
                words: evidence.words,
                speaker: evidence.speaker.clone(),
                with: id_of(evidence.with),
                span: evidence.span.clone().map(Into::into),
                with_span: evidence.with_span.clone().map(Into::into),
            })
            .collect(),
    }
}

/// Describes what an article added to its story; `text` is its text as read.
fn step(step: &provenance::Step, article: &ArticleEntry, text: &str) -> Step {
    let new = step.new.iter().map(|span| Sentence {
        text: text[span.clone()].to_owned(),
        span: span.clone().into(),
    });
    Step {
        id: article.id.clone(),
        published: article.published.clone(),
        outlet: article.outlet.clone(),
        relation: article.relation,
        new_share: rounded(step.new_share),
        new: new.collect(),
    }
}

fn headline(article: &Article) -> Option<String> {
    let headline = article.harvest.headline.as_ref();
    headline.map(|headline| headline.text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Document;
    use crate::dates::Moment;
    use crate::provenance::Relation;
    use crate::stories::{Granularity, Studied};
    use crate::strip::{Harvest, Headline, HeadlineFrom, PublishedFrom, Role, Segment, Verdict};

    const TEXT: &str = "The night ferry to Skerra hit a log in the fog and limped back to port with forty passengers.";

    /// Makes an article; `published` is ISO 8601, or empty for none.
    fn article(id: &str, published: &str, text: &str) -> Article {
        Article {
            document: Document {
                id: id.to_owned(),
                path: "news.jsonl".to_owned(),
                record: None,
                url: None,
                headline: None,
                text: text.to_owned(),
                published: None,
                outlet: None,
                language: None,
            },
            segments: vec![Segment {
                span: 0..text.len(),
                verdict: Verdict::Kept(Role::Body),
            }],
            spared: None,
            harvest: Harvest {
                headline: Some(Headline {
                    text: format!("About {id}"),
                    from: HeadlineFrom::FirstSentence,
                }),
                published: Moment::parse(published).map(|moment| Published {
                    moment,
                    from: PublishedFrom::Metadata,
                }),
                ..Harvest::default()
            },
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
            granularity: Granularity::STORY,
            same_event: 0.4,
            looser: 16.0,
            window_days: None,
            min_size,
            evidence: 5,
        }
    }

    /// Reports stories that are known, each by its articles.
    fn report<'a>(
        articles: &'a Vec<Article>,
        stories: &[&[usize]],
        min_size: usize,
    ) -> Report<'a, Vec<Article>> {
        let clusters = stories.iter().map(|story| story.to_vec()).collect();
        let studied = Studied::of(articles).unwrap();
        let findings = Findings {
            stories: Stories::known(articles, studied, &[], clusters),
            articles: articles.len(),
            groups: 0,
            skipped: Vec::new(),
            left_out: 0,
        };
        Report::new(findings, settings(min_size)).unwrap()
    }

    /// Returns the ids of the articles, story by story.
    fn ids(report: &Report<'_, Vec<Article>>) -> Vec<Vec<String>> {
        let stories = report.stories().unwrap().into_iter();
        stories
            .map(|story| {
                story
                    .articles
                    .into_iter()
                    .map(|article| article.id)
                    .collect()
            })
            .collect()
    }

    #[test]
    fn stories_stand_by_size_then_date_with_undated_ones_last() {
        let articles = vec![
            article("a", "", ""),
            article("b", "2021-03-02", ""),
            article("c", "2021-03-01", ""),
            article("d", "2021-03-05", ""),
            article("e", "2021-03-04", ""),
        ];
        let report = report(&articles, &[&[0], &[1], &[2], &[3, 4]], 1);
        assert_eq!(
            ids(&report),
            [vec!["e", "d"], vec!["c"], vec!["b"], vec!["a"]]
        );
    }

    #[test]
    fn dates_are_compared_as_instants_whatever_their_offset() {
        let articles = vec![
            article("west", "2021-03-01T23:00:00-08:00", ""),
            article("east", "2021-03-02T01:00:00+09:00", ""),
        ];
        assert_eq!(
            ids(&report(&articles, &[&[0], &[1]], 1)),
            [["east"], ["west"]]
        );
        assert_eq!(ids(&report(&articles, &[&[0, 1]], 1)), [["east", "west"]]);
    }

    #[test]
    fn small_stories_are_left_out_of_the_list_but_not_of_the_counts() {
        let articles = vec![
            article("a", "", ""),
            article("b", "", ""),
            article("c", "", ""),
        ];
        let report = report(&articles, &[&[0, 2], &[1]], 2);
        assert_eq!(ids(&report), [["a", "c"]]);
        assert_eq!((report.corpus.stories, report.corpus.articles), (2, 3));
    }

    #[test]
    fn a_story_keeps_its_id_as_it_grows() {
        let articles = vec![
            article("a", "2021-03-03", ""),
            article("b", "2021-03-01", ""),
            article("c", "", ""),
        ];
        let id = |members: &[usize]| {
            report(&articles, &[members], 1).stories().unwrap()[0]
                .id
                .clone()
        };
        assert_eq!(id(&[1]), id(&[0, 1, 2]));
        assert_ne!(id(&[1]), id(&[0, 2]));
    }

    #[test]
    fn a_story_is_summed_up_from_its_articles() {
        let mut articles = vec![
            article("a", "2021-03-03", ""),
            article("b", "2021-03-01", ""),
        ];
        for (article, outlet) in articles.iter_mut().zip(["Ostrell Post", "Bay Echo"]) {
            article.harvest.outlet = Some(outlet.to_owned());
            article.harvest.agencies = vec!["AAA".to_owned()];
        }
        let report = report(&articles, &[&[0, 1]], 1);
        let story = &report.stories().unwrap()[0];
        assert_eq!(
            story.headline.as_deref(),
            Some("About a"),
            "the central one's"
        );
        assert_eq!(story.first_published.as_deref(), Some("2021-03-01"));
        assert_eq!(story.last_published.as_deref(), Some("2021-03-03"));
        assert_eq!(story.outlets, ["Bay Echo", "Ostrell Post"]);
        assert_eq!(story.agencies, ["AAA"]);
    }

    #[test]
    fn indices_become_ids() {
        let articles = vec![
            article("a", "2021-03-01", TEXT),
            article("b", "2021-03-02", TEXT),
            article("c", "", ""),
        ];
        let stories = report(&articles, &[&[0, 1], &[2]], 1).stories().unwrap();
        let [origin, copy] = &stories[0].articles[..] else {
            panic!("two articles");
        };
        assert_eq!(
            (origin.relation, origin.of.as_deref()),
            (Relation::Origin, None)
        );
        assert_eq!(
            (copy.relation, copy.of.as_deref()),
            (Relation::Copy, Some("a"))
        );
        assert_eq!(copy.evidence[0].with, "a");
        let span = copy.evidence[0].span.clone().unwrap();
        assert_eq!(TEXT[span.0..span.1], copy.evidence[0].text);
        assert_eq!(stories[1].articles[0].group, None);
    }

    #[test]
    fn an_empty_corpus_has_an_empty_report() {
        let articles = Vec::new();
        let report = report(&articles, &[], 1);
        assert_eq!(
            (report.stories().unwrap().len(), report.corpus.read),
            (0, 0)
        );
    }
}
