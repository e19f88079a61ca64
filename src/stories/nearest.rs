//! Which pairs of articles are worth measuring: an inverted index over each article's heaviest words.
//!
//! Comparing all pairs is quadratic, so each article looks up its [`QUERY_WORDS`] heaviest words in
//! an index of the others', the rarest first, and keeps the [`NEIGHBOURS`] with the largest partial cosine.
//! A word that more than [`POSTINGS`] articles have among their heaviest is passed over: it tells stories
//! apart no more. After [`STEPS`] postings no further word is looked up. So n articles cost at most
//! n × `STEPS` steps and n × `NEIGHBOURS` pairs.
//!
//! What a likeness is worth depends on what else there is. In a year of one country's shootings every
//! report is like forty others, and a cosine of .2 says nothing; where each report has a subject of
//! its own, a cosine of .2 is much. So each article is asked how like it those of its nearest are
//! that are too many to be of its own story, the [`FIRST`] to the [`NEIGHBOURS`]th. A corpus may have
//! fewer: then the missing ones count as [`USUAL`], so that a handful of articles, which say nothing
//! of their neighbourhood, are taken to stand in an ordinary one.

use rayon::prelude::*;

use super::background::Term;
use super::collection::Collection;

/// Heaviest words of an article that are indexed and looked up.
const QUERY_WORDS: usize = 80;

/// Longest list of articles that a word may have.
const POSTINGS: usize = 2000;

/// Most postings that are looked at for one article.
const STEPS: usize = 10_000;

/// Nearest articles that each article keeps.
const NEIGHBOURS: usize = 40;

/// The first of the nearest articles that make the crowd, from 1: most stories are smaller.
const FIRST: usize = 20;

/// No neighbourhood counts as emptier than this: a few reports of one war in a corpus of other matters are
/// not of one event because there is no other war.
const EMPTIEST: f64 = 0.03;

/// The partial cosine of the missing ones, about what it is between articles of one field.
const USUAL: f64 = 0.06;

/// The nearest articles of each article, and how crowded it is there.
#[derive(Clone, Debug, Default)]
pub struct Nearest {
    /// The nearest of each, one after the other, each one's sorted.
    articles: Vec<u32>,
    /// Where those of each end.
    ends: Vec<u64>,
    crowding: Vec<f32>,
}

impl Nearest {
    /// Finds the nearest articles of each. Those at a smaller partial cosine than `least` count as far, however
    /// few are nearer; they are still part of the crowd.
    pub fn of(collection: &Collection, least: f32) -> Self {
        let index = Index::of(collection);
        let blocks: Vec<Nearest> = blocks(collection.len())
            .into_par_iter()
            .map(|block| {
                let mut scores = Scores::new(collection.len());
                let mut nearest = Nearest::default();
                for article in block {
                    let words = collection.heaviest(article, QUERY_WORDS);
                    index.score(article, &words, &mut scores);
                    nearest.add(scores.take_best(), least);
                }
                nearest
            })
            .collect();
        let mut all = Nearest::default();
        for block in blocks {
            let start = all.articles.len() as u64;
            all.articles.extend(block.articles);
            all.ends.extend(block.ends.iter().map(|end| start + end));
            all.crowding.extend(block.crowding);
        }
        all
    }

    /// Adds those nearest to the next article, each with its partial cosine.
    fn add(&mut self, nearest: &[(u32, f32)], least: f32) {
        let crowd = nearest.get(FIRST - 1..).unwrap_or_default().iter();
        let missing = NEIGHBOURS - nearest.len().max(FIRST - 1);
        let sum: f64 = crowd.map(|(_, cosine)| f64::from(*cosine)).sum();
        let mean = (sum + USUAL * missing as f64) / (NEIGHBOURS + 1 - FIRST) as f64;
        self.crowding.push(mean.max(EMPTIEST) as f32);
        let first = self.articles.len();
        let near = nearest.iter().filter(|(_, cosine)| *cosine >= least);
        self.articles.extend(near.map(|(article, _)| *article));
        self.articles[first..].sort_unstable();
        self.ends.push(self.articles.len() as u64);
    }

    /// Returns the articles nearest to one, sorted.
    fn nearest_to(&self, article: usize) -> &[u32] {
        let start = article.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.articles[start as usize..self.ends[article] as usize]
    }

    /// Returns the pairs with an article of which either is near the other, each with just one of its two.
    pub fn pairs_of(&self, article: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        // No corpus has so many articles that one has no number.
        let own = article as u32;
        let near = self.nearest_to(article).iter().copied();
        near.filter(move |other| {
            own < *other
                || self
                    .nearest_to(*other as usize)
                    .binary_search(&own)
                    .is_err()
        })
        .map(move |other| (own.min(other) as usize, own.max(other) as usize))
    }

    /// Returns how like an article those are that are near it but too many to be of its story: a mean partial
    /// cosine, 0 to 1.
    pub fn crowding(&self, article: usize) -> f64 {
        f64::from(self.crowding[article])
    }
}

/// Cuts so many articles into blocks, of which each has one thread.
fn blocks(articles: usize) -> Vec<std::ops::Range<usize>> {
    let size = articles.div_ceil(4 * rayon::current_num_threads()).max(1);
    let starts = (0..articles).step_by(size);
    starts
        .map(|start| start..articles.min(start + size))
        .collect()
}

/// Which articles have a word among their heaviest, and what it weighs there.
struct Index {
    articles: Vec<u32>,
    /// The share in the vector, in 65,535ths.
    weights: Vec<u16>,
    /// Where the postings of each term begin, and the end of the last.
    starts: Vec<u64>,
}

/// The unit of [`Index::weights`].
const WHOLE: f32 = 65_535.0;

impl Index {
    fn of(collection: &Collection) -> Self {
        let mut counts = vec![0_u32; collection.terms()];
        for article in 0..collection.len() {
            for (term, _) in collection.heaviest(article, QUERY_WORDS) {
                counts[term as usize] += 1;
            }
        }
        let mut starts = Vec::with_capacity(counts.len() + 1);
        let mut end = 0;
        for count in counts {
            starts.push(end);
            if (2..=POSTINGS).contains(&(count as usize)) {
                end += u64::from(count);
            }
        }
        starts.push(end);
        let mut index = Index {
            articles: vec![0; end as usize],
            weights: vec![0; end as usize],
            starts,
        };
        index.fill(collection);
        index
    }

    /// Puts the articles into the lists of their words.
    fn fill(&mut self, collection: &Collection) {
        let mut next: Vec<u64> = self.starts.clone();
        for article in 0..collection.len() {
            for (term, weight) in collection.heaviest(article, QUERY_WORDS) {
                let term = term as usize;
                if self.starts[term] < self.starts[term + 1] {
                    let place = next[term] as usize;
                    self.articles[place] = article as u32;
                    self.weights[place] = (weight * WHOLE) as u16;
                    next[term] += 1;
                }
            }
        }
    }

    fn postings(&self, term: Term) -> std::ops::Range<usize> {
        self.starts[term as usize] as usize..self.starts[term as usize + 1] as usize
    }

    /// Adds up the partial cosine of an article with each that has some of its heaviest words.
    fn score(&self, article: usize, words: &[(Term, f32)], scores: &mut Scores) {
        let mut lists: Vec<(std::ops::Range<usize>, f32)> = words
            .iter()
            .map(|(term, weight)| (self.postings(*term), *weight / WHOLE))
            .filter(|(list, _)| !list.is_empty())
            .collect();
        lists.sort_unstable_by_key(|(list, _)| (list.len(), list.start));
        let mut steps = 0;
        for (list, weight) in lists {
            steps += list.len();
            if steps > STEPS {
                break;
            }
            for (other, other_weight) in self.articles[list.clone()].iter().zip(&self.weights[list])
            {
                scores.add(*other, weight * f32::from(*other_weight));
            }
        }
        scores.forget(article as u32);
    }
}

/// The scores of all articles with one.
struct Scores {
    scores: Vec<f32>,
    /// Those with a score, in the order in which they got it.
    scored: Vec<u32>,
    best: Vec<(u32, f32)>,
}

impl Scores {
    fn new(articles: usize) -> Self {
        Scores {
            scores: vec![0.0; articles],
            scored: Vec::new(),
            best: Vec::new(),
        }
    }

    fn add(&mut self, article: u32, score: f32) {
        let slot = &mut self.scores[article as usize];
        if *slot == 0.0 {
            self.scored.push(article);
        }
        *slot += score;
    }

    /// Sets the score of an article to nothing.
    fn forget(&mut self, article: u32) {
        self.scores[article as usize] = 0.0;
    }

    /// Takes the best scores, the greatest first, of equal ones that of the smaller article, and forgets all.
    fn take_best(&mut self) -> &[(u32, f32)] {
        let order = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        self.best.clear();
        let mut least = 0.0;
        for article in self.scored.drain(..) {
            let score = std::mem::take(&mut self.scores[article as usize]);
            if score <= 0.0 || score < least {
                continue;
            }
            self.best.push((article, score));
            if self.best.len() >= 4 * NEIGHBOURS {
                self.best.select_nth_unstable_by(NEIGHBOURS - 1, order);
                self.best.truncate(NEIGHBOURS);
                least = self.best[NEIGHBOURS - 1].1;
            }
        }
        self.best.sort_unstable_by(order);
        self.best.truncate(NEIGHBOURS);
        &self.best
    }
}
