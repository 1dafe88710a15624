//! Sweeps: simulated games as rows, one a game, the same for any number of threads and shards.

mod csv;
mod parquet;

use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use crate::luck::{Luck, Purpose};
use crate::negotiation::{Arena, Negotiation, Possible, fingerprint, is_verified, measured};
use crate::policy::{Bot, Roster, play_out};
use crate::scenario::Scenario;
use crate::threads;

pub use csv::Csv;
pub use parquet::Parquet;

/// What is to be played.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The policies, in the order of the rows.
    pub bots: Vec<Bot>,
    /// Games of each.
    pub games: usize,
    /// Seed of the first game of each.
    pub seed: u64,
    /// All games against this type; nothing: whoever the seed draws.
    pub counterpart: Option<u8>,
}

impl Plan {
    /// How many rows it has in all.
    pub fn rows(&self) -> usize {
        self.bots.len() * self.games
    }

    /// The rows of shard `number` of `of`, counted from 1: a block, so that the shards in order are the whole.
    pub fn shard(&self, number: usize, of: usize) -> Range<usize> {
        let edge = |n: usize| (self.rows() as u128 * n as u128 / of as u128) as usize;
        edge(number - 1)..edge(number)
    }
}

/// One game as a row: the columns of `interfaces.md`, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Name of the policy.
    pub policy: &'static str,
    /// Seed of the game.
    pub seed: u64,
    /// Number of the counterpart's type.
    pub counterpart: u8,
    /// Number of the ending.
    pub ending: u8,
    /// A package was agreed.
    pub agreement: bool,
    /// Everyone who can block has carried it.
    pub ratified: bool,
    /// It counts as verified.
    pub verified: bool,
    /// It survived the review.
    pub survived: bool,
    /// 0–100.
    pub result: f64,
    /// Decisions taken.
    pub decisions: u32,
    /// Your utility of the outcome, 0..1.
    pub utility_us: f64,
    /// His, by his true utilities, 0..1.
    pub utility_them: f64,
    /// Distance to the nearest Nash point.
    pub nash_distance: f64,
    /// Distance to the frontier.
    pub frontier_distance: f64,
    /// Face given in all.
    pub face: f64,
    /// Trust of each audience at the end, 0..1, in the order of the scenario.
    pub standing: Vec<f64>,
    /// Fingerprint of the last state.
    pub fingerprint: u32,
}

/// Names of the columns, in order.
pub fn columns(scenario: &Scenario) -> Vec<String> {
    let fixed = [
        "scenario",
        "hash",
        "policy",
        "seed",
        "counterpart",
        "ending",
        "agreement",
        "ratified",
        "verified",
        "survived",
        "result",
        "decisions",
        "utility_us",
        "utility_them",
        "nash_distance",
        "frontier_distance",
        "face",
    ];
    let standing = scenario.rules.audiences.iter().map(|a| format!("standing_{}", a.id));
    fixed.into_iter().map(str::to_owned).chain(standing).chain(["fingerprint".to_owned()]).collect()
}

/// Somewhere rows go.
pub trait Sink {
    /// Takes a row.
    ///
    /// # Errors
    /// What the disk says.
    fn put(&mut self, row: &Row) -> Result<(), String>;

    /// Writes what is left, so that everything written can be read.
    ///
    /// # Errors
    /// What the disk says.
    fn close(self: Box<Self>) -> Result<(), String>;
}

/// Plays the rows of a range in order and hands them to a sink, until the flag is raised: rows are whole, and without
/// a gap. Returns how many were written.
///
/// # Errors
/// What the sink says.
pub fn sweep(
    scenario: &Arc<Scenario>,
    plan: &Plan,
    range: Range<usize>,
    threads: usize,
    stop: &AtomicBool,
    sink: &mut dyn Sink,
    progress: impl Fn(usize),
) -> Result<usize, String> {
    let roster = Roster::new(&scenario.rules);
    let possible = Everyone::new(scenario);
    let mut written = 0;
    let mut failed = None;
    let work = |arena: &mut Arena, job: usize| {
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        let n = range.start + job;
        Some(play(arena, &roster, &possible, plan.bots[n / plan.games], plan.seed + (n % plan.games) as u64, plan))
    };
    threads::in_order(
        range.len(),
        threads,
        || Arena::new(scenario.clone()),
        work,
        |_, row| {
            let Some(row) = row else { return ControlFlow::Break(()) };
            match sink.put(&row) {
                Ok(()) => written += 1,
                Err(why) => {
                    failed = Some(why);
                    return ControlFlow::Break(());
                }
            }
            progress(written);
            ControlFlow::Continue(())
        },
    );
    failed.map_or(Ok(written), Err)
}

fn play(arena: &mut Arena, roster: &Roster, possible: &Everyone, bot: Bot, seed: u64, plan: &Plan) -> Row {
    let rules = arena.rules();
    arena.begin(match plan.counterpart {
        Some(kind) => Negotiation::against(rules, seed, kind),
        None => Negotiation::new(rules, seed),
    });
    let mut luck = Luck::at(seed, Purpose::Policy, 0);
    let decisions = play_out(arena, roster.player(bot).as_mut(), &mut luck, |_| {});
    let state = arena.snapshot();
    let he = state.counterpart;
    let (rules, view) = (arena.rules(), arena.view());
    let deal = measured(rules, view, &he, possible.with(he.kind, he.variant));
    Row {
        policy: bot.name(),
        seed,
        counterpart: he.kind,
        ending: view.story.ending,
        agreement: view.table.is_agreed(),
        ratified: view.story.ratified,
        verified: is_verified(rules, view),
        survived: view.story.survived,
        result: deal.result,
        decisions: decisions.unwrap_or(0) as u32,
        utility_us: deal.yours,
        utility_them: deal.his,
        nash_distance: deal.to_nash,
        frontier_distance: deal.to_frontier,
        face: deal.face.0,
        standing: (0..rules.audiences.len() as u8).map(|a| view.standing.trust(a)).collect(),
        fingerprint: fingerprint(&state).whole,
    }
}

/// What is possible with each person of the scenario, worked out when he is first met.
struct Everyone {
    scenario: Arc<Scenario>,
    people: Vec<Vec<OnceLock<Possible>>>,
}

impl Everyone {
    fn new(scenario: &Arc<Scenario>) -> Self {
        let people =
            scenario.rules.types.iter().map(|t| t.variants.iter().map(|_| OnceLock::new()).collect()).collect();
        Self { scenario: scenario.clone(), people }
    }

    fn with(&self, kind: u8, variant: u8) -> &Possible {
        let (k, v) = (usize::from(kind), usize::from(variant));
        let rules = &self.scenario.rules;
        self.people[k][v].get_or_init(|| Possible::with(rules, &rules.types[k].variants[v]))
    }
}
