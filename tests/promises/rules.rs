//! Promises of the rules, seen from outside, on the shipped scenario.

use std::sync::Arc;

use six_hours::luck::{Luck, Purpose};
use six_hours::negotiation::{
    Action, Arena, Happening, NONE, Negotiation, bits, claim_price, legal_actions, result, value,
};
use six_hours::policy::{Bot, Policy, Random, Roster, any_of, play_out};
use six_hours::record::{Game, Start};
use six_hours::scenario::Scenario;
use six_hours::scenario::rules::Rules;

fn shipped() -> Arc<Scenario> {
    Arc::new(Scenario::shipped("pyongyang-2000").unwrap_or_else(|f| panic!("{f}")))
}

/// Plays a game with words to its ending.
fn play(scenario: &Arc<Scenario>, seed: u64, policy: &mut dyn Policy) -> Game {
    let mut game = Game::new(scenario.clone(), Start { seed, ..Start::default() }, None).expect("no record to write");
    let mut luck = Luck::at(seed, Purpose::Policy, 0);
    while game.ending().is_none() {
        let action = policy.choose(game.rules(), game.view(), &mut luck).expect("no dead end");
        game.act(action).expect("policies choose what is legal");
    }
    game
}

#[test]
fn the_state_of_a_game_fits_into_640_bytes() {
    assert!(size_of::<Negotiation>() <= 640, "{}", size_of::<Negotiation>());
}

#[test]
fn a_deadline_that_passes_has_its_effect_once() {
    let scenario = shipped();
    for seed in 0..20 {
        let game = play(&scenario, seed, &mut Random);
        for k in 0..scenario.rules.deadlines.len() as u8 {
            let fell = game.log().iter().filter(|e| e.what == Happening::DeadlinePassed { deadline: k }).count();
            assert_eq!(fell, 1, "deadline {} in seed {seed}", scenario.rules.deadlines[usize::from(k)].id);
        }
    }
}

#[test]
fn the_undated_count_ends_in_other_weeks_with_other_seeds_and_never_later_than_it_may() {
    let scenario = shipped();
    let count = scenario.rules.deadlines.iter().position(|d| d.id == "count_ends").expect("the count") as u8;
    let roster = Roster::new(&scenario.rules);
    let scenes: Vec<u16> = (0..40)
        .map(|seed| {
            let game = play(&scenario, seed, roster.player(Bot::Historical).as_mut());
            let mut scene = 0;
            for entry in game.log() {
                match entry.what {
                    Happening::DeadlinePassed { deadline } if deadline == count => return scene,
                    Happening::SceneEntered { scene: s, .. } => scene = s,
                    _ => {}
                }
            }
            panic!("the count never ended with seed {seed}")
        })
        .collect();
    let last = scenario.rules.scene("sheet_5").expect("mid-December");
    assert!(scenes.iter().any(|s| *s != scenes[0]), "always before the same scene");
    assert!(scenes.iter().all(|s| *s < last));
}

#[test]
fn a_claim_costs_more_to_abandon_the_longer_it_stood() {
    let rules = &shipped().rules;
    for pledge in 0..rules.pledges.len() as u8 {
        let prices: Vec<f64> = [0, 7, 30, 90].map(|days| claim_price(rules, pledge, days)).to_vec();
        assert!(prices.windows(2).all(|w| w[0] < w[1]), "{prices:?}");
    }
}

#[test]
fn a_package_outside_a_blocking_audiences_win_set_is_not_ratified() {
    let scenario = shipped();
    let rules = &scenario.rules;
    let roster = Roster::new(rules);
    let (mut judged, mut ratified) = (0, 0);
    for seed in 0..140 {
        let mut policy = roster.player(if seed < 70 { Bot::Random } else { Bot::Reciprocal });
        let game = play(&scenario, seed, policy.as_mut());
        let view = game.view();
        if !view.table.is_agreed() {
            assert!(!view.story.ratified);
            continue;
        }
        judged += 1;
        let refused = game.log().iter().any(|e| {
            matches!(e.what, Happening::AudienceVoted { carried: false, .. } | Happening::HostVoted { carried: false })
        });
        assert_eq!(view.story.ratified, !refused, "seed {seed}");
        ratified += usize::from(view.story.ratified);
        // An audience that would lose by a tenth cannot be brought round by noise of a hundredth or two.
        for (i, audience) in rules.audiences.iter().enumerate() {
            let Some(vote) = &audience.vote else { continue };
            let far = vote.utility.of(&view.table.agreed) < vote.utility.reservation - (1 << 20) / 5;
            let has_say = vote.only_if.is_empty()
                || vote.only_if.iter().any(|&(issue, least)| view.table.agreed[usize::from(issue)] >= least);
            assert!(!(far && has_say && view.story.voted >> i & 1 == 1), "{} in seed {seed}", audience.id);
        }
    }
    assert!(judged > 5, "only {judged} agreements to judge");
    assert!(ratified < judged, "everything was ratified");
}

fn belief_in_truth(rules: &Rules, roster: &Roster, arena: &mut Arena, kind: u8, seed: u64) -> f64 {
    arena.begin(Negotiation::with_counterpart(rules, seed, kind, (seed % 16) as u8, 0));
    let mut luck = Luck::at(seed, Purpose::Policy, 0);
    play_out(arena, roster.player(Bot::Reciprocal).as_mut(), &mut luck, |_| {}).expect("no dead end");
    f64::from(arena.view().read.belief[usize::from(kind)])
}

#[test]
fn the_read_moves_toward_the_true_type_in_the_long_run() {
    let scenario = shipped();
    let roster = Roster::new(&scenario.rules);
    let mut arena = Arena::new(scenario.clone());
    for kind in 0..scenario.rules.drawn_types as u8 {
        let n = 40;
        let mean =
            (0..n).map(|s| belief_in_truth(&scenario.rules, &roster, &mut arena, kind, s)).sum::<f64>() / n as f64;
        assert!(mean > 0.4, "{}: {mean:.2}", scenario.rules.types[usize::from(kind)].id);
    }
}

#[test]
fn a_counter_offer_moves_at_most_two_steps_from_his_own_last() {
    let scenario = shipped();
    let roster = Roster::new(&scenario.rules);
    for seed in 0..60 {
        let mut game =
            Game::new(scenario.clone(), Start { seed, ..Start::default() }, None).expect("no record to write");
        let mut luck = Luck::at(seed, Purpose::Policy, 0);
        let mut policy = roster.player(Bot::Boulware);
        while game.ending().is_none() {
            let before = six_hours::negotiation::his_package(game.rules(), game.view());
            let visit_spent = game.view().story.visit_spent;
            let action = policy.choose(&scenario.rules, game.view(), &mut luck).expect("no dead end");
            let happened = game.act(action).expect("legal").to_vec();
            for entry in happened {
                if let (Happening::CounterOffered { package, .. }, Some(before)) = (entry.what, before) {
                    let steps: u8 = before.iter().zip(package).map(|(a, b)| a.abs_diff(b)).sum();
                    assert!(steps <= 2 || visit_spent, "seed {seed}: {before:?} to {package:?}");
                }
            }
        }
    }
}

#[test]
fn the_clock_of_a_session_never_runs_backward_but_for_minutes_won() {
    let scenario = shipped();
    for seed in 0..30 {
        let game = play(&scenario, seed, &mut Random);
        let mut left = i16::MAX;
        for entry in game.log() {
            match entry.what {
                Happening::SessionBegan { minutes, .. } => left = minutes,
                Happening::MinutesWon { minutes } => left += minutes,
                Happening::TimePassed { left: now, .. } => {
                    assert!(now <= left, "seed {seed}");
                    left = now;
                }
                _ => {}
            }
        }
    }
}

#[test]
fn a_withdrawn_package_cannot_be_accepted() {
    // What may be accepted is his last package and nothing else; before he made one there is nothing to accept.
    let scenario = shipped();
    let mut arena = Arena::new(scenario.clone());
    arena.begin(Negotiation::new(&scenario.rules, 3));
    let mut luck = Luck::at(3, Purpose::Policy, 0);
    while !arena.is_over() {
        let legal = legal_actions(&scenario.rules, arena.view());
        let may = legal.contains(&Action::Accept);
        assert!(!may || arena.view().table.is(bits::HIS));
        let action = Random.choose(&scenario.rules, arena.view(), &mut luck).expect("no dead end");
        let his = six_hours::negotiation::his_package(&scenario.rules, arena.view());
        arena.step(action);
        if action == Action::Accept && arena.view().table.is_agreed() {
            assert_eq!(Some(arena.view().table.agreed), his);
        }
    }
}

#[test]
fn a_result_lies_between_0_and_100_and_is_30_where_the_historical_line_ends_on_average() {
    let scenario = shipped();
    let roster = Roster::new(&scenario.rules);
    let mut arena = Arena::new(scenario.clone());
    let mut values = Vec::new();
    for seed in 0..400 {
        arena.begin(Negotiation::new(&scenario.rules, seed));
        let mut luck = Luck::at(seed, Purpose::Policy, 0);
        play_out(&mut arena, roster.player(Bot::Historical).as_mut(), &mut luck, |_| {}).expect("no dead end");
        assert_ne!(arena.view().story.ending, NONE);
        let points = result(&scenario.rules, arena.view());
        assert!((0.0..=100.0).contains(&points));
        values.push(value(&scenario.rules, arena.view()));
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let se = (values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n / n).sqrt();
    let frozen = scenario.rules.result.history;
    assert!((mean - frozen).abs() < 3.0 * se + 0.005, "the line is worth {mean:.3}, the scale says {frozen:.3}");
}

/// What standing with the press a claim costs when it is taken back, as a share of the evidence.
fn price_of_taking_back(scenario: &Arc<Scenario>, scene: &str) -> f64 {
    let rules = &scenario.rules;
    for seed in 0..400 {
        let mut game =
            Game::new(scenario.clone(), Start { seed, ..Start::default() }, None).expect("no record to write");
        let mut luck = Luck::at(seed, Purpose::Policy, 0);
        while game.ending().is_none() {
            let legal = game.legal_actions();
            let named = |name: &str| {
                legal.iter().copied().find(|a| matches!(a, Action::Choose(c) if rules.choice_name(*c) == name))
            };
            let back = named(&format!("{scene}/take_back"));
            let others: Vec<Action> =
                legal.iter().copied().filter(|a| Some(*a) != named("sheet_1/take_back")).collect();
            let action = back
                .or_else(|| named("invitation/accept"))
                .or_else(|| named("missile/ask_aloud"))
                .or_else(|| named("press_conference/overclaim_pledge"))
                .or_else(|| any_of(rules, game.view(), &others, &mut luck))
                .expect("no dead end");
            let happened = game.act(action).expect("legal");
            if back.is_some() {
                let price = happened.iter().find_map(|e| match e.what {
                    Happening::ClaimAbandoned { price, .. } => Some(f64::from(price)),
                    _ => None,
                });
                return price.expect("taking back abandons the claim");
            }
        }
    }
    panic!("nobody could take it back at {scene}")
}

#[test]
fn in_play_taking_a_claim_back_after_a_month_costs_more_than_after_two_weeks() {
    let scenario = shipped();
    assert!(price_of_taking_back(&scenario, "sheet_3") > price_of_taking_back(&scenario, "sheet_1"));
}
