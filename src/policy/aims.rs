//! What is worth aiming at: the packages that those at home may carry, with what each would be worth to whom.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::negotiation::{Home, NONE, Verdict, View, promise_rate};
use crate::scenario::rules::{AUDIENCES, AudienceRule, ONE, Package, Rules, TYPES};

/// Belief over the counterpart types, by number of the type.
pub type Belief = [f64; TYPES];

/// The packages of a scenario that are above your no-deal line and that nobody at home finds far below what he asks.
/// Worked out once for a scenario, because a look for an aim goes through all of them.
#[derive(Debug)]
pub struct Aims {
    packages: Vec<Package>,
    /// How many of them, the first, are such that no other is better for someone and worse for nobody.
    front: usize,
    /// What each is worth to you above the status quo: falling, in the front and in the rest.
    gains: Vec<f32>,
    /// By four types: what is his for certain in each, and what you only promise.
    few: Vec<[[f32; 4]; 2]>,
    /// The same of the other four; empty if there are no more than four.
    more: Vec<[[f32; 4]; 2]>,
    /// What each is worth to each audience at home.
    at_home: Vec<[i32; AUDIENCES]>,
    /// Which of the front fit what is closed, for what was closed lately.
    fitting: RwLock<HashMap<Package, Arc<[u32]>>>,
}

/// So many patterns of closed issues are remembered; then all are forgotten.
const REMEMBERED: usize = 4096;

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
        let worths = |p: Package| (worths(rules, &p), p);
        let (mut packages, mut rest) = undominated(worth_it.map(worths).collect());
        for part in [&mut packages, &mut rest] {
            part.sort_by_key(|p| Reverse(rules.player.of(p)));
        }
        let front = packages.len();
        packages.extend(rest);
        let quo = rules.player.of(&rules.status_quo());
        let part =
            |p: &Package, n: usize, k: usize| if k < rules.drawn_types { unit(parts(rules, k, p)[n]) } else { 0.0 };
        let four = |p, first: usize| [0, 1].map(|n| std::array::from_fn(|k| part(p, n, first + k)));
        let fours = |first: usize| packages.iter().map(|p| four(p, first)).collect();
        Self {
            front,
            gains: packages.iter().map(|p| unit(rules.player.of(p) - quo)).collect(),
            few: fours(0),
            more: if rules.drawn_types > 4 { fours(4) } else { Vec::new() },
            at_home: packages.iter().map(|p| at_home(rules, p)).collect(),
            packages,
            fitting: RwLock::default(),
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

    /// One of the packages.
    pub fn package(&self, number: usize) -> Package {
        self.packages[number]
    }

    /// The number of the package with the largest product of what it is worth to you above the status quo, the chance
    /// that everyone at home carries it, and the chance that he ends up signing it: that the `price` of his type is met.
    /// Of equals the first. Issues that are closed stay as they are. Nothing if nothing promises anything. What is
    /// probably best still, as the aim before, is found sooner if it is tried first, and nothing else changes.
    pub fn best(
        &self,
        rules: &Rules,
        view: View<'_>,
        belief: &Belief,
        price: &Belief,
        tried_first: Option<usize>,
    ) -> Option<usize> {
        let fixed = Fixed::new(&view.table.closed);
        let fits = |n: &usize| fixed.holds_in(&self.packages[*n]);
        let (first, last) = match tried_first.filter(fits) {
            Some(n) if n < self.front => (Some(n), None),
            n => (None, n),
        };
        let front = self.front(&view.table.closed);
        let front = front.iter().map(|n| *n as usize);
        let rest = (self.front..self.len()).filter(fits);
        self.best_of(first, front, rules, view, belief, price)
            .or_else(|| self.best_of(last, rest, rules, view, belief, price))
    }

    /// Those of the front that fit what is closed, in order.
    fn front(&self, closed: &Package) -> Arc<[u32]> {
        if let Some(known) = self.fitting.read().unwrap_or_else(PoisonError::into_inner).get(closed) {
            return known.clone();
        }
        let fixed = Fixed::new(closed);
        let fits = |&n: &u32| fixed.holds_in(&self.packages[n as usize]);
        let found: Arc<[u32]> = (0..self.front as u32).filter(fits).collect();
        let mut all = self.fitting.write().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED {
            all.clear();
        }
        all.insert(*closed, found.clone());
        found
    }

    /// The best of some that fit what is closed, in the order of their numbers; one of them is tried first.
    fn best_of(
        &self,
        tried_first: Option<usize>,
        some: impl Iterator<Item = usize>,
        rules: &Rules,
        view: View<'_>,
        belief: &Belief,
        price: &Belief,
    ) -> Option<usize> {
        let rate = promise_rate(rules, view) as f32;
        let home = Home::new(rules, view);
        let (belief, price) = (belief.map(|b| b as f32), price.map(|p| p as f32));
        let four = |x: &[f32; TYPES], first: usize| -> [f32; 4] { std::array::from_fn(|k| x[first + k]) };
        let halves = [0, 4].map(|first| (four(&belief, first), four(&price, first)));
        let chance = |n: usize| {
            let mut signs = signs(&self.few[n], rate, &halves[0]);
            if let Some(more) = self.more.get(n) {
                let more = self::signs(more, rate, &halves[1]);
                signs.iter_mut().zip(more).for_each(|(few, more)| *few += more);
            }
            sum(signs)
        };
        // Nobody signs more surely than for certain, and nothing is carried more surely than this.
        let certain = sum(std::array::from_fn(|k| if self.more.is_empty() { belief[k] } else { belief[k] + belief[4 + k] }));
        let easiest = easiest(rules, &home);
        let (mut most, mut best) = (0.0, None);
        for (i, n) in tried_first.into_iter().chain(some).enumerate() {
            let gain = self.gains[n];
            // Gains fall, so that from here on nothing can win any more.
            if f64::from(certain * gain) * easiest < most && i > 0 {
                break;
            }
            let promise = f64::from(chance(n) * gain);
            let wins = |value: f64| value > most || value == most && best.is_some_and(|best| n < best);
            if promise * easiest < most || promise <= 0.0 {
                continue;
            }
            let enough = |passes: f64| passes >= LEAST && wins(promise * passes);
            if let Some(passes) = carried(rules, &home, &self.packages[n], |a| Some(self.at_home[n][a]), enough) {
                (most, best) = (promise * passes, Some(n));
            }
        }
        best
    }
}

/// How surely he signs, by type: how surely each type's price is met, weighed by the belief in it.
fn signs([plain, promised]: &[[f32; 4]; 2], rate: f32, (belief, price): &([f32; 4], [f32; 4])) -> [f32; 4] {
    let mut all = [0.0; 4];
    for k in 0..4 {
        all[k] = belief[k] * meets(plain[k] + promised[k] * rate - price[k]);
    }
    all
}

fn sum([a, b, c, d]: [f32; 4]) -> f32 {
    a + b + c + d
}

/// What is closed, to be held against many packages.
struct Fixed {
    mask: u64,
    options: u64,
}

impl Fixed {
    fn new(closed: &Package) -> Self {
        let mask = closed.map(|c| if c == NONE { 0 } else { u8::MAX });
        let options = closed.map(|c| if c == NONE { 0 } else { c });
        Self { mask: u64::from_le_bytes(mask), options: u64::from_le_bytes(options) }
    }

    fn holds_in(&self, package: &Package) -> bool {
        u64::from_le_bytes(*package) & self.mask == self.options
    }
}

/// A package with what it is worth to everyone: to you, to a type with promises counted or not, to an audience.
type Weighed = (Vec<i32>, Package);

fn worths(rules: &Rules, p: &Package) -> Vec<i32> {
    let types = (0..rules.drawn_types).flat_map(|k| {
        let [plain, promised] = parts(rules, k, p);
        [plain, plain + promised]
    });
    [rules.player.of(p)].into_iter().chain(types).chain(at_home(rules, p)).collect()
}

/// The packages that no other dominates, and those that one does: better for you, for a type (whatever a promise is
/// worth to it) or for an audience, and worse for none of them.
fn undominated(mut all: Vec<Weighed>) -> (Vec<Package>, Vec<Package>) {
    // What dominates has a larger sum, so that only what was kept before need be looked at.
    all.sort_by_cached_key(|(worths, p)| (Reverse(worths.iter().map(|&w| i64::from(w)).sum::<i64>()), *p));
    let mut kept: Vec<Weighed> = Vec::new();
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
fn parts(rules: &Rules, kind: usize, package: &Package) -> [i32; 2] {
    let worth = &rules.types[kind].book.utility.worth;
    [false, true].map(|promise| {
        let of = rules.issues.iter().enumerate().filter(|(_, issue)| issue.promise == promise);
        of.map(|(i, _)| worth[i][usize::from(package[i])]).sum()
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
#[inline]
fn meets(margin: f32) -> f32 {
    (0.5 + margin * 12.5).clamp(0.0, 1.0)
}

fn unit(x: i32) -> f32 {
    x as f32 / ONE as f32
}

/// Chance that somebody carries a draft who says so.
const CARRIES: f64 = 0.95;

/// Chances that somebody carries a draft who is only guessed to, or not to.
const LIKELY: f64 = 0.7;
const UNLIKELY: f64 = 0.3;

/// Probability that everybody at home who has a say carries a package, as the player hears their opinions: verdicts
/// that are known, and guesses that are wrong one time in four.
pub fn passes(rules: &Rules, view: View<'_>, package: &Package) -> f64 {
    let home = Home::new(rules, view);
    carried(rules, &home, package, |a| home.worth(a, package), |_| true).unwrap_or(0.0)
}

/// A bound on it that no package exceeds: as if everybody carried it, or had no say where that depends on the package.
fn easiest(rules: &Rules, home: &Home<'_>) -> f64 {
    let surely = |(a, audience): (usize, &AudienceRule)| match &audience.vote {
        Some(vote) if vote.only_if.is_empty() => if home.asked(a) { CARRIES } else { LIKELY },
        _ => 1.0,
    };
    rules.audiences.iter().enumerate().map(surely).product()
}

/// The same, given what the package is worth to each; nothing as soon as it falls so low that it is not `enough`.
fn carried(
    rules: &Rules,
    home: &Home<'_>,
    package: &Package,
    worth: impl Fn(usize) -> Option<i32>,
    enough: impl Fn(f64) -> bool,
) -> Option<f64> {
    let mut all = 1.0;
    let mut guessed = 0u32;
    for a in 0..rules.audiences.len() {
        let verdict = worth(a).and_then(|worth| home.verdict(a, package, worth));
        all *= match (verdict, home.asked(a)) {
            (None | Some(Verdict::NoVote), _) => 1.0,
            (Some(Verdict::Carries), true) => CARRIES,
            (Some(Verdict::Probably), true) => 0.6,
            (Some(Verdict::Loses), true) => 0.05,
            (Some(_), false) => {
                guessed |= 1 << a;
                LIKELY
            }
        };
    }
    // Guesses cost a draw each: those that cannot lift it any more are not made.
    for a in (0..rules.audiences.len()).filter(|a| guessed >> a & 1 == 1) {
        if !enough(all) {
            return None;
        }
        let opinion = worth(a).and_then(|worth| home.opinion(a, package, worth));
        if opinion.is_some_and(|o| o.verdict == Verdict::Loses) {
            all *= UNLIKELY / LIKELY;
        }
    }
    enough(all).then_some(all)
}
