//! The pen: texts, buttons, bars and pages as every screen draws them.

use std::cell::RefCell;
use std::collections::BTreeSet;

use bevy::input_focus::tab_navigation::TabIndex;
use bevy::picking::hover::Hovered;
use bevy::prelude::*;
use bevy::text::{Underline, UnderlineColor};
use bevy::ui::InteractionDisabled;
use bevy::ui_widgets::{Button, ControlOrientation, ScrollArea, Scrollbar, ScrollbarThumb};

use super::ahead::Ahead;
use super::familiar::Familiar;
use super::focus::{Control, First, Hint, Memory, Pages};
use super::order::{Does, Order};
use super::pictures::{self, Picture};
use super::preferences::Preferences;
use super::theme::{BRASS, DIM, Face, INK, MIST, NAVY, NEWSPRINT, PAPER, RED, SHADE, SLATE, STEEL, Theme};
use super::tips::Tip;
use crate::report::glossary::Glossary;

pub(super) type Parent<'a, 'b> = &'a mut ChildSpawnerCommands<'b>;

/// What drawing needs: the look, what is remembered, and the layer.
#[derive(Clone, Copy)]
pub(super) struct Pen<'a> {
    pub(super) theme: &'a Theme,
    pub(super) memory: &'a Memory,
    /// Draws on what covers the screen.
    pub(super) above: bool,
    pub(super) preferences: &'a Preferences,
    /// The words that are explained, and those of them that stand on this page already.
    pub(super) glossary: &'a Glossary,
    pub(super) explained: &'a RefCell<BTreeSet<usize>>,
    pub(super) familiar: &'a Familiar,
    pub(super) ahead: &'a Ahead,
    /// What would scroll by itself stands in a page that scrolls as a whole.
    pub(super) flat: bool,
    /// Counts the pages: what is on a page begins anew on the next.
    pub(super) page: usize,
    /// Width and height of the window, in units of the layout.
    pub(super) room: Vec2,
}

/// The background of a control at rest.
#[derive(Component)]
pub(super) struct Dress {
    pub(super) usual: Color,
}

/// A window that holds less than so many pixels' worth of usual text beside each other is narrow.
const NARROW: f32 = 1200.0;

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Cut {
    /// A card with a number, a label and a sentence.
    #[default]
    Card,
    /// One line.
    Line,
    /// One line, and the thing to do next.
    Main,
    /// One line, chosen among others.
    Chosen,
    /// A card, chosen among others.
    Picked,
    /// One letter or sign.
    Chip,
}

/// What a button says and does.
#[derive(Default)]
pub(super) struct Press<'a> {
    pub(super) label: &'a str,
    /// A sentence under the label of a card.
    pub(super) detail: &'a str,
    /// The name under which focus finds it again, where the label is not unique.
    pub(super) key: Option<String>,
    /// What a screen reader says, where the label is too short for it.
    pub(super) aloud: Option<String>,
    /// What is shown at its right end: minutes, mostly.
    pub(super) note: String,
    pub(super) hint: String,
    pub(super) hotkey: Option<char>,
    pub(super) cut: Cut,
    pub(super) disabled: bool,
    /// Takes focus if nothing else has it.
    pub(super) first: bool,
}

impl Pen<'_> {
    /// A text.
    pub(super) fn write(
        &self,
        parent: Parent<'_, '_>,
        face: Face,
        rem: f32,
        color: Color,
        text: impl Into<String>,
    ) -> Entity {
        let ink = TextColor(self.ink(color));
        parent.spawn((Text::new(text), self.theme.font(face, rem), ink, Label, Pickable::IGNORE)).id()
    }

    /// A text with the words marked that are explained, each where it stands first on the page.
    pub(super) fn prose(&self, parent: Parent<'_, '_>, face: Face, rem: f32, color: Color, text: &str) -> Entity {
        let mut marked = self.glossary.find(text);
        marked.retain(|(_, term)| self.explained.borrow_mut().insert(*term));
        let Some((first, _)) = marked.first() else { return self.write(parent, face, rem, color, text) };
        let (font, ink) = (self.theme.font(face, rem), TextColor(self.ink(color)));
        let mut whole = parent.spawn((Text::new(&text[..first.start]), font.clone(), ink, Label));
        whole.with_children(|spans| {
            for (n, (place, term)) in marked.iter().enumerate() {
                let line = (Underline, UnderlineColor(BRASS));
                spans.spawn((TextSpan::new(&text[place.clone()]), font.clone(), ink, line, Tip(*term)));
                let next = marked.get(n + 1).map_or(text.len(), |(next, _)| next.start);
                spans.spawn((TextSpan::new(&text[place.end..next]), font.clone(), ink));
            }
        });
        whole.id()
    }

    /// A length that grows with the size of text.
    pub(super) fn em(&self, length: f32) -> Val {
        px(length * self.preferences.scale().max(1.0))
    }

    /// Text is so large that columns no longer stand side by side.
    pub(super) fn is_large(&self) -> bool {
        self.room.x / self.preferences.scale() < NARROW
    }

    /// The colour of a text: with high contrast small print is as dark, or as light, as all other.
    fn ink(&self, color: Color) -> Color {
        match color {
            SLATE | DIM | STEEL if self.preferences.high_contrast => INK,
            MIST if self.preferences.high_contrast => PAPER,
            _ => color,
        }
    }

    /// A text in the middle of its line.
    pub(super) fn centre(&self, parent: Parent<'_, '_>, face: Face, rem: f32, color: Color, text: impl Into<String>) {
        let font = self.theme.font(face, rem);
        parent.spawn((
            Text::new(text),
            font,
            TextColor(self.ink(color)),
            TextLayout::justify(Justify::Center),
            Node { width: percent(100), ..default() },
            Label,
            Pickable::IGNORE,
        ));
    }

    /// A button that gives an order.
    pub(super) fn button(&self, parent: Parent<'_, '_>, order: Order, press: Press<'_>) -> Entity {
        let Press { label, detail, key, aloud, note, hint, hotkey, cut, disabled, first } = press;
        let (usual, ink, border) = match (cut, disabled) {
            (_, true) => (NEWSPRINT, DIM, SHADE),
            (Cut::Main, _) => (NAVY, PAPER, NAVY),
            (Cut::Chosen | Cut::Picked, _) => (BRASS.mix(&PAPER, 0.45), INK, BRASS),
            _ => (PAPER, INK, SHADE),
        };
        let soft = match cut {
            Cut::Main => NEWSPRINT,
            Cut::Chosen | Cut::Picked => INK,
            _ => SLATE,
        };
        let mut name = aloud.unwrap_or_else(|| label.to_owned());
        let key = key.unwrap_or_else(|| label.to_owned());
        for more in [detail, &note, &hint] {
            if !more.is_empty() {
                name = format!("{name}. {more}");
            }
        }
        let (pad, gap) = match cut {
            Cut::Card | Cut::Picked => (UiRect::axes(px(11), px(7)), px(10)),
            Cut::Line | Cut::Main | Cut::Chosen => (UiRect::axes(px(7), px(4)), px(6)),
            Cut::Chip => (UiRect::axes(px(7), px(1)), px(0)),
        };
        let mut button = parent.spawn((
            Node {
                padding: pad,
                column_gap: gap,
                border: UiRect::all(px(1)),
                border_radius: BorderRadius::all(px(2)),
                flex_wrap: if self.is_large() { FlexWrap::Wrap } else { FlexWrap::NoWrap },
                align_items: if matches!(cut, Cut::Card | Cut::Picked) {
                    AlignItems::Baseline
                } else {
                    AlignItems::Center
                },
                ..default()
            },
            Button,
            Does(order),
            Control { key, above: self.above, hotkey },
            (Hovered::default(), Dress { usual }, Hint(hint)),
            (BackgroundColor(usual), BorderColor::all(border), Outline::new(px(2), px(1), Color::NONE)),
            (AccessibleLabel::new(name), TabIndex(0)),
        ));
        if disabled {
            button.insert(InteractionDisabled);
        }
        if first {
            button.insert(First);
        }
        button.with_children(|inner| {
            if let (Some(letter), false) = (hotkey, cut == Cut::Chip) {
                let color = if disabled { DIM } else { soft };
                self.write(inner, Face::Typed, 0.8, color, letter.to_ascii_uppercase().to_string());
            }
            if detail.is_empty() {
                let face = if matches!(cut, Cut::Card | Cut::Picked | Cut::Main) { Face::Strong } else { Face::Sans };
                self.write(inner, face, if matches!(cut, Cut::Card | Cut::Picked) { 0.95 } else { 0.82 }, ink, label);
            } else {
                inner.spawn(column(2.0)).insert(Pickable::IGNORE).with_children(|lines| {
                    self.write(lines, Face::Strong, 0.92, ink, label);
                    self.write(lines, Face::Serif, 1.0, soft, detail);
                });
            }
            if !note.is_empty() {
                let note = self.write(inner, Face::Sans, 0.7, if disabled { DIM } else { soft }, note);
                if !self.is_large() {
                    inner.commands_mut().entity(note).insert((
                        TextLayout::no_wrap(),
                        Node { margin: UiRect::left(auto()), flex_shrink: 0.0, ..default() },
                    ));
                }
            }
        });
        button.id()
    }

    /// A bar from empty to full.
    pub(super) fn bar(&self, parent: Parent<'_, '_>, width: Val, share: f32, full: Color, empty: Color) {
        let node = Node { width, height: px(6), min_width: px(20), ..default() };
        parent.spawn((node, BackgroundColor(empty))).with_children(|bar| {
            let node = Node { width: percent(share.clamp(0.0, 1.0) * 100.0), height: percent(100), ..default() };
            bar.spawn((node, BackgroundColor(full)));
        });
    }

    /// A thin line across.
    pub(super) fn rule(&self, parent: Parent<'_, '_>, color: Color) {
        let node = Node { width: percent(100), height: px(1), flex_shrink: 0.0, ..default() };
        parent.spawn((node, BackgroundColor(color)));
    }

    /// A small heading over a group of controls.
    pub(super) fn caption(&self, parent: Parent<'_, '_>, text: impl Into<String>) {
        self.write(parent, Face::Strong, 0.72, SLATE, text);
    }

    /// A page that scrolls, filling what room there is.
    pub(super) fn pages(&self, parent: Parent<'_, '_>, key: &'static str, fill: impl FnOnce(Parent<'_, '_>)) {
        if self.flat {
            parent.spawn(column(0.0)).with_children(fill);
            return;
        }
        let frame = Node { flex_grow: 1.0, flex_basis: px(0), min_height: px(0), min_width: px(0), ..default() };
        parent.spawn(frame).with_children(|frame| {
            let place = self.memory.position(key).unwrap_or_default();
            let area = Node {
                flex_direction: FlexDirection::Column,
                flex_grow: 1.0,
                flex_basis: px(0),
                min_width: px(0),
                overflow: Overflow::scroll_y(),
                ..default()
            };
            let area = frame
                .spawn((area, ScrollArea, ScrollPosition(place), Pages { key, above: self.above }))
                .with_children(fill)
                .id();
            let bar = Scrollbar::new(area, ControlOrientation::Vertical, 24.0);
            let node = Node { width: px(6), margin: UiRect::left(px(4)), flex_shrink: 0.0, ..default() };
            frame.spawn((node, bar, Visibility::Hidden)).with_children(|bar| {
                let thumb = ScrollbarThumb { border_radius: BorderRadius::all(px(3)), ..default() };
                bar.spawn((thumb, BackgroundColor(STEEL)));
            });
        });
    }

    /// A picture from SVG, so many times its own size; `aloud` is what a screen reader says.
    pub(super) fn picture(&self, parent: Parent<'_, '_>, svg: String, zoom: f32, aloud: &str) -> Entity {
        let size = pictures::size(&svg) * zoom;
        let node = Node { width: px(size.x), height: px(size.y), flex_shrink: 0.0, ..default() };
        parent.spawn((node, Picture { svg, zoom }, AccessibleLabel::new(aloud))).id()
    }

    /// The sign of a party: a navy diamond is you, a red disc is he.
    pub(super) fn sign(&self, parent: Parent<'_, '_>, you: bool) {
        sign(parent, you, true);
    }

    /// The sign of where a party stood before: the same, hollow.
    pub(super) fn ghost(&self, parent: Parent<'_, '_>, you: bool) {
        sign(parent, you, false);
    }
}

fn sign(parent: Parent<'_, '_>, you: bool, full: bool) {
    let size = if you { 8.0 } else { 10.0 };
    let node = Node {
        width: px(size),
        height: px(size),
        flex_shrink: 0.0,
        border: UiRect::all(px(1.5)),
        border_radius: if you { BorderRadius::ZERO } else { BorderRadius::MAX },
        ..default()
    };
    let color = if you { NAVY } else { RED };
    let turn = if you { UiTransform::from_rotation(Rot2::degrees(45.0)) } else { UiTransform::default() };
    let fill = BackgroundColor(if full { color } else { Color::NONE });
    parent.spawn((node, fill, BorderColor::all(color), turn, Pickable::IGNORE));
}

/// A column with a gap, shrinking with its parent.
pub(super) fn column(gap: f32) -> Node {
    Node { flex_direction: FlexDirection::Column, row_gap: px(gap), min_width: px(0), flex_shrink: 1.0, ..default() }
}

/// A row with a gap.
pub(super) fn row(gap: f32) -> Node {
    Node { column_gap: px(gap), align_items: AlignItems::Center, ..default() }
}
