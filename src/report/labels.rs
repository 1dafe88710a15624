//! Labels of actions: what stands on a button or in a menu, and the sentence under it.

use crate::negotiation::{self, Action, View};
use crate::report::words::package_words;
use crate::review::Forecast;
use crate::scenario::Scenario;
use crate::scenario::rules::MoveKind;

/// What a move is called on its button.
pub fn kind_label(kind: MoveKind) -> &'static str {
    match kind {
        MoveKind::Agenda => "Choose the agenda",
        MoveKind::Propose => "Propose",
        MoveKind::DoubleOffer => "Offer two at once",
        MoveKind::Accept => "Accept his package",
        MoveKind::Refuse => "Refuse, over",
        MoveKind::Close => "Close",
        MoveKind::Reopen => "Reopen",
        MoveKind::Probe => "Probe",
        MoveKind::Link => "Link",
        MoveKind::Gesture => "Make a gesture",
        MoveKind::Write => "Ask in writing",
        MoveKind::Caucus => "Caucus with the experts",
        MoveKind::Adjourn => "Adjourn",
        MoveKind::WalkOut => "Walk out",
    }
}

/// The button of an action.
pub fn action_label(scenario: &Scenario, _view: View<'_>, action: Action) -> String {
    let texts = &scenario.texts;
    let issue = |i: u8| texts.issues[usize::from(i)].name.to_lowercase();
    match action {
        Action::Choose(c) => texts.choices[usize::from(c)].label.clone(),
        Action::Verb(v, i) if scenario.rules.verbs[usize::from(v)].asks_issue => {
            format!("{}: {}", texts.verbs[usize::from(v)].label, issue(i))
        }
        Action::Verb(v, _) => texts.verbs[usize::from(v)].label.clone(),
        Action::Note(..) => "Close the notebook".into(),
        Action::Agenda(_) => "Choose the agenda".into(),
        Action::Propose(p) => format!("Propose: {}", package_words(scenario, &p)),
        Action::DoubleOffer(a, b) => {
            format!("Offer two at once: {}; or {}", package_words(scenario, &a), package_words(scenario, &b))
        }
        Action::Refuse(i) => format!("Refuse, over {}", issue(i)),
        Action::Close(i) => format!("Close {}", issue(i)),
        Action::Reopen(i) => format!("Reopen {}", issue(i)),
        Action::Probe(i) => format!("Probe {}", issue(i)),
        Action::Link(give, want) => {
            format!("Link: a step on {} for one on {}", issue(give), issue(want))
        }
        Action::Gesture(true) => "Make a gesture, announced".into(),
        Action::Gesture(false) => "Make a gesture, quietly".into(),
        Action::Write(i) => format!("Ask for {} in writing", issue(i)),
        Action::Accept | Action::Caucus | Action::Adjourn | Action::WalkOut => {
            action.kind().map_or("", kind_label).to_owned()
        }
    }
}

/// What a choice is likely to come to, in a few signs.
pub fn odds(forecast: &Forecast) -> String {
    format!("{:.0} ± {:.0} · {:.0} %", forecast.result.mean, forecast.result.se.max(1.0), forecast.ratified * 100.0)
}

/// What a choice is likely to do at once, in points of a hundred; empty if that is next to nothing.
pub fn effects(scenario: &Scenario, forecast: &Forecast) -> String {
    let moved = |by: f64| format!("{by:+.0}").replace('-', "−");
    let audiences = scenario.texts.audiences.iter().zip(&forecast.trust);
    let mut list: Vec<String> = audiences
        .filter(|(_, by)| by.abs() >= 0.005)
        .map(|(audience, by)| format!("{} {}", audience.name, moved(by * 100.0)))
        .collect();
    if forecast.face.abs() >= 0.05 {
        list.push(format!("face {}", format!("{:+.1}", forecast.face).replace('-', "−")));
    }
    list.join(", ")
}

/// One sentence about an action: what it buys and what it costs.
pub fn action_detail(scenario: &Scenario, view: View<'_>, action: Action) -> String {
    let texts = &scenario.texts;
    let rules = &scenario.rules;
    let minutes = |kind| negotiation::minutes(rules, view, kind);
    let timed = |text: &str| match action.kind() {
        Some(kind) if minutes(kind) > 0 => format!("{text} {} minutes.", minutes(kind)),
        _ => text.to_owned(),
    };
    match action {
        Action::Choose(c) => texts.choices[usize::from(c)].detail.clone(),
        Action::Verb(v, _) => {
            let rule = &rules.verbs[usize::from(v)];
            format!("{} {} minutes.", texts.verbs[usize::from(v)].detail, rule.minutes)
        }
        Action::Note(..) => "Scored at the end; he never sees it.".into(),
        Action::Agenda(_) => {
            timed(&format!("At most {} issues lie open at a time; the others wait.", rules.table.agenda))
        }
        Action::Propose(_) => timed("A whole package. Offering less than before costs trust."),
        Action::DoubleOffer(..) => timed("Two packages worth the same to you: which he takes up tells what he wants."),
        Action::Accept => timed("What lies there becomes the agreement."),
        Action::Refuse(_) => timed("Firm, and named: he hears which issue it is about."),
        Action::Close(_) => timed("Initialled at his option, subject to the whole; it survives adjournment."),
        Action::Reopen(_) => timed("It costs trust: what was closed was a word given."),
        Action::Probe(_) => timed("What is it worth to him? He may not be honest."),
        Action::Link(..) => timed("A step for a step; he takes it or says no."),
        Action::Gesture(true) => timed("A step of your own, announced: it builds trust, and home sees it."),
        Action::Gesture(false) => timed("A step of your own, unannounced: half the trust, and nobody at home sees it."),
        Action::Write(_) => timed("Words become paper, if he trusts you."),
        Action::Caucus => timed("The experts draft, and look again at what he told you."),
        Action::Adjourn => "What is left of the session is given up, courteously.".into(),
        Action::WalkOut => "The session ends, and something else with it.".into(),
    }
}
