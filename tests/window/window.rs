//! A program's window on an X display: its keys, its pictures, its end.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A picture may take so long on a software renderer with other work beside it.
const PATIENCE: Duration = Duration::from_secs(60);
/// A key that brought nothing about in this time was lost.
const LOST: Duration = Duration::from_secs(5);
/// How often a condition is looked at.
const GLANCE: Duration = Duration::from_millis(40);
/// A screen with fewer colours shows nothing.
const COLOURS: usize = 50;

/// What plays: the keyboard alone, or the mouse alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hand {
    Keyboard,
    Mouse,
}

/// Where a control is, in pixels of the window, and what it shows.
#[derive(Debug, Clone)]
struct Place {
    x: i32,
    y: i32,
    above: bool,
    sign: String,
    key: String,
}

impl Place {
    /// Reads what the program tells of its controls; nothing if the line tells something else, or of one that is off.
    fn read(line: &str) -> Option<Self> {
        let told = &line[line.find("control at ")? + "control at ".len()..];
        let (numbers, key) = told.split_once('‘')?;
        let parts: Vec<&str> = numbers.split_whitespace().collect();
        let [x, y, _, _, _, state, sign] = parts.as_slice() else { return None };
        let key = key.rsplit_once('’')?.0.to_owned();
        let place =
            Self { x: x.parse().ok()?, y: y.parse().ok()?, above: *state == "above", sign: (*sign).to_owned(), key };
        (*state != "off").then_some(place)
    }
}

/// A running program with its window in focus. It ends with the test.
pub(crate) struct Window {
    hand: Hand,
    controls: Arc<Mutex<Vec<Place>>>,
    child: Child,
    id: String,
    folder: PathBuf,
    kept: Vec<PathBuf>,
    /// The last picture that stood still.
    last: Vec<u8>,
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn run(program: &str, args: &[&str]) -> Output {
    match Command::new(program).args(args).output() {
        Ok(out) => out,
        Err(e) => panic!("{program} cannot be run ({e}); the window tests need xdotool and ImageMagick"),
    }
}

/// The output of a command that must succeed.
fn must(program: &str, args: &[&str]) -> Vec<u8> {
    let out = run(program, args);
    assert!(out.status.success(), "{program} {args:?}: {}", String::from_utf8_lossy(&out.stderr));
    out.stdout
}

fn must_say(program: &str, args: &[&str]) -> String {
    String::from_utf8(must(program, args)).expect("its output is text").trim().to_owned()
}

/// Looks until the condition holds; false if it did not in that time.
fn holds_within(time: Duration, mut condition: impl FnMut() -> bool) -> bool {
    let end = Instant::now() + time;
    loop {
        if condition() {
            return true;
        }
        if Instant::now() > end {
            return false;
        }
        std::thread::sleep(GLANCE);
    }
}

/// Notes what the program tells of its controls, as long as it runs.
fn listen(told: ChildStderr) -> Arc<Mutex<Vec<Place>>> {
    let controls = Arc::new(Mutex::new(Vec::<Place>::new()));
    let notes = controls.clone();
    std::thread::spawn(move || {
        for line in BufReader::new(told).lines().map_while(Result::ok) {
            let mut notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
            if line.contains("drawn anew") {
                notes.clear();
            } else if let Some(place) = Place::read(&line) {
                notes.retain(|c| c.above != place.above || c.key != place.key);
                notes.push(place);
            } else if !line.contains("control at") {
                eprintln!("{line}");
            }
        }
    });
    controls
}

impl Window {
    /// Starts the program and waits until its window shows its first picture.
    pub(crate) fn open(command: &mut Command, hand: Hand) -> Self {
        assert!(
            std::env::var_os("DISPLAY").is_some_and(|d| !d.is_empty()),
            "DISPLAY is not set: start an X server for the window tests (`Xvfb :95 -noreset -screen 0 1280x720x24 &`) and set DISPLAY=:95"
        );
        let command = command.env_remove("WAYLAND_DISPLAY").env_remove("WAYLAND_SOCKET");
        let child = command.env("RUST_LOG", "six_hours::desktop::focus=trace").stderr(Stdio::piped()).spawn();
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("window-{hand:?}").to_lowercase());
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("the folder for pictures can be made");
        let mut child = child.expect("the program starts");
        let controls = listen(child.stderr.take().expect("it was piped"));
        let mut window = Self { hand, controls, child, id: String::new(), folder, kept: Vec::new(), last: Vec::new() };
        window.id = window.found();
        // The pointer rests in a corner, over nothing that would light up under it.
        must("xdotool", &["mousemove", "0", "0"]);
        must("xdotool", &["windowfocus", "--sync", &window.id]);
        let blank = window.picture();
        window.last = blank;
        if !window.has_picture() {
            window.see_change();
        }
        window
    }

    /// Waits for the window. One client stays connected while the program connects: an X server without `-noreset`
    /// starts anew whenever its last client leaves, and refuses who comes just then.
    fn found(&mut self) -> String {
        let pid = self.child.id().to_string();
        let mut search = Command::new("xdotool")
            .args(["search", "--sync", "--onlyvisible", "--pid", &pid])
            .stdout(Stdio::piped())
            .spawn()
            .expect("xdotool can be run; the window tests need it");
        let opened = holds_within(PATIENCE, || {
            let program = self.child.try_wait().expect("the program can be asked");
            program.is_some() || search.try_wait().expect("xdotool can be asked").is_some()
        });
        let _ = search.kill();
        let out = search.wait_with_output().expect("xdotool ends");
        self.alive();
        assert!(opened, "no window in {PATIENCE:?}");
        let ids = String::from_utf8(out.stdout).expect("its output is text");
        ids.lines().last().expect("xdotool tells the window it found").to_owned()
    }

    fn has_picture(&self) -> bool {
        self.last.chunks_exact(3).collect::<std::collections::BTreeSet<_>>().len() > COLOURS
    }

    fn alive(&mut self) {
        if let Ok(Some(status)) = self.child.try_wait() {
            panic!("the program ended with {status} while it was being played");
        }
    }

    /// What the window shows, as bytes of red, green and blue.
    fn picture(&self) -> Vec<u8> {
        must("import", &["-silent", "-window", &self.id, "-depth", "8", "rgb:-"])
    }

    /// Whether another picture than the last has come and stands still.
    fn changed_within(&mut self, time: Duration) -> bool {
        let mut still = 0;
        let mut now = Vec::new();
        holds_within(time, || {
            self.alive();
            let next = self.picture();
            still = if next == now { still + 1 } else { 0 };
            now = next;
            still >= 2 && now != self.last
        }) && {
            self.last = now;
            true
        }
    }

    /// Waits for another picture than the last.
    pub(crate) fn see_change(&mut self) {
        assert!(self.changed_within(PATIENCE), "the picture has not changed in {PATIENCE:?}");
    }

    /// Presses a key, or clicks on what shows it.
    pub(crate) fn press(&self, key: &str) {
        match self.hand {
            Hand::Keyboard => _ = must("xdotool", &["key", key]),
            Hand::Mouse => self.click(key),
        }
    }

    /// The names of the controls that can be pressed now.
    pub(crate) fn there(&mut self) -> Vec<String> {
        self.alive();
        let controls = self.controls.lock().unwrap_or_else(PoisonError::into_inner);
        let above = controls.iter().any(|c| c.above);
        controls.iter().filter(|c| c.above == above).map(|c| c.key.clone()).collect()
    }

    /// Presses the control with this name by its letter, if it has one, or by pointer; nothing if it has gone.
    pub(crate) fn press_named(&self, name: &str, by_pointer: bool) {
        let controls = self.controls.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match controls.iter().find(|c| c.key == name) {
            Some(place) if place.sign != "-" && !by_pointer => _ = must("xdotool", &["key", &place.sign]),
            _ => self.click(name),
        }
    }

    /// Resident memory, MiB.
    #[cfg(target_os = "linux")]
    pub(crate) fn memory(&mut self) -> f64 {
        self.alive();
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("it runs");
        let kib =
            status.lines().find_map(|l| l.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse::<f64>().ok());
        kib.expect("the system tells the memory of a process") / 1024.0
    }

    /// Clicks on the control that shows this letter or has this name; turns the wheel over it if it lies below the window.
    fn click(&self, key: &str) {
        let geometry = must_say("xdotool", &["getwindowgeometry", "--shell", &self.id]);
        let height = geometry.lines().find_map(|l| l.strip_prefix("HEIGHT=")?.parse().ok()).unwrap_or(720);
        let place = || {
            let controls = self.controls.lock().unwrap_or_else(PoisonError::into_inner);
            let above = controls.iter().any(|c| c.above);
            let named = controls.iter().find(|c| c.above == above && (c.sign == key || c.key == key));
            named.map(|place| (place.x, place.y))
        };
        let Some((x, y)) = place() else {
            // It is not there yet; who waits for it asks again.
            return;
        };
        let (rests, button) = if y > height - 12 { (height * 3 / 4, "5") } else { (y, "1") };
        // A hand rests on what it presses, for a frame or two at least, and sees whether it is still there.
        let (left, top) = (x.to_string(), rests.to_string());
        must("xdotool", &["mousemove", "--window", &self.id, &left, &top, "sleep", "0.2"]);
        if place() == Some((x, y)) {
            must("xdotool", &["click", button]);
        }
    }

    /// Presses until the picture changes.
    pub(crate) fn press_and_see(&mut self, key: &str) {
        for _ in 0..PATIENCE.as_secs() / LOST.as_secs() {
            self.press(key);
            if self.changed_within(LOST) {
                return;
            }
        }
        panic!("the key {key} has changed nothing in the picture");
    }

    /// Presses once or twice; whether it brought that about.
    pub(crate) fn try_until(&mut self, key: &str, done: &mut dyn FnMut() -> bool) -> bool {
        (0..2).any(|_| {
            self.press(key);
            holds_within(LOST, || {
                self.alive();
                done()
            })
        })
    }

    /// Presses until that is brought about.
    pub(crate) fn press_until(&mut self, key: &str, what: &str, done: &mut dyn FnMut() -> bool) {
        for _ in 0..PATIENCE.as_secs() / LOST.as_secs() / 2 {
            if self.try_until(key, done) {
                return;
            }
        }
        self.keep("stuck");
        panic!("the key {key} has not brought it about: {what}; see stuck.png in {}", self.folder.display());
    }

    /// Presses until the program ends, which it must with status 0.
    pub(crate) fn press_to_quit(&mut self, key: &str) {
        for _ in 0..PATIENCE.as_secs() / LOST.as_secs() {
            // The window may be gone already when a key is pressed again.
            match self.hand {
                Hand::Keyboard => _ = run("xdotool", &["key", key]),
                Hand::Mouse => self.click(key),
            }
            let mut status = None;
            holds_within(LOST, || {
                status = self.child.try_wait().expect("the program can be asked");
                status.is_some()
            });
            if let Some(status) = status {
                assert!(status.success(), "the program ended with {status}");
                return;
            }
        }
        panic!("the key {key} does not quit");
    }

    /// Keeps what the window shows under a name, and checks that it is a whole picture.
    pub(crate) fn keep(&mut self, name: &str) {
        let path = self.folder.join(name).with_extension("png");
        let file = path.to_str().expect("the build's folder has a name in UTF-8");
        must("import", &["-silent", "-window", &self.id, file]);
        let geometry = must_say("xdotool", &["getwindowgeometry", "--shell", &self.id]);
        let number = |name: &str| geometry.lines().find_map(|l| l.strip_prefix(name)).unwrap_or("?").to_owned();
        let size = format!("PNG {} {}", number("WIDTH="), number("HEIGHT="));
        assert_eq!(must_say("identify", &["-format", "%m %w %h", file]), size, "{file}");
        let colours: usize = must_say("identify", &["-format", "%k", file]).parse().expect("a number of colours");
        assert!(colours > COLOURS, "{file} has only {colours} colours");
        self.kept.push(path);
    }

    /// Checks that so many pictures were kept, no two of them the same.
    pub(crate) fn check_kept(&self, number: usize) {
        assert_eq!(self.kept.len(), number);
        let mut prints: Vec<String> =
            self.kept.iter().map(|p| must_say("identify", &["-format", "%#", &p.display().to_string()])).collect();
        prints.sort_unstable();
        prints.dedup();
        assert_eq!(prints.len(), number, "two of the pictures in {} are the same", self.folder.display());
    }
}
