//! The player's own records: one folder on this machine, and nowhere else.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::record::{Header, read};

/// A record in the library.
#[derive(Debug, Clone)]
pub struct Saved {
    /// Where it is.
    pub path: PathBuf,
    /// Its header.
    pub header: Header,
    /// How many actions it holds.
    pub turns: usize,
    /// When it was last written.
    pub modified: SystemTime,
}

/// Where records are kept: the platform's folder for a program's data, else the current folder.
pub fn folder() -> PathBuf {
    match directories::ProjectDirs::from("", "", "six-hours") {
        Some(dirs) => dirs.data_dir().join("records"),
        None => PathBuf::from("records"),
    }
}

/// The readable records of a folder, newest first. What cannot be read is left alone.
pub fn list(folder: &Path) -> Vec<Saved> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut list: Vec<Saved> = entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            if path.extension()? != "record" {
                return None;
            }
            let modified = path.metadata().ok()?.modified().ok()?;
            let record = read(&path).ok()?;
            Some(Saved { path, header: record.header, turns: record.lines.len(), modified })
        })
        .collect();
    list.sort_by(|a, b| b.modified.cmp(&a.modified).then_with(|| a.path.cmp(&b.path)));
    list
}

/// A path for a new record of this seed that no file has yet.
pub fn fresh(folder: &Path, seed: u64) -> PathBuf {
    let name = |n: u32| {
        if n == 0 { format!("seed-{seed}.record") } else { format!("seed-{seed}-{n}.record") }
    };
    (0..).map(|n| folder.join(name(n))).find(|p| !p.exists()).unwrap_or_else(|| folder.join(name(0)))
}
