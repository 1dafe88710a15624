//! The keyboard: letters and digits press the controls that show them, arrows and page keys move.

use bevy::ecs::system::SystemParam;
use bevy::input::ButtonState;
use bevy::input::InputSystems;
use bevy::input::keyboard::{Key, KeyboardInput};
use bevy::input_focus::tab_navigation::{NavAction, TabNavigation};
use bevy::input_focus::{FocusCause, InputFocus, InputFocusVisible};
use bevy::picking::events::{Pointer, Press};
use bevy::prelude::*;
use bevy::ui::InteractionDisabled;
use bevy::ui_widgets::Activate;

use super::focus::{Control, Pages};
use super::order::Order;
use super::preferences::Set;
use super::session::{Desk, Mode, Overlay, Screen, Session};
use super::study::{Ask, RECORD};
use crate::negotiation::session as table;

/// The name under which focus finds what is typed.
pub(super) const FIELD: &str = "field";

pub(super) fn plugin(app: &mut App) {
    app.add_systems(PreUpdate, read.after(InputSystems)).add_observer(by_mouse);
}

#[derive(SystemParam)]
struct Desktop<'w, 's> {
    screen: Res<'w, State<Screen>>,
    desk: Res<'w, Desk>,
    session: Res<'w, Session>,
    controls: Query<'w, 's, (Entity, &'static Control, Has<InteractionDisabled>)>,
    pages: Query<'w, 's, (&'static Pages, &'static ComputedNode, &'static mut ScrollPosition)>,
    focus: ResMut<'w, InputFocus>,
    visible: ResMut<'w, InputFocusVisible>,
    tabs: TabNavigation<'w, 's>,
    commands: Commands<'w, 's>,
}

fn read(mut messages: MessageReader<KeyboardInput>, held: Res<ButtonInput<KeyCode>>, mut desktop: Desktop) {
    let chord = held.any_pressed([
        KeyCode::ControlLeft,
        KeyCode::ControlRight,
        KeyCode::AltLeft,
        KeyCode::AltRight,
        KeyCode::SuperLeft,
        KeyCode::SuperRight,
    ]);
    for input in messages.read() {
        if input.state == ButtonState::Pressed && !chord {
            desktop.press(input);
        }
    }
}

fn by_mouse(_: On<Pointer<Press>>, mut visible: ResMut<InputFocusVisible>) {
    visible.0 = false;
}

impl Desktop<'_, '_> {
    fn press(&mut self, input: &KeyboardInput) {
        self.visible.0 = true;
        let repeat = input.repeat;
        match input.key_code {
            KeyCode::Escape if !repeat => self.commands.trigger(Order::Escape),
            KeyCode::F11 if !repeat => self.commands.trigger(Order::Set(Set::FullScreen)),
            KeyCode::PageDown => self.scroll(0.85),
            KeyCode::PageUp => self.scroll(-0.85),
            KeyCode::End => self.scroll(1e6),
            KeyCode::Home => self.scroll(-1e6),
            KeyCode::ArrowDown => self.arrow(1, 0),
            KeyCode::ArrowUp => self.arrow(-1, 0),
            KeyCode::ArrowRight => self.arrow(0, 1),
            KeyCode::ArrowLeft => self.arrow(0, -1),
            KeyCode::Backspace if self.names() => self.commands.trigger(Order::Study(Ask::Erase)),
            KeyCode::Backspace if *self.screen.get() == Screen::NewGame => self.commands.trigger(Order::Erase),
            KeyCode::Enter | KeyCode::NumpadEnter if self.names() && self.in_the_field() => {
                self.commands.trigger(Order::Study(Ask::Named));
            }
            KeyCode::Enter | KeyCode::NumpadEnter | KeyCode::Tab => {}
            KeyCode::Space if self.names() && !self.in_the_field() => {}
            _ if self.names() => {
                for letter in input.text.iter().flat_map(|t| t.chars()).filter(|c| !c.is_control()) {
                    self.commands.trigger(Order::Study(Ask::Letter(letter)));
                }
            }
            _ => {
                if let Some(letter) = letter(input) {
                    self.letter(letter, repeat);
                }
            }
        }
    }

    /// A name is being typed.
    fn names(&self) -> bool {
        matches!(self.desk.overlay, Some(Overlay::Rename(_)))
    }

    /// What is typed has focus, and not a button beside it.
    fn in_the_field(&self) -> bool {
        let focused = self.focus.get().and_then(|e| self.controls.get(e).ok());
        focused.is_some_and(|(_, control, _)| control.key == FIELD)
    }

    /// A record has focus.
    fn in_the_list(&self) -> bool {
        let focused = self.focus.get().and_then(|e| self.controls.get(e).ok());
        focused.is_some_and(|(_, control, _)| control.key.starts_with(RECORD))
    }

    fn at_the_table(&self) -> bool {
        *self.screen.get() == Screen::Play
            && self.desk.overlay.is_none()
            && self.desk.mode == Mode::Moves
            && self.session.game.as_ref().is_some_and(|g| table(g.rules(), g.view()).is_some())
    }

    fn arrow(&mut self, down: i8, on: i8) {
        if self.at_the_table() {
            return self.commands.trigger(Order::Step(down, on));
        }
        if on != 0 && *self.screen.get() == Screen::Debrief && self.desk.overlay.is_none() {
            return self.commands.trigger(Order::Study(Ask::Step(isize::from(on))));
        }
        if down != 0 && *self.screen.get() == Screen::Records && self.desk.overlay.is_none() && self.in_the_list() {
            return self.commands.trigger(Order::Study(Ask::NextRow(isize::from(down))));
        }
        let way = if down + on > 0 { NavAction::Next } else { NavAction::Previous };
        if let Ok(entity) = self.tabs.navigate(&self.focus, way) {
            self.focus.set(entity, FocusCause::Navigated);
        }
    }

    fn letter(&mut self, letter: char, repeat: bool) {
        let above = self.desk.overlay.is_some();
        if letter.is_ascii_digit() && *self.screen.get() == Screen::NewGame && !above {
            return self.commands.trigger(Order::Digit(letter));
        }
        if repeat {
            return;
        }
        let found = self.controls.iter().find(|(_, c, _)| c.above == above && c.hotkey == Some(letter));
        match found {
            Some((entity, _, true)) => self.focus.set(entity, FocusCause::Navigated),
            Some((entity, _, false)) => self.commands.trigger(Activate { entity }),
            None if letter == 'l' && self.desk.overlay == Some(Overlay::Log) => self.commands.trigger(Order::Escape),
            None => {}
        }
    }

    /// Scrolls the page that lies on top by so many of its heights.
    fn scroll(&mut self, heights: f32) {
        let above = self.desk.overlay.is_some();
        let order = |key: &str| ["overlay", "story", "front"].iter().position(|k| *k == key).unwrap_or(9);
        let page = self.pages.iter_mut().filter(|(p, ..)| p.above == above).min_by_key(|(p, ..)| order(p.key));
        if let Some((_, node, mut position)) = page {
            let size = node.size().y * node.inverse_scale_factor();
            let most = (node.content_size().y * node.inverse_scale_factor() - size).max(0.0);
            position.y = (position.y + heights * size).clamp(0.0, most);
        }
    }
}

/// The letter or digit of a key: digits by their place too, so that they work without shift everywhere.
fn letter(input: &KeyboardInput) -> Option<char> {
    const DIGITS: [[KeyCode; 2]; 10] = [
        [KeyCode::Digit0, KeyCode::Numpad0],
        [KeyCode::Digit1, KeyCode::Numpad1],
        [KeyCode::Digit2, KeyCode::Numpad2],
        [KeyCode::Digit3, KeyCode::Numpad3],
        [KeyCode::Digit4, KeyCode::Numpad4],
        [KeyCode::Digit5, KeyCode::Numpad5],
        [KeyCode::Digit6, KeyCode::Numpad6],
        [KeyCode::Digit7, KeyCode::Numpad7],
        [KeyCode::Digit8, KeyCode::Numpad8],
        [KeyCode::Digit9, KeyCode::Numpad9],
    ];
    if let Some(n) = DIGITS.iter().position(|keys| keys.contains(&input.key_code)) {
        return char::from_digit(n as u32, 10);
    }
    match &input.logical_key {
        Key::Character(text) => text.chars().next().map(|c| c.to_ascii_lowercase()),
        _ => None,
    }
}
