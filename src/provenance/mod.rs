//! Provenance: who had a text first, who reprinted and who rewrote it, and what shows it.
//!
//! ```text
//! stories ── members of one ── passages ── borrowing ── derivation ── direction ──┬── relations
//!            (texts read       that both   weighed by   copy, reprint  which came   │   of all
//!             again)           have        phrases      or rewrite?    first?       └── evidence
//! ```
//!
//! Nothing is kept: a story is described when it is asked for, from the texts of its articles, which are
//! read again.

mod borrowing;
mod comparison;
mod derivation;
mod direction;
mod evidence;
mod forms;
mod naming;
mod origins;
mod passages;
mod phrases;
mod relations;
mod speaker;
mod spelling;
mod timeline;

use crate::error::Result;
use crate::stories::{Articles, Related, Shelf, Stories};

pub use borrowing::{Borrowing, Shared};
pub use comparison::{Comparison, InCommon, SharedPassage};
pub use derivation::{Derivation, Relation};
pub use direction::Direction;
pub use evidence::{Evidence, EvidenceKind};
pub use passages::Passage;
pub use phrases::Phrases;
pub use timeline::{Spread, Step};

use relations::Source;

/// The reports of one event. Articles and stories go by their indices.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Its articles, the earliest first, those without a date last.
    pub members: Vec<Member>,
    /// What each of several articles added, in the order of the members; empty for one article.
    pub timeline: Vec<Step>,
    /// How far it spread.
    pub spread: Spread,
    /// The words that set it apart, heaviest first.
    pub keywords: Vec<String>,
    /// Mean probability that two of its articles report the same event, 0 to 1; 1 for one article.
    pub cohesion: f64,
    /// The article that agrees most with the others.
    pub central: usize,
    /// Stories that it follows, precedes or shares its background with, strongest first.
    pub related: Vec<Related>,
}

/// An article in its story.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The article.
    pub article: usize,
    /// What it is to the rest of the story.
    pub relation: Relation,
    /// The article that it derives from.
    pub of: Option<usize>,
    /// How it is known that it derives from that, or from whom `reprint_of` names; `None` without either.
    pub direction: Option<Direction>,
    /// Who published the text before, if a notice says so or an agency's text is carried by several.
    pub reprint_of: Option<String>,
    /// How much of its text stands in the article that it derives from, or in another that carries the same
    /// agency's text: containment of its shingles, 0 to 1.
    pub similarity: f64,
    /// Why it belongs to the story, strongest first; empty if it is the only article.
    pub evidence: Vec<Evidence>,
}

/// The stories of a corpus, ready to be described.
#[derive(Debug)]
pub struct Provenance<'a, A: ?Sized> {
    stories: Stories<'a, A>,
    phrases: Phrases,
    /// Most pieces of evidence for an article.
    evidence: usize,
}

impl<'a, A: Articles + ?Sized> Provenance<'a, A> {
    /// Takes stories, and counts the phrases that they have in common; each article gets so many pieces of
    /// evidence at most.
    ///
    /// # Errors
    ///
    /// If an article can't be had any more.
    pub fn of(stories: Stories<'a, A>, evidence: usize) -> Result<Self> {
        let phrases = Phrases::of(&stories)?;
        Ok(Provenance {
            stories,
            phrases,
            evidence,
        })
    }

    /// Returns the stories.
    pub fn stories(&self) -> &Stories<'a, A> {
        &self.stories
    }

    /// Describes a story.
    ///
    /// # Errors
    ///
    /// If an article can't be had any more.
    pub fn describe(&self, story: usize, shelf: &mut Shelf<'a, A>) -> Result<Story> {
        let stories = &self.stories;
        let members = stories.members(story);
        let sources = relations::sources(&members, stories, &self.phrases, shelf)?;
        let described = sources.into_iter().map(|source| {
            let partner = stories.partner(source.article, story);
            self.member(source, partner, shelf)
        });
        let mut members: Vec<Member> = described.collect::<Result<_>>()?;
        members.sort_by_key(|member| stories.in_time(member.article));
        let in_time: Vec<usize> = members.iter().map(|member| member.article).collect();
        let timeline = match in_time.len() {
            1 => Vec::new(),
            _ => timeline::timeline(&in_time, self.evidence, stories.weights(), shelf)?,
        };
        let ages = in_time
            .iter()
            .filter_map(|article| stories.brief(*article).age);
        Ok(Story {
            timeline,
            spread: timeline::spread(&members, ages),
            members,
            keywords: stories.keywords(story, shelf)?,
            cohesion: stories.cohesion(story),
            central: stories.central(story),
            related: stories.related(story).to_vec(),
        })
    }

    /// Compares the texts of an article and of one that it may derive from.
    ///
    /// # Errors
    ///
    /// If an article can't be had any more.
    pub fn derivation(
        &self,
        article: usize,
        other: usize,
        shelf: &mut Shelf<'a, A>,
    ) -> Result<Derivation> {
        let (own, other) = (shelf.text(article)?, shelf.text(other)?);
        let weights = self.stories.weights();
        Ok(Derivation::between(&own, &other, weights, &self.phrases))
    }

    /// Puts together what is said of one article.
    fn member(
        &self,
        source: Source,
        partner: Option<usize>,
        shelf: &mut Shelf<'a, A>,
    ) -> Result<Member> {
        let with = source.of.or(source.beside).or(partner);
        let evidence = match with.filter(|_| self.evidence > 0) {
            Some(with) => {
                let (own, other) = (shelf.text(source.article)?, shelf.text(with)?);
                let weights = self.stories.weights();
                evidence::evidence(&own, (with, &other), weights, &self.phrases, self.evidence)
            }
            None => Vec::new(),
        };
        Ok(Member {
            article: source.article,
            relation: source.relation,
            of: source.of,
            direction: source.direction,
            reprint_of: source.reprint_of,
            similarity: source.similarity,
            evidence,
        })
    }
}
