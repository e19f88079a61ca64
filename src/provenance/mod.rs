//! Provenance: who had a text first, who reprinted and who rewrote it, and what shows it.
//!
//! ```text
//! stories ── members of one ──┬── relations   who derives from whom, and how much
//!            (texts read      ├── evidence    why a person should believe it
//!             again)          └── …
//! ```
//!
//! Nothing is kept: a story is described when it is asked for, from the texts of its articles, which are
//! read again.

mod evidence;
mod relations;

use crate::error::Result;
use crate::stories::{Articles, Related, Shelf, Stories};

pub use evidence::{Evidence, EvidenceKind};
pub use relations::Relation;

use relations::Source;

/// The reports of one event. Articles and stories go by their indices.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Its articles, by index.
    pub members: Vec<Member>,
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
    /// How much of its text stands in that article: containment of its shingles, 0 to 1.
    pub similarity: f64,
    /// Why it belongs to the story, strongest first; empty if it is the only article.
    pub evidence: Vec<Evidence>,
}

/// Describes a story.
///
/// # Errors
///
/// If an article can't be had any more.
pub fn describe<'a, A: Articles + ?Sized>(
    stories: &Stories<'a, A>,
    story: usize,
    shelf: &mut Shelf<'a, A>,
) -> Result<Story> {
    let members = stories.members(story);
    let sources = relations::sources(&members, stories, shelf)?;
    let described = sources.into_iter().map(|source| {
        let partner = stories.partner(source.article, story);
        member(source, partner, stories, shelf)
    });
    Ok(Story {
        members: described.collect::<Result<_>>()?,
        keywords: stories.keywords(story, shelf)?,
        cohesion: stories.cohesion(story),
        central: stories.central(story),
        related: stories.related(story).to_vec(),
    })
}

/// Puts together what is said of one article.
fn member<'a, A: Articles + ?Sized>(
    source: Source,
    partner: Option<usize>,
    stories: &Stories<'a, A>,
    shelf: &mut Shelf<'a, A>,
) -> Result<Member> {
    let Source {
        article,
        relation,
        of,
        similarity,
    } = source;
    let evidence = match of.or(partner) {
        Some(with) => {
            let (own, other) = (shelf.text(article)?, shelf.text(with)?);
            evidence::evidence(&own, (with, &other), stories.weights())
        }
        None => Vec::new(),
    };
    Ok(Member {
        article,
        relation,
        of,
        similarity,
        evidence,
    })
}
