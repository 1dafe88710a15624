//! `man` and `completions`: what packages install beside the program, made from the command line's own definition.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::{Cli, Done};

/// Writes the manual: one page for the program and one for each command.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// The folder the pages go to.
    folder: PathBuf,
}

/// Prints what makes a shell complete commands and options.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell.
    shell: Shell,
}

pub(super) fn man(options: &Man) -> Done {
    let told = |e: io::Error| format!("{}: {e}", options.folder.display());
    fs::create_dir_all(&options.folder).map_err(told)?;
    clap_mangen::generate_to(Cli::command(), &options.folder).map_err(told)?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn completions(options: &Completions) -> Done {
    let mut text = Vec::new();
    clap_complete::generate(options.shell, &mut Cli::command(), "six-hours", &mut text);
    io::stdout().write_all(&text).map_err(|e| format!("cannot write: {e}"))?;
    Ok(ExitCode::SUCCESS)
}
