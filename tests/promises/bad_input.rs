//! Bad scenarios: every fault is told at once, each with its place, and the exit status is 2.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::stage::{Said, arg, orchard_folder, program};

const FRAME: &str = "10_frame.ron";
const STORY: &str = "20_story.ron";

/// The orchard, with the first `from` of a file made `to`.
fn broken(edits: &[(&str, &str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for file in [FRAME, STORY] {
        let mut text = fs::read_to_string(orchard_folder().join(file)).expect("the orchard");
        for (_, from, to) in edits.iter().filter(|(f, ..)| *f == file) {
            assert!(text.contains(from), "{file} has no {from}");
            text = text.replacen(from, to, 1);
        }
        fs::write(folder.path().join(file), text).expect("room for the orchard");
    }
    folder
}

/// `file:line:column` of the first `mark` in a file, `shift` characters on.
fn place(folder: &Path, file: &str, mark: &str, shift: usize) -> String {
    let text = fs::read_to_string(folder.join(file)).expect("the file");
    let at = text.find(mark).unwrap_or_else(|| panic!("{file} has no {mark}"));
    let before = &text[..at];
    let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1 + shift;
    format!("{file}:{}:{column}:", before.matches('\n').count() + 1)
}

fn check(folder: &Path) -> Said {
    program(folder, &["check", arg(folder), "--games", "2"], "")
}

/// Refused: exit 2, nothing on standard output, and these words on standard error.
fn assert_refused(said: &Said, words: &[&str]) {
    assert_eq!(said.status, Some(2), "{}", said.err);
    assert_eq!(said.out, "");
    for word in words {
        assert!(said.err.contains(word), "‘{word}’ is missing in:\n{}", said.err);
    }
}

/// One edit, its place, and the words it gets; nothing else is a fault.
fn assert_one_fault(edit: (&str, &str, &str), mark: &str, shift: usize, words: &[&str]) {
    let folder = broken(&[edit]);
    let said = check(folder.path());
    assert_refused(&said, &[&place(folder.path(), edit.0, mark, shift), "1 fault in the scenario"]);
    assert_refused(&said, words);
}

#[test]
fn a_scene_that_is_not_there_is_named_with_the_nearest_that_is() {
    let edit = (STORY, r#"next: [(to: "wall")]"#, r#"next: [(to: "wal")]"#);
    assert_one_fault(
        edit,
        r#""wal""#,
        0,
        &["scenes.gate.next[0].to", "there is no scene ‘wal’", "did you mean ‘wall’?"],
    );
}

#[test]
fn weights_that_do_not_sum_to_one_are_told_with_their_sum() {
    let edit = (FRAME, "weights: [0.7, 0.3]", "weights: [0.7, 0.4]");
    assert_one_fault(edit, "[0.7, 0.4]", 0, &["player.weights", "sum to 1", "1.1"]);
}

#[test]
fn an_unknown_option_is_named_with_the_nearest_that_is_known() {
    let edit = (FRAME, r#"opening: ["none", "thirty"]"#, r#"opening: ["none", "thirsty"]"#);
    assert_one_fault(
        edit,
        r#""thirsty""#,
        0,
        &["counterparts.sharer.opening[1]", "‘thirsty’", "did you mean ‘thirty’?"],
    );
}

#[test]
fn an_id_that_stands_twice_is_told_at_its_second_place() {
    let edit = (STORY, r#"id: "dry""#, r#"id: "shared" "#);
    assert_one_fault(edit, r#""shared" "#, 0, &["the id ‘shared’ stands twice"]);
    let edit = (STORY, r#"id: "ask""#, r#"id: "bread" "#);
    assert_one_fault(edit, r#""bread" "#, 0, &["the id ‘bread’ stands twice in this scene"]);
}

#[test]
fn an_unclosed_bracket_is_told_with_its_file_and_line() {
    let folder = broken(&[(STORY, r#"next: [(to: "wall")],"#, r#"next: [(to: "wall"),"#)]);
    let said = check(folder.path());
    assert_refused(&said, &[&format!("{STORY}:")]);
    let line = said.err.lines().find(|l| l.contains(STORY)).expect("a fault in the story");
    let numbers: Vec<&str> = line.split(&[':', ' '][..]).filter(|p| p.bytes().all(|b| b.is_ascii_digit())).collect();
    assert!(numbers.len() >= 2, "no line and column: {line}");
    let text = fs::read_to_string(folder.path().join(STORY)).expect("the file");
    let open = text.lines().position(|l| l.contains(r#"next: [(to: "wall"),"#)).expect("the edit") + 1;
    let told: usize = numbers.iter().find(|n| !n.is_empty()).expect("a line").parse().expect("a number");
    assert!((open..open + 3).contains(&told), "opened in line {open}, told at line {told}: {line}");
}

#[test]
fn a_file_that_breaks_off_is_told_with_its_file_and_line() {
    let folder = broken(&[]);
    let path = folder.path().join(FRAME);
    let text = fs::read_to_string(&path).expect("the file");
    fs::write(&path, &text[..text.len() / 2]).expect("room");
    assert_refused(&check(folder.path()), &[&format!("{FRAME}:")]);
}

/// A value that cannot be read: told between the space before it and its end, with the element it belongs to.
fn assert_unreadable(edit: (&str, &str, &str), value: &str, words: &[&str]) {
    let folder = broken(&[edit]);
    let said = check(folder.path());
    assert_refused(&said, &["1 fault in the scenario"]);
    assert_refused(&said, words);
    let text = fs::read_to_string(folder.path().join(edit.0)).expect("the file");
    let mark = if text.contains(&format!(" {value}")) { format!(" {value}") } else { value.to_owned() };
    let mut places = (0..=mark.chars().count()).map(|shift| place(folder.path(), edit.0, &mark, shift));
    assert!(places.any(|p| said.err.contains(&p)), "‘{value}’ has its place elsewhere:\n{}", said.err);
}

#[test]
fn a_value_of_the_wrong_type_is_told_where_it_stands() {
    assert_unreadable((STORY, "minutes: 120", "minutes: [120]"), "[120]", &["scenes.wall", "xpected integer"]);
    let edit = (FRAME, "remembers: 0.9, source", "remembers: (kept: 0.9), source");
    assert_unreadable(edit, "(kept: 0.9)", &["audiences.marta", "xpected float"]);
    assert_unreadable((FRAME, "variants: 4", "variants: -4"), "-4", &["table"]);
    assert_unreadable((FRAME, "variants: 4", "variants: 4000"), "4000", &["table"]);
}

#[test]
fn text_instead_of_a_number_is_told_where_it_stands() {
    let edit = (FRAME, "quota: 0.55", "quota: \"most\"");
    assert_unreadable(edit, "\"most\"", &["audiences.council", "xpected float"]);
}

#[test]
fn an_unknown_field_is_named_with_what_may_stand_there() {
    let folder = broken(&[(FRAME, "gamma: 0.1", "gama: 0.1")]);
    assert_refused(&check(folder.path()), &[&format!("{FRAME}:"), "gama", "gamma", "audiences.council"]);
}

#[test]
fn an_empty_file_is_told_by_name() {
    for nothing in ["", "\n\n  \n"] {
        let folder = broken(&[]);
        fs::write(folder.path().join(STORY), nothing).expect("room");
        assert_refused(&check(folder.path()), &[&format!("{STORY}:1:1:"), "the file is empty"]);
    }
}

#[test]
fn a_file_that_is_no_text_is_told_by_name() {
    let folder = broken(&[]);
    fs::write(folder.path().join(STORY), [0x28, 0xff, 0xfe, 0x29]).expect("room");
    assert_refused(&check(folder.path()), &[STORY, "not UTF-8"]);
}

#[test]
fn a_folder_without_files_says_what_was_expected() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    assert_refused(&check(folder.path()), &[&format!("{}:1:1:", arg(folder.path())), "at least one .ron file"]);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let gone = folder.path().join("gone");
    assert_refused(&check(&gone), &[&format!("{}:1:1:", arg(&gone)), "expected a folder of .ron files"]);
}

#[test]
fn a_file_instead_of_a_folder_is_named() {
    let file = orchard_folder().join(FRAME);
    assert_refused(&check(&file), &[&format!("{}:1:1:", arg(&file)), "expected a folder of .ron files"]);
}

/// Five slips of different kinds in two files.
const SLIPS: [(&str, &str, &str); 5] = [
    (FRAME, "weights: [0.7, 0.3]", "weights: [0.7, 0.4]"),
    (FRAME, "quota: 0.55", "quota: \"most\""),
    (FRAME, r#"opening: ["none", "thirty"]"#, r#"opening: ["none", "thirsty"]"#),
    (STORY, r#"next: [(to: "wall")]"#, r#"next: [(to: "wal")]"#),
    (STORY, r#"id: "dry""#, r#"id: "shared""#),
];

#[test]
fn several_faults_are_all_told_at_once() {
    let folder = broken(&SLIPS);
    let said = check(folder.path());
    assert_refused(&said, &[]);
    insta::assert_snapshot!(said.err, @r"
    six-hours: the scenario has faults
    10_frame.ron:19:18: player.weights: expected weights that sum to 1, found 1.1000
    10_frame.ron:62:23: audiences.council: Expected float
    10_frame.ron:99:50: counterparts.sharer.opening[1]: there is no option of ‘fruit’ called ‘thirsty’; did you mean ‘thirty’?
    20_story.ron:46:25: scenes.gate.next[0].to: there is no scene ‘wal’; did you mean ‘wall’?
    20_story.ron:82:17: endings.shared.id: the id ‘shared’ stands twice; each ending needs its own
    5 faults in the scenario
    ");
}

#[test]
fn check_prints_the_faults_as_json_too() {
    let folder = broken(&SLIPS);
    let said = program(folder.path(), &["check", arg(folder.path()), "--json"], "");
    assert_eq!(said.status, Some(2), "{}", said.err);
    assert!(said.err.contains("5 faults in the scenario"), "{}", said.err);
    let found: Value = serde_json::from_str(&said.out).expect("one JSON object");
    let faults = found["faults"].as_array().expect("a list");
    assert_eq!(faults.len(), 5);
    for fault in faults {
        let text = |key: &str| fault[key].as_str().unwrap_or_else(|| panic!("{key} in {fault}")).to_owned();
        let number = |key: &str| fault[key].as_u64().unwrap_or_else(|| panic!("{key} in {fault}"));
        let line =
            format!("{}:{}:{}: {}: {}", text("file"), number("line"), number("column"), text("path"), text("message"));
        assert!(said.err.contains(&line), "‘{line}’ is missing in:\n{}", said.err);
    }
}

#[test]
fn a_broken_folder_is_told_as_json_too() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let said = program(folder.path(), &["check", arg(folder.path()), "--json"], "");
    assert_eq!(said.status, Some(2), "{}", said.err);
    let found: Value = serde_json::from_str(&said.out).expect("one JSON object");
    assert_eq!(found["faults"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_broken_scenario_is_not_played_and_begins_no_record() {
    let folder = broken(&SLIPS);
    let path = folder.path().join("r.record");
    let args = ["play", "--text", "--scenario", arg(folder.path()), "--seed", "1", "--record", arg(&path)];
    let said = program(folder.path(), &args, "1\n");
    assert_refused(&said, &["5 faults in the scenario", "did you mean ‘wall’?"]);
    assert!(!path.exists(), "a record was begun");
}

#[test]
fn a_slip_does_not_hide_the_next_nor_make_others_up() {
    // A scene that cannot be read is one fault; whoever leads to it is not another.
    assert_unreadable((STORY, "minutes: 120", "minutes: \"long\""), "\"long\"", &["scenes.wall"]);
}
