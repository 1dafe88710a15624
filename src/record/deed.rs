//! Actions as they stand in records and JSON: by stable ids, never by position.

use serde::{Deserialize, Serialize};

use crate::negotiation::{Action, NONE};
use crate::scenario::rules::{ISSUES, Package, Rules, TYPES};

/// An action by stable ids. Packages list `issue/option`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each is the namesake of an `Action`")]
pub enum Deed {
    Choose(String),
    Agenda(Vec<String>),
    Propose(Vec<String>),
    DoubleOffer(Vec<String>, Vec<String>),
    Accept,
    Refuse(String),
    Close(String),
    Reopen(String),
    Probe(String),
    Link(String, String),
    Gesture { announced: bool },
    Write(String),
    Caucus,
    Adjourn,
    WalkOut,
    Verb(String, Option<String>),
    Note { chips: Vec<(String, u8)>, wants: Option<String> },
}

/// An action by its stable ids.
pub fn deed(rules: &Rules, action: Action) -> Deed {
    let issue = |i: u8| rules.issues[usize::from(i)].id.clone();
    let package = |p: Package| {
        let options = rules.issues.iter().zip(p);
        options.map(|(r, o)| format!("{}/{}", r.id, r.options[usize::from(o)])).collect::<Vec<_>>()
    };
    match action {
        Action::Choose(choice) => Deed::Choose(rules.choice_name(choice)),
        Action::Agenda(issues) => {
            Deed::Agenda((0..rules.issues.len() as u8).filter(|i| issues >> i & 1 == 1).map(issue).collect())
        }
        Action::Propose(p) => Deed::Propose(package(p)),
        Action::DoubleOffer(a, b) => Deed::DoubleOffer(package(a), package(b)),
        Action::Accept => Deed::Accept,
        Action::Refuse(i) => Deed::Refuse(issue(i)),
        Action::Close(i) => Deed::Close(issue(i)),
        Action::Reopen(i) => Deed::Reopen(issue(i)),
        Action::Probe(i) => Deed::Probe(issue(i)),
        Action::Link(give, want) => Deed::Link(issue(give), issue(want)),
        Action::Gesture(announced) => Deed::Gesture { announced },
        Action::Write(i) => Deed::Write(issue(i)),
        Action::Caucus => Deed::Caucus,
        Action::Adjourn => Deed::Adjourn,
        Action::WalkOut => Deed::WalkOut,
        Action::Verb(verb, i) => {
            let rule = &rules.verbs[usize::from(verb)];
            Deed::Verb(rule.id.clone(), rule.asks_issue.then(|| issue(i)))
        }
        Action::Note(chips, wants) => Deed::Note {
            chips: rules.types[..rules.drawn_types].iter().zip(chips).map(|(t, c)| (t.id.clone(), c)).collect(),
            wants: (wants != NONE).then(|| issue(wants)),
        },
    }
}

/// An action in one word that stays, within its scene: the id of a choice; at a table the kind of move and what it is
/// about, of a package what differs from the status quo.
pub fn action_id(rules: &Rules, action: Action) -> String {
    let issue = |i: u8| rules.issues[usize::from(i)].id.as_str();
    let package = |p: Package| {
        let moved = rules.issues.iter().zip(p).filter(|(rule, o)| *o != rule.status_quo);
        let list: Vec<String> = moved.map(|(r, o)| format!("{}={}", r.id, r.options[usize::from(o)])).collect();
        if list.is_empty() { "nothing".to_owned() } else { list.join(",") }
    };
    match action {
        Action::Choose(choice) => rules.choices[usize::from(choice)].id.clone(),
        Action::Agenda(issues) => {
            let list = (0..rules.issues.len() as u8).filter(|i| issues >> i & 1 == 1).map(issue);
            format!("agenda/{}", list.collect::<Vec<_>>().join(","))
        }
        Action::Propose(p) => format!("propose/{}", package(p)),
        Action::DoubleOffer(a, b) => format!("double_offer/{}/{}", package(a), package(b)),
        Action::Accept => "accept".into(),
        Action::Refuse(i) => format!("refuse/{}", issue(i)),
        Action::Close(i) => format!("close/{}", issue(i)),
        Action::Reopen(i) => format!("reopen/{}", issue(i)),
        Action::Probe(i) => format!("probe/{}", issue(i)),
        Action::Link(give, want) => format!("link/{}/{}", issue(give), issue(want)),
        Action::Gesture(announced) => format!("gesture/{}", if announced { "announced" } else { "quiet" }),
        Action::Write(i) => format!("write/{}", issue(i)),
        Action::Caucus => "caucus".into(),
        Action::Adjourn => "adjourn".into(),
        Action::WalkOut => "walk_out".into(),
        Action::Verb(verb, i) => {
            let rule = &rules.verbs[usize::from(verb)];
            if rule.asks_issue { format!("{}/{}", rule.id, issue(i)) } else { rule.id.clone() }
        }
        Action::Note(..) => "note".into(),
    }
}

/// The action behind stable ids.
///
/// # Errors
/// A sentence that names the id that leads nowhere.
pub fn undo_deed(rules: &Rules, deed: &Deed) -> Result<Action, String> {
    let issue = |id: &String| -> Result<u8, String> {
        let found = rules.issues.iter().position(|i| i.id == *id);
        found.map(|i| i as u8).ok_or_else(|| format!("there is no issue ‘{id}’"))
    };
    let package = |list: &[String]| -> Result<Package, String> {
        let mut package = [0; ISSUES];
        if list.len() != rules.issues.len() {
            return Err(format!("expected a package of {} options, found {}", rules.issues.len(), list.len()));
        }
        let mut seen = [false; ISSUES];
        for part in list {
            let (i, o) = part.split_once('/').ok_or_else(|| format!("expected issue/option, found ‘{part}’"))?;
            let i = usize::from(issue(&i.to_owned())?);
            let option = rules.issues[i].options.iter().position(|x| x == o);
            package[i] = option.ok_or_else(|| format!("there is no option ‘{part}’"))? as u8;
            if std::mem::replace(&mut seen[i], true) {
                return Err(format!("the package names ‘{}’ twice", rules.issues[i].id));
            }
        }
        Ok(package)
    };
    Ok(match deed {
        Deed::Choose(name) => {
            let found = (0..rules.choices.len() as u16).find(|&c| rules.choice_name(c) == *name);
            Action::Choose(found.ok_or_else(|| format!("there is no choice ‘{name}’"))?)
        }
        Deed::Agenda(list) => {
            let mut mask = 0;
            for id in list {
                mask |= 1 << issue(id)?;
            }
            Action::Agenda(mask)
        }
        Deed::Propose(p) => Action::Propose(package(p)?),
        Deed::DoubleOffer(a, b) => Action::DoubleOffer(package(a)?, package(b)?),
        Deed::Accept => Action::Accept,
        Deed::Refuse(i) => Action::Refuse(issue(i)?),
        Deed::Close(i) => Action::Close(issue(i)?),
        Deed::Reopen(i) => Action::Reopen(issue(i)?),
        Deed::Probe(i) => Action::Probe(issue(i)?),
        Deed::Link(give, want) => Action::Link(issue(give)?, issue(want)?),
        Deed::Gesture { announced } => Action::Gesture(*announced),
        Deed::Write(i) => Action::Write(issue(i)?),
        Deed::Caucus => Action::Caucus,
        Deed::Adjourn => Action::Adjourn,
        Deed::WalkOut => Action::WalkOut,
        Deed::Verb(id, named) => {
            let verb = rules.verbs.iter().position(|v| v.id == *id);
            let verb = verb.ok_or_else(|| format!("there is no verb ‘{id}’"))? as u8;
            Action::Verb(verb, named.as_ref().map_or(Ok(0), issue)?)
        }
        Deed::Note { chips, wants } => {
            let mut row = [0; TYPES];
            for (id, n) in chips {
                let found = rules.types[..rules.drawn_types].iter().position(|t| t.id == *id);
                row[found.ok_or_else(|| format!("there is no counterpart type ‘{id}’"))?] = *n;
            }
            Action::Note(row, wants.as_ref().map_or(Ok(NONE), issue)?)
        }
    })
}
