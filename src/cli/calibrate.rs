//! `calibrate`: the shipped policies against each counterpart type, and the promises of the model.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::calibration::Sampling;
use crate::cli::progress::Progress;
use crate::cli::{Done, load};
use crate::policy::Bot;
use crate::{calibration, terminal, threads};

/// Plays every shipped policy against every counterpart type and holds the results against the model's targets.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// A scenario's folder, or the id of one that comes with the program; the game itself if not given.
    scenario: Option<PathBuf>,
    /// Games of each policy against each type.
    #[arg(long, default_value_t = 10_000)]
    games: usize,
    /// First seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads; as many as the machine has if not given.
    #[arg(long, value_name = "T")]
    threads: Option<usize>,
    /// States in which each choice is legal and tried; 0: none.
    #[arg(long, default_value_t = 100, value_name = "N")]
    states: usize,
    /// Rollouts of each choice in each state.
    #[arg(long, default_value_t = 64, value_name = "N")]
    rollouts: usize,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(options: &Options) -> Done {
    let scenario = load(options.scenario.as_deref())?;
    let threads = options.threads.unwrap_or_else(threads::available);
    if options.games == 0 || threads == 0 {
        return Err("--games and --threads must be at least 1".into());
    }
    let progress = Progress::new(options.games * Bot::ALL.len() * scenario.rules.drawn_types, "games");
    let mut found = calibration::calibrate(&scenario, options.games, options.seed, threads, |done| progress.tell(done));
    drop(progress);
    if options.states > 0 && options.rollouts > 0 {
        let sampling = Sampling { states: options.states, rollouts: options.rollouts, seed: options.seed };
        let met = calibration::decisions(&scenario, &sampling, threads);
        let progress = Progress::new(met.len(), "decisions");
        found.choices = calibration::choice_shares(&scenario, &sampling, &met, threads, |done| progress.tell(done));
    }
    if options.json {
        println!("{}", serde_json::to_string_pretty(&found).map_err(|e| e.to_string())?);
    } else {
        print!("{}", terminal::calibration_words(&found));
    }
    let missed = found.missed();
    if missed.is_empty() { Ok(ExitCode::SUCCESS) } else { Err(format!("targets missed: {}", missed.join("; "))) }
}
