//! What the book says of each type: for bots, from what the player may see and nothing else.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use crate::negotiation::counterpart::{exchange_rate, unit};
use crate::negotiation::deadlines;
use crate::negotiation::view::View;
use crate::scenario::rules::{Package, Rules};

/// What a promise of yours counts for with him now, as a share of its face value, 0..1.
pub fn promise_rate(rules: &Rules, view: View<'_>) -> f64 {
    unit(exchange_rate(rules, view.standing.trust(rules.host), f64::from(view.story.promises)) as i32)
}

/// What a package is worth to a type as the book has it, 0..1, where promises count for so much of their face value.
pub fn book_worth(rules: &Rules, rate: f64, kind: usize, package: &Package) -> f64 {
    let worth = &rules.types[kind].book.utility.worth;
    let parts = rules.issues.iter().enumerate();
    parts.map(|(i, issue)| unit(worth[i][usize::from(package[i])]) * if issue.promise { rate } else { 1.0 }).sum()
}

/// What no deal is worth to a type as the book has it, 0..1, as the calendar stands.
pub fn book_reservation(rules: &Rules, view: View<'_>, kind: usize) -> f64 {
    let book = &rules.types[kind].book;
    unit(book.utility.reservation) + book.mu * deadlines::share(rules, view.story.day)
}
