//! Where texts from strangers come in: each function takes any bytes and must neither panic nor say anything that a
//! terminal takes for more than text. The fuzz targets and the property tests call the same.

use std::sync::{Arc, LazyLock};

use six_hours::bargaining::domain::Domain;
use six_hours::bargaining::{frontier, genius};
use six_hours::luck::{Luck, Purpose};
use six_hours::outside::plain;
use six_hours::policy::{Policy, Random};
use six_hours::record::class::Class;
use six_hours::record::{self, Game, Start, code};
use six_hours::report::state::{answer, state};
use six_hours::scenario::Scenario;

/// A small scenario that comes with the program.
pub fn rehearsal() -> Arc<Scenario> {
    static REHEARSAL: LazyLock<Arc<Scenario>> =
        LazyLock::new(|| Arc::new(Scenario::shipped("rehearsal").expect("it is sound")));
    REHEARSAL.clone()
}

/// What is said of it can be shown.
fn shown(message: &str) {
    let text = plain(message);
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
}

/// A scenario in one file; what passes its check can be played.
pub fn scenario(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Scenario::from_files(vec![("a.ron".to_owned(), text.to_owned())]) {
        Err(faults) => shown(&faults.to_string()),
        Ok(scenario) => {
            let scenario = Arc::new(scenario);
            let mut game = Game::new(scenario.clone(), Start::default(), None).expect("nothing is written");
            let mut luck = Luck::at(0, Purpose::Policy, 0);
            for _ in 0..60 {
                let Some(action) = Random.choose(game.rules(), game.view(), &mut luck) else { return };
                game.act(action).expect("what is legal can be done");
            }
        }
    }
}

/// A record: read, and replayed if it can be.
pub fn record(bytes: &[u8]) {
    match record::parse(bytes) {
        Err(e) => shown(&e.to_string()),
        Ok(record) => {
            if let Err(e) = Game::replay(rehearsal(), &record, None) {
                shown(&e.to_string());
            }
        }
    }
}

/// A share code, and a class code.
pub fn code(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Err(e) = code::decode(&rehearsal(), &text) {
        shown(&e.to_string());
    }
    match Class::from_code(&text) {
        Err(e) => shown(&e.to_string()),
        Ok(class) => assert_eq!(Class::from_code(&class.code()), Ok(class)),
    }
}

/// A Genius domain and two utility spaces, parted by lines of three hyphens.
pub fn genius(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split("\n---\n");
    let mut next = || parts.next().unwrap_or_default();
    let (domain, a, b) = (next(), next(), next());
    match genius::read("a", ("domain.xml", domain), [("a.xml", a), ("b.xml", b)]) {
        Err(e) => shown(&e.to_string()),
        Ok(domain) => solved(&domain),
    }
}

/// A domain in the form `bilateral-additive/1`.
pub fn domain(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match Domain::from_json(&text) {
        Err(e) => shown(&e.to_string()),
        Ok(domain) => {
            solved(&domain);
            assert_eq!(Domain::from_json(&domain.to_json()).as_ref(), Ok(&domain));
        }
    }
}

fn solved(domain: &Domain) {
    if domain.outcomes() <= 10_000 {
        let answer = frontier::solve_additive([&domain.parts(0), &domain.parts(1)], domain.reservation());
        assert!(answer.solutions.nash.iter().all(|&i| i < answer.points.len()));
    }
}

/// Lines of a client of `serve`.
pub fn serve(bytes: &[u8]) {
    let mut game = Game::new(rehearsal(), Start::default(), None).expect("nothing is written");
    for line in String::from_utf8_lossy(bytes).lines().take(80) {
        if game.ending().is_some() {
            return;
        }
        let before = game.snapshot();
        match answer(&game, line) {
            Err(message) => shown(&message),
            Ok(action) => match game.act(action) {
                Ok(_) => assert!(state(&game, game.turns())["actions"].is_array() || game.ending().is_some()),
                Err(e) => {
                    shown(&e.to_string());
                    assert!(game.snapshot() == before, "what is refused changes nothing");
                }
            },
        }
    }
}
