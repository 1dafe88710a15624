//! The review: what each choice of a game was worth, as far as it could be known then and as it was in truth.
//!
//! At each decision every choice is played on to the end many times, by one stated policy, against every type that he
//! may have been, with the same people and the same luck for each choice (edwards72's two views: by what was known,
//! and by what was so).

mod candidates;
mod class;
mod compare;
mod course;
mod forecast;
mod grades;
mod lessons;
mod rollouts;
mod turning;
mod walk;

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::estimate::Estimate;
use crate::negotiation::{Action, Negotiation, result, session};
use crate::policy::{Bot, Roster};
use crate::record::action_id;
use crate::scenario::Scenario;
use crate::scenario::rules::Rules;

pub use candidates::MOST;
pub(crate) use class::median;
pub use class::{Case, Class, MOST_GAMES, Member, Split, Taken, class};
pub use compare::{Comparison, Side, added, compare};
pub use course::{Course, Evidence, FaceMove, Offer, Trust, Zone};
pub use forecast::{Forecast, forecast, foreseeable};
pub use grades::{Grade, Label, accuracy, game_accuracy};
pub use lessons::{Kind, Lesson, MOST_LESSONS, Title, all_lessons, lessons, titles};
pub use turning::{MOST_TURNS, Turning, swings, turning_points};
pub use walk::Walk;

/// How thoroughly to review.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Rollouts of each choice.
    pub rollouts: usize,
    /// The seed of their luck.
    pub seed: u64,
    /// Threads; they change no number.
    pub threads: usize,
    /// Only decisions after this turn; 0: all.
    pub after: usize,
}

/// A choice at a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What it is.
    pub action: Action,
    /// Its id within the scene.
    pub id: String,
    /// Expected result with what could be known then, 0–100.
    pub foresight: Estimate,
    /// Quartiles of the same.
    pub quartiles: [f64; 3],
    /// Probability of a ratified agreement, with what could be known then.
    pub ratified: f64,
    /// Expected result against the type that he was.
    pub hindsight: Estimate,
    /// By how much the engine's choice is better than this one: in foresight, in hindsight.
    pub behind: [Estimate; 2],
}

/// A decision of a game.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Turn of the record, from 1.
    pub turn: usize,
    /// Scene in which it was.
    pub scene: u16,
    /// Day of play.
    pub day: i16,
    /// What could be done; what was done is the first.
    pub choices: Vec<Choice>,
    /// Place of what the engine would have done.
    pub engine: usize,
    /// A choice of conscience was among them: it has its price, and no label.
    pub conscience: bool,
    /// By what could be known then.
    pub foresight: Grade,
    /// By what was so.
    pub hindsight: Grade,
}

impl Decision {
    /// What was done.
    pub fn chosen(&self) -> &Choice {
        &self.choices[0]
    }

    /// The choice with the highest expected result, by what could be known then.
    pub fn best(&self) -> &Choice {
        self.choices.iter().fold(&self.choices[0], |a, b| if b.foresight.mean > a.foresight.mean { b } else { a })
    }
}

/// What a review found.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// Rollouts of each choice.
    pub rollouts: usize,
    /// All decisions at which there was a choice.
    pub decisions: Vec<Decision>,
    /// Accuracy of the whole game, by foresight and by hindsight; nothing without decisions.
    pub accuracy: Option<[f64; 2]>,
    /// Brier score of the player's predictions, 0..2, over the moments at which there was one.
    pub brier: Option<f64>,
    /// The game's own result, 0–100, as it stands at its end.
    pub result: f64,
    /// It has ended.
    pub over: bool,
}

/// The policy that plays on after each choice.
pub const POLICY: Bot = Bot::Best;

/// Reviews a game. `progress` hears how much of it is done, in parts of all, and may stop it: then there is no answer.
pub fn review(
    scenario: &Arc<Scenario>,
    walk: &Walk,
    effort: Effort,
    progress: impl FnMut(usize, usize) -> ControlFlow<()>,
) -> Option<Review> {
    let rules = &scenario.rules;
    let roster = Roster::new(rules);
    let (mut met, mut forks) = (Vec::new(), Vec::new());
    for (n, (state, action)) in walk.before.iter().zip(&walk.actions).enumerate().skip(effort.after) {
        if let Some((choices, engine)) = candidates::candidates(rules, state.view(), &roster, *action) {
            met.push((n + 1, engine));
            let Effort { rollouts, seed, .. } = effort;
            forks.push(rollouts::Fork { state: state.clone(), choices, hindsight: true, rollouts, seed });
        }
    }
    let samples = rollouts::play(scenario, &roster, &forks, effort.threads, progress)?;
    let kind = usize::from(walk.end.counterpart.kind);
    let decisions: Vec<Decision> = met
        .into_iter()
        .zip(forks.iter().zip(&samples))
        .map(|((turn, engine), (fork, samples))| decision(rules, turn, engine, fork, samples, kind))
        .collect();
    let course = |grade: fn(&Decision) -> (f64, f64)| -> Option<f64> {
        game_accuracy(&decisions.iter().filter(|d| !d.conscience).map(grade).collect::<Vec<_>>())
    };
    let foresight = course(|d| (d.chosen().foresight.mean, d.foresight.accuracy));
    let hindsight = course(|d| (d.chosen().hindsight.mean, d.hindsight.accuracy));
    Some(Review {
        rollouts: effort.rollouts,
        accuracy: foresight.zip(hindsight).map(|(a, b)| [a, b]),
        brier: brier(rules, &walk.end),
        result: result(rules, walk.end.view()),
        over: walk.is_over(),
        decisions,
    })
}

fn decision(
    rules: &Rules,
    turn: usize,
    engine: usize,
    fork: &rollouts::Fork,
    samples: &grades::Samples,
    kind: usize,
) -> Decision {
    let view = fork.state.view();
    let ids: Vec<String> = fork.choices.iter().map(|a| action_id(rules, *a)).collect();
    let (foresight, hindsight) = (samples.foresight(), samples.hindsight(kind));
    let choice = |c: usize| Choice {
        action: fork.choices[c],
        id: ids[c].clone(),
        foresight: foresight.expected(c),
        quartiles: foresight.quartiles(c),
        ratified: foresight.ratified(c),
        hindsight: hindsight.expected(c),
        behind: [foresight.gap(engine, c), hindsight.gap(engine, c)],
    };
    let of_conscience = |a: &Action| matches!(a, Action::Choose(c) if rules.choices[usize::from(*c)].conscience);
    let conscience = session(rules, view).is_none() && fork.choices.iter().any(of_conscience);
    Decision {
        turn,
        scene: view.story.scene,
        day: view.story.day,
        choices: (0..fork.choices.len()).map(choice).collect(),
        engine,
        conscience,
        foresight: Grade::of(foresight.loss(0, &ids), conscience),
        hindsight: Grade::of(hindsight.loss(0, &ids), conscience),
    }
}

/// Brier score of the chips laid in the notebook: Σ (p − truth)² over the types, the mean over the moments at which ten
/// were laid; 0 is certain and right, 2 certain and wrong.
fn brier(rules: &Rules, end: &Negotiation) -> Option<f64> {
    let laid = end.notebook.chips.iter().filter(|chips| chips.iter().sum::<u8>() == 10);
    let truth = usize::from(end.counterpart.kind);
    let score = |chips: &[u8; 8]| -> f64 {
        let of = |k: usize| f64::from(chips[k]) / 10.0 - f64::from(u8::from(k == truth));
        (0..rules.drawn_types).map(|k| of(k) * of(k)).sum()
    };
    let scores: Vec<f64> = laid.map(score).collect();
    (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64)
}
