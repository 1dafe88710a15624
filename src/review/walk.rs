//! A game walked through again: where it stood before each action, and everything that happened.

use crate::negotiation::{Action, NONE, Negotiation};
use crate::record::{Entry, Game};

/// A game walked through again.
#[derive(Debug, Clone)]
pub struct Walk {
    /// Before each action.
    pub before: Vec<Negotiation>,
    /// What was done.
    pub actions: Vec<Action>,
    /// After the last.
    pub end: Negotiation,
    /// What happened, in order.
    pub log: Vec<Entry>,
}

impl Walk {
    /// Walks through a game from its beginning.
    pub fn of(game: &Game) -> Self {
        let mut again = game.afresh();
        let mut before = Vec::with_capacity(game.turns());
        for action in game.actions() {
            let state = again.snapshot();
            // What was legal once is legal again; a game that did not repeat itself would end here.
            if again.act(*action).is_err() {
                break;
            }
            before.push(state);
        }
        Self { actions: again.actions().to_vec(), end: again.snapshot(), log: again.log().to_vec(), before }
    }

    /// The game stands so after this many turns.
    pub fn after(&self, turns: usize) -> &Negotiation {
        self.before.get(turns).unwrap_or(&self.end)
    }

    /// What happened in a turn.
    pub fn happened(&self, turn: usize) -> &[Entry] {
        let from = self.log.partition_point(|e| e.turn < turn);
        let to = self.log.partition_point(|e| e.turn <= turn);
        &self.log[from..to]
    }

    /// It has ended.
    pub fn is_over(&self) -> bool {
        self.end.story.ending != NONE
    }
}
