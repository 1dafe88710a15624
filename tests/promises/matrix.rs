//! Two hundred kept games come to the same fingerprints everywhere: in debug and in release, with the window and without,
//! on one thread and on two, alone and among a hundred thousand, and for the processor at hand.
//!
//! Any platform checks itself with
//!
//! ```text
//! cargo test --release --no-default-features --test promises matrix
//! ```
//!
//! and after a change of the rules the set is made anew with
//!
//! ```text
//! REGENERATE_RECORDS=1 cargo test --no-default-features --test promises matrix
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, OnceLock};

use six_hours::luck::{Luck, Purpose};
use six_hours::negotiation::{Action, Crowd, fingerprint};
use six_hours::policy::{Bot, Roster};
use six_hours::record::{Game, Start, code};
use six_hours::scenario::Scenario;
use six_hours::threads;

use crate::stage::{begin, go_on};

/// Games of each scenario that comes with the program, and who plays them.
const GAMES: [(&str, u64); 3] = [("pyongyang-2000", 100), ("winter-timetable", 50), ("rehearsal", 50)];
const BOTS: [Bot; 6] = [Bot::Random, Bot::Best, Bot::Boulware, Bot::Conceder, Bot::Reciprocal, Bot::Historical];
/// Games in the crowd.
const CROWD: usize = 100_000;

/// A game of the set: its scenario, its share code, and the fingerprint of its last state.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept {
    scenario: String,
    code: String,
    print: u32,
}

fn scenarios() -> &'static BTreeMap<&'static str, Arc<Scenario>> {
    static ALL: LazyLock<BTreeMap<&'static str, Arc<Scenario>>> = LazyLock::new(|| {
        GAMES.iter().map(|(id, _)| (*id, Arc::new(Scenario::shipped(id).unwrap_or_else(|f| panic!("{f}"))))).collect()
    });
    &ALL
}

fn place() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/records/matrix.csv")
}

fn made() -> Vec<Kept> {
    let mut list = Vec::new();
    for (id, games) in GAMES {
        let scenario = &scenarios()[id];
        let roster = Roster::new(&scenario.rules);
        for seed in 0..games {
            let mut game = Game::new(scenario.clone(), Start { seed, ..Start::default() }, None).expect("no record");
            let mut player = roster.player(BOTS[seed as usize % BOTS.len()]);
            go_on(&mut game, player.as_mut(), &mut Luck::at(seed, Purpose::Policy, 0), usize::MAX);
            let code = code::encode(scenario, game.header(), game.actions());
            list.push(Kept { scenario: id.into(), code, print: fingerprint(&game.snapshot()).whole });
        }
    }
    list
}

fn kept() -> Vec<Kept> {
    static MADE: OnceLock<()> = OnceLock::new();
    MADE.get_or_init(|| {
        if std::env::var_os("REGENERATE_RECORDS").is_some() {
            let rows = made().into_iter().map(|k| format!("{},{},{:08x}\n", k.scenario, k.code, k.print));
            fs::write(place(), format!("scenario,code,fingerprint\n{}", rows.collect::<String>())).expect("room");
        }
    });
    let text = fs::read_to_string(place()).expect("the set is in the repository");
    let row = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        let print = u32::from_str_radix(fields[2], 16).expect("a fingerprint");
        Kept { scenario: fields[0].into(), code: fields[1].into(), print }
    };
    text.lines().skip(1).map(row).collect()
}

/// Seed and actions of a kept game.
fn told(kept: &Kept) -> (u64, Vec<Action>) {
    let scenario = &scenarios()[kept.scenario.as_str()];
    let shared = code::decode(scenario, &kept.code)
        .unwrap_or_else(|e| panic!("{}: {e}; see the top of tests/promises/matrix.rs", kept.code));
    (shared.seed, shared.actions)
}

/// The fingerprint that a kept game comes to here.
fn print(kept: &Kept) -> u32 {
    let scenario = &scenarios()[kept.scenario.as_str()];
    let (seed, actions) = told(kept);
    let mut game = Game::new(scenario.clone(), Start { seed, ..Start::default() }, None).expect("no record");
    actions.iter().for_each(|a| _ = game.act(*a).unwrap_or_else(|e| panic!("{a:?}: {e}")));
    fingerprint(&game.snapshot()).whole
}

#[test]
fn two_hundred_kept_games_come_to_the_same_fingerprints_on_one_thread_and_on_two() {
    let all = kept();
    assert_eq!(all.len(), 200);
    for count in [1, 2] {
        let here = threads::all(all.len(), count, || (), |(), n| print(&all[n]));
        for (kept, print) in all.iter().zip(here) {
            assert_eq!(print, kept.print, "{} on {count} threads", kept.code);
        }
    }
}

#[test]
fn two_hundred_kept_games_come_to_the_same_fingerprints_among_a_hundred_thousand() {
    for (id, _) in GAMES {
        let all: Vec<Kept> = kept().into_iter().filter(|k| k.scenario == id).collect();
        let scenario = &scenarios()[id];
        let games: Vec<(u64, Vec<Action>)> = all.iter().map(told).collect();
        let mut crowd = Crowd::new(scenario.clone());
        // The kept ones sit far apart, the others are at their beginning.
        let apart = CROWD / GAMES.len() / games.len();
        let other = begin(scenario, 1, None).snapshot();
        for (seed, _) in &games {
            crowd.seat(begin(scenario, *seed, None).snapshot());
            (1..apart).for_each(|_| _ = crowd.seat(other.clone()));
        }
        let longest = games.iter().map(|(_, actions)| actions.len()).max().unwrap_or(0);
        for turn in 0..longest {
            crowd.turn(|seat, _| {
                let mine = games.get(seat / apart).filter(|_| seat % apart == 0);
                mine.and_then(|(_, actions)| actions.get(turn).copied())
            });
        }
        for (n, kept) in all.iter().enumerate() {
            assert_eq!(fingerprint(&crowd.snapshot(n * apart)).whole, kept.print, "{}", kept.code);
        }
    }
}
