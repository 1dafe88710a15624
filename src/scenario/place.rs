//! Where in a RON text a thing stands: a light parse that keeps positions, for messages about faults.
//!
//! `ron` tells the place of what it cannot read; this tells the place of what it could read and we refuse.

/// A value in the text: where it starts and ends, and what lies inside.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub start: usize,
    pub end: usize,
    pub inside: Vec<(Option<String>, Node)>,
}

impl Node {
    /// The named field inside.
    pub fn field(&self, name: &str) -> Option<&Self> {
        self.inside.iter().find(|(n, _)| n.as_deref() == Some(name)).map(|(_, node)| node)
    }

    /// The node farthest along a path, as far as the text goes along with it.
    pub fn walk(&self, path: &[Step]) -> &Self {
        let mut here = self;
        for step in path {
            let next = match step {
                Step::Field(name) => here.field(name),
                Step::Item(i) => here.inside.get(*i).map(|(_, n)| n),
            };
            match next {
                Some(node) => here = node,
                None => break,
            }
        }
        here
    }
}

/// One step of a path into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Field(&'static str),
    Item(usize),
}

/// Line and column, from 1, of a byte offset.
pub(crate) fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
    (line, column)
}

/// Byte offset of a line and column counted from 1.
pub(crate) fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start.min(text.len())..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(i, _)| i)
}

/// Deepest nesting that is read: the scenarios that come with the program have some fifteen.
const DEEPEST: usize = 64;

/// The value in a RON text, or nothing where the brackets do not close or stand too deep in one another.
pub(crate) fn parse(text: &str) -> Option<Node> {
    let mut scan = Scan { text, at: 0, depth: 0 };
    scan.space();
    let node = scan.value()?;
    scan.space();
    (scan.at == text.len()).then_some(node)
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn space(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if let Some(comment) = trimmed.strip_prefix("//") {
                self.at += 2 + comment.find('\n').unwrap_or(comment.len());
            } else if trimmed.starts_with("/*") {
                self.at += trimmed.find("*/").map_or(trimmed.len(), |i| i + 2);
            } else if trimmed.starts_with("#!") {
                self.at += trimmed.find('\n').unwrap_or(trimmed.len());
            } else {
                return;
            }
        }
    }

    fn value(&mut self) -> Option<Node> {
        let start = self.at;
        let mut inside = Vec::new();
        if self.rest().starts_with("r#") || self.rest().starts_with("r\"") {
            let hashes = self.rest()[1..].bytes().take_while(|&b| b == b'#').count();
            let close = format!("\"{}", "#".repeat(hashes));
            let body = self.at + 2 + hashes;
            self.at = body + self.text.get(body..)?.find(&close)? + close.len();
        } else {
            match self.peek()? {
                '"' => self.string()?,
                '\'' => self.at += 1 + self.rest().get(1..)?.find('\'')? + 1,
                '(' | '[' | '{' => inside = self.bracket()?,
                _ => {
                    let word = self.rest().find(|c: char| c.is_whitespace() || "()[]{},:\"/".contains(c));
                    self.at += word.unwrap_or(self.rest().len()).max(1);
                    let named = self.at;
                    self.space();
                    if self.peek() == Some('(') {
                        inside = self.bracket()?;
                    } else {
                        self.at = named;
                    }
                }
            }
        }
        Some(Node { start, end: self.at, inside })
    }

    fn string(&mut self) -> Option<()> {
        let mut escaped = false;
        for (i, c) in self.rest().char_indices().skip(1) {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => {
                    self.at += i + 1;
                    return Some(());
                }
                _ => {}
            }
        }
        None
    }

    fn bracket(&mut self) -> Option<Vec<(Option<String>, Node)>> {
        let close = match self.peek()? {
            '(' => ')',
            '[' => ']',
            _ => '}',
        };
        self.at += 1;
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let mut inside = Vec::new();
        loop {
            self.space();
            if self.peek()? == close {
                self.at += 1;
                self.depth -= 1;
                return Some(inside);
            }
            let mut node = self.value()?;
            let mut name = None;
            self.space();
            if self.peek()? == ':' {
                name = Some(self.text[node.start..node.end].trim().trim_matches('"').to_owned());
                self.at += 1;
                self.space();
                node = self.value()?;
                self.space();
            }
            inside.push((name, node));
            match self.peek()? {
                ',' => self.at += 1,
                c if c == close => {}
                _ => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nested_value_is_found_by_its_path() {
        let text =
            "// a comment\n(scenes: [(id: \"a\", n: 1), // end\n (id: \"b\", go: If(Flag(\"x\"), [Set(\"y\")]))])";
        let root = parse(text).expect("brackets close");
        let node = root.walk(&[Step::Field("scenes"), Step::Item(1), Step::Field("go"), Step::Item(0), Step::Item(0)]);
        assert_eq!(&text[node.start..node.end], "\"x\"");
        assert_eq!(line_column(text, node.start).0, 3);
    }

    #[test]
    fn brackets_in_brackets_are_read_to_a_depth_and_no_further() {
        let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(parse(&nested(DEEPEST)).is_some());
        assert!(parse(&nested(DEEPEST + 1)).is_none());
        assert!(parse(&nested(1_000_000)).is_none());
    }

    #[test]
    fn an_unclosed_bracket_has_no_places() {
        assert!(parse("(a: [1, 2)").is_none());
        assert!(parse("(a: \"open").is_none());
    }

    #[test]
    fn line_and_column_come_back_as_the_same_offset() {
        let text = "é(\n  “x”,\n)";
        for (i, _) in text.char_indices() {
            let (line, column) = line_column(text, i);
            assert_eq!(offset(text, line, column), i);
        }
    }
}
