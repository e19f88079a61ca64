//! How a run ends: the exit codes.

use std::process::ExitCode;

use newsdedup::corpus::Skipped;

/// Every exit code that the program has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All that was asked for was done. A reader that closes the pipe early (`| head`) had what it wanted.
    Done = 0,
    /// The run could not finish; the message says why.
    Failed = 1,
    /// The command line can't be understood, or a table or profile that it names can't.
    Usage = 2,
    /// The result was written, but some of the input was skipped; each entry was named.
    Skipped = 3,
}

impl Exit {
    /// Returns how a run that skipped this ends if nothing else goes wrong.
    pub fn after_skipping(skipped: &[Skipped]) -> Self {
        if skipped.is_empty() {
            Self::Done
        } else {
            Self::Skipped
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}
