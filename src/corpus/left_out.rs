//! What is passed over on purpose, and for which reason.

use std::ops::AddAssign;

use serde::Serialize;

/// How many files and records are left out, by reason. A folder counts as one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Files and folders whose names begin with a dot.
    pub hidden: usize,
    /// READMEs, licences and the like, gold labels, and the configuration file.
    pub by_name: usize,
    /// Files and folders that patterns of the [`Options`](super::Options) leave out.
    pub by_pattern: usize,
    /// Records of web archives that are no pages.
    pub no_pages: usize,
    /// Articles that are not of the time asked for.
    pub out_of_time: usize,
}

impl LeftOut {
    /// Returns how many are left out for any reason.
    pub fn total(&self) -> usize {
        self.hidden + self.by_name + self.by_pattern + self.no_pages + self.out_of_time
    }
}

impl AddAssign for LeftOut {
    fn add_assign(&mut self, other: LeftOut) {
        self.hidden += other.hidden;
        self.by_name += other.by_name;
        self.by_pattern += other.by_pattern;
        self.no_pages += other.no_pages;
        self.out_of_time += other.out_of_time;
    }
}
