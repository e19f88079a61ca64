//! Feeds: RSS, RSS 1.0 (RDF) and Atom. The text of an item is its full text where the feed has it, else what
//! describes it.

use std::io::{self, BufRead, Read};
use std::mem;

use html_escape::decode_html_entities;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::article::{Article, Clean};
use super::clean::clean;
use super::fragment;
use super::html;
use super::page::NO_ARTICLE;
use super::sink::{Outcome, Sink, Stop};

/// Reads the items of `reader`; each has at most `longest` bytes.
pub(super) fn read(reader: &mut dyn BufRead, longest: usize, sink: &mut Sink<'_>) -> Outcome {
    let mut events = Reader::from_reader(Limited {
        reader,
        item: 0,
        longest: longest as u64,
    });
    events.config_mut().check_end_names = false;
    let mut feed = Feed::default();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match events.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) => feed.open(&tag),
            Ok(Event::Empty(tag)) => {
                feed.open(&tag);
                feed.close(tag.local_name().as_ref(), sink)?;
            }
            Ok(Event::End(tag)) => {
                if feed.close(tag.local_name().as_ref(), sink)? {
                    events.get_mut().item = 0;
                }
            }
            Ok(Event::Text(text)) => feed.add(&String::from_utf8_lossy(&text)),
            Ok(Event::CData(text)) => feed.add(&String::from_utf8_lossy(&text)),
            Ok(Event::GeneralRef(name)) => {
                let reference = format!("&{};", String::from_utf8_lossy(&name));
                feed.add(&decode_html_entities(&reference));
            }
            Ok(Event::Eof) if feed.item.is_some() => {
                return sink.skip("cut off before its end");
            }
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(quick_xml::Error::Io(error)) => {
                return Err(io::Error::new(error.kind(), error.to_string()).into());
            }
            Err(error) => return Err(Stop::Input(format!("invalid XML: {error}"))),
        }
    }
}

/// What was read of a feed.
#[derive(Default)]
struct Feed {
    /// Its title, which names the outlet.
    title: String,
    language: String,
    /// The item that is being read.
    item: Option<Item>,
    /// What is being read of the item, or of the feed.
    slot: Option<Slot>,
    /// How deep in tags the slot's text is: it may be HTML that is not escaped.
    depth: usize,
    text: String,
}

/// What was read of an item.
#[derive(Default)]
struct Item {
    id: String,
    link: String,
    title: String,
    date: String,
    /// When it was last changed, which counts where no other date is told.
    updated: String,
    /// Its full text.
    content: String,
    summary: String,
    is_plain: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Slot {
    Id,
    Link,
    Title,
    Date,
    Updated,
    Content,
    Summary,
    Language,
}

impl Slot {
    /// Returns what a tag holds, by its name without the prefix of its namespace.
    fn of(tag: &BytesStart<'_>) -> Option<Slot> {
        Some(match tag.local_name().as_ref() {
            b"guid" | b"id" => Slot::Id,
            b"link" | b"origLink" => Slot::Link,
            // Pictures have titles and descriptions of their own.
            b"title" if !tag.name().as_ref().starts_with(b"media:") => Slot::Title,
            b"pubDate" | b"published" | b"date" | b"issued" => Slot::Date,
            b"updated" | b"modified" => Slot::Updated,
            b"encoded" | b"content" if !tag.name().as_ref().starts_with(b"media:") => Slot::Content,
            b"description" | b"summary" if !tag.name().as_ref().starts_with(b"media:") => {
                Slot::Summary
            }
            b"language" => Slot::Language,
            _ => return None,
        })
    }
}

impl Feed {
    fn open(&mut self, tag: &BytesStart<'_>) {
        if self.slot.is_some() {
            self.depth += 1;
            let name = String::from_utf8_lossy(tag.local_name().into_inner()).into_owned();
            self.text.push_str(&format!("<{name}>"));
            return;
        }
        match tag.local_name().as_ref() {
            b"item" | b"entry" => self.item = Some(Item::default()),
            b"feed" => self.language = attribute(tag, b"lang").unwrap_or_default(),
            _ => {
                self.slot = Slot::of(tag);
                self.text.clear();
            }
        }
        let Some(item) = &mut self.item else {
            return;
        };
        match self.slot {
            Some(Slot::Link) => {
                let is_own = attribute(tag, b"rel").is_none_or(|rel| rel == "alternate");
                if let Some(link) = attribute(tag, b"href").filter(|_| is_own) {
                    item.link = link;
                }
            }
            Some(Slot::Content) => {
                item.is_plain = attribute(tag, b"type").is_some_and(|kind| kind == "text");
            }
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        if self.slot.is_some() {
            self.text.push_str(text);
        }
    }

    /// Closes a tag, and returns whether an item ends with it.
    fn close(&mut self, name: &[u8], sink: &mut Sink<'_>) -> Result<bool, Stop> {
        if self.depth > 0 {
            self.depth -= 1;
            let name = String::from_utf8_lossy(name).into_owned();
            self.text.push_str(&format!("</{name}>"));
        } else if let Some(slot) = self.slot.take() {
            let text = mem::take(&mut self.text);
            self.put(slot, text);
        } else if matches!(name, b"item" | b"entry")
            && let Some(item) = self.item.take()
        {
            item.hand_on(&self.title, &self.language, sink)?;
            return Ok(true);
        }
        Ok(false)
    }

    /// Puts a text in its place, unless there is one.
    fn put(&mut self, slot: Slot, text: String) {
        let place = match (&mut self.item, slot) {
            (None, Slot::Title) => &mut self.title,
            (None, Slot::Language) => &mut self.language,
            (Some(item), Slot::Id) => &mut item.id,
            (Some(item), Slot::Link) => &mut item.link,
            (Some(item), Slot::Title) => &mut item.title,
            (Some(item), Slot::Date) => &mut item.date,
            (Some(item), Slot::Updated) => &mut item.updated,
            (Some(item), Slot::Content) => &mut item.content,
            (Some(item), Slot::Summary) => &mut item.summary,
            _ => return,
        };
        if place.trim().is_empty() {
            *place = text;
        }
    }
}

impl Item {
    fn hand_on(&self, outlet: &str, language: &str, sink: &mut Sink<'_>) -> Outcome {
        let link = non_blank(&self.link);
        let is_full = !self.content.trim().is_empty();
        let raw = if is_full {
            &self.content
        } else {
            &self.summary
        };
        let text = if is_full && self.is_plain {
            raw.clone()
        } else if fragment::is_page(raw) {
            match html::page(raw, link) {
                Some(page) => page.text,
                None => return sink.skip(NO_ARTICLE),
            }
        } else {
            fragment::text(raw)
        };
        let (title, outlet) = (fragment::text(&self.title), fragment::text(outlet));
        sink.article(&Article {
            id: non_blank(&self.id).filter(|_| link.is_none()),
            url: link,
            title: non_blank(&title).map(Clean),
            text: &clean(&text),
            date: non_blank(&self.date).or(non_blank(&self.updated)),
            source: non_blank(&outlet).map(Clean),
            lang: non_blank(language),
            fetched: None,
        })
    }
}

fn non_blank(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// Returns an attribute by its name without the prefix of its namespace.
fn attribute(tag: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let mut attributes = tag.attributes().flatten();
    let found = attributes.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = String::from_utf8_lossy(&found.value);
    Some(decode_html_entities(&value).into_owned())
}

/// A reader that gives so much of one item and no more.
struct Limited<'r> {
    reader: &'r mut dyn BufRead,
    /// How much was read since the item began, in bytes.
    item: u64,
    longest: u64,
}

impl BufRead for Limited<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.item > self.longest {
            return Err(io::Error::other(format!(
                "longer than {} bytes",
                self.longest
            )));
        }
        self.reader.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.item += amount as u64;
        self.reader.consume(amount);
    }
}

impl Read for Limited<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}
