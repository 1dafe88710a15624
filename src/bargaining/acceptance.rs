//! When an offer is accepted: ACcombi of baarslag14 with a guard on the late clause.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

/// What an acceptance decision is taken from. Utilities in 0..1.
#[derive(Debug, Clone, Copy)]
pub struct Situation {
    /// Utility of the offer on the table.
    pub offer: f64,
    /// Aspiration: what he would ask for himself now (ACnext).
    pub aspiration: f64,
    /// Reservation value as it stands now.
    pub reservation: f64,
    /// Share of his horizon gone.
    pub time: f64,
    /// Best utility among the recent offers, this one included.
    pub best_recent: f64,
    /// Trust, 0..1.
    pub trust: f64,
    /// Trust he needs before he settles late.
    pub guard: f64,
}

/// The coefficients of the late clause.
#[derive(Debug, Clone, Copy)]
pub struct Late {
    /// Share of the horizon after which it holds.
    pub from: f64,
    /// Margin above the reservation value.
    pub margin: f64,
}

/// ACcombi (baarslag14): the offer is worth what he would ask, or time is short, he trusts enough, and the
/// offer is above his reservation value by a margin, at least half-way to his aspiration, and the best of late.
///
/// A plain late clause ("anything acceptable near the end") wipes out the differences between counterparts.
pub fn accepts(s: Situation, late: Late) -> bool {
    if s.offer >= s.aspiration {
        return true;
    }
    let floor = (s.reservation + late.margin).max(0.5 * (s.aspiration + s.reservation)).max(s.best_recent);
    s.time >= late.from && s.trust >= s.guard && s.offer >= floor
}

#[cfg(test)]
mod tests {
    use super::*;

    const LATE: Late = Late { from: 0.92, margin: 0.015 };
    const AT: Situation = Situation {
        offer: 0.70,
        aspiration: 0.75,
        reservation: 0.57,
        time: 0.95,
        best_recent: 0.70,
        trust: 0.6,
        guard: 0.55,
    };

    #[test]
    fn an_offer_on_the_aspiration_is_accepted_at_any_time() {
        assert!(accepts(Situation { offer: 0.75, time: 0.0, trust: 0.0, ..AT }, LATE));
    }

    #[test]
    fn late_an_offer_above_half_way_is_accepted_by_one_who_trusts() {
        assert!(accepts(AT, LATE));
        assert!(!accepts(Situation { time: 0.91, ..AT }, LATE), "not yet late");
        assert!(!accepts(Situation { trust: 0.5, ..AT }, LATE), "no trust");
        assert!(!accepts(Situation { offer: 0.65, best_recent: 0.65, ..AT }, LATE), "below half-way, .66");
        assert!(!accepts(Situation { best_recent: 0.72, ..AT }, LATE), "you offered more before");
        assert!(!accepts(Situation { offer: 0.58, aspiration: 0.581, best_recent: 0.58, ..AT }, LATE), "no margin");
    }
}
