//! Six Hours in Pyongyang: a negotiation game, a teaching tool and a replayable experiment.
//!
//! Imports run one way: `{luck, threads, estimate, outside} ← scenario ← bargaining ← negotiation ← record ← policy ←
//! {survey, improvement, calibration, sweep, review} ← report ← {terminal, desktop} ← cli`.
//!
//! A negotiation is an entity; one schedule moves it:
//!
//! ```
//! use std::sync::Arc;
//! use six_hours::negotiation::{self, Action, Negotiation};
//! use six_hours::scenario::Scenario;
//!
//! let scenario = Arc::new(Scenario::shipped("pyongyang-2000")?);
//! let mut world = bevy_ecs::world::World::new();
//! negotiation::install(&mut world, scenario.clone());
//! let entity = Negotiation::new(&scenario.rules, 7).spawn(&mut world, true);
//! let first = negotiation::legal_actions(&scenario.rules, negotiation::view(&world, entity))[0];
//! let happened = negotiation::act(&mut world, entity, first)?;
//! assert!(!happened.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Luck is a function of seed, purpose and moment:
//!
//! ```
//! use six_hours::luck::{Luck, Purpose};
//! assert_eq!(Luck::at(7, Purpose::Scene, 3).unit(), Luck::at(7, Purpose::Scene, 3).unit());
//! ```
//!
//! An aspiration falls along the curve of faratin98:
//!
//! ```
//! use six_hours::bargaining::curve::{conceded, target};
//! let half_way = target(0.5, conceded(0.0, 1.0, 0.5));
//! assert!((half_way - 0.75).abs() < 1e-12);
//! ```

pub mod bargaining;
pub mod calibration;
pub mod cli;
#[cfg(feature = "desktop")]
pub mod desktop;
pub mod estimate;
pub mod improvement;
pub mod luck;
pub mod negotiation;
pub mod outside;
pub mod policy;
pub mod record;
pub mod report;
pub mod review;
pub mod scenario;
pub mod survey;
pub mod sweep;
pub mod terminal;
pub mod threads;
