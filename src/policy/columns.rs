//! What many packages promise, weighed several at once.

use crate::scenario::rules::{AUDIENCES, TYPES};

/// So many packages are weighed at once.
const AT_ONCE: usize = 8;

/// So many numbers, one for each of the packages that are weighed at once.
type Lane = [f32; AT_ONCE];

/// What one goes by who weighs packages.
#[derive(Debug, Default)]
pub(super) struct Scales {
    /// What a promise counts for, 0..1.
    pub rate: f32,
    /// Belief in each type.
    pub belief: [f32; TYPES],
    /// Utility that each type is thought to ask.
    pub price: [f32; TYPES],
    /// How surely all audiences for which that is the same whatever the package carry it, at most.
    pub surely: f32,
    /// How surely each of the others carries a package, at most …
    pub home: [Stairs; AUDIENCES],
    /// … and how many of them there are.
    pub voting: usize,
    /// Least chance at home that is enough.
    pub enough: f32,
}

/// How surely an audience carries a package, at most: more with each of the marks that it is worth.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stairs {
    /// Whose it is.
    pub audience: usize,
    /// Chance of what is worth nothing to it.
    pub ground: f32,
    /// Marks, and what each adds.
    pub steps: [(f32, f32); 2],
}

/// What is worth so much to an audience is none of its business.
pub(super) const NO_SAY: f32 = f32::INFINITY;

/// Packages side by side, in groups of [`AT_ONCE`].
#[derive(Debug, Default)]
struct Groups {
    types: usize,
    /// What each is worth to you above the status quo.
    gains: Vec<Lane>,
    /// Group by group, and in it type by type: what is his for certain in each, and what you only promise.
    his: Vec<[Lane; 2]>,
    /// What each is worth to each audience.
    home: Vec<[Lane; AUDIENCES]>,
}

/// Packages with what they are worth to you and to each type: in chunks, falling in the largest gain of each, and over
/// each group of a chunk a bound on what it can promise.
#[derive(Debug, Default)]
pub(super) struct Columns {
    numbers: Vec<[u32; AT_ONCE]>,
    groups: Groups,
    /// One for each group, so that one group of these covers a chunk: the largest of every number in it.
    bounds: Groups,
    /// The largest gain of each chunk.
    tops: Vec<f32>,
}

/// One package of [`Columns`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// Its number.
    pub number: u32,
    /// What it is worth to you above the status quo.
    pub gain: f32,
    /// By type: what is his for certain, and what you only promise.
    pub his: [[f32; 2]; TYPES],
    /// By audience: what it is worth to it, or [`NO_SAY`].
    pub home: [f32; AUDIENCES],
}

impl Row {
    /// What it promises: its gain, as surely as he signs it, that is, as surely as each type's price is met, weighed by
    /// the belief in it.
    pub fn promises(&self, scales: &Scales) -> f32 {
        let mut signs = 0.0;
        for ([plain, promised], (belief, price)) in self.his.iter().zip(scales.belief.iter().zip(&scales.price)) {
            signs += belief * meets(plain + promised * scales.rate - price);
        }
        signs * self.gain
    }

    /// The largest of every number of some.
    fn largest(rows: &[Self]) -> Self {
        let most = |of: &dyn Fn(&Self) -> f32| rows.iter().map(of).fold(f32::NEG_INFINITY, f32::max);
        let his = std::array::from_fn(|k| [0, 1].map(|part| most(&|row| row.his[k][part])));
        let home = std::array::from_fn(|a| most(&|row| row.home[a]));
        Self { number: u32::MAX, gain: most(&|row| row.gain), his, home }
    }
}

impl Groups {
    fn push(&mut self, rows: &[Row]) {
        let lane = |of: &dyn Fn(&Row) -> f32| std::array::from_fn(|j| rows.get(j).map_or(0.0, of));
        self.gains.push(lane(&|row| row.gain));
        for k in 0..self.types {
            self.his.push([0, 1].map(|part| lane(&|row| row.his[k][part])));
        }
        self.home.push(std::array::from_fn(|a| lane(&|row| row.home[a])));
    }

    /// What each package of a group promises, as [`Row::promises`] has it.
    fn promises(&self, group: usize, scales: &Scales) -> Lane {
        let mut promises = [0.0; AT_ONCE];
        let types = self.his[group * self.types..][..self.types].iter();
        for ([plain, promised], (belief, price)) in types.zip(scales.belief.iter().zip(&scales.price)) {
            for j in 0..AT_ONCE {
                promises[j] += belief * meets(plain[j] + promised[j] * scales.rate - price);
            }
        }
        for (promise, gain) in promises.iter_mut().zip(&self.gains[group]) {
            *promise *= gain;
        }
        promises
    }

    /// A bound on what of each promise of a group is left at home: nothing of what is not enough.
    fn left_at_home(&self, group: usize, scales: &Scales) -> Lane {
        let mut left = [scales.surely * (1.0 + SLACK); AT_ONCE];
        for stairs in &scales.home[..scales.voting] {
            let [(first, one), (second, two)] = stairs.steps;
            for (left, worth) in left.iter_mut().zip(&self.home[group][stairs.audience]) {
                let add = |mark: f32, by: f32| if *worth >= mark { by } else { 0.0 };
                *left *= stairs.ground + add(first, one) + add(second, two);
            }
        }
        left.map(|left| if left >= scales.enough { left } else { 0.0 })
    }

    /// A bound on what each package of a group comes to, and what it promises.
    fn bounds(&self, group: usize, scales: &Scales) -> (Lane, Lane) {
        let (promises, left) = (self.promises(group, scales), self.left_at_home(group, scales));
        (std::array::from_fn(|j| promises[j] * left[j]), promises)
    }
}

/// More than rounding takes from a bound.
const SLACK: f32 = 1e-5;

impl Columns {
    /// Lays rows out that fall in their gain; each names so many types.
    pub fn new(mut rows: Vec<Row>, types: usize) -> Self {
        let groups = || Groups { types, ..Groups::default() };
        let mut columns = Self { groups: groups(), bounds: groups(), ..Self::default() };
        for chunk in rows.chunks_mut(AT_ONCE * AT_ONCE) {
            columns.tops.push(chunk[0].gain);
            gather(chunk);
            for group in chunk.chunks(AT_ONCE) {
                columns.numbers.push(std::array::from_fn(|j| group.get(j).map_or(u32::MAX, |row| row.number)));
                columns.groups.push(group);
            }
            columns.bounds.push(&chunk.chunks(AT_ONCE).map(Row::largest).collect::<Vec<_>>());
        }
        columns
    }

    /// Weighs all packages that promise anything, save those that cannot come up to the most that was found so far:
    /// `weigh` is given the number, what it promises, and that most, which it may raise.
    pub fn each(&self, scales: &Scales, most: &mut f64, mut weigh: impl FnMut(u32, f64, &mut f64)) {
        // Nobody signs more surely than for certain, and nothing is carried more surely than this.
        let certain: f32 = scales.belief[..self.groups.types].iter().sum();
        let easiest = |stairs: &Stairs| stairs.ground + stairs.steps.iter().map(|(_, by)| by).sum::<f32>();
        let surest =
            certain * scales.surely * scales.home[..scales.voting].iter().map(easiest).product::<f32>() * (1.0 + SLACK);
        for (chunk, top) in self.tops.iter().enumerate() {
            // Gains fall, so that from here on nothing can win any more.
            if surest * top < least(*most) {
                break;
            }
            let (bounds, _) = self.bounds.bounds(chunk, scales);
            for (group, bound) in (chunk * AT_ONCE..self.numbers.len()).zip(bounds) {
                if bound < least(*most) {
                    continue;
                }
                let (bounds, promises) = self.groups.bounds(group, scales);
                let top = bounds.iter().fold(0.0, |top: f32, bound| if *bound > top { *bound } else { top });
                if top < least(*most) {
                    continue;
                }
                for (j, bound) in bounds.into_iter().enumerate() {
                    if bound >= least(*most) {
                        weigh(self.numbers[group][j], f64::from(promises[j]), most);
                    }
                }
            }
        }
    }
}

/// What a bound must come to if what it bounds may come up to the most that was found.
fn least(most: f64) -> f32 {
    (most as f32 * (1.0 - SLACK)).max(f32::MIN_POSITIVE)
}

/// What is alike to him comes together, so that the bounds of groups are close: the one worth most to him and those
/// nearest to it, then the same of the rest.
fn gather(rows: &mut [Row]) {
    let sum = |row: &Row| row.his.iter().flatten().sum::<f32>();
    rows.sort_by(|a, b| sum(b).total_cmp(&sum(a)));
    let mut rest: Vec<(f32, Row)> = rows.iter().map(|row| (0.0, *row)).collect();
    for group in rows.chunks_mut(AT_ONCE) {
        let seed = rest[0].1;
        for (apart, row) in &mut rest {
            let parts = row.his.as_flattened().iter().zip(seed.his.as_flattened());
            *apart = parts.map(|(a, b)| (a - b).abs()).sum();
        }
        if rest.len() > AT_ONCE {
            rest.select_nth_unstable_by(AT_ONCE, |(a, _), (b, _)| a.total_cmp(b));
        }
        for (place, (_, row)) in group.iter_mut().zip(rest.drain(..AT_ONCE.min(rest.len()))) {
            *place = row;
        }
        // Again the one that is worth most to him comes first.
        if let Some(first) = (0..rest.len()).max_by(|&a, &b| sum(&rest[a].1).total_cmp(&sum(&rest[b].1))) {
            rest.swap(0, first);
        }
    }
}

/// How surely a price is met that is exceeded by so much: an easy ramp over four hundredths of a utility.
#[inline]
fn meets(margin: f32) -> f32 {
    let ramp = 0.5 + margin * 12.5;
    let ramp = if ramp > 0.0 { ramp } else { 0.0 };
    if ramp < 1.0 { ramp } else { 1.0 }
}
