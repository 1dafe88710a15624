//! `export`: an issue space in the forms that other programs of the field read.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::bargaining::genius;
use crate::cli::domain::Source;
use crate::cli::{Done, write};

/// Writes a scenario's issue space, or any domain that can be read, as bilateral-additive/1 JSON or Genius XML.
#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    source: Source,
    /// Writes bilateral-additive/1 to this file.
    #[arg(long, value_name = "FILE", required_unless_present = "genius")]
    json: Option<PathBuf>,
    /// Writes a Genius domain and two utility spaces into this folder.
    #[arg(long, value_name = "FOLDER")]
    genius: Option<PathBuf>,
    /// Writes over files that are there.
    #[arg(long)]
    force: bool,
}

pub(super) fn run(options: &Options) -> Done {
    let domain = options.source.read()?;
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    if let Some(path) = &options.json {
        files.push((path.clone(), domain.to_json()));
    }
    if let Some(folder) = &options.genius {
        let stem: String = domain.name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        files.push((folder.join(format!("{stem}.xml")), genius::write_domain(&domain)));
        for party in 0..2 {
            files.push((
                folder.join(format!("{stem}-utility-{}.xml", party + 1)),
                genius::write_profile(&domain, party),
            ));
        }
    }
    if let Some((path, _)) = files.iter().find(|(path, _)| path.exists() && !options.force) {
        return Err(format!("{} is there already; choose another name, or --force to write over it", path.display()));
    }
    if let Some(folder) = &options.genius {
        fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    for (path, text) in &files {
        write(path, text)?;
        println!("{}", path.display());
    }
    Ok(ExitCode::SUCCESS)
}
