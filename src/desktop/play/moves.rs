//! The moves at the table: what may be done now, what not and why, and what each costs.

use bevy::prelude::*;

use crate::desktop::focus::HintLine;
use crate::desktop::order::Order;
use crate::desktop::pen::{Cut, Parent, Pen, Press, column, row};
use crate::desktop::play::choices;
use crate::desktop::session::{Desk, Mode, Overlay};
use crate::desktop::theme::{Face, SLATE};
use crate::negotiation::{Action, NONE, Refused, check, minutes, open_issues, session, twin};
use crate::record::{Coach, Game};
use crate::report::labels;
use crate::review::Forecast;
use crate::scenario::Scenario;
use crate::scenario::rules::MoveKind;

/// One button of the panel.
struct Move<'a> {
    order: Order,
    label: String,
    hint: String,
    minutes: i16,
    hotkey: Option<char>,
    refused: Option<Refused>,
    main: bool,
    group: Group,
    /// The result it is likely to come to, in a guided game.
    odds: Option<&'a Forecast>,
}

/// What a move is about; each has its line in the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Package,
    Issue,
    Room,
    Prepared,
}

impl Group {
    const ALL: [Self; 4] = [Self::Package, Self::Issue, Self::Room, Self::Prepared];

    fn of(kind: MoveKind) -> Self {
        match kind {
            MoveKind::Propose | MoveKind::DoubleOffer | MoveKind::Accept => Self::Package,
            MoveKind::Refuse
            | MoveKind::Close
            | MoveKind::Reopen
            | MoveKind::Probe
            | MoveKind::Link
            | MoveKind::Write => Self::Issue,
            MoveKind::Agenda | MoveKind::Gesture | MoveKind::Caucus | MoveKind::Adjourn | MoveKind::WalkOut => {
                Self::Room
            }
        }
    }
}

/// What the figures on the buttons are.
const ODDS: &str = "The last figure on a button: the result, 0 to 100, that games played on from it come to, by what can \
                    be known now. The line below has its error and how often something is ratified.";

/// Draws the list of moves.
pub(super) fn moves(side: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, game: &Game) {
    let basis = if pen.flat { auto() } else { px(0) };
    let node = Node { flex_grow: 1.0, flex_basis: basis, min_height: px(0), ..column(4.0) };
    side.spawn(node).with_children(|panel| {
        pen.pages(panel, "moves", |page| {
            let list = list(pen, desk, game);
            let name = &game.scenario().texts.issues[usize::from(desk.issue)].name;
            page.spawn(Node { padding: UiRect::all(px(3)), ..column(5.0) }).with_children(|groups| {
                for group in Group::ALL.into_iter().filter(|g| list.iter().any(|m| m.group == *g)) {
                    let title = match group {
                        Group::Package => "The package",
                        Group::Issue => name,
                        Group::Room => "The room",
                        Group::Prepared => "Prepared",
                    };
                    groups.spawn(Node { column_gap: px(6), ..default() }).with_children(|line| {
                        let node =
                            Node { width: pen.em(80.0), flex_shrink: 0.0, padding: UiRect::top(px(5)), ..default() };
                        line.spawn(node).with_children(|caption| pen.caption(caption, title));
                        let node = Node {
                            flex_wrap: FlexWrap::Wrap,
                            flex_grow: 1.0,
                            flex_basis: px(0),
                            column_gap: px(5),
                            row_gap: px(5),
                            ..default()
                        };
                        line.spawn(node).with_children(|buttons| {
                            list.iter()
                                .filter(|m| m.group == group)
                                .for_each(|m| button(buttons, pen, game.scenario(), m));
                        });
                    });
                }
            });
            if game.header().coach == Coach::Guided {
                pen.write(page, Face::Sans, 0.72, SLATE, ODDS);
            }
            if game.header().coach != Coach::Exam {
                choices::advisers(page, pen, game);
            }
        });
        let line = Node { min_height: pen.em(34.0), flex_shrink: 0.0, padding: UiRect::horizontal(px(4)), ..default() };
        panel.spawn(line).with_children(|line| {
            let entity = pen.write(line, Face::Sans, 0.8, SLATE, "");
            line.commands_mut().entity(entity).insert(HintLine);
        });
    });
}

fn button(buttons: Parent<'_, '_>, pen: Pen<'_>, scenario: &Scenario, one: &Move<'_>) {
    let time = if one.minutes > 0 { format!("{}′", one.minutes) } else { String::new() };
    let odds = one.odds.filter(|_| one.refused.is_none());
    let note = match odds {
        Some(odds) if time.is_empty() => format!("{:.0}", odds.result.mean),
        Some(odds) => format!("{time} · {:.0}", odds.result.mean),
        None => time,
    };
    let likely = odds.map_or(String::new(), |o| {
        let effects = labels::effects(scenario, o);
        let effects = if effects.is_empty() { effects } else { format!(", at once {effects}") };
        format!(" Likely: {}{effects}.", labels::odds(o))
    });
    let press = Press {
        label: &one.label,
        note,
        hint: one.refused.map_or_else(|| format!("{}{likely}", one.hint), |r| format!("Not now: {r}.")),
        aloud: Some(if one.minutes > 0 {
            format!("{}, {} minutes", one.label, one.minutes)
        } else {
            one.label.clone()
        }),
        key: Some(format!("move {}", one.hotkey.unwrap_or(' '))),
        hotkey: one.hotkey,
        cut: if one.main { Cut::Main } else { Cut::Line },
        disabled: one.refused.is_some(),
        first: one.main,
        ..default()
    };
    pen.button(buttons, one.order.clone(), press);
}

/// Every move of this room: with the draft, with his package, on the selected issue, and the rest.
fn list<'a>(pen: Pen<'a>, desk: &Desk, game: &Game) -> Vec<Move<'a>> {
    let (rules, scenario, view) = (game.rules(), game.scenario(), game.view());
    let Some(room) = session(rules, view) else {
        return Vec::new();
    };
    let issue = desk.issue;
    let mut list = Vec::new();
    let mut offer = |action: Action, order: Option<Order>, label: &str, hotkey: char, main: bool| {
        let Some(kind) = action.kind() else { return };
        if room.actions >> kind as u16 & 1 == 0 {
            return;
        }
        list.push(Move {
            order: order.unwrap_or(Order::Act(action)),
            hint: labels::action_detail(scenario, view, action),
            minutes: minutes(rules, view, kind),
            refused: check(rules, view, &action).err(),
            label: label.to_owned(),
            hotkey: Some(hotkey),
            main,
            group: Group::of(kind),
            odds: pen.ahead.of(desk.page, action),
        });
    };
    let ask = |action| Some(Order::Ask(action));
    offer(Action::Propose(desk.draft), None, "Propose the draft", 'p', true);
    let other = twin(rules, view, &desk.draft);
    let double = Action::DoubleOffer(desk.draft, other.unwrap_or(desk.draft));
    offer(double, Some(Order::Open(Overlay::Double)), "With its twin…", 'd', false);
    offer(Action::Accept, ask(Action::Accept), "Accept his", 'a', false);
    offer(Action::Refuse(issue), None, "Refuse over it", 'r', false);
    offer(Action::Probe(issue), None, "Probe", 'b', false);
    if view.table.closed[usize::from(issue)] == NONE {
        offer(Action::Close(issue), None, "Close", 'c', false);
    } else {
        offer(Action::Reopen(issue), None, "Reopen", 'o', false);
    }
    offer(Action::Write(issue), None, "In writing", 'w', false);
    let want = open_issues(rules, view.table).find(|&i| check(rules, view, &Action::Link(issue, i)).is_ok());
    let want = want.or_else(|| open_issues(rules, view.table).find(|&i| i != issue)).unwrap_or(issue);
    offer(Action::Link(issue, want), Some(Order::Mode(Mode::Link)), "Link with…", 'k', false);
    offer(Action::Gesture(true), None, "Announced gesture", 'g', false);
    offer(Action::Gesture(false), None, "Quiet gesture", 'u', false);
    offer(Action::Caucus, None, "Caucus", 'e', false);
    // The change of agenda itself is checked when it is chosen; here, whether any change may be made.
    let changed = (1..=u8::MAX).map(Action::Agenda).find(|a| check(rules, view, a).is_ok());
    offer(changed.unwrap_or(Action::Agenda(view.table.agenda)), Some(Order::Mode(Mode::Agenda)), "Agenda…", 'm', false);
    offer(Action::Adjourn, ask(Action::Adjourn), "Adjourn", 'j', false);
    offer(Action::WalkOut, ask(Action::WalkOut), "Walk out", 'x', false);
    verbs(&mut list, pen, desk, game);
    let his = crate::negotiation::his_package(rules, view);
    if his.is_some() {
        list.push(Move {
            order: Order::TakeHis,
            label: "Draft from his".into(),
            hint: "Starts your draft from his package; it costs nothing.".to_owned(),
            minutes: 0,
            hotkey: Some('f'),
            refused: None,
            main: false,
            group: Group::Package,
            odds: None,
        });
    }
    list
}

/// What preparation bought: shown while it can be used or was not used up.
fn verbs<'a>(list: &mut Vec<Move<'a>>, pen: Pen<'a>, desk: &Desk, game: &Game) {
    let (rules, scenario, view) = (game.rules(), game.scenario(), game.view());
    let mut digit = 1;
    for (v, rule) in rules.verbs.iter().enumerate() {
        let action = Action::Verb(v as u8, if rule.asks_issue { desk.issue } else { 0 });
        let refused = check(rules, view, &action).err();
        if matches!(refused, Some(Refused::VerbUsed | Refused::NotInThisRoom)) {
            continue;
        }
        list.push(Move {
            order: Order::Act(action),
            label: labels::action_label(scenario, view, action),
            hint: labels::action_detail(scenario, view, action),
            minutes: rule.minutes as i16,
            hotkey: char::from_digit(digit, 10),
            refused,
            main: false,
            group: Group::Prepared,
            odds: pen.ahead.of(desk.page, action),
        });
        digit += 1;
    }
}

/// Draws the choice of the agenda.
pub(super) fn agenda(side: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, game: &Game) {
    pen.pages(side, "moves", |page| {
        page.spawn(Node { padding: UiRect::all(px(3)), ..column(7.0) })
            .with_children(|panel| ticks(panel, pen, desk, game));
    });
}

fn ticks(panel: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, game: &Game) {
    let (rules, view) = (game.rules(), game.view());
    pen.caption(panel, format!("The agenda: up to {} issues", rules.table.agenda));
    panel.spawn(Node { flex_wrap: FlexWrap::Wrap, column_gap: px(6), row_gap: px(6), ..default() }).with_children(
        |ticks| {
            for (i, text) in game.scenario().texts.issues.iter().enumerate() {
                let on = desk.agenda >> i & 1 == 1;
                let press = Press {
                    label: &text.name,
                    note: if on { "✓".into() } else { String::new() },
                    aloud: Some(format!("{}, {}", text.name, if on { "on the agenda" } else { "not on the agenda" })),
                    hint: text.about.clone(),
                    hotkey: char::from_digit(i as u32 + 1, 10),
                    cut: if on { Cut::Chosen } else { Cut::Line },
                    disabled: view.table.closed[i] != NONE,
                    first: i == 0,
                    ..default()
                };
                pen.button(ticks, Order::Tick(i as u8), press);
            }
        },
    );
    let action = Action::Agenda(desk.agenda);
    let refused = check(rules, view, &action).err();
    let likely = pen.ahead.of(desk.page, action).map_or(String::new(), |o| format!(" · {:.0}", o.result.mean));
    panel.spawn(row(8.0)).with_children(|line| {
        let press = Press {
            label: "Open these",
            note: match minutes(rules, view, MoveKind::Agenda) {
                m if m > 0 => format!("{m}′{likely}"),
                _ => likely.trim_start_matches(" · ").to_owned(),
            },
            hotkey: Some('p'),
            cut: Cut::Main,
            disabled: refused.is_some(),
            ..default()
        };
        pen.button(line, Order::Act(action), press);
        if view.table.agenda != 0 {
            pen.button(
                line,
                Order::Mode(Mode::Moves),
                Press { label: "Leave it", hotkey: Some('k'), cut: Cut::Line, ..default() },
            );
        }
        if let Some(reason) = refused.filter(|_| desk.agenda != view.table.agenda || desk.agenda == 0) {
            pen.write(line, Face::Sans, 0.8, SLATE, format!("{reason}."));
        }
    });
    leaving(panel, pen, game);
    let entity = pen.write(panel, Face::Sans, 0.8, SLATE, "");
    panel.commands_mut().entity(entity).insert(HintLine);
    if game.header().coach != Coach::Exam {
        choices::advisers(panel, pen, game);
    }
}

/// One may leave before anything is opened.
fn leaving(panel: Parent<'_, '_>, pen: Pen<'_>, game: &Game) {
    let (rules, view) = (game.rules(), game.view());
    if view.table.agenda != 0 {
        return;
    }
    panel.spawn(row(8.0)).with_children(|line| {
        for (action, hotkey) in [(Action::Caucus, 'e'), (Action::Adjourn, 'j'), (Action::WalkOut, 'x')] {
            if check(rules, view, &action).is_ok() {
                let label = labels::action_label(game.scenario(), view, action);
                let hint = labels::action_detail(game.scenario(), view, action);
                let order = if action == Action::Caucus { Order::Act(action) } else { Order::Ask(action) };
                pen.button(
                    line,
                    order,
                    Press { label: &label, hint, hotkey: Some(hotkey), cut: Cut::Line, ..default() },
                );
            }
        }
    });
}

/// Draws the choice of what is wanted in return for a step on the selected issue.
pub(super) fn link(side: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, game: &Game) {
    let (rules, view) = (game.rules(), game.view());
    let texts = &game.scenario().texts;
    let name = texts.issues[usize::from(desk.issue)].name.to_lowercase();
    side.spawn(Node { padding: UiRect::all(px(3)), ..column(7.0) }).with_children(|panel| {
        pen.caption(panel, format!("For your step on {name} you want his step on:"));
        let mut first = true;
        for (n, issue) in open_issues(rules, view.table).filter(|&i| i != desk.issue).enumerate() {
            let action = Action::Link(desk.issue, issue);
            let refused = check(rules, view, &action).err();
            let press = Press {
                label: &texts.issues[usize::from(issue)].name,
                note: refused.map_or(String::new(), |r| format!("{r}")),
                hotkey: char::from_digit(n as u32 + 1, 10),
                cut: Cut::Line,
                disabled: refused.is_some(),
                first: first && refused.is_none(),
                ..default()
            };
            first &= refused.is_some();
            pen.button(panel, Order::Act(action), press);
        }
        let back = Press { label: "No link", hotkey: Some('k'), cut: Cut::Line, first, ..default() };
        pen.button(panel, Order::Mode(Mode::Moves), back);
    });
}
