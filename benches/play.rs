//! How fast games are: whole playthroughs, forks, a record replayed and reviewed. `README.md` beside this file says what
//! each figure means.

use std::hint::black_box;
use std::ops::ControlFlow;
use std::sync::Arc;

use criterion::{Criterion, Throughput};
use six_hours::luck::{Luck, Purpose};
use six_hours::negotiation::{Arena, Negotiation};
use six_hours::policy::{Bot, Roster, play_out};
use six_hours::record::{self, Coach, Game, Record};
use six_hours::review::{Effort, Walk, review};
use six_hours::scenario::Scenario;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let scenario = Arc::new(Scenario::shipped("pyongyang-2000").unwrap_or_else(|faults| panic!("{faults}")));
    playthroughs(&mut criterion, &scenario);
    forks(&mut criterion, &scenario);
    replays(&mut criterion, &scenario);
    reviews(&mut criterion, &scenario);
    criterion.final_summary();
}

/// Whole games, from the prologue to an ending, each with another seed.
fn playthroughs(criterion: &mut Criterion, scenario: &Arc<Scenario>) {
    let roster = Roster::new(&scenario.rules);
    let mut arena = Arena::new(scenario.clone());
    let mut group = criterion.benchmark_group("playthrough");
    group.throughput(Throughput::Elements(1));
    for bot in [Bot::Random, Bot::Best] {
        let mut seed = 0;
        group.bench_function(bot.name(), |bencher| {
            bencher.iter(|| {
                seed += 1;
                arena.begin(Negotiation::new(&scenario.rules, seed));
                let mut luck = Luck::at(seed, Purpose::Policy, 0);
                black_box(play_out(&mut arena, roster.player(bot).as_mut(), &mut luck, |_| {}))
            });
        });
    }
    group.finish();
}

/// A fork: one negotiation is read and written over another.
fn forks(criterion: &mut Criterion, scenario: &Arc<Scenario>) {
    let one = Arena::new(scenario.clone());
    let mut other = Arena::new(scenario.clone());
    criterion.bench_function("fork", |bencher| bencher.iter(|| other.go_on_from(black_box(&one).snapshot())));
}

/// Every choice of the kept record played on from, so many times each, on all cores.
fn reviews(criterion: &mut Criterion, scenario: &Arc<Scenario>) {
    let game = Game::replay(scenario.clone(), &kept(), None).unwrap_or_else(|e| panic!("{e}"));
    let (walk, threads) = (Walk::of(&game), std::thread::available_parallelism().map_or(1, usize::from));
    let mut group = criterion.benchmark_group("review");
    group.sample_size(10);
    for rollouts in [24, 100, 1000] {
        let effort = Effort { rollouts, seed: 1, threads, after: 0 };
        group.bench_function(rollouts.to_string(), |bencher| {
            bencher.iter(|| review(scenario, black_box(&walk), effort, |_, _| ControlFlow::Continue(())));
        });
    }
    group.finish();
}

fn kept() -> Record {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/records/historical.record");
    record::read(&path).unwrap_or_else(|e| panic!("{e}"))
}

/// A whole record, from its lines to the last state, with every fingerprint on the way checked and every happening
/// kept for the telling.
fn replays(criterion: &mut Criterion, scenario: &Arc<Scenario>) {
    let record = kept();
    let mut group = criterion.benchmark_group("record");
    group.throughput(Throughput::Elements(1));
    group.bench_function("replay", |bencher| {
        bencher.iter(|| Game::replay(scenario.clone(), black_box(&record), None).map(|game| game.turns()));
    });
    let whole = Game::replay(scenario.clone(), &record, None).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((whole.turns(), whole.header().coach), (record.lines.len(), Coach::Standard));
    group.finish();
}
