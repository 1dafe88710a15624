//! `play`: the game in a window or in the terminal.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use crate::cli::{Done, load};
use crate::record::{self, Coach, Game};
use crate::scenario::Scenario;
use crate::terminal;

/// Plays the game: in a window, or in the terminal with --text or without a display.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// A scenario's folder; the game's own if not given.
    #[arg(long, value_name = "PATH")]
    scenario: Option<PathBuf>,
    /// The seed of all luck; drawn if not given.
    #[arg(long)]
    seed: Option<u64>,
    /// How much the game tells before a choice.
    #[arg(long, value_enum)]
    coach: Option<Coach>,
    /// Where the record goes; a new file in your records if not given.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Goes on with the record instead of beginning one.
    #[arg(long = "continue", requires = "record", conflicts_with_all = ["seed", "coach", "name"])]
    go_on: bool,
    /// The player's name, for the record.
    #[arg(long)]
    name: Option<String>,
    /// In the terminal, without a window.
    #[arg(long)]
    text: bool,
}

/// A seed that nobody chose: only where none was given, and it stands in the record.
fn drawn_seed() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(std::process::id()) % 1_000_000
}

pub(super) fn run(options: &Options) -> Done {
    let scenario = load(options.scenario.as_deref())?;
    let coach = options.coach.unwrap_or_default();
    #[cfg(feature = "desktop")]
    if !options.text {
        let asked = options.seed.is_some() || options.record.is_some();
        let start = if asked { Some(open(&scenario, options, coach)?) } else { None };
        let window = crate::desktop::Options {
            scenario: scenario.clone(),
            start: start.map(|(game, _)| game),
            record: options.record.clone(),
            coach,
        };
        match crate::desktop::run(window) {
            Ok(()) => return Ok(ExitCode::SUCCESS),
            Err(why) => {
                eprintln!("six-hours: {why}; the game goes on as text (choose it with --text)")
            }
        }
        if let Some(path) = options.record.as_deref().filter(|p| p.exists()) {
            // The record was begun for the window; nothing may be lost of it.
            let (game, notice) = Game::resume(scenario, path).map_err(|e| e.to_string())?;
            return text(game, notice.map(|n| n.to_string()));
        }
    }
    let (game, notice) = open(&scenario, options, coach)?;
    text(game, notice)
}

/// Begins or continues the game that the options ask for.
fn open(scenario: &Arc<Scenario>, options: &Options, coach: Coach) -> Result<(Game, Option<String>), String> {
    if let (true, Some(path)) = (options.go_on, &options.record) {
        let (game, notice) = Game::resume(scenario.clone(), path).map_err(|e| e.to_string())?;
        return Ok((game, notice.map(|n| n.to_string())));
    }
    let seed = options.seed.unwrap_or_else(drawn_seed);
    let path = match &options.record {
        Some(path) => path.clone(),
        None => record::library::fresh(&record::library::folder(), seed),
    };
    let game = Game::new(scenario.clone(), seed, coach, options.name.clone(), Some(&path));
    Ok((game.map_err(|e| e.to_string())?, None))
}

fn text(game: Game, notice: Option<String>) -> Done {
    let (stdin, stdout) = (io::stdin(), io::stdout());
    let style = terminal::Style::fitting(stdout.is_terminal());
    let mut out = stdout.lock();
    if let Some(notice) = notice {
        writeln!(out, "{notice}\n").map_err(|e| e.to_string())?;
    }
    match terminal::play(game, &mut stdin.lock() as &mut dyn BufRead, &mut out, style) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        // Whoever reads us has left; the record is kept.
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(e) => Err(format!("cannot write to the terminal: {e}")),
    }
}
