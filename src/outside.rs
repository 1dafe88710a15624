//! What comes from outside: files and lines with a limit, and texts that may be shown. Records, scenarios and domains from
//! strangers are data and nothing else.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::Path;

/// Reads a file that may have so many bytes.
///
/// # Errors
/// What the system says, or that there is more.
pub fn read_file(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // A size that the system tells may be wrong: a pipe has none, a file may grow.
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("it has more than the {most} bytes that are read"),
        ));
    }
    Ok(bytes)
}

/// The same as UTF-8 text.
///
/// # Errors
/// As [`read_file`], or that it is no text.
pub fn read_text(path: &Path, most: u64) -> io::Result<String> {
    let told = |e: std::string::FromUtf8Error| {
        let at = e.utf8_error().valid_up_to();
        io::Error::new(io::ErrorKind::InvalidData, format!("it is not UTF-8 text: byte {} is none", at + 1))
    };
    String::from_utf8(read_file(path, most)?).map_err(told)
}

/// What a line of input turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A line; what is no UTF-8 in it is replaced.
    Text(String),
    /// More than may stand in one; it has been read past.
    TooLong,
    /// There is none left.
    End,
}

/// Reads a line that may have so many bytes.
///
/// # Errors
/// What the system says.
pub fn read_line(input: &mut dyn BufRead, most: usize) -> io::Result<Line> {
    let (mut bytes, mut long, mut some) = (Vec::new(), false, false);
    loop {
        let found = input.fill_buf()?;
        if found.is_empty() {
            break;
        }
        some = true;
        let end = found.iter().position(|&b| b == b'\n');
        let part = &found[..end.unwrap_or(found.len())];
        long |= bytes.len() + part.len() > most;
        if !long {
            bytes.extend_from_slice(part);
        }
        let used = part.len() + usize::from(end.is_some());
        input.consume(used);
        if end.is_some() {
            break;
        }
    }
    Ok(match (some, long) {
        (false, _) => Line::End,
        (true, true) => Line::TooLong,
        (true, false) => Line::Text(String::from_utf8_lossy(&bytes).into_owned()),
    })
}

/// A text that no terminal takes for anything else: control characters but line breaks become U+FFFD.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_odd) { Cow::Owned(text.replace(is_odd, "\u{fffd}")) } else { Cow::Borrowed(text) }
}

/// A control character that no text of ours has.
pub fn is_odd(c: char) -> bool {
    c.is_control() && c != '\n'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_limit_and_refused_above_it() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a");
        std::fs::write(&path, "12345").expect("room");
        assert_eq!(read_text(&path, 5).expect("five are allowed"), "12345");
        assert!(read_text(&path, 4).expect_err("five are too many").to_string().contains("4 bytes"));
        std::fs::write(&path, [b'a', 0xff]).expect("room");
        assert!(read_text(&path, 5).expect_err("no text").to_string().contains("byte 2"));
    }

    #[test]
    fn a_line_that_is_too_long_is_read_past() {
        let mut input = io::Cursor::new(b"one\ntwo and more\n\xff\nlast".to_vec());
        let mut next = || read_line(&mut input, 4).expect("memory can be read");
        assert_eq!(next(), Line::Text("one".into()));
        assert_eq!(next(), Line::TooLong);
        assert_eq!(next(), Line::Text("\u{fffd}".into()));
        assert_eq!(next(), Line::Text("last".into()));
        assert_eq!(next(), Line::End);
    }

    #[test]
    fn no_escape_sequence_is_left_in_a_plain_text() {
        assert_eq!(plain("a\u{1b}[31mb\u{9b}c\rd\ne"), "a\u{fffd}[31mb\u{fffd}c\u{fffd}d\ne");
        assert!(matches!(plain("as it is\n"), Cow::Borrowed(_)));
    }
}
