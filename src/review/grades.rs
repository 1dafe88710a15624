//! Grades: what a choice lost against the best there was, and what that is called.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use std::fmt;
use std::ops::Range;

use serde::Serialize;

use crate::estimate::Estimate;

/// What a loss is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each is a word that players know from chess")]
pub enum Label {
    Best,
    Good,
    Inaccuracy,
    Mistake,
    Blunder,
}

impl Label {
    /// All of them, from the best to the worst.
    pub const ALL: [Self; 5] = [Self::Best, Self::Good, Self::Inaccuracy, Self::Mistake, Self::Blunder];

    /// In a word.
    pub fn name(self) -> &'static str {
        ["best", "good", "inaccuracy", "mistake", "blunder"][self as usize]
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Points of the result from which a loss is an inaccuracy, a mistake, a blunder: lichess's steps of its chances to
/// win (±0.1, 0.2, 0.3 on a scale from −1 to 1).
const STEPS: [f64; 3] = [5.0, 10.0, 15.0];

/// How a choice compares with the best there was.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Grade {
    /// Points of the expected result lost, at least 0.
    pub loss: f64,
    /// Its standard error; 0 where the rollouts found nothing better.
    pub se: f64,
    /// 0–100, after lichess.
    pub accuracy: f64,
    /// Nothing where the loss is below two of its standard errors, and for choices of conscience.
    pub label: Option<Label>,
}

impl Grade {
    /// The grade of a measured loss, which may be negative by chance.
    pub fn of(loss: Estimate, conscience: bool) -> Self {
        let lost = loss.mean.max(0.0);
        let label = if lost <= 0.0 {
            Some(Label::Best)
        } else if lost < 2.0 * loss.se {
            None
        } else {
            let step = STEPS.iter().filter(|from| lost >= **from).count();
            Some([Label::Good, Label::Inaccuracy, Label::Mistake, Label::Blunder][step])
        };
        Self { loss: lost, se: loss.se, accuracy: accuracy(lost), label: label.filter(|_| !conscience) }
    }
}

/// Accuracy of one decision from the points it lost, 0–100: the formula that lichess publishes.
pub fn accuracy(lost: f64) -> f64 {
    (103.1668 * libm::exp(-0.04354 * lost.max(0.0)) - 3.1669).clamp(0.0, 100.0)
}

/// Accuracy of a whole game, as lichess has it: the mean of two means of the decisions' accuracies, one weighted by how
/// much the expected result swung around each decision, the other harmonic. Nothing without decisions.
pub fn game_accuracy(decisions: &[(f64, f64)]) -> Option<f64> {
    if decisions.is_empty() {
        return None;
    }
    let window = (decisions.len() / 10).clamp(2, 8);
    let spread = |i: usize| {
        let from = (i + 1).saturating_sub(window);
        let expected: Vec<f64> = decisions[from..(from + window).min(decisions.len())].iter().map(|d| d.0).collect();
        let mean = expected.iter().sum::<f64>() / expected.len() as f64;
        let variance = expected.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / expected.len() as f64;
        libm::sqrt(variance).clamp(0.5, 12.0)
    };
    let weights: Vec<f64> = (0..decisions.len()).map(spread).collect();
    let weighted = decisions.iter().zip(&weights).map(|(d, w)| d.1 * w).sum::<f64>() / weights.iter().sum::<f64>();
    // An accuracy of nothing would make the harmonic mean nothing, whatever else was done.
    let harmonic = decisions.len() as f64 / decisions.iter().map(|d| 1.0 / d.1.max(1.0)).sum::<f64>();
    Some((weighted + harmonic) / 2.0)
}

/// Results of the rollouts of every choice at one decision: the same luck, the same people, rollout by rollout.
#[derive(Debug, Clone)]
pub(super) struct Samples {
    /// How likely the player must think each type.
    pub read: Vec<f64>,
    /// How many rollouts each type has: an even number.
    pub sizes: Vec<usize>,
    /// By choice: results, 0–100, type after type; and whether it was ratified.
    pub results: Vec<Vec<(f32, bool)>>,
}

/// The rollouts of a decision, weighed by what was known of the type.
#[derive(Debug)]
pub(super) struct Weighed<'a> {
    samples: &'a Samples,
    weights: Vec<f64>,
}

impl Samples {
    /// With what the player could know then.
    pub fn foresight(&self) -> Weighed<'_> {
        Weighed { samples: self, weights: self.read.clone() }
    }

    /// As if the type had been known.
    pub fn hindsight(&self, kind: usize) -> Weighed<'_> {
        let weights = (0..self.read.len()).map(|k| f64::from(u8::from(k == kind))).collect();
        Weighed { samples: self, weights }
    }
}

impl Weighed<'_> {
    fn strata(&self) -> impl Iterator<Item = (f64, Range<usize>)> + '_ {
        let mut start = 0;
        let all = self.weights.iter().zip(&self.samples.sizes).map(move |(weight, size)| {
            start += size;
            (*weight, start - size..start)
        });
        all.filter(|(weight, range)| *weight > 0.0 && !range.is_empty())
    }

    /// Σ weight·mean over the types, of what `of` makes of a rollout; of one half of the rollouts, or of all.
    fn estimate(&self, of: impl Fn(usize) -> f64, half: Option<usize>) -> Estimate {
        let (mut mean, mut variance) = (0.0, 0.0);
        for (weight, range) in self.strata() {
            let own = Estimate::of(range.filter(|i| half.is_none_or(|h| i % 2 == h)).map(&of));
            mean += weight * own.mean;
            variance += weight * weight * own.se * own.se;
        }
        Estimate { mean, se: libm::sqrt(variance) }
    }

    fn result(&self, choice: usize, rollout: usize) -> f64 {
        f64::from(self.samples.results[choice][rollout].0)
    }

    /// Expected result of a choice.
    pub fn expected(&self, choice: usize) -> Estimate {
        self.estimate(|i| self.result(choice, i), None)
    }

    /// By how much one choice is better than another, rollout by rollout.
    pub fn gap(&self, better: usize, worse: usize) -> Estimate {
        self.estimate(|i| self.result(better, i) - self.result(worse, i), None)
    }

    /// Probability that a choice leads to a ratified agreement.
    pub fn ratified(&self, choice: usize) -> f64 {
        self.estimate(|i| f64::from(u8::from(self.samples.results[choice][i].1)), None).mean
    }

    /// Quartiles of the result of a choice: a distribution in three numbers.
    pub fn quartiles(&self, choice: usize) -> [f64; 3] {
        let mut all: Vec<(f64, f64)> = Vec::new();
        for (weight, range) in self.strata() {
            let each = weight / range.len() as f64;
            all.extend(range.map(|i| (self.result(choice, i), each)));
        }
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        let total: f64 = all.iter().map(|(_, w)| w).sum();
        [0.25, 0.5, 0.75].map(|share| {
            let mut passed = 0.0;
            let found = all.iter().find(|(_, w)| {
                passed += w;
                passed >= share * total - 1e-9
            });
            found.map_or(0.0, |(x, _)| *x)
        })
    }

    /// What a choice lost against the best. The best is picked on one half of the rollouts and measured on the other,
    /// both ways round, averaged: so that ten equal choices do not fake a loss. `names` settle ties, so that the order
    /// of the choices means nothing.
    pub fn loss(&self, chosen: usize, names: &[String]) -> Estimate {
        let (mut mean, mut variance) = (0.0, 0.0);
        for half in 0..2 {
            let expected = |c: usize| self.estimate(|i| self.result(c, i), Some(half)).mean;
            let settle = |a: usize, b: usize| (a == chosen).cmp(&(b == chosen)).then_with(|| names[a].cmp(&names[b]));
            let all = (0..names.len()).map(|c| (expected(c), c));
            let best = all.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| settle(a.1, b.1)));
            let best = best.map_or(chosen, |(_, c)| c);
            let gap = self.estimate(|i| self.result(best, i) - self.result(chosen, i), Some(1 - half));
            mean += gap.mean / 2.0;
            variance += gap.se * gap.se / 4.0;
        }
        Estimate { mean, se: libm::sqrt(variance) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::{Luck, Purpose};

    fn names(n: usize) -> Vec<String> {
        (0..n).map(|i| format!("choice {i}")).collect()
    }

    /// Choices with these means and a standard deviation of 30, luck of their own in every rollout.
    fn samples(means: &[f64], n: usize, seed: u64) -> Samples {
        let mut luck = Luck::at(seed, Purpose::Rollout, 0);
        let results = means
            .iter()
            .map(|mean| (0..n).map(|_| ((mean + 30.0 * luck.normal()) as f32, luck.chance(0.5))).collect())
            .collect();
        Samples { read: vec![1.0], sizes: vec![n], results }
    }

    #[test]
    fn ten_equal_choices_fake_no_loss() {
        let losses: Vec<f64> =
            (0..400).map(|s| samples(&[50.0; 10], 100, s).foresight().loss(3, &names(10)).mean).collect();
        let n = losses.len() as f64;
        let mean = losses.iter().sum::<f64>() / n;
        let se = (losses.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0) / n).sqrt();
        assert!(mean.abs() < 2.0 * se, "{mean} with a standard error of {se}");
        // Picked and measured on the same rollouts, the best of ten would fake several points.
        let naive = |s: u64| {
            (0..10).map(|c| samples(&[50.0; 10], 100, s).foresight().expected(c).mean).fold(0.0, f64::max) - 50.0
        };
        assert!((0..50).map(naive).sum::<f64>() / 50.0 > 3.0);
    }

    #[test]
    fn the_loss_of_a_worse_choice_is_the_gap_to_the_best() {
        let losses: Vec<Estimate> =
            (0..100).map(|s| samples(&[50.0, 62.0, 40.0], 1000, s).foresight().loss(0, &names(3))).collect();
        let mean = losses.iter().map(|l| l.mean).sum::<f64>() / 100.0;
        assert!((mean - 12.0).abs() < 0.6, "{mean}");
        // The stated standard error is the one that is seen.
        let seen = (losses.iter().map(|l| (l.mean - mean) * (l.mean - mean)).sum::<f64>() / 99.0).sqrt();
        let stated = losses.iter().map(|l| l.se).sum::<f64>() / 100.0;
        assert!((seen / stated - 1.0).abs() < 0.25, "seen {seen}, stated {stated}");
    }

    #[test]
    fn the_order_of_the_choices_changes_nothing() {
        let mut there = samples(&[50.0, 52.0, 40.0], 200, 5);
        there.results[1] = there.results[0].clone();
        let names = names(3);
        let back = Samples { results: there.results.iter().rev().cloned().collect(), ..there.clone() };
        let turned: Vec<String> = names.iter().rev().cloned().collect();
        for c in 0..3 {
            assert_eq!(there.foresight().loss(c, &names), back.foresight().loss(2 - c, &turned));
            assert_eq!(there.foresight().expected(c), back.foresight().expected(2 - c));
        }
    }

    #[test]
    fn a_loss_below_two_standard_errors_has_no_label() {
        let of = |mean, se| Grade::of(Estimate { mean, se }, false).label;
        assert_eq!(of(7.0, 3.6), None);
        assert_eq!(of(7.0, 3.4), Some(Label::Inaccuracy));
        assert_eq!(of(-1.0, 2.0), Some(Label::Best));
        assert_eq!(of(0.0, 0.0), Some(Label::Best));
        assert_eq!(
            (of(3.0, 1.0), of(12.0, 1.0), of(16.0, 1.0)),
            (Some(Label::Good), Some(Label::Mistake), Some(Label::Blunder))
        );
    }

    #[test]
    fn a_choice_of_conscience_has_a_price_and_no_label() {
        let grade = Grade::of(Estimate { mean: 20.0, se: 1.0 }, true);
        assert_eq!((grade.loss, grade.label), (20.0, None));
    }

    #[test]
    fn accuracy_follows_the_published_formula() {
        assert!((accuracy(0.0) - 99.9999).abs() < 1e-9);
        assert!((accuracy(10.0) - 63.58).abs() < 0.01, "{}", accuracy(10.0));
        assert_eq!(accuracy(100.0), 0.0);
        let even = game_accuracy(&[(50.0, 80.0); 12]).expect("decisions");
        assert!((even - 80.0).abs() < 1e-9);
        assert_eq!(game_accuracy(&[]), None);
    }
}
