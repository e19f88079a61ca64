//! The program `newsdedup`: parses what was typed, runs it and exits. The work is the library's,
//! the talking is [`cli`]'s.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(std::env::args_os()).into()
}
