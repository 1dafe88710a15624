//! Issues and their options, with both sides' positions on them at once.

use bevy::prelude::*;

use crate::desktop::draft::is_open;
use crate::desktop::focus::{Control, Hint};
use crate::desktop::order::{Does, Order};
use crate::desktop::pen::{Dress, Parent, Pen, column, row};
use crate::desktop::session::{Desk, Mode};
use crate::desktop::theme::{BRASS, DIM, Face, INK, JADE, NEWSPRINT, PAPER, RED, SHADE, SLATE};
use crate::negotiation::{NONE, bits, his_package, mine_now};
use crate::record::Game;
use bevy::input_focus::tab_navigation::TabIndex;
use bevy::picking::hover::Hovered;
use bevy::ui::InteractionDisabled;
use bevy::ui_widgets::Button;

/// Draws the grid.
pub(super) fn grid(sheet: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, game: &Game) {
    legend(sheet, pen);
    for issue in 0..game.rules().issues.len() {
        line(sheet, pen, desk, game, issue);
    }
    about(sheet, pen, desk, game);
}

fn legend(sheet: Parent<'_, '_>, pen: Pen<'_>) {
    sheet.spawn(row(16.0)).with_children(|line| {
        for (you, words) in [(true, "you offered"), (false, "he offers")] {
            line.spawn(row(6.0)).with_children(|one| {
                pen.sign(one, you);
                pen.write(one, Face::Sans, 0.72, SLATE, words);
            });
        }
        line.spawn(row(6.0)).with_children(|one| {
            pen.ghost(one, false);
            pen.write(one, Face::Sans, 0.72, SLATE, "before");
        });
        line.spawn(row(6.0)).with_children(|one| {
            let node = Node { width: px(14), height: px(9), border: UiRect::all(px(1)), ..default() };
            one.spawn((node, BackgroundColor(BRASS.mix(&PAPER, 0.4)), BorderColor::all(BRASS)));
            pen.write(one, Face::Sans, 0.72, SLATE, "your draft");
        });
        pen.write(line, Face::Sans, 0.72, SLATE, "W in writing");
        pen.write(line, Face::Sans, 0.72, SLATE, "verdicts: round if asked, square if guessed");
    });
}

fn line(sheet: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, game: &Game, issue: usize) {
    let (rules, texts, view) = (game.rules(), &game.scenario().texts, game.view());
    let open = is_open(view, issue);
    let closed = view.table.closed[issue] != NONE;
    let selected = usize::from(desk.issue) == issue && desk.mode != Mode::Agenda;
    let node = Node { column_gap: px(3), align_items: AlignItems::Stretch, height: pen.em(36.0), ..default() };
    sheet.spawn(node).with_children(|cells| {
        let text = &texts.issues[issue];
        let state = if closed {
            ", closed"
        } else if open {
            ""
        } else {
            ", not on the agenda"
        };
        let name = Node {
            width: pen.em(112.0),
            flex_shrink: 0.0,
            padding: UiRect::axes(px(6), px(1)),
            border: UiRect::left(px(4)),
            justify_content: JustifyContent::Center,
            ..column(0.0)
        };
        let edge = if selected { RED } else { Color::NONE };
        let ink = if open || closed { INK } else { DIM };
        cells
            .spawn((
                (name, BackgroundColor(PAPER), BorderColor::all(edge), Outline::new(px(2), px(0), Color::NONE)),
                (Button, Does(Order::Issue(issue as u8)), Hovered::default(), Dress { usual: PAPER }),
                Control { key: format!("issue {issue}"), above: false, hotkey: None },
                (Hint(text.about.clone()), AccessibleLabel::new(format!("{}{state}. {}", text.name, text.about))),
            ))
            .with_children(|lines| {
                pen.write(lines, if selected { Face::Strong } else { Face::Sans }, 0.8, ink, &text.name);
            });
        for option in 0..rules.issues[issue].options.len() {
            cell(cells, pen, desk, game, issue, option as u8);
        }
    });
}

fn cell(cells: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, game: &Game, issue: usize, option: u8) {
    let (rules, view) = (game.rules(), game.view());
    let text = &game.scenario().texts.issues[issue].options[usize::from(option)];
    let open = is_open(view, issue);
    let closed_here = view.table.closed[issue] == option;
    let on_agenda = view.table.agenda >> issue & 1 == 1;
    let mine = view.table.is(bits::MINE) && mine_now(rules, view)[issue] == option && (on_agenda || closed_here);
    let his = his_package(rules, view).is_some_and(|p| p[issue] == option) && (on_agenda || closed_here);
    // Where each stood before his and your last step, if that was another option.
    let was_his = his_package(rules, view).is_some_and(|p| p[issue] != option)
        && view.table.answers > 1
        && view.table.his_before[issue] == option
        && on_agenda;
    let was_mine = view.table.is(bits::MINE)
        && view.table.offers > 1
        && view.table.recent[0][issue] == option
        && mine_now(rules, view)[issue] != option
        && on_agenda;
    let written = view.table.written[issue] == option;
    let drafted = desk.draft[issue] == option && desk.mode != Mode::Agenda;
    let usual = match (drafted, open) {
        (true, true) => BRASS.mix(&PAPER, 0.4),
        (true, false) => SHADE.mix(&NEWSPRINT, 0.4),
        (false, true) => NEWSPRINT.mix(&PAPER, 0.4),
        (false, false) => PAPER,
    };
    let border = if closed_here {
        JADE
    } else if drafted && open {
        BRASS
    } else if open {
        SHADE
    } else {
        NEWSPRINT
    };
    let mut aloud = format!("{}: {}", game.scenario().texts.issues[issue].name, text.name);
    let says = [
        (mine, "you offered this"),
        (his, "he offers this"),
        (was_mine, "you offered this before"),
        (was_his, "he offered this before"),
        (drafted, "in your draft"),
        (written, "in writing"),
        (closed_here, "closed here"),
    ];
    for (_, words) in says.into_iter().filter(|s| s.0) {
        aloud = format!("{aloud}, {words}");
    }
    let node = Node {
        flex_grow: 1.0,
        flex_basis: px(0),
        min_width: px(0),
        padding: UiRect::axes(px(5), px(1)),
        border: UiRect::all(px(if closed_here { 2.0 } else { 1.0 })),
        border_radius: BorderRadius::all(px(2)),
        justify_content: JustifyContent::SpaceBetween,
        ..row(3.0)
    };
    let mut spawned = cells.spawn((
        (node, BackgroundColor(usual), BorderColor::all(border), Outline::new(px(2), px(0), Color::NONE)),
        (Button, Does(Order::Draft(issue as u8, option)), Hovered::default(), Dress { usual }),
        Control { key: format!("cell {issue} {option}"), above: false, hotkey: None },
        (Hint(text.about.clone()), AccessibleLabel::new(aloud)),
    ));
    if open {
        spawned.insert(TabIndex(0));
    } else {
        spawned.insert(InteractionDisabled);
    }
    spawned.with_children(|inner| {
        let ink = if open || closed_here { INK } else { DIM };
        inner
            .spawn((Node { flex_grow: 1.0, flex_basis: px(0), min_width: px(0), ..default() }, Pickable::IGNORE))
            .with_children(|name| {
                pen.write(name, Face::Sans, 0.7, ink, &text.name);
            });
        inner.spawn((row(4.0), Pickable::IGNORE)).with_children(|signs| {
            if written {
                pen.write(signs, Face::Typed, 0.78, RED, "W");
            }
            if closed_here {
                pen.write(signs, Face::Sans, 0.66, JADE, "closed");
                return;
            }
            if mine {
                pen.sign(signs, true);
            }
            if his {
                pen.sign(signs, false);
            }
            if was_mine {
                pen.ghost(signs, true);
            }
            if was_his {
                pen.ghost(signs, false);
            }
        });
    });
}

/// What the drafted option of the selected issue means.
fn about(sheet: Parent<'_, '_>, pen: Pen<'_>, desk: &Desk, game: &Game) {
    let issue = usize::from(desk.issue);
    let text = &game.scenario().texts.issues[issue];
    let option = &text.options[usize::from(desk.draft[issue])];
    let words = if desk.mode == Mode::Agenda {
        "Choose what to talk about. What is not on the agenda stays as it is.".to_owned()
    } else {
        format!("{}: {}. {}", text.name, option.name, option.about)
    };
    let node = Node { min_height: px(20), ..default() };
    sheet.spawn(node).with_children(|line| {
        pen.write(line, Face::Serif, 0.98, INK, words);
    });
}
