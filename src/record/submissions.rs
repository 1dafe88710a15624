//! A folder of records that others handed in: what can be read, and what cannot and why.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::record::class::Class;
use crate::record::{Game, Record, read};
use crate::scenario::Scenario;
use crate::threads;

/// How deep folders are looked into.
const DEPTH: usize = 4;

/// A record as it was handed in.
#[derive(Debug)]
pub struct Submission {
    /// Where it lies.
    pub path: PathBuf,
    /// What it says.
    pub record: Record,
}

/// What cannot be laid beside the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Where it lies.
    pub path: PathBuf,
    /// Why not.
    pub reason: String,
}

/// The records of a folder and of the folders in it, by name; and how many other files were left alone.
///
/// # Errors
/// If the folder itself cannot be read.
pub fn files(folder: &Path) -> io::Result<(Vec<PathBuf>, usize)> {
    let (mut found, mut others) = (Vec::new(), 0);
    let mut waiting = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = waiting.pop() {
        let entries = match fs::read_dir(&folder) {
            Err(e) if depth == 0 => return Err(e),
            Err(_) => continue,
            Ok(entries) => entries,
        };
        for entry in entries.flatten() {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && depth < DEPTH => waiting.push((path, depth + 1)),
                Ok(kind) if kind.is_file() && path.extension().is_some_and(|e| e == "record") => found.push(path),
                _ => others += 1,
            }
        }
    }
    found.sort();
    Ok((found, others))
}

/// Reads them all.
pub fn read_all(paths: &[PathBuf]) -> (Vec<Submission>, Vec<Rejected>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for path in paths {
        match read(path) {
            Ok(record) => good.push(Submission { path: path.clone(), record }),
            Err(e) => bad.push(Rejected { path: path.clone(), reason: e.to_string() }),
        }
    }
    (good, bad)
}

/// The scenario that most of them were made with, by id.
pub fn commonest(list: &[Submission]) -> Option<&str> {
    let ids = || list.iter().map(|s| s.record.header.scenario.as_str());
    let count = |id: &str| ids().filter(|other| *other == id).count();
    // Of equals the first.
    ids().reduce(|a, b| if count(b) > count(a) { b } else { a })
}

/// Replays them, verifying every step. `class` is what they were told to play, if that is asked for; a record that
/// names a class itself is held against that one.
pub fn replay(
    scenario: &Arc<Scenario>,
    list: Vec<Submission>,
    class: Option<&Class>,
    threads: usize,
) -> (Vec<(Submission, Game)>, Vec<Rejected>) {
    let games = threads::all(list.len(), threads, || (), |(), n| replayed(scenario, &list[n].record, class));
    let again = again(&list);
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for ((submission, game), again) in list.into_iter().zip(games).zip(again) {
        let path = submission.path.clone();
        match (game, again) {
            (Err(reason), _) => bad.push(Rejected { path, reason }),
            (Ok(_), Some(reason)) => bad.push(Rejected { path, reason: reason.into() }),
            (Ok(game), None) if game.turns() == 0 => {
                bad.push(Rejected { path, reason: "nothing was played in it".into() });
            }
            (Ok(game), None) => good.push((submission, game)),
        }
    }
    (good, bad)
}

/// Which of them another says again: the same record, or a later state of the same game by the same player.
fn again(list: &[Submission]) -> Vec<Option<&'static str>> {
    let said = |n: usize, m: usize| {
        let (own, other) = (&list[n].record, &list[m].record);
        if own.header != other.header || !other.lines.starts_with(&own.lines) {
            None
        } else if own.lines.len() < other.lines.len() {
            Some("another file of the folder goes on from where this one ends")
        } else if m < n {
            Some("another file of the folder is the same record, line for line")
        } else {
            None
        }
    };
    (0..list.len()).map(|n| (0..list.len()).filter(|m| *m != n).find_map(|m| said(n, m))).collect()
}

fn replayed(scenario: &Arc<Scenario>, record: &Record, class: Option<&Class>) -> Result<Game, String> {
    let header = &record.header;
    if header.scenario == scenario.rules.id {
        if let Some(asked) = class
            && header.class.as_ref().is_none_or(|code| *code != asked.code())
        {
            return Err(match &header.class {
                Some(code) => format!("it was played for another class: {code}"),
                None => "it was played without the class code".into(),
            });
        }
        if let Some(code) = &header.class {
            let own = Class::from_code(code).map_err(|e| format!("the class in its header: {e}"))?;
            if let Some(why) = own.broken_by(header) {
                return Err(format!("its header was edited: {why}"));
            }
        }
    }
    Game::replay(scenario.clone(), record, None).map_err(|e| e.to_string())
}
