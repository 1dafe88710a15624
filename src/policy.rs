//! Bots. A policy sees what the player may see, and no more: its only argument is the player's view.

mod historical;
mod negotiator;

use crate::luck::Luck;
use crate::negotiation::{Action, Arena, View, drafts, legal_actions, twin};
use crate::scenario::rules::Rules;

pub use historical::Historical;
pub use negotiator::Negotiator;

/// Chooses the next action from what the player may see. The luck is its own, apart from the game's.
pub trait Policy {
    /// The next action, which must be legal; nothing where nothing is.
    fn choose(&mut self, rules: &Rules, view: View<'_>, luck: &mut Luck) -> Option<Action>;
}

/// The shipped policies, by the names the command line knows them by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bot {
    /// See [`Random`].
    Random,
    /// See [`Historical`].
    Historical,
}

impl Bot {
    /// All of them, in the order of the tables.
    pub const ALL: [Self; 2] = [Self::Random, Self::Historical];

    /// Its name on the command line and in tables of runs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::Historical => "historical",
        }
    }

    /// The bot of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|bot| bot.name() == name)
    }

    /// One to play one game.
    pub fn player(self) -> Box<dyn Policy> {
        match self {
            Self::Random => Box::new(Random),
            Self::Historical => Box::new(Historical::new()),
        }
    }
}

/// Chooses uniformly: among choices, or among kinds of move and then among the moves of that kind.
#[derive(Debug, Clone, Copy, Default)]
pub struct Random;

impl Policy for Random {
    fn choose(&mut self, rules: &Rules, view: View<'_>, luck: &mut Luck) -> Option<Action> {
        any_of(rules, view, &legal_actions(rules, view), luck)
    }
}

/// Any of some legal actions, as [`Random`] chooses; nothing of nothing.
pub fn any_of(rules: &Rules, view: View<'_>, among: &[Action], luck: &mut Luck) -> Option<Action> {
    let mut kinds: Vec<_> = among.iter().map(|a| kind(*a)).collect();
    kinds.dedup();
    if kinds.is_empty() {
        return None;
    }
    let wanted = kinds[luck.below(kinds.len())];
    let of_kind: Vec<Action> = among.iter().copied().filter(|a| kind(*a) == wanted).collect();
    Some(vary(rules, view, of_kind[luck.below(of_kind.len())], luck))
}

/// Choices and verbs each stand alone; table moves are grouped by kind.
fn kind(action: Action) -> (u8, u16) {
    match (action, action.kind()) {
        (_, Some(kind)) => (0, kind as u16),
        (Action::Choose(c), _) => (1, c),
        (Action::Verb(v, _), _) => (2, u16::from(v)),
        _ => (3, 0),
    }
}

/// A package drawn anew, where the action is to put one forward.
fn vary(rules: &Rules, view: View<'_>, action: Action, luck: &mut Luck) -> Action {
    match action {
        Action::Propose(_) | Action::DoubleOffer(..) => {
            let n = drafts(rules, view).count();
            let Some(package) = drafts(rules, view).nth(luck.below(n)) else {
                return action;
            };
            match action {
                Action::DoubleOffer(..) => match twin(rules, view, &package) {
                    Some(other) => Action::DoubleOffer(package, other),
                    None => Action::Propose(package),
                },
                _ => Action::Propose(package),
            }
        }
        other => other,
    }
}

/// Plays one negotiation on a world of its own to its end, and returns how many decisions it took. Stops, with
/// nothing, where no action is legal: a dead end of the scenario.
pub fn play_out(
    game: &mut Arena,
    policy: &mut dyn Policy,
    luck: &mut Luck,
    mut seen: impl FnMut(Action),
) -> Option<usize> {
    let mut decisions = 0;
    while !game.is_over() {
        let action = policy.choose(game.rules(), game.view(), luck)?;
        seen(action);
        game.step(action);
        decisions += 1;
    }
    Some(decisions)
}
