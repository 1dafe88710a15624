//! Concessions: both sides' ledgers and the counterpart's answer to a table move.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use bevy_ecs::prelude::*;

use crate::bargaining::curve::sigmoid;
use crate::bargaining::moves;
use crate::luck::{Luck, Purpose};
use crate::negotiation::Setting;
use crate::negotiation::action::Action;
use crate::negotiation::condition;
use crate::negotiation::counterpart::{self, Around, Mind, Pace, Wish, unit};
use crate::negotiation::deadlines;
use crate::negotiation::happening::{Happening, say};
use crate::negotiation::legal;
use crate::negotiation::read;
use crate::negotiation::requests;
use crate::negotiation::state::{Counterpart, NONE, Table, bits};
use crate::negotiation::view::{self, Games, Playing, View};
use crate::negotiation::voice::speak;
use crate::scenario::Moment;
use crate::scenario::rules::{Character, ONE, Package, Room, Rules, TYPES};

/// His answer.
pub(crate) fn concessions(setting: Res<Setting>, mut games: Games) {
    let rules = setting.rules();
    view::each(&mut games, |game, action| {
        if game.step.at_table {
            answer(rules, game, action);
            game.table.round = game.table.round.saturating_add(1);
        }
    });
}

/// The person who sits there: the counterpart, or the one who plays him in a rehearsal.
pub(crate) fn character<'r>(rules: &'r Rules, he: &Counterpart, table: &Table, scene: u16) -> &'r Character {
    if table.is(bits::REHEARSING)
        && let Some(session) = &rules.scenes[usize::from(scene)].session
        && let Some(kind) = session.rehearsal
    {
        return &rules.types[usize::from(kind)].book;
    }
    rules.person(he.kind, he.variant)
}

/// What surrounds his decisions now.
pub(crate) fn around(rules: &Rules, game: &Playing<'_>) -> Around {
    surroundings(rules, game.view(), game.counterpart)
}

/// The same, of a negotiation that is only looked at.
pub(crate) fn surroundings(rules: &Rules, game: View<'_>, he: &Counterpart) -> Around {
    let clauses = rules.sheet.len().max(1) as f64;
    let trust = game.standing.trust(rules.host);
    Around {
        trust,
        rate: counterpart::exchange_rate(rules, trust, f64::from(game.story.promises)),
        face: f64::from(game.face.now),
        softness: libm::tanh(f64::from(game.face.now) / 2.0),
        clock: f64::from(he.clock),
        visit_hope: f64::from(he.visit_hope),
        room: f64::from(he.room),
        firm: f64::from(game.table.firm),
        calendar: deadlines::share(rules, game.story.day),
        visit_spent: game.story.visit_spent,
        written: (f64::from(condition::written(game)) / clauses).min(1.0),
    }
}

fn mind(he: &Counterpart) -> Mind {
    Mind { level: f64::from(he.level), last: f64::from(he.last) }
}

fn shadow(game: &Playing<'_>, k: usize) -> Mind {
    let r = &game.read;
    Mind { level: f64::from(r.level[k]), last: f64::from(r.last[k]) }
}

/// His pace and that of each type's shadow, at one answer.
struct Paces {
    his: Pace,
    shadows: [Pace; TYPES],
}

fn paces(rules: &Rules, game: &Playing<'_>, around: &Around) -> Paces {
    let who = character(rules, game.counterpart, game.table, game.story.scene);
    let hoped = counterpart::hoped(rules, game.table);
    let pace = |who, hope, lead: f32| counterpart::pace(rules, who, around, hope, f64::from(lead));
    let hopes = rules.books.hope(around.rate, hoped);
    let mut shadows = [Pace::default(); TYPES];
    for (k, shadow) in shadows.iter_mut().enumerate().take(rules.drawn_types) {
        *shadow = pace(&rules.types[k].book, hopes[k], game.read.lead[k]);
    }
    let hope = counterpart::hope(rules, who, around, hoped);
    Paces { his: pace(who, hope, game.counterpart.lead), shadows }
}

fn moment(game: &Playing<'_>) -> u32 {
    u32::from(game.story.scene) << 10 | u32::from(game.table.round)
}

pub(crate) fn luck(game: &Playing<'_>, purpose: Purpose) -> Luck {
    Luck::at(game.seed.0, purpose, moment(game))
}

/// Which of two packages he takes up: the one worth more to him, with some noise.
pub(crate) fn pick(rules: &Rules, game: &mut Playing<'_>, a: Package, b: Package) -> u8 {
    let around = around(rules, game);
    let who = character(rules, game.counterpart, game.table, game.story.scene);
    let gap = |who: &Character, x: &Package, y: &Package| {
        unit(counterpart::worth(rules, who, &around, x) - counterpart::worth(rules, who, &around, y))
    };
    let first = luck(game, Purpose::Pick).chance(sigmoid(gap(who, &a, &b) / 0.05));
    let (taken, left) = if first { (a, b) } else { (b, a) };
    if !game.table.is(bits::REHEARSING) {
        read::update(game.read, rules.drawn_types, |k| sigmoid(gap(&rules.types[k].book, &taken, &left) / 0.08));
    }
    u8::from(!first)
}

fn answer(rules: &Rules, game: &mut Playing<'_>, action: Action) {
    match action {
        Action::Propose(_) | Action::DoubleOffer(..) => offer(rules, game, None),
        Action::Link(_, want) => offer(rules, game, Some(usize::from(want))),
        Action::Refuse(issue) => refusal(rules, game, issue),
        Action::Accept => {
            if let Some(package) = legal::his_package(rules, game.view()) {
                accept(rules, game, package);
            }
        }
        Action::Close(issue) => {
            if game.standing.trust(rules.host) >= rules.table.initial_trust {
                requests::close(rules, game, issue);
            } else {
                speak(rules, game, Moment::WillNotClose);
                say(&mut game.chronicle, || Happening::CloseDeclined { issue });
            }
        }
        Action::Reopen(issue) => {
            game.table.closed[usize::from(issue)] = NONE;
            game.table.agenda |= 1 << issue;
            game.table.put(bits::TOOK_BACK, true);
            say(&mut game.chronicle, || Happening::IssueReopened { issue });
            speak(rules, game, Moment::Reopened);
        }
        Action::Probe(issue) => requests::probe(rules, game, issue),
        Action::Gesture(announced) => requests::gesture(rules, game, announced),
        Action::Write(issue) => {
            let mut luck = luck(game, Purpose::Write);
            requests::write(rules, game, issue, &mut luck);
        }
        Action::Caucus => requests::caucus(rules, game),
        Action::Agenda(issues) => {
            game.table.agenda = issues;
            say(&mut game.chronicle, || Happening::AgendaChosen { issues });
            speak(rules, game, Moment::AgendaSet);
        }
        Action::Adjourn => {
            say(&mut game.chronicle, || Happening::Adjourned { by_clock: false });
            speak(rules, game, Moment::Adjourns);
            game.step.leaves = true;
        }
        Action::WalkOut => {
            game.table.put(bits::WALKED_OUT, true);
            say(&mut game.chronicle, || Happening::WalkedOut);
            speak(rules, game, Moment::WalkOut);
            game.step.leaves = true;
        }
        Action::Choose(_) | Action::Verb(..) | Action::Note(..) => {}
    }
}

/// His last package is taken. What he put forward in the hope of the rest is a part: he signs only what is worth his
/// reservation value as a whole.
fn accept(rules: &Rules, game: &mut Playing<'_>, package: Package) {
    let around = around(rules, game);
    let who = character(rules, game.counterpart, game.table, game.story.scene);
    let whole = unit(counterpart::worth(rules, who, &around, &package));
    if whole < counterpart::reservation(rules, who, &around) {
        let wants = counterpart::wants(rules, who, game.table, &package);
        speak(rules, game, Moment::WillNotSign);
        say(&mut game.chronicle, || Happening::SignatureDeclined { wants });
    } else {
        say(&mut game.chronicle, || Happening::YouAccepted { package });
        speak(rules, game, Moment::YouAccept);
        agree(rules, game, package);
    }
}

/// What your packages are worth to a person now: the one put forward, the one before it, your first.
#[derive(Debug, Clone, Copy, Default)]
struct Weighed {
    now: f64,
    before: f64,
    first: f64,
}

fn offer(rules: &Rules, game: &mut Playing<'_>, want: Option<usize>) {
    let t = &rules.table;
    let around = around(rules, game);
    let rehearsing = game.table.is(bits::REHEARSING);
    let who = character(rules, game.counterpart, game.table, game.story.scene);
    let (now, before) = (game.table.mine, game.table.recent[0]);
    let compared = game.step.compared;
    let whole = |who: &Character, p: &Package| unit(counterpart::worth(rules, who, &around, p));
    let first = game.table.firsts[0];
    let weighed = |who: &Character| Weighed {
        now: whole(who, &now),
        before: if compared { whole(who, &before) } else { 0.0 },
        first: whole(who, &first),
    };
    let his = weighed(who);
    let to_each = |p: &Package| rules.books.worth(around.rate, p);
    let (nows, firsts) = (to_each(&now), to_each(&first));
    let befores = if compared { to_each(&before) } else { [0; TYPES] };
    let shadows: [Weighed; TYPES] =
        std::array::from_fn(|k| Weighed { now: unit(nows[k]), before: unit(befores[k]), first: unit(firsts[k]) });
    if compared && game.step.change.abs() <= t.threshold as f32 {
        game.table.firm += t.bank_repeat as f32;
    }
    // How far your concessions lead his, since the first packages.
    if game.table.is(bits::HIS) {
        let his_moves = unit(rules.player.of(&game.table.his) - rules.player.of(&game.table.firsts[1]));
        let lead = |seen: &Weighed| (seen.now - seen.first - his_moves) as f32;
        game.counterpart.lead = game.counterpart.lead.max(lead(&his));
        for k in 0..rules.drawn_types {
            game.read.lead[k] = game.read.lead[k].max(lead(&shadows[k]));
        }
    }
    let anchors = rules.scenes[usize::from(game.story.scene)].session.as_ref().is_some_and(|s| {
        s.room == Room::Principals && game.table.session <= 1 && s.minutes - game.table.minutes_left <= t.performs_until
    });
    let anchor = if anchors { t.anchor } else { 0.0 };
    let paces = paces(rules, game, &around);
    let level = |who: &Character, pace: &Pace, mind: Mind, seen: &Weighed| {
        if mind.level < 0.0 {
            let a = counterpart::aspiration(rules, who, pace, mind);
            counterpart::first_level(a, seen.now + pace.hope, anchor, pace.reservation)
        } else if compared {
            let (now, before) = (seen.now + pace.hope, seen.before + pace.hope);
            counterpart::answer_in_kind(rules, who, pace, mind.level, now, before)
        } else {
            mind.level
        }
    };
    game.counterpart.level = level(who, &paces.his, mind(game.counterpart), &his) as f32;
    if !rehearsing {
        for k in 0..rules.drawn_types {
            let book = &rules.types[k].book;
            game.read.level[k] = level(book, &paces.shadows[k], shadow(game, k), &shadows[k]) as f32;
        }
    }

    let offer = his.now;
    let n = usize::from(game.table.offers.saturating_sub(1)).min(2);
    let best_recent = game.table.recent[..n].iter().map(|p| whole(who, p)).fold(offer, f64::max);
    let may_sign = legal::outside_mandate(rules, game.view(), &now).is_none() || around.trust >= t.initial_trust;
    let accepted =
        counterpart::accepts(rules, who, &paces.his, mind(game.counterpart), around.trust, offer, best_recent)
            && may_sign;
    if !rehearsing && may_sign && (accepted || game.step.new_offer) {
        let read_of = |k: usize| {
            let who = &rules.types[k].book;
            let a = counterpart::aspiration(rules, who, &paces.shadows[k], shadow(game, k));
            let p = sigmoid((shadows[k].now - a) / t.accept_slope);
            (1.0 - t.read_lapse) * (if accepted { p } else { 1.0 - p }) + 0.5 * t.read_lapse
        };
        let like: [f64; 8] = std::array::from_fn(|k| if k < rules.drawn_types { read_of(k) } else { 0.0 });
        read::update(game.read, rules.drawn_types, |k| like[k]);
    }
    if accepted {
        speak(rules, game, Moment::Accepts);
        say(&mut game.chronicle, || Happening::OfferAccepted { package: now });
        agree(rules, game, now);
        return;
    }
    let deflected = want.is_none() && luck(game, Purpose::Deflect).chance(who.deflects);
    if !rehearsing && want.is_none() {
        read::update(game.read, rules.drawn_types, |k| {
            let p = rules.types[k].book.deflects;
            if deflected { p } else { 1.0 - p }
        });
    }
    if deflected {
        speak(rules, game, Moment::Deflects);
        say(&mut game.chronicle, || Happening::Deflected);
    } else {
        counter(rules, game, &around, &paces, want, None);
    }
    tell(rules, game);
}

fn refusal(rules: &Rules, game: &mut Playing<'_>, issue: u8) {
    let around = around(rules, game);
    let who = character(rules, game.counterpart, game.table, game.story.scene);
    game.table.firm += rules.table.bank_refusal as f32;
    say(&mut game.chronicle, || Happening::Refused { issue });
    let paces = paces(rules, game, &around);
    let d = counterpart::answer_in_kind(rules, who, &paces.his, f64::from(game.counterpart.level), 0.0, 0.0);
    game.counterpart.level = d as f32;
    for k in 0..rules.drawn_types {
        let who = &rules.types[k].book;
        let level = counterpart::answer_in_kind(rules, who, &paces.shadows[k], f64::from(game.read.level[k]), 0.0, 0.0);
        game.read.level[k] = level as f32;
    }
    counter(rules, game, &around, &paces, None, Some(usize::from(issue)));
    tell(rules, game);
}

/// He answers with a package, or holds to his last.
fn counter(
    rules: &Rules,
    game: &mut Playing<'_>,
    around: &Around,
    paces: &Paces,
    want: Option<usize>,
    pressed: Option<usize>,
) {
    let t = &rules.table;
    let who = character(rules, game.counterpart, game.table, game.story.scene);
    let allowed = counterpart::allowed(rules, game.table, game.story.visit_spent);
    let first = !game.table.is(bits::HIS);
    let last = if first { &who.opening } else { &game.table.his };
    let own = counterpart::normalised(last, &allowed);
    let a = counterpart::aspiration(rules, who, &paces.his, mind(game.counterpart));
    let mine = legal::mine_now(rules, game.view());
    let sore = around.face < t.face_sore;
    let mut wish = Wish {
        allowed: &allowed,
        mine: game.table.is(bits::MINE).then_some(&mine),
        own: &own,
        least: libm::ceil((a - paces.his.hope) * f64::from(ONE)) as i32,
        free_to_harden: game.table.is(bits::TOOK_BACK) || sore,
        must_move: want,
        pressed,
    };
    let mut answer = counterpart::counter(rules, who, around, &wish);
    let linked = want.is_some() && answer.is_some();
    if want.is_some() && answer.is_none() {
        wish.must_move = None;
        answer = counterpart::counter(rules, who, around, &wish);
    }
    // Where nothing is worth enough to him he holds, and that tells of the agenda more than of him.
    let tells_of_him = answer.is_some();
    let package = answer.unwrap_or(own);
    let (mut toward, mut away) = (0u8, 0u8);
    for i in 0..rules.issues.len() {
        let row = &rules.player.worth[i];
        match row[usize::from(package[i])].cmp(&row[usize::from(own[i])]) {
            std::cmp::Ordering::Greater => toward |= 1 << i,
            std::cmp::Ordering::Less => away |= 1 << i,
            std::cmp::Ordering::Equal => {}
        }
    }
    let gave = unit(rules.player.of(&package) - rules.player.of(&own)) > 0.02;
    let class = moves::classify(
        unit(rules.books.mean(&package) - rules.books.mean(&own)),
        unit(rules.player.of(&package) - rules.player.of(&own)),
        t.threshold,
    );
    let wants = counterpart::wants(rules, who, game.table, &package);
    let wish_free = wish.free_to_harden;
    let table = &mut *game.table;
    if first {
        table.firsts[1] = package;
        table.his_before = own;
    } else {
        table.his_before = table.his;
    }
    table.his = package;
    table.answers = table.answers.saturating_add(1);
    let rehearsing = table.is(bits::REHEARSING);
    table.put(bits::HIS, true);
    table.put(bits::HE_GAVE, gave);
    table.put(bits::TOOK_BACK, false);
    if gave {
        table.gestures = 0;
    }
    game.counterpart.last = a as f32;
    if !rehearsing {
        let count = &mut game.ledger.his[class as usize];
        *count = count.saturating_add(1);
        let mut like = [1.0; 8];
        let worths = rules.books.worth(around.rate, &package);
        for (k, l) in like.iter_mut().enumerate().take(rules.drawn_types) {
            let who = &rules.types[k].book;
            let a = counterpart::aspiration(rules, who, &paces.shadows[k], shadow(game, k));
            game.read.last[k] = a as f32;
            let worth = unit(worths[k]) + paces.shadows[k].hope;
            *l = read::of_offer(rules, worth, a);
        }
        if tells_of_him {
            read::update(game.read, rules.drawn_types, |k| like[k]);
        }
    }
    let holds = package == own && !first;
    let moment = match (holds, want.is_some(), linked) {
        (_, true, true) => Moment::LinkTaken,
        (_, true, false) => Moment::LinkDeclined,
        (true, ..) if pressed.is_some() => Moment::Refused,
        (true, ..) => Moment::Holds,
        _ if game.table.answers == 1 => Moment::Performs,
        _ if gave => Moment::CounterWarm,
        _ if away != 0 && wish_free => Moment::CounterHard,
        _ => Moment::CounterCool,
    };
    speak(rules, game, moment);
    say(&mut game.chronicle, || {
        if holds {
            Happening::Held { package, wants }
        } else {
            Happening::CounterOffered { package, toward, away, wants, warm: gave, linked }
        }
    });
}

/// A habit may show with his reply.
fn tell(rules: &Rules, game: &mut Playing<'_>) {
    if rules.tells.is_empty() || game.table.is(bits::REHEARSING) {
        return;
    }
    let mut luck = luck(game, Purpose::Tell);
    if !luck.chance(rules.table.tells) {
        return;
    }
    let tell = luck.below(rules.tells.len());
    let rule = &rules.tells[tell];
    let shows = luck.chance(f64::from(rule.likelihood[usize::from(game.counterpart.kind)]));
    read::update(game.read, rules.drawn_types, |k| {
        let p = f64::from(rule.likelihood[k]);
        if shows { p } else { 1.0 - p }
    });
    if shows {
        let wording = luck.below(usize::from(rule.wordings)) as u8;
        say(&mut game.chronicle, || Happening::TellShown { tell: tell as u8, wording });
    }
}

/// A package is agreed: signed within the mandate, initialled outside it.
fn agree(rules: &Rules, game: &mut Playing<'_>, package: Package) {
    if game.table.is(bits::REHEARSING) {
        game.step.leaves = true;
        return;
    }
    let signed = legal::outside_mandate(rules, game.view(), &package).is_none();
    game.table.agreed = package;
    game.table.put(if signed { bits::SIGNED } else { bits::INITIALLED }, true);
    game.story.agreed_day = game.story.day;
    say(&mut game.chronicle, || Happening::Agreed { package, signed });
    game.step.leaves = true;
}
