//! The game in a window: shows what the engine says and sends it what the player does; it holds no truth.

mod ahead;
mod announce;
mod appear;
mod cards;
#[cfg(test)]
mod class_tests;
mod draft;
mod familiar;
mod focus;
mod keys;
#[cfg(test)]
mod layout_tests;
mod light;
mod order;
mod pad;
mod pen;
mod pictures;
mod plate;
mod play;
mod preferences;
mod redraw;
mod reload;
mod reviewer;
mod screens;
mod session;
#[cfg(feature = "sound")]
mod sound;
mod study;
#[cfg(test)]
mod study_tests;
mod theme;
mod tips;

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind, set_hook, take_hook};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bevy::app::PluginGroupBuilder;
use bevy::input_focus::tab_navigation::TabNavigationPlugin;
use bevy::log::LogPlugin;
use bevy::prelude::*;
use bevy::window::{WindowResizeConstraints, WindowResolution};
use bevy::winit::WinitSettings;

use crate::record::{Coach, Game};
use crate::scenario::Scenario;

/// What the command line asks of the window.
pub struct Options {
    /// The scenario to play.
    pub scenario: Arc<Scenario>,
    /// A game already begun or continued, if the command line named one.
    pub start: Option<Game>,
    /// Where a new game's record goes; the player's own folder if not said.
    pub record: Option<PathBuf>,
    /// The coach level that a new game is offered with; as it stands in the preferences if not said.
    pub coach: Option<Coach>,
    /// The scenario's folder, to be read anew whenever something in it is saved.
    pub watch: Option<PathBuf>,
}

/// Why no window could be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoWindow(pub String);

impl fmt::Display for NoWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no window could be opened: {}", self.0)
    }
}

impl std::error::Error for NoWindow {}

/// The first picture has been drawn: a panic from here on is a fault of the program, not a missing display.
static DRAWN: AtomicBool = AtomicBool::new(false);

/// Opens the window and plays until the player quits. What is to be played is fetched while the engine starts, and
/// before anything is seen.
///
/// # Errors
/// If there is no display or nothing that can draw; or what kept the options from being fetched.
pub fn run<E>(fetch: impl FnOnce() -> Result<Options, E>) -> Result<Result<(), NoWindow>, E> {
    if cfg!(all(unix, not(target_os = "macos"))) && !has_display() {
        return Ok(Err(NoWindow("there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set".into())));
    }
    let usual = Arc::new(take_hook());
    let told = usual.clone();
    set_hook(Box::new(move |info| {
        if DRAWN.load(Ordering::SeqCst) {
            told(info);
        }
    }));
    let end = catch_unwind(AssertUnwindSafe(|| {
        let mut app = app();
        session::install(&mut app, fetch()?);
        Ok(app.run())
    }));
    drop(take_hook());
    set_hook(Box::new(move |info| usual(info)));
    let end = match end {
        Ok(Err(e)) => return Err(e),
        Ok(Ok(exit)) => Ok(exit),
        Err(panic) => Err(panic),
    };
    Ok(match end {
        Ok(AppExit::Success) => Ok(()),
        Ok(AppExit::Error(code)) if DRAWN.load(Ordering::SeqCst) => {
            eprintln!("six-hours: the window closed with status {code}");
            Ok(())
        }
        Ok(AppExit::Error(code)) => Err(NoWindow(format!("the window closed at once, with status {code}"))),
        Err(panic) if DRAWN.load(Ordering::SeqCst) => resume_unwind(panic),
        Err(panic) => Err(NoWindow(reason(&*panic))),
    })
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"].iter().any(|v| std::env::var_os(v).is_some_and(|v| !v.is_empty()))
}

/// What a panic before the first picture means, and what mends it.
fn reason(panic: &(dyn std::any::Any + Send)) -> String {
    let words = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    let words = words.and_then(|w| w.lines().next()).unwrap_or("the graphics system stopped");
    if words.contains("find a GPU") {
        return "there is a display, but nothing that can draw on it: install a graphics driver (on Debian and Ubuntu \
                mesa-vulkan-drivers draws on any machine, if slowly)"
            .to_owned();
    }
    words.to_owned()
}

fn app() -> App {
    let mut app = furnished(
        DefaultPlugins.set(LogPlugin { filter: "error,six_hours::desktop::sound=info".into(), ..default() }),
        (1280, 720),
    );
    preferences::kept(&mut app);
    familiar::kept(&mut app);
    #[cfg(feature = "sound")]
    sound::plugin(&mut app);
    app
}

/// The whole window on top of these plugins of the engine, in this size; what is played is installed next.
fn furnished(plugins: PluginGroupBuilder, (width, height): (u32, u32)) -> App {
    let window = Window {
        name: Some("six-hours".into()),
        resolution: WindowResolution::new(width, height),
        resize_constraints: WindowResizeConstraints { min_width: 1024.0, min_height: 576.0, ..default() },
        ..default()
    };
    let mut app = App::new();
    app.set_error_handler(bevy::ecs::error::error);
    app.add_plugins((plugins.set(WindowPlugin { primary_window: Some(window), ..default() }), TabNavigationPlugin))
        .insert_resource(WinitSettings::desktop_app())
        .add_plugins((theme::plugin, order::plugin, keys::plugin, focus::plugin, redraw::plugin))
        .add_plugins((
            (pictures::plugin, ahead::plugin, reload::plugin),
            reviewer::plugin,
            study::plugin,
            cards::plugin,
            light::plugin,
            tips::plugin,
            familiar::plugin,
            pad::plugin,
            appear::plugin,
            preferences::plugin,
            announce::plugin,
        ))
        .add_systems(Last, note_first_picture);
    app
}

/// Notes after a few frames that windows and pictures work here.
fn note_first_picture(mut frames: Local<u8>) {
    if *frames < 3 {
        *frames += 1;
    } else if !DRAWN.swap(true, Ordering::SeqCst) {
        debug!("the first picture stands");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_driver_is_told_from_other_faults() {
        let missing = reason(&"Unable to find a GPU! Make sure you have installed required drivers!");
        assert!(missing.contains("driver") && missing.contains("mesa-vulkan-drivers"), "{missing}");
        assert_eq!(reason(&String::from("the socket broke\nat line 3")), "the socket broke");
        assert_eq!(reason(&7), "the graphics system stopped");
    }
}
