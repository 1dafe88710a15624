//! A bot that bargains toward a package everybody at home may carry, step by step, and closes what it has got.

use crate::luck::Luck;
use crate::negotiation::{Action, NONE, Verdict, View, bits, check, his_package, legal_actions, mine_now, opinion};
use crate::policy::{Policy, any_of};
use crate::scenario::program::Effect;
use crate::scenario::rules::{ISSUES, MoveKind, ONE, Package, Rules};

/// It begins at its own best and gives way a few steps at a time toward its aim: of the packages that may pass at
/// home, the one most welcome to him as far as the read tells. Away from the table it asks whoever can block.
#[derive(Debug, Clone)]
pub struct Negotiator {
    steps: usize,
    patience: usize,
    aim: Option<Package>,
    scene: u16,
}

impl Negotiator {
    /// `steps` options given way on with each package; `patience` of ten moves ask rather than offer.
    pub fn new(steps: usize, patience: usize) -> Self {
        Self { steps, patience, aim: None, scene: u16::MAX }
    }

    /// Of the packages that may pass at home, the one most welcome to him; closed issues are as they are.
    fn look_home(&mut self, rules: &Rules, view: View<'_>) {
        if self.scene == view.story.scene {
            return;
        }
        self.scene = view.story.scene;
        let closed = view.table.closed;
        let fits = |p: &Package| (0..ISSUES).all(|i| closed[i] == NONE || closed[i] == p[i]);
        let mut best = f64::NEG_INFINITY;
        self.aim = None;
        for package in (0..rules.packages()).map(|n| rules.package(n)).filter(fits) {
            let welcome = to_him(rules, view, &package);
            if welcome > best && rules.player.of(&package) >= rules.player.reservation && passes(rules, view, &package)
            {
                (best, self.aim) = (welcome, Some(package));
            }
        }
    }

    /// The next package: some steps from the last toward the aim, first on what he is to be given.
    fn next(&self, rules: &Rules, view: View<'_>, aim: &Package) -> Package {
        let open = open(view);
        let is_open = |i: usize| open >> i & 1 == 1;
        let mut draft = mine_now(rules, view);
        if !view.table.is(bits::MINE) {
            for (i, option) in draft.iter_mut().enumerate().filter(|(i, _)| is_open(*i)) {
                let worth = &rules.player.worth[i][..rules.issues[i].options.len()];
                *option = (0..worth.len()).max_by_key(|&o| worth[o]).unwrap_or(0) as u8;
            }
            return draft;
        }
        for _ in 0..self.steps {
            let off = (0..rules.issues.len()).filter(|&i| is_open(i) && draft[i] != aim[i]);
            let Some(i) = off.max_by_key(|&i| (rules.issues[i].promise, draft[i].abs_diff(aim[i]))) else {
                break;
            };
            draft[i] = if draft[i] < aim[i] { draft[i] + 1 } else { draft[i] - 1 };
        }
        draft
    }
}

/// What a package is worth to him, as far as the read goes.
fn to_him(rules: &Rules, view: View<'_>, package: &Package) -> f64 {
    let types = rules.types[..rules.drawn_types].iter().zip(view.read.belief);
    types.map(|(t, b)| f64::from(b) * f64::from(t.book.utility.of(package)) / f64::from(ONE)).sum()
}

impl Policy for Negotiator {
    fn choose(&mut self, rules: &Rules, view: View<'_>, luck: &mut Luck) -> Option<Action> {
        let legal = &legal_actions(rules, view);
        if !legal.iter().any(|a| a.kind().is_some()) {
            // Whoever can block is asked before anything else: a guess is too often wrong.
            let asks: Vec<Action> = legal.iter().copied().filter(|a| asks(rules, view, *a)).collect();
            let among = if asks.is_empty() { legal } else { &asks };
            return any_of(rules, view, among, luck);
        }
        self.look_home(rules, view);
        let Some(aim) = self.aim else {
            return quiet(legal, luck).or_else(|| leave(legal, luck));
        };
        let his = his_package(rules, view);
        let trusted = view.standing.trust(rules.host) >= rules.table.initial_trust;
        if let Some(his) = his {
            if legal.contains(&Action::Accept)
                && rules.player.of(&his) >= rules.player.of(&aim)
                && passes(rules, view, &his)
            {
                return Some(Action::Accept);
            }
            // Get what is agreed out of the way, so that other issues find room on the agenda.
            let got = (0..rules.issues.len() as u8).find(|&i| {
                let (at, mine) = (usize::from(i), &rules.player.worth[usize::from(i)]);
                let enough = mine[usize::from(his[at])] >= mine[usize::from(aim[at])];
                enough && his[at] != rules.issues[at].status_quo && legal.contains(&Action::Close(i))
            });
            if let (Some(issue), true) = (got, trusted) {
                self.scene = u16::MAX;
                return Some(Action::Close(issue));
            }
        }
        let wanted = agenda(rules, view, &aim);
        if view.table.agenda == 0 || wanted.count_ones() > open(view).count_ones() {
            let action = Action::Agenda(wanted);
            if check(rules, view, &action).is_ok() {
                return Some(action);
            }
        }
        let patience = if trusted || view.table.offers == 0 { self.patience } else { self.patience + 2 };
        if luck.below(10) < patience
            && let Some(action) = quiet(legal, luck)
        {
            return Some(action);
        }
        let package = Action::Propose(self.next(rules, view, &aim));
        if check(rules, view, &package).is_ok() { Some(package) } else { leave(legal, luck) }
    }
}

/// Whether a choice tells how an audience would vote that has not been asked yet.
fn asks(rules: &Rules, view: View<'_>, action: Action) -> bool {
    let Action::Choose(choice) = action else {
        return false;
    };
    let effects = &rules.effects[rules.choices[usize::from(choice)].effects.range()];
    effects.iter().any(|e| matches!(e, Effect::Ask(a) if view.story.asked >> a & 1 == 0))
}

fn passes(rules: &Rules, view: View<'_>, package: &Package) -> bool {
    let mut all = (0..rules.audiences.len() as u8).filter_map(|a| opinion(rules, view, a, package));
    all.all(|o| o.verdict != Verdict::Loses)
}

fn open(view: View<'_>) -> u8 {
    (0..ISSUES).filter(|&i| view.table.agenda >> i & 1 == 1 && view.table.closed[i] == NONE).fold(0, |m, i| m | 1 << i)
}

/// Issues on which the aim differs from what holds anyway: those open now first, demands before promises, which are
/// best spent when the rest is known.
fn agenda(rules: &Rules, view: View<'_>, aim: &Package) -> u8 {
    let open = open(view);
    let mut list: Vec<usize> = (0..rules.issues.len())
        .filter(|&i| view.table.closed[i] == NONE && (aim[i] != rules.issues[i].status_quo || open >> i & 1 == 1))
        .collect();
    list.sort_by_key(|&i| (open >> i & 1 == 0, rules.issues[i].promise, i));
    list.into_iter().take(usize::from(rules.table.agenda)).fold(0, |m, i| m | 1 << i)
}

/// A move that asks, warms or writes.
fn quiet(legal: &[Action], luck: &mut Luck) -> Option<Action> {
    let list: Vec<Action> = legal
        .iter()
        .copied()
        .filter(|a| {
            matches!(a.kind(), Some(MoveKind::Probe | MoveKind::Gesture | MoveKind::Write | MoveKind::Caucus))
                || matches!(a, Action::Verb(..))
        })
        .collect();
    (!list.is_empty()).then(|| list[luck.below(list.len())])
}

/// Anything but storming out or taking what lies there.
fn leave(legal: &[Action], luck: &mut Luck) -> Option<Action> {
    let list: Vec<Action> = legal.iter().copied().filter(|a| !matches!(a, Action::WalkOut | Action::Accept)).collect();
    if list.is_empty() { legal.first().copied() } else { Some(list[luck.below(list.len())]) }
}
