//! The search for a good policy: improvement by rollouts over the counterpart types.
//!
//! A round has two halves. First every choice of every scene is tried: games are played as the policy so far would,
//! but now and then a choice is drawn at random, and what came of it is held against what came of the others that were
//! legal then. Then the temper for each type is varied, and the best of the variants are averaged (cross-entropy).

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::luck::{Luck, Purpose};
use crate::negotiation::{Action, Arena, Negotiation, View, legal_actions, result, session};
use crate::policy::{Bot, Found, Policy, Roster, Temper, Temperament, play_out};
use crate::scenario::Scenario;
use crate::scenario::rules::{Rules, TYPES};
use crate::threads;

/// How long and how wide to search.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Rounds of both halves.
    pub rounds: usize,
    /// Games for the choices, in each round and against each type.
    pub games: usize,
    /// Variants of a temper in each generation.
    pub variants: usize,
    /// Games to try a variant.
    pub trials: usize,
    /// Generations of variants in each round.
    pub generations: usize,
    /// First seed.
    pub seed: u64,
}

/// Probability of drawing a choice at random.
const EXPLORES: f64 = 0.25;
/// Trials of a choice at which its value counts half.
const HALF: f64 = 60.0;

/// How far the seeds of the games that judge lie from those that teach.
const APART: u64 = 1 << 32;

/// What one game gave: its result, and the choices drawn at random in it with all that were legal then.
type Outcome = (f64, Vec<(u16, Vec<u16>)>);

/// Looks for a policy, beginning with another, and returns the best it came by, judged on games apart. `progress` hears
/// after each round how good that round's policy is.
pub fn improve(
    scenario: &Arc<Scenario>,
    mut kept: Temperament,
    effort: &Effort,
    threads: usize,
    mut progress: impl FnMut(usize, f64),
) -> Temperament {
    let rules = &scenario.rules;
    let mut seed = effort.seed;
    let mut best: Option<(f64, Temperament)> = None;
    for round in 0..effort.rounds {
        let roster = Roster::with(rules, Found::new(rules, &kept));
        let games = effort.games * rules.drawn_types;
        let outcomes =
            play(scenario, games, threads, |n| (n % rules.drawn_types, seed + n as u64), |_| &roster, EXPLORES);
        seed += games as u64;
        for (name, row) in values(rules, &outcomes) {
            // What was learnt before, against a policy that was a little worse, counts for half.
            let old = kept.choices.get(&name).cloned().unwrap_or_else(|| row.clone());
            let mixed = row.iter().zip(old).map(|(new, old)| (50.0 * (new + old)).round() / 100.0).collect();
            kept.choices.insert(name, mixed);
        }
        for generation in 0..effort.generations {
            let spread = 0.25 / (1.0 + round as f64 + 0.5 * generation as f64);
            let variants: Vec<Temperament> =
                (0..effort.variants).map(|v| vary(rules, &kept, seed, v, spread)).collect();
            let rosters: Vec<Roster> =
                variants.iter().map(|t| Roster::sharing(&roster, Found::new(rules, t))).collect();
            // Every variant meets the same people in the same games.
            let each = effort.trials * rules.drawn_types;
            let of = |n: usize| (n % rules.drawn_types, seed + (n % each) as u64);
            let outcomes = play(scenario, each * variants.len(), threads, of, |n| &rosters[n / each], 0.0);
            seed += each as u64;
            for k in 0..rules.drawn_types {
                let mean = |v: usize| {
                    let games = (v * each..(v + 1) * each).filter(|n| n % rules.drawn_types == k);
                    games.map(|n| outcomes[n].0).sum::<f64>() / effort.trials as f64
                };
                let mut order: Vec<(f64, usize)> = (0..variants.len()).map(|v| (mean(v), v)).collect();
                order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                let id = &rules.types[k].id;
                let elite: Vec<Temper> =
                    order.iter().take((variants.len() / 4).max(1)).map(|(_, v)| variants[*v].tempers[id]).collect();
                kept.tempers.insert(id.clone(), Temper::mean(&elite));
            }
        }
        // Every round is judged on the same games, none of which it was tuned on.
        let roster = Roster::sharing(&roster, Found::new(rules, &kept));
        let judge = |n: usize| (n % rules.drawn_types, effort.seed + APART + n as u64);
        let outcomes = play(scenario, effort.games * rules.drawn_types, threads, judge, |_| &roster, 0.0);
        let mean = outcomes.iter().map(|o| o.0).sum::<f64>() / outcomes.len().max(1) as f64;
        if best.as_ref().is_none_or(|(most, _)| mean > *most) {
            best = Some((mean, kept.clone()));
        }
        progress(round + 1, mean);
    }
    best.map_or(kept, |(_, found)| found)
}

/// Variant 0 is what stands; the others differ from it at random in every number.
fn vary(rules: &Rules, kept: &Temperament, seed: u64, variant: usize, spread: f64) -> Temperament {
    let mut changed = kept.clone();
    for (k, rule) in rules.types[..rules.drawn_types].iter().enumerate() {
        let temper = kept.tempers.get(&rule.id).copied().unwrap_or(Temper::RECIPROCAL);
        let mut luck = Luck::at(seed, Purpose::Policy, ((variant * TYPES + k) as u32) << 8);
        let temper = if variant == 0 { temper } else { temper.varied(spread, &mut luck) };
        changed.tempers.insert(rule.id.clone(), temper);
    }
    changed
}

/// What each choice is worth against each type, above the mean of all that were legal with it.
fn values(rules: &Rules, outcomes: &[Outcome]) -> BTreeMap<String, Vec<f64>> {
    let types = rules.drawn_types;
    // By type and set of legal choices: by choice, the sum of results and their number.
    type Sums = BTreeMap<u16, (f64, f64)>;
    let mut groups: BTreeMap<(usize, &[u16]), Sums> = BTreeMap::new();
    for (n, (result, drawn)) in outcomes.iter().enumerate() {
        for (choice, legal) in drawn {
            let place = groups.entry((n % types, legal)).or_default().entry(*choice).or_default();
            *place = (place.0 + result, place.1 + 1.0);
        }
    }
    let mut sums = vec![[(0.0, 0.0); TYPES]; rules.choices.len()];
    for ((kind, _), choices) in &groups {
        let count: f64 = choices.values().map(|c| c.1).sum();
        let mean = choices.values().map(|c| c.0).sum::<f64>() / count;
        for (choice, (sum, n)) in choices {
            let place = &mut sums[usize::from(*choice)][*kind];
            *place = (place.0 + sum - n * mean, place.1 + n);
        }
    }
    // What it is worth against all, and how far each type differs from that: both drawn toward nothing, the more the
    // less they were tried.
    let row = |s: &[(f64, f64); TYPES]| -> Vec<f64> {
        let (sum, n) = s.iter().fold((0.0, 0.0), |(a, b), (c, d)| (a + c, b + d));
        let common = sum / (n + HALF);
        let own = |(sum, n): &(f64, f64)| common + (sum - n * common) / (n + 4.0 * HALF);
        s[..types].iter().map(|s| (100.0 * own(s)).round() / 100.0).collect()
    };
    sums.iter().enumerate().map(|(c, s)| (rules.choice_name(c as u16), row(s))).collect()
}

/// Plays games on some threads; each has a type and a seed, and a roster whose best plays it. In order of the games.
fn play<'r>(
    scenario: &Arc<Scenario>,
    games: usize,
    threads: usize,
    of: impl Fn(usize) -> (usize, u64) + Sync,
    roster: impl Fn(usize) -> &'r Roster + Sync,
    explores: f64,
) -> Vec<Outcome> {
    let rules = &scenario.rules;
    threads::all(
        games,
        threads,
        || Arena::new(scenario.clone()),
        |arena, n| {
            let (kind, seed) = of(n);
            arena.begin(Negotiation::against(rules, seed, kind as u8));
            let mut policy = Curious { inner: roster(n).player(Bot::Best), explores, drawn: Vec::new() };
            let mut luck = Luck::at(seed, Purpose::Policy, 0);
            play_out(arena, &mut policy, &mut luck, |_| {});
            (result(rules, arena.view()), policy.drawn)
        },
    )
}

/// Plays as another does, but now and then takes a choice at random, and remembers which.
struct Curious {
    inner: Box<dyn Policy>,
    explores: f64,
    drawn: Vec<(u16, Vec<u16>)>,
}

impl Policy for Curious {
    fn choose(&mut self, rules: &Rules, view: View<'_>, luck: &mut Luck) -> Option<Action> {
        if session(rules, view).is_none() && luck.chance(self.explores) {
            let legal: Vec<u16> = legal_actions(rules, view)
                .into_iter()
                .filter_map(|a| if let Action::Choose(c) = a { Some(c) } else { None })
                .collect();
            if !legal.is_empty() {
                let choice = legal[luck.below(legal.len())];
                self.drawn.push((choice, legal));
                return Some(Action::Choose(choice));
            }
        }
        self.inner.choose(rules, view, luck)
    }
}
