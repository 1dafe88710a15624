//! Words that are explained where they stand: those of the handbook, and those of the scenario.

use std::ops::Range;

use super::handbook::Handbook;
use crate::scenario::Scenario;

/// A word with what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// Its usual form.
    pub term: String,
    /// One or two sentences.
    pub says: String,
    /// Number of the handbook's entry about it.
    pub entry: Option<usize>,
}

/// All words that are explained.
#[derive(Debug, Default)]
pub struct Glossary {
    /// What is explained.
    pub terms: Vec<Explained>,
    /// Words as they stand in texts, the longest first, and the number of the term.
    words: Vec<(String, usize)>,
}

impl Glossary {
    /// The words of the handbook and of a scenario; the scenario's own meaning goes first.
    pub fn of(scenario: &Scenario) -> Self {
        let mut terms = Vec::new();
        let mut words: Vec<(String, usize)> = Vec::new();
        for own in &scenario.texts.glossary {
            words.extend(own.words.iter().map(|w| (w.clone(), terms.len())));
            terms.push(Explained { term: own.term.clone(), says: own.says.clone(), entry: None });
        }
        for (n, idea) in Handbook::shipped().entries.iter().enumerate() {
            for word in &idea.words {
                if words.iter().all(|(w, _)| !w.eq_ignore_ascii_case(word)) {
                    words.push((word.clone(), terms.len()));
                }
            }
            terms.push(Explained { term: idea.term.clone(), says: idea.short.clone(), entry: Some(n) });
        }
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        Self { terms, words }
    }

    /// Where explained words stand in a text, in order: each term at its first place.
    pub fn find(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let mut found: Vec<(Range<usize>, usize)> = Vec::new();
        for (word, term) in &self.words {
            if found.iter().any(|(_, t)| t == term) {
                continue;
            }
            let free = |r: &Range<usize>| found.iter().all(|(f, _)| f.end <= r.start || r.end <= f.start);
            if let Some(place) = places(text, word).find(free) {
                found.push((place, *term));
            }
        }
        found.sort_by_key(|(r, _)| r.start);
        found
    }
}

/// Where a word stands by itself; capitals count only in words of capitals alone.
fn places<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let exact = !word.chars().any(char::is_lowercase);
    let bytes = word.as_bytes();
    text.as_bytes().windows(bytes.len().max(1)).enumerate().filter_map(move |(at, window)| {
        let same = if exact { window == bytes } else { window.eq_ignore_ascii_case(bytes) };
        let range = at..at + bytes.len();
        let alone = same
            && !text.get(..at)?.chars().next_back().is_some_and(char::is_alphanumeric)
            && !text.get(range.end..)?.chars().next().is_some_and(char::is_alphanumeric);
        alone.then_some(range)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glossary(words: &[(&str, usize)]) -> Glossary {
        let term = |n: usize| Explained { term: n.to_string(), says: String::new(), entry: None };
        let mut words: Vec<(String, usize)> = words.iter().map(|(w, t)| ((*w).to_owned(), *t)).collect();
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        Glossary { terms: (0..9).map(term).collect(), words }
    }

    #[test]
    fn a_word_is_found_once_by_itself_and_the_longest_that_fits() {
        let g = glossary(&[("win-set", 0), ("win-sets", 0), ("anchor", 1), ("MTCR", 2), ("Hill", 3)]);
        let text = "Win-sets, an “anchor” in Anchorage, the mtcr and the MTCR; the Hill, the win-set.";
        let found: Vec<(&str, usize)> = g.find(text).into_iter().map(|(r, t)| (&text[r], t)).collect();
        assert_eq!(found, [("Win-sets", 0), ("anchor", 1), ("MTCR", 2), ("Hill", 3)]);
    }

    #[test]
    fn any_text_is_searched_without_harm() {
        let g = glossary(&[("é", 0), ("a", 1), ("", 2)]);
        for text in ["", "é", "naïve café a", "“a”", "日本 a 日本"] {
            for (range, _) in g.find(text) {
                assert!(text.get(range).is_some());
            }
        }
    }
}
