//! What each choice of each scene is worth: the share of sampled states in which it is the best, by rollout.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use rand::RngExt;
use serde::Serialize;

use crate::luck::{Luck, Purpose};
use crate::negotiation::{Action, Arena, Negotiation, Seed, legal_actions, result, session};
use crate::policy::{Bot, Roster, play_out};
use crate::scenario::Scenario;
use crate::threads;

/// How often a choice was the best of those that were legal with it.
#[derive(Debug, Clone, Serialize)]
pub struct ChoiceShare {
    /// `scene/choice`.
    pub choice: String,
    /// Sampled states in which it was legal, and not the only one.
    pub states: usize,
    /// Share of these in which nothing else was better.
    pub best: f64,
}

/// How much to sample.
#[derive(Debug, Clone, Copy)]
pub struct Sampling {
    /// States in which each choice is legal, and not the only one.
    pub states: usize,
    /// Rollouts of each choice in each state.
    pub rollouts: usize,
    /// First seed.
    pub seed: u64,
}

/// A decision met in play, with the choices that were legal.
pub type Sample = (Negotiation, Vec<u16>);

/// Probability of a choice at random while states are sampled, so that unusual ones are met too.
const STRAYS: f64 = 0.5;

/// Who plays the games in which states are met: each leads elsewhere.
const LEADERS: [Bot; 5] = [Bot::Best, Bot::Reciprocal, Bot::Conceder, Bot::Boulware, Bot::Historical];

/// Games for each state wanted, at most: some choices are legal in one game of a hundred.
const GAMES: usize = 400;

/// Samples decisions from games that stray from what the policies do, until each choice was legal in enough of them.
pub fn decisions(scenario: &Arc<Scenario>, sampling: &Sampling, threads: usize) -> Vec<Sample> {
    let rules = &scenario.rules;
    let roster = Roster::new(rules);
    let mut samples: BTreeMap<u16, Vec<Sample>> = BTreeMap::new();
    let mut legal_in = vec![0; rules.choices.len()];
    let enough = sampling.states;
    let meet = |arena: &mut Arena, n: usize| {
        let seed = sampling.seed + n as u64;
        arena.begin(Negotiation::against(rules, seed, (n % rules.drawn_types) as u8));
        let mut player = roster.player(LEADERS[n / rules.drawn_types % LEADERS.len()]);
        let mut luck = Luck::at(seed, Purpose::Policy, 1);
        let mut met: Vec<(u16, Sample)> = Vec::new();
        while !arena.is_over() {
            let legal = if session(rules, arena.view()).is_none() { choices(arena) } else { Vec::new() };
            let strays = legal.len() > 1 && luck.chance(STRAYS);
            if legal.len() > 1 {
                met.push((arena.view().story.scene, (arena.snapshot(), legal.clone())));
            }
            let action = if strays {
                Some(Action::Choose(legal[luck.below(legal.len())]))
            } else {
                player.choose(rules, arena.view(), &mut luck)
            };
            let Some(action) = action else { break };
            arena.step(action);
        }
        met
    };
    // States are kept in the order of the games.
    threads::in_order(
        enough * GAMES,
        threads,
        || Arena::new(scenario.clone()),
        meet,
        |_, met| {
            for (scene, sample) in met {
                if sample.1.iter().any(|&choice| legal_in[usize::from(choice)] < enough) {
                    sample.1.iter().for_each(|&choice| legal_in[usize::from(choice)] += 1);
                    samples.entry(scene).or_default().push(sample);
                }
            }
            if legal_in.iter().all(|&n| n >= enough) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        },
    );
    samples.into_values().flatten().collect()
}

/// Plays on from each choice of each decision as `best` would: with the person met there, and the same luck for every
/// choice.
pub fn choice_shares(
    scenario: &Arc<Scenario>,
    sampling: &Sampling,
    all: &[Sample],
    threads: usize,
    mut progress: impl FnMut(usize),
) -> Vec<ChoiceShare> {
    let rules = &scenario.rules;
    let roster = Roster::new(rules);
    let mut done = 0;
    let mut counts: BTreeMap<u16, (usize, usize)> = BTreeMap::new();
    let judge = |arena: &mut Arena, n: usize| best_of(arena, &roster, &all[n], n, sampling);
    threads::in_order(
        all.len(),
        threads,
        || Arena::new(scenario.clone()),
        judge,
        |n, best| {
            for choice in &all[n].1 {
                let count = counts.entry(*choice).or_default();
                *count = (count.0 + 1, count.1 + usize::from(best.contains(choice)));
            }
            done += 1;
            progress(done);
            ControlFlow::Continue(())
        },
    );
    (0..rules.choices.len() as u16)
        .map(|choice| {
            let (states, best) = counts.get(&choice).copied().unwrap_or_default();
            ChoiceShare { choice: rules.choice_name(choice), states, best: best as f64 / states.max(1) as f64 }
        })
        .collect()
}

fn choices(arena: &Arena) -> Vec<u16> {
    let legal = legal_actions(arena.rules(), arena.view()).into_iter();
    legal.filter_map(|a| if let Action::Choose(c) = a { Some(c) } else { None }).collect()
}

/// The choices with the best mean result: all of them, where some are worth the same.
fn best_of(
    arena: &mut Arena,
    roster: &Roster,
    (state, legal): &Sample,
    number: usize,
    sampling: &Sampling,
) -> Vec<u16> {
    let mean = |arena: &mut Arena, choice: u16| -> f64 {
        let of = |i: usize| {
            let mut draw = Luck::at(sampling.seed, Purpose::Rollout, (number * sampling.rollouts + i) as u32);
            let luck = draw.random::<u64>();
            let mut state = state.clone();
            state.seed = Seed(luck);
            arena.go_on_from(state);
            arena.step(Action::Choose(choice));
            play_out(arena, roster.player(Bot::Best).as_mut(), &mut Luck::at(luck, Purpose::Policy, 0), |_| {});
            result(arena.rules(), arena.view())
        };
        (0..sampling.rollouts).map(of).sum()
    };
    let values: Vec<f64> = legal.iter().map(|&choice| mean(arena, choice)).collect();
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    legal.iter().zip(values).filter(|(_, value)| *value >= most - 1e-9).map(|(choice, _)| *choice).collect()
}
