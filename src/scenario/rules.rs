//! What the rules need of a scenario, as numbers: validated, compiled to flat tables, nothing to read at play.

use serde::Serialize;

use crate::scenario::books::Books;
use crate::scenario::program::{Effect, Op};
use crate::scenario::raw::Moment;

/// Most issues a scenario may have.
pub const ISSUES: usize = 8;
/// Most options an issue may have.
pub const OPTIONS: usize = 8;
/// Most audiences.
pub const AUDIENCES: usize = 8;
/// Most counterpart types that may be drawn, and one more for rehearsals.
pub const TYPES: usize = 8;
/// Most pledges.
pub const PLEDGES: usize = 16;
/// Most flags, those made for `Took` and `Visited` included.
pub const FLAGS: usize = 256;
/// Most budgets.
pub const BUDGETS: usize = 4;
/// Most advisers.
pub const ADVISERS: usize = 4;
/// Most deadlines.
pub const DEADLINES: usize = 16;
/// Most verbs.
pub const VERBS: usize = 16;
/// Units of one whole utility or similarity: 2²⁰, so that sums and ties are exact.
pub const ONE: i32 = 1 << 20;

/// One option index for each issue; unused places are 0.
pub type Package = [u8; ISSUES];
/// A part-worth (or similarity) for each option of each issue, in units of [`ONE`].
pub type PartWorths = [[i32; OPTIONS]; ISSUES];

/// A range in one of the flat tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
pub struct Span {
    /// First index.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

impl Span {
    /// The indices of the range.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
    /// Nothing stands here; a condition over nothing holds.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// All numbers of a scenario.
#[derive(Debug, Serialize)]
pub struct Rules {
    /// Stable id of the scenario.
    pub id: String,
    /// Index of the audience whose trust is the counterpart's.
    pub host: u8,
    /// First moment, in minutes from midnight of day 0.
    pub start_minute: u16,
    /// First scene.
    pub first_scene: u16,
    /// Share of the calendar gone, from each day on, by day.
    pub calendar: Vec<(i16, f64)>,
    /// Clauses of the winter sheet.
    pub sheet: Vec<u8>,
    /// The issues, in order.
    pub issues: Vec<IssueRule>,
    /// The player's scoring sheet.
    pub player: Utility,
    /// Those who watch.
    pub audiences: Vec<AudienceRule>,
    /// Counterpart types; those with a prior come first.
    pub types: Vec<TypeRule>,
    /// How many of `types` may be drawn.
    pub drawn_types: usize,
    /// Noise on the quotas, by variant and audience.
    pub quota_noise: Vec<[i32; AUDIENCES]>,
    /// Likelihood of each tell by type.
    pub tells: Vec<TellRule>,
    /// Each adviser's prior over the drawn types.
    pub advisers: Vec<AdviserRule>,
    /// Budgets and what they start with.
    pub budgets: Vec<(String, i16)>,
    /// What may be signed.
    pub mandates: Vec<MandateRule>,
    /// Informal promises.
    pub pledges: Vec<PledgeRule>,
    /// Deadlines.
    pub deadlines: Vec<DeadlineRule>,
    /// Scenes.
    pub scenes: Vec<SceneRule>,
    /// Choices of all scenes, in order of scene.
    pub choices: Vec<ChoiceRule>,
    /// Table actions bought by preparation.
    pub verbs: Vec<VerbRule>,
    /// Endings, first that holds wins.
    pub endings: Vec<EndingRule>,
    /// Flag names.
    pub flags: Vec<String>,
    /// The table's coefficients.
    pub table: Table,
    /// The 0–100 scale.
    pub result: ResultRule,
    /// Compiled conditions.
    pub ops: Vec<Op>,
    /// Compiled effects.
    pub effects: Vec<Effect>,
    /// Advice that can be checked.
    pub advice: Vec<AdviceRule>,
    /// His lines: for what moment, under what condition, in how many wordings; conditional ones first.
    pub voice: Vec<VoiceRule>,
    /// Likelihood vectors used by effects.
    pub likelihoods: Vec<[f32; TYPES]>,
    /// The books of the drawn types, side by side; they follow from `types`.
    #[serde(skip)]
    pub books: Books,
}

/// An issue's numbers.
#[derive(Debug, Serialize)]
pub struct IssueRule {
    /// Stable id.
    pub id: String,
    /// Stable ids of its options, in order.
    pub options: Vec<String>,
    /// Bit per option: ambiguous wording.
    pub ambiguous: u8,
    /// The option that holds when nothing is agreed.
    pub status_quo: u8,
    /// Something you only promise.
    pub promise: bool,
    /// +1 if later options are better for the player's side on the whole, −1 if worse.
    pub direction: i8,
    /// Similarity of each option to each other, 0..[`ONE`].
    pub similarity: [[i32; OPTIONS]; OPTIONS],
}

/// An additive utility with its reservation value, in units of [`ONE`].
#[derive(Debug, Clone, Serialize)]
pub struct Utility {
    /// Part-worth of each option of each issue.
    pub worth: PartWorths,
    /// What no deal is worth.
    pub reservation: i32,
}

impl Utility {
    /// Utility of a package, 0..[`ONE`].
    pub fn of(&self, package: &Package) -> i32 {
        let mut sum = 0;
        for (row, &option) in self.worth.iter().zip(package) {
            sum += row[usize::from(option) % OPTIONS];
        }
        sum
    }
}

/// An audience's numbers.
#[derive(Debug, Serialize)]
pub struct AudienceRule {
    /// Stable id.
    pub id: String,
    /// Evidence of promises kept before the game.
    pub kept: f64,
    /// … and broken.
    pub broken: f64,
    /// λ: share of the evidence left after thirty days.
    pub remembers: f64,
    /// Its say in ratification.
    pub vote: Option<VoteRule>,
}

/// When an audience can block.
#[derive(Debug, Serialize)]
pub struct VoteRule {
    /// Its part-worths; the reservation value is the quota.
    pub utility: Utility,
    /// γ of `model.md`.
    pub gamma: f64,
    /// δ of `model.md`.
    pub delta: f64,
    /// It votes only on a package with at least one of these (issue, least option).
    pub only_if: Vec<(u8, u8)>,
}

/// A counterpart type.
#[derive(Debug, Serialize)]
pub struct TypeRule {
    /// Stable id.
    pub id: String,
    /// Probability of being drawn.
    pub prior: f64,
    /// The type as the book has it: what a shadow in the read plays.
    pub book: Character,
    /// The people drawn from it.
    pub variants: Vec<Character>,
    /// What a probe of each issue would honestly show: 0 cheap, 1 tradable, 2 dear.
    pub levels: [u8; ISSUES],
}

/// One counterpart: utilities and the way he plays.
#[derive(Debug, Clone, Serialize)]
pub struct Character {
    /// Utility with its reservation value d.
    pub utility: Utility,
    /// First package from which he moves; what he hopes for on issues not opened yet.
    pub opening: Package,
    /// κ, the opening concession of faratin98.
    pub kappa: f64,
    /// β, the shape of faratin98.
    pub beta: f64,
    /// H, minutes that hope of a visit adds.
    pub horizon: f64,
    /// ω, behaviour against time.
    pub omega: f64,
    /// ρ, answer to the gap closed.
    pub rho: f64,
    /// Effect of standing still.
    pub firm: f64,
    /// bT.
    pub trust_bend: f64,
    /// bF.
    pub face_bend: f64,
    /// φ.
    pub phi: f64,
    /// μ.
    pub mu: f64,
    /// Trust needed to settle late.
    pub guard: f64,
    /// Probability of deflecting an offer.
    pub deflects: f64,
    /// Probability of answering a probe honestly.
    pub honest: f64,
    /// Probability of a warm answer to a gesture.
    pub warm: f64,
    /// Minutes per point of lead.
    pub banks: f64,
    /// Added to the log-odds of writing.
    pub writes: f64,
}

/// A tell's likelihoods.
#[derive(Debug, Serialize)]
pub struct TellRule {
    /// Stable id.
    pub id: String,
    /// Probability by drawn type.
    pub likelihood: [f32; TYPES],
    /// How many wordings.
    pub wordings: u8,
}

/// An adviser's prior.
#[derive(Debug, Serialize)]
pub struct AdviserRule {
    /// Stable id.
    pub id: String,
    /// Prior by drawn type.
    pub prior: [f32; TYPES],
}

/// Limits on what may be signed.
#[derive(Debug, Serialize)]
pub struct MandateRule {
    /// Stable id.
    pub id: String,
    /// Furthest option by issue; 255: no limit.
    pub limits: [u8; ISSUES],
}

/// An informal promise.
#[derive(Debug, Serialize)]
pub struct PledgeRule {
    /// Stable id.
    pub id: String,
    /// Issue and option it amounts to.
    pub amounts_to: (u8, u8),
    /// Days until it lapses.
    pub lapses_after: u16,
    /// Price of backing down from a claim at once …
    pub claim_price: f64,
    /// … and for each day it stood.
    pub claim_price_a_day: f64,
}

/// When a deadline falls.
#[derive(Debug, Serialize)]
pub enum Falls {
    /// On this day.
    Dated(i16),
    /// With this probability each week from the day another passed, at the latest on `latest`.
    Undated {
        /// The deadline it follows.
        after: u8,
        /// Probability a week.
        hazard: f64,
        /// Last day.
        latest: i16,
    },
}

/// A deadline.
#[derive(Debug, Serialize)]
pub struct DeadlineRule {
    /// Stable id.
    pub id: String,
    /// When it falls.
    pub falls: Falls,
    /// What it does.
    pub effects: Span,
}

/// Where a story goes.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct NextRule {
    /// Scene.
    pub to: u16,
    /// If this holds.
    pub when: Span,
}

/// A scene.
#[derive(Debug, Serialize)]
pub struct SceneRule {
    /// Stable id.
    pub id: String,
    /// Day and minute at which it begins, if stated.
    pub at: Option<(i16, u16)>,
    /// Effects on entering.
    pub enter: Span,
    /// Its choices in [`Rules::choices`].
    pub choices: Span,
    /// Conditions of its paragraphs.
    pub text: Vec<Span>,
    /// Its table.
    pub session: Option<SessionRule>,
    /// Where it goes on.
    pub next: Vec<NextRule>,
    /// The story closes here.
    pub ends: bool,
    /// Its advice in [`Rules::advice`].
    pub advice: Span,
}

/// A choice.
#[derive(Debug, Serialize)]
pub struct ChoiceRule {
    /// Stable id within its scene.
    pub id: String,
    /// Its scene.
    pub scene: u16,
    /// When it is offered.
    pub when: Span,
    /// What it does.
    pub effects: Span,
    /// Conditions of the paragraphs that follow.
    pub reply: Vec<Span>,
    /// Conditions of its headlines; the first that holds is printed.
    pub headlines: Vec<Span>,
    /// Where it leads, before the scene's own.
    pub next: Vec<NextRule>,
    /// A choice of conscience.
    pub conscience: bool,
    /// Flag set on taking it, if some condition asks for it.
    pub took_flag: Option<u8>,
}

/// One of his lines.
#[derive(Debug, Serialize)]
pub struct VoiceRule {
    /// The moment it is for.
    pub on: Moment,
    /// When it is said.
    pub when: Span,
    /// How many wordings it has.
    pub wordings: u8,
}

/// Advice that can be checked.
#[derive(Debug, Serialize)]
pub struct AdviceRule {
    /// Adviser.
    pub adviser: u8,
    /// Shown when.
    pub when: Span,
    /// Checked when this choice is taken.
    pub if_choice: Option<u16>,
    /// By this condition.
    pub expects: Span,
}

/// A scenario's own table action.
#[derive(Debug, Serialize)]
pub struct VerbRule {
    /// Stable id.
    pub id: String,
    /// What it takes.
    pub minutes: u16,
    /// When it is offered.
    pub when: Span,
    /// Once a session, else once a game.
    pub each_session: bool,
    /// An issue is named with it.
    pub asks_issue: bool,
    /// What it does.
    pub effects: Span,
    /// Conditions of the paragraphs that follow.
    pub reply: Vec<Span>,
}

/// An ending.
#[derive(Debug, Serialize)]
pub struct EndingRule {
    /// Stable id.
    pub id: String,
    /// When it holds.
    pub when: Span,
    /// Conditions of its headlines, decks, paragraphs and side stories.
    pub headline: Vec<Span>,
    /// See `headline`.
    pub deck: Vec<Span>,
    /// See `headline`.
    pub story: Vec<Span>,
    /// See `headline`.
    pub sides: Vec<Span>,
}

/// What kind of table it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Room {
    /// Across from the counterpart himself.
    Principals,
    /// Experts on his behalf.
    Experts,
    /// Cables.
    Channel,
}

/// The kinds of table action, in the order in which they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[repr(u8)]
#[allow(missing_docs, reason = "the names of design.md §2 are their own explanation")]
pub enum MoveKind {
    Agenda,
    Propose,
    DoubleOffer,
    Accept,
    Refuse,
    Close,
    Reopen,
    Probe,
    Link,
    Gesture,
    Write,
    Caucus,
    Adjourn,
    WalkOut,
}

impl MoveKind {
    /// All kinds, in order.
    pub const ALL: [Self; 14] = [
        Self::Agenda,
        Self::Propose,
        Self::DoubleOffer,
        Self::Accept,
        Self::Refuse,
        Self::Close,
        Self::Reopen,
        Self::Probe,
        Self::Link,
        Self::Gesture,
        Self::Write,
        Self::Caucus,
        Self::Adjourn,
        Self::WalkOut,
    ];

    /// The stable id, as in scenario files and in JSON.
    pub fn id(self) -> &'static str {
        [
            "agenda",
            "propose",
            "double_offer",
            "accept",
            "refuse",
            "close",
            "reopen",
            "probe",
            "link",
            "gesture",
            "write",
            "caucus",
            "adjourn",
            "walk_out",
        ][self as usize]
    }
}

/// Rules of one session.
#[derive(Debug, Clone, Serialize)]
pub struct SessionRule {
    /// Minutes it holds.
    pub minutes: i16,
    /// Its kind.
    pub room: Room,
    /// Bit per [`MoveKind`].
    pub actions: u16,
    /// Most moves; 255: only the minutes count.
    pub moves: u8,
    /// Trust for one move more.
    pub extra_move_at_trust: f64,
    /// Bit per issue on the table from the start; 0: the player chooses.
    pub agenda: u8,
    /// Type who plays a rehearsal.
    pub rehearsal: Option<u8>,
    /// Minutes an exchange takes here; 0: the usual ones.
    pub minutes_an_exchange: u16,
    /// Probability that an exchange is the last.
    pub hazard: f64,
    /// g of `model.md`.
    pub shrinks: f64,
}

/// Coefficients of the table, named as in `model.md`.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "each field is documented at its namesake in the scenario format")]
pub struct Table {
    /// By [`MoveKind`].
    pub minutes: [u16; 14],
    pub double_offer_prepared: u16,
    pub double_offer_flag: Option<u8>,
    pub agenda: u8,
    pub performs_until: i16,
    pub no_new_issues: i16,
    pub only_settling: i16,
    pub face_for_time: f64,
    pub time_for_face: i16,
    pub fall: f64,
    pub step: f64,
    pub still: f64,
    pub late: f64,
    pub late_margin: f64,
    pub visit_hope: f64,
    pub visit_hope_floor: f64,
    pub promise_floor: f64,
    pub horizon: f64,
    pub anchor: f64,
    pub grit: f64,
    pub tells: f64,
    pub stalling_counts: f64,
    pub shortest_horizon: f64,
    pub bank_refusal: f64,
    pub bank_repeat: f64,
    pub own_similarity: f64,
    pub back_step: f64,
    pub visit: Option<(u8, u8)>,
    pub bad_weighs: f64,
    pub concession: f64,
    pub retreat: f64,
    pub full_at: f64,
    pub threshold: f64,
    pub gesture_announced: f64,
    pub gesture_quiet: f64,
    pub gesture_fades: f64,
    pub double_offer: f64,
    pub unreturned: f64,
    pub walk_out: f64,
    pub closed: f64,
    pub reopened: f64,
    pub probe: f64,
    pub refusal: f64,
    pub face_half_life: f64,
    pub face_gesture: f64,
    pub face_probe_again: f64,
    pub face_walk_out: f64,
    pub face_paid_at_home: f64,
    /// Bit per audience.
    pub face_paid_by: u8,
    pub face_sore: f64,
    pub write_trust: f64,
    pub initial_trust: f64,
    pub write_base: f64,
    pub write_slope: f64,
    pub write_repeated: f64,
    pub read_sigma: f64,
    pub read_lapse: f64,
    pub accept_slope: f64,
    pub dear: f64,
    pub cheap: f64,
    pub guess_wrong: f64,
}

/// The 0–100 scale.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "each field is documented at its namesake in the scenario format")]
pub struct ResultRule {
    pub history: f64,
    pub giveaway: f64,
    pub best: f64,
    pub face_free: f64,
    pub face_price: f64,
    pub ratified: f64,
    pub initialled: f64,
    pub written: f64,
    pub closed: f64,
    pub public: f64,
    pub private: f64,
    pub verified: Option<Span>,
    pub durability_base: f64,
    pub durability_cap: f64,
    pub durability: Vec<(Span, f64)>,
}

impl Rules {
    /// The status quo on every issue.
    pub fn status_quo(&self) -> Package {
        let mut package = [0; ISSUES];
        for (place, issue) in package.iter_mut().zip(&self.issues) {
            *place = issue.status_quo;
        }
        package
    }

    /// Weights up to the first are cheap, from the second on dear.
    pub fn read_marks(&self) -> (f64, f64) {
        (self.table.cheap, self.table.dear)
    }

    /// One of the people of a type.
    pub fn person(&self, kind: u8, variant: u8) -> &Character {
        &self.types[usize::from(kind)].variants[usize::from(variant)]
    }

    /// How many packages there are.
    pub fn packages(&self) -> usize {
        self.issues.iter().map(|i| i.options.len()).product()
    }

    /// The package with this number, in option order with the last issue running fastest.
    pub fn package(&self, mut number: usize) -> Package {
        let mut package = [0; ISSUES];
        for (i, issue) in self.issues.iter().enumerate().rev() {
            package[i] = (number % issue.options.len()) as u8;
            number /= issue.options.len();
        }
        package
    }

    /// Whether every place of the package names an option of its issue.
    pub fn is_package(&self, package: &Package) -> bool {
        package.iter().enumerate().all(|(i, &o)| match self.issues.get(i) {
            Some(issue) => usize::from(o) < issue.options.len(),
            None => o == 0,
        })
    }

    /// The scene with this id.
    pub fn scene(&self, id: &str) -> Option<u16> {
        self.scenes.iter().position(|s| s.id == id).map(|i| i as u16)
    }

    /// `scene/choice`, the stable name of a choice.
    pub fn choice_name(&self, choice: u16) -> String {
        let rule = &self.choices[usize::from(choice)];
        format!("{}/{}", self.scenes[usize::from(rule.scene)].id, rule.id)
    }
}
