//! What share of the text stripping took, by kind of boilerplate and by outlet, so that a person can
//! spot a rule that went wrong: a kind that takes a tenth of an outlet, a rule that takes paragraphs.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;

use super::{rounded, write_object};
use crate::strip::{Article, Kind, Reason, Removal, Verdict};

/// The name and version of the summary's form.
const SCHEMA: &str = "newsdedup/strip-stats@1";
/// An example of what a reason removed is cut to so many characters.
const EXAMPLE_CHARACTERS: usize = 120;

/// What was removed from a corpus. Characters are those of lines that have text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stats<'a> {
    /// Always `newsdedup/strip-stats@1`.
    pub schema: &'static str,
    /// Articles that were stripped.
    pub articles: usize,
    /// Characters that they had.
    pub characters: usize,
    /// What was removed from them.
    pub removed: Removed,
    /// Articles that kept what their outlet repeats, since it is nearly all of them.
    pub spared: usize,
    /// The kinds of boilerplate, that which took most first.
    pub kinds: Vec<KindStats<'a>>,
    /// The outlets, that which has most articles first.
    pub outlets: Vec<OutletStats<'a>>,
}

/// How much was removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Removed {
    /// Lines: in hard-wrapped text paragraphs, in flattened text sentences.
    pub segments: usize,
    /// Characters in them.
    pub characters: usize,
    /// Of all characters of the articles in question, 0 to 1.
    pub share: f64,
}

/// What was removed as one kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KindStats<'a> {
    /// The kind.
    pub kind: Kind,
    /// In how many articles.
    pub articles: usize,
    /// How much.
    #[serde(flatten)]
    pub removed: Removed,
    /// The rules and judgements that removed it, that which took most first.
    pub reasons: Vec<ReasonStats<'a>>,
}

/// What was removed as one kind by one rule or judgement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReasonStats<'a> {
    /// The rule, as `--no-rule` takes it; null for a judgement by other means.
    pub rule: Option<&'a str>,
    /// The rule or judgement in words.
    pub reason: String,
    /// In how many articles.
    pub articles: usize,
    /// How much.
    #[serde(flatten)]
    pub removed: Removed,
    /// The beginning of the longest segment removed.
    pub longest: String,
}

/// What was removed from the articles of one outlet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutletStats<'a> {
    /// The outlet; null for articles of which it is not known.
    pub outlet: Option<&'a str>,
    /// Its articles.
    pub articles: usize,
    /// Characters that they had.
    pub characters: usize,
    /// What was removed from them.
    pub removed: Removed,
    /// The share of its characters that each kind took, 0 to 1.
    pub kinds: BTreeMap<Kind, f64>,
}

/// Writes what was removed from articles, as one indented JSON object.
///
/// # Errors
///
/// If `out` can't be written to.
pub fn write_stats(stats: &Stats<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_object(stats, out)
}

/// What was removed from the articles so far: counters and examples, and nothing else of an article.
#[derive(Debug, Default)]
pub struct Removals {
    all: Tally,
    outlets: BTreeMap<Option<String>, Tally>,
    spared: usize,
}

impl Removals {
    /// Counts what was removed from the next article.
    pub fn add(&mut self, article: &Article) {
        let outlet = article.harvest.outlet.clone();
        let outlet = self.outlets.entry(outlet).or_default();
        for tally in [&mut self.all, outlet] {
            tally.add(article);
        }
        self.spared += usize::from(article.spared.is_some());
    }

    /// Returns the counts as they are written.
    pub fn stats(&self) -> Stats<'_> {
        let mut outlets: Vec<OutletStats> = self
            .outlets
            .iter()
            .map(|(outlet, tally)| tally.as_outlet(outlet.as_deref()))
            .collect();
        outlets.sort_by_key(|outlet| (usize::MAX - outlet.articles, outlet.outlet));
        Stats {
            schema: SCHEMA,
            articles: self.all.articles,
            characters: self.all.characters,
            removed: self.all.removed(),
            spared: self.spared,
            kinds: self.all.kinds(),
            outlets,
        }
    }
}

/// What was removed so far, by kind and reason.
#[derive(Debug, Default)]
struct Tally {
    articles: usize,
    characters: usize,
    /// In how many articles something of each kind was removed.
    kinds: BTreeMap<Kind, usize>,
    found: BTreeMap<(Kind, String), Found>,
}

/// What one reason removed.
#[derive(Debug, Default)]
struct Found {
    /// In how many articles, and which was the last of them.
    articles: usize,
    last: usize,
    segments: usize,
    characters: usize,
    rule: Option<String>,
    /// How many characters the longest segment has, and its beginning.
    longest: (usize, String),
}

impl Tally {
    fn add(&mut self, article: &Article) {
        self.articles += 1;
        let mut kinds = BTreeSet::new();
        for segment in &article.segments {
            let text = article.document.text.get(segment.span.clone());
            let text = text.unwrap_or_default().trim();
            let characters = text.chars().count();
            self.characters += characters;
            let Verdict::Removed(Removal { kind, reason }) = &segment.verdict else {
                continue;
            };
            kinds.insert(*kind);
            let found = self.found.entry((*kind, reason.habit())).or_default();
            // Articles are counted from 1, so the first is none that was met before.
            found.articles += usize::from(found.last != self.articles);
            found.last = self.articles;
            found.segments += 1;
            found.characters += characters;
            if let (None, Reason::Rule(name)) = (&found.rule, reason) {
                found.rule = Some(name.clone());
            }
            // Of two that are as long, the earlier in the corpus.
            if characters > found.longest.0 {
                let beginning = text.chars().take(EXAMPLE_CHARACTERS).collect();
                found.longest = (characters, beginning);
            }
        }
        for kind in kinds {
            *self.kinds.entry(kind).or_default() += 1;
        }
    }

    fn removed(&self) -> Removed {
        self.share_of(self.found.values())
    }

    fn share_of<'f>(&self, found: impl Iterator<Item = &'f Found>) -> Removed {
        let (segments, characters) = found.fold((0, 0), |(segments, characters), found| {
            (segments + found.segments, characters + found.characters)
        });
        Removed {
            segments,
            characters,
            share: match self.characters {
                0 => 0.0,
                all => rounded(characters as f64 / all as f64),
            },
        }
    }

    fn kinds(&self) -> Vec<KindStats<'_>> {
        let mut kinds: BTreeMap<Kind, Vec<(&String, &Found)>> = BTreeMap::new();
        for ((kind, reason), found) in &self.found {
            kinds.entry(*kind).or_default().push((reason, found));
        }
        let mut kinds: Vec<KindStats> = kinds
            .into_iter()
            .map(|(kind, reasons)| self.as_kind(kind, &reasons))
            .collect();
        kinds.sort_by_key(|kind| (usize::MAX - kind.removed.characters, kind.kind));
        kinds
    }

    fn as_kind<'t>(&self, kind: Kind, reasons: &[(&String, &'t Found)]) -> KindStats<'t> {
        let mut stats: Vec<ReasonStats> = reasons
            .iter()
            .map(|(reason, found)| ReasonStats {
                rule: found.rule.as_deref(),
                reason: (*reason).clone(),
                articles: found.articles,
                removed: self.share_of([*found].into_iter()),
                longest: found.longest.1.clone(),
            })
            .collect();
        stats.sort_by(|one, other| {
            let most = other.removed.characters.cmp(&one.removed.characters);
            most.then_with(|| one.reason.cmp(&other.reason))
        });
        KindStats {
            kind,
            articles: self.kinds.get(&kind).copied().unwrap_or(0),
            removed: self.share_of(reasons.iter().map(|(_, found)| *found)),
            reasons: stats,
        }
    }

    fn as_outlet<'t>(&self, outlet: Option<&'t str>) -> OutletStats<'t> {
        OutletStats {
            outlet,
            articles: self.articles,
            characters: self.characters,
            removed: self.removed(),
            kinds: self
                .kinds()
                .into_iter()
                .map(|kind| (kind.kind, kind.removed.share))
                .collect(),
        }
    }
}
