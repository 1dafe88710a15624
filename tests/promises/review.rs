//! The review: what it says each choice was worth is what it was worth.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use six_hours::luck::{Luck, Purpose};
use six_hours::negotiation::{Action, Arena, NONE, Negotiation, Seed, legal_actions, result};
use six_hours::policy::{Bot, Random, Roster};
use six_hours::record::Game;
use six_hours::review::{Effort, Label, Review, Walk, compare, review};
use six_hours::scenario::Scenario;

use crate::stage::{arg, begin, go_on, played, program, shipped};

/// Two decisions, six chances, two types: everything in it can be counted out.
fn spring() -> Arc<Scenario> {
    static SPRING: LazyLock<Arc<Scenario>> = LazyLock::new(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios/spring");
        Arc::new(Scenario::load(&folder).unwrap_or_else(|f| panic!("{f}")))
    });
    SPRING.clone()
}

/// The chances of the small scenario, by the flag that each sets: who sets it where, and how likely.
const CHANCES: [(&str, f64); 5] =
    [("pleased", 0.3), ("relents", 0.2), ("flattered", 0.6), ("said_aloud", 0.5), ("rain", 0.4)];

fn reviewed(scenario: &Arc<Scenario>, game: &Game, effort: Effort) -> Review {
    let walk = Walk::of(game);
    review(scenario, &walk, effort, |_, _| ControlFlow::Continue(())).expect("nobody stops it")
}

/// Everything that a game can become by an action: states without their luck, each with its exact probability.
fn becomes(scenario: &Arc<Scenario>, from: &Negotiation, action: Action) -> Vec<(f64, Negotiation)> {
    let rules = &scenario.rules;
    let flag = |n: &Negotiation, name: &str| {
        let f = rules.flags.iter().position(|f| f == name).unwrap_or_else(|| panic!("no flag {name}"));
        n.story.flags[f / 64] >> (f % 64) & 1 == 1
    };
    let mut arena = Arena::new(scenario.clone());
    let mut found: Vec<Negotiation> = Vec::new();
    for seed in 0..400 {
        arena.go_on_from(Negotiation { seed: Seed(seed), ..from.clone() });
        arena.step(action);
        let mut then = arena.snapshot();
        (then.seed, then.story.version) = (Seed(0), 0);
        if !found.contains(&then) {
            found.push(then);
        }
    }
    // A chance was taken if, of all that could come of the action, some have its flag and some have not.
    let open = |name: &str| found.iter().any(|n| flag(n, name)) && found.iter().any(|n| !flag(n, name));
    let of = |n: &Negotiation| -> f64 {
        CHANCES.iter().filter(|(f, _)| open(f)).map(|(f, p)| if flag(n, f) { *p } else { 1.0 - p }).product()
    };
    let all: Vec<(f64, Negotiation)> = found.iter().map(|n| (of(n), n.clone())).collect();
    let total: f64 = all.iter().map(|(p, _)| p).sum();
    assert!((total - 1.0).abs() < 1e-12, "not everything was found: {total}");
    all
}

/// Expected result of an action against a type, counted out to the last leaf.
fn exact(scenario: &Arc<Scenario>, roster: &Roster, from: &Negotiation, action: Action) -> f64 {
    let rules = &scenario.rules;
    let of = |(p, then): (f64, Negotiation)| -> f64 {
        if then.story.ending != NONE {
            return p * result(rules, then.view());
        }
        let next = roster.player(Bot::Best).choose(rules, then.view(), &mut Luck::at(0, Purpose::Policy, 0));
        p * exact(scenario, roster, &then, next.expect("no dead end"))
    };
    becomes(scenario, from, action).into_iter().map(of).sum()
}

#[test]
fn expected_results_are_the_exact_ones_within_three_standard_errors() {
    let scenario = spring();
    let roster = Roster::new(&scenario.rules);
    let mut compared = 0;
    for seed in [1, 2, 5] {
        let game = played(&scenario, seed, None);
        let walk = Walk::of(&game);
        let found = reviewed(&scenario, &game, Effort { rollouts: 4000, seed: 3, threads: 2, after: 0 });
        assert_eq!(found.decisions.len(), 2);
        for decision in &found.decisions {
            let state = &walk.before[decision.turn - 1];
            for choice in &decision.choices {
                let against = |k: u8| {
                    let there = state.imagined(&scenario.rules, 0, k);
                    exact(&scenario, &roster, &there, choice.action)
                };
                let foresight: f64 = (0..2).map(|k| f64::from(state.read.belief[usize::from(k)]) * against(k)).sum();
                let hindsight = against(walk.end.counterpart.kind);
                for (found, exact, view) in
                    [(choice.foresight, foresight, "foresight"), (choice.hindsight, hindsight, "hindsight")]
                {
                    assert!(
                        (found.mean - exact).abs() <= 3.0 * found.se + 1e-4,
                        "{view} of {} in turn {}: {found:?}, exactly {exact}",
                        choice.id,
                        decision.turn
                    );
                    compared += usize::from(found.se > 0.0);
                }
            }
        }
    }
    assert!(compared > 12, "only {compared} estimates had any luck in them");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let mut game = begin(&shipped(), 12, None);
    let mut player = Roster::new(&shipped().rules).player(Bot::Reciprocal);
    go_on(&mut game, player.as_mut(), &mut Luck::at(1, Purpose::Policy, 0), 16);
    let of = |threads| reviewed(&shipped(), &game, Effort { rollouts: 20, seed: 9, threads, after: 0 });
    assert_eq!(of(1), of(3));
}

#[test]
fn the_order_in_which_choices_are_written_changes_nothing() {
    // The same decision reached by two choices: each review puts its own first.
    let scenario = spring();
    let games: Vec<Game> = (0..3)
        .map(|n| {
            let mut game = begin(&scenario, 4, None);
            let legal = legal_actions(game.rules(), game.view());
            game.act(legal[n]).unwrap_or_else(|e| panic!("{e}"));
            game
        })
        .collect();
    let reviews: Vec<Review> =
        games.iter().map(|g| reviewed(&scenario, g, Effort { rollouts: 300, seed: 5, threads: 2, after: 0 })).collect();
    let of = |r: &Review, id: &str| {
        let choice = r.decisions[0].choices.iter().find(|c| c.id == id).expect("the choice").clone();
        (choice.foresight, choice.hindsight, choice.quartiles, choice.ratified)
    };
    for id in ["bread", "ask", "bow"] {
        assert_eq!(of(&reviews[0], id), of(&reviews[1], id));
        assert_eq!(of(&reviews[0], id), of(&reviews[2], id));
    }
}

#[test]
fn a_choice_of_conscience_has_a_price_and_no_label() {
    let game = begin(&shipped(), 3, None);
    let mut game = game;
    go_on(&mut game, &mut Random, &mut Luck::at(3, Purpose::Policy, 0), usize::MAX);
    let found = reviewed(&shipped(), &game, Effort { rollouts: 8, seed: 1, threads: 2, after: 0 });
    let rules = &shipped().rules;
    let tagged: Vec<_> = found.decisions.iter().filter(|d| d.conscience).collect();
    assert!(!tagged.is_empty(), "the game has choices of conscience");
    for decision in tagged {
        assert!(decision.foresight.label.is_none() && decision.hindsight.label.is_none());
        assert!(
            decision
                .choices
                .iter()
                .any(|c| matches!(c.action, Action::Choose(c) if rules.choices[usize::from(c)].conscience))
        );
    }
    assert!(found.decisions.iter().any(|d| d.foresight.label == Some(Label::Best)));
}

#[test]
fn a_review_that_is_stopped_gives_no_answer() {
    let game = played(&spring(), 1, None);
    let walk = Walk::of(&game);
    let effort = Effort { rollouts: 2000, seed: 1, threads: 2, after: 0 };
    assert_eq!(review(&spring(), &walk, effort, |_, _| ControlFlow::Break(())), None);
}

#[test]
fn the_program_reviews_a_record_as_it_is_written_down() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("r.record");
    let mut game = begin(&shipped(), 21, Some(&path));
    let mut player = Roster::new(&shipped().rules).player(Bot::Conceder);
    go_on(&mut game, player.as_mut(), &mut Luck::at(1, Purpose::Policy, 0), usize::MAX);
    let run = |threads: &str| {
        program(
            home.path(),
            &["review", arg(&path), "--json", "--rollouts", "12", "--seed", "4", "--threads", threads],
            "",
        )
    };
    let said = run("2");
    assert_eq!(said.status, Some(0), "{}", said.err);
    assert_eq!(said.out, run("1").out, "the number of threads changed a number");
    let found: serde_json::Value = serde_json::from_str(&said.out).expect("one JSON object");
    assert_eq!((found["scenario"].as_str(), found["policy"].as_str()), (Some("pyongyang-2000"), Some("best")));
    assert_eq!(found["rollouts"], 12);
    assert!(found["accuracy"]["foresight"].is_f64() && found["accuracy"]["hindsight"].is_f64());
    assert!(found["brier"].is_null(), "nobody wrote in the notebook");
    let decisions = found["decisions"].as_array().expect("decisions");
    assert!(decisions.len() > 30);
    for decision in decisions {
        let chosen = decision["chosen"].as_str().expect("an id");
        let choices = decision["choices"].as_array().expect("choices");
        assert!((2..=12).contains(&choices.len()));
        assert!(choices.iter().any(|c| c["id"] == chosen));
        for choice in choices {
            assert!((0.0..=100.0).contains(&choice["expected"].as_f64().expect("a number")));
            assert!((0.0..=1.0).contains(&choice["p_agreement"].as_f64().expect("a number")));
            assert!(choice["se"].as_f64().expect("a number") >= 0.0);
        }
        for grade in ["foresight", "hindsight"] {
            let grade = &decision[grade];
            assert!(grade["loss"].as_f64().expect("a number") >= 0.0);
            assert!((0.0..=100.0).contains(&grade["accuracy"].as_f64().expect("a number")));
            assert!(grade["label"].is_null() || grade["label"].is_string());
        }
    }
    let said = program(home.path(), &["review", arg(&path), "--rollouts", "0"], "");
    assert_eq!(said.status, Some(2));
    assert!(said.err.contains("at least 1"), "{}", said.err);
}

/// A game of the small scenario by these choices, by their places.
fn chosen(seed: u64, places: [usize; 2]) -> Game {
    let mut game = begin(&spring(), seed, None);
    for place in places {
        let legal = legal_actions(game.rules(), game.view());
        game.act(legal[place]).unwrap_or_else(|e| panic!("{e}"));
    }
    game
}

#[test]
fn what_the_choices_of_two_games_explain_is_what_they_are_worth_and_the_rest_is_luck() {
    let scenario = spring();
    let roster = Roster::new(&scenario.rules);
    let effort = Effort { rollouts: 3000, seed: 2, threads: 2, after: 0 };
    for seed in 1..6 {
        let walks = [chosen(seed, [0, 0]), chosen(seed, [2, 1])].map(|g| Walk::of(&g));
        let found = compare(&scenario, [&walks[0], &walks[1]], true, effort, |_, _| ControlFlow::Continue(()));
        let found = found.expect("nobody stops it");
        assert_eq!(found.common, 0);
        let worth = |walk: &Walk| -> f64 {
            let gain = |n: usize| {
                let state = walk.before[n].imagined(&scenario.rules, 0, walk.end.counterpart.kind);
                let engine = roster.player(Bot::Best).choose(
                    &scenario.rules,
                    state.view(),
                    &mut Luck::at(0, Purpose::Policy, 0),
                );
                let of = |action| exact(&scenario, &roster, &state, action);
                of(walk.actions[n]) - of(engine.expect("no dead end"))
            };
            gain(0) + gain(1)
        };
        let exactly = worth(&walks[1]) - worth(&walks[0]);
        assert!(
            (found.choices.mean - exactly).abs() <= 3.0 * found.choices.se + 1e-4,
            "{:?}, exactly {exactly}",
            found.choices
        );
        let results = walks.each_ref().map(|w| result(&scenario.rules, w.end.view()));
        assert!((found.difference - (results[1] - results[0])).abs() < 1e-9);
        assert!((found.choices.mean + found.rest - found.difference).abs() < 1e-9);
    }
}

#[test]
fn a_game_compared_with_itself_differs_in_nothing() {
    let game = played(&shipped(), 8, None);
    let walk = Walk::of(&game);
    let effort = Effort { rollouts: 4, seed: 2, threads: 2, after: 0 };
    let found = compare(&shipped(), [&walk, &walk], true, effort, |_, _| ControlFlow::Continue(())).expect("an answer");
    assert_eq!((found.common, found.difference, found.rest), (game.turns(), 0.0, 0.0));
    assert!(found.sides.iter().all(|s| s.review.decisions.is_empty()));
}

#[test]
fn the_program_says_where_two_records_part_and_what_explains_the_difference() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let (a, b, c) = (home.path().join("a.record"), home.path().join("b.record"), home.path().join("c.record"));
    let game = played(&shipped(), 31, Some(&a));
    let mut branch = game.branch(8, Some("a"), Some(&b)).unwrap_or_else(|e| panic!("{e}"));
    let legal = legal_actions(branch.rules(), branch.view());
    let other = *legal.iter().find(|l| **l != game.actions()[8]).expect("another choice");
    branch.act(other).unwrap_or_else(|e| panic!("{e}"));
    go_on(&mut branch, &mut Random, &mut Luck::at(2, Purpose::Policy, 0), usize::MAX);
    played(&spring(), 1, Some(&c));
    let run = |args: &[&str]| program(home.path(), args, "");
    let said = run(&["compare", arg(&a), arg(&b), "--rollouts", "6"]);
    assert_eq!(said.status, Some(0), "{}", said.err);
    for words in ["8 turns in common and part in turn 9", "The choices explain", "is what befell", "Ending", "Result"] {
        assert!(said.out.contains(words), "‘{words}’ is missing in:\n{}", said.out);
    }
    let said = run(&["compare", arg(&a), arg(&b), "--rollouts", "6", "--json"]);
    let found: serde_json::Value = serde_json::from_str(&said.out).expect("one JSON object");
    assert_eq!((found["common_turns"].as_u64(), found["one_seed"].as_bool()), (Some(8), Some(true)));
    assert_eq!(found["runs"][0]["turns"], game.turns());
    assert_eq!(found["runs"][1]["turns"], branch.turns());
    let said = run(&["compare", arg(&a), arg(&c)]);
    assert_eq!(said.status, Some(2));
    assert!(said.err.contains("spring"), "{}", said.err);
}

#[test]
fn a_page_stands_by_itself_and_what_players_call_themselves_stays_text() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let (path, page) = (home.path().join("r.record"), home.path().join("r.html"));
    let scenario = shipped();
    let player = Some("<script>alert(1)</script> & co".to_owned());
    let start = six_hours::record::Start { seed: 14, player, ..Default::default() };
    let mut game = Game::new(scenario.clone(), start, Some(&path)).unwrap_or_else(|e| panic!("{e}"));
    let mut bot = Roster::new(&scenario.rules).player(Bot::Best);
    go_on(&mut game, bot.as_mut(), &mut Luck::at(1, Purpose::Policy, 0), usize::MAX);
    let said = program(home.path(), &["review", arg(&path), "--html", arg(&page), "--rollouts", "4"], "");
    assert_eq!((said.status, said.out.as_str()), (Some(0), ""), "{}", said.err);
    let text = std::fs::read_to_string(&page).expect("the page was written");
    assert!(text.starts_with("<!DOCTYPE html>") && text.trim_end().ends_with("</html>"));
    assert!(!text.contains("<script") && text.contains("&lt;script&gt;alert(1)"), "a name is text");
    // Nothing is fetched: the only addresses are the names of the SVG name space.
    let addresses = text.matches("http").count();
    assert_eq!(addresses, text.matches("xmlns=\"http://www.w3.org/2000/svg\"").count());
    assert!(!text.contains("src=") && !text.contains("<link") && !text.contains("url("));
    for heading in
        ["Lessons", "What your choices were worth", "The deal", "Concessions", "Trust", "Face", "Decision by decision"]
    {
        assert!(text.contains(&format!("<h2>{heading}</h2>")), "‘{heading}’ is missing");
    }
    assert_eq!(text.matches("<svg").count(), 6, "a chart each");
    assert_eq!(
        text.matches("<article>").count(),
        reviewed(&scenario, &game, Effort { rollouts: 2, seed: 1, threads: 2, after: 0 }).decisions.len()
    );
    for part in text.split("<svg").skip(1) {
        let svg = format!("<svg{}</svg>", part.split("</svg>").next().unwrap_or_default());
        roxmltree::Document::parse(&svg).unwrap_or_else(|e| panic!("{e}"));
        assert!(!svg.contains("NaN"));
    }
    let left: Vec<_> =
        std::fs::read_dir(home.path()).expect("a folder").map(|e| e.expect("an entry").file_name()).collect();
    assert!(left.iter().all(|n| !n.to_string_lossy().ends_with(".part")), "{left:?}");
    let nowhere = home.path().join("no/such/folder/r.html");
    let said = program(home.path(), &["review", arg(&path), "--html", arg(&nowhere), "--rollouts", "2"], "");
    assert_eq!(said.status, Some(2));
    assert!(said.err.contains("r.html"), "{}", said.err);
}

#[test]
fn two_games_side_by_side_are_a_page_too() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let (a, b, page) = (home.path().join("a.record"), home.path().join("b.record"), home.path().join("c.html"));
    let game = played(&shipped(), 31, Some(&a));
    let mut branch = game.branch(8, Some("a"), Some(&b)).unwrap_or_else(|e| panic!("{e}"));
    go_on(&mut branch, &mut Random, &mut Luck::at(2, Purpose::Policy, 0), usize::MAX);
    let said = program(home.path(), &["compare", arg(&a), arg(&b), "--html", arg(&page), "--rollouts", "4"], "");
    assert_eq!(said.status, Some(0), "{}", said.err);
    let text = std::fs::read_to_string(&page).expect("the page was written");
    for words in ["8 turns in common", "The choices explain", "Where they part", "What weighed most", "Trust, Congress"]
    {
        assert!(text.contains(words), "‘{words}’ is missing");
    }
}

#[test]
fn json_tells_lessons_turning_points_and_the_course_of_the_game() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("r.record");
    played(&shipped(), 6, Some(&path));
    let said = program(home.path(), &["review", arg(&path), "--json", "--rollouts", "8"], "");
    let found: serde_json::Value = serde_json::from_str(&said.out).expect("one JSON object");
    let lessons = found["lessons"].as_array().expect("lessons");
    assert!(lessons.len() <= 3 && lessons.iter().all(|l| l["turn"].as_u64() > Some(0) && l["price"].is_f64()));
    assert!(found["turning_points"].as_array().is_some_and(|t| !t.is_empty() && t.len() <= 3));
    let course = &found["course"];
    let turns = played(&shipped(), 6, None).turns();
    assert_eq!(course["trust"]["congress"]["levels"].as_array().map(Vec::len), Some(turns + 1));
    for series in ["offers", "face", "win_sets", "frontier", "nash", "kalai_smorodinsky"] {
        assert!(course[series].as_array().is_some_and(|a| !a.is_empty()), "{series} is empty");
    }
}
