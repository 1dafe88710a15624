//! `improve`: the search for the policy `best`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::cli::{Done, load};
use crate::improvement::{self, Effort};
use crate::policy::{Found, Temperament};
use crate::threads;

/// Looks for a better policy by rollouts over the counterpart types, and writes it as a data file.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// A scenario's folder; the game's own if not given.
    #[arg(long, value_name = "PATH")]
    scenario: Option<PathBuf>,
    /// Where the policy goes.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Begin with the policy that comes with the program, not from nothing.
    #[arg(long)]
    go_on: bool,
    /// Rounds.
    #[arg(long, default_value_t = 8)]
    rounds: usize,
    /// Games in which choices are tried, and games that judge, each round and against each type.
    #[arg(long, default_value_t = 8000)]
    games: usize,
    /// Variants of the tempers in a generation.
    #[arg(long, default_value_t = 32)]
    variants: usize,
    /// Games against each type to try a variant.
    #[arg(long, default_value_t = 200)]
    trials: usize,
    /// Generations of variants each round.
    #[arg(long, default_value_t = 4)]
    generations: usize,
    /// First seed.
    #[arg(long, default_value_t = 1_000_000)]
    seed: u64,
    /// Threads; as many as the machine has if not given. The policy found is the same for any number.
    #[arg(long, value_name = "T")]
    threads: Option<usize>,
}

pub(super) fn run(options: &Options) -> Done {
    let scenario = load(options.scenario.as_deref())?;
    let threads = options.threads.unwrap_or_else(threads::available);
    let least = options.rounds.min(options.games).min(options.variants).min(options.trials).min(threads);
    if least == 0 {
        return Err("--rounds, --games, --variants, --trials and --threads must be at least 1".into());
    }
    let start = if options.go_on { Found::kept(&scenario.rules).unwrap_or_default() } else { Temperament::default() };
    let effort = Effort {
        rounds: options.rounds,
        games: options.games,
        variants: options.variants,
        trials: options.trials,
        generations: options.generations,
        seed: options.seed,
    };
    let mut found = improvement::improve(&scenario, start, &effort, threads, |round, mean| {
        eprintln!("round {round} of {}: mean result {mean:.2}", options.rounds);
    });
    found.found_by = format!(
        "six-hours improve{} --rounds {} --games {} --variants {} --trials {} --generations {} --seed {}{}",
        options.scenario.as_ref().map_or(String::new(), |path| format!(" --scenario {}", path.display())),
        options.rounds,
        options.games,
        options.variants,
        options.trials,
        options.generations,
        options.seed,
        if options.go_on { " --go-on" } else { "" }
    );
    let text =
        ron::ser::to_string_pretty(&found, ron::ser::PrettyConfig::new().depth_limit(2)).map_err(|e| e.to_string())?;
    std::fs::write(&options.out, text + "\n").map_err(|e| format!("{}: {e}", options.out.display()))?;
    Ok(ExitCode::SUCCESS)
}
