//! A folder with a scenario that is being written: every time it is saved it is read anew, beside the game.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::scenario::{Faults, Scenario};

/// Editors write a file in several steps: so long nothing may happen before it is read.
const QUIET: Duration = Duration::from_millis(150);

/// A watched folder. Dropping it ends the watch.
pub struct Watch {
    folder: PathBuf,
    news: Mutex<Receiver<Result<Scenario, Faults>>>,
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Watches a folder; `wake` is called, on another thread, each time there is something new to be had.
    ///
    /// # Errors
    /// If the folder cannot be watched: what the system says.
    pub fn new(folder: &Path, wake: impl Fn() + Send + 'static) -> Result<Self, String> {
        let told = |e: notify::Error| format!("{} cannot be watched: {e}", folder.display());
        let (stir, stirred) = channel();
        let mut watcher = notify::recommended_watcher(move |event: Result<Event, notify::Error>| {
            if event.is_ok_and(|e| !e.kind.is_access()) {
                // A reader that is gone needs no news.
                _ = stir.send(());
            }
        })
        .map_err(told)?;
        watcher.watch(folder, RecursiveMode::Recursive).map_err(told)?;
        let (tell, news) = channel();
        let path = folder.to_owned();
        let read = move || {
            while stirred.recv().is_ok() {
                loop {
                    match stirred.recv_timeout(QUIET) {
                        Ok(()) => {}
                        Err(RecvTimeoutError::Timeout) => break,
                        Err(RecvTimeoutError::Disconnected) => return,
                    }
                }
                if tell.send(Scenario::load(&path)).is_err() {
                    return;
                }
                wake();
            }
        };
        thread::Builder::new()
            .name("watch".into())
            .spawn(read)
            .map_err(|e| format!("the folder cannot be watched: {e}"))?;
        Ok(Self { folder: folder.to_owned(), news: Mutex::new(news), _watcher: watcher })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The scenario as it was saved last, or its faults; nothing if it was not saved since.
    pub fn news(&self) -> Option<Result<Scenario, Faults>> {
        let news = self.news.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        std::iter::from_fn(|| news.try_recv().ok()).last()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn copied(to: &Path) {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios/spring");
        for entry in fs::read_dir(from).expect("the scenario") {
            let path = entry.expect("a file").path();
            if path.is_file() {
                fs::copy(&path, to.join(path.file_name().expect("a name"))).expect("room");
            }
        }
    }

    #[test]
    fn a_scenario_is_read_anew_when_it_is_saved_and_its_faults_are_told() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        copied(folder.path());
        let file = fs::read_dir(folder.path()).expect("files").next().expect("one").expect("a file").path();
        let (woke, wakes) = channel();
        let watch = Watch::new(folder.path(), move || _ = woke.send(())).unwrap_or_else(|e| panic!("{e}"));
        assert!(watch.news().is_none(), "nothing was saved");
        let text = fs::read_to_string(&file).expect("the file");
        fs::write(&file, format!("// Saved again.\n{text}")).expect("room");
        wakes.recv_timeout(Duration::from_secs(60)).expect("it was saved");
        assert!(watch.news().expect("it was read").is_ok());
        fs::write(&file, "(scenario: (id: 7))").expect("room");
        wakes.recv_timeout(Duration::from_secs(60)).expect("it was saved");
        assert!(watch.news().expect("it was read").is_err());
    }
}
