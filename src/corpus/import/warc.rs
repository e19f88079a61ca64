//! Web archives (WARC, ISO 28500): of their records those that are pages, as a server sent them.
//!
//! Records are read one by one. Where one is damaged, the next is found by its first line; where the compressed
//! data is, the next is that of the next member.

use std::io::{self, BufRead, Read};
use std::mem;

use memchr::memmem;
use rayon::prelude::*;

use super::article::Article;
use super::clean::clean;
use super::html::{self, Page};
use super::members::Gap;
use super::page::NO_ARTICLE;
use super::sink::{Outcome, Sink};
use super::{encoding, http};

/// What every record begins with.
const VERSION: &[u8] = b"WARC/1.";

/// The head of a record has no more bytes.
const LONGEST_HEAD: usize = 64 << 10;

/// So many bytes of responses are kept until their pages are read, in parallel.
const BATCH: usize = 8 << 20;

/// Reads the records of `reader`; each has at most `longest` bytes, before and after it is unpacked.
pub(super) fn read(reader: &mut dyn BufRead, longest: usize, sink: &mut Sink<'_>) -> Outcome {
    let mut records = Records {
        reader,
        pending: Vec::new(),
        is_lost: false,
        is_within: false,
        longest,
    };
    let mut batch = Batch {
        entries: Vec::new(),
        bytes: 0,
        longest,
    };
    loop {
        match records.next_entry() {
            Ok(Some(entry)) => {
                // No sooner, since the last may turn out to be damaged.
                if batch.bytes >= BATCH {
                    batch.flush(sink)?;
                }
                batch.add(entry);
            }
            Ok(None) => return batch.flush(sink),
            Err(error) => match Gap::of(&error) {
                // The last record was as long as it should be, but its bytes are not right.
                Some(gap) if !records.leave() && gap.follows_damaged => batch.spoil(gap),
                Some(gap) => batch.add(Entry::Bad(gap.to_string())),
                None => {
                    batch.flush(sink)?;
                    return Err(error.into());
                }
            },
        }
    }
}

/// A record of an archive.
enum Entry {
    /// What a server sent.
    Response(Response),
    /// Of another type.
    Other,
    /// It can't be read, for this reason.
    Bad(String),
}

struct Response {
    url: Option<String>,
    /// When it was fetched.
    date: Option<String>,
    /// The HTTP head and what follows it.
    message: Vec<u8>,
}

/// Records whose pages are yet to be read.
struct Batch {
    entries: Vec<Entry>,
    bytes: usize,
    longest: usize,
}

impl Batch {
    fn add(&mut self, entry: Entry) {
        self.bytes += mem::size_of::<Entry>();
        if let Entry::Response(response) = &entry {
            self.bytes += response.message.len();
        }
        self.entries.push(entry);
    }

    /// Makes the last record a bad one.
    fn spoil(&mut self, gap: &Gap) {
        self.entries.pop();
        self.add(Entry::Bad(gap.to_string()));
    }

    /// Reads the pages, and hands them on in their order.
    fn flush(&mut self, sink: &mut Sink<'_>) -> Outcome {
        self.bytes = 0;
        let entries = mem::take(&mut self.entries).into_par_iter();
        let read: Vec<_> = entries
            .map(|entry| match entry {
                Entry::Response(response) => page(response, self.longest),
                Entry::Other => Ok(None),
                Entry::Bad(reason) => Err(reason),
            })
            .collect();
        for found in read {
            match found {
                Ok(Some((response, page))) => sink.article(&Article {
                    // Pages that name one canonical URL may be different articles.
                    id: response.url.as_deref(),
                    fetched: response.date.as_deref(),
                    text: &clean(&page.text),
                    ..Article::of(&page)
                })?,
                Ok(None) => sink.leave_out()?,
                Err(reason) => sink.skip(reason)?,
            }
        }
        Ok(())
    }
}

/// Reads the page of a response, if it is one.
fn page(mut response: Response, longest: usize) -> Result<Option<(Response, Page)>, String> {
    let message = mem::take(&mut response.message);
    let Some(body) = http::page(&message, longest)? else {
        return Ok(None);
    };
    let declared = body.encoding;
    let declared = declared.or_else(|| encoding::declared(&body.bytes, "charset"));
    let html = encoding::decode(&body.bytes, declared);
    let page = html::page(&html, response.url.as_deref());
    match page {
        Some(page) => Ok(Some((response, page))),
        None => Err(NO_ARTICLE.to_owned()),
    }
}

/// The records of an archive, one at a time.
struct Records<'r> {
    reader: &'r mut dyn BufRead,
    /// What was read too much, and is read again.
    pending: Vec<u8>,
    /// Whether the last record was damaged, so that what follows may be part of it.
    is_lost: bool,
    /// Whether a record began that has not ended.
    is_within: bool,
    longest: usize,
}

/// What the head of a record says.
#[derive(Default)]
struct Head {
    is_response: bool,
    url: Option<String>,
    date: Option<String>,
    length: Option<u64>,
}

impl Records<'_> {
    fn next_entry(&mut self) -> io::Result<Option<Entry>> {
        let was_lost = mem::take(&mut self.is_lost);
        let mut is_damaged = false;
        loop {
            let line = self.line()?;
            let is_next = line.starts_with(VERSION);
            if (is_next || line.is_empty()) && is_damaged && !was_lost {
                self.push_back(&line);
                self.is_within = false;
                return Ok(Some(Entry::Bad("no record begins here".to_owned())));
            }
            if line.is_empty() {
                return Ok(None);
            }
            self.is_within |= is_next;
            if is_next {
                break;
            }
            is_damaged |= !line.trim_ascii().is_empty();
            self.is_within |= is_damaged && !was_lost;
        }
        let entry = match self.head()? {
            None => Entry::Bad("its head is no head of a record".to_owned()),
            Some(Head { length: None, .. }) => {
                Entry::Bad("its Content-Length is missing".to_owned())
            }
            Some(head) => self.body(head)?,
        };
        self.is_lost = matches!(entry, Entry::Bad(_));
        self.is_within = false;
        Ok(Some(entry))
    }

    /// Leaves the record that something is missing in, and returns whether there was one.
    fn leave(&mut self) -> bool {
        self.pending.clear();
        self.is_lost = false;
        mem::take(&mut self.is_within)
    }

    /// Reads the lines up to the blank one.
    fn head(&mut self) -> io::Result<Option<Head>> {
        let mut head = Head::default();
        let mut length = 0;
        loop {
            let line = self.line()?;
            length += line.len();
            if line.starts_with(VERSION) {
                self.push_back(&line);
                return Ok(None);
            }
            if line.is_empty() || length > LONGEST_HEAD {
                return Ok(None);
            }
            let line = String::from_utf8_lossy(&line);
            let Some((name, value)) = line.split_once(':') else {
                return Ok(line.trim().is_empty().then_some(head));
            };
            let value = value.trim().trim_start_matches('<').trim_end_matches('>');
            match name.to_ascii_lowercase().as_str() {
                "warc-type" => head.is_response = value == "response",
                "warc-target-uri" => head.url = Some(value.to_owned()),
                "warc-date" => head.date = Some(value.to_owned()),
                "content-length" => head.length = value.parse().ok(),
                _ => {}
            }
        }
    }

    /// Reads what follows a head. Where another record begins within it or it does not end where it should,
    /// its length is wrong.
    fn body(&mut self, head: Head) -> io::Result<Entry> {
        let length = head.length.unwrap_or_default();
        let is_kept = head.is_response && length <= self.longest as u64;
        let mut message = Vec::new();
        let mut rest = length;
        // The end of what was read before, in which a record may begin.
        let mut tail: Vec<u8> = Vec::new();
        while rest > 0 {
            let most = usize::try_from(rest).unwrap_or(usize::MAX);
            let block = self.block(most)?;
            if block.is_empty() {
                return Ok(Entry::Bad("cut off before its end".to_owned()));
            }
            rest -= block.len() as u64;
            let seam = tail.len();
            tail.extend_from_slice(&block);
            if let Some(found) = memmem::find(&tail, b"\r\n\r\nWARC/1.") {
                let begin = tail.split_off(found + 4);
                self.push_back(&begin);
                return Ok(Entry::Bad("its Content-Length is wrong".to_owned()));
            }
            if is_kept {
                message.extend_from_slice(tail.get(seam..).unwrap_or_default());
            }
            tail = tail.split_off(tail.len().saturating_sub(2 * VERSION.len()));
        }
        let end = self.line()?;
        if !end.trim_ascii().is_empty() {
            self.push_back(&end);
            return Ok(Entry::Bad("its Content-Length is wrong".to_owned()));
        }
        Ok(match head.is_response {
            true if is_kept => Entry::Response(Response {
                url: head.url,
                date: head.date,
                message,
            }),
            true => Entry::Bad(format!("longer than {} bytes", self.longest)),
            false => Entry::Other,
        })
    }

    /// Reads a line with its end, or so much of it as a head may have; nothing at the end.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        if !self.pending.is_empty() {
            let length =
                memchr::memchr(b'\n', &self.pending).map_or(self.pending.len(), |at| at + 1);
            let rest = self.pending.split_off(length);
            line = mem::replace(&mut self.pending, rest);
        }
        if !line.ends_with(b"\n") {
            let mut reader = (&mut self.reader).take(LONGEST_HEAD as u64);
            reader.read_until(b'\n', &mut line)?;
        }
        Ok(line)
    }

    /// Reads some of the next bytes, `most` at most; none at the end.
    fn block(&mut self, most: usize) -> io::Result<Vec<u8>> {
        if !self.pending.is_empty() {
            let rest = self.pending.split_off(most.min(self.pending.len()));
            return Ok(mem::replace(&mut self.pending, rest));
        }
        let block = self.reader.fill_buf()?;
        let block = block.get(..most).unwrap_or(block).to_vec();
        self.reader.consume(block.len());
        Ok(block)
    }

    /// Has these bytes read again before all others.
    fn push_back(&mut self, bytes: &[u8]) {
        self.pending.splice(..0, bytes.iter().copied());
    }
}
