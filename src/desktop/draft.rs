//! The package being drafted at the table: kept legal whatever happens around it.

use crate::negotiation::{NONE, View};
use crate::scenario::rules::{Package, Rules};

/// The draft as it may be put forward now: closed issues at their option, issues off the agenda as they are.
pub(super) fn mended(rules: &Rules, view: View<'_>, draft: &Package) -> Package {
    let mut package = *draft;
    for (i, rule) in rules.issues.iter().enumerate() {
        if view.table.closed[i] != NONE {
            package[i] = view.table.closed[i];
        } else if view.table.agenda >> i & 1 == 0 {
            package[i] = rule.status_quo;
        }
    }
    package
}

/// Whether the player may move this issue in the draft.
pub(super) fn is_open(view: View<'_>, issue: usize) -> bool {
    view.table.agenda >> issue & 1 == 1 && view.table.closed[issue] == NONE
}

/// The option so many steps further, within the issue's own.
pub(super) fn stepped(rules: &Rules, issue: usize, option: u8, by: i8) -> u8 {
    let last = rules.issues[issue].options.len().saturating_sub(1) as u8;
    option.saturating_add_signed(by).min(last)
}
