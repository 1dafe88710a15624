//! The handbook as a page; with a game, each idea says where it was in play.

use maud::{Markup, html};

use super::page;
use crate::record::Game;
use crate::report::handbook::{Handbook, Idea};
use crate::report::words::told;

/// Happenings that are told of each idea: the first so many.
const SHOWN: usize = 5;

/// The whole handbook.
pub fn handbook(game: Option<&Game>) -> String {
    let book = Handbook::shipped();
    let body = html! {
        header.masthead {
            h1 { "The handbook" }
            p.deck { "Every idea the game rests on: in a hundred words, with its paper and its place in the rules." }
        }
        section {
            h2 { "The ideas" }
            p { @for (n, idea) in book.entries.iter().enumerate() {
                @if n > 0 { " · " }
                a href=(format!("#{}", idea.id)) { (idea.term) }
            } }
        }
        @for idea in &book.entries { (entry(idea, game)) }
    };
    page("The handbook", &body)
}

fn entry(idea: &Idea, game: Option<&Game>) -> Markup {
    html! {
        section id=(idea.id) {
            h2 { (idea.term) }
            p.how { (idea.short) }
            p { (idea.text) }
            p { b { "In this game. " } (idea.rule) }
            @if let Some(disputed) = &idea.disputed { p { b { "Disputed. " } (disputed) } }
            @if let Some(game) = game { (in_play(idea, game)) }
            @for (_, reference) in &idea.papers { p.how { (reference) } }
        }
    }
}

fn in_play(idea: &Idea, game: &Game) -> Markup {
    let found = idea.in_play(game.log());
    let lines: Vec<String> = found
        .iter()
        .filter_map(|entry| {
            let said = told(game.scenario(), std::slice::from_ref(*entry)).into_iter().next()?;
            Some(format!("Turn {}: {}", entry.turn, said.text.replace('\n', " · ")))
        })
        .take(SHOWN)
        .collect();
    html! {
        @if !lines.is_empty() {
            p { b { "In this game it was in play " (found.len()) " times, first here:" } }
            ul { @for line in &lines { li { (line) } } }
        }
    }
}
