//! The decisions: the graph of the expected result, and one decision with what each of its choices was worth.

use bevy::picking::hover::Hovered;
use bevy::prelude::*;
use bevy::ui_widgets::Button;

use crate::desktop::focus::{Control, Hint};
use crate::desktop::order::{Does, Order};
use crate::desktop::pen::{Cut, Parent, Pen, Press, column, row};
use crate::desktop::play::story::paragraphs;
use crate::desktop::study::{Ask, Debrief};
use crate::desktop::theme::{BRASS, Face, INK, NAVY, NEWSPRINT, SHADE, SLATE, STEEL};
use crate::report::charts::{Inks, expected, plan};
use crate::report::counsel;
use crate::report::debrief::{grade_words, happened_words};
use crate::report::labels::action_label;
use crate::report::words::really;
use crate::review::{Choice, Decision, Review};
use crate::scenario::Scenario;

/// Draws the graph and the decision looked at.
pub(super) fn decisions(sheet: Parent<'_, '_>, pen: Pen<'_>, scenario: &Scenario, debrief: &Debrief) {
    let Some(review) = &debrief.review else {
        pen.write(sheet, Face::Italic, 1.15, SLATE, "Games are being played on from every choice you had.");
        return;
    };
    let Some(decision) = review.decisions.get(debrief.at) else {
        pen.write(
            sheet,
            Face::Italic,
            1.15,
            SLATE,
            "There was no decision in this game at which anything else could be done.",
        );
        return;
    };
    graph(sheet, pen, scenario, debrief, review);
    heading(sheet, pen, scenario, decision);
    let body = Node {
        flex_grow: 1.0,
        flex_basis: if pen.flat { auto() } else { px(0) },
        flex_direction: if pen.flat { FlexDirection::Column } else { FlexDirection::Row },
        min_height: px(0),
        column_gap: px(20),
        row_gap: px(14),
        ..default()
    };
    let basis = if pen.flat { auto() } else { px(0) };
    sheet.spawn(body).with_children(|body| {
        let side = Node { flex_basis: basis, flex_grow: 1.1, min_height: px(0), ..column(0.0) };
        body.spawn(side).with_children(|side| {
            pen.pages(side, "choices", |page| {
                page.spawn(Node { padding: UiRect::right(px(6)), ..column(5.0) }).with_children(|list| {
                    choices(list, pen, scenario, debrief, decision);
                });
            });
        });
        let side = Node { flex_basis: basis, flex_grow: 1.0, min_height: px(0), ..column(0.0) };
        body.spawn(side).with_children(|side| {
            pen.pages(side, "debrief", |page| {
                page.spawn(Node { padding: UiRect::right(px(8)), ..column(6.0) }).with_children(|list| {
                    story(list, pen, scenario, debrief, decision);
                });
            });
        });
    });
}

fn graph(sheet: Parent<'_, '_>, pen: Pen<'_>, scenario: &Scenario, debrief: &Debrief, review: &Review) {
    // Words in it grow with all other text.
    let grown = pen.preferences.scale().max(1.0);
    let room =
        Vec2::new((pen.room.x - 84.0).min(1500.0), (pen.room.y * 0.31).clamp(190.0 * grown, 320.0 * grown)) / grown;
    let size = (f64::from(room.x), f64::from(room.y));
    let svg = expected(scenario, review, &debrief.turnings, Some(debrief.at), size, Inks::PRINT);
    let words = "Expected result over the decisions. The arrow keys step from one to the next.";
    let picture = pen.picture(sheet, svg, grown, words);
    let plan = plan(review, size);
    let step = plan.x(1) - plan.x(0);
    // Columns to point at.
    sheet.commands_mut().entity(picture).with_children(|columns| {
        for (n, d) in review.decisions.iter().enumerate() {
            let node = Node {
                position_type: PositionType::Absolute,
                left: px((plan.x(n) - step / 2.0) as f32 * grown),
                top: px(0),
                width: px(step as f32 * grown),
                height: percent(100),
                ..default()
            };
            let title = &scenario.texts.scenes[usize::from(d.scene)].title;
            let label = action_label(scenario, debrief.walk.before[d.turn - 1].view(), d.chosen().action);
            let hint = format!("Turn {}, {title}. {label}. Expected {:.0}.", d.turn, d.chosen().foresight.mean);
            columns.spawn((
                (node, Button, Does(Order::Study(Ask::At(n))), Hovered::default()),
                Control { key: format!("decision {n}"), above: false, hotkey: None },
                (AccessibleLabel::new(hint.clone()), Hint(hint)),
            ));
        }
    });
}

fn heading(sheet: Parent<'_, '_>, pen: Pen<'_>, scenario: &Scenario, d: &Decision) {
    let line = Node { flex_shrink: 0.0, flex_wrap: FlexWrap::Wrap, row_gap: px(2), ..row(10.0) };
    sheet.spawn(line).with_children(|line| {
        for (label, letter, by) in [("Before", 'b', -1), ("After", 'a', 1)] {
            let press = Press { label, hotkey: Some(letter), cut: Cut::Line, ..default() };
            pen.button(line, Order::Study(Ask::Step(by)), press);
        }
        let title = &scenario.texts.scenes[usize::from(d.scene)].title;
        let date = scenario.date(d.day).strftime("%-d %B").to_string();
        pen.write(line, Face::Serif, 1.2, INK, format!("{}. {title} · {date}", d.turn));
        line.spawn(Node { flex_grow: 1.0, ..default() });
        let branch = Press {
            label: "Branch from here",
            hotkey: Some('n'),
            hint: "A new game with the turns before this one behind it; this one stays as it is.".into(),
            cut: Cut::Main,
            ..default()
        };
        pen.button(line, Order::Study(Ask::Branch(d.turn - 1)), branch);
    });
    let grades = format!(
        "As known then: {}. Against him: {}.",
        grade_words(&d.foresight, d.conscience),
        grade_words(&d.hindsight, d.conscience)
    );
    pen.write(sheet, Face::Sans, 0.82, SLATE, grades);
}

/// Every choice with its bar, the best first; what was done stands out.
fn choices(list: Parent<'_, '_>, pen: Pen<'_>, scenario: &Scenario, debrief: &Debrief, d: &Decision) {
    let view = debrief.walk.before[d.turn - 1].view();
    let mut ranked: Vec<&Choice> = d.choices.iter().collect();
    ranked.sort_by(|a, b| b.foresight.mean.total_cmp(&a.foresight.mean));
    pen.caption(list, "Expected result of each choice, with its standard error; in brackets against him");
    for c in ranked {
        let done = c.id == d.chosen().id;
        let edge = if done { BRASS } else { Color::NONE };
        let node = Node {
            padding: UiRect::axes(px(7), px(3)),
            border: UiRect::left(px(4)),
            column_gap: px(10),
            align_items: AlignItems::Center,
            ..default()
        };
        let ground = if done { NEWSPRINT } else { Color::NONE };
        let label = action_label(scenario, view, c.action);
        let figures = format!("{:.0} ± {:.1} ({:.0})", c.foresight.mean, c.foresight.se, c.hindsight.mean);
        let aloud = format!("{}{label}: expected {figures}", if done { "What you did: " } else { "" });
        list.spawn((node, BackgroundColor(ground), BorderColor::all(edge), AccessibleLabel::new(aloud))).with_children(
            |line| {
                line.spawn(Node { flex_grow: 1.0, flex_basis: px(0), min_width: px(0), ..default() }).with_children(
                    |name| {
                        let face = if done { Face::Strong } else { Face::Sans };
                        pen.write(name, face, 0.82, INK, label);
                    },
                );
                let share = (c.foresight.mean / 100.0) as f32;
                pen.bar(line, pen.em(130.0), share, if done { NAVY } else { STEEL }, SHADE);
                line.spawn(Node { width: pen.em(96.0), flex_shrink: 0.0, ..default() }).with_children(|cell| {
                    pen.write(cell, if done { Face::Strong } else { Face::Sans }, 0.8, INK, figures);
                });
            },
        );
    }
}

/// What happened, what the advisers said, what really happened.
fn story(list: Parent<'_, '_>, pen: Pen<'_>, scenario: &Scenario, debrief: &Debrief, d: &Decision) {
    let happened = happened_words(scenario, &debrief.walk, d);
    if !happened.is_empty() {
        pen.caption(list, "What happened");
        paragraphs(list, pen, &happened, false);
    }
    let advice = counsel::advice(scenario, debrief.walk.before[d.turn - 1].view());
    if !advice.is_empty() {
        pen.caption(list, "What the advisers had said");
        for line in advice {
            pen.write(list, Face::Serif, 1.02, INK, line);
        }
    }
    if let Some(text) = really(scenario, d.scene) {
        pen.caption(list, "What really happened");
        pen.write(list, Face::Serif, 1.02, INK, text);
    }
}
