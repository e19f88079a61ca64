//! Articles for the tests of this room and the next, stripped as real ones are.

use std::sync::LazyLock;

use super::Stories;
use super::background::WordWeights;
use super::collection::{Collection, Studied};
use super::nodes::Nodes;
use super::reading::Reading;
use crate::corpus::Document;
use crate::dates::Moment;
use crate::duplicates::Group;
use crate::strip::{Article, Stripper};

static STRIPPER: LazyLock<Stripper> = LazyLock::new(|| Stripper::new().unwrap());

/// Returns an article with this text; `published` is ISO 8601, or empty for none.
pub fn article(published: &str, text: &str) -> Article {
    STRIPPER.strip(Document {
        id: "a".to_owned(),
        path: "a".to_owned(),
        record: None,
        url: None,
        headline: None,
        text: text.to_owned(),
        published: Moment::parse(published),
        outlet: None,
        language: None,
    })
}

/// Returns what is read in an undated text.
pub fn reading(text: &str) -> Reading {
    Reading::new(&article("", text))
}

/// Articles with what is known of them.
pub struct Corpus {
    pub articles: Vec<Article>,
    pub studied: Studied,
    pub weights: WordWeights,
}

impl Corpus {
    pub fn new(articles: Vec<Article>) -> Self {
        let studied = Studied::of(&articles).unwrap();
        let collection = Collection::new(studied.clone(), (0..articles.len()).collect());
        Corpus {
            weights: collection.weights().clone(),
            studied,
            articles,
        }
    }
}

impl Corpus {
    /// Makes one story of all; `groups` are the near-duplicates.
    pub fn one_story(&self, groups: &[Group]) -> Stories<'_, Vec<Article>> {
        let nodes = Nodes::new(self.articles.len(), groups);
        let story = (0..nodes.canonical.len()).collect();
        Stories::known(&self.articles, self.studied.clone(), groups, vec![story])
    }
}
