//! The mathematics agrees with independent implementations, to the last digit where the order of sums is the same.
//! `tests/known/reference.py` made the answers and says how.

use std::fs;
use std::path::Path;

use serde_json::Value;
use six_hours::bargaining::curve::conceded;
use six_hours::bargaining::domain::Domain;
use six_hours::bargaining::frontier::solve_additive;

fn known() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/known");
    let mut files: Vec<(String, String)> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|e| e.expect("it can be read").path())
        .filter(|p| p.extension().is_some_and(|e| e == "json") && !p.ends_with("curve.json"))
        .map(|p| (p.display().to_string(), fs::read_to_string(&p).expect("a text")))
        .collect();
    files.sort();
    files
}

#[test]
fn frontier_and_points_equal_the_known_answers_exactly() {
    let files = known();
    assert!(files.len() >= 14, "only {} known answers", files.len());
    for (name, text) in files {
        let domain = Domain::from_json(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        let all: Value = serde_json::from_str(&text).expect("JSON");
        let answer = &all["answer"];
        let found = solve_additive([&domain.parts(0), &domain.parts(1)], domain.reservation());
        assert_eq!(answer["outcomes"], found.outcomes, "{name}");
        assert_eq!(answer["rational"], found.solutions.rational, "{name}");
        let points = |list: &[usize]| list.iter().map(|&i| found.points[i].to_vec()).collect::<Vec<_>>();
        let told = |key: &str| -> Vec<Vec<f64>> { serde_json::from_value(answer[key].clone()).expect("pairs") };
        let s = &found.solutions;
        assert_eq!(told("frontier"), points(&s.frontier), "{name}: frontier");
        assert_eq!(told("nash"), points(&s.nash), "{name}: nash");
        assert_eq!(told("kalai_smorodinsky"), points(&s.kalai_smorodinsky), "{name}: kalai_smorodinsky");
        assert_eq!(told("ks_least_gap"), points(&s.ks_least_gap), "{name}: ks_least_gap");
        assert_eq!(told("egalitarian"), points(&s.egalitarian), "{name}: egalitarian");
        assert_eq!(told("max_welfare"), points(&s.max_welfare), "{name}: max_welfare");
    }
}

#[test]
fn the_aspiration_curve_is_that_of_negmas_with_beta_its_inverse_exponent() {
    let text = include_str!("../known/curve.json");
    let rows: Vec<(f64, f64, f64, f64)> = serde_json::from_str(text).expect("rows");
    assert!(rows.len() > 100);
    for (exponent, steps, step, known) in rows {
        let t = (step + 1.0) / (steps + 1.0);
        let ours = 1.0 - conceded(0.0, 1.0 / exponent, t);
        assert!((ours - known).abs() < 1e-12, "e {exponent}, t {t}: {ours} against {known}");
    }
}
