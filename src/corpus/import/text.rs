//! Plain text that can't be read where it is.

use std::borrow::Cow;
use std::io::{BufRead, Read};

use super::article::Article;
use super::clean::clean;
use super::encoding;
use super::sink::{Outcome, Sink, Stop};
use crate::corpus::plain;

/// Reads all of `reader` as one article of at most `longest` bytes.
pub(super) fn read(reader: &mut dyn BufRead, longest: usize, sink: &mut Sink<'_>) -> Outcome {
    let bytes = whole(reader, longest)?;
    let text = match encoding::guess(&bytes) {
        // As it stands, like a file that is read where it is.
        None => Cow::Borrowed(bytes.as_slice()),
        Some(encoding) => {
            sink.is_in(encoding);
            let text = encoding.decode(&bytes).0;
            Cow::Owned(clean(&text).into_owned().into_bytes())
        }
    };
    let fields = plain::parse(&text).map_err(Stop::Input)?;
    sink.is_single();
    sink.article(&Article {
        id: Some(sink.path()),
        text: &fields.text,
        ..Article::default()
    })
}

/// Reads all of a reader, which is refused if it has more than `longest` bytes.
pub(super) fn whole(reader: &mut dyn BufRead, longest: usize) -> Result<Vec<u8>, Stop> {
    let mut bytes = Vec::new();
    reader.take(longest as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > longest {
        return Err(Stop::Input(format!("longer than {longest} bytes")));
    }
    Ok(bytes)
}
