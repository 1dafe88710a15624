//! Scenarios: the shipped one is complete, and another one runs in the same program.

use std::collections::BTreeSet;

use six_hours::negotiation::Happening;
use six_hours::policy::Found;
use six_hours::record;
use six_hours::scenario::Scenario;
use six_hours::survey::survey;

use crate::stage::{arg, ending, orchard, orchard_folder, played, program, shipped};

#[test]
fn the_shipped_scenario_loads() {
    let scenario = shipped();
    let rules = &scenario.rules;
    assert_eq!(rules.id, "pyongyang-2000");
    assert_eq!(rules.issues.len(), 7);
    assert_eq!(rules.audiences.len(), 6);
    assert!(rules.drawn_types >= 4);
    assert!(rules.endings.len() >= 9);
    assert!(rules.table.agenda <= 4);
}

#[test]
fn every_fact_of_the_source_has_a_place() {
    let found = survey(&shipped(), 60, 1, |_| {});
    let facts: BTreeSet<&str> = found.facts.keys().map(String::as_str).collect();
    let expected: Vec<String> = (1..=31).map(|n| format!("A{n}")).collect();
    assert_eq!(facts, expected.iter().map(String::as_str).collect());
    for (fact, places) in &found.facts {
        assert!(!places.is_empty(), "{fact} is played nowhere");
    }
}

#[test]
fn every_scene_with_a_decision_tells_what_really_happened() {
    let scenario = shipped();
    for (rule, text) in scenario.rules.scenes.iter().zip(&scenario.texts.scenes) {
        if rule.session.is_some() || !rule.choices.range().is_empty() {
            let (words, source) = text.really.as_ref().unwrap_or_else(|| panic!("{} tells nothing", rule.id));
            assert!(words.trim().len() > 20, "{} tells hardly anything: {words}", rule.id);
            assert!(!source.is_empty(), "{} has no source", rule.id);
        }
    }
}

#[test]
fn every_scene_choice_and_ending_names_its_source() {
    for scenario in [shipped(), orchard()] {
        let texts = &scenario.texts;
        assert!(texts.scenes.iter().all(|t| !t.source.is_empty()));
        assert!(texts.choices.iter().all(|t| !t.source.is_empty()));
        assert!(texts.endings.iter().all(|t| !t.source.is_empty()));
    }
}

#[test]
fn a_small_scenario_of_another_place_loads() {
    let scenario = orchard();
    let rules = &scenario.rules;
    assert_eq!((rules.issues.len(), rules.scenes.len(), rules.endings.len()), (2, 3, 2));
    assert_eq!(rules.scenes.iter().filter(|s| s.session.is_some()).count(), 1);
    let voters: Vec<&str> = rules.audiences.iter().filter(|a| a.vote.is_some()).map(|a| a.id.as_str()).collect();
    assert_eq!(voters, ["council"]);
    assert_eq!(rules.audiences[usize::from(rules.host)].id, "marta");
    assert_eq!(rules.drawn_types, 2);
    assert_eq!((rules.verbs.len(), rules.pledges.len(), rules.deadlines.len()), (1, 1, 1));
    assert_eq!(rules.budgets, [("mornings".to_owned(), 1)]);
    assert!(rules.flags.iter().any(|f| f == "brought_bread"));
}

#[test]
fn a_small_scenario_is_played_to_an_ending_by_the_same_library() {
    let scenario = orchard();
    let mut endings = BTreeSet::new();
    let mut happened = BTreeSet::new();
    for seed in 0..50 {
        let game = played(&scenario, seed, None);
        endings.insert(ending(&game).expect("an ending").to_owned());
        let mut blossoms = 0;
        for entry in game.log() {
            happened.insert(match entry.what {
                Happening::DeadlinePassed { .. } => {
                    blossoms += 1;
                    "deadline"
                }
                Happening::AudienceVoted { .. } => "vote",
                Happening::VerbUsed { .. } => "verb",
                Happening::PledgeChanged { .. } => "pledge",
                Happening::CounterOffered { .. } => "counter-offer",
                _ => "other",
            });
        }
        assert_eq!(blossoms, 1, "seed {seed}: the blossom falls once");
    }
    assert_eq!(endings, ["dry", "shared"].map(String::from).into());
    assert_eq!(happened, ["counter-offer", "deadline", "other", "pledge", "verb", "vote"].into());
}

#[test]
fn a_small_scenario_is_played_to_an_ending_by_the_same_program() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let folder = orchard_folder();
    for seed in ["1", "2", "3"] {
        let path = home.path().join(format!("{seed}.record"));
        let args = ["play", "--text", "--scenario", arg(&folder), "--seed", seed, "--record", arg(&path)];
        let said = program(home.path(), &args, &"1\n".repeat(300));
        assert_eq!(said.status, Some(0), "{}", said.err);
        assert!(said.out.contains("THE DITCH"), "{}", said.out);
        assert!(said.out.contains("The Valley Messenger"), "{}", said.out);
        assert!(said.out.contains("Ending: "), "{}", said.out);
        let record = record::read(&path).expect("a record");
        assert_eq!(record.header.scenario, "orchard");
        let said = program(home.path(), &["replay", arg(&path), "--scenario", arg(&folder)], "");
        assert_eq!(said.status, Some(0), "{}", said.err);
    }
}

#[test]
fn a_small_scenario_passes_the_check_with_everything_reached() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let said = program(home.path(), &["check", arg(&orchard_folder()), "--json", "--games", "600"], "");
    assert_eq!(said.status, Some(0), "{}", said.err);
    let found: serde_json::Value = serde_json::from_str(&said.out).expect("one JSON object");
    assert_eq!(found["scenario"], "orchard");
    assert_eq!(found["faults"], serde_json::json!([]));
    assert_eq!(found["facts"]["A1"], serde_json::json!(["gate/bread"]));
    for (kind, ids) in [
        ("scenes", vec!["council", "gate", "wall"]),
        ("choices", vec!["gate/ask", "gate/bread", "gate/claim"]),
        ("endings", vec!["dry", "shared"]),
    ] {
        let object = found[kind].as_object().expect("shares by id");
        assert_eq!(
            object.keys().collect::<BTreeSet<_>>(),
            ids.iter().map(|s| s.to_string()).collect::<Vec<_>>().iter().collect()
        );
    }
}

#[test]
fn every_scene_that_is_played_and_every_ending_has_a_picture_with_words_for_it() {
    let scenario = shipped();
    for (rule, text) in scenario.rules.scenes.iter().zip(&scenario.texts.scenes) {
        if rule.session.is_some() || !rule.choices.range().is_empty() {
            assert!(text.picture.is_some(), "{} has no picture", rule.id);
        }
    }
    assert!(scenario.texts.endings.iter().filter(|e| e.picture.is_none()).count() == 0);
    assert!(scenario.texts.cover.is_some());
    for picture in &scenario.texts.pictures {
        assert!(picture.shows.len() > 30, "{}: {}", picture.id, picture.shows);
        assert!(picture.svg.len() < 64 * 1024, "{} is large", picture.id);
        let drawn = roxmltree::Document::parse(&picture.svg).unwrap_or_else(|e| panic!("{}: {e}", picture.id));
        let words = drawn.descendants().any(|n| ["text", "image", "script", "style"].contains(&n.tag_name().name()));
        assert!(!words, "{} holds more than shapes", picture.id);
    }
}

#[test]
fn pictures_that_are_missing_or_are_none_are_faults_that_say_where() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for entry in std::fs::read_dir(orchard_folder()).expect("the folder can be read") {
        let path = entry.expect("an entry").path();
        std::fs::copy(&path, folder.path().join(path.file_name().expect("a name"))).expect("it can be copied");
    }
    std::fs::create_dir(folder.path().join("pictures")).expect("a folder");
    std::fs::write(folder.path().join("pictures/tree.svg"), "<html/>").expect("a file");
    let list = r#"( pictures: [
        (id: "tree", shows: "A tree.", scenes: ["nowhere"], sound: "trumpet"),
        (id: "bush", shows: "", endings: ["never"]),
    ] )"#;
    std::fs::write(folder.path().join("90_pictures.ron"), list).expect("a file");
    let said = program(folder.path(), &["check", arg(folder.path())], "");
    assert_eq!(said.status, Some(2));
    let told = said.out + &said.err;
    for words in [
        "90_pictures.ron:2",
        "expected SVG",
        "nowhere",
        "trumpet",
        "pictures/bush.svg",
        "for those who cannot",
        "never",
    ] {
        assert!(told.contains(words), "‘{words}’ is missing in:\n{told}");
    }
}

#[test]
fn the_scenario_in_the_authors_guide_passes_its_check() {
    let guide = include_str!("../../docs/author.md");
    let from = guide.find("```ron\n").expect("a scenario in full") + "```ron\n".len();
    let text = &guide[from..from + guide[from..].find("```").expect("it ends")];
    let home = tempfile::tempdir().expect("a temporary folder");
    let folder = home.path().join("guide");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(folder.join("all.ron"), text).expect("it can be written");
    let done = program(home.path(), &["check", arg(&folder), "--games", "2000"], "");
    assert_eq!(done.status, Some(0), "{}{}", done.out, done.err);
}

#[test]
fn every_scenario_that_comes_with_the_program_is_whole_and_has_its_own_policy() {
    for id in Scenario::shipped_ids() {
        let scenario = Scenario::shipped(id).unwrap_or_else(|faults| panic!("{id}: {faults}"));
        assert_eq!(scenario.rules.id, id);
        assert!(Found::kept(&scenario.rules).is_some(), "{id} has no policy found by search");
        assert!(scenario.texts.cover.is_some() && !scenario.texts.length.is_empty(), "{id} has no cover or no length");
        let lit = scenario.texts.pictures.iter().filter(|p| p.sound.is_some()).count();
        assert!(lit > 0, "{id} is silent");
    }
}
