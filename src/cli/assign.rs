//! `assign`: a class code, which fixes what a class plays.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use crate::cli::play::drawn_seed;
use crate::cli::{Done, load};
use crate::record::Coach;
use crate::record::class::Class;
use crate::scenario::Scenario;

/// Prints a class code: with it all play the same scenario, with the same help, against the same or their own counterpart.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The scenario; the game's own if not given.
    #[arg(long, value_name = "PATH")]
    scenario: Option<PathBuf>,
    /// The same seed for all, so that all meet the same man and the same luck; if not given, each draws their own.
    #[arg(long)]
    seed: Option<u64>,
    /// How much the game tells before a choice.
    #[arg(long, value_enum, default_value_t = Coach::Standard)]
    coach: Coach,
    /// As statesmen: nothing is taken back before it is over.
    #[arg(long)]
    statesman: bool,
}

pub(super) fn run(options: &Options) -> Done {
    let scenario = load(options.scenario.as_deref())?;
    let mark = (drawn_seed() % (1 << 16)) as u16;
    let class = Class::new(&scenario, options.seed, options.coach, options.statesman, mark);
    let shipped = Scenario::shipped_ids().any(|id| id == scenario.rules.id);
    let named = match &options.scenario {
        Some(path) if !shipped => format!(" --scenario {}", path.display()),
        _ => String::new(),
    };
    println!("{}", class.code());
    eprintln!(
        "{}; {}; coach {}{}.\nTo play: six-hours play --class {}{named} --name NAME\nTo collect: six-hours class FOLDER{named} \
         --html report.html",
        scenario.texts.title,
        class.seed.map_or("each draws their own seed".into(), |seed| format!("seed {seed} for all")),
        class.coach.name(),
        if class.statesman { "; as statesmen" } else { "" },
        class.code(),
    );
    Ok(ExitCode::SUCCESS)
}

/// The scenario that a class plays: the one at the path if one is given, else one that comes with the program.
pub(super) fn scenario_of(class: &Class, path: Option<&Path>) -> Result<Arc<Scenario>, String> {
    let given = path.map(|path| load(Some(path))).transpose()?;
    let shipped = || Scenario::shipped_ids().filter_map(|id| load(Some(Path::new(id))).ok());
    given.into_iter().chain(path.is_none().then(shipped).into_iter().flatten()).find(|s| class.plays(s)).ok_or_else(
        || match path {
            Some(path) => format!("--class: the class does not play {}, or played it under other rules", path.display()),
            None => "--class: the class plays a scenario that does not come with this version of the program; name it with --scenario".into(),
        },
    )
}
