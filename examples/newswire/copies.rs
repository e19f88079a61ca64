//! Who copies from whom, and what becomes of the text.

use serde::Serialize;

use super::prose::Writer;
use super::random::{Draw, Random};

/// What an article was made from.
#[derive(Clone, Copy, Serialize)]
pub struct Derivation {
    /// The number of the article that it was made from, an earlier one.
    #[serde(skip)]
    pub base: u64,
    /// What was done.
    pub way: Way,
    /// The share of the base's words that were taken over, 0 to 1.
    pub taken: f64,
    /// Of the words taken over, the share that was edited: each replaced, left out, or put before.
    pub edited: f64,
}

/// What was done to a text.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Nothing: the same site shows it again, byte for byte.
    Copied,
    /// The same words, with other spaces, cases and apostrophes.
    Respelled,
    /// The site itself edited words all over the text.
    Edited,
    /// One passage was replaced by another.
    Rewritten,
    /// Only a part was kept.
    Cut,
    /// Own paragraphs were put around it.
    Padded,
    /// Only a part was kept, and words were edited in it.
    CutAndEdited,
    /// It is a form, of which hundreds are filled in with a few other words.
    FilledIn,
}

impl Way {
    /// Returns whether it is shown by the site that the base is on.
    pub fn is_of_same_site(self) -> bool {
        matches!(self, Way::Copied | Way::Edited)
    }

    /// Returns whether the headline was written anew too.
    pub fn has_own_headline(self) -> bool {
        matches!(
            self,
            Way::Rewritten | Way::Cut | Way::Padded | Way::CutAndEdited
        )
    }
}

/// One in so many articles is a form that hundreds of the following are filled in from.
const FORM_EVERY: u64 = 10_000;

/// Returns what an article was made from; `None` of an original, as four of five are.
pub fn derivation(number: u64) -> Option<Derivation> {
    if number.is_multiple_of(FORM_EVERY) {
        return None;
    }
    let mut random = Random::of(Draw::Derivation, number);
    let way = match random.below(1_000) {
        0..20 => Way::Copied,
        20..35 => Way::Respelled,
        35..75 => Way::Edited,
        75..95 => Way::Rewritten,
        95..125 => Way::Cut,
        125..145 => Way::Padded,
        145..170 => Way::CutAndEdited,
        170..200 => Way::FilledIn,
        _ => return None,
    };
    let base = match way {
        Way::FilledIn => number - number % FORM_EVERY,
        // Numbers are below the count of articles, which fits a machine word.
        _ => original(random.below(number as usize) as u64),
    };
    let (taken, edited) = shares(way, &mut random);
    Some(Derivation {
        base,
        way,
        taken,
        edited,
    })
}

/// Returns the last original up to a number.
fn original(number: u64) -> u64 {
    let earlier = (0..=number).rev();
    let mut originals = earlier.filter(|number| derivation(*number).is_none());
    originals.next().unwrap_or_default()
}

/// Returns the shares of words taken over and edited, so that similarities spread evenly: an edit costs
/// five shingles, and so does each end of a passage.
fn shares(way: Way, random: &mut Random) -> (f64, f64) {
    let jaccard = random.between(0.45, 1.0);
    let kept = random.between(0.15, 0.95);
    match way {
        Way::Copied | Way::Respelled => (1.0, 0.0),
        Way::Edited => (1.0, (1.0 - jaccard) / (1.0 + jaccard) / 5.0),
        Way::Rewritten => (2.0 * jaccard / (1.0 + jaccard), 0.0),
        Way::Cut => (kept, 0.0),
        Way::Padded => (1.0, 0.0),
        Way::CutAndEdited => (kept * 0.75, random.between(0.0, 0.5) / 5.0),
        Way::FilledIn => (1.0, random.between(0.001, 0.02)),
    }
}

impl Derivation {
    /// Makes the text from that of the base.
    pub fn apply(&self, base: &str, random: &mut Random, writer: &mut Writer<'_>) -> String {
        let words: Vec<&str> = base.split_inclusive([' ', '\n']).collect();
        let taken = (words.len() as f64 * self.taken) as usize;
        let start = random.below(words.len() - taken + 1);
        match self.way {
            Way::Copied => base.to_owned(),
            Way::Respelled => respelled(&words, random),
            Way::Rewritten => {
                let (before, rest) = words.split_at(start);
                let (replaced, behind) = rest.split_at(words.len() - taken);
                let own = writer.body(replaced.len());
                [&before.concat(), "\n", &own, "\n", &behind.concat()].concat()
            }
            Way::Padded => padded(base, words.len(), random, writer),
            Way::Edited | Way::Cut | Way::CutAndEdited | Way::FilledIn => {
                edited(&words[start..start + taken], self.edited, random, writer)
            }
        }
    }
}

/// Returns the words set otherwise: some in capitals, some spaces doubled, apostrophes of another kind.
fn respelled(words: &[&str], random: &mut Random) -> String {
    let mut text = String::new();
    for word in words {
        match random.below(12) {
            0 => text.push_str(&word.to_uppercase()),
            1 => text.extend([word, " "]),
            _ => text.push_str(word),
        }
    }
    match text.contains('’') {
        true => text.replace('’', "'"),
        false => text.replace('\'', "’"),
    }
}

/// Puts own paragraphs before and behind a text.
fn padded(base: &str, words: usize, random: &mut Random, writer: &mut Writer<'_>) -> String {
    let share = random.between(0.15, 0.95);
    let own = (words as f64 * (1.0 - share) / share) as usize;
    let before = random.below(own + 1);
    let [before, behind] = [before, own - before].map(|words| writer.body(words));
    [&before, "\n", base, "\n", &behind].concat()
}

/// Returns a passage with this share of its words edited, no two of them in one shingle.
fn edited(passage: &[&str], share: f64, random: &mut Random, writer: &mut Writer<'_>) -> String {
    let stride = ((1.0 / share.max(1e-6)) as usize).max(1);
    let mut text = String::new();
    for stretch in passage.chunks(stride) {
        let place = match stretch.len() == stride {
            true => random.below(stride / 2 + 1),
            false => stretch.len(),
        };
        let (before, rest) = stretch.split_at(place);
        text.push_str(&before.concat());
        let Some((word, rest)) = rest.split_first() else {
            continue;
        };
        edit(word, random, writer, &mut text);
        text.push_str(&rest.concat());
    }
    text
}

/// Replaces a word, leaves it out, or puts one before it.
fn edit(word: &str, random: &mut Random, writer: &mut Writer<'_>, text: &mut String) {
    let space = &word[word.trim_end().len()..];
    match random.below(6) {
        0 => {}
        1 => {
            writer.word(text);
            text.push(' ');
            text.push_str(word);
        }
        _ => {
            writer.word(text);
            text.push_str(space);
        }
    }
}
