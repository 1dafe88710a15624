//! Genius XML (lin14): a domain file with two linear-additive utility spaces, discrete and integer issues.
//!
//! An evaluation above 1 cannot be a value, and then every evaluation of that issue is divided by the largest, as Genius
//! does; evaluations within 0..1 are taken as they stand.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use std::fmt::Write;

use roxmltree::{Document, Node};

use crate::bargaining::domain::{Domain, DomainFault, FORMAT, Issue, Party};

/// Most options that a range of integers may stand for.
const MOST_OPTIONS: i64 = 10_000;

/// A file's name and text.
pub type File<'a> = (&'a str, &'a str);

/// Whether a text is a Genius domain; a utility space otherwise.
pub fn is_domain(text: &str) -> bool {
    Document::parse(text).is_ok_and(|d| d.root_element().has_tag_name("negotiation_template"))
}

/// Whether a text is a Genius utility space.
pub fn is_profile(text: &str) -> bool {
    Document::parse(text).is_ok_and(|d| d.root_element().has_tag_name("utility_space"))
}

/// Reads a domain and two profiles.
///
/// # Errors
/// The first thing that is wrong or not supported, with file and line.
pub fn read(name: &str, domain: File<'_>, profiles: [File<'_>; 2]) -> Result<Domain, DomainFault> {
    let issues = read_issues(domain)?;
    let mut parties = Vec::new();
    for profile in profiles {
        parties.push(read_party(profile, &issues)?);
    }
    let issues = issues.into_iter().map(|(name, options)| Issue { name, options }).collect();
    Domain { format: FORMAT.to_owned(), name: name.to_owned(), issues, parties }.checked()
}

/// Where a node stands, for messages.
struct Place<'a> {
    file: &'a str,
}

impl Place<'_> {
    fn fault<T>(&self, node: Node<'_, '_>, message: &str) -> Result<T, DomainFault> {
        let at = node.document().text_pos_at(node.range().start);
        Err(DomainFault(format!("{}:{}:{}: {message}", self.file, at.row, at.col)))
    }

    fn number(&self, node: Node<'_, '_>, key: &str) -> Result<f64, DomainFault> {
        let found = node.attribute(key).unwrap_or("nothing");
        match found.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number),
            _ => self.fault(node, &format!("{key}: expected a number, found {found}")),
        }
    }
}

fn parse<'t>((file, text): File<'t>, root: &str) -> Result<Document<'t>, DomainFault> {
    let document = Document::parse(text).map_err(|e| DomainFault(format!("{file}: not XML: {e}")))?;
    let found = document.root_element().tag_name().name();
    if found != root {
        return Err(DomainFault(format!("{file}: expected <{root}>, found <{found}>")));
    }
    Ok(document)
}

/// The issues below a node, by their index; its only objective, or the node itself.
fn issues_below<'a, 'i>(place: &Place<'_>, space: Node<'a, 'i>) -> Result<Vec<Node<'a, 'i>>, DomainFault> {
    let objective = space.children().find(|n| n.has_tag_name("objective")).unwrap_or(space);
    if let Some(inner) = objective.children().find(|n| n.has_tag_name("objective")) {
        return place.fault(inner, "objectives within objectives are not supported");
    }
    for name in ["utility_function", "utility", "constraint"] {
        if let Some(node) = space.descendants().find(|n| n.has_tag_name(name)) {
            return place.fault(node, &format!("<{name}>: only linear-additive utility spaces are supported"));
        }
    }
    let mut issues = Vec::new();
    for node in objective.children().filter(|n| n.has_tag_name("issue")) {
        issues.push((place.number(node, "index")?, node));
    }
    issues.sort_by(|a, b| a.0.total_cmp(&b.0));
    Ok(issues.into_iter().map(|(_, node)| node).collect())
}

/// Names and options of the issues of a domain file.
fn read_issues(file: File<'_>) -> Result<Vec<(String, Vec<String>)>, DomainFault> {
    let document = parse(file, "negotiation_template")?;
    let place = Place { file: file.0 };
    let root = document.root_element();
    let space = root.children().find(|n| n.has_tag_name("utility_space")).unwrap_or(root);
    let mut issues: Vec<(String, Vec<String>)> = Vec::new();
    for node in issues_below(&place, space)? {
        let Some(name) = node.attribute("name") else { return place.fault(node, "an issue without a name") };
        if issues.iter().any(|(other, _)| other == name) {
            return place.fault(node, &format!("the issue “{name}” stands twice"));
        }
        let options = match node.attribute("type").unwrap_or("discrete") {
            "discrete" => {
                let items = node.children().filter(|n| n.has_tag_name("item"));
                let mut options: Vec<String> = Vec::new();
                for item in items {
                    match item.attribute("value") {
                        Some(value) if !options.iter().any(|o| o == value) => options.push(value.to_owned()),
                        Some(value) => return place.fault(item, &format!("the item “{value}” stands twice")),
                        None => return place.fault(item, "an item without a value"),
                    }
                }
                options
            }
            "integer" => {
                let (low, high) = bounds(&place, node)?;
                (low..=high).map(|n| n.to_string()).collect()
            }
            other => {
                return place.fault(node, &format!("issues of type “{other}” are not supported: discrete or integer"));
            }
        };
        issues.push((name.to_owned(), options));
    }
    Ok(issues)
}

/// The bounds of an integer issue, on itself or on its range.
fn bounds(place: &Place<'_>, node: Node<'_, '_>) -> Result<(i64, i64), DomainFault> {
    let holder = node.children().find(|n| n.has_tag_name("range")).unwrap_or(node);
    let (low, high) = (place.number(holder, "lowerbound")?, place.number(holder, "upperbound")?);
    if low.fract() != 0.0 || high.fract() != 0.0 || low.abs() > 1e15 || high.abs() > 1e15 || low > high {
        return place.fault(node, &format!("expected whole numbers from low to high, found {low} to {high}"));
    }
    let (low, high) = (low as i64, high as i64);
    if high - low >= MOST_OPTIONS {
        return place.fault(node, &format!("at most {MOST_OPTIONS} options an issue, found {}", high - low + 1));
    }
    Ok((low, high))
}

fn read_party(file: File<'_>, issues: &[(String, Vec<String>)]) -> Result<Party, DomainFault> {
    let document = parse(file, "utility_space")?;
    let place = Place { file: file.0 };
    let root = document.root_element();
    for node in root.children().filter(|n| n.has_tag_name("discount_factor")) {
        let factor = place.number(node, "value")?;
        if factor != 1.0 && factor != 0.0 {
            return place.fault(node, &format!("discounting is not supported: expected 1, found {factor}"));
        }
    }
    let reserved = root.descendants().find(|n| n.has_tag_name("reservation"));
    let reservation = reserved.map_or(Ok(0.0), |n| place.number(n, "value"))?;
    let nodes = issues_below(&place, root)?;
    let (mut weights, mut values) = (Vec::new(), Vec::new());
    for (name, options) in issues {
        let Some(node) = nodes.iter().copied().find(|n| n.attribute("name") == Some(name)) else {
            return Err(DomainFault(format!("{}: the issue “{name}” of the domain is missing", file.0)));
        };
        let index = node.attribute("index");
        let weight = root.descendants().find(|n| n.has_tag_name("weight") && n.attribute("index") == index);
        weights.push(weight.map_or(Ok(1.0), |n| place.number(n, "value"))?);
        values.push(read_values(&place, node, options)?);
    }
    if let Some(node) = nodes.iter().find(|n| !issues.iter().any(|(name, _)| n.attribute("name") == Some(name))) {
        return place.fault(*node, "the domain has no such issue");
    }
    let name = file.0.trim_end_matches(".xml").rsplit(['/', '\\']).next().unwrap_or(file.0).to_owned();
    Ok(Party { name, weights, values, reservation })
}

/// What each option is worth: by item, or by a linear function of the number.
fn read_values(place: &Place<'_>, node: Node<'_, '_>, options: &[String]) -> Result<Vec<f64>, DomainFault> {
    if let Some(line) = node.children().find(|n| n.has_tag_name("evaluator")) {
        let kind = line.attribute("ftype").or(line.attribute("type")).unwrap_or("linear");
        if kind != "linear" {
            return place.fault(line, &format!("an evaluator “{kind}” is not supported: linear only"));
        }
        // Either a line given by slope and offset, or by its values at both bounds.
        let of = |n: f64| -> Result<f64, DomainFault> {
            if line.attribute("slope").is_some() || line.attribute("parameter1").is_some() {
                let key = |a: &'static str, b: &'static str| if line.attribute(a).is_some() { a } else { b };
                let slope = place.number(line, key("slope", "parameter1"))?;
                let offset = match key("offset", "parameter0") {
                    key if line.attribute(key).is_some() => place.number(line, key)?,
                    _ => 0.0,
                };
                Ok(offset + slope * n)
            } else {
                place.fault(line, "a linear evaluator needs slope and offset, or parameter1 and parameter0")
            }
        };
        return options.iter().map(|o| of(o.parse().unwrap_or(0.0))).collect();
    }
    let items: Vec<Node<'_, '_>> = node.children().filter(|n| n.has_tag_name("item")).collect();
    let mut values = Vec::new();
    for option in options {
        let Some(item) = items.iter().copied().find(|n| n.attribute("value") == Some(option)) else {
            return place.fault(node, &format!("the item “{option}” of the domain has no evaluation"));
        };
        let evaluation = place.number(item, "evaluation")?;
        if evaluation < 0.0 {
            return place.fault(item, &format!("evaluation: expected at least 0, found {evaluation}"));
        }
        values.push(evaluation);
    }
    let most = values.iter().copied().fold(0.0, f64::max);
    if most > 1.0 {
        values.iter_mut().for_each(|v| *v /= most);
    }
    Ok(values)
}

/// The domain file.
pub fn write_domain(domain: &Domain) -> String {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<negotiation_template>\n  <utility_space number_of_issues=\"{}\">\n    \
         <objective index=\"0\" name=\"{}\" type=\"objective\" etype=\"objective\" description=\"\">\n",
        domain.issues.len(),
        escaped(&domain.name)
    );
    for (k, issue) in domain.issues.iter().enumerate() {
        open_issue(&mut text, k, issue);
        for (o, option) in issue.options.iter().enumerate() {
            _ = writeln!(text, "        <item index=\"{}\" value=\"{}\"/>", o + 1, escaped(option));
        }
        text += "      </issue>\n";
    }
    text + "    </objective>\n  </utility_space>\n</negotiation_template>\n"
}

/// The profile of a party.
pub fn write_profile(domain: &Domain, party: usize) -> String {
    let party = &domain.parties[party];
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<utility_space number_of_issues=\"{}\">\n  \
         <objective index=\"0\" name=\"{}\" type=\"objective\" etype=\"objective\" description=\"\">\n",
        domain.issues.len(),
        escaped(&domain.name)
    );
    for (k, issue) in domain.issues.iter().enumerate() {
        open_issue(&mut text, k, issue);
        for (o, option) in issue.options.iter().enumerate() {
            let value = party.values[k][o];
            _ = writeln!(
                text,
                "        <item index=\"{}\" value=\"{}\" evaluation=\"{value}\"/>",
                o + 1,
                escaped(option)
            );
        }
        text += "      </issue>\n";
    }
    for (k, weight) in party.weights.iter().enumerate() {
        _ = writeln!(text, "    <weight index=\"{}\" value=\"{weight}\"/>", k + 1);
    }
    text += "  </objective>\n  <discount_factor value=\"1.0\"/>\n";
    _ = writeln!(text, "  <reservation value=\"{}\"/>", party.reservation);
    text + "</utility_space>\n"
}

fn open_issue(text: &mut String, k: usize, issue: &Issue) {
    _ = writeln!(
        text,
        "      <issue index=\"{}\" name=\"{}\" type=\"discrete\" etype=\"discrete\" vtype=\"discrete\">",
        k + 1,
        escaped(&issue.name)
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOMAIN: &str = r#"<negotiation_template><utility_space number_of_issues="2"><objective index="0" name="d">
        <issue index="2" name="pay" type="integer" lowerbound="1" upperbound="3"/>
        <issue index="1" name="colour" type="discrete"><item index="1" value="red"/><item index="2" value="b&amp;w"/></issue>
        </objective></utility_space></negotiation_template>"#;
    const ONE: &str = r#"<utility_space><objective index="0" name="d">
        <issue index="1" name="colour" type="discrete"><item index="1" value="red" evaluation="10"/><item index="2" value="b&amp;w" evaluation="5"/></issue>
        <issue index="2" name="pay" type="integer" lowerbound="1" upperbound="3"><evaluator ftype="linear" slope="0.5" offset="-0.5"/></issue>
        <weight index="1" value="0.25"/><weight index="2" value="0.75"/></objective><reservation value="0.3"/></utility_space>"#;
    const TWO: &str = r#"<utility_space><objective index="0" name="d">
        <issue index="1" name="colour" type="discrete"><item index="1" value="red" evaluation="0.2"/><item index="2" value="b&amp;w" evaluation="0.8"/></issue>
        <issue index="2" name="pay" type="integer" lowerbound="1" upperbound="3"><evaluator ftype="linear" slope="-0.5" offset="1.5"/></issue>
        <weight index="1" value="0.5"/><weight index="2" value="0.5"/></objective></utility_space>"#;

    fn read_with(one: &str) -> Result<Domain, DomainFault> {
        read("d", ("d.xml", DOMAIN), [("one.xml", one), ("two.xml", TWO)])
    }

    #[test]
    fn discrete_and_integer_issues_are_read_and_large_evaluations_scaled() {
        let domain = read_with(ONE).expect("valid");
        assert_eq!(domain.issues[0].options, ["red", "b&w"]);
        assert_eq!(domain.issues[1].options, ["1", "2", "3"]);
        assert_eq!(domain.parties[0].values, vec![vec![1.0, 0.5], vec![0.0, 0.5, 1.0]]);
        assert_eq!(domain.parties[1].values[0], vec![0.2, 0.8]);
        assert_eq!(domain.reservation(), [0.3, 0.0]);
        assert_eq!(domain.parties[0].weights, [0.25, 0.75]);
    }

    #[test]
    fn what_is_written_is_read_again_with_the_same_numbers() {
        let domain = read_with(ONE).expect("valid");
        let (one, two) = (write_profile(&domain, 0), write_profile(&domain, 1));
        let again = read("d", ("d.xml", &write_domain(&domain)), [("one.xml", &one), ("two.xml", &two)]);
        assert_eq!(again.expect("valid"), domain);
    }

    #[test]
    fn what_is_not_supported_is_told_with_file_and_line() {
        for (from, to, told) in [
            (
                "<weight index=\"1\"",
                "<utility_function/><weight index=\"1\"",
                "one.xml:4:9: <utility_function>: only linear",
            ),
            ("evaluation=\"10\"", "evaluation=\"ten\"", "one.xml:2:56: evaluation: expected a number, found ten"),
            ("name=\"pay\"", "name=\"wage\"", "one.xml: the issue “pay” of the domain is missing"),
            ("<reservation", "<discount_factor value=\"0.9\"/><reservation", "discounting is not supported"),
            ("ftype=\"linear\"", "ftype=\"triangular\"", "an evaluator “triangular” is not supported"),
        ] {
            let fault = read_with(&ONE.replacen(from, to, 1)).expect_err("a fault").0;
            assert!(fault.contains(told), "{fault}");
        }
        let real = DOMAIN.replace("type=\"integer\"", "type=\"real\"");
        let fault = read("d", ("d.xml", &real), [("one.xml", ONE), ("two.xml", TWO)]).expect_err("a fault").0;
        assert!(fault.contains("issues of type “real” are not supported"), "{fault}");
    }
}
