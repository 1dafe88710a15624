//! The Pareto frontier of two utilities, and the solutions of bargaining theory on it.
//!
//! Conventions of `solve`: only outcomes at or above both reservation values are rational; every solution is
//! the list of **all** maximisers on the frontier, within 1e-12.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

/// Frontier and solutions of a two-party problem. Indices are those of the outcomes given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Solutions {
    /// How many outcomes are rational.
    pub rational: usize,
    /// Undominated rational outcomes, by rising utility of the first party; equal pairs once.
    pub frontier: Vec<usize>,
    /// max Π(uᵢ − rᵢ) (nash50).
    pub nash: Vec<usize>,
    /// max minᵢ aᵢ (ks75).
    pub kalai_smorodinsky: Vec<usize>,
    /// min |a₁ − a₂|.
    pub ks_least_gap: Vec<usize>,
    /// max minᵢ (uᵢ − rᵢ) (kalai77).
    pub egalitarian: Vec<usize>,
    /// max Σuᵢ.
    pub max_welfare: Vec<usize>,
}

const TIE: f64 = 1e-12;

/// Frontier and solutions of an additive problem, worked out without a list of its outcomes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// How many outcomes there are.
    pub outcomes: u64,
    /// Utilities on the frontier, by rising utility of the first party.
    pub points: Vec<[f64; 2]>,
    /// The number of an outcome at each of these points; the option of the last issue changes fastest.
    pub numbers: Vec<u64>,
    /// The solutions; indices are those of `points`.
    pub solutions: Solutions,
}

/// Solves for outcomes given as utility pairs and two reservation values. Indices are those of the outcomes.
pub fn solve(outcomes: &[[f64; 2]], reservation: [f64; 2]) -> Solutions {
    let is_rational = |u: &[f64; 2]| u[0] >= reservation[0] && u[1] >= reservation[1];
    let rational: Vec<([f64; 2], u64)> =
        outcomes.iter().enumerate().filter(|(_, u)| is_rational(u)).map(|(i, u)| (*u, i as u64)).collect();
    let least = |p: usize| outcomes.iter().map(|u| u[p]).fold(f64::INFINITY, f64::min);
    let most = |p: usize| outcomes.iter().map(|u| u[p]).fold(f64::NEG_INFINITY, f64::max);
    let count = rational.len();
    let frontier = undominated(rational);
    let points: Vec<[f64; 2]> = frontier.iter().map(|(u, _)| *u).collect();
    let solutions = on_frontier(count, &points, reservation, [least(0), least(1)], [most(0), most(1)]);
    solutions.renumbered(|i| frontier[i].1 as usize)
}

/// Pieces into which the range of the first utility is cut when dominated outcomes are sifted out.
const PIECES: usize = 4096;

/// Solves an additive problem: `parts` holds, for each party, weight times value of every option of every issue. The
/// utility of an outcome is the sum of its parts from the first issue to the last, in this order.
///
/// Sums over all issues but the last are worked out once; the last issue is then gone through twice. The first time
/// the best second utility is noted for each piece of the range of the first; the second time only those outcomes
/// are kept that no piece further on dominates.
pub fn solve_additive(parts: [&[Vec<f64>]; 2], reservation: [f64; 2]) -> Answer {
    let Some((last, firsts)) = parts[0].split_last().zip(parts[1].split_last()).map(|(a, b)| ([a.0, b.0], [a.1, b.1]))
    else {
        return Answer::default();
    };
    let sums = [crate::bargaining::domain::utilities(firsts[0]), crate::bargaining::domain::utilities(firsts[1])];
    // Rounding never turns an order round, so the sum of the largest parts is the largest sum, and the least likewise.
    let extreme = |p: usize, pick: fn(f64, f64) -> f64| {
        parts[p].iter().map(|row| row.iter().copied().reduce(pick).unwrap_or(0.0)).fold(0.0, |sum, part| sum + part)
    };
    let least = [extreme(0, f64::min), extreme(1, f64::min)];
    let most = [extreme(0, f64::max), extreme(1, f64::max)];
    let low = reservation[0].max(least[0]);
    let scale = if most[0] > low { (PIECES - 1) as f64 / (most[0] - low) } else { 0.0 };
    let piece = |u: f64| (((u - low) * scale) as usize).min(PIECES - 1);
    let mut best = [f64::NEG_INFINITY; PIECES];
    let mut rational = 0;
    for (a, b) in sums[0].iter().zip(&sums[1]) {
        for (x, y) in last[0].iter().zip(last[1]) {
            let (u, v) = (a + x, b + y);
            if u >= reservation[0] && v >= reservation[1] {
                rational += 1;
                let place = &mut best[piece(u)];
                *place = place.max(v);
            }
        }
    }
    // From here on: the best second utility in any piece further on.
    let mut further = f64::NEG_INFINITY;
    for place in best.iter_mut().rev() {
        (further, *place) = (further.max(*place), further);
    }
    let mut kept = Vec::new();
    let n = last[0].len();
    for (i, (a, b)) in sums[0].iter().zip(&sums[1]).enumerate() {
        for (o, (x, y)) in last[0].iter().zip(last[1]).enumerate() {
            let (u, v) = (a + x, b + y);
            if u >= reservation[0] && v >= reservation[1] && v > best[piece(u)] {
                kept.push(([u, v], (i * n + o) as u64));
            }
        }
    }
    let frontier = undominated(kept);
    let points: Vec<[f64; 2]> = frontier.iter().map(|(u, _)| *u).collect();
    let solutions = on_frontier(rational, &points, reservation, least, most);
    let numbers = frontier.iter().map(|(_, n)| *n).collect();
    Answer { outcomes: (sums[0].len() * n) as u64, points, numbers, solutions }
}

/// Those that no other dominates, by rising utility of the first party; of equal pairs the first.
fn undominated(mut rational: Vec<([f64; 2], u64)>) -> Vec<([f64; 2], u64)> {
    rational.sort_unstable_by(|(a, i), (b, j)| b[0].total_cmp(&a[0]).then(b[1].total_cmp(&a[1])).then(i.cmp(j)));
    let mut best = f64::NEG_INFINITY;
    rational.retain(|(u, _)| {
        let stays = u[1] > best;
        best = best.max(u[1]);
        stays
    });
    rational.reverse();
    rational
}

/// The solutions on a frontier. `least` and `most` are the extremes of both utilities over all outcomes.
fn on_frontier(
    rational: usize,
    points: &[[f64; 2]],
    reservation: [f64; 2],
    least: [f64; 2],
    most: [f64; 2],
) -> Solutions {
    let r = [reservation[0].max(least[0]), reservation[1].max(least[1])];
    let gain = |u: &[f64; 2], p: usize| u[p] - r[p];
    let share = |u: &[f64; 2], p: usize| if most[p] > r[p] { gain(u, p) / (most[p] - r[p]) } else { 1.0 };
    let all = |score: &dyn Fn(&[f64; 2]) -> f64| {
        let scores: Vec<f64> = points.iter().map(score).collect();
        let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (0..points.len()).filter(|&i| scores[i] >= top - TIE).collect::<Vec<_>>()
    };
    Solutions {
        rational,
        frontier: (0..points.len()).collect(),
        nash: all(&|u| gain(u, 0) * gain(u, 1)),
        kalai_smorodinsky: all(&|u| share(u, 0).min(share(u, 1))),
        ks_least_gap: all(&|u| -(share(u, 0) - share(u, 1)).abs()),
        egalitarian: all(&|u| gain(u, 0).min(gain(u, 1))),
        max_welfare: all(&|u| u[0] + u[1]),
    }
}

impl Solutions {
    fn renumbered(mut self, number: impl Fn(usize) -> usize) -> Self {
        for list in [
            &mut self.frontier,
            &mut self.nash,
            &mut self.kalai_smorodinsky,
            &mut self.ks_least_gap,
            &mut self.egalitarian,
            &mut self.max_welfare,
        ] {
            list.iter_mut().for_each(|i| *i = number(*i));
        }
        self
    }
}

/// Euclidean distance of a point to the nearest of some, 0 if there are none.
pub fn distance(point: [f64; 2], others: &[[f64; 2]]) -> f64 {
    let nearest = others.iter().map(|u| libm::hypot(point[0] - u[0], point[1] - u[1])).fold(f64::INFINITY, f64::min);
    if others.is_empty() { 0.0 } else { nearest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_small_problem_has_the_points_one_works_out_by_hand() {
        let u = [[1.0, 0.0], [0.8, 0.6], [0.6, 0.7], [0.2, 1.0], [0.5, 0.5], [0.6, 0.7]];
        let s = solve(&u, [0.1, 0.1]);
        assert_eq!(s.rational, 5);
        assert_eq!(s.frontier, vec![3, 2, 1]);
        // r = (max(.1, .2), max(.1, 0)) = (.2, .1)
        assert_eq!(s.nash, vec![1]); // .6·.5 = .30 against .4·.6 = .24 and 0·.9
        assert_eq!(s.max_welfare, vec![1]);
        assert_eq!(s.egalitarian, vec![1]); // min(.6, .5) against min(.4, .6) and 0
        let tied = solve(&[[0.0, 0.0], [0.4, 0.8], [0.8, 0.4]], [0.0, 0.0]);
        assert_eq!(tied.egalitarian, vec![1, 2], "all maximisers are listed");
    }

    #[test]
    fn nothing_rational_gives_empty_lists() {
        let s = solve(&[[0.2, 0.2]], [0.5, 0.5]);
        assert_eq!((s.rational, s.frontier.len(), s.nash.len()), (0, 0, 0));
    }

    proptest! {
        #[test]
        fn an_additive_problem_is_solved_as_its_list_of_outcomes_is(
            rows in proptest::collection::vec(proptest::collection::vec((0u8..8, 0u8..8), 1..5), 1..5),
            r in (0u8..12, 0u8..12),
        ) {
            // Few distinct numbers on purpose: ties, and outcomes that lie on the reservation values, are the hard part.
            let part = |row: &Vec<(u8, u8)>, p: usize| -> Vec<f64> {
                row.iter().map(|o| f64::from(if p == 0 { o.0 } else { o.1 }) * 0.1).collect()
            };
            let parts = [0, 1].map(|p| rows.iter().map(|row| part(row, p)).collect::<Vec<_>>());
            let reservation = [f64::from(r.0) * 0.1, f64::from(r.1) * 0.1];
            let all = [0, 1].map(|p| crate::bargaining::domain::utilities(&parts[p]));
            let outcomes: Vec<[f64; 2]> = all[0].iter().zip(&all[1]).map(|(a, b)| [*a, *b]).collect();
            let listed = solve(&outcomes, reservation);
            let answer = solve_additive([&parts[0], &parts[1]], reservation);
            prop_assert_eq!(answer.outcomes, outcomes.len() as u64);
            let numbers = answer.numbers.clone();
            prop_assert_eq!(answer.solutions.clone().renumbered(|i| numbers[i] as usize), listed);
            for (point, number) in answer.points.iter().zip(&answer.numbers) {
                prop_assert_eq!(point, &outcomes[*number as usize]);
            }
        }

        #[test]
        fn no_rational_outcome_dominates_the_frontier(points in proptest::collection::vec((0u8..20, 0u8..20), 1..60)) {
            let u: Vec<[f64; 2]> = points.iter().map(|&(a, b)| [f64::from(a) / 20.0, f64::from(b) / 20.0]).collect();
            let s = solve(&u, [0.2, 0.3]);
            for &f in &s.frontier {
                for p in u.iter().filter(|p| p[0] >= 0.2 && p[1] >= 0.3) {
                    let better = p[0] >= u[f][0] && p[1] >= u[f][1] && (p[0] > u[f][0] || p[1] > u[f][1]);
                    prop_assert!(!better);
                }
            }
        }
    }
}
