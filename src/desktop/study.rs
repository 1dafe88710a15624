//! What one studies after a game: the debrief, the records with their branches, two games side by side.

use std::path::PathBuf;
use std::sync::Arc;

use bevy::prelude::*;
use bevy::winit::EventLoopProxyWrapper;

use super::focus::Memory;
use super::order::Order;
use super::reviewer::{Job, News, Reviewer};
use super::session::{Desk, Overlay, Screen, Session};
use crate::record::tree::{Node, trees};
use crate::record::{Game, RecordError, Reflection, library, read};
use crate::review::{Comparison, Course, Lesson, Review, Turning, Walk, lessons, turning_points};
use crate::scenario::Scenario;

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Study>().add_observer(obey).add_systems(OnEnter(Screen::Ending), begin_to_review);
}

/// A page of the debrief.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Tab {
    #[default]
    Lessons,
    Decisions,
    Deal,
    Concessions,
    Trust,
    Face,
    WinSets,
}

impl Tab {
    /// All of them, in order.
    pub(super) const ALL: [Self; 7] =
        [Self::Lessons, Self::Decisions, Self::Deal, Self::Concessions, Self::Trust, Self::Face, Self::WinSets];

    pub(super) fn name(self) -> &'static str {
        ["Lessons", "Decisions", "Deal", "Concessions", "Trust", "Face", "Win-sets"][self as usize]
    }
}

/// The debrief of a game.
pub(super) struct Debrief {
    pub(super) walk: Arc<Walk>,
    pub(super) course: Course,
    /// What the player said of the game afterwards.
    pub(super) said: Option<Reflection>,
    /// What the reviewer has found so far.
    pub(super) review: Option<Review>,
    pub(super) lessons: Vec<Lesson>,
    pub(super) turnings: Vec<Turning>,
    pub(super) tab: Tab,
    /// Place of the decision looked at.
    pub(super) at: usize,
}

/// Two games side by side.
pub(super) struct Beside {
    pub(super) names: [String; 2],
    pub(super) walks: [Arc<Walk>; 2],
    pub(super) found: Option<Comparison>,
}

/// A record in the list.
pub(super) struct Row {
    pub(super) depth: usize,
    pub(super) node: Node,
}

/// What is studied.
#[derive(Resource, Default)]
pub(super) struct Study {
    pub(super) debrief: Option<Debrief>,
    pub(super) beside: Option<Beside>,
    pub(super) rows: Vec<Row>,
    /// Row looked at.
    pub(super) row: usize,
    /// Records picked to be compared.
    pub(super) picked: Vec<PathBuf>,
    scenario: Option<Arc<Scenario>>,
}

/// What can be asked of the study.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ask {
    /// The debrief of the game that has been played or opened.
    Debrief,
    /// A page of it.
    Tab(Tab),
    /// A decision of it, by place.
    At(usize),
    /// The next decision, or the one before.
    Step(isize),
    /// Stop the reviewer.
    Stop,
    /// A new game with the first so many turns of this one behind it.
    Branch(usize),
    /// The list of records.
    Records,
    /// Look at a row of it.
    Row(usize),
    /// The next row, or the one before.
    NextRow(isize),
    /// Pick the record for a comparison, or put it back.
    Pick,
    /// Compare the two that are picked.
    Compare,
    /// The debrief of the record; whether it may tell who he is though the game goes on.
    DebriefRecord(bool),
    /// Type another name.
    Rename,
    /// Give the record the name that was typed.
    Named,
    /// Delete the record; asked first.
    Delete(bool),
}

/// How the names begin under which focus finds records.
pub(super) const RECORD: &str = "record ";

/// The name under which focus finds a record.
pub(super) fn record_key(node: &Node) -> String {
    format!("{RECORD}{}", node.saved.path.display())
}

impl Study {
    /// Takes what the reviewer has found.
    pub(super) fn learn(&mut self, news: Vec<News>) {
        for one in news {
            match one {
                News::Reviewed(review) => {
                    let Some((debrief, scenario)) = self.debrief.as_mut().zip(self.scenario.as_ref()) else { continue };
                    let rules = &scenario.rules;
                    debrief.lessons = lessons(rules, &debrief.walk, &debrief.course, &review);
                    debrief.turnings = turning_points(rules, &debrief.walk, &review);
                    debrief.at = debrief.at.min(review.decisions.len().saturating_sub(1));
                    debrief.review = Some(*review);
                }
                News::Compared(found) => {
                    if let Some(beside) = &mut self.beside {
                        beside.found = Some(*found);
                    }
                }
            }
        }
    }

    fn open(&mut self, game: &Game, reviewer: &mut Reviewer, window: Option<&EventLoopProxyWrapper>) {
        let walk = Arc::new(Walk::of(game));
        // What is being reviewed already goes on.
        let same = |d: &Debrief| d.walk.actions == walk.actions && d.walk.end.seed == walk.end.seed;
        if let Some(debrief) = self.debrief.as_mut().filter(|d| same(d) && reviewer.will_have(d.review.as_ref())) {
            debrief.said = game.reflection().cloned();
            return;
        }
        let course = Course::of(game.rules(), &walk);
        self.scenario = Some(game.scenario().clone());
        self.beside = None;
        reviewer.begin(game.scenario(), Job::Review(walk.clone()), window);
        self.debrief = Some(Debrief {
            walk,
            course,
            said: game.reflection().cloned(),
            review: None,
            lessons: Vec::new(),
            turnings: Vec::new(),
            tab: Tab::default(),
            at: 0,
        });
    }

    /// Reads the folder again.
    fn look(&mut self, session: &Session) {
        let all = trees(&session.folder, &|id| session.known_or_own(id));
        self.rows = all
            .iter()
            .flat_map(Node::flat)
            .map(|(depth, node)| Row { depth, node: Node { branches: Vec::new(), ..node.clone() } })
            .collect();
        self.row = self.row.min(self.rows.len().saturating_sub(1));
        self.picked.retain(|p| self.rows.iter().any(|r| r.node.saved.path == *p));
    }

    /// The record looked at.
    pub(super) fn record(&self) -> Option<&Node> {
        self.rows.get(self.row).map(|r| &r.node)
    }

    fn compare(
        &mut self,
        session: &mut Session,
        reviewer: &mut Reviewer,
        window: Option<&EventLoopProxyWrapper>,
    ) -> Result<(), RecordError> {
        let mut games = Vec::new();
        for path in &self.picked {
            let record = read(path)?;
            games.push(Game::replay(session.known_or_own(&record.header.scenario), &record, None)?);
        }
        let [a, b] = games.as_slice() else { return Ok(()) };
        let (first, second) = (&a.rules().id, &b.rules().id);
        if first != second {
            return Err(RecordError::Scenario { found: second.clone(), expected: first.clone() });
        }
        session.adopt(a.scenario());
        let walks = [Arc::new(Walk::of(a)), Arc::new(Walk::of(b))];
        let one_seed = a.header().seed == b.header().seed;
        let name = |n: usize| self.picked[n].file_stem().unwrap_or_default().to_string_lossy().into_owned();
        self.debrief = None;
        reviewer.begin(a.scenario(), Job::Compare(walks.clone(), one_seed), window);
        self.beside = Some(Beside { names: [name(0), name(1)], walks, found: None });
        Ok(())
    }
}

/// The review begins while the front page is read.
fn begin_to_review(
    session: Res<Session>,
    mut study: ResMut<Study>,
    mut reviewer: ResMut<Reviewer>,
    window: Option<Res<EventLoopProxyWrapper>>,
) {
    if let Some(game) = &session.game {
        study.open(game, &mut reviewer, window.as_deref());
    }
}

#[allow(clippy::too_many_arguments, reason = "it moves everything that can be studied")]
fn obey(
    order: On<Order>,
    mut study: ResMut<Study>,
    mut desk: ResMut<Desk>,
    mut session: ResMut<Session>,
    mut reviewer: ResMut<Reviewer>,
    mut next: ResMut<NextState<Screen>>,
    mut memory: ResMut<Memory>,
    window: Option<Res<EventLoopProxyWrapper>>,
) {
    let Order::Study(ask) = order.event() else { return };
    let window = window.as_deref();
    let mut show = |screen: Screen, desk: &mut Desk| {
        desk.overlay = None;
        memory.forget();
        next.set(screen);
    };
    match ask.clone() {
        Ask::Debrief => {
            if let Some(game) = &session.game {
                study.open(game, &mut reviewer, window);
                show(Screen::Debrief, &mut desk);
            }
        }
        Ask::Tab(tab) => {
            memory.turn("debrief");
            memory.point(tab.name());
            if let Some(debrief) = &mut study.debrief {
                debrief.tab = tab;
            }
        }
        Ask::At(place) => go(&mut study, &mut memory, |_| place),
        Ask::Step(by) => go(&mut study, &mut memory, |at| at.saturating_add_signed(by)),
        Ask::Stop => {
            reviewer.stop();
            study.set_changed();
        }
        Ask::Branch(turns) => match session.branch(turns) {
            Ok(()) => {
                reviewer.stop();
                study.debrief = None;
                if let Some(game) = &session.game {
                    desk.settle(game, true);
                }
                show(Screen::Play, &mut desk);
            }
            Err(e) => desk.tell("It cannot branch here", format!("{e}. The game stays as it is.")),
        },
        Ask::Records => {
            study.look(&session);
            show(Screen::Records, &mut desk);
        }
        Ask::Row(row) => study.row = row,
        Ask::NextRow(by) => {
            study.row = study.row.saturating_add_signed(by).min(study.rows.len().saturating_sub(1));
            if let Some(node) = study.record() {
                memory.point(&record_key(node));
            }
        }
        Ask::Pick => {
            if let Some(path) = study.record().map(|n| n.saved.path.clone()) {
                if study.picked.contains(&path) {
                    study.picked.retain(|p| *p != path);
                } else {
                    study.picked.push(path);
                    // A third takes the place of the first.
                    if study.picked.len() > 2 {
                        study.picked.remove(0);
                    }
                }
            }
        }
        Ask::Compare => match study.compare(&mut session, &mut reviewer, window) {
            Ok(()) if study.beside.is_some() => show(Screen::Compare, &mut desk),
            Ok(()) => {}
            Err(e) => desk.tell("They cannot be compared", format!("{e}.")),
        },
        Ask::DebriefRecord(sure) => {
            let Some(node) = study.record() else { return };
            if node.ending.is_none() && !sure {
                desk.overlay = Some(Overlay::Sure {
                    title: "This game goes on".into(),
                    text: "A debrief tells who he is and what he wants. Whoever plays on after it plays another game."
                        .into(),
                    ask: Ask::DebriefRecord(true),
                });
                return;
            }
            match session.resume(&node.saved.path) {
                Ok(_) => {
                    if let Some(game) = &session.game {
                        study.open(game, &mut reviewer, window);
                        desk.settle(game, true);
                    }
                    show(Screen::Debrief, &mut desk);
                }
                Err(e) => desk.tell("The record cannot be opened", format!("{e}. The file has been left as it is.")),
            }
        }
        Ask::Rename => {
            if let Some(node) = study.record() {
                desk.overlay = Some(Overlay::Rename(node.saved.name()));
            }
        }
        Ask::Named => {
            let (Some(Overlay::Rename(name)), Some(node)) = (&desk.overlay, study.record()) else { return };
            match library::rename(&node.saved.path, name) {
                Ok(_) => {
                    desk.overlay = None;
                    study.look(&session);
                }
                Err(e) => desk.tell("It keeps its name", format!("{e}.")),
            }
        }
        Ask::Delete(sure) => {
            let Some(node) = study.record() else { return };
            if !sure {
                desk.overlay = Some(Overlay::Sure {
                    title: format!("Delete {}?", node.saved.name()),
                    text:
                        "The file is removed from this machine and cannot be brought back. What branched off it stays."
                            .into(),
                    ask: Ask::Delete(true),
                });
                return;
            }
            match library::delete(&node.saved.path) {
                Ok(()) => {
                    desk.overlay = None;
                    study.look(&session);
                }
                Err(e) => desk.tell("It was not deleted", format!("{e}.")),
            }
        }
    }
}

/// Looks at another decision.
fn go(study: &mut Study, memory: &mut Memory, place: impl Fn(usize) -> usize) {
    let Some(debrief) = &mut study.debrief else { return };
    let decisions = debrief.review.as_ref().map_or(0, |r| r.decisions.len());
    debrief.at = place(debrief.at).min(decisions.saturating_sub(1));
    if debrief.tab != Tab::Decisions {
        debrief.tab = Tab::Decisions;
        memory.point(Tab::Decisions.name());
    }
    memory.turn("debrief");
    memory.turn("choices");
}
