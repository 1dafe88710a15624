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

/// What a key or a button of a pad asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Push {
    /// Rows down, options on.
    Arrow(i8, i8),
    /// The next control, or the one before.
    Focus(bool),
    /// Press what has focus.
    Activate,
    /// One step back.
    Escape,
    /// So many heights of the page.
    Scroll(f32),
    /// What shows this letter, digit or sign.
    Letter(char),
}

#[derive(SystemParam)]
pub(super) struct Desktop<'w, 's> {
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
    let pastes = held.any_pressed([KeyCode::ControlLeft, KeyCode::ControlRight, KeyCode::SuperLeft]);
    for input in messages.read() {
        if pastes && input.state == ButtonState::Pressed && letter(input) == Some('v') && desktop.types() {
            desktop.commands.trigger(Order::Paste);
        }
        if input.state == ButtonState::Pressed && !chord {
            desktop.press(input);
        }
    }
}

fn by_mouse(_: On<Pointer<Press>>, mut visible: ResMut<InputFocusVisible>) {
    visible.0 = false;
}

/// What a key asks for wherever nothing is typed.
fn meaning(input: &KeyboardInput) -> Option<Push> {
    Some(match input.key_code {
        KeyCode::Escape if !input.repeat => Push::Escape,
        KeyCode::PageDown => Push::Scroll(0.85),
        KeyCode::PageUp => Push::Scroll(-0.85),
        KeyCode::End => Push::Scroll(1e6),
        KeyCode::Home => Push::Scroll(-1e6),
        KeyCode::ArrowDown => Push::Arrow(1, 0),
        KeyCode::ArrowUp => Push::Arrow(-1, 0),
        KeyCode::ArrowRight => Push::Arrow(0, 1),
        KeyCode::ArrowLeft => Push::Arrow(0, -1),
        // The engine's own: focus, and pressing what has it.
        KeyCode::Enter | KeyCode::NumpadEnter | KeyCode::Tab => return None,
        _ => Push::Letter(letter(input)?),
    })
}

impl Desktop<'_, '_> {
    fn press(&mut self, input: &KeyboardInput) {
        self.visible.0 = true;
        if input.key_code == KeyCode::F11 && !input.repeat {
            return self.commands.trigger(Order::Set(Set::FullScreen));
        }
        if self.types() {
            match input.key_code {
                KeyCode::Backspace => return self.commands.trigger(Order::Untype),
                KeyCode::Enter | KeyCode::NumpadEnter if self.in_the_field() => {
                    match self.desk.overlay {
                        Some(Overlay::Rename(_)) => self.commands.trigger(Order::Study(Ask::Named)),
                        Some(Overlay::Class(..)) => self.commands.trigger(Order::Join),
                        None | Some(Overlay::Reflection { .. }) => self.step(NavAction::Next),
                        _ => {}
                    }
                    return;
                }
                KeyCode::Space if !self.in_the_field() => return,
                _ => {}
            }
            let letters = input.text.iter().flat_map(|t| t.chars()).filter(|c| !c.is_control());
            let letters: Vec<char> = letters.collect();
            if !letters.is_empty() {
                return letters.into_iter().for_each(|letter| self.commands.trigger(Order::Type(letter)));
            }
        } else if input.key_code == KeyCode::Backspace && *self.screen.get() == Screen::NewGame {
            return self.commands.trigger(Order::Erase);
        }
        match meaning(input) {
            Some(Push::Letter(letter)) if letter.is_ascii_digit() => self.digit(letter, input.repeat),
            Some(Push::Letter(_)) if input.repeat => {}
            Some(push) => self.push(push),
            None => {}
        }
    }

    /// Does what a key or a button of a pad asks for.
    pub(super) fn push(&mut self, push: Push) {
        self.visible.0 = true;
        match push {
            Push::Arrow(down, on) => self.arrow(down, on),
            Push::Focus(next) => self.step(if next { NavAction::Next } else { NavAction::Previous }),
            Push::Activate => {
                if let Some(entity) = self.focus.get().filter(|&e| self.controls.get(e).is_ok_and(|(.., off)| !off)) {
                    self.commands.trigger(Activate { entity });
                }
            }
            Push::Escape => self.commands.trigger(Order::Escape),
            Push::Scroll(heights) => self.scroll(heights),
            Push::Letter(letter) => self.letter(letter),
        }
    }

    /// Letters are being typed: a record's name always, a search or the player's name while the field has focus.
    fn types(&self) -> bool {
        match self.desk.overlay {
            Some(Overlay::Rename(_) | Overlay::Class(..)) => true,
            Some(Overlay::Log(_) | Overlay::Reflection { .. }) => self.in_the_field(),
            None => *self.screen.get() == Screen::NewGame && self.in_the_field(),
            _ => false,
        }
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
        if down != 0 && matches!(self.desk.overlay, Some(Overlay::Reflection { .. })) {
            return self.commands.trigger(Order::NextQuestion(isize::from(down)));
        }
        if on != 0 && *self.screen.get() == Screen::Debrief && self.desk.overlay.is_none() {
            return self.commands.trigger(Order::Study(Ask::Step(isize::from(on))));
        }
        if down != 0 && *self.screen.get() == Screen::Records && self.desk.overlay.is_none() && self.in_the_list() {
            return self.commands.trigger(Order::Study(Ask::NextRow(isize::from(down))));
        }
        self.step(if down + on > 0 { NavAction::Next } else { NavAction::Previous });
    }

    fn step(&mut self, way: NavAction) {
        if let Ok(entity) = self.tabs.navigate(&self.focus, way) {
            self.focus.set(entity, FocusCause::Navigated);
        }
    }

    fn digit(&mut self, digit: char, repeat: bool) {
        if let (Some(Overlay::Reflection { at, .. }), '1'..='7') = (&self.desk.overlay, digit) {
            let answer = digit as u8 - b'0';
            self.commands.trigger(Order::Answer(*at, answer));
        } else if *self.screen.get() == Screen::NewGame && self.desk.overlay.is_none() {
            self.commands.trigger(Order::Digit(digit));
        } else if !repeat {
            self.letter(digit);
        }
    }

    fn letter(&mut self, letter: char) {
        let above = self.desk.overlay.is_some();
        let found = self.controls.iter().find(|(_, c, _)| c.above == above && c.hotkey == Some(letter));
        match found {
            Some((entity, control, off)) if off || control.key == FIELD => {
                self.focus.set(entity, FocusCause::Navigated);
            }
            Some((entity, ..)) => self.commands.trigger(Activate { entity }),
            None => self.anywhere(letter),
        }
    }

    /// Letters that mean something though no control shows them: lists over the screen, and away with them.
    fn anywhere(&mut self, letter: char) {
        let playing = *self.screen.get() == Screen::Play;
        let order = match (letter, &self.desk.overlay) {
            ('l', Some(Overlay::Log(_))) | ('t', Some(Overlay::Terms)) | ('?', Some(Overlay::Keys)) => Order::Escape,
            ('t', None) if playing => Order::Open(Overlay::Terms),
            ('?', None) => Order::Open(Overlay::Keys),
            _ => return,
        };
        self.commands.trigger(order);
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
