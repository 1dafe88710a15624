//! From files to parts: reads every `.ron` file of a folder and every element in it on its own, so that
//! one slip does not hide the next.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::de::DeserializeOwned;

use crate::outside::read_text;
use crate::scenario::fault::{Fault, unknown};
use crate::scenario::place::{self, Node, Step};
use crate::scenario::raw;

/// A value with the place where it stands.
#[derive(Debug)]
pub(crate) struct Placed<T> {
    pub value: T,
    pub at: At,
}

/// The place of a top-level element.
#[derive(Debug, Clone)]
pub(crate) struct At {
    pub file: usize,
    /// `scenes`, `scenario`, …
    pub field: &'static str,
    /// The element's id, if it has one, else its index.
    pub name: String,
    pub node: Node,
}

/// All files of a scenario, read but not yet checked against each other.
#[derive(Debug, Default)]
pub(crate) struct Source {
    pub files: Vec<(String, String)>,
    pub faults: Vec<Fault>,
    /// Ids of elements that could not be read, so that references to them are no second fault.
    pub unread: Vec<(&'static str, String)>,
    /// A whole file could not be read: what is missing may be in it.
    pub lost_file: bool,
    pub header: Vec<Placed<raw::Header>>,
    pub player: Vec<Placed<raw::Player>>,
    pub table: Vec<Placed<raw::TableRules>>,
    pub result: Vec<Placed<raw::ResultScale>>,
    pub audiences: Vec<Placed<raw::Audience>>,
    pub issues: Vec<Placed<raw::Issue>>,
    pub counterparts: Vec<Placed<raw::CounterpartType>>,
    pub tells: Vec<Placed<raw::Tell>>,
    pub advisers: Vec<Placed<raw::Adviser>>,
    pub budgets: Vec<Placed<raw::Budget>>,
    pub mandates: Vec<Placed<raw::Mandate>>,
    pub pledges: Vec<Placed<raw::Pledge>>,
    pub deadlines: Vec<Placed<raw::Deadline>>,
    pub scenes: Vec<Placed<raw::Scene>>,
    pub endings: Vec<Placed<raw::Ending>>,
    pub verbs: Vec<Placed<raw::Verb>>,
    pub voice: Vec<Placed<raw::VoiceLine>>,
    pub facts: Vec<Placed<raw::Fact>>,
    pub pictures: Vec<Placed<raw::Picture>>,
    pub glossary: Vec<Placed<raw::Term>>,
    /// What is drawn: SVG by id.
    pub drawings: BTreeMap<String, String>,
}

const FIELDS: [&str; 20] = [
    "scenario",
    "player",
    "table",
    "result",
    "audiences",
    "issues",
    "counterparts",
    "tells",
    "advisers",
    "budgets",
    "mandates",
    "pledges",
    "deadlines",
    "scenes",
    "endings",
    "verbs",
    "voice",
    "facts",
    "pictures",
    "glossary",
];

fn options() -> ron::Options {
    use ron::extensions::Extensions;
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME | Extensions::UNWRAP_NEWTYPES)
}

/// The folder in a scenario's folder that holds its pictures.
pub(crate) const PICTURES: &str = "pictures";

/// Largest picture, and largest file, in bytes.
const MOST_PICTURE: u64 = 512 << 10;
const MOST_FILE: u64 = 2 << 20;
/// Most files of a scenario, and most pictures.
const MOST_FILES: usize = 200;

/// Reads the files of a folder, in order of name, and its pictures.
///
/// # Errors
/// A fault that names the folder if it cannot be read or holds no `.ron` file.
pub(crate) fn read_folder(folder: &Path) -> Result<Vec<(String, String)>, Fault> {
    let fault = |message: String| Fault {
        file: folder.display().to_string(),
        line: 1,
        column: 1,
        path: String::new(),
        message,
    };
    let entries = std::fs::read_dir(folder).map_err(|e| fault(format!("expected a folder of .ron files: {e}")))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|e| fault(e.to_string()))?.path();
        if path.extension().is_some_and(|e| e == "ron") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let text = own(folder, &path)
                .and_then(|()| read_text(&path, MOST_FILE))
                .map_err(|e| fault(format!("cannot read {name}: {e}")))?;
            files.push((name, text.replace("\r\n", "\n")));
        }
        if files.len() > MOST_FILES {
            return Err(fault(format!("a scenario may have at most {MOST_FILES} .ron files")));
        }
    }
    if files.is_empty() {
        return Err(fault("expected at least one .ron file in this folder, found none".into()));
    }
    // A scenario without pictures is one, too.
    for entry in std::fs::read_dir(folder.join(PICTURES)).into_iter().flatten() {
        let path = entry.map_err(|e| fault(e.to_string()))?.path();
        if path.extension().is_some_and(|e| e == "svg") {
            let name = format!("{PICTURES}/{}", path.file_name().unwrap_or_default().to_string_lossy());
            let text = own(folder, &path)
                .and_then(|()| read_text(&path, MOST_PICTURE))
                .map_err(|e| fault(format!("cannot read {name}: {e}")))?;
            files.push((name, text.replace("\r\n", "\n")));
        }
        if files.len() > 2 * MOST_FILES {
            return Err(fault(format!("a scenario may have at most {MOST_FILES} pictures")));
        }
    }
    files.sort();
    Ok(files)
}

/// A file that lies in the scenario's folder, and not somewhere that a link leads to.
fn own(folder: &Path, path: &Path) -> io::Result<()> {
    if path.canonicalize()?.starts_with(folder.canonicalize()?) {
        return Ok(());
    }
    Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is a link that leads out of the scenario’s folder"))
}

/// Reads all elements of all files; what cannot be read is a fault, the rest goes on.
pub(crate) fn read(files: Vec<(String, String)>) -> Source {
    let (drawn, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|(name, _)| name.ends_with(".svg"));
    let id = |name: &str| name.rsplit('/').next().unwrap_or(name).trim_end_matches(".svg").to_owned();
    let drawings = drawn.into_iter().map(|(name, svg)| (id(&name), svg)).collect();
    let mut source = Source { files, drawings, ..Source::default() };
    for file in 0..source.files.len() {
        read_file(&mut source, file);
    }
    source
}

fn read_file(source: &mut Source, file: usize) {
    let (name, text) = source.files[file].clone();
    let at_error = |e: &ron::error::SpannedError, shift: usize, path: String| {
        let inner = place::offset(&text[shift..], e.span.start.line, e.span.start.col) + shift;
        let (line, column) = place::line_column(&text, inner);
        Fault { file: name.clone(), line, column, path, message: e.code.to_string() }
    };
    if text.trim().is_empty() {
        source.lost_file = true;
        source.faults.push(Fault {
            file: name.clone(),
            line: 1,
            column: 1,
            path: String::new(),
            message: "the file is empty; expected `( … )` with at least one of: scenario, issues, scenes, …".into(),
        });
        return;
    }
    let Some(root) = place::parse(&text) else {
        source.lost_file = true;
        let fault = match options().from_str::<raw::Part>(&text) {
            Err(e) => at_error(&e, 0, String::new()),
            Ok(_) => Fault {
                file: name.clone(),
                line: 1,
                column: 1,
                path: String::new(),
                message: "expected one value in round brackets".into(),
            },
        };
        source.faults.push(fault);
        return;
    };
    if root.inside.is_empty() || root.inside.iter().any(|(n, _)| n.is_none()) {
        let fault = match options().from_str::<raw::Part>(&text) {
            Err(e) => at_error(&e, 0, String::new()),
            Ok(_) => return,
        };
        source.lost_file = true;
        source.faults.push(fault);
        return;
    }
    for (field, node) in &root.inside {
        let field = field.as_deref().unwrap_or_default();
        let Some(field) = FIELDS.into_iter().find(|f| *f == field) else {
            let (line, column) = place::line_column(&text, node.start);
            source.faults.push(Fault {
                file: name.clone(),
                line,
                column,
                path: field.to_owned(),
                message: unknown("part of a scenario called", field, FIELDS),
            });
            continue;
        };
        let single = matches!(field, "scenario" | "player" | "table" | "result");
        let elements: Vec<Node> =
            if single { vec![node.clone()] } else { node.inside.iter().map(|(_, n)| n.clone()).collect() };
        if !single && !text[node.start..].starts_with('[') {
            let (line, column) = place::line_column(&text, node.start);
            source.faults.push(Fault {
                file: name.clone(),
                line,
                column,
                path: field.to_owned(),
                message: "expected a list in square brackets".into(),
            });
            continue;
        }
        for (i, node) in elements.into_iter().enumerate() {
            let id = node.field("id").map(|n| text[n.start..n.end].trim_matches('"').to_owned());
            let at = At {
                file,
                field,
                name: if single { String::new() } else { id.clone().unwrap_or_else(|| i.to_string()) },
                node,
            };
            macro_rules! element {
                ($list:ident) => {
                    match parse_element(&text, &at) {
                        Ok(value) => source.$list.push(Placed { value, at }),
                        Err(e) => {
                            source.faults.push(at_error(&e, at.node.start, at.path(&[])));
                            source.unread.push((field, at.name));
                        }
                    }
                };
            }
            match field {
                "scenario" => element!(header),
                "player" => element!(player),
                "table" => element!(table),
                "result" => element!(result),
                "audiences" => element!(audiences),
                "issues" => element!(issues),
                "counterparts" => element!(counterparts),
                "tells" => element!(tells),
                "advisers" => element!(advisers),
                "budgets" => element!(budgets),
                "mandates" => element!(mandates),
                "pledges" => element!(pledges),
                "deadlines" => element!(deadlines),
                "scenes" => element!(scenes),
                "endings" => element!(endings),
                "verbs" => element!(verbs),
                "voice" => element!(voice),
                "facts" => element!(facts),
                "pictures" => element!(pictures),
                _ => element!(glossary),
            }
        }
    }
}

fn parse_element<T: DeserializeOwned>(text: &str, at: &At) -> Result<T, ron::error::SpannedError> {
    options().from_str(&text[at.node.start..at.node.end])
}

impl At {
    /// The path as it is printed.
    pub fn path(&self, steps: &[Step]) -> String {
        let mut path = self.field.to_owned();
        if !self.name.is_empty() {
            path.push('.');
            path.push_str(&self.name);
        }
        for step in steps {
            match step {
                Step::Field(name) => {
                    path.push('.');
                    path.push_str(name);
                }
                Step::Item(i) => path.push_str(&format!("[{i}]")),
            }
        }
        path
    }
}

#[cfg(test)]
mod snippet_tests;
