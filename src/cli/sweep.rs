//! `sweep`: simulated games into a table.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;

use crate::cli::progress::Progress;
use crate::cli::{Done, load};
use crate::policy::Bot;
use crate::scenario::Scenario;
use crate::sweep::{Csv, Parquet, Plan, Sink, sweep};
use crate::threads;

/// Plays games without a player and writes them as a table, one row a game.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Policies, in the order of the rows.
    #[arg(long, value_name = "P[,P…]", required = true, value_delimiter = ',')]
    policy: Vec<String>,
    /// Games of each policy.
    #[arg(long)]
    games: usize,
    /// Only this shard of so many, counted from 1. The shards in order are the whole.
    #[arg(long, value_name = "I/N", default_value = "1/1")]
    shard: String,
    /// The folder the table goes to.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// CSV; Parquet if not given.
    #[arg(long)]
    csv: bool,
    /// Seed of the first game.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A scenario's folder; the game's own if not given.
    #[arg(long, value_name = "PATH")]
    scenario: Option<PathBuf>,
    /// All games against this type.
    #[arg(long, value_name = "TYPE")]
    counterpart: Option<String>,
    /// Threads; as many as the machine has if not given. The table is the same for any number.
    #[arg(long, value_name = "T")]
    threads: Option<usize>,
    /// Writes over a table that is there.
    #[arg(long)]
    force: bool,
}

pub(super) fn run(options: &Options) -> Done {
    let scenario = load(options.scenario.as_deref())?;
    let plan = plan(options, &scenario)?;
    let (number, of) = shard(&options.shard)?;
    let threads = options.threads.unwrap_or_else(threads::available);
    if threads == 0 {
        return Err("--threads must be at least 1".into());
    }
    let width = of.to_string().len();
    let stem = if of == 1 { "runs".to_owned() } else { format!("runs-{number:0width$}-of-{of}") };
    let kind = if options.csv { "csv" } else { "parquet" };
    let place = options.out.join(format!("{stem}.{kind}"));
    if place.exists() && !options.force {
        return Err(format!(
            "{} is there already; choose another folder, or --force to write over it",
            place.display()
        ));
    }
    fs::create_dir_all(&options.out).map_err(|e| format!("{}: {e}", options.out.display()))?;
    // Two runs of one shard at once must not write into one file.
    let part = options.out.join(format!("{stem}.{kind}.{}.part", std::process::id()));
    let told = write(options, &scenario, &plan, plan.shard(number, of), threads, &part);
    let (rows, all) = told.inspect_err(|_| {
        _ = fs::remove_file(&part);
    })?;
    // What is not whole has a name that no search for tables finds, and goes when the whole is there.
    let partial = options.out.join(format!("{stem}.{kind}.partial"));
    let named = if rows == all { &place } else { &partial };
    fs::rename(&part, named).map_err(|e| format!("{}: {e}", named.display()))?;
    if rows == all {
        _ = fs::remove_file(&partial);
    }
    println!("{}", named.display());
    if rows == all {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("six-hours: stopped; {rows} of {all} rows are written, whole and from the first on");
    Ok(ExitCode::from(130))
}

/// Plays and writes; returns the rows written, and how many there should be.
fn write(
    options: &Options,
    scenario: &Arc<Scenario>,
    plan: &Plan,
    range: Range<usize>,
    threads: usize,
    part: &Path,
) -> Result<(usize, usize), String> {
    let here = |e: String| format!("{}: {e}", part.display());
    let mut sink: Box<dyn Sink + '_> = if options.csv {
        Box::new(Csv::create(part, scenario).map_err(here)?)
    } else {
        Box::new(Parquet::create(part, scenario, plan, &range).map_err(here)?)
    };
    let stop = Arc::new(AtomicBool::new(false));
    let heard = stop.clone();
    // The second time ends the program at once.
    let handler = move || {
        if heard.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    };
    ctrlc::set_handler(handler).map_err(|e| format!("cannot listen for Ctrl-C: {e}"))?;
    let all = range.len();
    let progress = Progress::new(all, "games");
    let rows = sweep(scenario, plan, range, threads, &stop, sink.as_mut(), |done| progress.tell(done)).map_err(here)?;
    drop(progress);
    sink.close().map_err(here)?;
    Ok((rows, all))
}

fn plan(options: &Options, scenario: &Scenario) -> Result<Plan, String> {
    let named = |name: &String| {
        Bot::named(name).ok_or_else(|| {
            let known = Bot::ALL.map(Bot::name).join(", ");
            format!("--policy: there is no policy ‘{name}’; there are {known}")
        })
    };
    let bots = options.policy.iter().map(named).collect::<Result<Vec<Bot>, String>>()?;
    if options.games == 0 {
        return Err("--games must be at least 1".into());
    }
    if options.seed.checked_add(options.games as u64 - 1).is_none() {
        return Err("--seed and --games reach beyond the largest seed, 18446744073709551615".into());
    }
    let types = &scenario.rules.types[..scenario.rules.drawn_types];
    let counterpart = match &options.counterpart {
        None => None,
        Some(id) => Some(types.iter().position(|t| t.id == *id).ok_or_else(|| {
            let known = types.iter().map(|t| t.id.as_str()).collect::<Vec<_>>().join(", ");
            format!("--counterpart: there is no type ‘{id}’; there are {known}")
        })? as u8),
    };
    Ok(Plan { bots, games: options.games, seed: options.seed, counterpart })
}

/// `I/N`, with I from 1 to N.
fn shard(text: &str) -> Result<(usize, usize), String> {
    let read = |(i, n): (&str, &str)| Some((i.trim().parse::<usize>().ok()?, n.trim().parse::<usize>().ok()?));
    match text.split_once('/').and_then(read) {
        Some((i, n)) if (1..=n).contains(&i) => Ok((i, n)),
        _ => Err(format!("--shard: expected I/N with I from 1 to N, found ‘{text}’")),
    }
}
