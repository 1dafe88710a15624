//! What is worth aiming at: the packages that those at home may carry, with what each would be worth to whom.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::negotiation::{Home, NONE, Verdict, promise_rate};
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
    /// What each is worth to each audience at home.
    at_home: Vec<[i32; AUDIENCES]>,
    /// What each is worth to you, and to him.
    sides: Columns,
    /// Those of the front that fit what is closed, for what was closed lately.
    fitting: RwLock<Fitting>,
}

/// What packages are worth, column by column, so that several are weighed at once: falling in what they are worth to
/// you above the status quo.
#[derive(Debug, Default)]
struct Columns {
    /// Numbers of the packages.
    numbers: Vec<u32>,
    /// What each is worth to you above the status quo.
    gains: Vec<f32>,
    /// By type: what is his for certain in each, and what you only promise.
    his: Vec<[Vec<f32>; 2]>,
}

/// What was closed, and the columns of what fits it: of the front, and of the rest.
#[derive(Debug, Default)]
struct Fitting {
    known: [HashMap<Package, Arc<Columns>>; 2],
    /// Rows in all of them.
    rows: usize,
}

/// What one who looks for an aim again and again keeps from look to look.
#[derive(Debug, Clone, Default)]
pub struct Sight {
    /// Number of the aim found last.
    pub found: Option<usize>,
    /// What was closed, and the columns of what fits it, of the front and of the rest, once they were needed.
    closed: Package,
    fitting: [Option<Arc<Columns>>; 2],
}

/// So many rows are remembered; then all are forgotten.
const REMEMBERED: usize = 1 << 20;

/// So many packages are weighed at once.
const AT_ONCE: usize = 8;

impl Columns {
    /// Some of the rows, and after them as many of nothing as make the number of rows a multiple of `AT_ONCE`.
    fn only(&self, rows: &[usize]) -> Self {
        let of = |column: &Vec<f32>| -> Vec<f32> {
            let mut part: Vec<f32> = rows.iter().map(|&n| column[n]).collect();
            part.resize(rows.len().next_multiple_of(AT_ONCE), 0.0);
            part
        };
        Self {
            numbers: rows.iter().map(|&n| self.numbers[n]).collect(),
            gains: of(&self.gains),
            his: self.his.iter().map(|[plain, promised]| [of(plain), of(promised)]).collect(),
        }
    }

    /// What each of `AT_ONCE` packages from here on promises: its gain, as surely as he signs it, that is, as surely as
    /// each type's price is met, weighed by the belief in it.
    fn promises(&self, from: usize, rate: f32, belief: &[f32; TYPES], price: &[f32; TYPES]) -> [f32; AT_ONCE] {
        let mut promises = [0.0; AT_ONCE];
        for ([plain, promised], (belief, price)) in self.his.iter().zip(belief.iter().zip(price)) {
            let parts = plain[from..from + AT_ONCE].iter().zip(&promised[from..from + AT_ONCE]);
            for (signs, (plain, promised)) in promises.iter_mut().zip(parts) {
                *signs += belief * meets(plain + promised * rate - price);
            }
        }
        for (signs, gain) in promises.iter_mut().zip(&self.gains[from..from + AT_ONCE]) {
            *signs *= gain;
        }
        promises
    }
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
        let (mut packages, mut rest) = undominated(worth_it.map(worths).collect());
        for part in [&mut packages, &mut rest] {
            part.sort_by_key(|p| Reverse(rules.player.of(p)));
        }
        let front = packages.len();
        packages.extend(rest);
        let quo = rules.player.of(&rules.status_quo());
        let his = |k: usize, n: usize| packages.iter().map(|p| unit(parts(rules, k, p)[n])).collect();
        let sides = Columns {
            numbers: (0..packages.len() as u32).collect(),
            gains: packages.iter().map(|p| unit(rules.player.of(p) - quo)).collect(),
            his: (0..rules.drawn_types).map(|k| [his(k, 0), his(k, 1)]).collect(),
        };
        let sides = sides.only(&(0..packages.len()).collect::<Vec<_>>());
        let at_home = packages.iter().map(|p| at_home(rules, p)).collect();
        Self { packages, front, at_home, sides, fitting: RwLock::default() }
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

    /// Looks for the package with the largest product of what it is worth to you above the status quo, the chance that
    /// everyone at home carries it, and the chance that he ends up signing it: that the `price` of his type is met. Of
    /// equals the first; nothing if nothing promises anything. Issues that are closed stay as they are. The answer lies
    /// in the sight's `found`; what was found last is tried first, which finds it sooner and changes nothing else.
    pub fn look(&self, rules: &Rules, home: &Home<'_>, belief: &Belief, price: &Belief, sight: &mut Sight) {
        let closed = &home.view().table.closed;
        if sight.closed != *closed {
            sight.closed = *closed;
            sight.fitting = Default::default();
        }
        let fixed = Fixed::new(closed);
        let tried_first = sight.found.filter(|&n| fixed.holds_in(&self.packages[n]));
        let mut of = |part: usize| {
            let columns = sight.fitting[part].get_or_insert_with(|| self.fit(closed, part));
            let first = tried_first.filter(|&n| usize::from(n >= self.front) == part);
            self.best_of(columns, first, rules, home, belief, price)
        };
        sight.found = of(0).or_else(|| of(1));
    }

    /// Those that fit what is closed, of the front or of the rest.
    fn fit(&self, closed: &Package, part: usize) -> Arc<Columns> {
        let known = |fitting: &Fitting| fitting.known[part].get(closed).cloned();
        if let Some(known) = known(&self.fitting.read().unwrap_or_else(PoisonError::into_inner)) {
            return known;
        }
        let fixed = Fixed::new(closed);
        let all = [0..self.front, self.front..self.len()][part].clone();
        let rows: Vec<usize> = all.filter(|&n| fixed.holds_in(&self.packages[n])).collect();
        let found = Arc::new(self.sides.only(&rows));
        let mut fitting = self.fitting.write().unwrap_or_else(PoisonError::into_inner);
        if fitting.rows + rows.len() > REMEMBERED {
            *fitting = Fitting::default();
        }
        fitting.rows += rows.len();
        fitting.known[part].insert(*closed, found.clone());
        found
    }

    /// The best of some; the one with this number is tried first.
    fn best_of(
        &self,
        columns: &Columns,
        tried_first: Option<usize>,
        rules: &Rules,
        home: &Home<'_>,
        belief: &Belief,
        price: &Belief,
    ) -> Option<usize> {
        let rate = promise_rate(rules, home.view()) as f32;
        let (belief, price) = (belief.map(|b| b as f32), price.map(|p| p as f32));
        // Nobody signs more surely than for certain, and nothing is carried more surely than this.
        let certain: f32 = belief[..columns.his.len()].iter().sum();
        let easiest = easiest(rules, home);
        let (mut most, mut best) = (0.0, None);
        let mut weigh = |n: usize, promise: f64, most: &mut f64| {
            let wins = |value: f64, most: f64| value > most || value == most && best.is_some_and(|best| n < best);
            let enough = |passes: f64| passes >= LEAST && wins(promise * passes, *most);
            if let Some(passes) = carried(rules, home, &self.packages[n], |a| Some(self.at_home[n][a]), enough) {
                (*most, best) = (promise * passes, Some(n));
            }
        };
        if let Some(n) = tried_first {
            let from = n - n % AT_ONCE;
            let promise = f64::from(self.sides.promises(from, rate, &belief, &price)[n - from]);
            if promise > 0.0 {
                weigh(n, promise, &mut most);
            }
        }
        for from in (0..columns.gains.len()).step_by(AT_ONCE) {
            // Gains fall, so that from here on nothing can win any more.
            if f64::from(certain * columns.gains[from]) * easiest < most {
                break;
            }
            let promises = columns.promises(from, rate, &belief, &price);
            // No promise is not a number, so that a plain comparison does.
            let top = promises.iter().fold(0.0, |top: f32, promise| if *promise > top { *promise } else { top });
            if f64::from(top) * easiest < most {
                continue;
            }
            for (promise, number) in promises.iter().zip(&columns.numbers[from..]) {
                let promise = f64::from(*promise);
                if promise > 0.0 && promise * easiest >= most {
                    weigh(*number as usize, promise, &mut most);
                }
            }
        }
        best
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
pub fn passes(rules: &Rules, home: &Home<'_>, package: &Package) -> f64 {
    carried(rules, home, package, |a| home.worth(a, package), |_| true).unwrap_or(0.0)
}

/// A bound on it that no package exceeds: as if everybody carried it, or had no say where that depends on the package.
fn easiest(rules: &Rules, home: &Home<'_>) -> f64 {
    let surely = |(a, audience): (usize, &AudienceRule)| match &audience.vote {
        Some(vote) if vote.only_if.is_empty() => {
            if home.asked(a) {
                CARRIES
            } else {
                LIKELY
            }
        }
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
