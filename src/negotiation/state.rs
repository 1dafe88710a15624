//! The components of one negotiation: small, plain, `Copy`; together they are the whole game.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};

use crate::negotiation::action::Action;
use crate::scenario::program::Life;
use crate::scenario::rules::{ADVISERS, AUDIENCES, BUDGETS, ISSUES, PLEDGES, Package, TYPES, VERBS};

/// No option, no issue, no ending, no verdict: whatever the byte stands for, it is not there.
pub const NONE: u8 = 255;

/// Where the story stands: scene, calendar, what is known and spent. Public.
#[derive(Component, Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Story {
    /// Current scene.
    pub scene: u16,
    /// The scene's draw, 0..=255: which version it is.
    pub version: u8,
    /// Ending, [`NONE`] while the game goes on.
    pub ending: u8,
    /// Days since the first.
    pub day: i16,
    /// Minutes from midnight.
    pub minute: u16,
    /// Flags by bit.
    pub flags: [u64; 4],
    /// Scenes entered, by bit.
    pub entered: [u64; 4],
    /// What is left of each budget.
    pub budgets: [i16; BUDGETS],
    /// Deadlines that have passed, by bit.
    pub passed: u16,
    /// The mandate in force, [`NONE`] before one is given.
    pub mandate: u8,
    /// Audiences asked how they would vote, by bit.
    pub asked: u8,
    /// Audiences that voted for the deal, by bit.
    pub voted: u8,
    /// Clauses with a sponsor, by issue bit.
    pub sponsored: u8,
    /// Clauses with a clear wording, by issue bit.
    pub formed: u8,
    /// Issues asked for by cable and not yet answered, by bit.
    pub cabled: u8,
    /// Ratified by everyone who can block.
    pub ratified: bool,
    /// The agreement survived the review.
    pub survived: bool,
    /// The president has gone: the visit is spent.
    pub visit_spent: bool,
    /// An undated phase is over: no more cables.
    pub channel_closed: bool,
    /// The notebook is open: chips may be placed.
    pub notebook_open: bool,
    /// What this government's promises are worth, 0..1.
    pub promises: f32,
    /// How often each adviser's checked advice was right, and how often wrong.
    pub advisers: [[u8; 2]; ADVISERS],
    /// Day on which a package was agreed.
    pub agreed_day: i16,
    /// A salt for advisers' guesses: public, and tells nothing else.
    pub salt: u32,
}

/// The table: what lies on it, what was said, what time is left. Public.
#[derive(Component, Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Your last package.
    pub mine: Package,
    /// His last package.
    pub his: Package,
    /// His package before that.
    pub his_before: Package,
    /// Your first and his first package.
    pub firsts: [Package; 2],
    /// The package agreed.
    pub agreed: Package,
    /// Option at which each issue is closed, [`NONE`] if open.
    pub closed: [u8; ISSUES],
    /// Option that stands in writing, [`NONE`] if none.
    pub written: [u8; ISSUES],
    /// What a probe of each issue showed: 0 cheap, 1 tradable, 2 dear, [`NONE`] not asked.
    pub probed: [u8; ISSUES],
    /// Your two packages before the last, newest first.
    pub recent: [Package; 2],
    /// How many packages you put forward in all.
    pub offers: u8,
    /// How many he answered with.
    pub answers: u8,
    /// Issues open at this session, by bit; 0: none chosen yet.
    pub agenda: u8,
    /// Session of this kind, counted from 1; 0 before the first.
    pub session: u8,
    /// Exchanges at this table so far.
    pub round: u8,
    /// Moves left, [`NONE`] if only minutes count.
    pub moves_left: u8,
    /// Minutes left.
    pub minutes_left: i16,
    /// Minutes to add to the next session.
    pub extra_minutes: i16,
    /// Gestures since the last real step.
    pub gestures: u8,
    /// Verbs used up, by bit.
    pub verbs: u16,
    /// Verbs used up for this session, by bit.
    pub session_verbs: u16,
    /// Bit of flags, see the `is_` methods.
    pub state: u16,
    /// Refusals and repetitions, counted for one who banks (firmness).
    pub firm: f32,
    /// His last close was at his own option.
    pub last_close_was_his: bool,
}

/// Bits of [`Table::state`].
pub mod bits {
    /// You have made an offer.
    pub const MINE: u16 = 1;
    /// He has made one.
    pub const HIS: u16 = 2;
    /// He moved toward you with his last answer.
    pub const HE_GAVE: u16 = 4;
    /// The package is agreed, within the mandate.
    pub const SIGNED: u16 = 8;
    /// The package is agreed, outside it.
    pub const INITIALLED: u16 = 16;
    /// The session ended by walking out.
    pub const WALKED_OUT: u16 = 32;
    /// The host added minutes in this session.
    pub const MORE_TIME: u16 = 64;
    /// You took something back, or walked out, since his last answer: he may take back too.
    pub const TOOK_BACK: u16 = 128;
    /// His last package is from this session's table.
    pub const REHEARSING: u16 = 256;
    /// The last hour was announced.
    pub const LAST_HOUR: u16 = 512;
    /// The last minutes were announced.
    pub const LAST_MINUTES: u16 = 1024;
}

impl Table {
    /// Whether a bit of [`bits`] is set.
    pub fn is(&self, bit: u16) -> bool {
        self.state & bit != 0
    }
    /// Sets or clears a bit.
    pub fn put(&mut self, bit: u16, on: bool) {
        if on {
            self.state |= bit;
        } else {
            self.state &= !bit;
        }
    }
    /// A package is signed or initialled.
    pub fn is_agreed(&self) -> bool {
        self.state & (bits::SIGNED | bits::INITIALLED) != 0
    }
}

/// What each audience believes of you: kept and broken promises (beta02). Public.
#[derive(Component, Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Evidence of promises kept.
    pub kept: [f32; AUDIENCES],
    /// … broken, already weighed.
    pub broken: [f32; AUDIENCES],
}

impl Standing {
    /// E = (r + 1) / (r + s + 2), in (0, 1) (beta02).
    pub fn trust(&self, audience: u8) -> f64 {
        let i = usize::from(audience) % AUDIENCES;
        trust(f64::from(self.kept[i]), f64::from(self.broken[i]))
    }
}

/// E = (r + 1) / (r + s + 2) for evidence kept `r` and broken `s` (beta02).
pub fn trust(kept: f64, broken: f64) -> f64 {
    (kept + 1.0) / (kept + broken + 2.0)
}

/// The face ledger. Public.
#[derive(Component, Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Face {
    /// F as it stands, −1..1; halves with time.
    pub now: f32,
    /// All face given so far.
    pub given: f32,
    /// All face taken so far.
    pub taken: f32,
}

/// One informal promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Word {
    /// Where it stands in its life.
    pub life: Life,
    /// The option it was last said about is claimed in public.
    pub claimed: bool,
    /// Day it was said.
    pub day: i16,
    /// Day it was claimed.
    pub claim_day: i16,
}

/// Informal promises and their lives. Public.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Pledges(pub [Word; PLEDGES]);

/// What can be known of who he is: a distribution over types, and the shadow each type would cast. Public.
#[derive(Component, Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Read {
    /// Probability of each type; sums to 1.
    pub belief: [f32; TYPES],
    /// Behaviour-dependent level of each shadow; negative before the first offer.
    pub level: [f32; TYPES],
    /// Aspiration of each shadow at its last answer; negative before.
    pub last: [f32; TYPES],
    /// Largest lead of your concessions over his, as each would see it.
    pub lead: [f32; TYPES],
}

/// Both sides' concession ledgers: moves by class (hindriks07). Public.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ledger {
    /// Your moves by class, as your own scoring sheet and the average counterpart see them.
    pub yours: [u8; 6],
    /// His moves by class.
    pub his: [u8; 6],
}

/// The player's own notebook: ten chips over the types, and what he wants most. Public, never read by a rule.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notebook {
    /// Chips by type at each of three moments.
    pub chips: [[u8; TYPES]; 3],
    /// Issue he is thought to want most, at each moment; [`NONE`] if not said.
    pub wants: [u8; 3],
    /// Moments opened so far.
    pub opened: u8,
}

/// Who he is and what he thinks: hidden from the player, from policies and from every screen.
#[derive(Component, Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Counterpart {
    /// His type.
    pub kind: u8,
    /// Which of the type's people he is.
    pub variant: u8,
    /// Which of the quota noises holds at home.
    pub quotas: u8,
    /// His own clock, in minutes.
    pub clock: f32,
    /// His belief that the president comes anyway, 0..1.
    pub visit_hope: f32,
    /// Share of his room left in undated phases, 0..1.
    pub room: f32,
    /// b: behaviour-dependent level; negative before the first offer.
    pub level: f32,
    /// Aspiration at his last answer; negative before.
    pub last: f32,
    /// Largest lead of your concessions over his.
    pub lead: f32,
}

/// The seed of all luck. Hidden.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seed(pub u64);

/// The action to be taken in the next turn.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Pending(pub Option<Action>);

/// What the action was for the table, told by `Intake` to the systems after it.
#[derive(Component, Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Step {
    /// A table move was made.
    pub at_table: bool,
    /// A package was put forward, and differs from the last.
    pub new_offer: bool,
    /// A package was put forward.
    pub offered: bool,
    /// Change of the counterpart's utility against your last package.
    pub change: f32,
    /// You had made an offer before.
    pub compared: bool,
    /// The session is over.
    pub leaves: bool,
    /// A choice was taken: the story goes on.
    pub chose: bool,
    /// The choice, if `chose`.
    pub choice: u16,
    /// Minutes the move took.
    pub minutes: i16,
}

const _: () = assert!(VERBS <= 16 && BUDGETS <= 4);
