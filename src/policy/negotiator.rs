//! A bot that bargains on a time curve: it asks what it may expect to pass at home, as like his last as can be.

use crate::bargaining::curve;
use crate::luck::Luck;
use crate::negotiation::{Action, Verdict, View, drafts, his_package, opinions};
use crate::policy::{Policy, Random};
use crate::scenario::rules::{MoveKind, ONE, Package, Rules};

/// Concedes along the polynomial of faratin98 from its best package to its reservation value; takes other
/// decisions at random, or to build trust.
#[derive(Debug, Clone)]
pub struct Negotiator {
    /// β: below 1 holds out, above 1 concedes early.
    pub beta: f64,
    /// How much it asks before it offers: moves of probing, gestures and writing in ten.
    pub patience: usize,
}

impl Policy for Negotiator {
    fn choose(&mut self, rules: &Rules, view: View<'_>, legal: &[Action], luck: &mut Luck) -> Action {
        if !legal.iter().any(|a| a.kind().is_some()) {
            return Random.choose(rules, view, legal, luck);
        }
        if view.table.agenda == 0 {
            return agenda(rules, legal, luck);
        }
        let goal = self.goal(rules, view);
        if legal.contains(&Action::Accept)
            && his_package(rules, view).is_some_and(|p| rules.player.of(&p) >= goal && passes(rules, view, &p))
        {
            return Action::Accept;
        }
        if luck.below(10) < self.patience {
            let quiet: Vec<Action> = legal
                .iter()
                .copied()
                .filter(|a| {
                    matches!(
                        a.kind(),
                        Some(MoveKind::Probe | MoveKind::Gesture | MoveKind::Write | MoveKind::Close | MoveKind::Caucus)
                    ) || matches!(a, Action::Verb(..))
                })
                .collect();
            if !quiet.is_empty() {
                return quiet[luck.below(quiet.len())];
            }
        }
        if legal.iter().any(|a| matches!(a, Action::Propose(_)))
            && let Some(package) = self.package(rules, view, goal)
        {
            return Action::Propose(package);
        }
        let settle: Vec<Action> =
            legal.iter().copied().filter(|a| !matches!(a, Action::WalkOut | Action::Accept)).collect();
        if settle.is_empty() { legal[0] } else { settle[luck.below(settle.len())] }
    }
}

impl Negotiator {
    fn goal(&self, rules: &Rules, view: View<'_>) -> i32 {
        // Two sessions and what comes after: about twenty-four packages in all.
        let time = f64::from(view.table.offers) / 24.0;
        let alpha = curve::conceded(0.0, self.beta, time);
        let d = f64::from(rules.player.reservation) / f64::from(ONE);
        (curve::target(d, alpha) * f64::from(ONE)) as i32
    }

    /// Among drafts that may pass at home and are worth the goal, the one most like his last; else the best.
    fn package(&self, rules: &Rules, view: View<'_>, goal: i32) -> Option<Package> {
        let near = his_package(rules, view).unwrap_or_else(|| rules.status_quo());
        let likeness = |p: &Package| -> i32 {
            rules.issues.iter().enumerate().map(|(i, r)| r.similarity[usize::from(p[i])][usize::from(near[i])]).sum()
        };
        let all: Vec<Package> = drafts(rules, view).collect();
        let good = all.iter().filter(|p| rules.player.of(p) >= goal && passes(rules, view, p));
        let best = good.max_by_key(|p| (likeness(p), rules.player.of(p)));
        best.or_else(|| all.iter().max_by_key(|p| rules.player.of(p))).copied()
    }
}

fn passes(rules: &Rules, view: View<'_>, package: &Package) -> bool {
    opinions(rules, view, package).iter().all(|o| o.verdict != Verdict::Loses)
}

/// As many issues as the agenda holds.
fn agenda(rules: &Rules, legal: &[Action], luck: &mut Luck) -> Action {
    let most = u32::from(rules.table.agenda);
    let full: Vec<Action> = legal
        .iter()
        .copied()
        .filter(|a| matches!(a, Action::Agenda(mask) if mask.count_ones() == most))
        .collect();
    let any: &[Action] = if full.is_empty() { legal } else { &full };
    any[luck.below(any.len())]
}
