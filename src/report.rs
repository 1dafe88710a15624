//! What people read of a game: words for what happened, and the front page at the end.

pub mod charts;
pub mod class;
pub mod counsel;
pub mod debrief;
pub mod front_page;
pub mod glossary;
pub mod handbook;
pub mod json;
pub mod labels;
pub mod page;
pub mod rows;
pub mod state;
pub mod words;

pub use class::{Entry, Report as ClassReport};
pub use front_page::{FrontPage, front_page};
