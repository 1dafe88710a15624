//! A bare session: two tactics make alternating offers over a domain (rubinstein82's protocol, faratin98's tactics).
//!
//! A round gives each party a turn, the opener first. In its turn a party accepts the other's last offer if that is
//! worth at least what it would ask now (ACnext of baarslag14) and no less than its reservation value; otherwise it
//! makes an offer. The clock of round r (from 0) of n is t = (r + 1) / (n + 1).
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::bargaining::curve;
use crate::bargaining::domain::{Domain, utilities};

/// How a party sets its target utility.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Tactic {
    /// faratin98's polynomial with κ = 0 and this β, from the best outcome down to the floor: its reservation value,
    /// or its worst outcome if that is better.
    Time(f64),
    /// Gives way by as much as the other's last two offers gave way, in its own utility.
    TitForTat,
}

/// Tactics with weights that sum to 1: the target is their weighted mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Mix(Vec<(f64, Tactic)>);

/// Why a tactic could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoTactic(String);

impl fmt::Display for NoTactic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected time:BETA, tit-for-tat, or a mix such as 0.7*time:0.2+0.3*tit-for-tat; found ‘{}’", self.0)
    }
}

impl std::error::Error for NoTactic {}

impl FromStr for Mix {
    type Err = NoTactic;

    fn from_str(text: &str) -> Result<Self, NoTactic> {
        let wrong = || NoTactic(text.to_owned());
        let positive = |n: &str| n.trim().parse::<f64>().ok().filter(|x| x.is_finite() && *x > 0.0 && *x <= 1e6);
        let mut list = Vec::new();
        for part in text.split('+') {
            let (weight, name) = match part.split_once('*') {
                Some((weight, name)) => (positive(weight).ok_or_else(wrong)?, name.trim()),
                None => (1.0, part.trim()),
            };
            let tactic = match name.split_once(':') {
                Some(("time", beta)) => Tactic::Time(positive(beta).ok_or_else(wrong)?),
                None if name == "tit-for-tat" => Tactic::TitForTat,
                _ => return Err(wrong()),
            };
            list.push((weight, tactic));
        }
        let sum: f64 = list.iter().map(|(w, _)| w).sum();
        list.iter_mut().for_each(|(w, _)| *w /= sum);
        Ok(Self(list))
    }
}

/// One offer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Offer {
    /// Round, from 0.
    pub round: usize,
    /// Who made it, 0 or 1.
    pub party: usize,
    /// Option of each issue.
    pub package: Vec<usize>,
    /// What it is worth to both.
    pub utilities: [f64; 2],
}

/// How a session went.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// The package agreed.
    pub agreement: Option<Vec<usize>>,
    /// What it is worth to both; the reservation values without agreement.
    pub utilities: [f64; 2],
    /// Rounds begun.
    pub rounds: usize,
    /// All offers, in order.
    pub offers: Vec<Offer>,
}

/// A domain made ready: utilities of all outcomes, and their order for each party. Shared by any number of sessions.
#[derive(Debug)]
pub struct Table<'d> {
    domain: &'d Domain,
    utilities: [Vec<f64>; 2],
    /// Numbers of the outcomes by rising own utility, equal ones in order.
    orders: [Vec<u32>; 2],
}

/// What happened in a session, without words: outcomes by number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    /// Round, party and outcome of each offer.
    pub offers: Vec<(u32, u8, u32)>,
    /// The outcome agreed.
    pub agreement: Option<u32>,
    /// Rounds begun.
    pub rounds: u32,
}

/// Most outcomes over which sessions are held.
pub const MOST: u64 = 10_000_000;

impl<'d> Table<'d> {
    /// Makes a domain ready; nothing if it has more than [`MOST`] outcomes.
    pub fn new(domain: &'d Domain) -> Option<Self> {
        if domain.outcomes() > MOST {
            return None;
        }
        let utilities = [utilities(&domain.parts(0)), utilities(&domain.parts(1))];
        let orders = [0, 1].map(|p| by_worth(&utilities[p]));
        Some(Self { domain, utilities, orders })
    }

    /// Plays one session; `opener` (0 or 1) speaks first in every round.
    pub fn play(&self, tactics: [&Mix; 2], rounds: usize, opener: usize) -> Course {
        let mut course = Course::default();
        let mut sides = [0, 1].map(|p| Side::new(self, p));
        let mut on_table: Option<u32> = None;
        for round in 0..rounds {
            course.rounds = round as u32 + 1;
            let t = (round + 1) as f64 / (rounds + 1) as f64;
            for party in [opener, 1 - opener] {
                let side = &mut sides[party];
                let target = side.target(tactics[party], t);
                let own = self.at_least(party, target);
                if let Some(offer) = on_table {
                    let worth = self.utilities[party][offer as usize];
                    if worth >= self.utilities[party][own as usize] && worth >= self.domain.parties[party].reservation {
                        course.agreement = Some(offer);
                        return course;
                    }
                }
                side.asked = target;
                on_table = Some(own);
                course.offers.push((round as u32, party as u8, own));
                sides[1 - party].hear(self.utilities[1 - party][own as usize]);
            }
        }
        course
    }

    /// The outcome with the lowest own utility at or above a target; of equal ones the first. The best if none is.
    fn at_least(&self, party: usize, target: f64) -> u32 {
        let (order, worth) = (&self.orders[party], &self.utilities[party]);
        let place = order.partition_point(|&n| worth[n as usize] < target - 1e-12);
        order[place.min(order.len() - 1)]
    }

    /// A course with packages and utilities.
    pub fn told(&self, course: &Course) -> Outcome {
        let worth = |n: u32| [self.utilities[0][n as usize], self.utilities[1][n as usize]];
        let offer = |&(round, party, n): &(u32, u8, u32)| Offer {
            round: round as usize,
            party: usize::from(party),
            package: self.domain.package(u64::from(n)),
            utilities: worth(n),
        };
        Outcome {
            agreement: course.agreement.map(|n| self.domain.package(u64::from(n))),
            utilities: course.agreement.map_or(self.domain.reservation(), worth),
            rounds: course.rounds as usize,
            offers: course.offers.iter().map(offer).collect(),
        }
    }
}

/// Numbers of the outcomes by rising utility, equal ones in order. They are dealt into as many equal steps of the range
/// as there are outcomes, so that there is next to nothing left to sort within a step.
fn by_worth(utilities: &[f64]) -> Vec<u32> {
    let least = utilities.iter().copied().fold(f64::INFINITY, f64::min);
    let most = utilities.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let steps = utilities.len();
    let scale = if most > least { (steps - 1) as f64 / (most - least) } else { 0.0 };
    let step = |u: f64| ((u - least) * scale) as usize;
    let mut ends = vec![0_u32; steps + 1];
    utilities.iter().for_each(|&u| ends[step(u) + 1] += 1);
    (0..steps).for_each(|s| ends[s + 1] += ends[s]);
    let mut order = vec![0_u32; steps];
    for (n, &u) in utilities.iter().enumerate() {
        let place = &mut ends[step(u)];
        order[*place as usize] = n as u32;
        *place += 1;
    }
    let mut start = 0;
    for &end in &ends[..steps] {
        let dealt = &mut order[start..end as usize];
        if dealt.len() > 1 {
            dealt.sort_unstable_by(|&a, &b| utilities[a as usize].total_cmp(&utilities[b as usize]).then(a.cmp(&b)));
        }
        start = end as usize;
    }
    order
}

/// One party in a session.
struct Side {
    floor: f64,
    most: f64,
    /// Its last target; the best before it spoke.
    asked: f64,
    /// What the other's last two offers are worth to it.
    heard: [Option<f64>; 2],
}

impl Side {
    fn new(table: &Table<'_>, party: usize) -> Self {
        let (order, worth) = (&table.orders[party], &table.utilities[party]);
        let (least, most) = (worth[order[0] as usize], worth[order[order.len() - 1] as usize]);
        let floor = table.domain.parties[party].reservation.max(least).min(most);
        Self { floor, most, asked: most, heard: [None; 2] }
    }

    fn hear(&mut self, worth: f64) {
        self.heard = [self.heard[1], Some(worth)];
    }

    fn target(&self, mix: &Mix, t: f64) -> f64 {
        let of = |tactic: Tactic| match tactic {
            Tactic::Time(beta) => self.floor + (1.0 - curve::conceded(0.0, beta, t)) * (self.most - self.floor),
            Tactic::TitForTat => match self.heard {
                [Some(before), Some(now)] => self.asked - (now - before),
                _ => self.asked,
            },
        };
        let target: f64 = mix.0.iter().map(|(weight, tactic)| weight * of(*tactic)).sum();
        target.max(self.floor).min(self.most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bargaining::domain::{FORMAT, Issue, Party};

    fn pie() -> Domain {
        let options: Vec<String> = (0..=10).map(|i| i.to_string()).collect();
        let shares: Vec<f64> = (0..=10).map(|i| f64::from(i) / 10.0).collect();
        let party = |name: &str, values: Vec<f64>| Party {
            name: name.into(),
            weights: vec![1.0],
            values: vec![values],
            reservation: 0.1,
        };
        let mine: Vec<f64> = shares.clone();
        let his: Vec<f64> = shares.iter().rev().copied().collect();
        Domain {
            format: FORMAT.into(),
            name: "pie".into(),
            issues: vec![Issue { name: "share".into(), options }],
            parties: vec![party("a", mine), party("b", his)],
        }
    }

    fn mix(text: &str) -> Mix {
        text.parse().expect("a tactic")
    }

    proptest::proptest! {
        #[test]
        fn outcomes_are_ordered_by_worth_and_equal_ones_by_number(worth in proptest::collection::vec(0_u32..50, 1..200)) {
            let worth: Vec<f64> = worth.iter().map(|n| f64::from(n * n) / 9.0).collect();
            let mut sorted: Vec<u32> = (0..worth.len() as u32).collect();
            sorted.sort_by(|&a, &b| worth[a as usize].total_cmp(&worth[b as usize]));
            proptest::prop_assert_eq!(by_worth(&worth), sorted);
        }
    }

    #[test]
    fn linear_parties_meet_near_the_middle_of_a_pie() {
        let domain = pie();
        let table = Table::new(&domain).expect("small");
        let outcome = table.told(&table.play([&mix("time:1"), &mix("time:1")], 20, 0));
        assert!((0.4..=0.6).contains(&outcome.utilities[0]), "{outcome:?}");
        assert_eq!(outcome.offers[0].utilities[0], 1.0, "the first asks for the lowest it can at or above its target");
    }

    #[test]
    fn the_firm_one_gets_more_from_the_one_who_gives_way() {
        let domain = pie();
        let table = Table::new(&domain).expect("small");
        let outcome = table.told(&table.play([&mix("time:0.2"), &mix("time:2")], 30, 0));
        assert!(outcome.agreement.is_some() && outcome.utilities[0] > outcome.utilities[1], "{outcome:?}");
    }

    #[test]
    fn nobody_accepts_less_than_its_reservation_value() {
        let mut domain = pie();
        domain.parties[0].reservation = 0.8;
        domain.parties[1].reservation = 0.8;
        let table = Table::new(&domain).expect("small");
        let outcome = table.told(&table.play([&mix("time:5"), &mix("time:5")], 30, 1));
        assert_eq!((outcome.agreement, outcome.utilities), (None, [0.8, 0.8]));
        assert_eq!(outcome.offers[0].party, 1);
    }

    #[test]
    fn two_who_only_mirror_never_begin_to_move() {
        let domain = pie();
        let table = Table::new(&domain).expect("small");
        let course = table.play([&mix("tit-for-tat"), &mix("tit-for-tat")], 5, 0);
        assert_eq!(course.agreement, None);
        assert!(course.offers.iter().all(|o| o.2 == if o.1 == 0 { 10 } else { 0 }));
    }

    #[test]
    fn a_tactic_that_cannot_be_read_is_told_with_what_was_expected() {
        for text in ["", "time", "time:0", "time:-1", "tit", "0*tit-for-tat", "time:1+", "time:nan"] {
            let told = text.parse::<Mix>().expect_err(text).to_string();
            assert!(told.contains(&format!("found ‘{text}’")), "{told}");
        }
        assert_eq!(mix("0.7*time:0.2+0.3*tit-for-tat").0.len(), 2);
    }
}
