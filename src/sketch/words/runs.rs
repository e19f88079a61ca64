//! The runs of bytes that can be part of a word, found window by window.

use std::ops::Range;

use super::blocks::{AHEAD, Edges, JUDGED, WINDOW, Window};

/// Finds the runs of bytes that can be part of a word, with no such bytes beside them, in order.
///
/// A run of ASCII letters, digits and the marks that join them is one word. In others, there may be any
/// number of words.
#[derive(Debug)]
pub(super) struct Runs<'t> {
    text: &'t str,
    /// Byte offset of the window that was last read.
    start: usize,
    /// Byte offset of the next window. It begins with a character, and no part of a word is before it.
    next: usize,
    edges: Edges,
    /// A run from the window's beginning that does not end in it.
    long: Option<Range<usize>>,
    /// The window, if the text ends too near for it to stand there: zeroes are behind the end.
    last: Window,
}

impl<'t> Runs<'t> {
    pub fn new(text: &'t str) -> Self {
        Runs {
            text,
            start: 0,
            next: 0,
            edges: Edges::new(),
            long: None,
            last: [0; WINDOW + AHEAD],
        }
    }

    /// Reads the next window, and returns whether there was one.
    pub fn read(&mut self) -> bool {
        let Some(rest @ [_, ..]) = self.text.as_bytes().get(self.next..) else {
            return false;
        };
        self.start = self.next;
        if let Some(window) = rest.first_chunk() {
            self.edges.find(window);
        } else {
            self.last = padded(rest);
            self.edges.find(&self.last);
        }
        match self.edges.unfinished() {
            Some(0) => {
                self.next = self.sure_break(self.start + JUDGED);
                self.long = Some(self.start..self.next);
            }
            Some(start) => self.next += usize::from(start),
            None => self.next = self.character_at(self.start + JUDGED),
        }
        true
    }

    /// Returns the window that was last read.
    #[inline]
    pub fn window(&self) -> &Window {
        let rest = self.text.as_bytes().get(self.start..).unwrap_or_default();
        rest.first_chunk().unwrap_or(&self.last)
    }

    /// Returns where the runs begin and end that the window has as a whole.
    #[inline]
    pub fn short(&self) -> &[[u8; 2]] {
        self.edges.runs()
    }

    /// Returns the place in the text, in bytes, of a run in the window.
    #[inline]
    pub fn range(&self, [start, end]: [u8; 2]) -> Range<usize> {
        self.start + usize::from(start)..self.start + usize::from(end)
    }

    /// Returns a run that began in the window and is too long for it.
    #[inline]
    pub fn take_long(&mut self) -> Option<Range<usize>> {
        self.long.take()
    }

    /// Returns the byte offset of the character to which a byte belongs.
    fn character_at(&self, byte: usize) -> usize {
        let mut start = byte.min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        start
    }

    /// Returns the next byte offset at which a word ends for sure, whatever stands before.
    fn sure_break(&self, start: usize) -> usize {
        let is_break = |byte: &u8| match byte {
            b'_' | b'.' | b'\'' | b':' | b',' | b';' | b'"' => false,
            _ => byte.is_ascii() && !byte.is_ascii_alphanumeric(),
        };
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let end = rest.iter().position(is_break).unwrap_or(rest.len());
        start + end
    }
}

/// Returns what is left of a text, with zeroes behind it.
fn padded(rest: &[u8]) -> Window {
    let mut window = [0; WINDOW + AHEAD];
    for (slot, byte) in window.iter_mut().zip(rest) {
        *slot = *byte;
    }
    window
}
