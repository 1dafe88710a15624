//! The dossier: issues with your own scoring sheet and what you know of his, people, mandate, pledges and calendar; and
//! how you know it.

use bevy::prelude::*;

use crate::desktop::pen::{Parent, Pen, column, row};
use crate::desktop::session::Session;
use crate::desktop::theme::{BRASS, Face, INK, JADE, RED, SHADE, SLATE};
use crate::negotiation::{NONE, View, score};
use crate::record::Game;
use crate::scenario::Scenario;
use crate::scenario::program::Life;
use crate::scenario::rules::{Falls, ONE};

/// Draws it.
pub(super) fn dossier(card: Parent<'_, '_>, pen: Pen<'_>, session: &Session) {
    let Some(game) = &session.game else { return };
    pen.pages(card, "overlay", |page| {
        page.spawn(Node { padding: UiRect::vertical(px(6)), ..column(9.0) }).with_children(|list| {
            mandate(list, pen, game);
            issues(list, pen, game);
            people(list, pen, game);
            words(list, pen, game);
            calendar(list, pen, game);
        });
    });
}

fn heading(list: Parent<'_, '_>, pen: Pen<'_>, text: &str) {
    pen.rule(list, BRASS);
    pen.write(list, Face::Serif, 1.3, INK, text);
}

fn mandate(list: Parent<'_, '_>, pen: Pen<'_>, game: &Game) {
    let (scenario, view) = (game.scenario(), game.view());
    let (_, line) = score(game.rules(), &game.rules().status_quo());
    let words = match scenario.texts.mandates.get(usize::from(view.story.mandate)) {
        Some(m) => format!("Your mandate is {}. {}", m.name.to_lowercase(), m.about),
        None => "You have no mandate yet.".to_owned(),
    };
    pen.write(list, Face::Serif, 1.08, INK, words);
    let words = format!("On your private sheet a package is worth 0 to 100; no deal is worth {line:.0}.");
    pen.write(list, Face::Serif, 1.08, INK, words);
}

/// Each issue with what its options are worth to you, and what he has let you see.
fn issues(list: Parent<'_, '_>, pen: Pen<'_>, game: &Game) {
    heading(list, pen, "The issues");
    let (scenario, view, rules) = (game.scenario(), game.view(), game.rules());
    for (i, text) in scenario.texts.issues.iter().enumerate() {
        list.spawn(column(2.0)).with_children(|lines| {
            pen.write(lines, Face::Strong, 0.92, INK, &text.name);
            pen.write(lines, Face::Serif, 1.02, SLATE, &text.about);
            for (o, option) in text.options.iter().enumerate() {
                let points = f64::from(rules.player.worth[i][o]) * 100.0 / f64::from(ONE);
                let stands = if view.table.closed[i] == o as u8 {
                    ", closed here"
                } else if view.table.written[i] == o as u8 {
                    ", in writing"
                } else {
                    ""
                };
                lines.spawn(row(10.0)).with_children(|line| {
                    line.spawn(Node { width: pen.em(30.0), justify_content: JustifyContent::End, ..default() })
                        .with_children(|cell| {
                            pen.write(cell, Face::Strong, 0.8, INK, format!("{points:.0}"));
                        });
                    pen.write(line, Face::Sans, 0.84, INK, format!("{}{stands}", option.name));
                });
            }
            let (words, color) = seen(view, i);
            pen.write(lines, Face::Sans, 0.82, color, words);
        });
    }
}

/// What is known of his side of an issue, and how.
fn seen(view: View<'_>, issue: usize) -> (String, Color) {
    match view.table.probed[issue] {
        NONE => ("What it is worth to him: not asked.".to_owned(), SLATE),
        level => {
            let how = ["cheap", "something he can trade", "dear"][usize::from(level.min(2))];
            (format!("What it is worth to him: {how}, as he let you see when you probed; he need not be honest."), JADE)
        }
    }
}

/// Who watches and who advises.
fn people(list: Parent<'_, '_>, pen: Pen<'_>, game: &Game) {
    heading(list, pen, "Who watches");
    let (texts, view) = (&game.scenario().texts, game.view());
    for (i, audience) in texts.audiences.iter().enumerate() {
        let asked = if view.story.asked >> i & 1 == 1 { "; you know how they would vote" } else { "" };
        let trust = view.standing.trust(i as u8) * 100.0;
        list.spawn(column(1.0)).with_children(|lines| {
            pen.write(lines, Face::Strong, 0.9, INK, format!("{}: trust {trust:.0}{asked}", audience.name));
            pen.write(lines, Face::Serif, 1.02, SLATE, &audience.about);
        });
    }
    heading(list, pen, "Who advises you");
    for (i, adviser) in texts.advisers.iter().enumerate() {
        let [right, wrong] = view.story.advisers[i];
        list.spawn(column(1.0)).with_children(|lines| {
            let words = format!("{}: right {right} of {}", adviser.name, right + wrong);
            pen.write(lines, Face::Strong, 0.9, INK, words);
            pen.write(lines, Face::Serif, 1.02, SLATE, &adviser.bias);
        });
    }
}

/// What he has said, and what it has become.
fn words(list: Parent<'_, '_>, pen: Pen<'_>, game: &Game) {
    let (texts, view) = (&game.scenario().texts, game.view());
    let said: Vec<(usize, Life)> = (0..texts.pledges.len())
        .map(|i| (i, view.pledges.0[i].life))
        .filter(|(_, life)| *life != Life::Unsaid)
        .collect();
    if said.is_empty() {
        return;
    }
    heading(list, pen, "What he has said");
    for (i, life) in said {
        let (how, color) = match life {
            Life::Unsaid => continue,
            Life::Said => ("said once; worth nothing until it is written", SLATE),
            Life::Repeated => ("said again; worth little until it is written", SLATE),
            Life::Written => ("in writing", JADE),
            Life::Kept => ("kept", JADE),
            Life::Broken => ("broken", RED),
            Life::Lapsed => ("lapsed", RED),
        };
        pen.write(list, Face::Serif, 1.05, INK, &texts.pledges[i]);
        pen.write(list, Face::Sans, 0.82, color, how);
    }
}

fn calendar(list: Parent<'_, '_>, pen: Pen<'_>, game: &Game) {
    heading(list, pen, "The calendar");
    let (scenario, view): (&Scenario, _) = (game.scenario(), game.view());
    for (i, (rule, text)) in game.rules().deadlines.iter().zip(&scenario.texts.deadlines).enumerate() {
        let when = match rule.falls {
            Falls::Dated(day) => scenario.date(day).strftime("%-d %B %Y").to_string(),
            Falls::Undated { .. } => "nobody knows when".to_owned(),
        };
        let gone = if view.story.passed >> i & 1 == 1 { ", passed" } else { "" };
        pen.write(list, Face::Sans, 0.88, INK, format!("{}: {when}{gone}", text.name));
        pen.rule(list, SHADE);
    }
}
