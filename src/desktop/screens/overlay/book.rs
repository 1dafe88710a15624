//! Words explained, and the handbook: every idea with its paper, its place in the rules, and where it was in play.

use bevy::prelude::*;

use super::heading;
use crate::desktop::order::Order;
use crate::desktop::pen::{Cut, Parent, Pen, Press, column};
use crate::desktop::session::{Overlay, Session};
use crate::desktop::theme::{BRASS, Face, INK, NAVY, NEWSPRINT, SLATE};
use crate::record::Game;
use crate::report::handbook::{Handbook, Idea};
use crate::report::words::told;

/// Happenings of the game that are shown with an entry: the latest so many.
const SHOWN: usize = 6;

/// The words that stand on the page behind, with what they mean.
pub(super) fn terms(card: Parent<'_, '_>, pen: Pen<'_>) {
    heading(card, pen, "Words on this page");
    let terms: Vec<usize> = pen.explained.borrow().iter().copied().collect();
    pen.pages(card, "overlay", |page| {
        page.spawn(Node { padding: UiRect::all(px(4)), ..column(8.0) }).with_children(|list| {
            if terms.is_empty() {
                pen.write(list, Face::Serif, 1.08, INK, "No word on this page needs explaining.");
            }
            for term in terms.iter().map(|t| &pen.glossary.terms[*t]) {
                match term.entry {
                    Some(entry) => {
                        let press = Press {
                            label: &term.term,
                            detail: &term.says,
                            note: "handbook".into(),
                            cut: Cut::Card,
                            ..default()
                        };
                        pen.button(list, Order::Open(Overlay::Handbook(entry)), press);
                    }
                    None => {
                        let node = Node { padding: UiRect::axes(px(12), px(4)), ..column(1.0) };
                        list.spawn(node).with_children(|lines| {
                            pen.write(lines, Face::Strong, 0.92, INK, &term.term);
                            pen.write(lines, Face::Serif, 1.04, INK, &term.says);
                        });
                    }
                }
            }
            let book = Press { label: "Open the handbook", hotkey: Some('h'), cut: Cut::Line, ..default() };
            pen.button(list, Order::Open(Overlay::Handbook(0)), book);
        });
    });
}

/// The handbook, open at an entry.
pub(super) fn handbook(card: Parent<'_, '_>, pen: Pen<'_>, session: &Session, open: usize) {
    heading(card, pen, "Handbook");
    let book = Handbook::shipped();
    let Some(idea) = book.entries.get(open) else { return };
    if pen.is_large() {
        return pen.pages(card, "overlay", |page| {
            page.spawn(Node { padding: UiRect::all(px(4)), ..column(8.0) }).with_children(|list| {
                entry(list, pen, session.game.as_ref(), idea);
                pen.rule(list, BRASS);
                index(list, pen, book, open);
            });
        });
    }
    let body = Node { flex_grow: 1.0, flex_basis: px(0), min_height: px(0), column_gap: px(18), ..default() };
    card.spawn(body).with_children(|body| {
        let side = Node { width: pen.em(286.0), flex_shrink: 0.0, min_height: px(0), ..column(0.0) };
        body.spawn(side).with_children(|side| {
            pen.pages(side, "index", |page| {
                page.spawn(Node { padding: UiRect::all(px(3)), ..column(3.0) })
                    .with_children(|list| index(list, pen, book, open));
            });
        });
        let side = Node { flex_grow: 1.0, flex_basis: px(0), min_height: px(0), min_width: px(0), ..column(0.0) };
        body.spawn(side).with_children(|side| {
            pen.pages(side, "overlay", |page| {
                page.spawn(Node { padding: UiRect::right(px(8)), ..column(9.0) })
                    .with_children(|list| entry(list, pen, session.game.as_ref(), idea));
            });
        });
    });
}

fn index(list: Parent<'_, '_>, pen: Pen<'_>, book: &Handbook, open: usize) {
    for (n, idea) in book.entries.iter().enumerate() {
        let press = Press {
            label: &idea.term,
            key: Some(format!("idea {n}")),
            cut: if n == open { Cut::Chosen } else { Cut::Line },
            ..default()
        };
        pen.button(list, Order::Open(Overlay::Handbook(n)), press);
    }
}

fn entry(list: Parent<'_, '_>, pen: Pen<'_>, game: Option<&Game>, idea: &Idea) {
    pen.write(list, Face::Serif, 1.5, INK, &idea.term);
    pen.write(list, Face::Italic, 1.12, SLATE, &idea.short);
    pen.write(list, Face::Serif, 1.12, INK, &idea.text);
    let framed = Node { padding: UiRect::axes(px(12), px(8)), border: UiRect::left(px(3)), ..column(3.0) };
    list.spawn((framed.clone(), BackgroundColor(NEWSPRINT), BorderColor::all(NAVY))).with_children(|note| {
        pen.caption(note, "In this game");
        pen.write(note, Face::Serif, 1.04, INK, &idea.rule);
    });
    if let Some(disputed) = &idea.disputed {
        list.spawn((framed, BackgroundColor(NEWSPRINT), BorderColor::all(BRASS))).with_children(|note| {
            pen.caption(note, "Where scholars disagree");
            pen.write(note, Face::Serif, 1.04, INK, disputed);
        });
    }
    if let Some(game) = game {
        let found = idea.in_play(game.log());
        if !found.is_empty() {
            pen.caption(list, format!("In play in your game: {}", found.len()));
        }
        for entry in found.into_iter().rev().take(SHOWN).rev() {
            if let Some(said) = told(game.scenario(), std::slice::from_ref(entry)).first() {
                let text = said.text.replace('\n', " · ");
                pen.write(list, Face::Sans, 0.86, INK, format!("Turn {}: {text}", entry.turn));
            }
        }
    }
    for (_, reference) in &idea.papers {
        pen.write(list, Face::Sans, 0.78, SLATE, reference);
    }
}
