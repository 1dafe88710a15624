//! Parties: issues, utilities and counterpart types, with the people drawn from each.

use super::*;

impl<'a> Compiler<'a> {
    /// Weights and values as part-worths that sum to at most one, exactly.
    pub(super) fn utility(
        &mut self,
        here: &Here<'_>,
        weights: &[f64],
        values: &[Vec<f64>],
        reservation: f64,
    ) -> Utility {
        let n = self.issues.ids.len();
        let mut worth = [[0; OPTIONS]; ISSUES];
        if weights.len() != n {
            self.fault(
                &here.field("weights"),
                format!("expected {n} weights, one for each issue, found {}", weights.len()),
            );
        }
        let sum: f64 = weights.iter().sum();
        if (sum - 1.0).abs() > 1e-6 {
            self.fault(&here.field("weights"), format!("expected weights that sum to 1, found {sum:.4}"));
        }
        if values.len() != n {
            self.fault(
                &here.field("values"),
                format!("expected {n} lists of values, one for each issue, found {}", values.len()),
            );
        }
        for (i, row) in values.iter().enumerate().take(n) {
            let options = self.options[i].ids.len();
            if row.len() != options {
                let at = here.field("values").item(i);
                let issue = self.issues.ids[i].clone();
                self.fault(
                    &at,
                    format!("expected {options} values, one for each option of ‘{issue}’, found {}", row.len()),
                );
            }
            for (o, &v) in row.iter().enumerate().take(OPTIONS) {
                self.share(&here.field("values").item(i).item(o), "a value", v);
                if i < ISSUES {
                    worth[i][o] = one_of(weights.get(i).copied().unwrap_or(0.0) * v);
                }
            }
        }
        for (i, &w) in weights.iter().enumerate() {
            self.share(&here.field("weights").item(i), "a weight", w);
        }
        self.share(&here.field("reservation"), "a reservation value", reservation);
        Utility { worth, reservation: one_of(reservation) }
    }

    pub(super) fn issue_rules(&mut self) -> (Vec<IssueRule>, Vec<IssueText>) {
        let s = self.source;
        let mut rules = Vec::new();
        let mut texts = Vec::new();
        for (i, placed) in s.issues.iter().enumerate() {
            let issue = &placed.value;
            let here = Here::new(&placed.at);
            self.source_given(&here, &issue.source);
            if issue.grants.is_empty() || issue.asks.is_empty() {
                self.fault(&here, "expected at least one line each under `grants` and `asks`");
            }
            let status_quo = self.option(&here.field("status_quo"), i as u8, &issue.status_quo);
            let n = issue.options.len().min(OPTIONS);
            let amount = |o: usize| issue.options[o].amount.unwrap_or(o as f64 / (n.max(2) - 1) as f64);
            let forms = issue.options.iter().any(|o| o.form.is_some());
            let mut similarity = [[0; OPTIONS]; OPTIONS];
            for a in 0..n {
                for b in 0..n {
                    let near = 1.0 - (amount(a) - amount(b)).abs();
                    let same = f64::from(u8::from(issue.options[a].form == issue.options[b].form));
                    let s = if forms { 0.6 * near + 0.4 * same } else { near };
                    similarity[a][b] = one_of(s) / s_issues(self.issues.ids.len());
                }
            }
            let ambiguous =
                issue.options.iter().take(OPTIONS).enumerate().fold(0, |m, (o, x)| m | (u8::from(x.ambiguous) << o));
            let direction = s
                .player
                .first()
                .and_then(|p| p.value.values.get(i))
                .map_or(1, |row| if row.last() >= row.first() { 1 } else { -1 });
            rules.push(IssueRule {
                id: issue.id.clone(),
                options: issue.options.iter().map(|o| o.id.clone()).collect(),
                ambiguous,
                status_quo,
                promise: issue.promise,
                direction,
                similarity,
            });
            texts.push(IssueText {
                name: issue.name.clone(),
                about: issue.about.clone(),
                options: issue.options.iter().map(|o| Named { name: o.name.clone(), about: o.says.clone() }).collect(),
                grants: issue.grants.clone(),
                asks: issue.asks.clone(),
            });
        }
        (rules, texts)
    }

    pub(super) fn type_rules(&mut self, table: Option<&raw::TableRules>) -> (Vec<TypeRule>, Vec<Named>) {
        let s = self.source;
        let mut rules = Vec::new();
        let mut texts = Vec::new();
        let total: f64 = s.counterparts.iter().map(|t| t.value.prior).sum();
        let mut rehearsal_seen = false;
        for placed in &s.counterparts {
            let t = &placed.value;
            let here = Here::new(&placed.at);
            self.source_given(&here, &t.source);
            self.share(&here.field("prior"), "a prior", t.prior);
            if t.prior > 0.0 && rehearsal_seen {
                self.fault(&here.field("prior"), "types with a prior must stand before those without");
            }
            rehearsal_seen |= t.prior == 0.0;
            if (total - 1.0).abs() > 1e-6 && t.prior > 0.0 {
                self.fault(
                    &here.field("prior"),
                    format!("expected priors that sum to 1 over all types, found {total:.4}"),
                );
            }
            let utility = self.utility(&here, &t.weights, &t.values, t.reservation);
            let d = &t.dynamics;
            for (name, x) in [
                ("kappa", d.kappa),
                ("omega", d.omega),
                ("guard", d.guard),
                ("deflects", d.deflects),
                ("honest", d.honest),
                ("warm", d.warm),
            ] {
                self.share(&here.field("dynamics").field(name), name, x);
            }
            if d.beta <= 0.0 {
                self.fault(&here.field("dynamics").field("beta"), format!("expected β above 0, found {}", d.beta));
            }
            let mut opening = [0; ISSUES];
            if t.opening.len() != self.issues.ids.len() {
                self.fault(
                    &here.field("opening"),
                    format!("expected {} options, one for each issue", self.issues.ids.len()),
                );
            }
            for (i, id) in t.opening.iter().enumerate().take(self.issues.ids.len().min(ISSUES)) {
                opening[i] = self.option(&here.field("opening").item(i), i as u8, id);
            }
            let mut quo = [0; ISSUES];
            for (i, issue) in s.issues.iter().enumerate().take(ISSUES) {
                let at = self.options[i].ids.iter().position(|o| *o == issue.value.status_quo);
                quo[i] = at.unwrap_or(0) as u8;
            }
            let nothing = utility.of(&quo);
            if utility.reservation < nothing {
                self.fault(
                    &here.field("reservation"),
                    format!(
                        "expected a reservation value of at least what nothing is worth to him, {:.3}, found {}",
                        f64::from(nothing) / f64::from(ONE),
                        t.reservation
                    ),
                );
            }
            let book = Character {
                utility,
                opening,
                kappa: d.kappa,
                beta: d.beta,
                horizon: d.horizon,
                omega: d.omega,
                rho: d.rho,
                firm: d.firm,
                trust_bend: d.trust_bend,
                face_bend: d.face_bend,
                phi: d.phi,
                mu: d.mu,
                guard: d.guard,
                deflects: d.deflects,
                honest: d.honest,
                warm: d.warm,
                banks: d.banks,
                writes: d.writes,
            };
            let mut levels = [1; ISSUES];
            let mut variants = Vec::new();
            if let Some(table) = table {
                for (level, &w) in levels.iter_mut().zip(&t.weights) {
                    *level = if w >= table.read.dear { 2 } else { u8::from(w > table.read.cheap) };
                }
                if table.variants == 0 || table.variants > 64 {
                    let at = &s.table[0].at;
                    self.fault(&Here::new(at).field("variants"), "expected 1 to 64 variants");
                }
                if t.values.len() == self.issues.ids.len() && t.weights.len() == self.issues.ids.len() {
                    variants = draw::variants(&t.id, &book, &t.weights, &t.values, &quo, table.variants, &table.noise);
                }
            }
            rules.push(TypeRule { id: t.id.clone(), prior: t.prior, book, variants, levels });
            texts.push(Named { name: t.name.clone(), about: t.about.clone() });
        }
        (rules, texts)
    }
}

/// Similarity is shared evenly among the issues, so that a whole package is 1 to itself.
fn s_issues(n: usize) -> i32 {
    n.max(1) as i32
}
