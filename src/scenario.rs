//! What a scenario says: RON files, checked once, compiled to numbers ([`Rules`]) and words ([`Texts`]).
//!
//! No rule of the game is written for one scenario: everything that happens in Pyongyang stands in its files.

pub mod books;
mod compile;
mod draw;
mod fault;
mod load;
mod place;
pub mod program;
mod raw;
pub mod rules;
mod shipped;
mod strings;
pub mod texts;
mod watch;

use std::hash::Hasher;
use std::path::Path;

use jiff::ToSpan;
use jiff::civil::Date;
use siphasher::sip::SipHasher13;

pub use fault::{Fault, Faults};
pub use raw::{Light, LightKind, Moment, Paper, Source};
pub use rules::{ISSUES, ONE, OPTIONS, Package, Rules};
pub use texts::Texts;
pub use watch::Watch;

/// A scenario that passed every check.
#[derive(Debug)]
pub struct Scenario {
    /// Numbers, for the rules.
    pub rules: Rules,
    /// Words, for people.
    pub texts: Texts,
    rules_hash: String,
    text_hash: String,
    first_day: Date,
}

impl Scenario {
    fn new(rules: Rules, texts: Texts, first_day: Date) -> Self {
        let rules_hash = hash(&serde_json::to_vec(&rules).unwrap_or_default());
        let text_hash = hash(&serde_json::to_vec(&texts).unwrap_or_default());
        Self { rules, texts, rules_hash, text_hash, first_day }
    }

    /// Reads and checks a scenario's folder; also accepts the id of a shipped scenario.
    ///
    /// # Errors
    /// Every fault at once, each with its place.
    pub fn load(path: &Path) -> Result<Self, Faults> {
        if !path.exists()
            && let Some(files) = path.to_str().and_then(shipped::files)
        {
            // What comes with the program is checked as strangers' files are by CI, and not at every start.
            return compile::compile(load::read(files));
        }
        let files = load::read_folder(path).map_err(|mut f| {
            if let (false, Some(name)) = (path.exists(), path.to_str()) {
                f.message = format!("{}; {}", f.message, fault::unknown("shipped scenario", name, Self::shipped_ids()));
            }
            Faults(vec![f])
        })?;
        Self::from_files(files)
    }

    /// Checks files given as name and text.
    ///
    /// # Errors
    /// Every fault at once, each with its place.
    pub fn from_files(files: Vec<(String, String)>) -> Result<Self, Faults> {
        let scenario = compile::compile(load::read(files.clone()))?;
        let mut faults = strings::faults(&scenario.texts, &files);
        faults.extend(strings::faults(&scenario.rules, &files));
        if faults.is_empty() { Ok(scenario) } else { Err(Faults(faults)) }
    }

    /// A scenario that comes with the program.
    ///
    /// # Errors
    /// Every fault at once; a test sees to it that there are none.
    pub fn shipped(id: &str) -> Result<Self, Faults> {
        Self::load(Path::new(id))
    }

    /// Ids of the scenarios that come with the program; the first is the game.
    pub fn shipped_ids() -> impl Iterator<Item = &'static str> {
        shipped::SHIPPED.iter().map(|(id, _)| *id)
    }

    /// Sixteen hexadecimal digits that change with any number, id or condition; a record names them.
    pub fn rules_hash(&self) -> &str {
        &self.rules_hash
    }

    /// Sixteen hexadecimal digits that change with any word.
    pub fn text_hash(&self) -> &str {
        &self.text_hash
    }

    /// The date of a day of play.
    pub fn date(&self, day: i16) -> Date {
        self.first_day.checked_add(i32::from(day).days()).unwrap_or(self.first_day)
    }

    /// A moment of play as `2000-10-23T15:00`.
    pub fn moment(&self, day: i16, minute: u16) -> String {
        let day = day + (minute / 1440) as i16;
        let minute = minute % 1440;
        format!("{}T{:02}:{:02}", self.date(day), minute / 60, minute % 60)
    }

    /// A moment of play as `Monday 23 October 2000, 15:00`.
    pub fn long_moment(&self, day: i16, minute: u16) -> String {
        let date = self.date(day + (minute / 1440) as i16);
        let minute = minute % 1440;
        format!("{}, {:02}:{:02}", date.strftime("%A %-d %B %Y"), minute / 60, minute % 60)
    }
}

fn hash(bytes: &[u8]) -> String {
    let mut hasher = SipHasher13::new();
    hasher.write(bytes);
    format!("{:016x}", hasher.finish())
}
