//! How fast the rules are: table rounds through `Turn`, by how many negotiations a world holds, on one and two threads.
//! `README.md` beside this file says what each figure means.

use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use bevy_ecs::prelude::*;
use six_hours::luck::{Luck, Purpose};
use six_hours::negotiation::{
    self, Action, Arena, Negotiation, Pending, Turn, bits, check, his_package, mine_now, open_issues,
};
use six_hours::policy::{Bot, Roster};
use six_hours::scenario::{Package, Scenario};

/// Where the measured rounds take place.
const TABLE: &str = "first_session";
/// Games whose tables are measured, each against another person.
const TABLES: u64 = 256;
/// Negotiations in a world.
const SEATS: [usize; 4] = [1, 100, 10_000, 100_000];
/// Alternating measurements on one and two threads.
const PAIRS: usize = 5;
/// How long each lasts, with what is not timed.
const LASTS: Duration = Duration::from_millis(600);

fn main() {
    let scenario = Arc::new(Scenario::shipped("pyongyang-2000").unwrap_or_else(|faults| panic!("{faults}")));
    let tables = tables(&scenario);
    println!("Table rounds through `Turn`: best of {PAIRS} alternating pairs\n");
    println!("| negotiations in a world | ns a round | rounds a second | on 2 threads | ratio |");
    println!("|---:|---:|---:|---:|---:|");
    let mut alone = Vec::new();
    for seats in SEATS {
        let pairs: Vec<[f64; 2]> =
            (0..PAIRS).map(|_| [1, 2].map(|threads| rate(&scenario, &tables, seats, threads))).collect();
        let best = |of: fn(&[f64; 2]) -> f64| pairs.iter().map(of).fold(0.0, f64::max);
        let (one, two, ratio) = (best(|p| p[0]), best(|p| p[1]), best(|p| p[1] / p[0]));
        println!("| {seats} | {:.0} | {one:.0} | {two:.0} | {ratio:.2} |", 1e9 / one);
        alone.push(one);
    }
    println!("\nA round with 100,000 costs {:.2} times one with 100", alone[1] / alone[3]);
}

/// One table after your first offer and his answer, with each of two packages about to be proposed.
type Prepared = [Negotiation; 2];

/// Games played along the historical line to the first session's table, until an offer was made and answered.
/// Only those are kept in which he has a package of his own to set against both proposals.
fn tables(scenario: &Arc<Scenario>) -> Vec<Prepared> {
    let mut arena = Arena::new(scenario.clone());
    let roster = Roster::new(&scenario.rules);
    let tables: Vec<_> = (0..TABLES).filter_map(|seed| table(scenario, &roster, &mut arena, seed)).collect();
    assert!(tables.len() as u64 >= TABLES / 4, "only {} of {TABLES} games reach a table to measure", tables.len());
    tables
}

fn table(scenario: &Arc<Scenario>, roster: &Roster, arena: &mut Arena, seed: u64) -> Option<Prepared> {
    let rules = &scenario.rules;
    let kind = seed % rules.drawn_types as u64;
    let variant = seed / rules.drawn_types as u64 % rules.types[kind as usize].variants.len() as u64;
    let quotas = seed % rules.quota_noise.len() as u64;
    arena.begin(Negotiation::with_counterpart(rules, seed, kind as u8, variant as u8, quotas as u8));
    let mut policy = roster.player(Bot::Historical);
    let mut luck = Luck::at(seed, Purpose::Policy, 0);
    loop {
        let view = arena.view();
        let here = rules.scenes[usize::from(view.story.scene)].id == TABLE;
        if here && view.table.is(bits::MINE) && view.table.is(bits::HIS) {
            break;
        }
        let action = policy.choose(rules, view, &mut luck)?;
        arena.step(action);
    }
    let before = arena.snapshot();
    let mut answered = steps(scenario, arena).into_iter().filter_map(|package| {
        let prepared = Negotiation { pending: Pending(Some(Action::Propose(package))), ..before.clone() };
        arena.go_on_from(prepared.clone());
        arena.step(Action::Propose(package));
        (arena.view().table.answers > before.table.answers).then_some(prepared)
    });
    Some([answered.next()?, answered.next()?])
}

/// Your last package with one step toward his, on each open issue on which you differ.
fn steps(scenario: &Scenario, arena: &Arena) -> Vec<Package> {
    let (rules, view) = (&scenario.rules, arena.view());
    let mine = mine_now(rules, view);
    let his = his_package(rules, view).unwrap_or(mine);
    open_issues(rules, view.table)
        .map(usize::from)
        .filter(|&i| mine[i] != his[i])
        .map(|i| {
            let mut package = mine;
            package[i] = if mine[i] < his[i] { mine[i] + 1 } else { mine[i] - 1 };
            package
        })
        .filter(|package| check(rules, view, &Action::Propose(*package)).is_ok())
        .collect()
}

/// A world with so many negotiations in it.
struct Hall {
    world: World,
    seats: Vec<Entity>,
}

impl Hall {
    fn new(scenario: &Arc<Scenario>, tables: &[Prepared], seats: usize) -> Self {
        let mut world = World::new();
        negotiation::install(&mut world, scenario.clone());
        let seats = (0..seats).map(|i| world.spawn(tables[i % tables.len()][0].clone()).id()).collect();
        Self { world, seats }
    }

    /// Writes a snapshot over every negotiation, so that minutes never run out; every other round the other package
    /// is proposed, and every seat sees all tables in turn.
    fn reset(&mut self, tables: &[Prepared], round: usize) {
        for (i, seat) in self.seats.iter().enumerate() {
            let table = &tables[(i + round / 2) % tables.len()];
            self.world.entity_mut(*seat).insert(table[round % 2].clone());
        }
    }
}

/// Rounds a second, over all threads, each with a world of its own and all busy at once: a package is proposed at every
/// table, and every counterpart answers. The reset before each round is not timed.
fn rate(scenario: &Arc<Scenario>, tables: &[Prepared], seats: usize, threads: usize) -> f64 {
    let together = Barrier::new(threads);
    let alone = || {
        let mut hall = Hall::new(scenario, tables, seats);
        hall.reset(tables, 0);
        hall.world.run_schedule(Turn);
        together.wait();
        let (mut rounds, mut timed) = (0, Duration::ZERO);
        let began = Instant::now();
        while began.elapsed() < LASTS {
            hall.reset(tables, rounds);
            let round = Instant::now();
            hall.world.run_schedule(Turn);
            timed += round.elapsed();
            rounds += 1;
        }
        (rounds * seats) as f64 / timed.as_secs_f64()
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(alone)).collect();
        workers.into_iter().map(|w| w.join().expect("a measurement does not fail")).sum()
    })
}
