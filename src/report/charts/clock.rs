//! A clock's face for the hours at the table.

use std::fmt::Write;

use crate::report::charts::sheet::Inks;

/// Minutes on the whole face: six hours.
const ALL: f64 = 360.0;

/// Draws what was used `before` this session, and of its `minutes` what is `left`, as parts of six hours; in a square of
/// this size. What is gone is dark, what is left is brass, what is yet to come is paper.
pub fn clock_face(before: f64, minutes: f64, left: f64, size: f64, inks: Inks) -> String {
    let gone = (before + minutes - left).clamp(0.0, ALL);
    let end = (before + minutes).clamp(gone, ALL);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\" width=\"{size:.0}\" height=\"{size:.0}\">\
         <circle cx=\"50\" cy=\"50\" r=\"48\" fill=\"{}\"/>",
        inks.ground
    );
    wedge(&mut svg, 0.0, gone, inks.steel);
    // The last hour of a session glows.
    wedge(&mut svg, gone, end, if left <= 60.0 { inks.red } else { inks.brass });
    for tick in 0..12 {
        let (sin, cos) = libm::sincos(f64::from(tick) * std::f64::consts::PI / 6.0);
        let (inner, width) = if tick % 2 == 0 { (36.0, 3.5) } else { (41.0, 2.0) };
        _ = write!(
            svg,
            "<path d=\"M{:.1} {:.1}L{:.1} {:.1}\" stroke=\"{}\" stroke-width=\"{width}\"/>",
            50.0 + inner * sin,
            50.0 - inner * cos,
            50.0 + 46.0 * sin,
            50.0 - 46.0 * cos,
            inks.ink
        );
    }
    let (sin, cos) = libm::sincos(gone / ALL * 2.0 * std::f64::consts::PI);
    _ = write!(
        svg,
        "<path d=\"M50 50L{:.1} {:.1}\" stroke=\"{ink}\" stroke-width=\"4\" stroke-linecap=\"round\"/>\
         <circle cx=\"50\" cy=\"50\" r=\"4.5\" fill=\"{ink}\"/>\
         <circle cx=\"50\" cy=\"50\" r=\"47\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"3\"/></svg>",
        50.0 + 33.0 * sin,
        50.0 - 33.0 * cos,
        ink = inks.ink
    );
    svg
}

/// A part of the face, from one minute to another.
fn wedge(svg: &mut String, from: f64, to: f64, fill: &str) {
    if to - from < 0.5 {
        return;
    }
    let at = |minute: f64| {
        let (sin, cos) = libm::sincos(minute / ALL * 2.0 * std::f64::consts::PI);
        (50.0 + 46.0 * sin, 50.0 - 46.0 * cos)
    };
    if to - from >= ALL - 0.5 {
        _ = write!(svg, "<circle cx=\"50\" cy=\"50\" r=\"46\" fill=\"{fill}\"/>");
        return;
    }
    let ((x, y), (u, v)) = (at(from), at(to));
    let large = u8::from(to - from > ALL / 2.0);
    _ = write!(svg, "<path d=\"M50 50L{x:.1} {y:.1}A46 46 0 {large} 1 {u:.1} {v:.1}Z\" fill=\"{fill}\"/>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_face_is_a_picture_at_every_minute_of_both_sessions() {
        for before in [0.0, 180.0] {
            for left in 0..=210 {
                let svg = clock_face(before, 180.0, f64::from(left), 50.0, Inks::PRINT);
                roxmltree::Document::parse(&svg).unwrap_or_else(|e| panic!("{left}: {e}"));
                assert!(!svg.contains("NaN"), "{left}");
            }
        }
    }
}
