//! What is worth aiming at: the packages that those at home may carry, with what each would be worth to whom.

use std::cmp::Reverse;
use std::ops::Range;

use crate::negotiation::{Home, NONE, Opinion, Verdict, View, promise_rate};
use crate::scenario::rules::{AUDIENCES, ISSUES, ONE, Package, Rules, TYPES};

/// Belief over the counterpart types, by number of the type.
pub type Belief = [f64; TYPES];

/// The packages of a scenario that are above your no-deal line and that nobody at home finds far below what he asks.
/// Worked out once for a scenario; column by column, because a look for an aim goes through all of them.
#[derive(Debug)]
pub struct Aims {
    packages: Vec<Package>,
    /// How many of them, the first, are such that no other is better for someone and worse for nobody.
    front: usize,
    /// What each is worth to you above the status quo.
    gains: Vec<f32>,
    /// By type: what is his for certain in each, and what you only promise.
    his: Vec<[Vec<f32>; 2]>,
    /// What each is worth to each audience at home.
    at_home: Vec<[i32; AUDIENCES]>,
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
        let (mut packages, rest) = undominated(rules, worth_it.collect());
        let front = packages.len();
        packages.extend(rest);
        let quo = rules.player.of(&rules.status_quo());
        let his = |k: usize| parts(rules, k).map(|part| packages.iter().map(|p| unit(part(p))).collect());
        Self {
            front,
            gains: packages.iter().map(|p| unit(rules.player.of(p) - quo)).collect(),
            his: (0..rules.drawn_types).map(his).collect(),
            at_home: packages.iter().map(|p| at_home(rules, p)).collect(),
            packages,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.packages.len()
    }

    /// Nothing is worth aiming at.
    pub fn is_empty(&self) -> bool {
        self.packages.is_empty()
    }

    /// The package with the largest product of what it is worth to you above the status quo, the chance that everyone
    /// at home carries it, and the chance that he ends up signing it: that the `price` of his type is met. Issues that
    /// are closed stay as they are. Nothing if nothing promises anything.
    pub fn best(&self, rules: &Rules, view: View<'_>, belief: &Belief, price: &Belief) -> Option<Package> {
        let among = |range| self.best_of(range, rules, view, belief, price);
        among(0..self.front).or_else(|| among(self.front..self.len()))
    }

    fn best_of(
        &self,
        range: Range<usize>,
        rules: &Rules,
        view: View<'_>,
        belief: &Belief,
        price: &Belief,
    ) -> Option<Package> {
        let rate = promise_rate(rules, view) as f32;
        let mut promise = vec![0.0; range.len()];
        for (k, [plain, promised]) in self.his.iter().enumerate().filter(|(k, _)| belief[*k] > 0.0) {
            let (belief, price) = (belief[k] as f32, price[k] as f32);
            let his = plain[range.clone()].iter().zip(&promised[range.clone()]);
            for (sum, (plain, promised)) in promise.iter_mut().zip(his) {
                *sum += belief * meets(plain + promised * rate - price);
            }
        }
        for (promise, gain) in promise.iter_mut().zip(&self.gains[range.clone()]) {
            *promise *= gain;
        }
        let home = Home::new(rules, view);
        let closed = view.table.closed;
        let mut best: Option<(f64, Package)> = None;
        for (n, promise) in range.zip(promise) {
            let (package, promise) = (&self.packages[n], f64::from(promise));
            let most = best.map_or(0.0, |(most, _)| most);
            if promise <= most || (0..ISSUES).any(|i| closed[i] != NONE && closed[i] != package[i]) {
                continue;
            }
            let worth = |a: usize| Some(self.at_home[n][a]);
            let enough = |passes: f64| passes >= LEAST && promise * passes > most;
            if let Some(passes) = carried(rules, &home, package, worth, enough) {
                best = Some((promise * passes, *package));
            }
        }
        best.map(|(_, package)| package)
    }
}

/// The packages that no other dominates, and those that one does: better for you, for a type (whatever a promise is
/// worth to it) or for an audience, and worse for none of them.
fn undominated(rules: &Rules, packages: Vec<Package>) -> (Vec<Package>, Vec<Package>) {
    let worths = |p: &Package| -> Vec<i32> {
        let types = (0..rules.drawn_types).flat_map(|k| {
            let [plain, promised] = parts(rules, k).map(|part| part(p));
            [plain, plain + promised]
        });
        [rules.player.of(p)].into_iter().chain(types).chain(at_home(rules, p)).collect()
    };
    let mut all: Vec<(Vec<i32>, Package)> = packages.iter().map(|p| (worths(p), *p)).collect();
    // What dominates has a larger sum, so that only what was kept before need be looked at.
    all.sort_by_cached_key(|(worths, p)| (Reverse(worths.iter().map(|&w| i64::from(w)).sum::<i64>()), *p));
    let mut kept: Vec<(Vec<i32>, Package)> = Vec::new();
    let mut rest = Vec::new();
    for (worths, package) in all {
        if kept.iter().any(|(better, _)| better.iter().zip(&worths).all(|(b, w)| b >= w)) {
            rest.push(package);
        } else {
            kept.push((worths, package));
        }
    }
    (kept.into_iter().map(|(_, package)| package).collect(), rest)
}

/// What of a package is a type's for certain, and what you only promise.
fn parts(rules: &Rules, kind: usize) -> [impl Fn(&Package) -> i32; 2] {
    let worth = &rules.types[kind].book.utility.worth;
    [false, true].map(|promise| {
        move |p: &Package| {
            let of = rules.issues.iter().enumerate().filter(|(_, issue)| issue.promise == promise);
            of.map(|(i, _)| worth[i][usize::from(p[i])]).sum()
        }
    })
}

/// What a package is worth to each audience that has a vote.
fn at_home(rules: &Rules, package: &Package) -> [i32; AUDIENCES] {
    let mut all = [0; AUDIENCES];
    for (worth, rule) in all.iter_mut().zip(&rules.audiences) {
        *worth = rule.vote.as_ref().map_or(0, |vote| vote.utility.of(package));
    }
    all
}

/// How surely a price is met that is exceeded by so much: an easy ramp over four hundredths of a utility.
fn meets(margin: f32) -> f32 {
    (0.5 + margin / 0.08).clamp(0.0, 1.0)
}

fn unit(x: i32) -> f32 {
    x as f32 / ONE as f32
}

/// Probability that everybody at home who has a say carries a package, as the player hears their opinions: verdicts
/// that are known, and guesses that are wrong one time in four.
pub fn passes(rules: &Rules, view: View<'_>, package: &Package) -> f64 {
    let home = Home::new(rules, view);
    carried(rules, &home, package, |a| home.worth(a, package), |_| true).unwrap_or(0.0)
}

/// The same, given what the package is worth to each; nothing as soon as it falls so low that it is not `enough`.
fn carried(
    rules: &Rules,
    home: &Home<'_>,
    package: &Package,
    worth: impl Fn(usize) -> Option<i32>,
    enough: impl Fn(f64) -> bool,
) -> Option<f64> {
    let share = |o: Opinion| match (o.verdict, o.asked) {
        (Verdict::NoVote, _) => 1.0,
        (Verdict::Carries, true) => 0.95,
        (Verdict::Probably, true) => 0.6,
        (Verdict::Loses, true) => 0.05,
        (Verdict::Loses, false) => 0.3,
        (_, false) => 0.7,
    };
    let mut all = 1.0;
    for a in 0..rules.audiences.len() {
        if !enough(all) {
            return None;
        }
        if let Some(opinion) = worth(a).and_then(|worth| home.opinion(a, package, worth)) {
            all *= share(opinion);
        }
    }
    enough(all).then_some(all)
}
