//! What the books of the drawn types say, laid side by side: whatever is asked of a type's shadow is asked of all.

use crate::scenario::rules::{IssueRule, ONE, OPTIONS, Package, TYPES, TypeRule};

/// One number for each drawn type, in units of [`ONE`] where it is a utility.
pub type Each = [i32; TYPES];

/// Part-worths by issue and option, to each drawn type at once.
#[derive(Debug)]
pub struct Books {
    /// What is his for certain once it is agreed, and what you only promise.
    plain: Vec<Issue>,
    promised: Vec<Issue>,
    /// How many types there are.
    drawn: usize,
}

#[derive(Debug)]
struct Issue {
    /// Which it is.
    number: usize,
    status_quo: u8,
    options: [Each; OPTIONS],
    /// At the option that each type opens with.
    openings: Each,
    /// To all types together, by option.
    sums: [i64; OPTIONS],
}

impl Books {
    /// Lays them side by side.
    pub fn new(issues: &[IssueRule], drawn: &[TypeRule]) -> Self {
        let each = |i: usize, option: &dyn Fn(&TypeRule) -> u8| -> Each {
            std::array::from_fn(|k| drawn.get(k).map_or(0, |t| t.book.utility.worth[i][usize::from(option(t))]))
        };
        let issue = |(i, rule): (usize, &IssueRule)| {
            let options: [Each; OPTIONS] = std::array::from_fn(|o| each(i, &|_| o as u8));
            Issue {
                number: i,
                status_quo: rule.status_quo,
                sums: options.map(|each| each.iter().map(|&worth| i64::from(worth)).sum()),
                options,
                openings: each(i, &|t| t.book.opening[i]),
            }
        };
        let of = |promise| issues.iter().enumerate().filter(move |(_, rule)| rule.promise == promise);
        Self { plain: of(false).map(issue).collect(), promised: of(true).map(issue).collect(), drawn: drawn.len() }
    }

    /// What a package is worth to each, where promises count for `rate` of their face value, in units of 2⁻²⁰.
    pub fn worth(&self, rate: i64, package: &Package) -> Each {
        let at = |issue: &Issue| issue.options[usize::from(package[issue.number])];
        let (plain, promised) = (sum(&self.plain, at), sum(&self.promised, at));
        std::array::from_fn(|k| plain[k] + counted(promised[k], rate))
    }

    /// What each hopes for on issues that are `hoped` for, by bit, above what they stand at: its own opening.
    pub fn hope(&self, rate: i64, hoped: u8) -> Each {
        let stands = |issue: &Issue| issue.options[usize::from(issue.status_quo)];
        let then = |issue: &Issue| if hoped >> issue.number & 1 == 1 { issue.openings } else { stands(issue) };
        let (plain, rest) = (sum(&self.plain, then), sum(&self.promised, then));
        let (plain_quo, quo) = (sum(&self.plain, stands), sum(&self.promised, stands));
        std::array::from_fn(|k| plain[k] - plain_quo[k] + counted(rest[k], rate) - counted(quo[k], rate))
    }

    /// What a package is worth to the average type at its face value, for ledgers the player may see.
    pub fn mean(&self, package: &Package) -> i32 {
        let of = |issue: &Issue| issue.sums[usize::from(package[issue.number])];
        let sum: i64 = self.plain.iter().chain(&self.promised).map(of).sum();
        (sum / self.drawn.max(1) as i64) as i32
    }
}

fn sum(issues: &[Issue], part: impl Fn(&Issue) -> Each) -> Each {
    let mut sums = [0; TYPES];
    for issue in issues {
        for (sum, part) in sums.iter_mut().zip(part(issue)) {
            *sum += part;
        }
    }
    sums
}

/// What a promised part-worth counts for.
fn counted(promised: i32, rate: i64) -> i32 {
    ((i64::from(promised) * rate) >> ONE.trailing_zeros()) as i32
}

#[cfg(test)]
mod tests {
    use crate::scenario::Scenario;
    use crate::scenario::rules::ONE;

    #[test]
    fn what_the_books_say_side_by_side_is_what_each_says() {
        for id in Scenario::shipped_ids() {
            let scenario = Scenario::shipped(id).expect("a shipped scenario has no faults");
            let (rules, rate) = (&scenario.rules, i64::from(ONE) * 2 / 3);
            let books: Vec<_> = rules.types[..rules.drawn_types].iter().map(|t| &t.book).collect();
            for n in (0..rules.packages()).step_by(7) {
                let package = rules.package(n);
                let worths = rules.books.worth(rate, &package);
                let sum: i64 = books.iter().map(|book| i64::from(book.utility.of(&package))).sum();
                assert_eq!(rules.books.mean(&package), (sum / books.len() as i64) as i32);
                for (k, book) in books.iter().enumerate() {
                    let part = |promise: bool| -> i64 {
                        let of = (0..rules.issues.len()).filter(|&i| rules.issues[i].promise == promise);
                        of.map(|i| i64::from(book.utility.worth[i][usize::from(package[i])])).sum()
                    };
                    assert_eq!(i64::from(worths[k]), part(false) + ((part(true) * rate) >> 20));
                }
            }
        }
    }
}
