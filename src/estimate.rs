//! What is known of a number from a sample: its mean, and how far that may be off.

use serde::Serialize;

/// A mean over games, with its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// Its standard error.
    pub se: f64,
}

impl Estimate {
    /// Of independent values; nothing of none, and no error of one.
    pub fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        let n = values.clone().count().max(1) as f64;
        let mean = values.clone().sum::<f64>() / n;
        let variance = values.map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0).max(1.0);
        Self { mean, se: (variance / n).sqrt() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_error_is_the_deviation_over_the_root_of_the_count() {
        let of = Estimate::of([2.0, 4.0, 6.0, 8.0].into_iter());
        assert!((of.mean - 5.0).abs() < 1e-12 && (of.se - (20.0_f64 / 3.0 / 4.0).sqrt()).abs() < 1e-12);
        assert_eq!(Estimate::of([3.0].into_iter()), Estimate { mean: 3.0, se: 0.0 });
        assert_eq!(Estimate::of(std::iter::empty()), Estimate { mean: 0.0, se: 0.0 });
    }
}
