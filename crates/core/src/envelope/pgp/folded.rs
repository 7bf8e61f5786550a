//! Armor that lost its line ends: mail gateways, forms and chat programs put it into one line.

use std::borrow::Cow;

const BEGIN: &[u8] = b"-----BEGIN PGP ";
const END: &[u8] = b"-----END PGP ";
const DASHES: &[u8] = b"-----";
/// Whose lines are text, which cannot be told apart any more.
const SIGNED: &[u8] = b"SIGNED";
/// Shorter words behind a header belong to it. Lines of armor have 64 characters, or 76 at most.
const LINE: usize = 40;
/// Length of a check sum with its sign.
const CHECKSUM: usize = 5;

/// The text, with line ends in blocks that stand in one line. A text without such a block stays as it is.
pub(super) fn unfolded(text: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let mut made = Vec::new();
    let mut rest: &[u8] = &text;
    while let Some(block) = Folded::find(rest) {
        made.extend_from_slice(block.before);
        block.write(&mut made);
        rest = block.after;
    }
    if made.is_empty() {
        return text;
    }
    made.extend_from_slice(rest);
    Cow::Owned(made)
}

/// A block in one line, in its pieces.
struct Folded<'t> {
    before: &'t [u8],
    /// `-----BEGIN PGP MESSAGE-----`
    head: &'t [u8],
    body: &'t [u8],
    /// `-----END PGP MESSAGE-----`; empty where it was cut off.
    foot: &'t [u8],
    after: &'t [u8],
}

impl<'t> Folded<'t> {
    fn find(text: &'t [u8]) -> Option<Self> {
        let mut from = 0;
        loop {
            let start = from + place(text.get(from..)?, BEGIN)?;
            let (before, block) = text.split_at_checked(start)?;
            from = start + BEGIN.len();
            if let Some(found) = Self::read(before, block) {
                return Some(found);
            }
        }
    }

    /// The block with which a text begins, when it goes on in the line of its head.
    fn read(before: &'t [u8], block: &'t [u8]) -> Option<Self> {
        let label = block.strip_prefix(BEGIN)?;
        let (head, rest) = block.split_at_checked(BEGIN.len() + place(label, DASHES)? + DASHES.len())?;
        let is_line_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let (line, _) = rest.split_at(rest.iter().position(is_line_end).unwrap_or(rest.len()));
        if label.starts_with(SIGNED) || head.iter().any(is_line_end) || line.trim_ascii().is_empty() {
            return None;
        }
        let (body, rest) = rest.split_at(place(line, END).unwrap_or(line.len()));
        let foot = rest.strip_prefix(END).and_then(|label| place(label, DASHES));
        let (foot, after) = rest.split_at_checked(foot.map_or(0, |end| END.len() + end + DASHES.len()))?;
        Some(Self { before, head, body, foot, after })
    }

    fn write(&self, made: &mut Vec<u8>) {
        let mut line = |text: &[u8]| {
            made.extend_from_slice(text);
            made.push(b'\n');
        };
        line(b"");
        line(self.head);
        line(b"");
        let words = self.body.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        let has_header = self.body.contains(&b':');
        for word in words.skip_while(|word| has_header && word.len() < LINE) {
            let sum = word.len().saturating_sub(CHECKSUM);
            match word.split_at_checked(sum) {
                Some((data @ [_, ..], sum @ [b'=', ..])) => [data, sum].into_iter().for_each(&mut line),
                _ => line(word),
            }
        }
        line(self.foot);
    }
}

/// Where a piece begins in a text.
fn place(text: &[u8], piece: &[u8]) -> Option<usize> {
    let first = piece.first()?;
    let mut from = 0;
    loop {
        let rest = text.get(from..)?;
        let at = rest.iter().position(|byte| byte == first)?;
        if rest.get(at..)?.starts_with(piece) {
            return Some(from + at);
        }
        from += at + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let got = unfolded(Cow::Borrowed(text.as_bytes()));
        assert_eq!(String::from_utf8_lossy(&got), expected, "{text}");
    }

    #[test]
    fn lines_come_back_where_armor_has_them() {
        let line = "x".repeat(64);
        let [head, foot] = ["-----BEGIN PGP MESSAGE-----", "-----END PGP MESSAGE-----"];
        let whole = format!("\n{head}\n\n{line}\nabcd\n=wxyz\n{foot}\n");
        check(&format!("{head} {line} abcd =wxyz {foot}"), &whole);
        check(&format!("{head}{line}abcd=wxyz{foot}"), &format!("\n{head}\n\n{line}abcd\n=wxyz\n{foot}\n"));
        check(&format!("{head} Version: 1 b {line} {foot}"), &format!("\n{head}\n\n{line}\n{foot}\n"));
        check(&format!("Dear {head} {line} {foot} bye"), &format!("Dear \n{head}\n\n{line}\n{foot}\n bye"));
        check(&format!("{head} {line}"), &format!("\n{head}\n\n{line}\n\n"));
        check(&format!("{head} ab== {foot}"), &format!("\n{head}\n\nab==\n{foot}\n"));
        for text in [
            format!("{head}\n\n{line}\n{foot}\n"),
            format!("> {head}  \r\n> \r\n> {line}\r\n> {foot}\r\n"),
            "-----BEGIN PGP SIGNED MESSAGE----- Hash: SHA512 a b".to_owned(),
            "-----BEGIN PGP ".to_owned(),
            "-----BEGIN PGP MESSAGE".to_owned(),
            String::new(),
        ] {
            check(&text, &text);
        }
    }
}
