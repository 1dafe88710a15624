//! Bots. A policy sees what the player may see, and no more: its only argument is the player's view.

mod aims;
mod bargainer;
mod best;
mod columns;
mod historical;
mod plain;
mod scenes;
mod temper;
mod way;

use std::sync::Arc;

use crate::luck::Luck;
use crate::negotiation::{Action, Arena, View, drafts, legal_actions, twin};
use crate::scenario::rules::{Character, Rules, TYPES};

pub use aims::{Aims, passes};
pub use bargainer::{Bargainer, Outlook};
pub use best::{Found, Temperament};
pub use historical::Historical;
pub use plain::{Giveaway, Refuser};
pub use scenes::{Manners, Scenes};
pub use temper::{Temper, Tempers};

/// Chooses the next action from what the player may see. The luck is its own, apart from the game's.
pub trait Policy {
    /// The next action, which must be legal; nothing where nothing is.
    fn choose(&mut self, rules: &Rules, view: View<'_>, luck: &mut Luck) -> Option<Action>;
}

/// The shipped policies, by the names the command line knows them by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bot {
    /// See [`Random`].
    Random,
    /// See [`Historical`].
    Historical,
    /// Offers him all he wants at once, and signs whatever he puts forward. See [`Giveaway`].
    Giveaway,
    /// Gives him all he wants step by step.
    GiveawaySlow,
    /// Asks for everything, gives nothing, signs nothing. See [`Refuser`].
    Refuser,
    /// Holds to its demands until late (faratin98, β .25); takes him for one who banks every step.
    Boulware,
    /// Gives way early (faratin98, β 2.5); takes him for one whom ceremony moves.
    Conceder,
    /// Begins with a gesture, then a step for a step (osgood62); takes him for one who answers like with like.
    Reciprocal,
    /// Found by search: goes by the read. See `assets/policies`.
    Best,
}

impl Bot {
    /// All of them, in the order of the tables.
    pub const ALL: [Self; 9] = [
        Self::Random,
        Self::Historical,
        Self::Giveaway,
        Self::GiveawaySlow,
        Self::Refuser,
        Self::Boulware,
        Self::Conceder,
        Self::Reciprocal,
        Self::Best,
    ];

    /// Its name on the command line and in tables of runs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::Historical => "historical",
            Self::Giveaway => "giveaway",
            Self::GiveawaySlow => "giveaway-slow",
            Self::Refuser => "refuser",
            Self::Boulware => "boulware",
            Self::Conceder => "conceder",
            Self::Reciprocal => "reciprocal",
            Self::Best => "best",
        }
    }

    /// The bot of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|bot| bot.name() == name)
    }
}

/// Whatever the shipped policies need of a scenario, worked out once; it hands out players.
pub struct Roster {
    aims: Arc<Aims>,
    /// Away from the table: for those who please home, him, both.
    firm: Arc<Scenes>,
    obliging: Arc<Scenes>,
    even: Arc<Scenes>,
    /// Whom the firm, the obliging and the even one take him for.
    kinds: [u8; 3],
    historical: Historical,
    best: Found,
}

impl Roster {
    /// Works it out. `best` is what was found for the scenario, if anything was.
    pub fn new(rules: &Rules) -> Self {
        Self::with(rules, Found::shipped(rules))
    }

    /// The same with another `best`, for those who look for a better one.
    pub fn with(rules: &Rules, best: Found) -> Self {
        let scenes = |host, home, face| Arc::new(Scenes::from_manners(rules, &Manners { host, home, face }));
        let aims = Arc::new(Aims::new(rules));
        Self {
            aims: aims.clone(),
            firm: scenes(0.0, 1.0, -0.5),
            obliging: scenes(1.0, 0.6, 1.0),
            even: scenes(0.7, 1.0, 0.2),
            historical: Historical::new(rules, aims.clone()),
            kinds: [
                likeliest(rules, |c| c.banks - c.rho),
                likeliest(rules, |c| c.face_bend),
                likeliest(rules, |c| c.rho),
            ],
            best,
        }
    }

    /// The same with another `best`; what is alike is shared.
    pub fn sharing(other: &Self, best: Found) -> Self {
        Self {
            aims: other.aims.clone(),
            firm: other.firm.clone(),
            obliging: other.obliging.clone(),
            even: other.even.clone(),
            kinds: other.kinds,
            historical: other.historical.clone(),
            best,
        }
    }

    /// How many packages are worth aiming at.
    pub fn aims(&self) -> usize {
        self.aims.len()
    }

    /// One to play one game.
    pub fn player(&self, bot: Bot) -> Box<dyn Policy> {
        let fixed = |temper: Temper, kind: u8, scenes: &Arc<Scenes>| -> Box<dyn Policy> {
            Box::new(Bargainer::new(
                Arc::new([temper; TYPES]),
                Outlook::TakesHimFor(kind),
                self.aims.clone(),
                scenes.clone(),
            ))
        };
        match bot {
            Bot::Random => Box::new(Random),
            Bot::Historical => Box::new(self.historical.clone()),
            Bot::Giveaway => Box::new(Giveaway::new(true, self.obliging.clone())),
            Bot::GiveawaySlow => Box::new(Giveaway::new(false, self.obliging.clone())),
            Bot::Refuser => Box::new(Refuser::new(self.firm.clone())),
            Bot::Boulware => fixed(Temper::BOULWARE, self.kinds[0], &self.firm),
            Bot::Conceder => fixed(Temper::CONCEDER, self.kinds[1], &self.obliging),
            Bot::Reciprocal => fixed(Temper::RECIPROCAL, self.kinds[2], &self.even),
            Bot::Best => Box::new(Bargainer::new(
                self.best.tempers.clone(),
                Outlook::Reads,
                self.aims.clone(),
                self.best.scenes.clone(),
            )),
        }
    }
}

/// The drawn type that has most of something.
fn likeliest(rules: &Rules, most: impl Fn(&Character) -> f64) -> u8 {
    let of = |k: usize| most(&rules.types[k].book);
    (0..rules.drawn_types).max_by(|&a, &b| of(a).total_cmp(&of(b))).unwrap_or(0) as u8
}

/// Chooses uniformly: among choices, or among kinds of move and then among the moves of that kind.
#[derive(Debug, Clone, Copy, Default)]
pub struct Random;

impl Policy for Random {
    fn choose(&mut self, rules: &Rules, view: View<'_>, luck: &mut Luck) -> Option<Action> {
        any_of(rules, view, &legal_actions(rules, view), luck)
    }
}

/// Any of some legal actions, as [`Random`] chooses; nothing of nothing.
pub fn any_of(rules: &Rules, view: View<'_>, among: &[Action], luck: &mut Luck) -> Option<Action> {
    let mut kinds: Vec<_> = among.iter().map(|a| kind(*a)).collect();
    kinds.dedup();
    if kinds.is_empty() {
        return None;
    }
    let wanted = kinds[luck.below(kinds.len())];
    let of_kind: Vec<Action> = among.iter().copied().filter(|a| kind(*a) == wanted).collect();
    Some(vary(rules, view, of_kind[luck.below(of_kind.len())], luck))
}

/// Choices and verbs each stand alone; table moves are grouped by kind.
fn kind(action: Action) -> (u8, u16) {
    match (action, action.kind()) {
        (_, Some(kind)) => (0, kind as u16),
        (Action::Choose(c), _) => (1, c),
        (Action::Verb(v, _), _) => (2, u16::from(v)),
        _ => (3, 0),
    }
}

/// A package drawn anew, where the action is to put one forward.
fn vary(rules: &Rules, view: View<'_>, action: Action, luck: &mut Luck) -> Action {
    match action {
        Action::Propose(_) | Action::DoubleOffer(..) => {
            let all = drafts(rules, view);
            let package = all.number(luck.below(all.all()));
            match action {
                Action::DoubleOffer(..) => match twin(rules, view, &package) {
                    Some(other) => Action::DoubleOffer(package, other),
                    None => Action::Propose(package),
                },
                _ => Action::Propose(package),
            }
        }
        other => other,
    }
}

/// Plays one negotiation on a world of its own to its end, and returns how many decisions it took. Stops, with
/// nothing, where no action is legal: a dead end of the scenario.
pub fn play_out(
    game: &mut Arena,
    policy: &mut dyn Policy,
    luck: &mut Luck,
    mut seen: impl FnMut(Action),
) -> Option<usize> {
    let mut decisions = 0;
    while !game.is_over() {
        let action = policy.choose(game.rules(), game.view(), luck)?;
        seen(action);
        game.step(action);
        decisions += 1;
    }
    Some(decisions)
}
