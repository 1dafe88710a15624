//! What the newspapers print next morning: front pages laid side by side on the desk.

use bevy::prelude::*;

use crate::desktop::order::Order;
use crate::desktop::pen::{Cut, Parent, Pen, Press, column};
use crate::desktop::plate::{Print, plate};
use crate::desktop::theme::{Face, INK, NIGHT, PAPER, SHADE, SLATE};
use crate::scenario::{Paper, Scenario};

/// Widths of lines of small print, in percent: what is too small to be read.
const PRINT: [f32; 9] = [100.0, 96.0, 99.0, 92.0, 100.0, 97.0, 88.0, 99.0, 60.0];

/// Draws them.
pub(super) fn papers(root: Parent<'_, '_>, pen: Pen<'_>, scenario: &Scenario, list: &[Paper], picture: Option<usize>) {
    let page = Node {
        width: percent(100),
        height: percent(100),
        padding: UiRect::all(px(24)),
        align_items: AlignItems::Center,
        justify_content: JustifyContent::Center,
        ..column(16.0)
    };
    let cover = Pickable { should_block_lower: true, is_hoverable: true };
    root.spawn((page, cover, BackgroundColor(NIGHT))).with_children(|page| {
        pen.write(page, Face::Italic, 1.5, PAPER, "Next morning");
        if pen.is_large() {
            let whole =
                Node { width: percent(100), flex_grow: 1.0, flex_basis: px(0), min_height: px(0), ..column(0.0) };
            page.spawn(whole).with_children(|whole| {
                pen.pages(whole, "overlay", |page| {
                    page.spawn(Node { padding: UiRect::all(px(6)), ..column(14.0) })
                        .with_children(|papers| list.iter().for_each(|p| front(papers, pen, scenario, p, None, None)));
                });
            });
        } else {
            let desk = Node { column_gap: px(22), align_items: AlignItems::Center, ..default() };
            page.spawn(desk).with_children(|desk| {
                let middle = list.len() / 2;
                // The first is ours and lies in the middle, a little larger.
                let order = (0..list.len()).map(|n| {
                    if n == middle {
                        0
                    } else if n < middle {
                        n + 1
                    } else {
                        n
                    }
                });
                for n in order {
                    front(desk, pen, scenario, &list[n], Some(n == 0), picture.filter(|_| n == 0));
                }
            });
        }
        let press = Press { label: "Go on", hotkey: Some('1'), first: true, cut: Cut::Main, ..default() };
        pen.button(page, Order::Escape, press);
    });
}

/// One front page; with small print where there is room for it.
fn front(
    parent: Parent<'_, '_>,
    pen: Pen<'_>,
    scenario: &Scenario,
    paper: &Paper,
    ours: Option<bool>,
    picture: Option<usize>,
) {
    let large = ours == Some(true);
    let width = (pen.room.x * if large { 0.33 } else { 0.27 }).min(460.0);
    let sheet = Node {
        width: ours.map_or(percent(100), |_| px(width)),
        height: ours.map_or(auto(), |_| px(pen.room.y * if large { 0.80 } else { 0.64 })),
        flex_shrink: 0.0,
        padding: UiRect::axes(px(22), px(16)),
        ..column(7.0)
    };
    let shadow = BoxShadow::new(INK, px(2), px(5), px(0), px(14));
    parent.spawn((sheet, BackgroundColor(PAPER), shadow)).with_children(|sheet| {
        pen.centre(sheet, Face::Serif, if large { 1.35 } else { 1.15 }, SLATE, &paper.paper);
        pen.rule(sheet, INK);
        pen.write(sheet, Face::Serif, if large { 2.1 } else { 1.65 }, INK, &paper.headline);
        pen.rule(sheet, SHADE);
        pen.write(sheet, Face::Italic, 1.1, SLATE, &paper.deck);
        if let Some(number) = picture {
            let inside = width - 44.0;
            plate(sheet, pen, scenario, number, Vec2::new(inside, inside * 0.38), Print::Press);
        }
        // A line of print and the gap under it are seven high.
        let lines = if large { 16 } else { 25 } + ((pen.room.y - 720.0).max(0.0) * 0.7 / 7.0) as usize;
        if ours.is_some() && pen.room.y > 560.0 {
            let columns = Node { column_gap: px(14), padding: UiRect::top(px(6)), ..default() };
            sheet.spawn(columns).with_children(|columns| {
                for _ in 0..2 {
                    let column = Node { flex_grow: 1.0, flex_basis: px(0), ..column(5.0) };
                    columns.spawn(column).with_children(|print| {
                        for width in PRINT.into_iter().cycle().take(lines) {
                            let line = Node { width: percent(width), height: px(2), ..default() };
                            print.spawn((line, BackgroundColor(SHADE)));
                        }
                    });
                }
            });
        }
    });
}
