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
use super::plate::{Print, plate};
use super::session::{Desk, Session};
use crate::negotiation;
use crate::record::Game;

/// Chips laid in the notebook, in all.
pub(super) const CHIPS: u8 = 10;

/// Width of the story, at least and at most, and least width of what is beside it; what is left goes to both, most of it
/// to the side.
const STORY: f32 = 612.0;
const MOST_STORY: f32 = 650.0;
const SIDE: f32 = 632.0;

/// The picture of the scene, and under it what can be done and the notebook.
fn side(body: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, game: &Game) {
    let picture = game.scenario().texts.scenes[usize::from(game.view().story.scene)].picture;
    let side = Node { flex_basis: px(SIDE), flex_grow: 8.0, flex_shrink: 0.0, min_height: px(0), ..column(12.0) };
    body.spawn(side).with_children(|side| {
        if let Some(number) = picture {
            // What is left of the width beside the story, and a third of the height.
            let free = pen.room.x - 36.0;
            let story = (STORY + (free - STORY - SIDE) / 9.0).min(MOST_STORY);
            let size = Vec2::new((free - story).max(SIDE), (pen.room.y * 0.3).clamp(150.0, 400.0));
            plate(side, pen, game.scenario(), number, size, Print::Colour);
        }
        let below = Node { flex_grow: 1.0, flex_basis: px(0), min_height: px(0), column_gap: px(12), ..default() };
        side.spawn(below).with_children(|below| {
            choices::choices(below, pen, desk, game);
            notebook::notebook(below, pen, desk, game);
        });
    });
}

/// Draws the running game.
pub(super) fn play(root: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, session: &Session) {
    let Some(game) = &session.game else { return };
    let at_table = negotiation::session(game.rules(), game.view()).is_some() && game.ending().is_none();
    let page = Node { width: percent(100), height: percent(100), ..column(0.0) };
    root.spawn(page).with_children(|page| {
        if pen.is_large() {
            pen.pages(page, "play", |page| stacked(page, Pen { flat: true, ..pen }, desk, game, at_table));
            return;
        }
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
                notebook::notebook(body, pen, desk, game);
            } else {
                side(body, pen, desk, game);
            }
        });
    });
}

/// Everything under each other, in a page that scrolls as a whole: for large text.
fn stacked(page: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, game: &Game, at_table: bool) {
    header::header(page, pen, game);
    if !at_table {
        calendar::calendar(page, pen, game);
    }
    page.spawn(Node { padding: UiRect::all(px(12)), ..column(12.0) }).with_children(|body| {
        let picture = game.scenario().texts.scenes[usize::from(game.view().story.scene)].picture;
        if let Some(number) = picture.filter(|_| !at_table) {
            let size = Vec2::new(pen.room.x - 34.0, (pen.room.y * 0.45).clamp(150.0, 400.0));
            plate(body, pen, game.scenario(), number, size, Print::Colour);
        }
        story::story(body, pen, desk, game, at_table);
        if at_table {
            table::table(body, pen, desk, game);
        } else {
            choices::choices(body, pen, desk, game);
        }
        notebook::notebook(body, pen, desk, game);
    });
}
