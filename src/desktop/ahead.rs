//! The odds before a choice, in a guided game: played out on a thread beside the window while the scene is read.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;

use bevy::prelude::*;
use bevy::winit::{EventLoopProxyWrapper, WinitUserEvent};

use super::redraw::RedrawSystems;
use super::session::{Desk, Session};
use crate::negotiation::{Action, check, session, twin};
use crate::policy::Roster;
use crate::record::{Coach, Game};
use crate::review::{Effort, Forecast, forecast, foreseeable};
use crate::scenario::Scenario;
use crate::threads;

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Ahead>()
        .add_systems(PreUpdate, hear)
        .add_systems(Update, look.run_if(resource_changed::<Desk>).before(RedrawSystems));
}

/// Games that are played on from each choice.
pub(super) const GAMES: usize = 400;

/// What is likely to come of each choice and move of the page that is read, and of the drafts made on it.
#[derive(Resource, Default)]
pub(super) struct Ahead {
    page: usize,
    /// The state of the game that the odds are about.
    about: String,
    odds: Vec<Forecast>,
    work: Option<Work>,
    /// The policy that plays on, worked out once for a scenario.
    engine: Option<(Arc<Scenario>, Arc<OnceLock<Roster>>)>,
}

/// What is being played out.
struct Work {
    actions: Vec<Action>,
    stop: Arc<AtomicBool>,
    news: Mutex<Receiver<Vec<Forecast>>>,
}

impl Ahead {
    /// The forecast for a choice of this page, once it is known.
    pub(super) fn of(&self, page: usize, action: Action) -> Option<&Forecast> {
        self.odds.iter().find(|o| o.action == action && page == self.page)
    }

    fn stop(&mut self) {
        if let Some(work) = self.work.take() {
            work.stop.store(true, Ordering::Relaxed);
        }
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What the page shows that has odds: choices, moves, and what is drafted.
fn shown(desk: &Desk, game: &Game) -> Vec<Action> {
    let (rules, view) = (game.rules(), game.view());
    let mut list = foreseeable(rules, view);
    if session(rules, view).is_some() {
        let double = twin(rules, view, &desk.draft).map(|other| Action::DoubleOffer(desk.draft, other));
        let drafted = [Action::Propose(desk.draft), Action::Agenda(desk.agenda)].into_iter().chain(double);
        list.extend(drafted.filter(|a| check(rules, view, a).is_ok()));
    }
    list
}

/// Begins to play out what is new on the page.
fn look(desk: Res<Desk>, session: Res<Session>, window: Option<Res<EventLoopProxyWrapper>>, mut ahead: ResMut<Ahead>) {
    let Some(game) = session.game.as_ref().filter(|g| g.header().coach == Coach::Guided) else { return };
    let ahead = ahead.bypass_change_detection();
    let here = game.print();
    if ahead.about != here || ahead.page != desk.page {
        ahead.stop();
        (ahead.about, ahead.page) = (here, desk.page);
        ahead.odds.clear();
    }
    let mut actions = shown(&desk, game);
    actions.retain(|a| ahead.odds.iter().all(|o| o.action != *a));
    if actions.is_empty() || ahead.work.as_ref().is_some_and(|w| actions.iter().all(|a| w.actions.contains(a))) {
        return;
    }
    ahead.stop();
    let wanted = actions.clone();
    let engine = ahead.engine.take().filter(|(scenario, _)| Arc::ptr_eq(scenario, game.scenario()));
    let (own, roster) = engine.unwrap_or_else(|| (game.scenario().clone(), Arc::default()));
    ahead.engine = Some((own, roster.clone()));
    let stop = Arc::new(AtomicBool::new(false));
    let (tell, news) = channel();
    let (scenario, state, stops) = (game.scenario().clone(), game.snapshot(), stop.clone());
    let proxy = window.map(|w| (**w).clone());
    let run = move || {
        let effort = Effort { rollouts: GAMES, seed: 1, threads: threads::available(), after: 0 };
        let goes_on =
            |_, _| if stops.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        let roster = roster.get_or_init(|| Roster::new(&scenario.rules));
        if let Some(odds) = forecast(&scenario, roster, &state, actions, effort, goes_on)
            && tell.send(odds).is_ok()
            && let Some(proxy) = proxy
        {
            // A window that is gone needs no news.
            _ = proxy.send_event(WinitUserEvent::WakeUp);
        }
    };
    if thread::Builder::new().name("odds".into()).spawn(run).is_ok() {
        ahead.work = Some(Work { actions: wanted, stop, news: Mutex::new(news) });
    }
}

/// Takes what was found; the page is drawn anew with it.
fn hear(mut ahead: ResMut<Ahead>) {
    let Some(work) = &ahead.work else { return };
    let found = work.news.lock().unwrap_or_else(PoisonError::into_inner).try_recv();
    if let Ok(odds) = found {
        ahead.odds.extend(odds);
        ahead.work = None;
    }
}
