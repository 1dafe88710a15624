//! What a scenario file says, word for word: the mirror of the RON text, before anything is checked.
//!
//! A scenario is a folder of `.ron` files. Each holds one [`Part`]; the parts are put together in the
//! order of their file names, so that an author may cut the material as they like.

use serde::{Deserialize, Serialize};

/// One file's share of a scenario. Singular fields stand in exactly one file; lists are joined.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Part {
    pub scenario: Option<Header>,
    pub player: Option<Player>,
    pub table: Option<TableRules>,
    pub result: Option<ResultScale>,
    pub audiences: Vec<Audience>,
    pub issues: Vec<Issue>,
    pub counterparts: Vec<CounterpartType>,
    pub tells: Vec<Tell>,
    pub advisers: Vec<Adviser>,
    pub budgets: Vec<Budget>,
    pub mandates: Vec<Mandate>,
    pub pledges: Vec<Pledge>,
    pub deadlines: Vec<Deadline>,
    pub scenes: Vec<Scene>,
    pub endings: Vec<Ending>,
    pub verbs: Vec<Verb>,
    pub voice: Vec<VoiceLine>,
    pub facts: Vec<Fact>,
    pub pictures: Vec<Picture>,
    pub glossary: Vec<Term>,
}

/// The scenario's name, frame and first scene.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Header {
    /// Stable id, also the first line of every record: `pyongyang-2000`.
    pub id: String,
    pub title: String,
    /// One sentence under the title.
    pub subtitle: String,
    /// Two or three sentences for the new-game screen.
    pub about: String,
    /// How long a game takes: `30 to 60 minutes`.
    #[serde(default)]
    pub length: String,
    /// Who the player is: `the Secretary of State`.
    pub you: String,
    /// Name of the person across the table.
    pub counterpart: String,
    /// The audience whose trust is the counterpart's trust in you.
    pub host: String,
    /// First moment, `2000-10-12T09:00`.
    pub start: String,
    pub first_scene: String,
    /// Share of the calendar gone (`t` of the win-sets), from each date on.
    pub calendar: Vec<CalendarShare>,
    /// Clauses of the winter sheet: issue ids.
    #[serde(default)]
    pub sheet: Vec<String>,
    /// The newspaper on which the endings are printed.
    pub newspaper: String,
    pub source: Vec<Source>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CalendarShare {
    pub from: String,
    pub share: f64,
}

/// Where a scene, a choice or a number comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// Facts of the source article, by number.
    Article(Vec<u8>),
    /// The public record, with the source named.
    History(String),
    /// Our own modelling choice, with its reason or paper.
    Model(String),
}

/// The player's own interests: the private scoring sheet.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Player {
    pub weights: Vec<f64>,
    pub values: Vec<Vec<f64>>,
    pub reservation: f64,
    pub source: Vec<Source>,
}

/// Somebody who watches: holds a belief about you and may have a vote.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Audience {
    pub id: String,
    pub name: String,
    /// One sentence on who they are and what they want.
    pub about: String,
    /// Evidence before the game: kept and broken promises (beta02).
    pub kept: f64,
    pub broken: f64,
    /// Share of the evidence that survives thirty days (λ of beta02), 0..1.
    pub remembers: f64,
    /// Its say in ratification; absent: none.
    #[serde(default)]
    pub vote: Option<Vote>,
    pub source: Vec<Source>,
}

/// When and how an audience can block a deal.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vote {
    pub weights: Vec<f64>,
    pub values: Vec<Vec<f64>>,
    pub quota: f64,
    /// How much standing below one half raises the quota.
    pub gamma: f64,
    /// How much the calendar raises it.
    pub delta: f64,
    /// It votes only on packages with at least one of these options; empty: always.
    #[serde(default)]
    pub only_if: Vec<(String, String)>,
}

/// A matter under negotiation, with its options in order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Issue {
    pub id: String,
    /// Two or three words: `Flight tests`.
    pub name: String,
    /// What is at stake, one sentence.
    pub about: String,
    pub options: Vec<IssueOption>,
    /// The option that holds when nothing is agreed.
    pub status_quo: String,
    /// Something you only promise (money, a visit): the counterpart discounts it by his trust in you.
    #[serde(default)]
    pub promise: bool,
    /// His words when he grants a step on this issue.
    pub grants: Vec<String>,
    /// His words when he asks more on this issue.
    pub asks: Vec<String>,
    pub source: Vec<Source>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IssueOption {
    pub id: String,
    /// At most four words, for the track on the table.
    pub name: String,
    /// A sentence that a player understands.
    pub says: String,
    /// A wording that can mean two things: cheap now, paid for at implementation.
    #[serde(default)]
    pub ambiguous: bool,
    /// For similarity: how much of the thing (0..1). Absent: the option's place in the order.
    #[serde(default)]
    pub amount: Option<f64>,
    /// For similarity: its kind, such as money or goods. Absent on all options: no forms.
    #[serde(default)]
    pub form: Option<u8>,
}

/// One of the people the counterpart may turn out to be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CounterpartType {
    pub id: String,
    pub name: String,
    /// What the debrief says of him, two sentences.
    pub about: String,
    /// Probability of being drawn; 0 for one who only plays a rehearsal.
    pub prior: f64,
    pub weights: Vec<f64>,
    pub values: Vec<Vec<f64>>,
    pub reservation: f64,
    /// First package from which he moves: option ids in issue order.
    pub opening: Vec<String>,
    pub dynamics: Dynamics,
    pub source: Vec<Source>,
}

/// How a type plays: the columns of `model.md`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dynamics {
    pub kappa: f64,
    pub beta: f64,
    /// H: minutes that his hope of a visit adds to his horizon.
    pub horizon: f64,
    /// ω: weight of behaviour against time.
    pub omega: f64,
    /// ρ: how much he answers the gap you close; negative: he banks it.
    pub rho: f64,
    /// How much firmness moves him.
    pub firm: f64,
    pub trust_bend: f64,
    pub face_bend: f64,
    /// φ: what he forgives of a visit already spent.
    pub phi: f64,
    /// μ: how his reservation value rises through the calendar.
    pub mu: f64,
    /// Trust he needs before he settles late.
    pub guard: f64,
    pub deflects: f64,
    pub honest: f64,
    /// Probability of a warm answer to a gesture.
    pub warm: f64,
    /// Minutes his horizon grows per point of lead; 0 for one who does not bank.
    #[serde(default)]
    pub banks: f64,
    /// Added to the log-odds of putting a pledge in writing.
    #[serde(default)]
    pub writes: f64,
}

/// A habit that shows who he may be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tell {
    pub id: String,
    /// What one sees, for the log: `asks when the money moves`.
    pub name: String,
    /// Probability of showing it, by type in the order of `counterparts` with a prior.
    pub likelihood: Vec<f64>,
    /// At least three wordings.
    pub texts: Vec<String>,
    pub source: Vec<Source>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Adviser {
    pub id: String,
    pub name: String,
    /// Their known bias, one sentence.
    pub bias: String,
    /// Their skewed prior over the types with a prior, in order.
    pub prior: Vec<f64>,
    /// What they say when they take him for each of these types, in order.
    pub thinks: Vec<String>,
}

/// Something countable that can run out: preparation days, the president's days.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Budget {
    pub id: String,
    pub name: String,
    pub amount: i16,
    pub source: Vec<Source>,
}

/// What you may sign. Outside it you may only initial.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mandate {
    pub id: String,
    pub name: String,
    pub says: String,
    /// Furthest option you may give, by issue: `("compensation", "in_kind")`.
    pub limits: Vec<(String, String)>,
    pub source: Vec<Source>,
}

/// An informal promise of the counterpart.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pledge {
    pub id: String,
    pub name: String,
    /// The issue and option it amounts to.
    pub amounts_to: (String, String),
    /// Days after which it lapses unless written.
    pub lapses_after: u16,
    /// Price of backing down from a public claim about it: at once, and more for each day it stood (fearon94).
    pub claim_price: f64,
    pub claim_price_a_day: f64,
    pub source: Vec<Source>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Deadline {
    pub id: String,
    pub name: String,
    pub when: When,
    #[serde(default)]
    pub effects: Vec<Effect>,
    /// What is told when it passes.
    pub text: String,
    #[serde(default)]
    pub headline: Option<String>,
    pub source: Vec<Source>,
}

/// When a deadline falls.
#[derive(Debug, Deserialize)]
pub(crate) enum When {
    /// On a date everybody knows.
    Dated(String),
    /// Nobody knows: from `after` (another deadline) on, each week it falls with this probability, at the latest on `latest` (yildiz04).
    Undated { after: String, hazard_a_week: f64, latest: String },
}

/// One scene: a text, a decision, what comes of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scene {
    pub id: String,
    pub title: String,
    /// The part of the story it belongs to: `Pyongyang, day one`.
    pub act: String,
    pub place: String,
    /// How its moment is printed where it lies outside the calendar of play: `2018`.
    #[serde(default)]
    pub dated: Option<String>,
    /// Moment at which it begins, `2000-10-23T19:30`; absent: time goes on.
    #[serde(default)]
    pub at: Option<String>,
    pub text: Vec<Paragraph>,
    /// Effects on entering.
    #[serde(default)]
    pub enter: Vec<Effect>,
    #[serde(default)]
    pub advisers: Vec<Advice>,
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// A session of bargaining instead of choices.
    #[serde(default)]
    pub table: Option<Session>,
    /// Where the story goes on: the first that holds. A choice's own `next` comes first.
    #[serde(default)]
    pub next: Vec<Next>,
    /// The story closes here: the endings are asked.
    #[serde(default)]
    pub ends: bool,
    /// What really happened.
    #[serde(default)]
    pub really: Option<Really>,
    pub source: Vec<Source>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Really {
    pub text: String,
    pub source: Vec<Source>,
}

/// A paragraph, always or under a condition.
#[derive(Debug, Deserialize)]
pub(crate) enum Paragraph {
    P(String),
    When(Cond, String),
    /// Somebody asks something: who, and the question without quotation marks.
    Asks(String, String),
    AsksWhen(Cond, String, String),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Next {
    pub to: String,
    #[serde(default)]
    pub when: Option<Cond>,
}

/// What an adviser expects, and how sure they are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Advice {
    pub adviser: String,
    pub says: String,
    /// Stated confidence, 0.5..1.
    pub sure: f64,
    /// Checked when this choice is taken …
    #[serde(default)]
    pub if_choice: Option<String>,
    /// … by this condition on the state right after it.
    #[serde(default)]
    pub expects: Option<Cond>,
    #[serde(default)]
    pub when: Option<Cond>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Choice {
    pub id: String,
    /// The button: at most eight words.
    pub label: String,
    /// One sentence: what it buys and what it may cost.
    pub detail: String,
    #[serde(default)]
    pub when: Option<Cond>,
    #[serde(default)]
    pub effects: Vec<Effect>,
    /// What follows at once.
    pub reply: Vec<Paragraph>,
    /// What the wires make of it.
    #[serde(default)]
    pub headlines: Vec<Paragraph>,
    /// Next morning's front pages, for each of the headlines.
    #[serde(default)]
    pub papers: Vec<Vec<Paper>>,
    #[serde(default)]
    pub next: Vec<Next>,
    /// A choice of conscience gets a price, never a label.
    #[serde(default)]
    pub conscience: bool,
    pub source: Vec<Source>,
}

/// A newspaper's front page: which one, its headline and the line under it.
#[derive(Debug, Clone, Deserialize, Serialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Paper {
    pub paper: String,
    pub headline: String,
    pub deck: String,
}

/// Rules of one session at a table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Session {
    pub minutes: u16,
    pub room: Room,
    /// Table actions offered here, by name: `propose`, `probe`, …; empty: all.
    #[serde(default)]
    pub actions: Vec<TableAction>,
    /// At most this many moves; absent: only the minutes count.
    #[serde(default)]
    pub moves: Option<u8>,
    /// One move more if the host's trust is at least this.
    #[serde(default)]
    pub extra_move_at_trust: Option<f64>,
    /// Issues on the table from the start; empty: the player chooses the agenda.
    #[serde(default)]
    pub agenda: Vec<String>,
    /// A rehearsal against this counterpart type: nothing of it counts afterwards.
    #[serde(default)]
    pub rehearsal: Option<String>,
    /// Minutes each exchange takes here, if not the usual ones.
    #[serde(default)]
    pub minutes_an_exchange: Option<u16>,
    /// An undated phase: probability that each exchange is the last.
    #[serde(default)]
    pub hazard: f64,
    /// … and how much his room shrinks with each (g).
    #[serde(default)]
    pub shrinks: f64,
}

/// What kind of table it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) enum Room {
    /// Across a table from him: the phases of a session, face to lose.
    Principals,
    /// Experts on his behalf: no face at stake.
    Experts,
    /// An exchange of cables: no face at stake, nobody sees the other.
    Channel,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TableAction {
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

/// Conditions on the state of play.
#[derive(Debug, Clone, Deserialize)]
pub(crate) enum Cond {
    Flag(String),
    Not(Box<Cond>),
    All(Vec<Cond>),
    Any(Vec<Cond>),
    /// Trust (or standing) of an audience is at least this.
    Trust(String, f64),
    /// Face is at least this, −1..1.
    Face(f64),
    /// At least this much of a budget is left.
    Budget(String, i16),
    /// This scene drew version `is` of `of` (0-based), by seed.
    Version {
        is: u8,
        of: u8,
    },
    /// Who he is. Only in effects and texts, never where the player could see it before choosing.
    Counterpart(String),
    /// A package is signed or initialled.
    Agreed,
    Signed,
    Initialled,
    Ratified,
    /// The agreed package has at least this option (by order).
    Deal(String, String),
    /// His last package has at least this option.
    HeOffers(String, String),
    /// You asked for at least this option in your last package.
    YouOffer(String, String),
    /// The issue stands in writing (any option above the status quo).
    Written(String),
    /// At least this many issues stand in writing.
    WrittenCount(u8),
    Closed(String),
    Pledge(String, PledgeState),
    Claimed(String),
    Mandate(String),
    Asked(String),
    Sponsored(String),
    /// A clear wording was found for the clause.
    Formed(String),
    Visited(String),
    /// A choice was taken: `stadium/applaud`.
    Took(String),
    /// The last table ended by walking out.
    WalkedOut,
    /// The New York channel, or another undated phase, is dead.
    ChannelClosed,
    Passed(String),
    From(String),
    /// Face given to the host so far is at least this.
    FaceGiven(f64),
    /// The president has gone.
    VisitSpent,
    /// Drawn by durability: what was built survived the review.
    Survived,
    /// Durability q is at least this.
    Durability(f64),
    /// The audience voted for the agreed package.
    VotedFor(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) enum PledgeState {
    Said,
    Repeated,
    Written,
    Kept,
    Broken,
    Lapsed,
}

/// What the evidence is about (mayer95).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) enum Quality {
    Ability,
    Benevolence,
    Integrity,
}

/// What a choice, a scene or a deadline does.
#[derive(Debug, Clone, Deserialize)]
pub(crate) enum Effect {
    /// Evidence for an audience: positive kept, negative broken (weighed by the table's `bad_weighs`), with the cause in one clause.
    Evidence(String, Quality, f64, String),
    /// Face given to the host (positive) or taken (negative); `Seen`: there is a photograph.
    Face(f64, Sight, String),
    Set(String),
    Clear(String),
    Spend(String, i16),
    /// His belief that the president comes anyway moves by this.
    VisitHope(f64),
    /// The president goes: the visit is spent.
    SpendVisit,
    Mandate(String),
    /// You learn for certain how an audience would vote.
    Ask(String),
    /// An audience or person at home takes up the clause of this issue.
    Sponsor(String),
    /// The clause has a clear wording.
    Form(String),
    /// A free probe: what the issue is worth to him, as far as he is honest.
    Probe(String),
    /// A free probe of the issue named with a verb that `asks_issue`.
    ProbeNamed,
    /// Evidence on who he is, as likelihoods by type in order of `counterparts` with a prior.
    Tells(Vec<f64>),
    /// A tell named by intelligence: the type with this probability is the true one, else another.
    Intelligence(f64),
    Pledge(String, PledgeState),
    /// You claim the pledge in public.
    Claim(String),
    /// You back down from a claim: the price grows with the days it stood.
    BackDown(String),
    /// His word on an issue stands in writing with the probability of the table rule, as if asked there.
    Write(String),
    /// The option of his last package on this issue is closed (initialled).
    Close(String),
    /// What promises of this government are worth to him, 0..1.
    Promises(f64),
    /// Minutes added to (or taken from) the next session.
    Minutes(i16),
    /// Opens a moment to place the notebook's chips.
    Notebook,
    /// Asks by cable for an issue in writing; the answer comes with the next `AnswerCables`.
    Cable(String),
    /// Cables sent earlier are answered now.
    AnswerCables,
    /// The agreed package goes to those who must approve it.
    Ratify,
    /// Draws whether the agreement survives the review, with probability q.
    Review,
    If(Cond, Vec<Effect>),
    Chance(f64, Vec<Effect>, Vec<Effect>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) enum Sight {
    Seen,
    Unseen,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ending {
    pub id: String,
    pub title: String,
    /// First ending that holds wins; absent: always.
    #[serde(default)]
    pub when: Option<Cond>,
    /// The front page: main headline, one or more by condition (first that holds).
    pub headline: Vec<Paragraph>,
    pub deck: Vec<Paragraph>,
    pub story: Vec<Paragraph>,
    /// Side stories: headline and text.
    #[serde(default)]
    pub sides: Vec<Side>,
    pub source: Vec<Source>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Side {
    #[serde(default)]
    pub when: Option<Cond>,
    pub headline: String,
    pub text: String,
}

/// His words for something that happened at the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VoiceLine {
    pub on: Moment,
    #[serde(default)]
    pub when: Option<Cond>,
    pub texts: Vec<String>,
}

/// Moments at the table that have words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each names the moment it is for")]
pub enum Moment {
    /// First reply of a session, before the rest.
    Performs,
    /// A counter-offer that moved toward you.
    CounterWarm,
    /// A counter-offer that moved little or away.
    CounterCool,
    /// He took something back, with cause.
    CounterHard,
    Holds,
    Deflects,
    Accepts,
    /// He answers your refusal.
    Refused,
    Closes,
    WillNotClose,
    WillNotSign,
    Reopened,
    ProbeDear,
    ProbeTradable,
    ProbeCheap,
    ProbeAgain,
    GestureWarm,
    GestureCool,
    Writes,
    WillNotWrite,
    LinkTaken,
    LinkDeclined,
    Picks,
    Caucus,
    Adjourns,
    WalkOut,
    AgendaSet,
    /// You accept his package.
    YouAccept,
    LastHour,
    LastMinutes,
    MoreTime,
    ChannelDies,
}

/// A table action that only this scenario has, usually bought by preparation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Verb {
    pub id: String,
    pub label: String,
    pub detail: String,
    pub minutes: u16,
    #[serde(default)]
    pub when: Option<Cond>,
    /// At most once a session (else once a game).
    #[serde(default)]
    pub each_session: bool,
    /// The player names an issue with it.
    #[serde(default)]
    pub asks_issue: bool,
    pub effects: Vec<Effect>,
    pub reply: Vec<Paragraph>,
    pub source: Vec<Source>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fact {
    pub n: u8,
    pub says: String,
}

/// An illustration, drawn in the file `pictures/<id>.svg` of the scenario's folder.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Picture {
    pub id: String,
    /// What it shows, for those who cannot see it.
    pub shows: String,
    /// Where its light comes from.
    #[serde(default)]
    pub light: Option<Light>,
    /// Scenes in which it is shown.
    #[serde(default)]
    pub scenes: Vec<String>,
    /// Endings whose front page it stands on.
    #[serde(default)]
    pub endings: Vec<String>,
    /// It is shown on the title page.
    #[serde(default)]
    pub cover: bool,
    /// What is heard there: one of `office`, `cabin`, `hall`, `stadium`, `night`, `rain`, `snow`, `press`, `dinner`.
    #[serde(default)]
    pub sound: Option<String>,
    /// Drawings in `pictures/` that a wall of cards behind it turns into, one after the other.
    #[serde(default)]
    pub cards: Vec<String>,
}

/// What moves in a picture while it opens.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Light {
    /// What gives the light.
    pub kind: LightKind,
    /// Where it is, as shares of the picture's width and height; it may lie a little outside, −0.2..1.2.
    pub at: (f32, f32),
    /// How far it carries, as a share of the picture's width, 0.05..2.
    pub reach: f32,
}

/// What gives the light of a picture.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, PartialEq, Eq)]
pub enum LightKind {
    /// A warm lamp that comes on.
    Lamp,
    /// Daylight that rises.
    Day,
    /// A screen's cold, unsteady glow.
    Screen,
    /// Cameras.
    Flashes,
    /// Falling snow.
    Snow,
    /// Fine rain.
    Rain,
    /// Floodlights that strike up.
    Floods,
}

/// A word that a player may not know.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Term {
    pub term: String,
    /// The words as they stand in the texts.
    pub words: Vec<String>,
    /// One or two sentences.
    pub says: String,
    pub source: Vec<Source>,
}

/// Minutes and coefficients of the table; names as in `model.md`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TableRules {
    pub minutes: Minutes,
    /// At most this many issues open at a time.
    pub agenda: u8,
    /// No full offers are answered before he has performed this many minutes of the first session: first offers anchor.
    pub performs_until: u16,
    /// In the last so many minutes no issue may be opened.
    pub no_new_issues: u16,
    /// In the last so many only accept, close, write, adjourn, walk out.
    pub only_settling: u16,
    /// Face at which the host adds minutes, once, and how many.
    pub face_for_time: f64,
    pub time_for_face: u16,
    /// Most that his aspiration falls in one answer.
    pub fall: f64,
    /// Largest share of the gap one offer counts for.
    pub step: f64,
    /// Below this share an offer counts as standing still.
    pub still: f64,
    pub late: f64,
    pub late_margin: f64,
    /// His first belief that the president comes anyway, and its floor.
    pub visit_hope: f64,
    pub visit_hope_floor: f64,
    /// What a promise is worth to him without any trust, as a share: v·(floor + (1 − floor)·E).
    pub promise_floor: f64,
    /// Minutes of his horizon before hope and banking: the sessions he agreed to.
    pub horizon: f64,
    /// How far a first offer made while he performs pulls his level toward itself (galinsky01).
    pub anchor: f64,
    /// What a gesture takes off the level of one who answers like with like, of the room he has (osgood62).
    pub grit: f64,
    /// Probability that a reply shows a tell.
    pub tells: f64,
    /// Share of the minutes that his clock counts when nothing new is offered.
    pub stalling_counts: f64,
    pub shortest_horizon: f64,
    pub bank_refusal: f64,
    pub bank_repeat: f64,
    pub own_similarity: f64,
    pub back_step: f64,
    /// The issue whose later options are a visit, and the option from which it is one.
    pub visit: Option<(String, String)>,
    pub evidence: TableEvidence,
    pub face: TableFace,
    pub write: Writing,
    pub read: Reading,
    pub noise: Noise,
    pub variants: u8,
    pub source: Vec<Source>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Minutes {
    pub agenda: u16,
    pub propose: u16,
    pub double_offer: u16,
    /// With the experts' help (flag `double_offer_prepared`).
    pub double_offer_prepared: u16,
    pub accept: u16,
    pub refuse: u16,
    pub close: u16,
    pub reopen: u16,
    pub probe: u16,
    pub link: u16,
    pub gesture: u16,
    pub write: u16,
    pub caucus: u16,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TableEvidence {
    pub bad_weighs: f64,
    pub concession: f64,
    pub retreat: f64,
    /// Change of his utility at which a concession counts in full.
    pub full_at: f64,
    /// Change below which nothing moved.
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
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TableFace {
    pub half_life: f64,
    pub gesture: f64,
    pub probe_again: f64,
    pub walk_out: f64,
    /// Share of photographed face given that home counts as broken evidence.
    pub paid_at_home: f64,
    /// The audiences that pay attention to it.
    pub paid_by: Vec<String>,
    /// Below this he takes back what he gave.
    pub sore: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Writing {
    pub trust: f64,
    pub initial_trust: f64,
    pub base: f64,
    pub slope: f64,
    pub repeated: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reading {
    pub sigma: f64,
    pub lapse: f64,
    pub accept_slope: f64,
    pub dear: f64,
    pub cheap: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Noise {
    pub weights: f64,
    pub dynamics: f64,
    pub reservation: f64,
    pub quotas: f64,
    /// One adviser's guess in so many is wrong.
    pub guess_wrong: f64,
}

/// The 0–100 scale and what durability is made of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResultScale {
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
    pub durability_base: f64,
    pub durability_cap: f64,
    pub durability: Vec<Factor>,
    /// When an agreement counts as verified in tables of runs; without it none does.
    #[serde(default)]
    pub verified: Option<Cond>,
    pub source: Vec<Source>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Factor {
    pub name: String,
    pub when: Cond,
    pub adds: f64,
}
