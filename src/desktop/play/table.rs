//! The table: the grid of issues and options, what the draft is worth, and the moves.

use bevy::prelude::*;

use super::{grid, moves};
use crate::desktop::pen::{Parent, Pen, column, row};
use crate::desktop::session::{Desk, Mode};
use crate::desktop::theme::{BRASS, EMBER, Face, INK, JADE, NAVY, PAPER, RED, SHADE, SLATE};
use crate::negotiation::{Verdict, opinions, outside_mandate, score};
use crate::record::{Coach, Game};
use crate::report::counsel;

/// Draws the table.
pub(super) fn table(body: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, game: &Game) {
    let basis = if pen.flat { auto() } else { px(0) };
    let node = Node { flex_grow: 1.0, flex_basis: basis, min_height: px(0), ..column(7.0) };
    body.spawn(node).with_children(|side| {
        let sheet =
            Node { padding: UiRect::axes(px(10), px(7)), border: UiRect::top(px(3)), flex_shrink: 0.0, ..column(3.0) };
        side.spawn((sheet, BackgroundColor(PAPER), BorderColor::all(RED))).with_children(|sheet| {
            grid::grid(sheet, pen, desk, game);
            if desk.mode != Mode::Agenda {
                pen.rule(sheet, SHADE);
                worth(sheet, pen, desk, game);
            }
        });
        match desk.mode {
            Mode::Agenda => moves::agenda(side, pen, desk, game),
            Mode::Link => moves::link(side, pen, desk, game),
            Mode::Moves => moves::moves(side, pen, desk, game),
        }
    });
}

/// What the draft is worth to you, and what each audience would say of it.
fn worth(sheet: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, game: &Game) {
    let (rules, view) = (game.rules(), game.view());
    let (points, line) = score(rules, &desk.draft);
    let above = points >= line;
    sheet.spawn(Node { flex_wrap: FlexWrap::Wrap, row_gap: px(1), ..row(14.0) }).with_children(|all| {
        let aloud = format!("Your draft is worth {points:.0} of 100 to you; no deal is worth {line:.0}");
        all.spawn((row(7.0), AccessibleLabel::new(aloud))).with_children(|own| {
            pen.write(own, Face::Strong, 0.8, INK, format!("Draft: {points:.0} to you"));
            scale(own, points as f32, line as f32, above);
            pen.write(own, Face::Sans, 0.74, SLATE, format!("no deal {line:.0}"));
        });
        for opinion in opinions(rules, view, &desk.draft) {
            if !opinion.asked && game.header().coach == Coach::Exam && opinion.verdict != Verdict::NoVote {
                continue;
            }
            let name = &game.scenario().texts.audiences[usize::from(opinion.audience)].name;
            let says = counsel::verdict(opinion.verdict, opinion.asked).replace("not asked; ", "");
            let color = match opinion.verdict {
                Verdict::Carries => JADE,
                Verdict::Probably => BRASS,
                Verdict::Loses => RED,
                Verdict::NoVote => SHADE,
            };
            all.spawn(row(5.0)).with_children(|one| {
                mark(one, opinion.verdict, opinion.asked, color);
                pen.write(one, Face::Sans, 0.78, INK, format!("{name} {says}"));
            });
        }
    });
    if let Some(issue) = outside_mandate(rules, view, &desk.draft) {
        let name = game.scenario().texts.issues[usize::from(issue)].name.to_lowercase();
        pen.write(sheet, Face::Sans, 0.78, RED, format!("Outside your mandate: {name}."));
    }
}

/// A mark that differs in shape as well as in colour: full, half, hollow; round if asked, square if guessed.
fn mark(one: Parent<'_, '_>, verdict: Verdict, asked: bool, color: Color) {
    let node = Node {
        width: px(9),
        height: px(9),
        border: UiRect::all(px(2)),
        border_radius: if asked { BorderRadius::MAX } else { BorderRadius::ZERO },
        flex_shrink: 0.0,
        ..default()
    };
    let fill = match verdict {
        Verdict::Carries => color,
        Verdict::Probably => color.with_alpha(0.4),
        Verdict::Loses | Verdict::NoVote => Color::NONE,
    };
    one.spawn((node, BackgroundColor(fill), BorderColor::all(color)));
}

/// The private scale 0–100 with the no-deal line on it.
fn scale(own: Parent<'_, '_>, points: f32, line: f32, above: bool) {
    let node = Node { width: px(110), height: px(8), ..default() };
    own.spawn((node, BackgroundColor(SHADE))).with_children(|bar| {
        let node = Node { width: percent(points.clamp(0.0, 100.0)), height: percent(100), ..default() };
        bar.spawn((node, BackgroundColor(if above { NAVY } else { EMBER })));
        let node = Node {
            position_type: PositionType::Absolute,
            left: percent(line),
            top: px(-3),
            width: px(2),
            height: px(14),
            ..default()
        };
        bar.spawn((node, BackgroundColor(INK)));
    });
}
