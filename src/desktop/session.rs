//! What the window knows: the game being played, and the state of the desk that belongs to no rule.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bevy::prelude::*;

use super::reload::Folder;
use super::study::Ask;
use super::{Options, draft};
use crate::negotiation::{Action, Happening, NONE, session};
use crate::record::class::Class;
use crate::record::{ActError, Coach, Game, Notice, RecordError, Reflection, Start, library};
use crate::report::{FrontPage, front_page};
use crate::scenario::rules::{ISSUES, Package, TYPES};
use crate::scenario::{Paper, Scenario};

/// Which screen is shown.
#[derive(States, Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Screen {
    /// Title and ways in.
    #[default]
    Title,
    /// Seed and coach level.
    NewGame,
    /// Scenes and tables.
    Play,
    /// The front page at the end.
    Ending,
    /// What a game was worth, decision by decision.
    Debrief,
    /// Records and what branched off them.
    Records,
    /// Two games side by side.
    Compare,
}

/// Takes the command line's wishes into the app.
pub(super) fn install(app: &mut App, options: Options) {
    let Options { scenario, start, record, coach, watch } = options;
    let mut desk = Desk { coach, seed: chance_seed().to_string(), by_chance: true, ..default() };
    let screen = if start.is_some() { Screen::Play } else { Screen::Title };
    let mut windows = app.world_mut().query::<&mut Window>();
    for mut window in windows.iter_mut(app.world_mut()) {
        window.title.clone_from(&scenario.texts.title);
    }
    let session = Session { scenario, game: start, record, folder: library::folder(), shelf: Vec::new() };
    if let Some(game) = &session.game {
        desk.settle(game, true);
    }
    if let Some(folder) = watch {
        app.insert_resource(Folder(folder));
    }
    app.insert_state(screen).insert_resource(session).insert_resource(desk);
}

/// A seed nobody chose.
pub(super) fn chance_seed() -> u64 {
    RandomState::new().hash_one(0u8) % 1_000_000
}

/// The game and where its record goes.
#[derive(Resource)]
pub(super) struct Session {
    pub(super) scenario: Arc<Scenario>,
    pub(super) game: Option<Game>,
    /// Where the command line wants the record.
    pub(super) record: Option<PathBuf>,
    pub(super) folder: PathBuf,
    /// The scenarios that can be played: the one the program was started with, and all that come with it. Empty until
    /// somebody looks.
    pub(super) shelf: Vec<Arc<Scenario>>,
}

impl Session {
    /// Fetches all scenarios that come with the program.
    ///
    /// # Errors
    /// What is wrong with those that cannot be played; the others can.
    pub(super) fn stock(&mut self) -> Result<(), String> {
        if !self.shelf.is_empty() {
            return Ok(());
        }
        let mut wrong = Vec::new();
        self.shelf.push(self.scenario.clone());
        for id in Scenario::shipped_ids().filter(|id| *id != self.scenario.rules.id) {
            match Scenario::shipped(id) {
                Ok(scenario) => self.shelf.push(Arc::new(scenario)),
                Err(faults) => wrong.push(format!("{id}: {faults}")),
            }
        }
        let place = |s: &Arc<Scenario>| Scenario::shipped_ids().position(|id| id == s.rules.id);
        self.shelf.sort_by_key(place);
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
    }

    /// Takes another scenario from the shelf. A game that is being played stays in its record.
    pub(super) fn take(&mut self, number: usize) {
        if let Some(scenario) = self.shelf.get(number) {
            self.scenario = scenario.clone();
            self.game = None;
        }
    }

    /// Takes the scenario that a class plays from the shelf; whether it is there.
    pub(super) fn take_for(&mut self, class: &Class) -> bool {
        let place = self.shelf.iter().position(|scenario| class.plays(scenario));
        if let Some(number) = place {
            self.take(number);
        }
        place.is_some()
    }

    /// Begins a new game; without a record if `kept` is false.
    pub(super) fn begin(&mut self, start: Start, kept: bool) -> Result<(), RecordError> {
        let path = kept.then(|| match &self.record {
            Some(path) if !path.exists() => path.clone(),
            _ => library::fresh(&self.folder, start.seed, start.player.as_deref()),
        });
        self.game = Some(Game::new(self.scenario.clone(), start, path.as_deref())?);
        Ok(())
    }

    /// Goes on with a branch of the game, with so many of its turns behind it. The game's own record stays as it is.
    pub(super) fn branch(&mut self, turns: usize) -> Result<(), RecordError> {
        if let Some(game) = &self.game {
            self.game = Some(game.branch_beside(turns)?);
        }
        Ok(())
    }

    /// A scenario by its id: the one that is played, or one that comes with the program. Those are read when a record first
    /// asks for them, and once.
    pub(super) fn known(&self, id: &str) -> Option<Arc<Scenario>> {
        static OTHERS: Mutex<BTreeMap<String, Option<Arc<Scenario>>>> = Mutex::new(BTreeMap::new());
        let near = [&self.scenario].into_iter().chain(&self.shelf).find(|s| s.rules.id == id);
        if near.is_some() || !Scenario::shipped_ids().any(|own| own == id) {
            return near.cloned();
        }
        let mut others = OTHERS.lock().unwrap_or_else(PoisonError::into_inner);
        others.entry(id.to_owned()).or_insert_with(|| Scenario::shipped(id).ok().map(Arc::new)).clone()
    }

    /// The same; the one that is played if there is none.
    pub(super) fn known_or_own(&self, id: &str) -> Arc<Scenario> {
        self.known(id).unwrap_or_else(|| self.scenario.clone())
    }

    /// Shows another scenario. A game of the one before stays in its record.
    pub(super) fn adopt(&mut self, scenario: &Arc<Scenario>) {
        if self.scenario.rules.id != scenario.rules.id {
            self.scenario = scenario.clone();
            self.game = None;
        }
    }

    /// Goes on with a record, of whichever scenario it is.
    pub(super) fn resume(&mut self, path: &Path) -> Result<Option<Notice>, RecordError> {
        let header = crate::record::read(path)?.header;
        // The one that is being played here lets go of its record first.
        drop(self.game.take_if(|game| game.path() == Some(path)));
        let (game, notice) = Game::resume(self.known_or_own(&header.scenario), path)?;
        self.scenario = game.scenario().clone();
        self.game = Some(game);
        Ok(notice)
    }

    /// The latest record that has not come to its end.
    pub(super) fn unfinished(&self) -> Option<library::Saved> {
        let mut list = library::list(&self.folder);
        list.retain(|s| self.known(&s.header.scenario).is_some_and(|own| own.rules_hash() == s.header.rules));
        list.into_iter().take(8).find(|saved| {
            let read = crate::record::read(&saved.path).ok().zip(self.known(&saved.header.scenario));
            read.is_some_and(|(record, own)| Game::replay(own, &record, None).is_ok_and(|game| game.ending().is_none()))
        })
    }

    /// Next morning's front pages, if what was done last put something on them.
    pub(super) fn papers(&self) -> Option<Overlay> {
        let game = self.game.as_ref()?;
        let latest = game.log().iter().rev().take_while(|e| e.turn == game.turns());
        latest.into_iter().find_map(|e| match e.what {
            Happening::ChoiceTaken { choice, headline, .. } => {
                let (rules, texts) = (game.rules(), &game.scenario().texts);
                let papers = texts.choices[usize::from(choice)].papers.get(usize::from(headline))?;
                let scene = rules.choices[usize::from(choice)].scene;
                Some(Overlay::Papers(papers.clone(), texts.scenes[usize::from(scene)].picture))
            }
            _ => None,
        })
    }

    /// Does one thing in the game.
    pub(super) fn act(&mut self, action: Action) -> Result<(), ActError> {
        match &mut self.game {
            Some(game) => game.act(action).map(|_| ()),
            None => Ok(()),
        }
    }
}

/// What lies over the screen.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Overlay {
    /// Continue, log, quit.
    Menu,
    /// All happenings so far, or those with these words in them.
    Log(String),
    /// What each adviser says and thinks.
    Advisers,
    /// What the keys do.
    Keys,
    /// What the player makes of a game that is over.
    Reflection {
        /// What was said so far.
        said: Reflection,
        /// Place of the question that digits answer.
        at: usize,
    },
    /// The words explained on this page.
    Terms,
    /// The handbook, open at an entry.
    Handbook(usize),
    /// The draft and its twin, before they are put forward.
    Double,
    /// What the newspapers print next morning, and the number of the picture that one of them has.
    Papers(Vec<Paper>, Option<usize>),
    /// Types and their descriptions, beside the player's chips.
    Types,
    /// A question before something that cannot be taken back.
    Confirm(Action),
    /// The decisions so far, to go back to one.
    Turns,
    /// Issues, people, mandate, pledges, calendar.
    Dossier,
    /// Size of text, motion and the like.
    Preferences,
    /// A question before something else.
    Sure {
        /// What is asked.
        title: String,
        /// What follows.
        text: String,
        /// What is done after a yes.
        ask: Ask,
    },
    /// A name being typed for a record.
    Rename(String),
    /// A class code being typed, and why the last one would not do.
    Class(String, Option<String>),
    /// Something went wrong, or wants to be known.
    Notice {
        /// In a few words.
        title: String,
        /// What to do.
        text: String,
        /// Offer to play without a record.
        unrecorded: bool,
    },
}

/// What the moves panel at the table shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Mode {
    /// The list of moves.
    #[default]
    Moves,
    /// Choosing the agenda.
    Agenda,
    /// Choosing the issue on which a step is wanted in return.
    Link,
}

/// Everything about the screen that is no part of the game. A change of it redraws the screen.
#[derive(Resource, Default)]
pub(super) struct Desk {
    pub(super) overlay: Option<Overlay>,
    /// The seed as typed, or as chance gave it.
    pub(super) seed: String,
    /// The seed is chance's: the first digit typed replaces it.
    pub(super) by_chance: bool,
    /// Chosen for this game; else as it stands in the preferences.
    pub(super) coach: Option<Coach>,
    /// The class the new game is played for, if it is.
    pub(super) class: Option<Class>,
    /// Who plays the new game; nobody in particular if empty.
    pub(super) player: String,
    /// Nothing is to be taken back in the new game.
    pub(super) statesman: bool,
    pub(super) mode: Mode,
    /// The row of the table that moves are about.
    pub(super) issue: u8,
    /// The package being drafted.
    pub(super) draft: Package,
    /// Issues ticked for the agenda.
    pub(super) agenda: u8,
    /// Chips laid in the notebook, and what he is thought to want.
    pub(super) chips: [u8; TYPES],
    pub(super) wants: u8,
    /// The note on what really happened is open.
    pub(super) really: bool,
    /// Actions so far: a new page begins when it changes.
    pub(super) page: usize,
    pub(super) front: Option<FrontPage>,
    /// What was said of a game and not kept yet.
    pub(super) unsaid: Option<Reflection>,
    /// What is to be said of a scenario that is being written.
    pub(super) watched: Option<String>,
    scene: Option<u16>,
}

impl Desk {
    /// Brings the desk in line with the game after something happened in it.
    pub(super) fn settle(&mut self, game: &Game, fresh: bool) {
        self.page = game.turns() + 1;
        self.mode = Mode::Moves;
        let ended = game.ending().is_some();
        self.front = if ended { front_page(game.scenario(), &game.snapshot()) } else { None };
        let rules = game.rules();
        let view = game.view();
        if fresh || self.scene != Some(view.story.scene) {
            self.scene = Some(view.story.scene);
            self.really = false;
            self.draft = crate::negotiation::draft(rules, view);
            self.agenda = view.table.agenda;
            self.issue = (0..ISSUES as u8).find(|i| view.table.agenda >> i & 1 == 1).unwrap_or(0);
            self.chips = [0; TYPES];
            self.wants = NONE;
        }
        self.draft = draft::mended(rules, view, &self.draft);
        if self.agenda != view.table.agenda {
            self.agenda = view.table.agenda;
            self.issue = (0..ISSUES as u8).find(|i| self.agenda >> i & 1 == 1).unwrap_or(0);
        }
        if session(rules, view).is_some() && view.table.agenda == 0 {
            self.mode = Mode::Agenda;
            self.agenda = 0;
        }
    }

    /// Says something over the screen.
    pub(super) fn tell(&mut self, title: &str, text: impl Into<String>) {
        self.overlay = Some(Overlay::Notice { title: title.into(), text: text.into(), unrecorded: false });
    }
}
