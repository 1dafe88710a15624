//! The game itself: the persistent header, the notebook, and a scene or a table between them.

mod calendar;
mod choices;
mod grid;
mod header;
mod moves;
mod notebook;
pub(super) mod story;
mod table;

use bevy::prelude::*;

use super::pen::{Parent, Pen, column};
use super::session::{Desk, Session};
use super::theme::NEWSPRINT;
use crate::negotiation;

/// Chips laid in the notebook, in all.
pub(super) const CHIPS: u8 = 10;

/// Draws the running game.
pub(super) fn play(root: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, session: &Session) {
    let Some(game) = &session.game else { return };
    let at_table = negotiation::session(game.rules(), game.view()).is_some() && game.ending().is_none();
    let page = Node { width: percent(100), height: percent(100), ..column(0.0) };
    root.spawn((page, BackgroundColor(NEWSPRINT))).with_children(|page| {
        header::header(page, pen, game);
        if !at_table {
            calendar::calendar(page, pen, game);
        }
        let body = Node {
            flex_grow: 1.0,
            flex_basis: px(0),
            min_height: px(0),
            column_gap: px(12),
            padding: UiRect::all(px(12)),
            ..default()
        };
        page.spawn(body).with_children(|body| {
            story::story(body, pen, desk, game, at_table);
            if at_table {
                table::table(body, pen, desk, game);
            } else {
                choices::choices(body, pen, game);
            }
            notebook::notebook(body, pen, desk, game);
        });
    });
}
