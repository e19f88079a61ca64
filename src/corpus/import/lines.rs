//! JSON Lines that can't be read where they are: compressed, or in another encoding than UTF-8.

use std::io::BufRead;

use super::sink::{Outcome, Sink};
use crate::corpus::jsonl;
use crate::corpus::lines::Lines;

/// Copies each line of `reader` that is not blank; whether it is good JSON is seen when it is read again.
pub(super) fn read(reader: &mut dyn BufRead, longest: usize, sink: &mut Sink<'_>) -> Outcome {
    let mut buffer = Vec::new();
    let mut lines = Lines::new(reader, &mut buffer, longest);
    while let Some(line) = lines.next_line()? {
        let Some(bytes) = line.bytes else {
            sink.skip(format!("longer than {longest} bytes"))?;
            continue;
        };
        match jsonl::record(bytes, line.offset == 0) {
            Some(record) => sink.line(record)?,
            None => sink.pass()?,
        }
    }
    Ok(())
}
