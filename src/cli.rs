//! The command line: what the program can be asked to do, and its exit status.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use clap::{Args, Parser, Subcommand};
use serde_json::json;

use crate::record::{self, Coach, Game};
use crate::scenario::Scenario;
use crate::{survey, terminal};

/// Six Hours in Pyongyang: a negotiation game.
#[derive(Debug, Parser)]
#[command(name = "six-hours", version, about, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    play: Play,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Plays the game: in a window, or in the terminal with --text or without a display.
    Play(Play),
    /// Replays a record, verifies every turn of it, and prints what happened.
    Replay {
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
    },
    /// Validates a scenario and explores it with seeded bots.
    Check {
        /// A scenario's folder, or the id of one that comes with the program.
        scenario: PathBuf,
        /// One JSON object.
        #[arg(long)]
        json: bool,
        /// Games to play, half at random and half exploring.
        #[arg(long, default_value_t = 10_000)]
        games: usize,
        /// First seed.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}

#[derive(Debug, Args)]
struct Play {
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

/// Runs the program; the exit status is 0 on success and 2 on bad usage or bad input.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        None => play(&cli.play),
        Some(Command::Play(options)) => play(&options),
        Some(Command::Replay { record, to, json, scenario }) => replay(&record, to, json, scenario.as_deref()),
        Some(Command::Check { scenario, json, games, seed }) => check(&scenario, json, games, seed),
    };
    match done {
        Ok(code) => code,
        Err(message) => {
            eprintln!("six-hours: {message}");
            ExitCode::from(2)
        }
    }
}

type Done = Result<ExitCode, String>;

fn load(path: Option<&Path>) -> Result<Arc<Scenario>, String> {
    let first = Scenario::shipped_ids().next().unwrap_or_default();
    let path = path.unwrap_or(Path::new(first));
    Scenario::load(path).map(Arc::new).map_err(|faults| format!("the scenario has faults\n{faults}"))
}

/// A seed that nobody chose: only where none was given, and it stands in the record.
fn drawn_seed() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(std::process::id()) % 1_000_000
}

fn play(options: &Play) -> Done {
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
fn open(scenario: &Arc<Scenario>, options: &Play, coach: Coach) -> Result<(Game, Option<String>), String> {
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

fn replay(path: &Path, to: Option<usize>, as_json: bool, scenario: Option<&Path>) -> Done {
    let record = record::read(path).map_err(|e| e.to_string())?;
    let scenario = match scenario {
        Some(path) => load(Some(path))?,
        None if Scenario::shipped_ids().any(|id| id == record.header.scenario) => {
            load(Some(Path::new(&record.header.scenario)))?
        }
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
    if let Some(to) = to.filter(|to| *to > record.lines.len()) {
        return Err(format!("--to {to}: the record has {} turns", record.lines.len()));
    }
    let game = Game::replay(scenario, &record, to).map_err(|e| e.to_string())?;
    let mut out = io::stdout().lock();
    let ending = game.ending().map(|e| game.rules().endings[usize::from(e)].id.clone());
    let written = if as_json {
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

fn check(path: &Path, as_json: bool, games: usize, seed: u64) -> Done {
    let scenario = match Scenario::load(path) {
        Ok(scenario) => Arc::new(scenario),
        Err(faults) => {
            if as_json {
                println!("{}", json!({ "scenario": path.display().to_string(), "hash": null, "faults": faults.0 }));
            }
            return Err(format!("the scenario has faults\n{faults}"));
        }
    };
    let began = Instant::now();
    let told = AtomicU64::new(0);
    let found = survey::survey(&scenario, games, seed, |done| {
        // Once a second, by whichever thread comes first.
        let second = began.elapsed().as_secs();
        if told.fetch_max(second, Ordering::Relaxed) < second {
            let rate = done as f64 / began.elapsed().as_secs_f64();
            let left = (games - done) as f64 / rate;
            eprint!("\r{done} of {games} games, {rate:.0} a second, {left:.0} s left  ");
        }
    });
    if told.into_inner() > 0 {
        eprintln!();
    }
    let fails = !found.unreached.is_empty() || !found.dead_ends.is_empty();
    if as_json {
        let mut value = json!({ "scenario": scenario.rules.id, "hash": scenario.rules_hash(), "faults": [] });
        if let (Some(all), Ok(serde_json::Value::Object(more))) = (value.as_object_mut(), serde_json::to_value(&found))
        {
            all.extend(more);
        }
        println!("{value:#}");
    } else {
        print!("{}", terminal::survey_words(&scenario, &found));
    }
    if fails {
        let list = [found.unreached, found.dead_ends].concat().join(", ");
        return Err(format!("never reached, or a dead end: {list}"));
    }
    Ok(ExitCode::SUCCESS)
}
