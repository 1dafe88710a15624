//! Two games side by side, as text.

use std::fmt::Write;

use crate::negotiation::NONE;
use crate::report::labels::action_label;
use crate::report::words::package_words;
use crate::review::{Comparison, Walk, added};
use crate::scenario::Scenario;

/// The whole comparison.
pub fn comparison_words(scenario: &Scenario, walks: &[Walk; 2], found: &Comparison) -> String {
    let mut text = String::new();
    let parting = |n: usize| walks[n].actions.get(found.common).zip(walks[n].before.get(found.common));
    match (found.one_seed, parting(0), parting(1)) {
        (true, Some((a, before)), Some((b, _))) => {
            let scene = &scenario.texts.scenes[usize::from(before.story.scene)].title;
            _ = writeln!(
                text,
                "Both have {} turns in common and part in turn {}, in ‘{scene}’:",
                found.common,
                found.common + 1
            );
            for (name, action) in [("first", a), ("second", b)] {
                _ = writeln!(text, "  the {name}: {}", action_label(scenario, before.view(), *action));
            }
        }
        (true, ..) => {
            _ = writeln!(text, "They do not part: one is the beginning of the other, {} turns long.", found.common);
        }
        (false, ..) => _ = writeln!(text, "Two seeds: another man, and other luck, from the first turn on."),
    }
    _ = writeln!(text);
    for (name, first, second) in rows(scenario, walks, found) {
        _ = writeln!(text, "{name:<22}{first:<30}{second}");
    }
    let signed = |x: f64| format!("{x:+.1}").replace('-', "−");
    _ = writeln!(
        text,
        "\nBetween the two results lie {} points. The choices explain {} ± {:.1} of them; the rest, {}, is what befell: {}.",
        signed(found.difference),
        signed(found.choices.mean),
        found.choices.se,
        signed(found.rest),
        if found.one_seed { "his answers and the calendar" } else { "who he was, his answers and the calendar" }
    );
    for (n, name) in ["first", "second"].into_iter().enumerate() {
        let decisions = &found.sides[n].review.decisions;
        let mut telling: Vec<_> = decisions.iter().map(|d| (added(d, found.one_seed), d)).collect();
        telling.retain(|(e, _)| e.mean.abs() >= 2.0 * e.se && e.mean.abs() >= 1.0);
        telling.sort_by(|a, b| b.0.mean.abs().total_cmp(&a.0.mean.abs()).then(a.1.turn.cmp(&b.1.turn)));
        if !telling.is_empty() {
            _ = writeln!(text, "\nWhat weighed most in the {name}, against what the engine would have done:");
        }
        for (e, d) in telling.into_iter().take(5) {
            let view = walks[n].before[d.turn - 1].view();
            let label = action_label(scenario, view, d.chosen().action);
            _ = writeln!(text, "  {:>6} ± {:.1}  turn {}: {label}", signed(e.mean), e.se, d.turn);
        }
    }
    text
}

/// State and outcome of both, a row each.
fn rows(scenario: &Scenario, walks: &[Walk; 2], found: &Comparison) -> Vec<(String, String, String)> {
    let row = |name: &str, of: &dyn Fn(usize) -> String| (name.to_owned(), of(0), of(1));
    let end = |n: usize| walks[n].end.view();
    let mut rows = vec![
        row("", &|n| ["first", "second"][n].to_owned()),
        row("Turns", &|n| walks[n].actions.len().to_string()),
        row("Ending", &|n| match end(n).story.ending {
            NONE => "goes on".into(),
            ending => scenario.texts.endings[usize::from(ending)].title.clone(),
        }),
        row("Result", &|n| format!("{:.1}", found.sides[n].review.result)),
        row("Agreement", &|n| match (end(n).table.is_agreed(), end(n).story.ratified) {
            (true, true) => "ratified".into(),
            (true, false) => "not ratified".into(),
            _ => "none".into(),
        }),
        row("Face given", &|n| format!("{:.1}", end(n).face.given)),
    ];
    for (a, audience) in scenario.texts.audiences.iter().enumerate() {
        rows.push(row(&audience.name, &|n| format!("{:.0}", 100.0 * end(n).standing.trust(a as u8))));
    }
    if (0..2).any(|n| end(n).table.is_agreed()) {
        let words = |n: usize| match end(n).table.is_agreed() {
            true => package_words(scenario, &end(n).table.agreed),
            false => "nothing".into(),
        };
        rows.push(("Agreed, first".into(), words(0), String::new()));
        rows.push(("Agreed, second".into(), words(1), String::new()));
    }
    rows
}
