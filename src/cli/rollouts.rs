//! How thoroughly a record is to be reviewed: options that `review` and `compare` share.

use clap::Args;

use crate::review::Effort;
use crate::threads;

/// Rollouts, their luck, and the threads that play them.
#[derive(Debug, Args)]
pub(super) struct Rollouts {
    /// Rollouts of each choice.
    #[arg(long, default_value_t = 1000, value_name = "N")]
    rollouts: usize,
    /// Threads; as many as the machine has if not given. They change no number.
    #[arg(long, value_name = "T")]
    threads: Option<usize>,
    /// The seed of the rollouts' luck.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Rollouts {
    /// The effort asked for.
    ///
    /// # Errors
    /// If nothing would be played.
    pub fn effort(&self) -> Result<Effort, String> {
        let threads = self.threads.unwrap_or_else(threads::available);
        if self.rollouts == 0 || threads == 0 {
            return Err("--rollouts and --threads must be at least 1".into());
        }
        Ok(Effort { rollouts: self.rollouts, seed: self.seed, threads, after: 0 })
    }
}
