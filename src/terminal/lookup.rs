//! Words explained at the prompt, and the handbook.

use std::io::{self, Write};

use super::show::{Style, paragraph};
use crate::negotiation::Happening;
use crate::record::Game;
use crate::report::glossary::Glossary;
use crate::report::handbook::Handbook;
use crate::report::words::told;

fn plain(_: Style, text: &str) -> String {
    text.to_owned()
}

/// Explains the words of the scene that is being played.
pub(super) fn words(out: &mut dyn Write, style: Style, game: &Game) -> io::Result<()> {
    let log = game.log();
    let from = log.iter().rposition(|e| matches!(e.what, Happening::SceneEntered { .. })).unwrap_or(0);
    let text: Vec<String> = told(game.scenario(), &log[from..]).into_iter().map(|s| s.text).collect();
    let glossary = Glossary::of(game.scenario());
    let found = glossary.find(&text.join("\n"));
    if found.is_empty() {
        return writeln!(out, "No word of this scene needs explaining. Type handbook for the ideas behind the game.");
    }
    for (_, term) in found {
        let term = &glossary.terms[term];
        paragraph(out, style, &format!("{}: {}", term.term, term.says), "  ", plain)?;
    }
    Ok(())
}

/// Shows the handbook: its entries, or the one that is asked for.
pub(super) fn handbook(out: &mut dyn Write, style: Style, game: &Game, asked: &str) -> io::Result<()> {
    let book = Handbook::shipped();
    let asked = asked.trim();
    if asked.is_empty() {
        let terms: Vec<&str> = book.entries.iter().map(|e| e.term.as_str()).collect();
        paragraph(out, style, &format!("{}. Type handbook and one of them.", terms.join(" · ")), "", plain)?;
        return Ok(());
    }
    let begins = |text: &str| text.to_lowercase().contains(asked);
    let Some(entry) = book.entries.iter().find(|e| begins(&e.term) || e.words.iter().any(|w| begins(w))) else {
        return writeln!(out, "There is no entry on ‘{asked}’: type handbook alone for all of them.");
    };
    writeln!(out, "{}", style.strong(&entry.term))?;
    paragraph(out, style, &entry.text, "", plain)?;
    paragraph(out, style, &format!("In this game: {}", entry.rule), "", plain)?;
    if let Some(disputed) = &entry.disputed {
        paragraph(out, style, &format!("Disputed: {disputed}"), "", plain)?;
    }
    for (_, reference) in &entry.papers {
        paragraph(out, style, reference, "  ", plain)?;
    }
    for shown in entry.in_play(game.log()).into_iter().rev().take(3) {
        if let Some(said) = told(game.scenario(), std::slice::from_ref(shown)).first() {
            paragraph(out, style, &format!("In play at turn {}: {}", shown.turn, said.text), "  ", plain)?;
        }
    }
    Ok(())
}
