//! The progress line on standard error: stage, count, rate. Off a terminal it does not exist.

use std::fmt::Write;
use std::sync::{PoisonError, RwLock};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use newsdedup::pipeline::{Observer, Stage};

/// One line that shows the current stage, and vanishes when the run is over.
pub struct Progress {
    /// The line of the current stage; many threads count on it while it stays.
    line: RwLock<ProgressBar>,
}

impl Progress {
    /// Returns a line that shows nothing until a stage begins.
    pub fn new() -> Self {
        Progress {
            line: RwLock::new(ProgressBar::hidden()),
        }
    }

    /// Takes the line away, so that messages can be written.
    pub fn clear(&self) {
        self.replace(ProgressBar::hidden());
    }

    fn replace(&self, next: ProgressBar) {
        let mut line = self.line.write().unwrap_or_else(PoisonError::into_inner);
        line.finish_and_clear();
        *line = next;
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}

impl Observer for Progress {
    fn begin(&self, stage: Stage, total: Option<usize>) {
        let template = match total {
            Some(_) => "{msg:>9} {wide_bar} {human_pos}/{human_len} {rate:>9} {eta:>4} left",
            None => "{msg:>9} {human_pos} {rate:>9} {elapsed:>4}",
        };
        let total = total.map(|total| total as u64);
        self.replace(
            ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr())
                .with_style(style(template))
                .with_message(name(stage)),
        );
    }

    fn advance(&self, count: usize) {
        let line = self.line.read().unwrap_or_else(PoisonError::into_inner);
        line.inc(count as u64);
    }
}

/// Returns the style of a template, or indicatif's own should it not like ours.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .with_key("rate", |state: &ProgressState, out: &mut dyn Write| {
            // A rate that can't be shown is no reason to stop.
            let _ = write!(out, "{:.0}/s", state.per_sec());
        })
}

/// Returns what the line calls a stage.
fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Read => "Reading",
        Stage::Learn => "Learning",
        Stage::Strip => "Stripping",
        Stage::Sketch => "Sketching",
        Stage::Pair => "Pairing",
        Stage::Link => "Linking",
    }
}
