//! What lies over a screen: menu, log, notebook pages, questions and notices.

mod advisers;
mod book;
mod double;
mod keys;
mod log;
mod papers;
mod preferences;
mod reflection;

pub(in crate::desktop) use reflection::opened as reflection_opened;

use bevy::input_focus::tab_navigation::TabIndex;
use bevy::prelude::*;

use crate::desktop::focus::{Control, First};
use crate::desktop::keys::FIELD;
use crate::desktop::order::Order;
use crate::desktop::pen::{Cut, Parent, Pen, Press, column, row};
use crate::desktop::screens::dossier::dossier;
use crate::desktop::session::{Desk, Overlay, Screen, Session};
use crate::desktop::study::Ask;
use crate::desktop::theme::{BRASS, Face, INK, NAVY, NEWSPRINT, PAPER, RED, SLATE};
use crate::negotiation::Action;
use crate::report::{counsel, labels, words};
use crate::review::Walk;

/// Draws what lies over the screen.
pub(in crate::desktop) fn overlay(
    root: Parent<'_, '_>,
    pen: Pen<'_>,
    overlay: &Overlay,
    desk: &Desk,
    session: &Session,
) {
    if let Overlay::Papers(list, picture) = overlay {
        return papers::papers(root, pen, &session.scenario, list, *picture);
    }
    let wide = matches!(overlay, Overlay::Handbook(_) | Overlay::Double);
    let scrolls = pen.is_large() && matches!(overlay, Overlay::Menu | Overlay::Preferences);
    let large = wide
        || scrolls
        || matches!(
            overlay,
            Overlay::Log(_)
                | Overlay::Types
                | Overlay::Turns
                | Overlay::Dossier
                | Overlay::Terms
                | Overlay::Keys
                | Overlay::Reflection { .. }
                | Overlay::Advisers
        );
    let page = Node {
        width: percent(100),
        height: percent(100),
        align_items: AlignItems::Center,
        justify_content: JustifyContent::Center,
        ..default()
    };
    root.spawn((page, Pickable { should_block_lower: true, is_hoverable: true })).with_children(|page| {
        let card = Node {
            width: pen.em(if wide {
                1080.0
            } else if large {
                820.0
            } else {
                460.0
            }),
            max_width: percent(96),
            max_height: percent(98),
            height: if large { percent(90) } else { auto() },
            padding: UiRect::axes(px(30), px(24)),
            border: UiRect::top(px(6)),
            ..column(9.0)
        };
        page.spawn((card, BackgroundColor(PAPER), BorderColor::all(RED))).with_children(|card| match overlay {
            Overlay::Menu | Overlay::Preferences if scrolls => pen.pages(card, "overlay", |page| {
                page.spawn(Node { padding: UiRect::all(px(4)), ..column(9.0) }).with_children(|list| match overlay {
                    Overlay::Menu => menu(list, pen, session),
                    _ => preferences::preferences(list, pen),
                });
            }),
            Overlay::Menu => menu(card, pen, session),
            Overlay::Log(search) => log::log(card, pen, session, search),
            Overlay::Advisers => advisers::advisers(card, pen, session),
            Overlay::Reflection { said, at } => reflection::reflection(card, pen, session, said, *at),
            Overlay::Keys => keys::keys(card, pen, desk, session),
            Overlay::Terms => book::terms(card, pen),
            Overlay::Handbook(entry) => book::handbook(card, pen, session, *entry),
            Overlay::Double => double::double(card, pen, desk, session),
            Overlay::Papers(..) => {}
            Overlay::Types => types(card, pen, session),
            Overlay::Confirm(action) => confirm(card, pen, session, *action),
            Overlay::Turns => turns(card, pen, session),
            Overlay::Preferences => preferences::preferences(card, pen),
            Overlay::Dossier => {
                heading(card, pen, "Dossier");
                dossier(card, pen, session);
            }
            Overlay::Sure { title, text, ask } => sure(card, pen, title, text, ask),
            Overlay::Rename(name) => rename(card, pen, name),
            Overlay::Class(code, wrong) => class(card, pen, code, wrong.as_deref()),
            Overlay::Notice { title, text, unrecorded } => {
                pen.write(card, Face::Serif, 1.5, INK, title);
                pen.rule(card, BRASS);
                pen.write(card, Face::Serif, 1.08, INK, text);
                card.spawn(Node { margin: UiRect::top(px(8)), ..row(10.0) }).with_children(|line| {
                    if *unrecorded {
                        let press = Press { label: "Try again", first: true, cut: Cut::Main, ..default() };
                        pen.button(line, Order::Begin(true), press);
                        let press = Press { label: "Play without a record", cut: Cut::Line, ..default() };
                        pen.button(line, Order::Begin(false), press);
                    }
                    let label = if *unrecorded { "Back" } else { "Go on" };
                    let cut = if *unrecorded { Cut::Line } else { Cut::Main };
                    pen.button(line, Order::Escape, Press { label, first: !unrecorded, cut, ..default() });
                });
            }
        });
    });
}

fn menu(card: Parent<'_, '_>, pen: Pen<'_>, session: &Session) {
    let playing = session.game.as_ref();
    pen.write(card, Face::Serif, 1.5, INK, &session.scenario.texts.title);
    pen.rule(card, BRASS);
    pen.button(
        card,
        Order::Escape,
        Press { label: "Go on", hotkey: Some('g'), first: true, cut: Cut::Main, ..default() },
    );
    if playing.is_some() {
        let log = Press { label: "Log", hotkey: Some('l'), cut: Cut::Line, ..default() };
        pen.button(card, Order::Open(Overlay::Log(String::new())), log);
        let dossier = Press { label: "Dossier", hotkey: Some('i'), cut: Cut::Line, ..default() };
        pen.button(card, Order::Open(Overlay::Dossier), dossier);
        let terms = Press { label: "Words on this page", hotkey: Some('w'), cut: Cut::Line, ..default() };
        pen.button(card, Order::Open(Overlay::Terms), terms);
        let advisers = Press { label: "Advisers", hotkey: Some('v'), cut: Cut::Line, ..default() };
        pen.button(card, Order::Open(Overlay::Advisers), advisers);
        let types = Press { label: "Who he may be", hotkey: Some('n'), cut: Cut::Line, ..default() };
        pen.button(card, Order::Open(Overlay::Types), types);
    }
    if let Some(game) = playing.filter(|g| g.turns() > 0) {
        let locked = game.ending().is_none() && !game.header().may_rewind();
        let back = Press {
            label: "Go back to a decision",
            note: if locked { "not in this game".into() } else { String::new() },
            hotkey: Some('b'),
            cut: Cut::Line,
            disabled: locked,
            ..default()
        };
        pen.button(card, Order::Open(Overlay::Turns), back);
    }
    let book = Press { label: "Handbook", hotkey: Some('h'), cut: Cut::Line, ..default() };
    pen.button(card, Order::Open(Overlay::Handbook(0)), book);
    let records = Press { label: "Records", hotkey: Some('r'), cut: Cut::Line, ..default() };
    pen.button(card, Order::Study(Ask::Records), records);
    let settings = Press { label: "Preferences", hotkey: Some('p'), cut: Cut::Line, ..default() };
    pen.button(card, Order::Open(Overlay::Preferences), settings);
    let keys = Press { label: "Keys", note: "?".into(), hotkey: Some('k'), cut: Cut::Line, ..default() };
    pen.button(card, Order::Open(Overlay::Keys), keys);
    let title = Press { label: "Leave to the title", hotkey: Some('t'), cut: Cut::Line, ..default() };
    pen.button(card, Order::Show(Screen::Title), title);
    pen.button(card, Order::Quit, Press { label: "Quit", hotkey: Some('q'), cut: Cut::Line, ..default() });
    let kept = match playing {
        Some(game) => match game.path() {
            Some(path) => format!("Seed {}. Every step is kept in {}.", game.header().seed, path.display()),
            None => format!("Seed {}. This game is played without a record.", game.header().seed),
        },
        None => String::new(),
    };
    pen.write(card, Face::Sans, 0.75, SLATE, kept);
}

fn types(card: Parent<'_, '_>, pen: Pen<'_>, session: &Session) {
    heading(card, pen, "Who he may be");
    let texts = &session.scenario.texts;
    pen.pages(card, "overlay", |page| {
        page.spawn(Node { padding: UiRect::vertical(px(6)), ..column(7.0) }).with_children(|list| {
            for kind in texts.types.iter().take(session.scenario.rules.drawn_types) {
                pen.write(list, Face::Serif, 1.25, INK, &kind.name);
                pen.write(list, Face::Serif, 1.05, INK, &kind.about);
            }
            if let Some(game) = &session.game
                && game.header().coach != crate::record::Coach::Exam
            {
                pen.rule(list, BRASS);
                pen.caption(list, "What your advisers think");
                for (name, thinks) in counsel::advisers_think(game.scenario(), game.view()) {
                    pen.write(list, Face::Serif, 1.05, INK, format!("{name}: {thinks}"));
                }
            }
        });
    });
}

/// Every decision so far, the newest first: going back to one begins a branch.
fn turns(card: Parent<'_, '_>, pen: Pen<'_>, session: &Session) {
    heading(card, pen, "Go back to a decision");
    let Some(game) = &session.game else { return };
    let words =
        "A new game begins with what was done before it. The game you are in stays as it is, among the records.";
    pen.write(card, Face::Serif, 1.05, INK, words);
    pen.pages(card, "overlay", |page| {
        page.spawn(Node { padding: UiRect::all(px(4)), ..column(4.0) }).with_children(|list| {
            let walk = Walk::of(game);
            for (n, action) in walk.actions.iter().enumerate().rev() {
                let view = walk.before[n].view();
                let scene = &game.scenario().texts.scenes[usize::from(view.story.scene)].title;
                let press = Press {
                    label: &format!("{}. {scene}", n + 1),
                    detail: &labels::action_label(game.scenario(), view, *action),
                    cut: Cut::Card,
                    ..default()
                };
                pen.button(list, Order::Study(Ask::Branch(n)), press);
            }
        });
    });
}

/// A question before something that is not easily undone.
fn sure(card: Parent<'_, '_>, pen: Pen<'_>, title: &str, text: &str, ask: &Ask) {
    pen.write(card, Face::Serif, 1.5, INK, title);
    pen.rule(card, BRASS);
    pen.write(card, Face::Serif, 1.08, INK, text);
    card.spawn(Node { margin: UiRect::top(px(8)), ..row(10.0) }).with_children(|line| {
        let yes = Press { label: "Yes", hotkey: Some('y'), cut: Cut::Main, ..default() };
        pen.button(line, Order::Study(ask.clone()), yes);
        let no = Press { label: "No", hotkey: Some('n'), first: true, cut: Cut::Line, ..default() };
        pen.button(line, Order::Escape, no);
    });
}

/// A name is typed.
fn rename(card: Parent<'_, '_>, pen: Pen<'_>, name: &str) {
    pen.write(card, Face::Serif, 1.5, INK, "Another name");
    pen.rule(card, BRASS);
    field(card, pen, &format!("{name}_"), format!("Name: {name}. Type to change it."), None, true);
    pen.write(card, Face::Sans, 0.76, SLATE, "Type it; Backspace takes a letter back, Enter keeps it.");
    card.spawn(Node { margin: UiRect::top(px(8)), ..row(10.0) }).with_children(|line| {
        pen.button(line, Order::Study(Ask::Named), Press { label: "Keep it", cut: Cut::Main, ..default() });
        pen.button(line, Order::Escape, Press { label: "Back", cut: Cut::Line, ..default() });
    });
}

/// A class code is typed.
fn class(card: Parent<'_, '_>, pen: Pen<'_>, code: &str, wrong: Option<&str>) {
    pen.write(card, Face::Serif, 1.5, INK, "Class code");
    pen.rule(card, BRASS);
    let words = "It says what is played, with which help and against whom: the same man for all, or each their own.";
    pen.write(card, Face::Serif, 1.05, INK, words);
    field(card, pen, &format!("{code}_"), format!("Class code: {code}. Type to change it."), None, true);
    if let Some(wrong) = wrong {
        pen.write(card, Face::Serif, 1.05, RED, format!("{}.", words::capital(wrong)));
    }
    pen.write(card, Face::Sans, 0.76, SLATE, "Type it or paste it; Backspace takes a letter back, Enter joins.");
    card.spawn(Node { margin: UiRect::top(px(8)), ..row(10.0) }).with_children(|line| {
        let join = Press { label: "Join", cut: Cut::Main, disabled: code.trim().is_empty(), ..default() };
        pen.button(line, Order::Join, join);
        pen.button(line, Order::Escape, Press { label: "Back", cut: Cut::Line, ..default() });
    });
}

/// A field in which something is typed.
pub(super) fn field(card: Parent<'_, '_>, pen: Pen<'_>, text: &str, aloud: String, hotkey: Option<char>, first: bool) {
    let node = Node { padding: UiRect::axes(px(10), px(5)), border: UiRect::bottom(px(2)), ..row(9.0) };
    let control = Control { key: FIELD.into(), above: pen.above, hotkey };
    let outline = Outline::new(px(2), px(1), Color::NONE);
    let look = (BackgroundColor(NEWSPRINT), BorderColor::all(NAVY), outline);
    let mut spawned = card.spawn((node, look, AccessibleLabel::new(aloud), control, TabIndex(0)));
    if first {
        spawned.insert(First);
    }
    spawned.with_children(|field| {
        if let Some(letter) = hotkey {
            pen.write(field, Face::Typed, 0.8, SLATE, letter.to_ascii_uppercase().to_string());
        }
        pen.write(field, Face::Typed, if first { 1.1 } else { 0.95 }, INK, text);
    });
}

fn heading(card: Parent<'_, '_>, pen: Pen<'_>, title: &str) {
    card.spawn(Node { justify_content: JustifyContent::SpaceBetween, ..row(12.0) }).with_children(|line| {
        pen.write(line, Face::Serif, 1.5, INK, title);
        let close = Press { label: "Close", note: "Esc".into(), first: true, cut: Cut::Line, ..default() };
        pen.button(line, Order::Escape, close);
    });
    pen.rule(card, BRASS);
}

fn confirm(card: Parent<'_, '_>, pen: Pen<'_>, session: &Session, action: Action) {
    let Some(game) = &session.game else { return };
    let (scenario, view) = (game.scenario(), game.view());
    pen.write(card, Face::Serif, 1.5, INK, format!("{}?", labels::action_label(scenario, view, action)));
    pen.rule(card, BRASS);
    pen.write(card, Face::Serif, 1.08, INK, labels::action_detail(scenario, view, action));
    if action == Action::Accept
        && let Some(his) = crate::negotiation::his_package(game.rules(), view)
    {
        pen.write(card, Face::Serif, 1.08, INK, format!("He offers: {}.", words::package_words(scenario, &his)));
    }
    card.spawn(Node { margin: UiRect::top(px(8)), ..row(10.0) }).with_children(|line| {
        let yes = Press { label: "Yes", hotkey: Some('y'), cut: Cut::Main, ..default() };
        pen.button(line, Order::Act(action), yes);
        let no = Press { label: "No", hotkey: Some('n'), first: true, cut: Cut::Line, ..default() };
        pen.button(line, Order::Escape, no);
    });
}
