//! A story in time: what each article told that no article before it had, and how far the story spread.
//!
//! A sentence is new if most of its runs of four words stand in no earlier article of the story. Articles
//! without a date come last, and what is new in them is what no dated one has.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::Member;
use super::passages::SEED_WORDS;
use crate::error::Result;
use crate::sketch::hash_run;
use crate::stories::{Articles, Shelf, Text, WordWeights};
use crate::strip::{Role, sentences};

/// So many runs of words are remembered of a story. What comes after them is compared with these alone.
const REMEMBERED: usize = 1 << 20;

/// A sentence of which less than this share was told before is new.
const TOLD: f64 = 0.5;

/// What an article added to its story.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The article.
    pub article: usize,
    /// Which share of its words stands in new sentences, 0 to 1.
    pub new_share: f64,
    /// Its heaviest new sentences, in their order, by where they stand in the text as read.
    pub new: Vec<Range<usize>>,
}

/// How far a story spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Hours from the first to the last publication, 0 and up; `None` if fewer than two dates are known.
    pub hours: Option<f64>,
    /// Which share of the articles are copies or reprints, 0 to 1.
    pub copies: f64,
}

/// Tells what each article of a story added to those before it, with so many sentences of each at most;
/// `in_time` are its articles, the earliest first.
///
/// # Errors
///
/// If a text can't be had any more.
pub fn timeline<A: Articles + ?Sized>(
    in_time: &[usize],
    most: usize,
    weights: &WordWeights,
    shelf: &mut Shelf<'_, A>,
) -> Result<Vec<Step>> {
    let mut told = FxHashSet::default();
    let mut steps = Vec::with_capacity(in_time.len());
    for article in in_time {
        steps.push(step(
            *article,
            &*shelf.text(*article)?,
            most,
            weights,
            &mut told,
        ));
    }
    Ok(steps)
}

/// Tells what an article adds to what was told, and adds it to that.
fn step(
    article: usize,
    text: &Text,
    most: usize,
    weights: &WordWeights,
    told: &mut FxHashSet<u64>,
) -> Step {
    let words = &text.reading().words;
    let mut runs = Vec::new();
    let mut new_words = 0;
    let mut new: Vec<(f64, Range<usize>)> = Vec::new();
    for (span, places) in sentences_of(text) {
        let sentence = &words[places];
        let own: Vec<u64> = sentence
            .windows(SEED_WORDS.min(sentence.len().max(1)))
            .map(|run| hash_run(run.iter().copied()))
            .collect();
        let known = own.iter().filter(|run| told.contains(run)).count();
        if (known as f64) < TOLD * own.len() as f64 {
            new_words += sentence.len();
            let weight = sentence.iter().map(|word| weights.weight(*word)).sum();
            new.push((weight, span));
        }
        runs.extend(own);
    }
    let room = REMEMBERED.saturating_sub(told.len());
    told.extend(runs.into_iter().take(room));
    new.sort_by(|a, b| b.0.total_cmp(&a.0));
    new.truncate(most);
    let mut new: Vec<Range<usize>> = new.into_iter().map(|(_, span)| span).collect();
    new.sort_unstable_by_key(|span| span.start);
    Step {
        article,
        new_share: new_words as f64 / words.len().max(1) as f64,
        new,
    }
}

/// Returns the sentences of an article's body: where each stands in the text as read, and which of its words.
fn sentences_of<'t>(text: &'t Text) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + 't {
    let spans = &text.reading().spans;
    let whole = &text.article.document.text;
    let paragraphs = text.article.kept().filter(|(role, _)| *role == Role::Body);
    paragraphs.flat_map(move |(_, paragraph)| {
        sentences(&whole[paragraph.clone()]).filter_map(move |sentence| {
            let (start, end) = (
                paragraph.start + sentence.start,
                paragraph.start + sentence.end,
            );
            let first = spans.partition_point(|word| word.start < start);
            let behind = spans.partition_point(|word| word.start < end);
            let end = start + whole[start..end].trim_end().len();
            (first < behind).then_some((start..end, first..behind))
        })
    })
}

/// Sums up how far a story spread; `ages` are the times of publication, in milliseconds.
pub fn spread(members: &[Member], ages: impl Iterator<Item = i64> + Clone) -> Spread {
    let dated = ages.clone().count();
    let hours = match (ages.clone().min(), ages.max()) {
        (Some(first), Some(last)) if dated > 1 => Some((last - first) as f64 / 3_600_000.0),
        _ => None,
    };
    let carriers = members.iter().filter(|member| member.relation.is_carrier());
    Spread {
        hours,
        copies: carriers.count() as f64 / members.len().max(1) as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::testing::{Corpus, article};

    const FIRST: &str = "A cable car stopped above the Orvik gorge with nineteen people on board. Rescuers waited for the wind to drop.\n";
    const SECOND: &str = "A cable car stopped above the Orvik gorge with nineteen people on board. The operator blamed a bearing that was a month old.\n";

    fn steps(texts: &[&str], most: usize) -> Vec<(f64, Vec<String>)> {
        let corpus = Corpus::new(texts.iter().map(|text| article("", text)).collect());
        let mut shelf = Shelf::new(&corpus.articles);
        let in_time: Vec<usize> = (0..texts.len()).collect();
        let steps = timeline(&in_time, most, &corpus.weights, &mut shelf).unwrap();
        let shown = steps.into_iter().map(|step| {
            let text = texts[step.article];
            let new = step.new.into_iter().map(|span| text[span].to_owned());
            (step.new_share, new.collect())
        });
        shown.collect()
    }

    #[test]
    fn what_an_earlier_article_has_is_not_new() {
        let found = steps(&[FIRST, SECOND, FIRST], 5);
        assert_eq!(found[0].0, 1.0);
        assert_eq!(
            found[1].1,
            ["The operator blamed a bearing that was a month old."]
        );
        assert!(found[1].0 > 0.3 && found[1].0 < 0.6, "{}", found[1].0);
        assert_eq!(found[2], (0.0, Vec::new()));
    }

    #[test]
    fn the_heaviest_new_sentences_are_shown_in_their_order() {
        assert_eq!(steps(&[FIRST], 5)[0].1.len(), 2);
        assert_eq!(steps(&[FIRST], 1)[0].1.len(), 1);
        assert_eq!(steps(&[FIRST], 0)[0], (1.0, Vec::new()));
    }

    #[test]
    fn an_empty_article_adds_nothing() {
        assert_eq!(steps(&[""], 5)[0], (0.0, Vec::new()));
    }
}
