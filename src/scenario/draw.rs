//! The people drawn from each counterpart type when a scenario is loaded, and the noise on the quotas.
//!
//! They are a fixed cast: the same for every game, so that utilities stay tables and a game's state
//! holds only which of them it met.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use crate::luck::{Luck, Purpose};
use crate::scenario::raw::Noise;
use crate::scenario::rules::{AUDIENCES, Character, ISSUES, ONE, OPTIONS, Package, Utility};

/// Sixteen or so people of one type: weights times e^N(0, σ), dynamics likewise, reservation plus noise.
pub(crate) fn variants(
    id: &str,
    book: &Character,
    weights: &[f64],
    values: &[Vec<f64>],
    nothing: &Package,
    count: u8,
    noise: &Noise,
) -> Vec<Character> {
    let name: u64 = id.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    (0..u32::from(count))
        .map(|k| {
            let mut luck = Luck::at(name, Purpose::Variant, k);
            let raw: Vec<f64> = weights.iter().map(|w| w * libm::exp(noise.weights * luck.normal())).collect();
            let sum: f64 = raw.iter().sum();
            let mut worth = [[0; OPTIONS]; ISSUES];
            for (i, row) in values.iter().enumerate().take(ISSUES) {
                for (o, v) in row.iter().enumerate().take(OPTIONS) {
                    worth[i][o] = libm::round(raw[i] / sum * v * f64::from(ONE)) as i32;
                }
            }
            let mut utility = Utility { worth, reservation: 0 };
            let d = f64::from(book.utility.reservation) + noise.reservation * luck.normal() * f64::from(ONE);
            utility.reservation = (libm::round(d) as i32).max(utility.of(nothing) + ONE / 100);
            let mut bend = |x: f64| x * libm::exp(noise.dynamics * luck.normal());
            Character {
                utility,
                kappa: bend(book.kappa),
                beta: bend(book.beta),
                horizon: bend(book.horizon),
                rho: bend(book.rho),
                trust_bend: bend(book.trust_bend),
                face_bend: bend(book.face_bend),
                ..book.clone()
            }
        })
        .collect()
}

/// Noise on each audience's quota, for as many days as there are variants.
pub(crate) fn quota_noise(count: u8, sigma: f64) -> Vec<[i32; AUDIENCES]> {
    (0..u32::from(count))
        .map(|k| {
            let mut luck = Luck::at(0, Purpose::Quota, k);
            std::array::from_fn(|_| libm::round(sigma * luck.normal() * f64::from(ONE)) as i32)
        })
        .collect()
}
