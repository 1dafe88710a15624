//! What was really done in October 2000, as far as the record tells: a list of stable names, kept as data.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::luck::Luck;
use crate::negotiation::{Action, View, check, legal_actions};
use crate::policy::Policy;
use crate::record::{Deed, undo_deed};
use crate::scenario::rules::{MoveKind, Rules};

const LINE: &str = include_str!("../../assets/scenarios/pyongyang-2000.historical");

/// A scripted line of play. Names that a scenario lacks, and moves that are not legal, are passed over; where
/// the script says nothing it adjourns, or takes the first choice.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Historical {
    /// Choices as `scene/choice`; of those that are legal, the first is taken.
    choices: Vec<String>,
    /// Moves at each table, in order.
    tables: BTreeMap<String, Vec<Deed>>,
    #[serde(default, skip)]
    next: BTreeMap<String, usize>,
}

impl Historical {
    /// The line of October 2000.
    ///
    /// # Panics
    /// Never: a test reads the line that is compiled in.
    pub fn new() -> Self {
        ron::from_str(LINE).expect("the historical line is valid RON; a test reads it")
    }
}

impl Default for Historical {
    fn default() -> Self {
        Self::new()
    }
}

impl Policy for Historical {
    fn choose(&mut self, rules: &Rules, view: View<'_>, _luck: &mut Luck) -> Option<Action> {
        let legal = legal_actions(rules, view);
        for name in &self.choices {
            let wanted = legal.iter().find(|a| matches!(a, Action::Choose(c) if rules.choice_name(*c) == *name));
            if let Some(action) = wanted {
                return Some(*action);
            }
        }
        let scene = &rules.scenes[usize::from(view.story.scene)].id;
        if let Some(moves) = self.tables.get(scene) {
            let next = self.next.entry(scene.clone()).or_default();
            while let Some(deed) = moves.get(*next) {
                *next += 1;
                if let Ok(action) = undo_deed(rules, deed)
                    && check(rules, view, &action).is_ok()
                {
                    return Some(action);
                }
            }
        }
        legal.iter().find(|a| a.kind() == Some(MoveKind::Adjourn)).or(legal.first()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_historical_line_can_be_read() {
        assert!(Historical::new().choices.len() > 20);
    }
}
