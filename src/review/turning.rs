//! Turning points: the largest swings of the expected result, and what in the rules' own terms made them.

use crate::negotiation::{Happening, NONE};
use crate::review::{Review, Walk};
use crate::scenario::program::Life;
use crate::scenario::rules::Rules;

/// Most turning points told.
pub const MOST_TURNS: usize = 3;

/// Swings below this many points of the result are none.
const LEAST: f64 = 2.0;

/// Reasons told for one swing.
const REASONS: usize = 2;

/// A swing of the expected result between one decision and the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Turning {
    /// The turn that made it.
    pub turn: usize,
    /// Place among the decisions of the review.
    pub decision: usize,
    /// Points of the result that the choice itself added to what the engine's would have brought.
    pub choice: f64,
    /// Points that came from what followed it.
    pub befell: f64,
    /// What of all that happened then weighed most, the weightiest first.
    pub reasons: Vec<Happening>,
}

impl Turning {
    /// Points of the result, up or down.
    pub fn swing(&self) -> f64 {
        self.choice + self.befell
    }
}

/// What each decision and what followed it did to the expected result, by what could be known.
pub fn swings(rules: &Rules, walk: &Walk, review: &Review) -> Vec<Turning> {
    let decisions = &review.decisions;
    let best = |n: usize| decisions[n].choices[decisions[n].engine].foresight.mean;
    (0..decisions.len())
        .filter(|n| n + 1 < decisions.len() || review.over)
        .map(|n| {
            let (turn, chosen) = (decisions[n].turn, decisions[n].chosen().foresight.mean);
            let (until, next) = match decisions.get(n + 1) {
                Some(next) => (next.turn, best(n + 1)),
                None => (walk.actions.len() + 1, review.result),
            };
            let (choice, befell) = (chosen - best(n), next - chosen);
            let reasons = reasons(rules, walk, turn..until, choice + befell >= 0.0);
            Turning { turn, decision: n, choice, befell, reasons }
        })
        .collect()
}

/// The largest swings, the largest first.
pub fn turning_points(rules: &Rules, walk: &Walk, review: &Review) -> Vec<Turning> {
    let mut all = swings(rules, walk, review);
    all.retain(|t| t.swing().abs() >= LEAST);
    all.sort_by(|a, b| b.swing().abs().total_cmp(&a.swing().abs()).then(a.turn.cmp(&b.turn)));
    all.truncate(MOST_TURNS);
    all
}

/// What happened in these turns that fits the way the result went.
fn reasons(rules: &Rules, walk: &Walk, turns: std::ops::Range<usize>, up: bool) -> Vec<Happening> {
    let happened = turns.flat_map(|t| walk.happened(t)).map(|e| e.what);
    let mut weighed: Vec<(f64, Happening)> =
        happened.filter_map(|what| weight(rules, what).filter(|w| (*w > 0.0) == up).map(|w| (w.abs(), what))).collect();
    weighed.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut reasons: Vec<Happening> = Vec::new();
    for (_, what) in weighed {
        if reasons.len() < REASONS
            && !reasons.iter().any(|r| std::mem::discriminant(r) == std::mem::discriminant(&what))
        {
            reasons.push(what);
        }
    }
    reasons
}

/// How much a happening says of a swing, and which way: above 0 for better.
fn weight(rules: &Rules, what: Happening) -> Option<f64> {
    use Happening as H;
    let signed = |good: bool, w: f64| Some(if good { w } else { -w });
    match what {
        H::Ratified => Some(10.0),
        H::AudienceVoted { carried: false, .. } | H::HostVoted { carried: false } => Some(-10.0),
        H::NotRatified => Some(-9.0),
        H::Agreed { .. } => Some(9.0),
        H::SignatureDeclined { .. } => Some(-8.0),
        H::ChannelClosed | H::WalkedOut => Some(-8.0),
        H::VisitPromised => Some(-6.0),
        H::WritingGiven { .. } => Some(6.0),
        H::WritingRefused { .. } => Some(-5.0),
        H::IssueClosed { .. } => Some(5.0),
        H::CloseDeclined { .. } => Some(-4.0),
        H::IssueReopened { .. } => Some(-4.0),
        H::PledgeChanged { life: Life::Broken | Life::Lapsed, .. } | H::ClaimAbandoned { .. } => Some(-5.0),
        H::PledgeChanged { life: Life::Written | Life::Kept, .. } => Some(5.0),
        H::DeadlinePassed { .. } => Some(-4.5),
        H::PromisesWorth { now } => signed(now >= 1.0, 4.0),
        H::Adjourned { by_clock: true } => Some(-4.0),
        H::MinutesWon { .. } => Some(3.0),
        H::MinutesChanged { by } => signed(by > 0, 2.0),
        H::CounterOffered { toward, away, wants, .. } if toward | away != 0 || wants != NONE => {
            signed(toward.count_ones() >= away.count_ones() && toward != 0, 4.0 + 0.2 * f64::from(toward.count_ones()))
        }
        H::Held { .. } | H::Deflected => Some(-3.0),
        H::Probed { again, .. } => signed(!again, 1.5),
        H::ClauseSponsored { .. } | H::ClauseFormed { .. } => Some(4.0),
        H::CableAnswered { written, .. } => signed(written, 5.5),
        H::AudienceAsked { .. } => Some(1.0),
        // Trust counts for more with those who vote and with him; .05 of it is worth telling.
        H::TrustMoved { audience, by, .. } => {
            let counts = audience == rules.host || rules.audiences[usize::from(audience)].vote.is_some();
            let points = f64::from(by) * if counts { 60.0 } else { 30.0 };
            (points.abs() >= 1.0).then_some(points.clamp(-7.0, 7.0))
        }
        H::FaceMoved { by, .. } => signed(by > 0.0, 2.0),
        _ => None,
    }
}
