//! Datelines: how a report names its place, its agency and its day.
//!
//! A dateline is read part by part: a place, perhaps a region, a date and an agency, in brackets or
//! between slashes, and what sets all that apart from the text. Agencies and papers write these parts
//! in a few fixed orders. A dateline that is missed costs little, a false one makes a place out of a
//! person; so one that names no known agency is believed only if its place stands in capitals, or
//! before a double hyphen.

use std::sync::LazyLock;

use jiff::civil::{Date, date};

use crate::dates::weekday_mentions;

use super::byline;
use super::lines::{Form, Line};
use super::lists::{Words, words};
use super::scripts::is_east_asian;
use super::signature::{BRACKET_BYTES, BRACKETS, DASHES};
use super::sources::{Sources, is_station};
use crate::dates::{in_text, month};

/// A dateline ends within so many characters.
const LONGEST: usize = 120;
/// A dateline that stands alone has at most so many words.
const LONE_WORDS: usize = 12;
/// A place has at most so many words: "St. Anne's on the Sea".
const PLACE_WORDS: usize = 5;
/// A place in capitals has at least so many letters; "PSY - the singer" is none.
const PLACE_LETTERS: usize = 4;
/// A region has at most so many words: "Trinidad and Tobago".
const REGION_WORDS: usize = 3;
/// A place in small letters before a double hyphen has at most so many words.
const DASHED_WORDS: usize = 3;
/// The day stands within so many characters from the start of a date: "septiembre".
const MONTH_LETTERS: usize = 12;

/// Words in capitals that open a text and are no place: labels, and organisations of four letters or more.
static NO_PLACES: Words = LazyLock::new(|| {
    words(
        "ADVISORY ALERT ANALYSE ANALYSIS ANALISI ANUNCIO ARCHIVE ATTENTION AVISO BREAKING CHECK COLUMN
         COMMENT COMMENTARY CORRECTED CORRECTION DEVELOPING DOCUMENT EDITORIAL EILMELDUNG ENTREVISTA
         ESCLUSIVA EXCLUSIVA EXCLUSIF EXCLUSIVE EXKLUSIV EXPLAINED EXPLAINER FACTBOX FEATURE FILE FLASH
         HINWEIS IMPORTANT INSIGHT INTERVIEW INTERVISTA JUST KOMMENTAR KORREKTUR KURZMELDUNG LIVE LIVEBLOG
         MEDIA NEWS NOTE NOTICE OBITUARY OPINION OPINIÓN PHOTO PHOTOS PICTURES PODCAST POLL PRESS QUESTION
         ANSWER QUOTE RECAP RELEASE REPORT REPORTAGE REVIEW SERIES SPECIAL SPOILER STAND STORY SUMMARY TICKER
         TIMELINE TRANSCRIPT UPDATE UPDATED URGENT URGENTE VIDEO WARNING WATCH WICHTIG AIPAC ASEAN BAFTA
         BREXIT CARICOM COVID ECOWAS FIFA INTERPOL MERCOSUR NASA NASDAQ NATO OPEC OSCE UEFA UNESCO UNHCR
         UNICEF UNRWA ВАЖНО ВИДЕО ИНТЕРВЬЮ МНЕНИЕ НАТО ОБНОВЛЕНО СРОЧНО ФОТО ЭКСКЛЮЗИВ",
    )
});
/// Small words inside of a place.
static PARTICLES: Words = LazyLock::new(|| {
    words(
        "al am an at auf bei d'or da das de dei del della der di do dos du el en im in la las le les los na o
         of ob on sous sur the upon van y на",
    )
});
/// Short forms whose full stop does not end a place.
static ABBREVIATIONS: Words = LazyLock::new(|| words("St Ste Sta Sto Ft Mt Pt ST STE FT MT PT"));

/// The place, agency and date that a report begins with.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Dateline<'t> {
    /// As written, without the country that may follow.
    pub place: Option<&'t str>,
    /// As written; [`Sources::listed`] knows it.
    pub agency: Option<&'t str>,
    /// Only if year, month and day are all there.
    pub date: Option<Date>,
    /// The author, where the dateline has a byline before it or a reporter in brackets behind it.
    pub byline: Option<&'t str>,
    /// It is "PLACE: ", as speakers are named in a transcript.
    pub is_like_a_speaker: bool,
}

/// Returns the dateline that `text` starts with.
pub(super) fn at_start<'t>(text: &'t str, sources: &Sources) -> Option<Dateline<'t>> {
    let end = text.char_indices().nth(LONGEST);
    let head = end.map_or(text, |(end, _)| text.get(..end).unwrap_or(text));
    if !head.contains(MARKS) && !head.contains(CHINESE_MARKS) {
        return None;
    }
    chinese(head, sources)
        .or_else(|| agency_first(head, sources))
        .or_else(|| behind_byline(head, sources))
        .or_else(|| place_first(head, sources))
}

/// Returns whether a line is a dateline and nothing else.
pub(super) fn is_alone(line: &Line, sources: &Sources) -> bool {
    if line.words > LONE_WORDS || line.form != Form::Fragment {
        return false;
    }
    at_start(line.text, sources)
        .is_some_and(|found| found.place.is_some() && found.agency.is_some())
}

/// What sets a dateline apart; without any of them there is none.
const MARKS: [char; 11] = ['(', '[', '【', '（', '/', '-', '–', '—', '―', ':', '.'];
const CHINESE_MARKS: [char; 4] = ['电', '電', '讯', '訊'];
/// "新华社北京5月3日电（记者 …）"
fn chinese<'t>(head: &'t str, sources: &Sources) -> Option<Dateline<'t>> {
    if head.is_ascii() || !head.contains(CHINESE_MARKS) {
        return None;
    }
    let start = head.trim_start_matches(['（', '(', '【', '　', ' ']);
    let (agency, rest) = match sources.named_at_start(start) {
        Some((_, length)) => (start.get(..length), start.get(length..)?),
        None => (
            None,
            OWN_PAPER
                .iter()
                .find_map(|own| start.strip_prefix(own))
                .unwrap_or(start),
        ),
    };
    let place = rest.split(|c: char| c.is_ascii_digit()).next()?.trim();
    let day = rest.get(place.len()..)?;
    let marked = day.find(CHINESE_MARKS)?;
    let (day, mark) = day.split_at(marked);
    let is_day = day.ends_with('日')
        && day
            .chars()
            .all(|c| c.is_ascii_digit() || "年月日 ".contains(c));
    let is_place = place.chars().count() <= 8 && place.chars().all(is_east_asian);
    if !is_day || !is_place {
        return None;
    }
    let behind = mark.trim_start_matches(CHINESE_MARKS).trim_start();
    let bracket = behind.strip_prefix(['（', '(']);
    Some(Dateline {
        place: Some(place).filter(|place| !place.is_empty()),
        agency,
        date: in_text(day),
        byline: bracket.and_then(|inside| inside.split(['）', ')']).next()),
        is_like_a_speaker: false,
    })
}

/// "Our paper's own".
const OWN_PAPER: [&str; 4] = ["本报", "本報", "本社", "本网"];

/// "(Reuters) - ", "(CNN) ", "(ANSA) - ROMA, 03 MAG - ", "(서울=연합뉴스)"
fn agency_first<'t>(head: &'t str, sources: &Sources) -> Option<Dateline<'t>> {
    let mut scanner = Scanner { rest: head };
    let inside = scanner.bracket()?;
    let (place, agency) = match inside.split_once('=') {
        Some((place, agency)) => (Some(place.trim()), agency.trim()),
        None => (None, inside),
    };
    let known = sources.listed(agency);
    if known.is_empty() {
        return None;
    }
    let end = scanner.end();
    if end == End::Open && !begins_sentence(scanner.rest) {
        return None;
    }
    let more = place_first(scanner.rest, sources)
        .filter(|more| more.agency.is_none() && end == End::Dash && place.is_none());
    let more = more.unwrap_or_default();
    Some(Dateline {
        place: place.or(more.place),
        agency: Some(agency),
        ..more
    })
}

/// "KYIV --", "Berlin (dpa) - ", "MOSCOW, July 10. /TASS/.", "МОСКВА, 3 мая - РИА Новости."
fn place_first<'t>(head: &'t str, sources: &Sources) -> Option<Dateline<'t>> {
    let mut scanner = Scanner { rest: head };
    let place = scanner.place()?;
    let parts = scanner.parts();
    let end = scanner.end();
    if parts.bracket.is_none() && matches!(end, End::Open | End::Text) {
        return None;
    }
    let begins = begins_sentence(scanner.rest);
    let written = head.get(..head.len() - scanner.rest.len())?;
    let dateline = |agency| Dateline {
        place: Some(place),
        agency,
        date: in_text(written),
        ..Dateline::default()
    };
    // "Jane Roe, OSTVIK, 3 May (Reuters)"
    let is_author = !is_in_capitals(place) && parts.region.is_some_and(is_in_capitals_for_sure);
    if is_author || byline::after_cue(place).is_some() {
        return None;
    }
    let named = |name: &&str| !sources.listed(name).is_empty();
    let is_agency = sources.by_name(place).is_some();
    if let Some(agency) = parts.bracket.filter(named) {
        let is_apart = end != End::Open || parts.has_date || begins;
        return (is_apart && !is_agency).then(|| dateline(Some(agency)));
    }
    if parts.has_date && parts.bracket.is_none() && matches!(end, End::Dash | End::Stop) {
        let (name, rest) = scanner.rest.split_once(['.', '-', '–', '—'])?;
        if named(&name.trim()) && !is_agency && !rest.is_empty() {
            return Some(dateline(Some(name.trim())));
        }
    }
    if is_agency {
        // "AFP - The council voted"
        let is_dash = matches!(end, End::Dash | End::DoubleDash);
        let signs = is_dash && begins && parts.is_none() && sources.is_agency(place);
        return signs.then(|| Dateline {
            agency: Some(place),
            ..Dateline::default()
        });
    }
    if !begins || is_no_place(place) {
        return None;
    }
    let is_capital = is_in_capitals(place);
    let is_believed = match (end, parts.bracket) {
        // The station that sends the report: "OSTVIK, Ore. (KOST) -".
        (End::Dash | End::DoubleDash, Some(bracket)) => {
            is_capital && (parts.region.is_some() || is_station(bracket))
        }
        (End::Dash, None) => is_capital,
        (End::DoubleDash, None) => {
            is_capital || parts.is_none() && place.split(' ').count() <= DASHED_WORDS
        }
        (End::Colon, None) => is_capital && parts.is_none(),
        _ => false,
    };
    is_believed.then(|| Dateline {
        is_like_a_speaker: end == End::Colon,
        ..dateline(None)
    })
}

/// "By Jane Roe, OSTVIK, May 3 (Reuters)": only if the place stands in capitals and an agency is named.
fn behind_byline<'t>(head: &'t str, sources: &Sources) -> Option<Dateline<'t>> {
    let names = byline::after_cue(head)?;
    let starts = names.match_indices(' ').map(|(space, _)| space + 1);
    for start in starts {
        let (before, behind) = names.split_at_checked(start)?;
        let is_capital = behind
            .split([' ', ',', '(', '/'])
            .next()
            .is_some_and(is_in_capitals_for_sure);
        if is_capital
            && !is_in_capitals(before)
            && let Some(found) = place_first(behind, sources)
            && found.agency.is_some()
        {
            return Some(Dateline {
                byline: Some(before.trim_matches([' ', ','])),
                ..found
            });
        }
    }
    None
}

/// Reads the parts of a dateline off the start of a text.
struct Scanner<'t> {
    rest: &'t str,
}

/// What stands between the place and the text.
#[derive(Default)]
struct Parts<'t> {
    region: Option<&'t str>,
    has_date: bool,
    /// The inside of a bracket, or what stands between slashes.
    bracket: Option<&'t str>,
}

impl Parts<'_> {
    fn is_none(&self) -> bool {
        self.region.is_none() && !self.has_date && self.bracket.is_none()
    }
}

/// What sets a dateline apart from the text.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Dash,
    DoubleDash,
    Colon,
    Stop,
    /// Nothing: the text goes on.
    Open,
    /// Nothing, and the text ends.
    Text,
}

impl<'t> Scanner<'t> {
    /// Reads capitalised words, with small ones between them.
    fn place(&mut self) -> Option<&'t str> {
        let mut end = 0;
        for count in 1.. {
            let rest = self.rest.get(end..)?;
            let word = word_at(rest.strip_prefix(' ').unwrap_or(rest));
            let is_word = count == 1 || rest.starts_with(' ');
            let is_particle = count > 1 && PARTICLES.contains(word);
            if !is_word || word.is_empty() || !(is_particle || begins_like_a_name(word)) {
                break;
            }
            if count > PLACE_WORDS {
                return None;
            }
            end += word.len() + usize::from(count > 1);
            if let Some(stop) = self.rest.get(end..).and_then(|rest| rest.strip_prefix('.'))
                && (ABBREVIATIONS.contains(word) || word.chars().count() == 1)
                && stop.starts_with(|c: char| c == ' ' || c.is_uppercase())
            {
                end += 1;
            }
        }
        let (place, rest) = self.rest.split_at_checked(end)?;
        let last = place.rsplit(' ').next()?;
        if place.is_empty() || PARTICLES.contains(last) {
            return None;
        }
        self.rest = rest;
        Some(place)
    }

    /// Reads regions, dates and brackets, in any order.
    fn parts(&mut self) -> Parts<'t> {
        let mut parts = Parts::default();
        let mut is_square = false;
        for _ in 0..4 {
            let before = self.rest;
            let (has_comma, has_stop) = (self.eat(','), self.eat('.'));
            self.rest = self.rest.trim_start();
            if self.date() {
                parts.has_date = true;
            } else if (parts.bracket.is_none() || is_square && parts.region.is_none())
                && let Some(bracket) = self.bracket()
            {
                // "Ostvik [Norway], May 3 (ANI): "
                is_square = before.trim_start().starts_with('[');
                parts.region = parts.bracket.replace(bracket).or(parts.region);
            } else if has_comma
                && !has_stop
                && parts.region.is_none()
                && let Some(region) = self.region()
            {
                parts.region = Some(region);
            } else {
                self.rest = before;
                break;
            }
        }
        parts
    }

    /// Reads "3 May", "July 10, 2017", "3 de mayo de 2019", "03.05.2019".
    fn date(&mut self) -> bool {
        if !self
            .rest
            .chars()
            .take(MONTH_LETTERS)
            .any(|c| c.is_ascii_digit())
        {
            return false;
        }
        let words: Vec<&str> = self.rest.split_inclusive(' ').take(5).collect();
        let bare = |index: usize| -> &str {
            let word = words.get(index).copied().unwrap_or_default().trim();
            word.split(['(', '/', '-', '–', '—', ':'])
                .next()
                .unwrap_or(word)
                .trim_end_matches(['.', ','])
        };
        let joins = |index: usize| matches!(bare(index), "de" | "of");
        let is_month = |index: usize| month(bare(index)).is_some();
        let is_numeric = bare(0).split('.').count() == 3 && in_text(bare(0)).is_some();
        let mut taken = if is_numeric {
            1
        } else if is_day(bare(0)) && is_month(1) || is_month(0) && is_day(bare(1)) {
            2
        } else if is_day(bare(0)) && joins(1) && is_month(2) {
            3
        } else {
            return false;
        };
        if is_year(bare(taken)) {
            taken += 1;
        } else if joins(taken) && is_year(bare(taken + 1)) {
            taken += 2;
        }
        // The last word is cut where it ends: a stop or a bracket behind it has to be seen.
        let before: usize = words.iter().take(taken - 1).map(|word| word.len()).sum();
        let last = bare(taken - 1);
        let Some(rest) = self.rest.get(before + last.len()..) else {
            return false;
        };
        self.rest = rest;
        true
    }

    /// Reads ", Norway", ", N.Y.", ", Ore.", before whatever may follow a region.
    fn region(&mut self) -> Option<&'t str> {
        let is_inside = |c: char| c.is_alphabetic() || matches!(c, '.' | ' ' | '\'' | '’');
        let end = self.rest.find(|c: char| !is_inside(c))?;
        let region = self.rest.get(..end)?.trim_end();
        let mut words = region.split(' ');
        let is_region = words.clone().count() <= REGION_WORDS
            && words.all(|word| begins_like_a_name(word) || matches!(word, "of" | "and" | "the"));
        let is_followed = self
            .rest
            .get(end..)?
            .starts_with(|c: char| "(,[/:".contains(c) || DASHES.contains(&c));
        if !is_region || !is_followed {
            return None;
        }
        // The space before a dash tells it from a hyphen, so it is left.
        self.rest = self.rest.get(region.len()..)?;
        Some(region)
    }

    fn bracket(&mut self) -> Option<&'t str> {
        let (opens, closes) = BRACKETS
            .iter()
            .find(|(opens, _)| self.rest.starts_with(*opens))?;
        let (inside, rest) = self.rest.strip_prefix(*opens)?.split_once(*closes)?;
        let is_short = inside.len() <= BRACKET_BYTES && !inside.contains(['(', '[']);
        if !is_short {
            return None;
        }
        self.rest = rest;
        Some(inside.trim())
    }

    fn eat(&mut self, character: char) -> bool {
        let rest = self.rest.strip_prefix(character);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Reads what sets the dateline apart, and the white space behind it.
    fn end(&mut self) -> End {
        let is_spaced = self.rest.starts_with(char::is_whitespace);
        self.rest = self.rest.trim_start();
        let has_stop = self.eat('.') || self.eat(',');
        self.rest = self.rest.trim_start();
        let behind = self.rest.trim_start_matches(DASHES);
        let dashes = self.rest.len() - behind.len();
        let end = if self.rest.starts_with("--") {
            End::DoubleDash
        } else if dashes > 1
            || dashes == 1 && (is_spaced || has_stop)
            || dashes == 1 && behind.starts_with(' ')
        {
            End::Dash
        } else if dashes > 0 {
            End::Open
        } else if self.rest.is_empty() {
            End::Text
        } else if has_stop {
            End::Stop
        } else if let Some(rest) = self.rest.strip_prefix(": ") {
            self.rest = rest.trim_start();
            return End::Colon;
        } else {
            End::Open
        };
        self.rest = behind.trim_start();
        end
    }
}

/// Returns the word at the start of a text: letters, with apostrophes, hyphens and slashes between them.
fn word_at(text: &str) -> &str {
    let mut end = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let joins = matches!(character, '\'' | '’' | '-' | '/' | '\u{2010}')
            && at > 0
            && characters
                .peek()
                .is_some_and(|(_, next)| next.is_alphabetic());
        if !character.is_alphabetic() && !joins && !is_mark(character) {
            break;
        }
        end = at + character.len_utf8();
    }
    text.get(..end).unwrap_or_default()
}

/// Marks that are written over or under the letter before them.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}')
}

fn begins_like_a_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
}

/// Returns whether a text goes on as a sentence does, so that what stood before was set apart.
fn begins_sentence(rest: &str) -> bool {
    let rest = rest.trim_start_matches([
        '"', '“', '”', '„', '\'', '‘', '«', '»', '‹', '¿', '¡', '(', ' ', '\u{a0}',
    ]);
    rest.starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase())
}

fn is_in_capitals(text: &str) -> bool {
    text.contains(char::is_uppercase) && !text.contains(char::is_lowercase)
}

/// Returns whether a text is in capitals, and no abbreviation as "N.Y." is.
fn is_in_capitals_for_sure(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters >= PLACE_LETTERS && is_in_capitals(text)
}

/// Returns whether a capitalised stretch is no place: too short, a label, or a day of the week.
fn is_no_place(place: &str) -> bool {
    let letters = place.chars().filter(|c| c.is_alphabetic()).count();
    let any_day = date(2000, 1, 1);
    letters < PLACE_LETTERS
        || place.split([' ', '-']).any(|word| NO_PLACES.contains(word))
        || !weekday_mentions(place, any_day).is_empty()
}

fn is_day(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic() || c == 'º');
    matches!(digits.len(), 1 | 2) && digits.parse().is_ok_and(|day: u8| (1..=31).contains(&day))
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::super::sources::SHIPPED;
    use super::*;

    type Parts<'t> = (Option<&'t str>, Option<&'t str>);

    fn read<'t>(text: &'t str, sources: &Sources) -> Parts<'t> {
        let found = at_start(text, sources).unwrap_or_default();
        (found.place, found.agency)
    }

    #[test]
    fn datelines_are_read_in_the_ways_of_many_agencies() {
        let sources = Sources::parse(SHIPPED).unwrap();
        let cases = [
            ("OSTVIK -- The council voted.", "OSTVIK", ""),
            ("Ostvik -- The council voted.", "Ostvik", ""),
            ("OSTVIK — “We voted,” she said.", "OSTVIK", ""),
            ("OSTVIK, Norway – Officials voted.", "OSTVIK", ""),
            ("OSTVIK, May 3 -- The council voted.", "OSTVIK", ""),
            ("NEW OSTVIK: The council voted.", "NEW OSTVIK", ""),
            ("OSTVIK, Norway (AP) — The council voted.", "OSTVIK", "AP"),
            (
                "UNITED PORTS, N.Y. (AP) — The council voted.",
                "UNITED PORTS",
                "AP",
            ),
            ("Ostvik (dpa) - Der Rat stimmte ab.", "Ostvik", "dpa"),
            (
                "Ostvik/Veld (dpa/AFP) - Der Rat stimmte ab.",
                "Ostvik/Veld",
                "dpa/AFP",
            ),
            (
                "Ostvik am Veld (dpa/lhe) – Der Rat stimmte ab.",
                "Ostvik am Veld",
                "dpa/lhe",
            ),
            ("Ostvik (APA) - Der Rat stimmte ab.", "Ostvik", "APA"),
            ("St. Ostvik (AP)", "St. Ostvik", "AP"),
            ("Ostvik (AFP) July 6, 2017", "Ostvik", "AFP"),
            (
                "OSTVIK, 3 May (Reuters) - The council voted.",
                "OSTVIK",
                "Reuters",
            ),
            (
                "OSTVIK, Oct 30 (Xinhua) -- The council voted.",
                "OSTVIK",
                "Xinhua",
            ),
            (
                "OSTVIK, May 3 (Yonhap) -- The council voted.",
                "OSTVIK",
                "Yonhap",
            ),
            (
                "OSTVIK, July 10. /TASS/. The council voted.",
                "OSTVIK",
                "TASS",
            ),
            (
                "OSTVIK. July 10 (Interfax-Ukraine) - The council voted.",
                "OSTVIK",
                "Interfax-Ukraine",
            ),
            (
                "OSTVIK, 3 mai (Reuters) - Le conseil a voté.",
                "OSTVIK",
                "Reuters",
            ),
            (
                "Ostvik, 1er août 2019 (AFP) - Le conseil a voté.",
                "Ostvik",
                "AFP",
            ),
            ("Ostvik, 3 may (EFE).- El consejo votó.", "Ostvik", "EFE"),
            (
                "Ostvik, 3 de mayo de 2019 (EFE).- El consejo votó.",
                "Ostvik",
                "EFE",
            ),
            ("OSTVIK, 3 MAG - Il consiglio ha votato.", "OSTVIK", ""),
            (
                "(ANSA) - OSTVIK, 03 MAG - Il consiglio ha votato.",
                "OSTVIK",
                "ANSA",
            ),
            (
                "Ostvik, 03 mai 2019 (Lusa) - O conselho votou.",
                "Ostvik",
                "Lusa",
            ),
            (
                "ОСТВИК, 3 мая - РИА Новости. Совет проголосовал.",
                "ОСТВИК",
                "РИА Новости",
            ),
            (
                "ОСТВИК, 3 мая. /ТАСС/. Совет проголосовал.",
                "ОСТВИК",
                "ТАСС",
            ),
            (
                "ОСТВИК. 3 мая. УНИАН. Совет проголосовал.",
                "ОСТВИК",
                "УНИАН",
            ),
            (
                "Оствик. 3 мая. INTERFAX.RU - Совет проголосовал.",
                "Оствик",
                "INTERFAX",
            ),
            ("الرياض (رويترز) - صوت المجلس", "الرياض", "رويترز"),
            ("الرياض (واس) - صوت المجلس", "الرياض", "واس"),
            ("奥维5月3日电 议会表决", "奥维", ""),
            ("新华社奥维5月3日电（记者 张三）议会表决", "奥维", "新华社"),
            ("中新社奥维2019年5月3日电 议会表决", "奥维", "中新社"),
            ("(서울=연합뉴스) 의회가 표결했다.", "서울", "연합뉴스"),
            (
                "Ostvik [Norway], May 3 (ANI): The council voted.",
                "Ostvik",
                "ANI",
            ),
            ("(Reuters) - The council voted.", "", "Reuters"),
            ("(CNN) The council voted.", "", "CNN"),
            ("(CNN)The council voted.", "", "CNN"),
            ("(AA) - The council voted.", "", "AA"),
            ("AFP - Le conseil a voté.", "", "AFP"),
            ("By Jane Roe, OSTVIK, May 3 (Reuters)", "OSTVIK", "Reuters"),
            (
                "By Jane Roe OSTVIK (Reuters) - The council voted.",
                "OSTVIK",
                "Reuters",
            ),
            ("OSTVIK, Ore. (KOST) — The council voted.", "OSTVIK", ""),
            ("OSTVIK (CBS13) – The council voted.", "OSTVIK", ""),
            ("OSTVIK (KOST/AP)- The council voted.", "OSTVIK", "KOST/AP"),
        ];
        for (text, place, agency) in cases {
            let named = |part: Option<&str>| part.unwrap_or_default().to_owned();
            let (found_place, found_agency) = read(text, &sources);
            assert_eq!(
                (named(found_place), named(found_agency)),
                (place.to_owned(), agency.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn ordinary_beginnings_are_no_datelines() {
        let sources = Sources::parse(SHIPPED).unwrap();
        let texts = [
            "NATO -- the alliance -- voted.",
            "NATO - The alliance voted.",
            "The council (the old one) - it voted.",
            "The Ostvik Council (AP) is old.",
            "PSY - the singer - came.",
            "PSY - The singer came.",
            "OSTVIK is a town.",
            "OSTVIK, the town - It voted.",
            "Mr. Roe (56) - he voted.",
            "Jane Roe (56) - The mayor voted.",
            "JANE ROE (CDU) - The mayor voted.",
            "Jane Roe - The mayor voted.",
            "Jane Roe: The mayor voted.",
            "Jane Roe (AP Photo/Lena Holt) - The mayor.",
            "Ostvik: The council voted.",
            "Ostvik, May 3 - The council voted.",
            "SUNDAY, May 3 - The council voted.",
            "BREAKING NEWS - The council voted.",
            "UPDATE: The council voted.",
            "UPDATE -- The council voted.",
            "EXCLUSIVE: The council voted.",
            "INTERVIEW — Der Rat stimmte ab.",
            "СРОЧНО - Совет проголосовал.",
            "FOX NEWS - The council voted.",
            "The Associated Press (AP) The council.",
            "Deutsche Presse-Agentur (dpa) - Die Agentur.",
            "He said (AP) that it voted.",
            "In May (Reuters) said it voted.",
            "PA - The state voted.",
            "OSTVIK-BASED firms voted.",
            "By Jane RoeOSTVIK (Reuters) - The council voted.",
            "FILE - The council in May.",
            "Jane Roe, OSTVIK, May 3 (Reuters) - The council voted.",
            "A — B — C",
            "Never -- not once -- did it vote.",
            "(1) The council voted.",
            "(AP Photo/Lena Holt) The mayor.",
            "The bridge, 3 May 2019, was shut.",
            "2019-05-03 - The council voted.",
            "5月3日，议会表决。",
            "他说电话5月3日打来。",
            "By Jane Roe and John Doe of Ostvik - The council.",
            "",
            "(",
            "/",
            "-",
        ];
        for text in texts {
            assert_eq!(read(text, &sources), (None, None), "{text}");
        }
    }

    #[test]
    fn only_a_date_with_its_year_is_one() {
        let sources = Sources::parse(SHIPPED).unwrap();
        let day = |text| at_start(text, &sources).unwrap().date;
        assert_eq!(day("Ostvik (AFP) July 6, 2017"), Some(date(2017, 7, 6)));
        assert_eq!(
            day("Ostvik, 03 mai 2019 (Lusa) - O conselho votou em 2 de junho de 2018."),
            Some(date(2019, 5, 3))
        );
        assert_eq!(
            day("OSTVIK, 3 May (Reuters) - The council voted on May 2, 2019."),
            None
        );
    }

    #[test]
    fn a_dateline_may_name_the_reporter() {
        let sources = Sources::parse(SHIPPED).unwrap();
        let author = |text| at_start(text, &sources).unwrap().byline;
        assert_eq!(
            author("By Jane Roe, OSTVIK, May 3 (Reuters)"),
            Some("Jane Roe")
        );
        assert_eq!(
            author("新华社奥维5月3日电（记者 张三）议会表决"),
            Some("记者 张三")
        );
        assert_eq!(author("OSTVIK (AP) — The council voted."), None);
    }
}
