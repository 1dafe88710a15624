//! A scene's choices, and what the advisers say about them.

use bevy::prelude::*;

use crate::desktop::ahead::GAMES;
use crate::desktop::cards::Arrives;
use crate::desktop::order::Order;
use crate::desktop::pen::{Cut, Parent, Pen, Press, column};
use crate::desktop::session::{Desk, Screen};
use crate::desktop::theme::{BRASS, Face, INK, PAPER, SLATE};
use crate::negotiation::Action;
use crate::record::{Coach, Game};
use crate::report::{counsel, labels, words};

/// Draws the choices of the scene.
pub(super) fn choices(body: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, game: &Game) {
    let (scenario, view) = (game.scenario(), game.view());
    let basis = if pen.flat { auto() } else { px(408) };
    let node = Node { flex_basis: basis, flex_grow: 8.0, flex_shrink: 0.0, min_height: px(0), ..column(0.0) };
    let picture = scenario.texts.scenes[usize::from(view.story.scene)].picture;
    let mut side = body.spawn(node);
    if picture.is_some_and(|n| scenario.texts.pictures[n].cards.len() > 1) && !pen.flat {
        side.insert(Arrives);
    }
    side.with_children(|side| {
        pen.pages(side, "choices", |page| {
            // Room for the outline of what has focus.
            page.spawn(Node { padding: UiRect::all(px(3)), ..column(8.0) }).with_children(|list| {
                if game.ending().is_some() {
                    let press = Press {
                        label: "Read the front page",
                        hotkey: Some('1'),
                        first: true,
                        cut: Cut::Main,
                        ..default()
                    };
                    pen.button(list, Order::Show(Screen::Ending), press);
                    return;
                }
                if let Some(asked) = words::question(scenario, game.log()) {
                    let node = Node { padding: UiRect::axes(px(4), px(2)), ..column(2.0) };
                    let (who, asks) = asked.split_once(": ").unwrap_or(("", &asked));
                    list.spawn(node).with_children(|lines| {
                        pen.write(lines, Face::Sans, 0.76, SLATE, format!("{who} waits for an answer"));
                        pen.write(lines, Face::Italic, 1.3, INK, asks);
                    });
                }
                let actions = game.legal_actions();
                let choices = actions.into_iter().filter(|a| matches!(a, Action::Choose(_)));
                for (i, action) in choices.enumerate() {
                    let forecast = pen.ahead.of(desk.page, action);
                    let effects = forecast.map(|o| labels::effects(scenario, o)).filter(|e| !e.is_empty());
                    let mut detail = labels::action_detail(scenario, view, action);
                    if let Some(effects) = effects {
                        detail += &format!(" Likely at once: {effects}.");
                    }
                    let press = Press {
                        note: forecast.map(labels::odds).unwrap_or_default(),
                        label: &labels::action_label(scenario, view, action),
                        detail: &detail,
                        hotkey: char::from_digit(i as u32 + 1, 10),
                        first: i == 0,
                        ..default()
                    };
                    pen.button(list, Order::Act(action), press);
                }
                if game.header().coach == Coach::Guided {
                    let words = format!(
                        "At the right of a choice: the result, 0 to 100, and how often something is ratified, over {GAMES} games played on from it, by what can be known now."
                    );
                    pen.write(list, Face::Sans, 0.72, SLATE, words);
                }
                if game.header().coach != Coach::Exam {
                    advisers(list, pen, game);
                }
            });
        });
    });
}

/// What the advisers say here.
pub(super) fn advisers(list: Parent<'_, '_>, pen: Pen<'_>, game: &Game) {
    let advice = counsel::advice(game.scenario(), game.view());
    if advice.is_empty() {
        return;
    }
    let card = Node {
        padding: UiRect::axes(px(13), px(9)),
        border: UiRect::left(px(3)),
        margin: UiRect::top(px(4)),
        ..column(7.0)
    };
    list.spawn((card, BackgroundColor(PAPER), BorderColor::all(BRASS))).with_children(|card| {
        pen.caption(card, "Your advisers");
        for line in &advice {
            card.spawn(column(0.0)).with_children(|lines| match line.split_once(": ") {
                Some((who, says)) => {
                    pen.write(lines, Face::Strong, 0.78, SLATE, who);
                    pen.prose(lines, Face::Italic, 1.03, INK, says);
                }
                None => {
                    pen.prose(lines, Face::Italic, 1.03, INK, line);
                }
            });
        }
    });
}
