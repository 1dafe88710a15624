//! Two games side by side, as text.

use std::fmt::Write;

use crate::report::rows::{self, Telling};
use crate::review::{Comparison, Walk};
use crate::scenario::Scenario;

/// Columns of a name and of what the first game has.
const COLUMNS: [usize; 2] = [22, 30];

/// The whole comparison.
pub fn comparison_words(scenario: &Scenario, walks: &[Walk; 2], found: &Comparison) -> String {
    let mut text = String::new();
    let parting = rows::parting(scenario, walks.each_ref(), found);
    _ = writeln!(text, "{}:", parting[0]);
    for line in &parting[1..] {
        _ = writeln!(text, "  {line}");
    }
    _ = writeln!(text, "\n{:<22}{:<30}second", "", "first");
    for (name, first, second) in rows::outcomes(scenario, walks.each_ref(), found) {
        if first.chars().count() < COLUMNS[1] {
            _ = writeln!(text, "{name:<22}{first:<30}{second}");
        } else {
            // What is too long for a column stands in lines of its own.
            _ = writeln!(text, "{name}\n  first: {first}\n  second: {second}");
        }
    }
    _ = writeln!(text, "\n{}", rows::verdict(found));
    for (n, name) in ["first", "second"].into_iter().enumerate() {
        let telling = rows::telling(scenario, &walks[n], found, n);
        if !telling.is_empty() {
            _ = writeln!(text, "\nWhat weighed most in the {name}, against what the engine would have done:");
        }
        for Telling { added, turn, label } in telling {
            let points = format!("{:+.1}", added.mean).replace('-', "−");
            _ = writeln!(text, "  {points:>6} ± {:.1}  turn {turn}: {label}", added.se);
        }
    }
    text
}
