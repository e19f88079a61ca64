//! Why a report is not written to its end: an article can't be read again, or the output can't be written.

use std::io;

use crate::error::Error;

/// Why a report is not written to its end.
pub enum Stop {
    Reading(Error),
    Writing(io::Error),
}

impl Stop {
    /// Goes on.
    pub fn none() -> Result<(), Stop> {
        Ok(())
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Stop::Reading(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Stop::Writing(error)
    }
}

impl From<Stop> for io::Error {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Reading(error) => io::Error::other(error),
            Stop::Writing(error) => error,
        }
    }
}
