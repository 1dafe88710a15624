//! How one bargains: when to give way, to ask, to close, to take.

use serde::{Deserialize, Serialize};

use crate::luck::Luck;
use crate::scenario::rules::TYPES;

/// How one bargains. All shares are 0..1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Temper {
    /// β of faratin98: below 1 firm until late, above 1 quick to give way.
    pub beta: f64,
    /// Share of the table time at which it has given way as far as its aim.
    pub until: f64,
    /// Share of the way that it gives only for steps of his, a step for a step; the rest goes with time.
    pub mirrors: f64,
    /// Utility on top of his price that the aim leaves him, −0.1..0.2.
    pub slack: f64,
    /// Share of what he still asks above his reservation value that it waits for him to give up, while there is time;
    /// his price is what he is thought to ask once that is gone. Only one who reads can tell.
    pub waits: f64,
    /// Trust below which it makes a gesture before it asks.
    pub warms: f64,
    /// Issues it probes before it offers.
    pub probes: u8,
    /// Trust from which it asks for what he offers in writing; above 1 never.
    pub writes: f64,
    /// Trust from which it closes issues one by one; above 1 never.
    pub closes: f64,
    /// Utility below its aim that it still takes, once all its time is gone.
    pub yields: f64,
    /// Whether it refuses him by name where it has nothing new to offer, rather than go a step further.
    pub refuses: bool,
}

impl Temper {
    /// Every number as a share of its range: what a search varies and averages.
    fn shares(&self) -> [f64; 11] {
        let log = (libm::log2(self.beta) + 3.0) / 6.0;
        let refuses = if self.refuses { 0.75 } else { 0.25 };
        [
            log,
            self.until,
            self.mirrors,
            (self.slack + 0.1) / 0.3,
            self.warms,
            f64::from(self.probes) / 4.0,
            self.writes,
            self.closes,
            self.yields,
            refuses,
            self.waits,
        ]
    }

    /// Whatever can be averaged.
    pub(super) fn numbers(&self) -> [f64; 9] {
        let Self { beta, until, mirrors, slack, waits, warms, writes, closes, yields, probes: _, refuses: _ } = *self;
        [beta, until, mirrors, slack, waits, warms, writes, closes, yields]
    }

    /// The same with other numbers.
    pub(super) fn with(&self, [beta, until, mirrors, slack, waits, warms, writes, closes, yields]: [f64; 9]) -> Self {
        Self { beta, until, mirrors, slack, waits, warms, writes, closes, yields, ..*self }
    }

    fn from_shares(shares: [f64; 11]) -> Self {
        let round = |x: f64| libm::round(x * 1000.0) / 1000.0;
        let at = |i: usize| shares[i].clamp(0.0, 1.0);
        Self {
            beta: round(libm::exp2(6.0 * at(0) - 3.0)),
            until: round(at(1).max(0.1)),
            mirrors: round(at(2)),
            slack: round(0.3 * at(3) - 0.1),
            waits: round(at(10)),
            warms: round(at(4)),
            probes: libm::round(4.0 * at(5)) as u8,
            writes: round(at(6)),
            closes: round(at(7)),
            yields: round(at(8)),
            refuses: at(9) > 0.5,
        }
    }

    /// One like it, every number moved by a normal deviate of so much of its range.
    pub fn varied(&self, spread: f64, luck: &mut Luck) -> Self {
        Self::from_shares(self.shares().map(|x| x + spread * luck.normal()))
    }

    /// The mean of some.
    pub fn mean(all: &[Self]) -> Self {
        let n = all.len().max(1) as f64;
        Self::from_shares(std::array::from_fn(|i| all.iter().map(|t| t.shares()[i]).sum::<f64>() / n))
    }

    /// Firm until late.
    pub const BOULWARE: Self = Self {
        beta: 0.25,
        until: 1.0,
        mirrors: 0.0,
        slack: 0.075,
        waits: 1.0,
        warms: 0.55,
        probes: 1,
        writes: 0.6,
        closes: 0.55,
        yields: 0.2,
        refuses: false,
    };
    /// Quick to give way.
    pub const CONCEDER: Self = Self {
        beta: 2.5,
        until: 0.95,
        mirrors: 0.0,
        slack: 0.08,
        waits: 1.0,
        warms: 0.4,
        probes: 1,
        writes: 0.6,
        closes: 0.55,
        yields: 0.25,
        refuses: false,
    };
    /// A gesture first, then a step for a step.
    pub const RECIPROCAL: Self = Self {
        beta: 1.0,
        until: 0.95,
        mirrors: 0.9,
        slack: 0.065,
        waits: 1.0,
        warms: 0.6,
        probes: 1,
        writes: 0.6,
        closes: 0.55,
        yields: 0.1,
        refuses: false,
    };
}

/// A temper for each type of counterpart; which of them speaks goes with the read.
pub type Tempers = [Temper; TYPES];
