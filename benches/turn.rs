//! How fast the rules are: table rounds through `Turn`, whole playthroughs, and forks. `README.md` beside this file
//! says what each figure means.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bevy_ecs::prelude::*;
use criterion::{BenchmarkId, Criterion, Throughput};
use six_hours::luck::{Luck, Purpose};
use six_hours::negotiation::{
    self, Action, Arena, Negotiation, Pending, Turn, bits, check, his_package, mine_now, open_issues,
};
use six_hours::policy::{Bot, Random, Roster, play_out};
use six_hours::scenario::{Package, Scenario};

/// Where the measured rounds take place.
const TABLE: &str = "first_session";
/// Games whose tables are measured, each against another person.
const TABLES: u64 = 256;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let scenario = Arc::new(Scenario::shipped("pyongyang-2000").unwrap_or_else(|faults| panic!("{faults}")));
    let tables = tables(&scenario);
    rounds(&mut criterion, &scenario, &tables);
    forks(&mut criterion, &scenario, &tables);
    playthroughs(&mut criterion, &scenario);
    criterion.final_summary();
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

/// Table rounds: a package is proposed at every table, and every counterpart answers. The reset before each round
/// is not timed; `reset` times it alone.
fn rounds(criterion: &mut Criterion, scenario: &Arc<Scenario>, tables: &[Prepared]) {
    for seats in [1, 100, 10_000] {
        let mut hall = Hall::new(scenario, tables, seats);
        let mut group = criterion.benchmark_group("turn");
        group.throughput(Throughput::Elements(seats as u64));
        group.bench_function(BenchmarkId::from_parameter(seats), |bencher| {
            bencher.iter_custom(|rounds| {
                (0..rounds as usize)
                    .map(|round| {
                        hall.reset(tables, round);
                        let began = Instant::now();
                        hall.world.run_schedule(Turn);
                        began.elapsed()
                    })
                    .sum::<Duration>()
            });
        });
        group.finish();
        let mut group = criterion.benchmark_group("reset");
        group.throughput(Throughput::Elements(seats as u64));
        group.bench_function(BenchmarkId::from_parameter(seats), |bencher| {
            let mut round = 0;
            bencher.iter(|| {
                round += 1;
                hall.reset(tables, round);
            });
        });
        group.finish();
    }
}

/// A fork: one negotiation is read and written over another.
fn forks(criterion: &mut Criterion, scenario: &Arc<Scenario>, tables: &[Prepared]) {
    let mut hall = Hall::new(scenario, tables, 2);
    criterion.bench_function("fork", |bencher| {
        bencher.iter(|| {
            let snapshot = Negotiation::of(&hall.world, black_box(hall.seats[0]));
            hall.world.entity_mut(hall.seats[1]).insert(black_box(snapshot));
        });
    });
}

/// Whole games at random, from the prologue to an ending, with a list of all legal actions before each decision.
fn playthroughs(criterion: &mut Criterion, scenario: &Arc<Scenario>) {
    let mut arena = Arena::new(scenario.clone());
    let mut seed = 0;
    let mut group = criterion.benchmark_group("playthrough");
    group.throughput(Throughput::Elements(1));
    group.bench_function("random", |bencher| {
        bencher.iter(|| {
            seed += 1;
            arena.begin(Negotiation::new(&scenario.rules, seed));
            let mut luck = Luck::at(seed, Purpose::Policy, 0);
            black_box(play_out(&mut arena, &mut Random, &mut luck, |_| {}))
        });
    });
    group.finish();
}
