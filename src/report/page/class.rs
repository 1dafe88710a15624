//! A class as one page: its deals, its endings, how it chose, and what to talk about.

use maud::{Markup, html};

use super::{WIDTH, drawn, page};
use crate::record::reflection::{IN_WORDS, MOST_ANSWER};
use crate::report::charts::{self, Inks};
use crate::report::class::Report;
use crate::review::{MOST_GAMES, POLICY, Split, median};

/// The report of a class.
pub fn class(report: &Report<'_>) -> String {
    let (scenario, class) = (report.scenario, report.class);
    let inks = Inks::PAGE;
    let over = class.members.iter().filter(|m| m.walk.is_over());
    let ratified = class.members.iter().filter(|m| m.is_ratified()).count();
    let agreed = class.members.iter().filter(|m| m.deal.is_some()).count();
    let body = html! {
        header.masthead {
            div.paper { (scenario.texts.title) }
            div.date { (assigned(report)) }
            h1 {
                (counted(class.members.len(), "game")) ", " (counted(agreed, "agreement")) ", " (ratified) " in force"
            }
            @if !class.members.is_empty() {
                p.deck {
                    "Median result " (format!("{:.0}", median(over.clone().map(|m| m.measure.result)))) " of 100; median "
                    (format!("{:.0}", median(over.map(|m| m.left)))) " points left at choices."
                }
            }
        }
        (left_out(report))
        @if !class.members.is_empty() {
            section {
                h2 { "The deals" }
                (drawn(charts::deals(scenario, class, WIDTH, inks)))
                p.how {
                    "Diamond: in force; ring: agreed and not in force; brass: the Pareto frontier with each person met; disc: \
                     its Nash point; dashed: what no deal is worth to you."
                }
            }
            section { h2 { "The endings" } (endings(report)) }
            section {
                h2 { "Questions for the discussion" }
                ol.turnings { @for question in report.questions() { li { (question) } } }
            }
            section {
                h2 { "Cases worth talking about" }
                div.lessons {
                    @for (title, name, words) in report.cases() {
                        div.lesson { h3 { (title) } p.price { (name) } p { (words) } }
                    }
                }
            }
            section {
                h2 { "Trust" }
                (drawn(charts::class_trust(scenario, class, (WIDTH, 280.0), inks)))
                p.how { "A thin line for each game; the thick one is the median, as long as a third of the games go on." }
            }
            section {
                h2 { "Concessions" }
                (drawn(charts::class_offers(scenario, class, (WIDTH, 300.0), inks)))
            }
            (felt(report))
            section {
                h2 { "Decision by decision" }
                p.how {
                    "How many chose what; what each choice was worth to all who could take it: the expected result, 0 to 100, "
                    "by what they could know then, with its standard error, and how far it lies behind the best that each could have \
                     taken instead (nothing below two standard errors; what lies behind nothing is bold). From every choice of every game " (class.rollouts) " games were \
                     played on to the end by the policy ‘" (POLICY.name()) "’; those who stood at the very same place share theirs, and where more \
                     than " (MOST_GAMES) " games came through a scene, they share the rollouts of so many."
                }
                @for split in &class.splits { (split_words(report, split)) }
            }
            section.wide { h2 { "All games" } (games(report)) }
        }
        footer {
            "Rules " (scenario.rules_hash()) " · results are the model’s, not history’s · this page was made from files on one \
             machine and holds nothing but what they say."
        }
    };
    page(&format!("{}: class report", scenario.texts.title), &body)
}

/// So many of something.
fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn assigned(report: &Report<'_>) -> String {
    match &report.assignment {
        Some(class) => format!(
            "Class {} · {} · coach {}{}",
            class.code(),
            class.seed.map_or("each drew their own seed".into(), |seed| format!("seed {seed} for all")),
            class.coach.name(),
            if class.statesman { " · statesmen" } else { "" }
        ),
        None => "Class report".into(),
    }
}

fn left_out(report: &Report<'_>) -> Markup {
    let list = report.left_out();
    let torn: Vec<&str> = report.torn().collect();
    html! {
        @if !list.is_empty() || report.others > 0 || !torn.is_empty() {
            section {
                h2 { "The files" }
                @if !list.is_empty() {
                    table {
                        tr { th { "file" } th { "why" } }
                        @for (file, reason) in &list { tr { td { (file) } td { (reason) } } }
                    }
                }
                @if !torn.is_empty() {
                    p.how { "Of these the last line was torn in writing; they count without it: " (torn.join(", ")) "." }
                }
                @if report.others > 0 { p.how { (report.others) " other files in the folder are no records." } }
            }
        }
    }
}

fn endings(report: &Report<'_>) -> Markup {
    let all = report.class.members.len().max(1) as f64;
    html! {
        div.bars {
            @for (title, count, result) in report.endings() {
                div.choice {
                    div { (title) }
                    div.bar { i style=(format!("width:{:.1}%", 100.0 * count as f64 / all)) { } }
                    div.points { (count) @if let Some(result) = result { " · result " (format!("{result:.0}")) } }
                }
            }
        }
    }
}

fn felt(report: &Report<'_>) -> Markup {
    let felt = report.felt();
    let said = report.entries.iter().filter_map(|e| Some((&e.name, e.reflection.as_ref()?.words.trim())));
    let said: Vec<_> = said.filter(|(_, words)| !words.is_empty()).collect();
    html! {
        @if !felt.is_empty() {
            section {
                h2 { "What they made of it" }
                p.how { "Their own answers after the game, from 1 to 7; in brackets how many gave one." }
                div.bars {
                    @for (factor, mean, count) in &felt {
                        div.choice {
                            div { "Content with " (factor.name()) }
                            div.bar { i style=(format!("width:{:.1}%", 100.0 * mean / f64::from(MOST_ANSWER))) { } }
                            div.points { (format!("{mean:.1} of {MOST_ANSWER}")) " (" (count) ")" }
                        }
                    }
                }
                @if !said.is_empty() {
                    h3 { (IN_WORDS) }
                    ul { @for (name, words) in said { li { (words) " (" (name) ")" } } }
                }
            }
        }
    }
}

fn split_words(report: &Report<'_>, split: &Split) -> Markup {
    let stood = split.stood().max(1) as f64;
    html! {
        article {
            h3 { (report.scene(split.scene)) @if split.conscience { " · a choice of conscience: prices, no grades" } }
            div.bars {
                @for o in &split.options {
                    div.choice.split.done[o.costs() == 0.0 && !o.by.is_empty()] {
                        div { (report.label(o.choice)) }
                        div.bar { i style=(format!("width:{:.1}%", 100.0 * o.by.len() as f64 / stood)) { } }
                        div.points { (o.by.len()) " of " (o.offered) }
                        div.points { (format!("{:.1} ± {:.1}", o.worth.mean, o.worth.se)) }
                        div.points { @if o.costs() > 0.0 { (format!("−{:.1} ± {:.1}", o.behind.mean, o.behind.se)) } }
                    }
                }
            }
        }
    }
}

fn games(report: &Report<'_>) -> Markup {
    html! {
        table.games {
            tr {
                th { "name" } th { "counterpart" } th { "ending" } th.number { "result" } th.number { "left" }
                th.number { "to you" } th.number { "to him" } th.number { "turns" } th.number { "Brier" }
            }
            @for n in report.order() {
                @let m = &report.class.members[n];
                tr {
                    td { (report.entries[n].name) @if report.entries[n].branch { ", a branch" } }
                    td { (report.counterpart(m)) }
                    td { (report.ending(m)) }
                    td.number { @if m.walk.is_over() { (format!("{:.0}", m.measure.result)) } @else { "–" } }
                    td.number { (format!("{:.0}", m.left)) }
                    @match m.deal {
                        Some([us, him]) => { td.number { (format!("{us:.2}")) } td.number { (format!("{him:.2}")) } }
                        None => { td.number { "–" } td.number { "–" } }
                    }
                    td.number { (m.walk.actions.len()) }
                    td.number { @match m.brier { Some(b) => (format!("{b:.2}")), None => "–" } }
                }
            }
        }
    }
}
