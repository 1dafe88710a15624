//! A scenario that is being written: the window shows it as it was saved last, with the game as far as it still goes.

use std::path::PathBuf;
use std::sync::Arc;

use bevy::prelude::*;
use bevy::winit::{EventLoopProxyWrapper, WinitUserEvent};

use super::redraw::RedrawSystems;
use super::session::{Desk, Screen, Session};
use crate::scenario::{Faults, Scenario, Watch};

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Startup, begin).add_systems(Update, hear.run_if(resource_exists::<Watching>).before(RedrawSystems));
}

/// The folder to be watched, if the command line asked for one.
#[derive(Resource)]
pub(super) struct Folder(pub(super) PathBuf);

/// The watch on it.
#[derive(Resource)]
struct Watching(Watch);

fn begin(
    folder: Option<Res<Folder>>,
    window: Option<Res<EventLoopProxyWrapper>>,
    mut desk: ResMut<Desk>,
    mut commands: Commands,
) {
    let Some(folder) = folder else { return };
    let proxy = window.map(|w| (**w).clone());
    let wake = move || {
        if let Some(proxy) = &proxy {
            // A window that is gone needs no news.
            _ = proxy.send_event(WinitUserEvent::WakeUp);
        }
    };
    match Watch::new(&folder.0, wake) {
        Ok(watch) => {
            desk.watched = Some(format!("Watching {}", folder.0.display()));
            commands.insert_resource(Watching(watch));
        }
        Err(e) => desk.watched = Some(e),
    }
}

fn hear(
    watch: Res<Watching>,
    mut session: ResMut<Session>,
    mut desk: ResMut<Desk>,
    screen: Res<State<Screen>>,
    mut next: ResMut<NextState<Screen>>,
) {
    if let Some(news) = watch.0.news() {
        let over = take(&mut session, &mut desk, news);
        // A game that was cut short is no longer at its end.
        if !over && matches!(screen.get(), Screen::Ending | Screen::Debrief) {
            next.set(Screen::Play);
        }
    }
}

/// Takes a scenario as it was saved; whether a game that is being played is over.
pub(super) fn take(session: &mut Session, desk: &mut Desk, news: Result<Scenario, Faults>) -> bool {
    let over = |session: &Session| session.game.as_ref().is_none_or(|g| g.ending().is_some());
    let scenario = match news {
        Err(faults) => {
            let more = match faults.0.len() {
                1 => "1 fault".to_owned(),
                n => format!("{n} faults, the first"),
            };
            let first = faults.0.first().map(ToString::to_string).unwrap_or_default();
            desk.watched = Some(format!("{more}: {first}. The game goes on with what was saved before."));
            return over(session);
        }
        Ok(scenario) => Arc::new(scenario),
    };
    let old = &session.scenario;
    if scenario.rules_hash() == old.rules_hash() && scenario.text_hash() == old.text_hash() {
        return over(session);
    }
    let id = old.rules.id.clone();
    session.shelf.iter_mut().filter(|s| s.rules.id == id).for_each(|s| *s = scenario.clone());
    let told = session.game.as_mut().map(|game| (game.retell(scenario.clone()), game.turns()));
    session.scenario = scenario;
    desk.watched = Some(match told {
        None => "Read anew.".into(),
        Some((Ok(None), turns)) => format!("Read anew; the game stands after its {turns} turns as before."),
        Some((Ok(Some(stopped)), turns)) => {
            format!("Read anew; the game goes back to its first {turns} turns: {stopped}.")
        }
        Some((Err(e), _)) => format!("Read anew; the game goes on without a record: {e}."),
    });
    if let Some(game) = &session.game {
        desk.settle(game, true);
    }
    over(session)
}
