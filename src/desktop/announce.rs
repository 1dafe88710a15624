//! What happens is announced to screen readers: a live region that is read aloud when it changes.

use accesskit::{Live, Node as Accessible, Role};
use bevy::a11y::AccessibilityNode;
use bevy::prelude::*;

use super::redraw::RedrawSystems;
use super::session::{Desk, Overlay, Session};
use crate::report::words::told;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Startup, set_up)
        .add_systems(Update, announce.after(RedrawSystems).run_if(resource_changed::<Desk>));
}

/// The live region.
#[derive(Component)]
struct Announcer;

fn set_up(mut commands: Commands) {
    let mut node = Accessible::new(Role::Status);
    node.set_live(Live::Polite);
    commands.spawn((Announcer, Node { width: px(0), height: px(0), ..default() }, AccessibilityNode(node)));
}

/// Announces what the last action brought about, or what a notice says.
fn announce(
    desk: Res<Desk>,
    session: Res<Session>,
    mut region: Query<&mut AccessibilityNode, With<Announcer>>,
    mut said: Local<String>,
) {
    let words = match (&desk.overlay, &session.game) {
        (Some(Overlay::Notice { title, text, .. }), _) => format!("{title}. {text}"),
        (None, Some(game)) => {
            let from = game.log().partition_point(|e| e.turn < game.turns());
            let list: Vec<String> = told(game.scenario(), &game.log()[from..]).into_iter().map(|s| s.text).collect();
            list.join(" ")
        }
        _ => return,
    };
    if *said == words {
        return;
    }
    for mut node in &mut region {
        node.set_label(words.as_str());
    }
    *said = words;
}

#[cfg(test)]
pub(super) fn announced(world: &mut World) -> String {
    let mut regions = world.query_filtered::<&AccessibilityNode, With<Announcer>>();
    regions.iter(world).find_map(|node| node.label().map(str::to_owned)).unwrap_or_default()
}
