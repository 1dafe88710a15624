//! The graph of the expected result over the decisions, with both grades.

use crate::report::charts::sheet::{At, Axis, Inks, Mark, SMALL, Sheet, Side, apart, fitted};
use crate::review::{Label, Review, Turning};
use crate::scenario::Scenario;

const LEFT: f64 = 40.0;
const RIGHT: f64 = 96.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 30.0;

/// Where the decisions lie on a graph of some size.
#[derive(Debug, Clone, Copy)]
pub struct GraphPlan {
    decisions: Axis,
    points: Axis,
}

impl GraphPlan {
    /// Distance of a decision from the left edge.
    pub fn x(&self, decision: usize) -> f64 {
        self.decisions.at(decision as f64)
    }

    fn at(&self, decision: usize, points: f64) -> At {
        (self.x(decision), self.points.at(points))
    }
}

/// The plan of the graph of a review.
pub fn plan(review: &Review, (width, height): (f64, f64)) -> GraphPlan {
    GraphPlan {
        decisions: Axis { values: [0.0, review.decisions.len() as f64], places: [LEFT + 10.0, width - RIGHT] },
        points: Axis { values: [0.0, 100.0], places: [height - BOTTOM, TOP] },
    }
}

/// Draws it; the decision at `marked` is pointed out.
pub fn expected(
    scenario: &Scenario,
    review: &Review,
    turnings: &[Turning],
    marked: Option<usize>,
    size: (f64, f64),
    inks: Inks,
) -> String {
    let mut sheet = Sheet::new(size, "Expected result over the decisions", inks);
    let plan = plan(review, size);
    acts(&mut sheet, scenario, review, &plan, size);
    for points in [0, 25, 50, 75, 100] {
        let y = plan.points.at(f64::from(points));
        sheet.line(&[(LEFT, y), (size.0 - RIGHT, y)], inks.shade, 1.0, "");
        sheet.small((LEFT - 7.0, y + 4.0), Side::Left, inks.ink, &points.to_string());
    }
    if let Some(n) = marked.filter(|n| *n < review.decisions.len()) {
        let x = plan.x(n);
        sheet.line(&[(x, TOP - 4.0), (x, size.1 - BOTTOM)], inks.brass, 2.0, "");
    }
    let end = review.over.then(|| plan.at(review.decisions.len(), review.result));
    let course = |of: fn(&crate::review::Choice) -> f64| -> Vec<At> {
        let points = review.decisions.iter().enumerate().map(|(n, d)| plan.at(n, of(d.chosen())));
        points.chain(end).collect()
    };
    let (foresight, hindsight) = (course(|c| c.foresight.mean), course(|c| c.hindsight.mean));
    sheet.line(&hindsight, inks.steel, 1.4, "5 3");
    sheet.line(&foresight, inks.ink, 2.0, "");
    for (n, d) in review.decisions.iter().enumerate() {
        let (x, y) = foresight[n];
        let sign = match d.foresight.label {
            Some(Label::Inaccuracy) => "?!",
            Some(Label::Mistake) => "?",
            Some(Label::Blunder) => "??",
            _ if d.conscience => "c",
            _ => "",
        };
        if sign.is_empty() {
            sheet.mark(Mark::Dot, (x, y), 3.4, inks.ink);
        } else if sign == "c" {
            sheet.mark(Mark::Ring, (x, y), 3.0, inks.ink);
        } else {
            sheet.mark(Mark::Triangle, (x, y), 4.6, inks.red);
            sheet.strong((x, (y + 20.0).min(size.1 - BOTTOM - 3.0)), Side::Middle, inks.red, sign);
        }
    }
    for (n, turning) in turnings.iter().enumerate() {
        let x = plan.x(turning.decision) + (plan.x(1) - plan.x(0)) / 2.0;
        let from = foresight[turning.decision].1;
        sheet.line(&[(x, TOP + 8.0), (x, from.min(foresight[turning.decision + 1].1) - 3.0)], inks.steel, 0.8, "2 3");
        sheet.mark(Mark::Ring, (x, TOP + 2.0), 8.0, inks.ink);
        sheet.small((x, TOP + 6.0), Side::Middle, inks.ink, &(n + 1).to_string());
    }
    ends(&mut sheet, review, &foresight, &hindsight, end, size);
    let foot = size.1 - 8.0;
    sheet.small(
        (LEFT, foot),
        Side::Right,
        inks.ink,
        "?! inaccuracy · ? mistake · ?? blunder · ring: a choice of conscience, which has no label",
    );
    sheet.finish()
}

/// The acts as bands, each with its name.
fn acts(sheet: &mut Sheet, scenario: &Scenario, review: &Review, plan: &GraphPlan, size: (f64, f64)) {
    let act = |n: usize| &scenario.texts.scenes[usize::from(review.decisions[n].scene)].act;
    let half = (plan.x(1) - plan.x(0)) / 2.0;
    let (mut from, mut band) = (0, 0);
    while from < review.decisions.len() {
        let to = (from..review.decisions.len()).find(|n| act(*n) != act(from)).unwrap_or(review.decisions.len());
        let (x, until) = (plan.x(from) - half, plan.x(to) - half);
        if band % 2 == 1 {
            let shade = sheet.inks.shade;
            sheet.put(&format!(
                "<rect x=\"{x:.1}\" y=\"{TOP}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{shade}\" fill-opacity=\"0.35\"/>",
                until - x,
                size.1 - BOTTOM - TOP
            ));
        }
        let name = fitted(act(from), (until - x) / SMALL + 8.0);
        if name.chars().count() > 4 {
            // Every second name a line higher, so that narrow acts keep theirs.
            let y = if band % 2 == 0 { TOP - 26.0 } else { TOP - 12.0 };
            let ink = sheet.inks.ink;
            sheet.small((x + 2.0, y), Side::Right, ink, &name);
        }
        (from, band) = (to, band + 1);
    }
}

/// What the lines are, at their ends.
fn ends(
    sheet: &mut Sheet,
    review: &Review,
    foresight: &[At],
    hindsight: &[At],
    end: Option<At>,
    (width, height): (f64, f64),
) {
    let inks = sheet.inks;
    let last = review.decisions.len().saturating_sub(1);
    let (Some(f), Some(h)) = (foresight.get(last), hindsight.get(last)) else { return };
    let mut places = [f.1 + 4.0, h.1 + 4.0, end.map_or(f.1, |e| e.1) + 4.0];
    let n = if end.is_some() { 3 } else { 2 };
    apart(&mut places[..n], 15.0, [TOP + 8.0, height - BOTTOM]);
    let x = width - RIGHT + 12.0;
    sheet.words((x, places[0]), Side::Right, inks.ink, "as known then");
    sheet.words((x, places[1]), Side::Right, inks.steel, "against him");
    if let Some(at) = end {
        sheet.mark(Mark::Square, at, 4.5, inks.ink);
        sheet.strong((x, places[2]), Side::Right, inks.ink, &format!("result {:.0}", review.result));
    }
}
