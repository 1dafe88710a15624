//! The stage on which the promises are tried: the two scenarios, games on them, and the program itself.

use std::io::{Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, LazyLock};

use six_hours::luck::{Luck, Purpose};
use six_hours::policy::{Policy, Random};
use six_hours::record::{Game, Start};
use six_hours::scenario::Scenario;

/// The game's own scenario.
pub fn shipped() -> Arc<Scenario> {
    static SHIPPED: LazyLock<Arc<Scenario>> =
        LazyLock::new(|| Arc::new(Scenario::shipped("pyongyang-2000").unwrap_or_else(|f| panic!("{f}"))));
    SHIPPED.clone()
}

/// Where the small scenario lies.
pub fn orchard_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios/orchard")
}

/// Two neighbours on water and fruit.
pub fn orchard() -> Arc<Scenario> {
    static ORCHARD: LazyLock<Arc<Scenario>> =
        LazyLock::new(|| Arc::new(Scenario::load(&orchard_folder()).unwrap_or_else(|f| panic!("{f}"))));
    ORCHARD.clone()
}

/// A new game with its record at `path`, if one is given.
pub fn begin(scenario: &Arc<Scenario>, seed: u64, path: Option<&Path>) -> Game {
    Game::new(scenario.clone(), Start { seed, ..Start::default() }, path).unwrap_or_else(|e| panic!("{e}"))
}

/// Goes on with a game, at most so many turns, as a policy chooses.
pub fn go_on(game: &mut Game, policy: &mut dyn Policy, luck: &mut Luck, most: usize) {
    for _ in 0..most {
        if game.ending().is_some() {
            return;
        }
        let action = policy.choose(game.rules(), game.view(), luck).expect("no dead end");
        game.act(action).unwrap_or_else(|e| panic!("{action:?}: {e}"));
    }
}

/// A game played to its ending by chance.
pub fn played(scenario: &Arc<Scenario>, seed: u64, path: Option<&Path>) -> Game {
    let mut game = begin(scenario, seed, path);
    go_on(&mut game, &mut Random, &mut Luck::at(seed, Purpose::Policy, 0), usize::MAX);
    game
}

/// The id of a game's ending.
pub fn ending(game: &Game) -> Option<&str> {
    game.ending().map(|e| game.rules().endings[usize::from(e)].id.as_str())
}

/// What the program said and how it ended.
pub struct Said {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Runs the program with `input` from a pipe. Its own records would lie in `home`.
pub fn program<S: AsRef<std::ffi::OsStr>>(home: &Path, args: &[S], input: &str) -> Said {
    let mut pipe = tempfile::tempfile().expect("a temporary file");
    pipe.write_all(input.as_bytes()).expect("room for the input");
    pipe.rewind().expect("a file can be read again");
    let output = Command::new(env!("CARGO_BIN_EXE_six-hours"))
        .args(args)
        .env("HOME", home)
        .env_remove("XDG_DATA_HOME")
        .env_remove("NO_COLOR")
        .stdin(Stdio::from(pipe))
        .output()
        .expect("the program starts");
    Said {
        status: output.status.code(),
        out: String::from_utf8(output.stdout).expect("the program writes UTF-8"),
        err: String::from_utf8(output.stderr).expect("the program writes UTF-8"),
    }
}

/// A path as an argument.
pub fn arg(path: &Path) -> &str {
    path.to_str().expect("test paths are UTF-8")
}
