//! From parts to a [`Scenario`]: checks everything, names for ids, conditions and effects for flat programs.
//!
//! Nothing stops at the first fault: each check notes what it finds and goes on.

mod drawing;
mod parties;
mod people;
mod pictures;
mod program;
mod scenes;
mod stakes;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime};

use crate::scenario::Scenario;
use crate::scenario::books::Books;
use crate::scenario::draw;
use crate::scenario::fault::{Fault, Faults, unknown};
use crate::scenario::load::{At, Source};
use crate::scenario::place::{self, Step};
use crate::scenario::program::{Effect, Life, Op, Quality};
use crate::scenario::raw;
use crate::scenario::rules::*;
use crate::scenario::texts::*;

use Step::{Field, Item};

/// Most packages: every look for what is worth aiming at goes through them, and finds those that none dominates.
const MOST_PACKAGES: usize = 100_000;

/// Names of one kind, in order, for looking ids up.
#[derive(Default)]
struct Names {
    ids: Vec<String>,
    unread: Vec<String>,
    /// A file is lost: any name may have been in it.
    lost: bool,
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
        if self.source.lost_file || self.source.unread.iter().any(|(f, _)| *f == what) {
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
            if id.is_empty() || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-".contains(&b))
            {
                self.fault(&here, format!("expected an id of small letters, digits, _ and -, found ‘{id}’"));
            }
            if i == most {
                self.fault(&here, format!("too many: at most {most} {what}s fit into the state of a game"));
            }
            names.ids.push(id.to_owned());
        }
        names.lost = self.source.lost_file;
        names.unread = self.source.unread.iter().filter(|(f, _)| *f == kind).map(|(_, id)| id.clone()).collect();
        names
    }

    fn look(faults: &mut Vec<String>, names: &Names, kind: &str, id: &str) -> usize {
        match names.ids.iter().position(|n| n == id) {
            Some(i) => i,
            None => {
                if !names.lost && !names.unread.iter().any(|n| n == id) {
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
        let Some(names) = self.options.get(usize::from(issue)) else {
            return 0;
        };
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
        // What sets it may stand in something that could not be read.
        let unread = self.source.lost_file || !self.source.unread.is_empty();
        if !unread && !self.set.contains(name) {
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
            self.fault(
                &here.field("source"),
                "expected at least one source: Article([…]), History(\"…\") or Model(\"…\")",
            );
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
                    self.fault(
                        &here.item(o).field("id"),
                        format!("the id ‘{}’ stands twice among the options", option.id),
                    );
                }
                names.ids.push(option.id.clone());
            }
            if !(2..=OPTIONS).contains(&names.ids.len()) {
                self.fault(&here, format!("expected 2 to {OPTIONS} options, found {}", names.ids.len()));
            }
            self.options.push(names);
        }
        let packages = self.options.iter().map(|names| names.ids.len()).fold(1, usize::saturating_mul);
        if let Some(issue) = s.issues.last().filter(|_| packages > MOST_PACKAGES) {
            let message = format!(
                "these issues have {packages} packages; at most {MOST_PACKAGES} can be weighed: leave out issues or options"
            );
            self.fault(&Here::new(&issue.at).field("options"), message);
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
        let rules_audiences = self.audience_rules(&mut texts);
        let player_utility = match player {
            Some((p, here)) => {
                self.source_given(&here, &p.source);
                self.utility(&here, &p.weights, &p.values, p.reservation)
            }
            None => Utility { worth: [[0; OPTIONS]; ISSUES], reservation: 0 },
        };
        let (types, type_texts) = self.type_rules(table.as_ref().map(|(t, _)| *t));
        texts.types = type_texts;

        let tells = self.tell_rules(&mut texts);
        let advisers = self.adviser_rules(&mut texts);
        let budgets = self.budget_rules(&mut texts);
        let mandates = self.mandate_rules(&mut texts);
        let pledges = self.pledge_rules(&mut texts);
        let deadlines = self.deadline_rules(&mut texts);
        let (scenes, choices, advice) = self.scene_rules(&mut texts);
        let verbs = self.verb_rules(&mut texts);
        let endings = self.ending_rules(&mut texts);
        let voice = self.voice_rules(&mut texts);
        let mut facts = BTreeMap::new();
        for f in &s.facts {
            if facts.insert(f.value.n, f.value.says.clone()).is_some() {
                self.fault(&Here::new(&f.at).field("n"), format!("fact number {} stands twice", f.value.n));
            }
        }
        texts.facts = facts.into_iter().collect();
        self.pictures(&mut texts);
        self.glossary(&mut texts);

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
            let verified = r.verified.as_ref().map(|c| self.cond(&here.field("verified"), Some(c), false));
            ResultRule {
                verified,
                history: r.history,
                giveaway: r.giveaway,
                best: r.best,
                face_free: r.face_free,
                face_price: r.face_price,
                ratified: r.ratified,
                initialled: r.initialled,
                written: r.written,
                closed: r.closed,
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
            texts.length = h.length.clone();
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
        let quota_noise = table.map_or_else(Vec::new, |(t, _)| draw::quota_noise(t.variants, t.noise.quotas));
        let (id, host, first_scene, calendar, sheet) = header_parts?;
        Some(Scenario::new(
            Rules {
                id,
                host,
                start_minute: (i32::from(self.start.hour()) * 60 + i32::from(self.start.minute())) as u16,
                first_scene,
                calendar,
                sheet,
                books: Books::new(&issues, &types[..self.drawn.min(types.len())]),
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
}
