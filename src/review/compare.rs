//! Two games side by side: where they part, and how much of the difference their choices explain.
//!
//! The result of a game is what could be expected at the parting, and then for each decision what the choice added to
//! what the engine's own would have brought, and what befell afterwards. Luck is keyed by purpose and moment, so that
//! two games with one seed meet the same luck at the same moments; whatever the choices do not explain is the rest.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::estimate::Estimate;
use crate::review::{Decision, Effort, Review, Walk, review};
use crate::scenario::Scenario;

/// One of the two games.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// Its decisions after the parting, and its result.
    pub review: Review,
    /// What its choices after the parting added to what the engine's would have brought, in points of the result.
    pub choices: Estimate,
}

/// What a comparison found.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Turns that both have in common.
    pub common: usize,
    /// One seed: the same man, the same luck at the same moments.
    pub one_seed: bool,
    /// Both games.
    pub sides: [Side; 2],
    /// Result of the second less that of the first.
    pub difference: f64,
    /// The part of it that the choices explain.
    pub choices: Estimate,
    /// The part that they do not: his answers, the calendar, and with two seeds who he was.
    pub rest: f64,
}

/// What a choice added to what the engine's would have brought: known the man or not.
pub fn added(decision: &Decision, known: bool) -> Estimate {
    let behind = decision.chosen().behind[usize::from(known)];
    Estimate { mean: -behind.mean, se: behind.se }
}

/// Compares two games. With one seed, choices are weighed against the man he was; with two, by what could be known.
/// `progress` hears how much of both is done, and may stop it.
pub fn compare(
    scenario: &Arc<Scenario>,
    walks: [&Walk; 2],
    one_seed: bool,
    effort: Effort,
    mut progress: impl FnMut(usize, usize) -> ControlFlow<()>,
) -> Option<Comparison> {
    let alike = walks[0].actions.iter().zip(&walks[1].actions).take_while(|(a, b)| a == b).count();
    let common = if one_seed { alike } else { 0 };
    let effort = Effort { after: common, ..effort };
    let mut of = |n: usize| -> Option<Side> {
        let review = review(scenario, walks[n], effort, |done, all| progress(n * all + done, 2 * all))?;
        let parts = || review.decisions.iter().map(|d| added(d, one_seed));
        let variance = parts().map(|e| e.se * e.se).sum::<f64>();
        let choices = Estimate { mean: parts().map(|e| e.mean).sum(), se: variance.sqrt() };
        Some(Side { review, choices })
    };
    let sides = [of(0)?, of(1)?];
    let difference = sides[1].review.result - sides[0].review.result;
    let choices = Estimate {
        mean: sides[1].choices.mean - sides[0].choices.mean,
        se: sides[0].choices.se.hypot(sides[1].choices.se),
    };
    Some(Comparison { common, one_seed, difference, choices, rest: difference - choices.mean, sides })
}
