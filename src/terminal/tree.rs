//! The tree of records as text.

use std::fmt::Write;
use std::path::Path;

use crate::record::tree::Node;
use crate::scenario::Scenario;

/// Every record with what branched off it, its length and its ending.
pub fn tree_words(scenario: &Scenario, trees: &[Node], folder: &Path) -> String {
    let mut text = String::new();
    if trees.is_empty() {
        _ = writeln!(text, "There are no records in {}.", folder.display());
    }
    for root in trees {
        for (depth, node) in root.flat() {
            let header = &node.saved.header;
            let mut said = vec![match depth {
                0 => format!("seed {}, {}", header.seed, header.coach.name()),
                _ => format!("branches off after turn {}", node.from),
            }];
            said.extend(header.statesman.then(|| "statesman".to_owned()));
            said.extend(header.player.clone());
            said.push(format!("{} turns", node.saved.turns));
            said.push(match (&node.fault, node.ending) {
                (Some(fault), _) => format!("cannot be replayed: {fault}"),
                (None, Some(ending)) => scenario.texts.endings[usize::from(ending)].title.clone(),
                (None, None) => "goes on".into(),
            });
            let branch = if depth > 0 { "└ " } else { "" };
            _ = writeln!(text, "{:indent$}{branch}{}: {}", "", node.saved.name(), said.join(" · "), indent = 2 * depth);
        }
    }
    text
}
