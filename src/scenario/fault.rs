//! What is wrong with a scenario, and where.

use std::fmt;

use serde::Serialize;

/// One fault: where it is, what was expected and found, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// File name within the scenario's folder, or the folder itself.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// Path to the value: `scenes.stadium.choices[1].effects[0]`.
    pub path: String,
    /// What was expected, what was found.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: ", self.file, self.line, self.column)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

/// Everything that is wrong with a scenario, all at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.0 {
            writeln!(f, "{fault}")?;
        }
        let n = self.0.len();
        write!(f, "{n} fault{} in the scenario", if n == 1 { "" } else { "s" })
    }
}

impl std::error::Error for Faults {}

/// `expected …` for a name that leads nowhere, with the names most like it.
pub(crate) fn unknown<'a>(kind: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let mut near: Vec<(f64, &str)> =
        known.into_iter().map(|k| (strsim::jaro_winkler(name, k), k)).filter(|(s, _)| *s > 0.75).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let near: Vec<String> = near.into_iter().take(3).map(|(_, k)| format!("‘{k}’")).collect();
    match near.as_slice() {
        [] => format!("there is no {kind} ‘{name}’"),
        _ => format!("there is no {kind} ‘{name}’; did you mean {}?", near.join(" or ")),
    }
}
