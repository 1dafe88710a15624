//! x

pub mod bargaining;
pub mod luck;
pub mod negotiation;
pub mod record;
pub mod report;
pub mod scenario;
