//! Two games side by side in words: where they part, what came of each, and what explains the difference.

use crate::estimate::Estimate;
use crate::negotiation::NONE;
use crate::report::labels::action_label;
use crate::report::words::package_words;
use crate::review::{Comparison, Walk, added};
use crate::scenario::Scenario;

/// A choice that weighed much, against what the engine would have done.
#[derive(Debug, Clone, PartialEq)]
pub struct Telling {
    /// Points of the result that it added, or took.
    pub added: Estimate,
    /// In this turn.
    pub turn: usize,
    /// What it was.
    pub label: String,
}

/// Most of them told for a game.
const MOST: usize = 5;

/// Where they part: a sentence, and what each did there.
pub fn parting(scenario: &Scenario, walks: [&Walk; 2], found: &Comparison) -> Vec<String> {
    let at = |n: usize| walks[n].actions.get(found.common).zip(walks[n].before.get(found.common));
    match (found.one_seed, at(0), at(1)) {
        (true, Some((a, before)), Some((b, _))) => {
            let scene = &scenario.texts.scenes[usize::from(before.story.scene)].title;
            let mut list = vec![format!(
                "Both have {} turns in common and part in turn {}, in ‘{scene}’",
                found.common,
                found.common + 1
            )];
            for (name, action) in [("first", a), ("second", b)] {
                list.push(format!("The {name}: {}", action_label(scenario, before.view(), *action)));
            }
            list
        }
        (true, ..) => vec![
            "They do not part".to_owned(),
            format!("One is the beginning of the other, {} turns long.", found.common),
        ],
        (false, ..) => vec!["Two seeds".to_owned(), "Another man, and other luck, from the first turn on.".to_owned()],
    }
}

/// State and outcome of both, a row each.
pub fn outcomes(scenario: &Scenario, walks: [&Walk; 2], found: &Comparison) -> Vec<(String, String, String)> {
    let row = |name: &str, of: &dyn Fn(usize) -> String| (name.to_owned(), of(0), of(1));
    let end = |n: usize| walks[n].end.view();
    let mut rows = vec![
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
        rows.push(row(&format!("Trust, {}", audience.name), &|n| {
            format!("{:.0}", 100.0 * end(n).standing.trust(a as u8))
        }));
    }
    if (0..2).any(|n| end(n).table.is_agreed()) {
        rows.push(row("Agreed", &|n| match end(n).table.is_agreed() {
            true => package_words(scenario, &end(n).table.agreed),
            false => "nothing".into(),
        }));
    }
    rows
}

/// How much of the difference the choices explain.
pub fn verdict(found: &Comparison) -> String {
    let signed = |x: f64| format!("{x:+.1}").replace('-', "−");
    format!(
        "Between the two results lie {} points. The choices explain {} ± {:.1} of them; the rest, {}, is what befell: {}.",
        signed(found.difference),
        signed(found.choices.mean),
        found.choices.se,
        signed(found.rest),
        if found.one_seed { "his answers and the calendar" } else { "who he was, his answers and the calendar" }
    )
}

/// The choices of one side that weighed most.
pub fn telling(scenario: &Scenario, walk: &Walk, found: &Comparison, side: usize) -> Vec<Telling> {
    let decisions = &found.sides[side].review.decisions;
    let mut telling: Vec<_> = decisions.iter().map(|d| (added(d, found.one_seed), d)).collect();
    telling.retain(|(e, _)| e.mean.abs() >= 2.0 * e.se && e.mean.abs() >= 1.0);
    telling.sort_by(|a, b| b.0.mean.abs().total_cmp(&a.0.mean.abs()).then(a.1.turn.cmp(&b.1.turn)));
    let told = telling.into_iter().take(MOST).map(|(added, d)| {
        let view = walk.before[d.turn - 1].view();
        Telling { added, turn: d.turn, label: action_label(scenario, view, d.chosen().action) }
    });
    told.collect()
}
