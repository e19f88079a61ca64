//! How much a repeated segment speaks of what its articles speak of.
//!
//! A sentence of background ("the dam has been closed since 2014") recurs in articles about the dam,
//! which say "dam" elsewhere too. "Follow us on every channel" recurs in articles about anything, and
//! its words are no more common there than in the outlet's other articles. So the words of a segment
//! are looked for in what is the articles' own, and the share of them that is found is compared with
//! the share that any article of the outlet would have. Rare words weigh more. No list of words is
//! needed, and no language is assumed.
//!
//! Where a story runs for months its daily report has passages of its own that say nothing else in
//! the report says. They give themselves away by where they stand: the articles that have them share
//! many words that the outlet's others don't. The articles that share a template have nothing in common.
// Indices of candidates, families and words come from the lists that they index.

use super::families::PROSE_WORDS;
use super::identity::{ByHash, Folder};
use super::sample::{Counts, Sample};
use super::templates::Candidate;

/// So many different words of a segment are looked for.
const WORDS: usize = 128;
/// So many different words of an article's own are held.
const OWN_WORDS: usize = 1024;
/// The outlet's share of a word is drawn to nothing in an outlet of few articles, as if it had so many
/// more without the word. In two articles that share a sentence, any word of it is in all or half.
const UNSEEN_ARTICLES: f64 = 8.0;
/// So many of the articles that have a segment are compared with each other.
const COMPARED: usize = 32;
/// In fewer articles some words are shared by chance.
const FEWEST_COMPARED: usize = 6;
/// A word of a story stands in at least this share of its articles ...
const SHARE_IN_STORY: f64 = 0.75;
/// ... and in at most this share of the outlet's.
const SHARE_IN_OUTLET: f64 = 0.25;
/// Articles that have so many words of a story in common tell one.
const STORY_WORDS: usize = 10;

/// What is known of a candidate's articles.
struct Carriers {
    /// The candidate's words, and in how many of its families' own texts each stands.
    words: Vec<(u64, u32)>,
    /// Some of its families.
    families: Vec<usize>,
}

/// Fills in `topical` and `in_one_story` of the candidates, which are sorted by hash.
pub(super) fn measure(sample: &Sample, counts: &Counts, candidates: &mut [Candidate]) {
    if candidates.is_empty() {
        return;
    }
    let mut folder = Folder::default();
    let mut carriers: Vec<Carriers> = candidates
        .iter()
        .map(|candidate| Carriers::of(sample, candidate, &mut folder))
        .collect();
    // The words of each family's own text, and in how many families' own texts each word stands.
    let mut own_words: Vec<Vec<u64>> = Vec::with_capacity(sample.families);
    let mut spread: ByHash<u32> = ByHash::default();
    for (family, members) in members(sample).into_iter().enumerate() {
        let mut own = Vec::new();
        let mut repeated = Vec::new();
        for article in members {
            let digest = &sample.articles[article];
            for segment in &digest.segments {
                let count = counts.get(&segment.hash);
                if count.is_some_and(|count| count.families > 1) {
                    let found =
                        candidates.binary_search_by_key(&segment.hash, |candidate| candidate.hash);
                    repeated.extend(found.ok());
                } else {
                    folder.identify(sample.text(article, segment));
                    own.extend(folder.words());
                }
            }
            if let Some(headline) = &digest.document.headline {
                folder.identify(headline);
                own.extend(folder.words());
            }
        }
        // The lowest hashes are as good a choice as any, and the same for any order.
        sort_and_dedup(&mut own);
        own.truncate(OWN_WORDS);
        sort_and_dedup(&mut repeated);
        for candidate in repeated {
            carriers[candidate].add(family, &own);
        }
        for &word in &own {
            *spread.entry(word).or_default() += 1;
        }
        own_words.push(own);
    }
    let articles = sample.families as f64;
    for (candidate, carriers) in candidates.iter_mut().zip(&carriers) {
        candidate.topical = topical(candidate, &carriers.words, &spread, articles);
        candidate.in_one_story = carriers.tell_one_story(&own_words, &spread, articles);
    }
}

impl Carriers {
    fn of(sample: &Sample, candidate: &Candidate, folder: &mut Folder) -> Self {
        folder.identify(sample.text_at(candidate.first));
        let mut words: Vec<u64> = folder.words().take(WORDS).collect();
        sort_and_dedup(&mut words);
        Carriers {
            words: words.into_iter().map(|word| (word, 0)).collect(),
            families: Vec::new(),
        }
    }

    /// Takes note of a family that has the candidate; `own` are the words of its own text, sorted.
    fn add(&mut self, family: usize, own: &[u64]) {
        for (word, found_in) in &mut self.words {
            *found_in += u32::from(own.binary_search(word).is_ok());
        }
        if self.families.len() < COMPARED {
            self.families.push(family);
        }
    }

    fn tell_one_story(&self, own_words: &[Vec<u64>], spread: &ByHash<u32>, articles: f64) -> bool {
        let compared = self.families.len();
        if compared < FEWEST_COMPARED {
            return false;
        }
        let mut shared: ByHash<u32> = ByHash::default();
        for &word in self.families.iter().flat_map(|&family| &own_words[family]) {
            *shared.entry(word).or_default() += 1;
        }
        let is_of_story = |&(word, &count): &(&u64, &u32)| {
            let spread = spread.get(word).copied().unwrap_or_default();
            f64::from(count) >= SHARE_IN_STORY * compared as f64
                && f64::from(spread) <= SHARE_IN_OUTLET * articles
        };
        shared.iter().filter(is_of_story).count() >= STORY_WORDS
    }
}

fn topical(
    candidate: &Candidate,
    words: &[(u64, u32)],
    spread: &ByHash<u32>,
    articles: f64,
) -> f64 {
    // Two short lines that share a word with their articles are no story; see UNSEEN_ARTICLES.
    let unseen = if candidate.words >= PROSE_WORDS {
        UNSEEN_ARTICLES
    } else {
        0.0
    };
    let (mut found, mut expected, mut whole) = (0.0, 0.0, 0.0);
    for &(word, found_in) in words {
        let spread = f64::from(spread.get(&word).copied().unwrap_or_default());
        let weight = ((articles + 1.0) / (spread + 0.5)).ln();
        found += weight * f64::from(found_in) / f64::from(candidate.families.max(1));
        expected += weight * spread / (articles + unseen);
        whole += weight;
    }
    if whole > 0.0 {
        (found - expected) / whole
    } else {
        0.0
    }
}

/// Returns the articles of each family.
fn members(sample: &Sample) -> Vec<Vec<usize>> {
    let mut members = vec![Vec::new(); sample.families];
    for (article, &family) in sample.family.iter().enumerate() {
        members[family].push(article);
    }
    members
}

fn sort_and_dedup<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}
