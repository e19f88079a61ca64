//! What the line model is told of a line: its shape, what stands around it, and on what page.
//!
//! Shape alone can't tell a caption from a paragraph, or a menu from a list of winners. What stands
//! above and below can: paragraphs stand among paragraphs, links among links. Counts are entered as
//! logarithms, since the step from one short line to five says more than that from fifty to sixty.
//! What depends on knowing the language (words that hold a sentence together) is entered as the
//! difference from the page's own prose, so it says nothing where no word is known.
// Indices of lines come from ranges over the page's lines, so indexing with them can't fail.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::article::Kind;
use super::judge::Page;
use super::lines::{Form, Line};
use super::rules::Section;
use super::shape::{NAME_BUCKETS, Shape, measure};

/// The names of the features of a line, in the order of [`Features`]. The model names its weights by them.
pub const FEATURES: [&str; 49] = [
    "words",          // ln(1 + words)
    "prose",          // 1 for a paragraph
    "sentence",       // 1 for a short sentence
    "label",          // 1 for a few words that are no sentence
    "open",           // 1 for a paragraph that ends in a letter or digit
    "title_case",     // share of capitalised words of a fragment
    "prose_capitals", // share of capitalised words of a sentence or paragraph
    "starts_small",   // 1 if the first letter is a small one
    "numbers",        // share of words that begin with a digit
    "commas",         // ln(1 + commas)
    "quotes",         // 1 if it has quotation marks
    "common", // share of words that hold a sentence together, less the share in the page's prose
    "calling", // share of words that speak to the reader
    "prose_calling", // the same if it is a paragraph
    "colon",  // 1 if it ends in a colon
    "asks",   // 1 if it ends in a question or exclamation mark
    "separators", // 1 if it has bars, bullets or slashes
    "brackets", // 1 if it has brackets
    "signature", // 1 if it is the name and date below a quoted post
    "signed", // 1 if one stands right below
    "above_prose", // 1 if a kept paragraph stands right above
    "below_prose", // 1 if one stands right below
    "above_fragment", // 1 if a kept fragment stands right above
    "below_fragment", // 1 if one stands right below
    "prose_above_2", // ln(1 + words of prose in the two lines above)
    "prose_below_2", // ln(1 + words of prose in the two lines below)
    "short_above", // share of the lines just above that are not prose
    "short_below", // share of those just below
    "gap_above", // ln(1 + lines up to the next prose above)
    "gap_below", // ln(1 + lines down to the next prose below)
    "short_run", // ln(1 + length of the run of lines without prose that it stands in)
    "stretch", // ln of the nearest stretch of close prose, as a share of the page's heaviest
    "in_body", // 1 between the first and the last paragraph of the body
    "behind_body", // 1 below the body
    "outside", // ln(1 + lines between it and the body)
    "prose_before", // share of the page's prose that stands above
    "page_prose", // share of the page's words that are prose
    "page_short", // share of the page's lines that are not
    "noise_above", // 1 if the line above is removed
    "noise_below", // 1 if the line below is removed
    "noise_above_5", // share of the lines just above that are removed
    "noise_below_5", // share of those just below
    "links_near", // share of the lines around that are removed as links
    "page_noise", // share of the page's lines that are removed
    "section", // 1 behind a label for links, up to the next long paragraph
    "stands_again", // 1 if the same line stands on the page once more
    "names_known", // ln(1 + its names that stand in other prose of the page)
    "names_strange", // ln(1 + its names that do not)
    "headline_above", // 1 if the headline stands just above
];

/// The measurements of one line, by [`FEATURES`].
pub type Features = [f32; FEATURES.len()];

/// A fragment of at most so many words is a label.
const LABEL_WORDS: usize = 4;
/// So many lines above and below a line are around it.
const NEAR: usize = 5;
/// The headline stands just above if so many lines, or fewer, lie between.
const BELOW_HEADLINE: usize = 3;
/// A longer way to the next prose is as good as endless.
const FARTHEST: usize = 60;
/// Paragraphs with fewer other lines between them are one stretch of close prose.
const CLOSE: usize = 5;
/// Smaller counts have their logarithms in a table.
const SMALL_COUNTS: u16 = 256;
/// A paragraph of so many words ends a section of links.
const SECTION_END_WORDS: usize = 30;

/// The logarithms of small counts, since a dozen are taken for each line.
static LOGARITHMS: LazyLock<Vec<f32>> = LazyLock::new(|| {
    let counts = (0..SMALL_COUNTS).map(|count| count as f32);
    counts.map(f32::ln_1p).collect()
});

/// What is measured of a page once, so that each of its lines then takes a fixed time.
pub(super) struct Surroundings<'p, 't, 'r> {
    page: &'p Page<'t, 'r>,
    /// Of what sort the words of each kept line are; of the others nothing is asked.
    shapes: Vec<Shape>,
    /// What stands above each line; one more entry for the whole page.
    above: Vec<Tally>,
    /// What its place among the others says of each line.
    places: Vec<Place>,
    /// The words of the heaviest stretch of close prose.
    heaviest: usize,
    /// How often each line stands on the page. Most lines differ in length, which is compared first.
    texts: BTreeMap<(usize, &'t str), usize>,
    /// How many paragraphs have a name of each bucket.
    names: [u16; NAME_BUCKETS],
    /// Share of the words of the page's prose that hold a sentence together.
    common: f32,
}

/// Counts over some lines.
#[derive(Clone, Copy, Default)]
struct Tally {
    words: usize,
    prose_words: usize,
    short: usize,
    removed: usize,
    links: usize,
}

/// What a line's place among the others says.
#[derive(Clone, Copy, Default)]
struct Place {
    gap_above: usize,
    gap_below: usize,
    short_run: usize,
    stretch: usize,
    in_section: bool,
}

impl<'p, 't, 'r> Surroundings<'p, 't, 'r> {
    /// Measures a page, of which some lines may be removed already.
    pub fn new(page: &'p Page<'t, 'r>) -> Self {
        let shape = |(index, line): (usize, &Line)| match page.is_kept(index) {
            true => measure(line.text),
            false => Shape::default(),
        };
        let mut surroundings = Self {
            page,
            shapes: page.lines.iter().enumerate().map(shape).collect(),
            above: Vec::with_capacity(page.lines.len() + 1),
            places: vec![Place::default(); page.lines.len()],
            heaviest: 0,
            texts: BTreeMap::new(),
            names: [0; NAME_BUCKETS],
            common: 0.0,
        };
        surroundings.tally();
        surroundings.measure_gaps();
        surroundings.find_stretches();
        surroundings.mark_sections();
        surroundings
    }

    /// Measures a line of the page.
    pub fn features(&self, index: usize) -> Features {
        let page = self.page;
        let line = &page.lines[index];
        let shape = &self.shapes[index];
        let place = self.places[index];
        let (is_prose, is_fragment) = (line.form == Form::Prose, line.form == Form::Fragment);
        let of_words = |count: u16| f32::from(count) / f32::from(shape.head_words.max(1));
        let last = line.text.chars().next_back();
        let neighbour = |index: Option<usize>, form: Form| {
            flag(index.is_some_and(|index| page.is_kept(index) && page.lines[index].form == form))
        };
        let (up, down) = (index.checked_sub(1), Some(index + 1));
        let (above, below) = (self.just_above(index, NEAR), self.just_below(index, NEAR));
        let near = |count: usize| count as f32 / NEAR as f32;
        let whole = self.above[page.lines.len()];
        let outside = if index < page.body.start {
            page.body.start - index
        } else {
            (index + 1).saturating_sub(page.body.end)
        };
        let (known, strange) = self.names(shape, self.is_prose(index));
        let below_headline = page
            .headline
            .is_some_and(|headline| headline < index && index - headline <= BELOW_HEADLINE);
        [
            ln(line.words),
            flag(is_prose),
            flag(line.form == Form::Sentence),
            flag(is_fragment && line.words <= LABEL_WORDS),
            flag(is_prose && last.is_some_and(char::is_alphanumeric)),
            if is_fragment {
                of_words(shape.capitalised)
            } else {
                0.0
            },
            if is_fragment {
                0.0
            } else {
                of_words(shape.capitalised)
            },
            flag(shape.starts_small),
            of_words(shape.numbers),
            ln(usize::from(shape.commas)),
            flag(shape.quotes > 0),
            of_words(shape.common) - self.common,
            of_words(shape.calling),
            if is_prose {
                of_words(shape.calling)
            } else {
                0.0
            },
            flag(last == Some(':')),
            flag(matches!(last, Some('?' | '!'))),
            flag(shape.separators > 0),
            flag(shape.brackets > 0),
            flag(is_signature(line)),
            flag(page.lines.get(index + 1).is_some_and(is_signature)),
            neighbour(up, Form::Prose),
            neighbour(down, Form::Prose),
            neighbour(up, Form::Fragment),
            neighbour(down, Form::Fragment),
            ln(self.just_above(index, 2).prose_words),
            ln(self.just_below(index, 2).prose_words),
            near(above.short),
            near(below.short),
            ln(place.gap_above),
            ln(place.gap_below),
            ln(place.short_run),
            ln(place.stretch) - ln(self.heaviest),
            flag(page.body.contains(&index)),
            flag(index >= page.body.end),
            ln(outside),
            share(self.above[index].prose_words, whole.prose_words),
            share(whole.prose_words, whole.words),
            share(whole.short, page.lines.len()),
            flag(self.just_above(index, 1).removed > 0),
            flag(self.just_below(index, 1).removed > 0),
            near(above.removed),
            near(below.removed),
            near(above.links + below.links) / 2.0,
            share(whole.removed, page.lines.len()),
            flag(place.in_section),
            flag(self.stands_again(line)),
            ln(known),
            ln(strange),
            flag(below_headline),
        ]
    }

    fn is_prose(&self, index: usize) -> bool {
        self.page.is_kept(index) && self.page.lines[index].form == Form::Prose
    }

    fn stands_again(&self, line: &Line) -> bool {
        let times = self.texts.get(&(line.text.len(), line.text));
        times.is_some_and(|&times| times > 1)
    }

    fn tally(&mut self) {
        let mut so_far = Tally::default();
        let (mut common, mut words) = (0, 0);
        self.above.push(so_far);
        for (index, line) in self.page.lines.iter().enumerate() {
            so_far.words += line.words;
            if self.is_prose(index) {
                let shape = &self.shapes[index];
                so_far.prose_words += line.words;
                common += usize::from(shape.common);
                words += usize::from(shape.head_words);
                for bucket in buckets(&shape.names) {
                    self.names[bucket] = self.names[bucket].saturating_add(1);
                }
            }
            so_far.short += usize::from(line.form != Form::Prose);
            so_far.removed += usize::from(!self.page.is_kept(index));
            so_far.links += usize::from(is_link(self.page.kind(index)));
            self.above.push(so_far);
            let text = (line.text.len(), line.text);
            *self.texts.entry(text).or_default() += 1;
        }
        self.common = share(common, words);
    }

    fn measure_gaps(&mut self) {
        let count = self.page.lines.len();
        let (mut gap, mut run) = (FARTHEST, 0);
        for index in 0..count {
            let is_prose = self.is_prose(index);
            self.places[index].gap_above = gap;
            gap = if is_prose { 0 } else { FARTHEST.min(gap + 1) };
            run = if is_prose { 0 } else { run + 1 };
            self.places[index].short_run = run;
        }
        gap = FARTHEST;
        for index in (0..count).rev() {
            self.places[index].gap_below = gap;
            // A run's length is known at its end.
            if gap > 0 && index + 1 < count && self.places[index].short_run > 0 {
                self.places[index].short_run = self.places[index + 1].short_run;
            }
            gap = if self.is_prose(index) {
                0
            } else {
                FARTHEST.min(gap + 1)
            };
        }
    }

    fn find_stretches(&mut self) {
        let mut stretches: Vec<(usize, usize, usize)> = Vec::new();
        for index in (0..self.page.lines.len()).filter(|&index| self.is_prose(index)) {
            let words = self.page.lines[index].words;
            match stretches.last_mut() {
                Some((_, last, sum)) if index - *last <= CLOSE => {
                    *last = index;
                    *sum += words;
                }
                _ => stretches.push((index, index, words)),
            }
        }
        self.heaviest = stretches.iter().map(|stretch| stretch.2).max().unwrap_or(0);
        // A line belongs to the stretch that it is in, or nearest to.
        let mut rest = stretches.into_iter().peekable();
        let Some(mut current) = rest.next() else {
            return;
        };
        for (index, place) in self.places.iter_mut().enumerate() {
            while let Some(next) = rest.peek()
                && index > current.1
                && next.0.saturating_sub(index) < index - current.1
            {
                current = *next;
                rest.next();
            }
            place.stretch = current.2;
        }
    }

    fn mark_sections(&mut self) {
        let mut open = false;
        for index in 0..self.page.lines.len() {
            open &= !self.is_prose(index) || self.page.lines[index].words < SECTION_END_WORDS;
            if let Some(removed) = &self.page.removed[index] {
                open |= removed.opens() == Some(Section::Related);
            }
            self.places[index].in_section = open;
        }
    }

    fn just_above(&self, index: usize, lines: usize) -> Tally {
        self.between(index.saturating_sub(lines), index)
    }

    fn just_below(&self, index: usize, lines: usize) -> Tally {
        let end = self.page.lines.len();
        self.between(index + 1, end.min(index + 1 + lines))
    }

    fn between(&self, start: usize, end: usize) -> Tally {
        let (start, end) = (self.above[start], self.above[end]);
        Tally {
            words: end.words - start.words,
            prose_words: end.prose_words - start.prose_words,
            short: end.short - start.short,
            removed: end.removed - start.removed,
            links: end.links - start.links,
        }
    }

    /// Returns how many of a line's names stand in other prose of the page, and how many do not.
    fn names(&self, shape: &Shape, is_counted: bool) -> (usize, usize) {
        let own = u16::from(is_counted);
        let all = buckets(&shape.names).count();
        let known = buckets(&shape.names)
            .filter(|&bucket| self.names[bucket] > own)
            .count();
        (known, all - known)
    }
}

fn buckets(bits: &[u64; NAME_BUCKETS / 64]) -> impl Iterator<Item = usize> {
    bits.iter().enumerate().flat_map(|(block, &bits)| {
        let mut rest = bits;
        std::iter::from_fn(move || {
            let lowest = rest.trailing_zeros() as usize;
            rest &= rest.wrapping_sub(1);
            (lowest < 64).then_some(block * 64 + lowest)
        })
    })
}

fn is_link(kind: Option<Kind>) -> bool {
    matches!(
        kind,
        Some(
            Kind::Nav
                | Kind::ShareWidget
                | Kind::RelatedLinkLabel
                | Kind::RelatedLinkHeadline
                | Kind::RelatedTeaser
        )
    )
}

/// "— Jane Roe (@janeroe), May 3": who wrote the post above, and when.
fn is_signature(line: &Line) -> bool {
    line.form != Form::Prose
        && line.text.starts_with(['\u{2014}', '\u{2015}'])
        && line
            .text
            .contains(|c: char| c.is_numeric() || matches!(c, '(' | '[' | '（' | '【'))
}

fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}

fn ln(count: usize) -> f32 {
    let small = LOGARITHMS.get(count).copied();
    small.unwrap_or_else(|| (count as f32).ln_1p())
}
