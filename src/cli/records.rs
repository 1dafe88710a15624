//! `records`: the records of a folder as a tree of branches; new names, and old ones deleted.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::cli::{Done, load};
use crate::record::{library, tree};
use crate::terminal;

/// Lists records as a tree of branches, renames and deletes them.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The folder; your own records if not given.
    #[arg(long, value_name = "FOLDER", global = true)]
    folder: Option<PathBuf>,
    /// The scenario they were made with; the game's own if not given.
    #[arg(long, value_name = "PATH", global = true)]
    scenario: Option<PathBuf>,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Gives a record another name; its branches stay with it.
    Rename {
        /// Its name, as the list shows it.
        name: String,
        /// The new one.
        to: String,
    },
    /// Deletes a record; its branches stay.
    Delete {
        /// Its name, as the list shows it.
        name: String,
    },
}

pub(super) fn run(options: &Options) -> Done {
    let folder = options.folder.clone().unwrap_or_else(library::folder);
    let named = |name: &str| {
        let path = folder.join(format!("{}.record", name.trim_end_matches(".record")));
        if path.exists() { Ok(path) } else { Err(format!("there is no record ‘{name}’ in {}", folder.display())) }
    };
    match &options.what {
        None => {
            let scenario = load(options.scenario.as_deref())?;
            print!("{}", terminal::tree_words(&scenario, &tree::trees(&folder, &|_| scenario.clone()), &folder));
        }
        Some(What::Rename { name, to }) => {
            let path = library::rename(&named(name)?, to).map_err(|e| e.to_string())?;
            println!("{}", path.display());
        }
        Some(What::Delete { name }) => library::delete(&named(name)?).map_err(|e| e.to_string())?,
    }
    Ok(ExitCode::SUCCESS)
}
