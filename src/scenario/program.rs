//! Conditions and effects in compiled form: postfix operations and flat instructions, ids for names.

use serde::Serialize;

use crate::scenario::rules::Span;

/// One operation of a condition in postfix order. A condition over no operations holds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[allow(missing_docs, reason = "each is the namesake of a condition of the scenario format")]
pub enum Op {
    Not,
    /// Joins so many results.
    And(u8),
    /// Parts so many results.
    Or(u8),
    Flag(u8),
    Trust(u8, f32),
    Face(f32),
    Budget(u8, i16),
    Version {
        is: u8,
        of: u8,
    },
    Counterpart(u8),
    Agreed,
    Signed,
    Initialled,
    Ratified,
    Deal(u8, u8),
    HeOffers(u8, u8),
    YouOffer(u8, u8),
    Written(u8),
    WrittenCount(u8),
    Closed(u8),
    Pledge(u8, Life),
    Claimed(u8),
    Mandate(u8),
    Asked(u8),
    Sponsored(u8),
    Formed(u8),
    Visited(u16),
    WalkedOut,
    ChannelClosed,
    Passed(u8),
    From(i16),
    FaceGiven(f32),
    VisitSpent,
    Survived,
    Durability(f32),
    VotedFor(u8),
}

/// The life of a pledge, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize, Default)]
pub enum Life {
    /// Never said.
    #[default]
    Unsaid,
    /// Said once, informally.
    Said,
    /// Said again when asked.
    Repeated,
    /// In writing.
    Written,
    /// Held to the end.
    Kept,
    /// Denied or acted against.
    Broken,
    /// Forgotten, for want of writing.
    Lapsed,
}

impl Life {
    /// Whether it still counts for anything.
    pub fn is_alive(self) -> bool {
        matches!(self, Self::Said | Self::Repeated | Self::Written | Self::Kept)
    }
}

/// What a piece of evidence is about (mayer95).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
pub enum Quality {
    /// You can do what you say.
    Ability,
    /// You wish them well.
    Benevolence,
    /// You keep your word.
    Integrity,
}

/// One instruction. `If` and `Chance` run the first span or the second.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[allow(missing_docs, reason = "each is the namesake of an effect of the scenario format")]
pub enum Effect {
    /// Audience, what about, amount, index of the cause among the texts.
    Evidence(u8, Quality, f32, u16),
    /// Amount, seen, cause.
    Face(f32, bool, u16),
    Set(u8),
    Clear(u8),
    Spend(u8, i16),
    VisitHope(f32),
    SpendVisit,
    Mandate(u8),
    Ask(u8),
    Sponsor(u8),
    Form(u8),
    Probe(u8),
    ProbeNamed,
    /// Index into [`crate::scenario::Rules::likelihoods`].
    Tells(u16),
    Intelligence(f32),
    Pledge(u8, Life),
    Claim(u8),
    BackDown(u8),
    Write(u8),
    Close(u8),
    Promises(f32),
    Minutes(i16),
    Notebook,
    Cable(u8),
    AnswerCables,
    Ratify,
    Review,
    If(Span, Span),
    Chance(f32, Span, Span),
}
