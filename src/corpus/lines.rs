//! Cuts what a reader gives into lines, without a copy of each.

use std::io::{self, Read};
use std::ops::Range;

use memchr::memchr;

/// The lines of a reader. A buffer that the caller lends holds a few of them at a time, and grows to the
/// longest.
pub(super) struct Lines<'b, R> {
    reader: R,
    buffer: &'b mut Vec<u8>,
    /// The part of the buffer that is filled and not handed out.
    rest: Range<usize>,
    /// Where that part begins, in bytes from the reader's start.
    offset: u64,
    /// The most bytes that a line may have.
    longest: usize,
}

/// A line of a reader.
pub(super) struct Line<'a> {
    /// Where it begins, in bytes from the reader's start.
    pub(super) offset: u64,
    /// Its bytes without the line end; `None` if they are more than a line may have.
    pub(super) bytes: Option<&'a [u8]>,
}

/// How much is read at once, in bytes: little enough to stay in a core's own cache until it is parsed.
const READ: usize = 128 << 10;

impl<'b, R: Read> Lines<'b, R> {
    pub(super) fn new(reader: R, buffer: &'b mut Vec<u8>, longest: usize) -> Lines<'b, R> {
        Lines {
            reader,
            buffer,
            rest: 0..0,
            offset: 0,
            longest,
        }
    }

    /// Returns where the next line begins, in bytes from the reader's start.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Returns the next line, or `None` at the end.
    pub(super) fn next_line(&mut self) -> io::Result<Option<Line<'_>>> {
        let offset = self.offset;
        let mut searched = 0;
        loop {
            let rest = &self.buffer[self.rest.clone()];
            if let Some(length) = memchr(b'\n', &rest[searched..]) {
                return Ok(Some(self.take(searched + length, 1)));
            }
            searched = rest.len();
            if searched > self.longest {
                self.skip_line(u64::MAX)?;
                let bytes = None;
                return Ok(Some(Line { offset, bytes }));
            }
            if self.fill()? == 0 {
                return Ok((searched > 0).then(|| self.take(searched, 0)));
            }
        }
    }

    /// Passes over the rest of a line, and returns whether its end was among the next `within` bytes.
    pub(super) fn skip_line(&mut self, within: u64) -> io::Result<bool> {
        let limit = self.offset.saturating_add(within);
        loop {
            let rest = &self.buffer[self.rest.clone()];
            if let Some(length) = memchr(b'\n', rest) {
                self.pass(length + 1);
                return Ok(self.offset <= limit);
            }
            self.pass(self.rest.len());
            if self.offset >= limit || self.fill()? == 0 {
                return Ok(false);
            }
        }
    }

    /// Passes over what was read of a line whose end can't be read.
    pub(super) fn drop_rest(&mut self) {
        self.pass(self.rest.len());
    }

    /// Hands out the next `length` bytes, and passes over the line feed behind them if there is one.
    fn take(&mut self, length: usize, line_feed: usize) -> Line<'_> {
        let (start, offset) = (self.rest.start, self.offset);
        self.pass(length + line_feed);
        let bytes = &self.buffer[start..start + length];
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        Line {
            offset,
            bytes: (bytes.len() <= self.longest).then_some(bytes),
        }
    }

    fn pass(&mut self, length: usize) {
        self.rest.start += length;
        self.offset += length as u64;
    }

    /// Reads more behind the rest, and returns how much; 0 at the end.
    fn fill(&mut self) -> io::Result<usize> {
        if self.rest.end == self.buffer.len() {
            self.make_room();
        }
        loop {
            match self.reader.read(&mut self.buffer[self.rest.end..]) {
                Ok(read) => {
                    self.rest.end += read;
                    return Ok(read);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Moves the rest to the front of the buffer, which grows if that is not enough.
    fn make_room(&mut self) {
        self.buffer.copy_within(self.rest.clone(), 0);
        self.rest = 0..self.rest.len();
        if self.rest.end > self.buffer.len() / 2 || self.buffer.len() < READ {
            let length = (2 * self.buffer.len()).max(READ);
            self.buffer.resize(length, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Gives a few bytes at a time, as a pipe may.
    struct Trickle<'a> {
        bytes: &'a [u8],
        at_once: usize,
    }

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let most = self.at_once.min(buffer.len());
            self.bytes.read(&mut buffer[..most])
        }
    }

    fn lines(reader: impl Read, longest: usize) -> Vec<(u64, Option<Vec<u8>>)> {
        let mut buffer = Vec::new();
        let mut lines = Lines::new(reader, &mut buffer, longest);
        let mut found = Vec::new();
        while let Some(line) = lines.next_line().unwrap() {
            found.push((line.offset, line.bytes.map(<[u8]>::to_vec)));
        }
        found
    }

    #[test]
    fn line_ends_are_cut_off_and_the_last_may_be_missing() {
        let bytes = |text: &str| Some(text.as_bytes().to_vec());
        let found = lines("a\r\n\nbb\r".as_bytes(), usize::MAX);
        assert_eq!(found, [(0, bytes("a")), (3, bytes("")), (4, bytes("bb"))]);
        assert_eq!(lines(&b""[..], usize::MAX), []);
        assert_eq!(lines(&b"\n"[..], usize::MAX), [(0, bytes(""))]);
    }

    #[test]
    fn a_line_beyond_the_limit_is_passed_over() {
        let long = "x".repeat(3 * READ);
        let text = format!("a\n{long}\nb\n{long}");
        for limit in [1, READ, 2 * READ] {
            let found = lines(text.as_bytes(), limit);
            let kept: Vec<bool> = found.iter().map(|(_, bytes)| bytes.is_some()).collect();
            assert_eq!(kept, [true, false, true, false]);
            assert_eq!(found[2], (3 * READ as u64 + 3, Some(b"b".to_vec())));
        }
    }

    #[test]
    fn the_end_of_a_line_is_looked_for_so_far_and_no_farther() {
        let mut buffer = Vec::new();
        for (within, found) in [(0, false), (2, false), (3, true), (9, true)] {
            let mut lines = Lines::new(&b"ab\ncd"[..], &mut buffer, usize::MAX);
            assert_eq!(lines.skip_line(within).unwrap(), found, "{within}");
        }
        let mut lines = Lines::new(&b"ab"[..], &mut buffer, usize::MAX);
        assert!(!lines.skip_line(9).unwrap());
    }

    proptest! {
        #[test]
        fn lines_are_those_of_a_split(
            parts in prop::collection::vec(("[a-z]{0,4}", 1..30_000usize), 0..20),
            at_once in prop_oneof![1..10usize, 1_000..200_000usize],
        ) {
            let text: Vec<String> = parts.iter().map(|(part, times)| part.repeat(*times)).collect();
            let text = text.join("\n");
            let bytes = text.as_bytes();
            // Small steps take long over long texts.
            let at_once = at_once.max(bytes.len() / 1_000);
            let mut expected = Vec::new();
            let mut offset = 0;
            for line in bytes.split_inclusive(|byte| *byte == b'\n') {
                expected.push((offset, Some(line.strip_suffix(b"\n").unwrap_or(line).to_vec())));
                offset += line.len() as u64;
            }
            prop_assert_eq!(lines(Trickle { bytes, at_once }, usize::MAX), expected);
        }
    }
}
