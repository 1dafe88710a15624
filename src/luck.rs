//! Luck as a pure function of seed, purpose and moment: Philox4x32-10 (Salmon et al., SC'11).
//!
//! No generator state lies in any component. Two runs with the same seed meet the same luck at the same
//! moments, whatever they chose in between, so that what they chose can be told from what befell them.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use std::convert::Infallible;

use rand::TryRng;

/// Ten rounds of Philox4x32 on one counter.
pub fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for round in 0..10 {
        if round > 0 {
            key = [key[0].wrapping_add(0x9E37_79B9), key[1].wrapping_add(0xBB67_AE85)];
        }
        let a = u64::from(counter[0]) * 0xD251_1F53;
        let b = u64::from(counter[2]) * 0xCD9E_8D57;
        counter = [(b >> 32) as u32 ^ counter[1] ^ key[0], b as u32, (a >> 32) as u32 ^ counter[3] ^ key[1], a as u32];
    }
    counter
}

/// What a draw is for. Draws for different purposes never share numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
#[allow(missing_docs, reason = "each names the draw it is for")]
pub enum Purpose {
    Counterpart = 1,
    Guess = 2,
    Scene = 3,
    Effect = 4,
    Deflect = 5,
    Probe = 6,
    Gesture = 7,
    Write = 8,
    Tell = 9,
    Lapse = 10,
    Deadline = 11,
    Survival = 12,
    Pick = 13,
    Intelligence = 14,
    Cable = 15,
    Policy = 16,
    Variant = 17,
    Quota = 18,
    Rollout = 19,
}

/// Numbers for one purpose at one moment of one game; draws follow each other within it.
#[derive(Debug, Clone)]
pub struct Luck {
    key: [u32; 2],
    purpose: u32,
    moment: u32,
    draw: u32,
    block: [u32; 4],
    used: usize,
}

impl Luck {
    /// The luck of a seed for a purpose at a moment. A moment is never a turn number: a scene and its visit,
    /// a date, the round at a table.
    pub fn at(seed: u64, purpose: Purpose, moment: u32) -> Self {
        Self {
            key: [seed as u32, (seed >> 32) as u32],
            purpose: purpose as u32,
            moment,
            draw: 0,
            block: [0; 4],
            used: 4,
        }
    }

    fn next(&mut self) -> u32 {
        if self.used == 4 {
            self.block = philox([self.purpose, self.moment, self.draw, 0], self.key);
            self.draw += 1;
            self.used = 0;
        }
        self.used += 1;
        self.block[self.used - 1]
    }

    /// Uniform in [0, 1), 32 bits fine.
    pub fn unit(&mut self) -> f64 {
        f64::from(self.next()) / 4_294_967_296.0
    }

    /// True with this probability.
    pub fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// Uniform among `n` (0 if there is nothing to choose from).
    pub fn below(&mut self, n: usize) -> usize {
        ((u64::from(self.next()) * n as u64) >> 32) as usize
    }

    /// An index with probability in proportion to its weight.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let total: f64 = weights.iter().sum();
        let mut x = self.unit() * total;
        for (i, &w) in weights.iter().enumerate() {
            if x < w {
                return i;
            }
            x -= w;
        }
        weights.iter().rposition(|&w| w > 0.0).unwrap_or(0)
    }

    /// Standard normal (Box–Muller).
    pub fn normal(&mut self) -> f64 {
        let u = 1.0 - self.unit();
        let v = self.unit();
        libm::sqrt(-2.0 * libm::log(u)) * libm::cos(2.0 * std::f64::consts::PI * v)
    }
}

impl TryRng for Luck {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.next())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let low = u64::from(self.next());
        Ok(low | u64::from(self.next()) << 32)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(4) {
            let word = self.next().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand::RngExt;

    #[test]
    fn philox_gives_the_known_answers_of_random123() {
        assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(philox([u32::MAX; 4], [u32::MAX; 2]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
        assert_eq!(
            philox([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    #[test]
    fn luck_serves_as_a_generator_of_the_rand_crate() {
        let mut luck = Luck::at(7, Purpose::Policy, 3);
        let die: u32 = luck.random_range(1..=6);
        assert!((1..=6).contains(&die));
    }

    #[test]
    fn normal_draws_have_mean_zero_and_variance_one() {
        let mut luck = Luck::at(1, Purpose::Variant, 0);
        let n = 20_000;
        let draws: Vec<f64> = (0..n).map(|_| luck.normal()).collect();
        let mean = draws.iter().sum::<f64>() / f64::from(n);
        let var = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(n);
        assert!(mean.abs() < 0.03 && (var - 1.0).abs() < 0.05, "mean {mean}, variance {var}");
    }

    proptest! {
        #[test]
        fn the_same_seed_purpose_and_moment_give_the_same_luck(seed: u64, moment: u32) {
            let a: Vec<u32> = (0..9).scan(Luck::at(seed, Purpose::Scene, moment), |l, _| Some(l.next())).collect();
            let b: Vec<u32> = (0..9).scan(Luck::at(seed, Purpose::Scene, moment), |l, _| Some(l.next())).collect();
            let c: Vec<u32> = (0..9).scan(Luck::at(seed, Purpose::Probe, moment), |l, _| Some(l.next())).collect();
            prop_assert_eq!(&a, &b);
            prop_assert_ne!(&a, &c);
        }

        #[test]
        fn a_weighted_draw_never_picks_weight_zero(seed: u64) {
            let i = Luck::at(seed, Purpose::Tell, 0).weighted(&[0.0, 0.3, 0.0, 0.7, 0.0]);
            prop_assert!(i == 1 || i == 3);
        }
    }
}
