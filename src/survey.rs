//! Exploration of a scenario by seeded bots: what can be reached, and how often it is.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Serialize;

use crate::luck::{Luck, Purpose};
use crate::negotiation::{Action, Arena, Negotiation, View, legal_actions};
use crate::policy::{Bot, Policy, Random, Roster};
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
struct Counts {
    scenes: Vec<usize>,
    choices: Vec<usize>,
    endings: Vec<usize>,
    decisions: Vec<usize>,
    dead_ends: Vec<String>,
}

/// Plays games on a scenario, half of them uniformly at random, half exploring, each half on a thread of its own,
/// and tells what was reached. `progress` hears how many games are done.
pub fn survey(scenario: &Arc<Scenario>, games: usize, seed: u64, progress: impl Fn(usize) + Sync) -> Survey {
    let rules = &scenario.rules;
    let roster = Roster::new(rules);
    let done = AtomicUsize::new(0);
    let step = || progress(done.fetch_add(1, Ordering::Relaxed) + 1);
    let half = |explores: bool| {
        let mut arena = Arena::new(scenario.clone());
        let mut counts = Counts {
            scenes: vec![0; rules.scenes.len()],
            choices: vec![0; rules.choices.len()],
            endings: vec![0; rules.endings.len()],
            decisions: Vec::new(),
            dead_ends: Vec::new(),
        };
        for n in (usize::from(explores)..games).step_by(2) {
            let game_seed = seed.wrapping_add(n as u64);
            arena.begin(Negotiation::new(rules, game_seed));
            let mut luck = Luck::at(game_seed, Purpose::Policy, 0);
            let mut policy: Box<dyn Policy> =
                if explores { explorer(&roster, n / 2, &counts.choices) } else { Box::new(Random) };
            play(&mut arena, policy.as_mut(), &mut luck, &mut counts);
            step();
        }
        counts
    };
    let (mut uniform, mut explored) = std::thread::scope(|scope| {
        let explorers = scope.spawn(|| half(true));
        let uniform = half(false);
        (uniform, explorers.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let mut dead_ends = std::mem::take(&mut uniform.dead_ends);
    dead_ends.append(&mut explored.dead_ends);
    dead_ends.sort();
    dead_ends.dedup();
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

fn play(arena: &mut Arena, policy: &mut dyn Policy, luck: &mut Luck, counts: &mut Counts) {
    let mut taken = vec![false; counts.choices.len()];
    let ended = crate::policy::play_out(arena, policy, luck, |action| {
        if let Action::Choose(c) = action {
            taken[usize::from(c)] = true;
        }
    });
    let story = *arena.view().story;
    for (i, n) in counts.scenes.iter_mut().enumerate() {
        *n += usize::from(story.entered[i / 64] >> (i % 64) & 1 == 1);
    }
    counts.choices.iter_mut().zip(taken).for_each(|(n, e)| *n += usize::from(e));
    match ended {
        Some(decisions) => {
            counts.decisions.push(decisions);
            counts.endings[usize::from(story.ending)] += 1;
        }
        None => counts.dead_ends.push(arena.rules().scenes[usize::from(story.scene)].id.clone()),
    }
}

/// The explorers take turns: the shipped policies, and what was tried least with each of their tables.
fn explorer(roster: &Roster, n: usize, tried: &[usize]) -> Box<dyn Policy> {
    let bot = Bot::ALL[n / 2 % Bot::ALL.len()];
    let table = roster.player(bot);
    if n.is_multiple_of(2) { Box::new(Least { tried: tried.to_vec(), table }) } else { table }
}

/// Takes the choice tried least so far; does as another otherwise.
struct Least {
    tried: Vec<usize>,
    table: Box<dyn Policy>,
}

impl Policy for Least {
    fn choose(&mut self, rules: &Rules, view: View<'_>, luck: &mut Luck) -> Option<Action> {
        let least = legal_actions(rules, view)
            .iter()
            .filter_map(|a| if let Action::Choose(c) = a { Some((self.tried[usize::from(*c)], *a)) } else { None })
            .min_by_key(|(n, _)| *n);
        match least {
            Some((_, action)) => Some(action),
            None => self.table.choose(rules, view, luck),
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
