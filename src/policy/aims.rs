//! What is worth aiming at: the packages that those at home may carry, with what each would be worth to whom.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use crate::negotiation::{Home, NONE, Verdict, promise_rate, votes_on};
use crate::policy::columns::{Columns, NO_SAY, Row, Scales, Stairs};
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
    /// What each is worth to those at home.
    at_home: Vec<AtHome>,
    /// What each is worth to you, and to him.
    sides: Vec<Row>,
    /// Those of the front that fit what is closed, for what was closed lately.
    fitting: RwLock<Fitting>,
    /// What was guessed of them in the game that was last looked at.
    guesses: RwLock<Arc<Guesses>>,
}

/// What a package is worth to each audience at home, and which of them vote on it, by bit.
#[derive(Debug, Clone, Copy)]
struct AtHome {
    worth: [i32; AUDIENCES],
    votes: u8,
}

/// Which guesses of the advisers of one game are wrong: drawn for a package when they are asked for.
#[derive(Debug, Default)]
struct Guesses {
    salt: u32,
    /// By number of the package: a bit for each audience whose guess was drawn, and, eight higher, one if it is wrong.
    drawn: Vec<AtomicU16>,
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
    guesses: Option<Arc<Guesses>>,
}

/// So many rows are remembered; then all are forgotten.
const REMEMBERED: usize = 1 << 20;

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
            let voting = rules.audiences.iter().filter_map(|a| a.vote.as_ref());
            voting.filter(|vote| votes_on(vote, p)).all(|v| v.utility.of(p) >= v.utility.reservation - hope)
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
        let at_home: Vec<AtHome> = packages.iter().map(|p| AtHome::of(rules, p)).collect();
        let side = |(n, p): (usize, &Package)| {
            let his = |k| if k < rules.drawn_types { parts(rules, k, p).map(unit) } else { [0.0; 2] };
            let AtHome { worth, votes } = at_home[n];
            let home = |a| if votes >> a & 1 == 1 { unit(worth[a]) } else { NO_SAY };
            Row {
                number: n as u32,
                gain: unit(rules.player.of(p) - quo),
                his: std::array::from_fn(his),
                home: std::array::from_fn(home),
            }
        };
        let sides = packages.iter().enumerate().map(side).collect();
        Self { packages, front, at_home, sides, fitting: RwLock::default(), guesses: RwLock::default() }
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
        let scales = Scales {
            rate: promise_rate(rules, home.view()) as f32,
            belief: belief.map(|b| b as f32),
            price: price.map(|p| p as f32),
            enough: LEAST as f32,
            ..at_most(rules, home)
        };
        let (fitting, guesses) = (&mut sight.fitting, self.guesses(home, &mut sight.guesses));
        let mut of = |part: usize| {
            let columns = fitting[part].get_or_insert_with(|| self.fit(rules, closed, part));
            let first = tried_first.filter(|&n| usize::from(n >= self.front) == part);
            self.best_of(columns, first, home, &scales, guesses)
        };
        sight.found = of(0).or_else(|| of(1));
    }

    /// Probability that everybody at home carries one of the packages, as [`passes`] has it.
    pub fn passes(&self, number: usize, home: &Home<'_>, sight: &mut Sight) -> f64 {
        let guesses = self.guesses(home, &mut sight.guesses);
        let wrong = |a| guesses.wrong(number, a, || home.misjudged(a, &self.packages[number]));
        carried(home, &self.at_home[number], wrong, |_| true).unwrap_or(0.0)
    }

    /// Those that fit what is closed, of the front or of the rest.
    fn fit(&self, rules: &Rules, closed: &Package, part: usize) -> Arc<Columns> {
        let known = |fitting: &Fitting| fitting.known[part].get(closed).cloned();
        if let Some(known) = known(&self.fitting.read().unwrap_or_else(PoisonError::into_inner)) {
            return known;
        }
        let fixed = Fixed::new(closed);
        let all = [0..self.front, self.front..self.len()][part].clone();
        let rows: Vec<Row> = all.filter(|&n| fixed.holds_in(&self.packages[n])).map(|n| self.sides[n]).collect();
        let more = rows.len();
        let found = Arc::new(Columns::new(rows, rules.drawn_types));
        let mut fitting = self.fitting.write().unwrap_or_else(PoisonError::into_inner);
        if fitting.rows + more > REMEMBERED {
            *fitting = Fitting::default();
        }
        fitting.rows += more;
        fitting.known[part].insert(*closed, found.clone());
        found
    }

    /// What was guessed so far in this game: what is `kept` of it, else what others keep.
    fn guesses<'s>(&self, home: &Home<'_>, kept: &'s mut Option<Arc<Guesses>>) -> &'s Guesses {
        let salt = home.view().story.salt;
        let of_it = |guesses: &Arc<Guesses>| guesses.salt == salt && guesses.drawn.len() == self.len();
        if !kept.as_ref().is_some_and(of_it) {
            let last = self.guesses.read().unwrap_or_else(PoisonError::into_inner).clone();
            *kept = Some(if of_it(&last) {
                last
            } else {
                let new = Arc::new(Guesses { salt, drawn: (0..self.len()).map(|_| AtomicU16::new(0)).collect() });
                *self.guesses.write().unwrap_or_else(PoisonError::into_inner) = new.clone();
                new
            });
        }
        kept.get_or_insert_default()
    }

    /// The best of some; the one with this number is tried first.
    fn best_of(
        &self,
        columns: &Columns,
        tried_first: Option<usize>,
        home: &Home<'_>,
        scales: &Scales,
        guesses: &Guesses,
    ) -> Option<usize> {
        let (mut most, mut best) = (0.0, None);
        let mut weigh = |n: usize, promise: f64, most: &mut f64| {
            let wins = |value: f64, most: f64| value > most || value == most && best.is_some_and(|best| n < best);
            let enough = |passes: f64| passes >= LEAST && wins(promise * passes, *most);
            let wrong = |a| guesses.wrong(n, a, || home.misjudged(a, &self.packages[n]));
            if let Some(passes) = carried(home, &self.at_home[n], wrong, enough) {
                (*most, best) = (promise * passes, Some(n));
            }
        };
        if let Some(n) = tried_first {
            let promise = f64::from(self.sides[n].promises(scales));
            if promise > 0.0 {
                weigh(n, promise, &mut most);
            }
        }
        columns.each(scales, &mut most, |n, promise, most| weigh(n as usize, promise, most));
        best
    }
}

impl AtHome {
    fn of(rules: &Rules, package: &Package) -> Self {
        let mut all = Self { worth: [0; AUDIENCES], votes: 0 };
        for (a, audience) in rules.audiences.iter().enumerate() {
            if let Some(vote) = &audience.vote {
                all.worth[a] = vote.utility.of(package);
                all.votes |= u8::from(votes_on(vote, package)) << a;
            }
        }
        all
    }
}

impl Guesses {
    fn wrong(&self, number: usize, audience: usize, draw: impl FnOnce() -> bool) -> bool {
        let drawn = self.drawn[number].load(Ordering::Relaxed);
        if drawn >> audience & 1 == 1 {
            return drawn >> (audience + AUDIENCES) & 1 == 1;
        }
        // Whoever else draws it draws the same.
        let wrong = draw();
        self.drawn[number].fetch_or(1 << audience | u16::from(wrong) << (audience + AUDIENCES), Ordering::Relaxed);
        wrong
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
    [rules.player.of(p)].into_iter().chain(types).chain(AtHome::of(rules, p).worth).collect()
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

fn unit(x: i32) -> f32 {
    x as f32 / ONE as f32
}

/// Chances that somebody carries a draft who says so, who says perhaps, who says no.
const CARRIES: f64 = 0.95;
const PROBABLY: f64 = 0.6;
const LOSES: f64 = 0.05;

/// Chances that somebody carries a draft who is only guessed to, or not to.
const LIKELY: f64 = 0.7;
const UNLIKELY: f64 = 0.3;

/// Probability that everybody at home who has a say carries a package, as the player hears their opinions: verdicts
/// that are known, and guesses that are wrong one time in four.
pub fn passes(rules: &Rules, home: &Home<'_>, package: &Package) -> f64 {
    carried(home, &AtHome::of(rules, package), |a| home.misjudged(a, package), |_| true).unwrap_or(0.0)
}

/// Scales with a bound on what each audience that has a vote does to it: known where it was asked, as if a guess were
/// kind where not.
fn at_most(rules: &Rules, home: &Home<'_>) -> Scales {
    let mut scales = Scales { surely: 1.0, ..Scales::default() };
    for (audience, rule) in rules.audiences.iter().enumerate() {
        let Some(vote) = &rule.vote else { continue };
        let (ground, steps) = match (home.asked(audience), vote.only_if.is_empty()) {
            (false, true) => {
                scales.surely *= LIKELY as f32;
                continue;
            }
            (false, false) => (LIKELY, [(NO_SAY, 1.0 - LIKELY), (NO_SAY, 0.0)]),
            (true, always) => {
                let [probably, carries] = home.marks(audience).map(|mark| mark as f32 - ROUNDING);
                // Where it has no say it does not stand in the way either.
                let most = if always { CARRIES } else { 1.0 };
                (LOSES, [(probably, PROBABLY - LOSES), (carries, most - PROBABLY)])
            }
        };
        let steps = steps.map(|(mark, by)| (mark, by as f32));
        scales.home[scales.voting] = Stairs { audience, ground: ground as f32, steps };
        scales.voting += 1;
    }
    scales
}

/// More than rounding moves a mark.
const ROUNDING: f32 = 1e-5;

/// The same, given what the package is worth to each, and whose verdict is guessed wrong; nothing as soon as it falls so
/// low that it is not `enough`.
fn carried(
    home: &Home<'_>,
    draft: &AtHome,
    wrong: impl Fn(usize) -> bool,
    enough: impl Fn(f64) -> bool,
) -> Option<f64> {
    let mut all = 1.0;
    let (mut guessed, mut loses) = (0u8, 0u8);
    for a in set(draft.votes) {
        let verdict = home.verdict(a, draft.worth[a]);
        if home.asked(a) {
            all *= match verdict {
                Verdict::Carries => CARRIES,
                Verdict::Probably => PROBABLY,
                _ => LOSES,
            };
        } else {
            guessed |= 1 << a;
            loses |= u8::from(verdict == Verdict::Loses) << a;
            all *= LIKELY;
        }
    }
    // Guesses cost a draw each: those that cannot lift it any more are not made.
    for a in set(guessed) {
        if !enough(all) {
            return None;
        }
        if wrong(a) != (loses >> a & 1 == 1) {
            all *= UNLIKELY / LIKELY;
        }
    }
    enough(all).then_some(all)
}

/// The audiences of which the bit is set, in order.
fn set(mut bits: u8) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let first = bits.trailing_zeros();
        bits &= bits.wrapping_sub(1);
        (first < u8::BITS).then_some(first as usize)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::negotiation::Negotiation;
    use crate::scenario::Scenario;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static SHIPPED: LazyLock<Vec<(Scenario, Aims)>> = LazyLock::new(|| {
        let shipped =
            Scenario::shipped_ids().map(|id| Scenario::shipped(id).expect("a shipped scenario has no faults"));
        shipped
            .map(|scenario| (Aims::new(&scenario.rules), scenario))
            .map(|(aims, scenario)| (scenario, aims))
            .collect()
    });

    /// What a look finds, by going through all packages.
    fn all_looked_at(aims: &Aims, rules: &Rules, home: &Home<'_>, scales: &Scales) -> Option<usize> {
        let fixed = Fixed::new(&home.view().table.closed);
        let value = |n: usize| {
            let (promise, passes) = (f64::from(aims.sides[n].promises(scales)), passes(rules, home, &aims.packages[n]));
            (fixed.holds_in(&aims.packages[n]) && promise > 0.0 && passes >= LEAST).then_some((promise * passes, n))
        };
        let best = |part: std::ops::Range<usize>| {
            part.filter_map(value).reduce(|best, next| if next.0 > best.0 { next } else { best })
        };
        best(0..aims.front).or_else(|| best(aims.front..aims.len())).map(|(_, n)| n)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn a_look_finds_what_going_through_all_packages_finds(
            which: prop::sample::Index, seed: u64, asked: u8, day in 0i16..90, kept in 0.0..4.0f32, closed in 0u8..16,
            like: prop::sample::Index, weights in prop::array::uniform8(0.01..1.0f64), price in prop::array::uniform8(0.2..0.9f64),
        ) {
            let (scenario, aims) = &SHIPPED[which.index(SHIPPED.len())];
            let rules = &scenario.rules;
            let mut game = Negotiation::new(rules, seed);
            (game.story.asked, game.story.day) = (asked, day);
            game.standing.kept = [kept; AUDIENCES];
            // Some of the first issues are closed as they are in one of the packages.
            let package = aims.package(like.index(aims.len()));
            for i in (0..rules.issues.len()).filter(|i| closed >> i & 1 == 1) {
                game.table.closed[i] = package[i];
            }
            let total: f64 = weights[..rules.drawn_types].iter().sum();
            let belief: Belief = std::array::from_fn(|k| if k < rules.drawn_types { weights[k] / total } else { 0.0 });
            let home = Home::new(rules, game.view());
            let scales = Scales {
                rate: promise_rate(rules, game.view()) as f32,
                belief: belief.map(|b| b as f32),
                price: price.map(|p| p as f32),
                ..Scales::default()
            };
            let wanted = all_looked_at(aims, rules, &home, &scales);
            let mut sight = Sight::default();
            for found_before in [None, Some(like.index(aims.len())), wanted] {
                sight.found = found_before;
                aims.look(rules, &home, &belief, &price, &mut sight);
                prop_assert_eq!(sight.found, wanted);
            }
        }
    }
}
