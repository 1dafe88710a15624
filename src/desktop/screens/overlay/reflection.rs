//! What the player makes of a game that is over: eight questions and one in words, kept in its record.

use bevy::prelude::*;

use crate::desktop::order::Order;
use crate::desktop::pen::{Cut, Parent, Pen, Press, column, row};
use crate::desktop::screens::overlay::{field, heading};
use crate::desktop::session::{Desk, Overlay, Session};
use crate::desktop::theme::{BRASS, Face, INK, PAPER, SLATE};
use crate::record::Reflection;
use crate::record::reflection::{IN_WORDS, MOST_ANSWER, MOST_WORDS, QUESTIONS, Question};

/// Draws the questions; `at` is the one that digits answer.
pub(super) fn reflection(card: Parent<'_, '_>, pen: Pen<'_>, session: &Session, said: &Reflection, at: usize) {
    heading(card, pen, "What you make of it");
    let kept = match session.game.as_ref().and_then(|g| g.path()) {
        Some(path) => format!("Kept in {} and nowhere else. Leave out what you like.", path.display()),
        None => "This game has no record: what you say is not kept.".to_owned(),
    };
    pen.write(card, Face::Sans, 0.76, SLATE, kept);
    pen.pages(card, "overlay", |page| {
        page.spawn(Node { padding: UiRect::all(px(4)), ..column(7.0) }).with_children(|list| {
            for (n, question) in QUESTIONS.iter().enumerate() {
                one(list, pen, n, question, said.answers.get(question.id).copied(), n == at);
            }
            if pen.is_large() {
                in_words(list, pen, said);
            }
        });
    });
    if !pen.is_large() {
        pen.rule(card, BRASS);
        in_words(card, pen, said);
    }
    card.spawn(Node { align_items: AlignItems::Center, flex_wrap: FlexWrap::Wrap, ..row(10.0) }).with_children(
        |line| {
            let keep = Press {
                label: "Keep it",
                hotkey: Some('k'),
                cut: Cut::Main,
                disabled: said.is_empty() || session.game.as_ref().is_none_or(|g| g.path().is_none()),
                ..default()
            };
            pen.button(line, Order::Reflect, keep);
            pen.button(line, Order::Escape, Press { label: "Not now", cut: Cut::Line, ..default() });
            pen.write(line, Face::Sans, 0.72, SLATE, "1 to 7 answer the marked question; arrows go up and down.");
        },
    );
}

/// The question that is answered in words: at hand while the others are scrolled, if there is room.
fn in_words(list: Parent<'_, '_>, pen: Pen<'_>, said: &Reflection) {
    pen.write(list, Face::Serif, 1.12, INK, IN_WORDS);
    if said.words.chars().count() > TAIL {
        pen.write(list, Face::Italic, 1.05, INK, &said.words);
    }
    let aloud = format!("{IN_WORDS} {} Type to answer.", said.words);
    let shown = if said.words.is_empty() { "in your own words".into() } else { format!("{}_", tail(&said.words)) };
    field(list, pen, &shown, aloud, Some('w'), false);
    let left = MOST_WORDS.saturating_sub(said.words.chars().count());
    let words = format!("W, then type; {left} characters are left. Enter or Tab leaves the field.");
    pen.write(list, Face::Sans, 0.72, SLATE, words);
}

/// Letters that the field shows.
const TAIL: usize = 60;

/// The last few words: what is being typed.
fn tail(words: &str) -> String {
    let count = words.chars().count();
    if count <= TAIL {
        words.to_owned()
    } else {
        format!("…{}", words.chars().skip(count - TAIL).collect::<String>())
    }
}

fn one(list: Parent<'_, '_>, pen: Pen<'_>, n: usize, question: &Question, answer: Option<u8>, marked: bool) {
    let node = Node { padding: UiRect::axes(px(10), px(4)), border: UiRect::left(px(3)), ..column(3.0) };
    let edge = BorderColor::all(if marked { BRASS } else { PAPER });
    list.spawn((node, edge)).with_children(|lines| {
        pen.write(lines, Face::Serif, 1.12, INK, question.text);
        lines.spawn(Node { flex_wrap: FlexWrap::Wrap, row_gap: px(4), ..row(6.0) }).with_children(|scale| {
            pen.write(scale, Face::Sans, 0.76, SLATE, question.ends[0]);
            for value in 1..=MOST_ANSWER {
                let chosen = answer == Some(value);
                let press = Press {
                    label: &value.to_string(),
                    key: Some(format!("answer {n} {value}")),
                    aloud: Some(format!(
                        "{} {value} of {MOST_ANSWER}{}",
                        question.text,
                        if chosen { ", chosen" } else { "" }
                    )),
                    cut: if chosen { Cut::Chosen } else { Cut::Chip },
                    ..default()
                };
                pen.button(scale, Order::Answer(n, value), press);
            }
            pen.write(scale, Face::Sans, 0.76, SLATE, question.ends[1]);
        });
    });
}

/// The questions as they stand before anything is said, or with what was said before.
pub(in crate::desktop) fn opened(desk: &Desk, session: &Session) -> Overlay {
    let kept = || session.game.as_ref().and_then(|g| g.reflection().cloned());
    let said = desk.unsaid.clone().or_else(kept).unwrap_or_default();
    Overlay::Reflection { said, at: 0 }
}
