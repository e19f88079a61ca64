//! Which parts of each text stripping left, as bytes: a text that has to be proven is read again, and to
//! strip it again would take ten times as long as to read it.
//!
//! ```text
//! end of the parts of each article, in parts ┊ start and end of each part, in bytes of the text
//! ```
//!
//! All are numbers of four bytes, the lowest first.

use std::ops::Range;

use super::scratch::Scratch;
use crate::error::Result;

/// The parts of the texts of a chunk.
#[derive(Default)]
pub(super) struct Cuts {
    /// Where the parts of each article end among all.
    ends: Vec<u32>,
    parts: Vec<[u32; 2]>,
}

const NUMBER_BYTES: u64 = size_of::<u32>() as u64;
const PART_BYTES: u64 = 2 * NUMBER_BYTES;

impl Cuts {
    /// Adds the parts of the next article.
    pub fn add(&mut self, parts: &[Range<usize>]) {
        // A record has less than four billion bytes.
        let bytes = parts
            .iter()
            .map(|part| [part.start, part.end].map(|byte| byte as u32));
        self.parts.extend(bytes);
        self.ends.push(self.parts.len() as u32);
    }

    /// Returns the parts as bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let numbers = self.ends.iter().chain(self.parts.as_flattened());
        numbers.flat_map(|number| number.to_le_bytes()).collect()
    }
}

/// Reads the parts of an article from a block of so many articles, by its place among them.
pub(super) fn parts(
    scratch: &Scratch,
    block: &Range<u64>,
    articles: usize,
    place: usize,
) -> Result<Vec<Range<usize>>> {
    let mut buffer = Vec::new();
    let mut read = |bytes: Range<u64>| -> Result<Vec<u32>> {
        scratch.read(
            block.start + bytes.start..block.start + bytes.end,
            &mut buffer,
        )?;
        let (numbers, _) = buffer.as_chunks();
        Ok(numbers.iter().copied().map(u32::from_le_bytes).collect())
    };
    let place = place as u64;
    // The end of the article before, but for the first, which has none before it.
    let ends = read(place.saturating_sub(1) * NUMBER_BYTES..(place + 1) * NUMBER_BYTES)?;
    let (start, end) = match ends[..] {
        [start, end] => (start, end),
        [end] => (0, end),
        _ => return Ok(Vec::new()),
    };
    let parts = articles as u64 * NUMBER_BYTES;
    let bytes = [start, end].map(|part| parts + u64::from(part) * PART_BYTES);
    let numbers = read(bytes[0]..bytes[1])?;
    let (parts, _) = numbers.as_chunks();
    let range = |[start, end]: &[u32; 2]| *start as usize..*end as usize;
    Ok(parts.iter().map(range).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_each_article_are_read_by_its_place() {
        let articles = [vec![3..7, 9..12], vec![], vec![0..1, 5..6]];
        let mut cuts = Cuts::default();
        articles.iter().for_each(|parts| cuts.add(parts));
        let folder = tempfile::tempdir().unwrap();
        let scratch = Scratch::new(folder.path()).unwrap();
        scratch.append(b"another block").unwrap();
        let block = scratch.append(&cuts.bytes()).unwrap();
        for (place, article) in articles.iter().enumerate() {
            assert_eq!(parts(&scratch, &block, 3, place).unwrap(), *article);
        }
    }
}
