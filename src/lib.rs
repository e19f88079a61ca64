//! Turns a heap of scraped news into clean stories.
//!
//! Data flows one way, and no room imports a later one (`tests/layers.rs` holds that):
//!
//! ```text
//! paths, stdin       corpus      walk, decode, parse                  → Document   a record as read
//!   └─ clean         strip       boilerplate out, its facts kept      → Article    segments with verdicts, harvest
//!      └─ sketch     sketch      words → shingles → signature         → Signature
//!         └─ pair    duplicates  bands → candidates → proven edges    → Group      copies, one canonical
//!            └─ link stories     features of a pair → same event?     → Stories    groups of articles
//!               └─ trace  provenance  who derives from whom           → Story      relation and evidence of each article
//!                  └─ report     the output as plain data             → JSON
//! ```
//!
//! `dates` serves the first two rooms, `catalogue` keeps what is known of articles that are left on disk,
//! `pipeline` runs the stages in order, `dedup` runs the first four of them alone, `inspect` takes a first
//! look at what was read, and `evaluate` scores stories against labels. Stages are plain functions of
//! parameters and input: nothing here prints, exits, or reads flags, the environment or the clock. Work is
//! spread over the ambient rayon pool, and the result is the same for any number of threads.

mod catalogue;
pub mod corpus;
pub mod dates;
pub mod dedup;
pub mod duplicates;
pub mod error;
pub mod evaluate;
pub mod inspect;
pub mod pipeline;
pub mod provenance;
pub mod report;
pub mod sketch;
pub mod stories;
pub mod strip;

pub use error::{Error, Result};
