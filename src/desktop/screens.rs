//! The screens, one file each.

mod compare;
pub(super) mod debrief;
mod dossier;
mod ending;
mod new_game;
mod overlay;
mod records;
mod title;

pub(super) use super::play::play;
pub(super) use compare::compare;
pub(super) use debrief::debrief;
pub(super) use ending::ending;
pub(super) use new_game::new_game;
pub(super) use overlay::{overlay, reflection_opened};
pub(super) use records::records;
pub(super) use title::title;
