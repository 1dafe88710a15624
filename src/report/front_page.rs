//! The ending as a newspaper's front page, with the measures of the deal.

use crate::negotiation::{Negotiation, Possible, fits, measured};
use crate::scenario::Scenario;

/// Everything printed at the end.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontPage {
    /// Id of the ending.
    pub ending: String,
    /// The ending's name.
    pub title: String,
    /// The newspaper.
    pub newspaper: String,
    /// Its date.
    pub dateline: String,
    /// Main headline.
    pub headline: String,
    /// The line under it.
    pub deck: String,
    /// Paragraphs of the story.
    pub story: Vec<String>,
    /// Side stories: headline and text.
    pub sides: Vec<(String, String)>,
    /// Number of its photograph among the scenario's pictures.
    pub picture: Option<usize>,
    /// Measures of the deal: name and value.
    pub measures: Vec<(String, String)>,
    /// Who he was: name, and what is to be said of him.
    pub counterpart: (String, String),
}

/// The front page of an ended game; nothing while it goes on.
pub fn front_page(scenario: &Scenario, game: &Negotiation) -> Option<FrontPage> {
    let (rules, texts, view) = (&scenario.rules, &scenario.texts, game.view());
    let (rule, text) = rules.endings.iter().zip(&texts.endings).nth(usize::from(view.story.ending))?;
    let kind = game.counterpart.kind;
    let measure =
        measured(rules, view, &game.counterpart, &Possible::with(rules, rules.person(kind, game.counterpart.variant)));
    let holds = |when| fits(rules, when, view, kind);
    let first = |spans: &[crate::scenario::rules::Span], words: &[String]| {
        spans.iter().zip(words).find(|(s, _)| holds(**s)).map(|(_, w)| w.clone()).unwrap_or_default()
    };
    let all = |spans: &[crate::scenario::rules::Span], words: &[String]| {
        spans.iter().zip(words).filter(|(s, _)| holds(**s)).map(|(_, w)| w.clone()).collect::<Vec<_>>()
    };
    let sides = rule.sides.iter().zip(&text.sides).filter(|(s, _)| holds(**s)).map(|(_, s)| s.clone()).collect();
    let agreed = view.table.is_agreed();
    let mut measures = vec![("Result, 0–100".to_owned(), format!("{:.0}", measure.result))];
    if agreed {
        measures.push(("Worth to you, 0–1".into(), format!("{:.2}", measure.yours)));
        measures.push((format!("Worth to {}, 0–1", texts.counterpart), format!("{:.2}", measure.his)));
        measures.push(("Joint gain over no deal".into(), format!("{:+.2}", measure.joint_gain).replace('-', "−")));
        measures.push(("Left unused: distance to the Pareto frontier".into(), format!("{:.2}", measure.to_frontier)));
        measures.push(("Distance to the Nash point".into(), format!("{:.2}", measure.to_nash)));
    }
    measures.push((
        "Durability: chance to outlast a hostile review".into(),
        format!("{:.0} %", measure.durability * 100.0),
    ));
    measures.push(("Face given · taken".into(), format!("{:.1} · {:.1}", measure.face.0, measure.face.1)));
    for (i, audience) in texts.audiences.iter().enumerate() {
        let trust = view.standing.trust(i as u8) * 100.0;
        measures.push((format!("Standing with {}", audience.name), format!("{trust:.0}")));
    }
    let who = &texts.types[usize::from(kind)];
    Some(FrontPage {
        ending: rule.id.clone(),
        title: text.title.clone(),
        newspaper: texts.newspaper.clone(),
        dateline: scenario.date(view.story.day).strftime("%A, %B %-d, %Y").to_string(),
        headline: first(&rule.headline, &text.headline),
        deck: first(&rule.deck, &text.deck),
        story: all(&rule.story, &text.story),
        sides,
        picture: text.picture,
        measures,
        counterpart: (who.name.clone(), who.about.clone()),
    })
}
