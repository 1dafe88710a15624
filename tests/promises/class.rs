//! Classes: a code fixes what is played, a folder of records becomes one report, and nothing in it can stop the rest.

use std::fs;
use std::ops::Add;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use six_hours::luck::{Luck, Purpose};
use six_hours::policy::{Policy, Random, Roster};
use six_hours::record::class::Class;
use six_hours::record::{self, Coach, Game, Reflection};
use six_hours::review::{self, Effort, Walk, forecast, foreseeable};
use six_hours::scenario::Scenario;

use crate::stage::{arg, begin, go_on, orchard, orchard_folder, program, shipped};

fn rehearsal() -> Arc<Scenario> {
    static REHEARSAL: LazyLock<Arc<Scenario>> =
        LazyLock::new(|| Arc::new(Scenario::shipped("rehearsal").unwrap_or_else(|f| panic!("{f}"))));
    REHEARSAL.clone()
}

/// A class of chance players, each with a name and a record in the folder.
fn hand_in(folder: &Path, class: &Class, names: &[&str]) {
    for (n, name) in names.iter().enumerate() {
        let path = folder.join(format!("{n}.record"));
        let start = class.start(n as u64, Some((*name).to_owned()));
        let mut game = Game::new(rehearsal(), start, Some(&path)).unwrap_or_else(|e| panic!("{e}"));
        go_on(&mut game, &mut Random, &mut Luck::at(n as u64, Purpose::Policy, 0), usize::MAX);
        if n % 2 == 0 {
            let words = format!("{name} would have asked first.");
            let said = Reflection { answers: [("terms".to_owned(), 3)].into(), words };
            game.reflect(said).unwrap_or_else(|e| panic!("{e}"));
        }
    }
}

fn class() -> Class {
    Class::new(&rehearsal(), None, Coach::Standard, false, 5)
}

/// Both reports on a folder.
fn reports(folder: &Path, more: &[&str]) -> (String, String, String) {
    let out = tempfile::tempdir().expect("a temporary folder");
    let (html, csv) = (out.path().join("class.html"), out.path().join("class.csv"));
    let mut args = vec!["class", arg(folder), "--html", arg(&html), "--csv", arg(&csv), "--rollouts", "8"];
    args.extend(more);
    let said = program(out.path(), &args, "");
    assert_eq!(said.status, Some(0), "{}", said.err);
    (fs::read_to_string(html).expect("the page"), fs::read_to_string(csv).expect("the table"), said.out)
}

#[test]
fn a_folder_of_records_becomes_one_report_and_what_is_broken_foreign_or_edited_is_listed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    hand_in(folder.path(), &class(), &["Ann", "Ben", "Cem"]);
    let good = fs::read_to_string(folder.path().join("0.record")).expect("a record");
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("room");
    put("empty.record", "");
    put("notes.txt", "not a record");
    put("garbled.record", "(format:3,what:\n");
    put("later.record", &good.replacen("format:3", "format:9", 1));
    put("copied.record", &good);
    let lines: Vec<&str> = good.lines().collect();
    put("earlier.record", &format!("{}\n", lines[..4].join("\n")));
    put("unplayed.record", &format!("{}\n", lines[0].replace("Ann", "Una")));
    put("torn.record", &format!("{}\n(deed:Cho", lines[..5].join("\n").replace("Ann", "Tor")));
    put(
        "branch.record",
        &lines[..6]
            .join("\n")
            .replace("parent:None", "parent:Some((record:\"a\",turn:2))")
            .replace("Ann", "Bea")
            .add("\n"),
    );
    put("edited.record", &good.replacen("print:\"", "print:\"0", 2).replacen("print:\"0", "print:\"", 1));
    put("helped.record", &good.replacen("coach:standard", "coach:guided", 1));
    fs::create_dir(folder.path().join("late")).expect("a folder");
    let foreign = begin(&shipped(), 3, Some(&folder.path().join("late/foreign.record")));
    drop(foreign);
    let (html, csv, out) = reports(folder.path(), &[]);
    assert!(html.contains("5 games"), "five games count");
    assert_eq!(csv.lines().count(), 6, "a head and five rows: {csv}");
    assert!(out.starts_with("5 games counted, 9 files not\n"), "{out}");
    assert!(html.contains("count without it: Tor."), "a torn line is told");
    assert!(html.contains("Bea, a branch"), "a branch is told");
    let (_, csv, out) = reports(folder.path(), &["--no-branches"]);
    assert_eq!(csv.lines().count(), 5, "{csv}");
    assert!(out.contains("branch.record: a branch of another game"), "{out}");
    for (file, reason) in [
        ("empty.record", "the file is empty"),
        ("garbled.record", "expected a header"),
        ("later.record", "format 9"),
        ("copied.record", "the same record"),
        ("earlier.record", "goes on from where this one ends"),
        ("unplayed.record", "nothing was played"),
        ("edited.record", "turn "),
        ("helped.record", "its header was edited: its coach level is guided"),
        ("foreign.record", "belongs to the scenario ‘pyongyang-2000’"),
    ] {
        let line = out.lines().find(|l| l.starts_with(file)).unwrap_or_else(|| panic!("{file} is not listed: {out}"));
        assert!(line.contains(reason), "{line}");
        assert!(html.contains(file), "the page does not name {file}");
    }
    assert!(html.contains("1 other files"), "the text file is mentioned");
}

#[test]
fn a_report_is_the_same_for_any_number_of_threads() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    hand_in(folder.path(), &class(), &["Ann", "Ben", "Cem", "Dor"]);
    let one = reports(folder.path(), &["--threads", "1"]);
    let three = reports(folder.path(), &["--threads", "3"]);
    assert_eq!(one, three);
}

#[test]
fn hidden_names_stand_nowhere_in_a_report() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    hand_in(folder.path(), &class(), &["Annabel", "Benedict", "Cemile"]);
    fs::write(folder.path().join("Dorothy.record"), "").expect("room");
    let (html, csv, _) = reports(folder.path(), &["--hide-names"]);
    for name in ["Annabel", "Benedict", "Cemile", "Dorothy", ".record", "asked first"] {
        assert!(!html.contains(name), "the page has {name}");
        assert!(!csv.contains(name), "the table has {name}");
    }
    for name in ["Player A", "Player B", "Player C"] {
        assert!(html.contains(name) && csv.contains(name), "{name} is missing");
    }
    let (html, csv, _) = reports(folder.path(), &[]);
    assert!(html.contains("Annabel would have asked first.") && csv.contains("Benedict"));
}

#[test]
fn a_name_is_text_in_a_page_and_no_formula_in_a_table() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    hand_in(folder.path(), &class(), &["<script>alert(1)</script>", "=1+1"]);
    let (html, csv, _) = reports(folder.path(), &[]);
    assert!(!html.contains("<script") && html.contains("&lt;script&gt;"));
    assert!(csv.contains("\n'=1+1,"), "{csv}");
}

#[test]
fn what_a_choice_was_worth_to_a_class_of_one_is_what_the_forecast_says() {
    let mut game = begin(&rehearsal(), 11, None);
    go_on(&mut game, &mut Random, &mut Luck::at(11, Purpose::Policy, 0), usize::MAX);
    let walk = Walk::of(&game);
    let go = |_: usize, _: usize| ControlFlow::Continue(());
    let effort = Effort { rollouts: 600, seed: 3, threads: 2, after: 0 };
    let found = review::class(&rehearsal(), vec![walk.clone()], effort, go).expect("it is not stopped");
    let roster = Roster::new(&rehearsal().rules);
    let mut compared = 0;
    for state in &walk.before {
        if six_hours::negotiation::session(&rehearsal().rules, state.view()).is_some() {
            continue;
        }
        let choices = foreseeable(&rehearsal().rules, state.view());
        let list =
            forecast(&rehearsal(), &roster, state, choices, Effort { seed: 8, ..effort }, go).expect("not stopped");
        if list.is_empty() {
            continue;
        }
        let split = found.splits.iter().find(|s| s.scene == state.story.scene).expect("the scene is in the report");
        for one in list {
            let same = |o: &&review::Taken| six_hours::negotiation::Action::Choose(o.choice) == one.action;
            let taken = split.options.iter().find(same).expect("the choice is in the report");
            let se = (taken.worth.se.powi(2) + one.result.se.powi(2)).sqrt();
            let apart = (taken.worth.mean - one.result.mean).abs();
            assert!(apart <= 4.0 * se + 1e-9, "{:?}: {:?} against {:?}", one.action, taken.worth, one.result);
            compared += 1;
        }
    }
    assert!(compared >= 4, "only {compared} choices were compared");
}

#[test]
fn points_left_are_what_the_choices_cost_and_a_case_is_told_once() {
    let walks: Vec<Walk> = (0..12)
        .map(|seed| {
            let mut game = begin(&rehearsal(), seed, None);
            go_on(&mut game, &mut Random, &mut Luck::at(seed, Purpose::Policy, 0), usize::MAX);
            Walk::of(&game)
        })
        .collect();
    let effort = Effort { rollouts: 40, seed: 1, threads: 2, after: 0 };
    let found = review::class(&rehearsal(), walks, effort, |_, _| ControlFlow::Continue(())).expect("not stopped");
    let costs = |m: usize| -> f64 {
        let options = found.splits.iter().filter(|s| !s.conscience).flat_map(|s| &s.options);
        options.map(|o| o.costs() * o.by.iter().filter(|n| **n == m).count() as f64).sum()
    };
    for (m, member) in found.members.iter().enumerate() {
        assert!(member.left <= costs(m) + 1e-9, "{m}: {} of {}", member.left, costs(m));
    }
    assert!(found.members.iter().any(|m| m.left > 0.0), "chance players leave something");
    for split in &found.splits {
        assert_eq!(split.stood(), split.options.iter().map(|o| o.by.len()).sum::<usize>());
        assert!(split.options.iter().all(|o| o.by.len() <= o.offered && o.offered <= split.stood()));
    }
    let cases = found.cases();
    assert!((3..=5).contains(&cases.len()));
    for (i, (case, member)) in cases.iter().enumerate() {
        assert!(cases[..i].iter().all(|(c, m)| c != case && m != member));
    }
}

#[test]
fn a_class_code_fixes_scenario_seed_coach_and_taking_back() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let assign = ["assign", "--scenario", "rehearsal", "--seed", "77", "--coach", "exam", "--statesman"];
    let code = program(home.path(), &assign, "").out.trim().to_owned();
    let path = home.path().join("ann.record");
    let play = ["play", "--class", &code, "--name", "Ann", "--record", arg(&path), "--text"];
    let said = program(home.path(), &play, "1\n1\n");
    assert_eq!(said.status, Some(0), "{}", said.err);
    let header = record::read(&path).unwrap_or_else(|e| panic!("{e}")).header;
    assert_eq!(
        (header.scenario.as_str(), header.seed, header.coach, header.statesman),
        ("rehearsal", 77, Coach::Exam, true)
    );
    assert_eq!((header.class, header.player), (Some(code.clone()), Some("Ann".into())));
    let (whole, last) = code.split_at(code.len() - 1);
    let wrong = format!("{whole}{}", if last == "q" { "p" } else { "q" });
    let said = program(home.path(), &["play", "--class", &wrong, "--text"], "");
    assert_eq!(said.status, Some(2));
    assert!(said.err.contains("mistyped"), "{}", said.err);
    let said = program(home.path(), &["play", "--class", &code, "--scenario", "winter-timetable", "--text"], "");
    assert!(said.err.contains("does not play"), "{}", said.err);
    let said = program(home.path(), &["play", "--class", &code, "--seed", "3", "--text"], "");
    assert_eq!(said.status, Some(2), "the class has the seed");
}

#[test]
fn a_class_on_a_scenario_of_ones_own_is_reported_with_that_scenario() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut game = begin(&orchard(), 1, Some(&folder.path().join("a.record")));
    go_on(&mut game, &mut Random, &mut Luck::at(1, Purpose::Policy, 0), usize::MAX);
    let page = folder.path().join("page.html");
    let said = program(folder.path(), &["class", arg(folder.path()), "--html", arg(&page)], "");
    assert_eq!(said.status, Some(2));
    assert!(said.err.contains("--scenario"), "{}", said.err);
    assert!(!page.exists(), "nothing half-written is left");
    let (html, ..) = reports(folder.path(), &["--scenario", arg(&orchard_folder())]);
    assert!(html.contains(&orchard().texts.title));
}

#[test]
fn a_folder_that_is_not_there_or_empty_is_said_so() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let page = home.path().join("page.html");
    let gone = home.path().join("gone");
    let said = program(home.path(), &["class", arg(&gone), "--html", arg(&page)], "");
    assert_eq!(said.status, Some(2));
    assert!(said.err.contains("gone"), "{}", said.err);
    let said = program(home.path(), &["class", arg(home.path()), "--html", arg(&page)], "");
    assert!(said.err.contains("no record was found"), "{}", said.err);
    assert!(program(home.path(), &["class", arg(home.path())], "").err.contains("--html"));
}

#[test]
fn what_a_player_made_of_a_game_is_kept_in_its_record_and_the_last_word_counts() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.record");
    let mut game = begin(&rehearsal(), 2, Some(&path));
    go_on(&mut game, &mut Random, &mut Luck::at(2, Purpose::Policy, 0), usize::MAX);
    let print = game.print();
    let say = |n: u8, words: &str| Reflection { answers: [("heard".to_owned(), n)].into(), words: words.into() };
    game.reflect(say(2, "First.\nThen “second”.")).unwrap_or_else(|e| panic!("{e}"));
    game.reflect(say(6, "On reflection, not.")).unwrap_or_else(|e| panic!("{e}"));
    assert!(game.reflect(say(9, "")).is_err(), "nine is not on the scale");
    drop(game);
    let (again, _) = Game::resume(rehearsal(), &path).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((again.print(), again.reflection()), (print, Some(&say(6, "On reflection, not."))));
    let text = fs::read_to_string(&path).expect("the record");
    fs::write(&path, text.replace("\"heard\":6", "\"heard\":60")).expect("room");
    let wrong = record::read(&path).expect_err("sixty is not on the scale").to_string();
    assert!(wrong.contains(&format!("line {}", text.lines().count())) && wrong.contains("1 to 7"), "{wrong}");
}

#[test]
fn players_who_never_say_anything_are_a_class_too() {
    let mut silent = Random;
    let mut game = begin(&rehearsal(), 5, None);
    let action = silent.choose(game.rules(), game.view(), &mut Luck::at(5, Purpose::Policy, 0)).expect("a choice");
    game.act(action).unwrap_or_else(|e| panic!("{e}"));
    let effort = Effort { rollouts: 8, seed: 1, threads: 1, after: 0 };
    let found = review::class(&rehearsal(), vec![Walk::of(&game)], effort, |_, _| ControlFlow::Continue(()));
    let found = found.expect("it is not stopped");
    assert!(found.cases().is_empty(), "an open game is no case");
    assert_eq!(found.members[0].deal, None);
}
