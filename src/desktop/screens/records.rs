//! The records: a timeline of games and of what branched off them.

use bevy::prelude::*;

use crate::desktop::focus::HintLine;
use crate::desktop::order::Order;
use crate::desktop::pen::{Cut, Parent, Pen, Press, column, row};
use crate::desktop::session::{Screen, Session};
use crate::desktop::study::{Ask, Row, Study, record_key};
use crate::desktop::theme::{BRASS, Face, INK, NAVY, PAPER, RED, SHADE, SLATE, STEEL};
use crate::scenario::Scenario;

/// Draws the list and what can be done with the record looked at.
pub(in crate::desktop) fn records(root: Parent<'_, '_>, pen: Pen<'_>, study: &Study, session: &Session) {
    let page = Node { width: percent(100), height: percent(100), padding: UiRect::all(px(16)), ..column(10.0) };
    root.spawn(page).with_children(|page| {
        page.spawn(Node { flex_shrink: 0.0, justify_content: JustifyContent::SpaceBetween, ..row(12.0) })
            .with_children(|line| {
                pen.write(line, Face::Serif, 2.0, INK, "Records");
                let title = Press { label: "Title", hotkey: Some('t'), cut: Cut::Line, ..default() };
                pen.button(line, Order::Show(Screen::Title), title);
            });
        let body = Node { flex_grow: 1.0, flex_basis: px(0), min_height: px(0), column_gap: px(14), ..default() };
        page.spawn(body).with_children(|body| {
            let sheet = Node {
                flex_grow: 1.0,
                flex_basis: px(0),
                min_width: px(0),
                padding: UiRect { left: px(16), right: px(8), top: px(10), bottom: px(10) },
                border: UiRect::top(px(4)),
                ..column(4.0)
            };
            body.spawn((sheet, BackgroundColor(PAPER), BorderColor::all(RED))).with_children(|sheet| {
                if study.rows.is_empty() {
                    let words = format!("There are no records in {} yet.", session.folder.display());
                    pen.write(sheet, Face::Serif, 1.15, INK, words);
                }
                pen.pages(sheet, "records", |page| {
                    page.spawn(Node { padding: UiRect::all(px(3)), ..column(5.0) }).with_children(|list| {
                        let longest = study.rows.iter().map(|r| r.node.saved.turns).max().unwrap_or(1).max(1);
                        for (n, row) in study.rows.iter().enumerate() {
                            let own = session.known_or_own(&row.node.saved.header.scenario);
                            entry(list, pen, study, &own, n, row, longest);
                        }
                    });
                });
            });
            deeds(body, pen, study);
        });
        page.spawn(Node { height: px(18), flex_shrink: 0.0, ..default() }).with_children(|line| {
            let hint = pen.write(line, Face::Sans, 0.74, SLATE, "");
            line.commands_mut().entity(hint).insert(HintLine);
        });
    });
}

/// One record: its name, what came of it, and its line from where it branched off to its last turn.
fn entry(list: Parent<'_, '_>, pen: Pen<'_>, study: &Study, scenario: &Scenario, n: usize, row_: &Row, longest: usize) {
    let (node, header) = (&row_.node, &row_.node.saved.header);
    let ending = match (&node.fault, node.ending) {
        (Some(_), _) => "cannot be replayed".to_owned(),
        (None, Some(ending)) => scenario.texts.endings[usize::from(ending)].title.clone(),
        (None, None) => "goes on".to_owned(),
    };
    let turns = node.saved.turns;
    let mut said = vec![ending, format!("{turns} turn{}", if turns == 1 { "" } else { "s" })];
    said.push(match row_.depth {
        0 => format!("seed {}", header.seed),
        _ => format!("branched off after turn {}", node.from),
    });
    said.push(header.coach.name().to_owned());
    if header.scenario == scenario.rules.id {
        said.insert(0, scenario.texts.title.clone());
    }
    said.extend(header.statesman.then(|| "statesman".to_owned()));
    said.extend(header.player.clone());
    let looked_at = n == study.row;
    let picked = study.picked.contains(&node.saved.path);
    let line = Node { column_gap: px(12), align_items: AlignItems::Center, ..default() };
    list.spawn(line).with_children(|line| {
        let name = Node {
            flex_grow: 1.0,
            flex_basis: px(0),
            min_width: px(0),
            padding: UiRect::left(px(14.0 * row_.depth.min(6) as f32)),
            ..column(0.0)
        };
        line.spawn(name).with_children(|name| {
            let press = Press {
                label: &node.saved.name(),
                detail: &said.join(" · "),
                key: Some(record_key(node)),
                aloud: Some(format!(
                    "{}{}. {}",
                    node.saved.name(),
                    if picked { ", picked" } else { "" },
                    said.join(", ")
                )),
                hint: node.fault.clone().unwrap_or_default(),
                cut: if looked_at { Cut::Picked } else { Cut::Card },
                first: looked_at,
                ..default()
            };
            pen.button(name, Order::Study(Ask::Row(n)), press);
        });
        if pen.is_large() {
            return;
        }
        let lane = Node { width: px(300), height: px(34), flex_shrink: 0.0, ..default() };
        line.spawn(lane).with_children(|lane| {
            let at = |turn: usize| 100.0 * turn as f32 / longest as f32;
            let (from, to) = (at(node.from), at(node.saved.turns));
            let ink = if looked_at {
                RED
            } else if picked {
                BRASS
            } else {
                NAVY
            };
            let bar = |left: f32, width: f32, color: Color, height: f32| {
                let node = Node {
                    position_type: PositionType::Absolute,
                    left: percent(left),
                    width: percent(width),
                    top: px(17.0 - height / 2.0),
                    height: px(height),
                    ..default()
                };
                (node, BackgroundColor(color))
            };
            lane.spawn(bar(0.0, from, SHADE, 2.0));
            lane.spawn(bar(from, (to - from).max(1.0), ink, 5.0));
            if row_.depth > 0 {
                let fork = Node {
                    position_type: PositionType::Absolute,
                    left: percent(from),
                    top: px(0),
                    width: px(2),
                    height: px(17),
                    ..default()
                };
                lane.spawn((fork, BackgroundColor(STEEL)));
            }
            if node.ending.is_some() {
                let end = Node {
                    position_type: PositionType::Absolute,
                    left: percent(to.min(97.0)),
                    top: px(11),
                    width: px(11),
                    height: px(11),
                    ..default()
                };
                lane.spawn((end, BackgroundColor(ink)));
            }
        });
    });
}

/// What can be done with the record looked at, and with those that are picked.
fn deeds(body: Parent<'_, '_>, pen: Pen<'_>, study: &Study) {
    let card = Node {
        width: pen.em(272.0),
        flex_shrink: 0.0,
        padding: UiRect::axes(px(16), px(14)),
        border: UiRect::top(px(4)),
        ..column(7.0)
    };
    body.spawn((card, BackgroundColor(PAPER), BorderColor::all(BRASS))).with_children(|card| {
        if let Some(node) = study.record() {
            pen.write(card, Face::Serif, 1.25, INK, node.saved.name());
            let sound = node.fault.is_none();
            if sound && node.ending.is_none() {
                let press = Press { label: "Go on", hotkey: Some('g'), cut: Cut::Main, ..default() };
                pen.button(card, Order::Continue(node.saved.path.clone()), press);
            }
            if sound {
                let press = Press {
                    label: "Debrief",
                    hotkey: Some('d'),
                    hint: "What every choice was worth, and where to branch off.".into(),
                    cut: if node.ending.is_some() { Cut::Main } else { Cut::Line },
                    ..default()
                };
                pen.button(card, Order::Study(Ask::DebriefRecord(false)), press);
                let picked = study.picked.contains(&node.saved.path);
                let press = Press {
                    label: if picked { "Put back" } else { "Pick to compare" },
                    key: Some("pick".into()),
                    hotkey: Some('p'),
                    cut: Cut::Line,
                    ..default()
                };
                pen.button(card, Order::Study(Ask::Pick), press);
            }
            let press = Press { label: "Rename", hotkey: Some('n'), cut: Cut::Line, ..default() };
            pen.button(card, Order::Study(Ask::Rename), press);
            let press = Press { label: "Delete", hotkey: Some('x'), cut: Cut::Line, ..default() };
            pen.button(card, Order::Study(Ask::Delete(false)), press);
        }
        if !study.picked.is_empty() {
            pen.rule(card, BRASS);
            pen.caption(card, "Picked");
            for path in &study.picked {
                let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                pen.write(card, Face::Sans, 0.84, INK, name);
            }
            let press = Press {
                label: "Compare them",
                hotkey: Some('c'),
                cut: Cut::Main,
                disabled: study.picked.len() < 2,
                hint: "Where they part, what came of each, and how much of the difference the choices explain.".into(),
                ..default()
            };
            pen.button(card, Order::Study(Ask::Compare), press);
        }
    });
}
