//! How fast the mathematics is: frontier and points by size of the domain, and sessions of two bots. `README.md` beside
//! this file says what each figure means.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use six_hours::bargaining::domain::{Domain, FORMAT, Issue, Party};
use six_hours::bargaining::frontier::solve_additive;
use six_hours::bargaining::session::{Mix, Table};
use six_hours::luck::{Luck, Purpose};

/// Options of each issue, by size of the domain.
const SIZES: [&[usize]; 4] = [&[4, 4, 4, 6, 6], &[10, 10, 10, 10], &[10, 10, 10, 10, 10], &[10, 10, 10, 10, 10, 10]];

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    solve(&mut criterion);
    sessions(&mut criterion);
    criterion.final_summary();
}

/// A domain with random weights and values; `opposed`: how far the second party dislikes what the first likes, 0..1.
fn random(options: &[usize], opposed: f64) -> Domain {
    let mut luck = Luck::at(7, Purpose::Rollout, options.len() as u32);
    let issues = options
        .iter()
        .enumerate()
        .map(|(i, n)| Issue { name: format!("issue {i}"), options: (0..*n).map(|o| format!("option {o}")).collect() });
    let issues: Vec<Issue> = issues.collect();
    let mut party = |name: &str, other: Option<&Party>| {
        let weights: Vec<f64> = options.iter().map(|_| luck.unit()).collect();
        let sum: f64 = weights.iter().sum();
        let mut value = |i: usize, o: usize| match other {
            Some(other) => opposed * (1.0 - other.values[i][o]) + (1.0 - opposed) * luck.unit(),
            None => luck.unit(),
        };
        let row = |(i, n): (usize, &usize)| (0..*n).map(|o| value(i, o)).collect();
        let values = options.iter().enumerate().map(row).collect();
        Party { name: name.into(), weights: weights.iter().map(|w| w / sum).collect(), values, reservation: 0.3 }
    };
    let first = party("a", None);
    let second = party("b", Some(&first));
    let domain = Domain { format: FORMAT.into(), name: "random".into(), issues, parties: vec![first, second] };
    domain.checked().unwrap_or_else(|fault| panic!("{fault}"))
}

/// Frontier and all five points; the domain is read already.
fn solve(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("solve");
    for options in SIZES {
        let domain = random(options, 0.0);
        let parts = [domain.parts(0), domain.parts(1)];
        group.throughput(Throughput::Elements(domain.outcomes()));
        group.bench_function(BenchmarkId::from_parameter(domain.outcomes()), |bencher| {
            bencher.iter(|| solve_additive([black_box(&parts[0]), black_box(&parts[1])], domain.reservation()));
        });
    }
    group.finish();
}

/// Boulware against Conceder over 2,304 outcomes and 30 rounds. `prepared` over a domain worked out once, `alone` with
/// that in each session.
fn sessions(criterion: &mut Criterion) {
    let domain = random(SIZES[0], 0.9);
    let tactic = |text: &str| text.parse::<Mix>().unwrap_or_else(|e| panic!("{e}"));
    let (boulware, conceder) = (tactic("time:0.2"), tactic("time:5"));
    let mut group = criterion.benchmark_group("bargain");
    group.throughput(Throughput::Elements(1));
    let table = Table::new(&domain).expect("a small domain");
    let mut opener = 0;
    group.bench_function("prepared", |bencher| {
        bencher.iter(|| {
            opener = 1 - opener;
            table.told(&table.play([&boulware, &conceder], 30, opener))
        });
    });
    group.bench_function("alone", |bencher| {
        bencher.iter(|| {
            opener = 1 - opener;
            let table = Table::new(black_box(&domain)).expect("a small domain");
            table.told(&table.play([&boulware, &conceder], 30, opener))
        });
    });
    group.finish();
}
