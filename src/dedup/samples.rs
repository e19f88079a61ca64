//! The sampled shingles of all articles, in a temporary file: they are read twice, from end to end, and
//! would take as much memory as all else.

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::error::{Error, Result};

/// A file of samples, in blocks that any thread may append.
pub(super) struct Samples {
    folder: PathBuf,
    end: Mutex<End>,
}

/// Where the next block goes.
struct End {
    file: File,
    blocks: u32,
}

/// The samples of some articles.
#[derive(Default)]
pub(super) struct Block {
    bytes: Vec<u8>,
    /// How many keys are in it.
    pub keys: usize,
}

impl Block {
    /// Adds the keys of the shingles that an article sampled, which is known by a number in its block.
    pub fn add(&mut self, article: u32, keys: &[u32]) {
        if keys.is_empty() {
            return;
        }
        self.keys += keys.len();
        // A record has less than four billion bytes, and so fewer shingles.
        let head = [article, keys.len() as u32];
        let numbers = head.iter().chain(keys);
        self.bytes
            .extend(numbers.flat_map(|number| number.to_le_bytes()));
    }
}

impl Samples {
    /// Makes the file, without a name, in `folder`.
    pub fn new(folder: &Path) -> Result<Self> {
        let file = tempfile::tempfile_in(folder).map_err(|source| failed(folder, source))?;
        Ok(Samples {
            folder: folder.to_owned(),
            end: Mutex::new(End { file, blocks: 0 }),
        })
    }

    /// Appends a block, and returns its number.
    pub fn append(&self, block: &Block) -> Result<u32> {
        // A thread that panicked has not counted its block, and ends the run.
        let mut end = self.end.lock().unwrap_or_else(PoisonError::into_inner);
        let number = end.blocks;
        let length = block.bytes.len() as u64;
        end.file
            .write_all(&length.to_le_bytes())
            .and_then(|()| end.file.write_all(&block.bytes))
            .map_err(|source| failed(&self.folder, source))?;
        end.blocks += 1;
        Ok(number)
    }

    /// Calls `each` with every sample: the number of its block, that of its article in it, and its keys.
    pub fn each(&self, mut each: impl FnMut(u32, u32, &[u32])) -> Result<()> {
        let mut end = self.end.lock().unwrap_or_else(PoisonError::into_inner);
        let blocks = end.blocks;
        read_blocks(&mut end.file, blocks, &mut each).map_err(|source| failed(&self.folder, source))
    }
}

fn read_blocks(
    file: &mut File,
    blocks: u32,
    each: &mut impl FnMut(u32, u32, &[u32]),
) -> io::Result<()> {
    file.rewind()?;
    let (mut bytes, mut numbers) = (Vec::new(), Vec::new());
    for block in 0..blocks {
        let mut length = [0; 8];
        file.read_exact(&mut length)?;
        bytes.clear();
        file.take(u64::from_le_bytes(length))
            .read_to_end(&mut bytes)?;
        let (words, _) = bytes.as_chunks();
        numbers.clear();
        numbers.extend(words.iter().copied().map(u32::from_le_bytes));
        let mut rest = &numbers[..];
        while let [article, count, after @ ..] = rest {
            let (keys, after) = after.split_at((*count as usize).min(after.len()));
            each(block, *article, keys);
            rest = after;
        }
    }
    Ok(())
}

fn failed(folder: &Path, source: io::Error) -> Error {
    Error::Scratch {
        folder: folder.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_appended_is_read_as_often_as_it_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let samples = Samples::new(folder.path()).unwrap();
        let mut first = Block::default();
        first.add(3, &[7, 8]);
        first.add(4, &[]);
        first.add(5, &[u32::MAX]);
        assert_eq!(first.keys, 3);
        assert_eq!(samples.append(&first).unwrap(), 0);
        assert_eq!(samples.append(&Block::default()).unwrap(), 1);
        let mut last = Block::default();
        last.add(0, &[1]);
        assert_eq!(samples.append(&last).unwrap(), 2);
        for _ in 0..2 {
            let mut read = Vec::new();
            samples
                .each(|block, article, keys| read.push((block, article, keys.to_vec())))
                .unwrap();
            assert_eq!(
                read,
                [(0, 3, vec![7, 8]), (0, 5, vec![u32::MAX]), (2, 0, vec![1])]
            );
        }
    }
}
