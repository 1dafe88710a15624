//! From parts to a [`Scenario`]: checks everything, names for ids, conditions and effects for flat programs.
//!
//! Nothing stops at the first fault: each check notes what it finds and goes on.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime};

use crate::scenario::Scenario;
use crate::scenario::draw;
use crate::scenario::fault::{Fault, Faults, unknown};
use crate::scenario::load::{At, Source};
use crate::scenario::place::{self, Step};
use crate::scenario::program::{Effect, Life, Op, Quality};
use crate::scenario::raw;
use crate::scenario::rules::*;
use crate::scenario::texts::*;

use Step::{Field, Item};

/// Names of one kind, in order, for looking ids up.
#[derive(Default)]
struct Names {
    ids: Vec<String>,
    unread: Vec<String>,
}

pub(crate) struct Compiler<'a> {
    source: &'a Source,
    faults: Vec<Fault>,
    audiences: Names,
    issues: Names,
    options: Vec<Names>,
    types: Names,
    drawn: usize,
    advisers: Names,
    budgets: Names,
    mandates: Names,
    pledges: Names,
    deadlines: Names,
    scenes: Names,
    choices: Names,
    /// Flags something sets; only these may be asked.
    set: BTreeSet<String>,
    flags: Vec<String>,
    start: DateTime,
    ops: Vec<Op>,
    effects: Vec<Effect>,
    likelihoods: Vec<[f32; TYPES]>,
    causes: Vec<String>,
}

/// A path below a top-level element, for messages.
#[derive(Clone)]
struct Here<'a> {
    at: &'a At,
    steps: Vec<Step>,
}

impl<'a> Here<'a> {
    fn new(at: &'a At) -> Self {
        Self { at, steps: Vec::new() }
    }
    fn field(&self, name: &'static str) -> Self {
        let mut next = self.clone();
        next.steps.push(Field(name));
        next
    }
    fn item(&self, i: usize) -> Self {
        let mut next = self.clone();
        next.steps.push(Item(i));
        next
    }
}

fn one_of(x: f64) -> i32 {
    libm::round(x * f64::from(ONE)) as i32
}

fn life(state: raw::PledgeState) -> Life {
    match state {
        raw::PledgeState::Said => Life::Said,
        raw::PledgeState::Repeated => Life::Repeated,
        raw::PledgeState::Written => Life::Written,
        raw::PledgeState::Kept => Life::Kept,
        raw::PledgeState::Broken => Life::Broken,
        raw::PledgeState::Lapsed => Life::Lapsed,
    }
}

/// Checks and compiles.
///
/// # Errors
/// Every fault of every file.
pub(crate) fn compile(mut source: Source) -> Result<Scenario, Faults> {
    let faults = std::mem::take(&mut source.faults);
    let mut c = Compiler {
        source: &source,
        faults,
        audiences: Names::default(),
        issues: Names::default(),
        options: Vec::new(),
        types: Names::default(),
        drawn: 0,
        advisers: Names::default(),
        budgets: Names::default(),
        mandates: Names::default(),
        pledges: Names::default(),
        deadlines: Names::default(),
        scenes: Names::default(),
        choices: Names::default(),
        set: BTreeSet::new(),
        flags: Vec::new(),
        start: DateTime::default(),
        ops: Vec::new(),
        effects: Vec::new(),
        likelihoods: Vec::new(),
        causes: Vec::new(),
    };
    let scenario = c.scenario();
    let mut faults = c.faults;
    match scenario {
        Some(scenario) if faults.is_empty() => Ok(scenario),
        _ => {
            faults.sort_by(|a, b| (&a.file, a.line, a.column, &a.path).cmp(&(&b.file, b.line, b.column, &b.path)));
            faults.dedup();
            Err(Faults(faults))
        }
    }
}

impl<'a> Compiler<'a> {
    fn fault(&mut self, here: &Here<'_>, message: impl Into<String>) {
        let (name, text) = &self.source.files[here.at.file];
        let node = here.at.node.walk(&here.steps);
        let (line, column) = place::line_column(text, node.start);
        self.faults.push(Fault {
            file: name.clone(),
            line,
            column,
            path: here.at.path(&here.steps),
            message: message.into(),
        });
    }

    fn missing(&mut self, what: &str) {
        if self.source.unread.iter().any(|(f, _)| *f == what) {
            return;
        }
        let file = self.source.files.first().map(|(n, _)| n.clone()).unwrap_or_default();
        self.faults.push(Fault {
            file,
            line: 1,
            column: 1,
            path: what.to_owned(),
            message: format!("expected `{what}: …` in one of the files, found none"),
        });
    }

    fn single<T>(&mut self, list: &'a [crate::scenario::load::Placed<T>], what: &str) -> Option<(&'a T, Here<'a>)> {
        for extra in list.iter().skip(1) {
            self.fault(&Here::new(&extra.at), format!("`{what}` stands twice; keep one"));
        }
        if list.is_empty() {
            self.missing(what);
        }
        list.first().map(|p| (&p.value, Here::new(&p.at)))
    }

    fn names(&mut self, kind: &'static str, what: &str, most: usize, list: Vec<(&'a At, &'a str)>) -> Names {
        let mut names = Names::default();
        for (i, (at, id)) in list.into_iter().enumerate() {
            let here = Here::new(at).field("id");
            if names.ids.iter().any(|n| n == id) {
                self.fault(&here, format!("the id ‘{id}’ stands twice; each {what} needs its own"));
            }
            if id.is_empty() || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-".contains(&b)) {
                self.fault(&here, format!("expected an id of small letters, digits, _ and -, found ‘{id}’"));
            }
            if i == most {
                self.fault(&here, format!("too many: at most {most} {what}s fit into the state of a game"));
            }
            names.ids.push(id.to_owned());
        }
        names.unread =
            self.source.unread.iter().filter(|(f, _)| *f == kind).map(|(_, id)| id.clone()).collect();
        names
    }

    fn look(faults: &mut Vec<String>, names: &Names, kind: &str, id: &str) -> usize {
        match names.ids.iter().position(|n| n == id) {
            Some(i) => i,
            None => {
                if !names.unread.iter().any(|n| n == id) {
                    faults.push(unknown(kind, id, names.ids.iter().map(String::as_str)));
                }
                0
            }
        }
    }

    fn find(&mut self, here: &Here<'_>, kind: &'static str, id: &str) -> u8 {
        let names = match kind {
            "audience" => &self.audiences,
            "issue" => &self.issues,
            "counterpart type" => &self.types,
            "adviser" => &self.advisers,
            "budget" => &self.budgets,
            "mandate" => &self.mandates,
            "pledge" => &self.pledges,
            _ => &self.deadlines,
        };
        let mut messages = Vec::new();
        let i = Self::look(&mut messages, names, kind, id);
        for m in messages {
            self.fault(here, m);
        }
        i as u8
    }

    fn scene_id(&mut self, here: &Here<'_>, id: &str) -> u16 {
        let mut messages = Vec::new();
        let i = Self::look(&mut messages, &self.scenes, "scene", id);
        for m in messages {
            self.fault(here, m);
        }
        i as u16
    }

    fn option(&mut self, here: &Here<'_>, issue: u8, id: &str) -> u8 {
        let Some(names) = self.options.get(usize::from(issue)) else { return 0 };
        let mut messages = Vec::new();
        let issue_name = self.issues.ids.get(usize::from(issue)).cloned().unwrap_or_default();
        let i = Self::look(&mut messages, names, &format!("option of ‘{issue_name}’ called"), id);
        for m in messages {
            self.fault(here, m);
        }
        i as u8
    }

    fn flag(&mut self, name: &str) -> u8 {
        match self.flags.iter().position(|f| f == name) {
            Some(i) => i as u8,
            None => {
                self.flags.push(name.to_owned());
                (self.flags.len() - 1) as u8
            }
        }
    }

    fn asked_flag(&mut self, here: &Here<'_>, name: &str) -> u8 {
        if !self.set.contains(name) {
            let message = unknown("effect that sets the flag", name, self.set.iter().map(String::as_str));
            self.fault(here, message);
        }
        self.flag(name)
    }

    fn day(&mut self, here: &Here<'_>, text: &str) -> i16 {
        match text.parse::<Date>() {
            Ok(date) => date.since(self.start.date()).map_or(0, |s| s.get_days() as i16),
            Err(_) => {
                self.fault(here, format!("expected a date such as \"2000-11-07\", found \"{text}\""));
                0
            }
        }
    }

    fn moment(&mut self, here: &Here<'_>, text: &str) -> (i16, u16) {
        match text.parse::<DateTime>() {
            Ok(t) => {
                let days = t.date().since(self.start.date()).map_or(0, |s| s.get_days() as i16);
                (days, (i32::from(t.hour()) * 60 + i32::from(t.minute())) as u16)
            }
            Err(_) => {
                self.fault(here, format!("expected a moment such as \"2000-10-23T15:00\", found \"{text}\""));
                (0, 0)
            }
        }
    }

    fn share(&mut self, here: &Here<'_>, what: &str, x: f64) -> f64 {
        if !(0.0..=1.0).contains(&x) {
            self.fault(here, format!("expected {what} between 0 and 1, found {x}"));
        }
        x
    }

    fn source_given(&mut self, here: &Here<'_>, source: &[raw::Source]) {
        if source.is_empty() {
            self.fault(&here.field("source"), "expected at least one source: Article([…]), History(\"…\") or Model(\"…\")");
        }
        for (i, s) in source.iter().enumerate() {
            let here = here.field("source").item(i);
            match s {
                raw::Source::Article(facts) => {
                    for f in facts {
                        if !self.source.facts.iter().any(|p| p.value.n == *f) {
                            self.fault(&here, format!("there is no fact number {f} under `facts`"));
                        }
                    }
                }
                raw::Source::History(s) | raw::Source::Model(s) if s.trim().is_empty() => {
                    self.fault(&here, "the source is empty; name it");
                }
                _ => {}
            }
        }
    }

    /// Weights and values as part-worths that sum to at most one, exactly.
    fn utility(&mut self, here: &Here<'_>, weights: &[f64], values: &[Vec<f64>], reservation: f64) -> Utility {
        let n = self.issues.ids.len();
        let mut worth = [[0; OPTIONS]; ISSUES];
        if weights.len() != n {
            self.fault(&here.field("weights"), format!("expected {n} weights, one for each issue, found {}", weights.len()));
        }
        let sum: f64 = weights.iter().sum();
        if (sum - 1.0).abs() > 1e-6 {
            self.fault(&here.field("weights"), format!("expected weights that sum to 1, found {sum:.4}"));
        }
        if values.len() != n {
            self.fault(&here.field("values"), format!("expected {n} lists of values, one for each issue, found {}", values.len()));
        }
        for (i, row) in values.iter().enumerate().take(n) {
            let options = self.options[i].ids.len();
            if row.len() != options {
                let at = here.field("values").item(i);
                let issue = self.issues.ids[i].clone();
                self.fault(&at, format!("expected {options} values, one for each option of ‘{issue}’, found {}", row.len()));
            }
            for (o, &v) in row.iter().enumerate().take(OPTIONS) {
                self.share(&here.field("values").item(i).item(o), "a value", v);
                if i < ISSUES {
                    worth[i][o] = one_of(weights.get(i).copied().unwrap_or(0.0) * v);
                }
            }
        }
        for (i, &w) in weights.iter().enumerate() {
            self.share(&here.field("weights").item(i), "a weight", w);
        }
        self.share(&here.field("reservation"), "a reservation value", reservation);
        Utility { worth, reservation: one_of(reservation) }
    }

    fn cond(&mut self, here: &Here<'_>, cond: Option<&raw::Cond>, hidden: bool) -> Span {
        let Some(cond) = cond else { return Span::default() };
        let mut ops = Vec::new();
        self.push_cond(here, cond, hidden, &mut ops);
        let start = self.ops.len() as u32;
        self.ops.extend(ops);
        Span { start, end: self.ops.len() as u32 }
    }

    fn push_cond(&mut self, here: &Here<'_>, cond: &raw::Cond, hidden: bool, ops: &mut Vec<Op>) {
        use raw::Cond as C;
        let arg = |i: usize| here.item(i);
        let op = match cond {
            C::Not(inner) => {
                self.push_cond(&arg(0), inner, hidden, ops);
                Op::Not
            }
            C::All(list) | C::Any(list) => {
                if list.is_empty() || list.len() > 60 {
                    self.fault(here, "expected between one and sixty conditions");
                }
                for (i, inner) in list.iter().enumerate() {
                    self.push_cond(&arg(0).item(i), inner, hidden, ops);
                }
                let n = list.len() as u8;
                if matches!(cond, C::All(_)) { Op::And(n) } else { Op::Or(n) }
            }
            C::Flag(name) => Op::Flag(self.asked_flag(&arg(0), name)),
            C::Trust(a, x) => Op::Trust(self.find(&arg(0), "audience", a), self.share(&arg(1), "trust", *x) as f32),
            C::Face(x) => Op::Face(*x as f32),
            C::Budget(b, n) => Op::Budget(self.find(&arg(0), "budget", b), *n),
            C::Version { is, of } => {
                if is >= of {
                    self.fault(here, format!("expected a version below {of}, counted from 0, found {is}"));
                }
                Op::Version { is: *is, of: (*of).max(1) }
            }
            C::Counterpart(t) => {
                if !hidden {
                    self.fault(here, "who he is may be asked in effects and texts only: here the player would see it");
                }
                Op::Counterpart(self.find(&arg(0), "counterpart type", t))
            }
            C::Agreed => Op::Agreed,
            C::Signed => Op::Signed,
            C::Initialled => Op::Initialled,
            C::Ratified => Op::Ratified,
            C::Deal(i, o) | C::HeOffers(i, o) | C::YouOffer(i, o) => {
                let issue = self.find(&arg(0), "issue", i);
                let option = self.option(&arg(1), issue, o);
                match cond {
                    C::Deal(..) => Op::Deal(issue, option),
                    C::HeOffers(..) => Op::HeOffers(issue, option),
                    _ => Op::YouOffer(issue, option),
                }
            }
            C::Written(i) => Op::Written(self.find(&arg(0), "issue", i)),
            C::WrittenCount(n) => Op::WrittenCount(*n),
            C::Closed(i) => Op::Closed(self.find(&arg(0), "issue", i)),
            C::Pledge(p, state) => Op::Pledge(self.find(&arg(0), "pledge", p), life(*state)),
            C::Claimed(p) => Op::Claimed(self.find(&arg(0), "pledge", p)),
            C::Mandate(m) => Op::Mandate(self.find(&arg(0), "mandate", m)),
            C::Asked(a) => Op::Asked(self.find(&arg(0), "audience", a)),
            C::Sponsored(i) => Op::Sponsored(self.find(&arg(0), "issue", i)),
            C::Formed(i) => Op::Formed(self.find(&arg(0), "issue", i)),
            C::Visited(s) => Op::Visited(self.scene_id(&arg(0), s)),
            C::Took(name) => {
                let mut messages = Vec::new();
                Self::look(&mut messages, &self.choices, "choice", name);
                for m in messages {
                    self.fault(&arg(0), m);
                }
                Op::Flag(self.flag(&format!("took:{name}")))
            }
            C::WalkedOut => Op::WalkedOut,
            C::ChannelClosed => Op::ChannelClosed,
            C::Passed(d) => Op::Passed(self.find(&arg(0), "deadline", d)),
            C::From(date) => Op::From(self.day(&arg(0), date)),
            C::FaceGiven(x) => Op::FaceGiven(*x as f32),
            C::VisitSpent => Op::VisitSpent,
            C::Survived => Op::Survived,
            C::Durability(x) => Op::Durability(*x as f32),
            C::VotedFor(a) => Op::VotedFor(self.find(&arg(0), "audience", a)),
        };
        ops.push(op);
    }

    fn cause(&mut self, text: &str) -> u16 {
        match self.causes.iter().position(|c| c == text) {
            Some(i) => i as u16,
            None => {
                self.causes.push(text.to_owned());
                (self.causes.len() - 1) as u16
            }
        }
    }

    fn likelihood(&mut self, here: &Here<'_>, list: &[f64]) -> [f32; TYPES] {
        if list.len() != self.drawn {
            self.fault(here, format!("expected {} likelihoods, one for each type with a prior, found {}", self.drawn, list.len()));
        }
        let mut row = [0.0; TYPES];
        let low = list.iter().copied().fold(f64::INFINITY, f64::min);
        let high = list.iter().copied().fold(0.0, f64::max);
        if low <= 0.0 || high > 1.0 || high > 4.0 * low + 1e-9 {
            self.fault(here, "expected likelihoods above 0, at most 1, none more than four times another");
        }
        for (place, x) in row.iter_mut().zip(list) {
            *place = *x as f32;
        }
        row
    }

    fn effects(&mut self, here: &Here<'_>, list: &[raw::Effect]) -> Span {
        let compiled: Vec<Effect> =
            list.iter().enumerate().map(|(i, e)| self.effect(&here.item(i), e)).collect();
        let start = self.effects.len() as u32;
        self.effects.extend(compiled);
        Span { start, end: self.effects.len() as u32 }
    }

    fn effect(&mut self, here: &Here<'_>, effect: &raw::Effect) -> Effect {
        use raw::Effect as E;
        let arg = |i: usize| here.item(i);
        match effect {
            E::Evidence(a, q, x, cause) => {
                if !(-3.0..=3.0).contains(x) || *x == 0.0 {
                    self.fault(&arg(2), format!("expected evidence between −3 and 3, not 0, found {x}"));
                }
                let quality = match q {
                    raw::Quality::Ability => Quality::Ability,
                    raw::Quality::Benevolence => Quality::Benevolence,
                    raw::Quality::Integrity => Quality::Integrity,
                };
                Effect::Evidence(self.find(&arg(0), "audience", a), quality, *x as f32, self.cause(cause))
            }
            E::Face(x, sight, cause) => {
                if !(-1.0..=1.0).contains(x) {
                    self.fault(&arg(0), format!("expected face between −1 and 1, found {x}"));
                }
                Effect::Face(*x as f32, *sight == raw::Sight::Seen, self.cause(cause))
            }
            E::Set(f) => Effect::Set(self.flag(f)),
            E::Clear(f) => Effect::Clear(self.asked_flag(&arg(0), f)),
            E::Spend(b, n) => Effect::Spend(self.find(&arg(0), "budget", b), *n),
            E::VisitHope(x) => Effect::VisitHope(*x as f32),
            E::SpendVisit => Effect::SpendVisit,
            E::Mandate(m) => Effect::Mandate(self.find(&arg(0), "mandate", m)),
            E::Ask(a) => Effect::Ask(self.find(&arg(0), "audience", a)),
            E::Sponsor(i) => Effect::Sponsor(self.find(&arg(0), "issue", i)),
            E::Form(i) => Effect::Form(self.find(&arg(0), "issue", i)),
            E::Probe(i) => Effect::Probe(self.find(&arg(0), "issue", i)),
            E::ProbeNamed => Effect::ProbeNamed,
            E::Tells(list) => {
                let row = self.likelihood(&arg(0), list);
                self.likelihoods.push(row);
                Effect::Tells((self.likelihoods.len() - 1) as u16)
            }
            E::Intelligence(x) => Effect::Intelligence(self.share(&arg(0), "a probability", *x) as f32),
            E::Pledge(p, state) => Effect::Pledge(self.find(&arg(0), "pledge", p), life(*state)),
            E::Claim(p) => Effect::Claim(self.find(&arg(0), "pledge", p)),
            E::BackDown(p) => Effect::BackDown(self.find(&arg(0), "pledge", p)),
            E::Write(i) => Effect::Write(self.find(&arg(0), "issue", i)),
            E::Close(i) => Effect::Close(self.find(&arg(0), "issue", i)),
            E::Promises(x) => Effect::Promises(self.share(&arg(0), "a share", *x) as f32),
            E::Minutes(n) => Effect::Minutes(*n),
            E::Notebook => Effect::Notebook,
            E::Cable(i) => Effect::Cable(self.find(&arg(0), "issue", i)),
            E::AnswerCables => Effect::AnswerCables,
            E::Ratify => Effect::Ratify,
            E::Review => Effect::Review,
            E::If(cond, list) => {
                let when = self.cond(&arg(0), Some(cond), true);
                Effect::If(when, self.effects(&arg(1), list))
            }
            E::Chance(p, yes, no) => {
                let p = self.share(&arg(0), "a probability", *p) as f32;
                let yes = self.effects(&arg(1), yes);
                Effect::Chance(p, yes, self.effects(&arg(2), no))
            }
        }
    }

    fn paragraphs(&mut self, here: &Here<'_>, list: &[raw::Paragraph]) -> (Vec<Span>, Vec<String>) {
        if list.len() > 32 {
            self.fault(here, format!("expected at most 32 paragraphs, found {}", list.len()));
        }
        let mut spans = Vec::new();
        let mut texts = Vec::new();
        for (i, p) in list.iter().enumerate() {
            let (cond, text) = match p {
                raw::Paragraph::P(text) => (None, text),
                raw::Paragraph::When(cond, text) => (Some(cond), text),
            };
            if text.trim().is_empty() {
                self.fault(&here.item(i), "the paragraph is empty");
            }
            spans.push(self.cond(&here.item(i).item(0), cond, true));
            texts.push(text.clone());
        }
        (spans, texts)
    }

    fn next(&mut self, here: &Here<'_>, list: &[raw::Next]) -> Vec<NextRule> {
        let mut rules = Vec::new();
        for (i, n) in list.iter().enumerate() {
            let here = here.item(i);
            rules.push(NextRule {
                to: self.scene_id(&here.field("to"), &n.to),
                when: self.cond(&here.field("when"), n.when.as_ref(), true),
            });
        }
        rules
    }

    fn gather_flags(&mut self) {
        fn walk(effects: &[raw::Effect], set: &mut BTreeSet<String>) {
            for e in effects {
                match e {
                    raw::Effect::Set(f) => {
                        set.insert(f.clone());
                    }
                    raw::Effect::If(_, list) => walk(list, set),
                    raw::Effect::Chance(_, a, b) => {
                        walk(a, set);
                        walk(b, set);
                    }
                    _ => {}
                }
            }
        }
        let s = self.source;
        for scene in &s.scenes {
            walk(&scene.value.enter, &mut self.set);
            for choice in &scene.value.choices {
                walk(&choice.effects, &mut self.set);
            }
        }
        for d in &s.deadlines {
            walk(&d.value.effects, &mut self.set);
        }
        for v in &s.verbs {
            walk(&v.value.effects, &mut self.set);
        }
    }

    fn scenario(&mut self) -> Option<Scenario> {
        let s = self.source;
        macro_rules! ids {
            ($list:ident) => {
                s.$list.iter().map(|p| (&p.at, p.value.id.as_str())).collect::<Vec<_>>()
            };
        }
        self.audiences = self.names("audiences", "audience", AUDIENCES, ids!(audiences));
        self.issues = self.names("issues", "issue", ISSUES, ids!(issues));
        self.types = self.names("counterparts", "counterpart type", TYPES, ids!(counterparts));
        self.advisers = self.names("advisers", "adviser", ADVISERS, ids!(advisers));
        self.budgets = self.names("budgets", "budget", BUDGETS, ids!(budgets));
        self.mandates = self.names("mandates", "mandate", 8, ids!(mandates));
        self.pledges = self.names("pledges", "pledge", PLEDGES, ids!(pledges));
        self.deadlines = self.names("deadlines", "deadline", DEADLINES, ids!(deadlines));
        self.scenes = self.names("scenes", "scene", 250, ids!(scenes));
        self.names("tells", "tell", 16, ids!(tells));
        self.names("endings", "ending", 64, ids!(endings));
        self.names("verbs", "verb", VERBS, ids!(verbs));
        self.drawn = s.counterparts.iter().filter(|t| t.value.prior > 0.0).count();
        for issue in &s.issues {
            let here = Here::new(&issue.at).field("options");
            let mut names = Names::default();
            for (o, option) in issue.value.options.iter().enumerate() {
                if names.ids.contains(&option.id) {
                    self.fault(&here.item(o).field("id"), format!("the id ‘{}’ stands twice among the options", option.id));
                }
                names.ids.push(option.id.clone());
            }
            if !(2..=OPTIONS).contains(&names.ids.len()) {
                self.fault(&here, format!("expected 2 to {OPTIONS} options, found {}", names.ids.len()));
            }
            self.options.push(names);
        }
        for scene in &s.scenes {
            let mut seen = BTreeSet::new();
            for (i, choice) in scene.value.choices.iter().enumerate() {
                if !seen.insert(&choice.id) {
                    let here = Here::new(&scene.at).field("choices").item(i).field("id");
                    self.fault(&here, format!("the id ‘{}’ stands twice in this scene", choice.id));
                }
                self.choices.ids.push(format!("{}/{}", scene.value.id, choice.id));
            }
        }
        for what in ["audiences", "issues", "counterparts", "scenes", "endings"] {
            let empty = match what {
                "audiences" => s.audiences.is_empty(),
                "issues" => s.issues.is_empty(),
                "counterparts" => s.counterparts.is_empty(),
                "scenes" => s.scenes.is_empty(),
                _ => s.endings.is_empty(),
            };
            if empty {
                self.missing(what);
            }
        }
        self.gather_flags();

        let header = self.single(&s.header, "scenario");
        let player = self.single(&s.player, "player");
        let table = self.single(&s.table, "table");
        let result = self.single(&s.result, "result");
        if let Some((h, here)) = &header {
            match h.start.parse::<DateTime>() {
                Ok(start) => self.start = start,
                Err(_) => self.fault(
                    &here.field("start"),
                    format!("expected a moment such as \"2000-10-12T09:00\", found \"{}\"", h.start),
                ),
            }
            self.source_given(here, &h.source);
        }
        let mut texts = Texts::default();
        let (issues, issue_texts) = self.issue_rules();
        texts.issues = issue_texts;
        let mut rules_audiences = Vec::new();
        for a in &s.audiences {
            let here = Here::new(&a.at);
            self.source_given(&here, &a.value.source);
            self.share(&here.field("remembers"), "a share", a.value.remembers);
            if a.value.kept < 0.0 || a.value.broken < 0.0 {
                self.fault(&here, "expected evidence of at least 0");
            }
            let vote = a.value.vote.as_ref().map(|v| {
                let here = here.field("vote");
                let utility = self.utility(&here, &v.weights, &v.values, v.quota);
                let only_if = v
                    .only_if
                    .iter()
                    .enumerate()
                    .map(|(i, (issue, option))| {
                        let here = here.field("only_if").item(i);
                        let issue = self.find(&here.item(0), "issue", issue);
                        (issue, self.option(&here.item(1), issue, option))
                    })
                    .collect();
                VoteRule { utility, gamma: v.gamma, delta: v.delta, only_if }
            });
            rules_audiences.push(AudienceRule {
                id: a.value.id.clone(),
                kept: a.value.kept,
                broken: a.value.broken,
                remembers: a.value.remembers,
                vote,
            });
            texts.audiences.push(Named { name: a.value.name.clone(), about: a.value.about.clone() });
        }
        let player_utility = match player {
            Some((p, here)) => {
                self.source_given(&here, &p.source);
                self.utility(&here, &p.weights, &p.values, p.reservation)
            }
            None => Utility { worth: [[0; OPTIONS]; ISSUES], reservation: 0 },
        };
        let (types, type_texts) = self.type_rules(table.as_ref().map(|(t, _)| *t));
        texts.types = type_texts;

        let mut tells = Vec::new();
        for t in &s.tells {
            let here = Here::new(&t.at);
            self.source_given(&here, &t.value.source);
            if t.value.texts.len() < 3 {
                self.fault(&here.field("texts"), format!("expected at least three wordings, found {}", t.value.texts.len()));
            }
            let likelihood = self.likelihood(&here.field("likelihood"), &t.value.likelihood);
            tells.push(TellRule { id: t.value.id.clone(), likelihood, wordings: t.value.texts.len() as u8 });
            texts.tells.push(TellText { name: t.value.name.clone(), texts: t.value.texts.clone() });
        }
        let mut advisers = Vec::new();
        for a in &s.advisers {
            let here = Here::new(&a.at);
            let mut prior = [0.0; TYPES];
            if a.value.prior.len() != self.drawn || (a.value.prior.iter().sum::<f64>() - 1.0).abs() > 1e-6 {
                self.fault(&here.field("prior"), format!("expected {} probabilities that sum to 1", self.drawn));
            }
            if a.value.thinks.len() != self.drawn {
                self.fault(&here.field("thinks"), format!("expected {} sentences, one for each type with a prior", self.drawn));
            }
            for (p, x) in prior.iter_mut().zip(&a.value.prior) {
                *p = *x as f32;
            }
            advisers.push(AdviserRule { id: a.value.id.clone(), prior });
            texts.advisers.push(AdviserText {
                name: a.value.name.clone(),
                bias: a.value.bias.clone(),
                thinks: a.value.thinks.clone(),
            });
        }
        let mut budgets = Vec::new();
        for b in &s.budgets {
            self.source_given(&Here::new(&b.at), &b.value.source);
            budgets.push((b.value.id.clone(), b.value.amount));
            texts.budgets.push(b.value.name.clone());
        }
        let mut mandates = Vec::new();
        for m in &s.mandates {
            let here = Here::new(&m.at);
            self.source_given(&here, &m.value.source);
            let mut limits = [255; ISSUES];
            for (i, (issue, option)) in m.value.limits.iter().enumerate() {
                let here = here.field("limits").item(i);
                let issue = self.find(&here.item(0), "issue", issue);
                limits[usize::from(issue) % ISSUES] = self.option(&here.item(1), issue, option);
            }
            mandates.push(MandateRule { id: m.value.id.clone(), limits });
            texts.mandates.push(Named { name: m.value.name.clone(), about: m.value.says.clone() });
        }
        let mut pledges = Vec::new();
        for p in &s.pledges {
            let here = Here::new(&p.at);
            self.source_given(&here, &p.value.source);
            let issue = self.find(&here.field("amounts_to").item(0), "issue", &p.value.amounts_to.0);
            let option = self.option(&here.field("amounts_to").item(1), issue, &p.value.amounts_to.1);
            pledges.push(PledgeRule {
                id: p.value.id.clone(),
                amounts_to: (issue, option),
                lapses_after: p.value.lapses_after,
                claim_price: p.value.claim_price,
                claim_price_a_day: p.value.claim_price_a_day,
            });
            texts.pledges.push(p.value.name.clone());
        }
        let mut deadlines = Vec::new();
        for d in &s.deadlines {
            let here = Here::new(&d.at);
            self.source_given(&here, &d.value.source);
            let falls = match &d.value.when {
                raw::When::Dated(date) => Falls::Dated(self.day(&here.field("when").item(0), date)),
                raw::When::Undated { after, hazard_a_week, latest } => Falls::Undated {
                    after: self.find(&here.field("when").field("after"), "deadline", after),
                    hazard: self.share(&here.field("when").field("hazard_a_week"), "a probability", *hazard_a_week),
                    latest: self.day(&here.field("when").field("latest"), latest),
                },
            };
            let effects = self.effects(&here.field("effects"), &d.value.effects);
            deadlines.push(DeadlineRule { id: d.value.id.clone(), falls, effects });
            texts.deadlines.push(DeadlineText {
                name: d.value.name.clone(),
                text: d.value.text.clone(),
                headline: d.value.headline.clone(),
                source: d.value.source.clone(),
            });
        }
        let (scenes, choices, advice) = self.scene_rules(&mut texts);
        let mut verbs = Vec::new();
        for v in &s.verbs {
            let here = Here::new(&v.at);
            self.source_given(&here, &v.value.source);
            let when = self.cond(&here.field("when"), v.value.when.as_ref(), false);
            let effects = self.effects(&here.field("effects"), &v.value.effects);
            let (reply, reply_texts) = self.paragraphs(&here.field("reply"), &v.value.reply);
            verbs.push(VerbRule {
                id: v.value.id.clone(),
                minutes: v.value.minutes,
                when,
                each_session: v.value.each_session,
                asks_issue: v.value.asks_issue,
                effects,
                reply,
            });
            texts.verbs.push(VerbText {
                label: v.value.label.clone(),
                detail: v.value.detail.clone(),
                reply: reply_texts,
                source: v.value.source.clone(),
            });
        }
        let mut endings = Vec::new();
        for (i, e) in s.endings.iter().enumerate() {
            let here = Here::new(&e.at);
            self.source_given(&here, &e.value.source);
            let last = i + 1 == s.endings.len();
            if e.value.when.is_none() != last {
                let message = if last {
                    "the last ending must hold always: leave out its `when`"
                } else {
                    "only the last ending may hold always: give this one a `when`"
                };
                self.fault(&here.field("when"), message);
            }
            let when = self.cond(&here.field("when"), e.value.when.as_ref(), true);
            let (headline, h) = self.paragraphs(&here.field("headline"), &e.value.headline);
            let (deck, d) = self.paragraphs(&here.field("deck"), &e.value.deck);
            let (story, st) = self.paragraphs(&here.field("story"), &e.value.story);
            let mut sides = Vec::new();
            for (i, side) in e.value.sides.iter().enumerate() {
                sides.push(self.cond(&here.field("sides").item(i).field("when"), side.when.as_ref(), true));
            }
            endings.push(EndingRule { id: e.value.id.clone(), when, headline, deck, story, sides });
            texts.endings.push(EndingText {
                title: e.value.title.clone(),
                headline: h,
                deck: d,
                story: st,
                sides: e.value.sides.iter().map(|s| (s.headline.clone(), s.text.clone())).collect(),
                source: e.value.source.clone(),
            });
        }
        let mut voice = Vec::new();
        for line in &s.voice {
            let here = Here::new(&line.at);
            if line.value.texts.is_empty() {
                self.fault(&here.field("texts"), "expected at least one wording");
            }
            let when = self.cond(&here.field("when"), line.value.when.as_ref(), true);
            let wordings = line.value.texts.len() as u8;
            voice.push((VoiceRule { on: line.value.on, when, wordings }, line.value.texts.clone()));
        }
        // The particular before the general: lines with a condition are asked first.
        voice.sort_by_key(|(rule, _)| rule.when.is_empty());
        let (voice, voice_texts): (Vec<_>, Vec<_>) = voice.into_iter().unzip();
        texts.voice = voice_texts;
        let mut facts = BTreeMap::new();
        for f in &s.facts {
            if facts.insert(f.value.n, f.value.says.clone()).is_some() {
                self.fault(&Here::new(&f.at).field("n"), format!("fact number {} stands twice", f.value.n));
            }
        }
        texts.facts = facts.into_iter().collect();

        let result_rule = result.map(|(r, here)| {
            self.source_given(&here, &r.source);
            if !(r.giveaway < r.history && r.history < r.best) {
                self.fault(&here, "expected giveaway below history below best: they are the marks of the 0–100 scale");
            }
            let mut durability = Vec::new();
            for (i, f) in r.durability.iter().enumerate() {
                let when = self.cond(&here.field("durability").item(i).field("when"), Some(&f.when), false);
                durability.push((when, f.adds));
                texts.factors.push(f.name.clone());
            }
            ResultRule {
                history: r.history,
                giveaway: r.giveaway,
                best: r.best,
                face_free: r.face_free,
                face_price: r.face_price,
                ratified: r.ratified,
                initialled: r.initialled,
                public: r.public,
                private: r.private,
                durability_base: r.durability_base,
                durability_cap: r.durability_cap,
                durability,
            }
        });
        let table_rule = table.as_ref().map(|(t, here)| self.table_rule(t, here));
        let header_parts = header.map(|(h, here)| {
            texts.title = h.title.clone();
            texts.subtitle = h.subtitle.clone();
            texts.about = h.about.clone();
            texts.you = h.you.clone();
            texts.counterpart = h.counterpart.clone();
            texts.newspaper = h.newspaper.clone();
            let mut calendar = Vec::new();
            for (i, c) in h.calendar.iter().enumerate() {
                let here = here.field("calendar").item(i);
                let day = self.day(&here.field("from"), &c.from);
                calendar.push((day, self.share(&here.field("share"), "a share", c.share)));
            }
            let sheet = h
                .sheet
                .iter()
                .enumerate()
                .map(|(i, id)| self.find(&here.field("sheet").item(i), "issue", id))
                .collect();
            (
                h.id.clone(),
                self.find(&here.field("host"), "audience", &h.host),
                self.scene_id(&here.field("first_scene"), &h.first_scene),
                calendar,
                sheet,
            )
        });
        texts.causes = std::mem::take(&mut self.causes);
        if self.flags.len() > FLAGS {
            let n = self.flags.len();
            if let Some((_, here)) = &table {
                self.fault(here, format!("at most {FLAGS} flags fit into the state of a game, found {n}"));
            }
        }
        let quota_noise = table.map_or_else(Vec::new, |(t, _)| {
            draw::quota_noise(t.variants, t.noise.quotas)
        });
        let (id, host, first_scene, calendar, sheet) = header_parts?;
        Some(Scenario::new(
            Rules {
                id,
                host,
                start_minute: (i32::from(self.start.hour()) * 60 + i32::from(self.start.minute())) as u16,
                first_scene,
                calendar,
                sheet,
                issues,
                player: player_utility,
                audiences: rules_audiences,
                types,
                drawn_types: self.drawn,
                quota_noise,
                tells,
                advisers,
                budgets,
                mandates,
                pledges,
                deadlines,
                scenes,
                choices,
                verbs,
                endings,
                flags: std::mem::take(&mut self.flags),
                table: table_rule?,
                result: result_rule?,
                ops: std::mem::take(&mut self.ops),
                effects: std::mem::take(&mut self.effects),
                advice,
                voice,
                likelihoods: std::mem::take(&mut self.likelihoods),
            },
            texts,
            self.start.date(),
        ))
    }

    fn issue_rules(&mut self) -> (Vec<IssueRule>, Vec<IssueText>) {
        let s = self.source;
        let mut rules = Vec::new();
        let mut texts = Vec::new();
        for (i, placed) in s.issues.iter().enumerate() {
            let issue = &placed.value;
            let here = Here::new(&placed.at);
            self.source_given(&here, &issue.source);
            if issue.grants.is_empty() || issue.asks.is_empty() {
                self.fault(&here, "expected at least one line each under `grants` and `asks`");
            }
            let status_quo = self.option(&here.field("status_quo"), i as u8, &issue.status_quo);
            let n = issue.options.len().min(OPTIONS);
            let amount = |o: usize| issue.options[o].amount.unwrap_or(o as f64 / (n.max(2) - 1) as f64);
            let forms = issue.options.iter().any(|o| o.form.is_some());
            let mut similarity = [[0; OPTIONS]; OPTIONS];
            for a in 0..n {
                for b in 0..n {
                    let near = 1.0 - (amount(a) - amount(b)).abs();
                    let same = f64::from(u8::from(issue.options[a].form == issue.options[b].form));
                    let s = if forms { 0.6 * near + 0.4 * same } else { near };
                    similarity[a][b] = one_of(s) / s_issues(self.issues.ids.len());
                }
            }
            let ambiguous =
                issue.options.iter().take(OPTIONS).enumerate().fold(0, |m, (o, x)| m | (u8::from(x.ambiguous) << o));
            let direction = s.player.first().and_then(|p| p.value.values.get(i)).map_or(1, |row| {
                if row.last() >= row.first() { 1 } else { -1 }
            });
            rules.push(IssueRule {
                id: issue.id.clone(),
                options: issue.options.iter().map(|o| o.id.clone()).collect(),
                ambiguous,
                status_quo,
                promise: issue.promise,
                direction,
                similarity,
            });
            texts.push(IssueText {
                name: issue.name.clone(),
                about: issue.about.clone(),
                options: issue.options.iter().map(|o| Named { name: o.name.clone(), about: o.says.clone() }).collect(),
                grants: issue.grants.clone(),
                asks: issue.asks.clone(),
            });
        }
        (rules, texts)
    }

    fn type_rules(&mut self, table: Option<&raw::TableRules>) -> (Vec<TypeRule>, Vec<Named>) {
        let s = self.source;
        let mut rules = Vec::new();
        let mut texts = Vec::new();
        let total: f64 = s.counterparts.iter().map(|t| t.value.prior).sum();
        let mut rehearsal_seen = false;
        for placed in &s.counterparts {
            let t = &placed.value;
            let here = Here::new(&placed.at);
            self.source_given(&here, &t.source);
            self.share(&here.field("prior"), "a prior", t.prior);
            if t.prior > 0.0 && rehearsal_seen {
                self.fault(&here.field("prior"), "types with a prior must stand before those without");
            }
            rehearsal_seen |= t.prior == 0.0;
            if (total - 1.0).abs() > 1e-6 && t.prior > 0.0 {
                self.fault(&here.field("prior"), format!("expected priors that sum to 1 over all types, found {total:.4}"));
            }
            let utility = self.utility(&here, &t.weights, &t.values, t.reservation);
            let d = &t.dynamics;
            for (name, x) in [
                ("kappa", d.kappa),
                ("omega", d.omega),
                ("guard", d.guard),
                ("deflects", d.deflects),
                ("honest", d.honest),
                ("warm", d.warm),
            ] {
                self.share(&here.field("dynamics").field(name), name, x);
            }
            if d.beta <= 0.0 {
                self.fault(&here.field("dynamics").field("beta"), format!("expected β above 0, found {}", d.beta));
            }
            let mut opening = [0; ISSUES];
            if t.opening.len() != self.issues.ids.len() {
                self.fault(&here.field("opening"), format!("expected {} options, one for each issue", self.issues.ids.len()));
            }
            for (i, id) in t.opening.iter().enumerate().take(self.issues.ids.len().min(ISSUES)) {
                opening[i] = self.option(&here.field("opening").item(i), i as u8, id);
            }
            let mut quo = [0; ISSUES];
            for (i, issue) in s.issues.iter().enumerate().take(ISSUES) {
                let at = self.options[i].ids.iter().position(|o| *o == issue.value.status_quo);
                quo[i] = at.unwrap_or(0) as u8;
            }
            let nothing = utility.of(&quo);
            if utility.reservation < nothing {
                self.fault(
                    &here.field("reservation"),
                    format!(
                        "expected a reservation value of at least what nothing is worth to him, {:.3}, found {}",
                        f64::from(nothing) / f64::from(ONE),
                        t.reservation
                    ),
                );
            }
            let book = Character {
                utility,
                opening,
                kappa: d.kappa,
                beta: d.beta,
                horizon: d.horizon,
                omega: d.omega,
                rho: d.rho,
                firm: d.firm,
                trust_bend: d.trust_bend,
                face_bend: d.face_bend,
                phi: d.phi,
                mu: d.mu,
                guard: d.guard,
                deflects: d.deflects,
                honest: d.honest,
                warm: d.warm,
                banks: d.banks,
                writes: d.writes,
            };
            let mut levels = [1; ISSUES];
            let mut variants = Vec::new();
            if let Some(table) = table {
                for (level, &w) in levels.iter_mut().zip(&t.weights) {
                    *level = if w >= table.read.dear { 2 } else { u8::from(w > table.read.cheap) };
                }
                if table.variants == 0 || table.variants > 64 {
                    let at = &s.table[0].at;
                    self.fault(&Here::new(at).field("variants"), "expected 1 to 64 variants");
                }
                if t.values.len() == self.issues.ids.len() && t.weights.len() == self.issues.ids.len() {
                    variants = draw::variants(&t.id, &book, &t.weights, &t.values, &quo, table.variants, &table.noise);
                }
            }
            rules.push(TypeRule { id: t.id.clone(), prior: t.prior, book, variants, levels });
            texts.push(Named { name: t.name.clone(), about: t.about.clone() });
        }
        (rules, texts)
    }

    fn session(&mut self, here: &Here<'_>, session: &raw::Session) -> SessionRule {
        let mut actions: u16 = session.actions.iter().fold(0, |m, a| m | 1 << (*a as u16));
        if session.actions.is_empty() {
            actions = (1 << MoveKind::ALL.len()) - 1;
        }
        let agenda = session.agenda.iter().enumerate().fold(0u8, |m, (i, id)| {
            m | 1 << self.find(&here.field("agenda").item(i), "issue", id)
        });
        if session.minutes < 10 || session.minutes > 600 {
            self.fault(&here.field("minutes"), format!("expected 10 to 600 minutes, found {}", session.minutes));
        }
        SessionRule {
            minutes: session.minutes as i16,
            room: match session.room {
                raw::Room::Principals => Room::Principals,
                raw::Room::Experts => Room::Experts,
                raw::Room::Channel => Room::Channel,
            },
            actions,
            moves: session.moves.unwrap_or(255),
            extra_move_at_trust: session.extra_move_at_trust.unwrap_or(2.0),
            agenda,
            rehearsal: session
                .rehearsal
                .as_ref()
                .map(|id| self.find(&here.field("rehearsal"), "counterpart type", id)),
            minutes_an_exchange: session.minutes_an_exchange.unwrap_or(0),
            hazard: self.share(&here.field("hazard"), "a probability", session.hazard),
            shrinks: self.share(&here.field("shrinks"), "a share", session.shrinks),
        }
    }

    fn scene_rules(&mut self, texts: &mut Texts) -> (Vec<SceneRule>, Vec<ChoiceRule>, Vec<AdviceRule>) {
        let s = self.source;
        let (mut scenes, mut choices, mut advice) = (Vec::new(), Vec::new(), Vec::new());
        for (index, placed) in s.scenes.iter().enumerate() {
            let scene = &placed.value;
            let here = Here::new(&placed.at);
            self.source_given(&here, &scene.source);
            let decides = !scene.choices.is_empty() || scene.table.is_some();
            if scene.table.is_some() && !scene.choices.is_empty() {
                self.fault(&here.field("choices"), "a scene has a table or choices, not both");
            }
            if scene.ends && (decides || !scene.next.is_empty()) {
                self.fault(&here.field("ends"), "the scene that ends the story has no choices, no table and no `next`");
            }
            let leads = scene.next.iter().any(|n| n.when.is_none());
            let own = !scene.choices.is_empty()
                && scene.choices.iter().all(|c| c.next.iter().any(|n| n.when.is_none()));
            if !scene.ends && !leads && !own {
                self.fault(&here.field("next"), "expected a last `next` without `when`, so that the story always goes on");
            }
            if !leads && !scene.choices.is_empty() && scene.choices.iter().all(|c| c.when.is_some()) {
                self.fault(
                    &here.field("choices"),
                    "expected one choice without `when`, or a `next` of the scene itself, so that the story always goes on",
                );
            }
            if decides && scene.really.is_none() {
                self.fault(&here, "expected `really`: what really happened, with its source");
            }
            if let Some(really) = &scene.really {
                self.source_given(&here.field("really"), &really.source);
            }
            let at = scene.at.as_ref().map(|t| self.moment(&here.field("at"), t));
            let (text, paragraphs) = self.paragraphs(&here.field("text"), &scene.text);
            let enter = self.effects(&here.field("enter"), &scene.enter);
            let session = scene.table.as_ref().map(|t| self.session(&here.field("table"), t));
            let next = self.next(&here.field("next"), &scene.next);
            let first_choice = choices.len();
            for (i, choice) in scene.choices.iter().enumerate() {
                let here = here.field("choices").item(i);
                self.source_given(&here, &choice.source);
                let when = self.cond(&here.field("when"), choice.when.as_ref(), false);
                let effects = self.effects(&here.field("effects"), &choice.effects);
                let (reply, reply_texts) = self.paragraphs(&here.field("reply"), &choice.reply);
                let (headlines, headline_texts) = self.paragraphs(&here.field("headlines"), &choice.headlines);
                let next = self.next(&here.field("next"), &choice.next);
                choices.push(ChoiceRule {
                    id: choice.id.clone(),
                    scene: index as u16,
                    when,
                    effects,
                    reply,
                    headlines,
                    next,
                    conscience: choice.conscience,
                    took_flag: None,
                });
                texts.choices.push(ChoiceText {
                    label: choice.label.clone(),
                    detail: choice.detail.clone(),
                    reply: reply_texts,
                    headlines: headline_texts,
                    source: choice.source.clone(),
                });
            }
            let first_advice = advice.len();
            let mut advice_texts = Vec::new();
            for (i, a) in scene.advisers.iter().enumerate() {
                let here = here.field("advisers").item(i);
                if !(0.5..=1.0).contains(&a.sure) {
                    self.fault(&here.field("sure"), format!("expected a confidence between 0.5 and 1, found {}", a.sure));
                }
                if a.if_choice.is_some() != a.expects.is_some() {
                    self.fault(&here, "`if_choice` and `expects` stand together or not at all");
                }
                let if_choice = a.if_choice.as_ref().map(|id| {
                    let name = format!("{}/{id}", scene.id);
                    let mut messages = Vec::new();
                    let i = Self::look(&mut messages, &self.choices, "choice", &name);
                    for m in messages {
                        self.fault(&here.field("if_choice"), m);
                    }
                    i as u16
                });
                advice.push(AdviceRule {
                    adviser: self.find(&here.field("adviser"), "adviser", &a.adviser),
                    when: self.cond(&here.field("when"), a.when.as_ref(), false),
                    if_choice,
                    expects: self.cond(&here.field("expects"), a.expects.as_ref(), true),
                });
                advice_texts.push((a.says.clone(), a.sure));
            }
            scenes.push(SceneRule {
                id: scene.id.clone(),
                at,
                enter,
                choices: Span { start: first_choice as u32, end: choices.len() as u32 },
                text,
                session,
                next,
                ends: scene.ends,
                advice: Span { start: first_advice as u32, end: advice.len() as u32 },
            });
            texts.scenes.push(SceneText {
                title: scene.title.clone(),
                act: scene.act.clone(),
                place: scene.place.clone(),
                text: paragraphs,
                advice: advice_texts,
                really: scene.really.as_ref().map(|r| (r.text.clone(), r.source.clone())),
                source: scene.source.clone(),
            });
        }
        // Later endings, verbs and voices may ask too: their flags were made before by the same names.
        self.name_flags_of_the_rest();
        for (i, choice) in choices.iter_mut().enumerate() {
            let name = self.choices.ids[i].clone();
            choice.took_flag = self.known_flag(&format!("took:{name}"));
        }
        (scenes, choices, advice)
    }

    fn known_flag(&self, name: &str) -> Option<u8> {
        self.flags.iter().position(|f| f == name).map(|i| i as u8)
    }

    /// Makes the flags behind `Took` wherever a condition outside the scenes asks for them.
    fn name_flags_of_the_rest(&mut self) {
        fn walk(cond: &raw::Cond, found: &mut Vec<String>) {
            match cond {
                raw::Cond::Not(c) => walk(c, found),
                raw::Cond::All(list) | raw::Cond::Any(list) => list.iter().for_each(|c| walk(c, found)),
                raw::Cond::Took(s) => found.push(format!("took:{s}")),
                _ => {}
            }
        }
        let s = self.source;
        let mut found = Vec::new();
        let mut texts: Vec<&raw::Paragraph> = Vec::new();
        for e in &s.endings {
            e.value.when.iter().for_each(|c| walk(c, &mut found));
            e.value.sides.iter().filter_map(|s| s.when.as_ref()).for_each(|c| walk(c, &mut found));
            texts.extend(e.value.headline.iter().chain(&e.value.deck).chain(&e.value.story));
        }
        for v in &s.verbs {
            v.value.when.iter().for_each(|c| walk(c, &mut found));
            texts.extend(&v.value.reply);
        }
        for p in texts {
            if let raw::Paragraph::When(c, _) = p {
                walk(c, &mut found);
            }
        }
        for line in &s.voice {
            line.value.when.iter().for_each(|c| walk(c, &mut found));
        }
        for r in &s.result {
            r.value.durability.iter().for_each(|f| walk(&f.when, &mut found));
        }
        for name in found {
            self.flag(&name);
        }
    }

    fn table_rule(&mut self, t: &raw::TableRules, here: &Here<'_>) -> Table {
        self.source_given(here, &t.source);
        let m = &t.minutes;
        for (name, x) in [
            ("step", t.step),
            ("still", t.still),
            ("late", t.late),
            ("fall", t.fall),
            ("visit_hope", t.visit_hope),
            ("visit_hope_floor", t.visit_hope_floor),
            ("stalling_counts", t.stalling_counts),
            ("promise_floor", t.promise_floor),
            ("anchor", t.anchor),
            ("grit", t.grit),
            ("tells", t.tells),
        ] {
            self.share(&here.field(name), name, x);
        }
        let mut paid_by = 0u8;
        for (i, id) in t.face.paid_by.iter().enumerate() {
            paid_by |= 1 << self.find(&here.field("face").field("paid_by").item(i), "audience", id);
        }
        let visit = t.visit.as_ref().map(|(issue, option)| {
            let issue = self.find(&here.field("visit").item(0), "issue", issue);
            (issue, self.option(&here.field("visit").item(1), issue, option))
        });
        Table {
            minutes: [
                m.agenda, m.propose, m.double_offer, m.accept, m.refuse, m.close, m.reopen, m.probe, m.link, m.gesture,
                m.write, m.caucus, 0, 0,
            ],
            double_offer_prepared: m.double_offer_prepared,
            double_offer_flag: self.known_flag("double_offer_prepared"),
            agenda: t.agenda,
            performs_until: t.performs_until as i16,
            no_new_issues: t.no_new_issues as i16,
            only_settling: t.only_settling as i16,
            face_for_time: t.face_for_time,
            time_for_face: t.time_for_face as i16,
            fall: t.fall,
            step: t.step,
            still: t.still,
            late: t.late,
            late_margin: t.late_margin,
            visit_hope: t.visit_hope,
            visit_hope_floor: t.visit_hope_floor,
            promise_floor: t.promise_floor,
            horizon: t.horizon,
            anchor: t.anchor,
            grit: t.grit,
            tells: t.tells,
            stalling_counts: t.stalling_counts,
            shortest_horizon: t.shortest_horizon,
            bank_refusal: t.bank_refusal,
            bank_repeat: t.bank_repeat,
            own_similarity: t.own_similarity,
            back_step: t.back_step,
            visit,
            bad_weighs: t.evidence.bad_weighs,
            concession: t.evidence.concession,
            retreat: t.evidence.retreat,
            full_at: t.evidence.full_at,
            threshold: t.evidence.threshold,
            gesture_announced: t.evidence.gesture_announced,
            gesture_quiet: t.evidence.gesture_quiet,
            gesture_fades: t.evidence.gesture_fades,
            double_offer: t.evidence.double_offer,
            unreturned: t.evidence.unreturned,
            walk_out: t.evidence.walk_out,
            closed: t.evidence.closed,
            reopened: t.evidence.reopened,
            probe: t.evidence.probe,
            refusal: t.evidence.refusal,
            face_half_life: t.face.half_life,
            face_gesture: t.face.gesture,
            face_probe_again: t.face.probe_again,
            face_walk_out: t.face.walk_out,
            face_paid_at_home: t.face.paid_at_home,
            face_paid_by: paid_by,
            face_sore: t.face.sore,
            write_trust: t.write.trust,
            initial_trust: t.write.initial_trust,
            write_base: t.write.base,
            write_slope: t.write.slope,
            write_repeated: t.write.repeated,
            read_sigma: t.read.sigma,
            read_lapse: t.read.lapse,
            accept_slope: t.read.accept_slope,
            dear: t.read.dear,
            cheap: t.read.cheap,
            guess_wrong: t.noise.guess_wrong,
        }
    }
}

/// Similarity is shared evenly among the issues, so that a whole package is 1 to itself.
fn s_issues(n: usize) -> i32 {
    n.max(1) as i32
}
