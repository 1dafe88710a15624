//! A game as programs see it: what a player may see and do, as JSON, and the answer of a program back to an action.

use serde_json::{Map, Value, json};

use super::{labels, words};
use crate::negotiation::{self, Action, NONE, bits, minutes, session};
use crate::record::{Coach, Deed, Game, action_id, undo_deed};
use crate::scenario::rules::{Package, Rules};

/// Where the game stands: what has happened since a turn, clock, standing, the table, and every action that may be
/// taken. Nothing in it tells who he is; the read of it stands there at the coach level that shows it.
pub fn state(game: &Game, since: usize) -> Value {
    let (rules, scenario, view) = (game.rules(), game.scenario(), game.view());
    let from = game.log().partition_point(|e| e.turn < since);
    let told = words::told(scenario, &game.log()[from..]);
    let text: Vec<&str> = told.iter().map(|s| s.text.as_str()).collect();
    let mut state = json!({
        "type": "state",
        "turn": game.turns(),
        "scene": rules.scenes[usize::from(view.story.scene)].id,
        "text": text.join("\n"),
        "clock": clock(game),
        "standing": standing(game),
        "face": view.face.now,
        "actions": actions(game),
    });
    if session(rules, view).is_some() {
        state["table"] = table(game);
    }
    if game.header().coach == Coach::Guided {
        let belief = rules.types[..rules.drawn_types].iter().zip(view.read.belief);
        state["read"] = belief.map(|(t, p)| (t.id.clone(), json!(p))).collect::<Map<_, _>>().into();
    }
    state
}

fn clock(game: &Game) -> Value {
    let (rules, view) = (game.rules(), game.view());
    let mut clock = json!({ "at": game.scenario().moment(view.story.day, view.story.minute) });
    if session(rules, view).is_some() {
        clock["minutes_left"] = json!(view.table.minutes_left.max(0));
        if view.table.moves_left != NONE {
            clock["moves_left"] = json!(view.table.moves_left);
        }
    }
    let budgets = rules.budgets.iter().zip(view.story.budgets);
    clock["budgets"] = budgets.map(|((id, _), left)| (id.clone(), json!(left))).collect::<Map<_, _>>().into();
    clock
}

fn standing(game: &Game) -> Value {
    let audiences = game.rules().audiences.iter().enumerate();
    let trust = |i: usize| json!(game.view().standing.trust(i as u8));
    audiences.map(|(i, a)| (a.id.clone(), trust(i))).collect::<Map<_, _>>().into()
}

/// A package as option ids by issue id.
fn package(rules: &Rules, package: &Package) -> Value {
    let options = rules.issues.iter().zip(package);
    options.map(|(rule, o)| (rule.id.clone(), json!(rule.options[usize::from(*o)]))).collect::<Map<_, _>>().into()
}

/// What lies on the table: packages, what is closed, in writing and on the agenda.
fn table(game: &Game) -> Value {
    let (rules, view) = (game.rules(), game.view());
    let named = |places: &[u8]| -> Value {
        let held = rules.issues.iter().zip(places).filter(|(_, o)| **o != NONE);
        held.map(|(rule, o)| (rule.id.clone(), json!(rule.options[usize::from(*o)]))).collect::<Map<_, _>>().into()
    };
    let open = rules.issues.iter().enumerate().filter(|(i, _)| view.table.agenda >> i & 1 == 1);
    let options = rules.issues.iter().map(|rule| (rule.id.clone(), json!(rule.options)));
    json!({
        "agenda": open.map(|(_, rule)| rule.id.as_str()).collect::<Vec<_>>(),
        "yours": view.table.is(bits::MINE).then(|| package(rules, &negotiation::mine_now(rules, view))),
        "his": negotiation::his_package(rules, view).map(|p| package(rules, &p)),
        "closed": named(&view.table.closed),
        "written": named(&view.table.written),
        "draft": package(rules, &negotiation::draft(rules, view)),
        "options": options.collect::<Map<_, _>>(),
    })
}

/// The id under which a program takes an action, and what it must add to it.
fn id_and_needs(rules: &Rules, action: Action) -> (String, &'static [&'static str]) {
    match action {
        Action::Choose(choice) => (rules.choice_name(choice), &[]),
        Action::Agenda(_) => ("agenda".into(), &["issues"]),
        Action::Propose(_) => ("propose".into(), &["package"]),
        Action::DoubleOffer(..) => ("double_offer".into(), &["packages"]),
        Action::Note(..) => ("note".into(), &["chips"]),
        _ => (action_id(rules, action), &[]),
    }
}

/// Every action that may be taken, each once: what it does, its minutes, and what it needs.
fn actions(game: &Game) -> Vec<Value> {
    let (rules, scenario, view) = (game.rules(), game.scenario(), game.view());
    let mut list: Vec<Value> = Vec::new();
    let mut legal = game.legal_actions();
    if view.story.notebook_open {
        legal.push(Action::Note([0; crate::scenario::rules::TYPES], NONE));
    }
    for action in legal {
        let (id, needs) = id_and_needs(rules, action);
        if list.iter().any(|a| a["id"] == id.as_str()) {
            continue;
        }
        let mut one = json!({ "id": id, "text": labels::action_label(scenario, view, action) });
        if !needs.is_empty() {
            one["text"] = json!(action.kind().map_or("Close the notebook", labels::kind_label));
            one["needs"] = json!(needs);
        }
        if let Some(kind) = action.kind() {
            one["minutes"] = json!(minutes(rules, view, kind));
        }
        list.push(one);
    }
    list
}

/// The action that a program's line asks for.
///
/// # Errors
/// A sentence that says what was expected and what was found.
pub fn answer(game: &Game, line: &str) -> Result<Action, String> {
    let (rules, view) = (game.rules(), game.view());
    let value: Value = serde_json::from_str(line).map_err(|e| format!("expected a JSON object: {e}"))?;
    let id = value["action"].as_str().ok_or("expected { \"action\": \"…\" } with the id of an action")?;
    let whole = |found: &Value| -> Result<Vec<String>, String> {
        let given = found.as_object().ok_or("expected a package: an object of option ids by issue id")?;
        // What is not named stays as in the draft.
        let mut options: Map<String, Value> =
            package(rules, &negotiation::draft(rules, view)).as_object().cloned().unwrap_or_default();
        for (issue, option) in given {
            if options.insert(issue.clone(), option.clone()).is_none() {
                return Err(format!("there is no issue ‘{issue}’"));
            }
        }
        let part = |(issue, option): (&String, &Value)| {
            let option = option.as_str().ok_or_else(|| format!("expected an option id for ‘{issue}’"))?;
            Ok(format!("{issue}/{option}"))
        };
        options.iter().map(part).collect()
    };
    let deed = match id {
        "agenda" => {
            let issues = value["issues"].as_array().ok_or("expected \"issues\": a list of issue ids")?;
            let ids = issues.iter().map(|i| i.as_str().map(str::to_owned).ok_or("expected issue ids as texts"));
            Deed::Agenda(ids.collect::<Result<_, _>>()?)
        }
        "propose" => Deed::Propose(whole(&value["package"])?),
        "double_offer" => match value["packages"].as_array().map(Vec::as_slice) {
            Some([a, b]) => Deed::DoubleOffer(whole(a)?, whole(b)?),
            _ => return Err("expected \"packages\": a list of two packages".into()),
        },
        "note" => {
            let chips =
                value["chips"].as_object().ok_or("expected \"chips\": chips by counterpart type, ten in all")?;
            let count = |(kind, n): (&String, &Value)| {
                let n = n.as_u64().and_then(|n| u8::try_from(n).ok());
                Ok((kind.clone(), n.ok_or_else(|| format!("expected a number of chips for ‘{kind}’"))?))
            };
            let wants = value["wants"].as_str().map(str::to_owned);
            Deed::Note { chips: chips.iter().map(count).collect::<Result<_, String>>()?, wants }
        }
        id => {
            let legal = game.legal_actions();
            let same = |a: &Action| id_and_needs(rules, *a).0 == id;
            let found = legal.into_iter().find(same);
            return found.ok_or_else(|| format!("‘{id}’ is no action that may be taken now; take one of `actions`"));
        }
    };
    let action = undo_deed(rules, &deed)?;
    negotiation::check(rules, view, &action).map_err(|refused| format!("{refused}"))?;
    Ok(action)
}
