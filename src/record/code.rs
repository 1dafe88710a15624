//! Share codes: a whole game in one word, from one player to another.
//!
//! A game is its scenario, its seed and what was done. Each action is a digit among what was legal then, so that most
//! take two bits; the digits make one large number, and the number a bech32m word, whose checksum tells a mistyped code
//! from a valid one.

use std::fmt;
use std::sync::Arc;

use bech32::primitives::decode::{CheckedHrpstring, CheckedHrpstringError, ChecksumError};
use bech32::{Bech32m, Hrp};
use num_bigint::BigUint;

use crate::negotiation::{Action, Arena, NONE, Negotiation, View, check, drafts, legal_actions};
use crate::record::{Coach, Header};
use crate::scenario::Scenario;
use crate::scenario::rules::{Package, Rules, TYPES};

/// What every code begins with.
const PREFIX: &str = "pk";
/// The way codes are made; another way has another number.
const VERSION: u32 = 1;
/// Most actions in a code.
const MOST: u32 = 4096;
/// Longest code: what a checksum can vouch for.
const MOST_LETTERS: usize = 1023;
/// Chips in a note.
const CHIPS: u32 = 10;

/// What a code tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The seed of all luck.
    pub seed: u64,
    /// Coach level.
    pub coach: Coach,
    /// Played without taking anything back.
    pub statesman: bool,
    /// What was done.
    pub actions: Vec<Action>,
}

/// Why a code cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeError {
    /// It is no code of this game at all.
    NoCode {
        /// What was found.
        found: String,
        /// What it should have been, and how that looks.
        expected: &'static str,
    },
    /// Its checksum does not fit.
    Mistyped,
    /// Made by a later program.
    Version {
        /// The version found.
        found: u32,
        /// The version that can be read.
        known: u32,
    },
    /// Made with another scenario, or under other rules.
    Rules,
    /// It fits its checksum and leads nowhere all the same.
    Broken {
        /// After so many actions.
        turn: usize,
    },
}

impl fmt::Display for CodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCode { found, expected } => write!(f, "‘{found}’ is no {expected}"),
            Self::Mistyped => write!(
                f,
                "the code is mistyped: its checksum does not fit. Compare it letter by letter with the original, or copy it whole"
            ),
            Self::Version { found, known } => {
                write!(f, "the code has version {found}; this program reads version {known}: use a newer program")
            }
            Self::Rules => write!(
                f,
                "the code is in order, but was made with another scenario or under other rules; name the scenario with --scenario, or use the version of the program that made it"
            ),
            Self::Broken { turn } => write!(f, "the code is damaged: after {turn} actions it leads nowhere"),
        }
    }
}

impl std::error::Error for CodeError {}

/// The code of a game.
pub fn encode(scenario: &Arc<Scenario>, header: &Header, actions: &[Action]) -> String {
    let mut digits = Digits::default();
    digits.put(VERSION, 16);
    digits.put(rules_check(scenario), 1 << 16);
    digits.put_seed(header.seed);
    digits.put(header.coach as u32, Coach::ALL.len() as u32);
    digits.put(u32::from(header.statesman), 2);
    let actions = &actions[..actions.len().min(MOST as usize - 1)];
    digits.put(actions.len() as u32, MOST);
    let mut arena = Arena::new(scenario.clone());
    arena.begin(Negotiation::new(&scenario.rules, header.seed));
    for action in actions {
        put(&scenario.rules, arena.view(), &mut digits, *action);
        arena.step(*action);
    }
    let prefix = Hrp::parse_unchecked(PREFIX);
    // A word too long for a checksum would hold thousands of actions.
    bech32::encode::<Bech32m>(prefix, &digits.number().to_bytes_le()).unwrap_or_default()
}

/// What a code tells.
///
/// # Errors
/// Why it cannot be read; a mistyped code is told from one that belongs to other rules.
pub fn decode(scenario: &Arc<Scenario>, code: &str) -> Result<Shared, CodeError> {
    let code = code.trim();
    let expected = "share code: expected pk1 and then small letters and digits, as `six-hours code` prints it";
    let no_code = || CodeError::NoCode { found: code.chars().take(40).collect(), expected };
    if !code.to_ascii_lowercase().starts_with("pk1") {
        return Err(no_code());
    }
    if code.len() > MOST_LETTERS {
        return Err(no_code());
    }
    let word = CheckedHrpstring::new::<Bech32m>(code).map_err(|e| match e {
        CheckedHrpstringError::Checksum(ChecksumError::CodeLength(_)) => no_code(),
        _ => CodeError::Mistyped,
    })?;
    let bytes: Vec<u8> = word.byte_iter().collect();
    let mut digits = Reading::of(BigUint::from_bytes_le(&bytes));
    let version = digits.take(16);
    if version != VERSION {
        return Err(CodeError::Version { found: version, known: VERSION });
    }
    if digits.take(1 << 16) != rules_check(scenario) {
        return Err(CodeError::Rules);
    }
    let seed = digits.seed();
    let coach = Coach::ALL[digits.take(Coach::ALL.len() as u32) as usize];
    let statesman = digits.take(2) == 1;
    let count = digits.take(MOST);
    let mut arena = Arena::new(scenario.clone());
    arena.begin(Negotiation::new(&scenario.rules, seed));
    let mut actions = Vec::new();
    for turn in 0..count as usize {
        let action = take(&scenario.rules, arena.view(), &mut digits);
        let legal = |a: &Action| check(&scenario.rules, arena.view(), a).is_ok();
        let action = action.filter(legal).ok_or(CodeError::Broken { turn })?;
        arena.step(action);
        actions.push(action);
    }
    Ok(Shared { seed, coach, statesman, actions })
}

/// Sixteen bits of the hash of the rules: a code belongs to the rules it was made under.
pub(super) fn rules_check(scenario: &Scenario) -> u32 {
    scenario.rules_hash().bytes().fold(0u32, |n, b| n.wrapping_mul(31).wrapping_add(u32::from(b))) >> 8 & 0xffff
}

/// What one may do now, each with a digit: what is listed as legal, then two that are not listed in full.
fn slots(rules: &Rules, view: View<'_>) -> Vec<Action> {
    let mut list = legal_actions(rules, view);
    list.retain(|a| !matches!(a, Action::DoubleOffer(..) | Action::Note(..)));
    list
}

fn put(rules: &Rules, view: View<'_>, digits: &mut Digits, action: Action) {
    let slots = slots(rules, view);
    let radix = slots.len() as u32 + 2;
    let listed = slots.iter().position(|slot| match (slot, &action) {
        (Action::Propose(_), Action::Propose(_)) => true,
        (slot, action) => slot == action,
    });
    let last = matches!(action, Action::Note(..));
    digits.put(listed.map_or(radix - 2 + u32::from(last), |n| n as u32), radix);
    let all = drafts(rules, view);
    let place = |p: &Package| all.clone().position(|q| q == *p).unwrap_or(0) as u32;
    match action {
        Action::Propose(package) => digits.put(place(&package), all.all() as u32),
        Action::DoubleOffer(a, b) => {
            digits.put(place(&a), all.all() as u32);
            let equals = equals(rules, view, &a);
            digits.put(equals.iter().position(|p| *p == b).unwrap_or(0) as u32, equals.len().max(1) as u32);
        }
        Action::Note(chips, wants) => {
            let mut left = CHIPS;
            for chip in chips.iter().take(rules.drawn_types.saturating_sub(1)) {
                digits.put(u32::from(*chip).min(left), left + 1);
                left -= u32::from(*chip).min(left);
            }
            let issues = rules.issues.len() as u32;
            digits.put(if wants == NONE { issues } else { u32::from(wants) }, issues + 1);
        }
        _ => {}
    }
}

fn take(rules: &Rules, view: View<'_>, digits: &mut Reading) -> Option<Action> {
    let slots = slots(rules, view);
    let radix = slots.len() as u32 + 2;
    let place = digits.take(radix);
    let all = drafts(rules, view);
    if let Some(slot) = slots.get(place as usize) {
        return Some(match slot {
            Action::Propose(_) => Action::Propose(all.number(digits.take(all.all() as u32) as usize)),
            other => *other,
        });
    }
    if place + 2 == radix {
        let first = all.number(digits.take(all.all() as u32) as usize);
        let equals = equals(rules, view, &first);
        let second = equals.get(digits.take(equals.len().max(1) as u32) as usize)?;
        return Some(Action::DoubleOffer(first, *second));
    }
    let mut chips = [0; TYPES];
    let mut left = CHIPS;
    let types = rules.drawn_types;
    for chip in chips.iter_mut().take(types.saturating_sub(1)) {
        *chip = digits.take(left + 1) as u8;
        left -= u32::from(*chip);
    }
    chips[types.saturating_sub(1)] = left as u8;
    let issues = rules.issues.len() as u32;
    let wants = digits.take(issues + 1);
    Some(Action::Note(chips, if wants == issues { NONE } else { wants as u8 }))
}

/// The drafts that may be offered beside one.
fn equals(rules: &Rules, view: View<'_>, package: &Package) -> Vec<Package> {
    drafts(rules, view).filter(|p| check(rules, view, &Action::DoubleOffer(*package, *p)).is_ok()).collect()
}

/// Digits of mixed radix, to be made into one number.
#[derive(Debug, Default)]
pub(super) struct Digits(Vec<(u32, u32)>);

impl Digits {
    /// Its length in bytes, and then the bytes.
    pub(super) fn put_seed(&mut self, seed: u64) {
        let bytes = seed.to_le_bytes();
        let length = bytes.iter().rposition(|&b| b != 0).map_or(0, |i| i + 1);
        self.put(length as u32, 9);
        bytes[..length].iter().for_each(|&b| self.put(u32::from(b), 256));
    }

    pub(super) fn put(&mut self, digit: u32, radix: u32) {
        self.0.push((digit, radix));
    }

    /// The first digit is the least.
    pub(super) fn number(&self) -> BigUint {
        self.0.iter().rev().fold(BigUint::ZERO, |n, (digit, radix)| n * *radix + *digit)
    }
}

/// A number, to be read digit by digit.
pub(super) struct Reading(BigUint);

impl Reading {
    pub(super) fn of(number: BigUint) -> Self {
        Self(number)
    }

    pub(super) fn seed(&mut self) -> u64 {
        let length = self.take(9);
        (0..length).fold(0u64, |seed, i| seed | u64::from(self.take(256)) << (8 * i))
    }

    pub(super) fn take(&mut self, radix: u32) -> u32 {
        let digit = &self.0 % radix;
        self.0 /= radix;
        digit.iter_u32_digits().next().unwrap_or(0)
    }
}
