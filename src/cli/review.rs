//! `review`: what each choice of a record was worth.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::cli::progress::Progress;
use crate::cli::{Done, load_record};
use crate::record::Game;
use crate::review::{Effort, Walk, review};
use crate::{report, terminal, threads};

/// Plays on from every choice of a record, many times, and says what each was worth.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The record.
    record: PathBuf,
    /// Rollouts of each choice.
    #[arg(long, default_value_t = 1000, value_name = "N")]
    rollouts: usize,
    /// Threads; as many as the machine has if not given. They change no number.
    #[arg(long, value_name = "T")]
    threads: Option<usize>,
    /// The seed of the rollouts' luck.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// One JSON object.
    #[arg(long)]
    json: bool,
    /// The scenario it was made with, if it does not come with the program.
    #[arg(long, value_name = "PATH")]
    scenario: Option<PathBuf>,
}

pub(super) fn run(options: &Options) -> Done {
    let threads = options.threads.unwrap_or_else(threads::available);
    if options.rollouts == 0 || threads == 0 {
        return Err("--rollouts and --threads must be at least 1".into());
    }
    let (scenario, record) = load_record(&options.record, options.scenario.as_deref())?;
    let game = Game::replay(scenario.clone(), &record, None).map_err(|e| e.to_string())?;
    let walk = Walk::through(&scenario, record.header.seed, game.actions());
    let effort = Effort { rollouts: options.rollouts, seed: options.seed, threads, after: 0 };
    let progress = Progress::new(0, "blocks of rollouts");
    let found = review(&scenario, &walk, effort, |done, all| {
        progress.tell_of(done, all);
        ControlFlow::Continue(())
    });
    drop(progress);
    let Some(found) = found else { return Err("the review was stopped".into()) };
    if options.json {
        println!(
            "{}",
            serde_json::to_string_pretty(&report::json::review(&scenario, &found)).map_err(|e| e.to_string())?
        );
    } else {
        print!("{}", terminal::review_words(&scenario, &walk, &found));
    }
    Ok(ExitCode::SUCCESS)
}
