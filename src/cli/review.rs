//! `review`: what each choice of a record was worth.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::cli::progress::Progress;
use crate::cli::rollouts::Rollouts;
use crate::cli::{Done, load_record, write};
use crate::record::Game;
use crate::review::{Walk, review};
use crate::{report, terminal};

/// Plays on from every choice of a record, many times, and says what each was worth.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The record.
    record: PathBuf,
    #[command(flatten)]
    rollouts: Rollouts,
    /// One JSON object.
    #[arg(long)]
    json: bool,
    /// Writes a page that stands by itself, for any browser and for paper.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// The scenario it was made with, if it does not come with the program.
    #[arg(long, value_name = "PATH")]
    scenario: Option<PathBuf>,
}

pub(super) fn run(options: &Options) -> Done {
    let effort = options.rollouts.effort()?;
    let (scenario, record) = load_record(&options.record, options.scenario.as_deref())?;
    let game = Game::replay(scenario.clone(), &record, None).map_err(|e| e.to_string())?;
    let walk = Walk::of(&game);
    let progress = Progress::new(0, "blocks of rollouts");
    let found = review(&scenario, &walk, effort, |done, all| {
        progress.tell_of(done, all);
        ControlFlow::Continue(())
    });
    drop(progress);
    let Some(found) = found else { return Err("the review was stopped".into()) };
    if let Some(path) = &options.html {
        let page = report::page::review(&scenario, &game, &walk, &found);
        write(path, &page)?;
    }
    if options.json {
        println!(
            "{}",
            serde_json::to_string_pretty(&report::json::review(&scenario, &walk, &found)).map_err(|e| e.to_string())?
        );
    } else if options.html.is_none() {
        print!("{}", terminal::review_words(&scenario, &walk, &found));
    }
    Ok(ExitCode::SUCCESS)
}
