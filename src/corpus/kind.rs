//! What kind of file an article came in.

use serde::Serialize;

/// How a file or stream is written, as it was found when it was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Kind {
    /// What people call the format: `JSON Lines`, `feed`.
    pub format: &'static str,
    /// The name of the outermost compression, if there is any: `gzip`.
    pub compression: Option<&'static str>,
    /// The name of the encoding by the Encoding Standard: `windows-1251`. Text in ASCII is UTF-8; of a web
    /// archive, whose pages have one each, it is that of its own records.
    pub encoding: &'static str,
}
