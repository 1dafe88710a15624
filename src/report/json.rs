//! Happenings, reviews and comparisons as JSON objects, ids for indices.

use serde_json::{Map, Value, json};

use crate::bargaining::moves::MoveClass;
use crate::estimate::Estimate;
use crate::negotiation::{Cause, Happening};
use crate::record::Game;
use crate::review::{
    Choice, Comparison, Course, Decision, Evidence, Grade, Offer, POLICY, Review, Walk, Zone, added, lessons, titles,
    turning_points,
};
use crate::scenario::Scenario;
use crate::scenario::rules::ISSUES;

/// One JSON object for each happening of a game, in order.
pub fn happenings(game: &Game) -> impl Iterator<Item = Value> + '_ {
    let scenario = game.scenario();
    game.log().iter().map(move |entry| {
        let mut line = Map::new();
        line.insert("turn".into(), entry.turn.into());
        line.insert("at".into(), scenario.moment(entry.day, entry.minute).into());
        happening(scenario, &entry.what, &mut line);
        Value::Object(line)
    })
}

/// A review as one JSON object.
pub fn review(scenario: &Scenario, walk: &Walk, found: &Review) -> Value {
    let rules = &scenario.rules;
    let course = Course::of(rules, walk);
    let grade = |g: &Grade| json!({ "loss": g.loss, "se": g.se, "accuracy": g.accuracy, "label": g.label });
    let choice = |c: &Choice| {
        json!({
            "id": c.id, "expected": c.foresight.mean, "p_agreement": c.ratified, "se": c.foresight.se,
            "quartiles": c.quartiles,
            "hindsight": { "expected": c.hindsight.mean, "se": c.hindsight.se },
        })
    };
    let decision = |d: &Decision| {
        json!({
            "turn": d.turn, "scene": rules.scenes[usize::from(d.scene)].id, "chosen": d.chosen().id,
            "conscience": d.conscience, "engine": d.choices[d.engine].id,
            "choices": d.choices.iter().map(choice).collect::<Vec<_>>(),
            "foresight": grade(&d.foresight), "hindsight": grade(&d.hindsight),
        })
    };
    json!({
        "scenario": rules.id, "policy": POLICY.name(), "rollouts": found.rollouts,
        "decisions": found.decisions.iter().map(decision).collect::<Vec<_>>(),
        "accuracy": { "foresight": found.accuracy.map(|a| a[0]), "hindsight": found.accuracy.map(|a| a[1]) },
        "brier": found.brier, "result": found.result, "over": found.over,
        "lessons": lessons(rules, walk, &course, found).iter().map(|l| {
            json!({ "id": l.kind.id(), "turn": l.turn, "price": l.price })
        }).collect::<Vec<_>>(),
        "turning_points": turning_points(rules, walk, found).iter().map(|t| {
            json!({ "turn": t.turn, "swing": t.swing(), "choice": t.choice, "befell": t.befell })
        }).collect::<Vec<_>>(),
        "titles": titles(rules, walk).iter().map(|(t, earned)| json!({ "id": t.id(), "earned": earned })).collect::<Vec<_>>(),
        "course": self::course(scenario, &course),
    })
}

/// Ledgers, trust, win-sets and the deal of a game.
fn course(scenario: &Scenario, course: &Course) -> Value {
    let rules = &scenario.rules;
    let class = |c: Option<MoveClass>| c.map(MoveClass::name);
    let offer = |o: &Offer| {
        let list: Vec<Value> = o.package.iter().map(|o| json!(o)).collect();
        json!({
            "turn": o.turn, "by": if o.yours { "you" } else { "him" }, "package": package(scenario, &list),
            "utilities": o.worth, "class": class(o.class),
        })
    };
    let cause = |c: Cause| match c {
        Cause::Written(i) => json!(scenario.texts.causes.get(usize::from(i))),
        other => json!(snake(&format!("{other:?}"))),
    };
    let trust: Map<String, Value> = rules
        .audiences
        .iter()
        .zip(&course.trust)
        .map(|(a, t)| {
            let evidence = |e: &Evidence| {
                json!({
                    "turn": e.turn, "by": e.by, "quality": snake(&format!("{:?}", e.quality)), "cause": cause(e.cause),
                })
            };
            let evidence: Vec<Value> = t.evidence.iter().map(evidence).collect();
            (a.id.clone(), json!({ "levels": t.levels, "evidence": evidence }))
        })
        .collect();
    let zone = |z: &Zone| {
        let votes = rules.audiences.iter().zip(&z.sets.audiences);
        let audiences: Map<String, Value> = votes.map(|(a, share)| (a.id.clone(), json!(share))).collect();
        json!({
            "date": scenario.date(z.day).to_string(), "all": z.sets.all, "him": z.sets.host, "audiences": audiences,
        })
    };
    let answer = &course.possible.answer;
    let points = |list: &[usize]| list.iter().map(|&i| answer.points[i]).collect::<Vec<_>>();
    json!({
        "offers": course.offers.iter().map(offer).collect::<Vec<_>>(),
        "face": course.face.iter().map(|f| json!({ "turn": f.turn, "by": f.by, "cause": cause(f.cause) })).collect::<Vec<_>>(),
        "trust": trust,
        "win_sets": course.zones.iter().map(zone).collect::<Vec<_>>(),
        "deal": course.deal, "frontier": answer.points, "nash": points(&answer.solutions.nash),
        "kalai_smorodinsky": points(&answer.solutions.kalai_smorodinsky),
    })
}

/// A comparison as one JSON object.
pub fn comparison(scenario: &Scenario, walks: &[Walk; 2], found: &Comparison) -> Value {
    let rules = &scenario.rules;
    let estimate = |e: &Estimate| json!({ "mean": e.mean, "se": e.se });
    let run = |n: usize| {
        let (side, view) = (&found.sides[n], walks[n].end.view());
        let ending = rules.endings.get(usize::from(view.story.ending)).map(|e| e.id.clone());
        let trust: Map<String, Value> = rules
            .audiences
            .iter()
            .enumerate()
            .map(|(a, rule)| (rule.id.clone(), json!(view.standing.trust(a as u8))))
            .collect();
        let agreed: Vec<Value> = view.table.agreed.iter().map(|o| json!(o)).collect();
        let decision = |d: &Decision| {
            json!({
                "turn": d.turn, "scene": rules.scenes[usize::from(d.scene)].id, "chosen": d.chosen().id,
                "engine": d.choices[d.engine].id, "added": estimate(&added(d, found.one_seed)),
            })
        };
        json!({
            "turns": walks[n].actions.len(), "ending": ending, "result": side.review.result,
            "agreement": view.table.is_agreed().then(|| package(scenario, &agreed)), "ratified": view.story.ratified,
            "face_given": view.face.given, "trust": trust, "choices": estimate(&side.choices),
            "decisions": side.review.decisions.iter().map(decision).collect::<Vec<_>>(),
        })
    };
    json!({
        "scenario": rules.id, "policy": POLICY.name(), "common_turns": found.common, "one_seed": found.one_seed,
        "difference": found.difference, "choices": estimate(&found.choices), "rest": found.rest,
        "runs": [run(0), run(1)],
    })
}

/// `happening` in snake case, and its fields with ids for indices.
fn happening(scenario: &Scenario, what: &Happening, line: &mut Map<String, Value>) {
    match serde_json::to_value(what) {
        Ok(Value::String(name)) => {
            line.insert("happening".into(), snake(&name).into());
        }
        Ok(Value::Object(object)) => {
            for (name, fields) in object {
                line.insert("happening".into(), snake(&name).into());
                if let Value::Object(fields) = fields {
                    for (key, value) in fields {
                        let value = named(scenario, &key, value);
                        line.insert(key, value);
                    }
                }
            }
        }
        _ => {}
    }
}

fn named(scenario: &Scenario, key: &str, value: Value) -> Value {
    let rules = &scenario.rules;
    let id = |n: u64| -> Option<String> {
        let n = n as usize;
        Some(match key {
            "scene" => rules.scenes.get(n)?.id.clone(),
            "choice" => (n < rules.choices.len()).then(|| rules.choice_name(n as u16))?,
            "audience" => rules.audiences.get(n)?.id.clone(),
            "budget" => rules.budgets.get(n)?.0.clone(),
            "mandate" => rules.mandates.get(n)?.id.clone(),
            "issue" | "give" | "want" | "wants" => rules.issues.get(n)?.id.clone(),
            "pledge" => rules.pledges.get(n)?.id.clone(),
            "verb" => rules.verbs.get(n)?.id.clone(),
            "tell" => rules.tells.get(n)?.id.clone(),
            "deadline" => rules.deadlines.get(n)?.id.clone(),
            "adviser" => rules.advisers.get(n)?.id.clone(),
            "ending" => rules.endings.get(n)?.id.clone(),
            _ => return None,
        })
    };
    match (&value, key) {
        (Value::Number(n), "issues" | "toward" | "away") => {
            let mask = n.as_u64().unwrap_or(0);
            (0..rules.issues.len()).filter(|i| mask >> i & 1 == 1).map(|i| json!(rules.issues[i].id)).collect()
        }
        (Value::Number(n), "wants" | "issue") if n.as_u64() == Some(255) => Value::Null,
        (Value::Number(n), _) => n.as_u64().and_then(id).map_or(value, Value::String),
        (Value::Array(list), "package" | "draft") => package(scenario, list),
        (Value::Array(pair), "packages") => {
            pair.iter().filter_map(Value::as_array).map(|list| package(scenario, list)).collect()
        }
        (Value::Object(cause), "cause") => match cause.get("Written").and_then(Value::as_u64) {
            Some(i) => json!(scenario.texts.causes.get(i as usize)),
            None => value,
        },
        (Value::String(s), "cause" | "class" | "quality" | "life" | "kind") => snake(s).into(),
        _ => value,
    }
}

/// `{ "tests": "ban_all", … }`.
fn package(scenario: &Scenario, list: &[Value]) -> Value {
    let mut object = Map::new();
    for (rule, option) in scenario.rules.issues.iter().zip(list.iter().take(ISSUES)) {
        let option = option.as_u64().and_then(|o| rule.options.get(o as usize));
        object.insert(rule.id.clone(), json!(option));
    }
    Value::Object(object)
}

fn snake(name: &str) -> String {
    let mut text = String::new();
    for (i, c) in name.chars().enumerate() {
        if c.is_uppercase() && i > 0 {
            text.push('_');
        }
        text.extend(c.to_lowercase());
    }
    text
}
