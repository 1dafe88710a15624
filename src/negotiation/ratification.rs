//! Ratification: who would carry which package today, and the win-sets that follow from it (putnam88).
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use std::ops::Range;

use crate::negotiation::concessions::{character, surroundings};
use crate::negotiation::counterpart::{self, unit};
use crate::negotiation::deadlines;
use crate::negotiation::state::Counterpart;
use crate::negotiation::view::View;
use crate::scenario::rules::{AUDIENCES, Character, Package, Rules, VoteRule};

/// Below his reservation value by more than this, he does not ratify what he signed.
const REGRET: f64 = 0.03;

/// q + γ·(.5 − E) + δ·t: what a package must be worth to an audience (putnam88), quota noise aside.
pub(crate) fn quota(vote: &VoteRule, trust: f64, calendar: f64) -> f64 {
    unit(vote.utility.reservation) + vote.gamma * (0.5 - trust) + vote.delta * calendar
}

/// Whether an audience has a say on this package at all.
pub(crate) fn votes_on(vote: &VoteRule, package: &Package) -> bool {
    vote.only_if.is_empty() || vote.only_if.iter().any(|&(issue, least)| package[usize::from(issue)] >= least)
}

/// Everyone who can block, and what each asks of a package. It needs to know who he is: for the rules, and for debriefs.
#[derive(Debug)]
pub struct Ratifiers<'a> {
    rules: &'a Rules,
    needed: [f64; AUDIENCES],
    who: &'a Character,
    price: f64,
}

/// What everyone who can block would ratify, as shares of all packages, 0..1.
#[derive(Debug, Clone, PartialEq)]
pub struct WinSets {
    /// By audience; nothing for one without a vote.
    pub audiences: Vec<Option<f64>>,
    /// He himself.
    pub host: f64,
    /// All of them together: the zone in which an agreement can be ratified.
    pub all: f64,
}

impl<'a> Ratifiers<'a> {
    /// What they ask of a package agreed on that day, as trust stands now.
    pub fn of(rules: &'a Rules, view: View<'_>, he: &Counterpart, day: i16) -> Self {
        let share = deadlines::share(rules, day);
        let noise = rules.quota_noise.get(usize::from(he.quotas)).copied().unwrap_or_default();
        let mut needed = [0.0; AUDIENCES];
        for (i, audience) in rules.audiences.iter().enumerate() {
            if let Some(vote) = &audience.vote {
                needed[i] = quota(vote, view.standing.trust(i as u8), share) + unit(noise[i]);
            }
        }
        let around = surroundings(rules, view, he);
        let who = character(rules, he, view.table, view.story.scene);
        let price = counterpart::reservation(rules, who, &around) - REGRET;
        Self { rules, needed, who, price }
    }

    /// Whether an audience carries a package, one on which it has no say included; nothing if it has no vote at all.
    pub fn carries(&self, audience: usize, package: &Package) -> Option<bool> {
        let vote = self.rules.audiences[audience].vote.as_ref()?;
        Some(!votes_on(vote, package) || unit(vote.utility.of(package)) >= self.needed[audience])
    }

    /// Whether he stands by a package.
    pub fn he_stands_by(&self, package: &Package) -> bool {
        unit(self.who.utility.of(package)) >= self.price
    }

    /// How much of all packages each of them would carry.
    pub fn win_sets(&self) -> WinSets {
        let rules = self.rules;
        let n = rules.issues.len();
        let (firsts, seconds) = (self.halves(0..n / 2), self.halves(n / 2..n));
        let voting: Vec<usize> = (0..rules.audiences.len()).filter(|&a| rules.audiences[a].vote.is_some()).collect();
        let mut counts = [0u32; AUDIENCES];
        let (mut host, mut all) = (0u32, 0u32);
        for first in &firsts {
            for second in &seconds {
                let mut whole = unit(first.his + second.his) >= self.price;
                host += u32::from(whole);
                let votes = first.votes | second.votes;
                for &a in &voting {
                    let carries = votes >> a & 1 == 0 || unit(first.home[a] + second.home[a]) >= self.needed[a];
                    counts[a] += u32::from(carries);
                    whole &= carries;
                }
                all += u32::from(whole);
            }
        }
        let share = |count: u32| f64::from(count) / rules.packages() as f64;
        let audiences = (0..rules.audiences.len()).map(|a| voting.contains(&a).then(|| share(counts[a])));
        WinSets { audiences: audiences.collect(), host: share(host), all: share(all) }
    }

    /// What can be agreed on some of the issues, and what that alone is worth to each of them.
    fn halves(&self, issues: Range<usize>) -> Vec<Half> {
        let start = Half { his: 0, home: [0; AUDIENCES], votes: 0 };
        issues.fold(vec![start], |so_far, i| {
            let options = 0..self.rules.issues[i].options.len();
            so_far.iter().flat_map(|half| options.clone().map(move |option| self.with(half, i, option))).collect()
        })
    }

    /// The same with an option of one more issue.
    fn with(&self, half: &Half, issue: usize, option: usize) -> Half {
        let mut half = *half;
        half.his += self.who.utility.worth[issue][option];
        for (a, audience) in self.rules.audiences.iter().enumerate() {
            if let Some(vote) = &audience.vote {
                half.home[a] += vote.utility.worth[issue][option];
                let asks = |&(i, least): &(u8, u8)| usize::from(i) == issue && option >= usize::from(least);
                let votes = vote.only_if.is_empty() || vote.only_if.iter().any(asks);
                half.votes |= u8::from(votes) << a;
            }
        }
        half
    }
}

/// Options of some issues: what they are worth to him and at home, and who votes because of them, by bit.
#[derive(Debug, Clone, Copy)]
struct Half {
    his: i32,
    home: [i32; AUDIENCES],
    votes: u8,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::negotiation::Negotiation;
    use crate::scenario::Scenario;

    #[test]
    fn win_sets_are_shares_of_all_packages() {
        for id in Scenario::shipped_ids() {
            let scenario = Scenario::shipped(id).expect("a shipped scenario has no faults");
            let rules = &scenario.rules;
            for seed in 0..4 {
                let game = Negotiation::new(rules, seed);
                let ratifiers = Ratifiers::of(rules, game.view(), &game.counterpart, seed as i16 * 20);
                let packages = || (0..rules.packages()).map(|n| rules.package(n));
                let share = |count: usize| count as f64 / rules.packages() as f64;
                let carry = |a: usize, p: &Package| ratifiers.carries(a, p) != Some(false);
                let everyone = 0..rules.audiences.len();
                let all = |p: &Package| ratifiers.he_stands_by(p) && everyone.clone().all(|a| carry(a, p));
                let votes = |a: &usize| rules.audiences[*a].vote.is_some();
                let audience = |a| votes(&a).then(|| share(packages().filter(|p| carry(a, p)).count()));
                let counted = WinSets {
                    audiences: everyone.clone().map(audience).collect(),
                    host: share(packages().filter(|p| ratifiers.he_stands_by(p)).count()),
                    all: share(packages().filter(all).count()),
                };
                assert_eq!(ratifiers.win_sets(), counted, "{id}, seed {seed}");
            }
        }
    }
}
