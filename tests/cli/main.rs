//! What the program does as people see it: its output, its messages, its exit codes.
//!
//! One file for each kind of behaviour; [`harness`] runs the program and tells what happened if it
//! was not what was expected. Quality on labelled data is measured elsewhere.

#![allow(clippy::unwrap_used, reason = "in a test a panic is how to fail")]
#![allow(clippy::print_stderr, reason = "a test that can't run here says so")]

mod bad_input;
mod cluster;
mod compare;
mod dedup;
mod eval;
mod formats;
mod harness;
mod help;
mod input;
mod inspect;
mod learn;
mod odd_corpora;
mod provenance;
mod rules;
mod same_bytes;
mod streams;
mod strip;
