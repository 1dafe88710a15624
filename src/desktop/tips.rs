//! Words that are explained where they stand: underlined, with a note beside the pointer, and a list of them by key.

use std::sync::Arc;

use bevy::picking::events::{Click, Out, Over, Pointer};
use bevy::prelude::*;
use bevy::window::PrimaryWindow;

use super::order::Order;
use super::pen::column;
use super::session::{Desk, Overlay, Screen, Session};
use super::theme::{BRASS, Face, INK, PAPER, SLATE, Theme};
use crate::report::glossary::Glossary;
use crate::scenario::Scenario;

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Pointed>()
        .init_resource::<Lexicon>()
        .add_observer(over)
        .add_observer(out)
        .add_observer(click)
        .add_systems(Update, open.run_if(resource_changed::<Session>).before(super::redraw::RedrawSystems))
        .add_systems(
            Update,
            (
                // The word under the pointer is drawn anew, or is no longer there.
                forget.run_if(resource_changed::<Desk>.or_else(state_changed::<Screen>)),
                show.run_if(resource_changed::<Pointed>),
            )
                .chain()
                .after(super::redraw::RedrawSystems),
        );
}

/// The words that are explained in this scenario.
#[derive(Resource, Default)]
pub(super) struct Lexicon(pub(super) Glossary);

/// A word in a text: the number of its term.
#[derive(Component, Debug, Clone, Copy)]
pub(super) struct Tip(pub(super) usize);

/// The term under the pointer, and where that is in the window.
#[derive(Resource, Default)]
struct Pointed(Option<(usize, Vec2)>);

/// The note.
#[derive(Component)]
struct Note;

/// Width of a note, in units of the layout.
const WIDTH: f32 = 330.0;

/// Takes the words of the scenario that is played.
fn open(session: Res<Session>, mut lexicon: ResMut<Lexicon>, mut own: Local<Option<Arc<Scenario>>>) {
    // Without a game there is nothing to explain.
    if session.game.is_some() && own.as_ref().is_none_or(|own| !Arc::ptr_eq(own, &session.scenario)) {
        lexicon.0 = Glossary::of(&session.scenario);
        *own = Some(session.scenario.clone());
    }
}

fn forget(mut pointed: ResMut<Pointed>) {
    if pointed.0.is_some() {
        pointed.0 = None;
    }
}

fn over(event: On<Pointer<Over>>, tips: Query<&Tip>, mut pointed: ResMut<Pointed>) {
    if let Ok(Tip(term)) = tips.get(event.entity) {
        pointed.0 = Some((*term, event.pointer_location.position));
    }
}

fn out(event: On<Pointer<Out>>, tips: Query<&Tip>, mut pointed: ResMut<Pointed>) {
    if tips.contains(event.entity) {
        pointed.0 = None;
    }
}

/// A click on a word of the handbook opens it there.
fn click(
    event: On<Pointer<Click>>,
    tips: Query<&Tip>,
    lexicon: Res<Lexicon>,
    mut pointed: ResMut<Pointed>,
    mut commands: Commands,
) {
    if let Ok(Tip(term)) = tips.get(event.entity)
        && let Some(entry) = lexicon.0.terms[*term].entry
    {
        pointed.0 = None;
        commands.trigger(Order::Open(Overlay::Handbook(entry)));
    }
}

/// Lays the note beside the pointer, on the side where there is room.
fn show(
    pointed: Res<Pointed>,
    old: Query<Entity, With<Note>>,
    lexicon: Res<Lexicon>,
    theme: Res<Theme>,
    window: Single<&Window, With<PrimaryWindow>>,
    scale: Res<UiScale>,
    mut commands: Commands,
) {
    for entity in &old {
        commands.entity(entity).despawn();
    }
    let Some((term, at)) = pointed.0 else { return };
    let Some(term) = lexicon.0.terms.get(term) else { return };
    let (room, at) = (Vec2::new(window.width(), window.height()) / scale.0, at / scale.0);
    let mut card = Node {
        position_type: PositionType::Absolute,
        left: px((at.x - WIDTH / 3.0).clamp(8.0, (room.x - WIDTH - 8.0).max(8.0))),
        width: px(WIDTH),
        padding: UiRect::axes(px(12), px(9)),
        border: UiRect::top(px(3)),
        ..column(3.0)
    };
    if at.y < room.y / 2.0 {
        card.top = px(at.y + 20.0);
    } else {
        card.bottom = px(room.y - at.y + 14.0);
    }
    let shadow = BoxShadow::new(INK.with_alpha(0.35), px(0), px(2), px(0), px(8));
    let look = (BackgroundColor(PAPER), BorderColor::all(BRASS), shadow);
    commands.spawn((Note, card, look, GlobalZIndex(20), Pickable::IGNORE)).with_children(|card| {
        let mut write = |face: Face, rem: f32, color: Color, text: &str| {
            card.spawn((Text::new(text), theme.font(face, rem), TextColor(color), Pickable::IGNORE));
        };
        write(Face::Strong, 0.84, INK, &term.term);
        write(Face::Serif, 1.0, INK, &term.says);
        if term.entry.is_some() {
            write(Face::Sans, 0.72, SLATE, "Click to read on in the handbook.");
        }
    });
}
