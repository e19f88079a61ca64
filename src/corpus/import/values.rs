//! Values of JSON one behind the other, cut apart by their brackets and quotes alone.

use std::io::{self, BufRead};

/// The values of a reader, one at a time.
pub(super) struct Values<'r> {
    reader: &'r mut dyn BufRead,
    longest: usize,
    /// The bytes of the value, as far as they are not too many.
    pub(super) value: Vec<u8>,
    pub(super) is_too_long: bool,
    /// Whether an array is open, and whether any was.
    pub(super) in_array: bool,
    pub(super) had_array: bool,
}

/// Where in a value the next byte stands.
enum State {
    /// In brackets, so many deep.
    Open(usize),
    /// In a string inside so many brackets.
    String(usize),
    /// In a string, behind a backslash.
    Escape(usize),
    /// In a number or a word.
    Bare,
    /// In a number or a word that is a member of an object, which may end there.
    Member,
    /// Behind the value.
    Done,
}

impl<'r> Values<'r> {
    /// Returns the values of `reader`, of which each has at most `longest` bytes.
    pub(super) fn new(reader: &'r mut dyn BufRead, longest: usize) -> Values<'r> {
        Values {
            reader,
            longest,
            value: Vec::new(),
            is_too_long: false,
            in_array: false,
            had_array: false,
        }
    }

    /// Goes on to the next value, that of an array or one that stands alone, and returns whether it has an end;
    /// `None` if there are no more values.
    pub(super) fn advance(&mut self) -> io::Result<Option<bool>> {
        loop {
            match self.peek()? {
                Some(b'[') if !self.in_array => (self.in_array, self.had_array) = (true, true),
                Some(b']') if self.in_array => self.in_array = false,
                Some(first) => return self.value_from(first, State::Bare).map(Some),
                None => return Ok(None),
            }
            self.pass();
        }
    }

    /// Goes on to the next value of the array that is open; `None` behind the last, where it is closed, and at
    /// the end of the reader.
    pub(super) fn advance_in_array(&mut self) -> io::Result<Option<bool>> {
        match self.peek()? {
            Some(b']') => {
                self.in_array = false;
                self.pass();
                Ok(None)
            }
            Some(first) => self.value_from(first, State::Bare).map(Some),
            None => Ok(None),
        }
    }

    /// Opens an array or an object, at whose bracket the reader stands.
    pub(super) fn open(&mut self) -> io::Result<()> {
        self.in_array |= self.peek()? == Some(b'[');
        self.had_array |= self.in_array;
        self.pass();
        Ok(())
    }

    /// Goes on to the next member of the object that is open: its name is the value then, and the reader stands
    /// at what the name stands for. Returns whether there is one.
    pub(super) fn advance_to_member(&mut self) -> io::Result<bool> {
        match self.peek()? {
            Some(b'"') => {}
            Some(b'}') => {
                self.pass();
                return Ok(false);
            }
            _ => return Ok(false),
        }
        let is_whole = self.value_from(b'"', State::Member)?;
        let is_named = is_whole && self.peek()? == Some(b':');
        if is_named {
            self.pass();
        }
        Ok(is_named)
    }

    /// Goes on to the value of a member, and returns whether it has an end.
    pub(super) fn advance_in_member(&mut self) -> io::Result<bool> {
        match self.peek()? {
            Some(first) => self.value_from(first, State::Member),
            None => Ok(false),
        }
    }

    /// Reads a value that begins with this byte; `bare` is the state of numbers and words. Returns whether it has
    /// an end.
    fn value_from(&mut self, first: u8, bare: State) -> io::Result<bool> {
        self.value.clear();
        self.is_too_long = false;
        let mut state = match first {
            b'{' | b'[' => State::Open(0),
            b'"' => State::String(0),
            _ => bare,
        };
        if !matches!(state, State::Open(_)) {
            self.keep(1)?;
        }
        while !matches!(state, State::Done) {
            let block = self.reader.fill_buf()?;
            if block.is_empty() {
                return Ok(matches!(state, State::Bare | State::Member));
            }
            let (length, next) = step(state, block);
            self.keep(length)?;
            state = next;
        }
        Ok(true)
    }

    /// Passes over what stands between values, and returns the byte behind that.
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let Some(&byte) = self.reader.fill_buf()?.first() else {
                return Ok(None);
            };
            // A byte order mark, where there is one, is of the three bytes above 0x80.
            if !matches!(
                byte,
                b',' | b' ' | b'\t' | b'\n' | b'\r' | 0xef | 0xbb | 0xbf | 0x1e
            ) {
                return Ok(Some(byte));
            }
            self.pass();
        }
    }

    /// Passes over the byte at which the reader stands.
    fn pass(&mut self) {
        self.reader.consume(1);
    }

    /// Adds the next bytes of the reader to the value.
    fn keep(&mut self, length: usize) -> io::Result<()> {
        let block = self.reader.fill_buf()?;
        let bytes = block.get(..length).unwrap_or(block);
        self.is_too_long |= self.value.len() + bytes.len() > self.longest;
        if self.is_too_long {
            self.value.clear();
        } else {
            self.value.extend_from_slice(bytes);
        }
        self.reader.consume(length);
        Ok(())
    }
}

/// Goes through a block up to its end or that of the value, and returns how far that was and what follows.
fn step(mut state: State, block: &[u8]) -> (usize, State) {
    let mut at = 0;
    while let Some(&byte) = block.get(at) {
        state = match state {
            State::String(depth) => {
                let rest = block.get(at..).unwrap_or_default();
                let Some(length) = memchr::memchr2(b'"', b'\\', rest) else {
                    return (block.len(), State::String(depth));
                };
                at += length;
                match rest.get(length) {
                    Some(b'\\') => State::Escape(depth),
                    _ if depth == 0 => State::Done,
                    _ => State::Open(depth),
                }
            }
            State::Escape(depth) => State::String(depth),
            State::Open(depth) => match byte {
                b'{' | b'[' => State::Open(depth + 1),
                b'}' | b']' if depth <= 1 => State::Done,
                b'}' | b']' => State::Open(depth - 1),
                b'"' => State::String(depth),
                _ => State::Open(depth),
            },
            State::Bare if matches!(byte, b',' | b']' | b'\n' | b'{' | b'[') => {
                return (at, State::Done);
            }
            State::Member if matches!(byte, b',' | b'}' | b'\n') => return (at, State::Done),
            State::Bare | State::Member => state,
            State::Done => break,
        };
        at += 1;
        if matches!(state, State::Done) {
            break;
        }
    }
    (at, state)
}
