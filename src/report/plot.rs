//! The utility space of a bilateral domain as SVG: made for the width of a column (85 mm), and for grey as for colour.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::bargaining::domain::{Domain, utilities};
use crate::bargaining::frontier::Answer;

const INK: &str = "#14171c";
const STEEL: &str = "#6f8494";
const PAPER: &str = "#faf6ec";
const ZONE: &str = "#efe7d6";
const RED: &str = "#b3282d";
/// Left, top, right and lower edge of the drawing area, in quarters of a millimetre.
const AREA: [f64; 4] = [46.0, 12.0, 330.0, 296.0];
/// Side of a cell; in each at most one outcome is drawn.
const CELL: f64 = 2.0;
/// Most marks of one kind.
const MOST_MARKS: usize = 60;

/// From utilities to places on the page.
struct Scale {
    low: [f64; 2],
    high: [f64; 2],
}

impl Scale {
    fn x(&self, u: f64) -> f64 {
        AREA[0] + (AREA[2] - AREA[0]) * (u - self.low[0]) / (self.high[0] - self.low[0])
    }

    fn y(&self, u: f64) -> f64 {
        AREA[3] - (AREA[3] - AREA[1]) * (u - self.low[1]) / (self.high[1] - self.low[1])
    }
}

/// Outcomes, frontier, the five points, the zone of agreement and both reservation values.
pub fn utility_space(domain: &Domain, answer: &Answer) -> String {
    let parts = [domain.parts(0), domain.parts(1)];
    let extreme = |p: usize, pick: fn(f64, f64) -> f64| -> f64 {
        parts[p].iter().map(|row| row.iter().copied().reduce(pick).unwrap_or(0.0)).sum()
    };
    let r = domain.reservation();
    let mut scale = Scale { low: [0.0; 2], high: [1.0; 2] };
    for p in 0..2 {
        let (least, most) = (extreme(p, f64::min), extreme(p, f64::max));
        // Utilities are usually shares; other ranges are shown as they are.
        let (low, high) = if least >= 0.0 && most <= 1.0 { (0.0, 1.0) } else { (least.min(r[p]), most.max(r[p])) };
        scale.low[p] = low;
        scale.high[p] = if high > low { high } else { low + 1.0 };
    }
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 340 420\" width=\"85mm\" height=\"105mm\" \
         font-family=\"'IBM Plex Sans', 'Helvetica Neue', Arial, sans-serif\" font-size=\"11\">\n",
    );
    _ = writeln!(svg, "<title>{}: utility space</title>", escaped(&domain.name));
    _ = writeln!(svg, "<rect width=\"340\" height=\"420\" fill=\"#ffffff\"/>");
    zone(&mut svg, &scale, r);
    cloud(&mut svg, &scale, &parts);
    axes(&mut svg, &scale, domain);
    frontier(&mut svg, &scale, answer);
    let s = &answer.solutions;
    let kinds: [(&str, &[usize], Mark); 5] = [
        ("Nash", &s.nash, Mark::Disc),
        ("Kalai–Smorodinsky", &s.kalai_smorodinsky, Mark::Square),
        ("least gap", &s.ks_least_gap, Mark::Diamond),
        ("egalitarian", &s.egalitarian, Mark::Triangle),
        ("max welfare", &s.max_welfare, Mark::Cross),
    ];
    for (_, list, mark) in kinds.iter().rev() {
        for &i in list.iter().take(MOST_MARKS) {
            let [a, b] = answer.points[i];
            mark.draw(&mut svg, scale.x(a), scale.y(b));
        }
    }
    for (n, (name, _, mark)) in kinds.iter().enumerate() {
        let (x, y) = (54.0 + 148.0 * (n % 2) as f64, 350.0 + 19.0 * (n / 2) as f64);
        mark.draw(&mut svg, x, y - 4.0);
        _ = writeln!(svg, "<text x=\"{}\" y=\"{y}\" fill=\"{INK}\">{name}</text>", x + 12.0);
    }
    _ = writeln!(
        svg,
        "<path d=\"M194 384h16\" stroke=\"{INK}\" stroke-width=\"1.6\"/><circle cx=\"202\" cy=\"384\" r=\"2\" \
         fill=\"{INK}\"/><text x=\"214\" y=\"388\" fill=\"{INK}\">Pareto frontier</text>\n\
         <rect x=\"46\" y=\"397\" width=\"16\" height=\"11\" fill=\"{ZONE}\" stroke=\"{STEEL}\" stroke-width=\"0.6\"/>\
         <text x=\"66\" y=\"407\" fill=\"{INK}\">zone of agreement</text>\n\
         <path d=\"M194 403h16\" stroke=\"{INK}\" stroke-width=\"0.8\" stroke-dasharray=\"4 3\"/>\
         <text x=\"214\" y=\"407\" fill=\"{INK}\">reservation value</text>"
    );
    svg + "</svg>\n"
}

/// The zone of agreement, and the reservation values that bound it.
fn zone(svg: &mut String, scale: &Scale, r: [f64; 2]) {
    let (x, y) = (scale.x(r[0]).clamp(AREA[0], AREA[2]), scale.y(r[1]).clamp(AREA[1], AREA[3]));
    _ = writeln!(
        svg,
        "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{ZONE}\"/>",
        AREA[1],
        AREA[2] - x,
        y - AREA[1]
    );
    _ = writeln!(
        svg,
        "<path d=\"M{x:.1} {:.1}V{:.1}M{:.1} {y:.1}H{:.1}\" stroke=\"{INK}\" stroke-width=\"0.8\" \
         stroke-dasharray=\"4 3\" fill=\"none\"/>",
        AREA[3], AREA[1], AREA[0], AREA[2]
    );
}

/// A dot in each cell that holds an outcome.
fn cloud(svg: &mut String, scale: &Scale, parts: &[Vec<Vec<f64>>; 2]) {
    let Some((last, firsts)) = parts[0].split_last().zip(parts[1].split_last()).map(|(a, b)| ([a.0, b.0], [a.1, b.1]))
    else {
        return;
    };
    let sums = [utilities(firsts[0]), utilities(firsts[1])];
    let mut cells = BTreeSet::new();
    for (a, b) in sums[0].iter().zip(&sums[1]) {
        for (x, y) in last[0].iter().zip(last[1]) {
            cells.insert(((scale.x(a + x) / CELL) as i32, (scale.y(b + y) / CELL) as i32));
        }
    }
    let mut path = String::new();
    for (x, y) in cells {
        _ = write!(path, "M{} {}h1.3v1.3h-1.3z", f64::from(x) * CELL - 0.6, f64::from(y) * CELL - 0.6);
    }
    _ = writeln!(svg, "<path d=\"{path}\" fill=\"{STEEL}\" fill-opacity=\"0.55\"/>");
}

fn axes(svg: &mut String, scale: &Scale, domain: &Domain) {
    _ = writeln!(
        svg,
        "<path d=\"M{} {}V{}H{}\" stroke=\"{INK}\" stroke-width=\"1\" fill=\"none\"/>",
        AREA[0], AREA[1], AREA[3], AREA[2]
    );
    for i in 0..=5 {
        let share = f64::from(i) / 5.0;
        let u = [0, 1].map(|p| scale.low[p] + share * (scale.high[p] - scale.low[p]));
        let (x, y) = (scale.x(u[0]), scale.y(u[1]));
        _ = writeln!(
            svg,
            "<path d=\"M{x:.1} {}v4M{} {y:.1}h-4\" stroke=\"{INK}\" stroke-width=\"0.8\"/>",
            AREA[3], AREA[0]
        );
        let label = |u: f64| format!("{:.1}", if u.abs() < 0.05 { 0.0 } else { u });
        _ = writeln!(
            svg,
            "<text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\" fill=\"{INK}\">{}</text>",
            AREA[3] + 15.0,
            label(u[0])
        );
        _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"{INK}\">{}</text>",
            AREA[0] - 7.0,
            y + 4.0,
            label(u[1])
        );
    }
    let name = |p: usize| {
        let name: String = domain.parties[p].name.chars().take(40).collect();
        format!("utility to {}", escaped(&name))
    };
    _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-weight=\"600\" fill=\"{INK}\">{}</text>",
        (AREA[0] + AREA[2]) / 2.0,
        AREA[3] + 31.0,
        name(0)
    );
    let middle = (AREA[1] + AREA[3]) / 2.0;
    _ = writeln!(
        svg,
        "<text transform=\"translate(14 {middle}) rotate(-90)\" text-anchor=\"middle\" font-weight=\"600\" \
         fill=\"{INK}\">{}</text>",
        name(1)
    );
}

fn frontier(svg: &mut String, scale: &Scale, answer: &Answer) {
    let mut line = String::new();
    let mut dots = String::new();
    for (i, [a, b]) in answer.points.iter().enumerate() {
        let (x, y) = (scale.x(*a), scale.y(*b));
        _ = write!(line, "{}{x:.1} {y:.1}", if i == 0 { "M" } else { "L" });
        if answer.points.len() <= 200 {
            _ = write!(dots, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2\" fill=\"{INK}\"/>");
        }
    }
    _ = writeln!(svg, "<path d=\"{line}\" stroke=\"{INK}\" stroke-width=\"1.6\" fill=\"none\"/>{dots}");
}

/// The shape of a point: no two are alike in grey either.
#[derive(Debug, Clone, Copy)]
enum Mark {
    Disc,
    Square,
    Diamond,
    Triangle,
    Cross,
}

impl Mark {
    fn draw(self, svg: &mut String, x: f64, y: f64) {
        let open = format!("fill=\"{PAPER}\" fill-opacity=\"0.0\" stroke=\"{INK}\" stroke-width=\"1.5\"");
        _ = match self {
            Self::Disc => {
                writeln!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.6\" fill=\"{RED}\" stroke=\"{INK}\"/>")
            }
            Self::Square => {
                writeln!(svg, "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"11\" height=\"11\" {open}/>", x - 5.5, y - 5.5)
            }
            Self::Diamond => writeln!(svg, "<path d=\"M{x:.1} {:.1}l9 9l-9 9l-9 -9z\" {open}/>", y - 9.0),
            Self::Triangle => writeln!(svg, "<path d=\"M{x:.1} {:.1}l8 14h-16z\" {open}/>", y - 9.5),
            Self::Cross => {
                writeln!(svg, "<path d=\"M{:.1} {:.1}l12 12m0 -12l-12 12\" {open}/>", x - 6.0, y - 6.0)
            }
        };
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
