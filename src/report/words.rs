//! Words for happenings, actions and verdicts, the same in the window and in the terminal.

use crate::negotiation::{Cause, Happening, NONE, View};
use crate::record::Entry;
use crate::scenario::program::Life;
use crate::scenario::rules::Package;
use crate::scenario::{Scenario, Source};

/// How a paragraph is meant to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Title of a scene.
    Heading,
    /// Act, place and moment.
    Place,
    /// Narration.
    Prose,
    /// What somebody says.
    Speech,
    /// A plain fact of the table: who moved what.
    Fact,
    /// Cause and effect in one clause: trust, face, time.
    Aside,
    /// What somebody asks: who, and the question after a colon.
    Question,
    /// What the wires print.
    Headline,
    /// A front page: the newspaper, its headline and the line under it, one below the other.
    Paper,
}

/// One paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// How it looks.
    pub tone: Tone,
    /// What it says.
    pub text: String,
}

fn said(tone: Tone, text: impl Into<String>) -> Said {
    Said { tone, text: text.into() }
}

fn bits(mask: u32, texts: &[String]) -> impl Iterator<Item = &String> {
    texts.iter().enumerate().filter(move |(i, _)| mask >> i & 1 == 1).map(|(_, t)| t)
}

/// Words for a run of log entries, in order.
pub fn told(scenario: &Scenario, entries: &[Entry]) -> Vec<Said> {
    entries.iter().flat_map(|e| happening(scenario, e)).collect()
}

fn happening(scenario: &Scenario, entry: &Entry) -> Vec<Said> {
    use Happening as H;
    let texts = &scenario.texts;
    let rules = &scenario.rules;
    let him = &texts.counterpart;
    let issue = |i: u8| texts.issues[usize::from(i)].name.to_lowercase();
    let option = |i: u8, o: u8| quoted(&texts.issues[usize::from(i)].options[usize::from(o)].name);
    let audience = |a: u8| texts.audiences[usize::from(a)].name.as_str();
    let one = |tone, text: String| vec![said(tone, text)];
    match entry.what {
        H::SceneEntered { scene, shown, day, minute } => {
            let t = &texts.scenes[usize::from(scene)];
            let mut list = vec![
                said(
                    Tone::Place,
                    match &t.dated {
                        Some(dated) => format!("{} · {} · {dated}", t.act, t.place),
                        None => format!("{} · {} · {}", t.act, t.place, scenario.long_moment(day, minute)),
                    },
                ),
                said(Tone::Heading, t.title.clone()),
            ];
            for (i, text) in t.text.iter().enumerate().filter(|(i, _)| shown >> i & 1 == 1) {
                list.push(said(if t.asks[i] { Tone::Question } else { Tone::Prose }, text.clone()));
            }
            list
        }
        H::ChoiceTaken { choice, shown, headline } => {
            let t = &texts.choices[usize::from(choice)];
            let mut list = vec![said(Tone::Fact, format!("You: {}", t.label))];
            list.extend(bits(shown, &t.reply).map(|p| said(Tone::Prose, p.clone())));
            let headline = usize::from(headline);
            match t.papers.get(headline) {
                Some(papers) => {
                    list.extend(
                        papers.iter().map(|p| said(Tone::Paper, format!("{}\n{}\n{}", p.paper, p.headline, p.deck))),
                    );
                }
                None => list.extend(t.headlines.get(headline).map(|line| said(Tone::Headline, line.clone()))),
            }
            list
        }
        H::VerbUsed { verb, shown } => {
            let t = &texts.verbs[usize::from(verb)];
            let mut list = vec![said(Tone::Fact, format!("You: {}", t.label))];
            list.extend(bits(shown, &t.reply).map(|p| said(Tone::Prose, p.clone())));
            list
        }
        H::Spoken { line, wording } => {
            let wordings = &texts.voice[usize::from(line)];
            wordings.get(usize::from(wording)).map(|t| said(Tone::Speech, t.clone())).into_iter().collect()
        }
        H::TellShown { tell, wording } => {
            let t = &texts.tells[usize::from(tell)];
            t.texts.get(usize::from(wording)).map(|t| said(Tone::Prose, t.clone())).into_iter().collect()
        }
        H::TrustMoved { audience: a, by, now, cause, .. } => {
            let way = if by >= 0.0 { "rises" } else { "falls" };
            let points = (by.abs() * 100.0).round();
            if points < 1.0 {
                return Vec::new();
            }
            one(
                Tone::Aside,
                format!(
                    "{}: trust {way} by {points:.0} to {:.0}, because {}.",
                    audience(a),
                    now * 100.0,
                    cause_words(scenario, cause)
                ),
            )
        }
        H::FaceMoved { by, cause, .. } => {
            let what = if by >= 0.0 { "Face given" } else { "Face taken" };
            one(Tone::Aside, format!("{what} ({:.1}): {}.", by.abs(), cause_words(scenario, cause)))
        }
        H::BudgetSpent { budget, by, left } => {
            one(Tone::Aside, format!("{}: {by} spent, {left} left.", texts.budgets[usize::from(budget)]))
        }
        H::MandateGiven { mandate } => {
            let m = &texts.mandates[usize::from(mandate)];
            one(Tone::Aside, format!("Your mandate is {} now. {}", m.name.to_lowercase(), m.about))
        }
        H::AudienceAsked { audience: a } => {
            one(Tone::Aside, format!("From now on you know how {} would vote.", with_article(audience(a))))
        }
        H::ClauseSponsored { issue: i } => {
            one(Tone::Aside, format!("The clause on {} has a sponsor at home.", issue(i)))
        }
        H::ClauseFormed { issue: i } => one(Tone::Aside, format!("The clause on {} has a clear wording.", issue(i))),
        H::PledgeChanged { pledge, life } => {
            let how = match life {
                Life::Unsaid => return Vec::new(),
                Life::Said => "said, once",
                Life::Repeated => "said again",
                Life::Written => "in writing",
                Life::Kept => "kept",
                Life::Broken => "broken",
                Life::Lapsed => "lapsed: nobody ever wrote it down",
            };
            one(Tone::Aside, format!("{}: {how}.", texts.pledges[usize::from(pledge)]))
        }
        H::PledgeClaimed { pledge } => one(
            Tone::Aside,
            format!(
                "{}: you have claimed it in public. Backing down will cost more with every day.",
                texts.pledges[usize::from(pledge)]
            ),
        ),
        H::ClaimAbandoned { days, .. } => {
            one(Tone::Aside, format!("You back down from a claim that stood {days} days."))
        }
        H::VisitPromised => one(Tone::Aside, "The president is going: the visit is given.".into()),
        H::PromisesWorth { now } => one(
            Tone::Aside,
            format!("In Pyongyang this government’s promises now count {:.0} in a hundred.", now * 100.0),
        ),
        H::MinutesChanged { by } => {
            let what = if by >= 0 { "longer" } else { "shorter" };
            one(Tone::Aside, format!("The next session will be {} minutes {what}.", by.abs()))
        }
        H::NotebookOpened { .. } => one(Tone::Aside, "Your notebook is open: ten chips on who you think he is.".into()),
        H::NotebookKept { .. } => one(Tone::Aside, "You close the notebook.".into()),
        H::CableSent { issue: i } => one(Tone::Aside, format!("A cable has gone out on {}.", issue(i))),
        H::CableAnswered { issue: i, written } => one(
            Tone::Fact,
            if written {
                format!("The cable on {} is answered: it stands in writing.", issue(i))
            } else {
                format!("The cable on {} is answered with courtesies and no text.", issue(i))
            },
        ),
        H::ChannelClosed => one(Tone::Fact, "The channel has fallen silent.".into()),
        H::SessionBegan { minutes, rehearsal } => one(
            Tone::Fact,
            if rehearsal {
                "A rehearsal: nothing of it counts.".into()
            } else {
                format!("The session holds {minutes} minutes.")
            },
        ),
        H::AgendaChosen { issues } => {
            let list: Vec<String> = (0..rules.issues.len() as u8).filter(|i| issues >> i & 1 == 1).map(issue).collect();
            one(Tone::Fact, format!("On the table: {}.", join(&list)))
        }
        H::OfferMade { package, class } => {
            let class = class.map_or(String::new(), |c| format!(" ({})", c.name()));
            one(Tone::Fact, format!("You propose{class}: {}.", package_words(scenario, &package)))
        }
        H::DoubleOfferMade { packages, picked } => {
            let other = packages[usize::from(1 - picked.min(1))];
            one(
                Tone::Fact,
                format!(
                    "Of your two he takes up the {}; left lying: {}.",
                    ["first", "second"][usize::from(picked.min(1))],
                    package_words(scenario, &other)
                ),
            )
        }
        H::LinkOffered { give, want, .. } => {
            one(Tone::Fact, format!("You offer a step on {} for a step on {}.", issue(give), issue(want)))
        }
        H::Refused { issue: i } => one(Tone::Fact, format!("You refuse, over {}.", issue(i))),
        H::CounterOffered { package, toward, away, wants, .. } => {
            let mut list = position(scenario, entry, toward, wants);
            let moved = |mask: u8| -> Vec<String> {
                (0..rules.issues.len() as u8)
                    .filter(|i| mask >> i & 1 == 1)
                    .map(|i| format!("{}, to {}", issue(i), option(i, package[usize::from(i)])))
                    .collect()
            };
            let mut fact = String::new();
            if toward != 0 {
                fact += &format!("Moved toward you: {}. ", join(&moved(toward)));
            }
            if away != 0 {
                fact += &format!("Moved away: {}. ", join(&moved(away)));
            }
            if toward == 0 && away == 0 {
                fact += &format!("{him} opens: {}. ", package_words(scenario, &package));
            }
            if wants != NONE {
                fact += &format!("Wants: {}.", issue(wants));
            }
            list.push(said(Tone::Fact, fact.trim_end()));
            list
        }
        H::Held { wants, .. } => {
            let mut list = position(scenario, entry, 0, wants);
            let wants = if wants == NONE { String::new() } else { format!(" Wants: {}.", issue(wants)) };
            list.push(said(Tone::Fact, format!("He holds.{wants}")));
            list
        }
        H::Deflected => one(Tone::Fact, "No answer to your package.".into()),
        H::OfferAccepted { .. } => one(Tone::Fact, format!("{him} accepts your package.")),
        H::YouAccepted { package } => one(Tone::Fact, format!("You accept: {}.", package_words(scenario, &package))),
        H::Agreed { signed, .. } => one(
            Tone::Fact,
            if signed {
                "Signed, within your mandate. It goes home to be judged.".into()
            } else {
                "Initialled: it is outside your mandate, and goes home to be judged.".into()
            },
        ),
        H::IssueClosed { issue: i, option: o } => {
            one(Tone::Fact, format!("Closed, subject to the whole: {}, at {}.", issue(i), option(i, o)))
        }
        H::SignatureDeclined { wants } => one(
            Tone::Fact,
            match wants {
                NONE => "He will not sign a part.".to_owned(),
                i => format!("He will not sign a part. What is missing for him: {}.", issue(i)),
            },
        ),
        H::CloseDeclined { issue: i } => one(Tone::Fact, format!("He will not initial {} yet.", issue(i))),
        H::IssueReopened { issue: i } => one(Tone::Fact, format!("Reopened: {}.", issue(i))),
        H::Probed { issue: i, level, again } => {
            let how = ["cheap", "something he can trade", "dear"][usize::from(level.min(2))];
            let again = if again { " You had asked before; nothing new." } else { "" };
            one(Tone::Fact, format!("What he lets you see: {} is {how} to him.{again}", issue(i)))
        }
        H::GestureMade { announced, warm } => {
            let how = if announced { "announced" } else { "quiet" };
            let warm = if warm { "He warms to it." } else { "He lets it pass." };
            one(Tone::Fact, format!("A gesture, {how}. {warm}"))
        }
        H::WritingGiven { issue: i, option: o } => {
            one(Tone::Fact, format!("In writing: {}, {}.", issue(i), option(i, o)))
        }
        H::WritingRefused { issue: i } => one(Tone::Fact, format!("Not in writing: {}.", issue(i))),
        H::Caucused { draft, issue: i, level } => {
            let mut text = format!("The experts’ draft: {}.", package_words(scenario, &draft));
            if i != NONE {
                let how = ["cheap", "tradable", "dear"][usize::from(level.min(2))];
                text += &format!(" On {} they think: {how} to him.", issue(i));
            }
            one(Tone::Fact, text)
        }
        H::PhaseBegan { last } => one(
            Tone::Aside,
            if last {
                "The last minutes: accept, close, ask in writing, adjourn, or leave.".into()
            } else {
                "The last hour: no new issues now.".into()
            },
        ),
        H::MinutesWon { minutes } => {
            one(Tone::Aside, format!("He is in good humour and stays {minutes} minutes longer."))
        }
        H::Adjourned { by_clock } => {
            one(Tone::Fact, if by_clock { "The time is up.".into() } else { "You adjourn.".into() })
        }
        H::WalkedOut => one(Tone::Fact, "You walk out.".into()),
        H::DeadlinePassed { deadline } => {
            let t = &texts.deadlines[usize::from(deadline)];
            let mut list = vec![said(Tone::Prose, t.text.clone())];
            list.extend(t.headline.iter().map(|h| said(Tone::Headline, h.clone())));
            list
        }
        H::AdviceChecked { adviser, right } => {
            let name = &texts.advisers[usize::from(adviser)].name;
            one(Tone::Aside, format!("{name} had it {}.", if right { "right" } else { "wrong" }))
        }
        H::AudienceVoted { audience: a, carried } => {
            let how = if carried { "carries it" } else { "does not carry it" };
            one(Tone::Fact, format!("{} {how}.", capital(&with_article(audience(a)))))
        }
        H::HostVoted { carried } => one(
            Tone::Fact,
            format!("{} {}.", audience(rules.host), if carried { "stands by it" } else { "finds reasons to wait" }),
        ),
        H::Ratified => one(Tone::Fact, "The agreement is ratified.".into()),
        H::NotRatified => one(Tone::Fact, "The agreement is not ratified.".into()),
        H::TimePassed { minutes, left, .. } if minutes > 0 => {
            one(Tone::Aside, format!("{minutes} minutes; {} left.", left.max(0)))
        }
        H::TimePassed { .. } | H::SessionEnded | H::ReviewDrawn { .. } | H::Ended { .. } => Vec::new(),
    }
}

/// The question that is to be answered in the scene being played: the last that was asked, and by whom.
pub fn question(scenario: &Scenario, log: &[Entry]) -> Option<String> {
    let (scene, shown) = log.iter().rev().find_map(|e| match e.what {
        Happening::SceneEntered { scene, shown, .. } => Some((scene, shown)),
        _ => None,
    })?;
    let text = &scenario.texts.scenes[usize::from(scene)];
    let last = (0..text.text.len()).rev().find(|i| text.asks[*i] && shown >> i & 1 == 1)?;
    Some(text.text[last].clone())
}

/// His words on the first issue he moved and on the one he presses.
fn position(scenario: &Scenario, entry: &Entry, toward: u8, wants: u8) -> Vec<Said> {
    let mut list = Vec::new();
    let pick = |lines: &[String]| lines.get(entry.turn % lines.len().max(1)).cloned();
    if toward != 0 {
        let i = toward.trailing_zeros() as usize;
        list.extend(pick(&scenario.texts.issues[i].grants).map(|t| said(Tone::Speech, t)));
    }
    if wants != NONE {
        list.extend(pick(&scenario.texts.issues[usize::from(wants)].asks).map(|t| said(Tone::Speech, t)));
    }
    list
}

/// The cause of a movement of trust or face, as a clause.
pub fn cause_words(scenario: &Scenario, cause: Cause) -> String {
    match cause {
        Cause::Written(i) => scenario.texts.causes[usize::from(i)].clone(),
        Cause::Concession => "you gave ground".into(),
        Cause::Retreat => "you offered less than before".into(),
        Cause::GestureAnnounced => "you announced a step and took it".into(),
        Cause::GestureQuiet => "you took a step without asking anything".into(),
        Cause::DoubleOffer => "you laid two equal offers side by side".into(),
        Cause::StepUnreturned => "his step was not returned".into(),
        Cause::WalkOut => "you walked out".into(),
        Cause::IssueClosed => "an issue was closed and stays closed".into(),
        Cause::IssueReopened => "you reopened what was closed".into(),
        Cause::ProbeAsked => "you asked what matters to him".into(),
        Cause::ProbeRepeated => "you asked the same thing twice".into(),
        Cause::Refusal => "you refused".into(),
        Cause::FacePhotographed => "there is a photograph of you honouring the host".into(),
        Cause::ClaimAbandoned => "you backed down from what you had claimed".into(),
        Cause::WritingPressed => "you pressed for paper before he trusted you".into(),
    }
}

/// A package in words: what differs from the status quo.
pub fn package_words(scenario: &Scenario, package: &Package) -> String {
    let quo = scenario.rules.status_quo();
    let list: Vec<String> = scenario
        .texts
        .issues
        .iter()
        .enumerate()
        .filter(|(i, _)| package[*i] != quo[*i])
        .map(|(i, t)| format!("{} {}", t.name.to_lowercase(), quoted(&t.options[usize::from(package[i])].name)))
        .collect();
    if list.is_empty() { "everything as it is".into() } else { join(&list) }
}

/// A name in quotation marks, if it does not stand in them already.
fn quoted(name: &str) -> String {
    if name.starts_with('“') { name.to_owned() } else { format!("“{name}”") }
}

/// `a, b and c`.
pub fn join(list: &[String]) -> String {
    match list {
        [] => "nothing".into(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// An audience as it stands in a sentence.
pub fn audience_name(scenario: &Scenario, audience: u8) -> String {
    with_article(&scenario.texts.audiences[usize::from(audience)].name)
}

fn with_article(name: &str) -> String {
    if matches!(name, "White House" | "Press") { format!("the {name}") } else { name.to_owned() }
}

/// With a capital at its beginning.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

/// The moment of play: `Monday 23 October 2000, 15:35`.
pub fn moment(scenario: &Scenario, view: View<'_>) -> String {
    scenario.long_moment(view.story.day, view.story.minute)
}

/// What really happened at a scene, with its source.
pub fn really(scenario: &Scenario, scene: u16) -> Option<String> {
    let (text, source) = scenario.texts.scenes[usize::from(scene)].really.as_ref()?;
    Some(format!("{text} ({})", sources(source)))
}

/// Sources as they are printed.
pub fn sources(list: &[Source]) -> String {
    let words: Vec<String> = list
        .iter()
        .map(|s| match s {
            Source::Article(facts) => {
                let facts: Vec<String> = facts.iter().map(|n| format!("A{n}")).collect();
                format!("the article, {}", facts.join(", "))
            }
            Source::History(s) => s.clone(),
            Source::Model(s) => format!("our model: {s}"),
        })
        .collect();
    words.join("; ")
}

/// What an issue's option is called.
pub fn option_name(scenario: &Scenario, issue: usize, option: u8) -> &str {
    &scenario.texts.issues[issue].options[usize::from(option)].name
}
