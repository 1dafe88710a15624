//! People around the table: audiences, advisers, habits, and what he says.

use super::*;

impl Compiler<'_> {
    /// Those who watch, and their votes.
    pub(super) fn audience_rules(&mut self, texts: &mut Texts) -> Vec<AudienceRule> {
        let s = self.source;
        let mut rules_audiences = Vec::new();
        for a in &s.audiences {
            let here = Here::new(&a.at);
            self.source_given(&here, &a.value.source);
            self.share(&here.field("remembers"), "a share", a.value.remembers);
            if a.value.kept < 0.0 || a.value.broken < 0.0 {
                self.fault(&here, "expected evidence of at least 0");
            }
            let vote = a.value.vote.as_ref().map(|v| {
                let here = here.field("vote");
                let utility = self.utility(&here, &v.weights, &v.values, v.quota);
                let only_if = v
                    .only_if
                    .iter()
                    .enumerate()
                    .map(|(i, (issue, option))| {
                        let here = here.field("only_if").item(i);
                        let issue = self.find(&here.item(0), "issue", issue);
                        (issue, self.option(&here.item(1), issue, option))
                    })
                    .collect();
                VoteRule { utility, gamma: v.gamma, delta: v.delta, only_if }
            });
            rules_audiences.push(AudienceRule {
                id: a.value.id.clone(),
                kept: a.value.kept,
                broken: a.value.broken,
                remembers: a.value.remembers,
                vote,
            });
            texts.audiences.push(Named { name: a.value.name.clone(), about: a.value.about.clone() });
        }
        rules_audiences
    }

    /// Habits that show who he may be.
    pub(super) fn tell_rules(&mut self, texts: &mut Texts) -> Vec<TellRule> {
        let s = self.source;
        let mut tells = Vec::new();
        for t in &s.tells {
            let here = Here::new(&t.at);
            self.source_given(&here, &t.value.source);
            if t.value.texts.len() < 3 {
                self.fault(
                    &here.field("texts"),
                    format!("expected at least three wordings, found {}", t.value.texts.len()),
                );
            }
            let likelihood = self.likelihood(&here.field("likelihood"), &t.value.likelihood);
            tells.push(TellRule { id: t.value.id.clone(), likelihood, wordings: t.value.texts.len() as u8 });
            texts.tells.push(TellText { name: t.value.name.clone(), texts: t.value.texts.clone() });
        }
        tells
    }

    /// Advisers and their priors.
    pub(super) fn adviser_rules(&mut self, texts: &mut Texts) -> Vec<AdviserRule> {
        let s = self.source;
        let mut advisers = Vec::new();
        for a in &s.advisers {
            let here = Here::new(&a.at);
            let mut prior = [0.0; TYPES];
            if a.value.prior.len() != self.drawn || (a.value.prior.iter().sum::<f64>() - 1.0).abs() > 1e-6 {
                self.fault(&here.field("prior"), format!("expected {} probabilities that sum to 1", self.drawn));
            }
            if a.value.thinks.len() != self.drawn {
                self.fault(
                    &here.field("thinks"),
                    format!("expected {} sentences, one for each type with a prior", self.drawn),
                );
            }
            for (p, x) in prior.iter_mut().zip(&a.value.prior) {
                *p = *x as f32;
            }
            advisers.push(AdviserRule { id: a.value.id.clone(), prior });
            texts.advisers.push(AdviserText {
                name: a.value.name.clone(),
                bias: a.value.bias.clone(),
                thinks: a.value.thinks.clone(),
            });
        }
        advisers
    }

    /// His lines, the particular before the general.
    pub(super) fn voice_rules(&mut self, texts: &mut Texts) -> Vec<VoiceRule> {
        let s = self.source;
        let mut voice = Vec::new();
        for line in &s.voice {
            let here = Here::new(&line.at);
            if line.value.texts.is_empty() {
                self.fault(&here.field("texts"), "expected at least one wording");
            }
            let when = self.cond(&here.field("when"), line.value.when.as_ref(), true);
            let wordings = line.value.texts.len() as u8;
            voice.push((VoiceRule { on: line.value.on, when, wordings }, line.value.texts.clone()));
        }
        // The particular before the general: lines with a condition are asked first.
        voice.sort_by_key(|(rule, _)| rule.when.is_empty());
        let (voice, voice_texts): (Vec<_>, Vec<_>) = voice.into_iter().unzip();
        texts.voice = voice_texts;
        voice
    }
}
