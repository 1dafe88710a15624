//! What is heard: the sound of the place, paper when a page is turned, a stamp when something is settled, cards.
//!
//! The connection to the sound server is made on a thread of its own. Without one there is silence, and a line in the log.

#[cfg(target_os = "linux")]
mod pulse;

use std::io::Cursor;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use bevy::prelude::*;
use bevy::winit::{EventLoopProxyWrapper, WinitUserEvent};
use kira::sound::static_sound::{StaticSoundData, StaticSoundHandle};
use kira::{AudioManager, AudioManagerSettings, Decibels, Easing, StartTime, Tween};

use super::preferences::Preferences;
use super::session::{Desk, Screen, Session};
use crate::negotiation::Happening;

#[cfg(not(target_os = "linux"))]
type Driver = kira::backend::cpal::CpalBackend;
#[cfg(target_os = "linux")]
type Driver = pulse::Pulse;

/// What can be heard, as it is shipped.
const FILES: [(&str, &[u8]); 12] = [
    ("office", include_bytes!("../../assets/sound/office.ogg")),
    ("cabin", include_bytes!("../../assets/sound/cabin.ogg")),
    ("hall", include_bytes!("../../assets/sound/hall.ogg")),
    ("stadium", include_bytes!("../../assets/sound/stadium.ogg")),
    ("night", include_bytes!("../../assets/sound/night.ogg")),
    ("rain", include_bytes!("../../assets/sound/rain.ogg")),
    ("snow", include_bytes!("../../assets/sound/snow.ogg")),
    ("press", include_bytes!("../../assets/sound/press.ogg")),
    ("dinner", include_bytes!("../../assets/sound/dinner.ogg")),
    ("paper", include_bytes!("../../assets/sound/paper.ogg")),
    ("stamp", include_bytes!("../../assets/sound/stamp.ogg")),
    ("cards", include_bytes!("../../assets/sound/cards.ogg")),
];

/// One place gives way to the next in this time.
const FADE: Duration = Duration::from_millis(1400);

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Startup, connect).add_systems(
        PostUpdate,
        (connected, places, effects).chain().run_if(
            resource_exists::<Orchestra>.and_then(
                resource_changed::<Desk>
                    .or_else(resource_changed::<Preferences>)
                    .or_else(state_changed::<Screen>)
                    .or_else(resource_changed::<Orchestra>)
                    .or_else(arriving),
            ),
        ),
    );
}

/// The connection, once it is made, and what is being heard.
#[derive(Resource)]
struct Orchestra {
    coming: Mutex<Receiver<AudioManager<Driver>>>,
    manager: Option<Mutex<AudioManager<Driver>>>,
    place: Option<(String, Mutex<StaticSoundHandle>)>,
    page: usize,
}

/// A sound, ready to be played; nothing if it is none of ours.
fn sound(name: &str) -> Option<StaticSoundData> {
    let (_, bytes) = FILES.iter().find(|(n, _)| *n == name)?;
    match StaticSoundData::from_cursor(Cursor::new(*bytes)) {
        Ok(data) => Some(data),
        Err(e) => {
            error!("the sound {name} cannot be read: {e}");
            None
        }
    }
}

/// A volume of 0–10 as the ear has it: each step half as loud again.
fn loudness(volume: u32) -> Decibels {
    if volume == 0 { Decibels::SILENCE } else { Decibels((volume.min(10) as f32 - 10.0) * 3.0) }
}

fn tween(duration: Duration) -> Tween {
    Tween { start_time: StartTime::Immediate, duration, easing: Easing::Linear }
}

fn connect(window: Option<Res<EventLoopProxyWrapper>>, mut commands: Commands) {
    let (sender, coming) = channel();
    let proxy = window.map(|w| (**w).clone());
    let run = move || match AudioManager::<Driver>::new(AudioManagerSettings::default()) {
        Ok(manager) => {
            if sender.send(manager).is_ok()
                && let Some(proxy) = proxy
            {
                // A window that is gone hears nothing.
                _ = proxy.send_event(WinitUserEvent::WakeUp);
            }
        }
        Err(e) => info!("the game is silent: {e}"),
    };
    // Without a thread there is no sound, and nothing else is lost.
    if thread::Builder::new().name("sound".into()).spawn(run).is_ok() {
        commands.insert_resource(Orchestra { coming: Mutex::new(coming), manager: None, place: None, page: 0 });
    }
}

/// The connection has not been taken yet.
fn arriving(orchestra: Option<Res<Orchestra>>) -> bool {
    orchestra.is_some_and(|o| o.manager.is_none())
}

fn connected(mut orchestra: ResMut<Orchestra>) {
    if orchestra.manager.is_none() {
        let come = orchestra.coming.lock().ok().and_then(|c| c.try_recv().ok());
        if let Some(manager) = come {
            orchestra.manager = Some(Mutex::new(manager));
        }
    }
}

/// The place that is to be heard.
fn wanted(screen: Screen, session: &Session) -> Option<&str> {
    let texts = &session.scenario.texts;
    let number = match screen {
        Screen::Title | Screen::NewGame => texts.cover?,
        Screen::Play => texts.scenes[usize::from(session.game.as_ref()?.view().story.scene)].picture?,
        Screen::Ending | Screen::Debrief | Screen::Records | Screen::Compare => return None,
    };
    texts.pictures.get(number)?.sound.as_deref()
}

/// Fades from place to place.
fn places(
    screen: Res<State<Screen>>,
    session: Res<Session>,
    preferences: Res<Preferences>,
    mut orchestra: ResMut<Orchestra>,
) {
    let orchestra = orchestra.bypass_change_detection();
    let Some(manager) = &mut orchestra.manager else { return };
    let wanted = wanted(*screen.get(), &session).filter(|_| preferences.ambience > 0);
    let volume = loudness(preferences.ambience);
    if let Some((name, handle)) = &mut orchestra.place
        && let Ok(handle) = handle.get_mut()
    {
        if wanted == Some(name.as_str()) {
            handle.set_volume(volume, tween(Duration::from_millis(200)));
            return;
        }
        handle.stop(tween(FADE));
    }
    orchestra.place = None;
    let Some((name, data)) = wanted.and_then(|name| Some((name, sound(name)?))) else { return };
    let data = data.loop_region(..).volume(volume).fade_in_tween(tween(FADE));
    match manager.get_mut().map(|m| m.play(data)) {
        Ok(Ok(handle)) => orchestra.place = Some((name.to_owned(), Mutex::new(handle))),
        Ok(Err(e)) => error!("{name} cannot be played: {e}"),
        Err(_) => {}
    }
}

/// What the last action sounds like.
fn effect(mut happened: impl Iterator<Item = Happening>) -> &'static str {
    let settles = |what| {
        matches!(
            what,
            Happening::Agreed { .. }
                | Happening::IssueClosed { .. }
                | Happening::WritingGiven { .. }
                | Happening::Ratified
                | Happening::MandateGiven { .. }
        )
    };
    if happened.any(settles) { "stamp" } else { "paper" }
}

fn effects(desk: Res<Desk>, session: Res<Session>, preferences: Res<Preferences>, mut orchestra: ResMut<Orchestra>) {
    let orchestra = orchestra.bypass_change_detection();
    if orchestra.page == desk.page {
        return;
    }
    let first = orchestra.page == 0;
    orchestra.page = desk.page;
    let (Some(manager), Some(game)) = (&mut orchestra.manager, &session.game) else { return };
    if preferences.effects == 0 || first {
        return;
    }
    let from = game.log().partition_point(|e| e.turn < game.turns());
    let news = &game.log()[from..];
    let texts = &session.scenario.texts;
    let turns = news.iter().any(|e| match e.what {
        Happening::SceneEntered { scene, .. } => {
            texts.scenes[usize::from(scene)].picture.is_some_and(|n| texts.pictures[n].cards.len() > 1)
        }
        _ => false,
    });
    let mut names = vec![effect(news.iter().map(|e| e.what))];
    names.extend(turns.then_some("cards"));
    for name in names {
        if let (Some(data), Ok(manager)) = (sound(name), manager.get_mut())
            && let Err(e) = manager.play(data.volume(loudness(preferences.effects)))
        {
            error!("{name} cannot be played: {e}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::texts::SOUNDS;

    #[test]
    fn every_sound_that_a_scenario_may_name_can_be_heard() {
        for name in SOUNDS.iter().chain(&["paper", "stamp", "cards"]) {
            let data = sound(name).unwrap_or_else(|| panic!("{name} is missing"));
            assert!(data.frames.len() > 4000, "{name} is short");
            let loudest = data.frames.iter().map(|f| f.left.abs()).fold(0.0, f32::max);
            assert!((0.02..=1.0).contains(&loudest), "{name} reaches {loudest}");
        }
        assert!(sound("trumpet").is_none());
    }

    #[test]
    fn volume_rises_with_its_step_and_nothing_is_silent() {
        assert_eq!(loudness(0), Decibels::SILENCE);
        assert!((1..10).all(|v| loudness(v).0 < loudness(v + 1).0));
        assert_eq!(loudness(10).0, 0.0);
    }

    #[test]
    fn what_is_settled_is_stamped() {
        let turned = Happening::NotebookKept { moment: 0 };
        assert_eq!(effect([turned].into_iter()), "paper");
        assert_eq!(effect([turned, Happening::Ratified].into_iter()), "stamp");
    }
}
