//! Share codes: a whole game in one short word, and a mistyped one is told from a valid one.

use proptest::prelude::*;
use six_hours::luck::{Luck, Purpose};
use six_hours::policy::{Bot, Random, Roster};
use six_hours::record::{self, Coach, Game, Start, code};
use six_hours::scenario::rules::Rules;

use crate::stage::{arg, begin, go_on, orchard, played, program, shipped};

/// Most letters of a code for a whole playthrough.
const MOST: usize = 120;

fn code_of(game: &Game) -> String {
    code::encode(game.scenario(), game.header(), game.actions())
}

fn by(bot: Bot, rules: &Rules, seed: u64) -> Game {
    let mut game = begin(&shipped(), seed, None);
    let mut player = Roster::new(rules).player(bot);
    go_on(&mut game, player.as_mut(), &mut Luck::at(seed, Purpose::Policy, 0), usize::MAX);
    game
}

#[test]
fn a_code_brings_back_the_whole_game_and_is_short() {
    let rules = &shipped().rules;
    let games = Bot::ALL.into_iter().map(|bot| by(bot, rules, 123_456));
    let random = (0..40).map(|seed| played(&shipped(), seed + 900_000, None));
    for game in games.chain(random) {
        let code = code_of(&game);
        assert!(code.len() < MOST, "{} letters for {} turns: {code}", code.len(), game.turns());
        let shared = code::decode(&shipped(), &code).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!((shared.seed, shared.coach), (game.header().seed, Coach::Standard));
        assert_eq!(shared.actions, game.actions());
        let again = Game::shared(shipped(), &shared, None, None).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(again.print(), game.print());
    }
}

#[test]
fn the_program_prints_a_code_and_plays_on_from_it() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let (path, copy) = (home.path().join("r.record"), home.path().join("copy.record"));
    let start = Start { seed: 77, coach: Coach::Guided, statesman: true, ..Start::default() };
    let mut game = Game::new(shipped(), start, Some(&path)).unwrap_or_else(|e| panic!("{e}"));
    go_on(&mut game, &mut Random, &mut Luck::at(4, Purpose::Policy, 0), 12);
    let said = program(home.path(), &["code", arg(&path)], "");
    assert_eq!(said.status, Some(0), "{}", said.err);
    let code = said.out.trim().to_owned();
    let args = ["play", "--text", "--code", &code, "--record", arg(&copy), "--name", "Jean"];
    let said = program(home.path(), &args, "1\nquit\n");
    assert_eq!(said.status, Some(0), "{}", said.err);
    let (old, new) = (record::read(&path).expect("a record"), record::read(&copy).expect("its copy"));
    assert_eq!(new.lines[..12], old.lines[..]);
    assert_eq!(new.lines.len(), 13);
    assert!(new.header.statesman && new.header.coach == Coach::Guided && new.header.player.as_deref() == Some("Jean"));
}

#[test]
fn a_code_of_another_scenario_or_of_nothing_is_told_from_a_mistyped_one() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let code = code_of(&played(&shipped(), 5, None));
    let refused = |code: &str| {
        let said = program(home.path(), &["play", "--text", "--code", code], "");
        assert_eq!((said.status, said.out.as_str()), (Some(2), ""), "{code}");
        said.err
    };
    assert!(refused(&code_of(&played(&orchard(), 5, None))).contains("another scenario or under other rules"));
    assert!(refused("hello").contains("‘hello’ is no share code"));
    assert!(refused(&code[..code.len() - 1]).contains("mistyped"));
    assert!(refused(&code.replacen(&code[9..10], if &code[9..10] == "q" { "p" } else { "q" }, 1)).contains("mistyped"));
    assert!(code::decode(&shipped(), &code.to_uppercase()).is_ok(), "a code may be told in capitals");
    assert!(code::decode(&shipped(), &format!("  {code}\n")).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_mistyped_letter_is_noticed(seed in 0u64..1_000_000, place: usize, letter in 0usize..32) {
        const LETTERS: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
        let code = code_of(&played(&orchard(), seed, None));
        let place = 3 + place % (code.len() - 3);
        let mut typed = code.clone().into_bytes();
        typed[place] = LETTERS[letter];
        let typed = String::from_utf8(typed).expect("letters");
        let read = code::decode(&orchard(), &typed);
        if typed == code { prop_assert!(read.is_ok()) } else { prop_assert_eq!(read, Err(code::CodeError::Mistyped)) }
    }

    #[test]
    fn no_text_at_all_makes_it_panic(text in "\\PC{0,200}") {
        let _ = code::decode(&orchard(), &text);
        let _ = code::decode(&orchard(), &format!("pk1{text}"));
    }

    #[test]
    fn games_of_the_small_scenario_come_back_too(seed: u64) {
        let game = played(&orchard(), seed, None);
        let shared = code::decode(&orchard(), &code_of(&game)).unwrap_or_else(|e| panic!("{e}"));
        prop_assert_eq!(shared.actions, game.actions());
        prop_assert_eq!(shared.seed, seed);
    }
}
