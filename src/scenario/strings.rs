//! Texts of a scenario are shown in windows, terminals and pages: none may hold anything but text, nor be without end.

use serde::Serialize;
use serde_json::Value;

use crate::outside::is_odd;
use crate::scenario::fault::Fault;

/// Longest text, in characters. The longest of the game has some nine hundred.
const MOST_TEXT: usize = 8000;

/// What is wrong with the texts in a part of a scenario; drawings, which are XML, are checked where they are read.
pub(super) fn faults(part: &impl Serialize, files: &[(String, String)]) -> Vec<Fault> {
    let mut list = Vec::new();
    walk(&serde_json::to_value(part).unwrap_or_default(), "", &mut |path, text| {
        let message = match text.chars().find(|c| is_odd(*c)) {
            Some(c) => {
                format!("the text has the control character U+{:04X}; expected text and line breaks", u32::from(c))
            }
            None if text.chars().count() > MOST_TEXT => {
                format!("the text has {} characters; at most {MOST_TEXT} are shown", text.chars().count())
            }
            None => return,
        };
        let (file, line, column) = place(text, files);
        list.push(Fault { file, line, column, path: path.to_owned(), message });
    });
    list
}

/// Calls with every text and its path.
fn walk(value: &Value, path: &str, each: &mut impl FnMut(&str, &str)) {
    match value {
        Value::String(text) => each(path, text),
        Value::Array(list) => {
            for (i, value) in list.iter().enumerate() {
                walk(value, &format!("{path}[{i}]"), each);
            }
        }
        Value::Object(map) => {
            for (key, value) in map.iter().filter(|(key, _)| !matches!(key.as_str(), "svg" | "cards")) {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                walk(value, &path, each);
            }
        }
        _ => {}
    }
}

/// Where a text stands: where its beginning, up to what is odd in it, is found first.
fn place(text: &str, files: &[(String, String)]) -> (String, usize, usize) {
    let begin: String = text.chars().take_while(|c| !c.is_control() && *c != '"' && *c != '\\').take(40).collect();
    let found = files.iter().filter(|_| begin.len() > 3).find_map(|(file, all)| Some((file, all, all.find(&begin)?)));
    match found {
        Some((file, all, at)) => {
            let line = all[..at].matches('\n').count() + 1;
            let column = all[..at].chars().rev().take_while(|c| *c != '\n').count() + 1;
            (file.clone(), line, column)
        }
        None => (files.first().map_or(String::new(), |(file, _)| file.clone()), 1, 1),
    }
}
