//! What is at stake and what ends it: budgets, mandates, pledges, deadlines, verbs, endings.

use super::*;

impl Compiler<'_> {
    /// What can run out.
    pub(super) fn budget_rules(&mut self, texts: &mut Texts) -> Vec<(String, i16)> {
        let s = self.source;
        let mut budgets = Vec::new();
        for b in &s.budgets {
            self.source_given(&Here::new(&b.at), &b.value.source);
            budgets.push((b.value.id.clone(), b.value.amount));
            texts.budgets.push(b.value.name.clone());
        }
        budgets
    }

    /// What may be signed.
    pub(super) fn mandate_rules(&mut self, texts: &mut Texts) -> Vec<MandateRule> {
        let s = self.source;
        let mut mandates = Vec::new();
        for m in &s.mandates {
            let here = Here::new(&m.at);
            self.source_given(&here, &m.value.source);
            let mut limits = [255; ISSUES];
            for (i, (issue, option)) in m.value.limits.iter().enumerate() {
                let here = here.field("limits").item(i);
                let issue = self.find(&here.item(0), "issue", issue);
                limits[usize::from(issue) % ISSUES] = self.option(&here.item(1), issue, option);
            }
            mandates.push(MandateRule { id: m.value.id.clone(), limits });
            texts.mandates.push(Named { name: m.value.name.clone(), about: m.value.says.clone() });
        }
        mandates
    }

    /// Informal promises.
    pub(super) fn pledge_rules(&mut self, texts: &mut Texts) -> Vec<PledgeRule> {
        let s = self.source;
        let mut pledges = Vec::new();
        for p in &s.pledges {
            let here = Here::new(&p.at);
            self.source_given(&here, &p.value.source);
            let issue = self.find(&here.field("amounts_to").item(0), "issue", &p.value.amounts_to.0);
            let option = self.option(&here.field("amounts_to").item(1), issue, &p.value.amounts_to.1);
            pledges.push(PledgeRule {
                id: p.value.id.clone(),
                amounts_to: (issue, option),
                lapses_after: p.value.lapses_after,
                claim_price: p.value.claim_price,
                claim_price_a_day: p.value.claim_price_a_day,
            });
            texts.pledges.push(p.value.name.clone());
        }
        pledges
    }

    /// When what is due.
    pub(super) fn deadline_rules(&mut self, texts: &mut Texts) -> Vec<DeadlineRule> {
        let s = self.source;
        let mut deadlines = Vec::new();
        for d in &s.deadlines {
            let here = Here::new(&d.at);
            self.source_given(&here, &d.value.source);
            let falls = match &d.value.when {
                raw::When::Dated(date) => Falls::Dated(self.day(&here.field("when").item(0), date)),
                raw::When::Undated { after, hazard_a_week, latest } => Falls::Undated {
                    after: self.find(&here.field("when").field("after"), "deadline", after),
                    hazard: self.share(&here.field("when").field("hazard_a_week"), "a probability", *hazard_a_week),
                    latest: self.day(&here.field("when").field("latest"), latest),
                },
            };
            let effects = self.effects(&here.field("effects"), &d.value.effects);
            deadlines.push(DeadlineRule { id: d.value.id.clone(), falls, effects });
            texts.deadlines.push(DeadlineText {
                name: d.value.name.clone(),
                text: d.value.text.clone(),
                headline: d.value.headline.clone(),
                source: d.value.source.clone(),
            });
        }
        deadlines
    }

    /// Table actions of this scenario alone.
    pub(super) fn verb_rules(&mut self, texts: &mut Texts) -> Vec<VerbRule> {
        let s = self.source;
        let mut verbs = Vec::new();
        for v in &s.verbs {
            let here = Here::new(&v.at);
            self.source_given(&here, &v.value.source);
            let when = self.cond(&here.field("when"), v.value.when.as_ref(), false);
            let effects = self.effects(&here.field("effects"), &v.value.effects);
            let (reply, reply_texts) = self.paragraphs(&here.field("reply"), &v.value.reply);
            verbs.push(VerbRule {
                id: v.value.id.clone(),
                minutes: v.value.minutes,
                when,
                each_session: v.value.each_session,
                asks_issue: v.value.asks_issue,
                effects,
                reply,
            });
            texts.verbs.push(VerbText {
                label: v.value.label.clone(),
                detail: v.value.detail.clone(),
                reply: reply_texts,
                source: v.value.source.clone(),
            });
        }
        verbs
    }

    /// Endings; only the last holds always.
    pub(super) fn ending_rules(&mut self, texts: &mut Texts) -> Vec<EndingRule> {
        let s = self.source;
        let mut endings = Vec::new();
        for (i, e) in s.endings.iter().enumerate() {
            let here = Here::new(&e.at);
            self.source_given(&here, &e.value.source);
            let last = i + 1 == s.endings.len();
            if e.value.when.is_none() != last {
                let message = if last {
                    "the last ending must hold always: leave out its `when`"
                } else {
                    "only the last ending may hold always: give this one a `when`"
                };
                self.fault(&here.field("when"), message);
            }
            let when = self.cond(&here.field("when"), e.value.when.as_ref(), true);
            let (headline, h) = self.paragraphs(&here.field("headline"), &e.value.headline);
            let (deck, d) = self.paragraphs(&here.field("deck"), &e.value.deck);
            let (story, st) = self.paragraphs(&here.field("story"), &e.value.story);
            let mut sides = Vec::new();
            for (i, side) in e.value.sides.iter().enumerate() {
                sides.push(self.cond(&here.field("sides").item(i).field("when"), side.when.as_ref(), true));
            }
            endings.push(EndingRule { id: e.value.id.clone(), when, headline, deck, story, sides });
            texts.endings.push(EndingText {
                title: e.value.title.clone(),
                headline: h,
                deck: d,
                story: st,
                picture: None,
                sides: e.value.sides.iter().map(|s| (s.headline.clone(), s.text.clone())).collect(),
                source: e.value.source.clone(),
            });
        }
        endings
    }
}
