//! Reads what the lines of a judged page say about the article itself.
//!
//! Credits and names come from lines that were removed as the article's own furniture, and from the
//! dateline and signature of its own body. What a teaser, a caption or a sentence of the body names
//! is not a credit.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

use crate::corpus::Document;
use crate::dates::{self, Mention, Moment, mentions};

use super::article::{Harvest, Headline, HeadlineFrom, Kind, Published, PublishedFrom, Role};
use super::byline;
use super::copyright;
use super::dateline::{self, Dateline};
use super::headline;
use super::judge::{Cause, Page, Removed};
use super::lines::{Form, Line};
use super::reprint;
use super::rules::Names;
use super::signature;
use super::sources::{Source, SourceKind, Sources};

/// A dateline stands at the start of one of the first lines of the body.
const DATELINE_LINES: usize = 4;
/// A transcript names the next speaker within so many lines.
const SPEAKER_LINES: usize = 20;

/// Returns what `page` says about the article, after what `document`'s metadata says.
pub(super) fn harvest(document: &Document, page: &Page, sources: &Sources) -> Harvest {
    let mut found = Findings::new(sources);
    let (mut clock, mut stated) = (None, None);
    let body = own_lines(page);
    for (index, line) in page.lines.iter().enumerate() {
        let is_last = index + 1 == page.lines.len();
        if let Some(removed) = page.removed.get(index).and_then(Option::as_ref) {
            if removed.kind == Kind::AuthorBylineBox && is_of_another_article(page, index) {
                continue;
            }
            found.read(line, removed, is_last);
            // Lone names below the text may have been taken for a label, or for photographers.
            if is_last && index > 0 && page.is_kept(index - 1) {
                match removed.kind {
                    Kind::Nav => found.sign(line, is_last),
                    Kind::PhotoCaption => found.listed(line),
                    _ => {}
                }
            }
            // Above the headline may stand a clock that shows the day of the visit.
            let is_above = page.headline.is_some_and(|headline| index < headline);
            if removed.kind == Kind::AuthorBylineBox {
                let slot = if is_above { &mut clock } else { &mut stated };
                *slot = slot.or_else(|| dates::in_text(line.text));
            }
        } else if body.iter().take(DATELINE_LINES).any(|&own| own == index) {
            found.begin(line, page, &body);
        }
        if body.last() == Some(&index) {
            found.end(line, is_last);
        }
    }
    if let Some(nameless) = found.nameless.take().filter(|_| found.agencies.is_empty()) {
        found.add_agency(&nameless);
    }
    let outlet = outlet_of(document, &found);
    let site = document.url.as_deref().and_then(|url| sources.by_url(url));
    let site = site.map(|site| site.name.as_str());
    found.forget_own_staff(&[outlet.as_deref(), site]);
    let is_author = |place: &&str| found.bylines.iter().any(|name| name == place);
    let place = found.dateline.place.filter(|place| !is_author(place));
    Harvest {
        headline: headline_of(document, page, &body),
        outlet,
        bylines: found.bylines,
        dateline: place.map(str::to_owned),
        published: published_of(document, found.dateline.date, stated.or(clock)),
        days: days_of(document, page),
        agencies: found.agencies,
        reprint_of: found.reprint_of,
        copyright: found.copyright,
    }
}

fn published_of(
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
    let from_url = document.url.as_deref().and_then(dates::in_url);
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

/// What the lines have said so far.
struct Findings<'s, 't> {
    sources: &'s Sources,
    agencies: Vec<String>,
    /// Every mention of an outlet as the one that published this, in order.
    outlets: Vec<String>,
    bylines: Vec<String>,
    /// The names in `bylines`, in lower case: a list of teasers may have a hundred thousand.
    authors: HashSet<String>,
    dateline: Dateline<'t>,
    reprint_of: Option<String>,
    copyright: Option<String>,
    /// Who signs in words of its own, without its name. Where another is credited by name, they are its.
    nameless: Option<String>,
}

impl<'s, 't> Findings<'s, 't> {
    fn new(sources: &'s Sources) -> Self {
        Self {
            sources,
            agencies: Vec::new(),
            outlets: Vec::new(),
            bylines: Vec::new(),
            authors: HashSet::new(),
            dateline: Dateline::default(),
            reprint_of: None,
            copyright: None,
            nameless: None,
        }
    }

    /// Reads a line of the article's own furniture; `is_last` if it is the last of the text.
    fn read(&mut self, line: &Line<'t>, removed: &Removed, is_last: bool) {
        if let Some(outlet) = named_group(line, removed, "outlet") {
            let known = self.sources.by_name(&outlet);
            let name = known.map(|source| source.name.clone());
            self.outlets.push(name.unwrap_or(outlet));
        }
        if let Cause::Rule(rule) = removed.by
            && let Some(name) = &rule.credits
        {
            let known = self.sources.by_name(name).map_or(name, |known| &known.name);
            self.nameless.get_or_insert_with(|| known.clone());
        }
        match removed.names() {
            Some(Names::Credit) => self.credited(line, is_last),
            Some(Names::Byline) => {
                self.credit(self.sources.named_in(&line.folded()), SourceKind::Agency);
                self.voice(line);
            }
            Some(Names::Publisher) => self.reprinted(line, removed),
            Some(Names::Outlet) => self.voice(line),
            None => {}
        }
        match removed.kind {
            Kind::AuthorBylineBox => self.signed(line),
            Kind::LegalNotice => self.owned(line),
            _ => {}
        }
    }

    /// Reads the dateline of one of the article's first lines, unless one before it had one.
    fn begin(&mut self, line: &Line<'t>, page: &Page, body: &[usize]) {
        if self.dateline != Dateline::default() {
            return;
        }
        let Some(dateline) = dateline::at_start(line.text, self.sources) else {
            return;
        };
        let is_shouted = line.upper && dateline.agency.is_none();
        let is_speaker = dateline.is_like_a_speaker && speakers(page, body, self.sources) > 1;
        if !is_shouted && !is_speaker {
            self.file(dateline);
        }
    }

    /// Reads the last line of the article's own text: who signs it, or whose it is.
    fn end(&mut self, line: &Line, is_last: bool) {
        self.credit_all(signature::sources_at_end(line.text, self.sources));
        if line.form == Form::Fragment {
            self.sign(line, is_last);
            self.owned(line);
        }
    }

    /// Takes over a dateline.
    fn file(&mut self, dateline: Dateline<'t>) {
        self.credit_all(self.sources.listed(dateline.agency.unwrap_or_default()));
        if let Some(byline) = dateline.byline {
            self.write(byline::names(byline, self.sources));
        }
        self.dateline = dateline;
    }

    /// Reads a byline, which a dateline may follow on the same line.
    fn signed(&mut self, line: &Line<'t>) {
        let dateline = dateline::at_start(line.text, self.sources)
            .filter(|dateline| dateline.byline.is_some());
        match dateline {
            Some(dateline) if self.dateline == Dateline::default() => self.file(dateline),
            _ => self.write(byline::names(line.text, self.sources)),
        }
    }

    /// Adds authors, unless they are there already, be it in capitals.
    fn write(&mut self, names: Vec<String>) {
        let authors = &mut self.authors;
        let is_new = |name: &String| authors.insert(name.to_lowercase());
        self.bylines.extend(names.into_iter().filter(is_new));
    }

    /// Reads the holder of a copyright; the article's own line stands before the site's.
    fn owned(&mut self, line: &Line) {
        if self.copyright.is_some() {
            return;
        }
        let Some(holder) = copyright::holder(line.text) else {
            return;
        };
        let known = self.sources.by_name(holder);
        self.credit(known.into_iter().collect(), SourceKind::Agency);
        self.copyright = Some(known.map_or(holder, |source| &source.name).to_owned());
    }

    /// Reads a line that is the outlet's own voice.
    fn voice(&mut self, line: &Line) {
        let sources = self.sources.named_in(&line.folded()).into_iter();
        let outlets = sources.filter(|source| source.kind == SourceKind::Outlet);
        self.outlets
            .extend(outlets.map(|source| source.name.clone()));
    }

    /// Reads a credit: "Fox News' Jane Roe contributed" names the outlet's own staff, not a source.
    fn credited(&mut self, line: &Line, is_last: bool) {
        if self.sources.signing(line.text).is_some() {
            return self.sign(line, is_last);
        }
        for (source, rest) in self.sources.credited_in(&line.folded()) {
            if source.kind == SourceKind::Outlet && rest.starts_with('\'') {
                self.outlets.push(source.name.clone());
            } else {
                self.credit_all(vec![source]);
            }
        }
    }

    /// Credits agencies of which the line is a list: "AFP, Reuters".
    fn listed(&mut self, line: &Line) {
        let listed = self.sources.listed(line.text);
        if listed.len() > 1 {
            self.credit(listed, SourceKind::Agency);
        }
    }

    /// Credits an agency whose name is all of the line. "MAP" may be a button too, but for the last line.
    fn sign(&mut self, line: &Line, is_last: bool) {
        if is_last || self.sources.is_agency(line.text) {
            self.credit_all(self.sources.signing(line.text).into_iter().collect());
        }
    }

    fn reprinted(&mut self, line: &Line, removed: &Removed) {
        // The first notice counts; a page with many is a list of reprints.
        if self.reprint_of.is_some() {
            return;
        }
        let caught = named_group(line, removed, "publisher");
        let written = caught.as_deref().and_then(reprint::publisher);
        let known = |text: &str| self.sources.named_in(text).first().copied();
        let source = match (written, &caught) {
            (Some(name), Some(caught)) => self
                .sources
                .by_name(name)
                // "The Globe and Mail" has a word that ends other names.
                .or_else(|| {
                    self.sources
                        .named_at_start(without_article(caught))
                        .map(|(source, _)| source)
                })
                .or_else(|| known(name))
                .or_else(|| self.sources.by_url(name)),
            _ => known(&line.folded()),
        };
        let name = source.map(|source| source.name.as_str()).or(written);
        if let Some(name) = name {
            self.add_agency(name);
            self.reprint_of = Some(name.to_owned());
        }
    }

    /// An outlet that credits its own reporters is no source of its article, be it known by the
    /// metadata, which may have the name of a feed, or by the site that the article stands on.
    fn forget_own_staff(&mut self, own: &[Option<&str>]) {
        let is_agency = |name: &str| {
            let source = self.sources.by_name(name);
            source.is_some_and(|source| source.kind == SourceKind::Agency)
        };
        let reprint_of = self.reprint_of.clone();
        self.agencies.retain(|name| {
            !own.contains(&Some(name)) || Some(name) == reprint_of.as_ref() || is_agency(name)
        });
    }

    /// Credits the sources of one kind.
    fn credit(&mut self, sources: Vec<&Source>, kind: SourceKind) {
        let of_kind = sources.into_iter().filter(|source| source.kind == kind);
        self.credit_all(of_kind.collect());
    }

    fn credit_all(&mut self, sources: Vec<&Source>) {
        for source in sources {
            self.add_agency(&source.name);
        }
    }

    fn add_agency(&mut self, name: &str) {
        if self.agencies.iter().all(|known| known != name) {
            self.agencies.push(name.to_owned());
        }
    }
}

/// Returns whether a byline stands in the teaser of another article: below its headline or above its blurb.
fn is_of_another_article(page: &Page, index: usize) -> bool {
    let above = index.checked_sub(1).and_then(|above| page.kind(above));
    matches!(above, Some(Kind::RelatedLinkHeadline | Kind::RelatedTeaser))
        || page.kind(index + 1) == Some(Kind::RelatedTeaser)
}

/// Returns how many of the first lines of the body begin as a speaker's words do: "JANE ROE: We voted."
fn speakers(page: &Page, body: &[usize], sources: &Sources) -> usize {
    let lines = body
        .iter()
        .take(SPEAKER_LINES)
        .filter_map(|&own| page.lines.get(own));
    lines
        .filter_map(|line| dateline::at_start(line.text, sources))
        .filter(|found| found.is_like_a_speaker)
        .count()
}

/// Returns a text that may have been wrapped as one line.
fn unwrapped(text: &str) -> String {
    let rows: Vec<&str> = text.split(['\n', '\r']).map(str::trim).collect();
    rows.join(" ")
}

fn without_article(name: &str) -> &str {
    name.strip_prefix("the ").unwrap_or(name)
}

/// Returns what the named group of the rule that removed a line has caught.
fn named_group(line: &Line, removed: &Removed, group: &str) -> Option<String> {
    let Cause::Rule(rule) = removed.by else {
        return None;
    };
    let folded = line.folded();
    let caught = rule.caught(&folded, group)?;
    // A name is caught up to its first full stop, which in a domain stands before its end.
    let rest = folded.get(caught.end()..)?;
    let is_domain = rest
        .strip_prefix('.')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
    let more = rest
        .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')))
        .next()
        .filter(|_| is_domain)
        .unwrap_or_default();
    let name = format!("{}{more}", caught.as_str());
    let name = name.trim().trim_end_matches('.');
    (!name.is_empty()).then(|| name.to_owned())
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
