//! Trust, concessions, face, win-sets and the utility space of a game.

use std::fmt::Write;

use crate::bargaining::domain::Domain;
use crate::report::charts::sheet::{At, Axis, Inks, Mark, SMALL, Sheet, Side, apart, fitted};
use crate::report::charts::space::{Trail, utility_space};
use crate::report::words::cause_words;
use crate::review::{Course, Evidence, Trust, Walk};
use crate::scenario::Scenario;

/// Trust of each audience over the turns: a small panel each, with the evidence that moved it most in words.
pub fn trust(scenario: &Scenario, course: &Course, width: f64, inks: Inks) -> String {
    const TALL: f64 = 128.0;
    let columns = if width >= 620.0 { 2 } else { 1 };
    let rows = course.trust.len().div_ceil(columns);
    let wide = width / columns as f64;
    let mut sheet = Sheet::new((width, TALL * rows as f64), "Trust of each audience over the turns", inks);
    // One scale for all, so that the panels can be compared: whole tens around what there is.
    let levels = || course.trust.iter().flat_map(|t| t.levels.iter().copied());
    let range =
        [(levels().fold(0.4, f64::min) * 10.0).floor() / 10.0, (levels().fold(0.6, f64::max) * 10.0).ceil() / 10.0];
    for (a, trust) in course.trust.iter().enumerate() {
        let corner = (wide * (a % columns) as f64, TALL * (a / columns) as f64);
        panel(&mut sheet, scenario, &scenario.texts.audiences[a].name, trust, range, corner, (wide - 18.0, TALL));
    }
    sheet.finish()
}

fn panel(
    sheet: &mut Sheet,
    scenario: &Scenario,
    name: &str,
    trust: &Trust,
    range: [f64; 2],
    (x, y): At,
    (width, height): At,
) {
    let inks = sheet.inks;
    let turns = Axis {
        values: [0.0, trust.levels.len().saturating_sub(1).max(1) as f64],
        places: [x + 30.0, x + width - 34.0],
    };
    let level = Axis { values: range, places: [y + height - 34.0, y + 26.0] };
    sheet.strong((x + 30.0, y + 14.0), Side::Right, inks.ink, name);
    for value in [range[0], (range[0] + range[1]) / 2.0, range[1]] {
        let words = format!("{:.0}", value * 100.0);
        sheet.line(&[(turns.places[0], level.at(value)), (turns.places[1], level.at(value))], inks.shade, 1.0, "");
        sheet.small((x + 25.0, level.at(value) + 4.0), Side::Left, inks.ink, &words);
    }
    let points: Vec<At> = trust.levels.iter().enumerate().map(|(n, l)| (turns.at(n as f64), level.at(*l))).collect();
    sheet.line(&points, inks.navy, 1.8, "");
    let telling = |e: &&Evidence| e.by.abs() >= 0.01 && e.turn < trust.levels.len();
    for e in trust.evidence.iter().filter(telling) {
        let at = points[e.turn];
        if e.by > 0.0 {
            sheet.mark(Mark::Disc, at, 2.8, inks.navy);
        } else {
            sheet.mark(Mark::Ring, at, 3.0, inks.red);
        }
    }
    if let Some(last) = trust.levels.last() {
        let at = (turns.places[1] + 6.0, level.at(*last) + 4.0);
        sheet.strong(at, Side::Right, inks.ink, &format!("{:.0}", last * 100.0));
    }
    // What moved it most, either way.
    let most = trust.evidence.iter().filter(telling).max_by(|a, b| a.by.abs().total_cmp(&b.by.abs()));
    let words = match most {
        Some(e) => {
            let points = format!("{:+.0}", e.by * 100.0).replace('-', "−");
            format!("turn {}: {points}, {}", e.turn, cause_words(scenario, e.cause))
        }
        None => "nothing moved it".to_owned(),
    };
    sheet.small((x + 30.0, y + height - 16.0), Side::Right, inks.ink, &fitted(&words, (width - 34.0) / SMALL));
}

/// Both sides' packages in the order in which they came, by their worth to you, with the class of each move.
pub fn concessions(scenario: &Scenario, course: &Course, (width, height): (f64, f64), inks: Inks) -> String {
    let mut sheet = Sheet::new((width, height), "Both sides’ packages by their worth to you", inks);
    let (left, right, top, bottom) = (40.0, 92.0, 16.0, 62.0);
    let n = course.offers.len();
    let order = Axis { values: [0.0, n.saturating_sub(1).max(1) as f64], places: [left + 12.0, width - right] };
    let worth = Axis { values: [0.0, 1.0], places: [height - bottom, top] };
    for points in [0, 25, 50, 75, 100] {
        let y = worth.at(f64::from(points) / 100.0);
        sheet.line(&[(left, y), (width - right, y)], inks.shade, 1.0, "");
        sheet.small((left - 7.0, y + 4.0), Side::Left, inks.ink, &points.to_string());
    }
    let line = f64::from(scenario.rules.player.reservation) / f64::from(crate::scenario::rules::ONE);
    let y = worth.at(line);
    sheet.line(&[(left, y), (width - right, y)], inks.ink, 0.9, "4 3");
    let mut labels = vec![(y + 4.0, "no deal", inks.ink)];
    for (yours, mark, ink, name) in
        [(true, Mark::Diamond, inks.navy, "you"), (false, Mark::Disc, inks.red, scenario.texts.counterpart.as_str())]
    {
        let own = || course.offers.iter().enumerate().filter(move |(_, o)| o.yours == yours);
        let points: Vec<At> = own().map(|(i, o)| (order.at(i as f64), worth.at(o.worth[0]))).collect();
        sheet.line(&points, ink, 1.3, if yours { "" } else { "6 3" });
        for at in &points {
            sheet.mark(mark, *at, 4.2, ink);
        }
        labels.extend(points.last().map(|at| (at.1 + 4.0, name, ink)));
        let row = height - bottom + if yours { 20.0 } else { 36.0 };
        sheet.small((left - 7.0, row), Side::Left, ink, if yours { "you" } else { "he" });
        for (i, offer) in own() {
            let class = offer.class.map_or("1st", |c| letter(c as usize));
            sheet.small((order.at(i as f64), row), Side::Middle, ink, class);
        }
    }
    if let Some(deal) = course.deal {
        let at = (width - right + 2.0, worth.at(deal[0]));
        sheet.mark(Mark::Square, at, 4.5, inks.ink);
        labels.push((at.1 + 4.0, "agreed", inks.ink));
    }
    let mut places: Vec<f64> = labels.iter().map(|l| l.0).collect();
    apart(&mut places, 15.0, [top + 6.0, height - bottom]);
    for ((_, words, ink), y) in labels.iter().zip(places) {
        sheet.words((width - right + 14.0, y), Side::Right, ink, &fitted(words, right - 14.0));
    }
    sheet.small(
        (left, height - 6.0),
        Side::Right,
        inks.ink,
        "C concession · S selfish · U unfortunate · F fortunate · N nice · – no change; by his true preferences",
    );
    sheet.finish()
}

/// A class of move in a letter.
fn letter(class: usize) -> &'static str {
    ["C", "S", "U", "F", "N", "–"][class.min(5)]
}

/// The face ledger: a line for each movement, given to the right, taken to the left, with its cause.
pub fn face(scenario: &Scenario, course: &Course, width: f64, inks: Inks) -> String {
    const LINE: f64 = 22.0;
    // One line for a cause in a turn, at most so many lines: the largest.
    const MOST: usize = 12;
    let mut rows: Vec<_> = course.face.iter().filter(|f| f.by.abs() >= 0.02).collect();
    rows.sort_by(|a, b| b.by.abs().total_cmp(&a.by.abs()).then(a.turn.cmp(&b.turn)));
    rows.truncate(MOST);
    rows.sort_by_key(|f| f.turn);
    let height = 48.0 + LINE * rows.len().max(1) as f64;
    let mut sheet = Sheet::new((width, height), "The face ledger", inks);
    let most = rows.iter().map(|f| f.by.abs()).fold(0.4, f64::max);
    let middle = (width * 0.27).max(130.0);
    let half = Axis { values: [0.0, most], places: [0.0, middle - 56.0] };
    sheet.small((middle - 8.0, 14.0), Side::Left, inks.red, "taken");
    sheet.small((middle + 8.0, 14.0), Side::Right, inks.navy, "given");
    if rows.is_empty() {
        sheet.words((middle + 8.0, 36.0), Side::Right, inks.ink, "No face was given and none was taken.");
    }
    for (n, row) in rows.iter().enumerate() {
        let y = 24.0 + LINE * n as f64;
        let wide = half.at(row.by.abs());
        if row.by > 0.0 {
            sheet.area((middle, y + 3.0), (wide, 12.0), inks.navy);
        } else {
            sheet.put(&outlined(middle - wide, y + 3.0, wide, inks.red));
        }
        sheet.small((6.0, y + 13.0), Side::Right, inks.ink, &format!("turn {}", row.turn));
        let x = middle + if row.by > 0.0 { wide } else { 0.0 } + 8.0;
        let words = format!("{:.1} · {}", row.by.abs(), cause_words(scenario, row.cause));
        sheet.words((x, y + 13.0), Side::Right, inks.ink, &fitted(&words, width - x));
    }
    sheet.line(&[(middle, 20.0), (middle, height - 22.0)], inks.ink, 1.0, "");
    let (given, taken) = course.measure.face;
    let sum = format!("given in all {given:.1}, taken {taken:.1}");
    sheet.strong((6.0, height - 6.0), Side::Right, inks.ink, &sum);
    sheet.finish()
}

fn outlined(x: f64, y: f64, width: f64, ink: &str) -> String {
    let mut drawn = String::new();
    _ = write!(
        drawn,
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"12\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"1.6\"/>"
    );
    drawn
}

/// The win-sets over the calendar, as shares of all packages on a logarithmic scale, and what all have in common.
pub fn win_sets(scenario: &Scenario, course: &Course, (width, height): (f64, f64), inks: Inks) -> String {
    let mut sheet = Sheet::new((width, height), "Shares of all packages that each would ratify, by date", inks);
    let (left, right, top, bottom) = (52.0, 142.0, 14.0, 40.0);
    let days = [course.zones.first(), course.zones.last()].map(|z| z.map_or(0.0, |z| f64::from(z.day)));
    let days = Axis { values: [days[0], days[1].max(days[0] + 1.0)], places: [left + 8.0, width - right] };
    // Half a power of ten below the least that is not nothing; nothing at all lies on the lower edge.
    let shares = course.zones.iter().map(|z| z.sets.all).filter(|s| *s > 0.0);
    let least = libm::log10(shares.fold(0.01, f64::min)) - 0.5;
    let power = Axis { values: [least, 0.0], places: [height - bottom, top] };
    let y = |share: f64| power.at(if share > 0.0 { libm::log10(share).max(least) } else { least });
    let steps = [(1.0, "all"), (0.1, "10 %"), (0.01, "1 %"), (0.001, "0.1 %"), (0.0001, "0.01 %"), (0.0, "none")];
    for (share, words) in steps.into_iter().filter(|(s, _)| *s == 0.0 || libm::log10(*s) > least + 0.35) {
        sheet.line(&[(left, y(share)), (width - right, y(share))], inks.shade, 1.0, "");
        sheet.small((left - 6.0, y(share) + 4.0), Side::Left, inks.ink, words);
    }
    let mut last_label = f64::NEG_INFINITY;
    for zone in &course.zones {
        let x = days.at(f64::from(zone.day));
        sheet.line(&[(x, height - bottom), (x, height - bottom + 4.0)], inks.ink, 1.0, "");
        if x - last_label > 52.0 {
            last_label = x;
            let date = scenario.date(zone.day).strftime("%-d %b").to_string();
            sheet.small((x, height - bottom + 17.0), Side::Middle, inks.ink, &date);
        }
    }
    let mut labels: Vec<(f64, String, &str, &str)> = Vec::new();
    let series = |of: &dyn Fn(&crate::negotiation::WinSets) -> Option<f64>| -> Vec<At> {
        let points = course.zones.iter().filter_map(|z| Some((days.at(f64::from(z.day)), y(of(&z.sets)?))));
        points.collect()
    };
    let dashes = ["6 3", "2 3", "8 3 2 3", "1 4", "10 4", "4 2", "3 5", "7 2"];
    for (a, audience) in scenario.texts.audiences.iter().enumerate() {
        let points = series(&|sets| sets.audiences[a]);
        if let Some(end) = points.last() {
            let dashes = dashes[a % dashes.len()];
            labels.push((end.1 + 4.0, audience.name.clone(), inks.steel, dashes));
            sheet.line(&points, inks.steel, 1.5, dashes);
        }
    }
    let him = series(&|sets| Some(sets.host));
    sheet.line(&him, inks.red, 1.8, "");
    let all = series(&|sets| Some(sets.all));
    sheet.line(&all, inks.ink, 2.6, "");
    for at in &all {
        sheet.mark(Mark::Disc, *at, 3.0, inks.ink);
    }
    labels.extend(him.last().map(|at| (at.1 + 4.0, scenario.texts.counterpart.clone(), inks.red, "")));
    if let (Some(at), Some(zone)) = (all.last(), course.zones.last()) {
        let packages = (zone.sets.all * scenario.rules.packages() as f64).round();
        labels.push((at.1 + 4.0, format!("all of them: {packages:.0}"), inks.ink, ""));
    }
    let mut places: Vec<f64> = labels.iter().map(|l| l.0).collect();
    apart(&mut places, 14.0, [top + 4.0, height - bottom + 4.0]);
    for ((_, words, ink, dashes), y) in labels.iter().zip(places) {
        let x = width - right + 8.0;
        sheet.line(&[(x, y - 4.0), (x + 22.0, y - 4.0)], ink, 1.6, dashes);
        sheet.words((x + 27.0, y), Side::Right, ink, &fitted(words, right - 35.0));
    }
    let note = format!("of {} packages; agreed that day, with trust as it stood", scenario.rules.packages());
    sheet.small((left, height - 6.0), Side::Right, inks.ink, &note);
    sheet.finish()
}

/// Everything that could have been agreed with him, and what was put forward.
pub fn space(scenario: &Scenario, walk: &Walk, course: &Course, inks: Inks) -> String {
    let rules = &scenario.rules;
    let him = rules.person(walk.end.counterpart.kind, walk.end.counterpart.variant);
    let domain = Domain::between(rules, ["you", &scenario.texts.counterpart], &him.utility);
    let of = |yours: bool| course.offers.iter().filter(|o| o.yours == yours).map(|o| o.worth).collect();
    let trail = Trail { yours: of(true), his: of(false), deal: course.deal };
    utility_space(&domain, &course.possible.answer, Some(&trail), inks)
}
