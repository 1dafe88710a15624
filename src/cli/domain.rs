//! Reading a domain from wherever it may come: a scenario, a `bilateral-additive/1` file, or Genius XML.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::bargaining::domain::Domain;
use crate::bargaining::genius;
use crate::outside::read_text;
use crate::scenario::Scenario;

/// Which domain.
#[derive(Debug, Args)]
pub(super) struct Source {
    /// A scenario's folder or the id of a shipped one, a bilateral-additive/1 JSON file, or a Genius domain file.
    domain: PathBuf,
    /// The two Genius utility spaces, where they are not the only ones beside the domain file.
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    profiles: Option<Vec<PathBuf>>,
    /// The counterpart type of a scenario; the first if not given.
    #[arg(long, value_name = "TYPE")]
    counterpart: Option<String>,
}

impl Source {
    /// Reads it.
    pub fn read(&self) -> Result<Domain, String> {
        let path = &self.domain;
        let shipped = path.to_str().is_some_and(|id| Scenario::shipped_ids().any(|s| s == id));
        let of_scenario = path.is_dir() || (shipped && !path.exists());
        if let (Some(_), false) = (&self.counterpart, of_scenario) {
            return Err("--counterpart goes with a scenario; a domain file names its two parties itself".into());
        }
        if of_scenario {
            return self.scenario(path);
        }
        let text = text(path)?;
        if !text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
            if self.profiles.is_some() {
                return Err("--profiles goes with a Genius domain file".into());
            }
            return Domain::from_json(&text).map_err(|e| format!("{}: {e}", path.display()));
        }
        if !genius::is_domain(&text) {
            return Err(format!(
                "{}: expected a Genius domain (<negotiation_template>), a bilateral-additive/1 file or a scenario; name \
                 the domain file first and the utility spaces with --profiles",
                path.display()
            ));
        }
        let profiles = match &self.profiles {
            Some(two) => two.clone(),
            None => beside(path)?,
        };
        let texts = [self::text(&profiles[0])?, self::text(&profiles[1])?];
        let names = [name(&profiles[0]), name(&profiles[1])];
        let stem = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
        genius::read(&stem, (&name(path), &text), [(&names[0], &texts[0]), (&names[1], &texts[1])])
            .map_err(|e| e.to_string())
    }

    fn scenario(&self, path: &Path) -> Result<Domain, String> {
        let scenario = Scenario::load(path).map_err(|faults| format!("the scenario has faults\n{faults}"))?;
        let types = &scenario.rules.types[..scenario.rules.drawn_types];
        let kind = match &self.counterpart {
            None => 0,
            Some(id) => types.iter().position(|t| t.id == *id).ok_or_else(|| {
                let known = types.iter().map(|t| t.id.as_str()).collect::<Vec<_>>().join(", ");
                format!("--counterpart: there is no type ‘{id}’; there are {known}")
            })?,
        };
        Ok(Domain::of_scenario(&scenario.rules, kind))
    }
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

/// Largest file of a domain, in bytes.
const MOST_BYTES: u64 = 64 << 20;

fn text(path: &Path) -> Result<String, String> {
    read_text(path, MOST_BYTES).map_err(|e| format!("{}: {e}", path.display()))
}

/// The two utility spaces beside a domain file, in the order of their names.
fn beside(path: &Path) -> Result<Vec<PathBuf>, String> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut found: Vec<PathBuf> = entries
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.extension().is_some_and(|e| e.eq_ignore_ascii_case("xml")) && p.as_path() != path)
        .filter(|p| read_text(p, MOST_BYTES).is_ok_and(|t| genius::is_profile(&t)))
        .collect();
    found.sort();
    if found.len() == 2 {
        return Ok(found);
    }
    let names = found.iter().map(|p| name(p)).collect::<Vec<_>>().join(", ");
    let list = if names.is_empty() { "none".to_owned() } else { names };
    Err(format!("{}: expected two utility spaces beside it, found {list}; name two with --profiles A B", name(path)))
}
