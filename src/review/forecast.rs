//! The forecast: what each choice or move is likely to come to, before it is made, by what can be known.

use std::ops::ControlFlow;
use std::sync::Arc;

use rand::RngExt;

use crate::estimate::Estimate;
use crate::luck::{Luck, Purpose};
use crate::negotiation::{Action, Arena, Negotiation, View, legal_actions, session};
use crate::policy::Roster;
use crate::review::{Effort, rollouts};
use crate::scenario::Scenario;
use crate::scenario::rules::Rules;

/// What a choice is likely to do at once, and to come to if the game is then played on by the stated policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// The choice.
    pub action: Action,
    /// Expected result, 0–100.
    pub result: Estimate,
    /// Probability of a ratified agreement.
    pub ratified: f64,
    /// By how much it moves each audience's trust at once, −1..1, on average.
    pub trust: Vec<f64>,
    /// Face that it gives (above 0) or takes at once, on average.
    pub face: f64,
}

/// People and luck that the effects of a choice are averaged over.
const DRAWS: u32 = 48;

/// What an action does to trust and face before anything else is done.
fn at_once(arena: &mut Arena, state: &Negotiation, action: Action, seed: u64) -> (Vec<f64>, f64) {
    let (audiences, drawn) = (arena.rules().audiences.len(), arena.rules().drawn_types);
    let (mut trust, mut face) = (vec![0.0; audiences], 0.0);
    for n in 0..DRAWS {
        let mut luck = Luck::at(seed, Purpose::Rollout, n);
        let belief: Vec<f64> = state.read.belief[..drawn].iter().map(|b| f64::from(*b)).collect();
        let kind = luck.weighted(&belief) as u8;
        arena.go_on_from(state.imagined(arena.rules(), luck.random(), kind));
        arena.step(action);
        let view = arena.view();
        for (a, sum) in trust.iter_mut().enumerate() {
            *sum += view.standing.trust(a as u8) - state.standing.trust(a as u8);
        }
        face += f64::from(view.face.given - state.face.given) - f64::from(view.face.taken - state.face.taken);
    }
    trust.iter_mut().for_each(|sum| *sum /= f64::from(DRAWS));
    (trust, face / f64::from(DRAWS))
}

/// What there is to be foreseen: every choice of the scene if there are some, or every move at the table but packages,
/// agendas and notes, of which there are too many to list.
pub fn foreseeable(rules: &Rules, view: View<'_>) -> Vec<Action> {
    let mut list = legal_actions(rules, view);
    if session(rules, view).is_some() {
        let drafted = |a: &Action| {
            matches!(a, Action::Agenda(_) | Action::Propose(_) | Action::DoubleOffer(..) | Action::Note(..))
        };
        list.retain(|a| !drafted(a));
        return list;
    }
    list.retain(|a| matches!(a, Action::Choose(_)));
    if list.len() < 2 { Vec::new() } else { list }
}

/// The forecast for some legal actions; nothing if it is stopped. Who he is makes no difference to it: people are drawn
/// by the read alone.
pub fn forecast(
    scenario: &Arc<Scenario>,
    roster: &Roster,
    state: &Negotiation,
    choices: Vec<Action>,
    effort: Effort,
    progress: impl FnMut(usize, usize) -> ControlFlow<()>,
) -> Option<Vec<Forecast>> {
    let fork = rollouts::Fork {
        state: state.clone(),
        choices,
        hindsight: false,
        rollouts: effort.rollouts,
        seed: effort.seed,
    };
    let samples = rollouts::play(scenario, roster, std::slice::from_ref(&fork), effort.threads, progress)?.pop()?;
    let foresight = samples.foresight();
    let mut arena = Arena::new(scenario.clone());
    let mut told = |(c, action): (usize, &Action)| {
        let (trust, face) = at_once(&mut arena, state, *action, effort.seed);
        let (result, ratified) = (foresight.expected(c), foresight.ratified(c));
        Forecast { action: *action, result, ratified, trust, face }
    };
    Some(fork.choices.iter().enumerate().map(&mut told).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Coach, Game, Start};

    const EFFORT: Effort = Effort { rollouts: 24, seed: 1, threads: 2, after: 0 };

    #[test]
    fn the_forecast_is_the_same_whoever_he_is() {
        let scenario = Arc::new(Scenario::shipped("pyongyang-2000").expect("it is sound"));
        let start = Start { seed: 3, coach: Coach::Guided, ..Start::default() };
        let mut game = Game::new(scenario.clone(), start, None).expect("no record is kept");
        for _ in 0..3 {
            let first = game.legal_actions()[0];
            game.act(first).expect("it is legal");
        }
        let roster = Roster::new(&scenario.rules);
        let seen: Vec<Vec<Forecast>> = (0..scenario.rules.drawn_types as u8)
            .map(|kind| {
                let other = game.snapshot().imagined(&scenario.rules, 77, kind);
                let choices = foreseeable(&scenario.rules, other.view());
                forecast(&scenario, &roster, &other, choices, EFFORT, |_, _| ControlFlow::Continue(()))
                    .expect("not stopped")
            })
            .collect();
        assert!(seen[0].len() > 1 && seen.iter().all(|list| *list == seen[0]));
        assert!(seen[0].iter().any(|o| o.trust.iter().any(|by| by.abs() > 0.005)), "some choice moves somebody");
        assert!(seen[0].iter().all(|o| (0.0..=100.0).contains(&o.result.mean) && (0.0..=1.0).contains(&o.ratified)));
    }
}
