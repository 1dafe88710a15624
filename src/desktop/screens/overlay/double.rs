//! The draft and its twin side by side, before both are put forward at once.

use bevy::prelude::*;

use super::heading;
use crate::desktop::order::Order;
use crate::desktop::pen::{Cut, Parent, Pen, Press, column, row};
use crate::desktop::session::{Desk, Session};
use crate::desktop::theme::{BRASS, Face, INK, NAVY, NEWSPRINT, PAPER, RED, SHADE, SLATE};
use crate::negotiation::{Action, check, opinions, score, twin};
use crate::record::{Coach, Game};
use crate::report::{counsel, labels};
use crate::scenario::rules::Package;

/// Draws both.
pub(super) fn double(card: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, session: &Session) {
    heading(card, pen, "Two at once");
    let Some(game) = &session.game else { return };
    let (rules, scenario, view) = (game.rules(), game.scenario(), game.view());
    let Some(other) = twin(rules, view, &desk.draft) else {
        pen.write(
            card,
            Face::Serif,
            1.1,
            INK,
            "No other package is worth the same to you. Change the draft, or offer it alone.",
        );
        return;
    };
    let action = Action::DoubleOffer(desk.draft, other);
    pen.write(card, Face::Serif, 1.08, INK, labels::action_detail(scenario, view, action));
    pen.pages(card, "overlay", |page| {
        page.spawn(Node { padding: UiRect::all(px(4)), ..column(4.0) }).with_children(|list| {
            cells(list, pen, "", ["Your draft", "Its twin"].map(str::to_owned), [SLATE; 2], false);
            for (i, issue) in scenario.texts.issues.iter().enumerate() {
                if view.table.agenda >> i & 1 == 0 {
                    continue;
                }
                let options = [desk.draft[i], other[i]];
                let names = options.map(|o| issue.options[usize::from(o)].name.clone());
                cells(list, pen, &issue.name, names, [INK; 2], options[0] != options[1]);
            }
            pen.rule(list, BRASS);
            let both = [desk.draft, other];
            let worth = both.map(|p| format!("{:.0} of 100", score(rules, &p).0));
            cells(list, pen, "Worth to you", worth, [NAVY; 2], false);
            verdicts(list, pen, game, &both);
        });
    });
    let refused = check(rules, view, &action).err();
    card.spawn(Node { margin: UiRect::top(px(6)), ..row(10.0) }).with_children(|line| {
        let press = Press {
            label: "Put both forward",
            hotkey: Some('d'),
            cut: Cut::Main,
            first: true,
            disabled: refused.is_some(),
            ..default()
        };
        pen.button(line, Order::Double, press);
        if let Some(reason) = refused {
            pen.write(line, Face::Sans, 0.82, RED, format!("Not now: {reason}."));
        }
    });
}

/// What each audience would say of the one and of the other.
fn verdicts(list: Parent<'_, '_>, pen: Pen<'_>, game: &Game, both: &[Package; 2]) {
    let (rules, view) = (game.rules(), game.view());
    let all = both.map(|p| opinions(rules, view, &p));
    for (a, b) in all[0].iter().zip(&all[1]) {
        if !a.asked && game.header().coach == Coach::Exam {
            continue;
        }
        let name = &game.scenario().texts.audiences[usize::from(a.audience)].name;
        let says = [a, b].map(|o| counsel::verdict(o.verdict, o.asked).to_owned());
        cells(list, pen, name, says, [INK; 2], a.verdict != b.verdict);
    }
}

/// A line of the comparison; what differs is marked.
fn cells(list: Parent<'_, '_>, pen: Pen<'_>, name: &str, texts: [String; 2], ink: [Color; 2], differs: bool) {
    let line = Node { column_gap: px(8), align_items: AlignItems::Stretch, ..default() };
    list.spawn(line).with_children(|line| {
        line.spawn(Node { width: percent(24), flex_shrink: 0.0, padding: UiRect::vertical(px(3)), ..default() })
            .with_children(|cell| {
                pen.write(cell, Face::Strong, 0.84, INK, name);
            });
        for (text, ink) in texts.into_iter().zip(ink) {
            let cell = Node {
                flex_grow: 1.0,
                flex_basis: px(0),
                min_width: px(0),
                padding: UiRect::axes(px(9), px(3)),
                border: UiRect::left(px(3)),
                ..default()
            };
            let (ground, edge) = if differs { (BRASS.mix(&PAPER, 0.7), BRASS) } else { (NEWSPRINT, SHADE) };
            line.spawn((cell, BackgroundColor(ground), BorderColor::all(edge))).with_children(|cell| {
                pen.write(cell, Face::Sans, 0.88, ink, text);
            });
        }
    });
}
