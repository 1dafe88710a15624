//! The handbook: every idea the game rests on, its paper, its place in the rules, and where it was in play in a game.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::negotiation::Happening;
use crate::record::Entry;
use crate::scenario::program::Life;

/// All entries, in the order in which they are read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handbook {
    /// The entries.
    pub entries: Vec<Idea>,
}

/// One idea.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Idea {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub term: String,
    /// The words that mean it, as they stand in texts.
    pub words: Vec<String>,
    /// One sentence.
    pub short: String,
    /// About a hundred words.
    pub text: String,
    /// Keys and references of the papers behind it.
    pub papers: Vec<(String, String)>,
    /// Where it stands in the rules.
    pub rule: String,
    /// Where scholars disagree, and what holds under both views.
    #[serde(default)]
    pub disputed: Option<String>,
    /// By what it shows in a game.
    #[serde(default)]
    pub traces: Vec<Trace>,
}

/// What shows in a game that an idea was in play.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[allow(missing_docs, reason = "each is named for the happening it finds")]
pub enum Trace {
    SceneChoice,
    AgendaChosen,
    /// The first package of a table, yours or his.
    Opening,
    Offer,
    /// He moved toward you.
    Returned,
    Held,
    DoubleOffer,
    Link,
    Gesture,
    Probe,
    Closed,
    Reopened,
    Caucus,
    WritingAsked,
    Refusal,
    Accepted,
    Agreed,
    WalkedOut,
    Adjourned,
    LastHour,
    PledgeMade,
    PledgeLapsed,
    Claimed,
    ClaimAbandoned,
    TrustRose,
    TrustFell,
    FaceGiven,
    FaceTaken,
    DeadlinePassed,
    Voted,
    Ratified,
    Sponsored,
    Cable,
    Notebook,
    AdviceChecked,
    Mandate,
    Tell,
}

/// Trust that moves by less than this is not worth a mention.
const MOVED: f32 = 0.03;

impl Trace {
    /// Whether a happening shows it.
    fn shows(self, what: Happening, opening: bool) -> bool {
        use Happening as H;
        match self {
            Self::SceneChoice => matches!(what, H::ChoiceTaken { .. }),
            Self::AgendaChosen => matches!(what, H::AgendaChosen { .. }),
            Self::Opening => opening,
            Self::Offer => matches!(what, H::OfferMade { .. } | H::DoubleOfferMade { .. }),
            Self::Returned => matches!(what, H::CounterOffered { toward, .. } if toward != 0),
            Self::Held => matches!(what, H::Held { .. } | H::Deflected),
            Self::DoubleOffer => matches!(what, H::DoubleOfferMade { .. }),
            Self::Link => matches!(what, H::LinkOffered { .. }),
            Self::Gesture => matches!(what, H::GestureMade { .. }),
            Self::Probe => matches!(what, H::Probed { .. }),
            Self::Closed => matches!(what, H::IssueClosed { .. } | H::CloseDeclined { .. }),
            Self::Reopened => matches!(what, H::IssueReopened { .. }),
            Self::Caucus => matches!(what, H::Caucused { .. }),
            Self::WritingAsked => matches!(what, H::WritingGiven { .. } | H::WritingRefused { .. }),
            Self::Refusal => matches!(what, H::Refused { .. }),
            Self::Accepted => matches!(what, H::OfferAccepted { .. } | H::YouAccepted { .. }),
            Self::Agreed => matches!(what, H::Agreed { .. }),
            Self::WalkedOut => matches!(what, H::WalkedOut),
            Self::Adjourned => matches!(what, H::Adjourned { .. }),
            Self::LastHour => matches!(what, H::PhaseBegan { .. }),
            Self::PledgeMade => {
                matches!(what, H::PledgeChanged { life: Life::Said | Life::Repeated | Life::Written, .. })
            }
            Self::PledgeLapsed => matches!(what, H::PledgeChanged { life: Life::Lapsed | Life::Broken, .. }),
            Self::Claimed => matches!(what, H::PledgeClaimed { .. }),
            Self::ClaimAbandoned => matches!(what, H::ClaimAbandoned { .. }),
            Self::TrustRose => matches!(what, H::TrustMoved { by, .. } if by >= MOVED),
            Self::TrustFell => matches!(what, H::TrustMoved { by, .. } if by <= -MOVED),
            Self::FaceGiven => matches!(what, H::FaceMoved { by, .. } if by > 0.0),
            Self::FaceTaken => matches!(what, H::FaceMoved { by, .. } if by < 0.0),
            Self::DeadlinePassed => matches!(what, H::DeadlinePassed { .. }),
            Self::Voted => matches!(what, H::AudienceVoted { .. } | H::HostVoted { .. }),
            Self::Ratified => matches!(what, H::Ratified | H::NotRatified),
            Self::Sponsored => matches!(what, H::ClauseSponsored { .. } | H::ClauseFormed { .. }),
            Self::Cable => matches!(what, H::CableSent { .. } | H::CableAnswered { .. }),
            Self::Notebook => matches!(what, H::NotebookOpened { .. } | H::NotebookKept { .. }),
            Self::AdviceChecked => matches!(what, H::AdviceChecked { .. }),
            Self::Mandate => matches!(what, H::MandateGiven { .. }),
            Self::Tell => matches!(what, H::TellShown { .. }),
        }
    }
}

impl Handbook {
    /// The handbook that comes with the program.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Handbook> = OnceLock::new();
        SHIPPED.get_or_init(|| {
            let text = include_str!("../../assets/handbook.ron");
            let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
            options.from_str(text).expect("the shipped handbook can be read: a test does")
        })
    }
}

impl Idea {
    /// The happenings of a game that show the idea, in order.
    pub fn in_play<'a>(&self, log: &'a [Entry]) -> Vec<&'a Entry> {
        let mut untouched = false;
        let mut found = Vec::new();
        for entry in log {
            untouched |= matches!(entry.what, Happening::SessionBegan { .. });
            let package = matches!(
                entry.what,
                Happening::OfferMade { .. } | Happening::DoubleOfferMade { .. } | Happening::CounterOffered { .. }
            );
            let opening = package && std::mem::take(&mut untouched);
            if self.traces.iter().any(|t| t.shows(entry.what, opening)) {
                found.push(entry);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_whole_and_of_the_promised_length() {
        let entries = &Handbook::shipped().entries;
        assert!(entries.len() >= 25, "only {} entries", entries.len());
        for (i, e) in entries.iter().enumerate() {
            let words = e.text.split_whitespace().count();
            assert!((70..=140).contains(&words), "{}: {words} words", e.id);
            assert!((1..=160).contains(&e.short.chars().count()), "{}: {}", e.id, e.short);
            assert!(!e.term.is_empty() && !e.rule.is_empty(), "{} has no name or no place in the rules", e.id);
            assert!(!e.papers.is_empty() || e.text.contains("model"), "{} has no paper", e.id);
            assert!(entries[..i].iter().all(|o| o.id != e.id), "{} stands twice", e.id);
            for word in &e.words {
                assert!(entries[..i].iter().all(|o| !o.words.contains(word)), "‘{word}’ is explained twice");
            }
        }
    }

    #[test]
    fn the_first_package_of_each_table_is_an_opening_and_no_other() {
        let anchoring = Idea {
            id: "a".into(),
            term: "a".into(),
            words: Vec::new(),
            short: String::new(),
            text: String::new(),
            papers: Vec::new(),
            rule: String::new(),
            disputed: None,
            traces: vec![Trace::Opening],
        };
        let began = Happening::SessionBegan { minutes: 180, rehearsal: false };
        let offer = Happening::OfferMade { package: [0; 8], class: None };
        let log: Vec<Entry> = [began, offer, offer, began, offer]
            .into_iter()
            .enumerate()
            .map(|(turn, what)| Entry { turn, day: 0, minute: 0, what })
            .collect();
        let turns: Vec<usize> = anchoring.in_play(&log).iter().map(|e| e.turn).collect();
        assert_eq!(turns, [1, 4]);
    }
}
