//! What was really done in October 2000, as far as the record tells: choices, demands and a manner, kept as data.

use std::sync::Arc;

use serde::Deserialize;

use crate::luck::Luck;
use crate::negotiation::{Action, View, legal_actions, session};
use crate::policy::Policy;
use crate::policy::aims::Aims;
use crate::policy::bargainer::{Bargainer, Outlook};
use crate::policy::scenes::{Manners, Scenes};
use crate::policy::temper::Temper;
use crate::record::{Deed, undo_deed};
use crate::scenario::rules::{ISSUES, Rules, TYPES};

const LINE: &str = include_str!("../../assets/policies/pyongyang-2000.historical.ron");

/// The line of play as it is kept. Names that a scenario lacks are passed over.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    /// Choices as `scene/choice`; of those that are legal, the first is taken.
    choices: Vec<String>,
    /// What was asked and offered, as `issue/option`.
    asks: Vec<String>,
    /// The issues in the order in which they were raised.
    order: Vec<String>,
    /// The manner.
    temper: Temper,
}

/// Takes the choices of the record, and at the table asks for what was asked, in the order in which it was raised.
#[derive(Debug, Clone)]
pub struct Historical {
    choices: Arc<Vec<String>>,
    table: Bargainer,
}

impl Historical {
    /// The line of October 2000, for a scenario that has its names.
    ///
    /// # Panics
    /// Never: a test reads the line that is compiled in.
    pub fn new(rules: &Rules, aims: Arc<Aims>) -> Self {
        let line: Line = ron::from_str(LINE).expect("the historical line is valid RON; a test reads it");
        let asks = match undo_deed(rules, &Deed::Propose(line.asks)) {
            Ok(Action::Propose(package)) => package,
            _ => rules.status_quo(),
        };
        let place = |id: &String| rules.issues.iter().position(|i| i.id == *id).map(|i| i as u8);
        let mut order: [u8; ISSUES] = std::array::from_fn(|i| i as u8);
        for (slot, issue) in order.iter_mut().zip(line.order.iter().filter_map(place)) {
            *slot = issue;
        }
        let scenes = Arc::new(Scenes::from_manners(rules, &Manners { host: 0.5, home: 1.0, face: 0.0 }));
        let table = Bargainer::new(Arc::new([line.temper; TYPES]), Outlook::Asks(asks, order), aims, scenes);
        Self { choices: Arc::new(line.choices), table }
    }
}

impl Policy for Historical {
    fn choose(&mut self, rules: &Rules, view: View<'_>, luck: &mut Luck) -> Option<Action> {
        if session(rules, view).is_none() {
            let legal = legal_actions(rules, view);
            let named = |name: &String| {
                legal.iter().copied().find(|a| matches!(a, Action::Choose(c) if rules.choice_name(*c) == *name))
            };
            if let Some(action) = self.choices.iter().find_map(named) {
                return Some(action);
            }
        }
        self.table.choose(rules, view, luck)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn the_historical_line_can_be_read_and_every_name_in_it_leads_somewhere() {
        let line: Line = ron::from_str(LINE).expect("valid RON");
        let scenario = Scenario::shipped("pyongyang-2000").expect("no faults");
        let rules = &scenario.rules;
        let known: Vec<String> = (0..rules.choices.len() as u16).map(|c| rules.choice_name(c)).collect();
        for name in &line.choices {
            assert!(known.contains(name), "no choice {name}");
        }
        undo_deed(rules, &Deed::Propose(line.asks)).expect("a package of the scenario");
        assert!(line.order.iter().all(|id| rules.issues.iter().any(|i| i.id == *id)));
    }
}
