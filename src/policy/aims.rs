//! What is worth aiming at: the packages that those at home may carry, with what each would be worth to whom.

use crate::negotiation::{NONE, Opinion, Verdict, View, opinion, promise_rate};
use crate::scenario::rules::{ISSUES, ONE, Package, Rules, TYPES};

/// Belief over the counterpart types, by number of the type.
pub type Belief = [f64; TYPES];

/// The packages of a scenario that are above your no-deal line and that nobody at home finds far below what he asks.
/// Worked out once for a scenario.
#[derive(Debug)]
pub struct Aims(Vec<Candidate>);

#[derive(Debug)]
struct Candidate {
    package: Package,
    own: f64,
    /// What is his for certain, and what you only promise, by type.
    plain: [f64; TYPES],
    promised: [f64; TYPES],
}

/// How far below its quota an audience may find a package that is still worth aiming at, as a share of one utility:
/// trust won before the vote may lift it so far.
const HOPE: f64 = 0.04;

/// Least chance at home at which a package is an aim.
const LEAST: f64 = 0.2;

impl Aims {
    /// Works them out.
    pub fn new(rules: &Rules) -> Self {
        let hope = (HOPE * f64::from(ONE)) as i32;
        let may_pass = |p: &Package| {
            rules.audiences.iter().filter_map(|a| a.vote.as_ref()).all(|vote| {
                let asked = vote.only_if.is_empty() || vote.only_if.iter().any(|&(i, o)| p[usize::from(i)] >= o);
                !asked || vote.utility.of(p) >= vote.utility.reservation - hope
            })
        };
        let all = (0..rules.packages()).map(|n| rules.package(n));
        let worth_it = all.filter(|p| rules.player.of(p) >= rules.player.reservation && may_pass(p));
        Self(worth_it.map(|package| Candidate::new(rules, package)).collect())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Nothing is worth aiming at.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The package with the largest product of what it is worth to you above the status quo, the chance that everyone
    /// at home carries it, and the chance that he ends up signing it: that the `price` of his type is met. Issues that are closed stay as they are. Nothing if nothing
    /// promises anything.
    pub fn best(&self, rules: &Rules, view: View<'_>, belief: &Belief, price: &Belief) -> Option<Package> {
        let rate = promise_rate(rules, view);
        let closed = view.table.closed;
        let quo = unit(rules.player.of(&rules.status_quo()));
        let types = rules.drawn_types;
        let mut best: Option<(f64, Package)> = None;
        for candidate in &self.0 {
            if (0..ISSUES).any(|i| closed[i] != NONE && closed[i] != candidate.package[i]) {
                continue;
            }
            let signs: f64 = (0..types)
                .map(|k| belief[k] * meets(candidate.plain[k] + candidate.promised[k] * rate - price[k]))
                .sum();
            let gain = (candidate.own - quo) * signs;
            if best.is_some_and(|(most, _)| gain <= most) {
                continue;
            }
            let passes = carried(rules, view, &candidate.package);
            if passes < LEAST {
                continue;
            }
            let gain = gain * passes;
            if best.is_none_or(|(most, _)| gain > most) {
                best = Some((gain, candidate.package));
            }
        }
        best.filter(|(gain, _)| *gain > 0.0).map(|(_, package)| package)
    }
}

impl Candidate {
    fn new(rules: &Rules, package: Package) -> Self {
        let (mut plain, mut promised) = ([0.0; TYPES], [0.0; TYPES]);
        for k in 0..rules.drawn_types {
            for (i, issue) in rules.issues.iter().enumerate() {
                let part = unit(rules.types[k].book.utility.worth[i][usize::from(package[i])]);
                if issue.promise { promised[k] += part } else { plain[k] += part }
            }
        }
        Self { package, own: unit(rules.player.of(&package)), plain, promised }
    }
}

/// How surely a price is met that is exceeded by so much: an easy ramp over four hundredths of a utility.
fn meets(margin: f64) -> f64 {
    (0.5 + margin / 0.08).clamp(0.0, 1.0)
}

fn unit(x: i32) -> f64 {
    f64::from(x) / f64::from(ONE)
}

/// Probability that everybody at home who has a say carries a package, as the player hears their opinions: verdicts
/// that are known, and guesses that are wrong one time in four.
pub fn carried(rules: &Rules, view: View<'_>, package: &Package) -> f64 {
    let share = |o: Opinion| match (o.verdict, o.asked) {
        (Verdict::NoVote, _) => 1.0,
        (Verdict::Carries, true) => 0.95,
        (Verdict::Probably, true) => 0.6,
        (Verdict::Loses, true) => 0.05,
        (Verdict::Loses, false) => 0.3,
        (_, false) => 0.7,
    };
    (0..rules.audiences.len() as u8).filter_map(|a| opinion(rules, view, a, package)).map(share).product()
}
