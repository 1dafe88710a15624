//! A class in words: who handed in what, the cases worth talking about, the questions to ask, and a table of all games.

use std::path::Path;

use crate::negotiation::fingerprint;
use crate::record::Reflection;
use crate::record::class::Class as Assignment;
use crate::record::reflection::{Factor, QUESTIONS};
use crate::record::submissions::Rejected;
use crate::report::front_page;
use crate::review::{Case, Class, Member, Split, Taken};
use crate::scenario::Scenario;

/// What came with a game.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The player, or the file if no name was given; or a letter.
    pub name: String,
    /// The file; empty where names are hidden.
    pub file: String,
    /// Coach level.
    pub coach: &'static str,
    /// It branched off another game.
    pub branch: bool,
    /// Its last line was torn and is left out.
    pub torn: bool,
    /// What the player made of it.
    pub reflection: Option<Reflection>,
}

/// Everything of a class that a report tells.
#[derive(Debug)]
pub struct Report<'a> {
    /// What was played.
    pub scenario: &'a Scenario,
    /// The games.
    pub class: &'a Class,
    /// What came with each, in the same order.
    pub entries: Vec<Entry>,
    /// What could not be laid beside the others.
    pub rejected: Vec<Rejected>,
    /// Files in the folder that are no records.
    pub others: usize,
    /// What the class was told to play, if it is known.
    pub assignment: Option<Assignment>,
}

/// Name of a file without its folders.
fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

impl Report<'_> {
    /// Replaces all names and files by letters, in an order that tells nothing.
    pub fn hide_names(&mut self) {
        let prints: Vec<u32> = self.class.members.iter().map(|m| fingerprint(&m.walk.end).whole).collect();
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        order.sort_by_key(|&n| (prints[n], n));
        for (place, n) in order.into_iter().enumerate() {
            self.entries[n].name = format!("Player {}", letters(place));
            self.entries[n].file.clear();
            if let Some(said) = &mut self.entries[n].reflection {
                said.words.clear();
            }
        }
        for (n, one) in self.rejected.iter_mut().enumerate() {
            one.path = format!("file {}", n + 1).into();
        }
    }

    /// The order in which games are listed: by name, numbers in it by their size.
    pub fn order(&self) -> Vec<usize> {
        let key = |n: &usize| {
            let name = self.entries[*n].name.to_lowercase();
            let digits = |c: char| c.is_ascii_digit();
            let parts = name.split_inclusive(|c| !digits(c)).map(|part| {
                let number = part.trim_end_matches(|c| !digits(c));
                format!("{number:0>12}{}", &part[number.len()..])
            });
            parts.collect::<String>()
        };
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        order.sort_by_cached_key(key);
        order
    }

    /// Games of which the last line was torn in writing.
    pub fn torn(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().filter(|e| e.torn).map(|e| e.name.as_str())
    }

    /// Files that were not taken, and why: without their folders.
    pub fn left_out(&self) -> Vec<(String, &str)> {
        self.rejected.iter().map(|r| (file_name(&r.path), r.reason.as_str())).collect()
    }

    /// Name of a scene.
    pub fn scene(&self, scene: u16) -> &str {
        &self.scenario.texts.scenes[usize::from(scene)].title
    }

    /// Label of a choice.
    pub fn label(&self, choice: u16) -> &str {
        &self.scenario.texts.choices[usize::from(choice)].label
    }

    /// The counterpart of a game.
    pub fn counterpart(&self, member: &Member) -> &str {
        &self.scenario.texts.types[usize::from(member.walk.end.counterpart.kind)].name
    }

    /// The ending of a game.
    pub fn ending(&self, member: &Member) -> String {
        match front_page(self.scenario, &member.walk.end) {
            Some(front) => front.title,
            None => format!("goes on, after {} turns", member.walk.actions.len()),
        }
    }

    /// Endings with the number of games and the mean result, the most frequent first; games that go on come last.
    pub fn endings(&self) -> Vec<(String, usize, Option<f64>)> {
        let mut list: Vec<(u8, usize, f64)> = Vec::new();
        for m in &self.class.members {
            let ending = m.walk.end.story.ending;
            let n = list.iter().position(|(e, ..)| *e == ending).unwrap_or_else(|| {
                list.push((ending, 0, 0.0));
                list.len() - 1
            });
            list[n].1 += 1;
            list[n].2 += m.measure.result;
        }
        list.sort_by_key(|&(ending, count, _)| (ending == crate::negotiation::NONE, usize::MAX - count, ending));
        list.into_iter()
            .map(|(ending, count, sum)| match self.scenario.texts.endings.get(usize::from(ending)) {
                Some(text) => (text.title.clone(), count, Some(sum / count as f64)),
                None => ("not finished".into(), count, None),
            })
            .collect()
    }

    /// The mean answer of the class on each factor of the reflection, and how many answered.
    pub fn felt(&self) -> Vec<(Factor, f64, usize)> {
        let of = |factor: Factor| {
            let given: Vec<f64> = self.entries.iter().filter_map(|e| e.reflection.as_ref()?.mean(factor)).collect();
            (!given.is_empty()).then(|| (factor, given.iter().sum::<f64>() / given.len() as f64, given.len()))
        };
        Factor::ALL.into_iter().filter_map(of).collect()
    }

    /// Cases worth talking about: a title, whose game, and what is to be seen in it.
    pub fn cases(&self) -> Vec<(&'static str, &str, String)> {
        let of = |(case, n): (Case, usize)| {
            let m = &self.class.members[n];
            (case_title(case), self.entries[n].name.as_str(), self.case_words(case, n, m))
        };
        self.class.cases().into_iter().map(of).collect()
    }

    fn case_words(&self, case: Case, n: usize, m: &Member) -> String {
        let facts = format!(
            "Across the table: {}. Ending: {}. Result {:.0}, {:.0} points left at choices, {}.",
            self.counterpart(m),
            self.ending(m),
            m.measure.result,
            m.left,
            match m.deal {
                Some([us, him]) => format!("a deal worth {us:.2} to you and {him:.2} to him"),
                None => "no deal".to_owned(),
            }
        );
        let why = match case {
            Case::Highest => "No result of the class is higher.",
            Case::WellPlayed => {
                "Few decisions cost anything by what could be known, and the result is below the median all the same."
            }
            Case::WellServed => {
                "The result is above the median, although much was left at choices: luck, or the table, made it good."
            }
            Case::LostAtHome => "Agreed across the table and not carried at home: the two-level game in one run.",
            Case::LeftUnused => "Both sides could have had more: no deal of the class is farther from the frontier.",
            Case::TrustedInVain => "He trusted the visitor, and nothing was signed.",
            Case::Fairest => "No deal of the class is nearer to the Nash point.",
            Case::Lowest => "No result of the class is lower.",
        };
        let dearest =
            self.class.splits.iter().filter(|s| !s.conscience).flat_map(|s| s.options.iter().map(move |o| (s, o)));
        let dearest = dearest
            .filter(|(_, o)| o.by.contains(&n) && o.costs() > 0.0)
            .reduce(|a, b| if b.1.costs() > a.1.costs() { b } else { a });
        let look = match dearest {
            Some((split, option)) => format!(
                " Look first at ‘{}’: ‘{}’ cost {:.1} points.",
                self.scene(split.scene),
                self.label(option.choice),
                option.costs()
            ),
            None => String::new(),
        };
        format!("{why} {facts}{look}")
    }

    /// Questions for the discussion, from what this class did.
    pub fn questions(&self) -> Vec<String> {
        let mut list = Vec::new();
        let mut splits: Vec<&Split> = self.class.splits.iter().filter(|s| !s.conscience && s.stakes() > 0.0).collect();
        splits.sort_by(|a, b| (b.evenness() * b.stakes()).total_cmp(&(a.evenness() * a.stakes())));
        for split in splits.into_iter().take(3) {
            list.extend(self.split_question(split));
        }
        let hard = self.class.splits.iter().filter(|s| s.conscience && s.stood() > 1);
        if let Some(split) = hard.max_by(|a, b| a.evenness().total_cmp(&b.evenness())) {
            let taken: Vec<String> = split
                .options
                .iter()
                .filter(|o| !o.by.is_empty())
                .map(|o| format!("{} chose ‘{}’", o.by.len(), self.label(o.choice)))
                .collect();
            list.push(format!(
                "At ‘{}’ {}. The rules put a price on each and a grade on none. What is the price, who pays it, and what \
                 would you not have sold?",
                self.scene(split.scene),
                taken.join(", ")
            ));
        }
        let agreed = self.class.members.iter().filter(|m| m.deal.is_some()).count();
        let lost =
            self.class.members.iter().filter(|m| m.deal.is_some() && m.walk.is_over() && !m.is_ratified()).count();
        if lost > 0 {
            list.push(format!(
                "{lost} of {agreed} agreements did not come into force. Whose consent was missing, and from which scene on \
                 could one have known?"
            ));
        }
        let cases = self.class.cases();
        let of = |case: Case| cases.iter().find(|(c, _)| *c == case).map(|(_, n)| *n);
        if let (Some(played), Some(served)) = (of(Case::WellPlayed), of(Case::WellServed)) {
            let of =
                |n: usize| (&self.entries[n].name, self.class.members[n].left, self.class.members[n].measure.result);
            let ((a, left_a, result_a), (b, left_b, result_b)) = (of(played), of(served));
            list.push(format!(
                "{a} left {left_a:.0} points at choices and ended at {result_a:.0}; {b} left {left_b:.0} and ended at \
                 {result_b:.0}. Which of the two would you send next time, and how would you argue it to somebody who \
                 knows the results?"
            ));
        }
        let felt = self.felt();
        let order = |a: &&(Factor, f64, usize), b: &&(Factor, f64, usize)| a.1.total_cmp(&b.1);
        if let (Some(most), Some(least)) = (felt.iter().max_by(order), felt.iter().min_by(order))
            && most.0 != least.0
        {
            list.push(format!(
                "By its own account the class is most content with {} ({:.1} of 7) and least with {} ({:.1}). Would the \
                 other side say the same?",
                most.0.name(),
                most.1,
                least.0.name(),
                least.1
            ));
        }
        list.push(
            "Which of the rules behind these figures would you not sign? What would have to be true of the real talks for \
             it to hold?"
                .into(),
        );
        list
    }

    fn split_question(&self, split: &Split) -> Option<String> {
        let best = split.best()?;
        let other = split.options.iter().filter(|o| !o.by.is_empty() && o.costs() > 0.0);
        let other: &Taken = other.reduce(|a, b| if b.by.len() > a.by.len() { b } else { a })?;
        Some(format!(
            "At ‘{}’ {} of {} chose ‘{}’ and {} ‘{}’. The second was worth {:.1} points less than the best that each of them \
             could have taken (s.e. {:.1}). What did those who chose it see, or fear, that the others did not?",
            self.scene(split.scene),
            best.by.len(),
            split.stood(),
            self.label(best.choice),
            other.by.len(),
            self.label(other.choice),
            other.behind.mean,
            other.behind.se,
        ))
    }

    /// One row a game, with a head, as CSV.
    ///
    /// # Errors
    /// Never in memory; what the writer says.
    pub fn csv(&self) -> Result<String, String> {
        let rules = &self.scenario.rules;
        let mut out = csv::Writer::from_writer(Vec::new());
        let fixed = [
            "name",
            "file",
            "scenario",
            "hash",
            "seed",
            "coach",
            "counterpart",
            "ending",
            "branch",
            "turns",
            "agreement",
            "ratified",
            "result",
            "points_left",
            "utility_us",
            "utility_them",
            "nash_distance",
            "frontier_distance",
            "trust",
            "face",
            "brier",
        ];
        let asked = QUESTIONS.iter().map(|q| format!("reflection_{}", q.id));
        let scenes = self.class.splits.iter().map(|s| format!("choice_{}", rules.scenes[usize::from(s.scene)].id));
        let head: Vec<String> = fixed.iter().map(|s| (*s).to_owned()).chain(asked).chain(scenes).collect();
        out.write_record(&head).map_err(|e| e.to_string())?;
        for n in self.order() {
            let (m, entry) = (&self.class.members[n], &self.entries[n]);
            let end = &m.walk.end;
            let ending = rules.endings.get(usize::from(end.story.ending)).map_or("", |e| e.id.as_str());
            let mut row = vec![
                harmless(&entry.name),
                harmless(&entry.file),
                rules.id.clone(),
                self.scenario.rules_hash().to_owned(),
                end.seed.0.to_string(),
                entry.coach.to_owned(),
                rules.types[usize::from(end.counterpart.kind)].id.clone(),
                ending.to_owned(),
                entry.branch.to_string(),
                m.walk.actions.len().to_string(),
                m.deal.is_some().to_string(),
                m.is_ratified().to_string(),
                format!("{:.3}", m.measure.result),
                format!("{:.3}", m.left),
                format!("{:.4}", m.measure.yours),
                format!("{:.4}", m.measure.his),
                format!("{:.4}", m.measure.to_nash),
                format!("{:.4}", m.measure.to_frontier),
                format!("{:.4}", m.trust.last().copied().unwrap_or_default()),
                format!("{:.3}", m.measure.face.0),
                m.brier.map_or(String::new(), |b| format!("{b:.4}")),
            ];
            let said = |id: &str| entry.reflection.as_ref().and_then(|r| r.answers.get(id));
            row.extend(QUESTIONS.iter().map(|q| said(q.id).map_or(String::new(), u8::to_string)));
            for split in &self.class.splits {
                let last = m.chosen.iter().rev().find(|(scene, _)| *scene == split.scene);
                let id = last.map(|(_, c)| rules.choice_name(*c));
                row.push(id.and_then(|id| id.split_once('/').map(|(_, c)| c.to_owned())).unwrap_or_default());
            }
            out.write_record(&row).map_err(|e| e.to_string())?;
        }
        let bytes = out.into_inner().map_err(|e| e.to_string())?;
        String::from_utf8(bytes).map_err(|e| e.to_string())
    }
}

/// A text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// A, B, … Z, AA, AB, …
fn letters(mut n: usize) -> String {
    let mut text = String::new();
    loop {
        text.insert(0, char::from(b'A' + (n % 26) as u8));
        if n < 26 {
            return text;
        }
        n = n / 26 - 1;
    }
}

/// What a case is called.
fn case_title(case: Case) -> &'static str {
    match case {
        Case::Highest => "The highest result",
        Case::WellPlayed => "Well played, and badly served",
        Case::WellServed => "Badly played, and well served",
        Case::LostAtHome => "Won abroad, lost at home",
        Case::LeftUnused => "Value left on the table",
        Case::TrustedInVain => "Trust and no paper",
        Case::Fairest => "Nearest to the Nash point",
        Case::Lowest => "The lowest result",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn no_name_is_a_formula() {
        assert_eq!(harmless("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(harmless("Ann -1"), "Ann -1");
    }
}
