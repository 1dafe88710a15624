//! Calibration: how each shipped policy fares against each counterpart type, held against the targets of the model.

mod choices;

use std::ops::ControlFlow;
use std::sync::Arc;

use serde::Serialize;

use crate::estimate::Estimate;
use crate::luck::{Luck, Purpose};
use crate::negotiation::{Action, Arena, Negotiation, View, is_verified, minutes, result, session, standing, value};
use crate::policy::{Bot, Roster};
use crate::scenario::Scenario;
use crate::scenario::rules::{Room, Rules};
use crate::threads;

pub use choices::{ChoiceShare, Sample, Sampling, choice_shares, decisions};

/// Bots that bargain: those whose tables say something of the rhythm of play.
const BARGAINERS: [Bot; 5] = [Bot::Historical, Bot::Boulware, Bot::Conceder, Bot::Reciprocal, Bot::Best];

/// One policy against one type.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// Name of the policy.
    pub policy: &'static str,
    /// Id of the type; `all` over all of them.
    pub counterpart: String,
    /// Games played.
    pub games: usize,
    /// Share that ends with a package agreed.
    pub agreement: Estimate,
    /// Share ratified.
    pub ratified: Estimate,
    /// Share ratified and verified.
    pub verified: Estimate,
    /// Share that survives the review.
    pub survived: Estimate,
    /// Mean result, 0–100.
    pub result: Estimate,
    /// Standard deviation of the result.
    pub spread: f64,
    /// Mean of V, the worth behind the result: what the scale's ends are frozen from.
    pub value: f64,
    /// Share of games by ending, the commonest first.
    pub endings: Vec<(String, f64)>,
}

/// A promise of the model, and what was measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Target {
    /// The promise.
    pub promise: String,
    /// What was measured.
    pub measured: f64,
    /// Its standard error.
    pub se: f64,
    /// Least that keeps the promise.
    pub least: f64,
    /// Most that keeps it.
    pub most: f64,
}

impl Target {
    /// Kept, give or take so many standard errors.
    pub fn holds(&self, tolerance: f64) -> bool {
        let give = tolerance * self.se + 1e-9;
        self.measured >= self.least - give && self.measured <= self.most + give
    }
}

/// What a calibration found.
#[derive(Debug, Clone, Serialize)]
pub struct Calibration {
    /// Policies by types, each policy followed by its total.
    pub cells: Vec<Cell>,
    /// The promises.
    pub targets: Vec<Target>,
    /// How often each choice is the best; empty where nothing was sampled.
    pub choices: Vec<ChoiceShare>,
}

impl Calibration {
    /// What is not kept: targets, and choices that are never or always the best where they were met.
    pub fn missed(&self) -> Vec<String> {
        let targets = self.targets.iter().filter(|t| !t.holds(0.0)).map(|t| t.promise.clone());
        let one_sided = |c: &&ChoiceShare| c.states > 0 && (c.best <= 0.0 || c.best >= 1.0);
        let choices = self
            .choices
            .iter()
            .filter(one_sided)
            .map(|c| format!("{} is {} the best", c.choice, if c.best > 0.0 { "always" } else { "never" }));
        targets.chain(choices).collect()
    }
}

/// What one game gave.
#[derive(Debug, Clone, Default)]
struct Game {
    agreed: bool,
    ratified: bool,
    verified: bool,
    survived: bool,
    result: f64,
    value: f64,
    ending: u8,
    /// Tests or exports as you asked, and not both verification and compensation settled.
    as_history: bool,
    /// Table moves in the main sessions, and how many of those were held.
    moves: usize,
    sessions: usize,
    /// Minutes bargained at the main table when a package was agreed there, and minutes left before that exchange.
    agreed_at: Option<(i16, i16)>,
    agreed_elsewhere: bool,
    /// The read when the first and the second session ended.
    reads: [Option<[f32; 8]>; 2],
}

/// Plays every policy against every type on the same seeds.
pub fn calibrate(
    scenario: &Arc<Scenario>,
    games: usize,
    seed: u64,
    threads: usize,
    mut progress: impl FnMut(usize),
) -> Calibration {
    let rules = &scenario.rules;
    let roster = Roster::new(rules);
    let types = rules.drawn_types;
    let mut played: Vec<Game> = Vec::with_capacity(Bot::ALL.len() * types * games);
    let work = |arena: &mut Arena, job: usize| {
        let (bot, kind, game) = (job / (types * games), job / games % types, job % games);
        play(arena, &roster, Bot::ALL[bot], kind as u8, seed + game as u64)
    };
    threads::in_order(
        Bot::ALL.len() * types * games,
        threads,
        || Arena::new(scenario.clone()),
        work,
        |job, game| {
            played.push(game);
            progress(job + 1);
            ControlFlow::Continue(())
        },
    );
    let of = |bot: usize, kind: usize| &played[(bot * types + kind) * games..(bot * types + kind + 1) * games];
    let mut cells = Vec::new();
    for (b, bot) in Bot::ALL.into_iter().enumerate() {
        for (k, rule) in rules.types[..types].iter().enumerate() {
            cells.push(cell(rules, bot, &rule.id, of(b, k)));
        }
        cells.push(cell(rules, bot, "all", &played[b * types * games..(b + 1) * types * games]));
    }
    let targets = targets(rules, &cells, &of);
    Calibration { cells, targets, choices: Vec::new() }
}

fn play(arena: &mut Arena, roster: &Roster, bot: Bot, kind: u8, seed: u64) -> Game {
    arena.begin(Negotiation::against(arena.rules(), seed, kind));
    let mut player = roster.player(bot);
    let mut luck = Luck::at(seed, Purpose::Policy, 0);
    let mut game = Game::default();
    let mut bargained = 0;
    while !arena.is_over() {
        let rules = arena.rules();
        let main = session(rules, arena.view()).is_some_and(|s| s.room == Room::Principals && s.rehearsal.is_none());
        // What comes after the second session is another table.
        let number = usize::from(arena.view().table.session);
        let (scene, left) = (arena.view().story.scene, arena.view().table.minutes_left);
        let Some(action) = player.choose(rules, arena.view(), &mut luck) else { break };
        if main && number <= 2 {
            bargained += action.kind().map_or(0, |kind| minutes(rules, arena.view(), kind));
        }
        let agreed = arena.view().table.is_agreed();
        arena.step(action);
        let view = arena.view();
        if main && (1..=2).contains(&number) {
            game.sessions = game.sessions.max(number);
            // To open an issue is no exchange: nothing is answered.
            game.moves += usize::from(!matches!(action, Action::Agenda(_)));
            if view.story.scene != scene {
                game.reads[number - 1] = Some(view.read.belief);
            }
        }
        if !agreed && view.table.is_agreed() {
            if main && number <= 2 {
                game.agreed_at = Some((bargained, left));
            } else {
                game.agreed_elsewhere = true;
            }
        }
    }
    let (rules, view) = (arena.rules(), arena.view());
    Game {
        agreed: view.table.is_agreed(),
        ratified: view.story.ratified,
        verified: view.story.ratified && is_verified(rules, view),
        survived: view.story.survived,
        result: result(rules, view),
        value: value(rules, view),
        ending: view.story.ending,
        as_history: as_history(rules, view),
        ..game
    }
}

/// What the article tells of October 2000: tests or exports much as you asked, and not both verification and
/// compensation settled. Issues and options are those of the shipped scenario.
fn as_history(rules: &Rules, view: View<'_>) -> bool {
    let issue = |id: &str| rules.issues.iter().position(|i| i.id == id);
    let stands = |id: &str, option: &str| {
        let Some(i) = issue(id) else { return false };
        let least = rules.issues[i].options.iter().position(|o| o == option).unwrap_or(usize::MAX);
        let (stands, firm) = standing(rules, view, i);
        firm > 0.0 && usize::from(stands) >= least
    };
    let ours = stands("tests", "ban_satellites_abroad") || stands("exports", "mtcr_line");
    ours && !(stands("verification", "visits") && stands("compensation", "launches"))
}

fn share<'g>(games: impl Iterator<Item = &'g Game> + Clone, of: impl Fn(&Game) -> bool + Clone) -> Estimate {
    Estimate::of(games.map(move |g| f64::from(u8::from(of(g)))))
}

fn cell(rules: &Rules, bot: Bot, counterpart: &str, games: &[Game]) -> Cell {
    let result = Estimate::of(games.iter().map(|g| g.result));
    let mut endings: Vec<(String, f64)> = rules
        .endings
        .iter()
        .enumerate()
        .map(|(e, rule)| {
            (rule.id.clone(), games.iter().filter(|g| usize::from(g.ending) == e).count() as f64 / games.len() as f64)
        })
        .filter(|(_, share)| *share > 0.0)
        .collect();
    endings.sort_by(|a, b| b.1.total_cmp(&a.1));
    Cell {
        policy: bot.name(),
        counterpart: counterpart.to_owned(),
        games: games.len(),
        agreement: share(games.iter(), |g| g.agreed),
        ratified: share(games.iter(), |g| g.ratified),
        verified: share(games.iter(), |g| g.verified),
        survived: share(games.iter(), |g| g.survived),
        result,
        spread: result.se * (games.len() as f64).sqrt(),
        value: games.iter().map(|g| g.value).sum::<f64>() / games.len() as f64,
        endings,
    }
}

fn targets<'g>(rules: &Rules, cells: &[Cell], of: &impl Fn(usize, usize) -> &'g [Game]) -> Vec<Target> {
    let types = &rules.types[..rules.drawn_types];
    let place = |bot: Bot| Bot::ALL.iter().position(|b| *b == bot).unwrap_or(0);
    let cell = |bot: Bot, kind: Option<usize>| &cells[place(bot) * (types.len() + 1) + kind.unwrap_or(types.len())];
    let mut list = Vec::new();
    let mut add = |promise: String, measured: f64, se: f64, least: f64, most: f64| {
        list.push(Target { promise, measured, se, least, most });
    };
    let history = cell(Bot::Historical, None).ratified;
    add("historical: ends without a ratified agreement".into(), 1.0 - history.mean, history.se, 0.75, 0.95);
    for (k, t) in types.iter().enumerate() {
        let as_then = share(of(place(Bot::Historical), k).iter(), |g| g.as_history);
        let promise = format!("historical against the {}: tests or exports as asked, not all settled", t.id);
        add(promise, as_then.mean, as_then.se, 0.60, 1.0);
    }
    let ratified = |bot: Bot| cell(bot, None).ratified;
    add("random: ratified".into(), ratified(Bot::Random).mean, ratified(Bot::Random).se, 0.0, 0.005);
    for bot in [Bot::Giveaway, Bot::GiveawaySlow] {
        add(format!("{}: fails at home", bot.name()), 1.0 - ratified(bot).mean, ratified(bot).se, 0.95, 1.0);
    }
    add("refuser: ratified".into(), ratified(Bot::Refuser).mean, ratified(Bot::Refuser).se, 0.0, 0.0);
    let best = ratified(Bot::Best);
    add("best: ratified".into(), best.mean, best.se, 0.35, 0.65);
    for (k, t) in types.iter().enumerate() {
        let there = cell(Bot::Best, Some(k)).ratified;
        add(format!("best against the {}: ratified", t.id), there.mean, there.se, 0.15, 1.0);
    }
    let fixed = || Bot::ALL.into_iter().filter(|b| *b != Bot::Best);
    let rival = fixed().map(ratified).max_by(|a, b| a.mean.total_cmp(&b.mean)).unwrap_or(best);
    let gap = Estimate { mean: best.mean - rival.mean, se: best.se.hypot(rival.se) };
    add("best: ratified above the best fixed bot".into(), gap.mean, gap.se, 0.10, 1.0);
    for bot in fixed() {
        // In standard errors of the difference: where another fixed bot does most better.
        let lead = |k: usize, other: Bot| {
            let (a, b) = (cell(other, Some(k)).result, cell(bot, Some(k)).result);
            (a.mean - b.mean) / a.se.hypot(b.se).max(1e-9)
        };
        let most = (0..types.len()).flat_map(|k| fixed().map(move |o| lead(k, o))).fold(f64::NEG_INFINITY, f64::max);
        add(
            format!("{}: beaten somewhere by another fixed bot, in standard errors", bot.name()),
            most,
            1.0,
            2.0,
            f64::MAX,
        );
    }
    let wide = cell(Bot::Best, None);
    let spread_se = wide.spread / (2.0 * wide.games as f64).sqrt();
    add("best: standard deviation of the result".into(), wide.spread, spread_se, 18.0, 100.0);
    let bargained = || {
        BARGAINERS
            .into_iter()
            .flat_map(|b| (0..types.len()).flat_map(move |k| of(place(b), k).iter().map(move |g| (k, g))))
    };
    for (n, least, most) in [(0, 0.45, 0.65), (1, 0.60, 0.80)] {
        let on_truth = Estimate::of(
            bargained().filter_map(|(k, g)| g.reads[n].map(|r| f64::from(r[k]))).collect::<Vec<_>>().into_iter(),
        );
        let promise = format!("read on the true type after session {}", n + 1);
        add(promise, on_truth.mean, on_truth.se, least, most);
    }
    let gap = dishonesty(types.len(), bargained());
    add("read: largest gap between what it says and what is so".into(), gap.mean, gap.se, 0.0, 0.10);
    let deals = || bargained().filter_map(|(_, g)| g.agreed_at);
    let early = deals().filter(|(at, _)| *at < 120).count() as f64;
    add("deals before minute 120".into(), early, 0.0, 0.0, 0.0);
    let all = bargained().filter(|(_, g)| g.agreed).count().max(1) as f64;
    let late = deals().filter(|(_, left)| *left <= rules.table.no_new_issues).count() as f64;
    add("share of deals in the last hour of a session".into(), late / all, 0.0, 0.0, 0.9);
    for bot in BARGAINERS {
        let both =
            (0..types.len()).flat_map(|k| of(place(bot), k)).filter(|g| g.sessions == 2 && g.agreed_at.is_none());
        let moves = Estimate::of(both.map(|g| g.moves as f64).collect::<Vec<_>>().into_iter());
        add(format!("{}: moves at the table in both sessions", bot.name()), moves.mean, moves.se, 13.0, 20.0);
    }
    list
}

/// The read as a forecast: beliefs in tenths, each tenth with at least a fiftieth of them, against how often they were
/// so; the largest difference.
fn dishonesty<'g>(types: usize, games: impl Iterator<Item = (usize, &'g Game)>) -> Estimate {
    let mut tenths = [(0.0, 0.0, 0.0); 10];
    for (kind, game) in games {
        for read in game.reads.iter().flatten() {
            for (k, belief) in read[..types].iter().enumerate() {
                let tenth = &mut tenths[((belief * 10.0) as usize).min(9)];
                *tenth = (tenth.0 + 1.0, tenth.1 + f64::from(*belief), tenth.2 + f64::from(u8::from(k == kind)));
            }
        }
    }
    let all: f64 = tenths.iter().map(|t| t.0).sum();
    let gap = |&(n, said, so): &(f64, f64, f64)| Estimate {
        mean: ((said - so) / n).abs(),
        se: (so / n * (1.0 - so / n) / n).max(0.0).sqrt(),
    };
    let widest = tenths.iter().filter(|t| t.0 >= all / 50.0).map(gap).max_by(|a, b| a.mean.total_cmp(&b.mean));
    widest.unwrap_or(Estimate { mean: 0.0, se: 0.0 })
}
