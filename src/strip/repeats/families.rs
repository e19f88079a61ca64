//! Which articles of an outlet are one article told again: updates, corrections, second postings.
//!
//! A sentence that stands in five versions of one report stands in one article. Versions share most
//! of what is their own, but so, in a text that is nine parts paywall, would any two articles; so only
//! prose that few articles have is their own.

use std::collections::HashMap;

use super::identity::ByHash;
use super::sample::Digest;

/// Prose has at least so many words; labels and menus say nothing about who wrote the article.
pub(super) const PROSE_WORDS: u32 = 8;
/// What more articles have than this is nobody's own.
const MOST_OWNERS: usize = 16;
/// In a small outlet, what one in so many of the articles have is nobody's own.
const OWNERS_SHARE: usize = 4;

/// Returns for each article the number of its family; numbers are dense and follow the order of the articles.
pub(super) fn families(articles: &[Digest]) -> Vec<usize> {
    let most = (articles.len() / OWNERS_SHARE).clamp(2, MOST_OWNERS);
    let mut owners: ByHash<usize> = ByHash::default();
    for article in articles {
        for (hash, _) in article.prose() {
            *owners.entry(hash).or_default() += 1;
        }
        if let Some(headline) = article.headline {
            *owners.entry(headline).or_default() += 1;
        }
    }
    let is_own = |hash: &u64| owners.get(hash).is_some_and(|count| *count <= most);
    let own: Vec<u32> = articles
        .iter()
        .map(|article| {
            let words = article.prose().filter(|(hash, _)| is_own(hash));
            words.map(|(_, words)| words).sum()
        })
        .collect();

    let mut sets = Sets((0..articles.len()).collect());
    // Who of the articles so far has it; at most MOST_OWNERS each.
    let mut holders: ByHash<Vec<usize>> = ByHash::default();
    let mut shared: HashMap<usize, u32> = HashMap::new();
    for (index, article) in articles.iter().enumerate() {
        shared.clear();
        for (hash, words) in article.prose().filter(|(hash, _)| is_own(hash)) {
            let before = holders.entry(hash).or_default();
            for &other in before.iter() {
                *shared.entry(other).or_default() += words;
            }
            before.push(index);
        }
        for (&other, &words) in &shared {
            if words * 2 > own[index].min(own[other]) {
                sets.join(index, other);
            }
        }
        if let Some(headline) = article.headline.filter(is_own) {
            let before = holders.entry(headline).or_default();
            if let Some(&other) = before.first() {
                sets.join(index, other);
            }
            before.push(index);
        }
    }
    sets.numbered()
}

/// Disjoint sets of articles; each set is named by its first article.
struct Sets(Vec<usize>);

// Every index in it is that of an article, from the range it was made of.
impl Sets {
    fn first(&mut self, mut index: usize) -> usize {
        while self.0[index] != index {
            self.0[index] = self.0[self.0[index]];
            index = self.0[index];
        }
        index
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        self.0[one.max(other)] = one.min(other);
    }

    fn numbered(mut self) -> Vec<usize> {
        let mut numbers: Vec<usize> = Vec::with_capacity(self.0.len());
        let mut next = 0;
        for index in 0..self.0.len() {
            let first = self.first(index);
            // The first of a set comes before all others of it.
            let number = if first == index { next } else { numbers[first] };
            next += usize::from(first == index);
            numbers.push(number);
        }
        numbers
    }
}
