//! Deadlines: the session's clock, the calendar, what expires, and where the story goes on.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use bevy_ecs::prelude::*;

use crate::luck::{Luck, Purpose};
use crate::negotiation::Setting;
use crate::negotiation::condition::{self, holds};
use crate::negotiation::effect::{self, Run};
use crate::negotiation::happening::{Happening, say};
use crate::negotiation::legal;
use crate::negotiation::state::{NONE, bits};
use crate::negotiation::trust;
use crate::negotiation::view::{self, Games, Playing};
use crate::negotiation::voice::speak;
use crate::scenario::Moment;
use crate::scenario::program::Life;
use crate::scenario::rules::{Falls, NextRule, Room, Rules};

/// Least minutes in which anything can still be done at a table.
const LAST_MOVE: i16 = 10;

/// The session's clock, then the story's.
pub(crate) fn pass_time(setting: Res<Setting>, mut games: Games) {
    let rules = setting.rules();
    view::each(&mut games, |game, action| {
        if game.story.ending != NONE {
            return;
        }
        if !game.step.chose && legal::session(rules, game.view()).is_some() {
            let (kind, minutes, left) = (action.kind(), game.step.minutes, game.table.minutes_left);
            say(&mut game.chronicle, || Happening::TimePassed { kind, minutes, left });
            session_clock(rules, game);
        }
        if game.step.leaves {
            go_on(rules, game);
        }
    });
}

/// Share of the calendar gone on a day (t of the win-sets).
pub(crate) fn share(rules: &Rules, day: i16) -> f64 {
    rules.calendar.iter().rev().find(|(from, _)| *from <= day).map_or(0.0, |(_, share)| *share)
}

fn session_clock(rules: &Rules, game: &mut Playing<'_>) {
    let Some(session) = legal::session(rules, game.view()) else {
        return;
    };
    let t = &rules.table;
    if session.room == Room::Principals && session.rehearsal.is_none() {
        if f64::from(game.face.now) >= t.face_for_time && !game.table.is(bits::MORE_TIME) && !game.step.leaves {
            game.table.put(bits::MORE_TIME, true);
            game.table.minutes_left += t.time_for_face;
            let minutes = t.time_for_face;
            say(&mut game.chronicle, || Happening::MinutesWon { minutes });
            speak(rules, game, Moment::MoreTime);
        }
        let left = game.table.minutes_left;
        if left <= t.no_new_issues && !game.table.is(bits::LAST_HOUR) {
            game.table.put(bits::LAST_HOUR, true);
            say(&mut game.chronicle, || Happening::PhaseBegan { last: false });
            speak(rules, game, Moment::LastHour);
        }
        if left <= t.only_settling && !game.table.is(bits::LAST_MINUTES) {
            game.table.put(bits::LAST_MINUTES, true);
            say(&mut game.chronicle, || Happening::PhaseBegan { last: true });
            speak(rules, game, Moment::LastMinutes);
        }
    }
    if game.step.at_table && session.shrinks > 0.0 && game.step.offered {
        game.counterpart.room = (f64::from(game.counterpart.room) * (1.0 - session.shrinks)) as f32;
    }
    let moment = u32::from(game.story.scene) << 10 | u32::from(game.table.round);
    let lapses = session.hazard > 0.0
        && game.step.at_table
        && !game.step.leaves
        && Luck::at(game.seed.0, Purpose::Lapse, moment).chance(session.hazard);
    if lapses {
        game.story.channel_closed = true;
        say(&mut game.chronicle, || Happening::ChannelClosed);
        speak(rules, game, Moment::ChannelDies);
        game.step.leaves = true;
    }
    let out_of_time = game.table.minutes_left < LAST_MOVE || game.table.moves_left == 0;
    if out_of_time && !game.step.leaves {
        say(&mut game.chronicle, || Happening::Adjourned { by_clock: true });
        speak(rules, game, Moment::Adjourns);
        game.step.leaves = true;
    }
}

/// On to the next scene that asks for a decision, through those that only tell.
fn go_on(rules: &Rules, game: &mut Playing<'_>) {
    if legal::session(rules, game.view()).is_some() {
        say(&mut game.chronicle, || Happening::SessionEnded);
        if game.table.is(bits::REHEARSING) {
            effect::forget_rehearsal(game);
        }
    }
    // The notebook stays open through passages, to the decision they lead to.
    game.story.notebook_open = false;
    let own: &[NextRule] = if game.step.chose { &rules.choices[usize::from(game.step.choice)].next } else { &[] };
    let scene = &rules.scenes[usize::from(game.story.scene)].next;
    let next = lead(rules, game, own).or_else(|| lead(rules, game, scene));
    pass_through(rules, game, next);
}

/// The first scene of a game.
pub(crate) fn open(rules: &Rules, game: &mut Playing<'_>) {
    pass_through(rules, game, Some(rules.first_scene));
}

fn pass_through(rules: &Rules, game: &mut Playing<'_>, mut next: Option<u16>) {
    // Each scene is passed at most once on the way: a circle of passages would be a scenario's fault.
    for _ in 0..=rules.scenes.len() {
        let Some(scene) = next else { break };
        enter(rules, game, scene);
        let rule = &rules.scenes[usize::from(scene)];
        if rule.ends {
            crate::negotiation::outcome::end(rules, game);
            return;
        }
        if rule.session.is_some() || legal::choices(rules, game.view()).next().is_some() {
            return;
        }
        next = lead(rules, game, &rule.next);
    }
    crate::negotiation::outcome::end(rules, game);
}

fn lead(rules: &Rules, game: &Playing<'_>, list: &[NextRule]) -> Option<u16> {
    let kind = Some(game.counterpart.kind);
    list.iter().find(|n| holds(rules, n.when, game.view(), kind)).map(|n| n.to)
}

/// A scene begins: the calendar moves, what is due falls, then its own effects.
pub(crate) fn enter(rules: &Rules, game: &mut Playing<'_>, scene: u16) {
    let rule = &rules.scenes[usize::from(scene)];
    // A minute past midnight belongs to the next day.
    game.story.day += (game.story.minute / 1440) as i16;
    game.story.minute %= 1440;
    if let Some((day, minute)) = rule.at {
        if day > game.story.day {
            calendar(rules, game, day);
            game.story.minute = minute;
        } else if day == game.story.day {
            game.story.minute = game.story.minute.max(minute);
        }
    }
    game.story.scene = scene;
    game.story.version = (Luck::at(game.seed.0, Purpose::Scene, u32::from(scene)).below(256)) as u8;
    game.story.entered[usize::from(scene) / 64] |= 1 << (scene % 64);
    effect::run(rules, game, rule.enter, &mut Run::at(2 << 24 | u32::from(scene) << 8));
    if game.chronicle.is_some() {
        let shown = condition::shown(rules, &rule.text, game.view(), game.counterpart.kind);
        let (day, minute) = (game.story.day, game.story.minute);
        say(&mut game.chronicle, || Happening::SceneEntered { scene, shown, day, minute });
    }
    if rule.session.is_some() {
        begin_session(rules, game);
    }
}

fn begin_session(rules: &Rules, game: &mut Playing<'_>) {
    let Some(session) = &rules.scenes[usize::from(game.story.scene)].session else {
        return;
    };
    let trust = game.standing.trust(rules.host);
    let rehearsal = session.rehearsal.is_some();
    let table = &mut *game.table;
    let extra =
        if session.room == Room::Principals && !rehearsal { std::mem::take(&mut table.extra_minutes) } else { 0 };
    table.minutes_left = (session.minutes + extra).max(30);
    table.round = 0;
    table.session_verbs = 0;
    table.moves_left = match session.moves {
        NONE => NONE,
        moves if trust >= session.extra_move_at_trust => moves + 1,
        moves => moves,
    };
    for bit in [bits::WALKED_OUT, bits::LAST_HOUR, bits::LAST_MINUTES] {
        table.put(bit, false);
    }
    table.put(bits::REHEARSING, rehearsal);
    if session.room == Room::Principals && !rehearsal {
        table.session = table.session.saturating_add(1);
    }
    let open = |mask: u8| (0..rules.issues.len()).filter(|&i| mask >> i & 1 == 1 && table.closed[i] == NONE).count();
    let choosing = session.actions & 1 == 1;
    let agenda = if session.agenda != 0 {
        session.agenda
    } else if choosing || open(table.agenda) > 0 {
        table.agenda
    } else {
        let first = (0..rules.issues.len()).filter(|&i| table.closed[i] == NONE).take(usize::from(rules.table.agenda));
        first.fold(0, |m, i| m | 1 << i)
    };
    table.agenda = agenda;
    if choosing && open(agenda) == 0 {
        table.agenda = 0;
    }
    let minutes = table.minutes_left;
    say(&mut game.chronicle, || Happening::SessionBegan { minutes, rehearsal });
    // A table at which all is agreed already has nothing to do: one may only sit it out.
    if game.table.is_agreed() {
        game.table.minutes_left = 0;
    }
}

/// The calendar moves to a day: what is remembered fades, promises lapse, deadlines fall, each once.
fn calendar(rules: &Rules, game: &mut Playing<'_>, day: i16) {
    let days = day - game.story.day;
    trust::forget(rules, game.standing, days);
    trust::fade(rules, game.face, f64::from(days) * 1440.0);
    game.story.day = day;
    for (k, rule) in rules.pledges.iter().enumerate() {
        let word = &mut game.pledges.0[k];
        if matches!(word.life, Life::Said | Life::Repeated) && day - word.day > rule.lapses_after as i16 {
            word.life = Life::Lapsed;
            say(&mut game.chronicle, || Happening::PledgeChanged { pledge: k as u8, life: Life::Lapsed });
        }
    }
    // Deadlines in the order in which they fell.
    let mut due: Vec<(i16, usize)> = Vec::new();
    for (k, rule) in rules.deadlines.iter().enumerate() {
        if game.story.passed >> k & 1 == 0
            && let Some(fell) = fallen(rules, game.seed.0, k, &rule.falls, day)
        {
            due.push((fell, k));
        }
    }
    due.sort_unstable();
    for (_, k) in due {
        game.story.passed |= 1 << k;
        say(&mut game.chronicle, || Happening::DeadlinePassed { deadline: k as u8 });
        effect::run(rules, game, rules.deadlines[k].effects, &mut Run::at(3 << 24 | (k as u32) << 8));
    }
}

/// The day on which a deadline falls, if that is no later than `until`: a dated one on its date, an undated one in the
/// first unlucky week (yildiz04).
fn fallen(rules: &Rules, seed: u64, index: usize, falls: &Falls, until: i16) -> Option<i16> {
    let on = match *falls {
        Falls::Dated(day) => day,
        Falls::Undated { after, hazard, latest } => {
            let mut day = match rules.deadlines[usize::from(after)].falls {
                Falls::Dated(day) => day,
                Falls::Undated { .. } => return None,
            };
            // Weeks that are still to come need not be drawn yet.
            (1u32..).find_map(|week| {
                day = day.saturating_add(7);
                let unlucky = || Luck::at(seed, Purpose::Deadline, (index as u32) << 8 | week).chance(hazard);
                if day >= latest { Some(latest) } else { (day > until || unlucky()).then_some(day) }
            })?
        }
    };
    (on <= until).then_some(on)
}
