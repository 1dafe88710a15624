//! Outcome: win-sets and ratification, durability, the measure of the deal, the ending.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use crate::bargaining::frontier::{self, Answer};
use crate::luck::{Luck, Purpose};
use crate::negotiation::condition::holds;
use crate::negotiation::counterpart::unit;
use crate::negotiation::deadlines;
use crate::negotiation::happening::{Happening, say};
use crate::negotiation::ratification::{Ratifiers, quota, votes_on};
use crate::negotiation::state::{Counterpart, NONE, bits};
use crate::negotiation::view::{Playing, View};
use crate::scenario::program::Life;
use crate::scenario::rules::{AUDIENCES, Character, ONE, Package, Rules, Utility, VoteRule};

/// The agreed package goes to everyone who can block, and to Pyongyang.
pub(crate) fn ratify(rules: &Rules, game: &mut Playing<'_>) {
    if !game.table.is_agreed() {
        return;
    }
    let package = game.table.agreed;
    let ratifiers = Ratifiers::of(rules, game.view(), game.counterpart, game.story.agreed_day);
    let mut voted = 0;
    let mut all = true;
    for i in 0..rules.audiences.len() {
        let Some(carried) = ratifiers.carries(i, &package) else { continue };
        voted |= u8::from(carried) << i;
        all &= carried;
        say(&mut game.chronicle, || Happening::AudienceVoted { audience: i as u8, carried });
    }
    let carried = ratifiers.he_stands_by(&package);
    game.story.voted |= voted;
    game.story.voted |= u8::from(carried) << rules.host;
    say(&mut game.chronicle, || Happening::HostVoted { carried });
    game.story.ratified = all && carried;
    let ratified = game.story.ratified;
    say(&mut game.chronicle, || if ratified { Happening::Ratified } else { Happening::NotRatified });
}

/// The story closes: the first ending that holds.
pub(crate) fn end(rules: &Rules, game: &mut Playing<'_>) {
    let kind = Some(game.counterpart.kind);
    let ending = rules.endings.iter().position(|e| holds(rules, e.when, game.view(), kind));
    let ending = ending.unwrap_or(rules.endings.len() - 1) as u8;
    game.story.ending = ending;
    say(&mut game.chronicle, || Happening::Ended { ending });
}

/// What adds to durability or takes from it as things stand: the factor's number and what it adds.
pub fn durable_by(rules: &Rules, view: View<'_>) -> impl Iterator<Item = (usize, f64)> {
    let factors = rules.result.durability.iter().enumerate();
    factors.filter(move |(_, (when, _))| holds(rules, *when, view, None)).map(|(n, (_, adds))| (n, *adds))
}

/// q: the probability that what was built survives a hostile review.
pub fn durability(rules: &Rules, view: View<'_>) -> f64 {
    let sum: f64 = durable_by(rules, view).map(|(_, adds)| adds).sum();
    (rules.result.durability_base + sum).clamp(0.0, rules.result.durability_cap)
}

/// Whether what was agreed counts as verified.
pub fn is_verified(rules: &Rules, view: View<'_>) -> bool {
    view.table.is_agreed() && rules.result.verified.is_some_and(|when| holds(rules, when, view, None))
}

/// V: the worth of what stands, each issue by its form and by q, less what face was given too freely.
pub fn value(rules: &Rules, view: View<'_>) -> f64 {
    let r = &rules.result;
    let q = durability(rules, view);
    let table = view.table;
    let quo = rules.status_quo();
    let mut total = 0.0;
    for (i, row) in rules.player.worth.iter().enumerate().take(rules.issues.len()) {
        let (option, form) = standing(rules, view, i);
        let spent = view.story.visit_spent && rules.table.visit.is_some_and(|(v, _)| usize::from(v) == i);
        let (option, s) = match (spent, rules.table.visit) {
            (true, Some((_, visit))) if !table.is_agreed() => (visit, 1.0),
            (true, _) => (option, 1.0),
            _ => (option, form * q),
        };
        let before = unit(row[usize::from(quo[i])]);
        total += s * unit(row[usize::from(option)]) + (1.0 - s) * before;
    }
    total - r.face_price * (f64::from(view.face.given) - r.face_free).max(0.0)
}

/// On what option an issue stands at the end, and how firm that is, 0..1 (s of the result before q).
pub fn standing(rules: &Rules, view: View<'_>, issue: usize) -> (u8, f64) {
    let r = &rules.result;
    let table = view.table;
    if table.is_agreed() {
        let form = if view.story.ratified { r.ratified } else { r.initialled };
        return (table.agreed[issue], form);
    }
    if table.written[issue] != NONE {
        return (table.written[issue], r.written);
    }
    if table.closed[issue] != NONE {
        return (table.closed[issue], r.closed);
    }
    for (pledge, word) in rules.pledges.iter().zip(view.pledges.0) {
        if usize::from(pledge.amounts_to.0) == issue && word.life.is_alive() {
            let form = if word.claimed || word.life >= Life::Repeated { r.public } else { r.private };
            return (pledge.amounts_to.1, form);
        }
    }
    if table.is(bits::HIS) && !rules.issues[issue].promise {
        return (table.his[issue], r.private);
    }
    (rules.issues[issue].status_quo, 0.0)
}

/// The result, 0–100: 30 for what history did, 0 for giving everything away, 100 for the best that could stand.
pub fn result(rules: &Rules, view: View<'_>) -> f64 {
    let r = &rules.result;
    let v = value(rules, view);
    let points = if v >= r.history {
        30.0 + 70.0 * (v - r.history) / (r.best - r.history)
    } else {
        30.0 * (v - r.giveaway) / (r.history - r.giveaway)
    };
    points.clamp(0.0, 100.0)
}

/// What an audience says of a draft, as far as the player knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It would vote for it.
    Carries,
    /// It would, within the noise.
    Probably,
    /// It would vote against it.
    Loses,
    /// It has no say on this package.
    NoVote,
}

/// The verdict of an audience on a draft; `asked` is false where it is an adviser's guess, wrong one time in four.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opinion {
    /// Whose.
    pub audience: u8,
    /// What.
    pub verdict: Verdict,
    /// Known, not guessed.
    pub asked: bool,
}

/// Every voting audience's opinion of a draft.
pub fn opinions(rules: &Rules, view: View<'_>, package: &Package) -> Vec<Opinion> {
    let home = Home::new(rules, view);
    let voting = (0..rules.audiences.len()).filter_map(|a| rules.audiences[a].vote.as_ref().map(|vote| (a, vote)));
    voting.map(|(a, vote)| home.opinion(a, vote, package)).collect()
}

/// By how much a draft exceeds what an audience asks if it says that it would carry it …
const CARRIES: f64 = 0.02;
/// … and if it says that it probably would.
const PROBABLY: f64 = -0.01;

/// What the audiences at home ask of a deal today; what each says of a draft follows from it.
#[derive(Debug)]
pub struct Home<'a> {
    rules: &'a Rules,
    view: View<'a>,
    quotas: [f64; AUDIENCES],
}

impl<'a> Home<'a> {
    /// Home as it is now.
    pub fn new(rules: &'a Rules, view: View<'a>) -> Self {
        let share = deadlines::share(rules, view.story.day);
        let mut quotas = [0.0; AUDIENCES];
        for (a, (q, rule)) in quotas.iter_mut().zip(&rules.audiences).enumerate() {
            *q = rule.vote.as_ref().map_or(0.0, |vote| quota(vote, view.standing.trust(a as u8), share));
        }
        Self { rules, view, quotas }
    }

    /// What the player sees of the game.
    pub fn view(&self) -> View<'a> {
        self.view
    }

    /// An audience was asked, so that what it says is known.
    pub fn asked(&self, audience: usize) -> bool {
        self.view.story.asked >> audience & 1 == 1
    }

    /// What an audience itself would say of a draft on which it votes and that is worth so much to it. Only for an
    /// audience that was [asked](Self::asked) the player knows it.
    pub(crate) fn verdict(&self, audience: usize, worth: i32) -> Verdict {
        let margin = unit(worth) - self.quotas[audience];
        if margin >= CARRIES {
            Verdict::Carries
        } else if margin >= PROBABLY {
            Verdict::Probably
        } else {
            Verdict::Loses
        }
    }

    /// From what utility on an audience says that it would probably carry a draft, and that it would.
    pub(crate) fn marks(&self, audience: usize) -> [f64; 2] {
        [PROBABLY, CARRIES].map(|margin| self.quotas[audience] + margin)
    }

    /// Whether the advisers guess wrong what an audience would say of a draft.
    pub(crate) fn misjudged(&self, audience: usize, package: &Package) -> bool {
        let number = package.iter().fold(audience as u32, |n, &o| n.wrapping_mul(8).wrapping_add(u32::from(o)));
        let mut luck = Luck::at(u64::from(self.view.story.salt), Purpose::Guess, number);
        luck.chance(self.rules.table.guess_wrong)
    }

    /// The opinion of one audience that has a vote.
    fn opinion(&self, audience: usize, vote: &VoteRule, package: &Package) -> Opinion {
        let asked = self.asked(audience);
        let verdict = if votes_on(vote, package) {
            match self.verdict(audience, vote.utility.of(package)) {
                verdict if asked || !self.misjudged(audience, package) => verdict,
                Verdict::Loses => Verdict::Probably,
                _ => Verdict::Loses,
            }
        } else {
            Verdict::NoVote
        };
        Opinion { audience: audience as u8, verdict, asked }
    }
}

/// The measure of a deal, apart from its ending.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// The 0–100 result.
    pub result: f64,
    /// Your utility of what was agreed, 0..1; nothing agreed: of no deal.
    pub yours: f64,
    /// His, by his true utilities.
    pub his: f64,
    /// Sum of both gains above the reservation values.
    pub joint_gain: f64,
    /// Distance to the Pareto frontier.
    pub to_frontier: f64,
    /// Distance to the Nash point.
    pub to_nash: f64,
    /// Durability q.
    pub durability: f64,
    /// Face given and taken over the whole game.
    pub face: (f64, f64),
}

/// What was possible with a person: the frontier and the solutions of bargaining theory on your utility and his.
#[derive(Debug, Clone)]
pub struct Possible {
    /// Frontier and solutions; you are the first party.
    pub answer: Answer,
    nash: Vec<[f64; 2]>,
}

impl Possible {
    /// Works it out.
    pub fn with(rules: &Rules, who: &Character) -> Self {
        let parts = |utility: &Utility| -> Vec<Vec<f64>> {
            let rows = rules.issues.iter().zip(&utility.worth);
            rows.map(|(issue, row)| row[..issue.options.len()].iter().map(|&x| unit(x)).collect()).collect()
        };
        let reservation = [unit(rules.player.reservation), unit(who.utility.reservation)];
        let answer = frontier::solve_additive([&parts(&rules.player), &parts(&who.utility)], reservation);
        let nash = answer.solutions.nash.iter().map(|&i| answer.points[i]).collect();
        Self { answer, nash }
    }
}

/// Measures the deal against what was possible with the person he really is.
pub fn measured(rules: &Rules, view: View<'_>, he: &Counterpart, possible: &Possible) -> Measure {
    let who = rules.person(he.kind, he.variant);
    let reservation = [unit(rules.player.reservation), unit(who.utility.reservation)];
    let point = if view.table.is_agreed() {
        let p = view.table.agreed;
        [unit(rules.player.of(&p)), unit(who.utility.of(&p))]
    } else {
        reservation
    };
    Measure {
        result: result(rules, view),
        yours: point[0],
        his: point[1],
        joint_gain: point[0] - reservation[0] + point[1] - reservation[1],
        to_frontier: frontier::distance(point, &possible.answer.points),
        to_nash: frontier::distance(point, &possible.nash),
        durability: durability(rules, view),
        face: (f64::from(view.face.given), f64::from(view.face.taken)),
    }
}

/// Your private scoring sheet for a draft, 0–100, and the no-deal line on the same scale.
pub fn score(rules: &Rules, package: &Package) -> (f64, f64) {
    let percent = |x: i32| 100.0 * f64::from(x) / f64::from(ONE);
    (percent(rules.player.of(package)), percent(rules.player.reservation))
}
