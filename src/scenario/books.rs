//! What the books of the drawn types say, laid side by side: whatever is asked of a type's shadow is asked of all.

use crate::scenario::rules::{IssueRule, ISSUES, ONE, OPTIONS, Package, TYPES, TypeRule};

/// One number for each drawn type, in units of [`ONE`] where it is a utility.
pub type Each = [i32; TYPES];

/// Part-worths by issue and option, to each drawn type at once.
#[derive(Debug)]
pub struct Books {
    issues: Vec<Issue>,
}

#[derive(Debug)]
struct Issue {
    promise: bool,
    status_quo: u8,
    options: [Each; OPTIONS],
    /// At the option that each type opens with.
    openings: Each,
    /// To all types together, by option.
    sums: [i64; OPTIONS],
}

impl Books {
    /// Lays them side by side.
    pub fn new(issues: &[IssueRule], drawn: &[TypeRule]) -> Self {
        let each = |i: usize, option: &dyn Fn(&TypeRule) -> u8| -> Each {
            std::array::from_fn(|k| drawn.get(k).map_or(0, |t| t.book.utility.worth[i][usize::from(option(t))]))
        };
        let issue = |(i, rule): (usize, &IssueRule)| {
            let options: [Each; OPTIONS] = std::array::from_fn(|o| each(i, &|_| o as u8));
            Issue {
                promise: rule.promise,
                status_quo: rule.status_quo,
                sums: options.map(|each| each.iter().map(|&worth| i64::from(worth)).sum()),
                options,
                openings: each(i, &|t| t.book.opening[i]),
            }
        };
        Self { issues: issues.iter().enumerate().take(ISSUES).map(issue).collect() }
    }

    /// What a package is worth to each, where promises count for `rate` of their face value, in units of 2⁻²⁰.
    pub fn worth(&self, rate: i64, package: &Package) -> Each {
        let (mut plain, mut promised) = ([0; TYPES], [0; TYPES]);
        for (issue, option) in self.issues.iter().zip(package) {
            add(if issue.promise { &mut promised } else { &mut plain }, &issue.options[usize::from(*option)]);
        }
        std::array::from_fn(|k| plain[k] + counted(promised[k], rate))
    }

    /// What each hopes for on issues that are `hoped` for, by bit, above what they stand at: its own opening.
    pub fn hope(&self, rate: i64, hoped: u8) -> Each {
        let (mut plain, mut quo, mut rest) = ([0; TYPES], [0; TYPES], [0; TYPES]);
        for (i, issue) in self.issues.iter().enumerate() {
            let stands = &issue.options[usize::from(issue.status_quo)];
            let hopes = hoped >> i & 1 == 1;
            let then = if hopes { &issue.openings } else { stands };
            if issue.promise {
                add(&mut quo, stands);
                add(&mut rest, then);
            } else if hopes {
                add(&mut plain, then);
                for (plain, stands) in plain.iter_mut().zip(stands) {
                    *plain -= stands;
                }
            }
        }
        std::array::from_fn(|k| plain[k] + counted(rest[k], rate) - counted(quo[k], rate))
    }

    /// What a package is worth to the average type at its face value, for ledgers the player may see.
    pub fn mean(&self, package: &Package, drawn_types: usize) -> i32 {
        let parts = self.issues.iter().zip(package).map(|(issue, option)| issue.sums[usize::from(*option)]);
        (parts.sum::<i64>() / drawn_types.max(1) as i64) as i32
    }
}

fn add(sums: &mut Each, parts: &Each) {
    for (sum, part) in sums.iter_mut().zip(parts) {
        *sum += part;
    }
}

/// What a promised part-worth counts for.
fn counted(promised: i32, rate: i64) -> i32 {
    ((i64::from(promised) * rate) >> ONE.trailing_zeros()) as i32
}
