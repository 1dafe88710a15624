//! `serve`: the game as JSON lines, for bots and for other languages.

use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};

use crate::cli::{Done, load};
use crate::outside::{Line, read_line};
use crate::record::{ActError, Coach, Game, Start, library};
use crate::report::state::{answer, state};

/// Plays the game as JSON lines on standard input and output.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// A scenario's folder, or the id of one that comes with the program.
    #[arg(long, value_name = "PATH")]
    scenario: Option<PathBuf>,
    /// The seed of all luck; drawn if not given.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// How much is told: at `guided` the read of who he may be stands in each state.
    #[arg(long, value_name = "LEVEL", value_enum)]
    coach: Option<Coach>,
    /// Where the record goes; into your own folder if not given.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// A name for the player, for the record.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

pub(super) fn run(options: &Options) -> Done {
    let scenario = load(options.scenario.as_deref())?;
    let seed = options.seed.unwrap_or_else(super::play::drawn_seed);
    let path =
        options.record.clone().unwrap_or_else(|| library::fresh(&library::folder(), seed, options.name.as_deref()));
    let coach = options.coach.unwrap_or_default();
    let start = Start { seed, coach, statesman: false, player: options.name.clone(), class: None };
    let game = Game::new(scenario, start, Some(&path)).map_err(|e| e.to_string())?;
    converse(game, &mut io::stdin().lock(), &mut io::stdout().lock()).map_err(|e| e.to_string())?;
    Ok(ExitCode::SUCCESS)
}

/// Longest line that is read, in bytes: an answer with a package has some three hundred.
const MOST_LINE: usize = 64 << 10;

fn say(out: &mut dyn Write, line: &Value) -> io::Result<()> {
    writeln!(out, "{line}")?;
    out.flush()
}

/// Tells the state, takes an answer, and so on to the ending or to the end of input; the record is kept in both cases.
fn converse(mut game: Game, input: &mut dyn BufRead, out: &mut dyn Write) -> io::Result<()> {
    say(out, &state(&game, 0))?;
    while game.ending().is_none() {
        let line = match read_line(input, MOST_LINE)? {
            Line::End => break,
            Line::TooLong => {
                let message = format!("the line is longer than the {MOST_LINE} bytes that are read");
                say(out, &json!({ "type": "error", "message": message }))?;
                continue;
            }
            Line::Text(line) if line.trim().is_empty() => continue,
            Line::Text(line) => line,
        };
        let done = answer(&game, &line).and_then(|action| game.act(action).map_err(|e: ActError| e.to_string()));
        match done {
            Ok(_) => say(out, &state(&game, game.turns()))?,
            Err(message) => say(out, &json!({ "type": "error", "message": message }))?,
        }
    }
    let ending = game.ending().map(|e| game.rules().endings[usize::from(e)].id.clone());
    let record = game.path().map(|p| p.display().to_string());
    say(out, &json!({ "type": "end", "ending": ending, "fingerprint": game.print(), "record": record }))
}
