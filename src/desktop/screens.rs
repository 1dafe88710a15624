//! The screens, one file each.

mod ending;
mod new_game;
mod overlay;
mod title;

pub(super) use super::play::play;
pub(super) use ending::ending;
pub(super) use new_game::new_game;
pub(super) use overlay::overlay;
pub(super) use title::title;
