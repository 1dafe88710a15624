//! The choices that are weighed at a decision: all of a scene; at a table what was done, what the bots would do, what
//! is most like it, and one of each other kind.

use crate::luck::{Luck, Purpose};
use crate::negotiation::{Action, NONE, View, check, legal_actions, session};
use crate::policy::{Bot, Roster};
use crate::review::POLICY;
use crate::scenario::rules::{ISSUES, MoveKind, Package, Rules};

/// Most choices weighed at one decision.
pub const MOST: usize = 12;

/// The bots that are asked what they would do at a table, beside the engine.
const ASKED: [Bot; 3] = [Bot::Reciprocal, Bot::Boulware, Bot::Conceder];

/// The choices and the place among them of what the engine would do. What was done comes first; nothing where there
/// was nothing else to do, or where no more than a note was made.
pub(super) fn candidates(
    rules: &Rules,
    view: View<'_>,
    roster: &Roster,
    chosen: Action,
) -> Option<(Vec<Action>, usize)> {
    if matches!(chosen, Action::Note(..)) {
        return None;
    }
    let legal = legal_actions(rules, view);
    let would = |bot: Bot| {
        let mut luck = Luck::at(0, Purpose::Policy, u32::from(view.story.scene));
        roster.player(bot).choose(rules, view, &mut luck)
    };
    let engine = would(POLICY)?;
    let mut list = vec![chosen];
    let mut add = |action: Action| {
        if !list.contains(&action) && list.len() < MOST && check(rules, view, &action).is_ok() {
            list.push(action);
        }
    };
    add(engine);
    if session(rules, view).is_none() {
        legal.iter().for_each(|action| add(*action));
    } else {
        ASKED.into_iter().filter_map(would).for_each(&mut add);
        if let Action::Propose(package) = chosen {
            similar(rules, view, &package).into_iter().for_each(|p| add(Action::Propose(p)));
        }
        for action in others(rules, view, &legal) {
            add(action);
        }
    }
    let place = list.iter().position(|a| *a == engine)?;
    (list.len() > 1).then_some((list, place))
}

/// One step firmer and one step softer: the drafts one option away that are nearest in worth to you.
fn similar(rules: &Rules, view: View<'_>, package: &Package) -> Vec<Package> {
    let worth = rules.player.of(package);
    let mut steps: Vec<(i32, Package)> = Vec::new();
    for i in 0..rules.issues.len().min(ISSUES) {
        for step in [-1, 1] {
            let mut other = *package;
            other[i] = other[i].wrapping_add_signed(step);
            if check(rules, view, &Action::Propose(other)).is_ok() {
                steps.push((rules.player.of(&other) - worth, other));
            }
        }
    }
    let firmer = steps.iter().filter(|(by, _)| *by > 0).min();
    let softer = steps.iter().filter(|(by, _)| *by <= 0).max();
    firmer.into_iter().chain(softer).map(|(_, p)| *p).collect()
}

/// One of each kind of move, the weightiest: what settles first.
fn others(rules: &Rules, view: View<'_>, legal: &[Action]) -> Vec<Action> {
    const KINDS: [MoveKind; 10] = [
        MoveKind::Accept,
        MoveKind::Close,
        MoveKind::Write,
        MoveKind::Probe,
        MoveKind::Gesture,
        MoveKind::Link,
        MoveKind::Refuse,
        MoveKind::Caucus,
        MoveKind::Adjourn,
        MoveKind::WalkOut,
    ];
    let stake = |issue: u8| rules.player.worth[usize::from(issue)].iter().max().copied().unwrap_or(0);
    let weight = |action: &Action| match *action {
        Action::Close(i) | Action::Write(i) | Action::Refuse(i) | Action::Link(_, i) => stake(i),
        // What has not been asked yet tells more.
        Action::Probe(i) if view.table.probed[usize::from(i)] != NONE => 0,
        Action::Probe(i) => stake(i),
        Action::Gesture(announced) => i32::from(announced),
        _ => 0,
    };
    // Of equals the first.
    let of = |kind: MoveKind| legal.iter().rev().copied().filter(move |a| a.kind() == Some(kind)).max_by_key(weight);
    let first = KINDS.into_iter().filter_map(of);
    let verbs = legal.iter().copied().filter(|a| matches!(a, Action::Verb(..)));
    first.chain(verbs).collect()
}
