//! The redraw: whenever the desk or the screen changes, the picture is built anew from the game.

use std::cell::RefCell;

use bevy::ecs::system::SystemParam;
use bevy::input_focus::tab_navigation::TabGroup;
use bevy::prelude::*;
use bevy::window::{PrimaryWindow, WindowResized};

use super::ahead::Ahead;
use super::appear::Reading;
use super::familiar::Familiar;
use super::focus::{self, Memory, Notes};
use super::pen::Pen;
use super::preferences::Preferences;
use super::reviewer::Reviewer;
use super::screens;
use super::session::{Desk, Screen, Session};
use super::study::Study;
use super::theme::{Face, NAVY, NEWSPRINT, NIGHT, PAPER, Theme};
use super::tips::Lexicon;
use crate::negotiation::Happening;
use crate::record::Entry;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(
        Update,
        (redraw, focus::restore).chain().in_set(RedrawSystems).run_if(
            resource_changed::<Desk>
                .or_else(resource_changed::<Study>.or_else(resource_changed::<Preferences>))
                .or_else(state_changed::<Screen>.or_else(resource_changed::<Ahead>))
                .or_else(on_message::<WindowResized>),
        ),
    );
}

/// Building the picture.
#[derive(SystemSet, Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct RedrawSystems;

/// The root of what is shown.
#[derive(Component)]
struct Shown;

/// How many scenes have been entered: a picture begins anew with each.
fn scene_page(session: &Session) -> usize {
    let entered = |e: &&Entry| matches!(e.what, Happening::SceneEntered { .. });
    session.game.as_ref().map_or(0, |game| game.log().iter().filter(entered).count())
}

/// How everything is drawn.
#[derive(SystemParam)]
struct Manner<'w> {
    theme: Res<'w, Theme>,
    lexicon: Res<'w, Lexicon>,
    familiar: Res<'w, Familiar>,
    ahead: Res<'w, Ahead>,
    preferences: Res<'w, Preferences>,
}

#[allow(clippy::too_many_arguments, reason = "it draws everything from everything")]
fn redraw(
    mut commands: Commands,
    old: Query<Entity, With<Shown>>,
    screen: Res<State<Screen>>,
    desk: Res<Desk>,
    session: Res<Session>,
    study: Res<Study>,
    manner: Manner,
    mut reading: ResMut<Reading>,
    reviewer: Res<Reviewer>,
    window: Single<&Window, With<PrimaryWindow>>,
    mut ground: ResMut<ClearColor>,
    scale: Res<UiScale>,
    notes: Notes,
    mut memory: ResMut<Memory>,
    mut page: Local<(usize, Option<Screen>)>,
) {
    let now = (desk.page, Some(*screen.get()));
    let turned = *page != now;
    *page = now;
    reading.turn(desk.page);
    notes.keep(&mut memory, |pages| turned && pages != "notebook");
    // The ground of every page is what the window is cleared to: nothing need be drawn for it.
    ground.0 = if *screen.get() == Screen::Ending { NIGHT } else { NEWSPRINT };
    for entity in &old {
        commands.entity(entity).despawn();
    }
    let full = Node { width: percent(100), height: percent(100), position_type: PositionType::Absolute, ..default() };
    let room = Vec2::new(window.width(), window.height()) / scale.0;
    let explained = RefCell::default();
    let pen = Pen {
        theme: &manner.theme,
        memory: &memory,
        above: false,
        flat: false,
        page: scene_page(&session),
        room,
        preferences: &manner.preferences,
        glossary: &manner.lexicon.0,
        explained: &explained,
        familiar: &manner.familiar,
        ahead: &manner.ahead,
    };
    commands.spawn((Shown, full.clone(), TabGroup::new(0))).with_children(|root| match screen.get() {
        Screen::Title => screens::title(root, pen, &session),
        Screen::NewGame => screens::new_game(root, pen, &desk, &session),
        Screen::Play => screens::play(root, pen, &desk, &session),
        Screen::Ending => screens::ending(root, pen, &desk, &session),
        Screen::Debrief => screens::debrief(root, pen, &study, &session, reviewer.doing().is_some()),
        Screen::Records => screens::records(root, pen, &study, &session),
        Screen::Compare => screens::compare(root, pen, &study, &session, reviewer.doing().is_some()),
    });
    if let Some(words) = &desk.watched {
        let strip = Node {
            position_type: PositionType::Absolute,
            left: px(0),
            right: px(0),
            bottom: px(0),
            padding: UiRect::axes(px(12), px(4)),
            ..default()
        };
        commands.spawn((Shown, strip, GlobalZIndex(20), BackgroundColor(NAVY), Pickable::IGNORE)).with_children(
            |strip| {
                pen.write(strip, Face::Sans, 0.78, PAPER, words);
            },
        );
    }
    if let Some(overlay) = &desk.overlay {
        let pen = Pen { above: true, ..pen };
        commands
            .spawn((Shown, full, TabGroup::modal(), GlobalZIndex(10), BackgroundColor(NIGHT.with_alpha(0.72))))
            .with_children(|root| screens::overlay(root, pen, overlay, &desk, &session));
    }
}
