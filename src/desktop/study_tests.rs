//! What one studies after a game, laid out without a display: the debrief, the records, two games side by side.

use std::ops::ControlFlow;
use std::path::PathBuf;

use bevy::prelude::*;

use super::layout_tests::{Desktop, Found, SIZES, chosen, new_game, played, shipped};
use super::order::Order;
use super::reviewer::News;
use super::session::{Desk, Overlay, Screen, Session};
use super::study::{Ask, Study, Tab};
use crate::luck::{Luck, Purpose};
use crate::policy::{Bot, Policy, Random, Roster};
use crate::record::{Coach, Game, Start, read};
use crate::review::{Effort, Walk, compare, review};

/// A game that a bot has played to its ending.
fn ended(seed: u64, bot: Bot) -> Game {
    let mut bot = Roster::new(&shipped().rules).player(bot);
    played(seed, bot.as_mut(), |game| game.ending().is_some())
}

fn screen(desktop: &Desktop) -> Screen {
    *desktop.app.world().resource::<State<Screen>>().get()
}

fn effort(rollouts: usize) -> Effort {
    Effort { rollouts, seed: 1, threads: 2, after: 0 }
}

/// The debrief of the game that is open, with a rough review.
fn debriefed(desktop: &mut Desktop) {
    desktop.order(Order::Study(Ask::Debrief));
    desktop.order(Order::Study(Ask::Stop));
    let found = review(&shipped(), &Walk::of(desktop.game()), effort(6), |_, _| ControlFlow::Continue(()));
    let news = vec![News::Reviewed(Box::new(found.expect("nobody stops it")))];
    desktop.app.world_mut().resource_mut::<Study>().learn(news);
    desktop.settle();
}

fn decisions(desktop: &Desktop) -> usize {
    let study = desktop.app.world().resource::<Study>();
    study.debrief.as_ref().and_then(|d| d.review.as_ref()).map_or(0, |r| r.decisions.len())
}

#[test]
fn nothing_is_clipped_or_overlaps_in_the_debrief() {
    let mut found = Found::default();
    for (seed, bot) in [(11, Bot::Best), (3, Bot::Random)] {
        for size in SIZES {
            let mut desktop = Desktop::open(size, Some(ended(seed, bot)));
            desktop.order(Order::Study(Ask::Debrief));
            assert_eq!(screen(&desktop), Screen::Debrief);
            found.look(&mut desktop, size, "debrief while games are played on");
            debriefed(&mut desktop);
            for tab in Tab::ALL {
                desktop.order(Order::Study(Ask::Tab(tab)));
                found.look(&mut desktop, size, tab.name());
            }
            let all = decisions(&desktop);
            assert!(all > 30, "only {all} decisions");
            for n in (0..all).step_by(if size == SIZES[2] { 1 } else { 7 }) {
                desktop.order(Order::Study(Ask::At(n)));
                found.look(&mut desktop, size, &format!("decision {n}"));
            }
        }
    }
    found.report();
}

#[test]
fn large_text_is_neither_clipped_nor_overlaps_in_the_debrief_and_the_records() {
    let mut found = Found::default();
    for percent in [150, 200] {
        for size in [SIZES[0], SIZES[1]] {
            let named = |screen: &str| format!("{percent} %, {screen}");
            let mut desktop = Desktop::open(size, Some(ended(11, Bot::Best))).sized(percent);
            debriefed(&mut desktop);
            for tab in Tab::ALL {
                desktop.order(Order::Study(Ask::Tab(tab)));
                found.look(&mut desktop, size, &named(tab.name()));
            }
            for n in (0..decisions(&desktop)).step_by(9) {
                desktop.order(Order::Study(Ask::At(n)));
                found.look(&mut desktop, size, &named("decision"));
            }
            recorded(&mut desktop, 6);
            desktop.order(Order::Study(Ask::Records));
            desktop.order(Order::Study(Ask::Pick));
            found.look(&mut desktop, size, &named("records"));
            desktop.order(Order::Open(Overlay::Turns));
            found.look(&mut desktop, size, &named("decisions to go back to"));
        }
    }
    found.report();
}

#[test]
fn stepping_ends_at_the_first_and_the_last_decision() {
    let mut desktop = Desktop::open(SIZES[0], Some(ended(5, Bot::Random)));
    debriefed(&mut desktop);
    let at = |desktop: &Desktop| desktop.app.world().resource::<Study>().debrief.as_ref().map(|d| d.at);
    desktop.order(Order::Study(Ask::Step(-1)));
    assert_eq!(at(&desktop), Some(0));
    desktop.order(Order::Study(Ask::Step(1)));
    assert_eq!(at(&desktop), Some(1));
    let last = decisions(&desktop) - 1;
    desktop.order(Order::Study(Ask::At(usize::MAX)));
    desktop.order(Order::Study(Ask::Step(1)));
    assert_eq!(at(&desktop), Some(last));
}

/// A game with a record in the window's own folder, played to its ending by chance.
fn recorded(desktop: &mut Desktop, seed: u64) -> PathBuf {
    let session = desktop.app.world().resource::<Session>();
    let path = session.folder.join(format!("chance {seed}.record"));
    let mut game = Game::new(shipped(), Start { seed, ..Start::default() }, Some(&path)).expect("the folder is there");
    let mut luck = Luck::at(seed, Purpose::Policy, 0);
    while game.ending().is_none() {
        let action = Random.choose(game.rules(), game.view(), &mut luck).expect("no dead end");
        game.act(action).expect("bots act legally");
    }
    path
}

#[test]
fn a_branch_from_the_debrief_goes_on_from_there_and_leaves_the_game_as_it_was() {
    let mut desktop = Desktop::open(SIZES[0], None);
    let path = recorded(&mut desktop, 4);
    let before = read(&path).expect("a record");
    desktop.order(Order::Study(Ask::Records));
    desktop.order(Order::Study(Ask::DebriefRecord(false)));
    debriefed(&mut desktop);
    desktop.order(Order::Study(Ask::At(9)));
    let turn = {
        let study = desktop.app.world().resource::<Study>();
        study.debrief.as_ref().and_then(|d| d.review.as_ref()).map(|r| r.decisions[9].turn).expect("a review")
    };
    desktop.activate('n');
    assert_eq!(screen(&desktop), Screen::Play);
    assert_eq!(desktop.game().turns(), turn - 1);
    let own = desktop.game().path().expect("a branch has a record").to_owned();
    assert_ne!(own, path);
    let action = chosen(desktop.game(), 4, &mut Random);
    desktop.order(Order::Act(action));
    assert_eq!(read(&own).expect("a record").lines.len(), turn);
    assert_eq!(read(&path).expect("a record"), before);
    desktop.order(Order::Study(Ask::Records));
    let rows = &desktop.app.world().resource::<Study>().rows;
    assert_eq!(rows.iter().map(|r| r.depth).collect::<Vec<_>>(), [0, 1], "the branch hangs on its record");
}

#[test]
fn records_are_listed_renamed_deleted_and_compared_without_a_fault_in_the_layout() {
    let mut found = Found::default();
    let usual = SIZES.map(|size| (size, 100));
    for (size, percent) in usual.into_iter().chain([(SIZES[0], 150), (SIZES[0], 200), (SIZES[1], 200)]) {
        let mut desktop = Desktop::open(size, None).sized(percent);
        let paths = [recorded(&mut desktop, 6), recorded(&mut desktop, 7)];
        desktop.order(Order::Study(Ask::Records));
        assert_eq!(screen(&desktop), Screen::Records);
        found.look(&mut desktop, size, "records");
        for row in [0, 1] {
            desktop.order(Order::Study(Ask::Row(row)));
            desktop.order(Order::Study(Ask::Pick));
        }
        found.look(&mut desktop, size, "records, two picked");
        desktop.order(Order::Study(Ask::Compare));
        assert_eq!(screen(&desktop), Screen::Compare);
        found.look(&mut desktop, size, "comparison under way");
        desktop.order(Order::Study(Ask::Stop));
        let walks =
            desktop.app.world().resource::<Study>().beside.as_ref().map(|b| b.walks.clone()).expect("two games");
        let news = compare(&shipped(), [&walks[0], &walks[1]], false, effort(4), |_, _| ControlFlow::Continue(()));
        let news = vec![News::Compared(Box::new(news.expect("nobody stops it")))];
        desktop.app.world_mut().resource_mut::<Study>().learn(news);
        desktop.settle();
        found.look(&mut desktop, size, "comparison");
        desktop.order(Order::Study(Ask::Records));
        desktop.order(Order::Study(Ask::Rename));
        found.look(&mut desktop, size, "another name");
        for letter in "\u{e9}té/".chars() {
            desktop.order(Order::Type(letter));
        }
        desktop.order(Order::Study(Ask::Named));
        let told = desktop.app.world().resource::<Desk>().overlay.clone();
        assert!(matches!(told, Some(Overlay::Notice { .. })), "a name that no file can have is refused: {told:?}");
        found.look(&mut desktop, size, "a name refused");
        desktop.order(Order::Escape);
        desktop.order(Order::Study(Ask::Rename));
        desktop.order(Order::Untype);
        desktop.order(Order::Study(Ask::Named));
        assert_eq!(paths.iter().filter(|p| p.exists()).count(), 1, "one of them has another name");
        desktop.order(Order::Study(Ask::Delete(false)));
        found.look(&mut desktop, size, "delete?");
        desktop.activate('y');
        assert_eq!(desktop.app.world().resource::<Study>().rows.len(), 1);
    }
    found.report();
}

#[test]
fn one_goes_back_to_a_decision_from_the_menu_unless_the_game_is_a_statesmans() {
    let mut found = Found::default();
    for size in SIZES {
        let mut game = new_game(9, Coach::Standard);
        for _ in 0..20 {
            let action = chosen(&game, 9, &mut Random);
            game.act(action).expect("bots act legally");
        }
        let mut desktop = Desktop::open(size, Some(game));
        desktop.order(Order::Escape);
        found.look(&mut desktop, size, "menu");
        desktop.activate('b');
        found.look(&mut desktop, size, "decisions to go back to");
        desktop.order(Order::Study(Ask::Branch(5)));
        assert_eq!((screen(&desktop), desktop.game().turns()), (Screen::Play, 5));
    }
    found.report();
    let mut desktop = Desktop::open(SIZES[0], None);
    desktop.activate('n');
    desktop.activate('m');
    desktop.activate('b');
    desktop.activate('1');
    assert!(desktop.game().header().statesman);
    desktop.order(Order::Study(Ask::Branch(0)));
    assert_eq!(desktop.game().turns(), 1, "nothing was taken back");
    assert!(matches!(desktop.app.world().resource::<Desk>().overlay, Some(Overlay::Notice { .. })));
}

#[test]
fn the_review_comes_by_itself_and_the_window_hears_of_it() {
    let mut desktop = Desktop::open(SIZES[0], Some(ended(5, Bot::Random)));
    desktop.order(Order::Study(Ask::Debrief));
    // The thread answers in its own time; each look is a frame of the window.
    while decisions(&desktop) == 0 {
        desktop.app.update();
        std::thread::yield_now();
    }
    desktop.order(Order::Study(Ask::Stop));
    let study = desktop.app.world().resource::<Study>();
    let review = study.debrief.as_ref().and_then(|d| d.review.as_ref()).expect("a review");
    let same = review_of(desktop.game(), review.rollouts);
    assert_eq!(*review, same, "it is what the command line would say");
}

fn review_of(game: &Game, rollouts: usize) -> crate::review::Review {
    review(&shipped(), &Walk::of(game), effort(rollouts), |_, _| ControlFlow::Continue(())).expect("nobody stops it")
}
