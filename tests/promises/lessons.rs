//! The lessons of the debrief: each is found in a game played to show it, and not in one that cannot.

use std::ops::ControlFlow;

use six_hours::bargaining::moves::MoveClass;
use six_hours::luck::Luck;
use six_hours::negotiation::{Action, Happening, NONE, View, legal_actions};
use six_hours::policy::{Bot, Policy, Roster};
use six_hours::record::Game;
use six_hours::review::{
    Course, Effort, Kind, Lesson, MOST_LESSONS, MOST_TURNS, Review, Walk, all_lessons, lessons, review, swings, titles,
    turning_points,
};
use six_hours::scenario::rules::{ONE, Package, Rules};

use crate::stage::{begin, go_on, shipped};

/// A policy with a habit: what `picks` finds among the legal actions it does, else what the bot would, as long as it is
/// none of what it `shuns`.
struct Habit {
    bot: Box<dyn Policy>,
    picks: fn(&Rules, View<'_>, &[Action]) -> Option<Action>,
    shuns: fn(&Rules, Action) -> bool,
}

impl Policy for Habit {
    fn choose(&mut self, rules: &Rules, view: View<'_>, luck: &mut Luck) -> Option<Action> {
        let mut legal = legal_actions(rules, view);
        if let Some(picked) = (self.picks)(rules, view, &legal) {
            return Some(picked);
        }
        let chosen = self.bot.choose(rules, view, luck)?;
        if !(self.shuns)(rules, chosen) {
            return Some(chosen);
        }
        legal.retain(|a| !(self.shuns)(rules, *a));
        legal.first().copied()
    }
}

fn nothing(_: &Rules, _: View<'_>, _: &[Action]) -> Option<Action> {
    None
}

fn anything(_: &Rules, _: Action) -> bool {
    false
}

/// A game played to its end.
fn played(
    seed: u64,
    bot: Bot,
    picks: fn(&Rules, View<'_>, &[Action]) -> Option<Action>,
    shuns: fn(&Rules, Action) -> bool,
) -> Walk {
    let scenario = shipped();
    let mut game: Game = begin(&scenario, seed, None);
    let mut player = Habit { bot: Roster::new(&scenario.rules).player(bot), picks, shuns };
    go_on(&mut game, &mut player, &mut Luck::at(seed, six_hours::luck::Purpose::Policy, 0), usize::MAX);
    Walk::of(&game)
}

fn reviewed(walk: &Walk, rollouts: usize) -> Review {
    let effort = Effort { rollouts, seed: 3, threads: 2, after: 0 };
    review(&shipped(), walk, effort, |_, _| ControlFlow::Continue(())).expect("nobody stops it")
}

fn found(walk: &Walk, rollouts: usize) -> Vec<Lesson> {
    let scenario = shipped();
    let course = Course::of(&scenario.rules, walk);
    all_lessons(&scenario.rules, walk, &course, &reviewed(walk, rollouts))
}

fn of_kind(lessons: &[Lesson], id: &str) -> Option<Lesson> {
    lessons.iter().find(|l| l.kind.id() == id).cloned()
}

/// The first game of some seeds that shows a lesson.
fn first(id: &str, play: impl Fn(u64) -> Walk) -> (Walk, Lesson) {
    let shown = (0..24).map(play).find_map(|walk| of_kind(&found(&walk, 2), id).map(|lesson| (walk, lesson)));
    shown.unwrap_or_else(|| panic!("no game shows ‘{id}’"))
}

/// Whether this choice of a scene has this id.
fn is_choice(rules: &Rules, action: Action, ids: &[&str]) -> bool {
    matches!(action, Action::Choose(c) if ids.contains(&rules.choices[usize::from(c)].id.as_str()))
}

#[test]
fn whoever_gives_twice_running_without_an_answer_paid_twice() {
    let (walk, lesson) = first("paid_twice", |seed| played(seed, Bot::Conceder, nothing, anything));
    let Kind::PaidTwice { first } = lesson.kind else { panic!("{lesson:?}") };
    let course = Course::of(&shipped().rules, &walk);
    let offers: Vec<_> = course.offers.iter().filter(|o| (first..=lesson.turn).contains(&o.turn)).collect();
    let mine: Vec<_> = offers.iter().filter(|o| o.yours).collect();
    assert_eq!(mine.len(), 2, "the two are running");
    assert!(mine.iter().all(|o| o.class == Some(MoveClass::Concession)));
    let his: Vec<f64> =
        course.offers.iter().filter(|o| !o.yours && o.turn <= lesson.turn).map(|o| o.worth[0]).collect();
    let before: Vec<f64> = course.offers.iter().filter(|o| !o.yours && o.turn < first).map(|o| o.worth[0]).collect();
    let (last, then) = (his.last().expect("he answered"), before.last().expect("he had spoken"));
    assert!(last - then <= 0.06 + 1e-9, "he did give: {then} to {last}");
}

#[test]
fn whoever_gives_nothing_never_paid_twice() {
    for seed in 0..6 {
        let walk = played(seed, Bot::Refuser, nothing, anything);
        assert_eq!(of_kind(&found(&walk, 2), "paid_twice"), None, "seed {seed}");
    }
}

fn accepts(_: &Rules, _: View<'_>, legal: &[Action]) -> Option<Action> {
    legal.iter().copied().find(|a| *a == Action::Accept)
}

/// The largest gain that both could have had over what was agreed, ratifiers or not.
fn most_for_both(walk: &Walk) -> f64 {
    let scenario = shipped();
    let rules = &scenario.rules;
    let him = &rules.person(walk.end.counterpart.kind, walk.end.counterpart.variant).utility;
    let worth = |p: &Package| [rules.player.of(p), him.of(p)].map(|u| f64::from(u) / f64::from(ONE));
    let agreed = worth(&walk.end.table.agreed);
    let gains = (0..rules.packages()).map(|n| worth(&rules.package(n)));
    gains.map(|u| (u[0] - agreed[0]).min(u[1] - agreed[1])).fold(0.0, f64::max)
}

#[test]
fn a_deal_that_leaves_worth_for_both_shows_that_the_pie_was_not_fixed() {
    let (walk, lesson) = first("fixed_pie", |seed| played(seed, Bot::GiveawaySlow, accepts, anything));
    let Kind::FixedPie { better, by } = lesson.kind else { panic!("{lesson:?}") };
    let rules = &shipped().rules;
    let him = &rules.person(walk.end.counterpart.kind, walk.end.counterpart.variant).utility;
    let agreed = walk.end.table.agreed;
    let gains = [rules.player.of(&better) - rules.player.of(&agreed), him.of(&better) - him.of(&agreed)];
    for (gain, by) in gains.into_iter().zip(by) {
        assert!((f64::from(gain) / f64::from(ONE) - by).abs() < 1e-9 && by >= 0.03);
    }
    let signed = walk.happened(lesson.turn).iter().any(|e| matches!(e.what, Happening::Agreed { .. }));
    assert!(signed && lesson.price > 0.0, "{lesson:?}");
}

#[test]
fn without_a_deal_or_without_worth_left_for_both_there_is_no_lesson_on_the_pie() {
    let refused = played(1, Bot::Refuser, nothing, anything);
    assert!(!refused.end.table.is_agreed());
    assert_eq!(of_kind(&found(&refused, 2), "fixed_pie"), None);
    let mut tight = 0;
    for seed in 0..8 {
        let walk = played(seed, Bot::Giveaway, nothing, anything);
        if walk.end.table.is_agreed() && most_for_both(&walk) < 0.03 {
            tight += 1;
            assert_eq!(of_kind(&found(&walk, 2), "fixed_pie"), None, "seed {seed}");
        }
    }
    assert!(tight > 0, "no deal was near the frontier");
}

fn probes(_: &Rules, view: View<'_>, legal: &[Action]) -> Option<Action> {
    legal.iter().copied().find(|a| matches!(a, Action::Probe(i) if view.table.probed[usize::from(*i)] == NONE))
}

fn probing(_: &Rules, action: Action) -> bool {
    matches!(action, Action::Probe(_) | Action::Caucus | Action::Verb(..))
}

#[test]
fn whoever_never_probes_what_weighs_most_with_him_never_asked() {
    let (walk, lesson) = first("never_asked", |seed| played(seed, Bot::Best, nothing, probing));
    let Kind::NeverAsked { issue } = lesson.kind else { panic!("{lesson:?}") };
    assert_eq!(walk.end.table.probed[usize::from(issue)], NONE);
    let legal = legal_actions(&shipped().rules, walk.before[lesson.turn - 1].view());
    assert!(legal.contains(&Action::Probe(issue)), "it could have been asked there");
    // And nothing weighs more with him.
    let scenario = shipped();
    let him = &scenario.rules.person(walk.end.counterpart.kind, walk.end.counterpart.variant).utility;
    let span = |i: usize| him.worth[i].iter().max().copied().unwrap_or(0);
    assert!((0..shipped().rules.issues.len()).all(|i| span(i) <= span(usize::from(issue))));
}

#[test]
fn whoever_probes_what_weighs_most_with_him_has_asked() {
    let scenario = shipped();
    let mut asked = 0;
    for seed in 0..8 {
        let walk = played(seed, Bot::Boulware, probes, anything);
        let him = &scenario.rules.person(walk.end.counterpart.kind, walk.end.counterpart.variant).utility;
        let span = |i: &usize| him.worth[*i].iter().max().copied().unwrap_or(0);
        let first = (0..scenario.rules.issues.len()).max_by_key(span).expect("issues");
        if walk.end.table.probed[first] != NONE {
            asked += 1;
            assert_eq!(of_kind(&found(&walk, 2), "never_asked"), None, "seed {seed}");
        }
    }
    assert!(asked > 0, "nobody got round to asking");
}

const CLAIMS: [&str; 2] = ["overclaim_pledge", "overclaim_talks"];

fn claims(rules: &Rules, _: View<'_>, legal: &[Action]) -> Option<Action> {
    legal.iter().copied().find(|a| is_choice(rules, *a, &CLAIMS))
}

#[test]
fn a_claim_in_public_that_no_paper_bears_out_is_a_lesson_and_silence_is_none() {
    let (walk, lesson) = first("overclaimed", |seed| played(seed, Bot::Refuser, claims, anything));
    assert!(is_choice(&shipped().rules, walk.actions[lesson.turn - 1], &CLAIMS), "it names the turn of the claim");
    assert_eq!(lesson.kind, Kind::Overclaimed { cost: 0.15 });
    for seed in 0..4 {
        let walk = played(seed, Bot::Refuser, nothing, |rules, action| is_choice(rules, action, &CLAIMS));
        assert_eq!(of_kind(&found(&walk, 2), "overclaimed"), None, "seed {seed}");
    }
}

/// Bows and applauds wherever it can.
fn honours(rules: &Rules, _: View<'_>, legal: &[Action]) -> Option<Action> {
    legal.iter().copied().find(|a| is_choice(rules, *a, &["bow", "applaud"]))
}

#[test]
fn face_given_to_one_who_does_not_move_was_given_for_nothing() {
    let (walk, lesson) = first("face_for_nothing", |seed| played(seed, Bot::Refuser, honours, anything));
    let Kind::FaceForNothing { face } = lesson.kind else { panic!("{lesson:?}") };
    let course = Course::of(&shipped().rules, &walk);
    let given: f64 = course.face.iter().filter(|f| f.turn == lesson.turn && f.by > 0.0).map(|f| f.by).sum();
    assert!((given - face).abs() < 1e-6 && face >= 0.3 - 1e-6);
    let quick = course.offers.iter().filter(|o| !o.yours && o.turn > lesson.turn && o.turn <= lesson.turn + 3);
    assert!(quick.clone().all(|o| o.class != Some(MoveClass::Concession)), "he moved at once");
}

#[test]
fn little_face_is_no_lesson() {
    for seed in 0..12 {
        let walk = played(seed, Bot::Refuser, nothing, anything);
        let course = Course::of(&shipped().rules, &walk);
        let turns = 1..=walk.actions.len();
        let given = |t: usize| course.face.iter().filter(|f| f.turn == t && f.by > 0.0).map(|f| f.by).sum::<f64>();
        if turns.clone().all(|t| given(t) < 0.29) {
            assert_eq!(of_kind(&found(&walk, 2), "face_for_nothing"), None, "seed {seed}");
            return;
        }
    }
    panic!("everybody gave much face");
}

fn closes(_: &Rules, _: View<'_>, legal: &[Action]) -> Option<Action> {
    legal.iter().copied().find(|a| matches!(a, Action::Close(_)))
}

#[test]
fn closing_whatever_can_be_closed_gives_up_worth_and_closing_nothing_does_not() {
    let (walk, lesson) = first("closed_too_early", |seed| played(seed, Bot::Conceder, closes, anything));
    let Kind::ClosedTooEarly { issue, lost } = lesson.kind else { panic!("{lesson:?}") };
    assert!(lost >= 0.05);
    assert_eq!(walk.before[lesson.turn - 1].table.closed[usize::from(issue)], NONE);
    assert_ne!(walk.after(lesson.turn).table.closed[usize::from(issue)], NONE);
    for seed in 0..6 {
        let walk = played(seed, Bot::Conceder, nothing, |_, action| matches!(action, Action::Close(_)));
        assert_eq!(of_kind(&found(&walk, 2), "closed_too_early"), None, "seed {seed}");
    }
}

#[test]
fn a_good_choice_followed_by_bad_luck_is_told_from_a_bad_one() {
    let rules = &shipped().rules;
    let (mut unlucky, mut lucky) = (0, 0);
    for seed in 0..8 {
        let walk = played(seed, Bot::Best, nothing, anything);
        let review = reviewed(&walk, 24);
        let course = Course::of(rules, &walk);
        let shown = of_kind(&all_lessons(rules, &walk, &course, &review), "right_but_unlucky");
        let falls =
            |s: &six_hours::review::Turning| review.decisions[s.decision].foresight.loss < 3.0 && s.befell <= -15.0;
        let swings = swings(rules, &walk, &review);
        match &shown {
            Some(lesson) => {
                unlucky += 1;
                let swing = swings.iter().find(|s| s.turn == lesson.turn).expect("a swing");
                assert!(falls(swing) && (lesson.price + swing.befell).abs() < 1e-9);
            }
            None => {
                lucky += 1;
                assert!(!swings.iter().any(falls), "seed {seed}");
            }
        }
    }
    assert!(unlucky > 0 && lucky > 0, "{unlucky} unlucky games and {lucky} others");
}

#[test]
fn at_most_three_lessons_are_told_each_of_its_own_kind_the_dearest_first() {
    let rules = &shipped().rules;
    let mut many = 0;
    for seed in 0..10 {
        let walk = played(seed, Bot::Historical, closes, probing);
        let (course, review) = (Course::of(rules, &walk), reviewed(&walk, 4));
        let (all, told) = (all_lessons(rules, &walk, &course, &review), lessons(rules, &walk, &course, &review));
        assert!(told.len() <= MOST_LESSONS && told.len() <= all.len());
        assert!(told.windows(2).all(|w| w[0].price >= w[1].price));
        let kinds: std::collections::BTreeSet<&str> = told.iter().map(|l| l.kind.id()).collect();
        assert_eq!(kinds.len(), told.len());
        assert!(told.iter().all(|l| (1..=walk.actions.len()).contains(&l.turn) && l.price >= 0.0));
        many += usize::from(all.len() > 1);
    }
    assert!(many > 0);
}

#[test]
fn swings_add_up_to_the_way_from_the_first_expectation_to_the_result() {
    let walk = played(3, Bot::Reciprocal, nothing, anything);
    let review = reviewed(&walk, 16);
    let rules = &shipped().rules;
    let first = &review.decisions[0];
    let from = first.choices[first.engine].foresight.mean;
    let sum: f64 = swings(rules, &walk, &review).iter().map(six_hours::review::Turning::swing).sum();
    assert!((from + sum - review.result).abs() < 1e-6, "{from} and {sum} are not {}", review.result);
    let told = turning_points(rules, &walk, &review);
    assert!(!told.is_empty() && told.len() <= MOST_TURNS);
    assert!(told.windows(2).all(|w| w[0].swing().abs() >= w[1].swing().abs()));
}

#[test]
fn titles_are_earned_by_ratified_deals_only() {
    let rules = &shipped().rules;
    let mut earned = 0;
    for seed in 0..12 {
        let walk = played(seed, Bot::Best, nothing, anything);
        let list = titles(rules, &walk);
        assert_eq!(list.len(), 3);
        if !walk.end.story.ratified {
            assert!(list.iter().all(|(_, earned)| !earned));
        }
        earned += list.iter().filter(|(_, earned)| *earned).count();
    }
    assert!(earned > 0, "the best bot earns some");
}

#[test]
fn the_zone_that_all_would_ratify_is_never_larger_than_anyones_own() {
    let rules = &shipped().rules;
    let course = Course::of(rules, &played(2, Bot::Historical, nothing, anything));
    assert!(course.zones.len() > 8);
    assert!(course.zones.windows(2).all(|w| w[0].day < w[1].day));
    for zone in &course.zones {
        assert!(zone.sets.all <= zone.sets.host);
        assert!(zone.sets.audiences.iter().flatten().all(|share| zone.sets.all <= *share && *share <= 1.0));
    }
    let (first, last) = (&course.zones[0], &course.zones[course.zones.len() - 1]);
    assert!(last.sets.all < first.sets.all, "it shrinks as January comes");
}
