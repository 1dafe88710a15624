//! The way from one's own best package to what one aims at, and which draft on it comes next.

use crate::scenario::rules::{ISSUES, ONE, OPTIONS, Package, Rules};

/// The drafts on the way from one's own best to the aim: of each issue every option between the two.
pub(super) struct Way<'a> {
    rules: &'a Rules,
    /// What each option is worth to him.
    dear: &'a [[f64; OPTIONS]; ISSUES],
    /// Where it begins and where it ends.
    pub best: Package,
    pub least: Package,
    /// The most that the issues from each one on can add, to this side and to him.
    rest: [(i32, f64); ISSUES + 1],
}

/// What is looked for on the way.
enum Wanted {
    /// The most welcome to him of those worth at least so much to this side.
    Worth(f64),
    /// The one worth most to this side of those more welcome to him than so much.
    Welcome(f64),
}

/// What was found of it: the package and how good it is.
type Find = Option<(f64, Package)>;

/// More than rounding takes from a sum of what options are worth to him.
const ROUNDING: f64 = 1e-9;

impl<'a> Way<'a> {
    /// The way between two packages.
    pub fn between(rules: &'a Rules, best: Package, least: Package, dear: &'a [[f64; OPTIONS]; ISSUES]) -> Self {
        let mut rest = [(0, 0.0); ISSUES + 1];
        for i in (0..rules.issues.len()).rev() {
            let span = usize::from(best[i].min(least[i]))..=usize::from(best[i].max(least[i]));
            let own = rules.player.worth[i][span.clone()].iter().copied().max().unwrap_or(0);
            let his = dear[i][span].iter().copied().fold(f64::NEG_INFINITY, f64::max);
            rest[i] = (rest[i + 1].0 + own, rest[i + 1].1 + his);
        }
        Self { rules, dear, best, least, rest }
    }

    /// The draft worth at least so much to this side that is most welcome to him.
    pub fn worth(&self, asked: f64) -> Package {
        self.find(&Wanted::Worth(asked - 1e-9)).unwrap_or(self.least)
    }

    /// The smallest step further than a package that welcomes him more, if there is one.
    pub fn beyond(&self, package: &Package) -> Package {
        let n = self.rules.issues.len();
        let welcome = (0..n).map(|i| self.dear[i][usize::from(package[i])]).sum::<f64>();
        self.find(&Wanted::Welcome(welcome + 1e-9)).unwrap_or(*package)
    }

    fn find(&self, wanted: &Wanted) -> Option<Package> {
        let mut found = None;
        self.descend(wanted, 0, &mut self.best.clone(), (0, 0.0), &mut found);
        found.map(|(_, package)| package)
    }

    /// Goes through the options of one issue and all after it; `so_far` is what the issues before it are worth, to this
    /// side and to him.
    fn descend(
        &self,
        wanted: &Wanted,
        mut issue: usize,
        package: &mut Package,
        mut so_far: (i32, f64),
        found: &mut Find,
    ) {
        let n = self.rules.issues.len();
        let with = |so_far: (i32, f64), issue: usize, option: u8| {
            let option = usize::from(option);
            (so_far.0 + self.rules.player.worth[issue][option], so_far.1 + self.dear[issue][option])
        };
        while issue < n && self.best[issue] == self.least[issue] {
            so_far = with(so_far, issue, self.best[issue]);
            issue += 1;
        }
        let own = |worth: i32| f64::from(worth) / f64::from(ONE);
        // What can hold of no draft that begins so, or makes none of them the best.
        let (most, dearest) = (so_far.0 + self.rest[issue].0, so_far.1 + self.rest[issue].1 + ROUNDING);
        let best = found.as_ref().map_or(f64::NEG_INFINITY, |(score, _)| *score);
        let in_vain = match *wanted {
            Wanted::Worth(asked) => own(most) < asked || dearest < best,
            Wanted::Welcome(before) => dearest < before || own(most) < best,
        };
        if in_vain {
            return;
        }
        if issue == n {
            let score = match *wanted {
                Wanted::Worth(_) => so_far.1,
                Wanted::Welcome(before) if so_far.1 > before => own(so_far.0),
                Wanted::Welcome(_) => return,
            };
            // Of equals the one that is lower on the last issue on which they differ.
            let wins = match found {
                Some((most, _)) if score < *most => false,
                Some((most, other)) if score == *most => package.iter().rev().lt(other.iter().rev()),
                _ => true,
            };
            if wins {
                *found = Some((score, *package));
            }
            return;
        }
        // What is likely to be found soon comes first: so the rest is soon in vain.
        let (best, least) = (self.best[issue], self.least[issue]);
        let (first, last) = if matches!(wanted, Wanted::Worth(_)) { (least, best) } else { (best, least) };
        for step in 0..=first.abs_diff(last) {
            let option = if first < last { first + step } else { first - step };
            package[issue] = option;
            self.descend(wanted, issue + 1, package, with(so_far, issue, option), found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static PYONGYANG: LazyLock<Scenario> =
        LazyLock::new(|| Scenario::shipped("pyongyang-2000").expect("the shipped scenario has no faults"));

    /// All drafts on a way, with what each is worth to this side and to him.
    fn drafts(way: &Way<'_>) -> Vec<(f64, f64, Package)> {
        let rules = way.rules;
        let on_it = |p: &Package| {
            (0..rules.issues.len())
                .all(|i| p[i] >= way.best[i].min(way.least[i]) && p[i] <= way.best[i].max(way.least[i]))
        };
        let weighed = |p: Package| {
            let his = (0..rules.issues.len()).map(|i| way.dear[i][usize::from(p[i])]).sum();
            (f64::from(rules.player.of(&p)) / f64::from(ONE), his, p)
        };
        (0..rules.packages()).map(|n| rules.package(n)).filter(on_it).map(weighed).collect()
    }

    /// The draft with the best score; of equals the one that is lower on the last issue on which they differ.
    fn best(scored: impl Iterator<Item = (f64, Package)>) -> Option<Package> {
        let later = |p: &Package| p.iter().rev().copied().collect::<Vec<u8>>();
        scored.max_by(|(a, p), (b, q)| a.total_cmp(b).then_with(|| later(q).cmp(&later(p)))).map(|(_, p)| p)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn a_way_is_searched_as_if_every_draft_on_it_were_looked_at(
            ends in any::<[prop::sample::Index; 2]>(), dear in prop::array::uniform8(prop::array::uniform8(0.0..0.3f64)), asks in 0.0..1.0f64,
        ) {
            let rules = &PYONGYANG.rules;
            let [best_own, least] = ends.map(|end| rules.package(end.index(rules.packages())));
            let way = Way::between(rules, best_own, least, &dear);
            let all = drafts(&way);
            let worth = best(all.iter().filter(|(own, ..)| *own >= asks - 1e-9).map(|(_, his, p)| (*his, *p)));
            prop_assert_eq!(way.worth(asks), worth.unwrap_or(least));
            for &(_, before, mine) in all.iter().step_by(17) {
                let further = best(all.iter().filter(|(_, his, _)| *his > before + 1e-9).map(|(own, _, p)| (*own, *p)));
                prop_assert_eq!(way.beyond(&mine), further.unwrap_or(mine));
            }
        }
    }
}
