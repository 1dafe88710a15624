//! The read: a distribution over who he may be, moved by Bayes with everything he does (hindriks08, kydd05).
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use crate::negotiation::state::Read;
use crate::scenario::rules::{Rules, TYPES};

/// The read before anything happened: the priors.
pub(crate) fn prior(rules: &Rules) -> Read {
    let mut belief = [0.0; TYPES];
    for (b, t) in belief.iter_mut().zip(&rules.types) {
        *b = t.prior as f32;
    }
    Read { belief, level: [-1.0; TYPES], last: [-1.0; TYPES], lead: [0.0; TYPES] }
}

/// Bayes' rule: each belief times its likelihood, made to sum to 1.
pub(crate) fn update(read: &mut Read, types: usize, likelihood: impl Fn(usize) -> f64) {
    let mut weights = [0.0f64; TYPES];
    let mut total = 0.0;
    for (k, w) in weights.iter_mut().enumerate().take(types) {
        *w = f64::from(read.belief[k]) * likelihood(k).max(1e-6);
        total += *w;
    }
    if total > 0.0 {
        for (b, w) in read.belief.iter_mut().zip(weights) {
            // No type is ever ruled out: a floor keeps surprise possible.
            *b = (w / total).max(1e-6) as f32;
        }
        let sum: f32 = read.belief[..types].iter().sum();
        for b in &mut read.belief[..types] {
            *b /= sum;
        }
        read.belief[types..].fill(0.0);
    }
}

/// Likelihood of an offer under a shadow's aspiration: (1 − ε)·exp(−(u − a)² / 2σ²) + ε.
pub(crate) fn of_offer(rules: &Rules, utility: f64, aspiration: f64) -> f64 {
    let z = (utility - aspiration) / rules.table.read_sigma;
    (1.0 - rules.table.read_lapse) * libm::exp(-0.5 * z * z) + rules.table.read_lapse
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_read_stays_a_probability_distribution(steps in proptest::collection::vec(proptest::array::uniform4(0.0..1.0f64), 0..60)) {
            let mut read = Read { belief: [0.25, 0.25, 0.25, 0.25, 0.0, 0.0, 0.0, 0.0], level: [-1.0; TYPES], last: [-1.0; TYPES], lead: [0.0; TYPES] };
            for like in steps {
                update(&mut read, 4, |k| like[k]);
                let sum: f32 = read.belief.iter().sum();
                prop_assert!((sum - 1.0).abs() < 1e-5);
                prop_assert!(read.belief[..4].iter().all(|&b| b > 0.0 && b <= 1.0));
                prop_assert!(read.belief[4..].iter().all(|&b| b == 0.0));
            }
        }
    }
}
