//! The main column: the scene, and what has happened in it since it began.

use bevy::prelude::*;

use crate::desktop::appear::Appears;
use crate::desktop::focus::Newest;
use crate::desktop::order::Order;
use crate::desktop::pen::{Cut, Parent, Pen, Press, column};
use crate::desktop::plate::{Print, plate};
use crate::desktop::session::Desk;
use crate::desktop::theme::{BRASS, Face, INK, NAVY, NEWSPRINT, PAPER, RED, SHADE, SLATE};
use crate::negotiation::Happening;
use crate::record::{Entry, Game};
use crate::report::words::{self, Said, Tone};

/// Draws the story so far in this scene.
pub(super) fn story(body: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, game: &Game, narrow: bool) {
    let (from, newest) = since(game.log(), game.turns());
    let entries = game.log();
    let scenario = game.scenario();
    let node = Node {
        flex_grow: if narrow { 0.0 } else { 1.0 },
        flex_shrink: if narrow { 0.0 } else { 1.0 },
        flex_basis: if pen.flat { auto() } else { px(if narrow { 366 } else { 612 }) },
        max_width: if pen.flat { percent(100) } else { px(if narrow { 366 } else { 650 }) },
        padding: UiRect { left: px(24), right: px(8), top: px(6), bottom: px(6) },
        border: UiRect::top(px(3)),
        ..column(6.0)
    };
    let picture = scenario.texts.scenes[usize::from(game.view().story.scene)].picture.filter(|_| narrow && !pen.flat);
    body.spawn((node, BackgroundColor(PAPER), BorderColor::all(NAVY))).with_children(|sheet| {
        if let Some(number) = picture {
            let size = Vec2::new(334.0, (pen.room.y * 0.19).clamp(110.0, 170.0));
            plate(sheet, pen, scenario, number, size, Print::Colour);
        }
        pen.pages(sheet, "story", |page| {
            // 66 characters of prose are about 31 rem wide.
            let measure = Node {
                max_width: pen.em(560.0),
                padding: UiRect { top: px(10), right: px(8), bottom: px(16), ..default() },
                ..column(8.0)
            };
            page.spawn(measure).with_children(|list| {
                paragraphs(list, pen, &words::told(scenario, &entries[from..newest]), false);
                let turned = pen.memory.position("story").is_none();
                paragraphs(list, pen, &words::told(scenario, &entries[newest..]), turned);
                really(list, pen, desk, game, from);
            });
        });
    });
}

/// Where the scene's own entries begin, and where those of the last action do.
fn since(log: &[Entry], turns: usize) -> (usize, usize) {
    let entered = log.iter().rposition(|e| matches!(e.what, Happening::SceneEntered { .. })).unwrap_or(0);
    let turn = log.get(entered).map_or(0, |e| e.turn);
    let from = log.iter().position(|e| e.turn == turn).unwrap_or(0);
    let newest = log.iter().position(|e| e.turn == turns).unwrap_or(log.len()).max(from);
    (from, newest)
}

/// The scene that was left when the one shown began, and what really happened there.
fn really(list: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, game: &Game, from: usize) {
    let before = game.log()[..from].iter().rev().find_map(|e| match e.what {
        Happening::SceneEntered { scene, .. } => Some(scene),
        _ => None,
    });
    let Some(text) = before.and_then(|scene| words::really(game.scenario(), scene)) else {
        return;
    };
    let label = if desk.really { "Close what really happened" } else { "What really happened before this" };
    list.spawn(Node { margin: UiRect::top(px(8)), ..default() }).with_children(|line| {
        pen.button(
            line,
            Order::Really,
            Press { label, key: Some("really".into()), hotkey: Some('h'), cut: Cut::Line, ..default() },
        );
    });
    if desk.really {
        let box_ = Node { padding: UiRect::all(px(12)), border: UiRect::left(px(3)), ..column(0.0) };
        list.spawn((box_, BackgroundColor(NEWSPRINT), BorderColor::all(BRASS))).with_children(|note| {
            pen.write(note, Face::Serif, 1.0, INK, text);
        });
    }
}

/// Draws paragraphs each in its own tone; the first is where a new page opens if they are the newest.
pub(in crate::desktop) fn paragraphs(list: Parent<'_, '_>, pen: Pen<'_>, said: &[Said], newest: bool) {
    let mut order = 0;
    for (i, Said { tone, text }) in said.iter().enumerate() {
        if *tone == Tone::Place && i > 0 {
            list.spawn(Node { height: px(10), flex_shrink: 0.0, ..default() });
        }
        let entity = match tone {
            Tone::Place => pen.write(list, Face::Sans, 0.76, SLATE, text),
            Tone::Heading => pen.write(list, Face::Serif, 1.75, INK, text),
            Tone::Prose => pen.prose(list, Face::Serif, 1.14, INK, text),
            Tone::Speech => pen.prose(list, Face::Italic, 1.14, INK, text),
            Tone::Fact => pen.prose(list, Face::Strong, 0.86, NAVY, text),
            Tone::Aside => pen.prose(list, Face::Sans, 0.82, SLATE, text),
            Tone::Question => question(list, pen, text),
            Tone::Paper => paper(list, pen, text),
            Tone::Headline => wire(list, pen, text),
        };
        let commands = list.commands_mut();
        let mut paragraph = commands.entity(entity);
        if newest && i == 0 {
            paragraph.insert(Newest);
        }
        // What was read before is there at once.
        let takes_time = !pen.preferences.skip_read || !pen.familiar.knows(text);
        if newest && takes_time && !matches!(tone, Tone::Headline | Tone::Paper | Tone::Question) {
            paragraph.insert(Appears(order));
            order += 1;
        }
    }
}

/// A line of the wires, typed on its strip of paper.
fn wire(list: Parent<'_, '_>, pen: Pen<'_>, text: &str) -> Entity {
    let strip = Node { padding: UiRect::axes(px(11), px(7)), border: UiRect::left(px(4)), ..column(2.0) };
    let mut strip = list.spawn((strip, BackgroundColor(NEWSPRINT), BorderColor::all(RED)));
    strip.with_children(|strip| {
        pen.write(strip, Face::Sans, 0.68, RED, "FROM THE WIRES");
        pen.write(strip, Face::Typed, 0.95, INK, text);
        pen.rule(strip, SHADE);
    });
    strip.id()
}

/// A question from the floor: who asks, and the words.
fn question(list: Parent<'_, '_>, pen: Pen<'_>, text: &str) -> Entity {
    let card = Node {
        padding: UiRect { left: px(13), right: px(10), top: px(6), bottom: px(7) },
        border: UiRect::left(px(4)),
        ..column(1.0)
    };
    let (who, words) = text.split_once(": ").unwrap_or(("", text));
    let mut card = list.spawn((card, BackgroundColor(NEWSPRINT), BorderColor::all(BRASS)));
    card.with_children(|card| {
        pen.write(card, Face::Sans, 0.74, SLATE, who);
        pen.prose(card, Face::Italic, 1.2, INK, words);
    });
    card.id()
}

/// The top of a front page, as it lies in a hotel lobby.
fn paper(list: Parent<'_, '_>, pen: Pen<'_>, text: &str) -> Entity {
    let card = Node { padding: UiRect::axes(px(11), px(6)), border: UiRect::top(px(2)), ..column(1.0) };
    let mut card = list.spawn((card, BackgroundColor(NEWSPRINT), BorderColor::all(INK)));
    card.with_children(|card| {
        for (line, (face, rem, color)) in
            text.lines().zip([(Face::Sans, 0.7, SLATE), (Face::Serif, 1.15, INK), (Face::Italic, 0.98, SLATE)])
        {
            pen.write(card, face, rem, color, line);
        }
    });
    card.id()
}
