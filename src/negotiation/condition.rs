//! Whether a condition of the scenario holds.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use crate::negotiation::outcome;
use crate::negotiation::state::{NONE, bits};
use crate::negotiation::view::View;
use crate::scenario::program::{Life, Op};
use crate::scenario::rules::{Rules, Span};

/// Whether the condition holds. `kind` is who he is, for texts and effects; the player's choices pass nothing.
#[inline]
pub(crate) fn holds(rules: &Rules, when: Span, view: View<'_>, kind: Option<u8>) -> bool {
    match &rules.ops[when.range()] {
        [] => true,
        [op] => holds_one(rules, *op, view, kind),
        ops => hold(rules, ops, view, kind),
    }
}

/// Whether several operations hold, each taking those before it from a stack.
fn hold(rules: &Rules, ops: &[Op], view: View<'_>, kind: Option<u8>) -> bool {
    let mut stack: u64 = 0;
    for op in ops {
        match *op {
            Op::Not => stack ^= 1,
            Op::And(n) => {
                let mask = (1u64 << n) - 1;
                stack = stack >> n << 1 | u64::from(stack & mask == mask);
            }
            Op::Or(n) => {
                let mask = (1u64 << n) - 1;
                stack = stack >> n << 1 | u64::from(stack & mask != 0);
            }
            op => stack = stack << 1 | u64::from(holds_one(rules, op, view, kind)),
        }
    }
    stack & 1 == 1
}

fn holds_one(rules: &Rules, op: Op, view: View<'_>, kind: Option<u8>) -> bool {
    let (story, table) = (view.story, view.table);
    let bit = |mask: u8, i: u8| mask >> i & 1 == 1;
    match op {
        Op::Not | Op::And(_) | Op::Or(_) => false,
        Op::Flag(f) => story.flags[usize::from(f) / 64] >> (f % 64) & 1 == 1,
        Op::Trust(a, x) => view.standing.trust(a) >= f64::from(x),
        Op::Face(x) => view.face.now >= x,
        Op::Budget(b, n) => story.budgets[usize::from(b) % 4] >= n,
        Op::Version { is, of } => u16::from(story.version) * u16::from(of) / 256 == u16::from(is),
        Op::Counterpart(k) => kind == Some(k),
        Op::Agreed => table.is_agreed(),
        Op::Signed => table.is(bits::SIGNED),
        Op::Initialled => table.is(bits::INITIALLED),
        Op::Ratified => story.ratified,
        Op::Deal(i, o) => table.is_agreed() && table.agreed[usize::from(i)] >= o,
        Op::HeOffers(i, o) => table.is(bits::HIS) && table.his[usize::from(i)] >= o,
        Op::YouOffer(i, o) => table.is(bits::MINE) && table.mine[usize::from(i)] >= o,
        Op::Written(i) => table.written[usize::from(i)] != NONE,
        Op::WrittenCount(n) => written(view) >= n,
        Op::Closed(i) => table.closed[usize::from(i)] != NONE,
        Op::Pledge(p, life) => {
            let now = view.pledges.0[usize::from(p)].life;
            match life {
                Life::Said | Life::Repeated | Life::Written => now.is_alive() && now >= life,
                _ => now == life,
            }
        }
        Op::Claimed(p) => view.pledges.0[usize::from(p)].claimed,
        Op::Mandate(m) => story.mandate == m,
        Op::Asked(a) => bit(story.asked, a),
        Op::Sponsored(i) => bit(story.sponsored, i),
        Op::Formed(i) => bit(story.formed, i),
        Op::Visited(s) => story.entered[usize::from(s) / 64] >> (s % 64) & 1 == 1,
        Op::WalkedOut => table.is(bits::WALKED_OUT),
        Op::ChannelClosed => story.channel_closed,
        Op::Passed(d) => story.passed >> d & 1 == 1,
        Op::From(day) => story.day >= day,
        Op::FaceGiven(x) => view.face.given >= x,
        Op::VisitSpent => story.visit_spent,
        Op::Survived => story.survived,
        Op::Durability(x) => outcome::durability(rules, view) >= f64::from(x) - 1e-9,
        Op::VotedFor(a) => bit(story.voted, a),
    }
}

/// How many issues stand in writing.
pub(crate) fn written(view: View<'_>) -> u8 {
    view.table.written.iter().filter(|&&o| o != NONE).count() as u8
}

/// Bits of the paragraphs whose condition holds.
pub(crate) fn shown(rules: &Rules, list: &[Span], view: View<'_>, kind: u8) -> u32 {
    list.iter().enumerate().fold(0, |m, (i, when)| m | u32::from(holds(rules, *when, view, Some(kind))) << i)
}

/// The first condition of a list that holds, [`NONE`] if none.
pub(crate) fn first(rules: &Rules, list: &[Span], view: View<'_>, kind: u8) -> u8 {
    list.iter().position(|when| holds(rules, *when, view, Some(kind))).map_or(NONE, |i| i as u8)
}
