//! The player's own records: one folder on this machine, and nowhere else.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::record::{Header, RecordError, read};

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

impl Saved {
    /// Its name: the file's, without the ending.
    pub fn name(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }
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

/// A path for a new record of this seed that no file has yet; with the player's name before it, if one is given.
pub fn fresh(folder: &Path, seed: u64, player: Option<&str>) -> PathBuf {
    let fits = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-');
    let name: String = player.unwrap_or_default().chars().filter(fits).take(MOST_LETTERS).collect();
    match name.trim() {
        "" => unused(folder, &format!("seed-{seed}")),
        name => unused(folder, &format!("{name}, seed-{seed}")),
    }
}

/// A path for a branch of a record, before this turn, that no file has yet.
pub fn fresh_branch(folder: &Path, of: &str, turn: usize) -> PathBuf {
    // A branch of a branch is named by the game and its own turn.
    let game = of.split_once(" from ").map_or(of, |(game, _)| game);
    unused(folder, &format!("{game} from {turn}"))
}

/// A path for a record called like another, that no file has yet.
pub fn fresh_named(folder: &Path, name: &str) -> PathBuf {
    unused(folder, name)
}

fn unused(folder: &Path, name: &str) -> PathBuf {
    let numbered = |n: u32| if n == 0 { format!("{name}.record") } else { format!("{name}-{n}.record") };
    (0..).map(|n| folder.join(numbered(n))).find(|p| !p.exists()).unwrap_or_else(|| folder.join(numbered(0)))
}

/// Gives a record another name in its folder; returns its new path. What branched off it still does.
///
/// # Errors
/// If the name cannot be that of a file, another record has it, or the file system refuses.
pub fn rename(path: &Path, name: &str) -> Result<PathBuf, RecordError> {
    let name = name.trim();
    let odd = |c: char| c.is_control() || r#"/\:*?"<>|"#.contains(c);
    if name.is_empty() || name.starts_with('.') || name.len() > MOST_NAME || name.contains(odd) {
        return Err(RecordError::Name(name.to_owned()));
    }
    let to = path.with_file_name(format!("{name}.record"));
    if to == path {
        return Ok(to);
    }
    if to.exists() {
        return Err(RecordError::Exists(to));
    }
    std::fs::rename(path, &to).map_err(|error| RecordError::Io { path: path.into(), doing: "rename", error })?;
    Ok(to)
}

/// Deletes a record. What branched off it stays.
///
/// # Errors
/// If it is no record, or the file system refuses.
pub fn delete(path: &Path) -> Result<(), RecordError> {
    read(path)?;
    std::fs::remove_file(path).map_err(|error| RecordError::Io { path: path.into(), doing: "delete", error })
}

/// Letters of a player's name in that of a record.
const MOST_LETTERS: usize = 16;

/// Longest name of a record, in bytes.
const MOST_NAME: usize = 80;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_record_has_the_players_name_and_never_leaves_its_folder() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let named = |player| fresh(folder.path(), 7, player);
        assert_eq!(named(None), folder.path().join("seed-7.record"));
        assert_eq!(named(Some("Zoë Ng")), folder.path().join("Zoë Ng, seed-7.record"));
        assert_eq!(named(Some("../../x\u{1b}")), folder.path().join("x, seed-7.record"));
        assert_eq!(named(Some(" /:* ")), folder.path().join("seed-7.record"));
        std::fs::write(named(Some("Ann")), "").expect("room");
        assert_eq!(named(Some("Ann")), folder.path().join("Ann, seed-7-1.record"));
    }
}
