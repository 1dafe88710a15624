//! The game as text: the same game at a prompt, with numbered answers, from a keyboard or a pipe.

mod calibration;
mod comparison;
mod lookup;
mod menu;
mod reflection;
mod review;
mod show;
mod tree;

use std::io::{self, BufRead, Write};
use std::sync::Arc;

use crate::outside::{self, plain, read_line};
use crate::record::{Game, RecordError};
use crate::scenario::{Faults, Scenario, Watch};

pub use calibration::calibration_words;
pub use comparison::comparison_words;
pub use review::review_words;
pub use show::{Style, print, survey_words};
pub use tree::tree_words;

use menu::{Answer, Menu};

/// Plays a game until its ending or the end of input; the record is kept in both cases. A watched scenario is read anew
/// before each decision, if it was saved since.
///
/// # Errors
/// If nothing can be written.
pub fn play(
    mut game: Game,
    watch: Option<&Watch>,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    style: Style,
) -> io::Result<()> {
    show::greeting(out, style, &game)?;
    let mut told = 0;
    let mut scene = None;
    let mut notebook_offered = false;
    loop {
        if let Some(news) = watch.and_then(Watch::news) {
            (told, scene) = (told.min(retold(out, &mut game, news)?), None);
        }
        print(out, style, &game.scenario().clone(), &game.log()[told..])?;
        told = game.log().len();
        if game.ending().is_some() {
            show::ending(out, style, &game)?;
            let mut desk = Desk { input: &mut *input, out: &mut *out, style, back: None };
            return reflection::reflect(&mut desk, &mut game);
        }
        let here = Some(game.view().story.scene);
        show::decision(out, style, &game, scene != here)?;
        scene = here;
        notebook_offered &= game.view().story.notebook_open;
        let mut desk = Desk { input: &mut *input, out: &mut *out, style, back: None };
        let chosen = if game.view().story.notebook_open && !notebook_offered {
            notebook_offered = true;
            menu::notebook(&mut desk, &game)?
        } else {
            menu::next_action(&mut desk, &game)?
        };
        if let Some(turns) = desk.back {
            match back(&game, turns) {
                Ok(branch) => {
                    told = branch.log().iter().position(|e| e.turn == branch.turns()).unwrap_or(0);
                    show::branched(out, style, &game, &branch)?;
                    (game, scene) = (branch, None);
                }
                Err(e) => writeln!(out, "{e}.")?,
            }
            continue;
        }
        match chosen {
            Answer::Took(action) => {
                if let Err(e) = game.act(action) {
                    writeln!(out, "{e}.")?;
                }
            }
            Answer::Again => {}
            Answer::Left => return show::farewell(out, style, &game),
        }
    }
}

/// Tells the game again under the scenario as it was saved last. Returns from which of its happenings on it is to be
/// told to the player.
fn retold(out: &mut dyn Write, game: &mut Game, news: Result<Scenario, Faults>) -> io::Result<usize> {
    match news {
        Err(faults) => {
            writeln!(out, "The scenario was saved with faults; the game goes on with what was saved before.\n{faults}")?
        }
        Ok(scenario) => match game.retell(Arc::new(scenario)) {
            Ok(None) => writeln!(out, "The scenario was saved and read anew.")?,
            Ok(Some(stopped)) => {
                writeln!(
                    out,
                    "The scenario was saved and read anew; the game goes back to its first {} turns: {stopped}.",
                    game.turns()
                )?;
            }
            Err(e) => writeln!(out, "The scenario was read anew; the game goes on without a record: {e}.")?,
        },
    }
    Ok(game.log().partition_point(|e| e.turn < game.turns()))
}

/// The game some turns earlier: a branch, with a record beside this one's.
fn back(game: &Game, turns: usize) -> Result<Game, RecordError> {
    let kept = game.turns().checked_sub(turns).ok_or(RecordError::NoTurn { asked: turns, turns: game.turns() })?;
    game.branch_beside(kept)
}

/// Where questions are asked and answered.
struct Desk<'a> {
    input: &'a mut dyn BufRead,
    out: &'a mut dyn Write,
    style: Style,
    /// So many turns are to be taken back: then no question has an answer.
    back: Option<usize>,
}

/// Longest line that is read, in bytes.
const MOST_LINE: usize = 8 << 10;

/// What a line of input turned out to be.
enum Line {
    Number(usize),
    Word(String),
    End,
}

impl Desk<'_> {
    /// Asks for one of `most` numbers; `help`, `log` and `status` are answered on the way.
    fn ask(&mut self, game: &Game, menu: &Menu) -> io::Result<Option<usize>> {
        loop {
            match self.line()? {
                Line::End => return Ok(None),
                Line::Number(n) if (1..=menu.items.len()).contains(&n) => return Ok(Some(n - 1)),
                Line::Number(n) => {
                    writeln!(self.out, "There is no answer {n}: type a number from 1 to {}.", menu.items.len())?;
                }
                Line::Word(word) if word == "back" || word.starts_with("back ") => {
                    match word["back".len()..].trim() {
                        "" => self.back = Some(1),
                        number => self.back = number.parse().ok(),
                    }
                    if self.back.is_some() {
                        return Ok(None);
                    }
                    writeln!(self.out, "How many turns? Type back and a number, for instance back 3.")?;
                }
                Line::Word(word) if word == "handbook" || word.starts_with("handbook ") => {
                    lookup::handbook(self.out, self.style, game, &word["handbook".len()..])?;
                }
                Line::Word(word) => match word.as_str() {
                    "help" | "h" | "?" => show::help(self.out, self.style)?,
                    "log" | "l" => print(self.out, self.style, game.scenario(), game.log())?,
                    "status" | "s" => show::status(self.out, self.style, game)?,
                    "history" => show::really(self.out, self.style, game)?,
                    "words" | "w" => lookup::words(self.out, self.style, game)?,
                    "again" => menu.show(self.out, self.style)?,
                    "quit" | "q" => return Ok(None),
                    "" => writeln!(self.out, "Type a number from 1 to {}, or help.", menu.items.len())?,
                    other => writeln!(
                        self.out,
                        "‘{other}’ is no answer: type a number from 1 to {}, or help, log, status, history, words, handbook, again, back, quit.",
                        menu.items.len()
                    )?,
                },
            }
        }
    }

    fn line(&mut self) -> io::Result<Line> {
        let Some(text) = self.words()? else { return Ok(Line::End) };
        let text = plain(&text).to_lowercase();
        Ok(text.parse().map_or(Line::Word(text), Line::Number))
    }

    /// A line as it was typed; nothing at the end of input.
    fn words(&mut self) -> io::Result<Option<String>> {
        write!(self.out, "> ")?;
        self.out.flush()?;
        match read_line(self.input, MOST_LINE)? {
            outside::Line::End => {
                writeln!(self.out)?;
                Ok(None)
            }
            outside::Line::TooLong => Ok(Some(String::new())),
            outside::Line::Text(text) => Ok(Some(text.trim().to_owned())),
        }
    }
}
