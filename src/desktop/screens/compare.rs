//! Two games side by side.

use bevy::prelude::*;

use crate::desktop::order::Order;
use crate::desktop::pen::{Cut, Parent, Pen, Press, column, row};
use crate::desktop::screens::debrief::Progress;
use crate::desktop::session::{Screen, Session};
use crate::desktop::study::{Ask, Beside, Study};
use crate::desktop::theme::{BRASS, Face, INK, NAVY, PAPER, RED, SHADE, SLATE};
use crate::report::charts::{Inks, expected};
use crate::report::rows::{self, Telling};
use crate::review::turning_points;
use crate::scenario::Scenario;

/// Draws the comparison; while the reviewer works it can be stopped.
pub(in crate::desktop) fn compare(root: Parent<'_, '_>, pen: Pen<'_>, study: &Study, session: &Session, works: bool) {
    let page = Node { width: percent(100), height: percent(100), padding: UiRect::all(px(16)), ..column(10.0) };
    root.spawn(page).with_children(|page| {
        page.spawn(Node { flex_shrink: 0.0, justify_content: JustifyContent::SpaceBetween, ..row(12.0) })
            .with_children(|line| {
                pen.write(line, Face::Serif, 2.0, INK, "Side by side");
                line.spawn(row(8.0)).with_children(|line| {
                    let progress = pen.write(line, Face::Sans, 0.76, SLATE, "");
                    line.commands_mut().entity(progress).insert(Progress);
                    if works {
                        let stop = Press { label: "Stop", hotkey: Some('s'), cut: Cut::Line, ..default() };
                        pen.button(line, Order::Study(Ask::Stop), stop);
                    }
                    let records =
                        Press { label: "Records", hotkey: Some('r'), cut: Cut::Main, first: true, ..default() };
                    pen.button(line, Order::Study(Ask::Records), records);
                    let title = Press { label: "Title", hotkey: Some('t'), cut: Cut::Line, ..default() };
                    pen.button(line, Order::Show(Screen::Title), title);
                });
            });
        let sheet = Node {
            flex_grow: 1.0,
            flex_basis: px(0),
            min_height: px(0),
            padding: UiRect { left: px(22), right: px(10), top: px(10), bottom: px(6) },
            border: UiRect::top(px(4)),
            ..column(6.0)
        };
        page.spawn((sheet, BackgroundColor(PAPER), BorderColor::all(RED))).with_children(|sheet| {
            let Some(beside) = &study.beside else { return };
            pen.pages(sheet, "compare", |page| {
                page.spawn(Node { padding: UiRect::right(px(8)), ..column(10.0) })
                    .with_children(|body| told(body, pen, &session.scenario, beside));
            });
        });
    });
}

fn told(body: Parent<'_, '_>, pen: Pen<'_>, scenario: &Scenario, beside: &Beside) {
    let Some(found) = &beside.found else {
        pen.write(body, Face::Italic, 1.15, SLATE, "Both games are being played on from every choice.");
        return;
    };
    let walks = [&*beside.walks[0], &*beside.walks[1]];
    let parting = rows::parting(scenario, walks, found);
    pen.write(body, Face::Serif, 1.35, INK, format!("{}.", parting[0]));
    for line in &parting[1..] {
        pen.write(body, Face::Serif, 1.1, INK, line);
    }
    pen.write(body, Face::Serif, 1.1, NAVY, rows::verdict(found));
    body.spawn(column(3.0)).with_children(|table| {
        let names = [String::new(), format!("first: {}", beside.names[0]), format!("second: {}", beside.names[1])];
        cells(table, pen, names, Face::Strong);
        for (name, first, second) in rows::outcomes(scenario, walks, found) {
            pen.rule(table, SHADE);
            cells(table, pen, [name, first, second], Face::Sans);
        }
    });
    for n in 0..2 {
        let review = &found.sides[n].review;
        if review.decisions.is_empty() {
            continue;
        }
        pen.rule(body, BRASS);
        let (which, name) = (["The first", "The second"][n], &beside.names[n]);
        pen.write(body, Face::Serif, 1.25, INK, format!("{which}: {name}"));
        let turnings = turning_points(&scenario.rules, walks[n], review);
        let grown = pen.preferences.scale().max(1.0);
        let size = (f64::from((pen.room.x - 100.0).min(1400.0) / grown), 230.0);
        let svg = expected(scenario, review, &turnings, None, size, Inks::PRINT);
        pen.picture(body, svg, grown, &format!("{which}: expected result over its decisions"));
        let telling = rows::telling(scenario, walks[n], found, n);
        if !telling.is_empty() {
            pen.caption(body, "What weighed most, against what the engine would have done");
        }
        for Telling { added, turn, label } in telling {
            let points = format!("{:+.1} ± {:.1}", added.mean, added.se).replace('-', "−");
            pen.write(body, Face::Sans, 0.86, INK, format!("{points}  ·  turn {turn}: {label}"));
        }
    }
}

fn cells(table: Parent<'_, '_>, pen: Pen<'_>, words: [String; 3], face: Face) {
    table.spawn(Node { column_gap: px(18), ..default() }).with_children(|line| {
        for (n, text) in words.into_iter().enumerate() {
            let cell = match n {
                0 => Node { width: pen.em(170.0), flex_shrink: 0.0, ..default() },
                _ => Node { flex_grow: 1.0, flex_basis: px(0), min_width: px(0), ..default() },
            };
            line.spawn(cell).with_children(|cell| {
                pen.write(cell, face, 0.84, if n == 0 { SLATE } else { INK }, text);
            });
        }
    });
}
