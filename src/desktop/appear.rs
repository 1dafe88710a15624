//! How new text appears: paragraph after paragraph, as fast as the player likes; any key shows all of it at once.

use bevy::input::keyboard::KeyboardInput;
use bevy::input::mouse::MouseButtonInput;
use bevy::prelude::*;
use bevy::text::UnderlineColor;
use bevy::window::RequestRedraw;

use super::preferences::Preferences;
use super::redraw::RedrawSystems;

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Reading>().add_systems(Update, appear.after(RedrawSystems));
}

/// A paragraph that appears after so many others.
#[derive(Component, Debug, Clone, Copy)]
pub(super) struct Appears(pub(super) usize);

/// Since when the page has been read, and what page it is; nothing once all of it is there.
#[derive(Resource, Default)]
pub(super) struct Reading {
    page: usize,
    since: Option<f32>,
}

impl Reading {
    /// Another page begins.
    pub(super) fn turn(&mut self, page: usize) {
        if self.page != page {
            *self = Self { page, since: Some(-1.0) };
        }
    }
}

/// How much of a paragraph is there, 0..1, so many hundredths of a second a paragraph after the page was turned.
fn shown(order: usize, elapsed: f32, hundredths: u32) -> f32 {
    let each = hundredths as f32 / 100.0;
    if each <= 0.0 { 1.0 } else { (elapsed / each - order as f32).clamp(0.0, 1.0) }
}

#[allow(clippy::too_many_arguments, reason = "what may hurry it, and what it shows")]
fn appear(
    paragraphs: Query<(Entity, &Appears, Option<&Children>)>,
    mut colors: Query<(&mut TextColor, Option<&mut UnderlineColor>)>,
    mut reading: ResMut<Reading>,
    preferences: Res<Preferences>,
    time: Res<Time<Real>>,
    mut keys: MessageReader<KeyboardInput>,
    mut clicks: MessageReader<MouseButtonInput>,
    mut redraw: MessageWriter<RequestRedraw>,
) {
    let hurried = keys.read().count() + clicks.read().count() > 0;
    let now = time.elapsed_secs();
    let Some(since) = reading.since else { return };
    if since < 0.0 {
        // The page stands on the screen for the first time; what turned it does not hurry it.
        reading.since = Some(now);
    }
    let at_once = preferences.reduced_motion || (hurried && since >= 0.0);
    let elapsed = if since < 0.0 { 0.0 } else { now - since };
    let mut waiting = false;
    for (paragraph, Appears(order), spans) in &paragraphs {
        let alpha = if at_once { 1.0 } else { shown(*order, elapsed, preferences.text_speed) };
        waiting |= alpha < 1.0;
        for part in std::iter::once(paragraph).chain(spans.into_iter().flatten().copied()) {
            let Ok((mut color, line)) = colors.get_mut(part) else { continue };
            if color.0.alpha() != alpha {
                color.0.set_alpha(alpha);
                if let Some(mut line) = line {
                    line.0.set_alpha(alpha);
                }
            }
        }
    }
    if waiting {
        redraw.write(RequestRedraw);
    } else {
        reading.since = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_appear_one_after_the_other_or_all_at_once() {
        assert_eq!((shown(0, 0.0, 25), shown(0, 0.25, 25), shown(1, 0.25, 25)), (0.0, 1.0, 0.0));
        assert!((shown(1, 0.375, 25) - 0.5).abs() < 1e-6);
        assert_eq!(shown(9, 0.0, 0), 1.0);
    }
}
