//! What the game promises: a module for each promise, a sentence for each test.

#[path = "../../fuzz/entries.rs"]
mod entries;

mod bad_input;
mod branches;
mod calibration;
mod class;
mod codes;
mod crash;
mod exchange;
mod history;
mod house;
mod known_answers;
mod lessons;
mod matrix;
mod records;
mod review;
mod rules;
mod scenario;
mod serve;
mod solve;
mod stage;
mod strangers;
mod sweep;
mod text_play;
