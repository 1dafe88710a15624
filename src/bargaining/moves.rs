//! Six classes of a move by what it changed for both sides (hindriks07).
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use serde::{Deserialize, Serialize};

/// What a move was, seen from the one who made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MoveClass {
    /// Worse for the mover, better for the other.
    Concession,
    /// Better for the mover, not better for the other.
    Selfish,
    /// Worse for the mover and no better for the other.
    Unfortunate,
    /// Better for both.
    Fortunate,
    /// Better for the other at no cost.
    Nice,
    /// Nothing changed for either.
    Silent,
}

impl MoveClass {
    /// All classes, in the order of the ledgers.
    pub const ALL: [Self; 6] =
        [Self::Concession, Self::Selfish, Self::Unfortunate, Self::Fortunate, Self::Nice, Self::Silent];

    /// One word.
    pub fn name(self) -> &'static str {
        ["concession", "selfish", "unfortunate", "fortunate", "nice", "silent"][self as usize]
    }
}

/// Classifies a move by the change of the mover's and the other's utility; below `threshold` (.03) is no change.
pub fn classify(own: f64, other: f64, threshold: f64) -> MoveClass {
    let sign = |x: f64| {
        if x > threshold {
            1
        } else if x < -threshold {
            -1
        } else {
            0
        }
    };
    match (sign(own), sign(other)) {
        (-1, 1) => MoveClass::Concession,
        (-1, _) => MoveClass::Unfortunate,
        (0, 1) => MoveClass::Nice,
        (1, 1) => MoveClass::Fortunate,
        (0, 0) => MoveClass::Silent,
        _ => MoveClass::Selfish,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_its_move() {
        for (own, other, class) in [
            (-0.1, 0.1, MoveClass::Concession),
            (0.1, -0.1, MoveClass::Selfish),
            (0.1, 0.0, MoveClass::Selfish),
            (0.0, -0.1, MoveClass::Selfish),
            (-0.1, -0.1, MoveClass::Unfortunate),
            (-0.1, 0.0, MoveClass::Unfortunate),
            (0.1, 0.1, MoveClass::Fortunate),
            (0.0, 0.1, MoveClass::Nice),
            (0.02, -0.02, MoveClass::Silent),
        ] {
            assert_eq!(classify(own, other, 0.03), class, "{own} {other}");
        }
    }
}
