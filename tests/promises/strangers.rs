//! Files and lines from strangers are data: whatever stands in them, they are read or refused in words, and nothing else
//! happens.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use six_hours::luck::Luck;
use six_hours::luck::Purpose;
use six_hours::record::{self, MOST_BYTES, MOST_NAME, MOST_TURNS};
use six_hours::scenario::Scenario;

use crate::entries;
use crate::stage::{arg, begin, orchard_folder, program};

fn corpus(kind: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(kind);
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder).expect("a corpus").flatten().map(|e| e.path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "no corpus for {kind}");
    paths.iter().map(|p| fs::read(p).expect("a file")).collect()
}

/// Pieces that mean something in one of the formats, or are odd in any.
const PIECES: [&str; 24] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "\\u{1b}[31m",
    "\u{1b}]0;x\u{7}",
    "\u{0}",
    "-1",
    "1e999",
    "NaN",
    "18446744073709551616",
    "0.0000000001",
    "Some(",
    "../../x",
    "<script>",
    "&amp;",
    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "id: \"\"",
    ",,",
    "\u{202e}",
    "\n---\n",
];

/// One of a corpus, damaged: pieces cut out, doubled, put elsewhere, put in, bytes changed.
fn damaged(all: &[Vec<u8>], seed: u64) -> Vec<u8> {
    let mut luck = Luck::at(seed, Purpose::Policy, 0);
    let mut bytes = all[luck.below(all.len())].clone();
    for _ in 0..=luck.below(6) {
        let (a, b) = (luck.below(bytes.len() + 1), luck.below(bytes.len() + 1));
        let (from, to) = (a.min(b), a.max(b).min(a.min(b) + 400));
        match luck.below(6) {
            0 => drop(bytes.drain(from..to)),
            1 => {
                let piece = bytes[from..to].to_vec();
                let at = luck.below(bytes.len() + 1);
                bytes.splice(at..at, piece);
            }
            2 | 3 => {
                let piece = PIECES[luck.below(PIECES.len())].bytes();
                bytes.splice(from..from, piece);
            }
            4 => {
                let other = &all[luck.below(all.len())];
                let at = luck.below(other.len() + 1);
                bytes.splice(from..to, other[at..(at + 200).min(other.len())].iter().copied());
            }
            _ => {
                if let Some(byte) = bytes.get_mut(from) {
                    *byte = luck.below(256) as u8;
                }
            }
        }
    }
    bytes
}

fn tried(kind: &str, entry: fn(&[u8]), cases: u32) {
    let all = corpus(kind);
    all.iter().for_each(|bytes| entry(bytes));
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(seed in any::<u64>())| entry(&damaged(&all, seed)));
}

#[test]
fn no_scenario_whatever_it_says_stops_the_program() {
    tried("scenario", entries::scenario, 400);
}

#[test]
fn no_record_whatever_it_says_stops_the_program() {
    tried("record", entries::record, 1500);
}

#[test]
fn no_code_whatever_it_says_stops_the_program() {
    tried("code", entries::code, 1500);
}

#[test]
fn no_genius_file_whatever_it_says_stops_the_program() {
    tried("genius", entries::genius, 600);
}

#[test]
fn no_domain_whatever_it_says_stops_the_program() {
    tried("domain", entries::domain, 600);
}

#[test]
fn no_line_of_a_client_whatever_it_says_stops_the_program() {
    tried("serve", entries::serve, 200);
}

/// A record of the rehearsal with another header or other lines.
fn record_with(change: impl Fn(String) -> String) -> String {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("a.record");
    drop(begin(&entries::rehearsal(), 3, Some(&path)));
    change(fs::read_to_string(path).expect("the record"))
}

#[test]
fn a_record_beyond_its_limits_is_refused_with_the_limit() {
    let refused = |text: String| match record::parse(text.as_bytes()) {
        Ok(_) => panic!("it is read"),
        Err(e) => e.to_string(),
    };
    let named = |name: &str| record_with(|t| t.replace("player:None", &format!("player:Some(\"{name}\")")));
    assert!(refused(named(&"n".repeat(MOST_NAME + 1))).contains(&format!("at most {MOST_NAME}")));
    assert!(refused(named("a\\u{1b}[31mb")).contains("U+001B"));
    let long = record_with(|t| format!("{t}(deed:Choose(\"{}\"),print:\"00000000\")\n", "x".repeat(20_000)));
    assert!(refused(long).contains("16384"));
    let many = record_with(|t| t + &"(deed:Adjourn,print:\"00000000\")\n".repeat(MOST_TURNS + 1));
    assert!(refused(many).contains(&MOST_TURNS.to_string()));
    let deep = record_with(|t| format!("{t}(deed:{}\n", "(".repeat(5000)));
    assert!(refused(deep).contains("line 2"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("large.record");
    fs::write(&path, vec![b'\n'; MOST_BYTES as usize + 1]).expect("room");
    let told = record::read(&path).expect_err("it is too large").to_string();
    assert!(told.contains(&MOST_BYTES.to_string()), "{told}");
}

#[test]
fn a_name_that_is_typed_is_kept_without_what_is_no_text() {
    let start =
        six_hours::record::Start { player: Some(format!("A\u{1b}[31mnn{}", "x".repeat(200))), ..Default::default() };
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("a.record");
    drop(record::Game::new(entries::rehearsal(), start, Some(&path)).unwrap_or_else(|e| panic!("{e}")));
    let name = record::read(&path).unwrap_or_else(|e| panic!("{e}")).header.player.expect("a name");
    assert!(name.starts_with("A[31mnnx") && name.chars().count() == MOST_NAME, "{name}");
}

/// The small scenario with something replaced in its files, or a file more.
fn small(from: &str, to: &str, more: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for entry in fs::read_dir(orchard_folder()).expect("the scenario").flatten().filter(|e| e.path().is_file()) {
        let text = fs::read_to_string(entry.path()).expect("text").replacen(from, to, 1);
        fs::write(folder.path().join(entry.file_name()), text).expect("room");
    }
    fs::create_dir_all(folder.path().join("pictures")).expect("room");
    for (name, bytes) in more {
        fs::write(folder.path().join(name), bytes).expect("room");
    }
    folder
}

fn faults(folder: &Path) -> String {
    match Scenario::load(folder) {
        Ok(_) => panic!("it is taken"),
        Err(faults) => faults.to_string(),
    }
}

#[test]
fn a_scenario_beyond_its_limits_or_its_folder_is_refused() {
    let title = "title: \"";
    let odd = small(title, "title: \"A\\u{1b}[2J", &[]);
    assert!(faults(odd.path()).contains("U+001B"));
    let long = small(title, &format!("title: \"{}", "x".repeat(9000)), &[]);
    assert!(faults(long.path()).contains("at most 8000"));
    let large = small("", "", &[("zz.ron", &vec![b' '; (2 << 20) + 1])]);
    assert!(faults(large.path()).contains("2097152"));
    let deep = small("", "", &[("zz.ron", "(scenes: [(".repeat(3000).as_bytes())]);
    assert!(faults(deep.path()).contains("zz.ron"));
    let bytes = small("", "", &[("zz.ron", &[b'(', 0xff, b')'])]);
    assert!(faults(bytes.path()).contains("byte 2"));
    let options: String = (0..8).map(|o| format!("(id: \"o{o}\", name: \"O\", says: \"O.\"),")).collect();
    let issue = |i: usize| {
        format!(
            "(id: \"i{i}\", name: \"I\", about: \"I.\", status_quo: \"o0\", options: [{options}], grants: [], asks: [], source: [Model(\"x\")]),"
        )
    };
    let issues: String = (0..6).map(issue).collect();
    let many = small("", "", &[("zz.ron", format!("(issues: [{issues}])").as_bytes())]);
    assert!(faults(many.path()).contains("at most 100000"), "{}", faults(many.path()));
    #[cfg(unix)]
    {
        let secret = tempfile::NamedTempFile::new().expect("a temporary file");
        fs::write(secret.path(), "(secret)").expect("room");
        let linked = small("", "", &[]);
        std::os::unix::fs::symlink(secret.path(), linked.path().join("zz.ron")).expect("a link");
        let told = faults(linked.path());
        assert!(told.contains("leads out") && !told.contains("secret"), "{told}");
    }
}

#[test]
fn a_drawing_that_leads_out_of_itself_or_has_no_end_is_refused() {
    let drawn = |inside: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"10\" height=\"10\">{inside}</svg>"
        )
    };
    let list = "\n    pictures: [(id: \"a\", shows: \"A square.\", cover: true)],\n";
    let with = |inside: &str| {
        let svg = drawn(inside);
        let folder = small("", "", &[("pictures/a.svg", svg.as_bytes())]);
        fs::write(folder.path().join("zz.ron"), format!("({list})")).expect("room");
        folder
    };
    let fine = with("<defs><path id=\"p\" d=\"M0 0h9\"/></defs><use href=\"#p\" fill=\"url(#q)\"/>");
    if let Err(faults) = Scenario::load(fine.path()) {
        panic!("{faults}");
    }
    for (inside, word) in [
        ("<image href=\"file:///etc/passwd\"/>", "<image>"),
        ("<use xlink:href=\"other.svg#a\"/>", "href"),
        ("<style>@import 'x';</style>", "<style>"),
        ("<g id=\"a\"><use href=\"#a\"/></g>", "at most 32"),
    ] {
        let told = faults(with(inside).path());
        assert!(told.contains(word), "{inside}: {told}");
    }
}

#[test]
fn no_escape_sequence_of_a_file_reaches_the_terminal() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("a.record");
    let text = record_with(|t| t.replace("scenario:\"rehearsal\"", "scenario:\"\\u{1b}[31mred\\u{9b}x\""));
    fs::write(&path, text).expect("room");
    for args in
        [vec!["replay", arg(&path)], vec!["review", arg(&path)], vec!["class", arg(home.path()), "--csv", "x.csv"]]
    {
        let said = program(home.path(), &args, "");
        let all = format!("{}{}", said.out, said.err);
        assert!(said.status == Some(2) && !all.chars().any(|c| c.is_control() && c != '\n'), "{args:?}: {all:?}");
    }
    let odd = small("first_scene: \"", "first_scene: \"\\u{1b}[31m", &[]);
    let said = program(home.path(), &["check", arg(odd.path())], "");
    let all = format!("{}{}", said.out, said.err);
    assert!(said.status == Some(2) && !all.chars().any(|c| c.is_control() && c != '\n'), "{all:?}");
}

#[test]
fn a_client_that_sends_no_text_or_too_much_of_it_is_told_so_and_may_go_on() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("a.record");
    let input = format!("{}\n{{\"action\":\"\\u001b[31m\"}}\n", "x".repeat(70_000));
    let said =
        program(home.path(), &["serve", "--scenario", "rehearsal", "--seed", "4", "--record", arg(&path)], &input);
    let errors = said.out.lines().filter(|l| l.contains("\"type\":\"error\"")).count();
    assert_eq!((said.status, errors), (Some(0), 2), "{}", said.out);
    assert!(said.out.contains("65536") && !said.out.contains('\u{1b}'), "{}", said.out);
    assert!(said.out.trim_end().lines().last().is_some_and(|l| l.contains("\"type\":\"end\"")));
}
