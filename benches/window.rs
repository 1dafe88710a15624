//! The window beside a bare window of the same engine: start, memory, processor while waiting, and the stadium's frames.
//!
//! Needs a display; without one it says so and measures nothing. Every figure is a ratio, or a share of one core, from
//! one run: the two programs are started in turns.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use bevy::log::LogPlugin;
use bevy::prelude::*;
use bevy::window::RequestRedraw;
use bevy::winit::WinitSettings;

const PROGRAM: &str = env!("CARGO_BIN_EXE_six-hours");
const RECORD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/records/historical.record");
/// The decision of that record at which the wall of cards turns.
const STADIUM: &str = "25";
/// Pairs of starts.
const PAIRS: usize = 7;
/// Frames of an empty scene.
const FRAMES: u32 = 300;
/// What a program says when its first picture stands.
const STANDS: &str = "the first picture stands";
/// What is waited for comes within this time.
const PATIENCE: Duration = Duration::from_secs(60);
/// Light and text have come to rest after this time; then it is measured for so long.
const RESTS: Duration = Duration::from_secs(9);
const WATCHED: Duration = Duration::from_secs(10);

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("bare") => bare(false),
        Some("spin") => bare(true),
        _ if std::env::var_os("DISPLAY").is_none() => println!("window: no display, nothing is measured"),
        _ => measure(),
    }
}

/// A window with a line of text, and nothing else.
fn bare(spins: bool) {
    App::new()
        .add_plugins(DefaultPlugins.set(LogPlugin { filter: "error".into(), ..default() }))
        .insert_resource(WinitSettings::desktop_app())
        .add_systems(Startup, |mut commands: Commands| {
            commands.spawn(Camera2d);
            commands.spawn(Text::new("A line of text."));
        })
        .add_systems(Last, move |mut frames: Local<u32>, mut redraw: MessageWriter<RequestRedraw>| {
            *frames += 1;
            match *frames {
                4 => eprintln!("{STANDS}"),
                n if n == 4 + FRAMES => eprintln!("drawn in {FRAMES} frames"),
                _ => {}
            }
            if spins || *frames < 4 {
                redraw.write(RequestRedraw);
            }
        })
        .run();
}

/// A program that runs until it is dropped, and what it says on standard error.
struct Running {
    child: Child,
    began: Instant,
    says: Receiver<(Instant, String)>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    fn start(command: &mut Command) -> Self {
        let home = std::env::temp_dir().join("six-hours-bench");
        command
            .env("HOME", &home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("RUST_LOG", "six_hours::desktop=debug")
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let began = Instant::now();
        let mut child = command.spawn().expect("the program starts");
        let lines = BufReader::new(child.stderr.take().expect("it was piped")).lines();
        let (tell, says) = channel();
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if tell.send((Instant::now(), line)).is_err() {
                    return;
                }
            }
        });
        Self { child, began, says }
    }

    fn bare(how: &str) -> Self {
        Self::start(Command::new(std::env::current_exe().expect("the bench knows itself")).arg(how))
    }

    fn game(arguments: &[&str]) -> Self {
        Self::start(Command::new(PROGRAM).args(arguments))
    }

    /// Waits until it says something with these words in it.
    fn until(&self, words: &str) -> (Instant, String) {
        loop {
            let said = self.says.recv_timeout(PATIENCE);
            let (at, line) = said.unwrap_or_else(|_| panic!("it has not said ‘{words}’ in {PATIENCE:?}"));
            if line.contains(words) {
                return (at, line);
            }
        }
    }

    /// Processor time used so far, in hundredths of a second.
    fn ticks(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).expect("it runs");
        // After the name in brackets, user and system time are the 12th and 13th field.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
        [11, 12].iter().filter_map(|i| fields.get(*i)?.parse::<f64>().ok()).sum()
    }

    /// Resident memory, MiB.
    fn memory(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("it runs");
        let kib =
            status.lines().find_map(|l| l.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse::<f64>().ok());
        kib.expect("the system tells the memory of a process") / 1024.0
    }
}

fn median(mut list: Vec<f64>) -> f64 {
    list.sort_by(f64::total_cmp);
    list[list.len() / 2]
}

/// Processor time of a frame, in ms, while a program draws until it says how many frames that were.
fn frame(running: &Running, begins: &str, ends: &str) -> (f64, f64) {
    running.until(begins);
    let before = running.ticks();
    let (_, said) = running.until(ends);
    let used = running.ticks() - before;
    let frames = said.split_whitespace().rev().find_map(|w| w.parse::<f64>().ok()).expect("it says how many");
    (used * 10.0 / frames, frames)
}

fn measure() {
    let (mut starts, mut memories) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    for _ in 0..PAIRS {
        for (n, running) in [|| Running::bare("bare"), || Running::game(&[])].iter().enumerate() {
            let running = running();
            let (at, _) = running.until(STANDS);
            starts[n].push((at - running.began).as_secs_f64() * 1000.0);
            thread::sleep(Duration::from_secs(1));
            memories[n].push(running.memory());
        }
    }
    let [bare, game] = starts.map(median);
    println!("start to the first picture: {game:.0} ms, bare {bare:.0} ms: {:.2} times", game / bare);
    let [bare, game] = memories.map(median);
    println!("resident memory: {game:.0} MiB, bare {bare:.0} MiB: {:.2} times", game / bare);

    let running = Running::game(&[]);
    running.until(STANDS);
    thread::sleep(RESTS);
    let before = running.ticks();
    thread::sleep(WATCHED);
    println!("processor while waiting: {:.2} % of a core", (running.ticks() - before) / WATCHED.as_secs_f64());
    drop(running);

    let folder = std::env::temp_dir().join("six-hours-bench");
    let record = folder.join("stadium.record");
    let _ = std::fs::remove_file(&record);
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    branched(&record);
    let (empty, _) = frame(&Running::bare("spin"), STANDS, "drawn in");
    let record = record.display().to_string();
    let (wall, frames) = frame(
        &Running::game(&["play", "--continue", "--record", &record]),
        "the wall is raised",
        "the wall has turned",
    );
    println!(
        "a frame of the stadium ({frames} frames): {wall:.1} ms, of an empty scene {empty:.1} ms: {:.2} times",
        wall / empty
    );
}

/// A record that stands at the stadium.
fn branched(record: &Path) {
    let status = Command::new(PROGRAM)
        .args(["play", "--text", "--branch", RECORD, "--before", STADIUM, "--record"])
        .arg(record)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(status.is_ok_and(|s| s.success()), "the record cannot be branched");
}
