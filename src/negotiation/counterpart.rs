//! The man across the table: what an offer is worth to him now, what he aspires to, what he answers.
//!
//! The same functions serve him and the shadows that the read casts for each type.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use crate::bargaining::acceptance::{self, Late, Situation};
use crate::bargaining::curve;
use crate::negotiation::state::{NONE, Table, bits};
use crate::scenario::rules::{Character, ISSUES, ONE, Package, Rules};

/// What surrounds a decision of his and is the same for him and his shadows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Around {
    /// The host's trust in you, 0..1.
    pub trust: f64,
    /// What a promise counts for, see [`exchange_rate`].
    pub rate: i64,
    /// Face as it stands, −1..1 …
    pub face: f64,
    /// … and how far it softens: tanh(F / 2).
    pub softness: f64,
    /// His clock, minutes.
    pub clock: f64,
    /// His belief that the president comes anyway.
    pub visit_hope: f64,
    /// Room left in undated phases.
    pub room: f64,
    /// Firmness shown, minutes off the horizon of one who banks.
    pub firm: f64,
    /// Share of the calendar gone.
    pub calendar: f64,
    /// The visit is spent.
    pub visit_spent: bool,
    /// Share of five clauses in writing.
    pub written: f64,
}

/// What changes between him and each shadow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mind {
    /// b; negative before the first offer.
    pub level: f64,
    /// Aspiration at the last answer; negative before.
    pub last: f64,
}

/// What a package is worth to him now, in units of 2⁻²⁰: promises count (floor + (1 − floor)·E) of their face value.
pub(crate) fn worth(rules: &Rules, who: &Character, around: &Around, package: &Package) -> i32 {
    let (mut plain, mut promised) = (0i32, 0i64);
    for (i, issue) in rules.issues.iter().enumerate() {
        let part = who.utility.worth[i][usize::from(package[i])];
        if issue.promise {
            promised += i64::from(part);
        } else {
            plain += part;
        }
    }
    plain + ((promised * around.rate) >> 20) as i32
}

/// The issues on which there is something to hope for, by bit: neither open nor closed.
pub(crate) fn hoped(rules: &Rules, table: &Table) -> u8 {
    let hoped = |&i: &usize| table.closed[i] == NONE && table.agenda >> i & 1 == 0;
    (0..rules.issues.len()).filter(hoped).fold(0, |all, i| all | 1 << i)
}

/// What he hopes for on the issues that are [`hoped`] for, above what they stand at, in units of 2⁻²⁰: while a package
/// is only a part, he moves on it in the hope of the rest; he signs only what is whole.
pub(crate) fn hope(rules: &Rules, who: &Character, around: &Around, hoped: u8) -> i32 {
    let (mut plain, mut quo, mut rest) = (0i32, 0i64, 0i64);
    for (i, issue) in rules.issues.iter().enumerate() {
        let row = &who.utility.worth[i];
        let stands = row[usize::from(issue.status_quo)];
        let then = if hoped >> i & 1 == 1 { row[usize::from(who.opening[i])] } else { stands };
        if issue.promise {
            quo += i64::from(stands);
            rest += i64::from(then);
        } else {
            plain += then - stands;
        }
    }
    plain + ((rest * around.rate) >> 20) as i32 - ((quo * around.rate) >> 20) as i32
}

/// Trust as an exchange rate on promises, in units of 2⁻²⁰: (floor + (1 − floor)·E) times what the government's word
/// is worth.
pub(crate) fn exchange_rate(rules: &Rules, trust: f64, promises: f64) -> i64 {
    let floor = rules.table.promise_floor;
    libm::round((floor + (1.0 - floor) * trust) * promises * f64::from(ONE)) as i64
}

/// d′ = d + μ·t, and once the visit is spent + max(0, (1 − k/5)·w·v(visit) − φ).
pub(crate) fn reservation(rules: &Rules, who: &Character, around: &Around) -> f64 {
    let mut d = unit(who.utility.reservation) + who.mu * around.calendar;
    if around.visit_spent
        && let Some((issue, option)) = rules.table.visit
    {
        let visit = unit(who.utility.worth[usize::from(issue)][usize::from(option)]);
        d += ((1.0 - around.written) * visit - who.phi).max(0.0);
    }
    d
}

/// T = 360 + H·p, and for one who banks + 200·lead − firmness; at least 330.
pub(crate) fn horizon(rules: &Rules, who: &Character, around: &Around, lead: f64) -> f64 {
    let mut t = rules.table.horizon + who.horizon * around.visit_hope;
    if who.banks > 0.0 {
        t += who.banks * lead - around.firm;
    }
    t.max(rules.table.shortest_horizon)
}

/// What does not change within one answer, worked out once: his price, his pace, what bends him.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pace {
    /// Reservation value as it stands now.
    pub reservation: f64,
    /// Target by time alone, after faratin98.
    pub by_time: f64,
    /// What trust and face take off it.
    pub bend: f64,
    /// Share of his horizon gone.
    pub time: f64,
    /// See [`hope`], as a utility.
    pub hope: f64,
}

/// The pace of a person who sees this lead and [`hope`]s for so much.
pub(crate) fn pace(rules: &Rules, who: &Character, around: &Around, hope: i32, lead: f64) -> Pace {
    let d = reservation(rules, who, around);
    let time = around.clock / horizon(rules, who, around, lead);
    let alpha = curve::conceded(who.kappa, who.beta, time);
    Pace {
        reservation: d,
        by_time: d + (1.0 - alpha) * around.room * (1.0 - d),
        bend: who.trust_bend * (around.trust - 0.5) + who.face_bend * around.softness,
        time,
        hope: unit(hope),
    }
}

/// The aspiration a before the next answer.
pub(crate) fn aspiration(rules: &Rules, who: &Character, pace: &Pace, mind: Mind) -> f64 {
    let blend = if mind.level < 0.0 { pace.by_time } else { (1.0 - who.omega) * pace.by_time + who.omega * mind.level };
    let a = (blend - pace.bend).max(pace.reservation).min(1.0);
    if mind.last < 0.0 { a } else { a.max(mind.last - rules.table.fall).min(1.0) }
}

/// b after an offer: tit for tat on the share of the gap you closed.
pub(crate) fn answer_in_kind(rules: &Rules, who: &Character, pace: &Pace, level: f64, now: f64, before: f64) -> f64 {
    if level < 0.0 {
        return level;
    }
    let d = pace.reservation;
    let step = rules.table.step;
    let closed = ((now - before) / (level - before).max(0.05)).clamp(-step, step);
    let mut factor = 1.0 - who.rho * closed;
    if closed <= rules.table.still {
        factor *= 1.0 - who.firm;
    }
    (d + (level - d) * factor).max(d).min(1.0)
}

/// b at the first offer; an offer made while he performs anchors it (galinsky01).
pub(crate) fn first_level(aspiration: f64, offer: f64, anchor: f64, reservation: f64) -> f64 {
    (aspiration - anchor * (aspiration - offer).max(0.0)).max(reservation)
}

/// Whether he takes the offer.
pub(crate) fn accepts(
    rules: &Rules,
    who: &Character,
    pace: &Pace,
    mind: Mind,
    trust: f64,
    offer: f64,
    best_recent: f64,
) -> bool {
    let situation = Situation {
        offer,
        aspiration: aspiration(rules, who, pace, mind),
        reservation: pace.reservation,
        time: pace.time,
        best_recent,
        trust,
        guard: who.guard,
    };
    acceptance::accepts(situation, Late { from: rules.table.late, margin: rules.table.late_margin })
}

/// The options an answer may name: open issues freely, written ones no lower, all others as they stand.
pub(crate) fn allowed(rules: &Rules, table: &Table, visit_spent: bool) -> [u8; ISSUES] {
    let mut masks = [1; ISSUES];
    for (i, issue) in rules.issues.iter().enumerate() {
        let all = ((1u16 << issue.options.len()) - 1) as u8;
        masks[i] = if table.closed[i] != NONE {
            1 << table.closed[i]
        } else if table.agenda >> i & 1 == 0 {
            1 << issue.status_quo
        } else if table.written[i] != NONE {
            all & (0xffu8 << table.written[i])
        } else {
            all
        };
        if visit_spent
            && let Some((visit, option)) = rules.table.visit
            && usize::from(visit) == i
            && table.closed[i] == NONE
        {
            masks[i] = all & (0xffu8 << option);
        }
    }
    masks
}

/// A package brought within what may be named now: each issue to the nearest allowed option below or above.
pub(crate) fn normalised(package: &Package, allowed: &[u8; ISSUES]) -> Package {
    let mut result = *package;
    for (option, &mask) in result.iter_mut().zip(allowed) {
        if mask >> *option & 1 == 0 {
            let below = (0..*option).rev().find(|o| mask >> o & 1 == 1);
            *option = below.unwrap_or(mask.trailing_zeros() as u8);
        }
    }
    result
}

/// What a counter-offer is chosen by.
pub(crate) struct Wish<'a> {
    pub allowed: &'a [u8; ISSUES],
    /// Your package, if there is one.
    pub mine: Option<&'a Package>,
    /// His own last.
    pub own: &'a Package,
    /// Least he would settle for, in units of 2⁻²⁰.
    pub least: i32,
    /// He may take back without being marked down for it.
    pub free_to_harden: bool,
    /// The issue that must move at least one option toward you.
    pub must_move: Option<usize>,
    /// The issue you named when refusing: likeness there counts double.
    pub pressed: Option<usize>,
}

/// The counter-offer: among packages within two single steps of his own last and worth enough to him, the one
/// most like yours, likeness to his own last and steps in his own favour counted as `model.md` says; ties go to
/// the lowest utility, then to option order. Nothing if none is worth enough.
pub(crate) fn counter(rules: &Rules, who: &Character, around: &Around, wish: &Wish<'_>) -> Option<Package> {
    let n = rules.issues.len();
    let own_share = libm::round(rules.table.own_similarity * 1024.0) as i64;
    let back = libm::round(rules.table.back_step * 1024.0 * f64::from(ONE)) as i64;
    let rate = around.rate;
    // Scores and utilities are sums over issues, so a step changes only the terms of its own issue. Each step is
    // worked out once: the option, and what it adds to score, plain utility, promised utility.
    let term = |i: usize, o: u8| -> (i64, i32) {
        let sim = &rules.issues[i].similarity[usize::from(o)];
        let like = wish.mine.map_or(0, |m| i64::from(sim[usize::from(m[i])]));
        let like = if wish.pressed == Some(i) { like * 2 } else { like };
        let utility = &who.utility.worth[i];
        let hardens = utility[usize::from(o)] > utility[usize::from(wish.own[i])];
        let mark = if hardens && !wish.free_to_harden { back } else { 0 };
        let own = i64::from(sim[usize::from(wish.own[i])]);
        (like * (1024 - own_share) + own * own_share - mark, utility[usize::from(o)])
    };
    let (mut plain, mut promised) = (0, 0);
    let mut steps = [[Move::default(); 4]; ISSUES];
    let mut counts = [0usize; ISSUES];
    let mut singles = [0usize; ISSUES];
    for i in 0..n {
        let (score, utility) = term(i, wish.own[i]);
        let promise = rules.issues[i].promise;
        if promise {
            promised += utility
        } else {
            plain += utility
        }
        if wish.allowed[i] == 1 << wish.own[i] {
            continue;
        }
        for delta in [1i8, -1, 2, -2] {
            let o = wish.own[i].wrapping_add_signed(delta);
            if usize::from(o) < rules.issues[i].options.len() && wish.allowed[i] >> o & 1 == 1 {
                let (s, u) = term(i, o);
                let gained = u - utility;
                let (plain, promised) = if promise { (0, gained) } else { (gained, 0) };
                let mine = &rules.player.worth[i];
                let toward_you = mine[usize::from(o)] > mine[usize::from(wish.own[i])];
                steps[i][counts[i]] = Move { issue: i as u8, option: o, score: s - score, plain, promised, toward_you };
                counts[i] += 1;
                if delta.abs() == 1 {
                    singles[i] = counts[i];
                }
            }
        }
    }
    let weighed = |plain: i32, promised: i32| i64::from(plain) + ((i64::from(promised) * rate) >> 20);
    let own_worth = weighed(plain, promised);
    let mut best: Option<(i64, i64, [Move; 2], usize)> = None;
    let mut consider = |moves: [Move; 2], count: usize| {
        let score = moves[0].score + moves[1].score;
        if best.is_some_and(|(most, ..)| score < most) {
            return;
        }
        let [first, second] = &moves;
        let utility = weighed(plain + first.plain + second.plain, promised + first.promised + second.promised);
        let moved = |m: usize| moves[..count].iter().any(|x| usize::from(x.issue) == m && x.toward_you);
        // Without cause he trades, but does not take back: a package better for him than his own last is no answer.
        if !wish.free_to_harden && utility > own_worth {
            return;
        }
        if utility < i64::from(wish.least) || wish.must_move.is_some_and(|m| !moved(m)) {
            return;
        }
        let better = best.is_none_or(|(s, u, old, k)| {
            (-score, utility)
                .cmp(&(-s, u))
                .then_with(|| applied(wish.own, &moves[..count]).cmp(&applied(wish.own, &old[..k])))
                .is_lt()
        });
        if better {
            best = Some((score, utility, moves, count));
        }
    };
    consider([Move::default(); 2], 0);
    for i in 0..n {
        for a in &steps[i][..counts[i]] {
            consider([*a, Move::default()], 1);
        }
        for j in i + 1..n {
            for a in &steps[i][..singles[i]] {
                for b in &steps[j][..singles[j]] {
                    consider([*a, *b], 2);
                }
            }
        }
    }
    best.map(|(_, _, moves, count)| applied(wish.own, &moves[..count]))
}

/// A step on one issue and what it changes.
#[derive(Debug, Clone, Copy, Default)]
struct Move {
    issue: u8,
    option: u8,
    score: i64,
    plain: i32,
    promised: i32,
    toward_you: bool,
}

fn applied(package: &Package, moves: &[Move]) -> Package {
    let mut result = *package;
    for m in moves {
        result[usize::from(m.issue)] = m.option;
    }
    result
}

/// The issue he presses: where moving from your option to his would give him most.
pub(crate) fn wants(rules: &Rules, who: &Character, table: &Table, his: &Package) -> u8 {
    let gap = |i: usize| {
        let row = &who.utility.worth[i];
        let open = table.agenda >> i & 1 == 1;
        let theirs = row[usize::from(if open { his[i] } else { who.opening[i] })];
        let yours = if open && table.is(bits::MINE) {
            row[usize::from(table.mine[i])]
        } else {
            row[usize::from(rules.issues[i].status_quo)]
        };
        theirs - yours
    };
    let free = (0..rules.issues.len()).filter(|&i| table.closed[i] == NONE);
    free.max_by_key(|&i| (gap(i), std::cmp::Reverse(i))).map_or(NONE, |i| i as u8)
}

/// A fixed-point utility as a number in 0..1.
pub(crate) fn unit(x: i32) -> f64 {
    f64::from(x) / f64::from(ONE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::negotiation::blank_table;
    use crate::scenario::Scenario;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static PYONGYANG: LazyLock<Scenario> =
        LazyLock::new(|| Scenario::shipped("pyongyang-2000").expect("the shipped scenario has no faults"));

    fn around(trust: f64, face: f64, clock: f64) -> Around {
        Around {
            trust,
            rate: exchange_rate(&PYONGYANG.rules, trust, 1.0),
            face,
            softness: libm::tanh(face / 2.0),
            clock,
            visit_hope: 0.6,
            room: 1.0,
            firm: 0.0,
            calendar: 0.3,
            visit_spent: false,
            written: 0.0,
        }
    }

    fn package(numbers: &[u8; 7]) -> Package {
        let options = PYONGYANG.rules.issues.iter().map(|i| i.options.len() as u8);
        let mut package = [0; ISSUES];
        for ((place, n), k) in package.iter_mut().zip(numbers).zip(options) {
            *place = n % k;
        }
        package
    }

    #[test]
    fn an_aspiration_equals_the_formula_bent_by_trust_and_face() {
        // The dealmaker's book: d = .53 + .08·.3 = .554, κ .25, β 1.3, T = 250 + 40·.6 = 274; at m = 137, t = .5:
        // α = .690047, a_time = .554 + .309953·.446 = .692239; E .6, F .2: − .1·.1 − .02·tanh(.1) = −.011993.
        let rules = &PYONGYANG.rules;
        let who = &rules.types[0].book;
        let at = pace(rules, who, &around(0.6, 0.2, 137.0), 0, 0.0);
        let a = aspiration(rules, who, &at, Mind { level: -1.0, last: -1.0 });
        assert!((a - 0.680_246).abs() < 1e-5, "{a}");
    }

    #[test]
    fn an_aspiration_falls_by_at_most_the_stated_step_an_answer() {
        let rules = &PYONGYANG.rules;
        let who = &rules.types[0].book;
        let at = pace(rules, who, &around(0.5, 0.0, 396.0), 0, 0.0);
        let a = aspiration(rules, who, &at, Mind { level: -1.0, last: 0.80 });
        assert!((a - (0.80 - rules.table.fall)).abs() < 1e-12);
    }

    #[test]
    fn one_who_banks_grows_more_patient_with_every_lead_you_give_him() {
        let rules = &PYONGYANG.rules;
        let exploiter = &rules.types.iter().find(|t| t.id == "exploiter").expect("a type").book;
        let at = around(0.5, 0.0, 100.0);
        assert!(horizon(rules, exploiter, &at, 0.3) > horizon(rules, exploiter, &at, 0.0));
        let firm = Around { firm: 24.0, ..at };
        assert!(horizon(rules, exploiter, &firm, 0.3) < horizon(rules, exploiter, &at, 0.3));
    }

    #[test]
    fn once_the_visit_is_spent_what_stands_in_writing_keeps_his_price_down() {
        let rules = &PYONGYANG.rules;
        let showman = &rules.types.iter().find(|t| t.id == "showman").expect("a type").book;
        let blind = Around { visit_spent: true, ..around(0.6, 0.0, 300.0) };
        let written = Around { written: 0.8, ..blind };
        assert!(reservation(rules, showman, &blind) > reservation(rules, showman, &written) + 0.1);
    }

    proptest! {
        #[test]
        fn a_counter_offer_is_never_below_the_aspiration_and_moves_at_most_two_steps(
            kind in 0usize..4, variant in 0usize..16, own in any::<[u8; 7]>(), mine in any::<[u8; 7]>(),
            trust in 0.2..0.9f64, least in 0.3..0.9f64,
        ) {
            let rules = &PYONGYANG.rules;
            let who = &rules.types[kind].variants[variant];
            let (own, mine) = (package(&own), package(&mine));
            let least = (least * f64::from(ONE)) as i32;
            let at = around(trust, 0.0, 100.0);
            let table = Table { agenda: 0x7f, ..blank_table() };
            let allowed = allowed(rules, &table, false);
            let wish = Wish { allowed: &allowed, mine: Some(&mine), own: &own, least, free_to_harden: false, must_move: None, pressed: None };
            if let Some(answer) = counter(rules, who, &at, &wish) {
                prop_assert!(worth(rules, who, &at, &answer) >= least);
                let steps: u8 = own.iter().zip(answer).map(|(a, b)| a.abs_diff(b)).sum();
                let issues = own.iter().zip(answer).filter(|(a, b)| **a != *b).count();
                prop_assert!(steps <= 2 && issues <= 2);
            }
        }

        #[test]
        fn what_he_once_offered_is_not_withdrawn_without_cause(
            kind in 0usize..4, variant in 0usize..16, own in any::<[u8; 7]>(), mine in any::<[u8; 7]>(), trust in 0.2..0.9f64,
        ) {
            // As long as his own last package is still worth enough to him, and nothing was taken back.
            let rules = &PYONGYANG.rules;
            let who = &rules.types[kind].variants[variant];
            let (own, mine) = (package(&own), package(&mine));
            let at = around(trust, 0.0, 100.0);
            let table = Table { agenda: 0x7f, ..blank_table() };
            let allowed = allowed(rules, &table, false);
            let least = worth(rules, who, &at, &own);
            let wish = Wish { allowed: &allowed, mine: Some(&mine), own: &own, least, free_to_harden: false, must_move: None, pressed: None };
            let answer = counter(rules, who, &at, &wish).expect("his own last is worth enough");
            for (i, (&was, &now)) in own.iter().zip(&answer).enumerate() {
                let row = &who.utility.worth[i];
                // He may trade a step for a step; he does not take back while giving nothing.
                if row[usize::from(now)] > row[usize::from(was)] {
                    let gave = own.iter().zip(&answer).enumerate().any(|(j, (&a, &b))| {
                        j != i && who.utility.worth[j][usize::from(b)] < who.utility.worth[j][usize::from(a)]
                    });
                    prop_assert!(gave, "{own:?} to {answer:?} against {mine:?}");
                }
            }
        }

        #[test]
        fn if_his_own_last_is_no_longer_worth_enough_he_hardens_only_with_cause(
            kind in 0usize..4, own in any::<[u8; 7]>(), mine in any::<[u8; 7]>(), more in 1i32..200_000,
        ) {
            let rules = &PYONGYANG.rules;
            let who = &rules.types[kind].book;
            let (own, mine) = (package(&own), package(&mine));
            let at = around(0.5, 0.0, 100.0);
            let allowed = allowed(rules, &Table { agenda: 0x7f, ..blank_table() }, false);
            let least = worth(rules, who, &at, &own) + more;
            let wish = |free_to_harden| Wish { allowed: &allowed, mine: Some(&mine), own: &own, least, free_to_harden, must_move: None, pressed: None };
            prop_assert_eq!(counter(rules, who, &at, &wish(false)), None);
            if let Some(harder) = counter(rules, who, &at, &wish(true)) {
                prop_assert!(worth(rules, who, &at, &harder) >= least);
            }
        }

        #[test]
        fn a_written_option_is_never_offered_lower(kind in 0usize..4, own in any::<[u8; 7]>(), option in 1u8..4) {
            let rules = &PYONGYANG.rules;
            let mut table = Table { agenda: 0x7f, ..blank_table() };
            table.written[0] = option;
            let allowed = allowed(rules, &table, false);
            let own = normalised(&package(&own), &allowed);
            prop_assert!(own[0] >= option);
            let who = &rules.types[kind].book;
            let at = around(0.5, 0.0, 50.0);
            let wish = Wish { allowed: &allowed, mine: None, own: &own, least: 0, free_to_harden: true, must_move: None, pressed: None };
            prop_assert!(counter(rules, who, &at, &wish).is_some_and(|p| p[0] >= option));
        }
    }

    #[test]
    fn what_the_shadows_hope_for_is_what_each_type_hopes_for() {
        let rules = &PYONGYANG.rules;
        let at = around(0.7, 0.0, 0.0);
        for hoped in 0..1 << rules.issues.len() {
            let hopes = rules.books.hope(at.rate, hoped);
            for (k, rule) in rules.types[..rules.drawn_types].iter().enumerate() {
                assert_eq!(hopes[k], hope(rules, &rule.book, &at, hoped));
            }
        }
    }

    #[test]
    fn the_first_offer_of_one_who_performs_anchors_his_level() {
        assert!((first_level(0.8, 0.2, 0.15, 0.5) - 0.71).abs() < 1e-12);
        assert!((first_level(0.8, 0.9, 0.15, 0.5) - 0.8).abs() < 1e-12, "a generous offer does not raise it");
    }
}
