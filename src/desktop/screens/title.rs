//! The title: what the game is, and the ways in.

use bevy::prelude::*;

use crate::desktop::order::Order;
use crate::desktop::pen::{Cut, Parent, Pen, Press, column};
use crate::desktop::plate::{Print, plate};
use crate::desktop::session::{Overlay, Screen, Session};
use crate::desktop::study::Ask;
use crate::desktop::theme::{BRASS, Face, INK, PAPER, RED, SLATE};

/// Draws the title.
pub(in crate::desktop) fn title(root: Parent<'_, '_>, pen: Pen<'_>, session: &Session) {
    let texts = &session.scenario.texts;
    let page = Node {
        width: percent(100),
        flex_direction: FlexDirection::Column,
        padding: UiRect::left(px(72)),
        justify_content: JustifyContent::Center,
        row_gap: px(18),
        ..default()
    };
    if let Some(cover) = texts.cover {
        plate(root, pen, &session.scenario, cover, pen.room, Print::Still);
    }
    let page = Node { position_type: PositionType::Absolute, height: percent(100), ..page };
    root.spawn(page).with_children(|page| {
        if pen.is_large() {
            pen.pages(page, "title", |page| card(page, pen, session));
        } else {
            card(page, pen, session);
        }
    });
}

/// The card with the ways in, and how to press its buttons.
fn card(page: Parent<'_, '_>, pen: Pen<'_>, session: &Session) {
    let texts = &session.scenario.texts;
    let unfinished = session.unfinished();
    page.spawn(column(18.0)).with_children(|page| {
        let card = Node {
            width: pen.em(540.0),
            max_width: percent(90),
            padding: UiRect::axes(px(40), px(30)),
            border: UiRect::top(px(6)),
            ..column(11.0)
        };
        let paper = BackgroundColor(PAPER.with_alpha(0.96));
        page.spawn((card, paper, BorderColor::all(RED))).with_children(|card| {
            pen.write(card, Face::Serif, 3.0, INK, &texts.title);
            pen.rule(card, BRASS);
            pen.write(card, Face::Italic, 1.25, SLATE, &texts.subtitle);
            pen.write(card, Face::Serif, 1.1, INK, &texts.about);
            card.spawn(Node { margin: UiRect::top(px(14)), ..column(8.0) }).with_children(|list| {
                if let Some(saved) = &unfinished {
                    let header = &saved.header;
                    let note = format!("seed {}, {}, {} turns", header.seed, header.coach.name(), saved.turns);
                    let press =
                        Press { label: "Continue", note, hotkey: Some('c'), first: true, cut: Cut::Main, ..default() };
                    pen.button(list, Order::Continue(saved.path.clone()), press);
                }
                let new = Press {
                    label: "New game",
                    hotkey: Some('n'),
                    cut: if unfinished.is_none() { Cut::Main } else { Cut::Line },
                    first: true,
                    ..default()
                };
                pen.button(list, Order::Show(Screen::NewGame), new);
                let records = Press { label: "Records", hotkey: Some('r'), cut: Cut::Line, ..default() };
                pen.button(list, Order::Study(Ask::Records), records);
                let settings = Press { label: "Preferences", hotkey: Some('p'), cut: Cut::Line, ..default() };
                pen.button(list, Order::Open(Overlay::Preferences), settings);
                pen.button(list, Order::Quit, Press { label: "Quit", hotkey: Some('q'), cut: Cut::Line, ..default() });
            });
        });
        let strip =
            Node { width: pen.em(540.0), max_width: percent(90), padding: UiRect::axes(px(14), px(6)), ..default() };
        page.spawn((strip, BackgroundColor(PAPER.with_alpha(0.9)))).with_children(|foot| {
            let keys =
                "Tab and arrows move, Enter presses, letters and digits press what shows them, Esc opens the menu.";
            pen.write(foot, Face::Sans, 0.78, INK, keys);
        });
    });
}
