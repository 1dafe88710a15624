//! The header, always in sight: where and when, who trusts you how far, and what is left.

use bevy::prelude::*;

use crate::desktop::order::Order;
use crate::desktop::pen::{Cut, Parent, Pen, Press, column, row};
use crate::desktop::session::Overlay;
use crate::desktop::theme::{BRASS, EMBER, Face, JADE, MIST, NAVY, NEWSPRINT, NIGHT, PAPER, RED, STEEL};
use crate::negotiation::session;
use crate::record::Game;
use crate::report::charts::{Inks, clock_face};
use crate::report::words;
use crate::scenario::rules::{Falls, Room, SessionRule};

/// Draws the header.
pub(super) fn header(page: Parent<'_, '_>, pen: Pen<'_>, game: &Game) {
    let band = Node {
        width: percent(100),
        flex_shrink: 0.0,
        padding: UiRect::axes(px(16), px(9)),
        column_gap: px(20),
        row_gap: px(6),
        flex_wrap: if pen.flat { FlexWrap::Wrap } else { FlexWrap::NoWrap },
        align_items: AlignItems::Center,
        justify_content: JustifyContent::SpaceBetween,
        border: UiRect::bottom(px(3)),
        ..default()
    };
    page.spawn((band, BackgroundColor(NIGHT), BorderColor::all(BRASS))).with_children(|band| {
        place(band, pen, game);
        clock(band, pen, game);
        standing(band, pen, game);
        left(band, pen, game);
        ways_out(band, pen);
    });
}

/// Menu and log, for those with a mouse.
fn ways_out(band: Parent<'_, '_>, pen: Pen<'_>) {
    band.spawn(Node { flex_shrink: 0.0, ..column(4.0) }).with_children(|list| {
        let log = Press { label: "Log", hotkey: Some('l'), cut: Cut::Line, ..default() };
        pen.button(list, Order::Open(Overlay::Log(String::new())), log);
        pen.button(
            list,
            Order::Open(Overlay::Menu),
            Press { label: "Menu", note: "Esc".into(), cut: Cut::Line, ..default() },
        );
    });
}

fn place(band: Parent<'_, '_>, pen: Pen<'_>, game: &Game) {
    let view = game.view();
    let scene = &game.scenario().texts.scenes[usize::from(view.story.scene)];
    let node = Node { width: pen.em(262.0), ..column(1.0) };
    band.spawn(node).with_children(|lines| {
        pen.write(lines, Face::Sans, 0.74, MIST, &scene.act);
        pen.write(lines, Face::Serif, 1.05, PAPER, &scene.place);
        pen.write(lines, Face::Sans, 0.78, NEWSPRINT, words::moment(game.scenario(), view));
    });
}

/// The six hours as a clock's face: what both sessions have used, and what is left of this one.
fn clock(band: Parent<'_, '_>, pen: Pen<'_>, game: &Game) {
    let (rules, view) = (game.rules(), game.view());
    let principals = |s: &&SessionRule| s.room == Room::Principals && s.rehearsal.is_none();
    let Some(here) = session(rules, view).filter(principals) else { return };
    let left = view.table.minutes_left.max(0);
    // Earlier sessions of the same kind have used all of theirs.
    let before = f64::from(here.minutes) * f64::from(view.table.session.saturating_sub(1));
    let size = f64::from(pen.preferences.scale().max(1.0)) * 50.0;
    let svg = clock_face(before, f64::from(here.minutes), f64::from(left), size, Inks::PRINT);
    let hours =
        format!("{left} of {} minutes left in this session, {} hours gone before it", here.minutes, before / 60.0);
    pen.picture(band, svg, 1.0, &hours);
}

/// Every audience's trust in you, as bar and number.
fn standing(band: Parent<'_, '_>, pen: Pen<'_>, game: &Game) {
    let view = game.view();
    let host = game.rules().host;
    let grid = Node {
        display: Display::Grid,
        grid_template_columns: RepeatedGridTrack::auto(3),
        column_gap: px(18),
        row_gap: px(7),
        ..default()
    };
    band.spawn(grid).with_children(|grid| {
        for (i, audience) in game.scenario().texts.audiences.iter().enumerate() {
            let trust = view.standing.trust(i as u8) as f32;
            let aloud = format!("Standing with {}: {:.0} of 100", audience.name, trust * 100.0);
            grid.spawn((row(7.0), AccessibleLabel::new(aloud))).with_children(|line| {
                line.spawn(Node { width: pen.em(76.0), ..default() }).with_children(|name| {
                    pen.write(name, Face::Sans, 0.78, NEWSPRINT, &audience.name);
                });
                let color =
                    if i as u8 == host { RED.mix(&EMBER, 0.5) } else { [STEEL, JADE][usize::from(trust >= 0.5)] };
                pen.bar(line, px(50), trust, color.mix(&PAPER, 0.25), NAVY);
                line.spawn(Node { width: pen.em(18.0), ..default() }).with_children(|number| {
                    pen.write(number, Face::Strong, 0.78, PAPER, format!("{:.0}", trust * 100.0));
                });
            });
        }
    });
}

/// Minutes, face, days.
fn left(band: Parent<'_, '_>, pen: Pen<'_>, game: &Game) {
    let view = game.view();
    let (rules, texts) = (game.rules(), &game.scenario().texts);
    let mut facts = Vec::new();
    if let Some(rule) = session(rules, view) {
        let minutes = view.table.minutes_left.max(0);
        facts.push((
            "Minutes left".to_owned(),
            minutes.to_string(),
            Some(f32::from(minutes) / f32::from(rule.minutes.max(1))),
        ));
        if view.table.moves_left != crate::negotiation::NONE {
            facts.push(("Moves left".into(), view.table.moves_left.to_string(), None));
        }
    }
    facts.push(("Face".into(), format!("{:+.2}", view.face.now).replace('-', "−"), None));
    let last = rules.deadlines.iter().zip(&texts.deadlines).rev().find_map(|(rule, text)| match rule.falls {
        Falls::Dated(day) => Some((&text.name, day)),
        Falls::Undated { .. } => None,
    });
    if let Some((name, day)) = last {
        let days = (day - view.story.day).max(0);
        facts.push((format!("Days to {}", name.to_lowercase()), days.to_string(), None));
    }
    for (i, name) in texts.budgets.iter().enumerate() {
        facts.push((name.clone(), view.story.budgets[i].to_string(), None));
    }
    let grid = Node {
        display: Display::Grid,
        grid_template_columns: RepeatedGridTrack::auto(2),
        column_gap: px(22),
        row_gap: px(3),
        min_width: pen.em(if pen.flat { 430.0 } else { 350.0 }),
        ..default()
    };
    band.spawn(grid).with_children(|grid| {
        for (name, number, share) in facts {
            let line = Node { justify_content: JustifyContent::SpaceBetween, ..row(8.0) };
            grid.spawn((line, AccessibleLabel::new(format!("{name}: {number}")))).with_children(|line| {
                pen.write(line, Face::Sans, 0.78, MIST, name);
                line.spawn(row(7.0)).with_children(|end| {
                    if let Some(share) = share {
                        let color = if share < 0.34 { EMBER } else { BRASS };
                        pen.bar(end, px(64), share, color, NAVY);
                    }
                    pen.write(end, Face::Strong, 0.86, PAPER, number);
                });
            });
        }
    });
}
