//! Intake: the action enters. Choices take effect; table moves spend their minutes and say what they are.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use bevy_ecs::prelude::*;

use crate::bargaining::moves;
use crate::negotiation::Setting;
use crate::negotiation::action::Action;
use crate::negotiation::concessions::{around, character};
use crate::negotiation::condition;
use crate::negotiation::counterpart::{self, unit};
use crate::negotiation::effect::{self, Run};
use crate::negotiation::happening::{Happening, say};
use crate::negotiation::legal;
use crate::negotiation::state::{NONE, Step, bits};
use crate::negotiation::trust;
use crate::negotiation::view::{self, Games, Playing};
use crate::negotiation::voice::speak;
use crate::scenario::Moment;
use crate::scenario::rules::{MoveKind, Package, Rules};

/// Takes the pending action.
pub(crate) fn intake(setting: Res<Setting>, mut games: Games) {
    let rules = setting.rules();
    view::each(&mut games, |game, action| {
        *game.step = Step::default();
        if game.story.ending != NONE {
            return;
        }
        match action {
            Action::Choose(choice) => choose(rules, game, choice),
            Action::Note(chips, wants) => note(game, chips, wants),
            Action::Verb(verb, issue) => use_verb(rules, game, verb, issue),
            action => table_move(rules, game, action),
        }
    });
}

fn choose(rules: &Rules, game: &mut Playing<'_>, choice: u16) {
    let rule = &rules.choices[usize::from(choice)];
    if let Some(flag) = rule.took_flag {
        effect::set_flag(game.story, flag, true);
    }
    let scene = u32::from(game.story.scene);
    let before = mark(game);
    effect::run(rules, game, rule.effects, &mut Run::at(scene << 8));
    check_advice(rules, game, choice);
    say_at(game, before, |game| {
        let (view, kind) = (game.view(), game.counterpart.kind);
        let shown = condition::shown(rules, &rule.reply, view, kind);
        let headline = condition::first(rules, &rule.headlines, view, kind);
        Happening::ChoiceTaken { choice, shown, headline }
    });
    game.step.chose = true;
    game.step.choice = choice;
    game.step.leaves = true;
}

/// A place in the chronicle, for what is told before its consequences but known only after them.
fn mark(game: &Playing<'_>) -> usize {
    game.chronicle.as_ref().map_or(0, |c| c.0.len())
}

/// Tells it there, if anything is put into words at all.
fn say_at<'a>(game: &mut Playing<'a>, place: usize, what: impl FnOnce(&Playing<'a>) -> Happening) {
    if game.chronicle.is_some() {
        let what = what(game);
        if let Some(chronicle) = &mut game.chronicle {
            chronicle.0.insert(place, what);
        }
    }
}

/// Advice about the choice taken is held against what came of it.
fn check_advice(rules: &Rules, game: &mut Playing<'_>, choice: u16) {
    let scene = &rules.scenes[usize::from(game.story.scene)];
    for advice in &rules.advice[scene.advice.range()] {
        if advice.if_choice == Some(choice) && condition::holds(rules, advice.when, game.view(), None) {
            let right = condition::holds(rules, advice.expects, game.view(), Some(game.counterpart.kind));
            let adviser = advice.adviser;
            let record = &mut game.story.advisers[usize::from(adviser)][usize::from(!right)];
            *record = record.saturating_add(1);
            say(&mut game.chronicle, || Happening::AdviceChecked { adviser, right });
        }
    }
}

fn note(game: &mut Playing<'_>, chips: [u8; 8], wants: u8) {
    let moment = game.notebook.opened.saturating_sub(1).min(2);
    game.notebook.chips[usize::from(moment)] = chips;
    game.notebook.wants[usize::from(moment)] = wants;
    game.story.notebook_open = false;
    say(&mut game.chronicle, || Happening::NotebookKept { moment });
}

fn use_verb(rules: &Rules, game: &mut Playing<'_>, verb: u8, issue: u8) {
    let rule = &rules.verbs[usize::from(verb)];
    if rule.each_session {
        game.table.session_verbs |= 1 << verb;
    } else {
        game.table.verbs |= 1 << verb;
    }
    let mut run = Run::at(1 << 24 | u32::from(game.story.scene) << 8 | u32::from(game.table.round) << 3);
    run.named = issue;
    spend(rules, game, rule.minutes as i16, false);
    let before = mark(game);
    effect::run(rules, game, rule.effects, &mut run);
    say_at(game, before, |game| {
        let shown = condition::shown(rules, &rule.reply, game.view(), game.counterpart.kind);
        Happening::VerbUsed { verb, shown }
    });
    game.table.round = game.table.round.saturating_add(1);
    count_move(game);
}

fn count_move(game: &mut Playing<'_>) {
    if game.table.moves_left != NONE {
        game.table.moves_left = game.table.moves_left.saturating_sub(1);
    }
}

fn table_move(rules: &Rules, game: &mut Playing<'_>, action: Action) {
    let Some(kind) = action.kind() else { return };
    let minutes = legal::minutes(rules, game.view(), kind);
    game.step.at_table = true;
    game.step.minutes = minutes;
    match action {
        Action::Propose(package) => put_forward(rules, game, package),
        Action::DoubleOffer(a, b) => {
            let picked = crate::negotiation::concessions::pick(rules, game, a, b);
            put_forward(rules, game, if picked == 0 { a } else { b });
            say(&mut game.chronicle, || Happening::DoubleOfferMade { packages: [a, b], picked });
            speak(rules, game, Moment::Picks);
        }
        Action::Link(give, want) => {
            let package = linked(rules, game.table.mine, game.table.his, give);
            put_forward(rules, game, package);
            say(&mut game.chronicle, || Happening::LinkOffered { give, want, package });
        }
        _ => {}
    }
    let moves_clock = game.step.new_offer || matches!(kind, MoveKind::Close);
    spend(rules, game, minutes, moves_clock);
    count_move(game);
}

/// Your last package with one step on an issue toward his.
pub(crate) fn linked(rules: &Rules, mine: Package, his: Package, give: u8) -> Package {
    let mut package = mine;
    let i = usize::from(give);
    package[i] = match his[i].cmp(&mine[i]) {
        std::cmp::Ordering::Less => mine[i] - 1,
        std::cmp::Ordering::Greater => mine[i] + 1,
        std::cmp::Ordering::Equal => mine[i],
    };
    debug_assert!(usize::from(package[i]) < rules.issues[i].options.len());
    package
}

fn put_forward(rules: &Rules, game: &mut Playing<'_>, package: Package) {
    let around = around(rules, game);
    let who = character(rules, game.counterpart, game.table, game.story.scene);
    let before = game.table.mine;
    let had = game.table.is(bits::MINE);
    let worth = |p: &Package| unit(counterpart::worth(rules, who, &around, p));
    let change = if had { worth(&package) - worth(&before) } else { 0.0 };
    let step = &mut *game.step;
    step.offered = true;
    step.compared = had;
    step.new_offer = !had || package != before;
    step.change = change as f32;
    let table = &mut *game.table;
    if had {
        table.recent = [before, table.recent[0]];
    } else {
        table.firsts[0] = package;
    }
    table.mine = package;
    table.offers = table.offers.saturating_add(1);
    table.put(bits::MINE, true);
    let class = had.then(|| {
        let own = unit(rules.player.of(&package) - rules.player.of(&before));
        let other = unit(rules.books.mean(&package) - rules.books.mean(&before));
        moves::classify(own, other, rules.table.threshold)
    });
    if let (Some(class), false) = (class, game.table.is(bits::REHEARSING)) {
        let count = &mut game.ledger.yours[class as usize];
        *count = count.saturating_add(1);
    }
    say(&mut game.chronicle, || Happening::OfferMade { package, class });
}

/// Minutes pass: the session's, the wall clock's, face fades, and his own clock runs (a quarter as fast when
/// nothing new was offered: stalling must not soften him).
fn spend(rules: &Rules, game: &mut Playing<'_>, minutes: i16, moves_clock: bool) {
    game.table.minutes_left -= minutes;
    game.story.minute += minutes.max(0) as u16;
    trust::fade(rules, game.face, f64::from(minutes));
    let share = if moves_clock { 1.0 } else { rules.table.stalling_counts };
    game.counterpart.clock = (f64::from(game.counterpart.clock) + f64::from(minutes) * share) as f32;
}
