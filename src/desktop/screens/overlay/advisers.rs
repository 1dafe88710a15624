//! The advisers: what each says here, how often they were right, which way they lean, and who they think he is.

use bevy::prelude::*;

use super::heading;
use crate::desktop::pen::{Parent, Pen, column};
use crate::desktop::session::Session;
use crate::desktop::theme::{BRASS, Face, INK, JADE, NEWSPRINT, SHADE, SLATE};
use crate::record::Coach;
use crate::report::counsel;

/// Draws them.
pub(super) fn advisers(card: Parent<'_, '_>, pen: Pen<'_>, session: &Session) {
    heading(card, pen, "Your advisers");
    let Some(game) = &session.game else { return };
    let (scenario, view) = (game.scenario(), game.view());
    if game.header().coach == Coach::Exam {
        pen.write(card, Face::Serif, 1.1, INK, "Nobody helps in an exam.");
        return;
    }
    let here = counsel::spoken(scenario, view);
    let thinks = counsel::advisers_think(scenario, view);
    pen.pages(card, "overlay", |page| {
        page.spawn(Node { padding: UiRect::all(px(4)), ..column(12.0) }).with_children(|list| {
            for (i, text) in scenario.texts.advisers.iter().enumerate() {
                let [right, wrong] = view.story.advisers[i].map(u16::from);
                let says = here.iter().find(|s| usize::from(s.adviser) == i);
                let node = Node { padding: UiRect::axes(px(14), px(9)), border: UiRect::left(px(4)), ..column(4.0) };
                let edge = if says.is_some() { BRASS } else { SHADE };
                list.spawn((node, BackgroundColor(NEWSPRINT), BorderColor::all(edge))).with_children(|lines| {
                    pen.write(lines, Face::Serif, 1.25, INK, &text.name);
                    record(lines, pen, right, right + wrong);
                    pen.prose(lines, Face::Serif, 1.02, SLATE, &text.bias);
                    match says {
                        Some(said) => {
                            pen.prose(lines, Face::Italic, 1.14, INK, &format!("“{}”", said.says));
                            pen.write(lines, Face::Sans, 0.8, SLATE, format!("Here: {}.", said.how));
                        }
                        None => _ = pen.write(lines, Face::Sans, 0.8, SLATE, "Here: nothing to say."),
                    }
                    if let Some((_, view)) = thinks.iter().find(|(name, _)| *name == text.name) {
                        pen.prose(lines, Face::Serif, 1.04, INK, &format!("On him: {view}"));
                    }
                });
            }
        });
    });
}

/// What has come of what they said: a mark for each time, full if they were right.
fn record(lines: Parent<'_, '_>, pen: Pen<'_>, right: u16, all: u16) {
    let aloud = AccessibleLabel::new(format!("right {right} of {all}"));
    lines.spawn((Node { column_gap: px(4), align_items: AlignItems::Center, ..default() }, aloud)).with_children(
        |row| {
            for n in 0..all.min(24) {
                let node = Node { width: px(8), height: px(8), border: UiRect::all(px(1.5)), ..default() };
                let fill = BackgroundColor(if n < right { JADE } else { Color::NONE });
                row.spawn((node, fill, BorderColor::all(if n < right { JADE } else { SLATE })));
            }
            let words = match all {
                0 => "not yet put to the proof".to_owned(),
                _ => format!("right {right} of {all}"),
            };
            pen.write(row, Face::Sans, 0.78, SLATE, words);
        },
    );
}
