//! Records as a tree: which branched off which, and where.
//!
//! The tree is read off the records themselves, so that it survives restarts, new names and deleted files: a branch
//! hangs on the record that its header names, or where that is gone or was renamed, on another record of the same game
//! whose first turns are its own.

use std::path::Path;
use std::sync::Arc;

use crate::record::library::{self, Saved};
use crate::record::{Game, Record, read};
use crate::scenario::Scenario;

/// A record and what branched off it.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its file, header, length and time.
    pub saved: Saved,
    /// The last turn it has in common with the record it hangs on; 0 for a root.
    pub from: usize,
    /// Number of its ending in the scenario; nothing while it goes on, or where it cannot be replayed.
    pub ending: Option<u8>,
    /// Why it cannot be replayed, if it cannot.
    pub fault: Option<String>,
    /// What branched off it, the earliest turn first.
    pub branches: Vec<Node>,
}

impl Node {
    /// All nodes with their depth, this one first.
    pub fn flat(&self) -> Vec<(usize, &Self)> {
        let below = self.branches.iter().flat_map(|b| b.flat().into_iter().map(|(depth, node)| (depth + 1, node)));
        std::iter::once((0, self)).chain(below).collect()
    }
}

/// The records of a folder as trees, the one last written to first; `known` is asked for the scenario of each, by id, and
/// may name another if it has none.
pub fn trees(folder: &Path, known: &dyn Fn(&str) -> Arc<Scenario>) -> Vec<Node> {
    let mut all: Vec<(Saved, Record)> =
        library::list(folder).into_iter().filter_map(|s| read(&s.path).ok().map(|r| (s, r))).collect();
    all.sort_by_key(|(saved, record)| (branched(record), saved.modified, saved.path.clone()));
    let parents: Vec<Option<usize>> = (0..all.len()).map(|n| parent(&all, n)).collect();
    let mut roots: Vec<Node> = Vec::new();
    for n in (0..all.len()).rev().filter(|n| parents[*n].is_none()) {
        roots.push(node(&all, &parents, n, known));
    }
    let newest = |node: &Node| node.flat().iter().map(|(_, n)| n.saved.modified).max();
    roots.sort_by_key(|node| std::cmp::Reverse(newest(node)));
    roots
}

/// The turn at which a record branched off, counted so that a record of its own comes before all branches.
fn branched(record: &Record) -> usize {
    record.header.parent.as_ref().map_or(0, |p| p.turn + 1)
}

/// The record on which one hangs: it has its first turns, and itself branched off earlier, so that there is no circle.
fn parent(all: &[(Saved, Record)], n: usize) -> Option<usize> {
    let record = &all[n].1;
    let named = record.header.parent.as_ref()?;
    let own = record.lines.get(..named.turn)?;
    let game = |r: &Record| (r.header.scenario.clone(), r.header.rules.clone(), r.header.seed);
    let fits = |m: &usize| {
        let theirs = &all[*m].1;
        branched(theirs) < branched(record)
            && game(theirs) == game(record)
            && theirs.lines.get(..named.turn) == Some(own)
    };
    let fitting: Vec<usize> = (0..all.len()).filter(fits).collect();
    let called = fitting.iter().find(|m| all[**m].0.name() == named.record);
    called.or(fitting.first()).copied()
}

fn node(all: &[(Saved, Record)], parents: &[Option<usize>], n: usize, known: &dyn Fn(&str) -> Arc<Scenario>) -> Node {
    let (saved, record) = &all[n];
    let replayed = Game::replay(known(&record.header.scenario), record, None);
    let from = parents[n].and(record.header.parent.as_ref()).map_or(0, |p| p.turn);
    let below = (0..all.len()).filter(|m| parents[*m] == Some(n));
    Node {
        saved: saved.clone(),
        from,
        ending: replayed.as_ref().ok().and_then(Game::ending),
        fault: replayed.err().map(|e| e.to_string()),
        branches: below.map(|m| node(all, parents, m, known)).collect(),
    }
}
