//! What is worth aiming at: the packages that those at home may carry, with what each would be worth to whom.

use std::cmp::Reverse;
use std::ops::Range;

use crate::negotiation::{Home, NONE, Verdict, View, promise_rate};
use crate::scenario::rules::{AUDIENCES, ONE, Package, Rules, TYPES};

/// Belief over the counterpart types, by number of the type.
pub type Belief = [f64; TYPES];

/// The packages of a scenario that are above your no-deal line and that nobody at home finds far below what he asks.
/// Worked out once for a scenario, because a look for an aim goes through all of them.
#[derive(Debug)]
pub struct Aims {
    packages: Vec<Package>,
    /// How many of them, the first, are such that no other is better for someone and worse for nobody.
    front: usize,
    /// What each is worth to you above the status quo.
    gains: Vec<f32>,
    /// By four types and the other four: what is his for certain in each, and what you only promise.
    his: Vec<[[[f32; 4]; 2]; 2]>,
    /// There are more than four types.
    more: bool,
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
        let worths = |p: Package| (worths(rules, &p), p);
        let (mut packages, rest) = undominated(worth_it.map(worths).collect());
        let front = packages.len();
        packages.extend(rest);
        let quo = rules.player.of(&rules.status_quo());
        let part =
            |p: &Package, n: usize, k: usize| if k < rules.drawn_types { unit(parts(rules, k, p)[n]) } else { 0.0 };
        let his = |p| [0, 4].map(|first| [0, 1].map(|n| std::array::from_fn(|k| part(p, n, first + k))));
        Self {
            front,
            gains: packages.iter().map(|p| unit(rules.player.of(p) - quo)).collect(),
            more: rules.drawn_types > 4,
            his: packages.iter().map(his).collect(),
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
        let home = Home::new(rules, view);
        let fixed = Fixed::new(&view.table.closed);
        let (belief, price) = (belief.map(|b| b as f32), price.map(|p| p as f32));
        let mut best: Option<(f64, Package)> = None;
        let all = self.packages[range.clone()].iter().zip(range);
        for (package, n) in all.filter(|(package, _)| fixed.holds_in(package)) {
            let signs = |first: usize, [plain, promised]: &[[f32; 4]; 2]| -> [f32; 4] {
                let meets = |k| meets(plain[k] + promised[k] * rate - price[first + k]);
                std::array::from_fn(|k| belief[first + k] * meets(k))
            };
            let [a, b, c, d] = match &self.his[n] {
                [few, more] if self.more => {
                    let (few, more) = (signs(0, few), signs(4, more));
                    std::array::from_fn(|k| few[k] + more[k])
                }
                [few, _] => signs(0, few),
            };
            let promise = f64::from((a + b + c + d) * self.gains[n]);
            let most = best.map_or(0.0, |(most, _)| most);
            if promise <= most {
                continue;
            }
            let enough = |passes: f64| passes >= LEAST && promise * passes > most;
            if let Some(passes) = carried(rules, &home, package, |a| Some(self.at_home[n][a]), enough) {
                best = Some((promise * passes, *package));
            }
        }
        best.map(|(_, package)| package)
    }
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
fn meets(margin: f32) -> f32 {
    (0.5 + margin * 12.5).clamp(0.0, 1.0)
}

fn unit(x: i32) -> f32 {
    x as f32 / ONE as f32
}

/// Chances that somebody carries a draft who is only guessed to, or not to.
const LIKELY: f64 = 0.7;
const UNLIKELY: f64 = 0.3;

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
    let mut all = 1.0;
    let mut guessed = 0u32;
    for a in 0..rules.audiences.len() {
        let verdict = worth(a).and_then(|worth| home.verdict(a, package, worth));
        all *= match (verdict, home.asked(a)) {
            (None | Some(Verdict::NoVote), _) => 1.0,
            (Some(Verdict::Carries), true) => 0.95,
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
