//! His words: which line of the scenario fits what just happened. Chosen only where somebody listens.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use crate::negotiation::condition::holds;
use crate::negotiation::happening::{Happening, say};
use crate::negotiation::view::Playing;
use crate::scenario::Moment;
use crate::scenario::rules::Rules;

/// Says the first line for a moment whose condition holds. The wording changes from round to round and is no
/// part of luck: words decide nothing.
pub(crate) fn speak(rules: &Rules, game: &mut Playing<'_>, moment: Moment) {
    if game.chronicle.is_none() {
        return;
    }
    let kind = Some(game.counterpart.kind);
    let found = rules.voice.iter().position(|v| v.on == moment && holds(rules, v.when, game.view(), kind));
    if let Some(line) = found {
        let turn =
            usize::from(game.table.round) + usize::from(game.table.session) * 5 + usize::from(game.story.scene) * 3;
        let wording = (turn % usize::from(rules.voice[line].wordings.max(1))) as u8;
        say(&mut game.chronicle, || Happening::Spoken { line: line as u16, wording });
    }
}
