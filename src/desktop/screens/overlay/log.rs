//! The log: everything that has happened, or what of it has certain words in it.

use bevy::prelude::*;

use super::{field, heading};
use crate::desktop::pen::{Parent, Pen, column};
use crate::desktop::play::story::paragraphs;
use crate::desktop::session::Session;
use crate::desktop::theme::{Face, SLATE};
use crate::report::words::{self, Said, Tone};

/// The log is spawned by so many of its latest happenings.
const LOG_ENTRIES: usize = 400;

/// Draws the log.
pub(super) fn log(card: Parent<'_, '_>, pen: Pen<'_>, session: &Session, search: &str) {
    heading(card, pen, "Log");
    let hint = if search.is_empty() { "type to search".to_owned() } else { format!("{search}_") };
    field(card, pen, &hint, format!("Search the log. {search}"), Some('s'), false);
    pen.pages(card, "overlay", |page| {
        page.spawn(Node { padding: UiRect::vertical(px(6)), ..column(7.0) }).with_children(|list| {
            let Some(game) = &session.game else { return };
            let (scenario, entries) = (game.scenario(), game.log());
            if !search.trim().is_empty() {
                let found = found(words::told(scenario, entries), search.trim());
                let places = found.iter().filter(|s| s.tone != Tone::Place).count();
                let many = if places == 1 { "One place".to_owned() } else { format!("{places} places") };
                pen.write(list, Face::Sans, 0.78, SLATE, format!("{many} with ‘{}’.", search.trim()));
                return paragraphs(list, pen, &found, false);
            }
            let from = entries.len().saturating_sub(LOG_ENTRIES);
            if from > 0 {
                let words = format!("{from} earlier happenings can be found by searching.");
                pen.write(list, Face::Sans, 0.78, SLATE, words);
            }
            let newest = entries.iter().position(|e| e.turn == game.turns()).unwrap_or(from).max(from);
            paragraphs(list, pen, &words::told(scenario, &entries[from..newest]), false);
            let opens = pen.memory.position("overlay").is_none();
            paragraphs(list, pen, &words::told(scenario, &entries[newest..]), opens);
        });
    });
}

/// What of a log has these words in it, the latest last, each under its place.
fn found(told: Vec<Said>, search: &str) -> Vec<Said> {
    let search = search.to_lowercase();
    let (mut place, mut list) = (None, Vec::new());
    for said in told {
        if said.tone == Tone::Place {
            place = Some(said);
        } else if said.text.to_lowercase().contains(&search) {
            list.extend(place.take());
            list.push(said);
        }
    }
    let from = list.len().saturating_sub(LOG_ENTRIES);
    list.split_off(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_finds_what_was_said_and_where_whatever_its_capitals() {
        let said = |tone, text: &str| Said { tone, text: text.into() };
        let told = vec![
            said(Tone::Place, "Washington"),
            said(Tone::Prose, "A desk."),
            said(Tone::Place, "Pyongyang"),
            said(Tone::Prose, "The Missile rises."),
            said(Tone::Speech, "No more missiles."),
            said(Tone::Prose, "Silence."),
        ];
        let texts: Vec<String> = found(told, "missile").into_iter().map(|s| s.text).collect();
        assert_eq!(texts, ["Pyongyang", "The Missile rises.", "No more missiles."]);
    }
}
