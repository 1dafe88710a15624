//! Class codes: one word that fixes what a class plays, so that thirty records can be laid side by side.

use bech32::primitives::decode::CheckedHrpstring;
use bech32::{Bech32m, Hrp};
use num_bigint::BigUint;

use crate::record::code::{CodeError, Digits, Reading, rules_check};
use crate::record::{Coach, Header, Start};
use crate::scenario::Scenario;

/// What every class code begins with.
const PREFIX: &str = "class";
/// The way they are made; another way has another number.
const VERSION: u32 = 1;

/// What a class plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class {
    /// Which scenario, and under which rules: a check of their hash.
    rules: u32,
    /// The same seed, and so the same counterpart and the same luck, for all; nothing: each draws their own.
    pub seed: Option<u64>,
    /// Coach level.
    pub coach: Coach,
    /// Nothing is taken back before it is over.
    pub statesman: bool,
    /// Tells classes apart that play the same, 0..65536.
    pub mark: u16,
}

impl Class {
    /// A class that plays a scenario.
    pub fn new(scenario: &Scenario, seed: Option<u64>, coach: Coach, statesman: bool, mark: u16) -> Self {
        Self { rules: rules_check(scenario), seed, coach, statesman, mark }
    }

    /// The class that a code tells of.
    ///
    /// # Errors
    /// Why it cannot be read; a mistyped code is told from a valid one.
    pub fn from_code(code: &str) -> Result<Self, CodeError> {
        let code = code.trim();
        if !code.to_ascii_lowercase().starts_with("class1") {
            let found = code.chars().take(40).collect();
            return Err(CodeError::NoCode {
                found,
                expected: "class code: expected class1 and then small letters and digits, as the teacher gave it",
            });
        }
        let word = CheckedHrpstring::new::<Bech32m>(code).map_err(|_| CodeError::Mistyped)?;
        let bytes: Vec<u8> = word.byte_iter().collect();
        let mut digits = Reading::of(BigUint::from_bytes_le(&bytes));
        let version = digits.take(16);
        if version != VERSION {
            return Err(CodeError::Version { found: version, known: VERSION });
        }
        let rules = digits.take(1 << 16);
        let coach = Coach::ALL[digits.take(Coach::ALL.len() as u32) as usize];
        let statesman = digits.take(2) == 1;
        let mark = digits.take(1 << 16) as u16;
        let seed = (digits.take(2) == 1).then(|| digits.seed());
        Ok(Self { rules, seed, coach, statesman, mark })
    }

    /// Its code: some twenty letters and digits.
    pub fn code(&self) -> String {
        let mut digits = Digits::default();
        digits.put(VERSION, 16);
        digits.put(self.rules, 1 << 16);
        digits.put(self.coach as u32, Coach::ALL.len() as u32);
        digits.put(u32::from(self.statesman), 2);
        digits.put(u32::from(self.mark), 1 << 16);
        digits.put(u32::from(self.seed.is_some()), 2);
        self.seed.iter().for_each(|seed| digits.put_seed(*seed));
        bech32::encode::<Bech32m>(Hrp::parse_unchecked(PREFIX), &digits.number().to_bytes_le()).unwrap_or_default()
    }

    /// It plays this scenario, under these rules.
    pub fn plays(&self, scenario: &Scenario) -> bool {
        self.rules == rules_check(scenario)
    }

    /// How a game of this class begins; `drawn` is the seed where each draws their own.
    pub fn start(&self, drawn: u64, player: Option<String>) -> Start {
        let (coach, statesman) = (self.coach, self.statesman);
        Start { seed: self.seed.unwrap_or(drawn), coach, player, statesman, class: Some(self.code()) }
    }

    /// What of a record is not as the class was told to play; nothing if all of it is.
    pub fn broken_by(&self, header: &Header) -> Option<String> {
        if let Some(seed) = self.seed.filter(|seed| *seed != header.seed) {
            return Some(format!("it has the seed {}; the class plays {seed}", header.seed));
        }
        if header.coach != self.coach {
            return Some(format!("its coach level is {}; the class plays {}", header.coach.name(), self.coach.name()));
        }
        if self.statesman && !header.statesman {
            return Some("it was played with taking back; the class plays as statesmen".into());
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(seed: Option<u64>) -> Class {
        let scenario = Scenario::shipped("rehearsal").expect("it is sound");
        Class::new(&scenario, seed, Coach::Exam, true, 513)
    }

    #[test]
    fn a_class_is_read_from_its_code_and_knows_its_scenario() {
        for seed in [None, Some(0), Some(2000), Some(u64::MAX)] {
            let class = class(seed);
            let code = class.code();
            assert!(code.len() <= 40, "{code} is long");
            assert_eq!(Class::from_code(&format!(" {}\n", code.to_uppercase())), Ok(class));
            assert!(class.plays(&Scenario::shipped("rehearsal").expect("it is sound")));
            assert!(!class.plays(&Scenario::shipped("pyongyang-2000").expect("it is sound")));
        }
    }

    #[test]
    fn one_letter_that_is_wrong_is_told_from_a_valid_code() {
        let code = class(Some(7)).code();
        for at in "class1".len()..code.len() {
            let other = if &code[at..=at] == "q" { "p" } else { "q" };
            let wrong = format!("{}{other}{}", &code[..at], &code[at + 1..]);
            assert_eq!(Class::from_code(&wrong), Err(CodeError::Mistyped), "{wrong}");
        }
        assert!(matches!(Class::from_code("pk1qqq"), Err(CodeError::NoCode { .. })));
    }
}
