//! `check`: a scenario validated and explored.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use serde_json::json;

use crate::cli::Done;
use crate::cli::progress::Progress;
use crate::scenario::Scenario;
use crate::{survey, terminal};

/// Validates a scenario and explores it with seeded bots.
#[derive(Debug, Args)]
pub(super) struct Options {
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
}

pub(super) fn run(options: &Options) -> Done {
    let scenario = match Scenario::load(&options.scenario) {
        Ok(scenario) => Arc::new(scenario),
        Err(faults) => {
            if options.json {
                println!(
                    "{}",
                    json!({ "scenario": options.scenario.display().to_string(), "hash": null, "faults": faults.0 })
                );
            }
            return Err(format!("the scenario has faults\n{faults}"));
        }
    };
    let progress = Progress::new(options.games, "games");
    let found = survey::survey(&scenario, options.games, options.seed, |done| progress.tell(done));
    drop(progress);
    let fails = !found.unreached.is_empty() || !found.dead_ends.is_empty();
    if options.json {
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
