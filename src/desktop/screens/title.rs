//! The title: what the game is, and the ways in.

use bevy::prelude::*;

use crate::desktop::order::Order;
use crate::desktop::pen::{Cut, Parent, Pen, Press, column};
use crate::desktop::session::{Screen, Session};
use crate::desktop::study::Ask;
use crate::desktop::theme::{BRASS, Face, INK, NEWSPRINT, PAPER, RED, SLATE};

/// Draws the title.
pub(in crate::desktop) fn title(root: Parent<'_, '_>, pen: Pen<'_>, session: &Session) {
    let texts = &session.scenario.texts;
    let unfinished = session.unfinished();
    let page = Node {
        width: percent(100),
        flex_direction: FlexDirection::Column,
        align_items: AlignItems::Center,
        justify_content: JustifyContent::Center,
        ..default()
    };
    root.spawn((page, BackgroundColor(NEWSPRINT))).with_children(|page| {
        let card =
            Node { width: px(640), padding: UiRect::axes(px(52), px(40)), border: UiRect::top(px(6)), ..column(12.0) };
        page.spawn((card, BackgroundColor(PAPER), BorderColor::all(RED))).with_children(|card| {
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
                if session.has_records() {
                    let records = Press { label: "Records", hotkey: Some('r'), cut: Cut::Line, ..default() };
                    pen.button(list, Order::Study(Ask::Records), records);
                }
                pen.button(list, Order::Quit, Press { label: "Quit", hotkey: Some('q'), cut: Cut::Line, ..default() });
            });
        });
        page.spawn(Node { margin: UiRect::top(px(18)), ..default() }).with_children(|foot| {
            let keys =
                "Tab and arrows move, Enter presses, letters and digits press what shows them, Esc opens the menu.";
            pen.write(foot, Face::Sans, 0.78, SLATE, keys);
        });
    });
}
