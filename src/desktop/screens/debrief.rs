//! The debrief: lessons first, then the decisions with what each choice was worth, then charts.

mod decisions;
mod lessons;

use bevy::prelude::*;

use crate::desktop::focus::HintLine;
use crate::desktop::order::Order;
use crate::desktop::pen::{Cut, Parent, Pen, Press, column, row};
use crate::desktop::session::{Screen, Session};
use crate::desktop::study::{Ask, Debrief, Study, Tab};
use crate::desktop::theme::{BRASS, Face, INK, MIST, NIGHT, PAPER, RED, SLATE};
use crate::report::charts::{self, Inks};
use crate::scenario::Scenario;

/// What the reviewer is doing, kept up to date without a redraw.
#[derive(Component)]
pub(in crate::desktop) struct Progress;

/// Draws the debrief; while the reviewer works it can be stopped.
pub(in crate::desktop) fn debrief(root: Parent<'_, '_>, pen: Pen<'_>, study: &Study, session: &Session, works: bool) {
    let Some(debrief) = &study.debrief else {
        let back = Press { label: "Title", cut: Cut::Main, first: true, ..default() };
        pen.button(root, Order::Show(Screen::Title), back);
        return;
    };
    let page = Node { width: percent(100), height: percent(100), ..column(0.0) };
    root.spawn(page).with_children(|page| {
        if pen.is_large() {
            pen.pages(page, "debrief", |page| pages(page, Pen { flat: true, ..pen }, debrief, session, works));
        } else {
            pages(page, pen, debrief, session, works);
        }
    });
}

fn pages(page: Parent<'_, '_>, pen: Pen<'_>, debrief: &Debrief, session: &Session, works: bool) {
    head(page, pen, debrief, session, works);
    tabs(page, pen, debrief);
    let sheet = Node {
        flex_grow: 1.0,
        flex_basis: if pen.flat { auto() } else { px(0) },
        flex_shrink: if pen.flat { 0.0 } else { 1.0 },
        min_height: px(0),
        margin: UiRect::axes(px(16), px(0)),
        padding: UiRect { left: px(22), right: px(10), top: px(10), bottom: px(4) },
        border: UiRect::top(px(3)),
        ..column(6.0)
    };
    page.spawn((sheet, BackgroundColor(PAPER), BorderColor::all(RED))).with_children(|sheet| {
        let scenario = &session.scenario;
        match debrief.tab {
            Tab::Lessons => lessons::lessons(sheet, pen, scenario, debrief),
            Tab::Decisions => decisions::decisions(sheet, pen, scenario, debrief),
            tab => chart(sheet, pen, scenario, debrief, tab),
        }
    });
    foot(page, pen);
}

fn head(page: Parent<'_, '_>, pen: Pen<'_>, debrief: &Debrief, session: &Session, works: bool) {
    let band = Node {
        flex_shrink: 0.0,
        padding: UiRect::axes(px(18), px(8)),
        column_gap: px(24),
        align_items: AlignItems::Center,
        justify_content: JustifyContent::SpaceBetween,
        border: UiRect::bottom(px(3)),
        ..default()
    };
    page.spawn((band, BackgroundColor(NIGHT), BorderColor::all(BRASS))).with_children(|band| {
        band.spawn(column(0.0)).with_children(|lines| {
            let ending = session.scenario.texts.endings.get(usize::from(debrief.walk.end.story.ending));
            let title = ending.map_or("The game goes on", |e| e.title.as_str());
            pen.write(lines, Face::Sans, 0.74, MIST, "Debrief");
            pen.write(lines, Face::Serif, 1.3, PAPER, title);
        });
        for (name, value) in figures(debrief) {
            band.spawn(Node { align_items: AlignItems::Center, ..column(0.0) }).with_children(|lines| {
                pen.write(lines, Face::Strong, 1.1, PAPER, value);
                pen.write(lines, Face::Sans, 0.72, MIST, name);
            });
        }
        band.spawn(Node { width: px(300), align_items: AlignItems::End, flex_shrink: 0.0, ..column(3.0) })
            .with_children(|lines| {
                let line = pen.write(lines, Face::Sans, 0.74, MIST, "");
                lines.commands_mut().entity(line).insert(Progress);
                if works {
                    let stop = Press { label: "Stop", hotkey: Some('s'), cut: Cut::Line, ..default() };
                    pen.button(lines, Order::Study(Ask::Stop), stop);
                } else if let Some(review) = &debrief.review {
                    let words = format!("{} games from every choice", review.rollouts);
                    pen.write(lines, Face::Sans, 0.74, MIST, words);
                }
            });
    });
}

/// Result, both accuracies, and the notebook's score.
fn figures(debrief: &Debrief) -> Vec<(&'static str, String)> {
    let mut list = vec![("result of 100", format!("{:.0}", debrief.course.measure.result))];
    if let Some(review) = &debrief.review {
        if let Some([foresight, hindsight]) = review.accuracy {
            list.push(("accuracy, as known then", format!("{foresight:.0}")));
            list.push(("accuracy, against him", format!("{hindsight:.0}")));
        }
        if let Some(brier) = review.brier {
            list.push(("Brier score of your notebook", format!("{brier:.2}")));
        }
    }
    list
}

fn tabs(page: Parent<'_, '_>, pen: Pen<'_>, debrief: &Debrief) {
    let line = Node {
        flex_shrink: 0.0,
        padding: UiRect::axes(px(16), px(8)),
        flex_wrap: FlexWrap::Wrap,
        row_gap: px(6),
        ..row(6.0)
    };
    page.spawn(line).with_children(|line| {
        for (n, tab) in Tab::ALL.into_iter().enumerate() {
            let chosen = tab == debrief.tab;
            let press = Press {
                label: tab.name(),
                aloud: Some(format!("{}{}", tab.name(), if chosen { ", shown" } else { "" })),
                hotkey: char::from_digit(n as u32 + 1, 10),
                cut: if chosen { Cut::Chosen } else { Cut::Line },
                first: chosen,
                ..default()
            };
            pen.button(line, Order::Study(Ask::Tab(tab)), press);
        }
        line.spawn(Node { flex_grow: 1.0, ..default() });
        if debrief.walk.is_over() {
            let front = Press { label: "Front page", hotkey: Some('f'), cut: Cut::Line, ..default() };
            pen.button(line, Order::Show(Screen::Ending), front);
        }
        let records = Press { label: "Records", hotkey: Some('r'), cut: Cut::Line, ..default() };
        pen.button(line, Order::Study(Ask::Records), records);
        let title = Press { label: "Title", hotkey: Some('t'), cut: Cut::Line, ..default() };
        pen.button(line, Order::Show(Screen::Title), title);
    });
}

fn foot(page: Parent<'_, '_>, pen: Pen<'_>) {
    let line = Node { flex_shrink: 0.0, min_height: px(26), padding: UiRect::axes(px(20), px(4)), ..default() };
    page.spawn(line).with_children(|line| {
        let hint = pen.write(line, Face::Sans, 0.74, SLATE, "");
        line.commands_mut().entity(hint).insert(HintLine);
    });
}

/// A chart, and what it shows in a sentence.
fn chart(sheet: Parent<'_, '_>, pen: Pen<'_>, scenario: &Scenario, debrief: &Debrief, tab: Tab) {
    let (walk, course) = (&debrief.walk, &debrief.course);
    let room = Vec2::new((pen.room.x - 110.0).min(1500.0), (pen.room.y - 270.0).clamp(280.0, 560.0));
    // Words in charts grow with all other text.
    let grown = pen.preferences.scale().max(1.0);
    let size = (f64::from(room.x / grown), f64::from(room.y.max(300.0 * grown) / grown));
    let inks = Inks::PRINT;
    let (text, svg) = match tab {
        Tab::Deal => (
            "Everything that could have been agreed with him: a dot for each package, by what it is worth to you and to \
             him. What both put forward is drawn over it.",
            charts::space(scenario, walk, course, inks),
        ),
        Tab::Concessions => (
            "Both sides’ packages in the order in which they came, by what each is worth on your sheet, with the class \
             of every move.",
            charts::concessions(scenario, course, size, inks),
        ),
        Tab::Trust => (
            "What each audience thought of you, turn by turn: a disc where trust rose, a ring where it fell, and the \
             evidence that moved it most.",
            charts::trust(scenario, course, size.0, inks),
        ),
        Tab::Face => (
            "Face given to the host and taken from him. It is a concession on a matter of symbols; home counts it too.",
            charts::face(scenario, course, size.0, inks),
        ),
        _ => (
            "How much of all packages each would have ratified, had it been agreed that day, and how much all of them \
             together. The zone shrinks as January comes.",
            charts::win_sets(scenario, course, size, inks),
        ),
    };
    pen.pages(sheet, "debrief", |page| {
        let body = Node { padding: UiRect { right: px(8), bottom: px(12), ..default() }, ..column(10.0) };
        page.spawn(body).with_children(|body| {
            pen.write(body, Face::Serif, 1.1, INK, text);
            let beside = Node {
                column_gap: px(36),
                row_gap: px(16),
                align_items: AlignItems::Start,
                flex_wrap: if pen.flat { FlexWrap::Wrap } else { FlexWrap::NoWrap },
                ..default()
            };
            body.spawn(beside).with_children(|beside| {
                // The utility space has a size of its own; the others are drawn for the room there is.
                let zoom =
                    if tab == Tab::Deal { ((pen.room.y - 290.0) / 442.0).clamp(1.0, 1.7).max(grown) } else { grown };
                pen.picture(beside, svg, zoom, tab.name());
                if tab == Tab::Deal {
                    lessons::measures(beside, pen, scenario, debrief);
                    lessons::outcome(beside, pen, scenario, debrief);
                }
            });
            if tab == Tab::Trust {
                lessons::evidence(body, pen, scenario, debrief);
            }
            if tab == Tab::Concessions {
                lessons::ledgers(body, pen, debrief);
            }
        });
    });
}
