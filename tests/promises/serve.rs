//! `serve`: a program can play the whole game over JSON lines, and never learns more than a player may.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};
use six_hours::record;

/// A conversation with the program.
struct Talk {
    child: Child,
    say: ChildStdin,
    hear: BufReader<ChildStdout>,
}

impl Talk {
    fn begin(record: &Path, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_six-hours"))
            .args(["serve", "--seed", "11", "--record"])
            .arg(record)
            .args(more)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let say = child.stdin.take().expect("it was piped");
        let hear = BufReader::new(child.stdout.take().expect("it was piped"));
        Self { child, say, hear }
    }

    fn hear(&mut self) -> Value {
        let mut line = String::new();
        self.hear.read_line(&mut line).expect("it speaks");
        serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e} in: {line}"))
    }

    fn ask(&mut self, line: &str) -> Value {
        writeln!(self.say, "{line}").expect("it listens");
        self.hear()
    }
}

/// An answer to a state: by turns another of its actions, with what it needs.
fn reply(state: &Value) -> Value {
    let actions = state["actions"].as_array().expect("a list of actions");
    let turn = state["turn"].as_u64().expect("a turn") as usize;
    let action = &actions[(turn * 7) % actions.len()];
    let mut answer = json!({ "action": action["id"] });
    for need in action["needs"].as_array().into_iter().flatten() {
        match need.as_str() {
            Some("package") => answer["package"] = state["table"]["draft"].clone(),
            Some("packages") => answer["packages"] = json!([state["table"]["draft"], state["table"]["draft"]]),
            Some("issues") => answer["issues"] = json!(["flight_tests"]),
            other => answer["chips"] = json!({ "dealmaker": 10, "_": other }),
        }
    }
    answer
}

#[test]
fn a_program_plays_a_whole_game_and_its_record_replays() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("served.record");
    let mut talk = Talk::begin(&path, &[]);
    let mut state = talk.hear();
    let mut refused = 0;
    let end = loop {
        assert_eq!(state["type"], "state", "{state}");
        let told = state.to_string();
        assert!(!told.contains("\"kind\"") && !told.contains("\"counterpart\"") && state.get("read").is_none());
        let mut next = talk.ask(&reply(&state).to_string());
        // What was picked blindly may not be legal with just this package; then something that needs nothing is.
        if next["type"] == "error" {
            refused += 1;
            let actions = state["actions"].as_array().expect("a list of actions");
            let plain = actions.iter().rev().find(|a| a.get("needs").is_none()).expect("something needs nothing");
            next = talk.ask(&json!({ "action": plain["id"] }).to_string());
        }
        if next["actions"].as_array().is_some_and(Vec::is_empty) {
            break talk.hear();
        }
        state = next;
    };
    assert!(refused < 40);
    assert_eq!(end["type"], "end", "{end}");
    let kept = record::read(&path).expect("the record is whole");
    assert_eq!(end["fingerprint"], kept.lines.last().expect("it has turns").print.as_str());
    assert!(end["ending"].is_string() && end["record"] == path.display().to_string());
    assert!(talk.child.wait().expect("it ends").success());
}

#[test]
fn a_bad_line_is_answered_with_what_was_expected_and_changes_nothing() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("served.record");
    let mut talk = Talk::begin(&path, &[]);
    let first = talk.hear();
    for (line, expected) in [
        ("nonsense", "JSON"),
        ("[1]", "action"),
        (r#"{"action": 3}"#, "action"),
        (r#"{"action": "mandate/none_such"}"#, "none_such"),
        (r#"{"action": "propose"}"#, "package"),
        (r#"{"action": "propose", "package": {"moon": "landing"}}"#, "moon"),
        (r#"{"action": "note", "chips": {"dealmaker": 900}}"#, "chips"),
    ] {
        let told = talk.ask(line);
        assert_eq!(told["type"], "error", "{line}: {told}");
        assert!(told["message"].as_str().is_some_and(|m| m.contains(expected)), "{line}: {told}");
    }
    let next = talk.ask(&json!({ "action": first["actions"][0]["id"] }).to_string());
    assert_eq!(next["turn"], 1);
    drop(talk.say);
    let mut last = String::new();
    talk.hear.read_line(&mut last).expect("it takes its leave");
    assert!(last.contains("\"end\"") && last.contains("\"ending\":null"), "{last}");
    assert_eq!(record::read(&path).expect("the record is whole").lines.len(), 1);
}

#[test]
fn only_a_guided_game_tells_the_read() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut talk = Talk::begin(&home.path().join("guided.record"), &["--coach", "guided"]);
    let state = talk.hear();
    let read = state["read"].as_object().expect("the read");
    let sum: f64 = read.values().filter_map(Value::as_f64).sum();
    assert!(read.len() == 4 && (sum - 1.0).abs() < 1e-3, "{state}");
}
