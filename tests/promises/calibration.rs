//! The balance of the game is measured, not asserted. The full table is `six-hours calibrate`; here are fewer seeds,
//! with a tolerance from the standard errors.

use std::sync::LazyLock;

use six_hours::calibration::{Calibration, Sampling, calibrate, choice_shares, decisions};
use six_hours::policy::{Bot, Found, Roster};
use six_hours::threads;

use crate::stage::{arg, program, shipped};

/// Games of each policy against each type.
const GAMES: usize = 60;

static FOUND: LazyLock<Calibration> =
    LazyLock::new(|| calibrate(&shipped(), GAMES, 50_000, threads::available(), |_| ()));

#[test]
fn every_target_of_the_model_holds_within_four_standard_errors() {
    let missed: Vec<_> = FOUND.targets.iter().filter(|t| !t.holds(4.0)).collect();
    assert!(missed.is_empty(), "{missed:#?}");
    assert!(FOUND.targets.len() > 25, "only {} targets were measured", FOUND.targets.len());
}

#[test]
fn every_policy_meets_every_type_and_shares_add_up() {
    let types = shipped().rules.drawn_types;
    assert_eq!(FOUND.cells.len(), Bot::ALL.len() * (types + 1));
    for cell in &FOUND.cells {
        let all: f64 = cell.endings.iter().map(|(_, share)| share).sum();
        assert!((all - 1.0).abs() < 1e-9, "{} {}: {all}", cell.policy, cell.counterpart);
        assert!(cell.ratified.mean <= cell.agreement.mean && cell.survived.mean <= cell.ratified.mean);
    }
}

#[test]
fn the_number_of_threads_changes_no_number() {
    let table = |threads| serde_json::to_string(&calibrate(&shipped(), 3, 7, threads, |_| ())).expect("numbers");
    assert_eq!(table(1), table(3));
    let sampling = Sampling { states: 2, rollouts: 2, seed: 9 };
    let shares = |threads| {
        let met = decisions(&shipped(), &sampling, threads);
        serde_json::to_string(&choice_shares(&shipped(), &sampling, &met, threads, |_| ())).expect("numbers")
    };
    assert_eq!(shares(1), shares(3));
}

#[test]
fn what_was_found_by_search_fits_the_scenario_name_by_name() {
    let rules = &shipped().rules;
    let kept = Found::kept(rules).expect("the game has a searched policy");
    for rule in &rules.types[..rules.drawn_types] {
        assert!(kept.tempers.contains_key(&rule.id), "no temper for {}", rule.id);
    }
    let known: Vec<String> = (0..rules.choices.len() as u16).map(|c| rules.choice_name(c)).collect();
    for choice in kept.choices.keys() {
        assert!(known.contains(choice), "no choice {choice}");
    }
    assert!(!kept.found_by.is_empty(), "the command that found it is not kept");
    assert!(Roster::new(rules).aims() > 100, "hardly a package is worth aiming at");
}

#[test]
fn calibrate_prints_one_table_and_says_what_is_missed() {
    let home = tempfile::tempdir().expect("a folder");
    let said = program(home.path(), &["calibrate", "--games", "2", "--states", "0"], "");
    for word in ["policy", "boulware", "reciprocator", "Targets", "kept"] {
        assert!(said.out.contains(word), "{}", said.out);
    }
    let nothing = program(home.path(), &["calibrate", "--games", "0"], "");
    assert_eq!(nothing.status, Some(2));
    assert!(nothing.err.contains("--games and --threads must be at least 1"), "{}", nothing.err);
}

#[test]
fn a_search_with_the_same_seed_finds_the_same_policy() {
    let home = tempfile::tempdir().expect("a folder");
    let search = |name: &str, threads: &str| {
        let file = home.path().join(name);
        let effort = ["--rounds", "1", "--games", "3", "--variants", "4", "--trials", "2", "--generations", "1"];
        let rest = ["--seed", "5", "--threads", threads, "--out", arg(&file)];
        let said = program(home.path(), &[&["improve"], &effort[..], &rest[..]].concat(), "");
        assert_eq!(said.status, Some(0), "{}", said.err);
        std::fs::read_to_string(file).expect("the policy was written")
    };
    let found = search("one.ron", "1");
    assert_eq!(found, search("two.ron", "3"));
    assert!(found.contains("six-hours improve --rounds 1"), "{found}");
}
