//! The real program in its real window, driven by keyboard alone and by mouse alone; needs an X display in `DISPLAY`, xdotool and ImageMagick.
//!
//! Nothing here sleeps for luck: every step waits for what it should bring about, a line in the record or another
//! picture, and presses again if a key was lost on the way.

#[cfg(target_os = "linux")]
mod soak;
#[cfg(all(feature = "sound", target_os = "linux"))]
mod sound;
mod window;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use six_hours::luck::{Luck, Purpose};
use six_hours::negotiation::{self, Action};
use six_hours::record::{self, Game, Start};
use six_hours::scenario::Scenario;
use window::{Hand, Window};

const PROGRAM: &str = env!("CARGO_BIN_EXE_six-hours");
const SEED: &str = "42";

/// One window at a time: they share the display and its keyboard.
fn alone() -> MutexGuard<'static, ()> {
    static DISPLAY: Mutex<()> = Mutex::new(());
    DISPLAY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The game as a record has it.
fn game(path: &Path) -> Game {
    let record = record::read(path).unwrap_or_else(|e| panic!("{e}"));
    let scenario = Scenario::shipped(&record.header.scenario).expect("the record names a shipped scenario");
    Game::replay(scenario.into(), &record, None).expect("the record holds what the rules allow")
}

/// The one record in the player's own folder, as far as it is written.
struct Kept {
    folder: PathBuf,
}

impl Kept {
    fn path(&self) -> Option<PathBuf> {
        let mut entries = std::fs::read_dir(&self.folder).ok()?;
        entries.find_map(|entry| Some(entry.ok()?.path()).filter(|p| p.extension().is_some_and(|e| e == "record")))
    }

    /// The game as the record has it; none before the record has a header.
    fn game(&self) -> Option<Game> {
        self.turns()?;
        Some(game(&self.path()?))
    }

    fn turns(&self) -> Option<usize> {
        Some(record::read(&self.path()?).ok()?.lines.len())
    }
}

/// Where the game stands, as far as the next keys depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    Scene,
    Agenda,
    Table,
}

fn stand(game: &Game) -> Stand {
    match negotiation::session(game.rules(), game.view()) {
        None => Stand::Scene,
        Some(_) if game.view().table.agenda == 0 => Stand::Agenda,
        Some(_) => Stand::Table,
    }
}

/// The keys that lead on: the first choice of a scene; at a table the agenda, two offers, his package if he has
/// put one forward, and otherwise the door.
fn lead_on(window: &mut Window, kept: &Kept, game: &Game, offers: &mut usize) {
    let turns = game.turns();
    let mut done = || kept.turns() > Some(turns);
    let legal = game.legal_actions();
    match stand(game) {
        Stand::Scene => window.press_until("1", "the first choice of the scene", &mut done),
        Stand::Agenda => {
            for issue in ["1", "2", "3"] {
                window.press_and_see(issue);
            }
            window.press_until("p", "the agenda is opened", &mut done);
            *offers = 0;
        }
        Stand::Table if *offers < 2 && legal.iter().any(|a| matches!(a, Action::Propose(_))) => {
            *offers += 1;
            // The draft may be what he refused a moment ago: then it is no move, and the door is next.
            if !window.try_until("p", &mut done) {
                *offers = 2;
            }
        }
        Stand::Table => {
            let ways = [(Action::Accept, "a"), (Action::Adjourn, "j"), (Action::WalkOut, "x")];
            match ways.into_iter().find(|(action, _)| legal.contains(action)) {
                Some((action, key)) => {
                    window.press_and_see(key);
                    window.press_until("y", &format!("{action:?} is confirmed"), &mut done);
                }
                None => window.press_until("e", "a caucus, where nothing else leads on", &mut done),
            }
        }
    }
}

/// The program with a home of its own.
fn at_home(home: &Path) -> Command {
    // Nothing moves, so that every picture soon stands still.
    let settings = home.join("config/six-hours");
    std::fs::create_dir_all(&settings).expect("the folder can be made");
    std::fs::write(settings.join("settings.toml"), "[preferences]\nreduced_motion = true\n")
        .expect("it can be written");
    let mut command = Command::new(PROGRAM);
    command.env("HOME", home).envs([
        ("XDG_DATA_HOME", home.join("data")),
        ("XDG_CONFIG_HOME", home.join("config")),
        ("XDG_CACHE_HOME", home.join("cache")),
    ]);
    command
}

#[test]
fn the_mouse_alone_leads_from_the_title_to_an_ending() {
    let _alone = alone();
    let home = tempfile::tempdir().expect("a temporary home");
    let kept = Kept { folder: home.path().join("data/six-hours/records") };
    // A game just begun, so that the seed is known without a key.
    std::fs::create_dir_all(&kept.folder).expect("the folder can be made");
    let scenario = Scenario::shipped("pyongyang-2000").expect("it is shipped");
    let start = Start { seed: 42, ..Start::default() };
    Game::new(scenario.into(), start, Some(&kept.folder.join("mouse.record"))).expect("the record can be begun");
    let mut window = Window::open(&mut at_home(home.path()), Hand::Mouse);
    window.press_and_see("c");
    let mut offers = 0;
    loop {
        let game = kept.game().expect("the record stays");
        assert!(game.turns() < 200, "no ending after {} turns", game.turns());
        if game.ending().is_some() {
            break;
        }
        lead_on(&mut window, &kept, &game, &mut offers);
        window.see_change();
    }
    window.press_and_see("1");
    window.press_to_quit("q");
    assert!(replayed(&kept.path().expect("the record stays"))["ending"].is_string());
}

/// How often the window is killed.
const KILLED: u32 = 60;

#[test]
fn a_window_that_is_killed_has_lost_at_most_the_action_in_flight() {
    let _alone = alone();
    let home = tempfile::tempdir().expect("a temporary home");
    let kept = Kept { folder: home.path().join("data/six-hours/records") };
    let path = kept.folder.join("one.record");
    let (mut offers, mut played) = (0, 0);
    for n in 0..KILLED {
        let mut luck = Luck::at(u64::from(n), Purpose::Policy, 0);
        if kept.game().is_none_or(|game| game.ending().is_some()) {
            _ = std::fs::remove_file(&path);
            let scenario = Scenario::shipped("pyongyang-2000").expect("it is shipped");
            let start = Start { seed: u64::from(n), ..Start::default() };
            Game::new(scenario.into(), start, Some(&path)).expect("the record can be begun");
        }
        let args = ["play", "--continue", "--record", path.to_str().expect("text")];
        let mut window = Window::open(at_home(home.path()).args(args), Hand::Keyboard);
        if n % 2 == 0 {
            lead_on(&mut window, &kept, &kept.game().expect("the record stays"), &mut offers);
        }
        let game = kept.game().expect("the record stays");
        window.press(if stand(&game) == Stand::Table { "p" } else { "1" });
        // The moment itself is drawn: before the key is heard, while its action is done, or after it.
        std::thread::sleep(Duration::from_micros(luck.below(60_000) as u64));
        drop(window);
        let left = kept.game().expect("the record opens, and what is kept is what the rules give");
        let (before, after) = (game.turns(), left.turns());
        assert!((before..=before + 1).contains(&after), "{before} turns, then {after}");
        played += after - before;
    }
    println!("{played} of {KILLED} windows were killed after their action, the others before it");
}

#[test]
fn the_keyboard_alone_leads_from_the_title_to_an_ending() {
    let _alone = alone();
    let home = tempfile::tempdir().expect("a temporary home");
    let mut window = Window::open(&mut at_home(home.path()), Hand::Keyboard);
    let kept = Kept { folder: home.path().join("data/six-hours/records") };

    window.keep("1-title");
    window.press_and_see("n");
    for digit in SEED.chars() {
        window.press_and_see(&digit.to_string());
    }
    window.keep("2-new-game");
    window.press_until("b", "a record is begun", &mut || kept.game().is_some());
    window.see_change();
    window.keep("3-first-scene");

    let (mut offers, mut seen_table, mut seen_winter) = (0, false, false);
    let ended = loop {
        let game = kept.game().expect("the record stays");
        assert!(game.turns() < 200, "no ending after {} turns", game.turns());
        if game.ending().is_some() {
            break game;
        }
        if stand(&game) == Stand::Table && !seen_table {
            seen_table = true;
            window.keep("4-table");
            window.press_and_see("l");
            window.keep("5-log");
            window.press_and_see("Escape");
            window.press_and_see("Escape");
            window.keep("6-menu");
            window.press_and_see("Escape");
        }
        if stand(&game) == Stand::Scene && !seen_winter && game.view().story.passed.count_ones() >= 2 {
            seen_winter = true;
            window.keep("7-winter");
        }
        lead_on(&mut window, &kept, &game, &mut offers);
        window.see_change();
    };
    assert!(seen_table, "the way led past no table");

    window.press_and_see("1");
    window.keep("8-ending");
    window.press_to_quit("q");

    let path = kept.path().expect("the record stays");
    assert_eq!(ended.header().seed.to_string(), SEED);
    let record = record::read(&path).expect("the record is whole");
    assert_eq!(record.torn, None);
    let told = replayed(&path);
    assert_eq!(told["turns"], record.lines.len());
    assert_eq!(told["fingerprint"], record.lines.last().expect("a game has turns").print.as_str());
    assert!(told["ending"].is_string(), "no ending in {told}");
    window.check_kept(if seen_winter { 8 } else { 7 });
}

/// The last line that the program tells of a record.
fn replayed(path: &Path) -> serde_json::Value {
    let out = Command::new(PROGRAM).arg("replay").arg(path).arg("--json").output().expect("the program starts");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8(out.stdout).expect("JSON is UTF-8");
    let last = text.lines().last().expect("it tells something");
    serde_json::from_str(last).expect("each line is JSON")
}

#[test]
fn without_a_display_the_game_goes_on_as_text() {
    let home = tempfile::tempdir().expect("a temporary home");
    let record = home.path().join("game.record");
    let mut child = Command::new(PROGRAM)
        .args(["--seed", "3", "--record"])
        .arg(&record)
        .env("HOME", home.path())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("it was piped").write_all(b"1\n1\n").expect("it reads");
    let out = child.wait_with_output().expect("it ends when its input does");
    let told = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{told}");
    assert!(told.contains("no window could be opened") && told.contains("goes on as text"), "{told}");
    assert!(!out.stdout.is_empty());
    assert_eq!(record::read(&record).expect("the record is kept").lines.len(), 2);
}
