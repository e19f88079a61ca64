//! What the story stage reads in an article: its words in order, and which of them are names,
//! numbers, quotations and days.

use std::ops::Range;

use crate::dates::{Mention, Moment, mentions, weekday_mentions};
use crate::sketch::{hash_word, words};
use crate::strip::{Article, Kind, Role, Segment, Verdict};

/// Quotations of fewer words are set phrases or scare quotes.
const QUOTATION_WORDS: usize = 5;

/// Words at the head of the body that report the event, before the background.
const HEAD_WORDS: usize = 120;

/// An article's words and dates, before any weighing.
///
/// Places count words of the body (the kept text without the headline); spans are byte ranges in the
/// text as read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Hashes of the body's words, in order.
    pub words: Vec<u64>,
    /// Where each of them stands.
    pub spans: Vec<Range<usize>>,
    /// Places before which something was removed: no passage runs across one.
    pub breaks: Vec<usize>,
    /// Hashes of the headline's words, in order.
    pub title: Vec<u64>,
    /// Words that are written as names, sorted, without repeats.
    pub names: Vec<u64>,
    /// Words with a digit, sorted, without repeats.
    pub numbers: Vec<u64>,
    /// Counts of things ("61 tonnes"): the hashes of the thing and of its number, sorted, without repeats.
    pub figures: Vec<(u64, u64)>,
    /// Places of quotations of at least five words, in order.
    pub quotations: Vec<Range<usize>>,
    /// The day that the report is about, if the text pins it down; see [`Reading::new`].
    pub day: Option<Mention>,
    /// The same day, or the one that a weekday pins down; only of articles with a publication date.
    pub resolved_day: Option<Mention>,
    /// Hash of the name of who published it.
    pub outlet: Option<u64>,
    /// Hashes of the removed lines that a site puts on every page, sorted, without repeats.
    pub furniture: Vec<u64>,
    /// When the article was published.
    pub published: Option<Moment>,
}

impl Reading {
    /// Reads the kept text of an article.
    ///
    /// Days are looked for in photo captions too, which are removed but say when the picture was
    /// taken. The day that is named most often, the first of them on a tie, is the report's own if it
    /// is named twice or among the first words; else it is background.
    pub fn new(article: &Article) -> Self {
        let Article {
            document,
            segments,
            harvest,
        } = article;
        let mut reading = Reading {
            outlet: harvest.outlet.as_ref().map(|outlet| hash_word(outlet)),
            published: harvest.published.map(|published| published.moment),
            ..Reading::default()
        };
        if let Some(headline) = &harvest.headline {
            reading.title = words(&headline.text)
                .map(|word| hash_word(word.text))
                .collect();
        }
        for segment in segments {
            let line = segment.span.clone();
            match &segment.verdict {
                Verdict::Kept(Role::Body | Role::Subheading) => {
                    reading.read_line(&document.text, line)
                }
                Verdict::Kept(Role::Headline | Role::Blank) => {}
                Verdict::Removed(removal) => {
                    reading.breaks.push(reading.words.len());
                    if is_furniture(removal.kind) {
                        reading.furniture.push(line_hash(&document.text[line]));
                    }
                }
            }
        }
        reading.names = sorted(reading.names);
        reading.numbers = sorted(reading.numbers);
        reading.furniture = sorted(reading.furniture);
        reading.figures.sort_unstable();
        reading.figures.dedup();
        reading.read_days(article);
        reading
    }

    /// Finds the day that the report is about.
    fn read_days(&mut self, article: &Article) {
        let tells = |segment: &&Segment| match &segment.verdict {
            Verdict::Kept(role) => matches!(role, Role::Body | Role::Subheading),
            Verdict::Removed(removal) => {
                matches!(removal.kind, Kind::PhotoCaption | Kind::DuplicatedCaption)
            }
        };
        let text = &article.document.text;
        let mut days = Vec::new();
        let mut resolved = Vec::new();
        for Range { start, end } in article
            .segments
            .iter()
            .filter(tells)
            .map(|segment| segment.span.clone())
        {
            days.extend(placed(mentions(&text[start..end]), start));
            if let Some(moment) = self.published {
                resolved.extend(placed(
                    weekday_mentions(&text[start..end], moment.date),
                    start,
                ));
            }
        }
        self.day = self.own_day(&days);
        if self.published.is_some() {
            resolved.extend(days);
            resolved.sort_by_key(|day| day.span.start);
            self.resolved_day = self.own_day(&resolved);
        }
    }

    /// Adds the words of one line.
    fn read_line(&mut self, text: &str, line: Range<usize>) {
        let mut quote = None;
        let mut number = None;
        let mut previous_end = line.start;
        for word in words(&text[line.clone()]) {
            let span = line.start + word.start..line.start + word.end();
            let between = &text[previous_end..span.start];
            self.read_quotation_marks(between, &mut quote);
            let hash = hash_word(word.text);
            let has_digit = word.text.contains(|c: char| c.is_ascii_digit());
            if let Some(number) = number.take()
                && between.chars().all(|c| c == ' ' || c == '-')
                && !has_digit
            {
                self.figures.push((hash, number));
            }
            if previous_end > line.start && !ends_sentence(between) && is_capitalised(word.text) {
                self.names.push(hash);
            }
            if has_digit {
                self.numbers.push(hash);
                number = Some(hash);
            }
            previous_end = span.end;
            self.words.push(hash);
            self.spans.push(span);
        }
        self.read_quotation_marks(&text[previous_end..line.end], &mut quote);
        self.close_quotation(&mut quote);
    }

    /// Opens and closes quotations; `quote` is the place where the open one begins.
    ///
    /// A quotation that is not closed ends with its line, as in quotations of several paragraphs.
    fn read_quotation_marks(&mut self, between: &str, quote: &mut Option<usize>) {
        for mark in between.chars() {
            match mark {
                '"' | '”' | '»' if quote.is_some() => self.close_quotation(quote),
                '“' if quote.is_some() => self.close_quotation(quote), // closes „German“ ones
                '"' | '“' | '„' | '«' => *quote = Some(self.words.len()),
                _ => {}
            }
        }
    }

    /// Takes note of the open quotation if it is long enough.
    fn close_quotation(&mut self, quote: &mut Option<usize>) {
        if let Some(start) = quote.take()
            && self.words.len() - start >= QUOTATION_WORDS
        {
            self.quotations.push(start..self.words.len());
        }
    }

    /// Returns the day that the report is about.
    fn own_day(&self, days: &[Mention]) -> Option<Mention> {
        let head_end = self
            .spans
            .get(HEAD_WORDS)
            .map_or(usize::MAX, |span| span.start);
        let times = |day: &Mention| days.iter().filter(|other| other.same_day(day)).count();
        let (named, day) = days
            .iter()
            .map(|day| (times(day), day))
            .reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        (named > 1 || day.span.start < head_end).then(|| day.clone())
    }

    /// Returns where a run of words stands in the text; the run is not empty.
    pub fn span(&self, places: Range<usize>) -> Range<usize> {
        self.spans[places.start].start..self.spans[places.end - 1].end
    }

    /// Returns whether the word at a place stands in quotation marks.
    pub fn is_quoted(&self, place: usize) -> bool {
        let before = self
            .quotations
            .partition_point(|quotation| quotation.start <= place);
        before > 0 && self.quotations[before - 1].contains(&place)
    }

    /// Returns the distinct words of headline and body, sorted.
    pub fn distinct_words(&self) -> Vec<u64> {
        sorted(self.words.iter().chain(&self.title).copied().collect())
    }
}

/// Puts mentions found in a stretch of the text in their place in the whole.
fn placed(found: Vec<Mention>, start: usize) -> impl Iterator<Item = Mention> {
    found.into_iter().map(move |mut mention| {
        mention.span = start + mention.span.start..start + mention.span.end;
        mention
    })
}

/// Returns whether what stands between two words ends a sentence, so that the next word's capital says nothing.
fn ends_sentence(between: &str) -> bool {
    between.contains(['.', '!', '?', ':', '"', '“', '„', '«', '。', '！', '？'])
}

/// Returns whether a word starts with a capital and is more than a letter.
fn is_capitalised(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_some()
}

/// Returns whether a site has lines of this kind on every page, the same ones.
fn is_furniture(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Nav
            | Kind::ShareWidget
            | Kind::BreakpointLabel
            | Kind::AdvertisementLabel
            | Kind::PromoCta
            | Kind::RelatedLinkLabel
            | Kind::AuthorBio
            | Kind::DonationPlea
            | Kind::LegalNotice
    )
}

/// Returns the hash of a line's words.
fn line_hash(line: &str) -> u64 {
    words(line).fold(0, |hash: u64, word| {
        (hash.rotate_left(23) ^ hash_word(word.text)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

/// Returns the hashes sorted and without repeats.
fn sorted(mut hashes: Vec<u64>) -> Vec<u64> {
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}
