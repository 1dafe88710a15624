//! How far a long command is: a line on standard error, with the rate and the time left.

use std::io::{IsTerminal, stderr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Told from any thread. A terminal sees one line, rewritten each second; a file gets a line now and then.
pub(super) struct Progress {
    began: Instant,
    told: AtomicU64,
    total: usize,
    what: &'static str,
    terminal: bool,
}

/// Seconds between lines where nobody watches.
const SELDOM: u64 = 10;

impl Progress {
    /// So many things to do: `what` names them in the plural.
    pub fn new(total: usize, what: &'static str) -> Self {
        Self { began: Instant::now(), told: AtomicU64::new(0), total, what, terminal: stderr().is_terminal() }
    }

    /// So many are done. Whichever thread comes first in a new second writes the line.
    pub fn tell(&self, done: usize) {
        self.tell_of(done, self.total);
    }

    /// So many of so many are done, where the whole was not known before.
    pub fn tell_of(&self, done: usize, total: usize) {
        let seconds = self.began.elapsed().as_secs();
        let now = if self.terminal { seconds } else { seconds / SELDOM };
        if self.told.fetch_max(now, Ordering::Relaxed) < now {
            let rate = done as f64 / self.began.elapsed().as_secs_f64();
            let left = total.saturating_sub(done) as f64 / rate.max(1e-9);
            let line = format!("{done} of {total} {}, {rate:.0} a second, {left:.0} s left", self.what);
            if self.terminal { eprint!("\r{line}  ") } else { eprintln!("{line}") }
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.terminal && self.told.load(Ordering::Relaxed) > 0 {
            eprintln!();
        }
    }
}
