//! Datelines and signatures: how a report names its place, its agency and its day.
//!
//! Agencies and papers write them in a few fixed ways; one that names no known agency is believed
//! only if its place stands in capitals, or before a double hyphen.

use jiff::civil::Date;
use regex::Regex;

use crate::error::{Error, Result};

use super::lines::{Form, Line, fold};
use super::published::Dates;
use super::sources::Sources;

/// A dateline that stands alone has at most so many words.
const LONE_DATELINE_WORDS: usize = 9;
/// A place in capitals has at least so many letters; "PSY - the singer" is none.
const PLACE_LETTERS: usize = 4;

/// The place, agency and date that a report begins with.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Dateline<'t> {
    /// As written, without the country that may follow.
    pub place: Option<&'t str>,
    /// As written; a known one.
    pub agency: Option<&'t str>,
    /// Only if year, month and day are all there.
    pub date: Option<Date>,
}

/// Finds datelines and signatures.
#[derive(Debug)]
pub(super) struct Datelines {
    /// "KYIV --", "BERLIN, 3 May (Reuters) -"
    capital_place: Regex,
    /// "Warsaw -- The": only before a double hyphen, which sentences seldom have so early.
    dashed_place: Regex,
    /// "Warsaw (AFP) July 6, 2017"
    agency_place: Regex,
    /// "MOSCOW, July 10. /TASS/.", "KYIV. July 10 (Interfax-Ukraine) -"
    stopped_place: Regex,
    /// "(Reuters) -"
    agency_only: Regex,
    /// "... said. (AFP)"
    signature: Regex,
}

impl Datelines {
    /// Compiles the patterns.
    pub fn new() -> Result<Self> {
        Ok(Self {
            capital_place: compiled(
                r#"^(?<place>\p{Lu}[\p{Lu}'’./\- ]+\p{Lu}\.?)(?:, ?[^()—–"“]{1,40}?)?(?: ?\((?<agency>[^()]{2,40})\))?\s*(?:--|—|–| -|,? -)\s*["“'‘\p{Lu}\d(]"#,
            )?,
            dashed_place: compiled(
                r#"^(?<place>\p{Lu}\p{L}+(?: \p{Lu}\p{L}+){0,2}) ?-- ["“'‘\p{Lu}\d]"#,
            )?,
            agency_place: compiled(
                r"^(?<place>\p{Lu}[\p{L}'’./\- ]{1,40}?)(?:, ?[^()]{1,30}?)? ?\((?<agency>[^()]{2,40})\)(?:\s*(?:-|—|–|:)|,? \p{Lu}\p{Ll}+\.? \d{1,2}, \d{4}|,? \d{1,2} \p{Lu}\p{Ll}+\.? \d{4}|$)",
            )?,
            stopped_place: compiled(
                r"^(?<place>\p{Lu}[\p{L}'’\- ]{1,40}?)[,.] ?[^()/]{0,30}?[(/](?<agency>[^()/]{2,40})[)/]\s*[-—–:.]",
            )?,
            agency_only: compiled(r"^\((?<agency>[^()]{2,40})\)\s*(?:-|—|–|:|$)")?,
            signature: compiled(
                r#"[.!?"”'’]\s*[(\[—–-]+\s?(?<agency>\p{Lu}[^()\[\]]{1,40})[)\]]?$"#,
            )?,
        })
    }

    /// Returns the dateline that `text` starts with; all of it is `None` if there is none.
    pub fn at_start<'t>(&self, text: &'t str, dates: &Dates, sources: &Sources) -> Dateline<'t> {
        let believed = [&self.capital_place, &self.dashed_place]
            .into_iter()
            .filter_map(|pattern| self.read(pattern, text, dates, sources))
            .find(|found| found.agency.is_some() || is_place(found));
        if let Some(dateline) = believed {
            return dateline;
        }
        [&self.agency_place, &self.stopped_place, &self.agency_only]
            .into_iter()
            .filter_map(|pattern| self.read(pattern, text, dates, sources))
            .find(|found| found.agency.is_some())
            .unwrap_or_default()
    }

    /// Returns whether a line is a dateline and nothing else.
    pub fn is_alone(&self, line: &Line, dates: &Dates, sources: &Sources) -> bool {
        if line.words > LONE_DATELINE_WORDS || line.form != Form::Fragment {
            return false;
        }
        let found = self.at_start(line.text, dates, sources);
        found.place.is_some() && found.agency.is_some()
    }

    /// Returns who signs the end of `text`: "... he said. (AFP)".
    pub fn signature<'t>(&self, text: &'t str) -> Option<&'t str> {
        let captures = self.signature.captures(text)?;
        captures.name("agency").map(|agency| agency.as_str())
    }

    fn read<'t>(
        &self,
        pattern: &Regex,
        text: &'t str,
        dates: &Dates,
        sources: &Sources,
    ) -> Option<Dateline<'t>> {
        let captures = pattern.captures(text)?;
        let group = |name| captures.name(name).map(|found| found.as_str().trim());
        let is_known = |agency: &&str| sources.named_at_start(&fold(agency)).is_some();
        // The date stands before the text, so only the matched head is searched.
        let head = captures.get(0)?.as_str();
        Some(Dateline {
            place: group("place"),
            agency: group("agency").filter(is_known),
            date: dates.in_text(head),
        })
    }
}

fn is_place(found: &Dateline) -> bool {
    let letters = |place: &str| place.chars().filter(|c| c.is_alphabetic()).count();
    found
        .place
        .is_some_and(|place| letters(place) >= PLACE_LETTERS)
}

fn compiled(pattern: &str) -> Result<Regex> {
    Regex::new(pattern).map_err(|error| Error::Table {
        table: "datelines".to_owned(),
        reason: error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::sources::SHIPPED;
    use super::*;

    #[test]
    fn datelines_are_told_from_sentences() {
        let (datelines, dates) = (Datelines::new().unwrap(), Dates::new().unwrap());
        let sources = Sources::parse(SHIPPED).unwrap();
        let read = |text| {
            let found = datelines.at_start(text, &dates, &sources);
            (found.place, found.agency)
        };
        assert_eq!(read("OSTVIK -- The council voted."), (Some("OSTVIK"), None));
        assert_eq!(
            read("OSTVIK, Norway (AP) — The council voted."),
            (Some("OSTVIK"), Some("AP"))
        );
        assert_eq!(
            read("Ostvik (dpa) - Der Rat stimmte ab."),
            (Some("Ostvik"), Some("dpa"))
        );
        assert_eq!(
            read("(Reuters) - The council voted."),
            (None, Some("Reuters"))
        );
        assert_eq!(read("NATO -- the alliance -- voted."), (None, None));
        assert_eq!(read("The council (the old one) - it voted."), (None, None));
    }
}
