//! What may be done now, and why not.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use std::fmt;

use crate::negotiation::action::Action;
use crate::negotiation::condition::holds;
use crate::negotiation::counterpart;
use crate::negotiation::state::{NONE, Table, bits};
use crate::negotiation::view::View;
use crate::scenario::rules::{ISSUES, MoveKind, Package, Room, Rules, SessionRule};

/// Why an action was refused. Nothing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "`Display` says what each means")]
pub enum Refused {
    GameOver,
    NotHere,
    NotATable,
    NoSuchMove,
    NotInThisRoom,
    TooFewMinutes { needs: i16, left: i16 },
    OnlySettling,
    NoNewIssues,
    AgendaFirst,
    AgendaSize { most: u8 },
    NotAPackage,
    IssueNotOpen { issue: u8 },
    IssueClosed { issue: u8 },
    IssueNotClosed { issue: u8 },
    NothingOffered,
    NothingFromHim,
    OutsideMandate { issue: u8 },
    NothingToGive,
    NothingToWrite,
    AlreadyWritten,
    NotEqual,
    SameTwice,
    VerbUsed,
    NotebookShut,
    TenChips,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GameOver => write!(f, "the story has ended; nothing more can be done in it"),
            Self::NotHere => write!(f, "that choice is not offered here"),
            Self::NotATable => write!(f, "there is no table here: this scene asks for a choice"),
            Self::NoSuchMove => write!(f, "there is no such issue, option or move"),
            Self::NotInThisRoom => write!(f, "that is not done in this room"),
            Self::TooFewMinutes { needs, left } => {
                write!(f, "that takes {needs} minutes and {left} are left")
            }
            Self::OnlySettling => {
                write!(f, "in the last minutes one can only accept, close, ask in writing, adjourn or walk out")
            }
            Self::NoNewIssues => write!(f, "in the last hour no new issue is opened"),
            Self::AgendaFirst => write!(f, "choose the agenda first: nothing is on the table yet"),
            Self::AgendaSize { most } => {
                write!(f, "the agenda holds between one and {most} issues that are not closed")
            }
            Self::NotAPackage => write!(f, "a package names one of the issue's own options for each issue"),
            Self::IssueNotOpen { .. } => {
                write!(f, "that issue is not on the agenda; it stays as it is")
            }
            Self::IssueClosed { .. } => write!(f, "that issue is closed; reopen it first"),
            Self::IssueNotClosed { .. } => write!(f, "that issue is not closed"),
            Self::NothingOffered => write!(f, "you have put nothing on the table yet"),
            Self::NothingFromHim => write!(f, "he has put nothing on the table yet"),
            Self::OutsideMandate { .. } => {
                write!(
                    f,
                    "it is outside your mandate, and he does not trust you enough to initial what you may not sign"
                )
            }
            Self::NothingToGive => write!(f, "on that issue you stand where he stands; name another step"),
            Self::NothingToWrite => {
                write!(f, "he has offered nothing there that could be written down")
            }
            Self::AlreadyWritten => write!(f, "that stands in writing already"),
            Self::NotEqual => {
                write!(f, "the two packages must be worth the same to you, within three points of a hundred")
            }
            Self::SameTwice => write!(f, "the two packages are the same"),
            Self::VerbUsed => write!(f, "that was used up, or was never prepared"),
            Self::NotebookShut => write!(f, "the notebook is not open now"),
            Self::TenChips => write!(f, "place exactly ten chips, on the types listed"),
        }
    }
}

impl std::error::Error for Refused {}

/// The session at which one sits, if one does.
pub fn session<'r>(rules: &'r Rules, view: View<'_>) -> Option<&'r SessionRule> {
    rules.scenes.get(usize::from(view.story.scene))?.session.as_ref()
}

/// Minutes that a kind of move takes now.
pub fn minutes(rules: &Rules, view: View<'_>, kind: MoveKind) -> i16 {
    let t = &rules.table;
    let exchange = session(rules, view).map_or(0, |s| s.minutes_an_exchange);
    let usual = t.minutes[kind as usize];
    let takes = match kind {
        MoveKind::Adjourn | MoveKind::WalkOut | MoveKind::Accept | MoveKind::Agenda => usual,
        _ if exchange > 0 => exchange,
        MoveKind::DoubleOffer
            if t.double_offer_flag.is_some_and(|f| view.story.flags[usize::from(f) / 64] >> (f % 64) & 1 == 1) =>
        {
            t.double_offer_prepared
        }
        _ => usual,
    };
    takes as i16
}

/// Issues that are open: on the agenda and not closed.
pub fn open_issues(rules: &Rules, table: &Table) -> impl Iterator<Item = u8> {
    let (agenda, closed) = (table.agenda, table.closed);
    (0..rules.issues.len() as u8).filter(move |&i| agenda >> i & 1 == 1 && closed[usize::from(i)] == NONE)
}

/// His last package as it reads under today's agenda, if he made one.
pub fn his_package(rules: &Rules, view: View<'_>) -> Option<Package> {
    view.table.is(bits::HIS).then(|| {
        let allowed = counterpart::allowed(rules, view.table, view.story.visit_spent);
        counterpart::normalised(&view.table.his, &allowed)
    })
}

/// Whether the action may be taken now.
///
/// # Errors
/// The reason why not.
pub fn check(rules: &Rules, view: View<'_>, action: &Action) -> Result<(), Refused> {
    if view.story.ending != NONE {
        return Err(Refused::GameOver);
    }
    match *action {
        Action::Note(chips, wants) => return check_note(rules, view, chips, wants),
        Action::Choose(choice) => {
            return if choices(rules, view).any(|c| c == choice) { Ok(()) } else { Err(Refused::NotHere) };
        }
        _ => {}
    }
    let session = session(rules, view).ok_or(Refused::NotATable)?;
    let table = view.table;
    let left = table.minutes_left;
    if let Action::Verb(verb, issue) = *action {
        let rule = rules.verbs.get(usize::from(verb)).ok_or(Refused::NoSuchMove)?;
        if session.room != Room::Principals || session.rehearsal.is_some() {
            return Err(Refused::NotInThisRoom);
        }
        let used = (table.verbs | table.session_verbs) >> verb & 1 == 1;
        if used || !holds(rules, rule.when, view, None) {
            return Err(Refused::VerbUsed);
        }
        if usize::from(issue) >= rules.issues.len() || (!rule.asks_issue && issue != 0) {
            return Err(Refused::NoSuchMove);
        }
        if left <= rules.table.only_settling {
            return Err(Refused::OnlySettling);
        }
        let needs = rule.minutes as i16;
        return if needs <= left { Ok(()) } else { Err(Refused::TooFewMinutes { needs, left }) };
    }
    check_kind(rules, view, action.kind().ok_or(Refused::NoSuchMove)?)?;
    check_move(rules, view, action)
}

/// Whether a kind of table move may be made at all now.
fn check_kind(rules: &Rules, view: View<'_>, kind: MoveKind) -> Result<(), Refused> {
    let session = session(rules, view).ok_or(Refused::NotATable)?;
    let (table, left) = (view.table, view.table.minutes_left);
    if session.actions >> kind as u16 & 1 == 0 {
        return Err(Refused::NotInThisRoom);
    }
    let needs = minutes(rules, view, kind);
    if needs > left {
        return Err(Refused::TooFewMinutes { needs, left });
    }
    let settles =
        matches!(kind, MoveKind::Accept | MoveKind::Close | MoveKind::Write | MoveKind::Adjourn | MoveKind::WalkOut);
    if session.room == Room::Principals && left <= rules.table.only_settling && !settles {
        return Err(Refused::OnlySettling);
    }
    let needs_agenda = !matches!(kind, MoveKind::Agenda | MoveKind::Gesture | MoveKind::Adjourn | MoveKind::WalkOut);
    if needs_agenda && table.agenda == 0 {
        return Err(Refused::AgendaFirst);
    }
    if matches!(kind, MoveKind::Accept | MoveKind::Refuse | MoveKind::Close | MoveKind::Link | MoveKind::Write)
        && !table.is(bits::HIS)
    {
        return Err(Refused::NothingFromHim);
    }
    let late = table.agenda != 0 && left <= rules.table.no_new_issues && session.room == Room::Principals;
    if kind == MoveKind::Agenda && late {
        return Err(Refused::NoNewIssues);
    }
    Ok(())
}

/// Whether a table move whose kind may be made is one that can be made.
fn check_move(rules: &Rules, view: View<'_>, action: &Action) -> Result<(), Refused> {
    let table = view.table;
    let issue_open = |issue: u8| -> Result<usize, Refused> {
        let i = usize::from(issue);
        if i >= rules.issues.len() {
            Err(Refused::NoSuchMove)
        } else if table.closed[i] != NONE {
            Err(Refused::IssueClosed { issue })
        } else if table.agenda >> issue & 1 == 0 {
            Err(Refused::IssueNotOpen { issue })
        } else {
            Ok(i)
        }
    };
    let his = || his_package(rules, view).ok_or(Refused::NothingFromHim);
    match *action {
        Action::Agenda(issues) => {
            let all = (1u16 << rules.issues.len()) - 1;
            let open = (0..ISSUES).filter(|&i| issues >> i & 1 == 1 && table.closed[i] == NONE).count();
            if u16::from(issues) & !all != 0 {
                Err(Refused::NoSuchMove)
            } else if open == 0 || open > usize::from(rules.table.agenda) {
                Err(Refused::AgendaSize { most: rules.table.agenda })
            } else if let Some(issue) = (0..ISSUES).find(|&i| issues >> i & 1 == 1 && table.closed[i] != NONE) {
                Err(Refused::IssueClosed { issue: issue as u8 })
            } else if issues == table.agenda {
                Err(Refused::NoSuchMove)
            } else {
                Ok(())
            }
        }
        Action::Propose(package) => check_package(rules, view, &package),
        Action::DoubleOffer(a, b) => {
            check_package(rules, view, &a)?;
            check_package(rules, view, &b)?;
            if a == b {
                return Err(Refused::SameTwice);
            }
            let gap = counterpart::unit(rules.player.of(&a) - rules.player.of(&b)).abs();
            if gap > rules.table.threshold + 1e-9 { Err(Refused::NotEqual) } else { Ok(()) }
        }
        Action::Accept => match outside_mandate(rules, view, &his()?) {
            Some(issue) if view.standing.trust(rules.host) < rules.table.initial_trust => {
                Err(Refused::OutsideMandate { issue })
            }
            _ => Ok(()),
        },
        Action::Reopen(issue) => {
            if usize::from(issue) >= rules.issues.len() {
                return Err(Refused::NoSuchMove);
            }
            if table.closed[usize::from(issue)] == NONE {
                return Err(Refused::IssueNotClosed { issue });
            }
            let open = open_issues(rules, table).count();
            if open >= usize::from(rules.table.agenda) {
                return Err(Refused::AgendaSize { most: rules.table.agenda });
            }
            Ok(())
        }
        Action::Refuse(issue) | Action::Close(issue) | Action::Probe(issue) => issue_open(issue).map(|_| ()),
        Action::Link(give, want) => {
            if !table.is(bits::MINE) {
                return Err(Refused::NothingOffered);
            }
            let give = issue_open(give)?;
            let want = issue_open(want)?;
            if give == want {
                return Err(Refused::NoSuchMove);
            }
            let (mine, his) = (mine_now(rules, view), his()?);
            if mine[give] == his[give] || mine[want] == his[want] { Err(Refused::NothingToGive) } else { Ok(()) }
        }
        Action::Write(issue) => {
            let i = issue_known(rules, issue)?;
            if table.agenda >> issue & 1 == 0 && table.closed[i] == NONE {
                return Err(Refused::IssueNotOpen { issue });
            }
            let his = his()?;
            if rules.issues[i].promise || his[i] == rules.issues[i].status_quo {
                return Err(Refused::NothingToWrite);
            }
            if table.written[i] != NONE && table.written[i] >= his[i] { Err(Refused::AlreadyWritten) } else { Ok(()) }
        }
        _ => Ok(()),
    }
}

fn issue_known(rules: &Rules, issue: u8) -> Result<usize, Refused> {
    if usize::from(issue) < rules.issues.len() { Ok(usize::from(issue)) } else { Err(Refused::NoSuchMove) }
}

/// Your last package as it reads under today's agenda.
pub fn mine_now(rules: &Rules, view: View<'_>) -> Package {
    let allowed = counterpart::allowed(rules, view.table, false);
    counterpart::normalised(&view.table.mine, &allowed)
}

fn check_note(rules: &Rules, view: View<'_>, chips: [u8; 8], wants: u8) -> Result<(), Refused> {
    if !view.story.notebook_open {
        return Err(Refused::NotebookShut);
    }
    let total: u32 = chips.iter().map(|&c| u32::from(c)).sum();
    if total != 10 || chips[rules.drawn_types..].iter().any(|&c| c > 0) {
        return Err(Refused::TenChips);
    }
    if wants != NONE && usize::from(wants) >= rules.issues.len() { Err(Refused::NoSuchMove) } else { Ok(()) }
}

fn check_package(rules: &Rules, view: View<'_>, package: &Package) -> Result<(), Refused> {
    if !rules.is_package(package) {
        return Err(Refused::NotAPackage);
    }
    for (i, rule) in rules.issues.iter().enumerate() {
        let (issue, option) = (i as u8, package[i]);
        let closed = view.table.closed[i];
        if closed != NONE {
            if option != closed {
                return Err(Refused::IssueClosed { issue });
            }
        } else if view.table.agenda >> i & 1 == 0 && option != rule.status_quo {
            return Err(Refused::IssueNotOpen { issue });
        }
    }
    Ok(())
}

/// The first issue on which a package gives more than the mandate allows.
pub fn outside_mandate(rules: &Rules, view: View<'_>, package: &Package) -> Option<u8> {
    let limits = &rules.mandates.get(usize::from(view.story.mandate))?.limits;
    (0..rules.issues.len()).find(|&i| limits[i] != NONE && package[i] > limits[i]).map(|i| i as u8)
}

/// What may be done now. A package is not listed option by option: `Propose` and `DoubleOffer` stand once, with
/// a package that is legal, for the player to change; every other action stands in full.
pub fn legal_actions(rules: &Rules, view: View<'_>) -> Vec<Action> {
    let mut list = Vec::new();
    if view.story.ending != NONE {
        return list;
    }
    list.extend(choices(rules, view).map(Action::Choose));
    if session(rules, view).is_some() {
        table_moves(rules, view, &mut list);
    }
    list
}

/// The choices that the scene offers now.
pub fn choices(rules: &Rules, view: View<'_>) -> impl Iterator<Item = u16> {
    let here = rules.scenes[usize::from(view.story.scene)].choices.range();
    let goes_on = view.story.ending == NONE;
    here.filter(move |&c| goes_on && holds(rules, rules.choices[c].when, view, None)).map(|c| c as u16)
}

fn table_moves(rules: &Rules, view: View<'_>, list: &mut Vec<Action>) {
    let issues = || 0..rules.issues.len() as u8;
    let each = |kind: MoveKind, moves: &mut dyn Iterator<Item = Action>, list: &mut Vec<Action>| {
        if check_kind(rules, view, kind).is_ok() {
            list.extend(moves.filter(|a| check_move(rules, view, a).is_ok()));
        }
    };
    let agendas = 1..=((1u16 << rules.issues.len()) - 1) as u8;
    each(MoveKind::Agenda, &mut agendas.map(Action::Agenda), list);
    if check_kind(rules, view, MoveKind::Propose).is_ok() {
        let draft = draft(rules, view);
        list.push(Action::Propose(draft));
        if check_kind(rules, view, MoveKind::DoubleOffer).is_ok()
            && let Some(other) = twin(rules, view, &draft)
        {
            list.push(Action::DoubleOffer(draft, other));
        }
    }
    each(MoveKind::Accept, &mut [Action::Accept].into_iter(), list);
    each(MoveKind::Refuse, &mut issues().map(Action::Refuse), list);
    each(MoveKind::Close, &mut issues().map(Action::Close), list);
    each(MoveKind::Reopen, &mut issues().map(Action::Reopen), list);
    each(MoveKind::Probe, &mut issues().map(Action::Probe), list);
    let links = issues().flat_map(|give| issues().map(move |want| Action::Link(give, want)));
    each(MoveKind::Link, &mut { links }, list);
    each(MoveKind::Gesture, &mut [true, false].map(Action::Gesture).into_iter(), list);
    each(MoveKind::Write, &mut issues().map(Action::Write), list);
    for (verb, rule) in rules.verbs.iter().enumerate() {
        let named = if rule.asks_issue { issues() } else { 0..1 };
        let uses = named.map(|issue| Action::Verb(verb as u8, issue));
        list.extend(uses.filter(|a| check(rules, view, a).is_ok()));
    }
    for (kind, action) in
        [(MoveKind::Caucus, Action::Caucus), (MoveKind::Adjourn, Action::Adjourn), (MoveKind::WalkOut, Action::WalkOut)]
    {
        each(kind, &mut [action].into_iter(), list);
    }
}

/// A legal package to start a draft from: your last one, else the status quo.
pub fn draft(rules: &Rules, view: View<'_>) -> Package {
    let allowed = counterpart::allowed(rules, view.table, false);
    let from = if view.table.is(bits::MINE) { view.table.mine } else { rules.status_quo() };
    counterpart::normalised(&from, &allowed)
}

/// Another legal package worth the same to you: the nearest in value, then in option order; nothing if none is
/// within the threshold.
pub fn twin(rules: &Rules, view: View<'_>, package: &Package) -> Option<Package> {
    let value = rules.player.of(package);
    drafts(rules, view)
        .filter(|p| p != package)
        .min_by_key(|p| ((rules.player.of(p) - value).abs(), *p))
        .filter(|p| counterpart::unit(rules.player.of(p) - value).abs() <= rules.table.threshold)
}

/// All packages that may be put forward now, in option order.
pub fn drafts(rules: &Rules, view: View<'_>) -> Drafts {
    let mut ranges = [(0, 0); ISSUES];
    for (i, rule) in rules.issues.iter().enumerate() {
        ranges[i] = if view.table.closed[i] != NONE {
            (view.table.closed[i], view.table.closed[i])
        } else if view.table.agenda >> i & 1 == 0 {
            (rule.status_quo, rule.status_quo)
        } else {
            (0, rule.options.len() as u8 - 1)
        };
    }
    Drafts { ranges, next: Some(ranges.map(|(first, _)| first)) }
}

/// See [`drafts`].
#[derive(Debug, Clone)]
pub struct Drafts {
    /// First and last option of each issue.
    ranges: [(u8, u8); ISSUES],
    next: Option<Package>,
}

impl Drafts {
    /// How many there are, from the first.
    pub fn all(&self) -> usize {
        self.ranges.iter().map(|&(first, last)| usize::from(last - first) + 1).product()
    }

    /// The package of a number below [`Drafts::all`].
    pub fn number(&self, mut n: usize) -> Package {
        let mut package = [0; ISSUES];
        for (option, &(first, last)) in package.iter_mut().zip(&self.ranges).rev() {
            let options = usize::from(last - first) + 1;
            *option = first + (n % options) as u8;
            n /= options;
        }
        package
    }
}

impl Iterator for Drafts {
    type Item = Package;

    fn next(&mut self) -> Option<Package> {
        let package = self.next?;
        let mut after = package;
        let carried = (0..ISSUES).rev().find(|&i| {
            let (first, last) = self.ranges[i];
            let more = after[i] < last;
            after[i] = if more { after[i] + 1 } else { first };
            more
        });
        self.next = carried.map(|_| after);
        Some(package)
    }
}
