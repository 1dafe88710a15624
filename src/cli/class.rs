//! `class`: a folder of records as one report.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::cli::progress::Progress;
use crate::cli::{Done, load, write};
use crate::outside::plain;
use crate::record::class::Class as Assignment;
use crate::record::submissions::{self, Rejected};
use crate::report::{self, Entry};
use crate::review::{Effort, Walk, class};
use crate::scenario::Scenario;
use crate::threads;

/// Lays the records of a class side by side: deals, endings, how it chose and what that was worth, cases and questions.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The folder with the records; folders in it are looked into.
    folder: PathBuf,
    /// Writes the report as a page that stands by itself.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Writes a table with one row a game.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Only what was played with this class code.
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// Letters instead of names and files; what was said in words is left out.
    #[arg(long)]
    hide_names: bool,
    /// Leaves out games that branched off others.
    #[arg(long)]
    no_branches: bool,
    /// Rollouts of each choice of each game.
    #[arg(long, default_value_t = 25, value_name = "N")]
    rollouts: usize,
    /// Threads; as many as the machine has if not given. They change no number.
    #[arg(long, value_name = "T")]
    threads: Option<usize>,
    /// The seed of the rollouts' luck.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The scenario they were made with, if it does not come with the program.
    #[arg(long, value_name = "PATH")]
    scenario: Option<PathBuf>,
}

pub(super) fn run(options: &Options) -> Done {
    let threads = options.threads.unwrap_or_else(threads::available);
    if options.rollouts == 0 || threads == 0 {
        return Err("--rollouts and --threads must be at least 1".into());
    }
    if options.html.is_none() && options.csv.is_none() {
        return Err("nothing to write: give --html FILE, --csv FILE or both".into());
    }
    let asked = options.code.as_deref().map(Assignment::from_code).transpose().map_err(|e| format!("--code: {e}"))?;
    let (paths, others) = submissions::files(&options.folder)
        .map_err(|e| format!("{}: {e}; expected a folder with records", options.folder.display()))?;
    let (read, mut rejected) = submissions::read_all(&paths);
    let shipped = |id: &&str| Scenario::shipped_ids().any(|s| s == *id);
    let scenario = match (&options.scenario, submissions::commonest(&read).filter(shipped)) {
        (Some(path), _) => load(Some(path))?,
        (None, Some(id)) => load(Some(Path::new(id)))?,
        (None, None) if read.is_empty() => {
            let broken = if rejected.is_empty() {
                String::new()
            } else {
                format!("; {} files could not be read", rejected.len())
            };
            return Err(format!("{}: no record was found there{broken}", options.folder.display()));
        }
        (None, None) => {
            return Err(
                "most records belong to a scenario that does not come with the program; name it with --scenario".into(),
            );
        }
    };
    let (mut games, more) = submissions::replay(&scenario, read, asked.as_ref(), threads);
    rejected.extend(more);
    if options.no_branches {
        let branches = games.extract_if(.., |(s, _)| s.record.header.parent.is_some());
        let reason = "a branch of another game, left out as asked";
        rejected.extend(branches.map(|(s, _)| Rejected { path: s.path, reason: reason.into() }));
    }
    rejected.sort_by(|a, b| a.path.cmp(&b.path));
    if games.is_empty() {
        let reasons = rejected.iter().take(8).map(|r| format!("\n{}: {}", r.path.display(), r.reason));
        return Err(format!("{}: no record can be counted{}", options.folder.display(), reasons.collect::<String>()));
    }
    let codes: Vec<&str> = games.iter().filter_map(|(s, _)| s.record.header.class.as_deref()).collect();
    // The code of the class, if all that name one name the same.
    let one = codes.first().filter(|first| codes.iter().all(|code| code == *first));
    let assignment = asked.or_else(|| one.and_then(|code| Assignment::from_code(code).ok()));
    let entries = games.iter().map(|(s, _)| {
        let header = &s.record.header;
        let stem = s.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Entry {
            name: header.player.clone().filter(|p| !p.trim().is_empty()).unwrap_or(stem),
            file: s.path.strip_prefix(&options.folder).unwrap_or(&s.path).display().to_string(),
            coach: header.coach.name(),
            branch: header.parent.is_some(),
            torn: s.record.torn.is_some(),
            reflection: s.record.reflection.clone(),
        }
    });
    let entries: Vec<Entry> = entries.collect();
    let walks = threads::all(games.len(), threads, || (), |(), n| Walk::of(&games[n].1));
    let progress = Progress::new(0, "blocks of rollouts");
    let effort = Effort { rollouts: options.rollouts, seed: options.seed, threads, after: 0 };
    let found = class(&scenario, walks, effort, |done, all| {
        progress.tell_of(done, all);
        ControlFlow::Continue(())
    });
    drop(progress);
    let Some(found) = found else { return Err("the report was stopped".into()) };
    let mut report = report::ClassReport { scenario: &scenario, class: &found, entries, rejected, others, assignment };
    if options.hide_names {
        report.hide_names();
    }
    if let Some(path) = &options.html {
        write(path, &report::page::class(&report))?;
    }
    if let Some(path) = &options.csv {
        write(path, &report.csv()?)?;
    }
    println!("{} games counted, {} files not", found.members.len(), report.rejected.len());
    for (file, reason) in report.left_out() {
        println!("{}: {}", plain(&file), plain(reason));
    }
    Ok(ExitCode::SUCCESS)
}
