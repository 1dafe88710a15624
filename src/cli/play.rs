//! `play`: the game in a window or in the terminal.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use crate::cli::assign::scenario_of;
use crate::cli::{Done, load};
use crate::record::class::Class;
use crate::record::{self, Coach, Game, Start, library};
use crate::scenario::{Scenario, Watch};
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
    #[arg(long = "continue", requires = "record", conflicts_with_all = ["seed", "coach", "name", "statesman"])]
    go_on: bool,
    /// Plays a share code again and goes on from there, in a record of its own.
    #[arg(long, value_name = "CODE", conflicts_with_all = ["seed", "coach", "go_on", "statesman"])]
    code: Option<String>,
    /// Plays what a class plays; the code says which scenario, coach level and seed.
    #[arg(long, value_name = "CODE", conflicts_with_all = ["seed", "coach", "go_on", "statesman", "code", "branch"])]
    class: Option<String>,
    /// Goes back in a record and plays on from there: a branch, in a record of its own.
    #[arg(long, value_name = "RECORD", requires = "before",
          conflicts_with_all = ["seed", "coach", "go_on", "statesman", "code", "name"])]
    branch: Option<PathBuf>,
    /// The turn of that record that is played anew.
    #[arg(long, value_name = "TURN", requires = "branch")]
    before: Option<usize>,
    /// As a statesman: nothing is taken back before it is over.
    #[arg(long)]
    statesman: bool,
    /// The player's name, for the record.
    #[arg(long)]
    name: Option<String>,
    /// Reads the scenario anew whenever one of its files is saved, in the running game: for those who write one.
    #[arg(long, requires = "scenario")]
    watch: bool,
    /// In the terminal, without a window.
    #[arg(long)]
    text: bool,
}

/// A seed that nobody chose: only where none was given, and it stands in the record.
pub(super) fn drawn_seed() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(std::process::id()) % 1_000_000
}

pub(super) fn run(options: &Options) -> Done {
    #[cfg(feature = "desktop")]
    if !options.text {
        let mut kept = None;
        let Err(why) = crate::desktop::run(fetching(options, &mut kept))? else {
            return Ok(ExitCode::SUCCESS);
        };
        // One message: a scenario or a record that cannot be had says so itself.
        let (game, notice) = match kept.filter(|(_, path)| path.exists()) {
            // The record was begun for the window; nothing may be lost of it.
            Some((scenario, path)) => {
                let (game, notice) = Game::resume(scenario, &path).map_err(|e| e.to_string())?;
                (game, notice.map(|n| n.to_string()))
            }
            None => begun(options)?,
        };
        eprintln!("six-hours: {why}; the game goes on as text (choose it with --text)");
        return text(options, game, notice);
    }
    let (game, notice) = begun(options)?;
    text(options, game, notice)
}

/// The folder that is to be watched, if one is.
fn watched(options: &Options) -> Result<Option<PathBuf>, String> {
    match options.scenario.clone().filter(|_| options.watch) {
        Some(path) if !path.is_dir() => {
            Err(format!("--watch: {} is no folder; what comes with the program does not change", path.display()))
        }
        other => Ok(other),
    }
}

/// The game that the options ask for, read and begun here and now.
fn begun(options: &Options) -> Result<(Game, Option<String>), String> {
    let scenario = scenario(options.scenario.as_deref(), options.class.as_deref())?;
    open(&scenario, options, options.coach.unwrap_or_default())
}

/// The scenario that is played: what the class plays, the one at the path, or the game's own.
fn scenario(path: Option<&Path>, class: Option<&str>) -> Result<Arc<Scenario>, String> {
    match class {
        Some(code) => scenario_of(&class_of(code)?, path),
        None => load(path),
    }
}

fn class_of(code: &str) -> Result<Class, String> {
    Class::from_code(code).map_err(|e| format!("--class: {e}"))
}

/// Reads the scenario on a thread of its own from now on; what is returned waits for it, and opens the game that the
/// options ask for. Where that one is kept is noted.
#[cfg(feature = "desktop")]
fn fetching(
    options: &Options,
    kept: &mut Option<(Arc<Scenario>, PathBuf)>,
) -> impl FnOnce() -> Result<crate::desktop::Options, String> {
    let (path, class) = (options.scenario.clone(), options.class.clone());
    let loading = std::thread::spawn(move || scenario(path.as_deref(), class.as_deref()));
    move || {
        let scenario = loading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        let asked = options.seed.is_some()
            || options.record.is_some()
            || options.code.is_some()
            || options.class.is_some()
            || options.branch.is_some()
            || options.statesman;
        let start = match asked {
            true => Some(open(&scenario, options, options.coach.unwrap_or_default())?.0),
            false => None,
        };
        let path = start.as_ref().and_then(|game| game.path().map(Path::to_owned));
        *kept = path.map(|path| (scenario.clone(), path));
        let watch = watched(options)?;
        let (record, coach) = (options.record.clone(), options.coach);
        Ok(crate::desktop::Options { scenario, start, record, coach, watch })
    }
}

/// Begins or continues the game that the options ask for.
fn open(scenario: &Arc<Scenario>, options: &Options, coach: Coach) -> Result<(Game, Option<String>), String> {
    if let (true, Some(path)) = (options.go_on, &options.record) {
        let (game, notice) = Game::resume(scenario.clone(), path).map_err(|e| e.to_string())?;
        return Ok((game, notice.map(|n| n.to_string())));
    }
    if let Some(code) = &options.code {
        let shared = record::code::decode(scenario, code).map_err(|e| e.to_string())?;
        let path = options
            .record
            .clone()
            .unwrap_or_else(|| library::fresh(&library::folder(), shared.seed, options.name.as_deref()));
        let game = Game::shared(scenario.clone(), &shared, options.name.clone(), Some(&path));
        return Ok((game.map_err(|e| e.to_string())?, None));
    }
    if let (Some(of), Some(before)) = (&options.branch, options.before) {
        return branch(scenario, of, before, options.record.as_deref());
    }
    let (seed, player) = (options.seed.unwrap_or_else(drawn_seed), options.name.clone());
    let start = match &options.class {
        Some(code) => class_of(code)?.start(seed, player),
        None => Start { seed, coach, player, statesman: options.statesman, class: None },
    };
    let path = match &options.record {
        Some(path) => path.clone(),
        None => library::fresh(&library::folder(), start.seed, start.player.as_deref()),
    };
    let game = Game::new(scenario.clone(), start, Some(&path));
    Ok((game.map_err(|e| e.to_string())?, None))
}

/// A branch of a record, before one of its turns; beside it if no other place is named.
fn branch(
    scenario: &Arc<Scenario>,
    of: &Path,
    before: usize,
    path: Option<&Path>,
) -> Result<(Game, Option<String>), String> {
    let record = record::read(of).map_err(|e| e.to_string())?;
    let game = Game::replay(scenario.clone(), &record, None).map_err(|e| e.to_string())?;
    let turns = before.checked_sub(1).ok_or("--before: turns are counted from 1")?;
    let name = of.file_stem().unwrap_or_default().to_string_lossy();
    let beside = || library::fresh_branch(of.parent().unwrap_or(Path::new(".")), &name, before);
    let path = path.map_or_else(beside, Path::to_owned);
    let branch = game.branch(turns, Some(&name), Some(&path)).map_err(|e| e.to_string())?;
    Ok((branch, Some(format!("A branch, kept in {}.", path.display()))))
}

fn text(options: &Options, game: Game, notice: Option<String>) -> Done {
    let watch = watched(options)?.map(|folder| Watch::new(&folder, || {})).transpose()?;
    let (stdin, stdout) = (io::stdin(), io::stdout());
    let style = terminal::Style::fitting(stdout.is_terminal());
    let mut out = stdout.lock();
    if let Some(notice) = notice {
        writeln!(out, "{notice}\n").map_err(|e| e.to_string())?;
    }
    match terminal::play(game, watch.as_ref(), &mut stdin.lock() as &mut dyn BufRead, &mut out, style) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        // Whoever reads us has left; the record is kept.
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(e) => Err(format!("cannot write to the terminal: {e}")),
    }
}
