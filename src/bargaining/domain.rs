//! A bilateral domain: issues with options, and two parties with additive utilities. Reads and writes the form
//! `bilateral-additive/1`.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::scenario::rules::{ONE, Rules, Utility};

/// The name of the form.
pub const FORMAT: &str = "bilateral-additive/1";
/// Most outcomes a domain may have.
pub const MOST_OUTCOMES: u64 = 100_000_000;

/// One issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Its name.
    pub name: String,
    /// Its options, in order.
    pub options: Vec<String>,
}

/// One party: its utility of an outcome is Σ weights\[k\]·values\[k\]\[option\], summed in order of the issues.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// Its name.
    pub name: String,
    /// Weight of each issue, at least 0.
    pub weights: Vec<f64>,
    /// Value of each option of each issue.
    pub values: Vec<Vec<f64>>,
    /// What no agreement is worth to it.
    pub reservation: f64,
}

/// A domain that passed [`Domain::checked`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Domain {
    /// The form, [`FORMAT`].
    pub format: String,
    /// Its name.
    pub name: String,
    /// The issues, at least one.
    pub issues: Vec<Issue>,
    /// The two parties.
    pub parties: Vec<Party>,
}

/// What is wrong with a domain: where, what was expected, what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainFault(pub String);

impl fmt::Display for DomainFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for DomainFault {}

fn fault<T>(message: String) -> Result<T, DomainFault> {
    Err(DomainFault(message))
}

impl Domain {
    /// Reads `bilateral-additive/1`; other fields are ignored.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    pub fn from_json(text: &str) -> Result<Self, DomainFault> {
        let read: Self = serde_json::from_str(text).map_err(|e| DomainFault(format!("expected {FORMAT}: {e}")))?;
        if read.format != FORMAT {
            return fault(format!("format: expected “{FORMAT}”, found “{}”", read.format));
        }
        read.checked()
    }

    /// The same as text.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// The issue space of a scenario: you, and one type of counterpart as the book has it.
    pub fn of_scenario(rules: &Rules, kind: usize) -> Self {
        let book = &rules.types[kind];
        Self::between(rules, ["player", &book.id], &book.book.utility)
    }

    /// The issue space of a scenario: you and somebody else, under these names.
    pub fn between(rules: &Rules, names: [&str; 2], other: &Utility) -> Self {
        let issues: Vec<Issue> =
            rules.issues.iter().map(|i| Issue { name: i.id.clone(), options: i.options.clone() }).collect();
        let party = |name: &str, utility: &Utility| {
            let (mut weights, mut values) = (Vec::new(), Vec::new());
            for (i, issue) in issues.iter().enumerate() {
                let row = &utility.worth[i][..issue.options.len()];
                let most = row.iter().copied().max().unwrap_or(0).max(1);
                weights.push(f64::from(most) / f64::from(ONE));
                values.push(row.iter().map(|&w| f64::from(w) / f64::from(most)).collect());
            }
            let reservation = f64::from(utility.reservation) / f64::from(ONE);
            Party { name: name.to_owned(), weights, values, reservation }
        };
        let parties = vec![party(names[0], &rules.player), party(names[1], other)];
        Self { format: FORMAT.to_owned(), name: rules.id.clone(), issues, parties }
    }

    /// Checks that names, numbers and lengths fit together.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    pub fn checked(self) -> Result<Self, DomainFault> {
        if self.issues.is_empty() {
            return fault("issues: expected at least one, found none".into());
        }
        let mut outcomes: u64 = 1;
        for (k, issue) in self.issues.iter().enumerate() {
            if issue.options.is_empty() {
                return fault(format!("issues[{k}].options: “{}” needs at least one option, found none", issue.name));
            }
            outcomes = outcomes.saturating_mul(issue.options.len() as u64);
        }
        if outcomes > MOST_OUTCOMES {
            return fault(format!("issues: at most {MOST_OUTCOMES} outcomes can be solved, found {outcomes}"));
        }
        if self.parties.len() != 2 {
            return fault(format!("parties: expected two, found {}", self.parties.len()));
        }
        for (p, party) in self.parties.iter().enumerate() {
            let here = format!("parties[{p}]");
            let n = self.issues.len();
            if party.weights.len() != n || party.values.len() != n {
                return fault(format!(
                    "{here}: expected weights and values for {n} issues, found {} and {}",
                    party.weights.len(),
                    party.values.len()
                ));
            }
            if !party.reservation.is_finite() {
                return fault(format!("{here}.reservation: expected a finite number, found {}", party.reservation));
            }
            for (k, (weight, row)) in party.weights.iter().zip(&party.values).enumerate() {
                if !(weight.is_finite() && *weight >= 0.0 && *weight <= 1e6) {
                    return fault(format!("{here}.weights[{k}]: expected 0 to 1,000,000, found {weight}"));
                }
                let options = self.issues[k].options.len();
                if row.len() != options {
                    return fault(format!("{here}.values[{k}]: expected {options} values, found {}", row.len()));
                }
                if let Some((o, v)) = row.iter().enumerate().find(|(_, v)| !(v.is_finite() && v.abs() <= 1e6)) {
                    return fault(format!("{here}.values[{k}][{o}]: expected −1,000,000 to 1,000,000, found {v}"));
                }
            }
        }
        Ok(self)
    }

    /// How many outcomes there are.
    pub fn outcomes(&self) -> u64 {
        self.issues.iter().map(|i| i.options.len() as u64).product()
    }

    /// weights\[k\]·values\[k\]\[option\] of a party.
    pub fn parts(&self, party: usize) -> Vec<Vec<f64>> {
        let p = &self.parties[party];
        p.weights.iter().zip(&p.values).map(|(w, row)| row.iter().map(|v| w * v).collect()).collect()
    }

    /// The option of each issue in an outcome given by its number; the last issue changes fastest.
    pub fn package(&self, mut number: u64) -> Vec<usize> {
        let mut package = vec![0; self.issues.len()];
        for (place, issue) in package.iter_mut().zip(&self.issues).rev() {
            let n = issue.options.len() as u64;
            *place = (number % n) as usize;
            number /= n;
        }
        package
    }

    /// Both reservation values.
    pub fn reservation(&self) -> [f64; 2] {
        [self.parties[0].reservation, self.parties[1].reservation]
    }
}

/// Utilities of all outcomes, in the order of their numbers, added up from the first issue to the last.
pub fn utilities(parts: &[Vec<f64>]) -> Vec<f64> {
    let mut sums = vec![0.0];
    for row in parts {
        sums = sums.iter().flat_map(|sum| row.iter().map(move |part| sum + part)).collect();
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"{ "format": "bilateral-additive/1", "name": "small", "seen": "ignored",
        "issues": [ { "name": "a", "options": ["x", "y"] }, { "name": "b", "options": ["p", "q", "r"] } ],
        "parties": [ { "name": "one", "weights": [0.4, 0.6], "values": [[0, 1], [1, 0.5, 0]], "reservation": 0.2 },
                     { "name": "two", "weights": [0.5, 0.5], "values": [[1, 0], [0, 0.5, 1]], "reservation": 0.1 } ] }"#;

    #[test]
    fn a_domain_written_and_read_again_is_the_same() {
        let domain = Domain::from_json(SMALL).expect("valid");
        assert_eq!(Domain::from_json(&domain.to_json()).expect("valid"), domain);
        assert_eq!(domain.outcomes(), 6);
        assert_eq!(domain.package(4), vec![1, 1]);
        assert_eq!(utilities(&domain.parts(0))[4], 0.4 + 0.6 * 0.5);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (from, to, told) in [
            ("bilateral-additive/1", "other/2", "format: expected “bilateral-additive/1”, found “other/2”"),
            ("[0.4, 0.6]", "[0.4]", "parties[0]: expected weights and values for 2 issues, found 1 and 2"),
            ("[1, 0.5, 0]", "[1, 0.5]", "parties[0].values[1]: expected 3 values, found 2"),
            ("0.4, 0.6", "-0.4, 0.6", "parties[0].weights[0]: expected 0 to 1,000,000, found -0.4"),
            ("[\"x\", \"y\"]", "[]", "issues[0].options: “a” needs at least one option, found none"),
        ] {
            let told_now = Domain::from_json(&SMALL.replacen(from, to, 1)).expect_err("a fault").0;
            assert_eq!(told_now, told);
        }
    }
}
