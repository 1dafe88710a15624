//! Ratification: who would carry which package today, and the win-sets that follow from it (putnam88).
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

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
        let mut counts = [0u32; AUDIENCES];
        let (mut host, mut all) = (0u32, 0u32);
        for n in 0..self.rules.packages() {
            let package = self.rules.package(n);
            let mut whole = self.he_stands_by(&package);
            host += u32::from(whole);
            for (a, count) in counts.iter_mut().enumerate().take(self.rules.audiences.len()) {
                if let Some(carries) = self.carries(a, &package) {
                    *count += u32::from(carries);
                    whole &= carries;
                }
            }
            all += u32::from(whole);
        }
        let share = |count: u32| f64::from(count) / self.rules.packages() as f64;
        let votes = |a: usize| self.rules.audiences[a].vote.is_some();
        WinSets {
            audiences: (0..self.rules.audiences.len()).map(|a| votes(a).then(|| share(counts[a]))).collect(),
            host: share(host),
            all: share(all),
        }
    }
}
