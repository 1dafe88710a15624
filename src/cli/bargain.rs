//! `bargain`: sessions between two tactics over a domain.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use serde_json::json;

use crate::bargaining::domain::Domain;
use crate::bargaining::session::{MOST, Mix, Outcome, Table};
use crate::cli::Done;
use crate::cli::domain::Source;

/// Alternating offers between two tactics: time:BETA (faratin98, κ = 0), tit-for-tat, or a mix such as
/// 0.7*time:0.2+0.3*tit-for-tat. In each round both speak, the opener first; the opener changes from session to session.
#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    source: Source,
    /// Tactic of the first party.
    #[arg(long, value_name = "TACTIC")]
    a: Mix,
    /// Tactic of the second party.
    #[arg(long, value_name = "TACTIC")]
    b: Mix,
    /// Rounds until they part without agreement.
    #[arg(long)]
    rounds: usize,
    /// Sessions; the first party opens the first of them.
    #[arg(long, default_value_t = 1)]
    sessions: usize,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(options: &Options) -> Done {
    if options.rounds == 0 || options.rounds > 1_000_000 || options.sessions == 0 {
        return Err("--rounds must be 1 to 1,000,000 and --sessions at least 1".into());
    }
    let domain = options.source.read()?;
    let began = Instant::now();
    let table = Table::new(&domain).ok_or_else(|| format!("sessions are held over at most {MOST} outcomes"))?;
    let mut out = BufWriter::new(io::stdout().lock());
    let written = (0..options.sessions).try_for_each(|n| {
        let outcome = table.told(&table.play([&options.a, &options.b], options.rounds, n % 2));
        if options.json {
            writeln!(out, "{}", serde_json::to_string(&outcome)?)
        } else {
            tell(&mut out, &domain, n, &outcome)
        }
    });
    let written = written.and_then(|()| {
        if options.sessions > 1 {
            let rate = options.sessions as f64 / began.elapsed().as_secs_f64();
            if options.json {
                writeln!(out, "{}", json!({ "sessions": options.sessions, "sessions_per_second": rate }))?;
            } else {
                writeln!(out, "{} sessions, {rate:.0} a second", options.sessions)?;
            }
        }
        out.flush()
    });
    match written {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(e.to_string()),
        _ => Ok(ExitCode::SUCCESS),
    }
}

fn tell(out: &mut impl Write, domain: &Domain, session: usize, outcome: &Outcome) -> io::Result<()> {
    let words = |package: &[usize]| {
        let options = domain.issues.iter().zip(package).map(|(issue, &o)| issue.options[o].as_str());
        options.collect::<Vec<_>>().join(" · ")
    };
    writeln!(out, "Session {}: {} and {}", session + 1, domain.parties[0].name, domain.parties[1].name)?;
    for offer in &outcome.offers {
        let [a, b] = offer.utilities;
        let name = &domain.parties[offer.party].name;
        writeln!(out, "{:>5}  {name:<14} {a:>8.4} {b:>8.4}  {}", offer.round, words(&offer.package))?;
    }
    match &outcome.agreement {
        Some(package) => {
            let [a, b] = outcome.utilities;
            writeln!(out, "Agreed in round {}: {a:.4} and {b:.4}, {}\n", outcome.rounds - 1, words(package))
        }
        None => writeln!(out, "No agreement in {} rounds\n", outcome.rounds),
    }
}
