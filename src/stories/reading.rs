//! What the story stage reads in an article: its words in order, and which of them are names,
//! numbers, quotations and days.

use std::collections::HashMap;
use std::ops::Range;

use super::compact;
use crate::dates::{Mention, Moment, weekday_mentions};
use crate::sketch::{hash_run, hash_word, word_hashes, words};
use crate::strip::{Article, HeadlineFrom, Kind, Role, Verdict};

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
    /// Whether the headline is the body's first sentence, for want of one.
    pub title_in_body: bool,
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
    /// The day that is named most often, the first of them on a tie, is the report's own if it
    /// is named twice or among the first words; else it is background.
    pub fn new(article: &Article) -> Self {
        let Article {
            document,
            segments,
            harvest,
            ..
        } = article;
        let mut reading = Reading {
            outlet: harvest.outlet.as_ref().map(|outlet| hash_word(outlet)),
            published: harvest.published.map(|published| published.moment),
            ..Reading::default()
        };
        if let Some(headline) = &harvest.headline {
            reading.title_in_body = headline.from == HeadlineFrom::FirstSentence;
            reading.title = words(&headline.text)
                .map(|word| hash_word(word.text))
                .collect();
        }
        // The sentences of one line are read as a line: quotations run across them.
        let mut open: Option<Range<usize>> = None;
        for segment in segments {
            let line = segment.span.clone();
            let is_own = segment.verdict == Verdict::Kept(Role::Body)
                || segment.verdict == Verdict::Kept(Role::Subheading);
            if let Some(before) = open.take() {
                if is_own && !document.text[before.clone()].ends_with(['\n', '\r']) {
                    open = Some(before.start..line.end);
                    continue;
                }
                reading.read_line(&document.text, before);
            }
            match &segment.verdict {
                Verdict::Kept(Role::Body | Role::Subheading) => open = Some(line),
                Verdict::Kept(Role::Headline | Role::Blank) => {}
                Verdict::Removed(removal) => {
                    reading.breaks.push(reading.words.len());
                    if stands_on_every_page(removal.kind) {
                        reading.furniture.push(line_hash(&document.text[line]));
                    }
                }
            }
        }
        if let Some(last) = open {
            reading.read_line(&document.text, last);
        }
        reading.names = sorted(reading.names);
        reading.numbers = sorted(reading.numbers);
        reading.furniture = sorted(reading.furniture);
        reading.figures.sort_unstable();
        reading.figures.dedup();
        reading.day = reading.own_day(&harvest.days);
        reading
    }

    /// Appends to bytes what is compared of it with others, with half of each hash.
    pub fn write_compact(&self, bytes: Vec<u8>) -> Vec<u8> {
        compact::write(self, bytes)
    }

    /// Reads what [`write_compact`](Reading::write_compact) wrote; `None` if it is something else.
    pub fn from_compact(bytes: &[u8]) -> Option<Reading> {
        compact::read(bytes)
    }

    /// Returns the day that the report is about, where weekdays too pin one down; `None` without a date of
    /// publication, which they are resolved by. `article` is the one that was read.
    pub fn resolved_day(&self, article: &Article) -> Option<Mention> {
        let published = self.published?;
        let mut resolved = article.harvest.days.clone();
        for (_, Range { start, end }) in article.kept().filter(|(role, _)| *role != Role::Headline)
        {
            let weekdays = weekday_mentions(&article.document.text[start..end], published.date);
            resolved.extend(weekdays.into_iter().map(|day| day.moved_by(start)));
        }
        resolved.sort_by_key(|day| day.span.start);
        self.own_day(&resolved)
    }

    /// Adds the words of one line.
    fn read_line(&mut self, text: &str, line: Range<usize>) {
        let mut quote = None;
        let mut number = None;
        let mut previous_end = line.start;
        let first = self.words.len();
        word_hashes(&text[line.clone()], &mut self.words);
        for (place, word) in (first..).zip(words(&text[line.clone()])) {
            // The same words as were hashed.
            let hash = self.words[place];
            let span = line.start + word.start..line.start + word.end();
            let between = &text[previous_end..span.start];
            let is_space = between == " ";
            if !is_space {
                self.read_quotation_marks(between, place, &mut quote);
            }
            let has_digit = word.text.bytes().any(|byte| byte.is_ascii_digit());
            if let Some(number) = number.take()
                && between.bytes().all(|byte| byte == b' ' || byte == b'-')
                && !has_digit
            {
                self.figures.push((hash, number));
            }
            if is_capitalised(word.text)
                && previous_end > line.start
                && (is_space || !ends_sentence(between))
            {
                self.names.push(hash);
            }
            if has_digit {
                self.numbers.push(hash);
                number = Some(hash);
            }
            previous_end = span.end;
            self.spans.push(span);
        }
        let end = self.words.len();
        self.read_quotation_marks(&text[previous_end..line.end], end, &mut quote);
        self.close_quotation(end, &mut quote);
    }

    /// Opens and closes quotations before the word at a place; `quote` is the place where the open one begins.
    ///
    /// A quotation that is not closed ends with its line, as in quotations of several paragraphs.
    fn read_quotation_marks(&mut self, between: &str, place: usize, quote: &mut Option<usize>) {
        for mark in between.chars() {
            match mark {
                '"' | '”' | '»' if quote.is_some() => self.close_quotation(place, quote),
                '“' if quote.is_some() => self.close_quotation(place, quote), // closes „German“ ones
                '"' | '“' | '„' | '«' => *quote = Some(place),
                _ => {}
            }
        }
    }

    /// Takes note of the open quotation, which ends before the word at a place, if it is long enough.
    fn close_quotation(&mut self, end: usize, quote: &mut Option<usize>) {
        if let Some(start) = quote.take()
            && end - start >= QUOTATION_WORDS
        {
            self.quotations.push(start..end);
        }
    }

    /// Returns the day that the report is about.
    fn own_day(&self, days: &[Mention]) -> Option<Mention> {
        let head_end = self
            .spans
            .get(HEAD_WORDS)
            .map_or(usize::MAX, |span| span.start);
        let times = Times::count(days);
        let (named, day) = days
            .iter()
            .map(|day| (times.of(day), day))
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
}

/// How often each day is named. A mention without a year counts for that day of every year, and with
/// it; tallied first, because a page may list thousands of days.
#[derive(Default)]
struct Times {
    /// By year, month and day.
    in_year: HashMap<(Option<i16>, i8, i8), usize>,
    /// By month and day, whatever the year.
    in_any_year: HashMap<(i8, i8), usize>,
}

impl Times {
    fn count(days: &[Mention]) -> Self {
        let mut times = Times::default();
        for &Mention {
            year, month, day, ..
        } in days
        {
            *times.in_year.entry((year, month, day)).or_default() += 1;
            *times.in_any_year.entry((month, day)).or_default() += 1;
        }
        times
    }

    fn of(
        &self,
        &Mention {
            year, month, day, ..
        }: &Mention,
    ) -> usize {
        let in_year = |year| self.in_year.get(&(year, month, day)).copied().unwrap_or(0);
        match year {
            Some(_) => in_year(year) + in_year(None),
            None => self.in_any_year.get(&(month, day)).copied().unwrap_or(0),
        }
    }
}

/// Returns whether what stands between two words ends a sentence, so that the next word's capital says nothing.
fn ends_sentence(between: &str) -> bool {
    between.contains(['.', '!', '?', ':', '"', '“', '„', '«', '。', '！', '？'])
}

/// Returns whether a word starts with a capital and is more than a letter.
pub fn is_capitalised(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_some()
}

/// Returns whether a site has lines of this kind on every page, the same ones.
fn stands_on_every_page(kind: Kind) -> bool {
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
    hash_run(words(line).map(|word| hash_word(word.text)))
}

/// Returns the hashes sorted and without repeats.
fn sorted(mut hashes: Vec<u64>) -> Vec<u64> {
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::testing::{article, reading};

    /// Puts a sentence in the middle of an article that is long enough to be one.
    fn within(sentence: &str) -> String {
        format!(
            "The ferry company told its crews that the winter timetable would stay as it was for another year.\n\n\
             {sentence}\n\n\
             The harbour master said that he had heard of no complaint from the islands, and that he expected none.\n"
        )
    }

    fn quoted(sentence: &str) -> Vec<String> {
        let text = within(sentence);
        let reading = reading(&text);
        reading
            .quotations
            .iter()
            .map(|places| text[reading.span(places.clone())].to_owned())
            .collect()
    }

    fn date(mention: &Option<Mention>) -> Option<(i8, i8)> {
        mention.as_ref().map(|day| (day.month, day.day))
    }

    #[test]
    fn quotations_are_found_in_the_marks_of_several_languages() {
        assert_eq!(
            quoted(
                "\"We never saw the rope at all\", the pilot told reporters in the town on the bay."
            ),
            ["We never saw the rope at all"]
        );
        assert_eq!(
            quoted(
                "Der Kapitän sagte: „Wir haben das Seil nie gesehen“, und ging dann wieder an Bord."
            ),
            ["Wir haben das Seil nie gesehen"]
        );
        assert_eq!(
            quoted(
                "Le capitaine a dit : «Nous n’avons jamais vu la corde», puis il est remonté à bord."
            ),
            ["Nous n’avons jamais vu la corde"]
        );
    }

    #[test]
    fn scare_quotes_are_no_quotations() {
        assert_eq!(
            quoted(
                "The pilot called the rope a \"minor matter\" when the town council asked him about it."
            ),
            [""; 0]
        );
    }

    #[test]
    fn a_quotation_that_is_not_closed_ends_with_its_line() {
        assert_eq!(
            quoted("The pilot said: \"We looked for the rope all night and never found it."),
            ["We looked for the rope all night and never found it"]
        );
    }

    #[test]
    fn every_word_inside_the_marks_is_quoted_and_no_other() {
        let text =
            within("The pilot said \"we never saw the rope at all\" before he went back on board.");
        let reading = reading(&text);
        let quoted: Vec<&str> = (0..reading.words.len())
            .filter(|place| reading.is_quoted(*place))
            .map(|place| &text[reading.spans[place].clone()])
            .collect();
        assert_eq!(quoted.join(" "), "we never saw the rope at all");
    }

    #[test]
    fn a_capital_makes_a_name_unless_a_sentence_begins() {
        let reading = reading(&within(
            "The pilot met Mayor Ortlund on the quay. Fog had delayed him, he told her.",
        ));
        let is_name = |word: &str| reading.names.binary_search(&hash_word(word)).is_ok();
        assert!(is_name("Ortlund"));
        assert!(!is_name("Fog"));
        assert!(!is_name("quay"));
    }

    #[test]
    fn counts_are_read_with_what_they_count() {
        let reading = reading(&within(
            "Divers brought up 61 tonnes of scrap and a 12-metre mast from the ground of the harbour.",
        ));
        let counts = |thing: &str, number: &str| {
            let figure = (hash_word(thing), hash_word(number));
            reading.figures.binary_search(&figure).is_ok()
        };
        assert!(counts("tonnes", "61"));
        assert!(counts("metre", "12"));
        assert!(!counts("scrap", "61"));
        assert_eq!(reading.numbers.len(), 2);
    }

    #[test]
    fn the_day_named_most_often_is_the_reports_own() {
        let reading = reading(&within(
            "The rope was lost on March 3. It had been ordered on January 9, and on March 3, 2021 it was gone.",
        ));
        assert_eq!(date(&reading.day), Some((3, 3)));
        assert_eq!(
            reading.day.unwrap().year,
            None,
            "the first mention stands for the day"
        );
    }

    #[test]
    fn a_day_without_its_year_counts_with_the_same_day_of_a_year() {
        let reading = reading(&within(
            "It was ordered on January 9, and on March 3, 2021 it was lost. By March 4 all knew of March 3.",
        ));
        let day = reading.day.map(|day| (day.year, day.month, day.day));
        assert_eq!(day, Some((Some(2021), 3, 3)));
    }

    #[test]
    fn one_day_of_two_years_is_two_days() {
        let reading = reading(&within(
            "It was lost on May 8, 2019, not on May 8, 2020, and found on June 1, 2020. On June 1, 2020 it rained.",
        ));
        assert_eq!(date(&reading.day), Some((6, 1)));
    }

    #[test]
    fn a_day_that_is_named_once_and_late_is_background() {
        let filler: Vec<String> = ('a'..='t')
            .map(|pier| {
                format!(
                    "The islanders at pier {pier} rely on boat {pier} for mail, milk and news.\n\n"
                )
            })
            .collect();
        let late = format!("{}A first boat had sailed on May 8.\n", filler.concat());
        assert_eq!(reading(&late).day, None);
        let early = format!("A first boat sailed on May 8.\n\n{}", filler.concat());
        assert_eq!(date(&reading(&early).day), Some((5, 8)));
    }

    #[test]
    fn weekdays_count_only_beside_a_publication_date() {
        let text = within("The rope was lost on Tuesday, and by noon the boats had stopped.");
        let resolved = |published: &str| {
            let article = article(published, &text);
            let reading = Reading::new(&article);
            (date(&reading.day), date(&reading.resolved_day(&article)))
        };
        assert_eq!(resolved("2021-03-04"), (None, Some((3, 2))));
        assert_eq!(resolved(""), (None, None));
    }

    #[test]
    fn a_removed_line_breaks_the_run_of_words() {
        let text = within("Advertisement");
        let reading = reading(&text);
        let [place] = reading.breaks[..] else {
            panic!("one break: {:?}", reading.breaks);
        };
        assert_eq!(&text[reading.spans[place].clone()], "The");
        assert_eq!(&text[reading.spans[place - 1].clone()], "year");
    }

    #[test]
    fn a_text_without_words_reads_as_nothing() {
        for text in ["", " \n\n", "— …\n"] {
            let reading = reading(text);
            assert_eq!((reading.words, reading.day), (vec![], None));
        }
    }
}
