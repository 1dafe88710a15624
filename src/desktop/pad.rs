//! The gamepad: it moves the same focus and presses the same controls as the keyboard.
//!
//! The engine hears gamepads only with the feature `gamepad`; without it none is ever connected.

use std::time::Duration;

use bevy::input::ButtonState;
use bevy::input::gamepad::{GamepadButton, GamepadButtonStateChangedEvent, GamepadConnectionEvent};
use bevy::prelude::*;
use bevy::winit::{UpdateMode, WinitSettings};

use super::keys::{Desktop, Push};

pub(super) fn plugin(app: &mut App) {
    app.add_systems(PreUpdate, (awake, read).chain().after(bevy::input::InputSystems));
}

/// How often a connected pad is asked while nothing else happens.
const GLANCE: Duration = Duration::from_millis(33);

/// A pad does not wake the window: while one is connected the window looks by itself.
fn awake(
    mut news: MessageReader<GamepadConnectionEvent>,
    pads: Query<(), With<Gamepad>>,
    settings: Option<ResMut<WinitSettings>>,
) {
    if news.read().count() == 0 {
        return;
    }
    let Some(mut settings) = settings else { return };
    settings.focused_mode = match pads.is_empty() {
        true => WinitSettings::desktop_app().focused_mode,
        false => UpdateMode::reactive(GLANCE),
    };
}

/// What a button of the pad does.
fn push(button: GamepadButton) -> Option<Push> {
    Some(match button {
        GamepadButton::DPadUp => Push::Arrow(-1, 0),
        GamepadButton::DPadDown => Push::Arrow(1, 0),
        GamepadButton::DPadLeft => Push::Arrow(0, -1),
        GamepadButton::DPadRight => Push::Arrow(0, 1),
        GamepadButton::LeftTrigger => Push::Focus(false),
        GamepadButton::RightTrigger => Push::Focus(true),
        GamepadButton::LeftTrigger2 => Push::Scroll(-0.85),
        GamepadButton::RightTrigger2 => Push::Scroll(0.85),
        GamepadButton::South => Push::Activate,
        GamepadButton::East | GamepadButton::Start => Push::Escape,
        GamepadButton::North => Push::Letter('t'),
        GamepadButton::West => Push::Letter('l'),
        GamepadButton::Select => Push::Letter('?'),
        _ => return None,
    })
}

fn read(mut messages: MessageReader<GamepadButtonStateChangedEvent>, mut desktop: Desktop) {
    for message in messages.read() {
        if message.state == ButtonState::Pressed
            && let Some(push) = push(message.button)
        {
            desktop.push(push);
        }
    }
}

#[cfg(test)]
mod tests {
    use bevy::input_focus::InputFocus;

    use super::super::focus::Control;
    use super::super::layout_tests::{Desktop, SIZES};
    use super::super::session::{Overlay, Screen};
    use super::*;

    fn push(desktop: &mut Desktop, pad: Entity, button: GamepadButton) {
        let world = desktop.app.world_mut();
        world.write_message(GamepadButtonStateChangedEvent::new(pad, button, ButtonState::Pressed));
        desktop.settle();
    }

    fn overlay(desktop: &Desktop) -> Option<Overlay> {
        desktop.app.world().resource::<super::super::session::Desk>().overlay.clone()
    }

    #[test]
    fn a_gamepad_alone_begins_a_game_and_plays_scenes() {
        let mut desktop = Desktop::open(SIZES[0], None);
        let pad = desktop.app.world_mut().spawn(Gamepad::default()).id();
        push(&mut desktop, pad, GamepadButton::South);
        assert_eq!(*desktop.app.world().resource::<State<Screen>>().get(), Screen::NewGame);
        push(&mut desktop, pad, GamepadButton::South);
        for turn in 0..3 {
            assert_eq!(desktop.game().turns(), turn);
            push(&mut desktop, pad, GamepadButton::South);
        }
        push(&mut desktop, pad, GamepadButton::West);
        assert_eq!(overlay(&desktop), Some(Overlay::Log(String::new())));
        push(&mut desktop, pad, GamepadButton::East);
        assert_eq!(overlay(&desktop), None);
        let focused = |desktop: &Desktop| {
            let world = desktop.app.world();
            world.resource::<InputFocus>().get().and_then(|e| world.get::<Control>(e)).map(|c| c.key.clone())
        };
        let first = focused(&desktop);
        push(&mut desktop, pad, GamepadButton::DPadDown);
        assert!(focused(&desktop).is_some() && focused(&desktop) != first);
    }
}
