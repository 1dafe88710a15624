//! The preferences: size of text, motion, sound and the like.

use bevy::prelude::*;

use super::heading;
use crate::desktop::order::Order;
use crate::desktop::pen::{Cut, Parent, Pen, Press, row};
use crate::desktop::preferences::{SPEEDS, Set};
use crate::desktop::theme::{Face, INK};

/// Draws them.
pub(super) fn preferences(card: Parent<'_, '_>, pen: Pen<'_>) {
    heading(card, pen, "Preferences");
    let now = pen.preferences;
    let speed = SPEEDS.iter().min_by_key(|s| s.0.abs_diff(now.text_speed)).map_or("", |s| s.1);
    let size = format!("{} %", now.text_size);
    let steps = [
        ("Text size", size.as_str(), [("Smaller", 's', Set::TextSize(-1)), ("Larger", 'l', Set::TextSize(1))]),
        ("Coach in a new game", now.coach().name(), [("More help", 'g', Set::Coach(-1)), ("Less", 'e', Set::Coach(1))]),
        ("Text appears", speed, [("Quicker", 'q', Set::TextSpeed(-1)), ("Slower", 'w', Set::TextSpeed(1))]),
    ];
    #[cfg(feature = "sound")]
    let (ambience, effects) = (format!("{} of 10", now.ambience), format!("{} of 10", now.effects));
    #[cfg(feature = "sound")]
    let steps = steps.into_iter().chain([
        ("Places", ambience.as_str(), [("Softer", '1', Set::Ambience(-1)), ("Louder", '2', Set::Ambience(1))]),
        (
            "Paper, stamps, cards",
            effects.as_str(),
            [("Softer", '3', Set::Effects(-1)), ("Louder", '4', Set::Effects(1))],
        ),
    ]);
    for (name, value, buttons) in steps {
        let line = Node { justify_content: JustifyContent::SpaceBetween, flex_wrap: FlexWrap::Wrap, ..row(10.0) };
        card.spawn(line).with_children(|line| {
            pen.write(line, Face::Sans, 0.9, INK, format!("{name}: {value}"));
            line.spawn(row(6.0)).with_children(|pair| {
                for (label, letter, set) in buttons {
                    let press = Press {
                        label,
                        key: Some(format!("{name} {label}")),
                        aloud: Some(format!("{name}: {label}")),
                        hotkey: Some(letter),
                        cut: Cut::Line,
                        ..default()
                    };
                    pen.button(pair, Order::Set(set), press);
                }
            });
        });
    }
    for (label, on, hotkey, set, hint) in [
        ("What was read before is there at once", now.skip_read, 'r', Set::SkipRead, ""),
        ("High contrast", now.high_contrast, 'h', Set::Contrast, "small print as dark as the rest"),
        ("Reduced motion", now.reduced_motion, 'm', Set::Motion, "nothing moves"),
        ("Full screen", now.full_screen, 'f', Set::FullScreen, "F11"),
        #[cfg(feature = "sound")]
        ("Captions", now.captions, 'c', Set::Captions, "sounds in words"),
        ("Ask before what cannot be taken back", now.confirm, 'a', Set::Confirm, ""),
    ] {
        let state = if on { "on" } else { "off" };
        let press = Press {
            label,
            note: if hint.is_empty() { state.into() } else { format!("{hint} · {state}") },
            aloud: Some(format!("{label}: {state}")),
            hotkey: Some(hotkey),
            cut: if on { Cut::Chosen } else { Cut::Line },
            ..default()
        };
        pen.button(card, Order::Set(set), press);
    }
}
