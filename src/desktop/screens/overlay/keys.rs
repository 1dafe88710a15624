//! What the keys do here.

use bevy::prelude::*;

use super::heading;
use crate::desktop::pen::{Parent, Pen, column};
use crate::desktop::session::{Desk, Session};
use crate::desktop::theme::{Face, INK, SHADE};
use crate::negotiation::session as table;

/// Keys, and what each does.
type Keys = &'static [(&'static str, &'static str)];

const EVERYWHERE: [(&str, &str); 8] = [
    ("Tab, arrows", "go from control to control; Shift and Tab go back"),
    ("Enter, Space", "press what has focus"),
    ("A letter or digit", "presses the control that shows it"),
    ("Esc", "closes what lies on top, and opens the menu where nothing does"),
    ("Page up, Page down, Home, End", "turn the page that lies on top"),
    ("F11", "fills the screen, or leaves it"),
    ("?", "shows this list"),
    ("Mouse", "does all of it too; words with a line under them explain themselves under the pointer"),
];
const PLAYING: [(&str, &str); 4] = [
    ("1 – 9", "take a choice of the scene"),
    ("L", "opens the log; S searches it"),
    ("T", "lists the words on this page that are explained"),
    ("H", "tells what really happened before this scene, where it is offered"),
];
const AT_THE_TABLE: [(&str, &str); 3] = [
    ("Up, Down", "go from issue to issue"),
    ("Left, Right", "move your draft on that issue"),
    ("P, D, A, R, B, C, W, …", "make the move that shows the letter; its minutes stand beside it"),
];
const PAD: [(&str, &str); 3] = [
    ("Gamepad: cross, shoulders", "move; A presses, B goes back"),
    ("Gamepad: triggers", "turn the page"),
    ("Gamepad: X, Y, Back, Start", "log, words on this page, keys, menu"),
];

/// Draws the list.
pub(super) fn keys(card: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, session: &Session) {
    heading(card, pen, "Keys");
    let playing = session.game.as_ref().filter(|g| desk.page > 0 && g.ending().is_none());
    let at_table = playing.is_some_and(|g| table(g.rules(), g.view()).is_some());
    pen.pages(card, "overlay", |page| {
        page.spawn(Node { padding: UiRect::vertical(px(6)), ..column(5.0) }).with_children(|list| {
            let groups: [(&str, bool, Keys); 4] = [
                ("Everywhere", true, &EVERYWHERE),
                ("While playing", playing.is_some(), &PLAYING),
                ("At the table", at_table, &AT_THE_TABLE),
                ("With a gamepad", cfg!(feature = "gamepad"), &PAD),
            ];
            for (name, _, keys) in groups.into_iter().filter(|g| g.1) {
                pen.caption(list, name);
                for (key, does) in keys {
                    let line = Node { column_gap: px(14), align_items: AlignItems::Baseline, ..default() };
                    list.spawn(line).with_children(|line| {
                        line.spawn(Node { width: percent(32), flex_shrink: 0.0, ..default() }).with_children(|cell| {
                            pen.write(cell, Face::Typed, 0.92, INK, *key);
                        });
                        line.spawn(Node { flex_grow: 1.0, flex_basis: px(0), min_width: px(0), ..default() })
                            .with_children(|cell| {
                                pen.write(cell, Face::Serif, 1.05, INK, *does);
                            });
                    });
                    pen.rule(list, SHADE);
                }
            }
        });
    });
}
