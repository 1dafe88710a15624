//! What is printed: happenings, the state of play, help, the front page.

use std::io::{self, Write};

use crate::negotiation::{self, NONE, his_package, mine_now, open_issues};
use crate::record::{Coach, Entry, Game};
use crate::report::counsel;
use crate::report::front_page;
use crate::report::words::{self, Said, Tone, told};
use crate::scenario::Scenario;
use crate::survey::Survey;

/// How text is set: width in columns, and whether bold and dim may be used.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    width: usize,
    colour: bool,
}

impl Style {
    /// For a terminal, or for a file or pipe: no colour there.
    pub fn fitting(terminal: bool) -> Self {
        let asked = std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
        Self { width: 78, colour: terminal && asked }
    }

    /// Plain text, for tests.
    pub fn plain() -> Self {
        Self { width: 78, colour: false }
    }

    pub(super) fn strong(self, text: &str) -> String {
        if self.colour { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() }
    }

    fn dim(self, text: &str) -> String {
        if self.colour { format!("\x1b[2m{text}\x1b[0m") } else { text.to_owned() }
    }

    fn wrap(self, text: &str, indent: &str) -> Vec<String> {
        let options = textwrap::Options::new(self.width).initial_indent(indent).subsequent_indent(indent);
        textwrap::wrap(text, options).into_iter().map(|l| l.into_owned()).collect()
    }

    pub(super) fn item(self, out: &mut dyn Write, number: usize, label: &str, detail: &str) -> io::Result<()> {
        let head = format!("{number:>2}  ");
        let options = textwrap::Options::new(self.width).initial_indent(&head).subsequent_indent("    ");
        for line in textwrap::wrap(label, options) {
            writeln!(out, "{}", self.strong(&line))?;
        }
        if !detail.is_empty() {
            for line in self.wrap(detail, "    ") {
                writeln!(out, "{}", self.dim(&line))?;
            }
        }
        Ok(())
    }
}

/// Prints a run of the log.
///
/// # Errors
/// If nothing can be written.
pub fn print(out: &mut dyn Write, style: Style, scenario: &Scenario, entries: &[Entry]) -> io::Result<()> {
    for Said { tone, text } in told(scenario, entries) {
        match tone {
            Tone::Place => {
                writeln!(out)?;
                writeln!(out, "{}", style.dim(&"─".repeat(style.width)))?;
                paragraph(out, style, &text, "", |s, t| s.dim(t))?;
            }
            Tone::Heading => {
                paragraph(out, style, &text.to_uppercase(), "", Style::strong_of)?;
                writeln!(out)?;
            }
            Tone::Prose => {
                paragraph(out, style, &text, "", |_, t| t.to_owned())?;
                writeln!(out)?;
            }
            Tone::Question => paragraph(out, style, &text, "  ", |_, t| t.to_owned())?,
            Tone::Paper => {
                for (i, line) in text.lines().enumerate() {
                    let set = if i == 1 { Style::strong_of } else { |s: Style, t: &str| s.dim(t) };
                    paragraph(out, style, line, "  │ ", set)?;
                }
                writeln!(out)?;
            }
            Tone::Speech => paragraph(out, style, &text, "    ", |_, t| t.to_owned())?,
            Tone::Fact => paragraph(out, style, &text, "  ", Style::strong_of)?,
            Tone::Aside => {
                let options = textwrap::Options::new(style.width).initial_indent("  · ").subsequent_indent("    ");
                for line in textwrap::wrap(&text, options) {
                    writeln!(out, "{}", style.dim(&line))?;
                }
            }
            Tone::Headline => {
                paragraph(out, style, &format!("WIRE — {text}"), "  ", Style::strong_of)?;
            }
        }
    }
    Ok(())
}

impl Style {
    fn strong_of(s: Self, t: &str) -> String {
        s.strong(t)
    }
}

pub(super) fn paragraph(
    out: &mut dyn Write,
    style: Style,
    text: &str,
    indent: &str,
    paint: impl Fn(Style, &str) -> String,
) -> io::Result<()> {
    for line in style.wrap(text, indent) {
        writeln!(out, "{}", paint(style, &line))?;
    }
    Ok(())
}

pub(super) fn greeting(out: &mut dyn Write, style: Style, game: &Game) -> io::Result<()> {
    let texts = &game.scenario().texts;
    writeln!(out, "{}", style.strong(&texts.title.to_uppercase()))?;
    paragraph(out, style, &texts.subtitle, "", |_, t| t.to_owned())?;
    writeln!(out)?;
    let header = game.header();
    let record = game.path().map_or(String::new(), |p| format!("; the record is kept in {}", p.display()));
    let line = format!(
        "Seed {}, coach level {}{record}. Answer with a number; help tells the rest.",
        header.seed,
        header.coach.name()
    );
    paragraph(out, style, &line, "", |s, t| s.dim(t))
}

/// The line above a decision, and at a table what lies on it; advice only where the scene has just begun.
pub(super) fn decision(out: &mut dyn Write, style: Style, game: &Game, begins: bool) -> io::Result<()> {
    writeln!(out)?;
    let (scenario, view) = (game.scenario(), game.view());
    let rules = &scenario.rules;
    if negotiation::session(rules, view).is_some() {
        let line = format!("{} — {} minutes left", words::moment(scenario, view), view.table.minutes_left);
        writeln!(out, "{}", style.strong(&line))?;
        table(out, style, game)?;
    }
    if begins && game.header().coach != Coach::Exam {
        for line in counsel::advice(scenario, view) {
            paragraph(out, style, &line, "  ", |s, t| s.dim(t))?;
        }
    }
    if game.header().coach == Coach::Guided && view.table.answers > 0 {
        paragraph(out, style, &read_line(game), "  ", |s, t| s.dim(t))?;
    }
    writeln!(out)
}

fn read_line(game: &Game) -> String {
    let read: Vec<String> = counsel::read(game.scenario(), game.view())
        .into_iter()
        .map(|(name, p)| format!("{} {:.0} %", name.to_lowercase(), p * 100.0))
        .collect();
    format!("The read: {}.", read.join(", "))
}

fn table(out: &mut dyn Write, style: Style, game: &Game) -> io::Result<()> {
    let (scenario, view) = (game.scenario(), game.view());
    let rules = &scenario.rules;
    let table = view.table;
    if table.agenda == 0 {
        return paragraph(out, style, "Nothing is on the table yet.", "  ", |_, t| t.to_owned());
    }
    let his = his_package(rules, view);
    let mine = table.is(negotiation::bits::MINE).then(|| mine_now(rules, view));
    writeln!(out, "  {:<22} {:<24} {:<24}", "", "you", "he")?;
    let open: Vec<u8> = open_issues(rules, table).collect();
    for (i, text) in scenario.texts.issues.iter().enumerate() {
        let closed = table.closed[i] != NONE;
        if !closed && !open.contains(&(i as u8)) {
            continue;
        }
        let name = |p: Option<crate::scenario::Package>| {
            p.map_or("—".to_owned(), |p| words::option_name(scenario, i, p[i]).to_owned())
        };
        let mut marks = String::new();
        if closed {
            marks += " closed";
        }
        if table.written[i] != NONE {
            marks += " in writing";
        }
        if table.probed[i] != NONE {
            marks += [" (cheap to him?)", " (tradable?)", " (dear to him?)"][usize::from(table.probed[i].min(2))];
        }
        writeln!(out, "  {:<22} {:<24} {:<24}{marks}", text.name, name(mine), name(his))?;
    }
    Ok(())
}

pub(super) fn help(out: &mut dyn Write, style: Style) -> io::Result<()> {
    for line in [
        "A number takes that answer. At the table a package is drafted issue by issue: the issue, its option, then “Done”.",
        "log: everything that happened · status: clock, trust, face, pledges, notebook · history: what really happened here · words: the words of this scene explained · handbook: the ideas behind the game · again: the answers once more · back: takes your last turn back, back 3 three of them; what was played stays in its record, and you go on in a branch · quit: leave; the record is kept and can be continued with --continue.",
    ] {
        paragraph(out, style, line, "", |_, t| t.to_owned())?;
    }
    Ok(())
}

pub(super) fn status(out: &mut dyn Write, style: Style, game: &Game) -> io::Result<()> {
    let (scenario, view) = (game.scenario(), game.view());
    let rules = &scenario.rules;
    writeln!(out, "{}", style.strong(&words::moment(scenario, view)))?;
    for (i, (_, _)) in rules.budgets.iter().enumerate() {
        writeln!(out, "  {}: {}", scenario.texts.budgets[i], view.story.budgets[i])?;
    }
    for (i, audience) in scenario.texts.audiences.iter().enumerate() {
        let trust = view.standing.trust(i as u8);
        let bar = "█".repeat((trust * 20.0).round() as usize);
        writeln!(out, "  {:<14} {:>3.0}  {bar}", audience.name, trust * 100.0)?;
    }
    writeln!(out, "  Face now {:+.2}; given {:.1}, taken {:.1}", view.face.now, view.face.given, view.face.taken)?;
    let mandate = &scenario.texts.mandates.get(usize::from(view.story.mandate));
    if let Some(m) = mandate {
        paragraph(out, style, &format!("Mandate, {}: {}", m.name.to_lowercase(), m.about), "  ", |_, t| t.to_owned())?;
    }
    for (rule, word) in scenario.texts.pledges.iter().zip(view.pledges.0) {
        if word.life.is_alive() {
            let claimed = if word.claimed { ", and claimed by you in public" } else { "" };
            writeln!(out, "  {rule}: {:?}{claimed}", word.life)?;
        }
    }
    for (i, text) in scenario.texts.issues.iter().enumerate() {
        if view.table.written[i] != NONE {
            writeln!(out, "  In writing: {}, {}", text.name, words::option_name(scenario, i, view.table.written[i]))?;
        }
    }
    match game.header().coach {
        Coach::Guided => writeln!(out, "  {}", read_line(game))?,
        Coach::Standard if view.table.answers > 0 => {
            for (name, thinks) in counsel::advisers_think(scenario, view) {
                paragraph(out, style, &format!("{name}: {thinks}"), "  ", |_, t| t.to_owned())?;
            }
        }
        _ => {}
    }
    Ok(())
}

pub(super) fn really(out: &mut dyn Write, style: Style, game: &Game) -> io::Result<()> {
    let text = words::really(game.scenario(), game.view().story.scene)
        .unwrap_or_else(|| "Nothing is known of this moment; it is our invention.".into());
    paragraph(out, style, &text, "  ", |_, t| t.to_owned())
}

pub(super) fn farewell(out: &mut dyn Write, style: Style, game: &Game) -> io::Result<()> {
    let kept = match game.path() {
        Some(path) if game.ending().is_some() => format!(
            "The record is kept in {0} ({1} turns). What each choice was worth: six-hours review \"{0}\"",
            path.display(),
            game.turns()
        ),
        Some(path) => format!("The record is kept in {} ({} turns).", path.display(), game.turns()),
        None => format!("You leave after {} turns.", game.turns()),
    };
    paragraph(out, style, &kept, "", |_, t| t.to_owned())
}

pub(super) fn branched(out: &mut dyn Write, style: Style, from: &Game, to: &Game) -> io::Result<()> {
    let kept = match (from.path(), to.path()) {
        (Some(old), Some(new)) => {
            format!(" What was played is kept in {}; from here the record is {}.", old.display(), new.display())
        }
        _ => String::new(),
    };
    paragraph(out, style, &format!("You are back before turn {}.{kept}", to.turns() + 1), "", |_, t| t.to_owned())
}

pub(super) fn ending(out: &mut dyn Write, style: Style, game: &Game) -> io::Result<()> {
    let Some(page) = front_page(game.scenario(), &game.snapshot()) else {
        return Ok(());
    };
    writeln!(out, "\n{}", "═".repeat(style.width))?;
    writeln!(out, "{}", style.strong(&format!("{} — {}", page.newspaper, page.dateline)))?;
    writeln!(out, "{}\n", "═".repeat(style.width))?;
    paragraph(out, style, &page.headline.to_uppercase(), "", Style::strong_of)?;
    paragraph(out, style, &page.deck, "", |_, t| t.to_owned())?;
    for text in &page.story {
        writeln!(out)?;
        paragraph(out, style, text, "", |_, t| t.to_owned())?;
    }
    for (headline, text) in &page.sides {
        writeln!(out)?;
        paragraph(out, style, headline, "  ", Style::strong_of)?;
        paragraph(out, style, text, "  ", |_, t| t.to_owned())?;
    }
    writeln!(out, "\n{}", style.strong(&format!("Ending: {}", page.title)))?;
    for (name, value) in &page.measures {
        writeln!(out, "  {name:<52} {value:>10}")?;
    }
    writeln!(out)?;
    paragraph(
        out,
        style,
        &format!("He was {}. {}", page.counterpart.0.to_lowercase(), page.counterpart.1),
        "",
        |_, t| t.to_owned(),
    )?;
    farewell(out, style, game)
}

/// A survey in words.
pub fn survey_words(scenario: &Scenario, found: &Survey) -> String {
    let mut text = format!(
        "{} ({}), rules {}\n{} games; decisions {} to {}, median {}\n",
        scenario.texts.title,
        scenario.rules.id,
        scenario.rules_hash(),
        found.games,
        found.decisions.min,
        found.decisions.max,
        found.decisions.median
    );
    text += "\nEndings, share of the games that chose uniformly:\n";
    for (name, share) in &found.endings {
        text += &format!("  {name:<32} {:>6.2} %\n", share * 100.0);
    }
    let silent: Vec<&str> = found.facts.iter().filter(|(_, p)| p.is_empty()).map(|(n, _)| n.as_str()).collect();
    text +=
        &format!("\nFacts without a place: {}\n", if silent.is_empty() { "none".into() } else { silent.join(", ") });
    text += &format!("Reached by exploration only: {}\n", found.reached_by_exploration.join(", "));
    text += &format!(
        "Never reached: {}\n",
        if found.unreached.is_empty() { "none".into() } else { found.unreached.join(", ") }
    );
    text
}
