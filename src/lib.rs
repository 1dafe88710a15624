//! x

pub mod bargaining;
pub mod luck;
pub mod scenario;
