//! The sheet that charts are drawn on: lines, marks and words in a few inks, as SVG.

use std::fmt::Write;

use maud::{Escaper, html};

/// The inks: hexadecimal colours for a picture, variables of the style sheet for a page that has a light and a dark
/// face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is a colour of the palette")]
pub struct Inks {
    pub ink: &'static str,
    pub steel: &'static str,
    pub shade: &'static str,
    pub ground: &'static str,
    pub red: &'static str,
    pub navy: &'static str,
    pub brass: &'static str,
    pub jade: &'static str,
}

impl Inks {
    /// On paper.
    pub const PRINT: Self = Self {
        ink: "#14171c",
        steel: "#5b6d7b",
        shade: "#e2d8c2",
        ground: "#faf6ec",
        red: "#b3282d",
        navy: "#27415f",
        brass: "#8a6820",
        jade: "#3c6557",
    };
    /// In a page: its style sheet says what they are.
    pub const PAGE: Self = Self {
        ink: "var(--ink)",
        steel: "var(--steel)",
        shade: "var(--shade)",
        ground: "var(--ground)",
        red: "var(--red)",
        navy: "var(--navy)",
        brass: "var(--brass)",
        jade: "var(--jade)",
    };
}

/// The shape of a point: no two are alike in grey either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "shapes")]
pub enum Mark {
    Disc,
    Ring,
    Square,
    Diamond,
    Triangle,
    Cross,
    Dot,
}

/// Where a text stands to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "places")]
pub enum Side {
    Right,
    Middle,
    Left,
}

/// A place on the sheet, from its upper left corner.
pub type At = (f64, f64);

/// From values to places.
#[derive(Debug, Clone, Copy)]
pub struct Axis {
    /// Values at both ends.
    pub values: [f64; 2],
    /// Places of both ends.
    pub places: [f64; 2],
}

impl Axis {
    /// The place of a value.
    pub fn at(&self, value: f64) -> f64 {
        let span = self.values[1] - self.values[0];
        let share = if span == 0.0 { 0.5 } else { (value - self.values[0]) / span };
        self.places[0] + share * (self.places[1] - self.places[0])
    }
}

/// A sheet being drawn.
pub struct Sheet {
    /// Its inks.
    pub inks: Inks,
    width: f64,
    height: f64,
    title: String,
    body: String,
}

impl Sheet {
    /// An empty one; its title is read aloud.
    pub fn new((width, height): (f64, f64), title: &str, inks: Inks) -> Self {
        Self { inks, width, height, title: title.to_owned(), body: String::new() }
    }

    /// The picture.
    pub fn finish(self) -> String {
        let title = html! { title { (self.title) } }.into_string();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w:.0} {h:.0}\" width=\"{w:.0}\" height=\"{h:.0}\" \
             role=\"img\" font-family=\"'IBM Plex Sans', 'Helvetica Neue', Arial, sans-serif\" \
             font-size=\"12\">{title}{}</svg>\n",
            self.body,
            w = self.width,
            h = self.height,
        )
    }

    /// An area.
    pub fn area(&mut self, (x, y): At, (width, height): At, fill: &str) {
        _ = write!(
            self.body,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{fill}\"/>",
            width.max(0.0),
            height.max(0.0)
        );
    }

    /// A line through some points; dashed if a pattern is given.
    pub fn line(&mut self, points: &[At], ink: &str, width: f64, dashes: &str) {
        let mut path = String::new();
        for (n, (x, y)) in points.iter().enumerate() {
            _ = write!(path, "{}{x:.1} {y:.1}", if n == 0 { 'M' } else { 'L' });
        }
        let dashes = if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dashes}\"") };
        _ = write!(
            self.body,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"{dashes}/>"
        );
    }

    /// A point.
    pub fn mark(&mut self, mark: Mark, (x, y): At, size: f64, ink: &str) {
        let ground = self.inks.ground;
        let s = size;
        let drawn = match mark {
            Mark::Dot => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{:.1}\" fill=\"{ink}\"/>", s * 0.6),
            Mark::Disc => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{s}\" fill=\"{ink}\"/>"),
            Mark::Ring => format!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{s}\" fill=\"{ground}\" stroke=\"{ink}\" stroke-width=\"1.6\"/>"
            ),
            Mark::Square => format!(
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{ground}\" stroke=\"{ink}\" \
                 stroke-width=\"1.6\"/>",
                x - s,
                y - s,
                2.0 * s,
                2.0 * s
            ),
            Mark::Diamond => {
                let s = s * 1.25;
                format!("<path d=\"M{x:.1} {:.1}l{s} {s}l-{s} {s}l-{s} -{s}z\" fill=\"{ink}\"/>", y - s)
            }
            Mark::Triangle => format!(
                "<path d=\"M{x:.1} {:.1}l{s} {:.1}h-{:.1}z\" fill=\"{ground}\" stroke=\"{ink}\" stroke-width=\"1.6\"/>",
                y - s,
                1.8 * s,
                2.0 * s
            ),
            Mark::Cross => format!(
                "<path d=\"M{:.1} {:.1}l{w:.1} {w:.1}m0 -{w:.1}l-{w:.1} {w:.1}\" fill=\"none\" stroke=\"{ink}\" \
                 stroke-width=\"1.8\"/>",
                x - s,
                y - s,
                w = 2.0 * s
            ),
        };
        self.body.push_str(&drawn);
    }

    /// Words.
    pub fn words(&mut self, (x, y): At, side: Side, ink: &str, text: &str) {
        self.set((x, y), side, ink, "", text);
    }

    /// Strong words.
    pub fn strong(&mut self, at: At, side: Side, ink: &str, text: &str) {
        self.set(at, side, ink, " font-weight=\"600\"", text);
    }

    /// Small words.
    pub fn small(&mut self, at: At, side: Side, ink: &str, text: &str) {
        self.set(at, side, ink, " font-size=\"10.5\"", text);
    }

    fn set(&mut self, (x, y): At, side: Side, ink: &str, style: &str, text: &str) {
        let anchor = match side {
            Side::Right => "start",
            Side::Middle => "middle",
            Side::Left => "end",
        };
        _ = write!(self.body, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"{ink}\"{style}>");
        _ = Escaper::new(&mut self.body).write_str(text);
        self.body.push_str("</text>");
    }

    /// Something drawn elsewhere.
    pub fn put(&mut self, drawn: &str) {
        self.body.push_str(drawn);
    }
}

/// Moves places apart so that words on them do not overlap: at least so far from each other, and within bounds.
pub fn apart(places: &mut [f64], least: f64, bounds: [f64; 2]) {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|a, b| places[*a].total_cmp(&places[*b]));
    let mut floor = bounds[0];
    for &i in &order {
        places[i] = places[i].max(floor);
        floor = places[i] + least;
    }
    let mut ceiling = bounds[1];
    for &i in order.iter().rev() {
        places[i] = places[i].min(ceiling);
        ceiling = places[i] - least;
    }
}

/// What small words are wider or narrower than usual ones.
pub const SMALL: f64 = 10.5 / 12.0;

/// As many characters of a text as fit into a width, with an ellipsis if some do not. Small words find more room: their
/// width is to be divided by [`SMALL`].
pub fn fitted(text: &str, width: f64) -> String {
    let most = (width / 6.1) as usize;
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_on_neighbouring_lines_are_moved_apart_and_stay_in_bounds() {
        let mut places = [50.0, 51.0, 99.0, 98.0];
        apart(&mut places, 12.0, [0.0, 100.0]);
        let mut sorted = places;
        sorted.sort_by(f64::total_cmp);
        assert!(sorted.windows(2).all(|w| w[1] - w[0] >= 12.0 - 1e-9), "{places:?}");
        assert!(sorted[0] >= 0.0 && sorted[3] <= 100.0);
        assert!(places[0] < places[1] && places[3] < places[2], "their order is kept");
    }

    #[test]
    fn what_a_player_is_called_stays_text() {
        let mut sheet = Sheet::new((10.0, 10.0), "<script>", Inks::PRINT);
        sheet.words((1.0, 1.0), Side::Right, "#000", "<b>&\"");
        let svg = sheet.finish();
        assert!(!svg.contains("<script>") && !svg.contains("<b>"), "{svg}");
    }
}
