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

/// Solves for outcomes given as utility pairs and two reservation values.
pub fn solve(outcomes: &[[f64; 2]], reservation: [f64; 2]) -> Solutions {
    let mut rational: Vec<usize> =
        (0..outcomes.len()).filter(|&i| outcomes[i][0] >= reservation[0] && outcomes[i][1] >= reservation[1]).collect();
    let count = rational.len();
    rational.sort_by(|&a, &b| {
        outcomes[b][0].total_cmp(&outcomes[a][0]).then(outcomes[b][1].total_cmp(&outcomes[a][1])).then(a.cmp(&b))
    });
    let mut frontier = Vec::new();
    let mut best = f64::NEG_INFINITY;
    for i in rational {
        if outcomes[i][1] > best {
            best = outcomes[i][1];
            frontier.push(i);
        }
    }
    frontier.reverse();
    let low = |p: usize| outcomes.iter().map(|u| u[p]).fold(f64::INFINITY, f64::min).max(reservation[p]);
    let high = |p: usize| outcomes.iter().map(|u| u[p]).fold(f64::NEG_INFINITY, f64::max);
    let (r, m) = ([low(0), low(1)], [high(0), high(1)]);
    let gain = |i: usize, p: usize| outcomes[i][p] - r[p];
    let share = |i: usize, p: usize| {
        if m[p] > r[p] { gain(i, p) / (m[p] - r[p]) } else { 1.0 }
    };
    let all = |score: &dyn Fn(usize) -> f64| {
        let top = frontier.iter().map(|&i| score(i)).fold(f64::NEG_INFINITY, f64::max);
        frontier.iter().copied().filter(|&i| score(i) >= top - TIE).collect::<Vec<_>>()
    };
    Solutions {
        rational: count,
        nash: all(&|i| gain(i, 0) * gain(i, 1)),
        kalai_smorodinsky: all(&|i| share(i, 0).min(share(i, 1))),
        ks_least_gap: all(&|i| -(share(i, 0) - share(i, 1)).abs()),
        egalitarian: all(&|i| gain(i, 0).min(gain(i, 1))),
        max_welfare: all(&|i| outcomes[i][0] + outcomes[i][1]),
        frontier,
    }
}

/// Euclidean distance of a point to the nearest of some outcomes, 0 if there are none.
pub fn distance(point: [f64; 2], outcomes: &[[f64; 2]], among: &[usize]) -> f64 {
    among
        .iter()
        .map(|&i| libm::hypot(point[0] - outcomes[i][0], point[1] - outcomes[i][1]))
        .fold(f64::INFINITY, f64::min)
        .min(f64::MAX)
        * f64::from(u8::from(!among.is_empty()))
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
