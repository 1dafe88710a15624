//! The program: everything it can do is behind the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    six_hours::cli::run()
}
