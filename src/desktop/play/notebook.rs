//! The narrow panel at the right: who he may be, in chips or as the read, and what he has said.

use bevy::prelude::*;

use super::CHIPS;
use crate::desktop::order::Order;
use crate::desktop::pen::{Cut, Parent, Pen, Press, column, row};
use crate::desktop::session::{Desk, Overlay};
use crate::desktop::theme::{BRASS, Face, INK, NAVY, PAPER, SHADE, SLATE};
use crate::negotiation::{Action, Happening, NONE};
use crate::record::{Coach, Game};
use crate::report::counsel;
use crate::scenario::program::Life;

/// Draws the panel.
pub(super) fn notebook(body: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, game: &Game) {
    let node = Node {
        width: if pen.flat { percent(100) } else { pen.em(212.0) },
        flex_shrink: 0.0,
        min_height: px(0),
        padding: UiRect { left: px(13), right: px(4), top: px(6), bottom: px(6) },
        border: UiRect::top(px(3)),
        ..column(0.0)
    };
    body.spawn((node, BackgroundColor(PAPER), BorderColor::all(BRASS))).with_children(|panel| {
        pen.pages(panel, "notebook", |page| {
            page.spawn(Node {
                padding: UiRect { top: px(3), right: px(4), bottom: px(8), left: px(2) },
                ..column(6.0)
            })
            .with_children(|list| {
                if game.header().coach == Coach::Guided {
                    read(list, pen, game);
                }
                if game.view().story.notebook_open && game.ending().is_none() {
                    open(list, pen, desk, game);
                } else {
                    as_it_stands(list, pen, game);
                }
                let about = Press { label: "Who he may be", hotkey: Some('n'), cut: Cut::Line, ..default() };
                pen.button(list, Order::Open(Overlay::Types), about);
                let advisers = Press { label: "Advisers", hotkey: Some('v'), cut: Cut::Line, ..default() };
                pen.button(list, Order::Open(Overlay::Advisers), advisers);
                let dossier = Press { label: "Dossier", hotkey: Some('i'), cut: Cut::Line, ..default() };
                pen.button(list, Order::Open(Overlay::Dossier), dossier);
                his_word(list, pen, game);
            });
        });
    });
}

/// The read: a probability for each type.
fn read(list: Parent<'_, '_>, pen: Pen<'_>, game: &Game) {
    pen.caption(list, "The read of him");
    for (name, share) in counsel::read(game.scenario(), game.view()) {
        let aloud = AccessibleLabel::new(format!("{name}: {:.0} percent", share * 100.0));
        list.spawn((column(2.0), aloud)).with_children(|lines| {
            lines.spawn(Node { justify_content: JustifyContent::SpaceBetween, ..row(4.0) }).with_children(|line| {
                pen.write(line, Face::Sans, 0.82, INK, name);
                pen.write(line, Face::Strong, 0.82, INK, format!("{:.0} %", share * 100.0));
            });
            pen.bar(lines, percent(100), share as f32, NAVY, SHADE);
        });
    }
    pen.rule(list, SHADE);
}

/// The notebook open: ten chips to lay.
fn open(list: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, game: &Game) {
    let texts = &game.scenario().texts;
    let left = CHIPS - desk.chips.iter().sum::<u8>().min(CHIPS);
    pen.caption(list, format!("Your notebook: {left} {} to lay", if left == 1 { "chip" } else { "chips" }));
    for (k, kind) in texts.types.iter().enumerate().take(game.rules().drawn_types) {
        let laid = desk.chips[k];
        list.spawn(row(5.0)).with_children(|line| {
            line.spawn(Node { flex_grow: 1.0, ..default() }).with_children(|name| {
                pen.write(name, Face::Sans, 0.82, INK, &kind.name);
            });
            chip(line, pen, k as u8, -1, format!("Take a chip from {}, {laid} laid", kind.name), laid == 0);
            line.spawn(Node { width: pen.em(17.0), justify_content: JustifyContent::Center, ..default() })
                .with_children(|number| {
                    pen.write(number, Face::Strong, 0.86, INK, laid.to_string());
                });
            chip(line, pen, k as u8, 1, format!("Lay a chip on {}, {laid} laid", kind.name), left == 0);
        });
    }
    pen.caption(list, "He wants most of all");
    list.spawn(Node { flex_wrap: FlexWrap::Wrap, column_gap: px(4), row_gap: px(4), ..default() }).with_children(
        |wants| {
            for (i, issue) in texts.issues.iter().enumerate() {
                let chosen = desk.wants == i as u8;
                let cut = if chosen { Cut::Chosen } else { Cut::Chip };
                let aloud = format!("He wants {} most{}", issue.name, if chosen { ", chosen" } else { "" });
                pen.button(
                    wants,
                    Order::Wants(i as u8),
                    Press { label: &issue.name, key: Some(format!("wants {i}")), aloud: Some(aloud), cut, ..default() },
                );
            }
        },
    );
    let action = Action::Note(desk.chips, desk.wants);
    let refused = crate::negotiation::check(game.rules(), game.view(), &action).err();
    let press = Press {
        label: "Close the notebook",
        detail: &refused.map_or(String::new(), |r| r.to_string()),
        disabled: refused.is_some(),
        cut: if refused.is_none() { Cut::Main } else { Cut::Line },
        hotkey: Some('z'),
        ..default()
    };
    pen.button(list, Order::Act(action), press);
}

fn chip(line: Parent<'_, '_>, pen: Pen<'_>, kind: u8, by: i8, aloud: String, disabled: bool) {
    let label = if by < 0 { "−" } else { "+" };
    let key = Some(format!("chip {kind} {by}"));
    let press = Press { label, key, aloud: Some(aloud), disabled, cut: Cut::Chip, ..default() };
    pen.button(line, Order::Chip(kind, by), press);
}

fn chips(line: Parent<'_, '_>, laid: u8) {
    line.spawn(row(2.0)).with_children(|chips| {
        for _ in 0..laid {
            let node = Node { width: px(7), height: px(12), border_radius: BorderRadius::all(px(2)), ..default() };
            chips.spawn((node, BackgroundColor(BRASS)));
        }
    });
}

/// The notebook shut: the chips last laid.
fn as_it_stands(list: Parent<'_, '_>, pen: Pen<'_>, game: &Game) {
    let texts = &game.scenario().texts;
    let notebook = game.view().notebook;
    let last = (0..3).rev().find(|&m| notebook.chips[m].iter().any(|&c| c > 0));
    pen.caption(list, "Your notebook");
    let Some(last) = last else {
        pen.write(list, Face::Italic, 1.0, SLATE, "Nothing written yet. It opens at three moments.");
        return;
    };
    for (k, kind) in texts.types.iter().enumerate().take(game.rules().drawn_types) {
        let laid = notebook.chips[last][k];
        let aloud = AccessibleLabel::new(format!("{}: {laid} chips", kind.name));
        list.spawn((Node { justify_content: JustifyContent::SpaceBetween, ..row(4.0) }, aloud)).with_children(|line| {
            pen.write(line, Face::Sans, 0.82, INK, &kind.name);
            pen.write(line, Face::Strong, 0.82, INK, laid.to_string());
        });
        list.spawn(Node { height: px(12), ..default() }).with_children(|line| chips(line, laid));
    }
    if notebook.wants[last] != NONE {
        let name = &texts.issues[usize::from(notebook.wants[last])].name;
        pen.write(list, Face::Sans, 0.82, INK, format!("Wants most: {}", name.to_lowercase()));
    }
}

/// Your mandate, and his informal promises where they live.
fn his_word(list: Parent<'_, '_>, pen: Pen<'_>, game: &Game) {
    let view = game.view();
    let texts = &game.scenario().texts;
    pen.rule(list, SHADE);
    let given = game.log().iter().any(|e| matches!(e.what, Happening::MandateGiven { .. }));
    if let Some(mandate) = texts.mandates.get(usize::from(view.story.mandate)).filter(|_| given) {
        pen.caption(list, format!("Your mandate: {}", mandate.name.to_lowercase()));
        pen.write(list, Face::Serif, 0.95, INK, &mandate.about);
    }
    let mut titled = false;
    for (name, word) in texts.pledges.iter().zip(view.pledges.0) {
        let life = match word.life {
            Life::Unsaid => continue,
            Life::Said => "said once",
            Life::Repeated => "said again",
            Life::Written => "in writing",
            Life::Kept => "kept",
            Life::Broken => "broken",
            Life::Lapsed => "lapsed",
        };
        if !titled {
            pen.caption(list, "His word");
            titled = true;
        }
        let claimed = if word.claimed { ", claimed by you in public" } else { "" };
        list.spawn(column(0.0)).with_children(|lines| {
            pen.write(lines, Face::Serif, 0.95, INK, name);
            pen.write(lines, Face::Sans, 0.76, SLATE, format!("{life}{claimed}"));
        });
    }
}
