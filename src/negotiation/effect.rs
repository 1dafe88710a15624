//! Effects of choices, scenes, deadlines and verbs: the scenario's program, run in order.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use crate::luck::{Luck, Purpose};
use crate::negotiation::blank_table;
use crate::negotiation::condition::holds;
use crate::negotiation::happening::{Cause, Happening, say};
use crate::negotiation::outcome;
use crate::negotiation::read;
use crate::negotiation::requests;
use crate::negotiation::state::{Story, Table};
use crate::negotiation::trust;
use crate::negotiation::view::Playing;
use crate::scenario::program::{Effect, Life, Quality};
use crate::scenario::rules::{Rules, Span};

/// One run of a program: where its luck comes from.
pub(crate) struct Run {
    moment: u32,
    draws: u32,
    /// The issue named with a verb.
    pub named: u8,
}

impl Run {
    /// A run whose draws follow each other from this moment on.
    pub(crate) fn at(moment: u32) -> Self {
        Self { moment, draws: 0, named: 0 }
    }

    fn luck(&mut self, seed: u64, purpose: Purpose) -> Luck {
        self.draws += 1;
        Luck::at(seed, purpose, self.moment.wrapping_add(self.draws << 26))
    }
}

pub(crate) fn set_flag(story: &mut Story, flag: u8, on: bool) {
    let word = &mut story.flags[usize::from(flag) / 64];
    let bit = 1u64 << (flag % 64);
    *word = if on { *word | bit } else { *word & !bit };
}

/// Runs the effects of a span in order; each sees what those before it did.
pub(crate) fn run(rules: &Rules, game: &mut Playing<'_>, span: Span, run: &mut Run) {
    for effect in &rules.effects[span.range()] {
        apply(rules, game, *effect, run);
    }
}

fn apply(rules: &Rules, game: &mut Playing<'_>, effect: Effect, context: &mut Run) {
    let seed = game.seed.0;
    let day = game.story.day;
    match effect {
        Effect::Evidence(audience, quality, by, cause) => {
            trust::evidence(rules, game, audience, quality, f64::from(by), Cause::Written(cause));
        }
        Effect::Face(by, seen, cause) => trust::face(rules, game, f64::from(by), seen, Cause::Written(cause)),
        Effect::Set(flag) => set_flag(game.story, flag, true),
        Effect::Clear(flag) => set_flag(game.story, flag, false),
        Effect::Spend(budget, by) => {
            let left = &mut game.story.budgets[usize::from(budget)];
            *left = (*left - by).max(0);
            let left = *left;
            say(&mut game.chronicle, || Happening::BudgetSpent { budget, by, left });
        }
        Effect::VisitHope(by) => {
            let floor = rules.table.visit_hope_floor as f32;
            game.counterpart.visit_hope = (game.counterpart.visit_hope + by).clamp(floor, 1.0);
        }
        Effect::SpendVisit => {
            game.story.visit_spent = true;
            say(&mut game.chronicle, || Happening::VisitPromised);
        }
        Effect::Mandate(mandate) => {
            game.story.mandate = mandate;
            say(&mut game.chronicle, || Happening::MandateGiven { mandate });
        }
        Effect::Ask(audience) => {
            game.story.asked |= 1 << audience;
            say(&mut game.chronicle, || Happening::AudienceAsked { audience });
        }
        Effect::Sponsor(issue) => {
            game.story.sponsored |= 1 << issue;
            say(&mut game.chronicle, || Happening::ClauseSponsored { issue });
        }
        Effect::Form(issue) => {
            game.story.formed |= 1 << issue;
            say(&mut game.chronicle, || Happening::ClauseFormed { issue });
        }
        Effect::Probe(issue) => requests::probe(rules, game, issue),
        Effect::ProbeNamed => requests::probe(rules, game, context.named),
        Effect::Tells(row) => {
            let like = rules.likelihoods[usize::from(row)];
            read::update(game.read, rules.drawn_types, |k| f64::from(like[k]));
        }
        Effect::Intelligence(right) => intelligence(rules, game, f64::from(right), context),
        Effect::Pledge(pledge, life) => {
            let word = &mut game.pledges.0[usize::from(pledge)];
            if word.life == Life::Unsaid {
                word.day = day;
            }
            word.life = life;
            say(&mut game.chronicle, || Happening::PledgeChanged { pledge, life });
        }
        Effect::Claim(pledge) => {
            let word = &mut game.pledges.0[usize::from(pledge)];
            word.claimed = true;
            word.claim_day = day;
            say(&mut game.chronicle, || Happening::PledgeClaimed { pledge });
        }
        Effect::BackDown(pledge) => abandon_claim(rules, game, pledge),
        Effect::Write(issue) => {
            let mut luck = context.luck(seed, Purpose::Write);
            requests::write(rules, game, issue, &mut luck);
        }
        Effect::Close(issue) => requests::close(rules, game, issue),
        Effect::Promises(now) => {
            game.story.promises = now;
            say(&mut game.chronicle, || Happening::PromisesWorth { now });
        }
        Effect::Minutes(by) => {
            game.table.extra_minutes += by;
            say(&mut game.chronicle, || Happening::MinutesChanged { by });
        }
        Effect::Notebook => {
            if game.notebook.opened < 3 {
                let moment = game.notebook.opened;
                game.notebook.opened += 1;
                game.story.notebook_open = true;
                say(&mut game.chronicle, || Happening::NotebookOpened { moment });
            }
        }
        Effect::Cable(issue) => {
            game.story.cabled |= 1 << issue;
            say(&mut game.chronicle, || Happening::CableSent { issue });
        }
        Effect::AnswerCables => answer_cables(rules, game),
        Effect::Ratify => outcome::ratify(rules, game),
        Effect::Review => {
            let q = outcome::durability(rules, game.view());
            let survived = game.story.ratified && Luck::at(seed, Purpose::Survival, 0).chance(q);
            game.story.survived = survived;
            say(&mut game.chronicle, || Happening::ReviewDrawn { survived });
        }
        Effect::If(when, then) => {
            if holds(rules, when, game.view(), Some(game.counterpart.kind)) {
                run(rules, game, then, context);
            }
        }
        Effect::Chance(p, yes, no) => {
            let lucky = context.luck(seed, Purpose::Effect).chance(f64::from(p));
            run(rules, game, if lucky { yes } else { no }, context);
        }
    }
}

/// Intelligence names a type: the true one with this probability, else one of the others.
fn intelligence(rules: &Rules, game: &mut Playing<'_>, right: f64, context: &mut Run) {
    let n = rules.drawn_types;
    let mut luck = context.luck(game.seed.0, Purpose::Intelligence);
    let truth = usize::from(game.counterpart.kind);
    let named = if n < 2 || luck.chance(right) { truth } else { (truth + 1 + luck.below(n - 1)) % n };
    let wrong = (1.0 - right) / (n.max(2) - 1) as f64;
    read::update(game.read, n, |k| if k == named { right } else { wrong });
}

/// Backing down from a public claim: the price grows with the days it stood (fearon94).
fn abandon_claim(rules: &Rules, game: &mut Playing<'_>, pledge: u8) {
    let word = &mut game.pledges.0[usize::from(pledge)];
    if !word.claimed {
        return;
    }
    word.claimed = false;
    let days = (game.story.day - word.claim_day).max(0) as u16;
    let price = claim_price(rules, pledge, days);
    say(&mut game.chronicle, || Happening::ClaimAbandoned { pledge, days, price: price as f32 });
    for audience in 0..rules.audiences.len() as u8 {
        if rules.table.face_paid_by >> audience & 1 == 1 {
            trust::evidence(rules, game, audience, Quality::Integrity, -price, Cause::ClaimAbandoned);
        }
    }
}

/// What backing down from a claim costs after so many days, in evidence before it is weighed (fearon94).
pub fn claim_price(rules: &Rules, pledge: u8, days: u16) -> f64 {
    let rule = &rules.pledges[usize::from(pledge)];
    rule.claim_price + rule.claim_price_a_day * f64::from(days)
}

/// Cables sent before are answered, if the channel is open.
fn answer_cables(rules: &Rules, game: &mut Playing<'_>) {
    let cabled = std::mem::take(&mut game.story.cabled);
    if game.story.channel_closed || game.table.is_agreed() {
        return;
    }
    for issue in 0..rules.issues.len() as u8 {
        if cabled >> issue & 1 == 1 {
            let moment = (game.story.day.max(0) as u32) << 4 | u32::from(issue);
            let mut luck = Luck::at(game.seed.0, Purpose::Cable, moment);
            let agenda = game.table.agenda;
            game.table.agenda |= 1 << issue;
            let written = requests::write(rules, game, issue, &mut luck);
            game.table.agenda = agenda;
            say(&mut game.chronicle, || Happening::CableAnswered { issue, written });
        }
    }
}

/// The notes of a rehearsal are thrown away: nothing of it counts afterwards.
pub(crate) fn forget_rehearsal(game: &mut Playing<'_>) {
    let extra_minutes = game.table.extra_minutes;
    *game.table = Table { extra_minutes, ..blank_table() };
    let he = &mut game.counterpart;
    (he.clock, he.level, he.last, he.lead, he.room) = (0.0, -1.0, -1.0, 0.0, 1.0);
}
