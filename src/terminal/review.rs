//! A review as text: lessons first, then turning points and ledgers, then each decision with what it was worth.

use std::fmt::Write;

use crate::bargaining::moves::MoveClass;
use crate::report::debrief::{grade_words, lesson_words, thought_words, title_words, turning_words};
use crate::report::labels::action_label;
use crate::report::words::{capital, cause_words};
use crate::review::{Course, Decision, POLICY, Review, Walk, lessons, titles, turning_points};
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
    opening(&mut text, scenario, walk, found);
    for d in &found.decisions {
        decision(&mut text, scenario, walk, d);
    }
    text
}

/// Lessons, what you thought, turning points, ledgers.
fn opening(text: &mut String, scenario: &Scenario, walk: &Walk, found: &Review) {
    let rules = &scenario.rules;
    let course = Course::of(rules, walk);
    let lessons = lessons(rules, walk, &course, found);
    _ = writeln!(text, "\nLessons");
    if lessons.is_empty() {
        _ = writeln!(text, "  None of the mistakes that are looked for was found.");
    }
    for lesson in &lessons {
        let told = lesson_words(scenario, lesson);
        wrapped(text, &format!("{}. {} {}.", told.title, told.text, capital(&told.price)), "  ");
    }
    _ = writeln!(text);
    for line in thought_words(scenario, walk) {
        wrapped(text, &line, "");
    }
    _ = writeln!(text, "\nTurning points");
    for turning in turning_points(rules, walk, found) {
        wrapped(text, &turning_words(scenario, walk, &turning).join(". "), "  ");
    }
    if course.offers.is_empty() {
        _ = writeln!(text, "\nNo packages were exchanged.");
    } else {
        _ = writeln!(text, "\nConcession ledgers (by his true preferences)");
        let names: Vec<String> = MoveClass::ALL.iter().map(|c| format!("{:>12}", c.name())).collect();
        _ = writeln!(text, "  {:<6}{}", "", names.concat());
        for (name, yours) in [("you", true), ("he", false)] {
            let counts: Vec<String> = course.ledger(yours).iter().map(|n| format!("{n:>12}")).collect();
            _ = writeln!(text, "  {name:<6}{}", counts.concat());
        }
    }
    let (given, taken) = course.measure.face;
    _ = writeln!(text, "\nFace ledger: given {given:.1}, taken {taken:.1}");
    for moved in course.face.iter().filter(|f| f.by.abs() >= 0.1) {
        let sign = format!("{:+.1}", moved.by).replace('-', "−");
        _ = writeln!(text, "  turn {:>2}  {sign}  {}", moved.turn, cause_words(scenario, moved.cause));
    }
    _ = writeln!(text, "\nPackages that everyone would have ratified, of {}", rules.packages());
    for zone in &course.zones {
        let date = scenario.date(zone.day).strftime("%-d %B").to_string();
        let count = (zone.sets.all * rules.packages() as f64).round();
        _ = writeln!(text, "  {date:<12}{count:>5}");
    }
    let open: Vec<&str> = titles(rules, walk).iter().filter(|t| !t.1).map(|t| title_words(t.0)).collect();
    if !open.is_empty() {
        _ = writeln!(text, "\nFor another run: {}.", open.join("; "));
    }
}

fn wrapped(text: &mut String, words: &str, indent: &str) {
    let options = textwrap::Options::new(78).initial_indent(indent).subsequent_indent(indent);
    _ = writeln!(text, "{}", textwrap::fill(words, options));
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
        grade_words(&d.foresight, d.conscience),
        grade_words(&d.hindsight, d.conscience)
    );
    let best = d.best();
    if best.id != chosen.id && best.foresight.mean - chosen.foresight.mean >= 2.0 * chosen.foresight.se {
        let label = action_label(scenario, view, best.action);
        _ = writeln!(text, "   Worth more: {label} · {:.0} ± {:.1}", best.foresight.mean, best.foresight.se);
    }
}
