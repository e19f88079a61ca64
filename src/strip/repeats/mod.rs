//! What an outlet repeats, learned from the corpus: the template of its pages.
//!
//! ```text
//! documents ── learn ── Profile ── outlet ── marks
//!              sample,  stored,    of one    which segments of
//!              count,   merged     document  a text are repeats
//!              judge
//! ```
//!
//! A segment is whatever the caller cuts: a line, a paragraph, a sentence of flattened text. Learning
//! and looking up must cut alike.

mod families;
mod identity;
mod learn;
mod profile;
mod sample;
mod templates;
mod topics;

pub(super) use learn::learn;
pub(super) use profile::Outlet;
pub use profile::Profile;

use identity::Folder;
use templates::LABEL_WORDS;

impl Outlet {
    /// Returns for each segment in how many articles of the outlet it stands, if it is a repeat.
    ///
    /// A label of a few words is one only at an edge of the text or beside another repeat: elsewhere the
    /// same words are likely the text's own.
    pub fn marks<'t>(&self, segments: impl IntoIterator<Item = &'t str>) -> Vec<Option<u32>> {
        let mut folder = Folder::default();
        let mut marks = Vec::new();
        // The segments that have words: which, how many words, and in how many articles.
        let mut worded: Vec<(usize, u32, Option<u32>)> = Vec::new();
        for (index, segment) in segments.into_iter().enumerate() {
            marks.push(None);
            if let Some(identity) = folder.identify(segment) {
                let repeat = self.repeats.get(&identity.hash);
                let articles = repeat.map(|repeat| repeat.articles);
                worded.push((index, identity.words, articles));
            }
        }
        let is_edge_or_repeat = |at: Option<usize>| {
            let neighbour = at.and_then(|at| worded.get(at));
            neighbour.is_none_or(|(_, _, articles)| articles.is_some())
        };
        for (at, &(index, words, articles)) in worded.iter().enumerate() {
            let in_place = words >= LABEL_WORDS
                || is_edge_or_repeat(at.checked_sub(1))
                || is_edge_or_repeat(Some(at + 1));
            if let Some(mark) = marks.get_mut(index).filter(|_| in_place) {
                *mark = articles;
            }
        }
        marks
    }
}
