//! A fingerprint per component, so that a divergence names its owner.

use std::hash::Hasher;

use serde::Serialize;
use siphasher::sip::SipHasher13;

use crate::negotiation::Negotiation;

/// Thirty-two bits for each component and for the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// Of the whole state.
    pub whole: u32,
    /// By component.
    pub parts: [(&'static str, u32); 10],
}

/// The fingerprint of a state. Equal states have equal fingerprints on every platform.
pub fn fingerprint(n: &Negotiation) -> Fingerprint {
    let parts = [
        ("story", part(&n.story)),
        ("table", part(&n.table)),
        ("standing", part(&n.standing)),
        ("face", part(&n.face)),
        ("pledges", part(&n.pledges)),
        ("read", part(&n.read)),
        ("ledger", part(&n.ledger)),
        ("notebook", part(&n.notebook)),
        ("counterpart", part(&n.counterpart)),
        ("seed", part(&n.seed)),
    ];
    let mut hasher = SipHasher13::new();
    for (_, p) in parts {
        hasher.write_u32(p);
    }
    Fingerprint { whole: fold(hasher.finish()), parts }
}

fn part(component: &impl Serialize) -> u32 {
    // Shortest-form decimal numbers: the same text for the same bits wherever it is written.
    let text = serde_json::to_vec(component).unwrap_or_default();
    let mut hasher = SipHasher13::new();
    hasher.write(&text);
    fold(hasher.finish())
}

fn fold(x: u64) -> u32 {
    (x ^ (x >> 32)) as u32
}
