//! `handbook`: the ideas behind the game, as text or as a page.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::cli::{Done, load_record, write};
use crate::record::Game;
use crate::report::{handbook::Handbook, page};

/// Prints the ideas behind the game, each in a hundred words; with a record, a page says where each was in play.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// A record: the page says where each idea was in play in it.
    #[arg(requires = "html")]
    record: Option<PathBuf>,
    /// Writes a page that stands by itself, for any browser and for paper.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// The scenario the record was made with, if it does not come with the program.
    #[arg(long, value_name = "PATH")]
    scenario: Option<PathBuf>,
}

pub(super) fn run(options: &Options) -> Done {
    let game = match &options.record {
        Some(path) => {
            let (scenario, record) = load_record(path, options.scenario.as_deref())?;
            Some(Game::replay(scenario, &record, None).map_err(|e| e.to_string())?)
        }
        None => None,
    };
    match &options.html {
        Some(path) => write(path, &page::handbook(game.as_ref()))?,
        None => {
            for idea in &Handbook::shipped().entries {
                println!("{}\n\n{}\n\nIn this game: {}\n", idea.term.to_uppercase(), idea.text, idea.rule);
                if let Some(disputed) = &idea.disputed {
                    println!("Disputed: {disputed}\n");
                }
                for (_, reference) in &idea.papers {
                    println!("  {reference}");
                }
                println!();
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
