//! What was found by search: how to bargain and what to choose against each type, kept as data.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::policy::scenes::{Manners, Scenes};
use crate::policy::temper::{Temper, Tempers};
use crate::scenario::rules::{Rules, TYPES};

/// What was found, by scenario.
const SHIPPED: &[(&str, &str)] = &[
    ("pyongyang-2000", include_str!("../../assets/policies/pyongyang-2000.best.ron")),
    ("rehearsal", include_str!("../../assets/policies/rehearsal.best.ron")),
    ("winter-timetable", include_str!("../../assets/policies/winter-timetable.best.ron")),
];

/// A temper and the value of each choice, by names that stay: the form of the data file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Temperament {
    /// The command that found it.
    pub found_by: String,
    /// By id of the type.
    pub tempers: BTreeMap<String, Temper>,
    /// By `scene/choice`: what it is worth on the 0–100 scale against each type, in the order of the scenario, above
    /// the mean of what else could be chosen there.
    pub choices: BTreeMap<String, Vec<f64>>,
}

/// The same, ready for a scenario.
#[derive(Debug, Clone)]
pub struct Found {
    /// By number of the type.
    pub tempers: Arc<Tempers>,
    /// Away from the table.
    pub scenes: Arc<Scenes>,
}

impl Found {
    /// What comes with the program for this scenario, as it is kept.
    ///
    /// # Panics
    /// Never: a test reads what is compiled in.
    pub fn kept(rules: &Rules) -> Option<Temperament> {
        let (_, text) = SHIPPED.iter().find(|(id, _)| *id == rules.id)?;
        Some(ron::from_str(text).expect("the policy is valid RON; a test reads it"))
    }

    /// The same, ready; for a scenario that nobody has searched yet, an even temper.
    pub fn shipped(rules: &Rules) -> Self {
        match Self::kept(rules) {
            Some(kept) => Self::new(rules, &kept),
            None => Self {
                tempers: Arc::new([Temper::RECIPROCAL; TYPES]),
                scenes: Arc::new(Scenes::from_manners(rules, &Manners { host: 0.7, home: 1.0, face: 0.2 })),
            },
        }
    }

    /// Fits the data to a scenario: what it does not name stays even.
    pub fn new(rules: &Rules, kept: &Temperament) -> Self {
        let temper = |k: usize| rules.types.get(k).and_then(|t| kept.tempers.get(&t.id)).copied();
        Self {
            tempers: Arc::new(std::array::from_fn(|k| temper(k).unwrap_or(Temper::RECIPROCAL))),
            scenes: Arc::new(Scenes::from_table(rules, &kept.choices)),
        }
    }
}
