//! A whole class in one picture: its deals in the utility space, and how trust and offers went.

use std::collections::BTreeMap;

use crate::bargaining::frontier::Answer;
use crate::report::charts::sheet::{At, Axis, Inks, Mark, Sheet, Side, fitted};
use crate::review::{Class, Member, median};
use crate::scenario::Scenario;
use crate::scenario::rules::ONE;

/// Most panels beside each other, and the largest width of one.
const BESIDE: usize = 3;
const WIDEST: f64 = 330.0;

/// Every deal by its worth to both: a panel for each kind of counterpart that the class met, with the frontier and the
/// Nash point of each of his kind that somebody sat across from.
pub fn deals(scenario: &Scenario, class: &Class, width: f64, inks: Inks) -> String {
    let mut kinds: Vec<u8> = class.people.keys().map(|(kind, _)| *kind).collect();
    kinds.dedup();
    let rows = kinds.len().div_ceil(BESIDE).max(1);
    let columns = kinds.len().div_ceil(rows).max(1);
    let wide = (width / columns as f64).min(WIDEST);
    let tall = wide + 62.0;
    let size = (wide * columns as f64, tall * rows as f64);
    let mut sheet = Sheet::new(size, "All deals of the class in the utility space", inks);
    for (n, kind) in kinds.iter().enumerate() {
        let corner = (wide * (n % columns) as f64, tall * (n / columns) as f64);
        panel(&mut sheet, scenario, class, *kind, corner, wide);
    }
    sheet.finish()
}

fn panel(sheet: &mut Sheet, scenario: &Scenario, class: &Class, kind: u8, (x, y): At, wide: f64) {
    let inks = sheet.inks;
    let (left, right, top, bottom) = (x + 40.0, x + wide - 14.0, y + 24.0, y + wide - 6.0);
    let axes = [Axis { values: [0.0, 1.0], places: [left, right] }, Axis { values: [0.0, 1.0], places: [bottom, top] }];
    let at = |u: [f64; 2]| -> At { (axes[0].at(u[0]), axes[1].at(u[1])) };
    sheet.strong((left, y + 13.0), Side::Right, inks.ink, &scenario.texts.types[usize::from(kind)].name);
    for i in 0..=5 {
        let share = f64::from(i) / 5.0;
        let (px, py) = at([share, share]);
        sheet.line(&[(px, bottom), (px, bottom + 4.0)], inks.ink, 0.8, "");
        sheet.line(&[(left, py), (left - 4.0, py)], inks.ink, 0.8, "");
        sheet.small((px, bottom + 16.0), Side::Middle, inks.ink, &format!("{share:.1}"));
        sheet.small((left - 7.0, py + 4.0), Side::Left, inks.ink, &format!("{share:.1}"));
    }
    sheet.line(&[(left, top), (left, bottom), (right, bottom)], inks.ink, 1.0, "");
    let line = axes[0].at(f64::from(scenario.rules.player.reservation) / f64::from(ONE));
    sheet.line(&[(line, top), (line, bottom)], inks.ink, 0.8, "4 3");
    let people: Vec<&Answer> = class.people.iter().filter(|((k, _), _)| *k == kind).map(|(_, p)| &p.answer).collect();
    for answer in &people {
        let frontier: Vec<At> = answer.points.iter().map(|u| at(*u)).collect();
        sheet.line(&frontier, inks.brass, if people.len() > 1 { 0.8 } else { 1.6 }, "");
    }
    for answer in &people {
        for &i in answer.solutions.nash.iter().take(1) {
            sheet.mark(Mark::Disc, at(answer.points[i]), 3.2, inks.ink);
        }
    }
    let of_kind = || class.members.iter().filter(|m| m.walk.end.counterpart.kind == kind && m.walk.is_over());
    deals_of(sheet, of_kind(), at);
    let without = of_kind().filter(|m| m.deal.is_none()).count();
    let words = format!("{} games, {without} without a deal", of_kind().count());
    sheet.small(((left + right) / 2.0, bottom + 32.0), Side::Middle, inks.ink, "utility to you");
    sheet.small((left, bottom + 47.0), Side::Right, inks.steel, &words);
    let middle = (top + bottom) / 2.0;
    sheet.put(&format!("<g transform=\"translate({:.1} {middle:.1}) rotate(-90)\">", x + 10.0));
    sheet.small(
        (0.0, 0.0),
        Side::Middle,
        inks.ink,
        &format!("utility to {}", fitted(&scenario.texts.counterpart, 150.0)),
    );
    sheet.put("</g>");
}

/// The deals: those that are alike in one mark, with their number.
fn deals_of<'a>(sheet: &mut Sheet, members: impl Iterator<Item = &'a Member>, at: impl Fn([f64; 2]) -> At) {
    let inks = sheet.inks;
    let mut alike: BTreeMap<(i64, i64, bool), usize> = BTreeMap::new();
    for m in members {
        if let Some(u) = m.deal {
            let place = |u: f64| (u * 1000.0).round() as i64;
            *alike.entry((place(u[0]), place(u[1]), m.is_ratified())).or_default() += 1;
        }
    }
    for ((a, b, ratified), count) in alike {
        let place = at([a as f64 / 1000.0, b as f64 / 1000.0]);
        if ratified {
            sheet.mark(Mark::Diamond, place, 4.2, inks.navy);
        } else {
            sheet.mark(Mark::Ring, place, 4.2, inks.red);
        }
        if count > 1 {
            let ink = if ratified { inks.navy } else { inks.red };
            sheet.small((place.0 + 7.0, place.1 + 4.0), Side::Right, ink, &format!("×{count}"));
        }
    }
}

/// Trust of the host over the turns: a thin line for each game, the median of all strong.
pub fn class_trust(scenario: &Scenario, class: &Class, size: (f64, f64), inks: Inks) -> String {
    let name = &scenario.texts.audiences[usize::from(scenario.rules.host)].name;
    let lines: Vec<Vec<f64>> = class.members.iter().map(|m| m.trust.clone()).collect();
    let mut sheet = Sheet::new(size, &format!("Trust of {name} over the turns, every game"), inks);
    curves(&mut sheet, size, &[Family { lines, ink: inks.navy, dashes: "", name: "median" }], None, "turn");
    sheet.finish()
}

/// What each put forward, by its worth to you, offer after offer: thin lines for every game, the medians strong.
pub fn class_offers(scenario: &Scenario, class: &Class, size: (f64, f64), inks: Inks) -> String {
    let lines = |yours: bool| -> Vec<Vec<f64>> {
        let of = |m: &Member| m.offers.iter().filter(|o| o.yours == yours).map(|o| o.worth[0]).collect();
        class.members.iter().map(of).collect()
    };
    let mut sheet = Sheet::new(size, "Both sides’ packages by their worth to you, every game", inks);
    let families = [
        Family { lines: lines(true), ink: inks.navy, dashes: "", name: "you" },
        Family { lines: lines(false), ink: inks.red, dashes: "6 3", name: &scenario.texts.counterpart },
    ];
    let no_deal = f64::from(scenario.rules.player.reservation) / f64::from(ONE);
    curves(&mut sheet, size, &families, Some(no_deal), "package put forward");
    sheet.finish()
}

/// Lines of one kind.
struct Family<'a> {
    lines: Vec<Vec<f64>>,
    ink: &'static str,
    dashes: &'static str,
    name: &'a str,
}

impl Family<'_> {
    /// The median step by step, as long as at least a third of the games go on.
    fn median(&self) -> Vec<f64> {
        let steps = self.lines.iter().map(Vec::len).max().unwrap_or(0);
        let at = |n: usize| self.lines.iter().filter_map(move |l| l.get(n).copied());
        let enough = |n: &usize| at(*n).count() * 3 >= self.lines.iter().filter(|l| !l.is_empty()).count();
        (0..steps).take_while(enough).map(|n| median(at(n))).collect()
    }
}

fn curves(sheet: &mut Sheet, (width, height): At, families: &[Family<'_>], line: Option<f64>, under: &str) {
    let inks = sheet.inks;
    let (left, right, top, bottom) = (36.0, width - 76.0, 10.0, height - 36.0);
    let most = families.iter().flat_map(|f| &f.lines).map(Vec::len).max().unwrap_or(0);
    let steps = Axis { values: [0.0, most.saturating_sub(1).max(1) as f64], places: [left + 6.0, right] };
    let value = Axis { values: [0.0, 1.0], places: [bottom, top] };
    for points in [0, 25, 50, 75, 100] {
        let y = value.at(f64::from(points) / 100.0);
        sheet.line(&[(left, y), (right, y)], inks.shade, 1.0, "");
        sheet.small((left - 6.0, y + 4.0), Side::Left, inks.ink, &points.to_string());
    }
    for n in (0..most).step_by((most / 8).max(1)) {
        sheet.small((steps.at(n as f64), bottom + 15.0), Side::Middle, inks.ink, &n.to_string());
    }
    sheet.small(((left + right) / 2.0, bottom + 30.0), Side::Middle, inks.ink, under);
    if let Some(line) = line {
        let y = value.at(line);
        sheet.line(&[(left, y), (right, y)], inks.ink, 0.9, "4 3");
        sheet.small((right + 6.0, y + 4.0), Side::Right, inks.ink, "no deal");
    }
    let places = |list: &[f64]| -> Vec<At> {
        list.iter().enumerate().map(|(n, v)| (steps.at(n as f64), value.at(*v))).collect()
    };
    for family in families {
        sheet.put(&format!("<g opacity=\"{:.2}\">", (6.0 / family.lines.len().max(1) as f64).clamp(0.12, 0.5)));
        for list in family.lines.iter().filter(|l| l.len() > 1) {
            sheet.line(&places(list), family.ink, 0.9, family.dashes);
        }
        sheet.put("</g>");
    }
    for family in families {
        let middle = places(&family.median());
        sheet.line(&middle, family.ink, 2.6, family.dashes);
        if let Some(end) = middle.last() {
            let mark = if family.dashes.is_empty() { Mark::Diamond } else { Mark::Disc };
            sheet.mark(mark, *end, 3.6, family.ink);
            sheet.strong((end.0 + 8.0, end.1 + 4.0), Side::Right, family.ink, &fitted(family.name, 66.0));
        }
    }
}
