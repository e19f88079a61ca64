//! Decides about every line: first the rules, then what place and shape surely tell, then the model.
//!
//! The order matters. Rules that hold anywhere, and what the outlet is known to repeat, mark what is
//! surely not text; between the first and the last paragraph of what is left lies the body; then the
//! rules that ask for a place are heard, the headline is picked, and
//! [`neighbours`](super::neighbours) and [`margins`](super::margins) judge what they know. On a page
//! that shows signs of a site's furniture the [model](super::model) decides about the rest; on any
//! other the rest is kept.

use std::collections::BTreeSet;
use std::ops::Range;

use super::article::{Kind, Reason, Removal, Role, Spared};
use super::body;
use super::features::Surroundings;
use super::headline;
use super::lines::Line;
use super::margins;
use super::model::LineModel;
use super::neighbours;
use super::repeats::Outlet;
use super::rules::{Folded, Names, Place, Rule, Rules, Section, Suspect};
use super::tables;

/// How many lines before the body's end are near it, for the rules that ask.
const NEAR_END: usize = 8;
/// How far up a rule looks for the kind that must stand above.
const JUST_ABOVE: usize = 2;
/// So many lines that rules know as a site's furniture are a sign that there is more of it.
const ENOUGH_FURNITURE: usize = 3;
/// An article of which more than so many in a hundred words are repeats keeps them.
const MOST_REPEATED: usize = 80;
/// A line is kept if the model takes it for text with at least this probability.
const LEAST_PROBABILITY: f32 = 0.5;
/// The labels leave out many headings inside a body, so the model is hard on them: what may be one is
/// removed only below this.
const LEAST_OF_HEADINGS: f32 = 0.4;
/// A longer line, in words, may be a whole article with some furniture glued to it; it is kept.
const MOST_WORDS_JUDGED: usize = 120;

/// The lines of a text, with what is decided about each so far.
pub(super) struct Page<'t, 'r> {
    /// The lines that have text.
    pub lines: Vec<Line<'t>>,
    /// Why each line is removed; `None` while it is not.
    pub removed: Vec<Option<Removed<'r>>>,
    /// What each line is in the article if it is kept.
    pub roles: Vec<Role>,
    /// Which lines the body spans.
    pub body: Range<usize>,
    /// Which line is the headline.
    pub headline: Option<usize>,
    /// Which lines are rows of a table.
    pub in_table: Vec<bool>,
    /// Kinds that are not removed.
    exempt: &'r BTreeSet<Kind>,
    /// Which lines the outlet repeats; empty if nothing is known of it.
    repeats: Vec<bool>,
    /// The repeats that were kept, lest the article be emptied.
    pub spared: Option<Spared>,
}

/// What the lines of a text are judged by.
pub(super) struct Criteria<'r, 'c> {
    /// The rules.
    pub rules: &'r Rules,
    /// What the outlet repeats.
    pub repeats: Option<Repeats<'r>>,
    /// Kinds that are not removed.
    pub exempt: &'r BTreeSet<Kind>,
    /// The headline that metadata has.
    pub headline: Option<&'c str>,
    /// What other tables can tell.
    pub clues: &'c Clues<'c>,
}

/// What a document's outlet repeats.
#[derive(Clone, Copy)]
pub(super) struct Repeats<'r> {
    /// The outlet's name, for the reason.
    pub name: &'r str,
    /// Its repeats.
    pub outlet: &'r Outlet,
}

/// Why a line is removed.
#[derive(Clone, Debug)]
pub(super) struct Removed<'r> {
    /// What kind of boilerplate it is.
    pub kind: Kind,
    /// Who decided.
    pub by: Cause<'r>,
}

/// What removed a line.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cause<'r> {
    /// A rule of the table.
    Rule(&'r Rule),
    /// The line's shape and place, in words.
    Shape(&'static str),
    /// It stands in so many articles of this outlet.
    Repeat(u32, &'r str),
    /// The line model, with the probability that the line is boilerplate.
    Model(f32),
}

impl Removed<'_> {
    /// Returns the decision as reports show it.
    pub fn removal(&self) -> Removal {
        let reason = match self.by {
            Cause::Rule(rule) => Reason::Rule(rule.name.clone()),
            Cause::Shape(words) => Reason::Shape(words.into()),
            Cause::Repeat(articles, outlet) => Reason::Repeated {
                articles,
                outlet: outlet.to_owned(),
            },
            Cause::Model(probability) => Reason::judged(probability),
        };
        Removal {
            kind: self.kind,
            reason,
        }
    }

    /// Returns what the sources that the line names are to the article.
    pub fn names(&self) -> Option<Names> {
        match self.by {
            Cause::Rule(rule) => rule.names,
            Cause::Shape(_) | Cause::Repeat(..) | Cause::Model(_) => match self.kind {
                Kind::AuthorBylineBox => Some(Names::Byline),
                Kind::WireCredit => Some(Names::Credit),
                _ => None,
            },
        }
    }

    /// Returns the section that the line opens.
    pub fn opens(&self) -> Option<Section> {
        match self.by {
            Cause::Rule(rule) => rule.opens,
            Cause::Shape(_) | Cause::Repeat(..) | Cause::Model(_) => None,
        }
    }
}

impl<'r> Page<'_, 'r> {
    /// Returns whether a line is still in the article.
    pub fn is_kept(&self, index: usize) -> bool {
        self.removed.get(index).is_some_and(Option::is_none)
    }

    /// Returns the kind of a removed line.
    pub fn kind(&self, index: usize) -> Option<Kind> {
        self.removed
            .get(index)?
            .as_ref()
            .map(|removed| removed.kind)
    }

    /// Removes a line, unless it is the headline or removed already, or stands amid text or in a table.
    pub fn remove(&mut self, index: usize, kind: Kind, by: Cause<'r>) {
        let is_headline = self.headline == Some(index);
        let in_table = self.in_table.get(index).is_some_and(|&in_table| in_table);
        if in_table || self.lines.get(index).is_some_and(|line| line.flattened) {
            return;
        }
        if let Some(slot) = self.removed.get_mut(index)
            && slot.is_none()
            && !is_headline
            && !self.exempt.contains(&kind)
        {
            *slot = Some(Removed { kind, by });
        }
    }

    /// Removes a line for its shape, unless it is the headline or removed already.
    pub fn remove_shaped(&mut self, index: usize, kind: Kind, reason: &'static str) {
        self.remove(index, kind, Cause::Shape(reason));
    }
}

/// What the harvest's tables can tell about a line.
pub(super) struct Clues<'c> {
    /// Whether the line starts with the name of a known source.
    pub begins_with_source: &'c dyn Fn(&Line) -> bool,
    /// Whether the line is the name of a known agency and nothing else.
    pub is_agency: &'c dyn Fn(&Line) -> bool,
    /// Whether the line is a dateline and nothing else: "Warsaw (AFP) July 6, 2017".
    pub is_dateline: &'c dyn Fn(&Line) -> bool,
}

/// Judges the lines of a text.
pub(super) fn judge<'t, 'r>(lines: Vec<Line<'t>>, criteria: &Criteria<'r, '_>) -> Page<'t, 'r> {
    let mut page = prepare(lines, criteria);
    if is_furnished(&page) {
        ask_model(&mut page);
    }
    neighbours::subheadings(&mut page);
    restore_if_emptied(&mut page);
    page
}

/// Judges the lines that a rule knows or the outlet repeats, and those of which place and shape tell
/// surely what they are. What is left is for the model to decide.
pub(super) fn prepare<'t, 'r>(lines: Vec<Line<'t>>, criteria: &Criteria<'r, '_>) -> Page<'t, 'r> {
    let mut page = placed(lines, criteria);
    neighbours::judge(&mut page);
    margins::judge(&mut page, criteria.clues);
    page
}

/// Returns whether a page shows signs of a site's furniture: some lines that rules or repeats mark as
/// such, or a menu above the body. Without them a text is taken for an article that somebody has cut out
/// already, and its short lines for verses, results or answers.
pub(super) fn is_furnished(page: &Page) -> bool {
    // Of flattened text the model is not asked.
    if page.lines.iter().all(|line| line.flattened) {
        return false;
    }
    let known = page
        .removed
        .iter()
        .flatten()
        .filter(|removed| matches!(removed.by, Cause::Rule(_) | Cause::Repeat(..)))
        .filter(|removed| removed.kind.is_furniture());
    known.take(ENOUGH_FURNITURE).count() == ENOUGH_FURNITURE || margins::is_below_a_menu(page)
}

/// Removes the lines that the model takes for boilerplate.
fn ask_model(page: &mut Page) {
    let surroundings = Surroundings::new(page);
    let model = LineModel::shipped();
    let unlikely: Vec<(usize, f32)> = (0..page.lines.len())
        .filter(|&index| page.is_kept(index))
        .map(|index| (index, least_probability(page, index)))
        .filter(|(_, least)| *least > 0.0)
        .map(|(index, least)| {
            (
                index,
                least,
                model.probability(&surroundings.features(index)),
            )
        })
        .filter(|(_, least, probability)| probability < least)
        .map(|(index, _, probability)| (index, probability))
        .collect();
    for (index, probability) in unlikely {
        let kind = margins::kind_of_furniture(page, index);
        page.remove(index, kind, Cause::Model(1.0 - probability));
    }
}

/// Returns the probability from which on a kept line of a furnished page stays; 0 if it stays in any case.
pub(super) fn least_probability(page: &Page, index: usize) -> f32 {
    match page.lines.get(index) {
        Some(line) if line.words > MOST_WORDS_JUDGED => 0.0,
        _ if neighbours::may_head_a_paragraph(page, index) => LEAST_OF_HEADINGS,
        _ => LEAST_PROBABILITY,
    }
}

fn placed<'t, 'r>(lines: Vec<Line<'t>>, criteria: &Criteria<'r, '_>) -> Page<'t, 'r> {
    let mut search = criteria.rules.search();
    let in_table = tables::rows(&lines);
    let suspects = lines.iter().zip(&in_table).map(|(line, &in_table)| {
        let mut suspects = search.suspects(line);
        // A row of figures looks like a date, a price list or a way through a site.
        suspects.retain(|suspect| !in_table || !suspect.rule.kind.is_label());
        let has_rule = settle(line, &mut suspects, criteria.exempt);
        (suspects, has_rule)
    });
    let (suspects, by_rule): (Vec<Vec<Suspect>>, Vec<bool>) = suspects.unzip();
    let by_rule = |index: usize| by_rule.get(index).is_some_and(|&by_rule| by_rule);
    let repeats = criteria
        .repeats
        .filter(|_| !criteria.exempt.contains(&Kind::Repeated));
    let (repeated, spared) = repeated(&lines, repeats, by_rule);
    let body = body::extent(&lines, |index| {
        by_rule(index) || repeated.get(index).is_some_and(Option::is_some)
    });
    let above = body.start.checked_sub(1).and_then(|above| lines.get(above));
    let body = if above.is_some_and(|line| (criteria.clues.is_dateline)(line)) {
        body.start - 1..body.end
    } else {
        body
    };
    let count = lines.len();
    let mut page = Page {
        lines,
        removed: vec![None; count],
        roles: vec![Role::Body; count],
        body,
        headline: None,
        in_table,
        exempt: criteria.exempt,
        repeats: repeated.iter().map(Option::is_some).collect(),
        spared,
    };
    apply_rules(&mut page, &suspects);
    for (slot, repeated) in page.removed.iter_mut().zip(repeated) {
        if slot.is_none() {
            *slot = repeated;
        }
    }
    pick_headline(&mut page, criteria.headline);
    page
}

/// Returns for each line whether its outlet repeats it; for none, if that would empty the article.
fn repeated<'r>(
    lines: &[Line],
    repeats: Option<Repeats<'r>>,
    by_rule: impl Fn(usize) -> bool,
) -> (Vec<Option<Removed<'r>>>, Option<Spared>) {
    let Some(repeats) = repeats else {
        return (Vec::new(), None);
    };
    let marks = repeats.outlet.marks(lines.iter().map(|line| line.text));
    let lost = lines.iter().zip(&marks).enumerate();
    let lost = lost.filter(|(index, (_, mark))| mark.is_some() && !by_rule(*index));
    let repeated: usize = lost.map(|(_, (line, _))| line.words).sum();
    let words: usize = lines.iter().map(|line| line.words).sum();
    if repeated * 100 > words * MOST_REPEATED {
        return (Vec::new(), Some(Spared { repeated, words }));
    }
    let removed = |articles| Removed {
        kind: Kind::Repeated,
        by: Cause::Repeat(articles, repeats.name),
    };
    let repeated = marks.into_iter().map(|mark| mark.map(removed)).collect();
    (repeated, None)
}

/// Tries the rules that hold anywhere, up to the one that removes the line: those behind it have no say.
/// Those that ask for a place wait until it is known where the body is. Returns whether one fits.
fn settle(line: &Line, suspects: &mut Vec<Suspect>, exempt: &BTreeSet<Kind>) -> bool {
    let folded = Folded::new(line);
    let (mut has_rule, mut is_settled) = (false, false);
    suspects.retain(|suspect| {
        if is_settled || !suspect.rule.holds_anywhere() {
            return !is_settled;
        }
        let fits = suspect.fits(&folded);
        has_rule |= fits;
        is_settled = fits && !exempt.contains(&suspect.rule.kind);
        fits
    });
    has_rule
}

/// Removes the lines that a rule fits, and stand where it holds.
fn apply_rules<'r>(page: &mut Page<'_, 'r>, suspects: &[Vec<Suspect<'r>>]) {
    for (index, suspects) in suspects.iter().enumerate() {
        let Some(line) = page.lines.get(index).filter(|_| !suspects.is_empty()) else {
            continue;
        };
        let folded = Folded::new(line);
        let holds = |rule: &Rule| !page.exempt.contains(&rule.kind) && holds_at(page, rule, index);
        let mut suspects = suspects.iter();
        let found = suspects.find(|suspect| {
            let is_settled = suspect.rule.holds_anywhere();
            holds(suspect.rule) && (is_settled || suspect.fits(&folded))
        });
        let removed = found.map(|&Suspect { rule, .. }| Removed {
            kind: rule.kind,
            by: Cause::Rule(rule),
        });
        if let Some(slot) = page.removed.get_mut(index) {
            *slot = removed;
        }
    }
}

fn holds_at(page: &Page, rule: &Rule, index: usize) -> bool {
    // Where there is no prose, there is no body, and nothing stands above or below it.
    let has_body = !page.body.is_empty();
    let in_place = match rule.at {
        Place::Anywhere => true,
        Place::BeforeBody => has_body && index < page.body.start,
        Place::InBody => page.body.contains(&index),
        Place::AfterBody => index >= page.body.end,
        Place::OutsideBody => has_body && !page.body.contains(&index),
        Place::NearEnd => index + NEAR_END >= page.body.end,
    };
    let kinds = rule.after.kinds();
    let follows = kinds.is_empty()
        || (index.saturating_sub(JUST_ABOVE)..index)
            .any(|above| page.kind(above).is_some_and(|kind| kinds.contains(&kind)));
    in_place && follows
}

fn pick_headline(page: &mut Page, from_metadata: Option<&str>) {
    let repeated =
        from_metadata.and_then(|headline| headline::repeated(&page.lines, &page.body, headline));
    let picked =
        repeated.or_else(|| headline::shaped(&page.lines, &page.body, &|index| page.kind(index)));
    let Some(index) = picked else { return };
    page.headline = Some(index);
    if let (Some(slot), Some(role)) = (page.removed.get_mut(index), page.roles.get_mut(index)) {
        *slot = None;
        *role = Role::Headline;
    }
}

/// An article is never emptied. If only a headline is left, or nothing, judgements are withdrawn, the
/// least sure first: those by shape, then those by rules on lines that the outlet does not repeat (a
/// rule may have taken a label with the text glued to it), then all. A text that is all boilerplate
/// stays as it is.
fn restore_if_emptied(page: &mut Page) {
    let has_text = |page: &Page| {
        (0..page.lines.len()).any(|index| page.is_kept(index) && page.headline != Some(index))
    };
    if has_text(page) {
        return;
    }
    for slot in &mut page.removed {
        slot.take_if(|removed| matches!(removed.by, Cause::Shape(_) | Cause::Model(_)));
    }
    if has_text(page) {
        return;
    }
    if page.repeats.contains(&true) {
        for (slot, is_repeat) in page.removed.iter_mut().zip(&page.repeats) {
            slot.take_if(|_| !is_repeat);
        }
    }
    if (0..page.lines.len()).all(|index| !page.is_kept(index)) {
        page.removed.fill(None);
    }
}
