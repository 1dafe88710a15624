//! The two ends of the scale: who gives everything away, and who refuses everything.

use std::sync::Arc;

use crate::luck::Luck;
use crate::negotiation::{Action, NONE, View, bits, check, draft, his_package, legal_actions, session};
use crate::policy::Policy;
use crate::policy::aims::Belief;
use crate::policy::scenes::Scenes;
use crate::scenario::rules::{ISSUES, Package, Rules};

/// Gives him what he wants, at once or step by step, and signs whatever he puts forward.
pub struct Giveaway {
    at_once: bool,
    /// His answers when it last tried to sign: it does not try the same twice.
    tried: Option<u8>,
    scenes: Arc<Scenes>,
}

/// Asks for everything, refuses whatever comes, and signs nothing.
pub struct Refuser {
    scenes: Arc<Scenes>,
}

impl Giveaway {
    /// `at_once`, or a step with each offer; away from the table as `scenes` say.
    pub fn new(at_once: bool, scenes: Arc<Scenes>) -> Self {
        Self { at_once, tried: None, scenes }
    }
}

impl Refuser {
    /// Away from the table as `scenes` say.
    pub fn new(scenes: Arc<Scenes>) -> Self {
        Self { scenes }
    }
}

/// Offers in which one who gives step by step has given everything.
const STEPS: usize = 6;

impl Policy for Giveaway {
    fn choose(&mut self, rules: &Rules, view: View<'_>, _luck: &mut Luck) -> Option<Action> {
        if session(rules, view).is_none() {
            return self.scenes.choose(rules, view, &prior(rules));
        }
        let may = |action: Action| check(rules, view, &action).ok().map(|()| action);
        let steps = usize::from(view.table.offers);
        let signs = self.at_once || steps >= STEPS;
        let again = self.tried == Some(view.table.answers);
        if signs
            && !again
            && his_package(rules, view).is_some()
            && let Some(action) = may(Action::Accept)
        {
            self.tried = Some(view.table.answers);
            return Some(action);
        }
        let share = if self.at_once { STEPS } else { steps.min(STEPS) };
        open_all(rules, view, |i| rules.issues[i].promise)
            .or_else(|| may(Action::Propose(between(rules, view, share))))
            .or_else(|| last(rules, view))
    }
}

impl Policy for Refuser {
    fn choose(&mut self, rules: &Rules, view: View<'_>, _luck: &mut Luck) -> Option<Action> {
        if session(rules, view).is_none() {
            return self.scenes.choose(rules, view, &prior(rules));
        }
        let may = |action: Action| check(rules, view, &action).ok().map(|()| action);
        let refuse = || (0..rules.issues.len() as u8).find_map(|i| may(Action::Refuse(i)));
        open_all(rules, view, |i| !rules.issues[i].promise)
            .or_else(|| view.table.is(bits::HIS).then(refuse).flatten())
            .or_else(|| may(Action::Propose(between(rules, view, 0))))
            .or_else(|| last(rules, view))
    }
}

fn prior(rules: &Rules) -> Belief {
    std::array::from_fn(|k| if k < rules.drawn_types { rules.types[k].prior } else { 0.0 })
}

/// Opens as many issues as may be, those first that are `dear`.
fn open_all(rules: &Rules, view: View<'_>, dear: impl Fn(usize) -> bool) -> Option<Action> {
    if view.table.agenda != 0 {
        return None;
    }
    let mut list: Vec<usize> = (0..rules.issues.len()).filter(|&i| view.table.closed[i] == NONE).collect();
    list.sort_by_key(|&i| (!dear(i), i));
    let agenda = list.into_iter().take(usize::from(rules.table.agenda)).fold(0, |m, i| m | 1 << i);
    let action = Action::Agenda(agenda);
    check(rules, view, &action).ok().map(|()| action)
}

/// A draft so many of [`STEPS`] from what is best for this side to what is best for the average counterpart.
fn between(rules: &Rules, view: View<'_>, step: usize) -> Package {
    let mut package = draft(rules, view);
    for i in (0..ISSUES).filter(|&i| view.table.agenda >> i & 1 == 1 && view.table.closed[i] == NONE) {
        let options = rules.issues[i].options.len();
        let to_him = |o: usize| {
            rules.types[..rules.drawn_types].iter().map(|t| i64::from(t.book.utility.worth[i][o])).sum::<i64>()
        };
        let mine = (0..options).max_by_key(|&o| rules.player.worth[i][o]).unwrap_or(0);
        let his = (0..options).max_by_key(|&o| to_him(o)).unwrap_or(0);
        package[i] = ((mine * (STEPS - step) + his * step + STEPS / 2) / STEPS) as u8;
    }
    package
}

fn last(rules: &Rules, view: View<'_>) -> Option<Action> {
    let leave = check(rules, view, &Action::Adjourn).ok().map(|()| Action::Adjourn);
    leave.or_else(|| legal_actions(rules, view).into_iter().rfind(|a| !matches!(a, Action::WalkOut | Action::Accept)))
}
