//! The game as text, from a pipe: numbers lead to an ending, words help, and nothing is lost.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use six_hours::luck::{Luck, Purpose};
use six_hours::record::reflection::QUESTIONS;
use six_hours::record::{self, Game};
use six_hours::scenario::{Scenario, Watch};
use six_hours::terminal;

use crate::stage::{Said, arg, begin, orchard, orchard_folder, program, shipped};

const SEED: &str = "2000";

/// Plays the shipped scenario with a new record at `path`.
fn play(path: &Path, seed: &str, input: &str) -> Said {
    let home = path.parent().expect("records lie in a folder");
    program(home, &["play", "--text", "--seed", seed, "--record", arg(path)], input)
}

/// Goes on with the record at `path`.
fn go_on(path: &Path, input: &str) -> Said {
    let home = path.parent().expect("records lie in a folder");
    program(home, &["play", "--text", "--record", arg(path), "--continue"], input)
}

fn prompts(said: &Said) -> usize {
    said.out.matches("> ").count()
}

/// It ended as a game ends: exit 0, the front page, and a record that can be replayed to the same ending.
fn assert_ended(said: &Said, path: &Path) {
    assert_eq!(said.status, Some(0), "{}", said.err);
    assert_eq!(said.err, "");
    for words in [shipped().texts.newspaper.as_str(), "Ending: ", "Result, 0–100", "He was ", "The record is kept in"]
    {
        assert!(said.out.contains(words), "‘{words}’ is missing at the end of:\n{}", said.out);
    }
    let record = record::read(path).unwrap_or_else(|e| panic!("{e}"));
    let game = Game::replay(shipped(), &record, None).unwrap_or_else(|e| panic!("{e}"));
    let ending = usize::from(game.ending().expect("the record leads to an ending"));
    assert!(said.out.contains(&format!("Ending: {}", game.scenario().texts.endings[ending].title)));
}

#[test]
fn the_first_answer_again_and_again_leads_to_an_ending() {
    let home = tempfile::tempdir().expect("a temporary folder");
    for seed in ["1", "2", "3", "77"] {
        let path = home.path().join(format!("{seed}.record"));
        assert_ended(&play(&path, seed, &"1\n".repeat(2000)), &path);
    }
}

#[test]
fn any_numbers_lead_to_an_ending() {
    let home = tempfile::tempdir().expect("a temporary folder");
    for seed in 0..8u64 {
        let mut luck = Luck::at(seed, Purpose::Policy, 9);
        let numbers: String = (0..20_000).map(|_| format!("{}\n", 1 + luck.below(9))).collect();
        let path = home.path().join(format!("{seed}.record"));
        assert_ended(&play(&path, &seed.to_string(), &numbers), &path);
    }
}

#[test]
fn a_wrong_entry_explains_itself_and_asks_again() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let most = "type a number from 1 to ";
    for (wrong, words) in [
        ("99", "There is no answer 99"),
        ("0", "There is no answer 0"),
        ("xyz", "‘xyz’ is no answer"),
        ("-1", "‘-1’ is no answer"),
        ("1.5", "‘1.5’ is no answer"),
        ("99999999999999999999999", "is no answer"),
    ] {
        let path = home.path().join(format!("{wrong}.record"));
        let said = play(&path, SEED, &format!("{wrong}\n"));
        assert_eq!(said.status, Some(0), "{}", said.err);
        assert!(said.out.contains(words) && said.out.contains(most), "{wrong}: {}", said.out);
        assert_eq!(prompts(&said), 2, "{wrong}: it asks again");
        assert_eq!(record::read(&path).expect("a record").lines, [], "{wrong}: nothing was done");
    }
}

#[test]
fn an_empty_entry_is_no_answer_and_it_asks_again() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("empty.record");
    let said = play(&path, SEED, "\n   \n");
    assert_eq!(said.status, Some(0), "{}", said.err);
    assert_eq!(prompts(&said), 3);
    assert_eq!(record::read(&path).expect("a record").lines, []);
}

#[test]
fn bytes_that_are_no_text_are_no_answer() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("bytes.record");
    let said = play(&path, SEED, "\u{0}\u{7f}\u{fffd}\u{1F600}\n");
    assert_eq!(said.status, Some(0), "{}", said.err);
    assert!(said.out.contains("is no answer"), "{}", said.out);
}

#[test]
fn help_tells_the_words_that_may_be_typed() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let said = play(&home.path().join("r.record"), SEED, "help\n");
    for word in ["log", "status", "history", "again", "quit", "--continue"] {
        assert!(said.out.contains(word), "help does not tell of {word}");
    }
}

#[test]
fn status_shows_the_standing_of_every_audience_and_the_budgets() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let said = play(&home.path().join("r.record"), SEED, "status\n");
    let shown = said.out.split("> ").nth(1).expect("an answer to status");
    let texts = &shipped().texts;
    for name in texts.audiences.iter().map(|a| &a.name).chain(&texts.budgets) {
        assert!(shown.contains(name.as_str()), "{name} is missing in:\n{shown}");
    }
}

#[test]
fn history_tells_what_really_happened_here() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let said = play(&home.path().join("r.record"), SEED, "history\n");
    let shown = said.out.split("> ").nth(1).expect("an answer to history");
    assert!(shown.split_whitespace().count() > 5, "it says only: {shown}");
}

#[test]
fn log_tells_everything_that_happened_so_far() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let said = play(&home.path().join("r.record"), SEED, "1\nlog\n");
    let before = said.out.find("> ").expect("a first prompt");
    let first = shipped().texts.scenes[usize::from(shipped().rules.first_scene)].title.to_uppercase();
    assert!(said.out[..before].contains(&first), "the first scene is not told");
    let log = said.out.rsplit_once("\n> ").and_then(|(told, _)| told.rsplit_once("\n> ")).expect("two prompts").1;
    assert!(log.contains(&first), "the log does not begin with the first scene:\n{log}");
}

#[test]
fn quitting_keeps_the_record() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("r.record");
    let said = play(&path, SEED, "1\nquit\n1\n1\n");
    assert_eq!(said.status, Some(0), "{}", said.err);
    assert!(said.out.contains("The record is kept in"), "{}", said.out);
    assert_eq!(record::read(&path).expect("a record").lines.len(), 1);
}

#[test]
fn at_the_end_of_input_the_record_is_kept_and_can_be_continued() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let whole = home.path().join("whole.record");
    assert_ended(&play(&whole, SEED, &"1\n".repeat(2000)), &whole);
    for lines in [0, 1, 7, 25, 60] {
        let path = home.path().join(format!("{lines}.record"));
        let said = play(&path, SEED, &"1\n".repeat(lines));
        assert_eq!(said.status, Some(0), "{}", said.err);
        assert!(said.out.contains("The record is kept in"), "{}", said.out);
        assert_ended(&go_on(&path, &"1\n".repeat(2000)), &path);
        assert_eq!(record::read(&path).expect("a record"), record::read(&whole).expect("a record"), "cut at {lines}");
    }
}

#[test]
fn a_last_line_without_its_end_counts_as_an_answer() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("r.record");
    let said = play(&path, SEED, "1\n1");
    assert_eq!(said.status, Some(0), "{}", said.err);
    assert_eq!(record::read(&path).expect("a record").lines.len(), 2);
}

#[test]
fn a_pipe_gets_no_escape_codes() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let said =
        play(&home.path().join("r.record"), SEED, &format!("status\nhelp\nhistory\nxyz\n{}", "1\n".repeat(2000)));
    assert!(!said.out.contains('\u{1b}') && !said.err.contains('\u{1b}'));
}

#[test]
fn the_same_seed_and_answers_tell_the_same_story() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let told = |name: &str| {
        let said = play(&home.path().join(name), SEED, &"1\n".repeat(2000));
        said.out.replace(name, "r.record")
    };
    assert_eq!(told("a.record"), told("b.record"));
}

#[test]
fn bad_usage_gets_a_clear_message_and_begins_no_record() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("r.record");
    for (args, words) in [
        (vec!["play", "--text", "--seed", "many", "--record", arg(&path)], "many"),
        (vec!["play", "--text", "--coach", "kind", "--record", arg(&path)], "kind"),
        (vec!["play", "--text", "--continue"], "--record"),
        (vec!["play", "--text", "--continue", "--seed", "1", "--record", arg(&path)], "--seed"),
        (vec!["play", "--text", "--continue", "--record", arg(&path)], "cannot read the record"),
        (vec!["dance"], "dance"),
        (vec!["replay", arg(&path)], "cannot read the record"),
    ] {
        let said = program(home.path(), &args, "1\n");
        assert_eq!(said.status, Some(2), "{args:?}: {}", said.out);
        assert!(said.err.contains(words), "{args:?}: {}", said.err);
        assert!(!path.exists(), "{args:?} began a record");
    }
}

#[test]
fn after_the_ending_the_player_may_say_what_they_make_of_it_and_need_not() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("mine.record");
    let first = ["play", "--scenario", "rehearsal", "--seed", "4", "--text", "--record", arg(&path)];
    let said = program(home.path(), &first, &"1\n".repeat(400));
    assert_eq!(said.status, Some(0), "{}", said.err);
    assert!(
        said.out.contains("What do you make of it?") && record::read(&path).expect("a record").reflection.is_none()
    );
    let again = ["play", "--scenario", "rehearsal", "--text", "--continue", "--record", arg(&path)];
    let said = program(home.path(), &again, "2\n3\n8\n7\n1\n4\n5\n6\n2\nI would wait.\tLonger.\n");
    assert_eq!(said.status, Some(0), "{}", said.err);
    assert!(said.out.contains("It is kept in the record."), "{}", said.out);
    let kept = record::read(&path).expect("a record").reflection.expect("a reflection");
    let answers: Vec<Option<u8>> = QUESTIONS.iter().map(|q| kept.answers.get(q.id).copied()).collect();
    assert_eq!(answers, [Some(3), None, Some(7), Some(1), Some(4), Some(5), Some(6), Some(2)]);
    assert_eq!(kept.words, "I would wait.Longer.");
    let said = program(home.path(), &again, "2\n3\n");
    assert_eq!(said.status, Some(0), "the end of input is no fault");
    assert_eq!(record::read(&path).expect("a record").reflection, Some(kept), "half an answer replaces nothing");
}

#[test]
fn a_guided_game_shows_odds_at_the_table_for_each_move_and_for_the_draft() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let play = |coach: &str, input: &str| {
        program(home.path(), &["play", "--scenario", "rehearsal", "--seed", "4", "--text", "--coach", coach], input).out
    };
    let at_table = |out: &str| out.contains("Done: put it forward");
    let steps = (1..60).find(|n| at_table(&play("standard", &"1\n".repeat(*n)))).expect("a table is reached");
    let guided = play("guided", &"1\n".repeat(steps));
    let line = guided.lines().find(|l| l.contains("Done: put it forward")).unwrap_or_else(|| panic!("{guided}"));
    assert!(line.contains(" ± ") && line.contains(" %]"), "{line}");
    let mut later = (steps..steps + 12).map(|n| play("guided", &"1\n".repeat(n)));
    assert!(later.any(|out| out.contains("Adjourn [")), "no move ever has odds");
    assert!(!play("standard", &"1\n".repeat(steps)).contains(" %]"), "only a guided game tells odds");
}

/// Input that saves a file before the second line is read, and waits until it was read anew.
struct Saving {
    lines: io::Cursor<Vec<u8>>,
    read: usize,
    file: PathBuf,
    woken: mpsc::Receiver<()>,
}

impl io::Read for Saving {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.lines.read(buffer)
    }
}

impl io::BufRead for Saving {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.read == 0 {
            self.read = 1;
            let text = fs::read_to_string(&self.file)?.replace("The Orchard", "The Vineyard");
            fs::write(&self.file, text)?;
            self.woken.recv_timeout(Duration::from_secs(60)).expect("the scenario is read anew");
        }
        self.lines.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.lines.consume(amount);
    }
}

#[test]
fn a_scenario_that_is_saved_while_it_is_played_is_read_anew_at_the_next_decision() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for entry in fs::read_dir(orchard_folder()).expect("the scenario") {
        let path = entry.expect("a file").path();
        if path.is_file() {
            let text = fs::read_to_string(&path).expect("text").replace(&orchard().texts.title, "The Orchard");
            fs::write(folder.path().join(path.file_name().expect("a name")), text).expect("room");
        }
    }
    let scenario = Arc::new(Scenario::load(folder.path()).unwrap_or_else(|f| panic!("{f}")));
    let titled =
        |e: fs::DirEntry| fs::read_to_string(e.path()).is_ok_and(|t| t.contains("\"The Orchard\"")).then(|| e.path());
    let file = fs::read_dir(folder.path()).expect("files").flatten().find_map(titled).expect("a file with the title");
    let (wake, woken) = mpsc::channel();
    let watch = Watch::new(folder.path(), move || _ = wake.send(())).unwrap_or_else(|e| panic!("{e}"));
    let game = begin(&scenario, 2, None);
    let mut input = Saving { lines: io::Cursor::new(b"1\n1\n".to_vec()), read: 0, file, woken };
    let mut out = Vec::new();
    terminal::play(game, Some(&watch), &mut input, &mut out, terminal::Style::fitting(false)).expect("room to write");
    let out = String::from_utf8(out).expect("text");
    assert!(out.contains("The scenario was saved and read anew."), "{out}");
}
