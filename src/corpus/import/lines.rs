//! JSON Lines that can't be read where they are: compressed, or in another encoding than UTF-8.

use std::io::BufRead;

use super::members::Gap;
use super::sink::{Outcome, Sink};
use crate::corpus::jsonl;
use crate::corpus::lines::Lines;

/// Copies each line of `reader` that is not blank, and passes over one that a [`Gap`] cuts off; whether it is good JSON is seen when it is read again.
pub(super) fn read(reader: &mut dyn BufRead, longest: usize, sink: &mut Sink<'_>) -> Outcome {
    let mut buffer = Vec::new();
    let mut lines = Lines::new(reader, &mut buffer, longest);
    loop {
        let line = match lines.next_line() {
            Ok(Some(line)) => line,
            Ok(None) => return Ok(()),
            Err(error) if Gap::of(&error).is_some() => {
                lines.drop_rest();
                sink.skip(error.to_string())?;
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let Some(bytes) = line.bytes else {
            sink.skip(format!("longer than {longest} bytes"))?;
            continue;
        };
        match jsonl::record(bytes, line.offset == 0) {
            Some(record) => sink.line(record)?,
            None => sink.pass()?,
        }
    }
}
