//! What a player may see: the type that policies, advisers and screens take. Peeking does not compile.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use bevy_ecs::query::QueryData;

use crate::negotiation::happening::Chronicle;
use crate::negotiation::state::*;

/// Everything public about a negotiation. There is no `Counterpart` and no `Seed` in it.
#[derive(QueryData)]
pub struct PlayerView {
    /// Scene, calendar, budgets.
    pub story: &'static Story,
    /// Packages, minutes.
    pub table: &'static Table,
    /// Trust by audience.
    pub standing: &'static Standing,
    /// The face ledger.
    pub face: &'static Face,
    /// Informal promises.
    pub pledges: &'static Pledges,
    /// The Bayesian read: shown in guided play and in the debrief.
    pub read: &'static Read,
    /// Moves by class.
    pub ledger: &'static Ledger,
    /// The player's own notebook.
    pub notebook: &'static Notebook,
}

/// A borrowed view, as functions take it.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "as in `PlayerView`")]
pub struct View<'a> {
    pub story: &'a Story,
    pub table: &'a Table,
    pub standing: &'a Standing,
    pub face: &'a Face,
    pub pledges: &'a Pledges,
    pub read: &'a Read,
    pub ledger: &'a Ledger,
    pub notebook: &'a Notebook,
}

impl<'w> PlayerViewItem<'w, '_> {
    /// The view as functions take it.
    pub fn view(&self) -> View<'w> {
        View {
            story: self.story,
            table: self.table,
            standing: self.standing,
            face: self.face,
            pledges: self.pledges,
            read: self.read,
            ledger: self.ledger,
            notebook: self.notebook,
        }
    }
}

/// Everything about a negotiation, for the systems of `Turn` only.
#[derive(QueryData)]
#[query_data(mutable)]
pub(crate) struct Game {
    pub story: &'static mut Story,
    pub table: &'static mut Table,
    pub standing: &'static mut Standing,
    pub face: &'static mut Face,
    pub pledges: &'static mut Pledges,
    pub read: &'static mut Read,
    pub ledger: &'static mut Ledger,
    pub notebook: &'static mut Notebook,
    pub counterpart: &'static mut Counterpart,
    pub seed: &'static Seed,
    pub step: &'static mut Step,
    pub chronicle: Option<&'static mut Chronicle>,
}

impl GameItem<'_, '_> {
    pub(crate) fn view(&self) -> View<'_> {
        View {
            story: &self.story,
            table: &self.table,
            standing: &self.standing,
            face: &self.face,
            pledges: &self.pledges,
            read: &self.read,
            ledger: &self.ledger,
            notebook: &self.notebook,
        }
    }
}
