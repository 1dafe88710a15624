//! The snippets for editors, `docs/scenario.code-snippets`, are what the format says.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::*;
use crate::scenario::Scenario;

/// What a snippet leaves if every placeholder keeps its default, or the choice with this number, the last at most.
fn expand(body: &str, choice: usize) -> String {
    let mut text = String::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once('$') {
        text.push_str(before);
        let Some(after) = after.strip_prefix('{') else {
            rest = after.strip_prefix('0').expect("only $0 stands without a default");
            continue;
        };
        let (inside, after) = after.split_once('}').expect("a placeholder ends");
        let inside = inside.trim_start_matches(|c: char| c.is_ascii_digit());
        text.push_str(match inside.strip_prefix('|') {
            Some(words) => {
                let words = words.trim_end_matches('|');
                words.split(',').take(choice + 1).last().expect("a choice")
            }
            None => inside.strip_prefix(':').expect("a placeholder has a default"),
        });
        rest = after;
    }
    text + rest
}

/// The text as a list: elements as they stand, or the value of a field.
fn list(text: &str) -> String {
    match text.split_once(':') {
        Some((field, value)) if field.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') => {
            let value = value.trim().trim_end_matches(',');
            if value.starts_with('[') { value.to_owned() } else { format!("[{value}]") }
        }
        _ => format!("[{text}]"),
    }
}

fn elements<T: DeserializeOwned>(text: &str) -> Result<usize, ron::error::SpannedError> {
    options().from_str::<Vec<T>>(&list(text)).map(|found| found.len())
}

fn read_as(kind: &str, text: &str) -> Result<usize, ron::error::SpannedError> {
    match kind {
        "part" => options().from_str::<raw::Part>(text).map(|_| 1),
        "scenario" => elements::<raw::Header>(text),
        "player" => elements::<raw::Player>(text),
        "table" => elements::<raw::TableRules>(text),
        "result" => elements::<raw::ResultScale>(text),
        "audiences" => elements::<raw::Audience>(text),
        "issues" => elements::<raw::Issue>(text),
        "counterparts" => elements::<raw::CounterpartType>(text),
        "tells" => elements::<raw::Tell>(text),
        "advisers" => elements::<raw::Adviser>(text),
        "budgets" => elements::<raw::Budget>(text),
        "mandates" => elements::<raw::Mandate>(text),
        "pledges" => elements::<raw::Pledge>(text),
        "deadlines" => elements::<raw::Deadline>(text),
        "scenes" => elements::<raw::Scene>(text),
        "endings" => elements::<raw::Ending>(text),
        "verbs" => elements::<raw::Verb>(text),
        "voice" => elements::<raw::VoiceLine>(text),
        "facts" => elements::<raw::Fact>(text),
        "pictures" => elements::<raw::Picture>(text),
        "glossary" => elements::<raw::Term>(text),
        "condition" => elements::<raw::Cond>(text),
        "effect" => elements::<raw::Effect>(text),
        "paragraph" => elements::<raw::Paragraph>(text),
        "source" => elements::<raw::Source>(text),
        "calendar" => elements::<raw::CalendarShare>(text),
        "factor" => elements::<raw::Factor>(text),
        "option" => elements::<raw::IssueOption>(text),
        "dynamics" => elements::<raw::Dynamics>(text),
        "choice" => elements::<raw::Choice>(text),
        "paper" => elements::<raw::Paper>(text),
        "session" => elements::<raw::Session>(text),
        "advice" => elements::<raw::Advice>(text),
        "next" => elements::<raw::Next>(text),
        "really" => elements::<raw::Really>(text),
        "side" => elements::<raw::Side>(text),
        "light" => elements::<raw::Light>(text),
        "visit" | "only_if" => elements::<(String, String)>(text),
        "sheet" => elements::<String>(text),
        _ => panic!("there is no kind of snippet called ‘{kind}’"),
    }
}

#[test]
fn every_snippet_for_the_editor_can_be_read_with_each_of_its_choices() {
    let text = include_str!("../../../docs/scenario.code-snippets");
    let snippets: Map<String, Value> = serde_json::from_str(text).expect("JSON");
    assert_eq!(text.matches("\"prefix\":").count(), snippets.len(), "a name stands twice");
    let mut prefixes = BTreeSet::new();
    let mut kinds = BTreeSet::new();
    for (name, snippet) in &snippets {
        assert_eq!(snippet["scope"], "ron", "{name}");
        assert!(snippet["description"].as_str().is_some_and(|d| d.ends_with('.')), "{name} has no description");
        assert!(prefixes.insert(snippet["prefix"].as_str().expect("a prefix")), "the prefix of {name} stands twice");
        let lines: Vec<&str> = snippet["body"].as_array().expect("lines").iter().filter_map(Value::as_str).collect();
        let body = lines.join("\n");
        let (_, kind) = name.rsplit_once(": ").expect("a name ends with what the snippet expands to");
        kinds.insert(kind);
        // No placeholder has more choices than there are moments of a voice.
        let mut seen = BTreeSet::new();
        for choice in 0..40 {
            let text = expand(&body, choice);
            if seen.insert(text.clone()) {
                match read_as(kind, &text) {
                    Ok(found) => assert!(found > 0, "{name} expands to nothing:\n{text}"),
                    Err(e) => panic!("{name}: {e}\n{text}"),
                }
            }
        }
    }
    for field in FIELDS {
        assert!(kinds.contains(field), "no snippet writes an element of `{field}`");
    }
}

#[test]
fn the_whole_scenario_among_the_snippets_passes_its_check() {
    let snippets: Value = serde_json::from_str(include_str!("../../../docs/scenario.code-snippets")).expect("JSON");
    let body = snippets["whole small scenario: part"]["body"].as_array().expect("lines");
    let lines: Vec<&str> = body.iter().filter_map(Value::as_str).collect();
    let text = expand(&lines.join("\n"), 0);
    if let Err(faults) = Scenario::from_files(vec![("all.ron".to_owned(), text)]) {
        panic!("{faults}");
    }
}
