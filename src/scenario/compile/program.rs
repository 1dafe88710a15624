//! Conditions, effects and paragraphs: names become ids, trees become flat programs.

use super::*;

impl<'a> Compiler<'a> {
    pub(super) fn cond(&mut self, here: &Here<'_>, cond: Option<&raw::Cond>, hidden: bool) -> Span {
        let Some(cond) = cond else {
            return Span::default();
        };
        let mut ops = Vec::new();
        self.push_cond(here, cond, hidden, &mut ops);
        let start = self.ops.len() as u32;
        self.ops.extend(ops);
        Span { start, end: self.ops.len() as u32 }
    }

    pub(super) fn push_cond(&mut self, here: &Here<'_>, cond: &raw::Cond, hidden: bool, ops: &mut Vec<Op>) {
        use raw::Cond as C;
        let arg = |i: usize| here.item(i);
        let op = match cond {
            C::Not(inner) => {
                self.push_cond(&arg(0), inner, hidden, ops);
                Op::Not
            }
            C::All(list) | C::Any(list) => {
                if list.is_empty() || list.len() > 60 {
                    self.fault(here, "expected between one and sixty conditions");
                }
                for (i, inner) in list.iter().enumerate() {
                    self.push_cond(&arg(0).item(i), inner, hidden, ops);
                }
                let n = list.len() as u8;
                if matches!(cond, C::All(_)) { Op::And(n) } else { Op::Or(n) }
            }
            C::Flag(name) => Op::Flag(self.asked_flag(&arg(0), name)),
            C::Trust(a, x) => Op::Trust(self.find(&arg(0), "audience", a), self.share(&arg(1), "trust", *x) as f32),
            C::Face(x) => Op::Face(*x as f32),
            C::Budget(b, n) => Op::Budget(self.find(&arg(0), "budget", b), *n),
            C::Version { is, of } => {
                if is >= of {
                    self.fault(here, format!("expected a version below {of}, counted from 0, found {is}"));
                }
                Op::Version { is: *is, of: (*of).max(1) }
            }
            C::Counterpart(t) => {
                if !hidden {
                    self.fault(here, "who he is may be asked in effects and texts only: here the player would see it");
                }
                Op::Counterpart(self.find(&arg(0), "counterpart type", t))
            }
            C::Agreed => Op::Agreed,
            C::Signed => Op::Signed,
            C::Initialled => Op::Initialled,
            C::Ratified => Op::Ratified,
            C::Deal(i, o) | C::HeOffers(i, o) | C::YouOffer(i, o) => {
                let issue = self.find(&arg(0), "issue", i);
                let option = self.option(&arg(1), issue, o);
                match cond {
                    C::Deal(..) => Op::Deal(issue, option),
                    C::HeOffers(..) => Op::HeOffers(issue, option),
                    _ => Op::YouOffer(issue, option),
                }
            }
            C::Written(i) => Op::Written(self.find(&arg(0), "issue", i)),
            C::WrittenCount(n) => Op::WrittenCount(*n),
            C::Closed(i) => Op::Closed(self.find(&arg(0), "issue", i)),
            C::Pledge(p, state) => Op::Pledge(self.find(&arg(0), "pledge", p), life(*state)),
            C::Claimed(p) => Op::Claimed(self.find(&arg(0), "pledge", p)),
            C::Mandate(m) => Op::Mandate(self.find(&arg(0), "mandate", m)),
            C::Asked(a) => Op::Asked(self.find(&arg(0), "audience", a)),
            C::Sponsored(i) => Op::Sponsored(self.find(&arg(0), "issue", i)),
            C::Formed(i) => Op::Formed(self.find(&arg(0), "issue", i)),
            C::Visited(s) => Op::Visited(self.scene_id(&arg(0), s)),
            C::Took(name) => {
                let mut messages = Vec::new();
                Self::look(&mut messages, &self.choices, "choice", name);
                for m in messages {
                    self.fault(&arg(0), m);
                }
                Op::Flag(self.flag(&format!("took:{name}")))
            }
            C::WalkedOut => Op::WalkedOut,
            C::ChannelClosed => Op::ChannelClosed,
            C::Passed(d) => Op::Passed(self.find(&arg(0), "deadline", d)),
            C::From(date) => Op::From(self.day(&arg(0), date)),
            C::FaceGiven(x) => Op::FaceGiven(*x as f32),
            C::VisitSpent => Op::VisitSpent,
            C::Survived => Op::Survived,
            C::Durability(x) => Op::Durability(*x as f32),
            C::VotedFor(a) => Op::VotedFor(self.find(&arg(0), "audience", a)),
        };
        ops.push(op);
    }

    pub(super) fn cause(&mut self, text: &str) -> u16 {
        match self.causes.iter().position(|c| c == text) {
            Some(i) => i as u16,
            None => {
                self.causes.push(text.to_owned());
                (self.causes.len() - 1) as u16
            }
        }
    }

    pub(super) fn likelihood(&mut self, here: &Here<'_>, list: &[f64]) -> [f32; TYPES] {
        if list.len() != self.drawn {
            self.fault(
                here,
                format!("expected {} likelihoods, one for each type with a prior, found {}", self.drawn, list.len()),
            );
        }
        let mut row = [0.0; TYPES];
        let low = list.iter().copied().fold(f64::INFINITY, f64::min);
        let high = list.iter().copied().fold(0.0, f64::max);
        if low <= 0.0 || high > 1.0 || high > 4.0 * low + 1e-9 {
            self.fault(here, "expected likelihoods above 0, at most 1, none more than four times another");
        }
        for (place, x) in row.iter_mut().zip(list) {
            *place = *x as f32;
        }
        row
    }

    pub(super) fn effects(&mut self, here: &Here<'_>, list: &[raw::Effect]) -> Span {
        let compiled: Vec<Effect> = list.iter().enumerate().map(|(i, e)| self.effect(&here.item(i), e)).collect();
        let start = self.effects.len() as u32;
        self.effects.extend(compiled);
        Span { start, end: self.effects.len() as u32 }
    }

    pub(super) fn effect(&mut self, here: &Here<'_>, effect: &raw::Effect) -> Effect {
        use raw::Effect as E;
        let arg = |i: usize| here.item(i);
        match effect {
            E::Evidence(a, q, x, cause) => {
                if !(-3.0..=3.0).contains(x) || *x == 0.0 {
                    self.fault(&arg(2), format!("expected evidence between −3 and 3, not 0, found {x}"));
                }
                let quality = match q {
                    raw::Quality::Ability => Quality::Ability,
                    raw::Quality::Benevolence => Quality::Benevolence,
                    raw::Quality::Integrity => Quality::Integrity,
                };
                Effect::Evidence(self.find(&arg(0), "audience", a), quality, *x as f32, self.cause(cause))
            }
            E::Face(x, sight, cause) => {
                if !(-1.0..=1.0).contains(x) {
                    self.fault(&arg(0), format!("expected face between −1 and 1, found {x}"));
                }
                Effect::Face(*x as f32, *sight == raw::Sight::Seen, self.cause(cause))
            }
            E::Set(f) => Effect::Set(self.flag(f)),
            E::Clear(f) => Effect::Clear(self.asked_flag(&arg(0), f)),
            E::Spend(b, n) => Effect::Spend(self.find(&arg(0), "budget", b), *n),
            E::VisitHope(x) => Effect::VisitHope(*x as f32),
            E::SpendVisit => Effect::SpendVisit,
            E::Mandate(m) => Effect::Mandate(self.find(&arg(0), "mandate", m)),
            E::Ask(a) => Effect::Ask(self.find(&arg(0), "audience", a)),
            E::Sponsor(i) => Effect::Sponsor(self.find(&arg(0), "issue", i)),
            E::Form(i) => Effect::Form(self.find(&arg(0), "issue", i)),
            E::Probe(i) => Effect::Probe(self.find(&arg(0), "issue", i)),
            E::ProbeNamed => Effect::ProbeNamed,
            E::Tells(list) => {
                let row = self.likelihood(&arg(0), list);
                self.likelihoods.push(row);
                Effect::Tells((self.likelihoods.len() - 1) as u16)
            }
            E::Intelligence(x) => Effect::Intelligence(self.share(&arg(0), "a probability", *x) as f32),
            E::Pledge(p, state) => Effect::Pledge(self.find(&arg(0), "pledge", p), life(*state)),
            E::Claim(p) => Effect::Claim(self.find(&arg(0), "pledge", p)),
            E::BackDown(p) => Effect::BackDown(self.find(&arg(0), "pledge", p)),
            E::Write(i) => Effect::Write(self.find(&arg(0), "issue", i)),
            E::Close(i) => Effect::Close(self.find(&arg(0), "issue", i)),
            E::Promises(x) => Effect::Promises(self.share(&arg(0), "a share", *x) as f32),
            E::Minutes(n) => Effect::Minutes(*n),
            E::Notebook => Effect::Notebook,
            E::Cable(i) => Effect::Cable(self.find(&arg(0), "issue", i)),
            E::AnswerCables => Effect::AnswerCables,
            E::Ratify => Effect::Ratify,
            E::Review => Effect::Review,
            E::If(cond, list) => {
                let when = self.cond(&arg(0), Some(cond), true);
                Effect::If(when, self.effects(&arg(1), list))
            }
            E::Chance(p, yes, no) => {
                let p = self.share(&arg(0), "a probability", *p) as f32;
                let yes = self.effects(&arg(1), yes);
                Effect::Chance(p, yes, self.effects(&arg(2), no))
            }
        }
    }

    pub(super) fn paragraphs(&mut self, here: &Here<'_>, list: &[raw::Paragraph]) -> (Vec<Span>, Vec<String>) {
        if list.len() > 32 {
            self.fault(here, format!("expected at most 32 paragraphs, found {}", list.len()));
        }
        let mut spans = Vec::new();
        let mut texts = Vec::new();
        for (i, p) in list.iter().enumerate() {
            let (cond, text) = match p {
                raw::Paragraph::P(text) => (None, text.clone()),
                raw::Paragraph::When(cond, text) => (Some(cond), text.clone()),
                raw::Paragraph::Asks(who, what) => (None, question(who, what)),
                raw::Paragraph::AsksWhen(cond, who, what) => (Some(cond), question(who, what)),
            };
            if text.trim().is_empty() {
                self.fault(&here.item(i), "the paragraph is empty");
            }
            spans.push(self.cond(&here.item(i).item(0), cond, true));
            texts.push(text);
        }
        (spans, texts)
    }

    pub(super) fn next(&mut self, here: &Here<'_>, list: &[raw::Next]) -> Vec<NextRule> {
        let mut rules = Vec::new();
        for (i, n) in list.iter().enumerate() {
            let here = here.item(i);
            rules.push(NextRule {
                to: self.scene_id(&here.field("to"), &n.to),
                when: self.cond(&here.field("when"), n.when.as_ref(), true),
            });
        }
        rules
    }

    pub(super) fn gather_flags(&mut self) {
        fn walk(effects: &[raw::Effect], set: &mut BTreeSet<String>) {
            for e in effects {
                match e {
                    raw::Effect::Set(f) => {
                        set.insert(f.clone());
                    }
                    raw::Effect::If(_, list) => walk(list, set),
                    raw::Effect::Chance(_, a, b) => {
                        walk(a, set);
                        walk(b, set);
                    }
                    _ => {}
                }
            }
        }
        let s = self.source;
        for scene in &s.scenes {
            walk(&scene.value.enter, &mut self.set);
            for choice in &scene.value.choices {
                walk(&choice.effects, &mut self.set);
            }
        }
        for d in &s.deadlines {
            walk(&d.value.effects, &mut self.set);
        }
        for v in &s.verbs {
            walk(&v.value.effects, &mut self.set);
        }
    }

    pub(super) fn known_flag(&self, name: &str) -> Option<u8> {
        self.flags.iter().position(|f| f == name).map(|i| i as u8)
    }

    /// Makes the flags behind `Took` wherever a condition outside the scenes asks for them.
    pub(super) fn name_flags_of_the_rest(&mut self) {
        fn walk(cond: &raw::Cond, found: &mut Vec<String>) {
            match cond {
                raw::Cond::Not(c) => walk(c, found),
                raw::Cond::All(list) | raw::Cond::Any(list) => list.iter().for_each(|c| walk(c, found)),
                raw::Cond::Took(s) => found.push(format!("took:{s}")),
                _ => {}
            }
        }
        let s = self.source;
        let mut found = Vec::new();
        let mut texts: Vec<&raw::Paragraph> = Vec::new();
        for e in &s.endings {
            e.value.when.iter().for_each(|c| walk(c, &mut found));
            e.value.sides.iter().filter_map(|s| s.when.as_ref()).for_each(|c| walk(c, &mut found));
            texts.extend(e.value.headline.iter().chain(&e.value.deck).chain(&e.value.story));
        }
        for v in &s.verbs {
            v.value.when.iter().for_each(|c| walk(c, &mut found));
            texts.extend(&v.value.reply);
        }
        for p in texts {
            if let raw::Paragraph::When(c, _) | raw::Paragraph::AsksWhen(c, ..) = p {
                walk(c, &mut found);
            }
        }
        for line in &s.voice {
            line.value.when.iter().for_each(|c| walk(c, &mut found));
        }
        for r in &s.result {
            r.value.durability.iter().for_each(|f| walk(&f.when, &mut found));
            r.value.verified.iter().for_each(|c| walk(c, &mut found));
        }
        for name in found {
            self.flag(&name);
        }
    }
}

/// A question as it is printed; nothing if a part of it is missing.
fn question(who: &str, what: &str) -> String {
    if who.trim().is_empty() || what.trim().is_empty() { String::new() } else { format!("{who}: “{what}”") }
}
