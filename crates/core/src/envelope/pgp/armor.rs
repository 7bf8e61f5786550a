//! ASCII armor (RFC 9580 §6.2) as mail programs and Notepad leave it: byte order marks, UTF-16, quotes, blanks at
//! line ends, text around it, several blocks.

use std::borrow::Cow;

use data_encoding::BASE64_NOPAD;
use zeroize::Zeroizing;

use super::folded::unfolded;

/// What a block says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Message,
    PublicKey,
    PrivateKey,
    Signature,
    /// Text that is signed but not encrypted (RFC 9580 §7).
    SignedText,
}

/// Something that is wrong with a block, but leaves it worth a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// There is no END line: the text was cut off.
    NoEnd,
    /// The check sum differs.
    Checksum,
    /// There are characters that no Base64 has.
    Characters,
}

/// One block, decoded as far as possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) label: Label,
    pub(super) bytes: Zeroizing<Vec<u8>>,
    pub(super) flaw: Option<Flaw>,
}

const BEGIN: &[u8] = MARK.as_bytes();
/// What every block begins with, between dashes.
const MARK: &str = "BEGIN PGP ";
const END: &[u8] = b"END PGP ";
/// How quoted-printable (RFC 2045 §6.7) writes the sign that ends Base64.
const QUOTED_PAD: &[u8] = b"=3D";

/// All blocks of a text, in their order; none when there is no armor in it.
pub(super) fn blocks(bytes: &[u8]) -> Vec<Block> {
    let text = to_ascii_superset(bytes);
    // Most files hold none: this look is ten times as fast as going through their lines.
    if core::str::from_utf8(&text).is_ok_and(|text| !text.contains(MARK)) {
        return Vec::new();
    }
    let text = unfolded(text);
    let separator = if text.contains(&b'\n') { b'\n' } else { b'\r' };
    let mut lines = text.split(|byte| *byte == separator);
    let mut blocks = Vec::new();
    while let Some(line) = lines.next() {
        // A stored file inside of some archive is not meant.
        if line.contains(&0) {
            break;
        }
        let Some(label) = label(line) else { continue };
        blocks.push(match label {
            Label::SignedText => signed_text(quote(line), &mut lines),
            label => block(label, &mut lines),
        });
    }
    blocks
}

/// UTF-16 becomes UTF-8; everything else keeps its bytes, because armor is ASCII in all encodings in use.
fn to_ascii_superset(bytes: &[u8]) -> Cow<'_, [u8]> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => Cow::Owned(from_utf16(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => Cow::Owned(from_utf16(rest, u16::from_be_bytes)),
        [b'-', 0, b'-', 0, ..] => Cow::Owned(from_utf16(bytes, u16::from_le_bytes)),
        [0, b'-', 0, b'-', ..] => Cow::Owned(from_utf16(bytes, u16::from_be_bytes)),
        [0xef, 0xbb, 0xbf, rest @ ..] => Cow::Borrowed(rest),
        _ => Cow::Borrowed(bytes),
    }
}

fn from_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Vec<u8> {
    let (pairs, _) = bytes.as_chunks::<2>();
    let text: String =
        char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).map(|c| c.unwrap_or('\u{fffd}')).collect();
    text.into_bytes()
}

/// The marks of quoting at the start of a line.
fn quote(line: &[u8]) -> &[u8] {
    let start = line.iter().position(|byte| !b"> |\t\r".contains(byte)).unwrap_or(line.len());
    line.get(..start).unwrap_or_default()
}

/// A line without the marks of quoting and without blanks around it.
fn unquoted(line: &[u8]) -> &[u8] {
    line.get(quote(line).len()..).unwrap_or_default().trim_ascii_end()
}

/// What stands between the dashes of a BEGIN or END line. Word processors and mail programs make long dashes of
/// several short ones, which are no ASCII in any encoding.
fn between_dashes(line: &[u8]) -> Option<&[u8]> {
    let is_dash = |byte: &u8| *byte == b'-' || !byte.is_ascii();
    let line = unquoted(line);
    let start = line.iter().position(|byte| !is_dash(byte))?;
    let end = line.iter().rposition(|byte| !is_dash(byte))?;
    (start > 0).then(|| line.get(start..=end)).flatten()
}

fn label(line: &[u8]) -> Option<Label> {
    let rest = between_dashes(line)?.strip_prefix(BEGIN)?;
    match rest {
        b"MESSAGE" => Some(Label::Message),
        b"PUBLIC KEY BLOCK" => Some(Label::PublicKey),
        b"PRIVATE KEY BLOCK" | b"SECRET KEY BLOCK" => Some(Label::PrivateKey),
        b"SIGNATURE" => Some(Label::Signature),
        b"SIGNED MESSAGE" => Some(Label::SignedText),
        // "MESSAGE, PART 1/2" (RFC 9580 §6.2.1) is read as far as it goes.
        _ if rest.starts_with(b"MESSAGE,") => Some(Label::Message),
        _ => None,
    }
}

fn block<'a>(label: Label, lines: &mut impl Iterator<Item = &'a [u8]>) -> Block {
    let mut base64 = Zeroizing::new(Vec::new());
    let mut checksum = None;
    let mut flaw = Some(Flaw::NoEnd);
    for line in lines.map(unquoted) {
        if between_dashes(line).is_some_and(|text| text.starts_with(END)) {
            flaw = None;
            break;
        }
        match line {
            // Headers ("Version: …") hold a colon, Base64 never does.
            _ if base64.is_empty() && line.contains(&b':') => {}
            [b'=', b'3', b'D', sum @ ..] | [b'=', sum @ ..] if sum.len() == 4 => checksum = Some(sum),
            _ => base64.extend_from_slice(before_pad(line)),
        }
    }
    let (bytes, broken) = decode(&base64);
    let differs =
        checksum.is_some_and(|sum| BASE64_NOPAD.decode(sum).ok().as_deref() != Some(&crc24(&bytes)));
    let flaw = flaw.or(broken.then_some(Flaw::Characters)).or(differs.then_some(Flaw::Checksum));
    Block { label, bytes: bytes.into(), flaw }
}

/// A line up to its padding, when that is written as quoted-printable.
fn before_pad(line: &[u8]) -> &[u8] {
    let pad = line.windows(QUOTED_PAD.len()).position(|window| window == QUOTED_PAD);
    pad.and_then(|pad| line.get(..pad)).unwrap_or(line)
}

/// The bytes, and whether some of the text was no Base64. Characters that do not belong there are left out, and
/// what was cut in the middle of a group ends before it.
fn decode(base64: &[u8]) -> (Vec<u8>, bool) {
    let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let text: Vec<u8> = base64.iter().copied().filter(belongs).collect();
    let foreign = base64.iter().any(|byte| !belongs(byte) && *byte != b'=');
    if let Ok(bytes) = BASE64_NOPAD.decode(&text) {
        return (bytes, foreign);
    }
    let whole = text.get(..text.len() - text.len() % 4).unwrap_or_default();
    (BASE64_NOPAD.decode(whole).unwrap_or_default(), true)
}

/// RFC 9580 §6.1.1.
fn crc24(bytes: &[u8]) -> [u8; 3] {
    let mut crc: u32 = 0x00b7_04ce;
    for byte in bytes {
        crc ^= u32::from(*byte) << 16;
        for _ in 0..8 {
            crc <<= 1;
            if crc & 0x0100_0000 != 0 {
                crc ^= 0x0186_4cfb;
            }
        }
    }
    let [_, high, middle, low] = crc.to_be_bytes();
    [high, middle, low]
}

/// The text of a clear-signed message, dashes unescaped (RFC 9580 §7.1), up to its signature, without the marks of
/// quoting that its first line has.
fn signed_text<'a>(quote: &[u8], lines: &mut impl Iterator<Item = &'a [u8]>) -> Block {
    let mut bytes = Zeroizing::new(Vec::new());
    let mut flaw = Some(Flaw::NoEnd);
    let without_quote = |line: &'a [u8]| {
        [quote, quote.trim_ascii_end()].iter().find_map(|mark| line.strip_prefix(*mark)).unwrap_or(line)
    };
    let body = lines.map(without_quote).skip_while(|line| !line.trim_ascii().is_empty()).skip(1);
    for line in body {
        if label(line) == Some(Label::Signature) {
            flaw = None;
            break;
        }
        bytes.extend_from_slice(line.strip_prefix(b"- ").unwrap_or(line));
        bytes.push(b'\n');
    }
    Block { label: Label::SignedText, bytes, flaw }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str =
        "-----BEGIN PGP MESSAGE-----\nVersion: 1\n\nyw5iBmhpLnR4dAAAAABoaQ==\n-----END PGP MESSAGE-----\n";

    fn decoded() -> Vec<u8> {
        data_encoding::BASE64.decode(b"yw5iBmhpLnR4dAAAAABoaQ==").unwrap()
    }

    #[test]
    fn armor_is_read_however_it_was_mangled() {
        let check = |text: Vec<u8>, flaw: Option<Flaw>| {
            let got = blocks(&text);
            assert_eq!(got.len(), 1, "{}", String::from_utf8_lossy(&text));
            assert_eq!((got[0].label, got[0].flaw), (Label::Message, flaw));
            assert_eq!(*got[0].bytes, decoded(), "{}", String::from_utf8_lossy(&text));
        };
        let utf16 = |unit: fn(u16) -> [u8; 2]| PLAIN.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        check(PLAIN.into(), None);
        check(PLAIN.replace('\n', "\r\n").into(), None);
        check(PLAIN.replace('\n', "\r").into(), None);
        check(PLAIN.replace('\n', "  \t\n").into(), None);
        check(PLAIN.replace("Version: 1\n\n", "").into(), None);
        check(format!("\u{feff}{PLAIN}").into(), None);
        check([b"\xff\xfe".to_vec(), utf16(u16::to_le_bytes)].concat(), None);
        check([b"\xfe\xff".to_vec(), utf16(u16::to_be_bytes)].concat(), None);
        check(utf16(u16::to_le_bytes), None);
        check(format!("> {}", PLAIN.trim_end().replace('\n', "\n> ")).into(), None);
        check(format!("Dear customer,\n\n{PLAIN}\nRegards").into(), None);
        check(PLAIN.replace("-----", "\u{2014}\u{2013}").into(), None);
        check(PLAIN.replace("-----", "\u{2014}-").into(), None);
        check(PLAIN.replace("aQ==", "aQ=3D=3D").into(), None);
        check(PLAIN.replace("aQ==\n", "aQ==\n=AAAA\n").into(), Some(Flaw::Checksum));
        check(PLAIN.replace("aQ==\n", "aQ==\n=3DAAAA\n").into(), Some(Flaw::Checksum));
        check(PLAIN.replace("-----END PGP MESSAGE-----\n", "").into(), Some(Flaw::NoEnd));
        check(PLAIN.replace("aQ==", "aQ==\n*").into(), Some(Flaw::Characters));
    }

    #[test]
    fn signed_text_keeps_its_lines() {
        let text =
            b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n- -a\nb\n-----BEGIN PGP SIGNATURE-----\n";
        let quoted = String::from_utf8_lossy(text).replace('\n', "\n> ");
        let quoted = format!("> {quoted}").replace("> \n", ">\n");
        for text in [&text[..], quoted.as_bytes()] {
            let got = blocks(text);
            assert_eq!((got[0].label, got[0].bytes.as_slice()), (Label::SignedText, &b"-a\nb\n"[..]));
        }
        assert!(blocks(b"upn,serial number\n").is_empty());
    }
}
