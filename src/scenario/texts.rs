//! Every word of a scenario, by the same indices as the numbers in [`crate::scenario::Rules`].

use serde::Serialize;

use crate::scenario::raw::{Light, Paper, Source};

/// All words of a scenario.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs, reason = "each field is documented at its namesake in the scenario format")]
pub struct Texts {
    pub title: String,
    pub subtitle: String,
    pub about: String,
    pub length: String,
    pub you: String,
    pub counterpart: String,
    pub newspaper: String,
    pub issues: Vec<IssueText>,
    pub audiences: Vec<Named>,
    pub types: Vec<Named>,
    pub tells: Vec<TellText>,
    pub advisers: Vec<AdviserText>,
    pub budgets: Vec<String>,
    pub mandates: Vec<Named>,
    pub pledges: Vec<String>,
    pub deadlines: Vec<DeadlineText>,
    pub scenes: Vec<SceneText>,
    pub choices: Vec<ChoiceText>,
    pub verbs: Vec<VerbText>,
    pub endings: Vec<EndingText>,
    pub factors: Vec<String>,
    /// Causes of evidence and face, by the index in the effect.
    pub causes: Vec<String>,
    /// His lines, by the index of the rule: wordings.
    pub voice: Vec<Vec<String>>,
    pub facts: Vec<(u8, String)>,
    pub pictures: Vec<PictureText>,
    pub glossary: Vec<TermText>,
    /// The picture of the title page.
    pub cover: Option<usize>,
}

/// A name and what stands behind it.
#[derive(Debug, Clone, Serialize)]
pub struct Named {
    /// Name as printed.
    pub name: String,
    /// One or two sentences.
    pub about: String,
}

/// The sounds of places that a picture may name.
pub const SOUNDS: [&str; 9] = ["office", "cabin", "hall", "stadium", "night", "rain", "snow", "press", "dinner"];

/// An illustration.
#[derive(Debug, Clone, Serialize)]
pub struct PictureText {
    /// Its id.
    pub id: String,
    /// What it shows, for those who cannot see it.
    pub shows: String,
    /// SVG.
    pub svg: String,
    /// Where its light comes from.
    pub light: Option<Light>,
    /// What is heard there, one of [`SOUNDS`].
    pub sound: Option<String>,
    /// SVG of what a wall of cards behind it shows, one after the other; nothing without one.
    pub cards: Vec<String>,
}

/// A word that a player may not know.
#[derive(Debug, Clone, Serialize)]
pub struct TermText {
    /// Its usual form.
    pub term: String,
    /// The words as they stand in the texts.
    pub words: Vec<String>,
    /// What it means.
    pub says: String,
    /// Where that is from.
    pub source: Vec<Source>,
}

#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "see the scenario format")]
pub struct IssueText {
    pub name: String,
    pub about: String,
    /// Name and sentence of each option.
    pub options: Vec<Named>,
    pub grants: Vec<String>,
    pub asks: Vec<String>,
}

#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "see the scenario format")]
pub struct TellText {
    pub name: String,
    pub texts: Vec<String>,
}

#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "see the scenario format")]
pub struct AdviserText {
    pub name: String,
    pub bias: String,
    pub thinks: Vec<String>,
}

#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "see the scenario format")]
pub struct DeadlineText {
    pub name: String,
    pub text: String,
    pub headline: Option<String>,
    pub source: Vec<Source>,
}

#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "see the scenario format")]
pub struct SceneText {
    pub title: String,
    pub act: String,
    pub place: String,
    pub dated: Option<String>,
    pub text: Vec<String>,
    /// Which of these paragraphs are questions that somebody asks.
    pub asks: Vec<bool>,
    /// What is said, and how sure they are, by index of the advice in the scene.
    pub advice: Vec<(String, f64)>,
    pub really: Option<(String, Vec<Source>)>,
    /// Number of its picture.
    pub picture: Option<usize>,
    pub source: Vec<Source>,
}

#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "see the scenario format")]
pub struct ChoiceText {
    pub label: String,
    pub detail: String,
    pub reply: Vec<String>,
    pub headlines: Vec<String>,
    /// Next morning's front pages, by the number of the headline.
    pub papers: Vec<Vec<Paper>>,
    pub source: Vec<Source>,
}

#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "see the scenario format")]
pub struct VerbText {
    pub label: String,
    pub detail: String,
    pub reply: Vec<String>,
    pub source: Vec<Source>,
}

#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "see the scenario format")]
pub struct EndingText {
    pub title: String,
    pub headline: Vec<String>,
    pub deck: Vec<String>,
    pub story: Vec<String>,
    pub sides: Vec<(String, String)>,
    /// Number of the picture on its front page.
    pub picture: Option<usize>,
    pub source: Vec<Source>,
}
