//! The calendar strip between the tables: deadlines passed and ahead, and the winter's sheet of clauses.

use bevy::prelude::*;

use crate::desktop::pen::{Parent, Pen, column, row};
use crate::desktop::theme::{BRASS, DIM, Face, INK, JADE, NAVY, PAPER, RED, SHADE, SLATE, STEEL};
use crate::negotiation::NONE;
use crate::record::Game;
use crate::scenario::rules::Falls;

/// Draws the strip.
pub(super) fn calendar(page: Parent<'_, '_>, pen: Pen<'_>, game: &Game) {
    let passed = game.view().story.passed;
    let strip = Node {
        width: percent(100),
        flex_shrink: 0.0,
        padding: UiRect::axes(px(18), px(6)),
        border: UiRect::bottom(px(1)),
        column_gap: px(24),
        row_gap: px(4),
        flex_wrap: FlexWrap::Wrap,
        justify_content: JustifyContent::SpaceBetween,
        ..default()
    };
    page.spawn((strip, BackgroundColor(PAPER), BorderColor::all(SHADE))).with_children(|strip| {
        strip.spawn(row(22.0)).with_children(|line| deadlines(line, pen, game));
        // The sheet lies on the desk once the experts have met.
        if passed.count_ones() >= 2 {
            strip.spawn(row(16.0)).with_children(|line| sheet(line, pen, game));
        }
    });
}

fn deadlines(line: Parent<'_, '_>, pen: Pen<'_>, game: &Game) {
    let story = game.view().story;
    let scenario = game.scenario();
    for (i, (rule, text)) in game.rules().deadlines.iter().zip(&scenario.texts.deadlines).enumerate() {
        let gone = story.passed >> i & 1 == 1;
        let when = match rule.falls {
            _ if gone => "passed".to_owned(),
            Falls::Dated(day) if day > story.day => {
                format!("{}, in {}", scenario.date(day).strftime("%-d %b"), days(day - story.day))
            }
            Falls::Dated(day) => scenario.date(day).strftime("%-d %b").to_string(),
            Falls::Undated { .. } => "nobody knows when".to_owned(),
        };
        let (name_color, color) = if gone { (DIM, DIM) } else { (INK, SLATE) };
        line.spawn((row(7.0), AccessibleLabel::new(format!("{}: {when}", text.name)))).with_children(|entry| {
            light(entry, gone, NAVY);
            entry.spawn(column(0.0)).with_children(|lines| {
                pen.write(lines, Face::Strong, 0.74, name_color, &text.name);
                pen.write(lines, Face::Sans, 0.7, color, when);
            });
        });
    }
}

fn days(n: i16) -> String {
    if n == 1 { "1 day".into() } else { format!("{n} days") }
}

/// Each clause with its three lights: his word in writing, a sponsor here, a clear form.
fn sheet(line: Parent<'_, '_>, pen: Pen<'_>, game: &Game) {
    let view = game.view();
    for &issue in &game.rules().sheet {
        let i = usize::from(issue);
        let lights = [
            ("written", view.table.written[i] != NONE || (view.table.is_agreed()), RED),
            ("sponsored", view.story.sponsored >> issue & 1 == 1, JADE),
            ("formed", view.story.formed >> issue & 1 == 1, BRASS),
        ];
        let name = &game.scenario().texts.issues[i].name;
        let state: Vec<&str> = lights.iter().filter(|l| l.1).map(|l| l.0).collect();
        let aloud = if state.is_empty() { "nothing yet".to_owned() } else { state.join(", ") };
        line.spawn((column(1.0), AccessibleLabel::new(format!("Clause on {name}: {aloud}")))).with_children(|clause| {
            pen.write(clause, Face::Strong, 0.74, INK, name);
            clause.spawn(row(8.0)).with_children(|row_| {
                for (what, on, color) in lights {
                    row_.spawn(row(3.0)).with_children(|one| {
                        light(one, on, color);
                        let letter =
                            what.chars().next().map(|c| c.to_ascii_uppercase().to_string()).unwrap_or_default();
                        pen.write(one, Face::Sans, 0.68, if on { INK } else { DIM }, letter);
                    });
                }
            });
        });
    }
    pen.write(line, Face::Sans, 0.68, SLATE, "W written\nS sponsored\nF formed");
}

/// A lamp, lit or not.
fn light(parent: Parent<'_, '_>, on: bool, color: Color) {
    let node = Node {
        width: px(9),
        height: px(9),
        border: UiRect::all(px(1.5)),
        border_radius: BorderRadius::MAX,
        flex_shrink: 0.0,
        ..default()
    };
    parent.spawn((
        node,
        BackgroundColor(if on { color } else { Color::NONE }),
        BorderColor::all(if on { color } else { STEEL }),
    ));
}
