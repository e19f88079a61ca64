//! What is said when a run can't finish: a sentence, its causes, and a hint where one helps.

use std::error::Error;
use std::fmt;
use std::io;

use super::exit::Exit;

/// Why a run could not finish.
#[derive(Debug)]
pub struct Failure {
    error: anyhow::Error,
    hint: Option<String>,
    exit: Exit,
}

/// What a command comes to.
pub type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    /// Returns the failure with what to try next.
    pub fn with_hint(self, hint: impl Into<String>) -> Self {
        Failure {
            hint: Some(hint.into()),
            ..self
        }
    }

    /// Returns the failure with another exit code than [`Exit::Failed`].
    pub fn with_exit(self, exit: Exit) -> Self {
        Failure { exit, ..self }
    }

    /// Returns how the run ends.
    pub fn exit(&self) -> Exit {
        self.exit
    }

    /// Returns whether the reader of the output closed its end, which is no failure to speak of.
    pub fn is_closed_pipe(&self) -> bool {
        self.error
            .chain()
            .filter_map(|cause| cause.downcast_ref::<io::Error>())
            .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Failure {
            error: error.into(),
            hint: None,
            exit: Exit::Failed,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.error)?;
        let mut shown = self.error.to_string();
        for cause in self.error.chain().skip(1).map(<dyn Error>::to_string) {
            // The library's messages end in their source's; once is enough.
            if !shown.contains(&cause) {
                write!(f, "\nCaused by: {cause}")?;
            }
            shown = cause;
        }
        if let Some(hint) = &self.hint {
            write!(f, "\nHint: {hint}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use anyhow::{Context, anyhow};

    use super::*;

    #[test]
    fn a_failure_is_a_sentence_its_causes_and_a_hint() {
        let error = anyhow!("the disk is full").context("out.json can't be written");
        let failure = Failure::from(error).with_hint("free some space");
        let told =
            "error: out.json can't be written\nCaused by: the disk is full\nHint: free some space";
        assert_eq!(failure.to_string(), told);
    }

    #[test]
    fn a_cause_that_the_sentence_names_is_not_told_twice() {
        let source = io::Error::other("no such file");
        let failure = Failure::from(newsdedup::Error::Read {
            path: "gold.jsonl".into(),
            source,
        });
        assert_eq!(failure.to_string(), "error: gold.jsonl: no such file");
    }

    #[test]
    fn a_closed_pipe_is_known_below_its_context() {
        let closed = Err::<(), _>(io::Error::from(io::ErrorKind::BrokenPipe)).context("writing");
        assert!(closed.is_err_and(|error| Failure::from(error).is_closed_pipe()));
        assert!(!Failure::from(io::Error::from(io::ErrorKind::NotFound)).is_closed_pipe());
    }
}
