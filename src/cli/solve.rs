//! `solve`: the Pareto frontier and the solutions of bargaining theory.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use serde_json::json;

use crate::bargaining::domain::Domain;
use crate::bargaining::frontier::{Answer, solve_additive};
use crate::cli::domain::Source;
use crate::cli::{Done, write};
use crate::report::charts::{Inks, utility_space};

/// Frontier, Nash, Kalai–Smorodinsky, egalitarian and max-welfare points of a scenario or a domain.
#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    source: Source,
    /// One JSON object.
    #[arg(long)]
    json: bool,
    /// Draws the utility space as SVG.
    #[arg(long, value_name = "FILE.svg")]
    plot: Option<PathBuf>,
}

pub(super) fn run(options: &Options) -> Done {
    let domain = options.source.read()?;
    let parts = [domain.parts(0), domain.parts(1)];
    let began = Instant::now();
    let answer = solve_additive([&parts[0], &parts[1]], domain.reservation());
    let seconds = began.elapsed().as_secs_f64();
    if let Some(path) = &options.plot {
        let svg = utility_space(&domain, &answer, None, Inks::PRINT);
        write(path, &svg)?;
    }
    if options.json {
        println!("{}", as_json(&answer, seconds));
    } else {
        print!("{}", as_text(&domain, &answer));
    }
    Ok(ExitCode::SUCCESS)
}

fn as_json(answer: &Answer, seconds: f64) -> serde_json::Value {
    let points = |list: &[usize]| list.iter().map(|&i| answer.points[i]).collect::<Vec<_>>();
    let s = &answer.solutions;
    json!({
        "outcomes": answer.outcomes,
        "rational": s.rational,
        "frontier": answer.points,
        "nash": points(&s.nash),
        "kalai_smorodinsky": points(&s.kalai_smorodinsky),
        "ks_least_gap": points(&s.ks_least_gap),
        "egalitarian": points(&s.egalitarian),
        "max_welfare": points(&s.max_welfare),
        "seconds": seconds,
    })
}

fn as_text(domain: &Domain, answer: &Answer) -> String {
    use std::fmt::Write;
    let s = &answer.solutions;
    let names = [&domain.parties[0].name, &domain.parties[1].name];
    let mut text = format!(
        "{}: {} outcomes, {} rational, {} on the frontier\n",
        domain.name,
        answer.outcomes,
        s.rational,
        answer.points.len()
    );
    if answer.points.is_empty() {
        text += "No outcome is worth its reservation value to both.\n";
        return text;
    }
    _ = writeln!(text, "\n{:<22} {:>12} {:>12}  package", "point", names[0], names[1]);
    for (name, list) in [
        ("Nash", &s.nash),
        ("Kalai–Smorodinsky", &s.kalai_smorodinsky),
        ("least gap", &s.ks_least_gap),
        ("egalitarian", &s.egalitarian),
        ("max welfare", &s.max_welfare),
    ] {
        for &i in list {
            let package = domain.package(answer.numbers[i]);
            let options = domain.issues.iter().zip(package).map(|(issue, o)| issue.options[o].as_str());
            let [a, b] = answer.points[i];
            _ = writeln!(text, "{name:<22} {a:>12.6} {b:>12.6}  {}", options.collect::<Vec<_>>().join(" · "));
        }
    }
    text += "\nFrontier\n";
    for [a, b] in &answer.points {
        _ = writeln!(text, "{:<22} {a:>12.6} {b:>12.6}", "");
    }
    text
}
