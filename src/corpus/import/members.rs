//! Compressed files that are made of many, one behind the other: gzip members, Zstandard frames. Web archives
//! have one for each record. Where one is damaged, the next is found by its first bytes.

use std::fmt;
use std::io::{self, BufRead, Read};
use std::mem;

use flate2::bufread::GzDecoder;
use memchr::memmem;

/// So many bytes that were read are kept: a decoder may have gone past the end of what is damaged.
const KEPT: usize = 64 << 10;

/// So many bytes of what may be a member are decoded to see whether it is one.
const TRIED: usize = 32 << 10;

/// How the members are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Gzip,
    Zstd,
}

/// What the members have inside, in one piece but for [`Gap`]s.
pub(super) struct Members<R: BufRead> {
    method: Method,
    member: Member<R>,
    /// Where the member begins, in bytes.
    start: u64,
    /// Whether anything of it came out.
    has_output: bool,
}

/// An error of a reader that goes on: something is missing here, and behind it comes the next member.
#[derive(Debug)]
pub(super) struct Gap {
    method: Method,
    /// Where what is damaged begins and ends, in bytes of the compressed input.
    start: u64,
    end: u64,
    error: io::Error,
    /// Whether part of what is damaged was given before this error.
    pub(super) follows_damaged: bool,
}

impl Gap {
    /// Returns the gap that an error tells of, if the reader goes on behind it.
    pub(super) fn of(error: &io::Error) -> Option<&Gap> {
        error.get_ref()?.downcast_ref()
    }
}

impl std::error::Error for Gap {}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Gap {
            method,
            start,
            end,
            error,
            ..
        } = self;
        let name = method.name();
        write!(
            f,
            "the {name} data is damaged in its bytes {start} to {end}: {error}"
        )
    }
}

/// A decoder of one member.
enum Member<R: BufRead> {
    Gzip(GzDecoder<Tape<R>>),
    Zstd(zstd::Decoder<'static, Tape<R>>),
    /// None, since the input ended or can't be read any further.
    Over,
}

impl Method {
    pub(super) fn name(self) -> &'static str {
        match self {
            Method::Gzip => "gzip",
            Method::Zstd => "Zstandard",
        }
    }

    /// What a member begins with.
    fn signature(self) -> &'static [u8] {
        match self {
            Method::Gzip => &[0x1f, 0x8b, 8],
            Method::Zstd => &[0x28, 0xb5, 0x2f, 0xfd],
        }
    }

    fn member<R: BufRead>(self, tape: Tape<R>) -> io::Result<Member<R>> {
        Ok(match self {
            Method::Gzip => Member::Gzip(GzDecoder::new(tape)),
            Method::Zstd => Member::Zstd(zstd::Decoder::with_buffer(tape)?.single_frame()),
        })
    }

    /// Returns whether the beginning of what may be a member can be decoded.
    fn accepts(self, bytes: &[u8]) -> bool {
        let Ok(mut member) = self.member(Tape::new(bytes)) else {
            return false;
        };
        let mut buffer = [0; 4096];
        // What comes out of so few bytes is a bomb at worst, of which this much is enough.
        for _ in 0..TRIED / buffer.len() {
            match member.read(&mut buffer) {
                Ok(0) => return true,
                Ok(_) => {}
                // The end is not among these bytes.
                Err(error) => return error.kind() == io::ErrorKind::UnexpectedEof,
            }
        }
        true
    }
}

impl<R: BufRead> Member<R> {
    fn into_tape(self) -> Option<Tape<R>> {
        match self {
            Member::Gzip(decoder) => Some(decoder.into_inner()),
            Member::Zstd(decoder) => Some(decoder.finish()),
            Member::Over => None,
        }
    }
}

impl<R: BufRead> Read for Member<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Member::Gzip(decoder) => decoder.read(buffer),
            Member::Zstd(decoder) => decoder.read(buffer),
            Member::Over => Ok(0),
        }
    }
}

impl<R: BufRead> Members<R> {
    /// Returns the members of `reader`, at the first of which it stands.
    pub(super) fn new(method: Method, reader: R) -> io::Result<Members<R>> {
        Ok(Members {
            method,
            member: method.member(Tape::new(reader))?,
            start: 0,
            has_output: false,
        })
    }

    fn begin(&mut self, tape: Tape<R>) -> io::Result<()> {
        self.start = tape.position();
        self.has_output = false;
        self.member = self.method.member(tape)?;
        Ok(())
    }

    /// Goes on to the next member, and returns whether there is one.
    fn advance(&mut self) -> io::Result<bool> {
        let Some(mut tape) = mem::replace(&mut self.member, Member::Over).into_tape() else {
            return Ok(false);
        };
        let is_over = tape.fill_buf()?.is_empty();
        if !is_over {
            self.begin(tape)?;
        }
        Ok(!is_over)
    }

    /// Goes on to the member behind a damaged one, and returns what is to be told; that is the error itself
    /// if there is no such member.
    fn pass(&mut self, error: io::Error) -> io::Error {
        let member = mem::replace(&mut self.member, Member::Over);
        let Some(mut tape) = member.into_tape() else {
            return error;
        };
        if tape.has_failed || error.kind() == io::ErrorKind::UnexpectedEof {
            return error;
        }
        tape.wind_back(self.start + 1);
        match tape.find(self.method) {
            Ok(true) => {}
            Ok(false) => return error,
            Err(error) => return error,
        }
        let gap = Gap {
            method: self.method,
            start: self.start,
            end: tape.position(),
            error,
            follows_damaged: self.has_output,
        };
        match self.begin(tape) {
            Ok(()) => io::Error::new(io::ErrorKind::InvalidData, gap),
            Err(error) => error,
        }
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match self.member.read(buffer) {
                Ok(0) if self.advance()? => {}
                Ok(length) => {
                    self.has_output |= length > 0;
                    return Ok(length);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
                Err(error) => return Err(self.pass(error)),
            }
        }
    }
}

/// A reader that can be wound back a little.
struct Tape<R> {
    reader: R,
    /// What was read last, and how much of it was given.
    kept: Vec<u8>,
    given: usize,
    /// How many bytes were read before these.
    dropped: u64,
    /// Whether the reader itself could not go on.
    has_failed: bool,
}

impl<R: BufRead> Tape<R> {
    fn new(reader: R) -> Tape<R> {
        Tape {
            reader,
            kept: Vec::new(),
            given: 0,
            dropped: 0,
            has_failed: false,
        }
    }

    /// Returns how many bytes were given.
    fn position(&self) -> u64 {
        self.dropped + self.given as u64
    }

    /// Goes back to a position, or as far as is kept; never forward.
    fn wind_back(&mut self, position: u64) {
        let kept = usize::try_from(position.saturating_sub(self.dropped));
        self.given = self.given.min(kept.unwrap_or(usize::MAX));
    }

    /// Reads some more bytes behind those that are kept, and returns whether there were any.
    fn read_on(&mut self) -> io::Result<bool> {
        let excess = self.given.saturating_sub(KEPT);
        if excess > KEPT {
            self.kept.drain(..excess);
            self.given -= excess;
            self.dropped += excess as u64;
        }
        let block = self.reader.fill_buf();
        let block = block.inspect_err(|_| self.has_failed = true)?;
        let length = block.len();
        self.kept.extend_from_slice(block);
        self.reader.consume(length);
        Ok(length > 0)
    }

    /// Goes to where a member begins that can be decoded, and returns whether there is one.
    fn find(&mut self, method: Method) -> io::Result<bool> {
        let signature = method.signature();
        loop {
            let rest = self.kept.get(self.given..).unwrap_or_default();
            let Some(found) = memmem::find(rest, signature) else {
                // A signature may begin at the end of what is there.
                let passed = rest.len().saturating_sub(signature.len() - 1);
                self.given += passed;
                match self.read_on()? {
                    true => continue,
                    false => return Ok(false),
                }
            };
            self.given += found;
            while self.kept.len() - self.given < TRIED && self.read_on()? {}
            let rest = self.kept.get(self.given..).unwrap_or_default();
            if method.accepts(rest.get(..TRIED).unwrap_or(rest)) {
                return Ok(true);
            }
            self.given += 1;
        }
    }
}

impl<R: BufRead> BufRead for Tape<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.given == self.kept.len() {
            self.read_on()?;
        }
        Ok(self.kept.get(self.given..).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.given = self.kept.len().min(self.given + amount);
    }
}

impl<R: BufRead> Read for Tape<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;

    use super::*;

    fn member(method: Method, bytes: &[u8]) -> Vec<u8> {
        match method {
            Method::Zstd => {
                let mut encoder = zstd::Encoder::new(Vec::new(), 3).unwrap();
                // As the program `zstd` does.
                encoder.include_checksum(true).unwrap();
                encoder.write_all(bytes).unwrap();
                encoder.finish().unwrap()
            }
            Method::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
                encoder.write_all(bytes).unwrap();
                encoder.finish().unwrap()
            }
        }
    }

    /// Returns what comes out, in pieces between gaps, and whether all of it could be read.
    fn pieces(method: Method, bytes: &[u8]) -> (Vec<Vec<u8>>, bool) {
        let mut members = Members::new(method, bytes).unwrap();
        let mut pieces = vec![Vec::new()];
        let mut buffer = [0; 100];
        loop {
            match members.read(&mut buffer) {
                Ok(0) => return (pieces, true),
                Ok(length) => pieces
                    .last_mut()
                    .unwrap()
                    .extend_from_slice(&buffer[..length]),
                Err(error) if Gap::of(&error).is_some() => pieces.push(Vec::new()),
                Err(_) => return (pieces, false),
            }
        }
    }

    /// Text that does not get much smaller.
    fn text(number: usize) -> Vec<u8> {
        let numbers = (0..2_000).map(|line| line * (number + 7_919) % 104_729);
        let lines = numbers.map(|n| format!("{n}\n"));
        lines.collect::<String>().into_bytes()
    }

    #[test]
    fn members_behind_a_damaged_one_are_found() {
        for method in [Method::Gzip, Method::Zstd] {
            let texts: Vec<Vec<u8>> = (0..4).map(text).collect();
            let members: Vec<Vec<u8>> = texts.iter().map(|text| member(method, text)).collect();
            let whole = (vec![texts.concat()], true);
            assert_eq!(pieces(method, &members.concat()), whole);
            let length = members[1].len();
            // In the head, in the middle, and in the checksum.
            for at in [0, 1, 12, length / 2, length - 2] {
                let mut damaged = members.clone();
                damaged[1][at] ^= 0xff;
                let (pieces, is_all) = pieces(method, &damaged.concat());
                assert!(is_all, "{method:?} {at}");
                assert_eq!(pieces.len(), 2, "{method:?} {at}");
                assert!(pieces[0].starts_with(&texts[0]), "{method:?} {at}");
                assert_eq!(pieces[1], texts[2..].concat(), "{method:?} {at}");
            }
        }
    }

    #[test]
    fn damage_without_a_member_behind_it_is_the_end() {
        let members = [text(0), text(1)].map(|text| member(Method::Gzip, &text));
        let mut damaged = members.concat();
        let middle = members[0].len() + members[1].len() / 2;
        damaged[middle] ^= 0xff;
        let (pieces, is_all) = pieces(Method::Gzip, &damaged);
        assert!(!is_all);
        assert!(pieces[0].starts_with(&text(0)));
    }

    #[test]
    fn what_only_begins_like_a_member_is_passed_over() {
        let members = [text(0), text(1)].map(|text| member(Method::Gzip, &text));
        let false_start = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03 no deflate".as_slice();
        let bytes = [&members[0], false_start, false_start, &members[1]].concat();
        let (pieces, is_all) = pieces(Method::Gzip, &bytes);
        assert!(is_all);
        assert_eq!(pieces, [text(0), text(1)]);
    }

    #[test]
    fn a_gap_says_what_is_missing() {
        let mut bytes = [text(0), text(1)]
            .map(|text| member(Method::Gzip, &text))
            .concat();
        bytes[20] ^= 0xff;
        let mut members = Members::new(Method::Gzip, bytes.as_slice()).unwrap();
        let error = io::copy(&mut members, &mut io::sink()).unwrap_err();
        let end = member(Method::Gzip, &text(0)).len();
        let told = error.to_string();
        let expected = format!("the gzip data is damaged in its bytes 0 to {end}: ");
        assert!(told.starts_with(&expected), "{told}");
    }

    proptest! {
        #[test]
        fn damage_anywhere_is_survived(places in prop::collection::vec(any::<(usize, u8)>(), 1..9), is_zstd: bool) {
            let method = if is_zstd { Method::Zstd } else { Method::Gzip };
            let mut bytes: Vec<u8> = (0..3).flat_map(|number| member(method, &text(number))).collect();
            for (place, byte) in places {
                let place = place % bytes.len();
                bytes[place] = byte;
            }
            if let Ok(mut members) = Members::new(method, bytes.as_slice()) {
                let mut buffer = [0; 4096];
                let reads = (0..1_000).map(|_| members.read(&mut buffer));
                let over = reads.take_while(|read| match read {
                    Ok(length) => *length > 0,
                    Err(error) => Gap::of(error).is_some(),
                });
                prop_assert!(over.count() < 1_000);
            }
        }
    }
}
