//! The historical line of play: a kept record that ends as history did.
//!
//! The record names the rules it was made under. After a change of the rules or of the historical line, make it
//! anew with
//!
//! ```text
//! REGENERATE_RECORDS=1 cargo test --no-default-features --test promises history
//! ```
//!
//! which plays the line with the first seed whose luck lets it end as history did, and keeps that, in today's format and
//! in every older one.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use six_hours::luck::{Luck, Purpose};
use six_hours::negotiation::{NONE, bits};
use six_hours::policy::{Bot, Roster};
use six_hours::record::{self, Game};
use six_hours::scenario::rules::Package;

use crate::stage::{arg, begin, ending, go_on, program, shipped};

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/records/historical.record")
}

/// The historical line with a seed, played to its ending.
fn line(seed: u64, path: Option<&Path>) -> Game {
    let mut game = begin(&shipped(), seed, path);
    static ROSTER: OnceLock<Roster> = OnceLock::new();
    let mut player = ROSTER.get_or_init(|| Roster::new(&shipped().rules)).player(Bot::Historical);
    go_on(&mut game, player.as_mut(), &mut Luck::at(seed, Purpose::Policy, 0), usize::MAX);
    game
}

/// Plays the line anew and keeps its record, if the environment asks for it.
fn regenerate() {
    static DONE: OnceLock<()> = OnceLock::new();
    DONE.get_or_init(|| {
        if std::env::var_os("REGENERATE_RECORDS").is_none() {
            return;
        }
        let seed = (2000..2400).find(|seed| as_history_did(&line(*seed, None)).is_ok()).expect("no seed ends so");
        fs::create_dir_all(kept().parent().expect("a folder")).expect("the folder can be made");
        if kept().exists() {
            fs::remove_file(kept()).expect("the old record can be replaced");
        }
        line(seed, Some(&kept()));
        keep_in_old_formats();
    });
}

/// What older versions of the format had in a header beside what all have: in the first no branches and no statesmen, in
/// the second no classes.
const OLD: [(u32, &str); 2] = [(1, ""), (2, ",statesman:false,parent:None")];

/// The same record as an older version of the format had it.
fn in_format(format: u32) -> PathBuf {
    kept().with_file_name(format!("format-{format}.record"))
}

fn keep_in_old_formats() {
    let text = fs::read_to_string(kept()).expect("the record");
    let (_, lines) = text.split_once('\n').expect("a header and lines");
    let header = record::read(&kept()).expect("a record").header;
    for (format, more) in OLD {
        let header = format!(
            "(format:{format},scenario:\"{}\",rules:\"{}\",seed:{},coach:standard,player:None{more})",
            header.scenario, header.rules, header.seed
        );
        fs::write(in_format(format), format!("{header}\n{lines}")).expect("the old format can be kept");
    }
}

#[test]
fn a_record_in_an_older_format_is_read_played_on_and_branched() {
    replayed();
    OLD.iter().for_each(|(format, _)| read_played_on_and_branched(*format));
}

fn read_played_on_and_branched(format: u32) {
    let record = record::read(&in_format(format)).unwrap_or_else(|e| panic!("{e}"));
    let header = &record.header;
    assert_eq!((header.format, header.statesman, &header.parent, &header.class), (format, false, &None, &None));
    let game = Game::replay(shipped(), &record, None).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(game.print(), replayed().print());
    let home = tempfile::tempdir().expect("a temporary folder");
    let open = home.path().join("open.record");
    let text = fs::read_to_string(in_format(format)).expect("the record");
    let lines: Vec<&str> = text.lines().collect();
    fs::write(&open, lines[..lines.len() - 1].join("\n") + "\n").expect("room");
    let (mut resumed, _) = Game::resume(shipped(), &open).unwrap_or_else(|e| panic!("{e}"));
    resumed.act(game.actions()[game.turns() - 1]).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(fs::read_to_string(&open).expect("the record"), text, "it stays in its own format");
    let branch = home.path().join("branch.record");
    let branched = resumed.branch(10, Some("open"), Some(&branch)).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(record::read(&branch).expect("a record").header.format, record::FORMAT);
    assert_eq!(branched.actions(), &game.actions()[..10]);
}

fn replayed() -> Game {
    regenerate();
    let record = record::read(&kept()).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(record.torn, None);
    Game::replay(shipped(), &record, None).unwrap_or_else(|e| panic!("{e}; see the top of tests/promises/history.rs"))
}

/// Whether a game ended as history did, and if not, why not.
fn as_history_did(game: &Game) -> Result<(), String> {
    let (rules, view) = (game.rules(), game.view());
    let issue = |id: &str| rules.issues.iter().position(|i| i.id == id).unwrap_or_else(|| panic!("no issue {id}"));
    let table = view.table;
    if ending(game) != Some("ran_out_of_time") {
        return Err(format!("it ends as {:?}", ending(game)));
    }
    if table.is_agreed() || view.story.ratified {
        return Err("a package was agreed".into());
    }
    if !table.is(bits::MINE) || !table.is(bits::HIS) {
        return Err("no packages were exchanged".into());
    }
    // On an issue he stands where we asked him to, or further; of promises, where we gave no more than we offered.
    let ours = |package: &Package, i: usize| {
        if rules.issues[i].promise { package[i] <= table.mine[i] } else { package[i] >= table.mine[i] }
    };
    let got = |id: &str| {
        let i = issue(id);
        let quo = rules.issues[i].status_quo;
        let written = table.written[i] != NONE && table.written[i] > quo;
        written || (table.his[i] != quo && ours(&table.his, i))
    };
    if !got("tests") && !got("exports") {
        return Err("neither tests nor exports were got".into());
    }
    if ours(&table.his, issue("verification")) && ours(&table.his, issue("compensation")) {
        return Err("verification and compensation were settled".into());
    }
    if view.story.visit_spent {
        return Err("the president went".into());
    }
    Ok(())
}

#[test]
fn the_kept_record_of_the_historical_line_ends_as_history_did() {
    as_history_did(&replayed()).unwrap_or_else(|why| panic!("{why}"));
}

#[test]
fn the_kept_record_is_the_historical_line_from_first_to_last() {
    let kept = replayed();
    let played = line(kept.header().seed, None);
    assert_eq!(kept.actions(), played.actions());
    assert_eq!(kept.snapshot(), played.snapshot());
}

#[test]
fn the_program_replays_the_kept_record_without_error() {
    let game = replayed();
    let home = tempfile::tempdir().expect("a temporary folder");
    let said = program(home.path(), &["replay", arg(&kept()), "--json"], "");
    assert_eq!((said.status, said.err.as_str()), (Some(0), ""));
    let last: serde_json::Value = serde_json::from_str(said.out.lines().last().expect("a last line")).expect("JSON");
    assert_eq!(
        last,
        serde_json::json!({ "turns": game.turns(), "ending": "ran_out_of_time", "fingerprint": game.print() })
    );
}
