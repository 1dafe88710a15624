//! A negotiation is an entity: a few small components and one schedule, `Turn`, that moves it.
//!
//! The windowed game steps one entity through `Turn`; checks and reviews step thousands through the very same
//! systems. Forking a game is copying its [`Negotiation`]; saving it is writing down its actions.

mod action;
mod arena;
mod book;
mod concessions;
mod condition;
mod counterpart;
mod crowd;
mod deadlines;
mod effect;
mod fingerprint;
mod happening;
mod intake;
mod legal;
mod outcome;
mod ratification;
mod read;
mod requests;
mod state;
mod trust;
mod view;
mod voice;

use std::sync::Arc;

use bevy_ecs::prelude::*;
use bevy_ecs::schedule::{ScheduleLabel, SingleThreadedExecutor};
use serde::{Deserialize, Serialize};

use crate::luck::{Luck, Purpose};
use crate::scenario::Scenario;
use crate::scenario::rules::{ADVISERS, AUDIENCES, BUDGETS, ISSUES, Rules, Span, TYPES};

pub use action::Action;
pub use arena::Arena;
pub use book::{book_reservation, book_worth, promise_rate};
pub use crowd::Crowd;
pub use effect::claim_price;
pub use fingerprint::{Fingerprint, fingerprint};
pub use happening::{Cause, Chronicle, Happening};
pub use legal::{
    Refused, check, choices, draft, drafts, his_package, legal_actions, mine_now, minutes, open_issues,
    outside_mandate, session, twin,
};
pub use outcome::{
    Home, Measure, Opinion, Possible, Verdict, durability, durable_by, is_verified, measured, opinions, result, score,
    standing, value,
};
pub(crate) use ratification::votes_on;
pub use ratification::{Ratifiers, WinSets};
pub use requests::experts_draft;
pub use state::*;
pub use view::{PlayerView, View};

/// The scenario that a world plays: one for each world.
#[derive(Resource, Clone)]
pub struct Setting(pub Arc<Scenario>);

impl Setting {
    pub(crate) fn rules(&self) -> &Rules {
        &self.0.rules
    }
}

/// One turn of every negotiation in a world that has a pending action.
#[derive(ScheduleLabel, Debug, Clone, PartialEq, Eq, Hash)]
pub struct Turn;

/// The stages of a turn, in order.
#[derive(SystemSet, Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is named in the schedule's own documentation")]
pub enum TurnSystems {
    Intake,
    Trust,
    Concessions,
    Deadlines,
}

/// A whole negotiation as data: read one to fork a game, write it over an entity to go on from there.
#[derive(Bundle, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the components are documented where they are defined")]
pub struct Negotiation {
    pub story: Story,
    pub table: Table,
    pub standing: Standing,
    pub face: Face,
    pub pledges: Pledges,
    pub read: Read,
    pub ledger: Ledger,
    pub notebook: Notebook,
    pub counterpart: Counterpart,
    pub seed: Seed,
    pub pending: Pending,
    pub step: Step,
}

/// Puts the schedule and the scenario into a world.
pub fn install(world: &mut World, scenario: Arc<Scenario>) {
    world.insert_resource(Setting(scenario));
    let mut schedule = Schedule::new(Turn);
    schedule.set_executor(SingleThreadedExecutor::new());
    schedule.configure_sets(
        (TurnSystems::Intake, TurnSystems::Trust, TurnSystems::Concessions, TurnSystems::Deadlines).chain(),
    );
    schedule.add_systems((
        intake::intake.in_set(TurnSystems::Intake),
        trust::trust_moves.in_set(TurnSystems::Trust),
        concessions::concessions.in_set(TurnSystems::Concessions),
        deadlines::pass_time.in_set(TurnSystems::Deadlines),
    ));
    world.add_schedule(schedule);
}

pub(crate) fn blank_table() -> Table {
    Table {
        mine: [0; ISSUES],
        his: [0; ISSUES],
        his_before: [0; ISSUES],
        firsts: [[0; ISSUES]; 2],
        agreed: [0; ISSUES],
        closed: [NONE; ISSUES],
        written: [NONE; ISSUES],
        probed: [NONE; ISSUES],
        recent: [[0; ISSUES]; 2],
        offers: 0,
        answers: 0,
        agenda: 0,
        session: 0,
        round: 0,
        moves_left: NONE,
        minutes_left: 0,
        extra_minutes: 0,
        gestures: 0,
        verbs: 0,
        session_verbs: 0,
        state: 0,
        firm: 0.0,
        last_close_was_his: false,
    }
}

impl Negotiation {
    /// A new game: the seed draws who he is; nothing has been said.
    pub fn new(rules: &Rules, seed: u64) -> Self {
        let mut luck = Luck::at(seed, Purpose::Counterpart, 0);
        let priors: Vec<f64> = rules.types[..rules.drawn_types].iter().map(|t| t.prior).collect();
        let kind = luck.weighted(&priors);
        Self::drawn(rules, seed, kind, luck)
    }

    /// A new game against a stated type; which of its people he is, is drawn as ever.
    pub fn against(rules: &Rules, seed: u64, kind: u8) -> Self {
        let mut luck = Luck::at(seed, Purpose::Counterpart, 0);
        luck.unit();
        Self::drawn(rules, seed, usize::from(kind), luck)
    }

    fn drawn(rules: &Rules, seed: u64, kind: usize, mut luck: Luck) -> Self {
        let (variant, quotas) = person(rules, kind, &mut luck);
        Self::with_counterpart(rules, seed, kind as u8, variant, quotas)
    }

    /// A new game against a stated person: for calibration and tests.
    pub fn with_counterpart(rules: &Rules, seed: u64, kind: u8, variant: u8, quotas: u8) -> Self {
        let mut standing = Standing { kept: [0.0; AUDIENCES], broken: [0.0; AUDIENCES] };
        for (i, audience) in rules.audiences.iter().enumerate() {
            standing.kept[i] = audience.kept as f32;
            standing.broken[i] = audience.broken as f32;
        }
        let mut budgets = [0; BUDGETS];
        for (place, (_, amount)) in budgets.iter_mut().zip(&rules.budgets) {
            *place = *amount;
        }
        Self {
            story: Story {
                scene: rules.first_scene,
                version: 0,
                ending: NONE,
                day: 0,
                minute: rules.start_minute,
                flags: [0; 4],
                entered: [0; 4],
                budgets,
                passed: 0,
                mandate: NONE,
                asked: 0,
                voted: 0,
                sponsored: 0,
                formed: 0,
                cabled: 0,
                ratified: false,
                survived: false,
                visit_spent: false,
                channel_closed: false,
                notebook_open: false,
                promises: 1.0,
                advisers: [[0; 2]; ADVISERS],
                agreed_day: 0,
                salt: Luck::at(seed, Purpose::Guess, 0).below(u32::MAX as usize) as u32,
            },
            table: blank_table(),
            standing,
            face: Face::default(),
            pledges: Pledges::default(),
            read: read::prior(rules),
            ledger: Ledger::default(),
            notebook: Notebook { chips: [[0; TYPES]; 3], wants: [NONE; 3], opened: 0 },
            counterpart: Counterpart {
                kind,
                variant,
                quotas,
                clock: 0.0,
                visit_hope: rules.table.visit_hope as f32,
                room: 1.0,
                level: -1.0,
                last: -1.0,
                lead: 0.0,
            },
            seed: Seed(seed),
            pending: Pending(None),
            step: Step::default(),
        }
    }

    /// The same table with another person of this type across it, as the player must imagine him, and other luck from
    /// here on. What he is thought to aspire to is what the read's shadow of that type does.
    pub fn imagined(&self, rules: &Rules, seed: u64, kind: u8) -> Self {
        let (k, read) = (usize::from(kind), &self.read);
        let (variant, quotas) = person(rules, k, &mut Luck::at(seed, Purpose::Counterpart, 0));
        let (level, last, lead) = (read.level[k], read.last[k], read.lead[k]);
        let counterpart = Counterpart { kind, variant, quotas, level, last, lead, ..self.counterpart };
        Self { counterpart, seed: Seed(seed), pending: Pending(None), ..self.clone() }
    }

    /// What the player may see of it.
    pub fn view(&self) -> View<'_> {
        View {
            story: &self.story,
            table: &self.table,
            standing: &self.standing,
            face: &self.face,
            pledges: &self.pledges,
            read: &self.read,
            ledger: &self.ledger,
            notebook: &self.notebook,
        }
    }

    /// Puts the negotiation into a world and enters the first scene; with a [`Chronicle`] if words are wanted.
    pub fn spawn(self, world: &mut World, chronicle: bool) -> Entity {
        let entity = world.spawn(self).id();
        if chronicle {
            world.entity_mut(entity).insert(Chronicle::default());
        }
        reopen(world, entity);
        entity
    }

    /// Reads the snapshot of an entity.
    ///
    /// # Panics
    /// If the entity holds no negotiation.
    pub fn of(world: &World, entity: Entity) -> Self {
        let e = world.entity(entity);
        macro_rules! get {
            ($t:ty) => {
                *e.get::<$t>().expect("a negotiation has all its components")
            };
        }
        Self {
            story: get!(Story),
            table: get!(Table),
            standing: get!(Standing),
            face: get!(Face),
            pledges: get!(Pledges),
            read: get!(Read),
            ledger: get!(Ledger),
            notebook: get!(Notebook),
            counterpart: get!(Counterpart),
            seed: get!(Seed),
            pending: get!(Pending),
            step: get!(Step),
        }
    }
}

/// Which of the people of a type he is, and which of the noises on quotas holds at home.
fn person(rules: &Rules, kind: usize, luck: &mut Luck) -> (u8, u8) {
    let variant = luck.below(rules.types[kind].variants.len());
    (variant as u8, luck.below(rules.quota_noise.len()) as u8)
}

/// Enters the first scene.
fn reopen(world: &mut World, entity: Entity) {
    let setting = world.resource::<Setting>().clone();
    let mut query = world.query::<view::Game>();
    if let Ok(game) = query.get_mut(world, entity) {
        deadlines::open(setting.rules(), &mut game.one());
    }
}

/// What the player may see of a negotiation.
///
/// # Panics
/// If the entity holds no negotiation.
pub fn view(world: &World, entity: Entity) -> View<'_> {
    let e = world.entity(entity);
    macro_rules! get {
        ($t:ty) => {
            e.get::<$t>().expect("a negotiation has all its components")
        };
    }
    View {
        story: get!(Story),
        table: get!(Table),
        standing: get!(Standing),
        face: get!(Face),
        pledges: get!(Pledges),
        read: get!(Read),
        ledger: get!(Ledger),
        notebook: get!(Notebook),
    }
}

/// The player's way in: checks the action against what the player may see, runs one turn, and returns what
/// happened (nothing if the entity has no [`Chronicle`]).
///
/// # Errors
/// The reason why the action is not legal; nothing changed then.
pub fn act(world: &mut World, entity: Entity, action: Action) -> Result<Vec<Happening>, Refused> {
    let setting = world.resource::<Setting>().clone();
    check(setting.rules(), view(world, entity), &action)?;
    if let Some(mut pending) = world.get_mut::<Pending>(entity) {
        pending.0 = Some(action);
    }
    world.run_schedule(Turn);
    if let Some(mut pending) = world.get_mut::<Pending>(entity) {
        pending.0 = None;
    }
    Ok(take_chronicle(world, entity))
}

/// The happenings since they were last taken.
pub fn take_chronicle(world: &mut World, entity: Entity) -> Vec<Happening> {
    world.get_mut::<Chronicle>(entity).map(|mut c| std::mem::take(&mut c.0)).unwrap_or_default()
}

/// Advice given in the current scene: index within the scene, and the adviser.
pub fn advice_here(rules: &Rules, view: View<'_>) -> Vec<(usize, u8)> {
    let range = rules.scenes[usize::from(view.story.scene)].advice.range();
    let here = rules.advice[range].iter().enumerate();
    here.filter(|(_, a)| condition::holds(rules, a.when, view, None)).map(|(i, a)| (i, a.adviser)).collect()
}

/// Whether a condition of the scenario fits what came of a game, once it is known who he was.
pub fn fits(rules: &Rules, when: Span, view: View<'_>, kind: u8) -> bool {
    condition::holds(rules, when, view, Some(kind))
}
