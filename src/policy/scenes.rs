//! What a bot does away from the table: a value for each choice, by type of counterpart.

use std::collections::BTreeMap;

use crate::negotiation::{Action, View, choices};
use crate::policy::aims::Belief;
use crate::scenario::program::Effect;
use crate::scenario::rules::{Rules, Span, TYPES};

/// A value for each choice of each scene against each type; of the choices that are legal, the one worth most is taken.
#[derive(Debug, Clone)]
pub struct Scenes(Vec<[f64; TYPES]>);

/// Whom a bot wants to please away from the table.
#[derive(Debug, Clone, Copy)]
pub struct Manners {
    /// Weight of evidence given to the host.
    pub host: f64,
    /// Weight of evidence given to those who vote at home.
    pub home: f64,
    /// Weight of face given to the host.
    pub face: f64,
}

impl Scenes {
    /// Values from a table by name of the choice (`scene/choice`) and order of the types; choices not named count 0.
    pub fn from_table(rules: &Rules, table: &BTreeMap<String, Vec<f64>>) -> Self {
        let of = |c: usize| {
            let row = table.get(&rules.choice_name(c as u16));
            std::array::from_fn(|k| row.and_then(|r| r.get(k)).copied().unwrap_or(0.0))
        };
        Self((0..rules.choices.len()).map(of).collect())
    }

    /// Values by what each choice does to those one wants to please, as far as its effects are certain or likely; and
    /// whoever can block is best asked, what can be won for a clause is best taken.
    pub fn from_manners(rules: &Rules, manners: &Manners) -> Self {
        let value = |c: usize| [pleases(rules, rules.choices[c].effects, manners, 1.0); TYPES];
        Self((0..rules.choices.len()).map(value).collect())
    }

    /// The choice worth most among those that are legal; ties go to the first.
    pub fn choose(&self, rules: &Rules, view: View<'_>, belief: &Belief) -> Option<Action> {
        let mut best: Option<(f64, u16)> = None;
        for choice in choices(rules, view) {
            let value = self.0[usize::from(choice)].iter().zip(belief).map(|(v, b)| v * b).sum::<f64>();
            if best.is_none_or(|(most, _)| value > most) {
                best = Some((value, choice));
            }
        }
        best.map(|(_, choice)| Action::Choose(choice))
    }
}

fn pleases(rules: &Rules, effects: Span, manners: &Manners, share: f64) -> f64 {
    let of = |effect: &Effect| match *effect {
        Effect::Evidence(a, _, by, _) if a == rules.host => manners.host * f64::from(by),
        Effect::Evidence(a, _, by, _) if rules.audiences[usize::from(a)].vote.is_some() => manners.home * f64::from(by),
        Effect::Face(by, ..) => manners.face * f64::from(by),
        Effect::Ask(_) | Effect::Sponsor(_) => 0.3,
        Effect::Form(_) | Effect::Write(_) | Effect::Cable(_) => 0.1,
        Effect::Spend(_, by) => -0.02 * f64::from(by),
        Effect::If(_, then) => pleases(rules, then, manners, 0.5),
        Effect::Chance(p, yes, no) => {
            pleases(rules, yes, manners, f64::from(p)) + pleases(rules, no, manners, 1.0 - f64::from(p))
        }
        _ => 0.0,
    };
    share * rules.effects[effects.range()].iter().map(of).sum::<f64>()
}
