//! What the player made of a session: the reflection after it, kept in the record.
//!
//! Four factors of what people value in a negotiation beside the deal itself (curhan06): what came of it, themselves,
//! how it went, and what it did to the relation. The questions here are our own.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// What a question is about (curhan06).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Factor {
    /// What came of it.
    Outcome,
    /// Oneself.
    Self_,
    /// How it went.
    Process,
    /// What it did to the relation.
    Relation,
}

impl Factor {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Outcome, Self::Self_, Self::Process, Self::Relation];

    /// A few words.
    pub fn name(self) -> &'static str {
        ["the outcome", "yourself", "the process", "the relation"][self as usize]
    }
}

/// One question, answered from 1 to 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// Stable id: records name it.
    pub id: &'static str,
    /// What it is about.
    pub factor: Factor,
    /// What is asked.
    pub text: &'static str,
    /// What 1 and 7 mean.
    pub ends: [&'static str; 2],
}

/// The largest answer; the least is 1.
pub const MOST_ANSWER: u8 = 7;

/// Longest free text, in characters.
pub const MOST_WORDS: usize = 600;

const fn ask(id: &'static str, factor: Factor, text: &'static str, ends: [&'static str; 2]) -> Question {
    Question { id, factor, text, ends }
}

/// All questions, in order: two a factor.
pub const QUESTIONS: [Question; 8] = [
    ask(
        "terms",
        Factor::Outcome,
        "Leaving the scores aside: how content are you with what was settled, or left open?",
        ["not at all", "entirely"],
    ),
    ask(
        "balance",
        Factor::Outcome,
        "Was what you gave up in proportion to what you got for it?",
        ["out of all proportion", "in proportion"],
    ),
    ask(
        "face",
        Factor::Self_,
        "Would you be at ease if those at home had heard every word you said?",
        ["not at all", "entirely"],
    ),
    ask(
        "principles",
        Factor::Self_,
        "Did you act as you think one should, also where it cost you something?",
        ["hardly ever", "always"],
    ),
    ask(
        "heard",
        Factor::Process,
        "Did the other side take account of what you needed?",
        ["not at all", "in every step"],
    ),
    ask("ease", Factor::Process, "How fair did the way to the end seem to you?", ["unfair", "fair"]),
    ask(
        "trust",
        Factor::Relation,
        "Would you take the other side at its word next time?",
        ["never", "without a doubt"],
    ),
    ask(
        "again",
        Factor::Relation,
        "Is what you built good ground for the next round of talks?",
        ["scorched ground", "good ground"],
    ),
];

/// The question that is answered in words.
pub const IN_WORDS: &str = "Which one decision would you take differently, and what did you not see when you took it?";

/// Answers, by the id of the question, and what was written. Everything may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reflection {
    /// 1 to [`MOST_ANSWER`], by id of the question.
    pub answers: BTreeMap<String, u8>,
    /// In the player's own words.
    #[serde(default)]
    pub words: String,
}

/// Why answers cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReflectionError {
    /// No question has this id.
    Question(String),
    /// An answer is not on the scale.
    Answer(u8),
    /// Too much was written.
    Words(usize),
}

impl fmt::Display for ReflectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Question(id) => {
                let ids: Vec<&str> = QUESTIONS.iter().map(|q| q.id).collect();
                write!(f, "the reflection answers ‘{id}’; the questions are {}", ids.join(", "))
            }
            Self::Answer(n) => write!(f, "the reflection has the answer {n}; expected 1 to {MOST_ANSWER}"),
            Self::Words(n) => write!(f, "the reflection has {n} characters of text; at most {MOST_WORDS} are kept"),
        }
    }
}

impl Reflection {
    /// Nothing was said.
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.words.trim().is_empty()
    }

    /// The mean answer on a factor, 1..7; nothing if none was given.
    pub fn mean(&self, factor: Factor) -> Option<f64> {
        let of = QUESTIONS.iter().filter(|q| q.factor == factor);
        let given: Vec<f64> = of.filter_map(|q| self.answers.get(q.id)).map(|&a| f64::from(a)).collect();
        (!given.is_empty()).then(|| given.iter().sum::<f64>() / given.len() as f64)
    }

    /// Whether it can be kept.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn checked(&self) -> Result<(), ReflectionError> {
        for (id, answer) in &self.answers {
            if !QUESTIONS.iter().any(|q| q.id == id) {
                return Err(ReflectionError::Question(id.clone()));
            }
            if !(1..=MOST_ANSWER).contains(answer) {
                return Err(ReflectionError::Answer(*answer));
            }
        }
        let length = self.words.chars().count();
        if length > MOST_WORDS { Err(ReflectionError::Words(length)) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_factor_has_two_questions_and_no_id_stands_twice() {
        for factor in Factor::ALL {
            assert_eq!(QUESTIONS.iter().filter(|q| q.factor == factor).count(), 2, "{factor:?}");
        }
        for (i, q) in QUESTIONS.iter().enumerate() {
            assert!(QUESTIONS[..i].iter().all(|o| o.id != q.id), "{}", q.id);
        }
    }

    #[test]
    fn a_mean_is_that_of_the_answers_given() {
        let answers = [("terms", 3), ("balance", 6), ("heard", 7)].map(|(id, n)| (id.to_owned(), n));
        let said = Reflection { answers: answers.into(), words: String::new() };
        assert_eq!(said.checked(), Ok(()));
        assert_eq!(Factor::ALL.map(|f| said.mean(f)), [Some(4.5), None, Some(7.0), None]);
    }

    #[test]
    fn answers_off_the_scale_and_to_other_questions_are_refused() {
        let one = |id: &str, n| Reflection { answers: [(id.to_owned(), n)].into(), words: String::new() };
        assert_eq!(one("terms", 0).checked(), Err(ReflectionError::Answer(0)));
        assert_eq!(one("terms", 8).checked(), Err(ReflectionError::Answer(8)));
        assert_eq!(one("weather", 4).checked(), Err(ReflectionError::Question("weather".into())));
        let long = Reflection { words: "é".repeat(MOST_WORDS + 1), ..Reflection::default() };
        assert_eq!(long.checked(), Err(ReflectionError::Words(MOST_WORDS + 1)));
    }
}
