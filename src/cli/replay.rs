//! `replay`: a record played again and verified.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use crate::cli::{Done, load_record};
use crate::record::Game;
use crate::terminal;

/// Replays a record, verifies every turn of it, and prints what happened.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The record.
    record: PathBuf,
    /// Stop after this turn.
    #[arg(long, value_name = "TURN")]
    to: Option<usize>,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
    /// The scenario it was made with, if it does not come with the program.
    #[arg(long, value_name = "PATH")]
    scenario: Option<PathBuf>,
}

pub(super) fn run(options: &Options) -> Done {
    let (scenario, record) = load_record(&options.record, options.scenario.as_deref())?;
    if let Some(to) = options.to.filter(|to| *to > record.lines.len()) {
        return Err(format!("--to {to}: the record has {} turns", record.lines.len()));
    }
    let game = Game::replay(scenario, &record, options.to).map_err(|e| e.to_string())?;
    let mut out = io::stdout().lock();
    let ending = game.ending().map(|e| game.rules().endings[usize::from(e)].id.clone());
    let written = if options.json {
        crate::report::json::happenings(&game).try_for_each(|line| writeln!(out, "{line}")).and_then(|()| {
            writeln!(out, "{}", json!({ "turns": game.turns(), "ending": ending, "fingerprint": game.print() }))
        })
    } else {
        terminal::print(&mut out, terminal::Style::fitting(io::stdout().is_terminal()), game.scenario(), game.log())
            .and_then(|()| {
                let ending = ending.as_deref().unwrap_or("open");
                writeln!(out, "\n{} turns, ending: {ending}, fingerprint {}", game.turns(), game.print())
            })
    };
    match written {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(e.to_string()),
        _ => Ok(ExitCode::SUCCESS),
    }
}
