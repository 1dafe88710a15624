//! Everything that can happen: past tense, ids only. Words are made from these later.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use bevy_ecs::prelude::*;
use serde::Serialize;

use crate::bargaining::moves::MoveClass;
use crate::scenario::program::{Life, Quality};
use crate::scenario::rules::{MoveKind, Package};

/// Why trust, face or a verdict moved: one clause on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "each names its cause")]
pub enum Cause {
    /// A cause written in the scenario.
    Written(u16),
    Concession,
    Retreat,
    GestureAnnounced,
    GestureQuiet,
    DoubleOffer,
    StepUnreturned,
    WalkOut,
    IssueClosed,
    IssueReopened,
    ProbeAsked,
    ProbeRepeated,
    Refusal,
    FacePhotographed,
    ClaimAbandoned,
    WritingPressed,
}

/// One thing that happened.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[allow(missing_docs, reason = "names of fields repeat the doc of the variant")]
pub enum Happening {
    /// A scene began; bits of its paragraphs that hold, and when.
    SceneEntered {
        scene: u16,
        shown: u32,
        day: i16,
        minute: u16,
    },
    /// A choice was taken; bits of the paragraphs that follow, and the headline printed (255: none).
    ChoiceTaken {
        choice: u16,
        shown: u32,
        headline: u8,
    },
    /// An audience's trust moved.
    TrustMoved {
        audience: u8,
        quality: Quality,
        by: f32,
        now: f32,
        cause: Cause,
    },
    /// Face was given or taken.
    FaceMoved {
        by: f32,
        now: f32,
        cause: Cause,
    },
    BudgetSpent {
        budget: u8,
        by: i16,
        left: i16,
    },
    MandateGiven {
        mandate: u8,
    },
    /// You know now how this audience would vote.
    AudienceAsked {
        audience: u8,
    },
    ClauseSponsored {
        issue: u8,
    },
    ClauseFormed {
        issue: u8,
    },
    PledgeChanged {
        pledge: u8,
        life: Life,
    },
    PledgeClaimed {
        pledge: u8,
    },
    /// You backed down from a claim that stood so many days; the price in evidence.
    ClaimAbandoned {
        pledge: u8,
        days: u16,
        price: f32,
    },
    VisitPromised,
    PromisesWorth {
        now: f32,
    },
    MinutesChanged {
        by: i16,
    },
    NotebookOpened {
        moment: u8,
    },
    NotebookKept {
        moment: u8,
    },
    CableSent {
        issue: u8,
    },
    CableAnswered {
        issue: u8,
        written: bool,
    },
    ChannelClosed,

    /// A session began with so many minutes.
    SessionBegan {
        minutes: i16,
        rehearsal: bool,
    },
    AgendaChosen {
        issues: u8,
    },
    OfferMade {
        package: Package,
        class: Option<MoveClass>,
    },
    DoubleOfferMade {
        packages: [Package; 2],
        picked: u8,
    },
    LinkOffered {
        give: u8,
        want: u8,
        package: Package,
    },
    Refused {
        issue: u8,
    },
    /// He answered with a package; bits of issues moved toward you and away; `wants` the issue he presses.
    CounterOffered {
        package: Package,
        toward: u8,
        away: u8,
        wants: u8,
        warm: bool,
        linked: bool,
    },
    /// He held to his last package.
    Held {
        package: Package,
        wants: u8,
    },
    Deflected,
    /// He accepted your package.
    OfferAccepted {
        package: Package,
    },
    /// You accepted his.
    YouAccepted {
        package: Package,
    },
    Agreed {
        package: Package,
        signed: bool,
    },
    IssueClosed {
        issue: u8,
        option: u8,
    },
    /// He does not sign his own package: it is a part, offered in the hope of the rest.
    SignatureDeclined {
        wants: u8,
    },
    CloseDeclined {
        issue: u8,
    },
    IssueReopened {
        issue: u8,
    },
    /// What he let you see of an issue: 0 cheap, 1 tradable, 2 dear.
    Probed {
        issue: u8,
        level: u8,
        again: bool,
    },
    GestureMade {
        announced: bool,
        warm: bool,
    },
    WritingGiven {
        issue: u8,
        option: u8,
    },
    WritingRefused {
        issue: u8,
    },
    /// The experts' advice: a package worth it to you, near to his; and whether a probe of an issue was honest.
    Caucused {
        draft: Package,
        issue: u8,
        level: u8,
    },
    VerbUsed {
        verb: u8,
        shown: u32,
    },
    /// He said a line of the scenario, in one of its wordings.
    Spoken {
        line: u16,
        wording: u8,
    },
    TellShown {
        tell: u8,
        wording: u8,
    },
    PhaseBegan {
        last: bool,
    },
    MinutesWon {
        minutes: i16,
    },
    Adjourned {
        by_clock: bool,
    },
    WalkedOut,
    SessionEnded,

    DeadlinePassed {
        deadline: u8,
    },
    /// An adviser's expectation came true or not.
    AdviceChecked {
        adviser: u8,
        right: bool,
    },
    AudienceVoted {
        audience: u8,
        carried: bool,
    },
    HostVoted {
        carried: bool,
    },
    Ratified,
    NotRatified,
    ReviewDrawn {
        survived: bool,
    },
    Ended {
        ending: u8,
    },
    /// The move took minutes; what is left.
    TimePassed {
        kind: Option<MoveKind>,
        minutes: i16,
        left: i16,
    },
}

/// The happenings of a turn, kept for those who want words. Rollouts do without.
#[derive(Component, Debug, Clone, Default)]
pub struct Chronicle(pub Vec<Happening>);

/// Notes a happening if anyone is listening.
pub(crate) fn say(chronicle: &mut Option<&mut Chronicle>, what: impl FnOnce() -> Happening) {
    if let Some(chronicle) = chronicle {
        chronicle.0.push(what());
    }
}
