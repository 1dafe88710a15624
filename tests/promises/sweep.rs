//! Sweeps: one row a game, the same for any number of threads and shards, whole when stopped.

use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use six_hours::policy::Bot;
use six_hours::sweep::{Plan, Row, Sink, sweep};

use crate::stage::{arg, orchard_folder, program, shipped};

const SMALL: [&str; 5] = ["sweep", "--policy", "random,boulware", "--games", "7"];

/// The table of a small sweep, as its bytes.
fn table(home: &Path, name: &str, more: &[&str]) -> Vec<u8> {
    let folder = home.join(name);
    let said = program(home, &[&SMALL[..], &["--out", arg(&folder)], more].concat(), "");
    assert_eq!(said.status, Some(0), "{}", said.err);
    std::fs::read(said.out.trim()).expect("the file it named")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("CSV is UTF-8")
}

/// A Parquet file's rows as the CSV shows them.
fn rows_of(file: &Path) -> Vec<Vec<String>> {
    let file = File::open(file).expect("a file");
    let reader = SerializedFileReader::new(file).expect("a Parquet file");
    let rows = reader.get_row_iter(None).expect("rows");
    let cell = |field: &Field| match field {
        Field::Str(s) => s.clone(),
        Field::Bool(b) => b.to_string(),
        Field::Int(n) => n.to_string(),
        Field::ULong(n) => n.to_string(),
        Field::Double(x) => x.to_string(),
        other => panic!("no column is of such a type: {other:?}"),
    };
    rows.map(|row| row.expect("a whole row").get_column_iter().map(|(_, field)| cell(field)).collect()).collect()
}

#[test]
fn a_sweep_has_the_documented_columns_and_a_row_a_game_in_order() {
    let home = tempfile::tempdir().expect("a folder");
    let csv = table(home.path(), "one", &["--csv", "--seed", "40"]);
    let lines: Vec<Vec<&str>> = text(&csv).lines().map(|l| l.split(',').collect()).collect();
    let columns = "scenario,hash,policy,seed,counterpart,ending,agreement,ratified,verified,survived,result,decisions,\
                   utility_us,utility_them,nash_distance,frontier_distance,face,standing_pyongyang,\
                   standing_white_house,standing_congress,standing_press,standing_seoul,standing_tokyo,fingerprint";
    assert_eq!(lines[0].join(","), columns);
    assert_eq!(lines.len(), 15);
    for (n, line) in lines[1..].iter().enumerate() {
        assert_eq!(line[2], if n < 7 { "random" } else { "boulware" });
        assert_eq!(line[3], (40 + n % 7).to_string());
        assert!(line[6..10].iter().all(|x| ["true", "false"].contains(x)), "{line:?}");
        let result: f64 = line[10].parse().expect("a number");
        assert!((0.0..=100.0).contains(&result), "{line:?}");
    }
}

#[test]
fn threads_and_shards_change_no_byte_of_the_table() {
    let home = tempfile::tempdir().expect("a folder");
    let whole = table(home.path(), "whole", &["--csv", "--threads", "1"]);
    assert_eq!(whole, table(home.path(), "two", &["--csv", "--threads", "2"]));
    assert_eq!(whole, table(home.path(), "many", &["--csv", "--threads", "9"]));
    let shards: Vec<Vec<u8>> =
        ["1/4", "2/4", "3/4", "4/4"].map(|s| table(home.path(), "shards", &["--csv", "--shard", s])).to_vec();
    let mut together = text(&shards[0]).to_owned();
    for shard in &shards[1..] {
        together += text(shard).split_once('\n').expect("a header").1;
    }
    assert_eq!(text(&whole), together);
}

#[test]
fn parquet_holds_what_the_csv_holds_and_the_same_bytes_each_time() {
    let home = tempfile::tempdir().expect("a folder");
    let csv = table(home.path(), "csv", &["--csv"]);
    let parquet = table(home.path(), "one", &["--threads", "1"]);
    assert_eq!(parquet, table(home.path(), "two", &["--threads", "3"]));
    let expected: Vec<Vec<String>> =
        text(&csv).lines().skip(1).map(|l| l.split(',').map(str::to_owned).collect()).collect();
    assert_eq!(rows_of(&home.path().join("one/runs.parquet")), expected);
}

#[test]
fn all_games_can_be_against_one_type_and_on_another_scenario() {
    let home = tempfile::tempdir().expect("a folder");
    let csv = table(home.path(), "one", &["--csv", "--counterpart", "showman"]);
    assert!(text(&csv).lines().skip(1).all(|l| l.split(',').nth(4) == Some("showman")), "{}", text(&csv));
    let other = table(home.path(), "two", &["--csv", "--scenario", arg(&orchard_folder())]);
    assert!(text(&other).lines().nth(1).is_some_and(|l| l.starts_with("orchard,")), "{}", text(&other));
}

/// Raises the flag when it has seen enough rows.
struct Stopper<'s> {
    rows: Vec<Row>,
    stop: &'s AtomicBool,
    after: usize,
}

impl Sink for Stopper<'_> {
    fn put(&mut self, row: &Row) -> Result<(), String> {
        self.rows.push(row.clone());
        self.stop.store(self.rows.len() >= self.after, Ordering::Relaxed);
        Ok(())
    }

    fn close(self: Box<Self>) -> Result<(), String> {
        Ok(())
    }
}

#[test]
fn a_stopped_sweep_has_the_first_rows_without_a_gap() {
    let plan = Plan { bots: vec![Bot::Random], games: 400, seed: 9, counterpart: None };
    let played = |after| {
        let stop = AtomicBool::new(false);
        let mut sink = Stopper { rows: Vec::new(), stop: &stop, after };
        let written = sweep(&shipped(), &plan, 0..400, 2, &stop, &mut sink, |_| ()).expect("nothing can fail");
        assert_eq!(written, sink.rows.len());
        sink.rows
    };
    let (part, whole) = (played(20), played(usize::MAX));
    assert_eq!(whole.len(), 400);
    assert!((20..400).contains(&part.len()), "{} rows", part.len());
    assert_eq!(part[..], whole[..part.len()]);
}

#[test]
fn what_is_there_is_not_overwritten_unasked() {
    let home = tempfile::tempdir().expect("a folder");
    let first = table(home.path(), "one", &["--csv"]);
    let folder = home.path().join("one");
    let again = [&SMALL[..], &["--csv", "--seed", "2", "--out", arg(&folder)]].concat();
    let said = program(home.path(), &again, "");
    assert_eq!(said.status, Some(2));
    assert!(said.err.contains("is there already"), "{}", said.err);
    let file = folder.join("runs.csv");
    assert_eq!(std::fs::read(&file).expect("still there"), first);
    let forced = program(home.path(), &[&again[..], &["--force"]].concat(), "");
    assert_eq!(forced.status, Some(0), "{}", forced.err);
    assert_ne!(std::fs::read(&file).expect("written"), first);
}

#[test]
fn a_sweep_that_cannot_be_says_why_and_leaves_nothing() {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("out");
    let most = u64::MAX.to_string();
    let cases: [(&[&str], &str); 6] = [
        (&["--policy", "clown", "--games", "1"], "there is no policy ‘clown’; there are random"),
        (&["--policy", "random", "--games", "0"], "--games must be at least 1"),
        (&["--policy", "random", "--games", "4", "--shard", "3/2"], "expected I/N with I from 1 to N, found ‘3/2’"),
        (&["--policy", "random", "--games", "4", "--counterpart", "clown"], "there is no type ‘clown’"),
        (&["--policy", "random", "--games", "4", "--threads", "0"], "--threads must be at least 1"),
        (&["--policy", "random", "--games", "4", "--seed", &most], "--seed and --games reach beyond"),
    ];
    for (args, message) in cases {
        let said = program(home.path(), &[&["sweep", "--out", arg(&out)], args].concat(), "");
        assert_eq!(said.status, Some(2), "{args:?}");
        assert!(said.err.contains(message), "{}", said.err);
        assert!(!out.exists(), "{args:?} left something behind");
    }
}
