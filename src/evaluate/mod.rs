//! Scores of a clustering against labels, and the files that both come from.

mod buckets;
mod contingency;
mod facts;
mod labels;
mod pairs;
mod relations;
mod scores;
mod source;
mod sweep;
mod tables;
mod worst;

use serde::Serialize;

pub use buckets::{Breakdown, Bucket, Dimension, breakdown};
pub use facts::Facts;
pub use labels::{Labelling, Labels, read_gold, read_predicted, read_predicted_from};
pub use pairs::{PairLabels, PairScores, pair_scores, read_pairs};
pub use relations::{Confusion, Row, relations};
pub use scores::{Scores, scores};
pub use sweep::{Step, sweep};
pub use tables::{write_evaluation, write_pair_scores, write_sweep};
pub use worst::{Part, Worst, Wrong, worst};

/// The scores of a clustering, with what else was asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// The scores of the whole.
    #[serde(flatten)]
    pub scores: Scores,
    /// The scores of its parts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub breakdowns: Vec<Breakdown>,
    /// Relations told and true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relations: Option<Confusion>,
    /// Where it is most wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worst: Option<Worst>,
}
