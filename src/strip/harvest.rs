//! Reads what the lines of a judged page say about the article itself.
//!
//! Credits and names come from lines that were removed as the article's own furniture, and from the
//! dateline and signature of its own body. What a teaser, a caption or a sentence of the body names
//! is not a credit.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::corpus::Document;
use crate::dates::{Mention, Moment, mentions};
use crate::error::Result;

use super::article::{Harvest, Headline, HeadlineFrom, Kind, Published, PublishedFrom, Role};
use super::dateline::{Dateline, Datelines};
use super::headline;
use super::judge::{Cause, Page, Removed};
use super::lines::{Form, Line, fold};
use super::published::Dates;
use super::rules::Names;
use super::sources::{Source, SourceKind, Sources};

/// A dateline stands at the start of one of the first lines of the body.
const DATELINE_LINES: usize = 4;
/// A publisher's name has at most so many words; more is a sentence that was caught by mistake.
const PUBLISHER_WORDS: usize = 8;

/// Reads harvests.
#[derive(Debug)]
pub(super) struct Harvester {
    dates: Dates,
    datelines: Datelines,
}

impl Harvester {
    /// Compiles the patterns.
    pub fn new() -> Result<Self> {
        Ok(Self {
            dates: Dates::new()?,
            datelines: Datelines::new()?,
        })
    }

    /// Returns what `page` says about the article, after what `document`'s metadata says.
    pub fn harvest(&self, document: &Document, page: &Page, sources: &Sources) -> Harvest {
        let mut found = Findings {
            sources,
            agencies: Vec::new(),
            outlets: Vec::new(),
            reprint_of: None,
        };
        let mut dateline = Dateline::default();
        let (mut clock, mut stated) = (None, None);
        let body = own_lines(page);
        for (index, line) in page.lines.iter().enumerate() {
            if let Some(removed) = page.removed.get(index).and_then(Option::as_ref) {
                found.read(line, removed);
                // Above the headline may stand a clock that shows the day of the visit.
                let is_above = page.headline.is_some_and(|headline| index < headline);
                if removed.kind == Kind::AuthorBylineBox {
                    let slot = if is_above { &mut clock } else { &mut stated };
                    *slot = slot.or_else(|| self.dates.in_text(line.text));
                }
            } else if body.iter().take(DATELINE_LINES).any(|&own| own == index)
                && dateline == Dateline::default()
                && !line.upper
            {
                dateline = self.datelines.at_start(line.text, &self.dates, sources);
                found.credit_named(dateline.agency.unwrap_or_default());
            } else if body.last() == Some(&index) {
                found.credit_named(self.datelines.signature(line.text).unwrap_or_default());
            }
        }
        let outlet = outlet_of(document, &found);
        found.forget_own_staff(outlet.as_deref());
        Harvest {
            headline: headline_of(document, page, &body),
            outlet,
            dateline: dateline.place.map(str::to_owned),
            published: self.published(document, dateline.date, stated.or(clock)),
            days: days_of(document, page),
            agencies: found.agencies,
            reprint_of: found.reprint_of,
        }
    }

    /// Returns whether a line is a dateline and nothing else.
    pub fn is_dateline(&self, line: &Line, sources: &Sources) -> bool {
        self.datelines.is_alone(line, &self.dates, sources)
    }

    fn published(
        &self,
        document: &Document,
        dateline: Option<Date>,
        stated: Option<Date>,
    ) -> Option<Published> {
        if let Some(moment) = document.published {
            return Some(Published {
                moment,
                from: PublishedFrom::Metadata,
            });
        }
        let from_url = document
            .url
            .as_deref()
            .and_then(|url| self.dates.in_url(url));
        let (date, from) = from_url
            .map(|date| (date, PublishedFrom::Url))
            .or(dateline.map(|date| (date, PublishedFrom::Dateline)))
            .or(stated.map(|date| (date, PublishedFrom::Text)))?;
        Some(Published {
            moment: Moment {
                date,
                time: None,
                offset_minutes: None,
            },
            from,
        })
    }
}

/// What the lines have said so far.
struct Findings<'s> {
    sources: &'s Sources,
    agencies: Vec<String>,
    /// Every mention of an outlet as the one that published this, in order.
    outlets: Vec<String>,
    reprint_of: Option<String>,
}

impl Findings<'_> {
    /// Reads a line of the article's own furniture.
    fn read(&mut self, line: &Line, removed: &Removed) {
        if let Some(outlet) = named_group(line, removed, "outlet") {
            let known = self
                .sources
                .by_name(&outlet)
                .map(|source| source.name.clone());
            self.outlets.push(known.unwrap_or(outlet));
        }
        let named = |sources: &Sources, kind: Option<SourceKind>| -> Vec<String> {
            let sources = sources.named_in(&line.folded()).into_iter();
            sources
                .filter(|source| kind.is_none_or(|kind| source.kind == kind))
                .map(|source| source.name.clone())
                .collect()
        };
        match removed.names() {
            Some(Names::Credit) => self.credited(line),
            Some(Names::Byline) => {
                self.credit(named(self.sources, Some(SourceKind::Agency)));
                self.outlets
                    .extend(named(self.sources, Some(SourceKind::Outlet)));
            }
            Some(Names::Publisher) => self.reprinted(line, removed),
            Some(Names::Outlet) => self
                .outlets
                .extend(named(self.sources, Some(SourceKind::Outlet))),
            None => {}
        }
    }

    /// Reads a credit: "Fox News' Jane Roe contributed" names the outlet's own staff, not a source.
    fn credited(&mut self, line: &Line) {
        for (source, rest) in self.sources.mentions(&line.folded()) {
            let name = source.name.clone();
            if source.kind == SourceKind::Outlet && rest.starts_with('\'') {
                self.outlets.push(name);
            } else {
                self.credit(vec![name]);
            }
        }
    }

    fn reprinted(&mut self, line: &Line, removed: &Removed) {
        let written =
            named_group(line, removed, "publisher").and_then(|name| publisher_name(&name));
        let known = |text: &str| {
            self.sources
                .named_in(text)
                .first()
                .map(|source| source.name.clone())
        };
        let name = match &written {
            Some(written) => known(written).or_else(|| {
                self.sources
                    .by_url(written)
                    .map(|source| source.name.clone())
            }),
            None => known(&line.folded()),
        };
        let Some(name) = name.or(written) else { return };
        // The first notice counts; a page with many is a list of reprints.
        if self.reprint_of.is_none() {
            self.credit(vec![name.clone()]);
            self.reprint_of = Some(name);
        }
    }

    /// Credits every known source that `text`, the inside of a bracket, consists of.
    fn credit_named(&mut self, text: &str) {
        let folded = fold(text);
        if self.sources.named_at_start(&folded).is_some() {
            let names = self
                .sources
                .named_in(&folded)
                .into_iter()
                .map(|source: &Source| source.name.clone())
                .collect();
            self.credit(names);
        }
    }

    /// An outlet that credits its own reporters is no source of its article.
    fn forget_own_staff(&mut self, outlet: Option<&str>) {
        let is_agency = |name: &str| self.sources.is_agency(name);
        let reprint_of = self.reprint_of.clone();
        self.agencies.retain(|name| {
            Some(name.as_str()) != outlet || Some(name) == reprint_of.as_ref() || is_agency(name)
        });
    }

    fn credit(&mut self, names: Vec<String>) {
        for name in names {
            if !self.agencies.contains(&name) {
                self.agencies.push(name);
            }
        }
    }
}

/// Returns what the named group of the rule that removed a line has caught.
fn named_group(line: &Line, removed: &Removed, group: &str) -> Option<String> {
    let Cause::Rule(rule) = removed.by else {
        return None;
    };
    let folded = line.folded();
    let caught = rule.caught(&folded, group)?.as_str().trim();
    (!caught.is_empty()).then(|| caught.to_owned())
}

/// Returns the days that the body names, and the captions: they say when the picture was taken.
fn days_of(document: &Document, page: &Page) -> Vec<Mention> {
    let tells = |index: usize| match page.removed.get(index).and_then(Option::as_ref) {
        Some(removed) => matches!(removed.kind, Kind::PhotoCaption | Kind::DuplicatedCaption),
        None => page
            .roles
            .get(index)
            .is_some_and(|role| matches!(role, Role::Body | Role::Subheading)),
    };
    let lines = page
        .lines
        .iter()
        .enumerate()
        .filter(|(index, _)| tells(*index));
    lines
        .flat_map(|(_, line)| {
            let start = line.span.start;
            mentions(&document.text[line.span.clone()])
                .into_iter()
                .map(move |day| day.moved_by(start))
        })
        .collect()
}

/// Cuts a publisher's name out of what stood after "published by", if it is a name.
fn publisher_name(caught: &str) -> Option<String> {
    let ends = [
        " and ", " under ", " with ", " on ", " in ", " as ", " by ", " is ", " here", " at ",
        " - ", ": ", " where ", " which ",
    ];
    let end = ends
        .iter()
        .filter_map(|end| caught.find(end))
        .min()
        .unwrap_or(caught.len());
    let name = caught.get(..end)?.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '*' | '.' | ':' | '-')
    });
    let name = name.strip_prefix("the ").unwrap_or(name);
    let is_name = name.starts_with(char::is_uppercase) || name.contains('.') && !name.contains(' ');
    let words = name.split_whitespace().count();
    let is_date = name
        .split_whitespace()
        .nth(1)
        .is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    (is_name && !is_date && words <= PUBLISHER_WORDS).then(|| name.to_owned())
}

/// Returns the indices of the lines that are the article's own text.
fn own_lines(page: &Page) -> Vec<usize> {
    let is_own =
        |index: &usize| page.is_kept(*index) && page.roles.get(*index) == Some(&Role::Body);
    (0..page.lines.len()).filter(is_own).collect()
}

fn headline_of(document: &Document, page: &Page, body: &[usize]) -> Option<Headline> {
    let metadata = document
        .headline
        .as_deref()
        .map(str::trim)
        .filter(|headline| !headline.is_empty());
    if let Some(text) = metadata {
        return Some(Headline {
            text: text.to_owned(),
            from: HeadlineFrom::Metadata,
        });
    }
    if let Some(line) = page.headline.and_then(|index| page.lines.get(index)) {
        return Some(Headline {
            text: unwrapped(line.text.trim_start_matches(['#', ' '])),
            from: HeadlineFrom::Text,
        });
    }
    // A short line at the top says less than the first paragraph.
    let lines = || body.iter().filter_map(|&index| page.lines.get(index));
    let line = lines()
        .find(|line| line.form == Form::Prose)
        .or_else(|| lines().next())?;
    let text = headline::first_sentence(&unwrapped(line.text))?.to_owned();
    Some(Headline {
        text,
        from: HeadlineFrom::FirstSentence,
    })
}

/// Returns a text that may have been wrapped as one line.
fn unwrapped(text: &str) -> String {
    let rows: Vec<&str> = text.split(['\n', '\r']).map(str::trim).collect();
    rows.join(" ")
}

/// The outlet of the metadata, else of the URL, else the one that most of the article's furniture names.
fn outlet_of(document: &Document, found: &Findings) -> Option<String> {
    let metadata = document
        .outlet
        .as_deref()
        .map(str::trim)
        .filter(|outlet| !outlet.is_empty());
    if let Some(outlet) = metadata {
        let known = found
            .sources
            .by_name(outlet)
            .or_else(|| found.sources.by_url(outlet));
        return Some(known.map_or(outlet, |source| &source.name).to_owned());
    }
    let by_url = document
        .url
        .as_deref()
        .and_then(|url| found.sources.by_url(url))
        .map(|source| source.name.clone());
    by_url.or_else(|| most_named(&found.outlets))
}

/// Returns the most frequent name, of equals the first.
fn most_named(names: &[String]) -> Option<String> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let most = counts.values().max()?;
    names
        .iter()
        .find(|name| counts.get(name) == Some(most))
        .cloned()
}
