//! The debrief in words: lessons, turning points, what you thought and what he wanted.

use crate::negotiation::{Happening, NONE, standing};
use crate::record::Reflection;
use crate::record::reflection::{IN_WORDS, MOST_ANSWER, QUESTIONS};
use crate::report::labels::action_label;
use crate::report::words::{Said, audience_name, cause_words, join, option_name, package_words, told};
use crate::review::{Course, Decision, Evidence, Grade, Kind, Lesson, Title, Turning, Walk};
use crate::scenario::Scenario;
use crate::scenario::program::{Life, Quality};

/// A lesson as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// In two or three words.
    pub title: &'static str,
    /// What happened, and what follows from it.
    pub text: String,
    /// What it cost.
    pub price: String,
}

/// What the player said of the game afterwards, line by line.
pub fn reflection_words(said: &Reflection) -> Vec<String> {
    let mut list: Vec<String> = QUESTIONS
        .iter()
        .filter_map(|q| Some(format!("{} {} of {MOST_ANSWER}.", q.text, said.answers.get(q.id)?)))
        .collect();
    let words = said.words.trim();
    if !words.is_empty() {
        list.push(format!("{IN_WORDS} “{words}”"));
    }
    list
}

/// A lesson in words.
pub fn lesson_words(scenario: &Scenario, lesson: &Lesson) -> Told {
    let issue = |i: u8| scenario.texts.issues[usize::from(i)].name.to_lowercase();
    let turn = lesson.turn;
    let (title, text) = match lesson.kind {
        Kind::PaidTwice { first } => (
            "Paid twice",
            format!(
                "In turn {first} you gave ground and no step came back; in turn {turn} you gave ground again. A second \
                 payment before the first is answered tells him that waiting pays."
            ),
        ),
        Kind::FixedPie { better, by } => (
            "The pie was not fixed",
            format!(
                "You signed, but one package was better for both of you, by {:.0} points on your sheet and {:.0} on his, \
                 and all who carried yours would have carried it: {}.",
                by[0] * 100.0,
                by[1] * 100.0,
                package_words(scenario, &better)
            ),
        ),
        Kind::NeverAsked { issue: i } => (
            "Never asked",
            format!(
                "Nothing weighed more with him than {}, and you never probed it. From turn {turn} on you could have.",
                issue(i)
            ),
        ),
        Kind::Overclaimed { cost } => (
            "Claimed too much",
            format!(
                "In turn {turn} you said in public what no paper bore out. It stood against you to the end and took {:.0} \
                 in a hundred from the chance that what you built would last.",
                cost * 100.0
            ),
        ),
        Kind::FaceForNothing { face } => (
            "Face for nothing",
            format!(
                "In turn {turn} you gave face ({face:.1}), and in the hour at the table that followed no step came back. \
                 Face is a concession; it is worth most when something is asked for beside it."
            ),
        ),
        Kind::ClosedTooEarly { issue: i, lost } => (
            "Closed too early",
            format!(
                "In turn {turn} you closed {}. With it fixed there, the best that was still possible with him was worth \
                 {:.0} points less on your sheet.",
                issue(i),
                lost * 100.0
            ),
        ),
        Kind::RightButUnlucky { took } => (
            "Right, but unlucky",
            format!(
                "Turn {turn} was a good choice by all you could know, and what followed took {took:.0} points. Judge the \
                 decision by what was known, not by what came of it."
            ),
        ),
    };
    let price = match lesson.kind {
        Kind::RightButUnlucky { took } => format!("luck: −{took:.1} points of the result; no fault of the choice"),
        _ if lesson.price < 0.05 => "no price that could be measured".to_owned(),
        _ => format!("price: {:.1} points of the result", lesson.price),
    };
    Told { title, text, price }
}

/// A turning point: where it was, and a sentence with the reason that the rules give.
pub fn turning_words(scenario: &Scenario, walk: &Walk, turning: &Turning) -> [String; 2] {
    let view = walk.before[turning.turn - 1].view();
    let scene = &scenario.texts.scenes[usize::from(view.story.scene)].title;
    let label = action_label(scenario, view, walk.actions[turning.turn - 1]);
    let way = if turning.swing() >= 0.0 { "rose" } else { "fell" };
    let reasons: Vec<String> = turning.reasons.iter().filter_map(|h| reason(scenario, *h)).collect();
    let because = if reasons.is_empty() {
        match turning.choice.abs() > turning.befell.abs() {
            true => ": it was the choice itself".to_owned(),
            false => ": what you learned of him changed what could be hoped for".to_owned(),
        }
    } else {
        format!(": {}", join(&reasons))
    };
    let sentence = format!(
        "You: {label}. The expected result {way} by {:.0} points ({} by the choice, {} by what followed){because}.",
        turning.swing().abs(),
        signed(turning.choice),
        signed(turning.befell)
    );
    [format!("Turn {}, {scene}", turning.turn), sentence]
}

/// `+3`, `−12`: points with their sign.
pub fn signed(points: f64) -> String {
    let rounded = points.round();
    if rounded == 0.0 { "0".into() } else { format!("{rounded:+.0}").replace('-', "−") }
}

/// Which audience, which deadline, which concession: a happening as a clause.
fn reason(scenario: &Scenario, what: Happening) -> Option<String> {
    use Happening as H;
    let texts = &scenario.texts;
    let him = &texts.counterpart;
    let issue = |i: u8| texts.issues[usize::from(i)].name.to_lowercase();
    let issues =
        |mask: u8| join(&(0..texts.issues.len() as u8).filter(|i| mask >> i & 1 == 1).map(issue).collect::<Vec<_>>());
    Some(match what {
        H::Ratified => "it was ratified".into(),
        H::NotRatified => "it was not ratified".into(),
        H::AudienceVoted { audience, carried } => {
            format!("{} {} it", audience_name(scenario, audience), if carried { "carried" } else { "did not carry" })
        }
        H::HostVoted { carried } => format!("{him} {}", if carried { "stood by it" } else { "did not stand by it" }),
        H::Agreed { signed, .. } => format!("a package was {}", if signed { "signed" } else { "initialled" }),
        H::SignatureDeclined { .. } => format!("{him} would not sign a part"),
        H::ChannelClosed => "the channel fell silent".into(),
        H::WalkedOut => "the session ended with your walking out".into(),
        H::VisitPromised => "the visit was given".into(),
        H::WritingGiven { issue: i, .. } => format!("he put {} in writing", issue(i)),
        H::WritingRefused { issue: i } => format!("he would not put {} in writing", issue(i)),
        H::IssueClosed { issue: i, option } => {
            format!("{} was closed at “{}”", issue(i), option_name(scenario, usize::from(i), option))
        }
        H::CloseDeclined { issue: i } => format!("he would not close {}", issue(i)),
        H::IssueReopened { issue: i } => format!("{} was reopened", issue(i)),
        H::PledgeChanged { pledge, life } => {
            let how = match life {
                Life::Broken => "was broken",
                Life::Lapsed => "lapsed",
                Life::Written => "came into writing",
                Life::Kept => "was kept",
                _ => return None,
            };
            format!("a pledge {how} ({})", texts.pledges[usize::from(pledge)])
        }
        H::ClaimAbandoned { days, .. } => format!("a claim that had stood {days} days was taken back"),
        H::DeadlinePassed { deadline } => {
            format!("a deadline passed ({})", texts.deadlines[usize::from(deadline)].name)
        }
        H::PromisesWorth { now } => format!("promises of this government now counted {:.0} in a hundred", now * 100.0),
        H::Adjourned { .. } => "the time at the table was up".into(),
        H::MinutesWon { minutes } => format!("he stayed {minutes} minutes longer"),
        H::MinutesChanged { by } => {
            format!("the next session became {} minutes {}", by.abs(), if by > 0 { "longer" } else { "shorter" })
        }
        H::CounterOffered { toward, .. } if toward != 0 => format!("{him} moved on {}", issues(toward)),
        H::CounterOffered { away, .. } if away != 0 => format!("{him} took back on {}", issues(away)),
        H::CounterOffered { wants, .. } if wants != NONE => format!("{him} pressed for {}", issue(wants)),
        H::CounterOffered { .. } => return None,
        H::Held { wants: NONE, .. } => format!("{him} held"),
        H::Held { wants, .. } => format!("{him} held, and pressed for {}", issue(wants)),
        H::Deflected => format!("{him} let your package pass without an answer"),
        H::Probed { issue: i, level, .. } => {
            format!(
                "he let you see that {} was {} to him",
                issue(i),
                ["cheap", "tradable", "dear"][usize::from(level.min(2))]
            )
        }
        H::ClauseSponsored { issue: i } => format!("the clause on {} found a sponsor", issue(i)),
        H::ClauseFormed { issue: i } => format!("the clause on {} got a clear wording", issue(i)),
        H::CableAnswered { issue: i, written } => {
            format!("the cable on {} came back {}", issue(i), if written { "as text" } else { "with courtesies" })
        }
        H::AudienceAsked { audience } => format!("you knew now how {} would vote", audience_name(scenario, audience)),
        H::TrustMoved { audience, by, cause, .. } => format!(
            "trust of {} {} by {:.0}, because {}",
            audience_name(scenario, audience),
            if by > 0.0 { "rose" } else { "fell" },
            by.abs() * 100.0,
            cause_words(scenario, cause)
        ),
        H::FaceMoved { by, cause, .. } => {
            format!("face was {}, because {}", if by > 0.0 { "given" } else { "taken" }, cause_words(scenario, cause))
        }
        _ => return None,
    })
}

/// On what each issue stood at the end, and in what form.
pub fn stood(scenario: &Scenario, walk: &Walk) -> Vec<(String, String, &'static str)> {
    let (rules, view) = (&scenario.rules, walk.end.view());
    let line = |i: usize| {
        let (option, form) = standing(rules, view, i);
        let table = view.table;
        let form = match (table.is_agreed(), view.story.ratified) {
            (true, true) => "ratified",
            (true, false) => "agreed, not ratified",
            _ if table.written[i] != NONE => "in writing",
            _ if table.closed[i] != NONE => "closed, subject to a whole that never came",
            _ if form > 0.0 && option != rules.issues[i].status_quo => "only said",
            _ => "as it was",
        };
        (scenario.texts.issues[i].name.clone(), option_name(scenario, i, option).to_owned(), form)
    };
    (0..rules.issues.len()).map(line).collect()
}

/// The evidence that moved trust most, the strongest first: who, when, by how much, of what kind (mayer95), and why.
pub fn evidence_words(scenario: &Scenario, course: &Course) -> Vec<String> {
    const MOST: usize = 10;
    let audiences = scenario.texts.audiences.iter().zip(&course.trust);
    let mut all: Vec<(&str, &Evidence)> =
        audiences.flat_map(|(a, t)| t.evidence.iter().map(|e| (a.name.as_str(), e))).collect();
    all.sort_by(|a, b| b.1.by.abs().total_cmp(&a.1.by.abs()).then(a.1.turn.cmp(&b.1.turn)));
    let line = |(name, e): (&str, &Evidence)| {
        let kind = match e.quality {
            Quality::Ability => "ability",
            Quality::Benevolence => "benevolence",
            Quality::Integrity => "integrity",
        };
        let cause = cause_words(scenario, e.cause);
        format!("Turn {}, {name}, {} ({kind}): {cause}.", e.turn, signed(e.by * 100.0))
    };
    all.into_iter().take(MOST).map(line).collect()
}

/// “You thought … he wanted …”: the notebook against the truth.
pub fn thought_words(scenario: &Scenario, walk: &Walk) -> Vec<String> {
    let (rules, texts) = (&scenario.rules, &scenario.texts);
    let note = &walk.end.notebook;
    let kind = usize::from(walk.end.counterpart.kind);
    let mut lines = Vec::new();
    for (moment, chips) in note.chips.iter().enumerate() {
        if chips.iter().sum::<u8>() == 0 {
            continue;
        }
        let mut laid: Vec<(u8, &str)> = (0..rules.drawn_types)
            .filter(|k| chips[*k] > 0)
            .map(|k| (chips[k], texts.types[k].name.as_str()))
            .collect();
        laid.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
        let list: Vec<String> = laid.iter().map(|(n, name)| format!("{n} on {}", name.to_lowercase())).collect();
        let wants = match note.wants[moment] {
            NONE => String::new(),
            i => format!(", and that he wanted {} most", texts.issues[usize::from(i)].name.to_lowercase()),
        };
        lines.push(format!("You thought, at the {} moment: {} of ten chips{wants}.", ordinal(moment), join(&list)));
    }
    if lines.is_empty() {
        lines.push("You wrote nothing in your notebook, so there is no guess to hold against the truth.".to_owned());
    }
    let who = rules.person(walk.end.counterpart.kind, walk.end.counterpart.variant);
    let mut weights: Vec<(i32, usize)> = (0..rules.issues.len())
        .map(|i| {
            let row = &who.utility.worth[i][..rules.issues[i].options.len()];
            (row.iter().max().copied().unwrap_or(0) - row.iter().min().copied().unwrap_or(0), i)
        })
        .collect();
    weights.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let wanted: Vec<String> = weights.iter().take(2).map(|(_, i)| texts.issues[*i].name.to_lowercase()).collect();
    let chips = note.chips.iter().rev().find(|c| c.iter().sum::<u8>() > 0);
    let right =
        chips.map_or(String::new(), |chips| format!(" You had {} of ten chips on him at the last.", chips[kind]));
    lines.push(format!(
        "He was {}, and wanted most: {}.{right}",
        texts.types[kind].name.to_lowercase(),
        wanted.join(", then ")
    ));
    lines
}

fn ordinal(n: usize) -> &'static str {
    ["first", "second", "third"][n.min(2)]
}

/// What one might try next, in a sentence.
pub fn title_words(title: Title) -> &'static str {
    match title {
        Title::WithTheBanker => "A ratified deal with one who banks every concession",
        Title::WithoutFace => "A ratified deal with no face given",
        Title::WithoutTheVisit => "A ratified deal without the visit",
    }
}

/// A grade in words, with its standard error.
pub fn grade_words(grade: &Grade, conscience: bool) -> String {
    match grade.label {
        _ if conscience && grade.loss < 0.5 => "a choice of conscience, which cost nothing".into(),
        _ if conscience => format!("a choice of conscience: its price {:.1} ± {:.1}", grade.loss, grade.se),
        Some(label) if grade.loss < 0.05 => label.name().into(),
        Some(label) => format!("{label}: −{:.1} ± {:.1}", grade.loss, grade.se),
        None => format!("too close to tell: −{:.1} ± {:.1}", grade.loss, grade.se),
    }
}

/// What happened after a decision, up to the next scene.
pub fn happened_words(scenario: &Scenario, walk: &Walk, decision: &Decision) -> Vec<Said> {
    let entries = walk.happened(decision.turn);
    let until = entries.iter().position(|e| matches!(e.what, Happening::SceneEntered { .. })).unwrap_or(entries.len());
    // The first line says what you did; the heading has said so.
    let mut list = told(scenario, &entries[..until]);
    if list.first().is_some_and(|s| s.text.starts_with("You: ")) {
        list.remove(0);
    }
    list
}
