//! Temporary files that imported records are written to.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Files without names in one folder, which are gone with the last who reads them. As many are made as
/// imports run at once, and each takes the records of one input after another.
pub(in crate::corpus) struct Spools {
    folder: PathBuf,
    /// Those that no import writes to.
    idle: Mutex<Vec<Spool>>,
}

/// A temporary file, and how much of it is written.
pub(super) struct Spool {
    pub(super) file: Arc<File>,
    /// Where the next input's records begin, in bytes.
    pub(super) end: u64,
}

impl Spools {
    /// Returns no file yet; they will be made in `folder`.
    pub(in crate::corpus) fn new(folder: &Path) -> Spools {
        Spools {
            folder: folder.to_owned(),
            idle: Mutex::default(),
        }
    }

    /// Returns the folder that the files are made in.
    pub(in crate::corpus) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Hands out a file that nobody else writes to.
    pub(super) fn take(&self) -> io::Result<Spool> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        match idle.pop() {
            Some(spool) => Ok(spool),
            None => Ok(Spool {
                file: Arc::new(tempfile::tempfile_in(&self.folder)?),
                end: 0,
            }),
        }
    }

    /// Takes a file back for the next import.
    pub(super) fn give_back(&self, spool: Spool) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.push(spool);
    }
}
