//! The program's side that talks to people: flags, progress, messages, exit codes. The library
//! does the work; only this room prints, and reads the command line and the environment.
//!
//! Results go to standard output or a file, everything else to standard error.

mod args;
mod cluster;
mod compare;
mod dedup;
mod eval;
mod exit;
mod failure;
mod input;
mod inspect;
mod job;
mod output;
mod progress;
mod strip;

use std::ffi::OsString;
use std::io::{self, Write};

use clap::Parser;

use args::{Args, Command};
pub use exit::Exit;

/// Runs the program with the words of its command line, its own name first.
pub fn run(words: impl Iterator<Item = OsString>) -> Exit {
    let args = match Args::try_parse_from(words) {
        Ok(args) => args,
        Err(answer) => return say(&answer),
    };
    let outcome = match args.command {
        Command::Inspect(args) => inspect::run(&args.into()),
        Command::Cluster(args) => cluster::run(&args.into()),
        Command::Compare(args) => compare::run(&args.into()),
        Command::Dedup(args) => dedup::run(&args.into()),
        Command::Strip(args) => strip::run(&args.into()),
        Command::Eval(args) => eval::run(&args.into()),
    };
    match outcome {
        Ok(exit) => exit,
        Err(failure) if failure.is_closed_pipe() => Exit::Done,
        Err(failure) => {
            tell(&failure.to_string());
            failure.exit()
        }
    }
}

/// Prints what clap has to say: help and version on standard output, a usage error on standard error.
fn say(answer: &clap::Error) -> Exit {
    // Nobody is left to tell if this fails.
    let _ = answer.print();
    if answer.exit_code() == 0 {
        Exit::Done
    } else {
        Exit::Usage
    }
}

/// Writes a line to standard error; unlike `eprintln!` it does not panic if nobody listens.
fn tell(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
