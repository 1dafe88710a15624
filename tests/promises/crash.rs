//! Whatever stops the game, at most the action in flight is missing: every record opens, and what is in it is what was
//! played.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use six_hours::luck::{Luck, Purpose};
use six_hours::record::{self, Game};

use crate::entries::rehearsal;
use crate::stage::{arg, begin, program};

/// How often the game is killed as it is served, and as it is played at the prompt.
const SERVED: u32 = 140;
const PROMPTED: u32 = 60;

fn started(home: &Path, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_six-hours"))
        .args(args)
        .env("HOME", home)
        .env_remove("XDG_DATA_HOME")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

/// Kills it: no handler of the program hears of it.
fn kill(mut child: Child) {
    child.kill().expect("it can be killed");
    child.wait().expect("it is gone");
}

/// The record as it was left: it opens, and everything in it is what the rules give.
fn left(path: &Path) -> Game {
    let record =
        record::read(path).unwrap_or_else(|e| panic!("{e}:\n{}", fs::read_to_string(path).unwrap_or_default()));
    Game::replay(rehearsal(), &record, None).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn a_game_that_is_killed_while_it_is_served_has_lost_at_most_the_action_in_flight() {
    let home = tempfile::tempdir().expect("a temporary folder");
    for n in 0..SERVED {
        let mut luck = Luck::at(u64::from(n), Purpose::Policy, 0);
        let path = home.path().join(format!("{n}.record"));
        let mut child =
            started(home.path(), &["serve", "--scenario", "rehearsal", "--seed", "4", "--record", arg(&path)]);
        let mut input = child.stdin.take().expect("a pipe");
        let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
        let (mut told, mut line) = (0, String::new());
        for _ in 0..luck.below(14) {
            line.clear();
            output.read_line(&mut line).expect("it speaks");
            let state: Value = serde_json::from_str(&line).expect("a state");
            if state["type"] == "end" {
                break;
            }
            told = state["turn"].as_u64().expect("a turn") as usize;
            let ways: Vec<&Value> =
                state["actions"].as_array().expect("actions").iter().filter(|a| a.get("needs").is_none()).collect();
            if ways.is_empty() {
                break;
            }
            let id = ways[luck.below(ways.len())]["id"].as_str().expect("an id");
            if writeln!(input, "{{\"action\":\"{id}\"}}").is_err() {
                break;
            }
        }
        // Somewhere in what follows: before it is read, while it is done, while it is told.
        let mut some = vec![0; luck.below(400)];
        if luck.chance(0.7) {
            _ = output.read(&mut some);
        }
        kill(child);
        if !path.exists() {
            assert_eq!(told, 0, "a record that was begun is gone");
            continue;
        }
        if fs::metadata(&path).expect("a record").len() == 0 {
            assert_eq!(told, 0, "what was told is not in the record");
            continue;
        }
        let game = left(&path);
        assert!((told..=told + 1).contains(&game.turns()), "{told} turns were told, {} are kept", game.turns());
        let again = program(
            home.path(),
            &["play", "--text", "--scenario", "rehearsal", "--continue", "--record", arg(&path)],
            "",
        );
        assert_eq!(again.status, Some(0), "{}", again.err);
        assert_eq!(left(&path).print(), game.print());
    }
}

#[test]
fn a_game_that_is_killed_at_the_prompt_goes_on_from_its_last_action() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("one.record");
    let mut turns = 0;
    for n in 0..PROMPTED {
        let mut luck = Luck::at(u64::from(n), Purpose::Policy, 1);
        if fs::metadata(&path).is_ok_and(|m| m.len() == 0) || (path.exists() && left(&path).ending().is_some()) {
            fs::remove_file(&path).expect("it is ours");
            turns = 0;
        }
        let more: &[&str] = if path.exists() { &["--continue"] } else { &["--seed", "9"] };
        let mut args = vec!["play", "--text", "--scenario", "rehearsal", "--record", arg(&path)];
        args.extend(more);
        let mut child = started(home.path(), &args);
        let mut input = child.stdin.take().expect("a pipe");
        let answers = "1\n".repeat(luck.below(9));
        _ = input.write_all(answers.as_bytes());
        let mut output = child.stdout.take().expect("a pipe");
        let (mut seen, most) = (0, luck.below(6000));
        let mut some = [0; 64];
        while seen < most {
            match output.read(&mut some) {
                Ok(n) if n > 0 => seen += n,
                _ => break,
            }
            // Nothing more is said until something is answered.
            if some[..].ends_with(b"> ") || answers.is_empty() {
                break;
            }
        }
        kill(child);
        if path.exists() && fs::metadata(&path).expect("a record").len() > 0 {
            let now = left(&path).turns();
            assert!(now >= turns, "{turns} turns were kept before, now {now}");
            turns = now;
        }
    }
    assert!(path.exists());
}

#[test]
fn two_that_play_one_record_overwrite_nothing() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("one.record");
    drop(begin(&rehearsal(), 3, Some(&path)));
    let (mut one, _) = Game::resume(rehearsal(), &path).unwrap_or_else(|e| panic!("{e}"));
    let refused = match Game::resume(rehearsal(), &path) {
        Ok(_) => panic!("two play one record"),
        Err(e) => e.to_string(),
    };
    assert!(refused.contains("being played"), "{refused}");
    one.act(one.legal_actions()[0]).unwrap_or_else(|e| panic!("{e}"));
    let said = program(
        home.path(),
        &["play", "--text", "--scenario", "rehearsal", "--continue", "--record", arg(&path)],
        "1\n",
    );
    assert_eq!(said.status, Some(2));
    assert!(said.err.contains("being played"), "{}", said.err);
    let print = one.print();
    drop(one);
    let (again, _) = Game::resume(rehearsal(), &path).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((again.turns(), again.print()), (1, print));
}

#[cfg(unix)]
#[test]
fn a_folder_that_vanishes_or_may_not_be_written_loses_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().expect("a temporary folder");
    let folder = home.path().join("records");
    let path = folder.join("one.record");
    let mut game = begin(&rehearsal(), 3, Some(&path));
    game.act(game.legal_actions()[0]).unwrap_or_else(|e| panic!("{e}"));
    // The file is open: what is done is still written to it, though no name leads there.
    fs::remove_dir_all(&folder).expect("it is ours");
    game.act(game.legal_actions()[0]).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(game.turns(), 2);
    fs::create_dir(&folder).expect("room");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o500)).expect("it is ours");
    // Those who may write everywhere are not refused: then there is nothing to see.
    if fs::write(folder.join("probe"), "").is_err() {
        let said = program(home.path(), &["play", "--text", "--scenario", "rehearsal", "--record", arg(&path)], "1\n");
        assert_eq!(said.status, Some(2));
        assert!(said.err.contains("one.record"), "{}", said.err);
    }
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).expect("it is ours");
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_full_disk_the_action_is_refused_and_the_game_stands_as_before() {
    // A device that is always full.
    let full = Path::new("/dev/full");
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("full.record");
    drop(begin(&rehearsal(), 3, Some(&path)));
    let record = record::read(&path).unwrap_or_else(|e| panic!("{e}"));
    let mut writer = match record::Writer::append(full, &record) {
        Ok(writer) => writer,
        // The record is cut to its good lines first; a device cannot be.
        Err(e) => return assert!(e.to_string().contains("/dev/full"), "{e}"),
    };
    let line = record::Line { deed: record::Deed::Adjourn, print: "00000000".into() };
    let told = writer.line(&line).expect_err("there is no room").to_string();
    assert!(told.contains("/dev/full"), "{told}");
}
