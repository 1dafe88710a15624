//! Everything a player or a bot can do: one variant each.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use serde::{Deserialize, Serialize};

use crate::scenario::rules::{MoveKind, Package, TYPES};

/// One act. Ids are indices into the scenario's rules; records and JSON name them by stable ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Action {
    /// Takes a choice of the current scene, by index in [`crate::scenario::Rules::choices`].
    Choose(u16),
    /// Chooses the issues to be open, by bit.
    Agenda(u8),
    /// Puts a package on the table.
    Propose(Package),
    /// Puts two packages of equal value to you on the table (leonardelli19).
    DoubleOffer(Package, Package),
    /// Accepts his last package.
    Accept,
    /// Refuses his last package, for this issue.
    Refuse(u8),
    /// Closes one issue, subject to the whole.
    Close(u8),
    /// Reopens a closed issue.
    Reopen(u8),
    /// Asks what an issue is worth to him.
    Probe(u8),
    /// Offers a step on the first issue for a step on the second.
    Link(u8, u8),
    /// Makes a unilateral gesture, announced or not (osgood62).
    Gesture(bool),
    /// Asks for what he offers on an issue in writing.
    Write(u8),
    /// Withdraws with the experts.
    Caucus,
    /// Ends the session courteously.
    Adjourn,
    /// Ends it otherwise.
    WalkOut,
    /// Uses something preparation bought: verb and the issue it names (0 if none).
    Verb(u8, u8),
    /// Places ten chips over the types in the notebook, and what he wants most.
    Note([u8; TYPES], u8),
}

impl Action {
    /// The kind of table move it is, if it is one of the general ones.
    pub fn kind(self) -> Option<MoveKind> {
        Some(match self {
            Self::Agenda(_) => MoveKind::Agenda,
            Self::Propose(_) => MoveKind::Propose,
            Self::DoubleOffer(..) => MoveKind::DoubleOffer,
            Self::Accept => MoveKind::Accept,
            Self::Refuse(_) => MoveKind::Refuse,
            Self::Close(_) => MoveKind::Close,
            Self::Reopen(_) => MoveKind::Reopen,
            Self::Probe(_) => MoveKind::Probe,
            Self::Link(..) => MoveKind::Link,
            Self::Gesture(_) => MoveKind::Gesture,
            Self::Write(_) => MoveKind::Write,
            Self::Caucus => MoveKind::Caucus,
            Self::Adjourn => MoveKind::Adjourn,
            Self::WalkOut => MoveKind::WalkOut,
            Self::Choose(_) | Self::Verb(..) | Self::Note(..) => return None,
        })
    }
}
