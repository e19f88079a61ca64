//! JSON that is not JSON Lines: one array, one object a file, objects one behind the other, indented or not; and
//! what news services answer, an object with the articles in an array: `{"status": "ok", "articles": […]}`.
//!
//! Values are cut apart by their brackets and quotes alone, and each is parsed by itself. A streaming
//! parser would stop at the first bad value, and read a reader byte by byte; this way the values behind a
//! bad one are read, and one that is too long is passed over without being held.

use std::io::BufRead;

use serde_json::{Map, Value};

use super::sink::{Outcome, Sink, Stop};
use super::values::Values;
use crate::corpus::Names;
use crate::corpus::record::Fields;

/// Reads the values of `reader`, those in an array and those that stand alone; each has at most `longest` bytes.
pub(super) fn read(reader: &mut dyn BufRead, longest: usize, sink: &mut Sink<'_>) -> Outcome {
    let mut values = Values::new(reader, longest);
    let mut is_cut = false;
    while let Some(is_whole) = values.advance()? {
        is_cut = !is_whole;
        take(&mut values, is_whole, longest, sink)?;
    }
    if values.in_array && !is_cut {
        return Err(Stop::Input(NO_END.to_owned()));
    }
    if sink.records() == 1 && !values.had_array {
        sink.is_single();
    }
    Ok(())
}

const NO_END: &str = "the array has no end";

/// Takes the value that was read last as a record.
fn take(values: &mut Values<'_>, is_whole: bool, longest: usize, sink: &mut Sink<'_>) -> Outcome {
    if values.is_too_long {
        return sink.skip(format!("longer than {longest} bytes"));
    }
    if !is_whole {
        return sink.skip("invalid JSON: cut off before its end");
    }
    match Fields::parse_with(&values.value, sink.names()) {
        Err(reason) if !is_object(&values.value) => sink.skip(reason),
        // One without a text is told when it is read again.
        _ => sink.line(on_one_line(&mut values.value)),
    }
}

/// Returns which member of an object the articles are in, counted from 0: the object is all of `reader` and no
/// article itself, and this is its only array of objects of which any is an article.
///
/// What is cut off or damaged is read as if it ended there: [`read_wrapped`] will tell.
pub(super) fn wrapping(reader: &mut dyn BufRead, longest: usize, names: &Names) -> Option<usize> {
    let mut values = Values::new(reader, longest);
    if !matches!(values.peek(), Ok(Some(b'{'))) {
        return None;
    }
    values.open().ok()?;
    let mut arrays = Vec::new();
    // The object without its arrays.
    let mut rest = b"{".to_vec();
    let mut member = 0;
    while values.advance_to_member().unwrap_or(false) {
        let name = values.value.clone();
        if matches!(values.peek(), Ok(Some(b'['))) {
            values.open().ok()?;
            let mut has_article = false;
            while let Ok(Some(true)) = values.advance_in_array() {
                has_article = has_article || Fields::parse_with(&values.value, names).is_ok();
            }
            arrays.extend(has_article.then_some(member));
        } else if values.advance_in_member().unwrap_or(false)
            && rest.len() + name.len() + values.value.len() < longest
        {
            let comma: &[u8] = if rest.len() > 1 { b"," } else { b"" };
            for part in [comma, &name, b":", &values.value] {
                rest.extend_from_slice(part);
            }
        }
        member += 1;
    }
    rest.push(b'}');
    let is_all = !matches!(values.peek(), Ok(Some(_)));
    match arrays[..] {
        [member] if is_all && Fields::parse_with(&rest, names).is_err() => Some(member),
        _ => None,
    }
}

/// Reads the values of the array that is this member of the object in `reader`.
pub(super) fn read_wrapped(
    reader: &mut dyn BufRead,
    wanted: usize,
    longest: usize,
    sink: &mut Sink<'_>,
) -> Outcome {
    let mut values = Values::new(reader, longest);
    values.peek()?;
    values.open()?;
    let mut member = 0;
    while values.advance_to_member()? {
        if values.peek()? != Some(b'[') {
            values.advance_in_member()?;
        } else {
            values.open()?;
            let mut is_cut = false;
            while let Some(is_whole) = values.advance_in_array()? {
                is_cut = !is_whole;
                if member == wanted {
                    take(&mut values, is_whole, longest, sink)?;
                }
            }
            if member == wanted {
                return match values.in_array && !is_cut {
                    true => Err(Stop::Input(NO_END.to_owned())),
                    false => Ok(()),
                };
            }
        }
        member += 1;
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
