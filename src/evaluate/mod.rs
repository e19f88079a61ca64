//! Scores of a clustering against labels, and the files that both come from.

mod labels;
mod scores;

pub use labels::{Labels, read_gold, read_predicted, read_predicted_from};
pub use scores::{Scores, scores};
