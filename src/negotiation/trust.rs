//! Trust and face: evidence for each audience, its asymmetry, its forgetting, and what a photograph costs at home.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use bevy_ecs::prelude::*;

use crate::bargaining::curve::power;
use crate::negotiation::Setting;
use crate::negotiation::action::Action;
use crate::negotiation::happening::{Cause, Chronicle, Happening, say};
use crate::negotiation::state::{Face, NONE, Standing, bits};
use crate::negotiation::view::{self, Games, Playing};
use crate::scenario::program::Quality;
use crate::scenario::rules::{AUDIENCES, Rules};

/// The evidence that a table move gives the host.
pub(crate) fn trust_moves(setting: Res<Setting>, mut games: Games) {
    let rules = setting.rules();
    view::each(&mut games, |game, action| {
        if game.step.at_table {
            table_evidence(rules, game, action);
        }
    });
}

fn table_evidence(rules: &Rules, game: &mut Playing<'_>, action: Action) {
    let t = &rules.table;
    let host = rules.host;
    let step = *game.step;
    if game.table.is(bits::REHEARSING) {
        return;
    }
    if step.offered && step.compared {
        let change = f64::from(step.change);
        let size = (change.abs() / t.full_at).min(1.0);
        if change.abs() <= t.threshold && game.table.is(bits::HE_GAVE) {
            evidence(rules, game, host, Quality::Benevolence, -t.unreturned, Cause::StepUnreturned);
        }
        if change > t.threshold {
            evidence(rules, game, host, Quality::Benevolence, t.concession * size, Cause::Concession);
        } else if change < -t.threshold {
            evidence(rules, game, host, Quality::Integrity, -t.retreat * size, Cause::Retreat);
            game.table.put(bits::TOOK_BACK, true);
        }
    }
    match action {
        Action::DoubleOffer(..) => {
            evidence(rules, game, host, Quality::Benevolence, t.double_offer, Cause::DoubleOffer)
        }
        Action::Gesture(announced) => {
            let n = f64::from(game.table.gestures);
            let (size, cause) = if announced {
                (t.gesture_announced, Cause::GestureAnnounced)
            } else {
                (t.gesture_quiet, Cause::GestureQuiet)
            };
            evidence(rules, game, host, Quality::Benevolence, size * power(t.gesture_fades, n), cause);
            face(rules, game, t.face_gesture, announced, cause);
        }
        Action::Reopen(_) => evidence(rules, game, host, Quality::Integrity, -t.reopened, Cause::IssueReopened),
        Action::Probe(issue) => {
            if game.table.probed[usize::from(issue)] == NONE {
                evidence(rules, game, host, Quality::Benevolence, t.probe, Cause::ProbeAsked);
            } else {
                face(rules, game, -t.face_probe_again, false, Cause::ProbeRepeated);
            }
        }
        Action::Refuse(_) => evidence(rules, game, host, Quality::Benevolence, -t.refusal, Cause::Refusal),
        Action::WalkOut => {
            evidence(rules, game, host, Quality::Benevolence, -t.walk_out, Cause::WalkOut);
            face(rules, game, -t.face_walk_out, false, Cause::WalkOut);
            game.table.put(bits::TOOK_BACK, true);
        }
        _ => {}
    }
}

/// Adds evidence: what is broken weighs `bad_weighs` times what is kept (slovic93).
pub(crate) fn evidence(rules: &Rules, game: &mut Playing<'_>, audience: u8, quality: Quality, by: f64, cause: Cause) {
    let by = weighed(by, rules.table.bad_weighs);
    note(game.standing, &mut game.chronicle, audience, quality, by, cause);
}

/// Evidence as it counts.
pub(crate) fn weighed(by: f64, bad_weighs: f64) -> f64 {
    if by < 0.0 { by * bad_weighs } else { by }
}

fn note(
    standing: &mut Standing,
    chronicle: &mut Option<&mut Chronicle>,
    audience: u8,
    quality: Quality,
    by: f64,
    cause: Cause,
) {
    let i = usize::from(audience) % AUDIENCES;
    let before = chronicle.is_some().then(|| standing.trust(audience));
    if by >= 0.0 {
        standing.kept[i] = (f64::from(standing.kept[i]) + by) as f32;
    } else {
        standing.broken[i] = (f64::from(standing.broken[i]) - by) as f32;
    }
    if let Some(before) = before {
        let now = standing.trust(audience);
        let by = (now - before) as f32;
        say(chronicle, || Happening::TrustMoved { audience, quality, by, now: now as f32, cause });
    }
}

/// Face given or taken; what is photographed is paid for at home.
pub(crate) fn face(rules: &Rules, game: &mut Playing<'_>, by: f64, seen: bool, cause: Cause) {
    move_face(game.face, by);
    let now = game.face.now;
    say(&mut game.chronicle, || Happening::FaceMoved { by: by as f32, now, cause });
    if seen && by > 0.0 {
        for audience in 0..AUDIENCES as u8 {
            if rules.table.face_paid_by >> audience & 1 == 1 {
                let price = -by * rules.table.face_paid_at_home / rules.table.bad_weighs;
                evidence(rules, game, audience, Quality::Integrity, price, Cause::FacePhotographed);
            }
        }
    }
}

/// F moves within −1..1; the ledger remembers all that was given and taken.
pub(crate) fn move_face(face: &mut Face, by: f64) {
    face.now = (f64::from(face.now) + by).clamp(-1.0, 1.0) as f32;
    if by > 0.0 {
        face.given = (f64::from(face.given) + by) as f32;
    } else {
        face.taken = (f64::from(face.taken) - by) as f32;
    }
}

/// F halves every half-life.
pub(crate) fn fade(rules: &Rules, face: &mut Face, minutes: f64) {
    face.now = (f64::from(face.now) * libm::exp2(-minutes / rules.table.face_half_life)) as f32;
}

/// What audiences forget over some days: evidence times λ^(days/30) (beta02).
pub(crate) fn forget(rules: &Rules, standing: &mut Standing, days: i16) {
    for (i, audience) in rules.audiences.iter().enumerate() {
        let share = power(audience.remembers, f64::from(days) / 30.0);
        standing.kept[i] = (f64::from(standing.kept[i]) * share) as f32;
        standing.broken[i] = (f64::from(standing.broken[i]) * share) as f32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::negotiation::state::trust;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn trust_falls_faster_than_it_rises(r in 0.0..20.0f64, s in 0.0..20.0f64, x in 0.01..2.0f64) {
            // At even evidence; where trust is low already it has less to lose.
            let even = r.max(s);
            let up = trust(even + x, even) - trust(even, even);
            let down = trust(even, even) - trust(even, even - weighed(-x, 2.25));
            prop_assert!(down > up);
        }

        #[test]
        fn trust_lies_strictly_between_nothing_and_certainty(r in 0.0..1e6f64, s in 0.0..1e6f64) {
            let e = trust(r, s);
            prop_assert!(0.0 < e && e < 1.0);
        }
    }
}
