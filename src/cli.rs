//! The command line: what the program can be asked to do, and its exit status.

mod assign;
mod bargain;
mod calibrate;
mod check;
mod class;
mod code;
mod compare;
mod domain;
mod export;
mod handbook;
mod improve;
mod manual;
mod play;
mod progress;
mod records;
mod replay;
mod review;
mod rollouts;
mod serve;
mod solve;
mod sweep;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};

use crate::outside::plain;
use crate::record::{self, Record};
use crate::scenario::Scenario;

/// Six Hours in Pyongyang: a negotiation game.
#[derive(Debug, Parser)]
#[command(name = "six-hours", version, about, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    play: play::Options,
}

#[derive(Debug, Subcommand)]
enum Command {
    Play(play::Options),
    Replay(replay::Options),
    Review(review::Options),
    Compare(compare::Options),
    Code(code::Options),
    Records(records::Options),
    Serve(serve::Options),
    Assign(assign::Options),
    Class(class::Options),
    Check(check::Options),
    Calibrate(calibrate::Options),
    Improve(improve::Options),
    Sweep(sweep::Options),
    Solve(solve::Options),
    Bargain(bargain::Options),
    Export(export::Options),
    Handbook(handbook::Options),
    Man(manual::Man),
    Completions(manual::Completions),
}

/// Runs the program; the exit status is 0 on success and 2 on bad usage or bad input.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        None => play::run(&cli.play),
        Some(Command::Play(options)) => play::run(&options),
        Some(Command::Replay(options)) => replay::run(&options),
        Some(Command::Review(options)) => review::run(&options),
        Some(Command::Compare(options)) => compare::run(&options),
        Some(Command::Code(options)) => code::run(&options),
        Some(Command::Records(options)) => records::run(&options),
        Some(Command::Serve(options)) => serve::run(&options),
        Some(Command::Assign(options)) => assign::run(&options),
        Some(Command::Class(options)) => class::run(&options),
        Some(Command::Check(options)) => check::run(&options),
        Some(Command::Calibrate(options)) => calibrate::run(&options),
        Some(Command::Improve(options)) => improve::run(&options),
        Some(Command::Sweep(options)) => sweep::run(&options),
        Some(Command::Solve(options)) => solve::run(&options),
        Some(Command::Bargain(options)) => bargain::run(&options),
        Some(Command::Export(options)) => export::run(&options),
        Some(Command::Handbook(options)) => handbook::run(&options),
        Some(Command::Man(options)) => manual::man(&options),
        Some(Command::Completions(options)) => manual::completions(&options),
    };
    match done {
        Ok(code) => code,
        Err(message) => {
            eprintln!("six-hours: {}", plain(&message));
            ExitCode::from(2)
        }
    }
}

type Done = Result<ExitCode, String>;

/// The scenario at a path, or the game's own.
fn load(path: Option<&Path>) -> Result<Arc<Scenario>, String> {
    let first = Scenario::shipped_ids().next().unwrap_or_default();
    let path = path.unwrap_or(Path::new(first));
    Scenario::load(path).map(Arc::new).map_err(|faults| format!("the scenario has faults\n{faults}"))
}

/// A record, and the scenario it was made with: the one at the path if one is given, else one that comes with the
/// program. A torn last line is left out and told.
fn load_record(path: &Path, scenario: Option<&Path>) -> Result<(Arc<Scenario>, Record), String> {
    let record = record::read(path).map_err(|e| e.to_string())?;
    let own = || Scenario::shipped_ids().any(|id| id == record.header.scenario);
    let scenario = match scenario {
        Some(path) => load(Some(path))?,
        None if own() => load(Some(Path::new(&record.header.scenario)))?,
        None => {
            return Err(format!(
                "the record belongs to the scenario ‘{}’, which does not come with the program; name it with --scenario",
                record.header.scenario
            ));
        }
    };
    if record.torn.is_some() {
        eprintln!("six-hours: the last line of the record was torn in writing and is left out");
    }
    Ok((scenario, record))
}

/// Writes a file whole or not at all: under another name first.
fn write(path: &Path, text: &str) -> Result<(), String> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let written = fs::write(&part, text).and_then(|()| fs::rename(&part, path));
    written.map_err(|e| {
        _ = fs::remove_file(&part);
        format!("{}: {e}", path.display())
    })
}
