//! What a drawing may hold: shapes, colours and words, all of them its own, and no more than is soon painted.

use std::collections::HashMap;

use roxmltree::{Document, Node};

const SVG: &str = "http://www.w3.org/2000/svg";

/// Most elements painted, each as often as it is used.
const MOST_PAINTED: usize = 10_000;
/// Most elements inside each other.
const MOST_NESTED: usize = 32;
/// Most elements that are painted on a layer of their own, or dashed, which costs as much.
const MOST_LAYERS: usize = 1000;
/// Most such layers inside each other: each may be as large as the picture.
const MOST_LAYERS_NESTED: usize = 6;

/// What may stand in a drawing. Filters, masks, patterns and markers paint the same again and again, images and
/// scripts come from elsewhere, and rules of style would have to be followed to know what is drawn.
const ELEMENTS: [&str; 22] = [
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "g",
    "line",
    "linearGradient",
    "metadata",
    "path",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "svg",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
];

/// How much is painted where an element is.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    painted: usize,
    nested: usize,
    layers: usize,
    layers_nested: usize,
}

impl Cost {
    /// What is beyond a limit.
    fn beyond(self) -> Option<String> {
        if self.painted > MOST_PAINTED {
            return Some(format!("at most {MOST_PAINTED} elements are painted, each counted as often as it is used"));
        }
        if self.nested > MOST_NESTED {
            return Some(format!("at most {MOST_NESTED} elements may be inside each other"));
        }
        if self.layers > MOST_LAYERS {
            return Some(format!("at most {MOST_LAYERS} elements may be dashed, see-through, blended or clipped"));
        }
        (self.layers_nested > MOST_LAYERS_NESTED).then(|| {
            format!("at most {MOST_LAYERS_NESTED} see-through, blended or clipped elements may be inside each other")
        })
    }
}

/// What is wrong with a drawing: that it is none, leads out of itself, or would take too long to paint.
pub(super) fn fault(svg: &str) -> Option<String> {
    let document = match Document::parse(svg) {
        Ok(document) if document.root_element().has_tag_name((SVG, "svg")) => document,
        Ok(_) => return Some("expected SVG, found other XML".into()),
        Err(e) => return Some(format!("expected SVG, found {e}")),
    };
    let drawn = || document.descendants().filter(|n| n.tag_name().namespace() == Some(SVG));
    if let Some(fault) = drawn().find_map(foreign) {
        return Some(fault);
    }
    let named = drawn().filter_map(|n| Some((n.attribute("id")?, n))).collect();
    Weighing { named, known: HashMap::new(), depth: 0 }.weigh(document.root_element()).map_or_else(Some, Cost::beyond)
}

/// What in an element leads out of the drawing, or is not painted here.
fn foreign(node: Node<'_, '_>) -> Option<String> {
    let name = node.tag_name().name();
    if !ELEMENTS.contains(&name) {
        return Some(format!("there is a <{name}>; expected one of {}", ELEMENTS.join(", ")));
    }
    for attribute in node.attributes() {
        let value = attribute.value();
        if attribute.name() == "href" && !value.starts_with('#') {
            return Some(format!("href leads to {value:?}; a picture holds all that it shows"));
        }
    }
    for (name, value) in declared(node) {
        if matches!(name, "filter" | "mask") {
            return Some(format!("there is a {name}; expected shapes that are painted as they are"));
        }
        let leads = |to: &str| !to.trim_start_matches(['"', '\'', ' ']).starts_with('#');
        if value.split("url(").skip(1).any(leads) {
            return Some(format!("{name} leads to {value:?}; a picture holds all that it shows"));
        }
    }
    None
}

/// Attributes, and what `style` declares.
fn declared<'a>(node: Node<'a, '_>) -> impl Iterator<Item = (&'a str, &'a str)> {
    let style = node.attribute("style").unwrap_or("").split(';').filter_map(|d| d.split_once(':'));
    node.attributes().map(|a| (a.name(), a.value())).chain(style).map(|(name, value)| (name.trim(), value.trim()))
}

/// Whether an element is painted apart and then laid over what is there, or dashed.
fn layered((name, value): (&str, &str)) -> bool {
    match name {
        "opacity" => value != "1",
        "clip-path" | "mix-blend-mode" | "stroke-dasharray" => value != "none" && value != "normal",
        "isolation" => value == "isolate",
        _ => false,
    }
}

/// Weighs elements, each once.
struct Weighing<'a> {
    named: HashMap<&'a str, Node<'a, 'a>>,
    known: HashMap<roxmltree::NodeId, Cost>,
    depth: usize,
}

impl<'a> Weighing<'a> {
    /// # Errors
    /// Elements too deep inside each other, as those that use themselves are.
    fn weigh(&mut self, node: Node<'a, 'a>) -> Result<Cost, String> {
        if let Some(known) = self.known.get(&node.id()) {
            return Ok(*known);
        }
        if self.depth > MOST_NESTED {
            let deep = Cost { nested: self.depth, ..Cost::default() };
            return Err(deep.beyond().unwrap_or_default());
        }
        self.depth += 1;
        let layer = usize::from(declared(node).any(layered));
        let mut cost = Cost { painted: 1, nested: 0, layers: layer, layers_nested: 0 };
        // A gradient that takes its stops from another is no use of it.
        let used = node.has_tag_name((SVG, "use")) || node.has_tag_name((SVG, "textPath"));
        let used = node.attributes().filter(|a| used && a.name() == "href").map(|a| a.value());
        let clips = declared(node).filter(|(name, _)| *name == "clip-path").map(|(_, value)| value);
        let clips = clips
            .filter_map(|v| v.split_once("url(")?.1.split_once(')'))
            .map(|(to, _)| to.trim_matches(['"', '\'', ' ']));
        let led: Vec<_> = used.chain(clips).filter_map(|to| self.named.get(to.strip_prefix('#')?).copied()).collect();
        for part in node.children().filter(Node::is_element).chain(led) {
            let part = self.weigh(part)?;
            cost.painted = cost.painted.saturating_add(part.painted);
            cost.layers = cost.layers.saturating_add(part.layers);
            cost.nested = cost.nested.max(part.nested);
            cost.layers_nested = cost.layers_nested.max(part.layers_nested);
        }
        cost.nested += 1;
        cost.layers_nested += layer;
        self.depth -= 1;
        self.known.insert(node.id(), cost);
        Ok(cost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(inside: &str) -> Option<String> {
        fault(&format!("<svg xmlns=\"{SVG}\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">{inside}</svg>"))
    }

    fn told(inside: &str, word: &str) {
        let fault = drawn(inside).unwrap_or_else(|| panic!("it is taken: {}", &inside[..inside.len().min(200)]));
        assert!(fault.contains(word), "{fault}");
    }

    #[test]
    fn what_an_editor_of_drawings_writes_is_taken() {
        let svg = "<title>A</title><metadata><x xmlns='http://a.b'/></metadata><g style='opacity:.5;fill:url(#q)'>\
            <path id='p' d='M0 0h9' style='stroke-dasharray:2 1'/></g><use xlink:href='#p' clip-path='url(#c)'/>";
        assert_eq!(drawn(svg), None);
    }

    #[test]
    fn what_leads_out_is_told() {
        told("<image href='file:///etc/passwd'/>", "<image>");
        told("<script>1</script>", "<script>");
        told("<use xlink:href='other.svg#a'/>", "href");
        told("<rect fill='url(http://x)'/>", "fill");
        told("<rect style='fill: url(http://x)'/>", "fill");
        told("<style>@import 'x';</style>", "<style>");
        told("<foreignObject/>", "<foreignObject>");
    }

    #[test]
    fn what_would_be_painted_for_ever_is_told_with_the_limit() {
        told("<rect filter='blur(9999)'/>", "filter");
        told("<rect style='mask:url(#m)'/>", "mask");
        told("<pattern/>", "<pattern>");
        told(&"<g/>".repeat(10_001), "10000");
        told(&("<g>".repeat(40) + &"</g>".repeat(40)), "32");
        // A thousand million rectangles in a dozen lines.
        let laughs: String =
            (1..10).map(|n| format!("<g id='a{n}'>{}</g>", format!("<use href='#a{}'/>", n - 1).repeat(10))).collect();
        told(&format!("<rect id='a0'/>{laughs}"), "10000");
        told("<g id='a'><use href='#a'/></g>", "32");
        told("<clipPath id='a' clip-path='url(#a)'/>", "32");
        told(&"<rect opacity='.5'/>".repeat(1001), "1000");
        told(&("<g opacity='.9'>".repeat(7) + &"</g>".repeat(7)), "6");
    }
}
