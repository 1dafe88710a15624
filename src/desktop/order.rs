//! Orders: everything a button or a key can ask of the window, and the one place that obeys.

use std::path::PathBuf;

use bevy::clipboard::Clipboard;
use bevy::prelude::*;
use bevy::ui_widgets::Activate;

use super::familiar::Familiar;
use super::focus::Memory;
use super::preferences::{Preferences, Set};
use super::screens::reflection_opened;
use super::session::{Desk, Mode, Overlay, Screen, Session, chance_seed};
use super::study::Ask;
use super::{draft, play};
use crate::negotiation::{Action, NONE, twin};
use crate::record::class::Class;
use crate::record::reflection::{MOST_WORDS, QUESTIONS};
use crate::record::{Coach, Start};
use crate::report::words::told;

pub(super) fn plugin(app: &mut App) {
    app.add_observer(pressed).add_observer(obey).add_observer(paste);
}

/// What a control does when it is activated.
#[derive(Component, Debug, Clone)]
pub(super) struct Does(pub(super) Order);

/// One thing asked of the window.
#[derive(Event, Debug, Clone, PartialEq)]
pub(super) enum Order {
    /// Show another screen.
    Show(Screen),
    /// Write a digit of the seed.
    Digit(char),
    /// Take the last digit back.
    Erase,
    /// Draw another seed.
    AnotherSeed,
    /// Take a scenario from the shelf, by number.
    Scenario(usize),
    /// Choose a coach level.
    Coach(Coach),
    /// Begin; without a record if false.
    Begin(bool),
    /// Go on with a record.
    Continue(PathBuf),
    /// Do something in the game.
    Act(Action),
    /// Ask first.
    Ask(Action),
    /// Open something over the screen.
    Open(Overlay),
    /// One step back: close what is open, else open the menu.
    Escape,
    /// Open or close the note on what really happened.
    Really,
    /// Change what the moves panel shows.
    Mode(Mode),
    /// Make a row of the table the one that moves are about.
    Issue(u8),
    /// Put an option into the draft.
    Draft(u8, u8),
    /// Move in the grid: rows down, options on.
    Step(i8, i8),
    /// Tick an issue for the agenda.
    Tick(u8),
    /// Put the draft and its twin forward together.
    Double,
    /// Take his last package as the draft.
    TakeHis,
    /// Lay or take a chip.
    Chip(u8, i8),
    /// What he is thought to want.
    Wants(u8),
    /// Play for the class whose code was typed.
    Join,
    /// Play for no class.
    LeaveClass,
    /// Play without taking back, or with.
    Statesman,
    /// Something about the preferences.
    Set(Set),
    /// Something about games that have been played.
    Study(Ask),
    /// Answer a question about the game that is over.
    Answer(usize, u8),
    /// Mark the next question, or the one before.
    NextQuestion(isize),
    /// Ask what the player makes of the game that is over.
    AskBack,
    /// Keep what the player makes of it.
    Reflect,
    /// Type a letter.
    Type(char),
    /// Type what lies on the clipboard.
    Paste,
    /// Take the last letter back.
    Untype,
    /// Leave the program.
    Quit,
}

/// Most letters of what is typed.
const MOST_LETTERS: usize = 60;

fn pressed(event: On<Activate>, controls: Query<&Does>, mut commands: Commands) {
    if let Ok(Does(order)) = controls.get(event.entity) {
        commands.trigger(order.clone());
    }
}

#[allow(clippy::too_many_arguments, reason = "it moves everything that can be asked for")]
fn obey(
    order: On<Order>,
    mut desk: ResMut<Desk>,
    mut session: ResMut<Session>,
    mut next: ResMut<NextState<Screen>>,
    mut memory: ResMut<Memory>,
    mut familiar: ResMut<Familiar>,
    preferences: Res<Preferences>,
    mut exit: MessageWriter<AppExit>,
) {
    match order.event().clone() {
        Order::Show(screen) => {
            desk.overlay = None;
            if screen == Screen::NewGame
                && let Err(faults) = session.stock()
            {
                desk.tell("A scenario cannot be played", format!("{faults}\nThe others can."));
            }
            memory.forget();
            next.set(screen);
        }
        Order::Digit(digit) => {
            if std::mem::take(&mut desk.by_chance) {
                desk.seed.clear();
            }
            if desk.seed.len() < 19 {
                desk.seed.push(digit);
            }
        }
        Order::Erase => {
            desk.by_chance = false;
            desk.seed.pop();
        }
        Order::AnotherSeed => {
            desk.seed = chance_seed().to_string();
            desk.by_chance = true;
        }
        Order::Scenario(number) => {
            session.take(number);
            desk.front = None;
        }
        Order::Coach(coach) => desk.coach = Some(coach),
        Order::Statesman => desk.statesman = !desk.statesman,
        Order::Set(_) | Order::Study(_) | Order::Paste => {}
        Order::Join => {
            let Some(Overlay::Class(code, wrong)) = &mut desk.overlay else { return };
            let class = match Class::from_code(code) {
                Ok(class) if session.take_for(&class) => class,
                Ok(_) => {
                    *wrong = Some(
                        "the code is in order, but the class plays a scenario that does not come with this version of the \
                         program; begin it with six-hours play --class CODE --scenario PATH"
                            .into(),
                    );
                    return;
                }
                Err(e) => {
                    *wrong = Some(e.to_string());
                    return;
                }
            };
            desk.class = Some(class);
            desk.overlay = None;
            desk.front = None;
        }
        Order::LeaveClass => desk.class = None,
        Order::Begin(kept) => {
            let Ok(seed) = desk.seed.parse() else {
                return desk.tell("A seed is a number", "Type one to nineteen digits, or take another seed by chance.");
            };
            let player = Some(desk.player.trim().to_owned()).filter(|name| !name.is_empty());
            let coach = desk.coach.unwrap_or(preferences.coach());
            let start = match &desk.class {
                Some(class) => class.start(seed, player),
                None => Start { seed, coach, statesman: desk.statesman, player, class: None },
            };
            match session.begin(start, kept) {
                Ok(()) => enter(&mut desk, &session, &mut next, &mut memory),
                Err(e) => {
                    let text = format!(
                        "{e}. Make room or mend the folder and try again; or play without a record, which cannot be continued."
                    );
                    desk.overlay =
                        Some(Overlay::Notice { title: "The record cannot be begun".into(), text, unrecorded: true });
                }
            }
        }
        Order::Continue(path) => match session.resume(&path) {
            Ok(notice) => {
                enter(&mut desk, &session, &mut next, &mut memory);
                if let Some(notice) = notice {
                    desk.tell("The record was mended", notice.to_string());
                }
            }
            Err(e) => desk.tell("The record cannot be continued", format!("{e}. The file has been left as it is.")),
        },
        Order::Act(action) => {
            desk.overlay = None;
            act(&mut desk, &mut session, &mut memory, &mut familiar, action);
        }
        Order::Ask(action) if !preferences.confirm => {
            act(&mut desk, &mut session, &mut memory, &mut familiar, action);
        }
        Order::Ask(action) => desk.overlay = Some(Overlay::Confirm(action)),
        Order::Open(overlay) => {
            memory.turn("overlay");
            desk.overlay = Some(overlay);
        }
        Order::Escape if desk.overlay.is_some() => {
            // What was said is at hand again when it is asked once more.
            if let Some(Overlay::Reflection { said, .. }) = desk.overlay.take() {
                desk.unsaid = Some(said);
            }
        }
        Order::Escape if desk.mode != Mode::Moves && agenda_stands(&session) => desk.mode = Mode::Moves,
        Order::Escape => desk.overlay = Some(Overlay::Menu),
        Order::Really => desk.really = !desk.really,
        Order::Mode(mode) => {
            desk.mode = mode;
            if let (Mode::Agenda, Some(game)) = (mode, &session.game) {
                desk.agenda = game.view().table.agenda;
            }
        }
        Order::Issue(issue) => desk.issue = issue,
        Order::Draft(issue, option) => {
            desk.issue = issue;
            set(&mut desk, &session, issue, option);
        }
        Order::Step(rows, options) => step(&mut desk, &session, rows, options),
        Order::Tick(issue) => desk.agenda ^= 1 << issue,
        Order::Double => {
            let other = session.game.as_ref().and_then(|g| twin(g.rules(), g.view(), &desk.draft));
            if let Some(other) = other {
                let action = Action::DoubleOffer(desk.draft, other);
                desk.overlay = None;
                act(&mut desk, &mut session, &mut memory, &mut familiar, action);
            }
        }
        Order::TakeHis => {
            if let Some(game) = &session.game
                && let Some(his) = crate::negotiation::his_package(game.rules(), game.view())
            {
                desk.draft = draft::mended(game.rules(), game.view(), &his);
            }
        }
        Order::Chip(kind, by) => {
            let laid: u8 = desk.chips.iter().sum();
            let place = &mut desk.chips[usize::from(kind)];
            if by < 0 || laid < play::CHIPS {
                *place = place.saturating_add_signed(by);
            }
        }
        Order::Wants(issue) => desk.wants = if desk.wants == issue { NONE } else { issue },
        Order::Answer(question, answer) => {
            if let (Some(Overlay::Reflection { said, at }), Some(asked)) = (&mut desk.overlay, QUESTIONS.get(question))
            {
                said.answers.insert(asked.id.to_owned(), answer);
                *at = (question + 1).min(QUESTIONS.len() - 1);
                memory.point(&format!("answer {at} 1"));
            }
        }
        Order::NextQuestion(by) => {
            if let Some(Overlay::Reflection { at, .. }) = &mut desk.overlay {
                *at = at.saturating_add_signed(by).min(QUESTIONS.len() - 1);
                memory.point(&format!("answer {at} 1"));
            }
        }
        Order::AskBack => {
            memory.turn("overlay");
            desk.overlay = Some(reflection_opened(&desk, &session));
        }
        Order::Reflect => {
            let Some(Overlay::Reflection { said, .. }) = &desk.overlay else { return };
            let said = said.clone();
            let kept = session.game.as_mut().map(|game| game.reflect(said));
            match kept {
                Some(Err(e)) => {
                    desk.tell("It could not be kept", format!("{e}. Make room or mend the folder and try again."))
                }
                _ => (desk.overlay, desk.unsaid) = (None, None),
            }
        }
        Order::Type(letter) => {
            let most = if matches!(desk.overlay, Some(Overlay::Reflection { .. })) { MOST_WORDS } else { MOST_LETTERS };
            let text = typed(&mut desk);
            if text.chars().count() < most {
                text.push(letter);
            }
            begin_anew(&desk, &mut memory);
        }
        Order::Untype => {
            typed(&mut desk).pop();
            begin_anew(&desk, &mut memory);
        }
        Order::Quit => {
            exit.write(AppExit::Success);
        }
    }
}

/// Types what lies on the clipboard, up to its first line break.
fn paste(order: On<Order>, clipboard: Option<ResMut<Clipboard>>, mut commands: Commands) {
    let (Order::Paste, Some(mut clipboard)) = (order.event(), clipboard) else { return };
    if let Some(Ok(text)) = clipboard.fetch_text().poll_result() {
        let letters = text.trim().lines().next().unwrap_or_default().chars().filter(|c| !c.is_control());
        letters.take(MOST_WORDS).for_each(|letter| commands.trigger(Order::Type(letter)));
    }
}

fn enter(desk: &mut Desk, session: &Session, next: &mut NextState<Screen>, memory: &mut Memory) {
    (desk.overlay, desk.unsaid) = (None, None);
    memory.forget();
    if let Some(game) = &session.game {
        desk.settle(game, true);
    }
    next.set(Screen::Play);
}

fn act(desk: &mut Desk, session: &mut Session, memory: &mut Memory, familiar: &mut Familiar, action: Action) {
    if let Some(game) = &session.game {
        let from = game.log().partition_point(|e| e.turn < game.turns());
        let said = told(game.scenario(), &game.log()[from..]);
        familiar.learn(said.iter().map(|s| s.text.as_str()));
    }
    match session.act(action) {
        Ok(()) => {
            if let Some(game) = &session.game {
                desk.settle(game, false);
            }
            desk.overlay = session.papers();
            memory.turn("story");
        }
        Err(e) => desk.tell("That did not happen", format!("{e}.")),
    }
}

/// What a search has found begins at its top.
fn begin_anew(desk: &Desk, memory: &mut Memory) {
    if matches!(desk.overlay, Some(Overlay::Log(_))) {
        memory.turn("overlay");
    }
}

/// What is typed into: the field of what lies on top, else the player's name.
fn typed(desk: &mut Desk) -> &mut String {
    match &mut desk.overlay {
        Some(Overlay::Rename(text) | Overlay::Log(text) | Overlay::Class(text, _)) => text,
        Some(Overlay::Reflection { said, .. }) => &mut said.words,
        _ => &mut desk.player,
    }
}

fn agenda_stands(session: &Session) -> bool {
    session.game.as_ref().is_some_and(|g| g.view().table.agenda != 0)
}

fn set(desk: &mut Desk, session: &Session, issue: u8, option: u8) {
    let Some(game) = &session.game else { return };
    if draft::is_open(game.view(), usize::from(issue)) {
        desk.draft[usize::from(issue)] = option;
    }
}

fn step(desk: &mut Desk, session: &Session, rows: i8, options: i8) {
    let Some(game) = &session.game else { return };
    let last = game.rules().issues.len().saturating_sub(1) as u8;
    desk.issue = desk.issue.saturating_add_signed(rows).min(last);
    if options != 0 {
        let issue = desk.issue;
        let option = draft::stepped(game.rules(), usize::from(issue), desk.draft[usize::from(issue)], options);
        set(desk, session, issue, option);
    }
}
