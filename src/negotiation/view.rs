//! What a player may see: the type that policies, advisers and screens take. Peeking does not compile.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use bevy_ecs::prelude::*;
use bevy_ecs::query::QueryData;

use crate::negotiation::action::Action;
use crate::negotiation::happening::Chronicle;
use crate::negotiation::state::*;

/// Everything public about a negotiation. There is no `Counterpart` and no `Seed` in it.
#[derive(QueryData)]
#[query_data(contiguous(all))]
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

impl<'w> PlayerViewContiguousItem<'w, '_> {
    /// One of the views, as functions take it.
    pub(crate) fn view(&self, n: usize) -> View<'w> {
        View {
            story: &self.story[n],
            table: &self.table[n],
            standing: &self.standing[n],
            face: &self.face[n],
            pledges: &self.pledges[n],
            read: &self.read[n],
            ledger: &self.ledger[n],
            notebook: &self.notebook[n],
        }
    }
}

/// Everything about negotiations, for the systems of `Turn` only.
#[derive(QueryData)]
#[query_data(mutable, contiguous(mutable))]
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

/// Everything about one of them.
pub(crate) struct Playing<'a> {
    pub story: &'a mut Story,
    pub table: &'a mut Table,
    pub standing: &'a mut Standing,
    pub face: &'a mut Face,
    pub pledges: &'a mut Pledges,
    pub read: &'a mut Read,
    pub ledger: &'a mut Ledger,
    pub notebook: &'a mut Notebook,
    pub counterpart: &'a mut Counterpart,
    pub seed: &'a Seed,
    pub step: &'a mut Step,
    pub chronicle: Option<&'a mut Chronicle>,
}

impl Playing<'_> {
    pub(crate) fn view(&self) -> View<'_> {
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

impl<'w> GameItem<'w, '_> {
    /// The one that was fetched.
    pub(crate) fn one(self) -> Playing<'w> {
        Playing {
            story: self.story.into_inner(),
            table: self.table.into_inner(),
            standing: self.standing.into_inner(),
            face: self.face.into_inner(),
            pledges: self.pledges.into_inner(),
            read: self.read.into_inner(),
            ledger: self.ledger.into_inner(),
            notebook: self.notebook.into_inner(),
            counterpart: self.counterpart.into_inner(),
            seed: self.seed,
            step: self.step.into_inner(),
            chronicle: self.chronicle.map(Mut::into_inner),
        }
    }
}

/// All negotiations of a world, and what is to be done in each.
pub(crate) type Games<'w, 's> = Query<'w, 's, (Game, &'static Pending)>;

/// Takes every negotiation in which something is to be done, table by table: to fetch them one by one would cost more
/// than many a rule. Nobody asks which components changed.
///
/// # Panics
/// Never: all components of a negotiation lie in tables.
pub(crate) fn each(games: &mut Games<'_, '_>, mut takes: impl FnMut(&mut Playing<'_>, Action)) {
    for (mut all, pending) in games.contiguous_iter_mut().expect("components lie in tables") {
        let mut chronicles = all.chronicle.as_mut().map(|c| c.bypass_change_detection());
        for (i, pending) in pending.iter().enumerate() {
            let Some(action) = pending.0 else { continue };
            let mut one = Playing {
                story: &mut all.story.bypass_change_detection()[i],
                table: &mut all.table.bypass_change_detection()[i],
                standing: &mut all.standing.bypass_change_detection()[i],
                face: &mut all.face.bypass_change_detection()[i],
                pledges: &mut all.pledges.bypass_change_detection()[i],
                read: &mut all.read.bypass_change_detection()[i],
                ledger: &mut all.ledger.bypass_change_detection()[i],
                notebook: &mut all.notebook.bypass_change_detection()[i],
                counterpart: &mut all.counterpart.bypass_change_detection()[i],
                seed: &all.seed[i],
                step: &mut all.step.bypass_change_detection()[i],
                chronicle: chronicles.as_mut().map(|c| &mut c[i]),
            };
            takes(&mut one, action);
        }
    }
}
