//! A new game: what is played, the seed and the coach level; or all of it as a class does.

use bevy::prelude::*;

use crate::desktop::order::Order;
use crate::desktop::pen::{Cut, Parent, Pen, Press, column, row};
use crate::desktop::plate::{Print, plate};
use crate::desktop::screens::overlay::field;
use crate::desktop::session::{Desk, Overlay, Screen, Session};
use crate::desktop::theme::{BRASS, Face, INK, NAVY, NEWSPRINT, PAPER, RED, SLATE};
use crate::record::Coach;
use crate::record::class::Class;

/// Draws the choice of seed and coach level.
pub(in crate::desktop) fn new_game(root: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, session: &Session) {
    let page = Node {
        width: percent(100),
        align_items: AlignItems::Center,
        justify_content: JustifyContent::Center,
        ..default()
    };
    if let Some(cover) = session.scenario.texts.cover {
        plate(root, pen, &session.scenario, cover, pen.room, Print::Still);
    }
    let page = Node { position_type: PositionType::Absolute, height: percent(100), ..page };
    root.spawn(page).with_children(|page| {
        let card = Node {
            width: pen.em(640.0),
            max_width: percent(96),
            max_height: percent(100),
            height: if pen.is_large() { percent(96) } else { auto() },
            padding: UiRect::axes(px(48), px(24)),
            border: UiRect::top(px(6)),
            ..column(8.0)
        };
        page.spawn((card, BackgroundColor(PAPER), BorderColor::all(RED))).with_children(|card| {
            if pen.is_large() {
                pen.pages(card, "front", |page| {
                    page.spawn(Node { padding: UiRect::all(px(4)), ..column(8.0) })
                        .with_children(|list| form(list, pen, desk, session));
                });
            } else {
                form(card, pen, desk, session);
            }
        });
    });
}

/// What can be chosen, and the way in.
fn form(card: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, session: &Session) {
    card.spawn(Node { justify_content: JustifyContent::SpaceBetween, ..row(12.0) }).with_children(|line| {
        pen.write(line, Face::Serif, 2.0, INK, "New game");
        if desk.class.is_none() {
            let class = Press { label: "Class code…", hotkey: Some('l'), cut: Cut::Line, ..default() };
            pen.button(line, Order::Open(Overlay::Class(String::new(), None)), class);
        }
    });
    pen.rule(card, BRASS);
    match &desk.class {
        Some(class) => of_class(card, pen, desk, session, class),
        None => of_ones_own(card, pen, desk, session),
    }
    card.spawn(Node { margin: UiRect::top(px(10)), ..row(10.0) }).with_children(|line| {
        let begin = Press { label: "Begin", hotkey: Some('b'), first: true, cut: Cut::Main, ..default() };
        pen.button(line, Order::Begin(true), begin);
        pen.button(line, Order::Show(Screen::Title), Press { label: "Back", cut: Cut::Line, ..default() });
    });
    let place = session.record.as_ref().unwrap_or(&session.folder).display().to_string();
    pen.write(card, Face::Sans, 0.72, SLATE, format!("Every step is kept at once in {place}."));
}

/// What the class plays; only the name is left to say.
fn of_class(card: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, session: &Session, class: &Class) {
    pen.caption(card, "As your class plays it");
    pen.write(card, Face::Serif, 1.35, INK, &session.scenario.texts.title);
    pen.write(card, Face::Serif, 1.08, INK, &session.scenario.texts.subtitle);
    let whom = match class.seed {
        Some(_) => "The same man and the same luck for everyone in the class.",
        None => "Everyone in the class meets their own.",
    };
    let back = if class.statesman || class.coach == Coach::Exam {
        "Nothing is taken back before it is over."
    } else {
        "You may go back to any decision; a branch is a record of its own."
    };
    for words in [whom, class.coach.about(), back] {
        pen.write(card, Face::Serif, 1.08, INK, words);
    }
    card.spawn(Node { height: px(4), ..default() });
    pen.caption(card, "Your name, as your teacher knows you");
    card.spawn(row(12.0)).with_children(|line| name(line, pen, desk));
    card.spawn(Node { margin: UiRect::top(px(6)), ..row(10.0) }).with_children(|line| {
        pen.write(line, Face::Typed, 0.9, SLATE, class.code());
        pen.button(line, Order::LeaveClass, Press { label: "Leave the class", cut: Cut::Line, ..default() });
    });
}

fn name(line: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk) {
    let name = if desk.player.is_empty() { "your name, if you like".into() } else { format!("{}_", desk.player) };
    let aloud = format!("Your name, for the record: {}. Type to change it.", desk.player);
    field(line, pen, &name, aloud, Some('w'), false);
}

/// Scenario, seed, coach level and taking back, as one likes.
fn of_ones_own(card: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, session: &Session) {
    if session.shelf.len() > 1 {
        pen.caption(card, "What is played");
        for (n, scenario) in session.shelf.iter().enumerate() {
            let chosen = scenario.rules.id == session.scenario.rules.id;
            let press = Press {
                label: &scenario.texts.title,
                note: scenario.texts.length.clone(),
                aloud: Some(format!("{}{}", scenario.texts.title, if chosen { ", chosen" } else { "" })),
                hint: scenario.texts.subtitle.clone(),
                hotkey: char::from_u32('x' as u32 + n as u32).filter(char::is_ascii_lowercase),
                cut: if chosen { Cut::Chosen } else { Cut::Line },
                ..default()
            };
            pen.button(card, Order::Scenario(n), press);
        }
        card.spawn(Node { height: px(4), ..default() });
    }
    pen.caption(card, "The seed of all luck. The same seed and the same choices give the same game.");
    card.spawn(Node { flex_wrap: FlexWrap::Wrap, row_gap: px(6), ..row(12.0) }).with_children(|line| {
        let digits = Node {
            width: pen.em(170.0),
            padding: UiRect::axes(px(10), px(5)),
            border: UiRect::bottom(px(2)),
            ..default()
        };
        let label = AccessibleLabel::new(format!("Seed {}. Type digits to change it.", desk.seed));
        line.spawn((digits, BackgroundColor(NEWSPRINT), BorderColor::all(NAVY), label)).with_children(|field| {
            pen.write(field, Face::Typed, 1.25, INK, format!("{}_", desk.seed));
        });
        let another = Press { label: "Another seed", hotkey: Some('a'), cut: Cut::Line, ..default() };
        pen.button(line, Order::AnotherSeed, another);
        name(line, pen, desk);
    });
    pen.write(card, Face::Sans, 0.76, SLATE, "Type digits; Backspace takes one back.");
    card.spawn(Node { height: px(4), ..default() });
    pen.caption(card, "Coach");
    let chosen = desk.coach.unwrap_or(pen.preferences.coach());
    for coach in Coach::ALL {
        let name = coach.name();
        let press = Press {
            label: name,
            note: coach.about().into(),
            aloud: Some(format!("Coach: {name}{}", if coach == chosen { ", chosen" } else { "" })),
            hotkey: name.chars().next(),
            cut: if coach == chosen { Cut::Chosen } else { Cut::Line },
            ..default()
        };
        pen.button(card, Order::Coach(coach), press);
    }
    card.spawn(Node { height: px(4), ..default() });
    pen.caption(card, "Taking back");
    let statesman = Press {
        label: "Statesman",
        note: if desk.statesman {
            "On: nothing is taken back before it is over.".into()
        } else {
            "Off: you may go back to any decision.".into()
        },
        hotkey: Some('m'),
        cut: if desk.statesman { Cut::Chosen } else { Cut::Line },
        ..default()
    };
    pen.button(card, Order::Statesman, statesman);
}
