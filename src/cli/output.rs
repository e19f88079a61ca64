//! Where a result goes: standard output, or a file that is there whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use tempfile::NamedTempFile;

use super::failure::{Failure, Result};

/// A buffered place to write a result to.
///
/// What is written to a file goes to a temporary one beside it, which takes its name in
/// [`Output::finish`]: a run that fails leaves the file of the run before as it was.
pub struct Output {
    writer: BufWriter<Box<dyn Write>>,
    /// The temporary file and the name it will take; `None` where the bytes go straight to their place.
    unfinished: Option<(tempfile::TempPath, PathBuf)>,
}

impl Output {
    /// Makes sure that [`Output::open`] will succeed, before the long work.
    ///
    /// Nothing is left behind, since the folder may be one that is about to be read.
    ///
    /// # Errors
    ///
    /// If `path` can't be written to.
    pub fn check(path: Option<&Path>) -> Result<()> {
        match path {
            // A named pipe that is opened and closed has told its reader that all is over.
            Some(path) if !is_special(path) => Self::open(Some(path)).map(drop),
            _ => Ok(()),
        }
    }

    /// Opens the file `path`, or standard output if there is none.
    ///
    /// # Errors
    ///
    /// If `path` can't be written to.
    pub fn open(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else {
            return Ok(Self::straight(io::stdout()));
        };
        if path.is_dir() {
            let error = anyhow!("{} is a folder", path.display());
            return Err(Failure::from(error).with_hint("name a file in it"));
        }
        if is_special(path) {
            let file = File::options().write(true).open(path);
            return Ok(Self::straight(file.with_context(|| cannot_write(path))?));
        }
        // The file behind a link is replaced, not the link.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        Self::beside(&path)
    }

    /// Writes what is still in the buffer, and puts a file in its place.
    ///
    /// # Errors
    ///
    /// If the rest can't be written or the file can't take its name.
    pub fn finish(mut self) -> Result<()> {
        self.writer
            .flush()
            .context("the result could not be written")?;
        if let Some((temporary, path)) = self.unfinished {
            temporary
                .persist(&path)
                .with_context(|| cannot_write(&path))?;
        }
        Ok(())
    }

    fn straight(writer: impl Write + 'static) -> Self {
        Output {
            writer: BufWriter::new(Box::new(writer)),
            unfinished: None,
        }
    }

    fn beside(path: &Path) -> Result<Self> {
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let (file, temporary) = temporary_in(folder)
            .with_context(|| cannot_write(path))
            .map_err(|error| {
                Failure::from(error).with_hint("the folder must be there and allow new files")
            })?
            .into_parts();
        Ok(Output {
            writer: BufWriter::new(Box::new(file)),
            unfinished: Some((temporary, path.to_owned())),
        })
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Returns whether there is a device or a pipe, which is written to and not replaced.
fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// Creates a temporary file with the permissions of an ordinary new one; they outlast the renaming.
fn temporary_in(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".newsdedup-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // less what the umask takes away
    builder.tempfile_in(folder)
}

fn cannot_write(path: &Path) -> String {
    format!("{} can't be written", path.display())
}
