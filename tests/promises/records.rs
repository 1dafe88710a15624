//! Records: what was played is what is replayed, alone or in a crowd, or it is refused with a reason.

use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use bevy_ecs::prelude::*;
use proptest::prelude::*;
use six_hours::luck::{Luck, Purpose};
use six_hours::negotiation::{
    self, Action, Happening, NONE, Negotiation, Pending, Step, check, fingerprint, legal_actions,
};
use six_hours::policy::{Policy, Random};
use six_hours::record::{self, ActError, Deed, FORMAT, Game, Notice, Record, RecordError, Start, deed};
use six_hours::scenario::Scenario;
use six_hours::scenario::rules::{ISSUES, Rules, TYPES};

use crate::stage::{arg, begin, ending, go_on, orchard, orchard_folder, played, program, shipped};

/// Reads a record and replays it.
fn replay(scenario: Arc<Scenario>, path: &Path) -> Result<Game, RecordError> {
    Game::replay(scenario, &record::read(path)?, None)
}

fn refusal(scenario: Arc<Scenario>, path: &Path) -> String {
    match replay(scenario, path) {
        Ok(_) => panic!("it is replayed"),
        Err(e) => e.to_string(),
    }
}

/// The program refuses to replay and to continue a record, with these words, and leaves it as it is.
fn assert_program_refuses(path: &Path, words: &[&str]) {
    let before = fs::read(path).expect("the record");
    let home = path.parent().expect("a folder");
    for args in [
        vec!["replay", arg(path), "--json"],
        vec!["replay", arg(path)],
        vec!["play", "--text", "--continue", "--record", arg(path)],
    ] {
        let said = program(home, &args, "1\n");
        assert_eq!(said.status, Some(2), "{args:?}: {}", said.err);
        assert_eq!(said.out, "", "{args:?}");
        for word in words {
            assert!(said.err.contains(word), "{args:?}: ‘{word}’ is missing in: {}", said.err);
        }
    }
    assert_eq!(fs::read(path).expect("the record"), before, "the record was touched");
}

/// Rewrites one line of a record, counted from 0.
fn edit_line(path: &Path, line: usize, edit: impl Fn(&str) -> String) {
    let text = fs::read_to_string(path).expect("the record");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines[line] = edit(&lines[line]);
    fs::write(path, lines.join("\n") + "\n").expect("room");
}

#[test]
fn a_played_record_replays_to_the_same_state_and_story() {
    let home = tempfile::tempdir().expect("a temporary folder");
    for (scenario, name) in [(shipped(), "shipped"), (orchard(), "orchard")] {
        for seed in 0..6 {
            let path = home.path().join(format!("{name}-{seed}.record"));
            let game = played(&scenario, seed, Some(&path));
            let again = replay(scenario.clone(), &path).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(again.print(), game.print());
            assert_eq!(again.snapshot(), game.snapshot());
            assert_eq!(again.log(), game.log());
            assert_eq!(again.actions(), game.actions());
        }
    }
}

#[test]
fn the_program_replays_a_record_to_its_turns_ending_and_fingerprint() {
    let home = tempfile::tempdir().expect("a temporary folder");
    for seed in 0..3 {
        let path = home.path().join(format!("{seed}.record"));
        let game = played(&shipped(), seed, Some(&path));
        let said = program(home.path(), &["replay", arg(&path), "--json"], "");
        assert_eq!((said.status, said.err.as_str()), (Some(0), ""));
        let lines: Vec<serde_json::Value> =
            said.out.lines().map(|l| serde_json::from_str(l).expect("a JSON object a line")).collect();
        let (last, happened) = lines.split_last().expect("a last line");
        assert_eq!(
            *last,
            serde_json::json!({ "turns": game.turns(), "ending": ending(&game), "fingerprint": game.print() })
        );
        assert_eq!(happened.len(), game.log().len());
        for line in happened {
            assert!(line["turn"].is_u64() && line["at"].is_string() && line["happening"].is_string(), "{line}");
        }
    }
}

#[test]
fn a_record_can_be_replayed_up_to_a_turn() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("r.record");
    let game = played(&shipped(), 5, Some(&path));
    let record = record::read(&path).expect("a record");
    let said = program(home.path(), &["replay", arg(&path), "--json", "--to", "4"], "");
    let last: serde_json::Value = serde_json::from_str(said.out.lines().last().expect("a line")).expect("JSON");
    assert_eq!(last, serde_json::json!({ "turns": 4, "ending": null, "fingerprint": record.lines[3].print }));
    let too_far = (game.turns() + 1).to_string();
    let said = program(home.path(), &["replay", arg(&path), "--to", &too_far], "");
    assert_eq!(said.status, Some(2));
    assert!(said.err.contains(&format!("the record has {} turns", game.turns())), "{}", said.err);
}

#[test]
fn a_torn_last_line_is_dropped_with_a_notice_and_the_game_goes_on_from_there() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let scenario = shipped();
    let whole = home.path().join("whole.record");
    let mut game = begin(&scenario, 4, Some(&whole));
    let mut luck = Luck::at(4, Purpose::Policy, 0);
    go_on(&mut game, &mut Random, &mut luck, 10);
    let bytes = fs::read(&whole).expect("the record");
    let last = bytes[..bytes.len() - 1].iter().rposition(|b| *b == b'\n').expect("lines") + 1;
    for cut in [last + 1, last + 5, (last + bytes.len()) / 2, bytes.len() - 2, bytes.len() - 1] {
        let path = home.path().join(format!("cut-{cut}.record"));
        fs::write(&path, &bytes[..cut]).expect("room");
        let (mut resumed, notice) = Game::resume(scenario.clone(), &path).unwrap_or_else(|e| panic!("{cut}: {e}"));
        assert_eq!(notice, Some(Notice::Torn { turn: 9 }), "cut at {cut}");
        assert!(notice.expect("a notice").to_string().contains("turn 9"));
        assert_eq!(resumed.turns(), 9);
        resumed.act(game.actions()[9]).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(resumed.print(), game.print());
        assert_eq!(fs::read(&path).expect("the record"), bytes, "the torn line is gone, the new one in its place");
        go_on(&mut resumed, &mut Random, &mut Luck::at(4, Purpose::Policy, 1), usize::MAX);
        assert_eq!(replay(scenario.clone(), &path).unwrap_or_else(|e| panic!("{e}")).print(), resumed.print());
    }
}

#[test]
fn the_program_tells_of_a_torn_line_and_goes_on() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("r.record");
    let mut game = begin(&shipped(), 4, Some(&path));
    go_on(&mut game, &mut Random, &mut Luck::at(4, Purpose::Policy, 0), 6);
    drop(game);
    let mut bytes = fs::read(&path).expect("the record");
    bytes.truncate(bytes.len() - 7);
    fs::write(&path, &bytes).expect("room");
    let said = program(home.path(), &["replay", arg(&path), "--json"], "");
    assert_eq!(said.status, Some(0), "{}", said.err);
    assert!(said.err.contains("torn"), "{}", said.err);
    assert_eq!(fs::read(&path).expect("the record"), bytes, "replay only reads");
    let said = program(home.path(), &["play", "--text", "--continue", "--record", arg(&path)], &"1\n".repeat(2000));
    assert_eq!(said.status, Some(0), "{}", said.err);
    assert!(said.out.contains("torn in writing and has been dropped; the game goes on after turn 5"), "{}", said.out);
    assert!(said.out.contains("Ending: "), "{}", said.out);
    assert!(replay(shipped(), &path).unwrap_or_else(|e| panic!("{e}")).ending().is_some());
}

#[test]
fn an_edited_action_is_refused_with_its_turn() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let scenario = shipped();
    // Another legal action in its place: the fingerprint tells.
    let other = home.path().join("other.record");
    let mut game = begin(&scenario, 8, Some(&other));
    let mut luck = Luck::at(8, Purpose::Policy, 0);
    go_on(&mut game, &mut Random, &mut luck, 3);
    let legal = game.legal_actions();
    go_on(&mut game, &mut Random, &mut luck, 6);
    let instead = legal.iter().find(|a| **a != game.actions()[3]).expect("there is always another choice");
    let (done, instead) = (deed(&scenario.rules, game.actions()[3]), deed(&scenario.rules, *instead));
    let ron = |d: &Deed| ron_of(d);
    edit_line(&other, 4, |l| l.replace(&ron(&done), &ron(&instead)));
    let why = refusal(scenario.clone(), &other);
    assert!(why.contains("turn 4 of the record"), "{why}");
    assert_program_refuses(&other, &["turn 4 of the record", "edited"]);
    // An action that is not legal there, and one that does not exist.
    for (name, to, words) in [
        ("illegal", r#"Choose("decision/go")"#, "refused"),
        ("unknown", r#"Choose("gate/bread")"#, "there is no choice ‘gate/bread’"),
        ("off_the_table", "Accept", "refused"),
    ] {
        let path = home.path().join(format!("{name}.record"));
        played(&scenario, 8, Some(&path));
        edit_line(&path, 1, |l| {
            let print = l.find(",print:").expect("a line has a fingerprint");
            format!("(deed:{to}{}", &l[print..])
        });
        let why = refusal(scenario.clone(), &path);
        assert!(why.contains("turn 1 of the record") && why.contains(words), "{name}: {why}");
        assert_program_refuses(&path, &["turn 1 of the record", words]);
    }
}

fn ron_of(deed: &Deed) -> String {
    ron::to_string(deed).expect("a deed can be written")
}

#[test]
fn an_edited_fingerprint_is_refused_with_its_turn() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("r.record");
    let game = played(&shipped(), 9, Some(&path));
    let turn = game.turns();
    edit_line(&path, turn, |l| {
        let print = game.print();
        let first = if print.starts_with('0') { "1" } else { "0" };
        l.replace(&print, &format!("{first}{}", &print[1..]))
    });
    let words = format!("turn {turn} of the record");
    let why = refusal(shipped(), &path);
    assert!(why.contains(&words) && why.contains(&game.print()), "{why}");
    assert_program_refuses(&path, &[&words, "edited"]);
}

#[test]
fn a_line_left_out_or_put_elsewhere_is_refused_with_its_turn() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("r.record");
    played(&shipped(), 10, Some(&path));
    let text = fs::read_to_string(&path).expect("the record");
    let mut lines: Vec<&str> = text.lines().collect();
    lines.remove(2);
    fs::write(&path, lines.join("\n") + "\n").expect("room");
    assert_program_refuses(&path, &["turn 2 of the record"]);
    let mut lines: Vec<&str> = text.lines().collect();
    lines.swap(2, 3);
    fs::write(&path, lines.join("\n") + "\n").expect("room");
    assert_program_refuses(&path, &["turn 2 of the record"]);
}

#[test]
fn a_damaged_line_in_the_middle_is_refused_with_its_number() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("r.record");
    for damage in ["", "(deed:Choose(", "nonsense", "(deed:Dance,print:\"00000000\")"] {
        let _ = fs::remove_file(&path);
        played(&orchard(), 2, Some(&path));
        edit_line(&path, 1, |_| damage.to_owned());
        let why = refusal(orchard(), &path);
        assert!(why.contains("line 2 of the record"), "{damage}: {why}");
    }
    fs::write(&path, b"\xff\xfe\x00\n").expect("room");
    assert_program_refuses(&path, &["line 1 of the record", "UTF-8"]);
    fs::write(&path, "").expect("room");
    assert_program_refuses(&path, &["the file is empty"]);
}

#[test]
fn a_record_of_another_scenario_is_refused() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("r.record");
    played(&orchard(), 1, Some(&path));
    let why = refusal(shipped(), &path);
    assert!(why.contains("belongs to the scenario ‘orchard’, not ‘pyongyang-2000’"), "{why}");
    assert_program_refuses(&path, &["‘orchard’", "--scenario"]);
    // With its own scenario it is replayed.
    let said = program(home.path(), &["replay", arg(&path), "--scenario", arg(&orchard_folder())], "");
    assert_eq!(said.status, Some(0), "{}", said.err);
}

#[test]
fn a_record_made_under_other_rules_is_refused() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("r.record");
    played(&shipped(), 1, Some(&path));
    let hash = shipped().rules_hash().to_owned();
    edit_line(&path, 0, |l| l.replace(&hash, "0123456789abcdef"));
    assert!(refusal(shipped(), &path).contains("0123456789abcdef"));
    assert_program_refuses(&path, &["other rules", "0123456789abcdef", &hash]);
}

#[test]
fn a_record_of_a_later_format_is_refused() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("r.record");
    played(&shipped(), 1, Some(&path));
    let later = FORMAT + 1;
    edit_line(&path, 0, |l| l.replace(&format!("format:{FORMAT}"), &format!("format:{later}")));
    assert_program_refuses(&path, &[&format!("format {later}"), "newer program"]);
}

#[test]
fn a_record_with_another_seed_is_not_replayed_wrong() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("r.record");
    played(&shipped(), 1, Some(&path));
    edit_line(&path, 0, |l| l.replace("seed:1,", "seed:2,"));
    assert_program_refuses(&path, &["turn 1 of the record"]);
}

#[test]
fn a_record_is_never_overwritten() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("r.record");
    for kept in ["my shopping list", ""] {
        fs::write(&path, kept).expect("room");
        let args = ["play", "--text", "--seed", "1", "--record", arg(&path)];
        let said = program(home.path(), &args, "1\n");
        assert_eq!((said.status, said.out.as_str()), (Some(2), ""));
        assert!(said.err.contains("exists already") && said.err.contains("--continue"), "{}", said.err);
        assert_eq!(fs::read_to_string(&path).expect("the file"), kept);
    }
    let game = Game::new(shipped(), Start { seed: 1, ..Start::default() }, Some(&path));
    assert!(matches!(game.err(), Some(RecordError::Exists(_))));
}

#[test]
fn a_record_grows_by_a_line_with_each_action_and_changes_nothing_before_it() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("r.record");
    let mut game = begin(&shipped(), 6, Some(&path));
    let mut luck = Luck::at(6, Purpose::Policy, 0);
    let mut before = fs::read(&path).expect("a header at once");
    for turn in 1..=12 {
        go_on(&mut game, &mut Random, &mut luck, 1);
        let now = fs::read(&path).expect("the record");
        assert!(now.starts_with(&before) && now.ends_with(b"\n"));
        assert_eq!(record::parse(&now).expect("complete lines").lines.len(), turn);
        before = now;
    }
}

/// A world with one game of a seed, and a crowd of others.
fn crowd(scenario: &Arc<Scenario>, seed: u64, others: u64) -> (World, Entity, Vec<Entity>) {
    let mut world = World::new();
    negotiation::install(&mut world, scenario.clone());
    let spawn = |world: &mut World, s: u64| Negotiation::new(&scenario.rules, s).spawn(world, false);
    let early: Vec<Entity> = (0..others / 2).map(|n| spawn(&mut world, seed + 1 + n)).collect();
    let one = spawn(&mut world, seed);
    let late = (others / 2..others).map(|n| spawn(&mut world, seed + 1 + n));
    let all = early.into_iter().chain(late.collect::<Vec<_>>()).collect();
    (world, one, all)
}

/// Actions of a game by chance, with the fingerprint after each.
fn line_of_play(scenario: &Arc<Scenario>, seed: u64) -> Vec<(Action, u32)> {
    let mut game = begin(scenario, seed, None);
    let mut luck = Luck::at(seed, Purpose::Policy, 0);
    let mut line = Vec::new();
    while game.ending().is_none() {
        go_on(&mut game, &mut Random, &mut luck, 1);
        let action = *game.actions().last().expect("one was just taken");
        line.push((action, fingerprint(&game.snapshot()).whole));
    }
    line
}

fn print_of(world: &World, entity: Entity) -> u32 {
    fingerprint(&Negotiation::of(world, entity)).whole
}

#[test]
fn a_game_among_ten_thousand_idle_ones_reaches_the_same_fingerprints_as_alone() {
    let scenario = shipped();
    let (mut world, one, others) = crowd(&scenario, 21, 9_999);
    let before: Vec<u32> = others.iter().map(|e| print_of(&world, *e)).collect();
    for (turn, (action, print)) in line_of_play(&scenario, 21).into_iter().enumerate() {
        negotiation::act(&mut world, one, action).unwrap_or_else(|e| panic!("turn {}: {e}", turn + 1));
        assert_eq!(print_of(&world, one), print, "turn {}", turn + 1);
    }
    let after: Vec<u32> = others.iter().map(|e| print_of(&world, *e)).collect();
    assert_eq!(before, after, "those who did nothing stand as they stood");
}

#[test]
fn a_game_among_a_thousand_in_play_reaches_the_same_fingerprints_as_alone() {
    let scenario = shipped();
    let (mut world, one, others) = crowd(&scenario, 22, 999);
    for (turn, (action, print)) in line_of_play(&scenario, 22).into_iter().enumerate() {
        for other in &others {
            let first = legal_actions(&scenario.rules, negotiation::view(&world, *other)).first().copied();
            world.get_mut::<Pending>(*other).expect("a negotiation").0 = first;
        }
        negotiation::act(&mut world, one, action).unwrap_or_else(|e| panic!("turn {}: {e}", turn + 1));
        assert_eq!(print_of(&world, one), print, "turn {}", turn + 1);
    }
    // And the others reached what they reach alone.
    for n in [0, 500, 998] {
        let mut alone = begin(&scenario, 23 + n, None);
        for _ in 0..line_of_play(&scenario, 22).len() {
            if let Some(first) = alone.legal_actions().first() {
                alone.act(*first).expect("it is legal");
            }
        }
        assert_eq!(print_of(&world, others[n as usize]), fingerprint(&alone.snapshot()).whole, "seed {}", 23 + n);
    }
}

/// What of a state is not scratch of the turn just taken.
fn lasting(world: &World, entity: Entity) -> Negotiation {
    Negotiation { step: Step::default(), ..Negotiation::of(world, entity) }
}

#[test]
fn a_clone_goes_the_way_of_its_parent_with_the_same_actions_and_its_own_with_others() {
    for scenario in [shipped(), orchard()] {
        let line = line_of_play(&scenario, 31);
        for at in [0, line.len() / 3, line.len() / 2, line.len() - 1] {
            let (mut world, parent, others) = crowd(&scenario, 31, 2);
            for (action, _) in &line[..at] {
                negotiation::act(&mut world, parent, *action).expect("a line of play");
            }
            // Two forks, written over games that were something else before.
            let snapshot = Negotiation::of(&world, parent);
            let [same, other] = others[..] else { panic!("two others") };
            world.entity_mut(same).insert(snapshot.clone());
            world.entity_mut(other).insert(snapshot.clone());
            // Another action in one: the parent and its twin do not move.
            let legal = legal_actions(&scenario.rules, negotiation::view(&world, other));
            let instead = legal.iter().find(|a| **a != line[at].0).expect("another action");
            negotiation::act(&mut world, other, *instead).expect("it is legal");
            assert_ne!(lasting(&world, other), lasting(&world, parent), "turn {at}");
            assert_eq!(print_of(&world, parent), fingerprint(&snapshot).whole, "turn {at}: the parent moved");
            assert_eq!(lasting(&world, parent), Negotiation { step: Step::default(), ..snapshot });
            // The same actions in the twin and, after it, in the parent.
            for entity in [same, parent] {
                for (action, print) in &line[at..] {
                    negotiation::act(&mut world, entity, *action).expect("a line of play");
                    assert_eq!(print_of(&world, entity), *print);
                }
            }
            assert_eq!(lasting(&world, same), lasting(&world, parent));
        }
    }
}

/// Any action at all, sensible or not.
fn any_action(rules: &Rules, luck: &mut Luck) -> Action {
    let wild = luck.chance(0.2);
    let mut byte = |most: usize| if wild { luck.below(256) as u8 } else { luck.below(most) as u8 };
    let n = rules.issues.len();
    let issues = (byte(n), byte(n));
    let mut package = [0; ISSUES];
    let mut other = [0; ISSUES];
    for (i, rule) in rules.issues.iter().enumerate() {
        package[i] = byte(rule.options.len());
        other[i] = byte(rule.options.len());
    }
    let mut chips = [0; TYPES];
    chips[usize::from(byte(TYPES)) % TYPES] = byte(11);
    let (verb, mask) = (byte(rules.verbs.len().max(1)), byte(1 << n));
    match luck.below(17) {
        0 => Action::Choose(luck.below(if wild { 65_536 } else { rules.choices.len() }) as u16),
        1 => Action::Agenda(mask),
        2 => Action::Propose(package),
        3 => Action::DoubleOffer(package, other),
        4 => Action::Accept,
        5 => Action::Refuse(issues.0),
        6 => Action::Close(issues.0),
        7 => Action::Reopen(issues.0),
        8 => Action::Probe(issues.0),
        9 => Action::Link(issues.0, issues.1),
        10 => Action::Gesture(luck.chance(0.5)),
        11 => Action::Write(issues.0),
        12 => Action::Caucus,
        13 => Action::Adjourn,
        14 => Action::WalkOut,
        15 => Action::Verb(verb, issues.0),
        _ => Action::Note(chips, issues.1),
    }
}

/// The smaller scenarios that come with the program.
fn small(which: usize) -> Arc<Scenario> {
    static SMALL: LazyLock<[Arc<Scenario>; 2]> = LazyLock::new(|| {
        ["rehearsal", "winter-timetable"].map(|id| Arc::new(Scenario::shipped(id).unwrap_or_else(|f| panic!("{f}"))))
    });
    SMALL[which % 2].clone()
}

fn assert_laws_of_a_state(game: &Game) -> Result<(), TestCaseError> {
    let (rules, view) = (game.rules(), game.view());
    for (a, audience) in rules.audiences.iter().enumerate() {
        let trust = view.standing.trust(a as u8);
        prop_assert!(trust > 0.0 && trust < 1.0, "trust of {} is {trust}", audience.id);
    }
    let belief = &view.read.belief;
    prop_assert!(belief.iter().all(|b| (0.0..=1.0).contains(b)), "{belief:?}");
    let sum: f64 = belief.iter().map(|b| f64::from(*b)).sum();
    prop_assert!((sum - 1.0).abs() < 1e-4, "the read sums to {sum}");
    prop_assert!((-1.0..=1.0).contains(&view.face.now), "face is {}", view.face.now);
    for (left, (id, _)) in view.story.budgets.iter().zip(&rules.budgets) {
        prop_assert!(*left >= 0, "{left} of {id} left");
    }
    prop_assert!(view.story.ending == NONE || game.legal_actions().is_empty());
    prop_assert!(view.story.ending != NONE || !game.legal_actions().is_empty(), "a dead end");
    Ok(())
}

/// The clock after these happenings; it must not have gone back but for minutes won.
fn clock(mut left: i16, happened: &[record::Entry]) -> Result<i16, TestCaseError> {
    for entry in happened {
        match entry.what {
            Happening::SessionBegan { minutes, .. } => left = minutes,
            Happening::MinutesWon { minutes } => left += minutes,
            Happening::TimePassed { left: now, .. } => {
                prop_assert!(now <= left, "{left} minutes left, then {now}");
                left = now;
            }
            _ => {}
        }
    }
    Ok(left)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_legal_play_keeps_the_laws(seed in any::<u64>(), chance in any::<u64>(), which in 0usize..4) {
        let scenario = match which {
            0 => orchard(),
            1 => shipped(),
            other => small(other),
        };
        let mut game = begin(&scenario, seed, None);
        let mut luck = Luck::at(chance, Purpose::Policy, 0);
        let mut lines = Vec::new();
        let mut left = clock(0, game.log())?;
        assert_laws_of_a_state(&game)?;
        while game.ending().is_none() {
            // What is not legal is refused with a reason, and nothing changes.
            let before = game.snapshot();
            for _ in 0..8 {
                let action = any_action(&scenario.rules, &mut luck);
                if let Err(why) = check(&scenario.rules, game.view(), &action) {
                    let told = game.log().len();
                    match game.act(action) {
                        Err(ActError::Refused(reason)) => prop_assert_eq!(reason, why),
                        other => prop_assert!(false, "{:?} was not refused: {:?}", action, other.map(<[_]>::len)),
                    }
                    prop_assert!(!why.to_string().is_empty());
                    prop_assert_eq!(&game.snapshot(), &before);
                    prop_assert_eq!(game.log().len(), told);
                }
            }
            let action = Random.choose(game.rules(), game.view(), &mut luck).expect("no dead end");
            let happened = game.act(action).unwrap_or_else(|e| panic!("{action:?}: {e}"));
            left = clock(left, happened)?;
            assert_laws_of_a_state(&game)?;
            lines.push(record::Line { deed: deed(&scenario.rules, action), print: game.print() });
            // A state written down and read again is the same state.
            let text = serde_json::to_string(&game.snapshot()).expect("a state can be written");
            let read: Negotiation = serde_json::from_str(&text).expect("a state can be read");
            prop_assert_eq!(read, game.snapshot());
        }
        // Deeds lead back to the same actions, and replaying equals playing.
        let record = Record { header: game.header().clone(), lines, good_bytes: 0, reflection: None, torn: None };
        let again = Game::replay(scenario, &record, None).unwrap_or_else(|e| panic!("{e}"));
        prop_assert_eq!(again.actions(), game.actions());
        prop_assert_eq!(again.snapshot(), game.snapshot());
        prop_assert_eq!(again.log(), game.log());
    }

    #[test]
    fn a_record_cut_anywhere_is_told_as_torn_or_refused_and_never_misread(seed in 0u64..1000, share in 0.0f64..1.0) {
        let home = tempfile::tempdir().expect("a temporary folder");
        let path = home.path().join("r.record");
        let game = played(&orchard(), seed, Some(&path));
        let bytes = fs::read(&path).expect("the record");
        let cut = (bytes.len() as f64 * share) as usize;
        match record::parse(&bytes[..cut]) {
            Ok(record) => {
                let again = Game::replay(orchard(), &record, None).unwrap_or_else(|e| panic!("{e}"));
                prop_assert_eq!(again.actions(), &game.actions()[..record.lines.len()]);
                prop_assert_eq!(record.torn.is_some(), bytes[cut - 1] != b'\n');
            }
            Err(why) => prop_assert!(why.to_string().contains("line 1 of the record"), "{}", why),
        }
    }
}

#[test]
fn the_handbook_is_a_page_that_says_where_each_idea_was_in_play() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let page = home.path().join("handbook.html");
    let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/records/historical.record");
    let done = program(home.path(), &["handbook", kept, "--html", arg(&page)], "");
    assert_eq!(done.status, Some(0), "{}", done.err);
    let text = std::fs::read_to_string(&page).expect("it was written");
    for part in ["<h2>Best alternative (BATNA)</h2>", "Turn 18", "In this game it was in play", "putnam", "</html>"] {
        assert!(text.to_lowercase().contains(&part.to_lowercase()), "{part} is missing");
    }
    assert!(!text.contains("<script"));
}
