//! The agencies and outlets that are known by name, and where a line names them.

use std::collections::BTreeMap;

use regex::Regex;
use serde::Deserialize;

use crate::error::{Error, Result};

use super::lines::fold;
use super::scripts::is_east_asian;

/// The table that is shipped.
pub(super) const SHIPPED: &str = include_str!("data/sources.toml");

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SourceKind {
    /// It sells its reports to others.
    Agency,
    /// It publishes for readers.
    Outlet,
}

/// An agency or outlet.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    /// The name that reports use.
    pub name: String,
    /// What it is.
    pub kind: SourceKind,
    /// The languages that it reports in, for the reader only.
    #[serde(default, rename = "lang")]
    _lang: Vec<String>,
    /// Its other names and short forms.
    #[serde(default)]
    aliases: Vec<String>,
    /// Those of its names that mean other things too.
    #[serde(default)]
    ambiguous: Vec<String>,
    /// Names that it has only where it signs.
    #[serde(default)]
    signs: Vec<String>,
    /// Short forms that it has only in a list that signs.
    #[serde(default)]
    codes: Vec<String>,
    /// Where it publishes, without "www.".
    #[serde(default)]
    domains: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    source: Vec<Source>,
}

/// All known sources, ready to be looked for.
#[derive(Debug)]
pub(super) struct Sources {
    sources: Vec<Source>,
    /// Any name of any source, longest first; whether it stands alone is tested on what it finds,
    /// since word boundaries are slow to search for, and Chinese has none.
    names: Regex,
    /// From a name in lower case to its source.
    plain: BTreeMap<String, usize>,
    /// From an ambiguous name to its source.
    ambiguous: BTreeMap<String, usize>,
    /// From a name that only signs to its source.
    signs: BTreeMap<String, usize>,
    /// From a short form that counts only in a list to its source.
    codes: BTreeMap<String, usize>,
    /// From a domain to its source.
    by_domain: BTreeMap<String, usize>,
}

/// A name of a source in a line.
struct Found<'s, 'l> {
    source: &'s Source,
    is_ambiguous: bool,
    before: &'l str,
    name: &'l str,
    after: &'l str,
}

impl Sources {
    /// Reads a table of sources. Fails if it is not of the documented form, or if two sources share a name.
    pub fn parse(table: &str) -> Result<Self> {
        let Table { source: sources } =
            toml::from_str(table).map_err(|error| broken(error.to_string()))?;
        let names = names_pattern(&sources)?;
        let (mut plain, mut ambiguous) = (BTreeMap::new(), BTreeMap::new());
        let (mut signs, mut codes) = (BTreeMap::new(), BTreeMap::new());
        let mut by_domain = BTreeMap::new();
        for (index, source) in sources.iter().enumerate() {
            for name in source.plain_names() {
                claim(&mut plain, fold(name).to_lowercase(), index)?;
            }
            for name in &source.ambiguous {
                claim(&mut ambiguous, fold(name).into_owned(), index)?;
            }
            for name in &source.signs {
                claim(&mut signs, fold(name).into_owned(), index)?;
            }
            for code in &source.codes {
                claim(&mut codes, fold(code).into_owned(), index)?;
            }
            for domain in &source.domains {
                claim(&mut by_domain, domain.clone(), index)?;
            }
        }
        Ok(Self {
            sources,
            names,
            plain,
            ambiguous,
            signs,
            codes,
            by_domain,
        })
    }

    /// Returns the sources that a folded line names by a name that means nothing else, in order, each once.
    pub fn named_in(&self, folded: &str) -> Vec<&Source> {
        let mut sources = Vec::new();
        for found in self.found_in(folded) {
            if !found.is_ambiguous {
                push_new(&mut sources, found.source);
            }
        }
        sources
    }

    /// Returns the sources that a folded credit names, in order, each once, with what follows the name.
    pub fn credited_in<'l>(&self, folded: &'l str) -> Vec<(&Source, &'l str)> {
        let named = self
            .found_in(folded)
            .filter(|found| !(found.is_ambiguous && found.is_part_of_a_name()))
            .map(|found| (found.before.len(), found.source, found.after));
        let mut all: Vec<(usize, &Source, &str)> = self.between_strokes(folded);
        all.extend(named);
        all.sort_by_key(|(at, ..)| *at);
        let mut credited: Vec<(&Source, &str)> = Vec::new();
        for (_, source, after) in all {
            if credited.iter().all(|(known, _)| known.name != source.name) {
                credited.push((source, after));
            }
        }
        credited
    }

    /// Returns the sources of each "jol/rts/dpa" in a folded line, with where it stands.
    fn between_strokes<'l>(&self, folded: &'l str) -> Vec<(usize, &Source, &'l str)> {
        let mut start = 0;
        let mut found = Vec::new();
        for word in folded.split_inclusive(' ') {
            let list = word.trim_matches([' ', '.', ',', ';', '(', ')', '[', ']']);
            if list.contains('/') && list.len() <= LIST_BYTES {
                let listed = self.listed(list).into_iter();
                found.extend(listed.map(|source| (start, source, "")));
            }
            start += word.len();
        }
        found
    }

    /// Returns the sources that `text`, the inside of a bracket, lists: "dpa/AFP", "rs/dpa", "mit AFP".
    ///
    /// Empty if anything else stands there but the initials of a reporter or a desk, or a station; or,
    /// beside a name that means nothing else, the short form of a paper.
    pub fn listed(&self, text: &str) -> Vec<&Source> {
        let folded = fold(text).into_owned();
        let folded = LIST_LEADS
            .iter()
            .find_map(|lead| folded.strip_prefix(lead))
            .unwrap_or(&folded)
            .to_owned();
        if let Some(source) = self.believed(&folded) {
            return vec![source];
        }
        let parts = LIST_WORDS
            .iter()
            .fold(folded, |text, word| text.replace(word, "/"));
        let is_list = parts.contains(LIST_MARKS);
        let (mut sources, mut has_paper, mut is_sure) = (Vec::new(), false, false);
        for part in parts.split(LIST_MARKS).map(str::trim) {
            let code = self.codes.get(part).filter(|_| is_list);
            match self.believed(part).or_else(|| self.sources.get(*code?)) {
                Some(source) => {
                    is_sure |= !self.ambiguous.contains_key(part);
                    push_new(&mut sources, source);
                }
                None if is_initials(part) || is_station(part) => {}
                None if is_short_form(part) => has_paper = true,
                None => return Vec::new(),
            }
        }
        if has_paper && !is_sure {
            sources.clear();
        }
        sources
    }

    /// Returns the source that a folded line begins with, by a name that means nothing else, and how
    /// many bytes its name takes.
    pub fn named_at_start(&self, folded: &str) -> Option<(&Source, usize)> {
        let found = self.found_in(folded).next()?;
        let begins = found.before.is_empty() && !found.is_ambiguous;
        begins.then_some((found.source, found.name.len()))
    }

    /// Returns where the first name of a source begins that means nothing else.
    pub fn first_named(&self, text: &str) -> Option<usize> {
        let found = self.found_in(text).find(|found| !found.is_ambiguous)?;
        Some(found.before.len())
    }

    /// Returns the source that `name` is a name of. Article and case do not count, but for ambiguous names.
    pub fn by_name(&self, name: &str) -> Option<&Source> {
        self.believed(&fold(name))
    }

    /// Returns the agency that signs a text whose last line is `line`: any of its names, "Reuter" among them.
    pub fn signing(&self, line: &str) -> Option<&Source> {
        let folded = fold(line);
        let source = match self.signs.get(folded.as_ref()) {
            Some(&index) => self.sources.get(index),
            None => self.believed(&folded),
        };
        source.filter(|source| source.kind == SourceKind::Agency)
    }

    /// Returns whether `line` is the name of an agency and nothing else, and can mean nothing else.
    pub fn is_agency(&self, line: &str) -> bool {
        !self.ambiguous.contains_key(fold(line).as_ref()) && self.signing(line).is_some()
    }

    /// Returns the source that publishes at `url`.
    pub fn by_url(&self, url: &str) -> Option<&Source> {
        let host = host(url)?;
        // From the full host to its parents: "edition.cnn.com", then "cnn.com".
        let parents = std::iter::successors(Some(host.as_str()), |host| {
            host.split_once('.').map(|(_, parent)| parent)
        });
        let index = parents
            .filter_map(|domain| self.by_domain.get(domain))
            .next()?;
        self.sources.get(*index)
    }

    /// Returns the source of a folded name that stands where a source is named for sure.
    fn believed(&self, name: &str) -> Option<&Source> {
        let lower = name.to_lowercase();
        let index = self
            .ambiguous
            .get(name)
            .or_else(|| self.plain.get(&lower))
            .or_else(|| self.plain.get(lower.strip_prefix("the ")?))?;
        self.sources.get(*index)
    }

    /// Returns every name in a folded line, in order.
    fn found_in<'s, 'l>(&'s self, folded: &'l str) -> impl Iterator<Item = Found<'s, 'l>> {
        let mut from = 0;
        std::iter::from_fn(move || {
            loop {
                let name = self.names.find_at(folded, from)?;
                let (before, after) = (folded.get(..name.start())?, folded.get(name.end()..)?);
                if !stands_alone(before, name.as_str(), after) {
                    from = name.start() + name.as_str().chars().next()?.len_utf8();
                    continue;
                }
                from = name.end();
                let ambiguous = self.ambiguous.get(name.as_str());
                let index = match ambiguous {
                    Some(index) => index,
                    None => self.plain.get(&name.as_str().to_lowercase())?,
                };
                return Some(Found {
                    source: self.sources.get(*index)?,
                    is_ambiguous: ambiguous.is_some(),
                    before,
                    name: name.as_str(),
                    after,
                });
            }
        })
    }
}

impl Source {
    /// Returns the names that mean nothing else.
    fn plain_names(&self) -> impl Iterator<Item = &String> {
        let names = std::iter::once(&self.name).chain(&self.aliases);
        names.filter(|name| !self.ambiguous.contains(name))
    }
}

impl Found<'_, '_> {
    /// Returns whether a capitalised word stands right beside it: "Petra Lund", "PA Road".
    fn is_part_of_a_name(&self) -> bool {
        let next = self.after.strip_prefix(' ');
        let last = self
            .before
            .strip_suffix(' ')
            .and_then(|before| before.rsplit(' ').next())
            .filter(|word| word.ends_with(char::is_alphabetic));
        let is_capitalised =
            |word: Option<&str>| word.is_some_and(|word| word.starts_with(char::is_uppercase));
        // No first name stands before an abbreviation: "Mit APA".
        let is_abbreviation = !self.name.contains(char::is_lowercase);
        // A sentence may begin behind a source whose line ended there: "Source: APA The ferry is late".
        let is_label = self.before.ends_with(": ") || self.before.ends_with('/');
        let begins_sentence = next.is_some_and(|next| {
            let mut words = next.split(' ');
            let is_word = |word: &str| word.chars().all(char::is_alphabetic);
            words.next().is_some_and(is_word)
                && words
                    .next()
                    .is_some_and(|word| word.starts_with(char::is_lowercase))
        });
        let is_apart = is_abbreviation && is_label && begins_sentence;
        is_capitalised(next) && !is_apart || !is_abbreviation && is_capitalised(last)
    }
}

/// What joins the names of a bracket, punctuation aside.
const LIST_WORDS: [&str; 7] = [" and ", " und ", " et ", " y ", " e ", " with ", " mit "];
/// What sets the names of a list apart.
const LIST_MARKS: [char; 8] = ['/', ',', ';', '+', '&', '|', '·', '、'];
/// What may stand before a list.
const LIST_LEADS: [&str; 4] = ["with ", "mit ", "avec ", "con "];
/// A list between strokes has at most so many bytes.
const LIST_BYTES: usize = 60;
/// Initials of a reporter or a desk have at most so many letters: "dpa/lhe".
const INITIALS: usize = 5;
/// The short form of a paper has at most so many: "dpa/Nrd".
const SHORT_FORM: usize = 4;

/// Returns whether `part` may be the short form of a paper, or of its reporter: "Nrd", "NRD".
fn is_short_form(part: &str) -> bool {
    part.starts_with(char::is_uppercase)
        && part.chars().count() <= SHORT_FORM
        && part.chars().all(|c| c.is_alphabetic() || c == '.')
}

fn is_initials(part: &str) -> bool {
    let part = part.strip_suffix('.').unwrap_or(part);
    let is_short = !part.is_empty() && part.chars().count() <= INITIALS;
    is_short && part.chars().all(char::is_lowercase) || matches!(part, "agencies" | "agenturen")
}

/// Returns whether `name` is how American stations call themselves: "KOST", "WLOW-TV", "CBS13".
pub(super) fn is_station(name: &str) -> bool {
    let capitals = name.chars().take_while(char::is_ascii_uppercase).count();
    let is_call_sign = capitals == CALL_SIGN && name.starts_with(['K', 'W']);
    let is_local = capitals >= 3 && NETWORKS.iter().any(|network| name.starts_with(network));
    is_call_sign || is_local
}

/// Stations and their networks; call signs of three letters are left out, since "WHO" is one.
const CALL_SIGN: usize = 4;
const NETWORKS: [&str; 4] = ["ABC", "CBS", "FOX", "NBC"];

fn push_new<'s>(sources: &mut Vec<&'s Source>, source: &'s Source) {
    if sources.iter().all(|known| known.name != source.name) {
        sources.push(source);
    }
}

/// Enters the name of a source, which no other may have.
fn claim(names: &mut BTreeMap<String, usize>, name: String, source: usize) -> Result<()> {
    match names.get(&name) {
        Some(other) if *other != source => Err(broken(format!("{name} names two sources"))),
        _ => {
            names.insert(name, source);
            Ok(())
        }
    }
}

/// Returns whether a name is not part of a longer word.
fn stands_alone(before: &str, name: &str, after: &str) -> bool {
    if name.starts_with(is_east_asian) {
        return true;
    }
    let is_word = |character: char| {
        (character.is_alphanumeric() || character == '_') && !is_east_asian(character)
    };
    !before.ends_with(is_word) && !after.starts_with(is_word)
}

fn names_pattern(sources: &[Source]) -> Result<Regex> {
    let mut names: Vec<String> = sources
        .iter()
        .flat_map(|source| source.plain_names().chain(&source.ambiguous))
        .map(|name| fold(name).into_owned())
        .collect();
    // Leftmost-first alternation takes the first that fits, so longer names go first.
    names.sort_by(|one, other| other.len().cmp(&one.len()).then(one.cmp(other)));
    names.dedup();
    let alternatives: Vec<String> = names.iter().map(|name| name_pattern(name)).collect();
    Regex::new(&alternatives.join("|")).map_err(|error| broken(error.to_string()))
}

/// Names of several words are told apart by their words, short ones ("AP", "Time", "bild") only by their case.
fn name_pattern(name: &str) -> String {
    let escaped = regex::escape(name);
    let distinctive = name.contains(' ') && name.chars().any(char::is_lowercase);
    if distinctive {
        format!("(?i:{escaped})")
    } else {
        escaped
    }
}

fn broken(reason: String) -> Error {
    Error::Table {
        table: "sources".to_owned(),
        reason,
    }
}

/// Returns the host of a URL in lower case, without "www."; of a page in a web archive
/// ("https://archive.example/2019/https://harbour.example/news") that of what it keeps.
pub(super) fn host(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let kept = path.rfind("/http://").max(path.rfind("/https://"));
    let url = kept.and_then(|start| url.get(start + 1..)).unwrap_or(url);
    let host = url
        .split_once("://")
        .map_or(url, |(_, rest)| rest)
        .split(['/', '?', '#', ':'])
        .next()?;
    let host = host.to_lowercase();
    let bare = host.strip_prefix("www.").unwrap_or(&host);
    (!bare.is_empty()).then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn shipped() -> Sources {
        Sources::parse(SHIPPED).unwrap()
    }

    fn canonical(sources: Vec<&Source>) -> Vec<&str> {
        sources
            .into_iter()
            .map(|source| source.name.as_str())
            .collect()
    }

    #[test]
    fn the_shipped_table_is_sound_and_wide() {
        let sources = shipped().sources;
        let agencies: Vec<&Source> = sources
            .iter()
            .filter(|source| source.kind == SourceKind::Agency)
            .collect();
        let languages: BTreeSet<&String> =
            agencies.iter().flat_map(|source| &source._lang).collect();
        assert!(agencies.len() >= 100, "{} agencies", agencies.len());
        assert!(languages.len() >= 30, "{} languages", languages.len());
        assert!(agencies.iter().all(|source| !source._lang.is_empty()));
    }

    #[test]
    fn names_and_short_forms_are_found_in_order_and_once() {
        let sources = shipped();
        let cases: [(&str, &[&str]); 9] = [
            (
                "With files from AP, the Associated Press and RFE/RL",
                &["Associated Press", "Radio Free Europe/Radio Liberty"],
            ),
            ("GET THE FOX NEWS APP", &["Fox News"]),
            ("The nap was apt; an apple a day, at bild size", &[]),
            (
                "Additional reporting by Interfax-Ukraine",
                &["Interfax-Ukraine"],
            ),
            ("по материалам РИА Новости и ТАСС", &["RIA Novosti", "TASS"]),
            ("据新华社北京电，路透社也有报道", &["Xinhua", "Reuters"]),
            ("نقلا عن رويترز", &["Reuters"]),
            ("연합뉴스가 전했다", &["Yonhap"]),
            ("Укрінформ, УНІАН", &["Ukrinform", "UNIAN"]),
        ];
        for (line, expected) in cases {
            assert_eq!(canonical(sources.named_in(line)), expected, "{line}");
        }
    }

    #[test]
    fn ambiguous_names_count_in_brackets_and_credits_only() {
        let sources = shipped();
        let lines = [
            "The PA system in Lowmere, PA, was an AA job",
            "MAP OF THE SPA",
            "Petra Lund and Hina Roe asked Nan for the TT",
        ];
        for line in lines {
            assert!(sources.named_in(line).is_empty(), "{line}");
        }
        let credits: [(&str, &[&str]); 14] = [
            ("Quelle: ntv.de, jol/rts/AFP", &["n-tv", "Reuters", "AFP"]),
            ("Quelle: KNA Hier kann man mehr lesen", &["KNA"]),
            ("Quelle: AFP/KNA Hier kann man mehr lesen", &["AFP", "KNA"]),
            ("Quelle: EPD Hier kann man mehr lesen", &["epd"]),
            ("Source: SPA Hotel", &[]),
            ("Quelle: PA Images/imago images", &[]),
            ("With reporting by DJ Max Poe, rts", &[]),
            (
                "With files from AP, PA and TT",
                &["Associated Press", "PA Media", "TT"],
            ),
            ("Mit APA", &["APA"]),
            ("Source: Petra", &["Petra"]),
            ("With reporting by Petra Lund and Ann Antara", &[]),
            ("Jane Roe reported from the SPA Hotel", &[]),
            ("(AA)", &["Anadolu"]),
            ("Mit Material von APA, dpa", &["APA", "dpa"]),
        ];
        for (line, expected) in credits {
            let credited = sources.credited_in(line).into_iter();
            let names = canonical(credited.map(|(source, _)| source).collect());
            assert_eq!(names, expected, "{line}");
        }
    }

    #[test]
    fn a_bracket_lists_sources_and_initials_and_nothing_else() {
        let sources = shipped();
        let cases: [(&str, &[&str]); 24] = [
            ("with AFP", &["AFP"]),
            ("jol/rts", &["Reuters"]),
            ("rts/DJ", &["Reuters", "Dow Jones Newswires"]),
            ("dpa, afp, rtr", &["dpa", "AFP", "Reuters"]),
            ("jol./AFP", &["AFP"]),
            ("dpa, Nrd", &["dpa"]),
            ("PA, USA", &[]),
            ("rts", &[]),
            ("DJ", &[]),
            ("DJ/producer", &[]),
            ("AFP", &["AFP"]),
            ("The Canadian Press", &["The Canadian Press"]),
            ("CP", &["The Canadian Press"]),
            ("dpa/AFP", &["dpa", "AFP"]),
            ("dpa/lhe", &["dpa"]),
            ("rs/dpa", &["dpa"]),
            ("APA und dpa", &["APA", "dpa"]),
            ("RFE/RL", &["Radio Free Europe/Radio Liberty"]),
            ("وام", &["WAM"]),
            ("KOST/AP", &["Associated Press"]),
            ("KOST", &[]),
            ("AP Photo/Lena Holt", &[]),
            ("the old one", &[]),
            ("pa", &[]),
        ];
        for (bracket, expected) in cases {
            assert_eq!(canonical(sources.listed(bracket)), expected, "{bracket}");
        }
    }

    #[test]
    fn a_line_that_is_a_name_signs() {
        let sources = shipped();
        let signing = |line| sources.signing(line).map(|source| source.name.as_str());
        assert_eq!(signing("Reuter"), Some("Reuters"));
        assert_eq!(signing("PAP"), Some("PAP"));
        assert_eq!(signing("Agence France-Presse"), Some("AFP"));
        assert_eq!(signing("Fox News"), None);
        assert_eq!(signing("Hans Reuter"), None);
        assert!(sources.is_agency("REUTER"));
        assert!(!sources.is_agency("MAP"));
        assert!(sources.named_in("Hans Reuter of Lowmere").is_empty());
    }

    #[test]
    fn hosts_lead_to_their_outlet() {
        let sources = shipped();
        assert_eq!(
            sources
                .by_url("https://edition.cnn.com/2019/a?b")
                .map(|source| source.name.as_str()),
            Some("CNN")
        );
        assert!(sources.by_url("https://notcnn.com/").is_none());
    }

    #[test]
    fn hosts_come_without_what_sites_put_around_them() {
        assert_eq!(
            host("HTTPS://www.Harbour.example:80/a?u=/http://b.example/").as_deref(),
            Some("harbour.example")
        );
        assert_eq!(
            host("http://archive.example/2019/https://www.harbour.example/news/7").as_deref(),
            Some("harbour.example")
        );
        assert_eq!(host("/news/7"), None);
    }

    #[test]
    fn a_name_of_two_sources_is_refused() {
        let table = "[[source]]\nname = \"A\"\nkind = \"agency\"\n[[source]]\nname = \"B\"\nkind = \"outlet\"\naliases = [\"A\"]\n";
        assert!(
            Sources::parse(table)
                .unwrap_err()
                .to_string()
                .contains("two sources")
        );
    }
}
