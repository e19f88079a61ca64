//! JSON that is not JSON Lines: one array, one object a file, objects one behind the other, indented or not.
//!
//! Values are cut apart by their brackets and quotes alone, and each is parsed by itself. A streaming
//! parser would stop at the first bad value, and read a reader byte by byte; this way the values behind a
//! bad one are read, and one that is too long is passed over without being held.

use std::io::{self, BufRead};

use serde_json::{Map, Value};

use super::sink::{Outcome, Sink, Stop};
use crate::corpus::record::Fields;

/// Reads the values of `reader`, those in an array and those that stand alone; each has at most `longest` bytes.
pub(super) fn read(reader: &mut dyn BufRead, longest: usize, sink: &mut Sink<'_>) -> Outcome {
    let mut values = Values {
        reader,
        longest,
        value: Vec::new(),
        is_too_long: false,
        in_array: false,
        had_array: false,
    };
    let mut is_cut = false;
    while let Some(is_whole) = values.advance()? {
        is_cut = !is_whole;
        if values.is_too_long {
            sink.skip(format!("longer than {longest} bytes"))?;
        } else if !is_whole {
            sink.skip("invalid JSON: cut off before its end")?;
        } else {
            match Fields::parse_with(&values.value, sink.names()) {
                Err(reason) if !is_object(&values.value) => sink.skip(reason)?,
                // One without a text is told when it is read again.
                _ => sink.line(on_one_line(&mut values.value))?,
            }
        }
    }
    if values.in_array && !is_cut {
        return Err(Stop::Input("the array has no end".to_owned()));
    }
    if sink.records() == 1 && !values.had_array {
        sink.is_single();
    }
    Ok(())
}

/// Returns whether bytes are an object in good JSON.
fn is_object(value: &[u8]) -> bool {
    serde_json::from_slice::<Map<String, Value>>(value).is_ok()
}

/// Takes the line ends out of a value that is good JSON, and the indents behind them: none is in a string.
fn on_one_line(value: &mut Vec<u8>) -> &[u8] {
    let mut is_indent = false;
    value.retain(|byte| {
        is_indent = match byte {
            b'\n' | b'\r' => true,
            b' ' | b'\t' => is_indent,
            _ => false,
        };
        !is_indent
    });
    value
}

/// The values of a reader, one at a time.
struct Values<'r> {
    reader: &'r mut dyn BufRead,
    longest: usize,
    /// The bytes of the value, as far as they are not too many.
    value: Vec<u8>,
    is_too_long: bool,
    in_array: bool,
    had_array: bool,
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
    /// Behind the value.
    Done,
}

impl Values<'_> {
    /// Goes on to the next value, and returns whether it has an end; `None` if there are no more values.
    fn advance(&mut self) -> io::Result<Option<bool>> {
        self.value.clear();
        self.is_too_long = false;
        let Some(first) = self.first_byte()? else {
            return Ok(None);
        };
        let mut state = match first {
            b'{' | b'[' => State::Open(0),
            b'"' => State::String(0),
            _ => State::Bare,
        };
        if !matches!(state, State::Open(_)) {
            self.keep(1)?;
        }
        while !matches!(state, State::Done) {
            let block = self.reader.fill_buf()?;
            if block.is_empty() {
                return Ok(Some(matches!(state, State::Bare)));
            }
            let (length, next) = step(state, block);
            self.keep(length)?;
            state = next;
        }
        Ok(Some(true))
    }

    /// Passes over what stands between values, and returns the first byte of the next.
    fn first_byte(&mut self) -> io::Result<Option<u8>> {
        loop {
            let Some(&byte) = self.reader.fill_buf()?.first() else {
                return Ok(None);
            };
            match byte {
                b'[' if !self.in_array => (self.in_array, self.had_array) = (true, true),
                b']' if self.in_array => self.in_array = false,
                // A byte order mark, where there is one, is of these three bytes.
                b',' | b' ' | b'\t' | b'\n' | b'\r' | 0xef | 0xbb | 0xbf | 0x1e => {}
                _ => return Ok(Some(byte)),
            }
            self.reader.consume(1);
        }
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
            State::Bare => State::Bare,
            State::Done => break,
        };
        at += 1;
        if matches!(state, State::Done) {
            break;
        }
    }
    (at, state)
}
