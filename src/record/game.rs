//! A game being played: one negotiation in one world, its log, and the record behind it.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use bevy_ecs::prelude::*;

use crate::negotiation::{self, Action, Happening, Negotiation, Refused, View, fingerprint};
use crate::record::code::Shared;
use crate::record::library;
use crate::record::{
    Coach, FORMAT, Header, Line, MOST_NAME, Parent, Record, RecordError, Reflection, Writer, deed, undo_deed,
};
use crate::scenario::Scenario;
use crate::scenario::rules::Rules;

/// One happening with its turn (0 before the first action) and moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// Turn from 1; 0 for what happened before the first action.
    pub turn: usize,
    /// Day of play.
    pub day: i16,
    /// Minute of the day.
    pub minute: u16,
    /// What happened.
    pub what: Happening,
}

/// Something the player should be told about their record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The last line was torn in writing and was dropped.
    Torn {
        /// The last good turn.
        turn: usize,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Torn { turn } => write!(
                f,
                "The last line of the record was torn in writing and has been dropped; the game goes on after turn {turn}."
            ),
        }
    }
}

/// Why an action did not happen. The game stands as before.
#[derive(Debug)]
pub enum ActError {
    /// It is not legal.
    Refused(Refused),
    /// It could not be written down.
    Unwritten(RecordError),
}

impl fmt::Display for ActError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(r) => r.fmt(f),
            Self::Unwritten(e) => write!(f, "{e}; nothing was lost: make room or mend the folder, and try again"),
        }
    }
}

impl std::error::Error for ActError {}

/// A game in progress.
pub struct Game {
    scenario: Arc<Scenario>,
    world: World,
    entity: Entity,
    header: Header,
    log: Vec<Entry>,
    actions: Vec<Action>,
    writer: Option<Writer>,
    reflection: Option<Reflection>,
}

/// How a new game begins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Start {
    /// The seed of all luck.
    pub seed: u64,
    /// Coach level.
    pub coach: Coach,
    /// The player's name, if given.
    pub player: Option<String>,
    /// Nothing is taken back before it is over.
    pub statesman: bool,
    /// The class code it is played under, if there is one.
    pub class: Option<String>,
}

/// The header of a record of one's own.
fn header(scenario: &Scenario, start: Start) -> Header {
    let Start { seed, coach, player, statesman, class } = start;
    // A name that could not be read again is not written.
    let player = player.map(|name| name.chars().filter(|c| !c.is_control()).take(MOST_NAME).collect());
    let (id, rules) = (scenario.rules.id.clone(), scenario.rules_hash().to_owned());
    Header { format: FORMAT, scenario: id, rules, seed, coach, player, statesman, parent: None, class }
}

impl Game {
    /// A new game. With a path, its record begins there.
    ///
    /// # Errors
    /// If the record cannot be begun.
    pub fn new(scenario: Arc<Scenario>, start: Start, path: Option<&Path>) -> Result<Self, RecordError> {
        Self::begun(scenario.clone(), header(&scenario, start), &[], path)
    }

    /// The game that a share code tells of. With a path, its record is kept there.
    ///
    /// # Errors
    /// If the record cannot be written.
    pub fn shared(
        scenario: Arc<Scenario>,
        shared: &Shared,
        player: Option<String>,
        path: Option<&Path>,
    ) -> Result<Self, RecordError> {
        let start = Start { seed: shared.seed, coach: shared.coach, player, statesman: shared.statesman, class: None };
        Self::begun(scenario.clone(), header(&scenario, start), &shared.actions, path)
    }

    /// A branch: a new game that has the first so many turns of this one behind it, and a record of its own. This game
    /// and its record, if it is kept under a `name`, stay as they are.
    ///
    /// # Errors
    /// If there are fewer turns, if nothing is taken back in this game before it is over, or if the record cannot be
    /// written.
    pub fn branch(&self, turns: usize, name: Option<&str>, path: Option<&Path>) -> Result<Self, RecordError> {
        if turns > self.turns() {
            return Err(RecordError::NoTurn { asked: turns, turns: self.turns() });
        }
        if self.ending().is_none() && !self.header.may_rewind() {
            return Err(RecordError::Locked);
        }
        let parent = name.map(|name| Parent { record: name.to_owned(), turn: turns });
        let header = Header { format: FORMAT, statesman: false, parent, ..self.header.clone() };
        Self::begun(self.scenario.clone(), header, &self.actions[..turns], path)
    }

    /// A game with some actions behind it, and its record.
    fn begun(
        scenario: Arc<Scenario>,
        header: Header,
        actions: &[Action],
        path: Option<&Path>,
    ) -> Result<Self, RecordError> {
        let mut game = Self::start(scenario, header, None);
        let mut lines = Vec::with_capacity(actions.len());
        for (i, action) in actions.iter().enumerate() {
            let refused =
                |e: ActError| RecordError::Turn { turn: i + 1, message: format!("the action is refused: {e}") };
            game.act(*action).map_err(refused)?;
            lines.push(Line { deed: deed(game.rules(), *action), print: game.print() });
        }
        game.writer = path.map(|p| Writer::create(p, &game.header, &lines)).transpose()?;
        Ok(game)
    }

    /// The same, with a record of its own in the folder of this game's, if it has one.
    ///
    /// # Errors
    /// As [`Game::branch`].
    pub fn branch_beside(&self, turns: usize) -> Result<Self, RecordError> {
        let name = self.name();
        let folder = self.path().and_then(Path::parent);
        let path = folder.zip(name.as_ref()).map(|(folder, name)| library::fresh_branch(folder, name, turns + 1));
        self.branch(turns, name.as_deref(), path.as_deref())
    }

    fn start(scenario: Arc<Scenario>, header: Header, writer: Option<Writer>) -> Self {
        let mut world = World::new();
        negotiation::install(&mut world, scenario.clone());
        let entity = Negotiation::new(&scenario.rules, header.seed).spawn(&mut world, true);
        let happened = negotiation::take_chronicle(&mut world, entity);
        let mut game =
            Self { scenario, world, entity, header, log: Vec::new(), actions: Vec::new(), writer, reflection: None };
        game.keep(happened);
        game
    }

    /// The same game before its first turn, without a record.
    pub fn afresh(&self) -> Self {
        Self::start(self.scenario.clone(), self.header.clone(), None)
    }

    /// Replays a record up to a turn (all of it if none is given), verifying every fingerprint.
    ///
    /// # Errors
    /// If the record belongs to other rules, names what there is not, or parts from the game.
    pub fn replay(scenario: Arc<Scenario>, record: &Record, to: Option<usize>) -> Result<Self, RecordError> {
        let header = &record.header;
        if header.scenario != scenario.rules.id {
            return Err(RecordError::Scenario { found: header.scenario.clone(), expected: scenario.rules.id.clone() });
        }
        if header.rules != scenario.rules_hash() {
            return Err(RecordError::Rules { found: header.rules.clone(), expected: scenario.rules_hash().to_owned() });
        }
        let mut game = Self::start(scenario, header.clone(), None);
        for (i, line) in record.lines.iter().enumerate().take(to.unwrap_or(usize::MAX)) {
            let turn = i + 1;
            let at = |message: String| RecordError::Turn { turn, message };
            let action = undo_deed(&game.scenario.rules, &line.deed).map_err(at)?;
            game.act(action)
                .map_err(|e| at(format!("the action is refused: {e}; the record was edited or made elsewhere")))?;
            let print = game.print();
            if print != line.print {
                return Err(at(format!(
                    "the game stands at {print} where the record says {}; the record was edited or made elsewhere",
                    line.print
                )));
            }
        }
        game.reflection = record.reflection.clone();
        Ok(game)
    }

    /// Goes on with a record: replays it and appends to it from then on.
    ///
    /// # Errors
    /// As [`Game::replay`], and if the file cannot be written.
    pub fn resume(scenario: Arc<Scenario>, path: &Path) -> Result<(Self, Option<Notice>), RecordError> {
        let record = crate::record::read(path)?;
        let mut game = Self::replay(scenario, &record, None)?;
        game.writer = Some(Writer::append(path, &record)?);
        let notice = record.torn.is_some().then_some(Notice::Torn { turn: record.lines.len() });
        Ok((game, notice))
    }

    /// Does one thing: checks it, lets it happen, writes it down and syncs. Returns what happened.
    ///
    /// # Errors
    /// If it is not legal or cannot be written down; the game stands as before.
    pub fn act(&mut self, action: Action) -> Result<&[Entry], ActError> {
        let before = self.writer.as_ref().map(|_| Negotiation::of(&self.world, self.entity));
        let happened = negotiation::act(&mut self.world, self.entity, action).map_err(ActError::Refused)?;
        if let Some(before) = before {
            let line = Line { deed: deed(&self.scenario.rules, action), print: self.print() };
            if let Some(Err(e)) = self.writer.as_mut().map(|w| w.line(&line)) {
                self.world.entity_mut(self.entity).insert(before);
                return Err(ActError::Unwritten(e));
            }
        }
        self.actions.push(action);
        let from = self.log.len();
        self.keep(happened);
        Ok(&self.log[from..])
    }

    /// Tells the game again under a scenario that has changed since, as far as it goes: what was done is looked up by its
    /// ids. Where only words have changed its record goes on; else a record of its own begins beside it. Returns why it
    /// goes no further, if it does not.
    ///
    /// # Errors
    /// If the new record cannot be written: then the game is told again all the same, without one.
    pub fn retell(&mut self, scenario: Arc<Scenario>) -> Result<Option<RecordError>, RecordError> {
        let same = scenario.rules_hash() == self.scenario.rules_hash();
        let deeds: Vec<_> = self.actions.iter().map(|a| deed(&self.scenario.rules, *a)).collect();
        let (id, rules) = (scenario.rules.id.clone(), scenario.rules_hash().to_owned());
        let header = Header { format: FORMAT, scenario: id, rules, ..self.header.clone() };
        let mut game = Self::start(scenario, if same { self.header.clone() } else { header }, None);
        let (mut lines, mut stopped) = (Vec::new(), None);
        for (i, done) in deeds.into_iter().enumerate() {
            let told =
                undo_deed(&game.scenario.rules, &done).and_then(|a| game.act(a).map(|_| ()).map_err(|e| e.to_string()));
            if let Err(message) = told {
                stopped = Some(RecordError::Turn { turn: i + 1, message });
                break;
            }
            lines.push(Line { deed: done, print: game.print() });
        }
        let path = self.path().map(Path::to_owned);
        let written = if same {
            game.writer = self.writer.take();
            game.reflection = self.reflection.take();
            Ok(())
        } else if let (Some(path), Some(name)) = (path, self.name()) {
            let beside = library::fresh_named(path.parent().unwrap_or(Path::new(".")), &name);
            Writer::create(&beside, &game.header, &lines).map(|writer| game.writer = Some(writer))
        } else {
            Ok(())
        };
        *self = game;
        written.map(|()| stopped)
    }

    /// Keeps what the player made of the game, in its record; the last word counts.
    ///
    /// # Errors
    /// If it is no answer to the questions, or cannot be written down.
    pub fn reflect(&mut self, said: Reflection) -> Result<(), RecordError> {
        said.checked().map_err(RecordError::Reflection)?;
        if let Some(writer) = &mut self.writer {
            writer.reflection(&said)?;
        }
        self.reflection = Some(said);
        Ok(())
    }

    /// What the player made of it, if they said so.
    pub fn reflection(&self) -> Option<&Reflection> {
        self.reflection.as_ref()
    }

    fn keep(&mut self, happened: Vec<Happening>) {
        let turn = self.actions.len();
        let (mut day, mut minute) = match self.log.last() {
            Some(e) => (e.day, e.minute),
            None => (0, self.scenario.rules.start_minute),
        };
        for what in happened {
            match what {
                Happening::SceneEntered { day: d, minute: m, .. } => (day, minute) = (d, m),
                Happening::TimePassed { minutes, .. } => minute += minutes.max(0) as u16,
                _ => {}
            }
            self.log.push(Entry { turn, day, minute, what });
        }
    }

    /// The scenario played.
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// Its numbers.
    pub fn rules(&self) -> &Rules {
        &self.scenario.rules
    }

    /// What the player may see.
    pub fn view(&self) -> View<'_> {
        negotiation::view(&self.world, self.entity)
    }

    /// What may be done now.
    pub fn legal_actions(&self) -> Vec<Action> {
        negotiation::legal_actions(self.rules(), self.view())
    }

    /// Everything that happened so far.
    pub fn log(&self) -> &[Entry] {
        &self.log
    }

    /// Everything done so far.
    pub fn actions(&self) -> &[Action] {
        &self.actions
    }

    /// How many actions were taken.
    pub fn turns(&self) -> usize {
        self.actions.len()
    }

    /// The header of its record.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The name under which its record is kept.
    pub fn name(&self) -> Option<String> {
        self.path().and_then(Path::file_stem).map(|name| name.to_string_lossy().into_owned())
    }

    /// Where its record is kept.
    pub fn path(&self) -> Option<&Path> {
        self.writer.as_ref().map(Writer::path)
    }

    /// The ending, once there is one.
    pub fn ending(&self) -> Option<u8> {
        let ending = self.view().story.ending;
        (ending != negotiation::NONE).then_some(ending)
    }

    /// The fingerprint as it stands in records: eight hexadecimal digits.
    pub fn print(&self) -> String {
        format!("{:08x}", fingerprint(&Negotiation::of(&self.world, self.entity)).whole)
    }

    /// The state as data: to fork the game or to look into it in a debrief.
    pub fn snapshot(&self) -> Negotiation {
        Negotiation::of(&self.world, self.entity)
    }
}
