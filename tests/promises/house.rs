//! The house: imports run one way, only the window knows the engine, and nothing of the program unwraps.

use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up; a module may use those below it. The terminal and the window stand side by side.
const FLOORS: [&[&str]; 10] = [
    &["luck", "threads", "estimate", "outside"],
    &["scenario"],
    &["bargaining"],
    &["negotiation"],
    &["record"],
    &["policy"],
    &["survey", "improvement", "calibration", "sweep", "review"],
    &["report"],
    &["terminal", "desktop"],
    &["cli"],
];

fn floor(module: &str) -> usize {
    FLOORS.iter().position(|f| f.contains(&module)).unwrap_or_else(|| panic!("the module {module} has no floor"))
}

/// All source files, with the top module each belongs to (`lib` and `main` for the roofs).
fn sources() -> Vec<(PathBuf, String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut files) = (vec![src.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("src can be read") {
            let path = entry.expect("src can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let inside = path.strip_prefix(&src).expect("it lies in src").to_owned();
                let first = inside.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
                let text = fs::read_to_string(&path).expect("sources are UTF-8");
                files.push((inside, first.trim_end_matches(".rs").to_owned(), text));
            }
        }
    }
    assert!(files.len() > 40, "the sources were not found");
    files.sort();
    files
}

/// The text without comments, so that a doc link is no import.
fn code(text: &str) -> String {
    text.lines().map(|l| l.split_once("//").map_or(l, |(code, _)| code)).collect::<Vec<_>>().join("\n")
}

/// Paths that begin with `crate::`, as far as their second name; lists in braces one by one.
fn crate_paths(code: &str) -> Vec<String> {
    let word = |s: &str| s.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let (mut depth, mut start) = (1, 0);
            for (i, c) in list.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                if (c == ',' && depth == 1) || depth == 0 {
                    let name = word(list[start..i].trim_start());
                    if !name.is_empty() {
                        found.push(name);
                    }
                    start = i + 1;
                }
                if depth == 0 {
                    break;
                }
            }
        } else {
            let first = word(rest);
            let next = rest[first.len()..].strip_prefix("::").map(word).unwrap_or_default();
            found.push(if next.is_empty() { first } else { format!("{first}::{next}") });
        }
    }
    found
}

#[test]
fn imports_run_one_way() {
    let mut wrong = Vec::new();
    for (path, module, text) in sources() {
        if ["lib", "main"].contains(&module.as_str()) {
            continue;
        }
        for used in crate_paths(&code(&text)) {
            let top = used.split("::").next().unwrap_or_default();
            if top != module && floor(top) >= floor(&module) {
                wrong.push(format!("src/{}: {module} must not use {used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_bargaining_mathematics_know_of_a_scenario_only_its_numbers() {
    for (path, module, text) in sources() {
        for used in crate_paths(&code(&text)) {
            let may = used.starts_with("bargaining") || used == "scenario::rules";
            assert!(module != "bargaining" || may, "src/{}: {used}", path.display());
        }
    }
}

#[test]
fn only_the_window_knows_the_engine() {
    for (path, module, text) in sources() {
        let code = code(&text);
        let uses = code
            .match_indices("bevy::")
            .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
        assert!(!uses || module == "desktop", "src/{} imports bevy", path.display());
    }
}

#[test]
fn nothing_outside_tests_unwraps() {
    for (path, _, text) in sources() {
        let shipped = text.split("#[cfg(test)]").next().unwrap_or_default();
        let line = code(shipped).lines().position(|l| l.contains(".unwrap()"));
        assert!(line.is_none(), "src/{}:{} unwraps", path.display(), line.unwrap_or_default() + 1);
    }
}

#[test]
fn paths_in_braces_are_read_one_by_one() {
    assert_eq!(crate_paths("use crate::{survey, terminal::{a, b}, luck::Luck};"), ["survey", "terminal", "luck"]);
    assert_eq!(crate_paths("use crate::scenario::rules::{A, B}; crate::cli::run()"), ["scenario::rules", "cli::run"]);
}
