//! Plates: the scenario's illustrations as they stand on a page, cut to the room there is, under a fine grain.

use bevy::prelude::*;

use super::cards::Wall;
use super::light::Lit;
use super::pen::{Parent, Pen};
use super::pictures::{self, Grain};
use super::theme::{Face, NIGHT, PAPER};
use crate::scenario::Scenario;

/// How a plate is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Print {
    /// As it was drawn.
    Colour,
    /// As it was drawn, and nothing moves in it: the first thing that is seen must not be waited for.
    Still,
    /// As a newspaper prints it.
    Press,
}

/// What is heard, in words.
fn caption(sound: &str) -> &'static str {
    match sound {
        "office" => "a quiet room; a clock ticks",
        "cabin" => "engines",
        "hall" => "a large hall, low voices",
        "stadium" => "drums, and a crowd of many thousands",
        "night" => "wind, the hum of a lamp",
        "rain" => "rain",
        "snow" => "wind over snow",
        "press" => "voices, cameras",
        _ => "voices, glasses",
    }
}

/// Draws a picture of the scenario into a box of this size: the middle of it is kept, what does not fit is cut away.
pub(super) fn plate(
    parent: Parent<'_, '_>,
    pen: Pen<'_>,
    scenario: &Scenario,
    number: usize,
    size: Vec2,
    print: Print,
) {
    let Some(picture) = scenario.texts.pictures.get(number) else { return };
    let own = pictures::size(&picture.svg);
    if own.x <= 0.0 || own.y <= 0.0 {
        return;
    }
    let zoom = (size.x / own.x).max(size.y / own.y);
    let frame =
        Node { width: px(size.x), height: px(size.y), flex_shrink: 0.0, overflow: Overflow::clip(), ..default() };
    let whole = |size: Vec2, room: Vec2| Node {
        position_type: PositionType::Absolute,
        left: px((room.x - size.x) / 2.0),
        top: px((room.y - size.y) / 2.0),
        width: px(size.x),
        height: px(size.y),
        ..default()
    };
    parent.spawn((frame, BackgroundColor(NIGHT), AccessibleLabel::new(picture.shows.clone()))).with_children(|frame| {
        if picture.cards.len() > 1 && print == Print::Colour {
            let name = format!("{} {}", picture.id, pen.page);
            frame.spawn((whole(size, size), Wall { name, pictures: picture.cards.clone() }));
        }
        let svg = if print == Print::Press { pictures::pressed(&picture.svg) } else { picture.svg.clone() };
        frame.spawn((whole(own * zoom, size), pictures::Picture { svg, zoom }));
        if let Some(light) = picture.light.filter(|_| print == Print::Colour) {
            let name = format!("{} {}", picture.id, pen.page);
            frame.spawn((whole(own * zoom, size), Lit { name, light, aspect: own.y / own.x }));
        }
        frame.spawn((
            Node { position_type: PositionType::Absolute, width: percent(100), height: percent(100), ..default() },
            Grain,
        ));
        if let Some(sound) = picture.sound.as_deref().filter(|_| pen.preferences.captions && print == Print::Colour) {
            let strip = Node {
                position_type: PositionType::Absolute,
                left: px(8),
                bottom: px(8),
                padding: UiRect::axes(px(7), px(2)),
                ..default()
            };
            frame.spawn((strip, BackgroundColor(NIGHT.with_alpha(0.85)))).with_children(|strip| {
                pen.write(strip, Face::Sans, 0.76, PAPER, caption(sound));
            });
        }
    });
}
