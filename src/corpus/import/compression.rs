//! Compressed files and streams, told by their first bytes.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use bzip2::bufread::MultiBzDecoder;
use lzma_rust2::XzReader;

use super::members::{self, Gap, Members};

/// A file may be compressed so many times over.
const LAYERS: usize = 3;

/// Text is seldom made a fiftieth of its size. What was made less than a five-hundredth is a bomb, or as good
/// as one: gzip reaches a thousandth with one letter repeated.
const LARGEST_RATIO: u64 = 500;

/// So many bytes come out before the ratio is looked at.
const FREE_OF_SUSPICION: u64 = 64 << 20;

/// So many kilobytes of memory may be taken to unpack xz, whose files ask for up to four gigabytes. `xz -9` makes
/// files that ask for 65 MB, and Zstandard has a bound of its own, 128 MB.
const MOST_MEMORY: u32 = 160 << 10;

/// Undoes the compression of a reader, if it has any; returns the name of the outermost, if it had one.
///
/// What was cut off gives all that is left, and then an error. What is damaged in gzip or Zstandard is a [`Gap`]
/// if more can be read behind it.
pub(super) fn decompress<'r>(
    reader: Box<dyn BufRead + 'r>,
) -> io::Result<(Box<dyn BufRead + 'r>, Option<&'static str>)> {
    let mut reader = reader;
    let mut outermost = None;
    for _ in 0..LAYERS {
        let read = Rc::new(Cell::new(0));
        let Some(method) = Method::of(reader.fill_buf()?) else {
            return Ok((reader, outermost));
        };
        outermost = outermost.or(Some(method.name()));
        let counted = Counted {
            reader,
            read: Rc::clone(&read),
        };
        let bytes: Box<dyn Read + 'r> = match method {
            Method::Gzip => Box::new(Members::new(members::Method::Gzip, counted)?),
            Method::Bzip2 => Box::new(MultiBzDecoder::new(counted)),
            Method::Xz => Box::new(XzReader::new_mem_limit(counted, true, MOST_MEMORY)),
            Method::Zstd => Box::new(Members::new(members::Method::Zstd, counted)?),
        };
        reader = Box::new(BufReader::new(Guarded {
            bytes,
            method,
            read,
            written: 0,
        }));
    }
    Ok((reader, outermost))
}

/// How bytes are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
}

impl Method {
    fn of(head: &[u8]) -> Option<Method> {
        match head {
            [0x1f, 0x8b, 8, ..] => Some(Method::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Method::Zstd),
            // A frame that decoders pass over may come first.
            [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Method::Zstd),
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31 | 0x17, ..] => Some(Method::Bzip2),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Method::Xz),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Method::Gzip => members::Method::Gzip.name(),
            Method::Zstd => members::Method::Zstd.name(),
            Method::Bzip2 => "bzip2",
            Method::Xz => "xz",
        }
    }
}

/// A reader that tells how much was read of it.
struct Counted<'r> {
    reader: Box<dyn BufRead + 'r>,
    read: Rc<Cell<u64>>,
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.reader.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.read.set(self.read.get() + amount as u64);
        self.reader.consume(amount);
    }
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.reader.read(buffer)?;
        self.read.set(self.read.get() + length as u64);
        Ok(length)
    }
}

/// What is decompressed, as long as it is no bomb.
struct Guarded<'r> {
    bytes: Box<dyn Read + 'r>,
    method: Method,
    /// How much went in, in bytes.
    read: Rc<Cell<u64>>,
    /// How much came out, in bytes.
    written: u64,
}

impl Read for Guarded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let name = self.method.name();
        let length = self.bytes.read(buffer).map_err(|error| {
            if Gap::of(&error).is_some() {
                return error;
            }
            let reason = match error.kind() {
                io::ErrorKind::UnexpectedEof => format!("the {name} data is cut off"),
                io::ErrorKind::OutOfMemory => {
                    let most = MOST_MEMORY >> 10;
                    format!("the {name} data asks for more than {most} MB of memory")
                }
                _ => format!("the {name} data is damaged: {error}"),
            };
            io::Error::new(error.kind(), reason)
        })?;
        self.written += length as u64;
        let most = self.read.get().saturating_mul(LARGEST_RATIO);
        if self.written > FREE_OF_SUSPICION.max(most) {
            let reason = format!("the {name} data is more than {LARGEST_RATIO} times its size");
            return Err(io::Error::other(reason));
        }
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the beginning of an xz file that asks for so much memory, in the notation of the format.
    fn xz_that_asks_for(memory: u8) -> Vec<u8> {
        let checked = |bytes: &[u8]| {
            let mut crc = flate2::Crc::new();
            crc.update(bytes);
            crc.sum().to_le_bytes()
        };
        let flags = [0, 0];
        // Its length, no flags, and one filter (LZMA2) with one byte that tells the memory.
        let block = [2, 0, 0x21, 1, memory, 0, 0, 0];
        let mut file = b"\xfd7zXZ\0".to_vec();
        file.extend_from_slice(&flags);
        file.extend_from_slice(&checked(&flags));
        file.extend_from_slice(&block);
        file.extend_from_slice(&checked(&block));
        file
    }

    fn fault(file: &[u8]) -> String {
        let read = decompress(Box::new(file))
            .and_then(|(mut reader, _)| reader.read_to_end(&mut Vec::new()));
        let error = read.unwrap_err();
        error.to_string()
    }

    #[test]
    fn xz_is_not_given_the_gigabytes_that_a_header_asks_for() {
        let file = xz_that_asks_for(40);
        let reason = "the xz data asks for more than 160 MB of memory";
        assert_eq!(fault(&file), reason);
        // What `xz -9` asks for.
        assert_eq!(fault(&xz_that_asks_for(28)), "the xz data is cut off");
    }
}
