//! Focus and scrolling: a visible focus that survives a redraw, and pages that open where one reads on.

use std::collections::{BTreeMap, BTreeSet};

use bevy::ecs::system::SystemParam;
use bevy::input_focus::{FocusCause, FocusGained, InputFocus, InputFocusVisible};
use bevy::picking::hover::Hovered;
use bevy::prelude::*;
use bevy::ui::{InteractionDisabled, Pressed, UiSystems};
use bevy::ui_widgets::{ScrollIntoView, Scrollbar};
use bevy::window::RequestRedraw;

use super::pen::Dress;
use super::theme::{BRASS, EMBER};

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Memory>()
        .insert_resource(InputFocusVisible(true))
        .add_observer(gained)
        .add_systems(Update, (outline, dress, hint).chain().after(super::redraw::RedrawSystems))
        .add_systems(PostUpdate, (read_on, hide_idle_bars).chain().after(UiSystems::Layout))
        .add_systems(PostUpdate, trace.after(UiSystems::PostLayout));
}

/// A control that keys can reach: the name that survives a redraw, and its layer.
#[derive(Component, Debug, Clone)]
pub(super) struct Control {
    /// Unique on a screen.
    pub(super) key: String,
    /// It lies on what covers the screen.
    pub(super) above: bool,
    /// The letter or digit that presses it.
    pub(super) hotkey: Option<char>,
}

/// Focus goes here when nothing else has it.
#[derive(Component)]
pub(super) struct First;

/// A place that scrolls, with the name under which its position is kept.
#[derive(Component, Debug, Clone)]
pub(super) struct Pages {
    pub(super) key: &'static str,
    /// It lies on what covers the screen.
    pub(super) above: bool,
}

/// The newest text of a page: it opens here.
#[derive(Component)]
pub(super) struct Newest;

/// One sentence about a control, shown in the line kept for it.
#[derive(Component, Debug, Clone)]
pub(super) struct Hint(pub(super) String);

/// The line where hints are shown.
#[derive(Component)]
pub(super) struct HintLine;

/// What is remembered from one picture to the next.
#[derive(Resource, Default)]
pub(super) struct Memory {
    /// Key of the focused control, below and above.
    focused: [Option<String>; 2],
    scrolled: BTreeMap<&'static str, Vec2>,
    /// Pages that were turned since the last picture: where they stood is forgotten.
    turned: BTreeSet<&'static str>,
    /// Key of the control that is to have focus next, on whatever lies on top.
    pointed: Option<String>,
}

impl Memory {
    /// A new page begins there: it is read from its newest text.
    pub(super) fn turn(&mut self, pages: &'static str) {
        self.scrolled.remove(pages);
        self.turned.insert(pages);
    }

    /// Focus goes to this control, whatever has it now.
    pub(super) fn point(&mut self, key: &str) {
        self.pointed = Some(key.to_owned());
    }

    /// Forgets everything: another screen.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// Where a page stood, if it is not a new one.
    pub(super) fn position(&self, pages: &'static str) -> Option<Vec2> {
        self.scrolled.get(pages).copied()
    }
}

/// What the redraw notes before it clears the screen.
#[derive(SystemParam)]
pub(super) struct Notes<'w, 's> {
    focus: Res<'w, InputFocus>,
    controls: Query<'w, 's, &'static Control>,
    pages: Query<'w, 's, (&'static Pages, &'static ScrollPosition)>,
}

impl Notes<'_, '_> {
    /// Notes focus and scroll positions. A page that was turned meanwhile is left alone.
    pub(super) fn keep(&self, memory: &mut Memory, turned: impl Fn(&str) -> bool) {
        if let Some(control) = self.focus.get().and_then(|e| self.controls.get(e).ok()) {
            memory.focused[usize::from(control.above)] = Some(control.key.clone());
        }
        if let Some(key) = memory.pointed.take() {
            memory.focused = [Some(key.clone()), Some(key)];
        }
        for (pages, position) in &self.pages {
            if !turned(pages.key) && !memory.turned.contains(pages.key) {
                memory.scrolled.insert(pages.key, position.0);
            }
        }
        memory.turned.clear();
    }
}

/// Gives focus back after a redraw: to the control of the same name, else to the first.
pub(super) fn restore(
    mut focus: ResMut<InputFocus>,
    mut memory: ResMut<Memory>,
    controls: Query<(Entity, &Control, Has<First>)>,
) {
    trace!("drawn anew");
    let above = controls.iter().any(|(_, c, _)| c.above);
    if !above {
        memory.focused[1] = None;
    }
    let wanted = memory.focused[usize::from(above)].clone();
    let layer = || controls.iter().filter(|(_, c, _)| c.above == above);
    let same = layer().find(|(_, c, _)| Some(&c.key) == wanted.as_ref());
    let found = same.or_else(|| layer().find(|(_, _, first)| *first)).or_else(|| layer().next());
    match found {
        Some((entity, ..)) => focus.set(entity, FocusCause::Pressed),
        None => focus.clear(),
    }
}

/// Brings a control that was reached by key into sight.
fn gained(event: On<FocusGained>, nodes: Query<&ComputedNode, With<Control>>, mut commands: Commands) {
    if event.cause == FocusCause::Navigated
        && let Ok(node) = nodes.get(event.entity)
        && !node.is_empty()
    {
        commands.trigger(ScrollIntoView { entity: event.entity });
    }
}

/// Tells where every control is, for programs that press them by pointer: in pixels, one line each. What was told
/// before the last "drawn anew" is gone.
fn trace(
    controls: Query<
        (&Control, &ComputedNode, &UiGlobalTransform, Has<InteractionDisabled>),
        Changed<UiGlobalTransform>,
    >,
) {
    for (control, node, place, disabled) in &controls {
        let (at, size) = (place.translation, node.size());
        let state = if disabled {
            "off"
        } else if control.above {
            "above"
        } else {
            "on"
        };
        let sign = control.hotkey.unwrap_or('-');
        trace!("control at {:.0} {:.0} size {:.0} {:.0} {state} {sign} ‘{}’", at.x, at.y, size.x, size.y, control.key);
    }
}

fn outline(
    focus: Res<InputFocus>,
    visible: Res<InputFocusVisible>,
    mut controls: Query<(Entity, &mut Outline), With<Control>>,
) {
    for (entity, mut outline) in &mut controls {
        let color = if visible.0 && focus.get() == Some(entity) { EMBER } else { Color::NONE };
        if outline.color != color {
            outline.color = color;
        }
    }
}

type Dressed<'a> = (&'a Dress, &'a Hovered, Has<Pressed>, Has<InteractionDisabled>, &'a mut BackgroundColor);

fn dress(mut controls: Query<Dressed<'_>>) {
    for (dress, hovered, pressed, disabled, mut background) in &mut controls {
        let color = match (disabled, pressed, hovered.0) {
            (true, ..) => dress.usual,
            (_, true, _) => BRASS.mix(&dress.usual, 0.3),
            (_, _, true) => BRASS.mix(&dress.usual, 0.72),
            _ => dress.usual,
        };
        background.set_if_neq(BackgroundColor(color));
    }
}

fn hint(focus: Res<InputFocus>, hints: Query<(&Hint, &Hovered)>, mut line: Query<&mut Text, With<HintLine>>) {
    let hovered = hints.iter().find(|(_, h)| h.0).map(|(h, _)| h);
    let focused = || focus.get().and_then(|e| hints.get(e).ok()).map(|(h, _)| h);
    let words = hovered.or_else(focused).map_or("", |h| h.0.as_str());
    for mut text in &mut line {
        if text.0 != words {
            text.0 = words.into();
        }
    }
}

/// Opens a new page at its newest text, once it is laid out.
fn read_on(
    newest: Query<(Entity, &ComputedNode, &UiGlobalTransform), Added<Newest>>,
    parents: Query<&ChildOf>,
    mut pages: Query<(&ComputedNode, &UiGlobalTransform, &mut ScrollPosition), With<Pages>>,
    mut redraw: MessageWriter<RequestRedraw>,
) {
    for (entity, node, place) in &newest {
        let Some(page) = parents.iter_ancestors(entity).find(|e| pages.contains(*e)) else {
            continue;
        };
        let Ok((area, area_place, mut position)) = pages.get_mut(page) else {
            continue;
        };
        let top = place.translation.y - node.size().y / 2.0;
        let area_top = area_place.translation.y - area.size().y / 2.0;
        let most = (area.content_size().y - area.size().y).max(0.0);
        let wanted = (top - area_top - 12.0).clamp(0.0, most) * area.inverse_scale_factor();
        if (position.y - wanted).abs() > 0.5 {
            position.y = wanted;
            redraw.write(RequestRedraw);
        }
    }
}

/// A scrollbar is shown only where there is something to scroll.
fn hide_idle_bars(
    mut bars: Query<(&Scrollbar, &mut Visibility)>,
    areas: Query<&ComputedNode>,
    mut redraw: MessageWriter<RequestRedraw>,
) {
    for (bar, mut visibility) in &mut bars {
        let Ok(area) = areas.get(bar.target) else {
            continue;
        };
        let needed = area.content_size().y > area.size().y + 1.0;
        let wanted = if needed { Visibility::Inherited } else { Visibility::Hidden };
        if *visibility != wanted {
            *visibility = wanted;
            redraw.write(RequestRedraw);
        }
    }
}
