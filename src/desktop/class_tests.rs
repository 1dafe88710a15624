//! Classes, reflections, odds at the table and scenarios being written, in the window without a display.

use std::path::PathBuf;
use std::sync::Arc;

use bevy::input_focus::InputFocus;
use bevy::prelude::*;

use super::focus::Control;
use super::layout_tests::{Desktop, Found, LARGEST, SIZES, at_table, chosen, new_game, played, shipped};
use super::order::Order;
use super::reload::take;
use super::session::{Desk, Overlay, Screen, Session};
use super::study::Ask;
use crate::policy::{Bot, Random, Roster};
use crate::record::class::Class;
use crate::record::reflection::QUESTIONS;
use crate::record::{Coach, Game, Start, read};
use crate::scenario::{Fault, Faults, Scenario};

fn typed(desktop: &mut Desktop, text: &str) {
    text.chars().for_each(|letter| desktop.app.world_mut().trigger(Order::Type(letter)));
    desktop.settle();
}

fn class() -> Class {
    let scenario = Scenario::shipped("rehearsal").expect("it is sound");
    Class::new(&scenario, Some(77), Coach::Exam, true, 9)
}

#[test]
fn a_class_code_that_is_typed_fixes_the_new_game_and_stands_in_its_record() {
    let mut desktop = Desktop::open(SIZES[0], None);
    desktop.activate('n');
    desktop.activate('l');
    typed(&mut desktop, "class1qqqq");
    desktop.order(Order::Join);
    let wrong = match &desktop.app.world().resource::<Desk>().overlay {
        Some(Overlay::Class(_, Some(wrong))) => wrong.clone(),
        other => panic!("it is still asked for: {other:?}"),
    };
    assert!(wrong.contains("mistyped"), "{wrong}");
    (0..10).for_each(|_| desktop.order(Order::Untype));
    typed(&mut desktop, &class().code());
    desktop.order(Order::Join);
    desktop.activate('b');
    let header = desktop.game().header().clone();
    assert_eq!((header.scenario.as_str(), header.seed, header.coach), ("rehearsal", 77, Coach::Exam));
    assert_eq!((header.statesman, header.class), (true, Some(class().code())));
}

#[test]
fn nothing_is_clipped_or_overlaps_where_a_class_begins_or_a_game_is_looked_back_on() {
    let mut found = Found::default();
    let roster = Roster::new(&shipped().rules);
    let ended = {
        let mut bot = roster.player(Bot::Best);
        played(11, bot.as_mut(), |game| game.ending().is_some())
    };
    let again = || {
        let mut game = ended.afresh();
        ended.actions().iter().for_each(|a| _ = game.act(*a).expect("it was legal"));
        game
    };
    for percent in [80, 100, 150, 200] {
        for size in [SIZES[0], SIZES[1], LARGEST] {
            let named = |screen: &str| format!("{percent} %, {screen}");
            let mut desktop = Desktop::open(size, None).sized(percent);
            desktop.activate('n');
            desktop.order(Order::Open(Overlay::Class("class1qqq".into(), Some("the code is mistyped".repeat(4)))));
            found.look(&mut desktop, size, &named("class code"));
            desktop.order(Order::Open(Overlay::Class(class().code(), None)));
            desktop.order(Order::Join);
            found.look(&mut desktop, size, &named("new game of a class"));
            let mut desktop = Desktop::open(size, Some(again())).sized(percent);
            desktop.order(Order::Show(Screen::Ending));
            desktop.order(Order::AskBack);
            found.look(&mut desktop, size, &named("reflection"));
            desktop.order(Order::Answer(0, 7));
            typed(&mut desktop, &"I would have asked him for it in writing. ".repeat(6));
            found.look(&mut desktop, size, &named("reflection, answered"));
        }
    }
    found.report();
}

/// A window with a game that chance has played to its ending, and its record.
fn ended(desktop: &mut Desktop) -> PathBuf {
    let path = desktop.app.world().resource::<Session>().folder.join("mine.record");
    let mut game = Game::new(shipped(), Start { seed: 6, ..Start::default() }, Some(&path)).expect("a folder");
    while game.ending().is_none() {
        let action = chosen(&game, 6, &mut Random);
        game.act(action).expect("bots act legally");
    }
    drop(game);
    desktop.order(Order::Continue(path.clone()));
    desktop.activate('1');
    path
}

#[test]
fn what_the_player_says_after_the_ending_is_kept_in_the_record_and_told_in_the_debrief() {
    let mut desktop = Desktop::open(SIZES[0], None);
    let path = ended(&mut desktop);
    desktop.activate('w');
    for n in [6, 2] {
        let at = match &desktop.app.world().resource::<Desk>().overlay {
            Some(Overlay::Reflection { at, .. }) => *at,
            other => panic!("nothing is asked: {other:?}"),
        };
        desktop.order(Order::Answer(at, n));
    }
    let focused = desktop.app.world().resource::<InputFocus>().get().expect("something has focus");
    let key = desktop.app.world().get::<Control>(focused).map(|c| c.key.clone());
    assert_eq!(key.as_deref(), Some("answer 2 1"), "the next question has focus");
    typed(&mut desktop, "Less haste.");
    desktop.order(Order::Reflect);
    assert_eq!(desktop.app.world().resource::<Desk>().overlay, None);
    let kept = read(&path).expect("a record").reflection.expect("a reflection");
    assert_eq!(
        (kept.answers[QUESTIONS[0].id], kept.answers[QUESTIONS[1].id], kept.words.as_str()),
        (6, 2, "Less haste.")
    );
    desktop.order(Order::Study(Ask::Debrief));
    let mut texts = desktop.app.world_mut().query::<&Text>();
    assert!(texts.iter(desktop.app.world()).any(|t| t.0.contains("Less haste.")), "the debrief does not tell it");
    desktop.order(Order::AskBack);
    let again = desktop.app.world().resource::<Desk>().overlay.clone();
    assert!(
        matches!(again, Some(Overlay::Reflection { said, .. }) if said == kept),
        "it is not asked with what was said"
    );
}

#[test]
fn a_guided_game_shows_the_odds_of_the_draft_and_of_every_move_at_the_table() {
    let mut found = Found::default();
    for size in [SIZES[0], SIZES[2]] {
        let game = played(5, &mut Random, at_table);
        assert_eq!(game.header().coach, Coach::Guided);
        let mut desktop = Desktop::open(size, Some(game));
        let odds = |desktop: &mut Desktop, hotkey: char| {
            let mut controls = desktop.app.world_mut().query::<(&Control, &AccessibleLabel)>();
            let one = controls.iter(desktop.app.world()).find(|(c, _)| c.hotkey == Some(hotkey));
            one.is_some_and(|(_, label)| label.0.contains("Likely: "))
        };
        let come = |desktop: &mut Desktop, hotkey: char| {
            let mut waits = 0;
            while !odds(desktop, hotkey) {
                desktop.settle();
                waits += 1;
                assert!(waits < 100_000, "the odds of {hotkey} never came");
            }
        };
        come(&mut desktop, 'p');
        come(&mut desktop, 'b');
        found.look(&mut desktop, size, "table with odds");
        let issue = desktop.app.world().resource::<Desk>().issue;
        desktop.order(Order::Step(0, 1));
        desktop.order(Order::Step(0, -1));
        desktop.order(Order::Step(0, 1));
        assert_eq!(desktop.app.world().resource::<Desk>().issue, issue);
        come(&mut desktop, 'p');
    }
    let standard = new_game(7, Coach::Standard);
    assert!(standard.header().coach != Coach::Guided);
    found.report();
}

/// The shipped scenario with something replaced in its files.
fn rewritten(from: &str, to: &str) -> Result<Scenario, Faults> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/scenarios/pyongyang-2000");
    let copy = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(copy.path().join("pictures")).expect("room");
    for sub in ["", "pictures"] {
        for entry in std::fs::read_dir(folder.join(sub)).expect("the scenario") {
            let path = entry.expect("a file").path();
            if path.is_file() {
                let text = std::fs::read_to_string(&path).expect("text").replace(from, to);
                std::fs::write(copy.path().join(sub).join(path.file_name().expect("a name")), text).expect("room");
            }
        }
    }
    Scenario::load(copy.path())
}

#[test]
fn a_scenario_that_is_saved_again_is_shown_and_the_game_goes_on_as_far_as_it_holds() {
    let mut desktop = Desktop::open(SIZES[0], None);
    desktop.activate('n');
    desktop.activate('b');
    for _ in 0..4 {
        desktop.activate('1');
    }
    let before = (desktop.game().print(), desktop.game().path().map(PathBuf::from));
    let reload = |desktop: &mut Desktop, news: Result<Scenario, Faults>| {
        desktop.app.world_mut().resource_scope(|world, mut session: Mut<Session>| {
            take(&mut session, &mut world.resource_mut::<Desk>(), news)
        });
        desktop.settle();
        desktop.app.world().resource::<Desk>().watched.clone().unwrap_or_default()
    };
    let title = shipped().texts.title.clone();
    let said = reload(&mut desktop, rewritten(&title, "Six Days in Pyongyang"));
    assert!(said.contains("as before"), "{said}");
    assert_eq!(desktop.game().scenario().texts.title, "Six Days in Pyongyang");
    assert_eq!((desktop.game().print(), desktop.game().path().map(PathBuf::from)), before, "words change no record");
    let fault =
        Fault { file: "a.ron".into(), line: 3, column: 4, path: String::new(), message: "no such scene".into() };
    let said = reload(&mut desktop, Err(Faults(vec![fault])));
    assert!(said.contains("a.ron:3:4") && said.contains("goes on"), "{said}");
    assert_eq!(desktop.game().print(), before.0);
    let said = reload(&mut desktop, rewritten("initial_trust: ", "initial_trust: 0.0000001 + "));
    assert!(said.contains("fault"), "a sum is no number: {said}");
    let changed = rewritten("guess_wrong: 0.25", "guess_wrong: 0.24");
    assert!(changed.as_ref().is_ok_and(|s| s.rules_hash() != shipped().rules_hash()), "the rules have changed");
    let said = reload(&mut desktop, changed);
    assert!(said.contains("4 turns as before"), "{said}");
    let path = desktop.game().path().map(PathBuf::from);
    assert!(path.is_some() && path != before.1, "other rules begin another record");
    let record = read(&path.expect("a path")).expect("a record");
    assert_eq!((record.lines.len(), record.header.rules.as_str()), (4, desktop.game().scenario().rules_hash()));
    let first = desktop.game().actions()[1];
    let id = crate::record::action_id(desktop.game().rules(), first);
    let lost = rewritten(&format!("id: \"{id}\""), "id: \"quite_another\"");
    if lost.is_ok() {
        let said = reload(&mut desktop, lost);
        assert!(said.contains("goes back to its first 1 turns") && said.contains(&id), "{said}");
        assert_eq!(desktop.game().turns(), 1);
    }
    assert!(Arc::strong_count(desktop.game().scenario()) > 0);
    let mut found = Found::default();
    found.look(&mut desktop, SIZES[0], "a scenario being written");
    found.report();
}

#[test]
fn a_game_of_another_scenario_is_continued_from_the_title_and_opened_among_the_records() {
    let mut desktop = Desktop::open(SIZES[0], None);
    let path = desktop.app.world().resource::<Session>().folder.join("cards.record");
    let scenario = Arc::new(Scenario::shipped("rehearsal").expect("it is sound"));
    let mut game = Game::new(scenario, class().start(1, None), Some(&path)).expect("a folder");
    game.act(game.legal_actions()[0]).expect("it is legal");
    drop(game);
    desktop.order(Order::Show(Screen::Title));
    desktop.order(Order::Study(Ask::Records));
    let mut texts = desktop.app.world_mut().query::<&Text>();
    let said: Vec<String> = texts.iter(desktop.app.world()).map(|t| t.0.clone()).collect();
    assert!(said.iter().any(|t| t.contains("Three Cards") && t.contains("goes on")), "{said:?}");
    desktop.order(Order::Show(Screen::Title));
    desktop.activate('c');
    assert_eq!((desktop.game().rules().id.as_str(), desktop.game().turns()), ("rehearsal", 1));
    assert_eq!(desktop.app.world().resource::<Session>().scenario.rules.id, "rehearsal");
}
