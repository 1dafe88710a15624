//! The mathematics of bargaining over outcome spaces: curves, acceptance, moves, frontiers, search.
//!
//! Nothing here knows about games, scenes or entities.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod acceptance;
pub mod curve;
pub mod domain;
pub mod frontier;
pub mod genius;
pub mod moves;
pub mod search;
pub mod session;
