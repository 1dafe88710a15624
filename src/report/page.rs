//! A review, a comparison or a class as one page that stands by itself: no scripts, light and dark, good on A4.

mod class;
mod handbook;

use maud::{DOCTYPE, Markup, PreEscaped, html};

pub use class::class;
pub use handbook::handbook;

use crate::bargaining::moves::MoveClass;
use crate::record::Game;
use crate::report::charts::{self, Inks};
use crate::report::debrief::{
    evidence_words, grade_words, happened_words, lesson_words, reflection_words, stood, thought_words, title_words,
    turning_words,
};
use crate::report::labels::action_label;
use crate::report::rows::{self, Telling};
use crate::report::words::{Said, Tone, capital, really};
use crate::report::{counsel, front_page};
use crate::review::{Choice, Comparison, Course, Decision, POLICY, Review, Walk, lessons, titles, turning_points};
use crate::scenario::Scenario;

/// Inner width of the page.
const WIDTH: f64 = 920.0;

/// The review of a game as a page.
pub fn review(scenario: &Scenario, game: &Game, walk: &Walk, found: &Review) -> String {
    let rules = &scenario.rules;
    let course = Course::of(rules, walk);
    let turnings = turning_points(rules, walk, found);
    let inks = Inks::PAGE;
    let body = html! {
        (masthead(scenario, walk))
        section {
            h2 { "Lessons" }
            @let lessons = lessons(rules, walk, &course, found);
            @if lessons.is_empty() { p { "None of the mistakes that are looked for was found in this game." } }
            div.lessons {
                @for lesson in &lessons {
                    @let told = lesson_words(scenario, lesson);
                    div.lesson {
                        h3 { (told.title) }
                        p { (told.text) }
                        p.price { (capital(&told.price)) }
                    }
                }
            }
        }
        section {
            h2 { "What you thought, and what he wanted" }
            @for line in thought_words(scenario, walk) { p { (line) } }
            @if let Some(brier) = found.brier {
                p { "Brier score of the notebook: " (format!("{brier:.2}")) " (0 certain and right, 2 certain and wrong)." }
            }
        }
        @if let Some(said) = game.reflection() {
            section { h2 { "What you made of it" } ul { @for line in reflection_words(said) { li { (line) } } } }
        }
        section {
            h2 { "What your choices were worth" }
            @if let Some([foresight, hindsight]) = found.accuracy {
                p {
                    "Accuracy: " b { (format!("{foresight:.0}")) } " by what you could know then, "
                    b { (format!("{hindsight:.0}")) } " against the man he was."
                }
            }
            (drawn(charts::expected(scenario, found, &turnings, None, (WIDTH, 320.0), inks)))
            @if !turnings.is_empty() {
                h3 { "Turning points" }
                ol.turnings { @for turning in &turnings { li { (turning_words(scenario, walk, turning).join(". ")) } } }
            }
            p.how { (how(found)) }
        }
        section {
            h2 { "The deal" }
            div.pair {
                div {
                    (drawn(charts::space(scenario, walk, &course, inks)))
                }
                div {
                    @if let Some(front) = front_page(scenario, &walk.end) {
                        table { @for (name, value) in &front.measures { tr { td { (name) } td.number { (value) } } } }
                    }
                    h3 { "How it stood at the end" }
                    table {
                        @for (name, option, form) in stood(scenario, walk) {
                            tr { td { (name) } td { (option) } td { (form) } }
                        }
                    }
                }
            }
        }
        section {
            h2 { "Concessions" }
            (drawn(charts::concessions(scenario, &course, (WIDTH, 300.0), inks)))
            (ledgers(&course))
        }
        section {
            h2 { "Trust" }
            (drawn(charts::trust(scenario, &course, WIDTH, inks)))
            h3 { "The evidence that moved it most" }
            ul { @for line in evidence_words(scenario, &course) { li { (line) } } }
        }
        section { h2 { "Face" } (drawn(charts::face(scenario, &course, WIDTH, inks))) }
        section {
            h2 { "What everyone would have ratified" }
            (drawn(charts::win_sets(scenario, &course, (WIDTH, 320.0), inks)))
        }
        @let open: Vec<&str> = titles(rules, walk).iter().filter(|t| !t.1).map(|t| title_words(t.0)).collect();
        @if !open.is_empty() {
            section { h2 { "For another run" } ul { @for title in open { li { (title) } } } }
        }
        section {
            h2 { "Decision by decision" }
            p.how {
                "Bars and figures: the expected result, 0 to 100, with its standard error; in brackets, against the man he \
                 was. What was done is marked."
            }
            @for (n, d) in found.decisions.iter().enumerate() {
                @let again = n > 0 && found.decisions[n - 1].scene == d.scene;
                (decision(scenario, walk, d, !again))
            }
        }
        footer {
            "Seed " (walk.end.seed.0) @if let Some(player) = &game.header().player { " · played by " (player) }
            " · real events are named with their source; everything else is the model’s, as the scenario says."
        }
    };
    page(&format!("{}: review", scenario.texts.title), &body)
}

/// Two games side by side as a page.
pub fn comparison(scenario: &Scenario, walks: &[Walk; 2], found: &Comparison) -> String {
    let inks = Inks::PAGE;
    let body = html! {
        header.masthead {
            div.paper { (scenario.texts.title) }
            div.date { "Two games side by side" }
            h1 { (rows::parting(scenario, walks.each_ref(), found)[0]) }
        }
        section {
            h2 { "Where they part" }
            @for line in &rows::parting(scenario, walks.each_ref(), found)[1..] { p { (line) } }
        }
        section.wide {
            h2 { "State and outcome" }
            table {
                tr { th { } th { "the first" } th { "the second" } }
                @for (name, first, second) in rows::outcomes(scenario, walks.each_ref(), found) {
                    tr { td { (name) } td { (first) } td { (second) } }
                }
            }
        }
        section { h2 { "Luck and choice" } p { (rows::verdict(found)) } }
        @for (n, name) in ["first", "second"].into_iter().enumerate() {
            section {
                h2 { "The " (name) }
                @let review = &found.sides[n].review;
                @let course = Course::of(&scenario.rules, &walks[n]);
                @if !review.decisions.is_empty() {
                    @let turnings = turning_points(&scenario.rules, &walks[n], review);
                    (drawn(charts::expected(scenario, review, &turnings, None, (WIDTH, 280.0), inks)))
                    @let telling = rows::telling(scenario, &walks[n], found, n);
                    @if !telling.is_empty() {
                        h3 { "What weighed most, against what the engine would have done" }
                        table {
                            tr { th.number { "points" } th.number { "s.e." } th.number { "turn" } th { "choice" } }
                            @for Telling { added, turn, label } in telling {
                                tr {
                                    td.number { (format!("{:+.1}", added.mean).replace('-', "−")) }
                                    td.number { (format!("{:.1}", added.se)) }
                                    td.number { (turn) } td { (label) }
                                }
                            }
                        }
                    }
                }
                (drawn(charts::concessions(scenario, &course, (WIDTH, 280.0), inks)))
            }
        }
        footer { (how(&found.sides[1].review)) }
    };
    page(&format!("{}: two games", scenario.texts.title), &body)
}

fn page(title: &str, body: &Markup) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(include_str!("page.css"))) }
            }
            body { (body) }
        }
    }
    .into_string()
}

fn drawn(svg: String) -> Markup {
    html! { figure { (PreEscaped(svg)) } }
}

fn masthead(scenario: &Scenario, walk: &Walk) -> Markup {
    html! {
        header.masthead {
            @match front_page(scenario, &walk.end) {
                Some(front) => {
                    div.paper { (front.newspaper) }
                    div.date { (front.dateline) " · " (front.title) }
                    h1 { (front.headline) }
                    p.deck { (front.deck) }
                }
                None => {
                    div.paper { (scenario.texts.title) }
                    div.date { "A game that has not ended, after " (walk.actions.len()) " turns" }
                }
            }
        }
    }
}

fn how(found: &Review) -> String {
    let worst = found.decisions.iter().flat_map(|d| &d.choices).map(|c| c.foresight.se).fold(0.0, f64::max);
    format!(
        "From every choice {} games were played on to the end by the policy ‘{}’, against every man he may have been by \
         what could be known then (solid line), and against the man he was (dashed). Standard errors are at most {worst:.1} \
         points; what lies below two of them has no label.",
        found.rollouts,
        POLICY.name()
    )
}

fn ledgers(course: &Course) -> Markup {
    html! {
        table {
            tr { th { } @for class in MoveClass::ALL { th.number { (class.name()) } } }
            @for (name, yours) in [("you", true), ("he", false)] {
                tr { td { (name) } @for count in course.ledger(yours) { td.number { (count) } } }
            }
        }
    }
}

/// A decision; what is known of its scene is told only where it begins.
fn decision(scenario: &Scenario, walk: &Walk, d: &Decision, begins: bool) -> Markup {
    let view = walk.before[d.turn - 1].view();
    let scene = &scenario.texts.scenes[usize::from(d.scene)];
    let mut ranked: Vec<&Choice> = d.choices.iter().collect();
    ranked.sort_by(|a, b| b.foresight.mean.total_cmp(&a.foresight.mean));
    html! {
        article {
            h3 {
                span.turn { (d.turn) } (scene.title)
                " · " (scenario.date(d.day).strftime("%-d %B %Y").to_string())
            }
            p.grades {
                b { (grade_words(&d.foresight, d.conscience)) } " by what you could know; in hindsight "
                b { (grade_words(&d.hindsight, d.conscience)) }
            }
            div.bars {
                @for c in ranked {
                    div.choice.done[c.id == d.chosen().id] {
                        div { @if c.id == d.chosen().id { "▸ " } (action_label(scenario, view, c.action)) }
                        div.bar { i style=(format!("width:{:.1}%", c.foresight.mean)) { } }
                        div.points {
                            (format!("{:.0} ± {:.1}", c.foresight.mean, c.foresight.se))
                            " (" (format!("{:.0}", c.hindsight.mean)) ")"
                        }
                    }
                }
            }
            @let happened = happened_words(scenario, walk, d);
            @let advice = counsel::advice(scenario, view);
            div.after {
                @for said in &happened { (paragraph(said)) }
                @if begins {
                    @for line in &advice { p.how { (line) } }
                    @if let Some(text) = really(scenario, d.scene) { p.really { "What really happened: " (text) } }
                }
            }
        }
    }
}

fn paragraph(said: &Said) -> Markup {
    html! {
        @match said.tone {
            Tone::Speech => p.speech { (said.text) },
            Tone::Headline | Tone::Paper => p { b { (said.text.replace('\n', ". ")) } },
            Tone::Question => p.speech { (said.text) },
            Tone::Aside => p.how { (said.text) },
            _ => p { (said.text) },
        }
    }
}
