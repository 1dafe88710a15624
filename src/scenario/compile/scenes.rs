//! Scenes, their choices, sessions and advice.

use super::*;

impl<'a> Compiler<'a> {
    pub(super) fn session(&mut self, here: &Here<'_>, session: &raw::Session) -> SessionRule {
        let mut actions: u16 = session.actions.iter().fold(0, |m, a| m | 1 << (*a as u16));
        if session.actions.is_empty() {
            actions = (1 << MoveKind::ALL.len()) - 1;
        }
        let agenda = session
            .agenda
            .iter()
            .enumerate()
            .fold(0u8, |m, (i, id)| m | 1 << self.find(&here.field("agenda").item(i), "issue", id));
        if session.minutes < 10 || session.minutes > 600 {
            self.fault(&here.field("minutes"), format!("expected 10 to 600 minutes, found {}", session.minutes));
        }
        SessionRule {
            minutes: session.minutes as i16,
            room: match session.room {
                raw::Room::Principals => Room::Principals,
                raw::Room::Experts => Room::Experts,
                raw::Room::Channel => Room::Channel,
            },
            actions,
            moves: session.moves.unwrap_or(255),
            extra_move_at_trust: session.extra_move_at_trust.unwrap_or(2.0),
            agenda,
            rehearsal: session.rehearsal.as_ref().map(|id| self.find(&here.field("rehearsal"), "counterpart type", id)),
            minutes_an_exchange: session.minutes_an_exchange.unwrap_or(0),
            hazard: self.share(&here.field("hazard"), "a probability", session.hazard),
            shrinks: self.share(&here.field("shrinks"), "a share", session.shrinks),
        }
    }

    pub(super) fn scene_rules(&mut self, texts: &mut Texts) -> (Vec<SceneRule>, Vec<ChoiceRule>, Vec<AdviceRule>) {
        let s = self.source;
        let (mut scenes, mut choices, mut advice) = (Vec::new(), Vec::new(), Vec::new());
        for (index, placed) in s.scenes.iter().enumerate() {
            let scene = &placed.value;
            let here = Here::new(&placed.at);
            self.source_given(&here, &scene.source);
            let decides = !scene.choices.is_empty() || scene.table.is_some();
            if scene.table.is_some() && !scene.choices.is_empty() {
                self.fault(&here.field("choices"), "a scene has a table or choices, not both");
            }
            if scene.ends && (decides || !scene.next.is_empty()) {
                self.fault(&here.field("ends"), "the scene that ends the story has no choices, no table and no `next`");
            }
            let leads = scene.next.iter().any(|n| n.when.is_none());
            let own =
                !scene.choices.is_empty() && scene.choices.iter().all(|c| c.next.iter().any(|n| n.when.is_none()));
            if !scene.ends && !leads && !own {
                self.fault(
                    &here.field("next"),
                    "expected a last `next` without `when`, so that the story always goes on",
                );
            }
            if !leads && !scene.choices.is_empty() && scene.choices.iter().all(|c| c.when.is_some()) {
                self.fault(
                    &here.field("choices"),
                    "expected one choice without `when`, or a `next` of the scene itself, so that the story always goes on",
                );
            }
            if decides && scene.really.is_none() {
                self.fault(&here, "expected `really`: what really happened, with its source");
            }
            if let Some(really) = &scene.really {
                self.source_given(&here.field("really"), &really.source);
            }
            let at = scene.at.as_ref().map(|t| self.moment(&here.field("at"), t));
            let (text, paragraphs) = self.paragraphs(&here.field("text"), &scene.text);
            let enter = self.effects(&here.field("enter"), &scene.enter);
            let session = scene.table.as_ref().map(|t| self.session(&here.field("table"), t));
            let next = self.next(&here.field("next"), &scene.next);
            let first_choice = choices.len();
            for (i, choice) in scene.choices.iter().enumerate() {
                let here = here.field("choices").item(i);
                self.source_given(&here, &choice.source);
                let when = self.cond(&here.field("when"), choice.when.as_ref(), false);
                let effects = self.effects(&here.field("effects"), &choice.effects);
                let (reply, reply_texts) = self.paragraphs(&here.field("reply"), &choice.reply);
                let (headlines, headline_texts) = self.paragraphs(&here.field("headlines"), &choice.headlines);
                let next = self.next(&here.field("next"), &choice.next);
                choices.push(ChoiceRule {
                    id: choice.id.clone(),
                    scene: index as u16,
                    when,
                    effects,
                    reply,
                    headlines,
                    next,
                    conscience: choice.conscience,
                    took_flag: None,
                });
                if !choice.papers.is_empty() && choice.papers.len() != choice.headlines.len() {
                    self.fault(
                        &here.field("papers"),
                        format!(
                            "expected front pages for each of the {} headlines, found {}",
                            choice.headlines.len(),
                            choice.papers.len()
                        ),
                    );
                }
                texts.choices.push(ChoiceText {
                    papers: choice.papers.clone(),
                    label: choice.label.clone(),
                    detail: choice.detail.clone(),
                    reply: reply_texts,
                    headlines: headline_texts,
                    source: choice.source.clone(),
                });
            }
            let first_advice = advice.len();
            let mut advice_texts = Vec::new();
            for (i, a) in scene.advisers.iter().enumerate() {
                let here = here.field("advisers").item(i);
                if !(0.5..=1.0).contains(&a.sure) {
                    self.fault(
                        &here.field("sure"),
                        format!("expected a confidence between 0.5 and 1, found {}", a.sure),
                    );
                }
                if a.if_choice.is_some() != a.expects.is_some() {
                    self.fault(&here, "`if_choice` and `expects` stand together or not at all");
                }
                let if_choice = a.if_choice.as_ref().map(|id| {
                    let name = format!("{}/{id}", scene.id);
                    let mut messages = Vec::new();
                    let i = Self::look(&mut messages, &self.choices, "choice", &name);
                    for m in messages {
                        self.fault(&here.field("if_choice"), m);
                    }
                    i as u16
                });
                advice.push(AdviceRule {
                    adviser: self.find(&here.field("adviser"), "adviser", &a.adviser),
                    when: self.cond(&here.field("when"), a.when.as_ref(), false),
                    if_choice,
                    expects: self.cond(&here.field("expects"), a.expects.as_ref(), true),
                });
                advice_texts.push((a.says.clone(), a.sure));
            }
            scenes.push(SceneRule {
                id: scene.id.clone(),
                at,
                enter,
                choices: Span { start: first_choice as u32, end: choices.len() as u32 },
                text,
                session,
                next,
                ends: scene.ends,
                advice: Span { start: first_advice as u32, end: advice.len() as u32 },
            });
            texts.scenes.push(SceneText {
                title: scene.title.clone(),
                act: scene.act.clone(),
                place: scene.place.clone(),
                dated: scene.dated.clone(),
                text: paragraphs,
                asks: scene
                    .text
                    .iter()
                    .map(|p| matches!(p, raw::Paragraph::Asks(..) | raw::Paragraph::AsksWhen(..)))
                    .collect(),
                advice: advice_texts,
                picture: None,
                really: scene.really.as_ref().map(|r| (r.text.clone(), r.source.clone())),
                source: scene.source.clone(),
            });
        }
        // Later endings, verbs and voices may ask too: their flags were made before by the same names.
        self.name_flags_of_the_rest();
        for (i, choice) in choices.iter_mut().enumerate() {
            let name = self.choices.ids[i].clone();
            choice.took_flag = self.known_flag(&format!("took:{name}"));
        }
        (scenes, choices, advice)
    }
}
