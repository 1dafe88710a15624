//! Lessons: what a game shows of the mistakes that negotiators make, each found by a rule of its own (model.md).

use crate::negotiation::{Action, Happening, NONE, Ratifiers, durable_by, legal_actions, result};
use crate::review::course::{Course, at_the_table, closed_loss, person, unit, with_him};
use crate::review::turning::swings;
use crate::review::{Decision, Review, Walk};
use crate::scenario::rules::{ISSUES, Package, Rules};

/// Most lessons told.
pub const MOST_LESSONS: usize = 3;

/// A package that is better for both by so much was left on the table.
const BETTER: f64 = 0.03;
/// Face given in one turn that ought to bring something.
const FACE: f64 = 0.3;
/// Minutes at the table within which it ought to.
const FACE_MINUTES: i32 = 60;
/// Worth to you that closing an issue may cost.
const CLOSED: f64 = 0.05;
/// A choice that lost less than this was right …
const RIGHT: f64 = 3.0;
/// … and unlucky if what followed took so many points.
const UNLUCKY: f64 = 15.0;

/// What the lesson is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Two concessions running, and none came back.
    PaidTwice {
        /// The turn of the first of them.
        first: usize,
    },
    /// Signed, though a package was better for both and could have been ratified as well.
    FixedPie {
        /// That package.
        better: Package,
        /// By how much it is better for you and for him, in utility.
        by: [f64; 2],
    },
    /// What weighs most with him was never probed.
    NeverAsked {
        /// That issue.
        issue: u8,
    },
    /// A claim in public that no paper ever bore out.
    Overclaimed {
        /// Durability it cost.
        cost: f64,
    },
    /// Face given, and no move from him within an hour at the table.
    FaceForNothing {
        /// How much.
        face: f64,
    },
    /// Closing an issue gave up worth that the whole would have held.
    ClosedTooEarly {
        /// The issue.
        issue: u8,
        /// Worth to you given up, as a share of one utility.
        lost: f64,
    },
    /// A good choice that was followed by bad luck.
    RightButUnlucky {
        /// Points of the result that what followed took.
        took: f64,
    },
}

impl Kind {
    /// The stable name of the lesson.
    pub fn id(&self) -> &'static str {
        match self {
            Self::PaidTwice { .. } => "paid_twice",
            Self::FixedPie { .. } => "fixed_pie",
            Self::NeverAsked { .. } => "never_asked",
            Self::Overclaimed { .. } => "overclaimed",
            Self::FaceForNothing { .. } => "face_for_nothing",
            Self::ClosedTooEarly { .. } => "closed_too_early",
            Self::RightButUnlucky { .. } => "right_but_unlucky",
        }
    }
}

/// One lesson.
#[derive(Debug, Clone, PartialEq)]
pub struct Lesson {
    /// What it is.
    pub kind: Kind,
    /// The turn from which one would branch.
    pub turn: usize,
    /// Points of the result, at least 0: what the choice in that turn lost against the best, and what a package left
    /// lying would have brought; of a right but unlucky choice, what luck took.
    pub price: f64,
}

/// All lessons of a game, the dearest first.
pub fn all_lessons(rules: &Rules, walk: &Walk, course: &Course, review: &Review) -> Vec<Lesson> {
    let mut found = Vec::new();
    found.extend(paid_twice(course, review));
    found.extend(fixed_pie(rules, walk));
    found.extend(never_asked(rules, walk, review));
    found.extend(overclaimed(rules, walk, review));
    found.extend(face_for_nothing(rules, walk, course, review));
    found.extend(closed_too_early(rules, walk, review));
    found.extend(right_but_unlucky(rules, walk, review));
    found.sort_by(|a, b| b.price.total_cmp(&a.price).then(a.turn.cmp(&b.turn)));
    found
}

/// The dearest few, each kind once.
pub fn lessons(rules: &Rules, walk: &Walk, course: &Course, review: &Review) -> Vec<Lesson> {
    let mut kept: Vec<Lesson> = Vec::new();
    for lesson in all_lessons(rules, walk, course, review) {
        if kept.len() < MOST_LESSONS && !kept.iter().any(|k| k.kind.id() == lesson.kind.id()) {
            kept.push(lesson);
        }
    }
    kept
}

fn at(review: &Review, turn: usize) -> Option<&Decision> {
    review.decisions.iter().find(|d| d.turn == turn)
}

/// What the choice in a turn lost, by what could be known.
fn loss(review: &Review, turn: usize) -> f64 {
    at(review, turn).map_or(0.0, |d| d.foresight.loss)
}

/// Two of your offers running that were worse for you and better for him, and each time no step came back.
fn paid_twice(course: &Course, review: &Review) -> Option<Lesson> {
    use crate::bargaining::moves::MoveClass::{Concession, Fortunate, Nice};
    let mut pairs = Vec::new();
    let mut unanswered: Option<usize> = None;
    for (n, offer) in course.offers.iter().enumerate().filter(|(_, o)| o.yours) {
        let answers = course.offers[n + 1..].iter().take_while(|o| !o.yours);
        let answered = answers.clone().any(|o| matches!(o.class, Some(Concession | Nice | Fortunate)));
        // What he puts forward first is no answer in kind.
        let opened = answers.clone().any(|o| o.class.is_none());
        let paid = offer.class == Some(Concession) && !answered && !opened;
        if let (true, Some(first)) = (paid, unanswered) {
            pairs.push((first, offer.turn));
        }
        unanswered = paid.then_some(offer.turn);
    }
    let price = |(first, second): &(usize, usize)| loss(review, *first) + loss(review, *second);
    let worst = pairs.into_iter().max_by(|a, b| price(a).total_cmp(&price(b)).then(b.1.cmp(&a.1)))?;
    Some(Lesson { kind: Kind::PaidTwice { first: worst.0 }, turn: worst.1, price: price(&worst) })
}

/// Of the packages better for both that everyone who carried the deal would have carried: the best for you.
fn fixed_pie(rules: &Rules, walk: &Walk) -> Option<Lesson> {
    let end = &walk.end;
    if !end.table.is_agreed() {
        return None;
    }
    let turn = walk.log.iter().find(|e| matches!(e.what, Happening::Agreed { .. }))?.turn;
    let who = person(rules, end);
    let worth = |p: &Package| [unit(rules.player.of(p)), unit(who.utility.of(p))];
    let agreed = worth(&end.table.agreed);
    let ratifiers = Ratifiers::of(rules, end.view(), &end.counterpart, end.story.agreed_day);
    let carried = |p: &Package| {
        (0..rules.audiences.len())
            .all(|a| ratifiers.carries(a, &end.table.agreed) != Some(true) || ratifiers.carries(a, p) == Some(true))
    };
    let better = (0..rules.packages())
        .map(|n| rules.package(n))
        .map(|p| (p, worth(&p)))
        .filter(|(_, u)| (0..2).all(|i| u[i] >= agreed[i] + BETTER))
        .filter(|(p, _)| carried(p))
        .max_by(|a, b| a.1[0].total_cmp(&b.1[0]).then(a.1[1].total_cmp(&b.1[1])))?;
    let mut other = end.clone();
    other.table.agreed = better.0;
    let price = (result(rules, other.view()) - result(rules, end.view())).max(0.0);
    let by = [0, 1].map(|i| better.1[i] - agreed[i]);
    Some(Lesson { kind: Kind::FixedPie { better: better.0, by }, turn, price })
}

/// The issue that weighs most with him was never probed, though one sat with him and could have.
fn never_asked(rules: &Rules, walk: &Walk, review: &Review) -> Option<Lesson> {
    let who = person(rules, &walk.end);
    let weight = |i: usize| {
        let row = &who.utility.worth[i][..rules.issues[i].options.len()];
        row.iter().max().copied().unwrap_or(0) - row.iter().min().copied().unwrap_or(0)
    };
    let issue = (0..rules.issues.len()).max_by_key(|i| (weight(*i), usize::MAX - i))? as u8;
    if walk.end.table.probed[usize::from(issue)] != NONE {
        return None;
    }
    // Where it could have been asked: best where the review has weighed it, else where it was possible first.
    let possible = |turn: &usize| {
        let state = &walk.before[turn - 1];
        with_him(rules, state) && legal_actions(rules, state.view()).contains(&Action::Probe(issue))
    };
    let turns: Vec<usize> = (1..=walk.actions.len()).filter(possible).collect();
    let first = *turns.first()?;
    let gain = |turn: usize| -> Option<f64> {
        let decision = at(review, turn)?;
        let probe = decision.choices.iter().find(|c| c.action == Action::Probe(issue))?;
        Some(probe.foresight.mean - decision.chosen().foresight.mean)
    };
    let weighed = turns.iter().filter_map(|t| gain(*t).map(|g| (g, *t)));
    let best = weighed.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let (price, turn) = best.filter(|(g, _)| *g > 0.0).unwrap_or((0.0, first));
    Some(Lesson { kind: Kind::NeverAsked { issue }, turn, price })
}

/// Something that was said in public and is not so takes from durability at the end.
fn overclaimed(rules: &Rules, walk: &Walk, review: &Review) -> Option<Lesson> {
    let holds = |turns: usize, factor: usize| durable_by(rules, walk.after(turns).view()).any(|(n, _)| n == factor);
    let turns = walk.actions.len();
    let (factor, cost) = durable_by(rules, walk.end.view()).find(|(_, adds)| *adds < 0.0)?;
    let turn = (1..=turns).rev().find(|t| !holds(t - 1, factor))?;
    Some(Lesson { kind: Kind::Overclaimed { cost: -cost }, turn, price: loss(review, turn) })
}

/// Face given in a turn, and for an hour at the table after it no step of his.
fn face_for_nothing(rules: &Rules, walk: &Walk, course: &Course, review: &Review) -> Option<Lesson> {
    let mut given: Vec<(usize, f64)> = Vec::new();
    for moved in course.face.iter().filter(|f| f.by > 0.0 && f.turn > 0) {
        match given.last_mut() {
            Some((turn, face)) if *turn == moved.turn => *face += moved.by,
            _ => given.push((moved.turn, moved.by)),
        }
    }
    let moves = |e: &crate::record::Entry| match e.what {
        Happening::CounterOffered { toward, away, .. } => toward != 0 && toward.count_ones() > away.count_ones(),
        Happening::OfferAccepted { .. }
        | Happening::IssueClosed { .. }
        | Happening::WritingGiven { .. }
        | Happening::MinutesWon { .. }
        | Happening::Agreed { .. } => true,
        _ => false,
    };
    let for_nothing = |turn: usize| {
        let mut left = FACE_MINUTES;
        for later in turn + 1..=walk.actions.len() {
            if !with_him(rules, &walk.before[later - 1]) {
                continue;
            }
            if walk.happened(later).iter().any(moves) {
                return false;
            }
            left -= walk.happened(later).iter().map(minutes).sum::<i32>();
            if left <= 0 {
                break;
            }
        }
        true
    };
    let found = given.into_iter().filter(|(turn, face)| *face >= FACE - 1e-6 && for_nothing(*turn));
    let worst = found.max_by(|a, b| loss(review, a.0).total_cmp(&loss(review, b.0)).then(b.0.cmp(&a.0)))?;
    Some(Lesson { kind: Kind::FaceForNothing { face: worst.1 }, turn: worst.0, price: loss(review, worst.0) })
}

fn minutes(e: &crate::record::Entry) -> i32 {
    match e.what {
        Happening::TimePassed { minutes, .. } => i32::from(minutes.max(0)),
        _ => 0,
    }
}

/// Of all closes the one that narrowed the frontier most.
fn closed_too_early(rules: &Rules, walk: &Walk, review: &Review) -> Option<Lesson> {
    let mut worst: Option<Lesson> = None;
    let mut before = 0.0;
    let mut fixed: [u8; ISSUES] = [NONE; ISSUES];
    for turn in 1..=walk.actions.len() {
        let state = walk.after(turn);
        if !at_the_table(rules, &walk.before[turn - 1]) || state.table.closed == fixed {
            continue;
        }
        fixed = state.table.closed;
        let lost = closed_loss(rules, state);
        if let Some(issue) = walk.happened(turn).iter().find_map(|e| match e.what {
            Happening::IssueClosed { issue, .. } => Some(issue),
            _ => None,
        }) && lost - before >= CLOSED
        {
            let lesson =
                Lesson { kind: Kind::ClosedTooEarly { issue, lost: lost - before }, turn, price: loss(review, turn) };
            if worst.as_ref().is_none_or(|w| lesson.price > w.price) {
                worst = Some(lesson);
            }
        }
        before = lost;
    }
    worst
}

/// Of all choices that lost next to nothing the one that was followed by the worst luck.
fn right_but_unlucky(rules: &Rules, walk: &Walk, review: &Review) -> Option<Lesson> {
    let swings = swings(rules, walk, review);
    let unlucky = swings
        .into_iter()
        .filter(|s| review.decisions[s.decision].foresight.loss < RIGHT && s.befell <= -UNLUCKY)
        .min_by(|a, b| a.befell.total_cmp(&b.befell))?;
    let took = -unlucky.befell;
    Some(Lesson { kind: Kind::RightButUnlucky { took }, turn: unlucky.turn, price: took })
}

/// What one might try in another game with this scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Title {
    /// A ratified deal with one who banks every concession.
    WithTheBanker,
    /// A ratified deal without face given.
    WithoutFace,
    /// A ratified deal without the visit.
    WithoutTheVisit,
}

impl Title {
    /// Its stable name.
    pub fn id(self) -> &'static str {
        ["with_the_banker", "without_face", "without_the_visit"][self as usize]
    }
}

/// The titles that this scenario can give, and whether this game has earned them.
pub fn titles(rules: &Rules, walk: &Walk) -> Vec<(Title, bool)> {
    let end = &walk.end;
    let mut list = Vec::new();
    let banks = |k: usize| rules.types[k].book.banks > 0.0;
    if (0..rules.drawn_types).any(banks) {
        list.push((Title::WithTheBanker, banks(usize::from(end.counterpart.kind))));
    }
    list.push((Title::WithoutFace, end.face.given < 0.05));
    if let Some((issue, option)) = rules.table.visit {
        let visits = end.story.visit_spent || end.table.agreed[usize::from(issue)] >= option;
        list.push((Title::WithoutTheVisit, !visits));
    }
    list.into_iter().map(|(title, fits)| (title, fits && end.story.ratified)).collect()
}
