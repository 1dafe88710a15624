//! Counsel: what advisers say and think, how audiences would vote, and the read.

use crate::negotiation::{self, Verdict, View, opinions};
use crate::scenario::Scenario;
use crate::scenario::rules::Package;

/// What an adviser says.
pub struct Spoken {
    /// Number of the adviser.
    pub adviser: u8,
    /// The words.
    pub says: String,
    /// How sure they are, in words.
    pub how: &'static str,
}

/// What the advisers say here.
pub fn spoken(scenario: &Scenario, view: View<'_>) -> Vec<Spoken> {
    let texts = &scenario.texts.scenes[usize::from(view.story.scene)].advice;
    let list = negotiation::advice_here(&scenario.rules, view);
    list.into_iter()
        .map(|(index, adviser)| {
            let (says, sure) = &texts[index];
            let how = match *sure {
                s if s >= 0.8 => "very sure",
                s if s >= 0.65 => "fairly sure",
                _ => "not sure",
            };
            Spoken { adviser, says: says.clone(), how }
        })
        .collect()
}

/// The same in a line each, with their record so far.
pub fn advice(scenario: &Scenario, view: View<'_>) -> Vec<String> {
    let line = |said: Spoken| {
        let [right, wrong] = view.story.advisers[usize::from(said.adviser)].map(u16::from);
        let record = match right + wrong {
            0 => String::new(),
            n => format!(" (right {right} of {n})"),
        };
        let name = &scenario.texts.advisers[usize::from(said.adviser)].name;
        format!("{name}{record}: {} ({})", said.says, said.how)
    };
    spoken(scenario, view).into_iter().map(line).collect()
}

/// What each adviser thinks of who he is: their own prior, bent by what has been seen.
pub fn advisers_think(scenario: &Scenario, view: View<'_>) -> Vec<(String, String)> {
    let rules = &scenario.rules;
    rules
        .advisers
        .iter()
        .zip(&scenario.texts.advisers)
        .filter_map(|(rule, text)| {
            let score = |k: usize| f64::from(rule.prior[k]) * f64::from(view.read.belief[k]) / rules.types[k].prior;
            let best = (0..rules.drawn_types).max_by(|&a, &b| score(a).total_cmp(&score(b)))?;
            Some((text.name.clone(), text.thinks.get(best)?.clone()))
        })
        .collect()
}

/// A verdict in words; a guess is marked by a question mark.
pub fn verdict(verdict: Verdict, asked: bool) -> &'static str {
    match (verdict, asked) {
        (Verdict::Carries, true) => "carries",
        (Verdict::Probably, true) => "probably",
        (Verdict::Loses, true) => "would lose",
        (Verdict::NoVote, _) => "no vote",
        (Verdict::Carries, false) => "not asked; carries?",
        (Verdict::Probably, false) => "not asked; probably?",
        (Verdict::Loses, false) => "not asked; would lose?",
    }
}

/// Each audience's verdict on a draft, by name.
pub fn verdicts(scenario: &Scenario, view: View<'_>, package: &Package) -> Vec<(String, &'static str)> {
    opinions(&scenario.rules, view, package)
        .into_iter()
        .map(|o| (scenario.texts.audiences[usize::from(o.audience)].name.clone(), verdict(o.verdict, o.asked)))
        .collect()
}

/// The read as words, from the likeliest: `the showman 62 %`.
pub fn read(scenario: &Scenario, view: View<'_>) -> Vec<(String, f64)> {
    (0..scenario.rules.drawn_types)
        .map(|k| (scenario.texts.types[k].name.clone(), f64::from(view.read.belief[k])))
        .collect()
}
