//! Domains: `solve`, `bargain` and `export` do what other programs rely on, and bad files are told plainly.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::stage::{arg, program};

fn known(name: &str) -> String {
    format!("{}/tests/known/{name}.json", env!("CARGO_MANIFEST_DIR"))
}

fn solved(home: &Path, args: &[&str]) -> Value {
    let said = program(home, &[&["solve", "--json"], args].concat(), "");
    assert_eq!(said.status, Some(0), "{}", said.err);
    serde_json::from_str(&said.out).expect("one JSON object")
}

#[test]
fn solve_prints_the_documented_object() {
    let home = tempfile::tempdir().expect("a folder");
    let answer = solved(home.path(), &[&known("laptop-size")]);
    let keys: Vec<&str> = answer.as_object().expect("an object").keys().map(String::as_str).collect();
    let documented = [
        "outcomes",
        "rational",
        "frontier",
        "nash",
        "kalai_smorodinsky",
        "ks_least_gap",
        "egalitarian",
        "max_welfare",
        "seconds",
    ];
    assert_eq!(keys, documented);
    assert_eq!(answer["outcomes"], 2304);
    assert!(answer["seconds"].as_f64().is_some_and(|s| s > 0.0));
    let nothing = solved(home.path(), &[&known("nothing-rational")]);
    assert_eq!((&nothing["frontier"], &nothing["nash"]), (&Value::Array(vec![]), &Value::Array(vec![])));
}

#[test]
fn a_scenario_is_solved_against_any_of_its_types() {
    let home = tempfile::tempdir().expect("a folder");
    let first = solved(home.path(), &["pyongyang-2000"]);
    let other = solved(home.path(), &["pyongyang-2000", "--counterpart", "showman"]);
    assert_eq!(first["outcomes"], 20_480);
    assert_ne!(first["nash"], other["nash"]);
    let said = program(home.path(), &["solve", "pyongyang-2000", "--counterpart", "clown"], "");
    assert_eq!(said.status, Some(2));
    assert!(said.err.contains("there is no type ‘clown’; there are dealmaker, showman"), "{}", said.err);
}

#[test]
fn what_is_exported_is_solved_to_the_same_answer() {
    let home = tempfile::tempdir().expect("a folder");
    let (json, folder) = (home.path().join("space.json"), home.path().join("genius"));
    let export = ["export", "pyongyang-2000", "--json", arg(&json), "--genius", arg(&folder)];
    let said = program(home.path(), &export, "");
    assert_eq!(said.status, Some(0), "{}", said.err);
    let strip = |mut answer: Value| {
        answer["seconds"] = Value::Null;
        answer
    };
    let own = strip(solved(home.path(), &["pyongyang-2000"]));
    assert_eq!(strip(solved(home.path(), &[arg(&json)])), own);
    let domain = folder.join("pyongyang-2000.xml");
    assert_eq!(strip(solved(home.path(), &[arg(&domain)])), own, "the utility spaces beside it are found");
    let again = program(home.path(), &export, "");
    assert_eq!(again.status, Some(2));
    assert!(again.err.contains("is there already"), "{}", again.err);
    assert_eq!(program(home.path(), &[&export[..], &["--force"]].concat(), "").status, Some(0));
    let left: Vec<_> = fs::read_dir(&folder).expect("a folder").map(|e| e.expect("read").file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

#[test]
fn the_plot_is_whole_and_small_even_for_many_outcomes() {
    let home = tempfile::tempdir().expect("a folder");
    let svg = home.path().join("space.svg");
    solved(home.path(), &["pyongyang-2000", "--plot", arg(&svg)]);
    let text = fs::read_to_string(&svg).expect("the plot was written");
    roxmltree::Document::parse(&text).expect("the plot is XML");
    assert!(text.len() < 600_000, "{} bytes", text.len());
    for word in ["Nash", "Kalai–Smorodinsky", "zone of agreement", "reservation value", "utility to dealmaker"] {
        assert!(text.contains(word), "{word}");
    }
    let said = program(home.path(), &["solve", &known("nothing-rational"), "--plot", arg(&svg)], "");
    assert_eq!(said.status, Some(0), "{}", said.err);
    assert!(!fs::read_to_string(&svg).expect("a plot").contains("NaN"));
}

#[test]
fn a_session_is_a_line_with_offers_and_several_end_with_a_rate() {
    let home = tempfile::tempdir().expect("a folder");
    let sessions = |n: &str, a: &str, b: &str| {
        let domain = known("laptop-size");
        let args = ["bargain", &domain, "--a", a, "--b", b, "--rounds", "30", "--sessions", n, "--json"];
        let said = program(home.path(), &args, "");
        assert_eq!(said.status, Some(0), "{}", said.err);
        said.out.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect::<Vec<Value>>()
    };
    let one = sessions("1", "time:0.2", "time:2");
    assert_eq!(one.len(), 1);
    let keys: Vec<&str> = one[0].as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(keys, ["agreement", "utilities", "rounds", "offers"]);
    let first = &one[0]["offers"][0];
    assert_eq!((&first["round"], &first["party"]), (&Value::from(0), &Value::from(0)));
    assert_eq!(first["package"].as_array().map(Vec::len), Some(6));
    assert!(one[0]["agreement"].is_array());
    let many = sessions("4", "0.7*time:0.2+0.3*tit-for-tat", "tit-for-tat");
    assert_eq!(many.len(), 5);
    assert_eq!(many[1]["offers"][0]["party"], 1, "the opener changes");
    assert!(many[4]["sessions_per_second"].as_f64().is_some_and(|r| r > 0.0));
}

#[test]
fn bad_domains_and_tactics_end_with_two_and_one_message() {
    let home = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| {
        let path = home.path().join(name);
        fs::write(&path, text).expect("room");
        path
    };
    let fine = fs::read_to_string(known("small")).expect("a text");
    let domain = r#"<negotiation_template><utility_space><objective index="0" name="d"><issue index="1" name="x"
        type="discrete"><item index="1" value="a"/></issue></objective></utility_space></negotiation_template>"#;
    let alone = file("alone.xml", domain);
    let cases = [
        (file("no.json", "{"), "expected bilateral-additive/1"),
        (file("form.json", &fine.replacen("bilateral-additive/1", "x/1", 1)), "found “x/1”"),
        (file("nan.json", &fine.replacen("0.29", "1e999", 1)), "number out of range"),
        (file("huge.json", &huge()), "at most 100000000 outcomes can be solved, found 10000000000"),
        (file("other.xml", "<html/>"), "expected a Genius domain"),
        (alone, "expected two utility spaces beside it, found none; name two with --profiles A B"),
        (home.path().join("missing.json"), "missing.json"),
    ];
    for (path, told) in cases {
        let said = program(home.path(), &["solve", arg(&path)], "");
        assert_eq!(said.status, Some(2), "{path:?}");
        assert!(said.err.contains(told) && said.err.starts_with("six-hours: "), "{}", said.err);
    }
    let small = known("small");
    for (tactics, told) in [
        (["--a", "time:0", "--b", "time:1", "--rounds", "3"], "found ‘time:0’"),
        (["--a", "time:1", "--b", "tat", "--rounds", "3"], "expected time:BETA, tit-for-tat, or a mix"),
        (["--a", "time:1", "--b", "time:1", "--rounds", "0"], "--rounds must be 1 to 1,000,000"),
    ] {
        let said = program(home.path(), &[&["bargain", &small], &tactics[..]].concat(), "");
        assert_eq!(said.status, Some(2));
        assert!(said.err.contains(told), "{}", said.err);
    }
}

/// Ten issues of ten options.
fn huge() -> String {
    let options: Vec<String> = (0..10).map(|o| format!("\"{o}\"")).collect();
    let issues: Vec<String> =
        (0..10).map(|i| format!("{{\"name\": \"{i}\", \"options\": [{}]}}", options.join(","))).collect();
    format!(
        "{{\"format\": \"bilateral-additive/1\", \"name\": \"huge\", \"issues\": [{}], \"parties\": []}}",
        issues.join(",")
    )
}
