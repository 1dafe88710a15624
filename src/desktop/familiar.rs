//! What the player has read before: such text need not take its time again.

use std::collections::HashSet;
use std::fs::{self, OpenOptions};
use std::hash::{Hash, Hasher};
use std::io::Write;
use std::path::PathBuf;

use bevy::prelude::*;
use siphasher::sip::SipHasher13;

use super::session::Session;

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Familiar>();
}

/// From now on it is kept in a file beside the records.
pub(super) fn kept(app: &mut App) {
    app.add_systems(PreStartup, recall);
}

/// Paragraphs that have been read, by their hash.
#[derive(Resource, Default)]
pub(super) struct Familiar {
    known: HashSet<u64>,
    file: Option<PathBuf>,
}

fn hash(text: &str) -> u64 {
    let mut hasher = SipHasher13::new();
    text.hash(&mut hasher);
    hasher.finish()
}

impl Familiar {
    /// Whether this has been read before.
    pub(super) fn knows(&self, text: &str) -> bool {
        self.known.contains(&hash(text))
    }

    /// These have been read. Not being able to note it down costs the player nothing but a little time.
    pub(super) fn learn<'a>(&mut self, texts: impl Iterator<Item = &'a str>) {
        let new: Vec<u64> = texts.map(hash).filter(|h| self.known.insert(*h)).collect();
        let Some(file) = self.file.as_ref().filter(|_| !new.is_empty()) else { return };
        let lines: String = new.iter().map(|h| format!("{h:016x}\n")).collect();
        let written =
            OpenOptions::new().create(true).append(true).open(file).and_then(|mut f| f.write_all(lines.as_bytes()));
        if let Err(e) = written {
            warn!("what was read cannot be noted in {}: {e}", file.display());
        }
    }
}

/// Reads what was noted in earlier games; a line that is none is passed over.
fn recall(session: Res<Session>, mut familiar: ResMut<Familiar>) {
    let Some(folder) = session.folder.parent() else { return };
    let file = folder.join("read-before");
    let text = fs::read_to_string(&file).unwrap_or_default();
    familiar.known = text.lines().filter_map(|line| u64::from_str_radix(line, 16).ok()).collect();
    if fs::create_dir_all(folder).is_ok() {
        familiar.file = Some(file);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_is_known_in_the_next_game_even_if_a_line_was_torn() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("read-before");
        let mut first = Familiar { file: Some(file.clone()), ..Familiar::default() };
        first.learn(["A ballroom.", "Pens stop."].into_iter());
        assert!(first.knows("Pens stop.") && !first.knows("Pens go on."));
        let mut text = fs::read_to_string(&file).expect("it was written");
        text.push_str("12zz");
        fs::write(&file, text).expect("it can be written");
        let mut app = App::new();
        let scenario = super::super::layout_tests::shipped();
        let session =
            Session { scenario, game: None, record: None, folder: folder.path().join("records"), shelf: Vec::new() };
        app.insert_resource(session).init_resource::<Familiar>().add_systems(Update, recall);
        app.update();
        let second = app.world().resource::<Familiar>();
        assert!(second.knows("A ballroom.") && second.knows("Pens stop.") && !second.knows("12zz"));
    }
}
