//! Exact search for the package most similar to a given one among those worth enough: meeting in the middle.
//!
//! The issues are split into two halves. The half-packages of each are grouped by their similarity to the given one,
//! each group sorted by utility. The search walks two short lists instead of the whole space.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use crate::scenario::rules::{ISSUES, OPTIONS, Package, PartWorths};

/// Similarity of each option to each other, by issue.
pub type Similarity = [[[i32; OPTIONS]; OPTIONS]; ISSUES];

/// The package x with the largest Σ similarity(x, `near`) among those with u(x) ≥ `least`; ties go to the lowest
/// utility, then to option order. Nothing if no package is worth that much.
///
/// The space has so many `options` an issue, of which those `allowed` (a bit per option) may be answered with.
pub fn most_similar(
    options: &[usize],
    allowed: &[u8; ISSUES],
    worth: &PartWorths,
    similarity: &Similarity,
    near: &Package,
    least: i32,
) -> Option<Package> {
    let (first, second) = options.split_at(options.len().div_ceil(2));
    let halves = [Half { first: 0, options: first }, Half { first: first.len(), options: second }];
    let [a, b] = halves.each_ref().map(|half| half.groups(allowed, worth, similarity, near));
    // Along each list similarity falls and the best utility rises. For each group of `a`, the first group of `b`
    // that reaches the utility is the best partner, and it moves only one way.
    let mut best: Option<(i32, i32, u64)> = None;
    let mut j = b.len();
    for ga in &a {
        while j > 0 && ga.most().saturating_add(b[j - 1].most()) >= least {
            j -= 1;
        }
        let Some(gb) = b.get(j) else { continue };
        let similarity = ga.similarity + gb.similarity;
        if best.is_some_and(|(s, ..)| s > similarity) {
            continue;
        }
        if let Some((utility, order)) = cheapest(ga, gb, least) {
            let better = best.is_none_or(|(s, u, o)| (-similarity, utility, order) < (-s, u, o));
            if better {
                best = Some((similarity, utility, order));
            }
        }
    }
    best.map(|(_, _, order)| {
        let mut package = [0; ISSUES];
        halves[0].write((order >> 32) as u32, &mut package);
        halves[1].write(order as u32, &mut package);
        package
    })
}

/// Half-packages equally similar to the given one, by rising utility; among equal utilities only the first in option
/// order.
#[derive(Debug)]
struct Group {
    similarity: i32,
    /// Utility and number of the half-package.
    members: Vec<(i32, u32)>,
}

impl Group {
    fn most(&self) -> i32 {
        self.members.last().map_or(i32::MIN, |m| m.0)
    }
}

/// The lowest sum of at least `least`, then the first in option order.
fn cheapest(a: &Group, b: &Group, least: i32) -> Option<(i32, u64)> {
    let mut best: Option<(i32, u64)> = None;
    let mut j = b.members.len();
    for &(ua, oa) in &a.members {
        while j > 0 && ua + b.members[j - 1].0 >= least {
            j -= 1;
        }
        if let Some(&(ub, ob)) = b.members.get(j) {
            let found = (ua + ub, u64::from(oa) << 32 | u64::from(ob));
            best = Some(best.map_or(found, |old| old.min(found)));
        }
    }
    best
}

/// Some neighbouring issues of the space.
struct Half<'o> {
    first: usize,
    options: &'o [usize],
}

impl Half<'_> {
    /// Groups by falling similarity to `near`, each with a higher best utility than the last.
    fn groups(
        &self,
        allowed: &[u8; ISSUES],
        worth: &PartWorths,
        similarity: &Similarity,
        near: &Package,
    ) -> Vec<Group> {
        let places = self.first..self.first + self.options.len();
        let count: usize = self.options.iter().product();
        let mut package = [0; ISSUES];
        let mut all: Vec<(i32, i32, u32)> = Vec::with_capacity(count);
        for n in 0..count as u32 {
            self.write(n, &mut package);
            let option = |i: usize| usize::from(package[i]);
            if places.clone().all(|i| allowed[i] >> option(i) & 1 == 1) {
                let alike: i32 = places.clone().map(|i| similarity[i][option(i)][usize::from(near[i])]).sum();
                all.push((-alike, places.clone().map(|i| worth[i][option(i)]).sum(), n));
            }
        }
        all.sort_unstable();
        let mut groups: Vec<Group> = Vec::new();
        let mut most = i32::MIN;
        for chunk in all.chunk_by(|x, y| x.0 == y.0) {
            let mut members: Vec<(i32, u32)> = chunk.iter().map(|&(_, u, n)| (u, n)).collect();
            members.dedup_by_key(|m| m.0);
            let group = Group { similarity: -chunk[0].0, members };
            if group.most() > most {
                most = group.most();
                groups.push(group);
            }
        }
        groups
    }

    fn write(&self, mut number: u32, package: &mut Package) {
        for (i, &k) in self.options.iter().enumerate().rev() {
            package[self.first + i] = (number as usize % k) as u8;
            number /= k as u32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn brute(
        options: &[usize],
        worth: &PartWorths,
        sim: &Similarity,
        allowed: &[u8; ISSUES],
        near: &Package,
        least: i32,
    ) -> Option<Package> {
        let count: usize = options.iter().product();
        (0..count)
            .map(|mut n| {
                let mut p = [0; ISSUES];
                for (i, &k) in options.iter().enumerate().rev() {
                    p[i] = (n % k) as u8;
                    n /= k;
                }
                p
            })
            .filter(|p| (0..options.len()).all(|i| allowed[i] >> p[i] & 1 == 1))
            .filter_map(|p| {
                let u: i32 = (0..options.len()).map(|i| worth[i][usize::from(p[i])]).sum();
                let s: i32 = (0..options.len()).map(|i| sim[i][usize::from(p[i])][usize::from(near[i])]).sum();
                (u >= least).then_some((-s, u, p))
            })
            .min()
            .map(|(_, _, p)| p)
    }

    proptest! {
        #[test]
        fn meeting_in_the_middle_finds_what_a_search_of_all_finds(
            options in proptest::collection::vec(2usize..5, 1..6),
            seeds in proptest::collection::vec(0i32..12, 64 + 16),
            near in proptest::array::uniform8(0u8..2),
            allowed in proptest::array::uniform8(1u8..16),
            least in 0i32..50,
        ) {
            // Few distinct numbers on purpose: ties are the hard part.
            let mut worth: PartWorths = [[0; OPTIONS]; ISSUES];
            let mut sim: Similarity = [[[0; OPTIONS]; OPTIONS]; ISSUES];
            for i in 0..ISSUES {
                for o in 0..OPTIONS {
                    worth[i][o] = seeds[i * 8 + o];
                    for p in 0..OPTIONS {
                        sim[i][o][p] = 4 - (o as i32 - p as i32).abs() - seeds[64 + i] % 2;
                    }
                }
            }
            let mut near: Package = near;
            for place in near.iter_mut().skip(options.len()) { *place = 0; }
            let found = most_similar(&options, &allowed, &worth, &sim, &near, least);
            prop_assert_eq!(found, brute(&options, &worth, &sim, &allowed, &near, least));
        }
    }
}
