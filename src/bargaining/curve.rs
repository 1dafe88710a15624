//! How an aspiration falls with time: the polynomial tactic of faratin98.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use std::cell::Cell;

/// So many powers are remembered by each thread; a power of two.
const REMEMBERED: usize = 1 << 10;

thread_local! {
    /// Powers that were worked out: the bits of base and exponent, and what came of them.
    static POWERS: [Cell<(u64, u64, f64)>; REMEMBERED] =
        const { [const { Cell::new((u64::MAX, u64::MAX, f64::NAN)) }; REMEMBERED] };
}

/// x^y, remembered: clocks and calendars stand at few moments, so that games ask for the same powers again and again.
pub(crate) fn power(x: f64, y: f64) -> f64 {
    let bits = (x.to_bits(), y.to_bits());
    let mixed = (bits.0 ^ bits.1.rotate_left(32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    POWERS.with(|powers| {
        let known = &powers[(mixed >> (u64::BITS - REMEMBERED.trailing_zeros())) as usize];
        let (x_bits, y_bits, power) = known.get();
        if (x_bits, y_bits) == bits {
            return power;
        }
        let power = libm::pow(x, y);
        known.set((bits.0, bits.1, power));
        power
    })
}

/// α(t) = κ + (1 − κ)·min(t, 1)^(1/β): the share of the room conceded at share `t` of the horizon (faratin98).
///
/// `kappa` in 0..1; `beta` below 1 is Boulware, 1 linear, above 1 conceder.
pub fn conceded(kappa: f64, beta: f64, t: f64) -> f64 {
    kappa + (1.0 - kappa) * power(t.clamp(0.0, 1.0), 1.0 / beta)
}

/// u(t) = d + (1 − α)·(1 − d): the target utility above the reservation value `d` (faratin98).
pub fn target(reservation: f64, alpha: f64) -> f64 {
    reservation + (1.0 - alpha) * (1.0 - reservation)
}

/// 1 / (1 + e^−x).
pub fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x.clamp(-40.0, 40.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_aspiration_curve_equals_the_formula() {
        // κ .25, β 1.3 at t = .5: .5^(1/1.3) = e^(−.693147/1.3) = e^(−.533190) = .586729; α = .25 + .75·.586729 = .690047
        assert!((conceded(0.25, 1.3, 0.5) - 0.690_047).abs() < 5e-6);
        // d .57: u = .57 + .309953·.43 = .703280
        assert!((target(0.57, conceded(0.25, 1.3, 0.5)) - 0.703_280).abs() < 5e-6);
    }

    #[test]
    fn a_power_that_is_remembered_is_the_power() {
        for _ in 0..2 {
            for n in 0..3 * REMEMBERED {
                let (x, y) = (n as f64 / 1000.0, 1.0 + (n % 7) as f64);
                assert_eq!(power(x, y).to_bits(), libm::pow(x, y).to_bits());
            }
        }
    }

    proptest! {
        #[test]
        fn a_curve_starts_at_kappa_ends_at_one_and_never_turns_back(k in 0.0..1.0f64, beta in 0.05..5.0f64, a in 0.0..1.0f64, b in 0.0..1.0f64) {
            prop_assert!((conceded(k, beta, 0.0) - k).abs() < 1e-12);
            prop_assert!((conceded(k, beta, 2.0) - 1.0).abs() < 1e-12);
            let (lo, hi) = if a < b { (a, b) } else { (b, a) };
            prop_assert!(conceded(k, beta, lo) <= conceded(k, beta, hi) + 1e-12);
        }
    }
}
