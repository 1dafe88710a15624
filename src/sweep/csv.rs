//! Rows as CSV.

use std::fs::File;
use std::path::Path;

use crate::scenario::Scenario;
use crate::sweep::{Row, Sink, columns};

/// A CSV file with a header.
pub struct Csv<'s> {
    scenario: &'s Scenario,
    writer: csv::Writer<File>,
}

impl<'s> Csv<'s> {
    /// Begins a file.
    ///
    /// # Errors
    /// What the disk says.
    pub fn create(path: &Path, scenario: &'s Scenario) -> Result<Self, String> {
        let mut writer = csv::Writer::from_path(path).map_err(|e| e.to_string())?;
        writer.write_record(columns(scenario)).map_err(|e| e.to_string())?;
        Ok(Self { scenario, writer })
    }
}

impl Sink for Csv<'_> {
    fn put(&mut self, row: &Row) -> Result<(), String> {
        let rules = &self.scenario.rules;
        let mut cells = vec![
            rules.id.clone(),
            self.scenario.rules_hash().to_owned(),
            row.policy.to_owned(),
            row.seed.to_string(),
            rules.types[usize::from(row.counterpart)].id.clone(),
            rules.endings[usize::from(row.ending)].id.clone(),
        ];
        cells.extend([row.agreement, row.ratified, row.verified, row.survived].map(|b| b.to_string()));
        cells.extend([row.result.to_string(), row.decisions.to_string()]);
        let numbers = [row.utility_us, row.utility_them, row.nash_distance, row.frontier_distance, row.face];
        cells.extend(numbers.iter().chain(&row.standing).map(f64::to_string));
        cells.push(format!("{:08x}", row.fingerprint));
        self.writer.write_record(cells).map_err(|e| e.to_string())
    }

    fn close(mut self: Box<Self>) -> Result<(), String> {
        self.writer.flush().map_err(|e| e.to_string())?;
        self.writer.into_inner().map_err(|e| e.to_string())?.sync_all().map_err(|e| e.to_string())
    }
}
