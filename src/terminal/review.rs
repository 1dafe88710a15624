//! A review as text: each decision with what was done, what it was worth, and what was better.

use std::fmt::Write;

use crate::report::labels::action_label;
use crate::review::{Decision, Grade, POLICY, Review, Walk};
use crate::scenario::Scenario;

/// The whole review.
pub fn review_words(scenario: &Scenario, walk: &Walk, found: &Review) -> String {
    let mut text = String::new();
    let worst = found.decisions.iter().flat_map(|d| &d.choices).map(|c| c.foresight.se).fold(0.0, f64::max);
    _ = writeln!(
        text,
        "{} decisions. From every choice {} games were played on by ‘{}’; an expected result is off by {worst:.1} at most \
         (standard error).",
        found.decisions.len(),
        found.rollouts,
        POLICY.name(),
    );
    let ends = if found.over { "It ended with" } else { "As it stands it is worth" };
    _ = writeln!(text, "{ends} a result of {:.0} out of 100.", found.result);
    if let Some([foresight, hindsight]) = found.accuracy {
        _ = writeln!(text, "Accuracy: {foresight:.0} by what you could know, {hindsight:.0} by what was so.");
    }
    if let Some(brier) = found.brier {
        _ = writeln!(text, "Your notebook: a Brier score of {brier:.2} (0 certain and right, 2 certain and wrong).");
    }
    for d in &found.decisions {
        decision(&mut text, scenario, walk, d);
    }
    text
}

fn decision(text: &mut String, scenario: &Scenario, walk: &Walk, d: &Decision) {
    let view = walk.before[d.turn - 1].view();
    let scene = &scenario.texts.scenes[usize::from(d.scene)].title;
    _ = writeln!(text, "\n{}. {scene} · {}", d.turn, scenario.date(d.day).strftime("%-d %B %Y"));
    let chosen = d.chosen();
    _ = writeln!(
        text,
        "   You: {} · expected {:.0}, against him {:.0}",
        action_label(scenario, view, chosen.action),
        chosen.foresight.mean,
        chosen.hindsight.mean
    );
    _ = writeln!(
        text,
        "   {}; in hindsight {}",
        graded(&d.foresight, d.conscience),
        graded(&d.hindsight, d.conscience)
    );
    let best = d.best();
    if best.id != chosen.id && best.foresight.mean - chosen.foresight.mean >= 2.0 * chosen.foresight.se {
        let label = action_label(scenario, view, best.action);
        _ = writeln!(text, "   Worth more: {label} · {:.0} ± {:.1}", best.foresight.mean, best.foresight.se);
    }
}

fn graded(grade: &Grade, conscience: bool) -> String {
    match grade.label {
        _ if conscience && grade.loss < 0.5 => "a choice of conscience, which cost nothing".into(),
        _ if conscience => format!("a choice of conscience: its price {:.1} ± {:.1}", grade.loss, grade.se),
        Some(label) if grade.loss < 0.05 => label.name().into(),
        Some(label) => format!("{label}: −{:.1} ± {:.1}", grade.loss, grade.se),
        None => format!("too close to tell: −{:.1} ± {:.1}", grade.loss, grade.se),
    }
}
