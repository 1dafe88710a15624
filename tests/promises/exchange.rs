//! A worked exchange of six moves, computed by hand from the formulas of the model, equal to four decimals.

use std::path::Path;
use std::sync::Arc;

use six_hours::negotiation::{Action, Arena, Negotiation, bits};
use six_hours::scenario::Scenario;

// The scenario `worked`: water (0, .6, 1 to you at weight .6; 1, .6, 0 to him at .4), money, a promise (1, .6, 0 to
// you at .4; 0, .6, 1 to him at .6), d = .45, κ = .2, β = 1, H = 100, ω = .5, ρ = 1, firm = .05, bT = bF = .1.
// T = 120 + 100·.6 = 180. He starts at E = (2+1)/(2+2+2) = .5 and at (no water, much money).
//
// 1  propose (full, none), 20 min: m = 20, α = .2 + .8·20/180 = .28889, a_time = .45 + .71111·.55 = .84111.
//    worth 0; said while he performs, it anchors: b = .84111 − .15·.84111 = .71494.
//    a = (.84111 + .71494)/2 = .77803. He opens: no water, much money, .4 + .6·.75 = .85 ≥ a.
// 2  propose (full, some): worth .36·.75 = .27 at E = .5, so the change is .27: +.6 kept, E = 3.6/6.6 = .54545.
//    c = (.27818 − 0)/.71494 capped at .25: b = .45 + .26494·.75 = .64871. m = 40: a_time = .79222.
//    a = .72046 − .1·.04545 = .71592, and no lower than .77803 − .06 = .71803. No step of his is worth it: he holds.
// 3  an announced gesture, 10 min: +.8 kept, E = 4.4/7.4 = .59459; F = .2; m = 42.5 (stalling counts a quarter).
//    He answers like with like: b = .64871 − .15·.19871 = .61890.
// 4  propose (half, some): F = .2·2^(−1/3) = .15874. The change .24 at E = .59459 counts in full: E = 5/8 = .625.
//    u = .24 + .36·.8125 = .5325, u₋ = .2925: c = .24/.3264 capped at .25: b = .45 + .1689·.75 = .57668. m = 62.5.
//    a_time = .73722; a = .65695 − .0125 − .1·tanh(.07937) = .63653, no lower than .71803 − .06 = .65803.
//    He comes to (no water, some money), worth .4 + .36·.8125 = .6925.
// 5  refuse, over money, 10 min: −.05·2.25: E = 5/8.1125 = .61633; F = .14142; m = 65; b = .45 + .12668·.95 = .57034.
//    a = (.72111+… )/2 … = .63197. He holds to (no water, some money).
// 6  propose (half, much): the change .24 → .24 + .6·.80817: E = 5.6/8.7125 = .64276. u = .73283 ≥ a: accepted.
const STEPS: [(f64, f64, f64, f64); 6] = [
    // E, F, b, aspiration at his last answer
    (0.5, 0.0, 0.7149, 0.7780),
    (0.5455, 0.0, 0.6487, 0.7180),
    (0.5946, 0.2, 0.6189, 0.7180),
    (0.6250, 0.1587, 0.5767, 0.6580),
    (0.6163, 0.1414, 0.5703, 0.6320),
    (0.6428, 0.1122, 0.5403, 0.6320),
];

#[test]
fn six_moves_come_out_as_computed_by_hand() {
    let scenario = Scenario::load(Path::new("tests/scenarios/worked")).unwrap_or_else(|f| panic!("{f}"));
    let scenario = Arc::new(scenario);
    let mut arena = Arena::new(scenario.clone());
    arena.begin(Negotiation::with_counterpart(&scenario.rules, 1, 0, 0, 0));
    let package = |water, money| [water, money, 0, 0, 0, 0, 0, 0];
    let moves = [
        (Action::Propose(package(2, 0)), Some(package(0, 2))),
        (Action::Propose(package(2, 1)), Some(package(0, 2))),
        (Action::Gesture(true), Some(package(0, 2))),
        (Action::Propose(package(1, 1)), Some(package(0, 1))),
        (Action::Refuse(1), Some(package(0, 1))),
        (Action::Propose(package(1, 2)), None),
    ];
    for (n, ((action, his), (trust, face, level, last))) in moves.into_iter().zip(STEPS).enumerate() {
        arena.step(action);
        let state = arena.snapshot();
        let near = |name: &str, found: f64, expected: f64| {
            assert!((found - expected).abs() < 5e-5, "move {}: {name} is {found:.5}, by hand {expected}", n + 1);
        };
        near("trust", state.standing.trust(0), trust);
        near("face", f64::from(state.face.now), face);
        near("level", f64::from(state.counterpart.level), level);
        near("aspiration", f64::from(state.counterpart.last), last);
        if let Some(his) = his {
            assert_eq!(state.table.his, his, "move {}", n + 1);
        } else {
            assert!(state.table.is(bits::SIGNED));
            assert_eq!(state.table.agreed, package(1, 2));
        }
    }
}
