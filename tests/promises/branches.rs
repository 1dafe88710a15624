//! Branches: any decision can be played anew, nothing is lost by it, and the tree is found again.

use std::fs;
use std::path::Path;

use six_hours::luck::{Luck, Purpose};
use six_hours::negotiation::{Action, legal_actions};
use six_hours::policy::Random;
use six_hours::record::{self, Coach, Game, RecordError, Start, library, tree};

use crate::stage::{arg, begin, go_on, played, program, shipped};

/// Takes another choice than the one that was taken next.
fn otherwise(game: &Game, than: Action) -> Action {
    let legal = legal_actions(game.rules(), game.view());
    *legal.iter().find(|a| **a != than).unwrap_or(&legal[0])
}

#[test]
fn a_branch_shares_its_first_turns_and_goes_its_own_way() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("a.record");
    let game = played(&shipped(), 3, Some(&path));
    let before = fs::read(&path).expect("the record");
    for turns in [0, 1, 7, game.turns() - 1] {
        let place = library::fresh_branch(home.path(), "a", turns + 1);
        let mut branch = game.branch(turns, Some("a"), Some(&place)).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(branch.actions(), &game.actions()[..turns]);
        let then = otherwise(&branch, game.actions()[turns]);
        branch.act(then).unwrap_or_else(|e| panic!("{e}"));
        go_on(&mut branch, &mut Random, &mut Luck::at(9, Purpose::Policy, 0), usize::MAX);
        let kept = record::read(&place).unwrap_or_else(|e| panic!("{e}"));
        let parent = kept.header.parent.clone().expect("it knows where it came from");
        assert_eq!((parent.record.as_str(), parent.turn), ("a", turns));
        assert_eq!(Game::replay(shipped(), &kept, None).unwrap_or_else(|e| panic!("{e}")).print(), branch.print());
    }
    assert_eq!(fs::read(&path).expect("the record"), before, "the record it came from was touched");
    assert!(matches!(game.branch(game.turns() + 1, None, None), Err(RecordError::NoTurn { .. })));
}

#[test]
fn the_tree_is_found_again_whatever_is_renamed_or_deleted() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let folder = home.path();
    let root = folder.join("root.record");
    let game = played(&shipped(), 5, Some(&root));
    let branch = |of: &Game, turns: usize, name: &str, to: &str| {
        let path = folder.join(format!("{to}.record"));
        let mut branch = of.branch(turns, Some(name), Some(&path)).unwrap_or_else(|e| panic!("{e}"));
        let then = otherwise(&branch, of.actions()[turns]);
        branch.act(then).unwrap_or_else(|e| panic!("{e}"));
        go_on(&mut branch, &mut Random, &mut Luck::at(1, Purpose::Policy, 0), usize::MAX);
        branch
    };
    let second = branch(&game, 2, "root", "second");
    branch(&second, second.turns() - 1, "second", "third");
    played(&shipped(), 6, Some(&folder.join("alone.record")));
    let shape = || -> Vec<(usize, String, usize)> {
        let mut all: Vec<_> = tree::trees(folder, &|_| shipped())
            .iter()
            .flat_map(|root| root.flat().into_iter().map(|(d, n)| (d, n.saved.name(), n.from)).collect::<Vec<_>>())
            .collect();
        all.sort();
        all
    };
    let last = second.turns() - 1;
    let named = |second: &str| -> Vec<(usize, String, usize)> {
        vec![(0, "alone".into(), 0), (0, "root".into(), 0), (1, second.into(), 2), (2, "third".into(), last)]
    };
    assert_eq!(shape(), named("second"));
    assert!(tree::trees(folder, &|_| shipped()).iter().all(|n| n.ending.is_some() && n.fault.is_none()));
    library::rename(&folder.join("second.record"), "the colder line").unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(shape(), named("the colder line"), "a new name orphans nothing");
    library::delete(&folder.join("the colder line.record")).unwrap_or_else(|e| panic!("{e}"));
    let left: Vec<String> = shape().into_iter().map(|(_, name, _)| name).collect();
    assert_eq!(left, ["alone", "root", "third"], "what branched off a deleted record stays");
}

#[test]
fn a_name_that_no_file_can_have_is_refused_and_nothing_is_lost() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let (a, b) = (home.path().join("a.record"), home.path().join("b.record"));
    played(&shipped(), 1, Some(&a));
    played(&shipped(), 2, Some(&b));
    for name in ["", "  ", "../x", "a/b", ".hidden", "b", &"x".repeat(200)] {
        let why = library::rename(&a, name).expect_err(name).to_string();
        assert!(why.contains(name.trim()), "{why}");
    }
    assert!(a.exists() && b.exists());
    let foreign = home.path().join("foreign.record");
    fs::write(&foreign, "a letter\n").expect("room");
    assert!(library::delete(&foreign).is_err() && foreign.exists(), "only records are deleted");
}

#[test]
fn a_statesman_takes_nothing_back_until_it_is_over() {
    for start in [
        Start { seed: 4, statesman: true, ..Start::default() },
        Start { seed: 4, coach: Coach::Exam, ..Start::default() },
    ] {
        let mut game = Game::new(shipped(), start, None).unwrap_or_else(|e| panic!("{e}"));
        go_on(&mut game, &mut Random, &mut Luck::at(4, Purpose::Policy, 0), 5);
        assert!(matches!(game.branch(2, None, None), Err(RecordError::Locked)));
        go_on(&mut game, &mut Random, &mut Luck::at(4, Purpose::Policy, 1), usize::MAX);
        let branch = game.branch(2, None, None).unwrap_or_else(|e| panic!("{e}"));
        assert!(!branch.header().statesman, "a branch is no statesman's game");
    }
}

#[test]
fn one_goes_back_at_the_prompt_and_the_old_line_is_kept() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("r.record");
    let args = ["play", "--text", "--seed", "7", "--record", arg(&path)];
    let said = program(home.path(), &args, "1\n1\n1\nback 2\n2\nback x\nback 99\nquit\n");
    assert_eq!(said.status, Some(0), "{}", said.err);
    assert!(said.out.contains("You are back before turn 2."), "{}", said.out);
    assert!(said.out.contains("How many turns?") && said.out.contains("there is no turn 99"), "{}", said.out);
    let (old, new) = (record::read(&path).expect("a record"), record::read(&home.path().join("r from 2.record")));
    let new = new.expect("the branch");
    assert_eq!((old.lines.len(), new.lines.len()), (3, 2));
    assert_eq!(old.lines[0], new.lines[0]);
    assert_ne!(old.lines[1], new.lines[1]);
    let said = program(home.path(), &["play", "--text", "--seed", "7", "--statesman"], "1\n1\nback\nquit\n");
    assert!(said.out.contains("nothing is taken back in this game before it is over"), "{}", said.out);
}

#[test]
fn the_program_branches_lists_renames_and_deletes() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("first.record");
    let mut game = begin(&shipped(), 11, Some(&path));
    go_on(&mut game, &mut Random, &mut Luck::at(4, Purpose::Policy, 0), 6);
    let run = |args: &[&str], input: &str| program(home.path(), args, input);
    let said = run(&["play", "--text", "--branch", arg(&path), "--before", "3"], "2\nquit\n");
    assert_eq!(said.status, Some(0), "{}", said.err);
    let branch = home.path().join("first from 3.record");
    assert_eq!(record::read(&branch).expect("the branch").lines.len(), 3);
    let folder = arg(home.path());
    let listed = run(&["records", "--folder", folder], "").out;
    let lines: Vec<&str> = listed.lines().collect();
    assert_eq!(lines.len(), 2, "{listed}");
    assert!(
        lines[0].starts_with("first: seed 11") && lines[1].starts_with("  └ first from 3: branches off after turn 2")
    );
    let said = run(&["records", "rename", "first", "The first night", "--folder", folder], "");
    assert_eq!(said.status, Some(0), "{}", said.err);
    assert!(home.path().join("The first night.record").exists() && !path.exists());
    let said = run(&["records", "delete", "first", "--folder", folder], "");
    assert_eq!(said.status, Some(2));
    assert!(said.err.contains("there is no record ‘first’"), "{}", said.err);
    assert_eq!(run(&["records", "delete", "The first night", "--folder", folder], "").status, Some(0));
    let listed = run(&["records", "--folder", folder], "").out;
    assert!(listed.starts_with("first from 3: seed 11") && listed.lines().count() == 1, "{listed}");
    for (args, words) in [
        (vec!["play", "--text", "--branch", arg(&branch), "--before", "40"], "there is no turn"),
        (vec!["play", "--text", "--branch", arg(&branch), "--before", "0"], "counted from 1"),
        (vec!["play", "--text", "--branch", arg(Path::new("nowhere.record")), "--before", "1"], "cannot read"),
    ] {
        let said = run(&args, "");
        assert_eq!(said.status, Some(2), "{args:?}");
        assert!(said.err.contains(words), "{args:?}: {}", said.err);
    }
}
