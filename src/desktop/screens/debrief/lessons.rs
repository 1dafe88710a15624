//! The opening of the debrief, and its tables: lessons, what you thought, turning points, measures, ledgers.

use bevy::prelude::*;

use crate::bargaining::moves::MoveClass;
use crate::desktop::order::Order;
use crate::desktop::pen::{Cut, Parent, Pen, Press, column, row};
use crate::desktop::study::{Ask, Debrief};
use crate::desktop::theme::{BRASS, Face, INK, NEWSPRINT, RED, SHADE, SLATE};
use crate::report::debrief::{
    Told, evidence_words, lesson_words, reflection_words, stood, thought_words, title_words, turning_words,
};
use crate::report::front_page;
use crate::report::words::capital;
use crate::review::{Lesson, titles};
use crate::scenario::Scenario;

/// Draws the opening.
pub(super) fn lessons(sheet: Parent<'_, '_>, pen: Pen<'_>, scenario: &Scenario, debrief: &Debrief) {
    pen.pages(sheet, "debrief", |page| {
        let body = Node { padding: UiRect { right: px(8), bottom: px(12), ..default() }, ..column(12.0) };
        page.spawn(body).with_children(|body| {
            if debrief.review.is_none() {
                let words = "Games are being played on from every choice you had. What they show comes in a moment.";
                pen.write(body, Face::Italic, 1.15, SLATE, words);
            } else {
                cards(body, pen, scenario, debrief);
            }
            body.spawn(column(3.0)).with_children(|lines| {
                pen.caption(lines, "What you thought, and what he wanted");
                for line in thought_words(scenario, &debrief.walk) {
                    pen.write(lines, Face::Serif, 1.1, INK, line);
                }
            });
            if let Some(said) = &debrief.said {
                body.spawn(column(3.0)).with_children(|lines| {
                    pen.caption(lines, "What you made of it");
                    for line in reflection_words(said) {
                        pen.write(lines, Face::Serif, 1.1, INK, line);
                    }
                });
            }
            turnings(body, pen, scenario, debrief);
            let open: Vec<&str> =
                titles(&scenario.rules, &debrief.walk).iter().filter(|t| !t.1).map(|t| title_words(t.0)).collect();
            if !open.is_empty() {
                body.spawn(column(3.0)).with_children(|lines| {
                    pen.caption(lines, "For another run");
                    for title in open {
                        pen.write(lines, Face::Serif, 1.1, INK, title);
                    }
                });
            }
        });
    });
}

fn cards(body: Parent<'_, '_>, pen: Pen<'_>, scenario: &Scenario, debrief: &Debrief) {
    if debrief.lessons.is_empty() {
        let words = "None of the mistakes that are looked for was found in this game.";
        pen.write(body, Face::Serif, 1.15, INK, words);
        return;
    }
    let direction = if pen.flat { FlexDirection::Column } else { FlexDirection::Row };
    let cards = Node {
        flex_direction: direction,
        column_gap: px(14),
        row_gap: px(14),
        align_items: AlignItems::Stretch,
        ..default()
    };
    body.spawn(cards).with_children(|line| {
        for lesson in &debrief.lessons {
            card(line, pen, scenario, debrief, lesson);
        }
    });
}

fn card(line: Parent<'_, '_>, pen: Pen<'_>, scenario: &Scenario, debrief: &Debrief, lesson: &Lesson) {
    let Told { title, text, price } = lesson_words(scenario, lesson);
    let node = Node {
        flex_grow: 1.0,
        flex_basis: if pen.flat { auto() } else { px(0) },
        max_width: if pen.flat || debrief.lessons.len() > 1 { auto() } else { px(620) },
        padding: UiRect::axes(px(14), px(10)),
        border: UiRect::top(px(3)),
        ..column(6.0)
    };
    line.spawn((node, BackgroundColor(NEWSPRINT), BorderColor::all(BRASS))).with_children(|card| {
        pen.write(card, Face::Serif, 1.35, INK, title);
        pen.write(card, Face::Serif, 1.06, INK, text);
        pen.write(card, Face::Strong, 0.82, RED, capital(&price));
        let ways = Node { margin: UiRect::top(auto()), flex_wrap: FlexWrap::Wrap, row_gap: px(4), ..row(8.0) };
        card.spawn(ways).with_children(|ways| {
            let branch = Press {
                label: "Branch here",
                key: Some(format!("branch {}", title)),
                note: format!("before turn {}", lesson.turn),
                hint: "A new game with the same turns up to this one behind it; this one stays as it is.".into(),
                cut: Cut::Line,
                ..default()
            };
            pen.button(ways, Order::Study(Ask::Branch(lesson.turn - 1)), branch);
            let place = debrief.review.iter().flat_map(|r| &r.decisions).position(|d| d.turn == lesson.turn);
            if let Some(place) = place {
                let look =
                    Press { label: "Look at it", key: Some(format!("look {}", title)), cut: Cut::Line, ..default() };
                pen.button(ways, Order::Study(Ask::At(place)), look);
            }
        });
    });
}

fn turnings(body: Parent<'_, '_>, pen: Pen<'_>, scenario: &Scenario, debrief: &Debrief) {
    if debrief.turnings.is_empty() {
        return;
    }
    body.spawn(column(5.0)).with_children(|list| {
        pen.caption(list, "Turning points");
        for (n, turning) in debrief.turnings.iter().enumerate() {
            let [place, sentence] = turning_words(scenario, &debrief.walk, turning);
            let press = Press {
                label: &format!("{}. {place}", n + 1),
                detail: &sentence,
                key: Some(format!("turning {n}")),
                cut: Cut::Card,
                ..default()
            };
            pen.button(list, Order::Study(Ask::At(turning.decision)), press);
        }
    });
}

/// The measures of the deal, as on the front page.
pub(super) fn measures(beside: Parent<'_, '_>, pen: Pen<'_>, scenario: &Scenario, debrief: &Debrief) {
    let Some(front) = front_page(scenario, &debrief.walk.end) else { return };
    beside.spawn(Node { width: pen.em(400.0), ..column(4.0) }).with_children(|list| {
        for (name, value) in &front.measures {
            list.spawn(Node { justify_content: JustifyContent::SpaceBetween, ..row(12.0) }).with_children(|line| {
                pen.write(line, Face::Sans, 0.84, INK, name);
                pen.write(line, Face::Strong, 0.84, INK, value);
            });
            pen.rule(list, SHADE);
        }
    });
}

/// On what each issue stood at the end.
pub(super) fn outcome(beside: Parent<'_, '_>, pen: Pen<'_>, scenario: &Scenario, debrief: &Debrief) {
    let basis = if pen.flat { pen.em(400.0) } else { px(0) };
    beside.spawn(Node { flex_grow: 1.0, flex_basis: basis, min_width: px(0), ..column(4.0) }).with_children(|list| {
        pen.caption(list, "How it stood at the end");
        for (name, option, form) in stood(scenario, &debrief.walk) {
            list.spawn(column(0.0)).with_children(|lines| {
                pen.write(lines, Face::Strong, 0.82, INK, name);
                pen.write(lines, Face::Serif, 1.0, INK, format!("{option} ({form})"));
            });
        }
    });
}

/// The evidence that moved trust most, in words.
pub(super) fn evidence(body: Parent<'_, '_>, pen: Pen<'_>, scenario: &Scenario, debrief: &Debrief) {
    body.spawn(column(2.0)).with_children(|list| {
        pen.caption(list, "The evidence that moved trust most");
        for line in evidence_words(scenario, &debrief.course) {
            pen.write(list, Face::Sans, 0.84, INK, line);
        }
    });
}

/// How many moves of each class both made.
pub(super) fn ledgers(body: Parent<'_, '_>, pen: Pen<'_>, debrief: &Debrief) {
    body.spawn(column(2.0)).with_children(|list| {
        for (name, yours) in [("You made", true), ("He made", false)] {
            let counts = debrief.course.ledger(yours);
            let moves = MoveClass::ALL.iter().zip(counts).filter(|(_, n)| *n > 0);
            let moves: Vec<String> = moves.map(|(class, n)| format!("{} {n}", class.name())).collect();
            let words = if moves.is_empty() { "no moves".to_owned() } else { moves.join(", ") };
            pen.write(list, Face::Sans, 0.86, INK, format!("{name}: {words}."));
        }
    });
}
