//! Records: an append-only text file that is save game, replay, bug report and submission in one.
//!
//! The first line is a header; every line after it is one action with the fingerprint of the state after it,
//! written and synced before the next screen; or what the player made of it all when it was over.

pub mod class;
pub mod code;
mod deed;
mod game;
pub mod library;
pub mod reflection;
pub mod submissions;
pub mod tree;

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::outside::read_file;

pub use deed::{Deed, action_id, deed, undo_deed};
pub use game::{ActError, Entry, Game, Notice, Start};
pub use reflection::Reflection;

/// The version of the file format that this program writes.
pub const FORMAT: u32 = 3;

/// How much the game tells before a choice. It stands in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Coach {
    /// The read is shown, and what the rules would make of a draft.
    Guided,
    /// Advisers and your own notebook.
    #[default]
    Standard,
    /// Nothing.
    Exam,
}

impl Coach {
    /// All levels, from most to least help.
    pub const ALL: [Self; 3] = [Self::Guided, Self::Standard, Self::Exam];

    /// One word.
    pub fn name(self) -> &'static str {
        ["guided", "standard", "exam"][self as usize]
    }

    /// One sentence.
    pub fn about(self) -> &'static str {
        [
            "The read of who he may be, and the odds of each choice, are in sight.",
            "Advisers speak; what you make of him you write in your own notebook.",
            "Nobody helps.",
        ][self as usize]
    }
}

/// The first line of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Version of the file format.
    pub format: u32,
    /// Id of the scenario.
    pub scenario: String,
    /// Hash of the scenario's rules; its words may change without harm.
    pub rules: String,
    /// The seed of all luck.
    pub seed: u64,
    /// Coach level.
    pub coach: Coach,
    /// The player's name, if given.
    #[serde(default)]
    pub player: Option<String>,
    /// Played as a statesman: nothing is taken back before it is over. From format 2.
    #[serde(default)]
    pub statesman: bool,
    /// Where it branched off another record, if it did. From format 2.
    #[serde(default)]
    pub parent: Option<Parent>,
    /// The class code it was played under, if there was one. From format 3.
    #[serde(default)]
    pub class: Option<String>,
}

impl Header {
    /// Whether it may be gone back in before it is over.
    pub fn may_rewind(&self) -> bool {
        !self.statesman && self.coach != Coach::Exam
    }
}

/// Where a record branched off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parent {
    /// Name of the record it branched off, as it was then.
    pub record: String,
    /// The last turn they have in common.
    pub turn: usize,
}

/// What every version's header has.
#[derive(Deserialize)]
struct Version {
    format: u32,
}

/// One line after the header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// What was done, by stable ids.
    pub deed: Deed,
    /// Fingerprint of the state after it, eight hexadecimal digits.
    pub print: String,
}

/// The line that keeps what the player made of the game. From format 3; the last one counts.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Thought<T> {
    reflection: T,
}

/// A record as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its first line.
    pub header: Header,
    /// Its actions.
    pub lines: Vec<Line>,
    /// Bytes of the file that hold complete lines.
    pub good_bytes: u64,
    /// What the player made of it, if it was asked and answered.
    pub reflection: Option<Reflection>,
    /// A last line that was torn off in writing, if there was one.
    pub torn: Option<String>,
}

/// Why a record cannot be read, written or followed.
#[derive(Debug)]
pub enum RecordError {
    /// The file system refused.
    Io {
        /// Where.
        path: PathBuf,
        /// What was being done.
        doing: &'static str,
        /// What it said.
        error: io::Error,
    },
    /// A file stands where a new record should go.
    Exists(PathBuf),
    /// Another program plays it, or another window of this one.
    InUse(PathBuf),
    /// A line is no line of a record.
    Line {
        /// Line number from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// Made by a later version.
    Format {
        /// The version found.
        found: u32,
    },
    /// Made with another scenario.
    Scenario {
        /// What the record names.
        found: String,
        /// What is loaded.
        expected: String,
    },
    /// Made under other rules of the same scenario.
    Rules {
        /// What the record names.
        found: String,
        /// What is loaded.
        expected: String,
    },
    /// It is no answer to what was asked.
    Reflection(reflection::ReflectionError),
    /// No record can be called so.
    Name(String),
    /// Nothing is taken back in this game before it is over.
    Locked,
    /// There is no such turn to go back to.
    NoTurn {
        /// The turn that was asked for.
        asked: usize,
        /// How many there are.
        turns: usize,
    },
    /// The record parts from the game at this turn.
    Turn {
        /// Turn from 1.
        turn: usize,
        /// What is wrong.
        message: String,
    },
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, doing, error } => {
                write!(f, "cannot {doing} the record {}: {error}", path.display())
            }
            Self::Exists(path) => {
                write!(f, "{} exists already; name another file, or go on with it (--continue)", path.display())
            }
            Self::InUse(path) => write!(
                f,
                "the record {} is being played somewhere else: close it there, or branch off it (play --branch)",
                path.display()
            ),
            Self::Line { line, message } => write!(f, "line {line} of the record: {message}"),
            Self::Format { found } => write!(
                f,
                "the record has format {found}; this program reads formats up to {FORMAT}: use a newer program"
            ),
            Self::Scenario { found, expected } => {
                write!(f, "the record belongs to the scenario ‘{found}’, not ‘{expected}’; name it with --scenario")
            }
            Self::Rules { found, expected } => write!(
                f,
                "the record was made under other rules of this scenario (hash {found}, now {expected}); replay it with the version that made it"
            ),
            Self::Reflection(e) => write!(f, "{e}"),
            Self::Name(name) => write!(
                f,
                "a record cannot be called ‘{name}’: expected up to 80 letters, digits, spaces and hyphens, and no / \\ : * ? \" < > |"
            ),
            Self::Locked => write!(
                f,
                "nothing is taken back in this game before it is over: it is played as a statesman, or as an exam"
            ),
            Self::NoTurn { asked, turns } => {
                write!(f, "there is no turn {asked} to go back to: the game has {turns}")
            }
            Self::Turn { turn, message } => write!(f, "turn {turn} of the record: {message}"),
        }
    }
}

impl std::error::Error for RecordError {}

/// Reads a record. A torn last line is left out and told.
///
/// # Errors
/// If the file cannot be read or a complete line is no line of a record.
pub fn read(path: &Path) -> Result<Record, RecordError> {
    let bytes =
        read_file(path, MOST_BYTES).map_err(|error| RecordError::Io { path: path.into(), doing: "read", error })?;
    parse(&bytes)
}

/// Largest record that is read, in bytes: a whole game has some five thousand.
pub const MOST_BYTES: u64 = 4 << 20;
/// Most actions in a record: a game that uses every minute has some sixty.
pub const MOST_TURNS: usize = 4096;
/// Longest line, in bytes.
const MOST_LINE: usize = 16 << 10;
/// Longest name in a header, in characters.
pub const MOST_NAME: usize = 80;

/// What may stand in a header as a name: nothing odd, and not too much of it.
fn checked_name(what: &str, name: Option<&str>) -> Result<(), RecordError> {
    let wrong = |message: String| Err(RecordError::Line { line: 1, message });
    let Some(name) = name else { return Ok(()) };
    let length = name.chars().count();
    if length > MOST_NAME {
        return wrong(format!("{what} has {length} characters; at most {MOST_NAME} are read"));
    }
    match name.chars().find(|c| c.is_control()) {
        Some(c) => wrong(format!("{what} has the control character U+{:04X}; names are text", u32::from(c))),
        None => Ok(()),
    }
}

/// Reads a record from its bytes.
///
/// # Errors
/// If a complete line is no line of a record.
pub fn parse(bytes: &[u8]) -> Result<Record, RecordError> {
    let complete = bytes.iter().rposition(|&b| b == b'\n').map_or(0, |i| i + 1);
    let torn = &bytes[complete..];
    let text = std::str::from_utf8(&bytes[..complete]).map_err(|e| {
        let line = bytes[..e.valid_up_to()].iter().filter(|&&b| b == b'\n').count() + 1;
        RecordError::Line { line, message: "not UTF-8 text; the file is damaged".into() }
    })?;
    let mut lines = text.lines().enumerate();
    let fault = |line: usize, e: &ron::error::SpannedError| RecordError::Line {
        line: line + 1,
        message: format!(
            "expected {} as this program writes it: {} at column {}",
            if line == 0 { "a header" } else { "an action" },
            e.code,
            e.span.start.col
        ),
    };
    let Some((_, first)) = lines.next() else {
        let message = if torn.is_empty() {
            "the file is empty; a record begins with its header"
        } else {
            "the header was torn in writing and nothing follows it; delete the file and begin anew"
        };
        return Err(RecordError::Line { line: 1, message: message.into() });
    };
    // The version is asked alone first: a later one may have fields this program does not know.
    let version: Version = ron::from_str(first).map_err(|e| fault(0, &e))?;
    if version.format > FORMAT {
        return Err(RecordError::Format { found: version.format });
    }
    let header: Header = ron::from_str(first).map_err(|e| fault(0, &e))?;
    let mut record = Record {
        header,
        lines: Vec::new(),
        reflection: None,
        good_bytes: complete as u64,
        torn: (!torn.is_empty()).then(|| String::from_utf8_lossy(torn).into_owned()),
    };
    let header = &record.header;
    checked_name("the player’s name", header.player.as_deref())?;
    checked_name("the parent’s name", header.parent.as_ref().map(|p| p.record.as_str()))?;
    checked_name("the class code", header.class.as_deref())?;
    for (i, line) in lines {
        if line.len() > MOST_LINE {
            let message = format!("it has {} bytes; at most {MOST_LINE} are read", line.len());
            return Err(RecordError::Line { line: i + 1, message });
        }
        if record.lines.len() == MOST_TURNS {
            return Err(RecordError::Line { line: i + 1, message: format!("at most {MOST_TURNS} actions are read") });
        }
        if line.starts_with("(reflection:") {
            let Thought { reflection } = ron::from_str::<Thought<Reflection>>(line).map_err(|e| fault(i, &e))?;
            let wrong = |e: reflection::ReflectionError| RecordError::Line { line: i + 1, message: e.to_string() };
            reflection.checked().map_err(wrong)?;
            record.reflection = Some(reflection);
        } else {
            record.lines.push(ron::from_str(line).map_err(|e| fault(i, &e))?);
        }
    }
    Ok(record)
}

/// A record file being written.
#[derive(Debug)]
pub struct Writer {
    path: PathBuf,
    file: File,
    bytes: u64,
}

/// How a record is opened to be written: others may read it, and none may write it.
fn opened_alone() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.append(true);
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt;
        const FILE_SHARE_READ: u32 = 1;
        const FILE_SHARE_DELETE: u32 = 4;
        options.share_mode(FILE_SHARE_READ | FILE_SHARE_DELETE);
    }
    options
}

/// Nobody else writes it. Elsewhere a lock says so, which ends with the program; on Windows the way it was opened does,
/// for a lock would keep even readers out. A file system that knows no locks is trusted.
fn alone(path: &Path, file: &File) -> Result<(), RecordError> {
    if cfg!(not(windows)) && matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
        return Err(RecordError::InUse(path.into()));
    }
    Ok(())
}

impl Writer {
    /// Begins a new record, with some lines in it already; an existing file is never overwritten, and nothing
    /// half-written is left behind.
    ///
    /// # Errors
    /// If the file exists or cannot be written.
    pub fn create(path: &Path, header: &Header, lines: &[Line]) -> Result<Self, RecordError> {
        let io = |doing| move |error| RecordError::Io { path: path.into(), doing, error };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(io("make the folder of"))?;
        }
        let file = match opened_alone().create_new(true).open(path) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
                return Err(RecordError::Exists(path.into()));
            }
            other => other.map_err(io("begin"))?,
        };
        alone(path, &file)?;
        let mut writer = Self { path: path.into(), file, bytes: 0 };
        let texts = std::iter::once(ron::to_string(header)).chain(lines.iter().map(ron::to_string));
        let text = texts.collect::<Result<Vec<_>, _>>().map_err(|e| io("begin")(io::Error::other(e)));
        let written = text.and_then(|list| writer.put(list.join("\n")));
        if written.is_err() {
            let _ = std::fs::remove_file(path);
        }
        written.map(|()| writer)
    }

    /// Goes on with a record, after cutting off a torn last line.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn append(path: &Path, record: &Record) -> Result<Self, RecordError> {
        let io = |doing| move |error| RecordError::Io { path: path.into(), doing, error };
        let file = opened_alone().open(path).map_err(io("open"))?;
        alone(path, &file)?;
        file.set_len(record.good_bytes).map_err(io("mend"))?;
        Ok(Self { path: path.into(), file, bytes: record.good_bytes })
    }

    /// Where it is written.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes one line and waits until it is on the disk. What was half-written is taken back.
    ///
    /// # Errors
    /// If the line cannot be written.
    pub fn line(&mut self, line: &Line) -> Result<(), RecordError> {
        self.put_down(line)
    }

    /// The same for what the player made of the game.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn reflection(&mut self, reflection: &Reflection) -> Result<(), RecordError> {
        self.put_down(&Thought { reflection })
    }

    fn put_down(&mut self, line: &impl Serialize) -> Result<(), RecordError> {
        let text = ron::to_string(line).map_err(|e| self.unwritten(io::Error::other(e)))?;
        self.put(text)
    }

    fn put(&mut self, mut text: String) -> Result<(), RecordError> {
        text.push('\n');
        let written = self.file.write_all(text.as_bytes()).and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            let _ = self.file.set_len(self.bytes);
            return Err(self.unwritten(error));
        }
        self.bytes += text.len() as u64;
        Ok(())
    }

    fn unwritten(&self, error: io::Error) -> RecordError {
        RecordError::Io { path: self.path.clone(), doing: "write", error }
    }
}
