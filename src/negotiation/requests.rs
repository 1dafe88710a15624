//! What one asks of him at the table besides a package: to close, to be frank, to write; and what the experts say.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use crate::bargaining::curve::sigmoid;
use crate::bargaining::search::most_similar;
use crate::luck::{Luck, Purpose};
use crate::negotiation::concessions::{around, character, luck};
use crate::negotiation::counterpart::{self, unit};
use crate::negotiation::happening::{Cause, Happening, say};
use crate::negotiation::legal;
use crate::negotiation::read;
use crate::negotiation::state::{NONE, bits};
use crate::negotiation::trust;
use crate::negotiation::view::{Playing, View};
use crate::negotiation::voice::speak;
use crate::scenario::Moment;
use crate::scenario::program::{Life, Quality};
use crate::scenario::rules::{Character, ISSUES, ONE, OPTIONS, Package, Rules};

/// Closes an issue at his option, or one step beyond toward yours if the last close was at his. To initial at all
/// he must trust you (`initial_trust`); the caller asks that.
pub(crate) fn close(rules: &Rules, game: &mut Playing<'_>, issue: u8) {
    let i = usize::from(issue);
    let Some(his) = legal::his_package(rules, game.view()) else {
        return;
    };
    if game.table.closed[i] != NONE {
        return;
    }
    let mut option = his[i];
    let mine = game.table.mine[i];
    if game.table.last_close_was_his && game.table.is(bits::MINE) && mine != option {
        option = if mine > option { option + 1 } else { option - 1 };
        game.table.last_close_was_his = false;
    } else {
        game.table.last_close_was_his = true;
    }
    game.table.closed[i] = option;
    game.table.his[i] = option;
    if game.table.is(bits::MINE) {
        game.table.mine[i] = option;
    }
    speak(rules, game, Moment::Closes);
    say(&mut game.chronicle, || Happening::IssueClosed { issue, option });
    if !game.table.is(bits::REHEARSING) {
        trust::evidence(rules, game, rules.host, Quality::Ability, rules.table.closed, Cause::IssueClosed);
    }
}

/// What he lets you see of an issue's worth to him.
pub(crate) fn probe(rules: &Rules, game: &mut Playing<'_>, issue: u8) {
    let i = usize::from(issue);
    let again = game.table.probed[i] != NONE;
    if again {
        let level = game.table.probed[i];
        speak(rules, game, Moment::ProbeAgain);
        say(&mut game.chronicle, || Happening::Probed { issue, level, again });
        return;
    }
    let rehearsing = game.table.is(bits::REHEARSING);
    let who = character(rules, game.counterpart, game.table, game.story.scene);
    let bend = 0.2 * (game.standing.trust(rules.host) - 0.5);
    let mut luck = Luck::at(game.seed.0, Purpose::Probe, u32::from(issue));
    let honest = luck.chance((who.honest + bend).clamp(0.0, 1.0));
    let level = if honest {
        level(rules, who, i)
    } else if luck.chance(0.6) {
        2
    } else {
        luck.below(2) as u8
    };
    game.table.probed[i] = level;
    if !rehearsing {
        let bluff = [0.2, 0.2, 0.6][usize::from(level)];
        read::update(game.read, rules.drawn_types, |k| {
            let t = &rules.types[k];
            let h = (t.book.honest + bend).clamp(0.0, 1.0);
            let seen = f64::from(u8::from(t.levels[i] == level));
            h * (0.8 * seen + 0.2 / 3.0) + (1.0 - h) * bluff
        });
    }
    speak(rules, game, [Moment::ProbeCheap, Moment::ProbeTradable, Moment::ProbeDear][usize::from(level)]);
    say(&mut game.chronicle, || Happening::Probed { issue, level, again });
}

/// 2 dear, 1 tradable, 0 cheap: the largest part-worth of the issue against the book's marks.
fn level(rules: &Rules, who: &Character, issue: usize) -> u8 {
    let weight = unit(who.utility.worth[issue].iter().copied().max().unwrap_or(0));
    if weight >= rules.read_marks().1 { 2 } else { u8::from(weight > rules.read_marks().0) }
}

pub(crate) fn gesture(rules: &Rules, game: &mut Playing<'_>, announced: bool) {
    let around = around(rules, game);
    let who = character(rules, game.counterpart, game.table, game.story.scene);
    let n = f64::from(game.table.gestures);
    let share = rules.table.grit * libm::exp2(-n);
    let soften = |who: &Character, level: f32| {
        if who.rho > 0.8 && level >= 0.0 {
            let d = counterpart::reservation(rules, who, &around);
            (f64::from(level) - share * (f64::from(level) - d)) as f32
        } else {
            level
        }
    };
    game.counterpart.level = soften(who, game.counterpart.level);
    let warm = luck(game, Purpose::Gesture).chance(who.warm);
    if !game.table.is(bits::REHEARSING) {
        for k in 0..rules.drawn_types {
            game.read.level[k] = soften(&rules.types[k].book, game.read.level[k]);
        }
        read::update(game.read, rules.drawn_types, |k| {
            let p = rules.types[k].book.warm;
            if warm { p } else { 1.0 - p }
        });
    }
    game.table.gestures = game.table.gestures.saturating_add(1);
    speak(rules, game, if warm { Moment::GestureWarm } else { Moment::GestureCool });
    say(&mut game.chronicle, || Happening::GestureMade { announced, warm });
}

/// He is asked to write down what he offers on an issue: σ(−.2 + 5(E − .5) + 1[repeated] + his own bent).
pub(crate) fn write(rules: &Rules, game: &mut Playing<'_>, issue: u8, luck: &mut Luck) -> bool {
    let i = usize::from(issue);
    let t = &rules.table;
    let his = legal::his_package(rules, game.view());
    let option = match his {
        Some(his) if his[i] != rules.issues[i].status_quo && !rules.issues[i].promise => his[i],
        _ => {
            say(&mut game.chronicle, || Happening::WritingRefused { issue });
            return false;
        }
    };
    let trust = game.standing.trust(rules.host);
    let repeated = f64::from(u8::from(game.table.his_before[i] == option));
    let he = &rules.types[usize::from(game.counterpart.kind)].book;
    let p = sigmoid(t.write_base + t.write_slope * (trust - 0.5) + t.write_repeated * repeated + he.writes);
    let written = game.table.written[i];
    let better = written == NONE || option > written;
    if better && trust >= t.write_trust && luck.chance(p) {
        game.table.written[i] = option;
        speak(rules, game, Moment::Writes);
        say(&mut game.chronicle, || Happening::WritingGiven { issue, option });
        for (k, pledge) in rules.pledges.iter().enumerate() {
            if pledge.amounts_to.0 == issue && game.pledges.0[k].life.is_alive() {
                game.pledges.0[k].life = Life::Written;
                say(&mut game.chronicle, || Happening::PledgeChanged { pledge: k as u8, life: Life::Written });
            }
        }
        true
    } else {
        speak(rules, game, Moment::WillNotWrite);
        say(&mut game.chronicle, || Happening::WritingRefused { issue });
        if trust < t.write_trust {
            trust::evidence(rules, game, rules.host, Quality::Benevolence, -0.1, Cause::WritingPressed);
        }
        false
    }
}

/// The experts: a draft near to his last that keeps most of your value, and how one probed issue really looks.
pub(crate) fn caucus(rules: &Rules, game: &mut Playing<'_>) {
    let who = character(rules, game.counterpart, game.table, game.story.scene);
    // Only told: where nothing is put into words, nobody drafts.
    let draft = if game.chronicle.is_some() { experts_draft(rules, game.view()) } else { rules.status_quo() };
    // They look again at the issue on which he moved least for what he said.
    let issue = (0..rules.issues.len()).find(|&i| game.table.probed[i] != NONE).unwrap_or(NONE.into()) as u8;
    let mut shown = NONE;
    if issue != NONE {
        let truth = level(rules, who, usize::from(issue));
        shown = if luck(game, Purpose::Probe).chance(0.8) { truth } else { game.table.probed[usize::from(issue)] };
        game.table.probed[usize::from(issue)] = shown;
    }
    speak(rules, game, Moment::Caucus);
    say(&mut game.chronicle, || Happening::Caucused { draft, issue, level: shown });
}

/// The legal package most like his last among those that give up at most a twentieth of your last one's worth.
pub fn experts_draft(rules: &Rules, view: View<'_>) -> Package {
    let allowed = counterpart::allowed(rules, view.table, false);
    let options: Vec<usize> = rules.issues.iter().map(|i| i.options.len()).collect();
    let mut similarity = [[[0; OPTIONS]; OPTIONS]; ISSUES];
    for (s, issue) in similarity.iter_mut().zip(&rules.issues) {
        *s = issue.similarity;
    }
    let mine = legal::draft(rules, view);
    let near = legal::his_package(rules, view).unwrap_or(mine);
    let floor = if view.table.is(bits::MINE) { rules.player.of(&mine) - ONE / 20 } else { 0 };
    let least = floor.max(rules.player.reservation);
    most_similar(&options, &allowed, &rules.player.worth, &similarity, &near, least).unwrap_or(mine)
}
