//! The course of a game in figures: trust with the evidence that moved it, face, both sides' offers with their class,
//! the shrinking win-sets, and the deal against what was possible. No rollouts; all of it is what happened.

use crate::bargaining::moves::{MoveClass, classify};
use crate::negotiation::{
    Cause, Happening, Measure, NONE, Negotiation, Possible, Ratifiers, WinSets, measured, session,
};
use crate::review::Walk;
use crate::scenario::program::Quality;
use crate::scenario::rules::{Character, DeadlineRule, Falls, ONE, Package, Room, Rules};

/// What moved an audience's trust.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// In this turn.
    pub turn: usize,
    /// By so much, on a scale from 0 to 1.
    pub by: f64,
    /// Ability, benevolence or integrity (mayer95).
    pub quality: Quality,
    /// Why.
    pub cause: Cause,
}

/// One audience's trust over the game.
#[derive(Debug, Clone, PartialEq)]
pub struct Trust {
    /// After 0, 1, 2 … turns, 0..1.
    pub levels: Vec<f64>,
    /// What moved it.
    pub evidence: Vec<Evidence>,
}

/// Face given (above 0) or taken in a turn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FaceMove {
    /// In this turn.
    pub turn: usize,
    /// By so much.
    pub by: f64,
    /// Why.
    pub cause: Cause,
}

/// A package that somebody put forward.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// In this turn.
    pub turn: usize,
    /// You did; else he.
    pub yours: bool,
    /// What.
    pub package: Package,
    /// Worth to you and to him, by his true preferences, 0..1.
    pub worth: [f64; 2],
    /// What kind of move it was, against the mover's last package, by true preferences (hindriks07); nothing for a
    /// first.
    pub class: Option<MoveClass>,
}

/// The win-sets on a day of play.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    /// Day of play.
    pub day: i16,
    /// What everyone would ratify, agreed that day.
    pub sets: WinSets,
}

/// The course of a game.
#[derive(Debug, Clone)]
pub struct Course {
    /// By audience.
    pub trust: Vec<Trust>,
    /// The face ledger.
    pub face: Vec<FaceMove>,
    /// Both sides' concession ledgers, in order.
    pub offers: Vec<Offer>,
    /// Day by day.
    pub zones: Vec<Zone>,
    /// What was possible with him.
    pub possible: Possible,
    /// What came of it.
    pub measure: Measure,
    /// What was agreed is worth so much to you and to him.
    pub deal: Option<[f64; 2]>,
}

/// The person he really is.
pub(crate) fn person<'a>(rules: &'a Rules, game: &Negotiation) -> &'a Character {
    rules.person(game.counterpart.kind, game.counterpart.variant)
}

/// A utility as a number, 0..1.
pub(crate) fn unit(utility: i32) -> f64 {
    f64::from(utility) / f64::from(ONE)
}

/// At a table, and not at a rehearsal.
pub(crate) fn at_the_table(rules: &Rules, game: &Negotiation) -> bool {
    session(rules, game.view()).is_some_and(|s| s.rehearsal.is_none())
}

/// At a table with him, and not with experts.
pub(crate) fn with_him(rules: &Rules, game: &Negotiation) -> bool {
    session(rules, game.view()).is_some_and(|s| s.rehearsal.is_none() && s.room == Room::Principals)
}

impl Course {
    /// Reads it off a game.
    pub fn of(rules: &Rules, walk: &Walk) -> Self {
        let who = person(rules, &walk.end);
        let possible = Possible::with(rules, who);
        let worth = |p: &Package| [unit(rules.player.of(p)), unit(who.utility.of(p))];
        Self {
            trust: (0..rules.audiences.len() as u8).map(|a| trust(walk, a)).collect(),
            face: face(walk),
            offers: offers(rules, walk, worth),
            zones: zones(rules, walk),
            measure: measured(rules, walk.end.view(), &walk.end.counterpart, &possible),
            deal: walk.end.table.is_agreed().then(|| worth(&walk.end.table.agreed)),
            possible,
        }
    }

    /// How many moves of each class one side made.
    pub fn ledger(&self, yours: bool) -> [usize; 6] {
        let mut counts = [0; 6];
        for class in self.offers.iter().filter(|o| o.yours == yours).filter_map(|o| o.class) {
            counts[class as usize] += 1;
        }
        counts
    }
}

pub(super) fn trust(walk: &Walk, audience: u8) -> Trust {
    let levels = (0..=walk.actions.len()).map(|n| walk.after(n).standing.trust(audience)).collect();
    let evidence = walk
        .log
        .iter()
        .filter_map(|e| match e.what {
            Happening::TrustMoved { audience: a, by, quality, cause, .. } if a == audience => {
                Some(Evidence { turn: e.turn, by: f64::from(by), quality, cause })
            }
            _ => None,
        })
        .collect();
    Trust { levels, evidence }
}

fn face(walk: &Walk) -> Vec<FaceMove> {
    let moved = |e: &crate::record::Entry| match e.what {
        Happening::FaceMoved { by, cause, .. } => Some(FaceMove { turn: e.turn, by: f64::from(by), cause }),
        _ => None,
    };
    walk.log.iter().filter_map(moved).collect()
}

pub(super) fn offers(rules: &Rules, walk: &Walk, worth: impl Fn(&Package) -> [f64; 2]) -> Vec<Offer> {
    let mut list: Vec<Offer> = Vec::new();
    for e in walk.log.iter().filter(|e| e.turn > 0) {
        if !at_the_table(rules, &walk.before[e.turn - 1]) {
            continue;
        }
        let (yours, package) = match e.what {
            Happening::OfferMade { package, .. } => (true, package),
            Happening::CounterOffered { package, .. } | Happening::Held { package, .. } => (false, package),
            _ => continue,
        };
        let (own, other) = (usize::from(!yours), usize::from(yours));
        let now = worth(&package);
        let before = list.iter().rev().find(|o| o.yours == yours).map(|o| o.worth);
        let class = before.map(|b| classify(now[own] - b[own], now[other] - b[other], rules.table.threshold));
        list.push(Offer { turn: e.turn, yours, package, worth: now, class });
    }
    list
}

/// The win-sets at the end of each day on which something was done, up to the last dated deadline: what is told of later
/// years is no longer negotiated.
fn zones(rules: &Rules, walk: &Walk) -> Vec<Zone> {
    let dated = |d: &DeadlineRule| match d.falls {
        Falls::Dated(day) => Some(day),
        Falls::Undated { .. } => None,
    };
    let last = rules.deadlines.iter().filter_map(dated).max().unwrap_or(i16::MAX);
    let mut list: Vec<Zone> = Vec::new();
    let turns = walk.actions.len();
    for n in 0..=turns {
        let game = walk.after(n);
        let last_of_day = n == turns || walk.after(n + 1).story.day != game.story.day;
        if last_of_day && game.story.day <= last && list.last().is_none_or(|z| z.day < game.story.day) {
            let ratifiers = Ratifiers::of(rules, game.view(), &game.counterpart, game.story.day);
            list.push(Zone { day: game.story.day, sets: ratifiers.win_sets() });
        }
    }
    list
}

/// What the closed issues cost you: the most that a package can be worth to you, if it is worth to him what the Nash
/// package is, with all issues free less the same with the closed ones as they are; 0..1.
pub(crate) fn closed_loss(rules: &Rules, game: &Negotiation) -> f64 {
    let who = person(rules, game);
    let possible = Possible::with(rules, who);
    let Some(nash) = possible.answer.solutions.nash.first().map(|i| possible.answer.points[*i]) else { return 0.0 };
    let fits = |p: &Package| game.table.closed.iter().zip(p).all(|(closed, o)| *closed == NONE || closed == o);
    let most = |of: &dyn Fn(&Package) -> bool| {
        let packages = (0..rules.packages()).map(|n| rules.package(n));
        let enough = packages.filter(|p| unit(who.utility.of(p)) >= nash[1] - 1e-9 && of(p));
        enough.map(|p| unit(rules.player.of(&p))).fold(0.0, f64::max)
    };
    most(&|_| true) - most(&fits)
}
