//! A calibration as a table for the terminal.

use std::fmt::Write;

use crate::calibration::Calibration;
use crate::estimate::Estimate;

/// The cells in columns of equal width, then the targets, kept or missed.
pub fn calibration_words(found: &Calibration) -> String {
    let mut text = String::new();
    let share = |e: &Estimate| format!("{:5.1} ±{:3.1}", 100.0 * e.mean, 100.0 * e.se);
    _ = writeln!(
        text,
        "{:<14} {:<13} {:>7}  {:<10} {:<10} {:<10} {:<10} {:<10} {:>5} {:>6}  endings",
        "policy", "counterpart", "games", "agreed %", "ratified %", "verified %", "survived %", "result", "sd", "V"
    );
    for c in &found.cells {
        let endings = c.endings.iter().take(3).map(|(id, s)| format!("{id} {:.0} %", 100.0 * s)).collect::<Vec<_>>();
        _ = writeln!(
            text,
            "{:<14} {:<13} {:>7}  {} {} {} {} {:5.1} ±{:3.1} {:>5.1} {:>6.3}  {}",
            c.policy,
            c.counterpart,
            c.games,
            share(&c.agreement),
            share(&c.ratified),
            share(&c.verified),
            share(&c.survived),
            c.result.mean,
            c.result.se,
            c.spread,
            c.value,
            endings.join(", ")
        );
        if c.counterpart == "all" {
            text.push('\n');
        }
    }
    _ = writeln!(text, "Targets");
    for t in &found.targets {
        let kept = if t.holds(0.0) { "kept  " } else { "MISSED" };
        let range = match (t.least, t.most) {
            (least, most) if most > 1e9 => format!("at least {least}"),
            (least, most) if (least - most).abs() < 1e-12 => format!("exactly {least}"),
            (least, most) => format!("{least} to {most}"),
        };
        _ = writeln!(text, "  {kept} {:<78} {:8.3} ±{:5.3}  ({range})", t.promise, t.measured, t.se);
    }
    if !found.choices.is_empty() {
        _ = writeln!(
            text,
            "\nChoices: states in which one was legal among others, and the share in which it was the best"
        );
        for c in &found.choices {
            let note = match c.best {
                _ if c.states == 0 => "  not met",
                b if b <= 0.0 => "  NEVER",
                b if b >= 1.0 => "  ALWAYS",
                _ => "",
            };
            _ = writeln!(text, "  {:<40} {:>5} {:6.1} %{note}", c.choice, c.states, 100.0 * c.best);
        }
    }
    text
}
