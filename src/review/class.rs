//! A class: many games of one scenario laid side by side. How they chose at each decision, what each choice was worth
//! to those who stood there, and which games are worth talking about.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::sync::Arc;

use rand::RngExt;

use crate::estimate::Estimate;
use crate::luck::{Luck, Purpose};
use crate::negotiation::{Action, Measure, Negotiation, Possible, Step, fingerprint, legal_actions, measured, session};
use crate::policy::Roster;
use crate::review::course::{offers, person, trust, unit};
use crate::review::grades::Samples;
use crate::review::rollouts::{self, Fork};
use crate::review::{Effort, Offer, Walk, brier};
use crate::scenario::Scenario;
use crate::scenario::rules::{Package, Rules};

/// Games of one scene that are played on from with the rollouts that one game gets: more share them. At twenty-five
/// rollouts each the standard error of a common choice is then below one point.
pub const MOST_GAMES: usize = 80;

/// One game of a class.
#[derive(Debug, Clone)]
pub struct Member {
    /// The game.
    pub walk: Walk,
    /// Trust of the host after 0, 1, 2 … turns, 0..1.
    pub trust: Vec<f64>,
    /// Both sides' packages, in order.
    pub offers: Vec<Offer>,
    /// What came of it.
    pub measure: Measure,
    /// What was agreed is worth so much to you and to him.
    pub deal: Option<[f64; 2]>,
    /// Brier score of the notebook, 0..2, if it was used.
    pub brier: Option<f64>,
    /// Points of the expected result left at choices of scenes: what each chosen one is worth below the best there was,
    /// counted only where that is at least two standard errors.
    pub left: f64,
    /// What was chosen in each scene: scene and choice.
    pub chosen: Vec<(u16, u16)>,
}

impl Member {
    fn of(scenario: &Scenario, walk: Walk, possible: &Possible) -> Self {
        let rules = &scenario.rules;
        let who = person(rules, &walk.end);
        let worth = |p: &Package| [unit(rules.player.of(p)), unit(who.utility.of(p))];
        let taken = walk.before.iter().zip(&walk.actions).filter_map(|(state, action)| match action {
            Action::Choose(c) => Some((state.story.scene, *c)),
            _ => None,
        });
        Self {
            trust: trust(&walk, rules.host).levels,
            offers: offers(rules, &walk, worth),
            measure: measured(rules, walk.end.view(), &walk.end.counterpart, possible),
            deal: walk.end.table.is_agreed().then(|| worth(&walk.end.table.agreed)),
            brier: brier(rules, &walk.end),
            left: 0.0,
            chosen: taken.collect(),
            walk,
        }
    }

    /// It was ratified.
    pub fn is_ratified(&self) -> bool {
        self.walk.end.story.ratified
    }
}

/// A choice of a scene, over all who could take it.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// Which.
    pub choice: u16,
    /// Who took it, by number of the member.
    pub by: Vec<usize>,
    /// How many could.
    pub offered: usize,
    /// Expected result, 0–100, by what each could know then, pooled over all who could.
    pub worth: Estimate,
    /// How much less it is worth than the best that each could have taken instead, pooled over all who could take it.
    pub behind: Estimate,
}

impl Taken {
    /// What it costs against the best there was, where that is at least two standard errors; else 0.
    pub fn costs(&self) -> f64 {
        if self.behind.mean >= 2.0 * self.behind.se { self.behind.mean.max(0.0) } else { 0.0 }
    }
}

/// A scene at which the class chose.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// The scene.
    pub scene: u16,
    /// Its choices, in the order of the scenario.
    pub options: Vec<Taken>,
    /// A choice of conscience is among them.
    pub conscience: bool,
}

impl Split {
    /// How many stood here.
    pub fn stood(&self) -> usize {
        self.options.iter().map(|o| o.by.len()).sum()
    }

    /// How evenly the class split: 0 all alike, 1 as many here as there.
    pub fn evenness(&self) -> f64 {
        let all = self.stood().max(1) as f64;
        let shares = || self.options.iter().map(|o| o.by.len() as f64 / all).filter(|s| *s > 0.0);
        let most = (self.options.len().max(2) as f64).ln();
        shares().map(|s| -s * s.ln()).sum::<f64>() / most
    }

    /// What it mattered how one chose: the largest difference that is at least two standard errors among what was
    /// taken, in points; 0 if none is.
    pub fn stakes(&self) -> f64 {
        self.options.iter().filter(|o| !o.by.is_empty()).map(Taken::costs).fold(0.0, f64::max)
    }

    /// The choice that is worth most.
    pub fn best(&self) -> Option<&Taken> {
        self.best_of(|_| true)
    }

    /// The one among some choices that is worth most to the class: what the rollouts of one place alone found best would
    /// be flattered by its luck.
    fn best_of(&self, among: impl Fn(u16) -> bool) -> Option<&Taken> {
        let options = self.options.iter().filter(|o| among(o.choice));
        options.reduce(|a, b| if b.worth.mean > a.worth.mean { b } else { a })
    }
}

/// Why a game is worth talking about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each says what it is")]
pub enum Case {
    /// The highest result.
    Highest,
    /// Little left at choices, and a result among the lower half.
    WellPlayed,
    /// Much left at choices, and a result among the upper half.
    WellServed,
    /// Agreed across the table and lost at home.
    LostAtHome,
    /// A deal far from the frontier.
    LeftUnused,
    /// No deal, though he trusted you.
    TrustedInVain,
    /// The deal nearest to the Nash point.
    Fairest,
    /// The lowest result.
    Lowest,
}

impl Case {
    /// In the order in which they are looked for.
    pub const ALL: [Self; 8] = [
        Self::Highest,
        Self::WellPlayed,
        Self::WellServed,
        Self::LostAtHome,
        Self::LeftUnused,
        Self::TrustedInVain,
        Self::Fairest,
        Self::Lowest,
    ];
}

/// A class laid side by side.
#[derive(Debug, Clone)]
pub struct Class {
    /// The games, in the order in which they were given.
    pub members: Vec<Member>,
    /// Every scene at which somebody had a choice, in the order of the scenario.
    pub splits: Vec<Split>,
    /// Rollouts of each choice of each game.
    pub rollouts: usize,
    /// What was possible with each person met, by type and number of the person.
    pub people: BTreeMap<(u8, u8), Possible>,
}

/// Most cases told.
const MOST_CASES: usize = 5;

impl Class {
    /// Up to five games worth talking about, each for another reason, and none twice.
    pub fn cases(&self) -> Vec<(Case, usize)> {
        let mut found: Vec<(Case, usize)> = Vec::new();
        for case in Case::ALL {
            if found.len() == MOST_CASES {
                break;
            }
            let free = |n: &usize| found.iter().all(|(_, m)| m != n);
            let fits = (0..self.members.len()).filter(free).filter_map(|n| Some((n, self.fits(case, n)?)));
            // Of equals the first.
            let best = fits.reduce(|a, b| if b.1 > a.1 { b } else { a });
            found.extend(best.map(|(n, _)| (case, n)));
        }
        found
    }

    /// How well a game shows a case; nothing if it does not.
    fn fits(&self, case: Case, n: usize) -> Option<f64> {
        let m = &self.members[n];
        if !m.walk.is_over() {
            return None;
        }
        let of = |value: fn(&Member) -> f64| median(self.members.iter().filter(|m| m.walk.is_over()).map(value));
        let (result, left) = (of(|m| m.measure.result), of(|m| m.left));
        let agreed = m.deal.is_some();
        let fits = match case {
            Case::Highest | Case::Lowest => true,
            Case::WellPlayed => m.left < left && m.measure.result < result,
            Case::WellServed => m.left > left && m.measure.result > result,
            Case::LostAtHome => agreed && !m.is_ratified(),
            Case::LeftUnused => agreed && m.measure.to_frontier > 0.02,
            Case::TrustedInVain => !agreed && m.trust.last().is_some_and(|t| *t >= 0.5),
            Case::Fairest => agreed,
        };
        fits.then(|| match case {
            Case::Highest | Case::WellServed => m.measure.result,
            Case::Lowest => -m.measure.result,
            Case::WellPlayed => -m.left,
            Case::LostAtHome => m.measure.joint_gain,
            Case::LeftUnused => m.measure.to_frontier,
            Case::TrustedInVain => m.trust.last().copied().unwrap_or(0.0),
            Case::Fairest => -m.measure.to_nash,
        })
    }
}

/// The middle of some values; 0 of none.
pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut all: Vec<f64> = values.collect();
    all.sort_by(f64::total_cmp);
    match all.len() {
        0 => 0.0,
        n if n % 2 == 1 => all[n / 2],
        n => (all[n / 2 - 1] + all[n / 2]) / 2.0,
    }
}

/// A place at which some of the class stood, alike in all that can be known.
struct Place {
    state: Negotiation,
    choices: Vec<Action>,
    /// Who, once for each time.
    stood: Vec<(usize, u16)>,
}

/// Lays a class side by side. `effort.rollouts` go to each choice of each game, pooled over the class: those who stood at
/// the very same place share theirs, and where more than [`MOST_GAMES`] came through a scene, so many of them stand for all.
/// `progress` hears how much is done, and may stop it: then there is no answer.
pub fn class(
    scenario: &Arc<Scenario>,
    walks: Vec<Walk>,
    effort: Effort,
    progress: impl FnMut(usize, usize) -> ControlFlow<()>,
) -> Option<Class> {
    let rules = &scenario.rules;
    let mut people = BTreeMap::new();
    let mut members = Vec::with_capacity(walks.len());
    for walk in walks {
        let he = walk.end.counterpart;
        let possible =
            people.entry((he.kind, he.variant)).or_insert_with(|| Possible::with(rules, person(rules, &walk.end)));
        members.push(Member::of(scenario, walk, possible));
    }
    let places = places(rules, &members);
    let mut scenes: BTreeMap<u16, Vec<usize>> = BTreeMap::new();
    for (n, place) in places.iter().enumerate() {
        scenes.entry(place.state.story.scene).or_default().push(n);
    }
    let mut forks: Vec<Fork> = Vec::new();
    let mut taken: Vec<usize> = Vec::new();
    for list in scenes.values() {
        let list: Vec<usize> = spread(list).collect();
        let stood: usize = list.iter().map(|n| places[*n].stood.len()).sum();
        let each = effort.rollouts as f64 * (MOST_GAMES as f64 / stood as f64).min(1.0);
        for n in list {
            let Place { state, choices, stood } = &places[n];
            let rollouts = (each * stood.len() as f64).round() as usize;
            let seed = Luck::at(effort.seed, Purpose::Rollout, n as u32).random();
            forks.push(Fork { state: state.clone(), choices: choices.clone(), hindsight: false, rollouts, seed });
            taken.push(n);
        }
    }
    let roster = Roster::new(rules);
    let samples = rollouts::play(scenario, &roster, &forks, effort.threads, progress)?;
    let known: HashMap<usize, &Samples> = taken.into_iter().zip(&samples).collect();
    let met = |list: &[usize]| list.iter().map(|n| (&places[*n], known.get(n).copied())).collect::<Vec<_>>();
    let splits: Vec<Split> = scenes.iter().map(|(scene, list)| split(rules, *scene, &met(list))).collect();
    let lefts = left(&splits, &places, members.len());
    for (member, left) in members.iter_mut().zip(lefts) {
        member.left = left;
    }
    Some(Class { members, splits, rollouts: effort.rollouts, people })
}

/// Every place at which a scene gave a choice.
fn places(rules: &Rules, members: &[Member]) -> Vec<Place> {
    let mut known: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut places: Vec<Place> = Vec::new();
    for (m, member) in members.iter().enumerate() {
        for (state, action) in member.walk.before.iter().zip(&member.walk.actions) {
            let Action::Choose(chosen) = *action else { continue };
            if session(rules, state.view()).is_some() {
                continue;
            }
            // What cannot be known does not tell places apart, nor what an adviser happens to guess wrong.
            let mut state = Negotiation { step: Step::default(), ..state.imagined(rules, 0, 0) };
            state.story.salt = 0;
            let alike = known.entry(fingerprint(&state).whole).or_default();
            if let Some(n) = alike.iter().find(|n| places[**n].state == state) {
                places[*n].stood.push((m, chosen));
                continue;
            }
            let mut choices = legal_actions(rules, state.view());
            choices.retain(|a| matches!(a, Action::Choose(_)));
            if choices.len() > 1 {
                alike.push(places.len());
                places.push(Place { state, choices, stood: vec![(m, chosen)] });
            }
        }
    }
    places
}

/// So many of a list as are played on from, spread evenly.
fn spread(list: &[usize]) -> impl Iterator<Item = usize> + '_ {
    let most = list.len().min(MOST_GAMES);
    (0..most).map(move |i| list[i * list.len() / most])
}

/// How the class split at a scene.
fn split(rules: &Rules, scene: u16, list: &[(&Place, Option<&Samples>)]) -> Split {
    let at = |place: &Place, choice: u16| place.choices.iter().position(|a| *a == Action::Choose(choice));
    let mut all: Vec<u16> = list
        .iter()
        .flat_map(|(place, _)| &place.choices)
        .filter_map(|a| match a {
            Action::Choose(c) => Some(*c),
            _ => None,
        })
        .collect();
    all.sort_unstable();
    all.dedup();
    let pooled = |of: &dyn Fn(&Place, &Samples) -> Option<Estimate>| {
        let (mut weight, mut mean, mut variance) = (0.0, 0.0, 0.0);
        for (place, samples) in list {
            if let Some(own) = samples.and_then(|samples| of(place, samples)) {
                let w = place.stood.len() as f64;
                weight += w;
                mean += w * own.mean;
                variance += w * w * own.se * own.se;
            }
        }
        let weight = f64::max(weight, 1.0);
        Estimate { mean: mean / weight, se: variance.sqrt() / weight }
    };
    let worth = |c: u16| pooled(&|place, samples| Some(samples.foresight().expected(at(place, c)?)));
    let options = all.iter().map(|&choice| Taken {
        choice,
        by: list.iter().flat_map(|(p, _)| &p.stood).filter(|(_, c)| *c == choice).map(|(m, _)| *m).collect(),
        offered: list.iter().filter(|(p, _)| at(p, choice).is_some()).map(|(p, _)| p.stood.len()).sum(),
        worth: worth(choice),
        behind: Estimate::default(),
    });
    let conscience = all.iter().any(|c| rules.choices[usize::from(*c)].conscience);
    let mut split = Split { scene, options: options.collect(), conscience };
    let behind = |c: u16| {
        pooled(&|place, samples| {
            let (best, own) = (split.best_of(|o| at(place, o).is_some())?.choice, at(place, c)?);
            Some(if best == c { Estimate::default() } else { samples.foresight().gap(at(place, best)?, own) })
        })
    };
    let behind: Vec<Estimate> = all.iter().map(|c| behind(*c)).collect();
    split.options.iter_mut().zip(behind).for_each(|(option, behind)| option.behind = behind);
    split
}

/// Points that each member left at choices of scenes, where there was something better to be had.
fn left(splits: &[Split], places: &[Place], members: usize) -> Vec<f64> {
    let mut left = vec![0.0; members];
    for place in places {
        let Some(split) = splits.iter().find(|s| s.scene == place.state.story.scene && !s.conscience) else { continue };
        let option = |choice: u16| split.options.iter().find(|o| o.choice == choice);
        let best = split.best_of(|c| place.choices.contains(&Action::Choose(c))).map(|o| o.choice);
        for (member, chosen) in place.stood.iter().filter(|(_, chosen)| Some(*chosen) != best) {
            left[*member] += option(*chosen).map_or(0.0, Taken::costs);
        }
    }
    left
}
