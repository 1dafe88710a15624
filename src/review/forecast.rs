//! The forecast: what each choice or move is likely to come to, before it is made, by what can be known.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::estimate::Estimate;
use crate::negotiation::{Action, Negotiation, View, legal_actions, session};
use crate::policy::Roster;
use crate::review::{Effort, rollouts};
use crate::scenario::Scenario;
use crate::scenario::rules::Rules;

/// What a choice is likely to come to if the game is then played on by the stated policy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// The choice.
    pub action: Action,
    /// Expected result, 0–100.
    pub result: Estimate,
    /// Probability of a ratified agreement.
    pub ratified: f64,
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
    state: &Negotiation,
    choices: Vec<Action>,
    effort: Effort,
    progress: impl FnMut(usize, usize) -> ControlFlow<()>,
) -> Option<Vec<Forecast>> {
    let rules = &scenario.rules;
    let fork = rollouts::Fork {
        state: state.clone(),
        choices,
        hindsight: false,
        rollouts: effort.rollouts,
        seed: effort.seed,
    };
    let roster = Roster::new(rules);
    let samples = rollouts::play(scenario, &roster, std::slice::from_ref(&fork), effort.threads, progress)?.pop()?;
    let foresight = samples.foresight();
    let each = fork.choices.iter().enumerate();
    Some(
        each.map(|(c, action)| Forecast {
            action: *action,
            result: foresight.expected(c),
            ratified: foresight.ratified(c),
        })
        .collect(),
    )
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
        let seen: Vec<Vec<Forecast>> = (0..scenario.rules.drawn_types as u8)
            .map(|kind| {
                let other = game.snapshot().imagined(&scenario.rules, 77, kind);
                let choices = foreseeable(&scenario.rules, other.view());
                forecast(&scenario, &other, choices, EFFORT, |_, _| ControlFlow::Continue(())).expect("not stopped")
            })
            .collect();
        assert!(seen[0].len() > 1 && seen.iter().all(|list| *list == seen[0]));
        assert!(seen[0].iter().all(|o| (0.0..=100.0).contains(&o.result.mean) && (0.0..=1.0).contains(&o.ratified)));
    }
}
