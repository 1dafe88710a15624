//! `compare`: two records side by side.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::cli::progress::Progress;
use crate::cli::rollouts::Rollouts;
use crate::cli::{Done, load_record, write};
use crate::record::{self, Game};
use crate::review::{Walk, compare};
use crate::{report, terminal};

/// Says where two records part, what came of each, and how much of the difference the choices explain.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The first record.
    first: PathBuf,
    /// The second.
    second: PathBuf,
    #[command(flatten)]
    rollouts: Rollouts,
    /// One JSON object.
    #[arg(long)]
    json: bool,
    /// Writes a page that stands by itself, for any browser and for paper.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// The scenario they were made with, if it does not come with the program.
    #[arg(long, value_name = "PATH")]
    scenario: Option<PathBuf>,
}

pub(super) fn run(options: &Options) -> Done {
    let effort = options.rollouts.effort()?;
    let (scenario, first) = load_record(&options.first, options.scenario.as_deref())?;
    let second = record::read(&options.second).map_err(|e| format!("{}: {e}", options.second.display()))?;
    let replay = |path: &PathBuf, record| {
        Game::replay(scenario.clone(), record, None).map_err(|e| format!("{}: {e}", path.display()))
    };
    let games = [replay(&options.first, &first)?, replay(&options.second, &second)?];
    let walks = [0, 1].map(|n| Walk::of(&games[n]));
    let one_seed = games[0].header().seed == games[1].header().seed;
    let progress = Progress::new(0, "blocks of rollouts");
    let found = compare(&scenario, [&walks[0], &walks[1]], one_seed, effort, |done, all| {
        progress.tell_of(done, all);
        ControlFlow::Continue(())
    });
    drop(progress);
    let Some(found) = found else { return Err("the comparison was stopped".into()) };
    if let Some(path) = &options.html {
        let page = report::page::comparison(&scenario, &walks, &found);
        write(path, &page)?;
    }
    if options.json {
        let object = report::json::comparison(&scenario, &walks, &found);
        println!("{}", serde_json::to_string_pretty(&object).map_err(|e| e.to_string())?);
    } else if options.html.is_none() {
        print!("{}", terminal::comparison_words(&scenario, &walks, &found));
    }
    Ok(ExitCode::SUCCESS)
}
