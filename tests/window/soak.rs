//! The window left to a hand that presses whatever is there: it neither ends nor grows. A minute; an hour with
//! `SOAK_MINUTES=60 cargo test --features window-tests --test window without_end -- --nocapture`.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use six_hours::luck::{Luck, Purpose};

use crate::window::{Hand, Window};
use crate::{Kept, alone, at_home, game};

/// Minutes that it lasts, if `SOAK_MINUTES` does not say otherwise.
const MINUTES: f64 = 1.0;
/// What a hand rests between two presses.
const RESTS: Duration = Duration::from_millis(60);
/// Presses other than of a control: one in so many.
const ASTRAY: usize = 8;
/// Keys that are pressed then.
const KEYS: [&str; 8] = ["Escape", "Tab", "Up", "Down", "Left", "Right", "Page_Down", "Home"];
/// What would end the program, or has the same letter as that on another page.
const SPARED: [&str; 2] = ["Quit", "Text appears Quicker"];

#[test]
fn a_window_that_is_played_without_end_neither_stops_nor_grows() {
    let _alone = alone();
    let minutes = std::env::var("SOAK_MINUTES").map_or(MINUTES, |m| m.parse().expect("SOAK_MINUTES is a number"));
    let home = tempfile::tempdir().expect("a temporary home");
    let kept = Kept { folder: home.path().join("data/six-hours/records") };
    let mut window = Window::open(&mut at_home(home.path()), Hand::Keyboard);
    let mut luck = Luck::at(2000, Purpose::Policy, 0);
    let mut pressed: BTreeMap<String, u32> = BTreeMap::new();
    let (mut presses, mut peaks) = (0, [0.0f64; 10]);
    let began = Instant::now();
    loop {
        let part = began.elapsed().as_secs_f64() / (minutes * 60.0);
        if part >= 1.0 {
            break;
        }
        let there = window.there();
        // What was pressed seldom is pressed rather than what was pressed often: so games go on to their ends.
        let weight = |name: &String| {
            let often = pressed.get(kind(name)).copied().unwrap_or(0);
            if SPARED.contains(&name.as_str()) { 0.0 } else { 1.0 / f64::from(1 + often) }
        };
        let weights: Vec<f64> = there.iter().map(weight).collect();
        match there.get(luck.weighted(&weights)) {
            Some(name) if luck.below(ASTRAY) > 0 && !SPARED.contains(&name.as_str()) => {
                *pressed.entry(kind(name).to_owned()).or_default() += 1;
                window.press_named(name, luck.chance(0.3));
            }
            _ => window.press(KEYS[luck.below(KEYS.len())]),
        }
        presses += 1;
        std::thread::sleep(RESTS);
        let peak = &mut peaks[(part * 10.0) as usize];
        *peak = peak.max(window.memory());
    }
    drop(window);
    let (mut games, mut ended, mut turns) = (0, 0, 0);
    for entry in std::fs::read_dir(&kept.folder).into_iter().flatten().flatten() {
        let game = game(&entry.path());
        games += 1;
        ended += usize::from(game.ending().is_some());
        turns += game.turns();
    }
    println!("{presses} presses, {games} games, {ended} of them to the end, {turns} turns");
    println!("MiB at most in each tenth: {peaks:.0?}");
    // Letters and pictures of every size are kept up to a bound, which is soon reached but not at once.
    let most = peaks[4] * 1.1 + 200.0 / minutes.max(1.0);
    assert!(peaks[9] < most, "it has grown to {:.0} MiB; expected less than {most:.0}", peaks[9]);
}

/// What is counted as one control: those that differ in a number, as the cells of a table and the issues of a draft.
fn kind(name: &str) -> &str {
    let first = name.split(' ').next().unwrap_or_default();
    if name.ends_with(|c: char| c.is_ascii_digit()) || first == "record" { first } else { name }
}
