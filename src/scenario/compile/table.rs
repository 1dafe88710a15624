//! The table's coefficients.

use super::*;

impl<'a> Compiler<'a> {
    pub(super) fn table_rule(&mut self, t: &raw::TableRules, here: &Here<'_>) -> Table {
        self.source_given(here, &t.source);
        let m = &t.minutes;
        for (name, x) in [
            ("step", t.step),
            ("still", t.still),
            ("late", t.late),
            ("fall", t.fall),
            ("visit_hope", t.visit_hope),
            ("visit_hope_floor", t.visit_hope_floor),
            ("stalling_counts", t.stalling_counts),
            ("promise_floor", t.promise_floor),
            ("anchor", t.anchor),
            ("grit", t.grit),
            ("tells", t.tells),
        ] {
            self.share(&here.field(name), name, x);
        }
        let mut paid_by = 0u8;
        for (i, id) in t.face.paid_by.iter().enumerate() {
            paid_by |= 1 << self.find(&here.field("face").field("paid_by").item(i), "audience", id);
        }
        let visit = t.visit.as_ref().map(|(issue, option)| {
            let issue = self.find(&here.field("visit").item(0), "issue", issue);
            (issue, self.option(&here.field("visit").item(1), issue, option))
        });
        Table {
            minutes: [
                m.agenda,
                m.propose,
                m.double_offer,
                m.accept,
                m.refuse,
                m.close,
                m.reopen,
                m.probe,
                m.link,
                m.gesture,
                m.write,
                m.caucus,
                0,
                0,
            ],
            double_offer_prepared: m.double_offer_prepared,
            double_offer_flag: self.known_flag("double_offer_prepared"),
            agenda: t.agenda,
            performs_until: t.performs_until as i16,
            no_new_issues: t.no_new_issues as i16,
            only_settling: t.only_settling as i16,
            face_for_time: t.face_for_time,
            time_for_face: t.time_for_face as i16,
            fall: t.fall,
            step: t.step,
            still: t.still,
            late: t.late,
            late_margin: t.late_margin,
            visit_hope: t.visit_hope,
            visit_hope_floor: t.visit_hope_floor,
            promise_floor: t.promise_floor,
            horizon: t.horizon,
            anchor: t.anchor,
            grit: t.grit,
            tells: t.tells,
            stalling_counts: t.stalling_counts,
            shortest_horizon: t.shortest_horizon,
            bank_refusal: t.bank_refusal,
            bank_repeat: t.bank_repeat,
            own_similarity: t.own_similarity,
            back_step: t.back_step,
            visit,
            bad_weighs: t.evidence.bad_weighs,
            concession: t.evidence.concession,
            retreat: t.evidence.retreat,
            full_at: t.evidence.full_at,
            threshold: t.evidence.threshold,
            gesture_announced: t.evidence.gesture_announced,
            gesture_quiet: t.evidence.gesture_quiet,
            gesture_fades: t.evidence.gesture_fades,
            double_offer: t.evidence.double_offer,
            unreturned: t.evidence.unreturned,
            walk_out: t.evidence.walk_out,
            closed: t.evidence.closed,
            reopened: t.evidence.reopened,
            probe: t.evidence.probe,
            refusal: t.evidence.refusal,
            face_half_life: t.face.half_life,
            face_gesture: t.face.gesture,
            face_probe_again: t.face.probe_again,
            face_walk_out: t.face.walk_out,
            face_paid_at_home: t.face.paid_at_home,
            face_paid_by: paid_by,
            face_sore: t.face.sore,
            write_trust: t.write.trust,
            initial_trust: t.write.initial_trust,
            write_base: t.write.base,
            write_slope: t.write.slope,
            write_repeated: t.write.repeated,
            read_sigma: t.read.sigma,
            read_lapse: t.read.lapse,
            accept_slope: t.read.accept_slope,
            dear: t.read.dear,
            cheap: t.read.cheap,
            guess_wrong: t.noise.guess_wrong,
        }
    }
}
