//! The utility space of a bilateral domain: made for the width of a column, and for grey as for colour.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::bargaining::domain::{Domain, utilities};
use crate::bargaining::frontier::Answer;
use crate::report::charts::sheet::{At, Axis, Inks, Mark, Sheet, Side, fitted};

/// Left, top, right and lower edge of the drawing area.
const AREA: [f64; 4] = [46.0, 12.0, 330.0, 296.0];
/// Side of a cell; in each at most one outcome is drawn.
const CELL: f64 = 2.0;
/// Most marks of one kind.
const MOST_MARKS: usize = 60;

/// What was put forward in a game, and what was agreed: drawn over the space, by the utilities of both parties.
#[derive(Debug, Clone, Default)]
pub struct Trail {
    /// The first party's packages.
    pub yours: Vec<[f64; 2]>,
    /// The second's.
    pub his: Vec<[f64; 2]>,
    /// The deal.
    pub deal: Option<[f64; 2]>,
}

/// Draws outcomes, frontier, the five points, the zone of agreement, both reservation values, and a game if there is
/// one.
pub fn utility_space(domain: &Domain, answer: &Answer, trail: Option<&Trail>, inks: Inks) -> String {
    let parts = [domain.parts(0), domain.parts(1)];
    let r = domain.reservation();
    let axes = [0, 1].map(|p| axis(&parts[p], r[p], p));
    let at = |u: [f64; 2]| -> At { (axes[0].at(u[0]), axes[1].at(u[1])) };
    let tall = if trail.is_some() { 442.0 } else { 420.0 };
    let mut sheet = Sheet::new((340.0, tall), &format!("{}: utility space", domain.name), inks);
    sheet.area((0.0, 0.0), (340.0, tall), inks.ground);
    zone(&mut sheet, at(r));
    cloud(&mut sheet, &axes, &parts);
    frame(&mut sheet, &axes, domain);
    let frontier: Vec<At> = answer.points.iter().map(|u| at(*u)).collect();
    sheet.line(&frontier, inks.brass, 1.8, "");
    for point in frontier.iter().filter(|_| frontier.len() <= 200) {
        sheet.mark(Mark::Dot, *point, 3.2, inks.brass);
    }
    let s = &answer.solutions;
    let kinds: [(&str, &[usize], Mark, f64); 5] = [
        ("Nash", &s.nash, Mark::Disc, 3.8),
        ("Kalai–Smorodinsky", &s.kalai_smorodinsky, Mark::Square, 5.5),
        ("least gap", &s.ks_least_gap, Mark::Ring, 8.0),
        ("egalitarian", &s.egalitarian, Mark::Triangle, 8.0),
        ("max welfare", &s.max_welfare, Mark::Cross, 6.0),
    ];
    for (_, list, mark, size) in kinds.iter().rev() {
        for &i in list.iter().take(MOST_MARKS) {
            sheet.mark(*mark, at(answer.points[i]), *size, inks.ink);
        }
    }
    if let Some(trail) = trail {
        game(&mut sheet, trail, at);
    }
    for (n, (name, _, mark, size)) in kinds.iter().enumerate() {
        let (x, y) = (54.0 + 148.0 * (n % 2) as f64, 350.0 + 19.0 * (n / 2) as f64);
        sheet.mark(*mark, (x, y - 4.0), size.min(5.5), inks.ink);
        sheet.words((x + 12.0, y), Side::Right, inks.ink, name);
    }
    sheet.line(&[(194.0, 384.0), (210.0, 384.0)], inks.brass, 1.8, "");
    sheet.words((214.0, 388.0), Side::Right, inks.ink, "Pareto frontier");
    sheet.area((46.0, 397.0), (16.0, 11.0), inks.shade);
    sheet.words((66.0, 407.0), Side::Right, inks.ink, "zone of agreement");
    sheet.line(&[(194.0, 403.0), (210.0, 403.0)], inks.ink, 0.8, "4 3");
    sheet.words((214.0, 407.0), Side::Right, inks.ink, "reservation value");
    if trail.is_some() {
        for (x, mark, ink, words) in [
            (54.0, Mark::Diamond, inks.navy, "your packages"),
            (160.0, Mark::Disc, inks.red, "his packages"),
            (262.0, Mark::Cross, inks.red, "agreed"),
        ] {
            sheet.mark(mark, (x, 424.0), 3.6, ink);
            sheet.words((x + 10.0, 428.0), Side::Right, inks.ink, words);
        }
    }
    sheet.finish()
}

/// Utilities are usually shares; other ranges are shown as they are.
fn axis(parts: &[Vec<f64>], reservation: f64, party: usize) -> Axis {
    let extreme = |pick: fn(f64, f64) -> f64| -> f64 {
        parts.iter().map(|row| row.iter().copied().reduce(pick).unwrap_or(0.0)).sum()
    };
    let (least, most) = (extreme(f64::min), extreme(f64::max));
    let within = least >= 0.0 && most <= 1.0;
    let (low, high) = if within { (0.0, 1.0) } else { (least.min(reservation), most.max(reservation)) };
    let high = if high > low { high } else { low + 1.0 };
    Axis { values: [low, high], places: if party == 0 { [AREA[0], AREA[2]] } else { [AREA[3], AREA[1]] } }
}

/// The zone of agreement, and the reservation values that bound it.
fn zone(sheet: &mut Sheet, (x, y): At) {
    let inks = sheet.inks;
    let (x, y) = (x.clamp(AREA[0], AREA[2]), y.clamp(AREA[1], AREA[3]));
    sheet.area((x, AREA[1]), (AREA[2] - x, y - AREA[1]), inks.shade);
    sheet.line(&[(x, AREA[3]), (x, AREA[1])], inks.ink, 0.8, "4 3");
    sheet.line(&[(AREA[0], y), (AREA[2], y)], inks.ink, 0.8, "4 3");
}

/// A dot in each cell that holds an outcome.
fn cloud(sheet: &mut Sheet, axes: &[Axis; 2], parts: &[Vec<Vec<f64>>; 2]) {
    let Some((last, firsts)) = parts[0].split_last().zip(parts[1].split_last()).map(|(a, b)| ([a.0, b.0], [a.1, b.1]))
    else {
        return;
    };
    let sums = [utilities(firsts[0]), utilities(firsts[1])];
    let mut cells = BTreeSet::new();
    for (a, b) in sums[0].iter().zip(&sums[1]) {
        for (x, y) in last[0].iter().zip(last[1]) {
            cells.insert(((axes[0].at(a + x) / CELL) as i32, (axes[1].at(b + y) / CELL) as i32));
        }
    }
    let mut path = String::new();
    for (x, y) in cells {
        _ = write!(path, "M{} {}h1.3v1.3h-1.3z", f64::from(x) * CELL - 0.6, f64::from(y) * CELL - 0.6);
    }
    let steel = sheet.inks.steel;
    sheet.put(&format!("<path d=\"{path}\" fill=\"{steel}\" fill-opacity=\"0.5\"/>"));
}

fn frame(sheet: &mut Sheet, axes: &[Axis; 2], domain: &Domain) {
    let ink = sheet.inks.ink;
    sheet.line(&[(AREA[0], AREA[1]), (AREA[0], AREA[3]), (AREA[2], AREA[3])], ink, 1.0, "");
    for i in 0..=5 {
        let share = f64::from(i) / 5.0;
        let u = [0, 1].map(|p| axes[p].values[0] + share * (axes[p].values[1] - axes[p].values[0]));
        let (x, y) = (axes[0].at(u[0]), axes[1].at(u[1]));
        sheet.line(&[(x, AREA[3]), (x, AREA[3] + 4.0)], ink, 0.8, "");
        sheet.line(&[(AREA[0], y), (AREA[0] - 4.0, y)], ink, 0.8, "");
        let label = |u: f64| format!("{:.1}", if u.abs() < 0.05 { 0.0 } else { u });
        sheet.words((x, AREA[3] + 16.0), Side::Middle, ink, &label(u[0]));
        sheet.words((AREA[0] - 7.0, y + 4.0), Side::Left, ink, &label(u[1]));
    }
    let name = |p: usize| format!("utility to {}", fitted(&domain.parties[p].name, 240.0));
    sheet.strong(((AREA[0] + AREA[2]) / 2.0, AREA[3] + 33.0), Side::Middle, ink, &name(0));
    let middle = (AREA[1] + AREA[3]) / 2.0;
    sheet.put(&format!("<g transform=\"translate(14 {middle}) rotate(-90)\">"));
    sheet.strong((0.0, 0.0), Side::Middle, ink, &name(1));
    sheet.put("</g>");
}

/// What both put forward, and what came of it.
fn game(sheet: &mut Sheet, trail: &Trail, at: impl Fn([f64; 2]) -> At) {
    let inks = sheet.inks;
    for (list, mark, ink, dashes) in
        [(&trail.yours, Mark::Diamond, inks.navy, ""), (&trail.his, Mark::Disc, inks.red, "4 2")]
    {
        let points: Vec<At> = list.iter().map(|u| at(*u)).collect();
        sheet.line(&points, ink, 1.0, dashes);
        for point in points {
            sheet.mark(mark, point, 3.2, ink);
        }
    }
    if let Some(deal) = trail.deal {
        let (x, y) = at(deal);
        sheet.mark(Mark::Ring, (x, y), 9.0, inks.red);
        sheet.mark(Mark::Cross, (x, y), 5.0, inks.red);
    }
}
