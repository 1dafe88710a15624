//! The window left to a hand that presses whatever is there: it neither ends nor grows.

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
    let mut peaks = [0.0f64; 10];
    let began = Instant::now();
    loop {
        let part = began.elapsed().as_secs_f64() / (minutes * 60.0);
        if part >= 1.0 {
            break;
        }
        if luck.below(ASTRAY) == 0 {
            window.press(KEYS[luck.below(KEYS.len())]);
        } else if let Some(key) = window.press_any(&mut luck, |key| SPARED.contains(&key)) {
            *pressed.entry(key).or_default() += 1;
        }
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
    println!("{pressed:?}");
    println!("{} presses, {games} games, {ended} of them to the end, {turns} turns", pressed.values().sum::<u32>());
    println!("MiB at most in each tenth: {peaks:.0?}");
}
