//! Numbered menus: scene choices, moves at the table, drafts, the notebook. A number alone always goes on, and
//! the first item always leads further, so that a game can be played from a pipe.

use std::io::{self, Write};
use std::ops::ControlFlow;

use crate::negotiation::{Action, NONE, Refused, View, check, draft, drafts, legal_actions, open_issues, score, twin};
use crate::policy::Roster;
use crate::record::{Coach, Game};
use crate::report::labels::{self, kind_label};
use crate::report::{counsel, words};
use crate::review::{Effort, Forecast, forecast, foreseeable};
use crate::scenario::Scenario;
use crate::scenario::rules::{MoveKind, Package, TYPES};
use crate::terminal::{Desk, Style};
use crate::threads;

/// What came of a question.
pub(super) enum Answer {
    /// Do this.
    Took(Action),
    /// Ask again from the top.
    Again,
    /// The player has left.
    Left,
}

/// A numbered list.
pub(super) struct Menu {
    pub title: String,
    /// Label and detail.
    pub items: Vec<(String, String)>,
}

impl Menu {
    pub(super) fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), items: Vec::new() }
    }

    pub(super) fn item(&mut self, label: impl Into<String>, detail: impl Into<String>) {
        self.items.push((label.into(), detail.into()));
    }

    pub(super) fn show(&self, out: &mut dyn Write, style: Style) -> io::Result<()> {
        if !self.title.is_empty() {
            writeln!(out, "{}", style.strong(&self.title))?;
        }
        for (i, (label, detail)) in self.items.iter().enumerate() {
            style.item(out, i + 1, label, detail)?;
        }
        Ok(())
    }
}

/// Asks, and maps a number to an item; leaving is `None`.
pub(super) fn choose(desk: &mut Desk<'_>, game: &Game, menu: &Menu) -> io::Result<Option<usize>> {
    menu.show(desk.out, desk.style)?;
    desk.ask(game, menu)
}

/// The next action: a choice of the scene, or a move at the table.
pub(super) fn next_action(desk: &mut Desk<'_>, game: &Game) -> io::Result<Answer> {
    let scenario = game.scenario().clone();
    let legal = game.legal_actions();
    if crate::negotiation::session(&scenario.rules, game.view()).is_some() {
        return table(desk, game, &scenario, &legal);
    }
    let odds = forecasts(game, foreseeable(&scenario.rules, game.view()));
    let mut menu = Menu::new(legend(&odds));
    for action in &legal {
        let view = game.view();
        let label = format!("{}{}", labels::action_label(&scenario, view, *action), bracketed(&odds, *action));
        let effects = odds.iter().find(|o| o.action == *action).map(|o| labels::effects(&scenario, o));
        let effects = effects.filter(|e| !e.is_empty()).map_or(String::new(), |e| format!(" Likely at once: {e}."));
        menu.item(label, format!("{}{effects}", labels::action_detail(&scenario, view, *action)));
    }
    Ok(match choose(desk, game, &menu)? {
        Some(i) => Answer::Took(legal[i]),
        None => Answer::Left,
    })
}

/// Games that are played on from each choice of a guided game.
const GAMES: usize = 400;

/// What each of some actions is likely to come to, in a guided game.
fn forecasts(game: &Game, actions: Vec<Action>) -> Vec<Forecast> {
    if game.header().coach != Coach::Guided || actions.is_empty() {
        return Vec::new();
    }
    let effort = Effort { rollouts: GAMES, seed: 1, threads: threads::available(), after: 0 };
    let roster = Roster::new(game.rules());
    forecast(game.scenario(), &roster, &game.snapshot(), actions, effort, |_, _| ControlFlow::Continue(()))
        .unwrap_or_default()
}

/// What the brackets say.
fn legend(odds: &[Forecast]) -> String {
    if odds.is_empty() {
        return String::new();
    }
    format!("In brackets: the result, 0 to 100, and how often it is ratified, over {GAMES} games played on from each.")
}

/// The odds of an action in brackets, if they are known.
fn bracketed(odds: &[Forecast], action: Action) -> String {
    let one = odds.iter().find(|o| o.action == action);
    one.map_or(String::new(), |o| format!(" [{}]", labels::odds(o)))
}

/// A line of the table's menu: a kind of move or a verb, with the moves behind it.
struct Group {
    label: String,
    detail: String,
    moves: Vec<Action>,
}

fn groups(scenario: &Scenario, view: View<'_>, legal: &[Action]) -> Vec<Group> {
    let mut list: Vec<Group> = Vec::new();
    let mut agenda = None;
    for kind in MoveKind::ALL {
        let moves: Vec<Action> = legal.iter().copied().filter(|a| a.kind() == Some(kind)).collect();
        let Some(first) = moves.first() else { continue };
        let label = match (kind, moves.len()) {
            (MoveKind::Accept | MoveKind::Caucus | MoveKind::Adjourn | MoveKind::WalkOut, _) => {
                kind_label(kind).to_owned()
            }
            _ => format!("{} …", kind_label(kind)),
        };
        let group = Group { label, detail: labels::action_detail(scenario, view, *first), moves };
        // Changing the agenda comes last once there is one, so that the first answer always leads further.
        if kind == MoveKind::Agenda && view.table.agenda != 0 { agenda = Some(group) } else { list.push(group) }
    }
    for (v, rule) in scenario.rules.verbs.iter().enumerate() {
        let moves: Vec<Action> =
            legal.iter().copied().filter(|a| matches!(a, Action::Verb(w, _) if usize::from(*w) == v)).collect();
        if let Some(first) = moves.first() {
            let dots = if rule.asks_issue { " …" } else { "" };
            let label = format!("{}{dots}", scenario.texts.verbs[v].label);
            list.push(Group { label, detail: labels::action_detail(scenario, view, *first), moves });
        }
    }
    list.extend(agenda);
    list
}

fn table(desk: &mut Desk<'_>, game: &Game, scenario: &Scenario, legal: &[Action]) -> io::Result<Answer> {
    let groups = groups(scenario, game.view(), legal);
    let odds = forecasts(game, foreseeable(&scenario.rules, game.view()));
    let mut menu = Menu::new(legend(&odds));
    for group in &groups {
        let own = if let [one] = group.moves[..] { bracketed(&odds, one) } else { String::new() };
        menu.item(format!("{}{own}", group.label), group.detail.clone());
    }
    let Some(i) = choose(desk, game, &menu)? else {
        return Ok(Answer::Left);
    };
    let group = &groups[i];
    match group.moves[0] {
        Action::Agenda(_) => agenda(desk, game, scenario),
        Action::Propose(_) => {
            let Some(package) = package(desk, game, scenario)? else {
                return Ok(Answer::Left);
            };
            Ok(checked(desk, game, Action::Propose(package))?)
        }
        Action::DoubleOffer(..) => double(desk, game, scenario),
        _ if group.moves.len() == 1 => Ok(Answer::Took(group.moves[0])),
        _ => {
            let mut menu = Menu::new(group.label.trim_end_matches(" …"));
            for action in &group.moves {
                let label = labels::action_label(scenario, game.view(), *action);
                menu.item(format!("{label}{}", bracketed(&odds, *action)), "");
            }
            menu.item("Back", "");
            Ok(match choose(desk, game, &menu)? {
                Some(i) if i < group.moves.len() => Answer::Took(group.moves[i]),
                Some(_) => Answer::Again,
                None => Answer::Left,
            })
        }
    }
}

fn checked(desk: &mut Desk<'_>, game: &Game, action: Action) -> io::Result<Answer> {
    match check(game.rules(), game.view(), &action) {
        Ok(()) => Ok(Answer::Took(action)),
        Err(why) => {
            writeln!(desk.out, "That cannot be done: {why}.")?;
            Ok(Answer::Again)
        }
    }
}

/// Issues one after another until done.
fn agenda(desk: &mut Desk<'_>, game: &Game, scenario: &Scenario) -> io::Result<Answer> {
    let rules = &scenario.rules;
    let mut mask = 0u8;
    loop {
        let left: Vec<u8> = (0..rules.issues.len() as u8)
            .filter(|&i| mask >> i & 1 == 0 && game.view().table.closed[usize::from(i)] == NONE)
            .collect();
        let chosen = mask.count_ones() as u8;
        if chosen == rules.table.agenda || (left.is_empty() && chosen > 0) {
            return checked(desk, game, Action::Agenda(mask));
        }
        let mut menu = Menu::new(format!("The agenda: issue {} of at most {}", chosen + 1, rules.table.agenda));
        for &i in &left {
            let text = &scenario.texts.issues[usize::from(i)];
            menu.item(text.name.clone(), text.about.clone());
        }
        if mask != 0 {
            menu.item("Done", "These and no more.");
        }
        match choose(desk, game, &menu)? {
            Some(i) if i < left.len() => mask |= 1 << left[i],
            Some(_) => return checked(desk, game, Action::Agenda(mask)),
            None => return Ok(Answer::Left),
        }
    }
}

/// The draft as an action, if it can be put forward.
fn legal_draft(game: &Game, draft: Package) -> Vec<Action> {
    let action = Action::Propose(draft);
    if check(game.rules(), game.view(), &action).is_ok() { vec![action] } else { Vec::new() }
}

/// Drafts a package: issue, then option, then done.
fn package(desk: &mut Desk<'_>, game: &Game, scenario: &Scenario) -> io::Result<Option<Package>> {
    let rules = &scenario.rules;
    let mut draft = draft(rules, game.view());
    loop {
        let (yours, line) = score(rules, &draft);
        let mut menu = Menu::new(format!("Your draft: {}", words::package_words(scenario, &draft)));
        let mut sheet = format!("Your sheet: {yours:.0}, no deal {line:.0}.");
        if game.header().coach != Coach::Exam {
            for (name, verdict) in counsel::verdicts(scenario, game.view(), &draft) {
                sheet += &format!(" {name}: {verdict}.");
            }
        }
        if crate::negotiation::outside_mandate(rules, game.view(), &draft).is_some() {
            sheet += " Outside your mandate: it can be initialled, not signed.";
        }
        let odds = forecasts(game, legal_draft(game, draft));
        menu.item(format!("Done: put it forward{}", bracketed(&odds, Action::Propose(draft))), sheet);
        let open: Vec<u8> = open_issues(rules, game.view().table).collect();
        for &i in &open {
            let i = usize::from(i);
            let text = &scenario.texts.issues[i];
            menu.item(format!("{}: {}", text.name, words::option_name(scenario, i, draft[i])), "");
        }
        let Some(n) = choose(desk, game, &menu)? else {
            return Ok(None);
        };
        let Some(&issue) = n.checked_sub(1).and_then(|k| open.get(k)) else {
            return Ok(Some(draft));
        };
        let text = &scenario.texts.issues[usize::from(issue)];
        let mut menu = Menu::new(text.name.clone());
        for option in &text.options {
            menu.item(option.name.clone(), option.about.clone());
        }
        match choose(desk, game, &menu)? {
            Some(o) => draft[usize::from(issue)] = o as u8,
            None => return Ok(None),
        }
    }
}

/// A draft and a second package worth the same.
fn double(desk: &mut Desk<'_>, game: &Game, scenario: &Scenario) -> io::Result<Answer> {
    let rules = &scenario.rules;
    let Some(first) = package(desk, game, scenario)? else {
        return Ok(Answer::Left);
    };
    if twin(rules, game.view(), &first).is_none() {
        writeln!(desk.out, "No other package is worth the same to you: {}.", Refused::NotEqual)?;
        return Ok(Answer::Again);
    }
    let value = rules.player.of(&first);
    let mut others: Vec<Package> = drafts(rules, game.view())
        .filter(|p| check(rules, game.view(), &Action::DoubleOffer(first, *p)).is_ok())
        .collect();
    others.sort_by_key(|p| ((rules.player.of(p) - value).abs(), *p));
    others.truncate(9);
    let mut menu = Menu::new("The second package, worth the same to you");
    for other in &others {
        menu.item(words::package_words(scenario, other), format!("Your sheet: {:.0}.", score(rules, other).0));
    }
    match choose(desk, game, &menu)? {
        Some(i) => checked(desk, game, Action::DoubleOffer(first, others[i])),
        None => Ok(Answer::Left),
    }
}

/// Ten chips over the types, then what he wants most; the first answer leaves it until it is placed.
pub(super) fn notebook(desk: &mut Desk<'_>, game: &Game) -> io::Result<Answer> {
    let scenario = game.scenario().clone();
    let rules = &scenario.rules;
    let mut menu = Menu::new("Your notebook is open: who do you think he is?");
    menu.item("Not now", "It stays open as long as this scene does.");
    menu.item("Place ten chips", "Scored at the end against the truth.");
    match choose(desk, game, &menu)? {
        Some(1) => {}
        Some(_) => return next_action(desk, game),
        None => return Ok(Answer::Left),
    }
    let mut chips = [0; TYPES];
    let mut left = 10usize;
    for k in 0..rules.drawn_types {
        if k + 1 == rules.drawn_types {
            chips[k] = left as u8;
            break;
        }
        let mut menu = Menu::new(format!(
            "{} ({left} chips left). {}",
            scenario.texts.types[k].name, scenario.texts.types[k].about
        ));
        for n in 0..=left {
            menu.item(format!("{n} chips"), "");
        }
        let Some(n) = choose(desk, game, &menu)? else {
            return Ok(Answer::Left);
        };
        chips[k] = n as u8;
        left -= n;
    }
    let mut menu = Menu::new("What does he want most?");
    for text in &scenario.texts.issues {
        menu.item(text.name.clone(), "");
    }
    menu.item("I cannot tell", "");
    let Some(n) = choose(desk, game, &menu)? else {
        return Ok(Answer::Left);
    };
    let wants = if n < rules.issues.len() { n as u8 } else { NONE };
    debug_assert!(legal_actions(rules, game.view()).iter().all(|a| !matches!(a, Action::Note(..))));
    checked(desk, game, Action::Note(chips, wants))
}
