//! Exploration of a scenario by seeded bots: what can be reached, and how often it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::luck::{Luck, Purpose};
use crate::negotiation::{Action, Arena, Negotiation, View};
use crate::policy::{Historical, Negotiator, Policy, Random};
use crate::scenario::rules::Rules;
use crate::scenario::{Scenario, Source};

/// What a survey found. Shares are of the half that chose uniformly.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Survey {
    /// Where each fact of the source is playable.
    pub facts: BTreeMap<String, Vec<String>>,
    /// Games played.
    pub games: usize,
    /// Share of games that enter each scene.
    pub scenes: BTreeMap<String, f64>,
    /// Share of games that take each choice.
    pub choices: BTreeMap<String, f64>,
    /// Share of games that come to each ending.
    pub endings: BTreeMap<String, f64>,
    /// Decisions a game takes.
    pub decisions: Spread,
    /// What only exploration reached.
    pub reached_by_exploration: Vec<String>,
    /// What nobody reached.
    pub unreached: Vec<String>,
    /// Scenes in which nothing was legal.
    pub dead_ends: Vec<String>,
}

/// Least, middle and most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Spread {
    /// Least.
    pub min: usize,
    /// Middle.
    pub median: usize,
    /// Most.
    pub max: usize,
}

/// Counts of one half of the games.
#[derive(Default)]
struct Counts {
    scenes: Vec<usize>,
    choices: Vec<usize>,
    endings: Vec<usize>,
    decisions: Vec<usize>,
}

/// Plays games on a scenario, half of them uniformly at random, half exploring, and tells what was reached.
/// `progress` hears how many games are done.
pub fn survey(scenario: &Arc<Scenario>, games: usize, seed: u64, mut progress: impl FnMut(usize)) -> Survey {
    let rules = &scenario.rules;
    let mut arena = Arena::new(scenario.clone());
    let blank = || Counts {
        scenes: vec![0; rules.scenes.len()],
        choices: vec![0; rules.choices.len()],
        endings: vec![0; rules.endings.len()],
        decisions: Vec::new(),
    };
    let (mut uniform, mut explored) = (blank(), blank());
    let mut tried = vec![0; rules.choices.len()];
    let mut dead_ends = Vec::new();
    for n in 0..games {
        let game_seed = seed.wrapping_add(n as u64);
        arena.begin(Negotiation::new(rules, game_seed));
        let mut luck = Luck::at(game_seed, Purpose::Policy, 0);
        let (counts, mut policy): (_, Box<dyn Policy>) =
            if n % 2 == 0 { (&mut uniform, Box::new(Random)) } else { (&mut explored, explorer(n / 2, &tried)) };
        if !play(&mut arena, policy.as_mut(), &mut luck, counts, &mut tried) {
            let scene = rules.scenes[usize::from(arena.view().story.scene)].id.clone();
            if !dead_ends.contains(&scene) {
                dead_ends.push(scene);
            }
        }
        progress(n + 1);
    }
    let names = [
        (uniform.scenes, explored.scenes, (0..rules.scenes.len()).map(|i| rules.scenes[i].id.clone()).collect()),
        (
            uniform.choices,
            explored.choices,
            (0..rules.choices.len()).map(|i| rules.choice_name(i as u16)).collect::<Vec<_>>(),
        ),
        (uniform.endings, explored.endings, rules.endings.iter().map(|e| e.id.clone()).collect()),
    ];
    let half = games.div_ceil(2).max(1);
    let (mut only, mut unreached) = (Vec::new(), Vec::new());
    let [scenes, choices, endings] = names.map(|(uniform, explored, names)| {
        let mut shares = BTreeMap::new();
        for (i, name) in names.into_iter().enumerate() {
            if uniform[i] == 0 {
                if explored[i] > 0 { only.push(name.clone()) } else { unreached.push(name.clone()) }
            }
            shares.insert(name, uniform[i] as f64 / half as f64);
        }
        shares
    });
    uniform.decisions.sort_unstable();
    let at = |i: usize| uniform.decisions.get(i).copied().unwrap_or(0);
    let last = uniform.decisions.len().saturating_sub(1);
    Survey {
        facts: facts(scenario),
        games,
        scenes,
        choices,
        endings,
        decisions: Spread { min: at(0), median: at(last / 2), max: at(last) },
        reached_by_exploration: only,
        unreached,
        dead_ends,
    }
}

fn play(arena: &mut Arena, policy: &mut dyn Policy, luck: &mut Luck, counts: &mut Counts, tried: &mut [usize]) -> bool {
    let mut taken = vec![false; counts.choices.len()];
    let ended = crate::policy::play_out(arena, policy, luck, |action| {
        if let Action::Choose(c) = action {
            taken[usize::from(c)] = true;
            tried[usize::from(c)] += 1;
        }
    });
    let entered = arena.view().story.entered;
    for (i, n) in counts.scenes.iter_mut().enumerate() {
        *n += usize::from(entered[i / 64] >> (i % 64) & 1 == 1);
    }
    counts.choices.iter_mut().zip(taken).for_each(|(n, e)| *n += usize::from(e));
    if let Some(decisions) = ended {
        counts.decisions.push(decisions);
        counts.endings[usize::from(arena.view().story.ending)] += 1;
    }
    ended.is_some()
}

/// The explorers take turns: what was tried least, the shipped policies, and bargainers of several tempers.
fn explorer(n: usize, tried: &[usize]) -> Box<dyn Policy> {
    let bargainer = Negotiator::new;
    match n % 8 {
        0 => Box::new(Historical::new()),
        1 => Box::new(Least { tried: tried.to_vec(), table: bargainer(1, 1) }),
        2 => Box::new(Least { tried: tried.to_vec(), table: bargainer(3, 2) }),
        3 => Box::new(bargainer(2, 1)),
        4 => Box::new(bargainer(3, 1)),
        _ => Box::new(Least { tried: tried.to_vec(), table: bargainer(1 + n / 8 % 3, n % 4) }),
    }
}

/// Takes the choice tried least so far; bargains otherwise.
struct Least {
    tried: Vec<usize>,
    table: Negotiator,
}

impl Policy for Least {
    fn choose(&mut self, rules: &Rules, view: View<'_>, legal: &[Action], luck: &mut Luck) -> Action {
        let least = legal
            .iter()
            .filter_map(|a| if let Action::Choose(c) = a { Some((self.tried[usize::from(*c)], *a)) } else { None })
            .min_by_key(|(n, _)| *n);
        match least {
            Some((_, action)) => action,
            None => self.table.choose(rules, view, legal, luck),
        }
    }
}

/// Where each fact of the source is tagged: scenes, choices, deadlines, endings and what else is played.
fn facts(scenario: &Scenario) -> BTreeMap<String, Vec<String>> {
    let (rules, texts) = (&scenario.rules, &scenario.texts);
    let mut found: BTreeMap<String, Vec<String>> =
        texts.facts.iter().map(|(n, _)| (format!("A{n}"), Vec::new())).collect();
    let mut tag = |list: &[Source], place: &str| {
        for source in list {
            if let Source::Article(numbers) = source {
                for n in numbers {
                    let places = found.entry(format!("A{n}")).or_default();
                    if !places.iter().any(|p| p == place) {
                        places.push(place.to_owned());
                    }
                }
            }
        }
    };
    for (rule, text) in rules.scenes.iter().zip(&texts.scenes) {
        tag(&text.source, &rule.id);
    }
    for (i, text) in texts.choices.iter().enumerate() {
        tag(&text.source, &rules.choice_name(i as u16));
    }
    for (rule, text) in rules.deadlines.iter().zip(&texts.deadlines) {
        tag(&text.source, &rule.id);
    }
    for (rule, text) in rules.endings.iter().zip(&texts.endings) {
        tag(&text.source, &rule.id);
    }
    for (rule, text) in rules.verbs.iter().zip(&texts.verbs) {
        tag(&text.source, &rule.id);
    }
    found
}
