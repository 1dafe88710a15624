//! Rollouts: every choice of a decision played on to the end, many times, with the same people and the same luck.

use std::ops::ControlFlow;
use std::sync::Arc;

use rand::RngExt;

use crate::luck::{Luck, Purpose};
use crate::negotiation::{Action, Crowd, Negotiation, result};
use crate::policy::{Policy, Roster};
use crate::review::POLICY;
use crate::review::grades::Samples;
use crate::scenario::Scenario;
use crate::scenario::rules::Rules;
use crate::threads;

/// A decision to be weighed.
#[derive(Debug, Clone)]
pub(super) struct Fork {
    /// Where the game stood.
    pub state: Negotiation,
    /// What could be done.
    pub choices: Vec<Action>,
    /// Some rollouts go to the type that he is.
    pub hindsight: bool,
    /// Rollouts of each choice, about so many.
    pub rollouts: usize,
    /// The seed of their luck.
    pub seed: u64,
}

/// Rollouts of each choice that are played together.
const BLOCK: usize = 128;

/// Share of the rollouts that goes by what the player must think; the rest goes to the true type, for hindsight.
const BY_READ: f64 = 0.9;

/// Least belief in a type that is given rollouts: what is left out is spread over the others.
const LEAST: f64 = 0.002;

/// Rollouts of each type, an even number each, about as many as asked for in all; a part of them against the type that
/// he is, for hindsight, unless only what can be known counts.
fn sizes(rules: &Rules, fork: &Fork) -> Vec<usize> {
    let Fork { state, rollouts, hindsight, .. } = fork;
    let truth = usize::from(state.counterpart.kind);
    let by_read_in_all = if *hindsight { BY_READ } else { 1.0 };
    let size = |k: usize| {
        let belief = f64::from(state.read.belief[k]);
        let by_read = if belief < LEAST { 0.0 } else { by_read_in_all * belief };
        let share = by_read + (1.0 - by_read_in_all) * f64::from(u8::from(k == truth));
        let half = (share * *rollouts as f64 / 2.0).round() as usize;
        2 * if share > 0.0 { half.max(2) } else { 0 }
    };
    (0..rules.drawn_types).map(size).collect()
}

/// The luck of a rollout: the same for every choice and every decision.
fn seed_of(seed: u64, rollout: usize) -> u64 {
    Luck::at(seed, Purpose::Rollout, rollout as u32).random()
}

/// Plays the rollouts of all decisions on some threads. `progress` hears how many of the blocks of all are done, and
/// may stop it: then there is no answer.
pub(super) fn play(
    scenario: &Arc<Scenario>,
    roster: &Roster,
    forks: &[Fork],
    threads: usize,
    mut progress: impl FnMut(usize, usize) -> ControlFlow<()>,
) -> Option<Vec<Samples>> {
    let rules = &scenario.rules;
    let mut samples: Vec<Samples> = forks
        .iter()
        .map(|fork| {
            let sizes = sizes(rules, fork);
            let beliefs =
                sizes.iter().enumerate().map(|(k, n)| if *n > 0 { f64::from(fork.state.read.belief[k]) } else { 0.0 });
            let total: f64 = beliefs.clone().sum();
            Samples {
                read: beliefs.map(|b| b / total.max(1e-9)).collect(),
                sizes,
                results: vec![Vec::new(); fork.choices.len()],
            }
        })
        .collect();
    let mut jobs: Vec<(usize, usize, usize)> = Vec::new();
    for (f, sample) in samples.iter().enumerate() {
        let all: usize = sample.sizes.iter().sum();
        jobs.extend((0..all).step_by(BLOCK).map(|from| (f, from, (from + BLOCK).min(all))));
    }
    let sizes: Vec<Vec<usize>> = samples.iter().map(|s| s.sizes.clone()).collect();
    let mut done = 0;
    threads::in_order(
        jobs.len(),
        threads,
        || Crowd::new(scenario.clone()),
        |crowd, n| {
            let (f, from, to) = jobs[n];
            block(crowd, roster, &forks[f], &sizes[f], (from, to))
        },
        |n, block| {
            for (choice, results) in block.into_iter().enumerate() {
                samples[jobs[n].0].results[choice].extend(results);
            }
            done += 1;
            progress(done, jobs.len())
        },
    );
    (done == jobs.len()).then_some(samples)
}

/// Rollouts `from..to` of every choice of one decision.
fn block(
    crowd: &mut Crowd,
    roster: &Roster,
    fork: &Fork,
    sizes: &[usize],
    (from, to): (usize, usize),
) -> Vec<Vec<(f32, bool)>> {
    crowd.clear();
    let mut players: Vec<(Box<dyn Policy>, Luck)> = Vec::new();
    let mut first = Vec::new();
    for i in from..to {
        let luck = seed_of(fork.seed, i);
        let mut below = 0;
        let kind = sizes.iter().position(|size| {
            below += size;
            i < below
        });
        let state = fork.state.imagined(crowd.rules(), luck, kind.unwrap_or(0) as u8);
        for choice in &fork.choices {
            crowd.seat(state.clone());
            first.push(*choice);
            players.push((roster.player(POLICY), Luck::at(luck, Purpose::Policy, 0)));
        }
    }
    crowd.turn(|seat, _| Some(first[seat]));
    let scenario = crowd.scenario().clone();
    loop {
        let moved = crowd.turn(|seat, view| {
            let (player, luck) = &mut players[seat];
            player.choose(&scenario.rules, view, luck)
        });
        if moved == 0 {
            break;
        }
    }
    let n = fork.choices.len();
    let of = |seat: usize| {
        let view = crowd.view(seat);
        (result(&scenario.rules, view) as f32, view.story.ratified)
    };
    (0..n).map(|choice| (0..to - from).map(|i| of(i * n + choice)).collect()).collect()
}
