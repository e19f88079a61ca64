//! What is known of a corpus while it is clustered, and the words of its articles, weighed by what all of them
//! have in common.

use rayon::prelude::*;

use super::background::{Term, WordWeights};
use super::bag::Mark;
use super::brief::Brief;
use super::reading::Reading;
use super::studies::{Entry, Lengths, Studies, damped};
use super::text::Articles;
use crate::error::Result;

/// Where an article stands among the studies of a corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Which chunk.
    pub chunk: u32,
    /// Which article of the chunk.
    pub place: u32,
}

/// What is known of the articles of a corpus, each by its index.
#[derive(Clone, Debug, Default)]
pub struct Studied {
    studies: Vec<Studies>,
    spots: Vec<Spot>,
}

impl Studied {
    /// Takes the studies of a corpus, and where among them each article is.
    pub fn new(studies: Vec<Studies>, spots: Vec<Spot>) -> Self {
        Studied { studies, spots }
    }

    /// Studies articles that can be had.
    ///
    /// # Errors
    ///
    /// If one can't be had any more.
    pub fn of(articles: &(impl Articles + ?Sized)) -> Result<Self> {
        let chunks: Vec<Studies> = (0..articles.len().div_ceil(CHUNK))
            .into_par_iter()
            .map(|chunk| {
                let mut studies = Studies::default();
                for article in chunk * CHUNK..articles.len().min((chunk + 1) * CHUNK) {
                    let article = articles.article(article)?;
                    studies.add(&article, &Reading::new(&article));
                }
                Ok(studies)
            })
            .collect::<Result<_>>()?;
        // No corpus in memory has four billion articles.
        let spots = (0..articles.len()).map(|article| Spot {
            chunk: (article / CHUNK) as u32,
            place: (article % CHUNK) as u32,
        });
        Ok(Studied {
            spots: spots.collect(),
            studies: chunks,
        })
    }

    /// Returns how many articles there are.
    pub fn len(&self) -> usize {
        self.spots.len()
    }

    /// Returns whether there are no articles.
    pub fn is_empty(&self) -> bool {
        self.spots.is_empty()
    }

    /// Returns an article in brief.
    pub fn brief(&self, article: usize) -> &Brief {
        let spot = self.spots[article];
        self.studies[spot.chunk as usize].brief(spot.place as usize)
    }

    /// Forgets the words of all articles.
    fn forget_words(&mut self) {
        self.studies.iter_mut().for_each(Studies::forget_words);
    }
}

/// Articles that [`Studied::of`] takes together.
const CHUNK: usize = 1024;

/// Articles that are compared with one another, the nodes of a corpus; each goes by its index among them.
#[derive(Clone, Debug, Default)]
pub struct Collection {
    studied: Studied,
    /// The article of each node.
    nodes: Vec<usize>,
    lengths: Vec<Lengths>,
    weights: WordWeights,
}

/// What the words of two articles have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Comparison {
    /// Cosine of all words, 0 to 1; so are the others.
    pub words: f64,
    /// Of the first one's headline with the other's headline and lead, and the other way round.
    pub titles: [f64; 2],
    /// Of headlines and leads.
    pub leads: f64,
    /// Of the names.
    pub names: f64,
    /// How much of each headline, by weight, stands in the other article, 0 to 1.
    pub titles_found: [f64; 2],
    /// The weights of the third and the tenth rarest shared word, in nats; 0 if there are fewer.
    pub rarest: [f64; 2],
}

/// Which of the shared words, the rarest first, are told of in [`Comparison::rarest`].
const RAREST: [usize; 2] = [3, 10];

impl Collection {
    /// Weighs some articles of a corpus, the nodes, by what all of them have in common.
    pub fn new(studied: Studied, nodes: Vec<usize>) -> Self {
        let Studied { mut studies, spots } = studied;
        let of_nodes: Vec<Spot> = nodes.iter().map(|article| spots[*article]).collect();
        let keys = |spot: &Spot| studies[spot.chunk as usize].keys(spot.place as usize);
        let weights = WordWeights::count(of_nodes.iter().map(keys));
        let mut wanted: Vec<Vec<bool>> = studies
            .iter()
            .map(|studies| vec![false; studies.len()])
            .collect();
        for spot in &of_nodes {
            wanted[spot.chunk as usize][spot.place as usize] = true;
        }
        let by_chunk: Vec<Vec<Lengths>> = studies
            .par_iter_mut()
            .zip(wanted)
            .map(|(studies, wanted)| studies.weigh(&weights, &wanted))
            .collect();
        let lengths = of_nodes
            .iter()
            .map(|spot| by_chunk[spot.chunk as usize][spot.place as usize])
            .collect();
        Collection {
            studied: Studied { studies, spots },
            nodes,
            lengths,
            weights,
        }
    }

    /// Returns how many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Returns whether there are no nodes.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Returns the article of a node.
    pub fn article(&self, node: usize) -> usize {
        self.nodes[node]
    }

    /// Returns the article of a node in brief.
    pub fn brief(&self, node: usize) -> &Brief {
        self.studied.brief(self.nodes[node])
    }

    /// Returns the heaviest of the words of a node that others have too, in any order: term, and share in the
    /// vector of all its words, 0 to 1.
    pub fn heaviest(&self, node: usize, count: usize) -> Vec<(Term, f32)> {
        let terms = self.weights.of_terms();
        let length = self.lengths[node].all;
        let entries = self.entries(node).iter().copied();
        let mut words: Vec<(Term, f32)> = entries
            .map(Entry::from_bits)
            .map(|entry| {
                let weight = damped(entry.mark().times()) * terms[entry.term() as usize];
                (entry.term(), weight / length)
            })
            .collect();
        let order = |a: &(Term, f32), b: &(Term, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if words.len() > count {
            words.select_nth_unstable_by(count, order);
            words.truncate(count);
        }
        words
    }

    /// Returns how many different words stand in more than one node.
    pub fn terms(&self) -> usize {
        self.weights.of_terms().len()
    }

    /// Returns the weights of words in this collection.
    pub fn weights(&self) -> &WordWeights {
        &self.weights
    }

    /// Gives up the words of the articles; their briefs and the weights are kept.
    pub fn forget_words(mut self) -> (Studied, WordWeights) {
        self.studied.forget_words();
        (self.studied, self.weights)
    }

    /// Compares the words of two nodes.
    pub fn compare(&self, a: usize, b: usize) -> Comparison {
        let weights = self.weights.of_terms();
        let (one, two) = (self.entries(a), self.entries(b));
        let mut sums = Sums::default();
        // Terms are sorted by weight, so from behind the rarest shared words come first.
        let (mut i, mut j) = (one.len(), two.len());
        while i > 0 && j > 0 {
            let (own, other) = (Entry::from_bits(one[i - 1]), Entry::from_bits(two[j - 1]));
            let (term, other_term) = (own.term(), other.term());
            if term == other_term {
                sums.add(weights[term as usize], own.mark(), other.mark());
            }
            // Which of the two is behind can't be foreseen, so a jump would cost more.
            i -= usize::from(term >= other_term);
            j -= usize::from(other_term >= term);
        }
        sums.finish(&self.lengths[a], &self.lengths[b])
    }

    /// Returns the bits of a node's entries, sorted.
    fn entries(&self, node: usize) -> &[u32] {
        let spot = self.studied.spots[self.nodes[node]];
        self.studied.studies[spot.chunk as usize].entries(spot.place as usize)
    }
}

/// The sums over the shared words of two articles.
#[derive(Default)]
struct Sums {
    words: f32,
    titles: [f32; 2],
    leads: f32,
    names: f32,
    titles_found: [f32; 2],
    rarest: [f64; RAREST.len()],
    /// How many words are shared.
    shared: usize,
}

impl Sums {
    /// Adds the next rarest shared word.
    fn add(&mut self, weight: f32, own: Mark, other: Mark) {
        self.shared += 1;
        for (place, rarest) in RAREST.iter().zip(&mut self.rarest) {
            if *place == self.shared {
                *rarest = f64::from(weight);
            }
        }
        let square = weight * weight;
        let repeated = square * damped(own.times()) * damped(other.times());
        let if_so = |is_so: bool, value: f32| if is_so { value } else { 0.0 };
        self.words += repeated;
        self.titles[0] += if_so(own.in_title() && other.in_lead(), square);
        self.titles[1] += if_so(other.in_title() && own.in_lead(), square);
        self.leads += if_so(own.in_lead() && other.in_lead(), square);
        self.names += if_so(own.is_name() && other.is_name(), repeated);
        self.titles_found[0] += if_so(own.in_title(), weight);
        self.titles_found[1] += if_so(other.in_title(), weight);
    }

    /// Makes shares of the sums.
    fn finish(self, own: &Lengths, other: &Lengths) -> Comparison {
        let share = |sum: f32, whole: f32| match whole > 0.0 {
            true => f64::from(sum / whole).min(1.0),
            false => 0.0,
        };
        Comparison {
            words: share(self.words, own.all * other.all),
            titles: [
                share(self.titles[0], own.title * other.lead),
                share(self.titles[1], other.title * own.lead),
            ],
            leads: share(self.leads, own.lead * other.lead),
            names: share(self.names, own.names * other.names),
            titles_found: [
                share(self.titles_found[0], own.title_weight),
                share(self.titles_found[1], other.title_weight),
            ],
            rarest: self.rarest,
        }
    }
}
