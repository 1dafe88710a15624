//! The ending: a front page with the measures of the deal.

use bevy::prelude::*;

use crate::desktop::order::Order;
use crate::desktop::pen::{Cut, Parent, Pen, Press, column, row};
use crate::desktop::plate::{Print, plate};
use crate::desktop::session::{Desk, Overlay, Screen, Session};
use crate::desktop::study::Ask;
use crate::desktop::theme::{Face, INK, NEWSPRINT, PAPER, RED, SHADE, SLATE};
use crate::report::FrontPage;
use crate::scenario::Scenario;

/// Draws the front page.
pub(in crate::desktop) fn ending(root: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, session: &Session) {
    let Some(front) = &desk.front else {
        let back = Press { label: "Title", cut: Cut::Main, first: true, ..default() };
        pen.button(root, Order::Show(Screen::Title), back);
        return;
    };
    let page = Node { width: percent(100), height: percent(100), align_items: AlignItems::Center, ..column(0.0) };
    root.spawn(page).with_children(|page| {
        let sheet = Node {
            width: px(1120),
            max_width: percent(94),
            flex_grow: 1.0,
            min_height: px(0),
            margin: UiRect::top(px(16)),
            padding: UiRect { left: px(36), right: px(22), top: px(14), bottom: px(0) },
            ..column(4.0)
        };
        page.spawn((sheet, BackgroundColor(PAPER)))
            .with_children(|sheet| newspaper(sheet, pen, &session.scenario, front));
        let foot = Node { padding: UiRect::axes(px(0), px(10)), ..row(10.0) };
        page.spawn(foot).with_children(|foot| {
            let debrief = Press { label: "Debrief", hotkey: Some('d'), cut: Cut::Main, first: true, ..default() };
            pen.button(foot, Order::Study(Ask::Debrief), debrief);
            let reflect = Press { label: "What you make of it", hotkey: Some('w'), cut: Cut::Line, ..default() };
            pen.button(foot, Order::AskBack, reflect);
            let new = Press { label: "New game", hotkey: Some('n'), cut: Cut::Line, ..default() };
            pen.button(foot, Order::Show(Screen::NewGame), new);
            let records = Press { label: "Records", hotkey: Some('r'), cut: Cut::Line, ..default() };
            pen.button(foot, Order::Study(Ask::Records), records);
            pen.button(
                foot,
                Order::Show(Screen::Title),
                Press { label: "Title", hotkey: Some('t'), cut: Cut::Line, ..default() },
            );
            let log = Press { label: "Log", hotkey: Some('l'), cut: Cut::Line, ..default() };
            pen.button(foot, Order::Open(Overlay::Log(String::new())), log);
            pen.button(foot, Order::Quit, Press { label: "Quit", hotkey: Some('q'), cut: Cut::Line, ..default() });
        });
    });
}

fn newspaper(sheet: Parent<'_, '_>, pen: Pen<'_>, scenario: &Scenario, front: &FrontPage) {
    let centred = Node { align_items: AlignItems::Center, flex_shrink: 0.0, ..column(2.0) };
    sheet.spawn(centred).with_children(|head| {
        pen.centre(head, Face::Serif, 2.4, INK, &front.newspaper);
        pen.rule(head, INK);
        pen.centre(head, Face::Sans, 0.75, SLATE, format!("{}  ·  {}", front.dateline, front.title));
        pen.rule(head, INK);
    });
    pen.pages(sheet, "front", |page| {
        let centred = Node { align_items: AlignItems::Center, padding: UiRect::vertical(px(10)), ..column(6.0) };
        page.spawn(centred).with_children(|head| {
            pen.centre(head, Face::Serif, 2.5, INK, &front.headline);
            pen.centre(head, Face::Italic, 1.25, SLATE, &front.deck);
        });
        pen.rule(page, SHADE);
        let columns = Node { column_gap: px(30), padding: UiRect::vertical(px(12)), ..default() };
        page.spawn(columns).with_children(|columns| {
            columns.spawn(Node { flex_grow: 1.7, flex_basis: px(0), ..column(9.0) }).with_children(|story| {
                if let Some(number) = front.picture {
                    // The sheet is so wide, less its edges, the gap and the column beside.
                    let width = (1120.0_f32.min(pen.room.x * 0.94) - 64.0 - 30.0) * 1.7 / 2.7;
                    plate(story, pen, scenario, number, Vec2::new(width, width * 0.42), Print::Press);
                }
                for paragraph in &front.story {
                    pen.write(story, Face::Serif, 1.08, INK, paragraph);
                }
                for (headline, text) in &front.sides {
                    pen.rule(story, SHADE);
                    pen.write(story, Face::Serif, 1.35, INK, headline);
                    pen.write(story, Face::Serif, 1.02, INK, text);
                }
            });
            columns.spawn(Node { flex_grow: 1.0, flex_basis: px(0), ..column(12.0) }).with_children(|side| {
                let framed = Node { padding: UiRect::all(px(14)), border: UiRect::top(px(3)), ..column(5.0) };
                side.spawn((framed.clone(), BackgroundColor(NEWSPRINT), BorderColor::all(INK))).with_children(|list| {
                    pen.caption(list, "The measure of it");
                    for (name, value) in &front.measures {
                        list.spawn(Node { justify_content: JustifyContent::SpaceBetween, ..row(12.0) }).with_children(
                            |line| {
                                pen.write(line, Face::Sans, 0.82, INK, name);
                                pen.write(line, Face::Strong, 0.82, INK, value);
                            },
                        );
                    }
                });
                side.spawn((framed, BackgroundColor(NEWSPRINT), BorderColor::all(RED))).with_children(|who| {
                    pen.caption(who, "Who he was");
                    pen.write(who, Face::Serif, 1.3, INK, &front.counterpart.0);
                    pen.write(who, Face::Serif, 1.02, INK, &front.counterpart.1);
                });
            });
        });
    });
}
