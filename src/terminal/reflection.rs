//! After the ending: what the player makes of it, if they like.

use std::io;

use crate::record::Game;
use crate::record::reflection::{IN_WORDS, MOST_ANSWER, MOST_WORDS, QUESTIONS, Reflection};
use crate::terminal::Desk;
use crate::terminal::menu::{Menu, choose};

/// Asks, and keeps the answers in the record. A game without a record has nowhere to keep them.
pub(super) fn reflect(desk: &mut Desk<'_>, game: &mut Game) -> io::Result<()> {
    if game.path().is_none() {
        return Ok(());
    }
    let mut menu = Menu::new("What do you make of it?");
    menu.item("That is all", "");
    let about = "Eight questions from 1 to 7 and one in words; kept in the record and nowhere else.";
    menu.item(if game.reflection().is_some() { "Answer once more" } else { "Answer a few questions" }, about);
    if choose(desk, game, &menu)? != Some(1) {
        return Ok(());
    }
    let mut said = Reflection::default();
    for question in QUESTIONS {
        let mut menu = Menu::new(question.text);
        for n in 1..=MOST_ANSWER {
            let end = match n {
                1 => question.ends[0],
                MOST_ANSWER => question.ends[1],
                _ => "",
            };
            menu.item(if end.is_empty() { n.to_string() } else { format!("{n}: {end}") }, "");
        }
        menu.item("Leave it out", "");
        match choose(desk, game, &menu)? {
            None => return Ok(()),
            Some(n) if n < usize::from(MOST_ANSWER) => {
                said.answers.insert(question.id.to_owned(), n as u8 + 1);
            }
            Some(_) => {}
        }
    }
    writeln!(desk.out, "{IN_WORDS}\n(One line of up to {MOST_WORDS} characters; an empty one leaves it out.)")?;
    if let Some(words) = desk.words()? {
        said.words = words.chars().filter(|c| !c.is_control()).take(MOST_WORDS).collect();
    }
    if said.is_empty() {
        return Ok(());
    }
    match game.reflect(said) {
        Ok(()) => writeln!(desk.out, "It is kept in the record."),
        Err(e) => writeln!(desk.out, "It could not be kept: {e}."),
    }
}
