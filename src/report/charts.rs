//! Charts as SVG, made from series of a review: for the window, for pages and for files. No boxes, no legends where a
//! label can stand at its line; ink for what happened, steel for what might have; shapes as well as colours.

mod class;
mod clock;
mod course;
mod expected;
mod sheet;
mod space;

pub use class::{class_offers, class_trust, deals};
pub use clock::clock_face;
pub use course::{concessions, face, space, trust, win_sets};
pub use expected::{GraphPlan, expected, plan};
pub use sheet::Inks;
pub use space::utility_space;
