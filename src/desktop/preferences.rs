//! Preferences: what the player has set, kept from one start to the next.

use std::time::Duration;

use bevy::prelude::*;
use bevy::settings::{ReflectSettingsGroup, SaveSettingsDeferred, SettingsGroup, SettingsPlugin};
use bevy::text::RemSize;
use bevy::window::{MonitorSelection, PrimaryWindow, WindowMode};

use super::order::Order;
use crate::record::Coach;

/// The name under which they are kept.
const NAME: &str = "six-hours";

pub(super) fn plugin(app: &mut App) {
    app.register_type::<Preferences>()
        .init_resource::<Preferences>()
        .add_systems(PreUpdate, apply.run_if(resource_changed::<Preferences>))
        .add_observer(obey);
}

/// From now on they are read from the platform's folder for settings, and kept there.
pub(super) fn kept(app: &mut App) {
    app.add_plugins(SettingsPlugin::new(NAME)).add_systems(Update, keep.run_if(resource_changed::<Preferences>));
}

/// What can be set.
#[derive(Resource, SettingsGroup, Reflect, Debug, Clone, PartialEq)]
#[reflect(Resource, SettingsGroup, Default)]
#[settings_group(group = "preferences")]
pub(super) struct Preferences {
    /// Size of all text, percent: 80–200.
    pub(super) text_size: u32,
    /// Ink on white, and darker small print.
    pub(super) high_contrast: bool,
    /// Nothing moves.
    pub(super) reduced_motion: bool,
    /// Seconds in which a paragraph appears, in hundredths: 0 at once.
    pub(super) text_speed: u32,
    /// Text that was read in an earlier game is there at once.
    pub(super) skip_read: bool,
    /// Help while playing, by the number of the level: the one a new game is offered with.
    pub(super) coach: u32,
    /// The window fills the screen.
    pub(super) full_screen: bool,
    /// Ask before what cannot be taken back.
    pub(super) confirm: bool,
    /// How loud places are, 0–10.
    pub(super) ambience: u32,
    /// How loud paper, stamps and cards are, 0–10.
    pub(super) effects: u32,
    /// What is heard stands in words on the picture.
    pub(super) captions: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            text_size: 100,
            high_contrast: false,
            reduced_motion: false,
            text_speed: 25,
            skip_read: true,
            coach: Coach::default() as u32,
            full_screen: false,
            confirm: true,
            ambience: 6,
            effects: 6,
            captions: false,
        }
    }
}

/// Sizes of text that can be chosen, percent.
pub(super) const SIZES: [u32; 7] = [80, 90, 100, 125, 150, 175, 200];

impl Preferences {
    /// The coach level that a new game is offered with.
    pub(super) fn coach(&self) -> Coach {
        Coach::ALL[(self.coach as usize).min(Coach::ALL.len() - 1)]
    }

    /// The size of text as a factor, kept within what can be chosen.
    pub(super) fn scale(&self) -> f32 {
        self.text_size.clamp(SIZES[0], SIZES[SIZES.len() - 1]) as f32 / 100.0
    }
}

/// Something about the preferences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Set {
    /// Larger or smaller text.
    TextSize(i8),
    /// Faster or slower text.
    TextSpeed(i8),
    /// On or off.
    SkipRead,
    /// The next level of help, or the one before.
    Coach(i8),
    /// On or off.
    Contrast,
    /// On or off.
    Motion,
    /// On or off.
    FullScreen,
    /// On or off.
    Confirm,
    /// Louder or softer places.
    #[cfg(feature = "sound")]
    Ambience(i8),
    /// Louder or softer effects.
    #[cfg(feature = "sound")]
    Effects(i8),
    /// On or off.
    #[cfg(feature = "sound")]
    Captions,
}

/// Hundredths of a second in which a paragraph appears, and what that is called.
pub(super) const SPEEDS: [(u32, &str); 4] = [(0, "at once"), (12, "fast"), (25, "in its time"), (60, "slowly")];

/// Volumes that can be chosen.
#[cfg(feature = "sound")]
const VOLUMES: [u32; 6] = [0, 2, 4, 6, 8, 10];

/// The value so many places on in a list, from the one that is nearest.
fn stepped(list: &[u32], value: u32, by: i8) -> u32 {
    let nearest = (0..list.len()).min_by_key(|i| list[*i].abs_diff(value)).unwrap_or(0);
    list[nearest.saturating_add_signed(isize::from(by)).min(list.len() - 1)]
}

fn obey(order: On<Order>, mut preferences: ResMut<Preferences>) {
    if let Order::Coach(coach) = *order.event() {
        preferences.coach = coach as u32;
    }
    let Order::Set(set) = *order.event() else { return };
    let now = &mut *preferences;
    match set {
        Set::TextSize(by) => now.text_size = stepped(&SIZES, now.text_size, by),
        Set::TextSpeed(by) => now.text_speed = stepped(&SPEEDS.map(|s| s.0), now.text_speed, by),
        Set::SkipRead => now.skip_read = !now.skip_read,
        Set::Coach(by) => now.coach = stepped(&[0, 1, 2], now.coach, by),
        Set::Contrast => now.high_contrast = !now.high_contrast,
        Set::Motion => now.reduced_motion = !now.reduced_motion,
        Set::FullScreen => now.full_screen = !now.full_screen,
        Set::Confirm => now.confirm = !now.confirm,
        #[cfg(feature = "sound")]
        Set::Ambience(by) => now.ambience = stepped(&VOLUMES, now.ambience, by),
        #[cfg(feature = "sound")]
        Set::Effects(by) => now.effects = stepped(&VOLUMES, now.effects, by),
        #[cfg(feature = "sound")]
        Set::Captions => now.captions = !now.captions,
    }
}

/// Size of text and window follow what was set.
fn apply(
    preferences: Res<Preferences>,
    mut size: ResMut<RemSize>,
    window: Option<Single<&mut Window, With<PrimaryWindow>>>,
) {
    size.0 = 16.0 * preferences.scale();
    if let Some(mut window) = window {
        let full = matches!(window.mode, WindowMode::BorderlessFullscreen(_));
        if full != preferences.full_screen {
            window.mode = if preferences.full_screen {
                WindowMode::BorderlessFullscreen(MonitorSelection::Current)
            } else {
                WindowMode::Windowed
            };
        }
    }
}

/// Writes them down, a moment later: several changes are one writing.
fn keep(mut commands: Commands) {
    commands.queue(SaveSettingsDeferred(Duration::from_millis(300)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_that_nobody_offered_goes_to_a_neighbour_and_stays_in_range() {
        assert_eq!(stepped(&SIZES, 100, 1), 125);
        assert_eq!(stepped(&SIZES, 83, -1), 80);
        assert_eq!(stepped(&SIZES, 9000, 1), 200);
        let odd = Preferences { text_size: 9000, ..Preferences::default() };
        assert!((odd.scale() - 2.0).abs() < 1e-6);
    }
}
