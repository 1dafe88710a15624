//! Work shared out over threads, with results in the order of the jobs: the same for any number of threads.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// Results that may wait for the slowest thread before the others must wait for it.
const AHEAD: usize = 4096;

/// Does jobs 0, 1, 2 … on some threads; each has a state of its own that `start` makes. `sink` is given the results in
/// the order of the jobs, on the calling thread, until it breaks: what was begun then is dropped.
pub fn in_order<S, T: Send>(
    jobs: usize,
    threads: usize,
    start: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize) -> T + Sync,
    mut sink: impl FnMut(usize, T) -> ControlFlow<()>,
) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let (send, receive) = mpsc::sync_channel(AHEAD);
        for _ in 0..threads.clamp(1, jobs.max(1)) {
            let send = send.clone();
            scope.spawn(|| {
                let send = send;
                let mut state = start();
                loop {
                    let job = next.fetch_add(1, Ordering::Relaxed);
                    if job >= jobs || send.send((job, work(&mut state, job))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        while let Ok((job, result)) = receive.recv() {
            waiting.insert(job, result);
            while let Some(result) = waiting.remove(&due) {
                if sink(due, result).is_break() {
                    next.store(jobs, Ordering::Relaxed);
                    return;
                }
                due += 1;
            }
        }
    });
}

/// All results, in the order of the jobs.
pub fn all<S, T: Send>(
    jobs: usize,
    threads: usize,
    start: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize) -> T + Sync,
) -> Vec<T> {
    let mut results = Vec::with_capacity(jobs);
    in_order(jobs, threads, start, work, |_, result| {
        results.push(result);
        ControlFlow::Continue(())
    });
    results
}

/// As many threads as this machine runs at once.
pub fn available() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_jobs_whatever_the_number_of_threads() {
        let squares = |threads| all(1000, threads, || (), |(), n| n * n);
        assert_eq!(squares(1), (0..1000).map(|n| n * n).collect::<Vec<_>>());
        assert_eq!(squares(1), squares(2));
        assert_eq!(squares(1), squares(7));
    }

    #[test]
    fn a_sink_that_breaks_has_seen_the_first_results_without_a_gap() {
        let mut seen = Vec::new();
        let work = |(): &mut (), n| n;
        in_order(
            10_000,
            3,
            || (),
            work,
            |job, n| {
                assert_eq!(job, n);
                seen.push(n);
                if n == 100 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(seen, (0..=100).collect::<Vec<_>>());
    }
}
