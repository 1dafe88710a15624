//! `code`: a record as one word, for others to play on from.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::cli::{Done, load_record};
use crate::record::{Game, code};

/// Prints a record as a share code: `play --code CODE` plays it again and goes on from there.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The record.
    record: PathBuf,
    /// The scenario it was made with, if it does not come with the program.
    #[arg(long, value_name = "PATH")]
    scenario: Option<PathBuf>,
}

pub(super) fn run(options: &Options) -> Done {
    let (scenario, record) = load_record(&options.record, options.scenario.as_deref())?;
    let game = Game::replay(scenario.clone(), &record, None).map_err(|e| e.to_string())?;
    println!("{}", code::encode(&scenario, game.header(), game.actions()));
    Ok(ExitCode::SUCCESS)
}
