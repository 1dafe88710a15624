//! The one background thread: reviews a game or compares two while the window stays responsive, a rough pass first, and
//! then finer ones. It wakes the window when there is news, and can be stopped.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use bevy::prelude::*;
use bevy::winit::{EventLoopProxyWrapper, WinitUserEvent};

use super::redraw::RedrawSystems;
use super::screens::debrief::Progress;
use super::session::Screen;
use super::study::Study;
use crate::review::{Comparison, Effort, Review, Walk, compare, review};
use crate::scenario::Scenario;
use crate::threads;

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Reviewer>()
        .add_systems(PreUpdate, listen)
        .add_systems(Update, tell.after(RedrawSystems))
        .add_systems(OnEnter(Screen::Play), rest);
}

/// Rollouts of each choice in each pass, from rough to fine.
const PASSES: [usize; 3] = [24, 120, 1000];

/// The seed of the rollouts' luck: that of `review`, so that the figures are the same.
const SEED: u64 = 1;

/// What is asked of it.
pub(super) enum Job {
    /// A game.
    Review(Arc<Walk>),
    /// Two; whether they have one seed.
    Compare([Arc<Walk>; 2], bool),
}

/// What it found.
pub(super) enum News {
    /// A review, by so many rollouts.
    Reviewed(Box<Review>),
    /// A comparison.
    Compared(Box<Comparison>),
}

/// The thread at work, if there is one.
#[derive(Resource, Default)]
pub(super) struct Reviewer {
    work: Option<Work>,
}

struct Work {
    stop: Arc<AtomicBool>,
    /// Percent done of the pass, and the pass.
    done: Arc<AtomicUsize>,
    news: Mutex<Receiver<News>>,
}

impl Reviewer {
    /// Begins a job; one that is under way is stopped.
    pub(super) fn begin(&mut self, scenario: &Arc<Scenario>, job: Job, window: Option<&EventLoopProxyWrapper>) {
        self.stop();
        let (sender, news) = channel();
        let (stop, done) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let work = Work { stop: stop.clone(), done: done.clone(), news: Mutex::new(news) };
        let proxy = window.map(|w| (*w).clone());
        let wake = move || {
            if let Some(proxy) = &proxy {
                // A window that is gone needs no news.
                _ = proxy.send_event(WinitUserEvent::WakeUp);
            }
        };
        let scenario = scenario.clone();
        let run = move || {
            for (n, rollouts) in PASSES.into_iter().enumerate() {
                let effort = Effort { rollouts, seed: SEED, threads: threads::available(), after: 0 };
                let progress = |now: usize, all: usize| {
                    let percent = n * 1000 + 100 * now / all.max(1);
                    if done.swap(percent, Ordering::Relaxed) != percent {
                        wake();
                    }
                    if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                };
                let found = match &job {
                    Job::Review(walk) => review(&scenario, walk, effort, progress).map(|r| News::Reviewed(Box::new(r))),
                    Job::Compare(walks, one_seed) => {
                        let walks = [&*walks[0], &*walks[1]];
                        compare(&scenario, walks, *one_seed, effort, progress).map(|c| News::Compared(Box::new(c)))
                    }
                };
                let Some(found) = found else { break };
                if sender.send(found).is_err() {
                    break;
                }
                wake();
            }
            drop(sender);
            wake();
        };
        // Without a thread there is no review, and the debrief says so.
        if thread::Builder::new().name("review".into()).spawn(run).is_ok() {
            self.work = Some(work);
        }
    }

    /// Stops what is under way.
    pub(super) fn stop(&mut self) {
        if let Some(work) = self.work.take() {
            work.stop.store(true, Ordering::Relaxed);
        }
    }

    /// It has the finest pass behind it, or is on its way there.
    pub(super) fn will_have(&self, found: Option<&Review>) -> bool {
        self.work.is_some() || found.is_some_and(|r| r.rollouts >= PASSES[PASSES.len() - 1])
    }

    /// What it is doing, in words; nothing if it rests.
    pub(super) fn doing(&self) -> Option<String> {
        let done = self.work.as_ref()?.done.load(Ordering::Relaxed);
        let (pass, percent) = (done / 1000, done % 1000);
        Some(format!("playing {} games from every choice: {percent} %", PASSES[pass.min(PASSES.len() - 1)]))
    }
}

/// Says what it is doing, in the line kept for that: without a redraw, which would take a button from under the mouse.
fn tell(reviewer: Res<Reviewer>, mut lines: Query<&mut Text, With<Progress>>) {
    let words = reviewer.doing().unwrap_or_default();
    for mut line in &mut lines {
        if line.0 != words {
            line.0.clone_from(&words);
        }
    }
}

/// Whoever plays has the whole machine.
fn rest(mut reviewer: ResMut<Reviewer>) {
    reviewer.stop();
}

/// Takes what the thread has found.
fn listen(mut reviewer: ResMut<Reviewer>, mut study: ResMut<Study>) {
    let Some(work) = &reviewer.work else { return };
    let (mut found, mut over) = (Vec::new(), false);
    if let Ok(news) = work.news.lock() {
        loop {
            match news.try_recv() {
                Ok(one) => found.push(one),
                Err(std::sync::mpsc::TryRecvError::Empty) => break,
                Err(std::sync::mpsc::TryRecvError::Disconnected) => {
                    over = true;
                    break;
                }
            }
        }
    }
    if over {
        reviewer.work = None;
    }
    if over || !found.is_empty() {
        study.learn(found);
    }
}
